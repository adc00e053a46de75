//! What the rule of `#[differentiate(implicit = residual)]` calls: the system of linear equations that the adjoint of a root solves.

use crate::Float;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// The value of a function that solves `residual(value, …) = 0`.
#[diagnostic::on_unimplemented(
    message = "the residual gives `{Self}`, and no float, array or `Vec` of floats",
    note = "the residual has the type of the root"
)]
pub trait Root: Clone {
    /// The cotangent of the residual for that of the root: the solution λ of Jᵀ λ = −d, where row `i` of the Jacobian J is the
    /// vector-Jacobian product of the residual with the unit vector `i`.
    fn adjoint(&self, row: impl FnMut(Self) -> Self, cotangent: Self) -> Self;

    /// The tangent of the root for that of the residual where the root does not move: the solution t of J t = −r.
    fn tangent(&self, row: impl FnMut(Self) -> Self, residual: Self) -> Self;

    /// The number of its floats.
    fn count(&self) -> usize;
}

impl<F: Float> Root for F {
    fn adjoint(&self, mut row: impl FnMut(F) -> F, cotangent: F) -> F {
        -cotangent / row(F::ONE)
    }

    fn tangent(&self, row: impl FnMut(F) -> F, residual: F) -> F {
        self.adjoint(row, residual)
    }

    fn count(&self) -> usize {
        1
    }
}

impl<F: Float, const N: usize> Root for [F; N] {
    fn adjoint(&self, row: impl FnMut([F; N]) -> [F; N], cotangent: [F; N]) -> [F; N] {
        let mut rows = rows_of_array(row);
        let mut solution = cotangent.map(|d| -d);
        solve_transposed(&mut rows, &mut solution);
        solution
    }

    fn tangent(&self, row: impl FnMut([F; N]) -> [F; N], residual: [F; N]) -> [F; N] {
        let mut rows = rows_of_array(row);
        transpose(&mut rows);
        let mut solution = residual.map(|r| -r);
        solve_transposed(&mut rows, &mut solution);
        solution
    }

    fn count(&self) -> usize {
        N
    }
}

/// The Jacobian, row by row.
fn rows_of_array<F: Float, const N: usize>(mut row: impl FnMut([F; N]) -> [F; N]) -> [[F; N]; N] {
    core::array::from_fn(|i| row(core::array::from_fn(|j| if i == j { F::ONE } else { F::ZERO })))
}

/// The same.
#[cfg(feature = "alloc")]
fn rows_of_list<F: Float>(count: usize, mut row: impl FnMut(Vec<F>) -> Vec<F>) -> Vec<Vec<F>> {
    let unit = |i: usize| (0..count).map(|j| if i == j { F::ONE } else { F::ZERO }).collect();
    (0..count).map(|i| row(unit(i))).collect()
}

/// Exchanges rows and columns.
fn transpose<F: Float, R: AsMut<[F]> + AsRef<[F]>>(rows: &mut [R]) {
    for i in 0..rows.len() {
        for j in 0..i {
            let (above, below) = (rows[j].as_ref()[i], rows[i].as_ref()[j]);
            rows[j].as_mut()[i] = below;
            rows[i].as_mut()[j] = above;
        }
    }
}

#[cfg(feature = "alloc")]
impl<F: Float> Root for Vec<F> {
    fn adjoint(&self, row: impl FnMut(Vec<F>) -> Vec<F>, cotangent: Vec<F>) -> Vec<F> {
        let mut rows = rows_of_list(self.len(), row);
        let mut solution: Vec<F> = cotangent.into_iter().map(|d| -d).collect();
        solve_transposed(&mut rows, &mut solution);
        solution
    }

    fn tangent(&self, row: impl FnMut(Vec<F>) -> Vec<F>, residual: Vec<F>) -> Vec<F> {
        let mut rows = rows_of_list(self.len(), row);
        transpose(&mut rows);
        let mut solution: Vec<F> = residual.into_iter().map(|r| -r).collect();
        solve_transposed(&mut rows, &mut solution);
        solution
    }

    fn count(&self) -> usize {
        self.len()
    }
}

/// Solves Aᵀ x = b for the matrix A of these rows, by elimination with partial pivoting. `x` holds b before and x after. A singular matrix gives
/// numbers that are not finite.
fn solve_transposed<F: Float, R: AsMut<[F]> + AsRef<[F]>>(rows: &mut [R], x: &mut [F]) {
    let n = x.len();
    // Column operations on A are row operations on Aᵀ.
    for k in 0..n {
        let size = |rows: &[R], j: usize| rows[k].as_ref()[j].abs();
        let mut pivot = k;
        for j in k + 1..n {
            if size(rows, j) > size(rows, pivot) {
                pivot = j;
            }
        }
        if pivot != k {
            rows.iter_mut().for_each(|row| row.as_mut().swap(k, pivot));
            x.swap(k, pivot);
        }
        for j in k + 1..n {
            let factor = rows[k].as_ref()[j] / rows[k].as_ref()[k];
            for row in rows.iter_mut().skip(k) {
                let row = row.as_mut();
                row[j] -= factor * row[k];
            }
            x[j] -= factor * x[k];
        }
    }
    for k in (0..n).rev() {
        let mut sum = x[k];
        for j in k + 1..n {
            sum -= rows[j].as_ref()[k] * x[j];
        }
        x[k] = sum / rows[k].as_ref()[k];
    }
}

/// The cotangent of the residual for that of the root.
#[inline]
pub fn adjoint_of_root<R: Root>(root: &R, row: impl FnMut(R) -> R, cotangent: R) -> R {
    root.adjoint(row, cotangent)
}

/// The tangent of a root for that of its residual.
#[inline]
pub fn tangent_of_root<R: Root>(root: &R, row: impl FnMut(R) -> R, residual: R) -> R {
    root.tangent(row, residual)
}

/// Checks that a residual has as many equations as the root has unknowns.
///
/// # Panics
///
/// If it has not.
#[inline]
pub fn same_shape<R: Root>(root: &R, residual: &R) {
    let (unknowns, equations) = (root.count(), residual.count());
    assert!(unknowns == equations, "the root has {unknowns} numbers, and its residual {equations}");
}

/// The root as the residual takes it: by value or by reference.
#[diagnostic::on_unimplemented(
    message = "the residual does not take the root, a `{V}`, as its first argument",
    note = "the residual takes the root, by value or by `&`, and then the arguments of the function"
)]
pub trait AsRoot<'a, V: ?Sized> {
    /// The argument.
    fn as_root(root: &'a V) -> Self;
}

impl<'a, V: Root> AsRoot<'a, V> for V {
    fn as_root(root: &'a V) -> V {
        root.clone()
    }
}

impl<'a, V: Root> AsRoot<'a, V> for &'a V {
    fn as_root(root: &'a V) -> &'a V {
        root
    }
}

impl<'a, F, const N: usize> AsRoot<'a, [F; N]> for &'a [F] {
    fn as_root(root: &'a [F; N]) -> &'a [F] {
        root
    }
}

#[cfg(feature = "alloc")]
impl<'a, F> AsRoot<'a, Vec<F>> for &'a [F] {
    fn as_root(root: &'a Vec<F>) -> &'a [F] {
        root
    }
}

/// The root as the residual takes it.
#[inline]
pub fn root<'a, V: ?Sized, A: AsRoot<'a, V>>(root: &'a V) -> A {
    A::as_root(root)
}

/// The slot of a residual for the root.
#[diagnostic::on_unimplemented(
    message = "the residual is not differentiated with respect to the root",
    note = "name its first parameter in the attribute of the residual: `#[differentiate(wrt(x, …))]`"
)]
pub trait RootSlot<'a, V: ?Sized> {
    /// The slot, for a gradient if that is wanted.
    fn slot(root: &'a V, gradient: Option<&'a mut V>) -> Self;
}

impl<'a, V: Root> RootSlot<'a, V> for () {
    fn slot(_: &'a V, _: Option<&'a mut V>) -> Self {}
}

impl<'a, V: Root> RootSlot<'a, V> for (&'a V, Option<&'a mut V>) {
    fn slot(root: &'a V, gradient: Option<&'a mut V>) -> Self {
        (root, gradient)
    }
}

impl<'a, F, const N: usize> RootSlot<'a, [F; N]> for (&'a [F], Option<&'a mut [F]>) {
    fn slot(root: &'a [F; N], gradient: Option<&'a mut [F; N]>) -> Self {
        (root, gradient.map(|gradient| &mut gradient[..]))
    }
}

#[cfg(feature = "alloc")]
impl<'a, F> RootSlot<'a, Vec<F>> for (&'a [F], Option<&'a mut [F]>) {
    fn slot(root: &'a Vec<F>, gradient: Option<&'a mut Vec<F>>) -> Self {
        (root, gradient.map(|gradient| &mut gradient[..]))
    }
}

#[cfg(feature = "alloc")]
impl<'a, F> RootSlot<'a, Vec<F>> for (&'a Vec<F>, Option<&'a mut [F]>) {
    fn slot(root: &'a Vec<F>, gradient: Option<&'a mut Vec<F>>) -> Self {
        (root, gradient.map(|gradient| &mut gradient[..]))
    }
}

/// The slot of a residual for the root.
#[inline]
pub fn root_slot<'a, V: ?Sized, S: RootSlot<'a, V>>(root: &'a V, gradient: Option<&'a mut V>) -> S {
    S::slot(root, gradient)
}

/// What the pullback of a residual returns for the root.
#[diagnostic::on_unimplemented(
    message = "the residual is not differentiated with respect to the root",
    note = "name its first parameter in the attribute of the residual: `#[differentiate(wrt(x, …))]`"
)]
pub trait RootEntry<V> {
    /// Adds a gradient that has not been added.
    fn add(self, into: &mut V);
}

#[diagnostic::do_not_recommend]
impl<V: Root> RootEntry<V> for () {
    fn add(self, _: &mut V) {}
}

#[diagnostic::do_not_recommend]
impl<V: Root> RootEntry<V> for V {
    fn add(self, into: &mut V) {
        *into = self;
    }
}

/// Adds what the pullback of a residual returns for the root.
#[inline]
pub fn add_root<V, E: RootEntry<V>>(into: &mut V, entry: E) {
    entry.add(into);
}

/// What the pullback of a residual returns for a parameter with respect to which the root is differentiated.
#[diagnostic::on_unimplemented(
    message = "the residual holds a parameter constant with respect to which the root is differentiated",
    note = "name the same parameters in the `wrt` of both, and the root in that of the residual"
)]
pub trait ResidualGradient<G> {
    /// The gradient.
    fn gradient(self) -> G;
}

#[diagnostic::do_not_recommend]
impl<G> ResidualGradient<G> for G {
    fn gradient(self) -> G {
        self
    }
}

impl ResidualGradient<()> for crate::rule::HeldConstantByWrtSoNameItThereOrPassStopGradient {
    fn gradient(self) {}
}

/// The gradient itself, where the residual has one.
#[inline]
pub fn gradient_of_residual<G, E: ResidualGradient<G>>(entry: E) -> G {
    entry.gradient()
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn a_transposed_system_with_pivoting() {
        let rows = [[0.0, 2.0, 1.0], [1.0, -3.0, 0.5], [4.0, 1.0, -1.0]];
        let expected = [1.5, -2.0, 0.25];
        let b: [f64; 3] = core::array::from_fn(|j| (0..3).map(|i| rows[i][j] * expected[i]).sum());
        let mut x = b;
        solve_transposed(&mut rows.clone(), &mut x);
        for (x, expected) in x.iter().zip(expected) {
            assert!((x - expected).abs() < 1e-14, "{x} is not {expected}");
        }
        let mut x = b.to_vec();
        solve_transposed(&mut rows.map(|row| row.to_vec()), &mut x);
        assert!((x[2] - 0.25).abs() < 1e-14);
    }

    #[test]
    fn a_singular_system_is_not_finite() {
        let mut x = vec![1.0, 1.0];
        solve_transposed(&mut [[1.0, 2.0], [2.0, 4.0]], &mut x);
        assert!(x.iter().all(|x: &f64| !x.is_finite()), "{x:?}");
    }
}
