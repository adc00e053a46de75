//! Solves Robertson's stiff system with the Jacobian-vector product of its right-hand side, and differentiates the solution
//! with respect to the rates by the adjoint method, with the vector-Jacobian product.

use differentiate::differentiate;
use diffsol::{AdjointOdeSolverMethod, NalgebraLU, NalgebraMat, OdeBuilder, OdeSolverMethod, OdeSolverState};

/// What three substances change into each other, at the rates `k`.
#[differentiate(jvp, vjp, wrt(y, k, dy))]
fn reaction(y: &[f64], k: &[f64], _t: f64, dy: &mut [f64]) {
    let (slow, back, fast) = (k[0] * y[0], k[1] * y[1] * y[2], k[2] * y[1] * y[1]);
    dy[0] = back - slow;
    dy[1] = slow - back - fast;
    dy[2] = fast;
}

fn forward(y: &[f64], k: &[f64], t: f64, t_y: &[f64], t_dy: &mut [f64]) {
    reaction_jvp(y, k, t, &mut [0.0; 3], t_y, &[0.0; 3], t_dy);
}

/// diffsol asks for both products with the opposite sign.
fn backward(y: &[f64], k: &[f64], t: f64, d_dy: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let mut d_dy = [-d_dy[0], -d_dy[1], -d_dy[2]];
    reaction_vjp(y, k, t, &mut [0.0; 3], &mut d_dy)
}

const RATES: [f64; 3] = [0.04, 1e4, 3e7];

/// The amounts at `t`, and the derivatives of the integral of the first with respect to the rates.
fn solve(rates: [f64; 3], t: f64) -> ([f64; 3], f64, [f64; 3]) {
    let first = |y: &[f64], _: &[f64], _: f64, out: &mut [f64]| out[0] = y[0];
    let problem = OdeBuilder::<NalgebraMat<f64>>::new()
        .p(rates)
        .rtol(1e-8)
        .atol([1e-10, 1e-14, 1e-10])
        .rhs_adjoint_implicit(
            reaction,
            forward,
            |y, k, t, d, d_y| d_y.copy_from_slice(&backward(y, k, t, d).0),
            |y, k, t, d, d_k| d_k.copy_from_slice(&backward(y, k, t, d).1),
        )
        .init_adjoint(|_, _, y| y.copy_from_slice(&[1.0, 0.0, 0.0]), |_, _, _, d_k| d_k.fill(0.0), 3)
        .out_adjoint_implicit(
            first,
            |_, _, _, t_y, t_out| t_out[0] = t_y[0],
            |_, _, _, d, d_y| d_y.copy_from_slice(&[-d[0], 0.0, 0.0]),
            |_, _, _, _, d_k| d_k.fill(0.0),
            1,
        )
        .integrate_out(true)
        .out_rtol(1e-8)
        .out_atol([1e-10])
        .build()
        .expect("the problem is complete");
    let mut solver = problem.bdf::<NalgebraLU<f64>>().expect("a start");
    let (checkpoints, _, _, _) = solver.solve_with_checkpointing(t, None).expect("a solution");
    let state = solver.state();
    let amounts = [state.y[0], state.y[1], state.y[2]];
    let integral = state.g[0];
    let adjoint = problem.bdf_solver_adjoint::<NalgebraLU<f64>, _>(checkpoints, Some(solver), None);
    let (state, _) = adjoint.expect("a start").solve_adjoint_backwards_pass(&[], &[]).expect("a solution");
    let sensitivities = state.into_common().sg;
    (amounts, integral, [sensitivities[0], sensitivities[1], sensitivities[2]])
}

fn main() {
    for t in [0.4, 40.0, 4000.0] {
        let (amounts, _, sensitivities) = solve(RATES, t);
        println!(
            "t = {t:6}: amounts {amounts:?}, of the integral of the first the derivatives {sensitivities:?}"
        );
    }
}

#[test]
fn finds_the_published_solution() {
    // As SUNDIALS prints it.
    let published = [
        (0.4, [9.851641e-01, 3.386242e-05, 1.480205e-02]),
        (40.0, [7.158017e-01, 9.185037e-06, 2.841892e-01]),
        (4000.0, [1.832299e-01, 8.944378e-07, 8.167692e-01]),
    ];
    for (t, published) in published {
        let (amounts, _, _) = solve(RATES, t);
        for (own, published) in amounts.iter().zip(published) {
            assert!((own / published - 1.0).abs() < 1e-3, "{t}: {amounts:?}");
        }
    }
}

#[test]
fn the_adjoint_agrees_with_differences() {
    let (_, _, sensitivities) = solve(RATES, 40.0);
    for (at, own) in sensitivities.iter().enumerate() {
        let moved = |by: f64| {
            let mut rates = RATES;
            rates[at] *= 1.0 + by;
            solve(rates, 40.0).1
        };
        let by_differences = (moved(1e-3) - moved(-1e-3)) / (2e-3 * RATES[at]);
        assert!((own / by_differences - 1.0).abs() < 1e-3, "{at}: {own} and {by_differences}");
    }
}
