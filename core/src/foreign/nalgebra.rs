// `nalgebra`: matrices and vectors of any size and storage. The gradient with respect to a view is a matrix of its own. This file is included
// once for each version, where `nalgebra` is that version.

use crate::method::ByReference;
use crate::operator::pushed::pushed;
use crate::operator::{Add, AssignOperator, AssignOperatorWithTangents, Div, Mul, Neg, Operator, OperatorWithTangents, Sub};
use crate::still::NoTangent;
use ::core::borrow::Borrow;
use nalgebra::allocator::Allocator;
use nalgebra::{
    Const, DefaultAllocator, Dim, DimMin, Matrix, OMatrix, OVector, RealField, SMatrix, Storage, StorageMut, U1,
    ViewStorage,
};
#[cfg(feature = "alloc")]
use nalgebra::{DMatrix, DVector, Dyn, VecStorage};

/// The floats of matrices, also those that a function is generic over by `RealField`.
pub trait Real: RealField + Copy + crate::private::Real {
    /// 0
    const ZERO: Self = Self::FLOAT_ZERO;
    /// 1
    const ONE: Self = Self::FLOAT_ONE;
}

impl<T: RealField + Copy + crate::private::Real> Real for T {}

/// The nearest number.
#[inline]
pub(super) fn number<T: Real>(value: f64) -> T {
    T::float_from(value)
}

/// A matrix that owns its elements.
macro_rules! owned {
    ($([$($generics:tt)*] $own:ty;)*) => {$(
        impl<T: Real, $($generics)*> crate::Differentiable for $own {
            type Tangent = $own;
            #[inline]
            fn zero(&self) -> $own {
                self.map(|_| T::ZERO)
            }
            fn step(&mut self, scale: f64, tangent: &$own) {
                let scale = number::<T>(scale);
                self.zip_apply(tangent, |x, t| *x += scale * t);
            }
            fn flat_len(&self) -> usize {
                self.len()
            }
            fn write_flat(&self, floats: &mut [f64]) {
                assert_eq!(floats.len(), self.len(), "the slice and the matrix have different lengths");
                floats.iter_mut().zip(self.iter()).for_each(|(to, x)| *to = x.float_to_f64());
            }
            fn read_flat(&mut self, floats: &[f64]) {
                assert_eq!(floats.len(), self.len(), "the slice and the matrix have different lengths");
                self.iter_mut().zip(floats).for_each(|(x, from)| *x = number::<T>(*from));
            }
        }
        indexed! { [T: Real, $($generics)*] $own: T; }
        impl<T: Real, $($generics)*> crate::Tangent for $own {
            #[inline]
            fn accumulate(&mut self, other: &$own) {
                self.zip_apply(other, |x, y| *x += y);
            }
            fn is_zero(&self) -> bool {
                self.iter().all(|x| *x == T::ZERO)
            }
            fn scale(&mut self, factor: f64) {
                self.scale_mut(number::<T>(factor));
            }
            fn dot(&self, other: &$own) -> f64 {
                Matrix::dot(self, other).float_to_f64()
            }
        }
    )*};
}

owned! { [const R: usize, const C: usize] SMatrix<T, R, C>; }
#[cfg(feature = "alloc")]
owned! {
    [C: Dim] Matrix<T, Dyn, C, VecStorage<T, Dyn, C>>;
    [const R: usize] Matrix<T, Const<R>, Dyn, VecStorage<T, Const<R>, Dyn>>;
}

impl<'a, T: Real, R: Dim, C: Dim, RStride: Dim, CStride: Dim> crate::Differentiable
    for Matrix<T, R, C, ViewStorage<'a, T, R, C, RStride, CStride>>
where
    DefaultAllocator: Allocator<R, C>,
    OMatrix<T, R, C>: crate::Tangent,
{
    type Tangent = OMatrix<T, R, C>;
    fn zero(&self) -> OMatrix<T, R, C> {
        self.map(|_| T::ZERO)
    }
}

impl<T: nalgebra::Scalar, R: Dim, C: Dim, S: Storage<T, R, C>> super::View for Matrix<T, R, C, S>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Owned = OMatrix<T, R, C>;
    #[inline]
    fn owned(&self) -> OMatrix<T, R, C> {
        self.clone_owned()
    }
}

// Column by column, in both ways.
impl<T, R: Dim, C: Dim, S: nalgebra::RawStorage<T, R, C>> crate::items::InOrder for Matrix<T, R, C, S> {}

/// Implements an operator for values and references: `[generics] where bounds; left, operator right => output; gradients' types; the rule`.
macro_rules! combinations {
    (
        $op:ident [$($generics:tt)*] [$($used:tt)*] ($left:ty, $right:ty) => $output:ty, ($d_left:ty, $d_right:ty) where [$($bounds:tt)*]
        |$a:ident, $b:ident| $rule:expr
    ) => {
        combinations! { @ $op [$($generics)*] [$($used)*] ($left, $left, $right, $right) $output, ($d_left, $d_right) [$($bounds)*] |$a, $b| $rule }
        combinations! { @ $op [$($generics)*] [$($used)*] (&$left, $left, $right, $right) $output, ($d_left, $d_right) [$($bounds)*] |$a, $b| $rule }
        combinations! { @ $op [$($generics)*] [$($used)*] ($left, $left, &$right, $right) $output, ($d_left, $d_right) [$($bounds)*] |$a, $b| $rule }
        combinations! { @ $op [$($generics)*] [$($used)*] (&$left, $left, &$right, $right) $output, ($d_left, $d_right) [$($bounds)*] |$a, $b| $rule }
    };
    (scalar
        $op:ident [$($generics:tt)*] [$($used:tt)*] ($left:ty, $right:ty) => $output:ty, ($d_left:ty, $d_right:ty) where [$($bounds:tt)*]
        |$a:ident, $b:ident| $rule:expr
    ) => {
        combinations! { @ $op [$($generics)*] [$($used)*] ($left, $left, $right, $right) $output, ($d_left, $d_right) [$($bounds)*] |$a, $b| $rule }
        combinations! { @ $op [$($generics)*] [$($used)*] (&$left, $left, $right, $right) $output, ($d_left, $d_right) [$($bounds)*] |$a, $b| $rule }
    };
    (scaled
        $op:ident [$($generics:tt)*] [$($used:tt)*] ($left:ty, $right:ty) => $output:ty, ($d_left:ty, $d_right:ty) where [$($bounds:tt)*]
        |$a:ident, $b:ident| $rule:expr
    ) => {
        combinations! { @ $op [$($generics)*] [$($used)*] ($left, $left, $right, $right) $output, ($d_left, $d_right) [$($bounds)*] |$a, $b| $rule }
        combinations! { @ $op [$($generics)*] [$($used)*] ($left, $left, &$right, $right) $output, ($d_left, $d_right) [$($bounds)*] |$a, $b| $rule }
    };
    (
        @ $op:ident [$($generics:tt)*] [$($used:tt)*] ($left:ty, $a_ty:ty, $right:ty, $b_ty:ty) $output:ty, ($d_left:ty, $d_right:ty) [$($bounds:tt)*]
        |$a:ident, $b:ident| $rule:expr
    ) => {
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Operator<$op, $right> for $left
        where
            DefaultAllocator: Allocator<R, C>,
            $($bounds)*
        {
            type Output = $output;
            type Cotangent = $output;
            type GradientOfLeft = $d_left;
            type GradientOfRight = $d_right;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule(self, right: $right) -> ($output, impl FnOnce($output) -> ($d_left, $d_right) + use<$($used)*>) {
                let ($a, $b): (&$a_ty, &$b_ty) = (Borrow::borrow(&self), Borrow::borrow(&right));
                $rule
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> OperatorWithTangents<$op, $right> for $left
        where
            DefaultAllocator: Allocator<R, C>,
            $($bounds)*
        {
            type TangentOfLeft = $d_left;
            type TangentOfRight = $d_right;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule_with_tangents(self, right: $right, t_left: &$d_left, t_right: &$d_right)
                -> (($output, $output), impl FnOnce(($output, $output)) -> ($d_left, $d_right, $d_left, $d_right) + use<$($used)*>)
            {
                let operands: ($d_left, $d_right) =
                    (Borrow::<$a_ty>::borrow(&self).operand(), Borrow::<$b_ty>::borrow(&right).operand());
                let rule = Operator::<$op, $right>::rule(self, right);
                pushed!($op)(rule, operands, (t_left.clone(), t_right.clone()))
            }
        }
    };
}

/// An operand without what a view borrows.
trait Operand {
    type Owned;
    fn operand(&self) -> Self::Owned;
}

impl<T: Real, R: Dim, C: Dim, S: Storage<T, R, C>> Operand for Matrix<T, R, C, S>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Owned = OMatrix<T, R, C>;
    fn operand(&self) -> OMatrix<T, R, C> {
        self.clone_owned()
    }
}

impl<T: Real> Operand for T {
    type Owned = T;
    fn operand(&self) -> T {
        *self
    }
}

combinations! {
    Add [T: Real, R: Dim, C: Dim, A: Storage<T, R, C>, B: Storage<T, R, C>] [T, R, C, A, B]
    (Matrix<T, R, C, A>, Matrix<T, R, C, B>) => OMatrix<T, R, C>, (OMatrix<T, R, C>, OMatrix<T, R, C>) where []
    |a, b| (a.zip_map(b, |x, y| x + y), |d: OMatrix<T, R, C>| (d.clone_owned(), d))
}
combinations! {
    Sub [T: Real, R: Dim, C: Dim, A: Storage<T, R, C>, B: Storage<T, R, C>] [T, R, C, A, B]
    (Matrix<T, R, C, A>, Matrix<T, R, C, B>) => OMatrix<T, R, C>, (OMatrix<T, R, C>, OMatrix<T, R, C>) where []
    |a, b| (a.zip_map(b, |x, y| x - y), |d: OMatrix<T, R, C>| { let right = -&d; (d, right) })
}
combinations! {
    Mul [T: Real, R: Dim, K: Dim, C: Dim, A: Storage<T, R, K>, B: Storage<T, K, C>] [T, R, K, C, A, B]
    (Matrix<T, R, K, A>, Matrix<T, K, C, B>) => OMatrix<T, R, C>, (OMatrix<T, R, K>, OMatrix<T, K, C>)
    where [DefaultAllocator: Allocator<R, K> + Allocator<K, C>,]
    |a, b| {
        let value = a * b;
        let (a, b) = (a.clone_owned(), b.clone_owned());
        (value, move |d: OMatrix<T, R, C>| (product_with_transpose(&d, &b), a.tr_mul(&d)))
    }
}
combinations! { scalar
    Mul [T: Real, R: Dim, C: Dim, A: Storage<T, R, C>] [T, R, C, A]
    (Matrix<T, R, C, A>, T) => OMatrix<T, R, C>, (OMatrix<T, R, C>, T) where []
    |a, k| { let (a, k) = (a.clone_owned(), *k); (&a * k, move |d: OMatrix<T, R, C>| (&d * k, a.dot(&d))) }
}
combinations! { scalar
    Div [T: Real, R: Dim, C: Dim, A: Storage<T, R, C>] [T, R, C, A]
    (Matrix<T, R, C, A>, T) => OMatrix<T, R, C>, (OMatrix<T, R, C>, T) where []
    |a, k| { let k = *k; let value = a / k; (value.clone_owned(), move |d: OMatrix<T, R, C>| (&d / k, -value.dot(&d) / k)) }
}

/// A number times a matrix.
macro_rules! scaled {
    ($($float:ty)*) => {$(
        combinations! { scaled
            Mul [R: Dim, C: Dim, B: Storage<$float, R, C>] [R, C, B]
            ($float, Matrix<$float, R, C, B>) => OMatrix<$float, R, C>, ($float, OMatrix<$float, R, C>) where []
            |k, b| { let (k, b) = (*k, b.clone_owned()); (k * &b, move |d: OMatrix<$float, R, C>| (b.dot(&d), d * k)) }
        }
    )*};
}

scaled! { f64 f32 }

/// Negation, of a value and of a reference.
macro_rules! negations {
    ($($left:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Real, R: Dim, C: Dim, S: Storage<T, R, C>> Operator<Neg, ()> for $left
        where
            DefaultAllocator: Allocator<R, C>,
        {
            type Output = OMatrix<T, R, C>;
            type Cotangent = OMatrix<T, R, C>;
            type GradientOfLeft = OMatrix<T, R, C>;
            type GradientOfRight = ();
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule(self, (): ()) -> (OMatrix<T, R, C>, impl FnOnce(OMatrix<T, R, C>) -> (OMatrix<T, R, C>, ()) + use<T, R, C, S>) {
                (-self, |d: OMatrix<T, R, C>| (-d, ()))
            }
        }
        #[diagnostic::do_not_recommend]
        impl<T: Real, R: Dim, C: Dim, S: Storage<T, R, C>> OperatorWithTangents<Neg, ()> for $left
        where
            DefaultAllocator: Allocator<R, C>,
        {
            type TangentOfLeft = OMatrix<T, R, C>;
            type TangentOfRight = NoTangent;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn rule_with_tangents(self, (): (), tangent: &OMatrix<T, R, C>, _: &NoTangent)
                -> ((OMatrix<T, R, C>, OMatrix<T, R, C>), impl FnOnce((OMatrix<T, R, C>, OMatrix<T, R, C>)) -> (OMatrix<T, R, C>, (), OMatrix<T, R, C>, ()) + use<T, R, C, S>)
            {
                ((-self, -tangent), |(d, d_tangent): (OMatrix<T, R, C>, OMatrix<T, R, C>)| (-d, (), -d_tangent, ()))
            }
        }
    )*};
}

negations! { Matrix<T, R, C, S>, &Matrix<T, R, C, S> }

/// Implements an assigning operator for matrices on the right, by value and by reference.
macro_rules! assignments {
    ($($op:ident $assign:tt $right:ty, |$d:ident| $gradient:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Real, R: Dim, C: Dim, A: StorageMut<T, R, C>, B: Storage<T, R, C>> AssignOperator<$op, $right> for Matrix<T, R, C, A>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            type GradientOfLeft = OMatrix<T, R, C>;
            type GradientOfRight = OMatrix<T, R, C>;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn assign_rule(&mut self, right: $right) -> impl FnOnce(&mut OMatrix<T, R, C>) -> OMatrix<T, R, C> + use<T, R, C, A, B> {
                let right: &Matrix<T, R, C, B> = Borrow::borrow(&right);
                self.zip_apply(right, |x, y| *x $assign y);
                |$d| $gradient
            }
        }
        #[diagnostic::do_not_recommend]
        impl<T: Real, R: Dim, C: Dim, A: StorageMut<T, R, C>, B: Storage<T, R, C>> AssignOperatorWithTangents<$op, $right> for Matrix<T, R, C, A>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            type TangentOfRight = OMatrix<T, R, C>;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn assign_rule_with_tangents(&mut self, right: $right, t_left: &mut OMatrix<T, R, C>, t_right: &OMatrix<T, R, C>)
                -> impl FnOnce(&mut OMatrix<T, R, C>, &mut OMatrix<T, R, C>) -> (OMatrix<T, R, C>, OMatrix<T, R, C>) + use<T, R, C, A, B>
            {
                let pull = AssignOperator::<$op, $right>::assign_rule(self, right);
                let pull_tangent = AssignOperator::<$op, &OMatrix<T, R, C>>::assign_rule(t_left, t_right);
                |d, d_tangent| (pull(d), pull_tangent(d_tangent))
            }
        }
    )*};
}

assignments! {
    Add += Matrix<T, R, C, B>, |d| d.clone_owned();
    Add += &Matrix<T, R, C, B>, |d| d.clone_owned();
    Sub -= Matrix<T, R, C, B>, |d| -&*d;
    Sub -= &Matrix<T, R, C, B>, |d| -&*d;
}

#[diagnostic::do_not_recommend]
impl<T: Real, R: Dim, C: Dim, A: StorageMut<T, R, C>> AssignOperator<Mul, T> for Matrix<T, R, C, A>
where
    DefaultAllocator: Allocator<R, C>,
{
    type GradientOfLeft = OMatrix<T, R, C>;
    type GradientOfRight = T;
    #[inline]
    #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
    fn assign_rule(&mut self, k: T) -> impl FnOnce(&mut OMatrix<T, R, C>) -> T + use<T, R, C, A> {
        let before = self.clone_owned();
        *self *= k;
        move |d| {
            let right = before.dot(d);
            *d *= k;
            right
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Real, R: Dim, C: Dim, A: StorageMut<T, R, C>> AssignOperator<Div, T> for Matrix<T, R, C, A>
where
    DefaultAllocator: Allocator<R, C>,
{
    type GradientOfLeft = OMatrix<T, R, C>;
    type GradientOfRight = T;
    #[inline]
    #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
    fn assign_rule(&mut self, k: T) -> impl FnOnce(&mut OMatrix<T, R, C>) -> T + use<T, R, C, A> {
        *self /= k;
        let after = self.clone_owned();
        move |d| {
            let right = -after.dot(d) / k;
            *d /= k;
            right
        }
    }
}

sums! { [T: Real, const R: usize, const C: usize] [T, R, C] SMatrix<T, R, C>; }

/// Assigning a multiple with tangents.
macro_rules! multiples {
    ($($op:ident)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T: Real, R: Dim, C: Dim, A: StorageMut<T, R, C>> AssignOperatorWithTangents<$op, T> for Matrix<T, R, C, A>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            type TangentOfRight = T;
            #[inline]
            #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
            fn assign_rule_with_tangents(&mut self, k: T, t_left: &mut OMatrix<T, R, C>, t_k: &T)
                -> impl FnOnce(&mut OMatrix<T, R, C>, &mut OMatrix<T, R, C>) -> (T, T) + use<T, R, C, A>
            {
                let operands = (self.clone_owned(), k);
                let rule = Operator::<$op, T>::rule(self.clone_owned(), k);
                let ((value, tangent), pull) = pushed!($op)(rule, operands, (t_left.clone(), *t_k));
                self.copy_from(&value);
                *t_left = tangent;
                |d, d_tangent| {
                    let (left, right, t_left, t_right) = pull((d.clone(), d_tangent.clone()));
                    (*d, *d_tangent) = (left, t_left);
                    (right, t_right)
                }
            }
        }
    )*};
}

multiples! { Mul Div }

/// `d * bᵀ`, without the transpose.
#[inline]
pub(super) fn product_with_transpose<T: Real, R: Dim, K: Dim, C: Dim>(d: &OMatrix<T, R, C>, b: &OMatrix<T, K, C>) -> OMatrix<T, R, K>
where
    DefaultAllocator: Allocator<R, C> + Allocator<K, C> + Allocator<R, K>,
{
    let ((rows, columns), (inner, _)) = (d.shape_generic(), b.shape_generic());
    let mut product = OMatrix::zeros_generic(rows, inner);
    for k in 0..inner.value() {
        for c in 0..columns.value() {
            let factor = b[(k, c)];
            product.column_mut(k).zip_apply(&d.column(c), |p, x| *p += x * factor);
        }
    }
    product
}

/// Declares and implements the trait by which callers find the rules of methods of matrices. A rule adds to the gradients that are wanted:
/// `rule(a, arguments; kept) => value -> type, |value, d| { gradients }`.
macro_rules! methods {
    (
        $trait:ident;
        $(
            $rule:ident $([$($more:tt)*] [$($more_used:tt)*])? ($a:ident, $into:ident $(, $arg:ident: $arg_ty:ty => $slot:ty => $entry:ty)*) -> $out:ty
            $(where [$($also:tt)*])? = $value:expr, |$v:ident, $d:ident $(, $pattern:pat_param)*| $add:block => ($($given:expr),*);
        )*
    ) => {
        #[doc(hidden)]
        pub trait $trait<T: Real, R: Dim, C: Dim>: Sized
        where
            DefaultAllocator: Allocator<R, C>,
        {
            $(
                fn $rule $(<$($more)*>)? (&self $(, $arg: $arg_ty)*)
                    -> ($out, impl FnOnce($out, (&Self, Option<&mut OMatrix<T, R, C>>) $(, $slot)*) -> (ByReference, $($entry),*) + use<Self, T, R, C $(, $($more_used)*)?>)
                $(where $($also)*)?;
            )*
        }
        #[allow(unused_variables, unused_mut, reason = "not every pullback needs everything")]
        #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
        impl<T: Real, R: Dim, C: Dim, S: Storage<T, R, C>> $trait<T, R, C> for Matrix<T, R, C, S>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            $(
                #[inline]
                fn $rule $(<$($more)*>)? (&self $(, $arg: $arg_ty)*)
                    -> ($out, impl FnOnce($out, (&Self, Option<&mut OMatrix<T, R, C>>) $(, $slot)*) -> (ByReference, $($entry),*) + use<T, R, C, S $(, $($more_used)*)?>)
                $(where $($also)*)?
                {
                    let $a = self;
                    let $v = $value;
                    let value = $v.clone();
                    (value, move |$d: $out, ($a, $into): (&Self, Option<&mut OMatrix<T, R, C>>) $(, $pattern: $slot)*| {
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
macro_rules! to {
    ($into:ident, $gradient:expr) => {
        if let Some(into) = $into {
            *into += $gradient;
        }
    };
    ($into:ident += $factor:expr, $matrix:expr) => {
        if let Some(into) = $into {
            let factor = $factor;
            into.zip_apply($matrix, |g, x| *g += x * factor);
        }
    };
}

/// The direction in which a norm grows; zero at zero, the subgradient of least norm.
#[inline]
fn over<T: Real>(d: T, norm: T) -> T {
    if norm == T::ZERO { T::ZERO } else { d / norm }
}

/// The slot of a matrix that is passed by reference.
type Slot<'a, T, R, C, B> = (&'a Matrix<T, R, C, B>, Option<&'a mut OMatrix<T, R, C>>);

methods! {
    MatrixRules;
    annotate_norm_with_differentiate(a, into) -> T = a.norm(), |v, d| { to!(into += over(d, v), a) } => ();
    annotate_magnitude_with_differentiate(a, into) -> T = a.magnitude(), |v, d| { to!(into += over(d, v), a) } => ();
    annotate_norm_squared_with_differentiate(a, into) -> T = a.norm_squared(), |v, d| { to!(into += d + d, a) } => ();
    annotate_magnitude_squared_with_differentiate(a, into) -> T = a.magnitude_squared(), |v, d| { to!(into += d + d, a) } => ();
    annotate_sum_with_differentiate(a, into) -> T = a.sum(), |v, d| { if let Some(into) = into { into.add_scalar_mut(d) } } => ();
    annotate_mean_with_differentiate(a, into) -> T = a.mean(), |v, d| { if let Some(into) = into { into.add_scalar_mut(d / number::<T>(a.len() as f64)) } } => ();
    annotate_normalize_with_differentiate(a, into) -> OMatrix<T, R, C> = a.normalize(),
        |v, d| { to!(into, (&d - &v * v.dot(&d)) / a.norm()) } => ();
    annotate_clone_owned_with_differentiate(a, into) -> OMatrix<T, R, C> = a.clone_owned(), |v, d| { to!(into, d) } => ();
    annotate_into_owned_with_differentiate(a, into) -> OMatrix<T, R, C> = a.clone_owned(), |v, d| { to!(into, d) } => ();
    annotate_abs_with_differentiate(a, into) -> OMatrix<T, R, C> = a.abs(), |v, d| {
        to!(into, d.zip_map(a, |d, x| if x == T::ZERO { T::ZERO } else { d * x.signum() }))
    } => ();
    annotate_transpose_with_differentiate(a, into) -> OMatrix<T, C, R> where [DefaultAllocator: Allocator<C, R>] = a.transpose(),
        |v, d| { to!(into, d.transpose()) } => ();
    annotate_scale_with_differentiate(a, into, k: T => () => T) -> OMatrix<T, R, C> = a.scale(k), |v, d, _| { to!(into += k, &d) } => (a.dot(&d));
    annotate_unscale_with_differentiate(a, into, k: T => () => T) -> OMatrix<T, R, C> = a.unscale(k),
        |v, d, _| { to!(into, &d / k) } => (-v.dot(&d) / k);
    annotate_add_scalar_with_differentiate(a, into, k: T => () => T) -> OMatrix<T, R, C> = a.add_scalar(k), |v, d, _| { to!(into, d) } => (d.sum());
    annotate_dot_with_differentiate[B: Storage<T, R, C>] [B](a, into, b: &Matrix<T, R, C, B> => Slot<'_, T, R, C, B> => ()) -> T = a.dot(b),
        |v, d, (b, into_b)| { to!(into += d, b); to!(into_b += d, a) } => (());
    annotate_metric_distance_with_differentiate[B: Storage<T, R, C>] [B](a, into, b: &Matrix<T, R, C, B> => Slot<'_, T, R, C, B> => ()) -> T = a.metric_distance(b),
        |v, d, (b, into_b)| {
            let away = a.zip_map(b, |x, y| (x - y) * over(d, v));
            to!(into, &away);
            to!(into_b, -away)
        } => (());
    annotate_component_mul_with_differentiate[B: Storage<T, R, C>] [B](a, into, b: &Matrix<T, R, C, B> => Slot<'_, T, R, C, B> => ()) -> OMatrix<T, R, C>
        = a.component_mul(b), |v, d, (b, into_b)| { to!(into, d.component_mul(b)); to!(into_b, d.component_mul(a)) } => (());
    annotate_component_div_with_differentiate[B: Storage<T, R, C>] [B](a, into, b: &Matrix<T, R, C, B> => Slot<'_, T, R, C, B> => ()) -> OMatrix<T, R, C>
        = a.component_div(b), |v, d, (b, into_b)| {
            let first = d.component_div(b);
            to!(into_b, -first.component_mul(&v));
            to!(into, first)
        } => (());
    annotate_lerp_with_differentiate[B: Storage<T, R, C>] [B](a, into, b: &Matrix<T, R, C, B> => Slot<'_, T, R, C, B> => (), t: T => () => T) -> OMatrix<T, R, C>
        where [C: nalgebra::DimName]
        = a.zip_map(b, |x, y| x * (T::ONE - t) + y * t), |v, d, (b, into_b), _| {
            to!(into += T::ONE - t, &d);
            to!(into_b += t, &d)
        } => ((), b.dot(&d) - a.dot(&d));
    annotate_cross_with_differentiate[B: Storage<T, R, C>] [B](a, into, b: &Matrix<T, R, C, B> => Slot<'_, T, R, C, B> => ()) -> OMatrix<T, R, C>
        = a.cross(b), |v, d, (b, into_b)| { to!(into, b.cross(&d)); to!(into_b, d.cross(a)) } => (());
    annotate_tr_mul_with_differentiate[K: Dim, B: Storage<T, R, K>] [K, B](a, into, b: &Matrix<T, R, K, B> => Slot<'_, T, R, K, B> => ()) -> OMatrix<T, C, K>
        where [DefaultAllocator: Allocator<R, K> + Allocator<C, K> + Allocator<C, R>]
        = a.tr_mul(b), |v, d, (b, into_b)| {
            to!(into, product_with_transpose(&b.clone_owned(), &d));
            to!(into_b, a * d)
        } => (());
    annotate_column_with_differentiate(a, into, i: usize => () => ()) -> OVector<T, R> where [DefaultAllocator: Allocator<R>] = a.column(i).clone_owned(),
        |v, d, _| { if let Some(into) = into { into.column_mut(i).zip_apply(&d, |g, x| *g += x) } } => (());
    annotate_row_with_differentiate(a, into, i: usize => () => ()) -> OMatrix<T, U1, C> where [DefaultAllocator: Allocator<U1, C>] = a.row(i).clone_owned(),
        |v, d, _| { if let Some(into) = into { into.row_mut(i).zip_apply(&d, |g, x| *g += x) } } => (());
    annotate_fixed_rows_with_differentiate[const N: usize] [N](a, into, i: usize => () => ()) -> OMatrix<T, Const<N>, C> where [DefaultAllocator: Allocator<Const<N>, C>]
        = a.fixed_rows::<N>(i).clone_owned(), |v, d, _| { if let Some(into) = into { into.fixed_rows_mut::<N>(i).zip_apply(&d, |g, x| *g += x) } } => (());
    annotate_fixed_columns_with_differentiate[const N: usize] [N](a, into, i: usize => () => ()) -> OMatrix<T, R, Const<N>> where [DefaultAllocator: Allocator<R, Const<N>>]
        = a.fixed_columns::<N>(i).clone_owned(), |v, d, _| { if let Some(into) = into { into.fixed_columns_mut::<N>(i).zip_apply(&d, |g, x| *g += x) } } => (());
    annotate_fixed_view_with_differentiate[const N: usize, const M: usize] [N, M](a, into, i: usize => () => (), j: usize => () => ()) -> SMatrix<T, N, M>
        = a.fixed_view::<N, M>(i, j).clone_owned(),
        |v, d, _, _| { if let Some(into) = into { into.fixed_view_mut::<N, M>(i, j).zip_apply(&d, |g, x| *g += x) } } => ((), ());
    annotate_xy_with_differentiate(a, into) -> SMatrix<T, 2, 1> = SMatrix::<T, _, 1>::from([0, 1].map(|i: usize| a[(i, 0)])), |v, d| {
        if let Some(into) = into { [0, 1].iter().zip(&d).for_each(|(i, d)| into[(*i, 0)] += *d) }
    } => ();
    annotate_xz_with_differentiate(a, into) -> SMatrix<T, 2, 1> = SMatrix::<T, _, 1>::from([0, 2].map(|i: usize| a[(i, 0)])), |v, d| {
        if let Some(into) = into { [0, 2].iter().zip(&d).for_each(|(i, d)| into[(*i, 0)] += *d) }
    } => ();
    annotate_yz_with_differentiate(a, into) -> SMatrix<T, 2, 1> = SMatrix::<T, _, 1>::from([1, 2].map(|i: usize| a[(i, 0)])), |v, d| {
        if let Some(into) = into { [1, 2].iter().zip(&d).for_each(|(i, d)| into[(*i, 0)] += *d) }
    } => ();
    annotate_xyz_with_differentiate(a, into) -> SMatrix<T, 3, 1> = SMatrix::<T, _, 1>::from([0, 1, 2].map(|i: usize| a[(i, 0)])), |v, d| {
        if let Some(into) = into { [0, 1, 2].iter().zip(&d).for_each(|(i, d)| into[(*i, 0)] += *d) }
    } => ();
    annotate_max_with_differentiate(a, into) -> T = a.max(), |v, d| { if let Some(into) = into { at_extreme(a, v, d, into) } } => ();
    annotate_min_with_differentiate(a, into) -> T = a.min(), |v, d| { if let Some(into) = into { at_extreme(a, v, d, into) } } => ();
}

#[cfg(feature = "alloc")]
methods! {
    PartRules;
    annotate_rows_with_differentiate(a, into, i: usize => () => (), n: usize => () => ()) -> OMatrix<T, Dyn, C> where [DefaultAllocator: Allocator<Dyn, C>]
        = a.rows(i, n).clone_owned(), |v, d, _, _| { if let Some(into) = into { into.rows_mut(i, n).zip_apply(&d, |g, x| *g += x) } } => ((), ());
    annotate_columns_with_differentiate(a, into, i: usize => () => (), n: usize => () => ()) -> OMatrix<T, R, Dyn> where [DefaultAllocator: Allocator<R, Dyn>]
        = a.columns(i, n).clone_owned(), |v, d, _, _| { if let Some(into) = into { into.columns_mut(i, n).zip_apply(&d, |g, x| *g += x) } } => ((), ());
    annotate_view_with_differentiate(a, into, start: (usize, usize) => () => (), shape: (usize, usize) => () => ()) -> DMatrix<T>
        = a.view(start, shape).clone_owned(), |v, d, _, _| { if let Some(into) = into { into.view_mut(start, shape).zip_apply(&d, |g, x| *g += x) } } => ((), ());
}

/// Shares the cotangent of an extreme element among those that have it.
fn at_extreme<T: Real, R: Dim, C: Dim, S: Storage<T, R, C>>(a: &Matrix<T, R, C, S>, extreme: T, d: T, into: &mut OMatrix<T, R, C>)
where
    DefaultAllocator: Allocator<R, C>,
{
    let count = a.iter().filter(|x| **x == extreme).count();
    let share = d / number::<T>(count as f64);
    into.zip_apply(a, |g, x| {
        if x == extreme {
            *g += share;
        }
    });
}

/// Adds the gradient of a determinant, which a singular matrix has too.
#[cfg(feature = "alloc")]
pub(super) fn add_cofactors<T: Real, D: Dim, S: Storage<T, D, D>>(into: &mut OMatrix<T, D, D>, a: &Matrix<T, D, D, S>, d: T)
where
    DefaultAllocator: Allocator<D, D>,
{
    let whole = DMatrix::from_fn(a.nrows(), a.ncols(), |i, j| a[(i, j)]);
    for i in 0..a.nrows() {
        for j in 0..a.ncols() {
            let minor = whole.clone().remove_row(i).remove_column(j).determinant();
            into[(i, j)] += d * if (i + j) % 2 == 0 { minor } else { -minor };
        }
    }
}

/// The rules of square matrices.
#[doc(hidden)]
pub trait SquareRules<T: Real, D: DimMin<D, Output = D>>: Sized
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    fn annotate_trace_with_differentiate(
        &self,
    ) -> (T, impl FnOnce(T, (&Self, Option<&mut OMatrix<T, D, D>>)) -> (ByReference,) + use<Self, T, D>);
    fn annotate_diagonal_with_differentiate(
        &self,
    ) -> (OVector<T, D>, impl FnOnce(OVector<T, D>, (&Self, Option<&mut OMatrix<T, D, D>>)) -> (ByReference,) + use<Self, T, D>);
    #[allow(clippy::type_complexity, reason = "the contract of an `Option`")]
    fn annotate_try_inverse_with_differentiate(
        &self,
    ) -> (
        (bool, OMatrix<T, D, D>),
        impl FnOnce(((), OMatrix<T, D, D>), (&Self, Option<&mut OMatrix<T, D, D>>)) -> (ByReference,) + use<Self, T, D>,
    );
    #[cfg(feature = "alloc")]
    fn annotate_determinant_with_differentiate(
        &self,
    ) -> (T, impl FnOnce(T, (&Self, Option<&mut OMatrix<T, D, D>>)) -> (ByReference,) + use<Self, T, D>);
}

#[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
impl<T: Real, D: DimMin<D, Output = D>, S: Storage<T, D, D>> SquareRules<T, D> for Matrix<T, D, D, S>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    fn annotate_trace_with_differentiate(
        &self,
    ) -> (T, impl FnOnce(T, (&Self, Option<&mut OMatrix<T, D, D>>)) -> (ByReference,) + use<T, D, S>) {
        (self.trace(), |d, (a, into): (&Self, Option<&mut OMatrix<T, D, D>>)| {
            if let Some(into) = into {
                (0..a.nrows()).for_each(|i| into[(i, i)] += d);
            }
            (ByReference,)
        })
    }

    fn annotate_diagonal_with_differentiate(
        &self,
    ) -> (OVector<T, D>, impl FnOnce(OVector<T, D>, (&Self, Option<&mut OMatrix<T, D, D>>)) -> (ByReference,) + use<T, D, S>) {
        (self.diagonal(), |d: OVector<T, D>, (a, into): (&Self, Option<&mut OMatrix<T, D, D>>)| {
            if let Some(into) = into {
                (0..a.nrows()).for_each(|i| into[(i, i)] += d[i]);
            }
            (ByReference,)
        })
    }

    #[allow(clippy::type_complexity, reason = "the contract of an `Option`")]
    fn annotate_try_inverse_with_differentiate(
        &self,
    ) -> (
        (bool, OMatrix<T, D, D>),
        impl FnOnce(((), OMatrix<T, D, D>), (&Self, Option<&mut OMatrix<T, D, D>>)) -> (ByReference,) + use<T, D, S>,
    ) {
        let inverse = self.clone_owned().try_inverse();
        let value = (inverse.is_some(), inverse.clone().unwrap_or_else(|| self.clone_owned()));
        (value, move |((), d), (_, into): (&Self, Option<&mut OMatrix<T, D, D>>)| {
            if let (Some(into), Some(inverse)) = (into, inverse) {
                *into -= product_with_transpose(&inverse.tr_mul(&d), &inverse);
            }
            (ByReference,)
        })
    }

    #[cfg(feature = "alloc")]
    fn annotate_determinant_with_differentiate(
        &self,
    ) -> (T, impl FnOnce(T, (&Self, Option<&mut OMatrix<T, D, D>>)) -> (ByReference,) + use<T, D, S>) {
        let value = self.determinant();
        (value, move |d, (a, into): (&Self, Option<&mut OMatrix<T, D, D>>)| {
            let Some(into) = into else { return (ByReference,) };
            match a.clone_owned().try_inverse() {
                Some(inverse) => *into += inverse.transpose() * (value * d),
                None => add_cofactors(into, a, d),
            }
            (ByReference,)
        })
    }
}

/// The rules of what makes vectors and matrices of their elements, in the order in which these are written.
macro_rules! constructors {
    ($($trait:ident($($param:ident $tangent:ident),*) $own:ty = |$d:ident| ($($gradient:expr),*);)*) => {$(
        #[doc(hidden)]
        pub trait $trait<T: Real>: Sized {
            fn annotate_new_with_differentiate($($param: T),*) -> ($own, impl FnOnce($own, $(slot!($param)),*) -> ($(element!($param T),)*));
            fn add_jvp_to_the_attribute_of_new($($param: T,)* $($tangent: T),*)
                -> (($own, $own), impl FnOnce(($own, $own), $(slot!($param),)* $(slot!($tangent)),*) -> ($(element!($param T),)* $(element!($tangent T),)*));
        }
        impl<T: Real> $trait<T> for $own {
            #[inline]
            fn add_jvp_to_the_attribute_of_new($($param: T,)* $($tangent: T),*)
                -> (($own, $own), impl FnOnce(($own, $own), $(slot!($param),)* $(slot!($tangent)),*) -> ($(element!($param T),)* $(element!($tangent T),)*))
            {
                let both = (<$own>::new($($param),*), <$own>::new($($tangent),*));
                (both, |($d, d_tangent): ($own, $own), $(_: slot!($param),)* $(_: slot!($tangent)),*| {
                    let ($($param,)*) = ($($gradient,)*);
                    let $d = d_tangent;
                    let ($($tangent,)*) = ($($gradient,)*);
                    ($($param,)* $($tangent,)*)
                })
            }
            #[inline]
            fn annotate_new_with_differentiate($($param: T),*) -> ($own, impl FnOnce($own, $(slot!($param)),*) -> ($(element!($param T),)*)) {
                (<$own>::new($($param),*), |$d: $own, $(_: slot!($param)),*| ($($gradient,)*))
            }
        }
    )*};
}

/// The type of an element.
macro_rules! element {
    ($param:ident $ty:ident) => { $ty };
}

constructors! {
    NewVector1(x t_x) SMatrix<T, 1, 1> = |d| (d[0]);
    NewVector2(x t_x, y t_y) SMatrix<T, 2, 1> = |d| (d[0], d[1]);
    NewVector3(x t_x, y t_y, z t_z) SMatrix<T, 3, 1> = |d| (d[0], d[1], d[2]);
    NewVector4(x t_x, y t_y, z t_z, w t_w) SMatrix<T, 4, 1> = |d| (d[0], d[1], d[2], d[3]);
    NewVector5(x t_x, y t_y, z t_z, w t_w, a t_a) SMatrix<T, 5, 1> = |d| (d[0], d[1], d[2], d[3], d[4]);
    NewVector6(x t_x, y t_y, z t_z, w t_w, a t_a, b t_b) SMatrix<T, 6, 1> = |d| (d[0], d[1], d[2], d[3], d[4], d[5]);
    NewRowVector2(x t_x, y t_y) SMatrix<T, 1, 2> = |d| (d[0], d[1]);
    NewRowVector3(x t_x, y t_y, z t_z) SMatrix<T, 1, 3> = |d| (d[0], d[1], d[2]);
    NewRowVector4(x t_x, y t_y, z t_z, w t_w) SMatrix<T, 1, 4> = |d| (d[0], d[1], d[2], d[3]);
    NewMatrix2(m11 t_m11, m12 t_m12, m21 t_m21, m22 t_m22) SMatrix<T, 2, 2> = |d| (d[(0, 0)], d[(0, 1)], d[(1, 0)], d[(1, 1)]);
    NewMatrix2x3(m11 t_m11, m12 t_m12, m13 t_m13, m21 t_m21, m22 t_m22, m23 t_m23) SMatrix<T, 2, 3> = |d| (d[(0, 0)], d[(0, 1)], d[(0, 2)], d[(1, 0)], d[(1, 1)], d[(1, 2)]);
    NewMatrix3x2(m11 t_m11, m12 t_m12, m21 t_m21, m22 t_m22, m31 t_m31, m32 t_m32) SMatrix<T, 3, 2> = |d| (d[(0, 0)], d[(0, 1)], d[(1, 0)], d[(1, 1)], d[(2, 0)], d[(2, 1)]);
    NewMatrix3(m11 t_m11, m12 t_m12, m13 t_m13, m21 t_m21, m22 t_m22, m23 t_m23, m31 t_m31, m32 t_m32, m33 t_m33) SMatrix<T, 3, 3>
        = |d| (d[(0, 0)], d[(0, 1)], d[(0, 2)], d[(1, 0)], d[(1, 1)], d[(1, 2)], d[(2, 0)], d[(2, 1)], d[(2, 2)]);
    NewMatrix2x4(m11 t_m11, m12 t_m12, m13 t_m13, m14 t_m14, m21 t_m21, m22 t_m22, m23 t_m23, m24 t_m24) SMatrix<T, 2, 4>
        = |d| (d[(0, 0)], d[(0, 1)], d[(0, 2)], d[(0, 3)], d[(1, 0)], d[(1, 1)], d[(1, 2)], d[(1, 3)]);
    NewMatrix4(m11 t_m11, m12 t_m12, m13 t_m13, m14 t_m14, m21 t_m21, m22 t_m22, m23 t_m23, m24 t_m24, m31 t_m31, m32 t_m32, m33 t_m33, m34 t_m34, m41 t_m41, m42 t_m42, m43 t_m43, m44 t_m44) SMatrix<T, 4, 4> = |d| (
        d[(0, 0)], d[(0, 1)], d[(0, 2)], d[(0, 3)], d[(1, 0)], d[(1, 1)], d[(1, 2)], d[(1, 3)],
        d[(2, 0)], d[(2, 1)], d[(2, 2)], d[(2, 3)], d[(3, 0)], d[(3, 1)], d[(3, 2)], d[(3, 3)]
    );
}

/// The rules of what makes a matrix of static size of something else.
#[doc(hidden)]
pub trait StaticRules<T: Real, const R: usize, const C: usize>: Sized {
    fn annotate_from_element_with_differentiate(x: T) -> (SMatrix<T, R, C>, impl FnOnce(SMatrix<T, R, C>, ()) -> (T,));
    fn annotate_repeat_with_differentiate(x: T) -> (SMatrix<T, R, C>, impl FnOnce(SMatrix<T, R, C>, ()) -> (T,));
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_from_row_slice_with_differentiate(
        data: &[T],
    ) -> (SMatrix<T, R, C>, impl FnOnce(SMatrix<T, R, C>, (&[T], Option<&mut [T]>)) -> ((),) + use<Self, T, R, C>);
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_from_column_slice_with_differentiate(
        data: &[T],
    ) -> (SMatrix<T, R, C>, impl FnOnce(SMatrix<T, R, C>, (&[T], Option<&mut [T]>)) -> ((),) + use<Self, T, R, C>);
}

impl<T: Real, const R: usize, const C: usize> StaticRules<T, R, C> for SMatrix<T, R, C> {
    fn annotate_from_element_with_differentiate(x: T) -> (SMatrix<T, R, C>, impl FnOnce(SMatrix<T, R, C>, ()) -> (T,)) {
        (SMatrix::from_element(x), |d: SMatrix<T, R, C>, ()| (d.sum(),))
    }
    fn annotate_repeat_with_differentiate(x: T) -> (SMatrix<T, R, C>, impl FnOnce(SMatrix<T, R, C>, ()) -> (T,)) {
        (SMatrix::repeat(x), |d: SMatrix<T, R, C>, ()| (d.sum(),))
    }
    #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
    fn annotate_from_row_slice_with_differentiate(
        data: &[T],
    ) -> (SMatrix<T, R, C>, impl FnOnce(SMatrix<T, R, C>, (&[T], Option<&mut [T]>)) -> ((),) + use<T, R, C>) {
        (SMatrix::from_row_slice(data), |d: SMatrix<T, R, C>, (_, into): (&[T], Option<&mut [T]>)| {
            if let Some(into) = into {
                (0..R).for_each(|i| (0..C).for_each(|j| into[i * C + j] += d[(i, j)]));
            }
            ((),)
        })
    }
    #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
    fn annotate_from_column_slice_with_differentiate(
        data: &[T],
    ) -> (SMatrix<T, R, C>, impl FnOnce(SMatrix<T, R, C>, (&[T], Option<&mut [T]>)) -> ((),) + use<T, R, C>) {
        (SMatrix::from_column_slice(data), |d: SMatrix<T, R, C>, (_, into): (&[T], Option<&mut [T]>)| {
            if let Some(into) = into {
                into.iter_mut().zip(d.iter()).for_each(|(g, d)| *g += *d);
            }
            ((),)
        })
    }
}

/// `Vector3::from([x, y, z])`
#[doc(hidden)]
pub trait FromArray<T: Real, const N: usize>: Sized {
    fn annotate_from_with_differentiate(data: [T; N]) -> (SMatrix<T, N, 1>, impl FnOnce(SMatrix<T, N, 1>, ()) -> ([T; N],));
}

impl<T: Real, const N: usize> FromArray<T, N> for SMatrix<T, N, 1> {
    fn annotate_from_with_differentiate(data: [T; N]) -> (SMatrix<T, N, 1>, impl FnOnce(SMatrix<T, N, 1>, ()) -> ([T; N],)) {
        (SMatrix::from(data), |d: SMatrix<T, N, 1>, ()| (d.into(),))
    }
}

/// A square matrix of its diagonal.
#[doc(hidden)]
pub trait DiagonalRules<T: Real, D: nalgebra::DimName>: Sized
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_from_diagonal_with_differentiate<B: Storage<T, D>>(
        diagonal: &Matrix<T, D, U1, B>,
    ) -> (OMatrix<T, D, D>, impl FnOnce(OMatrix<T, D, D>, Slot<'_, T, D, U1, B>) -> ((),) + use<Self, T, D, B>);
}

#[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
impl<T: Real, D: nalgebra::DimName> DiagonalRules<T, D> for OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_from_diagonal_with_differentiate<B: Storage<T, D>>(
        diagonal: &Matrix<T, D, U1, B>,
    ) -> (OMatrix<T, D, D>, impl FnOnce(OMatrix<T, D, D>, Slot<'_, T, D, U1, B>) -> ((),) + use<T, D, B>) {
        (OMatrix::<T, D, D>::from_diagonal(diagonal), |d: OMatrix<T, D, D>, (of, into): Slot<'_, T, D, U1, B>| {
            if let Some(into) = into {
                (0..of.len()).for_each(|i| into[i] += d[(i, i)]);
            }
            ((),)
        })
    }
}

#[cfg(feature = "alloc")]
mod dynamic {
    use super::{DMatrix, DVector, Real};
    use alloc::vec::Vec;

    /// The rules of what makes a vector of dynamic length.
    #[doc(hidden)]
    pub trait DVectorRules<T: Real>: Sized {
        fn annotate_from_vec_with_differentiate(data: Vec<T>) -> (DVector<T>, impl FnOnce(DVector<T>, ()) -> (Vec<T>,));
        fn annotate_from_element_with_differentiate(n: usize, x: T) -> (DVector<T>, impl FnOnce(DVector<T>, (), ()) -> ((), T));
        #[allow(clippy::type_complexity, reason = "the contract")]
        fn annotate_from_row_slice_with_differentiate(
            data: &[T],
        ) -> (DVector<T>, impl FnOnce(DVector<T>, (&[T], Option<&mut [T]>)) -> ((),) + use<Self, T>);
        #[allow(clippy::type_complexity, reason = "the contract")]
        fn annotate_from_column_slice_with_differentiate(
            data: &[T],
        ) -> (DVector<T>, impl FnOnce(DVector<T>, (&[T], Option<&mut [T]>)) -> ((),) + use<Self, T>);
    }

    /// Adds to the gradient of a slice.
    fn add<T: Real>(into: Option<&mut [T]>, d: &DVector<T>) {
        if let Some(into) = into {
            into.iter_mut().zip(d.iter()).for_each(|(g, d)| *g += *d);
        }
    }

    #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
    impl<T: Real> DVectorRules<T> for DVector<T> {
        fn annotate_from_vec_with_differentiate(data: Vec<T>) -> (DVector<T>, impl FnOnce(DVector<T>, ()) -> (Vec<T>,)) {
            (DVector::from_vec(data), |d: DVector<T>, ()| (d.data.into(),))
        }
        fn annotate_from_element_with_differentiate(n: usize, x: T) -> (DVector<T>, impl FnOnce(DVector<T>, (), ()) -> ((), T)) {
            (DVector::from_element(n, x), |d: DVector<T>, (), ()| ((), d.sum()))
        }
        #[allow(clippy::type_complexity, reason = "the contract")]
        fn annotate_from_row_slice_with_differentiate(
            data: &[T],
        ) -> (DVector<T>, impl FnOnce(DVector<T>, (&[T], Option<&mut [T]>)) -> ((),) + use<T>) {
            (DVector::from_row_slice(data), |d: DVector<T>, (_, into): (&[T], Option<&mut [T]>)| {
                add(into, &d);
                ((),)
            })
        }
        #[allow(clippy::type_complexity, reason = "the contract")]
        fn annotate_from_column_slice_with_differentiate(
            data: &[T],
        ) -> (DVector<T>, impl FnOnce(DVector<T>, (&[T], Option<&mut [T]>)) -> ((),) + use<T>) {
            (DVector::from_column_slice(data), |d: DVector<T>, (_, into): (&[T], Option<&mut [T]>)| {
                add(into, &d);
                ((),)
            })
        }
    }

    /// The rules of what makes a matrix of dynamic size.
    #[doc(hidden)]
    pub trait DMatrixRules<T: Real>: Sized {
        #[allow(clippy::type_complexity, reason = "the contract")]
        fn annotate_from_row_slice_with_differentiate(
            rows: usize,
            columns: usize,
            data: &[T],
        ) -> (DMatrix<T>, impl FnOnce(DMatrix<T>, (), (), (&[T], Option<&mut [T]>)) -> ((), (), ()) + use<Self, T>);
        fn annotate_from_element_with_differentiate(
            rows: usize,
            columns: usize,
            x: T,
        ) -> (DMatrix<T>, impl FnOnce(DMatrix<T>, (), (), ()) -> ((), (), T));
        fn annotate_from_vec_with_differentiate(
            rows: usize,
            columns: usize,
            data: Vec<T>,
        ) -> (DMatrix<T>, impl FnOnce(DMatrix<T>, (), (), ()) -> ((), (), Vec<T>));
        #[allow(clippy::type_complexity, reason = "the contract")]
        fn annotate_from_diagonal_with_differentiate(
            diagonal: &DVector<T>,
        ) -> (DMatrix<T>, impl FnOnce(DMatrix<T>, (&DVector<T>, Option<&mut DVector<T>>)) -> ((),) + use<Self, T>);
    }

    #[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
    impl<T: Real> DMatrixRules<T> for DMatrix<T> {
        #[allow(clippy::type_complexity, reason = "the contract")]
        fn annotate_from_row_slice_with_differentiate(
            rows: usize,
            columns: usize,
            data: &[T],
        ) -> (DMatrix<T>, impl FnOnce(DMatrix<T>, (), (), (&[T], Option<&mut [T]>)) -> ((), (), ()) + use<T>) {
            (DMatrix::from_row_slice(rows, columns, data), move |d: DMatrix<T>, (), (), (_, into): (&[T], Option<&mut [T]>)| {
                if let Some(into) = into {
                    (0..rows).for_each(|i| (0..columns).for_each(|j| into[i * columns + j] += d[(i, j)]));
                }
                ((), (), ())
            })
        }
        fn annotate_from_element_with_differentiate(
            rows: usize,
            columns: usize,
            x: T,
        ) -> (DMatrix<T>, impl FnOnce(DMatrix<T>, (), (), ()) -> ((), (), T)) {
            (DMatrix::from_element(rows, columns, x), |d: DMatrix<T>, (), (), ()| ((), (), d.sum()))
        }
        fn annotate_from_vec_with_differentiate(
            rows: usize,
            columns: usize,
            data: Vec<T>,
        ) -> (DMatrix<T>, impl FnOnce(DMatrix<T>, (), (), ()) -> ((), (), Vec<T>)) {
            (DMatrix::from_vec(rows, columns, data), |d: DMatrix<T>, (), (), ()| ((), (), d.data.into()))
        }
        #[allow(clippy::type_complexity, reason = "the contract")]
        fn annotate_from_diagonal_with_differentiate(
            diagonal: &DVector<T>,
        ) -> (DMatrix<T>, impl FnOnce(DMatrix<T>, (&DVector<T>, Option<&mut DVector<T>>)) -> ((),) + use<T>) {
            (DMatrix::from_diagonal(diagonal), |d: DMatrix<T>, (_, into): (&DVector<T>, Option<&mut DVector<T>>)| {
                if let Some(into) = into {
                    (0..into.len()).for_each(|i| into[i] += d[(i, i)]);
                }
                ((),)
            })
        }
    }
}
#[cfg(feature = "alloc")]
pub use dynamic::{DMatrixRules, DVectorRules};

/// The rules of methods that change a matrix. The gradient on the way back is that of the value before.
#[doc(hidden)]
pub trait ChangingRules<T: Real, R: Dim, C: Dim>: Sized
where
    DefaultAllocator: Allocator<R, C>,
{
    fn annotate_fill_with_differentiate(&mut self, x: T) -> ((), impl FnOnce((), &mut OMatrix<T, R, C>, ()) -> (ByReference, T) + use<Self, T, R, C>);
    fn annotate_normalize_mut_with_differentiate(&mut self) -> (T, impl FnOnce(T, &mut OMatrix<T, R, C>) -> (ByReference,) + use<Self, T, R, C>);
    fn annotate_scale_mut_with_differentiate(&mut self, k: T) -> ((), impl FnOnce((), &mut OMatrix<T, R, C>, ()) -> (ByReference, T) + use<Self, T, R, C>);
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_copy_from_with_differentiate<B: Storage<T, R, C>>(
        &mut self,
        from: &Matrix<T, R, C, B>,
    ) -> ((), impl FnOnce((), &mut OMatrix<T, R, C>, Slot<'_, T, R, C, B>) -> (ByReference, ()) + use<Self, T, R, C, B>);
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_set_column_with_differentiate<B: Storage<T, R, U1>>(
        &mut self,
        i: usize,
        column: &Matrix<T, R, U1, B>,
    ) -> ((), impl FnOnce((), &mut OMatrix<T, R, C>, (), Slot<'_, T, R, U1, B>) -> (ByReference, (), ()) + use<Self, T, R, C, B>)
    where
        DefaultAllocator: Allocator<R>;
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_set_row_with_differentiate<B: Storage<T, U1, C>>(
        &mut self,
        i: usize,
        row: &Matrix<T, U1, C, B>,
    ) -> ((), impl FnOnce((), &mut OMatrix<T, R, C>, (), Slot<'_, T, U1, C, B>) -> (ByReference, (), ()) + use<Self, T, R, C, B>)
    where
        DefaultAllocator: Allocator<U1, C>;
}

#[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
impl<T: Real, R: Dim, C: Dim, S: StorageMut<T, R, C>> ChangingRules<T, R, C> for Matrix<T, R, C, S>
where
    DefaultAllocator: Allocator<R, C>,
{
    fn annotate_fill_with_differentiate(&mut self, x: T) -> ((), impl FnOnce((), &mut OMatrix<T, R, C>, ()) -> (ByReference, T) + use<T, R, C, S>) {
        self.fill(x);
        ((), |(), d: &mut OMatrix<T, R, C>, ()| {
            let d_x = d.sum();
            d.fill(T::ZERO);
            (ByReference, d_x)
        })
    }
    fn annotate_normalize_mut_with_differentiate(&mut self) -> (T, impl FnOnce(T, &mut OMatrix<T, R, C>) -> (ByReference,) + use<T, R, C, S>) {
        let norm = self.normalize_mut();
        let unit = self.clone_owned();
        (norm, move |d_norm, d: &mut OMatrix<T, R, C>| {
            let along = unit.dot(d);
            d.zip_apply(&unit, |d, u| *d = (*d - u * along) / norm + u * d_norm);
            (ByReference,)
        })
    }
    fn annotate_scale_mut_with_differentiate(&mut self, k: T) -> ((), impl FnOnce((), &mut OMatrix<T, R, C>, ()) -> (ByReference, T) + use<T, R, C, S>) {
        let before = self.clone_owned();
        self.scale_mut(k);
        ((), move |(), d: &mut OMatrix<T, R, C>, ()| {
            let d_k = before.dot(d);
            d.scale_mut(k);
            (ByReference, d_k)
        })
    }
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_copy_from_with_differentiate<B: Storage<T, R, C>>(
        &mut self,
        from: &Matrix<T, R, C, B>,
    ) -> ((), impl FnOnce((), &mut OMatrix<T, R, C>, Slot<'_, T, R, C, B>) -> (ByReference, ()) + use<T, R, C, S, B>) {
        self.copy_from(from);
        ((), |(), d: &mut OMatrix<T, R, C>, (_, into): Slot<'_, T, R, C, B>| {
            to!(into, &*d);
            d.fill(T::ZERO);
            (ByReference, ())
        })
    }
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_set_column_with_differentiate<B: Storage<T, R, U1>>(
        &mut self,
        i: usize,
        column: &Matrix<T, R, U1, B>,
    ) -> ((), impl FnOnce((), &mut OMatrix<T, R, C>, (), Slot<'_, T, R, U1, B>) -> (ByReference, (), ()) + use<T, R, C, S, B>)
    where
        DefaultAllocator: Allocator<R>,
    {
        self.column_mut(i).copy_from(column);
        ((), move |(), d: &mut OMatrix<T, R, C>, (), (_, into): Slot<'_, T, R, U1, B>| {
            let mut column = d.column_mut(i);
            if let Some(into) = into {
                *into += &column;
            }
            column.fill(T::ZERO);
            (ByReference, (), ())
        })
    }
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_set_row_with_differentiate<B: Storage<T, U1, C>>(
        &mut self,
        i: usize,
        row: &Matrix<T, U1, C, B>,
    ) -> ((), impl FnOnce((), &mut OMatrix<T, R, C>, (), Slot<'_, T, U1, C, B>) -> (ByReference, (), ()) + use<T, R, C, S, B>)
    where
        DefaultAllocator: Allocator<U1, C>,
    {
        self.row_mut(i).copy_from(row);
        ((), move |(), d: &mut OMatrix<T, R, C>, (), (_, into): Slot<'_, T, U1, C, B>| {
            let mut row = d.row_mut(i);
            if let Some(into) = into {
                *into += &row;
            }
            row.fill(T::ZERO);
            (ByReference, (), ())
        })
    }
}

/// What generated code imports.
pub mod rules {
    pub use super::{
        ChangingRules as _, DiagonalRules as _, FromArray as _, MatrixRules as _, NewMatrix2 as _, NewMatrix2x3 as _, NewMatrix2x4 as _,
        NewMatrix3 as _, NewMatrix3x2 as _, NewMatrix4 as _, NewRowVector2 as _, NewRowVector3 as _, NewRowVector4 as _, NewVector1 as _, NewVector2 as _,
        NewVector3 as _, NewVector4 as _, NewVector5 as _, NewVector6 as _, SquareRules as _, StaticRules as _,
    };
    #[cfg(feature = "alloc")]
    pub use super::{DMatrixRules as _, DVectorRules as _, PartRules as _};
}
