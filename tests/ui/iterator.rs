use differentiate::differentiate;

trait EveryOther: Iterator + Sized {
    fn every_other(self) -> std::iter::StepBy<Self> {
        self.step_by(2)
    }
}

impl<I: Iterator> EveryOther for I {}

#[differentiate]
fn total(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for v in x.iter().every_other() {
        total += v * v;
    }
    total
}

fn main() {}
