//! Operators of a type of the user's between items of a list that a method returned and fields, which are assigned.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
use std::ops::{Add, Mul};
#[derive(Differentiable, Clone, Copy, Debug)]
struct V2 {
    x: f64,
    y: f64,
}
#[differentiate]
impl V2 {
    #[differentiate(wrt(self))]
    fn norm2(self) -> f64 {
        self.x * self.x + self.y * self.y
    }
}
#[differentiate]
impl Add for V2 {
    type Output = V2;
    fn add(self, o: V2) -> V2 {
        V2 { x: self.x + o.x, y: self.y + o.y }
    }
}
#[differentiate]
impl Mul<f64> for V2 {
    type Output = V2;
    fn mul(self, k: f64) -> V2 {
        V2 { x: self.x * k, y: self.y * k }
    }
}
#[derive(Differentiable, Clone, Debug)]
struct Body {
    m: f64,
    p: V2,
    v: V2,
}
#[derive(Differentiable, Clone, Debug)]
struct World {
    bodies: Vec<Body>,
    k: f64,
}
#[differentiate]
impl World {
    #[differentiate(wrt(self))]
    fn forces(&self) -> Vec<V2> {
        self.bodies.iter().map(|b| b.p * (-self.k / b.m)).collect()
    }
    #[differentiate(wrt(self))]
    fn step(&mut self, dt: f64) {
        let accelerations = self.forces();
        for (b, a) in self.bodies.iter_mut().zip(accelerations) {
            b.v = b.v + a * dt;
            b.p = b.p + b.v * dt;
        }
    }
    #[differentiate(wrt(self))]
    fn step2(&mut self, dt: f64) {
        let accelerations = self.forces();
        for (i, a) in accelerations.iter().enumerate() {
            self.bodies[i].v = self.bodies[i].v + *a * dt;
            self.bodies[i].p = self.bodies[i].p + self.bodies[i].v * dt;
        }
    }
}
#[differentiate(wrt(w))]
fn energy(w: &World) -> f64 {
    let mut w = w.clone();
    for _ in 0..3 {
        w.step(0.1);
        w.step2(0.05);
    }
    w.bodies.iter().map(|b| 0.5 * b.m * b.v.norm2() + b.p.norm2()).sum()
}
#[test]
fn energy_of_particles() {
    let make = |p: &[f64]| World {
        bodies: vec![Body { m: p[0], p: V2 { x: p[1], y: 0.2 }, v: V2 { x: 0.1, y: p[2] } }],
        k: p[3],
    };
    crate::check::agrees(
        &[0.8, 0.7, 0.4, 1.3],
        |p| energy(&make(p)),
        |p| {
            let (v, g) = energy_value_and_grad(&make(p));
            (v, vec![g.bodies[0].m, g.bodies[0].p.x, g.bodies[0].v.y, g.k])
        },
        1e-6,
    );
}
