//! Enums with data: in fields that are held constant, with a gradient of their own, made and taken apart, with and without guards.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::{Differentiable, differentiate};

#[derive(Clone, Copy, Debug)]
enum Boundary {
    Fixed(f64),
    Insulated,
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
enum Source {
    Constant { rate: f64, at: usize },
    Linear(f64, f64),
}

#[derive(Clone, Debug, Differentiable)]
struct Rod {
    t: Vec<f64>,
    #[differentiate(constant)]
    left: Boundary,
    #[differentiate(constant)]
    fixed: Source,
    source: Source,
}

#[differentiate]
impl Rod {
    #[differentiate(wrt(self))]
    fn flow(&self) -> f64 {
        match self.left {
            Boundary::Fixed(t) => (t - self.t[0]) * self.t[0],
            Boundary::Insulated => self.t[1],
        }
    }

    #[differentiate(wrt(self))]
    fn heat(&self) -> f64 {
        let fixed = match &self.fixed {
            Source::Constant { rate, at } => rate * self.t[*at],
            Source::Linear(a, b) => a * self.t[0] + b,
        };
        let own = match &self.source {
            Source::Constant { rate, at } => rate * self.t[*at],
            Source::Linear(a, b) => a * self.t[0] + b,
        };
        fixed + own
    }

    #[differentiate(vjp, jvp, wrt(self))]
    fn step(&mut self, dt: f64) {
        let old = self.t.clone();
        let left = match self.left {
            Boundary::Fixed(t) => t,
            Boundary::Insulated => old[0],
        };
        for i in 0..self.t.len() {
            let before = if i == 0 { left } else { old[i - 1] };
            self.t[i] = old[i] + dt * (before - old[i]);
        }
    }
}

fn rod(left: Boundary, source: Source) -> Rod {
    Rod { t: vec![2.0, 3.0], left, fixed: Source::Linear(4.0, 1.0), source }
}

#[test]
fn the_flow_at_a_boundary_that_is_held_constant() {
    let gradient = rod(Boundary::Fixed(5.0), Source::Linear(1.0, 1.0)).flow_grad();
    assert_eq!(gradient.t, [1.0, 0.0]);
    let gradient = rod(Boundary::Insulated, Source::Linear(1.0, 1.0)).flow_grad();
    assert_eq!(gradient.t, [0.0, 1.0]);
}

#[test]
fn heat_of_sources_of_which_one_is_held_constant() {
    let gradient = rod(Boundary::Insulated, Source::Linear(6.0, 1.0)).heat_grad();
    assert_eq!((gradient.t, gradient.source), (vec![10.0, 0.0], SourceGradient::Linear(2.0, 1.0)));
    let gradient = rod(Boundary::Insulated, Source::Constant { rate: 6.0, at: 1 }).heat_grad();
    assert_eq!(
        (gradient.t, gradient.source),
        (vec![4.0, 6.0], SourceGradient::Constant { rate: 3.0, at: () })
    );
}

#[test]
fn a_step_with_a_boundary_that_is_held_constant() {
    for (left, first) in [(Boundary::Fixed(5.0), 0.75), (Boundary::Insulated, 1.0)] {
        let mut of = rod(left, Source::Linear(1.0, 1.0));
        let mut d = RodGradient { t: vec![1.0, 0.0], ..of.zero() };
        of.clone().step_vjp(0.25, &mut d);
        assert_eq!(d.t, [first, 0.0]);
        let mut t = RodGradient { t: vec![1.0, 0.0], ..of.zero() };
        of.step_jvp(0.25, &mut t);
        assert_eq!(t.t, [first, 0.25]);
    }
}

#[differentiate]
fn linear(k: f64) -> Source {
    Source::Linear(k * k, 2.0)
}

#[differentiate]
fn constant(k: f64, at: usize) -> Source {
    Source::Constant { rate: k * k, at }
}

#[differentiate]
impl Source {
    #[differentiate(wrt(self, k))]
    fn times(self, k: f64) -> Source {
        match self {
            Source::Constant { rate, at } => Source::Constant { rate: rate * k, at },
            Source::Linear(a, b) => Source::Linear(a * k, b),
        }
    }

    #[differentiate(wrt(self))]
    fn size(&self) -> f64 {
        match self {
            Source::Constant { rate, .. } => rate * rate,
            Source::Linear(a, b) => a * b,
        }
    }
}

#[differentiate]
fn size_of_product(k: f64) -> f64 {
    let source = linear(k).times(k);
    source.size() + constant(k, 1).size()
}

#[test]
fn variants_with_a_gradient_of_their_own_are_made() {
    assert_eq!(linear_vjp(3.0, SourceGradient::Linear(1.0, 5.0)), 6.0);
    assert_eq!(constant_vjp(3.0, 7, SourceGradient::Constant { rate: 2.0, at: () }), 12.0);
    let (of, k) = Source::Linear(3.0, 5.0).times_vjp(2.0, SourceGradient::Linear(1.0, 4.0));
    assert_eq!((of, k), (SourceGradient::Linear(2.0, 4.0), 3.0));
    // 2 k³ + k⁴
    assert_eq!(size_of_product_value_and_grad(3.0), (135.0, 54.0 + 108.0));
}
