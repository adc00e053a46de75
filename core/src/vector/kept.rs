//! The rules whose pullbacks are called more than once. Those of this crate can be cloned, so they are the rules.

use super::{Slot, Vector, cross_entropy, dot, log_softmax, logsumexp, norm_squared, softmax};
use crate::Float;

macro_rules! kept {
    ($($name:ident [$($types:tt)*] [$($captured:tt)*]($($x:ident: $ty:ty),+) -> $value:ty, ($($input:ty),+) -> $entries:ty;)*) => {$(
        impl $name {
            #[doc(hidden)]
            #[inline]
            pub fn add_pullback_to_the_attribute_of_this_function<$($types)*>(
                $($x: $ty),+
            ) -> ($value, impl for<'s> FnOnce($($input),+) -> $entries + Clone + use<$($captured)*>) {
                $name::forward($($x,)+ $name)
            }
        }
    )*};
}

kept! {
    dot [T: Float] [T](a: &[T], b: &[T]) -> T, (T, Slot<'s, [T]>, Slot<'s, [T]>) -> ((), ());
    norm_squared [T: Float] [T](a: &[T]) -> T, (T, Slot<'s, [T]>) -> ((),);
    logsumexp [T: Float] [T](a: &[T]) -> T, (T, Slot<'s, [T]>) -> ((),);
    cross_entropy [T: Float] [T](logits: &[T], index: usize) -> T, (T, Slot<'s, [T]>, ()) -> ((), ());
    softmax [V: Vector + ?Sized] [V](a: &V) -> V::Owned, (V::Owned, (&'s V, Option<&'s mut V::Buffer>)) -> ((),);
    log_softmax [V: Vector + ?Sized] [V](a: &V) -> V::Owned, (V::Owned, (&'s V, Option<&'s mut V::Buffer>)) -> ((),);
}
