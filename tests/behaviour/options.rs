//! `Option`s that locals hold, a flag beside a value: against values by hand and central differences.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

#[differentiate]
fn neighbours(x: &[f64]) -> f64 {
    let s: f64 = x.iter().map(|v| (v - 1.0).powi(2)).sum();
    let mut prev = None::<f64>;
    let mut t = 0.0;
    for &v in x {
        if let Some(p) = prev {
            t += p * v;
        }
        prev = Some(v);
    }
    s - t
}
/// After the scope of what holds an `Option` there are other locals.
#[differentiate]
fn best_of_a_branch(x: &[f64]) -> f64 {
    let s = if x[0] > 0.0 {
        let a = x[0] * x[1];
        let mut best = Some(a);
        best = best.map(|b| b * 2.0);
        best.unwrap_or(1.0)
    } else {
        0.5
    };
    let scale = x[1] * x[1];
    let other = scale * 3.0;
    let more = other.sin();
    s * scale + other * more
}
#[differentiate]
fn best_of_an_iteration(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        let part = v * x[0];
        let mut best: Option<f64> = None;
        if *v > 0.0 {
            best = Some(part);
        }
        let mut rest = &x[..];
        while let Some((first, tail)) = rest.split_first() {
            sum += first * part;
            rest = tail;
        }
        sum += best.unwrap_or(part * part);
    }
    let a = x[1] * x[1];
    let b = a * 3.0;
    let c = b.sin();
    let d = {
        let e = c * 2.0;
        e * a
    };
    sum * a + c * d + b
}
#[differentiate]
fn controller(k: [f64; 3], set: f64) -> f64 {
    let (mut y, mut i) = (0.0, 0.0);
    let mut prev: Option<f64> = None;
    let mut cost = 0.0;
    for _ in 0..20 {
        let e = set - y;
        i += e * 0.1;
        let d = match prev {
            Some(p) => (e - p) / 0.1,
            None => 0.0,
        };
        let u = k[0] * e + k[1] * i + k[2] * d;
        prev = Some(e);
        y += 0.1 * (u - y);
        cost += e * e;
    }
    cost
}
#[differentiate]
fn largest(x: &[f64]) -> f64 {
    let mut best: Option<f64> = None;
    for &v in x {
        best = match best {
            None => Some(v),
            Some(b) if v > b => Some(v),
            Some(b) => Some(b),
        };
    }
    best.unwrap_or(0.0) * 2.0
}
#[differentiate]
fn largest_by_reference(x: &[f64]) -> f64 {
    let mut best = None;
    for v in x {
        match best {
            Some(b) if b >= v => {}
            _ => best = Some(v),
        }
    }
    best.map_or(0.0, |b| b * b)
}
#[differentiate]
fn two_at_once(x: &[f64]) -> f64 {
    let mut a = None;
    let mut b = None;
    let mut s = 0.0;
    for (i, v) in x.iter().enumerate() {
        if i % 2 == 0 {
            a = Some(v * v);
        } else {
            b = Some(v.sin());
        }
        match (a, b) {
            (Some(p), Some(q)) => {
                s += p * q;
                a = None;
            }
            (Some(p), None) => s += p,
            _ => {}
        }
    }
    if let (Some(p), Some(q)) = (a, b) {
        s += p - q;
    }
    s
}
#[differentiate]
fn taken(x: &[f64]) -> f64 {
    let mut held = Some(x[0]);
    let mut s = 1.0;
    for &v in x {
        if let Some(h) = held.take() {
            s *= h + v;
        } else {
            held = Some(v * 2.0);
        }
    }
    s + held.unwrap_or_default()
}
#[differentiate]
fn ends(x: &[f64]) -> f64 {
    let f = x.first();
    let l = x.last();
    let Some(a) = f else { return 0.0 };
    let b = l.copied().unwrap_or(1.0);
    if f.is_some() { a * b } else { 0.0 }
}
#[differentiate]
fn walk(x: f64) -> f64 {
    let mut cur = Some(x);
    let mut n = 0;
    let mut s = 0.0;
    while let Some(v) = cur {
        s += v * v;
        n += 1;
        cur = if n < 4 { Some(v * 0.5 + x) } else { None };
    }
    s
}
#[differentiate]
fn constants(x: f64, idx: &[usize]) -> f64 {
    let first = idx.first();
    let m = idx.iter().copied().max();
    let k = first.copied().unwrap_or(0) + m.unwrap_or(1);
    let mut seen: Option<usize> = None;
    let mut s = x;
    for &i in idx {
        if seen.is_none() || seen == Some(i) {
            s *= x;
        }
        seen = Some(i);
        assert!(seen.is_some());
    }
    s * k as f64
}
#[differentiate]
fn pairs(x: &[f64]) -> f64 {
    let mut prev: Option<(f64, f64)> = None;
    let mut s = 0.0;
    for c in x.chunks(2) {
        if let Some((a, b)) = prev {
            s += a * c[1] - b * c[0];
        }
        prev = Some((c[0], c[1]));
    }
    s
}
#[differentiate]
fn lists(x: &[f64]) -> f64 {
    let mut prev: Option<Vec<f64>> = None;
    let mut s = 0.0;
    for c in x.chunks(2) {
        if let Some(p) = &prev {
            s += p[0] * c[1];
        }
        let row: Vec<f64> = c.iter().map(|v| v * v).collect();
        prev = Some(row);
    }
    s
}
#[differentiate]
fn continued(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut last = None;
    for &v in x {
        let p = if v > 0.0 {
            if v > 1.0 {
                continue;
            }
            s += v;
            Some(v * s)
        } else {
            None
        };
        if let Some(p) = p {
            s += p;
        }
        last = p.or(last);
    }
    s + last.unwrap_or(0.5)
}
#[differentiate]
fn returned(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut prev = None;
    for &v in x {
        let q = match prev {
            Some(p) if v > p => Some(v - p),
            Some(_) => None,
            None if v < 0.0 => return s * 2.0,
            None => Some(v),
        };
        s += q.map_or(0.1 * v, |d| d * d);
        prev = Some(v);
    }
    s
}
#[differentiate]
fn adapted(x: &[f64]) -> f64 {
    let big = x.iter().find(|v| **v > 1.0).copied();
    let small = big.filter(|b| *b < 1.2).or_else(|| Some(x[0] * 3.0));
    let c = big.and_then(|b| if b > 0.0 { Some(b.sqrt()) } else { None });
    match (small, c) {
        (Some(a), Some(b)) => a * b,
        (Some(a), None) => a,
        _ => 0.0,
    }
}
#[differentiate]
fn where_largest(x: &[f64]) -> f64 {
    let mut best: Option<(usize, f64)> = None;
    for (i, &v) in x.iter().enumerate() {
        if best.is_none_or(|(_, b)| v > b) {
            best = Some((i, v));
        }
    }
    let Some((i, b)) = best else { return 0.0 };
    b * b * (i as f64 + 1.0)
}
#[differentiate]
fn references(x: &[f64]) -> f64 {
    let mut lo: Option<&f64> = None;
    for v in x.iter() {
        lo = match lo {
            Some(l) if l < v => Some(l),
            _ => Some(v),
        };
    }
    lo.map(|l| l * l).unwrap_or(0.0)
}
#[differentiate]
fn popped(x: &[f64]) -> f64 {
    let mut stack = x.to_vec();
    let mut top = stack.pop();
    let mut s = 0.0;
    while let Some(t) = top {
        s = s * 0.5 + t * t;
        top = stack.pop();
    }
    s
}
#[differentiate]
fn replaced(x: &[f64]) -> f64 {
    let mut prev: Option<[f64; 2]> = None;
    let mut area = 0.0;
    for c in x.chunks_exact(2) {
        let p = [c[0], c[1]];
        if let Some(q) = prev.replace(p) {
            area += q[0] * p[1] - q[1] * p[0];
        }
    }
    area + prev.map(|p| p[0]).unwrap_or_default()
}
#[differentiate]
fn folded(x: &[f64]) -> f64 {
    let m = x.iter().fold(None, |m: Option<f64>, &v| match m {
        None => Some(v),
        Some(m) => Some(m.max(v)),
    });
    m.unwrap() * x[0]
}
#[differentiate]
fn logsumexp_of_some(x: &[f64]) -> f64 {
    let m = x.iter().copied().fold(None, |m: Option<f64>, v| Some(m.map_or(v, |m| m.max(v))));
    match m {
        Some(m) => x.iter().map(|v| (v - m).exp()).sum::<f64>().ln() + m,
        None => f64::NEG_INFINITY,
    }
}
#[differentiate]
fn parameter(x: &[f64], clip: Option<f64>) -> f64 {
    let s: f64 = x.iter().map(|v| v * v).sum();
    match clip {
        Some(c) if s > c => s.sqrt(),
        Some(_) | None => s,
    }
}
#[differentiate]
fn found(x: &[f64]) -> f64 {
    let root = x.iter().position(|v| *v < 0.0);
    let y = if let Some(i) = root { Some(x[i] * x[0]) } else { None };
    if y.is_some_and(|y| y < 0.0) { y.unwrap() } else { 1.0 }
}

/// The points lie on both sides of every decision above.
const POINTS: [[f64; 4]; 4] =
    [[0.4, 1.1, -0.7, 0.9], [0.4, 1.3, 0.7, -0.9], [0.1, 0.2, 0.3, 0.5], [-0.6, -0.2, 0.8, 1.4]];

mod against_central_differences {
    use super::POINTS;

    by_differences! {
        POINTS;
        neighbours neighbours_value_and_grad,
        best_of_a_branch best_of_a_branch_value_and_grad,
        best_of_an_iteration best_of_an_iteration_value_and_grad,
        largest largest_value_and_grad,
        largest_by_reference largest_by_reference_value_and_grad,
        two_at_once two_at_once_value_and_grad,
        taken taken_value_and_grad,
        ends ends_value_and_grad,
        pairs pairs_value_and_grad,
        lists lists_value_and_grad,
        continued continued_value_and_grad,
        returned returned_value_and_grad,
        adapted adapted_value_and_grad,
        where_largest where_largest_value_and_grad,
        references references_value_and_grad,
        popped popped_value_and_grad,
        replaced replaced_value_and_grad,
        folded folded_value_and_grad,
        logsumexp_of_some logsumexp_of_some_value_and_grad,
        found found_value_and_grad,
    }

    #[test]
    fn with_other_parameters() {
        for x in POINTS {
            let [a, b, c, d] = x;
            let ([da, db, dc], dd) = super::controller_grad([a, b, c], d);
            crate::common::assert_close(
                [da, db, dc, dd],
                crate::common::gradient(|[a, b, c, d]| super::controller([a, b, c], d), x),
            );
            for clip in [None, Some(0.3), Some(9.0)] {
                let ours: [f64; 4] = super::parameter_grad(&x, clip).try_into().unwrap();
                crate::common::assert_close(ours, crate::common::gradient(|x| super::parameter(&x, clip), x));
            }
            let by = crate::common::derivative(super::walk, a);
            crate::common::assert_close([super::walk_grad(a)], [by]);
            for list in [&[][..], &[1, 1, 2], &[3]] {
                let by = crate::common::derivative(|x| super::constants(x, list), a);
                crate::common::assert_close([super::constants_grad(a, list)], [by]);
            }
        }
    }
}

/// The classical mistake: the adjoint of what was held before flows on although something else is held since.
#[test]
fn by_hand() {
    // Σ (x - 1)² - Σ x·next, by x: 2(x - 1) less both neighbours.
    assert_eq!(neighbours_grad(&[1.0, 2.0, 4.0]), [0.0 - 2.0, 2.0 - 5.0, 6.0 - 2.0]);
    // Below zero: x₁² / 2 + sin(3x₁²)·3x₁², whose slope at x₁ = 0 is 0, and at 1 is 1 + 6·(3·cos 3 + sin 3).
    assert_eq!(best_of_a_branch_grad(&[-1.0, 0.0]), [0.0, 0.0]);
    let by = 1.0 + 6.0 * (3.0 * 3f64.cos() + 3f64.sin());
    crate::common::assert_close(best_of_a_branch_grad(&[-1.0, 1.0]).try_into().unwrap(), [0.0, by]);
    // The largest, doubled.
    assert_eq!(largest_grad(&[1.0, 5.0, 2.0]), [0.0, 2.0, 0.0]);
    assert!(largest_grad(&[]).is_empty());
    // 5² · (1 + 1)
    assert_eq!(where_largest_grad(&[1.0, 5.0, 2.0]), [0.0, 20.0, 0.0]);
    // Taken: 2 by the first, 2 · 3 by the last.
    assert_eq!(taken(&[2.0, 3.0, 4.0]), (2.0 + 2.0) * 1.0 * (6.0 + 4.0));
}
