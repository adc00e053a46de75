//! Forward mode and second derivatives through the functions of complex numbers.

use crate::forward::forward;
use differentiate::differentiate;
use num_complex::Complex;

#[differentiate(grad, jvp, hvp, wrt(z, c))]
fn moduli(z: &Complex<f64>, c: &Complex<f64>) -> f64 {
    let w = z.scale(c.re).unscale(c.im) + z.conj();
    let (r, theta) = w.to_polar();
    w.norm() * z.norm_sqr() + c.arg() * r + theta
}

#[differentiate(grad, jvp, hvp, wrt(z, c))]
fn powers(z: &Complex<f64>, c: &Complex<f64>) -> f64 {
    let w = z.powi(3) + z.powu(2) * z.powi(-1) + z.powf(c.re) + z.powc(*c) + z.inv() * z.finv();
    w.re * w.im
}

#[differentiate(grad, jvp, hvp, wrt(z))]
fn functions(z: &Complex<f64>) -> f64 {
    let a = z.exp() * z.ln() + z.sqrt() * z.sin() + z.cos() * z.tan();
    let b = z.sinh() * z.cosh() + z.tanh() * z.asin() + z.acos() * z.atan();
    a.re * b.im + a.im
}

#[differentiate(grad, jvp, hvp, wrt(z))]
fn made(z: &Complex<f64>) -> f64 {
    let w = Complex::new(z.re * z.im, z.im) * Complex::cis(z.re) + Complex::from_polar(z.re, z.im) * Complex::from(z.im);
    w.re * w.im
}

#[differentiate(grad, jvp, hvp, hessian)]
fn impedance(r: f64, l: f64) -> f64 {
    (Complex::new(r, 2.0 * l)).norm()
}

forward! {
    moduli moduli_grad moduli_jvp moduli_hvp (z: Complex::new(0.7, 0.3), Complex::new(1.0, -0.5); c: Complex::new(0.2, 1.1), Complex::new(0.7, 0.3));
    powers powers_grad powers_jvp powers_hvp (z: Complex::new(0.7, 0.3), Complex::new(1.0, -0.5); c: Complex::new(1.2, 0.4), Complex::new(0.7, 0.3));
    functions functions_grad functions_jvp functions_hvp (z: Complex::new(0.4, 0.3), Complex::new(1.0, -0.5));
    made made_grad made_jvp made_hvp (z: Complex::new(0.7, 0.3), Complex::new(1.0, -0.5));
}

#[test]
fn hessian_of_a_modulus() {
    // √(r² + 4 l²) at (3, 2): 16 / 125, -24 / 125 and 36 / 125.
    let ((rr, rl), (lr, ll)) = impedance_hessian(3.0, 2.0);
    for (ours, theirs) in [rr, rl, lr, ll].into_iter().zip([16.0, -24.0, -24.0, 36.0]) {
        assert!((ours - theirs / 125.0).abs() < 1e-15, "{ours} is not {theirs} / 125");
    }
    assert_eq!(impedance_jvp(3.0, 2.0, 1.0, 0.0), (5.0, 0.6));
}
