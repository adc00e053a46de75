//! Games: a projectile that is aimed by the gradient.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};
use std::ops::{Add, AddAssign, Mul, MulAssign, Sub};

#[derive(Differentiable, Clone, Copy, Debug, Default, PartialEq)]
pub struct Vec2 {
    pub x: f64,
    pub y: f64,
}

impl Vec2 {
    pub const ZERO: Vec2 = Vec2 { x: 0.0, y: 0.0 };
    pub const UP: Vec2 = Vec2 { x: 0.0, y: 1.0 };

    #[differentiate(wrt(angle, length))]
    pub fn from_angle(angle: f64, length: f64) -> Self {
        Vec2 { x: length * angle.cos(), y: length * angle.sin() }
    }

    #[differentiate(wrt(self))]
    pub fn length(self) -> f64 {
        self.x.hypot(self.y)
    }

    #[differentiate(wrt(self, target))]
    pub fn distance(self, target: Vec2) -> f64 {
        (self - target).length()
    }
}

#[differentiate]
impl Add for Vec2 {
    type Output = Vec2;
    fn add(self, rhs: Vec2) -> Vec2 {
        Vec2 { x: self.x + rhs.x, y: self.y + rhs.y }
    }
}
#[differentiate]
impl Sub for Vec2 {
    type Output = Vec2;
    fn sub(self, rhs: Vec2) -> Vec2 {
        Vec2 { x: self.x - rhs.x, y: self.y - rhs.y }
    }
}
#[differentiate]
impl Mul<f64> for Vec2 {
    type Output = Vec2;
    fn mul(self, rhs: f64) -> Vec2 {
        Vec2 { x: self.x * rhs, y: self.y * rhs }
    }
}
#[differentiate]
impl AddAssign for Vec2 {
    fn add_assign(&mut self, rhs: Vec2) {
        self.x += rhs.x;
        self.y += rhs.y;
    }
}
#[differentiate]
impl MulAssign<f64> for Vec2 {
    fn mul_assign(&mut self, rhs: f64) {
        self.x *= rhs;
        self.y *= rhs;
    }
}

pub struct World {
    pub gravity: Vec2,
    pub wind: Vec2,
    pub drag: f64,
    pub dt: f64,
    pub bounds: [f64; 2],
}

impl Default for World {
    fn default() -> Self {
        World { gravity: Vec2::UP * -9.81, wind: Vec2::ZERO, drag: 0.05, dt: 0.02, bounds: [-50.0, 50.0] }
    }
}

#[derive(Differentiable, Clone, Copy, Debug, Default)]
pub struct Projectile {
    position: Vec2,
    velocity: Vec2,
    bounces: u8,
}

impl Projectile {
    #[differentiate(wrt(self))]
    pub fn update(&mut self, world: &World) {
        let relative = self.velocity - world.wind;
        let acceleration = world.gravity - relative * (world.drag * relative.length());
        self.velocity += acceleration * world.dt;
        self.position += self.velocity * world.dt;
        if self.position.y < 0.0 && self.bounces < 3 {
            self.position.y = -self.position.y;
            self.velocity.y *= -0.6;
            self.velocity.x *= 0.9;
            self.bounces += 1;
        }
        self.position.x = self.position.x.clamp(world.bounds[0], world.bounds[1]);
    }
}

#[differentiate(wrt(angle, speed, target))]
pub fn miss(world: &World, angle: f64, speed: f64, target: (f64, f64)) -> f64 {
    let mut p = Projectile { velocity: Vec2::from_angle(angle, speed), ..Projectile::default() };
    p.position.y = 1.0;
    let goal = Vec2 { x: target.0, y: target.1 };
    let mut closest = f64::MAX;
    for _ in 0..60 {
        p.update(world);
        closest = closest.min(p.position.distance(goal));
    }
    closest
}

#[test]
fn aimed() {
    let world = World { wind: Vec2 { x: -1.0, y: 0.2 }, ..Default::default() };
    for (angle, speed) in [(0.8, 6.0), (0.5, 7.0), (-0.2, 5.0)] {
        let at = (angle, speed, (4.0, 1.0));
        check(&at, |(a, s, t)| miss(&world, *a, *s, *t), &miss_grad(&world, angle, speed, (4.0, 1.0)));
    }
}
