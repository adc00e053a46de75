//! Chains of adapters in many orders.

use crate::check::{arr, mat};
use differentiate::differentiate;
const X: [f64; 6] = [0.7, 1.2, 0.4, 1.1, -0.3, 0.6];
#[differentiate]
fn any_over_indices(x: &[f64]) -> f64 {
    let b = (0..10).any(|i| x[i] > 1.0);
    if b { x[0] * x[1] } else { 0.0 }
}
#[test]
fn t_any_over_indices() {
    check!(X; |p| any_over_indices, any_over_indices_value_and_grad; (p));
}
#[differentiate]
fn all_over_indices(x: &[f64]) -> f64 {
    let b = (0..10).all(|i| x[i] > 0.5);
    if b { x[0] * x[1] } else { x[2] * x[2] }
}
#[test]
fn t_all_over_indices() {
    check!(X; |p| all_over_indices, all_over_indices_value_and_grad; (p));
}
#[differentiate]
fn taken_while_in_bounds(x: &[f64]) -> f64 {
    let s: f64 = (0..10).take_while(|&i| i < x.len()).map(|i| x[i] * x[i]).sum();
    s
}
#[test]
fn t_taken_while_in_bounds() {
    check!(X; |p| taken_while_in_bounds, taken_while_in_bounds_value_and_grad; (p));
}
#[differentiate]
fn mapped_while_in_bounds(x: &[f64]) -> f64 {
    let s: f64 = (0..10).map_while(|i| if i < x.len() { Some(x[i] * x[i]) } else { None }).sum();
    s
}
#[test]
fn t_mapped_while_in_bounds() {
    check!(X; |p| mapped_while_in_bounds, mapped_while_in_bounds_value_and_grad; (p));
}
#[differentiate]
fn taken_then_skipped(x: &[f64]) -> f64 {
    let s: f64 = (0..10).map(|i| x[i % 6]).take(4).skip(1).sum();
    s * s
}
#[test]
fn t_taken_then_skipped() {
    check!(X; |p| taken_then_skipped, taken_then_skipped_value_and_grad; (p));
}
#[differentiate]
fn lazy_past_the_end(x: &[f64]) -> f64 {
    let s: f64 = (0..10).map(|i| x[i]).take(4).sum();
    s * s
}
#[test]
fn t_lazy_past_the_end() {
    check!(X; |p| lazy_past_the_end, lazy_past_the_end_value_and_grad; (p));
}
#[differentiate]
fn running_product_taken(x: &[f64]) -> f64 {
    let mut k = 1.0;
    let s: f64 = x
        .iter()
        .map(|v| {
            k *= v;
            k
        })
        .take(3)
        .sum();
    s * k
}
#[test]
fn t_running_product_taken() {
    check!(X; |p| running_product_taken, running_product_taken_value_and_grad; (p));
}
#[cfg(any())] /* refused: how often the closure runs, only `zip` knows */
#[differentiate]
fn running_product_zipped(x: &[f64]) -> f64 {
    let mut k = 1.0;
    let s: f64 = x
        .iter()
        .map(|v| {
            k *= v;
            k
        })
        .zip(0..3)
        .map(|(a, i)| a * i as f64)
        .sum();
    s * k
}
#[cfg(any())]
#[test]
fn t_running_product_zipped() {
    check!(X; |p| running_product_zipped, running_product_zipped_value_and_grad; (p));
}
#[cfg(any())] /* FOUND W8 */
#[differentiate]
fn running_product_stepped(x: &[f64]) -> f64 {
    let mut k = 1.0;
    let s: f64 = x
        .iter()
        .map(|v| {
            k *= v;
            k
        })
        .skip(2)
        .step_by(2)
        .sum();
    s * k
}
#[cfg(any())] /* FOUND W8 */
#[test]
fn t_running_product_stepped() {
    check!(X; |p| running_product_stepped, running_product_stepped_value_and_grad; (p));
}
#[differentiate]
fn running_product_reversed(x: &[f64]) -> f64 {
    let mut k = 1.0;
    let s: f64 = x
        .iter()
        .map(|v| {
            k *= v;
            k
        })
        .rev()
        .sum();
    s * k
}
#[test]
fn t_running_product_reversed() {
    check!(X; |p| running_product_reversed, running_product_reversed_value_and_grad; (p));
}
#[differentiate]
fn running_product_counted(x: &[f64]) -> f64 {
    let mut k = 1.0;
    let n = x
        .iter()
        .map(|v| {
            k *= v;
            k
        })
        .count();
    n as f64 * k
}
#[test]
fn t_running_product_counted() {
    check!(X; |p| running_product_counted, running_product_counted_value_and_grad; (p));
}
#[differentiate]
fn running_sum_zipped(x: &[f64]) -> f64 {
    let mut k = 1.0;
    let s: f64 = x
        .iter()
        .zip(x[3..].iter().map(|v| {
            k += v;
            k
        }))
        .map(|(a, b)| a * b)
        .sum();
    s * k
}
#[test]
fn t_running_sum_zipped() {
    check!(X; |p| running_sum_zipped, running_sum_zipped_value_and_grad; (p));
}
#[differentiate]
fn flattened_and_taken(x: &[f64]) -> f64 {
    let mut k = 1.0;
    let s: f64 = x.iter().flat_map(|v| (0..2).map(move |j| v * j as f64 + v)).take(3).sum();
    s * k
}
#[test]
fn t_flattened_and_taken() {
    check!(X; |p| flattened_and_taken, flattened_and_taken_value_and_grad; (p));
}
#[differentiate]
fn counted_by_a_loop(x: &[f64]) -> f64 {
    let mut k = 0;
    for v in x.iter().take_while(|v| **v > 0.5) {
        k += 1;
    }
    x[k] * x[0]
}
#[test]
fn t_counted_by_a_loop() {
    check!(X; |p| counted_by_a_loop, counted_by_a_loop_value_and_grad; (p));
}
#[differentiate]
fn counted_by_count(x: &[f64]) -> f64 {
    let i = x.iter().take_while(|v| **v > 0.5).count();
    x[i] * x[0]
}
#[test]
fn t_counted_by_count() {
    check!(X; |p| counted_by_count, counted_by_count_value_and_grad; (p));
}
#[differentiate]
fn suffix_norms_until_small(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        let m = x[i..].iter().fold(0.0, |a: f64, b| a + b * b);
        if m < 1.5 {
            break;
        }
        s += m;
    }
    s
}
#[test]
fn t_suffix_norms_until_small() {
    check!(X; |p| suffix_norms_until_small, suffix_norms_until_small_value_and_grad; (p));
}
#[differentiate]
fn filtered_indices(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in (0..x.len()).filter(|i| x[*i] > 0.5) {
        s += x[i] * x[i];
    }
    s
}
#[test]
fn t_filtered_indices() {
    check!(X; |p| filtered_indices, filtered_indices_value_and_grad; (p));
}
#[differentiate]
fn filtered_elements(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x.iter().filter(|v| **v > 0.5) {
        s = s * v + v;
    }
    s
}
#[test]
fn t_filtered_elements() {
    check!(X; |p| filtered_elements, filtered_elements_value_and_grad; (p));
}
#[differentiate]
fn filtered_squares(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x.iter().map(|v| v * v).filter(|v| *v > 0.2) {
        s = s * v + v;
    }
    s
}
#[test]
fn t_filtered_squares() {
    check!(X; |p| filtered_squares, filtered_squares_value_and_grad; (p));
}
#[differentiate]
fn squares_zipped(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (a, b) in x.iter().map(|v| v * v).zip(x) {
        s = s * a + b;
    }
    s
}
#[test]
fn t_squares_zipped() {
    check!(X; |p| squares_zipped, squares_zipped_value_and_grad; (p));
}
#[differentiate]
fn logarithms_of_large(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x.iter().filter_map(|v| if *v > 0.5 { Some(v.ln()) } else { None }) {
        s = s * 0.5 + v;
    }
    s
}
#[test]
fn t_logarithms_of_large() {
    check!(X; |p| logarithms_of_large, logarithms_of_large_value_and_grad; (p));
}
#[differentiate]
fn windows_reversed_and_stepped(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for w in x.windows(2).rev().skip(1).step_by(2) {
        s = s * w[0] + w[1];
    }
    s
}
#[test]
fn t_windows_reversed_and_stepped() {
    check!(X; |p| windows_reversed_and_stepped, windows_reversed_and_stepped_value_and_grad; (p));
}
#[differentiate]
fn chunks_reversed(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for c in x.chunks(4).rev() {
        s = s * c[0] + c.iter().sum::<f64>();
    }
    s
}
#[test]
fn t_chunks_reversed() {
    check!(X; |p| chunks_reversed, chunks_reversed_value_and_grad; (p));
}
#[differentiate]
fn exact_chunks_numbered(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, c) in x.chunks_exact(2).skip(1).enumerate() {
        s = s * c[0] + c[1] * i as f64;
    }
    s
}
#[test]
fn t_exact_chunks_numbered() {
    check!(X; |p| exact_chunks_numbered, exact_chunks_numbered_value_and_grad; (p));
}
#[differentiate]
fn inclusive_range_stepped_and_taken(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in (0..=10).rev().step_by(4).take(2) {
        s = s * 2.0 + x[i % 6];
    }
    s
}
#[test]
fn t_inclusive_range_stepped_and_taken() {
    check!(X; |p| inclusive_range_stepped_and_taken, inclusive_range_stepped_and_taken_value_and_grad; (p));
}
#[differentiate]
fn stepped_range_reversed(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in (1..6).step_by(2).rev() {
        s = s * 2.0 + x[i];
    }
    s
}
#[test]
fn t_stepped_range_reversed() {
    check!(X; |p| stepped_range_reversed, stepped_range_reversed_value_and_grad; (p));
}
#[differentiate]
fn skipped_range_reversed(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in (0..6).skip(2).rev() {
        s = s * 2.0 + x[i];
    }
    s
}
#[test]
fn t_skipped_range_reversed() {
    check!(X; |p| skipped_range_reversed, skipped_range_reversed_value_and_grad; (p));
}
#[differentiate]
fn reversed_numbered_stepped(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, v) in x.iter().rev().enumerate().skip(1).step_by(2) {
        s = s * 2.0 + v * i as f64;
    }
    s
}
#[test]
fn t_reversed_numbered_stepped() {
    check!(X; |p| reversed_numbered_stepped, reversed_numbered_stepped_value_and_grad; (p));
}
#[differentiate]
fn stepped_zipped_with_reversed(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (v, i) in x.iter().step_by(2).zip((0..5).rev()) {
        s = s * 2.0 + v * i as f64;
    }
    s
}
#[test]
fn t_stepped_zipped_with_reversed() {
    check!(X; |p| stepped_zipped_with_reversed, stepped_zipped_with_reversed_value_and_grad; (p));
}
#[differentiate]
fn zipped_numbered_reversed(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, (a, b)) in x.iter().skip(1).zip(x.iter().rev().take(3)).enumerate().rev() {
        s = s * 2.0 + a * b * i as f64;
    }
    s
}
#[test]
fn t_zipped_numbered_reversed() {
    check!(X; |p| zipped_numbered_reversed, zipped_numbered_reversed_value_and_grad; (p));
}
#[differentiate]
fn reversed_twice(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x.iter().rev().skip(1).rev().take(3) {
        s = s * 2.0 + v;
    }
    s
}
#[test]
fn t_reversed_twice() {
    check!(X; |p| reversed_twice, reversed_twice_value_and_grad; (p));
}
#[differentiate]
fn empty_ranges(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 5..2 {
        s += x[i];
    }
    for i in (2..5).skip(7) {
        s += x[i];
    }
    for w in x.windows(9) {
        s += w[0];
    }
    s + x[0]
}
#[test]
fn t_empty_ranges() {
    check!(X; |p| empty_ranges, empty_ranges_value_and_grad; (p));
}
#[differentiate]
fn range_from_below_zero(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in -2i32..3 {
        s = s * 0.5 + x[(i + 2) as usize] * f64::from(i);
    }
    s
}
#[test]
fn t_range_from_below_zero() {
    check!(X; |p| range_from_below_zero, range_from_below_zero_value_and_grad; (p));
}
#[differentiate]
fn range_of_bytes(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for b in 0u8..=3 {
        s = s * 0.5 + x[usize::from(b)];
    }
    s
}
#[test]
fn t_range_of_bytes() {
    check!(X; |p| range_of_bytes, range_of_bytes_value_and_grad; (p));
}
#[differentiate]
fn mutated_through_adapters(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for (i, e) in v.iter_mut().enumerate().skip(1).step_by(2) {
        *e *= i as f64;
    }
    for e in v.iter_mut().rev().take(2) {
        *e += x[0];
    }
    v.iter().map(|e| e * e).sum()
}
#[test]
fn t_mutated_through_adapters() {
    check!(X; |p| mutated_through_adapters, mutated_through_adapters_value_and_grad; (p));
}
#[differentiate]
fn return_out_of_chunks(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for c in v.chunks(2) {
        if c[0] > 1.0 {
            return c[1] * c[0];
        }
    }
    v[0] = 2.0;
    v[0]
}
#[test]
fn t_return_out_of_chunks() {
    check!(X; |p| return_out_of_chunks, return_out_of_chunks_value_and_grad; (p));
}
#[differentiate]
fn squares_and_stepped_product(x: &[f64]) -> f64 {
    let s: f64 = x.iter().copied().map(|v| v * v).rev().skip(1).sum();
    let p: f64 = x.iter().step_by(4).product();
    s * p
}
#[test]
fn t_squares_and_stepped_product() {
    check!(X; |p| squares_and_stepped_product, squares_and_stepped_product_value_and_grad; (p));
}
