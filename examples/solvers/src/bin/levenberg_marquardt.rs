//! Fits a curve with the Jacobian of its residuals: NIST's data set Misra1a, whose least squares are certified to eleven digits.

use differentiate::differentiate;
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{DMatrix, DVector, Dyn, Owned};

const DATA: [(f64, f64); 14] = [
    (77.6, 10.07),
    (114.9, 14.73),
    (141.1, 17.94),
    (190.8, 23.93),
    (239.9, 29.61),
    (289.0, 35.18),
    (332.8, 40.02),
    (378.4, 44.82),
    (434.8, 50.76),
    (477.3, 55.05),
    (536.8, 61.01),
    (593.1, 66.40),
    (689.1, 75.47),
    (760.0, 81.78),
];

/// The distance of `b₀ (1 − exp(−b₁ x))` from each measured `y`.
#[differentiate(jacobian_into, wrt(b))]
fn residuals(b: &[f64], data: &[(f64, f64)]) -> Vec<f64> {
    data.iter().map(|(x, y)| b[0] * (1.0 - (-b[1] * x).exp()) - y).collect()
}

struct Fit {
    b: DVector<f64>,
}

impl LeastSquaresProblem<f64, Dyn, Dyn> for Fit {
    type ParameterStorage = Owned<f64, Dyn>;
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;

    fn set_params(&mut self, b: &DVector<f64>) {
        self.b.copy_from(b);
    }

    fn params(&self) -> DVector<f64> {
        self.b.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        Some(DVector::from_vec(residuals(self.b.as_slice(), &DATA)))
    }

    fn jacobian(&self) -> Option<DMatrix<f64>> {
        let mut rows = vec![0.0; DATA.len() * self.b.len()];
        residuals_jacobian_into(self.b.as_slice(), &DATA, &mut rows);
        Some(DMatrix::from_row_slice(DATA.len(), self.b.len(), &rows))
    }
}

/// The parameters, and the sum of squares.
fn fit() -> ([f64; 2], f64) {
    let start = Fit { b: DVector::from_vec(vec![500.0, 1e-4]) };
    let (found, report) = LevenbergMarquardt::new().minimize(start);
    assert!(report.termination.was_successful(), "{report:?}");
    ([found.b[0], found.b[1]], 2.0 * report.objective_function)
}

fn main() {
    let ([b0, b1], squares) = fit();
    println!("y = {b0:.6} (1 - exp(-{b1:.10} x)), sum of squares {squares:.10}");
}

#[test]
fn finds_the_certified_values() {
    let ([b0, b1], squares) = fit();
    assert!((b0 / 2.389_421_291_8e2 - 1.0).abs() < 1e-8, "{b0}");
    assert!((b1 / 5.501_564_318_1e-4 - 1.0).abs() < 1e-8, "{b1}");
    assert!((squares / 1.245_513_889_4e-1 - 1.0).abs() < 1e-8, "{squares}");
}
