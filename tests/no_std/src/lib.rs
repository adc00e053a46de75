//! Gradients without `std` and without an allocator. Build it alone, since features of a workspace are united:
//! `cargo build -p differentiate-no-std`.

#![no_std]

use differentiate::{Float, differentiate};

/// A neuron.
#[differentiate]
#[must_use]
pub fn neuron<T: Float>(x: [T; 3], w: [T; 3], b: T) -> T {
    (x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + b).tanh()
}

/// A loop that keeps what its reverse needs, on an array since it runs five times.
#[differentiate(value_and_grad)]
#[must_use]
pub fn newton(square: f64) -> f64 {
    let mut root = square;
    for _ in 0..5 {
        root = 0.5 * (root + square / root);
    }
    root
}

/// Slices: the gradient is added to the caller's buffer.
#[differentiate(accumulate_grad)]
#[must_use]
pub fn energy(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for v in x {
        sum += v * v;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        let (root, slope) = newton_value_and_grad(2.0);
        assert!((root * root - 2.0).abs() < 1e-9 && (slope - 0.5 / root).abs() < 1e-9);
        let mut d = [1.0; 3];
        assert_eq!((energy_accumulate_grad(&[1.0, 2.0, 3.0], &mut d), d), (14.0, [3.0, 5.0, 7.0]));
        let (dx, _, db) = neuron_grad([0.5_f64, 0.1, 0.2], [1.0, 2.0, 3.0], 0.0);
        assert!((dx[1] - 2.0 * db).abs() < 1e-12);
    }
}
