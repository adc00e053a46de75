//! Geometry: curves of control points.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};
use std::iter::Sum;
use std::ops::{Add, Mul, Sub};

#[derive(Differentiable, Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    x: f64,
    y: f64,
}

#[differentiate]
impl Add for Point {
    type Output = Point;
    fn add(self, rhs: Point) -> Point {
        Point { x: self.x + rhs.x, y: self.y + rhs.y }
    }
}

#[differentiate]
impl<'a> Sub<&'a Point> for &'a Point {
    type Output = Point;
    fn sub(self, rhs: &Point) -> Point {
        Point { x: self.x - rhs.x, y: self.y - rhs.y }
    }
}

#[differentiate]
impl Mul<f64> for Point {
    type Output = Point;
    fn mul(self, k: f64) -> Point {
        Point { x: self.x * k, y: self.y * k }
    }
}

#[differentiate]
impl Sum for Point {
    fn sum<I: Iterator<Item = Point>>(iter: I) -> Point {
        iter.fold(Point::default(), |a, b| a + b)
    }
}

#[differentiate]
impl Point {
    #[differentiate(wrt(self, other))]
    fn distance(&self, other: &Point) -> f64 {
        let d = self - other;
        d.x.hypot(d.y)
    }

    #[differentiate(wrt(a, b))]
    fn lerp(a: Point, b: Point, t: f64) -> Point {
        a * (1.0 - t) + b * t
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Bezier {
    control: Vec<Point>,
}

#[differentiate(wrt(self))]
impl Bezier {
    pub fn eval(&self, t: f64) -> Point {
        let mut points = self.control.clone();
        let n = points.len();
        for level in 1..n {
            for i in 0..n - level {
                points[i] = Point::lerp(points[i], points[i + 1], t);
            }
        }
        points[0]
    }

    pub fn length(&self, segments: usize) -> f64 {
        let mut total = 0.0;
        let mut previous = self.eval(0.0);
        for i in 1..=segments {
            let point = self.eval(i as f64 / segments as f64);
            total += previous.distance(&point);
            previous = point;
        }
        total
    }

    pub fn centroid(&self) -> Point {
        let total: Point = self.control.iter().copied().sum();
        total * (1.0 / self.control.len() as f64)
    }

    pub fn fit_error(&self, targets: &[Point]) -> f64 {
        let n = targets.len();
        let error: f64 = targets
            .iter()
            .enumerate()
            .map(|(i, target)| {
                let d = &self.eval(i as f64 / (n - 1) as f64) - target;
                d.x * d.x + d.y * d.y
            })
            .sum();
        error + 0.1 * self.length(8) + self.centroid().x
    }
}

#[test]
fn fitted() {
    let p = |x, y| Point { x, y };
    let curve = Bezier { control: vec![p(0.0, 0.1), p(0.4, 1.0), p(1.2, -0.3), p(1.5, 0.7)] };
    let targets = [p(0.1, 0.0), p(0.5, 0.4), p(0.9, 0.3), p(1.4, 0.8)];
    check(&curve, |c| c.fit_error(&targets), &curve.fit_error_grad(&targets));
}
