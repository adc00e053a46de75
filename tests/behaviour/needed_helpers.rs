//! Helpers without an attribute of their own that call what is not of their block: a method with a gradient calls them on a differentiated `self`.

use crate::check::agrees;
use differentiate::{Differentiable, differentiate};
use std::ops::Mul;

#[derive(Differentiable, Clone, Copy)]
struct Scale(f64);

#[differentiate]
impl Mul for Scale {
    type Output = Scale;
    fn mul(self, other: Scale) -> Scale {
        Scale(self.0 * other.0)
    }
}

/// Has no gradient.
struct Sample {
    at: f64,
    weight: f64,
}

#[differentiate]
fn hermite((p, m): (f64, f64), u: f64) -> f64 {
    p * (1.0 + 2.0 * u) * (1.0 - u).powi(2) + m * u * (1.0 - u).powi(2)
}

#[derive(Differentiable, Clone)]
struct Track {
    value: f64,
    slope: f64,
    scale: Scale,
    total: f64,
}

#[differentiate]
impl Track {
    /// Calls a free function.
    fn at(&self, u: f64) -> f64 {
        hermite((self.value, self.slope), u)
    }
    /// Operators of fields.
    fn squared(&self) -> Scale {
        self.scale * self.scale
    }
    /// A parameter without a gradient, and a helper in a helper.
    fn weighted(&self, sample: &Sample, dt: f64) -> f64 {
        let Scale(scale) = self.squared();
        self.at(sample.at) * sample.weight * scale * dt
    }
    /// `dt` is passed on to what holds it constant.
    fn advance(&mut self, sample: &Sample, dt: f64) {
        let weighted = self.weighted(sample, dt);
        self.add(weighted, dt);
    }
    #[differentiate(wrt(self, x))]
    fn add(&mut self, x: f64, dt: f64) {
        self.total += x * dt;
    }
    #[differentiate(wrt(self))]
    fn run(&self, samples: &[Sample], dt: f64) -> f64 {
        let mut track = self.clone();
        for sample in samples {
            track.advance(sample, dt);
        }
        track.total
    }
}

fn track(p: &[f64]) -> Track {
    Track { value: p[0], slope: p[1], scale: Scale(p[2]), total: p[3] }
}

#[test]
fn helpers_that_call_others() {
    let samples = [Sample { at: 0.2, weight: 1.5 }, Sample { at: 0.7, weight: -0.5 }];
    let with_gradient = |p: &[f64]| {
        let (value, g) = track(p).run_value_and_grad(&samples, 0.5);
        (value, vec![g.value, g.slope, g.scale.0, g.total])
    };
    agrees(&[0.8, -0.3, 1.2, 0.1], |p| track(p).run(&samples, 0.5), with_gradient, 1e-8);
    // At 0 the value is `value`: `value · weight · scale² · dt²`.
    let one = [Sample { at: 0.0, weight: 2.0 }];
    let gradient = track(&[3.0, 1.0, 2.0, 0.0]).run_grad(&one, 0.5);
    assert_eq!((gradient.value, gradient.slope, gradient.scale.0, gradient.total), (2.0, 0.0, 6.0, 1.0));
}

#[derive(Differentiable, Clone, Copy)]
struct Lens {
    focus: f64,
    bend: f64,
}

#[differentiate]
impl Lens {
    /// No `wrt` can name a parameter that is a pattern.
    #[differentiate(wrt(self))]
    fn project(&self, [x, y, z]: [f64; 3]) -> Option<(f64, f64)> {
        if z <= 0.0 {
            return None;
        }
        let (u, v) = self.bent(x / z, y / z);
        Some((self.focus * u, self.focus * v))
    }
    fn bent(&self, u: f64, v: f64) -> (f64, f64) {
        let d = 1.0 + self.bend * (u * u + v * v);
        (u * d, v * d)
    }
}

#[differentiate(wrt(lens, p))]
fn distance(lens: &Lens, p: [f64; 3]) -> f64 {
    match lens.project([p[0] + p[1], p[1], p[2]]) {
        Some((u, v)) => u * u + 3.0 * v,
        None => 0.0,
    }
}

#[test]
fn parameters_that_are_patterns() {
    let lens = |p: &[f64]| Lens { focus: p[0], bend: p[1] };
    let with_gradient = |p: &[f64]| {
        let (value, (lens, d)) = distance_value_and_grad(&lens(p), [p[2], p[3], p[4]]);
        (value, vec![lens.focus, lens.bend, d[0], d[1], d[2]])
    };
    agrees(&[1.5, 0.1, 0.4, -0.3, 2.0], |p| distance(&lens(p), [p[2], p[3], p[4]]), with_gradient, 1e-8);
}
