//! Locals that hold a reference and are given another: slices that become shorter, the larger of two.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

#[differentiate]
fn split_first_in_while(x: &[f64]) -> f64 {
    let mut y = 1.0;
    let mut rest = x;
    while let Some((head, tail)) = rest.split_first() {
        y *= head;
        rest = tail;
    }
    y
}
#[differentiate]
fn shortened(x: &[f64]) -> f64 {
    let mut y = 1.0;
    let mut rest = x;
    while rest.len() > 1 {
        y *= rest[0];
        rest = &rest[1..];
    }
    y
}
#[differentiate]
fn split_first_in_loop(x: &[f64]) -> f64 {
    let mut y = 1.0;
    let mut rest = x;
    loop {
        let Some((h, t)) = rest.split_first() else { break };
        y *= h;
        rest = t;
    }
    y
}
#[differentiate]
fn pairs(x: &[f64]) -> f64 {
    let mut cur = x;
    let mut s = 0.0;
    while cur.len() > 1 {
        s += cur[0] * cur[1];
        cur = &cur[1..];
    }
    s
}
#[differentiate]
fn parameters_taken_off(x: &[f64]) -> f64 {
    let mut cur = x;
    let mut s = 0.0;
    while !cur.is_empty() {
        let (a, b) = cur.split_at(2);
        s += a[0] * a[1];
        cur = b;
    }
    s
}
#[differentiate]
fn chosen_array(x: &[f64]) -> f64 {
    let u = [x[0], x[1]];
    let mut r = &u;
    let v = [x[2], x[3]];
    if x[0] > 0.5 {
        r = &v;
    }
    r[0] * r[1]
}
#[differentiate]
fn largest(x: &[f64]) -> f64 {
    let mut best = &x[0];
    for v in x {
        if v > best {
            best = v;
        }
    }
    best * best
}
#[differentiate]
fn total(v: &[f64]) -> f64 {
    v.iter().map(|a| a * a).sum()
}
#[differentiate]
fn parameter_taken_off(mut p: &[f64]) -> f64 {
    let mut s = 0.0;
    for n in [2, 1] {
        let (w, r) = p.split_at(n);
        s += total(w) * w[0];
        p = r;
    }
    s + p.iter().sum::<f64>()
}
#[differentiate]
fn bisected(x: &[f64]) -> f64 {
    let mut u = x.to_vec();
    u[0] *= 2.0;
    let mut cur = &u[..];
    let mut s = 1.0;
    while cur.len() > 2 {
        let m = cur.len() / 2;
        if cur[m] > 0.5 {
            cur = &cur[m..];
        } else {
            cur = &cur[..m];
        }
        s *= cur[0];
    }
    s * cur.len() as f64
}
#[differentiate]
fn exchanged(x: &[f64]) -> f64 {
    let mut lo = &x[..2];
    let mut hi = &x[2..];
    for _ in 0..3 {
        (lo, hi) = (hi, lo);
    }
    lo[0] * lo[0] * hi[1]
}
#[differentiate]
fn skipped(x: &[f64]) -> f64 {
    let mut it = x;
    let mut n = 0;
    while let Some(v) = it.first() {
        if *v > 1.0 {
            break;
        }
        n += 1;
        it = &it[1..];
    }
    if n > 0 { x[n - 1] * it.len() as f64 } else { x[0] }
}

mod against_central_differences {
    by_differences! {
        [[0.7, 0.4, 1.2, 0.9], [1.3, -0.2, 0.3, 2.0], [0.27, 0.61, -0.7, 0.8]];
        split_first_in_while split_first_in_while_value_and_grad,
        shortened shortened_value_and_grad,
        split_first_in_loop split_first_in_loop_value_and_grad,
        pairs pairs_value_and_grad,
        parameters_taken_off parameters_taken_off_value_and_grad,
        chosen_array chosen_array_value_and_grad,
        largest largest_value_and_grad,
        parameter_taken_off parameter_taken_off_value_and_grad,
        bisected bisected_value_and_grad,
        exchanged exchanged_value_and_grad,
        skipped skipped_value_and_grad,
    }
}

#[test]
fn by_hand() {
    // x₀x₁ + x₁x₂
    assert_eq!(pairs_grad(&[2.0, 3.0, 5.0]), [3.0, 7.0, 3.0]);
    assert_eq!(largest_grad(&[2.0, 5.0, 3.0]), [0.0, 10.0, 0.0]);
    // After three exchanges `lo` is the second half: x₂² · x₁
    assert_eq!(exchanged_grad(&[2.0, 3.0, 5.0, 7.0]), [0.0, 25.0, 30.0, 0.0]);
}
