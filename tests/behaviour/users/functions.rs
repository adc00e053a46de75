//! Functions as parameters and as values, as numeric programs use them.

use crate::check::nums;
use differentiate::differentiate;
use std::cell::RefCell;

/// The root of a cubic by Newton's method, with function and slope as closures.
#[differentiate]
fn cubic_root(a: f64, b: f64, c: f64) -> f64 {
    let f = |x: f64| a * x * x * x + b * x - c;
    let slope = |x: f64| 3.0 * a * x * x + b;
    let newton = |f: &dyn Fn(f64) -> f64, df: &dyn Fn(f64) -> f64, start: f64| {
        let mut x = start;
        for _ in 0..50 {
            let step = f(x) / df(x);
            x -= step;
            if step.abs() < 1e-14 {
                return x;
            }
        }
        x
    };
    newton(&f, &slope, 1.0)
}

#[test]
fn newtons_method() {
    every!([1.2, 0.7, 3.0]; |p| cubic_root, cubic_root_value_and_grad, cubic_root_grad, cubic_root_vjp; (p[0], p[1], p[2]));
}

/// The root of x² − a by bisection, polished by one step that carries the derivative.
#[differentiate]
fn bisected_root(a: f64) -> f64 {
    let f = |x: f64| x * x - a;
    let bisect = |f: &dyn Fn(f64) -> f64, mut low: f64, mut high: f64| {
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if high - low < 1e-12 {
                return middle;
            }
            if f(low) * f(middle) <= 0.0 { high = middle } else { low = middle }
        }
        low
    };
    let x = bisect(&f, 0.0, 10.0);
    x - f(x) / (2.0 * x)
}

#[test]
fn bisection() {
    every!(1e-6, [2.3]; |p| bisected_root, bisected_root_value_and_grad, bisected_root_grad, bisected_root_vjp; (p[0]));
}

/// Simpson's rule over pieces that halve until they are good enough, of an integrand with parameters.
#[differentiate]
fn adaptive_simpson(rate: f64, power: f64, tolerance: f64) -> f64 {
    let integrand = |t: f64| (-rate * t).exp() * (1.0 + t).powf(power);
    let simpson =
        |f: &dyn Fn(f64) -> f64, a: f64, b: f64| (b - a) / 6.0 * (f(a) + 4.0 * f(0.5 * (a + b)) + f(b));
    let mut left = 0.0;
    let mut width = 1.0;
    let mut total = 0.0;
    while left < 2.0 {
        let (a, m, b) = (left, left + 0.5 * width, left + width);
        let whole = simpson(&integrand, a, b);
        let halves = simpson(&integrand, a, m) + simpson(&integrand, m, b);
        if (whole - halves).abs() < tolerance || width < 1e-3 {
            total += halves + (halves - whole) / 15.0;
            left = b;
        } else {
            width *= 0.5;
        }
    }
    total
}

#[test]
fn adaptive_quadrature() {
    for tolerance in [1e-2, 1e-5] {
        let grad = adaptive_simpson_value_and_grad(0.8, 1.5, tolerance);
        let along = |rate| adaptive_simpson(rate, 1.5, tolerance);
        assert!((grad.1.0 - crate::common::derivative(along, 0.8)).abs() < 1e-6);
        let along = |power| adaptive_simpson(0.8, power, tolerance);
        assert!((grad.1.1 - crate::common::derivative(along, 1.5)).abs() < 1e-6);
    }
}

/// A stepper that takes any right-hand side, and a predator and its prey.
#[differentiate]
fn predator_and_prey(start: [f64; 2], growth: f64, hunger: f64) -> f64 {
    let slope = |y: [f64; 2]| {
        let [prey, hunters] = y;
        if prey < 0.0 {
            return [0.0, -hunters];
        }
        [growth * prey - hunger * prey * hunters, hunger * prey * hunters - hunters]
    };
    let step = |f: &dyn Fn([f64; 2]) -> [f64; 2], y: [f64; 2], h: f64| {
        let add = |a: [f64; 2], s: f64, b: [f64; 2]| [a[0] + s * b[0], a[1] + s * b[1]];
        let k1 = f(y);
        let k2 = f(add(y, h / 2.0, k1));
        let k3 = f(add(y, h / 2.0, k2));
        let k4 = f(add(y, h, k3));
        add(add(add(add(y, h / 6.0, k1), h / 3.0, k2), h / 3.0, k3), h / 6.0, k4)
    };
    let mut y = start;
    for _ in 0..8 {
        y = step(&slope, y, 0.1);
    }
    y[0] * y[0] + y[1]
}

#[test]
fn a_stepper_for_any_right_hand_side() {
    every!([1.0, 0.5, 1.1, 0.4]; |p| predator_and_prey, predator_and_prey_value_and_grad, predator_and_prey_grad, predator_and_prey_vjp; ([p[0], p[1]], p[2], p[3]));
}

#[derive(Clone, Copy)]
enum Payoff {
    Call,
    Put,
    Digital,
}

/// An option by simulation: the draws come from the caller, the payoff is chosen.
#[differentiate(wrt(spot, strike, sigma))]
fn simulated_option(
    mut normal: impl FnMut() -> f64,
    payoff: Payoff,
    spot: f64,
    strike: f64,
    sigma: f64,
    paths: usize,
) -> f64 {
    let pay: &dyn Fn(f64) -> f64 = match payoff {
        Payoff::Call => &|s: f64| (s - strike).max(0.0),
        Payoff::Put => &|s: f64| (strike - s).max(0.0),
        Payoff::Digital => &|s: f64| {
            if s < strike {
                return 0.0;
            }
            s / strike
        },
    };
    let mut total = 0.0;
    for _ in 0..paths {
        let end = spot * (-0.5 * sigma * sigma + sigma * normal()).exp();
        total += pay(end);
    }
    total / paths as f64
}

#[test]
fn a_payoff_and_a_source_of_normals() {
    let source = || {
        let mut at = 0;
        move || {
            at += 1;
            [0.3, -1.2, 0.8, 1.9, -0.4][at % 5]
        }
    };
    for payoff in [Payoff::Call, Payoff::Put, Payoff::Digital] {
        every!([1.1, 1.0, 0.3]; |p| simulated_option, simulated_option_value_and_grad, simulated_option_grad, simulated_option_vjp; (source(), payoff, p[0], p[1], p[2], 7));
    }
}

/// A network whose activations are named.
#[differentiate]
fn named_activations(x: &[f64], w: &[f64], names: &[&str]) -> f64 {
    let mut h: Vec<f64> = x.to_vec();
    for (layer, name) in names.iter().enumerate() {
        let act: fn(f64) -> f64 = match *name {
            "relu" => |v| v.max(0.0),
            "tanh" => f64::tanh,
            "softplus" => |v| v.exp().ln_1p(),
            _ => |v| v,
        };
        h = h.iter().map(|v| act(w[layer] * v + 0.1)).collect();
    }
    h.iter().sum()
}

#[test]
fn activations_by_name() {
    let names = ["tanh", "relu", "softplus", "identity"];
    every!(nums(6); |p| named_activations, named_activations_value_and_grad, named_activations_grad, named_activations_vjp; (&p[..2], &p[2..], &names));
}

/// A loss of the caller's choice, with a derivative by central differences inside.
#[differentiate]
fn stiffness(k: f64, x: f64) -> f64 {
    let energy = |u: f64| 0.5 * k * u * u + 0.25 * u.powi(4);
    let slope = |f: &dyn Fn(f64) -> f64, at: f64| {
        let h = 1e-2;
        (f(at + h) - f(at - h)) / (2.0 * h)
    };
    let force = |u: f64| slope(&energy, u);
    slope(&force, x)
}

#[test]
fn differences_of_a_closure() {
    every!([2.0, 0.4]; |p| stiffness, stiffness_value_and_grad, stiffness_grad, stiffness_vjp; (p[0], p[1]));
}

/// A fit whose basis is a slice of functions, and which tells the caller how it goes.
#[differentiate(wrt(weights))]
fn fit(
    basis: &[&dyn Fn(f64) -> f64],
    observe: &mut impl FnMut(usize, f64),
    stop: impl Fn(f64) -> bool,
    data: &[(f64, f64)],
    weights: &[f64],
) -> f64 {
    let mut total = 0.0;
    for (at, (x, y)) in data.iter().enumerate() {
        let mut model = 0.0;
        for (f, w) in basis.iter().zip(weights) {
            model += f(*x) * w;
        }
        let residual = model - y;
        observe(at, residual);
        total += residual * residual;
        if stop(total) {
            return total;
        }
    }
    total
}

#[test]
fn a_basis_and_an_observer() {
    let data = [(0.0, 1.0), (0.5, 1.2), (1.0, 0.4), (1.5, 2.0)];
    let basis: [&dyn Fn(f64) -> f64; 3] = [&|_| 1.0, &|t| t, &f64::cos];
    let seen = RefCell::new(Vec::new());
    let mut observe = |at: usize, residual: f64| seen.borrow_mut().push((at, residual));
    let weights = [0.3, -0.2, 0.9];
    let value = fit(&basis, &mut observe, |_| false, &data, &weights);
    let expected = seen.take();
    assert_eq!(expected.len(), 4);
    for stop in [f64::MAX, 1.0] {
        let mut ours = vec![0.0; 3];
        for i in 0..3 {
            ours[i] = crate::common::derivative(
                |w| {
                    let mut weights = weights;
                    weights[i] = w;
                    fit(&basis, &mut |_, _| (), |total| total > stop, &data, &weights)
                },
                weights[i],
            );
        }
        let (again, slope) = fit_value_and_grad(&basis, &mut observe, |total| total > stop, &data, &weights);
        crate::check::same("fit", &slope, &ours);
        crate::check::same(
            "grad",
            &fit_grad(&basis, &mut |_, _| (), |total| total > stop, &data, &weights),
            &ours,
        );
        if stop == f64::MAX {
            assert_eq!(again, value);
            assert_eq!(seen.take(), expected);
        }
    }
}

/// A fixed point of a contraction that the caller chooses among its own.
#[differentiate]
fn fixed_point(a: f64, b: f64, damped: bool) -> f64 {
    let plain = |x: f64| a * x.cos() + b;
    let slow = |x: f64| 0.5 * x + 0.5 * plain(x);
    let map: &dyn Fn(f64) -> f64 = if damped { &slow } else { &plain };
    let mut x = 0.5;
    for _ in 0..200 {
        let next = map(x);
        if (next - x).abs() < 1e-14 {
            return next;
        }
        x = next;
    }
    x
}

#[test]
fn a_fixed_point() {
    for damped in [false, true] {
        every!([0.6, 0.2]; |p| fixed_point, fixed_point_value_and_grad, fixed_point_grad, fixed_point_vjp; (p[0], p[1], damped));
    }
}

/// Filters in a row, each a boxed closure with a parameter.
#[differentiate]
fn filtered(signal: &[f64], gain: f64, limit: f64) -> f64 {
    let stages: Vec<Box<dyn Fn(f64) -> f64>> = vec![
        Box::new(move |v| v * gain),
        Box::new(move |v: f64| v.clamp(-limit, limit)),
        Box::new(|v| v + 0.1 * v * v * v),
    ];
    signal.iter().map(|v| stages.iter().fold(*v, |v, stage| stage(v))).map(|v| v * v).sum()
}

#[test]
fn stages_of_a_filter() {
    every!([0.3, -0.9, 0.1, 1.4, 0.8]; |p| filtered, filtered_value_and_grad, filtered_grad, filtered_vjp; (&p[..3], p[3], p[4]));
}

/// A kernel of the caller's, weights that are differentiated, and another function that is given the same kernel.
#[differentiate(wrt(weights))]
fn smooth<K>(kernel: K, centres: &[f64], weights: &[f64], at: f64) -> f64
where
    K: Fn(f64) -> f64,
{
    let mut top = 0.0;
    let mut bottom = 0.0;
    for (c, w) in centres.iter().zip(weights) {
        let k = kernel(at - c);
        top += k * w * w;
        bottom += k;
    }
    top / bottom
}

#[differentiate(wrt(weights))]
fn roughness(kernel: &dyn Fn(f64) -> f64, centres: &[f64], weights: &[f64], grid: &[f64]) -> f64 {
    let mut total = 0.0;
    for pair in grid.windows(2) {
        let step =
            smooth(kernel, centres, weights, pair[1]) - smooth(|d| kernel(d), centres, weights, pair[0]);
        total += step * step;
    }
    total
}

#[test]
fn a_kernel_smoother() {
    let (centres, grid) = ([0.0, 0.6, 1.1], [0.1, 0.4, 0.8, 1.2]);
    every!([0.5, 1.2, -0.3]; |p| roughness, roughness_value_and_grad, roughness_grad, roughness_vjp; (&|d: f64| (-d * d).exp(), &centres, p, &grid));
}
