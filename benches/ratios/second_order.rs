//! Forward mode beside the function, second derivatives beside the gradient, and Jacobians by rows beside what their reverse sweeps cost.

use super::{kernels, medians, sink};
use std::hint::black_box;

fn numbers(n: usize) -> Vec<f64> {
    (0..n).map(|i| 0.5 + 0.4 * (i as f64 * 0.37).sin()).collect()
}

macro_rules! ratios {
    ($($what:literal $f:ident $grad:ident $jvp:ident $hvp:ident $x:expr;)*) => {$({
        let x: Vec<f64> = $x;
        let times = medians(&mut [
            Box::new(|| sink(kernels::$f(black_box(&x)))),
            Box::new(|| sink(kernels::$grad(black_box(&x)))),
            Box::new(|| sink(kernels::$jvp(black_box(&x), &x))),
            Box::new(|| sink(kernels::$hvp(black_box(&x), &x))),
        ]);
        let (jvp, grad, hvp) = (times[2] / times[0], times[1] / times[0], times[3] / times[1]);
        println!("| {} | {:.2} µs | {jvp:.2} | {grad:.2} | {hvp:.2} |", $what, times[0] * 1e6);
    })*};
}

pub fn report() {
    println!("\n| kernel | function | `jvp` ÷ function | `grad` ÷ function | `hvp` ÷ `grad` |");
    println!("| --- | --- | --- | --- | --- |");
    ratios! {
        "Rosenbrock, 100 variables" rosenbrock rosenbrock_grad rosenbrock_jvp rosenbrock_hvp numbers(100);
        "logistic map, 10,000 steps" logistic_map logistic_map_grad logistic_map_jvp logistic_map_hvp vec![0.3, 3.57];
        "product of matrices, 32 × 32" matrix_product matrix_product_grad matrix_product_jvp matrix_product_hvp numbers(2048);
        "Cholesky, 24 × 24" cholesky cholesky_grad cholesky_jvp cholesky_hvp numbers(576);
        "iterators, 1,000 numbers" statistics statistics_grad statistics_jvp statistics_hvp numbers(1000);
        "Black–Scholes, 100 options" black_scholes black_scholes_grad black_scholes_jvp black_scholes_hvp numbers(500);
        "Lotka–Volterra, 1,000 RK4 steps" lotka_volterra lotka_volterra_grad lotka_volterra_jvp lotka_volterra_hvp
            vec![1.0, 0.5, 0.6, 0.4, 0.3, 0.5];
        "six bodies, 20 steps" bodies bodies_grad bodies_jvp bodies_hvp
            (0..12).map(|i| (i as f64 * 1.7).sin() * 3.0).collect();
        "network, 577 weights" network network_grad network_jvp network_hvp numbers(577);
        "logistic regression, 100 points" logistic_regression logistic_regression_grad logistic_regression_jvp
            logistic_regression_hvp numbers(808);
    }

    let x = numbers(1000);
    let mut rows = vec![0.0; 8000];
    let (_, pull) = kernels::eight_outputs_pullback(&x);
    let times = medians(&mut [
        Box::new(|| sink(kernels::eight_outputs(black_box(&x)))),
        Box::new(|| sink(pull(black_box([1.0; 8])))),
        Box::new(|| kernels::eight_outputs_jacobian_into(black_box(&x), &mut rows)),
    ]);
    let (sweep, jacobian) = (times[1] / times[0], times[2] / times[0]);
    println!(
        "\nA Jacobian of 8 rows by 1,000 columns takes {jacobian:.2} times the function, a reverse sweep {sweep:.2} times:"
    );
    println!("{:.2} of 1 + 8 × that.", jacobian / (1.0 + 8.0 * sweep));
}
