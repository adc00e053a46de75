//! The option `symmetric`: at every tie the mean of the one-sided derivatives, which the chain rule carries through any smooth
//! function that is spelled with `max`, `min` and `abs`.

use crate::common::{self, derivative};
use differentiate::{
    bce_with_logits, cross_entropy, differentiate, digamma, elu, erf, erfc, huber, leaky_relu, ln_gamma,
    log_sigmoid, log_softmax, norm_cdf, norm_pdf, relu, trigamma,
};

#[differentiate(grad, value_and_grad, vjp, accumulate_grad, symmetric)]
fn log_of_sigmoid(x: f64) -> f64 {
    x.min(0.0) - (-x.abs()).exp().ln_1p()
}

#[differentiate(grad, symmetric, wrt(z))]
fn binary_cross_entropy(z: f64, target: f64) -> f64 {
    z.max(0.0) - z * target + (-z.abs()).exp().ln_1p()
}

#[differentiate(symmetric)]
fn both_parts(x: f64) -> f64 {
    3.0 * x.max(0.0) + 3.0 * x.min(0.0)
}

/// Called by functions with the option and without.
#[differentiate(symmetric)]
fn softened(x: f64) -> f64 {
    f64::max(x, 0.0) + (-x.abs()).exp().ln_1p()
}

#[differentiate]
fn calls_softened(x: f64) -> f64 {
    softened(x) + x.max(0.0)
}

#[differentiate(symmetric)]
fn calls_core(x: f64) -> f64 {
    2.0 * relu(x) + leaky_relu(x, 0.5) + elu(x, 0.25)
}

#[differentiate(symmetric)]
fn calls_core_by_its_path(x: f64) -> f64 {
    differentiate::relu(x) - differentiate::relu(-x)
}

mod own {
    use differentiate::differentiate;

    /// A function of such a name keeps what it is.
    #[differentiate]
    pub fn relu(x: f64) -> f64 {
        x.max(0.0) + 2.0 * x
    }

    #[differentiate(symmetric)]
    pub fn elu<const N: usize>(x: [f64; N], alpha: &f64) -> f64 {
        x.iter().map(|x| x.max(0.0) * alpha).sum()
    }

    #[differentiate(symmetric)]
    pub fn calls_its_own(x: f64) -> f64 {
        relu(x) + elu([x, 1.0], &3.0)
    }
}

#[differentiate(symmetric)]
fn clamped(x: f64, low: f64, high: f64) -> f64 {
    x.clamp(low, high)
}

#[differentiate(symmetric)]
fn clamped_to_constants(x: f64) -> f64 {
    x.clamp(-1.0, 2.0)
}

#[differentiate(symmetric)]
fn hinges(v: &[f64]) -> f64 {
    let mut sum = 0.0;
    for x in v {
        sum += (1.0 - x).max(0.0);
    }
    sum + v.iter().fold(0.0, |a, b| f64::max(a, *b))
}

#[differentiate(symmetric)]
fn signs(x: f64, s: f64) -> f64 {
    x.copysign(s) + x.abs()
}

/// A branch is the branch that is taken.
#[differentiate(symmetric)]
fn branch(x: f64) -> f64 {
    if x > 0.0 { x } else { 0.0 }
}

#[differentiate(symmetric)]
fn single(x: f32) -> f32 {
    x.max(0.0) * 3.0
}

#[test]
fn smooth_functions_at_their_seam() {
    assert_eq!(log_of_sigmoid_grad(0.0), 0.5);
    assert_eq!((log_of_sigmoid_value_and_grad(0.0).1, log_of_sigmoid_vjp(0.0, 2.0)), (0.5, 1.0));
    let mut buffer = 0.0;
    log_of_sigmoid_accumulate_grad(0.0, &mut buffer);
    assert_eq!(buffer, 0.5);
    assert_eq!(binary_cross_entropy_grad(0.0, 1.0), -0.5);
    assert_eq!(binary_cross_entropy_grad(0.0, 0.0), 0.5);
    assert_eq!([-1.0, 0.0, 1.0].map(both_parts_grad), [3.0; 3]);
    for x in [-2.0, -0.1, 0.0, 0.3, 4.0] {
        assert!((log_of_sigmoid_grad(x) - 1.0 / (1.0 + x.exp())).abs() < 1e-15);
        assert!((softened_grad(x) - 1.0 / (1.0 + (-x).exp())).abs() < 1e-15);
    }
}

#[test]
fn ties_with_constants_are_shared() {
    assert_eq!([1.0, 2.0, 0.0].map(|x| hinges_grad(&[x])[0]), [0.5, 1.0, -0.5]);
    assert_eq!([-1.0, 0.0, 2.0].map(clamped_to_constants_grad), [0.5, 1.0, 0.5]);
    assert_eq!([-1.5, 2.5].map(clamped_to_constants_grad), [0.0, 0.0]);
    assert_eq!(clamped_grad(1.0, 1.0, 3.0), (0.5, 0.5, 0.0));
    assert_eq!(clamped_grad(3.0, 1.0, 3.0), (0.5, 0.0, 0.5));
    assert_eq!(clamped_grad(2.0, 2.0, 2.0), (0.0, 0.5, 0.5));
    assert_eq!(clamped_grad(0.0, 1.0, 3.0), (0.0, 1.0, 0.0));
    assert_eq!(signs_grad(0.0, -1.0), (0.0, 0.0));
    assert_eq!(signs_grad(-2.0, -1.0), (0.0, 0.0));
    assert_eq!(single_grad(0.0), 1.5);
    assert_eq!(branch_grad(0.0), 0.0);
}

#[test]
fn functions_of_core_share_theirs() {
    assert_eq!(calls_core_grad(0.0), 1.0 + 0.75 + 0.625);
    assert_eq!(calls_core_by_its_path_grad(0.0), 1.0);
    assert_eq!(calls_core_grad(2.0), 4.0);
    assert_eq!((own::calls_its_own_grad(0.0), own::calls_its_own_grad(1.0)), (2.0 + 1.5, 6.0));
}

/// The callee's option is its own.
#[test]
fn a_callee_keeps_its_convention() {
    assert_eq!(calls_softened_grad(0.0), 0.5 + 0.0);
}

#[differentiate]
fn named_losses(z: f64, t: f64) -> f64 {
    bce_with_logits(z, t) + log_sigmoid(z * t) + huber(z - t, 0.7) + elu(z, t)
}

#[differentiate]
fn classified(logits: &[f64], class: usize) -> f64 {
    cross_entropy(logits, class) + log_softmax(logits)[0] * 0.5
}

#[differentiate]
fn special(x: f64) -> f64 {
    erf(x) + 2.0 * erfc(0.5 * x) + norm_cdf(x) * norm_pdf(x) + ln_gamma(x) + digamma(x) * trigamma(x + 1.0)
}

#[differentiate]
fn likelihood(counts: &[f64], rate: f64) -> f64 {
    counts.iter().map(|k| k * rate.ln() - rate - ln_gamma(k + 1.0)).sum()
}

#[test]
fn named_functions_against_differences() {
    for (z, t) in [(0.4, 1.0), (-1.3, 0.2), (3.0, 0.0), (0.0, 0.5)] {
        let (dz, dt) = named_losses_grad(z, t);
        if z != 0.0 {
            assert!((dz - derivative(|z| named_losses(z, t), z)).abs() < 1e-8);
        }
        assert!((dt - derivative(|t| named_losses(z, t), t)).abs() < 1e-8);
    }
    let logits = [0.3, -1.0, 2.0];
    for class in 0..3 {
        let ours = classified_grad(&logits, class);
        let theirs = common::gradient(|x| classified(&x, class), logits);
        common::assert_close(ours.try_into().unwrap(), theirs);
    }
    for x in [0.3, 1.0, 2.7] {
        assert!((special_grad(x) - derivative(special, x)).abs() < 1e-7, "{x}");
    }
    let (counts, rate) = ([0.0, 2.0, 5.0], 1.7);
    let (dc, dr) = likelihood_grad(&counts, rate);
    common::assert_close(dc.try_into().unwrap(), common::gradient(|c| likelihood(&c, rate), counts));
    assert!((dr - derivative(|r| likelihood(&counts, r), rate)).abs() < 1e-9);
}
