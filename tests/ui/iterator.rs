use differentiate::differentiate;
use std::iter::StepBy;

trait EveryOther: Iterator + Sized {
    fn every_other(self) -> StepBy<Self> {
        self.step_by(2)
    }
}

impl<I: Iterator> EveryOther for I {}

#[differentiate]
fn total(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for x in x.iter().every_other() {
        total += x * x;
    }
    total
}

fn main() {}
