//! Forward mode through rules of one's own: partial derivatives, `jvp = …`, methods; rules without tangents give Jacobians by rows.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::*;
use std::f64::consts::FRAC_2_SQRT_PI;
mod foreign {
    pub fn erf(x: f64) -> f64 {
        differentiate::erf(x)
    }
    pub fn hypot(a: f64, b: f64) -> f64 {
        a.hypot(b)
    }
    pub fn j0(x: f64) -> f64 {
        x.cos() * 2.0
    }
    pub fn j1(x: f64) -> f64 {
        x.sin() * 2.0
    }
    pub fn root(x: &f64) -> f64 {
        x.sqrt()
    }
    pub fn power(base: f64, exponent: i32, scale: f64) -> f64 {
        scale * base.powi(exponent)
    }
}
#[differentiate(of = foreign::erf, partial(x) = FRAC_2_SQRT_PI * (-x * x).exp())]
fn my_erf(x: f64) -> f64;
#[differentiate(grad, jvp, hvp, hessian, of = foreign::hypot, partial(a) = a / value, partial(b) = b / value)]
fn my_hypot(a: f64, b: f64) -> f64;
#[differentiate(grad, jvp, of = foreign::j0, partial(x) = -foreign::j1(x))]
fn bessel(x: f64) -> f64;
#[differentiate(of = foreign::root, partial(x) = 0.5 / value)]
fn root(x: &f64) -> f64;
#[differentiate(of = foreign::power, partial(x) = f64::from(n) * s * x.powi(n - 1), partial(s) = x.powi(n))]
fn power(x: f64, n: i32, s: f64) -> f64;
#[differentiate(grad, jvp, hvp)]
fn uses(x: f64, y: f64) -> f64 {
    let mut s = x;
    for i in 0..3 {
        s += my_erf(s * y) * my_hypot(s, y) + root(&(s * s)) + power(y, i, s) * 0.1;
    }
    s
}
#[differentiate(grad, jvp)]
fn first(x: f64) -> f64 where {
    bessel(x * x) * x
}
#[differentiate(jvp, jacobian)]
fn firsts(x: [f64; 2]) -> [f64; 2] {
    [bessel(x[0] * x[1]), my_erf(x[0])]
}
#[differentiate(vjp = product_vjp, jvp = product_tangent, grad, jvp, hvp, hessian)]
fn product(a: f64, b: &[f64]) -> f64 {
    b.iter().fold(a, |p, b| p * b)
}
fn product_vjp(a: f64, b: &[f64], d: f64) -> (f64, Vec<f64>) {
    let others = |i: usize| b.iter().enumerate().filter(|(j, _)| *j != i).fold(a, |p, (_, b)| p * b);
    (b.iter().product::<f64>() * d, (0..b.len()).map(|i| others(i) * d).collect())
}
#[differentiate(vjp)]
fn product_tangent(a: f64, b: &[f64], t_a: f64, t_b: &[f64]) -> (f64, f64) {
    let mut v = a;
    let mut t = t_a;
    for (b, s) in b.iter().zip(t_b) {
        t = t * b + v * s;
        v *= b;
    }
    (v, t)
}
#[differentiate(grad, jvp, hvp)]
fn calls(x: &[f64]) -> f64 {
    product(x[0], &x[1..]) * product(x[1], x)
}
#[differentiate(vjp = twice_vjp, jvp = twice_jvp, vjp, jvp, jacobian)]
fn twice(x: &[f64; 2]) -> [f64; 2] {
    [2.0 * x[0] * x[1], x[1] * x[1]]
}
fn twice_vjp(x: &[f64; 2], d: [f64; 2]) -> [f64; 2] {
    [2.0 * x[1] * d[0], 2.0 * x[0] * d[0] + 2.0 * x[1] * d[1]]
}
fn twice_jvp(x: &[f64; 2], t: &[f64; 2]) -> ([f64; 2], [f64; 2]) {
    (twice(x), [2.0 * x[1] * t[0] + 2.0 * x[0] * t[1], 2.0 * x[1] * t[1]])
}
#[differentiate(vjp = only_vjp, vjp, jacobian, jacobian_into)]
fn only(x: &[f64; 2]) -> [f64; 2] {
    twice(x)
}
fn only_vjp(x: &[f64; 2], d: [f64; 2]) -> [f64; 2] {
    twice_vjp(x, d)
}
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct P {
    k: f64,
    w: Vec<f64>,
}
#[differentiate]
impl P {
    #[differentiate(vjp = Self::e_vjp, jvp = Self::e_tan, grad, jvp, wrt(self, x))]
    fn e(&self, x: f64) -> f64 {
        self.k * x * x
    }
    fn e_vjp(&self, x: f64, d: f64) -> (P, f64) {
        (P { k: x * x * d, w: vec![0.0; self.w.len()] }, 2.0 * self.k * x * d)
    }
    fn e_tan(&self, x: f64, ts: &P, tx: f64) -> (f64, f64) {
        (self.e(x), ts.k * x * x + 2.0 * self.k * x * tx)
    }
    #[differentiate(grad, jvp, wrt(self, x))]
    fn twice_e(&self, x: f64) -> f64 {
        self.e(x * x) * self.w[0]
    }
}
fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 2e-6 * b.abs().max(1.0), "{a} {b}");
}
#[test]
fn rules() {
    let e = 1e-5;
    let (x, y, tx, ty) = (0.3, 0.7, 1.5, -0.4);
    let (v, t) = uses_jvp(x, y, tx, ty);
    assert_eq!(v, uses(x, y));
    near(t, (uses(x + e * tx, y + e * ty) - uses(x - e * tx, y - e * ty)) / (2.0 * e));
    let (hx, hy) = uses_hvp(x, y, tx, ty);
    let (u, d) = (uses_grad(x + e * tx, y + e * ty), uses_grad(x - e * tx, y - e * ty));
    near(hx, (u.0 - d.0) / (2.0 * e));
    near(hy, (u.1 - d.1) / (2.0 * e));
    let ((aa, ab), (ba, bb)) = my_hypot_hessian(3.0, 4.0);
    near(aa, 16.0 / 125.0);
    near(ab, -12.0 / 125.0);
    near(ba, ab);
    near(bb, 9.0 / 125.0);
    near(first_jvp(0.7, 1.0).1, first_grad(0.7));
    near(firsts_jacobian([0.3, 0.4])[0][1], -foreign::j1(0.12) * 0.3);
    assert_eq!(bessel_jvp(0.5, 2.0), (foreign::j0(0.5), -2.0 * foreign::j1(0.5)));
    let z = [0.4, 0.8, -1.2];
    let tz = [1.0, 0.5, 0.3];
    let m = |h: f64| [z[0] + h * tz[0], z[1] + h * tz[1], z[2] + h * tz[2]];
    near(calls_jvp(&z, &tz).1, (calls(&m(e)) - calls(&m(-e))) / (2.0 * e));
    let h = calls_hvp(&z, &tz);
    let (u, d) = (calls_grad(&m(e)), calls_grad(&m(-e)));
    for i in 0..3 {
        near(h[i], (u[i] - d[i]) / (2.0 * e));
    }
    let ((aa, ab), (ba, bb)) = product_hessian(2.0, &[3.0, 5.0]);
    assert_eq!((aa, ab, ba, bb), (0.0, vec![5.0, 3.0], vec![5.0, 3.0], vec![vec![0.0, 2.0], vec![2.0, 0.0]]));
    assert_eq!(twice_jacobian(&[2.0, 3.0]), [[6.0, 4.0], [0.0, 6.0]]);
    assert_eq!(only_jacobian(&[2.0, 3.0]), [[6.0, 4.0], [0.0, 6.0]]);
    let mut into = [0.0; 4];
    only_jacobian_into(&[2.0, 3.0], &mut into);
    assert_eq!(into, [6.0, 4.0, 0.0, 6.0]);
    let p = P { k: 2.0, w: vec![3.0] };
    let t = P { k: 0.5, w: vec![-1.0] };
    let (v, tv) = p.twice_e_jvp(1.5, &t, 0.25);
    assert_eq!(v, p.twice_e(1.5));
    let at = |h: f64| {
        let mut q = p.clone();
        q.step(h, &t);
        q.twice_e(1.5 + 0.25 * h)
    };
    near(tv, (at(e) - at(-e)) / (2.0 * e));
}

// A rule of several numbers has no `hvp` of its own: it asks for second derivatives on behalf of callers.
#[differentiate(vjp = turned_vjp, jvp = turned_jvp, jacobian, hvp)]
fn turned(x: [f64; 2], angle: f64) -> [f64; 2] {
    let (sin, cos) = angle.sin_cos();
    [x[0] * cos - x[1] * sin, x[0] * sin + x[1] * cos]
}
fn turned_vjp(x: [f64; 2], angle: f64, d: [f64; 2]) -> ([f64; 2], f64) {
    let y = turned(x, angle);
    (turned(d, -angle), y[0] * d[1] - y[1] * d[0])
}
#[differentiate]
fn turned_jvp(x: [f64; 2], angle: f64, t: [f64; 2], t_angle: f64) -> ([f64; 2], [f64; 2]) {
    let (sin, cos) = angle.sin_cos();
    let y = [x[0] * cos - x[1] * sin, x[0] * sin + x[1] * cos];
    (y, [t[0] * cos - t[1] * sin - t_angle * y[1], t[0] * sin + t[1] * cos + t_angle * y[0]])
}
#[differentiate(grad, hvp, hessian)]
fn height(angle: f64, length: f64) -> f64 {
    turned([length, 0.0], angle)[1] * length
}
#[test]
fn second_derivatives_through_several_numbers() {
    // length² sin angle
    let (sin, cos) = 0.5_f64.sin_cos();
    let ((aa, al), (la, ll)) = height_hessian(0.5, 3.0);
    let want = [-9.0 * sin, 6.0 * cos, 6.0 * cos, 2.0 * sin];
    [aa, al, la, ll].into_iter().zip(want).for_each(|(ours, want)| near(ours, want));
    let e = 1e-5;
    let (up, down) = (height_grad(0.5 + e, 3.0 - e), height_grad(0.5 - e, 3.0 + e));
    let (ha, hl) = height_hvp(0.5, 3.0, 1.0, -1.0);
    near(ha, (up.0 - down.0) / (2.0 * e));
    near(hl, (up.1 - down.1) / (2.0 * e));
    assert_eq!(turned_jacobian([1.0, 2.0], 0.0), ([[1.0, -0.0], [0.0, 1.0]], [-2.0, 1.0]));
}
