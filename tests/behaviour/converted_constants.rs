//! Constants that closures and locals convert to a type parameter.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, gradient};
use differentiate::differentiate;
use num_traits::{Float, FromPrimitive, NumCast};

#[differentiate]
fn by_a_closure<T: Float>(x: T, y: T) -> T {
    let c = |v: f64| T::from(v).unwrap();
    let a = c(1.5) - x + x * y;
    let b = c(2.25) - x + x * y * y;
    a * a + c(2.0) * b * b
}

/// The closure's parameter has the name of the function's.
#[differentiate]
fn by_a_closure_of_the_same_name<T: Float>(v: T) -> T {
    let c = |v: f64| T::from(v).unwrap();
    c(3.0) * v * v
}

#[differentiate]
fn by_locals<T: Float + FromPrimitive>(x: T) -> T {
    let half = 0.5;
    let half: T = NumCast::from(half).unwrap();
    let k = 3;
    let three = T::from_i32(k).unwrap();
    half * x.powi(k) + three * x
}

#[differentiate]
fn by_an_inner_local<T: Float>(x: T) -> T {
    let scale = {
        let x = 2.5;
        T::from(x).unwrap()
    };
    scale * x * x
}

#[differentiate]
fn by_a_fallible_closure<T: Float + FromPrimitive>(x: T, n: usize) -> T {
    let count = |n: usize| T::from_usize(n).expect("small");
    let mut sum = T::zero();
    for i in 0..n {
        sum = sum + count(i) * x / count(n);
    }
    sum * x
}

#[test]
fn constants() {
    let (x, y) = by_a_closure_grad(0.7, 0.3);
    assert_close([x, y], gradient(|[x, y]| by_a_closure(x, y), [0.7, 0.3]));
    assert_eq!(by_a_closure_value_and_grad(0.7f32, 0.3).0, by_a_closure(0.7f32, 0.3));
    assert_eq!(by_a_closure_of_the_same_name_value_and_grad(2.0), (12.0, 12.0));
    assert_eq!(by_locals_value_and_grad(2.0), (10.0, 9.0));
    assert_eq!(by_an_inner_local_value_and_grad(2.0), (10.0, 10.0));
    assert_eq!(by_a_fallible_closure_value_and_grad(2.0, 4), (6.0, 6.0));
}
