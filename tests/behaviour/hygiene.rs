//! Generated code among names that could mislead it, and under strict lints.

#![no_implicit_prelude]
#![deny(warnings, clippy::pedantic, missing_docs, unsafe_code)]

use ::differentiate::differentiate;
use ::std::{assert, assert_eq};

/// A module that is called like a primitive type.
pub mod f64 {}
/// A module that is called like a crate.
pub mod core {}
/// A module that is called like a crate.
pub mod std {}
/// Names of the prelude that mean something else here.
pub mod shadows {
    /// Not the list.
    pub struct Vec;
    /// Not the box.
    pub struct Box;
    /// Not the option.
    pub enum Option {
        /// Not a value.
        Some,
        /// Not its absence.
        None,
    }
    /// Not the trait.
    pub trait FnOnce {}
    /// Not the trait.
    pub trait Default {}
}
#[allow(unused_imports, reason = "they are there to be in the way")]
use shadows::{Box, Default, FnOnce, Option, Vec};

/// Locals that are called as generated ones would be.
#[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
#[must_use]
pub fn names(
    x: &[::core::primitive::f64],
    d_x: ::core::primitive::f64,
    d_value: ::core::primitive::f64,
) -> ::core::primitive::f64 {
    let kept = d_x * d_value;
    let mut sum = kept;
    let mut trips = 1.0;
    for i in x {
        let at = i * sum;
        let d_sum = at * d_value;
        sum = at.sin() + d_sum * trips;
        trips += kept;
    }
    let chosen = if sum > 0.0 { sum * trips } else { sum };
    let part = chosen * chosen;
    part + kept
}

/// Calls it.
#[differentiate]
#[must_use]
pub fn caller(into_x: ::core::primitive::f64) -> ::core::primitive::f64 {
    let names_pullback = [into_x, into_x * into_x];
    names(&names_pullback, into_x, 0.5)
}

/// Parameters and locals that are keywords.
#[differentiate(grad, accumulate_grad)]
#[must_use]
pub fn raw(r#type: &[::core::primitive::f64], r#fn: ::core::primitive::f64) -> ::core::primitive::f64 {
    let mut r#loop = r#fn;
    for r#in in r#type {
        r#loop = (r#loop * r#in).sin();
    }
    r#loop
}

/// Calls it.
#[differentiate]
#[must_use]
pub fn raw_caller(r#match: ::core::primitive::f64) -> ::core::primitive::f64 {
    let r#ref = [r#match, r#match * r#match];
    raw(&r#ref, r#match)
}

#[test]
fn raw_names_are_names() {
    let step = 1e-6;
    let by = (raw_caller(0.6 + step) - raw_caller(0.6 - step)) / (2.0 * step);
    assert!((raw_caller_grad(0.6) - by).abs() < 1e-8);
}

/// A raw name and the same name without the mark are one, and so is a raw name of a list that changes its length.
///
/// # Panics
///
/// Never: what is popped is there.
#[differentiate(value_and_grad, wrt(r#x))]
#[must_use]
pub fn spelt_twice(r#x: ::core::primitive::f64) -> ::core::primitive::f64 {
    let mut r#type = ::std::vec![x * r#x];
    r#type.push(x);
    let last = r#type[r#type.len() - 1];
    let mut product = last;
    while !r#type.is_empty() {
        product *= r#type.pop().unwrap();
    }
    product
}

#[test]
#[allow(clippy::float_cmp, reason = "exact")]
fn a_name_has_one_spelling() {
    // x · x · x², by x
    assert_eq!(spelt_twice_value_and_grad(2.0), (16.0, 32.0));
}

#[test]
fn names_do_not_meet() {
    let x = [0.3, 0.4];
    let (value, (dx, d, dv)) = names_value_and_grad(&x, 0.7, 1.1);
    assert_eq!(value.to_bits(), names(&x, 0.7, 1.1).to_bits());
    let step = 1e-6;
    let by_d = (names(&x, 0.7 + step, 1.1) - names(&x, 0.7 - step, 1.1)) / (2.0 * step);
    let by_v = (names(&x, 0.7, 1.1 + step) - names(&x, 0.7, 1.1 - step)) / (2.0 * step);
    let by_x = (names(&[0.3 + step, 0.4], 0.7, 1.1) - names(&[0.3 - step, 0.4], 0.7, 1.1)) / (2.0 * step);
    assert!((d - by_d).abs() < 1e-8 && (dv - by_v).abs() < 1e-8 && (dx[0] - by_x).abs() < 1e-8);
    let by = (caller(0.6 + step) - caller(0.6 - step)) / (2.0 * step);
    assert!((caller_grad(0.6) - by).abs() < 1e-8);
}

/// A keyword as a name: the rule has the same one.
#[allow(clippy::cast_lossless, reason = "as people write it; exact here")]
#[differentiate]
fn r#loop(r#in: ::core::primitive::f64) -> ::core::primitive::f64 {
    let mut r#let = r#in;
    for r#for in 0..3 {
        r#let = r#let * r#in + r#for as ::core::primitive::f64;
    }
    r#let
}

#[differentiate]
fn calls_loop(r#type: ::core::primitive::f64) -> ::core::primitive::f64 {
    r#loop(r#type * 2.0)
}

#[allow(clippy::float_cmp, reason = "as people write it; exact here")]
#[test]
fn keywords_as_names() {
    // ((x² + 0) x + 1) x + 2 has the derivative 4 x³ + 1.
    assert_eq!(loop_grad(0.5), 1.5);
    assert_eq!(calls_loop_grad(0.25), 3.0);
}

#[differentiate]
fn d_value(x: ::core::primitive::f64) -> ::core::primitive::f64 {
    x * x
}

/// The cotangent is not called like what is called.
#[differentiate]
fn calls_d_value(x: ::core::primitive::f64) -> ::core::primitive::f64 {
    d_value(x)
}

/// Nor like what is called inside of a macro.
#[differentiate]
fn lists_d_value(x: ::core::primitive::f64) -> ::core::primitive::f64 {
    let list = ::std::vec![d_value(x), x];
    list[0] * list[1]
}

/// Nor like the buffer of a parameter.
#[differentiate]
fn value_changes(
    value: &mut ::core::primitive::f64,
    d_value: ::core::primitive::f64,
) -> ::core::primitive::f64 {
    *value *= d_value;
    *value
}

#[allow(clippy::float_cmp, reason = "as people write it; exact here")]
#[test]
fn cotangents_and_buffers_have_names_of_their_own() {
    assert_eq!(calls_d_value_grad(3.0), 6.0);
    assert_eq!(calls_d_value_vjp(3.0, 2.0), 12.0);
    assert_eq!(lists_d_value_vjp(3.0, 2.0), 54.0);
    let (mut value, mut buffer) = (2.0, 10.0);
    assert_eq!(value_changes_vjp(&mut value, 3.0, 1.0, &mut buffer), 22.0);
    assert_eq!((value, buffer), (6.0, 33.0));
}

/// What the rule takes is called like nothing that the function mentions.
mod primals {
    pub struct Primal {
        pub primal: ::core::primitive::f64,
    }

    #[::differentiate::differentiate]
    pub fn primal(x: ::core::primitive::f64) -> ::core::primitive::f64 {
        x * x
    }

    #[::differentiate::differentiate(wrt(x))]
    pub fn takes_primal<Primal_: ::differentiate::Float>(x: Primal_, p: &Primal) -> Primal_ {
        x * Primal_::from_f64(p.primal)
    }

    #[::differentiate::differentiate(wrt(x))]
    pub fn calls_primal(x: ::core::primitive::f64, p: &Primal) -> ::core::primitive::f64 {
        primal(x) + takes_primal(x, p) + p.primal
    }

    #[::differentiate::differentiate(wrt(x))]
    pub fn is_called(x: ::core::primitive::f64, primal: &Primal) -> ::core::primitive::f64 {
        calls_primal(x, primal) * primal.primal
    }
}

#[allow(clippy::float_cmp, reason = "as people write it; exact here")]
#[test]
fn the_function_has_a_name_of_its_own_in_its_rule() {
    // 2 (x² + 2 x + 2)
    assert_eq!(primals::is_called_grad(3.0, &primals::Primal { primal: 2.0 }), 16.0);
}
