//! Factorisations of `nalgebra`, and parts of matrices.

use differentiate::differentiate;
use nalgebra::{DMatrix, DVector, Matrix3, Vector3};

/// The logarithm of a normal density, up to a constant.
#[differentiate(wrt(m, s))]
fn normal(x: &Vector3<f64>, m: &Vector3<f64>, s: &Matrix3<f64>) -> f64 {
    let c = s.cholesky().unwrap();
    let d = x - m;
    -0.5 * d.dot(&c.solve(&d)) - 0.5 * c.determinant().ln()
}

#[differentiate(wrt(s, b))]
fn of_any_size(s: &DMatrix<f64>, b: &DVector<f64>) -> f64 {
    match s.clone().cholesky() {
        Some(c) => {
            let (y, l) = (c.solve(b), c.l());
            y.dot(b) + c.ln_determinant() + l[(1, 0)] * l[(2, 1)] + l.sum() + c.inverse().norm()
        }
        None => 2.0 * b.sum(),
    }
}

#[differentiate(wrt(a, b))]
fn solved(a: &Matrix3<f64>, b: &Vector3<f64>) -> f64 {
    let x = a.lu().solve(b).unwrap();
    x.norm_squared() + x[0]
}

#[differentiate(wrt(a, b))]
fn solved_of_any_size(a: &DMatrix<f64>, b: &DVector<f64>) -> f64 {
    let lu = a.clone().lu();
    let x = lu.solve(b).expect("the matrix is regular");
    let inverse = lu.try_inverse().unwrap();
    x.dot(b) + lu.determinant() * inverse[(0, 1)]
}

#[differentiate(wrt(a))]
fn determinant(a: &Matrix3<f64>) -> f64 {
    a.lu().determinant()
}

/// The negative logarithm of a Gaussian process's marginal likelihood.
#[differentiate(wrt(theta, y))]
fn process(theta: &[f64], y: &DVector<f64>, x: &[f64]) -> f64 {
    let n = x.len();
    let mut k = DMatrix::<f64>::identity(n, n) * 0.1;
    for i in 0..n {
        for j in 0..n {
            k[(i, j)] += theta[0] * (-0.5 * ((x[i] - x[j]) / theta[1]).powi(2)).exp();
        }
    }
    let c = k.cholesky().unwrap();
    0.5 * y.dot(&c.solve(y)) + c.l().diagonal().map(|v| v.ln()).sum()
}

#[differentiate(wrt(x))]
fn parts(x: &DMatrix<f64>) -> f64 {
    x.rows(1, 2).norm() + x.columns(0, 1).sum() + x.view((0, 1), (2, 1)).norm_squared()
}

fn regular() -> Matrix3<f64> {
    Matrix3::new(2.0, 0.3, 0.1, 0.4, 1.5, -0.2, 0.2, -0.3, 1.8)
}

fn of_dynamic_size(a: &Matrix3<f64>) -> DMatrix<f64> {
    DMatrix::from_column_slice(3, 3, a.as_slice())
}

#[test]
fn by_central_differences() {
    let a = regular();
    let (s, x) = (a * a.transpose(), Vector3::new(0.3, -0.5, 0.8));
    check!((m, s) = (Vector3::new(0.1, 0.2, 0.3), s); normal normal_value_and_grad normal_grad (&x, m, s));
    let b = DVector::from_column_slice(x.as_slice());
    check!((s, b) = (of_dynamic_size(&s), b.clone()); of_any_size of_any_size_value_and_grad of_any_size_grad (s, b));
    check!((s, b) = (-of_dynamic_size(&s), b.clone()); of_any_size of_any_size_value_and_grad of_any_size_grad (s, b));
    check!((a, b) = (a, x); solved solved_value_and_grad solved_grad (a, b));
    check!((a, b) = (of_dynamic_size(&a), b); solved_of_any_size solved_of_any_size_value_and_grad solved_of_any_size_grad (a, b));
    check!(a = a; determinant determinant_value_and_grad determinant_grad (a));
    check!(x = of_dynamic_size(&a); parts parts_value_and_grad parts_grad (x));
    let (at, y) = ([0.1, 0.5, 0.7, 1.2], DVector::from_vec(vec![0.3, 0.1, -0.2, 0.5]));
    check!((theta, y) = (vec![1.3, 0.6], y); process process_value_and_grad process_grad (theta, y, &at));
}

#[test]
fn by_hand() {
    // Of diag(4, 9, 16): the normal density's slope with respect to the mean is S⁻¹ (x - m), and with respect to the matrix
    // (S⁻¹ d dᵀ S⁻¹ - S⁻¹) / 2, of which the lower triangle has both halves, since only that is read.
    let s = Matrix3::from_diagonal(&Vector3::new(4.0, 9.0, 16.0));
    let (dm, ds) = normal_grad(&Vector3::new(4.0, 9.0, 0.0), &Vector3::zeros(), &s);
    assert_eq!(dm, Vector3::new(1.0, 1.0, 0.0));
    let by_hand = Matrix3::new(0.375, 0.0, 0.0, 1.0, 0.5 - 0.5 / 9.0, 0.0, 0.0, 0.0, -0.5 / 16.0);
    assert!((ds - by_hand).norm() < 1e-15, "{ds}");
    // A singular matrix has cofactors, too.
    let singular = Matrix3::from_diagonal(&Vector3::new(0.0, 2.0, 3.0));
    assert_eq!(determinant_grad(&singular), Matrix3::from_diagonal(&Vector3::new(6.0, 0.0, 0.0)));
}
