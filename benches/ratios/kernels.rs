//! Functions of one slice, for forward mode and second derivatives.

use differentiate::differentiate;

#[differentiate(grad, jvp, hvp)]
pub fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        let b = 1.0 - x[i];
        sum += 100.0 * a * a + b * b;
    }
    sum
}

#[differentiate(grad, jvp, hvp)]
pub fn logistic_map(x: &[f64]) -> f64 {
    let mut s = x[0];
    for _ in 0..10_000 {
        s = x[1] * s * (1.0 - s);
    }
    s
}

/// The trace of the product of two matrices, one after the other in the slice, with itself.
#[differentiate(grad, jvp, hvp)]
pub fn matrix_product(x: &[f64]) -> f64 {
    const N: usize = 32;
    let (a, b) = x.split_at(N * N);
    let mut c = vec![0.0; N * N];
    for i in 0..N {
        for k in 0..N {
            for j in 0..N {
                c[i * N + j] += a[i * N + k] * b[k * N + j];
            }
        }
    }
    c.iter().map(|c| c * c).sum()
}

/// The log determinant of a matrix whose diagonal dominates.
#[differentiate(grad, jvp, hvp)]
pub fn cholesky(x: &[f64]) -> f64 {
    const N: usize = 24;
    let mut l = vec![0.0; N * N];
    for i in 0..N {
        for j in 0..=i {
            let mut sum = x[i * N + j] + if i == j { N as f64 } else { 0.0 };
            for k in 0..j {
                sum -= l[i * N + k] * l[j * N + k];
            }
            l[i * N + j] = if i == j { sum.sqrt() } else { sum / l[j * N + j] };
        }
    }
    (0..N).map(|i| 2.0 * l[i * N + i].ln()).sum()
}

#[differentiate(grad, jvp, hvp)]
pub fn statistics(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    let variance = x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
    x.windows(2).map(|x| (x[0] - mean) * (x[1] - mean).tanh()).sum::<f64>() / variance
}

/// The prices of options: spot, strike, rate, volatility and time of each.
#[differentiate(grad, jvp, hvp)]
pub fn black_scholes(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for option in x.chunks_exact(5) {
        let &[spot, strike, rate, volatility, time] = option else { panic!("five numbers") };
        let root = time.sqrt();
        let d = ((spot / strike).ln() + (rate + 0.5 * volatility * volatility) * time) / (volatility * root);
        let discounted = strike * (-rate * time).exp();
        sum +=
            spot * differentiate::norm_cdf(d) - discounted * differentiate::norm_cdf(d - volatility * root);
    }
    sum
}

/// The start, and the rates, of two species.
#[differentiate(grad, jvp, hvp)]
pub fn lotka_volterra(x: &[f64]) -> f64 {
    let (mut s, dt) = ([x[0], x[1]], 0.002);
    let field = |s: [f64; 2]| [x[2] * s[0] - x[3] * s[0] * s[1], x[4] * s[0] * s[1] - x[5] * s[1]];
    for _ in 0..1000 {
        let k1 = field(s);
        let k2 = field([s[0] + 0.5 * dt * k1[0], s[1] + 0.5 * dt * k1[1]]);
        let k3 = field([s[0] + 0.5 * dt * k2[0], s[1] + 0.5 * dt * k2[1]]);
        let k4 = field([s[0] + dt * k3[0], s[1] + dt * k3[1]]);
        s = [
            s[0] + dt / 6.0 * (k1[0] + 2.0 * k2[0] + 2.0 * k3[0] + k4[0]),
            s[1] + dt / 6.0 * (k1[1] + 2.0 * k2[1] + 2.0 * k3[1] + k4[1]),
        ];
    }
    s[0] + 2.0 * s[1]
}

/// The positions of bodies of the same mass: their potential after some steps.
#[differentiate(grad, jvp, hvp)]
pub fn bodies(x: &[f64]) -> f64 {
    const N: usize = 6;
    let mut p = x.to_vec();
    let mut v = [0.0; 2 * N];
    let mut potential = 0.0;
    for _ in 0..20 {
        potential = 0.0;
        for i in 0..N {
            for j in 0..i {
                let (dx, dy) = (p[2 * i] - p[2 * j], p[2 * i + 1] - p[2 * j + 1]);
                let square = dx * dx + dy * dy + 0.1;
                let inverse = 1.0 / (square * square.sqrt());
                potential -= 1.0 / square.sqrt();
                v[2 * i] -= 0.01 * dx * inverse;
                v[2 * i + 1] -= 0.01 * dy * inverse;
                v[2 * j] += 0.01 * dx * inverse;
                v[2 * j + 1] += 0.01 * dy * inverse;
            }
        }
        for i in 0..2 * N {
            p[i] += 0.01 * v[i];
        }
    }
    potential
}

/// The weights of a network of 16, 32 and 1 units.
#[differentiate(grad, jvp, hvp)]
pub fn network(w: &[f64]) -> f64 {
    const INPUTS: usize = 16;
    const HIDDEN: usize = 32;
    let (first, second) = w.split_at(HIDDEN * (INPUTS + 1));
    let mut loss = 0.0;
    for sample in 0..8 {
        let mut out = second[HIDDEN];
        for (row, weight) in first.chunks_exact(INPUTS + 1).zip(second) {
            let mut sum = row[INPUTS];
            for j in 0..INPUTS {
                sum += row[j] * ((sample * j) as f64 * 0.3).sin();
            }
            out += weight * sum.tanh();
        }
        loss += (out - 0.1 * sample as f64).powi(2);
    }
    loss
}

/// A regression on points that the weights follow.
#[differentiate(grad, jvp, hvp)]
pub fn logistic_regression(x: &[f64]) -> f64 {
    let (w, points) = x.split_at(8);
    let mut sum = 0.0;
    for point in points.chunks_exact(8) {
        let z: f64 = w.iter().zip(point).map(|(w, x)| w * x).sum();
        sum += differentiate::softplus(z) - 0.3 * z;
    }
    sum
}

#[differentiate(jacobian_into, pullback)]
pub fn eight_outputs(x: &[f64]) -> [f64; 8] {
    let mut out = [0.0; 8];
    for (i, x) in x.iter().enumerate() {
        out[i % 8] += 0.1 * (x * out[(i + 1) % 8]).sin() + x;
    }
    out
}
