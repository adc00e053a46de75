//! `try_fold` and `try_for_each` with a `ControlFlow` that carries differentiated values, and one of constants, which is opaque.

use differentiate::differentiate;
use std::ops::ControlFlow;

#[differentiate]
fn capped(x: &[f64]) -> f64 {
    let r = x.iter().try_fold(0.0, |acc, &v| {
        let next = acc + v * v;
        if next > 4.6 { ControlFlow::Break(next) } else { ControlFlow::Continue(next) }
    });
    match r {
        ControlFlow::Break(v) => v * 2.0,
        ControlFlow::Continue(v) => v,
    }
}

#[differentiate]
fn until_large(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let done = x.iter().try_for_each(|v| {
        if *v > 2.0 {
            return ControlFlow::Break(*v);
        }
        s *= v;
        ControlFlow::Continue(())
    });
    if let ControlFlow::Break(v) = done { s + v } else { s }
}

#[differentiate]
fn with_place(x: &[f64]) -> f64 {
    let r: ControlFlow<(usize, f64), f64> = x.iter().enumerate().try_fold(1.0, |acc, (i, &v)| {
        if i > 2 && v > 1.0 {
            return ControlFlow::Break((i, acc * v));
        }
        ControlFlow::Continue(acc * 0.5 + v)
    });
    let early = r.is_break();
    let k = match r {
        ControlFlow::Break((i, v)) if i > 4 => v,
        ControlFlow::Break((i, v)) => v * i as f64,
        ControlFlow::Continue(v) => v,
    };
    if early { k } else { k * k }
}

#[differentiate]
fn by_name(x: &[f64]) -> f64 {
    let step =
        |acc: f64, v: f64| if acc > 3.3 { ControlFlow::Break(acc) } else { ControlFlow::Continue(acc + v) };
    let a = match x.iter().copied().try_fold(0.0, step) {
        ControlFlow::Continue(v) => v,
        ControlFlow::Break(v) => v * x[1],
    };
    let b = x
        .iter()
        .try_fold(1.0, |a, v| if *v > 50.0 { ControlFlow::Break(a) } else { ControlFlow::Continue(a * v) });
    a * b.continue_value().unwrap_or(2.0)
}

#[differentiate]
fn of_constants(x: &[f64], ids: &[usize]) -> f64 {
    let r =
        ids.iter().try_for_each(|&i| if i > 3 { ControlFlow::Break(i) } else { ControlFlow::Continue(()) });
    match r {
        ControlFlow::Break(i) => x[i] * x[0],
        ControlFlow::Continue(()) => x[0],
    }
}

#[differentiate]
fn of_own_function(x: &[f64], ids: &[usize]) -> f64 {
    fn look(k: usize) -> ControlFlow<usize, ()> {
        if k > 2 { ControlFlow::Break(k) } else { ControlFlow::Continue(()) }
    }
    let mut s = 0.0;
    for &i in ids {
        match look(i) {
            ControlFlow::Break(k) => s += x[k] * x[k],
            ControlFlow::Continue(()) => s += x[i],
        }
        if look(i).is_break() {
            s *= 2.0;
        }
    }
    s
}

#[differentiate]
fn by_steps(x: &[f64]) -> f64 {
    let step = |s: f64, v: f64| -> ControlFlow<f64, f64> {
        if v < -0.5 { ControlFlow::Break(s * 2.0) } else { ControlFlow::Continue(s + v * v) }
    };
    let mut s = 1.0;
    for &v in x {
        match step(s, v) {
            ControlFlow::Continue(t) => s = t,
            ControlFlow::Break(t) => return t * x[0],
        }
    }
    s
}

#[differentiate]
fn either_way(x: &[f64]) -> f64 {
    use std::ops::ControlFlow::{self, *};
    let r: ControlFlow<f64, f64> =
        x.iter().try_fold(1.0, |s, v| if *v < -0.5 { Break(s * v) } else { Continue(s + v * v) });
    let (Continue(v) | Break(v)) = r;
    v * x[0]
}

#[differentiate]
fn by_another_name(x: &[f64]) -> f64 {
    use std::ops::ControlFlow as Flow;
    let step = |acc: f64, v: f64| -> Flow<f64, f64> {
        if v > 0.5 { Flow::Break(acc * v) } else { Flow::Continue(acc + v * v) }
    };
    let mut acc = 1.0;
    for &v in x {
        acc = match step(acc, v) {
            Flow::Continue(a) => a,
            Flow::Break(a) => return a * 3.0,
        };
    }
    acc
}

#[test]
fn values() {
    // (1 + 0.5²) · 2 · 3.
    assert_eq!(by_another_name_value_and_grad(&[0.5, 2.0]), (7.5, vec![6.0, 3.75]));
    // 1 + 0.5², doubled, times 0.5.
    assert_eq!(by_steps_value_and_grad(&[0.5, -1.0]), (1.25, vec![3.5, 0.0]));
    assert_eq!(either_way_value_and_grad(&[0.5, -1.0]), (-0.625, vec![-1.75, 0.625]));
    // 1 + 4 is beyond 4.6, and doubled.
    assert_eq!(capped_value_and_grad(&[1.0, 2.0, 3.0]), (10.0, vec![4.0, 8.0, 0.0]));
    assert_eq!(capped_value_and_grad(&[1.0, 1.0, 1.0]), (3.0, vec![2.0, 2.0, 2.0]));
    assert_eq!(until_large_value_and_grad(&[0.5, 2.0, 3.0]), (4.0, vec![2.0, 0.5, 1.0]));
}

#[test]
fn differences() {
    let at = [0.77, 1.8, 0.59, 0.99, 1.06, 0.78];
    check!(at; |p| capped, capped_value_and_grad; (p));
    check!(at; |p| until_large, until_large_value_and_grad; (p));
    check!([0.7, 0.5, 2.5, 1.0]; |p| until_large, until_large_value_and_grad; (p));
    check!(at; |p| with_place, with_place_value_and_grad; (p));
    check!(at[..4]; |p| with_place, with_place_value_and_grad; (p));
    check!([0.5, 0.3, -1.0, 2.0]; |p| by_steps, by_steps_value_and_grad; (p));
    check!([0.5, 0.3]; |p| by_steps, by_steps_value_and_grad; (p));
    check!([0.5, 0.3, -1.0, 2.0]; |p| either_way, either_way_value_and_grad; (p));
    check!([0.5, 0.3]; |p| either_way, either_way_value_and_grad; (p));
    check!([0.3, 0.4, 0.9]; |p| by_another_name, by_another_name_value_and_grad; (p));
    check!(at; |p| by_name, by_name_value_and_grad; (p));
    check!(at; |p| of_constants, of_constants_value_and_grad; (p, &[1, 4, 2]));
    check!(at; |p| of_own_function, of_own_function_value_and_grad; (p, &[1, 4, 2]));
}
