//! Effects inside of expressions, conditions and closures.

use crate::check::{arr, mat};
use differentiate::differentiate;
const X: [f64; 6] = [0.7, 1.2, 0.4, 1.1, -0.3, 0.6];
#[differentiate]
fn bump(y: &mut f64) -> f64 {
    *y *= 2.0;
    *y + 0.1
}
#[differentiate]
fn fill(y: &mut [f64], k: f64) -> f64 {
    y[0] = k;
    0.0
}
#[differentiate]
fn short_circuit(x: &[f64]) -> f64 {
    let mut a = x[0];
    if x[1] > 5.0 && bump(&mut a) > 0.0 {
        a += 1.0;
    }
    if x[1] > 0.0 || bump(&mut a) > 0.0 {
        a *= 3.0;
    }
    a * a
}
#[test]
fn t_short_circuit() {
    check!(X; |p| short_circuit, short_circuit_value_and_grad; (p));
}
#[differentiate]
fn condition(x: &[f64]) -> f64 {
    let mut a = x[0];
    if bump(&mut a) > 1.0 {
        a = a * a;
    }
    a
}
#[test]
fn t_condition() {
    check!(X; |p| condition, condition_value_and_grad; (p));
}
#[differentiate]
fn loop_condition(x: &[f64]) -> f64 {
    let mut a = x[0];
    let mut n = 0;
    while bump(&mut a) < 20.0 {
        a += x[1];
        n += 1;
    }
    a * n as f64
}
#[test]
fn t_loop_condition() {
    check!(X; |p| loop_condition, loop_condition_value_and_grad; (p));
}
#[differentiate]
fn ignored_value(x: &[f64]) -> f64 {
    let mut a = x[0];
    let _ = bump(&mut a);
    bump(&mut a);
    a
}
#[test]
fn t_ignored_value() {
    check!(X; |p| ignored_value, ignored_value_value_and_grad; (p));
}
#[differentiate]
fn scrutinee(x: &[f64]) -> f64 {
    let mut a = x[0];
    match bump(&mut a) > 1.0 {
        true => a * 2.0,
        false => a,
    }
}
#[test]
fn t_scrutinee() {
    check!(X; |p| scrutinee, scrutinee_value_and_grad; (p));
}
#[differentiate]
fn array_elements(x: &[f64]) -> f64 {
    let mut a = x[0];
    let v = [bump(&mut a), a, bump(&mut a)];
    v[0] * v[1] * v[2]
}
#[test]
fn t_array_elements() {
    check!(X; |p| array_elements, array_elements_value_and_grad; (p));
}
#[differentiate]
fn receivers_and_arguments(x: &[f64]) -> f64 {
    let mut a = x[0];
    bump(&mut a).max(a) * bump(&mut a).min(a)
}
#[test]
fn t_receivers_and_arguments() {
    check!(X; |p| receivers_and_arguments, receivers_and_arguments_value_and_grad; (p));
}
#[differentiate]
fn indices(x: &[f64]) -> f64 {
    let mut i = 0;
    let s = x[{
        i += 1;
        i
    }] * x[{
        i += 2;
        i
    }];
    s * x[i]
}
#[test]
fn t_indices() {
    check!(X; |p| indices, indices_value_and_grad; (p));
}
#[differentiate]
fn mapped(x: &[f64]) -> f64 {
    let mut a = x[0];
    let s: f64 = x.iter().map(|v| bump(&mut a) * v).sum();
    s * a
}
#[test]
fn t_mapped() {
    check!(X; |p| mapped, mapped_value_and_grad; (p));
}
#[differentiate]
fn folded(x: &[f64]) -> f64 {
    let mut a = x[0];
    let s = x.iter().fold(0.0, |s, v| s + bump(&mut a) * v);
    s * a
}
#[test]
fn t_folded() {
    check!(X; |p| folded, folded_value_and_grad; (p));
}
#[differentiate]
fn negated(x: &[f64]) -> f64 {
    let mut a = x[0];
    let b = -bump(&mut a) / a;
    b + a
}
#[test]
fn t_negated() {
    check!(X; |p| negated, negated_value_and_grad; (p));
}
#[differentiate]
fn exponent(x: &[f64]) -> f64 {
    let mut a = x[0];
    let b = a.powf(bump(&mut a));
    b + a
}
#[test]
fn t_exponent() {
    check!(X; |p| exponent, exponent_value_and_grad; (p));
}
#[differentiate]
fn base_of_a_power(x: &[f64]) -> f64 {
    let mut a = x[0];
    let b = bump(&mut a).powf(a);
    b + a
}
#[test]
fn t_base_of_a_power() {
    check!(X; |p| base_of_a_power, base_of_a_power_value_and_grad; (p));
}
#[differentiate]
fn block_condition(x: &[f64]) -> f64 {
    let mut a = x[0];
    let b = if {
        a += 1.0;
        a
    } > 1.5
    {
        a * a
    } else {
        a
    };
    b + a
}
#[test]
fn t_block_condition() {
    check!(X; |p| block_condition, block_condition_value_and_grad; (p));
}
#[differentiate]
fn tuple_of_blocks(x: &[f64]) -> f64 {
    let mut a = x[0];
    let (b, c) = (
        {
            a += x[1];
            a
        },
        {
            a *= x[2];
            a
        },
    );
    b * c + a
}
#[test]
fn t_tuple_of_blocks() {
    check!(X; |p| tuple_of_blocks, tuple_of_blocks_value_and_grad; (p));
}
#[differentiate]
fn block_that_assigns(x: &[f64]) -> f64 {
    let mut a = x[0];
    let b;
    {
        b = a;
        a = b * b;
    }
    a = a - b;
    a * b
}
#[test]
fn t_block_that_assigns() {
    check!(X; |p| block_that_assigns, block_that_assigns_value_and_grad; (p));
}
#[differentiate]
fn assigned_inside_of_its_value(x: &[f64]) -> f64 {
    let mut a = x[0];
    a = {
        let t = a;
        a = x[1];
        t * a
    };
    a
}
#[test]
fn t_assigned_inside_of_its_value() {
    check!(X; |p| assigned_inside_of_its_value, assigned_inside_of_its_value_value_and_grad; (p));
}
#[differentiate]
fn block_as_a_factor(x: &[f64]) -> f64 {
    let mut a = x[0];
    let b = {
        let t = a;
        a = x[1];
        t
    } * a;
    b
}
#[test]
fn t_block_as_a_factor() {
    check!(X; |p| block_as_a_factor, block_as_a_factor_value_and_grad; (p));
}
#[differentiate]
fn element_changed_between(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let s = v[0] + {
        v[0] = 3.0;
        x[1]
    } * v[0];
    s
}
#[test]
fn t_element_changed_between() {
    check!(X; |p| element_changed_between, element_changed_between_value_and_grad; (p));
}
#[differentiate]
fn filled_between(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let s = fill(&mut v, x[3]) + v[0];
    let t = v[0] * {
        fill(&mut v, x[4]);
        v[0]
    };
    s * t
}
#[test]
fn t_filled_between() {
    check!(X; |p| filled_between, filled_between_value_and_grad; (p));
}
#[differentiate]
fn counted_twice(x: &[f64]) -> f64 {
    let mut n = 0;
    let mut s = 0.0;
    for v in x {
        n += 1;
        s += v * n as f64;
        n += 1;
    }
    s * n as f64
}
#[test]
fn t_counted_twice() {
    check!(X; |p| counted_twice, counted_twice_value_and_grad; (p));
}
#[differentiate]
fn block_in_a_binding(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..x.len() {
        s *= x[i];
        let n = {
            s += 0.1;
            x.len()
        };
        if i + 1 >= n {
            s = s * s;
        }
    }
    s
}
#[test]
fn t_block_in_a_binding() {
    check!(X; |p| block_in_a_binding, block_in_a_binding_value_and_grad; (p));
}
#[differentiate]
fn continue_after_a_change(x: &[f64]) -> f64 {
    let mut s = x[0];
    for (i, v) in x.iter().enumerate() {
        s = s * v;
        if i == 2 {
            s += 1.0;
            continue;
        }
        s -= 0.5;
    }
    s
}
#[test]
fn t_continue_after_a_change() {
    check!(X; |p| continue_after_a_change, continue_after_a_change_value_and_grad; (p));
}
#[differentiate]
fn bound_changed_in_the_loop(x: &[f64]) -> f64 {
    let mut k = 2;
    let mut s = 0.0;
    for i in 0..k {
        k += 1;
        s += x[i + k - 3] * k as f64;
    }
    s
}
#[test]
fn t_bound_changed_in_the_loop() {
    check!(X; |p| bound_changed_in_the_loop, bound_changed_in_the_loop_value_and_grad; (p));
}
#[differentiate]
fn array_changed_in_a_block(x: &[f64]) -> f64 {
    let mut a = [x[0], x[1]];
    let b = {
        a[0] *= 2.0;
        a
    };
    a[1] += b[0];
    a[0] * b[1] + a[1]
}
#[test]
fn t_array_changed_in_a_block() {
    check!(X; |p| array_changed_in_a_block, array_changed_in_a_block_value_and_grad; (p));
}
#[differentiate]
fn tuple_changed_in_a_block(x: &[f64]) -> f64 {
    let mut t = (x[0], x[1]);
    let u = t;
    t.0 = t.1 * u.0;
    let w = {
        t.1 += 1.0;
        t
    };
    w.0 * w.1 + u.1 * t.0
}
#[test]
fn t_tuple_changed_in_a_block() {
    check!(X; |p| tuple_changed_in_a_block, tuple_changed_in_a_block_value_and_grad; (p));
}
#[differentiate]
fn closure_that_scales(x: &[f64]) -> f64 {
    let mut s = x[0];
    let mut f = |k: f64| {
        s = s * k;
        s + k
    };
    let a = f(x[1]);
    let b = f(a);
    a * b * s
}
#[test]
fn t_closure_that_scales() {
    check!(X; |p| closure_that_scales, closure_that_scales_value_and_grad; (p));
}
#[differentiate]
fn closure_that_ticks(x: &[f64]) -> f64 {
    let mut c = 0.0;
    let mut tick = || {
        c += x[0];
        c * c
    };
    let a = tick();
    let b = tick() * tick();
    a + b + c
}
#[test]
fn t_closure_that_ticks() {
    check!(X; |p| closure_that_ticks, closure_that_ticks_value_and_grad; (p));
}
#[differentiate]
fn pushed_elements(x: &[f64]) -> f64 {
    let mut v = vec![x[0]];
    let n = v.len();
    v.push(v[n - 1] * x[1]);
    v.push(x[2]);
    v.push(v[1]);
    v[2] * v[3] + v[0]
}
#[test]
fn t_pushed_elements() {
    check!(X; |p| pushed_elements, pushed_elements_value_and_grad; (p));
}
#[differentiate]
fn popped_twice(x: &[f64]) -> f64 {
    let mut v = vec![x[0], x[1]];
    let a = v.pop().unwrap() * v.len() as f64 + v.pop().unwrap();
    a * x[2]
}
#[test]
fn t_popped_twice() {
    check!(X; |p| popped_twice, popped_twice_value_and_grad; (p));
}
#[differentiate]
fn map_before_filter(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let r = (0..3)
        .map(|i| {
            s += x[i];
            s
        })
        .filter(|t| *t > 1.0)
        .map(|t| t * t)
        .sum::<f64>();
    r * s
}
#[test]
fn t_map_before_filter() {
    check!(X; |p| map_before_filter, map_before_filter_value_and_grad; (p));
}
#[differentiate]
fn any_that_sums(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let any = x.iter().any(|v| {
        s += v;
        *v > 1.0
    });
    if any { s * s } else { s }
}
#[test]
fn t_any_that_sums() {
    check!(X; |p| any_that_sums, any_that_sums_value_and_grad; (p));
}
#[differentiate]
fn take_while_that_sums(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let r = x
        .iter()
        .take_while(|v| {
            s += **v * **v;
            **v > 0.5
        })
        .map(|v| v * 2.0)
        .sum::<f64>();
    r * s
}
#[test]
fn t_take_while_that_sums() {
    check!(X; |p| take_while_that_sums, take_while_that_sums_value_and_grad; (p));
}
#[differentiate]
fn for_each_of_filtered(x: &[f64]) -> f64 {
    let mut s = 1.0;
    x.iter().enumerate().filter(|(i, _)| i % 2 == 0).for_each(|(_, v)| s = s * v + 1.0);
    s
}
#[test]
fn t_for_each_of_filtered() {
    check!(X; |p| for_each_of_filtered, for_each_of_filtered_value_and_grad; (p));
}
#[differentiate]
fn replaced_elements(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let a = std::mem::replace(&mut v[0], x[1]) * v[0];
    let b = std::mem::replace(&mut v[1], a);
    v[1] * b + v[0]
}
#[test]
fn t_replaced_elements() {
    check!(X; |p| replaced_elements, replaced_elements_value_and_grad; (p));
}
