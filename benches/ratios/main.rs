//! What a gradient costs by comparison with its function: the function, ours and a hand-written gradient, measured in turn
//! in one process, so that a machine that slows down slows down all of them. Run with `cargo bench --bench ratios`, or a part of it with
//! `cargo bench --bench ratios -- forms`.

#![allow(
    missing_docs,
    clippy::needless_range_loop,
    clippy::too_many_arguments,
    reason = "programs as users write them"
)]

mod forms;
mod gmm_by_hand;
mod kernels;
#[path = "../../tests/behaviour/gmm/model.rs"]
mod model;

mod second_order;

use differentiate::differentiate;
use std::hint::black_box;
use std::time::Instant;

#[differentiate(grad, accumulate_grad)]
fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        let b = 1.0 - x[i];
        sum += 100.0 * a * a + b * b;
    }
    sum
}

fn rosenbrock_by_hand(x: &[f64], dx: &mut [f64]) {
    let n = x.len();
    assert_eq!(dx.len(), n);
    for i in 0..n - 1 {
        dx[i] += -400.0 * x[i] * (x[i + 1] - x[i] * x[i]) - 2.0 * (1.0 - x[i]);
    }
    for i in 1..n {
        dx[i] += 200.0 * (x[i] - x[i - 1] * x[i - 1]);
    }
}

#[differentiate(accumulate_grad)]
fn neuron(x: &[f64], w: &[f64], b: f64) -> f64 {
    let mut sum = b;
    for i in 0..x.len() {
        sum += x[i] * w[i];
    }
    sum.max(0.0)
}

fn neuron_by_hand(x: &[f64], w: &[f64], b: f64, dx: &mut [f64], dw: &mut [f64], db: &mut f64) -> f64 {
    let sum = x.iter().zip(w).fold(b, |sum, (x, w)| sum + x * w);
    let d = if sum > 0.0 { 1.0 } else { 0.0 };
    for i in 0..x.len() {
        dx[i] += d * w[i];
        dw[i] += d * x[i];
    }
    *db += d;
    sum.max(0.0)
}

#[differentiate]
fn layer(w: &[f64], x: &[f64], out: &mut [f64]) {
    let n = x.len();
    for i in 0..out.len() {
        let row = &w[i * (n + 1)..(i + 1) * (n + 1)];
        let mut sum = row[n];
        for j in 0..n {
            sum += row[j] * x[j];
        }
        out[i] = sum.tanh();
    }
}

#[differentiate(accumulate_grad, wrt(w))]
fn mlp(w: &[f64], x: &[f64]) -> f64 {
    let mut a = [0.0; 32];
    let mut b = [0.0; 32];
    let mut c = [0.0; 1];
    layer(&w[..544], x, &mut a);
    layer(&w[544..1600], &a, &mut b);
    layer(&w[1600..], &b, &mut c);
    c[0] * c[0]
}

fn layer_back(w: &[f64], x: &[f64], out: &[f64], dw: &mut [f64], dx: &mut [f64], dout: &[f64]) {
    let n = x.len();
    for i in 0..out.len() {
        let d = dout[i] * (1.0 - out[i] * out[i]);
        let (row, d_row) = (&w[i * (n + 1)..(i + 1) * (n + 1)], &mut dw[i * (n + 1)..(i + 1) * (n + 1)]);
        d_row[n] += d;
        for j in 0..n {
            d_row[j] += d * x[j];
            dx[j] += d * row[j];
        }
    }
}

fn mlp_by_hand(w: &[f64], x: &[f64], dw: &mut [f64]) -> f64 {
    let (mut a, mut b, mut c) = ([0.0; 32], [0.0; 32], [0.0; 1]);
    layer(&w[..544], x, &mut a);
    layer(&w[544..1600], &a, &mut b);
    layer(&w[1600..], &b, &mut c);
    let (mut dx, mut da, mut db) = ([0.0; 16], [0.0; 32], [0.0; 32]);
    layer_back(&w[1600..], &b, &c, &mut dw[1600..], &mut db, &[2.0 * c[0]]);
    layer_back(&w[544..1600], &a, &b, &mut dw[544..1600], &mut da, &db);
    layer_back(&w[..544], x, &a, &mut dw[..544], &mut dx, &da);
    c[0] * c[0]
}

#[differentiate]
fn field(s: [f64; 2], r: [f64; 4]) -> [f64; 2] {
    [r[0] * s[0] - r[1] * s[0] * s[1], r[2] * s[0] * s[1] - r[3] * s[1]]
}

#[differentiate(grad)]
fn lotka_volterra(start: [f64; 2], rates: [f64; 4]) -> f64 {
    let (mut s, dt) = (start, 0.002);
    for _ in 0..1000 {
        let k1 = field(s, rates);
        let k2 = field([s[0] + 0.5 * dt * k1[0], s[1] + 0.5 * dt * k1[1]], rates);
        let k3 = field([s[0] + 0.5 * dt * k2[0], s[1] + 0.5 * dt * k2[1]], rates);
        let k4 = field([s[0] + dt * k3[0], s[1] + dt * k3[1]], rates);
        s = [
            s[0] + dt / 6.0 * (k1[0] + 2.0 * k2[0] + 2.0 * k3[0] + k4[0]),
            s[1] + dt / 6.0 * (k1[1] + 2.0 * k2[1] + 2.0 * k3[1] + k4[1]),
        ];
    }
    s[0] + 2.0 * s[1]
}

/// The stages' states are recorded, the rest is computed again.
fn lotka_volterra_by_hand(start: [f64; 2], r: [f64; 4]) -> ([f64; 2], [f64; 4]) {
    let (mut s, dt) = (start, 0.002);
    let mut kept = Vec::with_capacity(1000);
    for _ in 0..1000 {
        let k1 = field(s, r);
        let s2 = [s[0] + 0.5 * dt * k1[0], s[1] + 0.5 * dt * k1[1]];
        let k2 = field(s2, r);
        let s3 = [s[0] + 0.5 * dt * k2[0], s[1] + 0.5 * dt * k2[1]];
        let k3 = field(s3, r);
        let s4 = [s[0] + dt * k3[0], s[1] + dt * k3[1]];
        let k4 = field(s4, r);
        kept.push([s, s2, s3, s4]);
        s = [
            s[0] + dt / 6.0 * (k1[0] + 2.0 * k2[0] + 2.0 * k3[0] + k4[0]),
            s[1] + dt / 6.0 * (k1[1] + 2.0 * k2[1] + 2.0 * k3[1] + k4[1]),
        ];
    }
    let (mut d, mut dr) = ([1.0, 2.0], [0.0; 4]);
    let back = |s: [f64; 2], k: [f64; 2], dr: &mut [f64; 4]| {
        let both = s[0] * s[1];
        dr[0] += k[0] * s[0];
        dr[1] -= k[0] * both;
        dr[2] += k[1] * both;
        dr[3] -= k[1] * s[1];
        [k[0] * (r[0] - r[1] * s[1]) + k[1] * r[2] * s[1], -k[0] * r[1] * s[0] + k[1] * (r[2] * s[0] - r[3])]
    };
    while let Some([s1, s2, s3, s4]) = kept.pop() {
        let c = dt / 6.0;
        let d4 = back(s4, [c * d[0], c * d[1]], &mut dr);
        let d3 = back(s3, [2.0 * c * d[0] + dt * d4[0], 2.0 * c * d[1] + dt * d4[1]], &mut dr);
        let h = 0.5 * dt;
        let d2 = back(s2, [2.0 * c * d[0] + h * d3[0], 2.0 * c * d[1] + h * d3[1]], &mut dr);
        let d1 = back(s1, [c * d[0] + h * d2[0], c * d[1] + h * d2[1]], &mut dr);
        for i in 0..2 {
            d[i] += d1[i] + d2[i] + d3[i] + d4[i];
        }
    }
    (d, dr)
}

/// Keeps a result from being optimised away.
fn sink<T>(result: T) {
    black_box(result);
}

/// The medians of the times of each candidate, in turn over many rounds.
fn medians(candidates: &mut [Box<dyn FnMut() + '_>]) -> Vec<f64> {
    const ROUNDS: usize = 60;
    let start = Instant::now();
    candidates[0]();
    let once = start.elapsed().as_secs_f64().max(1e-8);
    let repeats = ((0.002 / once) as usize).clamp(1, 100_000);
    let mut times = vec![Vec::with_capacity(ROUNDS); candidates.len()];
    for _ in 0..ROUNDS {
        for (candidate, times) in candidates.iter_mut().zip(&mut times) {
            let start = Instant::now();
            (0..repeats).for_each(|_| candidate());
            times.push(start.elapsed().as_secs_f64() / repeats as f64);
        }
    }
    let median = |times: &mut Vec<f64>| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    times.iter_mut().map(median).collect()
}

fn report(name: &str, candidates: &mut [Box<dyn FnMut() + '_>]) {
    let times = medians(candidates);
    let hand = times.get(2).map_or("–".to_owned(), |hand| format!("{:.2}", hand / times[0]));
    println!("| {name} | {:.2} µs | {:.2} | {hand} |", times[0] * 1e6, times[1] / times[0]);
}

fn main() {
    let parts: [(&str, fn()); 3] =
        [("first_order", first_order), ("second_order", second_order::report), ("forms", forms::report)];
    let asked: Vec<String> =
        std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    for (_, report) in parts.iter().filter(|(name, _)| asked.is_empty() || asked.iter().any(|of| of == name))
    {
        report();
    }
}

fn first_order() {
    println!("| kernel | function | ours ÷ function | by hand ÷ function |\n| --- | --- | --- | --- |");
    let x: Vec<f64> = (0..100).map(|i| (i as f64 * 0.37).sin()).collect();
    let (mut ours, mut hand) = (vec![0.0; 100], vec![0.0; 100]);
    report(
        "Rosenbrock, 100 variables",
        &mut [
            Box::new(|| sink(rosenbrock(black_box(&x)))),
            Box::new(|| sink(rosenbrock_accumulate_grad(black_box(&x), &mut ours))),
            Box::new(|| rosenbrock_by_hand(black_box(&x), &mut hand)),
        ],
    );

    let (x, w): (Vec<f64>, Vec<f64>) = (0..256).map(|i| ((i as f64).sin(), (i as f64 * 0.7).cos())).unzip();
    let (mut dx, mut dw, mut db) = (vec![0.0; 256], vec![0.0; 256], 0.0);
    let (mut hx, mut hw, mut hb) = (vec![0.0; 256], vec![0.0; 256], 0.0);
    report(
        "neuron, 256 inputs, by x, w and b",
        &mut [
            Box::new(|| sink(neuron(black_box(&x), black_box(&w), 3.0))),
            Box::new(|| sink(neuron_accumulate_grad(black_box(&x), &w, 3.0, &mut dx, &mut dw, &mut db))),
            Box::new(|| sink(neuron_by_hand(black_box(&x), &w, 3.0, &mut hx, &mut hw, &mut hb))),
        ],
    );

    let w: Vec<f64> = (0..1633).map(|i| (i as f64 * 1.3).sin() * 0.2).collect();
    let x: Vec<f64> = (0..16).map(|i| (i as f64).cos()).collect();
    let (mut ours, mut hand) = (vec![0.0; 1633], vec![0.0; 1633]);
    report(
        "MLP 16-32-32-1 tanh, 1,633 weights",
        &mut [
            Box::new(|| sink(mlp(black_box(&w), &x))),
            Box::new(|| sink(mlp_accumulate_grad(black_box(&w), &x, &mut ours))),
            Box::new(|| sink(mlp_by_hand(black_box(&w), &x, &mut hand))),
        ],
    );

    let (s, r) = ([1.0, 0.5], [0.6, 0.4, 0.3, 0.5]);
    let (a, b) = (lotka_volterra_grad(s, r), lotka_volterra_by_hand(s, r));
    assert!((a.0[0] - b.0[0]).abs() < 1e-9 && (a.1[3] - b.1[3]).abs() < 1e-9, "{a:?} {b:?}");
    report(
        "Lotka–Volterra, 1000 RK4 steps",
        &mut [
            Box::new(|| sink(lotka_volterra(black_box(s), r))),
            Box::new(|| sink(lotka_volterra_grad(black_box(s), r))),
            Box::new(|| sink(lotka_volterra_by_hand(black_box(s), r))),
        ],
    );

    let model::Data { d, alphas, means, icf, x, gamma, m } = model::Data::read();
    let zeros = || (vec![0.0; alphas.len()], vec![0.0; means.len()], vec![0.0; icf.len()]);
    let ((mut da, mut dm, mut di), (mut ha, mut hm, mut hi)) = (zeros(), zeros());
    let value = model::gmm_accumulate_grad(d, &alphas, &means, &icf, &x, gamma, m, &mut da, &mut dm, &mut di);
    let into = gmm_by_hand::Into { alphas: &mut ha, means: &mut hm, icf: &mut hi };
    let by_hand = gmm_by_hand::gmm_by_hand(d, &alphas, &means, &icf, &x, gamma, m, into);
    let (ours, hand) = ([&da[..], &dm, &di].concat(), [&ha[..], &hm, &hi].concat());
    let close = |a: f64, b: f64| (a - b).abs() < 1e-9 * b.abs().max(1.0);
    assert!(close(value, by_hand) && ours.iter().zip(&hand).all(|(a, b)| close(*a, *b)));
    report(
        "ADBench GMM d=10 K=25 n=1000",
        &mut [
            Box::new(|| sink(model::gmm(d, &alphas, &means, &icf, black_box(&x), gamma, m))),
            Box::new(|| {
                let x = black_box(&x);
                sink(model::gmm_accumulate_grad(
                    d, &alphas, &means, &icf, x, gamma, m, &mut da, &mut dm, &mut di,
                ));
            }),
            Box::new(|| {
                let into = gmm_by_hand::Into { alphas: &mut ha, means: &mut hm, icf: &mut hi };
                sink(gmm_by_hand::gmm_by_hand(d, &alphas, &means, &icf, black_box(&x), gamma, m, into));
            }),
        ],
    );
}
