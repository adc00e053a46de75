//! Functions that are values inside of a function: in arrays, chosen by branches, passed to closures. Also `Box`es of floats.

use differentiate::{Differentiable, differentiate};

/// Opaque code that takes a function.
fn opaque(f: fn(f64) -> f64, n: usize) -> f64 {
    (0..n).map(|i| f(i as f64)).sum()
}

#[differentiate]
fn constant_index(x: f64) -> f64 {
    let fs = [f64::sin, f64::cos];
    fs[0](x) * fs[1](x)
}

#[test]
fn t_constant_index() {
    every!([0.7]; |p| constant_index, constant_index_value_and_grad, constant_index_grad, constant_index_vjp; (p[0]));
}

#[differentiate]
fn loop_over_closures(x: f64) -> f64 {
    let fs: [fn(f64) -> f64; 2] = [|v| v * v, |v| v.sin()];
    let mut s = 0.0;
    for f in fs {
        s += f(x);
    }
    s
}

#[test]
fn t_loop_over_closures() {
    every!([0.7]; |p| loop_over_closures, loop_over_closures_value_and_grad, loop_over_closures_grad, loop_over_closures_vjp; (p[0]));
}

#[differentiate]
fn chosen_by_if(x: f64, k: i32) -> f64 {
    let f = if k > 0 { f64::sin } else { f64::cos };
    f(x) * f(2.0)
}

#[test]
fn t_chosen_by_if() {
    every!([0.7]; |p| chosen_by_if, chosen_by_if_value_and_grad, chosen_by_if_grad, chosen_by_if_vjp; (p[0], -1));
    every!([0.7]; |p| chosen_by_if, chosen_by_if_value_and_grad, chosen_by_if_grad, chosen_by_if_vjp; (p[0], 0));
    every!([0.7]; |p| chosen_by_if, chosen_by_if_value_and_grad, chosen_by_if_grad, chosen_by_if_vjp; (p[0], 1));
}

#[differentiate]
fn chosen_by_match(x: f64, k: i32) -> f64 {
    let f: fn(f64) -> f64 = match k {
        0 => f64::tanh,
        1 => |v| v * v,
        _ => f64::exp,
    };
    f(x) + f(x * x)
}

#[test]
fn t_chosen_by_match() {
    every!([0.7]; |p| chosen_by_match, chosen_by_match_value_and_grad, chosen_by_match_grad, chosen_by_match_vjp; (p[0], -1));
    every!([0.7]; |p| chosen_by_match, chosen_by_match_value_and_grad, chosen_by_match_grad, chosen_by_match_vjp; (p[0], 0));
    every!([0.7]; |p| chosen_by_match, chosen_by_match_value_and_grad, chosen_by_match_grad, chosen_by_match_vjp; (p[0], 1));
}

#[differentiate]
fn passed_to_a_closure(x: f64) -> f64 {
    let f = |v: f64| v * v;
    let twice = |g: &dyn Fn(f64) -> f64, v: f64| g(g(v));
    twice(&f, x)
}

#[test]
fn t_passed_to_a_closure() {
    every!([0.7]; |p| passed_to_a_closure, passed_to_a_closure_value_and_grad, passed_to_a_closure_grad, passed_to_a_closure_vjp; (p[0]));
}

#[differentiate]
fn varying_closure_passed(x: f64, y: f64) -> f64 {
    let f = |v: f64| v * y;
    let twice = |g: &dyn Fn(f64) -> f64, v: f64| g(g(v));
    twice(&f, x) + twice(&|v| v * y, y) + twice(&f64::sin, x)
}

#[test]
fn t_varying_closure_passed() {
    every!([0.7, 1.3]; |p| varying_closure_passed, varying_closure_passed_value_and_grad, varying_closure_passed_grad, varying_closure_passed_vjp; (p[0], p[1]));
}

#[differentiate]
fn closures_that_make_closures(x: f64, y: f64) -> f64 {
    let make = |k: f64| move |v: f64| v * k;
    let f = make(y);
    let g = make(x);
    f(x) * g(y) + make(2.0)(x)
}

#[test]
fn t_closures_that_make_closures() {
    every!([0.7, 1.3]; |p| closures_that_make_closures, closures_that_make_closures_value_and_grad, closures_that_make_closures_grad, closures_that_make_closures_vjp; (p[0], p[1]));
}

#[differentiate]
fn varying_closures_in_an_array(x: f64, y: f64, i: usize) -> f64 {
    let a = |v: f64| v * y;
    let b = |v: f64| v + y;
    let fs: [&dyn Fn(f64) -> f64; 2] = [&a, &b];
    fs[i](x)
}

#[test]
fn t_varying_closures_in_an_array() {
    every!([0.7, 1.3]; |p| varying_closures_in_an_array, varying_closures_in_an_array_value_and_grad, varying_closures_in_an_array_grad, varying_closures_in_an_array_vjp; (p[0], p[1], 0));
    every!([0.7, 1.3]; |p| varying_closures_in_an_array, varying_closures_in_an_array_value_and_grad, varying_closures_in_an_array_grad, varying_closures_in_an_array_vjp; (p[0], p[1], 1));
}

#[differentiate]
fn references_chosen(x: f64, y: f64, k: usize) -> f64 {
    let a = |v: f64| v * y;
    let f: &dyn Fn(f64) -> f64 = if k == 0 { &a } else { &f64::sin };
    let mut s = x;
    for _ in 0..k {
        s = f(s);
    }
    s
}

#[test]
fn t_references_chosen() {
    every!([0.7, 1.3]; |p| references_chosen, references_chosen_value_and_grad, references_chosen_grad, references_chosen_vjp; (p[0], p[1], 0));
    every!([0.7, 1.3]; |p| references_chosen, references_chosen_value_and_grad, references_chosen_grad, references_chosen_vjp; (p[0], p[1], 1));
    every!([0.7, 1.3]; |p| references_chosen, references_chosen_value_and_grad, references_chosen_grad, references_chosen_vjp; (p[0], p[1], 2));
}

#[differentiate]
fn zipped_with_values(x: &[f64]) -> f64 {
    let fs = [f64::sin, f64::cos, f64::tanh];
    fs.iter().zip(x).map(|(f, v)| f(*v)).sum()
}

#[test]
fn t_zipped_with_values() {
    every!([0.7, 1.3, -0.4]; |p| zipped_with_values, zipped_with_values_value_and_grad, zipped_with_values_grad, zipped_with_values_vjp; (p));
}

#[differentiate]
fn chain_of_activations(x: f64) -> f64 {
    let fs = [f64::sin, f64::cos, f64::tanh];
    fs.iter().fold(x, |a, f| f(a))
}

#[test]
fn t_chain_of_activations() {
    every!([0.7]; |p| chain_of_activations, chain_of_activations_value_and_grad, chain_of_activations_grad, chain_of_activations_vjp; (p[0]));
}

#[differentiate]
fn vec_of_pointers(x: f64) -> f64 {
    let layers = vec![f64::sin as fn(f64) -> f64, f64::cos, f64::tanh];
    let mut h = x;
    for f in &layers {
        h = f(h);
    }
    h
}

#[test]
fn t_vec_of_pointers() {
    every!([0.7]; |p| vec_of_pointers, vec_of_pointers_value_and_grad, vec_of_pointers_grad, vec_of_pointers_vjp; (p[0]));
}

#[differentiate]
fn tuple_of_functions(x: f64) -> f64 {
    let (f, g) = (f64::sin, |v: f64| v * x);
    f(g(x))
}

#[test]
fn t_tuple_of_functions() {
    every!([0.7]; |p| tuple_of_functions, tuple_of_functions_value_and_grad, tuple_of_functions_grad, tuple_of_functions_vjp; (p[0]));
}

#[differentiate]
fn chosen_one_mapped(x: &[f64], k: i32) -> f64 {
    let f = if k > 0 { f64::sin } else { f64::cos };
    x.iter().copied().map(f).sum()
}

#[test]
fn t_chosen_one_mapped() {
    every!([0.7, 1.3, -0.4]; |p| chosen_one_mapped, chosen_one_mapped_value_and_grad, chosen_one_mapped_grad, chosen_one_mapped_vjp; (p, -1));
    every!([0.7, 1.3, -0.4]; |p| chosen_one_mapped, chosen_one_mapped_value_and_grad, chosen_one_mapped_grad, chosen_one_mapped_vjp; (p, 0));
    every!([0.7, 1.3, -0.4]; |p| chosen_one_mapped, chosen_one_mapped_value_and_grad, chosen_one_mapped_grad, chosen_one_mapped_vjp; (p, 1));
}

#[differentiate]
fn chosen_one_passed_to_opaque_code(x: f64, k: i32, n: usize) -> f64 {
    let f = if k > 0 { f64::sin } else { f64::cos };
    opaque(f, n) * x + f(x)
}

#[test]
fn t_chosen_one_passed_to_opaque_code() {
    every!([0.7]; |p| chosen_one_passed_to_opaque_code, chosen_one_passed_to_opaque_code_value_and_grad, chosen_one_passed_to_opaque_code_grad, chosen_one_passed_to_opaque_code_vjp; (p[0], -1, 3));
    every!([0.7]; |p| chosen_one_passed_to_opaque_code, chosen_one_passed_to_opaque_code_value_and_grad, chosen_one_passed_to_opaque_code_grad, chosen_one_passed_to_opaque_code_vjp; (p[0], 0, 3));
    every!([0.7]; |p| chosen_one_passed_to_opaque_code, chosen_one_passed_to_opaque_code_value_and_grad, chosen_one_passed_to_opaque_code_grad, chosen_one_passed_to_opaque_code_vjp; (p[0], 1, 3));
}

#[differentiate]
fn one_arm_panics(x: f64, y: f64, k: i32) -> f64 {
    let g = match k {
        0 => |v: f64| v * v,
        1 => |v: f64| v.sin(),
        _ => panic!("no"),
    };
    g(x) * y
}

#[test]
fn t_one_arm_panics() {
    every!([0.7, 1.3]; |p| one_arm_panics, one_arm_panics_value_and_grad, one_arm_panics_grad, one_arm_panics_vjp; (p[0], p[1], 0));
    every!([0.7, 1.3]; |p| one_arm_panics, one_arm_panics_value_and_grad, one_arm_panics_grad, one_arm_panics_vjp; (p[0], p[1], 1));
}

#[differentiate]
fn composed(x: f64, y: f64, k: i32) -> f64 {
    let compose = |f: fn(f64) -> f64, g: fn(f64) -> f64| move |v: f64| f(g(v));
    let h = compose(f64::sin, f64::exp);
    h(x) * h(y)
}

#[test]
fn t_composed() {
    every!([0.7, 1.3]; |p| composed, composed_value_and_grad, composed_grad, composed_vjp; (p[0], p[1], -1));
    every!([0.7, 1.3]; |p| composed, composed_value_and_grad, composed_grad, composed_vjp; (p[0], p[1], 0));
    every!([0.7, 1.3]; |p| composed, composed_value_and_grad, composed_grad, composed_vjp; (p[0], p[1], 1));
}

#[differentiate]
fn closure_of_functions(x: f64, y: f64) -> f64 {
    let apply = |f: &dyn Fn(f64, f64) -> f64| f(x, y);
    apply(&|a, b| a * b) + apply(&f64::powf) + apply(&f64::max)
}

#[test]
fn t_closure_of_functions() {
    every!([0.7, 1.3]; |p| closure_of_functions, closure_of_functions_value_and_grad, closure_of_functions_grad, closure_of_functions_vjp; (p[0], p[1]));
}

#[differentiate]
fn boxed(x: f64, y: f64) -> f64 {
    let f: Box<dyn Fn(f64) -> f64> = Box::new(move |v| v * y);
    f(x)
}

#[test]
fn t_boxed() {
    every!([0.7, 1.3]; |p| boxed, boxed_value_and_grad, boxed_grad, boxed_vjp; (p[0], p[1]));
}

#[differentiate]
fn constant_array(x: f64, w: [f64; 3]) -> f64 {
    const ACT: [fn(f64) -> f64; 3] = [f64::tanh, f64::sin, f64::exp];
    let mut h = x;
    for (f, w) in ACT.iter().zip(w) {
        h = f(w * h);
    }
    h
}

#[test]
fn t_constant_array() {
    every!([0.7, 1.3, -0.4, 0.9]; |p| constant_array, constant_array_value_and_grad, constant_array_grad, constant_array_vjp; (p[0], crate::check::arr(&p[1..])));
}

#[differentiate]
fn array_of_tuples(x: f64, w: [f64; 3]) -> f64 {
    let act = [("tanh", f64::tanh as fn(f64) -> f64), ("sin", f64::sin)];
    let mut h = x;
    for (name, f) in act {
        h = f(h);
    }
    h * w[0]
}

#[test]
fn t_array_of_tuples() {
    every!([0.7, 1.3, -0.4, 0.9]; |p| array_of_tuples, array_of_tuples_value_and_grad, array_of_tuples_grad, array_of_tuples_vjp; (p[0], crate::check::arr(&p[1..])));
}

#[differentiate]
fn chosen_operator(x: f64, k: i32) -> f64 {
    let op: fn(f64, f64) -> f64 = match k {
        0 => |a, b| a + b,
        1 => |a, b| a * b,
        _ => f64::max,
    };
    op(x, 2.0) * op(x, x)
}

#[test]
fn t_chosen_operator() {
    every!([0.7]; |p| chosen_operator, chosen_operator_value_and_grad, chosen_operator_grad, chosen_operator_vjp; (p[0], -1));
    every!([0.7]; |p| chosen_operator, chosen_operator_value_and_grad, chosen_operator_grad, chosen_operator_vjp; (p[0], 0));
    every!([0.7]; |p| chosen_operator, chosen_operator_value_and_grad, chosen_operator_grad, chosen_operator_vjp; (p[0], 1));
}

#[differentiate]
fn array_indexed_at_once(x: &[f64], k: usize) -> f64 {
    let op = [f64::max, f64::min][k];
    x.iter().copied().fold(x[0], op)
}

#[test]
fn t_array_indexed_at_once() {
    every!([0.7, 1.3, -0.4]; |p| array_indexed_at_once, array_indexed_at_once_value_and_grad, array_indexed_at_once_grad, array_indexed_at_once_vjp; (p, 0));
    every!([0.7, 1.3, -0.4]; |p| array_indexed_at_once, array_indexed_at_once_value_and_grad, array_indexed_at_once_grad, array_indexed_at_once_vjp; (p, 1));
}

#[differentiate]
fn repeated(x: f64, k: usize) -> f64 {
    let f = |v: f64| v * v;
    let fs = [f; 3];
    let mut s = x;
    for g in fs {
        s = g(s)
    }
    s + fs[k](x)
}

#[test]
fn t_repeated() {
    every!([0.7]; |p| repeated, repeated_value_and_grad, repeated_grad, repeated_vjp; (p[0], 0));
    every!([0.7]; |p| repeated, repeated_value_and_grad, repeated_grad, repeated_vjp; (p[0], 1));
    every!([0.7]; |p| repeated, repeated_value_and_grad, repeated_grad, repeated_vjp; (p[0], 2));
}

#[differentiate]
fn box_of_a_float(x: f64, y: f64) -> f64 {
    let b = Box::new(x);
    *b * y + b.sin()
}

#[test]
fn t_box_of_a_float() {
    every!([0.7, 1.3]; |p| box_of_a_float, box_of_a_float_value_and_grad, box_of_a_float_grad, box_of_a_float_vjp; (p[0], p[1]));
}

#[differentiate]
fn box_that_changes(x: f64, y: f64) -> f64 {
    let b: Box<f64> = Box::new(x * y);
    let mut c = Box::new(y);
    *c += *b;
    *c * *b
}

#[test]
fn t_box_that_changes() {
    every!([0.7, 1.3]; |p| box_that_changes, box_that_changes_value_and_grad, box_that_changes_grad, box_that_changes_vjp; (p[0], p[1]));
}

#[differentiate]
fn shared_float(x: f64, y: f64) -> f64 {
    let r = std::rc::Rc::new(x);
    let s = std::rc::Rc::clone(&r);
    let t = r.clone();
    *r * *s + *t * y
}

#[test]
fn t_shared_float() {
    every!([0.7, 1.3]; |p| shared_float, shared_float_value_and_grad, shared_float_grad, shared_float_vjp; (p[0], p[1]));
}

#[differentiate]
fn cow(x: &[f64], y: f64) -> f64 {
    let c = std::borrow::Cow::Borrowed(x);
    c[0] * y + c.iter().sum::<f64>()
}

#[test]
fn t_cow() {
    every!([0.7, 1.3, -0.4]; |p| cow, cow_value_and_grad, cow_grad, cow_vjp; (&p[..2], p[2]));
}

#[differentiate]
fn vec_of_boxes(x: f64, y: f64) -> f64 {
    let fs: Vec<Box<dyn Fn(f64) -> f64>> =
        vec![Box::new(f64::sin), Box::new(move |v| v * y), Box::new(|v| v + 1.0)];
    let mut h = x;
    for f in &fs {
        h = f(h);
    }
    for f in fs.iter() {
        h *= f(x);
    }
    h
}

#[test]
fn t_vec_of_boxes() {
    every!([0.7, 1.3]; |p| vec_of_boxes, vec_of_boxes_value_and_grad, vec_of_boxes_grad, vec_of_boxes_vjp; (p[0], p[1]));
}

#[differentiate]
fn boxes_chosen(x: f64, y: f64, k: usize) -> f64 {
    let mk: Box<dyn Fn(f64) -> f64> = match k {
        0 => Box::new(move |v| v * y),
        1 => Box::new(f64::sin),
        _ => Box::new(|v| v),
    };
    mk(x) * mk(2.0)
}

#[test]
fn t_boxes_chosen() {
    every!([0.7, 1.3]; |p| boxes_chosen, boxes_chosen_value_and_grad, boxes_chosen_grad, boxes_chosen_vjp; (p[0], p[1], 0));
    every!([0.7, 1.3]; |p| boxes_chosen, boxes_chosen_value_and_grad, boxes_chosen_grad, boxes_chosen_vjp; (p[0], p[1], 1));
    every!([0.7, 1.3]; |p| boxes_chosen, boxes_chosen_value_and_grad, boxes_chosen_grad, boxes_chosen_vjp; (p[0], p[1], 2));
}

#[differentiate]
fn box_of_an_array(x: f64) -> f64 {
    let v = Box::new([x, x * x]);
    v[0] * v[1] + v.iter().sum::<f64>()
}

#[test]
fn t_box_of_an_array() {
    every!([0.7]; |p| box_of_an_array, box_of_an_array_value_and_grad, box_of_an_array_grad, box_of_an_array_vjp; (p[0]));
}

#[differentiate]
fn closure_that_picks(x: &[f64], y: f64, k: usize) -> f64 {
    let f = |v: f64| v * y;
    let g = |v: f64| v + y;
    let pick = |i: usize| -> &dyn Fn(f64) -> f64 { if i == 0 { &f } else { &g } };
    pick(k)(x[0]) + pick(0)(x[1])
}

#[test]
fn t_closure_that_picks() {
    every!([0.7, 1.3, -0.4]; |p| closure_that_picks, closure_that_picks_value_and_grad, closure_that_picks_grad, closure_that_picks_vjp; (&p[..2], p[2], 0));
    every!([0.7, 1.3, -0.4]; |p| closure_that_picks, closure_that_picks_value_and_grad, closure_that_picks_grad, closure_that_picks_vjp; (&p[..2], p[2], 1));
}

#[differentiate]
fn in_an_option(x: f64, y: f64) -> f64 {
    let f = Some(|v: f64| v * y);
    f.map(|g| g(x)).unwrap_or(0.0)
}

#[differentiate]
fn assigned_in_an_arm(x: f64, relu: bool) -> f64 {
    let mut act: fn(f64) -> f64 = f64::tanh;
    if relu {
        act = |v| v.max(0.0);
    }
    act(x) * act(2.0)
}

#[differentiate]
fn assigned_in_arms(x: f64, y: f64, k: i32) -> f64 {
    let a = |v: f64| v * y;
    let mut f: &dyn Fn(f64) -> f64 = &a;
    if k > 0 {
        f = &f64::sin;
    } else if k < -1 {
        f = &f64::cos
    }
    f(x) + f(2.0)
}

#[differentiate]
fn assigned_late(x: f64, y: f64, k: i32) -> f64 {
    let f;
    if k > 0 {
        f = f64::sin as fn(f64) -> f64;
    } else {
        f = f64::cos;
    }
    f(x) * y
}

#[differentiate]
fn in_a_tuple(x: f64, y: f64) -> f64 {
    let t = (|v: f64| v * y, 2.0);
    (t.0)(x) * t.1
}

#[differentiate]
fn behind_a_box(x: f64, y: f64) -> f64 {
    let f: Box<dyn Fn(f64) -> f64> = Box::new(move |v| v * y);
    let at_both = |g: &dyn Fn(f64) -> f64| g(x) + g(1.0);
    at_both(&*f) + at_both(&f)
}

#[differentiate]
fn chosen_for_items(x: &[f64], k: usize) -> f64 {
    let square = |v: &f64| v * v;
    let size = |v: &f64| v.abs();
    let f: &dyn Fn(&f64) -> f64 = if k == 0 { &square } else { &size };
    x.iter().map(f).sum()
}

#[differentiate]
fn powers(x: f64, y: f64) -> f64 {
    let power = |n: i32| move |v: f64| v.powi(n);
    let (square, cube) = (power(2), power(3));
    [square(x), cube(y), power(4)(x)].iter().sum()
}

#[test]
fn assigned_and_held() {
    every!([0.7, 1.3]; |p| in_an_option, in_an_option_value_and_grad, in_an_option_grad, in_an_option_vjp; (p[0], p[1]));
    for relu in [false, true] {
        every!([0.7]; |p| assigned_in_an_arm, assigned_in_an_arm_value_and_grad, assigned_in_an_arm_grad, assigned_in_an_arm_vjp; (p[0], relu));
    }
    for k in [-2, -1, 0, 1] {
        every!([0.7, 1.3]; |p| assigned_in_arms, assigned_in_arms_value_and_grad, assigned_in_arms_grad, assigned_in_arms_vjp; (p[0], p[1], k));
        every!([0.7, 1.3]; |p| assigned_late, assigned_late_value_and_grad, assigned_late_grad, assigned_late_vjp; (p[0], p[1], k));
    }
    every!([0.7, 1.3]; |p| in_a_tuple, in_a_tuple_value_and_grad, in_a_tuple_grad, in_a_tuple_vjp; (p[0], p[1]));
    every!([0.7, 1.3]; |p| behind_a_box, behind_a_box_value_and_grad, behind_a_box_grad, behind_a_box_vjp; (p[0], p[1]));
    for k in [0, 1] {
        every!([0.7, -1.3]; |p| chosen_for_items, chosen_for_items_value_and_grad, chosen_for_items_grad, chosen_for_items_vjp; (p, k));
    }
    every!([0.7, 1.3]; |p| powers, powers_value_and_grad, powers_grad, powers_vjp; (p[0], p[1]));
}

#[test]
fn known_values() {
    // sin x · cos x, whose derivative is cos 2x.
    let (value, slope) = constant_index_value_and_grad(0.5);
    assert_eq!(value, 0.5_f64.sin() * 0.5_f64.cos());
    assert!((slope - 1.0_f64.cos()).abs() < 1e-15);
    // x² + max, one chosen: at 3 and 2 the product 6 · 9.
    assert_eq!(chosen_operator_value_and_grad(3.0, 1), (54.0, 54.0));
    assert_eq!(box_of_an_array_value_and_grad(2.0), (14.0, 17.0));
}

#[test]
fn an_index_out_of_bounds_panics_everywhere() {
    let panics = |run: &dyn Fn() -> f64| {
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
        let message = outcome.unwrap_err().downcast::<String>().unwrap();
        assert!(message.starts_with("index out of bounds: the len is 2 but the index is 2"), "{message}");
    };
    panics(&|| varying_closures_in_an_array(1.0, 2.0, 2));
    panics(&|| varying_closures_in_an_array_value_and_grad(1.0, 2.0, 2).0);
    panics(&|| array_indexed_at_once(&[1.0], 2));
    panics(&|| array_indexed_at_once_value_and_grad(&[1.0], 2).0);
}

#[derive(Clone, Copy, Differentiable)]
struct Layer {
    weight: f64,
    act: fn(f64) -> f64,
}

#[differentiate]
fn layers_with_activations(x: f64) -> f64 {
    let square: fn(f64) -> f64 = |v| v * v;
    let layers = [Layer { weight: x, act: f64::tanh }, Layer { weight: 2.0, act: square }];
    let mut h = x;
    for layer in &layers {
        h = (layer.act)(layer.weight * h);
    }
    h
}

#[differentiate]
fn weights_and_activations(x: f64, y: f64) -> f64 {
    let layers = [(x, f64::tanh as fn(f64) -> f64), (y, |v| v * v)];
    let mut h = x;
    for (weight, act) in layers {
        h = act(weight * h);
    }
    h
}

struct Config {
    weight: fn(f64) -> f64,
}

#[differentiate(wrt(x))]
fn configured(x: f64, config: &Config, knots: &[(f64, fn(f64) -> f64)]) -> f64 {
    let mut sum = (config.weight)(2.0) * x;
    for (at, f) in knots {
        sum += f(*at) * x;
    }
    sum + (knots[0].1)(1.0) * x * x
}

#[test]
fn fields_and_parts() {
    every!([0.7]; |p| layers_with_activations, layers_with_activations_value_and_grad, layers_with_activations_grad, layers_with_activations_vjp; (p[0]));
    every!([0.7, 0.8]; |p| weights_and_activations, weights_and_activations_value_and_grad, weights_and_activations_grad, weights_and_activations_vjp; (p[0], p[1]));
    every!([0.7]; |p| configured, configured_value_and_grad, configured_grad, configured_vjp; (p[0], &Config { weight: f64::sin }, &[(0.5, f64::sin), (0.7, f64::exp)]));
}

#[derive(Clone, Copy)]
enum Kind {
    Scale(f64),
    Power(i32),
    Tanh,
    Line { slope: f64, start: f64 },
}

/// Each closure uses what the pattern of its arm binds.
#[differentiate(wrt(x, y))]
fn boxes_of_a_kind(x: f64, y: f64, kind: Kind) -> f64 {
    let f: Box<dyn Fn(f64) -> f64> = match kind {
        Kind::Scale(s) => Box::new(move |v| v * s * y),
        Kind::Power(n) => Box::new(move |v: f64| v.powi(n)),
        Kind::Tanh => Box::new(f64::tanh),
        Kind::Line { slope, start } => Box::new(move |v| {
            if v > 1.0 {
                return v * y;
            }
            slope * v + start
        }),
    };
    let mut h = x;
    for _ in 0..3 {
        h = f(h);
    }
    h * f(2.0)
}

/// A `move` closure has what it captured as it was then.
#[differentiate(wrt(x))]
fn captured_before_a_change(x: f64, kinds: &[Kind]) -> f64 {
    let mut k = x * 2.0;
    let mut h = x;
    for kind in kinds {
        let f: Box<dyn Fn(f64) -> f64> = match kind {
            Kind::Scale(s) => Box::new(move |v| v * s * k),
            Kind::Power(n) => Box::new(|v: f64| v.powi(*n)),
            Kind::Tanh => Box::new(f64::tanh),
            Kind::Line { .. } => Box::new(|v| v + 1.0),
        };
        k = k + 3.0;
        h = f(h) + f(x);
    }
    h * k
}

#[differentiate]
fn of_an_option(x: &[f64], power: Option<i32>) -> f64 {
    let f: &dyn Fn(&f64) -> f64 = match power {
        Some(n) => &move |v: &f64| v.powi(n) * x[0],
        None => &|v: &f64| v.abs(),
    };
    x.iter().map(f).sum()
}

#[test]
fn closures_with_what_patterns_bind() {
    for kind in [Kind::Scale(1.5), Kind::Power(3), Kind::Tanh, Kind::Line { slope: 0.5, start: 1.0 }] {
        every!([0.7, 1.2]; |p| boxes_of_a_kind, boxes_of_a_kind_value_and_grad, boxes_of_a_kind_grad, boxes_of_a_kind_vjp; (p[0], p[1], kind));
        let kinds = [kind, Kind::Tanh, Kind::Scale(0.3), kind];
        every!([0.7]; |p| captured_before_a_change, captured_before_a_change_value_and_grad, captured_before_a_change_grad, captured_before_a_change_vjp; (p[0], &kinds));
    }
    for power in [None, Some(2)] {
        every!([0.7, -0.3]; |p| of_an_option, of_an_option_value_and_grad, of_an_option_grad, of_an_option_vjp; (p, power));
    }
}

struct Counts {
    n: usize,
    on: bool,
}

// The closure outlives the block in which what it captures has its name.
#[differentiate(wrt(x))]
fn by_another_name_of_a_closure<T: differentiate::Float>(x: T, counts: &Counts) -> T {
    let (n, on) = (counts.n, counts.on);
    let scaled = |d: T| T::from_usize(n) * T::from_f64(0.5) * d * d;
    let again = scaled;
    let y: T = again(x);
    if on { y + T::from_usize(n % 2) * x } else { y }
}

#[test]
fn a_closure_over_a_part_of_a_constant() {
    for on in [true, false] {
        let counts = Counts { n: 3, on };
        // 3/2 x² + x
        let expected = 3.0 * 2.0 + if on { 1.0 } else { 0.0 };
        crate::common::assert_close([by_another_name_of_a_closure_grad(2.0, &counts)], [expected]);
    }
}

/// Closures that are passed on capture tuples, arrays and `Vec`s whose names mean something else around them.
mod captures_with_other_names {
    use differentiate::differentiate;

    #[differentiate]
    fn affine(f: impl Fn(f64) -> f64, v: f64) -> f64 {
        v * f(1.5) + v * v
    }

    #[differentiate]
    fn by_reference(f: &dyn Fn(f64) -> f64, v: f64) -> f64 {
        v * f(1.5) + v * v
    }

    #[differentiate]
    fn of_tuple(x: f64, y: f64) -> f64 {
        let limits = [0.5, 2.5];
        let inner = {
            let x = (limits[0], limits[1]);
            affine(|t| t * x.0 + x.1, y)
        };
        x * inner
    }

    #[differentiate]
    fn of_arrays(x: f64, y: f64) -> f64 {
        let mut s = x;
        for (k, w) in [(1.0, [2.0, 3.0]), (4.0, [0.5, 0.25])] {
            let x = w;
            let y = k;
            s += by_reference(&|t| t * x[0] + x[1] * y, s);
        }
        s * y
    }

    #[differentiate]
    fn told_by_vec(x: f64, y: f64) -> f64 {
        let layers: Vec<fn(f64, f64) -> f64> = vec![|a, b| a * b, |a, b| a + b.sin(), f64::hypot];
        let boxed: Vec<Box<dyn Fn(f64) -> f64>> =
            vec![Box::new(|a| a * y), Box::new(move |a| a + y.sin()), Box::new(f64::tanh)];
        let plain: fn(f64) -> f64 = if x > 5.0 { f64::tanh } else { std::convert::identity };
        plain(x) * layers.iter().fold(x, |acc, f| f(acc, y)) * boxed.iter().fold(x, |acc, f| f(acc))
    }

    #[test]
    fn differences() {
        // 2 · (3 · (1.5 · 0.5 + 2.5) + 9)
        assert_eq!(of_tuple_value_and_grad(2.0, 3.0), (37.5, (18.75, 18.5)));
        let at = [0.7, 0.3];
        check!(at; |p| of_tuple, of_tuple_value_and_grad; (p[0], p[1]));
        check!(at; |p| of_arrays, of_arrays_value_and_grad; (p[0], p[1]));
        check!(at; |p| told_by_vec, told_by_vec_value_and_grad; (p[0], p[1]));
    }
}
