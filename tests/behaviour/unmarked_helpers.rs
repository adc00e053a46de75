//! Functions of a block without an attribute of their own that differentiated functions call: constructors, small methods.

#![allow(clippy::all, reason = "people write it")]

use crate::check::agrees;
use differentiate::{Differentiable, differentiate};
use std::ops::{Add, Mul};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Pose {
    x: f64,
    y: f64,
    theta: f64,
}

#[differentiate]
impl Pose {
    const UNIT: f64 = 2.0;

    fn new(x: f64, y: f64, theta: f64) -> Self {
        Pose { x, y, theta }
    }
    fn zero() -> Self {
        Self::new(0.0, 0.0, 0.0)
    }
    fn rotation(theta: f64) -> Pose {
        Pose { theta, ..Pose::zero() }
    }
    const fn translation(x: f64, y: f64) -> Pose {
        Pose { x, y, theta: 0.0 }
    }
    fn moved(mut self, by: [f64; 2]) -> Self {
        self.x += by[0];
        self.y += by[1];
        self
    }
    fn dot(self, other: &Pose) -> f64 {
        self.x * other.x + self.y * other.y
    }
    fn norm(&self) -> f64 {
        (Self::UNIT * self.dot(self)).sqrt()
    }
    fn turn(&mut self, by: f64) {
        self.theta += by * self.norm();
    }
    // What has no rule stays what it is.
    fn shown(&self, digits: usize) -> String {
        format!("{:.digits$}", unread(self.x))
    }
    fn read(&self, x: f64) -> f64 {
        unread(x) + self.x
    }
    // It calls the others, so they have rules.
    #[differentiate(wrt(self, by))]
    fn turned_and_moved(mut self, by: [f64; 2]) -> f64 {
        self.turn(0.1);
        self.moved(by).norm()
    }
    #[differentiate(wrt(self, other))]
    fn distance(&self, other: &Pose) -> f64 {
        ((self.x - other.x).powi(2) + (self.y - other.y).powi(2)).sqrt()
    }
}

fn unread(x: f64) -> f64 {
    x + 1.0
}

#[differentiate]
impl Mul for Pose {
    type Output = Pose;
    fn mul(self, rhs: Pose) -> Pose {
        let (s, c) = self.theta.sin_cos();
        Pose::new(self.x + c * rhs.x - s * rhs.y, self.y + s * rhs.x + c * rhs.y, self.theta + rhs.theta)
    }
}

#[differentiate]
fn reach(angles: &[f64], lengths: &[f64], target: [f64; 2]) -> f64 {
    let mut pose = Pose::zero();
    for (angle, length) in angles.iter().zip(lengths) {
        pose = pose * Pose::rotation(*angle) * Pose::translation(*length, 0.0);
        pose.turn(0.1);
    }
    pose.distance(&Pose::translation(0.0, 0.0).moved(target)) + pose.norm()
}

#[test]
fn helpers_of_marked_methods() {
    let at = [0.3, -0.4, 0.9, 1.0, 0.8, 0.5, 0.7, 0.2];
    agrees(
        &at,
        |p| reach(&p[..3], &p[3..6], [p[6], p[7]]),
        |p| {
            let (value, (angles, lengths, target)) = reach_value_and_grad(&p[..3], &p[3..6], [p[6], p[7]]);
            (value, [angles, lengths, target.to_vec()].concat())
        },
        1e-8,
    );
    assert_eq!(Pose::new(1.0, 2.0, 0.0).shown(1), "2.0");
    assert_eq!(Pose::new(1.0, 2.0, 0.0).read(2.0), 4.0);
}

#[differentiate]
fn squared_norm(x: f64, y: f64) -> f64 {
    let pose = Pose::new(x, y, 0.0);
    pose.dot(&pose)
}

#[test]
fn by_hand() {
    assert_eq!(squared_norm_grad(3.0, 4.0), (6.0, 8.0));
}

/// The attribute stands for the whole block; what it has no default for has rules for callers alone.
#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct V2<T> {
    x: T,
    y: T,
}

#[differentiate]
impl<T: differentiate::Float> V2<T> {
    fn new(x: T, y: T) -> Self {
        V2 { x, y }
    }
    fn dot(self, other: V2<T>) -> T {
        self.x * other.x + self.y * other.y
    }
    fn perp(&self) -> Self {
        V2::new(-self.y, self.x)
    }
    fn norm(self) -> T {
        self.dot(self).sqrt()
    }
    fn doubled(self) -> Self {
        self + self
    }
}

#[differentiate]
impl<T: differentiate::Float> Add for V2<T> {
    type Output = V2<T>;
    fn add(self, other: V2<T>) -> V2<T> {
        V2::new(self.x + other.x, self.y + other.y)
    }
}

#[differentiate(value_and_grad)]
fn path(x: &[f64], y: &[f64]) -> f64 {
    let points: Vec<V2<f64>> = x.iter().zip(y).map(|(x, y)| V2::new(*x, *y)).collect();
    points.windows(2).map(|w| (w[0].doubled() + w[1].perp()).norm()).sum()
}

#[test]
fn whole_block() {
    agrees(
        &[0.3, -0.4, 0.9, 1.0, 0.8, 0.5],
        |p| path(&p[..3], &p[3..]),
        |p| {
            let (value, (x, y)) = path_value_and_grad(&p[..3], &p[3..]);
            (value, [x, y].concat())
        },
        1e-8,
    );
}

/// Forward mode asks helpers too.
#[derive(Differentiable, Clone, Debug)]
struct Spring {
    stiffness: f64,
    rest: f64,
}

#[differentiate]
impl Spring {
    fn new(stiffness: f64, rest: f64) -> Self {
        Spring { stiffness, rest }
    }
    fn stretch(&self, at: f64) -> f64 {
        at - self.rest
    }
    #[differentiate(grad, jvp, wrt(self, at))]
    fn energy(&self, at: f64) -> f64 {
        0.5 * self.stiffness * self.stretch(at).powi(4)
    }
}

#[differentiate(grad, hessian)]
fn energy(k: f64, x: f64) -> f64 {
    Spring::new(k, 1.0).energy(x)
}

#[test]
fn with_tangents() {
    // k/2 (x - 1)^4
    assert_eq!(energy_grad(3.0, 3.0), (8.0, 48.0));
    assert_eq!(energy_hessian(3.0, 3.0), ((0.0, 16.0), (16.0, 72.0)));
}

mod camera {
    use differentiate::{Differentiable, differentiate};
    use std::ops::Neg;

    #[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
    pub struct Axis {
        pub x: f64,
    }

    // Without the attribute.
    impl Neg for Axis {
        type Output = Axis;
        fn neg(self) -> Axis {
            Axis { x: -self.x }
        }
    }

    #[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
    pub struct Camera {
        pub axis: Axis,
        pub zoom: f64,
    }

    #[differentiate]
    impl Camera {
        // No differentiated function calls it, so it needs no rule.
        pub fn turned(&self) -> Camera {
            Camera { axis: -self.axis, zoom: self.zoom }
        }
        #[differentiate(wrt(self))]
        pub fn scaled(&self, by: f64) -> Camera {
            Camera { axis: Axis { x: self.axis.x * by }, zoom: self.zoom }
        }
    }
}

#[test]
fn a_method_that_nothing_differentiated_calls() {
    let camera = camera::Camera { axis: camera::Axis { x: 2.0 }, zoom: 0.5 };
    let cotangent = camera::CameraGradient { axis: camera.axis, zoom: camera.zoom };
    let d_camera = camera.turned().scaled_vjp(3.0, cotangent);
    assert_eq!((camera.turned().axis.x, d_camera.axis.x, d_camera.zoom), (-2.0, 6.0, 0.5));
}
