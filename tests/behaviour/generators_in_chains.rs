//! Chains over fields of constants whose closures ask a generator of random numbers, which each call changes.

use crate::common::assert_close;
use differentiate::differentiate;

struct Counter(u64);

impl Counter {
    fn next(&mut self) -> f64 {
        self.0 += 1;
        self.0 as f64
    }
    fn around(&mut self, center: f64) -> f64 {
        self.0 += 2;
        center + self.0 as f64
    }
}

struct Model {
    factors: Vec<u8>,
    deviations: Vec<f64>,
    steps: usize,
}

#[differentiate]
impl Model {
    #[differentiate(wrt(w), grad, value_and_grad, jvp)]
    fn drawn(&self, w: f64, seed: u64) -> f64 {
        let mut rng = Counter(seed);
        let shocks: Vec<f64> = self.factors.iter().map(|_| rng.next()).collect();
        shocks[0] * w * w + shocks[1] * w
    }

    #[differentiate(wrt(w), grad, value_and_grad, jvp)]
    fn stepped(&self, w: f64, seed: u64) -> f64 {
        let mut rng = Counter(seed);
        let mut total = 0.0;
        for _ in 0..self.steps {
            let shocks: Vec<f64> = self.factors.iter().map(|_| rng.next()).collect();
            total += shocks[0] * w + total * w * shocks[1];
        }
        total
    }

    #[differentiate(wrt(w), grad, value_and_grad, jvp)]
    fn of_deviations(&self, w: f64, seed: u64) -> f64 {
        let mut rng = Counter(seed);
        let draws: Vec<f64> = self.deviations.iter().map(|s| rng.around(*s) * 2.0).collect();
        let sum: f64 = self.deviations.iter().map(|&s| rng.around(s)).sum();
        let pairs: Vec<(f64, f64)> =
            self.deviations.iter().enumerate().map(|(i, &s)| (rng.around(s), i as f64)).collect();
        let of_draws: f64 = draws.iter().zip(&pairs).map(|(d, (p, i))| d * p * w.powi(2) + i * w).sum();
        of_draws * sum
    }
}

#[test]
fn of_what_they_give() {
    let model = Model { factors: vec![1, 2], deviations: vec![0.5, 1.5, 2.0], steps: 3 };
    // 4 w² + 5 w
    assert_close([model.drawn_grad(2.0, 3)], [21.0]);
    assert_eq!(model.drawn_value_and_grad(2.0, 3).0, model.drawn(2.0, 3));
    assert_eq!(model.drawn_jvp(2.0, 3, 1.0), (26.0, 21.0));
    for (ours, jvp, f) in [
        (
            model.stepped_value_and_grad(0.7, 3),
            model.stepped_jvp(0.7, 3, 1.0),
            (&|w| model.stepped(w, 3)) as &dyn Fn(f64) -> f64,
        ),
        (model.of_deviations_value_and_grad(0.7, 3), model.of_deviations_jvp(0.7, 3, 1.0), &|w| {
            model.of_deviations(w, 3)
        }),
    ] {
        assert_eq!(ours.0, f(0.7));
        assert_close([ours.1], crate::common::gradient(|[w]: [f64; 1]| f(w), [0.7]));
        assert_close([jvp.0, jvp.1], [ours.0, ours.1]);
    }
}
