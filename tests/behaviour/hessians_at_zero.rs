//! Second derivatives where a factor is exactly 0, beside what may overflow: the guard against `0 · ∞` holds nothing constant.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

macro_rules! functions {
    ($($f:ident $grad:ident $hessian:ident $hvp:ident = |$x:ident, $y:ident| $value:expr;)*) => {
        $(
            #[differentiate(grad, hessian, hvp)]
            fn $f($x: f64, $y: f64) -> f64 {
                $value
            }
        )*
        #[test]
        fn agree_with_differences_of_the_gradient() {
            $(
                for (x, y) in [(0.0, 0.4), (0.3, -0.2), (0.0, 0.0), (-1e-9, 1.5)] {
                    let h = 1e-5;
                    let (right, left) = ($grad(x + h, y), $grad(x - h, y));
                    let (up, down) = ($grad(x, y + h), $grad(x, y - h));
                    let theirs = [
                        (right.0 - left.0) / (2.0 * h), (right.1 - left.1) / (2.0 * h),
                        (up.0 - down.0) / (2.0 * h), (up.1 - down.1) / (2.0 * h),
                    ];
                    let ((a, b), (c, d)) = $hessian(x, y);
                    for (ours, theirs) in [a, b, c, d].into_iter().zip(theirs) {
                        assert!((ours - theirs).abs() < 1e-8 * (1.0 + theirs.abs()), "{} at {x}, {y}: {ours} for {theirs}", stringify!($f));
                    }
                    assert!((b - c).abs() <= 1e-14 * (1.0 + b.abs()), "{} at {x}, {y}: {b} and {c}", stringify!($f));
                    let (along_x, along_y) = $hvp(x, y, 1.0, 2.0);
                    assert!((along_x - (a + 2.0 * b)).abs() < 1e-12 * (1.0 + along_x.abs()));
                    assert!((along_y - (c + 2.0 * d)).abs() < 1e-12 * (1.0 + along_y.abs()));
                }
            )*
        }
    };
}

functions! {
    logistic logistic_grad logistic_hessian logistic_hvp = |x, y| x / (1.0 + (-y).exp());
    swish swish_grad swish_hessian swish_hvp = |x, y| x / (1.0 + (-x).exp()) + y;
    tanh_of_half tanh_of_half_grad tanh_of_half_hessian tanh_of_half_hvp = |x, y| (x.exp() - 1.0) / (x.exp() + 1.0) * y;
    sine sine_grad sine_hessian sine_hvp = |x, y| x.sin() / (x.exp() + 1.0) + x / (y.exp() + 1.0);
    decay decay_grad decay_hessian decay_hvp = |x, y| x / y.exp();
    hyperbolic hyperbolic_grad hyperbolic_hessian hyperbolic_hvp = |x, y| x / y.cosh() + x.sin() / (2.0 + y.sinh());
    reciprocal reciprocal_grad reciprocal_hessian reciprocal_hvp = |x, y| x * (1.0 / (1.0 + (-y).exp())) + x * y.exp().recip();
    binary binary_grad binary_hessian binary_hvp = |x, y| x / (1.0 + y.exp2());
    square square_grad square_hessian square_hvp = |x, y| x / (1.0 + y.exp()).powi(2);
    logarithm logarithm_grad logarithm_hessian logarithm_hvp = |x, y| x / (1.0 + y.exp()).ln();
    odds odds_grad odds_hessian odds_hvp = |x, y| x * (-y).exp() / (1.0 + (-y).exp());
    hyperbolic_tangent hyperbolic_tangent_grad hyperbolic_tangent_hessian hyperbolic_tangent_hvp = |x, y| x.tanh() / (1.0 + y.exp()) + (x / (1.0 + y.exp())).tanh();
    angle angle_grad angle_hessian angle_hvp = |x, y| x.atan2(1.0 + y.exp());
    inverse inverse_grad inverse_hessian inverse_hvp = |x, y| 1.0 / (1.0 + x * y.exp());
    exponential exponential_grad exponential_hessian exponential_hvp = |x, y| (x * y.exp()).exp();
    summed summed_grad summed_hessian summed_hvp = |x, y| {
        let mut s = 1.0;
        for k in 0..3 {
            s += (-y * k as f64).exp();
        }
        x / s
    };
    powers powers_grad powers_hessian powers_hvp = |x, y| x * (1.0 + y.exp()).powf(-1.5) + x.powi(3) / (1.0 + y.exp());
    mixture mixture_grad mixture_hessian mixture_hvp = |x, y| (x.exp() + y.exp()).ln() + x * (-(x * x + y * y)).exp();
}

#[test]
fn saturated_exponentials_have_no_second_derivative() {
    for x in [-800.0, 800.0] {
        let ((a, b), (c, d)) = logistic_hessian(0.0, x);
        assert_eq!([a, b, c, d], [0.0; 4]);
        let ((a, _), _) = swish_hessian(x, 0.0);
        assert_eq!(a, 0.0);
    }
}

#[differentiate(grad, hessian, hvp, jvp)]
fn power(x: f64, exponent: f64) -> f64 {
    x.powf(exponent)
}

#[test]
fn powers_of_zero() {
    // x², x³ and x⁴, and nothing changes with the exponent; x^1.5 has an infinite second derivative.
    for (exponent, second) in [(2.0, 2.0), (3.0, 0.0), (4.0, 0.0), (1.5, f64::INFINITY)] {
        assert_eq!(power_hessian(0.0, exponent), ((second, 0.0), (0.0, 0.0)));
        assert_eq!(power_hvp(0.0, exponent, 0.0, 1.0), (0.0, 0.0));
        assert_eq!(power_jvp(0.0, exponent, 1.0, 1.0), (0.0, 0.0));
    }
    // Elsewhere p (p - 1) xᵖ⁻², xᵖ⁻¹ (1 + p ln x) and xᵖ ln² x.
    let (x, p, ln) = (0.7_f64, 1.3, 0.7_f64.ln());
    let ((xx, xp), (px, pp)) = power_hessian(x, p);
    let mixed = x.powf(p - 1.0) * (1.0 + p * ln);
    crate::common::assert_close(
        [xx, xp, px, pp],
        [p * (p - 1.0) * x.powf(p - 2.0), mixed, mixed, x.powf(p) * ln * ln],
    );
}

/// A law whose exponent is fitted, also to a measurement at 0.
#[differentiate(grad, hessian)]
fn law(w: [f64; 2]) -> f64 {
    [0.0, 0.5, 1.0, 2.0].iter().map(|x: &f64| (w[0] * x.powf(w[1]) - 0.5 * x).powi(2)).sum()
}

#[test]
fn an_exponent_is_fitted() {
    let w = [0.5, 1.7];
    let rows = law_hessian(w);
    for i in 0..2 {
        crate::common::assert_close(rows[i], crate::common::gradient(|w| law_grad(w)[i], w));
    }
}
