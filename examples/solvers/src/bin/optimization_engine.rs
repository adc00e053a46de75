//! Minimises under constraints, with a gradient and a vector-Jacobian product: problem 71 of Hock and Schittkowski.

use differentiate::differentiate;
use optimization_engine::alm::{
    AlmCache, AlmFactory, AlmOptimizer, AlmProblem, NO_JACOBIAN_MAPPING, NO_MAPPING,
};
use optimization_engine::constraints::{Ball2, Rectangle};
use optimization_engine::{FunctionCallResult, panoc::PANOCCache};

#[differentiate(grad_into)]
fn cost(x: &[f64]) -> f64 {
    x[0] * x[3] * (x[0] + x[1] + x[2]) + x[2]
}

/// At least 25, and 40.
#[differentiate]
fn constraints(x: &[f64]) -> [f64; 2] {
    [x.iter().product(), x.iter().map(|x| x * x).sum()]
}

fn solve() -> (Vec<f64>, f64) {
    let value = |x: &[f64], value: &mut f64| -> FunctionCallResult {
        *value = cost(x);
        Ok(())
    };
    let gradient = |x: &[f64], gradient: &mut [f64]| -> FunctionCallResult {
        cost_grad_into(x, gradient);
        Ok(())
    };
    let mapping = |x: &[f64], values: &mut [f64]| -> FunctionCallResult {
        values.copy_from_slice(&constraints(x));
        Ok(())
    };
    let mapping_vjp = |x: &[f64], d: &[f64], product: &mut [f64]| -> FunctionCallResult {
        product.copy_from_slice(&constraints_vjp(x, [d[0], d[1]]));
        Ok(())
    };
    let allowed = || Rectangle::new(Some(&[25.0, 40.0]), Some(&[f64::INFINITY, 40.0]));
    let bounds = Rectangle::new(Some(&[1.0; 4]), Some(&[5.0; 4]));
    let multipliers = Ball2::new(None, 1e6);
    let factory = AlmFactory::new(
        value,
        gradient,
        Some(mapping),
        Some(mapping_vjp),
        NO_MAPPING,
        NO_JACOBIAN_MAPPING,
        Some(allowed()),
        0,
    );
    let problem = AlmProblem::new(
        bounds,
        Some(allowed()),
        Some(multipliers),
        |x: &[f64], xi: &[f64], value: &mut f64| factory.psi(x, xi, value),
        |x: &[f64], xi: &[f64], gradient: &mut [f64]| factory.d_psi(x, xi, gradient),
        Some(mapping),
        NO_MAPPING,
        2,
        0,
    );
    let mut cache = AlmCache::new(PANOCCache::new(4, 1e-8, 10), 2, 0);
    let mut x = vec![1.0, 5.0, 5.0, 1.0];
    AlmOptimizer::new(&mut cache, problem)
        .with_delta_tolerance(1e-7)
        .with_epsilon_tolerance(1e-7)
        .with_max_outer_iterations(100)
        .with_max_inner_iterations(5000)
        .with_initial_penalty(10.0)
        .solve(&mut x)
        .expect("all values are finite");
    let value = cost(&x);
    (x, value)
}

fn main() {
    let (x, value) = solve();
    println!("minimum {value:.7} at {x:.6?}, where the constraints are {:.6?}", constraints(&x));
}

#[test]
fn finds_the_published_minimum() {
    let (x, value) = solve();
    assert!((value - 17.014_017_3).abs() < 1e-4, "{value}");
    for (own, published) in x.iter().zip([1.0, 4.742_999_4, 3.821_150_3, 1.379_408_2]) {
        assert!((own - published).abs() < 1e-3, "{x:?}");
    }
}
