//! Parameters that become fields, of functions without an attribute of their own: what goes back to them only the derive knows, since a field
//! may be held constant, and of what type it is.

use crate::check::agrees;
use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Copy)]
struct Gains {
    p: f64,
    i: f64,
}

/// Has no gradient.
#[derive(Clone, Copy)]
enum Law {
    Linear,
    Power(f64),
}

#[derive(Differentiable, Clone)]
struct Controller {
    gains: Gains,
    table: Vec<f64>,
    rate: f64,
    #[differentiate(constant)]
    grid: Vec<f64>,
    #[differentiate(constant)]
    limit: f64,
    #[differentiate(constant)]
    law: Law,
    #[differentiate(constant)]
    count: usize,
}

#[differentiate]
impl Controller {
    fn new(gains: Gains, table: Vec<f64>, grid: Vec<f64>, rate: f64, limit: f64, law: Law) -> Self {
        assert_eq!(table.len(), grid.len());
        Controller { gains, table, rate: 2.0 * rate, grid, limit, law, count: 1 }
    }
    fn of_gains(gains: Gains) -> Self {
        let (table, grid) = (vec![1.0, 2.0], vec![0.5, 4.0]);
        Self { gains, table, rate: 1.0, grid, limit: 10.0, law: Law::Linear, count: 1 }
    }
    fn with_limit(mut self, limit: f64) -> Self {
        self.limit = limit;
        self
    }
    fn with_table(mut self, table: Vec<f64>, grid: Vec<f64>) -> Self {
        self.table = table;
        self.grid = grid;
        self
    }
    fn with_gains(mut self, gains: Gains) -> Self {
        self.gains = gains;
        self
    }
    fn with_law(mut self, law: Law) -> Self {
        self.law = law;
        self
    }
    fn counted(mut self, count: usize) -> Self {
        self.count = count;
        self
    }
    fn reset(&mut self) {
        self.rate = 0.25;
        self.count = 3;
    }
    #[differentiate(wrt(self))]
    fn output(&self) -> f64 {
        let sum: f64 = self.table.iter().zip(&self.grid).map(|(t, g)| t * g).sum();
        let x = match self.law {
            Law::Linear => sum,
            Law::Power(p) => sum * sum * p,
        };
        (self.gains.p * x + self.gains.i * self.rate).min(self.limit) * self.count as f64
    }
}

#[differentiate(wrt(gains, t, rate))]
fn made(gains: Gains, t: f64, rate: f64) -> f64 {
    let made = Controller::new(gains, vec![t, 1.0], vec![2.0, 3.0], rate, 100.0, Law::Power(0.5));
    made.output() * made.counted(2).output()
}

#[differentiate(wrt(gains, t, rate))]
fn built(gains: Gains, t: f64, rate: f64) -> f64 {
    let built = Controller::of_gains(gains).with_limit(50.0).with_table(vec![t, t * t], vec![1.0, 2.0]);
    let mut other = built.clone().with_gains(Gains { p: rate, i: t }).with_law(Law::Power(2.0));
    let before = other.output();
    other.reset();
    built.output() * before + other.output()
}

type Slopes = (f64, (Gains, f64, f64));

fn flat((value, (gains, t, rate)): Slopes) -> (f64, Vec<f64>) {
    (value, vec![gains.p, gains.i, t, rate])
}

#[test]
fn constructors_and_builders() {
    let (at, gains) = ([0.7, -0.4, 0.9, 0.3], |p: &[f64]| Gains { p: p[0], i: p[1] });
    let with_gradient = |p: &[f64]| flat(made_value_and_grad(gains(p), p[2], p[3]));
    agrees(&at, |p| made(gains(p), p[2], p[3]), with_gradient, 1e-8);
    let with_gradient = |p: &[f64]| flat(built_value_and_grad(gains(p), p[2], p[3]));
    agrees(&at, |p| built(gains(p), p[2], p[3]), with_gradient, 1e-8);
    // 2 (p (2 t + 3)² / 2 + 2 i rate)² with p = 2, i = 0, t = -1: the sum is 1, the value 2 p² / 4.
    let (value, (gains, t, rate)) = made_value_and_grad(Gains { p: 2.0, i: 0.0 }, -1.0, 1.0);
    assert_eq!((value, gains.p, gains.i, t, rate), (2.0, 2.0, 8.0, 16.0, 0.0));
}

/// Is not `Clone`, and neither is what has it in a field.
struct Handle(f64);

#[derive(Differentiable)]
struct Device {
    gain: f64,
    #[differentiate(constant)]
    handle: Handle,
    #[differentiate(constant)]
    spare: Option<Handle>,
}

#[differentiate]
impl Device {
    fn new(gain: f64, handle: Handle, spare: Option<Handle>) -> Self {
        Device { gain, handle, spare }
    }
    fn doubled(gain: f64, handle: Handle, spare: Option<Handle>) -> Self {
        Device { gain: 2.0 * gain, handle, spare }
    }
    fn with_spare(mut self, spare: Option<Handle>) -> Self {
        self.spare = spare;
        self
    }
    #[differentiate(wrt(self))]
    fn output(&self) -> f64 {
        self.gain * self.gain * self.handle.0
    }
}

#[test]
fn nothing_need_be_clone() {
    let device = Device::new(3.0, Handle(0.5), None).with_spare(Some(Handle(1.0)));
    assert_eq!((device.output_grad().gain, device.spare.map(|spare| spare.0)), (3.0, Some(1.0)));
    assert_eq!(Device::doubled(1.0, Handle(2.0), None).output_grad().gain, 8.0);
}
