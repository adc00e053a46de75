//! Two parts of one array lent to one call.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn addto(out: &mut [f64], a: &[f64]) {
    for (o, v) in out.iter_mut().zip(a) {
        *o += v * v;
    }
}
#[differentiate]
fn mixes_pairs(a: &mut [f64; 2], b: &mut [f64; 2]) {
    a[0] *= b[1];
    b[0] += a[0];
}
#[differentiate]
fn mixes_numbers(a: &mut f64, b: &mut f64) {
    *a *= *b;
    *b += *a;
}
#[differentiate]
fn rows_by_array_pattern(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[1], x[0]]];
    let [a, b] = &mut m;
    addto(a, b);
    m[0][0] * m[1][1]
}
#[test]
fn t_rows_by_array_pattern() {
    every!(nums(2); |p| rows_by_array_pattern, rows_by_array_pattern_value_and_grad, rows_by_array_pattern_grad, rows_by_array_pattern_vjp; (p));
}
#[differentiate]
fn rows_mixed(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[1], x[0]]];
    let [a, b] = &mut m;
    mixes_pairs(a, b);
    m[0][0] * m[1][0]
}
#[test]
fn t_rows_mixed() {
    every!(nums(2); |p| rows_mixed, rows_mixed_value_and_grad, rows_mixed_grad, rows_mixed_vjp; (p));
}
#[differentiate]
fn elements_mixed(x: &[f64]) -> f64 {
    let mut m = [x[0], x[1]];
    let [a, b] = &mut m;
    mixes_numbers(a, b);
    m[0] * m[1]
}
#[test]
fn t_elements_mixed() {
    every!(nums(2); |p| elements_mixed, elements_mixed_value_and_grad, elements_mixed_grad, elements_mixed_vjp; (p));
}
#[differentiate]
fn halves_mixed(x: &[f64]) -> f64 {
    let mut m = [x[0], x[1]];
    let (l, r) = m.split_at_mut(1);
    mixes_numbers(&mut l[0], &mut r[0]);
    m[0] * m[1]
}
#[test]
fn t_halves_mixed() {
    every!(nums(2); |p| halves_mixed, halves_mixed_value_and_grad, halves_mixed_grad, halves_mixed_vjp; (p));
}
#[differentiate]
fn rows_of_a_list_mixed(x: &[f64]) -> f64 {
    let mut m = vec![[x[0], x[1]], [x[1], x[0]]];
    let (l, r) = m.split_at_mut(1);
    mixes_pairs(&mut l[0], &mut r[0]);
    m[0][0] * m[1][0]
}
#[test]
fn t_rows_of_a_list_mixed() {
    every!(nums(2); |p| rows_of_a_list_mixed, rows_of_a_list_mixed_value_and_grad, rows_of_a_list_mixed_grad, rows_of_a_list_mixed_vjp; (p));
}
#[differentiate]
fn lists_of_a_list(x: &[f64]) -> f64 {
    let mut m = vec![x.to_vec(), x.to_vec()];
    let (l, r) = m.split_at_mut(1);
    addto(&mut l[0], &r[0]);
    m[0][0] * m[1][0]
}
#[test]
fn t_lists_of_a_list() {
    every!(nums(2); |p| lists_of_a_list, lists_of_a_list_value_and_grad, lists_of_a_list_grad, lists_of_a_list_vjp; (p));
}
#[differentiate]
fn fields_mixed(x: &[f64]) -> f64 {
    let mut t = (x[0], x[1]);
    mixes_numbers(&mut t.0, &mut t.1);
    t.0 * t.1
}
#[test]
fn t_fields_mixed() {
    every!(nums(2); |p| fields_mixed, fields_mixed_value_and_grad, fields_mixed_grad, fields_mixed_vjp; (p));
}
#[differentiate]
fn array_fields_mixed(x: &[f64]) -> f64 {
    let mut t = ([x[0], x[1]], [x[1], 1.0]);
    mixes_pairs(&mut t.0, &mut t.1);
    t.0[0] * t.1[0]
}
#[test]
fn t_array_fields_mixed() {
    every!(nums(2); |p| array_fields_mixed, array_fields_mixed_value_and_grad, array_fields_mixed_grad, array_fields_mixed_vjp; (p));
}
#[differentiate]
fn zipped_lists_mixed(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut w = vec![1.0; 2];
    for (a, b) in v.iter_mut().zip(w.iter_mut()) {
        mixes_numbers(a, b);
    }
    v[0] * w[1]
}
#[test]
fn t_zipped_lists_mixed() {
    every!(nums(2); |p| zipped_lists_mixed, zipped_lists_mixed_value_and_grad, zipped_lists_mixed_grad, zipped_lists_mixed_vjp; (p));
}
#[differentiate]
fn chunks_mixed(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for c in v.chunks_mut(2) {
        let (a, b) = c.split_at_mut(1);
        mixes_numbers(&mut a[0], &mut b[0]);
    }
    v.iter().product()
}
#[test]
fn t_chunks_mixed() {
    every!(nums(4); |p| chunks_mixed, chunks_mixed_value_and_grad, chunks_mixed_grad, chunks_mixed_vjp; (p));
}
#[differentiate]
fn chunks_added(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for c in v.chunks_mut(2) {
        let (a, b) = c.split_at_mut(1);
        addto(a, b);
    }
    v.iter().product()
}
#[test]
fn t_chunks_added() {
    every!(nums(4); |p| chunks_added, chunks_added_value_and_grad, chunks_added_grad, chunks_added_vjp; (p));
}
#[differentiate]
fn zipped_halves_mixed(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let (a, b) = v.split_at_mut(2);
    for (p, q) in a.iter_mut().zip(b.iter_mut()) {
        mixes_numbers(p, q);
    }
    v.iter().product()
}
#[test]
fn t_zipped_halves_mixed() {
    every!(nums(4); |p| zipped_halves_mixed, zipped_halves_mixed_value_and_grad, zipped_halves_mixed_grad, zipped_halves_mixed_vjp; (p));
}
#[differentiate]
fn mixes_rows(m: &mut [[f64; 2]; 2]) {
    let [a, b] = m;
    mixes_pairs(a, b);
}
#[differentiate]
fn mixed_by_a_callee(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[1], x[0]]];
    mixes_rows(&mut m);
    m[0][0] * m[1][0]
}
#[test]
fn t_mixed_by_a_callee() {
    every!(nums(2); |p| mixed_by_a_callee, mixed_by_a_callee_value_and_grad, mixed_by_a_callee_grad, mixed_by_a_callee_vjp; (p));
}
#[differentiate]
fn prefix_before_each(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for i in 0..v.len() {
        let (before, after) = v.split_at_mut(i);
        if let Some(last) = before.last() {
            after[0] += last * 0.5;
        }
    }
    v.iter().product()
}
#[test]
fn t_prefix_before_each() {
    every!(nums(4); |p| prefix_before_each, prefix_before_each_value_and_grad, prefix_before_each_grad, prefix_before_each_vjp; (p));
}
#[differentiate]
fn forward_substitution(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for i in 1..v.len() {
        let (done, rest) = v.split_at_mut(i);
        for d in done.iter() {
            rest[0] -= 0.1 * d;
        }
        addto(&mut rest[1..], &[1.0, 2.0]);
    }
    v.iter().product()
}
#[test]
fn t_forward_substitution() {
    every!(nums(4); |p| forward_substitution, forward_substitution_value_and_grad, forward_substitution_grad, forward_substitution_vjp; (p));
}
