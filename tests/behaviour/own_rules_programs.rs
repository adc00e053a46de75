//! Programs with functions that cannot be read: special functions, tables, solvers, what other crates compute.

use crate::common::{assert_close, derivative, gradient};
use differentiate::{Differentiable, Float, check_grad, check_rule, differentiate, digamma};

/// Stands for other crates.
mod special {
    pub fn ln_gamma(x: f64) -> f64 {
        differentiate::ln_gamma(x)
    }
    pub fn ln_beta(a: f64, b: f64) -> f64 {
        ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
    }
    /// The Bessel function of integer order, by its integral.
    pub fn jn(n: i32, x: f64) -> f64 {
        let steps = 400;
        let at = |k: usize| {
            let t = std::f64::consts::PI * (k as f64 + 0.5) / steps as f64;
            (f64::from(n) * t - x * t.sin()).cos()
        };
        (0..steps).map(at).sum::<f64>() / steps as f64
    }
    pub fn erfc(x: f64) -> f64 {
        differentiate::erfc(x)
    }
}

// 1. The likelihood of Student's distribution, with its degrees of freedom.

#[differentiate(of = special::ln_gamma, partial(x) = digamma(x))]
fn ln_gamma(x: f64) -> f64;

#[differentiate]
fn student(data: &[f64], nu: f64, scale: f64) -> f64 {
    let mut total = 0.0;
    for x in data {
        let z = x / scale;
        total += ln_gamma(0.5 * (nu + 1.0))
            - ln_gamma(0.5 * nu)
            - 0.5 * (nu * std::f64::consts::PI).ln()
            - scale.ln();
        total -= 0.5 * (nu + 1.0) * (z * z / nu).ln_1p();
    }
    -total
}

#[test]
fn likelihood_of_students_distribution() {
    let data = [0.3, -1.2, 2.5, 0.1];
    let (d_data, d_nu, d_scale) = student_grad(&data, 3.5, 1.25);
    let theirs = gradient(
        |[a, b, c, d, nu, s]: [f64; 6]| student(&[a, b, c, d], nu, s),
        [0.3, -1.2, 2.5, 0.1, 3.5, 1.25],
    );
    assert_close([d_data[0], d_data[1], d_data[2], d_data[3], d_nu, d_scale], theirs);
    check_rule!(ln_gamma, 0.1..5.0);
}

// 2. A function of two arguments, in a closure.

#[differentiate(
    of = special::ln_beta,
    partial(a) = digamma(a) - digamma(a + b),
    partial(b) = digamma(b) - digamma(a + b)
)]
fn ln_beta(a: f64, b: f64) -> f64;

#[differentiate]
fn beta_likelihood(data: &[f64], mean: f64, precision: f64) -> f64 {
    let (a, b) = (mean * precision, (1.0 - mean) * precision);
    data.iter().map(|x| (a - 1.0) * x.ln() + (b - 1.0) * (1.0 - x).ln() - ln_beta(a, b)).sum()
}

#[test]
fn beta_regression() {
    let (_, d_mean, d_precision) = beta_likelihood_grad(&[0.25, 0.5, 0.125], 0.3, 6.0);
    let theirs = gradient(|[m, p]| beta_likelihood(&[0.25, 0.5, 0.125], m, p), [0.3, 6.0]);
    assert_close([d_mean, d_precision], theirs);
}

// 3. Rules that call each other: the derivatives of Bessel functions are Bessel functions.

#[differentiate(of = special::jn, partial(x) = 0.5 * (bessel(n - 1, x) - bessel(n + 1, x)))]
fn bessel(n: i32, x: f64) -> f64;

#[differentiate]
fn drum(radius: f64, wave: f64) -> f64 {
    let mut sum = 0.0;
    for n in 0..3 {
        sum += bessel(n, radius * wave).powi(2) / f64::from(n + 1);
    }
    sum * radius
}

#[test]
fn bessel_functions() {
    let (d_radius, d_wave) = drum_grad(1.5, 2.0);
    assert_close([d_radius, d_wave], gradient(|[r, w]| drum(r, w), [1.5, 2.0]));
}

// 4. Colebrook's friction factor, by iteration, in the loss of pressure of a network of pipes.

#[differentiate(implicit = colebrook)]
fn friction(reynolds: f64, roughness: f64) -> f64 {
    let mut f: f64 = 0.02;
    for _ in 0..60 {
        f = (-2.0 * (roughness / 3.7 + 2.51 / (reynolds * f.sqrt())).log10()).powi(-2);
    }
    f
}

#[differentiate]
fn colebrook(f: f64, reynolds: f64, roughness: f64) -> f64 {
    1.0 / f.sqrt() + 2.0 * (roughness / 3.7 + 2.51 / (reynolds * f.sqrt())).log10()
}

#[derive(Clone, Differentiable)]
struct Pipe {
    length: f64,
    diameter: f64,
    roughness: f64,
}

#[differentiate(wrt(pipes, flow))]
fn pressure_loss(pipes: &[Pipe], flow: f64) -> f64 {
    let mut loss = 0.0;
    for pipe in pipes {
        let speed = flow / (0.785 * pipe.diameter * pipe.diameter);
        let reynolds = speed * pipe.diameter / 1e-6;
        if reynolds > 4000.0 {
            loss += friction(reynolds, pipe.roughness) * pipe.length / pipe.diameter * 500.0 * speed * speed;
        }
    }
    loss
}

#[test]
fn a_network_of_pipes() {
    let pipes = |p: &[f64]| {
        vec![
            Pipe { length: p[0], diameter: p[1], roughness: p[2] },
            Pipe { length: p[3], diameter: p[4], roughness: p[5] },
        ]
    };
    let at = [100.0, 0.1, 1e-3, 50.0, 0.08, 2e-3];
    let (value, (d_pipes, d_flow)) = pressure_loss_value_and_grad(&pipes(&at), 0.01);
    assert_eq!(value.to_bits(), pressure_loss(&pipes(&at), 0.01).to_bits());
    let mut ours = vec![0.0; 6];
    d_pipes.write_flat(&mut ours);
    check_grad(|p| pressure_loss(&pipes(p), 0.01), &at, &ours).unwrap();
    assert_close([d_flow / 1e6], [derivative(|q| pressure_loss(&pipes(&at), q * 1e-2) / 1e4, 1.0)]);
}

// 5. A table with a derivative of its own, as a method.

struct SteamTable {
    pressures: Vec<f64>,
    enthalpies: Vec<f64>,
}

impl SteamTable {
    fn cell(&self, p: f64) -> usize {
        self.pressures.partition_point(|known| *known <= p).clamp(1, self.pressures.len() - 1) - 1
    }

    fn slope(&self, k: usize) -> f64 {
        (self.enthalpies[k + 1] - self.enthalpies[k]) / (self.pressures[k + 1] - self.pressures[k])
    }

    #[differentiate(wrt(p), vjp = Self::enthalpy_rule)]
    fn enthalpy(&self, p: f64) -> f64 {
        let k = self.cell(p);
        self.enthalpies[k] + self.slope(k) * (p - self.pressures[k])
    }

    fn enthalpy_rule(&self, p: f64, d_value: f64) -> f64 {
        self.slope(self.cell(p)) * d_value
    }
}

#[differentiate(wrt(inlet, outlet))]
fn work(table: &SteamTable, inlet: f64, outlet: f64) -> f64 {
    let efficiency = 0.85 - 0.01 * (inlet / outlet).ln();
    efficiency * (table.enthalpy(inlet) - table.enthalpy(outlet))
}

#[test]
fn a_table() {
    let table = SteamTable { pressures: vec![1.0, 2.0, 4.0, 8.0], enthalpies: vec![10.0, 14.0, 17.0, 18.5] };
    let (d_inlet, d_outlet) = work_grad(&table, 5.0, 1.5);
    assert_close([d_inlet, d_outlet], gradient(|[a, b]| work(&table, a, b), [5.0, 1.5]));
}

// 6. A property routine of many arguments, of which some are constant.

mod seawater {
    pub fn density(temperature: f64, salinity: f64, depth_km: f64, edition: u32) -> f64 {
        let base = if edition > 80 { 1000.0 } else { 999.8 };
        base - 0.2 * temperature + 0.78 * salinity + 4.5 * depth_km - 0.004 * temperature * salinity
    }
}

#[differentiate(
    wrt(temperature, salinity),
    of = seawater::density,
    partial(salinity) = 0.78 - 0.004 * temperature,
    partial(temperature) = -0.2 - 0.004 * salinity
)]
fn density(temperature: f64, salinity: f64, depth_km: f64, edition: u32) -> f64;

#[differentiate]
fn stability(temperature: &[f64], salinity: &[f64]) -> f64 {
    let mut total = 0.0;
    for i in 1..temperature.len() {
        let depth = i as f64 * 0.1;
        let above = density(temperature[i - 1], salinity[i - 1], depth, 90);
        total += (density(temperature[i], salinity[i], depth, 90) - above).powi(2);
    }
    total
}

#[test]
fn a_routine_of_another_crate() {
    let (t, s) = ([18.0, 12.0, 6.0], [35.0, 35.5, 34.75]);
    let (d_t, d_s) = stability_grad(&t, &s);
    let theirs = gradient(
        |[a, b, c, d, e, f]: [f64; 6]| stability(&[a, b, c], &[d, e, f]),
        [18.0, 12.0, 6.0, 35.0, 35.5, 34.75],
    );
    assert_close([d_t[0], d_t[1], d_t[2], d_s[0], d_s[1], d_s[2]], theirs);
}

// 7. Implicit steps in time: each step is a solve, and the next one begins where it ends.

#[differentiate(implicit = backward_euler)]
fn implicit_step(state: [f64; 2], stiffness: f64, dt: f64) -> [f64; 2] {
    let mut x = state;
    for _ in 0..200 {
        let new = [state[0] + dt * x[1], state[1] - dt * (stiffness * x[0] + x[0].powi(3))];
        x = [0.5 * (x[0] + new[0]), 0.5 * (x[1] + new[1])];
    }
    x
}

#[differentiate]
fn backward_euler(x: [f64; 2], state: [f64; 2], stiffness: f64, dt: f64) -> [f64; 2] {
    [x[0] - state[0] - dt * x[1], x[1] - state[1] + dt * (stiffness * x[0] + x[0].powi(3))]
}

#[differentiate]
fn trajectory(start: [f64; 2], stiffness: f64) -> f64 {
    let mut state = start;
    let mut action = 0.0;
    for _ in 0..8 {
        state = implicit_step(state, stiffness, 0.125);
        action += state[0] * state[0] - 0.5 * state[1];
    }
    action
}

#[test]
fn implicit_integration() {
    let (d_start, d_stiffness) = trajectory_grad([1.0, -0.5], 2.0);
    let theirs = gradient(|[a, b, k]: [f64; 3]| trajectory([a, b], k), [1.0, -0.5, 2.0]);
    assert_close([d_start[0], d_start[1], d_stiffness], theirs);
}

// 8. A quantile: the root of a distribution function, whose residual has a function with a rule of its own.

#[differentiate(of = special::erfc, partial(x) = -std::f64::consts::FRAC_2_SQRT_PI * (-x * x).exp())]
fn erfc(x: f64) -> f64;

#[differentiate]
fn above(q: f64, mean: f64, deviation: f64, p: f64) -> f64 {
    0.5 * erfc((mean - q) / (deviation * std::f64::consts::SQRT_2)) - p
}

#[differentiate(implicit = above)]
fn quantile(mean: f64, deviation: f64, p: f64) -> f64 {
    let (mut low, mut high) = (mean - 10.0 * deviation, mean + 10.0 * deviation);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if above(middle, mean, deviation, p) < 0.0 { low = middle } else { high = middle }
    }
    low
}

#[test]
fn value_at_risk() {
    let (d_mean, d_deviation, d_p) = quantile_grad(0.5, 2.0, 0.25);
    assert_close([d_mean, d_deviation, d_p], gradient(|[m, s, p]| quantile(m, s, p), [0.5, 2.0, 0.25]));
}

// 9. A transform whose adjoint is known: the discrete Fourier transform as pairs of numbers.

fn transform(x: &[f64], sign: f64) -> (Vec<f64>, Vec<f64>) {
    let n = x.len();
    let part = |f: fn(f64) -> f64, k: usize| {
        x.iter()
            .enumerate()
            .map(|(j, x)| x * f(sign * std::f64::consts::TAU * (j * k) as f64 / n as f64))
            .sum()
    };
    ((0..n).map(|k| part(f64::cos, k)).collect(), (0..n).map(|k| part(f64::sin, k)).collect())
}

#[differentiate(vjp = fourier_rule)]
fn fourier(x: &[f64]) -> (Vec<f64>, Vec<f64>) {
    transform(x, -1.0)
}

fn fourier_rule(_: &[f64], d_value: (Vec<f64>, Vec<f64>)) -> Vec<f64> {
    let ((re, _), (_, im)) = (transform(&d_value.0, 1.0), transform(&d_value.1, -1.0));
    re.iter().zip(im).map(|(re, im)| re + im).collect()
}

#[differentiate]
fn spectral_loss(x: &[f64]) -> f64 {
    let (re, im) = fourier(x);
    let mut loss = 0.0;
    for k in 0..re.len() {
        loss += k as f64 * (re[k] * re[k] + im[k] * im[k] * im[k]);
    }
    loss
}

#[test]
fn a_spectrum() {
    let x = [0.5, -1.0, 2.0, 0.25, 1.5];
    let ours = spectral_loss_grad(&x);
    assert_close(ours.try_into().unwrap(), gradient(|x| spectral_loss(&x), x));
}

// 10. A linear solver, whose adjoint is a solve with the transposed matrix.

fn eliminate(a: &[Vec<f64>], b: &[f64], transposed: bool) -> Vec<f64> {
    let n = b.len();
    let mut a: Vec<Vec<f64>> =
        (0..n).map(|i| (0..n).map(|j| if transposed { a[j][i] } else { a[i][j] }).collect()).collect();
    let mut x = b.to_vec();
    for k in 0..n {
        for i in k + 1..n {
            let factor = a[i][k] / a[k][k];
            for j in k..n {
                a[i][j] -= factor * a[k][j];
            }
            x[i] -= factor * x[k];
        }
    }
    for k in (0..n).rev() {
        x[k] = (x[k] - (k + 1..n).map(|j| a[k][j] * x[j]).sum::<f64>()) / a[k][k];
    }
    x
}

#[differentiate(vjp = solve_rule)]
fn solve(a: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    eliminate(a, b, false)
}

fn solve_rule(a: &[Vec<f64>], b: &[f64], d_value: Vec<f64>) -> (Vec<Vec<f64>>, Vec<f64>) {
    let (x, d_b) = (eliminate(a, b, false), eliminate(a, &d_value, true));
    (d_b.iter().map(|d| x.iter().map(|x| -d * x).collect()).collect(), d_b)
}

#[differentiate]
fn ridge(features: &[f64], strength: f64) -> f64 {
    let n = features.len();
    let mut a = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..n {
            a[i][j] = features[i] * features[j] + if i == j { strength } else { 0.0 };
        }
    }
    let x = solve(&a, features);
    x.iter().zip(features).map(|(x, f)| x * f * f).sum()
}

#[test]
fn a_linear_solver() {
    let (d_features, d_strength) = ridge_grad(&[0.5, -1.0, 2.0], 0.75);
    let theirs = gradient(|[a, b, c, s]: [f64; 4]| ridge(&[a, b, c], s), [0.5, -1.0, 2.0, 0.75]);
    assert_close([d_features[0], d_features[1], d_features[2], d_strength], theirs);
}

// 11. A generic function in single precision, through a rule of a generic function.

#[differentiate(vjp = smooth_step_rule)]
fn smooth_step<T: Float>(x: T, edges: &[T; 2]) -> T {
    let t = ((x - edges[0]) / (edges[1] - edges[0])).clamp(T::ZERO, T::ONE);
    t * t * (T::from_f64(3.0) - t - t)
}

fn smooth_step_rule<T: Float>(x: T, edges: &[T; 2], d: T) -> (T, [T; 2]) {
    let width = edges[1] - edges[0];
    let t = ((x - edges[0]) / width).clamp(T::ZERO, T::ONE);
    let slope = T::from_f64(6.0) * t * (T::ONE - t) / width * d;
    (slope, [slope * (t - T::ONE), -slope * t])
}

#[differentiate]
fn shade<T: Float>(x: T, edges: &[T; 2]) -> T {
    smooth_step(x, edges) + smooth_step::<T>(x * x, edges)
}

#[test]
fn shading() {
    let (d_x, d_edges) = shade_grad(0.75, &[0.25, 1.5]);
    assert_close([d_x, d_edges[0], d_edges[1]], gradient(|[x, a, b]| shade(x, &[a, b]), [0.75, 0.25, 1.5]));
    assert!((shade_grad(0.75_f32, &[0.25, 1.5]).0 - d_x as f32).abs() < 1e-5);
}

// 12. Training with metrics beside the loss.

#[derive(Debug, PartialEq)]
struct Metrics {
    right: usize,
    margins: Vec<f64>,
}

#[differentiate(aux, wrt(weights, bias))]
fn logistic(weights: &[f64], bias: f64, points: &[[f64; 2]], labels: &[bool]) -> (f64, Metrics) {
    let mut loss = 0.0;
    let mut margins = Vec::with_capacity(points.len());
    for (point, label) in points.iter().zip(labels) {
        let score = weights[0] * point[0] + weights[1] * point[1] + bias;
        let margin = if *label { score } else { -score };
        loss += (-margin).exp().ln_1p();
        margins.push(margin);
    }
    let right = margins.iter().filter(|margin| **margin > 0.0).count();
    (loss / points.len() as f64, Metrics { right, margins })
}

#[test]
fn training_with_metrics() {
    let points = [[1.0, 2.0], [-1.0, 0.5], [0.5, -1.5], [-2.0, -1.0]];
    let labels = [true, false, true, false];
    let (mut weights, mut bias) = (vec![0.1, -0.2], 0.0);
    let mut before = f64::INFINITY;
    for _ in 0..50 {
        let ((loss, metrics), (d_weights, d_bias)) =
            logistic_value_and_grad(&weights, bias, &points, &labels);
        assert_eq!((loss, metrics), logistic(&weights, bias, &points, &labels));
        assert!(loss < before);
        before = loss;
        weights.step(-0.5, &d_weights);
        bias -= 0.5 * d_bias;
    }
    assert_eq!(logistic(&weights, bias, &points, &labels).1.right, 4);
}
