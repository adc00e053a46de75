//! `Vec`s and arrays of references to differentiated numbers, and references that are exchanged.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

#[differentiate]
fn all(x: &[f64]) -> f64 {
    numbered(x)
        + chosen(x)
        + averaged(x)
        + reversed(x)
        + pushed(x)
        + paired(x)
        + paired_values(x)
        + compared(x)
        + insertion_sorted(x)
        + median(x)
        + most_by_order(x)
        + smallest_by_reference(x)
}

#[differentiate]
fn numbered(x: &[f64]) -> f64 {
    let numbered: Vec<(usize, &f64)> = x.iter().enumerate().collect();
    numbered.iter().map(|(i, v)| **v * **v * *i as f64).sum()
}

#[differentiate]
fn chosen(x: &[f64]) -> f64 {
    let copy = x.to_vec();
    let large: Vec<&f64> = copy.iter().filter(|v| **v > 0.5).collect();
    large.iter().map(|v| **v * **v).sum()
}

#[differentiate]
fn averaged(x: &[f64]) -> f64 {
    let refs: Vec<&f64> = x.iter().filter(|v| **v > 0.2).collect();
    let mut s = 0.0;
    for r in &refs {
        s += **r * 2.0;
    }
    s * s / refs.len() as f64
}

#[differentiate]
fn reversed(x: &[f64]) -> f64 {
    let mut refs: Vec<&f64> = x.iter().collect();
    refs.reverse();
    *refs[0] / *refs[1] + refs[2].max(*refs[0])
}

#[differentiate]
fn pushed(x: &[f64]) -> f64 {
    let mut refs = Vec::new();
    for v in x {
        if *v > 0.0 {
            refs.push(v);
        }
    }
    refs.iter().map(|v| v.powi(3)).sum::<f64>() * *refs[0]
}

#[differentiate]
fn paired(x: &[f64]) -> f64 {
    let pairs: Vec<(&f64, &f64)> = x.iter().zip(x.iter().skip(1)).collect();
    pairs.iter().map(|(a, b)| *a * *b).sum()
}

#[differentiate]
fn paired_values(x: &[f64]) -> f64 {
    let pairs: Vec<(f64, &f64)> = x.iter().map(|v| v * v).zip(x).collect();
    let mut s = 0.0;
    for (square, v) in &pairs {
        s += square * *v;
    }
    s
}

#[differentiate]
fn compared(x: &[f64]) -> f64 {
    let refs = [&x[0], &x[2]];
    match refs[0].total_cmp(refs[1]) {
        std::cmp::Ordering::Less => *refs[0] * 3.0,
        _ => *refs[1] * *refs[0],
    }
}

#[differentiate]
fn insertion_sorted(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for i in 1..v.len() {
        let mut j = i;
        while j > 0 && v[j - 1].total_cmp(&v[j]).is_gt() {
            v.swap(j - 1, j);
            j -= 1;
        }
    }
    v[0] * v[1] + v[2]
}

#[differentiate]
fn median(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let n = v.len();
    for i in 0..n {
        for j in 0..n - 1 - i {
            if v[j].total_cmp(&v[j + 1]) == std::cmp::Ordering::Greater {
                v.swap(j, j + 1);
            }
        }
    }
    v[n / 2] * v[n / 2]
}

#[differentiate]
fn most_by_order(x: &[f64]) -> f64 {
    let mut best = &x[0];
    for v in x {
        if v.total_cmp(best).is_gt() {
            best = v;
        }
    }
    *best * *best
}

#[differentiate]
fn smallest_by_reference(x: &[f64]) -> f64 {
    let mut least = x[0];
    for v in x {
        if let Some(std::cmp::Ordering::Less) = v.partial_cmp(&least) {
            least = *v;
        }
    }
    least.exp()
}

#[differentiate]
fn exchanged(x: &[f64]) -> f64 {
    let (mut a, mut b) = ([x[0]], [x[1]]);
    let (mut p, mut q) = (&mut a, &mut b);
    p[0] *= 3.0;
    (p, q) = (q, p);
    p[0] *= q[0];
    q = p;
    q[0] += x[2];
    a[0] * b[0]
}

#[differentiate]
fn pointed_elsewhere(x: &[f64]) -> f64 {
    let (mut a, mut b) = ([x[0]], [x[1]]);
    let mut p = &mut a;
    p[0] *= x[2];
    p = &mut b;
    p[0] *= p[0];
    a[0] / b[0]
}

mod differences {
    by_differences! {
        [[0.7, 0.3, 1.9], [-0.4, 1.3, 0.6]];
        all all_value_and_grad,
        numbered numbered_value_and_grad,
        chosen chosen_value_and_grad,
        averaged averaged_value_and_grad,
        reversed reversed_value_and_grad,
        pushed pushed_value_and_grad,
        paired paired_value_and_grad,
        paired_values paired_values_value_and_grad,
        compared compared_value_and_grad,
        insertion_sorted insertion_sorted_value_and_grad,
        median median_value_and_grad,
        most_by_order most_by_order_value_and_grad,
        smallest_by_reference smallest_by_reference_value_and_grad,
        exchanged exchanged_value_and_grad,
        pointed_elsewhere pointed_elsewhere_value_and_grad,
    }
}

#[test]
fn by_hand() {
    assert_eq!(numbered_grad(&[1.0, 2.0]), [0.0, 4.0]);
    assert_eq!(chosen_grad(&[0.25, 2.0]), [0.0, 4.0]);
    // 2 · 3 at a, and a · 2.
    assert_eq!(paired_grad(&[2.0, 3.0]), [3.0, 2.0]);
}

/// Opaque collections keep references to elements of parameters.
mod in_opaque_collections {
    use differentiate::differentiate;
    use std::collections::{BTreeMap, HashSet};

    #[differentiate]
    fn of_each_kind(x: &[f64], ids: &[i32]) -> f64 {
        let mut seen = HashSet::new();
        let mut s = 0.0;
        for (id, v) in ids.iter().zip(x) {
            if seen.insert(id) {
                s += v * v;
            }
        }
        s / seen.len() as f64
    }

    #[differentiate]
    fn neighbours(x: &[f64], names: &[&str], fallback: &str) -> f64 {
        let mut last: BTreeMap<&&str, usize> = BTreeMap::new();
        let mut s = 0.0;
        for (i, name) in names.iter().enumerate() {
            if let Some(j) = last.insert(name, i) {
                s += x[j] * x[i];
            }
        }
        let first = match names.first() {
            Some(name) => name,
            None => fallback,
        };
        if first == "a" { s * x[1] } else { s }
    }

    #[test]
    fn differences() {
        let (at, names) = ([2.0, 0.3, 1.9, -0.4], ["a", "b", "a", "a"]);
        assert_eq!(of_each_kind_value_and_grad(&[2.0, 1.0, 5.0], &[7, 8, 7]), (2.5, vec![2.0, 1.0, 0.0]));
        check!(at; |p| of_each_kind, of_each_kind_value_and_grad; (p, &[3, 1, 3, 2]));
        check!(at; |p| neighbours, neighbours_value_and_grad; (p, &names, "b"));
    }
}

mod rows {
    use differentiate::differentiate;

    #[differentiate]
    fn of_constants(x: &[f64]) -> f64 {
        let mut rows: Vec<&[usize]> = Vec::new();
        rows.push(&[1, 2]);
        rows.push(&[0]);
        rows.extend([&[3usize, 3, 1][..]]);
        rows.iter().map(|r| r.iter().map(|&i| x[i]).product::<f64>() * r.len() as f64).sum()
    }

    #[differentiate]
    fn of_weights(x: &[f64]) -> f64 {
        let mut rows: Vec<&[f64]> = vec![&[0.5, 3.0, 1.0]];
        rows.push(&[1.0, 2.0]);
        let mut s = 0.0;
        for r in &rows {
            for (w, v) in r.iter().zip(x) {
                s += w * v * v;
            }
        }
        s * rows.len() as f64
    }

    #[differentiate]
    fn of_parts(x: &[f64]) -> f64 {
        let mut rows: Vec<&[f64]> = vec![];
        rows.push(&x[..2]);
        rows.push(&[3.0]);
        rows.push(&x[1..]);
        rows.iter().map(|r| r.iter().map(|v| v * v).sum::<f64>()).product()
    }

    #[differentiate]
    fn of_texts(x: &[f64]) -> f64 {
        let mut names: Vec<&str> = vec![];
        names.push("ab");
        names.push("c");
        let mut rows: Vec<&[u8]> = Vec::new();
        for n in &names {
            rows.push(n.as_bytes());
        }
        rows.iter().map(|r| x[r.len() - 1] * x[0] * r[0] as f64).sum()
    }

    #[test]
    fn differences() {
        let at = [2.0, 0.3, 1.9, -0.4];
        // 97 x y + 99 x².
        assert_eq!(of_texts_value_and_grad(&[1.0, 2.0]), (293.0, vec![392.0, 97.0]));
        check!(at; |p| of_texts, of_texts_value_and_grad; (p));
        // 2 · 3 · 5 + 2 + 3 · 7 · 7 · 3.
        let (value, slope) = of_constants_value_and_grad(&[2.0, 3.0, 5.0, 7.0]);
        assert_eq!((value, slope), (473.0, vec![1.0, 10.0 + 147.0, 6.0, 126.0]));
        // 2 (3/2 x² + 5 y²).
        assert_eq!(of_weights_value_and_grad(&[2.0, 3.0]), (102.0, vec![12.0, 60.0]));
        check!(at; |p| of_constants, of_constants_value_and_grad; (p));
        check!(at; |p| of_weights, of_weights_value_and_grad; (p));
        check!(at; |p| of_parts, of_parts_value_and_grad; (p));
    }
}
