//! `Option`s and `Result`s of types that are known by name, as results: other names of arrays and floats, structs.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};

type State = [f64; 2];
type Real = f64;

#[derive(Clone, Debug, PartialEq)]
enum Failure {
    Fast,
    Slow(usize),
}

#[differentiate(wrt(s), vjp, jvp)]
fn step(s: State, dt: f64) -> Result<State, Failure> {
    if s[0] > 50.0 {
        return Err(Failure::Fast);
    }
    if s[1] < -50.0 {
        return Err(Failure::Slow(2));
    }
    Ok([s[0] + dt * s[1], s[1] - dt * s[0].sin()])
}

#[differentiate(wrt(s))]
fn steps(s: State, dt: f64, n: usize) -> Result<State, Failure> {
    let mut s = s;
    for _ in 0..n {
        s = step(s, dt)?;
    }
    Ok(s)
}

#[differentiate(wrt(s))]
fn energy(s: State) -> Option<Real> {
    let a = steps(s, 0.1, 3).ok()?;
    Some(a[0] * a[0] + a[1] * a[1])
}

#[differentiate(wrt(s))]
fn root(s: State) -> Option<State> {
    if s[0] < 0.0 { None } else { Some([s[0].sqrt(), s[1]]) }
}

#[differentiate(wrt(s))]
fn either(s: State) -> f64 {
    match root(s) {
        Some(t) => t[0] * t[1],
        None => s[1] * s[1],
    }
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Point {
    x: f64,
    y: f64,
}

#[differentiate]
impl Point {
    #[differentiate(wrt(self))]
    fn inverted(&self) -> Option<Point> {
        let square = self.x * self.x + self.y * self.y;
        if square == 0.0 {
            return None;
        }
        Some(Point { x: self.x / square, y: self.y / square })
    }

    #[differentiate(wrt(x))]
    fn on_parabola(x: f64) -> Result<Self, String> {
        match x.is_finite() {
            true => Ok(Self { x, y: x * x }),
            false => Err(format!("{x} is too far out")),
        }
    }
}

#[differentiate(wrt(p))]
fn mirrored(p: Point) -> f64 {
    if let Some(q) = p.inverted() { q.x + 2.0 * q.y } else { 0.0 }
}

#[differentiate]
fn along(x: f64) -> Result<f64, String> {
    let p = Point::on_parabola(x)?;
    Ok(p.x * p.y)
}

#[test]
fn results_of_other_names() {
    let (s, dt): (State, f64) = ([1.0, 2.0], 0.1);
    assert_eq!(step_vjp(s, dt, [1.0, 0.0]), Ok([1.0, 0.1]));
    assert_eq!(step_vjp([51.0, 2.0], dt, [1.0, 0.0]), Err(Failure::Fast));
    assert_eq!(step_jvp(s, dt, [0.0, 1.0]), Ok(([1.0 + dt * 2.0, 2.0 - dt * 1.0_f64.sin()], [dt, 1.0])));
    let slope = steps_vjp(s, dt, 4, [0.5, -1.0]).unwrap();
    let weighed = |s: State| steps(s, dt, 4).map(|t| 0.5 * t[0] - t[1]).unwrap();
    crate::common::assert_close(slope, crate::common::gradient(weighed, s));
    crate::common::assert_close(energy_grad(s).unwrap(), crate::common::gradient(|s| energy(s).unwrap(), s));
    assert_eq!(steps_vjp([1.0, -60.0], dt, 4, [0.5, -1.0]), Err(Failure::Slow(2)));
}

#[test]
fn options_of_other_names() {
    assert_eq!(root_vjp([4.0, 3.0], [1.0, 1.0]), Some([0.25, 1.0]));
    assert_eq!(root_vjp([-4.0, 3.0], [1.0, 1.0]), None);
    assert_eq!(either_grad([4.0, 2.0]), [0.5, 2.0]);
    assert_eq!(either_grad([-4.0, 2.0]), [0.0, 4.0]);
}

#[test]
fn outcomes_of_structs() {
    let at = Point { x: 0.7, y: -1.2 };
    let slope = mirrored_grad(at);
    crate::common::assert_close(
        [slope.x, slope.y],
        crate::common::gradient(|[x, y]| mirrored(Point { x, y }), [at.x, at.y]),
    );
    assert_eq!(mirrored_grad(Point { x: 0.0, y: 0.0 }), Point { x: 0.0, y: 0.0 });
    assert_eq!(at.inverted_vjp(Point { x: 0.0, y: 0.0 }), Some(Point { x: 0.0, y: 0.0 }));
    assert_eq!(along_grad(2.0), Ok(12.0));
    assert!(along_grad(f64::INFINITY).is_err());
}
