//! Forward mode through the functions of core.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::*;
#[differentiate(grad, jvp, hvp)]
fn f_sigmoid(x: f64) -> f64 {
    sigmoid(x) * x
}
#[differentiate(grad, jvp, hvp)]
fn f_log_sigmoid(x: f64) -> f64 {
    log_sigmoid(x) * x
}
#[differentiate(grad, jvp, hvp)]
fn f_softplus(x: f64) -> f64 {
    softplus(x) * x
}
#[differentiate(grad, jvp, hvp)]
fn f_silu(x: f64) -> f64 {
    silu(x) * x
}
#[differentiate(grad, jvp, hvp)]
fn f_gelu(x: f64) -> f64 {
    gelu(x) * x
}
#[differentiate(grad, jvp, hvp)]
fn f_relu(x: f64) -> f64 {
    relu(x) * x * x
}
#[differentiate(grad, jvp, hvp)]
fn f_erf(x: f64) -> f64 {
    erf(x) * x
}
#[differentiate(grad, jvp, hvp)]
fn f_erfc(x: f64) -> f64 {
    erfc(x) * x
}
#[differentiate(grad, jvp, hvp)]
fn f_norm_cdf(x: f64) -> f64 {
    norm_cdf(x) * x
}
#[differentiate(grad, jvp, hvp)]
fn f_norm_pdf(x: f64) -> f64 {
    norm_pdf(x) * x
}
#[differentiate(grad, jvp, hvp)]
fn f_ln_gamma(x: f64) -> f64 {
    ln_gamma(x * x) * x
}
#[differentiate(grad, jvp, hvp)]
fn f_digamma(x: f64) -> f64 {
    digamma(x * x) * x
}
#[differentiate(grad, jvp, hvp)]
fn f_elu(x: f64) -> f64 {
    elu(x, 0.7 * x) * x
}
#[differentiate(grad, jvp, hvp)]
fn f_huber(x: f64) -> f64 {
    huber(x * x, 1.5 + x)
}
#[differentiate(grad, jvp, hvp)]
fn f_bce(x: f64) -> f64 {
    bce_with_logits(x * x, sigmoid(x))
}
#[differentiate(grad, jvp, hvp)]
fn f_leaky(x: f64) -> f64 {
    leaky_relu(x, 0.1 * x) * x
}
#[differentiate(grad, jvp, hvp)]
fn f_dot(x: f64) -> f64 {
    let v = [x, x * x, 1.0];
    dot(&v, &[2.0, x, x.sin()])
}
#[differentiate(grad, jvp, hvp)]
fn f_ns(x: f64) -> f64 {
    let v = vec![x, x * x, 1.0];
    norm_squared(&v).sqrt()
}
#[differentiate(grad, jvp, hvp)]
fn f_lse(x: f64) -> f64 {
    let v = vec![x, x * x, 1.0];
    logsumexp(&v) * x
}
#[test]
fn against_differences() {
    macro_rules! check { ($($f:ident $g:ident $j:ident $h:ident;)*) => {$( for x in [-2.3, -1.1, -0.4, 0.3, 0.9, 1.7, 3.2] {
        let e = 1e-5;
        let (v, t) = $j(x, 1.0);
        assert_eq!(v.to_bits(), $f(x).to_bits(), "{} {x}", stringify!($f));
        assert!((t - $g(x)).abs() <= 1e-13 * t.abs().max(1.0), "{} {x}: {t} {}", stringify!($f), $g(x));
        let want = ($g(x + e) - $g(x - e)) / (2.0 * e);
        let ours = $h(x, 1.0);
        assert!((ours - want).abs() <= 1e-6 * want.abs().max(1.0), "{} {x}: {ours} {want}", stringify!($f));
    } )*}}
    check! {
        f_sigmoid f_sigmoid_grad f_sigmoid_jvp f_sigmoid_hvp; f_log_sigmoid f_log_sigmoid_grad f_log_sigmoid_jvp f_log_sigmoid_hvp;
        f_softplus f_softplus_grad f_softplus_jvp f_softplus_hvp; f_silu f_silu_grad f_silu_jvp f_silu_hvp; f_gelu f_gelu_grad f_gelu_jvp f_gelu_hvp;
        f_relu f_relu_grad f_relu_jvp f_relu_hvp; f_erf f_erf_grad f_erf_jvp f_erf_hvp; f_erfc f_erfc_grad f_erfc_jvp f_erfc_hvp;
        f_norm_cdf f_norm_cdf_grad f_norm_cdf_jvp f_norm_cdf_hvp; f_norm_pdf f_norm_pdf_grad f_norm_pdf_jvp f_norm_pdf_hvp;
        f_ln_gamma f_ln_gamma_grad f_ln_gamma_jvp f_ln_gamma_hvp; f_digamma f_digamma_grad f_digamma_jvp f_digamma_hvp;
        f_elu f_elu_grad f_elu_jvp f_elu_hvp; f_huber f_huber_grad f_huber_jvp f_huber_hvp; f_bce f_bce_grad f_bce_jvp f_bce_hvp;
        f_leaky f_leaky_grad f_leaky_jvp f_leaky_hvp;
        f_dot f_dot_grad f_dot_jvp f_dot_hvp; f_ns f_ns_grad f_ns_jvp f_ns_hvp; f_lse f_lse_grad f_lse_jvp f_lse_hvp;
    }
}

/// At 0, where their values have a kink on the way or a maximum of equal numbers.
macro_rules! at_zero {
    ($($name:ident: $x:ident => $f:expr, $slope:expr, $curvature:expr;)*) => {
        $(mod $name {
            use differentiate::*;
            #[differentiate(grad, jvp, hvp)]
            pub fn f($x: f64) -> f64 { $f }
        })*

        #[test]
        fn slopes_and_curvatures_at_zero() {
            $(for zero in [0.0, -0.0] {
                let (value, slope) = $name::f_jvp(zero, 1.0);
                assert_eq!(value, $name::f(zero));
                let found = [slope, $name::f_grad(zero), $name::f_hvp(zero, 2.0)];
                for (found, expected) in found.into_iter().zip([$slope, $slope, 2.0 * $curvature]) {
                    let expected: f64 = expected;
                    assert!((found - expected).abs() < 1e-12, "{}: {found} {expected}", stringify!($name));
                }
            })*
        }
    };
}

at_zero! {
    sigmoid_at_zero: x => sigmoid(x), 0.25, 0.0;
    log_sigmoid_at_zero: x => log_sigmoid(x), 0.5, -0.25;
    softplus_at_zero: x => softplus(x), 0.5, 0.25;
    silu_at_zero: x => silu(x), 0.5, 0.5;
    gelu_at_zero: x => gelu(x), 0.5, 0.797_884_560_802_865_4;
    elu_at_zero: x => elu(x, 1.5), 1.5, 1.5;
    huber_at_zero: x => huber(x, 1.5), 0.0, 1.0;
    bce_at_zero: x => bce_with_logits(x, 0.3), 0.2, 0.25;
    erf_at_zero: x => erf(x), core::f64::consts::FRAC_2_SQRT_PI, 0.0;
    norm_cdf_at_zero: x => norm_cdf(x), 0.398_942_280_401_432_7, 0.0;
    norm_pdf_at_zero: x => norm_pdf(x), 0.0, -0.398_942_280_401_432_7;
    logsumexp_of_equals: x => logsumexp(&[x, -x, 0.0]), 0.0, 2.0 / 3.0;
    softmax_of_equals: x => softmax(&[x, 0.0])[0], 0.25, 0.0;
    cross_entropy_of_equals: x => cross_entropy(&[x, 0.0], 0), -0.5, 0.25;
}
