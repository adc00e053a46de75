//! An assignment whose value leaves the loop.

use crate::check::{arr, mat};
use differentiate::{Float, differentiate, stop_gradient};

fn nums(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 61 + 23) % 43) as f64 / 21.5 - 0.95).collect()
}

#[differentiate]
fn a1(x: &[f64]) -> f64 {
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
fn t_a1() {
    every!(nums(3); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[differentiate]
fn a2(x: &[f64]) -> f64 {
    let mut k = [1.0; 2];
    for i in 0..5 {
        k[1] = if i < 3 { x[i] * k[0] } else { break };
        k[0] += k[1];
    }
    k[0] * k[1]
}
#[test]
fn t_a2() {
    every!(nums(3); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p));
}
#[differentiate]
fn a3(x: &[f64]) -> f64 {
    let mut k = vec![1.0; 2];
    for i in 0..5 {
        k[i % 2] *= if i < 3 { x[i] * k[0] } else { break };
    }
    k[0] * k[1]
}
#[test]
fn t_a3() {
    every!(nums(3); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p));
}
#[differentiate]
fn a4(x: &[f64]) -> f64 {
    let mut t = (1.0, 2.0);
    for i in 0..5 {
        t.0 = if i < 3 { x[i] * t.1 } else { break };
        t.1 += t.0;
    }
    t.0 * t.1
}
#[test]
fn t_a4() {
    every!(nums(3); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p));
}
#[differentiate]
fn a5(x: &[f64]) -> f64 {
    let (mut a, mut b) = (1.0, 2.0);
    for i in 0..5 {
        (a, b) = if i < 3 { (x[i] * b, a) } else { break };
    }
    a * b
}
#[test]
fn t_a5() {
    every!(nums(3); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p));
}
#[differentiate]
fn a6(x: &[f64]) -> f64 {
    let mut v = vec![1.0];
    for i in 0..5 {
        v.push(if i < 3 { x[i] } else { break });
    }
    v.iter().product::<f64>() * v.len() as f64
}
#[test]
fn t_a6() {
    every!(nums(3); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p));
}
#[differentiate]
fn h(a: f64) -> f64 {
    a * a
}
#[differentiate]
fn a7(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..5 {
        s = h(if i == 1 {
            continue;
        } else if i < 3 {
            x[i] * s
        } else {
            break;
        });
    }
    s
}
#[test]
fn t_a7() {
    every!(nums(3); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p));
}
#[differentiate]
fn a8(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..5 {
        s = s * 0.5
            + if i == 1 {
                continue;
            } else if i < 3 {
                x[i] * s
            } else {
                break;
            };
    }
    s
}
#[test]
fn t_a8() {
    every!(nums(3); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p));
}
#[differentiate]
fn a9(x: &[f64]) -> f64 {
    let mut s = 1.0;
    'o: for i in 0..3 {
        for j in 0..3 {
            s = if i * j == 2 {
                continue 'o;
            } else if i * j == 4 {
                break 'o;
            } else {
                s * x[j] + x[i]
            };
        }
        s *= 2.0;
    }
    s
}
#[test]
fn t_a9() {
    every!(nums(3); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p));
}
#[differentiate]
fn b1(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let r = loop {
        s = if s < 4.0 { s + x[0].abs() } else { break s * 2.0 };
    };
    r * s
}
#[cfg(any())] // the point is a jump: differences do not see the slope
#[test]
fn t_b1() {
    every!(nums(3); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p));
}
#[differentiate]
fn b2(x: &[f64]) -> f64 {
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
fn t_b2() {
    every!(nums(8); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p));
}
#[differentiate]
fn b3(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for e in v.iter_mut() {
        *e = if *e < -0.5 {
            continue;
        } else if *e > 0.8 {
            break;
        } else {
            *e * 3.0
        };
    }
    v.iter().sum()
}
#[test]
fn t_b3() {
    every!(nums(8); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p));
}
#[differentiate]
fn b4(x: &[f64]) -> f64 {
    let mut v = vec![1.0; 2];
    for i in 0..5 {
        v = if i < 2 { v.iter().map(|e| e * x[i]).collect() } else { break };
    }
    v[0] * v[1]
}
#[test]
fn t_b4() {
    every!(nums(8); |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (p));
}
#[differentiate]
fn b5(x: &[f64]) -> f64 {
    let mut a = [1.0; 2];
    for i in 0..5 {
        a = if i < 2 { [a[1] * x[i], a[0]] } else { break };
    }
    a[0] + 2.0 * a[1]
}
#[test]
fn t_b5() {
    every!(nums(8); |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p));
}
#[differentiate]
fn b6(x: &[f64]) -> f64 {
    let mut i = 0;
    let mut s = 0.0;
    while i < 10 {
        i = if i == 6 { break } else { i + 2 };
        s += x[i % 3] * i as f64;
    }
    s * i as f64
}
#[test]
fn t_b6() {
    every!(nums(3); |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p));
}
#[differentiate]
fn b7(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..4 {
        s = {
            if i == 2 {
                break;
            }
            s * x[i]
        };
    }
    s
}
#[test]
fn t_b7() {
    every!(nums(3); |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p));
}
#[differentiate]
fn b8(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..4 {
        s = {
            let Some(v) = x.get(i) else { break };
            s * v
        };
    }
    s
}
#[test]
fn t_b8() {
    every!(nums(3); |p| b8, b8_value_and_grad, b8_grad, b8_vjp; (p));
}
#[differentiate]
fn b9(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..4 {
        let t;
        t = if i == 2 { continue } else { x[i % 3] };
        s *= t;
    }
    s
}
#[test]
fn t_b9() {
    every!(nums(3); |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (p));
}
