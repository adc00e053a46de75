//! `#[checkpoint(every = N)]`: loops whose reverse sweep runs them again, a segment at a time.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use crate::check::{arr, nums};
use differentiate::{Differentiable, differentiate};

/// Three steps: y = x, 2 segments of every = 2, the second of one iteration.
#[differentiate(grad, hvp)]
fn cubed_twice(x: f64) -> f64 {
    let mut y = x;
    #[checkpoint(every = 2)]
    for _ in 0..3 {
        y = y * y;
    }
    y
}

#[test]
fn squares_of_squares() {
    assert_eq!(cubed_twice_grad(2.0), 8.0 * 128.0);
    assert_eq!(cubed_twice_hvp(2.0, 1.0), 56.0 * 64.0);
}

#[differentiate(value_and_grad, jvp)]
fn logistic(x: f64, r: f64, n: usize, every: usize) -> f64 {
    let (mut y, mut mean) = (x, 0.0);
    #[checkpoint(every = every)]
    for i in 0..n {
        y = r * y * (1.0 - y);
        mean += y / (i + 1) as f64;
    }
    y + mean
}

#[test]
fn segments_of_every_length() {
    for (n, every) in [(0, 3), (1, 3), (3, 3), (4, 3), (20, 7), (20, 1), (20, 100), (20, usize::MAX), (2, 0)]
    {
        check!([0.3, 2.5]; |p| logistic, logistic_value_and_grad; (p[0], p[1], n, every));
        let (value, slope) = logistic_jvp(0.3, 2.5, n, every, 1.0, 0.0);
        let (same, (dx, _)) = logistic_value_and_grad(0.3, 2.5, n, every);
        assert_eq!(value, same);
        assert!((slope - dx).abs() <= 1e-12 * dx.abs());
    }
}

/// No iterations between checkpoints, spelled so that it is seen late: as one.
#[differentiate(grad)]
fn no_iterations(x: f64) -> f64 {
    let mut y = x;
    #[checkpoint(every = (0))]
    for _ in 0..3 {
        y = y * y;
    }
    y
}

#[test]
fn none_is_one() {
    assert_eq!(no_iterations_grad(2.0), 8.0 * 128.0);
}

/// Counters of another type, backwards and closed, and what is counted beside them.
#[differentiate(value_and_grad)]
fn counters(x: f64, n: i8) -> f64 {
    let (mut y, mut k) = (x, 0);
    #[checkpoint(every = 4)]
    for i in (-3..=n).rev() {
        k += 2;
        if i % 3 == 0 {
            continue;
        }
        y = (0.3 * y * (i - 1) as f64).sin() + y / k as f64;
    }
    y
}

#[test]
fn counters_of_any_kind() {
    for n in [-4, -3, 0, 9] {
        check!([0.4]; |p| counters, counters_value_and_grad; (p[0], n));
    }
}

#[differentiate(vjp)]
fn rhs(y: &[f64], k: &[f64; 2], dy: &mut [f64]) {
    dy[0] = k[0] * y[0] - y[0] * y[1];
    dy[1] = y[0] * y[1] - k[1] * y[1];
}

/// Runge–Kutta with buffers that every step overwrites, and a state that it changes.
#[differentiate(value_and_grad)]
fn predator_prey(y: &[f64], k: [f64; 2], steps: usize) -> f64 {
    let mut y = y.to_vec();
    let (mut a, mut b, mut half) = ([0.0; 2], [0.0; 2], vec![0.0; 2]);
    let mut area = 0.0;
    #[checkpoint(every = 5)]
    for _ in 0..steps {
        rhs(&y, &k, &mut a);
        for i in 0..2 {
            half[i] = y[i] + 0.05 * a[i];
        }
        rhs(&half, &k, &mut b);
        for (y, b) in y.iter_mut().zip(&b) {
            *y += 0.1 * b;
        }
        area += y[0] * half[1];
    }
    area + y[0] * y[1]
}

#[differentiate(value_and_grad)]
fn calls_it(x: f64) -> f64 {
    predator_prey(&[x, x * x], [1.1, 0.4], 12) * x
}

#[test]
fn states_in_vectors() {
    check!([1.2, 0.7, 1.1, 0.4]; |p| predator_prey, predator_prey_value_and_grad; (&p[..2], arr(&p[2..]), 23));
    check!([0.8]; |p| calls_it, calls_it_value_and_grad; (p[0]));
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Pendulum {
    length: f64,
    damping: f64,
}

#[differentiate]
impl Pendulum {
    #[differentiate(value_and_grad, wrt(self, angle))]
    fn swing(&self, angle: f64, controls: &[f64]) -> f64 {
        let (mut q, mut p) = (angle, 0.0);
        let mut path = Vec::new();
        #[checkpoint(every = 3)]
        for (u, i) in controls.iter().zip(1..) {
            let force = -q.sin() / self.length - self.damping * p + u;
            p += 0.1 * force;
            q += 0.1 * p * (i as f64).sqrt();
            path.push(q * q);
        }
        path.iter().sum()
    }
}

#[test]
fn methods_and_lists_that_grow() {
    let both = |l, d, angle, u: &[f64]| {
        let (value, (pendulum, angle)) = Pendulum { length: l, damping: d }.swing_value_and_grad(angle, u);
        (value, (pendulum.length, pendulum.damping, angle))
    };
    let plain = |l, d, angle, u: &[f64]| Pendulum { length: l, damping: d }.swing(angle, u);
    check!([0.9, 0.3, 0.5]; |p| plain, both; (p[0], p[1], p[2], &nums(11)));
}

/// A loop with checkpoints in one with checkpoints, a row of a grid changed in place, and no derivative after it.
#[differentiate(vjp, wrt(u, k))]
fn heat<const N: usize>(u: &mut [[f64; N]; 3], k: f64, steps: usize) {
    #[checkpoint(every = 2)]
    for step in 0..steps {
        #[checkpoint(every = 1)]
        for row in u.iter_mut() {
            let old = *row;
            for i in 1..N - 1 {
                row[i] += k * (old[i - 1] - 2.0 * old[i] + old[i + 1]) * (old[i] + step as f64);
            }
        }
    }
}

#[test]
fn grids_by_reference() {
    let u = nums(12);
    let grid = |p: &[f64]| -> [[f64; 4]; 3] { crate::check::mat(p) };
    let value = |p: &[f64]| {
        let mut u = grid(p);
        heat(&mut u, p[12], 5);
        u.iter().flatten().zip(nums(30).iter().skip(15)).map(|(u, w)| u * w).sum::<f64>()
    };
    let both = |p: &[f64]| {
        let (mut u, mut d_u) = (grid(p), grid(&nums(30)[15..]));
        let dk = heat_vjp(&mut u, p[12], 5, &mut d_u);
        (value(p), crate::check::flat((d_u, dk)))
    };
    let at: Vec<f64> = u.into_iter().chain([0.2]).collect();
    crate::check::agrees(&at, value, both, 1e-7);
}

/// A struct as state, which is not `Copy`, and has a number that is no float.
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Walker {
    at: f64,
    seed: u64,
}

#[differentiate(vjp, wrt(walker, pace))]
fn step(walker: &mut Walker, pace: f64) -> f64 {
    walker.seed = (walker.seed * 7 + 3) % 11;
    walker.at += 0.1 * pace * walker.seed as f64 * walker.at;
    walker.at * pace
}

#[differentiate(vjp, wrt(walker, pace))]
fn walk(walker: &mut Walker, pace: f64, steps: usize) -> f64 {
    let mut pace = pace;
    #[checkpoint(every = 3)]
    for _ in 0..steps {
        pace = step(walker, pace).sin();
    }
    for _ in 0..steps {
        pace += step(walker, pace).cos();
    }
    pace
}

#[test]
fn structs_that_functions_change() {
    for steps in [0, 1, 3, 7] {
        let walked = |p: &[f64]| {
            let mut walker = Walker { at: p[0], seed: 5 };
            (walk(&mut walker, p[1], steps) * 2.0 + walker.at, walker)
        };
        let both = |p: &[f64]| {
            let (mut walker, mut d) = (Walker { at: p[0], seed: 5 }, WalkerGradient { at: 1.0, seed: () });
            let pace = walk_vjp(&mut walker, p[1], steps, 2.0, &mut d);
            let (value, same) = walked(p);
            assert_eq!(walker, same);
            (value, vec![d.at, pace])
        };
        crate::check::agrees(&[0.4, 0.3], |p| walked(p).0, both, 1e-7);
    }
}
