//! `jvp`, `hvp` and `hessian`: structs, loops, `Option`s, singular points, against values derived by hand.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Spring {
    k: f64,
    rest: f64,
    n: usize,
}
#[differentiate]
impl Spring {
    #[differentiate(grad, jvp, hvp, wrt(self, x))]
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.k * (x - self.rest) * (x - self.rest)
    }
    #[differentiate(jvp, hessian, hvp, grad_into, wrt(x))]
    fn pot(&self, x: &[f64]) -> f64 {
        x.iter().map(|x| self.k * x.powi(3)).sum()
    }
}
#[test]
fn methods_of_a_struct() {
    let s = Spring { k: 2.0, rest: 1.0, n: 3 };
    let t = SpringGradient { k: 1.0, rest: 0.5, n: () };
    let (v, tv) = s.energy_jvp(3.0, &t, 0.25);
    assert_eq!(v, 4.0);
    // k t_k... 0.5 (x-r)^2 t_k + k (x - r)(t_x - t_r)
    assert_eq!(tv, 2.0 * 1.0 + 2.0 * 2.0 * (0.25 - 0.5));
    let (ds, dx) = s.energy_hvp(3.0, &t, 0.25);
    // dE/dk = .5 u^2 -> u t_u ; t_u = -0.25
    assert_eq!(ds.k, 2.0 * -0.25);
    // dE/dx = k u -> t_k u + k t_u
    assert_eq!(dx, 2.0 - 0.5);
    assert_eq!(ds.rest, -1.5);
    assert_eq!(s.pot_hessian(&[1.0, 2.0]), [[12.0, 0.0], [0.0, 24.0]]);
}
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct V3 {
    x: f64,
    y: f64,
    z: f64,
}
#[differentiate(jvp, wrt(a, s))]
fn scaled(a: V3, s: f64) -> V3 {
    V3 { x: a.x * s, y: a.y * s * s, z: a.z }
}
#[differentiate(jvp, hvp, wrt(a, b))]
fn dist(a: &V3, b: &V3) -> f64 {
    let d = V3 { x: a.x - b.x, y: a.y - b.y, z: a.z - b.z };
    let e = V3 { z: d.z * 2.0, ..d };
    (e.x * e.x + e.y * e.y + e.z * e.z).sqrt()
}
#[differentiate(jvp, hvp, hessian)]
fn loops(x: f64) -> f64 {
    let mut s = x;
    let mut n = 0;
    while s < 10.0 {
        s = s * s + 0.5 * x;
        n += 1;
        if n > 20 {
            break;
        }
    }
    match n {
        0 => s,
        1 => s * x,
        _ => s.ln(),
    }
}
#[differentiate(jvp, hvp)]
fn opt(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x.ln() * x) } else { None }
}
#[differentiate(jvp, hessian)]
fn res(x: [f64; 2]) -> Result<f64, String> {
    if x[0] > 0.0 { Ok(x[0] * x[1] * x[1]) } else { Err("neg".into()) }
}
#[differentiate(jvp, hvp)]
fn gener<T: differentiate::Float>(x: &[T]) -> T {
    let mut s = x[0];
    for v in x {
        s = s * *v + v.sin();
    }
    s
}
#[differentiate(jvp)]
fn tup(x: f64, y: f64) -> (f64, [f64; 2]) {
    (x * y, [x, y * y])
}
#[differentiate(jvp, hvp)]
fn nested(x: Vec<Vec<f64>>) -> f64 {
    x.iter().flatten().map(|v| v * v * v).sum()
}
#[differentiate(jvp, hvp, hessian)]
fn gauss(x: &[f64; 3]) -> f64 {
    (-(x[0] * x[0] + x[1] * x[1] + x[2] * x[2])).exp()
}
#[differentiate(jvp, hvp)]
fn f32s(x: f32, y: f32) -> f32 {
    x.powi(3) * y.sin()
}
#[test]
fn values_derived_by_hand() {
    let a = V3 { x: 1.0, y: 2.0, z: 3.0 };
    let (v, t) = scaled_jvp(a, 2.0, V3 { x: 0.5, y: 0.25, z: 1.0 }, 3.0);
    assert_eq!(v, scaled(a, 2.0));
    assert_eq!(t, V3 { x: 1.0 + 3.0, y: 1.0 + 2.0 * 2.0 * 2.0 * 3.0, z: 1.0 });
    let b = V3 { x: 0.0, y: 0.0, z: 1.0 };
    let (d, t) = dist_jvp(&a, &b, &V3 { x: 1.0, y: 0.0, z: 0.0 }, &V3 { x: 0.0, y: 0.0, z: 0.0 });
    assert_eq!(t, 1.0 / d);
    let (ha, hb) = dist_hvp(&a, &b, &V3 { x: 1.0, y: 0.0, z: 0.0 }, &V3 { x: 0.0, y: 0.0, z: 0.0 });
    assert!((ha.x - (1.0 / d - 1.0 / d.powi(3))).abs() < 1e-14, "{ha:?}");
    assert!((ha.y + 2.0 / d.powi(3)).abs() < 1e-14);
    assert!((ha.z + 8.0 / d.powi(3)).abs() < 1e-14, "{ha:?}");
    assert_eq!(hb.x, -ha.x);
    for x in [1.5, 3.3, 20.0] {
        let h = 1e-4;
        let (_, up) = loops_jvp(x + h, 1.0);
        let (_, down) = loops_jvp(x - h, 1.0);
        let want = (up - down) / (2.0 * h);
        assert!(
            (loops_hessian(x) - want).abs() < 1e-5 * want.abs().max(1.0),
            "{x} {} {want}",
            loops_hessian(x)
        );
        assert_eq!(loops_hvp(x, 1.0), loops_hessian(x));
    }
    assert_eq!(opt_jvp(1.0, 2.0), Some((0.0, 2.0)));
    assert_eq!(opt_jvp(-1.0, 2.0), None);
    assert_eq!(opt_hvp(2.0, 2.0), Some(1.0));
    assert_eq!(res_hessian([2.0, 3.0]), Ok([[0.0, 6.0], [6.0, 4.0]]));
    assert_eq!(res_hessian([-2.0, 3.0]), Err("neg".into()));
    assert_eq!(tup_jvp(2.0, 3.0, 1.0, 10.0), ((6.0, [2.0, 9.0]), (23.0, [1.0, 60.0])));
    let x = [0.3f64, 0.7];
    let (_, t) = gener_jvp(&x, &[1.0, 0.5]);
    assert!(
        (t - (gener::<f64>(&[0.3 + 1e-6, 0.7 + 0.5e-6]) - gener::<f64>(&[0.3 - 1e-6, 0.7 - 0.5e-6])) / 2e-6)
            .abs()
            < 1e-8
    );
    assert_eq!(
        nested_hvp(vec![vec![1.0], vec![2.0, 3.0]], vec![vec![1.0], vec![1.0, 0.0]]),
        vec![vec![6.0], vec![12.0, 0.0]]
    );
    let h = gauss_hessian(&[0.0; 3]);
    assert_eq!(h, [[-2.0, 0.0, 0.0], [0.0, -2.0, 0.0], [0.0, 0.0, -2.0]]);
    assert_eq!(f32s_jvp(2.0, 0.0, 1.0, 1.0), (0.0, 8.0));
    // the residual that is zero
    assert_eq!(root_hessian(1.0), 0.5);
    // 2 * (x^2+1)^0.5 at 0
    assert_eq!(shifted_hessian(0.0), 1.0);
    let ((xx, xp), (px, pp)) = pw_hessian(2.0, 0.0);
    assert_eq!((xx, xp, px), (0.0, 0.5, 0.5));
    assert_eq!(pw_hessian(0.0, 2.0).0.0, 2.0);
    assert_eq!(cubed_hessian(0.0), 0.0);
}
#[differentiate(hessian)]
fn root(x: f64) -> f64 {
    (x.sqrt() - 1.0).powi(2)
}
#[differentiate(hessian)]
fn shifted(x: f64) -> f64 {
    (1.0 + x * x).sqrt()
}
#[differentiate(hessian)]
fn pw(x: f64, p: f64) -> f64 {
    x.powf(p)
}
#[differentiate(hessian)]
fn cubed(x: f64) -> f64 {
    x.powi(3)
}

#[differentiate(grad, jvp)]
fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
#[test]
fn a_logistic_function_that_overflows() {
    for x in [-800.0, -1.0, 0.0, 2.0, 800.0] {
        assert!((logistic_jvp(x, 1.0).1 - logistic_grad(x)).abs() < 1e-15);
        assert_eq!(logistic_jvp(x, 0.0).1, 0.0);
    }
}
