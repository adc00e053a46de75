//! Optimisation: an augmented Lagrangian, and descent that is itself differentiated.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Quadratic<const N: usize> {
    a: [[f64; N]; N],
    b: [f64; N],
}

impl<const N: usize> Quadratic<N> {
    #[differentiate(wrt(self, x))]
    fn value(&self, x: &[f64; N]) -> f64 {
        let mut v = 0.0;
        for i in 0..N {
            for j in 0..N {
                v += 0.5 * x[i] * self.a[i][j] * x[j];
            }
            v -= self.b[i] * x[i];
        }
        v
    }

    #[differentiate(wrt(self, x))]
    fn gradient(&self, x: &[f64; N]) -> [f64; N] {
        let mut g = [0.0; N];
        for i in 0..N {
            g[i] = (0..N).map(|j| 0.5 * (self.a[i][j] + self.a[j][i]) * x[j]).sum::<f64>() - self.b[i];
        }
        g
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Momentum<const N: usize> {
    rate: f64,
    beta: f64,
    velocity: [f64; N],
}

impl<const N: usize> Momentum<N> {
    #[differentiate(wrt(rate, beta))]
    fn new(rate: f64, beta: f64) -> Self {
        Momentum { rate, beta, velocity: [0.0; N] }
    }

    #[differentiate(wrt(self, x, g))]
    fn step(&mut self, x: &mut [f64; N], g: &[f64; N]) {
        for i in 0..N {
            self.velocity[i] = self.beta * self.velocity[i] - self.rate * g[i];
            x[i] += self.velocity[i];
        }
    }
}

/// The value after a few steps: what the rate and the momentum are tuned by.
#[differentiate(wrt(f, rate, beta))]
fn after<const N: usize>(f: &Quadratic<N>, rate: f64, beta: f64, steps: usize) -> f64 {
    let mut optimizer = Momentum::<N>::new(rate, beta);
    let mut x = [0.5; N];
    for _ in 0..steps {
        let g = f.gradient(&x);
        optimizer.step(&mut x, &g);
    }
    f.value(&x)
}

struct Equality {
    normal: [f64; 2],
    offset: f64,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Multipliers {
    lambda: Vec<f64>,
    mu: f64,
}

#[differentiate(wrt(x, multipliers))]
fn augmented(f: &Quadratic<2>, constraints: &[Equality], x: &[f64; 2], multipliers: &Multipliers) -> f64 {
    let mut total = f.value(x);
    for (c, lambda) in constraints.iter().zip(&multipliers.lambda) {
        let residual = c.normal[0] * x[0] + c.normal[1] * x[1] - c.offset;
        total += lambda * residual + 0.5 * multipliers.mu * residual * residual;
    }
    total
}

#[test]
fn tuned() {
    let f = Quadratic { a: [[2.0, 0.3], [0.1, 1.0]], b: [0.5, -1.0] };
    check(&(f.clone(), 0.1, 0.8), |(f, r, b)| after(f, *r, *b, 6), &after_grad(&f, 0.1, 0.8, 6));
    let constraints =
        [Equality { normal: [1.0, 1.0], offset: 0.3 }, Equality { normal: [0.5, -1.0], offset: 0.1 }];
    let at = ([0.4, -0.2], Multipliers { lambda: vec![0.7, -0.3], mu: 2.0 });
    check(&at, |(x, m)| augmented(&f, &constraints, x, m), &augmented_grad(&f, &constraints, &at.0, &at.1));
}
