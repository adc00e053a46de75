//! Calls that change what stands beside them in the same expression.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[cfg(any())] // FOUND
#[differentiate]
fn heads_matched(x: &[f64], y: &[f64]) -> f64 {
    match (x, y) {
        ([a, ..], [b, ..]) => a * b,
        _ => 0.0,
    }
}
#[cfg(any())] // FOUND
#[test]
fn t_heads_matched() {
    every!(nums(4); |p| heads_matched, heads_matched_value_and_grad, heads_matched_grad, heads_matched_vjp; (&p[..2], &p[2..]));
}
#[cfg(any())] // FOUND
#[differentiate]
fn heads_and_tails_matched(x: &[f64], y: &[f64]) -> f64 {
    match (x, y) {
        ([a, s @ ..], [b, t @ ..]) => a * b + s[0] * t[0],
        _ => 0.0,
    }
}
#[cfg(any())] // FOUND
#[test]
fn t_heads_and_tails_matched() {
    every!(nums(4); |p| heads_and_tails_matched, heads_and_tails_matched_value_and_grad, heads_and_tails_matched_grad, heads_and_tails_matched_vjp; (&p[..2], &p[2..]));
}
#[differentiate]
fn doubles_and_adds(h: &mut [f64]) -> f64 {
    h[0] *= 2.0;
    h[1] += h[0];
    h[1]
}
#[differentiate]
fn doubles(h: &mut f64) -> f64 {
    *h *= 2.0;
    *h + 1.0
}
#[differentiate]
fn condition_that_changes(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    if doubles_and_adds(&mut h) > 0.0 && h[0] > 0.0 { h[0] * h[1] } else { h[1] }
}
#[test]
fn t_condition_that_changes() {
    every!([0.3, 0.4]; |p| condition_that_changes, condition_that_changes_value_and_grad, condition_that_changes_grad, condition_that_changes_vjp; (p));
}
#[test]
fn t_a12() {
    every!([-0.3, 0.4]; |p| condition_that_changes, condition_that_changes_value_and_grad, condition_that_changes_grad, condition_that_changes_vjp; (p));
}
#[differentiate]
fn factor_that_changes(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let y = h[0] * doubles_and_adds(&mut h) + h[0] * h[1];
    y * h[0]
}
#[test]
fn t_factor_that_changes() {
    every!([0.3, 0.4]; |p| factor_that_changes, factor_that_changes_value_and_grad, factor_that_changes_grad, factor_that_changes_vjp; (p));
}
#[differentiate]
fn array_of_changes(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let v = [h[1], doubles_and_adds(&mut h), h[1], doubles_and_adds(&mut h), h[0]];
    v[0] * v[1] + v[2] * v[3] * v[4]
}
#[test]
fn t_array_of_changes() {
    every!([0.3, 0.4]; |p| array_of_changes, array_of_changes_value_and_grad, array_of_changes_grad, array_of_changes_vjp; (p));
}
#[differentiate]
fn assigned_what_changes_it(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    h[0] = doubles_and_adds(&mut h) * h[0];
    h[1] -= h[0];
    h[0] * h[1]
}
#[test]
fn t_assigned_what_changes_it() {
    every!([0.3, 0.4]; |p| assigned_what_changes_it, assigned_what_changes_it_value_and_grad, assigned_what_changes_it_grad, assigned_what_changes_it_vjp; (p));
}
#[differentiate]
fn loop_condition_that_changes(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut s = 0.0;
    while doubles_and_adds(&mut h) < 3.0 {
        s += h[0] * h[1];
    }
    s * h[1]
}
#[test]
fn t_loop_condition_that_changes() {
    every!([0.3, 0.4]; |p| loop_condition_that_changes, loop_condition_that_changes_value_and_grad, loop_condition_that_changes_grad, loop_condition_that_changes_vjp; (p));
}
#[differentiate]
fn arguments_that_change(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let f = |a: f64, b: f64| a - 2.0 * b;
    f(doubles_and_adds(&mut h), h[0]) * f(h[1], doubles_and_adds(&mut h))
}
#[test]
fn t_arguments_that_change() {
    every!([0.3, 0.4]; |p| arguments_that_change, arguments_that_change_value_and_grad, arguments_that_change_grad, arguments_that_change_vjp; (p));
}
#[differentiate]
fn arm_that_changes(x: f64) -> f64 {
    let mut h = x;
    let y = if doubles(&mut h) > 1.5 { h } else { doubles(&mut h) * h };
    y * h
}
#[test]
fn t_arm_that_changes() {
    every!([0.3]; |p| arm_that_changes, arm_that_changes_value_and_grad, arm_that_changes_grad, arm_that_changes_vjp; (p[0]));
}
#[test]
fn t_a72() {
    every!([0.1]; |p| arm_that_changes, arm_that_changes_value_and_grad, arm_that_changes_grad, arm_that_changes_vjp; (p[0]));
}
#[differentiate]
fn tuple_of_changes(x: f64) -> f64 {
    let mut h = x;
    let t = (h, doubles(&mut h), h);
    let (a, b, c) = t;
    a * b * c + h
}
#[test]
fn t_tuple_of_changes() {
    every!([0.3]; |p| tuple_of_changes, tuple_of_changes_value_and_grad, tuple_of_changes_grad, tuple_of_changes_vjp; (p[0]));
}
#[differentiate]
fn sum_of_changes(x: f64) -> f64 {
    let mut h = x;
    let mut k = 1.0;
    for i in 0..3 {
        k = k * doubles(&mut h) + if i % 2 == 0 { doubles(&mut h) } else { h };
    }
    k
}
#[test]
fn t_sum_of_changes() {
    every!(1e-6, [0.3]; |p| sum_of_changes, sum_of_changes_value_and_grad, sum_of_changes_grad, sum_of_changes_vjp; (p[0]));
}
#[differentiate]
fn rows_that_change(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[1], x[0]]];
    let mut s = 0.0;
    for i in 0..2 {
        s += doubles_and_adds(&mut m[i]) * m[1 - i][0];
    }
    s * m[0][1]
}
#[test]
fn t_rows_that_change() {
    every!([0.3, 0.4]; |p| rows_that_change, rows_that_change_value_and_grad, rows_that_change_grad, rows_that_change_vjp; (p));
}
#[differentiate]
fn lists_that_change(x: &[f64]) -> f64 {
    let mut m = vec![vec![x[0], x[1]], vec![x[1], x[0]]];
    let mut s = 0.0;
    for i in 0..2 {
        s += doubles_and_adds(&mut m[i]) * m[1 - i][0];
    }
    s * m[0][1]
}
#[test]
fn t_lists_that_change() {
    every!([0.3, 0.4]; |p| lists_that_change, lists_that_change_value_and_grad, lists_that_change_grad, lists_that_change_vjp; (p));
}
#[differentiate]
fn fields_that_change(x: &[f64]) -> f64 {
    let mut t = (x[0], [x[1], 0.5]);
    let a = doubles(&mut t.0);
    let b = doubles_and_adds(&mut t.1);
    a * b + t.0 * t.1[0]
}
#[test]
fn t_fields_that_change() {
    every!([0.3, 0.4]; |p| fields_that_change, fields_that_change_value_and_grad, fields_that_change_grad, fields_that_change_vjp; (p));
}
#[differentiate]
fn chunks_and_elements_that_change(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for w in v.chunks_mut(2) {
        doubles_and_adds(w);
    }
    for p in v.iter_mut() {
        doubles(p);
    }
    v.iter().product()
}
#[test]
fn t_chunks_and_elements_that_change() {
    every!([0.3, 0.4, 0.5, 0.6]; |p| chunks_and_elements_that_change, chunks_and_elements_that_change_value_and_grad, chunks_and_elements_that_change_grad, chunks_and_elements_that_change_vjp; (p));
}
#[differentiate]
fn mapped_changes(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let s: f64 = v.iter_mut().map(|p| doubles(p)).sum();
    s * v[0]
}
#[test]
fn t_mapped_changes() {
    every!([0.3, 0.4]; |p| mapped_changes, mapped_changes_value_and_grad, mapped_changes_grad, mapped_changes_vjp; (p));
}
#[differentiate]
fn halves_that_change(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let (a, b) = v.split_at_mut(1);
    let s = doubles(&mut a[0]) * doubles(&mut b[0]);
    s + v[0] * v[1]
}
#[test]
fn t_halves_that_change() {
    every!([0.3, 0.4]; |p| halves_that_change, halves_that_change_value_and_grad, halves_that_change_grad, halves_that_change_vjp; (p));
}
#[differentiate]
fn array_pattern_by_reference(x: [f64; 2]) -> f64 {
    let mut v = x;
    let [a, b] = &mut v;
    *a *= *b;
    doubles(b);
    v[0] * v[1]
}
#[test]
fn t_array_pattern_by_reference() {
    every!([0.3, 0.4]; |p| array_pattern_by_reference, array_pattern_by_reference_value_and_grad, array_pattern_by_reference_grad, array_pattern_by_reference_vjp; (arr(p)));
}
#[differentiate]
fn tuple_pattern_by_reference(x: [f64; 2]) -> f64 {
    let mut t = (x[0], x[1]);
    let (a, b) = &mut t;
    *a *= *b;
    doubles(b);
    t.0 * t.1
}
#[test]
fn t_tuple_pattern_by_reference() {
    every!([0.3, 0.4]; |p| tuple_pattern_by_reference, tuple_pattern_by_reference_value_and_grad, tuple_pattern_by_reference_grad, tuple_pattern_by_reference_vjp; (arr(p)));
}
#[differentiate]
fn doubles_recursively(h: &mut [f64], n: usize) {
    if n == 0 {
        return;
    }
    doubles_and_adds(h);
    doubles_recursively(h, n - 1);
    h[0] += 0.1;
}
#[differentiate]
fn doubled_recursively(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    doubles_recursively(&mut v, 3);
    v[0] * v[1]
}
#[test]
fn t_doubled_recursively() {
    every!([0.3, 0.4]; |p| doubled_recursively, doubled_recursively_value_and_grad, doubled_recursively_grad, doubled_recursively_vjp; (p));
}
#[differentiate]
fn doubles_by_halves(h: &mut [f64], k: f64) -> f64 {
    let n = h.len();
    if n == 1 {
        h[0] *= k;
        return h[0];
    }
    let (a, b) = h.split_at_mut(n / 2);
    let l = doubles_by_halves(a, k);
    let r = doubles_by_halves(b, l);
    a[0] += r;
    l * r
}
#[differentiate]
fn doubled_by_halves(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let r = doubles_by_halves(&mut v, 1.1);
    v.iter().sum::<f64>() * r
}
#[test]
fn t_doubled_by_halves() {
    every!([0.3, 0.4, 0.5]; |p| doubled_by_halves, doubled_by_halves_value_and_grad, doubled_by_halves_grad, doubled_by_halves_vjp; (p));
}
#[differentiate]
fn accumulates_state(s: &mut [f64; 2], out: &mut Vec<f64>, x: f64) {
    s[0] += x;
    s[1] *= s[0];
    for (o, v) in out.iter_mut().zip(s.iter()) {
        *o += v;
    }
}
#[differentiate]
fn states_accumulated(x: &[f64]) -> f64 {
    let mut s = [0.0, 1.0];
    let mut out = vec![0.0; 2];
    for &v in x {
        accumulates_state(&mut s, &mut out, v);
    }
    out[0] * out[1]
}
#[test]
fn t_states_accumulated() {
    every!([0.3, 0.4, 0.5]; |p| states_accumulated, states_accumulated_value_and_grad, states_accumulated_grad, states_accumulated_vjp; (p));
}
#[differentiate]
fn floods(grid: &mut [[f64; 3]; 3], i: usize, j: usize, v: f64) {
    if i >= 3 || j >= 3 || grid[i][j] != 0.0 {
        return;
    }
    grid[i][j] = v;
    floods(grid, i + 1, j, v * 0.9);
    floods(grid, i, j + 1, v * v);
    if i > 0 {
        floods(grid, i - 1, j, v.sin());
    }
}
#[differentiate]
fn flooded(x: f64) -> f64 {
    let mut g = [[0.0; 3]; 3];
    g[1][1] = -1.0;
    floods(&mut g, 0, 0, x);
    g.iter().flatten().sum()
}
#[test]
fn t_flooded() {
    every!([0.8]; |p| flooded, flooded_value_and_grad, flooded_grad, flooded_vjp; (p[0]));
}
