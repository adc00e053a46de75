//! Iterator chains, closures, slices and mutation in many forms.

use crate::check::{arr, mat};
use differentiate::differentiate;
use std::mem;

const X: [f64; 6] = [0.7, -1.2, 0.4, 1.1, -0.3, 0.6];

macro_rules! on_x {
    ($($test:ident: $f:ident, $both:ident;)*) => {$(
        #[test]
        fn $test() {
            check!(X; |p| $f, $both; (p));
        }
    )*};
}

on_x! {
    t_norm: norm, norm_value_and_grad;
    t_variance: variance, variance_value_and_grad;
    t_covariance: covariance, covariance_value_and_grad;
    t_softmax: softmax_vec, softmax_vec_value_and_grad;
    t_cumsum: cumsum, cumsum_value_and_grad;
    t_ewma: ewma, ewma_value_and_grad;
    t_diff: total_variation, total_variation_value_and_grad;
    t_pairs: pairwise, pairwise_value_and_grad;
    t_filter: positives, positives_value_and_grad;
    t_filter_map: filter_maps, filter_maps_value_and_grad;
    t_flat_map: flat_maps, flat_maps_value_and_grad;
    t_take_while: take_whiles, take_whiles_value_and_grad;
    t_for_each: for_eachs, for_eachs_value_and_grad;
    t_any_all: any_all, any_all_value_and_grad;
    t_max: max_by, max_by_value_and_grad;
    t_reduce: reduces, reduces_value_and_grad;
    t_step: steps, steps_value_and_grad;
    t_rev: revs, revs_value_and_grad;
    t_unzip_like: two_lists, two_lists_value_and_grad;
    t_chunks: chunk_means, chunk_means_value_and_grad;
    t_nested: nested_closures, nested_closures_value_and_grad;
    t_closure_mut: closure_mutates, closure_mutates_value_and_grad;
    t_swap: swaps, swaps_value_and_grad;
    t_reverse: reverses, reverses_value_and_grad;
    t_fill: fills, fills_value_and_grad;
    t_copy: copies, copies_value_and_grad;
    t_split: splits, splits_value_and_grad;
    t_sub: sub_slices, sub_slices_value_and_grad;
    t_first_last: first_last, first_last_value_and_grad;
    t_stack: stack, stack_value_and_grad;
    t_queue: two_stacks, two_stacks_value_and_grad;
    t_labels: labels, labels_value_and_grad;
    t_early: early, early_value_and_grad;
    t_while_index: while_index, while_index_value_and_grad;
    t_loop_value: loop_value, loop_value_value_and_grad;
    t_replace: replaces, replaces_value_and_grad;
    t_rotate: ring_buffer, ring_buffer_value_and_grad;
    t_prefix: prefix_products, prefix_products_value_and_grad;
    t_shadow: shadows, shadows_value_and_grad;
    t_tuple_state: tuple_state, tuple_state_value_and_grad;
    t_histogram: soft_histogram, soft_histogram_value_and_grad;
    t_argmax: argmax, argmax_value_and_grad;
    t_indices: gathered, gathered_value_and_grad;
    t_scatter: scattered, scattered_value_and_grad;
    t_moving: moving_average, moving_average_value_and_grad;
    t_let_else: let_elses, let_elses_value_and_grad;
    t_block: blocks, blocks_value_and_grad;
    t_matrix_vec: vec_of_vec, vec_of_vec_value_and_grad;
    t_kahan: kahan, kahan_value_and_grad;
    t_welford: welford, welford_value_and_grad;
    t_two_sums: dependent_sums, dependent_sums_value_and_grad;
    t_zip3: zip3, zip3_value_and_grad;
    t_into_iter: into_iters, into_iters_value_and_grad;
    t_collect_pairs: collect_pairs, collect_pairs_value_and_grad;
    t_range_map: range_map, range_map_value_and_grad;
    t_as_chunks: as_chunks, as_chunks_value_and_grad;
    t_char: match_on_str, match_on_str_value_and_grad;
}

#[differentiate]
fn norm(x: &[f64]) -> f64 {
    x.iter().map(|v| v.powi(2)).sum::<f64>().sqrt()
}
#[differentiate]
fn variance(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    x.iter().map(|&v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0)
}
#[differentiate]
fn covariance(x: &[f64]) -> f64 {
    let (a, b) = x.split_at(x.len() / 2);
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    let (ma, mb) = (mean(a), mean(b));
    a.iter().zip(b.iter()).map(|(p, q)| (p - ma) * (q - mb)).sum::<f64>() / a.len() as f64
}
#[differentiate]
fn softmax_vec(x: &[f64]) -> f64 {
    let m = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let e: Vec<f64> = x.iter().map(|v| (v - m).exp()).collect();
    let z: f64 = e.iter().sum();
    let p: Vec<f64> = e.iter().map(|v| v / z).collect();
    -p.iter().map(|q| q * q.ln()).sum::<f64>()
}
#[differentiate]
fn cumsum(x: &[f64]) -> f64 {
    let mut c = Vec::with_capacity(x.len());
    let mut acc = 0.0;
    for v in x {
        acc += v;
        c.push(acc);
    }
    c.iter().map(|v| v.sin()).sum()
}
#[differentiate]
fn ewma(x: &[f64]) -> f64 {
    let alpha = 0.3;
    x[1..].iter().fold(x[0], |s, v| alpha * v + (1.0 - alpha) * s).powi(2)
}
#[differentiate]
fn total_variation(x: &[f64]) -> f64 {
    x.windows(2).map(|w| (w[1] - w[0]).abs()).sum::<f64>()
        + x.iter().zip(x.iter().skip(2)).map(|(a, b)| (a - b).powi(2)).sum::<f64>()
}
#[differentiate]
fn pairwise(x: &[f64]) -> f64 {
    let mut e = 0.0;
    for (i, a) in x.iter().enumerate() {
        for b in x.iter().skip(i + 1) {
            e += 1.0 / ((a - b).powi(2) + 0.1);
        }
    }
    e
}
#[differentiate]
fn positives(x: &[f64]) -> f64 {
    x.iter().filter(|v| **v > 0.0).map(|v| v.ln()).sum::<f64>()
        + x.iter().filter(|&&v| v < 0.0).map(|v| v * v).sum::<f64>()
}
#[differentiate]
fn filter_maps(x: &[f64]) -> f64 {
    x.iter()
        .enumerate()
        .filter_map(|(i, v)| if i % 2 == 0 { Some(v * v * i as f64) } else { None })
        .sum::<f64>()
        + x.iter().filter_map(|&v| (v > 0.0).then(|| v.sqrt())).sum::<f64>()
}
#[differentiate]
fn flat_maps(x: &[f64]) -> f64 {
    x.iter().enumerate().flat_map(|(i, a)| x[..i].iter().map(move |b| a * b)).sum()
}
#[differentiate]
fn take_whiles(x: &[f64]) -> f64 {
    x.iter().take_while(|v| v.abs() < 1.15).map(|v| v * 2.0).sum::<f64>()
}
#[differentiate]
fn for_eachs(x: &[f64]) -> f64 {
    let mut total = 0.0;
    let mut prod = 1.0;
    x.iter().for_each(|v| {
        total += v * prod;
        prod *= v + 2.0;
    });
    let mut y = x.to_vec();
    y.iter_mut().enumerate().for_each(|(i, v)| *v *= i as f64 + total);
    y.iter().sum::<f64>() * prod
}
#[differentiate]
fn any_all(x: &[f64]) -> f64 {
    let neg = x.iter().any(|v| *v < 0.0);
    let small = x.iter().all(|&v| v.abs() < 10.0);
    let n = x.iter().filter(|v| **v > 0.5).count();
    let s: f64 = x.iter().map(|v| if neg && small { v.powi(n as i32) } else { 0.0 }).sum();
    s / n as f64
}
#[differentiate]
fn max_by(x: &[f64]) -> f64 {
    let m = x.iter().copied().max_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    let n = x.iter().cloned().min_by(|a, b| a.total_cmp(b)).unwrap_or(0.0);
    (m - n) * m
}
#[differentiate]
fn reduces(x: &[f64]) -> f64 {
    let a = x.iter().copied().reduce(|a, b| a * b + 1.0).unwrap();
    let b = x.iter().cloned().reduce(f64::max).unwrap_or(0.0);
    a * b
}
#[differentiate]
fn steps(x: &[f64]) -> f64 {
    let even: f64 = x.iter().step_by(2).sum();
    let odd: f64 = x.iter().skip(1).step_by(2).map(|v| v * v).sum();
    let mut s = 0.0;
    for i in (0..x.len()).rev().step_by(3) {
        s += x[i] * i as f64;
    }
    even * odd + s
}
#[differentiate]
fn revs(x: &[f64]) -> f64 {
    let a: f64 = x.iter().rev().enumerate().map(|(i, v)| v * i as f64).sum();
    let b: f64 = x.iter().zip(x.iter().rev()).map(|(p, q)| p * q).sum();
    let mut c = 0.0;
    for (i, v) in x.iter().enumerate().rev().take(3) {
        c = c * 0.5 + v * i as f64;
    }
    a * b + c
}
#[differentiate]
fn two_lists(x: &[f64]) -> f64 {
    let mut small = Vec::new();
    let mut large = Vec::new();
    for &v in x {
        if v < 0.5 {
            small.push(v * v);
        } else {
            large.push(v.exp());
        }
    }
    let s: f64 = small.iter().sum();
    let mut p = 1.0;
    for l in large.iter() {
        p *= l;
    }
    s * p
}
#[differentiate]
fn chunk_means(x: &[f64]) -> f64 {
    let means: Vec<f64> = x.chunks(4).map(|c| c.iter().sum::<f64>() / c.len() as f64).collect();
    means.iter().zip(x.chunks(4)).map(|(m, c)| c.iter().map(|v| (v - m).powi(2)).sum::<f64>()).sum()
}
#[differentiate]
fn nested_closures(x: &[f64]) -> f64 {
    let sq = |v: f64| v * v;
    let add = |a: f64, b: f64| sq(a) + b;
    let apply = |i: usize| add(x[i], sq(x[0]));
    (0..x.len()).map(apply).sum()
}
#[differentiate]
fn closure_mutates(x: &[f64]) -> f64 {
    let mut count = 0;
    let mut acc = 0.0;
    let mut add = |v: f64| {
        count += 1;
        acc += v * count as f64;
    };
    add(x[0]);
    add(x[1] * x[2]);
    acc * acc
}
#[differentiate]
fn swaps(x: &[f64]) -> f64 {
    let (mut a, mut b) = (x[0], x[1]);
    let mut l = x.to_vec();
    for i in 0..4 {
        mem::swap(&mut a, &mut b);
        a = a * b + l[i];
        l.swap(i, i + 1);
        std::mem::swap(&mut l[0], &mut b);
    }
    a * b + l[2]
}
#[differentiate]
fn reverses(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.reverse();
    v[1..4].reverse();
    v[0] *= v[3];
    v.iter().enumerate().map(|(i, a)| a * i as f64 + a * a).sum()
}
#[differentiate]
fn fills(x: &[f64]) -> f64 {
    let mut v = [1.0; 5];
    v.fill(x[0]);
    v[2..].fill(x[1] * 2.0);
    v[4] = v[0] * v[3];
    v.iter().product()
}
#[differentiate]
fn copies(x: &[f64]) -> f64 {
    let mut a = [0.0; 6];
    a.copy_from_slice(x);
    let mut b = vec![0.0; 3];
    b.copy_from_slice(&a[2..5]);
    a[..2].clone_from_slice(&b[1..]);
    a[0] * a[4] + b[0] * a[5]
}
#[differentiate]
fn splits(x: &[f64]) -> f64 {
    let (l, r) = x.split_at(2);
    let (m, r) = r.split_at(1);
    l.iter().chain(r.iter()).map(|v| v * m[0]).sum()
}
#[differentiate]
fn sub_slices(x: &[f64]) -> f64 {
    let a = &x[1..];
    let b = &a[1..3];
    let c = &b[..=1];
    let mut v = x.to_vec();
    let w = &mut v[2..5];
    w[0] = c[0] * a[0];
    w[1] += b[1];
    v[2] * v[3] + c.iter().sum::<f64>()
}
#[differentiate]
fn first_last(x: &[f64]) -> f64 {
    let f = *x.first().unwrap();
    let l = x.last().unwrap();
    let g = x.get(2).unwrap_or(&0.0);
    if let Some(h) = x.get(100) { *h } else { f * l + g }
}
#[differentiate]
fn stack(x: &[f64]) -> f64 {
    let mut s: Vec<f64> = Vec::new();
    for (i, v) in x.iter().enumerate() {
        s.push(*v);
        if i % 3 == 2 {
            let b = s.pop().unwrap();
            let a = s.pop().unwrap();
            s.push(a * b);
        }
    }
    let mut t = 1.0;
    while let Some(v) = s.pop() {
        t = t * v + v;
    }
    t
}
#[differentiate]
fn two_stacks(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let mut b = Vec::new();
    while let Some(v) = a.pop() {
        b.push(v * v);
    }
    let mut s = 0.0;
    for (i, v) in b.into_iter().enumerate() {
        s += v * i as f64;
    }
    s
}
#[differentiate]
fn labels(x: &[f64]) -> f64 {
    let mut s = 0.0;
    'outer: for i in 0..x.len() {
        for j in 0..x.len() {
            if j > i {
                continue 'outer;
            }
            if x[i] * x[j] > 1.2 {
                break 'outer;
            }
            s += x[i] * x[j];
        }
        s *= 1.1;
    }
    s
}
#[differentiate]
fn early(x: &[f64]) -> f64 {
    let mut p = 1.0;
    for (i, v) in x.iter().enumerate() {
        p *= v;
        if p.abs() < 0.3 && i > 1 {
            return p + v;
        }
    }
    p
}
#[differentiate]
fn while_index(x: &[f64]) -> f64 {
    let mut i = 0;
    let mut s = 0.0;
    while i < x.len() {
        s = (s + x[i]).tanh();
        i += if x[i] > 0.0 { 1 } else { 2 };
    }
    s
}
#[differentiate]
fn loop_value(x: &[f64]) -> f64 {
    let mut i = 0;
    let found = loop {
        if i >= x.len() {
            break 0.0;
        }
        if x[i] > 1.0 {
            break x[i] * i as f64;
        }
        i += 1;
    };
    found * found
}
#[differentiate]
fn replaces(x: &[f64]) -> f64 {
    let mut state = x[0];
    let mut s = 0.0;
    for v in &x[1..] {
        let old = mem::replace(&mut state, v * v);
        s += old * state;
    }
    let mut l = x.to_vec();
    let was = std::mem::replace(&mut l[1], s);
    l[1] * was
}
#[differentiate]
fn ring_buffer(x: &[f64]) -> f64 {
    let mut buf = [0.0; 3];
    let mut head = 0;
    let mut s = 0.0;
    for v in x.iter() {
        buf[head] = *v;
        head = (head + 1) % 3;
        s += buf.iter().sum::<f64>().powi(2);
    }
    s
}
#[differentiate]
fn prefix_products(x: &[f64]) -> f64 {
    let n = x.len();
    let mut left = vec![1.0; n];
    let mut right = vec![1.0; n];
    for i in 1..n {
        left[i] = left[i - 1] * x[i - 1];
    }
    for i in (0..n - 1).rev() {
        right[i] = right[i + 1] * x[i + 1];
    }
    left.iter().zip(&right).map(|(l, r)| l * r).sum()
}
#[differentiate]
fn shadows(x: &[f64]) -> f64 {
    let y = x[0];
    let y = y * y;
    let mut z = y;
    for i in 1..3 {
        let y = x[i] * z;
        let z2 = y + 1.0;
        z = z2 * y;
    }
    {
        let z = z + 1.0;
        let _unused = z;
    }
    z + y
}
#[differentiate]
fn tuple_state(x: &[f64]) -> f64 {
    let mut s = (0.0, 1.0);
    for &v in x {
        s = (s.0 + v * s.1, s.1 * 0.9 + s.0 * 0.1);
    }
    let (mut fib, mut last) = (x[0], x[1]);
    for _ in 0..5 {
        (fib, last) = (fib + last, fib);
    }
    s.0 * s.1 + fib * last
}
#[differentiate]
fn soft_histogram(x: &[f64]) -> f64 {
    let centers = [-1.0, 0.0, 1.0];
    let mut h = [0.0; 3];
    for v in x {
        for (bin, c) in h.iter_mut().zip(centers.iter()) {
            *bin += (-(v - c).powi(2)).exp();
        }
    }
    let total: f64 = h.iter().sum();
    h.iter().map(|b| -(b / total) * (b / total).ln()).sum()
}
#[differentiate]
fn argmax(x: &[f64]) -> f64 {
    let mut best = 0;
    for i in 1..x.len() {
        if x[i] > x[best] {
            best = i;
        }
    }
    x[best] * x[(best + 1) % x.len()]
}
#[differentiate]
fn gathered(x: &[f64]) -> f64 {
    let idx = [3, 1, 4, 1, 5];
    let y: Vec<f64> = idx.iter().map(|&i| x[i]).collect();
    y.iter().enumerate().map(|(i, v)| v.powi(i as i32 + 1)).sum()
}
#[differentiate]
fn scattered(x: &[f64]) -> f64 {
    let idx = vec![3, 1, 4, 1, 5, 0];
    let mut y = vec![0.0; 6];
    for (i, &j) in idx.iter().enumerate() {
        y[j] += x[i] * x[j];
    }
    y.iter().map(|v| v * v).sum()
}
#[differentiate]
fn moving_average(x: &[f64]) -> f64 {
    let k = 3;
    let mut sum: f64 = x[..k].iter().sum();
    let mut out = vec![sum / k as f64];
    for i in k..x.len() {
        sum += x[i] - x[i - k];
        out.push(sum / k as f64);
    }
    out.iter().fold(1.0, |a, b| a * (b + 2.0))
}
#[differentiate]
fn let_elses(x: &[f64]) -> f64 {
    let Some(first) = x.first() else { return 0.0 };
    let [a, b] = [x[1], x[2]];
    let Some(&v) = x.get(3) else {
        return *first;
    };
    first * v + a * b
}
#[differentiate]
fn blocks(x: &[f64]) -> f64 {
    let y = {
        let mut t = 0.0;
        for v in x {
            t += v;
        }
        t / 2.0
    };
    let z;
    if y > 0.0 {
        z = y * y;
    } else {
        z = -y;
    }
    let w = match x.len() {
        0 | 1 => 0.0,
        n @ 2..=4 => z * n as f64,
        n if n % 2 == 0 => {
            let q = z.sin();
            q * y
        }
        _ => unreachable!(),
    };
    w + z
}
#[differentiate]
fn vec_of_vec(x: &[f64]) -> f64 {
    let mut m = vec![vec![0.0; 3]; 2];
    for i in 0..2 {
        for j in 0..3 {
            m[i][j] = x[i * 3 + j] * (i + j) as f64;
        }
    }
    m[1][0] += m[0][2] * m[1][1];
    m.iter().map(|r| r.iter().map(|v| v * v).sum::<f64>()).sum()
}
#[differentiate]
fn kahan(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    let mut c = 0.0;
    for &v in x {
        let y = v * v - c;
        let t = sum + y;
        c = (t - sum) - y;
        sum = t;
    }
    sum
}
#[differentiate]
fn welford(x: &[f64]) -> f64 {
    let (mut mean, mut m2) = (0.0, 0.0);
    for (n, v) in x.iter().enumerate() {
        let delta = v - mean;
        mean += delta / (n + 1) as f64;
        m2 += delta * (v - mean);
    }
    m2 / x.len() as f64 + mean
}
#[differentiate]
fn dependent_sums(x: &[f64]) -> f64 {
    let mut a = 0.0;
    let mut b = 0.0;
    let mut c = 0.0;
    for v in x {
        c += b * b;
        b += a * a;
        a += v;
    }
    a + b + c
}
#[differentiate]
fn zip3(x: &[f64]) -> f64 {
    let y = [0.3, 0.2, 0.1];
    let mut s = 0.0;
    for ((a, b), (i, c)) in x.iter().zip(x.iter().rev()).zip(y.iter().enumerate()) {
        s += a * b * c * (i + 1) as f64;
    }
    s
}
#[differentiate]
fn into_iters(x: &[f64]) -> f64 {
    let a = [x[0], x[1], x[2]];
    let v = vec![x[3], x[4] * x[5]];
    let mut s = 0.0;
    for e in a {
        s += e * e;
    }
    for e in v {
        s *= e;
    }
    a.into_iter().zip(x).map(|(p, q)| p * q).sum::<f64>() + s
}
#[differentiate]
fn collect_pairs(x: &[f64]) -> f64 {
    let pairs: Vec<(f64, f64)> = x.iter().zip(x.iter().skip(1)).map(|(a, b)| (a + b, a * b)).collect();
    pairs.iter().map(|(s, p)| s * p).sum::<f64>() + pairs.iter().map(|t| t.0).fold(0.0, |a, b| a - b * b)
}
#[differentiate]
fn range_map(x: &[f64]) -> f64 {
    let n = x.len();
    (0..n)
        .map(|i| (0..n).filter(|&j| j != i).map(|j| (x[i] - x[j]).powi(2)).product::<f64>())
        .sum::<f64>()
        .ln()
}
#[differentiate]
fn as_chunks(x: &[f64]) -> f64 {
    let (c, rest) = x.as_chunks::<4>();
    let mut s = 0.0;
    for [a, b, c, d] in c {
        s += a * b + c * d;
    }
    s + rest.iter().sum::<f64>()
}
#[differentiate]
fn mode(x: f64, kind: &str, p: Option<i32>) -> f64 {
    let y = match kind {
        "square" => x * x,
        "sin" => x.sin(),
        other if other.starts_with("cube") => x.powi(3),
        _ => panic!("unknown {kind}"),
    };
    match p {
        Some(n) if n > 0 => y.powi(n),
        Some(_) | None => y,
    }
}
#[differentiate]
fn match_on_str(x: &[f64]) -> f64 {
    mode(x[0], "square", None) * mode(x[1], "sin", Some(3)) + mode(x[2], "cubed", Some(-1))
}

// ---- `&mut` parameters of every kind, called from loops
#[differentiate]
fn step_scalar(x: &mut f64, v: &mut f64, k: f64) {
    *v -= 0.1 * k * *x;
    *x += 0.1 * *v;
}
#[differentiate]
fn step_array(s: &mut [f64; 2], k: f64) -> f64 {
    let [x, v] = *s;
    s[1] = v - 0.1 * k * x;
    s[0] += 0.1 * s[1];
    s[0] * s[1]
}
#[differentiate]
fn step_tuple(s: &mut (f64, f64), k: f64) {
    s.1 -= 0.1 * k * s.0;
    s.0 += 0.1 * s.1;
}
#[differentiate]
fn oscillate(x0: f64, v0: f64, k: f64, n: usize) -> f64 {
    let (mut x, mut v) = (x0, v0);
    let mut a = [x0, v0];
    let mut t = (x0, v0);
    let mut work = 0.0;
    for _ in 0..n {
        step_scalar(&mut x, &mut v, k);
        work += step_array(&mut a, k);
        step_tuple(&mut t, k);
    }
    x * v + work + t.0 * t.1
}
#[differentiate]
fn oscillate_rows(s0: &[[f64; 2]], k: f64, n: usize) -> f64 {
    let mut s = s0.to_vec();
    let mut e = 0.0;
    for _ in 0..n {
        for row in s.iter_mut() {
            e += step_array(row, k);
        }
        let m = s.len();
        e += step_array(&mut s[m - 1], k);
    }
    e
}
#[differentiate]
fn oscillate_fields(x: &[f64], k: f64) -> f64 {
    let mut s = x.to_vec();
    for i in 0..2 {
        let (mut p, mut v) = (s[i], s[i + 1]);
        step_scalar(&mut p, &mut v, k);
        s[i] = p;
        s[i + 1] = v;
    }
    s[0] * s[1] + s[2]
}
#[differentiate]
fn oscillate_tuple_parts(x: &[f64], k: f64) -> f64 {
    let mut t = (x[0], x[1]);
    let mut m = [[x[2], x[3]], [x[4], x[5]]];
    for _ in 0..3 {
        step_scalar(&mut t.0, &mut t.1, k);
        let [a, b] = &mut m;
        step_array(a, k);
        step_array(b, t.0);
    }
    t.0 + m[0][0] * m[1][1]
}

#[test]
fn exchanges() {
    check!([1.0, 0.5, 2.0]; |p| oscillate, oscillate_value_and_grad; (p[0], p[1], p[2], 6));
    check!([1.0, 0.5, 2.0, 1.3]; |p| oscillate_fields, oscillate_fields_value_and_grad; (&p[..3], p[3]));
    let _ = (arr::<1>(&X), mat::<1, 1>(&X));
}
#[test]
fn exchanges_of_rows() {
    check!([1.0, 0.5, 2.0, -0.3, 0.7]; |p| oscillate_rows, oscillate_rows_value_and_grad; (&mat::<2, 2>(p), p[4], 4));
}
#[test]
fn exchanges_of_parts() {
    check!([1.0, 0.5, 2.0, -0.3, 0.7, 0.4, 1.7]; |p| oscillate_tuple_parts, oscillate_tuple_parts_value_and_grad; (&p[..6], p[6]));
}
