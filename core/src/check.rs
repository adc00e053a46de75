//! Gradients against central differences, for users' tests.

use crate::Float;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::fmt;
use core::ops::{Bound, RangeBounds};

/// Compares a gradient with central differences of the function.
///
/// The differences are extrapolated from steps of several sizes, and a component of the gradient counts as right if it agrees to about six digits, or to as many as the
/// differences have. At a kink there is no derivative with which to compare.
///
/// The point is a slice. That of a function of anything else is written to one: [`write_flat`](crate::Differentiable::write_flat) writes the floats of a number, an array, a tuple or a struct to a
/// slice, and [`read_flat`](crate::Differentiable::read_flat) reads them. A gradient whose type is `Differentiable` is written in the same way.
///
/// # Errors
///
/// The component that differs most, with both numbers. A number that is not finite differs from any other. Also where gradient and point have different lengths, or where the function is not finite around the point.
///
/// # Examples
///
/// ```
/// use differentiate_core::check_grad;
/// let f = |x: &[f64]| x[0] * x[0] * x[1];
/// check_grad(f, &[3.0, 2.0], &[12.0, 9.0])?;
///
/// let error = check_grad(f, &[3.0, 2.0], &[12.0, 8.0]).unwrap_err();
/// assert_eq!(error.index(), Some(1));
/// assert!(error.to_string().starts_with("component 1 of the gradient is 8, but central differences give"));
/// # Ok::<(), differentiate_core::GradientError>(())
/// ```
///
/// ```
/// use differentiate_core::{Differentiable, check_grad};
/// // Two parameters: a number and an array.
/// let f = |a: f64, b: [f64; 2]| a * b[0] + b[1];
/// let gradient = (5.0, [3.0, 1.0]);
///
/// let point = (3.0, [5.0, 7.0]);
/// let (mut x, mut g) = ([0.0; 3], [0.0; 3]);
/// point.write_flat(&mut x);
/// gradient.write_flat(&mut g);
/// check_grad(
///     |x| {
///         let mut at = point;
///         at.read_flat(x);
///         f(at.0, at.1)
///     },
///     &x,
///     &g,
/// )?;
/// # Ok::<(), differentiate_core::GradientError>(())
/// ```
#[cfg(feature = "alloc")]
pub fn check_grad(f: impl Fn(&[f64]) -> f64, x: &[f64], gradient: &[f64]) -> Result<(), GradientError> {
    if x.len() != gradient.len() {
        let (point, gradient) = (x.len(), gradient.len());
        return Err(GradientError { kind: Kind::Lengths { point, gradient } });
    }
    let size = gradient.iter().filter(|g| g.is_finite()).fold(0.0, |size: f64, g| size.max(g.abs()));
    let mut point = Vec::from(x);
    let mut worst: Option<(f64, GradientError)> = None;
    for index in 0..x.len() {
        let along = |at: f64| {
            point[index] = at;
            f(&point)
        };
        let differences = differences(along, x[index], |x| x, f64::EPSILON);
        point[index] = x[index];
        let Some(differences) = differences else {
            return Err(GradientError { kind: Kind::NotFinite { index, at: x[index] } });
        };
        let ours = gradient[index];
        let excess = differences.excess(ours, 1e-6, 1e-10 * size);
        if excess > 1.0 && worst.as_ref().is_none_or(|(most, _)| excess > *most) {
            let kind = Kind::Differs { index, at: x[index], ours, differences };
            worst = Some((excess, GradientError { kind }));
        }
    }
    worst.map_or(Ok(()), |(_, error)| Err(error))
}

/// How a gradient differs from central differences.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct GradientError {
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Debug)]
#[cfg_attr(not(feature = "alloc"), allow(dead_code, reason = "only `check_grad` makes them"))]
enum Kind {
    Lengths { point: usize, gradient: usize },
    NotFinite { index: usize, at: f64 },
    Differs { index: usize, at: f64, ours: f64, differences: Differences },
}

impl GradientError {
    /// The component that differs most; none if the lengths differ.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        match self.kind {
            Kind::Lengths { .. } => None,
            Kind::NotFinite { index, .. } | Kind::Differs { index, .. } => Some(index),
        }
    }
}

impl fmt::Display for GradientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Lengths { point, gradient } => {
                write!(f, "the gradient has {gradient} components, and the point {point}")
            }
            Kind::NotFinite { index, at } => {
                write!(
                    f,
                    "the function is not finite around the point, in the direction of component {index} = {at}"
                )
            }
            Kind::Differs { index, at, ours, differences: Differences { slope, error, step } } => write!(
                f,
                "component {index} of the gradient is {ours}, but central differences give {slope} ± {error:.0e}, at {at} with the step {step:.0e}"
            ),
        }
    }
}

impl core::error::Error for GradientError {}

/// The central-difference quotient, extrapolated.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Differences {
    slope: f64,
    /// About how much it may be wrong.
    error: f64,
    /// The smallest step that it is extrapolated from.
    step: f64,
}

impl Differences {
    /// How many times as much as allowed a derivative is wrong.
    fn excess(&self, ours: f64, relative: f64, absolute: f64) -> f64 {
        if !ours.is_finite() {
            return f64::INFINITY;
        }
        let scale = if ours.abs() > self.slope.abs() { ours.abs() } else { self.slope.abs() };
        let allowed = relative * scale + 10.0 * self.error + absolute;
        let difference = (ours - self.slope).abs();
        match difference <= allowed {
            true => 0.0,
            false => difference / allowed,
        }
    }
}

/// Ridders' method: central differences with smaller and smaller steps, extrapolated to the step 0. `None` where the function is not finite for any of
/// them. `rounded` is a number as the function gets it, and `epsilon` how exact its values are.
fn differences(
    mut f: impl FnMut(f64) -> f64,
    x: f64,
    rounded: impl Fn(f64) -> f64,
    epsilon: f64,
) -> Option<Differences> {
    const STEPS: usize = 14;
    const SMALLER: f64 = 3.0;
    let mut step = if x.abs() > 1.0 { 0.02 * x.abs() } else { 0.02 };
    let mut best: Option<Differences> = None;
    let mut before = [0.0; STEPS];
    // How many rows of the extrapolation there are: a step at which the function is not finite begins anew.
    let (mut rows, mut size) = (0, 0.0);
    for _ in 0..STEPS {
        let (above, below) = (rounded(x + step), rounded(x - step));
        if above <= below {
            break;
        }
        let (high, low) = (f(above), f(below));
        let slope = (high - low) / (above - below);
        if !slope.is_finite() {
            rows = 0;
            step /= SMALLER;
            continue;
        }
        for value in [high.abs(), low.abs()] {
            size = if value > size { value } else { size };
        }
        let noise = 2.0 * epsilon * size / step;
        let mut row = [0.0; STEPS];
        row[0] = slope;
        let mut factor = SMALLER * SMALLER;
        for k in 1..=rows {
            row[k] = row[k - 1] + (row[k - 1] - before[k - 1]) / (factor - 1.0);
            factor *= SMALLER * SMALLER;
            let (a, b) = ((row[k] - row[k - 1]).abs(), (row[k] - before[k - 1]).abs());
            let error = if a > b { a } else { b } + noise;
            if best.is_none_or(|best| error <= best.error) {
                best = Some(Differences { slope: row[k], error, step });
            }
        }
        if rows == 0 {
            best = Some(Differences { slope, error: f64::MAX, step });
        }
        before = row;
        rows += 1;
        step /= SMALLER;
    }
    best
}

/// Checks the rule of a function of one number at points of a range, which should have no kink. See [`check_rule!`](crate::check_rule).
///
/// # Panics
///
/// If it is wrong.
#[doc(hidden)]
#[track_caller]
pub fn check_rule<F: Float>(
    name: &str,
    range: impl RangeBounds<F>,
    f: impl Fn(F) -> F,
    rule: impl Fn(F, F) -> (F, F),
    with_tangent: impl Fn(F, F) -> Option<(F, F)>,
) {
    const POINTS: u32 = 32;
    let name = name.trim_start_matches("::");
    let (Bound::Included(from), Bound::Included(to) | Bound::Excluded(to)) =
        (range.start_bound(), range.end_bound())
    else {
        panic!("`check_rule!` takes a range with two ends")
    };
    let (from, to, epsilon) = (from.to_f64(), to.to_f64(), F::EPSILON.to_f64());
    let tolerance = if epsilon > 1e-10 { 1e-3 } else { 1e-6 };
    for i in 0..POINTS {
        // Not the middle of anything, where a wrong derivative may happen to be right.
        let at = from + (to - from) * (f64::from(i) + 0.382) / f64::from(POINTS);
        let x = F::from_f64(at);
        let at = x.to_f64();
        let (value, slope) = rule(x, F::ONE);
        let (own, slope) = (f(x).to_f64(), slope.to_f64());
        assert!(
            value.to_f64().to_bits() == own.to_bits(),
            "the rule of `{name}` gives the value {value} at {at}, and the function {own}"
        );
        let along = |x: f64| f(F::from_f64(x)).to_f64();
        let Some(differences) = differences(along, at, |x| F::from_f64(x).to_f64(), epsilon) else {
            panic!("`{name}` is not finite around {at}: check its rule where it is")
        };
        let Differences { slope: theirs, error, step } = differences;
        assert!(
            differences.excess(slope, tolerance, 0.0) <= 1.0,
            "the rule of `{name}` gives the derivative {slope} at {at}, but central differences give {theirs} ± {error:.0e}, with the step {step:.0e}"
        );
        for cotangent in [0.0, -2.5] {
            let (_, gradient) = rule(x, F::from_f64(cotangent));
            let (gradient, expected) = (gradient.to_f64(), cotangent * slope);
            assert!(
                (gradient - expected).abs() <= 8.0 * epsilon * expected.abs(),
                "the rule of `{name}` gives {gradient} at {at} for the cotangent {cotangent}, which is not {cotangent} times {slope}, what it gives for 1"
            );
        }
        for tangent in [1.0, -2.5] {
            let Some((value, tangent_of_value)) = with_tangent(x, F::from_f64(tangent)) else { continue };
            assert!(
                value.to_f64().to_bits() == own.to_bits(),
                "the `jvp` of `{name}` gives the value {value} at {at}, and the function {own}"
            );
            let (ours, expected) = (tangent_of_value.to_f64(), tangent * slope);
            assert!(
                (ours - expected).abs() <= tolerance * expected.abs(),
                "the `jvp` of `{name}` gives {ours} at {at} for the tangent {tangent}, but its gradient there is {slope}"
            );
        }
    }
}

/// What a rule with tangents gives, and what stands in for it where there is none.
#[doc(hidden)]
pub trait MayHaveTangent<F> {
    /// The value and its tangent.
    fn pair(self) -> Option<(F, F)>;
}

impl<F> MayHaveTangent<F> for Option<(F, F)> {
    fn pair(self) -> Option<(F, F)> {
        self
    }
}

impl<F, Pullback> MayHaveTangent<F> for ((F, F), Pullback) {
    fn pair(self) -> Option<(F, F)> {
        Some(self.0)
    }
}

/// Checks the rule of a differentiated function of one number at points of a range, for tests: the value is the function's, the derivative agrees with central differences, and the gradient is
/// proportional to the cotangent. If the attribute of the function names `jvp`, its tangent must agree with its gradient.
///
/// # Panics
///
/// If the rule is wrong, with the point and both numbers; or if the function is not finite around a point. At a kink there is no derivative with which to compare.
///
/// # Examples
///
/// ```
/// use differentiate_core::{check_rule, erf};
/// check_rule!(erf, -2.0..2.0);
/// ```
#[macro_export]
macro_rules! check_rule {
    ($($function:ident)::+, $range:expr $(,)?) => {
        $crate::private::check_rule(
            ::core::concat!($("::", ::core::stringify!($function)),+),
            $range,
            |x| $($function)::+(x),
            |x, cotangent| {
                let (value, pullback) = $($function)::+::forward(x, $($function)::+);
                let (gradient,) = pullback(cotangent, ());
                (value, gradient)
            },
            |x, tangent| {
                use $crate::private::MayHaveTangent as _;
                // A rule with tangents has this function of its own, which goes before the one here.
                trait WithoutTangents {
                    fn add_jvp_to_the_attribute_of_this_function<F>(_: F, _: F) -> ::core::option::Option<(F, F)> {
                        ::core::option::Option::None
                    }
                }
                impl<Rule> WithoutTangents for Rule {}
                $($function)::+::add_jvp_to_the_attribute_of_this_function(x, tangent).pair()
            },
        )
    };
}
