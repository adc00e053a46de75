//! The mistakes that bit other tools, each by name, and programs of the families that users bring. Hand-derived values or
//! central differences; every value to the bit.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, derivative, gradient};
use differentiate::{differentiate, stop_gradient};

#[differentiate]
fn overwritten(x: f64) -> f64 {
    let mut y = [x, 0.0];
    y[0] = y[0] * y[0];
    y[0] = y[0].sin();
    y[0]
}

#[test]
fn an_overwrite_whose_old_adjoint_is_not_cleared() {
    assert_close([overwritten_grad(0.7)], [derivative(overwritten, 0.7)]);
}

#[differentiate]
fn local_in_a_loop(x: f64, n: usize) -> f64 {
    let mut s = x;
    for _ in 0..n {
        let mut t = [0.0; 2];
        t[1] = s * s;
        t[0] = t[1] + x;
        s = t[0].sin();
    }
    s
}

#[test]
fn a_loop_local_adjoint_that_is_not_reset() {
    for n in 0..4 {
        assert_close([local_in_a_loop_grad(0.7, n)], [derivative(|x| local_in_a_loop(x, n), 0.7)]);
    }
}

#[differentiate]
fn two_saves(x: f64, n: usize) -> f64 {
    let (mut a, mut b) = (x, x * x);
    for _ in 0..n {
        let old = a;
        a = a * b;
        b = b.sin() + old;
    }
    a * b
}

#[test]
fn saves_and_restores_that_do_not_mirror_from_the_second_iteration_on() {
    for n in 0..5 {
        assert_close([two_saves_grad(0.7, n)], [derivative(|x| two_saves(x, n), 0.7)]);
    }
}

#[differentiate]
fn part_not_run(x: &[f64], stop: f64) -> f64 {
    let mut p = 1.0;
    for (i, v) in x.iter().enumerate() {
        if *v < 0.0 {
            continue;
        }
        p *= v;
        if p > stop {
            break;
        }
        p += v.sin() * i as f64;
    }
    p
}

#[test]
fn the_reverse_of_break_and_continue_runs_what_was_not_run() {
    for stop in [0.1, 1.0, 100.0] {
        let at = [0.7, -1.2, 1.4, 0.9];
        let ours = part_not_run_value_and_grad(&at, stop);
        assert_eq!(ours.0, part_not_run(&at, stop));
        assert_close(
            part_not_run_grad(&at, stop).0.try_into().unwrap(),
            gradient(|x| part_not_run(&x, stop), at),
        );
    }
}

#[differentiate]
fn returned(x: f64, early: bool) -> f64 {
    if early {
        return x * x;
    }
    let mut y = x;
    for _ in 0..3 {
        y = y * x;
    }
    y
}

#[test]
fn a_loop_after_an_early_return_is_reversed_although_it_never_ran() {
    assert_eq!(returned_grad(3.0, true), 6.0);
    assert_eq!(returned_grad(3.0, false), 108.0);
}

#[differentiate]
fn not_needed(x: [f64; 2]) -> f64 {
    let root = x[0].sqrt();
    let unused = root.ln() / x[0];
    let kept = [x[1] * 2.0, unused];
    kept[0]
}

#[test]
fn nan_times_zero_from_a_value_that_nobody_needs() {
    assert_eq!(not_needed_grad([0.0, 1.0]), [0.0, 2.0]);
    assert_eq!(not_needed_grad([-1.0, 1.0]), [0.0, 2.0]);
}

#[differentiate(grad, wrt(x))]
fn held(x: f64, mut w: [f64; 2]) -> f64 {
    w[0] = x * x;
    w[1] *= x;
    w[0] + w[1]
}

#[test]
fn a_parameter_outside_of_wrt_that_is_overwritten_with_varying_values() {
    assert_eq!(held_grad(3.0, [5.0, 7.0]), 13.0);
}

#[differentiate]
fn saved_late(x: [f64; 3], i: usize) -> f64 {
    let mut a = x;
    a[i] = a[i] * a[i] * a[1];
    a.swap(0, i);
    a[0] * a[2] + a[1]
}

#[test]
fn elements_saved_after_the_write_and_swap() {
    for i in 0..3 {
        let at = [0.7, -1.2, 0.4];
        assert_close(saved_late_grad(at, i), gradient(|x| saved_late(x, i), at));
    }
}

#[differentiate]
fn doubles(v: &mut [f64]) {
    for x in v.iter_mut() {
        *x = *x * *x;
    }
}

#[differentiate]
fn calls_twice(x: [f64; 2]) -> f64 {
    let mut v = x;
    doubles(&mut v);
    let between = v[0];
    doubles(&mut v);
    between * v[0] + v[1]
}

#[test]
fn a_callee_that_changes_its_argument() {
    let at = [0.7, -1.2];
    assert_close(calls_twice_grad(at), gradient(calls_twice, at));
}

#[differentiate]
fn picked(x: f64, table: [f64; 4]) -> f64 {
    let at = stop_gradient(x) as usize;
    table[at] * x
}

#[test]
fn an_integer_cast_cuts_the_gradient_only_where_it_says_so() {
    assert_eq!(picked_grad(2.5, [1.0, 2.0, 3.0, 4.0]), (3.0, [0.0, 0.0, 2.5, 0.0]));
}

/// What Enzyme had wrong: a state is copied and then overwritten.
#[differentiate]
fn lstm(w: &[f64], inputs: &[f64], target: f64) -> f64 {
    const H: usize = 3;
    let mut h = [0.0; H];
    let mut c = [0.0; H];
    for x in inputs {
        let (h_before, c_before) = (h, c);
        for j in 0..H {
            let mut gates = [0.0; 4];
            for (g, gate) in gates.iter_mut().enumerate() {
                let row = &w[(g * H + j) * (H + 2)..(g * H + j + 1) * (H + 2)];
                let mut sum = row[H] * x + row[H + 1];
                for k in 0..H {
                    sum += row[k] * h_before[k];
                }
                *gate = if g == 3 { sum.tanh() } else { 1.0 / (1.0 + (-sum).exp()) };
            }
            c[j] = gates[0] * c_before[j] + gates[1] * gates[3];
            h[j] = gates[2] * c[j].tanh();
        }
    }
    let out: f64 = h.iter().sum();
    (out - target) * (out - target)
}

#[test]
fn an_lstm_over_a_sequence() {
    let w: [f64; 60] = std::array::from_fn(|i| (i as f64 * 1.7).sin() * 0.6);
    let inputs = [0.5, -0.3, 0.8, 0.1];
    let (dw, dx, dt) = lstm_grad(&w, &inputs, 0.2);
    assert_close(dw.try_into().unwrap(), gradient(|w| lstm(&w, &inputs, 0.2), w));
    assert_close(dx.try_into().unwrap(), gradient(|x| lstm(&w, &x, 0.2), inputs));
    assert_close([dt], [derivative(|t| lstm(&w, &inputs, t), 0.2)]);
    assert_eq!(lstm_value_and_grad(&w, &inputs, 0.2).0, lstm(&w, &inputs, 0.2));
}

#[differentiate]
fn horner(coefficients: &[f64], x: f64) -> f64 {
    match coefficients.len() {
        0 => 0.0,
        n => coefficients[0] + x * horner(&coefficients[1..n], x),
    }
}

#[test]
fn a_recursive_horner() {
    assert_eq!(horner_grad(&[1.0, 2.0, 3.0], 2.0), (vec![1.0, 2.0, 4.0], 14.0));
}

#[differentiate]
fn stencil(u: &[f64], n: usize, steps: usize) -> f64 {
    let mut now = u.to_vec();
    for _ in 0..steps {
        let mut next = vec![0.0; n * n];
        for i in 0..n {
            for j in 0..n {
                let mut around = 0.0;
                let mut count = 0.0;
                if i > 0 {
                    around += now[(i - 1) * n + j];
                    count += 1.0;
                }
                if i + 1 < n {
                    around += now[(i + 1) * n + j];
                    count += 1.0;
                }
                if j > 0 {
                    around += now[i * n + j - 1];
                    count += 1.0;
                }
                if j + 1 < n {
                    around += now[i * n + j + 1];
                    count += 1.0;
                }
                next[i * n + j] = now[i * n + j] + 0.1 * (around - count * now[i * n + j]).sin();
            }
        }
        now = next;
    }
    now.iter().enumerate().map(|(i, v)| v * v * (i as f64 + 1.0)).sum()
}

#[test]
fn a_stencil_with_neighbours_at_the_border() {
    let at: [f64; 9] = std::array::from_fn(|i| (i as f64 * 0.9).cos());
    for steps in [0, 1, 3] {
        let ours = stencil_grad(&at, 3, steps);
        assert_close(ours.try_into().unwrap(), gradient(|u| stencil(&u, 3, steps), at));
    }
}

/// Scratch outside of the loop that only adds, and a packed index.
#[differentiate]
fn scratch(x: &[f64], n: usize) -> f64 {
    let mut buffer = vec![0.0; n];
    let mut total = 0.0;
    let mut at = 0;
    for i in 0..n {
        for j in 0..i + 1 {
            buffer[j] = x[at] * x[j];
            at += 1;
        }
        total += buffer.iter().map(|b| b.exp()).sum::<f64>() * buffer[0];
    }
    total
}

#[test]
fn scratch_that_outlives_an_iteration_and_a_packed_index() {
    let at: [f64; 6] = std::array::from_fn(|i| (i as f64 * 0.9).cos());
    assert_close(scratch_grad(&at, 3).try_into().unwrap(), gradient(|x| scratch(&x, 3), at));
}

/// What was read before a write is not what an addition after it adds to.
#[differentiate]
fn read_before_a_write(x: [f64; 2]) -> f64 {
    let mut a = x;
    let before = a[0];
    a[0] = a[1] * 5.0;
    let between = a[0];
    a[0] = before + between.sin();
    a[0] * a[1]
}

#[test]
fn an_addition_to_what_was_there_before_another_write() {
    let at = [0.7, -1.2];
    assert_close(read_before_a_write_grad(at), gradient(read_before_a_write, at));
}
