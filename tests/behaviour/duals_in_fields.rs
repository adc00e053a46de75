//! Methods of a type of one's own that have the names of those of floats, on fields whose types only rustc sees, and the same on fields that are floats.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
use std::ops::{Add, Div, Mul, Neg, Sub};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Dual {
    re: f64,
    eps: f64,
}

#[differentiate]
impl Dual {
    pub fn variable(re: f64) -> Self {
        Dual { re, eps: 1.0 }
    }
    pub fn constant(re: f64) -> Self {
        Dual { re, eps: 0.0 }
    }
    #[differentiate(wrt(self))]
    pub fn sqrt(self) -> Self {
        let r = self.re.sqrt();
        Dual { re: r, eps: self.eps / (2.0 * r) }
    }
    #[differentiate(wrt(self))]
    pub fn exp(self) -> Self {
        let e = self.re.exp();
        Dual { re: e, eps: self.eps * e }
    }
    #[differentiate(wrt(self))]
    pub fn sin(self) -> Self {
        Dual { re: self.re.sin(), eps: self.eps * self.re.cos() }
    }
}
#[differentiate]
impl Add for Dual {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Dual { re: self.re + o.re, eps: self.eps + o.eps }
    }
}
#[differentiate]
impl Sub for Dual {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Dual { re: self.re - o.re, eps: self.eps - o.eps }
    }
}
#[differentiate]
impl Mul for Dual {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        Dual { re: self.re * o.re, eps: self.re * o.eps + self.eps * o.re }
    }
}
#[differentiate]
impl Div for Dual {
    type Output = Self;
    fn div(self, o: Self) -> Self {
        Dual { re: self.re / o.re, eps: (self.eps * o.re - self.re * o.eps) / (o.re * o.re) }
    }
}
#[differentiate]
impl Neg for Dual {
    type Output = Self;
    fn neg(self) -> Self {
        Dual { re: -self.re, eps: -self.eps }
    }
}
#[differentiate]
impl Mul<f64> for Dual {
    type Output = Self;
    fn mul(self, s: f64) -> Self {
        Dual { re: self.re * s, eps: self.eps * s }
    }
}

#[derive(Differentiable, Clone, Copy, Debug)]
pub struct Oscillator {
    amplitude: Dual,
    decay: Dual,
    frequency: Dual,
    scale: f64,
}

#[differentiate]
impl Oscillator {
    #[differentiate(wrt(self))]
    fn omega(&self) -> Dual {
        self.frequency.sqrt()
    }
    #[differentiate(wrt(self, t))]
    pub fn position(&self, t: f64) -> f64 {
        let time = Dual::variable(t);
        let x = self.amplitude * (-(self.decay * time)).exp() * (self.frequency.sqrt() * time).sin();
        x.re
    }
    #[differentiate(wrt(self, t))]
    pub fn velocity(&self, t: f64) -> f64 {
        let time = Dual::variable(t);
        let x = self.amplitude * (-(self.decay * time)).exp() * (self.frequency.sqrt() * time).sin();
        x.eps
    }
    #[differentiate(wrt(self, t))]
    pub fn scaled(&self, t: f64) -> f64 {
        let time = Dual::variable(t);
        let x = time * self.scale.sqrt()
            + self.frequency * self.frequency.re.sqrt()
            + self.frequency.sqrt()
            + self.omega();
        x.eps * self.scale.ln() + x.re
    }
    #[differentiate(value_and_grad, jvp, wrt(self, t))]
    pub fn part(&self, t: f64) -> f64 {
        self.scale.sqrt() * t + self.amplitude.re.exp()
    }
}

#[test]
fn an_oscillator_of_dual_numbers() {
    let make = |p: &[f64]| Oscillator {
        amplitude: Dual { re: p[0], eps: p[1] },
        decay: Dual::constant(p[2]),
        frequency: Dual { re: p[3], eps: p[4] },
        scale: p[5],
    };
    let numbers = |(g, t): (OscillatorGradient, f64)| {
        vec![g.amplitude.re, g.amplitude.eps, g.decay.re, g.frequency.re, g.frequency.eps, g.scale, t]
    };
    let at = [1.3, 0.2, 0.3, 4.0, 0.1, 1.7, 0.7];
    crate::check::agrees(
        &at,
        |p| make(p).position(p[6]),
        |p| {
            let (v, g) = make(p).position_value_and_grad(p[6]);
            (v, numbers(g))
        },
        1e-6,
    );
    crate::check::agrees(
        &at,
        |p| make(p).velocity(p[6]),
        |p| {
            let (v, g) = make(p).velocity_value_and_grad(p[6]);
            (v, numbers(g))
        },
        1e-6,
    );
    crate::check::agrees(
        &at,
        |p| make(p).scaled(p[6]),
        |p| {
            let (v, g) = make(p).scaled_value_and_grad(p[6]);
            (v, numbers(g))
        },
        1e-6,
    );
    crate::check::agrees(
        &at,
        |p| make(p).part(p[6]),
        |p| {
            let (v, g) = make(p).part_value_and_grad(p[6]);
            (v, numbers(g))
        },
        1e-6,
    );
    // The velocity of sin(√k t), from (√k)′ = 0 and t′ = 1: its derivative with respect to the amplitude at t = 0 is √k.
    let (g, _) = make(&[1.0, 0.0, 0.0, 4.0, 0.0, 1.0]).velocity_grad(0.0);
    assert_eq!(g.amplitude.re, 2.0);
}

/// A float's methods on fields of a struct that is generic over the float, beside a vector of one's own.
mod of_any_float {
    use differentiate::{Differentiable, differentiate};
    use num_traits::Float;
    use std::ops::{Add, Mul};

    #[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
    struct Vector<T> {
        x: T,
        y: T,
    }

    #[differentiate(grad, pullback)]
    impl<T: Float> Add for Vector<T> {
        type Output = Vector<T>;
        fn add(self, other: Vector<T>) -> Vector<T> {
            Vector { x: self.x + other.x, y: self.y + other.y }
        }
    }

    #[differentiate(grad, pullback)]
    impl<T: Float> Mul<T> for Vector<T> {
        type Output = Vector<T>;
        fn mul(self, by: T) -> Vector<T> {
            Vector { x: self.x * by, y: self.y * by }
        }
    }

    #[derive(Differentiable, Clone, Copy, Debug)]
    struct Oscillator<T> {
        at: Vector<T>,
        stiffness: T,
    }

    #[differentiate]
    impl<T: Float> Oscillator<T> {
        #[differentiate(value_and_grad, grad, pullback, wrt(self, t))]
        fn amplitude(&self, t: T) -> T {
            let p = self.at * self.stiffness.sqrt() + self.at * self.stiffness.exp() + self.at * t.sin();
            p.x * p.y * self.stiffness.ln()
        }

        #[differentiate(grad, wrt(self))]
        fn speed(&self) -> T {
            let p = self.at * self.stiffness.sqrt();
            p.x + p.y
        }
    }

    #[test]
    fn amplitudes() {
        let of = |p: &[f64]| Oscillator { at: Vector { x: p[0], y: p[1] }, stiffness: p[2] };
        let numbers = |(d, dt): (OscillatorGradient<f64>, f64)| vec![d.at.x, d.at.y, d.stiffness, dt];
        crate::check::agrees(
            &[0.7, 1.2, 1.3, 0.4],
            |p| of(p).amplitude(p[3]),
            |p| {
                let (value, gradient) = of(p).amplitude_value_and_grad(p[3]);
                (value, numbers(gradient))
            },
            1e-7,
        );
        let at = of(&[0.7, 1.2, 1.3]);
        let (_, pull) = at.amplitude_pullback(0.4);
        assert_eq!(numbers(pull(1.0)), numbers(at.amplitude_grad(0.4)));
        // √k, √k and (x + y) / (2 √k)
        let d = Oscillator { at: Vector { x: 3.0f32, y: 5.0 }, stiffness: 4.0 }.speed_grad();
        assert_eq!((d.at, d.stiffness), (Vector { x: 2.0, y: 2.0 }, 2.0));
    }
}
