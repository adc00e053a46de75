//! Copies of arrays, and closures that keep what they had.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn captured_before_shadowing(x: f64) -> f64 {
    let k = 2.0;
    let f = |v: f64| v * k;
    let k = x;
    f(x) * k
}
#[test]
fn t_captured_before_shadowing() {
    every!(nums(1); |p| captured_before_shadowing, captured_before_shadowing_value_and_grad, captured_before_shadowing_grad, captured_before_shadowing_vjp; (p[0]));
}
#[differentiate]
fn array_iterated_while_changed(x: [f64; 3]) -> f64 {
    let mut a = x;
    for v in a {
        a[1] += v * a[0];
    }
    a[1] * a[2]
}
#[test]
fn t_array_iterated_while_changed() {
    every!(nums(3); |p| array_iterated_while_changed, array_iterated_while_changed_value_and_grad, array_iterated_while_changed_grad, array_iterated_while_changed_vjp; (arr(p)));
}
#[differentiate]
fn array_consumed_while_changed(x: [f64; 3]) -> f64 {
    let mut a = x;
    for (i, v) in a.into_iter().enumerate() {
        a[(i + 1) % 3] += v;
    }
    a[0] * a[1] * a[2]
}
#[test]
fn t_array_consumed_while_changed() {
    every!(nums(3); |p| array_consumed_while_changed, array_consumed_while_changed_value_and_grad, array_consumed_while_changed_grad, array_consumed_while_changed_vjp; (arr(p)));
}
#[differentiate]
fn products_with_the_old_array(x: [f64; 3]) -> f64 {
    let mut a = x;
    let old = a;
    for i in 0..3 {
        a[i] = old[2 - i] * old[i];
    }
    a[0] * a[1] - old[2]
}
#[test]
fn t_products_with_the_old_array() {
    every!(nums(3); |p| products_with_the_old_array, products_with_the_old_array_value_and_grad, products_with_the_old_array_grad, products_with_the_old_array_vjp; (arr(p)));
}
#[differentiate]
fn destructured_copy(x: [f64; 2]) -> f64 {
    let mut a = x;
    let [p, q] = a;
    a[0] = q * q;
    a[1] = p * a[0];
    a[0] + a[1] * p
}
#[test]
fn t_destructured_copy() {
    every!(nums(2); |p| destructured_copy, destructured_copy_value_and_grad, destructured_copy_grad, destructured_copy_vjp; (arr(p)));
}
#[differentiate]
fn row_copied(x: [[f64; 2]; 2]) -> f64 {
    let mut m = x;
    let row = m[0];
    m[0][1] = 5.0 * m[1][0];
    m[1] = row;
    m[0][0] = 3.0;
    row[1] * m[1][0] + m[0][1] * row[0]
}
#[test]
fn t_row_copied() {
    every!(nums(4); |p| row_copied, row_copied_value_and_grad, row_copied_grad, row_copied_vjp; (mat(p)));
}
#[differentiate]
fn matrix_iterated_while_changed(x: [[f64; 2]; 2]) -> f64 {
    let mut m = x;
    for row in m {
        m[0][0] += row[1] * m[1][1];
        m[1][1] *= row[0];
    }
    m[0][0] * m[1][1]
}
#[test]
fn t_matrix_iterated_while_changed() {
    every!(nums(4); |p| matrix_iterated_while_changed, matrix_iterated_while_changed_value_and_grad, matrix_iterated_while_changed_grad, matrix_iterated_while_changed_vjp; (mat(p)));
}
#[differentiate]
fn copies_in_a_tuple(x: [f64; 2]) -> f64 {
    let mut a = x;
    let t = (a, a[0]);
    a[0] = 2.0 * a[1];
    t.0[0] * a[0] + t.1 * t.0[1]
}
#[test]
fn t_copies_in_a_tuple() {
    every!(nums(2); |p| copies_in_a_tuple, copies_in_a_tuple_value_and_grad, copies_in_a_tuple_grad, copies_in_a_tuple_vjp; (arr(p)));
}
#[differentiate]
fn closure_over_a_copy(x: [f64; 2]) -> f64 {
    let mut a = x;
    let s = a;
    let f = |i: usize| s[i] * 2.0;
    a[0] = 3.0 * f(1);
    f(0) * a[0]
}
#[test]
fn t_closure_over_a_copy() {
    every!(nums(2); |p| closure_over_a_copy, closure_over_a_copy_value_and_grad, closure_over_a_copy_grad, closure_over_a_copy_vjp; (arr(p)));
}
#[differentiate]
fn replaced_and_taken(x: [f64; 2]) -> f64 {
    let mut a = x;
    let old = std::mem::replace(&mut a, [1.0, 2.0]);
    a[0] += old[1];
    let b = std::mem::take(&mut a[1]);
    old[0] * a[0] + b + a[1]
}
#[test]
fn t_replaced_and_taken() {
    every!(nums(2); |p| replaced_and_taken, replaced_and_taken_value_and_grad, replaced_and_taken_grad, replaced_and_taken_vjp; (arr(p)));
}
#[differentiate]
fn scaled_and_counted(mut a: [f64; 2]) -> [f64; 2] {
    a[0] *= a[1];
    a[1] += 1.0;
    a
}
#[differentiate]
fn copies_through_calls(x: [f64; 2]) -> f64 {
    let mut a = x;
    let b = scaled_and_counted(a);
    a = scaled_and_counted(b);
    let c = scaled_and_counted(scaled_and_counted(a));
    a[0] * b[0] + c[0] * c[1]
}
#[test]
fn t_copies_through_calls() {
    every!(nums(2); |p| copies_through_calls, copies_through_calls_value_and_grad, copies_through_calls_grad, copies_through_calls_vjp; (arr(p)));
}
#[differentiate]
fn history_of_copies(x: [f64; 2]) -> f64 {
    let mut a = x;
    let mut hist = Vec::new();
    for i in 0..3 {
        hist.push((i, a));
        a = scaled_and_counted(a);
        a[0] -= hist[i].1[0];
    }
    hist.iter().map(|(i, v)| *i as f64 * v[0] * v[1]).sum()
}
#[test]
fn t_history_of_copies() {
    every!(nums(2); |p| history_of_copies, history_of_copies_value_and_grad, history_of_copies_grad, history_of_copies_vjp; (arr(p)));
}
#[differentiate]
fn cloned_list(x: &[f64]) -> f64 {
    let v = x.to_vec();
    let mut w = v.clone();
    w[0] = v[1] * v[1];
    let u = w;
    let mut v = u.clone();
    v[1] += u[0];
    v[1] * u[1] * v[0]
}
#[test]
fn t_cloned_list() {
    every!(nums(2); |p| cloned_list, cloned_list_value_and_grad, cloned_list_grad, cloned_list_vjp; (p));
}
#[differentiate]
fn head_copied(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let head = v[..2].to_vec();
    v[0] = 4.0 * head[1];
    v[1] = head[0];
    let tail = &v[1..];
    head[0] * tail[0] + v[0]
}
#[test]
fn t_head_copied() {
    every!(nums(3); |p| head_copied, head_copied_value_and_grad, head_copied_grad, head_copied_vjp; (p));
}
#[differentiate]
fn nested_tuple_copied(x: (f64, [f64; 2])) -> f64 {
    let mut t = x;
    let u = t;
    t.0 = u.1[0] * 2.0;
    t.1[1] = u.0;
    u.0 * t.0 + t.1[0] * u.1[1] * t.1[1]
}
#[test]
fn t_nested_tuple_copied() {
    every!(nums(3); |p| nested_tuple_copied, nested_tuple_copied_value_and_grad, nested_tuple_copied_grad, nested_tuple_copied_vjp; ((p[0], arr(&p[1..]))));
}
#[differentiate]
fn shadowed_closures(x: f64) -> f64 {
    let f = |a: f64| {
        let x = a * 2.0;
        x + 1.0
    };
    let x = f(x) * x;
    let f = |b: f64| f(b) * x;
    f(x)
}
#[test]
fn t_shadowed_closures() {
    every!(nums(1); |p| shadowed_closures, shadowed_closures_value_and_grad, shadowed_closures_grad, shadowed_closures_vjp; (p[0]));
}
#[differentiate]
fn closure_with_a_loop(x: f64) -> f64 {
    let g = |n: usize, y: f64| {
        let mut s = y;
        for i in 0..n {
            s = s * y + i as f64;
        }
        s
    };
    g(2, x) * g(3, x * x) + g(0, x)
}
#[test]
fn t_closure_with_a_loop() {
    every!(nums(1); |p| closure_with_a_loop, closure_with_a_loop_value_and_grad, closure_with_a_loop_grad, closure_with_a_loop_vjp; (p[0]));
}
#[differentiate]
fn closures_that_measure_and_scale(x: &[f64]) -> f64 {
    let norm = |v: &[f64]| v.iter().map(|a| a * a).sum::<f64>().sqrt();
    let scale = |v: &mut [f64], k: f64| {
        for a in v.iter_mut() {
            *a *= k;
        }
    };
    let mut w = x.to_vec();
    let n = norm(&w);
    scale(&mut w, 1.0 / n);
    scale(&mut w[1..], n);
    norm(&w) * w[0]
}
#[test]
fn t_closures_that_measure_and_scale() {
    every!(nums(3); |p| closures_that_measure_and_scale, closures_that_measure_and_scale_value_and_grad, closures_that_measure_and_scale_grad, closures_that_measure_and_scale_vjp; (p));
}
#[differentiate]
fn closure_that_descends(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    let mut step = |lr: f64| {
        let g: Vec<f64> = w.iter().map(|v| 2.0 * v).collect();
        for (a, b) in w.iter_mut().zip(&g) {
            *a -= lr * b;
        }
        w.iter().map(|v| v * v).sum::<f64>()
    };
    let l1 = step(0.1);
    let l2 = step(0.2);
    l1 * l2 + w[0]
}
#[test]
fn t_closure_that_descends() {
    every!(nums(3); |p| closure_that_descends, closure_that_descends_value_and_grad, closure_that_descends_grad, closure_that_descends_vjp; (p));
}
#[differentiate]
fn closure_that_logs(x: &[f64]) -> f64 {
    let mut log = Vec::new();
    let mut total = 0.0;
    let mut note = |v: f64| {
        log.push(v * v);
        total += v;
    };
    for v in x {
        note(*v);
    }
    note(1.0);
    log.iter().sum::<f64>() * total
}
#[test]
fn t_closure_that_logs() {
    every!(nums(3); |p| closure_that_logs, closure_that_logs_value_and_grad, closure_that_logs_grad, closure_that_logs_vjp; (p));
}
#[differentiate]
fn closures_with_patterns(x: f64, y: f64) -> f64 {
    let f = |(a, b): (f64, f64)| a * b;
    let g = |[a, b]: [f64; 2]| a - b;
    let k = |&a: &f64| a * a;
    f((x, y)) * g([x, y]) + k(&x)
}
#[test]
fn t_closures_with_patterns() {
    every!(nums(2); |p| closures_with_patterns, closures_with_patterns_value_and_grad, closures_with_patterns_grad, closures_with_patterns_vjp; (p[0], p[1]));
}
#[differentiate]
fn closure_by_number(x: f64) -> f64 {
    let f = |n: u32| -> f64 { if n == 0 { x } else { x.sin() } };
    [0, 1, 2].iter().map(|&n| f(n)).sum::<f64>() * (0..3).map(f).product::<f64>()
}
#[test]
fn t_closure_by_number() {
    every!(nums(1); |p| closure_by_number, closure_by_number_value_and_grad, closure_by_number_grad, closure_by_number_vjp; (p[0]));
}
