//! Generic and narrow floats, unusual signatures.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn squares_less_sines<T: Float>(x: &[T]) -> T {
    let mut s = T::ZERO;
    for (i, v) in x.iter().enumerate() {
        if i % 2 == 0 {
            s += *v * *v;
        } else {
            s -= v.sin();
        }
    }
    s
}
#[test]
fn t_squares_less_sines() {
    every!(nums(5); |p| squares_less_sines, squares_less_sines_value_and_grad, squares_less_sines_grad, squares_less_sines_vjp; (p));
}
#[differentiate]
fn horner<T: Float>(x: &[T], k: T) -> T {
    x.iter().fold(T::ZERO, |a, &v| a * k + v)
}
#[test]
fn t_horner() {
    every!(nums(5); |p| horner, horner_value_and_grad, horner_grad, horner_vjp; (&p[..4], p[4]));
}
#[differentiate]
fn elimination<T: Float, const N: usize>(a: &[[T; N]; N], b: [T; N]) -> [T; N] {
    let mut m = *a;
    let mut x = b;
    for k in 0..N {
        for i in k + 1..N {
            let f = m[i][k] / m[k][k];
            for j in k..N {
                let t = m[k][j];
                m[i][j] -= f * t;
            }
            let t = x[k];
            x[i] -= f * t;
        }
    }
    for i in (0..N).rev() {
        for j in i + 1..N {
            let t = m[i][j] * x[j];
            x[i] -= t;
        }
        x[i] = x[i] / m[i][i];
    }
    x
}
#[test]
fn t_elimination() {
    vjp!(1e-5, [2.0, 0.3, 0.1, 1.5, 0.7, 0.9]; |p| elimination, elimination_vjp; (&mat::<2, 2>(p), arr(&p[4..])));
}
#[differentiate]
fn logarithm_of_a_norm<T>(x: T, y: T) -> T
where
    T: Float,
{
    let d = (x * x + y * y).sqrt();
    if d > T::ONE { d.ln() } else { d - T::ONE }
}
#[test]
fn t_logarithm_of_a_norm() {
    every!(nums(2); |p| logarithm_of_a_norm, logarithm_of_a_norm_value_and_grad, logarithm_of_a_norm_grad, logarithm_of_a_norm_vjp; (p[0], p[1]));
}
#[test]
fn t_a42() {
    every!([1.3, 0.4]; |p| logarithm_of_a_norm, logarithm_of_a_norm_value_and_grad, logarithm_of_a_norm_grad, logarithm_of_a_norm_vjp; (p[0], p[1]));
}
#[differentiate]
fn recurrent_units<T: Float>(w: &[T], x: &[T]) -> Vec<T> {
    x.iter()
        .map(|&v| {
            let mut h = v;
            for &c in w {
                h = (h * c).tanh();
            }
            h
        })
        .collect()
}
#[test]
fn t_recurrent_units() {
    vjp!(nums(5); |p| recurrent_units, recurrent_units_vjp; (&p[..2], &p[2..]));
}
#[differentiate]
fn half_of_a_square<T: Float>(x: T) -> T {
    let half = T::from_f64(0.5);
    half * x * x
}
#[test]
fn t_half_of_a_square() {
    every!(nums(1); |p| half_of_a_square, half_of_a_square_value_and_grad, half_of_a_square_grad, half_of_a_square_vjp; (p[0]));
}
#[differentiate]
fn half_into<T: Float + From<f32>>(x: T) -> T {
    let half: T = 0.5f32.into();
    half * x * x
}
#[test]
fn t_half_into() {
    every!(nums(1); |p| half_into, half_into_value_and_grad, half_into_grad, half_into_vjp; (p[0]));
}
#[differentiate]
fn decaying_roots(x: &[f32]) -> f32 {
    let mut s = 0.0;
    for (i, v) in x.iter().enumerate() {
        s += v * (i as f32).sqrt();
        s *= 0.9;
    }
    s
}
#[differentiate]
fn descends_in_single(x: &[f32], lr: f32) -> f32 {
    let mut w = x.to_vec();
    for _ in 0..3 {
        let loss: f32 = w.iter().map(|v| v * v).sum();
        for v in w.iter_mut() {
            *v -= lr * 2.0 * *v * loss;
        }
    }
    w.iter().sum()
}
#[differentiate]
fn single_into_double(x: f32) -> f64 {
    let y = x as f64;
    y.sin() * f64::from(x)
}
#[differentiate]
fn double_into_single(x: f64) -> f32 {
    let y = x as f32;
    y * y
}
#[differentiate]
fn normalised_by_position(x: [f32; 3]) -> f32 {
    let n = x.iter().map(|v| v.powi(2)).sum::<f32>().sqrt().max(1e-6);
    x.map(|v| v / n).iter().enumerate().map(|(i, v)| v * i as f32).sum()
}
#[differentiate]
fn exponential_in_single(x: f32, n: usize) -> f32 {
    let mut acc = 1.0;
    let mut term = 1.0;
    for k in 1..n {
        term *= x / k as f32;
        acc += term;
    }
    acc
}
#[differentiate]
fn literal_by_decision(x: f32) -> f32 {
    let a = if x > 0.5 { 2.0 } else { 3.0 };
    let b = a * 0.1;
    b * x
}
#[differentiate]
fn matrix_of_singles(x: f32) -> f32 {
    let mut m = [[0.0; 2]; 2];
    m[0][1] = x;
    m[1][0] = 0.1 * x;
    let d = m[0][1] * m[1][0];
    d + std::f32::consts::PI * x
}
#[differentiate]
fn cross_entropy_in_single(x: &[f32]) -> f32 {
    let m = x.iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
    let e: Vec<f32> = x.iter().map(|v| (v - m).exp()).collect();
    let z: f32 = e.iter().sum();
    -(e[0] / z).ln()
}
macro_rules! close32 { ($f:ident, $g:ident, $at:expr, $($r:tt)*) => {{ let at: Vec<f32> = $at; let (v, g) = $g(&at $($r)*); assert_eq!(v, $f(&at $($r)*)); let g: Vec<f32> = g; let h = 1e-2; for i in 0..at.len() { let mut p = at.clone(); p[i] += h; let mut q = at.clone(); q[i] -= h; let d = ($f(&p $($r)*) - $f(&q $($r)*)) / (2.0 * h); assert!((d - g[i]).abs() < 2e-3 * d.abs().max(1.0), "{i}: {} {d}", g[i]); } }} }
fn descends_in_single_of_list(x: &[f32]) -> f32 {
    descends_in_single(x, 0.1)
}
fn descends_in_single_with_gradient(x: &[f32]) -> (f32, Vec<f32>) {
    let (v, (g, _)) = descends_in_single_value_and_grad(x, 0.1);
    (v, g)
}
fn normalised_by_position_of_list(x: &[f32]) -> f32 {
    normalised_by_position([x[0], x[1], x[2]])
}
fn normalised_by_position_with_gradient(x: &[f32]) -> (f32, Vec<f32>) {
    let (v, g) = normalised_by_position_value_and_grad([x[0], x[1], x[2]]);
    (v, g.to_vec())
}
fn exponential_in_single_of_list(x: &[f32]) -> f32 {
    exponential_in_single(x[0], 8)
}
fn exponential_in_single_with_gradient(x: &[f32]) -> (f32, Vec<f32>) {
    let (v, g) = exponential_in_single_value_and_grad(x[0], 8);
    (v, vec![g])
}
fn literal_by_decision_of_list(x: &[f32]) -> f32 {
    literal_by_decision(x[0])
}
fn literal_by_decision_with_gradient(x: &[f32]) -> (f32, Vec<f32>) {
    let (v, g) = literal_by_decision_value_and_grad(x[0]);
    (v, vec![g])
}
fn matrix_of_singles_of_list(x: &[f32]) -> f32 {
    matrix_of_singles(x[0])
}
fn matrix_of_singles_with_gradient(x: &[f32]) -> (f32, Vec<f32>) {
    let (v, g) = matrix_of_singles_value_and_grad(x[0]);
    (v, vec![g])
}
fn double_into_single_of_list(x: &[f32]) -> f32 {
    double_into_single(x[0] as f64)
}
fn double_into_single_with_gradient(x: &[f32]) -> (f32, Vec<f32>) {
    let (v, g) = double_into_single_value_and_grad(x[0] as f64);
    (v, vec![g as f32])
}
#[test]
fn in_single_precision() {
    let n = || nums(4).iter().map(|v| *v as f32).collect::<Vec<f32>>();
    close32!(decaying_roots, decaying_roots_value_and_grad, n(),);
    close32!(descends_in_single_of_list, descends_in_single_with_gradient, n(),);
    close32!(normalised_by_position_of_list, normalised_by_position_with_gradient, n()[..3].to_vec(),);
    close32!(exponential_in_single_of_list, exponential_in_single_with_gradient, vec![0.7],);
    close32!(literal_by_decision_of_list, literal_by_decision_with_gradient, vec![0.7],);
    close32!(matrix_of_singles_of_list, matrix_of_singles_with_gradient, vec![0.7],);
    close32!(cross_entropy_in_single, cross_entropy_in_single_value_and_grad, n(),);
    close32!(double_into_single_of_list, double_into_single_with_gradient, vec![0.7],);
    let (v, d) = single_into_double_value_and_grad(0.7);
    assert_eq!(v, single_into_double(0.7));
    assert!((d as f64 - (0.7f64.cos() * 0.7 + 0.7f64.sin())).abs() < 1e-5);
}
#[differentiate(grad, wrt(b))]
fn affine_recurrence(a: f64, b: f64) -> f64 {
    let mut s = a;
    for i in 0..3 {
        s = s * a + b * i as f64;
    }
    s
}
#[test]
fn t_affine_recurrence() {
    let g = affine_recurrence_grad(0.3, 0.4);
    assert!((g - (0.3 + 2.0)).abs() < 1e-12, "{g}");
}
#[differentiate(value_and_grad, wrt(w))]
fn regularised_regression(w: &[f64], data: &[Vec<f64>], y: &[f64], lambda: f64) -> f64 {
    let mut l = 0.0;
    for (row, t) in data.iter().zip(y) {
        let e = row.iter().zip(w).map(|(a, b)| a * b).sum::<f64>() - t;
        l += e * e;
    }
    l / data.len() as f64 + lambda * w.iter().map(|v| v.abs()).sum::<f64>()
}
#[test]
fn t_regularised_regression() {
    check!(nums(2); |p| regularised_regression, regularised_regression_value_and_grad; (p, &[vec![0.3, 0.4], vec![0.5, -0.2]], &[1.0, 2.0], 0.1));
}
#[differentiate]
fn squares_of_a_borrowed_list(x: &Vec<f64>) -> f64 {
    x.iter().map(|v| v * v).sum()
}
#[test]
fn t_squares_of_a_borrowed_list() {
    every!(nums(2); |p| squares_of_a_borrowed_list, squares_of_a_borrowed_list_value_and_grad, squares_of_a_borrowed_list_grad, squares_of_a_borrowed_list_vjp; (&p.to_vec()));
}
#[differentiate]
fn squares_behind_two_references(x: &&[f64]) -> f64 {
    x.iter().map(|v| v * v).sum()
}
#[test]
fn t_squares_behind_two_references() {
    every!(nums(2); |p| squares_behind_two_references, squares_behind_two_references_value_and_grad, squares_behind_two_references_grad, squares_behind_two_references_vjp; (&p));
}
#[differentiate]
fn return_in_nested_blocks(x: f64) -> f64 {
    {
        {
            return x * x;
        }
    }
}
#[test]
fn t_return_in_nested_blocks() {
    every!(nums(1); |p| return_in_nested_blocks, return_in_nested_blocks_value_and_grad, return_in_nested_blocks_grad, return_in_nested_blocks_vjp; (p[0]));
}
#[differentiate]
fn result_in_a_tuple(x: f64) -> (f64,) {
    (x * x,)
}
#[differentiate]
fn binding_of_a_tuple(x: f64) -> f64 {
    let (a,) = (x * x,);
    a
}
#[test]
fn t_binding_of_a_tuple() {
    every!(nums(1); |p| binding_of_a_tuple, binding_of_a_tuple_value_and_grad, binding_of_a_tuple_grad, binding_of_a_tuple_vjp; (p[0]));
}
#[differentiate]
fn unused_parameter(x: f64, _: f64) -> f64 {
    x * x
}
#[differentiate]
fn mutable_parameters(mut x: [f64; 2], mut n: usize) -> f64 {
    while n > 0 {
        x[n % 2] *= x[0];
        n -= 1;
    }
    x[0] + x[1]
}
#[test]
fn t_mutable_parameters() {
    every!(nums(2); |p| mutable_parameters, mutable_parameters_value_and_grad, mutable_parameters_grad, mutable_parameters_vjp; (arr(p), 3));
}
#[differentiate]
fn product_over_a_cube(x: [[[f64; 2]; 2]; 2]) -> [[f64; 2]; 2] {
    let mut y = [[1.0; 2]; 2];
    for p in x {
        for (r, q) in y.iter_mut().zip(p) {
            for (a, b) in r.iter_mut().zip(q) {
                *a *= b;
            }
        }
    }
    y
}
#[test]
fn t_product_over_a_cube() {
    vjp!(nums(8); |p| product_over_a_cube, product_over_a_cube_vjp; ([mat(p), mat(&p[4..])]));
}
