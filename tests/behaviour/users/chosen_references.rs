//! References chosen by a condition.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn shorter_and_longer(x: &[f64], y: &[f64]) -> f64 {
    let (s, l) = if x.len() < y.len() { (x, y) } else { (y, x) };
    s[0] * l[1]
}
#[test]
fn t_shorter_and_longer() {
    every!(nums(5); |p| shorter_and_longer, shorter_and_longer_value_and_grad, shorter_and_longer_grad, shorter_and_longer_vjp; (&p[..2], &p[2..]));
}
#[differentiate]
fn shorter_with_its_tail(x: &[f64], y: &[f64]) -> f64 {
    let s = if x.len() < y.len() { x } else { y };
    s.iter().zip(&s[1..]).map(|(a, b)| a * b * b).sum()
}
#[test]
fn t_shorter_with_its_tail() {
    every!(nums(5); |p| shorter_with_its_tail, shorter_with_its_tail_value_and_grad, shorter_with_its_tail_grad, shorter_with_its_tail_vjp; (&p[..2], &p[2..]));
}
#[differentiate]
fn shorter_zipped_with_longer(x: &[f64], y: &[f64]) -> f64 {
    let (s, l) = if x.len() < y.len() { (x, y) } else { (y, x) };
    s.iter().zip(l).map(|(a, b)| a * b * b).sum()
}
#[test]
fn t_shorter_zipped_with_longer() {
    every!(nums(5); |p| shorter_zipped_with_longer, shorter_zipped_with_longer_value_and_grad, shorter_zipped_with_longer_grad, shorter_zipped_with_longer_vjp; (&p[..2], &p[2..]));
}
#[differentiate]
fn shorter_indexed_with_longer(x: &[f64], y: &[f64]) -> f64 {
    let (s, l) = if x.len() < y.len() { (x, y) } else { (y, x) };
    let mut t = 0.0;
    for i in 0..s.len() {
        t += s[i] * l[i + 1];
    }
    t
}
#[test]
fn t_shorter_indexed_with_longer() {
    every!(nums(5); |p| shorter_indexed_with_longer, shorter_indexed_with_longer_value_and_grad, shorter_indexed_with_longer_grad, shorter_indexed_with_longer_vjp; (&p[..2], &p[2..]));
}
#[differentiate]
fn larger_of_two_locals(x: f64, y: f64) -> f64 {
    let (a, b) = (x * 2.0, y * 3.0);
    let p = if a > b { &a } else { &b };
    p * p
}
#[test]
fn t_larger_of_two_locals() {
    every!(nums(2); |p| larger_of_two_locals, larger_of_two_locals_value_and_grad, larger_of_two_locals_grad, larger_of_two_locals_vjp; (p[0], p[1]));
}
#[differentiate]
fn reference_copied(x: f64, y: f64) -> f64 {
    let (a, b) = (x * 2.0, y * 3.0);
    let p = if a > b { &a } else { &b };
    let q = p;
    *q * *p
}
#[test]
fn t_reference_copied() {
    every!(nums(2); |p| reference_copied, reference_copied_value_and_grad, reference_copied_grad, reference_copied_vjp; (p[0], p[1]));
}
#[differentiate]
fn slice_of_the_chosen(x: [f64; 2], y: [f64; 2]) -> f64 {
    let p = if x[0] > y[0] { &x } else { &y };
    let q = &p[..];
    q[0] * p[1]
}
#[test]
fn t_slice_of_the_chosen() {
    every!(nums(4); |p| slice_of_the_chosen, slice_of_the_chosen_value_and_grad, slice_of_the_chosen_grad, slice_of_the_chosen_vjp; (arr(p), arr(&p[2..])));
}
#[differentiate]
fn slice_by_case(x: &[f64], k: usize) -> f64 {
    let w = match k {
        0 => &x[..2],
        1 => &x[1..3],
        _ => x,
    };
    w.iter().map(|v| v * v).sum::<f64>() * w[0]
}
#[test]
fn t_slice_by_case() {
    every!(nums(4); |p| slice_by_case, slice_by_case_value_and_grad, slice_by_case_grad, slice_by_case_vjp; (p, 0));
}
#[test]
fn t_a82() {
    every!(nums(4); |p| slice_by_case, slice_by_case_value_and_grad, slice_by_case_grad, slice_by_case_vjp; (p, 1));
}
#[test]
fn t_a83() {
    every!(nums(4); |p| slice_by_case, slice_by_case_value_and_grad, slice_by_case_grad, slice_by_case_vjp; (p, 2));
}
#[cfg(any())] // FOUND
#[differentiate]
fn array_or_list(x: &[f64]) -> f64 {
    let a = [x[0] * 2.0, x[1]];
    let b = vec![x[1] * x[0], 1.0, x[2]];
    let r: &[f64] = if x[0] > 0.0 { &a } else { &b };
    r.iter().sum::<f64>() * r[1]
}
#[cfg(any())] // FOUND
#[test]
fn t_array_or_list() {
    every!(nums(4); |p| array_or_list, array_or_list_value_and_grad, array_or_list_grad, array_or_list_vjp; (p));
}
#[cfg(any())] // FOUND
#[test]
fn t_a92() {
    every!([-0.3, 0.4, 0.6]; |p| array_or_list, array_or_list_value_and_grad, array_or_list_grad, array_or_list_vjp; (p));
}
#[differentiate]
fn ordered_pair(x: &[f64]) -> f64 {
    let (lo, hi) = if x[0] < x[1] { (&x[0], &x[1]) } else { (&x[1], &x[0]) };
    hi / lo
}
#[test]
fn t_ordered_pair() {
    every!(nums(2); |p| ordered_pair, ordered_pair_value_and_grad, ordered_pair_grad, ordered_pair_vjp; (p));
}
#[differentiate]
fn largest_by_reference(x: &[f64]) -> f64 {
    let mut best = &x[0];
    for v in &x[1..] {
        if v > best {
            best = v;
        }
    }
    best * best
}
#[test]
fn t_largest_by_reference() {
    every!(nums(4); |p| largest_by_reference, largest_by_reference_value_and_grad, largest_by_reference_grad, largest_by_reference_vjp; (p));
}
#[differentiate]
fn row_with_largest_first(x: &[[f64; 2]]) -> f64 {
    let mut best = &x[0];
    for v in x {
        if v[0] > best[0] {
            best = v;
        }
    }
    best[1] * best[0]
}
#[test]
fn t_row_with_largest_first() {
    every!(nums(6); |p| row_with_largest_first, row_with_largest_first_value_and_grad, row_with_largest_first_grad, row_with_largest_first_vjp; (&mat::<3, 2>(p)));
}
#[differentiate]
fn largest_by_smallest(x: &[f64]) -> f64 {
    let m = x.iter().max_by(|a, b| a.total_cmp(b)).unwrap();
    let n = x.iter().min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    m / n
}
#[test]
fn t_largest_by_smallest() {
    every!(nums(4); |p| largest_by_smallest, largest_by_smallest_value_and_grad, largest_by_smallest_grad, largest_by_smallest_vjp; (p));
}
#[differentiate]
fn row_with_largest_second(x: &[[f64; 2]]) -> f64 {
    let m = x.iter().max_by(|a, b| a[1].total_cmp(&b[1])).unwrap();
    m[0] * m[1]
}
#[test]
fn t_row_with_largest_second() {
    every!(nums(6); |p| row_with_largest_second, row_with_largest_second_value_and_grad, row_with_largest_second_grad, row_with_largest_second_vjp; (&mat::<3, 2>(p)));
}
#[differentiate]
fn index_of_largest(x: &[f64]) -> f64 {
    let i = (0..x.len()).max_by(|&i, &j| x[i].total_cmp(&x[j])).unwrap();
    x[i] * x[i]
}
#[test]
fn t_index_of_largest() {
    every!(nums(4); |p| index_of_largest, index_of_largest_value_and_grad, index_of_largest_grad, index_of_largest_vjp; (p));
}
#[differentiate]
fn index_of_smallest(x: &[f64]) -> f64 {
    let i = (0..x.len()).min_by(|i, j| x[*i].partial_cmp(&x[*j]).unwrap()).unwrap_or(0);
    x[i] * x[i]
}
#[test]
fn t_index_of_smallest() {
    every!(nums(4); |p| index_of_smallest, index_of_smallest_value_and_grad, index_of_smallest_grad, index_of_smallest_vjp; (p));
}
#[differentiate]
fn farthest_point(p: &[(f64, f64)]) -> f64 {
    let far = p.iter().map(|q| q.0.hypot(q.1)).max_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    far * p.len() as f64
}
#[test]
fn t_farthest_point() {
    every!(nums(6); |p| farthest_point, farthest_point_value_and_grad, farthest_point_grad, farthest_point_vjp; (&p.chunks(2).map(|c| (c[0], c[1])).collect::<Vec<_>>()));
}
