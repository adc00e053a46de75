//! Calls of other differentiated functions: by value and by reference, across modules, through generics, nested.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, derivative, gradient};
use differentiate::{Float, differentiate, stop_gradient};
use differentiate::{
    dot, gelu, leaky_relu, logsumexp, norm_squared, relu, sigmoid, silu, softmax, softplus, step,
};

mod act {
    use differentiate::differentiate;

    #[differentiate]
    pub fn logistic(x: f64) -> f64 {
        1.0 / (1.0 + (-x).exp())
    }

    pub mod deeper {
        #[differentiate::differentiate]
        pub fn cube(x: f64) -> f64 {
            super::logistic(x) * x.powi(3)
        }
    }
}

use act::deeper::cube;

#[differentiate]
fn weighted(x: &[f64; 3], w: [f64; 3], n: usize, scale: &f64) -> f64 {
    x[n] * w[0] + x[2] * w[n] * scale
}

#[differentiate]
fn pair(x: f64, y: f64) -> (f64, [f64; 2]) {
    (x * y, [x.sin(), y * y])
}

#[differentiate]
fn calls(x: [f64; 3], w: [f64; 3], s: f64) -> f64 {
    let a = weighted(&x, w, 1, &s);
    let (b, [c, d]) = pair(a, x[0]);
    let whole = pair(s, w[2]);
    let e = weighted(&[b, c, d], x, 0, &2.0);
    act::logistic(a) * cube(b) + e * whole.0 + whole.1[1]
}

#[test]
fn calls_by_value_and_by_reference() {
    let at = [0.3, -0.7, 0.5, 1.1, 0.4, -0.9, 0.8];
    let run = |[a, b, c, d, e, f, s]: [f64; 7]| calls([a, b, c], [d, e, f], s);
    let ([a, b, c], [d, e, f], s) = calls_grad([0.3, -0.7, 0.5], [1.1, 0.4, -0.9], 0.8);
    assert_close([a, b, c, d, e, f, s], gradient(run, at));
}

#[differentiate]
fn in_branches(x: f64, w: [f64; 3], n: usize) -> f64 {
    let y = if n > 1 { cube(x) * weighted(&w, [x; 3], 0, &x) } else { act::logistic(x * w[0]) };
    match n {
        0 => y * y,
        3 => cube(y),
        _ => cube(y) + weighted(&[y, x, w[1]], w, 1, &y),
    }
}

#[test]
fn calls_inside_branches() {
    for n in 0..5 {
        let (dx, [a, b, c]) = in_branches_grad(0.6, [0.2, -0.5, 1.3], n);
        let run = |[x, a, b, c]: [f64; 4]| in_branches(x, [a, b, c], n);
        assert_close([dx, a, b, c], gradient(run, [0.6, 0.2, -0.5, 1.3]));
    }
}

#[differentiate]
fn outer(x: f64, n: usize) -> f64 {
    in_branches(x, [x, 2.0 * x, 0.3], n) * x
}

#[test]
fn calls_of_functions_with_calls_inside_branches() {
    for n in 0..5 {
        assert_close([outer_grad(0.6, n)], gradient(|[x]| outer(x, n), [0.6]));
    }
}

#[differentiate]
fn constant_arguments(x: f64, table: &[f64; 3]) -> f64 {
    const_helper(TABLE, 1) * x + weighted(&TABLE, [x; 3], 1, &x) + weighted(table, TABLE, 2, &1.5)
}

const TABLE: [f64; 3] = [2.0, 3.0, 5.0];

fn const_helper(table: [f64; 3], i: usize) -> f64 {
    table[i]
}

#[test]
fn arguments_that_do_not_vary() {
    let (dx, [a, b, c]) = constant_arguments_grad(0.6, &[0.1, 0.2, 0.4]);
    let run = |[x, a, b, c]: [f64; 4]| constant_arguments(x, &[a, b, c]);
    assert_close([dx, a, b, c], gradient(run, [0.6, 0.1, 0.2, 0.4]));
}

#[differentiate]
fn generic<T: Float>(x: T, w: [T; 2]) -> T {
    let half = T::from_f64(0.5);
    (x * w[0] + T::ONE).tanh() * w[1].max(half) + T::from(2.0) * x.powi(3) / half
}

#[differentiate]
fn uses_generic(x: f64, y: f32) -> f64 {
    generic(x, [x, 2.0]) * generic(y, [0.5, y]) as f64
}

#[test]
fn generic_functions() {
    let (dx, [a, b]) = generic_grad(0.7, [1.2, 0.9]);
    assert_close([dx, a, b], gradient(|[x, a, b]| generic(x, [a, b]), [0.7, 1.2, 0.9]));
    let (dx, _): (f32, [f32; 2]) = generic_grad(0.7_f32, [1.2, 0.9]);
    assert!((f64::from(dx) - gradient(|[x]| generic(x, [1.2, 0.9]), [0.7])[0]).abs() < 1e-4);
    let (dx, dy) = uses_generic_grad(0.7, 0.4);
    assert_close([dx], gradient(|[x]| uses_generic(x, 0.4), [0.7]));
    let exact = gradient(|[y]| generic(0.7, [0.7, 2.0]) * generic(y, [0.5, y]), [0.4_f64]);
    assert!((f64::from(dy) - exact[0]).abs() < 1e-4);
}

#[differentiate]
fn library(x: [f64; 4], w: &[f64; 4]) -> f64 {
    let z = [
        relu(x[0]) + leaky_relu(x[1], 0.1),
        sigmoid(x[1]) * softplus(x[2]),
        silu(x[2]) + gelu(x[3]),
        step(x[0]) * x[3],
    ];
    let p = softmax(&z);
    p[0] * logsumexp(&z) + dot(&p, w) * norm_squared(w) + dot(w, w)
}

#[test]
fn functions_of_the_library() {
    let run = |[a, b, c, d, e, f, g, h]: [f64; 8]| library([a, b, c, d], &[e, f, g, h]);
    let at = [0.4, -0.8, 1.3, -0.2, 0.9, 0.1, -1.4, 0.6];
    let ([a, b, c, d], [e, f, g, h]) = library_grad([0.4, -0.8, 1.3, -0.2], &[0.9, 0.1, -1.4, 0.6]);
    assert_close([a, b, c, d, e, f, g, h], gradient(run, at));
}

#[differentiate]
fn factorial_series(x: f64, n: u32) -> f64 {
    if n == 0 {
        return 1.0;
    }
    1.0 + x / n as f64 * factorial_series(x * 0.9, n - 1)
}

#[test]
fn recursion() {
    for n in 0..6 {
        assert_close([factorial_series_grad(0.7, n)], gradient(|[x]| factorial_series(x, n), [0.7]));
    }
}

#[differentiate]
fn even(x: f64, n: u32) -> f64 {
    if n == 0 { x } else { x * odd(x.sin(), n - 1) }
}

#[differentiate]
fn odd(x: f64, n: u32) -> f64 {
    if n == 0 {
        return 1.0;
    }
    x + even(x * x, n - 1)
}

#[test]
fn mutual_recursion() {
    for n in 0..6 {
        assert_close([even_grad(0.7, n)], gradient(|[x]| even(x, n), [0.7]));
    }
}

std::thread_local! {
    static CALLS: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// Answers differently each time, and is only carried along.
fn counted() -> f64 {
    CALLS.with(|calls| {
        calls.set(calls.get() + 1);
        f64::from(calls.get())
    })
}

#[differentiate]
fn weighed(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        sum += counted() * x[i] * x[i + 1];
    }
    sum
}

#[differentiate]
fn weighs(x: &[f64]) -> f64 {
    weighed(x) * 2.0
}

/// What is carried along as a part of what a function gives.
fn counted_twice() -> Vec<f64> {
    vec![counted(), 0.5]
}

#[differentiate]
fn weighs_a_part(x: f64) -> f64 {
    weighs_one(x, counted_twice()[0], 2.0) * x
}

#[differentiate]
fn weighs_one(x: f64, weight: f64, power: f64) -> f64 {
    x.powf(power) * weight
}

/// A function that the user calls is called as often as it stands there, whatever is run again.
#[test]
fn what_is_only_carried_along_is_called_once() {
    let x = [1.0, 1.0, 1.0];
    let from_the_start = |f: &dyn Fn() -> Vec<f64>| {
        CALLS.set(0);
        let answer = f();
        (answer, CALLS.get())
    };
    assert_eq!(from_the_start(&|| vec![weighed(&x)]), (vec![3.0], 2));
    assert_eq!(from_the_start(&|| weighed_grad(&x)), (vec![1.0, 3.0, 2.0], 2));
    assert_eq!(from_the_start(&|| weighed_value_and_grad(&x).1), (vec![1.0, 3.0, 2.0], 2));
    assert_eq!(from_the_start(&|| weighs_grad(&x)), (vec![2.0, 6.0, 4.0], 2));
    // x³, and what the first call answers is 1.
    assert_eq!(from_the_start(&|| vec![weighs_a_part_grad(2.0)]), (vec![12.0], 1));
}

#[differentiate]
fn squared_too(x: f64) -> [f64; 2] {
    [x, x * x]
}

#[differentiate]
fn weighs_pair(p: [f64; 2], i: usize) -> f64 {
    p[0] * i as f64 + p[1].sin()
}

/// What a callee gave, of a type that only rustc knows, is used as a whole in every iteration.
#[differentiate]
fn whole_in_a_loop(x: f64, n: usize) -> f64 {
    let p = squared_too(x);
    let mut sum = 0.5_f64;
    for i in 0..n {
        sum += weighs_pair(p, i) * sum.cos();
    }
    sum
}

#[test]
fn a_result_that_a_loop_uses_as_a_whole() {
    for n in 0..4 {
        assert_close([whole_in_a_loop_grad(0.7, n)], [derivative(|x| whole_in_a_loop(x, n), 0.7)]);
    }
}

/// Numbers alone, also behind a minus sign, do not say of which type they are.
#[differentiate]
fn held_number(x: f64) -> f64 {
    let held: f64 = stop_gradient(-0.7);
    x * (held + held).cos() * ((-0.5_f64) + 0.25).sin()
}

#[test]
fn a_number_that_is_held_constant() {
    assert_close([held_number_grad(0.7)], [derivative(held_number, 0.7)]);
}

#[differentiate]
fn doubles(x: &[f64], out: &mut [f64; 3]) -> f64 {
    out[0] *= 2.0;
    x[0] * x[1] + out[1]
}

/// A copy and the original go to one call: the adjoint of the original is handed in and out, the copy's is added after.
#[differentiate]
fn lends_a_copy_too(x: f64) -> f64 {
    let mut a = [x, 0.5, x];
    let b = a;
    let value = doubles(&b, &mut a);
    value * a[0] + a[2]
}

#[test]
fn a_copy_is_lent_beside_the_original() {
    assert_close([lends_a_copy_too_grad(0.7)], [derivative(lends_a_copy_too, 0.7)]);
}

#[differentiate]
fn inner_product(factors: &(f64, &[f64; 3]), [b, c]: &[&[f64]; 2]) -> f64 {
    let (scale, a) = *factors;
    let mut sum = scale;
    for i in 0..b.len() {
        sum += a[i] * b[i] * c[i].sin();
    }
    sum
}

#[differentiate]
fn sum_of_squares(rows: &[&[f64]; 2], (first, (second, n)): &(&[f64], (&[f64], usize))) -> f64 {
    rows[0].iter().chain(rows[1]).chain(*first).chain(*second).map(|v| v * v).sum::<f64>() * *n as f64
}

/// What is lent inside of a tuple or an array changes before and after: the callee gets what is there when it is called.
#[differentiate]
fn lends_in_tuples(x: f64) -> f64 {
    let mut a = [x, 0.5, x * x];
    let mut v = vec![x, 2.0 * x, 0.3];
    let mut sum = 0.0;
    for i in 0..2 {
        a[i] *= x;
        let rows = [&v[..2], &v[1..]];
        sum += inner_product(&(x, &a), &[&v[1..], &a]);
        sum += sum_of_squares(&rows, &(&a[i..], (&v[..], i + 1))) * rows[1][0];
        v[i] += a[2].cos();
        a[2] *= v[1];
    }
    sum * a[0]
}

#[test]
fn references_inside_of_tuples_and_arrays_lead_to_what_is_there_at_the_call() {
    assert_close([lends_in_tuples_grad(0.7)], [derivative(lends_in_tuples, 0.7)]);
}

/// Functions of the same name in different modules have rules of their own.
mod of_the_same_name {
    use super::*;

    mod square {
        #[differentiate::differentiate]
        pub fn apply(x: f64) -> f64 {
            x * x
        }
    }

    mod cube {
        #[differentiate::differentiate]
        pub fn apply(x: f64) -> f64 {
            x * x * x
        }
    }

    #[differentiate]
    fn both(x: f64) -> f64 {
        square::apply(x) + 10.0 * cube::apply(x) + square::apply(3.0 * x)
    }

    #[test]
    fn by_hand() {
        // 2x + 30x² + 18x
        assert_eq!(both_grad(2.0), 4.0 + 120.0 + 36.0);
    }
}

#[differentiate]
fn scaled(t: (f64, usize)) -> f64 {
    t.0 * t.1 as f64
}

#[differentiate]
fn lent_twice_by_value(x: f64, n: usize) -> f64 {
    let t = (x * x, n);
    scaled(t) * scaled(t).sin()
}

#[test]
fn a_tuple_with_an_integer_is_given_twice() {
    let f = |x| lent_twice_by_value(x, 3);
    assert_close([lent_twice_by_value_grad(0.7, 3)], [derivative(f, 0.7)]);
}

#[differentiate]
fn squares(a: &[f64; 2]) -> f64 {
    a[0] * a[0] + a[1] * a[1]
}

/// What is lent is a copy of what was there before.
#[differentiate]
fn lent_a_copy(x: f64) -> f64 {
    let mut a = [x * x, x];
    let copy = a;
    a[0] = x.sin();
    squares(&copy) * a[0] + a[1]
}

/// The value of the call decides, and nothing of it flows.
#[differentiate]
fn decided_by_a_call(x: f64) -> f64 {
    let size = squares(&[x, 0.5]);
    if size > 1.0 { x * x } else { x }
}

#[test]
fn copies_and_decisions() {
    for x in [0.4, 1.2] {
        assert_close([lent_a_copy_grad(x)], [derivative(lent_a_copy, x)]);
        assert_close([decided_by_a_call_grad(x)], [derivative(decided_by_a_call, x)]);
    }
}

#[differentiate]
fn times_the_first(x: f64, list: &[f64]) -> f64 {
    x * list[0]
}

/// The list is chosen, and the callee wants it in the reverse sweep once more.
#[differentiate(wrt(x))]
fn of_one_list(x: f64, a: &[f64], b: &[f64]) -> f64 {
    let own = [5.0, 7.0];
    let list = if a[0] > b[0] { &a[1..] } else { b };
    let other = if a[0] > b[0] { b } else { &own[..] };
    times_the_first(x * x, list) + times_the_first(x, other)
}

#[differentiate(wrt(x))]
fn hands_lists_on(x: f64, a: &[f64]) -> f64 {
    of_one_list(x, a, &[0.5]) * 2.0
}

#[test]
fn lists_that_are_chosen() {
    // a1 x² + b0 x, or b0 x² + 5 x.
    assert_eq!(of_one_list_grad(3.0, &[1.0, 2.0], &[0.5]), 12.5);
    assert_eq!(of_one_list_grad(3.0, &[1.0, 2.0], &[1.5]), 14.0);
    assert_eq!(hands_lists_on_grad(3.0, &[1.0, 2.0]), 25.0);
    assert_close(
        [hands_lists_on_grad(3.0, &[0.1, 2.0])],
        gradient(|[x]| hands_lists_on(x, &[0.1, 2.0]), [3.0]),
    );
}

/// Functions and their rules are looked up apart: here rustc finds this crate's `sigmoid` for the rule of another one.
mod hides {
    use differentiate::*;

    pub fn sigmoid(x: f64) -> f64 {
        x / (1.0 + x.abs())
    }

    pub fn step<T: Float>(x: T) -> T {
        x * x
    }

    #[differentiate]
    pub fn fast(x: f64) -> f64 {
        sigmoid(x) * 2.0
    }

    #[differentiate]
    pub fn generic<T: Float>(x: T) -> T {
        step(x) + step(x * x)
    }

    #[differentiate]
    pub fn not_hidden<T: Float>(x: T) -> T {
        relu(x) + norm_squared(&softmax(&[x, x * x]))
    }
}

#[test]
#[should_panic(expected = "calls::hides::sigmoid` is called, which has no gradient")]
fn the_rule_of_another_function() {
    let _ = hides::fast_grad(0.5);
}

#[test]
#[should_panic(expected = "calls::hides::step<f32>` is called, which has no gradient")]
fn the_rule_of_another_generic_function() {
    let _ = hides::generic_value_and_grad(0.5_f32);
}

#[test]
fn the_rules_of_a_glob_import() {
    assert_close([hides::not_hidden_grad(0.7)], [derivative(hides::not_hidden, 0.7)]);
}

/// The same beside functions of the user's own.
mod models {
    pub mod library {
        #[differentiate::differentiate]
        pub fn loss<'a>(x: &'a [f64], y: &'a [f64]) -> f64 {
            x[0] * y[0]
        }

        #[differentiate::differentiate]
        pub fn loss_of<const N: usize>(x: [f64; N]) -> f64 {
            x[0] * x[N - 1]
        }
    }

    use library::*;

    pub fn loss(x: &[f64], y: &[f64]) -> f64 {
        x[0] - y[0]
    }

    #[differentiate::differentiate]
    pub fn hidden(x: f64) -> f64 {
        loss(&[x], &[x])
    }

    #[differentiate::differentiate]
    pub fn seen(x: f64) -> f64 {
        library::loss(&[x], &[x]) + loss_of([x, 1.0]) + loss_of::<1>([x])
    }
}

#[test]
#[should_panic(expected = "calls::models::loss` is called, which has no gradient")]
fn the_rule_of_the_users_own_function() {
    let _ = models::hidden_grad(0.5);
}

#[test]
fn the_rule_by_its_path() {
    assert_eq!(models::seen_grad(3.0), 6.0 + 1.0 + 6.0);
}
