//! Loops that a `return Ok(…)` ends early, of lists, before a result that a decision makes.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;
#[derive(Debug, PartialEq)]
enum SolveError {
    Diverged { at: f64 },
    Shape,
}
/// Newton's iteration for roots, that ends early.
#[differentiate(vjp)]
fn roots(b: &[f64], n: usize) -> Result<Vec<f64>, SolveError> {
    if b.is_empty() {
        return Err(SolveError::Shape);
    }
    let mut x = b.to_vec();
    for _ in 0..n {
        let worst = x.iter().zip(b).map(|(x, b)| (x * x - b).abs()).fold(0.0, f64::max);
        if worst < 1e-10 {
            return Ok(x);
        }
        for (x, b) in x.iter_mut().zip(b) {
            *x = 0.5 * (*x + b / *x);
        }
    }
    if x[0] > 1e3 { Err(SolveError::Diverged { at: 1.0 }) } else { Ok(x) }
}
#[differentiate]
fn total(b: &[f64], n: usize) -> Result<f64, SolveError> {
    let x = roots(b, n)?;
    Ok(x.iter().map(|x| x * x * x).sum())
}
#[test]
fn roots_by_newton() {
    for n in [1, 2, 3, 20] {
        crate::check::agrees(
            &[4.0, 9.0, 0.5],
            |b| total(b, n).unwrap(),
            |b| total_value_and_grad(b, n).unwrap(),
            1e-7,
        );
        crate::check::agrees(
            &[4.0, 9.0, 0.5],
            |b| roots(b, n).unwrap()[2],
            |b| (roots(b, n).unwrap()[2], roots_vjp(b, n, vec![0.0, 0.0, 1.0]).unwrap()),
            1e-7,
        );
    }
    let g = roots_vjp(&[4.0, 9.0], 30, vec![1.0, 0.0]).unwrap();
    assert!((g[0] - 0.25).abs() < 1e-12 && g[1] == 0.0);
    assert_eq!(total_grad(&[], 3), Err(SolveError::Shape));
    assert_eq!(total_grad(&[1e9], 1), Err(SolveError::Diverged { at: 1.0 }));
}
