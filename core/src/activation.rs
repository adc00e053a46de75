//! Activation functions of neural networks with their derivatives, one row each.

use crate::Float;
use crate::rule::paired;

/// Defines a function and its rule from one row: the value, the derivative in terms of `x` and of the value `y`, and,
/// after a semicolon, an intermediate value that both use, so that the pullback does not recompute it.
macro_rules! activation {
    ($(#[$doc:meta])* $name:ident($x:ident $(; $kept:ident = $shared:expr)?) = $value:expr, $y:ident => $derivative:expr) => {
        $(#[$doc])*
        #[inline]
        pub fn $name<T: Float>($x: T) -> T {
            $(let $kept = $shared;)?
            $value
        }

        #[doc(hidden)]
        #[allow(non_camel_case_types, reason = "the rule has the function's name, so that an import brings both")]
        pub struct $name {}

        impl $name {
            #[doc(hidden)]
            pub const RUNS_OPAQUE_CODE: bool = false;
            #[doc(hidden)]
            #[inline]
            #[allow(unused_variables, reason = "not every derivative needs both")]
            pub fn forward<T: Float, Primal: Fn(T) -> T>(
                $x: T,
                primal: Primal,
            ) -> (T, impl FnOnce(T, ()) -> (T,) + use<T, Primal>) {
                paired(&primal, &$name::<T>);
                $(let $kept = $shared;)?
                let $y = $value;
                ($y, move |cotangent, ()| (cotangent * $derivative,))
            }
        }
    };
}

activation! {
    /// The rectifier: `x` if it is positive, otherwise 0.
    ///
    /// Its derivative is [`step`]: 1 for `x > 0`, otherwise 0, also at 0 itself. The value at NaN is 0, like that of `x.max(0.0)`.
    ///
    /// ```
    /// assert_eq!(differentiate_core::relu(-2.0), 0.0);
    /// assert_eq!(differentiate_core::relu(6.0), 6.0);
    /// ```
    relu(x) = x.max(T::ZERO), y => step(x)
}

activation! {
    /// The derivative of [`relu`]: 1 if `x` is positive, otherwise 0, also for NaN. Its own derivative is 0.
    ///
    /// ```
    /// assert_eq!(differentiate_core::step(0.0), 0.0);
    /// assert_eq!(differentiate_core::step(0.1), 1.0);
    /// ```
    step(x) = if x > T::ZERO { T::ONE } else { T::ZERO }, y => T::ZERO
}

activation! {
    /// The logistic function `1 / (1 + e^-x)`, without overflow for any `x`. The value at NaN is NaN.
    ///
    /// ```
    /// assert_eq!(differentiate_core::sigmoid(0.0), 0.5);
    /// ```
    sigmoid(x; e = decay(x)) = logistic(x, e), y => y * (T::ONE - y)
}

/// `exp(-|x|)`, which cannot overflow.
#[inline]
fn decay<T: Float>(x: T) -> T {
    (-x.abs()).exp()
}

/// The logistic function in terms of `e = decay(x)`.
#[inline]
fn logistic<T: Float>(x: T, e: T) -> T {
    if x >= T::ZERO { T::ONE / (T::ONE + e) } else { e / (T::ONE + e) }
}

activation! {
    /// `ln(1 + e^x)`, a smooth [`relu`], without overflow for any `x`. The value at NaN is NaN.
    ///
    /// ```
    /// assert_eq!(differentiate_core::softplus(800.0), 800.0);
    /// ```
    softplus(x; e = decay(x)) = x.max(T::ZERO) + e.ln_1p(), y => logistic(x, e)
}

activation! {
    /// `x · sigmoid(x)`, also called swish. The value at NaN and at -∞ is NaN.
    ///
    /// ```
    /// assert_eq!(differentiate_core::silu(0.0), 0.0);
    /// ```
    silu(x; s = sigmoid(x)) = x * s, y => s * (T::ONE + x * (T::ONE - s))
}

/// √(2/π) and the cubic coefficient of the tanh approximation.
const GELU: (f64, f64) = (0.797_884_560_802_865_4, 0.044_715);

activation! {
    /// The Gaussian error linear unit in its tanh approximation, the default of JAX (the default of PyTorch is the
    /// exact form with erf, which differs by less than 0.0005): `x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³)))`. The value at NaN
    /// and at -∞ is NaN.
    ///
    /// ```
    /// let y: f64 = differentiate_core::gelu(1.0);
    /// assert!((y - 0.841192).abs() < 1e-6);
    /// ```
    gelu(x; t = gelu_tanh(x)) = T::from_f64(0.5) * x * (T::ONE + t), y => {
        let half = T::from_f64(0.5);
        half * (T::ONE + t) + half * x * gelu_tanh_slope(x, t)
    }
}

#[inline]
fn gelu_tanh<T: Float>(x: T) -> T {
    (T::from_f64(GELU.0) * (x + T::from_f64(GELU.1) * x * x * x)).tanh()
}

/// The derivative of `gelu_tanh` in terms of `x` and of its value `t`.
#[inline]
fn gelu_tanh_slope<T: Float>(x: T, t: T) -> T {
    let slope = T::ONE - t * t;
    // Where the slope of tanh is 0, `x²` may be infinite, and their product would be NaN.
    if slope == T::ZERO {
        return slope;
    }
    slope * T::from_f64(GELU.0) * (T::ONE + T::from_f64(3.0 * GELU.1) * x * x)
}

/// The leaky rectifier: `x` if it is positive, otherwise `slope · x`.
///
/// At 0 the derivative with respect to `x` is `slope`, that of the branch taken, which for a slope between 0 and 1
/// is the subgradient of least norm. The derivative with respect to `slope` is 0 if `x` is positive, otherwise `x`. The value at NaN is NaN.
///
/// ```
/// assert_eq!(differentiate_core::leaky_relu(-2.0, 0.1), -0.2);
/// ```
#[inline]
pub fn leaky_relu<T: Float>(x: T, slope: T) -> T {
    if x > T::ZERO { x } else { slope * x }
}

#[doc(hidden)]
#[allow(non_camel_case_types, reason = "the rule has the function's name, so that an import brings both")]
pub struct leaky_relu {}

impl leaky_relu {
    #[doc(hidden)]
    pub const RUNS_OPAQUE_CODE: bool = false;
    #[doc(hidden)]
    #[inline]
    pub fn forward<T: Float, Primal: Fn(T, T) -> T>(
        x: T,
        slope: T,
        primal: Primal,
    ) -> (T, impl FnOnce(T, (), ()) -> (T, T) + use<T, Primal>) {
        paired(&primal, &leaky_relu::<T>);
        let pullback = move |d: T, (), ()| if x > T::ZERO { (d, T::ZERO) } else { (d * slope, d * x) };
        (leaky_relu(x, slope), pullback)
    }
}
