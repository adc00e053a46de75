//! Algorithms of textbooks: dynamic programming, sorting, graphs.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn means_by_counts(x: &[f64]) -> f64 {
    let n = x.len();
    let mut c = vec![0usize; 3];
    for i in 0..n {
        c[i % 3] += 1;
    }
    x.iter().enumerate().map(|(i, v)| v / c[i % 3] as f64).sum()
}
#[test]
fn t_means_by_counts() {
    every!(nums(7); |p| means_by_counts, means_by_counts_value_and_grad, means_by_counts_grad, means_by_counts_vjp; (p));
}
#[differentiate]
fn powers_of_a_table(x: &[f64]) -> f64 {
    let mut lut = [0i32; 8];
    for i in 0..8 {
        lut[i] = (i as i32 * 5) % 7 - 3;
    }
    x.iter().zip(lut).map(|(v, k)| v.powi(k)).sum()
}
#[test]
fn t_powers_of_a_table() {
    every!(nums(5); |p| powers_of_a_table, powers_of_a_table_value_and_grad, powers_of_a_table_grad, powers_of_a_table_vjp; (p));
}
#[differentiate]
fn order_reversed(x: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.reverse();
    order.push(0);
    let mut s = 1.0;
    for &i in &order {
        s = s * 0.5 + x[i];
    }
    s
}
#[test]
fn t_order_reversed() {
    every!(nums(5); |p| order_reversed, order_reversed_value_and_grad, order_reversed_grad, order_reversed_vjp; (p));
}
#[differentiate]
fn selection_of_largest(x: &[f64], k: usize) -> f64 {
    let mut used = vec![false; x.len()];
    let mut s = 0.0;
    for r in 0..k {
        let mut best = usize::MAX;
        for i in 0..x.len() {
            if !used[i] && (best == usize::MAX || x[i] > x[best]) {
                best = i;
            }
        }
        used[best] = true;
        s += x[best] / (r + 1) as f64;
    }
    s
}
#[test]
fn t_selection_of_largest() {
    every!(nums(5); |p| selection_of_largest, selection_of_largest_value_and_grad, selection_of_largest_grad, selection_of_largest_vjp; (p, 3));
}
#[differentiate]
fn shortest_paths(d: &[Vec<f64>], src: usize) -> f64 {
    let n = d.len();
    let mut dist = vec![f64::INFINITY; n];
    let mut done = vec![false; n];
    dist[src] = 0.0;
    for _ in 0..n {
        let mut u = n;
        for i in 0..n {
            if !done[i] && (u == n || dist[i] < dist[u]) {
                u = i;
            }
        }
        done[u] = true;
        for v in 0..n {
            let alt = dist[u] + d[u][v];
            if alt < dist[v] {
                dist[v] = alt;
            }
        }
    }
    dist.iter().sum()
}
#[test]
fn t_shortest_paths() {
    every!([9.0, 0.3, 0.9, 0.3, 9.0, 0.4, 0.9, 0.4, 9.0]; |p| shortest_paths, shortest_paths_value_and_grad, shortest_paths_grad, shortest_paths_vjp; (&[p[..3].to_vec(), p[3..6].to_vec(), p[6..].to_vec()], 0));
}
#[differentiate]
fn all_pairs_shortest_paths(d: &[[f64; 3]; 3]) -> f64 {
    let mut m = *d;
    for k in 0..3 {
        for i in 0..3 {
            for j in 0..3 {
                m[i][j] = m[i][j].min(m[i][k] + m[k][j]);
            }
        }
    }
    m[0][2] + m[1][2] * m[2][0]
}
#[test]
fn t_all_pairs_shortest_paths() {
    every!([9.0, 0.3, 0.9, 0.35, 9.0, 0.4, 0.9, 0.45, 9.0]; |p| all_pairs_shortest_paths, all_pairs_shortest_paths_value_and_grad, all_pairs_shortest_paths_grad, all_pairs_shortest_paths_vjp; (&mat(p)));
}
#[differentiate]
fn knapsack(x: &[f64], cap: usize, w: &[usize]) -> f64 {
    let mut dp = vec![0.0; cap + 1];
    for (v, &wi) in x.iter().zip(w) {
        for c in (wi..=cap).rev() {
            let cand = dp[c - wi] + v;
            if cand > dp[c] {
                dp[c] = cand;
            }
        }
    }
    dp[cap]
}
#[test]
fn t_knapsack() {
    every!([1.3, 2.1, 0.7]; |p| knapsack, knapsack_value_and_grad, knapsack_grad, knapsack_vjp; (p, 5, &[2, 3, 1]));
}
#[differentiate]
fn edit_distance(a: &[f64], b: &[f64]) -> f64 {
    let (n, m) = (a.len(), b.len());
    let mut prev: Vec<f64> = (0..=m).map(|j| j as f64).collect();
    for i in 1..=n {
        let mut cur = vec![i as f64; m + 1];
        for j in 1..=m {
            let sub = prev[j - 1] + (a[i - 1] - b[j - 1]).abs();
            cur[j] = sub.min(prev[j] + 1.0).min(cur[j - 1] + 1.0);
        }
        prev = cur;
    }
    prev[m]
}
#[test]
fn t_edit_distance() {
    every!(nums(7); |p| edit_distance, edit_distance_value_and_grad, edit_distance_grad, edit_distance_vjp; (&p[..3], &p[3..]));
}
#[differentiate]
fn soft_time_warping(a: &[f64], b: &[f64], g: f64) -> f64 {
    let (n, m) = (a.len(), b.len());
    let mut r = vec![vec![f64::INFINITY; m + 1]; n + 1];
    r[0][0] = 0.0;
    let softmin = |x: f64, y: f64, z: f64| {
        let lo = x.min(y).min(z);
        let s = ((lo - x) / g).exp() + ((lo - y) / g).exp() + ((lo - z) / g).exp();
        lo - g * s.ln()
    };
    for i in 1..=n {
        for j in 1..=m {
            let d = (a[i - 1] - b[j - 1]).powi(2);
            r[i][j] = d + softmin(r[i - 1][j], r[i][j - 1], r[i - 1][j - 1]);
        }
    }
    r[n][m]
}
#[cfg(any())] // the gradient by `g` is NaN, 0 · ∞ at the border
#[test]
fn t_soft_time_warping() {
    every!([0.3, 0.5, 0.7, 0.2, 0.9, 0.4, 0.3]; |p| soft_time_warping, soft_time_warping_value_and_grad, soft_time_warping_grad, soft_time_warping_vjp; (&p[..3], &p[3..6], p[6]));
}
#[differentiate]
fn heap_sort(x: &[f64]) -> f64 {
    let mut heap = x.to_vec();
    let n = heap.len();
    for start in (0..n / 2).rev() {
        let mut i = start;
        loop {
            let mut m = i;
            let l = 2 * i + 1;
            if l < n && heap[l] > heap[m] {
                m = l;
            }
            if l + 1 < n && heap[l + 1] > heap[m] {
                m = l + 1;
            }
            if m == i {
                break;
            }
            heap.swap(i, m);
            i = m;
        }
    }
    heap[0] * heap[n - 1] + heap[1]
}
#[test]
fn t_heap_sort() {
    every!(nums(6); |p| heap_sort, heap_sort_value_and_grad, heap_sort_grad, heap_sort_vjp; (p));
}
#[differentiate]
fn shell_sort(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let n = a.len();
    let mut gap = n / 2;
    while gap > 0 {
        for i in gap..n {
            let t = a[i];
            let mut j = i;
            while j >= gap && a[j - gap] > t {
                a[j] = a[j - gap];
                j -= gap;
            }
            a[j] = t;
        }
        gap /= 2;
    }
    a.iter().enumerate().map(|(i, v)| v * i as f64).sum()
}
#[test]
fn t_shell_sort() {
    every!(nums(8); |p| shell_sort, shell_sort_value_and_grad, shell_sort_grad, shell_sort_vjp; (p));
}
#[differentiate]
fn slice_pattern_or_panic(x: &[f64]) -> f64 {
    let [a, b, c] = x[..3] else { panic!() };
    a * b - c
}
#[test]
fn t_slice_pattern_or_panic() {
    every!(nums(6); |p| slice_pattern_or_panic, slice_pattern_or_panic_value_and_grad, slice_pattern_or_panic_grad, slice_pattern_or_panic_vjp; (p));
}
#[differentiate]
fn first_middle_last(x: &[f64]) -> f64 {
    let (first, rest) = x.split_first().unwrap();
    let (last, mid) = rest.split_last().unwrap();
    first * last + mid.iter().map(|v| v * first).sum::<f64>()
}
#[test]
fn t_first_middle_last() {
    every!(nums(6); |p| first_middle_last, first_middle_last_value_and_grad, first_middle_last_grad, first_middle_last_vjp; (p));
}
#[differentiate]
fn slot_by_reference(x: &[f64]) -> f64 {
    let mut acc = [0.0f64; 2];
    for (k, v) in x.iter().enumerate() {
        let slot = &mut acc[k % 2];
        *slot += v * v;
        *slot *= 0.9;
    }
    acc[0] - acc[1]
}
#[test]
fn t_slot_by_reference() {
    every!(nums(6); |p| slot_by_reference, slot_by_reference_value_and_grad, slot_by_reference_grad, slot_by_reference_vjp; (p));
}
#[differentiate]
fn row_by_reference(x: &[f64]) -> f64 {
    let mut m = [[0.0; 2]; 2];
    for (k, v) in x.iter().enumerate() {
        let row = &mut m[k % 2];
        row[k / 3] += v * v;
    }
    m[0][0] * m[1][1] - m[0][1] * m[1][0]
}
#[test]
fn t_row_by_reference() {
    every!(nums(6); |p| row_by_reference, row_by_reference_value_and_grad, row_by_reference_grad, row_by_reference_vjp; (p));
}
#[differentiate]
fn row_of_a_list_by_reference(x: &[f64]) -> f64 {
    let mut m = vec![vec![1.0; 2]; 2];
    for (k, v) in x.iter().enumerate() {
        let row = &mut m[k % 2];
        row[k / 3] *= v;
    }
    let r = &m[0];
    r[0] * r[1] + m[1].iter().sum::<f64>()
}
#[test]
fn t_row_of_a_list_by_reference() {
    every!(nums(6); |p| row_of_a_list_by_reference, row_of_a_list_by_reference_value_and_grad, row_of_a_list_by_reference_grad, row_of_a_list_by_reference_vjp; (p));
}
#[differentiate]
fn total_by_reference(x: &[f64]) -> f64 {
    let mut total = 0.0;
    let t = &mut total;
    for v in x {
        *t += v * v;
    }
    *t *= 2.0;
    total
}
#[test]
fn t_total_by_reference() {
    every!(nums(6); |p| total_by_reference, total_by_reference_value_and_grad, total_by_reference_grad, total_by_reference_vjp; (p));
}
#[differentiate]
fn chosen_and_copied(x: f64, y: f64) -> f64 {
    let (a, b) = (x * 2.0, y * 3.0);
    let p = if a > b { &a } else { &b };
    let q = p;
    *q * **&p
}
#[test]
fn t_chosen_and_copied() {
    every!([0.3, 0.4]; |p| chosen_and_copied, chosen_and_copied_value_and_grad, chosen_and_copied_grad, chosen_and_copied_vjp; (p[0], p[1]));
}
#[differentiate]
fn shorter_with_the_tail_of_the_longer(x: &[f64], y: &[f64]) -> f64 {
    let (s, l) = if x.len() < y.len() { (x, y) } else { (y, x) };
    s.iter().zip(&l[1..]).map(|(a, b)| a * b * b).sum()
}
#[test]
fn t_shorter_with_the_tail_of_the_longer() {
    every!(nums(5); |p| shorter_with_the_tail_of_the_longer, shorter_with_the_tail_of_the_longer_value_and_grad, shorter_with_the_tail_of_the_longer_grad, shorter_with_the_tail_of_the_longer_vjp; (&p[..2], &p[2..]));
}
#[test]
fn t_c82() {
    every!(nums(5); |p| shorter_with_the_tail_of_the_longer, shorter_with_the_tail_of_the_longer_value_and_grad, shorter_with_the_tail_of_the_longer_grad, shorter_with_the_tail_of_the_longer_vjp; (&p[..4], &p[4..]));
}
