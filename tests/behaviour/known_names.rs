//! Types of the user that have the names of types of other crates: their methods are the user's.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::*;
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Vec3 {
    x: f64,
    y: f64,
    z: f64,
}
#[differentiate]
impl Vec3 {
    #[differentiate]
    fn new(x: f64, y: f64, z: f64) -> Vec3 {
        Vec3 { x, y, z }
    }
    #[differentiate(wrt(self))]
    fn norm(&self) -> f64 {
        (self.x * self.x + self.y * self.y + self.z * self.z).sqrt()
    }
    #[differentiate(wrt(self, s))]
    fn scale_by(&mut self, s: f64) {
        self.x *= s;
        self.y *= s;
        self.z *= s;
    }
    #[differentiate(wrt(self))]
    fn normalize(&mut self) {
        let n = (self.x * self.x + self.y * self.y + self.z * self.z).sqrt();
        self.x /= n;
        self.y /= n;
        self.z /= n;
    }
    #[differentiate(wrt(self, o))]
    fn dot(&self, o: &Vec3) -> f64 {
        self.x * o.x + self.y * o.y + self.z * o.z
    }
}
#[differentiate]
fn f(a: f64, b: f64) -> f64 {
    let mut v = Vec3::new(a, b, 2.0);
    v.normalize();
    v.scale_by(3.0 * a);
    v.x + 2.0 * v.y
}
#[differentiate(wrt(p))]
fn g(p: Vec3) -> f64 {
    let mut q = p;
    q.normalize();
    q.dot(&p) + q.norm()
}
fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-6, "{a} {b}");
}
#[test]
fn against_differences() {
    let e = 1e-6;
    let (da, db) = f_grad(0.7, 1.3);
    near(da, (f(0.7 + e, 1.3) - f(0.7 - e, 1.3)) / (2.0 * e));
    near(db, (f(0.7, 1.3 + e) - f(0.7, 1.3 - e)) / (2.0 * e));
    let p = Vec3 { x: 1.0, y: 2.0, z: 2.0 };
    let d = g_grad(p);
    near(d.x, 1.0 / 3.0);
}
