//! Operators whose pullbacks are called more than once: what `pullback` calls.

use super::{AssignOperator, Operator, Summed};

/// A binary operator whose pullback can be cloned; the right operand of a unary one is `()`.
#[diagnostic::on_unimplemented(
    message = "an operator of `{Self}` and `{Right}` has no pullback that is called more than once",
    label = "`pullback` goes through this operator",
    note = "ask for it on the `impl` of the operator: `#[differentiate(pullback)] impl Add for {Self} {{ … }}`, or whichever it is",
    note = "types of other crates have none: calculate with their numbers, or use `vjp`"
)]
pub trait KeptOperator<Op, Right>: Operator<Op, Right> {
    /// The value and the pullback.
    #[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
    fn kept_rule(
        self,
        right: Right,
    ) -> (
        Self::Output,
        impl FnOnce(Self::Cotangent) -> (Self::GradientOfLeft, Self::GradientOfRight)
        + Clone
        + use<Self, Op, Right>,
    );
}

/// An operator such as `+=` whose pullback can be cloned.
#[diagnostic::on_unimplemented(
    message = "an operator such as `+=` of `{Self}` and `{Right}` has no pullback that is called more than once",
    label = "`pullback` goes through this operator",
    note = "ask for it on the `impl` of the operator: `#[differentiate(pullback)] impl AddAssign for {Self} {{ … }}`, or whichever it is"
)]
pub trait KeptAssignOperator<Op, Right>: AssignOperator<Op, Right> {
    /// Changes the left operand and returns the pullback.
    fn kept_assign_rule(
        &mut self,
        right: Right,
    ) -> impl FnOnce(&mut Self::GradientOfLeft) -> Self::GradientOfRight + Clone + use<Self, Op, Right>;
}

/// A sum whose pullback can be cloned.
#[diagnostic::on_unimplemented(
    message = "a sum of `{Item}` into `{Self}` has no pullback that is called more than once",
    label = "`pullback` goes through this sum",
    note = "ask for it on the `impl` of the sum: `#[differentiate(pullback)] impl Sum for {Self} {{ … }}`, or `Sum<&{Self}>` for references"
)]
pub trait KeptSummed<Item>: Summed<Item> {
    /// The sum and the pullback, which adds to the gradients.
    #[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
    fn add_pullback_to_the_attribute_of_sum(
        items: &[Self::Element],
    ) -> (
        Self,
        impl FnOnce(Self::Cotangent, (&[Self::Element], Option<&mut [Self::Gradient]>)) -> ((),)
        + Clone
        + use<Self, Item>,
    );
}

/// The rule of a sum of values.
#[inline]
#[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
pub fn summed_and_kept<S: KeptSummed<I, Element = I>, I>(
    items: &[I],
) -> (S, impl FnOnce(S::Cotangent, (&[I], Option<&mut [S::Gradient]>)) -> ((),) + Clone + use<S, I>) {
    S::add_pullback_to_the_attribute_of_sum(items)
}

/// The rule of a sum of references to values. How long they are borrowed, the pullback does not depend on.
#[inline]
#[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
pub fn references_summed_and_kept<'a, S: KeptSummed<&'a I, Element = I>, I: 'a>(
    items: &[I],
) -> (S, impl FnOnce(S::Cotangent, (&[I], Option<&mut [S::Gradient]>)) -> ((),) + Clone + use<'a, S, I>) {
    S::add_pullback_to_the_attribute_of_sum(items)
}

macro_rules! sums {
    ($($float:ty, $item:ty;)*) => {$(
        impl KeptSummed<$item> for $float {
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no item")]
            fn add_pullback_to_the_attribute_of_sum(
                items: &[$float],
            ) -> ($float, impl FnOnce($float, (&[$float], Option<&mut [$float]>)) -> ((),) + Clone + use<>) {
                <$float as Summed<$item>>::annotate_sum_with_differentiate(items)
            }
        }
    )*};
}

sums! { f64, f64; f64, &f64; f32, f32; f32, &f32; }
