//! The shape of a matrix of derivatives: a row for each number of a value, arranged as the numbers are.

#[cfg(feature = "alloc")]
use crate::{Differentiable, differentiable::floats_of};
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// A tangent whose numbers have a place in a shape that also holds rows: that of a float, an array, a `Vec` or a tuple.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold a row for each of its numbers",
    label = "no float, and no array, `Vec` or tuple of floats",
    note = "write `jacobian_into` or `hessian_into` in the attribute: they write the rows into a slice, in the order of `write_flat`",
    note = "of several parameters, name one of them in `wrt(…)`, or use `jvp` and `hvp`, which compute a column or a row"
)]
pub trait Stacked {
    /// A row for each number.
    type Rows<R>;

    /// As many rows as there are numbers, in the order of `write_flat`.
    fn stacked<R>(&self, rows: &mut impl Iterator<Item = R>) -> Self::Rows<R>;
}

macro_rules! numbers {
    ($([$($generics:tt)*] $number:ty;)*) => {$(
        impl<$($generics)*> Stacked for $number {
            type Rows<R> = R;
            fn stacked<R>(&self, rows: &mut impl Iterator<Item = R>) -> R {
                rows.next().expect("there is a row for each number")
            }
        }
    )*};
}

numbers! { [] f32; [] f64; }
#[cfg(any(feature = "std", feature = "libm"))]
numbers! { [T] crate::dual::Dual<T>; }

impl Stacked for () {
    type Rows<R> = ();
    fn stacked<R>(&self, _: &mut impl Iterator<Item = R>) {}
}

impl<S: Stacked, const N: usize> Stacked for [S; N] {
    type Rows<R> = [S::Rows<R>; N];
    fn stacked<R>(&self, rows: &mut impl Iterator<Item = R>) -> Self::Rows<R> {
        core::array::from_fn(|i| self[i].stacked(rows))
    }
}

#[cfg(feature = "alloc")]
impl<S: Stacked> Stacked for Vec<S> {
    type Rows<R> = Vec<S::Rows<R>>;
    fn stacked<R>(&self, rows: &mut impl Iterator<Item = R>) -> Self::Rows<R> {
        self.iter().map(|part| part.stacked(rows)).collect()
    }
}

macro_rules! tuples {
    ($(($($S:ident $i:tt),+))*) => {$(
        impl<$($S: Stacked),+> Stacked for ($($S,)+) {
            type Rows<R> = ($($S::Rows<R>,)+);
            fn stacked<R>(&self, rows: &mut impl Iterator<Item = R>) -> Self::Rows<R> {
                ($(self.$i.stacked(rows),)+)
            }
        }
    )*};
}

crate::tuples::each_tuple! { tuples: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7 }

/// These rows in the shape of a value.
#[cfg(feature = "alloc")]
pub fn stacked<S: Stacked, R>(shape: &S, rows: Vec<R>) -> S::Rows<R> {
    shape.stacked(&mut rows.into_iter())
}

/// The rows of a Jacobian, each in the shape of a parameter, of its columns: the tangents of the result, one for each number of the
/// parameter. They have the shape of the result.
#[cfg(feature = "alloc")]
pub fn rows_of_columns<P, S>(parameter: &P, result: &S, columns: &[S]) -> S::Rows<P::Tangent>
where
    P: Differentiable<Tangent: Differentiable> + ?Sized,
    S: Stacked + Differentiable,
{
    let columns: Vec<Vec<f64>> = columns.iter().map(floats_of).collect();
    let mut rows = (0..).map(|output| {
        let numbers: Vec<f64> = columns.iter().map(|column| column[output]).collect();
        let mut row = parameter.zero();
        row.read_flat(&numbers);
        row
    });
    result.stacked(&mut rows)
}
