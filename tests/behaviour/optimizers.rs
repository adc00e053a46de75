//! Optimisers behind a trait whose methods change them, called on a copy in a loop.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate, dot};

#[differentiate]
trait Optimizer {
    #[differentiate(wrt(self, x, g))]
    fn update(&mut self, x: &mut Vec<f64>, g: &[f64]);
}

#[derive(Differentiable, Clone, Debug)]
struct Momentum {
    rate: f64,
    beta: f64,
    velocity: Vec<f64>,
}
#[derive(Differentiable, Clone, Debug)]
struct RmsProp {
    rate: f64,
    decay: f64,
    square: Vec<f64>,
}

#[differentiate]
impl Optimizer for Momentum {
    #[differentiate(wrt(self, x, g))]
    fn update(&mut self, x: &mut Vec<f64>, g: &[f64]) {
        for ((v, x), g) in self.velocity.iter_mut().zip(x.iter_mut()).zip(g) {
            *v = self.beta * *v - self.rate * g;
            *x += *v;
        }
    }
}
#[differentiate]
impl Optimizer for RmsProp {
    #[differentiate(wrt(self, x, g))]
    fn update(&mut self, x: &mut Vec<f64>, g: &[f64]) {
        for i in 0..x.len() {
            self.square[i] = self.decay * self.square[i] + (1.0 - self.decay) * g[i].powi(2);
            x[i] -= self.rate * g[i] / (self.square[i].sqrt() + 1e-8);
        }
    }
}

#[differentiate(wrt(optimizer, x0))]
fn train<O: Optimizer + Differentiable + Clone>(
    optimizer: &O,
    x0: &[f64],
    target: &[f64],
    steps: usize,
) -> f64 {
    let mut opt = optimizer.clone();
    let mut x = x0.to_vec();
    for _ in 0..steps {
        let g: Vec<f64> = x.iter().zip(target).map(|(x, t)| 2.0 * (x - t)).collect();
        opt.update(&mut x, &g);
    }
    let e: Vec<f64> = x.iter().zip(target).map(|(x, t)| x - t).collect();
    dot(&e, &e)
}

#[test]
fn trained() {
    crate::check::agrees(
        &[0.05, 0.8, 1.0, -0.7],
        |p| train(&Momentum { rate: p[0], beta: p[1], velocity: vec![0.0; 2] }, &p[2..], &[0.3, 0.4], 4),
        |p| {
            let (v, (g, x)) = train_value_and_grad(
                &Momentum { rate: p[0], beta: p[1], velocity: vec![0.0; 2] },
                &p[2..],
                &[0.3, 0.4],
                4,
            );
            (v, vec![g.rate, g.beta, x[0], x[1]])
        },
        1e-6,
    );
    crate::check::agrees(
        &[0.05, 0.8, 1.0, -0.7],
        |p| train(&RmsProp { rate: p[0], decay: p[1], square: vec![0.1; 2] }, &p[2..], &[0.3, 0.4], 4),
        |p| {
            let (v, (g, x)) = train_value_and_grad(
                &RmsProp { rate: p[0], decay: p[1], square: vec![0.1; 2] },
                &p[2..],
                &[0.3, 0.4],
                4,
            );
            (v, vec![g.rate, g.decay, x[0], x[1]])
        },
        1e-6,
    );
}
