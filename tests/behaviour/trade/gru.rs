//! Learning: a recurrent cell.

use crate::structs::check;
use differentiate::{Differentiable, differentiate, sigmoid};

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Gate {
    wx: Vec<Vec<f64>>,
    wh: Vec<Vec<f64>>,
    b: Vec<f64>,
}

impl Gate {
    fn new(hidden: usize, input: usize, offset: f64) -> Self {
        let m = |r: usize, c: usize, k: f64| -> Vec<Vec<f64>> {
            (0..r).map(|i| (0..c).map(|j| ((i + 2 * j) as f64 * k + offset).sin() * 0.6).collect()).collect()
        };
        Gate { wx: m(hidden, input, 1.3), wh: m(hidden, hidden, 0.7), b: vec![offset; hidden] }
    }

    #[differentiate(wrt(self, x, h))]
    fn pre(&self, x: &[f64], h: &[f64]) -> Vec<f64> {
        let mut out = self.b.clone();
        for (i, o) in out.iter_mut().enumerate() {
            for (w, v) in self.wx[i].iter().zip(x) {
                *o += w * v;
            }
            for (w, v) in self.wh[i].iter().zip(h) {
                *o += w * v;
            }
        }
        out
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Gru {
    update: Gate,
    reset: Gate,
    candidate: Gate,
    readout: Vec<f64>,
}

#[differentiate]
impl Gru {
    #[differentiate(wrt(self, x, h))]
    fn step(&self, x: &[f64], h: &[f64]) -> Vec<f64> {
        let z: Vec<f64> = self.update.pre(x, h).iter().map(|&v| sigmoid(v)).collect();
        let r: Vec<f64> = self.reset.pre(x, h).iter().map(|&v| sigmoid(v)).collect();
        let gated: Vec<f64> = r.iter().zip(h).map(|(r, h)| r * h).collect();
        let n = self.candidate.pre(x, &gated);
        (0..h.len()).map(|i| (1.0 - z[i]) * n[i].tanh() + z[i] * h[i]).collect()
    }

    #[differentiate(wrt(self))]
    fn loss(&self, sequence: &[Vec<f64>], targets: &[f64]) -> f64 {
        let mut h = vec![0.0; self.readout.len()];
        let mut loss = 0.0;
        for (x, target) in sequence.iter().zip(targets) {
            h = self.step(x, &h);
            let y: f64 = h.iter().zip(&self.readout).map(|(h, w)| h * w).sum();
            loss += (y - target).powi(2);
        }
        loss
    }
}

#[test]
fn sequences() {
    let gru = Gru {
        update: Gate::new(3, 2, 0.1),
        reset: Gate::new(3, 2, 0.4),
        candidate: Gate::new(3, 2, -0.3),
        readout: vec![0.5, -0.7, 1.0],
    };
    let xs: Vec<Vec<f64>> = (0..4).map(|t| vec![(t as f64).sin(), 0.3 * t as f64]).collect();
    let ys = [0.1, -0.2, 0.4, 0.0];
    check(&gru, |g| g.loss(&xs, &ys), &gru.loss_grad(&xs, &ys));
}
