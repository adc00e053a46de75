//! Constants of the primitive types and literals that are no numbers to look at: their types are fixed.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

#[differentiate]
fn digits(x: f64, asked: u32) -> f64 {
    let most = f64::DIGITS;
    if asked > most { 0.0 } else { x * x }
}

#[differentiate]
fn exponents(x: f64, e: i32) -> f64 {
    let below = e < f64::MIN_EXP || e < f64::MIN_10_EXP;
    if below || e > f64::MAX_EXP || e > std::f64::MAX_10_EXP { 0.0 } else { x.powi(e) }
}

#[differentiate]
fn mantissa(x: f64) -> f64 {
    let bits = f64::MANTISSA_DIGITS - f32::MANTISSA_DIGITS;
    let radix = f64::RADIX as f64;
    x * radix.powi(3) * (bits.leading_zeros() + u64::BITS) as f64
}

#[differentiate]
fn byte_literals(x: f64) -> f64 {
    let offset = b'b' + 3;
    if b'z' < 200 { x * offset as f64 } else { x }
}

#[differentiate]
fn bytes_of_a_text(x: f64, text: &str) -> f64 {
    let mut y = x;
    for c in text.bytes() {
        match c {
            b'0'..=b'9' => y += (c - b'0') as f64 * x,
            b'*' => y *= x,
            _ => {}
        }
    }
    y * (b'c' - b'a').pow(3) as f64
}

#[differentiate]
fn letters_twice(x: f64) -> f64 {
    let word = String::from("slope");
    let at = word.chars().rev().position(|c| c == 'o').unwrap();
    let length = word.chars().count();
    x * (at * 10 + length) as f64
}

#[differentiate]
fn exponent_by_into(x: f64, n: u8) -> f64 {
    let more = n + 1;
    x.powi(n.into()) + x.powi(more.into())
}

#[test]
fn types_of_constants() {
    assert_eq!(digits_grad(3.0, 9), 6.0);
    assert_eq!(digits_grad(3.0, 16), 0.0);
    assert_eq!(exponents_grad(3.0, 2), 6.0);
    assert_eq!(exponents_grad(3.0, 2000), 0.0);
    // 29 is five bits long.
    assert_eq!(mantissa_grad(1.0), 8.0 * (27.0 + 64.0));
}

#[test]
fn types_of_literals() {
    assert_eq!(byte_literals_grad(1.0), 101.0);
    // ((x + 2 x) x + 3 x) 8
    assert_eq!(bytes_of_a_text_grad(1.0, "2*3"), 72.0);
    // Position 2 from the end, five letters.
    assert_eq!(letters_twice_grad(1.0), 25.0);
    // x² + x³
    assert_eq!(exponent_by_into_grad(2.0, 2), 16.0);
}
