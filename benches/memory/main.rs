//! What the gradient of a million steps of a simulation stores, with checkpoints and without: the most that is allocated at a
//! time, and the time. Run with `cargo bench --bench memory`.

#![allow(missing_docs, reason = "programs as users write them")]

use differentiate::differentiate;
use peak_alloc::PeakAlloc;
use std::hint::black_box;
use std::time::Instant;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

/// One step of Runge and Kutta's method for predators and prey.
#[differentiate]
fn step(y: [f64; 2], growth: f64) -> [f64; 2] {
    let rate = |y: [f64; 2]| [growth * y[0] - y[0] * y[1], y[0] * y[1] - y[1]];
    let h = 1e-5;
    let a = rate(y);
    let b = rate([y[0] + 0.5 * h * a[0], y[1] + 0.5 * h * a[1]]);
    let c = rate([y[0] + 0.5 * h * b[0], y[1] + 0.5 * h * b[1]]);
    let d = rate([y[0] + h * c[0], y[1] + h * c[1]]);
    let next = |i: usize| y[i] + h / 6.0 * (a[i] + 2.0 * b[i] + 2.0 * c[i] + d[i]);
    [next(0), next(1)]
}

#[differentiate(grad)]
fn plain(start: [f64; 2], growth: f64, steps: usize) -> f64 {
    let mut y = start;
    for _ in 0..steps {
        y = step(y, growth);
    }
    y[0]
}

#[differentiate(grad)]
fn checkpointed(start: [f64; 2], growth: f64, steps: usize) -> f64 {
    let mut y = start;
    #[checkpoint(every = 1000)]
    for _ in 0..steps {
        y = step(y, growth);
    }
    y[0]
}

fn measured(name: &str, gradient: impl FnOnce() -> ([f64; 2], f64)) -> ([f64; 2], f64) {
    ALLOCATED.reset_peak_usage();
    let start = Instant::now();
    let gradient = black_box(gradient());
    let time = start.elapsed().as_secs_f64();
    println!("{name:<12} {:>12.3} MB {:>8.1} ms", ALLOCATED.peak_usage_as_mb(), 1e3 * time);
    gradient
}

fn main() {
    const STEPS: usize = 1_000_000;
    let (start, growth) = black_box(([1.2, 0.7], 1.1));
    let a = measured("plain", || plain_grad(start, growth, STEPS));
    let b = measured("checkpoints", || checkpointed_grad(start, growth, STEPS));
    // The sum for `growth` is added up in another order.
    assert!(a.0 == b.0 && (a.1 - b.1).abs() <= 1e-9 * a.1.abs(), "{a:?} is not {b:?}");
}
