//! Physics: gravity between bodies, in vectors.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

#[derive(Differentiable, Clone, Copy, Debug, Default, PartialEq)]
pub struct Vec3 {
    pub x: f64,
    pub y: f64,
    pub z: f64,
}

#[differentiate(wrt(self, other, x, y, z))]
impl Vec3 {
    pub fn new(x: f64, y: f64, z: f64) -> Self {
        Self { x, y, z }
    }

    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y + self.z * other.z
    }

    pub fn norm_squared(self) -> f64 {
        self.dot(self)
    }

    pub fn norm(self) -> f64 {
        self.norm_squared().sqrt()
    }
}

impl Vec3 {
    pub const ZERO: Self = Self { x: 0.0, y: 0.0, z: 0.0 };
}

#[differentiate]
impl Add for Vec3 {
    type Output = Self;
    fn add(self, rhs: Self) -> Self {
        Self::new(self.x + rhs.x, self.y + rhs.y, self.z + rhs.z)
    }
}

#[differentiate]
impl Sub for Vec3 {
    type Output = Self;
    fn sub(self, rhs: Self) -> Self {
        Self::new(self.x - rhs.x, self.y - rhs.y, self.z - rhs.z)
    }
}

#[differentiate]
impl Mul<f64> for Vec3 {
    type Output = Self;
    fn mul(self, s: f64) -> Self {
        Self::new(self.x * s, self.y * s, self.z * s)
    }
}

#[differentiate]
impl Mul<Vec3> for f64 {
    type Output = Vec3;
    fn mul(self, v: Vec3) -> Vec3 {
        v * self
    }
}

#[differentiate]
impl Div<f64> for Vec3 {
    type Output = Self;
    fn div(self, s: f64) -> Self {
        self * (1.0 / s)
    }
}

#[differentiate]
impl Neg for Vec3 {
    type Output = Self;
    fn neg(self) -> Self {
        Self::new(-self.x, -self.y, -self.z)
    }
}

#[differentiate]
impl AddAssign for Vec3 {
    fn add_assign(&mut self, rhs: Self) {
        *self = *self + rhs;
    }
}

#[differentiate]
impl SubAssign for Vec3 {
    fn sub_assign(&mut self, rhs: Self) {
        self.x -= rhs.x;
        self.y -= rhs.y;
        self.z -= rhs.z;
    }
}

#[differentiate]
impl Sum for Vec3 {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, |a, b| a + b)
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Body {
    pub mass: f64,
    pub position: Vec3,
    pub velocity: Vec3,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct System {
    pub bodies: Vec<Body>,
    #[differentiate(constant)]
    pub g: f64,
    #[differentiate(constant)]
    pub softening: f64,
}

#[differentiate(wrt(self))]
impl System {
    pub fn kinetic_energy(&self) -> f64 {
        self.bodies.iter().map(|b| 0.5 * b.mass * b.velocity.norm_squared()).sum()
    }

    pub fn potential_energy(&self) -> f64 {
        let mut energy = 0.0;
        for i in 0..self.bodies.len() {
            for j in (i + 1)..self.bodies.len() {
                let (a, b) = (&self.bodies[i], &self.bodies[j]);
                let r = (b.position - a.position).norm_squared() + self.softening * self.softening;
                energy -= self.g * a.mass * b.mass / r.sqrt();
            }
        }
        energy
    }

    pub fn energy(&self) -> f64 {
        self.kinetic_energy() + self.potential_energy()
    }

    pub fn momentum(&self) -> Vec3 {
        self.bodies.iter().map(|b| b.velocity * b.mass).sum()
    }

    pub fn acceleration(&self, i: usize) -> Vec3 {
        let mut acc = Vec3::ZERO;
        let here = self.bodies[i].position;
        for (j, other) in self.bodies.iter().enumerate() {
            if i == j {
                continue;
            }
            let d = other.position - here;
            let r2 = d.norm_squared() + self.softening.powi(2);
            acc += d * (self.g * other.mass / (r2 * r2.sqrt()));
        }
        acc
    }

    pub fn step(&mut self, dt: f64) {
        for i in 0..self.bodies.len() {
            let a = self.acceleration(i);
            self.bodies[i].velocity += a * (0.5 * dt);
        }
        for body in &mut self.bodies {
            body.position += body.velocity * dt;
        }
        for i in 0..self.bodies.len() {
            let a = self.acceleration(i);
            self.bodies[i].velocity += a * (0.5 * dt);
        }
    }

    pub fn distance_after(&self, steps: usize, dt: f64) -> f64 {
        let mut system = self.clone();
        for _ in 0..steps {
            system.step(dt);
        }
        (system.bodies[0].position - system.bodies[1].position).norm() + system.momentum().norm()
    }
}

fn three() -> System {
    let body = |m, x: [f64; 3], v: [f64; 3]| Body {
        mass: m,
        position: Vec3 { x: x[0], y: x[1], z: x[2] },
        velocity: Vec3 { x: v[0], y: v[1], z: v[2] },
    };
    System {
        bodies: vec![
            body(1.0, [0.0, 0.1, 0.0], [0.1, 0.0, -0.1]),
            body(0.5, [1.0, 0.2, -0.1], [0.0, 0.9, 0.1]),
            body(0.1, [-0.5, 1.5, 0.3], [0.4, 0.0, 0.0]),
        ],
        g: 1.0,
        softening: 0.05,
    }
}

#[test]
fn energies() {
    let s = three();
    check(&s, |s| s.energy(), &s.energy_grad());
    assert_eq!(s.energy_value_and_grad().0, s.energy());
}

#[test]
fn trajectories() {
    let s = three();
    check(&s, |s| s.distance_after(5, 0.05), &s.distance_after_grad(5, 0.05));
}
