//! `VecDeque`s and boxed slices of differentiated values.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;
use std::collections::VecDeque;

#[differentiate]
fn moving_variance(x: &[f64]) -> f64 {
    let mut window = VecDeque::with_capacity(3);
    let (mut total, mut sum) = (0.0, 0.0);
    for &v in x {
        window.push_back(v);
        sum += v;
        if window.len() > 3 {
            sum -= window.pop_front().unwrap();
        }
        let mean = sum / window.len() as f64;
        total += window.iter().map(|a| (a - mean).powi(2)).sum::<f64>();
    }
    total
}
#[test]
fn t_moving_variance() {
    // (1 − 3)² / 2
    assert_eq!(moving_variance_value_and_grad(&[1.0, 3.0]), (2.0, vec![-2.0, 2.0]));
    assert_eq!(moving_variance_value_and_grad(&[]), (0.0, vec![]));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| moving_variance, moving_variance_value_and_grad, moving_variance_grad, moving_variance_vjp; (p));
}

#[differentiate]
fn largest_of_each_window(x: &[f64], width: usize) -> f64 {
    let mut best: VecDeque<(usize, f64)> = VecDeque::new();
    let mut total = 0.0;
    for (i, &v) in x.iter().enumerate() {
        while best.back().is_some_and(|(_, b)| *b <= v) {
            best.pop_back();
        }
        best.push_back((i, v));
        if best.front().is_some_and(|(at, _)| at + width <= i) {
            best.pop_front();
        }
        total += best.front().map_or(0.0, |(_, b)| b * b);
    }
    total
}
#[test]
fn t_largest_of_each_window() {
    assert_eq!(
        largest_of_each_window_value_and_grad(&[3.0, 1.0, 2.0, 5.0], 2),
        (9.0 + 9.0 + 4.0 + 25.0, vec![12.0, 0.0, 4.0, 10.0])
    );
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| largest_of_each_window, largest_of_each_window_value_and_grad, largest_of_each_window_grad, largest_of_each_window_vjp; (p, 2));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| largest_of_each_window, largest_of_each_window_value_and_grad, largest_of_each_window_grad, largest_of_each_window_vjp; (p, 3));
}

#[differentiate]
fn delay_line(x: &[f64], feedback: f64) -> f64 {
    let mut line: VecDeque<f64> = VecDeque::from(vec![0.0; 2]);
    let mut out = 0.0;
    for (i, &v) in x.iter().enumerate() {
        let delayed = line.pop_back().unwrap();
        let now = v + feedback * delayed;
        line.push_front(now);
        out += now * now * (i + 1) as f64;
    }
    out + line[0] * line[1]
}
#[test]
fn t_delay_line() {
    // 1, 2, then 3 + ½ · 1: 1 + 2 · 4 + 3 · 12¼ + 3½ · 2.
    assert_eq!(delay_line(&[1.0, 2.0, 3.0], 0.5), 1.0 + 8.0 + 36.75 + 7.0);
    assert_eq!(delay_line_grad(&[1.0, 2.0, 3.0], 0.5), (vec![2.0 + 0.5 * 23.0, 8.0 + 3.5, 23.0], 23.0));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| delay_line, delay_line_value_and_grad, delay_line_grad, delay_line_vjp; (&p[..4], p[4]));
}

#[differentiate]
fn folded_from_the_front(x: &[f64]) -> f64 {
    let mut queue: std::collections::VecDeque<f64> = x.iter().map(|v| v * 2.0).collect();
    while let Some(a) = queue.pop_front() {
        if queue.is_empty() {
            return a;
        }
        if let Some(b) = queue.pop_front() {
            queue.push_back(a * b);
        }
    }
    1.0
}
#[test]
fn t_folded_from_the_front() {
    assert_eq!(folded_from_the_front_value_and_grad(&[1.0, 2.0, 3.0]), (48.0, vec![48.0, 24.0, 16.0]));
    assert_eq!(folded_from_the_front_value_and_grad(&[]), (1.0, vec![]));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| folded_from_the_front, folded_from_the_front_value_and_grad, folded_from_the_front_grad, folded_from_the_front_vjp; (p));
}

#[differentiate]
fn changed_at_both_ends(x: &[f64], turn: usize) -> f64 {
    let mut q = VecDeque::from([x[0], x[1]]);
    q.extend(&x[2..]);
    if let Some(a) = q.front_mut() {
        *a *= 3.0;
    }
    *q.back_mut().unwrap() += q[0];
    q.rotate_left(turn);
    q.insert(1, x[0]);
    let gone = q.remove(2).unwrap_or(2.0);
    q.remove(99);
    q.make_contiguous().sort_by(|a, b| b.total_cmp(a));
    q.truncate(3);
    q.iter().rev().enumerate().map(|(i, a)| a * (i + 1) as f64).sum::<f64>() * gone
}
#[test]
fn t_changed_at_both_ends() {
    // [6, 1 + 6], turned [7, 6], [7, 2, 6] without the 6, [7, 2]: 2 + 2 · 7, by 6.
    let (value, slope) = changed_at_both_ends_value_and_grad(&[2.0, 1.0], 1);
    assert_eq!((value, slope), (96.0, vec![16.0 * 3.0 + 6.0 * (1.0 + 6.0), 12.0]));
    assert!(std::panic::catch_unwind(|| changed_at_both_ends_grad(&[2.0, 1.0], 3)).is_err());
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| changed_at_both_ends, changed_at_both_ends_value_and_grad, changed_at_both_ends_grad, changed_at_both_ends_vjp; (p, 0));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| changed_at_both_ends, changed_at_both_ends_value_and_grad, changed_at_both_ends_grad, changed_at_both_ends_vjp; (p, 2));
}

#[differentiate]
fn boxed(x: &[f64]) -> f64 {
    let all: Box<[f64]> = x.into();
    let doubled: Box<[f64]> = all.iter().map(|v| 2.0 * v).collect();
    let mut list = doubled.into_vec();
    list.push(all[0]);
    list.iter().product()
}
#[test]
fn t_boxed() {
    assert_eq!(boxed_value_and_grad(&[2.0, 3.0]), (48.0, vec![48.0, 16.0]));
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| boxed, boxed_value_and_grad, boxed_grad, boxed_vjp; (p));
}
