//! Programs that take items from iterators one after the other: parsers, merges, quadrature, parameters in one flat slice.

#![allow(clippy::all, reason = "people write it")]

use crate::iterators_in_locals::check;
use differentiate::differentiate;

#[differentiate]
fn lexer_sum(x: &[f64]) -> f64 {
    let mut it = x.iter().copied().peekable();
    let mut total = 0.0;
    let mut sign = 1.0;
    while let Some(tok) = it.next() {
        if tok < -1.0 {
            sign = -sign;
            continue;
        }
        let mut term = tok;
        while let Some(&n) = it.peek() {
            if n < 0.0 {
                break;
            }
            term *= n;
            it.next();
        }
        total += sign * term;
    }
    total
}

#[differentiate]
fn trapezoid(x: &[f64]) -> f64 {
    let mut pts = x.chunks_exact(2);
    let Some(first) = pts.next() else { return 0.0 };
    let (mut px, mut py) = (first[0], first[1]);
    let mut area = 0.0;
    for p in pts {
        area += (p[0] - px) * (p[1] + py) / 2.0;
        px = p[0];
        py = p[1];
    }
    area
}

#[differentiate]
fn ema(x: &[f64]) -> f64 {
    let alpha = 0.3;
    let mut it = x.iter();
    let Some(&seed) = it.next() else { return f64::NEG_INFINITY.max(-1.0) };
    let smoothed: Vec<f64> = it
        .scan(seed, |state, &v| {
            *state = alpha * v + (1.0 - alpha) * *state;
            Some(*state)
        })
        .collect();
    smoothed.iter().zip(x.iter().skip(1)).map(|(s, v)| (s - v).powi(2)).sum()
}

#[differentiate]
fn horner(x: &[f64]) -> f64 {
    let mut coeffs = x.iter().rev();
    let lead = coeffs.next().copied().unwrap_or(0.0);
    coeffs.fold(lead, |acc, c| acc * 0.7 + c)
}

#[differentiate]
fn newton(x: &[f64]) -> f64 {
    let a = x.iter().map(|v| v * v).sum::<f64>() + 1.0;
    let root = std::iter::successors(Some(a), |&g| {
        let next = 0.5 * (g + a / g);
        if (next - g).abs() < 1e-12 { None } else { Some(next) }
    })
    .take(60)
    .last()
    .unwrap_or(a);
    root
}

#[differentiate]
fn runs(x: &[f64]) -> f64 {
    let mut it = x.iter().peekable();
    let mut score = 0.0;
    let mut k = 1.0;
    while let Some(&v) = it.next() {
        let mut len = 1usize;
        let mut sum = v;
        while let Some(&&w) = it.peek() {
            if w.signum() != v.signum() {
                break;
            }
            sum += w;
            len += 1;
            it.next();
        }
        score += k * sum * sum / len as f64;
        k += 0.5;
    }
    score
}

#[differentiate]
fn convolution(x: &[f64]) -> f64 {
    let kernel = [0.25, 0.5, 0.25];
    let blurred = x.windows(3).map(|w| w.iter().zip(&kernel).map(|(a, b)| a * b).sum::<f64>());
    let energy: f64 = blurred.clone().map(|v| v * v).sum();
    let peak = blurred.fold(f64::NEG_INFINITY, f64::max);
    if peak.is_finite() { energy + peak } else { energy }
}

#[differentiate]
fn merge_sorted(x: &[f64]) -> f64 {
    let mid = x.len() / 2;
    let (mut a, mut b) = (x[..mid].iter().peekable(), x[mid..].iter().peekable());
    let mut out = Vec::with_capacity(x.len());
    loop {
        match (a.peek(), b.peek()) {
            (Some(p), Some(q)) => {
                if p <= q {
                    out.push(*a.next().unwrap())
                } else {
                    out.push(*b.next().unwrap())
                }
            }
            (Some(_), None) => out.push(*a.next().unwrap()),
            (None, Some(_)) => out.push(*b.next().unwrap()),
            (None, None) => break,
        }
    }
    out.iter().enumerate().map(|(i, v)| v * (i + 1) as f64).sum()
}

#[differentiate]
fn log_likelihood(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mu = it.next().unwrap();
    let s = it.next().unwrap().exp();
    let n = it.len() as f64;
    let z = it.map(|v| (v - mu) / s);
    -0.5 * z.map(|z| z * z).sum::<f64>() - n * s.ln()
}

#[differentiate]
fn two_layer(x: &[f64]) -> f64 {
    let mut params = x.iter().copied();
    let mut take = |n: usize| -> Vec<f64> { params.by_ref().take(n).collect() };
    let w = take(3);
    let b = take(1);
    let rest = take(4);
    let bias = b.first().copied().unwrap_or(0.0);
    let h: f64 = w.iter().zip(&rest).map(|(w, v)| w * v).sum::<f64>() + bias;
    h.tanh() + rest.len() as f64
}

#[differentiate]
fn safe_logs(x: &[f64]) -> f64 {
    let total: Option<f64> = x
        .iter()
        .map(|v| if *v > -1.0 { Some((v + 1.0).ln()) } else { None })
        .try_fold(0.0, |acc, v| v.map(|v| acc + v));
    total.unwrap_or(-3.0)
}

#[differentiate]
fn checked(x: &[f64]) -> f64 {
    let r = x
        .iter()
        .enumerate()
        .try_fold(1.0, |acc, (i, v)| if v.abs() > 2.3 { Err(i) } else { Ok(acc + v * acc) });
    match r {
        Ok(v) => v,
        Err(i) => x[i] * x[i],
    }
}

#[differentiate]
fn nearest(x: &[f64]) -> f64 {
    let best = (1..x.len()).min_by(|&a, &b| (x[a] - x[0]).abs().total_cmp(&(x[b] - x[0]).abs()));
    match best {
        Some(i) => (x[i] - x[0]).powi(2),
        None => 0.5,
    }
}

#[differentiate]
fn pairwise(x: &[f64]) -> f64 {
    let mut rest = x.iter();
    let mut e = 0.0;
    while let Some(a) = rest.next() {
        for b in rest.clone() {
            e += 1.0 / (1.0 + (a - b).powi(2));
        }
    }
    e
}

#[differentiate]
fn blocks(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut total = 0.0;
    loop {
        let block: Vec<f64> = it.by_ref().take(3).copied().collect();
        if block.is_empty() {
            break;
        }
        let m = block.iter().sum::<f64>() / block.len() as f64;
        total += block.iter().map(|v| (v - m).powi(2)).sum::<f64>();
    }
    total
}

#[differentiate]
fn header(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let scale = match it.next() {
        Some(s) if *s > 0.0 => *s,
        Some(s) => s * s,
        None => return 7.0,
    };
    let body = it.as_slice();
    match body {
        [] => scale,
        [only] => scale * only,
        [a, .., b] => scale * a * b,
    }
}

#[differentiate]
fn alternating(x: &[f64]) -> f64 {
    let signs = [1.0, -1.0].iter().cycle();
    x.iter().zip(signs).map(|(v, s)| v * v * s).sum()
}

#[differentiate]
fn rotate(x: &[f64]) -> f64 {
    let n = x.len().max(1);
    let shifted = x.iter().cycle().skip(1).take(x.len());
    let a: f64 = x.iter().zip(shifted.clone()).map(|(p, q)| p * q).sum();
    let b = shifted.enumerate().map(|(i, v)| v * (i % n) as f64).sum::<f64>();
    a + b
}

#[differentiate]
fn bisect_by_iter(x: &[f64]) -> f64 {
    let target = x.iter().sum::<f64>();
    let mut lo = -9.0;
    let mut steps = (0..20).map(|k| 18.0 / f64::powi(2.0, k + 1));
    while let Some(h) = steps.next() {
        if lo + h <= target.clamp(-8.9, 8.9) {
            lo += h;
        }
    }
    lo * 0.0 + target
}

macro_rules! by_differences {
    ($($function:ident $value_and_grad:ident $grad:ident),* $(,)?) => {$(
        #[test]
        fn $function() {
            check(super::$function, super::$value_and_grad, super::$grad);
        }
    )*};
}

mod tests {
    use super::check;

    by_differences! { lexer_sum lexer_sum_value_and_grad lexer_sum_grad, trapezoid trapezoid_value_and_grad trapezoid_grad, ema ema_value_and_grad ema_grad, horner horner_value_and_grad horner_grad, newton newton_value_and_grad newton_grad, runs runs_value_and_grad runs_grad, convolution convolution_value_and_grad convolution_grad, merge_sorted merge_sorted_value_and_grad merge_sorted_grad, log_likelihood log_likelihood_value_and_grad log_likelihood_grad, two_layer two_layer_value_and_grad two_layer_grad, safe_logs safe_logs_value_and_grad safe_logs_grad, checked checked_value_and_grad checked_grad, nearest nearest_value_and_grad nearest_grad, pairwise pairwise_value_and_grad pairwise_grad, blocks blocks_value_and_grad blocks_grad, header header_value_and_grad header_grad, alternating alternating_value_and_grad alternating_grad, rotate rotate_value_and_grad rotate_grad, bisect_by_iter bisect_by_iter_value_and_grad bisect_by_iter_grad }
}

#[test]
fn by_hand() {
    // (x₁ - x₀)² of the nearest
    assert_eq!(nearest_value_and_grad(&[1.0, 4.0, 3.0]), (4.0, vec![-4.0, 0.0, 4.0]));
    // (x₀ x₁) - x₃: what is below -1 changes the sign
    assert_eq!(lexer_sum_value_and_grad(&[2.0, 3.0, -4.0, 5.0]), (1.0, vec![3.0, 2.0, 0.0, -1.0]));
    // One trapezoid: (x₂ - x₀) (x₃ + x₁) / 2
    assert_eq!(trapezoid_value_and_grad(&[1.0, 2.0, 3.0, 6.0]), (8.0, vec![-4.0, 1.0, 4.0, 1.0]));
}
