//! Arrays, slices, `Vec`s and `Option`s.

#[cfg(feature = "alloc")]
use super::accumulate_slice;
use super::{Differentiable, Tangent, different_variants, none_left, read_part, write_part};
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// Writes the floats in several values.
fn write_all<'v, D: Differentiable + 'v>(values: impl IntoIterator<Item = &'v D>, floats: &mut [f64]) {
    let mut rest = floats;
    for value in values {
        rest = write_part(value, rest);
    }
    none_left(rest);
}

/// Reads the floats in several values.
fn read_all<'v, D: Differentiable + 'v>(values: impl IntoIterator<Item = &'v mut D>, floats: &[f64]) {
    none_left(values.into_iter().fold(floats, |rest, value| read_part(value, rest)));
}

impl<T: Differentiable, const N: usize> Differentiable for [T; N] {
    type Tangent = [T::Tangent; N];
    fn zero(&self) -> Self::Tangent {
        self.each_ref().map(T::zero)
    }
    fn step(&mut self, scale: f64, tangent: &Self::Tangent) {
        self.iter_mut().zip(tangent).for_each(|(a, b)| a.step(scale, b));
    }
    fn flat_len(&self) -> usize {
        self.iter().map(T::flat_len).sum()
    }
    fn write_flat(&self, floats: &mut [f64]) {
        write_all(self, floats);
    }
    fn read_flat(&mut self, floats: &[f64]) {
        read_all(self, floats);
    }
}

impl<G: Tangent, const N: usize> Tangent for [G; N] {
    #[inline]
    fn accumulate(&mut self, other: &Self) {
        self.iter_mut().zip(other).for_each(|(a, b)| a.accumulate(b));
    }
    fn is_zero(&self) -> bool {
        self.iter().all(G::is_zero)
    }
    fn scale(&mut self, factor: f64) {
        self.iter_mut().for_each(|part| part.scale(factor));
    }
    fn dot(&self, other: &Self) -> f64 {
        self.iter().zip(other).map(|(a, b)| a.dot(b)).sum()
    }
}

#[cfg(feature = "alloc")]
impl<T: Differentiable> Differentiable for [T] {
    type Tangent = Vec<T::Tangent>;
    fn zero(&self) -> Self::Tangent {
        self.iter().map(T::zero).collect()
    }
    fn step(&mut self, scale: f64, tangent: &Self::Tangent) {
        assert_eq!(self.len(), tangent.len(), "the gradient has the length of another value");
        self.iter_mut().zip(tangent).for_each(|(a, b)| a.step(scale, b));
    }
    fn flat_len(&self) -> usize {
        self.iter().map(T::flat_len).sum()
    }
    fn write_flat(&self, floats: &mut [f64]) {
        write_all(self, floats);
    }
    fn read_flat(&mut self, floats: &[f64]) {
        read_all(self, floats);
    }
}

#[cfg(feature = "alloc")]
impl<G: Tangent> Tangent for Vec<G> {
    #[inline]
    fn accumulate(&mut self, other: &Self) {
        accumulate_slice(self, other);
    }
    fn is_zero(&self) -> bool {
        self.iter().all(G::is_zero)
    }
    fn scale(&mut self, factor: f64) {
        self.iter_mut().for_each(|part| part.scale(factor));
    }
    fn dot(&self, other: &Self) -> f64 {
        assert_eq!(self.len(), other.len(), "gradients of different lengths have no product");
        self.iter().zip(other).map(|(a, b)| a.dot(b)).sum()
    }
}

/// The gradient of the value that is there.
impl<T: Differentiable> Differentiable for Option<T> {
    type Tangent = Option<T::Tangent>;
    fn zero(&self) -> Self::Tangent {
        self.as_ref().map(T::zero)
    }
    fn step(&mut self, scale: f64, tangent: &Self::Tangent) {
        match (self, tangent) {
            (Some(value), Some(tangent)) => value.step(scale, tangent),
            (None, None) => {}
            _ => different_variants(),
        }
    }
    fn flat_len(&self) -> usize {
        self.as_ref().map_or(0, T::flat_len)
    }
    fn write_flat(&self, floats: &mut [f64]) {
        write_all(self, floats);
    }
    fn read_flat(&mut self, floats: &[f64]) {
        read_all(self, floats);
    }
}

impl<G: Tangent> Tangent for Option<G> {
    fn accumulate(&mut self, other: &Self) {
        match (self, other) {
            (Some(a), Some(b)) => a.accumulate(b),
            (None, None) => {}
            _ => different_variants(),
        }
    }
    fn is_zero(&self) -> bool {
        self.as_ref().is_none_or(G::is_zero)
    }
    fn scale(&mut self, factor: f64) {
        self.iter_mut().for_each(|part| part.scale(factor));
    }
    fn dot(&self, other: &Self) -> f64 {
        match (self, other) {
            (Some(a), Some(b)) => a.dot(b),
            (None, None) => 0.0,
            _ => different_variants(),
        }
    }
}
