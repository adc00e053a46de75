//! Trait objects behind pointers: their rules have other names than those of other types, and only rustc knows which of the two a receiver is.

use core::marker::PhantomData;

/// A trait object whose methods have rules.
pub trait Object {}

/// A pointer to such a trait object.
pub trait ToObject {
    /// The trait object.
    type Object: ?Sized;
    /// It.
    fn object(&self) -> &Self::Object;
}

impl<O: Object + ?Sized> ToObject for &O {
    type Object = O;
    #[inline]
    fn object(&self) -> &O {
        self
    }
}

#[cfg(feature = "alloc")]
mod pointers {
    use super::{Object, ToObject};
    use alloc::{boxed::Box, rc::Rc, sync::Arc};

    macro_rules! pointers {
        ($($pointer:ident)*) => {$(
            impl<O: Object + ?Sized> ToObject for $pointer<O> {
                type Object = O;
                #[inline]
                fn object(&self) -> &O {
                    self
                }
            }
        )*};
    }

    pointers!(Box Rc Arc);
}

/// What a method is called on.
#[derive(Debug)]
pub struct CalledOn<'a, R: ?Sized>(pub &'a R);

/// A pointer to a trait object.
pub trait OnPointer<'a> {
    /// The trait object.
    type Object: ?Sized;
    /// It.
    fn called_on(&self) -> OnObject<'a, Self::Object>;
}

impl<'a, P: ToObject> OnPointer<'a> for &&&CalledOn<'a, P> {
    type Object = P::Object;
    #[inline]
    fn called_on(&self) -> OnObject<'a, P::Object> {
        OnObject(self.0.object())
    }
}

/// A reference to such a pointer.
pub trait OnReference<'a> {
    /// The trait object.
    type Object: ?Sized;
    /// It.
    fn called_on(&self) -> OnObject<'a, Self::Object>;
}

impl<'a, P: ToObject> OnReference<'a> for &&CalledOn<'a, &P> {
    type Object = P::Object;
    #[inline]
    fn called_on(&self) -> OnObject<'a, P::Object> {
        OnObject((**self.0).object())
    }
}

/// A reference to such a reference.
pub trait OnReferences<'a> {
    /// The trait object.
    type Object: ?Sized;
    /// It.
    fn called_on(&self) -> OnObject<'a, Self::Object>;
}

impl<'a, P: ToObject> OnReferences<'a> for &CalledOn<'a, &&P> {
    type Object = P::Object;
    #[inline]
    fn called_on(&self) -> OnObject<'a, P::Object> {
        OnObject((***self.0).object())
    }
}

/// Anything else.
pub trait OnValue<'a> {
    /// What it is.
    type Value: ?Sized;
    /// It.
    fn called_on(&self) -> OnOther<'a, Self::Value>;
}

impl<'a, R: ?Sized> OnValue<'a> for CalledOn<'a, R> {
    type Value = R;
    #[inline]
    fn called_on(&self) -> OnOther<'a, R> {
        OnOther(self.0)
    }
}

/// A trait object, of which the rule of objects is called.
#[derive(Debug)]
pub struct OnObject<'a, O: ?Sized>(&'a O);

impl<'a, O: ?Sized> OnObject<'a, O> {
    /// The value of that rule and its pullback.
    #[inline]
    pub fn either<N, T, A, B>(
        self,
        _: PhantomData<N>,
        arguments: T,
        object: impl FnOnce(&'a O, T) -> A,
        _: impl FnOnce(N, T) -> B,
    ) -> A {
        object(self.0, arguments)
    }
}

/// Something else, of which the usual rule is called.
#[derive(Debug)]
pub struct OnOther<'a, R: ?Sized>(&'a R);

impl<'a, R: ?Sized> OnOther<'a, R> {
    /// The value of that rule and its pullback.
    #[inline]
    pub fn either<N, T, A, B>(
        self,
        _: PhantomData<N>,
        arguments: T,
        _: impl FnOnce(N, T) -> A,
        other: impl FnOnce(&'a R, T) -> B,
    ) -> B {
        other(self.0, arguments)
    }
}

/// The rule of a method, which has another name if it is called on a trait object.
#[doc(hidden)]
#[macro_export]
macro_rules! method_of_pointer {
    ($receiver:expr, $object:ident or $rule:ident($($name:ident = $argument:expr),*)) => {{
        #[allow(unused_imports)]
        use $crate::private::{OnPointer as _, OnReference as _, OnReferences as _, OnValue as _};
        enum NoReceiver {}
        impl NoReceiver {
            fn $object(self $(, $name: impl Sized)*) -> Self {
                $(let _ = $name;)*
                self
            }
            fn $rule(self $(, $name: impl Sized)*) -> Self {
                $(let _ = $name;)*
                self
            }
        }
        (&&&&$crate::private::CalledOn($receiver)).called_on().either(
            ::core::marker::PhantomData::<NoReceiver>,
            ($($argument,)*),
            |receiver, ($($name,)*)| receiver.$object($($name),*),
            |receiver, ($($name,)*)| receiver.$rule($($name),*),
        )
    }};
}
