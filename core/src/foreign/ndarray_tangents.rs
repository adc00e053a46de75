// `ndarray`: forward mode and second derivatives of the operators and the methods that have rules. This file is included once for each version,
// where `ndarray` is that version.
//
// What is linear is its own tangent; what is linear in each operand has two products for a tangent. The gradients of both come from the rules
// themselves. A function of each element is one of dual numbers.

use crate::dual::Dual;
use crate::method::ByReference;
use crate::operator::{Add, AssignOperator, AssignOperatorWithTangents, Div, Mul, Neg, Operator, OperatorWithTangents, Sub};
use crate::still::NoTangent;
use ::core::borrow::Borrow;
use alloc::vec::Vec;
use ndarray::{Array, Array1, Array2, ArrayBase, Axis, Data, DataMut, DimMax, Dimension, Ix1, Ix2, RemoveAxis, SliceArg};

/// The sum of two arrays of one shape.
fn plus<T: Real, D: Dimension>(mut a: Array<T, D>, b: &Array<T, D>) -> Array<T, D> {
    a.zip_mut_with(b, |x, y| *x += *y);
    a
}

/// The operators between arrays, of values and references.
macro_rules! combinations {
    ($($op:ident |$a:ident, $b:ident, $t:ident, $u:ident| $tangent:expr, |$pull:ident, $d:ident| $gradients:expr;)*) => {$(
        combinations! { @ $op (ArrayBase<A, D>) (ArrayBase<B, E>) |$a, $b, $t, $u| $tangent, |$pull, $d| $gradients }
        combinations! { @ $op (&ArrayBase<A, D>) (ArrayBase<B, E>) |$a, $b, $t, $u| $tangent, |$pull, $d| $gradients }
        combinations! { @ $op (ArrayBase<A, D>) (&ArrayBase<B, E>) |$a, $b, $t, $u| $tangent, |$pull, $d| $gradients }
        combinations! { @ $op (&ArrayBase<A, D>) (&ArrayBase<B, E>) |$a, $b, $t, $u| $tangent, |$pull, $d| $gradients }
    )*};
    (@ $op:ident ($left:ty) ($right:ty) |$a:ident, $b:ident, $t:ident, $u:ident| $tangent:expr, |$pull:ident, $d:ident| $gradients:expr) => {
        #[diagnostic::do_not_recommend]
        impl<T: Real, A: Data<Elem = T>, B: Data<Elem = T>, D: Dimension + DimMax<E>, E: Dimension> OperatorWithTangents<$op, $right> for $left {
            type TangentOfLeft = Array<T, D>;
            type TangentOfRight = Array<T, E>;
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            #[allow(unused_variables, reason = "a sum needs no operand")]
            fn rule_with_tangents(self, right: $right, $t: &Array<T, D>, $u: &Array<T, E>) -> (
                (Array<T, Common<D, E>>, Array<T, Common<D, E>>),
                impl FnOnce((Array<T, Common<D, E>>, Array<T, Common<D, E>>)) -> (Array<T, D>, Array<T, E>, Array<T, D>, Array<T, E>) + use<T, A, B, D, E>,
            ) {
                let (left, own): (&ArrayBase<A, D>, &ArrayBase<B, E>) = (Borrow::borrow(&self), Borrow::borrow(&right));
                let ($a, $b) = (left.to_owned(), own.to_owned());
                let (value, pull) = Operator::<$op, $right>::rule(self, right);
                let (tangent, $pull) = $tangent;
                ((value, tangent), move |(d, $d): (Array<T, Common<D, E>>, Array<T, Common<D, E>>)| {
                    let (left, right) = pull(d);
                    let (more_left, more_right, of_left, of_right): (Option<Array<T, D>>, Option<Array<T, E>>, Array<T, D>, Array<T, E>) = $gradients;
                    let left = match more_left {
                        Some(more) => plus(left, &more),
                        None => left,
                    };
                    let right = match more_right {
                        Some(more) => plus(right, &more),
                        None => right,
                    };
                    (left, right, of_left, of_right)
                })
            }
        }
    };
}

/// Of `+` and `-`.
macro_rules! linear {
    ($op:ident $t:ident $u:ident) => {
        Operator::<$op, &Array<T, E>>::rule($t, $u)
    };
}

combinations! {
    Add |a, b, t, u| linear!(Add t u), |pull, d| { let (left, right) = pull(d); (None, None, left, right) };
    Sub |a, b, t, u| linear!(Sub t u), |pull, d| { let (left, right) = pull(d); (None, None, left, right) };
    Mul |a, b, t, u| {
        let (by_left, pull_left) = Operator::<Mul, &Array<T, E>>::rule(t, &b);
        let (by_right, pull_right) = Operator::<Mul, &Array<T, E>>::rule(&a, u);
        (plus(by_left, &by_right), (pull_left, pull_right))
    }, |pulls, d| {
        let ((of_left, right), (left, of_right)) = (pulls.0(d.clone()), pulls.1(d));
        (Some(left), Some(right), of_left, of_right)
    };
    Div |a, b, t, u| {
        // The tangent of `a / b` is `(t - a / b * u) / b`.
        let value = &a / &b;
        let (t, u) = (t.clone(), u.clone());
        let mut rest = value.mapv(|_| T::ZERO);
        rest.zip_mut_with(&t, |x, t| *x = *t);
        let change = zipped(&value, &u, |v, u| v * u);
        rest.zip_mut_with(&change, |x, y| *x -= *y);
        (zipped(&rest, &b, |x, b| x / b), (value, t, u, a.raw_dim(), b))
    }, |kept, d| {
        let (value, t, u, left, b) = kept;
        let over = zipped(&d, &b, |d, b| d / b);
        let by_value = zipped(&over, &value, |d, v| d * v);
        let again = zipped(&over, &b, |d, b| d / b);
        let mut of_b = zipped(&zipped(&again, &value, |d, v| d * (v + v)), &u, |d, u| d * u);
        of_b.zip_mut_with(&zipped(&again, &t, |d, t| d * t), |x, y| *x -= *y);
        let right = b.raw_dim();
        (
            Some(summed(zipped(&again, &u, |d, u| -(d * u)), &left)),
            Some(summed(of_b, &right)),
            summed(over, &left),
            summed(by_value.mapv_into(|x| -x), &right),
        )
    };
}

/// The operators of an array and a number, of values and references: the tangent, and what it passes back to the array, the number and their
/// tangents.
macro_rules! with_number {
    ($($op:ident |$a:ident, $k:ident, $t:ident, $u:ident| $tangent:expr, |$d:ident| $gradients:expr;)*) => {$(
        with_number! { @ $op (ArrayBase<A, D>) |$a, $k, $t, $u| $tangent, |$d| $gradients }
        with_number! { @ $op (&ArrayBase<A, D>) |$a, $k, $t, $u| $tangent, |$d| $gradients }
    )*};
    (@ $op:ident ($left:ty) |$a:ident, $k:ident, $t:ident, $u:ident| $tangent:expr, |$d:ident| $gradients:expr) => {
        #[diagnostic::do_not_recommend]
        impl<T: Real, A: Data<Elem = T>, D: Dimension> OperatorWithTangents<$op, T> for $left {
            type TangentOfLeft = Array<T, D>;
            type TangentOfRight = T;
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            #[allow(unused_variables, reason = "not every formula needs everything")]
            fn rule_with_tangents(self, $k: T, $t: &Array<T, D>, $u: &T)
                -> ((Array<T, D>, Array<T, D>), impl FnOnce((Array<T, D>, Array<T, D>)) -> (Array<T, D>, T, Array<T, D>, T) + use<T, A, D>)
            {
                let $a = Borrow::<ArrayBase<A, D>>::borrow(&self).to_owned();
                let ($t, $u) = ($t.clone(), *$u);
                let (value, pull) = Operator::<$op, T>::rule(self, $k);
                let tangent: Array<T, D> = $tangent;
                ((value, tangent), move |(d, $d): (Array<T, D>, Array<T, D>)| {
                    let (left, right) = pull(d);
                    let $d = &$d;
                    let (more_left, more_right, of_left, of_right): (Array<T, D>, T, Array<T, D>, T) = $gradients;
                    (plus(left, &more_left), right + more_right, of_left, of_right)
                })
            }
        }
    };
}

/// Nothing for each element.
fn none_of<T: Real, D: Dimension>(d: &Array<T, D>) -> Array<T, D> {
    d.mapv(|_| T::ZERO)
}

with_number! {
    Add |a, k, t, u| t.mapv(|t| t + u), |d| (none_of(d), T::ZERO, d.clone(), total(d));
    Sub |a, k, t, u| t.mapv(|t| t - u), |d| (none_of(d), T::ZERO, d.clone(), -total(d));
    Mul |a, k, t, u| zipped(&t, &a, |t, a| t * k + a * u), |d| (d.mapv(|d| d * u), inner(&t, d), d.mapv(|d| d * k), inner(&a, d));
    Div |a, k, t, u| zipped(&t, &a, |t, a| (t - a / k * u) / k), |d| (
        d.mapv(|d| -(d * u / k / k)),
        (inner(&a, d) * (u + u) / k - inner(&t, d)) / k / k,
        d.mapv(|d| d / k),
        -(inner(&a, d) / k / k)
    );
}

/// The operators of a number and an array.
macro_rules! number_first {
    ($float:ty; $($op:ident |$k:ident, $b:ident, $u:ident, $t:ident| $tangent:expr, |$d:ident| $gradients:expr;)*) => {$(
        number_first! { @ $float; $op (ArrayBase<B, D>) |$k, $b, $u, $t| $tangent, |$d| $gradients }
        number_first! { @ $float; $op (&ArrayBase<B, D>) |$k, $b, $u, $t| $tangent, |$d| $gradients }
    )*};
    (@ $float:ty; $op:ident ($right:ty) |$k:ident, $b:ident, $u:ident, $t:ident| $tangent:expr, |$d:ident| $gradients:expr) => {
        #[diagnostic::do_not_recommend]
        impl<B: Data<Elem = $float>, D: Dimension> OperatorWithTangents<$op, $right> for $float {
            type TangentOfLeft = $float;
            type TangentOfRight = Array<$float, D>;
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            #[allow(unused_variables, reason = "not every formula needs everything")]
            fn rule_with_tangents(self, right: $right, $u: &$float, $t: &Array<$float, D>) -> (
                (Array<$float, D>, Array<$float, D>),
                impl FnOnce((Array<$float, D>, Array<$float, D>)) -> ($float, Array<$float, D>, $float, Array<$float, D>) + use<B, D>,
            ) {
                let ($k, $b) = (self, Borrow::<ArrayBase<B, D>>::borrow(&right).to_owned());
                let ($u, $t) = (*$u, $t.clone());
                let (value, pull) = Operator::<$op, $right>::rule(self, right);
                let tangent: Array<$float, D> = $tangent;
                ((value, tangent), move |(d, $d): (Array<$float, D>, Array<$float, D>)| {
                    let (left, right) = pull(d);
                    let $d = &$d;
                    let (more_left, more_right, of_left, of_right): ($float, Array<$float, D>, $float, Array<$float, D>) = $gradients;
                    (left + more_left, plus(right, &more_right), of_left, of_right)
                })
            }
        }
    };
}

macro_rules! of_floats {
    ($($float:ty)*) => {$(
        number_first! {
            $float;
            Add |k, b, u, t| t.mapv(|t| u + t), |d| (0.0, none_of(d), total(d), d.clone());
            Sub |k, b, u, t| t.mapv(|t| u - t), |d| (0.0, none_of(d), total(d), d.mapv(|d| -d));
            Mul |k, b, u, t| zipped(&b, &t, |b, t| u * b + k * t), |d| (inner(&t, d), d.mapv(|d| d * u), inner(&b, d), d.mapv(|d| d * k));
            Div |k, b, u, t| zipped(&b, &t, |b, t| (u - k / b * t) / b), |d| {
                let over = zipped(d, &b, |d, b| d / b);
                let again = zipped(&over, &b, |d, b| d / b);
                let more = zipped(&again, &zipped(&b, &t, |b, t| 2.0 * k / b * t - u), |d, x| d * x);
                (-inner(&again, &t), more, total(&over), again.mapv(|d| -(d * k)))
            };
        }
    )*};
}

of_floats! { f64 f32 }

macro_rules! negations {
    ($($left:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Real, A: Data<Elem = T>, D: Dimension> OperatorWithTangents<Neg, ()> for $left {
            type TangentOfLeft = Array<T, D>;
            type TangentOfRight = NoTangent;
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule_with_tangents(self, (): (), t: &Array<T, D>, _: &NoTangent)
                -> ((Array<T, D>, Array<T, D>), impl FnOnce((Array<T, D>, Array<T, D>)) -> (Array<T, D>, (), Array<T, D>, ()) + use<T, A, D>)
            {
                let pair = (self.mapv(|x| -x), t.mapv(|t| -t));
                (pair, |(d, d_t): (Array<T, D>, Array<T, D>)| (d.mapv_into(|d| -d), (), d_t.mapv_into(|d| -d), ()))
            }
        }
    )*};
}

negations! { ArrayBase<A, D>, &ArrayBase<A, D> }

/// The assigning operators that add; the right operand is broadcast.
macro_rules! added {
    ($($op:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Real, A: DataMut<Elem = T>, B: Data<Elem = T>, D: Dimension, E: Dimension> AssignOperatorWithTangents<$op, &ArrayBase<B, E>> for ArrayBase<A, D> {
            type TangentOfRight = Array<T, E>;
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn assign_rule_with_tangents(&mut self, b: &ArrayBase<B, E>, t: &mut Array<T, D>, u: &Array<T, E>)
                -> impl FnOnce(&mut Array<T, D>, &mut Array<T, D>) -> (Array<T, E>, Array<T, E>) + use<T, A, B, D, E>
            {
                let pull = AssignOperator::<$op, &ArrayBase<B, E>>::assign_rule(self, b);
                let pull_tangent = AssignOperator::<$op, &Array<T, E>>::assign_rule(t, u);
                |d, d_t| (pull(d), pull_tangent(d_t))
            }
        }
        #[diagnostic::do_not_recommend]
        impl<T: Real, A: DataMut<Elem = T>, D: Dimension> AssignOperatorWithTangents<$op, T> for ArrayBase<A, D> {
            type TangentOfRight = T;
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn assign_rule_with_tangents(&mut self, k: T, t: &mut Array<T, D>, u: &T)
                -> impl FnOnce(&mut Array<T, D>, &mut Array<T, D>) -> (T, T) + use<T, A, D>
            {
                let pull = AssignOperator::<$op, T>::assign_rule(self, k);
                let pull_tangent = AssignOperator::<$op, T>::assign_rule(t, *u);
                |d, d_t| (pull(d), pull_tangent(d_t))
            }
        }
    )*};
}

added! { Add Sub }

/// Those that multiply and divide: as the operators do.
macro_rules! multiplied {
    ($($op:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Real, A: DataMut<Elem = T>, D: Dimension> AssignOperatorWithTangents<$op, T> for ArrayBase<A, D> {
            type TangentOfRight = T;
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn assign_rule_with_tangents(&mut self, k: T, t: &mut Array<T, D>, u: &T)
                -> impl FnOnce(&mut Array<T, D>, &mut Array<T, D>) -> (T, T) + use<T, A, D>
            {
                let ((_, tangent), pull) = OperatorWithTangents::<$op, T>::rule_with_tangents(self.to_owned(), k, t, u);
                drop(AssignOperator::<$op, T>::assign_rule(self, k));
                *t = tangent;
                |d, d_t| {
                    let (left, right, of_left, of_right) = pull((d.clone(), d_t.clone()));
                    (*d, *d_t) = (left, of_left);
                    (right, of_right)
                }
            }
        }
        #[diagnostic::do_not_recommend]
        impl<T: Real, A: DataMut<Elem = T>, B: Data<Elem = T>, D: Dimension + DimMax<E, Output = D>, E: Dimension> AssignOperatorWithTangents<$op, &ArrayBase<B, E>> for ArrayBase<A, D> {
            type TangentOfRight = Array<T, E>;
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn assign_rule_with_tangents(&mut self, b: &ArrayBase<B, E>, t: &mut Array<T, D>, u: &Array<T, E>)
                -> impl FnOnce(&mut Array<T, D>, &mut Array<T, D>) -> (Array<T, E>, Array<T, E>) + use<T, A, B, D, E>
            {
                let ((_, tangent), pull) = OperatorWithTangents::<$op, &ArrayBase<B, E>>::rule_with_tangents(self.to_owned(), b, t, u);
                drop(AssignOperator::<$op, &ArrayBase<B, E>>::assign_rule(self, b));
                *t = tangent;
                |d, d_t| {
                    let (left, right, of_left, of_right) = pull((d.clone(), d_t.clone()));
                    (*d, *d_t) = (left, of_left);
                    (right, of_right)
                }
            }
        }
    )*};
}

multiplied! { Mul Div }

/// The slot of an array that is passed by reference.
type Slot<'a, T, B, D> = (&'a ArrayBase<B, D>, Option<&'a mut Array<T, D>>);

/// That of a tangent.
type SlotOfTangent<'a, T, D> = (&'a Array<T, D>, Option<&'a mut Array<T, D>>);

/// What stands once for each argument.
macro_rules! none {
    ($what:tt $arg:ident) => {
        $what
    };
}

/// Declares and implements the trait by which callers find the rules with tangents of methods that are linear, or functions of each element, a
/// line a method.
macro_rules! tangents {
    ($trait:ident [$($generics:tt)*] [$($used:tt)*] $d:ident; $($kind:ident $name:ident { $($line:tt)* })*) => {
        tangents! { @both $trait [$($generics)*] [$($used)*] [T, S $($used)*] $d; $([$kind $name $($line)*])* }
    };
    (@both $trait:ident [$($generics:tt)*] $used:tt $used_here:tt $d:ident; $($line:tt)*) => {
        tangents! { @trait $trait [$($generics)*] $d; $($used $line)* }
        tangents! { @impl $trait [$($generics)*] $used $d; $($used_here $line)* }
    };
    (@trait $trait:ident [$($generics:tt)*] $d:ident; $($used:tt $line:tt)*) => {
        #[doc(hidden)]
        pub trait $trait<T: Real $($generics)*>: Sized {
            $(tangents! { @declared $d $used $line })*
        }
    };
    (@impl $trait:ident [$($generics:tt)*] [$($names:tt)*] $d:ident; $($used:tt $line:tt)*) => {
        #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
        impl<T: Real, S: Data<Elem = T> $($generics)*> $trait<T $($names)*> for ArrayBase<S, $d> {
            $(tangents! { @defined $d $used $line })*
        }
    };
    (@declared $d:ident [$($used:tt)*] [linear $name:ident $rule:ident $([$($more:tt)*] [$($more_used:tt)*])? ($($i:ident: $i_ty:ty),*) -> $out:ty $(as $d_out:ty)? $(where [$($also:tt)*])?]) => {
        fn $name $(<$($more)*>)? (&self $(, $i: $i_ty)*, t: &Array<T, $d> $(, _: none!(NoTangent $i))*) -> (
            ($out, flowing!($out $(, $d_out)?)),
            impl FnOnce((flowing!($out $(, $d_out)?), flowing!($out $(, $d_out)?)), (&Self, Option<&mut Array<T, $d>>) $(, none!(() $i))*, SlotOfTangent<'_, T, $d> $(, none!(() $i))*)
                -> (ByReference $(, none!(() $i))*, () $(, none!(() $i))*) + use<Self, T $($used)* $(, $($more_used)*)?>,
        )
        $(where $($also)*)?;
    };
    (@defined $d:ident [$($used:tt)*] [linear $name:ident $rule:ident $([$($more:tt)*] [$($more_used:tt)*])? ($($i:ident: $i_ty:ty),*) -> $out:ty $(as $d_out:ty)? $(where [$($also:tt)*])?]) => {
        fn $name $(<$($more)*>)? (&self $(, $i: $i_ty)*, t: &Array<T, $d> $(, _: none!(NoTangent $i))*) -> (
            ($out, flowing!($out $(, $d_out)?)),
            impl FnOnce((flowing!($out $(, $d_out)?), flowing!($out $(, $d_out)?)), (&Self, Option<&mut Array<T, $d>>) $(, none!(() $i))*, SlotOfTangent<'_, T, $d> $(, none!(() $i))*)
                -> (ByReference $(, none!(() $i))*, () $(, none!(() $i))*) + use<$($used)* $(, $($more_used)*)?>,
        )
        $(where $($also)*)?
        {
            let (value, pull): ($out, _) = self.$rule($($i.clone()),*);
            let (tangent, pull_tangent): ($out, _) = t.$rule($($i),*);
            let pullback = |(d, d_t): (flowing!($out $(, $d_out)?), flowing!($out $(, $d_out)?)), a: (&Self, Option<&mut Array<T, $d>>) $(, $i: none!(() $i))*, t: SlotOfTangent<'_, T, $d> $(, _: none!(() $i))*| {
                pull(d, a $(, $i)*);
                pull_tangent(d_t, t $(, $i)*);
                (ByReference $(, $i)*, () $(, $i)*)
            };
            ((value, Flowing::flowing(tangent)), pullback)
        }
    };
    (@declared $d:ident [$($used:tt)*] [each $name:ident $rule:ident($($i:ident: $i_ty:ty),*) = |$x:ident| $function:expr]) => {
        fn $name(&self $(, $i: $i_ty)*, t: &Array<T, $d> $(, _: none!(NoTangent $i))*) -> (
            (Array<T, $d>, Array<T, $d>),
            impl FnOnce((Array<T, $d>, Array<T, $d>), (&Self, Option<&mut Array<T, $d>>) $(, none!(() $i))*, SlotOfTangent<'_, T, $d> $(, none!(() $i))*)
                -> (ByReference $(, none!(() $i))*, () $(, none!(() $i))*) + use<Self, T $($used)*>,
        );
    };
    (@defined $d:ident [$($used:tt)*] [each $name:ident $rule:ident($($i:ident: $i_ty:ty),*) = |$x:ident| $function:expr]) => {
        fn $name(&self $(, $i: $i_ty)*, t: &Array<T, $d> $(, _: none!(NoTangent $i))*) -> (
            (Array<T, $d>, Array<T, $d>),
            impl FnOnce((Array<T, $d>, Array<T, $d>), (&Self, Option<&mut Array<T, $d>>) $(, none!(() $i))*, SlotOfTangent<'_, T, $d> $(, none!(() $i))*)
                -> (ByReference $(, none!(() $i))*, () $(, none!(() $i))*) + use<$($used)*>,
        ) {
            let (value, pull) = self.$rule($($i),*);
            // The slope, and its own, of the function of a dual number whose number is one.
            let slopes = self.mapv(|value| {
                let $x = Dual { value: Dual { value, slope: T::ONE }, slope: Dual { value: T::ONE, slope: T::ZERO } };
                let function = $function;
                (function.slope.value, function.slope.slope)
            });
            let mut tangent = t.clone();
            tangent.zip_mut_with(&slopes, |t, (slope, _)| *t = flow(*t, *slope));
            let pullback = move |(d, d_t): (Array<T, $d>, Array<T, $d>), (a, mut into): (&Self, Option<&mut Array<T, $d>>) $(, $i: none!(() $i))*, (t, of_t): SlotOfTangent<'_, T, $d> $(, _: none!(() $i))*| {
                pull(d, (a, into.as_deref_mut()) $(, $i)*);
                if let Some(of_t) = of_t {
                    let mut more = d_t.clone();
                    more.zip_mut_with(&slopes, |d, (slope, _)| *d = flow(*d, *slope));
                    of_t.zip_mut_with(&more, |g, d| *g += *d);
                }
                if let Some(into) = into {
                    let mut more = zipped(&d_t, t, |d, t| d * t);
                    more.zip_mut_with(&slopes, |d, (_, slope)| *d = flow(*d, *slope));
                    into.zip_mut_with(&more, |g, d| *g += *d);
                }
                (ByReference $(, $i)*, () $(, $i)*)
            };
            ((value, tangent), pullback)
        }
    };
}

/// What does not change has no part in the derivative, also where that is infinite.
#[inline]
fn flow<T: Real>(d: T, slope: T) -> T {
    if d == T::ZERO { d } else { d * slope }
}

/// The type of the tangent of a value: of an `Option`, without the status.
macro_rules! flowing {
    ($out:ty) => {
        $out
    };
    ($out:ty, $d_out:ty) => {
        $d_out
    };
}

/// What a rule gives for a tangent as a tangent.
trait Flowing<To> {
    fn flowing(self) -> To;
}

impl<X> Flowing<X> for X {
    fn flowing(self) -> X {
        self
    }
}

impl<T: Real> Flowing<((), T)> for (bool, T) {
    fn flowing(self) -> ((), T) {
        ((), self.1)
    }
}

tangents! {
    ArrayTangents [, D: Dimension] [, D] D;
    linear add_jvp_to_the_attribute_of_sum { annotate_sum_with_differentiate() -> T }
    linear add_jvp_to_the_attribute_of_mean { annotate_mean_with_differentiate() -> (bool, T) as ((), T) }
    linear add_jvp_to_the_attribute_of_to_owned { annotate_to_owned_with_differentiate() -> Array<T, D> }
    linear add_jvp_to_the_attribute_of_into_owned { annotate_into_owned_with_differentiate() -> Array<T, D> }
    linear add_jvp_to_the_attribute_of_view { annotate_view_with_differentiate() -> Array<T, D> }
    linear add_jvp_to_the_attribute_of_t { annotate_t_with_differentiate() -> Array<T, D> }
    linear add_jvp_to_the_attribute_of_reversed_axes { annotate_reversed_axes_with_differentiate() -> Array<T, D> }
    linear add_jvp_to_the_attribute_of_sum_axis { annotate_sum_axis_with_differentiate(axis: Axis) -> Array<T, D::Smaller> where [D: RemoveAxis] }
    linear add_jvp_to_the_attribute_of_index_axis { annotate_index_axis_with_differentiate(axis: Axis, i: usize) -> Array<T, D::Smaller> where [D: RemoveAxis] }
    linear add_jvp_to_the_attribute_of_slice { annotate_slice_with_differentiate[I: SliceArg<D> + Clone] [I] (part: I) -> Array<T, I::OutDim> }
    linear add_jvp_to_the_attribute_of_insert_axis { annotate_insert_axis_with_differentiate(axis: Axis) -> Array<T, D::Larger>
        where [D::Larger: RemoveAxis<Smaller = D>] }
    each add_jvp_to_the_attribute_of_exp { annotate_exp_with_differentiate() = |x| crate::Float::exp(x) }
    each add_jvp_to_the_attribute_of_ln { annotate_ln_with_differentiate() = |x| crate::Float::ln(x) }
    each add_jvp_to_the_attribute_of_sqrt { annotate_sqrt_with_differentiate() = |x| crate::Float::sqrt(x) }
    each add_jvp_to_the_attribute_of_sin { annotate_sin_with_differentiate() = |x| crate::Float::sin(x) }
    each add_jvp_to_the_attribute_of_cos { annotate_cos_with_differentiate() = |x| crate::Float::cos(x) }
    each add_jvp_to_the_attribute_of_tanh { annotate_tanh_with_differentiate() = |x| crate::Float::tanh(x) }
    each add_jvp_to_the_attribute_of_abs { annotate_abs_with_differentiate() = |x| crate::Float::abs(x) }
    each add_jvp_to_the_attribute_of_recip { annotate_recip_with_differentiate() = |x| crate::Float::recip(x) }
    each add_jvp_to_the_attribute_of_pow2 { annotate_pow2_with_differentiate() = |x| x * x }
    each add_jvp_to_the_attribute_of_powi { annotate_powi_with_differentiate(n: i32) = |x| crate::Float::powi(x, n) }
}

tangents! {
    PlaneTangents [] [] Ix2;
    linear add_jvp_to_the_attribute_of_row { annotate_row_with_differentiate(i: usize) -> Array1<T> }
    linear add_jvp_to_the_attribute_of_column { annotate_column_with_differentiate(i: usize) -> Array1<T> }
    linear add_jvp_to_the_attribute_of_diag { annotate_diag_with_differentiate() -> Array1<T> }
}

/// The slot of a value that is passed by reference, of any type.
type Pair<'a, A, G> = (&'a A, Option<&'a mut G>);

/// The rules of products, with tangents.
#[doc(hidden)]
pub trait DotTangents<T: Real, B>: Sized {
    type Output;
    type Gradient;
    type GradientOfRight;
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn add_jvp_to_the_attribute_of_dot(
        &self,
        b: &B,
        t: &Self::Gradient,
        u: &Self::GradientOfRight,
    ) -> (
        (Self::Output, Self::Output),
        impl FnOnce(
            (Self::Output, Self::Output),
            Pair<'_, Self, Self::Gradient>,
            Pair<'_, B, Self::GradientOfRight>,
            Pair<'_, Self::Gradient, Self::Gradient>,
            Pair<'_, Self::GradientOfRight, Self::GradientOfRight>,
        ) -> (ByReference, (), (), ())
        + use<Self, T, B>,
    );
}

impl<T: Real, D: Dimension> super::Total for Array<T, D> {
    fn total(self, other: Self) -> Self {
        plus(self, &other)
    }
}

macro_rules! products {
    ($($left:ident $right:ident => $output:ty;)*) => {$(
        impl<T: Real, A: Data<Elem = T>, B: Data<Elem = T>> DotTangents<T, ArrayBase<B, $right>> for ArrayBase<A, $left> {
            type Output = $output;
            type Gradient = Array<T, $left>;
            type GradientOfRight = Array<T, $right>;
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            #[allow(clippy::type_complexity, reason = "the contract")]
            fn add_jvp_to_the_attribute_of_dot(&self, b: &ArrayBase<B, $right>, t: &Array<T, $left>, u: &Array<T, $right>) -> (
                ($output, $output),
                impl FnOnce(($output, $output), Slot<'_, T, A, $left>, Slot<'_, T, B, $right>, SlotOfTangent<'_, T, $left>, SlotOfTangent<'_, T, $right>)
                    -> (ByReference, (), (), ()) + use<T, A, B>,
            ) {
                let (value, pull) = self.annotate_dot_with_differentiate(b);
                let (by_left, pull_left) = t.annotate_dot_with_differentiate(b);
                let (by_right, pull_right) = self.annotate_dot_with_differentiate(u);
                let pullback = |
                    (d, d_t): ($output, $output),
                    (a, mut into): Slot<'_, T, A, $left>,
                    (b, mut into_b): Slot<'_, T, B, $right>,
                    t: SlotOfTangent<'_, T, $left>,
                    u: SlotOfTangent<'_, T, $right>,
                | {
                    pull(d, (a, into.as_deref_mut()), (b, into_b.as_deref_mut()));
                    pull_left(d_t.clone(), t, (b, into_b));
                    pull_right(d_t, (a, into), u);
                    (ByReference, (), (), ())
                };
                ((value, super::total(by_left, by_right)), pullback)
            }
        }
    )*};
}

products! {
    Ix1 Ix1 => T;
    Ix2 Ix1 => Array1<T>;
    Ix1 Ix2 => Array1<T>;
    Ix2 Ix2 => Array2<T>;
}

/// The rules with tangents of what makes arrays with one axis.
#[doc(hidden)]
pub trait NewTangents<T: Real>: Sized {
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn add_jvp_to_the_attribute_of_from_vec(
        data: Vec<T>,
        t: Vec<T>,
    ) -> ((Array1<T>, Array1<T>), impl FnOnce((Array1<T>, Array1<T>), (), ()) -> (Vec<T>, Vec<T>));
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn add_jvp_to_the_attribute_of_from(
        data: Vec<T>,
        t: Vec<T>,
    ) -> ((Array1<T>, Array1<T>), impl FnOnce((Array1<T>, Array1<T>), (), ()) -> (Vec<T>, Vec<T>));
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn add_jvp_to_the_attribute_of_from_elem(
        n: usize,
        x: T,
        _: NoTangent,
        t: T,
    ) -> ((Array1<T>, Array1<T>), impl FnOnce((Array1<T>, Array1<T>), (), (), (), ()) -> ((), T, (), T));
}

impl<T: Real> NewTangents<T> for Array1<T> {
    fn add_jvp_to_the_attribute_of_from_vec(
        data: Vec<T>,
        t: Vec<T>,
    ) -> ((Array1<T>, Array1<T>), impl FnOnce((Array1<T>, Array1<T>), (), ()) -> (Vec<T>, Vec<T>)) {
        let pair = (Array1::from_vec(data), Array1::from_vec(t));
        (pair, |(d, d_t): (Array1<T>, Array1<T>), (), ()| (d.iter().copied().collect(), d_t.iter().copied().collect()))
    }
    fn add_jvp_to_the_attribute_of_from(
        data: Vec<T>,
        t: Vec<T>,
    ) -> ((Array1<T>, Array1<T>), impl FnOnce((Array1<T>, Array1<T>), (), ()) -> (Vec<T>, Vec<T>)) {
        Self::add_jvp_to_the_attribute_of_from_vec(data, t)
    }
    fn add_jvp_to_the_attribute_of_from_elem(
        n: usize,
        x: T,
        _: NoTangent,
        t: T,
    ) -> ((Array1<T>, Array1<T>), impl FnOnce((Array1<T>, Array1<T>), (), (), (), ()) -> ((), T, (), T)) {
        let pair = (Array1::from_elem(n, x), Array1::from_elem(n, t));
        (pair, |(d, d_t): (Array1<T>, Array1<T>), (), (), (), ()| ((), total(&d), (), total(&d_t)))
    }
}

/// The rules with tangents of methods that change an array.
#[doc(hidden)]
pub trait ChangingTangents<T: Real, D: Dimension>: Sized {
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn add_jvp_to_the_attribute_of_fill(
        &mut self,
        x: T,
        of: &mut Array<T, D>,
        t: T,
    ) -> (((), ()), impl FnOnce(((), ()), &mut Array<T, D>, (), &mut Array<T, D>, ()) -> (ByReference, T, (), T) + use<Self, T, D>);
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn add_jvp_to_the_attribute_of_assign<B: Data<Elem = T>, E: Dimension>(
        &mut self,
        from: &ArrayBase<B, E>,
        of: &mut Array<T, D>,
        t: &Array<T, E>,
    ) -> (
        ((), ()),
        impl FnOnce(((), ()), &mut Array<T, D>, Slot<'_, T, B, E>, &mut Array<T, D>, SlotOfTangent<'_, T, E>) -> (ByReference, (), (), ())
        + use<Self, T, D, B, E>,
    );
}

#[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
#[allow(clippy::type_complexity, reason = "the contract")]
impl<T: Real, S: DataMut<Elem = T>, D: Dimension> ChangingTangents<T, D> for ArrayBase<S, D> {
    fn add_jvp_to_the_attribute_of_fill(
        &mut self,
        x: T,
        of: &mut Array<T, D>,
        t: T,
    ) -> (((), ()), impl FnOnce(((), ()), &mut Array<T, D>, (), &mut Array<T, D>, ()) -> (ByReference, T, (), T) + use<T, S, D>) {
        let ((), pull) = self.annotate_fill_with_differentiate(x);
        let ((), pull_tangent) = of.annotate_fill_with_differentiate(t);
        let pullback = |((), ()): ((), ()), d: &mut Array<T, D>, (): (), d_t: &mut Array<T, D>, (): ()| {
            (ByReference, pull((), d, ()).1, (), pull_tangent((), d_t, ()).1)
        };
        (((), ()), pullback)
    }
    fn add_jvp_to_the_attribute_of_assign<B: Data<Elem = T>, E: Dimension>(
        &mut self,
        from: &ArrayBase<B, E>,
        of: &mut Array<T, D>,
        t: &Array<T, E>,
    ) -> (
        ((), ()),
        impl FnOnce(((), ()), &mut Array<T, D>, Slot<'_, T, B, E>, &mut Array<T, D>, SlotOfTangent<'_, T, E>) -> (ByReference, (), (), ())
        + use<T, S, D, B, E>,
    ) {
        let ((), pull) = self.annotate_assign_with_differentiate(from);
        let ((), pull_tangent) = of.annotate_assign_with_differentiate(t);
        let pullback = |((), ()): ((), ()), d: &mut Array<T, D>, from: Slot<'_, T, B, E>, d_t: &mut Array<T, D>, t: SlotOfTangent<'_, T, E>| {
            pull((), d, from);
            pull_tangent((), d_t, t);
            (ByReference, (), (), ())
        };
        (((), ()), pullback)
    }
}

/// What generated code imports.
pub mod rules {
    pub use super::{ArrayTangents as _, ChangingTangents as _, DotTangents as _, NewTangents as _, PlaneTangents as _};
}
