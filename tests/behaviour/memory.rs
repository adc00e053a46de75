//! Arrays and `Vec`s changed in place: assignments with indices computed at run time, `swap`, views, copies.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, derivative, gradient};
use differentiate::differentiate;

#[differentiate]
fn overwritten(x: [f64; 3], i: usize) -> f64 {
    let mut a = x;
    a[0] = a[1] * a[2];
    a[i] = a[i].sin() * a[0];
    a[1] = 2.0;
    a[2] += a[0] * a[1];
    a[0] * a[1] + a[2] * x[1]
}

#[test]
fn an_overwrite_whose_old_adjoint_is_cleared() {
    for i in 0..3 {
        let at = [0.7, -1.2, 0.4];
        assert_close(overwritten_grad(at, i), gradient(|x| overwritten(x, i), at));
        assert_eq!(overwritten_value_and_grad(at, i).0, overwritten(at, i));
    }
}

#[differentiate]
fn itself(mut x: [f64; 3], n: usize) -> f64 {
    for k in 0..n {
        for i in 0..3 {
            x[i] = (x[i] + x[(i + k) % 3]).sin() * x[i];
        }
    }
    x[0] + 2.0 * x[1] * x[2]
}

#[test]
fn an_element_assigned_a_function_of_itself() {
    for n in 0..4 {
        let at = [0.7, -1.2, 0.4];
        assert_close(itself_grad(at, n), gradient(|x| itself(x, n), at));
    }
}

#[differentiate]
fn sorted(x: &[f64], w: &[f64]) -> f64 {
    let mut a = x.to_vec();
    for i in 1..a.len() {
        let mut j = i;
        while j > 0 && a[j - 1] > a[j] {
            a.swap(j - 1, j);
            j -= 1;
        }
    }
    let mut sum = 0.0;
    for i in 0..a.len() {
        sum += a[i] * w[i] * a[i];
    }
    sum
}

#[test]
fn an_insertion_sort_in_place() {
    let (dx, dw) = sorted_grad(&[0.7, -1.2, 0.4, 2.0], &[1.0, 2.0, 3.0, 5.0]);
    assert_close(dx.try_into().unwrap(), [2.0 * 3.0 * 0.7, -1.2 * 2.0, 0.4 * 4.0, 20.0]);
    assert_close(dw.try_into().unwrap(), [1.44, 0.16, 0.49, 4.0]);
}

#[differentiate]
fn matrix(a: &[f64], b: &[f64], n: usize) -> f64 {
    let mut c = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..n {
            let mut s = 0.0;
            for k in 0..n {
                s += a[i * n + k] * b[k * n + j];
            }
            c[i * n + j] = s;
        }
    }
    let mut total = 0.0;
    for i in 0..n * n {
        total += c[i] * c[i] * (i + 1) as f64;
    }
    total
}

#[test]
fn a_matrix_product() {
    let at = [0.3, -0.8, 1.2, 0.5, 0.9, -0.1, 0.4, 0.7];
    let (da, db) = matrix_grad(&at[..4], &at[4..], 2);
    let numeric = gradient(|x| matrix(&x[..4], &x[4..], 2), at);
    assert_close([da[0], da[1], da[2], da[3], db[0], db[1], db[2], db[3]], numeric);
}

#[differentiate]
fn cholesky(a: &[f64; 9], b: &[f64; 3]) -> f64 {
    let mut l = [0.0; 9];
    for i in 0..3 {
        for j in 0..=i {
            let mut s = a[i * 3 + j];
            for k in 0..j {
                s -= l[i * 3 + k] * l[j * 3 + k];
            }
            if i == j {
                l[i * 3 + j] = s.sqrt();
            } else {
                l[i * 3 + j] = s / l[j * 3 + j];
            }
        }
    }
    let mut y = *b;
    for i in 0..3 {
        for k in 0..i {
            y[i] -= l[i * 3 + k] * y[k];
        }
        y[i] /= l[i * 3 + i];
    }
    y[0] * y[0] + y[1] * y[1] + y[2] * y[2] + l[0].ln() + l[4].ln() + l[8].ln()
}

#[test]
fn cholesky_and_a_triangular_solve() {
    let at = [4.0, 0.6, 0.4, 0.6, 3.0, 0.5, 0.4, 0.5, 2.0, 0.3, -0.7, 1.1];
    let split =
        |x: [f64; 12]| -> ([f64; 9], [f64; 3]) { (x[..9].try_into().unwrap(), x[9..].try_into().unwrap()) };
    let (a, b) = split(at);
    let (da, db) = cholesky_grad(&a, &b);
    let numeric = gradient(
        |x| {
            let (a, b) = split(x);
            cholesky(&a, &b)
        },
        at,
    );
    for i in 0..12 {
        let ours = if i < 9 { da[i] } else { db[i - 9] };
        assert_close([ours], [numeric[i]]);
    }
}

#[differentiate]
fn stencil(u: &[f64], steps: usize, k: f64) -> f64 {
    let n = u.len();
    let mut now = u.to_vec();
    let mut next = vec![0.0; n];
    for _ in 0..steps {
        for i in 0..n {
            let left = if i == 0 { now[0] } else { now[i - 1] };
            let right = if i + 1 < n { now[i + 1] } else { 0.0 };
            next[i] = now[i] + k * (left - 2.0 * now[i] + right) * now[i];
        }
        now.copy_from_slice(&next);
    }
    now.iter().map(|v| v * v).sum()
}

#[test]
fn a_stencil_with_two_buffers() {
    let at = [0.3, 0.8, 1.2, 0.5, 0.1];
    for steps in 0..4 {
        let (du, dk) = stencil_grad(&at[..4], steps, 0.1);
        let numeric = gradient(|[a, b, c, d, k]| stencil(&[a, b, c, d], steps, k), at);
        assert_close([du[0], du[1], du[2], du[3], dk], numeric);
    }
}

#[differentiate]
fn through_references(x: &[f64], s: f64) -> f64 {
    let mut a = x.to_vec();
    for v in a.iter_mut() {
        *v = *v * *v * s;
    }
    for (v, w) in a.iter_mut().zip(x) {
        *v += w.sin();
    }
    let n = a.len();
    let row = &mut a[1..n];
    row[0] *= s;
    let head = &a[..2];
    let mut total = head[0] * head[1];
    for pair in a.windows(2) {
        total += pair[0] * pair[1];
    }
    a.fill(s);
    total + a[0] * a[1]
}

#[test]
fn elements_changed_through_references_and_views() {
    let at = [0.3, 0.8, 1.2, 0.7];
    let (dx, ds) = through_references_grad(&at[..3], 0.7);
    assert_close([dx[0], dx[1], dx[2], ds], gradient(|[a, b, c, s]| through_references(&[a, b, c], s), at));
}

#[differentiate]
fn energy(p: &[f64], k: f64) -> f64 {
    let mut e = 0.0;
    for i in 0..p.len() {
        e += k * p[i] * p[i];
    }
    e
}

#[differentiate]
fn calls_while_changing(x: [f64; 2], k: f64) -> f64 {
    let mut p = x;
    let mut total = 0.0;
    for i in 0..3 {
        total += energy(&p, k) * (i + 1) as f64;
        p[i % 2] = p[0] * p[1] + k;
        total += energy(&p[1..], total);
    }
    total
}

#[test]
fn a_slice_lent_to_a_call_and_changed_afterwards() {
    let ([a, b], k) = calls_while_changing_grad([0.4, 0.9], 0.6);
    assert_close([a, b, k], gradient(|[a, b, k]| calls_while_changing([a, b], k), [0.4, 0.9, 0.6]));
}

#[differentiate]
fn soft_dtw(x: &[f64], y: &[f64], gamma: f64) -> f64 {
    let (n, m) = (x.len(), y.len());
    let mut r = vec![1e10; (n + 1) * (m + 1)];
    r[0] = 0.0;
    for i in 1..=n {
        for j in 1..=m {
            let d = x[i - 1] - y[j - 1];
            let a = -r[(i - 1) * (m + 1) + j] / gamma;
            let b = -r[i * (m + 1) + j - 1] / gamma;
            let c = -r[(i - 1) * (m + 1) + j - 1] / gamma;
            let top = a.max(b).max(c);
            let soft = top + ((a - top).exp() + (b - top).exp() + (c - top).exp()).ln();
            r[i * (m + 1) + j] = d * d - gamma * soft;
        }
    }
    r[n * (m + 1) + m]
}

#[test]
fn dynamic_programming() {
    let at = [0.3, 0.9, -0.4, 0.1, 0.7, 1.0];
    let (dx, dy, dg) = soft_dtw_grad(&at[..3], &at[3..5], 1.0);
    let numeric = gradient(|[a, b, c, d, e, g]| soft_dtw(&[a, b, c], &[d, e], g), at);
    assert_close([dx[0], dx[1], dx[2], dy[0], dy[1], dg], numeric);
}

#[differentiate]
fn scratch(x: &[f64], w: f64) -> f64 {
    let mut total = 0.0;
    for v in x {
        let mut local = [0.0; 3];
        local[0] = v * w;
        for k in 1..3 {
            local[k] = local[k - 1] * w + v;
            if local[k] > 1.0 {
                local[k] = local[k].sqrt();
                break;
            }
        }
        total += local[1] * local[2] + total * local[0];
    }
    total
}

#[test]
fn a_scratch_array_in_each_iteration() {
    let at = [0.3, 1.8, 0.9];
    let (dx, dw) = scratch_grad(&at[..2], 0.9);
    assert_close([dx[0], dx[1], dw], gradient(|[a, b, w]| scratch(&[a, b], w), at));
}

#[differentiate]
fn counted(x: f64, n: usize) -> f64 {
    let mut order = [0usize, 1, 2];
    order.swap(0, n % 3);
    order[1] = 2;
    let values = [x, x * x, x.sin()];
    values[order[0]] * values[order[1]] + order.len() as f64 * x
}

#[test]
fn arrays_of_integers_change_too() {
    for n in 0..3 {
        assert_close([counted_grad(0.7, n)], [derivative(|x| counted(x, n), 0.7)]);
    }
}

struct Log(std::cell::Cell<u32>);

impl Log {
    fn note(&self, n: u32) {
        self.0.set(self.0.get() + n);
    }
}

#[differentiate(grad, value_and_grad, wrt(x))]
fn noted(x: f64, log: &Log) -> f64 {
    log.note(2);
    x * x
}

#[test]
fn a_call_for_its_effect_is_made_once() {
    let log = Log(std::cell::Cell::new(0));
    assert_eq!(noted_grad(3.0, &log), 6.0);
    assert_eq!(log.0.get(), 2);
}

#[differentiate]
fn increments(x: [f64; 2], n: usize) -> f64 {
    let mut a = x;
    // What is assigned is assigned twice.
    let t = a[0] + x[1];
    a[0] = t;
    a[1] = t;
    // Nearly an increment.
    a[n] = x[0] * x[0] - a[n];
    // The other way round.
    a[1] = x[1].sin() + a[1];
    a[0] * a[1]
}

/// The loop reads what changes after it, and only hands it on.
#[differentiate]
fn read_before_it_changes(x: [f64; 2]) -> f64 {
    let mut b = [x[0] * x[1], x[1]];
    let mut h = [0.0; 2];
    let mut sum = 0.0;
    for i in 0..2 {
        for j in 0..2 {
            h[j] = b[j];
        }
        sum += h[0] * h[1] * x[i];
    }
    b[0] = sum.sin();
    b[0] * b[1] + sum
}

#[test]
fn what_looks_like_an_increment_and_what_is_read_early() {
    let x = [0.7, -1.2];
    for n in 0..2 {
        assert_close(increments_grad(x, n), gradient(|x| increments(x, n), x));
    }
    assert_close(read_before_it_changes_grad(x), gradient(read_before_it_changes, x));
}

/// What stands on the right of `&&` is there only where the left side says so.
#[differentiate]
fn sifted(x: &[f64]) -> f64 {
    let mut heap = x.to_vec();
    heap[0] *= 2.0;
    let mut at = 0;
    loop {
        let (l, r) = (2 * at + 1, 2 * at + 2);
        let mut top = at;
        if l < heap.len() && heap[l] > heap[top] {
            top = l;
        }
        if r < heap.len() && heap[r] > heap[top] {
            top = r;
        }
        if top == at {
            break;
        }
        heap.swap(at, top);
        at = top;
    }
    heap[0] * heap[1] + heap[at]
}

/// The same in the guards of a `match`, in what `any` asks and in the condition of a `while`.
#[differentiate]
fn bordered(u: [f64; 3], k: f64) -> f64 {
    let mut u = u;
    let mut s = 0.0;
    for i in 0..3 {
        u[i] *= k;
        s += match i {
            i if i > 0 && u[i - 1] > 0.5 => u[i] * u[i - 1],
            i if i + 1 >= u.len() || u[i + 1] < 0.0 => u[i],
            _ => 1.0,
        };
    }
    let rising = (0..4).any(|i| i + 1 < u.len() && u[i] < u[i + 1]);
    let mut i = 0;
    while i < u.len() && u[i] > 0.0 {
        i += 1;
    }
    if rising { s + u[i - 1] } else { s }
}

fn list<const N: usize>(x: Vec<f64>) -> [f64; N] {
    x.try_into().unwrap()
}

#[test]
fn a_condition_guards_what_is_read_behind_it() {
    // The heap ends as x1, x3, 2 x0, x2.
    let x = [0.2, 1.5, 0.9, 1.1];
    assert_eq!(sifted_grad(&x), [2.0, 1.1, 0.0, 1.5]);
    assert_close(list(sifted_grad(&x)), gradient(|x| sifted(&x), x));
    // 2 k u0 + k² u0 u1 + k u2
    let (du, dk) = bordered_grad([1.0, -0.4, 0.3], 2.0);
    assert_close([du[0], du[1], du[2], dk], [2.4, 4.0, 2.0, 0.7]);
    let numeric = gradient(|[a, b, c, k]| bordered([a, b, c], k), [1.0, -0.4, 0.3, 2.0]);
    assert_close([du[0], du[1], du[2], dk], numeric);
    // All positive, and falling to the end.
    let (du, dk) = bordered_grad([0.9, 0.8, 0.7], 1.0);
    let numeric = gradient(|[a, b, c, k]| bordered([a, b, c], k), [0.9, 0.8, 0.7, 1.0]);
    assert_close([du[0], du[1], du[2], dk], numeric);
}

/// What an array that is run over by value held at the beginning.
#[differentiate]
fn over_a_copy(x: [f64; 3]) -> f64 {
    let mut a = x;
    for v in a {
        a[1] += v * a[0];
    }
    a.into_iter()
        .map(|v| {
            a[0] *= 2.0;
            v * a[0]
        })
        .sum()
}

/// A list that is moved into a loop and assigned anew there.
#[differentiate]
fn moved_in(x: &[f64]) -> f64 {
    let mut list = x.to_vec();
    list[0] *= 2.0;
    let mut sum = 0.0;
    for v in list {
        list = vec![v, v * sum];
        sum += list[0] + list[1];
    }
    sum
}

#[test]
fn what_is_run_over_by_value_is_a_copy() {
    // With b = x1 + x0 (x0 + x1 + x2): 2 x0² + 4 x0 b + 8 x0 x2.
    let x = [1.0, 2.0, 3.0];
    assert_eq!(over_a_copy_value_and_grad(x), (58.0, [88.0, 8.0, 12.0]));
    assert_close(over_a_copy_grad(x), gradient(over_a_copy, x));
    // 2 x0 (1 + x1) + x1
    assert_eq!(moved_in_value_and_grad(&[1.5, 3.0]), (15.0, vec![8.0, 4.0]));
    assert_close(list(moved_in_grad(&x)), gradient(|x| moved_in(&x), x));
}

/// An array on the left takes the array on the right apart, as it was before.
#[differentiate]
fn array_by_array(x: [f64; 3]) -> f64 {
    let (mut a, mut b) = (x[0], x[1]);
    for _ in 0..2 {
        [a, b] = [b * x[2], a];
    }
    let mut v = x;
    [v[1], v[0], _] = v;
    [b, v[2]] = [a * b, b];
    a + b * v[0] + v[2]
}

#[test]
fn assignment_to_an_array_of_places() {
    // a = x0 x2, b = x1 x2; then a + a b x1 + b.
    let x = [2.0, 3.0, 0.5];
    assert_eq!(array_by_array_value_and_grad(x).0, 1.0 + 1.0 * 1.5 * 3.0 + 1.5);
    // By x0: x2 + x2 b x1; by x1: 2 a x2 x1 + x2; by x2: x0 + 2 x0 x1² x2 + x1.
    assert_eq!(array_by_array_grad(x), [0.5 + 2.25, 3.0 + 0.5, 2.0 + 18.0 + 3.0]);
    assert_close(array_by_array_grad(x), gradient(array_by_array, x));
}
