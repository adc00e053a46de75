//! Generalised linear models and statistics, as people write them with `use num_traits::Float`.

use super::arr;
use crate::check::nums;
use differentiate::differentiate;
use num_traits::{Float, FloatConst, FromPrimitive, NumCast, One, Zero, cast};
use std::iter::Sum;
use std::ops::AddAssign;

#[differentiate]
fn logistic<T: Float>(x: T) -> T {
    T::one() / (T::one() + (-x).exp())
}

#[differentiate]
fn bernoulli_loss<T: Float>(beta: &[T], x: &[T], y: T) -> T {
    let eta = beta.iter().zip(x).fold(T::zero(), |s, (&b, &x)| s + b * x);
    let p = logistic(eta);
    -(y * p.ln() + (T::one() - y) * (T::one() - p).ln())
}

#[differentiate]
fn poisson_loss<F: Float + Sum>(beta: [F; 3], x: [F; 3], count: F) -> F {
    let eta: F = beta.iter().zip(x.iter()).map(|(&b, &x)| b * x).sum();
    eta.exp() - count * eta
}

#[differentiate]
fn ridge<T>(w: &[T], rows: &[[T; 2]], y: &[T], lambda: T) -> T
where
    T: Float + FromPrimitive + AddAssign,
{
    let mut loss = T::zero();
    for (row, &target) in rows.iter().zip(y) {
        let predicted = row[0] * w[0] + row[1] * w[1];
        loss += (predicted - target).powi(2);
    }
    let n = T::from_usize(rows.len()).unwrap();
    let mut penalty = T::zero();
    for &v in w {
        penalty += v * v;
    }
    loss / n + lambda * penalty / T::from_f64(2.0).unwrap()
}

#[differentiate]
fn mean<T: Float>(x: &[T]) -> T {
    let n = T::from(x.len()).unwrap();
    x.iter().fold(T::zero(), |a, &b| a + b) / n
}

#[differentiate]
fn variance<T: Float>(x: &[T]) -> T {
    let m = mean(x);
    let n = T::from(x.len()).expect("a length");
    x.iter().map(|&v| (v - m) * (v - m)).fold(T::zero(), |a, b| a + b) / (n - T::one())
}

#[differentiate]
fn standard_score<T: Float>(x: T, mu: T, sigma: T) -> T {
    (x - mu) / sigma.max(T::epsilon())
}

#[differentiate]
fn gaussian_density<T: Float + FloatConst>(x: T, mu: T, sigma: T) -> T {
    let two: T = NumCast::from(2.0).unwrap();
    let z = (x - mu) / sigma;
    (-z * z / two).exp() / (sigma * (two * T::PI()).sqrt())
}

#[differentiate]
fn gaussian_log_likelihood<T: Float + FloatConst>(data: &[T], mu: T, log_sigma: T) -> T {
    let half = T::from(0.5).unwrap();
    let sigma = log_sigma.exp();
    let mut total = T::zero();
    for &x in data.iter() {
        let z = (x - mu) / sigma;
        total = total - half * z * z - log_sigma - half * (T::TAU()).ln();
    }
    total
}

#[differentiate]
fn huber<T: Float>(r: T, delta: T) -> T {
    let half = cast::<f64, T>(0.5).unwrap();
    if r.abs() <= delta { half * r * r } else { delta * (r.abs() - half * delta) }
}

#[differentiate]
fn log_sum_exp<T: Float>(x: &[T]) -> T {
    let m = x.iter().cloned().fold(T::neg_infinity(), T::max);
    let s = x.iter().fold(T::zero(), |s, &v| s + (v - m).exp());
    m + s.ln()
}

#[differentiate]
fn softmax_entropy<T: Float>(x: &[T]) -> T {
    let m = x.iter().copied().fold(T::neg_infinity(), |a, b| a.max(b));
    let e: Vec<T> = x.iter().map(|&v| (v - m).exp()).collect();
    let z = e.iter().fold(T::zero(), |a, &b| a + b);
    let mut h = T::zero();
    for v in &e {
        let p = *v / z;
        h = h - p * p.ln();
    }
    h
}

#[differentiate]
fn mahalanobis<T: Float + Zero + One>(x: [T; 2], m: [T; 2], s: [[T; 2]; 2]) -> T {
    let det = s[0][0] * s[1][1] - s[0][1] * s[1][0];
    let d = [x[0] - m[0], x[1] - m[1]];
    let q = (d[0] * d[0] * s[1][1] - d[0] * d[1] * (s[0][1] + s[1][0]) + d[1] * d[1] * s[0][0]) / det;
    Float::sqrt(Float::max(q, T::zero()))
}

#[differentiate]
fn correlation<T: num_traits::Float>(a: &[T], b: &[T]) -> T {
    let n = T::from(a.len()).unwrap();
    let (mut sa, mut sb) = (T::zero(), T::zero());
    for i in 0..a.len() {
        sa = sa + a[i];
        sb = sb + b[i];
    }
    let (ma, mb) = (sa / n, sb / n);
    let mut cov = T::zero();
    let mut va = T::zero();
    let mut vb = T::zero();
    for i in 0..a.len() {
        cov = cov + (a[i] - ma) * (b[i] - mb);
        va = va + (a[i] - ma).powi(2);
        vb = vb + (b[i] - mb).powi(2);
    }
    cov / (va * vb).sqrt()
}

#[test]
fn as_written() {
    floats!(nums(1); |p| logistic, logistic_value_and_grad, logistic_grad, logistic_vjp; (p[0]));
    floats!(nums(7); |p| bernoulli_loss, bernoulli_loss_value_and_grad, bernoulli_loss_grad, bernoulli_loss_vjp; (&p[..3], &p[3..6], p[6]));
    floats!(nums(7); |p| poisson_loss, poisson_loss_value_and_grad, poisson_loss_grad, poisson_loss_vjp; (arr(p), arr(&p[3..]), p[6]));
    floats!(nums(12); |p| ridge, ridge_value_and_grad, ridge_grad, ridge_vjp; (&p[..2], &[arr(&p[2..]), arr(&p[4..]), arr(&p[6..])], &p[8..11], p[11]));
    floats!(nums(5); |p| mean, mean_value_and_grad, mean_grad, mean_vjp; (p));
    floats!(nums(5); |p| variance, variance_value_and_grad, variance_grad, variance_vjp; (p));
    floats!([0.3, 0.1, 0.7]; |p| standard_score, standard_score_value_and_grad, standard_score_grad, standard_score_vjp; (p[0], p[1], p[2]));
    floats!([0.3, 0.1, 0.7]; |p| gaussian_density, gaussian_density_value_and_grad, gaussian_density_grad, gaussian_density_vjp; (p[0], p[1], p[2]));
    floats!(nums(6); |p| gaussian_log_likelihood, gaussian_log_likelihood_value_and_grad, gaussian_log_likelihood_grad, gaussian_log_likelihood_vjp; (&p[..4], p[4], p[5]));
    for at in [[0.3, 0.7], [-1.9, 0.7], [1.9, 0.7]] {
        floats!(at; |p| huber, huber_value_and_grad, huber_grad, huber_vjp; (p[0], p[1]));
    }
    floats!(nums(5); |p| log_sum_exp, log_sum_exp_value_and_grad, log_sum_exp_grad, log_sum_exp_vjp; (p));
    floats!(nums(5); |p| softmax_entropy, softmax_entropy_value_and_grad, softmax_entropy_grad, softmax_entropy_vjp; (p));
    floats!([0.3, 0.8, -0.2, 0.1, 1.3, 0.2, 0.4, 0.9]; |p| mahalanobis, mahalanobis_value_and_grad, mahalanobis_grad, mahalanobis_vjp; (arr(p), arr(&p[2..]), [arr(&p[4..]), arr(&p[6..])]));
    floats!(nums(8); |p| correlation, correlation_value_and_grad, correlation_grad, correlation_vjp; (&p[..4], &p[4..]));
}

/// Hand-derived: the gradient of a generalised linear model is (mean − y) x.
#[test]
fn gradient_of_the_canonical_link() {
    let (beta, x, y) = ([0.3, -0.2, 0.5], [1.0, 0.4, -0.7], 1.0);
    let p = logistic(beta[0] * x[0] + beta[1] * x[1] + beta[2] * x[2]);
    let (by_beta, _, _) = bernoulli_loss_grad(&beta, &x, y);
    for (d, x) in by_beta.iter().zip(x) {
        assert!((d - (p - y) * x).abs() < 1e-14);
    }
    let mean = f64::exp(0.3 - 0.08 - 0.35);
    let (by_beta, ..) = poisson_loss_grad(beta, x, 2.0);
    for (d, x) in by_beta.iter().zip(x) {
        assert!((d - (mean - 2.0) * x).abs() < 1e-14);
    }
}
