//! Patterns with alternatives that bind names, patterns of `Option`s in `Option`s, and `transpose`.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

#[differentiate]
fn either_of_two(x: &[f64]) -> f64 {
    match (x.first(), x.get(2)) {
        (Some(v), None) | (None, Some(v)) => v * v,
        (Some(a), Some(b)) => a * b,
        (None, None) => 0.0,
    }
}
#[test]
fn t_either_of_two() {
    assert_eq!(either_of_two_value_and_grad(&[3.0, 2.0]), (9.0, vec![6.0, 0.0]));
    assert_eq!(either_of_two_value_and_grad(&[3.0, 1.0, 2.0]), (6.0, vec![2.0, 0.0, 3.0]));
    assert_eq!(either_of_two_value_and_grad(&[]), (0.0, vec![]));
}

/// With guards, each alternative is tried in turn.
#[differentiate]
fn guarded(x: &[f64]) -> f64 {
    let marked = [(0, x[0], x[1]), (1, x[2], x[1]), (2, x[0], x[2])];
    let mut total = 0.0;
    for one in marked {
        total += match one {
            (0, a, b) | (1, b, a) if a > b => a * a * b,
            (2, a, _) | (_, a, _) => a,
        };
    }
    total
}
#[test]
fn t_guarded() {
    // 3² · 2; x₂, since 2 is not above 4; x₀.
    assert_eq!(guarded_value_and_grad(&[3.0, 2.0, 4.0]), (18.0 + 4.0 + 3.0, vec![12.0 + 1.0, 9.0, 1.0]));
    every!([1.3, -0.7, 2.1]; |p| guarded, guarded_value_and_grad, guarded_grad, guarded_vjp; (p));
    every!([1.3, 2.7, 2.1]; |p| guarded, guarded_value_and_grad, guarded_grad, guarded_vjp; (p));
}

#[differentiate]
fn found_or_not(x: &[f64]) -> f64 {
    let grid = [0.0, 1.0, 2.0, 3.0];
    let (Ok(i) | Err(i)) = grid.binary_search_by(|g: &f64| g.total_cmp(&x[0]));
    let (a, b) = match x {
        [a, b] | [a, b, _] | [a, _, b, ..] => (a, b),
        _ => return x[0],
    };
    let Some(c @ 1.. | c @ 0) = Some(i) else { return 0.0 };
    if let [_, v, ..] | [v] = x { x[i] * v * a * c as f64 + b * b } else { 0.0 }
}
#[test]
fn t_found_or_not() {
    // x₁ · x₁ · x₀ · 1 + x₁².
    assert_eq!(found_or_not_value_and_grad(&[0.5, 3.0]), (4.5 + 9.0, vec![9.0, 3.0 + 6.0]));
    every!([1.3, -0.7, 2.1, 0.4]; |p| found_or_not, found_or_not_value_and_grad, found_or_not_grad, found_or_not_vjp; (p));
    every!([0.3, -0.7, 2.1]; |p| found_or_not, found_or_not_value_and_grad, found_or_not_grad, found_or_not_vjp; (p));
}

#[differentiate]
fn in_closures(x: &[f64]) -> f64 {
    x.iter()
        .enumerate()
        .map(|item| match item {
            (0, v) | (3, v) => v * v,
            (n @ (1 | 2), v) => v * n as f64,
            (_, v) => v.sin(),
        })
        .sum()
}
#[test]
fn t_in_closures() {
    assert_eq!(
        in_closures_value_and_grad(&[3.0, 5.0, 7.0, 2.0]),
        (9.0 + 5.0 + 14.0 + 4.0, vec![6.0, 1.0, 2.0, 4.0])
    );
    every!([1.3, -0.7, 2.1, 0.4, 0.9]; |p| in_closures, in_closures_value_and_grad, in_closures_grad, in_closures_vjp; (p));
}

#[differentiate]
fn options_in_options(x: &[f64]) -> f64 {
    let first: Option<Option<f64>> = Some(x.first().map(|v| v * v));
    let squared = if let Some(Some(v)) = first { v } else { 0.0 };
    let mut logs = x.iter().map(|v| (*v > 0.0).then(|| v.ln()));
    let mut total = squared;
    while let Some(Some(log)) = logs.next() {
        total += log * log;
    }
    let Some(Some(after)) = logs.next() else { return total * x[1] };
    total + after
}
#[test]
fn t_options_in_options() {
    // x₀², and no logarithm of x₁.
    assert_eq!(options_in_options_value_and_grad(&[1.0, -2.0]), (-2.0, vec![-4.0, 1.0]));
    every!([1.3, -0.7, 2.1, 0.4]; |p| options_in_options, options_in_options_value_and_grad, options_in_options_grad, options_in_options_vjp; (p));
    every!([1.3, 0.7, -2.1]; |p| options_in_options, options_in_options_value_and_grad, options_in_options_grad, options_in_options_vjp; (p));
}

#[differentiate]
fn transposed(x: &[f64]) -> Result<f64, String> {
    let log = x.first().map(|v| if *v > 0.0 { Ok(v.ln()) } else { Err(format!("no logarithm of {v}")) });
    let log = log.transpose()?.unwrap_or(2.0);
    let checked: Result<Option<f64>, String> = match x.get(1) {
        Some(v) if *v > 9.0 => Err("too large".into()),
        Some(v) => Ok(Some(v * v)),
        None => Ok(None),
    };
    match checked.transpose() {
        Some(square) => Ok(square? * log),
        None => Ok(log),
    }
}
#[test]
fn t_transposed() {
    assert_eq!(transposed_value_and_grad(&[]), Ok((2.0, vec![])));
    assert_eq!(transposed_value_and_grad(&[2.0]), Ok((2f64.ln(), vec![0.5])));
    assert_eq!(transposed_value_and_grad(&[1.0, 3.0]), Ok((0.0, vec![9.0, 0.0])));
    assert_eq!(transposed_grad(&[-2.0, 3.0]), Err("no logarithm of -2".to_string()));
    assert_eq!(transposed_grad(&[2.0, 10.0]), Err("too large".to_string()));
    every!([1.3, -0.7]; |p| f, f_value_and_grad, f_grad, f_vjp; (p));
    #[differentiate]
    fn f(x: &[f64]) -> f64 {
        transposed(x).unwrap()
    }
}

/// Places in tuples in an `Option`.
#[differentiate]
fn tuples_in_options(x: &[f64]) -> f64 {
    let mut state = Some((0.0, 1.0));
    let mut best: Option<(usize, f64)> = None;
    for (i, &d) in x.iter().enumerate() {
        if let Some((at, speed)) = &mut state {
            *speed += d;
            *at += *speed * 0.5;
        }
        match best.as_mut() {
            Some((index, value)) => {
                if d > *value {
                    *index = i;
                    *value = d * d;
                }
            }
            None => best = Some((i, d)),
        }
    }
    let (index, value) = best.unwrap();
    state.map_or(0.0, |(at, speed)| at * speed) + value * index as f64
}
#[test]
fn t_tuples_in_options() {
    // Speeds 2 and 4, at 1 and 3; 2² at 1.
    assert_eq!(tuples_in_options_value_and_grad(&[1.0, 2.0]), (16.0, vec![4.0 + 3.0, 2.0 + 3.0 + 4.0]));
    every!([1.3, -0.7, 2.1, 0.4]; |p| tuples_in_options, tuples_in_options_value_and_grad, tuples_in_options_grad, tuples_in_options_vjp; (p));
}

/// What is taken leaves nothing.
#[differentiate]
fn taken_where(x: &[f64]) -> f64 {
    let mut kept = Some(x[0] * x[1]);
    let small = kept.take_if(|v| *v < 1.0);
    let large = kept.take_if(|v| *v > 5.0);
    kept.unwrap_or(x[0]) + small.map_or(0.0, |v| v * v) + large.unwrap_or(1.0) * x[1]
}
#[test]
fn t_taken_where() {
    // Kept: ab + b. Small: a + (ab)² + b. Large: a + ab².
    assert_eq!(taken_where_value_and_grad(&[2.0, 2.0]), (6.0, vec![2.0, 3.0]));
    assert_eq!(taken_where_value_and_grad(&[1.0, 0.5]), (1.75, vec![1.5, 2.0]));
    assert_eq!(taken_where_value_and_grad(&[3.0, 2.0]), (15.0, vec![5.0, 12.0]));
}

/// How lists of floats compare.
#[differentiate]
fn compared(x: &[f64]) -> f64 {
    use std::cmp::Ordering;
    match x[..2].iter().partial_cmp(&x[2..]) {
        Some(Ordering::Less) => x[0] * x[1],
        Some(Ordering::Equal) => x[0] * x[0],
        Some(Ordering::Greater) => x[1] * x[1],
        None => x[0],
    }
}
#[test]
fn t_compared() {
    assert_eq!(compared_grad(&[1.0, 2.0, 1.0, 3.0]), [2.0, 1.0, 0.0, 0.0]);
    assert_eq!(compared_grad(&[1.0, 2.0, 1.0, 2.0, 0.0]), [2.0, 1.0, 0.0, 0.0, 0.0]);
    assert_eq!(compared_grad(&[1.0, 2.0, 1.0, 2.0]), [2.0, 0.0, 0.0, 0.0]);
    assert_eq!(compared_grad(&[1.0, 2.0, 1.0]), [0.0, 4.0, 0.0]);
    assert_eq!(compared_grad(&[1.0, f64::NAN, 1.0, 2.0]), [1.0, 0.0, 0.0, 0.0]);
}

/// A name for the whole beside names for its parts.
#[differentiate]
fn whole_and_parts(x: &[f64]) -> f64 {
    let all @ [first, ..] = [x[0], x[1], x[0]];
    let pair @ (second, _) = (x[1], first);
    all.iter().sum::<f64>() * first + pair.1 * second
}
#[test]
fn t_whole_and_parts() {
    // (2a + b) a + ab.
    assert_eq!(whole_and_parts_value_and_grad(&[2.0, 3.0]), (20.0, vec![8.0 + 6.0, 4.0]));
    every!([1.3, -0.7]; |p| whole_and_parts, whole_and_parts_value_and_grad, whole_and_parts_grad, whole_and_parts_vjp; (p));
}
