//! References that a loop hands from one iteration to the next: in tuples, in `Option`s, to rows of several lists; searches among rows.

#![allow(clippy::all, reason = "people write it")]

use crate::check::mat;
use differentiate::differentiate;

/// The best so far as `(usize, &f64)`.
#[differentiate]
fn best_in_a_loop(x: &[f64]) -> f64 {
    let mut best: (usize, &f64) = (0, &x[0]);
    for (i, v) in x.iter().enumerate() {
        if v > best.1 {
            best = (i, v);
        }
    }
    best.1 * best.1 + x[best.0]
}
#[test]
fn t_best_in_a_loop() {
    assert_eq!(best_in_a_loop_value_and_grad(&[1.0, 3.0, 2.0]), (12.0, vec![0.0, 7.0, 0.0]));
    every!([1.3, -0.7, 2.1, 0.4]; |p| best_in_a_loop, best_in_a_loop_value_and_grad, best_in_a_loop_grad, best_in_a_loop_vjp; (p));
}

#[differentiate]
fn best_in_a_fold(x: &[f64]) -> f64 {
    let (i, v) = x.iter().enumerate().fold((0, &x[0]), |best, (i, v)| if v > best.1 { (i, v) } else { best });
    v * v * (i as f64 + 1.0)
}
#[test]
fn t_best_in_a_fold() {
    assert_eq!(best_in_a_fold_value_and_grad(&[1.0, 3.0, 2.0]), (18.0, vec![0.0, 12.0, 0.0]));
    every!([1.3, -0.7, 2.1, 0.4]; |p| best_in_a_fold, best_in_a_fold_value_and_grad, best_in_a_fold_grad, best_in_a_fold_vjp; (p));
}

#[differentiate]
fn least_and_greatest(x: &[f64]) -> f64 {
    let (low, high) = x.iter().fold((&x[0], &x[0]), |(low, high), v| {
        (if v < low { v } else { low }, if v > high { v } else { high })
    });
    high * low
}
#[test]
fn t_least_and_greatest() {
    assert_eq!(least_and_greatest_value_and_grad(&[4.0, 3.0, 5.0]), (15.0, vec![0.0, 5.0, 3.0]));
    every!([1.3, -0.7, 2.1, 0.4]; |p| least_and_greatest, least_and_greatest_value_and_grad, least_and_greatest_grad, least_and_greatest_vjp; (p));
}

#[differentiate]
fn best_in_an_option(x: &[f64]) -> f64 {
    let mut best: Option<(usize, &f64)> = None;
    for (i, v) in x.iter().enumerate() {
        match best {
            Some((_, b)) if v <= b => {}
            _ => best = Some((i, v)),
        }
    }
    let (i, v) = best.unwrap();
    v * v + i as f64 * x[0]
}
#[test]
fn t_best_in_an_option() {
    assert_eq!(best_in_an_option_value_and_grad(&[1.0, 3.0, 2.0]), (10.0, vec![1.0, 6.0, 0.0]));
    every!([1.3, -0.7, 2.1, 0.4]; |p| best_in_an_option, best_in_an_option_value_and_grad, best_in_an_option_grad, best_in_an_option_vjp; (p));
}

/// A slice in an `Option` that begins empty, and one beside its score.
#[differentiate]
fn best_pair(x: &[f64]) -> f64 {
    let mut best: Option<&[f64]> = None;
    let mut scored: Option<(&[f64], f64)> = None;
    for w in x.windows(2) {
        let score = w[0] * w[1];
        if best.is_none_or(|b| score > b[0] * b[1]) {
            best = Some(w);
        }
        if scored.is_none_or(|(_, least)| score < least) {
            scored = Some((w, score));
        }
    }
    best.map_or(0.0, |w| w[0] * w[0] * w[1]) + scored.map_or(0.0, |(w, score)| w[0] * score)
}
#[test]
fn t_best_pair() {
    // The pairs [2, 3] and [1, 2]: 2² · 3 + 1 · 2.
    assert_eq!(best_pair_value_and_grad(&[1.0, 2.0, 3.0]), (14.0, vec![4.0, 13.0, 4.0]));
    every!([1.3, -0.7, 2.1, 0.4]; |p| best_pair, best_pair_value_and_grad, best_pair_grad, best_pair_vjp; (p));
}

/// Slices that a fold and a reduction carry.
#[differentiate]
fn folded_pairs(x: &[f64]) -> f64 {
    let more = |a: &[f64], b: &[f64]| a[0] * a[1] > b[0] * b[1];
    let most = x.windows(2).fold(&x[..2], |a, b| if more(a, b) { a } else { b });
    let least = x.windows(2).reduce(|a, b| if more(a, b) { b } else { a }).unwrap();
    let mut last = (&x[..2], 1.0);
    for w in x.windows(2) {
        if w[0] > last.1 {
            last = (w, w[0] * w[1]);
        }
    }
    most[0] * most[1] + least[0] * last.1 * last.0[1]
}
#[test]
fn t_folded_pairs() {
    every!([1.3, -0.7, 2.1, 0.4]; |p| folded_pairs, folded_pairs_value_and_grad, folded_pairs_grad, folded_pairs_vjp; (p));
    // [2, 3]; [1, 2]; [2, 3] after [1, 2] is not taken: 6 + 1 · 6 · 3.
    assert_eq!(folded_pairs_value_and_grad(&[1.0, 2.0, 3.0]), (24.0, vec![18.0, 3.0 + 9.0, 2.0 + 6.0 + 6.0]));
}

/// A row of one list after another.
#[differentiate]
fn best_row(rows: &[Vec<f64>]) -> f64 {
    let mut best = &rows[0];
    let mut held: Option<&Vec<f64>> = None;
    for row in &rows[1..] {
        if row[0] > best[0] {
            best = row;
        }
        match held {
            Some(other) if other[1] >= row[1] => {}
            _ => held = Some(row),
        }
    }
    let held = held.unwrap();
    best.iter().map(|v| v * v).sum::<f64>() + held[0] * held[1]
}
#[test]
fn t_best_row() {
    let rows = [vec![1.0, 2.0], vec![3.0, 1.0], vec![2.0, 5.0]];
    // 3² + 1² + 2 · 5.
    assert_eq!(best_row_value_and_grad(&rows), (20.0, vec![vec![0.0, 0.0], vec![6.0, 2.0], vec![5.0, 2.0]]));
    every!([1.3, -0.7, 2.1, 0.4, 1.9, 0.2]; |p| best_row, best_row_value_and_grad, best_row_grad, best_row_vjp; (&mat::<3, 2>(p).map(|row| row.to_vec())));
}

/// Searches among rows: what is found is used.
#[differentiate]
fn found_rows(rows: &[Vec<f64>]) -> f64 {
    let cost = |row: &[f64]| row[0] * row[0] + row[1];
    let greatest = rows.iter().max_by(|a, b| a[0].total_cmp(&b[0])).unwrap();
    let cheapest = rows.iter().min_by(|a, b| cost(a).partial_cmp(&cost(b)).unwrap()).unwrap();
    let long: Option<&Vec<f64>> = rows.iter().find(|row| row.len() > 1);
    let (at, last) = rows.iter().enumerate().max_by(|(_, a), (_, b)| a[1].total_cmp(&b[1])).unwrap();
    let window = rows[0].windows(2).max_by(|a, b| a[0].total_cmp(&b[0])).unwrap();
    greatest[0] * greatest[1]
        + cost(cheapest)
        + long.map_or(0.0, |row| row[0])
        + at as f64 * last[1] * window[1]
}
#[test]
fn t_found_rows() {
    let rows = [vec![1.0, 2.0], vec![3.0, 1.0], vec![2.0, 5.0]];
    // 3 · 1 + (1² + 2) + 1 + 2 · 5 · 2.
    assert_eq!(
        found_rows_value_and_grad(&rows),
        (27.0, vec![vec![3.0, 11.0], vec![1.0, 3.0], vec![0.0, 4.0]])
    );
    every!([1.3, -0.7, 2.1, 0.4, 1.9, 0.2]; |p| found_rows, found_rows_value_and_grad, found_rows_grad, found_rows_vjp; (&mat::<3, 2>(p).map(|row| row.to_vec())));
}

/// A tuple with a list in it, of which parts are changed.
#[differentiate]
fn tuple_with_a_list(x: &[f64]) -> f64 {
    let mut state = (0.0, Vec::new());
    for v in x {
        state.0 += v;
        state.1.push(state.0 * v);
    }
    let (above, below) = x.iter().fold((Vec::new(), Vec::new()), |mut split, v| {
        if *v > 1.0 {
            split.0.push(*v)
        } else {
            split.1.push(*v)
        }
        split
    });
    let mut other = (above.clone(), 2.0);
    other = (below, other.1 * above[0]);
    other.0.push(x[0]);
    state.1.iter().sum::<f64>() * state.0 + other.0.iter().product::<f64>() * other.1
}
#[test]
fn t_tuple_with_a_list() {
    // (2 · 2 + 1 · 3) · 3 + (1 · 2) · (2 · 2)
    assert_eq!(tuple_with_a_list(&[2.0, 1.0]), 29.0);
    // ((a² + (a + b) b) (a + b) + 2 a² b)' at (2, 1).
    assert_eq!(tuple_with_a_list_grad(&[2.0, 1.0]), [7.0 + 15.0 + 8.0, 7.0 + 12.0 + 8.0]);
    every!([1.3, -0.7, 2.1, 0.4]; |p| tuple_with_a_list, tuple_with_a_list_value_and_grad, tuple_with_a_list_grad, tuple_with_a_list_vjp; (p));
}

/// Closures with differentiated captures in what orders a list.
#[differentiate]
fn ordered_by_closures(x: &[f64]) -> f64 {
    let center = x[0];
    let away = |v: f64| (v - center).abs();
    let key = move |v: &f64| away(*v) * 2.0;
    let mut list = x.to_vec();
    list.sort_by(|a, b| away(*a).total_cmp(&away(*b)));
    let nearest = *x[1..].iter().min_by_key(|v| (key(v) * 1e6) as i64).unwrap();
    list.iter().enumerate().map(|(i, v)| v * v * i as f64).sum::<f64>() * nearest
}
#[test]
fn t_ordered_by_closures() {
    // [3, 4, 1]: (4² + 2 · 1²) · 4.
    assert_eq!(ordered_by_closures_value_and_grad(&[3.0, 1.0, 4.0]), (72.0, vec![0.0, 16.0, 18.0 + 32.0]));
    every!([1.3, -0.7, 2.1, 0.4]; |p| ordered_by_closures, ordered_by_closures_value_and_grad, ordered_by_closures_grad, ordered_by_closures_vjp; (p));
}
