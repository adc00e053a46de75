//! The problems with a fixed number of parameters, as residuals.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;
use std::f64::consts::PI;

#[differentiate(jacobian)]
pub fn rosenbrock(x: &[f64]) -> Vec<f64> {
    vec![10.0 * (x[1] - x[0].powi(2)), 1.0 - x[0]]
}

#[differentiate(jacobian)]
pub fn freudenstein_and_roth(x: &[f64]) -> [f64; 2] {
    let (x1, x2) = (x[0], x[1]);
    [-13.0 + x1 + ((5.0 - x2) * x2 - 2.0) * x2, -29.0 + x1 + ((x2 + 1.0) * x2 - 14.0) * x2]
}

#[differentiate(jacobian)]
pub fn powell_badly_scaled(x: &[f64]) -> [f64; 2] {
    [1e4 * x[0] * x[1] - 1.0, (-x[0]).exp() + (-x[1]).exp() - 1.0001]
}

#[differentiate(jacobian)]
pub fn brown_badly_scaled(x: &[f64]) -> [f64; 3] {
    [x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2.0]
}

#[differentiate(jacobian)]
pub fn beale(x: &[f64]) -> Vec<f64> {
    const Y: [f64; 3] = [1.5, 2.25, 2.625];
    Y.iter().enumerate().map(|(i, y)| y - x[0] * (1.0 - x[1].powi(i as i32 + 1))).collect()
}

#[differentiate(jacobian)]
pub fn jennrich_and_sampson(x: &[f64]) -> Vec<f64> {
    (1..=10)
        .map(|i| {
            let i = i as f64;
            2.0 + 2.0 * i - ((i * x[0]).exp() + (i * x[1]).exp())
        })
        .collect()
}

#[differentiate(jacobian)]
pub fn helical_valley(x: &[f64]) -> [f64; 3] {
    let mut theta = (x[1] / x[0]).atan() / (2.0 * PI);
    if x[0] < 0.0 {
        theta += 0.5;
    }
    [10.0 * (x[2] - 10.0 * theta), 10.0 * ((x[0] * x[0] + x[1] * x[1]).sqrt() - 1.0), x[2]]
}

#[differentiate(jacobian)]
pub fn bard(x: &[f64]) -> Vec<f64> {
    const Y: [f64; 15] =
        [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39];
    let mut residuals = Vec::with_capacity(15);
    for i in 0..15 {
        let u = (i + 1) as f64;
        let v = 16.0 - u;
        let w = u.min(v);
        residuals.push(Y[i] - (x[0] + u / (v * x[1] + w * x[2])));
    }
    residuals
}

#[differentiate(jacobian)]
pub fn gaussian(x: &[f64]) -> Vec<f64> {
    const Y: [f64; 8] = [0.0009, 0.0044, 0.0175, 0.0540, 0.1295, 0.2420, 0.3521, 0.3989];
    let mut out = vec![0.0; 15];
    for (i, out) in out.iter_mut().enumerate() {
        let t = (7 - i as i32) as f64 / 2.0;
        *out = x[0] * (-x[1] * (t - x[2]).powi(2) / 2.0).exp() - Y[i.min(14 - i)];
    }
    out
}

#[differentiate(jacobian)]
pub fn meyer(x: &[f64]) -> Vec<f64> {
    let y = [
        34780.0, 28610.0, 23650.0, 19630.0, 16370.0, 13720.0, 11540.0, 9744.0, 8261.0, 7030.0, 6005.0,
        5147.0, 4427.0, 3820.0, 3307.0, 2872.0,
    ];
    let model = |t: f64| x[0] * (x[1] / (t + x[2])).exp();
    y.iter().zip(1..).map(|(y, i)| model(45.0 + 5.0 * f64::from(i)) - y).collect()
}

#[differentiate(jacobian)]
pub fn gulf_research(x: &[f64]) -> Vec<f64> {
    let mut f = vec![0.0; 99];
    for i in 1..=99 {
        let t = i as f64 / 100.0;
        let y = 25.0 + (-50.0 * t.ln()).powf(2.0 / 3.0);
        f[i - 1] = (-(y - x[1]).abs().powf(x[2]) / x[0]).exp() - t;
    }
    f
}

#[differentiate(jacobian)]
pub fn box_three_dimensional(x: &[f64]) -> Vec<f64> {
    let &[a, b, c] = x else { panic!("three parameters") };
    (1..=10)
        .map(|i| 0.1 * i as f64)
        .map(|t| (-t * a).exp() - (-t * b).exp() - c * ((-t).exp() - (-10.0 * t).exp()))
        .collect()
}

#[differentiate(jacobian)]
pub fn powell_singular(x: &[f64]) -> [f64; 4] {
    [
        x[0] + 10.0 * x[1],
        5f64.sqrt() * (x[2] - x[3]),
        (x[1] - 2.0 * x[2]).powi(2),
        10f64.sqrt() * (x[0] - x[3]).powi(2),
    ]
}

#[differentiate(jacobian)]
pub fn wood(x: &[f64]) -> Vec<f64> {
    let mut f = Vec::new();
    f.push(10.0 * (x[1] - x[0] * x[0]));
    f.push(1.0 - x[0]);
    f.push(90f64.sqrt() * (x[3] - x[2] * x[2]));
    f.push(1.0 - x[2]);
    f.push(10f64.sqrt() * (x[1] + x[3] - 2.0));
    f.push((x[1] - x[3]) / 10f64.sqrt());
    f
}

#[differentiate(jacobian)]
pub fn kowalik_and_osborne(x: &[f64]) -> Vec<f64> {
    const Y: [f64; 11] =
        [0.1957, 0.1947, 0.1735, 0.1600, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246];
    const U: [f64; 11] = [4.0, 2.0, 1.0, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625];
    let mut out = vec![];
    for (y, u) in Y.iter().zip(&U) {
        out.push(y - x[0] * (u * u + u * x[1]) / (u * u + u * x[2] + x[3]));
    }
    out
}

#[differentiate(jacobian)]
pub fn brown_and_dennis(x: &[f64]) -> Vec<f64> {
    let mut f = Vec::new();
    while f.len() < 20 {
        let t = (f.len() + 1) as f64 / 5.0;
        let (sin, cos) = t.sin_cos();
        f.push((x[0] + t * x[1] - t.exp()).powi(2) + (x[2] + x[3] * sin - cos).powi(2));
    }
    f
}

const OSBORNE_1: [f64; 33] = [
    0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.850, 0.818, 0.784, 0.751, 0.718, 0.685, 0.658, 0.628,
    0.603, 0.580, 0.558, 0.538, 0.522, 0.506, 0.490, 0.478, 0.467, 0.457, 0.448, 0.438, 0.431, 0.424, 0.420,
    0.414, 0.411, 0.406,
];

#[differentiate(jacobian)]
pub fn osborne_1(x: &[f64]) -> [f64; 33] {
    std::array::from_fn(|i| {
        let t = 10.0 * i as f64;
        OSBORNE_1[i] - (x[0] + x[1] * (-t * x[3]).exp() + x[2] * (-t * x[4]).exp())
    })
}

#[differentiate(jacobian)]
pub fn biggs_exp6(x: &[f64]) -> Vec<f64> {
    let mut f = [0.0; 13];
    for i in 0..13 {
        let t = 0.1 * (i + 1) as f64;
        let y = (-t).exp() - 5.0 * (-10.0 * t).exp() + 3.0 * (-4.0 * t).exp();
        f[i] = x[2] * (-t * x[0]).exp() - x[3] * (-t * x[1]).exp() + x[5] * (-t * x[4]).exp() - y;
    }
    f.to_vec()
}

const OSBORNE_2: [f64; 65] = [
    1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746, 0.679, 0.608, 0.655, 0.616,
    0.606, 0.602, 0.626, 0.651, 0.724, 0.649, 0.649, 0.694, 0.644, 0.624, 0.661, 0.612, 0.558, 0.533, 0.495,
    0.500, 0.423, 0.395, 0.375, 0.372, 0.391, 0.396, 0.405, 0.428, 0.429, 0.523, 0.562, 0.607, 0.653, 0.672,
    0.708, 0.633, 0.668, 0.645, 0.632, 0.591, 0.559, 0.597, 0.625, 0.739, 0.710, 0.729, 0.720, 0.636, 0.581,
    0.428, 0.292, 0.162, 0.098, 0.054,
];

#[differentiate(jacobian)]
pub fn osborne_2(x: &[f64]) -> Vec<f64> {
    let (heights, rest) = x.split_at(4);
    let (widths, centres) = rest.split_at(4);
    OSBORNE_2
        .iter()
        .enumerate()
        .map(|(i, y)| {
            let t = i as f64 / 10.0;
            let mut model = heights[0] * (-t * widths[0]).exp();
            for k in 1..4 {
                model += heights[k] * (-(t - centres[k - 1]).powi(2) * widths[k]).exp();
            }
            y - model
        })
        .collect()
}
