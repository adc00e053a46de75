//! Generators of numbers, permutations, gathers and lists.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn generator_in_a_closure(x: f64) -> f64 {
    let mut state = 1u64;
    let mut rng = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1);
        (state >> 33) as f64 / 2147483648.0
    };
    let mut s = 0.0;
    for _ in 0..4 {
        s += (x * rng()).sin();
    }
    s
}
#[test]
fn t_generator_in_a_closure() {
    every!([0.3]; |p| generator_in_a_closure, generator_in_a_closure_value_and_grad, generator_in_a_closure_grad, generator_in_a_closure_vjp; (p[0]));
}
fn next(state: &mut u64) -> f64 {
    *state = state.wrapping_mul(6364136223846793005).wrapping_add(1);
    (*state >> 33) as f64 / 2147483648.0
}
struct Rng(u64);
impl Rng {
    fn next(&mut self) -> f64 {
        next(&mut self.0)
    }
}
#[differentiate]
fn collected_noise(x: f64) -> f64 {
    let noise: Vec<f64> = (0..4).map(|i| ((i * 7919) % 13) as f64 / 13.0).collect();
    noise.iter().map(|n| (x * n).sin()).sum()
}
#[test]
fn t_collected_noise() {
    every!([0.3]; |p| collected_noise, collected_noise_value_and_grad, collected_noise_grad, collected_noise_vjp; (p[0]));
}
fn make(n: usize, seed: u64) -> Vec<f64> {
    let mut s = seed;
    (0..n).map(|_| next(&mut s)).collect()
}
#[differentiate]
fn weights_of_a_seed(x: &[f64], seed: u64) -> f64 {
    let w = make(x.len(), seed);
    x.iter().zip(&w).map(|(a, b)| a * b).sum::<f64>() * w[0]
}
#[test]
fn t_weights_of_a_seed() {
    every!([0.3, 0.4]; |p| weights_of_a_seed, weights_of_a_seed_value_and_grad, weights_of_a_seed_grad, weights_of_a_seed_vjp; (p, 7));
}
#[differentiate]
fn dropout(x: &[f64], seed: u64) -> f64 {
    let mut mask = vec![false; x.len()];
    let mut s = seed;
    for m in mask.iter_mut() {
        s = s.wrapping_mul(1103515245).wrapping_add(12345) % 2147483648;
        *m = s % 3 != 0;
    }
    x.iter().zip(&mask).filter(|(_, m)| **m).map(|(v, _)| v * v / 0.67).sum()
}
#[test]
fn t_dropout() {
    every!([0.3, 0.4, 0.5]; |p| dropout, dropout_value_and_grad, dropout_grad, dropout_vjp; (p, 8));
}
#[differentiate]
fn shuffled(x: &[f64], seed: u32) -> f64 {
    let mut s = seed;
    let mut idx: Vec<usize> = (0..x.len()).collect();
    for i in (1..x.len()).rev() {
        s = s.wrapping_mul(1664525).wrapping_add(1013904223);
        let j = s as usize % (i + 1);
        idx.swap(i, j);
    }
    idx.iter().enumerate().map(|(k, &i)| x[i] * k as f64).sum()
}
#[test]
fn t_shuffled() {
    every!([0.3, 0.4, 0.5]; |p| shuffled, shuffled_value_and_grad, shuffled_grad, shuffled_vjp; (p, 8));
}
#[differentiate]
fn permuted_squares(x: &[f64], perm: &[usize]) -> Vec<f64> {
    perm.iter().map(|&i| x[i] * x[i]).collect()
}
#[test]
fn t_permuted_squares() {
    vjp!([0.3, 0.4, 0.5]; |p| permuted_squares, permuted_squares_vjp; (p, &[2, 0, 1]));
}
#[differentiate]
fn scattered(x: &[f64], idx: &[(usize, usize)]) -> Vec<f64> {
    let mut out = vec![0.0; x.len()];
    for &(i, j) in idx {
        out[i] += x[j];
        out[j] -= x[i] * x[i];
    }
    out
}
#[test]
fn t_scattered() {
    vjp!([0.3, 0.4, 0.5]; |p| scattered, scattered_vjp; (p, &[(0, 1), (1, 2)]));
}
#[differentiate]
fn products_of_groups(x: &[f64], groups: &[Vec<usize>]) -> f64 {
    groups.iter().map(|g| g.iter().map(|&i| x[i]).product::<f64>()).sum()
}
#[test]
fn t_products_of_groups() {
    every!([0.3, 0.4, 0.5]; |p| products_of_groups, products_of_groups_value_and_grad, products_of_groups_grad, products_of_groups_vjp; (p, &[vec![0, 1], vec![2]]));
}
#[differentiate]
fn one_or_all(x: &[f64], t: Option<usize>) -> f64 {
    match t {
        Some(i) => x[i],
        None => x.iter().sum(),
    }
}
#[test]
fn t_one_or_all() {
    every!([0.3, 0.4, 0.5]; |p| one_or_all, one_or_all_value_and_grad, one_or_all_grad, one_or_all_vjp; (p, Some(1)));
}
#[test]
fn t_b52() {
    every!([0.3, 0.4, 0.5]; |p| one_or_all, one_or_all_value_and_grad, one_or_all_grad, one_or_all_vjp; (p, None));
}
#[differentiate]
fn padded(x: &[f64], k: usize) -> f64 {
    let mut w = [0.0; 5];
    w[..x.len()].copy_from_slice(x);
    w[x.len()..].fill(x[0]);
    w.iter().skip(k).map(|v| v * v).sum()
}
#[test]
fn t_padded() {
    every!([0.3, 0.4, 0.5]; |p| padded, padded_value_and_grad, padded_grad, padded_vjp; (p, 1));
}
#[differentiate]
fn backwards_without_negative(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    let mut i = x.len();
    while i > 0 {
        i -= 1;
        if x[i] < 0.0 {
            continue;
        }
        sum = sum * 0.5 + x[i];
    }
    sum
}
#[test]
fn t_backwards_without_negative() {
    every!([0.3, -0.4, 0.5]; |p| backwards_without_negative, backwards_without_negative_value_and_grad, backwards_without_negative_grad, backwards_without_negative_vjp; (p));
}
#[differentiate]
fn pairs_from_both_ends(x: &[f64]) -> f64 {
    let mut i = 0usize;
    let mut j = x.len() - 1;
    let mut s = 0.0;
    while i < j {
        s += x[i] * x[j];
        i += 1;
        j -= 1;
    }
    s
}
#[test]
fn t_pairs_from_both_ends() {
    every!([0.3, -0.4, 0.5, 0.7]; |p| pairs_from_both_ends, pairs_from_both_ends_value_and_grad, pairs_from_both_ends_grad, pairs_from_both_ends_vjp; (p));
}
#[differentiate]
fn square_and_multiply(x: f64) -> f64 {
    let mut y = x;
    let mut n: i32 = 10;
    while n > 0 {
        if n & 1 == 1 {
            y *= x;
        }
        y += 0.01 * n as f64;
        n >>= 1;
    }
    y
}
#[test]
fn t_square_and_multiply() {
    every!([0.3]; |p| square_and_multiply, square_and_multiply_value_and_grad, square_and_multiply_grad, square_and_multiply_vjp; (p[0]));
}
#[differentiate]
fn power_by_bits(base: f64, exp: u32) -> f64 {
    let (mut b, mut e, mut acc) = (base, exp, 1.0);
    while e > 0 {
        if e % 2 == 1 {
            acc *= b;
        }
        b *= b;
        e /= 2;
    }
    acc
}
#[test]
fn t_power_by_bits() {
    every!([1.3]; |p| power_by_bits, power_by_bits_value_and_grad, power_by_bits_grad, power_by_bits_vjp; (p[0], 11));
}
#[differentiate]
fn entropy_of_a_made_list(x: f64, n: usize) -> f64 {
    let mut v = Vec::with_capacity(n);
    for i in 0..n {
        v.push(x * i as f64);
    }
    let total: f64 = v.iter().sum();
    let v = v.into_iter().map(|e| e / total).collect::<Vec<_>>();
    v.iter().map(|p| if *p > 0.0 { -p * p.ln() } else { 0.0 }).sum()
}
#[test]
fn t_entropy_of_a_made_list() {
    every!([1.3]; |p| entropy_of_a_made_list, entropy_of_a_made_list_value_and_grad, entropy_of_a_made_list_grad, entropy_of_a_made_list_vjp; (p[0], 4));
}
#[differentiate]
fn extended_and_resized(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.extend(x.iter().map(|a| a * a));
    v.extend_from_slice(&x[..1]);
    v.truncate(4);
    v.push(1.0);
    v.resize(7, x[0]);
    v.iter().enumerate().map(|(i, a)| a * i as f64).sum()
}
#[test]
fn t_extended_and_resized() {
    every!([1.3, 0.3]; |p| extended_and_resized, extended_and_resized_value_and_grad, extended_and_resized_grad, extended_and_resized_vjp; (p));
}
#[differentiate]
fn periodic_neighbours(x: &[f64]) -> f64 {
    let n = x.len();
    let idx = |i: isize| ((i + n as isize) % n as isize) as usize;
    (0..n as isize).map(|i| x[idx(i - 1)] * x[idx(i + 1)] - x[idx(i)].powi(2)).sum()
}
#[test]
fn t_periodic_neighbours() {
    every!([1.3, 0.3, 0.4, 0.8]; |p| periodic_neighbours, periodic_neighbours_value_and_grad, periodic_neighbours_grad, periodic_neighbours_vjp; (p));
}
