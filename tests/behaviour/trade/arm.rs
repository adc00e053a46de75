//! Robotics: an arm of links, turned by quaternions.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};
use std::ops::{Add, Mul, Sub};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Vector3 {
    x: f64,
    y: f64,
    z: f64,
}

#[differentiate]
impl Add for Vector3 {
    type Output = Vector3;
    fn add(self, b: Vector3) -> Vector3 {
        Vector3 { x: self.x + b.x, y: self.y + b.y, z: self.z + b.z }
    }
}

#[differentiate]
impl Sub for Vector3 {
    type Output = Vector3;
    fn sub(self, b: Vector3) -> Vector3 {
        Vector3 { x: self.x - b.x, y: self.y - b.y, z: self.z - b.z }
    }
}

#[differentiate]
impl Mul<Vector3> for f64 {
    type Output = Vector3;
    fn mul(self, v: Vector3) -> Vector3 {
        Vector3 { x: self * v.x, y: self * v.y, z: self * v.z }
    }
}

impl Vector3 {
    const Z: Vector3 = Vector3 { x: 0.0, y: 0.0, z: 1.0 };

    #[differentiate(wrt(self, o))]
    fn cross(&self, o: &Vector3) -> Vector3 {
        Vector3 {
            x: self.y * o.z - self.z * o.y,
            y: self.z * o.x - self.x * o.z,
            z: self.x * o.y - self.y * o.x,
        }
    }

    #[differentiate(wrt(self))]
    fn length_squared(&self) -> f64 {
        self.x * self.x + self.y * self.y + self.z * self.z
    }
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Quaternion {
    w: f64,
    v: Vector3,
}

impl Quaternion {
    const IDENTITY: Self = Self { w: 1.0, v: Vector3 { x: 0.0, y: 0.0, z: 0.0 } };

    #[differentiate(wrt(axis, angle))]
    fn from_axis_angle(axis: Vector3, angle: f64) -> Self {
        let (sin, cos) = (angle / 2.0).sin_cos();
        Self { w: cos, v: sin * axis }
    }

    #[differentiate(wrt(self, p))]
    fn rotate(&self, p: Vector3) -> Vector3 {
        let t = 2.0 * self.v.cross(&p);
        p + self.w * t + self.v.cross(&t)
    }

    #[differentiate(wrt(self))]
    fn norm(&self) -> f64 {
        (self.w.powi(2) + self.v.length_squared()).sqrt()
    }

    #[differentiate(wrt(self))]
    fn normalized(self) -> Self {
        let n = self.norm();
        Self { w: self.w / n, v: (1.0 / n) * self.v }
    }
}

#[differentiate]
impl Mul for Quaternion {
    type Output = Quaternion;
    fn mul(self, rhs: Quaternion) -> Quaternion {
        let Quaternion { w: a, v: u } = self;
        let Quaternion { w: b, v } = rhs;
        Quaternion { w: a * b - (u.x * v.x + u.y * v.y + u.z * v.z), v: a * v + b * u + u.cross(&v) }
    }
}

#[derive(Clone, Debug)]
struct Joint {
    axis: Vector3,
    length: f64,
}

#[derive(Clone, Debug)]
struct Arm {
    joints: Vec<Joint>,
    base: Vector3,
}

impl Arm {
    #[differentiate(wrt(angles))]
    fn end_effector(&self, angles: &[f64]) -> Vector3 {
        let mut orientation = Quaternion::IDENTITY;
        let mut position = self.base;
        for (joint, &angle) in self.joints.iter().zip(angles) {
            orientation = (orientation * Quaternion::from_axis_angle(joint.axis, angle)).normalized();
            position = position + orientation.rotate(joint.length * Vector3::Z);
        }
        position
    }

    #[differentiate(wrt(angles, target))]
    fn reach_error(&self, angles: &[f64], target: Vector3) -> f64 {
        (self.end_effector(angles) - target).length_squared()
            + 0.01 * angles.iter().map(|a| a * a).sum::<f64>()
    }
}

#[test]
fn reaching() {
    let joint = |x, y, z, length| Joint { axis: Vector3 { x, y, z }, length };
    let arm = Arm {
        joints: vec![joint(0.0, 0.0, 1.0, 0.5), joint(0.0, 1.0, 0.0, 1.0), joint(1.0, 0.0, 0.0, 0.7)],
        base: Vector3 { x: 0.1, y: 0.0, z: 0.2 },
    };
    let target = Vector3 { x: 0.5, y: 0.5, z: 1.0 };
    let angles = vec![0.3, -0.6, 1.1];
    check(&(angles.clone(), target), |(a, t)| arm.reach_error(a, *t), &arm.reach_error_grad(&angles, target));
}
