//! Operators that carry tangents: what functions with tangents call. The second derivative comes from the pullback, which takes the
//! cotangents of the value and of its tangent and returns the gradients with respect to the operands, then with respect to their tangents.

use super::{Add, AssignOperator, Div, Mul, Neg, Operator, Sub, Summed};
use crate::still::NoTangent;

/// A binary operator with tangents; the right operand of a unary one is `()`.
#[diagnostic::on_unimplemented(
    message = "an operator of `{Self}` and `{Right}` has no tangent",
    label = "`jvp`, `jacobian`, `hvp` and `hessian` go through this operator",
    note = "ask for it on the `impl` of the operator: `#[differentiate(jvp)] impl Add for {Self} {{ … }}`, or whichever it is",
    note = "of the types of other crates those of `num-complex`, `glam` and `nalgebra` have tangents, except a quaternion times a vector: calculate with the numbers of others, or ask for the gradient only"
)]
pub trait OperatorWithTangents<Op, Right>: Operator<Op, Right> {
    /// The tangent of the left operand.
    type TangentOfLeft;
    /// The tangent of the right operand.
    type TangentOfRight;

    /// The value with its tangent, and the pullback.
    #[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
    fn rule_with_tangents(
        self,
        right: Right,
        tangent_of_left: &Self::TangentOfLeft,
        tangent_of_right: &Self::TangentOfRight,
    ) -> (
        (Self::Output, Self::Cotangent),
        impl FnOnce(
            (Self::Cotangent, Self::Cotangent),
        )
            -> (Self::GradientOfLeft, Self::GradientOfRight, Self::GradientOfLeft, Self::GradientOfRight)
        + use<Self, Op, Right>,
    );
}

/// An operator such as `+=` with tangents.
#[diagnostic::on_unimplemented(
    message = "an operator such as `+=` of `{Self}` and `{Right}` has no tangent",
    label = "`jvp`, `jacobian`, `hvp` and `hessian` go through this operator",
    note = "ask for it on the `impl` of the operator: `#[differentiate(jvp)] impl AddAssign for {Self} {{ … }}`, or whichever it is"
)]
pub trait AssignOperatorWithTangents<Op, Right>: AssignOperator<Op, Right> {
    /// The tangent of the right operand.
    type TangentOfRight;

    /// Changes the left operand and its tangent and returns the pullback, which takes the cotangents of both afterwards and leaves those
    /// of both before.
    #[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
    fn assign_rule_with_tangents(
        &mut self,
        right: Right,
        tangent_of_left: &mut Self::GradientOfLeft,
        tangent_of_right: &Self::TangentOfRight,
    ) -> impl FnOnce(
        &mut Self::GradientOfLeft,
        &mut Self::GradientOfLeft,
    ) -> (Self::GradientOfRight, Self::GradientOfRight)
    + use<Self, Op, Right>;
}

/// A sum with tangents.
#[diagnostic::on_unimplemented(
    message = "a sum of `{Item}` into `{Self}` has no tangent",
    label = "`jvp`, `jacobian`, `hvp` and `hessian` go through this sum",
    note = "ask for it on the `impl` of the sum: `#[differentiate(jvp)] impl Sum for {Self} {{ … }}`, or `Sum<&{Self}>` for references"
)]
pub trait SummedWithTangents<Item>: Summed<Item> {
    /// The sum with its tangent, and the pullback, which adds to the gradients.
    #[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
    fn add_jvp_to_the_attribute_of_sum(
        items: &[Self::Element],
        tangents: &[Self::Gradient],
    ) -> (
        (Self, Self::Cotangent),
        impl FnOnce(
            (Self::Cotangent, Self::Cotangent),
            (&[Self::Element], Option<&mut [Self::Gradient]>),
            (&[Self::Gradient], Option<&mut [Self::Gradient]>),
        ) -> ((), ())
        + use<Self, Item>,
    );
}

/// The rule of a sum of values, with tangents.
#[inline]
#[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
pub fn summed_with_tangents<S: SummedWithTangents<I, Element = I>, I>(
    items: &[I],
    tangents: &[S::Gradient],
) -> (
    (S, S::Cotangent),
    impl FnOnce(
        (S::Cotangent, S::Cotangent),
        (&[I], Option<&mut [S::Gradient]>),
        (&[S::Gradient], Option<&mut [S::Gradient]>),
    ) -> ((), ())
    + use<S, I>,
) {
    S::add_jvp_to_the_attribute_of_sum(items, tangents)
}

/// The rule of a sum of references to values, with tangents. How long they are borrowed, the pullback does not depend on.
#[inline]
#[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
pub fn references_summed_with_tangents<'a, S: SummedWithTangents<&'a I, Element = I>, I: 'a>(
    items: &[I],
    tangents: &[S::Gradient],
) -> (
    (S, S::Cotangent),
    impl FnOnce(
        (S::Cotangent, S::Cotangent),
        (&[I], Option<&mut [S::Gradient]>),
        (&[S::Gradient], Option<&mut [S::Gradient]>),
    ) -> ((), ())
    + use<'a, S, I>,
) {
    S::add_jvp_to_the_attribute_of_sum(items, tangents)
}

macro_rules! sums {
    ($($float:ty, $item:ty;)*) => {$(
        impl SummedWithTangents<$item> for $float {
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no item")]
            fn add_jvp_to_the_attribute_of_sum(
                items: &[$float],
                tangents: &[$float],
            ) -> (
                ($float, $float),
                impl FnOnce(
                    ($float, $float),
                    (&[$float], Option<&mut [$float]>),
                    (&[$float], Option<&mut [$float]>),
                ) -> ((), ()) + use<>,
            ) {
                let add = |into: Option<&mut [$float]>, d: $float| {
                    into.into_iter().flatten().for_each(|gradient| *gradient += d);
                };
                let pullback = move |
                    (d, d_tangent): ($float, $float),
                    (_, gradients): (&[$float], Option<&mut [$float]>),
                    (_, of_tangents): (&[$float], Option<&mut [$float]>),
                | {
                    add(gradients, d);
                    add(of_tangents, d_tangent);
                    ((), ())
                };
                ((items.iter().sum(), tangents.iter().sum()), pullback)
            }
        }
    )*};
}

sums! { f64, f64; f64, &f64; f32, f32; f32, &f32; }

/// The operators of floats: the tangent from those of the operands, and the four gradients from the cotangents of value and tangent.
macro_rules! operators {
    (values $generics:tt $captured:tt $float:ty) => {
        operators! { @ $generics $captured $float: $float, $float, |a| a, |b| b }
        operators! { @ $generics $captured $float: $float, &$float, |a| a, |b| *b }
        assignments! { $generics $captured $float: Add Sub Mul Div }
        negations! { $generics $captured $float: $float, |a| a }
    };
    (references $float:ty) => {
        operators! { @ [] [] $float: &$float, $float, |a| *a, |b| b }
        operators! { @ [] [] $float: &$float, &$float, |a| *a, |b| *b }
        negations! { [] [] $float: &$float, |a| *a }
    };
    (@ $generics:tt $captured:tt $float:ty: $left:ty, $right:ty, |$x:ident| $a:expr, |$y:ident| $b:expr) => {
        binary! { $generics $captured $float: $left, $right, |$x| $a, |$y| $b;
        Add |_a, _b, s, t, d, e| s + t => (d, d, e, e) }
        binary! { $generics $captured $float: $left, $right, |$x| $a, |$y| $b;
        Sub |_a, _b, s, t, d, e| s - t => (d, -d, e, -e) }
        binary! { $generics $captured $float: $left, $right, |$x| $a, |$y| $b;
        Mul |a, b, s, t, d, e| s * b + t * a => (d * b + e * t, d * a + e * s, e * b, e * a) }
        binary! { $generics $captured $float: $left, $right, |$x| $a, |$y| $b;
        Div |a, b, s, t, d, e| (s - a / b * t) / b => (
            (d - e * t / b) / b,
            (e * (a / b * t + a / b * t - s) / b - d * (a / b)) / b,
            e / b,
            -(e * (a / b) / b)
        ) }
    };
}

macro_rules! binary {
    (
        [$($generics:tt)*] [$($captured:tt)*] $float:ty: $left:ty, $right:ty,
        |$x:ident| $left_value:expr, |$y:ident| $right_value:expr;
        $op:ident |$a:ident, $b:ident, $s:ident, $t:ident, $d:ident, $e:ident| $tangent:expr => $gradients:expr
    ) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> OperatorWithTangents<$op, $right> for $left {
            type TangentOfLeft = $float;
            type TangentOfRight = $float;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule_with_tangents(
                self,
                right: $right,
                left_tangent: &$float,
                right_tangent: &$float,
            ) -> (
                ($float, $float),
                impl FnOnce(($float, $float)) -> ($float, $float, $float, $float) + use<$($captured)*>,
            ) {
                let ($x, $y) = (self, right);
                let ($a, $b): ($float, $float) = ($left_value, $right_value);
                let ($s, $t) = (*left_tangent, *right_tangent);
                let (value, _) = Operator::<$op, $float>::rule($a, $b);
                ((value, $tangent), move |($d, $e): ($float, $float)| $gradients)
            }
        }
    };
}

macro_rules! assignments {
    ([$($generics:tt)*] [$($captured:tt)*] $float:ty: $op:ident) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> AssignOperatorWithTangents<$op, $float> for $float {
            type TangentOfRight = $float;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn assign_rule_with_tangents(
                &mut self,
                right: $float,
                left_tangent: &mut $float,
                right_tangent: &$float,
            ) -> impl FnOnce(&mut $float, &mut $float) -> ($float, $float) + use<$($captured)*> {
                let ((value, tangent), pullback) =
                    OperatorWithTangents::<$op, $float>::rule_with_tangents(*self, right, left_tangent, right_tangent);
                (*self, *left_tangent) = (value, tangent);
                move |gradient, of_tangent| {
                    let (left, right, tangent_of_left, tangent_of_right) = pullback((*gradient, *of_tangent));
                    (*gradient, *of_tangent) = (left, tangent_of_left);
                    (right, tangent_of_right)
                }
            }
        }
    };
    ($generics:tt $captured:tt $float:ty: $($op:ident)+) => {$(
        assignments! { $generics $captured $float: $op }
    )+};
}

macro_rules! negations {
    ([$($generics:tt)*] [$($captured:tt)*] $float:ty: $operand:ty, |$a:ident| $value:expr) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> OperatorWithTangents<Neg, ()> for $operand {
            type TangentOfLeft = $float;
            type TangentOfRight = NoTangent;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule_with_tangents(
                self,
                (): (),
                tangent: &$float,
                _: &NoTangent,
            ) -> (($float, $float), impl FnOnce(($float, $float)) -> ($float, (), $float, ()) + use<$($captured)*>) {
                let $a = self;
                let operand: $float = $value;
                ((-operand, -*tangent), move |(d, e): ($float, $float)| (-d, (), -e, ()))
            }
        }
    };
}

#[cfg(any(feature = "std", feature = "libm"))]
operators!(values [T: crate::float::Real] [T] T);
#[cfg(not(any(feature = "std", feature = "libm")))]
operators!(values [] [] f64);
#[cfg(not(any(feature = "std", feature = "libm")))]
operators!(values [] [] f32);
operators!(references f64);
operators!(references f32);
