//! Signals, kernels, integrators, splines, easing and geometry.

use super::arr;
use crate::check::nums;
use differentiate::differentiate;
use num_traits::{Float, FloatConst, NumAssign, NumAssignOps};
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

#[differentiate]
fn low_pass<T: Float>(x: &[T], alpha: T) -> T {
    let mut y = T::zero();
    let mut energy = T::zero();
    for &v in x {
        y = alpha * v + (T::one() - alpha) * y;
        energy = energy + y * y;
    }
    energy
}

#[differentiate]
fn biquad<T: Float + NumAssign>(x: &[T], b: [T; 3], a: [T; 2]) -> T {
    let (mut x1, mut x2, mut y1, mut y2) = (T::zero(), T::zero(), T::zero(), T::zero());
    let mut out = T::zero();
    for &x0 in x.iter() {
        let y0 = b[0] * x0 + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
        x2 = x1;
        x1 = x0;
        y2 = y1;
        y1 = y0;
        out += y0.abs();
    }
    out
}

#[differentiate]
fn convolution<T: Float + AddAssign>(signal: &[T], kernel: &[T]) -> Vec<T> {
    let n = signal.len() - kernel.len() + 1;
    let mut out = vec![T::zero(); n];
    for i in 0..n {
        for (j, &k) in kernel.iter().enumerate() {
            out[i] += signal[i + j] * k;
        }
    }
    out
}

#[differentiate]
fn hann<T: Float + FloatConst>(x: &[T]) -> T {
    let n = T::from(x.len() - 1).unwrap();
    let half = T::from(0.5).unwrap();
    x.iter()
        .enumerate()
        .map(|(i, &v)| {
            let w = half - half * (T::from(i).unwrap() * T::TAU() / n).cos();
            w * v * v
        })
        .fold(T::zero(), |a, b| a + b)
}

#[differentiate]
fn rbf<T: Float>(a: &[T], b: &[T], gamma: T) -> T {
    let d2 = a.iter().zip(b.iter()).map(|(x, y)| (*x - *y).powi(2)).fold(T::zero(), T::add);
    (-gamma * d2).exp()
}

#[differentiate]
fn matern<T: Float>(r: T, length: T) -> T {
    let s = T::from(3.0).unwrap().sqrt() * r.abs() / length;
    (T::one() + s) * (-s).exp()
}

#[differentiate]
fn rational_quadratic<T: num_traits::real::Real>(r: T, alpha: T) -> T {
    let two = T::one() + T::one();
    (T::one() + r * r / (two * alpha)).powf(-alpha)
}

#[differentiate]
fn euler<T: Float>(x0: T, k: T, dt: T, steps: usize) -> T {
    let mut x = x0;
    for _ in 0..steps {
        x = x + dt * k * x * (T::one() - x);
    }
    x
}

#[differentiate]
fn runge_kutta<T: Float>(y: T, k: T, h: T) -> T {
    let two = T::from(2).unwrap();
    let six = T::from(6).unwrap();
    let f = |y: T| -k * y + y.sin();
    let k1 = f(y);
    let k2 = f(y + h * k1 / two);
    let k3 = f(y + h * k2 / two);
    let k4 = f(y + h * k3);
    y + h / six * (k1 + two * k2 + two * k3 + k4)
}

#[differentiate]
fn pendulum<T: Float>(state: [T; 2], h: T) -> [T; 2] {
    let [theta, omega] = state;
    let omega = omega - h * theta.sin();
    [theta + h * omega, omega]
}

#[differentiate]
fn hermite<T: Float>(p0: T, m0: T, p1: T, m1: T, t: T) -> T {
    let (two, three) = (T::from(2.0).unwrap(), T::from(3.0).unwrap());
    let t2 = t * t;
    let t3 = t2 * t;
    (two * t3 - three * t2 + T::one()) * p0
        + (t3 - two * t2 + t) * m0
        + (three * t2 - two * t3) * p1
        + (t3 - t2) * m1
}

#[differentiate]
fn de_casteljau<T: Float, const N: usize>(points: [T; N], t: T) -> T {
    let mut p = points;
    for k in 1..N {
        for i in 0..N - k {
            p[i] = p[i] * (T::one() - t) + p[i + 1] * t;
        }
    }
    p[0]
}

#[differentiate]
fn interpolated<T: Float>(xs: &[T], ys: &[T], x: T) -> T {
    let mut i = 0;
    while i + 2 < xs.len() && x > xs[i + 1] {
        i += 1;
    }
    let t = (x - xs[i]) / (xs[i + 1] - xs[i]);
    ys[i] + t * (ys[i + 1] - ys[i])
}

#[differentiate]
fn ease_in_out_cubic<T: Float>(t: T) -> T {
    let one = T::one();
    let half = T::from(0.5).unwrap();
    let four = T::from(4).unwrap();
    if t < half {
        four * t * t * t
    } else {
        let u = T::from(-2.0).unwrap() * t + T::from(2.0).unwrap();
        one - u.powi(3) / T::from(2.0).unwrap()
    }
}

#[differentiate]
fn ease_out_elastic<T: Float + FloatConst>(t: T) -> T {
    let c = T::TAU() / T::from(3.0).unwrap();
    if t <= T::zero() {
        T::zero()
    } else if t >= T::one() {
        T::one()
    } else {
        T::from(2.0).unwrap().powf(T::from(-10.0).unwrap() * t)
            * ((t * T::from(10.0).unwrap() - T::from(0.75).unwrap()) * c).sin()
            + T::one()
    }
}

#[differentiate]
fn lerp<T: Float>(a: T, b: T, t: T) -> T {
    a + (b - a) * t.max(T::zero()).min(T::one())
}

#[differentiate]
fn smoothstep<T: Float>(edge0: T, edge1: T, x: T) -> T {
    let t = ((x - edge0) / (edge1 - edge0)).clamp(T::zero(), T::one());
    t * t * (T::from(3.0).unwrap() - T::from(2.0).unwrap() * t)
}

#[differentiate]
fn haversine<T: Float>(from: (T, T), to: (T, T)) -> T {
    let r = T::from(6.371).unwrap();
    let half = T::from(0.5).unwrap();
    let (p1, p2) = (from.0.to_radians(), to.0.to_radians());
    let a = ((p2 - p1) * half).sin().powi(2)
        + p1.cos() * p2.cos() * ((to.1 - from.1).to_radians() * half).sin().powi(2);
    T::from(2.0).unwrap() * r * a.sqrt().asin()
}

#[differentiate]
fn polygon_area<T>(points: &[(T, T)]) -> T
where
    T: Float + NumAssignOps,
{
    let mut twice = T::zero();
    for i in 0..points.len() {
        let (x0, y0) = points[i];
        let (x1, y1) = points[(i + 1) % points.len()];
        twice += x0 * y1 - x1 * y0;
    }
    twice.abs() / T::from(2.0).unwrap()
}

#[differentiate]
fn rotated<T: Float>(v: [T; 2], angle: T) -> [T; 2] {
    let (s, c) = angle.sin_cos();
    [v[0] * c - v[1] * s, v[0] * s + v[1] * c]
}

#[differentiate]
fn distance<T: Float>(a: &[T; 3], b: &[T; 3]) -> T {
    (0..3).map(|i| (a[i] - b[i]) * (a[i] - b[i])).fold(T::zero(), |s, d| s + d).sqrt()
}

#[differentiate]
fn lennard_jones<T: Float>(r: T, epsilon: T, sigma: T) -> T {
    let sr6 = (sigma / r).powi(6);
    T::from(4.0).unwrap() * epsilon * (sr6 * sr6 - sr6)
}

#[differentiate]
fn black_scholes<T: Float + FloatConst>(s: T, k: T, vol: T, t: T) -> T {
    let d1 = ((s / k).ln() + vol * vol * t * T::from(0.5).unwrap()) / (vol * t.sqrt());
    let d2 = d1 - vol * t.sqrt();
    let cdf = |x: T| T::one() / (T::one() + (-T::from(1.702).unwrap() * x).exp());
    s * cdf(d1) - k * cdf(d2)
}

#[differentiate]
fn horner<T: Copy + Add<Output = T> + Mul<Output = T>>(c: &[T], x: T) -> T {
    let mut acc = c[c.len() - 1];
    for i in (0..c.len() - 1).rev() {
        acc = acc * x + c[i];
    }
    acc
}

#[differentiate]
fn newton_step<T>(x: T, a: T) -> T
where
    T: Copy + Sub<Output = T> + Mul<Output = T> + Div<Output = T> + Add<Output = T> + Neg<Output = T>,
{
    x - (x * x - a) / (x + x)
}

#[differentiate]
fn descend<T: Float + SubAssign>(start: T, rate: T, steps: usize) -> T {
    let mut x = start;
    for _ in 0..steps {
        x -= rate * (x.powi(3) - x);
    }
    x
}

#[test]
fn as_written() {
    floats!(nums(6); |p| low_pass, low_pass_value_and_grad, low_pass_grad, low_pass_vjp; (&p[..5], p[5]));
    floats!(nums(10); |p| biquad, biquad_value_and_grad, biquad_grad, biquad_vjp; (&p[..5], arr(&p[5..]), arr(&p[8..])));
    vjp!(nums(7); |p| convolution, convolution_vjp; (&p[..5], &p[5..]));
    floats!(nums(5); |p| hann, hann_value_and_grad, hann_grad, hann_vjp; (p));
    floats!(nums(7); |p| rbf, rbf_value_and_grad, rbf_grad, rbf_vjp; (&p[..3], &p[3..6], p[6]));
    floats!([0.3, 0.7]; |p| matern, matern_value_and_grad, matern_grad, matern_vjp; (p[0], p[1]));
    floats!([0.3, 0.7]; |p| rational_quadratic, rational_quadratic_value_and_grad, rational_quadratic_grad, rational_quadratic_vjp; (p[0], p[1]));
    floats!([0.3, 0.7, 0.1]; |p| euler, euler_value_and_grad, euler_grad, euler_vjp; (p[0], p[1], p[2], 6));
    floats!([0.3, 0.7, 0.1]; |p| runge_kutta, runge_kutta_value_and_grad, runge_kutta_grad, runge_kutta_vjp; (p[0], p[1], p[2]));
    vjp!(nums(3); |p| pendulum, pendulum_vjp; (arr(p), p[2]));
    floats!(nums(5); |p| hermite, hermite_value_and_grad, hermite_grad, hermite_vjp; (p[0], p[1], p[2], p[3], p[4]));
    floats!(nums(5); |p| de_casteljau, de_casteljau_value_and_grad, de_casteljau_grad, de_casteljau_vjp; (arr::<_, 4>(p), p[4]));
    floats!([0.0, 1.0, 2.5, 0.3, 0.9, -0.4, 1.7]; |p| interpolated, interpolated_value_and_grad, interpolated_grad, interpolated_vjp; (&p[..3], &p[3..6], p[6]));
    for t in [0.3, 0.7] {
        floats!([t]; |p| ease_in_out_cubic, ease_in_out_cubic_value_and_grad, ease_in_out_cubic_grad, ease_in_out_cubic_vjp; (p[0]));
        floats!([t]; |p| ease_out_elastic, ease_out_elastic_value_and_grad, ease_out_elastic_grad, ease_out_elastic_vjp; (p[0]));
        floats!([0.2, 0.9, t]; |p| lerp, lerp_value_and_grad, lerp_grad, lerp_vjp; (p[0], p[1], p[2]));
        floats!([0.2, 0.9, t]; |p| smoothstep, smoothstep_value_and_grad, smoothstep_grad, smoothstep_vjp; (p[0], p[1], p[2]));
    }
    floats!([48.1, 11.6, 52.5, 13.4]; |p| haversine, haversine_value_and_grad, haversine_grad, haversine_vjp; ((p[0], p[1]), (p[2], p[3])));
    floats!([0.0, 0.1, 1.2, -0.1, 1.4, 0.9, 0.2, 1.3]; |p| polygon_area, polygon_area_value_and_grad, polygon_area_grad, polygon_area_vjp; (&[(p[0], p[1]), (p[2], p[3]), (p[4], p[5]), (p[6], p[7])]));
    vjp!(nums(3); |p| rotated, rotated_vjp; (arr(p), p[2]));
    floats!(nums(6); |p| distance, distance_value_and_grad, distance_grad, distance_vjp; (&arr(p), &arr(&p[3..])));
    floats!([1.3, 0.7, 1.1]; |p| lennard_jones, lennard_jones_value_and_grad, lennard_jones_grad, lennard_jones_vjp; (p[0], p[1], p[2]));
    floats!([1.3, 1.1, 0.4, 0.9]; |p| black_scholes, black_scholes_value_and_grad, black_scholes_grad, black_scholes_vjp; (p[0], p[1], p[2], p[3]));
    floats!(nums(5); |p| horner, horner_value_and_grad, horner_grad, horner_vjp; (&p[..4], p[4]));
    floats!([1.3, 1.1]; |p| newton_step, newton_step_value_and_grad, newton_step_grad, newton_step_vjp; (p[0], p[1]));
    floats!([1.3, 0.1]; |p| descend, descend_value_and_grad, descend_grad, descend_vjp; (p[0], p[1], 4));
}

/// The root of a sum of squares has the derivative 0 at the origin, also where the sum begins with `T::zero()`.
#[differentiate]
fn length<T: Float>(x: &[T]) -> T {
    let mut s = T::zero();
    for &v in x {
        s = s + v * v;
    }
    s.sqrt()
}

#[test]
fn at_the_origin() {
    assert_eq!(length_grad(&[0.0, 0.0]), [0.0, 0.0]);
    assert_eq!(length_grad(&[3.0f32, 4.0]), [0.6, 0.8]);
}
