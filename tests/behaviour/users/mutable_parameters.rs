//! `&mut` parameters with early returns and recursion.

use crate::check::{arr, mat};
use differentiate::differentiate;
#[differentiate]
fn swaps(a: &mut f64, b: &mut f64) {
    std::mem::swap(a, b);
}
#[differentiate]
fn swapped_and_multiplied(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x * y, y);
    swaps(&mut a, &mut b);
    a * a * b
}
#[test]
fn t_swapped_and_multiplied() {
    check!([0.3, 0.8]; |p| swapped_and_multiplied, swapped_and_multiplied_value_and_grad; (p[0], p[1]));
}
#[differentiate]
fn ret_mut(x: &mut [f64; 3], n: usize) -> f64 {
    for i in 0..3 {
        if i == n {
            return x[i];
        }
        x[i] *= x[(i + 1) % 3];
    }
    x[0]
}
#[differentiate]
fn returned_early(x: &[f64], n: usize) -> f64 {
    let mut a = [x[0], x[1], x[2]];
    let r = ret_mut(&mut a, n);
    r * a[0] + a[1] * a[2]
}
#[test]
fn t_returned_early() {
    for n in 0..4 {
        check!([0.3, 0.8, -0.6]; |p| returned_early, returned_early_value_and_grad; (p, n));
    }
}
#[differentiate]
fn rec(a: &mut [f64], lo: usize, hi: usize) -> f64 {
    if hi - lo < 2 {
        a[lo] *= 1.5;
        return a[lo];
    }
    let m = (lo + hi) / 2;
    let l = rec(a, lo, m);
    let r = rec(a, m, hi);
    a[lo] += l * r;
    l + r * a[lo]
}
#[differentiate]
fn changed_recursively(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let n = a.len();
    let r = rec(&mut a, 0, n);
    r + a[0] * a[1]
}
#[test]
fn t_changed_recursively() {
    check!([0.3, 0.8, -0.6, 0.5, 0.2]; |p| changed_recursively, changed_recursively_value_and_grad; (p));
}
#[differentiate]
fn scales_halves(a: &mut [f64]) -> f64 {
    if a.len() < 2 {
        a[0] *= 1.5;
        return a[0];
    }
    let m = a.len() / 2;
    let l = scales_halves(&mut a[..m]);
    let r = scales_halves(&mut a[m..]);
    a[0] += l * r;
    l + r * a[0]
}
#[differentiate]
fn halves_scaled(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let r = scales_halves(&mut a);
    r + a[0] * a[1]
}
#[test]
fn t_halves_scaled() {
    check!([0.3, 0.8, -0.6, 0.5, 0.2]; |p| halves_scaled, halves_scaled_value_and_grad; (p));
}
#[differentiate]
fn multiplies_in_turn(a: &mut [f64], n: usize) {
    if n == 0 {
        return;
    }
    a[0] *= a[1];
    adds_sine_in_turn(a, n - 1);
    a[0] += 0.5;
}
#[differentiate]
fn adds_sine_in_turn(a: &mut [f64], n: usize) {
    if n > 0 {
        a[1] += a[0].sin();
        multiplies_in_turn(a, n - 1);
    }
}
#[differentiate]
fn mutually_recursive(x: &[f64], n: usize) -> f64 {
    let mut a = x.to_vec();
    multiplies_in_turn(&mut a, n);
    a[0] * a[1]
}
#[test]
fn t_mutually_recursive() {
    for n in 0..6 {
        check!([0.3, 0.8]; |p| mutually_recursive, mutually_recursive_value_and_grad; (p, n));
    }
}
#[differentiate]
fn hanoi(n: u32, from: &mut f64, to: &mut f64, k: f64) {
    if n == 0 {
        return;
    }
    hanoi(n - 1, from, to, k * 0.5);
    *to += k * *from;
    *from *= 0.9;
    hanoi(n - 1, to, from, k);
}
#[differentiate]
fn towers_moved(x: f64, y: f64, k: f64) -> f64 {
    let mut a = x;
    let mut b = y;
    hanoi(3, &mut a, &mut b, k);
    a * b
}
#[test]
fn t_towers_moved() {
    check!([0.3, 0.8, 0.7]; |p| towers_moved, towers_moved_value_and_grad; (p[0], p[1], p[2]));
}
#[differentiate]
fn in_loop(x: &[f64], n: usize) -> f64 {
    let mut m = [[0.0; 3]; 2];
    let mut s = 0.0;
    for i in 0..n {
        for (k, r) in m.iter_mut().enumerate() {
            for (j, v) in r.iter_mut().enumerate() {
                *v = *v * 0.5 + x[(i + j + k) % 3];
            }
        }
        s += ret_mut(&mut m[i % 2], i % 4) * m[0][0];
    }
    s
}
#[test]
fn t_in_loop() {
    for n in 0..6 {
        check!([0.3, 0.8, -0.6]; |p| in_loop, in_loop_value_and_grad; (p, n));
    }
}
#[differentiate]
fn everything_mutable(mut v: Vec<f64>, mut k: f64, mut a: [f64; 2], mut n: usize) -> f64 {
    while n > 0 {
        v[n % 3] *= k;
        k += a[n % 2];
        a.swap(0, 1);
        v.reverse();
        n -= 1;
    }
    v[0] * v[1] * k + a[0]
}
#[test]
fn t_everything_mutable() {
    for n in 0..6 {
        check!([0.3, 0.8, -0.6, 0.7, 0.2, 0.9]; |p| everything_mutable, everything_mutable_value_and_grad; (p[..3].to_vec(), p[3], arr(&p[4..]), n));
    }
}
