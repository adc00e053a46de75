//! The rules of tuple structs. By its name alone nobody can tell whether `S(x)` makes a struct or calls a function, so that a struct has the
//! rules that a function of its name would have. The derive writes them as associated functions, but for `forward`: a struct may have a method of
//! that name, so that its rule is found behind that.

use crate::Differentiable;

/// What the derive states of a tuple struct: how it is made of its fields, and its tangent taken apart.
pub trait Constructor<Fields, Tangents>: Differentiable + Sized {
    /// The struct.
    fn made(fields: Fields) -> Self;
    /// The tangents of its fields.
    fn taken_apart(tangent: Self::Tangent) -> Tangents;
}

/// What the derive states of a gradient: what goes back to an argument that became the field with this number, which its name makes.
pub trait GivenField<const NUMBER: u64> {
    /// The gradient; of a field that is held constant what stands in place of one.
    type Back;
    /// It.
    fn back(&self) -> Self::Back;
}

/// The slot of an argument that is passed by value.
macro_rules! slot {
    ($field:ident) => {
        ()
    };
}

macro_rules! constructors {
    ($($name:ident: $($field:ident $ty:ident $tangent:ident),+;)+) => {
        $(
            /// The rule of a tuple struct of so many fields.
            #[allow(clippy::type_complexity, clippy::too_many_arguments, reason = "an argument for each field")]
            pub trait $name<$($ty, $tangent),+>: Constructor<($($ty,)+), ($($tangent,)+)> {
                /// The rule.
                fn forward<Primal: Fn($($ty),+) -> Self>(
                    $($field: $ty,)+
                    _: Primal,
                ) -> (Self, impl FnOnce(Self::Tangent, $(slot!($field)),+) -> ($($tangent,)+) + Clone) {
                    (Self::made(($($field,)+)), |tangent, $(_: slot!($field)),+| Self::taken_apart(tangent))
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
    OfOne: a A Ta;
    OfTwo: a A Ta, b B Tb;
    OfThree: a A Ta, b B Tb, c C Tc;
    OfFour: a A Ta, b B Tb, c C Tc, d D Td;
    OfFive: a A Ta, b B Tb, c C Tc, d D Td, e E Te;
    OfSix: a A Ta, b B Tb, c C Tc, d D Td, e E Te, f F Tf;
}
