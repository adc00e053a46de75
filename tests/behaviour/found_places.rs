//! Places that a search among `iter_mut` and the like finds, and those of several lists, one after the other.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

#[differentiate]
fn extremes_changed(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    if let Some(most) = a.iter_mut().max_by(|a, b| a.total_cmp(b)) {
        *most *= x[0];
    }
    *a.iter_mut().min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap() += 2.0 * x[1];
    if let Some((i, most)) = a.iter_mut().enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b)) {
        *most += i as f64 * *most;
    }
    a.iter().map(|v| v * v).sum()
}
#[test]
fn t_extremes_changed() {
    // [2, 3] → [2, 6] → [8, 6] → [8, 6]: 64 + 36, of (a + 2b)² + (ab)².
    assert_eq!(extremes_changed_value_and_grad(&[2.0, 3.0]), (100.0, vec![16.0 + 36.0, 32.0 + 24.0]));
    every!([1.3, -0.7, 2.1, 0.4]; |p| extremes_changed, extremes_changed_value_and_grad, extremes_changed_grad, extremes_changed_vjp; (p));
}

#[differentiate]
fn found_and_changed(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    if let Some(c) = a.chunks_mut(2).max_by(|a, b| a[0].total_cmp(&b[0])) {
        c[0] *= 2.0;
    }
    if let Some(v) = a.iter_mut().filter(|v| **v > 0.0).last() {
        *v = v.sin();
    }
    if let Some(v) = a.iter_mut().find(|v| **v < 0.0) {
        *v *= *v;
    }
    *a.iter_mut().min_by_key(|v| (**v * 1e3) as i64).unwrap() *= 3.0;
    let mut rows = vec![a[..2].to_vec(), a[2..].to_vec()];
    if let Some(row) = rows.iter_mut().max_by(|a, b| a[0].total_cmp(&b[0])) {
        row[1] *= row[0];
    }
    rows.iter().flatten().enumerate().map(|(i, v)| v * v * i as f64).sum()
}
#[test]
fn t_found_and_changed() {
    // [1, -2, 0] → [2, -2, 0] → [sin 2, …] → [sin 2, 4, 0] → [sin 2, 4, 0] → [[sin 2, 4 sin 2], [0]].
    let (value, slope) = found_and_changed_value_and_grad(&[1.0, -2.0, 0.0]);
    let (s, c) = 2f64.sin_cos();
    assert!((value - 16.0 * s * s).abs() < 1e-14);
    // (b² sin 2a)² at (1, −2).
    assert!((slope[0] - 64.0 * s * c).abs() < 1e-13 && (slope[1] + 32.0 * s * s).abs() < 1e-13);
    every!([1.3, -0.7, 2.1, 0.4]; |p| found_and_changed, found_and_changed_value_and_grad, found_and_changed_grad, found_and_changed_vjp; (p));
}

#[differentiate]
fn several_lists(x: &[f64]) -> f64 {
    let (mut a, mut b, mut c) = (vec![x[0], x[1]], [x[1], x[0]], x.to_vec());
    let mut n = 0;
    for v in a.iter_mut().chain(b.iter_mut().skip(1)).chain(&mut c) {
        n += 1;
        if *v < 0.0 {
            continue;
        }
        *v *= *v * n as f64;
    }
    let (left, right) = c.split_at_mut(1);
    left.iter_mut().rev().chain(right.iter_mut()).for_each(|v| *v *= x[0]);
    a[0] * b[1] + a[1] * b[0] + c.iter().sum::<f64>()
}
#[test]
fn t_several_lists() {
    // a = [x², 2y²], b = [y, 3x²], c = [4x³, 5y²x]: 3x⁴ + 2y³ + 4x³ + 5xy², at (1, 2).
    assert_eq!(
        several_lists_value_and_grad(&[1.0, 2.0]),
        (3.0 + 16.0 + 4.0 + 20.0, vec![12.0 + 12.0 + 20.0, 24.0 + 20.0])
    );
    every!([1.3, -0.7, 2.1, 0.4]; |p| several_lists, several_lists_value_and_grad, several_lists_grad, several_lists_vjp; (p));
}
