//! Forward mode and second order through roots: the implicit function theorem twice.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::*;
#[differentiate(implicit = cubic, grad, jvp, hvp, hessian)]
fn root(p: &[f64]) -> f64 {
    let mut x = 0.0;
    for _ in 0..80 {
        x -= (x * x * x + p[0] * x - p[1]) / (3.0 * x * x + p[0]);
    }
    x
}
#[differentiate(vjp, jvp)]
fn cubic(x: f64, p: &[f64]) -> f64 {
    x * x * x + p[0] * x - p[1]
}
#[differentiate(grad, jvp, hvp)]
fn through(p: &[f64]) -> f64 {
    let x = root(&[p[0], p[1].sin()]);
    let mut s = x * p[2];
    for k in 1..3 {
        s += root(p) * f64::from(k);
    }
    s
}
#[differentiate(implicit = circle_and_line, vjp, jvp, jacobian)]
fn crossing(radius: f64, upper: bool, line: &[f64; 2]) -> [f64; 2] {
    let [a, b] = *line;
    let (p, q) = (a * b / (1.0 + a * a), (b * b - radius * radius) / (1.0 + a * a));
    let x = if upper { -p + (p * p - q).sqrt() } else { -p - (p * p - q).sqrt() };
    [x, a * x + b]
}
#[differentiate(vjp, jvp)]
fn circle_and_line(x: &[f64; 2], radius: f64, _upper: bool, line: &[f64; 2]) -> [f64; 2] {
    [line[0] * x[0] + line[1] - x[1], x[0] * x[0] + x[1] * x[1] - radius * radius]
}
#[differentiate(grad, jvp, hvp)]
fn distance(radius: f64, line: &[f64; 2]) -> f64 {
    let (a, b) = (crossing(radius, true, line), crossing(radius * 2.0, false, line));
    (a[0] - b[0]) * (a[1] - 2.0 * b[1])
}
#[differentiate(implicit = unsettled, vjp, jvp, wrt(w, b))]
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
#[differentiate(vjp, jvp, wrt(x, w, b))]
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
#[differentiate(grad, jvp, hvp)]
fn energy(x: &[f64]) -> f64 {
    let w = vec![vec![x[0], x[1]], vec![x[2] * x[0], -0.3]];
    let y = settled(&w, vec![x[1] * x[2], 0.4], 1e-15);
    y[0] * y[1] + y[0].powi(3)
}
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct M {
    k: f64,
}
#[differentiate]
impl M {
    #[differentiate(implicit = Self::res, grad, jvp, hvp, wrt(self, y))]
    fn solve(&self, y: f64) -> f64 {
        let mut x = 1.0;
        for _ in 0..100 {
            x -= (x * x * self.k - y) / (2.0 * x * self.k);
        }
        x
    }
    #[differentiate(vjp, jvp, wrt(self, x, y))]
    fn res(&self, x: f64, y: f64) -> f64 {
        x * x * self.k - y
    }
    #[differentiate(implicit = Self::of_one, grad, jvp, hvp, wrt(self))]
    fn solve_for_one(&self) -> f64 {
        1.0 / self.k.sqrt()
    }
    #[differentiate(vjp, jvp, wrt(self, x))]
    fn of_one(&self, x: f64) -> f64 {
        x * x * self.k - 1.0
    }
}
fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 2e-6 * b.abs().max(1.0), "{a} {b}");
}
macro_rules! t { ($f:ident $g:ident $j:ident $h:ident [$($x:expr),*]) => {{
  let x = [$($x),*]; let n = x.len(); let t: Vec<f64> = (0..n).map(|i| 1.0 - 0.7 * i as f64).collect(); let e = 1e-4;
  let m = |h: f64| -> Vec<f64> { (0..n).map(|i| x[i] + h * t[i]).collect() };
  let (v, tv) = $j(&x, &t); assert_eq!(v, $f(&x));
  near(tv, ($f(&m(e)) - $f(&m(-e))) / (2.0 * e));
  let h = $h(&x, &t); let (u, d) = ($g(&m(e)), $g(&m(-e)));
  for i in 0..n { near(h[i], (u[i] - d[i]) / (2.0 * e)); }
}}; }
#[test]
fn implicit() {
    t!(root root_grad root_jvp root_hvp [2.0, 1.5]);
    t!(through through_grad through_jvp through_hvp [2.0, 1.5, -0.5]);
    t!(energy energy_grad energy_jvp energy_hvp [0.4, 0.3, 0.5]);
    let e = 1e-5;
    let (r, l) = (1.5, [0.5, -0.25]);
    let (tr, tl) = (0.3, [0.5, 1.0]);
    let at = |h: f64| (r + h * tr, [l[0] + h * tl[0], l[1] + h * tl[1]]);
    let f = |h: f64| {
        let (r, l) = at(h);
        distance(r, &l)
    };
    let g = |h: f64| {
        let (r, l) = at(h);
        distance_grad(r, &l)
    };
    near(distance_jvp(r, &l, tr, &tl).1, (f(e) - f(-e)) / (2.0 * e));
    let (hr, hl) = distance_hvp(r, &l, tr, &tl);
    let (u, d) = (g(e), g(-e));
    near(hr, (u.0 - d.0) / (2.0 * e));
    near(hl[0], (u.1[0] - d.1[0]) / (2.0 * e));
    near(hl[1], (u.1[1] - d.1[1]) / (2.0 * e));
    let (jr, _) = crossing_jacobian(r, true, &l);
    near(jr[1], (crossing(r + e, true, &l)[1] - crossing(r - e, true, &l)[1]) / (2.0 * e));
    let m = M { k: 2.0 };
    near(m.solve_jvp(8.0, &M { k: 1.0 }, 0.0).1, -0.5);
    // x = sqrt(y/k): d2/dk2 = 3/4 x/k2, d2/dkdy = -1/4 x / (k y)
    let (hm, hy) = m.solve_hvp(8.0, &M { k: 1.0 }, 0.0);
    near(hm.k, 0.75 * 2.0 / 4.0);
    near(hy, -0.25 * 2.0 / 16.0);
    // x = k^(-1/2): -1/2 k^(-3/2), 3/4 k^(-5/2)
    let m = M { k: 4.0 };
    near(m.solve_for_one_grad().k, -1.0 / 16.0);
    near(m.solve_for_one_jvp(&M { k: 1.0 }).1, -1.0 / 16.0);
    near(m.solve_for_one_hvp(&M { k: 1.0 }).k, 0.75 / 32.0);
}
