//! The option `aux`: a pair, of which the first part is differentiated and the second is returned beside it.

use crate::common::{assert_close, gradient};
use differentiate::differentiate;

/// It has no gradient of any kind, and cannot be copied.
#[derive(Clone, Debug, PartialEq)]
struct Report {
    worst: usize,
    residuals: Vec<f64>,
    text: String,
}

/// A function without a rule, of the user's.
fn worst(residuals: &[f64]) -> usize {
    (0..residuals.len()).max_by(|&i, &j| residuals[i].total_cmp(&residuals[j])).unwrap_or(0)
}

#[differentiate(aux, grad, value_and_grad, vjp, accumulate_grad)]
fn fit(w: &[f64], target: &[f64]) -> (f64, Report) {
    let mut residuals = Vec::new();
    let mut loss = 0.0;
    for i in 0..w.len() {
        let r = w[i] * w[i] - target[i];
        residuals.push(r);
        loss += r * r;
    }
    (loss, Report { worst: worst(&residuals), text: format!("{loss:.3}"), residuals })
}

#[test]
fn a_report_beside_the_loss() {
    let (w, target) = ([1.0, -2.0, 0.5], [0.5, 3.0, 1.0]);
    let (loss, report) = fit(&w, &target);
    assert_eq!(report.text, "1.812");
    let ((value, beside), (d_w, d_target)) = fit_value_and_grad(&w, &target);
    assert_eq!((value.to_bits(), &beside), (loss.to_bits(), &report));
    let theirs = gradient(|w| fit(&w, &target).0, w);
    assert_close([d_w[0], d_w[1], d_w[2]], theirs);
    assert_eq!(fit_grad(&w, &target), (d_w.clone(), d_target.clone()));
    assert_eq!(fit_vjp(&w, &target, 2.0).0, d_w.iter().map(|d| d * 2.0).collect::<Vec<_>>());
    let (mut into_w, mut into_target) = ([10.0; 3], [0.0; 3]);
    assert_eq!(fit_accumulate_grad(&w, &target, &mut into_w, &mut into_target), (loss, report));
    assert_close(into_w, theirs.map(|d| d + 10.0));
}

#[differentiate(aux)]
fn branches(x: f64, n: u32) -> (f64, &'static str) {
    if x < 0.0 {
        return (-x * x, "negative");
    }
    match n {
        0 => (x, "linear"),
        1 => {
            let y = x.sin();
            (y * x, if y > 0.5 { "high" } else { "low" })
        }
        _ => (x.powi(3), "cubic"),
    }
}

// What comes with the value may be made of numbers, which are not differentiated.
#[differentiate(aux)]
fn numbers(x: [f64; 2]) -> (f64, [f64; 2]) {
    let product = x[0] * x[1];
    let pair = (product.exp(), [product, x[0] + x[1]]);
    pair
}

// A caller gets both parts.
#[differentiate(aux)]
fn calls(x: f64, n: u32) -> (f64, (usize, &'static str)) {
    let (y, name) = branches(x, n);
    let (z, _) = numbers([x, y]);
    (y * z, (name.len(), name))
}

#[differentiate]
fn total(x: f64) -> f64 {
    let mut sum = 0.0;
    for n in 0..3 {
        let pair = branches(x, n);
        sum += pair.0 * f64::from(n + 1);
    }
    sum + calls(x, 1).0
}

#[test]
fn every_way_out() {
    for x in [-0.5, 0.25, 1.25] {
        for n in 0..3 {
            let ((value, name), slope) = branches_value_and_grad(x, n);
            assert_eq!((value, name), branches(x, n));
            assert_close([slope], gradient(|[x]| branches(x, n).0, [x]));
            let ((value, beside), slope) = calls_value_and_grad(x, n);
            assert_eq!((value, beside), calls(x, n));
            assert_close([slope], gradient(|[x]| calls(x, n).0, [x]));
        }
        assert_close([total_grad(x)], gradient(|[x]| total(x), [x]));
    }
    let x = [0.5, -1.5];
    let ((value, beside), slope) = numbers_value_and_grad(x);
    assert_eq!((value, beside), numbers(x));
    assert_close(slope, gradient(|x| numbers(x).0, x));
}

// The first part may be several numbers: then there is a vector-Jacobian product, for the cotangent of that part.
#[differentiate(aux)]
fn step(state: [f64; 2], dt: f64) -> ([f64; 2], bool) {
    let next = [state[0] + dt * state[1], state[1] - dt * state[0].sin()];
    (next, next[0] > 1.0)
}

#[test]
fn several_numbers() {
    let (d_state, d_dt) = step_vjp([0.5, 0.25], 0.1, [1.0, 2.0]);
    assert_close(d_state, [1.0 - 0.2 * 0.5_f64.cos(), 0.1 + 2.0]);
    assert_close([d_dt], [0.25 - 2.0 * 0.5_f64.sin()]);
}

struct Model {
    scale: f64,
}

impl Model {
    #[differentiate(aux, wrt(x))]
    fn loss(&self, x: f64) -> (f64, Vec<f64>) {
        let y = self.scale * x * x;
        (y, vec![x, y])
    }
}

#[test]
fn a_method() {
    assert_eq!(Model { scale: 3.0 }.loss_value_and_grad(2.0), ((12.0, vec![2.0, 12.0]), 12.0));
}

// Out of a loop, and an `Option` of what is differentiated.
#[differentiate(aux)]
fn search(x: f64, tol: f64) -> (f64, (usize, Option<f64>)) {
    let mut y = x;
    for i in 0..20 {
        let next = 0.5 * (y + x / y);
        if (next - y).abs() < tol {
            return (next, (i, Some(next)));
        }
        y = next;
    }
    (y, (20, None))
}
#[test]
fn aux_in_loops() {
    let ((v, a), (d, t)) = search_value_and_grad(2.0, 1e-12);
    assert_eq!((v, a), search(2.0, 1e-12));
    assert_close([d, t], [0.5 / 2.0_f64.sqrt(), 0.0]);
}

#[differentiate(aux)]
fn helper_pair(x: f64) -> (f64, String) {
    let f = |t: f64| t * t;
    (f(x) + x, format!("{:.2}", f(x)))
}
#[test]
fn aux_text() {
    assert_eq!(helper_pair_value_and_grad(2.0), ((6.0, "4.00".to_string()), 5.0));
}

/// A list of texts, which is made on the way and given away.
#[differentiate(aux, grad, value_and_grad, jvp, hvp, hessian, pullback, grad_into, value_and_grad_into)]
fn logged(x: [f64; 2], n: usize) -> (f64, (Vec<String>, usize)) {
    let mut sum = 0.0;
    let mut log = vec![];
    for i in 0..n {
        sum += x[0].powi(2) * x[1];
        log.push(format!("step {i}"));
    }
    let steps = log.len();
    (sum, (log, steps))
}
#[test]
fn a_list_of_texts() {
    let x = [2.0, 3.0];
    let ((value, (log, steps)), gradient_of_both) = logged_value_and_grad(x, 2);
    assert_eq!((value, log, steps), (24.0, vec!["step 0".to_string(), "step 1".to_string()], 2));
    assert_eq!(gradient_of_both, [24.0, 8.0]);
    assert_close(logged_grad(x, 2), gradient(|x| logged(x, 2).0, x));
    assert_eq!(logged_jvp(x, 2, [1.0, 0.0]).1, 24.0);
    assert_eq!(logged_hessian(x, 2), [[12.0, 8.0], [8.0, 0.0]]);
    assert_eq!(logged_hvp(x, 2, [1.0, 0.0]), [12.0, 8.0]);
    let ((_, (log, _)), pull) = logged_pullback(x, 2);
    assert_eq!((log.len(), pull(1.0), pull(2.0)), (2, [24.0, 8.0], [48.0, 16.0]));
    let mut into = [7.0; 2];
    assert_eq!(logged_value_and_grad_into(x, 2, &mut into).1.1, 2);
    assert_eq!(into, [24.0, 8.0]);
}

/// A list beside what counts its numbers; by rows where there are few of these.
#[differentiate(aux, jacobian, vjp)]
fn squares(x: &[f64], some: usize) -> (Vec<f64>, usize) {
    (x.iter().take(some).map(|x| x * x).collect(), x.len())
}
#[test]
fn jacobian_of_a_list_beside_a_number() {
    assert_eq!(squares_jacobian(&[1.0, 3.0], 2), [[2.0, 0.0], [0.0, 6.0]]);
    let x: [f64; 10] = std::array::from_fn(|i| i as f64);
    let rows = squares_jacobian(&x, 2);
    assert_eq!(rows.len(), 2);
    for (i, row) in rows.into_iter().enumerate() {
        assert_close(row.try_into().unwrap(), gradient(|x: [f64; 10]| squares(&x, 2).0[i], x));
    }
}
