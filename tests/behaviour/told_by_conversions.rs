//! Counters of ranges and other numbers whose type only a function of a type tells, which is called with them: `T::from_usize(v)`.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

pub trait FromUsize {
    fn from_usize(n: usize) -> Self;
}
impl FromUsize for f64 {
    fn from_usize(n: usize) -> f64 {
        n as f64
    }
}
pub fn w(k: usize) -> f64 {
    k as f64 + 0.5
}
#[differentiate]
fn stepped(x: f64) -> f64 {
    let mut s = x;
    for v in (0..4).step_by(2) {
        s = s * x + w(v);
    }
    s
}
#[differentiate]
fn reversed(x: f64) -> f64 {
    let mut s = x;
    for v in (0..4).rev() {
        s = s * x + w(v);
    }
    s
}
#[differentiate]
fn inclusive(x: f64) -> f64 {
    let mut s = x;
    for v in 0..=4 {
        s = s * x + w(v);
    }
    s
}
#[differentiate]
fn stepped_generic<T: num_traits::Float + FromUsize>(x: T) -> T {
    let mut s = x;
    for v in (0..4).step_by(2) {
        s = s * x + T::from_usize(v);
    }
    s
}
#[differentiate]
fn zipped(x: f64, a: [f64; 4]) -> f64 {
    let mut s = x;
    for (v, b) in (0..4).step_by(2).zip(a) {
        s = s * x + w(v) * b;
    }
    s
}
#[differentiate]
fn enumerated(x: f64) -> f64 {
    let mut s = x;
    for (k, v) in (0..4).rev().enumerate() {
        s = s * x + w(v) * k as f64;
    }
    s
}
#[differentiate]
fn chained(x: f64) -> f64 {
    let mut s = x;
    for v in (0..4).step_by(2).chain(7..9) {
        s = s * x + w(v);
    }
    s
}
#[differentiate]
fn counted_down<T: num_traits::Float + FromUsize>(x: T) -> T {
    let mut s = x;
    for v in (0..4).rev() {
        s = s * x + T::from_usize(v);
    }
    s
}
#[differentiate]
fn up_to_the_last<T: num_traits::Float + FromUsize>(x: T) -> T {
    let mut s = x;
    for v in (1..=4).step_by(3) {
        s = s * x + T::from_usize(v);
    }
    s
}
#[differentiate]
fn beside_an_array<T: num_traits::Float + FromUsize>(x: T, a: [T; 4]) -> T {
    let mut s = x;
    for (v, b) in (0..4).step_by(2).zip(a) {
        s = s * x + T::from_usize(v) * b;
    }
    s
}
#[differentiate]
fn beside_a_slice<T: num_traits::Float + FromUsize>(x: T, a: &[T]) -> T {
    let mut s = x;
    for (b, v) in a.iter().zip((1..9).rev()) {
        s = s * x + T::from_usize(v) * *b;
    }
    s
}
#[differentiate]
fn numbered<T: num_traits::Float + FromUsize>(x: T) -> T {
    let mut s = x;
    for (k, v) in (0..=4).rev().enumerate() {
        s = s * x + T::from_usize(v) * T::from_usize(k);
    }
    s
}
#[differentiate]
fn one_range_after_another<T: num_traits::Float + FromUsize>(x: T) -> T {
    let mut s = x;
    for v in (0..4).step_by(2).chain(7..9) {
        s = s * x + T::from_usize(v);
    }
    s
}
#[differentiate]
fn mapped<T: num_traits::Float + FromUsize>(x: T) -> T {
    (0..6).step_by(2).map(|v| T::from_usize(v) * x).fold(x, |a, b| a * x + b)
}
#[differentiate]
fn a_part<T: num_traits::Float + FromUsize>(x: T) -> T {
    let mut s = x;
    for v in (0..9).skip(2).take(3).rev() {
        s = s * x + T::from_usize(v);
    }
    s
}
#[differentiate]
fn from_bytes<T: num_traits::Float + From<u8>>(x: T) -> T {
    let mut s = x;
    for v in (0..9).step_by(4) {
        s = s * x + <T as From<u8>>::from(v);
    }
    s
}
pub trait Small {
    fn small(n: i8) -> Self;
}
impl Small for f64 {
    fn small(n: i8) -> f64 {
        n as f64
    }
}
#[differentiate]
fn below_zero(x: f64) -> f64 {
    let mut s = x;
    for v in (-3..3).step_by(2) {
        s = s * x + f64::small(v);
    }
    s
}
#[differentiate]
fn between_named_numbers(x: f64) -> f64 {
    let mut s = x;
    let n = 3;
    for v in (-n..n).step_by(2) {
        s = s * x + <f64 as Small>::small(v);
    }
    s
}
#[differentiate]
fn sums_of_numbers<T: num_traits::Float + FromUsize>(x: T) -> T {
    let n = 3;
    let m = n + 1;
    x * T::from_usize(m) * T::from_usize(n) + T::from_usize(7)
}
#[differentiate]
fn counted_by_hand<T: num_traits::Float + FromUsize>(x: T) -> T {
    let mut s = x;
    let mut n = 0;
    while n < 5 {
        s = s * x + T::from_usize(n);
        n += 2;
    }
    s
}
#[differentiate]
fn left_early<T: num_traits::Float + FromUsize>(x: T) -> T {
    let mut s = x;
    for v in (0..40).step_by(3) {
        if s > T::from_usize(30) {
            break;
        }
        s = s * x + T::from_usize(v);
    }
    s
}
#[differentiate]
fn filtered<T: num_traits::Float + FromUsize>(x: T) -> T {
    let mut s = x;
    for v in (0..10).filter(|k| k % 3 == 1) {
        s = s * x + T::from_usize(v);
    }
    s
}
#[differentiate]
fn from_what_rustc_takes(x: f64) -> f64 {
    let mut s = x;
    for v in (0..9).step_by(4) {
        s = s * x + f64::from(v);
    }
    s
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::*;
    macro_rules! one { ($($f:ident $g:ident),* $(,)?) => { $( #[test] fn $f() { for x in [0.7, -1.3, 2.1] { check!([x]; |p| super::$f, $g; (p[0])); } } )* } }
    one! { stepped stepped_value_and_grad, reversed reversed_value_and_grad, inclusive inclusive_value_and_grad, stepped_generic stepped_generic_value_and_grad, enumerated enumerated_value_and_grad, chained chained_value_and_grad,
    counted_down counted_down_value_and_grad, up_to_the_last up_to_the_last_value_and_grad, numbered numbered_value_and_grad, one_range_after_another one_range_after_another_value_and_grad, mapped mapped_value_and_grad, a_part a_part_value_and_grad, from_bytes from_bytes_value_and_grad,
    below_zero below_zero_value_and_grad, between_named_numbers between_named_numbers_value_and_grad, sums_of_numbers sums_of_numbers_value_and_grad, counted_by_hand counted_by_hand_value_and_grad, filtered filtered_value_and_grad, from_what_rustc_takes from_what_rustc_takes_value_and_grad, left_early left_early_value_and_grad }
    #[test]
    fn beside_lists() {
        check!([0.7, 1.0, 0.3, -0.4, 2.0]; |p| beside_an_array, beside_an_array_value_and_grad; (p[0], arr(&p[1..])));
        check!([0.7, 1.0, 0.3, -0.4, 2.0]; |p| zipped, zipped_value_and_grad; (p[0], arr(&p[1..])));
        check!([0.7, 1.0, 0.3, -0.4, 2.0]; |p| beside_a_slice, beside_a_slice_value_and_grad; (p[0], &p[1..]));
    }
}
