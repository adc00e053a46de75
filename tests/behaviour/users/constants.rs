//! Constants of every type that decide what is computed.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn logarithm_or_square(x: f64) -> f64 {
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
fn t_logarithm_or_square() {
    every!([0.7]; |p| logarithm_or_square, logarithm_or_square_value_and_grad, logarithm_or_square_grad, logarithm_or_square_vjp; (p[0]));
}
#[differentiate]
fn sign_compared(x: &[f64], sign: i8) -> f64 {
    let s = sign as f64;
    let f = match sign.cmp(&0) {
        std::cmp::Ordering::Less => -1.0,
        std::cmp::Ordering::Equal => 0.0,
        std::cmp::Ordering::Greater => x[0],
    };
    s * f + x[1]
}
#[test]
fn t_sign_compared() {
    every!(nums(2); |p| sign_compared, sign_compared_value_and_grad, sign_compared_grad, sign_compared_vjp; (p, 1));
}
#[test]
fn t_a22() {
    every!(nums(2); |p| sign_compared, sign_compared_value_and_grad, sign_compared_grad, sign_compared_vjp; (p, -1));
}
#[differentiate]
fn weight_of_a_map(x: &[f64], w: &std::collections::HashMap<String, f64>) -> f64 {
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
fn steps_of_a_config(x: &[f64], c: &Cfg) -> f64 {
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
fn t_steps_of_a_config() {
    every!(nums(2); |p| steps_of_a_config, steps_of_a_config_value_and_grad, steps_of_a_config_grad, steps_of_a_config_vjp; (p, &Cfg { lr: 0.1, steps: 3, layers: vec![2, 3], name: "abc".into(), nested: Inner { k: [1.0, 2.0], on: true } }));
}
#[differentiate(value_and_grad, grad, vjp, wrt(x))]
fn config_destructured(x: f64, c: Cfg) -> f64 {
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
fn operations_of_a_string(x: f64, s: &str) -> f64 {
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
fn t_operations_of_a_string() {
    every!(nums(1); |p| operations_of_a_string, operations_of_a_string_value_and_grad, operations_of_a_string_grad, operations_of_a_string_vjp; (p[0], "2s3x"));
}
#[differentiate]
fn operations_of_bytes(x: f64, b: &[u8]) -> f64 {
    b.iter().fold(x, |y, c| match c {
        b'+' => y + 1.0,
        b'*' => y * 2.0,
        0..=31 => y.sin(),
        _ => y,
    })
}
#[test]
fn t_operations_of_bytes() {
    every!(nums(1); |p| operations_of_bytes, operations_of_bytes_value_and_grad, operations_of_bytes_grad, operations_of_bytes_vjp; (p[0], b"+*\x01z"));
}
#[differentiate]
fn optional_exponent(x: f64, n: Option<u32>) -> f64 {
    let k = n.unwrap_or(2);
    let j = n.map_or(1, |v| v + 1);
    let l = if let Some(v) = n { v } else { 0 };
    x.powi(k as i32) * j as f64 + l as f64 * x
}
#[test]
fn t_optional_exponent() {
    every!(nums(1); |p| optional_exponent, optional_exponent_value_and_grad, optional_exponent_grad, optional_exponent_vjp; (p[0], Some(3)));
}
#[test]
fn t_b32() {
    every!(nums(1); |p| optional_exponent, optional_exponent_value_and_grad, optional_exponent_grad, optional_exponent_vjp; (p[0], None));
}
#[differentiate]
fn pair_matched(x: f64, n: (usize, bool)) -> f64 {
    match n {
        (0, true) => x,
        (k, true) if k > 2 => x * k as f64,
        (k, _) => x.powi(k as i32),
    }
}
#[test]
fn t_pair_matched() {
    every!(nums(1); |p| pair_matched, pair_matched_value_and_grad, pair_matched_grad, pair_matched_vjp; (p[0], (3, true)));
}
#[test]
fn t_b42() {
    every!(nums(1); |p| pair_matched, pair_matched_value_and_grad, pair_matched_grad, pair_matched_vjp; (p[0], (2, false)));
}
#[differentiate]
fn masked_by_bits(x: &[f64], mask: u64) -> f64 {
    (0..x.len()).filter(|i| mask & (1 << i) != 0).map(|i| x[i] * x[i]).sum()
}
#[test]
fn t_masked_by_bits() {
    every!(nums(4); |p| masked_by_bits, masked_by_bits_value_and_grad, masked_by_bits_grad, masked_by_bits_vjp; (p, 0b1011));
}
#[differentiate]
fn masked_by_a_grid(x: &[f64], grid: &[[bool; 2]; 2]) -> f64 {
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
fn t_masked_by_a_grid() {
    every!(nums(4); |p| masked_by_a_grid, masked_by_a_grid_value_and_grad, masked_by_a_grid_grad, masked_by_a_grid_vjp; (p, &[[true, false], [true, true]]));
}
#[cfg(any())] // FOUND
#[differentiate]
fn inclusive_range_parameter(x: &[f64], r: std::ops::RangeInclusive<usize>) -> f64 {
    let mut s = 0.0;
    for i in r {
        s += x[i] * x[i];
    }
    s
}
#[cfg(any())] // FOUND
#[test]
fn t_inclusive_range_parameter() {
    every!(nums(4); |p| inclusive_range_parameter, inclusive_range_parameter_value_and_grad, inclusive_range_parameter_grad, inclusive_range_parameter_vjp; (p, 1..=2));
}
