//! Forward mode and second derivatives where a field that is held constant is an argument of a call.

use crate::common::{assert_close, derivative};
use differentiate::{Differentiable, differentiate};
use std::ops::Mul;

#[derive(Differentiable, Clone, Copy, Debug)]
struct Gain {
    of: f64,
}

#[differentiate]
impl Mul<f64> for Gain {
    type Output = f64;
    fn mul(self, x: f64) -> f64 {
        self.of * x
    }
}

impl Gain {
    #[differentiate(grad, jvp, hvp, wrt(self, x))]
    fn squared(&self, x: f64) -> f64 {
        self.of * x * x
    }
}

#[derive(Differentiable, Clone, Debug)]
struct Model {
    weights: Vec<f64>,
    #[differentiate(constant)]
    base: f64,
    #[differentiate(constant)]
    knots: Vec<f64>,
    #[differentiate(constant)]
    rows: Vec<Vec<f64>>,
    #[differentiate(constant)]
    pair: [f64; 2],
    #[differentiate(constant)]
    gain: Gain,
    own: Gain,
    name: String,
    order: usize,
}

#[differentiate(grad, jvp, hvp)]
fn scaled(x: f64, by: f64) -> f64 {
    x * x * by
}

#[differentiate(grad, jvp, hvp)]
fn affine(x: &[f64], by: &[f64]) -> f64 {
    x[0] * x[0] * by[0] + by[1] * x[0]
}

#[differentiate(grad, jvp, hvp)]
fn paired(x: f64, by: [f64; 2]) -> f64 {
    x * by[0] + x * x * x * by[1]
}

#[differentiate(grad, jvp, hvp, wrt(x))]
fn looked_up(table: &[f64], name: &str, order: usize, x: f64) -> f64 {
    table[order] * x * x * x + name.len() as f64 * x
}

#[differentiate(grad, jvp, hvp, wrt(m))]
fn values(m: &Model) -> f64 {
    scaled(m.weights[0], m.base) + paired(m.weights[0], m.pair) + scaled(m.weights[0], m.knots[1])
}

#[differentiate(grad, jvp, hvp, wrt(m))]
fn references(m: &Model) -> f64 {
    affine(&m.weights, &m.knots) + affine(&m.weights, &m.pair) + affine(&m.weights, &m.rows[1])
}

#[differentiate(grad, jvp, hvp, wrt(m))]
fn slices(m: &Model) -> f64 {
    affine(&m.weights, &m.knots[1..]) + affine(&m.weights[..1], &m.rows[0][1..3])
}

#[differentiate(grad, jvp, hvp, wrt(m))]
fn constant_there_too(m: &Model) -> f64 {
    looked_up(&m.knots, &m.name, m.order, m.weights[0])
}

#[differentiate(grad, jvp, hvp, wrt(m))]
fn receivers(m: &Model) -> f64 {
    m.gain.squared(m.weights[0]) + m.own.squared(m.weights[0]) * m.base
}

#[differentiate(grad, jvp, hvp, wrt(m))]
fn operators(m: &Model) -> f64 {
    let gain: Gain = m.gain;
    gain * m.weights[0] * m.weights[0]
}

#[differentiate(grad, jvp, hvp, wrt(m))]
fn all(m: &Model) -> f64 {
    values(m) * references(m) + slices(m) * constant_there_too(m)
}

impl Model {
    #[differentiate(grad, jvp, hvp, wrt(self))]
    fn energy(&self) -> f64 {
        scaled(self.weights[0], self.base * 2.0) + self.at(self.knots[0])
    }

    #[differentiate(grad, jvp, hvp, wrt(self, t))]
    fn at(&self, t: f64) -> f64 {
        self.weights[0] * self.weights[0] * t
    }
}

fn model(w: f64) -> Model {
    Model {
        weights: vec![w, -0.5],
        base: 3.0,
        knots: vec![5.0, 7.0, 1.5],
        rows: vec![vec![0.5, 2.5, -1.0], vec![-2.0, 4.0]],
        pair: [0.3, 0.7],
        gain: Gain { of: 1.25 },
        own: Gain { of: -0.75 },
        name: "abc".into(),
        order: 2,
    }
}

macro_rules! forward_and_second {
    ($($name:ident($($of:tt)*) $grad:ident $jvp:ident $hvp:ident;)*) => {$(
        #[test]
        fn $name() {
            let w = 1.1;
            let m = model(w);
            let slope = derivative(|w| forward_and_second!(call model(w), $name, $($of)*), w);
            let own = forward_and_second!(call m, $grad, $($of)*);
            let mut direction = m.zero();
            direction.weights[0] = 2.0;
            let (value, tangent) = forward_and_second!(call m, $jvp, $($of)* direction,);
            assert_eq!(value, forward_and_second!(call m, $name, $($of)*));
            let second = derivative(|w| forward_and_second!(call model(w), $grad, $($of)*).weights[0], w);
            let product = forward_and_second!(call m, $hvp, $($of)* direction,);
            assert_close([own.weights[0], tangent, product.weights[0]], [slope, 2.0 * slope, 2.0 * second]);
        }
    )*};
    (call $m:expr, $function:ident, method, $($direction:ident,)?) => { $m.$function($(&$direction)?) };
    (call $m:expr, $function:ident, function, $($direction:ident,)?) => { super::$function(&$m, $(&$direction)?) };
}

mod tests {
    use super::*;
    forward_and_second! {
        values(function,) values_grad values_jvp values_hvp;
        references(function,) references_grad references_jvp references_hvp;
        slices(function,) slices_grad slices_jvp slices_hvp;
        constant_there_too(function,) constant_there_too_grad constant_there_too_jvp constant_there_too_hvp;
        receivers(function,) receivers_grad receivers_jvp receivers_hvp;
        operators(function,) operators_grad operators_jvp operators_hvp;
        all(function,) all_grad all_jvp all_hvp;
        energy(method,) energy_grad energy_jvp energy_hvp;
    }
}
