//! Counters that do not step by one.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn growing_steps(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut i = 0;
    let mut step = 1;
    while i < x.len() {
        s = s * x[i] + 1.0;
        i += step;
        step += 1;
    }
    s
}
#[test]
fn t_growing_steps() {
    every!(nums(8); |p| growing_steps, growing_steps_value_and_grad, growing_steps_grad, growing_steps_vjp; (p));
}
#[differentiate]
fn doubling_counter(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut i = 1;
    while i < x.len() {
        s = s * x[i] + x[0];
        i *= 2;
    }
    s
}
#[test]
fn t_doubling_counter() {
    every!(nums(9); |p| doubling_counter, doubling_counter_value_and_grad, doubling_counter_grad, doubling_counter_vjp; (p));
}
#[differentiate]
fn bits_of_a_number(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut k = 0b1011usize;
    while k > 0 {
        s = s * x[k & 1] + x[2];
        k >>= 1;
    }
    s
}
#[test]
fn t_bits_of_a_number() {
    every!(nums(3); |p| bits_of_a_number, bits_of_a_number_value_and_grad, bits_of_a_number_grad, bits_of_a_number_vjp; (p));
}
#[differentiate]
fn counter_in_a_ring(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut i = 2;
    for _ in 0..7 {
        i = (i + 3) % x.len();
        s = s * x[i] + 0.5;
    }
    s
}
#[test]
fn t_counter_in_a_ring() {
    every!(nums(5); |p| counter_in_a_ring, counter_in_a_ring_value_and_grad, counter_in_a_ring_grad, counter_in_a_ring_vjp; (p));
}
#[differentiate]
fn reflected_index(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut i = 0;
    for k in 0..6 {
        i = x.len() - 1 - i;
        s = s * x[i] + k as f64;
    }
    s
}
#[test]
fn t_reflected_index() {
    every!(nums(5); |p| reflected_index, reflected_index_value_and_grad, reflected_index_grad, reflected_index_vjp; (p));
}
#[differentiate]
fn pairs_from_behind(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut i: usize = x.len();
    while i >= 2 {
        i -= 2;
        s = s * x[i] + x[i + 1];
    }
    s
}
#[test]
fn t_pairs_from_behind() {
    every!(nums(5); |p| pairs_from_behind, pairs_from_behind_value_and_grad, pairs_from_behind_grad, pairs_from_behind_vjp; (p));
}
#[cfg(any())] // FOUND
#[differentiate]
fn wrapping_byte_counter(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut i: u8 = 250;
    for _ in 0..8 {
        i = i.wrapping_add(1);
        s = s * x[i as usize % 3] + 0.1;
    }
    s
}
#[cfg(any())] // FOUND
#[test]
fn t_wrapping_byte_counter() {
    every!(nums(3); |p| wrapping_byte_counter, wrapping_byte_counter_value_and_grad, wrapping_byte_counter_grad, wrapping_byte_counter_vjp; (p));
}
#[differentiate]
fn merge_of_two(x: &[f64]) -> f64 {
    let (mut i, mut j) = (0, 0);
    let mut s = 1.0;
    while i < 3 && j < 3 {
        s = s * x[i] * x[3 + j] + 0.3;
        if x[i] < x[3 + j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    s + i as f64
}
#[test]
fn t_merge_of_two() {
    every!(nums(6); |p| merge_of_two, merge_of_two_value_and_grad, merge_of_two_grad, merge_of_two_vjp; (p));
}
#[differentiate]
fn collatz_walk(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut n = 7u32;
    loop {
        s = s * x[(n % 3) as usize] + 0.2;
        if n == 1 {
            break;
        }
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
    }
    s
}
#[test]
fn t_collatz_walk() {
    every!(nums(3); |p| collatz_walk, collatz_walk_value_and_grad, collatz_walk_grad, collatz_walk_vjp; (p));
}
#[differentiate]
fn sieve(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut i = 0;
    while i < v.len() {
        let mut j = i;
        while j < v.len() {
            v[j] = v[j] * v[i] + 0.1;
            j += i + 1;
        }
        i += 1;
    }
    v.iter().sum()
}
#[test]
fn t_sieve() {
    every!(nums(5); |p| sieve, sieve_value_and_grad, sieve_grad, sieve_vjp; (p));
}
#[cfg(any())] // FOUND
#[differentiate]
fn alternating_counter(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut t: i32 = -1;
    while t.abs() < 4 {
        let k = t.unsigned_abs() as usize;
        v[k % 3] *= v[(k + 1) % 3] + 1.0;
        t = -t + t.signum();
        if t > 0 {
            t += 1;
        }
    }
    v.iter().sum()
}
#[cfg(any())] // FOUND
#[test]
fn t_alternating_counter() {
    every!(nums(3); |p| alternating_counter, alternating_counter_value_and_grad, alternating_counter_grad, alternating_counter_vjp; (p));
}
#[differentiate]
fn float_counter(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut c = 0.0;
    while c < 1.0 {
        v[(c * 4.0) as usize % 3] *= 1.5;
        c += 0.25;
    }
    v.iter().product::<f64>() * c
}
#[test]
fn t_float_counter() {
    every!(nums(3); |p| float_counter, float_counter_value_and_grad, float_counter_grad, float_counter_vjp; (p));
}
#[differentiate]
fn time_steps_to_the_end(x: &[f64]) -> f64 {
    let mut t = 0.0;
    let dt = 0.3;
    let mut y = x[0];
    let mut n = 0;
    while t < 1.0 {
        let h = if t + dt > 1.0 { 1.0 - t } else { dt };
        y += h * (x[1] * t - y * y);
        t += h;
        n += 1;
    }
    y * n as f64
}
#[test]
fn t_time_steps_to_the_end() {
    every!(nums(2); |p| time_steps_to_the_end, time_steps_to_the_end_value_and_grad, time_steps_to_the_end_grad, time_steps_to_the_end_vjp; (p));
}
#[differentiate]
fn walk_on_a_grid(x: &[f64]) -> f64 {
    let d = [(0i32, 1i32), (1, 0), (0, -1), (-1, 0)];
    let (mut r, mut c) = (1i32, 1i32);
    let mut s = 1.0;
    for k in 0..8 {
        let (dr, dc) = d[k % 4];
        r = (r + dr).clamp(0, 2);
        c = (c + dc).rem_euclid(3);
        s = s * x[(r * 3 + c) as usize] + 0.5;
    }
    s
}
#[test]
fn t_walk_on_a_grid() {
    every!(nums(9); |p| walk_on_a_grid, walk_on_a_grid_value_and_grad, walk_on_a_grid_grad, walk_on_a_grid_vjp; (p));
}
#[differentiate]
fn ranges_with_steps(x: &[f64], n: usize) -> f64 {
    let mut s = x[0];
    for i in (0..n).rev().skip(1).step_by(2) {
        s = s * x[i] + 0.3;
    }
    for i in (1..=n).step_by(3) {
        s *= x[i - 1] + 1.0;
    }
    s
}
#[test]
fn t_ranges_with_steps() {
    every!(nums(6); |p| ranges_with_steps, ranges_with_steps_value_and_grad, ranges_with_steps_grad, ranges_with_steps_vjp; (p, 6));
}
#[test]
fn t_b72() {
    every!(nums(6); |p| ranges_with_steps, ranges_with_steps_value_and_grad, ranges_with_steps_grad, ranges_with_steps_vjp; (p, 5));
}
#[test]
fn t_b73() {
    every!(nums(6); |p| ranges_with_steps, ranges_with_steps_value_and_grad, ranges_with_steps_grad, ranges_with_steps_vjp; (p, 0));
}
#[differentiate]
fn zipped_ranges(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for (i, j) in (0..3).zip((0..3).rev()) {
        for (k, l) in (i..4).zip(j..) {
            s = s * x[k] + x[l % 4];
        }
    }
    s
}
#[test]
fn t_zipped_ranges() {
    every!(nums(4); |p| zipped_ranges, zipped_ranges_value_and_grad, zipped_ranges_grad, zipped_ranges_vjp; (p));
}
#[differentiate]
fn stack_of_ranges(x: &[f64]) -> f64 {
    let mut stack = vec![(0usize, x.len())];
    let mut s = 1.0;
    while let Some((lo, hi)) = stack.pop() {
        if hi - lo <= 1 {
            if hi > lo {
                s = s * x[lo] + 0.2;
            }
            continue;
        }
        let mid = (lo + hi) / 2;
        stack.push((lo, mid));
        stack.push((mid, hi));
        s += 0.01 * x[mid];
    }
    s
}
#[test]
fn t_stack_of_ranges() {
    every!(nums(5); |p| stack_of_ranges, stack_of_ranges_value_and_grad, stack_of_ranges_grad, stack_of_ranges_vjp; (p));
}
#[differentiate]
fn cycle_until_seen(x: &[f64]) -> f64 {
    let mut seen = vec![false; 6];
    let mut i = 0;
    let mut s = 1.0;
    while !seen[i] {
        seen[i] = true;
        s = s * x[i] + 0.1;
        i = (i * 2 + 1) % 6;
    }
    s * i as f64 + s
}
#[test]
fn t_cycle_until_seen() {
    every!(nums(6); |p| cycle_until_seen, cycle_until_seen_value_and_grad, cycle_until_seen_grad, cycle_until_seen_vjp; (p));
}
#[differentiate]
fn breadth_first_sum(x: &[f64], adj: &[Vec<usize>]) -> f64 {
    let mut q = vec![0usize];
    let mut dist = vec![usize::MAX; x.len()];
    dist[0] = 0;
    let mut head = 0;
    let mut s = 0.0;
    while head < q.len() {
        let u = q[head];
        head += 1;
        s += x[u] / (dist[u] + 1) as f64 * (s + 1.0);
        for &v in &adj[u] {
            if dist[v] == usize::MAX {
                dist[v] = dist[u] + 1;
                q.push(v);
            }
        }
    }
    s
}
#[test]
fn t_breadth_first_sum() {
    every!(nums(4); |p| breadth_first_sum, breadth_first_sum_value_and_grad, breadth_first_sum_grad, breadth_first_sum_vjp; (p, &[vec![1, 2], vec![3], vec![3], vec![]]));
}
#[differentiate]
fn bubble_sort(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let mut n = a.len();
    loop {
        let mut swapped = false;
        let mut i = 1;
        while i < n {
            if a[i - 1] > a[i] {
                a.swap(i - 1, i);
                swapped = true;
            }
            i += 1;
        }
        n -= 1;
        if !swapped {
            break;
        }
    }
    a.iter().enumerate().map(|(i, v)| v * i as f64).sum()
}
#[test]
fn t_bubble_sort() {
    every!(nums(6); |p| bubble_sort, bubble_sort_value_and_grad, bubble_sort_grad, bubble_sort_vjp; (p));
}
#[differentiate]
fn folded_halves(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut len = v.len();
    while len > 1 {
        let half = len.div_ceil(2);
        for i in 0..len / 2 {
            v[i] = v[i] * v[half + i] + v[i];
        }
        len = half;
    }
    v[0]
}
#[test]
fn t_folded_halves() {
    every!(nums(7); |p| folded_halves, folded_halves_value_and_grad, folded_halves_grad, folded_halves_vjp; (p));
}
