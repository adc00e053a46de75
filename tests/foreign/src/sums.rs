//! Sums of vectors and complex numbers, of values and of references; parts of vectors; rows and columns that are run over.

use differentiate::differentiate;
use glam::DVec2;
use nalgebra::{DMatrix, RealField, Vector2, Vector3};
use num_complex::Complex64;

#[differentiate(wrt(v))]
fn of_vectors(v: &[Vector3<f64>]) -> f64 {
    let sum: Vector3<f64> = v.iter().sum();
    let doubled = v.iter().map(|p| p * 2.0).sum::<Vector3<f64>>();
    sum.dot(&doubled) * sum.xy().norm() + doubled.yz().x
}

#[differentiate(wrt(p))]
fn of_points(p: &[DVec2]) -> f64 {
    let centre = p.iter().sum::<DVec2>() / p.len() as f64;
    let squares: DVec2 = p.iter().map(|q| (*q - centre) * (*q - centre)).sum();
    squares.x * squares.y
}

#[differentiate]
fn power(x: &[f64], k: usize) -> f64 {
    let n = x.len() as f64;
    let turn = -2.0 * std::f64::consts::PI * k as f64 / n;
    let sum: Complex64 = x.iter().enumerate().map(|(i, &v)| Complex64::from_polar(v, turn * i as f64)).sum();
    sum.norm_sqr() / n
}

#[differentiate(wrt(a))]
fn of_rows_and_columns(a: &DMatrix<f64>) -> f64 {
    a.column_iter().map(|c| c.norm()).sum::<f64>() + a.row_iter().map(|r| r.sum().powi(2)).sum::<f64>()
}

#[differentiate(wrt(x, k))]
fn of_any_float<T: RealField + Copy>(x: &Vector2<T>, k: T) -> T {
    k * x.dot(x) * T::from_f64(0.5).unwrap()
}

#[test]
fn against_differences() {
    let v = vec![Vector3::new(1.0, 2.0, 3.0), Vector3::new(0.5, 0.1, 0.2)];
    check!(v = v; of_vectors of_vectors_value_and_grad of_vectors_grad (v));
    let p = vec![DVec2::new(0.1, 0.2), DVec2::new(1.0, 0.5), DVec2::new(-0.4, 0.9)];
    check!(p = p; of_points of_points_value_and_grad of_points_grad (p));
    check!(x = vec![0.1, 0.5, -0.3, 0.7]; power power_value_and_grad power_grad (x, 1));
    let a = DMatrix::from_row_slice(2, 3, &[1.0, 2.0, 3.0, 4.0, 5.0, -6.0]);
    check!(a = a; of_rows_and_columns of_rows_and_columns_value_and_grad of_rows_and_columns_grad (a));
}

#[test]
fn by_hand() {
    // Two at (±1, ±2): the squares sum up to 2 and 8, the centre is 0: the gradient is 2 x · 8 and 2 y · 2.
    let gradient = of_points_grad(&[DVec2::new(1.0, 2.0), DVec2::new(-1.0, -2.0)]);
    assert_eq!(gradient, [DVec2::new(16.0, 8.0), DVec2::new(-16.0, -8.0)]);
    // |Σ x|² for k = 0.
    assert_eq!(power_value_and_grad(&[1.0, 3.0], 0), (8.0, vec![4.0, 4.0]));
    let (by_x, by_k) = of_any_float_grad(&Vector2::new(1.0, 2.0), 3.0);
    assert_eq!((by_x, by_k), (Vector2::new(3.0, 6.0), 2.5));
}
