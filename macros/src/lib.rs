//! The attribute of `differentiate`. Use it through the crate [`differentiate`](https://docs.rs/differentiate).

use proc_macro::TokenStream;

/// Generates the gradient of a function.
///
/// The function itself stays as it is, token for token. The generated functions stand beside it and have its visibility:
///
/// - `f_grad(args…) -> gradient`, if the result is one float;
/// - `f_value_and_grad(args…) -> (value, gradient)`, likewise;
/// - `f_vjp(args…, d_value) -> gradient`, if the result is made of floats: the vector-Jacobian product. `d_value` is the cotangent of
///   the result and has its shape.
/// - `f_accumulate_grad(args…, &mut d_x, …) -> value`, on request, if the result is one float: adds the gradient to the buffers,
///   one for each differentiated parameter, and panics if the length of a buffer differs from that of its parameter.
///
/// On request:
///
/// - `f_grad_into(args…, &mut d_x, …)` and `f_value_and_grad_into(args…, &mut d_x, …) -> value` overwrite the buffers;
/// - `f_pullback(args…) -> (value, pull)`: the forward sweep once, and `pull(d_value) -> gradient` as often as it is called. It copies what the forward
///   sweep stored each time. Functions, methods and operators that are called are asked for `pullback` too; a function that calls itself has none;
/// - `f_jvp(args…, t_x, …) -> (value, tangent)`, forward mode: a tangent for each differentiated parameter, in the shape of its gradient, by reference where
///   the parameter is a reference, and by `&mut` where it is `&mut`;
/// - `f_jacobian(args…) -> rows`, for an array or a slice of floats as the result, or one `&mut` parameter of these, which then holds the value: a row an output, in the shape of the
///   parameter; `f_jacobian_into(args…, &mut [f64])`, for one parameter, row by row, of any type, in the order of `write_flat`;
/// - `f_hvp(args…, t_x, …) -> gradient`, `f_hessian(args…) -> rows` and, for one parameter, `f_hessian_into(args…, &mut [f64])`, for a result that is one float.
///
/// Differentiated functions that are called need one of `jvp`, `hvp`, `jacobian` and `hessian` among their own options, too; so do operators that call something, sums, and functions of traits, in
/// the trait and in each `impl`.
///
/// `#[differentiate(order = 2)]` on a function or a method adds `grad` and `hvp` to the functions asked for, and makes `f_grad` a differentiated function, which others may call: its rule is the
/// Hessian-vector product, also as `f_grad_vjp(args…, d_value) -> gradient` and `f_grad_jvp(args…, t_x, …) -> (gradient, tangent)`. A function that calls `f_grad` has first derivatives only.
///
/// A `&mut` parameter is both input and output; a function with a differentiated one has `vjp`, `jvp` and, if it is the only one and the result is `()`, `jacobian`. `f_vjp(args…, d_value, &mut d_x, …)`
/// is without `d_value` if the function returns `()`. On entry, the buffer `d_x` holds the cotangent of the parameter's final value, on return that of its initial value.
///
/// # Methods
///
/// On a method with `self`, `&self` or `&mut self`, the generated functions are methods beside it: `model.loss_grad(&x)`. On an `impl` block the attribute
/// holds for each function in it that has a parameter made of floats and a result with a gradient or, if some have an attribute of their own, for those. Associated functions, such as
/// `Vec3::new`, and generic `impl`s need the attribute on the block. Options of the block hold for each of its functions, `wrt` as far as a function has the parameter.
///
/// `self` is constant unless `wrt` names it: `#[differentiate(wrt(self, x))]`. Its type is then `Differentiable`, and its gradient comes first.
///
/// On the `impl` of an operator (`Add`, `Sub`, `Mul`, `Div`, `Neg` and `AddAssign` and the like), the attribute lets differentiated functions calculate with the type. Operands by reference must be `Clone`.
///
/// On a trait and on each `impl` of it, the attribute adds the generated functions to the trait, so that functions that are generic over the trait can be differentiated too. `wrt` must be the same in both places.
///
/// # Options
///
/// `#[differentiate(grad)]` and the like generate the named functions; without such a name, the attribute generates `grad`, `value_and_grad`
/// and `vjp`, as far as they suit the result.
///
/// `#[differentiate(wrt(w, b))]` differentiates with respect to the named parameters and treats all others as constants. Without `wrt`,
/// the attribute differentiates with respect to every parameter made of `f64`, `f32` or a type parameter that is a float.
///
/// `#[differentiate(symmetric)]` takes the mean of the one-sided derivatives at every tie, with constants too: ½ for `x.max(0.0)`,
/// `x.min(0.0)` and `relu(x)` at 0, and for `x.clamp(a, b)` at `a` and `b`; 0 for `x.abs()` and `x.copysign(s)` at 0. The chain rule carries
/// these means through any smooth combination, so that a smooth function that is spelled with `max` and `abs`, such as
/// `x.max(0.0) + (-x.abs()).exp().ln_1p()`, has its derivative at the seam as well. It holds for all functions generated from this one,
/// and for the calls of `relu`, `leaky_relu` and `elu` of the crate `differentiate` in it, by these names; any other function that is
/// called keeps the convention of its own attribute. `if x > 0.0 { x } else { 0.0 }` is no tie: it has the derivative of the branch taken.
///
/// `#[differentiate(argmin)]` implements the traits of the crate argmin, as `::argmin`, of whichever version. Of a function with one float as its result these are `CostFunction`, and `Gradient` and
/// `Hessian` as far as `grad` and `hessian` are generated, which they are where no function is named; of one with several floats `Operator` and `Jacobian`. `Param` is the type of the one parameter as an owned value, so that of a `&[f64]` a
/// `Vec<f64>`, and an error in a `Result` becomes argmin's. A free function has just the one parameter, no generics and a name in snake case, and they are implemented for a new struct without fields, of its visibility, whose name is that name in CamelCase. A
/// method takes `&self`, which is constant, and stands in an `impl` with the attribute; they are implemented for its type.
///
/// # Type parameters
///
/// A type parameter is a float if a bound of it is called `Float`, `FloatCore`, `Real` or `RealField`, of whichever crate. With other bounds (arithmetic, `Zero`, a trait of your own) it is one
/// if the result, or what the function gets by `&mut`, is made of it; with bounds of arithmetic alone also if `wrt` names a parameter made of it. Not so if a bound says otherwise: `Fn`, `Ord`, `Differentiable`,
/// `Mul<f64>`. Generated functions state what they assume as a bound that `f64`, `f32` and everything bounded by `differentiate::Float` satisfies. So a generic function that calls them, and has no
/// attribute itself, needs the bound `T: differentiate::Float` beside its own. Any other type parameter is passed through.
///
/// The value is computed by the user's methods, such as `num_traits::Float::sin`; a debug build compares them with those of `std`, whose derivatives they have.
///
/// `crate = ::gradients` says under which path generated code finds this crate, where the dependency has another name; on a type with the derive too,
/// `#[differentiate(crate = ::gradients)]`.
///
/// # Checkpoints
///
/// `#[checkpoint(every = N)]` on a `for` loop in the function makes the reverse sweep store what the loop carries after every N iterations only, and run N
/// iterations again at a time; the gradient is the same. N is an expression of type `usize`; a computed 0 counts as 1; about the square root of the number of iterations stores least. The loop must run to
/// its end and run no opaque code.
///
/// # Auxiliary results
///
/// `#[differentiate(aux)]` on a function that returns a pair differentiates its first part; the second, which may be of any type, is returned beside it and not differentiated:
/// `f_value_and_grad` returns `((value, aux), gradient)`, `f_jvp` `((value, aux), tangent)`, `f_pullback` `((value, aux), pull)`, `f_grad` and `f_vjp` the gradient only. No derivative flows through the second part. A differentiated
/// function that calls such a function takes the pair apart with a pattern.
///
/// # Rules of one's own
///
/// With one of the following, the body of the function is not read, and everything else is generated from the rule, also for callers. Which parameters are differentiated is decided as
/// always; one of a type that is known by its name only is constant unless `wrt` names it.
///
/// - `#[differentiate(vjp = my_vjp)]`: `my_vjp(args…, d_value)` returns what `f_vjp` returns. It may itself be called `f_vjp`, which is then not generated. For a method,
///   `vjp = Self::my_vjp`. The function may do anything: it runs once wherever it is called. `jvp = my_jvp` beside it,
///   `my_jvp(args…, t_x, …) -> (value, tangent)`, is its forward mode. Where `hvp` or `hessian` is asked for, `my_jvp` is differentiated, and has the attribute; `hvp` on a function
///   of several numbers is for those that call it. Without it, there is a Jacobian of an array, by rows.
/// - `#[differentiate(of = path, partial(x) = …, partial(y) = …)] fn f(x: f64, y: f64) -> f64;` calls the function at the path, and has a partial derivative for each differentiated parameter. They are
///   expressions of the parameters and of `value`, the result. The function computes a number and nothing else: a caller's loop may run it again for its reverse sweep.
///   In forward mode, the tangent is the sum of the partial derivatives times the tangents; for second derivatives the expressions are differentiated: where they call something, `hvp` asks for that.
/// - `#[differentiate(implicit = residual)]` on a function that finds a root: `residual(root, args…)` has the type of the root, a float, an array or a `Vec` of floats, is zero there, and has the attribute. With `J` its Jacobian
///   with respect to the root, `Jᵀ λ = −d_value` is solved by elimination with pivoting, and the gradients are the vector-Jacobian product of the residual with `λ`. Where `J` is singular, they are not finite. The residual of a
///   method is a method too, `implicit = Self::residual`, with the root as its first argument. For tangents and second
///   derivatives, the residual is asked for `jvp` too.
///
/// Parameters by `&mut`, functions as parameters, and `Option`s and `Result`s as results are not possible with a rule.
///
/// # Shapes
///
/// The gradient with respect to one parameter is bare, the gradient with respect to several is a tuple in parameter order. For a parameter of type `f64` it is
/// an `f64`, for `[f64; N]` and `&[f64; N]` a `[f64; N]`, for `&[f64]` and `Vec<f64>` a `Vec<f64>`, for a tuple a tuple, with `()` for parts that are integers, `bool`s or strings.
///
/// # Panics
///
/// `f_value_and_grad`, `f_accumulate_grad` and the rule by which other differentiated functions call this one panic exactly where the
/// function does, also in what the function computes and does not use: at a failed `assert!`, an index out of bounds, an overflow, a
/// division by zero, an `unwrap` of `None`. `f_grad` and `f_vjp` leave out what only the value needs, and its panics.
///
/// # Opaque code
///
/// Code that the attribute does not differentiate, such as a call without a differentiated argument, may have side effects. Every
/// generated function runs it as often as the function and in the same order, up to the panic if there is one, and never where the function does not
/// reach it.
///
/// # Errors
///
/// Code that cannot be differentiated is a compile error at the tokens concerned. The function itself still compiles, and so
/// does the code that calls the generated functions.
///
/// # Examples
///
/// The [front page](https://docs.rs/differentiate) of the crate `differentiate` has examples. It also lists the supported Rust and the conventions at kinks.
#[proc_macro_attribute]
pub fn differentiate(arguments: TokenStream, item: TokenStream) -> TokenStream {
    differentiate_engine::expand(arguments.into(), item.into()).into()
}

/// Implements `Differentiable` for a struct or an enum.
///
/// The tangent type, that of gradients, is the struct itself where every field is spelled as a float, an array, a tuple or a `Vec` of floats, or a type
/// parameter. Otherwise it is a new struct `NameGradient` with fields of the same names and visibility. In it, fields without a derivative have the type `()`:
/// integers, `bool`s, strings, and those marked with `#[differentiate(constant)]`. Any other field must be `Differentiable` itself.
///
/// A type parameter in a field must be `Differentiable` where the type is used: `struct Gp<K>`, `impl<K: Kernel + Differentiable> Gp<K>`. If the declaration bounds it, `struct Gp<K: Kernel>`, the parameter must also be its own
/// tangent type: `K: Kernel + Differentiable<Tangent = K> + Tangent`.
///
/// The tangent type of an enum whose variants have fields is the enum `NameGradient` (or itself, as above) with the same variants, of which a gradient has that of the value; the tangent type of any other enum is `()`.
///
/// `NameGradient` is `Clone`, `Copy`, `PartialEq`, `Debug` and `Differentiable` as far as its fields are.
///
/// # Examples
///
/// The [front page](https://docs.rs/differentiate) of the crate `differentiate` has examples.
#[proc_macro_derive(Differentiable, attributes(differentiate))]
pub fn derive_differentiable(item: TokenStream) -> TokenStream {
    differentiate_engine::derive(item.into()).into()
}
