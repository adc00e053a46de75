//! Conversions of the user's types: beside `impl From<S> for T` with `#[differentiate]` stands `impl ConvertedFrom<S> for T`, whose function
//! bears the name of a rule, by which callers find it.

/// A conversion with a derivative.
#[diagnostic::on_unimplemented(
    message = "the conversion of `{S}` into `{Self}` has no derivative",
    label = "a differentiated value is converted here",
    note = "put `#[differentiate]` on the `impl` of the conversion: `#[differentiate] impl From<{S}> for {Self} {{ … }}`"
)]
pub trait ConvertedFrom<S>: Sized {
    /// The cotangent of the value.
    type Cotangent;
    /// The gradient with respect to the source.
    type Gradient;

    /// The value and the pullback.
    #[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
    fn annotate_from_with_differentiate(
        source: S,
    ) -> (Self, impl FnOnce(Self::Cotangent, ()) -> (Self::Gradient,) + use<Self, S>);
}

/// A conversion with tangents.
#[diagnostic::on_unimplemented(
    message = "the conversion of `{S}` into `{Self}` has no tangent",
    label = "`jvp`, `jacobian`, `hvp` and `hessian` go through this conversion",
    note = "ask for it on the `impl` of the conversion: `#[differentiate(jvp)] impl From<{S}> for {Self} {{ … }}`"
)]
pub trait ConvertedFromWithTangents<S>: ConvertedFrom<S> {
    /// The tangent of the source.
    type TangentOf;

    /// The value with its tangent, and the pullback.
    #[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
    fn add_jvp_to_the_attribute_of_from(
        source: S,
        tangent: Self::TangentOf,
    ) -> (
        (Self, Self::Cotangent),
        impl FnOnce((Self::Cotangent, Self::Cotangent), (), ()) -> (Self::Gradient, Self::Gradient) + use<Self, S>,
    );
}

/// A conversion whose pullback can be cloned.
#[diagnostic::on_unimplemented(
    message = "the conversion of `{S}` into `{Self}` has no pullback that is called more than once",
    label = "`pullback` goes through this conversion",
    note = "ask for it on the `impl` of the conversion: `#[differentiate(pullback)] impl From<{S}> for {Self} {{ … }}`"
)]
pub trait KeptConvertedFrom<S>: ConvertedFrom<S> {
    /// The value and the pullback.
    #[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
    fn add_pullback_to_the_attribute_of_from(
        source: S,
    ) -> (Self, impl FnOnce(Self::Cotangent, ()) -> (Self::Gradient,) + Clone + use<Self, S>);
}

macro_rules! floats {
    ($($from:ty => $to:ty;)*) => {$(
        impl ConvertedFrom<$from> for $to {
            type Cotangent = $to;
            type Gradient = $from;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to nothing")]
            fn annotate_from_with_differentiate(
                source: $from,
            ) -> ($to, impl FnOnce($to, ()) -> ($from,) + Clone + use<>) {
                (<$to>::from(source), |cotangent, ()| (cotangent as $from,))
            }
        }

        impl ConvertedFromWithTangents<$from> for $to {
            type TangentOf = $from;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to nothing")]
            fn add_jvp_to_the_attribute_of_from(
                source: $from,
                tangent: $from,
            ) -> (($to, $to), impl FnOnce(($to, $to), (), ()) -> ($from, $from) + use<>) {
                ((<$to>::from(source), <$to>::from(tangent)), |cotangent, (), ()| {
                    (cotangent.0 as $from, cotangent.1 as $from)
                })
            }
        }

        impl KeptConvertedFrom<$from> for $to {
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to nothing")]
            fn add_pullback_to_the_attribute_of_from(
                source: $from,
            ) -> ($to, impl FnOnce($to, ()) -> ($from,) + Clone + use<>) {
                Self::annotate_from_with_differentiate(source)
            }
        }
    )*};
}

floats! { f32 => f32; f64 => f64; f32 => f64; }
