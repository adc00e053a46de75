//! What Rust means where it is easily taken for something else: which of several names is meant, what is done though nobody
//! asks for its value, what a reference in an array leads to. Against values by hand and central differences.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, gradient};
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

/// A panic that `||` decides ends nothing where it is not decided.
#[differentiate]
fn or_panics(x: &[f64]) -> f64 {
    let _ok = x.len() == 4 || panic!("four are needed");
    let root = |v: f64| {
        let _ = v > -9.0 || unreachable!();
        v * v * v
    };
    let y = if x[1] > -9.0 && (x[2] < 9.0 || panic!("large")) { root(x[0]) * x[1] } else { x[2] };
    let mut s = y;
    for v in x.iter().filter(|v| **v > 0.0 || **v < 9.0 || panic!("not a number")) {
        s += v * v;
        s *= x[3];
    }
    s
}

/// What `unwrap_or` takes is evaluated after the `Option`, and may change what that is made of.
#[differentiate]
fn defaults_that_change(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let first = a.first().copied().unwrap_or({
        a[0] = 3.0 * x[1];
        1.0
    });
    let last = a.last().copied().or(a.pop()).unwrap();
    let mut k = x[1];
    let mapped = x.first().map(|v| v * k).unwrap_or({
        k = x[2];
        1.0
    });
    let squared = a.get(1).copied().map_or(
        {
            a[1] = x[0];
            1.0
        },
        |v| v * v,
    );
    let mut n = 1;
    let there = x.get(2).expect({
        n += 1;
        "a third"
    });
    first * last + mapped * k + squared * a[1] * there * n as f64 + a.iter().sum::<f64>()
}

/// `*list` is the slice, also behind a reference.
#[differentiate]
fn dereferenced(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let r = &mut v;
    r[0] += x[1];
    let y = (**r)[0] * 2.0;
    let mut rows = vec![x.to_vec(), vec![x[2], x[3]]];
    for row in rows.iter_mut() {
        row[0] = (**row)[1] * 2.0;
    }
    let s: &[f64] = &*v;
    y * (*v)[1] + s[2] * rows[0][0] * rows[1][0]
}

/// `map` of an array has run before the loop begins.
#[differentiate]
fn mapped_at_once(x: &[f64]) -> f64 {
    let a = [x[0], x[1], x[2]];
    let (mut k, mut s) = (x[3], 0.0);
    for v in a.map(|v| v * k) {
        k += v;
        s += v * k;
    }
    s
}

/// A `move` closure of what does not change.
#[differentiate]
fn moved_into_a_chain(x: &[f64]) -> f64 {
    let k = x[1];
    x.iter().map(move |v| v * k).sum::<f64>() * k
}

/// Counters at the ends of their types.
#[differentiate]
fn at_the_ends(x: &[f64]) -> f64 {
    let top = u8::MAX;
    let mut s = x[0];
    for i in 253..=top {
        s += x[1] * i as f64;
    }
    for i in (u8::MAX - 2)..=u8::MAX {
        s += x[2] * i as f64;
    }
    for i in (-100i8..100).step_by(70) {
        s += x[3] * i as f64;
    }
    for (k, i) in (-100i8..=100).rev().skip(199).enumerate() {
        s *= x[3] + i as f64 + k as f64;
    }
    s
}

/// `&&` guards a negation that would overflow.
#[differentiate]
fn guarded_negation(x: &[f64]) -> f64 {
    let i = if x[0] > -9.0 { i32::MIN } else { 3 };
    let negated = i != i32::MIN && {
        let j = -i;
        j > 3
    };
    if negated { x[0] } else { x[1] * x[0] }
}

/// Modules of inner blocks, and what is imported from them.
#[differentiate]
fn imported_inside(x: &[f64]) -> f64 {
    let a = {
        mod m {
            pub const K: usize = 2;
        }
        x[0] * m::K as f64
    };
    let b = {
        mod m {
            pub const K: usize = 3;
        }
        x[1] * m::K as f64
    };
    a * b
}

/// Strings that are chosen and assigned, and what is asked of one.
#[differentiate]
fn chosen_strings(x: &[f64]) -> f64 {
    let name = if x.len() > 1 { "relu" } else { "id" };
    let y = match name {
        "relu" => x[0].max(0.0) * x[1],
        _ => x[0],
    };
    let mut other = "a";
    if x[2] > -9.0 {
        other = " b ";
    }
    match other.trim() {
        "b" => y * x[2] + x[0] * x[3],
        _ => y,
    }
}

/// The type of what a chain is collected into decides what it is.
#[differentiate]
fn collected(x: &[f64]) -> f64 {
    use std::collections::{BTreeSet, HashSet};
    let some: HashSet<usize> = [1, 1, 2].into_iter().collect();
    let more = [1usize, 1, 2, 3].iter().map(|v| v * 2).collect::<BTreeSet<_>>();
    let text: String = ["ab", "c"].into_iter().collect();
    let lengths: Vec<usize> = "a,bb,c".split(',').map(|part| part.len()).collect();
    let all: usize = "a,bb,c".split(',').map(|part| part.len()).sum();
    x[0] * some.len() as f64
        + x[1] * more.len() as f64
        + x[2] * text.len() as f64
        + x[3] * (lengths[1] * all) as f64 * x[0]
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
        or_panics or_panics_value_and_grad,
        defaults_that_change defaults_that_change_value_and_grad,
        dereferenced dereferenced_value_and_grad,
        mapped_at_once mapped_at_once_value_and_grad,
        moved_into_a_chain moved_into_a_chain_value_and_grad,
        at_the_ends at_the_ends_value_and_grad,
        guarded_negation guarded_negation_value_and_grad,
        imported_inside imported_inside_value_and_grad,
        chosen_strings chosen_strings_value_and_grad,
        collected collected_value_and_grad,
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
    // 2 (x0 + x1) x1 + x2 (2 x1) (2 x3)
    assert_eq!(dereferenced_grad(&[2.0, 5.0, 7.0, 3.0]), [10.0, 24.0 + 84.0, 60.0, 140.0]);
    // x3 (x0 + x1 + x2), k grows by each
    assert_eq!(mapped_at_once_grad(&[1.0, 0.0, 0.0, 2.0]), [2.0 * 2.0 + 8.0, 8.0, 8.0, 2.0 * 2.0 + 4.0]);
    // 2 x1 x0
    assert_eq!(named_in_an_arm_grad(&[2.0, 5.0]), [10.0, 4.0]);
    // Two are taken, of two that were asked for; then x1² + x3².
    assert_eq!(taken_of_no_end_grad(&[2.0, 5.0, 7.0, 3.0]), [2.0, 2.0 + 10.0, 0.0, 6.0]);
    // a0 = x0, a1 = x0 x1, a3 = x0 x1 x2 x3; a0 + a1 a3.
    assert_eq!(parts_in_an_array_grad(&[1.0, 2.0, 3.0, 5.0]), [1.0 + 120.0, 60.0, 20.0, 12.0]);
    assert_eq!(negated_value_and_grad(2.0, 5), (-30.0, -15.0));
    assert_close([negated_grad(2.0, 5)], gradient(|[x]| negated(x, 5), [2.0]));
}
