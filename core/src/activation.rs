//! Functions that networks and their losses are made of, with their derivatives, a line each.

use crate::Float;

/// Writes a function and its rule from one row: its arguments, and after a semicolon what value and derivatives both need, so
/// that the pullback does not compute it again; its value; its derivatives, one an argument, in terms of the arguments and of the
/// value `y`; and, where it has a tie, after `symmetric` the means of the one-sided derivatives.
macro_rules! functions {
    (@of $x:ident $T:ident) => { $T };
    (@slot $x:ident) => { () };
    (@primal [$(#[$doc:meta])*] $name:ident($($x:ident),+ $(; $kept:ident = $shared:expr)?) = $value:expr) => {
        $(#[$doc])*
        #[inline]
        pub fn $name<T: $crate::Float>($($x: T),+) -> T {
            $(let $kept = $shared;)?
            $value
        }
    };
    (@rule $forward:ident $name:ident($($x:ident),+ $(; $kept:ident = $shared:expr)?) = $value:expr, $y:ident => [$($slope:expr),+]) => {
        #[doc(hidden)]
        #[inline]
        #[allow(unused_variables, reason = "not every derivative needs all")]
        pub fn $forward<T: $crate::Float, Primal: Fn($(functions!(@of $x T)),+) -> T>(
            $($x: T,)+
            primal: Primal,
        ) -> (T, impl FnOnce(T, $(functions!(@slot $x)),+) -> ($(functions!(@of $x T),)+) + Clone + use<T, Primal>) {
            $crate::rule::paired(&primal, &$name::<T>);
            $(let $kept = $shared;)?
            let $y = $value;
            ($y, move |d: T, $(functions!(@slot $x)),+| ($($crate::activation::times(d, $slope),)+))
        }
    };
    (@kept $name:ident($($x:ident),+ $(; $kept:ident = $shared:expr)?)) => {
        #[doc(hidden)]
        #[inline]
        pub fn add_pullback_to_the_attribute_of_this_function<T: $crate::Float>(
            $($x: T),+
        ) -> (T, impl FnOnce(T, $(functions!(@slot $x)),+) -> ($(functions!(@of $x T),)+) + Clone + use<T>) {
            $name::forward($($x,)+ $name)
        }
    };
    (@tangents $name:ident($x:ident $(; $kept:ident = $shared:expr)?)) => {
        #[doc(hidden)]
        #[inline]
        pub fn add_jvp_to_the_attribute_of_this_function<T: $crate::Float>(
            $x: T,
            tangent: T,
        ) -> ((T, T), impl FnOnce((T, T), (), ()) -> (T, T) + use<T>) {
            let (value, slope) = $name::forward($x, $name);
            let tangent_of_value = $crate::activation::times(tangent, slope(T::ONE, ()).0);
            ((value, tangent_of_value), move |(d, d_tangent), (), ()| {
                let (_, pullback) = $name::forward($crate::dual::Dual { value: $x, slope: tangent }, $name);
                let (gradient,) = pullback($crate::dual::Dual { value: d_tangent, slope: d }, ());
                (gradient.slope, gradient.value)
            })
        }
    };
    (@tangents $name:ident($a:ident, $b:ident $(; $kept:ident = $shared:expr)?)) => {
        #[doc(hidden)]
        #[inline]
        pub fn add_jvp_to_the_attribute_of_this_function<T: $crate::Float>(
            $a: T,
            $b: T,
            tangent_of_a: T,
            tangent_of_b: T,
        ) -> ((T, T), impl FnOnce((T, T), (), (), (), ()) -> (T, T, T, T) + use<T>) {
            let (value, slopes) = $name::forward($a, $b, $name);
            let (slope_of_a, slope_of_b) = slopes(T::ONE, (), ());
            let tangent = $crate::activation::times(tangent_of_a, slope_of_a)
                + $crate::activation::times(tangent_of_b, slope_of_b);
            ((value, tangent), move |(d, d_tangent), (), (), (), ()| {
                let (_, pullback) = $name::forward(
                    $crate::dual::Dual { value: $a, slope: tangent_of_a },
                    $crate::dual::Dual { value: $b, slope: tangent_of_b },
                    $name,
                );
                let (a, b) = pullback($crate::dual::Dual { value: d_tangent, slope: d }, (), ());
                (a.slope, b.slope, a.value, b.value)
            })
        }
    };
    ($($(#[$doc:meta])* $name:ident $args:tt = $value:expr, $y:ident => $slopes:tt $(, symmetric $means:tt)?;)+) => {$(
        functions!(@primal [$(#[$doc])*] $name $args = $value);

        #[doc(hidden)]
        #[allow(non_camel_case_types, reason = "the rule has the function's name, so that an import brings both")]
        pub struct $name {}

        impl $name {
            #[doc(hidden)]
            pub const RUNS_OPAQUE_CODE: bool = false;
            functions!(@rule forward $name $args = $value, $y => $slopes);
            functions!(@tangents $name $args);
            functions!(@kept $name $args);
            $(functions!(@rule forward_symmetric $name $args = $value, $y => $means);)?
        }
    )+};
}

pub(crate) use functions;

/// A cotangent times a slope. Where the slope is 0 nothing flows, however large the cotangent.
#[inline]
pub(crate) fn times<T: Float>(cotangent: T, slope: T) -> T {
    if slope == T::ZERO { slope } else { cotangent * slope }
}

fn half<T: Float>() -> T {
    T::from_f64(0.5)
}

/// `exp(-|x|)`, which cannot overflow. Over dual numbers it has the slope of one of its sides at 0, and what is made of it has to
/// be on the same side.
#[inline]
fn decay<T: Float>(x: T) -> T {
    if x >= T::ZERO { (-x).exp() } else { x.exp() }
}

/// The logistic function in terms of `e = decay(x)`.
#[inline]
fn logistic<T: Float>(x: T, e: T) -> T {
    if x >= T::ZERO { T::ONE / (T::ONE + e) } else { e / (T::ONE + e) }
}

/// The logistic function at `-x`.
#[inline]
fn mirrored<T: Float>(x: T, e: T) -> T {
    if x >= T::ZERO { e / (T::ONE + e) } else { T::ONE / (T::ONE + e) }
}

/// Its derivative, which is the same on both sides and has all digits far out.
#[inline]
fn logistic_slope<T: Float>(e: T) -> T {
    let total = T::ONE + e;
    e / (total * total)
}

functions! {
    /// The rectifier: `x` where it is positive, else 0.
    ///
    /// Its derivative is [`step`]: 1 where `x > 0`, else 0, also at 0 itself (½ there in a function with the option `symmetric`).
    /// NaN gives 0, as `x.max(0.0)` does.
    ///
    /// ```
    /// assert_eq!(differentiate_core::relu(-2.0), 0.0);
    /// assert_eq!(differentiate_core::relu(6.0), 6.0);
    /// ```
    relu(x) = x.max(T::ZERO), y => [step(x)], symmetric [if x == T::ZERO { half() } else { step(x) }];

    /// The derivative of [`relu`]: 1 where `x` is positive, else 0, also for NaN. Its own derivative is 0.
    ///
    /// ```
    /// assert_eq!(differentiate_core::step(0.0), 0.0);
    /// assert_eq!(differentiate_core::step(0.1), 1.0);
    /// ```
    step(x) = if x > T::ZERO { T::ONE } else { T::ZERO }, y => [T::ZERO];

    /// The logistic function `1 / (1 + e^-x)`, without overflow for any `x`. NaN gives NaN.
    ///
    /// ```
    /// assert_eq!(differentiate_core::sigmoid(0.0), 0.5);
    /// ```
    sigmoid(x; e = decay(x)) = logistic(x, e), y => [logistic_slope(e)];

    /// The logarithm of the logistic function, `-ln(1 + e^-x)`, without overflow for any `x`. Its derivative is `sigmoid(-x)`.
    /// -∞ gives -∞, NaN gives NaN.
    ///
    /// ```
    /// assert_eq!(differentiate_core::log_sigmoid(-800.0), -800.0);
    /// ```
    log_sigmoid(x; e = decay(x)) = x.min(T::ZERO) - e.ln_1p(), y => [mirrored(x, e)];

    /// `ln(1 + e^x)`, a smooth [`relu`], without overflow for any `x`. NaN gives NaN.
    ///
    /// ```
    /// assert_eq!(differentiate_core::softplus(800.0), 800.0);
    /// ```
    softplus(x; e = decay(x)) = x.max(T::ZERO) + e.ln_1p(), y => [logistic(x, e)];

    /// `x · sigmoid(x)`, also called swish. At -∞ it is 0, as its limit; NaN gives NaN.
    ///
    /// ```
    /// assert_eq!(differentiate_core::silu(0.0), 0.0);
    /// ```
    silu(x; e = decay(x)) = x.max(-T::MAX) * logistic(x, e), y => [{
        logistic(x, e) * (T::ONE + x.clamp(-T::MAX, T::MAX) * mirrored(x, e))
    }];

    /// The Gaussian error linear unit in the approximation by tanh, as JAX has it by default (PyTorch's default is the
    /// form with erf, `x * norm_cdf(x)`, which differs by less than 0.0005): `x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³)))`. At -∞ it
    /// is 0, as its limit; NaN gives NaN.
    ///
    /// ```
    /// let y: f64 = differentiate_core::gelu(1.0);
    /// assert!((y - 0.841192).abs() < 1e-6);
    /// ```
    gelu(x; e = decay(gelu_inner(x))) = x.max(-T::MAX) * logistic(x, e), y => [{
        // Where the logistic function is flat, `x²` may be infinite.
        logistic(x, e) + times(x * gelu_inner_slope(x), logistic_slope(e))
    }];

    /// The leaky rectifier: `x` where it is positive, else `slope · x`.
    ///
    /// At 0 the derivative with respect to `x` is `slope`, the one of the branch that is taken there, which for a slope between 0
    /// and 1 is the subgradient of least norm (with the option `symmetric` the mean of it and 1). The derivative with respect to
    /// `slope` is `x` where it is not positive, else 0. NaN gives NaN.
    ///
    /// ```
    /// assert_eq!(differentiate_core::leaky_relu(-2.0, 0.1), -0.2);
    /// ```
    leaky_relu(x, slope) = if x > T::ZERO { x } else { slope * x }, y => [
        if x > T::ZERO { T::ONE } else { slope },
        if x > T::ZERO { T::ZERO } else { x }
    ], symmetric [
        if x > T::ZERO { T::ONE } else if x == T::ZERO { half::<T>() * (T::ONE + slope) } else { slope },
        if x > T::ZERO { T::ZERO } else { x }
    ];

    /// The exponential linear unit: `x` where it is positive, else `alpha · (e^x - 1)`.
    ///
    /// At 0 the derivative with respect to `x` is `alpha`, the one of the branch that is taken there (with the option `symmetric` the
    /// mean of it and 1). NaN gives NaN, -∞ gives `-alpha`.
    ///
    /// ```
    /// assert_eq!(differentiate_core::elu(f64::NEG_INFINITY, 1.5), -1.5);
    /// ```
    elu(x, alpha; m = if x > T::ZERO { T::ZERO } else { x.exp_m1() }) = if x > T::ZERO { x } else { alpha * m }, y => [
        if x > T::ZERO { T::ONE } else { alpha * x.exp() },
        m
    ], symmetric [
        if x > T::ZERO { T::ONE } else if x == T::ZERO { half::<T>() * (T::ONE + alpha) } else { alpha * x.exp() },
        m
    ];

    /// Huber's loss: `x²/2` where `|x|` is at most `delta`, else `delta · (|x| - delta/2)`. `delta` is positive. NaN gives NaN.
    ///
    /// Its derivative with respect to `x` is `x.clamp(-delta, delta)`, so it has no kink.
    ///
    /// ```
    /// assert_eq!(differentiate_core::huber(0.5, 1.0), 0.125);
    /// assert_eq!(differentiate_core::huber(-3.0, 1.0), 2.5);
    /// ```
    huber(x, delta) = if x.abs() <= delta { half::<T>() * x * x } else { delta * (x.abs() - half::<T>() * delta) }, y => [
        if x.abs() <= delta { x } else { delta * x.signum() },
        if x.abs() <= delta { T::ZERO } else { x.abs() - delta }
    ];

    /// The cross entropy between `target` and `sigmoid(z)`, of which `z` is the logit:
    /// `-target · ln sigmoid(z) - (1 - target) · ln(1 - sigmoid(z))`, without overflow for any `z`. NaN gives NaN.
    ///
    /// Its derivative with respect to `z` is `sigmoid(z) - target`, with all digits where the two are nearly the same.
    ///
    /// ```
    /// assert_eq!(differentiate_core::bce_with_logits(800.0, 1.0), 0.0);
    /// assert_eq!(differentiate_core::bce_with_logits(800.0, 0.0), 800.0);
    /// ```
    bce_with_logits(z, target; e = decay(z)) = times(z.abs(), miss(z, target)) + e.ln_1p(), y => [
        if z > T::ZERO { miss(z, target) - mirrored(z, e) } else { logistic(z, e) - target },
        -z
    ];
}

/// The part of the target on the other side.
#[inline]
fn miss<T: Float>(z: T, target: T) -> T {
    if z > T::ZERO { T::ONE - target } else { target }
}

/// 2√(2/π) and the cubic coefficient: `1 + tanh(u)` is twice the logistic function at `2u`, which has all digits where the sum
/// has none.
const GELU: (f64, f64) = (1.595_769_121_605_730_7, 0.044_715);

#[inline]
fn gelu_inner<T: Float>(x: T) -> T {
    T::from_f64(GELU.0) * (x + T::from_f64(GELU.1) * x * x * x)
}

#[inline]
fn gelu_inner_slope<T: Float>(x: T) -> T {
    T::from_f64(GELU.0) * (T::ONE + T::from_f64(3.0 * GELU.1) * x * x)
}
