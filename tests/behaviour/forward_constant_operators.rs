//! Tangents through calls whose arguments are what operators of the user's make of constants.

use crate::common::assert_close;
use differentiate::{Differentiable, differentiate};
use std::ops::{Add, Mul, Neg};

#[derive(Clone, Copy, Debug, Differentiable)]
struct Along {
    e: f64,
}

#[differentiate(vjp, jvp)]
impl Mul<f64> for Along {
    type Output = Along;
    fn mul(self, by: f64) -> Along {
        Along { e: self.e * by }
    }
}

#[differentiate(vjp, jvp)]
impl Add for Along {
    type Output = Along;
    fn add(self, other: Along) -> Along {
        Along { e: self.e + other.e }
    }
}

#[differentiate(vjp, jvp)]
impl Neg for Along {
    type Output = Along;
    fn neg(self) -> Along {
        Along { e: -self.e }
    }
}

#[differentiate]
impl Along {
    #[differentiate(wrt(self, other), grad, jvp)]
    fn dot(self, other: Along) -> f64 {
        self.e * other.e
    }
    #[differentiate(wrt(self, other, k), grad, jvp)]
    fn scaled(&self, other: &Along, k: f64) -> f64 {
        self.e * other.e * self.e * k
    }
}

#[differentiate(wrt(a, b), grad, jvp)]
fn product(a: Along, b: &Along, k: f64) -> f64 {
    a.e * a.e * b.e * k
}

struct Ray {
    direction: Along,
    origin: Along,
    length: f64,
}

#[differentiate(wrt(l), grad, jvp, hvp)]
fn as_arguments(l: Along, ray: &Ray) -> f64 {
    let twice: Along = ray.direction * 2.0;
    let back = -ray.direction;
    l.dot(ray.direction * -1.0)
        + l.dot(ray.direction + ray.origin)
        + l.dot(twice)
        + l.dot(back)
        + l.scaled(&(ray.direction + ray.origin), ray.length * 2.0)
}

#[differentiate(wrt(l), grad, jvp, hvp)]
fn as_receivers(l: Along, ray: &Ray) -> f64 {
    (ray.direction + ray.origin).dot(l) + (ray.direction * 2.0).scaled(&l, 1.0)
}

#[differentiate(wrt(l), grad, jvp, hvp)]
fn of_functions(l: Along, ray: &Ray) -> f64 {
    product(l, &(ray.direction + ray.origin), ray.length + 1.0) + product(l, &ray.origin, -ray.length)
}

macro_rules! check {
    ($($f:ident $grad:ident $jvp:ident $hvp:ident)*) => {$(
        let ray = Ray { direction: Along { e: 2.0 }, origin: Along { e: 3.0 }, length: 0.5 };
        let (at, step) = (Along { e: 0.7 }, Along { e: 1.5 });
        let first = crate::common::gradient(|[e]: [f64; 1]| $f(Along { e }, &ray), [0.7])[0];
        let second = crate::common::gradient(|[e]: [f64; 1]| $grad(Along { e }, &ray).e, [0.7])[0];
        let (value, tangent) = $jvp(at, &ray, step);
        assert_eq!(value, $f(at, &ray));
        assert_close([tangent, $grad(at, &ray).e], [1.5 * first, first]);
        assert_close([$hvp(at, &ray, step).e], [1.5 * second]);
    )*};
}

#[test]
fn of_what_is_made_of_constants() {
    check! {
        as_arguments as_arguments_grad as_arguments_jvp as_arguments_hvp
        as_receivers as_receivers_grad as_receivers_jvp as_receivers_hvp
        of_functions of_functions_grad of_functions_jvp of_functions_hvp
    }
}
