//! Biology: a neuron after Hodgkin and Huxley.

use crate::structs::check;
use differentiate::{Differentiable, Tangent, differentiate};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Conductances {
    na: f64,
    k: f64,
    leak: f64,
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Gates {
    m: f64,
    h: f64,
    n: f64,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Neuron {
    v: f64,
    gates: Gates,
    g: Conductances,
    capacitance: f64,
    spikes: u32,
    label: String,
}

#[differentiate]
impl Gates {
    #[differentiate(wrt(v))]
    fn rates(v: f64) -> [(f64, f64); 3] {
        let m = (0.1 * (v + 40.0) / (1.0 - (-(v + 40.0) / 10.0).exp()), 4.0 * (-(v + 65.0) / 18.0).exp());
        let h = (0.07 * (-(v + 65.0) / 20.0).exp(), 1.0 / (1.0 + (-(v + 35.0) / 10.0).exp()));
        let n = (0.01 * (v + 55.0) / (1.0 - (-(v + 55.0) / 10.0).exp()), 0.125 * (-(v + 65.0) / 80.0).exp());
        [m, h, n]
    }

    #[differentiate(wrt(self, v))]
    fn advance(&mut self, v: f64, dt: f64) {
        let [(am, bm), (ah, bh), (an, bn)] = Self::rates(v);
        self.m += dt * (am * (1.0 - self.m) - bm * self.m);
        self.h += dt * (ah * (1.0 - self.h) - bh * self.h);
        self.n += dt * (an * (1.0 - self.n) - bn * self.n);
    }
}

impl Neuron {
    const E_NA: f64 = 50.0;
    const E_K: f64 = -77.0;
    const E_LEAK: f64 = -54.4;
    const THRESHOLD: f64 = 0.0;

    #[differentiate(wrt(self))]
    fn ionic_current(&self) -> f64 {
        let Gates { m, h, n } = self.gates;
        let i_na = self.g.na * m.powi(3) * h * (self.v - Self::E_NA);
        let i_k = self.g.k * n.powi(4) * (self.v - Self::E_K);
        let i_leak = self.g.leak * (self.v - Self::E_LEAK);
        i_na + i_k + i_leak
    }

    #[differentiate(wrt(self, input))]
    fn step(&mut self, input: f64, dt: f64) {
        let before = self.v;
        self.v += dt * (input - self.ionic_current()) / self.capacitance;
        self.gates.advance(before, dt);
        if before < Self::THRESHOLD && self.v >= Self::THRESHOLD {
            self.spikes += 1;
        }
    }

    #[differentiate(wrt(self, input))]
    fn response(&self, input: f64, target: f64) -> f64 {
        let mut neuron = self.clone();
        let mut error = 0.0;
        for _ in 0..25 {
            neuron.step(input, 0.02);
            error += (neuron.v - target).powi(2);
        }
        error / 25.0
    }
}

#[test]
fn stimulated() {
    let neuron = Neuron {
        v: -60.0,
        gates: Gates { m: 0.1, h: 0.5, n: 0.35 },
        g: Conductances { na: 120.0, k: 36.0, leak: 0.3 },
        capacitance: 1.0,
        spikes: 0,
        label: "squid".into(),
    };
    check(&(neuron.clone(), 10.0), |(n, i)| n.response(*i, -55.0) / 100.0, &{
        let (mut n, i) = neuron.response_grad(10.0, -55.0);
        n.scale(0.01);
        (n, i * 0.01)
    });
}
