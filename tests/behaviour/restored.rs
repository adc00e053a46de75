//! Variables whose elements are read more often than they are overwritten: the reverse sweep gives the elements back what they held.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

/// The log determinant of a matrix whose diagonal dominates, by Cholesky's factors.
#[differentiate(value_and_grad, hessian)]
pub fn log_determinant(x: &[f64]) -> f64 {
    let n = 2;
    let mut l = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            let mut sum = x[i * n + j] + if i == j { 4.0 } else { 0.0 };
            for k in 0..j {
                sum -= l[i * n + k] * l[j * n + k];
            }
            l[i * n + j] = if i == j { sum.sqrt() } else { sum / l[j * n + j] };
        }
    }
    (0..n).map(|i| 2.0 * l[i * n + i].ln()).sum()
}

/// Each element is overwritten in each sweep, and read by all others before and after.
#[differentiate(value_and_grad, hessian)]
pub fn gauss_seidel(x: &[f64]) -> f64 {
    let n = x.len();
    let mut y = vec![0.3; n];
    for sweep in 0..3 {
        for i in 0..n {
            let mut sum = x[i];
            for j in 0..n {
                if j != i {
                    sum -= (0.3 + 0.1 * (i + 2 * j) as f64) * y[j] * y[j] * x[(i + j + sweep) % n];
                }
            }
            y[i] = sum / (3.0 + x[i] * y[i]);
        }
    }
    y[0] * y[n - 1] + y[1].sin()
}

/// The elements last assigned are the value, after they were restored.
#[differentiate(value_and_grad)]
pub fn last_element(x: &[f64]) -> f64 {
    let mut y = [0.5; 6];
    for i in 1..6 {
        let mut sum = 0.1;
        for j in 0..i {
            sum += y[j] * y[j] * x[(i + j) % 4];
        }
        y[i] = sum;
    }
    y[5]
}

/// What decides is read of the variable too.
#[differentiate(value_and_grad)]
pub fn decided_by_elements(x: &[f64]) -> f64 {
    let mut y = vec![1.0; 4];
    for step in 0..6 {
        let mut total = 0.0;
        for j in 0..4 {
            if y[j] > 0.8 {
                total += y[j] * x[j];
            } else {
                total -= y[j] * y[j] * x[(j + 1) % 4];
            }
        }
        if total > 0.5 {
            y[step % 4] = total * 0.3;
        } else if total < -2.0 {
            break;
        } else {
            y[(step + 1) % 4] = total.cos() + x[step % 4];
            y[(step + 2) % 4] *= 0.5 + x[0];
        }
    }
    y.iter().map(|v| v * v).sum()
}

/// What was read before the assignment is used after it, in the same iteration.
#[differentiate(value_and_grad)]
pub fn read_before_and_used_after(x: &[f64]) -> f64 {
    let mut y = [0.2, 0.4, 0.6, 0.8];
    for i in 0..4 {
        let old = y[i];
        let mut sum = 0.0;
        for j in 0..4 {
            sum += y[j] * x[j];
        }
        y[i] = sum.sin();
        y[(i + 1) % 4] = old * sum + y[i] * x[i];
        for j in 0..4 {
            sum += y[j] * y[j] * x[(i + j) % 4];
        }
        y[i] += old * sum;
    }
    y[0] + y[1] * y[2] * y[3]
}

/// Two variables, each made of the other, and one that is declared inside.
#[differentiate(value_and_grad)]
pub fn two_of_them(x: &[f64]) -> f64 {
    let (mut p, mut q) = (vec![0.1; 4], vec![0.9; 4]);
    for i in 0..4 {
        let mut own = [0.0; 4];
        for j in 0..4 {
            own[j] = p[j] * x[j] + q[(i + j) % 4];
        }
        let mut a = 0.0;
        let mut b = 1.0;
        for j in 0..4 {
            a += own[j] * q[j];
            b *= 1.0 + 0.1 * own[j] * p[j];
        }
        p[i] = a.tanh();
        q[3 - i] = b;
    }
    p.iter().zip(&q).map(|(a, b)| a * b).sum()
}

mod values {
    const POINTS: [[f64; 4]; 3] = [[0.3, -0.2, 0.5, 0.9], [1.1, 0.4, -0.6, 0.2], [-0.4, 0.8, 0.7, -1.2]];

    by_differences! {
        POINTS;
        log_determinant log_determinant_value_and_grad,
        gauss_seidel gauss_seidel_value_and_grad,
        last_element last_element_value_and_grad,
        decided_by_elements decided_by_elements_value_and_grad,
        read_before_and_used_after read_before_and_used_after_value_and_grad,
        two_of_them two_of_them_value_and_grad,
    }
}

#[test]
fn second_derivatives_are_those_of_the_gradient() {
    for (hessian, gradient) in [
        (
            log_determinant_hessian as fn(&[f64]) -> Vec<Vec<f64>>,
            log_determinant_value_and_grad as fn(&[f64]) -> _,
        ),
        (gauss_seidel_hessian, gauss_seidel_value_and_grad),
    ] {
        let x = [0.3, -0.2, 0.5, 0.9];
        let rows = hessian(&x);
        for (i, row) in rows.iter().enumerate() {
            let theirs = crate::common::gradient(|x: [f64; 4]| gradient(&x).1[i], x);
            crate::common::assert_close(row.clone().try_into().unwrap(), theirs);
        }
    }
}

/// What is returned beside the value is what the variable held at the end.
#[differentiate(aux, value_and_grad)]
fn with_all_elements(x: &[f64]) -> (f64, Vec<f64>) {
    let mut y = vec![0.0; 3];
    for i in 0..3 {
        let mut sum = x[i];
        for j in 0..3 {
            sum += y[j] * x[j] * x[i];
        }
        y[i] = sum;
    }
    (y[2], y)
}

#[test]
fn the_variable_itself_is_returned() {
    let x = [0.5, -0.3, 0.8];
    let ((value, all), slope) = with_all_elements_value_and_grad(&x);
    assert_eq!((value, all), with_all_elements(&x));
    let theirs = crate::common::gradient(|x: [f64; 3]| with_all_elements(&x).0, x);
    crate::common::assert_close(slope.try_into().unwrap(), theirs);
}

/// A vector as the result: its cotangent goes to all elements.
#[differentiate(vjp)]
fn forward_substitution(l: &[f64], b: &[f64]) -> Vec<f64> {
    let n = b.len();
    let mut y = vec![0.0; n];
    for i in 0..n {
        let mut sum = b[i];
        for k in 0..i {
            sum -= l[i * n + k] * y[k];
        }
        y[i] = sum / l[i * n + i];
    }
    y
}

#[test]
fn a_triangular_system() {
    let (l, b) = ([2.0, 0.0, 0.7, 1.5], [1.0, -2.0]);
    let (d_l, d_b) = forward_substitution_vjp(&l, &b, vec![3.0, 5.0]);
    let loss = |[a, c, d, e, f]: [f64; 5]| {
        let y = forward_substitution(&[a, 0.0, c, d], &[e, f]);
        3.0 * y[0] + 5.0 * y[1]
    };
    let theirs = crate::common::gradient(loss, [l[0], l[2], l[3], b[0], b[1]]);
    crate::common::assert_close([d_l[0], d_l[2], d_l[3], d_b[0], d_b[1]], theirs);
}
