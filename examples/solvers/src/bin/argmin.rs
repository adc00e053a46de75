//! Minimises with the gradient and with the Hessian: the option `argmin` implements the traits of the crate argmin, for a struct that
//! is named after the function, and for a type of one's own that has the data.

use argmin::core::{Error, Executor, State};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use argmin::solver::trustregion::{Steihaug, TrustRegion};
use differentiate::{differentiate, softplus};

/// Of the struct `Rosenbrock`.
#[differentiate(argmin)]
fn rosenbrock(x: &[f64]) -> f64 {
    x.windows(2).map(|x| 100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2)).sum()
}

/// The launches of the space shuttle before that of the Challenger: degrees Fahrenheit, and whether an O-ring was damaged.
struct Launches(&'static [(f64, bool)]);

const LAUNCHES: Launches = Launches(&[
    (66.0, false),
    (70.0, true),
    (69.0, false),
    (68.0, false),
    (67.0, false),
    (72.0, false),
    (73.0, false),
    (70.0, false),
    (57.0, true),
    (63.0, true),
    (70.0, true),
    (78.0, false),
    (67.0, false),
    (53.0, true),
    (67.0, false),
    (75.0, false),
    (70.0, false),
    (81.0, false),
    (76.0, false),
    (79.0, false),
    (75.0, true),
    (76.0, false),
    (58.0, true),
]);

#[differentiate]
impl Launches {
    /// The negative log likelihood of a logistic regression.
    #[differentiate(argmin)]
    fn loss(&self, b: &[f64]) -> f64 {
        let mut sum = 0.0;
        for &(degrees, damaged) in self.0 {
            let logit = b[0] + b[1] * degrees;
            sum += softplus(logit) - if damaged { logit } else { 0.0 };
        }
        sum
    }
}

/// With the gradient.
fn minimum(start: Vec<f64>) -> Result<(Vec<f64>, u64), Error> {
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), 7);
    let found =
        Executor::new(Rosenbrock, solver).configure(|state| state.param(start).max_iters(200)).run()?;
    Ok((found.state().get_best_param().cloned().unwrap_or_default(), found.state().get_iter()))
}

/// With the Hessian.
fn regression() -> Result<(Vec<f64>, u64), Error> {
    let solver = TrustRegion::new(Steihaug::new()).with_max_radius(100.0)?;
    let found =
        Executor::new(LAUNCHES, solver).configure(|state| state.param(vec![0.0; 2]).max_iters(100)).run()?;
    Ok((found.state().get_best_param().cloned().unwrap_or_default(), found.state().get_iter()))
}

fn main() -> Result<(), Error> {
    let (x, iterations) = minimum(vec![-1.2, 1.0, -1.2, 1.0])?;
    println!("L-BFGS: minimum at {x:.6?} after {iterations} iterations");
    let (b, iterations) = regression()?;
    println!("trust region: logit of damage {:.4} - {:.4} F after {iterations} iterations", b[0], -b[1]);
    Ok(())
}

#[test]
fn finds_the_published_minima() -> Result<(), Error> {
    let (x, _) = minimum(vec![-1.2, 1.0, -1.2, 1.0])?;
    assert!(x.iter().all(|x| (x - 1.0).abs() < 1e-6), "{x:?}");
    // As in textbooks on logistic regression.
    let (b, _) = regression()?;
    assert!((b[0] - 15.0429).abs() < 1e-3 && (b[1] + 0.2322).abs() < 1e-4, "{b:?}");
    Ok(())
}
