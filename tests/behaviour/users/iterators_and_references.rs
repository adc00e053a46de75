//! Iterators of every kind, and what is changed through references.

use crate::check::{arr, mat};
use differentiate::{differentiate, stop_gradient};

fn nums(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 53 + 17) % 37) as f64 / 18.5 - 0.98).collect()
}

#[differentiate]
fn rev_enumerate(x: &[f64]) -> f64 {
    x.iter().rev().enumerate().map(|(i, v)| v.powi(i as i32 + 1)).sum()
}
#[test]
fn t_rev_enumerate() {
    every!(nums(5); |p| rev_enumerate, rev_enumerate_value_and_grad, rev_enumerate_grad, rev_enumerate_vjp; (p));
}
#[differentiate]
fn enumerate_rev(x: &[f64]) -> f64 {
    x.iter().enumerate().rev().fold(0.0, |acc, (i, v)| acc * 0.5 + v * i as f64 + acc.sin())
}
#[test]
fn t_enumerate_rev() {
    every!(nums(5); |p| enumerate_rev, enumerate_rev_value_and_grad, enumerate_rev_grad, enumerate_rev_vjp; (p));
}
#[differentiate]
fn zip_of_chunks_and_windows(x: &[f64]) -> f64 {
    x.chunks(2).zip(x.windows(2)).map(|(c, w)| c.iter().sum::<f64>() * (w[0] - w[1])).sum()
}
#[test]
fn t_zip_of_chunks_and_windows() {
    every!(nums(7); |p| zip_of_chunks_and_windows, zip_of_chunks_and_windows_value_and_grad, zip_of_chunks_and_windows_grad, zip_of_chunks_and_windows_vjp; (p));
}
#[differentiate]
fn step_by_take(x: &[f64]) -> f64 {
    x.iter().step_by(3).take(2).product::<f64>() + x.iter().skip(1).step_by(2).map(|v| v.abs()).sum::<f64>()
}
#[test]
fn t_step_by_take() {
    every!(nums(8); |p| step_by_take, step_by_take_value_and_grad, step_by_take_grad, step_by_take_vjp; (p));
}
#[differentiate]
fn take_while_sum(x: &[f64], limit: f64) -> f64 {
    let mut acc = 0.0;
    x.iter()
        .take_while(|v| {
            acc += v.abs();
            acc < 2.0
        })
        .map(|v| v * limit)
        .sum()
}
#[test]
fn t_take_while_sum() {
    every!(nums(8); |p| take_while_sum, take_while_sum_value_and_grad, take_while_sum_grad, take_while_sum_vjp; (&p[..7], p[7]));
}
#[differentiate]
fn filter_map_logs(x: &[f64]) -> f64 {
    x.iter().filter_map(|&v| if v > 0.0 { Some(v.ln()) } else { None }).sum()
}
#[test]
fn t_filter_map_logs() {
    every!(nums(8); |p| filter_map_logs, filter_map_logs_value_and_grad, filter_map_logs_grad, filter_map_logs_vjp; (p));
}
#[differentiate]
fn filter_map_then(x: &[f64]) -> f64 {
    x.iter().enumerate().filter_map(|(i, v)| (i % 3 != 1).then(|| v * v)).fold(1.0, |a, b| a + b * a)
}
#[test]
fn t_filter_map_then() {
    every!(nums(8); |p| filter_map_then, filter_map_then_value_and_grad, filter_map_then_grad, filter_map_then_vjp; (p));
}
#[differentiate]
fn position_then(x: &[f64]) -> f64 {
    match x.iter().position(|v| *v < -0.5) {
        Some(i) if i > 0 => x[i] * x[i - 1],
        Some(_) => x[0] * 3.0,
        None => x.iter().sum(),
    }
}
#[test]
fn t_position_then() {
    every!(nums(8); |p| position_then, position_then_value_and_grad, position_then_grad, position_then_vjp; (p));
}
#[test]
fn t_position_then2() {
    every!([-0.7, 0.2]; |p| position_then, position_then_value_and_grad, position_then_grad, position_then_vjp; (p));
}
#[test]
fn t_position_then3() {
    every!([0.7, 0.2]; |p| position_then, position_then_value_and_grad, position_then_grad, position_then_vjp; (p));
}
#[differentiate]
fn any_all_count(x: &[f64]) -> f64 {
    let n = x.iter().filter(|v| **v > 0.0).count();
    let all = x.iter().all(|v| v.is_finite());
    let any = x.iter().any(|&v| v > 100.0);
    match (all, any) {
        (true, false) => x.iter().sum::<f64>() / n as f64,
        _ => f64::NAN,
    }
}
#[test]
fn t_any_all_count() {
    every!(nums(8); |p| any_all_count, any_all_count_value_and_grad, any_all_count_grad, any_all_count_vjp; (p));
}
#[differentiate]
fn flat_map_ranges(x: &[f64]) -> f64 {
    (0..x.len()).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| x[i] * x[j]).sum()
}
#[test]
fn t_flat_map_ranges() {
    every!(nums(5); |p| flat_map_ranges, flat_map_ranges_value_and_grad, flat_map_ranges_grad, flat_map_ranges_vjp; (p));
}
#[differentiate]
fn unzip_free(pairs: &[(f64, f64)]) -> (Vec<f64>, Vec<f64>) {
    let a = pairs.iter().map(|p| p.0 * 2.0).collect();
    let b = pairs.iter().map(|&(_, b)| b.sin()).collect();
    (a, b)
}
#[test]
fn t_unzip_free() {
    vjp!(nums(6); |p| unzip_free, unzip_free_vjp; (&p.chunks(2).map(|c| (c[0], c[1])).collect::<Vec<_>>()));
}
#[cfg(any())] // FOUND D5
#[differentiate]
fn unzip_used(pairs: &[(f64, f64)]) -> f64 {
    let (a, b): (Vec<f64>, Vec<f64>) = pairs.iter().map(|&(a, b)| (a * b, a + b)).unzip();
    a.iter().zip(&b).map(|(a, b)| a * b).sum()
}
#[cfg(any())] // FOUND D5
#[test]
fn t_unzip_used() {
    every!(nums(6); |p| unzip_used, unzip_used_value_and_grad, unzip_used_grad, unzip_used_vjp; (&p.chunks(2).map(|c| (c[0], c[1])).collect::<Vec<_>>()));
}
#[differentiate]
fn last_and_nth(x: &[f64]) -> f64 {
    let l = x.last().unwrap();
    let n = x.iter().nth(2).unwrap_or(&0.0);
    l * n + x.iter().map(|v| v * v).last().unwrap()
}
#[test]
fn t_last_and_nth() {
    every!(nums(5); |p| last_and_nth, last_and_nth_value_and_grad, last_and_nth_grad, last_and_nth_vjp; (p));
}
#[differentiate]
fn min_max_fold(x: &[f64]) -> f64 {
    let (lo, hi) = x.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), &v| (lo.min(v), hi.max(v)));
    x.iter().map(|v| (v - lo) / (hi - lo)).map(|t| t * t * (3.0 - 2.0 * t)).sum()
}
#[test]
fn t_min_max_fold() {
    every!(nums(6); |p| min_max_fold, min_max_fold_value_and_grad, min_max_fold_grad, min_max_fold_vjp; (p));
}
#[differentiate]
fn reduce_min(x: &[f64]) -> f64 {
    x.iter().copied().reduce(f64::min).unwrap() * x.iter().cloned().reduce(|a, b| a.max(b)).unwrap()
}
#[test]
fn t_reduce_min() {
    every!(nums(6); |p| reduce_min, reduce_min_value_and_grad, reduce_min_grad, reduce_min_vjp; (p));
}
#[differentiate]
fn try_find(x: &[f64]) -> f64 {
    let Some(&first) = x.iter().find(|v| **v > 0.3) else {
        return -x[0];
    };
    first * first
}
#[test]
fn t_try_find() {
    every!(nums(6); |p| try_find, try_find_value_and_grad, try_find_grad, try_find_vjp; (p));
}
#[test]
fn t_try_find2() {
    every!([0.1, 0.2]; |p| try_find, try_find_value_and_grad, try_find_grad, try_find_vjp; (p));
}
#[differentiate]
fn sum_of_option(x: &[f64], i: usize) -> f64 {
    let a = x.get(i).unwrap_or(&1.0);
    let b = if let Some(v) = x.get(i + 1) { *v } else { 0.5 };
    let c = x.get(i + 2).map(|v| v * v).unwrap_or(2.0);
    let d = x.get(i + 3).map_or(0.0, |v| v.sin());
    a * b * c + d
}
#[test]
fn t_sum_of_option() {
    every!(nums(5); |p| sum_of_option, sum_of_option_value_and_grad, sum_of_option_grad, sum_of_option_vjp; (p, 0));
}
#[test]
fn t_sum_of_option2() {
    every!(nums(5); |p| sum_of_option, sum_of_option_value_and_grad, sum_of_option_grad, sum_of_option_vjp; (p, 2));
}
#[test]
fn t_sum_of_option3() {
    every!(nums(5); |p| sum_of_option, sum_of_option_value_and_grad, sum_of_option_grad, sum_of_option_vjp; (p, 4));
}
#[cfg(any())] // FOUND D5
#[differentiate]
fn chunks_remainder(x: &[f64]) -> f64 {
    let it = x.chunks_exact(3);
    let rest = it.remainder();
    let mut s = rest.iter().map(|v| v * 10.0).sum::<f64>();
    for c in it {
        s += c[0] * c[1] * c[2];
    }
    s
}
#[cfg(any())] // FOUND D5
#[test]
fn t_chunks_remainder() {
    every!(nums(8); |p| chunks_remainder, chunks_remainder_value_and_grad, chunks_remainder_grad, chunks_remainder_vjp; (p));
}
#[cfg(any())] // FOUND D5
#[differentiate]
fn sum_by_ref(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let head: f64 = it.by_ref().take(2).sum();
    let tail: f64 = it.map(|v| v * v).sum();
    head * tail
}
#[cfg(any())] // FOUND D5
#[test]
fn t_sum_by_ref() {
    every!(nums(6); |p| sum_by_ref, sum_by_ref_value_and_grad, sum_by_ref_grad, sum_by_ref_vjp; (p));
}
#[cfg(any())] // FOUND D5
#[differentiate]
fn peekable_diffs(x: &[f64]) -> f64 {
    let mut it = x.iter().peekable();
    let mut s = 0.0;
    while let Some(v) = it.next() {
        if let Some(next) = it.peek() {
            s += v * **next;
        }
    }
    s
}
#[cfg(any())] // FOUND D5
#[test]
fn t_peekable_diffs() {
    every!(nums(6); |p| peekable_diffs, peekable_diffs_value_and_grad, peekable_diffs_grad, peekable_diffs_vjp; (p));
}
#[differentiate]
fn zip3_nested(a: &[f64], b: &[f64], c: &[f64]) -> f64 {
    a.iter().zip(b).zip(c).map(|((a, b), c)| a * b - c).fold(0.0, |s, v| s.hypot(v))
}
#[test]
fn t_zip3_nested() {
    every!(nums(9); |p| zip3_nested, zip3_nested_value_and_grad, zip3_nested_grad, zip3_nested_vjp; (&p[..3], &p[3..6], &p[6..]));
}
#[differentiate]
fn sum_of_rows(m: &[[f64; 3]; 2]) -> [f64; 3] {
    m.iter().fold([0.0; 3], |acc, r| [acc[0] + r[0], acc[1] * r[1] + 1.0, acc[2].max(r[2])])
}
#[test]
fn t_sum_of_rows() {
    vjp!(nums(6); |p| sum_of_rows, sum_of_rows_vjp; (&mat(p)));
}
#[differentiate]
fn fold_mutating(x: &[f64]) -> f64 {
    let h = x.iter().fold(vec![0.0; 3], |mut bins, v| {
        let i = stop_gradient(v.abs() * 2.9) as usize;
        bins[i.min(2)] += v * v;
        bins
    });
    h[0] * h[1] + h[2]
}
#[test]
fn t_fold_mutating() {
    every!(nums(6); |p| fold_mutating, fold_mutating_value_and_grad, fold_mutating_grad, fold_mutating_vjp; (p));
}
#[differentiate]
fn map_to_arrays(x: &[f64]) -> Vec<[f64; 2]> {
    x.iter().map(|v| [v.sin(), v.cos()]).collect()
}
#[test]
fn t_map_to_arrays() {
    vjp!(nums(3); |p| map_to_arrays, map_to_arrays_vjp; (p));
}
#[differentiate]
fn map_to_tuples_into_loop(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (a, (b, c)) in x.iter().map(|v| (v * v, (v.sin(), v.cos()))) {
        s += a * b - c * s;
    }
    s
}
#[test]
fn t_map_to_tuples_into_loop() {
    every!(nums(4); |p| map_to_tuples_into_loop, map_to_tuples_into_loop_value_and_grad, map_to_tuples_into_loop_grad, map_to_tuples_into_loop_vjp; (p));
}
#[differentiate]
fn transpose_collect(m: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let cols = m[0].len();
    (0..cols).map(|j| m.iter().map(|row| row[j]).collect::<Vec<_>>()).collect::<Vec<_>>()
}
#[test]
fn t_transpose_collect() {
    vjp!(nums(6); |p| transpose_collect, transpose_collect_vjp; (&[p[..3].to_vec(), p[3..].to_vec()]));
}
#[cfg(any())] // FOUND R6
#[differentiate]
fn sum_strings_lookup(x: &[f64], names: &[&str], want: &str) -> f64 {
    names.iter().zip(x).filter(|(n, _)| **n == want).map(|(_, v)| v * v).sum()
}
#[cfg(any())] // FOUND R6
#[test]
fn t_sum_strings_lookup() {
    every!(nums(3); |p| sum_strings_lookup, sum_strings_lookup_value_and_grad, sum_strings_lookup_grad, sum_strings_lookup_vjp; (p, &["a", "b", "a"], "a"));
}

// ---- references
#[differentiate]
fn bump(x: &mut f64, by: f64) -> f64 {
    let old = *x;
    *x += by;
    old
}
#[differentiate]
fn bump_chain(x: f64, y: f64) -> f64 {
    let mut acc = x;
    let a = bump(&mut acc, y) * bump(&mut acc, y * y);
    let v = [bump(&mut acc, a), acc, bump(&mut acc, 1.0)];
    v[0] * v[1] - v[2] * acc
}
#[test]
fn t_bump_chain() {
    every!([0.4, 0.3]; |p| bump_chain, bump_chain_value_and_grad, bump_chain_grad, bump_chain_vjp; (p[0], p[1]));
}
#[differentiate]
fn normalize(v: &mut [f64; 3]) -> f64 {
    let n = v.iter().map(|x| x * x).sum::<f64>().sqrt();
    for x in v.iter_mut() {
        *x /= n;
    }
    n
}
#[differentiate]
fn normalize_rows(m: &mut [[f64; 3]]) -> f64 {
    let mut product = 1.0;
    for row in m.iter_mut() {
        product *= normalize(row);
    }
    product
}
#[differentiate]
fn normalize_rows_user(x: [[f64; 3]; 2]) -> f64 {
    let mut m = x;
    let det = normalize_rows(&mut m);
    det * (m[0][0] * m[1][1] - m[0][2])
}
#[test]
fn t_normalize_rows_user() {
    every!(nums(6); |p| normalize_rows_user, normalize_rows_user_value_and_grad, normalize_rows_user_grad, normalize_rows_user_vjp; (mat(p)));
}
#[differentiate]
fn swap_ends(v: &mut [f64]) {
    let n = v.len();
    if n < 2 {
        return;
    }
    v.swap(0, n - 1);
    swap_ends(&mut v[1..n - 1]);
    v[0] *= 1.5;
}
#[differentiate]
fn swap_ends_user(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    swap_ends(&mut v);
    v.iter().enumerate().map(|(i, a)| a * (i * i + 1) as f64).sum()
}
#[test]
fn t_swap_ends_user() {
    every!(nums(6); |p| swap_ends_user, swap_ends_user_value_and_grad, swap_ends_user_grad, swap_ends_user_vjp; (p));
}
#[differentiate]
fn scale_range(v: &mut [f64], lo: usize, hi: usize, k: f64) {
    for x in &mut v[lo..hi] {
        *x *= k;
    }
}
#[differentiate]
fn scale_ranges(x: &[f64], k: f64) -> Vec<f64> {
    let mut v = x.to_owned();
    for i in 0..x.len() {
        scale_range(&mut v, i, x.len(), k);
        scale_range(&mut v[i..], 0, 1, 1.0 / k);
    }
    v
}
#[test]
fn t_scale_ranges() {
    vjp!(nums(6); |p| scale_ranges, scale_ranges_vjp; (&p[..5], p[5] + 2.0));
}
#[differentiate]
fn replace_take(x: &[f64]) -> f64 {
    let mut cur = x[0];
    let mut trail = 0.0;
    for v in &x[1..] {
        let old = std::mem::replace(&mut cur, *v);
        trail += old * cur;
    }
    let last = std::mem::take(&mut cur);
    trail * last + cur
}
#[test]
fn t_replace_take() {
    every!(nums(5); |p| replace_take, replace_take_value_and_grad, replace_take_grad, replace_take_vjp; (p));
}
#[differentiate]
fn swap_vecs(x: &[f64], n: usize) -> f64 {
    let mut front = x.to_vec();
    let mut back = vec![0.0; x.len()];
    for _ in 0..n {
        for i in 0..x.len() {
            back[i] = front[i] * front[(i + 1) % x.len()] + 0.1;
        }
        std::mem::swap(&mut front, &mut back);
    }
    front[0] + back[1]
}
#[test]
fn t_swap_vecs() {
    every!(nums(4); |p| swap_vecs, swap_vecs_value_and_grad, swap_vecs_grad, swap_vecs_vjp; (p, 3));
}
#[test]
fn t_swap_vecs2() {
    every!(nums(4); |p| swap_vecs, swap_vecs_value_and_grad, swap_vecs_grad, swap_vecs_vjp; (p, 4));
}
#[differentiate]
fn iter_mut_with_prev(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut prev = 1.0;
    for item in v.iter_mut().rev() {
        let t = *item;
        *item = t * prev;
        prev = t + 0.1 * prev;
    }
    v.iter().sum::<f64>() * prev
}
#[test]
fn t_iter_mut_with_prev() {
    every!(nums(5); |p| iter_mut_with_prev, iter_mut_with_prev_value_and_grad, iter_mut_with_prev_grad, iter_mut_with_prev_vjp; (p));
}
#[cfg(any())] // FOUND D5
#[differentiate]
fn last_mut_first_mut(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    if let Some(l) = v.last_mut() {
        *l *= 3.0;
    }
    *v.first_mut().unwrap() += x[1];
    v[0] * v[v.len() - 1]
}
#[cfg(any())] // FOUND D5
#[test]
fn t_last_mut_first_mut() {
    every!(nums(5); |p| last_mut_first_mut, last_mut_first_mut_value_and_grad, last_mut_first_mut_grad, last_mut_first_mut_vjp; (p));
}
#[cfg(any())] // FOUND D5
#[differentiate]
fn rotate_and_reverse(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v[1..4].reverse();
    v.rotate_left(2);
    v.iter().enumerate().map(|(i, a)| a * a * i as f64).sum()
}
#[cfg(any())] // FOUND D5
#[test]
fn t_rotate_and_reverse() {
    every!(nums(5); |p| rotate_and_reverse, rotate_and_reverse_value_and_grad, rotate_and_reverse_grad, rotate_and_reverse_vjp; (p));
}
#[cfg(any())] // FOUND D5
#[differentiate]
fn retain_positive(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.retain(|a| *a > 0.0);
    v.iter().map(|a| a.sqrt()).sum()
}
#[cfg(any())] // FOUND D5
#[test]
fn t_retain_positive() {
    every!(nums(5); |p| retain_positive, retain_positive_value_and_grad, retain_positive_grad, retain_positive_vjp; (p));
}
#[cfg(any())] // FOUND D5
#[differentiate]
fn insert_remove(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.insert(1, x[2] * 2.0);
    let r = v.remove(0);
    v[0] * r + v[1]
}
#[cfg(any())] // FOUND D5
#[test]
fn t_insert_remove() {
    every!(nums(4); |p| insert_remove, insert_remove_value_and_grad, insert_remove_grad, insert_remove_vjp; (p));
}
#[cfg(any())] // FOUND D5
#[differentiate]
fn sort_by_partial(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.sort_by(|a, b| a.partial_cmp(b).unwrap());
    v[v.len() / 2] * v[0]
}
#[cfg(any())] // FOUND D5
#[test]
fn t_sort_by_partial() {
    every!(nums(5); |p| sort_by_partial, sort_by_partial_value_and_grad, sort_by_partial_grad, sort_by_partial_vjp; (p));
}
#[cfg(any())] // FOUND D5
#[differentiate]
fn copy_within_shift(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.copy_within(1.., 0);
    v[0] * v[1] + v[v.len() - 1]
}
#[cfg(any())] // FOUND D5
#[test]
fn t_copy_within_shift() {
    every!(nums(5); |p| copy_within_shift, copy_within_shift_value_and_grad, copy_within_shift_grad, copy_within_shift_vjp; (p));
}
#[cfg(any())] // FOUND D5
#[differentiate]
fn concat_lists(x: &[f64]) -> f64 {
    let v = [&x[2..], &x[..2]].concat();
    v.iter().enumerate().map(|(i, a)| a * i as f64).sum()
}
#[cfg(any())] // FOUND D5
#[test]
fn t_concat_lists() {
    every!(nums(5); |p| concat_lists, concat_lists_value_and_grad, concat_lists_grad, concat_lists_vjp; (p));
}
