//! Methods of slices, `Vec`s and iterators whose meaning is text (`macros/engine/src/lower/library/prelude`).

use crate::check::arr;
use differentiate::differentiate;

#[differentiate]
fn rotated(x: [f64; 4], k: usize) -> f64 {
    let mut a = x;
    a.rotate_left(k);
    let first = a[0];
    a[1..].rotate_right(1);
    first * a[1] + a[2].sin()
}
#[test]
fn t_rotated() {
    // [2, 5, 3, 7] turned by one is [5, 3, 7, 2], and its rest turned back [2, 3, 7].
    let (value, slope) = rotated_value_and_grad([2.0, 5.0, 3.0, 7.0], 1);
    assert_eq!((value, slope), (5.0 * 2.0 + 3.0f64.sin(), [5.0, 2.0, 3.0f64.cos(), 0.0]));
    every!([0.3, 1.4, -0.7, 2.0]; |p| rotated, rotated_value_and_grad, rotated_grad, rotated_vjp; (arr::<4>(p), 3));
}

#[differentiate]
fn sorted(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    a.sort_by(|p, q| p.total_cmp(q));
    a[0] * 2.0 + a[1] * a[2]
}
#[test]
fn t_sorted() {
    assert_eq!(sorted_grad(&[3.0, 1.0, 2.0]), [2.0, 2.0, 3.0]);
    every!([0.3, 1.4, -0.7, 2.0]; |p| sorted, sorted_value_and_grad, sorted_grad, sorted_vjp; (p));
}

#[differentiate]
fn trimmed_mean(x: &[f64], k: usize) -> f64 {
    let mut a = x.to_vec();
    a.sort_by(f64::total_cmp);
    let n = a.len();
    a[k..n - k].iter().sum::<f64>() / (n - 2 * k) as f64
}
#[test]
fn t_trimmed_mean() {
    assert_eq!(trimmed_mean_grad(&[3.0, 1.0, 2.0, 9.0], 1), [0.5, 0.0, 0.5, 0.0]);
    every!([0.3, 1.4, -0.7, 2.0, 0.5]; |p| trimmed_mean, trimmed_mean_value_and_grad, trimmed_mean_grad, trimmed_mean_vjp; (p, 1));
}

#[differentiate(value_and_grad, grad, vjp, wrt(x))]
fn points_by_distance(x: &[f64], y: &[f64]) -> f64 {
    let mut points: Vec<(f64, f64)> = x.iter().copied().zip(y.iter().copied()).collect();
    points.sort_by(|a, b| (b.0 * b.0 + b.1 * b.1).partial_cmp(&(a.0 * a.0 + a.1 * a.1)).unwrap());
    points[0].1 * points[1].0
}
#[test]
fn t_points_by_distance() {
    // The farthest is (4, 1), the next (2, 3): 1 · 2.
    assert_eq!(points_by_distance_grad(&[2.0, 4.0], &[3.0, 1.0]), [1.0, 0.0]);
    every!([0.3, 1.4, -0.7]; |p| points_by_distance, points_by_distance_value_and_grad, points_by_distance_grad, points_by_distance_vjp; (p, &[0.5, -0.2, 0.9]));
}

#[differentiate]
fn median(x: [f64; 5]) -> f64 {
    let mut a = x;
    a.select_nth_unstable_by(2, |p, q| p.total_cmp(q));
    a[2] * a[2]
}
#[test]
fn t_median() {
    assert_eq!(median_grad([5.0, 1.0, 3.0, 9.0, 2.0]), [0.0, 0.0, 6.0, 0.0, 0.0]);
    every!([0.3, 1.4, -0.7, 2.0, 0.5]; |p| median, median_value_and_grad, median_grad, median_vjp; (arr::<5>(p)));
}

#[differentiate]
fn chosen_indices(x: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by(|a, b| x[*b].total_cmp(&x[*a]));
    order.retain(|i| i % 2 == 0);
    order.dedup();
    order.iter().enumerate().map(|(rank, i)| x[*i] * (rank + 1) as f64).sum()
}
#[test]
fn t_chosen_indices() {
    // Of 0 and 2 the larger one comes first.
    assert_eq!(chosen_indices_grad(&[1.0, 9.0, 3.0]), [2.0, 0.0, 1.0]);
    every!([0.3, 1.4, -0.7, 2.0, 0.5]; |p| chosen_indices, chosen_indices_value_and_grad, chosen_indices_grad, chosen_indices_vjp; (p));
}

#[differentiate]
fn by_integer_keys(x: &[f64], class: &[i32]) -> f64 {
    let mut items: Vec<(i32, f64)> = class.iter().copied().zip(x.iter().copied()).collect();
    items.sort_by_key(|item| -item.0);
    let mut classes = class.to_vec();
    classes.sort_unstable();
    items.iter().zip(&classes).map(|(item, c)| item.1 * item.1 * *c as f64).sum()
}
#[test]
fn t_by_integer_keys() {
    // Class 7 comes first, with 2, and meets class 2.
    assert_eq!(by_integer_keys_grad(&[3.0, 2.0], &[2, 7]), [42.0, 8.0]);
    every!([0.3, 1.4, -0.7]; |p| by_integer_keys, by_integer_keys_value_and_grad, by_integer_keys_grad, by_integer_keys_vjp; (p, &[4, -1, 9]));
}

#[differentiate]
fn recent_values(x: &[f64], keep: usize) -> f64 {
    let mut recent: Vec<f64> = Vec::new();
    let mut sum = 0.0;
    for v in x {
        recent.insert(0, v * v);
        if recent.len() > keep {
            let oldest = recent.remove(keep);
            sum -= oldest * 0.5;
        }
        sum += recent.iter().sum::<f64>() * v;
    }
    sum
}
#[test]
fn t_recent_values() {
    // 1·1 + (4 + 1)·2 − ½ + (9 + 4)·3, and what the first element adds is 1·1 + 1·2 − ½.
    assert_eq!(recent_values(&[1.0, 2.0, 3.0], 2), 49.5);
    assert_eq!(recent_values_grad(&[1.0, 2.0, 3.0], 2)[0], 3.0 + 4.0 - 1.0);
    every!([0.3, 1.4, -0.7, 2.0]; |p| recent_values, recent_values_value_and_grad, recent_values_grad, recent_values_vjp; (p, 2));
}

#[differentiate]
fn inserted_and_removed(x: f64, at: usize) -> f64 {
    let mut v = vec![1.0, 2.0, 3.0];
    v.insert(at, x * x);
    let first = v.remove(0);
    let last = v.swap_remove(0);
    first * v[0] + last * x
}
#[test]
fn t_inserted_and_removed() {
    // [1, 2, x², 3], then [2, x², 3], then [3, x²].
    assert_eq!(inserted_and_removed_grad(5.0, 2), 2.0);
    // [1, x², 2, 3], then [x², 2, 3], then [3, 2].
    assert_eq!(inserted_and_removed_grad(5.0, 1), 75.0);
    every!([0.3]; |p| inserted_and_removed, inserted_and_removed_value_and_grad, inserted_and_removed_grad, inserted_and_removed_vjp; (p[0], 3));
}

#[differentiate]
fn divided_lists(x: &[f64]) -> f64 {
    let mut head = x.to_vec();
    let mut tail = head.split_off(2);
    tail.append(&mut head);
    head.resize_with(3, || x[0]);
    head.extend_from_within(0..2);
    head.fill_with(|| 2.0 * x[1]);
    tail.copy_within(0..2, 1);
    let y = tail.swap_remove(0);
    if head.contains(&y) || tail.is_sorted() || tail.starts_with(&[y]) || head.ends_with(&[y]) {
        return y;
    }
    y * head[4] + tail.repeat(2)[1] + [[y, 1.0], [x[0], x[1]]].concat()[2]
}
#[test]
fn t_divided_lists() {
    every!([3.0, 1.4, 0.7, -2.0]; |p| divided_lists, divided_lists_value_and_grad, divided_lists_grad, divided_lists_vjp; (p));
}

#[differentiate]
fn exchanged_parts(x: [f64; 4]) -> f64 {
    let (mut a, mut b) = ([x[0], x[1]], [x[2], x[3]]);
    a.swap_with_slice(&mut b);
    a[0] * 2.0 + b[1] * a[1]
}
#[test]
fn t_exchanged_parts() {
    assert_eq!(exchanged_parts_grad([2.0, 3.0, 5.0, 7.0]), [0.0, 7.0, 2.0, 3.0]);
    every!([0.3, 1.4, -0.7, 2.0]; |p| exchanged_parts, exchanged_parts_value_and_grad, exchanged_parts_grad, exchanged_parts_vjp; (arr::<4>(p)));
}

#[differentiate]
fn gains_and_losses(x: &[f64]) -> f64 {
    let (gains, losses): (Vec<f64>, Vec<f64>) = x.iter().partition(|v| **v > 0.0);
    let (doubled, squares): (Vec<f64>, Vec<f64>) = x.iter().map(|v| (2.0 * v, v * v)).unzip();
    let ordered = x.iter().map(|v| v * v).is_sorted();
    let below = gains.partition_point(|v| *v < 1.0);
    gains.iter().sum::<f64>() * losses.iter().sum::<f64>()
        + doubled[0] * squares[1] * if ordered { 2.0 } else { 1.0 + below as f64 }
}
#[test]
fn t_gains_and_losses() {
    // (2 + 1)·(−3) + 2·2·9 with both sides of the partition and one gain below… none before the first of 2.
    assert_eq!(gains_and_losses(&[2.0, -3.0, 1.0]), -9.0 + 36.0);
    assert_eq!(gains_and_losses_grad(&[2.0, -3.0, 1.0]), [-3.0 + 18.0, 3.0 - 24.0, -3.0]);
    every!([0.3, 1.4, -0.7, 2.0]; |p| gains_and_losses, gains_and_losses_value_and_grad, gains_and_losses_grad, gains_and_losses_vjp; (p));
}
