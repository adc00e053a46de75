//! Methods that change fields which are held constant: elements popped off a list, a clock that ticks.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};

#[derive(Clone, Debug)]
struct Clock {
    ticks: u32,
}

impl Clock {
    fn tick(&mut self) -> f64 {
        self.ticks += 1;
        f64::from(self.ticks)
    }
}

#[derive(Differentiable, Clone, Debug)]
struct Machine {
    data: Vec<f64>,
    gain: f64,
    #[differentiate(constant)]
    planned: Vec<f64>,
    #[differentiate(constant)]
    clock: Clock,
}

#[differentiate]
impl Machine {
    #[differentiate(wrt(self, x))]
    fn feed(&mut self, x: f64) -> f64 {
        let factor = self.planned.pop().unwrap_or(0.5);
        let time = self.clock.tick();
        self.planned.pop();
        self.data.push(x * self.gain * factor);
        x * time + self.data.pop().unwrap_or(0.0)
    }

    #[differentiate(wrt(self, x))]
    fn twice(&self, x: f64) -> f64 {
        let mut machine = self.clone();
        machine.feed(x) * machine.feed(x * x)
    }
}

#[test]
fn a_machine_that_uses_its_plan_up() {
    let make = |p: &[f64]| Machine {
        data: vec![],
        gain: p[0],
        planned: vec![3.0, 7.0, 2.0],
        clock: Clock { ticks: 0 },
    };
    crate::check::agrees(
        &[0.7, 1.2],
        |p| make(p).twice(p[1]),
        |p| {
            let (v, (g, x)) = make(p).twice_value_and_grad(p[1]);
            (v, vec![g.gain, x])
        },
        1e-7,
    );
    // x (1 + 2 g) · x² (2 + 3 g), at g = 0 and x = 1: with respect to g 2 · 2 + 3, with respect to x 3 · 2.
    let (g, x) = make(&[0.0, 1.0]).twice_grad(1.0);
    assert_eq!((g.gain, x), (7.0, 6.0));
}
