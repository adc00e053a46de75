//! Recursion, closures, loops and slices as a programmer of C, of Haskell and of Rust would write them.

use crate::check::{arr, mat};
use differentiate::differentiate;

fn nums(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 47 + 13) % 31) as f64 / 15.5 - 0.97).collect()
}

// ---- recursion
#[differentiate]
fn simpson_rule(a: f64, b: f64, k: f64) -> f64 {
    let f = |x: f64| (k * x).sin() * x.exp();
    (b - a) / 6.0 * (f(a) + 4.0 * f(0.5 * (a + b)) + f(b))
}
#[differentiate]
fn adaptive_simpson_steps(a: f64, b: f64, k: f64, whole: f64, tol: f64, depth: i32) -> f64 {
    let m = (a + b) / 2.0;
    let (left, right) = (simpson_rule(a, m, k), simpson_rule(m, b, k));
    let delta = left + right - whole;
    if depth <= 0 || delta.abs() <= 15.0 * tol {
        return left + right + delta / 15.0;
    }
    adaptive_simpson_steps(a, m, k, left, tol / 2.0, depth - 1)
        + adaptive_simpson_steps(m, b, k, right, tol / 2.0, depth - 1)
}
#[differentiate(value_and_grad, grad, vjp, wrt(a, b, k))]
fn integrate(a: f64, b: f64, k: f64, tol: f64) -> f64 {
    adaptive_simpson_steps(a, b, k, simpson_rule(a, b, k), tol, 12)
}
#[test]
fn t_integrate() {
    every!(1e-6, [0.1, 1.3, 2.7]; |p| integrate, integrate_value_and_grad, integrate_grad, integrate_vjp; (p[0], p[1], p[2], 1e-9));
}
#[differentiate]
fn is_even_weight(x: &[f64], i: usize) -> f64 {
    if i == x.len() { 0.0 } else { x[i] * x[i] + is_odd_weight(x, i + 1) }
}
#[differentiate]
fn is_odd_weight(x: &[f64], i: usize) -> f64 {
    if i == x.len() {
        return 1.0;
    }
    x[i].sin() * is_even_weight(x, i + 1)
}
#[test]
fn t_is_even_weight() {
    every!(nums(5); |p| is_even_weight, is_even_weight_value_and_grad, is_even_weight_grad, is_even_weight_vjp; (p, 0));
}
#[differentiate]
fn tree_sum(values: &[f64], left: &[usize], right: &[usize], node: usize, decay: f64) -> f64 {
    const NIL: usize = usize::MAX;
    if node == NIL {
        return 0.0;
    }
    let below =
        tree_sum(values, left, right, left[node], decay) + tree_sum(values, left, right, right[node], decay);
    values[node] + decay * below.tanh()
}
#[test]
fn t_tree_sum() {
    every!(nums(5); |p| tree_sum, tree_sum_value_and_grad, tree_sum_grad, tree_sum_vjp; (&p[..4], &[1, usize::MAX, usize::MAX, usize::MAX], &[2, 3, usize::MAX, usize::MAX], 0, p[4]));
}
#[differentiate]
fn quick_select(mut v: Vec<f64>, k: usize) -> f64 {
    let mut lo = 0;
    let mut hi = v.len() - 1;
    loop {
        if lo == hi {
            return v[lo];
        }
        let pivot = v[hi];
        let mut store = lo;
        for i in lo..hi {
            if v[i] < pivot {
                v.swap(i, store);
                store += 1;
            }
        }
        v.swap(store, hi);
        if k == store {
            return v[k];
        } else if k < store {
            hi = store - 1;
        } else {
            lo = store + 1;
        }
    }
}
#[test]
fn t_quick_select() {
    every!(nums(7); |p| quick_select, quick_select_value_and_grad, quick_select_grad, quick_select_vjp; (p.to_vec(), 3));
}
#[test]
fn t_quick_select2() {
    every!(nums(7); |p| quick_select, quick_select_value_and_grad, quick_select_grad, quick_select_vjp; (p.to_vec(), 0));
}
#[differentiate]
fn qsort(v: &mut [f64]) {
    if v.len() <= 1 {
        return;
    }
    let last = v.len() - 1;
    let pivot = v[last];
    let mut i = 0;
    for j in 0..last {
        if v[j] <= pivot {
            v.swap(i, j);
            i += 1;
        }
    }
    v.swap(i, last);
    qsort(&mut v[..i]);
    qsort(&mut v[i + 1..]);
}
#[differentiate]
fn sorted_weights(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    qsort(&mut v);
    v.iter().enumerate().map(|(i, x)| (i as f64 + 1.0) * x).sum()
}
#[test]
fn t_sorted_weights() {
    every!(nums(8); |p| sorted_weights, sorted_weights_value_and_grad, sorted_weights_grad, sorted_weights_vjp; (p));
}
#[differentiate]
fn merge(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] <= b[j] {
            out.push(a[i]);
            i += 1;
        } else {
            out.push(b[j]);
            j += 1;
        }
    }
    out.extend_from_slice(&a[i..]);
    out.extend_from_slice(&b[j..]);
    out
}
#[differentiate]
fn msort(x: &[f64]) -> Vec<f64> {
    if x.len() < 2 {
        return x.to_vec();
    }
    let (l, r) = x.split_at(x.len() / 2);
    merge(&msort(l), &msort(r))
}
#[test]
fn t_msort() {
    vjp!(nums(7); |p| msort, msort_vjp; (p));
}
#[differentiate]
fn bitonic(x: &[f64]) -> Vec<f64> {
    let mut v = x.to_vec();
    let n = v.len();
    let mut k = 2;
    while k <= n {
        let mut j = k >> 1;
        while j > 0 {
            for i in 0..n {
                let l = i ^ j;
                if l > i {
                    let up = i & k == 0;
                    if (up && v[i] > v[l]) || (!up && v[i] < v[l]) {
                        let t = v[i];
                        v[i] = v[l];
                        v[l] = t;
                    }
                }
            }
            j >>= 1;
        }
        k <<= 1;
    }
    v
}
#[test]
fn t_bitonic() {
    vjp!(nums(8); |p| bitonic, bitonic_vjp; (p));
}
#[differentiate]
fn fft_rec(re: &[f64], im: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let n = re.len();
    if n == 1 {
        return (re.to_vec(), im.to_vec());
    }
    let even_re: Vec<f64> = re.iter().step_by(2).copied().collect();
    let even_im: Vec<f64> = im.iter().step_by(2).copied().collect();
    let odd_re: Vec<f64> = re.iter().skip(1).step_by(2).copied().collect();
    let odd_im: Vec<f64> = im.iter().skip(1).step_by(2).copied().collect();
    let (er, ei) = fft_rec(&even_re, &even_im);
    let (or, oi) = fft_rec(&odd_re, &odd_im);
    let mut out_re = vec![0.0; n];
    let mut out_im = vec![0.0; n];
    for k in 0..n / 2 {
        let angle = -2.0 * std::f64::consts::PI * k as f64 / n as f64;
        let (s, c) = angle.sin_cos();
        let tr = c * or[k] - s * oi[k];
        let ti = c * oi[k] + s * or[k];
        out_re[k] = er[k] + tr;
        out_im[k] = ei[k] + ti;
        out_re[k + n / 2] = er[k] - tr;
        out_im[k + n / 2] = ei[k] - ti;
    }
    (out_re, out_im)
}
#[test]
fn t_fft_rec() {
    vjp!(nums(8); |p| fft_rec, fft_rec_vjp; (&p[..4], &p[4..]));
}
#[differentiate]
fn fft_tuples(x: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let n = x.len();
    if n <= 1 {
        return x;
    }
    let even = fft_tuples(x.iter().step_by(2).cloned().collect());
    let odd = fft_tuples(x.iter().skip(1).step_by(2).cloned().collect());
    let mut out = vec![(0.0, 0.0); n];
    for k in 0..n / 2 {
        let w = -std::f64::consts::TAU * k as f64 / n as f64;
        let (a, b) = odd[k];
        let t = (a * w.cos() - b * w.sin(), a * w.sin() + b * w.cos());
        out[k] = (even[k].0 + t.0, even[k].1 + t.1);
        out[k + n / 2] = (even[k].0 - t.0, even[k].1 - t.1);
    }
    out
}
#[test]
fn t_fft_tuples() {
    vjp!(nums(8); |p| fft_tuples, fft_tuples_vjp; (p.chunks(2).map(|c| (c[0], c[1])).collect::<Vec<_>>()));
}
#[differentiate]
fn ackermann_like(m: u32, n: u32, x: f64) -> f64 {
    match (m, n) {
        (0, n) => x + f64::from(n),
        (m, 0) => ackermann_like(m - 1, 1, x * 0.9),
        (m, n) => ackermann_like(m - 1, n - 1, x.sin() + ackermann_like(m, n - 1, 0.5 * x)),
    }
}
#[test]
fn t_ackermann_like() {
    every!([0.7]; |p| ackermann_like, ackermann_like_value_and_grad, ackermann_like_grad, ackermann_like_vjp; (2, 2, p[0]));
}
#[differentiate]
fn collatz_scaled(n: u64, x: f64) -> f64 {
    match n {
        1 => x,
        n if n % 2 == 0 => x.sqrt() * collatz_scaled(n / 2, x + 0.1),
        n => collatz_scaled(3 * n + 1, x * 1.01),
    }
}
#[test]
fn t_collatz_scaled() {
    every!([0.7]; |p| collatz_scaled, collatz_scaled_value_and_grad, collatz_scaled_grad, collatz_scaled_vjp; (6, p[0]));
}
#[differentiate]
fn catalan_paths(x: f64, up: usize, down: usize, memo: &mut Vec<f64>) -> f64 {
    if up == 0 && down == 0 {
        return 1.0;
    }
    let key = up * 4 + down;
    if memo[key] != 0.0 {
        return memo[key];
    }
    let mut total = 0.0;
    if up > 0 {
        total += x * catalan_paths(x, up - 1, down, memo);
    }
    if down > up {
        total += x.cos() * catalan_paths(x, up, down - 1, memo);
    }
    memo[key] = total;
    total
}
#[differentiate]
fn catalan(x: f64) -> f64 {
    let mut memo = vec![0.0; 16];
    catalan_paths(x, 3, 3, &mut memo)
}
#[test]
fn t_catalan() {
    every!([0.7]; |p| catalan, catalan_value_and_grad, catalan_grad, catalan_vjp; (p[0]));
}

// ---- C-like
#[differentiate]
fn strided_dot(n: usize, x: &[f64], incx: usize, y: &[f64], incy: usize) -> f64 {
    let (mut ix, mut iy) = (0usize, 0usize);
    let mut acc = 0.0;
    let mut i = 0;
    while i < n {
        acc += x[ix] * y[iy];
        ix += incx;
        iy += incy;
        i += 1;
    }
    acc
}
#[test]
fn t_strided_dot() {
    every!(nums(9); |p| strided_dot, strided_dot_value_and_grad, strided_dot_grad, strided_dot_vjp; (3, &p[..5], 2, &p[5..], 1));
}
#[differentiate]
fn dgemm(m: usize, n: usize, k: usize, alpha: f64, a: &[f64], b: &[f64], beta: f64, c: &mut [f64]) {
    for i in 0..m {
        for j in 0..n {
            let mut t = 0.0;
            for l in 0..k {
                t += a[i + l * m] * b[l + j * k];
            }
            c[i + j * m] = alpha * t + beta * c[i + j * m];
        }
    }
}
#[differentiate]
fn two_gemms(alpha: f64, beta: f64, a: &[f64], b: &[f64]) -> f64 {
    let mut c = [1.0; 4];
    dgemm(2, 2, 3, alpha, a, b, beta, &mut c);
    let mut d = vec![0.5; 4];
    dgemm(2, 2, 2, beta, &c, &c, alpha, &mut d);
    d[0] + 2.0 * d[1] - d[2] * d[3]
}
#[test]
fn t_two_gemms() {
    every!(nums(14); |p| two_gemms, two_gemms_value_and_grad, two_gemms_grad, two_gemms_vjp; (p[0], p[1], &p[2..8], &p[8..]));
}
#[differentiate]
fn unrolled_sum(x: &[f64]) -> f64 {
    let n = x.len();
    let mut i = 0;
    let (mut s0, mut s1, mut s2, mut s3) = (0.0, 0.0, 0.0, 0.0);
    while i + 4 <= n {
        s0 += x[i] * x[i];
        s1 += x[i + 1].sin();
        s2 += x[i + 2];
        s3 += x[i + 3].exp();
        i += 4;
    }
    let mut rest = 0.0;
    while i < n {
        rest += x[i];
        i += 1;
    }
    (s0 + s1) * (s2 + s3) + rest
}
#[test]
fn t_unrolled_sum() {
    every!(nums(11); |p| unrolled_sum, unrolled_sum_value_and_grad, unrolled_sum_grad, unrolled_sum_vjp; (p));
}
#[differentiate]
fn goto_like(x: f64, y: f64) -> f64 {
    let mut state = 0;
    let (mut a, mut b) = (x, y);
    loop {
        match state {
            0 => {
                a = a * b + 0.1;
                state = if a > 0.5 { 2 } else { 1 };
            }
            1 => {
                b += a.cos();
                state = 0;
            }
            2 => {
                a -= 0.3 * b;
                state = 3;
            }
            3 => break,
            _ => unreachable!(),
        }
    }
    a * b
}
#[test]
fn t_goto_like() {
    every!([0.4, 0.3]; |p| goto_like, goto_like_value_and_grad, goto_like_grad, goto_like_vjp; (p[0], p[1]));
}
#[differentiate]
fn flags(x: &[f64], tol: f64) -> f64 {
    let mut found = false;
    let mut at = 0usize;
    let mut best = 0.0;
    for i in 0..x.len() {
        if !found && x[i] > tol {
            found = true;
            at = i;
        }
        if found {
            best += x[i] / (1 + i - at) as f64;
        }
    }
    if found { best * x[at] } else { x[0] }
}
#[test]
fn t_flags() {
    every!(nums(7); |p| flags, flags_value_and_grad, flags_grad, flags_vjp; (&p[..6], p[6] * 0.0 + 0.2));
}
#[test]
fn t_flags2() {
    every!(nums(7); |p| flags, flags_value_and_grad, flags_grad, flags_vjp; (&p[..6], p[6] * 0.0 + 5.0));
}
#[differentiate]
fn out_params(x: f64, y: f64, sum: &mut f64, product: &mut f64) {
    *sum = x + y;
    *product = x * y;
    if *sum > *product {
        std::mem::swap(sum, product);
    }
}
#[differentiate]
fn use_out_params(x: f64, y: f64) -> f64 {
    let mut s = 0.0;
    let mut p = 0.0;
    out_params(x, y, &mut s, &mut p);
    let (s1, p1) = (s, p);
    out_params(s1, p1 * 0.5, &mut p, &mut s);
    s * s - p.sin()
}
#[test]
fn t_use_out_params() {
    every!([0.4, 1.3]; |p| use_out_params, use_out_params_value_and_grad, use_out_params_grad, use_out_params_vjp; (p[0], p[1]));
}
#[differentiate]
fn fixed_size_state(params: &[f64; 3], y: &mut [f64; 2], dt: f64) {
    let [a, b, c] = *params;
    let dy0 = a * y[0] - b * y[0] * y[1];
    let dy1 = c * y[0] * y[1] - y[1];
    y[0] += dt * dy0;
    y[1] += dt * dy1;
}
#[differentiate]
fn lv_trajectory(params: &[f64; 3], y0: [f64; 2], n: usize) -> Vec<[f64; 2]> {
    let mut y = y0;
    let mut out = vec![y];
    for _ in 0..n {
        fixed_size_state(params, &mut y, 0.1);
        out.push(y);
    }
    out
}
#[test]
fn t_lv_trajectory() {
    vjp!([1.1, 0.4, 0.3, 1.5, 0.8]; |p| lv_trajectory, lv_trajectory_vjp; (&arr(p), arr(&p[3..]), 4));
}

// ---- functional
#[differentiate]
fn compose_layers(x: f64, w: &[(f64, f64)]) -> f64 {
    w.iter().fold(x, |h, &(a, b)| (a * h + b).tanh())
}
#[test]
fn t_compose_layers() {
    every!(nums(7); |p| compose_layers, compose_layers_value_and_grad, compose_layers_grad, compose_layers_vjp; (p[0], &[(p[1], p[2]), (p[3], p[4]), (p[5], p[6])]));
}
#[cfg(any())] // FOUND D27
#[differentiate]
fn pairwise_energy(points: &[(f64, f64)]) -> f64 {
    points
        .iter()
        .enumerate()
        .flat_map(|(i, a)| {
            points.iter().skip(i + 1).map(move |b| ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2)).sqrt())
        })
        .map(|d| d.powi(-12) - 2.0 * d.powi(-6))
        .sum()
}
#[cfg(any())] // FOUND D27
#[test]
fn t_pairwise_energy() {
    every!(1e-5, [0.0, 0.1, 1.1, 0.3, 0.4, 1.2]; |p| pairwise_energy, pairwise_energy_value_and_grad, pairwise_energy_grad, pairwise_energy_vjp; (&[(p[0], p[1]), (p[2], p[3]), (p[4], p[5])]));
}
#[differentiate]
fn argmax_gather(scores: &[f64], values: &[f64]) -> f64 {
    let (best, _) = scores
        .iter()
        .enumerate()
        .fold((0, f64::NEG_INFINITY), |(bi, bv), (i, &v)| if v > bv { (i, v) } else { (bi, bv) });
    values[best] * scores[best]
}
#[test]
fn t_argmax_gather() {
    every!(nums(8); |p| argmax_gather, argmax_gather_value_and_grad, argmax_gather_grad, argmax_gather_vjp; (&p[..4], &p[4..]));
}
#[differentiate]
fn argmax_max_by(scores: &[f64]) -> f64 {
    let best = scores.iter().enumerate().max_by(|a, b| a.1.partial_cmp(b.1).unwrap()).unwrap();
    best.1 * (best.0 as f64 + 1.0)
}
#[test]
fn t_argmax_max_by() {
    every!(nums(6); |p| argmax_max_by, argmax_max_by_value_and_grad, argmax_max_by_grad, argmax_max_by_vjp; (p));
}
#[differentiate]
fn total_cmp_min(x: &[f64]) -> f64 {
    let m = x.iter().copied().min_by(|a, b| a.total_cmp(b)).expect("not empty");
    x.iter().filter(|v| **v > m).map(|v| (v - m).sqrt()).sum::<f64>() + m
}
#[test]
fn t_total_cmp_min() {
    every!([0.3, 0.1, 0.7, -0.4]; |p| total_cmp_min, total_cmp_min_value_and_grad, total_cmp_min_grad, total_cmp_min_vjp; (p));
}
#[differentiate]
fn successive_differences(x: &[f64]) -> Vec<f64> {
    let mut d = x.to_vec();
    let mut firsts = vec![x[0]];
    while d.len() > 1 {
        d = d.iter().zip(d.iter().skip(1)).map(|(a, b)| b - a).collect();
        firsts.push(d[0] * d[d.len() - 1]);
    }
    firsts
}
#[test]
fn t_successive_differences() {
    vjp!(nums(5); |p| successive_differences, successive_differences_vjp; (p));
}
#[differentiate]
fn cumulative_products(x: &[f64]) -> Vec<f64> {
    x.iter()
        .scan(1.0, |p, v| {
            *p *= v;
            Some(*p)
        })
        .collect()
}
#[test]
fn t_cumulative_products() {
    vjp!(nums(5); |p| cumulative_products, cumulative_products_vjp; (p));
}
#[differentiate]
fn run_lengths(x: &[f64], keys: &[char]) -> f64 {
    let mut total = 0.0;
    let mut i = 0;
    while i < x.len() {
        let run = keys[i..].iter().take_while(|&&k| k == keys[i]).count();
        let s: f64 = x[i..i + run].iter().sum();
        total += s * s / run as f64;
        i += run;
    }
    total
}
#[test]
fn t_run_lengths() {
    every!(nums(6); |p| run_lengths, run_lengths_value_and_grad, run_lengths_grad, run_lengths_vjp; (p, &['a', 'a', 'b', 'c', 'c', 'c']));
}
#[differentiate]
fn nested_closures_capturing(x: f64, y: f64) -> f64 {
    let scale = y.exp();
    let f = |a: f64| a * scale;
    let g = |a: f64| f(a) + f(a * a);
    let h = |a: f64, b: f64| g(a).min(g(b));
    h(x, y) + h(y, x * 2.0)
}
#[test]
fn t_nested_closures_capturing() {
    every!([0.4, 0.3]; |p| nested_closures_capturing, nested_closures_capturing_value_and_grad, nested_closures_capturing_grad, nested_closures_capturing_vjp; (p[0], p[1]));
}
#[differentiate]
fn counter_closure(x: &[f64]) -> f64 {
    let mut total = 0.0;
    let mut calls = 0;
    let mut add = |v: f64| {
        calls += 1;
        total += v * calls as f64;
    };
    add(x[0]);
    for &v in x {
        add(v * v);
    }
    total
}
#[test]
fn t_counter_closure() {
    every!(nums(4); |p| counter_closure, counter_closure_value_and_grad, counter_closure_grad, counter_closure_vjp; (p));
}
