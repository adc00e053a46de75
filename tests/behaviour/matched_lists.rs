//! Slices and `Vec`s that change, taken apart by patterns.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

/// The reverse sweep asks again what the list was when it was matched.
#[differentiate]
fn combined_from_behind(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut total = 0.0;
    while let [.., a, b] = v.as_slice() {
        total = 0.5 * total + a * b;
        v.pop();
    }
    total
}
#[test]
fn t_combined_from_behind() {
    // 3 · 5, then ½ · 15 + 2 · 3.
    assert_eq!(combined_from_behind_value_and_grad(&[2.0, 3.0, 5.0]), (13.5, vec![3.0, 2.0 + 2.5, 1.5]));
    assert_eq!(combined_from_behind_value_and_grad(&[2.0]), (0.0, vec![0.0]));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| combined_from_behind, combined_from_behind_value_and_grad, combined_from_behind_grad, combined_from_behind_vjp; (p));
}

#[differentiate]
fn by_how_many_are_left(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut total = 0.0;
    for k in 0..5 {
        match &v[..] {
            [] => total += x[0],
            [a] => total += a * a,
            [a, middle @ .., b] => total += a * b * (1.0 + middle.iter().sum::<f64>()),
        }
        if k % 2 == 0 {
            v.pop();
        } else {
            v.insert(0, total);
        }
    }
    total
}
#[test]
fn t_by_how_many_are_left() {
    // [2, 3]: 6; [2]: 10, [10, 2]: 30; [10]: 130, [130, 10]: 1430.
    assert_eq!(by_how_many_are_left(&[2.0, 3.0]), 1430.0);
    assert_eq!(by_how_many_are_left(&[0.0]), 0.0);
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| by_how_many_are_left, by_how_many_are_left_value_and_grad, by_how_many_are_left_grad, by_how_many_are_left_vjp; (p));
    every!([1.3, -0.7, 0.9]; |p| by_how_many_are_left, by_how_many_are_left_value_and_grad, by_how_many_are_left_grad, by_how_many_are_left_vjp; (p));
    every!([0.4]; |p| by_how_many_are_left, by_how_many_are_left_value_and_grad, by_how_many_are_left_grad, by_how_many_are_left_vjp; (p));
}

/// Constants in the patterns of what changes.
#[differentiate]
fn by_the_first_integers(x: &[f64], k: &[usize]) -> f64 {
    let mut n = k.to_vec();
    let mut total = 0.0;
    for i in 0..4 {
        match &n[..] {
            [] => total += x[0],
            [1, ..] => total += x[0] * x[0],
            [a, 3] => total += x[1] * *a as f64,
            [_, ..] => total *= x[0],
        }
        n.insert(0, i);
        if i == 2 {
            n.clear();
        }
    }
    total
}
#[test]
fn t_by_the_first_integers() {
    // [2, 3]: 2 · x₁; [0, …]: by x₀; [1, …]: and x₀²; []: and x₀.
    assert_eq!(
        by_the_first_integers_value_and_grad(&[3.0, 5.0], &[2, 3]),
        (42.0, vec![10.0 + 6.0 + 1.0, 6.0])
    );
    every!([0.7, -1.2]; |p| by_the_first_integers, by_the_first_integers_value_and_grad, by_the_first_integers_grad, by_the_first_integers_vjp; (p, &[2, 3]));
    every!([0.7, -1.2]; |p| by_the_first_integers, by_the_first_integers_value_and_grad, by_the_first_integers_grad, by_the_first_integers_vjp; (p, &[1]));
    every!([0.7, -1.2]; |p| by_the_first_integers, by_the_first_integers_value_and_grad, by_the_first_integers_grad, by_the_first_integers_vjp; (p, &[]));
}

/// What a pattern takes by value stays as it was; what it takes by `&mut` is the place.
#[differentiate]
fn values_and_places(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.push(2.0);
    let [a, .., b] = v[..] else { return 1.0 };
    if let [first, .., last] = &mut v[..] {
        let before = *first;
        *first = *last * 3.0;
        *last = before * before;
    }
    match v.as_mut_slice() {
        [c, rest @ ..] => {
            for r in rest.iter_mut() {
                *r += *c;
            }
            rest[0] *= a;
        }
        [] => {}
    }
    v.iter().product::<f64>() * b
}
#[test]
fn t_values_and_places() {
    // [3, 2] becomes [6, 9], then [6, 45].
    assert_eq!(values_and_places_value_and_grad(&[3.0]), (540.0, vec![12.0 * (15.0 + 3.0 * 6.0)]));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| values_and_places, values_and_places_value_and_grad, values_and_places_grad, values_and_places_vjp; (p));
    every!([0.4]; |p| values_and_places, values_and_places_value_and_grad, values_and_places_grad, values_and_places_vjp; (p));
    every!([0.4, -0.8]; |p| values_and_places, values_and_places_value_and_grad, values_and_places_grad, values_and_places_vjp; (p));
}

/// A slice that an `Option` holds, with alternatives.
#[differentiate]
fn the_first_two_of_many(x: &[f64]) -> f64 {
    let part: Option<&[f64]> = if x.len() > 2 { Some(&x[..2]) } else { None };
    match part {
        Some([a, b]) => a * b,
        Some([a, ..]) => *a,
        Some([]) | None => 0.0,
    }
}

/// Two of them in a tuple.
#[differentiate]
fn in_two_parts(x: &[f64]) -> f64 {
    let (ab, cd) = (x.first_chunk::<2>(), x.get(2..));
    match (ab, cd) {
        (Some([a, b]), Some([c])) => a * b * c,
        (Some([a, b]), Some([c, d, ..])) => a * b * c * d,
        _ => 0.0,
    }
}

/// A list of the function's own beside others.
#[differentiate]
fn beside_others(x: &[f64]) -> f64 {
    let (a, b) = x.split_at(2);
    let v: Vec<f64> = b.iter().map(|t| t * t).collect();
    match (a, v.as_slice(), x.len()) {
        ([p, q], [r, .., s], 5) => p * q + r * s,
        ([p], _, _) => *p,
        (_, [r], n) => r * n as f64,
        _ => 0.0,
    }
}

#[differentiate]
fn with_guards(x: &[f64], k: usize) -> f64 {
    let (l, r) = (x.get(..k), x.get(k..));
    match (l, r) {
        (Some([a]), Some([b, ..])) if a < b => b - a * a,
        (Some([a]), Some(rest)) => a * rest.iter().sum::<f64>(),
        (None, _) | (_, None) => 1.0,
        (Some(l), Some(r)) => l.len() as f64 * r[0],
    }
}

#[test]
fn slices_in_options() {
    // 2 · 3 + 5² · 2².
    let (value, slope) = beside_others_value_and_grad(&[2.0, 3.0, 5.0, 9.0, 2.0]);
    assert_eq!((value, slope), (106.0, vec![3.0, 2.0, 40.0, 0.0, 100.0]));
    assert_eq!(beside_others_value_and_grad(&[2.0, 3.0, 5.0]), (75.0, vec![0.0, 0.0, 30.0]));
    assert_eq!(with_guards_value_and_grad(&[2.0, 3.0, 5.0], 1), (-1.0, vec![-4.0, 1.0, 0.0]));
    assert_eq!(with_guards_value_and_grad(&[4.0, 3.0, 5.0], 1), (32.0, vec![8.0, 4.0, 4.0]));
    check!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| beside_others, beside_others_value_and_grad; (p));
    for k in 0..4 {
        check!([1.3, -0.7, 2.1, 0.4]; |p| with_guards, with_guards_value_and_grad; (p, k));
    }
    assert_eq!(the_first_two_of_many_value_and_grad(&[2.0, 3.0, 5.0]), (6.0, vec![3.0, 2.0, 0.0]));
    assert_eq!(the_first_two_of_many_value_and_grad(&[2.0, 3.0]), (0.0, vec![0.0, 0.0]));
    assert_eq!(in_two_parts_value_and_grad(&[2.0, 3.0, 5.0]), (30.0, vec![15.0, 10.0, 6.0]));
    check!([1.3, -0.7, 2.1]; |p| the_first_two_of_many, the_first_two_of_many_value_and_grad; (p));
    check!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| in_two_parts, in_two_parts_value_and_grad; (p));
}
