//! What Rust means where it is easily taken for something else: which of several names is meant, what is done though nobody
//! asks for its value, what a reference in an array leads to. Against values by hand and central differences.

#![allow(clippy::all, reason = "people write it")]

#[macro_use]
mod common;

use common::{assert_close, gradient};
use differentiate::differentiate;

/// The names of a pattern are gone after its arm.
#[differentiate]
fn named_in_an_arm(x: &[f64]) -> f64 {
    let k = x[0];
    let v = if let Some(k) = x.get(1) { k * 2.0 } else { return 0.0 };
    v * k
}
#[differentiate]
fn named_in_a_match(x: &[f64]) -> f64 {
    let (a, k) = (x[0], x[2]);
    let v = match x.first() {
        Some(k) if *k > 100.0 => return *k,
        Some(a) => a * 3.0,
        None => return 0.0,
    };
    let w = match x.len() {
        0 => return 1.0,
        a => a as f64,
    };
    if let Some(k) = x.last() {
        if *k > 100.0 {
            return *k;
        }
    } else {
        return k;
    }
    v * a * w + k * k
}

/// So are the parameters of a closure after the closure.
#[differentiate]
fn named_by_a_stage(x: &[f64]) -> f64 {
    let k = x[0];
    let mut s = 0.0;
    for v in x.iter().filter_map(|k| if *k > 0.0 { Some(k * 2.0) } else { None }).map(|w| w * k) {
        s += v * k;
    }
    for v in x.iter().flat_map(|k| [*k, k * 0.5]) {
        s += (v * k).sin();
    }
    s + x.iter().map_while(|k| (*k < 9.0).then(|| k * k)).map(|v| v * k).sum::<f64>()
}

/// What would give the value is done, also where it is only asked whether there is one.
#[differentiate]
fn popped(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    if v.pop().is_some() {
        v.push(1.0);
    }
    let there = x[0] > 0.2 && v.pop().is_some();
    v.iter().map(|a| a * a).sum::<f64>() + if there { x[1] } else { 0.0 }
}
#[differentiate]
fn popped_in_order(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let last = v.pop().or(v.pop()).unwrap();
    let before = v.pop().unwrap_or(v.len() as f64);
    last * 2.0 + before * last + v.pop().map_or(v.len() as f64, |a| a * a)
}

/// `take` asks for no item after its last.
#[differentiate]
fn taken_of_no_end(x: &[f64]) -> f64 {
    let mut asked = 0;
    let s: f64 = x
        .iter()
        .filter(|v| {
            asked += 1;
            **v > -9.0
        })
        .take(2)
        .sum();
    let t: f64 = (0..).filter(|i| i % 2 == 1).map(|i| x[i]).take(2).map(|v| v * v).sum();
    s * asked as f64 + t
}

/// References in an array lead where they lead.
#[differentiate]
fn referred_to_in_an_array(x: &[f64]) -> f64 {
    let a: Vec<f64> = x.iter().map(|v| v * v).collect();
    let mut b = x.to_vec();
    b[0] *= 2.0;
    let t = [&a, &b];
    let mut s = t[0][1] + t[1][0];
    for (w, list) in [(0.3, &a), (0.7, &b)] {
        s += w * list.iter().sum::<f64>();
    }
    let [p, q] = [&b, &a];
    let number = [&a[1], &b[0]];
    s + p[1] * q[2] + *number[0] * *number[1]
}
#[differentiate]
fn parts_in_an_array(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    for i in 1..4 {
        a[i] *= a[i - 1];
    }
    let t = [&a[..2], &a[2..]];
    a[0] + t[0][1] * t[1][1]
}

/// Steps and what is left of ranges count in the type of what they index.
const TABLE: [f64; 6] = [0.1, 0.2, -0.3, 0.4, 1.0, 2.0];
#[differentiate]
fn at(x: &[f64], k: usize) -> f64 {
    x[k] * x[0]
}
#[differentiate]
fn counted_by_what_it_indexes(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in (0..3).step_by(2) {
        s += at(x, i) + at(x, (i + 2) / 2 % 3);
    }
    for (i, j) in (0..3).zip(1..) {
        s += TABLE[i] * TABLE[j] * x[1];
    }
    for i in (0..4).take(3) {
        s += TABLE[i] * x[2];
    }
    s
}

/// Pieces of pieces: how many there are is calculated of counters.
#[differentiate]
fn pieces_of_pieces(x: &[f64]) -> f64 {
    let p = [x[0], x[1], x[2], 1.0];
    let mut s = 1.0;
    for v in p.chunks_exact(2) {
        for w in v.chunks(2) {
            s = s * w[0] + v.windows(1).map(|u| u[0]).sum::<f64>();
        }
    }
    s
}

/// An item may be there or not.
#[differentiate]
fn an_item_that_is_not_there(x: &[f64]) -> f64 {
    #[cfg(any())]
    const HALF: f64 = 7.0;
    #[cfg(not(any()))]
    const HALF: f64 = 0.5;
    x[0] * x[1] * HALF
}

/// The element is read when it is known which, though the index may leave.
#[differentiate]
fn indexed_by_what_changes_it(x: &[f64]) -> f64 {
    let mut a = [x[0], x[1]];
    let mut s = x[3];
    for k in 0..3 {
        s += x[1]
            * a[{
                a[0] = s * x[2];
                if k == 2 {
                    break;
                }
                0
            }];
    }
    s * a[0]
}

mod against_central_differences {
    by_differences! {
        [[0.4, 1.1, -0.7, 0.9], [0.1, 1.3, 0.7, -0.9], [-0.6, 0.2, 0.8, 1.4]];
        named_in_an_arm named_in_an_arm_value_and_grad,
        named_in_a_match named_in_a_match_value_and_grad,
        named_by_a_stage named_by_a_stage_value_and_grad,
        popped popped_value_and_grad,
        popped_in_order popped_in_order_value_and_grad,
        taken_of_no_end taken_of_no_end_value_and_grad,
        referred_to_in_an_array referred_to_in_an_array_value_and_grad,
        parts_in_an_array parts_in_an_array_value_and_grad,
        counted_by_what_it_indexes counted_by_what_it_indexes_value_and_grad,
        pieces_of_pieces pieces_of_pieces_value_and_grad,
        indexed_by_what_changes_it indexed_by_what_changes_it_value_and_grad,
        an_item_that_is_not_there an_item_that_is_not_there_value_and_grad,
    }
}

/// A number with a sign is that number, whatever its name stands for elsewhere.
#[differentiate]
fn negated(x: f64, n: i32) -> f64 {
    let y = x * n as f64;
    let n = 3;
    let m = -n;
    y * m as f64
}

#[test]
fn by_hand() {
    // 2 x1 x0
    assert_eq!(named_in_an_arm_grad(&[2.0, 5.0]), [10.0, 4.0]);
    // Two are taken, of two that were asked for; then x1² + x3².
    assert_eq!(taken_of_no_end_grad(&[2.0, 5.0, 7.0, 3.0]), [2.0, 2.0 + 10.0, 0.0, 6.0]);
    // a0 = x0, a1 = x0 x1, a3 = x0 x1 x2 x3; a0 + a1 a3.
    assert_eq!(parts_in_an_array_grad(&[1.0, 2.0, 3.0, 5.0]), [1.0 + 120.0, 60.0, 20.0, 12.0]);
    assert_eq!(negated_value_and_grad(2.0, 5), (-30.0, -15.0));
    assert_close([negated_grad(2.0, 5)], gradient(|[x]| negated(x, 5), [2.0]));
}
