//! The rules of tuple structs. By its name alone nobody can tell whether `S(x)` makes a struct or calls a function, so that a struct has the
//! rule that a function of its name would have.

use crate::Differentiable;

/// What the derive states of a tuple struct: how it is made of its fields, and its tangent of theirs.
pub trait Constructor<Fields, Tangents>: Differentiable + Sized {
    /// The struct.
    fn made(fields: Fields) -> Self;
    /// Its tangent.
    fn tangent_made(tangents: Tangents) -> Self::Tangent;
    /// The tangents of its fields.
    fn taken_apart(tangent: Self::Tangent) -> Tangents;
}

/// The slot of an argument that is passed by value.
macro_rules! slot {
    ($field:ident) => {
        ()
    };
}

macro_rules! constructors {
    ($($name:ident: $($field:ident $ty:ident $t_field:ident $tangent:ident),+;)+) => {
        $(
            /// The rules of a tuple struct of so many fields.
            #[allow(clippy::type_complexity, clippy::too_many_arguments, reason = "an argument for each field")]
            pub trait $name<$($ty, $tangent),+>: Constructor<($($ty,)+), ($($tangent,)+)> {
                /// It runs none.
                const RUNS_OPAQUE_CODE: bool = false;
                /// The rule.
                fn forward<Primal: Fn($($ty),+) -> Self>(
                    $($field: $ty,)+
                    _: Primal,
                ) -> (Self, impl FnOnce(Self::Tangent, $(slot!($field)),+) -> ($($tangent,)+) + Clone) {
                    Self::add_pullback_to_the_attribute_of_this_function($($field),+)
                }
                /// The rule whose pullback is called more than once.
                fn add_pullback_to_the_attribute_of_this_function(
                    $($field: $ty),+
                ) -> (Self, impl FnOnce(Self::Tangent, $(slot!($field)),+) -> ($($tangent,)+) + Clone) {
                    (Self::made(($($field,)+)), |tangent, $(_: slot!($field)),+| Self::taken_apart(tangent))
                }
                /// The rule with tangents.
                fn add_jvp_to_the_attribute_of_this_function(
                    $($field: $ty,)+
                    $($t_field: $tangent),+
                ) -> (
                    (Self, Self::Tangent),
                    impl FnOnce(
                        (Self::Tangent, Self::Tangent),
                        $(slot!($field),)+
                        $(slot!($field)),+
                    ) -> ($($tangent,)+ $($tangent),+),
                ) {
                    let pair = (Self::made(($($field,)+)), Self::tangent_made(($($t_field,)+)));
                    (pair, |(of_value, of_tangent), $(_: slot!($field),)+ $(_: slot!($field)),+| {
                        let ($($field,)+) = Self::taken_apart(of_value);
                        let ($($t_field,)+) = Self::taken_apart(of_tangent);
                        ($($field,)+ $($t_field),+)
                    })
                }
            }

            impl<S: Constructor<($($ty,)+), ($($tangent,)+)>, $($ty, $tangent),+> $name<$($ty, $tangent),+> for S {}
        )+

        /// The traits, for code that calls what may be a tuple struct.
        pub mod constructors {
            $(pub use super::$name as _;)+
        }
    };
}

constructors! {
    OfOne: a A t_a Ta;
    OfTwo: a A t_a Ta, b B t_b Tb;
    OfThree: a A t_a Ta, b B t_b Tb, c C t_c Tc;
    OfFour: a A t_a Ta, b B t_b Tb, c C t_c Tc, d D t_d Td;
    OfFive: a A t_a Ta, b B t_b Tb, c C t_c Tc, d D t_d Td, e E t_e Te;
    OfSix: a A t_a Ta, b B t_b Tb, c C t_c Tc, d D t_d Td, e E t_e Te, f F t_f Tf;
}
