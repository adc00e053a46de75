//! A tree of prices, a filter with gaps in its data, hashed features, a controller: integers of narrow and named types beside floats.

use crate::check::{arr, mat, nums};
use differentiate::differentiate;

const STEPS: usize = 24;

#[differentiate]
fn american_put(spot: f64, strike: f64, rate: f64, vol: f64) -> f64 {
    let dt = 1.0 / STEPS as f64;
    let up = (vol * dt.sqrt()).exp();
    let down = 1.0 / up;
    let p = ((rate * dt).exp() - down) / (up - down);
    let discount = (-rate * dt).exp();
    let mut values = [0.0; STEPS + 1];
    for (i, v) in values.iter_mut().enumerate() {
        let s = spot * up.powi(i as i32) * down.powi((STEPS - i) as i32);
        *v = (strike - s).max(0.0);
    }
    for step in (0..STEPS).rev() {
        for i in 0..=step {
            let hold = discount * (p * values[i + 1] + (1.0 - p) * values[i]);
            let s = spot * up.powi(i as i32) * down.powi((step - i) as i32);
            values[i] = hold.max(strike - s);
        }
    }
    values[0]
}
#[test]
fn t_american_put() {
    every!([10.0, 10.13, 0.05, 0.2]; |p| american_put, american_put_value_and_grad, american_put_grad, american_put_vjp; (p[0], p[1], p[2], p[3]));
}

const MEASURED: [Option<f64>; 6] = [Some(0.3), None, Some(-0.2), Some(0.9), None, Some(1.1)];

#[differentiate]
fn kalman_with_gaps(q: f64, r: f64) -> f64 {
    let (mut mean, mut var) = (0.0, 1.0);
    let mut likelihood = 0.0;
    for y in &MEASURED {
        var += q;
        let Some(y) = *y else { continue };
        let s = var + r;
        let innovation = y - mean;
        likelihood -= 0.5 * (innovation * innovation / s + s.ln());
        let gain = var / s;
        mean += gain * innovation;
        var *= 1.0 - gain;
    }
    likelihood
}
#[test]
fn t_kalman_with_gaps() {
    every!([0.1, 0.4]; |p| kalman_with_gaps, kalman_with_gaps_value_and_grad, kalman_with_gaps_grad, kalman_with_gaps_vjp; (p[0], p[1]));
}

const HORIZON: u8 = 120;

#[differentiate]
fn pid_cost(kp: f64, ki: f64, kd: f64) -> f64 {
    let (mut x, mut v, mut integral, mut previous) = (0.0, 0.0, 0.0, 1.0);
    let mut cost = 0.0;
    let mut calm = 0;
    for t in 0..HORIZON {
        let error: f64 = 1.0 - x;
        integral += error * 0.05;
        let u = (kp * error + ki * integral + kd * (error - previous) / 0.05).clamp(-4.0, 4.0);
        previous = error;
        v += 0.05 * (u - 0.4 * v);
        x += 0.05 * v;
        cost += error * error * (1.0 + f64::from(t) / f64::from(HORIZON));
        calm = if error.abs() < 1e-3 { calm + 1 } else { 0 };
        if calm > 5 {
            break;
        }
    }
    cost
}
#[test]
fn t_pid_cost() {
    every!([2.0, 0.3, 0.7]; |p| pid_cost, pid_cost_value_and_grad, pid_cost_grad, pid_cost_vjp; (p[0], p[1], p[2]));
}

type Bucket = u32;
const SEED: Bucket = 2166136261;

#[differentiate(value_and_grad, grad, vjp, wrt(table))]
fn hashed_features(table: &[f64], words: &[&str]) -> f64 {
    let mut score = 0.0;
    for word in words {
        let mut h = SEED;
        for b in word.bytes() {
            h = (h ^ b as Bucket).wrapping_mul(16777619);
        }
        let at = h as usize % table.len();
        score += table[at] * table[at] * 0.5 + table[(at + 1) % table.len()];
    }
    score.tanh()
}
#[test]
fn t_hashed_features() {
    every!([0.1, -0.2, 0.3, 0.05]; |p| hashed_features, hashed_features_value_and_grad, hashed_features_grad, hashed_features_vjp; (p, &["hello", "world", "gradient"]));
}

#[differentiate]
fn first_passage(step: f64, barrier: f64) -> f64 {
    let mut s = 0.0;
    let mut spent = 0.0;
    'outer: for k in -100i8..=100 {
        for j in 1..4 {
            s += step * (f64::from(k) / 50.0).cos() / f64::from(j);
            spent += s * s / 100.0;
            if s > barrier {
                break 'outer;
            }
        }
    }
    spent * barrier
}
#[test]
fn t_first_passage() {
    every!([0.3, 2.05]; |p| first_passage, first_passage_value_and_grad, first_passage_grad, first_passage_vjp; (p[0], p[1]));
}
