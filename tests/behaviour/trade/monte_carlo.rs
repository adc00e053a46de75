//! Finance: an Asian option by simulation, with a generator of one's own.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};

struct Lcg(u64);

impl Lcg {
    fn next_f64(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let (u, v) = (self.next_f64().max(1e-12), self.next_f64());
        (-2.0 * u.ln()).sqrt() * (2.0 * std::f64::consts::PI * v).cos()
    }
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Heston {
    kappa: f64,
    theta: f64,
    xi: f64,
    rho: f64,
    v0: f64,
}

struct Simulation {
    paths: usize,
    steps: usize,
    maturity: f64,
    strike: f64,
    seed: u64,
}

impl Heston {
    #[differentiate(wrt(self, spot, rate))]
    fn path_average(&self, spot: f64, rate: f64, dt: f64, steps: usize, rng: &mut Lcg) -> f64 {
        let mut s = spot;
        let mut v = self.v0;
        let mut sum = 0.0;
        for _ in 0..steps {
            let z1 = rng.normal();
            let z2 = self.rho * z1 + (1.0 - self.rho * self.rho).sqrt() * rng.normal();
            let vol = v.max(1e-8).sqrt();
            s *= ((rate - 0.5 * vol * vol) * dt + vol * dt.sqrt() * z1).exp();
            v += self.kappa * (self.theta - v) * dt + self.xi * vol * dt.sqrt() * z2;
            sum += s;
        }
        sum / steps as f64
    }
}

impl Simulation {
    #[differentiate(wrt(model, spot, rate))]
    fn price(&self, model: &Heston, spot: f64, rate: f64) -> f64 {
        let mut rng = Lcg(self.seed);
        let dt = self.maturity / self.steps as f64;
        let mut payoff = 0.0;
        for _ in 0..self.paths {
            let average = model.path_average(spot, rate, dt, self.steps, &mut rng);
            payoff += (average - self.strike).max(0.0);
        }
        (-rate * self.maturity).exp() * payoff / self.paths as f64
    }
}

#[test]
fn priced() {
    let model = Heston { kappa: 1.5, theta: 0.04, xi: 0.3, rho: -0.6, v0: 0.05 };
    let simulation = Simulation { paths: 20, steps: 10, maturity: 1.0, strike: 1.0, seed: 7 };
    check(
        &(model, 1.02, 0.03),
        |(m, s, r)| simulation.price(m, *s, *r),
        &simulation.price_grad(&model, 1.02, 0.03),
    );
}
