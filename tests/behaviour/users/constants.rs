//! Constants of every type that decide what is computed.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: f64) -> f64 {
    let mut y = x;
    for k in 1..4 {
        let t = y * k as f64;
        y = if t > 1.0 { t.ln() } else { t * t };
        if y < 0.01 {
            y += x;
        }
    }
    y
}
#[test]
fn t_a1() {
    every!([0.7]; |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p[0]));
}
#[differentiate]
fn a2(x: &[f64], sign: i8) -> f64 {
    let s = sign as f64;
    let f = match sign.cmp(&0) {
        std::cmp::Ordering::Less => -1.0,
        std::cmp::Ordering::Equal => 0.0,
        std::cmp::Ordering::Greater => x[0],
    };
    s * f + x[1]
}
#[test]
fn t_a2() {
    every!(nums(2); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p, 1));
}
#[test]
fn t_a22() {
    every!(nums(2); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p, -1));
}
#[differentiate]
fn a4(x: &[f64], w: &std::collections::HashMap<String, f64>) -> f64 {
    x[0] * stop_gradient(w["a"])
}
struct Cfg {
    lr: f64,
    steps: usize,
    layers: Vec<usize>,
    name: String,
    nested: Inner,
}
struct Inner {
    k: [f64; 2],
    on: bool,
}
impl Cfg {
    fn rate(&self, i: usize) -> f64 {
        self.lr / (i + 1) as f64
    }
    fn is_on(&self) -> bool {
        self.nested.on
    }
}
#[differentiate(value_and_grad, grad, vjp, wrt(x))]
fn a5(x: &[f64], c: &Cfg) -> f64 {
    let mut v = x.to_vec();
    for i in 0..c.steps {
        for e in v.iter_mut() {
            *e -= c.rate(i) * 2.0 * *e;
        }
    }
    if c.is_on() && c.name.len() > 2 {
        v[0] *= c.nested.k[1];
    }
    v.iter().zip(&c.layers).map(|(a, n)| a * *n as f64).sum()
}
#[test]
fn t_a5() {
    every!(nums(2); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p, &Cfg { lr: 0.1, steps: 3, layers: vec![2, 3], name: "abc".into(), nested: Inner { k: [1.0, 2.0], on: true } }));
}
#[differentiate(value_and_grad, grad, vjp, wrt(x))]
fn a6(x: f64, c: Cfg) -> f64 {
    let Cfg { lr, nested: Inner { k: [a, b], .. }, ref layers, .. } = c;
    let mut y = x * a + b;
    for n in layers {
        y *= lr * *n as f64;
    }
    y
}
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Debug)]
enum Act {
    Relu,
    Tanh,
    Leaky(i32),
    Soft { beta: u8 },
}
#[differentiate]
fn b1(x: f64, s: &str) -> f64 {
    let mut y = x;
    for (i, c) in s.chars().enumerate() {
        if c.is_ascii_digit() {
            y *= (c as u8 - b'0') as f64;
        } else if c == 's' {
            y = y.sin() + i as f64;
        }
    }
    y
}
#[test]
fn t_b1() {
    every!(nums(1); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p[0], "2s3x"));
}
#[differentiate]
fn b2(x: f64, b: &[u8]) -> f64 {
    b.iter().fold(x, |y, c| match c {
        b'+' => y + 1.0,
        b'*' => y * 2.0,
        0..=31 => y.sin(),
        _ => y,
    })
}
#[test]
fn t_b2() {
    every!(nums(1); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p[0], b"+*\x01z"));
}
#[differentiate]
fn b3(x: f64, n: Option<u32>) -> f64 {
    let k = n.unwrap_or(2);
    let j = n.map_or(1, |v| v + 1);
    let l = if let Some(v) = n { v } else { 0 };
    x.powi(k as i32) * j as f64 + l as f64 * x
}
#[test]
fn t_b3() {
    every!(nums(1); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p[0], Some(3)));
}
#[test]
fn t_b32() {
    every!(nums(1); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p[0], None));
}
#[differentiate]
fn b4(x: f64, n: (usize, bool)) -> f64 {
    match n {
        (0, true) => x,
        (k, true) if k > 2 => x * k as f64,
        (k, _) => x.powi(k as i32),
    }
}
#[test]
fn t_b4() {
    every!(nums(1); |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (p[0], (3, true)));
}
#[test]
fn t_b42() {
    every!(nums(1); |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (p[0], (2, false)));
}
#[differentiate]
fn b7(x: &[f64], mask: u64) -> f64 {
    (0..x.len()).filter(|i| mask & (1 << i) != 0).map(|i| x[i] * x[i]).sum()
}
#[test]
fn t_b7() {
    every!(nums(4); |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p, 0b1011));
}
#[differentiate]
fn b8(x: &[f64], grid: &[[bool; 2]; 2]) -> f64 {
    let mut s = 0.0;
    for (r, row) in grid.iter().enumerate() {
        for (c, &on) in row.iter().enumerate() {
            if on {
                s += x[2 * r + c] * s + x[0];
            }
        }
    }
    s
}
#[test]
fn t_b8() {
    every!(nums(4); |p| b8, b8_value_and_grad, b8_grad, b8_vjp; (p, &[[true, false], [true, true]]));
}
#[cfg(any())] // FOUND
#[differentiate]
fn c3(x: &[f64], r: std::ops::RangeInclusive<usize>) -> f64 {
    let mut s = 0.0;
    for i in r {
        s += x[i] * x[i];
    }
    s
}
#[cfg(any())] // FOUND
#[test]
fn t_c3() {
    every!(nums(4); |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (p, 1..=2));
}
