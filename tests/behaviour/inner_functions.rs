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

/// What cannot be inlined gets the attribute: functions that call themselves or each other, or have items or numbers of their own.
#[differentiate]
fn with_attribute(x: &[f64]) -> f64 {
    fn power(base: f64, n: usize) -> f64 {
        if n == 0 { 1.0 } else { base * power(base, n - 1) }
    }
    fn total(v: &[f64]) -> f64 {
        match v {
            [] => 0.0,
            [a, rest @ ..] => square(*a) + total(rest),
        }
    }
    fn square(v: f64) -> f64 {
        v * v
    }
    fn even(x: f64, n: u32) -> f64 {
        if n == 0 { x } else { odd(x * x, n - 1) }
    }
    fn odd(x: f64, n: u32) -> f64 {
        if n == 0 { 1.0 } else { even(x + 1.0, n - 1) }
    }
    fn product<const N: usize>(a: [f64; N]) -> f64 {
        const SCALE: f64 = 3.0;
        fn scaled(v: f64) -> f64 {
            SCALE * v
        }
        let mut all = 1.0;
        for i in 0..N {
            all *= scaled(a[i]);
        }
        all
    }
    power(x[0], 3) + total(x) * even(x[1], 2) + product([x[0], x[2]]) + power(2.0, 3)
}

#[test]
fn attributes() {
    let at = [0.7, -0.4, 1.9];
    every!(at; |p| with_attribute, with_attribute_value_and_grad, with_attribute_grad, with_attribute_vjp; (p));
    // 3a² + 2a (b² + 1) + 9c at (2, 1, 1).
    assert_eq!(with_attribute_grad(&[2.0, 1.0, 1.0])[0], 12.0 + 8.0 + 9.0);
}
