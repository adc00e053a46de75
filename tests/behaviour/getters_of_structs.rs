//! Programs of structs, generic matrices and traits with functions that return references to their parts.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
use num_traits::Float;
use std::ops::Sub;
#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct V3 {
    x: f64,
    y: f64,
    z: f64,
}
#[differentiate]
impl Sub for V3 {
    type Output = V3;
    fn sub(self, o: V3) -> V3 {
        V3 { x: self.x - o.x, y: self.y - o.y, z: self.z - o.z }
    }
}
#[differentiate(wrt(self, o))]
impl V3 {
    fn dot(&self, o: &V3) -> f64 {
        self.x * o.x + self.y * o.y + self.z * o.z
    }
    fn norm(self) -> f64 {
        (self.x * self.x + self.y * self.y + self.z * self.z).sqrt()
    }
    fn scaled(self, k: f64) -> V3 {
        V3 { x: self.x * k, y: self.y * k, z: self.z * k }
    }
}

#[derive(Differentiable, Clone)]
struct Body {
    pos: V3,
    vel: V3,
    mass: f64,
}
#[derive(Differentiable, Clone)]
struct System {
    bodies: Vec<Body>,
    g: f64,
}
#[differentiate(wrt(self))]
impl Body {
    fn pos(&self) -> &V3 {
        &self.pos
    }
    fn mass(&self) -> &f64 {
        &self.mass
    }
    fn velocity(&self) -> V3 {
        self.vel
    }
}
#[differentiate(wrt(self))]
impl System {
    fn body(&self, i: usize) -> &Body {
        &self.bodies[i]
    }
    fn bodies(&self) -> &[Body] {
        &self.bodies
    }
    fn first_position(&self) -> &V3 {
        self.body(0).pos()
    }
    fn potential(&self) -> f64 {
        let mut e = 0.0;
        for i in 0..self.bodies.len() {
            for j in 0..i {
                let d = *self.body(i).pos() - *self.body(j).pos();
                e -= self.g * self.body(i).mass() * *self.body(j).mass() / d.norm();
            }
        }
        e
    }
    fn kinetic(&self) -> f64 {
        self.bodies().iter().map(|b| 0.5 * *b.mass() * b.velocity().dot(&b.velocity())).sum()
    }
    fn mixed(&self) -> f64 {
        let mut s = 0.0;
        let mut k = 0;
        while s < 3.0 && k < 2 {
            let b = self.body(k);
            let p = b.pos();
            s += p.x * p.y.sin() + p.dot(&b.velocity()) * b.mass;
            if s > 100.0 {
                return s;
            }
            k += 1;
        }
        s * self.first_position().z + moment(self.bodies())
    }
    fn cloned(&self) -> f64 {
        let b = self.body(1).clone();
        let p = b.pos().clone();
        p.x * b.mass + self.bodies().first().map(|b| b.mass).unwrap_or(0.0)
    }
}
#[differentiate(wrt(b))]
fn moment(b: &[Body]) -> f64 {
    b.iter().map(|b| b.mass * b.pos.x).sum()
}

#[derive(Differentiable, Clone)]
struct Mat<T> {
    data: Vec<T>,
    n: usize,
}
#[differentiate(wrt(self, x))]
impl<T: Float> Mat<T> {
    fn row(&self, i: usize) -> &[T] {
        &self.data[i * self.n..(i + 1) * self.n]
    }
    fn get(&self, i: usize, j: usize) -> &T {
        &self.data[i * self.n + j]
    }
    fn at(&self, i: usize) -> Option<&T> {
        self.data.get(i)
    }
    fn quad(&self, x: &[T]) -> T {
        let mut s = T::zero();
        for i in 0..self.n {
            let r = self.row(i);
            for j in 0..self.n {
                s = s + r[j] * x[i] * x[j];
            }
            s = s + *self.get(i, i) * *self.get(0, i);
        }
        match self.at(1) {
            Some(v) => s + *v * *v,
            None => s,
        }
    }
    fn tr(&self, x: &[T]) -> T {
        (0..self.n).map(|i| *self.get(i, i) * x[i]).fold(T::zero(), |a, b| a + b)
    }
}

#[derive(Differentiable, Clone)]
struct Poly<const N: usize> {
    c: [f64; N],
    scale: f64,
}
#[differentiate(wrt(self))]
impl<const N: usize> Poly<N> {
    fn coeffs(&self) -> &[f64; N] {
        &self.c
    }
    fn eval(&self, x: f64) -> f64 {
        self.coeffs().iter().rev().fold(0.0, |a, c| a * x + c) * self.scale + self.coeffs()[0]
    }
}
#[differentiate]
trait Model {
    #[differentiate(wrt(self))]
    fn params(&self) -> &[f64];
    #[differentiate(wrt(self))]
    fn l2(&self) -> f64 {
        self.params().iter().map(|p| p * p).sum()
    }
}
#[differentiate]
impl<const N: usize> Model for Poly<N> {
    #[differentiate(wrt(self))]
    fn params(&self) -> &[f64] {
        &self.c
    }
}
#[differentiate(wrt(m))]
fn loss<M: Model>(m: &M, t: f64) -> f64 {
    let p = m.params();
    (p[0] - t) * (p[0] - t) + m.l2()
}
fn agrees<M: Differentiable + Clone>(m: &M, f: impl Fn(&M) -> f64, g: M::Tangent)
where
    M::Tangent: Differentiable,
{
    let mut at = vec![0.0; m.flat_len()];
    m.write_flat(&mut at);
    let mut ours = vec![0.0; g.flat_len()];
    g.write_flat(&mut ours);
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
#[test]
fn bodies_of_a_system() {
    let b = |k: f64| Body {
        pos: V3 { x: k, y: k * k, z: 0.3 - k },
        vel: V3 { x: 0.1 * k, y: 0.2, z: -k },
        mass: 1.0 + k,
    };
    let s = System { bodies: vec![b(0.3), b(-0.7), b(1.1)], g: 0.6 };
    agrees(&s, System::potential, s.potential_grad());
    agrees(&s, System::kinetic, s.kinetic_grad());
    agrees(&s, System::mixed, s.mixed_grad());
    agrees(&s, System::cloned, s.cloned_grad());
}
#[test]
fn generic_matrices_and_traits() {
    let m = Mat { data: vec![1.0, 2.0, 3.0, 4.0], n: 2 };
    let x = [0.4, 0.9];
    agrees(&m, |m| m.quad(&x), m.quad_grad(&x).0);
    agrees(&m, |m| m.tr(&x), m.tr_grad(&x).0);
    let p = Poly { c: [0.3, 0.4, 0.5], scale: 2.0 };
    agrees(&p, |p| p.eval(0.7), p.eval_grad(0.7).into());
    agrees(&p, |p| loss(p, 0.7), loss_grad(&p, 0.7));
}

#[derive(Differentiable, Clone)]
struct Rows {
    data: Vec<f64>,
    width: usize,
}

#[differentiate(wrt(self), jvp, hvp)]
impl Rows {
    fn row(&self, i: usize) -> &[f64] {
        &self.data[i * self.width..(i + 1) * self.width]
    }
}

/// The struct is gone when the rule's pullback runs.
#[differentiate(grad, jvp, hvp)]
fn row_of_what_is_made(x: &[f64]) -> f64 {
    let rows = Rows { data: x[..4].to_vec(), width: 2 };
    rows.row(1)[0] * x[1] + rows.row(1).iter().map(|v| v * v).sum::<f64>()
}

#[differentiate]
fn calls_it(x: &[f64]) -> f64 {
    2.0 * row_of_what_is_made(x)
}

#[test]
fn rows_of_what_is_made() {
    // x₂ x₁ + x₂² + x₃².
    let x = [7.0, 2.0, 3.0, 5.0];
    assert_eq!(row_of_what_is_made_grad(&x), [0.0, 3.0, 8.0, 10.0]);
    assert_eq!(calls_it_value_and_grad(&x), (80.0, vec![0.0, 6.0, 16.0, 20.0]));
    assert_eq!(row_of_what_is_made_jvp(&x, &[0.0, 0.0, 1.0, 0.0]), (40.0, 8.0));
    assert_eq!(row_of_what_is_made_hvp(&x, &[0.0, 0.0, 1.0, 0.0]), [0.0, 1.0, 2.0, 0.0]);
    check!(x; |p| calls_it, calls_it_value_and_grad; (p));
}
