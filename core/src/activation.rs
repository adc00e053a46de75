//! Functions that networks are made of, with their derivatives, a line each.

use crate::Float;

/// Writes a function and its rule from one row: its value, its derivative in terms of `x` and of the value `y`.
macro_rules! activation {
    ($(#[$doc:meta])* $name:ident($x:ident) = $value:expr, $y:ident => $derivative:expr) => {
        $(#[$doc])*
        #[inline]
        pub fn $name<T: Float>($x: T) -> T {
            $value
        }

        #[doc(hidden)]
        #[allow(non_camel_case_types, reason = "the rule has the function's name, so that an import brings both")]
        pub struct $name {}

        impl $name {
            #[doc(hidden)]
            #[inline]
            #[allow(unused_variables, reason = "not every derivative needs both")]
            pub fn forward<T: Float>($x: T) -> (T, impl FnOnce(T, ()) -> (T,) + use<T>) {
                let $y = $name($x);
                ($y, move |cotangent, ()| (cotangent * $derivative,))
            }
        }
    };
}

activation! {
    /// The rectifier: `x` where it is positive, else 0.
    ///
    /// Its derivative is [`step`]: 1 where `x > 0`, else 0, also at 0 itself. NaN gives 0, as `x.max(0.0)` does.
    ///
    /// ```
    /// assert_eq!(differentiate_core::relu(-2.0), 0.0);
    /// assert_eq!(differentiate_core::relu(6.0), 6.0);
    /// ```
    relu(x) = x.max(T::ZERO), y => step(x)
}

activation! {
    /// The derivative of [`relu`]: 1 where `x` is positive, else 0, also for NaN. Its own derivative is 0.
    ///
    /// ```
    /// assert_eq!(differentiate_core::step(0.0), 0.0);
    /// assert_eq!(differentiate_core::step(0.1), 1.0);
    /// ```
    step(x) = if x > T::ZERO { T::ONE } else { T::ZERO }, y => T::ZERO
}

activation! {
    /// The logistic function `1 / (1 + e^-x)`, without overflow for any `x`. NaN gives NaN.
    ///
    /// ```
    /// assert_eq!(differentiate_core::sigmoid(0.0), 0.5);
    /// ```
    sigmoid(x) = {
        // The exponential of a number that is not positive cannot overflow.
        let e = (-x.abs()).exp();
        if x >= T::ZERO { T::ONE / (T::ONE + e) } else { e / (T::ONE + e) }
    }, y => y * (T::ONE - y)
}

activation! {
    /// `ln(1 + e^x)`, a smooth [`relu`], without overflow for any `x`. NaN gives NaN.
    ///
    /// ```
    /// assert_eq!(differentiate_core::softplus(800.0), 800.0);
    /// ```
    softplus(x) = if x > T::ZERO { x + (-x).exp().ln_1p() } else { x.exp().ln_1p() }, y => sigmoid(x)
}

activation! {
    /// `x · sigmoid(x)`, also called swish. NaN gives NaN.
    ///
    /// ```
    /// assert_eq!(differentiate_core::silu(0.0), 0.0);
    /// ```
    silu(x) = x * sigmoid(x), y => {
        let s = sigmoid(x);
        s * (T::ONE + x * (T::ONE - s))
    }
}

/// √(2/π) and the cubic coefficient of the approximation by tanh.
const GELU: (f64, f64) = (0.797_884_560_802_865_4, 0.044_715);

activation! {
    /// The Gaussian error linear unit in the approximation by tanh, as JAX has it by default:
    /// `x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³)))`. NaN gives NaN.
    ///
    /// ```
    /// let y: f64 = differentiate_core::gelu(1.0);
    /// assert!((y - 0.841192).abs() < 1e-6);
    /// ```
    gelu(x) = T::from_f64(0.5) * x * (T::ONE + gelu_tanh(x)), y => {
        let (t, half) = (gelu_tanh(x), T::from_f64(0.5));
        let inner = T::from_f64(GELU.0) * (T::ONE + T::from_f64(3.0 * GELU.1) * x * x);
        half * (T::ONE + t) + half * x * (T::ONE - t * t) * inner
    }
}

fn gelu_tanh<T: Float>(x: T) -> T {
    (T::from_f64(GELU.0) * (x + T::from_f64(GELU.1) * x * x * x)).tanh()
}

/// The leaky rectifier: `x` where it is positive, else `slope · x`.
///
/// At 0 the derivative by `x` is `slope`, the one of the branch that is taken there. NaN gives NaN.
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
    #[inline]
    pub fn forward<T: Float>(x: T, slope: T) -> (T, impl FnOnce(T, (), ()) -> (T, T) + use<T>) {
        let pullback = move |d: T, (), ()| if x > T::ZERO { (d, T::ZERO) } else { (d * slope, d * x) };
        (leaky_relu(x, slope), pullback)
    }
}
