//! Jumps out of the middle of a statement, and assignments whose value leaves the loop.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn scaled_in_place(a: &mut f64, k: f64) -> f64 {
    *a *= k;
    *a
}
#[differentiate]
fn break_in_a_factor(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..5 {
        let y = x[i % 3] * if i == 3 { break } else { 2.0 };
        s += y;
    }
    s
}
#[test]
fn t_break_in_a_factor() {
    every!(nums(3); |p| break_in_a_factor, break_in_a_factor_value_and_grad, break_in_a_factor_grad, break_in_a_factor_vjp; (p));
}
#[differentiate]
fn continue_in_an_argument(x: &[f64]) -> f64 {
    let mut s = x[0];
    for i in 0..5 {
        let r = scaled_in_place(&mut s, if i == 1 { continue } else { x[1] });
        s += r;
    }
    s
}
#[cfg(any())] // FOUND
#[test]
fn t_continue_in_an_argument() {
    every!(nums(3); |p| continue_in_an_argument, continue_in_an_argument_value_and_grad, continue_in_an_argument_grad, continue_in_an_argument_vjp; (p));
}
#[differentiate]
fn return_in_an_update(x: &[f64]) -> f64 {
    let mut s = x[0];
    for i in 0..5 {
        s += if i == 3 {
            return s * s;
        } else {
            x[1] * s
        };
    }
    s
}
#[test]
fn t_return_in_an_update() {
    every!(nums(3); |p| return_in_an_update, return_in_an_update_value_and_grad, return_in_an_update_grad, return_in_an_update_vjp; (p));
}
#[differentiate]
fn return_in_an_element(x: &[f64], n: usize) -> f64 {
    let mut v = x.to_vec();
    v[0] = if n > 2 { return v[1] * v[0] } else { v[1] * 2.0 };
    v[0] * v[1]
}
#[test]
fn t_return_in_an_element() {
    every!(nums(3); |p| return_in_an_element, return_in_an_element_value_and_grad, return_in_an_element_grad, return_in_an_element_vjp; (p, 1));
}
#[test]
fn t_a62() {
    every!(nums(3); |p| return_in_an_element, return_in_an_element_value_and_grad, return_in_an_element_grad, return_in_an_element_vjp; (p, 3));
}
#[differentiate]
fn return_in_an_argument(x: &[f64], n: usize) -> f64 {
    let mut s = x[0];
    let y = scaled_in_place(&mut s, if n > 2 { return s } else { x[1] }) + s;
    y * s
}
#[test]
fn t_return_in_an_argument() {
    every!(nums(3); |p| return_in_an_argument, return_in_an_argument_value_and_grad, return_in_an_argument_grad, return_in_an_argument_vjp; (p, 1));
}
#[test]
fn t_a72() {
    every!(nums(3); |p| return_in_an_argument, return_in_an_argument_value_and_grad, return_in_an_argument_grad, return_in_an_argument_vjp; (p, 3));
}
#[cfg(any())] // FOUND
#[differentiate]
fn break_in_a_condition(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut i = 0;
    while {
        if i > 5 {
            break;
        }
        i < 4
    } {
        s *= x[i % 3] + 1.0;
        i += 1;
    }
    s * i as f64
}
#[cfg(any())] // FOUND
#[test]
fn t_break_in_a_condition() {
    every!(nums(3); |p| break_in_a_condition, break_in_a_condition_value_and_grad, break_in_a_condition_grad, break_in_a_condition_vjp; (p));
}
#[differentiate]
fn break_in_an_extension(x: &[f64]) -> f64 {
    let mut v = vec![];
    for i in 0..6 {
        v.extend_from_slice(if i == 4 { break } else { &x[i % 3..] });
    }
    v.iter().enumerate().map(|(i, a)| a * i as f64).sum()
}
#[test]
fn t_break_in_an_extension() {
    every!(nums(3); |p| break_in_an_extension, break_in_an_extension_value_and_grad, break_in_an_extension_grad, break_in_an_extension_vjp; (p));
}
#[cfg(any())] // FOUND
#[differentiate]
fn break_in_a_fill(x: &[f64]) -> f64 {
    let mut v = [0.0; 3];
    for i in 0..6 {
        v.fill(if i == 4 { break } else { x[i % 3] * (v[0] + 1.0) });
    }
    v.iter().sum()
}
#[cfg(any())] // FOUND
#[test]
fn t_break_in_a_fill() {
    every!(nums(3); |p| break_in_a_fill, break_in_a_fill_value_and_grad, break_in_a_fill_grad, break_in_a_fill_vjp; (p));
}
#[differentiate]
fn let_else_in_a_loop(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut out = 0.0;
    loop {
        let Some(a) = v.pop() else { break };
        if a < 0.0 {
            continue;
        }
        out = out * 0.5 + a;
    }
    out
}
#[test]
fn t_let_else_in_a_loop() {
    every!(nums(3); |p| let_else_in_a_loop, let_else_in_a_loop_value_and_grad, let_else_in_a_loop_grad, let_else_in_a_loop_vjp; (p));
}
#[differentiate]
fn first_positive(x: &[f64]) -> f64 {
    let mut best = None;
    for (i, v) in x.iter().enumerate() {
        if *v > 0.0 {
            best = Some(i);
            break;
        }
    }
    match best {
        Some(i) => x[i] * x[i],
        None => 0.0,
    }
}
#[test]
fn t_first_positive() {
    every!(nums(6); |p| first_positive, first_positive_value_and_grad, first_positive_grad, first_positive_vjp; (p));
}
#[differentiate]
fn index_of_largest_so_far(x: &[f64]) -> f64 {
    let mut arg: Option<usize> = None;
    for i in 0..x.len() {
        arg = match arg {
            Some(j) if x[j] >= x[i] => Some(j),
            _ => Some(i),
        };
    }
    x[arg.unwrap()] * 2.0
}
#[test]
fn t_index_of_largest_so_far() {
    every!(nums(6); |p| index_of_largest_so_far, index_of_largest_so_far_value_and_grad, index_of_largest_so_far_grad, index_of_largest_so_far_vjp; (p));
}
#[differentiate]
fn panic_in_an_arm(x: &[f64]) -> f64 {
    let s = if x.len() > 2 { panic!("too long") } else { x[0] };
    s * x[1]
}
#[test]
fn t_panic_in_an_arm() {
    every!(nums(2); |p| panic_in_an_arm, panic_in_an_arm_value_and_grad, panic_in_an_arm_grad, panic_in_an_arm_vjp; (p));
}
#[differentiate]
fn unreachable_arm(x: &[f64], k: u8) -> f64 {
    let f = match k {
        0 => x[0],
        1 => x[1],
        _ => unreachable!("k = {k}"),
    };
    f * f
}
#[test]
fn t_unreachable_arm() {
    every!(nums(2); |p| unreachable_arm, unreachable_arm_value_and_grad, unreachable_arm_grad, unreachable_arm_vjp; (p, 1));
}
#[differentiate]
fn return_before_a_method(x: f64) -> f64 {
    let y = if x < 0.0 { return 0.0 } else { x }.sqrt();
    y + 1.0
}
#[test]
fn t_return_before_a_method() {
    every!(nums(1); |p| return_before_a_method, return_before_a_method_value_and_grad, return_before_a_method_grad, return_before_a_method_vjp; (p[0]));
}
#[test]
fn t_c32() {
    every!([-0.3]; |p| return_before_a_method, return_before_a_method_value_and_grad, return_before_a_method_grad, return_before_a_method_vjp; (p[0]));
}
#[differentiate]
fn returns_in_arms(x: f64, n: i32) -> f64 {
    let m = match n {
        0 => return x,
        1..=3 => {
            if x > 0.5 {
                return 2.0 * x;
            }
            n
        }
        _ => -n,
    };
    x.powi(m)
}
#[test]
fn t_returns_in_arms() {
    every!(nums(1); |p| returns_in_arms, returns_in_arms_value_and_grad, returns_in_arms_grad, returns_in_arms_vjp; (p[0], 0));
}
#[test]
fn t_c42() {
    every!(nums(1); |p| returns_in_arms, returns_in_arms_value_and_grad, returns_in_arms_grad, returns_in_arms_vjp; (p[0], 2));
}
#[test]
fn t_c43() {
    every!([0.7]; |p| returns_in_arms, returns_in_arms_value_and_grad, returns_in_arms_grad, returns_in_arms_vjp; (p[0], 2));
}
#[test]
fn t_c44() {
    every!(nums(1); |p| returns_in_arms, returns_in_arms_value_and_grad, returns_in_arms_grad, returns_in_arms_vjp; (p[0], 5));
}
#[differentiate]
fn labelled_loops(x: &[f64]) -> f64 {
    let mut s = 0.0;
    'a: loop {
        'b: loop {
            s += x[0].abs();
            if s > 1.0 {
                break 'a;
            }
            if s > 0.6 {
                break 'b;
            }
        }
        s *= 1.2;
    }
    s
}
#[cfg(any())] // the point is a jump: differences do not see the slope
#[test]
fn t_labelled_loops() {
    every!(nums(1); |p| labelled_loops, labelled_loops_value_and_grad, labelled_loops_grad, labelled_loops_vjp; (p));
}

#[differentiate]
fn breaks_at_none(x: &[f64]) -> f64 {
    let mut k = 1.0;
    for i in 0..5 {
        k += match x.get(i) {
            Some(v) => k * v,
            None => break,
        };
    }
    k
}
#[test]
fn t_breaks_at_none() {
    every!(nums(3); |p| breaks_at_none, breaks_at_none_value_and_grad, breaks_at_none_grad, breaks_at_none_vjp; (p));
}
#[differentiate]
fn loop_with_a_value(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let r = loop {
        s = if s < 4.0 { s + x[0].abs() } else { break s * 2.0 };
    };
    r * s
}
#[cfg(any())] // the point is a jump: differences do not see the slope
#[test]
fn t_loop_with_a_value() {
    every!(nums(3); |p| loop_with_a_value, loop_with_a_value_value_and_grad, loop_with_a_value_grad, loop_with_a_value_vjp; (p));
}
#[differentiate]
fn returns_from_a_for(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for v in x {
        s = if *v < -0.5 {
            return s * 2.0;
        } else {
            s * v
        };
    }
    s
}
#[test]
fn t_returns_from_a_for() {
    every!(nums(8); |p| returns_from_a_for, returns_from_a_for_value_and_grad, returns_from_a_for_grad, returns_from_a_for_vjp; (p));
}
#[differentiate]
fn breaks_instead_of_an_array(x: &[f64]) -> f64 {
    let mut a = [1.0; 2];
    for i in 0..5 {
        a = if i < 2 { [a[1] * x[i], a[0]] } else { break };
    }
    a[0] + 2.0 * a[1]
}
#[test]
fn t_breaks_instead_of_an_array() {
    every!(nums(8); |p| breaks_instead_of_an_array, breaks_instead_of_an_array_value_and_grad, breaks_instead_of_an_array_grad, breaks_instead_of_an_array_vjp; (p));
}
#[differentiate]
fn continues_instead_of_a_binding(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..4 {
        let t;
        t = if i == 2 { continue } else { x[i % 3] };
        s *= t;
    }
    s
}
#[test]
fn t_continues_instead_of_a_binding() {
    every!(nums(3); |p| continues_instead_of_a_binding, continues_instead_of_a_binding_value_and_grad, continues_instead_of_a_binding_grad, continues_instead_of_a_binding_vjp; (p));
}
