//! Methods and operators of `std` by their paths: called, `Iterator::sum(items)`, and passed on, `map(Vec::len)`.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;
use std::ops::{Add, Mul, Neg, Sub};

#[differentiate]
fn iterators(x: &[f64]) -> f64 {
    let squares: Vec<f64> = Iterator::collect(Iterator::map(x.iter(), |v| v * v));
    let greatest = Iterator::fold(squares.iter().copied(), 0.0, f64::max);
    let total: f64 = std::iter::Iterator::sum(squares.iter());
    let pairs: f64 = Iterator::zip(x.iter(), &squares).map(|(a, b)| a * b).sum();
    total * greatest + pairs
}
#[test]
fn t_iterators() {
    // (1 + 4) · 4 + 1 + 8.
    assert_eq!(iterators_value_and_grad(&[1.0, 2.0]), (29.0, vec![8.0 + 3.0, 16.0 + 20.0 + 12.0]));
    every!([1.3, -0.7, 2.1, 0.4]; |p| iterators, iterators_value_and_grad, iterators_grad, iterators_vjp; (p));
}

#[differentiate]
fn lists(x: &[f64]) -> f64 {
    let mut rows = vec![x.to_vec(), vec![x[0]]];
    Vec::push(&mut rows[1], x[1] * x[0]);
    let count: usize = rows.iter().map(Vec::len).sum();
    let firsts = rows.iter().map(Vec::as_slice).filter_map(<[f64]>::first).sum::<f64>();
    let copies: Vec<Vec<f64>> = x.chunks(2).map(<[f64]>::to_vec).collect();
    let pieces: Vec<Vec<f64>> = x.chunks(2).map(Vec::from).collect();
    let all = Vec::from_iter(copies.concat().into_iter().chain(pieces.concat()));
    let copy = Vec::clone(&all);
    firsts * count as f64 + <[f64]>::iter(&copy).product::<f64>() + rows[1][1]
}
#[test]
fn t_lists() {
    // 2a · 4 + a² b² + ab.
    assert_eq!(lists_value_and_grad(&[3.0, 2.0]), (24.0 + 36.0 + 6.0, vec![8.0 + 24.0 + 2.0, 36.0 + 3.0]));
    every!([1.3, -0.7, 2.1, 0.4]; |p| lists, lists_value_and_grad, lists_grad, lists_vjp; (p));
}

#[differentiate]
fn options(x: &[f64]) -> f64 {
    let logs: Vec<Option<f64>> = x.iter().map(|v| (*v > 0.0).then(|| v.ln())).collect();
    let known = logs.iter().filter(|log| Option::is_some(log)).count();
    let total = logs.iter().copied().map(Option::unwrap_or_default).sum::<f64>();
    let first = logs.iter().copied().fold(None, Option::or).unwrap_or(0.0);
    let result: Result<f64, &str> = Option::ok_or(x.get(1).copied(), "none");
    let second = Result::unwrap_or(Result::map(result, |v| v * v), 0.0);
    total * known as f64 + first + second * Option::map_or(x.first(), 1.0, |v| v.powi(3))
}
#[test]
fn t_options() {
    // 2 (ln a + ln b) + ln a + b² a³, at (1, 2).
    let (value, slope) = options_value_and_grad(&[1.0, 2.0]);
    assert_eq!((value, slope), (2.0 * 2f64.ln() + 4.0, vec![3.0 + 12.0, 1.0 + 4.0]));
    every!([1.3, -0.7, 2.1, 0.4]; |p| options, options_value_and_grad, options_grad, options_vjp; (p));
}

#[differentiate]
fn operators(x: &[f64]) -> f64 {
    let sum = x.iter().copied().fold(0.0, Add::add);
    let product = x.iter().copied().reduce(Mul::mul).unwrap();
    let negated: f64 = x.iter().map(Neg::neg).sum();
    let greatest = x.iter().copied().max_by(f64::total_cmp).unwrap();
    sum * product + negated * greatest + Sub::sub(x[0], x[1]).mul(2.0).add(x[0])
}
#[test]
fn t_operators() {
    // (a + b) ab − (a + b) b + 2 (a − b) + a, at (1, 2).
    assert_eq!(operators_value_and_grad(&[1.0, 2.0]), (-1.0, vec![8.0 - 2.0 + 3.0, 5.0 - 5.0 - 2.0]));
    every!([1.3, -0.7, 2.1, 0.4]; |p| operators, operators_value_and_grad, operators_grad, operators_vjp; (p));
}

/// A type of the user's with the name of a trait of operators, in another module, changes nothing.
mod own {
    pub trait Scale {
        fn scale(&self) -> f64;
    }
    impl Scale for usize {
        fn scale(&self) -> f64 {
            *self as f64
        }
    }
}
#[differentiate]
fn constants_by_path(x: &[f64], words: &[String]) -> f64 {
    let lengths: Vec<usize> = words.iter().map(String::len).collect();
    let scale: f64 = lengths.iter().map(own::Scale::scale).sum();
    let longest = Iterator::max(lengths.iter().copied()).map_or(0.0, |n| n as f64);
    x[0] * scale + x[1] * longest
}
#[test]
fn t_constants_by_path() {
    let words = ["ab".to_owned(), "cde".to_owned()];
    assert_eq!(constants_by_path_value_and_grad(&[2.0, 3.0], &words), (19.0, vec![5.0, 3.0]));
}

#[differentiate]
fn functions(x: &[f64]) -> f64 {
    let most = std::cmp::max_by(x[0], x[1], |a, b| a.total_cmp(b));
    let least = std::cmp::min_by(x[0], x[1], f64::total_cmp);
    let one = std::slice::from_ref(&x[0]);
    most * most - least + one.iter().chain(&x[1..]).map(|v| v * v).sum::<f64>()
}
#[test]
fn t_functions() {
    // b² − a + a² + b², at (1, 2).
    assert_eq!(functions_value_and_grad(&[1.0, 2.0]), (8.0, vec![-1.0 + 2.0, 4.0 + 4.0]));
    every!([1.3, -0.7, 2.1, 0.4]; |p| functions, functions_value_and_grad, functions_grad, functions_vjp; (p));
}
