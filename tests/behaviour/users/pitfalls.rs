//! Closures, moves, conditions, tuples: small functions, each with something that is easy to get wrong.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn moved_capture(x: f64) -> f64 {
    let mut k = 1.0;
    let f = move |v: f64| v * k;
    k = 2.0;
    f(x) + k * x
}
#[test]
fn t_moved_capture() {
    every!([0.3]; |p| moved_capture, moved_capture_value_and_grad, moved_capture_grad, moved_capture_vjp; (p[0]));
}
#[differentiate]
fn old_array_kept(x: f64) -> f64 {
    let mut a = [x, 2.0 * x];
    let b = a;
    a[0] = x * x;
    b[0] * a[0]
}
#[test]
fn t_old_array_kept() {
    every!([0.3]; |p| old_array_kept, old_array_kept_value_and_grad, old_array_kept_grad, old_array_kept_vjp; (p[0]));
}
#[differentiate]
fn range_bound_before_it_changes(x: f64) -> f64 {
    let mut n = 3;
    let mut y = x;
    for i in 0..n {
        n += 1;
        y *= x + i as f64;
    }
    y * n as f64
}
#[test]
fn t_range_bound_before_it_changes() {
    every!([0.3]; |p| range_bound_before_it_changes, range_bound_before_it_changes_value_and_grad, range_bound_before_it_changes_grad, range_bound_before_it_changes_vjp; (p[0]));
}
#[differentiate]
fn stepped_backwards(x: f64) -> f64 {
    let mut y = 0.0;
    for i in (-3..=3).rev().step_by(2) {
        y = y * x + i as f64;
    }
    y
}
#[test]
fn t_stepped_backwards() {
    every!([0.3]; |p| stepped_backwards, stepped_backwards_value_and_grad, stepped_backwards_grad, stepped_backwards_vjp; (p[0]));
}
#[differentiate]
fn signed_range(x: f64, n: i32) -> f64 {
    let mut y = x;
    for i in n..-n {
        y *= x + i as f64 * 0.1;
    }
    y
}
#[test]
fn t_signed_range() {
    every!([0.3]; |p| signed_range, signed_range_value_and_grad, signed_range_grad, signed_range_vjp; (p[0], -2));
}
#[test]
fn t_a92() {
    every!([0.3]; |p| signed_range, signed_range_value_and_grad, signed_range_grad, signed_range_vjp; (p[0], 2));
}
#[differentiate]
fn all_bytes(x: f64) -> f64 {
    let mut y = 0.0;
    for k in 0..=255u8 {
        y += x * f64::from(k) * 0.01;
    }
    y
}
#[test]
fn t_all_bytes() {
    every!([0.3]; |p| all_bytes, all_bytes_value_and_grad, all_bytes_grad, all_bytes_vjp; (p[0]));
}
#[differentiate]
fn range_of_letters(x: f64) -> f64 {
    let mut y = 0.0;
    for c in 'a'..='e' {
        y = y * x + (c as u8 - b'a') as f64;
    }
    y
}
#[test]
fn t_range_of_letters() {
    every!([0.3]; |p| range_of_letters, range_of_letters_value_and_grad, range_of_letters_grad, range_of_letters_vjp; (p[0]));
}
#[differentiate]
fn effect_in_a_condition(x: f64) -> f64 {
    let mut n = 0;
    let y = if {
        n += 1;
        n > 0
    } {
        x
    } else {
        1.0
    };
    y * n as f64
}
#[test]
fn t_effect_in_a_condition() {
    every!([0.3]; |p| effect_in_a_condition, effect_in_a_condition_value_and_grad, effect_in_a_condition_grad, effect_in_a_condition_vjp; (p[0]));
}
#[differentiate]
fn blocks_in_an_array(x: f64) -> f64 {
    let mut a = x;
    let v = [
        a,
        {
            a *= 2.0;
            a
        },
        a + 1.0,
        {
            a -= 0.5;
            a * a
        },
    ];
    v[0] * v[1] + v[2] * v[3] * a
}
#[test]
fn t_blocks_in_an_array() {
    every!([0.3]; |p| blocks_in_an_array, blocks_in_an_array_value_and_grad, blocks_in_an_array_grad, blocks_in_an_array_vjp; (p[0]));
}
#[differentiate]
fn effect_in_an_index(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut i = 0;
    v[{
        i += 1;
        i
    }] = v[0] * 2.0;
    v[i] * v[0] + {
        i = 2;
        v[i]
    }
}
#[test]
fn t_effect_in_an_index() {
    every!([0.3, 0.5, 0.7]; |p| effect_in_an_index, effect_in_an_index_value_and_grad, effect_in_an_index_grad, effect_in_an_index_vjp; (p));
}
#[differentiate]
fn destructuring_assignment(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    (a[0], a[1]) = (a[1] * 2.0, a[0]);
    a[0] * a[0] + a[1]
}
#[test]
fn t_destructuring_assignment() {
    every!([0.3, 0.5, 0.7]; |p| destructuring_assignment, destructuring_assignment_value_and_grad, destructuring_assignment_grad, destructuring_assignment_vjp; (p));
}
#[differentiate]
fn slice_of_a_slice(x: &[f64]) -> f64 {
    let v = &x[1..][..2];
    v[0] * v[1] + x[..2].iter().sum::<f64>()
}
#[test]
fn t_slice_of_a_slice() {
    every!([0.3, 0.5, 0.7]; |p| slice_of_a_slice, slice_of_a_slice_value_and_grad, slice_of_a_slice_grad, slice_of_a_slice_vjp; (p));
}
#[differentiate]
fn mutable_slice_of_a_slice(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for e in &mut v[1..][..2] {
        *e *= 3.0;
    }
    v[..].iter().product()
}
#[test]
fn t_mutable_slice_of_a_slice() {
    every!([0.3, 0.5, 0.7, 0.2]; |p| mutable_slice_of_a_slice, mutable_slice_of_a_slice_value_and_grad, mutable_slice_of_a_slice_grad, mutable_slice_of_a_slice_vjp; (p));
}
#[differentiate]
fn comparison_matched(x: f64, y: f64) -> f64 {
    use std::cmp::Ordering;
    match x.partial_cmp(&y) {
        Some(Ordering::Less) => x * y,
        Some(Ordering::Greater) => x - y,
        _ => 0.0,
    }
}
#[test]
fn t_comparison_matched() {
    every!([0.3, 0.5]; |p| comparison_matched, comparison_matched_value_and_grad, comparison_matched_grad, comparison_matched_vjp; (p[0], p[1]));
}
#[differentiate]
fn ranges_matched(x: f64) -> f64 {
    match x {
        v if v < 0.0 => -v,
        0.0..=1.0 => x * x,
        _ => x.sqrt(),
    }
}
#[test]
fn t_ranges_matched() {
    every!([0.3]; |p| ranges_matched, ranges_matched_value_and_grad, ranges_matched_grad, ranges_matched_vjp; (p[0]));
}
#[test]
fn t_c32() {
    every!([-0.3]; |p| ranges_matched, ranges_matched_value_and_grad, ranges_matched_grad, ranges_matched_vjp; (p[0]));
}
#[test]
fn t_c33() {
    every!([1.3]; |p| ranges_matched, ranges_matched_value_and_grad, ranges_matched_grad, ranges_matched_vjp; (p[0]));
}
#[differentiate]
fn table_of_paths(x: f64, n: usize) -> f64 {
    let mut m = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..n {
            m[i][j] = match (i, j) {
                (0, _) | (_, 0) => x,
                _ => m[i - 1][j] * x + m[i][j - 1],
            };
        }
    }
    m[n - 1][n - 1]
}
#[test]
fn t_table_of_paths() {
    every!([0.3]; |p| table_of_paths, table_of_paths_value_and_grad, table_of_paths_grad, table_of_paths_vjp; (p[0], 4));
}
#[differentiate]
fn declared_then_assigned(x: f64, y: f64) -> f64 {
    let v;
    let w;
    if x > y {
        v = x * x;
        w = 1.0;
    } else {
        v = y;
        w = x;
    }
    v * w
}
#[test]
fn t_declared_then_assigned() {
    every!([0.3, 0.5]; |p| declared_then_assigned, declared_then_assigned_value_and_grad, declared_then_assigned_grad, declared_then_assigned_vjp; (p[0], p[1]));
}
#[differentiate]
fn generations(x: &[f64]) -> f64 {
    let mut m: Vec<Vec<f64>> = vec![x.to_vec()];
    for k in 0..3 {
        let last = m.last().unwrap();
        let next: Vec<f64> = last.iter().map(|v| v * v + k as f64).collect();
        m.push(next);
    }
    m[3][0] * m[1][1]
}
#[test]
fn t_generations() {
    every!([0.3, 0.5]; |p| generations, generations_value_and_grad, generations_grad, generations_vjp; (p));
}
#[differentiate]
fn rows_swapped(x: &[f64]) -> f64 {
    let mut m = vec![x.to_vec(), vec![1.0; 2]];
    m.swap(0, 1);
    m[0][1] *= m[1][0];
    m[0].swap(0, 1);
    let r = m[0].clone();
    m[1] = r;
    m[1][0] * m[0][0]
}
#[test]
fn t_rows_swapped() {
    every!([0.3, 0.5]; |p| rows_swapped, rows_swapped_value_and_grad, rows_swapped_grad, rows_swapped_vjp; (p));
}
#[differentiate]
fn rows_scaled(x: &[f64]) -> f64 {
    let mut m = vec![x.to_vec(), x.to_vec()];
    for row in m.iter_mut() {
        for v in row.iter_mut() {
            *v *= 2.0;
        }
        row[0] += row[1];
    }
    m.iter().map(|r| r[0] * r[1]).sum()
}
#[test]
fn t_rows_scaled() {
    every!([0.3, 0.5]; |p| rows_scaled, rows_scaled_value_and_grad, rows_scaled_grad, rows_scaled_vjp; (p));
}
#[differentiate]
fn rows_replaced_in_turn(x: &[f64]) -> f64 {
    let mut m = vec![x.to_vec(), x.to_vec()];
    for k in 0..2 {
        m[k] = m[1 - k].iter().map(|v| v * v).collect();
    }
    m[0][0] * m[1][1]
}
#[test]
fn t_rows_replaced_in_turn() {
    every!([0.3, 0.5]; |p| rows_replaced_in_turn, rows_replaced_in_turn_value_and_grad, rows_replaced_in_turn_grad, rows_replaced_in_turn_vjp; (p));
}
#[differentiate]
fn inner_function(x: f64) -> f64 {
    fn helper(n: u32) -> f64 {
        (0..n).map(|k| k as f64).sum()
    }
    x * helper(4)
}
#[test]
fn t_inner_function() {
    every!([0.3]; |p| inner_function, inner_function_value_and_grad, inner_function_grad, inner_function_vjp; (p[0]));
}
#[differentiate]
fn shadowed_constant(x: f64) -> f64 {
    const K: f64 = 2.0;
    let a = {
        const K: f64 = 3.0;
        x * K
    };
    a * K
}
#[test]
fn t_shadowed_constant() {
    every!([0.3]; |p| shadowed_constant, shadowed_constant_value_and_grad, shadowed_constant_grad, shadowed_constant_vjp; (p[0]));
}
#[differentiate]
fn asserted_and_matched(x: f64, n: usize) -> f64 {
    debug_assert!(n > 0);
    let b = matches!(n, 1 | 3);
    if b { x.sin() } else { x }
}
#[test]
fn t_asserted_and_matched() {
    every!([0.3]; |p| asserted_and_matched, asserted_and_matched_value_and_grad, asserted_and_matched_grad, asserted_and_matched_vjp; (p[0], 3));
}
#[differentiate]
fn lifetimes_and_an_empty_where<'a>(x: &'a [f64], y: &'a [f64]) -> f64 where {
    x.iter().zip(y.iter()).map(|(&a, &b)| a.max(b)).sum()
}
#[test]
fn t_lifetimes_and_an_empty_where() {
    every!([0.3, 0.5]; |p| lifetimes_and_an_empty_where, lifetimes_and_an_empty_where_value_and_grad, lifetimes_and_an_empty_where_grad, lifetimes_and_an_empty_where_vjp; (&p[..1], &p[1..]));
}
#[differentiate]
fn remainders_and_parts(x: f64) -> f64 {
    let a = x.rem_euclid(0.7) + (5.0 * x) % 0.4;
    a * x.fract() - x.trunc()
}
#[test]
fn t_remainders_and_parts() {
    every!([1.3]; |p| remainders_and_parts, remainders_and_parts_value_and_grad, remainders_and_parts_grad, remainders_and_parts_vjp; (p[0]));
}
#[test]
fn t_d52() {
    every!([-1.3]; |p| remainders_and_parts, remainders_and_parts_value_and_grad, remainders_and_parts_grad, remainders_and_parts_vjp; (p[0]));
}
#[differentiate]
fn get_until_none(x: &[f64]) -> f64 {
    let mut it = 0;
    let mut s = 0.0;
    loop {
        let v = match x.get(it) {
            Some(v) => v,
            None => break,
        };
        it += 1;
        if *v < 0.0 {
            continue;
        }
        s += v * v;
    }
    s
}
#[test]
fn t_get_until_none() {
    every!([0.3, -0.5, 0.8]; |p| get_until_none, get_until_none_value_and_grad, get_until_none_grad, get_until_none_vjp; (p));
}
#[differentiate]
fn largest_and_its_index(x: &[f64]) -> f64 {
    let mut best = f64::MIN;
    let mut arg = usize::MAX;
    for (i, &v) in x.iter().enumerate() {
        if v > best {
            (best, arg) = (v, i);
        }
    }
    best * arg as f64 + x[arg]
}
#[test]
fn t_largest_and_its_index() {
    every!([0.3, 0.9, 0.8]; |p| largest_and_its_index, largest_and_its_index_value_and_grad, largest_and_its_index_grad, largest_and_its_index_vjp; (p));
}
#[differentiate]
fn harmonic_by_from(x: f64) -> f64 {
    let s: f64 = (1..=5).map(f64::from).map(|k| x / k).sum();
    s
}
#[test]
fn t_harmonic_by_from() {
    every!([0.3]; |p| harmonic_by_from, harmonic_by_from_value_and_grad, harmonic_by_from_grad, harmonic_by_from_vjp; (p[0]));
}
#[differentiate]
fn standard_deviation(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let m = x.iter().sum::<f64>() / n;
    (x.iter().map(|v| (v - m).powi(2)).sum::<f64>() / (n - 1.)).sqrt()
}
#[test]
fn t_standard_deviation() {
    every!([0.3, 0.9, 0.8]; |p| standard_deviation, standard_deviation_value_and_grad, standard_deviation_grad, standard_deviation_vjp; (p));
}
