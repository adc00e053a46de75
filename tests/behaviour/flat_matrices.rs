//! `hessian_into` and `jacobian_into` with respect to structs, tuples and nested lists, in the order of `write_flat`.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::*;
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct P {
    a: f64,
    n: usize,
    w: Vec<f64>,
    q: [f64; 2],
}
#[differentiate(grad, hvp, hessian_into, wrt(p))]
fn energy(p: &P, s: f64) -> f64 {
    s * p.a * p.a * p.w[0] + p.w[1].sin() * p.q[0] * p.n as f64 + p.q[1].powi(3)
}
#[differentiate(vjp, jacobian, jacobian_into, wrt(p))]
fn pair(p: P) -> [f64; 2] {
    [p.a * p.w[0], p.q[0] * p.q[1] * p.w[1]]
}
#[differentiate(vjp, jacobian_into, wrt(p))]
fn residuals(p: &P, x: &[f64]) -> Vec<f64> {
    x.iter().map(|x| p.a * x + p.w[1] * x * x + p.q[0]).collect()
}
#[differentiate(jacobian_into, wrt(p, y))]
fn out(p: &P, y: &mut [f64]) {
    y[0] = p.a * p.q[1];
    y[1] = p.w[0] * y[0];
}
#[differentiate(hessian_into)]
fn nested(m: [[f64; 2]; 2]) -> f64 {
    m[0][0] * m[1][1] * m[1][1] - m[0][1] * m[1][0]
}
#[differentiate(hessian_into)]
fn tuple(x: (f64, [f64; 2])) -> Option<f64> {
    if x.0 > 0.0 { Some(x.0 * x.1[0] * x.1[1]) } else { None }
}
#[differentiate(jacobian_into)]
fn lists(x: Vec<Vec<f64>>) -> Vec<f64> {
    x.iter().map(|r| r.iter().product()).collect()
}
#[differentiate]
impl P {
    #[differentiate(grad, hessian_into, wrt(self))]
    fn own(&self) -> f64 {
        energy(self, 2.0)
    }
    #[differentiate(jacobian_into, wrt(self))]
    fn res(&self, x: &[f64]) -> Vec<f64> {
        x.iter().map(|x| self.a * x * self.q[0]).collect()
    }
}
#[track_caller]
fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 2e-6 * b.abs().max(1.0), "{a} {b}");
}
#[test]
fn flat_order() {
    let p = P { a: 0.3, n: 2, w: vec![0.7, -0.2], q: [1.1, 0.4] };
    let n = p.flat_len();
    assert_eq!(n, 5);
    let e = 1e-5;
    let at = |i: usize, h: f64| {
        let mut flat = vec![0.0; n];
        p.write_flat(&mut flat);
        flat[i] += h;
        let mut q = p.clone();
        q.read_flat(&flat);
        q
    };
    let flat = |g: PGradient| {
        let mut f = vec![0.0; n];
        g.write_flat(&mut f);
        f
    };
    let mut rows = vec![9.0; n * n];
    energy_hessian_into(&p, 1.5, &mut rows);
    for i in 0..n {
        let (u, d) = (flat(energy_grad(&at(i, e), 1.5)), flat(energy_grad(&at(i, -e), 1.5)));
        for j in 0..n {
            near(rows[i * n + j], (u[j] - d[j]) / (2.0 * e));
        }
    }
    let mut jac = vec![9.0; 2 * n];
    pair_jacobian_into(p.clone(), &mut jac);
    for i in 0..n {
        for k in 0..2 {
            near(jac[k * n + i], (pair(at(i, e))[k] - pair(at(i, -e))[k]) / (2.0 * e));
        }
    }
    assert_eq!(flat(pair_jacobian(p.clone())[1].clone()), jac[n..]);
    let x = [0.5, -1.0, 2.0];
    let mut jac = vec![9.0; 3 * n];
    residuals_jacobian_into(&p, &x, &mut jac);
    for i in 0..n {
        for k in 0..3 {
            near(jac[k * n + i], (residuals(&at(i, e), &x)[k] - residuals(&at(i, -e), &x)[k]) / (2.0 * e));
        }
    }
    p.res_jacobian_into(&x, &mut jac);
    near(jac[n], -1.1);
    near(jac[n + 3], -0.3);
    let mut y = [0.0; 2];
    let mut jac = vec![9.0; 2 * n];
    out_jacobian_into(&p, &mut y, &mut jac);
    assert_eq!(jac, [0.4, 0.0, 0.0, 0.0, 0.3, 0.7 * 0.4, 0.3 * 0.4, 0.0, 0.0, 0.7 * 0.3]);
    let mut h = [9.0; 16];
    nested_hessian_into([[1.0, 2.0], [3.0, 4.0]], &mut h);
    assert_eq!(h, [0.0, 0.0, 0.0, 8.0, 0.0, 0.0, -1.0, 0.0, 0.0, -1.0, 0.0, 0.0, 8.0, 0.0, 0.0, 2.0]);
    let mut h = [9.0; 9];
    assert_eq!(tuple_hessian_into((2.0, [3.0, 5.0]), &mut h), Some(()));
    assert_eq!(h, [0.0, 5.0, 3.0, 5.0, 0.0, 2.0, 3.0, 2.0, 0.0]);
    assert_eq!(tuple_hessian_into((-2.0, [3.0, 5.0]), &mut h), None);
    let mut j = [9.0; 6];
    lists_jacobian_into(vec![vec![2.0, 3.0], vec![5.0]], &mut j);
    assert_eq!(j, [3.0, 2.0, 0.0, 0.0, 0.0, 1.0]);
    let mut rows = vec![9.0; n * n];
    p.own_hessian_into(&mut rows);
    near(rows[0], 2.0 * 2.0 * 0.7);
}
