// `ndarray`: arrays of any number of axes, owned or as views. The gradient with respect to a view is an array of its own. This file is
// included once for each version, where `ndarray` is that version.

use crate::method::ByReference;
use crate::operator::{Add, AssignOperator, Div, Mul, Neg, Operator, Sub};
use ::core::borrow::Borrow;
use ::core::marker::PhantomData;
use alloc::vec::Vec;
use ndarray::{
    Array, Array1, Array2, ArrayBase, Axis, Data, DataMut, DimMax, Dimension, Ix1, Ix2, LinalgScalar, OwnedRepr, RemoveAxis, ScalarOperand, SliceArg,
    ViewRepr,
};

/// The floats of arrays.
pub trait Real: LinalgScalar + ScalarOperand + crate::Float {}

impl<T: LinalgScalar + ScalarOperand + crate::Float> Real for T {}

/// The output of an operator with broadcasting.
pub(super) type Common<D, E> = <D as DimMax<E>>::Output;

impl<T: Real, D: Dimension> crate::Differentiable for ArrayBase<OwnedRepr<T>, D> {
    type Tangent = Array<T, D>;
    fn zero(&self) -> Array<T, D> {
        Array::from_elem(self.raw_dim(), T::ZERO)
    }
    fn step(&mut self, scale: f64, tangent: &Array<T, D>) {
        assert_eq!(self.shape(), tangent.shape(), "the gradient has the shape of another array");
        self.scaled_add(T::from_f64(scale), tangent);
    }
    fn flat_len(&self) -> usize {
        self.len()
    }
    fn write_flat(&self, floats: &mut [f64]) {
        assert_eq!(floats.len(), self.len(), "the slice and the array have different lengths");
        floats.iter_mut().zip(self.iter()).for_each(|(to, x)| *to = crate::Float::to_f64(*x));
    }
    fn read_flat(&mut self, floats: &[f64]) {
        assert_eq!(floats.len(), self.len(), "the slice and the array have different lengths");
        self.iter_mut().zip(floats).for_each(|(x, from)| *x = T::from_f64(*from));
    }
}

impl<T: Real, D: Dimension> crate::Tangent for ArrayBase<OwnedRepr<T>, D> {
    fn accumulate(&mut self, other: &Self) {
        assert_eq!(self.shape(), other.shape(), "gradients of different shapes cannot be added");
        self.zip_mut_with(other, |x, y| *x += *y);
    }
    fn is_zero(&self) -> bool {
        self.iter().all(|x| *x == T::ZERO)
    }
    fn scale(&mut self, factor: f64) {
        let factor = T::from_f64(factor);
        self.map_inplace(|x| *x *= factor);
    }
    fn dot(&self, other: &Self) -> f64 {
        assert_eq!(self.shape(), other.shape(), "gradients of different shapes have no product");
        self.iter().zip(other.iter()).map(|(x, y)| crate::Float::to_f64(*x) * crate::Float::to_f64(*y)).sum()
    }
}

indexed! { [T: Real, D: Dimension] ArrayBase<OwnedRepr<T>, D>: T; }

impl<T: Real, D: Dimension> crate::Differentiable for ArrayBase<ViewRepr<&T>, D> {
    type Tangent = Array<T, D>;
    fn zero(&self) -> Array<T, D> {
        Array::from_elem(self.raw_dim(), T::ZERO)
    }
}

impl<T: Clone, S: Data<Elem = T>, D: Dimension> super::View for ArrayBase<S, D> {
    type Owned = Array<T, D>;
    fn owned(&self) -> Array<T, D> {
        self.to_owned()
    }
}

impl<T: Real, S: Data<Elem = T>, D: Dimension> super::Flatten for ArrayBase<S, D> {
    type Flat = Array1<T>;
    type Owned = Array<T, D>;
    type Shape = ShapeOf<T, D>;
    fn flat(&self) -> Array1<T> {
        self.iter().copied().collect()
    }
    fn shape_of(&self) -> ShapeOf<T, D> {
        ShapeOf(self.raw_dim(), PhantomData)
    }
    fn add(into: &mut Array<T, D>, flat: Array1<T>) {
        into.iter_mut().zip(flat).for_each(|(to, x)| *to += x);
    }
}

/// The shape of an array.
#[doc(hidden)]
#[derive(Clone, Debug)]
pub struct ShapeOf<T, D>(D, PhantomData<T>);

impl<T: Real, D: Dimension> super::Shape for ShapeOf<T, D> {
    type Flat = Array1<T>;
    type Owned = Array<T, D>;
    fn shaped(self, flat: Array1<T>) -> Array<T, D> {
        let mut shaped = Array::from_elem(self.0, T::ZERO);
        shaped.iter_mut().zip(flat).for_each(|(to, x)| *to = x);
        shaped
    }
}

// Of several axes, the elements have no number.
impl<S: Data> crate::items::InOrder for ArrayBase<S, Ix1> {}

/// Sums what was broadcast, so that the gradient has the shape of the operand.
pub(super) fn summed<T: Real, M: Dimension, D: Dimension>(d: Array<T, M>, shape: &D) -> Array<T, D> {
    let mut d = d.into_dyn();
    while d.ndim() > shape.ndim() {
        d = d.sum_axis(Axis(0));
    }
    for (axis, length) in shape.slice().iter().enumerate() {
        if *length == 1 && d.len_of(Axis(axis)) != 1 {
            d = d.sum_axis(Axis(axis)).insert_axis(Axis(axis));
        }
    }
    match d.into_dimensionality() {
        Ok(d) => d,
        Err(_) => unreachable!("it has as many axes as the operand"),
    }
}

/// The operators between arrays, of values and references.
macro_rules! combinations {
    ($($op:ident $operator:tt |$a:ident, $b:ident, $d:ident| [$($kept:tt)*] $d_left:expr, $d_right:expr;)*) => {$(
        combinations! { @ $op $operator (ArrayBase<A, D>) (ArrayBase<B, E>) |$a, $b, $d| [$($kept)*] $d_left, $d_right }
        combinations! { @ $op $operator (&ArrayBase<A, D>) (ArrayBase<B, E>) |$a, $b, $d| [$($kept)*] $d_left, $d_right }
        combinations! { @ $op $operator (ArrayBase<A, D>) (&ArrayBase<B, E>) |$a, $b, $d| [$($kept)*] $d_left, $d_right }
        combinations! { @ $op $operator (&ArrayBase<A, D>) (&ArrayBase<B, E>) |$a, $b, $d| [$($kept)*] $d_left, $d_right }
    )*};
    (@ $op:ident $operator:tt ($left:ty) ($right:ty) |$a:ident, $b:ident, $d:ident| [$($kept:tt)*] $d_left:expr, $d_right:expr) => {
        #[diagnostic::do_not_recommend]
        impl<T: Real, A: Data<Elem = T>, B: Data<Elem = T>, D: Dimension + DimMax<E>, E: Dimension> Operator<$op, $right> for $left {
            type Output = Array<T, Common<D, E>>;
            type Cotangent = Array<T, Common<D, E>>;
            type GradientOfLeft = Array<T, D>;
            type GradientOfRight = Array<T, E>;
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            #[allow(clippy::type_complexity, reason = "`impl Trait` has no name")]
            fn rule(
                self,
                right: $right,
            ) -> (Array<T, Common<D, E>>, impl FnOnce(Array<T, Common<D, E>>) -> (Array<T, D>, Array<T, E>) + use<T, A, B, D, E>) {
                let ($a, $b): (&ArrayBase<A, D>, &ArrayBase<B, E>) = (Borrow::borrow(&self), Borrow::borrow(&right));
                let (left, right) = ($a.raw_dim(), $b.raw_dim());
                let value = $a $operator $b;
                $($kept)*
                (value, move |$d: Array<T, Common<D, E>>| {
                    let d_left = { let $d = &$d; $d_left };
                    let d_right = $d_right;
                    (summed(d_left, &left), summed(d_right, &right))
                })
            }
        }
    };
}

/// A copy with each element changed by that of another array, which is broadcast.
pub(super) fn zipped<T: Real, M: Dimension, B: Data<Elem = T>, E: Dimension>(d: &Array<T, M>, b: &ArrayBase<B, E>, f: impl Fn(T, T) -> T) -> Array<T, M> {
    let mut d = d.clone();
    d.zip_mut_with(b, |d, b| *d = f(*d, *b));
    d
}

combinations! {
    Add + |a, b, d| [] d.clone(), d;
    Sub - |a, b, d| [] d.clone(), d.mapv_into(|d| -d);
    Mul * |a, b, d| [let (a, b) = (a.to_owned(), b.to_owned());] zipped(d, &b, |d, b| d * b), zipped(&d, &a, |d, a| d * a);
    Div / |a, b, d| [let (a, b) = (a.to_owned(), b.to_owned());] zipped(d, &b, |d, b| d / b),
        zipped(&zipped(&d, &a, |d, a| d * a), &b, |d, b| -(d / b / b));
}

/// The operators of an array and a number, of values and references.
macro_rules! with_number {
    ($($op:ident $operator:tt |$a:ident, $k:ident, $d:ident| [$($kept:tt)*] $d_left:expr, $d_right:expr;)*) => {$(
        with_number! { @ $op $operator (ArrayBase<A, D>) |$a, $k, $d| [$($kept)*] $d_left, $d_right }
        with_number! { @ $op $operator (&ArrayBase<A, D>) |$a, $k, $d| [$($kept)*] $d_left, $d_right }
    )*};
    (@ $op:ident $operator:tt ($left:ty) |$a:ident, $k:ident, $d:ident| [$($kept:tt)*] $d_left:expr, $d_right:expr) => {
        #[diagnostic::do_not_recommend]
        impl<T: Real, A: Data<Elem = T>, D: Dimension> Operator<$op, T> for $left {
            type Output = Array<T, D>;
            type Cotangent = Array<T, D>;
            type GradientOfLeft = Array<T, D>;
            type GradientOfRight = T;
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule(self, $k: T) -> (Array<T, D>, impl FnOnce(Array<T, D>) -> (Array<T, D>, T) + use<T, A, D>) {
                let $a: &ArrayBase<A, D> = Borrow::borrow(&self);
                let value = $a $operator $k;
                $($kept)*
                (value, move |$d: Array<T, D>| {
                    let d_right = { let $d = &$d; $d_right };
                    ($d_left, d_right)
                })
            }
        }
    };
}

/// The sum of the products of the elements of two arrays.
pub(super) fn inner<T: Real, A: Data<Elem = T>, B: Data<Elem = T>, D: Dimension>(a: &ArrayBase<A, D>, b: &ArrayBase<B, D>) -> T {
    a.iter().zip(b.iter()).fold(T::ZERO, |sum, (a, b)| sum + *a * *b)
}

/// The sum of the elements of an array.
pub(super) fn total<T: Real, D: Dimension>(d: &Array<T, D>) -> T {
    d.iter().fold(T::ZERO, |sum, d| sum + *d)
}

with_number! {
    Add + |a, k, d| [] d, total(d);
    Sub - |a, k, d| [] d, -total(d);
    Mul * |a, k, d| [let a = a.to_owned();] d.mapv_into(|d| d * k), inner(&a, d);
    Div / |a, k, d| [let a = a.to_owned();] d.mapv_into(|d| d / k), -(inner(&a, d) / k / k);
}

/// The operators of a number and an array.
macro_rules! number_first {
    ($float:ty; $($op:ident $operator:tt |$k:ident, $b:ident, $d:ident| $d_left:expr, $d_right:expr;)*) => {$(
        number_first! { @ $float; $op $operator (ArrayBase<B, D>) |$k, $b, $d| $d_left, $d_right }
        number_first! { @ $float; $op $operator (&ArrayBase<B, D>) |$k, $b, $d| $d_left, $d_right }
    )*};
    (@ $float:ty; $op:ident $operator:tt ($right:ty) |$k:ident, $b:ident, $d:ident| $d_left:expr, $d_right:expr) => {
        #[diagnostic::do_not_recommend]
        impl<B: Data<Elem = $float>, D: Dimension> Operator<$op, $right> for $float {
            type Output = Array<$float, D>;
            type Cotangent = Array<$float, D>;
            type GradientOfLeft = $float;
            type GradientOfRight = Array<$float, D>;
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule(self, right: $right) -> (Array<$float, D>, impl FnOnce(Array<$float, D>) -> ($float, Array<$float, D>) + use<B, D>) {
                let $k = self;
                let $b: &ArrayBase<B, D> = Borrow::borrow(&right);
                let $b = $b.to_owned();
                ($k $operator &$b, move |$d: Array<$float, D>| ({ let $d = &$d; $d_left }, $d_right))
            }
        }
    };
}

macro_rules! of_floats {
    ($($float:ty)*) => {$(
        number_first! {
            $float;
            Add + |k, b, d| total(d), d;
            Sub - |k, b, d| total(d), d.mapv_into(|d| -d);
            Mul * |k, b, d| inner(&b, d), d.mapv_into(|d| d * k);
            Div / |k, b, d| d.iter().zip(b.iter()).map(|(d, b)| d / b).sum(), zipped(&d, &b, |d, b| -(d / b * (k / b)));
        }
    )*};
}

of_floats! { f64 f32 }

macro_rules! negations {
    ($($left:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Real, A: Data<Elem = T>, D: Dimension> Operator<Neg, ()> for $left {
            type Output = Array<T, D>;
            type Cotangent = Array<T, D>;
            type GradientOfLeft = Array<T, D>;
            type GradientOfRight = ();
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule(self, (): ()) -> (Array<T, D>, impl FnOnce(Array<T, D>) -> (Array<T, D>, ()) + use<T, A, D>) {
                (self.mapv(|x| -x), |d: Array<T, D>| (d.mapv_into(|d| -d), ()))
            }
        }
    )*};
}

negations! { ArrayBase<A, D>, &ArrayBase<A, D> }

/// The assigning operators; the right operand is broadcast.
macro_rules! assignments {
    ($($op:ident $assign:tt |$a:ident, $b:ident, $d:ident| [$($kept:tt)*] $d_left:expr, $d_right:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Real, A: DataMut<Elem = T>, B: Data<Elem = T>, D: Dimension, E: Dimension> AssignOperator<$op, &ArrayBase<B, E>> for ArrayBase<A, D> {
            type GradientOfLeft = Array<T, D>;
            type GradientOfRight = Array<T, E>;
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            #[allow(unused_variables, reason = "many a pullback needs no operand")]
            fn assign_rule(&mut self, $b: &ArrayBase<B, E>) -> impl FnOnce(&mut Array<T, D>) -> Array<T, E> + use<T, A, B, D, E> {
                let right = $b.raw_dim();
                let $a = &mut *self;
                $($kept)*
                self.zip_mut_with($b, |x, y| *x $assign *y);
                move |$d| {
                    let d_right = $d_right;
                    $d_left;
                    summed(d_right, &right)
                }
            }
        }
    )*};
}

assignments! {
    Add += |a, b, d| [] (), d.clone();
    Sub -= |a, b, d| [] (), d.mapv(|d| -d);
    Mul *= |a, b, d| [let (a, kept) = (a.to_owned(), b.to_owned());] d.zip_mut_with(&kept, |d, b| *d *= *b), zipped(d, &a, |d, a| d * a);
    Div /= |a, b, d| [let (a, kept) = (a.to_owned(), b.to_owned());] d.zip_mut_with(&kept, |d, b| *d /= *b),
        zipped(&zipped(d, &a, |d, a| d * a), &kept, |d, b| -(d / b / b));
}

macro_rules! assignments_of_numbers {
    ($($op:ident $assign:tt |$a:ident, $k:ident, $d:ident| [$($kept:tt)*] $d_left:expr, $d_right:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Real, A: DataMut<Elem = T>, D: Dimension> AssignOperator<$op, T> for ArrayBase<A, D> {
            type GradientOfLeft = Array<T, D>;
            type GradientOfRight = T;
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            #[allow(unused_variables, reason = "many a pullback needs no operand")]
            fn assign_rule(&mut self, $k: T) -> impl FnOnce(&mut Array<T, D>) -> T + use<T, A, D> {
                let $a = &mut *self;
                $($kept)*
                self.map_inplace(|x| *x $assign $k);
                move |$d| {
                    let d_right = $d_right;
                    $d_left;
                    d_right
                }
            }
        }
    )*};
}

assignments_of_numbers! {
    Add += |a, k, d| [] (), total(d);
    Sub -= |a, k, d| [] (), -total(d);
    Mul *= |a, k, d| [let a = a.to_owned();] d.map_inplace(|d| *d *= k), inner(&a, d);
    Div /= |a, k, d| [let a = a.to_owned();] d.map_inplace(|d| *d /= k), -(inner(&a, d) / k / k);
}

/// The slot of an array that is passed by reference.
type Slot<'a, T, B, D> = (&'a ArrayBase<B, D>, Option<&'a mut Array<T, D>>);

/// Declares and implements the trait by which callers find the rules of methods of arrays. A rule adds to the gradients that are wanted:
/// `rule(a, into; arguments) -> type = value, |value, d, slots| { gradients } => (entries);`
macro_rules! methods {
    (
        $trait:ident;
        $(
            $rule:ident $([$($more:tt)*] [$($more_used:tt)*])? ($a:ident, $into:ident $(, $arg:ident: $arg_ty:ty => $slot:ty => $entry:ty)*) -> $out:ty, $d_out:ty
            $(where [$($also:tt)*])? = $value:expr, |$v:ident, $d:ident $(, $pattern:pat_param)*| $add:block => ($($given:expr),*);
        )*
    ) => {
        #[doc(hidden)]
        pub trait $trait<T: Real, D: Dimension>: Sized {
            $(
                #[allow(clippy::type_complexity, reason = "the contract")]
                fn $rule $(<$($more)*>)? (&self $(, $arg: $arg_ty)*)
                    -> ($out, impl FnOnce($d_out, (&Self, Option<&mut Array<T, D>>) $(, $slot)*) -> (ByReference, $($entry),*) + use<Self, T, D $(, $($more_used)*)?>)
                $(where $($also)*)?;
            )*
        }
        #[allow(unused_variables, reason = "not every pullback needs everything")]
        #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
        impl<T: Real, S: Data<Elem = T>, D: Dimension> $trait<T, D> for ArrayBase<S, D> {
            $(
                #[allow(clippy::type_complexity, reason = "the contract")]
                fn $rule $(<$($more)*>)? (&self $(, $arg: $arg_ty)*)
                    -> ($out, impl FnOnce($d_out, (&Self, Option<&mut Array<T, D>>) $(, $slot)*) -> (ByReference, $($entry),*) + use<T, S, D $(, $($more_used)*)?>)
                $(where $($also)*)?
                {
                    let $a = self;
                    let $v = $value;
                    let value = $v.clone();
                    (value, move |$d: $d_out, ($a, $into): (&Self, Option<&mut Array<T, D>>) $(, $pattern: $slot)*| {
                        let entries = (ByReference, $($given),*);
                        $add
                        entries
                    })
                }
            )*
        }
    };
}

/// Adds to a gradient that is wanted.
fn to<T: Real, D: Dimension>(into: Option<&mut Array<T, D>>, gradient: impl FnOnce() -> Array<T, D>) {
    if let Some(into) = into {
        into.zip_mut_with(&gradient(), |g, d| *g += *d);
    }
}

/// Adds a factor of the cotangent, which depends on the element and the value there.
fn each<T: Real, D: Dimension, S: Data<Elem = T>>(
    into: Option<&mut Array<T, D>>,
    d: Array<T, D>,
    a: &ArrayBase<S, D>,
    slope: impl Fn(T) -> T,
) {
    if let Some(into) = into {
        into.zip_mut_with(&zipped(&d, a, |d, x| d * slope(x)), |g, d| *g += *d);
    }
}

methods! {
    ArrayRules;
    annotate_sum_with_differentiate(a, into) -> T, T = a.sum(), |v, d| { if let Some(into) = into { into.map_inplace(|g| *g += d) } } => ();
    annotate_mean_with_differentiate(a, into) -> (bool, T), ((), T) = match a.len() { 0 => (false, T::ZERO), n => (true, a.sum() / T::from_usize(n)) },
        |v, d| { if let (Some(into), (true, _)) = (into, v) { let share = d.1 / T::from_usize(a.len()); into.map_inplace(|g| *g += share) } } => ();
    annotate_to_owned_with_differentiate(a, into) -> Array<T, D>, Array<T, D> = a.to_owned(), |v, d| { to(into, || d) } => ();
    annotate_into_owned_with_differentiate(a, into) -> Array<T, D>, Array<T, D> = a.to_owned(), |v, d| { to(into, || d) } => ();
    annotate_view_with_differentiate(a, into) -> Array<T, D>, Array<T, D> = a.to_owned(), |v, d| { to(into, || d) } => ();
    annotate_t_with_differentiate(a, into) -> Array<T, D>, Array<T, D> = a.t().to_owned(), |v, d| { to(into, || d.reversed_axes()) } => ();
    annotate_reversed_axes_with_differentiate(a, into) -> Array<T, D>, Array<T, D> = a.t().to_owned(), |v, d| { to(into, || d.reversed_axes()) } => ();
    annotate_sum_axis_with_differentiate(a, into, axis: Axis => () => ()) -> Array<T, D::Smaller>, Array<T, D::Smaller> where [D: RemoveAxis]
        = a.sum_axis(axis), |v, d, _| { if let Some(into) = into { into.zip_mut_with(&d.insert_axis(axis), |g, d| *g += *d) } } => (());
    annotate_index_axis_with_differentiate(a, into, axis: Axis => () => (), i: usize => () => ()) -> Array<T, D::Smaller>, Array<T, D::Smaller> where [D: RemoveAxis]
        = a.index_axis(axis, i).to_owned(), |v, d, _, _| { if let Some(into) = into { into.index_axis_mut(axis, i).zip_mut_with(&d, |g, d| *g += *d) } } => ((), ());
    annotate_slice_with_differentiate[I: SliceArg<D> + Clone] [I](a, into, part: I => () => ()) -> Array<T, I::OutDim>, Array<T, I::OutDim>
        = a.slice(part.clone()).to_owned(), |v, d, _| { if let Some(into) = into { into.slice_mut(part).zip_mut_with(&d, |g, d| *g += *d) } } => (());
    annotate_insert_axis_with_differentiate(a, into, axis: Axis => () => ()) -> Array<T, D::Larger>, Array<T, D::Larger>
        where [D::Larger: RemoveAxis<Smaller = D>]
        = a.to_owned().insert_axis(axis), |v, d, _| { to(into, || d.remove_axis(axis)) } => (());
    annotate_exp_with_differentiate(a, into) -> Array<T, D>, Array<T, D> = a.mapv(crate::Float::exp), |v, d| { each(into, d, &v, |v| v) } => ();
    annotate_ln_with_differentiate(a, into) -> Array<T, D>, Array<T, D> = a.mapv(crate::Float::ln), |v, d| { each(into, d, a, |x| T::ONE / x) } => ();
    annotate_sqrt_with_differentiate(a, into) -> Array<T, D>, Array<T, D> = a.mapv(crate::Float::sqrt), |v, d| { each(into, d, &v, |v| T::ONE / (v + v)) } => ();
    annotate_sin_with_differentiate(a, into) -> Array<T, D>, Array<T, D> = a.mapv(crate::Float::sin), |v, d| { each(into, d, a, crate::Float::cos) } => ();
    annotate_cos_with_differentiate(a, into) -> Array<T, D>, Array<T, D> = a.mapv(crate::Float::cos), |v, d| { each(into, d, a, |x| -crate::Float::sin(x)) } => ();
    annotate_tanh_with_differentiate(a, into) -> Array<T, D>, Array<T, D> = a.mapv(crate::Float::tanh), |v, d| { each(into, d, &v, |v| T::ONE - v * v) } => ();
    annotate_abs_with_differentiate(a, into) -> Array<T, D>, Array<T, D> = a.mapv(crate::Float::abs),
        |v, d| { each(into, d, a, |x| if x == T::ZERO { T::ZERO } else { crate::Float::signum(x) }) } => ();
    annotate_recip_with_differentiate(a, into) -> Array<T, D>, Array<T, D> = a.mapv(crate::Float::recip), |v, d| { each(into, d, &v, |v| -(v * v)) } => ();
    annotate_pow2_with_differentiate(a, into) -> Array<T, D>, Array<T, D> = a.mapv(|x| x * x), |v, d| { each(into, d, a, |x| x + x) } => ();
    annotate_powi_with_differentiate(a, into, n: i32 => () => ()) -> Array<T, D>, Array<T, D> = a.mapv(|x| crate::Float::powi(x, n)), |v, d, _| {
        each(into, d, a, |x| if n == 0 { T::ZERO } else { T::from_i32(n) * crate::Float::powi(x, n - 1) })
    } => (());
}

/// The slot of a value that is passed by reference, of any type.
type Pair<'a, A, G> = (&'a A, Option<&'a mut G>);

/// The rules of products.
#[doc(hidden)]
pub trait DotRules<T: Real, B>: Sized {
    type Output;
    type Gradient;
    type GradientOfRight;
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_dot_with_differentiate(
        &self,
        b: &B,
    ) -> (
        Self::Output,
        impl FnOnce(Self::Output, Pair<'_, Self, Self::Gradient>, Pair<'_, B, Self::GradientOfRight>) -> (ByReference, ())
        + use<Self, T, B>,
    );
}

/// `a bᵀ`
fn outer<T: Real, A: Data<Elem = T>, B: Data<Elem = T>>(a: &ArrayBase<A, Ix1>, b: &ArrayBase<B, Ix1>) -> Array2<T> {
    Array2::from_shape_fn((a.len(), b.len()), |(i, j)| a[i] * b[j])
}

macro_rules! products {
    ($($left:ident $right:ident => $output:ty, |$a:ident, $b:ident, $d:ident| $d_left:expr, $d_right:expr;)*) => {$(
        impl<T: Real, A: Data<Elem = T>, B: Data<Elem = T>> DotRules<T, ArrayBase<B, $right>> for ArrayBase<A, $left> {
            type Output = $output;
            type Gradient = Array<T, $left>;
            type GradientOfRight = Array<T, $right>;
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            #[allow(clippy::type_complexity, reason = "the contract")]
            fn annotate_dot_with_differentiate(
                &self,
                b: &ArrayBase<B, $right>,
            ) -> ($output, impl FnOnce($output, Slot<'_, T, A, $left>, Slot<'_, T, B, $right>) -> (ByReference, ()) + use<T, A, B>) {
                (self.dot(b), |$d: $output, ($a, into_a): Slot<'_, T, A, $left>, ($b, into_b): Slot<'_, T, B, $right>| {
                    to(into_a, || $d_left);
                    to(into_b, || $d_right);
                    (ByReference, ())
                })
            }
        }
    )*};
}

products! {
    Ix1 Ix1 => T, |a, b, d| b.mapv(|b| b * d), a.mapv(|a| a * d);
    Ix2 Ix1 => Array1<T>, |a, b, d| outer(&d, b), a.t().dot(&d);
    Ix1 Ix2 => Array1<T>, |a, b, d| b.dot(&d), outer(a, &d);
    Ix2 Ix2 => Array2<T>, |a, b, d| d.dot(&b.t()), a.t().dot(&d);
}

/// The rules of arrays with two axes.
#[doc(hidden)]
pub trait PlaneRules<T: Real>: Sized {
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_row_with_differentiate(
        &self,
        i: usize,
    ) -> (Array1<T>, impl FnOnce(Array1<T>, (&Self, Option<&mut Array2<T>>), ()) -> (ByReference, ()) + use<Self, T>);
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_column_with_differentiate(
        &self,
        i: usize,
    ) -> (Array1<T>, impl FnOnce(Array1<T>, (&Self, Option<&mut Array2<T>>), ()) -> (ByReference, ()) + use<Self, T>);
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_diag_with_differentiate(
        &self,
    ) -> (Array1<T>, impl FnOnce(Array1<T>, (&Self, Option<&mut Array2<T>>)) -> (ByReference,) + use<Self, T>);
}

#[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
impl<T: Real, S: Data<Elem = T>> PlaneRules<T> for ArrayBase<S, Ix2> {
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_row_with_differentiate(
        &self,
        i: usize,
    ) -> (Array1<T>, impl FnOnce(Array1<T>, (&Self, Option<&mut Array2<T>>), ()) -> (ByReference, ()) + use<T, S>) {
        (self.row(i).to_owned(), move |d: Array1<T>, (_, into): (&Self, Option<&mut Array2<T>>), ()| {
            if let Some(into) = into {
                into.row_mut(i).zip_mut_with(&d, |g, d| *g += *d);
            }
            (ByReference, ())
        })
    }
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_column_with_differentiate(
        &self,
        i: usize,
    ) -> (Array1<T>, impl FnOnce(Array1<T>, (&Self, Option<&mut Array2<T>>), ()) -> (ByReference, ()) + use<T, S>) {
        (self.column(i).to_owned(), move |d: Array1<T>, (_, into): (&Self, Option<&mut Array2<T>>), ()| {
            if let Some(into) = into {
                into.column_mut(i).zip_mut_with(&d, |g, d| *g += *d);
            }
            (ByReference, ())
        })
    }
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_diag_with_differentiate(
        &self,
    ) -> (Array1<T>, impl FnOnce(Array1<T>, (&Self, Option<&mut Array2<T>>)) -> (ByReference,) + use<T, S>) {
        (self.diag().to_owned(), |d: Array1<T>, (_, into): (&Self, Option<&mut Array2<T>>)| {
            if let Some(into) = into {
                into.diag_mut().zip_mut_with(&d, |g, d| *g += *d);
            }
            (ByReference,)
        })
    }
}

/// The rules of what makes arrays with one axis.
#[doc(hidden)]
pub trait NewRules<T: Real>: Sized {
    fn annotate_from_vec_with_differentiate(data: Vec<T>) -> (Array1<T>, impl FnOnce(Array1<T>, ()) -> (Vec<T>,));
    fn annotate_from_with_differentiate(data: Vec<T>) -> (Array1<T>, impl FnOnce(Array1<T>, ()) -> (Vec<T>,));
    fn annotate_from_elem_with_differentiate(n: usize, x: T) -> (Array1<T>, impl FnOnce(Array1<T>, (), ()) -> ((), T));
}

impl<T: Real> NewRules<T> for Array1<T> {
    fn annotate_from_vec_with_differentiate(data: Vec<T>) -> (Array1<T>, impl FnOnce(Array1<T>, ()) -> (Vec<T>,)) {
        (Array1::from_vec(data), |d: Array1<T>, ()| (d.iter().copied().collect(),))
    }
    fn annotate_from_with_differentiate(data: Vec<T>) -> (Array1<T>, impl FnOnce(Array1<T>, ()) -> (Vec<T>,)) {
        (Array1::from_vec(data), |d: Array1<T>, ()| (d.iter().copied().collect(),))
    }
    fn annotate_from_elem_with_differentiate(n: usize, x: T) -> (Array1<T>, impl FnOnce(Array1<T>, (), ()) -> ((), T)) {
        (Array1::from_elem(n, x), |d: Array1<T>, (), ()| ((), total(&d)))
    }
}

/// The rules of methods that change an array. The gradient on the way back is that of the value before.
#[doc(hidden)]
pub trait ChangingRules<T: Real, D: Dimension>: Sized {
    fn annotate_fill_with_differentiate(&mut self, x: T) -> ((), impl FnOnce((), &mut Array<T, D>, ()) -> (ByReference, T) + use<Self, T, D>);
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_assign_with_differentiate<B: Data<Elem = T>, E: Dimension>(
        &mut self,
        from: &ArrayBase<B, E>,
    ) -> ((), impl FnOnce((), &mut Array<T, D>, Slot<'_, T, B, E>) -> (ByReference, ()) + use<Self, T, D, B, E>);
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_scaled_add_with_differentiate<B: Data<Elem = T>, E: Dimension>(
        &mut self,
        k: T,
        b: &ArrayBase<B, E>,
    ) -> ((), impl FnOnce((), &mut Array<T, D>, (), Slot<'_, T, B, E>) -> (ByReference, T, ()) + use<Self, T, D, B, E>);
}

#[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
impl<T: Real, S: DataMut<Elem = T>, D: Dimension> ChangingRules<T, D> for ArrayBase<S, D> {
    fn annotate_fill_with_differentiate(&mut self, x: T) -> ((), impl FnOnce((), &mut Array<T, D>, ()) -> (ByReference, T) + use<T, S, D>) {
        self.fill(x);
        ((), |(), d: &mut Array<T, D>, ()| {
            let d_x = total(d);
            d.fill(T::ZERO);
            (ByReference, d_x)
        })
    }
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_assign_with_differentiate<B: Data<Elem = T>, E: Dimension>(
        &mut self,
        from: &ArrayBase<B, E>,
    ) -> ((), impl FnOnce((), &mut Array<T, D>, Slot<'_, T, B, E>) -> (ByReference, ()) + use<T, S, D, B, E>) {
        self.assign(from);
        ((), |(), d: &mut Array<T, D>, (from, into): Slot<'_, T, B, E>| {
            to(into, || summed(d.clone(), &from.raw_dim()));
            d.fill(T::ZERO);
            (ByReference, ())
        })
    }
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_scaled_add_with_differentiate<B: Data<Elem = T>, E: Dimension>(
        &mut self,
        k: T,
        b: &ArrayBase<B, E>,
    ) -> ((), impl FnOnce((), &mut Array<T, D>, (), Slot<'_, T, B, E>) -> (ByReference, T, ()) + use<T, S, D, B, E>) {
        self.scaled_add(k, b);
        ((), move |(), d: &mut Array<T, D>, (), (b, into): Slot<'_, T, B, E>| {
            let d_k = total(&zipped(d, b, |d, b| d * b));
            to(into, || summed(d.mapv(|d| d * k), &b.raw_dim()));
            (ByReference, d_k, ())
        })
    }
}

/// What generated code imports.
pub mod rules {
    pub use super::{ArrayRules as _, ChangingRules as _, DotRules as _, NewRules as _, PlaneRules as _};
}
