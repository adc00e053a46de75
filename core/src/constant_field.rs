//! Fields that may be held constant, as the type of their gradient tells: a method of one is the user's own or its rule, and a gradient goes on to
//! one or is lost.

/// Whether a field is held constant: the type of its gradient.
#[derive(Debug)]
pub struct OfGradient<G: ?Sized>(core::marker::PhantomData<fn(&G)>);

/// The type of a gradient in the gradient of a value.
#[inline]
pub fn gradient_in<P: crate::Differentiable + ?Sized, G: ?Sized>(
    _: &P,
    _: impl for<'a> FnOnce(&'a P::Tangent) -> &'a G,
) -> OfGradient<G> {
    OfGradient(core::marker::PhantomData)
}

/// The gradient of a field without a derivative.
#[diagnostic::on_unimplemented(
    message = "this field has a gradient, `{Self}`, which would be lost here",
    label = "`differentiate` takes this for a value without a gradient, such as an integer, a text or a map",
    note = "to treat it as a constant, write `stop_gradient(…)` around it, or `#[differentiate(constant)]` before the field"
)]
pub trait NoGradient {}

impl NoGradient for () {}
impl<G: NoGradient> NoGradient for [G] {}
impl<G: NoGradient, const N: usize> NoGradient for [G; N] {}
impl<G: NoGradient> NoGradient for Option<G> {}
#[cfg(feature = "alloc")]
impl<G: NoGradient> NoGradient for alloc::vec::Vec<G> {}
#[cfg(feature = "alloc")]
impl<G: NoGradient + ?Sized> NoGradient for alloc::boxed::Box<G> {}

/// A field that is taken for one without a derivative, as the type of its gradient shows that it is.
#[inline]
pub fn without_gradient<G: NoGradient + ?Sized, T: ?Sized>(_: OfGradient<G>, field: &T) -> &T {
    field
}

/// The gradient with respect to an argument, as a number.
pub trait IntoNumber<F> {
    /// The number.
    fn into_number(self) -> F;
}

#[cfg(any(feature = "std", feature = "libm"))]
impl<F: crate::float::Real> IntoNumber<F> for F {
    #[inline]
    fn into_number(self) -> F {
        self
    }
}

#[cfg(any(feature = "std", feature = "libm"))]
impl<F: crate::float::Real> IntoNumber<F> for crate::rule::HeldConstantByWrtSoNameItThereOrPassStopGradient {
    #[inline]
    fn into_number(self) -> F {
        F::FLOAT_ZERO
    }
}

impl OfGradient<()> {
    /// What goes on to a field without a gradient is lost, so it may be that of an argument which the called function holds constant.
    #[inline]
    pub fn of_argument<F, E: IntoNumber<F>>(self, entry: E) -> F {
        entry.into_number()
    }
}

/// What goes on to a field with a gradient.
pub trait GoesOn: Sized {
    /// It is what it is.
    #[inline]
    fn of_argument<F, E>(self, entry: E) -> E {
        entry
    }
}

impl<G: ?Sized> GoesOn for OfGradient<G> {}

/// The slot for a receiver that is held constant where it is.
#[derive(Debug)]
pub struct NoReceiver;

impl<'a, R: ?Sized> crate::method::Receiver<'a, R, ()> for NoReceiver {
    #[inline]
    fn receiver(_: &'a R, (): &'a mut ()) -> NoReceiver {
        NoReceiver
    }
}

impl<'a, R: ?Sized> crate::method::ConstantReceiver<'a, R> for NoReceiver {
    #[inline]
    fn constant_receiver(_: &'a R) -> NoReceiver {
        NoReceiver
    }
}

impl<'a, R: ?Sized> crate::method::ChangedReceiver<'a, R, ()> for NoReceiver {
    #[inline]
    fn changed_receiver(_: &'a R, (): &'a mut ()) -> NoReceiver {
        NoReceiver
    }
}

/// The gradient of a field for a method that changes it.
#[derive(Debug)]
pub struct ChangedField<G>(pub G);

impl ChangedField<&mut ()> {
    /// Of a field that is held constant there is none.
    #[inline]
    #[must_use]
    pub fn slot(self) -> NoReceiver {
        NoReceiver
    }
}

/// That of any other field.
pub trait ChangedGradient {
    /// A reference to it.
    type Slot;
    /// The slot of the receiver.
    fn slot(self) -> Self::Slot;
}

impl<'a, G> ChangedGradient for ChangedField<&'a mut G> {
    type Slot = &'a mut G;
    #[inline]
    fn slot(self) -> &'a mut G {
        self.0
    }
}

/// The slot of a receiver that a method changes, which is a field.
#[doc(hidden)]
#[macro_export]
macro_rules! changed_field {
    ($gradient:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::ChangedGradient as _;
        $crate::private::ChangedField($gradient).slot()
    }};
}

/// The slot for an argument by reference without a gradient.
pub type Again<'a, T> = (&'a T, crate::rule::HeldConstantByWrtSoNameItThereOrPassStopGradient);

macro_rules! either {
    ($($own:ident $either:ident<$($of:ident)*>($($slot:ty),*);)*) => {
        impl OfGradient<()> {$(
            /// Of what is held constant the method itself is called, and nothing is passed back.
            #[inline]
            pub fn $either<N, R, T, A, B, D $(, $of: ?Sized)*>(
                self,
                _: core::marker::PhantomData<N>,
                receiver: R,
                arguments: T,
                constant: impl FnOnce(R, T) -> A,
                _: impl FnOnce(N, T) -> B,
            ) -> (A, fn(D, NoReceiver $(, $slot)*) -> (crate::method::ByReference, $(either!(@ $slot)),*)) {
                (constant(receiver, arguments), |_, _ $(, _: $slot)*| (crate::method::ByReference, $(either!(@ $slot)),*))
            }
        )*}

        /// What is not held constant has a rule of the method: for each form of arguments a trait.
        pub mod rules_of_fields {$(
            /// The rule of a method of a field.
            pub trait $own: Sized {
                /// The value of the rule and its pullback.
                #[inline]
                fn $either<N, R, T, A, B>(
                    self,
                    _: core::marker::PhantomData<N>,
                    receiver: R,
                    arguments: T,
                    _: impl FnOnce(R, T) -> A,
                    rule: impl FnOnce(R, T) -> B,
                ) -> B {
                    rule(receiver, arguments)
                }
            }

            impl<G: ?Sized> $own for super::OfGradient<G> {}
        )*}
    };
    (@ $slot:ty) => { () };
}

// Arguments by value, `v`, and by reference, `r`.
either! {
    Own either<>();
    OwnV either_v<>(());
    OwnR either_r<T1>(Again<'_, T1>);
    OwnVv either_vv<>((), ());
    OwnVr either_vr<T1>((), Again<'_, T1>);
    OwnRv either_rv<T1>(Again<'_, T1>, ());
    OwnRr either_rr<T1 T2>(Again<'_, T1>, Again<'_, T2>);
    OwnVvv either_vvv<>((), (), ());
    OwnVvr either_vvr<T1>((), (), Again<'_, T1>);
    OwnVrv either_vrv<T1>((), Again<'_, T1>, ());
    OwnVrr either_vrr<T1 T2>((), Again<'_, T1>, Again<'_, T2>);
    OwnRvv either_rvv<T1>(Again<'_, T1>, (), ());
    OwnRvr either_rvr<T1 T2>(Again<'_, T1>, (), Again<'_, T2>);
    OwnRrv either_rrv<T1 T2>(Again<'_, T1>, Again<'_, T2>, ());
    OwnRrr either_rrr<T1 T2 T3>(Again<'_, T1>, Again<'_, T2>, Again<'_, T3>);
}

/// The rule of a method that is called on a field; where the field is held constant, the method itself.
#[doc(hidden)]
#[macro_export]
macro_rules! method_of_field {
    ($held:expr, $either:ident, $receiver:expr, $method:ident or $rule:ident($($name:ident = $argument:expr),*)) => {{
        #[allow(unused_imports)]
        use $crate::private::rules_of_fields::*;
        enum WithoutRule {}
        impl WithoutRule {
            fn $rule(self $(, $name: impl Sized)*) -> Self {
                $(let _ = $name;)*
                self
            }
        }
        $held.$either(
            ::core::marker::PhantomData::<WithoutRule>,
            $receiver,
            ($($argument,)*),
            |receiver, ($($name,)*)| receiver.$method($($name),*),
            |receiver, ($($name,)*)| receiver.$rule($($name),*),
        )
    }};
}

/// The gradient with respect to an argument that is calculated from the field of which the first tells whether it is held constant.
#[doc(hidden)]
#[macro_export]
macro_rules! of_argument {
    ($held:expr, $float:ty, $entry:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::GoesOn as _;
        $held.of_argument::<$float, _>($entry)
    }};
}
