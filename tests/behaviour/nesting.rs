//! Code that is nested deeply, or decides among many: what the reverse sweep needs of it is kept on stacks rather than yielded by
//! every arm around.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, derivative};
use differentiate::differentiate;

#[differentiate]
fn a_polynomial_of_nested_ifs(x: f64) -> f64 {
    let mut s = x;
    if x > 0.1 {
        s = s * x;
        s += 1.0;
        if x > 0.2 {
            s = s * x;
            s += 1.0;
            if x > 0.3 {
                s = s * x;
                s += 1.0;
                if x > 0.4 {
                    s = s * x;
                    s += 1.0;
                    if x > 0.5 {
                        s = s * x;
                        s += 1.0;
                        if x > 0.6 {
                            s = s * x;
                            s += 1.0;
                        }
                    }
                }
            }
        }
    }
    s
}

/// The pullback of the other function, which keeps its forward sweep.
#[differentiate]
fn square_of_the_polynomial(x: f64) -> f64 {
    let y = a_polynomial_of_nested_ifs(x);
    y * y
}

#[differentiate]
fn sines_after_nested_ifs(x: f64, n: usize) -> f64 {
    let mut total = 0.0;
    for i in 0..n {
        let mut s = x + i as f64 * 0.1;
        if s > 0.1 {
            s = s.sin() * x;
            if s > 0.11 {
                s = s.sin() + x;
                if s > 0.12 {
                    s = s.cos() * x;
                    if s > 0.13 {
                        s = s.exp() * x;
                        if s > 0.14 {
                            s = s.sin() * s;
                            if s > 0.15 {
                                s = s.sqrt();
                            }
                        }
                    }
                }
            }
        }
        total += s * s;
    }
    total
}

#[differentiate]
fn returns_in_nested_blocks(x: f64) -> f64 {
    let mut y = x;
    if x > 0.1 {
        if y > 3.0 {
            return y.sin() * 2.0;
        }
        y = y.sin() * x;
    } else {
        y = y + x;
    }
    if x > 0.2 {
        if y > 0.9 {
            return y.exp() * 2.0;
        }
        y = y.cos() * x;
    } else {
        y = y + x;
    }
    if x > 0.3 {
        if y > 0.8 {
            return y * y;
        }
        y = y.exp() * x;
    } else {
        y = y * x;
    }
    if x > 0.4 {
        if y > 0.95 {
            return y.sin();
        }
        y = y.sin() * x;
    } else {
        y = y.sin();
    }
    if x > 0.5 {
        if y > 0.3 {
            return y.cos() * x;
        }
        y = y.sin() * x;
    } else {
        y = y.cos();
    }
    y * y
}

#[differentiate]
fn cube_of_returns(x: f64) -> f64 {
    let y = returns_in_nested_blocks(x);
    y * y * y
}

#[differentiate]
fn one_of_twelve(x: f64, k: usize) -> f64 {
    let mut y = x;
    match k {
        0 => y = y.sin() * x,
        1 => y = y.cos() * x,
        2 => y = y.exp() * x,
        3 => y = y.ln() * x,
        4 => y = y.sqrt() * x,
        5 => y = y.tan() * x,
        6 => y = y.atan() * x,
        7 => y = y.sinh() * x,
        8 => y = y.cosh() * x,
        9 => y = y.tanh() * x,
        10 => y = y.cbrt() * x,
        _ => y = y.recip() * x,
    }
    y * y + y
}

#[differentiate]
fn sum_of_the_twelve(x: f64) -> f64 {
    let mut sum = 0.0;
    for k in 0..12 {
        let y = one_of_twelve(x, k);
        sum += y * y;
    }
    sum
}

#[differentiate]
fn closures_that_call_each_other(x: f64) -> f64 {
    let a = |v: f64| v * x + 0.5;
    let b = |v: f64| a(v) * a(x);
    let c = |v: f64| b(a(v)) + b(v);
    c(x) * c(2.0)
}

#[test]
fn the_polynomial_of_nested_ifs() {
    let seven = |x: f64| x.powi(7) + x.powi(5) + x.powi(4) + x.powi(3) + x * x + x + 1.0;
    let slope = |x: f64| 7.0 * x.powi(6) + 5.0 * x.powi(4) + 4.0 * x.powi(3) + 3.0 * x * x + 2.0 * x + 1.0;
    for x in [0.7, 0.9, 1.3] {
        let (value, gradient) = a_polynomial_of_nested_ifs_value_and_grad(x);
        assert_close([value, gradient], [seven(x), slope(x)]);
        assert_close([square_of_the_polynomial_grad(x)], [2.0 * seven(x) * slope(x)]);
    }
    // Two of the decisions: x³ + x + 1.
    assert_close([a_polynomial_of_nested_ifs_grad(0.25)], [3.0 * 0.25 * 0.25 + 1.0]);
    assert_close([a_polynomial_of_nested_ifs_vjp(0.05, 3.0)], [3.0]);
}

#[test]
fn the_others_as_central_differences_say() {
    for x in [0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.7, 0.95, 1.4, 2.2, 3.3] {
        for n in [0, 1, 3] {
            let ours = sines_after_nested_ifs_grad(x, n);
            assert_close([ours], [derivative(|x| sines_after_nested_ifs(x, n), x)]);
        }
        assert_close([returns_in_nested_blocks_grad(x)], [derivative(returns_in_nested_blocks, x)]);
        assert_close([cube_of_returns_grad(x)], [derivative(cube_of_returns, x)]);
        assert_close([closures_that_call_each_other_grad(x)], [derivative(closures_that_call_each_other, x)]);
        for k in 0..12 {
            assert_close([one_of_twelve_grad(x, k)], [derivative(|x| one_of_twelve(x, k), x)]);
        }
    }
    assert_close([sum_of_the_twelve_grad(0.8)], [derivative(sum_of_the_twelve, 0.8)]);
}
