//! Calls that give lists of other lengths.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn grow(a: &[f64], k: f64) -> Vec<f64> {
    let mut c = a.to_vec();
    c.push(k * a[0]);
    c
}
#[differentiate]
fn grown_by_each(x: &[f64]) -> f64 {
    let mut p = vec![1.0];
    for r in x {
        p = grow(&p, *r);
    }
    p.iter().product()
}
#[test]
fn t_grown_by_each() {
    every!(nums(3); |p| grown_by_each, grown_by_each_value_and_grad, grown_by_each_grad, grown_by_each_vjp; (p));
}
#[differentiate]
fn grown_from_the_first(x: &[f64]) -> f64 {
    let mut p = vec![x[0]];
    for r in x {
        p = grow(&p, *r);
    }
    p.iter().product()
}
#[test]
fn t_grown_from_the_first() {
    every!(nums(3); |p| grown_from_the_first, grown_from_the_first_value_and_grad, grown_from_the_first_grad, grown_from_the_first_vjp; (p));
}
#[differentiate]
fn grown_and_squared(x: &[f64]) -> f64 {
    let mut p = vec![1.0];
    for r in x {
        p = grow(&p, *r);
    }
    let mut s = 0.0;
    for v in &p {
        s += v * v;
    }
    s
}
#[test]
fn t_grown_and_squared() {
    every!(nums(3); |p| grown_and_squared, grown_and_squared_value_and_grad, grown_and_squared_grad, grown_and_squared_vjp; (p));
}
#[differentiate]
fn grown_and_indexed(x: &[f64]) -> f64 {
    let mut p = vec![1.0];
    for r in x {
        p = grow(&p, *r);
    }
    p[0] * p[2]
}
#[test]
fn t_grown_and_indexed() {
    every!(nums(3); |p| grown_and_indexed, grown_and_indexed_value_and_grad, grown_and_indexed_grad, grown_and_indexed_vjp; (p));
}
#[differentiate]
fn grown_through_a_local(x: &[f64]) -> f64 {
    let mut p: Vec<f64> = vec![1.0];
    for i in 0..3 {
        let q = grow(&p, x[i]);
        p = q;
    }
    p[0] * p[2]
}
#[test]
fn t_grown_through_a_local() {
    every!(nums(3); |p| grown_through_a_local, grown_through_a_local_value_and_grad, grown_through_a_local_grad, grown_through_a_local_vjp; (p));
}
#[differentiate]
fn grown_from_a_copy(x: &[f64]) -> f64 {
    let mut p = x.to_vec();
    for i in 0..3 {
        p = grow(&p, x[i]);
    }
    p.iter().product()
}
#[test]
fn t_grown_from_a_copy() {
    every!(nums(3); |p| grown_from_a_copy, grown_from_a_copy_value_and_grad, grown_from_a_copy_grad, grown_from_a_copy_vjp; (p));
}
#[differentiate]
fn cloned_and_pushed(x: &[f64]) -> f64 {
    let mut p = vec![1.0];
    for i in 0..3 {
        let mut c = p.clone();
        c.push(x[i] * p[0]);
        p = c;
    }
    p.iter().product()
}
#[test]
fn t_cloned_and_pushed() {
    every!(nums(3); |p| cloned_and_pushed, cloned_and_pushed_value_and_grad, cloned_and_pushed_grad, cloned_and_pushed_vjp; (p));
}
#[differentiate]
fn chained_with_one_more(x: &[f64]) -> f64 {
    let mut p = vec![1.0];
    for i in 0..3 {
        p = p.iter().map(|v| v * x[i]).chain(std::iter::once(x[i])).collect();
    }
    p.iter().product()
}
#[test]
fn t_chained_with_one_more() {
    every!(nums(3); |p| chained_with_one_more, chained_with_one_more_value_and_grad, chained_with_one_more_grad, chained_with_one_more_vjp; (p));
}
#[differentiate]
fn shrink(a: &[f64]) -> Vec<f64> {
    a.windows(2).map(|w| w[0] * w[1] + w[0]).collect()
}
#[differentiate]
fn shrunk_to_one(x: &[f64]) -> f64 {
    let mut p = x.to_vec();
    while p.len() > 1 {
        p = shrink(&p);
    }
    p[0]
}
#[test]
fn t_shrunk_to_one() {
    every!(nums(4); |p| shrunk_to_one, shrunk_to_one_value_and_grad, shrunk_to_one_grad, shrunk_to_one_vjp; (p));
}
#[differentiate]
fn grown_once_more(x: &[f64]) -> f64 {
    let mut p = vec![1.0];
    for r in x {
        p = grow(&p, *r);
    }
    grow(&p, 2.0).iter().product()
}
#[test]
fn t_grown_once_more() {
    every!(nums(3); |p| grown_once_more, grown_once_more_value_and_grad, grown_once_more_grad, grown_once_more_vjp; (p));
}
#[differentiate]
fn grown_in_new_locals(x: &[f64]) -> f64 {
    let p = vec![1.0];
    let q = grow(&p, x[0]);
    let r = grow(&q, x[1]);
    r.iter().product()
}
#[test]
fn t_grown_in_new_locals() {
    every!(nums(3); |p| grown_in_new_locals, grown_in_new_locals_value_and_grad, grown_in_new_locals_grad, grown_in_new_locals_vjp; (p));
}
#[differentiate]
fn grown_twice(x: &[f64]) -> f64 {
    let mut p = vec![1.0];
    p = grow(&p, x[0]);
    p = grow(&p, x[1]);
    p.iter().product()
}
#[test]
fn t_grown_twice() {
    every!(nums(3); |p| grown_twice, grown_twice_value_and_grad, grown_twice_grad, grown_twice_vjp; (p));
}
#[differentiate]
fn grown_by_decision(x: &[f64]) -> f64 {
    let mut p = vec![1.0];
    if x[0] > -5.0 {
        p = grow(&p, x[0]);
    }
    p.iter().product()
}
#[test]
fn t_grown_by_decision() {
    every!(nums(3); |p| grown_by_decision, grown_by_decision_value_and_grad, grown_by_decision_grad, grown_by_decision_vjp; (p));
}
#[differentiate]
fn grown_a_number_of_times(x: &[f64], n: usize) -> f64 {
    let mut p = vec![1.0];
    for i in 0..n {
        p = grow(&p, x[i]);
    }
    p.len() as f64 * p[p.len() - 1]
}
#[test]
fn t_grown_a_number_of_times() {
    every!(nums(3); |p| grown_a_number_of_times, grown_a_number_of_times_value_and_grad, grown_a_number_of_times_grad, grown_a_number_of_times_vjp; (p, 3));
}
#[test]
fn t_b52() {
    every!(nums(3); |p| grown_a_number_of_times, grown_a_number_of_times_value_and_grad, grown_a_number_of_times_grad, grown_a_number_of_times_vjp; (p, 0));
}
#[differentiate]
fn grown_and_pushed(x: &[f64]) -> f64 {
    let mut p = vec![x[0]];
    p.push(x[1]);
    for i in 0..3 {
        p = grow(&p, x[i]);
        p.push(x[i]);
    }
    p.iter().product()
}
#[test]
fn t_grown_and_pushed() {
    every!(nums(3); |p| grown_and_pushed, grown_and_pushed_value_and_grad, grown_and_pushed_grad, grown_and_pushed_vjp; (p));
}
#[differentiate]
fn gen_<T: Float, const N: usize>(x: [T; N]) -> T {
    let mut s = T::ZERO;
    for v in x {
        s += v * v;
    }
    s
}
#[differentiate]
fn squared<T: Float>(x: T) -> T {
    x * x
}
#[differentiate]
fn generic_with_its_type(x: f64) -> f64 {
    squared::<f64>(x)
}
#[test]
fn t_generic_with_its_type() {
    every!(nums(1); |p| generic_with_its_type, generic_with_its_type_value_and_grad, generic_with_its_type_grad, generic_with_its_type_vjp; (p[0]));
}
#[differentiate]
fn generic_with_a_length(x: [f64; 2]) -> f64 {
    gen_::<f64, 2>(x)
}
#[test]
fn t_generic_with_a_length() {
    every!(nums(2); |p| generic_with_a_length, generic_with_a_length_value_and_grad, generic_with_a_length_grad, generic_with_a_length_vjp; (arr(p)));
}
#[differentiate]
fn generic_with_an_inferred_type(x: [f64; 2]) -> f64 {
    gen_::<_, 2>([x[0], x[1]])
}
#[test]
fn t_generic_with_an_inferred_type() {
    every!(nums(2); |p| generic_with_an_inferred_type, generic_with_an_inferred_type_value_and_grad, generic_with_an_inferred_type_grad, generic_with_an_inferred_type_vjp; (arr(p)));
}
