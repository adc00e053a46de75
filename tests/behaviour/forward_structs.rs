//! Second derivatives through structs that are used as a whole: passed to a method, made from another one, put into a list.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::{Differentiable, differentiate};

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Point {
    x: f64,
    y: f64,
}
#[differentiate]
impl Point {
    #[differentiate(grad, jvp, hvp, wrt(self))]
    fn energy(&self) -> f64 {
        self.x * self.x * self.y + self.y.sin()
    }
}
#[differentiate(grad, jvp, hvp)]
fn through_a_struct(a: f64, b: f64) -> f64 {
    let p = Point { x: a * b, y: a + b * b };
    p.energy() * a
}
#[differentiate(grad, jvp, hvp, wrt(q, a))]
fn with_a_base(q: &Point, a: f64) -> f64 {
    let p = Point { x: a * a, ..q.clone() };
    p.energy() * a
}
#[differentiate(grad, jvp, hvp)]
fn in_a_list(a: f64, b: f64) -> f64 {
    let mut all = Vec::new();
    for i in 0..3 {
        all.push(Point { x: a * i as f64, y: b * a });
    }
    all.iter().map(|p| p.energy()).sum()
}
fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-7 * a.abs().max(1.0), "{a} {b}");
}
#[test]
fn a_struct_that_is_passed_on() {
    let e = 1e-5;
    let (ha, hb) = through_a_struct_hvp(0.7, 1.3, 1.0, -0.5);
    let (up, down) =
        (through_a_struct_grad(0.7 + e, 1.3 - 0.5 * e), through_a_struct_grad(0.7 - e, 1.3 + 0.5 * e));
    near(ha, (up.0 - down.0) / (2.0 * e));
    near(hb, (up.1 - down.1) / (2.0 * e));
}
#[test]
fn a_struct_with_a_base() {
    let e = 1e-5;
    let q = Point { x: 0.3, y: 0.9 };
    let (hq, ha) = with_a_base_hvp(&q, 0.7, &Point { x: 1.0, y: 2.0 }, 0.5);
    let at = |e: f64| with_a_base_grad(&Point { x: 0.3 + e, y: 0.9 + 2.0 * e }, 0.7 + 0.5 * e);
    let (up, down) = (at(e), at(-e));
    near(hq.y, (up.0.y - down.0.y) / (2.0 * e));
    near(ha, (up.1 - down.1) / (2.0 * e));
}
#[test]
fn structs_in_a_list() {
    let e = 1e-5;
    let (ha, hb) = in_a_list_hvp(0.7, 1.3, 1.0, -0.5);
    let at = |e: f64| in_a_list_grad(0.7 + e, 1.3 - 0.5 * e);
    let (up, down) = (at(e), at(-e));
    near(ha, (up.0 - down.0) / (2.0 * e));
    near(hb, (up.1 - down.1) / (2.0 * e));
}
