//! `check_grad` and `check_rule!`.

use differentiate::{Differentiable, check_grad, check_rule, differentiate};
use std::panic::catch_unwind;

#[differentiate]
fn banana(x: &[f64]) -> f64 {
    (1.0 - x[0]).powi(2) + 100.0 * (x[1] - x[0] * x[0]).powi(2)
}

#[test]
fn a_right_gradient() {
    for x in [[-1.2, 1.0], [0.0, 0.0], [1.0, 1.0], [1e3, -1e3], [1e-7, 3.0]] {
        assert_eq!(check_grad(banana, &x, &banana_grad(&x)), Ok(()), "at {x:?}");
    }
    // Near the end of the domain, of large and of small values.
    let log = |x: &[f64]| 1e9 + 1e-3 * x[0].ln();
    assert_eq!(check_grad(log, &[1e-6], &[1e3]), Ok(()));
    assert_eq!(check_grad(|x| 1e-12 * x[0].sin(), &[0.5], &[1e-12 * 0.5_f64.cos()]), Ok(()));
    assert_eq!(check_grad(|_| 3.0, &[], &[]), Ok(()));
}

#[test]
fn a_wrong_one() {
    let x = [-1.2, 1.0];
    let right = banana_grad(&x);
    for (wrong, index) in [
        ([right[0] * 1.0001, right[1]], 0),
        ([right[0], -right[1]], 1),
        ([right[1], right[0]], 1),
        ([right[0] * 1.001, 0.0], 1),
        ([right[0], f64::NAN], 1),
        ([f64::INFINITY, right[1]], 0),
    ] {
        let error = check_grad(banana, &x, &wrong).unwrap_err();
        assert_eq!(error.index(), Some(index), "{wrong:?}: {error}");
    }
    let error = check_grad(banana, &x, &[right[0], 5.0]).unwrap_err().to_string();
    assert!(
        error.starts_with("component 1 of the gradient is 5, but central differences give -88.0"),
        "{error}"
    );
    assert!(error.contains(" at 1 with the step "), "{error}");
    // Small errors of small gradients.
    assert!(check_grad(|x| 1e-12 * x[0].sin(), &[0.5], &[1e-12]).is_err());
    // What should be zero.
    assert!(check_grad(|x| x[0] * x[0], &[0.0, 1.0], &[0.0, 1e-3]).is_err());
}

#[test]
fn what_cannot_be_compared() {
    let error = check_grad(banana, &[1.0, 2.0], &[1.0]).unwrap_err();
    assert_eq!(
        (error.to_string().as_str(), error.index()),
        ("the gradient has 1 components, and the point 2", None)
    );
    let error = check_grad(|x| x[0].ln(), &[-1.0], &[1.0]).unwrap_err();
    assert!(
        error.to_string().contains("not finite around the point, in the direction of component 0 = -1"),
        "{error}"
    );
}

#[derive(Clone, Differentiable)]
struct Line {
    slope: f64,
    ends: [f64; 2],
}

#[differentiate(wrt(line, x))]
fn length(line: &Line, x: f64) -> f64 {
    line.slope.hypot(line.ends[0] - x) * line.ends[1]
}

#[test]
fn a_struct_by_its_floats() {
    let (line, x) = (Line { slope: 2.0, ends: [0.5, -1.5] }, 3.0);
    let gradient = length_grad(&line, x);
    let (mut point, mut ours) = (vec![0.0; 4], vec![0.0; 4]);
    (line.clone(), x).write_flat(&mut point);
    gradient.write_flat(&mut ours);
    let f = |floats: &[f64]| {
        let mut at = (line.clone(), x);
        at.read_flat(floats);
        length(&at.0, at.1)
    };
    check_grad(f, &point, &ours).unwrap();
}

mod functions {
    use differentiate::differentiate;

    #[differentiate(of = f64::atan, partial(x) = 1.0 / (1.0 + x * x))]
    pub fn arc(x: f64) -> f64;

    #[differentiate(of = f32::exp, partial(x) = value)]
    pub fn single(x: f32) -> f32;

    #[differentiate(of = f64::sqrt, partial(x) = 0.5 / value)]
    pub fn root(x: f64) -> f64;

    // A sign is wrong.
    #[differentiate(of = f64::atan, partial(x) = -1.0 / (1.0 + x * x))]
    pub fn wrong(x: f64) -> f64;

    // Right for 1 only.
    #[differentiate(vjp = affine_rule)]
    pub fn affine(x: f64) -> f64 {
        x.sin()
    }

    fn affine_rule(x: f64, d_value: f64) -> f64 {
        x.cos() + (d_value - 1.0)
    }

    // Forward mode says something else than reverse mode.
    #[differentiate(vjp = sine_vjp, jvp = turned_jvp)]
    pub fn turned(x: f64) -> f64 {
        x.sin()
    }

    #[differentiate(vjp = sine_vjp, jvp = sine_jvp)]
    pub fn sine(x: f64) -> f64 {
        x.sin()
    }

    fn sine_vjp(x: f64, d_value: f64) -> f64 {
        x.cos() * d_value
    }

    fn sine_jvp(x: f64, tangent: f64) -> (f64, f64) {
        (x.sin(), x.cos() * tangent)
    }

    fn turned_jvp(x: f64, tangent: f64) -> (f64, f64) {
        (x.sin(), -x.cos() * tangent)
    }
}

#[differentiate]
fn polynomial(x: f64) -> f64 {
    x * x * (x - 0.3)
}

#[test]
fn rules() {
    use functions::arc;
    check_rule!(arc, -3.0..3.0);
    check_rule!(functions::arc, -3.0..=3.0);
    check_rule!(functions::single, -3.0..3.0);
    check_rule!(differentiate::ln_gamma, 0.0..4.0);
    check_rule!(functions::root, 0.0..4.0);
    check_rule!(functions::sine, -3.0..3.0);
    check_rule!(polynomial, -1.0..1.0);
}

#[test]
fn wrong_rules() {
    let message = |check: fn()| {
        let panic = catch_unwind(check).unwrap_err();
        panic.downcast_ref::<String>().unwrap().clone()
    };
    let wrong = message(|| check_rule!(functions::wrong, -3.0..3.0));
    assert!(wrong.starts_with("the rule of `functions::wrong` gives the derivative -0.1"), "{wrong}");
    let affine = message(|| check_rule!(functions::affine, -3.0..3.0));
    assert!(affine.contains("for the cotangent 0"), "{affine}");
    let turned = message(|| check_rule!(functions::turned, -3.0..3.0));
    assert!(turned.contains("for the tangent 1, but its gradient there is -0.9"), "{turned}");
    let outside = message(|| check_rule!(functions::root, -3.5..-2.0));
    assert!(outside.contains("not finite"), "{outside}");
}
