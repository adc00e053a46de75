//! Learning: a softmax classifier, a schedule and momentum.

use crate::structs::check;
use differentiate::{Differentiable, differentiate, logsumexp};

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Classifier<const D: usize, const K: usize> {
    w: [[f64; D]; K],
    b: [f64; K],
    log_temperature: f64,
    #[differentiate(constant)]
    l2: f64,
}

pub struct Example<const D: usize> {
    features: [f64; D],
    label: usize,
}

impl<const D: usize, const K: usize> Classifier<D, K> {
    pub fn zeros() -> Self {
        Self { w: [[0.0; D]; K], b: [0.0; K], log_temperature: 0.0, l2: 0.0 }
    }

    pub fn with_l2(self, l2: f64) -> Self {
        Self { l2, ..self }
    }

    #[differentiate(wrt(self))]
    pub fn logits(&self, x: &[f64; D]) -> [f64; K] {
        let mut out = [0.0; K];
        let temperature = self.log_temperature.exp();
        for k in 0..K {
            let score: f64 = self.w[k].iter().zip(x).map(|(w, x)| w * x).sum();
            out[k] = (score + self.b[k]) / temperature;
        }
        out
    }

    #[differentiate(wrt(self))]
    pub fn nll(&self, example: &Example<D>) -> f64 {
        let logits = self.logits(&example.features);
        logsumexp(&logits) - logits[example.label]
    }

    #[differentiate(wrt(self))]
    pub fn loss(&self, data: &[Example<D>]) -> f64 {
        let nll = data.iter().map(|e| self.nll(e)).sum::<f64>() / data.len() as f64;
        let mut norm = 0.0;
        for row in self.w.iter() {
            for w in row {
                norm += w * w;
            }
        }
        nll + self.l2 * norm
    }
}

#[test]
fn classified() {
    let mut model = Classifier::<3, 2>::zeros().with_l2(0.01);
    model.w = [[0.1, -0.2, 0.5], [0.4, 0.3, -0.1]];
    model.b = [0.05, -0.05];
    model.log_temperature = 0.2;
    let data: Vec<Example<3>> = (0..5)
        .map(|i| Example { features: [0.3 * i as f64, 1.0 - 0.4 * i as f64, (i as f64).cos()], label: i % 2 })
        .collect();
    check(&model, |m| m.loss(&data), &model.loss_grad(&data));
    let before = model.loss(&data);
    for _ in 0..20 {
        let g = model.loss_grad(&data);
        model.step(-0.5, &g);
    }
    assert!(model.loss(&data) < before);
}
