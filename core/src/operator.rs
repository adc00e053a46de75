//! The contract between a differentiated function and the operators of the user's types.
//!
//! Beside `impl Add<R> for L` with `#[differentiate]` stands `impl Operator<Add, R> for L`. Where a function calculates with values whose
//! type only rustc knows, it calls [`Operator::rule`], which floats have too. The pullback takes the cotangent of the value and returns
//! the gradients with respect to both operands, also of operands by reference.

#[cfg(any(feature = "std", feature = "libm"))]
use crate::dual::Dual;

mod kept;
#[cfg(any(feature = "std", feature = "libm"))]
#[allow(dead_code, unused_macros, unused_imports, reason = "no other crate may be chosen")]
pub(crate) mod pushed;
mod tangents;

pub use kept::{KeptAssignOperator, KeptOperator, KeptSummed, references_summed_and_kept, summed_and_kept};
pub use tangents::{
    AssignOperatorWithTangents, OperatorWithTangents, SummedWithTangents, references_summed_with_tangents,
    summed_with_tangents,
};

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
    message = "an operator of `{Self}` and `{Right}` has no derivative",
    label = "differentiated values go through this operator",
    note = "put `#[differentiate]` on the `impl` of the operator: `#[differentiate] impl Add for {Self} {{ … }}`, or whichever it is"
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
    #[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
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
    message = "an operator such as `+=` of `{Self}` and `{Right}` has no derivative",
    label = "differentiated values go through this operator",
    note = "put `#[differentiate]` on the `impl` of the operator: `#[differentiate] impl AddAssign for {Self} {{ … }}`, or whichever it is"
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

/// A sum with a derivative. Its function bears the name of a rule, by which callers find it.
#[diagnostic::on_unimplemented(
    message = "a sum of `{Item}` into `{Self}` has no derivative",
    label = "differentiated values are summed up here",
    note = "put `#[differentiate]` on the `impl` of the sum: `#[differentiate] impl Sum for {Self} {{ … }}`, or `Sum<&{Self}>` for references"
)]
pub trait Summed<Item>: Sized {
    /// What the items are, or refer to.
    type Element;
    /// The cotangent of the sum.
    type Cotangent;
    /// The gradient with respect to an item.
    type Gradient;

    /// The sum and the pullback, which adds to the gradients.
    #[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
    fn annotate_sum_with_differentiate(
        items: &[Self::Element],
    ) -> (
        Self,
        impl FnOnce(Self::Cotangent, (&[Self::Element], Option<&mut [Self::Gradient]>)) -> ((),) + use<Self, Item>,
    );
}

/// The rule of a sum of values.
#[inline]
#[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
pub fn summed<S: Summed<I, Element = I>, I>(
    items: &[I],
) -> (S, impl FnOnce(S::Cotangent, (&[I], Option<&mut [S::Gradient]>)) -> ((),) + use<S, I>) {
    S::annotate_sum_with_differentiate(items)
}

/// The rule of a sum of references to values. How long they are borrowed, the pullback does not depend on.
#[inline]
#[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
pub fn references_summed<'a, S: Summed<&'a I, Element = I>, I: 'a>(
    items: &[I],
) -> (S, impl FnOnce(S::Cotangent, (&[I], Option<&mut [S::Gradient]>)) -> ((),) + use<'a, S, I>) {
    S::annotate_sum_with_differentiate(items)
}

macro_rules! sums {
    ($($float:ty, $item:ty;)*) => {$(
        impl Summed<$item> for $float {
            type Element = $float;
            type Cotangent = $float;
            type Gradient = $float;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no item")]
            fn annotate_sum_with_differentiate(
                items: &[$float],
            ) -> ($float, impl FnOnce($float, (&[$float], Option<&mut [$float]>)) -> ((),) + Clone + use<>) {
                let pullback = move |d: $float, (_, gradients): (&[$float], Option<&mut [$float]>)| {
                    gradients.into_iter().flatten().for_each(|gradient| *gradient += d);
                    ((),)
                };
                (items.iter().sum(), pullback)
            }
        }
    )*};
}

sums! { f64, f64; f64, &f64; f32, f32; f32, &f32; }

/// The operators of floats and of references to them: the value and both partials times the cotangent `d`.
macro_rules! operators {
    (values $generics:tt $captured:tt $float:ty) => {
        operators! { @ $generics $captured $float: $float, $float, |a| a, |b| b }
        operators! { @ $generics $captured $float: $float, &$float, |a| a, |b| *b }
        assignments! {
            $generics $captured $float;
            Add |a, b, d| a + b, d, d;
            Sub |a, b, d| a - b, d, -d;
            Mul |a, b, d| a * b, d * b, d * a;
            Div |a, b, d| a / b, d / b, -(d * (a / b) / b);
        }
        negations! { $generics $captured $float: $float, |a| a; }
    };
    (references $float:ty) => {
        operators! { @ [] [] $float: &$float, $float, |a| *a, |b| b }
        operators! { @ [] [] $float: &$float, &$float, |a| *a, |b| *b }
        negations! { [] [] $float: &$float, |a| *a; }
    };
    (
        @ [$($generics:tt)*] [$($captured:tt)*] $float:ty: $left:ty, $right:ty,
        |$a:ident| $left_value:expr, |$b:ident| $right_value:expr
    ) => {
        binary! {
            [$($generics)*] [$($captured)*] $float: $left, $right, |$a| $left_value, |$b| $right_value;
            Add |a, b, d| a + b, d, d;
            Sub |a, b, d| a - b, d, -d;
            Mul |a, b, d| a * b, d * b, d * a;
            Div |a, b, d| a / b, d / b, -(d * (a / b) / b);
        }
    };
}

macro_rules! binary {
    (
        @ [$($generics:tt)*] [$($captured:tt)*] $float:ty: $left:ty, $right:ty,
        |$x:ident| $left_value:expr, |$y:ident| $right_value:expr;
        $op:ident |$a:ident, $b:ident, $d:ident| $value:expr, $d_left:expr, $d_right:expr
    ) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Operator<$op, $right> for $left {
            type Output = $float;
            type Cotangent = $float;
            type GradientOfLeft = $float;
            type GradientOfRight = $float;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule(
                self,
                right: $right,
            ) -> ($float, impl FnOnce($float) -> ($float, $float) + Clone + use<$($captured)*>) {
                let ($x, $y) = (self, right);
                let ($a, $b): ($float, $float) = ($left_value, $right_value);
                ($value, move |$d: $float| ($d_left, $d_right))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> KeptOperator<$op, $right> for $left {
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn kept_rule(
                self,
                right: $right,
            ) -> ($float, impl FnOnce($float) -> ($float, $float) + Clone + use<$($captured)*>) {
                Operator::<$op, $right>::rule(self, right)
            }
        }
    };
    (
        $generics:tt $captured:tt $float:ty: $left:ty, $right:ty,
        |$x:ident| $left_value:expr, |$y:ident| $right_value:expr;
        $($op:ident |$a:ident, $b:ident, $d:ident| $value:expr, $d_left:expr, $d_right:expr;)*
    ) => {$(binary! {
        @ $generics $captured $float: $left, $right, |$x| $left_value, |$y| $right_value;
        $op |$a, $b, $d| $value, $d_left, $d_right
    })*};
}

macro_rules! assignments {
    (
        @ [$($generics:tt)*] [$($captured:tt)*] $float:ty;
        $op:ident |$a:ident, $b:ident, $d:ident| $value:expr, $d_left:expr, $d_right:expr
    ) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> AssignOperator<$op, $float> for $float {
            type GradientOfLeft = $float;
            type GradientOfRight = $float;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn assign_rule(
                &mut self,
                right: $float,
            ) -> impl FnOnce(&mut $float) -> $float + Clone + use<$($captured)*> {
                let ($a, $b): ($float, $float) = (*self, right);
                *self = $value;
                move |gradient| {
                    let $d: $float = *gradient;
                    let (left, right) = ($d_left, $d_right);
                    *gradient = left;
                    right
                }
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> KeptAssignOperator<$op, $float> for $float {
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn kept_assign_rule(
                &mut self,
                right: $float,
            ) -> impl FnOnce(&mut $float) -> $float + Clone + use<$($captured)*> {
                AssignOperator::<$op, $float>::assign_rule(self, right)
            }
        }
    };
    (
        $generics:tt $captured:tt $float:ty;
        $($op:ident |$a:ident, $b:ident, $d:ident| $value:expr, $d_left:expr, $d_right:expr;)*
    ) => {$(assignments! {
        @ $generics $captured $float; $op |$a, $b, $d| $value, $d_left, $d_right
    })*};
}

macro_rules! negations {
    (@ [$($generics:tt)*] [$($captured:tt)*] $float:ty: $operand:ty, |$a:ident| $value:expr) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Operator<Neg, ()> for $operand {
            type Output = $float;
            type Cotangent = $float;
            type GradientOfLeft = $float;
            type GradientOfRight = ();
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule(
                self,
                (): (),
            ) -> ($float, impl FnOnce($float) -> ($float, ()) + Clone + use<$($captured)*>) {
                let $a = self;
                let operand: $float = $value;
                (-operand, move |d: $float| (-d, ()))
            }
        }

        #[diagnostic::do_not_recommend]
        impl<$($generics)*> KeptOperator<Neg, ()> for $operand {
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn kept_rule(
                self,
                (): (),
            ) -> ($float, impl FnOnce($float) -> ($float, ()) + Clone + use<$($captured)*>) {
                Operator::<Neg, ()>::rule(self, ())
            }
        }
    };
    ($generics:tt $captured:tt $float:ty: $($operand:ty, |$a:ident| $value:expr;)*) => {$(negations! {
        @ $generics $captured $float: $operand, |$a| $value
    })*};
}

#[cfg(any(feature = "std", feature = "libm"))]
operators!(values [T: crate::float::Real] [T] T);
#[cfg(not(any(feature = "std", feature = "libm")))]
operators!(values [] [] f64);
#[cfg(not(any(feature = "std", feature = "libm")))]
operators!(values [] [] f32);
operators!(references f64);
operators!(references f32);

/// The rules whose pullbacks are called more than once: all can be cloned.
#[cfg(any(feature = "std", feature = "libm"))]
macro_rules! kept_float_rules {
    ($($rule:ident $kept:ident)*) => {$(
        #[allow(missing_docs)]
        fn $kept(self) -> (Self, impl FnOnce(Self, ()) -> (Self,) + Clone + use<Self>) {
            self.$rule()
        }
    )*};
}

/// The rules with tangents, over dual numbers.
#[cfg(any(feature = "std", feature = "libm"))]
macro_rules! float_rules_with_tangents {
    ($($rule:ident $with_tangents:ident)*) => {$(
        #[allow(missing_docs, clippy::type_complexity, reason = "`impl Trait` has no name")]
        fn $with_tangents(
            self,
            tangent: &Self,
        ) -> (
            (Self, Self),
            impl FnOnce((Self, Self), (), (&Self, Option<&mut Self>)) -> (Self, ()) + use<Self>,
        ) {
            let (value, pullback) = Dual { value: self, slope: *tangent }.$rule();
            ((value.value, value.slope), move |(d, e): (Self, Self), (), (_, into): (&Self, Option<&mut Self>)| {
                let (gradient,) = pullback(Dual { value: e, slope: d }, ());
                into.into_iter().for_each(|into| *into += gradient.value);
                (gradient.slope, ())
            })
        }
    )*};
}

/// The rules of methods of floats, under the names of those of the user's methods: what an operator of the user's returns may be a float.
#[cfg(any(feature = "std", feature = "libm"))]
pub trait FloatRules: crate::float::Real {
    /// `|x|`
    fn annotate_abs_with_differentiate(self) -> (Self, impl FnOnce(Self, ()) -> (Self,) + Clone + use<Self>) {
        let zero = Self::FLOAT_ZERO;
        let slope = if self == zero { zero } else { self.float_signum() };
        (self.float_abs(), move |d, ()| (d * slope,))
    }
    /// `√x`
    fn annotate_sqrt_with_differentiate(
        self,
    ) -> (Self, impl FnOnce(Self, ()) -> (Self,) + Clone + use<Self>) {
        let root = self.float_sqrt();
        let back = move |d: Self, ()| {
            let zero = Self::FLOAT_ZERO;
            (if d == zero { zero } else { d / (root + root) },)
        };
        (root, back)
    }
    /// `eˣ`
    fn annotate_exp_with_differentiate(self) -> (Self, impl FnOnce(Self, ()) -> (Self,) + Clone + use<Self>) {
        let power = self.float_exp();
        (power, move |d, ()| (d * power,))
    }
    /// `ln x`
    fn annotate_ln_with_differentiate(self) -> (Self, impl FnOnce(Self, ()) -> (Self,) + Clone + use<Self>) {
        (self.float_ln(), move |d, ()| (d / self,))
    }
    /// `sin x`
    fn annotate_sin_with_differentiate(self) -> (Self, impl FnOnce(Self, ()) -> (Self,) + Clone + use<Self>) {
        (self.float_sin(), move |d, ()| (d * self.float_cos(),))
    }
    /// `cos x`
    fn annotate_cos_with_differentiate(self) -> (Self, impl FnOnce(Self, ()) -> (Self,) + Clone + use<Self>) {
        (self.float_cos(), move |d, ()| (-(d * self.float_sin()),))
    }
    /// `tan x`
    fn annotate_tan_with_differentiate(self) -> (Self, impl FnOnce(Self, ()) -> (Self,) + Clone + use<Self>) {
        let tangent = self.float_tan();
        (tangent, move |d: Self, ()| (d + d * tangent * tangent,))
    }
    /// `tanh x`
    fn annotate_tanh_with_differentiate(
        self,
    ) -> (Self, impl FnOnce(Self, ()) -> (Self,) + Clone + use<Self>) {
        let value = self.float_tanh();
        (value, move |d: Self, ()| (d - d * value * value,))
    }
    /// `1 / x`
    fn annotate_recip_with_differentiate(
        self,
    ) -> (Self, impl FnOnce(Self, ()) -> (Self,) + Clone + use<Self>) {
        let value = self.float_recip();
        (value, move |d: Self, ()| (-(d * value * value),))
    }
    /// `xⁿ`
    fn annotate_powi_with_differentiate(
        self,
        n: i32,
    ) -> (Self, impl FnOnce(Self, (), ()) -> (Self, ()) + Clone + use<Self>) {
        let zero = Self::FLOAT_ZERO;
        let slope = if n == 0 { zero } else { Self::float_from(f64::from(n)) * self.float_powi(n - 1) };
        (self.float_powi(n), move |d: Self, (), ()| (d * slope, ()))
    }

    kept_float_rules! {
        annotate_abs_with_differentiate add_pullback_to_the_attribute_of_abs
        annotate_sqrt_with_differentiate add_pullback_to_the_attribute_of_sqrt
        annotate_exp_with_differentiate add_pullback_to_the_attribute_of_exp
        annotate_ln_with_differentiate add_pullback_to_the_attribute_of_ln
        annotate_sin_with_differentiate add_pullback_to_the_attribute_of_sin
        annotate_cos_with_differentiate add_pullback_to_the_attribute_of_cos
        annotate_tan_with_differentiate add_pullback_to_the_attribute_of_tan
        annotate_tanh_with_differentiate add_pullback_to_the_attribute_of_tanh
        annotate_recip_with_differentiate add_pullback_to_the_attribute_of_recip
    }

    /// `xⁿ`, whose pullback is called more than once.
    fn add_pullback_to_the_attribute_of_powi(
        self,
        n: i32,
    ) -> (Self, impl FnOnce(Self, (), ()) -> (Self, ()) + Clone + use<Self>) {
        self.annotate_powi_with_differentiate(n)
    }
}

/// The same with tangents.
#[cfg(any(feature = "std", feature = "libm"))]
pub trait FloatRulesWithTangents: crate::Float + FloatRules {
    float_rules_with_tangents! {
        annotate_abs_with_differentiate add_jvp_to_the_attribute_of_abs
        annotate_sqrt_with_differentiate add_jvp_to_the_attribute_of_sqrt
        annotate_exp_with_differentiate add_jvp_to_the_attribute_of_exp
        annotate_ln_with_differentiate add_jvp_to_the_attribute_of_ln
        annotate_sin_with_differentiate add_jvp_to_the_attribute_of_sin
        annotate_cos_with_differentiate add_jvp_to_the_attribute_of_cos
        annotate_tan_with_differentiate add_jvp_to_the_attribute_of_tan
        annotate_tanh_with_differentiate add_jvp_to_the_attribute_of_tanh
        annotate_recip_with_differentiate add_jvp_to_the_attribute_of_recip
    }

    /// `xⁿ` with tangents.
    #[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
    fn add_jvp_to_the_attribute_of_powi(
        self,
        n: i32,
        tangent: &Self,
        _: crate::still::NoTangent,
    ) -> (
        (Self, Self),
        impl FnOnce((Self, Self), (), (), (&Self, Option<&mut Self>), ()) -> (Self, (), (), ()) + use<Self>,
    ) {
        let of = Dual { value: self, slope: *tangent };
        let (value, pullback) = of.annotate_powi_with_differentiate(n);
        ((value.value, value.slope), move |(d, e), (), (), (_, into), ()| {
            let (gradient, ()) = pullback(Dual { value: e, slope: d }, (), ());
            into.into_iter().for_each(|into| *into += gradient.value);
            (gradient.slope, (), (), ())
        })
    }
}

#[cfg(any(feature = "std", feature = "libm"))]
impl<T: crate::float::Real> FloatRules for T {}

#[cfg(any(feature = "std", feature = "libm"))]
impl<T: crate::Float> FloatRulesWithTangents for T {}
