//! Reads that are only made where they are in bounds, also of what changes.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn quotient_behind_a_test(x: &[f64], n: usize) -> f64 {
    let mut s = 0.0;
    for i in 0..4 {
        if n > 0 && 10 / n > i {
            s += x[i % 2] * x[i % 2];
        }
    }
    s
}
#[test]
fn t_quotient_behind_a_test() {
    every!(nums(2); |p| quotient_behind_a_test, quotient_behind_a_test_value_and_grad, quotient_behind_a_test_grad, quotient_behind_a_test_vjp; (p, 0));
}
#[differentiate]
fn last_of_a_count_twice(x: &[f64], n: usize) -> f64 {
    let a = if n > 0 { x[n - 1] } else { 1.0 };
    let b = if n > 0 { x[n - 1] * 2.0 } else { 3.0 };
    a * b * x[0]
}
#[test]
fn t_last_of_a_count_twice() {
    every!(nums(2); |p| last_of_a_count_twice, last_of_a_count_twice_value_and_grad, last_of_a_count_twice_grad, last_of_a_count_twice_vjp; (p, 0));
}
#[differentiate]
fn last_ones_of_a_count(x: &[f64], n: usize) -> f64 {
    let mut s = x[0];
    if n >= 1 {
        s *= x[n - 1];
    }
    if n >= 2 {
        s *= x[n - 2] + x[n - 1];
    }
    if n < 1 {
        s += 1.0;
    }
    s
}
#[test]
fn t_last_ones_of_a_count() {
    every!(nums(2); |p| last_ones_of_a_count, last_ones_of_a_count_value_and_grad, last_ones_of_a_count_grad, last_ones_of_a_count_vjp; (p, 0));
}
#[test]
fn t_a32() {
    every!(nums(2); |p| last_ones_of_a_count, last_ones_of_a_count_value_and_grad, last_ones_of_a_count_grad, last_ones_of_a_count_vjp; (p, 1));
}
#[differentiate]
fn curvature_with_mirrored_ends(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        let l = if i == 0 { x[i] } else { x[i - 1] };
        let r = if i + 1 == x.len() { x[i] } else { x[i + 1] };
        s += (l - 2.0 * x[i] + r).powi(2) * (l * r);
    }
    s
}
#[test]
fn t_curvature_with_mirrored_ends() {
    every!(nums(4); |p| curvature_with_mirrored_ends, curvature_with_mirrored_ends_value_and_grad, curvature_with_mirrored_ends_grad, curvature_with_mirrored_ends_vjp; (p));
}
#[differentiate]
fn diffusion_with_open_ends(x: &[f64]) -> f64 {
    let mut u = x.to_vec();
    for _ in 0..2 {
        let old = u.clone();
        for i in 0..u.len() {
            let l = if i == 0 { 0.0 } else { old[i - 1] };
            let r = if i + 1 == old.len() { 0.0 } else { old[i + 1] };
            u[i] += 0.1 * (l - 2.0 * old[i] + r) * l;
        }
    }
    u.iter().product()
}
#[test]
fn t_diffusion_with_open_ends() {
    every!(nums(4); |p| diffusion_with_open_ends, diffusion_with_open_ends_value_and_grad, diffusion_with_open_ends_grad, diffusion_with_open_ends_vjp; (p));
}
#[differentiate]
fn until_a_count_or_a_low_value(x: &[f64], n: usize) -> f64 {
    let mut s = 0.0;
    let mut i = 0;
    loop {
        if i == n {
            break;
        }
        if x[i] < -0.9 {
            break;
        }
        s += x[i] * s + x[i];
        i += 1;
    }
    s
}
#[test]
fn t_until_a_count_or_a_low_value() {
    every!(nums(3); |p| until_a_count_or_a_low_value, until_a_count_or_a_low_value_value_and_grad, until_a_count_or_a_low_value_grad, until_a_count_or_a_low_value_vjp; (p, 3));
}
#[differentiate]
fn positive_ones_within_bounds(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..10 {
        if i >= x.len() {
            break;
        }
        let v = x[i];
        if v < 0.0 {
            continue;
        }
        s = s * v + v.sqrt();
    }
    s
}
#[test]
fn t_positive_ones_within_bounds() {
    every!(nums(5); |p| positive_ones_within_bounds, positive_ones_within_bounds_value_and_grad, positive_ones_within_bounds_grad, positive_ones_within_bounds_vjp; (p));
}
#[differentiate]
fn first_above_within_bounds(x: &[f64]) -> f64 {
    for i in 0..10 {
        if i == x.len() {
            return 0.5;
        }
        if x[i] > 0.5 {
            return x[i] * x[i];
        }
    }
    1.0
}
#[test]
fn t_first_above_within_bounds() {
    every!(nums(5); |p| first_above_within_bounds, first_above_within_bounds_value_and_grad, first_above_within_bounds_grad, first_above_within_bounds_vjp; (p));
}
#[test]
fn t_a82() {
    every!([0.1, 0.2]; |p| first_above_within_bounds, first_above_within_bounds_value_and_grad, first_above_within_bounds_grad, first_above_within_bounds_vjp; (p));
}
#[differentiate]
fn quotient_by_a_count_that_may_be_zero(x: f64, n: i32) -> f64 {
    let k = if n != 0 { 12 / n } else { 0 };
    let y = if n != 0 { x * (12 / n) as f64 } else { x };
    y * k as f64 + x
}
#[test]
fn t_quotient_by_a_count_that_may_be_zero() {
    every!([0.3]; |p| quotient_by_a_count_that_may_be_zero, quotient_by_a_count_that_may_be_zero_value_and_grad, quotient_by_a_count_that_may_be_zero_grad, quotient_by_a_count_that_may_be_zero_vjp; (p[0], 0));
}
#[differentiate]
fn root_of_two_elements_in_bounds(x: &[f64], i: usize, j: usize) -> f64 {
    let ok = i < x.len() && j < x.len();
    if !ok {
        return -1.0;
    }
    let t = x[i] * x[j];
    if t > 0.0 { t.sqrt() } else { t }
}
#[test]
fn t_root_of_two_elements_in_bounds() {
    every!(nums(2); |p| root_of_two_elements_in_bounds, root_of_two_elements_in_bounds_value_and_grad, root_of_two_elements_in_bounds_grad, root_of_two_elements_in_bounds_vjp; (p, 0, 5));
}
#[test]
fn t_b12() {
    every!(nums(2); |p| root_of_two_elements_in_bounds, root_of_two_elements_in_bounds_value_and_grad, root_of_two_elements_in_bounds_grad, root_of_two_elements_in_bounds_vjp; (p, 0, 1));
}
#[differentiate]
fn element_or_default(x: &[f64], i: usize) -> f64 {
    let v = x.get(i).copied().unwrap_or_default();
    v * v + x[0]
}
#[test]
fn t_element_or_default() {
    every!(nums(2); |p| element_or_default, element_or_default_value_and_grad, element_or_default_grad, element_or_default_vjp; (p, 0));
}
#[test]
fn t_b22() {
    every!(nums(2); |p| element_or_default, element_or_default_value_and_grad, element_or_default_grad, element_or_default_vjp; (p, 7));
}
#[differentiate]
fn counted_past_the_end(x: &[f64]) -> f64 {
    let mut c = 0;
    let mut s = 0.0;
    while c < 10 {
        c += 1;
        if c > x.len() {
            continue;
        }
        s += x[c - 1] * s.cos();
    }
    s
}
#[test]
fn t_counted_past_the_end() {
    every!(nums(3); |p| counted_past_the_end, counted_past_the_end_value_and_grad, counted_past_the_end_grad, counted_past_the_end_vjp; (p));
}
#[differentiate]
fn elements_at_valid_indices(x: &[f64], idx: &[i32]) -> f64 {
    let mut s = 0.0;
    for &i in idx {
        let v = if i < 0 { 0.0 } else { x[i as usize] };
        s = v * s + v;
    }
    s
}
#[test]
fn t_elements_at_valid_indices() {
    every!(nums(3); |p| elements_at_valid_indices, elements_at_valid_indices_value_and_grad, elements_at_valid_indices_grad, elements_at_valid_indices_vjp; (p, &[-1, 2, 0, -1, 1]));
}
#[differentiate]
fn squares_at_valid_indices(x: &[f64], idx: &[i32]) -> f64 {
    idx.iter().filter(|&&i| i >= 0).map(|&i| x[i as usize].powi(2)).sum()
}
#[test]
fn t_squares_at_valid_indices() {
    every!(nums(3); |p| squares_at_valid_indices, squares_at_valid_indices_value_and_grad, squares_at_valid_indices_grad, squares_at_valid_indices_vjp; (p, &[-1, 2, 0, -1, 1]));
}
#[differentiate]
fn chain_of_optional_parents(x: &[f64], parent: &[Option<usize>]) -> f64 {
    let mut abs = vec![0.0; x.len()];
    for i in 0..x.len() {
        abs[i] = match parent[i] {
            Some(p) => abs[p] * x[i] + 0.1,
            None => x[i],
        };
    }
    abs.iter().product()
}
#[test]
fn t_chain_of_optional_parents() {
    every!(nums(3); |p| chain_of_optional_parents, chain_of_optional_parents_value_and_grad, chain_of_optional_parents_grad, chain_of_optional_parents_vjp; (p, &[None, Some(0), Some(1)]));
}
#[differentiate]
fn products_with_optional_parents(x: &[f64], parent: &[Option<usize>]) -> f64 {
    let mut s = 0.0;
    for (v, p) in x.iter().zip(parent) {
        if let Some(p) = p {
            s += v * x[*p];
        } else {
            s += v;
        }
    }
    s
}
#[test]
fn t_products_with_optional_parents() {
    every!(nums(3); |p| products_with_optional_parents, products_with_optional_parents_value_and_grad, products_with_optional_parents_grad, products_with_optional_parents_vjp; (p, &[None, Some(0), Some(1)]));
}
#[differentiate]
fn power_by_squaring(n: u32, x: f64) -> f64 {
    if n == 0 {
        return 1.0;
    }
    if n % 2 == 0 {
        let h = power_by_squaring(n / 2, x);
        h * h
    } else {
        x * power_by_squaring(n - 1, x)
    }
}
#[test]
fn t_power_by_squaring() {
    every!([1.1]; |p| power_by_squaring, power_by_squaring_value_and_grad, power_by_squaring_grad, power_by_squaring_vjp; (10, p[0]));
}
#[differentiate]
fn larger_halves(x: &[f64], lo: usize, hi: usize) -> f64 {
    if hi - lo == 1 {
        return x[lo];
    }
    let mid = lo + (hi - lo) / 2;
    let (l, r) = (larger_halves(x, lo, mid), larger_halves(x, mid, hi));
    if l > r { l + 0.1 * r } else { r + 0.2 * l }
}
#[test]
fn t_larger_halves() {
    every!(nums(5); |p| larger_halves, larger_halves_value_and_grad, larger_halves_grad, larger_halves_vjp; (p, 0, 5));
}
#[differentiate]
fn three_operations_in_turn(x: &[f64], depth: usize) -> f64 {
    if depth >= x.len() {
        return 0.0;
    }
    let rest = three_operations_in_turn(x, depth + 1);
    match depth % 3 {
        0 => x[depth] + rest,
        1 => x[depth] * rest.exp(),
        _ => (x[depth] - rest).sin(),
    }
}
#[test]
fn t_three_operations_in_turn() {
    every!(nums(5); |p| three_operations_in_turn, three_operations_in_turn_value_and_grad, three_operations_in_turn_grad, three_operations_in_turn_vjp; (p, 0));
}
#[differentiate]
fn fold_by_slice_pattern(a: &[f64], acc: f64) -> f64 {
    match a {
        [] => acc,
        [h, t @ ..] => fold_by_slice_pattern(t, acc * 0.5 + h * h),
    }
}
#[test]
fn t_fold_by_slice_pattern() {
    every!(nums(5); |p| fold_by_slice_pattern, fold_by_slice_pattern_value_and_grad, fold_by_slice_pattern_grad, fold_by_slice_pattern_vjp; (&p[..4], p[4]));
}
#[differentiate]
fn pairs_by_slice_pattern(a: &[f64]) -> f64 {
    if let [x, y, rest @ ..] = a {
        x * y + pairs_by_slice_pattern(rest)
    } else if let [x] = a {
        *x
    } else {
        0.0
    }
}
#[test]
fn t_pairs_by_slice_pattern() {
    every!(nums(5); |p| pairs_by_slice_pattern, pairs_by_slice_pattern_value_and_grad, pairs_by_slice_pattern_grad, pairs_by_slice_pattern_vjp; (p));
}
#[cfg(any())] // FOUND
#[differentiate]
fn dot_by_slice_patterns(a: &[f64], b: &[f64]) -> f64 {
    match (a, b) {
        ([], _) | (_, []) => 0.0,
        ([x, xs @ ..], [y, ys @ ..]) => x * y + dot_by_slice_patterns(xs, ys),
    }
}
#[cfg(any())] // FOUND
#[test]
fn t_dot_by_slice_patterns() {
    every!(nums(5); |p| dot_by_slice_patterns, dot_by_slice_patterns_value_and_grad, dot_by_slice_patterns_grad, dot_by_slice_patterns_vjp; (&p[..2], &p[2..]));
}
#[differentiate]
fn determinant_by_minors(m: &[Vec<f64>]) -> f64 {
    let n = m.len();
    if n == 1 {
        return m[0][0];
    }
    let mut d = 0.0;
    for c in 0..n {
        let minor: Vec<Vec<f64>> = m[1..]
            .iter()
            .map(|r| r.iter().enumerate().filter(|(j, _)| *j != c).map(|(_, v)| *v).collect())
            .collect();
        let sign = if c % 2 == 0 { 1.0 } else { -1.0 };
        d += sign * m[0][c] * determinant_by_minors(&minor);
    }
    d
}
#[test]
fn t_determinant_by_minors() {
    every!(nums(9); |p| determinant_by_minors, determinant_by_minors_value_and_grad, determinant_by_minors_grad, determinant_by_minors_vjp; (&[p[..3].to_vec(), p[3..6].to_vec(), p[6..].to_vec()]));
}
#[differentiate]
fn adaptive_steps(t: f64, y: f64, h: f64, tol: f64, depth: u32) -> f64 {
    let f = |t: f64, y: f64| -y * y + t;
    let full = y + h * f(t, y);
    let half = y + 0.5 * h * f(t, y);
    let two = half + 0.5 * h * f(t + 0.5 * h, half);
    if depth == 0 || (full - two).abs() < tol {
        two
    } else {
        let mid = adaptive_steps(t, y, h / 2.0, tol, depth - 1);
        adaptive_steps(t + h / 2.0, mid, h / 2.0, tol, depth - 1)
    }
}
#[cfg(any())] // the point is a jump: differences do not see the slope
#[test]
fn t_adaptive_steps() {
    every!([0.1, 0.7, 0.5, 0.001]; |p| adaptive_steps, adaptive_steps_value_and_grad, adaptive_steps_grad, adaptive_steps_vjp; (p[0], p[1], p[2], p[3], 4));
}

#[differentiate]
fn guard_reads_past_the_end(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    h[0] *= 2.0;
    let k = h.len();
    match k {
        k if k < h.len() && h[k] > 0.0 => h[k],
        k if k < 9 => h[0],
        _ => 0.0,
    }
}
#[test]
fn t_guard_reads_past_the_end() {
    every!(nums(2); |p| guard_reads_past_the_end, guard_reads_past_the_end_value_and_grad, guard_reads_past_the_end_grad, guard_reads_past_the_end_vjp; (p));
}
#[differentiate]
fn any_in_bounds(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    h[0] *= 2.0;
    let any = (0..5).any(|i| i < h.len() && h[i] > 10.0);
    if any { h[0] } else { h[1] * h[0] }
}
#[test]
fn t_any_in_bounds() {
    every!(nums(2); |p| any_in_bounds, any_in_bounds_value_and_grad, any_in_bounds_grad, any_in_bounds_vjp; (p));
}
#[differentiate]
fn squares_in_bounds(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    h[0] *= 2.0;
    (0..5).filter(|&i| i < h.len() && h[i] > -10.0).map(|i| h[i] * h[i]).sum()
}
#[test]
fn t_squares_in_bounds() {
    every!(nums(2); |p| squares_in_bounds, squares_in_bounds_value_and_grad, squares_in_bounds_grad, squares_in_bounds_vjp; (p));
}
#[differentiate]
fn while_in_bounds(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    h[0] *= 2.0;
    let mut i = 0;
    while i < h.len() && h[i] > -10.0 {
        h[i] *= h[0];
        i += 1;
    }
    h[1]
}
#[test]
fn t_while_in_bounds() {
    every!(nums(2); |p| while_in_bounds, while_in_bounds_value_and_grad, while_in_bounds_grad, while_in_bounds_vjp; (p));
}
#[differentiate]
fn loop_in_bounds(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut i = 0;
    loop {
        if i >= h.len() || h[i] < -10.0 {
            break;
        }
        h[i] *= h[0];
        i += 1;
    }
    h[1]
}
#[test]
fn t_loop_in_bounds() {
    every!(nums(2); |p| loop_in_bounds, loop_in_bounds_value_and_grad, loop_in_bounds_grad, loop_in_bounds_vjp; (p));
}
#[differentiate]
fn get_in_a_loop(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    for i in 0..3 {
        h[0] *= 1.5;
        if let Some(v) = h.get(i) {
            h[1] = h[0] * v;
        }
    }
    h[1]
}
#[test]
fn t_get_in_a_loop() {
    every!(nums(2); |p| get_in_a_loop, get_in_a_loop_value_and_grad, get_in_a_loop_grad, get_in_a_loop_vjp; (p));
}
#[differentiate]
fn element_or_zero_in_a_loop(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    for i in 0..3 {
        h[0] *= 1.5;
        let v = if i < h.len() { h[i] } else { 0.0 };
        h[1] += v * v;
    }
    h[1]
}
#[test]
fn t_element_or_zero_in_a_loop() {
    every!(nums(2); |p| element_or_zero_in_a_loop, element_or_zero_in_a_loop_value_and_grad, element_or_zero_in_a_loop_grad, element_or_zero_in_a_loop_vjp; (p));
}
#[differentiate]
fn block_behind_a_test(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    for i in 0..2 {
        h[0] *= 1.5;
        let l = if i == 0 { h[1] } else { h[i - 1] };
        let c = i > 0 && {
            let t = h[i - 1];
            t > 0.1
        };
        h[1] += if c { l * l } else { 0.3 };
    }
    h[1]
}
#[test]
fn t_block_behind_a_test() {
    every!(nums(2); |p| block_behind_a_test, block_behind_a_test_value_and_grad, block_behind_a_test_grad, block_behind_a_test_vjp; (p));
}
#[differentiate]
fn running_maximum_from_behind(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut n = h.len();
    h[1] *= 2.0;
    let mut s = 0.0;
    while n > 0 {
        n -= 1;
        s += if n > 0 && h[n - 1] > h[n] { h[n - 1] } else { h[n] };
        h[n] = s;
    }
    s
}
#[test]
fn t_running_maximum_from_behind() {
    every!(nums(4); |p| running_maximum_from_behind, running_maximum_from_behind_value_and_grad, running_maximum_from_behind_grad, running_maximum_from_behind_vjp; (p));
}
#[differentiate]
fn all_and_a_quotient(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut h = [0.0; 3];
    for (i, v) in x.iter().enumerate() {
        h[i % 3] += v;
        let big = h.iter().all(|e| e.abs() < 3.0) && i > 0 && h[i % 3] / x[i - 1] > 0.0;
        if big {
            s *= h[0];
        }
    }
    s
}
#[test]
fn t_all_and_a_quotient() {
    every!(nums(4); |p| all_and_a_quotient, all_and_a_quotient_value_and_grad, all_and_a_quotient_grad, all_and_a_quotient_vjp; (p));
}
#[differentiate]
fn rising_ones(x: &[f64]) -> f64 {
    let mut v = Vec::new();
    for a in x {
        if v.is_empty() || v[v.len() - 1] < *a {
            v.push(*a);
        }
    }
    v.iter().sum()
}
#[test]
fn t_rising_ones() {
    every!(nums(4); |p| rising_ones, rising_ones_value_and_grad, rising_ones_grad, rising_ones_vjp; (p));
}
#[differentiate]
fn monotone_stack(x: &[f64]) -> f64 {
    let mut st: Vec<f64> = vec![];
    for a in x {
        while !st.is_empty() && st[st.len() - 1] > *a {
            st.pop();
        }
        st.push(a * 2.0);
    }
    st.iter().sum()
}
#[test]
fn t_monotone_stack() {
    every!(nums(4); |p| monotone_stack, monotone_stack_value_and_grad, monotone_stack_grad, monotone_stack_vjp; (p));
}
#[differentiate]
fn best_three(x: &[f64]) -> f64 {
    let mut best = vec![0.0; 3];
    let mut n = 0;
    for &a in x {
        if n < 3 && a > 0.0 {
            best[n] = a;
            n += 1;
        } else if n > 0 && best[n - 1] < a.abs() {
            best[n - 1] = a * a;
        }
    }
    best.iter().sum::<f64>() * n as f64
}
#[test]
fn t_best_three() {
    every!(nums(6); |p| best_three, best_three_value_and_grad, best_three_grad, best_three_vjp; (p));
}
