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

#[differentiate]
fn until_empty(x: f64, left: &mut Vec<u8>) -> f64 {
    let mut s = x;
    while let Some(k) = left.pop() {
        if k == 0 {
            continue;
        }
        s = s * s * 0.1 + k as f64 * x;
        if s > 50.0 {
            break;
        }
    }
    s
}

#[differentiate]
fn one_by_one(x: f64, left: &mut Vec<u8>) -> f64 {
    let mut s = x;
    while left.len() > 1 {
        let k = left.pop().unwrap();
        s = s * 0.5 + k as f64 * x * x;
    }
    if let Some(last) = left.pop() {
        s += last as f64 * x;
    }
    s * left.pop().map_or(3.0, |k| k as f64 * x)
}

#[test]
fn a_list_of_the_caller_that_gets_shorter() {
    for x in [0.5, 4.0] {
        let full = vec![9, 8, 0, 3, 200];
        let (mut left, mut also) = (full.clone(), full.clone());
        assert_eq!(until_empty_value_and_grad(x, &mut left).0, until_empty(x, &mut also));
        assert_eq!(left, also);
        check!([x]; |p| until_empty, until_empty_value_and_grad; (p[0], &mut full.clone()));
    }
    // ((x / 2 + 3 x²) / 2 + 2 x² + x) · 3.
    let mut left = vec![1, 2, 3];
    assert_eq!(one_by_one_value_and_grad(2.0, &mut left), (3.0 * 16.5, 3.0 * (1.25 + 14.0)));
    assert!(left.is_empty());
    check!([0.7]; |p| one_by_one, one_by_one_value_and_grad; (p[0], &mut vec![1, 2, 3]));
}
