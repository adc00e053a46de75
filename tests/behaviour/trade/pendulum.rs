//! Physics: systems of equations behind a trait, one integrator for all of them.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};
use std::ops::{Add, Mul};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct State {
    angle: f64,
    rate: f64,
}

#[differentiate]
impl Add for State {
    type Output = State;
    fn add(self, other: State) -> State {
        State { angle: self.angle + other.angle, rate: self.rate + other.rate }
    }
}

#[differentiate]
impl Mul<f64> for State {
    type Output = State;
    fn mul(self, k: f64) -> State {
        State { angle: self.angle * k, rate: self.rate * k }
    }
}

#[differentiate]
trait Dynamics {
    #[differentiate(wrt(self, state))]
    fn derivative(&self, state: State, t: f64) -> State;

    #[differentiate(wrt(self, state))]
    fn rk4(&self, state: State, t: f64, dt: f64) -> State {
        let k1 = self.derivative(state, t);
        let k2 = self.derivative(state + k1 * (dt / 2.0), t + dt / 2.0);
        let k3 = self.derivative(state + k2 * (dt / 2.0), t + dt / 2.0);
        let k4 = self.derivative(state + k3 * dt, t + dt);
        state + (k1 + k2 * 2.0 + k3 * 2.0 + k4) * (dt / 6.0)
    }
}

#[derive(Differentiable, Clone, Debug)]
struct Pendulum {
    length: f64,
    damping: f64,
}

impl Pendulum {
    const GRAVITY: f64 = 9.81;
}

#[differentiate]
impl Dynamics for Pendulum {
    #[differentiate(wrt(self, state))]
    fn derivative(&self, state: State, _t: f64) -> State {
        State {
            angle: state.rate,
            rate: -Self::GRAVITY / self.length * state.angle.sin() - self.damping * state.rate,
        }
    }
}

#[derive(Differentiable, Clone, Debug)]
struct Duffing {
    alpha: f64,
    beta: f64,
    drive: f64,
}

#[differentiate]
impl Dynamics for Duffing {
    #[differentiate(wrt(self, state))]
    fn derivative(&self, state: State, t: f64) -> State {
        let State { angle: x, rate: v } = state;
        State { angle: v, rate: -self.alpha * x - self.beta * x.powi(3) + self.drive * (1.2 * t).cos() }
    }
}

#[differentiate(wrt(system, start))]
fn final_energy<D: Dynamics>(system: &D, start: State, steps: usize) -> f64 {
    let mut s = start;
    let dt = 0.02;
    for i in 0..steps {
        s = system.rk4(s, i as f64 * dt, dt);
    }
    0.5 * s.rate * s.rate + s.angle * s.angle
}

#[test]
fn integrated() {
    let start = State { angle: 0.7, rate: -0.2 };
    let p = Pendulum { length: 1.3, damping: 0.2 };
    check(&(p.clone(), start), |(p, s)| final_energy(p, *s, 12), &final_energy_grad(&p, start, 12));
    let d = Duffing { alpha: -1.0, beta: 1.0, drive: 0.4 };
    check(&(d.clone(), start), |(p, s)| final_energy(p, *s, 12), &final_energy_grad(&d, start, 12));
}
