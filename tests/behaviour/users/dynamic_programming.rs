//! Dynamic programming, sorting, recursion and finance as people write them.

use crate::check::{arr, mat};
use differentiate::{differentiate, logsumexp};
use std::mem;

fn nums(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 37 + 11) % 23) as f64 / 11.5 - 0.97).collect()
}

// ---- sorting
#[differentiate]
fn insertion_sort(a: &mut [f64]) {
    for i in 1..a.len() {
        let mut j = i;
        while j > 0 && a[j - 1] > a[j] {
            a.swap(j - 1, j);
            j -= 1;
        }
    }
}

#[differentiate]
fn shifting_sort(a: &mut [f64]) {
    let n = a.len();
    for i in 1..n {
        let key = a[i];
        let mut j = i;
        while j > 0 {
            if a[j - 1] <= key {
                break;
            }
            a[j] = a[j - 1];
            j -= 1;
        }
        a[j] = key;
    }
}

#[differentiate]
fn bubble_sort(mut v: Vec<f64>) -> Vec<f64> {
    let mut n = v.len();
    loop {
        let mut swapped = false;
        for i in 1..n {
            if v[i - 1] > v[i] {
                let t = v[i - 1];
                v[i - 1] = v[i];
                v[i] = t;
                swapped = true;
            }
        }
        n -= 1;
        if !swapped {
            break;
        }
    }
    v
}

#[differentiate]
fn selection_sort<const N: usize>(a: &mut [f64; N]) {
    for i in 0..N {
        let mut min = i;
        for j in (i + 1)..N {
            if a[j] < a[min] {
                min = j;
            }
        }
        if min != i {
            let tmp = a[i];
            a[i] = a[min];
            a[min] = tmp;
        }
    }
}

#[differentiate]
fn quicksort(a: &mut [f64], lo: isize, hi: isize) {
    if lo >= hi {
        return;
    }
    let pivot = a[hi as usize];
    let mut i = lo - 1;
    for j in lo..hi {
        if a[j as usize] <= pivot {
            i += 1;
            a.swap(i as usize, j as usize);
        }
    }
    a.swap((i + 1) as usize, hi as usize);
    quicksort(a, lo, i);
    quicksort(a, i + 2, hi);
}

#[differentiate]
fn merge_sort(v: &[f64]) -> Vec<f64> {
    let n = v.len();
    if n <= 1 {
        return v.to_vec();
    }
    let (l, r) = v.split_at(n / 2);
    let left: Vec<f64> = merge_sort(l);
    let right: Vec<f64> = merge_sort(r);
    let mut out = Vec::with_capacity(n);
    let (mut i, mut j) = (0, 0);
    while i < left.len() && j < right.len() {
        if left[i] <= right[j] {
            out.push(left[i]);
            i += 1;
        } else {
            out.push(right[j]);
            j += 1;
        }
    }
    out.extend_from_slice(&left[i..]);
    out.extend_from_slice(&right[j..]);
    out
}

#[differentiate]
fn weighted(v: &[f64]) -> f64 {
    v.iter().enumerate().map(|(i, x)| (i + 1) as f64 * x * x).sum()
}

#[differentiate]
fn sorted_by_insertion(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    insertion_sort(&mut v);
    weighted(&v)
}
#[differentiate]
fn sorted_by_shifting(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    shifting_sort(&mut v[..]);
    weighted(&v)
}
#[differentiate]
fn sorted_by_bubbles(x: &[f64]) -> f64 {
    let v = bubble_sort(x.to_vec());
    weighted(&v)
}
#[differentiate]
fn sorted_by_selection(x: &[f64; 6]) -> f64 {
    let mut v = *x;
    selection_sort(&mut v);
    weighted(&v)
}
#[differentiate]
fn sorted_by_quicksort(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let n = v.len();
    quicksort(&mut v, 0, n as isize - 1);
    weighted(&v)
}
#[differentiate]
fn sorted_by_merging(x: &[f64]) -> f64 {
    weighted(&merge_sort(x))
}

#[test]
fn sorts() {
    let x = [0.7, -1.2, 0.4, 1.1, -0.3, 0.6];
    check!(x; |p| sorted_by_insertion, sorted_by_insertion_value_and_grad; (p));
    check!(x; |p| sorted_by_shifting, sorted_by_shifting_value_and_grad; (p));
    check!(x; |p| sorted_by_bubbles, sorted_by_bubbles_value_and_grad; (p));
    check!(x; |p| sorted_by_selection, sorted_by_selection_value_and_grad; (&arr(p)));
    check!(x; |p| sorted_by_quicksort, sorted_by_quicksort_value_and_grad; (p));
    check!(x; |p| sorted_by_merging, sorted_by_merging_value_and_grad; (p));
}

#[differentiate]
fn median_filter(x: &[f64], k: usize) -> f64 {
    let mut total = 0.0;
    for w in x.windows(k) {
        let mut buf = w.to_vec();
        insertion_sort(&mut buf);
        total += buf[k / 2] * buf[k / 2];
    }
    total
}

#[test]
fn medians() {
    check!([0.7, -1.2, 0.4, 1.1, -0.3, 0.6]; |p| median_filter, median_filter_value_and_grad; (p, 3));
}

// ---- recursion
#[differentiate]
fn horner(c: &[f64], x: f64) -> f64 {
    if c.is_empty() { 0.0 } else { c[0] + x * horner(&c[1..], x) }
}

#[differentiate]
fn horner_split(c: &[f64], x: f64) -> f64 {
    match c.split_first() {
        None => 0.0,
        Some((head, tail)) => head + x * horner_split(tail, x),
    }
}

#[differentiate]
fn horner_match(c: &[f64], x: f64) -> f64 {
    match c {
        [] => 0.0,
        [a] => *a,
        [a, rest @ ..] => a + x * horner_match(rest, x),
    }
}

#[differentiate]
fn horner_loop(c: &[f64], x: f64) -> f64 {
    c.iter().rev().fold(0.0, |acc, &a| acc * x + a)
}

#[differentiate]
fn pow_squaring(x: f64, n: u32) -> f64 {
    if n == 0 {
        1.0
    } else if n % 2 == 0 {
        let h = pow_squaring(x, n / 2);
        h * h
    } else {
        x * pow_squaring(x, n - 1)
    }
}

#[differentiate]
fn pow_iter(mut base: f64, mut exp: u32) -> f64 {
    let mut acc = 1.0;
    while exp > 0 {
        if exp & 1 != 0 {
            acc *= base;
        }
        exp >>= 1;
        if exp > 0 {
            base *= base;
        }
    }
    acc
}

#[differentiate]
fn pairwise_sum(x: &[f64]) -> f64 {
    match x.len() {
        0 => 0.0,
        1 => x[0].sin(),
        n => {
            let (a, b) = x.split_at(n / 2);
            pairwise_sum(a) * 0.5 + pairwise_sum(b) + pairwise_sum(a).cos()
        }
    }
}

#[test]
fn recursions() {
    let x = [0.7, -1.2, 0.4, 1.1, 0.6];
    check!(x; |p| horner, horner_value_and_grad; (&p[..4], p[4]));
    check!(x; |p| horner_loop, horner_loop_value_and_grad; (&p[..4], p[4]));
    check!(x; |p| pairwise_sum, pairwise_sum_value_and_grad; (p));
    for n in 0..8 {
        check!([0.8]; |p| pow_squaring, pow_squaring_value_and_grad; (p[0], n));
        check!([0.8]; |p| pow_iter, pow_iter_value_and_grad; (p[0], n));
    }
}

#[test]
fn recursion_by_slice_patterns() {
    let x = [0.7, -1.2, 0.4, 1.1, 0.6];
    check!(x; |p| horner_match, horner_match_value_and_grad; (&p[..4], p[4]));
}

#[test]
fn recursion_by_split_first() {
    let x = [0.7, -1.2, 0.4, 1.1, 0.6];
    check!(x; |p| horner_split, horner_split_value_and_grad; (&p[..4], p[4]));
}

// in-place recursive FFT on interleaved data
#[differentiate]
fn fft(re: &mut [f64], im: &mut [f64]) {
    let n = re.len();
    if n == 1 {
        return;
    }
    let h = n / 2;
    let mut er = vec![0.0; h];
    let mut ei = vec![0.0; h];
    let mut or = vec![0.0; h];
    let mut oi = vec![0.0; h];
    for i in 0..h {
        er[i] = re[2 * i];
        ei[i] = im[2 * i];
        or[i] = re[2 * i + 1];
        oi[i] = im[2 * i + 1];
    }
    fft(&mut er, &mut ei);
    fft(&mut or, &mut oi);
    for k in 0..h {
        let ang = -2.0 * std::f64::consts::PI * k as f64 / n as f64;
        let (s, c) = ang.sin_cos();
        let tr = c * or[k] - s * oi[k];
        let ti = c * oi[k] + s * or[k];
        re[k] = er[k] + tr;
        im[k] = ei[k] + ti;
        re[k + h] = er[k] - tr;
        im[k + h] = ei[k] - ti;
    }
}

#[differentiate]
fn spectrum(x: &[f64], w: &[f64]) -> f64 {
    let mut re = x.to_vec();
    let mut im = vec![0.0; x.len()];
    fft(&mut re, &mut im);
    let mut s = 0.0;
    for k in 0..x.len() {
        s += w[k] * (re[k] * re[k] + im[k] * im[k] + 0.1).sqrt();
    }
    s
}

#[differentiate]
fn fft_halves(a: &mut [f64], n: usize) {
    // Radix 2, in place, by halves: interleaved (re, im), decimation in frequency.
    if n < 2 {
        return;
    }
    let h = n / 2;
    for k in 0..h {
        let (ur, ui) = (a[2 * k], a[2 * k + 1]);
        let (vr, vi) = (a[2 * (k + h)], a[2 * (k + h) + 1]);
        let ang = std::f64::consts::TAU * k as f64 / n as f64;
        a[2 * k] = ur + vr;
        a[2 * k + 1] = ui + vi;
        let (dr, di) = (ur - vr, ui - vi);
        a[2 * (k + h)] = dr * ang.cos() + di * ang.sin();
        a[2 * (k + h) + 1] = di * ang.cos() - dr * ang.sin();
    }
    fft_halves(&mut a[..2 * h], h);
    fft_halves(&mut a[2 * h..], h);
}

#[differentiate]
fn power(x: &[f64]) -> f64 {
    let mut a = vec![0.0; 2 * x.len()];
    for (i, v) in x.iter().enumerate() {
        a[2 * i] = *v;
    }
    fft_halves(&mut a, x.len());
    a.chunks(2).enumerate().map(|(i, c)| (i as f64 + 0.5) * (c[0] * c[0] + c[1] * c[1])).sum()
}

#[differentiate]
fn fft_iterative(re: &mut [f64], im: &mut [f64]) {
    let n = re.len();
    let mut j = 0;
    for i in 1..n {
        let mut bit = n >> 1;
        while j & bit != 0 {
            j ^= bit;
            bit >>= 1;
        }
        j ^= bit;
        if i < j {
            re.swap(i, j);
            im.swap(i, j);
        }
    }
    let mut len = 2;
    while len <= n {
        let ang = -2.0 * std::f64::consts::PI / len as f64;
        let (wr, wi) = (ang.cos(), ang.sin());
        for start in (0..n).step_by(len) {
            let (mut cr, mut ci) = (1.0, 0.0);
            for k in 0..len / 2 {
                let a = start + k;
                let b = a + len / 2;
                let (tr, ti) = (re[b] * cr - im[b] * ci, re[b] * ci + im[b] * cr);
                re[b] = re[a] - tr;
                im[b] = im[a] - ti;
                re[a] += tr;
                im[a] += ti;
                let t = cr * wr - ci * wi;
                ci = cr * wi + ci * wr;
                cr = t;
            }
        }
        len <<= 1;
    }
}

#[differentiate]
fn spectrum_iterative(x: &[f64], w: &[f64]) -> f64 {
    let n = x.len();
    let mut re = x.to_vec();
    let mut im = vec![0.; n];
    fft_iterative(&mut re, &mut im);
    (0..n).map(|k| w[k] * (re[k].powi(2) + im[k].powi(2) + 0.1).sqrt()).sum()
}

#[test]
fn ffts() {
    check!(nums(16); |p| spectrum, spectrum_value_and_grad; (&p[..8], &p[8..]));
    check!(nums(8); |p| power, power_value_and_grad; (p));
    check!(nums(16); |p| spectrum_iterative, spectrum_iterative_value_and_grad; (&p[..8], &p[8..]));
}

// ---- soft DTW, edit distance, Viterbi, forward
#[differentiate]
fn softmin3(a: f64, b: f64, c: f64, gamma: f64) -> f64 {
    let m = a.min(b).min(c);
    m - gamma * ((-(a - m) / gamma).exp() + (-(b - m) / gamma).exp() + (-(c - m) / gamma).exp()).ln()
}

#[differentiate]
fn soft_dtw(x: &[f64], y: &[f64], gamma: f64) -> f64 {
    let (n, m) = (x.len(), y.len());
    let mut r = vec![vec![1e6; m + 1]; n + 1];
    r[0][0] = 0.0;
    for i in 1..=n {
        for j in 1..=m {
            let d = (x[i - 1] - y[j - 1]).powi(2);
            r[i][j] = d + softmin3(r[i - 1][j], r[i][j - 1], r[i - 1][j - 1], gamma);
        }
    }
    r[n][m]
}

#[differentiate]
fn soft_dtw_rows(x: &[f64], y: &[f64], gamma: f64) -> f64 {
    let m = y.len();
    let mut prev = vec![1e6; m + 1];
    let mut cur = vec![1e6; m + 1];
    prev[0] = 0.0;
    for a in x {
        cur[0] = 1e6;
        for (j, b) in y.iter().enumerate() {
            let d = (a - b) * (a - b);
            cur[j + 1] = d + softmin3(prev[j], prev[j + 1], cur[j], gamma);
        }
        mem::swap(&mut prev, &mut cur);
    }
    prev[m]
}

#[differentiate]
fn soft_dtw_flat(x: &[f64], y: &[f64], gamma: f64) -> f64 {
    let w = y.len() + 1;
    let mut r = vec![f64::from(1e6_f32); (x.len() + 1) * w];
    r[0] = 0.0;
    for (i, a) in x.iter().enumerate() {
        for (j, b) in y.iter().enumerate() {
            let at = (i + 1) * w + j + 1;
            let best = softmin3(r[at - w], r[at - 1], r[at - w - 1], gamma);
            r[at] = (a - b).abs() + best;
        }
    }
    *r.last().unwrap()
}

#[differentiate]
fn dtw_memo(x: &[f64], y: &[f64], i: usize, j: usize) -> f64 {
    let d = (x[i] - y[j]).powi(2);
    match (i, j) {
        (0, 0) => d,
        (0, _) => d + dtw_memo(x, y, 0, j - 1),
        (_, 0) => d + dtw_memo(x, y, i - 1, 0),
        _ => d + dtw_memo(x, y, i - 1, j).min(dtw_memo(x, y, i, j - 1)).min(dtw_memo(x, y, i - 1, j - 1)),
    }
}

#[test]
fn time_warping() {
    let at = [0.7, -1.2, 0.4, 1.1, 0.6, -0.3, 0.25, 0.5];
    check!(at; |p| soft_dtw_rows, soft_dtw_rows_value_and_grad; (&p[..4], &p[4..7], p[7]));
    check!(at; |p| soft_dtw_flat, soft_dtw_flat_value_and_grad; (&p[..4], &p[4..7], p[7]));
    check!(at; |p| dtw_memo, dtw_memo_value_and_grad; (&p[..4], &p[4..], 3, 3));
    check!(at; |p| soft_dtw, soft_dtw_value_and_grad; (&p[..4], &p[4..7], p[7]));
}

#[differentiate]
fn hmm_forward(log_init: &[f64], log_trans: &[f64], log_emit: &[f64], obs: &[usize], n_obs: usize) -> f64 {
    let s = log_init.len();
    let mut alpha = vec![0.0; s];
    for i in 0..s {
        alpha[i] = log_init[i] + log_emit[i * n_obs + obs[0]];
    }
    for t in 1..obs.len() {
        let mut next = vec![0.0; s];
        let mut buf = vec![0.0; s];
        for j in 0..s {
            for i in 0..s {
                buf[i] = alpha[i] + log_trans[i * s + j];
            }
            next[j] = logsumexp(&buf) + log_emit[j * n_obs + obs[t]];
        }
        alpha = next;
    }
    logsumexp(&alpha)
}

#[differentiate]
fn hmm_idiomatic(init: &[f64], trans: &[[f64; 2]; 2], emit: &[[f64; 3]; 2], obs: &[usize]) -> f64 {
    let lse = |xs: &[f64]| {
        let m = xs.iter().fold(f64::NEG_INFINITY, |a, &b| a.max(b));
        m + xs.iter().map(|x| (x - m).exp()).sum::<f64>().ln()
    };
    let mut alpha: Vec<f64> = init.iter().zip(emit.iter()).map(|(p, e)| p + e[obs[0]]).collect();
    for &o in &obs[1..] {
        alpha = (0..2)
            .map(|j| {
                let terms: Vec<f64> = (0..2).map(|i| alpha[i] + trans[i][j]).collect();
                lse(&terms) + emit[j][o]
            })
            .collect();
    }
    lse(&alpha)
}

#[differentiate]
fn viterbi(init: [f64; 2], trans: [[f64; 2]; 2], emit: [[f64; 3]; 2], obs: &[usize]) -> f64 {
    let mut score = [init[0] + emit[0][obs[0]], init[1] + emit[1][obs[0]]];
    let mut back: Vec<[usize; 2]> = Vec::new();
    for &o in obs.iter().skip(1) {
        let mut best = [f64::NEG_INFINITY; 2];
        let mut from = [0; 2];
        for j in 0..2 {
            for i in 0..2 {
                let s = score[i] + trans[i][j] + emit[j][o];
                if s > best[j] {
                    best[j] = s;
                    from[j] = i;
                }
            }
        }
        back.push(from);
        score = best;
    }
    let mut state = if score[1] > score[0] { 1 } else { 0 };
    let mut total = score[state];
    for b in back.iter().rev() {
        state = b[state];
        total += 0.1 * init[state];
    }
    total
}

#[differentiate]
fn hmm_scaled(pi: [f64; 2], a: [[f64; 2]; 2], b: [[f64; 3]; 2], obs: &[usize]) -> f64 {
    let mut alpha = [0.0; 2];
    let mut ll = 0.0;
    for (t, &o) in obs.iter().enumerate() {
        let mut new = [0.0; 2];
        for j in 0..2 {
            new[j] = if t == 0 { pi[j] } else { (0..2).map(|i| alpha[i] * a[i][j]).sum::<f64>() } * b[j][o];
        }
        let c: f64 = new.iter().sum();
        new.iter_mut().for_each(|x| *x /= c);
        ll += c.ln();
        alpha = new;
    }
    ll
}

#[test]
fn hidden_markov_models() {
    let at = [0.7, 0.2, 0.4, 1.1, 0.6, 0.3, 0.25, 0.5, 0.9, 0.15, 0.35, 0.8];
    let obs = [0, 2, 1, 1];
    check!(at; |p| hmm_forward, hmm_forward_value_and_grad; (&p[..2], &p[2..6], &p[6..], &obs, 3));
    check!(at; |p| hmm_idiomatic, hmm_idiomatic_value_and_grad; (&p[..2], &mat(&p[2..]), &mat(&p[6..]), &obs));
    check!(at; |p| viterbi, viterbi_value_and_grad; (arr(p), mat(&p[2..]), mat(&p[6..]), &obs));
    check!(at; |p| hmm_scaled, hmm_scaled_value_and_grad; (arr(p), mat(&p[2..]), mat(&p[6..]), &obs));
}

#[differentiate(value_and_grad, wrt(costs))]
fn soft_edit_distance(a: &[u8], b: &[u8], costs: [f64; 3]) -> f64 {
    let [ins, del, sub] = costs;
    let mut row: Vec<f64> = (0..=b.len()).map(|j| j as f64 * ins).collect();
    for i in 1..=a.len() {
        let mut diag = row[0];
        row[0] = i as f64 * del;
        for j in 1..=b.len() {
            let keep = if a[i - 1] == b[j - 1] { diag } else { diag + sub };
            let candidates = [-keep, -(row[j] + del), -(row[j - 1] + ins)];
            diag = row[j];
            row[j] = -logsumexp(&candidates);
        }
    }
    row[b.len()]
}

#[differentiate(value_and_grad, wrt(gap))]
fn edit_distance_str(a: &str, b: &str, gap: f64) -> f64 {
    let n = b.len();
    let mut prev = vec![0.0; n + 1];
    for j in 0..=n {
        prev[j] = gap * j as f64;
    }
    for (i, ca) in a.chars().enumerate() {
        let mut cur = vec![gap * (i + 1) as f64];
        for (j, cb) in b.chars().enumerate() {
            let s = prev[j] + if ca == cb { 0.0 } else { 1.0 };
            cur.push(s.min(prev[j + 1] + gap).min(cur[j] + gap));
        }
        prev = cur;
    }
    prev[n]
}

#[test]
fn edit_distances() {
    check!([1.0, 1.3, 0.7]; |p| soft_edit_distance, soft_edit_distance_value_and_grad; (b"kitten", b"sitting", arr(p)));
    check!([0.9]; |p| edit_distance_str, edit_distance_str_value_and_grad; ("kitten", "sitting", p[0]));
}

#[differentiate]
fn matrix_chain(dims: &[f64], i: usize, j: usize) -> f64 {
    if i == j {
        return 0.0;
    }
    let mut best = f64::INFINITY;
    for k in i..j {
        let cost =
            matrix_chain(dims, i, k) + matrix_chain(dims, k + 1, j) + dims[i] * dims[k + 1] * dims[j + 1];
        if cost < best {
            best = cost;
        }
    }
    best
}

#[differentiate]
fn knapsack(values: &[f64], weights: &[usize], cap: usize) -> f64 {
    let mut dp = vec![0.0_f64; cap + 1];
    for (v, &w) in values.iter().zip(weights.iter()) {
        for c in (w..=cap).rev() {
            dp[c] = dp[c].max(dp[c - w] + v * v);
        }
    }
    dp[cap]
}

#[differentiate]
fn shortest_path(w: &[[f64; 4]; 4]) -> f64 {
    let mut d = *w;
    for k in 0..4 {
        for i in 0..4 {
            for j in 0..4 {
                if d[i][k] + d[k][j] < d[i][j] {
                    d[i][j] = d[i][k] + d[k][j];
                }
            }
        }
    }
    d[0][3] + 0.5 * d[2][1]
}

#[differentiate]
fn max_subarray(x: &[f64]) -> f64 {
    let mut best = x[0];
    let mut cur = x[0];
    for &v in &x[1..] {
        cur = if cur > 0.0 { cur + v } else { v };
        best = best.max(cur);
    }
    best * best
}

#[test]
fn discrete_optimisation() {
    check!([1.0, 2.3, 0.7, 1.5, 3.0]; |p| matrix_chain, matrix_chain_value_and_grad; (p, 0, 3));
    check!([1.0, 1.3, 0.7, 1.9]; |p| knapsack, knapsack_value_and_grad; (p, &[2, 3, 1, 4], 6));
    let w: Vec<f64> = (0..16).map(|i| 1.0 + ((i * 7) % 11) as f64 * 0.37).collect();
    check!(w; |p| shortest_path, shortest_path_value_and_grad; (&mat(p)));
    check!([0.7, -1.2, 0.4, 1.1, -0.3, 0.6]; |p| max_subarray, max_subarray_value_and_grad; (p));
}

// ---- finance
#[differentiate]
fn norm_cdf(x: f64) -> f64 {
    // Abramowitz & Stegun 7.1.26
    let a = [0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429];
    let z = x.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.3275911 * z);
    let mut poly = 0.0;
    for &c in a.iter().rev() {
        poly = (poly + c) * t;
    }
    let erf = 1.0 - poly * (-z * z).exp();
    0.5 * (1.0 + x.signum() * erf)
}

#[derive(Clone, Copy)]
enum OptionType {
    Call,
    Put,
}

#[differentiate]
fn black_scholes(s: f64, k: f64, r: f64, sigma: f64, t: f64, kind: OptionType) -> f64 {
    let d1 = ((s / k).ln() + (r + sigma * sigma / 2.0) * t) / (sigma * t.sqrt());
    let d2 = d1 - sigma * t.sqrt();
    match kind {
        OptionType::Call => s * norm_cdf(d1) - k * (-r * t).exp() * norm_cdf(d2),
        OptionType::Put => k * (-r * t).exp() * norm_cdf(-d2) - s * norm_cdf(-d1),
    }
}

#[differentiate]
fn implied_vol(price: f64, s: f64, k: f64, r: f64, t: f64) -> f64 {
    let mut sigma = 0.3;
    for _ in 0..6 {
        let f = black_scholes(s, k, r, sigma, t, OptionType::Call) - price;
        let h = 1e-3;
        let df = (black_scholes(s, k, r, sigma + h, t, OptionType::Call)
            - black_scholes(s, k, r, sigma - h, t, OptionType::Call))
            / (2.0 * h);
        sigma -= f / df;
    }
    sigma
}

#[differentiate]
fn binomial_tree(s: f64, k: f64, r: f64, sigma: f64, t: f64, n: usize, american: bool) -> f64 {
    let dt = t / n as f64;
    let u = (sigma * dt.sqrt()).exp();
    let d = 1.0 / u;
    let p = ((r * dt).exp() - d) / (u - d);
    let disc = (-r * dt).exp();
    let mut v: Vec<f64> =
        (0..=n).map(|i| (k - s * u.powi(i as i32) * d.powi((n - i) as i32)).max(0.0)).collect();
    for step in (0..n).rev() {
        for i in 0..=step {
            v[i] = disc * (p * v[i + 1] + (1.0 - p) * v[i]);
            if american {
                let exercise = k - s * u.powi(i as i32) * d.powi((step - i) as i32);
                v[i] = v[i].max(exercise);
            }
        }
    }
    v[0]
}

#[differentiate]
fn binomial_lists(s: f64, k: f64, sigma: f64) -> f64 {
    const N: usize = 6;
    let u = (sigma * (1.0 / N as f64).sqrt()).exp();
    let p = (1.0 - 1.0 / u) / (u - 1.0 / u);
    let mut values = [0.0; N + 1];
    for (i, v) in values.iter_mut().enumerate() {
        let st = s * u.powf(2.0 * i as f64 - N as f64);
        *v = if st > k { st - k } else { 0.0 };
    }
    let mut layer = values.to_vec();
    while layer.len() > 1 {
        layer = layer.windows(2).map(|w| (1.0 - p) * w[0] + p * w[1]).collect();
    }
    layer[0]
}

#[differentiate(value_and_grad, wrt(s0, mu, sigma))]
fn monte_carlo(s0: f64, mu: f64, sigma: f64, strike: f64, seed: u64, paths: usize) -> f64 {
    let mut state = seed;
    let mut payoff = 0.0;
    for _ in 0..paths {
        let mut s = s0;
        for _ in 0..4 {
            let mut z = -6.0;
            for _ in 0..12 {
                state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                z += (state >> 11) as f64 / (1u64 << 53) as f64;
            }
            s *= ((mu - 0.5 * sigma * sigma) * 0.25 + sigma * 0.5 * z).exp();
        }
        payoff += (s - strike).max(0.0);
    }
    payoff / paths as f64
}

fn lcg(state: &mut u32) -> f64 {
    *state = state.wrapping_mul(1664525).wrapping_add(1013904223);
    *state as f64 / 4294967296.0
}

#[cfg(any())] // FOUND n17
#[differentiate]
fn monte_carlo_helper(a: f64, b: f64) -> f64 {
    let mut rng = 12345;
    let mut sum = 0.0;
    let n = 50;
    for _ in 0..n {
        let u = lcg(&mut rng);
        let x = a + (b - a) * u;
        sum += (x * x).sin();
    }
    (b - a) * sum / f64::from(n)
}

#[test]
fn options() {
    for kind in [OptionType::Call, OptionType::Put] {
        check!(1e-6, [100.0, 95.0, 0.03, 0.2, 0.5]; |p| black_scholes, black_scholes_value_and_grad; (p[0], p[1], p[2], p[3], p[4], kind));
    }
    check!(1e-5, [10.0, 100.0, 95.0, 0.03, 0.5]; |p| implied_vol, implied_vol_value_and_grad; (p[0], p[1], p[2], p[3], p[4]));
    for am in [false, true] {
        check!(1e-5, [100.0, 103.0, 0.03, 0.2, 0.5]; |p| binomial_tree, binomial_tree_value_and_grad; (p[0], p[1], p[2], p[3], p[4], 7, am));
    }
    check!([100.0, 97.0, 0.2]; |p| binomial_lists, binomial_lists_value_and_grad; (p[0], p[1], p[2]));
    check!(1e-6, [1.0, 0.03, 0.4]; |p| monte_carlo, monte_carlo_value_and_grad; (p[0], p[1], p[2], 0.98, 7, 20));
    // FOUND n17     check!([0.2, 1.7]; |p| monte_carlo_helper, monte_carlo_helper_value_and_grad; (p[0], p[1]));
}

#[differentiate]
fn irr(cash: &[f64]) -> f64 {
    let mut rate = 0.1_f64;
    let mut iter = 0;
    while iter < 50 {
        let mut npv = 0.0;
        let mut d = 0.0;
        for (t, c) in cash.iter().enumerate() {
            npv += c / (1.0 + rate).powi(t as i32);
            d -= t as f64 * c / (1.0 + rate).powi(t as i32 + 1);
        }
        let step = npv / d;
        rate -= step;
        if step.abs() < 1e-13 {
            break;
        }
        iter += 1;
    }
    rate
}

#[differentiate]
fn bond(face: f64, coupon: f64, yields: &[f64]) -> f64 {
    let n = yields.len();
    yields
        .iter()
        .enumerate()
        .map(|(i, y)| {
            let cf = if i == n - 1 { face + coupon } else { coupon };
            cf / (1.0 + y).powi(i as i32 + 1)
        })
        .sum()
}

#[differentiate]
fn portfolio(w: &[f64], mu: &[f64], cov: &[Vec<f64>], lambda: f64) -> f64 {
    let ret: f64 = w.iter().zip(mu).map(|(a, b)| a * b).sum();
    let risk: f64 = w
        .iter()
        .enumerate()
        .map(|(i, wi)| cov[i].iter().zip(w).map(|(c, wj)| wi * c * wj).sum::<f64>())
        .sum();
    ret - lambda * risk
}

#[test]
fn rates() {
    check!(1e-6, [-100.0, 30.0, 40.0, 50.0]; |p| irr, irr_value_and_grad; (p));
    check!([100.0, 5.0, 0.03, 0.035, 0.04]; |p| bond, bond_value_and_grad; (p[0], p[1], &p[2..]));
    check!(nums(9); |p| portfolio, portfolio_value_and_grad; (&p[..2], &p[2..4], &[p[4..6].to_vec(), p[6..8].to_vec()], p[8]));
}
