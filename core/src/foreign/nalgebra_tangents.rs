// `nalgebra`: forward mode and second derivatives of the methods that have rules. This file is included once for each version, where
// `nalgebra` is that version.
//
// What is linear is its own tangent; what is linear in each of two matrices has two products for a tangent, as in `operator/pushed.rs`. The
// gradients of both come from the rules themselves. Anything else says two formulas: the tangent, and how the gradient turns in the
// direction of the tangents, which is what the tangent passes back to the matrix.

use super::Total;
use crate::method::ByReference;
use crate::still::NoTangent;
use nalgebra::allocator::Allocator;
use nalgebra::{Const, DefaultAllocator, Dim, DimMin, Matrix, OMatrix, OVector, SMatrix, Storage, StorageMut, U1};
#[cfg(feature = "alloc")]
use {
    alloc::vec::Vec,
    nalgebra::{DMatrix, DVector, Dyn},
};

/// The slot of a matrix that is passed by reference.
type Slot<'a, T, R, C, B> = (&'a Matrix<T, R, C, B>, Option<&'a mut OMatrix<T, R, C>>);

/// That of a tangent.
type SlotOfTangent<'a, T, R, C> = (&'a OMatrix<T, R, C>, Option<&'a mut OMatrix<T, R, C>>);

impl<T: Real, R: Dim, C: Dim> Total for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn total(mut self, other: Self) -> Self {
        self.zip_apply(&other, |x, y| *x += y);
        self
    }
}

/// The sum of the products of the elements.
#[inline]
fn inner<T: Real, R: Dim, C: Dim, A: Storage<T, R, C>, B: Storage<T, R, C>>(a: &Matrix<T, R, C, A>, b: &Matrix<T, R, C, B>) -> T {
    a.iter().zip(b.iter()).fold(T::ZERO, |sum, (a, b)| sum + *a * *b)
}

/// A quotient that is zero where the divisor is.
#[inline]
fn over<T: Real>(x: T, divisor: T) -> T {
    if divisor == T::ZERO { T::ZERO } else { x / divisor }
}

/// The derivative of the direction of a matrix of that norm, `a / norm`, along a tangent.
fn turned<T: Real, R: Dim, C: Dim, S: Storage<T, R, C>>(a: &Matrix<T, R, C, S>, norm: T, t: &OMatrix<T, R, C>) -> OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    let along = over(over(inner(a, t), norm), norm);
    t.zip_map(a, |t, x| over(t - x * along, norm))
}

/// The function in the trait. Of each kind: the rule, its further generics, its further arguments, the result.
macro_rules! declared {
    (linear $name:ident ($($rows:tt)*) [$($used:tt)*] $rule:ident $([$($more:tt)*] [$($more_used:tt)*])? ($($i:ident: $i_ty:ty),*) -> $out:ty $(where [$($also:tt)*])? $(= $($formula:tt)*)?) => {
        fn $name $(<$($more)*>)? (&self $(, $i: $i_ty)*, t: &OMatrix<T, $($rows)*> $(, _: none!(NoTangent $i))*) -> (
            ($out, $out),
            impl FnOnce(($out, $out), (&Self, Option<&mut OMatrix<T, $($rows)*>>) $(, none!(() $i))*, SlotOfTangent<'_, T, $($rows)*> $(, none!(() $i))*)
                -> (ByReference $(, none!(() $i))*, () $(, none!(() $i))*) + use<Self $($used)* $(, $($more_used)*)?>,
        )
        $(where $($also)*)?;
    };
    (alone $($line:tt)*) => {
        declared! { linear $($line)* }
    };
    (bilinear $name:ident ($($rows:tt)*) [$($used:tt)*] $rule:ident [$($more:tt)*] [$($more_used:tt)*] ($($of:ty),*) -> $out:ty $(where [$($also:tt)*])? $(= $($formula:tt)*)?) => {
        fn $name<$($more)*>(&self, b: &Matrix<T, $($of),*>, t: &OMatrix<T, $($rows)*>, t_b: owned!($($of),*)) -> (
            ($out, $out),
            impl FnOnce(($out, $out), (&Self, Option<&mut OMatrix<T, $($rows)*>>), Slot<'_, T, $($of),*>, SlotOfTangent<'_, T, $($rows)*>, slot!($($of),*))
                -> (ByReference, (), (), ()) + use<Self $($used)*, $($more_used)*>,
        )
        $(where $($also)*)?;
    };
    (beside $($line:tt)*) => {
        declared! { bilinear $($line)* }
    };
}

/// What stands once for each argument.
macro_rules! none {
    ($what:tt $arg:ident) => {
        $what
    };
}

/// The tangent of a matrix with this storage.
macro_rules! owned {
    ($rows:ty, $columns:ty, $storage:ty) => {
        &OMatrix<T, $rows, $columns>
    };
}

/// Its slot.
macro_rules! slot {
    ($rows:ty, $columns:ty, $storage:ty) => {
        SlotOfTangent<'_, T, $rows, $columns>
    };
}

/// The function in the implementation.
macro_rules! defined {
    (linear $name:ident ($($rows:tt)*) [$($used:tt)*] $rule:ident $([$($more:tt)*] [$($more_used:tt)*])? ($($i:ident: $i_ty:ty),*) -> $out:ty $(where [$($also:tt)*])?) => {
        fn $name $(<$($more)*>)? (&self $(, $i: $i_ty)*, t: &OMatrix<T, $($rows)*> $(, _: none!(NoTangent $i))*) -> (
            ($out, $out),
            impl FnOnce(($out, $out), (&Self, Option<&mut OMatrix<T, $($rows)*>>) $(, none!(() $i))*, SlotOfTangent<'_, T, $($rows)*> $(, none!(() $i))*)
                -> (ByReference $(, none!(() $i))*, () $(, none!(() $i))*) + use<$($used)* $(, $($more_used)*)?>,
        )
        $(where $($also)*)?
        {
            let (value, pull): ($out, _) = self.$rule($($i),*);
            let (tangent, pull_tangent): ($out, _) = t.$rule($($i),*);
            let pullback = |(d, d_tangent): ($out, $out), a: (&Self, Option<&mut OMatrix<T, $($rows)*>>) $(, $i: none!(() $i))*, t: SlotOfTangent<'_, T, $($rows)*> $(, _: none!(() $i))*| {
                pull(d, a $(, $i)*);
                pull_tangent(d_tangent, t $(, $i)*);
                (ByReference $(, $i)*, () $(, $i)*)
            };
            ((value, tangent), pullback)
        }
    };
    (bilinear $name:ident ($($rows:tt)*) [$($used:tt)*] $rule:ident [$($more:tt)*] [$($more_used:tt)*] ($($of:ty),*) -> $out:ty $(where [$($also:tt)*])?) => {
        fn $name<$($more)*>(&self, b: &Matrix<T, $($of),*>, t: &OMatrix<T, $($rows)*>, t_b: owned!($($of),*)) -> (
            ($out, $out),
            impl FnOnce(($out, $out), (&Self, Option<&mut OMatrix<T, $($rows)*>>), Slot<'_, T, $($of),*>, SlotOfTangent<'_, T, $($rows)*>, slot!($($of),*))
                -> (ByReference, (), (), ()) + use<$($used)*, $($more_used)*>,
        )
        $(where $($also)*)?
        {
            let (value, pull): ($out, _) = self.$rule(b);
            let (by_left, pull_left): ($out, _) = t.$rule(b);
            let (by_right, pull_right): ($out, _) = self.$rule(t_b);
            let pullback = |
                (d, d_tangent): ($out, $out),
                (a, mut into): (&Self, Option<&mut OMatrix<T, $($rows)*>>),
                (b, mut into_b): Slot<'_, T, $($of),*>,
                t: SlotOfTangent<'_, T, $($rows)*>,
                t_b: slot!($($of),*),
            | {
                pull(d, (a, into.as_deref_mut()), (b, into_b.as_deref_mut()));
                pull_left(d_tangent.clone(), t, (b, into_b));
                pull_right(d_tangent, (a, into), t_b);
                (ByReference, (), (), ())
            };
            ((value, by_left.total(by_right)), pullback)
        }
    };
    (alone $name:ident ($($rows:tt)*) [$($used:tt)*] $rule:ident () -> $out:ty $(where [$($also:tt)*])?
        = |$a:ident, $v:ident, $t:ident| $tangent:expr, |$d:ident| $turned:expr
    ) => {
        fn $name(&self, t: &OMatrix<T, $($rows)*>) -> (
            ($out, $out),
            impl FnOnce(($out, $out), (&Self, Option<&mut OMatrix<T, $($rows)*>>), SlotOfTangent<'_, T, $($rows)*>) -> (ByReference, ()) + use<$($used)*>,
        )
        $(where $($also)*)?
        {
            let (value, pull): ($out, _) = self.$rule();
            let (_, pull_tangent): ($out, _) = self.$rule();
            let tangent = {
                let ($a, $v, $t) = (self, &value, t);
                $tangent
            };
            let kept = value.clone();
            let pullback = move |(d, $d): ($out, $out), ($a, mut into): (&Self, Option<&mut OMatrix<T, $($rows)*>>), ($t, of_t): SlotOfTangent<'_, T, $($rows)*>| {
                pull(d, ($a, into.as_deref_mut()));
                pull_tangent($d.clone(), ($a, of_t));
                if let Some(into) = into {
                    let $v = &kept;
                    into.zip_apply(&{ $turned }, |g, x| *g += x);
                }
                (ByReference, ())
            };
            ((value, tangent), pullback)
        }
    };
    (beside $name:ident ($($rows:tt)*) [$($used:tt)*] $rule:ident [$($more:tt)*] [$($more_used:tt)*] ($($of:ty),*) -> $out:ty $(where [$($also:tt)*])?
        = |$a:ident, $b:ident, $v:ident, $t:ident, $t_b:ident| $tangent:expr, |$d:ident| $turned:expr, $turned_b:expr
    ) => {
        fn $name<$($more)*>(&self, b: &Matrix<T, $($of),*>, t: &OMatrix<T, $($rows)*>, t_b: owned!($($of),*)) -> (
            ($out, $out),
            impl FnOnce(($out, $out), (&Self, Option<&mut OMatrix<T, $($rows)*>>), Slot<'_, T, $($of),*>, SlotOfTangent<'_, T, $($rows)*>, slot!($($of),*))
                -> (ByReference, (), (), ()) + use<$($used)*, $($more_used)*>,
        )
        $(where $($also)*)?
        {
            let (value, pull): ($out, _) = self.$rule(b);
            let (_, pull_tangent): ($out, _) = self.$rule(b);
            let tangent = {
                let ($a, $b, $v, $t, $t_b) = (self, b, &value, t, t_b);
                $tangent
            };
            let kept = value.clone();
            let pullback = move |
                (d, $d): ($out, $out),
                ($a, mut into): (&Self, Option<&mut OMatrix<T, $($rows)*>>),
                ($b, mut into_b): Slot<'_, T, $($of),*>,
                ($t, of_t): SlotOfTangent<'_, T, $($rows)*>,
                ($t_b, of_t_b): slot!($($of),*),
            | {
                pull(d, ($a, into.as_deref_mut()), ($b, into_b.as_deref_mut()));
                pull_tangent($d.clone(), ($a, of_t), ($b, of_t_b));
                let $v = &kept;
                if let Some(into) = into {
                    into.zip_apply(&{ $turned }, |g, x| *g += x);
                }
                if let Some(into) = into_b {
                    into.zip_apply(&{ $turned_b }, |g, x| *g += x);
                }
                (ByReference, (), (), ())
            };
            ((value, tangent), pullback)
        }
    };
}

/// Declares and implements the trait by which callers find the rules with tangents of methods of matrices, a line a method.
macro_rules! tangents {
    ($trait:ident [$($generics:tt)*] [$($used:tt)*] ($($rows:tt)*) where [$($bounds:tt)*]; $($kind:ident $name:ident { $($line:tt)* })*) => {
        tangents! { @both $trait [$($generics)*] [$($used)*] ($($rows)*) [$($bounds)*] $($kind $name [$($line)*])* }
    };
    (@both $trait:ident $generics:tt $used:tt $rows:tt $bounds:tt $($kind:ident $name:ident $line:tt)*) => {
        tangents! { @trait $trait $generics $bounds [$($kind $name $rows $used $line;)*] }
        tangents! { @impl $trait $generics $used $rows $bounds [$($kind $name $rows $used $line;)*] }
    };
    (@trait $trait:ident [$($generics:tt)*] [$($bounds:tt)*] [$($kind:ident $name:ident $rows:tt [$($used:tt)*] [$($line:tt)*];)*]) => {
        #[doc(hidden)]
        pub trait $trait<$($generics)*>: Sized
        where
            $($bounds)*
        {
            $(declared! { $kind $name $rows [, $($used)*] $($line)* })*
        }
    };
    (@impl $trait:ident [$($generics:tt)*] [$($names:tt)*] ($($size:tt)*) [$($bounds:tt)*] [$($kind:ident $name:ident $rows:tt [$($used:tt)*] [$($line:tt)*];)*]) => {
        #[allow(unused_variables, reason = "not every formula needs everything")]
        #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
        impl<$($generics)*, S: Storage<T, $($size)*>> $trait<$($names)*> for Matrix<T, $($size)*, S>
        where
            $($bounds)*
        {
            $(defined! { $kind $name $rows [$($used)*, S] $($line)* })*
        }
    };
}

tangents! {
    MatrixTangents [T: Real, R: Dim, C: Dim] [T, R, C] (R, C) where [DefaultAllocator: Allocator<R, C>];
    alone add_jvp_to_the_attribute_of_norm { annotate_norm_with_differentiate() -> T = |a, v, t| over(inner(a, t), *v), |d| turned(a, *v, t) * d }
    alone add_jvp_to_the_attribute_of_magnitude { annotate_magnitude_with_differentiate() -> T = |a, v, t| over(inner(a, t), *v), |d| turned(a, *v, t) * d }
    alone add_jvp_to_the_attribute_of_norm_squared { annotate_norm_squared_with_differentiate() -> T = |a, v, t| { let x = inner(a, t); x + x }, |d| t * (d + d) }
    alone add_jvp_to_the_attribute_of_magnitude_squared { annotate_magnitude_squared_with_differentiate() -> T = |a, v, t| { let x = inner(a, t); x + x }, |d| t * (d + d) }
    linear add_jvp_to_the_attribute_of_sum { annotate_sum_with_differentiate() -> T }
    linear add_jvp_to_the_attribute_of_mean { annotate_mean_with_differentiate() -> T }
    alone add_jvp_to_the_attribute_of_normalize { annotate_normalize_with_differentiate() -> OMatrix<T, R, C> = |a, v, t| turned(a, a.norm(), t), |d| {
        let norm = a.norm();
        let (turn, back) = (turned(a, norm, t), turned(a, norm, &d));
        let (across, along, growth) = (inner(&turn, &d), inner(v, &d), inner(v, t) / norm);
        back.zip_zip_map(v, &turn, |back, v, turn| -back * growth - (v * across + turn * along) / norm)
    } }
    linear add_jvp_to_the_attribute_of_clone_owned { annotate_clone_owned_with_differentiate() -> OMatrix<T, R, C> }
    linear add_jvp_to_the_attribute_of_into_owned { annotate_into_owned_with_differentiate() -> OMatrix<T, R, C> }
    alone add_jvp_to_the_attribute_of_abs { annotate_abs_with_differentiate() -> OMatrix<T, R, C>
        = |a, v, t| t.zip_map(a, |t, x| if x == T::ZERO { T::ZERO } else { t * x.signum() }), |d| t * T::ZERO }
    linear add_jvp_to_the_attribute_of_transpose { annotate_transpose_with_differentiate() -> OMatrix<T, C, R> where [DefaultAllocator: Allocator<C, R>] }
    bilinear add_jvp_to_the_attribute_of_dot { annotate_dot_with_differentiate[B: Storage<T, R, C>] [B] (R, C, B) -> T }
    beside add_jvp_to_the_attribute_of_metric_distance { annotate_metric_distance_with_differentiate[B: Storage<T, R, C>] [B] (R, C, B) -> T
        = |a, b, v, t, u| over(inner(&a.zip_map(b, |x, y| x - y), &t.zip_map(u, |x, y| x - y)), *v),
        |d| turned(&a.zip_map(b, |x, y| x - y), *v, &t.zip_map(u, |x, y| x - y)) * d, turned(&a.zip_map(b, |x, y| x - y), *v, &u.zip_map(t, |x, y| x - y)) * d }
    bilinear add_jvp_to_the_attribute_of_component_mul { annotate_component_mul_with_differentiate[B: Storage<T, R, C>] [B] (R, C, B) -> OMatrix<T, R, C> }
    beside add_jvp_to_the_attribute_of_component_div { annotate_component_div_with_differentiate[B: Storage<T, R, C>] [B] (R, C, B) -> OMatrix<T, R, C>
        = |a, b, v, t, u| t.zip_map(&v.component_mul(u), |t, x| t - x).component_div(b),
        |d| -d.component_mul(u).component_div(b).component_div(b),
        d.component_div(b).component_div(b).component_mul(&(v.component_mul(u) * (T::ONE + T::ONE)).zip_map(t, |x, t| x - t)) }
    bilinear add_jvp_to_the_attribute_of_cross { annotate_cross_with_differentiate[B: Storage<T, R, C>] [B] (R, C, B) -> OMatrix<T, R, C> }
    bilinear add_jvp_to_the_attribute_of_tr_mul { annotate_tr_mul_with_differentiate[K: Dim, B: Storage<T, R, K>] [K, B] (R, K, B) -> OMatrix<T, C, K>
        where [DefaultAllocator: Allocator<R, K> + Allocator<C, K> + Allocator<C, R>] }
    linear add_jvp_to_the_attribute_of_column { annotate_column_with_differentiate(i: usize) -> OVector<T, R> where [DefaultAllocator: Allocator<R>] }
    linear add_jvp_to_the_attribute_of_row { annotate_row_with_differentiate(i: usize) -> OMatrix<T, U1, C> where [DefaultAllocator: Allocator<U1, C>] }
    linear add_jvp_to_the_attribute_of_fixed_rows { annotate_fixed_rows_with_differentiate[const N: usize] [N] (i: usize) -> OMatrix<T, Const<N>, C>
        where [DefaultAllocator: Allocator<Const<N>, C>] }
    linear add_jvp_to_the_attribute_of_fixed_columns { annotate_fixed_columns_with_differentiate[const N: usize] [N] (i: usize) -> OMatrix<T, R, Const<N>>
        where [DefaultAllocator: Allocator<R, Const<N>>] }
    linear add_jvp_to_the_attribute_of_fixed_view { annotate_fixed_view_with_differentiate[const N: usize, const M: usize] [N, M] (i: usize, j: usize) -> SMatrix<T, N, M> }
    linear add_jvp_to_the_attribute_of_xy { annotate_xy_with_differentiate() -> SMatrix<T, 2, 1> }
    linear add_jvp_to_the_attribute_of_xz { annotate_xz_with_differentiate() -> SMatrix<T, 2, 1> }
    linear add_jvp_to_the_attribute_of_yz { annotate_yz_with_differentiate() -> SMatrix<T, 2, 1> }
    linear add_jvp_to_the_attribute_of_xyz { annotate_xyz_with_differentiate() -> SMatrix<T, 3, 1> }
    alone add_jvp_to_the_attribute_of_max { annotate_max_with_differentiate() -> T = |a, v, t| at_extreme(a, *v, t), |d| t * T::ZERO }
    alone add_jvp_to_the_attribute_of_min { annotate_min_with_differentiate() -> T = |a, v, t| at_extreme(a, *v, t), |d| t * T::ZERO }
}

/// The tangent of an extreme element: the mean of those of the elements that are it.
fn at_extreme<T: Real, R: Dim, C: Dim, S: Storage<T, R, C>>(a: &Matrix<T, R, C, S>, extreme: T, t: &OMatrix<T, R, C>) -> T
where
    DefaultAllocator: Allocator<R, C>,
{
    let those = a.iter().zip(t.iter()).filter(|(x, _)| **x == extreme);
    let (sum, count) = those.fold((T::ZERO, T::ZERO), |(sum, count), (_, t)| (sum + *t, count + T::ONE));
    over(sum, count)
}

#[cfg(feature = "alloc")]
tangents! {
    PartTangents [T: Real, R: Dim, C: Dim] [T, R, C] (R, C) where [DefaultAllocator: Allocator<R, C>];
    linear add_jvp_to_the_attribute_of_rows { annotate_rows_with_differentiate(i: usize, n: usize) -> OMatrix<T, Dyn, C> where [DefaultAllocator: Allocator<Dyn, C>] }
    linear add_jvp_to_the_attribute_of_columns { annotate_columns_with_differentiate(i: usize, n: usize) -> OMatrix<T, R, Dyn> where [DefaultAllocator: Allocator<R, Dyn>] }
    linear add_jvp_to_the_attribute_of_view { annotate_view_with_differentiate(start: (usize, usize), shape: (usize, usize)) -> DMatrix<T> }
}

tangents! {
    SquareTangents [T: Real, D: DimMin<D, Output = D>] [T, D] (D, D) where [DefaultAllocator: Allocator<D, D> + Allocator<D>];
    linear add_jvp_to_the_attribute_of_trace { annotate_trace_with_differentiate() -> T }
    linear add_jvp_to_the_attribute_of_diagonal { annotate_diagonal_with_differentiate() -> OVector<T, D> }
}

/// The methods of a matrix and a number: the tangent, and what it and the value pass back to the matrix, the number and their tangents.
macro_rules! with_numbers {
    ($trait:ident; $(
        $name:ident = $value:ident |$a:ident, $k:ident, $t:ident, $t_k:ident| $tangent:expr,
            |$d:ident, $d_t:ident| $of_a:expr, $of_k:expr, $of_t:expr, $of_t_k:expr;
    )*) => {
        #[doc(hidden)]
        pub trait $trait<T: Real, R: Dim, C: Dim>: Sized
        where
            DefaultAllocator: Allocator<R, C>,
        {
            $(
                fn $name(&self, k: T, t: &OMatrix<T, R, C>, t_k: T) -> (
                    (OMatrix<T, R, C>, OMatrix<T, R, C>),
                    impl FnOnce((OMatrix<T, R, C>, OMatrix<T, R, C>), (&Self, Option<&mut OMatrix<T, R, C>>), (), SlotOfTangent<'_, T, R, C>, ())
                        -> (ByReference, T, (), T) + use<Self, T, R, C>,
                );
            )*
        }
        #[allow(unused_variables, reason = "not every formula needs everything")]
        #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
        impl<T: Real, R: Dim, C: Dim, S: Storage<T, R, C>> $trait<T, R, C> for Matrix<T, R, C, S>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            $(
                fn $name(&self, $k: T, $t: &OMatrix<T, R, C>, $t_k: T) -> (
                    (OMatrix<T, R, C>, OMatrix<T, R, C>),
                    impl FnOnce((OMatrix<T, R, C>, OMatrix<T, R, C>), (&Self, Option<&mut OMatrix<T, R, C>>), (), SlotOfTangent<'_, T, R, C>, ())
                        -> (ByReference, T, (), T) + use<T, R, C, S>,
                ) {
                    let $a = self;
                    let pair = ($a.$value($k), $tangent);
                    (pair, move |($d, $d_t): (OMatrix<T, R, C>, OMatrix<T, R, C>), ($a, into): (&Self, Option<&mut OMatrix<T, R, C>>), (), ($t, of_t): SlotOfTangent<'_, T, R, C>, ()| {
                        let entries = (ByReference, $of_k, (), $of_t_k);
                        if let Some(into) = into {
                            *into += $of_a;
                        }
                        if let Some(into) = of_t {
                            *into += $of_t;
                        }
                        entries
                    })
                }
            )*
        }
    };
}

with_numbers! {
    NumberTangents;
    add_jvp_to_the_attribute_of_scale = scale |a, k, t, t_k| t.zip_map(a, |t, x| t * k + x * t_k),
        |d, d_t| d.zip_map(&d_t, |d, d_t| d * k + d_t * t_k), inner(a, &d) + inner(t, &d_t), &d_t * k, inner(a, &d_t);
    add_jvp_to_the_attribute_of_unscale = unscale |a, k, t, t_k| t.zip_map(a, |t, x| (t - x / k * t_k) / k),
        |d, d_t| d.zip_map(&d_t, |d, d_t| (d - d_t * t_k / k) / k),
        -(inner(a, &d) + inner(t, &d_t) - inner(a, &d_t) * (t_k + t_k) / k) / k / k, &d_t / k, -inner(a, &d_t) / k / k;
    add_jvp_to_the_attribute_of_add_scalar = add_scalar |a, k, t, t_k| t.add_scalar(t_k), |d, d_t| &d, d.sum(), &d_t, d_t.sum();
}

/// The rule with tangents of a line from one matrix to another.
#[doc(hidden)]
pub trait LerpTangents<T: Real, R: Dim, C: Dim>: Sized
where
    DefaultAllocator: Allocator<R, C>,
{
    fn add_jvp_to_the_attribute_of_lerp<B: Storage<T, R, C>>(
        &self,
        b: &Matrix<T, R, C, B>,
        k: T,
        t: &OMatrix<T, R, C>,
        t_b: &OMatrix<T, R, C>,
        t_k: T,
    ) -> (
        (OMatrix<T, R, C>, OMatrix<T, R, C>),
        impl FnOnce(
            (OMatrix<T, R, C>, OMatrix<T, R, C>),
            (&Self, Option<&mut OMatrix<T, R, C>>),
            Slot<'_, T, R, C, B>,
            (),
            SlotOfTangent<'_, T, R, C>,
            SlotOfTangent<'_, T, R, C>,
            (),
        ) -> (ByReference, (), T, (), (), T)
        + use<Self, T, R, C, B>,
    )
    where
        C: nalgebra::DimName;
}

#[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
impl<T: Real, R: Dim, C: Dim, S: Storage<T, R, C>> LerpTangents<T, R, C> for Matrix<T, R, C, S>
where
    DefaultAllocator: Allocator<R, C>,
{
    fn add_jvp_to_the_attribute_of_lerp<B: Storage<T, R, C>>(
        &self,
        b: &Matrix<T, R, C, B>,
        k: T,
        t: &OMatrix<T, R, C>,
        t_b: &OMatrix<T, R, C>,
        t_k: T,
    ) -> (
        (OMatrix<T, R, C>, OMatrix<T, R, C>),
        impl FnOnce(
            (OMatrix<T, R, C>, OMatrix<T, R, C>),
            (&Self, Option<&mut OMatrix<T, R, C>>),
            Slot<'_, T, R, C, B>,
            (),
            SlotOfTangent<'_, T, R, C>,
            SlotOfTangent<'_, T, R, C>,
            (),
        ) -> (ByReference, (), T, (), (), T)
        + use<T, R, C, S, B>,
    )
    where
        C: nalgebra::DimName,
    {
        let (value, pull): (OMatrix<T, R, C>, _) = self.annotate_lerp_with_differentiate(b, k);
        let (by_ends, pull_ends): (OMatrix<T, R, C>, _) = t.annotate_lerp_with_differentiate(t_b, k);
        let tangent = by_ends.total(b.zip_map(self, |y, x| (y - x) * t_k));
        let pullback = move |
            (d, d_t): (OMatrix<T, R, C>, OMatrix<T, R, C>),
            (a, mut into): (&Self, Option<&mut OMatrix<T, R, C>>),
            (b, mut into_b): Slot<'_, T, R, C, B>,
            (): (),
            t: SlotOfTangent<'_, T, R, C>,
            t_b: SlotOfTangent<'_, T, R, C>,
            (): (),
        | {
            let (_, _, d_k) = pull(d, (a, into.as_deref_mut()), (b, into_b.as_deref_mut()), ());
            let (_, _, more) = pull_ends(d_t.clone(), t, t_b, ());
            if let Some(into) = into {
                *into -= &d_t * t_k;
            }
            if let Some(into) = into_b {
                *into += &d_t * t_k;
            }
            (ByReference, (), d_k + more, (), (), inner(b, &d_t) - inner(a, &d_t))
        };
        ((value, tangent), pullback)
    }
}

/// The rules with tangents of what turns a square matrix into its inverse and its determinant.
#[doc(hidden)]
pub trait InverseTangents<T: Real, D: DimMin<D, Output = D>>: Sized
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    fn add_jvp_to_the_attribute_of_try_inverse(
        &self,
        t: &OMatrix<T, D, D>,
    ) -> (
        ((bool, OMatrix<T, D, D>), ((), OMatrix<T, D, D>)),
        impl FnOnce(
            (((), OMatrix<T, D, D>), ((), OMatrix<T, D, D>)),
            (&Self, Option<&mut OMatrix<T, D, D>>),
            SlotOfTangent<'_, T, D, D>,
        ) -> (ByReference, ())
        + use<Self, T, D>,
    );
    #[cfg(feature = "alloc")]
    fn add_jvp_to_the_attribute_of_determinant(
        &self,
        t: &OMatrix<T, D, D>,
    ) -> (
        (T, T),
        impl FnOnce((T, T), (&Self, Option<&mut OMatrix<T, D, D>>), SlotOfTangent<'_, T, D, D>) -> (ByReference, ()) + use<Self, T, D>,
    );
}

/// What an inverse passes back to the matrix, `-Vᵀ d Vᵀ`.
pub(super) fn of_inverse<T: Real, D: Dim>(inverse: &OMatrix<T, D, D>, d: &OMatrix<T, D, D>) -> OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    -product_with_transpose(&inverse.tr_mul(d), inverse)
}

/// How that turns in the direction in which the inverse does.
pub(super) fn of_inverse_turned<T: Real, D: Dim>(
    inverse: &OMatrix<T, D, D>,
    turn: &OMatrix<T, D, D>,
    d: &OMatrix<T, D, D>,
) -> OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    -product_with_transpose(&turn.tr_mul(d), inverse) - product_with_transpose(&inverse.tr_mul(d), turn)
}

/// The derivative of the cofactors of a matrix along a tangent.
#[cfg(feature = "alloc")]
pub(super) fn cofactors_turned<T: Real, D: Dim>(a: &OMatrix<T, D, D>, determinant: T, t: &OMatrix<T, D, D>) -> OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    match a.clone_owned().try_inverse() {
        Some(inverse) => {
            let turn = &inverse * t * &inverse;
            let growth = inner(&inverse.transpose(), t);
            (inverse * growth - turn).transpose() * determinant
        }
        None => cofactors_turned_one_by_one(a, t),
    }
}

/// The same of a singular matrix.
#[cfg(feature = "alloc")]
fn cofactors_turned_one_by_one<T: Real, D: Dim, S: Storage<T, D, D>>(a: &Matrix<T, D, D, S>, t: &OMatrix<T, D, D>) -> OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    let whole = |m: &dyn Fn(usize, usize) -> T| DMatrix::from_fn(a.nrows(), a.ncols(), m);
    let (whole_a, whole_t) = (whole(&|i, j| a[(i, j)]), whole(&|i, j| t[(i, j)]));
    let minor = |of: &DMatrix<T>, i: usize, j: usize| of.clone().remove_row(i).remove_column(j);
    OMatrix::from_fn_generic(a.shape_generic().0, a.shape_generic().1, |i, j| {
        let (minor_a, minor_t) = (minor(&whole_a, i, j), minor(&whole_t, i, j));
        let mut cofactors = minor_a.map(|_| T::ZERO);
        add_cofactors::<T, Dyn, _>(&mut cofactors, &minor_a, T::ONE);
        let slope = inner(&cofactors, &minor_t);
        if (i + j) % 2 == 0 { slope } else { -slope }
    })
}

#[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
impl<T: Real, D: DimMin<D, Output = D>, S: Storage<T, D, D>> InverseTangents<T, D> for Matrix<T, D, D, S>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    fn add_jvp_to_the_attribute_of_try_inverse(
        &self,
        t: &OMatrix<T, D, D>,
    ) -> (
        ((bool, OMatrix<T, D, D>), ((), OMatrix<T, D, D>)),
        impl FnOnce(
            (((), OMatrix<T, D, D>), ((), OMatrix<T, D, D>)),
            (&Self, Option<&mut OMatrix<T, D, D>>),
            SlotOfTangent<'_, T, D, D>,
        ) -> (ByReference, ())
        + use<T, D, S>,
    ) {
        let inverse = self.clone_owned().try_inverse();
        let turn = inverse.as_ref().map(|inverse| -(inverse * t * inverse));
        let value = (inverse.is_some(), inverse.clone().unwrap_or_else(|| self.clone_owned()));
        let tangent = turn.clone().unwrap_or_else(|| self.map(|_| T::ZERO));
        let pullback = move |
            (((), d), ((), d_t)): (((), OMatrix<T, D, D>), ((), OMatrix<T, D, D>)),
            (_, into): (&Self, Option<&mut OMatrix<T, D, D>>),
            (_, of_t): SlotOfTangent<'_, T, D, D>,
        | {
            if let (Some(inverse), Some(turn)) = (inverse, turn) {
                if let Some(into) = into {
                    *into += of_inverse(&inverse, &d) + of_inverse_turned(&inverse, &turn, &d_t);
                }
                if let Some(into) = of_t {
                    *into += of_inverse(&inverse, &d_t);
                }
            }
            (ByReference, ())
        };
        ((value, ((), tangent)), pullback)
    }

    #[cfg(feature = "alloc")]
    fn add_jvp_to_the_attribute_of_determinant(
        &self,
        t: &OMatrix<T, D, D>,
    ) -> (
        (T, T),
        impl FnOnce((T, T), (&Self, Option<&mut OMatrix<T, D, D>>), SlotOfTangent<'_, T, D, D>) -> (ByReference, ()) + use<T, D, S>,
    ) {
        let (value, pull): (T, _) = self.annotate_determinant_with_differentiate();
        let (_, pull_tangent): (T, _) = self.annotate_determinant_with_differentiate();
        let (_, pull_cofactors): (T, _) = self.annotate_determinant_with_differentiate();
        let mut cofactors = t.map(|_| T::ZERO);
        pull_cofactors(T::ONE, (self, Some(&mut cofactors)));
        let pullback = move |
            (d, d_t): (T, T),
            (a, mut into): (&Self, Option<&mut OMatrix<T, D, D>>),
            (t, of_t): SlotOfTangent<'_, T, D, D>,
        | {
            pull(d, (a, into.as_deref_mut()));
            pull_tangent(d_t, (a, of_t));
            if let Some(into) = into {
                *into += cofactors_turned(&a.clone_owned(), value, t) * d_t;
            }
            (ByReference, ())
        };
        ((value, inner(&cofactors, t)), pullback)
    }
}

/// The rules with tangents of associated functions that make a matrix linearly of one argument, beside constants.
macro_rules! made {
    ($trait:ident $generics:tt $used:tt $own:ty where $bounds:tt; $($name:ident { $($line:tt)* })*) => {
        made! { @ $trait $generics $used $own, $bounds $([$name $used $($line)*])* }
    };
    (@ $trait:ident [$($generics:tt)*] [$($names:tt)*] $own:ty, [$($bounds:tt)*] $([
        $name:ident [$($used:tt)*] $rule:ident $([$($more:tt)*] [$($more_used:tt)*])?
            ($(at $i:ident: $i_ty:ty,)* let $x:ident: $x_ty:ty => $slot:ty, $t:ident: $t_ty:ty => $slot_t:ty => $entry:ty)
    ])*) => {
        #[doc(hidden)]
        pub trait $trait<$($generics)*>: Sized
        where
            $($bounds)*
        {
            $(
                fn $name $(<$($more)*>)? ($($i: $i_ty,)* $x: $x_ty, $(_: none!(NoTangent $i),)* $t: $t_ty) -> (
                    ($own, $own),
                    impl FnOnce(($own, $own), $(none!(() $i),)* $slot, $(none!(() $i),)* $slot_t)
                        -> ($(none!(() $i),)* $entry, $(none!(() $i),)* $entry) + use<Self, $($used)* $(, $($more_used)*)?>,
                );
            )*
        }
        #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
        impl<$($generics)*> $trait<$($names)*> for $own
        where
            $($bounds)*
        {
            $(
                fn $name $(<$($more)*>)? ($($i: $i_ty,)* $x: $x_ty, $(_: none!(NoTangent $i),)* $t: $t_ty) -> (
                    ($own, $own),
                    impl FnOnce(($own, $own), $(none!(() $i),)* $slot, $(none!(() $i),)* $slot_t)
                        -> ($(none!(() $i),)* $entry, $(none!(() $i),)* $entry) + use<$($used)* $(, $($more_used)*)?>,
                ) {
                    let (value, pull) = <$own>::$rule($($i,)* $x);
                    let (tangent, pull_tangent) = <$own>::$rule($($i,)* $t);
                    let pullback = |(d, d_tangent): ($own, $own), $($i: none!(() $i),)* $x: $slot, $(_: none!(() $i),)* $t: $slot_t| {
                        let ($(none!(_ $i),)* $x,) = pull(d, $($i,)* $x);
                        let ($(none!(_ $i),)* $t,) = pull_tangent(d_tangent, $($i,)* $t);
                        ($($i,)* $x, $($i,)* $t)
                    };
                    ((value, tangent), pullback)
                }
            )*
        }
    };
}

/// The slot of a slice.
type OfSlice<'a, T> = (&'a [T], Option<&'a mut [T]>);

made! {
    StaticTangents [T: Real, const R: usize, const C: usize] [T, R, C] SMatrix<T, R, C> where [];
    add_jvp_to_the_attribute_of_from_element { annotate_from_element_with_differentiate(let x: T => (), t: T => () => T) }
    add_jvp_to_the_attribute_of_repeat { annotate_repeat_with_differentiate(let x: T => (), t: T => () => T) }
    add_jvp_to_the_attribute_of_from_row_slice { annotate_from_row_slice_with_differentiate(let x: &[T] => OfSlice<'_, T>, t: &[T] => OfSlice<'_, T> => ()) }
    add_jvp_to_the_attribute_of_from_column_slice { annotate_from_column_slice_with_differentiate(let x: &[T] => OfSlice<'_, T>, t: &[T] => OfSlice<'_, T> => ()) }
}

made! {
    ArrayTangents [T: Real, const N: usize] [T, N] SMatrix<T, N, 1> where [];
    add_jvp_to_the_attribute_of_from { annotate_from_with_differentiate(let x: [T; N] => (), t: [T; N] => () => [T; N]) }
}

made! {
    DiagonalTangents [T: Real, D: nalgebra::DimName] [T, D] OMatrix<T, D, D> where [DefaultAllocator: Allocator<D, D> + Allocator<D>];
    add_jvp_to_the_attribute_of_from_diagonal { annotate_from_diagonal_with_differentiate[B: Storage<T, D>] [B]
        (let x: &Matrix<T, D, U1, B> => Slot<'_, T, D, U1, B>, t: &OVector<T, D> => SlotOfTangent<'_, T, D, U1> => ()) }
}

#[cfg(feature = "alloc")]
made! {
    DVectorTangents [T: Real] [T] DVector<T> where [];
    add_jvp_to_the_attribute_of_from_vec { annotate_from_vec_with_differentiate(let x: Vec<T> => (), t: Vec<T> => () => Vec<T>) }
    add_jvp_to_the_attribute_of_from_element { annotate_from_element_with_differentiate(at n: usize, let x: T => (), t: T => () => T) }
    add_jvp_to_the_attribute_of_from_row_slice { annotate_from_row_slice_with_differentiate(let x: &[T] => OfSlice<'_, T>, t: &[T] => OfSlice<'_, T> => ()) }
    add_jvp_to_the_attribute_of_from_column_slice { annotate_from_column_slice_with_differentiate(let x: &[T] => OfSlice<'_, T>, t: &[T] => OfSlice<'_, T> => ()) }
}

#[cfg(feature = "alloc")]
made! {
    DMatrixTangents [T: Real] [T] DMatrix<T> where [];
    add_jvp_to_the_attribute_of_from_row_slice { annotate_from_row_slice_with_differentiate(at rows: usize, at columns: usize, let x: &[T] => OfSlice<'_, T>, t: &[T] => OfSlice<'_, T> => ()) }
    add_jvp_to_the_attribute_of_from_element { annotate_from_element_with_differentiate(at rows: usize, at columns: usize, let x: T => (), t: T => () => T) }
    add_jvp_to_the_attribute_of_from_vec { annotate_from_vec_with_differentiate(at rows: usize, at columns: usize, let x: Vec<T> => (), t: Vec<T> => () => Vec<T>) }
    add_jvp_to_the_attribute_of_from_diagonal { annotate_from_diagonal_with_differentiate
        (let x: &DVector<T> => (&DVector<T>, Option<&mut DVector<T>>), t: &DVector<T> => (&DVector<T>, Option<&mut DVector<T>>) => ()) }
}

/// The rules with tangents of methods that change a matrix linearly: its tangent is changed alike.
macro_rules! changing {
    ($($name:ident = $rule:ident $([$($more:tt)*] [$($more_used:tt)*])?
        ($(at $i:ident: $i_ty:ty,)* let $x:ident: $x_ty:ty => $slot:ty, $t:ident: $t_ty:ty => $slot_t:ty => $entry:ty) $(where [$($also:tt)*])?;
    )*) => {
        #[doc(hidden)]
        pub trait ChangingTangents<T: Real, R: Dim, C: Dim>: Sized
        where
            DefaultAllocator: Allocator<R, C>,
        {
            $(
                fn $name $(<$($more)*>)? (&mut self, $($i: $i_ty,)* $x: $x_ty, of: &mut OMatrix<T, R, C>, $(_: none!(NoTangent $i),)* $t: $t_ty) -> (
                    ((), ()),
                    impl FnOnce(((), ()), &mut OMatrix<T, R, C>, $(none!(() $i),)* $slot, &mut OMatrix<T, R, C>, $(none!(() $i),)* $slot_t)
                        -> (ByReference, $(none!(() $i),)* $entry, (), $(none!(() $i),)* $entry) + use<Self, T, R, C $(, $($more_used)*)?>,
                )
                $(where $($also)*)?;
            )*
        }
        #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
        impl<T: Real, R: Dim, C: Dim, S: StorageMut<T, R, C>> ChangingTangents<T, R, C> for Matrix<T, R, C, S>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            $(
                fn $name $(<$($more)*>)? (&mut self, $($i: $i_ty,)* $x: $x_ty, of: &mut OMatrix<T, R, C>, $(_: none!(NoTangent $i),)* $t: $t_ty) -> (
                    ((), ()),
                    impl FnOnce(((), ()), &mut OMatrix<T, R, C>, $(none!(() $i),)* $slot, &mut OMatrix<T, R, C>, $(none!(() $i),)* $slot_t)
                        -> (ByReference, $(none!(() $i),)* $entry, (), $(none!(() $i),)* $entry) + use<T, R, C, S $(, $($more_used)*)?>,
                )
                $(where $($also)*)?
                {
                    let ((), pull) = self.$rule($($i,)* $x);
                    let ((), pull_tangent) = of.$rule($($i,)* $t);
                    let pullback = |((), ()): ((), ()), d: &mut OMatrix<T, R, C>, $($i: none!(() $i),)* $x: $slot, d_tangent: &mut OMatrix<T, R, C>, $(_: none!(() $i),)* $t: $slot_t| {
                        let (_, $(none!(_ $i),)* $x) = pull((), d, $($i,)* $x);
                        let (_, $(none!(_ $i),)* $t) = pull_tangent((), d_tangent, $($i,)* $t);
                        (ByReference, $($i,)* $x, (), $($i,)* $t)
                    };
                    (((), ()), pullback)
                }
            )*
        }
    };
}

changing! {
    add_jvp_to_the_attribute_of_fill = annotate_fill_with_differentiate(let x: T => (), t: T => () => T);
    add_jvp_to_the_attribute_of_copy_from = annotate_copy_from_with_differentiate[B: Storage<T, R, C>] [B]
        (let x: &Matrix<T, R, C, B> => Slot<'_, T, R, C, B>, t: &OMatrix<T, R, C> => SlotOfTangent<'_, T, R, C> => ());
    add_jvp_to_the_attribute_of_set_column = annotate_set_column_with_differentiate[B: Storage<T, R, U1>] [B]
        (at i: usize, let x: &Matrix<T, R, U1, B> => Slot<'_, T, R, U1, B>, t: &OVector<T, R> => SlotOfTangent<'_, T, R, U1> => ())
        where [DefaultAllocator: Allocator<R>];
    add_jvp_to_the_attribute_of_set_row = annotate_set_row_with_differentiate[B: Storage<T, U1, C>] [B]
        (at i: usize, let x: &Matrix<T, U1, C, B> => Slot<'_, T, U1, C, B>, t: &OMatrix<T, U1, C> => SlotOfTangent<'_, T, U1, C> => ())
        where [DefaultAllocator: Allocator<U1, C>];
}

/// What generated code imports.
pub mod rules {
    pub use super::{
        ArrayTangents as _, ChangingTangents as _, DiagonalTangents as _, InverseTangents as _, LerpTangents as _, MatrixTangents as _,
        NumberTangents as _, SquareTangents as _, StaticTangents as _,
    };
    #[cfg(feature = "alloc")]
    pub use super::{DMatrixTangents as _, DVectorTangents as _, PartTangents as _};
}
