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
/// # Shapes
///
/// The gradient by one parameter is bare, by several a tuple in the order of the parameters. By a `f64` it is an `f64`, by
/// a `[f64; N]` or a `&[f64; N]` a `[f64; N]`, by a `&[f64]` or a `Vec<f64>` a `Vec<f64>`, by a tuple a tuple, with `()` for parts that are integers, `bool`s or strings.
///
/// # Panics
///
/// `f_value_and_grad`, `f_accumulate_grad` and the rule by which other differentiated functions call this one panic exactly where the
/// function does, also in what the function computes and does not use: at an `assert!`, an index out of bounds, an overflow, a division
/// by zero, an `unwrap` of `None`. `f_grad` and `f_vjp` leave out what only the value needs, and its panics.
///
/// # Opaque code
///
/// Code that the attribute does not differentiate, such as a call without a differentiated argument, may have side effects. It
/// runs in every companion as often as in the function and in the same order, up to the panic if there is one. No companion runs such code
/// where the function does not reach it.
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
