//! Sums and products of integers.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn factorial_by_suffix(x: f64) -> f64 {
    let mut f = 1u64;
    for k in 1..=15u64 {
        f *= k;
    }
    x * f as f64
}
#[test]
fn t_factorial_by_suffix() {
    every!([0.3]; |p| factorial_by_suffix, factorial_by_suffix_value_and_grad, factorial_by_suffix_grad, factorial_by_suffix_vjp; (p[0]));
}
#[differentiate]
fn factorial_told_by_the_range(x: f64) -> f64 {
    let mut f = 1;
    for k in 1..=15u64 {
        f *= k;
    }
    x * f as f64
}
#[test]
fn t_factorial_told_by_the_range() {
    every!([0.3]; |p| factorial_told_by_the_range, factorial_told_by_the_range_value_and_grad, factorial_told_by_the_range_grad, factorial_told_by_the_range_vjp; (p[0]));
}
#[differentiate]
fn factorial_by_annotation(x: f64) -> f64 {
    let mut f: u64 = 1;
    for k in 1..=15u64 {
        f *= k;
    }
    x * f as f64
}
#[test]
fn t_factorial_by_annotation() {
    every!([0.3]; |p| factorial_by_annotation, factorial_by_annotation_value_and_grad, factorial_by_annotation_grad, factorial_by_annotation_vjp; (p[0]));
}
#[differentiate]
fn factorial_of_a_half_open_range(x: f64) -> f64 {
    let mut f: u64 = 1;
    for k in 1u64..16 {
        f *= k;
    }
    x * f as f64
}
#[test]
fn t_factorial_of_a_half_open_range() {
    every!([0.3]; |p| factorial_of_a_half_open_range, factorial_of_a_half_open_range_value_and_grad, factorial_of_a_half_open_range_grad, factorial_of_a_half_open_range_vjp; (p[0]));
}
#[differentiate]
fn byte_of_a_mixed_array(x: f64) -> f64 {
    let a = [1u8, 2, 250];
    let s = a[0] as f64;
    x * s
}
#[test]
fn t_byte_of_a_mixed_array() {
    every!([0.3]; |p| byte_of_a_mixed_array, byte_of_a_mixed_array_value_and_grad, byte_of_a_mixed_array_grad, byte_of_a_mixed_array_vjp; (p[0]));
}
#[differentiate]
fn sum_of_suffixed_bytes(x: f64) -> f64 {
    let a = [1u8, 2u8];
    let s: u32 = a.iter().map(|&v| v as u32).sum();
    x * s as f64
}
#[test]
fn t_sum_of_suffixed_bytes() {
    every!([0.3]; |p| sum_of_suffixed_bytes, sum_of_suffixed_bytes_value_and_grad, sum_of_suffixed_bytes_grad, sum_of_suffixed_bytes_vjp; (p[0]));
}
#[differentiate]
fn sum_of_annotated_bytes(x: f64) -> f64 {
    let a: [u8; 2] = [1, 2];
    let s: u32 = a.iter().map(|&v| v as u32).sum();
    x * s as f64
}
#[test]
fn t_sum_of_annotated_bytes() {
    every!([0.3]; |p| sum_of_annotated_bytes, sum_of_annotated_bytes_value_and_grad, sum_of_annotated_bytes_grad, sum_of_annotated_bytes_vjp; (p[0]));
}
#[differentiate]
fn sum_told_by_the_binding(x: f64, a: &[u8]) -> f64 {
    let s: u32 = a.iter().map(|&v| v as u32).sum();
    x * s as f64
}
#[test]
fn t_sum_told_by_the_binding() {
    every!([0.3]; |p| sum_told_by_the_binding, sum_told_by_the_binding_value_and_grad, sum_told_by_the_binding_grad, sum_told_by_the_binding_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn sum_told_by_a_turbofish(x: f64, a: &[u8]) -> f64 {
    let s = a.iter().map(|&v| v as u32).sum::<u32>();
    x * s as f64
}
#[test]
fn t_sum_told_by_a_turbofish() {
    every!([0.3]; |p| sum_told_by_a_turbofish, sum_told_by_a_turbofish_value_and_grad, sum_told_by_a_turbofish_grad, sum_told_by_a_turbofish_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn sum_of_doubled_bytes(x: f64, a: &[u8]) -> f64 {
    let s: u32 = a.iter().map(|&v| u32::from(v) * 2).sum();
    x * f64::from(s)
}
#[test]
fn t_sum_of_doubled_bytes() {
    every!([0.3]; |p| sum_of_doubled_bytes, sum_of_doubled_bytes_value_and_grad, sum_of_doubled_bytes_grad, sum_of_doubled_bytes_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn sum_of_counts(x: f64, a: &[usize]) -> f64 {
    let s: usize = a.iter().sum();
    x * s as f64
}
#[test]
fn t_sum_of_counts() {
    every!([0.3]; |p| sum_of_counts, sum_of_counts_value_and_grad, sum_of_counts_grad, sum_of_counts_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn sum_and_largest_of_counts(x: f64, a: &[usize]) -> f64 {
    let s = a.iter().sum::<usize>();
    let m = a.iter().max().unwrap();
    x * s as f64 + *m as f64 * x
}
#[test]
fn t_sum_and_largest_of_counts() {
    every!([0.3]; |p| sum_and_largest_of_counts, sum_and_largest_of_counts_value_and_grad, sum_and_largest_of_counts_grad, sum_and_largest_of_counts_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn largest_count_or_none(x: f64, a: &[usize]) -> f64 {
    let s = a.iter().copied().max().unwrap_or(0);
    x * s as f64
}
#[test]
fn t_largest_count_or_none() {
    every!([0.3]; |p| largest_count_or_none, largest_count_or_none_value_and_grad, largest_count_or_none_grad, largest_count_or_none_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn product_of_a_range(x: f64, n: usize) -> f64 {
    let s: usize = (1..=n).product();
    x / s as f64
}
#[test]
fn t_product_of_a_range() {
    every!([0.3]; |p| product_of_a_range, product_of_a_range_value_and_grad, product_of_a_range_grad, product_of_a_range_vjp; (p[0], 5));
}
#[differentiate]
fn product_of_a_wide_range(x: f64, n: u64) -> f64 {
    let s = (1..=n).product::<u64>();
    x / s as f64
}
#[test]
fn t_product_of_a_wide_range() {
    every!([0.3]; |p| product_of_a_wide_range, product_of_a_wide_range_value_and_grad, product_of_a_wide_range_grad, product_of_a_wide_range_vjp; (p[0], 5));
}
#[differentiate]
fn factorial_as_a_product(x: f64) -> f64 {
    let s: u64 = (1..=15).product();
    x / s as f64
}
#[test]
fn t_factorial_as_a_product() {
    every!([0.3]; |p| factorial_as_a_product, factorial_as_a_product_value_and_grad, factorial_as_a_product_grad, factorial_as_a_product_vjp; (p[0]));
}
#[differentiate]
fn factorial_as_a_fold(x: f64) -> f64 {
    let s = (1..=15).fold(1u64, |a, k| a * k);
    x / s as f64
}
#[test]
fn t_factorial_as_a_fold() {
    every!([0.3]; |p| factorial_as_a_fold, factorial_as_a_fold_value_and_grad, factorial_as_a_fold_grad, factorial_as_a_fold_vjp; (p[0]));
}
#[differentiate]
fn series_of_products(x: f64) -> f64 {
    (0..15)
        .map(|k| {
            let f: u64 = (1..=k).product();
            x / f as f64
        })
        .sum()
}
#[test]
fn t_series_of_products() {
    every!([0.3]; |p| series_of_products, series_of_products_value_and_grad, series_of_products_grad, series_of_products_vjp; (p[0]));
}
#[differentiate]
fn series_of_wide_products(x: f64) -> f64 {
    (0..15u64).map(|k| x / (1..=k).product::<u64>() as f64).sum()
}
#[test]
fn t_series_of_wide_products() {
    every!([0.3]; |p| series_of_wide_products, series_of_wide_products_value_and_grad, series_of_wide_products_grad, series_of_wide_products_vjp; (p[0]));
}
#[differentiate]
fn series_of_float_products(x: f64) -> f64 {
    (0..15u64).map(|k| x / (1..=k).map(|j| j as f64).product::<f64>()).sum()
}
#[test]
fn t_series_of_float_products() {
    every!([0.3]; |p| series_of_float_products, series_of_float_products_value_and_grad, series_of_float_products_grad, series_of_float_products_vjp; (p[0]));
}
