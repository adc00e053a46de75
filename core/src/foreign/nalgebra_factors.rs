// `nalgebra`: factorisations. The gradient with respect to one is that with respect to the matrix it was made of, so that only its uses have
// something to do. `cholesky` reads the lower triangle alone, and that is where its gradient is. This file is included once for each version,
// where `nalgebra` is that version.

use crate::method::ByReference;
use nalgebra::allocator::Allocator;
use nalgebra::{Cholesky, DefaultAllocator, Dim, DimMin, DimMinimum, LU, Matrix, OMatrix, Storage};

/// The gradients of what a factorisation and a right-hand side are asked for: those of the matrix and of the right-hand side are added.
type Slot<'a, T, R, C, B> = (&'a Matrix<T, R, C, B>, Option<&'a mut OMatrix<T, R, C>>);

/// The gradient of a factorisation, where it is wanted.
type Into<'a, F, T, D> = (&'a F, Option<&'a mut OMatrix<T, D, D>>);

impl<T: Real, D: Dim> crate::Differentiable for Cholesky<T, D>
where
    DefaultAllocator: Allocator<D, D>,
    OMatrix<T, D, D>: crate::Tangent,
{
    type Tangent = OMatrix<T, D, D>;
    fn zero(&self) -> OMatrix<T, D, D> {
        self.l_dirty().map(|_| T::ZERO)
    }
}

impl<T: Real, D: DimMin<D, Output = D>> crate::Differentiable for LU<T, D, D>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
    OMatrix<T, D, D>: crate::Tangent,
{
    type Tangent = OMatrix<T, D, D>;
    fn zero(&self) -> OMatrix<T, D, D> {
        self.lu_internal().map(|_| T::ZERO)
    }
}

/// Adds the gradient with respect to a symmetric matrix, of which the lower triangle is read.
fn add_lower<T: Real, D: Dim>(into: &mut OMatrix<T, D, D>, gradient: &OMatrix<T, D, D>)
where
    DefaultAllocator: Allocator<D, D>,
{
    for j in 0..gradient.ncols() {
        into[(j, j)] += gradient[(j, j)];
        for i in j + 1..gradient.nrows() {
            into[(i, j)] += gradient[(i, j)] + gradient[(j, i)];
        }
    }
}

/// The factorisations of a matrix.
#[doc(hidden)]
#[allow(clippy::type_complexity, reason = "the contract of an `Option`")]
pub trait FactorRules<T: Real, D: DimMin<D, Output = D>>: Sized
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    fn annotate_cholesky_with_differentiate(
        &self,
    ) -> (
        (bool, Cholesky<T, D>),
        impl FnOnce(((), OMatrix<T, D, D>), Into<'_, Self, T, D>) -> (ByReference,) + use<Self, T, D>,
    );
    fn annotate_lu_with_differentiate(
        &self,
    ) -> (LU<T, D, D>, impl FnOnce(OMatrix<T, D, D>, Into<'_, Self, T, D>) -> (ByReference,) + use<Self, T, D>);
}

#[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
#[allow(clippy::type_complexity, reason = "the contract of an `Option`")]
impl<T: Real, D: DimMin<D, Output = D>, S: Storage<T, D, D>> FactorRules<T, D> for Matrix<T, D, D, S>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D> + Allocator<DimMinimum<D, D>>,
{
    fn annotate_cholesky_with_differentiate(
        &self,
    ) -> (
        (bool, Cholesky<T, D>),
        impl FnOnce(((), OMatrix<T, D, D>), Into<'_, Self, T, D>) -> (ByReference,) + use<T, D, S>,
    ) {
        let made = self.clone_owned().cholesky();
        let value = (made.is_some(), made.unwrap_or_else(|| Cholesky::pack_dirty(self.clone_owned())));
        (value, |((), d): ((), OMatrix<T, D, D>), (_, into): Into<'_, Self, T, D>| {
            if let Some(into) = into {
                *into += d;
            }
            (ByReference,)
        })
    }

    fn annotate_lu_with_differentiate(
        &self,
    ) -> (LU<T, D, D>, impl FnOnce(OMatrix<T, D, D>, Into<'_, Self, T, D>) -> (ByReference,) + use<T, D, S>) {
        (self.clone_owned().lu(), |d, (_, into): Into<'_, Self, T, D>| {
            if let Some(into) = into {
                *into += d;
            }
            (ByReference,)
        })
    }
}

/// What a Cholesky factorisation is asked for.
#[doc(hidden)]
#[allow(clippy::type_complexity, reason = "the contract")]
pub trait CholeskyRules<T: Real, D: Dim>: Sized
where
    DefaultAllocator: Allocator<D, D>,
{
    fn annotate_solve_with_differentiate<C: Dim, B: Storage<T, D, C>>(
        &self,
        b: &Matrix<T, D, C, B>,
    ) -> (
        OMatrix<T, D, C>,
        impl FnOnce(OMatrix<T, D, C>, Into<'_, Self, T, D>, Slot<'_, T, D, C, B>) -> (ByReference, ()) + use<Self, T, D, C, B>,
    )
    where
        DefaultAllocator: Allocator<D, C>;
    fn annotate_inverse_with_differentiate(
        &self,
    ) -> (OMatrix<T, D, D>, impl FnOnce(OMatrix<T, D, D>, Into<'_, Self, T, D>) -> (ByReference,) + use<Self, T, D>);
    fn annotate_l_with_differentiate(
        &self,
    ) -> (OMatrix<T, D, D>, impl FnOnce(OMatrix<T, D, D>, Into<'_, Self, T, D>) -> (ByReference,) + use<Self, T, D>);
    fn annotate_determinant_with_differentiate(
        &self,
    ) -> (T, impl FnOnce(T, Into<'_, Self, T, D>) -> (ByReference,) + use<Self, T, D>);
    fn annotate_ln_determinant_with_differentiate(
        &self,
    ) -> (T, impl FnOnce(T, Into<'_, Self, T, D>) -> (ByReference,) + use<Self, T, D>);
}

impl<T: Real, D: Dim> CholeskyRules<T, D> for Cholesky<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    fn annotate_solve_with_differentiate<C: Dim, B: Storage<T, D, C>>(
        &self,
        b: &Matrix<T, D, C, B>,
    ) -> (
        OMatrix<T, D, C>,
        impl FnOnce(OMatrix<T, D, C>, Into<'_, Self, T, D>, Slot<'_, T, D, C, B>) -> (ByReference, ()) + use<T, D, C, B>,
    )
    where
        DefaultAllocator: Allocator<D, C>,
    {
        let x = self.solve(b);
        (x.clone(), move |d: OMatrix<T, D, C>, (a, into): Into<'_, Self, T, D>, (_, into_b): Slot<'_, T, D, C, B>| {
            let d_b = a.solve(&d);
            if let Some(into) = into {
                add_lower(into, &-product_with_transpose(&d_b, &x));
            }
            if let Some(into_b) = into_b {
                *into_b += d_b;
            }
            (ByReference, ())
        })
    }

    fn annotate_inverse_with_differentiate(
        &self,
    ) -> (OMatrix<T, D, D>, impl FnOnce(OMatrix<T, D, D>, Into<'_, Self, T, D>) -> (ByReference,) + use<T, D>) {
        (self.inverse(), |d: OMatrix<T, D, D>, (a, into): Into<'_, Self, T, D>| {
            if let Some(into) = into {
                // A⁻¹ d A⁻¹
                add_lower(into, &-a.solve(&a.solve(&d).transpose()));
            }
            (ByReference,)
        })
    }

    fn annotate_l_with_differentiate(
        &self,
    ) -> (OMatrix<T, D, D>, impl FnOnce(OMatrix<T, D, D>, Into<'_, Self, T, D>) -> (ByReference,) + use<T, D>) {
        (self.l(), |d: OMatrix<T, D, D>, (a, into): Into<'_, Self, T, D>| {
            let Some(into) = into else { return (ByReference,) };
            // L⁻ᵀ Φ(Lᵀ d) L⁻¹, where Φ is the lower triangle with half of the diagonal (Murray, 2016).
            let l = a.l();
            let mut phi = l.tr_mul(&d.lower_triangle()).lower_triangle();
            (0..phi.nrows()).for_each(|i| phi[(i, i)] *= number::<T>(0.5));
            l.tr_solve_lower_triangular_unchecked_mut(&mut phi);
            let mut gradient = phi.transpose();
            l.tr_solve_lower_triangular_unchecked_mut(&mut gradient);
            add_lower(into, &gradient);
            (ByReference,)
        })
    }

    fn annotate_determinant_with_differentiate(
        &self,
    ) -> (T, impl FnOnce(T, Into<'_, Self, T, D>) -> (ByReference,) + use<T, D>) {
        let value = self.determinant();
        (value, move |d, (a, into): Into<'_, Self, T, D>| {
            if let Some(into) = into {
                add_lower(into, &(a.inverse() * (d * value)));
            }
            (ByReference,)
        })
    }

    fn annotate_ln_determinant_with_differentiate(
        &self,
    ) -> (T, impl FnOnce(T, Into<'_, Self, T, D>) -> (ByReference,) + use<T, D>) {
        (self.ln_determinant(), |d, (a, into): Into<'_, Self, T, D>| {
            if let Some(into) = into {
                add_lower(into, &(a.inverse() * d));
            }
            (ByReference,)
        })
    }
}

/// What an LU factorisation is asked for.
#[doc(hidden)]
#[allow(clippy::type_complexity, reason = "the contract of an `Option`")]
pub trait LuRules<T: Real, D: DimMin<D, Output = D>>: Sized
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    fn annotate_solve_with_differentiate<C: Dim, B: Storage<T, D, C>>(
        &self,
        b: &Matrix<T, D, C, B>,
    ) -> (
        (bool, OMatrix<T, D, C>),
        impl FnOnce(((), OMatrix<T, D, C>), Into<'_, Self, T, D>, Slot<'_, T, D, C, B>) -> (ByReference, ()) + use<Self, T, D, C, B>,
    )
    where
        DefaultAllocator: Allocator<D, C>;
    fn annotate_try_inverse_with_differentiate(
        &self,
    ) -> (
        (bool, OMatrix<T, D, D>),
        impl FnOnce(((), OMatrix<T, D, D>), Into<'_, Self, T, D>) -> (ByReference,) + use<Self, T, D>,
    );
    #[cfg(feature = "alloc")]
    fn annotate_determinant_with_differentiate(
        &self,
    ) -> (T, impl FnOnce(T, Into<'_, Self, T, D>) -> (ByReference,) + use<Self, T, D>);
}

#[allow(clippy::type_complexity, reason = "the contract of an `Option`")]
impl<T: Real, D: DimMin<D, Output = D>> LuRules<T, D> for LU<T, D, D>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    fn annotate_solve_with_differentiate<C: Dim, B: Storage<T, D, C>>(
        &self,
        b: &Matrix<T, D, C, B>,
    ) -> (
        (bool, OMatrix<T, D, C>),
        impl FnOnce(((), OMatrix<T, D, C>), Into<'_, Self, T, D>, Slot<'_, T, D, C, B>) -> (ByReference, ()) + use<T, D, C, B>,
    )
    where
        DefaultAllocator: Allocator<D, C>,
    {
        let x = self.solve(b);
        let value = (x.is_some(), x.clone().unwrap_or_else(|| b.clone_owned()));
        (value, move |((), d): ((), OMatrix<T, D, C>), (a, into): Into<'_, Self, T, D>, (_, into_b): Slot<'_, T, D, C, B>| {
            if let (Some(x), Some(inverse)) = (x, a.try_inverse()) {
                let d_b = inverse.tr_mul(&d);
                if let Some(into) = into {
                    *into -= product_with_transpose(&d_b, &x);
                }
                if let Some(into_b) = into_b {
                    *into_b += d_b;
                }
            }
            (ByReference, ())
        })
    }

    fn annotate_try_inverse_with_differentiate(
        &self,
    ) -> (
        (bool, OMatrix<T, D, D>),
        impl FnOnce(((), OMatrix<T, D, D>), Into<'_, Self, T, D>) -> (ByReference,) + use<T, D>,
    ) {
        let inverse = self.try_inverse();
        let value = (inverse.is_some(), inverse.clone().unwrap_or_else(|| self.lu_internal().clone_owned()));
        (value, move |((), d): ((), OMatrix<T, D, D>), (_, into): Into<'_, Self, T, D>| {
            if let (Some(into), Some(inverse)) = (into, inverse) {
                *into -= product_with_transpose(&inverse.tr_mul(&d), &inverse);
            }
            (ByReference,)
        })
    }

    #[cfg(feature = "alloc")]
    fn annotate_determinant_with_differentiate(
        &self,
    ) -> (T, impl FnOnce(T, Into<'_, Self, T, D>) -> (ByReference,) + use<T, D>) {
        let value = self.determinant();
        (value, move |d, (a, into): Into<'_, Self, T, D>| {
            let Some(into) = into else { return (ByReference,) };
            match a.try_inverse() {
                Some(inverse) => *into += inverse.transpose() * (d * value),
                None => {
                    let mut whole = a.l() * a.u();
                    a.p().inv_permute_rows(&mut whole);
                    add_cofactors(into, &whole, d);
                }
            }
            (ByReference,)
        })
    }
}

/// The slot of the tangent of a matrix, or of a factorisation.
type SlotOfTangent<'a, T, R, C> = (&'a OMatrix<T, R, C>, Option<&'a mut OMatrix<T, R, C>>);

/// The rules with tangents of the factorisations: the tangent of one is that of the matrix.
#[doc(hidden)]
#[allow(clippy::type_complexity, reason = "the contract of an `Option`")]
pub trait FactorTangents<T: Real, D: DimMin<D, Output = D>>: Sized
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    fn add_jvp_to_the_attribute_of_cholesky(
        &self,
        t: &OMatrix<T, D, D>,
    ) -> (
        ((bool, Cholesky<T, D>), ((), OMatrix<T, D, D>)),
        impl FnOnce((((), OMatrix<T, D, D>), ((), OMatrix<T, D, D>)), Into<'_, Self, T, D>, SlotOfTangent<'_, T, D, D>) -> (ByReference, ())
        + use<Self, T, D>,
    );
    fn add_jvp_to_the_attribute_of_lu(
        &self,
        t: &OMatrix<T, D, D>,
    ) -> (
        (LU<T, D, D>, OMatrix<T, D, D>),
        impl FnOnce((OMatrix<T, D, D>, OMatrix<T, D, D>), Into<'_, Self, T, D>, SlotOfTangent<'_, T, D, D>) -> (ByReference, ()) + use<Self, T, D>,
    );
}

/// Adds to a gradient that is wanted.
fn add<T: Real, R: Dim, C: Dim>(into: Option<&mut OMatrix<T, R, C>>, gradient: OMatrix<T, R, C>)
where
    DefaultAllocator: Allocator<R, C>,
{
    if let Some(into) = into {
        *into += gradient;
    }
}

#[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
#[allow(clippy::type_complexity, reason = "the contract of an `Option`")]
impl<T: Real, D: DimMin<D, Output = D>, S: Storage<T, D, D>> FactorTangents<T, D> for Matrix<T, D, D, S>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D> + Allocator<DimMinimum<D, D>>,
{
    fn add_jvp_to_the_attribute_of_cholesky(
        &self,
        t: &OMatrix<T, D, D>,
    ) -> (
        ((bool, Cholesky<T, D>), ((), OMatrix<T, D, D>)),
        impl FnOnce((((), OMatrix<T, D, D>), ((), OMatrix<T, D, D>)), Into<'_, Self, T, D>, SlotOfTangent<'_, T, D, D>) -> (ByReference, ())
        + use<T, D, S>,
    ) {
        let (value, _) = self.annotate_cholesky_with_differentiate();
        let pullback = |
            (((), d), ((), d_t)): (((), OMatrix<T, D, D>), ((), OMatrix<T, D, D>)),
            (_, into): Into<'_, Self, T, D>,
            (_, of_t): SlotOfTangent<'_, T, D, D>,
        | {
            add(into, d);
            add(of_t, d_t);
            (ByReference, ())
        };
        ((value, ((), t.clone_owned())), pullback)
    }

    fn add_jvp_to_the_attribute_of_lu(
        &self,
        t: &OMatrix<T, D, D>,
    ) -> (
        (LU<T, D, D>, OMatrix<T, D, D>),
        impl FnOnce((OMatrix<T, D, D>, OMatrix<T, D, D>), Into<'_, Self, T, D>, SlotOfTangent<'_, T, D, D>) -> (ByReference, ()) + use<T, D, S>,
    ) {
        let (value, _) = self.annotate_lu_with_differentiate();
        let pullback = |(d, d_t): (OMatrix<T, D, D>, OMatrix<T, D, D>), (_, into): Into<'_, Self, T, D>, (_, of_t): SlotOfTangent<'_, T, D, D>| {
            add(into, d);
            add(of_t, d_t);
            (ByReference, ())
        };
        ((value, t.clone_owned()), pullback)
    }
}

/// The tangent of a symmetric matrix, of which the lower triangle is read.
fn symmetric<T: Real, D: Dim>(t: &OMatrix<T, D, D>) -> OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    let mut whole = t.lower_triangle();
    whole.fill_upper_triangle_with_lower_triangle();
    whole
}

/// The lower triangle with half of the diagonal.
fn half<T: Real, D: Dim>(mut m: OMatrix<T, D, D>) -> OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    m.fill_upper_triangle(T::ZERO, 1);
    (0..m.nrows()).for_each(|i| m[(i, i)] *= number::<T>(0.5));
    m
}

/// What a Cholesky factorisation is asked for without arguments: the tangent, and the symmetric matrix that the tangent passes back to the
/// matrix.
macro_rules! asked {
    ($($name:ident = $rule:ident -> $out:ty, |$a:ident, $s:ident, $v:ident| $tangent:expr, |$d:ident| $turned:expr;)*) => {
        #[doc(hidden)]
        #[allow(clippy::type_complexity, reason = "the contract")]
        pub trait CholeskyTangents<T: Real, D: Dim>: Sized
        where
            DefaultAllocator: Allocator<D, D>,
        {
            $(
                fn $name(&self, t: &OMatrix<T, D, D>) -> (
                    ($out, $out),
                    impl FnOnce(($out, $out), Into<'_, Self, T, D>, SlotOfTangent<'_, T, D, D>) -> (ByReference, ()) + use<Self, T, D>,
                );
            )*
            fn add_jvp_to_the_attribute_of_solve<C: Dim, B: Storage<T, D, C>>(
                &self,
                b: &Matrix<T, D, C, B>,
                t: &OMatrix<T, D, D>,
                t_b: &OMatrix<T, D, C>,
            ) -> (
                (OMatrix<T, D, C>, OMatrix<T, D, C>),
                impl FnOnce(
                    (OMatrix<T, D, C>, OMatrix<T, D, C>),
                    Into<'_, Self, T, D>,
                    Slot<'_, T, D, C, B>,
                    SlotOfTangent<'_, T, D, D>,
                    SlotOfTangent<'_, T, D, C>,
                ) -> (ByReference, (), (), ())
                + use<Self, T, D, C, B>,
            )
            where
                DefaultAllocator: Allocator<D, C>;
        }
        #[allow(unused_variables, reason = "not every formula needs everything")]
        #[allow(clippy::type_complexity, reason = "the contract")]
        impl<T: Real, D: Dim> CholeskyTangents<T, D> for Cholesky<T, D>
        where
            DefaultAllocator: Allocator<D, D>,
        {
            $(
                fn $name(&self, t: &OMatrix<T, D, D>) -> (
                    ($out, $out),
                    impl FnOnce(($out, $out), Into<'_, Self, T, D>, SlotOfTangent<'_, T, D, D>) -> (ByReference, ()) + use<T, D>,
                ) {
                    let (value, pull) = self.$rule();
                    let (_, pull_tangent) = self.$rule();
                    let tangent: $out = {
                        let ($a, $s, $v) = (self, &symmetric(t), &value);
                        $tangent
                    };
                    let kept = value.clone();
                    let pullback = move |(d, $d): ($out, $out), ($a, mut into): Into<'_, Self, T, D>, (t, of_t): SlotOfTangent<'_, T, D, D>| {
                        pull(d, ($a, into.as_deref_mut()));
                        pull_tangent($d.clone(), ($a, of_t));
                        if let Some(into) = into {
                            let ($s, $v) = (&symmetric(t), &kept);
                            add_lower(into, &{ $turned });
                        }
                        (ByReference, ())
                    };
                    ((value, tangent), pullback)
                }
            )*

            fn add_jvp_to_the_attribute_of_solve<C: Dim, B: Storage<T, D, C>>(
                &self,
                b: &Matrix<T, D, C, B>,
                t: &OMatrix<T, D, D>,
                t_b: &OMatrix<T, D, C>,
            ) -> (
                (OMatrix<T, D, C>, OMatrix<T, D, C>),
                impl FnOnce(
                    (OMatrix<T, D, C>, OMatrix<T, D, C>),
                    Into<'_, Self, T, D>,
                    Slot<'_, T, D, C, B>,
                    SlotOfTangent<'_, T, D, D>,
                    SlotOfTangent<'_, T, D, C>,
                ) -> (ByReference, (), (), ())
                + use<T, D, C, B>,
            )
            where
                DefaultAllocator: Allocator<D, C>,
            {
                let (x, pull) = self.annotate_solve_with_differentiate(b);
                let (_, pull_tangent) = self.annotate_solve_with_differentiate(b);
                let tangent = self.solve(&(t_b - symmetric(t) * &x));
                let kept = (x.clone(), tangent.clone());
                let pullback = move |
                    (d, d_t): (OMatrix<T, D, C>, OMatrix<T, D, C>),
                    (a, mut into): Into<'_, Self, T, D>,
                    (b, mut into_b): Slot<'_, T, D, C, B>,
                    (t, of_t): SlotOfTangent<'_, T, D, D>,
                    (_, of_t_b): SlotOfTangent<'_, T, D, C>,
                | {
                    let (x, turn) = kept;
                    pull(d, (a, into.as_deref_mut()), (b, into_b.as_deref_mut()));
                    pull_tangent(d_t.clone(), (a, of_t), (b, of_t_b));
                    let back = a.solve(&d_t);
                    let back_turned = -a.solve(&(symmetric(t) * &back));
                    if let Some(into) = into {
                        add_lower(into, &-(product_with_transpose(&back_turned, &x) + product_with_transpose(&back, &turn)));
                    }
                    add(into_b, back_turned);
                    (ByReference, (), (), ())
                };
                ((x, tangent), pullback)
            }
        }
    };
}

asked! {
    add_jvp_to_the_attribute_of_inverse = annotate_inverse_with_differentiate -> OMatrix<T, D, D>, |a, s, v| -(v * s * v), |d| {
        let turn = v * s * v;
        // In a symmetric matrix stands what the inverse has, in its cotangent anything.
        &turn * d.transpose() * v + v * d.transpose() * &turn
    };
    add_jvp_to_the_attribute_of_l = annotate_l_with_differentiate -> OMatrix<T, D, D>, |a, s, l| {
        let inverse = inverse_of_lower(l);
        l * half(product_with_transpose(&(&inverse * s), &inverse))
    }, |d| {
        let (inverse, d) = (inverse_of_lower(l), d.lower_triangle());
        let turn = l * half(product_with_transpose(&(&inverse * s), &inverse));
        let gradient = inverse.tr_mul(&(half(l.tr_mul(&d)) * &inverse));
        let turned = inverse.tr_mul(&(half(turn.tr_mul(&d)) * &inverse));
        turned - inverse.tr_mul(&turn.tr_mul(&gradient)) - gradient * turn * inverse
    };
    add_jvp_to_the_attribute_of_determinant = annotate_determinant_with_differentiate -> T, |a, s, v| a.inverse().dot(s) * *v, |d| {
        let inverse = a.inverse();
        let growth = inverse.dot(s);
        (&inverse * growth - &inverse * s * &inverse) * (d * *v)
    };
    add_jvp_to_the_attribute_of_ln_determinant = annotate_ln_determinant_with_differentiate -> T, |a, s, v| a.inverse().dot(s), |d| {
        let inverse = a.inverse();
        -(&inverse * s * &inverse) * d
    };
}

/// The inverse of a lower triangle.
fn inverse_of_lower<T: Real, D: Dim>(l: &OMatrix<T, D, D>) -> OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    let mut inverse = OMatrix::identity_generic(l.shape_generic().0, l.shape_generic().1);
    l.solve_lower_triangular_unchecked_mut(&mut inverse);
    inverse
}

/// What an LU factorisation is asked for, with tangents.
#[doc(hidden)]
#[allow(clippy::type_complexity, reason = "the contract of an `Option`")]
pub trait LuTangents<T: Real, D: DimMin<D, Output = D>>: Sized
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    fn add_jvp_to_the_attribute_of_solve<C: Dim, B: Storage<T, D, C>>(
        &self,
        b: &Matrix<T, D, C, B>,
        t: &OMatrix<T, D, D>,
        t_b: &OMatrix<T, D, C>,
    ) -> (
        ((bool, OMatrix<T, D, C>), ((), OMatrix<T, D, C>)),
        impl FnOnce(
            (((), OMatrix<T, D, C>), ((), OMatrix<T, D, C>)),
            Into<'_, Self, T, D>,
            Slot<'_, T, D, C, B>,
            SlotOfTangent<'_, T, D, D>,
            SlotOfTangent<'_, T, D, C>,
        ) -> (ByReference, (), (), ())
        + use<Self, T, D, C, B>,
    )
    where
        DefaultAllocator: Allocator<D, C>;
    fn add_jvp_to_the_attribute_of_try_inverse(
        &self,
        t: &OMatrix<T, D, D>,
    ) -> (
        ((bool, OMatrix<T, D, D>), ((), OMatrix<T, D, D>)),
        impl FnOnce((((), OMatrix<T, D, D>), ((), OMatrix<T, D, D>)), Into<'_, Self, T, D>, SlotOfTangent<'_, T, D, D>) -> (ByReference, ())
        + use<Self, T, D>,
    );
    #[cfg(feature = "alloc")]
    fn add_jvp_to_the_attribute_of_determinant(
        &self,
        t: &OMatrix<T, D, D>,
    ) -> (
        (T, T),
        impl FnOnce((T, T), Into<'_, Self, T, D>, SlotOfTangent<'_, T, D, D>) -> (ByReference, ()) + use<Self, T, D>,
    );
}

#[allow(clippy::type_complexity, reason = "the contract of an `Option`")]
impl<T: Real, D: DimMin<D, Output = D>> LuTangents<T, D> for LU<T, D, D>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    fn add_jvp_to_the_attribute_of_solve<C: Dim, B: Storage<T, D, C>>(
        &self,
        b: &Matrix<T, D, C, B>,
        t: &OMatrix<T, D, D>,
        t_b: &OMatrix<T, D, C>,
    ) -> (
        ((bool, OMatrix<T, D, C>), ((), OMatrix<T, D, C>)),
        impl FnOnce(
            (((), OMatrix<T, D, C>), ((), OMatrix<T, D, C>)),
            Into<'_, Self, T, D>,
            Slot<'_, T, D, C, B>,
            SlotOfTangent<'_, T, D, D>,
            SlotOfTangent<'_, T, D, C>,
        ) -> (ByReference, (), (), ())
        + use<T, D, C, B>,
    )
    where
        DefaultAllocator: Allocator<D, C>,
    {
        let (value, pull) = self.annotate_solve_with_differentiate(b);
        let (_, pull_tangent) = self.annotate_solve_with_differentiate(b);
        let turn = self.solve(&(t_b - t * &value.1)).filter(|_| value.0);
        let tangent = turn.clone().unwrap_or_else(|| t_b.map(|_| T::ZERO));
        let kept = (value.1.clone(), turn);
        let pullback = move |
            (((), d), ((), d_t)): (((), OMatrix<T, D, C>), ((), OMatrix<T, D, C>)),
            (a, mut into): Into<'_, Self, T, D>,
            (b, mut into_b): Slot<'_, T, D, C, B>,
            (t, of_t): SlotOfTangent<'_, T, D, D>,
            (_, of_t_b): SlotOfTangent<'_, T, D, C>,
        | {
            pull(((), d), (a, into.as_deref_mut()), (b, into_b.as_deref_mut()));
            pull_tangent(((), d_t.clone()), (a, of_t), (b, of_t_b));
            if let ((x, Some(turn)), Some(inverse)) = (kept, a.try_inverse()) {
                let back = inverse.tr_mul(&d_t);
                let back_turned = -inverse.tr_mul(&t.tr_mul(&back));
                add(into, -(product_with_transpose(&back_turned, &x) + product_with_transpose(&back, &turn)));
                add(into_b, back_turned);
            }
            (ByReference, (), (), ())
        };
        ((value, ((), tangent)), pullback)
    }

    fn add_jvp_to_the_attribute_of_try_inverse(
        &self,
        t: &OMatrix<T, D, D>,
    ) -> (
        ((bool, OMatrix<T, D, D>), ((), OMatrix<T, D, D>)),
        impl FnOnce((((), OMatrix<T, D, D>), ((), OMatrix<T, D, D>)), Into<'_, Self, T, D>, SlotOfTangent<'_, T, D, D>) -> (ByReference, ())
        + use<T, D>,
    ) {
        let (value, pull) = self.annotate_try_inverse_with_differentiate();
        let (_, pull_tangent) = self.annotate_try_inverse_with_differentiate();
        let turn = -(&value.1 * t * &value.1);
        let kept = value.clone();
        let pullback = move |
            (d, d_t): (((), OMatrix<T, D, D>), ((), OMatrix<T, D, D>)),
            (a, mut into): Into<'_, Self, T, D>,
            (t, of_t): SlotOfTangent<'_, T, D, D>,
        | {
            let (is_some, inverse) = kept;
            pull(d, (a, into.as_deref_mut()));
            pull_tangent(d_t.clone(), (a, of_t));
            if let (Some(into), true) = (into, is_some) {
                *into += of_inverse_turned(&inverse, &-(&inverse * t * &inverse), &d_t.1);
            }
            (ByReference, ())
        };
        ((value, ((), turn)), pullback)
    }

    #[cfg(feature = "alloc")]
    fn add_jvp_to_the_attribute_of_determinant(
        &self,
        t: &OMatrix<T, D, D>,
    ) -> (
        (T, T),
        impl FnOnce((T, T), Into<'_, Self, T, D>, SlotOfTangent<'_, T, D, D>) -> (ByReference, ()) + use<T, D>,
    ) {
        let (value, pull) = self.annotate_determinant_with_differentiate();
        let (_, pull_tangent) = self.annotate_determinant_with_differentiate();
        let (_, pull_cofactors) = self.annotate_determinant_with_differentiate();
        let mut cofactors = t.map(|_| T::ZERO);
        pull_cofactors(T::ONE, (self, Some(&mut cofactors)));
        let tangent = cofactors.dot(t);
        let pullback = move |(d, d_t): (T, T), (a, mut into): Into<'_, Self, T, D>, (t, of_t): SlotOfTangent<'_, T, D, D>| {
            pull(d, (a, into.as_deref_mut()));
            pull_tangent(d_t, (a, of_t));
            if let Some(into) = into {
                let mut whole = a.l() * a.u();
                a.p().inv_permute_rows(&mut whole);
                *into += cofactors_turned(&whole, value, t) * d_t;
            }
            (ByReference, ())
        };
        ((value, tangent), pullback)
    }
}

/// What generated code imports.
pub mod rules {
    pub use super::{
        CholeskyRules as _, CholeskyTangents as _, FactorRules as _, FactorTangents as _, LuRules as _, LuTangents as _,
    };
}
