//! `#[differentiate(implicit = residual)]`: the gradient of a converged solve.

use crate::common::{assert_close, derivative, gradient};
use differentiate::{Float, differentiate};

/// Newton's method on x³ + p₀ x = p₁, which has one root for positive p₀.
#[differentiate(implicit = cubic)]
fn root(p: &[f64]) -> f64 {
    let mut x = 0.0;
    for _ in 0..60 {
        x -= (x * x * x + p[0] * x - p[1]) / (3.0 * x * x + p[0]);
    }
    x
}

#[differentiate]
fn cubic(x: f64, p: &[f64]) -> f64 {
    x * x * x + p[0] * x - p[1]
}

#[differentiate]
fn through(p: &[f64]) -> f64 {
    let x = root(&[p[0], p[1].sin()]);
    let mut sum = x * p[2];
    for k in 1..3 {
        sum += root(p) * f64::from(k);
    }
    sum
}

#[test]
fn a_scalar_root() {
    let p = [2.0, 1.5, -0.5];
    let x = root(&p);
    let slope = 3.0 * x * x + p[0];
    assert_close([root_grad(&p)[0], root_grad(&p)[1], root_grad(&p)[2]], [-x / slope, 1.0 / slope, 0.0]);
    let theirs = gradient(|p| through(&p), p);
    let (value, ours) = through_value_and_grad(&p);
    assert_eq!(value.to_bits(), through(&p).to_bits());
    assert_close(ours.try_into().unwrap(), theirs);
    assert_eq!(root_vjp(&p, 0.0), [0.0; 3]);
}

/// Two equations in an array, with constants and numbers among the arguments; the residual takes references.
#[differentiate(implicit = circle_and_line)]
fn crossing(radius: f64, upper: bool, line: &[f64; 2]) -> [f64; 2] {
    let [a, b] = *line;
    let (p, q) = (a * b / (1.0 + a * a), (b * b - radius * radius) / (1.0 + a * a));
    let x = if upper { -p + (p * p - q).sqrt() } else { -p - (p * p - q).sqrt() };
    [x, a * x + b]
}

#[differentiate]
fn circle_and_line(x: &[f64; 2], radius: f64, _upper: bool, line: &[f64; 2]) -> [f64; 2] {
    [line[0] * x[0] + line[1] - x[1], x[0] * x[0] + x[1] * x[1] - radius * radius]
}

#[differentiate]
fn distance(radius: f64, line: &[f64; 2]) -> f64 {
    let (a, b) = (crossing(radius, true, line), crossing(radius * 2.0, false, line));
    (a[0] - b[0]) * (a[1] - 2.0 * b[1])
}

#[test]
fn an_array() {
    let (d_radius, d_line) = distance_grad(1.5, &[0.5, -0.25]);
    let theirs = gradient(|[r, a, b]: [f64; 3]| distance(r, &[a, b]), [1.5, 0.5, -0.25]);
    assert_close([d_radius, d_line[0], d_line[1]], theirs);
    // Each part of the root by itself.
    for k in 0..2 {
        let mut unit = [0.0; 2];
        unit[k] = 1.0;
        let (d_radius, _) = crossing_vjp(1.5, true, &[0.5, -0.25], unit);
        assert_close([d_radius], [derivative(|r| crossing(r, true, &[0.5, -0.25])[k], 1.5)]);
    }
}

/// A fixed point x = tanh(W x + b), by iteration.
#[differentiate(implicit = unsettled, wrt(w, b))]
fn settled(w: &[Vec<f64>], b: Vec<f64>, tolerance: f64) -> Vec<f64> {
    let mut x = vec![0.0; b.len()];
    loop {
        let new: Vec<f64> = (0..b.len())
            .map(|i| (w[i].iter().zip(&x).map(|(w, x)| w * x).sum::<f64>() + b[i]).tanh())
            .collect();
        let change = new.iter().zip(&x).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        x = new;
        if change <= tolerance {
            return x;
        }
    }
}

#[differentiate(wrt(x, w, b))]
fn unsettled(x: &[f64], w: &[Vec<f64>], b: Vec<f64>, _tolerance: f64) -> Vec<f64> {
    let mut r = Vec::new();
    for i in 0..x.len() {
        let mut sum = b[i];
        for j in 0..x.len() {
            sum += w[i][j] * x[j];
        }
        r.push(sum.tanh() - x[i]);
    }
    r
}

#[test]
fn a_vec() {
    let at = [0.2, -0.5, 0.3, 0.4, 0.1, -0.3, 0.25, -0.2, 0.15, 0.5, -0.75, 0.3];
    let point = |p: &[f64]| {
        let w: Vec<Vec<f64>> = (0..3).map(|i| p[3 * i..3 * i + 3].to_vec()).collect();
        (w, p[9..].to_vec())
    };
    let weights = [0.5, -1.5, 2.0];
    let dot = |x: Vec<f64>| x.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>();
    let theirs = gradient(
        |p: [f64; 12]| {
            let (w, b) = point(&p);
            dot(settled(&w, b, 1e-15))
        },
        at,
    );
    let (w, b) = point(&at);
    let (d_w, d_b) = settled_vjp(&w, b, 1e-15, weights.to_vec());
    let ours: Vec<f64> = d_w.into_iter().flatten().chain(d_b).collect();
    assert_close(ours.try_into().unwrap(), theirs);
}

/// A generic solver, a residual in another module that takes the root by value, and a struct.
mod equations {
    use differentiate::{Float, differentiate};

    #[differentiate]
    pub fn logarithm<T: Float>(x: T, y: T) -> T {
        x.exp() - y
    }
}

#[differentiate(implicit = equations::logarithm)]
fn logarithm<T: Float>(y: T) -> T {
    let mut x = T::ZERO;
    for _ in 0..50 {
        x = x - T::ONE + y * (-x).exp();
    }
    x
}

#[test]
fn a_generic_root() {
    assert_close([logarithm_grad(2.5)], [0.4]);
    assert!((logarithm_grad(2.5_f32) - 0.4).abs() < 1e-6);
}

struct Orbit {
    eccentricity: f64,
}

#[differentiate]
impl Orbit {
    /// Kepler's equation.
    #[differentiate(implicit = Self::kepler)]
    fn anomaly(&self, mean: f64) -> f64 {
        let mut e = mean;
        for _ in 0..50 {
            e = mean + self.eccentricity * e.sin();
        }
        e
    }

    #[differentiate(wrt(e, mean))]
    fn kepler(&self, e: f64, mean: f64) -> f64 {
        e - self.eccentricity * e.sin() - mean
    }
}

#[test]
fn a_method() {
    let orbit = Orbit { eccentricity: 0.3 };
    assert_close([orbit.anomaly_grad(1.2)], [derivative(|mean| orbit.anomaly(mean), 1.2)]);
}

/// Where the equations do not determine the root, no gradient is a number.
#[differentiate(implicit = flat)]
fn undetermined(p: f64) -> [f64; 2] {
    [p, 0.0]
}

#[differentiate]
fn flat(x: [f64; 2], p: f64) -> [f64; 2] {
    [x[0] + x[1] - p, 2.0 * (x[0] + x[1] - p)]
}

#[test]
fn a_singular_system() {
    assert!(!undetermined_vjp(1.0, [1.0, 0.25]).is_finite());
}
