//! Loops: every kind, nested, left early, zero iterations; what they carry and what they add up.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, derivative, gradient};
use differentiate::differentiate;

#[differentiate]
fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        let b = 1.0 - x[i];
        sum += 100.0 * a * a + b * b;
    }
    sum
}

#[test]
fn a_sum_over_a_slice() {
    let x = [-1.2, 1.0, 0.7, 0.4];
    let dx = rosenbrock_grad(&x);
    assert_close(dx.try_into().unwrap(), gradient(|x| rosenbrock(&x), x));
    assert_eq!(rosenbrock_value_and_grad(&x).0, rosenbrock(&x));
    assert_eq!(rosenbrock_grad(&[1.0]), [0.0]);
}

#[differentiate]
fn iterated(x: f64, n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        y = (y * x).sin() + y;
    }
    y
}

#[test]
fn a_recurrence() {
    for n in 0..5 {
        assert_close([iterated_grad(0.7, n)], [derivative(|x| iterated(x, n), 0.7)]);
        assert_eq!(iterated_value_and_grad(0.7, n).0, iterated(0.7, n));
    }
}

#[differentiate]
fn newton(a: f64) -> f64 {
    let mut x = a;
    while (x * x - a).abs() > 1e-12 {
        x = 0.5 * (x + a / x);
    }
    x
}

#[test]
fn newtons_method_in_a_while() {
    for a in [0.5, 2.0, 9.0] {
        assert!((newton_grad(a) - 0.5 / a.sqrt()).abs() < 1e-9, "{a}");
    }
    assert_eq!(newton_grad(1.0), 1.0);
}

#[differentiate]
fn nested(x: &[f64; 4], y: f64, n: usize) -> f64 {
    let mut total = 1.0;
    for i in 0..n {
        let mut row = y;
        for j in (i..x.len()).rev() {
            row = row * x[j] + y;
            for _ in 0..=j % 2 {
                row = row.sin() * total;
            }
        }
        total += row * x[i];
    }
    total
}

#[test]
fn nested_loops() {
    let at = [0.3, -0.8, 1.2, 0.5, 0.9];
    for n in 0..4 {
        let (dx, dy) = nested_grad(&[0.3, -0.8, 1.2, 0.5], 0.9, n);
        let numeric = gradient(|[a, b, c, d, y]| nested(&[a, b, c, d], y, n), at);
        assert_close([dx[0], dx[1], dx[2], dx[3], dy], numeric);
    }
}

#[differentiate]
fn left_early(x: &[f64], limit: f64) -> f64 {
    let mut sum = 0.0;
    let mut product = 1.0;
    for i in 0..x.len() {
        if x[i] < 0.0 {
            product *= 2.0;
            continue;
        }
        sum += x[i] * x[i] * product;
        if sum > limit {
            sum *= limit;
            break;
        }
        product *= x[i];
        if i == 4 {
            return sum * product;
        }
    }
    sum + product
}

#[test]
fn break_continue_and_return() {
    for x in
        [[0.5, -0.2, 0.7, 0.9, 0.3, 2.0], [2.0, 1.0, 1.0, 1.0, 1.0, 1.0], [0.1, -0.1, 0.1, -0.1, -0.4, 0.2]]
    {
        for limit in [0.6, 3.0] {
            let (dx, dl) = left_early_grad(&x, limit);
            assert_close(dx.try_into().unwrap(), gradient(|x| left_early(&x, limit), x));
            assert_close([dl], [derivative(|l| left_early(&x, l), limit)]);
        }
    }
}

#[differentiate]
fn labelled(x: f64, n: i32) -> f64 {
    let mut y = x;
    let mut count = 0;
    'outer: for i in 0..n {
        for j in 0..n {
            count += 1;
            if j > i {
                y += x;
                continue 'outer;
            }
            if count > 7 {
                y *= x;
                break 'outer;
            }
            y = y * x + 1.0;
        }
        y -= 0.5 * x;
    }
    y + count as f64 * x
}

#[test]
fn labels() {
    for n in 0..6 {
        assert_close([labelled_grad(0.8, n)], [derivative(|x| labelled(x, n), 0.8)]);
    }
}

#[differentiate]
fn endless(x: f64) -> f64 {
    let mut y = x;
    let mut i = 0;
    let z = loop {
        y = y * x.cos();
        i += 1;
        if i == 3 {
            break y * y;
        }
    };
    z + y
}

#[test]
fn loop_with_a_value() {
    assert_close([endless_grad(0.6)], [derivative(endless, 0.6)]);
}

#[differentiate]
fn iterators(x: &[f64], w: &[f64; 3], skip: usize) -> f64 {
    let mut s = 0.0;
    for v in x {
        s += v * v;
    }
    for (i, v) in x.iter().enumerate() {
        s += v.powi(i as i32 + 1);
    }
    for (a, b) in x.iter().zip(w.iter()) {
        s = s * 0.9 + a * b;
    }
    for (a, &b) in x.iter().skip(skip).zip(w) {
        s -= a.sin() * b;
    }
    for v in w.iter().rev().take(2) {
        s = s.sqrt() + v;
    }
    for pair in x.windows(2) {
        s += pair[0] * pair[1];
    }
    for (k, part) in x.chunks(2).enumerate() {
        for v in part {
            s += v * (k + part.len()) as f64;
        }
    }
    for i in (0..x.len()).step_by(2) {
        s += x[i];
    }
    for v in *w {
        s += v.exp();
    }
    s
}

#[test]
fn what_a_for_runs_over() {
    let at = [0.4, 1.3, 0.8, 0.2, 0.9, 1.1, 0.5, 0.3];
    for skip in 0..3 {
        let (dx, dw) = iterators_grad(&at[..5], &[1.1, 0.5, 0.3], skip);
        let numeric = gradient(|[a, b, c, d, e, f, g, h]| iterators(&[a, b, c, d, e], &[f, g, h], skip), at);
        assert_close([dx[0], dx[1], dx[2], dx[3], dx[4], dw[0], dw[1], dw[2]], numeric);
    }
}

#[differentiate]
fn chains(x: &[f64], w: &[f64; 3], scale: f64) -> f64 {
    let dot: f64 = x.iter().zip(w).map(|(a, b)| a * b * scale).sum();
    let norm = x.iter().map(|v| v * v).sum::<f64>().sqrt();
    let big = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let small = x.iter().fold(1.0_f64, |a, b| a.min(*b));
    let positive: f64 = x.iter().filter(|v| **v > 0.0).map(|v| v.ln()).sum();
    let product: f64 = (0..x.len()).map(|i| x[i] + i as f64).product();
    let count = x.iter().filter(|v| **v > scale).count();
    let any = x.iter().any(|v| *v < 0.0);
    let polynomial = w.iter().rev().fold(0.0, |acc, c| acc * scale + c);
    let base = dot + norm * big - small + positive + 0.1 * product + count as f64 * scale + polynomial;
    if any { base * scale } else { base }
}

#[test]
fn chains_of_iterators() {
    for x in [[0.4, 1.3, 0.8], [0.4, -1.3, 0.8]] {
        let (dx, dw, ds) = chains_grad(&x, &[0.9, -0.3, 0.5], 0.7);
        let at = [x[0], x[1], x[2], 0.9, -0.3, 0.5, 0.7];
        let numeric = gradient(|[a, b, c, d, e, f, s]| chains(&[a, b, c], &[d, e, f], s), at);
        assert_close([dx[0], dx[1], dx[2], dw[0], dw[1], dw[2], ds], numeric);
        assert_eq!(chains_value_and_grad(&x, &[0.9, -0.3, 0.5], 0.7).0, chains(&x, &[0.9, -0.3, 0.5], 0.7));
    }
}

#[differentiate]
fn closures(x: f64, y: f64) -> f64 {
    let k = x * 2.0;
    let f = |a: f64| a * k + y;
    let k = 100.0;
    let mut total = 0.0;
    let mut add = |v: f64| total += v * x;
    add(f(y));
    add(3.0);
    let mut z = x;
    let keep = move |v: f64| v * z;
    z = 50.0 * y;
    total + f(x) + k * x + keep(y) + z
}

#[test]
fn closures_mean_what_they_meant_where_they_were_made() {
    let (dx, dy) = closures_grad(0.7, 1.3);
    assert_close([dx, dy], gradient(|[x, y]| closures(x, y), [0.7, 1.3]));
}

#[differentiate]
fn cell(x: f64, h: f64, w: &[f64]) -> f64 {
    (x * w[0] + h * w[1]).tanh()
}

#[differentiate]
fn sequence(x: &[f64], w: &[f64]) -> f64 {
    let mut h = 0.0;
    let mut loss = 0.0;
    for v in x {
        h = cell(*v, h, w);
        loss += cell(h, *v, &w[1..]) * h;
    }
    loss
}

#[test]
fn calls_inside_loops() {
    let (dx, dw) = sequence_grad(&[0.5, -0.3, 0.8], &[0.9, -0.4, 0.7]);
    let at = [0.5, -0.3, 0.8, 0.9, -0.4, 0.7];
    let numeric = gradient(|[a, b, c, d, e, f]| sequence(&[a, b, c], &[d, e, f]), at);
    assert_close([dx[0], dx[1], dx[2], dw[0], dw[1], dw[2]], numeric);
}

#[differentiate]
fn total_of(x: &[f64], w: &[f64], n: usize) -> f64 {
    let mut t = 1.0;
    for i in 0..n {
        t += sequence(&x[i..], w) * t;
    }
    t
}

#[test]
fn loops_in_calls_in_loops() {
    let at = [0.5, -0.3, 0.8, 0.9, -0.4, 0.7];
    let (dx, dw) = total_of_grad(&at[..3], &at[3..], 3);
    let numeric = gradient(|[a, b, c, d, e, f]| total_of(&[a, b, c], &[d, e, f], 3), at);
    assert_close([dx[0], dx[1], dx[2], dw[0], dw[1], dw[2]], numeric);
}

#[differentiate]
fn lotka_volterra(start: [f64; 2], rates: [f64; 4], steps: usize, dt: f64) -> f64 {
    let mut s = start;
    for _ in 0..steps {
        let k1 = field(s, rates);
        let k2 = field([s[0] + 0.5 * dt * k1[0], s[1] + 0.5 * dt * k1[1]], rates);
        let k3 = field([s[0] + 0.5 * dt * k2[0], s[1] + 0.5 * dt * k2[1]], rates);
        let k4 = field([s[0] + dt * k3[0], s[1] + dt * k3[1]], rates);
        s = [
            s[0] + dt / 6.0 * (k1[0] + 2.0 * k2[0] + 2.0 * k3[0] + k4[0]),
            s[1] + dt / 6.0 * (k1[1] + 2.0 * k2[1] + 2.0 * k3[1] + k4[1]),
        ];
    }
    s[0] + 2.0 * s[1]
}

#[differentiate]
fn field(s: [f64; 2], r: [f64; 4]) -> [f64; 2] {
    [r[0] * s[0] - r[1] * s[0] * s[1], r[2] * s[0] * s[1] - r[3] * s[1]]
}

#[test]
fn a_thousand_steps_of_runge_kutta() {
    let at = [1.0, 0.5, 0.6, 0.4, 0.3, 0.5, 2.0];
    let run = |[a, b, c, d, e, f, t]: [f64; 7]| lotka_volterra([a, b], [c, d, e, f], 1000, t / 1000.0);
    let ([a, b], [c, d, e, f], dt) = lotka_volterra_grad([1.0, 0.5], [0.6, 0.4, 0.3, 0.5], 1000, 0.002);
    assert_close([a, b, c, d, e, f, dt / 1000.0], gradient(run, at));
}

#[differentiate]
fn never_ran(x: f64, n: usize) -> f64 {
    if n == 0 {
        return x;
    }
    let mut y = x;
    for i in 0..n {
        y *= x + i as f64;
    }
    y
}

#[test]
fn a_loop_after_an_early_return_that_never_ran() {
    assert_eq!(never_ran_grad(3.0, 0), 1.0);
    assert_close([never_ran_grad(3.0, 2)], [derivative(|x| never_ran(x, 2), 3.0)]);
}

#[differentiate]
fn collected(x: &[f64], s: f64) -> f64 {
    let scaled: Vec<f64> = x.iter().map(|v| v * s).collect();
    let sums = scaled.iter().zip(x).map(|(a, b)| a * b + s).collect::<Vec<f64>>();
    let mut changed: Vec<f64> = (0..x.len()).map(|i| sums[i].sin()).collect();
    changed[0] += s;
    let (head, tail) = changed.split_at(1);
    let mut total = head[0] * tail[0] + changed.first().unwrap() * x.last().unwrap();
    for i in 0..2 {
        let again: Vec<f64> = changed.iter().map(|v| v * total).collect();
        total += again[i];
    }
    total
}

#[test]
fn lists_that_are_collected() {
    let at = [0.4, 1.3, 0.8, 0.7];
    let (dx, ds) = collected_grad(&at[..3], 0.7);
    assert_close([dx[0], dx[1], dx[2], ds], gradient(|[a, b, c, s]| collected(&[a, b, c], s), at));
    assert_eq!(collected_value_and_grad(&at[..3], 0.7).0, collected(&at[..3], 0.7));
}

#[differentiate]
fn staged_chains(x: &[f64], s: f64) -> f64 {
    let positive: f64 = x.iter().take_while(|v| **v > 0.0).map(|v| v * v * s).sum();
    let pairs: f64 = (0..x.len()).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| x[i] * x[j]).sum();
    let odd = (0..x.len()).filter(|i| i % 2 == 1).map(|i| x[i].sin()).fold(s, |a, b| a * b + s);
    let until: f64 =
        (0..x.len()).flat_map(|i| (0..=i).map(move |j| x[i] * x[j])).take_while(|p| *p > -0.2).sum();
    positive + pairs * s + odd + until * s
}

#[test]
fn chains_whose_items_have_no_index() {
    for x in [[0.4, 1.3, -0.8, 0.7], [-0.4, 1.3, 0.8, 0.7]] {
        let (dx, ds) = staged_chains_grad(&x, 0.6);
        let numeric =
            gradient(|[a, b, c, d, s]| staged_chains(&[a, b, c, d], s), [x[0], x[1], x[2], x[3], 0.6]);
        assert_close([dx[0], dx[1], dx[2], dx[3], ds], numeric);
    }
}

#[differentiate]
fn guarded_sum(x: &[f64], n: i32) -> f64 {
    let mut s = 0.0;
    for v in x {
        let w = v * 2.0;
        s += match n {
            0 if w > 1.0 => w * w,
            0 if w > 0.5 && w < 0.9 => w.sin(),
            1 => w,
            _ => w * v,
        };
    }
    s
}

#[test]
fn guards_inside_a_loop_that_is_run_again() {
    for n in 0..3 {
        for x in [[0.3, 0.8, 0.41], [1.0, 0.35, 0.6]] {
            assert_close(guarded_sum_grad(&x, n).try_into().unwrap(), gradient(|x| guarded_sum(&x, n), x));
        }
    }
}

/// What a loop hands on as it got it is not thereby constant.
#[differentiate]
fn handed_on(x: f64, n: usize) -> f64 {
    let mut a = x;
    let mut s = 0.0;
    for i in 0..n {
        s += a * a * i as f64;
        (a, s) = (a, s);
    }
    s
}

#[test]
fn a_value_that_is_assigned_to_itself() {
    assert_eq!(handed_on_value_and_grad(1.5, 4), (13.5, 18.0));
    assert_eq!(handed_on_value_and_grad(1.5, 0), (0.0, 0.0));
}

/// A sum that the same iteration reads again after it was added to is more than a sum.
mod sums_that_are_read {
    use super::*;

    #[differentiate]
    fn harmonic(x: f64, n: usize) -> f64 {
        let mut y = x;
        let mut sum = 0.0;
        for _ in 0..n {
            y += 1.0;
            sum += 2.0 / y;
        }
        sum
    }

    #[differentiate]
    fn angles(x: f64, n: usize) -> f64 {
        let (mut angle, mut along, mut across) = (0.0, 0.0, 0.0);
        for i in 0..n {
            angle += x;
            along += i as f64 * angle.cos();
            across -= angle.sin();
        }
        along * across
    }

    #[differentiate]
    fn both_leave(x: f64, n: usize) -> f64 {
        let mut y = x;
        let mut sum = 0.0;
        for _ in 0..n {
            y = y + 1.0;
            sum = y.sin() + sum;
        }
        sum * y
    }

    #[test]
    fn against_differences() {
        for n in 0..5 {
            let by = |f: fn(f64, usize) -> f64| derivative(|x| f(x, n), 0.7);
            assert_close([harmonic_grad(0.7, n)], [by(harmonic)]);
            assert_close([angles_grad(0.7, n)], [by(angles)]);
            assert_close([both_leave_grad(0.7, n)], [by(both_leave)]);
        }
    }
}

#[differentiate]
fn alternating(x: &[f64]) -> f64 {
    let mut sum = 0.3;
    for v in x {
        sum = v * v - sum;
    }
    sum
}

#[differentiate]
fn shrinking(x: &[f64]) -> f64 {
    let mut sum = 0.3;
    for v in x {
        sum -= sum * v;
    }
    sum
}

#[test]
fn what_is_taken_away_is_no_sum() {
    let x = [0.4, -0.7, 1.1];
    assert_close(alternating_grad(&x).try_into().unwrap(), gradient(|x| alternating(&x), x));
    assert_close(shrinking_grad(&x).try_into().unwrap(), gradient(|x| shrinking(&x), x));
}

/// One counter can be stepped back, the other not.
#[differentiate]
fn two_counters(x: &[f64], n: usize) -> f64 {
    let (mut i, mut k, mut y) = (0, 1, 1.0);
    for _ in 0..n {
        y = (y * x[i]).sin() + x[k] * y;
        i += 1;
        k = k * 2 % 3;
    }
    y
}

#[differentiate]
fn counters_by_a_constant_and_by_another(x: &[f64], n: usize) -> f64 {
    let (mut i, mut k, mut y) = (0, 0, 1.0);
    for _ in 0..n {
        y = (y * x[i]).sin() + x[k % 3] * y;
        i += 1;
        k += n;
    }
    y
}

/// The inner loop is not reversed.
#[differentiate]
fn a_counter_of_an_inner_loop(x: &[f64], n: usize) -> f64 {
    let (mut i, mut k, mut y) = (0, 0, 1.0);
    for _ in 0..n {
        for _ in 0..n {
            k += 1;
        }
        y = (y * x[i]).sin() + x[k % 3] * y;
        i += 1;
    }
    y
}

#[test]
fn counters_that_are_stepped_back_beside_others() {
    let x = [0.4, -0.7, 1.1];
    for n in 0..4 {
        assert_close(two_counters_grad(&x, n).try_into().unwrap(), gradient(|x| two_counters(&x, n), x));
        assert_close(
            counters_by_a_constant_and_by_another_grad(&x, n).try_into().unwrap(),
            gradient(|x| counters_by_a_constant_and_by_another(&x, n), x),
        );
        assert_close(
            a_counter_of_an_inner_loop_grad(&x, n).try_into().unwrap(),
            gradient(|x| a_counter_of_an_inner_loop(&x, n), x),
        );
    }
}

/// The reverse sweep could step the inner counter back, but does not need it.
#[differentiate]
fn a_counter_that_is_only_checked(x: f64, n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        let mut count = 0;
        for _ in 0..n {
            y = (y * x).sin();
            count += 1;
        }
        assert!(count < 100);
    }
    y
}

#[test]
fn nothing_is_kept_for_a_counter_that_is_only_checked() {
    for n in 0..4 {
        let f = |x| a_counter_that_is_only_checked(x, n);
        assert_close([a_counter_that_is_only_checked_grad(0.8, n)], [derivative(f, 0.8)]);
    }
}

#[differentiate]
fn rows_by_pattern(m: &[[f64; 2]], mut n: [[f64; 2]; 2], p: &(f64, f64)) -> f64 {
    let mut sum = m.iter().map(|[x, y]| *x * y).sum::<f64>();
    for [x, y] in n.iter_mut() {
        *x *= *y;
    }
    for [x, _] in n.iter() {
        sum += x * *x;
    }
    let (a, b) = p;
    sum * *a + b
}

#[test]
fn patterns_of_references() {
    let (m, n, p) = ([[0.5, 0.7]], [[0.3, 1.1], [0.2, -0.4]], (1.3, 0.9));
    let (dm, dn, dp) = rows_by_pattern_grad(&m, n, &p);
    let run = |[a, b, c, d, e, f, g, h]: [f64; 8]| rows_by_pattern(&[[a, b]], [[c, d], [e, f]], &(g, h));
    crate::common::assert_close(
        [dm[0][0], dm[0][1], dn[0][0], dn[0][1], dn[1][0], dn[1][1], dp.0, dp.1],
        crate::common::gradient(run, [0.5, 0.7, 0.3, 1.1, 0.2, -0.4, 1.3, 0.9]),
    );
}

/// In the assertion the item is a reference, as the user wrote it.
#[differentiate]
fn asserts_of_items(x: f64, ys: Vec<f64>) -> f64 {
    let mut sum = 0.0;
    for y in ys.iter() {
        let z = x * *y;
        assert!(z.is_finite() && *y < 10.0, "{y}");
        sum += z;
    }
    sum
}

#[test]
fn an_assertion_mentions_an_item_as_the_reference_it_is() {
    let (dx, dys) = asserts_of_items_grad(2.0, vec![3.0, 5.0]);
    assert_close([dx, dys[0], dys[1]], [8.0, 2.0, 2.0]);
    let run = |[x, a, b]: [f64; 3]| asserts_of_items(x, vec![a, b]);
    assert_close([dx, dys[0], dys[1]], gradient(run, [2.0, 3.0, 5.0]));
}

/// In the loop the parameter's name stands for something else, which is assigned.
#[differentiate(grad, accumulate_grad)]
fn shadowed_in_a_loop(p: &[f64]) -> f64 {
    let mut sum = 0.0;
    for _ in 0..3 {
        let mut p: f64 = 0.5;
        p += 0.25;
        sum += p;
    }
    let _unused = [p[1]; 2];
    sum * p[0]
}

#[test]
fn a_loop_hands_on_what_it_shadows() {
    assert_eq!(shadowed_in_a_loop_grad(&[2.0, 3.0]), [2.25, 0.0]);
    let mut dp = [1.0, 1.0];
    assert_eq!(shadowed_in_a_loop_accumulate_grad(&[2.0, 3.0], &mut dp), 4.5);
    assert_eq!(dp, [3.25, 1.0]);
    assert_close(
        shadowed_in_a_loop_grad(&[2.0, 3.0]).try_into().unwrap(),
        gradient(|p| shadowed_in_a_loop(&p), [2.0, 3.0]),
    );
}

/// Nothing comes of it, so that nothing is kept of it.
#[differentiate]
fn loops_for_nothing(x: &[f64]) -> f64 {
    let mut n = 0;
    while n < 3 {
        n += 1;
        let mut k = 0;
        let mut own = [0.5; 3];
        for i in 0..3 {
            for j in 0..i + 1 {
                own[j] = (x[k % x.len()] * 0.5 + own[j]).sin();
                k += 1;
            }
        }
        let _unused = own[0] + own[1] * own[2];
    }
    x[0] * x[5]
}

/// How far the inner sum comes is known only when it has run.
#[differentiate]
fn sums_that_end_early(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for _ in x {
        let part: f64 = x.iter().map_while(|v| (*v < 0.9).then(|| v.cos())).sum();
        sum += 0.5 * part;
    }
    sum
}

#[test]
fn loops_for_nothing_and_loops_that_end_early() {
    assert_eq!(loops_for_nothing_grad(&[2.0, 0.1, 0.2, 0.3, 0.4, 3.0]), [3.0, 0.0, 0.0, 0.0, 0.0, 2.0]);
    let x = [0.3, 0.7, 0.95, 0.2];
    // Four times half of cos 0.3 + cos 0.7.
    assert_close(
        sums_that_end_early_grad(&x).try_into().unwrap(),
        [-2.0 * 0.3_f64.sin(), -2.0 * 0.7_f64.sin(), 0.0, 0.0],
    );
    assert_close(sums_that_end_early_grad(&x).try_into().unwrap(), gradient(|x| sums_that_end_early(&x), x));
}

/// A chain decides when a loop ends that gives a value.
#[differentiate]
fn until_one_is_large(x: &[f64]) -> f64 {
    let (mut n, mut s) = (0, 1.0);
    let found = loop {
        n += 1;
        if n > 3 || x.iter().any(|v| *v > s) {
            break s * x[0];
        }
        s = s * 0.5 + x[1];
    };
    found * x[1]
}

#[test]
fn a_chain_that_ends_a_loop_with_a_value() {
    for x in [[0.3, 0.4], [0.7, 0.1], [2.0, 0.2]] {
        let theirs = gradient(|x| until_one_is_large(&x), x);
        assert_close(until_one_is_large_grad(&x).try_into().unwrap(), theirs);
    }
    // It ends at once: x0 x1.
    assert_eq!(until_one_is_large_grad(&[2.0, 0.2]), [0.2, 2.0]);
}
