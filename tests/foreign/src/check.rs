//! A function of parameters of any differentiable types against central differences, over the list of their floats.

use differentiate::Differentiable;

#[path = "../../behaviour/common.rs"]
pub mod common;

/// The floats in a value.
pub fn floats(value: &impl Differentiable) -> Vec<f64> {
    let mut floats = vec![0.0; value.flat_len()];
    value.write_flat(&mut floats);
    floats
}

/// Asserts that value and gradient are those of the function.
#[track_caller]
pub fn agrees<P: Differentiable + Clone>(
    at: P,
    f: impl Fn(&P) -> f64,
    both: impl Fn(&P) -> (f64, P::Tangent),
    gradient: impl Fn(&P) -> P::Tangent,
) where
    P::Tangent: Differentiable,
{
    let (value, slope) = both(&at);
    assert_eq!(value.to_bits(), f(&at).to_bits(), "value {value} is not {}", f(&at));
    let (start, ours) = (floats(&at), floats(&slope));
    assert_eq!(ours, floats(&gradient(&at)), "`grad` and `value_and_grad` differ");
    for i in 0..start.len() {
        let along = |x: f64| {
            let (mut point, mut moved) = (start.clone(), at.clone());
            point[i] = x;
            moved.read_flat(&point);
            f(&moved)
        };
        let theirs = common::derivative(along, start[i]);
        let scale = ours[i].abs().max(theirs.abs()).max(1.0);
        assert!(
            (ours[i] - theirs).abs() <= 1e-7 * scale,
            "part {i}: {} is not {theirs}; all: {ours:?}",
            ours[i]
        );
    }
}

/// `check!((a, b) = (value, value); f f_value_and_grad f_grad (arguments));` where `a` and `b` are references to the parameters.
macro_rules! check {
    ($params:pat = $at:expr; $f:ident $both:ident $grad:ident ($($arg:expr),* $(,)?)) => {
        crate::check::agrees(
            $at,
            |$params| $f($($arg),*),
            |$params| $both($($arg),*),
            |$params| $grad($($arg),*),
        )
    };
}
