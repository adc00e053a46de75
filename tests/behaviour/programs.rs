//! Programs as users write them, each against central differences.

#![allow(clippy::needless_return, reason = "people write it")]

use crate::common::{assert_close, gradient};
use differentiate::{Float, differentiate, dot};

#[differentiate]
fn black_scholes(s: f64, k: f64, t: f64, r: f64, sigma: f64) -> f64 {
    let sqrt_t = t.sqrt();
    let d1 = ((s / k).ln() + (r + 0.5 * sigma.powi(2)) * t) / (sigma * sqrt_t);
    let d2 = d1 - sigma * sqrt_t;
    s * normal_cdf(d1) - k * (-r * t).exp() * normal_cdf(d2)
}

#[differentiate]
fn normal_cdf(x: f64) -> f64 {
    const SCALE: f64 = 0.231_641_9;
    let t = 1.0 / (1.0 + SCALE * x.abs());
    let poly = t
        * (0.319_381_530
            + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
    let tail = (-0.5 * x * x).exp() * poly / (2.0 * std::f64::consts::PI).sqrt();
    if x >= 0.0 { 1.0 - tail } else { tail }
}

#[test]
fn black_scholes_greeks() {
    let at = [100.0, 95.0, 0.5, 0.03, 0.2];
    let (a, b, c, d, e) = black_scholes_grad(100.0, 95.0, 0.5, 0.03, 0.2);
    let g = gradient(|[a, b, c, d, e]| black_scholes(a, b, c, d, e), at);
    for (x, y) in [a, b, c, d, e].iter().zip(g) {
        assert!((x - y).abs() < 1e-6 * y.abs().max(1.0), "{x} {y}");
    }
}

#[differentiate]
fn rotate(q: [f64; 4], v: [f64; 3]) -> [f64; 3] {
    let [w, x, y, z] = q;
    let n = (w * w + x * x + y * y + z * z).sqrt().recip();
    let (w, x, y, z) = (w * n, x * n, y * n, z * n);
    let t = [2.0 * (y * v[2] - z * v[1]), 2.0 * (z * v[0] - x * v[2]), 2.0 * (x * v[1] - y * v[0])];
    [
        v[0] + w * t[0] + y * t[2] - z * t[1],
        v[1] + w * t[1] + z * t[0] - x * t[2],
        v[2] + w * t[2] + x * t[1] - y * t[0],
    ]
}

#[differentiate]
fn rotated_error(q: [f64; 4], v: [f64; 3], target: &[f64; 3]) -> f64 {
    let r = rotate(q, v);
    let e = [r[0] - target[0], r[1] - target[1], r[2] - target[2]];
    dot(&e, &e)
}

#[test]
fn rotation_by_a_quaternion() {
    let ([a, b, c, d], [e, f, g], [h, i, j]) =
        rotated_error_grad([0.9, 0.1, -0.2, 0.3], [1.0, 2.0, 3.0], &[0.5, 0.1, -1.0]);
    let num = gradient(
        |[a, b, c, d, e, f, g, h, i, j]| rotated_error([a, b, c, d], [e, f, g], &[h, i, j]),
        [0.9, 0.1, -0.2, 0.3, 1.0, 2.0, 3.0, 0.5, 0.1, -1.0],
    );
    assert_close([a, b, c, d, e, f, g, h, i, j], num);
}

#[differentiate]
fn pid(gains: (f64, f64, f64), state: (f64, f64), error: f64, dt: f64, limit: f64) -> (f64, (f64, f64)) {
    let (kp, ki, kd) = gains;
    let (integral, last) = state;
    let integral = (integral + error * dt).clamp(-limit, limit);
    let derivative = (error - last) / dt;
    let u = kp * error + ki * integral + kd * derivative;
    let u = if u.abs() > 10.0 * limit { u.signum() * 10.0 * limit } else { u };
    (u, (integral, error))
}

#[differentiate]
fn two_steps(kp: f64, ki: f64, kd: f64, e0: f64) -> f64 {
    let (u, s) = pid((kp, ki, kd), (0.0, 0.0), e0, 0.1, 1.0);
    let e1 = e0 - 0.2 * u;
    let (u2, _) = pid((kp, ki, kd), s, e1, 0.1, 1.0);
    e1 * e1 + 0.01 * u2 * u2
}

#[test]
fn a_controller_over_two_steps() {
    let (a, b, c, d) = two_steps_grad(1.2, 0.4, 0.03, 0.8);
    assert_close([a, b, c, d], gradient(|[a, b, c, d]| two_steps(a, b, c, d), [1.2, 0.4, 0.03, 0.8]));
}

#[derive(Clone, Copy, Debug)]
enum Loss {
    Squared,
    Huber,
    LogCosh,
}

#[differentiate]
fn robust(prediction: f64, target: f64, kind: Loss, delta: f64) -> f64 {
    let r = prediction - target;
    match kind {
        Loss::Squared => 0.5 * r * r,
        Loss::Huber if r.abs() <= delta => 0.5 * r * r,
        Loss::Huber => delta * (r.abs() - 0.5 * delta),
        Loss::LogCosh => r.cosh().ln(),
    }
}

#[test]
fn robust_losses() {
    for k in [Loss::Squared, Loss::Huber, Loss::LogCosh] {
        for p in [0.3, 4.0] {
            let (a, b, c) = robust_grad(p, 0.1, k, 1.0);
            assert_close([a, b, c], gradient(|[a, b, c]| robust(a, b, k, c), [p, 0.1, 1.0]));
        }
    }
}

#[differentiate]
pub(crate) fn weird(x: f64, y: f64) -> f64 {
    let f = |n: i32| n + 1;
    let k = f(3);
    let s = {
        let mut t = x;
        t *= y;
        if t < 0.0 {
            t = -t;
        }
        t
    };
    let u = match (x > 0.0, y > 0.0) {
        (true, true) => s,
        (true, false) => s.sqrt(),
        (false, _) => 1.0 + s,
    };
    let v = (if x > y { x } else { y }) * u - [x, y][usize::from(x > y)];
    let w = -v.powi(2) + (-v).powi(k);
    println!("{w} {}", x);
    let _ignored = w * 3.0;
    return w.abs().sqrt() + k as f64 * x;
}

#[test]
fn odd_shapes() {
    for at in [[0.5, 0.7], [0.9, -0.3], [-0.4, 0.8], [-0.3, -0.9]] {
        let (a, b) = weird_grad(at[0], at[1]);
        assert_close([a, b], gradient(|[a, b]| weird(a, b), at));
    }
}

#[differentiate]
fn lifetimes<'a>(x: &'a [f64; 2], y: &'a f64) -> f64 {
    x[0] * *y + x[1]
}

#[differentiate]
fn where_clause<T>(x: T, n: i32) -> T
where
    T: Float + Send,
{
    if n > 0 { x.powi(n) } else { x.sqrt() * T::from(0.5) }
}

#[differentiate]
const fn constant(x: f64) -> f64 {
    x * x + 1.0
}

#[test]
fn lifetimes_bounds_and_const() {
    assert_eq!(lifetimes_grad(&[1.0, 2.0], &3.0), ([3.0, 1.0], 1.0));
    assert_eq!(where_clause_grad(3.0, 2), 6.0);
    const D: f64 = constant_grad(3.0);
    assert_eq!(D, 6.0);
}
