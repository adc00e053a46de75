//! Constants of users' types that are passed to differentiated functions in forward mode: by value, by reference, in slices, as receivers.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
#[derive(Clone, Copy, PartialEq, Debug)]
enum Kind {
    Relu,
    Tanh,
}
#[derive(Clone, Debug, PartialEq)]
struct Opts {
    scale: f64,
    n: usize,
    name: String,
}
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Model {
    w: Vec<f64>,
    b: f64,
    n: usize,
}
#[differentiate(grad, jvp, hvp, wrt(x))]
fn act(x: f64, kind: Kind) -> f64 {
    match kind {
        Kind::Relu => x.max(0.0) * x,
        Kind::Tanh => x.tanh(),
    }
}
#[differentiate(grad, jvp, hvp, wrt(x))]
fn act_ref(kind: &Kind, x: f64) -> f64 {
    match kind {
        Kind::Relu => x.max(0.0) * x,
        Kind::Tanh => x.tanh(),
    }
}
#[differentiate(grad, jvp, hvp, wrt(x))]
fn opt(o: &Opts, x: f64) -> f64 {
    o.scale * x.powi(3) + o.n as f64 * x
}
#[differentiate(grad, jvp, hvp, wrt(m, x))]
fn model(m: &Model, x: f64) -> f64 {
    let mut s = m.b;
    for w in &m.w {
        s = s * x + w.sin();
    }
    s * m.n as f64
}
#[differentiate(grad, jvp, hvp, wrt(ms, x))]
fn ensemble(ms: &[Model], x: f64) -> f64 {
    let mut s = 0.0;
    for m in ms {
        s += model(m, x);
    }
    s
}
#[differentiate(grad, jvp, hvp, wrt(x))]
fn kinds(ks: &[Kind], x: f64) -> f64 {
    let mut s = x;
    for k in ks {
        s = act(s, *k);
    }
    s
}
#[differentiate(grad, jvp, hvp)]
fn idx(x: &[f64], at: &[usize]) -> f64 {
    let mut s = 1.0;
    for i in at {
        s *= x[*i];
    }
    s
}
#[differentiate(grad, jvp, hvp, wrt(x))]
fn all(x: f64, k: Kind, o: &Opts, m: &Model, ms: &[Model], mv: Vec<Model>, ks: &[Kind], at: &[usize]) -> f64 {
    let y = act(x, k)
        + act_ref(&k, x)
        + opt(o, x)
        + model(m, x)
        + model(&mv[0], x)
        + ensemble(ms, x)
        + ensemble(&mv, x);
    let z = kinds(ks, y) + kinds(&[Kind::Tanh, Kind::Relu], x) + act(x, Kind::Relu) + act(y, ks[0]);
    let v = [x, y, z];
    idx(&v, at) + idx(&v, &[0, 1, at[0]])
}
#[differentiate(grad, jvp, hvp, wrt(x))]
fn local(x: f64, n: usize) -> f64 {
    let m = Model { w: vec![0.5, 0.2], b: 0.3, n: 2 };
    let k = if n > 1 { Kind::Relu } else { Kind::Tanh };
    let mut s = x;
    for i in 0..n {
        let o = Opts { scale: i as f64, n, name: String::new() };
        s = act(s, k) + opt(&o, s) * 0.1 + model(&m, s);
    }
    s
}
#[differentiate]
impl Model {
    #[differentiate(grad, jvp, hvp, wrt(self, x))]
    fn run(&self, x: f64) -> f64 {
        model(self, x)
    }
    #[differentiate(grad, jvp, hvp, wrt(x))]
    fn fixed(&self, x: f64) -> f64 {
        self.b * x * x
    }
    #[differentiate(grad, jvp, hvp, wrt(x))]
    fn kind(&self, k: Kind, x: f64) -> f64 {
        self.fixed(act(x, k)) + self.run(x)
    }
}
fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 2e-6 * b.abs().max(1.0), "{a} {b}");
}
#[test]
fn constants() {
    let o = Opts { scale: 0.7, n: 3, name: "a".into() };
    let m = Model { w: vec![0.5, 0.2], b: 0.3, n: 2 };
    let ms = vec![m.clone(), Model { w: vec![0.1], b: -0.3, n: 1 }];
    let ks = [Kind::Tanh, Kind::Relu];
    let e = 1e-5;
    let x = 0.4;
    let f = |x: f64| all(x, Kind::Relu, &o, &m, &ms, ms.clone(), &ks, &[0, 1, 2]);
    let g = |x: f64| all_grad(x, Kind::Relu, &o, &m, &ms, ms.clone(), &ks, &[0, 1, 2]);
    let (v, t) = all_jvp(x, Kind::Relu, &o, &m, &ms, ms.clone(), &ks, &[0, 1, 2], 1.5);
    assert_eq!(v, f(x));
    near(t, 1.5 * g(x));
    near(
        all_hvp(x, Kind::Relu, &o, &m, &ms, ms.clone(), &ks, &[0, 1, 2], 1.5),
        1.5 * (g(x + e) - g(x - e)) / (2.0 * e),
    );
    near(local_jvp(x, 3, 1.5).1, 1.5 * local_grad(x, 3));
    near(local_hvp(x, 3, 1.5), 1.5 * (local_grad(x + e, 3) - local_grad(x - e, 3)) / (2.0 * e));
    near(m.kind_jvp(Kind::Tanh, x, 1.5).1, 1.5 * m.kind_grad(Kind::Tanh, x));
    near(
        m.kind_hvp(Kind::Tanh, x, 1.5),
        1.5 * (m.kind_grad(Kind::Tanh, x + e) - m.kind_grad(Kind::Tanh, x - e)) / (2.0 * e),
    );
}

/// Fields that are held constant have no tangent.
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Spring {
    x: f64,
    #[differentiate(constant)]
    k: f64,
    n: usize,
}
#[differentiate]
impl std::ops::Mul for Spring {
    type Output = Spring;
    fn mul(self, o: Spring) -> Spring {
        Spring { x: self.x * o.x * self.k * self.n as f64, k: o.k, n: o.n }
    }
}
#[differentiate]
impl Spring {
    #[differentiate(grad, jvp, hvp, wrt(self))]
    fn energy(&self) -> f64 {
        let s = self.clone() * self.clone();
        0.5 * self.k * s.x * self.x
    }
}
#[test]
fn constant_fields() {
    // E = k²n/2 · x³
    let s = Spring { x: 2.0, k: 3.0, n: 2 };
    let t = SpringGradient { x: 0.5, k: (), n: () };
    assert_eq!(s.energy_jvp(&t), (72.0, 54.0));
    assert_eq!(s.energy_grad().x, 108.0);
    assert_eq!(s.energy_hvp(&t).x, 54.0);
}

#[differentiate(grad, jvp, hvp, wrt(a, b))]
fn perhaps(a: f64, b: Option<f64>, k: Option<usize>) -> f64 {
    match (b, k) {
        (Some(b), Some(k)) => a * b * b * k as f64,
        _ => a * a * a,
    }
}
/// `None` as it is written, and in a branch.
#[differentiate(grad, jvp, hvp, wrt(x))]
fn nothing(x: f64, y: f64) -> f64 {
    let (none, b) = (Option::None, if y > 0.0 { Some(x * x) } else { None });
    perhaps(x, None, Some(2))
        + perhaps(x, b, Some(2)) * y
        + perhaps(x, none, None)
        + perhaps(x, Some(y), Some(1))
}
#[test]
fn constant_options() {
    // 2x³ + 2x⁵y + xy², and 2x³ + x³y + xy².
    assert_eq!(nothing_jvp(2.0, 3.0, 0.5), (16.0 + 192.0 + 18.0, 0.5 * (24.0 + 480.0 + 9.0)));
    assert_eq!((nothing_grad(2.0, 3.0), nothing_hvp(2.0, 3.0, 1.0)), (513.0, 24.0 + 960.0));
    assert_eq!((nothing_grad(2.0, -1.0), nothing_hvp(2.0, -1.0, 1.0)), (24.0 - 12.0 + 1.0, 24.0 - 12.0));
}
