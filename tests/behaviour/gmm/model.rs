//! ADBench's Gaussian mixture model, as ADBench writes it: helpers with `&mut` outputs, scratch buffers,
//! packed triangular matrices.

use differentiate::differentiate;

#[differentiate]
pub fn log_sum_exp(x: &[f64]) -> f64 {
    let mut top = x[0];
    for i in 1..x.len() {
        if x[i] > top {
            top = x[i];
        }
    }
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += (x[i] - top).exp();
    }
    sum.ln() + top
}

#[differentiate]
pub fn square_norm(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() {
        sum += x[i] * x[i];
    }
    sum
}

#[differentiate]
pub fn subtract(x: &[f64], y: &[f64], out: &mut [f64]) {
    for i in 0..out.len() {
        out[i] = x[i] - y[i];
    }
}

#[differentiate]
pub fn preprocess(d: usize, icf: &[f64], sum_qs: &mut [f64], qdiags: &mut [f64]) {
    let size = d * (d + 1) / 2;
    for k in 0..sum_qs.len() {
        sum_qs[k] = 0.0;
        for i in 0..d {
            let q = icf[k * size + i];
            sum_qs[k] += q;
            qdiags[k * d + i] = q.exp();
        }
    }
}

#[differentiate]
pub fn q_times_x(qdiag: &[f64], lower: &[f64], x: &[f64], out: &mut [f64]) {
    let d = out.len();
    for i in 0..d {
        out[i] = qdiag[i] * x[i];
    }
    let mut at = 0;
    for i in 0..d {
        for j in i + 1..d {
            out[j] += lower[at] * x[i];
            at += 1;
        }
    }
}

fn log_gamma_distribution(a: f64, p: usize) -> f64 {
    let mut out = 0.25 * (p * (p - 1)) as f64 * std::f64::consts::PI.ln();
    for j in 1..=p {
        out += libm::lgamma(a + 0.5 * (1.0 - j as f64));
    }
    out
}

#[differentiate]
pub fn log_wishart_prior(d: usize, sum_qs: &[f64], qdiags: &[f64], icf: &[f64], gamma: f64, m: i32) -> f64 {
    let k = sum_qs.len();
    let size = d * (d + 1) / 2;
    let n = d as i32 + m + 1;
    let c =
        n as f64 * d as f64 * (gamma.ln() - 0.5 * 2.0_f64.ln()) - log_gamma_distribution(0.5 * n as f64, d);
    let mut out = 0.0;
    for i in 0..k {
        let frobenius =
            square_norm(&qdiags[i * d..(i + 1) * d]) + square_norm(&icf[i * size + d..(i + 1) * size]);
        out += 0.5 * gamma * gamma * frobenius - m as f64 * sum_qs[i];
    }
    out - k as f64 * c
}

#[differentiate(value_and_grad, accumulate_grad, wrt(alphas, means, icf))]
pub fn gmm(d: usize, alphas: &[f64], means: &[f64], icf: &[f64], x: &[f64], gamma: f64, m: i32) -> f64 {
    let (k, n) = (alphas.len(), x.len() / d);
    let size = d * (d + 1) / 2;
    let constant = -((n * d) as f64) * 0.5 * (2.0 * std::f64::consts::PI).ln();
    let mut qdiags = vec![0.0; d * k];
    let mut sum_qs = vec![0.0; k];
    let mut centered = vec![0.0; d];
    let mut transformed = vec![0.0; d];
    let mut terms = vec![0.0; k];
    preprocess(d, icf, &mut sum_qs, &mut qdiags);
    let mut slse = 0.0;
    for ix in 0..n {
        for ik in 0..k {
            subtract(&x[ix * d..(ix + 1) * d], &means[ik * d..(ik + 1) * d], &mut centered);
            q_times_x(
                &qdiags[ik * d..(ik + 1) * d],
                &icf[ik * size + d..(ik + 1) * size],
                &centered,
                &mut transformed,
            );
            terms[ik] = alphas[ik] + sum_qs[ik] - 0.5 * square_norm(&transformed);
        }
        slse += log_sum_exp(&terms);
    }
    constant + slse - n as f64 * log_sum_exp(alphas) + log_wishart_prior(d, &sum_qs, &qdiags, icf, gamma, m)
}

/// ADBench's data: alphas, means, inverse covariance factors, points, and the Wishart prior.
pub struct Data {
    pub d: usize,
    pub alphas: Vec<f64>,
    pub means: Vec<f64>,
    pub icf: Vec<f64>,
    pub x: Vec<f64>,
    pub gamma: f64,
    pub m: i32,
}

impl Data {
    pub fn read() -> Data {
        let text = include_str!("gmm_d10_K25.txt");
        let mut numbers = text.split_whitespace().map(|word| word.parse::<f64>().expect("a number"));
        let mut take = |count: usize| -> Vec<f64> { numbers.by_ref().take(count).collect() };
        let head = take(3);
        let (d, k, n) = (head[0] as usize, head[1] as usize, head[2] as usize);
        let (alphas, means) = (take(k), take(k * d));
        let (icf, x, prior) = (take(k * d * (d + 1) / 2), take(n * d), take(2));
        Data { d, alphas, means, icf, x, gamma: prior[0], m: prior[1] as i32 }
    }
}
