//! The contract between a differentiated function and the operators of the user's types.
//!
//! Beside `impl Add<R> for L` with `#[differentiate]` stands `impl Operator<Add, R> for L`. Where a function calculates with values whose
//! type only rustc knows, it calls [`Operator::rule`], which floats have too. The pullback takes the cotangent of the value and returns
//! the gradients with respect to both operands, also of operands by reference.

use crate::rule::Number;

/// `+`
#[derive(Debug)]
pub struct Add;
/// `-`
#[derive(Debug)]
pub struct Sub;
/// `*`
#[derive(Debug)]
pub struct Mul;
/// `/`
#[derive(Debug)]
pub struct Div;
/// `%`
#[derive(Debug)]
pub struct Rem;
/// `-` in front
#[derive(Debug)]
pub struct Neg;

/// A binary operator with a derivative; the right operand of a unary one is `()`.
#[diagnostic::on_unimplemented(
    message = "the operator `{Op}` of `{Self}` and `{Right}` has no derivative",
    label = "differentiated values go through this operator",
    note = "put `#[differentiate]` on the `impl` of the operator: `#[differentiate] impl {Op}<…> for … {{ … }}`"
)]
pub trait Operator<Op, Right>: Sized {
    /// The value.
    type Output;
    /// The cotangent of the value.
    type Cotangent;
    /// The gradient with respect to the left operand.
    type GradientOfLeft;
    /// The gradient with respect to the right operand.
    type GradientOfRight;

    /// The value and the pullback.
    fn rule(
        self,
        right: Right,
    ) -> (
        Self::Output,
        impl FnOnce(Self::Cotangent) -> (Self::GradientOfLeft, Self::GradientOfRight) + use<Self, Op, Right>,
    );
}

/// An operator such as `+=` with a derivative.
#[diagnostic::on_unimplemented(
    message = "the operator `{Op}Assign` of `{Self}` and `{Right}` has no derivative",
    label = "differentiated values go through this operator",
    note = "put `#[differentiate]` on the `impl` of the operator: `#[differentiate] impl {Op}Assign<…> for … {{ … }}`"
)]
pub trait AssignOperator<Op, Right> {
    /// The gradient with respect to the left operand.
    type GradientOfLeft;
    /// The gradient with respect to the right operand.
    type GradientOfRight;

    /// Changes the left operand and returns the pullback, which takes the cotangent of its value afterwards and leaves that of its value
    /// before.
    fn assign_rule(
        &mut self,
        right: Right,
    ) -> impl FnOnce(&mut Self::GradientOfLeft) -> Self::GradientOfRight + use<Self, Op, Right>;
}

/// The operators of floats and of references to them: the value and both partials times the cotangent `d`.
macro_rules! operators {
    ($($float:ty)*) => {$(
        operators! { $float: $float, $float; &$float, $float; $float, &$float; &$float, &$float }
        assignments! {
            $float;
            Add |a, b, d| a + b, d, d;
            Sub |a, b, d| a - b, d, -d;
            Mul |a, b, d| a * b, d * b, d * a;
            Div |a, b, d| a / b, d / b, -(d * (a / b) / b);
        }
    )*};
    ($float:ty: $($left:ty, $right:ty);*) => {$(
        binary! {
            $float, $left, $right;
            Add |a, b, d| a + b, d, d;
            Sub |a, b, d| a - b, d, -d;
            Mul |a, b, d| a * b, d * b, d * a;
            Div |a, b, d| a / b, d / b, -(d * (a / b) / b);
        }
    )*};
}

macro_rules! binary {
    (
        $float:ty, $left:ty, $right:ty;
        $($op:ident |$a:ident, $b:ident, $d:ident| $value:expr, $d_left:expr, $d_right:expr;)*
    ) => {$(
        impl Operator<$op, $right> for $left {
            type Output = $float;
            type Cotangent = $float;
            type GradientOfLeft = $float;
            type GradientOfRight = $float;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule(self, right: $right) -> ($float, impl FnOnce($float) -> ($float, $float) + use<>) {
                let ($a, $b) = (self.number(), right.number());
                ($value, move |$d| ($d_left, $d_right))
            }
        }
    )*};
}

macro_rules! assignments {
    ($float:ty; $($op:ident |$a:ident, $b:ident, $d:ident| $value:expr, $d_left:expr, $d_right:expr;)*) => {$(
        impl AssignOperator<$op, $float> for $float {
            type GradientOfLeft = $float;
            type GradientOfRight = $float;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn assign_rule(&mut self, right: $float) -> impl FnOnce(&mut $float) -> $float + use<> {
                let ($a, $b) = (*self, right);
                *self = $value;
                move |gradient| {
                    let $d = *gradient;
                    *gradient = $d_left;
                    $d_right
                }
            }
        }
    )*};
}

macro_rules! negations {
    ($($float:ty, $operand:ty;)*) => {$(
        impl Operator<Neg, ()> for $operand {
            type Output = $float;
            type Cotangent = $float;
            type GradientOfLeft = $float;
            type GradientOfRight = ();
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule(self, (): ()) -> ($float, impl FnOnce($float) -> ($float, ()) + use<>) {
                (-self, move |d: $float| (-d, ()))
            }
        }
    )*};
}

operators!(f64 f32);
negations! { f64, f64; f64, &f64; f32, f32; f32, &f32; }
