//! Forward mode through calls: functions, methods, `&mut` arguments, recursion, `?`, against differences of the gradient.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
#[differentiate(grad, jvp, hvp, hessian)]
fn sq(x: f64, y: f64) -> f64 {
    x * x * y
}
#[differentiate(grad, jvp, hvp, hessian)]
fn outer(x: f64, y: f64) -> f64 {
    sq(x, y).sin() + sq(y, 2.0) * x
}
#[differentiate(jvp, vjp)]
fn layer(w: &[f64], x: &[f64], n: usize) -> Vec<f64> {
    let mut h = vec![0.0; n];
    for i in 0..n {
        for j in 0..x.len() {
            h[i] += w[i * x.len() + j] * x[j];
        }
        h[i] = h[i].tanh();
    }
    h
}
#[differentiate(grad, jvp, hvp, hessian)]
fn net(w: &[f64], v: &[f64], x: &[f64]) -> f64 {
    let h = layer(w, x, 2);
    let g = layer(v, &h, 2);
    g[0] * g[0] + g[1] * h[0]
}
#[differentiate(vjp, jvp)]
fn scale(v: &mut [f64], s: f64) {
    for v in v.iter_mut() {
        *v = *v * s * *v;
    }
}
#[differentiate(grad, jvp, hvp)]
fn inplace(x: &[f64], s: f64) -> f64 {
    let mut v = x.to_vec();
    for _ in 0..2 {
        scale(&mut v, s);
    }
    scale(&mut v[1..], 2.0);
    v.iter().sum()
}
#[differentiate(grad, jvp, hvp)]
fn power(x: f64, n: usize) -> f64 {
    if n == 0 { 1.0 } else { x * power(x, n - 1) }
}
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Spring {
    k: f64,
    rest: f64,
}
#[differentiate]
impl Spring {
    #[differentiate(grad, jvp, hvp, wrt(self, x))]
    fn force(&self, x: f64) -> f64 {
        self.k * (x - self.rest) * x
    }
    #[differentiate(grad, jvp, hvp, wrt(self, x))]
    fn energy(&self, x: f64) -> f64 {
        self.force(x) * self.force(2.0 * x) + self.k
    }
}
#[differentiate(grad, jvp, hvp, wrt(s, x))]
fn twice(s: &Spring, x: f64) -> f64 {
    let e = s.energy(x);
    e * e
}
#[differentiate(jvp, grad, hvp)]
fn maybe(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x * x * x) } else { None }
}
#[differentiate(jvp, grad, hvp)]
fn through(x: f64) -> Option<f64> {
    let y = maybe(x)?;
    Some(y * x)
}
#[differentiate(jvp, grad, hvp)]
fn generic<T: differentiate::Float>(x: T) -> T {
    x * x.sin()
}
#[differentiate(jvp, grad, hvp)]
fn callsg(x: f64) -> f64 {
    generic(x * x) + generic::<f64>(x)
}
fn fd(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    (f(x + 1e-5) - f(x - 1e-5)) / 2e-5
}
#[test]
fn against_differences() {
    let (x, y) = (0.7, 1.3);
    let (dx, dy) = outer_grad(x, y);
    assert!((outer_jvp(x, y, 0.5, -0.2).1 - (0.5 * dx - 0.2 * dy)).abs() < 1e-14);
    let ((xx, xy), (yx, yy)) = outer_hessian(x, y);
    assert!((xx - fd(|x| outer_grad(x, y).0, x)).abs() < 1e-8);
    assert!((xy - fd(|y| outer_grad(x, y).0, y)).abs() < 1e-8);
    assert!((yy - fd(|y| outer_grad(x, y).1, y)).abs() < 1e-8);
    assert!((yx - xy).abs() < 1e-14);
    let w = [0.1, -0.3, 0.5, 0.7, 0.2, -0.6];
    let v = [0.4, 0.2, -0.9, 0.3];
    let xs = [0.3, 0.8, -0.5];
    let (gw, gv, gx) = net_grad(&w, &v, &xs);
    let (tw, tv, tx) = ([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [1.0, -1.0, 0.5, 0.25], [0.7, -0.1, 0.2]);
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let (val, t) = net_jvp(&w, &v, &xs, &tw, &tv, &tx);
    assert_eq!(val, net(&w, &v, &xs));
    assert!((t - dot(&gw, &tw) - dot(&gv, &tv) - dot(&gx, &tx)).abs() < 1e-14);
    let at = |h: f64| {
        let m = |a: &[f64], t: &[f64]| a.iter().zip(t).map(|(a, t)| a + h * t).collect::<Vec<_>>();
        net_grad(&m(&w, &tw), &m(&v, &tv), &m(&xs, &tx))
    };
    let (hw, hv, hx) = net_hvp(&w, &v, &xs, &tw, &tv, &tx);
    let (up, down) = (at(1e-5), at(-1e-5));
    for i in 0..6 {
        assert!((hw[i] - (up.0[i] - down.0[i]) / 2e-5).abs() < 1e-8);
    }
    for i in 0..4 {
        assert!((hv[i] - (up.1[i] - down.1[i]) / 2e-5).abs() < 1e-8);
    }
    for i in 0..3 {
        assert!((hx[i] - (up.2[i] - down.2[i]) / 2e-5).abs() < 1e-8);
    }
    let (g, gs) = inplace_grad(&xs, 0.9);
    let (val, t) = inplace_jvp(&xs, 0.9, &tx, 0.3);
    assert_eq!(val, inplace(&xs, 0.9));
    assert!((t - dot(&g, &tx) - gs * 0.3).abs() < 1e-14);
    let (h, hs) = inplace_hvp(&xs, 0.9, &tx, 0.3);
    let at = |e: f64| inplace_grad(&[xs[0] + e * tx[0], xs[1] + e * tx[1], xs[2] + e * tx[2]], 0.9 + e * 0.3);
    let (up, down) = (at(1e-5), at(-1e-5));
    for i in 0..3 {
        assert!((h[i] - (up.0[i] - down.0[i]) / 2e-5).abs() < 1e-8);
    }
    assert!((hs - (up.1 - down.1) / 2e-5).abs() < 1e-8);
    assert_eq!(power_jvp(2.0, 3, 1.0), (8.0, 12.0));
    assert_eq!(power_hvp(2.0, 3, 1.0), 12.0);
    let s = Spring { k: 2.0, rest: 0.5 };
    let ts = Spring { k: 0.3, rest: -0.2 };
    let (gs, gx) = twice_grad(&s, 1.5);
    let (val, t) = twice_jvp(&s, 1.5, &ts, 0.7);
    assert_eq!(val, twice(&s, 1.5));
    assert!((t - gs.k * 0.3 + gs.rest * 0.2 - gx * 0.7).abs() < 1e-9, "{t}");
    let at = |e: f64| twice_grad(&Spring { k: 2.0 + e * 0.3, rest: 0.5 - e * 0.2 }, 1.5 + e * 0.7);
    let (up, down) = (at(1e-5), at(-1e-5));
    let (hs, hx) = twice_hvp(&s, 1.5, &ts, 0.7);
    assert!((hx - (up.1 - down.1) / 2e-5).abs() < 1e-4 * hx.abs());
    assert!((hs.k - (up.0.k - down.0.k) / 2e-5).abs() < 1e-4 * hs.k.abs());
    assert!((hs.rest - (up.0.rest - down.0.rest) / 2e-5).abs() < 1e-4 * hs.rest.abs());
    assert_eq!(through_jvp(2.0, 1.0), Some((16.0, 32.0)));
    assert_eq!(through_hvp(2.0, 1.0), Some(48.0));
    assert_eq!(through_jvp(-2.0, 1.0), None);
    assert!((callsg_hvp(0.6, 1.0) - fd(callsg_grad, 0.6)).abs() < 1e-8);
}
