//! Arrays of several lengths behind references, of which rustc makes slices: rows of a table that are not of one length.

use differentiate::differentiate;

#[differentiate]
fn longest_path(cost: &[f64]) -> f64 {
    let next: &[&[usize]] = &[&[1, 2], &[3], &[3], &[]];
    let mut best = vec![f64::NEG_INFINITY; 4];
    best[0] = cost[0];
    for i in 0..4 {
        for &j in next[i] {
            let c = best[i] + cost[j];
            if c > best[j] {
                best[j] = c;
            }
        }
    }
    best[3] * best[3]
}

#[differentiate]
fn groups(x: &[f64]) -> f64 {
    let groups: [&[usize]; 2] = [&[0], &[1, 2]];
    groups.iter().map(|g| g.iter().map(|&j| x[j] * x[j]).sum::<f64>() * g.len() as f64).sum()
}

#[differentiate]
fn named_rows(x: &[f64]) -> f64 {
    let rows: &[(&str, &[f64])] = &[("a", &[1.0]), ("bc", &[2.0, 3.0]), ("d", &[])];
    rows.iter().map(|(n, r)| r.iter().zip(x).map(|(a, b)| a * b * b).sum::<f64>() * n.len() as f64).sum()
}

#[differentiate]
fn differentiated_rows(x: &[f64]) -> f64 {
    fn total(rows: &[&[f64]]) -> f64 {
        rows.iter().map(|r| r.iter().map(|v| v * v).sum::<f64>()).product()
    }
    let rows: [&[f64]; 2] = [&[x[0]], &[x[1], x[2] * x[0]]];
    total(&rows) + total(&[&[1.0, x[1]], &[x[2]]])
}

#[differentiate]
fn nested(x: &[f64]) -> f64 {
    let rows: &[&[&[usize]]] = &[&[&[0], &[1, 2]], &[&[1]]];
    let mut s = 0.0;
    for group in rows {
        s += group.iter().map(|r| r.iter().map(|&j| x[j]).sum::<f64>()).product::<f64>() * group.len() as f64;
    }
    s
}

#[differentiate]
fn of_locals(x: &[f64]) -> f64 {
    let (a, b) = ([0usize], [1usize, 2]);
    let rows = [&a[..], &b];
    let other: [&[usize]; 2] = [&b, &a];
    let mut s = 0.0;
    for (r, o) in rows.iter().zip(other) {
        s += r.iter().map(|&j| x[j] * x[j]).sum::<f64>() * o.iter().map(|&j| x[j]).sum::<f64>();
    }
    s
}

#[differentiate]
fn in_vecs(x: &[f64]) -> f64 {
    let rows: Vec<(f64, &[usize])> = vec![(1.0, &[0]), (2.0, &[1, 2])];
    let weights: Vec<&[f64]> = vec![&[1.0], &[2.0, 3.0]];
    let by_rows = rows.iter().map(|(w, r)| w * r.iter().map(|&j| x[j] * x[j]).sum::<f64>()).sum::<f64>();
    by_rows * weights.iter().map(|r| r.iter().zip(x).map(|(a, b)| a * b * b).sum::<f64>()).product::<f64>()
}

#[differentiate]
fn assigned(x: &[f64]) -> f64 {
    let mut row: &[usize] = &[0];
    let mut s = 0.0;
    for _ in 0..2 {
        s += row.iter().map(|&j| x[j] * x[j]).sum::<f64>() * row.len() as f64;
        row = &[1, 2];
    }
    s
}

#[test]
fn values() {
    // The path through 2: 1 + 3 + 4.
    assert_eq!(longest_path_value_and_grad(&[1.0, 2.0, 3.0, 4.0]), (64.0, vec![16.0, 0.0, 16.0, 16.0]));
    assert_eq!(groups_value_and_grad(&[1.0, 2.0, 3.0]), (27.0, vec![2.0, 8.0, 12.0]));
    assert_eq!(named_rows_value_and_grad(&[1.0, 2.0, 3.0]), (1.0 + 2.0 * 14.0, vec![10.0, 24.0, 0.0]));
    assert_eq!(nested_value_and_grad(&[1.0, 2.0, 3.0]), (12.0, vec![10.0, 3.0, 2.0]));
    assert_eq!(assigned_value_and_grad(&[1.0, 2.0, 3.0]), (27.0, vec![2.0, 8.0, 12.0]));
}

#[test]
fn differences() {
    let at = [0.7, 0.3, 1.9, -0.4];
    check!(at; |p| longest_path, longest_path_value_and_grad; (p));
    let at = [0.7, 0.3, 1.9];
    check!(at; |p| groups, groups_value_and_grad; (p));
    check!(at; |p| named_rows, named_rows_value_and_grad; (p));
    check!(at; |p| differentiated_rows, differentiated_rows_value_and_grad; (p));
    check!(at; |p| nested, nested_value_and_grad; (p));
    check!(at; |p| of_locals, of_locals_value_and_grad; (p));
    check!(at; |p| in_vecs, in_vecs_value_and_grad; (p));
    check!(at; |p| assigned, assigned_value_and_grad; (p));
}

/// Beside lists of which only rustc knows how long they are.
mod of_constants {
    use differentiate::differentiate;

    const PAIR: [f64; 2] = [1.0, 2.0];
    const THREE: &[f64] = &[3.0, 4.0, 5.0];

    fn weights(k: usize) -> &'static [f64] {
        match k {
            0 => &[1.0],
            1 => &[1.0, 2.0],
            _ => THREE,
        }
    }

    #[differentiate]
    fn in_arrays(x: &[f64], mode: usize) -> f64 {
        let sets: [&[f64]; 3] = [&PAIR, &[], THREE];
        let more = [THREE, &[1.0]];
        let made = [(1.0, weights(mode)), (2.0, &[9.0])];
        let (w, v) = (sets[mode % 3], more[mode % 2]);
        w.iter().chain(v).zip(x).map(|(w, x)| w * x * x).sum::<f64>()
            + made.iter().map(|(k, s)| k * s.iter().zip(x).map(|(a, b)| a * b).sum::<f64>()).sum::<f64>()
    }

    #[differentiate]
    fn in_arms(x: &[f64], mode: usize) -> f64 {
        let w: &[f64] = if mode == 2 { &PAIR } else { &[1.0] };
        let v: &[f64] = if mode == 1 { &[1.0] } else { THREE };
        let u = match mode {
            0 => &PAIR[..],
            1 => THREE,
            _ => &[5.0, 6.0, 7.0, 8.0],
        };
        w.iter().chain(v).chain(u).zip(x).map(|(w, x)| w * x * x).sum::<f64>()
            * (u.len() * v.len() * w.len()) as f64
    }

    #[test]
    fn differences() {
        // 3 + 16 + 45, 3 + 8 + 15, and 2 · 9.
        assert_eq!(in_arrays_value_and_grad(&[1.0, 2.0, 3.0, 0.0], 2).0, 108.0);
        for mode in 0..3 {
            let at = [0.7, 0.3, 1.9, -0.4, 1.1];
            check!(at; |p| in_arrays, in_arrays_value_and_grad; (p, mode));
            check!(at; |p| in_arms, in_arms_value_and_grad; (p, mode));
        }
    }
}
