//! The gradient of ADBench's mixture model as a careful person writes it: each point is reversed right after its forward, so
//! that what its components keep stays in cache and is used again for the next point.

use super::model::{gmm, log_sum_exp, preprocess, q_times_x, square_norm, subtract};

/// The gradients that are added to.
pub struct Into<'g> {
    pub alphas: &'g mut [f64],
    pub means: &'g mut [f64],
    pub icf: &'g mut [f64],
}

fn log_sum_exp_back(x: &[f64], value: f64, d: f64, dx: &mut [f64]) {
    for (dx, x) in dx.iter_mut().zip(x) {
        *dx += d * (x - value).exp();
    }
}

/// Takes what stands in `d_out`.
fn q_times_x_back(
    (qdiag, lower, x): (&[f64], &[f64], &[f64]),
    (d_qdiag, d_lower, dx): (&mut [f64], &mut [f64], &mut [f64]),
    d_out: &[f64],
) {
    let d = x.len();
    for i in 0..d {
        d_qdiag[i] += d_out[i] * x[i];
        dx[i] = d_out[i] * qdiag[i];
    }
    let mut at = 0;
    for i in 0..d {
        let rest = d - i - 1;
        let (row, d_row) = (&lower[at..at + rest], &mut d_lower[at..at + rest]);
        let d_rest = &d_out[i + 1..];
        let mut sum = 0.0;
        for j in 0..rest {
            d_row[j] += d_rest[j] * x[i];
            sum += d_rest[j] * row[j];
        }
        dx[i] += sum;
        at += rest;
    }
}

/// The value; the gradient by `alphas`, `means` and `icf` is added.
#[allow(clippy::too_many_arguments, reason = "ADBench's arguments")]
pub fn gmm_by_hand(
    d: usize,
    alphas: &[f64],
    means: &[f64],
    icf: &[f64],
    x: &[f64],
    gamma: f64,
    m: i32,
    into: Into<'_>,
) -> f64 {
    let (k, n) = (alphas.len(), x.len() / d);
    let size = d * (d + 1) / 2;
    let (mut qdiags, mut sum_qs) = (vec![0.0; d * k], vec![0.0; k]);
    preprocess(d, icf, &mut sum_qs, &mut qdiags);
    let (mut d_qdiags, mut d_sum_qs) = (vec![0.0; d * k], vec![0.0; k]);
    let (mut centered, mut transformed) = (vec![0.0; d * k], vec![0.0; d * k]);
    let (mut terms, mut d_terms) = (vec![0.0; k], vec![0.0; k]);
    let (mut d_centered, mut d_transformed) = (vec![0.0; d], vec![0.0; d]);
    let mut slse = 0.0;
    for ix in 0..n {
        let point = &x[ix * d..(ix + 1) * d];
        for ik in 0..k {
            let own = ik * d..(ik + 1) * d;
            subtract(point, &means[own.clone()], &mut centered[own.clone()]);
            let lower = &icf[ik * size + d..(ik + 1) * size];
            q_times_x(&qdiags[own.clone()], lower, &centered[own.clone()], &mut transformed[own.clone()]);
            terms[ik] = alphas[ik] + sum_qs[ik] - 0.5 * square_norm(&transformed[own]);
        }
        let value = log_sum_exp(&terms);
        slse += value;
        d_terms.fill(0.0);
        log_sum_exp_back(&terms, value, 1.0, &mut d_terms);
        for ik in 0..k {
            let own = ik * d..(ik + 1) * d;
            let dt = d_terms[ik];
            into.alphas[ik] += dt;
            d_sum_qs[ik] += dt;
            for (d_t, t) in d_transformed.iter_mut().zip(&transformed[own.clone()]) {
                *d_t = -dt * t;
            }
            let triangle = ik * size + d..(ik + 1) * size;
            q_times_x_back(
                (&qdiags[own.clone()], &icf[triangle.clone()], &centered[own.clone()]),
                (&mut d_qdiags[own.clone()], &mut into.icf[triangle], &mut d_centered),
                &d_transformed,
            );
            for (d_mean, dc) in into.means[own].iter_mut().zip(&d_centered) {
                *d_mean -= dc;
            }
        }
    }
    log_sum_exp_back(alphas, log_sum_exp(alphas), -(n as f64), into.alphas);
    for ik in 0..k {
        let own = ik * size;
        for i in d..size {
            into.icf[own + i] += gamma * gamma * icf[own + i];
        }
        for i in 0..d {
            let q = qdiags[ik * d + i];
            let dq = d_qdiags[ik * d + i] + gamma * gamma * q;
            into.icf[own + i] += dq * q + d_sum_qs[ik] - f64::from(m);
        }
    }
    // What does not depend on the points costs nothing beside them.
    let rest = gmm(d, alphas, means, icf, &[], gamma, m);
    let constant = -((n * d) as f64) * 0.5 * (2.0 * std::f64::consts::PI).ln();
    rest + constant + slse - n as f64 * log_sum_exp(alphas)
}
