//! Lists and arrays that change their name and are then referred to: their gradient goes to what they were.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

#[differentiate]
fn chain_moved(x: &[f64]) -> f64 {
    let o: Vec<f64> = x.iter().map(|a| a.exp()).collect();
    let p = o;
    let v = &p;
    v[0] * v[1]
}
#[differentiate]
fn changed_and_moved(x: &[f64]) -> f64 {
    let mut o = x.to_vec();
    o[0] *= 2.0;
    let p = o;
    let v = &p;
    v[0] * v[1]
}
#[differentiate]
fn array_out_of_a_block(x: &[f64]) -> f64 {
    let p = {
        let mut o = [x[0], x[1]];
        o[0] *= 2.0;
        o
    };
    let v = &p;
    let s = |v: &[f64; 2]| v[0] * v[1];
    s(&p) * v[0]
}
#[differentiate]
fn summed_through_a_reference(x: &[f64]) -> f64 {
    let o: Vec<f64> = x.iter().map(|a| a.exp()).collect();
    let p = o;
    let s: f64 = (&p).iter().sum();
    s * s
}
#[differentiate]
fn list_out_of_a_block(x: &[f64]) -> f64 {
    let p = {
        let o: Vec<f64> = x.iter().map(|a| a.exp()).collect();
        o
    };
    let v: &[f64] = &p;
    v[0] * v[1]
}
#[differentiate]
fn list_out_of_a_closure(x: &[f64]) -> f64 {
    let f = |v: &[f64]| -> Vec<f64> { v.iter().map(|a| a.exp()).collect() };
    let p = f(x);
    let s = |v: &[f64]| v[0] * v[1];
    s(&p)
}
#[differentiate]
fn closure_twice(x: &[f64]) -> f64 {
    let f = |v: &[f64]| -> Vec<f64> { v.iter().map(|a| a.exp()).collect() };
    let q = f(&f(x));
    q[1]
}
#[differentiate]
fn part_of_a_pair(x: &[f64]) -> f64 {
    let (p, k) = {
        let o: Vec<f64> = x.iter().map(|a| a.exp()).collect();
        (o, 2.0)
    };
    let v = &p;
    v[0] * v[1] * k
}
#[differentiate]
fn row_copied(x: &[f64]) -> f64 {
    let mut m = [[x[0], 1.0], [x[1], 2.0]];
    m[0][1] *= x[1];
    let r = m[0];
    let s = &r;
    s[0] * s[1]
}
#[differentiate]
fn frozen(x: &[f64]) -> f64 {
    let mut o = x.to_vec();
    o[0] *= 2.0;
    let o = o;
    let v = &o;
    v[0] * v[1]
}
#[differentiate]
fn pattern_through_a_reference(x: &[f64]) -> f64 {
    let mut o = [x[0], x[1]];
    o[0] *= 2.0;
    let p = o;
    let [a, b] = &p;
    a * b
}
#[differentiate]
fn built_in_a_block(x: &[f64]) -> f64 {
    let v: Vec<f64> = {
        let mut t = Vec::new();
        for a in x {
            t.push(a * a);
        }
        t
    };
    let r: &Vec<f64> = &v;
    let s: &[f64] = r;
    s[0] * r[1]
}
#[differentiate]
fn rows_by_value(x: &[f64]) -> f64 {
    let mut m = [[x[0], 1.0], [x[1], 2.0]];
    m[0][1] *= x[1];
    let f = |r: &[f64; 2]| r[0] * r[1];
    let mut s = 0.0;
    for row in m {
        s += f(&row);
    }
    for row in &m {
        s *= f(row);
    }
    s
}
#[differentiate]
fn out_of_a_tuple(x: &[f64]) -> f64 {
    let mut t = ([x[0], x[1]], 1.0);
    t.0[1] *= x[0];
    let f = |r: &[f64; 2]| r[0] * r[1];
    let (a, _) = t;
    let b = t.0;
    f(&a) + f(&b) * f(&t.0)
}
#[differentiate]
fn popped_list(x: &[f64]) -> f64 {
    let mut m = vec![vec![x[0], 1.0], vec![x[1], 2.0]];
    m[0][1] *= x[1];
    let f = |r: &[f64]| r[0] * r[1];
    let last = m.pop().unwrap();
    let c = m[0].clone();
    f(&last) * f(&c)
}
#[differentiate]
fn softmax_twice(x: &[f64]) -> f64 {
    let softmax = |v: &[f64]| -> Vec<f64> {
        let e: Vec<f64> = v.iter().map(|a| a.exp()).collect();
        let t: f64 = e.iter().sum();
        e.iter().map(|a| a / t).collect()
    };
    let p = softmax(x);
    let q = softmax(&p);
    q[0] * p[1] + q[1]
}

mod against_central_differences {
    by_differences! {
        [[0.7, 0.4], [1.3, -0.2]];
        chain_moved chain_moved_value_and_grad,
        changed_and_moved changed_and_moved_value_and_grad,
        array_out_of_a_block array_out_of_a_block_value_and_grad,
        summed_through_a_reference summed_through_a_reference_value_and_grad,
        list_out_of_a_block list_out_of_a_block_value_and_grad,
        list_out_of_a_closure list_out_of_a_closure_value_and_grad,
        closure_twice closure_twice_value_and_grad,
        part_of_a_pair part_of_a_pair_value_and_grad,
        row_copied row_copied_value_and_grad,
        frozen frozen_value_and_grad,
        pattern_through_a_reference pattern_through_a_reference_value_and_grad,
        built_in_a_block built_in_a_block_value_and_grad,
        rows_by_value rows_by_value_value_and_grad,
        out_of_a_tuple out_of_a_tuple_value_and_grad,
        popped_list popped_list_value_and_grad,
        softmax_twice softmax_twice_value_and_grad,
    }
}

#[test]
fn by_hand() {
    // (2x₀) · x₁
    assert_eq!(changed_and_moved_grad(&[3.0, 5.0]), [10.0, 6.0]);
    assert_eq!(frozen_grad(&[3.0, 5.0]), [10.0, 6.0]);
    // x₀² · x₁²
    assert_eq!(built_in_a_block_grad(&[3.0, 5.0]), [150.0, 90.0]);
}
