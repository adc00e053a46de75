//! Whole lists that are exchanged and assigned, in loops and on some ways only; of different lengths.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, gradient};
use differentiate::differentiate;

#[differentiate(grad, value_and_grad, jvp)]
fn two_buffers(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let mut b = a.clone();
    for k in 0..5 {
        for i in 1..a.len() - 1 {
            b[i] = a[i] + 0.1 * (a[i - 1] - 2.0 * a[i] * a[i] + a[i + 1]);
        }
        std::mem::swap(&mut a, &mut b);
        if k == 3 {
            b[0] = a[1] * b[2];
        }
    }
    a.iter().zip(&b).map(|(a, b)| a * b).sum()
}

#[differentiate(grad, value_and_grad, jvp)]
fn of_different_lengths(x: &[f64]) -> f64 {
    let mut a = vec![x[0] * x[1], x[2]];
    let mut b = vec![x[3], x[0] * x[0], x[1]];
    for _ in 0..3 {
        std::mem::swap(&mut a, &mut b);
        a[0] *= b[1];
    }
    a[0] * b[0] + a.iter().sum::<f64>() * b.len() as f64
}

#[differentiate(grad, value_and_grad, jvp)]
fn left_early(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let mut b = vec![0.0; x.len()];
    for k in 0..9 {
        for i in 0..a.len() {
            b[i] = a[i] * a[(i + 1) % x.len()];
        }
        if b[0] > 3.0 {
            break;
        }
        std::mem::swap(&mut a, &mut b);
        if k > 5 {
            continue;
        }
        b[0] += x[1];
    }
    a[0] + b[1] * b[0]
}

#[differentiate(grad, value_and_grad, jvp)]
fn three_of_them(x: &[f64]) -> f64 {
    let mut a = vec![x[0], x[1]];
    let mut b = vec![x[2], x[3]];
    let mut c = vec![x[0] * x[3], 1.0];
    for _ in 0..4 {
        let old = a;
        a = b;
        b = c;
        c = old;
        c[0] *= a[1];
    }
    a[0] * b[0] + c[0] * c[1]
}

#[differentiate(grad, value_and_grad, jvp)]
fn assigned_and_read_again(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let mut s = 1.0;
    for _ in 0..3 {
        let next: Vec<f64> = a.iter().map(|v| v * v * 0.5).collect();
        s *= next[0] + a[1];
        a = next;
        s += a[2];
    }
    s * a[3]
}

#[differentiate(grad, value_and_grad, jvp)]
fn replaced(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let old = std::mem::replace(&mut a, vec![x[0] * x[1]]);
    let gone = std::mem::take(&mut a);
    a.push(gone[0] * old[2]);
    a[0] * old[3]
}

#[test]
fn against_differences() {
    let x = [1.2, 0.7, 0.9, 1.4];
    macro_rules! check {
        ($($f:ident $grad:ident $value_and_grad:ident $jvp:ident;)*) => {$(
            let ours: [f64; 4] = $grad(&x).try_into().unwrap();
            assert_close(ours, gradient(|x: [f64; 4]| $f(&x), x));
            assert_eq!($value_and_grad(&x), ($f(&x), ours.to_vec()));
            for k in 0..4 {
                let mut direction = [0.0; 4];
                direction[k] = 1.0;
                assert_close([$jvp(&x, &direction).1], [ours[k]]);
            }
        )*};
    }
    check! {
        two_buffers two_buffers_grad two_buffers_value_and_grad two_buffers_jvp;
        of_different_lengths of_different_lengths_grad of_different_lengths_value_and_grad of_different_lengths_jvp;
        left_early left_early_grad left_early_value_and_grad left_early_jvp;
        three_of_them three_of_them_grad three_of_them_value_and_grad three_of_them_jvp;
        assigned_and_read_again assigned_and_read_again_grad assigned_and_read_again_value_and_grad assigned_and_read_again_jvp;
        replaced replaced_grad replaced_value_and_grad replaced_jvp;
    }
}
