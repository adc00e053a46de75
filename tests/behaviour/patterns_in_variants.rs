//! Patterns of arrays, tuples and structs inside of the variants of an enum.

#![allow(clippy::all, reason = "people write it")]

use crate::check::agrees;
use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct V2 {
    x: f64,
    y: f64,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
enum Curve {
    Line([f64; 2]),
    Bezier { ends: [V2; 2], pull: (f64, f64) },
    Arc(V2, f64),
    Pair((f64, V2)),
}

#[differentiate(wrt(c, t))]
fn at(c: &Curve, t: f64) -> f64 {
    match c {
        Curve::Line([a, b]) => a + b * t,
        Curve::Bezier { ends: [V2 { x, .. }, V2 { y, .. }], pull: (p, q) } => x * p + y * q * t,
        Curve::Arc(V2 { x, y }, r) => x * y * r * t,
        Curve::Pair((k, v)) => k * v.x + v.y * t,
    }
}

#[differentiate(wrt(c))]
fn ends(c: &Curve) -> f64 {
    if let Curve::Bezier { ends: [a, b], .. } = c {
        let V2 { x, y } = a;
        let V2 { x: u, y: v } = *b;
        x * u + y * v * v
    } else if let Curve::Line([a, ..]) = c {
        a * a
    } else {
        0.0
    }
}

fn line(p: &[f64]) -> Curve {
    Curve::Line([p[0], p[1]])
}
fn bezier(p: &[f64]) -> Curve {
    Curve::Bezier { ends: [V2 { x: p[0], y: p[1] }, V2 { x: p[2], y: p[3] }], pull: (p[4], p[5]) }
}
fn arc(p: &[f64]) -> Curve {
    Curve::Arc(V2 { x: p[0], y: p[1] }, p[2])
}
fn pair(p: &[f64]) -> Curve {
    Curve::Pair((p[0], V2 { x: p[1], y: p[2] }))
}

#[test]
fn by_hand() {
    let (gradient, slope) = at_grad(&line(&[2.0, 3.0]), 5.0);
    assert_eq!((gradient.flat_len(), slope), (2, 3.0));
    let mut numbers = [0.0; 3];
    at_grad(&arc(&[2.0, 3.0, 5.0]), 7.0).0.write_flat(&mut numbers);
    assert_eq!(numbers, [105.0, 70.0, 42.0]);
    ends_grad(&line(&[2.0, 3.0])).write_flat(&mut numbers[..2]);
    assert_eq!(numbers, [4.0, 0.0, 42.0]);
}

#[test]
fn each_variant() {
    let p = [0.3, 0.7, -0.4, 1.2, 0.9, 0.6, 1.5];
    let all: [(fn(&[f64]) -> Curve, usize); 4] = [(line, 2), (bezier, 6), (arc, 3), (pair, 3)];
    for (made, n) in all {
        let gradient_at = |p: &[f64]| {
            let (value, (gradient, slope)) = at_value_and_grad(&made(p), p[n]);
            let mut numbers = vec![0.0; n];
            gradient.write_flat(&mut numbers);
            numbers.push(slope);
            (value, numbers)
        };
        agrees(&p[..n + 1], |p| at(&made(p), p[n]), gradient_at, 1e-8);
        let gradient_of_ends = |p: &[f64]| {
            let (value, gradient) = ends_value_and_grad(&made(p));
            let mut numbers = vec![0.0; n];
            gradient.write_flat(&mut numbers);
            (value, numbers)
        };
        agrees(&p[..n], |p| ends(&made(p)), gradient_of_ends, 1e-8);
    }
}
