use super::*;

/// Differences of fourth order.
fn differences(f: impl Fn(&[f64]) -> Vec<f64>, x: &[f64], at: usize) -> Vec<f64> {
    let h = 1e-3 * x[at].abs().max(1e-2);
    let moved = |by: f64| {
        let mut x = x.to_vec();
        x[at] += by * h;
        f(&x)
    };
    let (near, far) = ((moved(1.0), moved(-1.0)), (moved(2.0), moved(-2.0)));
    let slope = |i: usize| (8.0 * (near.0[i] - near.1[i]) - (far.0[i] - far.1[i])) / (12.0 * h);
    (0..near.0.len()).map(slope).collect()
}

fn assert_close(name: &str, what: &str, own: f64, other: f64, scale: f64) {
    let close = (own - other).abs() <= 1e-6 * (own.abs() + other.abs()) + 1e-7 * scale;
    assert!(close, "{name}: {what} is {own}, by differences {other}");
}

#[test]
fn derivatives_agree_with_differences() {
    for problem in problems() {
        let beside: Vec<f64> =
            problem.start.iter().enumerate().map(|(i, x)| x * 1.03 + 0.02 * (i as f64 + 1.0).sin()).collect();
        for x in [&problem.start, &beside] {
            let (name, gradient, jacobian) = (problem.name, (problem.gradient)(x), (problem.jacobian)(x));
            let (hessian, values) = ((problem.hessian)(x), (problem.residuals)(x));
            let scale = |values: &[f64]| values.iter().fold(1.0, |scale: f64, v| scale.max(v.abs()));
            assert_eq!((jacobian.len(), gradient.len()), (values.len(), x.len()), "{name}");
            for at in 0..x.len() {
                // Exactly what the Jacobian says.
                let column =
                    jacobian.iter().zip(&values).map(|(row, value)| 2.0 * row[at] * value).sum::<f64>();
                let size =
                    jacobian.iter().zip(&values).map(|(row, value)| (row[at] * value).abs()).sum::<f64>();
                assert!(
                    (gradient[at] - column).abs() <= 1e-12 * size,
                    "{name}: {} and {column}",
                    gradient[at]
                );
                // At its start the helical valley has a discontinuity.
                if name == "helical_valley" && x[1] == 0.0 {
                    continue;
                }
                for (row, other) in jacobian.iter().zip(differences(problem.residuals, x, at)) {
                    assert_close(name, "an element of the Jacobian", row[at], other, scale(&values));
                }
                let by_differences = differences(|x| vec![(problem.cost)(x)], x, at)[0];
                assert_close(name, "a partial derivative", gradient[at], by_differences, (problem.cost)(x));
                for (row, other) in hessian.iter().zip(differences(problem.gradient, x, at)) {
                    assert_close(name, "an element of the Hessian", row[at], other, scale(&gradient));
                }
            }
        }
    }
}

#[test]
fn argmin_finds_the_published_minima() {
    let mut missed = Vec::new();
    for problem in problems() {
        let found = [by_trust_region(&problem), by_lbfgs(&problem)];
        if !found.iter().flatten().any(|cost| problem.is_minimum(*cost)) {
            missed.push((problem.name, found));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}
