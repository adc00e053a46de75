//! Methods of a block that give an iterator over fields of a differentiated `self`.

use crate::check::agrees;
use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone)]
struct Blob {
    weight: f64,
    mean: f64,
}

#[derive(Differentiable, Clone)]
struct Mixture {
    blobs: Vec<Blob>,
    scale: f64,
}

#[differentiate]
impl Blob {
    #[differentiate(wrt(self, x))]
    fn log_density(&self, x: f64) -> f64 {
        self.weight - 0.5 * (x - self.mean).powi(2)
    }
}

#[differentiate]
impl Mixture {
    fn scores(&self, x: f64) -> impl Iterator<Item = f64> + '_ {
        self.blobs.iter().map(move |blob| self.scale * blob.log_density(x))
    }
    fn pairs<'a>(&'a self) -> impl Iterator<Item = (&'a Blob, &'a Blob)> + 'a {
        self.blobs.iter().zip(self.blobs.iter().skip(1))
    }
    #[differentiate(wrt(self, x))]
    fn log_density(&self, x: f64) -> f64 {
        let scores: Vec<f64> = self.scores(x).collect();
        let max = self.scores(x).fold(f64::NEG_INFINITY, f64::max);
        max + scores.iter().map(|score| (score - max).exp()).sum::<f64>().ln() + self.rough()
    }
    fn rough(&self) -> f64 {
        self.pairs().map(|(a, b)| (a.mean - b.mean).powi(2)).sum()
    }
    /// Here `self` is a constant, and the method a call like others.
    #[differentiate(wrt(x))]
    fn at(&self, x: f64) -> f64 {
        x * self.scores(2.0).take(2).sum::<f64>()
    }
}

#[test]
fn chains_of_methods() {
    let mixture = |p: &[f64]| Mixture {
        scale: p[0],
        blobs: p[1..7].chunks(2).map(|p| Blob { weight: p[0], mean: p[1] }).collect(),
    };
    let with_gradient = |p: &[f64]| {
        let (value, (g, x)) = mixture(p).log_density_value_and_grad(p[7]);
        let mut all = vec![g.scale];
        all.extend(g.blobs.iter().flat_map(|blob| [blob.weight, blob.mean]));
        all.push(x);
        (value, all)
    };
    let at = [1.3, 0.2, -0.5, -0.3, 0.8, 0.1, 1.4, 0.6];
    agrees(&at, |p| mixture(p).log_density(p[7]), with_gradient, 1e-8);
    // Two of these at 2: 3 (1 - 2) + 3 (0 - 1/2).
    let mixture = mixture(&[3.0, 1.0, 0.0, 0.0, 1.0, 7.0, 7.0]);
    assert_eq!(mixture.at_grad(5.0), -4.5);
}
