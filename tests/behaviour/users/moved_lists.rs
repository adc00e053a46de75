//! Lists that are moved, and arrays run over by value.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn moved_then_cloned(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let u = w;
    let mut v = u.clone();
    v[1] += u[0];
    v[1] * u[1]
}
#[test]
fn t_moved_then_cloned() {
    every!(nums(2); |p| moved_then_cloned, moved_then_cloned_value_and_grad, moved_then_cloned_grad, moved_then_cloned_vjp; (p));
}
#[differentiate]
fn moved(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let u = w;
    u[0] * u[1]
}
#[test]
fn t_moved() {
    every!(nums(2); |p| moved, moved_value_and_grad, moved_grad, moved_vjp; (p));
}
#[differentiate]
fn moved_and_changed(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let mut u = w;
    u[0] *= u[1];
    u[0] * u[1]
}
#[test]
fn t_moved_and_changed() {
    every!(nums(2); |p| moved_and_changed, moved_and_changed_value_and_grad, moved_and_changed_grad, moved_and_changed_vjp; (p));
}
#[differentiate]
fn moved_and_copied(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let u = w;
    let v = u.clone();
    v[1] * u[1]
}
#[test]
fn t_moved_and_copied() {
    every!(nums(2); |p| moved_and_copied, moved_and_copied_value_and_grad, moved_and_copied_grad, moved_and_copied_vjp; (p));
}
#[differentiate]
fn moved_and_summed(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let u = w;
    let s: f64 = u.iter().sum();
    s * u[0]
}
#[test]
fn t_moved_and_summed() {
    every!(nums(2); |p| moved_and_summed, moved_and_summed_value_and_grad, moved_and_summed_grad, moved_and_summed_vjp; (p));
}
#[differentiate]
fn moved_and_iterated(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let u = w;
    let mut s = 1.0;
    for v in &u {
        s *= v;
    }
    for i in 0..u.len() {
        s += u[i];
    }
    s
}
#[test]
fn t_moved_and_iterated() {
    every!(nums(2); |p| moved_and_iterated, moved_and_iterated_value_and_grad, moved_and_iterated_grad, moved_and_iterated_vjp; (p));
}
#[differentiate]
fn tot(v: &[f64]) -> f64 {
    v.iter().product()
}
#[differentiate]
fn moved_and_lent(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let u = w;
    tot(&u) * tot(&u[..1])
}
#[test]
fn t_moved_and_lent() {
    every!(nums(2); |p| moved_and_lent, moved_and_lent_value_and_grad, moved_and_lent_grad, moved_and_lent_vjp; (p));
}
#[differentiate]
fn pushed_as_a_row(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let mut keep = vec![];
    keep.push(w);
    keep[0][0] * keep[0][1]
}
#[test]
fn t_pushed_as_a_row() {
    every!(nums(2); |p| pushed_as_a_row, pushed_as_a_row_value_and_grad, pushed_as_a_row_grad, pushed_as_a_row_vjp; (p));
}
#[differentiate]
fn moved_into_a_tuple(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let t = (w, x[0]);
    t.0[0] * t.1
}
#[test]
fn t_moved_into_a_tuple() {
    every!(nums(2); |p| moved_into_a_tuple, moved_into_a_tuple_value_and_grad, moved_into_a_tuple_grad, moved_into_a_tuple_vjp; (p));
}
#[differentiate]
fn returned_in_a_tuple(x: &[f64]) -> (Vec<f64>, f64) {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let s = w[0] * w[1];
    (w, s)
}
#[test]
fn t_returned_in_a_tuple() {
    vjp!(nums(2); |p| returned_in_a_tuple, returned_in_a_tuple_vjp; (p));
}
#[differentiate]
fn returned(x: &[f64]) -> Vec<f64> {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let u = w;
    u
}
#[test]
fn t_returned() {
    vjp!(nums(2); |p| returned, returned_vjp; (p));
}
#[differentiate]
fn rows_returned(x: &[f64]) -> Vec<Vec<f64>> {
    let mut rows = vec![];
    for i in 0..2 {
        let mut r = x.to_vec();
        r[i] *= 2.0;
        rows.push(r);
    }
    rows
}
#[test]
fn t_rows_returned() {
    vjp!(nums(2); |p| rows_returned, rows_returned_vjp; (p));
}
#[differentiate]
fn replaced_by_its_clone(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    for _ in 0..3 {
        let mut n = w.clone();
        n[0] *= n[1];
        w = n;
    }
    w[0]
}
#[test]
fn t_replaced_by_its_clone() {
    every!(nums(2); |p| replaced_by_its_clone, replaced_by_its_clone_value_and_grad, replaced_by_its_clone_grad, replaced_by_its_clone_vjp; (p));
}
#[differentiate]
fn replaced_in_a_loop(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    for _ in 0..3 {
        let mut n = vec![0.0; 2];
        for i in 0..2 {
            n[i] = w[i] * w[1 - i];
        }
        w = n;
    }
    w[0]
}
#[test]
fn t_replaced_in_a_loop() {
    every!(nums(2); |p| replaced_in_a_loop, replaced_in_a_loop_value_and_grad, replaced_in_a_loop_grad, replaced_in_a_loop_vjp; (p));
}
#[differentiate]
fn made_in_blocks(x: &[f64]) -> f64 {
    let w = {
        let mut t = x.to_vec();
        t[0] += t[1];
        t
    };
    let u = if w[0] > 0.0 {
        let mut t = w.clone();
        t[1] = 2.0 * w[0];
        t
    } else {
        w.clone()
    };
    u[1] * w[0]
}
#[test]
fn t_made_in_blocks() {
    every!(nums(2); |p| made_in_blocks, made_in_blocks_value_and_grad, made_in_blocks_grad, made_in_blocks_vjp; (p));
}
#[differentiate]
fn moved_to_and_fro(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let u = w;
    let w = u;
    let u = &w;
    u[0] * w[1]
}
#[test]
fn t_moved_to_and_fro() {
    every!(nums(2); |p| moved_to_and_fro, moved_to_and_fro_value_and_grad, moved_to_and_fro_grad, moved_to_and_fro_vjp; (p));
}
#[differentiate]
fn moved_and_grown(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w.push(2.0);
    let v = w;
    let mut u = v.to_vec();
    u.push(v[0]);
    u.iter().product()
}
#[test]
fn t_moved_and_grown() {
    every!(nums(2); |p| moved_and_grown, moved_and_grown_value_and_grad, moved_and_grown_grad, moved_and_grown_vjp; (p));
}
#[differentiate]
fn iterated_by_value(x: [f64; 3]) -> f64 {
    let mut a = x;
    let mut s = 0.0;
    for v in a {
        s += v * a[0];
        a[0] += 1.0;
    }
    s
}
#[test]
fn t_iterated_by_value() {
    every!(nums(3); |p| iterated_by_value, iterated_by_value_value_and_grad, iterated_by_value_grad, iterated_by_value_vjp; (arr(p)));
}
#[differentiate]
fn zipped_by_value(x: [f64; 3]) -> f64 {
    let mut a = x;
    for (v, w) in a.into_iter().zip(x) {
        a[2] += v * w;
    }
    a[2]
}
#[test]
fn t_zipped_by_value() {
    every!(nums(3); |p| zipped_by_value, zipped_by_value_value_and_grad, zipped_by_value_grad, zipped_by_value_vjp; (arr(p)));
}
#[differentiate]
fn for_each_by_value(x: [f64; 3]) -> f64 {
    let mut a = x;
    a.into_iter().enumerate().for_each(|(i, v)| a[2 - i] += v);
    a[2] * a[0]
}
#[test]
fn t_for_each_by_value() {
    every!(nums(3); |p| for_each_by_value, for_each_by_value_value_and_grad, for_each_by_value_grad, for_each_by_value_vjp; (arr(p)));
}
#[differentiate]
fn mapped_onto_itself(x: [f64; 3]) -> f64 {
    let mut a = x;
    a = a.map(|v| v * a[0]);
    a[2] * a[0]
}
#[test]
fn t_mapped_onto_itself() {
    every!(nums(3); |p| mapped_onto_itself, mapped_onto_itself_value_and_grad, mapped_onto_itself_grad, mapped_onto_itself_vjp; (arr(p)));
}
#[differentiate]
fn field_iterated(x: [f64; 3]) -> f64 {
    let mut t = (x, 1.0);
    for v in t.0 {
        t.0[1] *= v;
        t.1 += t.0[1];
    }
    t.1
}
#[test]
fn t_field_iterated() {
    every!(nums(3); |p| field_iterated, field_iterated_value_and_grad, field_iterated_grad, field_iterated_vjp; (arr(p)));
}
#[differentiate]
fn row_iterated(x: [f64; 3]) -> f64 {
    let mut m = [x, x];
    for v in m[0] {
        m[0][1] *= v;
        m[1][0] += v;
    }
    m[1][0] * m[0][1]
}
#[test]
fn t_row_iterated() {
    every!(nums(3); |p| row_iterated, row_iterated_value_and_grad, row_iterated_grad, row_iterated_vjp; (arr(p)));
}
#[differentiate]
fn adds_all_to_the_first(x: &mut [f64; 3]) {
    for v in *x {
        x[0] += v;
    }
}
#[differentiate]
fn adds_all_and_multiplies(x: [f64; 3]) -> f64 {
    let mut a = x;
    adds_all_to_the_first(&mut a);
    a[0] * a[1]
}
#[test]
fn t_adds_all_and_multiplies() {
    every!(nums(3); |p| adds_all_and_multiplies, adds_all_and_multiplies_value_and_grad, adds_all_and_multiplies_grad, adds_all_and_multiplies_vjp; (arr(p)));
}
#[differentiate]
fn mapped_while_changed(x: [f64; 3]) -> f64 {
    let mut a = x;
    let s: f64 = a
        .into_iter()
        .map(|v| {
            a[1] *= 2.0;
            v * a[1]
        })
        .sum();
    s * a[1]
}
#[test]
fn t_mapped_while_changed() {
    every!(nums(3); |p| mapped_while_changed, mapped_while_changed_value_and_grad, mapped_while_changed_grad, mapped_while_changed_vjp; (arr(p)));
}
