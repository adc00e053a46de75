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

enum Treatment {
    Lockdown { factor: f64 },
    Nothing,
}

#[differentiate]
impl Treatment {
    #[differentiate(wrt(beta))]
    fn rate(&self, beta: f64, day: usize) -> f64 {
        match self {
            Treatment::Lockdown { factor } if day > 2 => beta * beta * factor,
            _ => beta,
        }
    }

    #[differentiate(wrt(beta))]
    fn rate_by_strength(&self, beta: f64) -> f64 {
        match self {
            Treatment::Lockdown { factor } if *factor > 1.0 && beta > 0.0 => beta * beta * factor,
            Treatment::Lockdown { factor } => beta * factor,
            _ => beta,
        }
    }
}

#[differentiate(wrt(beta))]
fn twice_the_rate(treatment: &Treatment, beta: f64) -> f64 {
    2.0 * treatment.rate_by_strength(beta)
}

#[test]
fn a_rate_by_a_constant_with_a_guard() {
    assert_eq!(Treatment::Lockdown { factor: 2.0 }.rate_grad(3.0, 3), 12.0);
    assert_eq!(Treatment::Lockdown { factor: 2.0 }.rate_grad(3.0, 1), 1.0);
    assert_eq!(Treatment::Nothing.rate_grad(3.0, 3), 1.0);
    assert_eq!(Treatment::Lockdown { factor: 2.0 }.rate_by_strength_grad(3.0), 12.0);
    assert_eq!(Treatment::Lockdown { factor: 0.5 }.rate_by_strength_grad(3.0), 0.5);
    assert_eq!(twice_the_rate_value_and_grad(&Treatment::Lockdown { factor: 2.0 }, 3.0), (36.0, 24.0));
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Epidemic {
    beta: f64,
    lock: Option<f64>,
}

#[differentiate]
impl Epidemic {
    #[differentiate(wrt(self))]
    fn rate(&self, t: f64) -> f64 {
        match &self.lock {
            Some(l) if t >= 1.0 => self.beta * (1.0 - l),
            _ => self.beta,
        }
    }

    #[differentiate(wrt(self))]
    fn rate_by_strength(&self) -> f64 {
        match self.lock {
            Some(l) if l > self.beta => self.beta * l * l,
            None | Some(_) if self.beta > 9.0 => 0.0,
            Some(l) => l,
            None => self.beta,
        }
    }
}

#[test]
fn a_rate_by_an_option_in_a_field_with_a_guard() {
    let of = |beta, lock| Epidemic { beta, lock };
    let slope = |beta, lock| EpidemicGradient { beta, lock };
    assert_eq!(of(0.5, Some(0.25)).rate_grad(2.0), slope(0.75, Some(-0.5)));
    assert_eq!(of(0.5, Some(0.25)).rate_grad(0.0), slope(1.0, Some(0.0)));
    assert_eq!(of(0.5, None).rate_grad(2.0), slope(1.0, None));
    assert_eq!(of(0.5, Some(2.0)).rate_by_strength_grad(), slope(4.0, Some(2.0)));
    assert_eq!(of(0.5, Some(0.25)).rate_by_strength_grad(), slope(0.0, Some(1.0)));
    assert_eq!(of(0.5, None).rate_by_strength_grad(), slope(1.0, None));
    assert_eq!(of(9.5, None).rate_by_strength_grad(), slope(0.0, None));
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
enum Shape {
    Rect(f64, f64),
    Disc(f64),
}

#[differentiate]
impl Shape {
    #[differentiate(wrt(self, k))]
    fn grown(self, k: f64) -> Shape {
        match self {
            Shape::Rect(w, h) if w > h => Shape::Rect(w * k, h),
            Shape::Rect(w, h) => Shape::Rect(w, h * k),
            Shape::Disc(r) => Shape::Disc(r + k),
        }
    }

    #[differentiate(wrt(self))]
    fn area(&self) -> f64 {
        match self {
            Shape::Rect(w, h) => w * h,
            Shape::Disc(r) => r * r,
        }
    }
}

#[differentiate]
fn area_when_grown(w: f64, h: f64, k: f64) -> f64 {
    let shape = Shape::Rect(w, h).grown(k);
    shape.area() * k
}

#[test]
fn a_variant_is_made_in_an_arm_with_a_guard() {
    let pull = |shape: Shape, d| shape.grown_vjp(2.0, d);
    assert_eq!(pull(Shape::Rect(3.0, 1.0), Shape::Rect(5.0, 7.0)), (Shape::Rect(10.0, 7.0), 15.0));
    assert_eq!(pull(Shape::Rect(1.0, 3.0), Shape::Rect(5.0, 7.0)), (Shape::Rect(5.0, 14.0), 21.0));
    assert_eq!(pull(Shape::Disc(3.0), Shape::Disc(5.0)), (Shape::Disc(5.0), 5.0));
    // w h k²
    assert_eq!(area_when_grown_grad(3.0, 1.0, 2.0), (4.0, 12.0, 12.0));
    assert_eq!(area_when_grown_grad(1.0, 3.0, 2.0), (12.0, 4.0, 12.0));
}
