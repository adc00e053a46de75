//! The problems with any number of parameters, as residuals.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

#[differentiate(jacobian)]
pub fn watson(x: &[f64]) -> Vec<f64> {
    let mut residuals: Vec<f64> = (1..30)
        .map(|i| {
            let t = i as f64 / 29.0;
            let slope: f64 =
                x.iter().enumerate().skip(1).map(|(j, x)| j as f64 * x * t.powi(j as i32 - 1)).sum();
            let value = x.iter().rev().fold(0.0, |value, x| value * t + x);
            slope - value * value - 1.0
        })
        .collect();
    residuals.push(x[0]);
    residuals.push(x[1] - x[0] * x[0] - 1.0);
    residuals
}

#[differentiate(jacobian)]
pub fn extended_rosenbrock(x: &[f64]) -> Vec<f64> {
    x.chunks_exact(2).flat_map(|x| [10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]]).collect()
}

#[differentiate(jacobian)]
pub fn extended_powell_singular(x: &[f64]) -> Vec<f64> {
    let mut f = Vec::with_capacity(x.len());
    for x in x.chunks(4) {
        f.extend([
            x[0] + 10.0 * x[1],
            5f64.sqrt() * (x[2] - x[3]),
            (x[1] - 2.0 * x[2]).powi(2),
            10f64.sqrt() * (x[0] - x[3]).powi(2),
        ]);
    }
    f
}

#[differentiate(jacobian)]
pub fn penalty_1(x: &[f64]) -> Vec<f64> {
    let a: f64 = 1e-5;
    let mut f: Vec<f64> = x.iter().map(|x| a.sqrt() * (x - 1.0)).collect();
    f.push(x.iter().map(|x| x * x).sum::<f64>() - 0.25);
    f
}

#[differentiate(jacobian)]
pub fn penalty_2(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let root = 1e-5f64.sqrt();
    let mut f = vec![0.0; 2 * n];
    f[0] = x[0] - 0.2;
    for i in 1..n {
        let y = ((i + 1) as f64 / 10.0).exp() + (i as f64 / 10.0).exp();
        f[i] = root * ((x[i] / 10.0).exp() + (x[i - 1] / 10.0).exp() - y);
    }
    for i in n..2 * n - 1 {
        f[i] = root * ((x[i - n + 1] / 10.0).exp() - (-0.1_f64).exp());
    }
    let mut sum = 0.0;
    for (j, x) in x.iter().enumerate() {
        sum += (n - j) as f64 * x.powi(2);
    }
    f[2 * n - 1] = sum - 1.0;
    f
}

#[differentiate(jacobian)]
pub fn variably_dimensioned(x: &[f64]) -> Vec<f64> {
    let sum: f64 = (1..).zip(x).map(|(j, x)| j as f64 * (x - 1.0)).sum();
    x.iter().map(|x| x - 1.0).chain([sum, sum * sum]).collect()
}

#[differentiate(jacobian)]
pub fn trigonometric(x: &[f64]) -> Vec<f64> {
    let n = x.len() as f64;
    let cosines = x.iter().map(|x| x.cos()).sum::<f64>();
    let mut f = x.to_vec();
    for (i, f) in f.iter_mut().enumerate() {
        *f = n - cosines + (i + 1) as f64 * (1.0 - f.cos()) - f.sin();
    }
    f
}

#[differentiate(jacobian)]
pub fn brown_almost_linear(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let sum: f64 = x.iter().sum();
    let mut f: Vec<f64> = x[..n - 1].iter().map(|x| x + sum - (n + 1) as f64).collect();
    f.push(x.iter().product::<f64>() - 1.0);
    f
}

#[differentiate(jacobian)]
pub fn discrete_boundary_value(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let h = 1.0 / (n as f64 + 1.0);
    (0..n)
        .map(|i| {
            let t = (i + 1) as f64 * h;
            let before = if i > 0 { x[i - 1] } else { 0.0 };
            let after = x.get(i + 1).copied().unwrap_or(0.0);
            2.0 * x[i] - before - after + h * h * (x[i] + t + 1.0).powi(3) / 2.0
        })
        .collect()
}

#[differentiate(jacobian)]
pub fn discrete_integral_equation(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let h = 1.0 / (n + 1) as f64;
    let t = |i: usize| (i + 1) as f64 * h;
    let cubes: Vec<f64> = x.iter().enumerate().map(|(j, x)| (x + t(j) + 1.0).powi(3)).collect();
    let mut f = Vec::new();
    for i in 0..n {
        let (mut left, mut right) = (0.0, 0.0);
        for j in 0..n {
            if j <= i {
                left += t(j) * cubes[j];
            } else {
                right += (1.0 - t(j)) * cubes[j];
            }
        }
        f.push(x[i] + h * ((1.0 - t(i)) * left + t(i) * right) / 2.0);
    }
    f
}

#[differentiate(jacobian)]
pub fn broyden_tridiagonal(x: &[f64]) -> Vec<f64> {
    let mut padded = vec![0.0];
    padded.extend_from_slice(x);
    padded.push(0.0);
    padded.windows(3).map(|w| (3.0 - 2.0 * w[1]) * w[1] - w[0] - 2.0 * w[2] + 1.0).collect()
}

#[differentiate(jacobian)]
pub fn broyden_banded(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let mut f = vec![0.0; n];
    for i in 0..n {
        f[i] = x[i] * (2.0 + 5.0 * x[i] * x[i]) + 1.0;
        for j in i.saturating_sub(5)..=(i + 1).min(n - 1) {
            if j != i {
                f[i] -= x[j] * (1.0 + x[j]);
            }
        }
    }
    f
}

const OUTPUTS: usize = 20;

#[differentiate(jacobian)]
pub fn linear_full_rank(x: &[f64]) -> Vec<f64> {
    let mean = 2.0 * x.iter().sum::<f64>() / OUTPUTS as f64;
    (0..OUTPUTS)
        .map(|i| match x.get(i) {
            Some(x) => x - mean - 1.0,
            None => -mean - 1.0,
        })
        .collect()
}

#[differentiate(jacobian)]
pub fn linear_rank_1(x: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    for j in 1..=x.len() {
        sum += j as f64 * x[j - 1];
    }
    (1..=OUTPUTS).map(|i| i as f64 * sum - 1.0).collect()
}

#[differentiate(jacobian)]
pub fn linear_rank_1_with_zeros(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let sum: f64 = (2..n).map(|j| j as f64 * x[j - 1]).sum();
    let mut f = vec![-1.0; OUTPUTS];
    for i in 1..OUTPUTS - 1 {
        f[i] += i as f64 * sum;
    }
    f
}

#[differentiate(jacobian)]
pub fn chebyquad(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let mut sums = vec![0.0; n];
    for &x in x {
        let z = 2.0 * x - 1.0;
        let (mut before, mut now) = (1.0, z);
        for sum in sums.iter_mut() {
            *sum += now;
            (before, now) = (now, 2.0 * z * now - before);
        }
    }
    sums.iter()
        .enumerate()
        .map(|(k, sum)| {
            let i = (k + 1) as f64;
            let integral = if k % 2 == 1 { -1.0 / (i * i - 1.0) } else { 0.0 };
            sum / n as f64 - integral
        })
        .collect()
}
