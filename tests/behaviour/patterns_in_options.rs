//! Patterns inside of `Some` that the value there may not fit: elements of a slice, variants of an enum.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};

/// `p` in rows of two, the last of which may be shorter.
fn rows(p: &[f64]) -> Vec<Vec<f64>> {
    p.chunks(2).map(<[f64]>::to_vec).collect()
}

/// All of `p` but its last number, and that.
fn apart(p: &[f64]) -> (&[f64], f64) {
    let (last, others) = p.split_last().unwrap();
    (others, *last)
}

/// All of `p` as one row.
fn row(p: &[f64]) -> Vec<Vec<f64>> {
    vec![p.to_vec()]
}

#[differentiate]
fn two_of_the_first_row(rows: &[Vec<f64>], x: f64) -> f64 {
    if let Some([a, b]) = rows.first().map(|r| r.as_slice()) { a * b * x } else { x }
}
#[test]
fn a_longer_row_does_not_fit() {
    assert_eq!(
        two_of_the_first_row_value_and_grad(&row(&[2.0, 5.0]), 3.0),
        (30.0, (vec![vec![15.0, 6.0]], 10.0))
    );
    assert_eq!(
        two_of_the_first_row_value_and_grad(&row(&[2.0, 5.0, 7.0]), 3.0),
        (3.0, (vec![vec![0.0; 3]], 1.0))
    );
    assert_eq!(two_of_the_first_row_value_and_grad(&row(&[2.0]), 3.0), (3.0, (vec![vec![0.0]], 1.0)));
    assert_eq!(two_of_the_first_row_value_and_grad(&[], 3.0), (3.0, (vec![], 1.0)));
    every!([1.3, -0.7, 3.0]; |p| two_of_the_first_row, two_of_the_first_row_value_and_grad, two_of_the_first_row_grad, two_of_the_first_row_vjp; (&row(apart(p).0), apart(p).1));
}

#[differentiate]
fn rows_of_two_in_front(rows: &[Vec<f64>], x: f64) -> f64 {
    let mut sum = x;
    let mut rest = rows.iter();
    while let Some([a, b]) = rest.next().map(|r| r.as_slice()) {
        sum = sum * x + a * b;
    }
    sum
}
#[test]
fn the_loop_ends_where_a_row_does_not_fit() {
    // 3 · 3 + 2 · 5; the row of one ends it.
    let rows_of_three = rows(&[2.0, 5.0, 7.0]);
    assert_eq!(
        rows_of_two_in_front_value_and_grad(&rows_of_three, 3.0),
        (19.0, (vec![vec![5.0, 2.0], vec![0.0]], 6.0))
    );
    every!([1.3, -0.7, 2.1, 0.4, 1.9, 3.0]; |p| rows_of_two_in_front, rows_of_two_in_front_value_and_grad, rows_of_two_in_front_grad, rows_of_two_in_front_vjp; (&rows(apart(p).0), apart(p).1));
}

#[differentiate]
fn ends_of_the_first_row(rows: &[Vec<f64>], x: f64) -> f64 {
    let Some(&[a, .., b]) = rows.get(0).map(|r| &r[..]) else { return 2.0 * x };
    let Some([c, d]) = rows.get(1).map(|r| &r[..]) else { return a * b * x };
    a * b * x + c * d
}
#[test]
fn both_questions_have_the_same_other_way() {
    assert_eq!(ends_of_the_first_row_value_and_grad(&row(&[2.0]), 3.0), (6.0, (vec![vec![0.0]], 2.0)));
    assert_eq!(
        ends_of_the_first_row_value_and_grad(&rows(&[2.0, 5.0, 7.0]), 3.0),
        (30.0, (vec![vec![15.0, 6.0], vec![0.0]], 10.0))
    );
    every!([1.3, -0.7, 2.1, 0.4, 3.0]; |p| ends_of_the_first_row, ends_of_the_first_row_value_and_grad, ends_of_the_first_row_grad, ends_of_the_first_row_vjp; (&rows(apart(p).0), apart(p).1));
}

#[differentiate]
fn by_length_and_guard(rows: &[Vec<f64>], x: f64) -> f64 {
    match rows.get(0).map(|r| &r[..]) {
        Some([a, b]) => a * b * x,
        Some([a, ..]) if *a > 0.5 => a * a * x,
        Some(_) => 2.0 * x,
        None => x * x,
    }
}
#[test]
fn arms_with_and_without_a_guard() {
    let at = |p: &[f64]| by_length_and_guard_value_and_grad(&row(p), 3.0);
    assert_eq!(at(&[2.0, 5.0]), (30.0, (vec![vec![15.0, 6.0]], 10.0)));
    assert_eq!(at(&[2.0, 5.0, 7.0]), (12.0, (vec![vec![12.0, 0.0, 0.0]], 4.0)));
    assert_eq!(at(&[-2.0, 5.0, 7.0]), (6.0, (vec![vec![0.0; 3]], 2.0)));
    assert_eq!(by_length_and_guard_value_and_grad(&[], 3.0), (9.0, (vec![], 6.0)));
    every!([1.3, -0.7, 2.1, 3.0]; |p| by_length_and_guard, by_length_and_guard_value_and_grad, by_length_and_guard_grad, by_length_and_guard_vjp; (&row(apart(p).0), apart(p).1));
}

#[differentiate]
fn none_and_all_others(rows: &[Vec<f64>], x: f64) -> f64 {
    match rows.first().map(|r| r.as_slice()) {
        Some([a, b]) => a * b * x,
        None => 3.0 * x,
        _ => x * x,
    }
}
#[test]
fn no_row_is_not_a_row_that_does_not_fit() {
    assert_eq!(none_and_all_others_value_and_grad(&[], 3.0), (9.0, (vec![], 3.0)));
    assert_eq!(none_and_all_others_value_and_grad(&row(&[4.0]), 3.0), (9.0, (vec![vec![0.0]], 6.0)));
    every!([1.3, -0.7, 3.0]; |p| none_and_all_others, none_and_all_others_value_and_grad, none_and_all_others_grad, none_and_all_others_vjp; (&row(apart(p).0), apart(p).1));
}

#[differentiate]
fn a_slice_in_a_local(x: &[f64]) -> f64 {
    let part: Option<&[f64]> = if x[0] > 0.0 { Some(&x[1..]) } else { None };
    let weighed = match part {
        Some([a, b]) => a * b,
        Some([a, ..]) => a * a,
        _ => x[0],
    };
    weighed * x[0]
}
#[test]
fn t_a_slice_in_a_local() {
    assert_eq!(a_slice_in_a_local_value_and_grad(&[2.0, 3.0, 5.0]), (30.0, vec![15.0, 10.0, 6.0]));
    assert_eq!(a_slice_in_a_local_value_and_grad(&[-2.0, 3.0]), (4.0, vec![-4.0, 0.0]));
    every!([1.3, -0.7]; |p| a_slice_in_a_local, a_slice_in_a_local_value_and_grad, a_slice_in_a_local_grad, a_slice_in_a_local_vjp; (p));
    every!([1.3, -0.7, 0.4, 0.8]; |p| a_slice_in_a_local, a_slice_in_a_local_value_and_grad, a_slice_in_a_local_grad, a_slice_in_a_local_vjp; (p));
}

#[differentiate]
fn pieces_that_fit(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    let mut pieces = x.chunks(2);
    for _ in 0..3 {
        sum += match pieces.next() {
            Some([a, b]) => a * b,
            Some([a]) => a * a * a,
            _ => continue,
        };
    }
    sum
}
#[test]
fn t_pieces_that_fit() {
    // 2 · 3, then 5³.
    assert_eq!(pieces_that_fit_value_and_grad(&[2.0, 3.0, 5.0]), (131.0, vec![3.0, 2.0, 75.0]));
    every!([1.3, -0.7, 2.1]; |p| pieces_that_fit, pieces_that_fit_value_and_grad, pieces_that_fit_grad, pieces_that_fit_vjp; (p));
}

/// The arms with a guard and without it, in a loop that the last arm leaves.
#[differentiate]
fn until_there_is_none(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut pairs = x.windows(2);
    loop {
        match pairs.next() {
            Some([a, b]) if a > b => s *= a - b,
            Some([a, _]) => s += a * a,
            _ => break,
        }
    }
    s
}
#[test]
fn t_until_there_is_none() {
    // (1 + 2²) (5 - 3) + 3²
    assert_eq!(until_there_is_none_value_and_grad(&[2.0, 5.0, 3.0, 4.0]), (19.0, vec![8.0, 5.0, 1.0, 0.0]));
    every!([0.3, 0.7, 0.2, 0.9]; |p| until_there_is_none, until_there_is_none_value_and_grad, until_there_is_none_grad, until_there_is_none_vjp; (p));
}

/// An arm for some of the errors, and one for everything else.
#[derive(Clone, Debug, PartialEq)]
enum Refused {
    Short,
    Other(usize),
}
#[differentiate]
fn of_two_or_an_error(x: &[f64], k: usize) -> f64 {
    let part: Result<&[f64], Refused> = match k {
        0 => Ok(x),
        1 => Err(Refused::Short),
        _ => Err(Refused::Other(k)),
    };
    match part {
        Ok([a, b]) => a * b,
        Err(Refused::Short) => x[0] * x[0],
        _ => 3.0 * x[0],
    }
}
#[test]
fn t_of_two_or_an_error() {
    assert_eq!(of_two_or_an_error_value_and_grad(&[2.0, 5.0], 0), (10.0, vec![5.0, 2.0]));
    assert_eq!(of_two_or_an_error_value_and_grad(&[2.0, 5.0, 1.0], 0), (6.0, vec![3.0, 0.0, 0.0]));
    assert_eq!(of_two_or_an_error_value_and_grad(&[2.0, 5.0], 1), (4.0, vec![4.0, 0.0]));
    assert_eq!(of_two_or_an_error_value_and_grad(&[2.0, 5.0], 2), (6.0, vec![3.0, 0.0]));
}

/// An array always fits.
#[differentiate]
fn the_first_point(points: &[[f64; 2]], x: f64) -> f64 {
    if let Some([a, b]) = points.first() { a * b * x } else { x }
}
#[test]
fn t_the_first_point() {
    assert_eq!(the_first_point_value_and_grad(&[[2.0, 5.0]], 3.0), (30.0, (vec![[15.0, 6.0]], 10.0)));
    assert_eq!(the_first_point_value_and_grad(&[], 3.0), (3.0, (vec![], 1.0)));
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
enum Shape {
    Circle(f64),
    Rectangle(f64, f64),
}

#[differentiate(wrt(shapes, x))]
fn of_a_circle(shapes: &[Shape], x: f64) -> f64 {
    if let Some(Shape::Circle(r)) = shapes.first() { r * r * x } else { x }
}
#[differentiate(wrt(shapes, x))]
fn of_the_last(shapes: &[Shape], x: f64) -> f64 {
    let Some(Shape::Rectangle(a, b)) = shapes.last() else { return x * x };
    a * b
        * match shapes.get(0) {
            Some(Shape::Circle(r)) => r * x,
            Some(Shape::Rectangle(..)) => x,
            None => 0.0,
        }
}
#[test]
fn variants_that_are_not_there() {
    let shapes = [Shape::Circle(2.0), Shape::Rectangle(5.0, 7.0)];
    assert_eq!(
        of_a_circle_value_and_grad(&shapes, 3.0),
        (12.0, (vec![Shape::Circle(12.0), Shape::Rectangle(0.0, 0.0)], 4.0))
    );
    assert_eq!(of_a_circle_value_and_grad(&shapes[1..], 3.0), (3.0, (vec![Shape::Rectangle(0.0, 0.0)], 1.0)));
    // 5 · 7 · 2 · 3
    assert_eq!(
        of_the_last_value_and_grad(&shapes, 3.0),
        (210.0, (vec![Shape::Circle(105.0), Shape::Rectangle(42.0, 30.0)], 70.0))
    );
    assert_eq!(of_the_last_value_and_grad(&shapes[..1], 3.0), (9.0, (vec![Shape::Circle(0.0)], 6.0)));
}
