//! Jumps out of the middle of a statement.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn g2(a: &mut f64, k: f64) -> f64 {
    *a *= k;
    *a
}
#[differentiate]
fn a1(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..5 {
        let y = x[i % 3] * if i == 3 { break } else { 2.0 };
        s += y;
    }
    s
}
#[test]
fn t_a1() {
    every!(nums(3); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[differentiate]
fn a4(x: &[f64]) -> f64 {
    let mut s = x[0];
    for i in 0..5 {
        let r = g2(&mut s, if i == 1 { continue } else { x[1] });
        s += r;
    }
    s
}
#[cfg(any())] // FOUND
#[test]
fn t_a4() {
    every!(nums(3); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p));
}
#[differentiate]
fn a5(x: &[f64]) -> f64 {
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
fn t_a5() {
    every!(nums(3); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p));
}
#[differentiate]
fn a6(x: &[f64], n: usize) -> f64 {
    let mut v = x.to_vec();
    v[0] = if n > 2 { return v[1] * v[0] } else { v[1] * 2.0 };
    v[0] * v[1]
}
#[test]
fn t_a6() {
    every!(nums(3); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p, 1));
}
#[test]
fn t_a62() {
    every!(nums(3); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p, 3));
}
#[differentiate]
fn a7(x: &[f64], n: usize) -> f64 {
    let mut s = x[0];
    let y = g2(&mut s, if n > 2 { return s } else { x[1] }) + s;
    y * s
}
#[test]
fn t_a7() {
    every!(nums(3); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p, 1));
}
#[test]
fn t_a72() {
    every!(nums(3); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p, 3));
}
#[cfg(any())] // FOUND
#[differentiate]
fn a8(x: &[f64]) -> f64 {
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
fn t_a8() {
    every!(nums(3); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p));
}
#[differentiate]
fn b4(x: &[f64]) -> f64 {
    let mut v = vec![];
    for i in 0..6 {
        v.extend_from_slice(if i == 4 { break } else { &x[i % 3..] });
    }
    v.iter().enumerate().map(|(i, a)| a * i as f64).sum()
}
#[test]
fn t_b4() {
    every!(nums(3); |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (p));
}
#[cfg(any())] // FOUND
#[differentiate]
fn b5(x: &[f64]) -> f64 {
    let mut v = [0.0; 3];
    for i in 0..6 {
        v.fill(if i == 4 { break } else { x[i % 3] * (v[0] + 1.0) });
    }
    v.iter().sum()
}
#[cfg(any())] // FOUND
#[test]
fn t_b5() {
    every!(nums(3); |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p));
}
#[differentiate]
fn b7(x: &[f64]) -> f64 {
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
fn t_b7() {
    every!(nums(3); |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p));
}
#[differentiate]
fn b8(x: &[f64]) -> f64 {
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
fn t_b8() {
    every!(nums(6); |p| b8, b8_value_and_grad, b8_grad, b8_vjp; (p));
}
#[differentiate]
fn b9(x: &[f64]) -> f64 {
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
fn t_b9() {
    every!(nums(6); |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (p));
}
#[differentiate]
fn c1(x: &[f64]) -> f64 {
    let s = if x.len() > 2 { panic!("too long") } else { x[0] };
    s * x[1]
}
#[test]
fn t_c1() {
    every!(nums(2); |p| c1, c1_value_and_grad, c1_grad, c1_vjp; (p));
}
#[differentiate]
fn c2(x: &[f64], k: u8) -> f64 {
    let f = match k {
        0 => x[0],
        1 => x[1],
        _ => unreachable!("k = {k}"),
    };
    f * f
}
#[test]
fn t_c2() {
    every!(nums(2); |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (p, 1));
}
#[differentiate]
fn c3(x: f64) -> f64 {
    let y = if x < 0.0 { return 0.0 } else { x }.sqrt();
    y + 1.0
}
#[test]
fn t_c3() {
    every!(nums(1); |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (p[0]));
}
#[test]
fn t_c32() {
    every!([-0.3]; |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (p[0]));
}
#[differentiate]
fn c4(x: f64, n: i32) -> f64 {
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
fn t_c4() {
    every!(nums(1); |p| c4, c4_value_and_grad, c4_grad, c4_vjp; (p[0], 0));
}
#[test]
fn t_c42() {
    every!(nums(1); |p| c4, c4_value_and_grad, c4_grad, c4_vjp; (p[0], 2));
}
#[test]
fn t_c43() {
    every!([0.7]; |p| c4, c4_value_and_grad, c4_grad, c4_vjp; (p[0], 2));
}
#[test]
fn t_c44() {
    every!(nums(1); |p| c4, c4_value_and_grad, c4_grad, c4_vjp; (p[0], 5));
}
#[differentiate]
fn c5(x: &[f64]) -> f64 {
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
fn t_c5() {
    every!(nums(1); |p| c5, c5_value_and_grad, c5_grad, c5_vjp; (p));
}
