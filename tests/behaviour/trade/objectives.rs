//! Optimisation: objectives behind a trait, wrapped in penalties.

use crate::common::assert_close;
use crate::structs::check;
use differentiate::differentiate;

#[differentiate]
pub trait Objective {
    const NAME: &'static str;
    const DIM: usize;

    #[differentiate(wrt(x))]
    fn value(&self, x: &[f64]) -> f64;

    fn minimum(&self) -> Option<f64> {
        None
    }
}

pub struct Rosenbrock {
    pub a: f64,
    pub b: f64,
}

#[differentiate]
impl Objective for Rosenbrock {
    const NAME: &'static str = "Rosenbrock";
    const DIM: usize = 2;

    #[differentiate(wrt(x))]
    fn value(&self, x: &[f64]) -> f64 {
        x.windows(2).map(|w| self.b * (w[1] - w[0] * w[0]).powi(2) + (self.a - w[0]).powi(2)).sum()
    }

    fn minimum(&self) -> Option<f64> {
        Some(0.0)
    }
}

pub struct Rastrigin;

impl Rastrigin {
    const A: f64 = 10.0;
}

#[differentiate]
impl Objective for Rastrigin {
    const NAME: &'static str = "Rastrigin";
    const DIM: usize = 3;

    #[differentiate(wrt(x))]
    fn value(&self, x: &[f64]) -> f64 {
        let n = x.len() as f64;
        Self::A * n + x.iter().map(|x| x * x - Self::A * (2.0 * std::f64::consts::PI * x).cos()).sum::<f64>()
    }
}

pub struct Penalised<O> {
    pub objective: O,
    pub bounds: Vec<(f64, f64)>,
    pub weight: f64,
}

impl<O: Objective> Penalised<O> {
    #[differentiate(wrt(x))]
    fn violation(&self, x: &[f64]) -> f64 {
        let mut v = 0.0;
        for (xi, &(low, high)) in x.iter().zip(&self.bounds) {
            v += (low - xi).max(0.0).powi(2);
            v += (xi - high).max(0.0).powi(2);
        }
        v
    }
}

#[differentiate]
impl<O: Objective> Objective for Penalised<O> {
    const NAME: &'static str = O::NAME;
    const DIM: usize = O::DIM;

    #[differentiate(wrt(x))]
    fn value(&self, x: &[f64]) -> f64 {
        assert_eq!(x.len(), Self::DIM, "{}", Self::NAME);
        self.objective.value(x) + self.weight * self.violation(x)
    }
}

fn descend<O: Objective>(objective: &O, start: &[f64], rate: f64, steps: usize) -> Vec<f64> {
    let mut x = start.to_vec();
    for _ in 0..steps {
        let g = objective.value_grad(&x);
        x.iter_mut().zip(&g).for_each(|(x, g)| *x -= rate * g);
    }
    x
}

#[test]
fn minimised() {
    let f = Penalised {
        objective: Rosenbrock { a: 1.0, b: 5.0 },
        bounds: vec![(-2.0, 0.8), (-1.0, 2.0)],
        weight: 10.0,
    };
    let x = vec![0.9, -1.2];
    check(&x, |x| f.value(x), &f.value_grad(&x));
    let g = Penalised { objective: Rastrigin, bounds: vec![(0.0, 0.2); 3], weight: 1.0 };
    let x = vec![0.9, -1.2, 0.1];
    check(&x, |x| g.value(x), &g.value_grad(&x));
    assert_eq!(Penalised::<Rosenbrock>::NAME, "Rosenbrock");
    let end = descend(&Rosenbrock { a: 1.0, b: 5.0 }, &[0.0, 0.0], 0.02, 3000);
    assert!((end[0] - 1.0).abs() < 1e-3, "{end:?}");
    assert_eq!(f.objective.minimum(), Some(0.0));
    assert_close([g.minimum().unwrap_or(1.0)], [1.0]);
}
