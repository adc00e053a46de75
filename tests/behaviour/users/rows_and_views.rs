//! Many small functions: rows, swaps, views, collections.

use crate::check::{arr, mat};
use differentiate::differentiate;
const X: [f64; 6] = [0.7, 1.2, 0.4, 1.1, -0.3, 0.6];
#[differentiate]
fn return_one(x: f64) -> f64 {
    x / x + x * 0.0
}
#[differentiate]
fn rows_swapped_inside(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[2], x[3]]];
    for r in m.iter_mut() {
        r.swap(0, 1);
    }
    m[0][0] * m[1][1] * m[0][0]
}
#[test]
fn t_rows_swapped_inside() {
    check!(X; |p| rows_swapped_inside, rows_swapped_inside_value_and_grad; (p));
}
#[differentiate]
fn rows_reversed(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[2], x[3]]];
    for r in m.iter_mut() {
        r.reverse();
        r[0] *= 2.0;
    }
    m[0][0] * m[1][1] * m[0][0]
}
#[test]
fn t_rows_reversed() {
    check!(X; |p| rows_reversed, rows_reversed_value_and_grad; (p));
}
#[differentiate]
fn rows_filled(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[2], x[3]]];
    for r in m.iter_mut() {
        r.fill(x[4]);
        r[0] += 0.5;
    }
    m[0][0] * m[1][1] * m[0][0]
}
#[test]
fn t_rows_filled() {
    check!(X; |p| rows_filled, rows_filled_value_and_grad; (p));
}
#[differentiate]
fn rows_copied(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[2], x[3]]];
    for r in &mut m {
        r.copy_from_slice(&x[2..4]);
        r[0] += 0.5;
    }
    m[0][0] * m[1][1] * m[0][0]
}
#[test]
fn t_rows_copied() {
    check!(X; |p| rows_copied, rows_copied_value_and_grad; (p));
}
#[differentiate]
fn elements_of_two_lists_swapped(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut w = vec![x[0]; 3];
    std::mem::swap(&mut v[0], &mut w[1]);
    v[0] * w[1] * v[1]
}
#[test]
fn t_elements_of_two_lists_swapped() {
    check!(X; |p| elements_of_two_lists_swapped, elements_of_two_lists_swapped_value_and_grad; (p));
}
#[differentiate]
fn slices_swapped_and_reversed(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v[1..4].swap(0, 2);
    v[2..].reverse();
    v[0] * v[1] + v[2] * v[2] + v[5] * v[3]
}
#[test]
fn t_slices_swapped_and_reversed() {
    check!(X; |p| slices_swapped_and_reversed, slices_swapped_and_reversed_value_and_grad; (p));
}
#[differentiate]
fn rows_of_a_list_swapped(x: &[f64]) -> f64 {
    let mut m = vec![vec![x[0], x[1]], vec![x[2], x[3]]];
    m.swap(0, 1);
    m[0].swap(0, 1);
    m[1][0] *= m[0][0];
    m[1][0] * m[0][1]
}
#[test]
fn t_rows_of_a_list_swapped() {
    check!(X; |p| rows_of_a_list_swapped, rows_of_a_list_swapped_value_and_grad; (p));
}
#[differentiate]
fn outer_product(x: &[f64]) -> f64 {
    let mut m = vec![vec![0.0; 2]; 3];
    for (i, r) in m.iter_mut().enumerate() {
        for (j, v) in r.iter_mut().enumerate() {
            *v = x[i] * x[j];
        }
    }
    m[2].reverse();
    m.reverse();
    m[0][0] * m[1][1] + m[2][1]
}
#[test]
fn t_outer_product() {
    check!(X; |p| outer_product, outer_product_value_and_grad; (p));
}
#[differentiate]
fn matrices_swapped(x: &[f64]) -> f64 {
    let mut m = [[0.0; 2]; 3];
    let mut n = [[1.0; 2]; 3];
    for i in 0..3 {
        m[i][0] = x[i];
        std::mem::swap(&mut m, &mut n);
    }
    m[0][0] * n[1][0] + m[2][0] * n[2][0]
}
#[test]
fn t_matrices_swapped() {
    check!(X; |p| matrices_swapped, matrices_swapped_value_and_grad; (p));
}
#[differentiate]
fn array_replaced(x: &[f64]) -> f64 {
    let mut a = [x[0], x[1]];
    let b = std::mem::replace(&mut a, [x[2], x[3]]);
    let c = std::mem::replace(&mut a[1], b[0]);
    a[0] * a[1] * c + b[1]
}
#[test]
fn t_array_replaced() {
    check!(X; |p| array_replaced, array_replaced_value_and_grad; (p));
}
#[differentiate]
fn mutable_parts_iterated(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for e in v.iter_mut().rev().skip(1).step_by(2) {
        *e *= *e;
    }
    for e in &mut v[1..3] {
        *e += x[0];
    }
    for e in v[..2].iter_mut() {
        *e *= 3.0;
    }
    v[0] * v[1] + v[2] * v[4] + v[3]
}
#[test]
fn t_mutable_parts_iterated() {
    check!(X; |p| mutable_parts_iterated, mutable_parts_iterated_value_and_grad; (p));
}
#[differentiate]
fn reversed_subtracted(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for (a, b) in v.iter_mut().zip(x.iter().rev()) {
        *a -= b * *a;
    }
    for w in x.windows(2) {
        v[0] *= w[0];
        v[1] += w[1] * v[0];
    }
    v[0] * v[1] + v[3]
}
#[test]
fn t_reversed_subtracted() {
    check!(X; |p| reversed_subtracted, reversed_subtracted_value_and_grad; (p));
}
#[differentiate]
fn chunks_numbered_reversed(x: &[f64]) -> f64 {
    let mut t = 1.0;
    for (i, c) in x.chunks(2).enumerate().rev() {
        t = t * c[0] + c[1] * i as f64;
    }
    t
}
#[test]
fn t_chunks_numbered_reversed() {
    check!(X; |p| chunks_numbered_reversed, chunks_numbered_reversed_value_and_grad; (p));
}
#[differentiate]
fn cloned_from_a_slice(x: &[f64]) -> f64 {
    let mut v = vec![0.0; 3];
    v[0] = x[0];
    v.clone_from_slice(&[x[1], x[2], x[0]]);
    let w = v.clone();
    v[0] = w[1] * w[2];
    v[0] * w[0]
}
#[test]
fn t_cloned_from_a_slice() {
    check!(X; |p| cloned_from_a_slice, cloned_from_a_slice_value_and_grad; (p));
}
#[differentiate]
fn repeated_arrays(x: &[f64]) -> f64 {
    let v = [x[0]; 4];
    let w = [[x[1]; 2]; 2];
    v[0] * w[1][0] + v[3] * w[0][1]
}
#[test]
fn t_repeated_arrays() {
    check!(X; |p| repeated_arrays, repeated_arrays_value_and_grad; (p));
}
#[differentiate]
fn prefix_and_suffix_sums(x: &[f64]) -> f64 {
    let n = x.len();
    let mut acc = vec![0.0; n];
    for i in 0..n {
        let (l, r) = x.split_at(i);
        acc[i] = l.iter().sum::<f64>() * r.iter().map(|v| v * v).sum::<f64>();
    }
    acc.iter().sum()
}
#[test]
fn t_prefix_and_suffix_sums() {
    check!(X; |p| prefix_and_suffix_sums, prefix_and_suffix_sums_value_and_grad; (p));
}
#[differentiate]
fn slices_of_slices(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..3 {
        let a = &x[i..];
        let b = &a[..2];
        let c = [b[0], a[1]];
        for (p, q) in b.iter().zip(c.iter()) {
            s += p * q;
        }
    }
    s
}
#[test]
fn t_slices_of_slices() {
    check!(X; |p| slices_of_slices, slices_of_slices_value_and_grad; (p));
}
#[differentiate]
fn spread(x: &[f64]) -> f64 {
    let (mn, mx) = x.iter().fold((f64::MAX, f64::MIN), |(a, b), &v| (a.min(v), b.max(v)));
    (mx - mn) * mx
}
#[test]
fn t_spread() {
    check!(X; |p| spread, spread_value_and_grad; (p));
}
#[differentiate]
fn index_of_largest(x: &[f64]) -> f64 {
    let i = x.iter().enumerate().max_by(|a, b| a.1.partial_cmp(b.1).unwrap()).map(|(i, _)| i).unwrap();
    x[i] * x[0]
}
#[test]
fn t_index_of_largest() {
    check!(X; |p| index_of_largest, index_of_largest_value_and_grad; (p));
}
#[differentiate]
fn largest_by_fold(x: &[f64]) -> f64 {
    let m = x.iter().cloned().fold(f64::NAN, f64::max);
    m * m
}
#[test]
fn t_largest_by_fold() {
    check!(X; |p| largest_by_fold, largest_by_fold_value_and_grad; (p));
}
#[differentiate]
fn pushed_and_popped(x: &[f64]) -> f64 {
    let mut v: Vec<f64> = x.iter().map(|a| a * a).collect();
    v.push(x[0]);
    v.pop();
    if let Some(l) = v.last() {
        return l * v[0];
    }
    0.0
}
#[test]
fn t_pushed_and_popped() {
    check!(X; |p| pushed_and_popped, pushed_and_popped_value_and_grad; (p));
}
#[differentiate]
fn cleared_in_a_loop(x: &[f64]) -> f64 {
    let mut v: Vec<f64> = vec![];
    for i in 0..4 {
        v.push(x[i]);
        if v.len() > 2 {
            v.clear();
        }
    }
    v.iter().sum::<f64>() + v.len() as f64
}
#[test]
fn t_cleared_in_a_loop() {
    check!(X; |p| cleared_in_a_loop, cleared_in_a_loop_value_and_grad; (p));
}
#[differentiate]
fn chains_of_arrays(x: &[f64]) -> f64 {
    let r: f64 = [x[0], x[1] * x[2], x[3]].iter().sum();
    let q: f64 = [x[0], x[1]].iter().map(|v| v * v).product();
    r * q
}
#[test]
fn t_chains_of_arrays() {
    check!(X; |p| chains_of_arrays, chains_of_arrays_value_and_grad; (p));
}
#[differentiate]
fn closure_over_a_slice(x: &[f64]) -> f64 {
    let f = |a: f64, b: &[f64]| -> f64 {
        let mut t = a;
        for v in b {
            t = t * 0.5 + v;
        }
        t
    };
    f(x[0], &x[1..3]) * f(f(x[1], x), &x[..2])
}
#[test]
fn t_closure_over_a_slice() {
    check!(X; |p| closure_over_a_slice, closure_over_a_slice_value_and_grad; (p));
}
#[differentiate]
fn best_pair(x: &[f64]) -> f64 {
    let mut best = f64::INFINITY;
    let mut arg = [0.0; 2];
    for a in x {
        for b in x {
            let c = (a - b * 2.0).powi(2) + a;
            if c < best {
                best = c;
                arg = [*a, *b];
            }
        }
    }
    best + arg[0] * arg[1]
}
#[test]
fn t_best_pair() {
    check!(X; |p| best_pair, best_pair_value_and_grad; (p));
}
#[differentiate]
fn iterated_in_a_map(x: &[f64]) -> f64 {
    let s: f64 = x
        .iter()
        .map(|v| {
            let mut t = *v;
            for _ in 0..3 {
                t = t.sin() + 0.1;
            }
            t
        })
        .sum();
    s * s
}
#[test]
fn t_iterated_in_a_map() {
    check!(X; |p| iterated_in_a_map, iterated_in_a_map_value_and_grad; (p));
}
#[differentiate]
fn called_in_a_map(x: &[f64]) -> f64 {
    let s: f64 = x.iter().map(|&v| if v > 1.0 { return_one(v) } else { v }).sum();
    s * s
}
#[test]
fn t_called_in_a_map() {
    check!(X; |p| called_in_a_map, called_in_a_map_value_and_grad; (p));
}
#[differentiate]
fn chunks_collected(x: &[f64]) -> f64 {
    let v: Vec<[f64; 2]> = x.chunks(2).map(|c| [c[0], c[1]]).collect();
    v.iter().map(|p| p[0] * p[1]).sum::<f64>() * v[0][1]
}
#[test]
fn t_chunks_collected() {
    check!(X; |p| chunks_collected, chunks_collected_value_and_grad; (p));
}
#[differentiate]
fn differences_viewed(x: &[f64]) -> f64 {
    let v: Vec<f64> = x.iter().zip(x[1..].iter()).map(|(a, b)| a - b).collect();
    let w = &v[1..4];
    w.iter().map(|d| d.abs()).sum::<f64>() + w[0] * v[4]
}
#[test]
fn t_differences_viewed() {
    check!(X; |p| differences_viewed, differences_viewed_value_and_grad; (p));
}
