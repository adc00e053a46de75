//! The 35 test problems of Moré, Garbow and Hillstrom, "Testing Unconstrained Optimization Software", 1981: argmin finds the published
//! minima from the published starts, with gradients and Hessians by the attribute.

mod fixed;
mod variable;

use argmin::core::{CostFunction, Error, Executor, Gradient, Hessian};
use argmin::solver::linesearch::MoreThuenteLineSearch;
use argmin::solver::quasinewton::LBFGS;
use argmin::solver::trustregion::{Steihaug, TrustRegion};
use differentiate::differentiate;
use fixed::*;
use variable::*;

/// A sum of squares.
#[derive(Clone)]
struct Problem {
    name: &'static str,
    start: Vec<f64>,
    /// The sum at the minimum, or minima.
    published: &'static [f64],
    #[cfg(test)]
    residuals: fn(&[f64]) -> Vec<f64>,
    #[cfg(test)]
    jacobian: fn(&[f64]) -> Vec<Vec<f64>>,
    cost: fn(&[f64]) -> f64,
    gradient: fn(&[f64]) -> Vec<f64>,
    hessian: fn(&[f64]) -> Vec<Vec<f64>>,
}

macro_rules! problem {
    ($residuals:ident, $jacobian:ident, $start:expr, $published:expr) => {{
        #[differentiate(grad, hessian)]
        fn cost(x: &[f64]) -> f64 {
            $residuals(x).iter().map(|f| f * f).sum()
        }
        Problem {
            name: stringify!($residuals),
            start: $start.to_vec(),
            published: &$published,
            #[cfg(test)]
            residuals: |x| $residuals(x).to_vec(),
            #[cfg(test)]
            jacobian: |x| $jacobian(x).to_vec(),
            cost,
            gradient: cost_grad,
            hessian: cost_hessian,
        }
    }};
}

fn problems() -> Vec<Problem> {
    let evenly =
        |n: usize, f: fn(f64) -> f64| (1..=n).map(|i| f(i as f64 / (n + 1) as f64)).collect::<Vec<_>>();
    let powell = [3.0, -1.0, 0.0, 1.0];
    vec![
        problem!(rosenbrock, rosenbrock_jacobian, [-1.2, 1.0], [0.0]),
        problem!(freudenstein_and_roth, freudenstein_and_roth_jacobian, [0.5, -2.0], [48.9842, 0.0]),
        problem!(powell_badly_scaled, powell_badly_scaled_jacobian, [0.0, 1.0], [0.0]),
        problem!(brown_badly_scaled, brown_badly_scaled_jacobian, [1.0, 1.0], [0.0]),
        problem!(beale, beale_jacobian, [1.0, 1.0], [0.0]),
        problem!(jennrich_and_sampson, jennrich_and_sampson_jacobian, [0.3, 0.4], [124.362]),
        problem!(helical_valley, helical_valley_jacobian, [-1.0, 0.0, 0.0], [0.0]),
        problem!(bard, bard_jacobian, [1.0; 3], [8.21487e-3]),
        problem!(gaussian, gaussian_jacobian, [0.4, 1.0, 0.0], [1.12793e-8]),
        problem!(meyer, meyer_jacobian, [0.02, 4000.0, 250.0], [87.9458]),
        problem!(gulf_research, gulf_research_jacobian, [5.0, 2.5, 0.15], [0.0]),
        problem!(box_three_dimensional, box_three_dimensional_jacobian, [0.0, 10.0, 20.0], [0.0]),
        problem!(powell_singular, powell_singular_jacobian, powell, [0.0]),
        problem!(wood, wood_jacobian, [-3.0, -1.0, -3.0, -1.0], [0.0]),
        problem!(kowalik_and_osborne, kowalik_and_osborne_jacobian, [0.25, 0.39, 0.415, 0.39], [3.07505e-4]),
        problem!(brown_and_dennis, brown_and_dennis_jacobian, [25.0, 5.0, -5.0, -1.0], [85822.2]),
        problem!(osborne_1, osborne_1_jacobian, [0.5, 1.5, -1.0, 0.01, 0.02], [5.46489e-5]),
        problem!(biggs_exp6, biggs_exp6_jacobian, [1.0, 2.0, 1.0, 1.0, 1.0, 1.0], [5.65565e-3, 0.0]),
        problem!(
            osborne_2,
            osborne_2_jacobian,
            [1.3, 0.65, 0.65, 0.7, 0.6, 3.0, 5.0, 7.0, 2.0, 4.5, 5.5],
            [4.01377e-2]
        ),
        problem!(watson, watson_jacobian, [0.0; 6], [2.28767e-3]),
        problem!(extended_rosenbrock, extended_rosenbrock_jacobian, [-1.2, 1.0].repeat(5), [0.0]),
        problem!(extended_powell_singular, extended_powell_singular_jacobian, powell.repeat(3), [0.0]),
        problem!(penalty_1, penalty_1_jacobian, [1.0, 2.0, 3.0, 4.0], [2.24997e-5]),
        problem!(penalty_2, penalty_2_jacobian, [0.5; 4], [9.37629e-6]),
        problem!(
            variably_dimensioned,
            variably_dimensioned_jacobian,
            (1..=8).map(|j| 1.0 - j as f64 / 8.0).collect::<Vec<_>>(),
            [0.0]
        ),
        problem!(trigonometric, trigonometric_jacobian, [0.1; 10], [0.0, 2.79506e-5]),
        problem!(brown_almost_linear, brown_almost_linear_jacobian, [0.5; 8], [0.0, 1.0]),
        problem!(
            discrete_boundary_value,
            discrete_boundary_value_jacobian,
            evenly(8, |t| t * (t - 1.0)),
            [0.0]
        ),
        problem!(
            discrete_integral_equation,
            discrete_integral_equation_jacobian,
            evenly(8, |t| t * (t - 1.0)),
            [0.0]
        ),
        problem!(broyden_tridiagonal, broyden_tridiagonal_jacobian, [-1.0; 8], [0.0]),
        problem!(broyden_banded, broyden_banded_jacobian, [-1.0; 8], [0.0]),
        problem!(linear_full_rank, linear_full_rank_jacobian, [1.0; 5], [15.0]),
        problem!(linear_rank_1, linear_rank_1_jacobian, [1.0; 5], [20.0 * 19.0 / 82.0]),
        problem!(linear_rank_1_with_zeros, linear_rank_1_with_zeros_jacobian, [1.0; 5], [454.0 / 74.0]),
        problem!(chebyquad, chebyquad_jacobian, evenly(8, |t| t), [3.51687e-3]),
    ]
}

impl CostFunction for Problem {
    type Param = Vec<f64>;
    type Output = f64;

    fn cost(&self, x: &Vec<f64>) -> Result<f64, Error> {
        Ok((self.cost)(x))
    }
}

impl Gradient for Problem {
    type Param = Vec<f64>;
    type Gradient = Vec<f64>;

    fn gradient(&self, x: &Vec<f64>) -> Result<Vec<f64>, Error> {
        Ok((self.gradient)(x))
    }
}

impl Hessian for Problem {
    type Param = Vec<f64>;
    type Hessian = Vec<Vec<f64>>;

    fn hessian(&self, x: &Vec<f64>) -> Result<Vec<Vec<f64>>, Error> {
        Ok((self.hessian)(x))
    }
}

/// The lowest cost that a solver finds.
fn by_trust_region(problem: &Problem) -> Result<f64, Error> {
    let solver = TrustRegion::new(Steihaug::new()).with_max_radius(1e6)?;
    let found = Executor::new(problem.clone(), solver)
        .configure(|state| state.param(problem.start.clone()).max_iters(3000))
        .run()?;
    Ok(found.state().get_best_cost())
}

fn by_lbfgs(problem: &Problem) -> Result<f64, Error> {
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), 10);
    let found = Executor::new(problem.clone(), solver)
        .configure(|state| state.param(problem.start.clone()).max_iters(3000))
        .run()?;
    Ok(found.state().get_best_cost())
}

impl Problem {
    /// Is it the published minimum, to the digits that are published?
    fn is_minimum(&self, cost: f64) -> bool {
        let is_close = |published: &f64| match *published {
            0.0 => cost < 1e-12,
            published => (cost / published - 1.0).abs() < 1e-5,
        };
        self.published.iter().any(is_close)
    }
}

fn main() {
    for problem in problems() {
        let shown = |found: Result<f64, Error>| match found {
            Ok(cost) if problem.is_minimum(cost) => format!("{cost:12.5e}  "),
            Ok(cost) => format!("{cost:12.5e} !"),
            Err(error) => error.to_string(),
        };
        let (trust_region, lbfgs) = (by_trust_region(&problem), by_lbfgs(&problem));
        println!(
            "{:26} {:2} parameters, minimum {:.5e}, trust region {}, L-BFGS {}",
            problem.name,
            problem.start.len(),
            problem.published[0],
            shown(trust_region),
            shown(lbfgs)
        );
    }
}

#[cfg(test)]
mod tests;
