//! Networks and losses as people write them.

use crate::check::{arr, mat};
use differentiate::{Float, differentiate, sigmoid, softplus};

fn nums(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 37 + 11) % 23) as f64 / 11.5 - 0.97).collect()
}

// ---- MLP with dense layer out-params
#[derive(Clone, Copy, PartialEq)]
enum Activation {
    Linear,
    Relu,
    Tanh,
    Sigmoid,
    LeakyRelu(f64),
}

#[differentiate]
fn activate(x: f64, act: Activation) -> f64 {
    match act {
        Activation::Linear => x,
        Activation::Relu => x.max(0.0),
        Activation::Tanh => x.tanh(),
        Activation::Sigmoid => 1.0 / (1.0 + (-x).exp()),
        Activation::LeakyRelu(_) => {
            if x > 0.0 {
                x
            } else {
                0.1 * x
            }
        }
    }
}

#[differentiate]
fn dense(input: &[f64], weights: &[f64], bias: &[f64], act: Activation, output: &mut [f64]) {
    let n_in = input.len();
    for (j, out) in output.iter_mut().enumerate() {
        let mut acc = bias[j];
        for i in 0..n_in {
            acc += input[i] * weights[j * n_in + i];
        }
        *out = activate(acc, act);
    }
}

#[differentiate]
fn mlp(params: &[f64], x: &[f64], target: f64) -> f64 {
    let mut h1 = vec![0.0; 3];
    let mut h2 = vec![0.0; 2];
    let mut out = [0.0];
    let (w1, rest) = params.split_at(6);
    let (b1, rest) = rest.split_at(3);
    let (w2, rest) = rest.split_at(6);
    let (b2, rest) = rest.split_at(2);
    dense(x, w1, b1, Activation::Tanh, &mut h1);
    dense(&h1, w2, b2, Activation::Sigmoid, &mut h2);
    dense(&h2, &rest[..2], &rest[2..], Activation::Linear, &mut out);
    0.5 * (out[0] - target).powi(2)
}

#[test]
fn mlp_out_params() {
    let at = nums(20 + 3);
    check!(at; |p| mlp, mlp_value_and_grad; (&p[..20], &p[20..22], p[22]));
}

#[differentiate]
fn mlp_layers(sizes: &[usize], params: &[f64], x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let mut offset = 0;
    for l in 1..sizes.len() {
        let (n_in, n_out) = (sizes[l - 1], sizes[l]);
        let w = &params[offset..offset + n_in * n_out];
        offset += n_in * n_out;
        let b = &params[offset..offset + n_out];
        offset += n_out;
        let mut next = Vec::with_capacity(n_out);
        for j in 0..n_out {
            let mut z = b[j];
            for i in 0..n_in {
                z += w[j * n_in + i] * a[i];
            }
            next.push(if l + 1 < sizes.len() { z.tanh() } else { z });
        }
        a = next;
    }
    a.iter().map(|v| v * v).sum()
}

#[test]
fn mlp_of_any_depth() {
    let at = nums(2 * 3 + 3 + 3 * 4 + 4 + 4 * 2 + 2 + 2);
    let n = at.len() - 2;
    check!(at; |p| mlp_layers, mlp_layers_value_and_grad; (&[2, 3, 4, 2], &p[..n], &p[n..]));
}

#[differentiate]
fn mlp_functional(w: [[f64; 2]; 3], b: [f64; 3], v: [f64; 3], x: [f64; 2]) -> f64 {
    let hidden: Vec<f64> = w
        .iter()
        .zip(b.iter())
        .map(|(row, bias)| row.iter().zip(x.iter()).map(|(a, b)| a * b).sum::<f64>() + bias)
        .map(|z| z.max(0.0))
        .collect();
    hidden.iter().zip(v.iter()).fold(0.0, |acc, (h, w)| acc + h * w)
}

#[test]
fn mlp_with_iterators() {
    check!(nums(14); |p| mlp_functional, mlp_functional_value_and_grad; (mat(p), arr(&p[6..]), arr(&p[9..]), arr(&p[12..])));
}

#[differentiate]
fn layer_const<const I: usize, const O: usize>(w: &[[f64; I]; O], b: &[f64; O], x: &[f64; I]) -> [f64; O] {
    let mut out = *b;
    for o in 0..O {
        for i in 0..I {
            out[o] += w[o][i] * x[i];
        }
        out[o] = out[o].tanh();
    }
    out
}

#[differentiate]
fn net_const(w1: &[[f64; 2]; 3], b1: &[f64; 3], w2: &[[f64; 3]; 1], b2: &[f64; 1], x: &[f64; 2]) -> f64 {
    let h = layer_const(w1, b1, x);
    layer_const(w2, b2, &h)[0]
}

#[test]
fn mlp_const_generic() {
    check!(nums(15); |p| net_const, net_const_value_and_grad; (&mat(p), &arr(&p[6..]), &mat(&p[9..]), &arr(&p[12..]), &arr(&p[13..])));
}

// ---- logistic regression, svm, softmax regression
#[differentiate(grad, value_and_grad, wrt(w, b))]
fn logistic_regression(w: &[f64], b: f64, xs: &[f64], ys: &[f64], lambda: f64) -> f64 {
    let d = w.len();
    let n = ys.len();
    let mut loss = 0.0;
    for (x, &y) in xs.chunks(d).zip(ys) {
        let z = b + x.iter().zip(w).map(|(a, b)| a * b).sum::<f64>();
        loss -= y * sigmoid(z).ln() + (1.0 - y) * (1.0 - sigmoid(z)).ln();
    }
    loss / n as f64 + lambda * w.iter().map(|w| w * w).sum::<f64>()
}

#[differentiate(grad, value_and_grad, wrt(w, b))]
fn logistic_bool(w: &[f64], b: f64, xs: &[[f64; 2]], ys: &[bool]) -> f64 {
    xs.iter()
        .zip(ys.iter())
        .map(|(x, &y)| {
            let z = b + w[0] * x[0] + w[1] * x[1];
            if y { softplus(-z) } else { softplus(z) }
        })
        .sum::<f64>()
        / xs.len() as f64
}

#[differentiate(wrt(w, b))]
fn hinge(w: &[f64], b: f64, data: &[(Vec<f64>, f64)], c: f64) -> f64 {
    let mut reg = 0.0;
    for wi in w.iter() {
        reg += 0.5 * wi * wi;
    }
    let mut loss = 0.0;
    for (x, y) in data.iter() {
        let mut score = b;
        for (wi, xi) in w.iter().zip(x.iter()) {
            score += wi * xi;
        }
        let margin = 1.0 - y * score;
        if margin > 0.0 {
            loss += margin;
        }
    }
    reg + c * loss
}

#[test]
fn linear_classifiers() {
    let xs = [0.3, 1.0, -0.7, 2.0, 0.1, -1.0];
    check!([0.4, -0.3, 0.2]; |p| logistic_regression, logistic_regression_value_and_grad; (&p[..2], p[2], &xs, &[1.0, 0.0, 1.0], 0.1));
    let rows = [[0.3, 1.0], [-0.7, 2.0], [0.1, -1.0]];
    check!([0.4, -0.3, 0.2]; |p| logistic_bool, logistic_bool_value_and_grad; (&p[..2], p[2], &rows, &[true, false, true]));
}

#[differentiate]
fn cross_entropy(logits: &[f64], label: usize) -> f64 {
    let m = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let lse = logits.iter().map(|z| (z - m).exp()).sum::<f64>().ln() + m;
    lse - logits[label]
}

#[differentiate(value_and_grad, wrt(w))]
fn softmax_regression(w: &[f64], xs: &[Vec<f64>], labels: &[usize], classes: usize) -> f64 {
    let mut total = 0.0;
    for (x, label) in xs.iter().zip(labels.iter()) {
        let d = x.len();
        let mut logits = vec![0.0; classes];
        for c in 0..classes {
            logits[c] = (0..d).map(|j| w[c * d + j] * x[j]).sum();
        }
        total += cross_entropy(&logits, *label);
    }
    total / xs.len() as f64
}

#[test]
fn softmax_classifier() {
    let xs = [vec![0.3, 1.0], vec![-0.7, 2.0]];
    check!(nums(6); |p| softmax_regression, softmax_regression_value_and_grad; (p, &xs, &[2, 0], 3));
    check!(nums(4); |p| cross_entropy, cross_entropy_value_and_grad; (p, 2));
}

// ---- softmax / attention / layer norm
#[differentiate]
fn softmax_inplace(x: &mut [f64]) {
    let mut max = x[0];
    for &v in x.iter() {
        if v > max {
            max = v;
        }
    }
    let mut sum = 0.0;
    for v in x.iter_mut() {
        *v = (*v - max).exp();
        sum += *v;
    }
    for v in x.iter_mut() {
        *v /= sum;
    }
}

#[differentiate]
fn attention(q: &[f64], k: &[f64], v: &[f64], seq: usize, dim: usize, out: &mut [f64]) {
    let scale = 1.0 / (dim as f64).sqrt();
    let mut scores = vec![0.0; seq];
    for i in 0..seq {
        for j in 0..seq {
            scores[j] = 0.0;
            for d in 0..dim {
                scores[j] += q[i * dim + d] * k[j * dim + d];
            }
            scores[j] *= scale;
        }
        softmax_inplace(&mut scores);
        for d in 0..dim {
            let mut acc = 0.0;
            for j in 0..seq {
                acc += scores[j] * v[j * dim + d];
            }
            out[i * dim + d] = acc;
        }
    }
}

#[differentiate]
fn attention_loss(q: &[f64], k: &[f64], v: &[f64]) -> f64 {
    let mut out = vec![0.0; q.len()];
    attention(q, k, v, 3, 2, &mut out);
    out.iter().enumerate().map(|(i, o)| o * o * (i + 1) as f64).sum()
}

#[test]
fn attention_c_style() {
    check!(nums(18); |p| attention_loss, attention_loss_value_and_grad; (&p[..6], &p[6..12], &p[12..]));
}

#[differentiate]
fn causal_attention<const T: usize, const D: usize>(
    q: [[f64; D]; T],
    k: [[f64; D]; T],
    v: [[f64; D]; T],
) -> f64 {
    let mut total = 0.0;
    for t in 0..T {
        let mut w = [0.0; T];
        let mut z = 0.0;
        for s in 0..=t {
            let mut dot = 0.0;
            for d in 0..D {
                dot += q[t][d] * k[s][d];
            }
            w[s] = (dot / (D as f64).sqrt()).exp();
            z += w[s];
        }
        for d in 0..D {
            let o: f64 = (0..=t).map(|s| w[s] / z * v[s][d]).sum();
            total += o.powi(2);
        }
    }
    total
}

#[test]
fn attention_const_generic() {
    check!(nums(18); |p| causal_attention, causal_attention_value_and_grad; (mat::<3, 2>(p), mat::<3, 2>(&p[6..]), mat::<3, 2>(&p[12..])));
}

#[differentiate]
fn layer_norm(x: &[f64], gamma: &[f64], beta: &[f64], eps: f64, out: &mut [f64]) {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    let var = x.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n;
    let inv = 1.0 / (var + eps).sqrt();
    for i in 0..x.len() {
        out[i] = gamma[i] * (x[i] - mean) * inv + beta[i];
    }
}

#[differentiate]
fn layer_norm_loss(x: &[f64], gamma: &[f64], beta: &[f64], eps: f64) -> f64 {
    let mut y = vec![0.0; x.len()];
    for (row, out) in x.chunks(3).zip([0, 3]) {
        layer_norm(row, gamma, beta, eps, &mut y[out..out + 3]);
    }
    y.windows(2).map(|w| w[0] * w[1]).sum()
}

#[test]
fn layer_normalisation() {
    let mut at = nums(12);
    at.push(0.1);
    check!(at; |p| layer_norm_loss, layer_norm_loss_value_and_grad; (&p[..6], &p[6..9], &p[9..12], p[12]));
}

#[differentiate]
fn rms_norm(x: &mut [f64], g: &[f64]) {
    let ss: f64 = x.iter().map(|v| v.powi(2)).sum::<f64>() / x.len() as f64;
    let r = (ss + 1e-5).sqrt().recip();
    x.iter_mut().zip(g).for_each(|(v, g)| *v *= g * r);
}

#[differentiate]
fn rms_loss(x: &[f64], g: &[f64]) -> f64 {
    let mut h = x.to_vec();
    rms_norm(&mut h, g);
    rms_norm(&mut h[1..], &g[..2]);
    h[0] * h[1] + h[2]
}

#[test]
fn rms_normalisation() {
    check!(nums(6); |p| rms_loss, rms_loss_value_and_grad; (&p[..3], &p[3..]));
}

#[differentiate]
fn batch_norm(x: &[[f64; 2]; 4], gamma: [f64; 2], beta: [f64; 2]) -> f64 {
    let mut mean = [0.0; 2];
    let mut var = [0.0; 2];
    for row in x {
        for c in 0..2 {
            mean[c] += row[c] / 4.0;
        }
    }
    for row in x.iter() {
        for (c, m) in mean.iter().enumerate() {
            var[c] += (row[c] - m).powi(2) / 4.0;
        }
    }
    let mut out = [[0.0; 2]; 4];
    for (o, row) in out.iter_mut().zip(x) {
        for c in 0..2 {
            o[c] = gamma[c] * (row[c] - mean[c]) / (var[c] + 1e-5).sqrt() + beta[c];
        }
    }
    out[0][0] * out[1][1] + out[2][0] - out[3][1].sin()
}

#[test]
fn batch_normalisation() {
    check!(nums(12); |p| batch_norm, batch_norm_value_and_grad; (&mat(p), arr(&p[8..]), arr(&p[10..])));
}

// ---- CNN
#[differentiate]
fn conv1d(x: &[f64], k: &[f64], stride: usize, pad: usize) -> f64 {
    let n = x.len();
    let m = k.len();
    let out_len = (n + 2 * pad - m) / stride + 1;
    let mut out = vec![0.0; out_len];
    for o in 0..out_len {
        for j in 0..m {
            let idx = (o * stride + j) as isize - pad as isize;
            if idx >= 0 && idx < n as isize {
                out[o] += x[idx as usize] * k[j];
            }
        }
    }
    out.iter().map(|v| v.max(0.0)).sum()
}

#[test]
fn conv1d_padded() {
    check!(nums(10); |p| conv1d, conv1d_value_and_grad; (&p[..7], &p[7..], 2, 1));
}

#[differentiate]
fn conv1d_windows(x: &[f64], k: &[f64]) -> Vec<f64> {
    x.windows(k.len()).map(|w| w.iter().zip(k).map(|(a, b)| a * b).sum()).collect()
}

#[differentiate]
fn conv_pool(x: &[f64], k: &[f64]) -> f64 {
    let y: Vec<f64> = conv1d_windows(x, k);
    y.chunks(2).map(|c| c.iter().fold(f64::MIN, |m, v| m.max(*v))).sum()
}

#[test]
fn conv_then_pool() {
    check!(nums(10); |p| conv_pool, conv_pool_value_and_grad; (&p[..7], &p[7..]));
}

#[differentiate]
fn conv2d(input: &[f64], kernel: &[f64], h: usize, w: usize, kh: usize, kw: usize, output: &mut [f64]) {
    let oh = h - kh + 1;
    let ow = w - kw + 1;
    for y in 0..oh {
        for x in 0..ow {
            let mut sum = 0.0;
            for dy in 0..kh {
                for dx in 0..kw {
                    sum += input[(y + dy) * w + x + dx] * kernel[dy * kw + dx];
                }
            }
            output[y * ow + x] = sum;
        }
    }
}

#[differentiate]
fn max_pool2(input: &[f64], w: usize, h: usize, output: &mut [f64]) {
    for y in (0..h).step_by(2) {
        for x in (0..w).step_by(2) {
            let mut best = f64::NEG_INFINITY;
            for dy in 0..2 {
                for dx in 0..2 {
                    let v = input[(y + dy) * w + x + dx];
                    if v > best {
                        best = v;
                    }
                }
            }
            output[y / 2 * (w / 2) + x / 2] = best;
        }
    }
}

#[differentiate]
fn cnn(image: &[f64], kernel: &[f64], fc: &[f64]) -> f64 {
    let mut conv = vec![0.0; 16];
    conv2d(image, kernel, 5, 5, 2, 2, &mut conv);
    for c in conv.iter_mut() {
        if *c < 0.0 {
            *c *= 0.01;
        }
    }
    let mut pooled = [0.0; 4];
    max_pool2(&conv, 4, 4, &mut pooled);
    pooled.iter().zip(fc).map(|(a, b)| a * b).sum::<f64>().tanh()
}

#[test]
fn small_cnn() {
    check!(nums(33); |p| cnn, cnn_value_and_grad; (&p[..25], &p[25..29], &p[29..]));
}

#[differentiate]
fn conv2d_arrays<const H: usize, const W: usize>(img: &[[f64; W]; H], k: &[[f64; 3]; 3]) -> [[f64; W]; H] {
    let mut out = [[0.0; W]; H];
    for i in 0..H {
        for j in 0..W {
            for (di, krow) in k.iter().enumerate() {
                for (dj, &kv) in krow.iter().enumerate() {
                    let (ii, jj) = (i + di, j + dj);
                    if ii < 1 || jj < 1 || ii > H || jj > W {
                        continue;
                    }
                    out[i][j] += kv * img[ii - 1][jj - 1];
                }
            }
        }
    }
    out
}

#[differentiate]
fn blur_energy(img: &[[f64; 4]; 3], k: &[[f64; 3]; 3]) -> f64 {
    let out: [[f64; 4]; 3] = conv2d_arrays(img, k);
    let mut e = 0.0;
    for row in &out {
        for v in row {
            e += v * v;
        }
    }
    e
}

#[test]
fn conv2d_same() {
    check!(nums(21); |p| blur_energy, blur_energy_value_and_grad; (&mat(p), &mat(&p[12..])));
}

#[differentiate]
fn multichannel(x: &[Vec<Vec<f64>>], k: &[f64]) -> f64 {
    let mut s = 0.0;
    for (c, plane) in x.iter().enumerate() {
        for i in 0..plane.len() {
            for j in 0..plane[i].len() {
                s += plane[i][j] * k[c] * plane[i][0];
            }
        }
    }
    s.sin()
}

#[test]
fn vec_of_vec_of_vec() {
    check!(nums(10); |p| multichannel, multichannel_value_and_grad; (
        &[vec![p[..2].to_vec(), p[2..4].to_vec()], vec![p[4..6].to_vec(), p[6..8].to_vec()]], &p[8..]));
}

// ---- LSTM, GRU, RNN
#[differentiate]
fn lstm_cell(weight: &[f64], bias: &[f64], hidden: &mut [f64], cell: &mut [f64], input: &[f64]) {
    let h = hidden.len();
    for i in 0..h {
        let forget = sigmoid(input[i] * weight[i] + bias[i]);
        let ingate = sigmoid(hidden[i] * weight[h + i] + bias[h + i]);
        let outgate = sigmoid(input[i] * weight[2 * h + i] + bias[2 * h + i]);
        let change = (hidden[i] * weight[3 * h + i] + bias[3 * h + i]).tanh();
        cell[i] = cell[i] * forget + ingate * change;
        hidden[i] = outgate * cell[i].tanh();
    }
}

#[differentiate]
fn lstm_sequence(weight: &[f64], bias: &[f64], seq: &[f64], layers: usize, d: usize) -> f64 {
    let mut state = vec![0.1; layers * 2 * d];
    let mut loss = 0.0;
    let steps = seq.len() / d;
    for t in 0..steps - 1 {
        let mut x = seq[t * d..(t + 1) * d].to_vec();
        for l in 0..layers {
            let (h, c) = (2 * l * d, (2 * l + 1) * d);
            let mut hid = state[h..h + d].to_vec();
            lstm_cell(
                &weight[l * 4 * d..(l + 1) * 4 * d],
                &bias[l * 4 * d..(l + 1) * 4 * d],
                &mut hid,
                &mut state[c..c + d],
                &x,
            );
            state[h..h + d].copy_from_slice(&hid);
            x.copy_from_slice(&hid);
        }
        for i in 0..d {
            let y = seq[(t + 1) * d + i];
            loss += (x[i] - y).powi(2);
        }
    }
    loss
}

#[test]
fn lstm() {
    check!(nums(16 + 16 + 6); |p| lstm_sequence, lstm_sequence_value_and_grad; (&p[..16], &p[16..32], &p[32..], 2, 2));
}

#[differentiate]
fn gru_step(w: &[[f64; 6]; 3], x: f64, h: [f64; 2]) -> [f64; 2] {
    let mut next = [0.0; 2];
    for i in 0..2 {
        let z = sigmoid(w[0][0] * x + w[0][1 + i] * h[i] + w[0][3]);
        let r = sigmoid(w[1][0] * x + w[1][1 + i] * h[i] + w[1][3]);
        let c = (w[2][0] * x + w[2][1 + i] * (r * h[i]) + w[2][3 + i]).tanh();
        next[i] = (1.0 - z) * h[i] + z * c;
    }
    next
}

#[differentiate]
fn gru(w: [[f64; 6]; 3], xs: &[f64]) -> f64 {
    let h = xs.iter().fold([0.0; 2], |h, x| gru_step(&w, *x, h));
    h[0] * h[1]
}

#[test]
fn gru_fold() {
    check!(nums(22); |p| gru, gru_value_and_grad; (mat(p), &p[18..]));
}

#[differentiate]
fn rnn(wx: &[f64], wh: &[f64], xs: &[Vec<f64>]) -> f64 {
    let n = 2;
    let mut h = vec![0.0; n];
    let mut outputs = Vec::new();
    for x in xs {
        let mut new_h = vec![0.0; n];
        for i in 0..n {
            let mut s = 0.0;
            for (j, xj) in x.iter().enumerate() {
                s += wx[i * x.len() + j] * xj;
            }
            for j in 0..n {
                s += wh[i * n + j] * h[j];
            }
            new_h[i] = s.tanh();
        }
        h = new_h;
        outputs.push(h[0] + h[1]);
    }
    outputs.iter().map(|y| y * y).sum::<f64>() / outputs.len() as f64
}

#[test]
fn vanilla_rnn() {
    check!(nums(12); |p| rnn, rnn_value_and_grad; (&p[..4], &p[4..8], &[p[8..10].to_vec(), p[10..].to_vec()]));
}

#[differentiate]
fn lstm_arrays<T: Float, const N: usize>(w: [[T; N]; 4], b: [[T; N]; 4], xs: &[[T; N]]) -> T {
    let mut h = [T::ZERO; N];
    let mut c = [T::ZERO; N];
    for x in xs {
        for i in 0..N {
            let f = sigmoid(w[0][i] * x[i] + b[0][i]);
            let g = sigmoid(w[1][i] * h[i] + b[1][i]);
            let o = sigmoid(w[2][i] * x[i] + b[2][i]);
            let u = (w[3][i] * h[i] + b[3][i]).tanh();
            c[i] = f * c[i] + g * u;
            h[i] = o * c[i].tanh();
        }
    }
    let mut s = T::ZERO;
    for v in h {
        s += v * v;
    }
    s
}

#[test]
fn generic_lstm() {
    check!(nums(20); |p| lstm_arrays, lstm_arrays_value_and_grad; (mat::<4, 2>(p), mat(&p[8..]), &mat::<2, 2>(&p[16..])));
}

// ---- soft k-means, k-nearest kernels, PCA-ish, GMM
#[differentiate]
fn soft_kmeans(points: &[[f64; 2]], centers: &[[f64; 2]], beta: f64) -> f64 {
    let mut loss = 0.0;
    for p in points {
        let d: Vec<f64> = centers.iter().map(|c| (p[0] - c[0]).powi(2) + (p[1] - c[1]).powi(2)).collect();
        let z: f64 = d.iter().map(|d| (-beta * d).exp()).sum();
        loss += d.iter().map(|d| d * (-beta * d).exp() / z).sum::<f64>();
    }
    loss
}

#[test]
fn kmeans() {
    check!(nums(11); |p| soft_kmeans, soft_kmeans_value_and_grad; (&mat::<3, 2>(p), &mat::<2, 2>(&p[6..]), p[10].abs()));
}

#[differentiate]
fn log_sum_exp(x: &[f64]) -> f64 {
    let max = x.iter().cloned().fold(x[0], |a, b| if a > b { a } else { b });
    let mut sum = 0.0;
    for v in x {
        sum += (v - max).exp();
    }
    max + sum.ln()
}

#[differentiate]
fn gmm_1d(weights: &[f64], means: &[f64], log_sds: &[f64], xs: &[f64]) -> f64 {
    let k = weights.len();
    let norm = log_sum_exp(weights);
    let mut ll = 0.0;
    for &x in xs {
        let mut terms = vec![0.0; k];
        for j in 0..k {
            let z = (x - means[j]) / log_sds[j].exp();
            terms[j] = weights[j] - norm - log_sds[j] - 0.5 * z * z - 0.5 * (2.0 * std::f64::consts::PI).ln();
        }
        ll += log_sum_exp(&terms);
    }
    -ll
}

#[test]
fn mixture_1d() {
    check!(nums(12); |p| gmm_1d, gmm_1d_value_and_grad; (&p[..3], &p[3..6], &p[6..9], &p[9..]));
}

#[differentiate]
fn gmm_objective(
    d: usize,
    k: usize,
    alphas: &[f64],
    means: &[f64],
    icf: &[f64],
    x: &[f64],
    gamma: f64,
    m: i32,
) -> f64 {
    let n = x.len() / d;
    let icf_sz = d * (d + 1) / 2;
    let mut qdiags = vec![0.0; k * d];
    let mut sum_qs = vec![0.0; k];
    for ik in 0..k {
        for id in 0..d {
            let q = icf[ik * icf_sz + id];
            sum_qs[ik] += q;
            qdiags[ik * d + id] = q.exp();
        }
    }
    let mut slse = 0.0;
    let mut xcentered = vec![0.0; d];
    let mut qxcentered = vec![0.0; d];
    let mut main_term = vec![0.0; k];
    for ix in 0..n {
        for ik in 0..k {
            for id in 0..d {
                xcentered[id] = x[ix * d + id] - means[ik * d + id];
            }
            for id in 0..d {
                qxcentered[id] = qdiags[ik * d + id] * xcentered[id];
            }
            let mut lparamsidx = d;
            for i in 0..d {
                for j in i + 1..d {
                    qxcentered[j] += icf[ik * icf_sz + lparamsidx] * xcentered[i];
                    lparamsidx += 1;
                }
            }
            let mut sq = 0.0;
            for v in qxcentered.iter() {
                sq += v * v;
            }
            main_term[ik] = alphas[ik] + sum_qs[ik] - 0.5 * sq;
        }
        slse += log_sum_exp(&main_term);
    }
    let lse_alphas = log_sum_exp(alphas);
    let mut wishart = 0.0;
    for ik in 0..k {
        let mut frob = 0.0;
        for id in 0..d {
            frob += qdiags[ik * d + id] * qdiags[ik * d + id];
        }
        for i in d..icf_sz {
            frob += icf[ik * icf_sz + i].powi(2);
        }
        wishart += 0.5 * gamma * gamma * frob - m as f64 * sum_qs[ik];
    }
    slse - n as f64 * lse_alphas + wishart
}

#[test]
fn adbench_gmm_flat() {
    let at = nums(2 + 4 + 6 + 6 + 1);
    check!(at; |p| gmm_objective, gmm_objective_value_and_grad; (2, 2, &p[..2], &p[2..6], &p[6..12], &p[12..18], p[18], 2));
}

#[differentiate]
fn gmm_idiomatic(alphas: &[f64], means: &[[f64; 2]], inv_sd: &[[f64; 2]], data: &[[f64; 2]]) -> f64 {
    let total: f64 = data
        .iter()
        .map(|x| {
            let terms: Vec<f64> = alphas
                .iter()
                .zip(means.iter())
                .zip(inv_sd.iter())
                .map(|((a, m), s)| {
                    let q: f64 = (0..2).map(|i| ((x[i] - m[i]) * s[i].exp()).powi(2)).sum();
                    a + s.iter().sum::<f64>() - 0.5 * q
                })
                .collect();
            log_sum_exp(&terms)
        })
        .sum();
    total - data.len() as f64 * log_sum_exp(alphas)
}

#[test]
fn gmm_with_iterators() {
    check!(nums(16); |p| gmm_idiomatic, gmm_idiomatic_value_and_grad; (&p[..2], &mat::<2, 2>(&p[2..]), &mat::<2, 2>(&p[6..]), &mat::<3, 2>(&p[10..])));
}

// ---- training inside: gradient descent by hand through unrolled loss
#[differentiate]
fn linear_fit(xs: &[f64], ys: &[f64], lr: f64, steps: usize) -> f64 {
    let (mut a, mut b) = (0.0, 0.0);
    for _ in 0..steps {
        let mut da = 0.0;
        let mut db = 0.0;
        for (x, y) in xs.iter().zip(ys) {
            let e = a * x + b - y;
            da += 2.0 * e * x;
            db += 2.0 * e;
        }
        a -= lr * da / xs.len() as f64;
        b -= lr * db / xs.len() as f64;
    }
    a * a + b
}

#[test]
fn unrolled_descent() {
    let mut at = nums(8);
    at.push(0.1);
    check!(at; |p| linear_fit, linear_fit_value_and_grad; (&p[..4], &p[4..8], p[8], 5));
}

#[differentiate]
fn adam(x0: [f64; 2], lr: f64, beta1: f64, beta2: f64) -> f64 {
    let mut x = x0;
    let (mut m, mut v) = ([0.0; 2], [0.0; 2]);
    for t in 1..=4 {
        let g = [2.0 * (x[0] - 1.0), 40.0 * x[1].powi(3)];
        for i in 0..2 {
            m[i] = beta1 * m[i] + (1.0 - beta1) * g[i];
            v[i] = beta2 * v[i] + (1.0 - beta2) * g[i] * g[i];
            let mh = m[i] / (1.0 - beta1.powi(t));
            let vh = v[i] / (1.0 - beta2.powi(t));
            x[i] -= lr * mh / (vh.sqrt() + 1e-8);
        }
    }
    (x[0] - 1.0).powi(2) + 10.0 * x[1].powi(4)
}

#[test]
fn adam_unrolled() {
    check!([0.3, 0.7, 0.1, 0.9, 0.99]; |p| adam, adam_value_and_grad; (arr(p), p[2], p[3], p[4]));
}
