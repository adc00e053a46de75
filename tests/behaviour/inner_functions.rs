//! Functions declared inside of a function, without an attribute of their own.

use crate::check::nums;
use differentiate::differentiate;

#[differentiate]
fn squares(x: f64) -> f64 {
    fn square(v: f64) -> f64 {
        v * v
    }
    square(x) + square(2.0) * x
}

#[test]
fn a_square() {
    assert_eq!(squares_value_and_grad(3.0), (21.0, 10.0));
    every!([0.7]; |p| squares, squares_value_and_grad, squares_grad, squares_vjp; (p[0]));
}

#[differentiate]
fn declared_after_use(x: f64, y: f64) -> f64 {
    let r = norm(&[x, y]);
    return r * clip(x, 0.5) + twice(unit_clip, y) + twice(|v| v * r, x);

    fn norm(v: &[f64]) -> f64 {
        let mut sum = 0.0;
        for a in v {
            sum += a * a;
        }
        sum.sqrt()
    }

    /// Linear above `top`.
    #[inline]
    fn clip(v: f64, top: f64) -> f64 {
        if v > top {
            return top * v;
        }
        v * v
    }

    fn unit_clip(v: f64) -> f64 {
        clip(v, 1.0)
    }

    fn twice<F: Fn(f64) -> f64>(f: F, v: f64) -> f64 {
        f(f(v))
    }
}

#[test]
fn several_that_call_each_other() {
    for at in [[0.3, 0.4], [0.9, 1.2]] {
        every!(at; |p| declared_after_use, declared_after_use_value_and_grad, declared_after_use_grad, declared_after_use_vjp; (p[0], p[1]));
    }
}

#[differentiate]
fn changing(x: &[f64]) -> f64 {
    fn scale(v: &mut [f64], by: f64) {
        for a in v.iter_mut() {
            *a *= by;
        }
    }
    fn act(v: f64) -> f64 {
        v.tanh()
    }
    let mut a = [x[0], x[1]];
    scale(&mut a, x[2]);
    scale(&mut a[1..], 2.0);
    let acts = [act, f64::sin];
    x.iter().copied().map(act).sum::<f64>() + a[0] * a[1] + acts.iter().map(|f| f(x[0])).sum::<f64>()
}

#[test]
fn a_slice_that_changes() {
    every!(nums(4); |p| changing, changing_value_and_grad, changing_grad, changing_vjp; (p));
}

#[differentiate]
fn same_names(x: f64) -> f64 {
    let y = {
        fn f(x: f64) -> f64 {
            let y = x * 3.0;
            y * y
        }
        f(x)
    };
    let z = {
        fn f(x: f64) -> f64 {
            x + 1.0
        }
        f(y) * f(x)
    };
    y * z
}

#[test]
fn of_one_name_in_two_blocks() {
    every!([0.7]; |p| same_names, same_names_value_and_grad, same_names_grad, same_names_vjp; (p[0]));
}

#[differentiate]
fn checked(x: f64, y: f64) -> f64 {
    fn root(v: f64) -> Option<f64> {
        if v < 0.0 {
            return None;
        }
        Some(v.sqrt())
    }
    fn ratio(a: f64, b: f64) -> Option<f64> {
        let r = root(a)?;
        Some(r / root(b)?)
    }
    ratio(x, y).unwrap_or(x * y)
}

#[test]
fn with_an_option() {
    for at in [[0.7, 1.3], [-0.7, 1.3], [0.7, -1.3]] {
        every!(at; |p| checked, checked_value_and_grad, checked_grad, checked_vjp; (p[0], p[1]));
    }
}
