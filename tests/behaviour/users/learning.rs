//! Learning: layers, losses and sequence models, more styles of them.

use crate::check::{arr, mat};
use differentiate::{Float, differentiate, sigmoid, softmax};

fn nums(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 43 + 9) % 29) as f64 / 14.5 - 0.96).collect()
}

#[differentiate(value_and_grad, grad, vjp, wrt(w, b))]
fn minibatch_logreg(w: &[f64], b: f64, xs: &[Vec<f64>], ys: &[u8], batch: usize) -> f64 {
    let mut total = 0.0;
    let mut batches = 0;
    for (bx, by) in xs.chunks(batch).zip(ys.chunks(batch)) {
        let mut loss = 0.0;
        for (x, &y) in bx.iter().zip(by) {
            let z = b + w.iter().zip(x).map(|(w, x)| w * x).sum::<f64>();
            let sign = if y == 1 { 1.0 } else { -1.0 };
            loss += (-sign * z).exp().ln_1p();
        }
        total += loss / bx.len() as f64;
        batches += 1;
    }
    total / batches as f64
}
#[test]
fn t_minibatch_logreg() {
    every!([0.3, -0.5, 0.1]; |p| minibatch_logreg, minibatch_logreg_value_and_grad, minibatch_logreg_grad, minibatch_logreg_vjp; (&p[..2], p[2], &[vec![1.0, 2.0], vec![-0.5, 0.3], vec![0.2, -1.0]], &[1, 0, 1], 2));
}
#[differentiate(value_and_grad, grad, vjp, wrt(theta))]
fn sgd_trained(theta: &[f64; 2], data: &[(f64, f64)], epochs: usize, lr: f64) -> f64 {
    let mut t = *theta;
    for _ in 0..epochs {
        for (x, y) in data {
            let err = t[0] * x + t[1] - y;
            t[0] -= lr * err * x;
            t[1] -= lr * err;
        }
    }
    data.iter().map(|(x, y)| t[0] * x + t[1] - y).map(|e| e * e).sum::<f64>() / data.len() as f64
}
#[test]
fn t_sgd_trained() {
    every!([0.3, -0.5]; |p| sgd_trained, sgd_trained_value_and_grad, sgd_trained_grad, sgd_trained_vjp; (&arr(p), &[(0.5, 1.0), (-1.0, 0.2), (0.8, -0.3)], 3, 0.1));
}
#[differentiate]
fn conv1d_valid(x: &[f64], k: &[f64], stride: usize) -> Vec<f64> {
    let out = (x.len() - k.len()) / stride + 1;
    let mut y = vec![0.0; out];
    for (o, yo) in y.iter_mut().enumerate() {
        let start = o * stride;
        for (xi, ki) in x[start..start + k.len()].iter().zip(k) {
            *yo += xi * ki;
        }
    }
    y
}
#[test]
fn t_conv1d_valid() {
    vjp!(nums(10); |p| conv1d_valid, conv1d_valid_vjp; (&p[..7], &p[7..], 2));
}
#[differentiate]
fn dilated_causal(x: &[f64], k: &[f64], dilation: usize) -> Vec<f64> {
    (0..x.len())
        .map(|t| {
            k.iter()
                .enumerate()
                .filter(|(j, _)| t >= j * dilation)
                .map(|(j, w)| w * x[t - j * dilation])
                .sum::<f64>()
                .tanh()
        })
        .collect()
}
#[test]
fn t_dilated_causal() {
    vjp!(nums(9); |p| dilated_causal, dilated_causal_vjp; (&p[..6], &p[6..], 2));
}
#[differentiate]
fn wavenet_block(x: &[f64], kf: &[f64], kg: &[f64], dilations: &[usize]) -> f64 {
    let mut h = x.to_vec();
    let mut skip = 0.0;
    for &d in dilations {
        let f = dilated_causal(&h, kf, d);
        let g = dilated_causal(&h, kg, d);
        for i in 0..h.len() {
            let z = f[i] * sigmoid(g[i]);
            h[i] += z;
            skip += z;
        }
    }
    skip * h[h.len() - 1]
}
#[test]
fn t_wavenet_block() {
    every!(nums(9); |p| wavenet_block, wavenet_block_value_and_grad, wavenet_block_grad, wavenet_block_vjp; (&p[..5], &p[5..7], &p[7..], &[1, 2, 4]));
}
#[differentiate]
fn depthwise_conv(x: &[[[f64; 4]; 4]; 2], k: &[[[f64; 3]; 3]; 2]) -> [[[f64; 2]; 2]; 2] {
    let mut y = [[[0.0; 2]; 2]; 2];
    for c in 0..2 {
        for (i, row) in y[c].iter_mut().enumerate() {
            for (j, out) in row.iter_mut().enumerate() {
                for di in 0..3 {
                    for dj in 0..3 {
                        *out += x[c][i + di][j + dj] * k[c][di][dj];
                    }
                }
            }
        }
    }
    y
}
#[test]
fn t_depthwise_conv() {
    vjp!(nums(50); |p| depthwise_conv, depthwise_conv_vjp; (&[mat(p), mat(&p[16..])], &[mat(&p[32..]), mat(&p[41..])]));
}
#[differentiate]
fn avg_and_max_pool(x: &[f64], h: usize, w: usize) -> (Vec<f64>, Vec<f64>) {
    let mut avg = vec![];
    let mut max = vec![];
    for i in (0..h).step_by(2) {
        for j in (0..w).step_by(2) {
            let cells = [x[i * w + j], x[i * w + j + 1], x[(i + 1) * w + j], x[(i + 1) * w + j + 1]];
            avg.push(cells.iter().sum::<f64>() / 4.0);
            max.push(cells.iter().copied().fold(f64::NEG_INFINITY, f64::max));
        }
    }
    (avg, max)
}
#[test]
fn t_avg_and_max_pool() {
    vjp!(nums(16); |p| avg_and_max_pool, avg_and_max_pool_vjp; (p, 4, 4));
}
#[differentiate]
fn batchnorm_affine(x: &[Vec<f64>], gamma: &[f64], beta: &[f64]) -> Vec<Vec<f64>> {
    let n = x.len() as f64;
    let d = gamma.len();
    let mut mean = vec![0.0; d];
    let mut var = vec![0.0; d];
    for row in x {
        for (m, v) in mean.iter_mut().zip(row) {
            *m += v / n;
        }
    }
    for row in x {
        for j in 0..d {
            var[j] += (row[j] - mean[j]).powi(2) / n;
        }
    }
    x.iter()
        .map(|row| {
            (0..d)
                .map(|j| gamma[j] * (row[j] - mean[j]) / (var[j] + 1e-5).sqrt() + beta[j])
                .collect::<Vec<f64>>()
        })
        .collect()
}
#[test]
fn t_batchnorm_affine() {
    vjp!(1e-6, nums(10); |p| batchnorm_affine, batchnorm_affine_vjp; (&[p[..2].to_vec(), p[2..4].to_vec(), p[4..6].to_vec()], &p[6..8], &p[8..]));
}
#[differentiate]
fn group_norm(x: &mut [f64], groups: usize) {
    let size = x.len() / groups;
    for g in x.chunks_mut(size) {
        let n = g.len() as f64;
        let mean = g.iter().sum::<f64>() / n;
        let var = g.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
        let inv = (var + 1e-5).sqrt().recip();
        g.iter_mut().for_each(|v| *v = (*v - mean) * inv);
    }
}
#[differentiate]
fn group_norm_loss(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    group_norm(&mut h, 2);
    h.iter().enumerate().map(|(i, v)| v * i as f64 + v.sin()).sum()
}
#[test]
fn t_group_norm_loss() {
    every!(1e-6, nums(6); |p| group_norm_loss, group_norm_loss_value_and_grad, group_norm_loss_grad, group_norm_loss_vjp; (p));
}
#[differentiate]
fn gru_cell<const H: usize>(x: f64, h: [f64; H], w: &[[f64; H]; 3], u: &[[[f64; H]; H]; 3]) -> [f64; H] {
    let mut z = [0.0; H];
    let mut r = [0.0; H];
    for i in 0..H {
        let (mut a, mut b) = (w[0][i] * x, w[1][i] * x);
        for j in 0..H {
            a += u[0][i][j] * h[j];
            b += u[1][i][j] * h[j];
        }
        z[i] = sigmoid(a);
        r[i] = sigmoid(b);
    }
    let mut out = h;
    for i in 0..H {
        let mut c = w[2][i] * x;
        for j in 0..H {
            c += u[2][i][j] * (r[j] * h[j]);
        }
        out[i] = (1.0 - z[i]) * h[i] + z[i] * c.tanh();
    }
    out
}
#[differentiate]
fn gru_run(xs: &[f64], w: &[[f64; 2]; 3], u: &[[[f64; 2]; 2]; 3]) -> f64 {
    let mut h = [0.0; 2];
    for &x in xs {
        h = gru_cell(x, h, w, u);
    }
    h[0] * h[1]
}
#[test]
fn t_gru_run() {
    every!(nums(22); |p| gru_run, gru_run_value_and_grad, gru_run_grad, gru_run_vjp; (&p[..4], &mat(&p[4..]), &[mat(&p[10..]), mat(&p[14..]), mat(&p[18..])]));
}
#[differentiate]
fn adbench_lstm_step(weight: &[f64], bias: &[f64], hidden: &mut [f64], cell: &mut [f64], input: &[f64]) {
    let hsize = hidden.len();
    for i in 0..hsize {
        let forget = sigmoid(input[i] * weight[i] + bias[i]);
        let ingate = sigmoid(hidden[i] * weight[hsize + i] + bias[hsize + i]);
        let outgate = sigmoid(input[i] * weight[2 * hsize + i] + bias[2 * hsize + i]);
        let change = (hidden[i] * weight[3 * hsize + i] + bias[3 * hsize + i]).tanh();
        cell[i] = cell[i] * forget + ingate * change;
        hidden[i] = outgate * cell[i].tanh();
    }
}
#[differentiate]
fn adbench_lstm_predict(
    l: usize,
    b: usize,
    main: &[f64],
    extra: &[f64],
    state: &mut [f64],
    input: &[f64],
    output: &mut [f64],
) {
    for i in 0..b {
        output[i] = input[i] * extra[i];
    }
    let mut x = output.to_vec();
    for layer in 0..l {
        let w = &main[layer * 8 * b..layer * 8 * b + 4 * b];
        let bias = &main[layer * 8 * b + 4 * b..(layer + 1) * 8 * b];
        let (h, c) = state[2 * layer * b..2 * (layer + 1) * b].split_at_mut(b);
        adbench_lstm_step(w, bias, h, c, &x);
        x.copy_from_slice(&state[2 * layer * b..(2 * layer + 1) * b]);
    }
    for i in 0..b {
        output[i] = x[i] * extra[b + i] + extra[2 * b + i];
    }
}
#[differentiate]
fn adbench_lstm_objective(
    l: usize,
    b: usize,
    main: &[f64],
    extra: &[f64],
    state0: &[f64],
    seq: &[f64],
) -> f64 {
    let mut state = state0.to_vec();
    let mut total = 0.0;
    let mut count = 0;
    let mut ypred = vec![0.0; b];
    let c = seq.len() / b;
    for t in 0..c - 1 {
        adbench_lstm_predict(l, b, main, extra, &mut state, &seq[t * b..(t + 1) * b], &mut ypred);
        let mut lse = 0.0;
        for y in &ypred {
            lse += y.exp();
        }
        let lse = (lse + 2.0).ln();
        for i in 0..b {
            let ygold = seq[(t + 1) * b + i];
            total += ygold * (ypred[i] - lse);
            count += 1;
        }
    }
    -total / count as f64
}
#[cfg(any())] // its gradient has one part more, for the sequence
#[test]
fn t_adbench_lstm_objective() {
    every!(nums(48); |p| adbench_lstm_objective, adbench_lstm_objective_value_and_grad, adbench_lstm_objective_grad, adbench_lstm_objective_vjp; (2, 2, &p[..32], &p[32..38], &p[38..46], &[0.3, 0.7, 0.9, 0.1, 0.5, 0.4, 0.2, 0.8].iter().zip([p[46], p[47]].iter().cycle()).map(|(a, b)| a + b).collect::<Vec<_>>()));
}
#[differentiate]
fn attention_heads(q: &[f64], k: &[f64], v: &[f64], heads: usize, d: usize, causal: bool) -> Vec<f64> {
    let width = heads * d;
    let t = q.len() / width;
    let mut out = vec![0.0; q.len()];
    for h in 0..heads {
        for i in 0..t {
            let limit = if causal { i + 1 } else { t };
            let mut scores = Vec::with_capacity(limit);
            for j in 0..limit {
                let mut s = 0.0;
                for c in 0..d {
                    s += q[i * width + h * d + c] * k[j * width + h * d + c];
                }
                scores.push(s / (d as f64).sqrt());
            }
            let m = scores.iter().cloned().fold(f64::MIN, f64::max);
            let e: Vec<f64> = scores.iter().map(|s| (s - m).exp()).collect();
            let z: f64 = e.iter().sum();
            for (j, p) in e.iter().enumerate() {
                for c in 0..d {
                    out[i * width + h * d + c] += p / z * v[j * width + h * d + c];
                }
            }
        }
    }
    out
}
#[test]
fn t_attention_heads() {
    vjp!(nums(36); |p| attention_heads, attention_heads_vjp; (&p[..12], &p[12..24], &p[24..], 2, 2, true));
}
#[test]
fn t_attention_heads2() {
    vjp!(nums(36); |p| attention_heads, attention_heads_vjp; (&p[..12], &p[12..24], &p[24..], 2, 2, false));
}
#[differentiate]
fn rope(x: &mut [f64], pos: usize, base: f64) {
    let half = x.len() / 2;
    let (a, b) = x.split_at_mut(half);
    for (i, (u, v)) in a.iter_mut().zip(b.iter_mut()).enumerate() {
        let angle = pos as f64 * base.powf(-(i as f64) / half as f64);
        let (s, c) = angle.sin_cos();
        let t = *u;
        *u = t * c - *v * s;
        *v = t * s + *v * c;
    }
}
#[differentiate]
fn rope_score(q: &[f64], k: &[f64], base: f64) -> f64 {
    let (mut q, mut k) = (q.to_vec(), k.to_vec());
    rope(&mut q, 3, base);
    rope(&mut k, 1, base);
    q.iter().zip(&k).map(|(a, b)| a * b).sum()
}
#[test]
fn t_rope_score() {
    every!([0.3, -0.6, 0.5, 0.9, -0.2, 0.7, 0.1, 0.4, 10.0]; |p| rope_score, rope_score_value_and_grad, rope_score_grad, rope_score_vjp; (&p[..4], &p[4..8], p[8]));
}
#[differentiate]
fn hmm_log_forward(init: &[f64], trans: &[Vec<f64>], emit: &[Vec<f64>], obs: &[usize]) -> f64 {
    let n = init.len();
    let lse = |v: &[f64]| {
        let m = v.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        m + v.iter().map(|x| (x - m).exp()).sum::<f64>().ln()
    };
    let mut alpha: Vec<f64> = (0..n).map(|s| init[s] + emit[s][obs[0]]).collect();
    for &o in &obs[1..] {
        let next: Vec<f64> = (0..n)
            .map(|j| {
                let terms: Vec<f64> = (0..n).map(|i| alpha[i] + trans[i][j]).collect();
                lse(&terms) + emit[j][o]
            })
            .collect();
        alpha = next;
    }
    lse(&alpha)
}
#[test]
fn t_hmm_log_forward() {
    every!(nums(10); |p| hmm_log_forward, hmm_log_forward_value_and_grad, hmm_log_forward_grad, hmm_log_forward_vjp; (&p[..2], &[p[2..4].to_vec(), p[4..6].to_vec()], &[p[6..8].to_vec(), p[8..].to_vec()], &[0, 1, 1, 0]));
}
#[differentiate]
fn viterbi_score(trans: [[f64; 3]; 3], emit: &[[f64; 3]]) -> f64 {
    let mut delta = emit[0];
    for e in emit.iter().skip(1) {
        let mut next = [f64::NEG_INFINITY; 3];
        for (to, best) in next.iter_mut().enumerate() {
            for from in 0..3 {
                let cand = delta[from] + trans[from][to];
                if cand > *best {
                    *best = cand;
                }
            }
            *best += e[to];
        }
        delta = next;
    }
    delta.into_iter().fold(f64::NEG_INFINITY, |a, b| a.max(b))
}
#[test]
fn t_viterbi_score() {
    every!(nums(21); |p| viterbi_score, viterbi_score_value_and_grad, viterbi_score_grad, viterbi_score_vjp; (mat(p), &mat::<4, 3>(&p[9..])));
}
#[differentiate]
fn ctc_loss(logits: &[f64], classes: usize, target: &[usize]) -> f64 {
    let frames = logits.len() / classes;
    let s = 2 * target.len() + 1;
    let label = |i: usize| if i % 2 == 0 { 0 } else { target[i / 2] };
    let mut alpha = vec![0.0; s];
    let mut probs = softmax(&logits[..classes]);
    alpha[0] = probs[0];
    alpha[1] = probs[label(1)];
    for t in 1..frames {
        probs = softmax(&logits[t * classes..(t + 1) * classes]);
        let prev = alpha.clone();
        for i in 0..s {
            let mut a = prev[i];
            if i >= 1 {
                a += prev[i - 1];
            }
            if i >= 2 && label(i) != 0 && label(i) != label(i - 2) {
                a += prev[i - 2];
            }
            alpha[i] = a * probs[label(i)];
        }
    }
    -(alpha[s - 1] + alpha[s - 2]).ln()
}
#[test]
fn t_ctc_loss() {
    every!(nums(15); |p| ctc_loss, ctc_loss_value_and_grad, ctc_loss_grad, ctc_loss_vjp; (p, 3, &[1, 2]));
}
#[differentiate]
fn tsne_kl(y: &[[f64; 2]], p: &[f64]) -> f64 {
    let n = y.len();
    let mut q = vec![0.0; n * n];
    let mut z = 0.0;
    for i in 0..n {
        for j in 0..n {
            if i != j {
                let d2 = (y[i][0] - y[j][0]).powi(2) + (y[i][1] - y[j][1]).powi(2);
                q[i * n + j] = 1.0 / (1.0 + d2);
                z += q[i * n + j];
            }
        }
    }
    let mut kl = 0.0;
    for (k, (&pk, &qk)) in p.iter().zip(&q).enumerate() {
        if k / n == k % n {
            continue;
        }
        kl += pk * (pk / (qk / z)).ln();
    }
    kl
}
#[test]
fn t_tsne_kl() {
    every!(1e-6, [0.1, 0.5, -0.3, 0.8, 0.9, -0.4, 0.2, 0.11, 0.13, 0.14, 0.2, 0.17, 0.12, 0.19, 0.2]; |p| tsne_kl, tsne_kl_value_and_grad, tsne_kl_grad, tsne_kl_vjp; (&mat::<3, 2>(p), &p[6..]));
}
#[differentiate]
fn infonce(a: &[Vec<f64>], b: &[Vec<f64>], temperature: f64) -> f64 {
    let unit = |v: &Vec<f64>| -> Vec<f64> {
        let n = v.iter().map(|x| x * x).sum::<f64>().sqrt();
        v.iter().map(|x| x / n).collect()
    };
    let mut loss = 0.0;
    for (i, u) in a.iter().enumerate() {
        let u = unit(u);
        let sims: Vec<f64> = b
            .iter()
            .map(|v| {
                let v = unit(v);
                u.iter().zip(&v).map(|(x, y)| x * y).sum::<f64>() / temperature
            })
            .collect();
        let lse = sims.iter().map(|s| s.exp()).sum::<f64>().ln();
        loss += lse - sims[i];
    }
    loss / a.len() as f64
}
#[test]
fn t_infonce() {
    every!(nums(9); |p| infonce, infonce_value_and_grad, infonce_grad, infonce_vjp; (&[p[..2].to_vec(), p[2..4].to_vec()], &[p[4..6].to_vec(), p[6..8].to_vec()], 1.3 + p[8]));
}
#[differentiate]
fn soft_tree(x: &[f64], w: &[f64], leaves: &[f64], node: usize, depth: usize) -> f64 {
    if depth == 0 {
        return leaves[node - leaves.len()];
    }
    let d = x.len();
    let gate = sigmoid((0..d).map(|j| w[(node - 1) * d + j] * x[j]).sum::<f64>());
    gate * soft_tree(x, w, leaves, 2 * node, depth - 1)
        + (1.0 - gate) * soft_tree(x, w, leaves, 2 * node + 1, depth - 1)
}
#[test]
fn t_soft_tree() {
    every!(nums(12); |p| soft_tree, soft_tree_value_and_grad, soft_tree_grad, soft_tree_vjp; (&p[..2], &p[2..8], &p[8..], 1, 2));
}
#[differentiate]
fn factorization_machine(w0: f64, w: &[f64], v: &[[f64; 2]], x: &[f64]) -> f64 {
    let linear: f64 = w.iter().zip(x).map(|(a, b)| a * b).sum();
    let pairwise: f64 = (0..2)
        .map(|f| {
            let (s, sq) = v.iter().zip(x).fold((0.0, 0.0), |(s, sq), (vi, xi)| {
                let t = vi[f] * xi;
                (s + t, sq + t * t)
            });
            s * s - sq
        })
        .sum();
    sigmoid(w0 + linear + 0.5 * pairwise)
}
#[test]
fn t_factorization_machine() {
    every!(nums(13); |p| factorization_machine, factorization_machine_value_and_grad, factorization_machine_grad, factorization_machine_vjp; (p[0], &p[1..4], &mat::<3, 2>(&p[4..]), &p[10..]));
}
#[differentiate(value_and_grad, grad, vjp, wrt(w))]
fn random_features(w: &[f64], x: f64, seed: u32) -> f64 {
    let mut state = seed;
    let mut y = 0.0;
    for &wi in w {
        state = state.wrapping_mul(1664525).wrapping_add(1013904223);
        let freq = state as f64 / u32::MAX as f64 * 6.0 - 3.0;
        state = state.wrapping_mul(1664525).wrapping_add(1013904223);
        let phase = f64::from(state >> 8) / f64::from(1u32 << 24) * std::f64::consts::TAU;
        y += wi * (freq * x + phase).cos();
    }
    (2.0 / w.len() as f64).sqrt() * y
}
#[test]
fn t_random_features() {
    every!(nums(4); |p| random_features, random_features_value_and_grad, random_features_grad, random_features_vjp; (p, 0.7, 99));
}
#[differentiate]
fn vae_loss(enc: &[f64; 4], dec: &[f64; 4], x: f64, eps: &[f64]) -> f64 {
    let [wm, bm, ws, bs] = *enc;
    let (mu, logvar) = (wm * x + bm, ws * x + bs);
    let kl = -0.5 * (1.0 + logvar - mu.powi(2) - logvar.exp());
    let rec = eps
        .iter()
        .map(|e| mu + (0.5 * logvar).exp() * e)
        .map(|z| dec[2] * (dec[0] * z + dec[1]).tanh() + dec[3])
        .map(|y| (y - x).powi(2))
        .sum::<f64>()
        / eps.len() as f64;
    rec + kl
}
#[test]
fn t_vae_loss() {
    every!(nums(11); |p| vae_loss, vae_loss_value_and_grad, vae_loss_grad, vae_loss_vjp; (&arr(p), &arr(&p[4..]), p[8], &p[9..]));
}
#[differentiate]
fn ppo_clip<T: Float>(logp: &[T], old: &[T], adv: &[T], eps: T) -> T {
    let mut total = T::ZERO;
    for i in 0..logp.len() {
        let ratio = (logp[i] - old[i]).exp();
        let clipped = ratio.max(T::ONE - eps).min(T::ONE + eps);
        total += (ratio * adv[i]).min(clipped * adv[i]);
    }
    -total
}
#[test]
fn t_ppo_clip() {
    every!([0.3, -0.2, 0.25, 0.4, 0.7, -0.6, 0.2]; |p| ppo_clip, ppo_clip_value_and_grad, ppo_clip_grad, ppo_clip_vjp; (&p[..2], &p[2..4], &p[4..6], p[6]));
}
#[differentiate]
fn gae(rewards: &[f64], values: &[f64], gamma: f64, lambda: f64) -> Vec<f64> {
    let mut adv = vec![0.0; rewards.len()];
    let mut last = 0.0;
    for t in (0..rewards.len()).rev() {
        let delta = rewards[t] + gamma * values[t + 1] - values[t];
        last = delta + gamma * lambda * last;
        adv[t] = last;
    }
    adv
}
#[test]
fn t_gae() {
    vjp!(nums(9); |p| gae, gae_vjp; (&p[..3], &p[3..7], p[7], p[8]));
}
