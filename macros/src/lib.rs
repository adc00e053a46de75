//! The attribute of `differentiate`. Use it through the crate `differentiate`.

use proc_macro::TokenStream;

/// Turns a function into the function and its gradient.
///
/// The function stays as it is, token for token. Beside it stand its companions, with its visibility:
///
/// - `f_grad(args…) -> gradient`, for a result that is one float;
/// - `f_value_and_grad(args…) -> (value, gradient)`, likewise;
/// - `f_vjp(args…, d_value) -> gradient`, for any result made of floats: `d_value`, in the shape of the result, is the gradient of
///   something by the result, and what comes back is the gradient of that by the parameters.
///
/// - `f_accumulate_grad(args…, &mut d_x, …) -> value`, on request, for a result that is one float: adds the gradient to the buffers,
///   one for each differentiated parameter, and panics where a buffer has another length than its parameter.
///
/// A parameter by `&mut` is in and out, and the function then has `vjp` only: `f_vjp(args…, d_value, &mut d_x, …)`, without `d_value` where
/// the function gives nothing back. The buffer holds the gradient by what the function leaves in the parameter and, on return, by what it found there.
///
/// # Arguments
///
/// `#[differentiate(grad)]` and the like generate the companions named; without names, all that suit the result.
///
/// `#[differentiate(wrt(w, b))]` differentiates by the parameters named and holds all others constant. Without it every
/// parameter made of `f64`, `f32` or `T: Float` is differentiated.
///
/// `#[differentiate(symmetric)]` takes the mean of the one-sided derivatives at every tie, with constants too: ½ for `x.max(0.0)`,
/// `x.min(0.0)` and `relu(x)` at 0, and for `x.clamp(a, b)` at `a` and `b`; 0 for `x.abs()` and `x.copysign(s)` at 0. The chain rule carries
/// these means through any smooth combination, so that a smooth function that is spelled with `max` and `abs`, such as
/// `x.max(0.0) + (-x.abs()).exp().ln_1p()`, has its derivative at the seam as well. It holds for all functions generated from this one,
/// and for the calls of `relu`, `leaky_relu` and `elu` of the crate `differentiate` in it, by these names; any other function that is
/// called keeps the convention of its own attribute. `if x > 0.0 { x } else { 0.0 }` is no tie: it has the derivative of the branch taken.
///
/// # Shapes
///
/// The gradient by one parameter is bare, by several a tuple in the order of the parameters. By a `f64` it is an `f64`, by
/// a `[f64; N]` or a `&[f64; N]` a `[f64; N]`, by a `&[f64]` or a `Vec<f64>` a `Vec<f64>`, by a tuple a tuple, with `()` for parts that are integers, `bool`s or strings.
///
/// # Panics
///
/// A companion panics where the function does: `assert!` and indices out of bounds stay what they are.
///
/// # Errors
///
/// What cannot be differentiated is a compile error at the tokens concerned. The function itself still compiles then, and so
/// does what calls the companions.
///
/// # Examples
///
/// See the front page of the crate `differentiate`, also for the Rust that is supported and for the conventions at kinks.
#[proc_macro_attribute]
pub fn differentiate(arguments: TokenStream, item: TokenStream) -> TokenStream {
    differentiate_engine::expand(arguments.into(), item.into()).into()
}
