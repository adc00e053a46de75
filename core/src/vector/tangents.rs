//! The rules with tangents of functions of vectors: the functions and their pullbacks, run over dual numbers.

use super::{Slot, Storage, Vector, cross_entropy, dot, give, log_softmax, logsumexp, norm_squared, softmax};
use crate::Float;
use crate::dual::Dual;
use crate::still::NoTangent;
use alloc::vec::Vec;

/// The rule with tangents of a function of slices, over dual numbers.
macro_rules! tangents {
    ($name:ident($($x:ident $tangent:ident $duals:ident $into:ident $into_tangent:ident $given:ident),+)) => {
        impl $name {
            #[doc(hidden)]
            pub fn add_jvp_to_the_attribute_of_this_function<T: Float>(
                $($x: &[T],)+
                $($tangent: &[T]),+
            ) -> (
                (T, T),
                impl for<'s> FnOnce(
                    (T, T),
                    $(tangents!(@slot $x 's T),)+
                    $(tangents!(@slot $tangent 's T)),+
                ) -> ($(tangents!(@unit $x),)+ $(tangents!(@unit $tangent)),+) + use<T>,
            ) {
                $(let $duals = with_tangents($x, $tangent);)+
                let (value, pullback) = $name::forward($(&$duals),+, $name);
                (
                    (value.value, value.slope),
                    move |
                        (d, d_tangent),
                        $((_, $into): tangents!(@slot $x '_ T),)+
                        $((_, $into_tangent): tangents!(@slot $tangent '_ T)),+
                    | {
                        $(let mut $given = alloc::vec![Dual::ZERO; $duals.len()];)+
                        pullback(
                            Dual { value: d_tangent, slope: d },
                            $((&$duals[..], Some(&mut $given[..]))),+
                        );
                        $(
                            give($into, $given.iter().map(|dual| dual.slope));
                            give($into_tangent, $given.iter().map(|dual| dual.value));
                        )+
                        ($(tangents!(@unit $x),)+ $(tangents!(@unit $tangent)),+)
                    },
                )
            }
        }
    };
    (@slot $x:ident $s:lifetime $T:ident) => { Slot<$s, [$T]> };
    (@unit $x:ident) => { () };
}

/// Numbers with their tangents.
fn with_tangents<T: Float>(numbers: &[T], tangents: &[T]) -> Vec<Dual<T>> {
    assert_eq!(numbers.len(), tangents.len(), "numbers and their tangents differ in length");
    numbers.iter().zip(tangents).map(|(value, slope)| Dual { value: *value, slope: *slope }).collect()
}

tangents! { dot(a tangent_of_a duals_of_a into_a into_tangent_of_a given_a, b tangent_of_b duals_of_b into_b into_tangent_of_b given_b) }
tangents! { norm_squared(a tangent duals into into_tangent given) }
tangents! { logsumexp(a tangent duals into into_tangent given) }

impl cross_entropy {
    #[doc(hidden)]
    pub fn add_jvp_to_the_attribute_of_this_function<T: Float>(
        logits: &[T],
        index: usize,
        tangent: &[T],
        _: NoTangent,
    ) -> (
        (T, T),
        impl for<'s> FnOnce((T, T), Slot<'s, [T]>, (), Slot<'s, [T]>, ()) -> ((), (), (), ()) + use<T>,
    ) {
        let duals = with_tangents(logits, tangent);
        let (value, pullback) = cross_entropy::forward(&duals, index, cross_entropy);
        let pullback =
            move |(d, d_tangent), (_, into): Slot<'_, [T]>, (), (_, into_tangent): Slot<'_, [T]>, ()| {
                let mut given = alloc::vec![Dual::ZERO; duals.len()];
                pullback(Dual { value: d_tangent, slope: d }, (&duals[..], Some(&mut given[..])), ());
                give(into, given.iter().map(|dual| dual.slope));
                give(into_tangent, given.iter().map(|dual| dual.value));
                ((), (), (), ())
            };
        ((value.value, value.slope), pullback)
    }
}

/// The same of a function that returns a vector.
macro_rules! tangents_of_vectors {
    ($($name:ident)*) => {$(
        impl $name {
            #[doc(hidden)]
            pub fn add_jvp_to_the_attribute_of_this_function<V: Vector + ?Sized>(
                a: &V,
                tangent: &V::Buffer,
            ) -> (
                (V::Owned, V::Owned),
                impl for<'s> FnOnce(
                    (V::Owned, V::Owned),
                    (&'s V, Option<&'s mut V::Buffer>),
                    (&'s V::Buffer, Option<&'s mut V::Buffer>),
                ) -> ((), ()) + use<V>,
            ) {
                let duals = with_tangents(a.numbers(), tangent.numbers());
                let (value, pullback) = $name::forward::<[Dual<V::Elem>], _>(&duals, $name);
                let part = |of: fn(&Dual<V::Elem>) -> V::Elem| {
                    let mut part = a.own();
                    part.numbers_mut().iter_mut().zip(&value).for_each(|(x, dual)| *x = of(dual));
                    part
                };
                let pullback = move |
                    (d, d_tangent): (V::Owned, V::Owned),
                    (_, into): (&V, Option<&mut V::Buffer>),
                    (_, into_tangent): (&V::Buffer, Option<&mut V::Buffer>),
                | {
                    let mut given = alloc::vec![Dual::ZERO; duals.len()];
                    pullback(with_tangents(d_tangent.numbers(), d.numbers()), (&duals[..], Some(&mut given[..])));
                    give(into.map(V::Buffer::numbers_mut), given.iter().map(|dual| dual.slope));
                    give(into_tangent.map(V::Buffer::numbers_mut), given.iter().map(|dual| dual.value));
                    ((), ())
                };
                ((part(|dual| dual.value), part(|dual| dual.slope)), pullback)
            }
        }
    )*};
}

tangents_of_vectors! { softmax log_softmax }
