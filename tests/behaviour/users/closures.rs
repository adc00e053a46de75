//! Blocks and early returns in the closures of chains.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn block_in_map(x: &[f64]) -> f64 {
    (0..x.len())
        .map(|i| {
            let a = x[i];
            a * a
        })
        .filter(|v| *v > 0.1)
        .map(|v| v.sqrt())
        .fold(0.0, |a, b| a + b)
}
#[test]
fn t_block_in_map() {
    every!(nums(4); |p| block_in_map, block_in_map_value_and_grad, block_in_map_grad, block_in_map_vjp; (p));
}
#[differentiate]
fn sum_or_sum_of_squares(x: &[f64], b: bool) -> f64 {
    let s: f64 = if b { x.iter().sum() } else { x.iter().map(|v| v * v).sum() };
    s * s
}
#[test]
fn t_sum_or_sum_of_squares() {
    every!(nums(4); |p| sum_or_sum_of_squares, sum_or_sum_of_squares_value_and_grad, sum_or_sum_of_squares_grad, sum_or_sum_of_squares_vjp; (p, true));
}
#[test]
fn t_a62() {
    every!(nums(4); |p| sum_or_sum_of_squares, sum_or_sum_of_squares_value_and_grad, sum_or_sum_of_squares_grad, sum_or_sum_of_squares_vjp; (p, false));
}
#[differentiate]
fn zipped_with_a_block(x: &[f64]) -> f64 {
    x.iter()
        .zip({
            let n = x.len();
            &x[1..n]
        })
        .map(|(a, b)| a * b)
        .sum()
}
#[test]
fn t_zipped_with_a_block() {
    every!(nums(4); |p| zipped_with_a_block, zipped_with_a_block_value_and_grad, zipped_with_a_block_grad, zipped_with_a_block_vjp; (p));
}
#[differentiate]
fn slice_of_a_block(x: &[f64]) -> f64 {
    let w = {
        let k = 1;
        &x[k..]
    };
    w[0] * w[1]
}
#[test]
fn t_slice_of_a_block() {
    every!(nums(4); |p| slice_of_a_block, slice_of_a_block_value_and_grad, slice_of_a_block_grad, slice_of_a_block_vjp; (p));
}
#[differentiate]
fn roots_of_large_squares(x: &[f64]) -> f64 {
    x.iter()
        .filter_map(|v| {
            let y = v * v;
            if y > 0.1 { Some(y.sqrt()) } else { None }
        })
        .sum()
}
#[test]
fn t_roots_of_large_squares() {
    every!(nums(4); |p| roots_of_large_squares, roots_of_large_squares_value_and_grad, roots_of_large_squares_grad, roots_of_large_squares_vjp; (p));
}
#[cfg(any())] // FOUND
#[differentiate]
fn early_return_in_filter_map(x: &[f64]) -> f64 {
    x.iter()
        .filter_map(|v| {
            if *v < 0.0 {
                return None;
            }
            Some(v.sqrt())
        })
        .sum()
}
#[cfg(any())] // FOUND
#[test]
fn t_early_return_in_filter_map() {
    every!(nums(4); |p| early_return_in_filter_map, early_return_in_filter_map_value_and_grad, early_return_in_filter_map_grad, early_return_in_filter_map_vjp; (p));
}
#[differentiate]
fn guarded_match_in_map(x: &[f64]) -> f64 {
    x.iter()
        .map(|v| match v {
            v if *v > 0.0 => {
                let t = v * 2.0;
                t.sin()
            }
            _ => 0.0,
        })
        .sum()
}
#[test]
fn t_guarded_match_in_map() {
    every!(nums(4); |p| guarded_match_in_map, guarded_match_in_map_value_and_grad, guarded_match_in_map_grad, guarded_match_in_map_vjp; (p));
}
#[cfg(any())] // FOUND
#[differentiate]
fn early_return_in_scan(x: &[f64]) -> f64 {
    x.iter()
        .scan(0.0, |s, v| {
            if *v < -0.9 {
                return None;
            }
            *s += v;
            Some(*s)
        })
        .sum()
}
#[cfg(any())] // FOUND
#[test]
fn t_early_return_in_scan() {
    every!(nums(4); |p| early_return_in_scan, early_return_in_scan_value_and_grad, early_return_in_scan_grad, early_return_in_scan_vjp; (p));
}
#[differentiate]
fn loop_in_map(x: &[f64]) -> f64 {
    x.iter()
        .map(|v| {
            let mut t = *v;
            for _ in 0..2 {
                if t > 0.9 {
                    break;
                }
                t = t * t + 0.1;
            }
            t
        })
        .sum()
}
#[test]
fn t_loop_in_map() {
    every!(nums(4); |p| loop_in_map, loop_in_map_value_and_grad, loop_in_map_grad, loop_in_map_vjp; (p));
}
#[differentiate]
fn counts_its_calls(x: &[f64]) -> f64 {
    let mut c = 0;
    let r: Vec<f64> = x
        .iter()
        .map(|v| {
            c += 1;
            v * c as f64
        })
        .collect();
    r.iter().sum::<f64>() * c as f64
}
#[test]
fn t_counts_its_calls() {
    every!(nums(4); |p| counts_its_calls, counts_its_calls_value_and_grad, counts_its_calls_grad, counts_its_calls_vjp; (p));
}
#[differentiate]
fn farthest_of_each(x: &[f64]) -> f64 {
    let s = x
        .iter()
        .map(|v| {
            let w: Vec<f64> = x.iter().map(|u| (u - v).powi(2)).collect();
            w.iter().cloned().fold(f64::MIN, f64::max)
        })
        .sum::<f64>();
    s
}
#[test]
fn t_farthest_of_each() {
    every!(nums(4); |p| farthest_of_each, farthest_of_each_value_and_grad, farthest_of_each_grad, farthest_of_each_vjp; (p));
}
#[differentiate]
fn two_captured_sums(x: &[f64]) -> f64 {
    let (mut a, mut b) = (0.0, 1.0);
    x.iter().enumerate().for_each(|(i, v)| {
        if i % 2 == 0 {
            a += v;
        } else {
            b *= v;
        }
    });
    a * b
}
#[test]
fn t_two_captured_sums() {
    every!(nums(4); |p| two_captured_sums, two_captured_sums_value_and_grad, two_captured_sums_grad, two_captured_sums_vjp; (p));
}
#[differentiate]
fn nested_maps(x: &[f64]) -> f64 {
    (0..2).map(|i| (0..2).map(|j| x[2 * i + j] * (j + 1) as f64).sum::<f64>()).product()
}
#[test]
fn t_nested_maps() {
    every!(nums(4); |p| nested_maps, nested_maps_value_and_grad, nested_maps_grad, nested_maps_vjp; (p));
}
