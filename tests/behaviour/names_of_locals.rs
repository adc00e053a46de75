//! Locals that are called as generated code could call what it mentions, or as each other.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

#[differentiate]
fn partitioned(values: &[f64], x: f64) -> f64 {
    let below = values.partition_point(|v| *v < x);
    x * below as f64 * values[0]
}

#[differentiate]
fn partitioned_beside(list: &[f64], values: &[f64]) -> f64 {
    let below = list.partition_point(|v| *v < values[1]);
    values[0] * below as f64 * list[0]
}

#[differentiate]
fn partitioned_by_a_closure(list: &[f64], values: &[f64]) -> f64 {
    let low = |v: &f64| *v < values[1];
    let below = list.partition_point(low);
    values[0] * below as f64 * list[0]
}

#[differentiate]
fn searched(values: &[f64], x: f64) -> f64 {
    let (Ok(at) | Err(at)) = values.binary_search_by(|v| v.total_cmp(&x));
    x * at as f64 * values[0]
}

#[differentiate]
fn largest(x: &[f64], item: f64) -> f64 {
    let found = x.iter().max_by_key(|v| ((**v - item) * 100.0) as i64).unwrap();
    found * item
}

#[differentiate]
fn counted(x: f64, first: usize, last: usize) -> f64 {
    let range = first..last;
    range.map(|i| x * i as f64).sum()
}

#[differentiate]
fn spelled(x: f64, first: char, last: char) -> f64 {
    (last..=first).map(|c| x * c as u32 as f64).sum()
}

#[differentiate]
fn unwrapped(x: &[f64], t: f64) -> f64 {
    let w = x.first();
    let there = w.is_some();
    if there { *w.unwrap() * t } else { t }
}

#[test]
fn are_not_those_of_the_function() {
    let x = [0.1, 0.4, 0.7, 0.9];
    // 2 x v₀
    assert_eq!(partitioned_grad(&x, 0.6), (vec![1.2, 0.0, 0.0, 0.0], 0.2));
    assert_eq!(searched_grad(&x, 0.6), (vec![1.2, 0.0, 0.0, 0.0], 0.2));
    // 2 v₀ l₀
    assert_eq!(partitioned_beside_grad(&x, &[3.0, 0.6]), (vec![6.0, 0.0, 0.0, 0.0], vec![0.2, 0.0]));
    assert_eq!(partitioned_by_a_closure_grad(&x, &[3.0, 0.6]), partitioned_beside_grad(&x, &[3.0, 0.6]));
    assert_eq!(largest_grad(&x, 0.6), (vec![0.0, 0.0, 0.0, 0.6], 0.9));
    assert_eq!((counted_grad(2.0, 1, 4), spelled_grad(1.0, 'c', 'a')), (6.0, 97.0 + 98.0 + 99.0));
    assert_eq!(unwrapped_grad(&x, 3.0), (vec![3.0, 0.0, 0.0, 0.0], 0.1));
}

#[derive(Clone, Copy)]
enum Way {
    Named { part_1: usize, part_2: usize },
    Placed(usize, usize),
}

fn number(way: Way) -> f64 {
    match way {
        Way::Named { part_1, part_2 } => (part_1 * 10 + part_2) as f64,
        Way::Placed(a, b) => (a * 100 + b) as f64,
    }
}

/// Locals that have each other's names.
#[differentiate]
fn exchanged(x: f64, a: usize, b: usize) -> f64 {
    let (a, b) = (b, a);
    assert!(a > b, "{a} is not above {b}");
    let shown = format!("{a}{a}{b}");
    x * (a * 10 + b) as f64 * shown.len() as f64
}

#[differentiate]
fn exchanged_parts(x: f64, part_1: usize, part_2: usize) -> f64 {
    let named = Way::Named { part_1: part_2, part_2: part_1 };
    let placed = Way::Placed(part_2, part_1);
    x * number(named) + x * x * number(placed)
}

#[test]
fn are_bound_together_where_they_are_exchanged() {
    assert_eq!(exchanged_value_and_grad(1.0, 3, 15), (153.0 * 5.0, 153.0 * 5.0));
    assert_eq!(exchanged_parts_value_and_grad(1.0, 3, 5), (53.0 + 503.0, 53.0 + 2.0 * 503.0));
}
