//! Constants that steer: structs, enums, masks, graphs, tables, integers; and what is written around them.

use crate::check::{arr, mat};
use differentiate::{Float, differentiate, relu, sigmoid, softmax};

const X: [f64; 6] = [0.7, -1.2, 0.4, 1.1, -0.3, 0.6];

struct Layer {
    inputs: usize,
    outputs: usize,
    act: Act,
}
struct Config {
    layers: Vec<Layer>,
    dt: f64,
    steps: usize,
    clip: Option<f64>,
    name: String,
}
#[derive(Clone, Copy, PartialEq, Debug)]
enum Act {
    Relu,
    Leaky(f64),
    Power { n: i32 },
    None,
}
impl Config {
    fn parameters(&self) -> usize {
        self.layers.iter().map(|l| l.inputs * l.outputs).sum()
    }
}
const TABLE: [[f64; 3]; 2] = [[1.0, -0.5, 0.25], [0.3, 2.0, -1.0]];

#[differentiate]
fn act(x: f64, a: Act) -> f64 {
    match a {
        Act::Relu => relu(x),
        Act::Leaky(_) if x > 0.0 => x,
        Act::Leaky(_) => 0.1 * x,
        Act::Power { n } => x.powi(n),
        Act::None => x,
    }
}
#[differentiate(value_and_grad, vjp, wrt(x))]
fn act_slope(x: f64, a: Act) -> f64 {
    match a {
        Act::Relu => x.max(0.0),
        Act::Leaky(slope) => {
            if x > 0.0 {
                x
            } else {
                slope * x
            }
        }
        Act::Power { n } => x.powi(n),
        Act::None => x,
    }
}
#[differentiate(value_and_grad, wrt(w, x))]
fn network(w: &[f64], x: &[f64], cfg: &Config) -> f64 {
    assert_eq!(w.len(), cfg.parameters(), "{}", cfg.name);
    let mut h = x.to_vec();
    let mut at = 0;
    for layer in 0..cfg.layers.len() {
        let (n, m) = (cfg.layers[layer].inputs, cfg.layers[layer].outputs);
        let mut out = vec![0.0; m];
        for j in 0..m {
            for i in 0..n {
                out[j] += w[at + j * n + i] * h[i];
            }
            out[j] = act_slope(out[j], cfg.layers[layer].act);
        }
        at += n * m;
        h = out;
    }
    h.iter().sum()
}
#[differentiate(value_and_grad, wrt(x, v))]
fn euler(x: f64, v: f64, cfg: &Config) -> f64 {
    let (mut x, mut v) = (x, v);
    for _ in 0..cfg.steps {
        v -= cfg.dt * x.sin();
        x += cfg.dt * v;
        if let Some(limit) = cfg.clip {
            x = x.clamp(-limit, limit);
        }
    }
    x * v
}
fn config() -> Config {
    Config {
        layers: vec![
            Layer { inputs: 2, outputs: 2, act: Act::Leaky(0.2) },
            Layer { inputs: 2, outputs: 1, act: Act::Power { n: 3 } },
        ],
        dt: 0.1,
        steps: 7,
        clip: Some(0.9),
        name: "small".into(),
    }
}
#[test]
fn structs_of_constants() {
    for a in [Act::Relu, Act::Leaky(0.1), Act::Power { n: 2 }, Act::None] {
        check!([0.7]; |p| act, act_value_and_grad; (p[0], a));
        check!([-0.7]; |p| act, act_value_and_grad; (p[0], a));
        check!([-0.7]; |p| act_slope, act_slope_value_and_grad; (p[0], a));
    }
    check!([0.1, -0.2, 0.5, 0.6, 0.7, 0.3, 1.2, -0.4]; |p| network, network_value_and_grad; (&p[..6], &p[6..], &config()));
    check!([0.8, 0.3]; |p| euler, euler_value_and_grad; (p[0], p[1], &config()));
    check!([0.8, 0.9]; |p| euler, euler_value_and_grad; (p[0], p[1], &config()));
}

#[differentiate]
fn table(x: &[f64], row: usize) -> f64 {
    let mut s = 0.0;
    for j in 0..3 {
        s += TABLE[row][j] * x[j].powi(j as i32 + 1);
    }
    s
}
#[differentiate]
fn masked(x: &[f64], mask: &[bool]) -> f64 {
    let mut s = 0.0;
    let mut n = 0usize;
    for (v, &m) in x.iter().zip(mask.iter()) {
        if !m {
            continue;
        }
        s += v * v;
        n += 1;
    }
    s / n.max(1) as f64
}
#[differentiate]
fn masked_filter(x: &[f64], mask: &[bool]) -> f64 {
    x.iter().zip(mask).filter(|(_, m)| **m).map(|(v, _)| v * v).sum()
}
#[differentiate]
fn graph(x: &[f64], edges: &[(usize, usize)]) -> f64 {
    let mut out = vec![0.0; x.len()];
    for &(a, b) in edges {
        out[b] += (x[a] - x[b]).tanh();
        out[a] -= 0.5 * x[b] * x[a];
    }
    out.iter().map(|v| v * v).sum()
}
#[differentiate]
fn adjacency(x: &[f64], adj: &[Vec<usize>]) -> f64 {
    let mut h = x.to_vec();
    for _ in 0..2 {
        let mut next = vec![0.0; h.len()];
        for (i, neighbours) in adj.iter().enumerate() {
            for &j in neighbours {
                next[i] += h[j] / neighbours.len() as f64;
            }
            next[i] = relu(next[i] + 0.1 * h[i]);
        }
        h = next;
    }
    h.iter().sum()
}
#[differentiate]
fn adjacency_index(x: &[f64], adj: &[Vec<usize>]) -> f64 {
    let mut s = 0.0;
    for i in 0..adj.len() {
        for k in 0..adj[i].len() {
            s += x[i] * x[adj[i][k]];
        }
    }
    s
}
#[differentiate]
fn sparse(values: &[f64], cols: &[usize], row_ptr: &[usize], x: &[f64]) -> f64 {
    let mut y = 0.0;
    for r in 0..row_ptr.len() - 1 {
        let mut acc = 0.0;
        for k in row_ptr[r]..row_ptr[r + 1] {
            acc += values[k] * x[cols[k]];
        }
        y += acc * acc;
    }
    y
}
#[differentiate]
fn embedding(table: &[[f64; 2]], tokens: &[usize], w: &[f64; 2]) -> f64 {
    let mut pooled = [0.0; 2];
    for &t in tokens {
        for (p, e) in pooled.iter_mut().zip(table[t].iter()) {
            *p += e / tokens.len() as f64;
        }
    }
    sigmoid(pooled[0] * w[0] + pooled[1] * w[1])
}
#[differentiate]
fn integers(x: &[f64], n: i32) -> f64 {
    let k = n.pow(2) as usize % x.len();
    let j = (n - 7).rem_euclid(x.len() as i32) as usize;
    let bits = n.count_ones();
    let mut s = x[k] * x[j] * f64::from(bits);
    let mut m = n;
    while m > 1 {
        s = if m % 2 == 0 { s * x[0] } else { s + x[1] };
        m = if m % 2 == 0 { m / 2 } else { 3 * m + 1 };
    }
    s
}
#[differentiate]
fn maybe(x: f64, power: Option<i32>, offset: Option<usize>) -> f64 {
    let y = match power {
        Some(p) => x.powi(p),
        None => x.exp(),
    };
    if let Some(o) = offset { y * o as f64 } else { y }
}
#[differentiate]
fn ranges(x: &[f64], r: std::ops::Range<usize>) -> f64 {
    let mut s = 0.0;
    for i in r {
        s += x[i] * x[i];
    }
    s
}
#[differentiate]
fn local_ranges(x: &[f64]) -> f64 {
    let n = x.len();
    let r = 1..n - 1;
    let mut s = 0.0;
    for i in r.clone() {
        s += x[i] * x[i - 1];
    }
    for i in r.rev() {
        s += x[i] * x[i + 1] * i as f64;
    }
    s + x[1..=2].iter().sum::<f64>() + x[..n - 1].iter().product::<f64>()
}
#[differentiate]
fn helper_functions(x: &[f64]) -> f64 {
    fn index(i: usize, n: usize) -> usize {
        (i * 3 + 1) % n
    }
    const GAIN: f64 = 1.5;
    let n = x.len();
    (0..n).map(|i| GAIN * x[index(i, n)] * x[i]).sum()
}
#[differentiate]
fn prints(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, v) in x.iter().enumerate() {
        debug_assert!(v.is_finite(), "{i}: {v}");
        if v.is_nan() {
            panic!("bad {v}");
        }
        s += v.powi(3);
    }
    let label = if s > 0.0 { "up" } else { "down" };
    if label == "up" { s * 2.0 } else { s }
}
#[differentiate]
fn time_dependent(x: f64, schedule: &[(f64, f64)]) -> f64 {
    let mut y = x;
    for (t, _w) in schedule.iter() {
        if *t > 0.5 {
            y = (y * 1.1).sin();
        }
    }
    y
}
#[test]
fn constants_that_steer() {
    check!(X[..3]; |p| table, table_value_and_grad; (&p[..3], 1));
    check!(X; |p| masked, masked_value_and_grad; (p, &[true, false, true, true, false, false]));
    check!(X; |p| masked_filter, masked_filter_value_and_grad; (p, &[true, false, true, true, false, false]));
    check!(X; |p| graph, graph_value_and_grad; (p, &[(0, 1), (1, 2), (5, 0), (3, 3)]));
    let adj = [vec![1, 2], vec![0], vec![3, 4, 5], vec![0, 5], vec![2], vec![1, 1]];
    check!(X; |p| adjacency, adjacency_value_and_grad; (p, &adj));
    check!(X; |p| adjacency_index, adjacency_index_value_and_grad; (p, &adj));
    check!(X; |p| sparse, sparse_value_and_grad; (&p[..4], &[0, 1, 1, 0], &[0, 1, 3, 4], &p[4..]));
    check!(X; |p| embedding, embedding_value_and_grad; (&mat::<2, 2>(p), &[0, 1, 1, 0, 1], &arr(&p[4..])));
    for n in 1..9 {
        check!(X; |p| integers, integers_value_and_grad; (p, n));
    }
    check!([0.7]; |p| maybe, maybe_value_and_grad; (p[0], Some(3), None));
    check!([0.7]; |p| maybe, maybe_value_and_grad; (p[0], None, Some(2)));
    check!(X; |p| ranges, ranges_value_and_grad; (p, 0..6));
    check!(X; |p| local_ranges, local_ranges_value_and_grad; (p));
    check!(X; |p| helper_functions, helper_functions_value_and_grad; (p));
    check!(X; |p| prints, prints_value_and_grad; (p));
}

// ---- a transformer block, in the style of llm.c, forward only
#[differentiate]
fn layernorm_forward(out: &mut [f64], inp: &[f64], weight: &[f64], bias: &[f64], t: usize, c: usize) {
    let eps = 1e-5;
    for i in 0..t {
        let x = &inp[i * c..(i + 1) * c];
        let mut m = 0.0;
        for k in 0..c {
            m += x[k];
        }
        m /= c as f64;
        let mut v = 0.0;
        for k in 0..c {
            let xshift = x[k] - m;
            v += xshift * xshift;
        }
        v /= c as f64;
        let s = 1.0 / (v + eps).sqrt();
        let o = &mut out[i * c..(i + 1) * c];
        for k in 0..c {
            let n = s * (x[k] - m);
            o[k] = n * weight[k] + bias[k];
        }
    }
}
#[differentiate]
fn matmul_forward(out: &mut [f64], inp: &[f64], weight: &[f64], t: usize, c: usize, oc: usize) {
    for i in 0..t {
        for o in 0..oc {
            let mut val = 0.0;
            for k in 0..c {
                val += inp[i * c + k] * weight[o * c + k];
            }
            out[i * oc + o] = val;
        }
    }
}
#[differentiate]
fn attention_forward(
    out: &mut [f64],
    preatt: &mut [f64],
    att: &mut [f64],
    inp: &[f64],
    t: usize,
    c: usize,
    nh: usize,
) {
    let c3 = c * 3;
    let hs = c / nh;
    let scale = 1.0 / (hs as f64).sqrt();
    for i in 0..t {
        for h in 0..nh {
            let query = &inp[i * c3 + h * hs..];
            let mut maxval = -10000.0;
            for t2 in 0..=i {
                let key = &inp[t2 * c3 + h * hs + c..];
                let mut val = 0.0;
                for k in 0..hs {
                    val += query[k] * key[k];
                }
                val *= scale;
                if val > maxval {
                    maxval = val;
                }
                preatt[h * t * t + i * t + t2] = val;
            }
            let mut expsum = 0.0;
            for t2 in 0..=i {
                let expv = f64::exp(preatt[h * t * t + i * t + t2] - maxval);
                expsum += expv;
                att[h * t * t + i * t + t2] = expv;
            }
            let expsum_inv = if expsum == 0.0 { 0.0 } else { 1.0 / expsum };
            for t2 in 0..t {
                if t2 <= i {
                    att[h * t * t + i * t + t2] *= expsum_inv;
                } else {
                    att[h * t * t + i * t + t2] = 0.0;
                }
            }
            let o = &mut out[i * c + h * hs..i * c + (h + 1) * hs];
            for k in 0..hs {
                o[k] = 0.0;
            }
            for t2 in 0..=i {
                let value = &inp[t2 * c3 + h * hs + c * 2..];
                let a = att[h * t * t + i * t + t2];
                for k in 0..hs {
                    o[k] += a * value[k];
                }
            }
        }
    }
}
#[differentiate]
fn gelu_forward(out: &mut [f64], inp: &[f64]) {
    for (o, &x) in out.iter_mut().zip(inp) {
        let cube = 0.044715 * x * x * x;
        *o = 0.5 * x * (1.0 + ((2.0 / std::f64::consts::PI).sqrt() * (x + cube)).tanh());
    }
}
#[differentiate]
fn residual_forward(out: &mut [f64], a: &[f64], b: &[f64]) {
    for i in 0..out.len() {
        out[i] = a[i] + b[i];
    }
}
#[differentiate(value_and_grad, vjp, wrt(params, tokens))]
fn block(params: &[f64], tokens: &[f64], t: usize, c: usize, nh: usize, targets: &[usize]) -> f64 {
    let mut ln = vec![0.0; t * c];
    let mut qkv = vec![0.0; t * 3 * c];
    let mut preatt = vec![0.0; nh * t * t];
    let mut att = vec![0.0; nh * t * t];
    let mut atty = vec![0.0; t * c];
    let mut res = vec![0.0; t * c];
    let mut fch = vec![0.0; t * 2 * c];
    let mut fch_gelu = vec![0.0; t * 2 * c];
    let mut fcproj = vec![0.0; t * c];
    let mut logits = vec![0.0; t * c];
    let (lnw, rest) = params.split_at(c);
    let (lnb, rest) = rest.split_at(c);
    let (qkvw, rest) = rest.split_at(3 * c * c);
    let (fcw, fcprojw) = rest.split_at(2 * c * c);
    layernorm_forward(&mut ln, tokens, lnw, lnb, t, c);
    matmul_forward(&mut qkv, &ln, qkvw, t, c, 3 * c);
    attention_forward(&mut atty, &mut preatt, &mut att, &qkv, t, c, nh);
    residual_forward(&mut res, tokens, &atty);
    layernorm_forward(&mut ln, &res, lnw, lnb, t, c);
    matmul_forward(&mut fch, &ln, fcw, t, c, 2 * c);
    gelu_forward(&mut fch_gelu, &fch);
    matmul_forward(&mut fcproj, &fch_gelu, fcprojw, t, 2 * c, c);
    residual_forward(&mut logits, &res, &fcproj);
    let mut loss = 0.0;
    for i in 0..t {
        let row = &logits[i * c..(i + 1) * c];
        let p = softmax(row);
        loss -= p[targets[i]].ln();
    }
    loss / t as f64
}
#[test]
fn transformer_block() {
    let (t, c, nh) = (3, 4, 2);
    let n = 2 * c + 3 * c * c + 4 * c * c;
    let at: Vec<f64> = (0..n + t * c).map(|i| ((i * 37 + 11) % 23) as f64 / 11.5 - 0.97).collect();
    check!(1e-6, at; |p| block, block_value_and_grad; (&p[..n], &p[n..], t, c, nh, &[1, 3, 0]));
}

// ---- single precision and generics
#[differentiate]
fn mlp32(w: &[f32; 6], x: [f32; 2]) -> f32 {
    let mut h = [0.0f32; 2];
    for i in 0..2 {
        h[i] = (w[2 * i] * x[0] + w[2 * i + 1] * x[1]).max(0.0);
    }
    w[4] * h[0] + w[5] * h[1]
}
#[differentiate]
fn generic_layer<T: Float, const I: usize, const O: usize>(w: &[[T; I]; O], x: &[T; I]) -> [T; O] {
    let mut y = [T::ZERO; O];
    for (out, row) in y.iter_mut().zip(w.iter()) {
        for (a, b) in row.iter().zip(x.iter()) {
            *out += *a * *b;
        }
        *out = (*out).tanh();
    }
    y
}
#[differentiate]
fn generic_net<T: Float>(w1: &[[T; 2]; 3], w2: &[[T; 3]; 1], x: &[T; 2]) -> T {
    generic_layer(w2, &generic_layer(w1, x))[0]
}
#[test]
fn other_precisions() {
    let w = [0.5f32, -0.25, 1.0, 0.75, 2.0, -1.0];
    let (v, (dw, dx)) = mlp32_value_and_grad(&w, [1.0, 2.0]);
    assert_eq!(v, mlp32(&w, [1.0, 2.0]));
    assert_eq!((dw, dx), ([0.0, 0.0, -1.0, -2.0, 0.0, 2.5], [-1.0, -0.75]));
    let at: Vec<f64> = (0..11).map(|i| i as f64 * 0.2 - 0.9).collect();
    check!(at; |p| generic_net, generic_net_value_and_grad; (&mat(p), &mat(&p[6..]), &arr(&p[9..])));
}
