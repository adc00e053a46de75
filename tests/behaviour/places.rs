//! Places that an `Option` gives.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

#[differentiate]
fn first_and_last(x: &[f64], y: f64) -> f64 {
    let mut v = x.to_vec();
    if let Some(first) = v.first_mut() {
        *first *= y;
    }
    *v.last_mut().unwrap() += y * v[0];
    v.iter().product()
}
#[test]
fn t_first_and_last() {
    // [6, 3] becomes [6, 3 + 18].
    assert_eq!(first_and_last_value_and_grad(&[2.0, 3.0], 3.0), (126.0, (vec![117.0, 6.0], 114.0)));
    // The only one is both: 2 · 3 · (1 + 3).
    assert_eq!(first_and_last_value_and_grad(&[2.0], 3.0), (24.0, (vec![12.0], 14.0)));
    assert!(std::panic::catch_unwind(|| first_and_last_grad(&[], 3.0)).is_err());
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| first_and_last, first_and_last_value_and_grad, first_and_last_grad, first_and_last_vjp; (&p[..4], p[4]));
}

#[differentiate]
fn changed_where_it_is(x: &[f64], at: usize) -> f64 {
    let mut v = x.to_vec();
    if let Some(a) = v.get_mut(at) {
        *a = a.sin();
        *a += 2.0;
    }
    match v.get_mut(at..) {
        Some(rest) => {
            rest.reverse();
            if let Some(b) = rest.get_mut(1) {
                *b *= 3.0;
            }
        }
        None => v.push(1.5),
    }
    v.iter().enumerate().map(|(i, a)| a * (i + 1) as f64).sum()
}
#[test]
fn t_changed_where_it_is() {
    // [2, 5, 7], turned around, with the one in the middle by three.
    assert_eq!(
        changed_where_it_is_value_and_grad(&[0.0, 5.0, 7.0], 0),
        (7.0 + 30.0 + 6.0, vec![3.0, 6.0, 1.0])
    );
    assert_eq!(changed_where_it_is_grad(&[0.0, 5.0, 7.0], 3), [1.0, 2.0, 3.0]);
    assert_eq!(changed_where_it_is_value_and_grad(&[0.0, 5.0, 7.0], 4), (31.0 + 6.0, vec![1.0, 2.0, 3.0]));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| changed_where_it_is, changed_where_it_is_value_and_grad, changed_where_it_is_grad, changed_where_it_is_vjp; (p, 0));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| changed_where_it_is, changed_where_it_is_value_and_grad, changed_where_it_is_grad, changed_where_it_is_vjp; (p, 3));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| changed_where_it_is, changed_where_it_is_value_and_grad, changed_where_it_is_grad, changed_where_it_is_vjp; (p, 5));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| changed_where_it_is, changed_where_it_is_value_and_grad, changed_where_it_is_grad, changed_where_it_is_vjp; (p, 6));
}

#[differentiate]
fn one_and_the_others(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let Some((first, rest)) = v.split_first_mut() else { return 1.0 };
    for a in rest.iter_mut() {
        *a += *first * *first;
    }
    *first = 0.5;
    if let Some((last, before)) = v.split_last_mut() {
        *last *= before.iter().sum::<f64>();
    }
    if let Some((a, b)) = v.split_at_mut_checked(2) {
        a.swap(0, 1);
        b.fill(a[0] * a[1]);
    }
    v.iter().product()
}
#[test]
fn t_one_and_the_others() {
    assert_eq!(one_and_the_others_value_and_grad(&[]), (1.0, vec![]));
    // [½], times nothing.
    assert_eq!(one_and_the_others_value_and_grad(&[3.0]), (-0.0, vec![0.0]));
    // [½, 1 + 4], the last by ½, and both exchanged: ½ · 2½.
    assert_eq!(one_and_the_others_value_and_grad(&[2.0, 1.0]), (1.25, vec![1.0, 0.25]));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| one_and_the_others, one_and_the_others_value_and_grad, one_and_the_others_grad, one_and_the_others_vjp; (p));
    every!([1.3, -0.7]; |p| one_and_the_others, one_and_the_others_value_and_grad, one_and_the_others_grad, one_and_the_others_vjp; (p));
    every!([1.3, -0.7, 0.9]; |p| one_and_the_others, one_and_the_others_value_and_grad, one_and_the_others_grad, one_and_the_others_vjp; (p));
}

#[differentiate]
fn chunks_at_the_ends(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    if let Some(pair) = v.first_chunk_mut::<2>() {
        pair[0] = pair[1] * pair[1];
    }
    if let Some([a, _, c]) = v.last_chunk_mut::<3>() {
        std::mem::swap(a, c);
        *a *= 2.0;
    }
    let (pairs, rest) = v.as_chunks_mut::<2>();
    for [a, b] in pairs {
        *b += *a;
    }
    for a in rest {
        *a = a.exp();
    }
    v.iter().product()
}
#[test]
fn t_chunks_at_the_ends() {
    // [3, 1] becomes [1, 1] and [1, 2].
    assert_eq!(chunks_at_the_ends_value_and_grad(&[3.0, 1.0]), (2.0, vec![0.0, 2.0 * 2.0 + 1.0 + 2.0]));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| chunks_at_the_ends, chunks_at_the_ends_value_and_grad, chunks_at_the_ends_grad, chunks_at_the_ends_vjp; (p));
    every!([1.3, -0.7]; |p| chunks_at_the_ends, chunks_at_the_ends_value_and_grad, chunks_at_the_ends_grad, chunks_at_the_ends_vjp; (p));
    every!([1.3, -0.7, 0.9, 0.4]; |p| chunks_at_the_ends, chunks_at_the_ends_value_and_grad, chunks_at_the_ends_grad, chunks_at_the_ends_vjp; (p));
}

#[differentiate]
fn first_negative(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    if let Some(a) = v.iter_mut().find(|a| **a < 0.0) {
        *a *= *a;
    }
    if let Some((i, a)) = v.iter_mut().enumerate().rev().find(|(i, a)| *i > 0 && **a > 0.0) {
        *a += i as f64;
    }
    if let Some(a) = v.iter_mut().skip(1).step_by(2).last() {
        *a = a.sin();
    }
    let falling = x.windows(2).find(|w| w[0] > w[1]).map_or(0.5, |w| w[0] * w[1]);
    v.iter().product::<f64>() * falling
}
#[test]
fn t_first_negative() {
    // [4, 0]: the second by its sine, 0, and 4 · cos 0 · (-2 · 0.5).
    assert_eq!(first_negative_grad(&[-2.0, 0.0]), [0.0, 4.0 * 0.5]);
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| first_negative, first_negative_value_and_grad, first_negative_grad, first_negative_vjp; (p));
    every!([-1.3, -0.7]; |p| first_negative, first_negative_value_and_grad, first_negative_grad, first_negative_vjp; (p));
    every!([1.3, 0.7, 0.9, 0.4]; |p| first_negative, first_negative_value_and_grad, first_negative_grad, first_negative_vjp; (p));
}

#[differentiate]
fn both_neighbours(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for k in 0..2 {
        if let Some((before, after)) = v.split_at_mut_checked(k + 1) {
            if let (Some(a), Some(b)) = (before.last_mut(), after.first_mut()) {
                let was = *a;
                *a = *b * 0.5;
                *b = was * was;
            } else {
                before[0] += 1.0;
            }
        }
    }
    v.iter().product()
}
#[test]
fn t_both_neighbours() {
    // [1½, 4], then [2½, 4]: (b / 2 + 1) · a².
    assert_eq!(both_neighbours_value_and_grad(&[2.0, 3.0]), (10.0, vec![10.0, 2.0]));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| both_neighbours, both_neighbours_value_and_grad, both_neighbours_grad, both_neighbours_vjp; (p));
    every!([1.3, -0.7]; |p| both_neighbours, both_neighbours_value_and_grad, both_neighbours_grad, both_neighbours_vjp; (p));
    every!([1.3]; |p| both_neighbours, both_neighbours_value_and_grad, both_neighbours_grad, both_neighbours_vjp; (p));
}

/// A parameter by `&mut`, and what is in rows.
#[differentiate]
fn last_of_each_row(x: &mut [f64], y: f64) -> f64 {
    if let Some(a) = x.first_mut() {
        *a *= y;
    }
    let mut rows = vec![[0.0; 2]];
    for v in x.iter() {
        rows.push([*v, v * v]);
        if let Some(row) = rows.last_mut() {
            row[1] += y;
            if let Some(b) = row.first_mut() {
                *b += 1.0;
            }
        }
    }
    rows.as_flattened().iter().sum::<f64>() * rows[1][1]
}
#[test]
fn t_last_of_each_row() {
    let mut x = [2.0];
    // 6: rows [0, 0] and [7, 39].
    assert_eq!(last_of_each_row(&mut x, 3.0), 46.0 * 39.0);
    let d_y = last_of_each_row_vjp(&mut [2.0], 3.0, 1.0, &mut [0.0]);
    assert_eq!(d_y, 2.0 * (13.0 * 39.0 + 12.0 * 46.0) + 39.0 + 46.0);
    let mut d_x = [10.0];
    last_of_each_row_vjp(&mut [2.0], 3.0, 1.0, &mut d_x);
    assert_eq!(d_x, [3.0 * (10.0 + 13.0 * 39.0 + 12.0 * 46.0)]);
}
