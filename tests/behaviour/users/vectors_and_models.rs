//! A polynomial with methods, and vectors with operators on references.

use crate::common::*;
use differentiate::*;
use std::ops::*;

// A method and a trait method of one name: the inherent one is called.
struct S {
    k: f64,
}
impl S {
    #[differentiate(wrt(x))]
    fn go(&self, x: f64) -> f64 {
        self.k * x
    }
}
// opaque methods: what nothing differentiated flows into
struct Rng(u64);
impl Rng {
    fn new(s: u64) -> Rng {
        Rng(s)
    }
    fn draw(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1);
        (self.0 >> 33) as f64 / 2e9
    }
}
#[differentiate(wrt(s, x))]
fn noisy(s: &M, x: f64, seed: u64) -> f64 {
    let mut rng = Rng::new(seed);
    let mut acc = 0.0;
    for _ in 0..4 {
        let noise = rng.draw();
        acc += s.eval(x + noise) * noise;
    }
    acc
}
#[derive(Differentiable, Clone, Debug)]
struct M {
    a: f64,
    b: Vec<f64>,
}
#[differentiate(wrt(self, x))]
impl M {
    fn eval(&self, x: f64) -> f64 {
        let mut y = self.a;
        for b in &self.b {
            y = y * x + b;
        }
        y
    }
    fn newton(&self, x: f64) -> f64 {
        let mut x = x;
        let mut i = 0;
        while i < 10 {
            let f = self.eval(x);
            let d = (self.eval(x + 0.001) - f) / 0.001;
            if d.abs() < 1e-12 {
                break;
            }
            x -= f / d;
            i += 1;
        }
        x
    }
    fn is_small(&self, x: f64) -> bool {
        self.eval(x).abs() < 0.1
    }
    fn damped(&self, x: f64) -> f64 {
        if self.is_small(x) {
            0.0
        } else {
            self.eval(x) * {
                let n: usize = self.degree();
                n as f64
            }
        }
    }
    fn degree(&self) -> usize {
        self.b.len()
    }
    fn both(&self, x: f64) -> (f64, f64) {
        (self.eval(x), self.a * x)
    }
    fn array(&self, x: f64) -> [f64; 2] {
        let (p, q) = self.both(x);
        [p * q, p - q]
    }
    fn sum_of(&self, x: f64) -> f64 {
        let [p, q] = self.array(x);
        let f = |t: f64| self.eval(t) * p;
        f(x) + f(q)
    }
}
#[test]
fn polynomial() {
    let of = |p: [f64; 4]| M { a: p[0], b: p[1..].to_vec() };
    let at = [1.0, -0.3, -1.2, 0.2];
    let check = |f: fn(&M, f64) -> f64, g: (M, f64), x: f64| {
        assert_close([g.0.a, g.0.b[0], g.0.b[1], g.0.b[2]], gradient(|p| f(&of(p), x), at));
        assert_close([g.1], [derivative(|x| f(&of(at), x), x)]);
    };
    check(M::eval, of(at).eval_grad(0.7), 0.7);
    check(M::newton, of(at).newton_grad(1.4), 1.4);
    check(M::damped, of(at).damped_grad(1.7), 1.7);
    check(M::sum_of, of(at).sum_of_grad(0.3), 0.3);
    check(|m, x| noisy(m, x, 3), noisy_grad(&of(at), 0.4, 3), 0.4);
    assert_eq!(S { k: 2.0 }.go_grad(1.0), 2.0);
}

// Operators with references, in all forms
#[derive(Differentiable, Clone, Debug)]
struct Vecn {
    v: Vec<f64>,
}
#[differentiate]
impl Vecn {
    #[differentiate(wrt(v))]
    fn of(v: &[f64]) -> Vecn {
        Vecn { v: v.to_vec() }
    }
    #[differentiate(wrt(self, o))]
    fn dot(&self, o: &Vecn) -> f64 {
        self.v.iter().zip(&o.v).map(|(a, b)| a * b).sum()
    }
}
#[differentiate]
impl<'a> Add<&'a Vecn> for &'a Vecn {
    type Output = Vecn;
    fn add(self, o: &'a Vecn) -> Vecn {
        Vecn { v: self.v.iter().zip(o.v.iter()).map(|(a, b)| a + b).collect() }
    }
}
#[differentiate]
impl Mul<f64> for &Vecn {
    type Output = Vecn;
    fn mul(self, k: f64) -> Vecn {
        Vecn { v: self.v.iter().map(|a| a * k).collect() }
    }
}
#[differentiate]
impl Neg for Vecn {
    type Output = Vecn;
    fn neg(self) -> Vecn {
        Vecn { v: self.v.iter().map(|a| -a).collect() }
    }
}
#[differentiate]
impl AddAssign<&Vecn> for Vecn {
    fn add_assign(&mut self, o: &Vecn) {
        for i in 0..self.v.len() {
            self.v[i] += o.v[i];
        }
    }
}
#[differentiate(wrt(a, b, k))]
fn vectors(a: &Vecn, b: &Vecn, k: f64) -> f64 {
    let c = &(a + b) * k;
    let mut d = -c.clone();
    for _ in 0..3 {
        d += a;
    }
    d.dot(&c) + (&d + b).dot(a)
}
#[test]
fn lists() {
    let of = |p: &[f64]| Vecn { v: p.to_vec() };
    let at = [0.3, -1.0, 0.5, 2.0, 0.25, 1.5, 0.7];
    let (a, b, k) = vectors_grad(&of(&at[..3]), &of(&at[3..6]), 0.7);
    let f = |p: [f64; 7]| vectors(&of(&p[..3]), &of(&p[3..6]), p[6]);
    let g: Vec<f64> = a.v.iter().chain(&b.v).copied().chain([k]).collect();
    assert_close(g.try_into().unwrap(), gradient(f, at));
}
