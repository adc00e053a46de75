//! Getters in splines, simulations, traits and with effects: structs by reference in every mode.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
use std::cell::Cell;
fn agree<M: Differentiable + Clone>(m: &M, f: impl Fn(&M) -> f64, g: M::Tangent)
where
    M::Tangent: Differentiable,
{
    let mut at = vec![0.0; m.flat_len()];
    m.write_flat(&mut at);
    let mut ours = vec![0.0; g.flat_len()];
    g.write_flat(&mut ours);
    assert_eq!(at.len(), ours.len());
    for i in 0..at.len() {
        let v = |h: f64| {
            let mut a = at.clone();
            a[i] += h;
            let mut m = m.clone();
            m.read_flat(&a);
            f(&m)
        };
        let c = (v(1e-6) - v(-1e-6)) / 2e-6;
        assert!((c - ours[i]).abs() < 1e-6 * c.abs().max(1.0), "{i}: {c} {ours:?}");
    }
}

#[derive(Differentiable, Clone, Debug)]
struct Segment {
    a: f64,
    b: f64,
    c: f64,
    #[differentiate(constant)]
    start: f64,
}
#[derive(Differentiable, Clone, Debug)]
struct Spline {
    segments: Vec<Segment>,
    scale: f64,
}
#[differentiate(wrt(self, t), grad, hvp, jvp, pullback)]
impl Segment {
    fn value(&self, t: f64) -> f64 {
        let u = t - self.start;
        self.a + self.b * u + self.c * u * u
    }
}
#[differentiate(wrt(self, t), grad, hvp, jvp, pullback)]
impl Spline {
    fn find(&self, t: f64) -> usize {
        let mut i = 0;
        while i + 1 < self.segments.len() && self.segments[i + 1].start <= t {
            i += 1;
        }
        i
    }
    fn segment(&self, i: usize) -> &Segment {
        &self.segments[i]
    }
    fn eval(&self, t: f64) -> f64 {
        let s = self.segment(self.find(t));
        s.value(t) * self.scale
    }
    fn scale(&self) -> &f64 {
        &self.scale
    }
    fn both(&self, t: f64) -> f64 {
        let k = self.scale();
        let e = self.segment(0).a * *k;
        e * e * t + k
    }
}
#[test]
fn spline() {
    let s = Spline {
        segments: vec![
            Segment { a: 0.3, b: 1.2, c: -0.4, start: 0.0 },
            Segment { a: 0.9, b: 0.2, c: 0.4, start: 1.0 },
        ],
        scale: 1.7,
    };
    for t in [0.4, 1.6] {
        agree(&s, |s| s.eval(t), s.eval_grad(t).0.into());
        agree(&s, |s| s.both(t), s.both_grad(t).0.into());
        let dt = (s.eval(t + 1e-6) - s.eval(t - 1e-6)) / 2e-6;
        assert!((s.eval_grad(t).1 - dt).abs() < 1e-7);
    }
    let z = s.zero();
    let (h, ht) = s.both_hvp(0.4, &z, 1.0);
    // d/dt of gradient
    let up = s.both_grad(0.4 + 1e-5).0;
    let dn = s.both_grad(0.4 - 1e-5).0;
    assert!((h.scale - (up.scale - dn.scale) / 2e-5).abs() < 1e-6 && ht.abs() < 1e-12);
    let (v, pull) = s.both_pullback(0.4);
    assert_eq!(v, s.both(0.4));
    assert_eq!(pull(1.0).1, s.both_grad(0.4).1);
}

thread_local!(static LOG: Cell<u32> = const { Cell::new(0) });
fn note() -> u32 {
    LOG.with(|l| {
        l.set(l.get() + 1);
        l.get()
    })
}
#[derive(Differentiable, Clone)]
struct Logged {
    v: Vec<f64>,
}
#[differentiate(wrt(self))]
impl Logged {
    fn part(&self, i: usize) -> &[f64] {
        note();
        &self.v[i..]
    }
    fn total(&self) -> f64 {
        let p = self.part(1);
        let q = self.part(0);
        p[0] * q[0]
    }
}
#[test]
fn logged() {
    let l = Logged { v: vec![2.0, 3.0] };
    LOG.with(|l| l.set(0));
    l.total();
    let n = LOG.with(|l| l.get());
    LOG.with(|l| l.set(0));
    let g = l.total_grad();
    assert_eq!(LOG.with(|l| l.get()), n);
    assert_eq!(g.v, [3.0, 2.0]);
    LOG.with(|l| l.set(0));
    l.total_value_and_grad();
    assert_eq!(LOG.with(|l| l.get()), n);
}

#[test]
fn panics() {
    let s = Spline { segments: vec![], scale: 1.0 };
    assert!(std::panic::catch_unwind(|| s.both(0.1)).is_err());
    assert!(std::panic::catch_unwind(|| s.both_grad(0.1)).is_err());
}

#[derive(Differentiable, Clone)]
struct M3 {
    m: [[f64; 3]; 3],
    t: (f64, [f64; 2]),
    rows: Vec<Vec<f64>>,
}
#[differentiate(wrt(self))]
impl M3 {
    fn row(&self, i: usize) -> &[f64; 3] {
        &self.m[i]
    }
    fn pair(&self) -> &(f64, [f64; 2]) {
        &self.t
    }
    fn tail(&self) -> &[f64; 2] {
        &self.t.1
    }
    fn list(&self, i: usize) -> &Vec<f64> {
        &self.rows[i]
    }
    fn lists(&self) -> &[Vec<f64>] {
        &self.rows
    }
    fn whole(&self) -> &[[f64; 3]; 3] {
        &self.m
    }
    fn det2(&self) -> f64 {
        let [a, b, _] = self.row(0);
        let [c, d, _] = *self.row(1);
        a * d - b * c
    }
    fn sum(&self) -> f64 {
        let (k, [p, q]) = self.pair();
        let mut s = k * p * q;
        for x in self.list(0) {
            s += x.sin();
        }
        for l in self.lists() {
            s += l.iter().map(|v| v * v).sum::<f64>() * self.tail()[0];
        }
        for (i, r) in self.whole().iter().enumerate() {
            s += r[i] * r[(i + 1) % 3];
        }
        s + self.row(2).iter().zip(self.row(1)).map(|(a, b)| a * b).sum::<f64>()
            + self.row(0).iter().fold(1.0, |a, b| a * b)
    }
    fn max(&self) -> f64 {
        self.row(0).iter().cloned().fold(f64::NEG_INFINITY, f64::max)
            + self.list(1).len() as f64 * self.list(1)[0]
    }
}
#[test]
fn nested() {
    let m = M3 {
        m: [[1.0, 2.0, 3.5], [0.4, 0.5, 0.6], [0.7, -0.8, 0.9]],
        t: (1.5, [0.3, 0.2]),
        rows: vec![vec![0.1, 0.2], vec![0.3]],
    };
    agree(&m, M3::det2, m.det2_grad());
    agree(&m, M3::sum, m.sum_grad());
    agree(&m, M3::max, m.max_grad());
}

#[derive(Differentiable, Clone)]
struct Sim {
    m: M3,
    x: [f64; 3],
    steps: usize,
}
#[differentiate(wrt(self))]
impl Sim {
    fn step(&mut self) -> f64 {
        let mut e = 0.0;
        for i in 0..self.steps {
            let r = self.m.row(i % 3);
            let mut acc = 0.0;
            for j in 0..3 {
                acc += r[j] * self.x[j];
            }
            self.x[i % 3] = acc.tanh();
            if acc > 50.0 {
                break;
            }
            e += acc * acc;
        }
        e
    }
    fn run(&self) -> f64 {
        let mut s = self.clone();
        let e = s.step();
        e + s.x[0] * s.x[1]
    }
    fn mutated(&self) -> f64 {
        let mut s = self.clone();
        let a = s.m.row(0)[1];
        s.m.m[0][1] = a * a;
        s.m.row(0)[1] * s.m.row(1)[0] + a
    }
}
#[test]
fn sim() {
    let m =
        M3 { m: [[1.0, 0.2, 0.5], [0.4, 0.5, 0.6], [0.7, -0.8, 0.9]], t: (1.5, [0.3, 0.2]), rows: vec![] };
    let s = Sim { m, x: [0.3, 0.4, 0.5], steps: 5 };
    agree(&s, Sim::run, s.run_grad());
    agree(&s, Sim::mutated, s.mutated_grad());
}

#[differentiate]
trait HasParams {
    #[differentiate(wrt(self))]
    fn params(&self) -> &[f64];
    #[differentiate(wrt(self))]
    fn norm(&self) -> f64 {
        self.params().iter().map(|p| p * p).sum::<f64>().sqrt()
    }
}
#[differentiate]
impl HasParams for Logged {
    #[differentiate(wrt(self))]
    fn params(&self) -> &[f64] {
        &self.v
    }
}
#[differentiate(wrt(a, b))]
fn between<A: HasParams + Differentiable, B: HasParams + Differentiable>(a: &A, b: &B) -> f64 {
    let (p, q) = (a.params(), b.params());
    p[0] * q[1] + a.norm() * b.norm() + p.iter().zip(q).map(|(x, y)| x * y).sum::<f64>()
}
#[test]
fn traits() {
    let (a, b) = (Logged { v: vec![2.0, 3.0] }, Logged { v: vec![0.4, -1.0] });
    let (da, db) = between_grad(&a, &b);
    agree(&a, |a| between(a, &b), da);
    agree(&b, |b| between(&a, b), db);
}
