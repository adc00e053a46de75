//! What is the user's own and answers differently each time runs as often as it stands there and in the order in which it
//! stands there, whether anybody wants its value or not. Against central differences and bit by bit.

#![allow(clippy::all, unused, reason = "people write it")]

use differentiate::differentiate;
use std::cell::Cell;

thread_local! {
    static STATE: Cell<u64> = const { Cell::new(1) };
}

fn reset() {
    STATE.with(|state| state.set(1));
}

/// A small generator of random numbers.
fn noise() -> f64 {
    STATE.with(|state| {
        state.set(state.get() * 7 % 101);
        state.get() as f64 / 101.0
    })
}

fn tick() -> usize {
    STATE.with(|state| {
        state.set(state.get() + 1);
        state.get() as usize
    })
}

fn record(_: usize) {}

#[differentiate]
fn unwanted(x: &[f64]) -> f64 {
    reset();
    let _k = tick();
    let _ = tick();
    record(tick());
    if tick() > 3 {}
    let (a, _) = (tick(), tick());
    let b = [tick(), tick()][1];
    match tick() {
        7 => {}
        _ => {}
    }
    let zero = tick() as f64 * 0.0;
    let there = x.first().map(|v| v * tick() as f64).is_some();
    let c = x.get(9).copied().unwrap_or(noise());
    let y = if x[0] > -9.0 {
        let _inner = noise();
        x[1]
    } else {
        x[2]
    };
    y * (a * b + tick()) as f64 + zero * x[0] + c * x[3]
}

#[differentiate]
fn before_a_loop_is_done(x: &[f64]) -> f64 {
    reset();
    let mut s = 0.0;
    for v in x {
        s += v * v * noise();
    }
    s * noise()
}

#[differentiate]
fn additive(x: &[f64]) -> f64 {
    reset();
    let mut s = 0.0;
    for _ in 0..3 {
        s += x[0] * noise() + noise();
    }
    for _ in 0..3 {
        s += x[1] * noise();
    }
    s + x[2] * noise()
}

#[differentiate]
fn in_one_expression(x: &[f64]) -> f64 {
    reset();
    let scaled = |v: f64| v * noise();
    let a = scaled(x[0]);
    let b = scaled(x[1]);
    let z = noise() * x[1] + x[2] * noise();
    let chosen = if noise() > 0.5 { x[3] * x[3] } else { x[0] };
    (a + b * z) * noise() + chosen * noise()
}

#[differentiate]
fn through_a_chain(x: &[f64]) -> f64 {
    reset();
    let u = x.iter().map(|v| v * noise()).fold(1.0, |a, b| a * noise() + b);
    u * noise()
}

#[differentiate]
fn a_cell(x: &[f64]) -> f64 {
    let n = Cell::new(0);
    let count = || {
        n.set(n.get() + 1);
        n.get()
    };
    let (a, b) = (count(), count());
    let s: f64 = x.iter().map(|v| v * count() as f64).sum();
    x.iter().for_each(|_| n.set(n.get() + 2));
    if x[0] > -9.0 {
        n.set(n.get() * 3)
    }
    let old = n.replace(5);
    let _ = n.take();
    s * (a + b * 10) as f64 + old as f64 * x[0] + n.get() as f64 * x[1]
}

/// Its time goes on.
pub struct Clock(Cell<f64>);

impl Clock {
    fn time(&self) -> f64 {
        self.0.get()
    }
    fn advance(&self, by: f64) {
        self.0.set(self.0.get() + by);
    }
}

#[differentiate(wrt(v))]
fn dragged(v: f64, clock: &Clock) -> f64 {
    clock.advance(1.0);
    let drag = v * clock.time();
    clock.advance(1.0);
    drag
}

#[differentiate(wrt(x))]
fn with_a_clock(x: &[f64], clock: &Clock) -> f64 {
    let _unused = dragged(x[1], clock);
    let y = x[0] * clock.time();
    clock.advance(2.0);
    let z = if clock.time() > 4.0 { x[0] * 2.0 } else { x[1] };
    clock.advance(-9.0);
    let mut s = y * z;
    for v in x {
        s += v * clock.time();
        clock.advance(0.5);
    }
    for v in x {
        s += v * v * clock.time();
    }
    clock.advance(1.0);
    for v in x {
        s += dragged(*v, clock);
    }
    s + x[2] * clock.time()
}

fn clocked(x: &[f64]) -> f64 {
    with_a_clock(x, &Clock(Cell::new(1.0)))
}

fn clocked_value_and_grad(x: &[f64]) -> (f64, Vec<f64>) {
    let clock = || Clock(Cell::new(1.0));
    let both = with_a_clock_value_and_grad(x, &clock());
    assert_eq!(with_a_clock_grad(x, &clock()), both.1);
    assert_eq!(with_a_clock_vjp(x, &clock(), 1.0), both.1);
    both
}

/// Each of them through its rule.
#[differentiate]
fn all(x: &[f64]) -> f64 {
    let a = unwanted(x) + before_a_loop_is_done(x) + 2.0 * additive(x);
    a + 3.0 * in_one_expression(x) + 5.0 * through_a_chain(x) + 7.0 * a_cell(x)
}

mod against_central_differences {
    by_differences! {
        [[0.4, 1.1, -0.7, 0.9], [0.1, 1.3, 0.7, -0.9]];
        unwanted unwanted_value_and_grad,
        before_a_loop_is_done before_a_loop_is_done_value_and_grad,
        additive additive_value_and_grad,
        in_one_expression in_one_expression_value_and_grad,
        through_a_chain through_a_chain_value_and_grad,
        a_cell a_cell_value_and_grad,
        clocked clocked_value_and_grad,
        all all_value_and_grad,
    }
}

#[test]
fn the_gradient_alone() {
    let x = [0.4, 1.1, -0.7, 0.9];
    assert_eq!(unwanted_grad(&x), unwanted_value_and_grad(&x).1);
    assert_eq!(before_a_loop_is_done_grad(&x), before_a_loop_is_done_value_and_grad(&x).1);
    assert_eq!(additive_grad(&x), additive_value_and_grad(&x).1);
    assert_eq!(in_one_expression_grad(&x), in_one_expression_value_and_grad(&x).1);
    assert_eq!(through_a_chain_grad(&x), through_a_chain_value_and_grad(&x).1);
    assert_eq!(a_cell_grad(&x), a_cell_value_and_grad(&x).1);
    assert_eq!(all_grad(&x), all_value_and_grad(&x).1);
}
