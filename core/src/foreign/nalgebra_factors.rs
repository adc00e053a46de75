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

/// What generated code imports.
pub mod rules {
    pub use super::{CholeskyRules as _, FactorRules as _, LuRules as _};
}
