//! Arrays that are constants of a type, or of another one, are mapped over something differentiated.

use crate::check::agrees;
use differentiate::{Differentiable, differentiate};

#[derive(Clone, Copy)]
enum Good {
    Bread,
    Wine,
    Cloth,
}

impl Good {
    const ALL: [Good; 3] = [Good::Bread, Good::Wine, Good::Cloth];
}

#[derive(Differentiable, Clone)]
struct Market {
    share: [f64; 3],
    income: f64,
}

#[differentiate]
impl Market {
    const WINDS: [f64; 4] = [-1.0, 0.5, 2.0, 0.25];

    fn share(&self, good: Good) -> f64 {
        match good {
            Good::Bread => self.share[0],
            Good::Wine => self.share[1] * self.income,
            Good::Cloth => self.share[2],
        }
    }
    #[differentiate(wrt(self))]
    fn demand(&self) -> [f64; 3] {
        Good::ALL.map(|good| self.share(good) * self.income)
    }
    #[differentiate(wrt(self))]
    fn spread(&self) -> f64 {
        let ranges = Self::WINDS.map(|wind| wind * wind * self.income);
        let mean = ranges.iter().sum::<f64>() / ranges.len() as f64;
        ranges.iter().map(|range| (range - mean).powi(2)).sum::<f64>() + self.demand().iter().product::<f64>()
    }
}

#[test]
fn constants_of_types() {
    let market = |p: &[f64]| Market { share: [p[0], p[1], p[2]], income: p[3] };
    let with_gradient = |p: &[f64]| {
        let (value, g) = market(p).spread_value_and_grad();
        (value, vec![g.share[0], g.share[1], g.share[2], g.income])
    };
    agrees(&[0.5, 0.3, -0.2, 1.7], |p| market(p).spread(), with_gradient, 1e-8);
    let gradient = market(&[0.5, 0.25, 2.0, 4.0]).demand_vjp([1.0, 1.0, 1.0]);
    // 4 (s₀ + s₂) + s₁ 16
    assert_eq!((gradient.share, gradient.income), ([4.0, 16.0, 4.0], 0.5 + 2.0 + 2.0 * 0.25 * 4.0));
}
