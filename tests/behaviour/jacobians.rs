//! Jacobians by rows, which share one forward sweep, and by columns, whichever are fewer.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
use std::cell::Cell;
thread_local! { static RUNS: Cell<usize> = const { Cell::new(0) }; }
/// Opaque code, which runs as often as the function.
fn note() {
    RUNS.with(|r| r.set(r.get() + 1));
}
#[differentiate(jacobian, jacobian_into, vjp)]
fn few(x: &[f64]) -> [f64; 2] {
    note();
    let mut s = x[0];
    for v in &x[1..] {
        s = s * v + v.sin();
    }
    [s, s * x[0]]
}
#[differentiate(jacobian, jacobian_into, vjp)]
fn open(x: &[f64]) -> [f64; 5] {
    note();
    let s: f64 = x.iter().map(|v| v * v).sum();
    [s, s * x[0], x[0], x[x.len() - 1].exp(), 2.0]
}
#[differentiate(jacobian, vjp)]
fn owned(x: Vec<f64>, k: f64) -> [f64; 6] {
    note();
    let mut v = x.clone();
    for i in 1..v.len() {
        v[i] *= v[i - 1] * k;
    }
    let l = v.len() - 1;
    [v[0], v[l], v[l] * k, k, v[1], v[l / 2]]
}
#[differentiate(jacobian, jacobian_into)]
fn result(x: &[f64]) -> Result<[f64; 6], String> {
    note();
    if x[0] < 0.0 {
        return Err("neg".into());
    }
    Ok([x[0] * x[1], x[1], x[0].sqrt(), 0.0, 1.0, x[x.len() - 1]])
}
#[differentiate(jacobian, jacobian_into)]
fn opt(x: &[f64; 4]) -> Option<[f64; 2]> {
    note();
    if x[0] < 0.0 { None } else { Some([x[0] * x[1], x[2] / x[3]]) }
}
#[differentiate(jacobian, vjp)]
fn generic<T: differentiate::Float>(x: &[T]) -> [T; 2] {
    let mut s = x[0];
    for v in x {
        s = s * *v;
    }
    [s, s.sin()]
}
#[differentiate(jacobian)]
fn sized<const N: usize>(x: [f64; N], w: &[f64; N]) -> [f64; N] {
    let mut y = x;
    for i in 0..N {
        y[i] = x[i] * w[i] * x[0];
    }
    y
}
#[differentiate(jacobian)]
fn called(x: &[f64]) -> [f64; 2] {
    let r = few(x);
    [r[0] * r[1], r[0]]
}
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct M {
    w: Vec<f64>,
    b: f64,
}
#[differentiate]
impl M {
    #[differentiate(jacobian, wrt(self))]
    fn outputs(&self, x: &[f64]) -> [f64; 2] {
        let s: f64 = self.w.iter().zip(x).map(|(a, b)| a * b).sum();
        [s + self.b, s * self.b]
    }
    #[differentiate(jacobian, jacobian_into, wrt(x))]
    fn inputs(&self, x: &[f64]) -> [f64; 2] {
        let s: f64 = self.w.iter().zip(x).map(|(a, b)| a * b).sum();
        [s + self.b, s * self.b]
    }
}
fn runs<T>(f: impl FnOnce() -> T) -> (usize, T) {
    RUNS.with(|r| r.set(0));
    let t = f();
    (RUNS.with(|r| r.get()), t)
}
#[test]
fn rows_share_a_forward_sweep_and_are_taken_where_they_are_fewer() {
    let x = vec![0.3, 0.7, -0.2, 1.1, 0.4, 0.9, 0.8, 0.5];
    let want = [few_vjp(&x, [1.0, 0.0]), few_vjp(&x, [0.0, 1.0])];
    let (n, j) = runs(|| few_jacobian(&x));
    assert_eq!((n, &j), (1, &want));
    let mut b = vec![0.0; 16];
    few_jacobian_into(&x, &mut b);
    assert_eq!(b, want.concat());
    for len in [3, 5, 6, 8] {
        let x = &x[..len];
        let want: Vec<Vec<f64>> = (0..5)
            .map(|i| {
                let mut d = [0.0; 5];
                d[i] = 1.0;
                open_vjp(x, d)
            })
            .collect();
        let (n, j) = runs(|| open_jacobian(x));
        assert_eq!(n, if len > 5 { 1 } else { len });
        let mut b = vec![0.0; 5 * len];
        open_jacobian_into(x, &mut b);
        for i in 0..5 {
            for k in 0..len {
                assert!((j[i][k] - want[i][k]).abs() < 1e-14);
                assert_eq!(b[i * len + k], j[i][k]);
            }
        }
        let ((a, k), want): (_, Vec<_>) = (
            owned_jacobian(x.to_vec(), 0.7),
            (0..6)
                .map(|i| {
                    let mut d = [0.0; 6];
                    d[i] = 1.0;
                    owned_vjp(x.to_vec(), 0.7, d)
                })
                .collect(),
        );
        for i in 0..6 {
            assert!((k[i] - want[i].1).abs() < 1e-14);
            for l in 0..len {
                assert!((a[i][l] - want[i].0[l]).abs() < 1e-14);
            }
        }
        let j = result_jacobian(x).unwrap();
        assert_eq!(j[0][0], x[1]);
        assert_eq!(j[5][len - 1], 1.0);
        assert_eq!(j[2][0], 0.5 / x[0].sqrt());
        assert_eq!(j[3], vec![0.0; len]);
        let mut y = x.to_vec();
        y[0] = -1.0;
        assert_eq!(result_jacobian(&y), Err("neg".into()));
        let mut b = vec![0.0; 6 * len];
        assert_eq!(result_jacobian_into(&y, &mut b), Err("neg".into()));
        result_jacobian_into(x, &mut b).unwrap();
        assert_eq!(b, j.concat());
    }
    let [product, quotient] = opt_jacobian(&[2.0, 3.0, 4.0, 5.0]).unwrap();
    assert_eq!(product, [3.0, 2.0, 0.0, 0.0]);
    assert_eq!(quotient[..3], [0.0, 0.0, 0.2]);
    assert!((quotient[3] + 4.0 / 25.0).abs() < 1e-15);
    assert_eq!(opt_jacobian(&[-2.0, 3.0, 4.0, 5.0]), None);
    assert_eq!(generic_jacobian(&[2.0f32, 3.0])[0], [12.0, 4.0]);
    let (a, b) = sized_jacobian([2.0, 3.0], &[5.0, 7.0]);
    assert_eq!(a, [[20.0, 0.0], [21.0, 14.0]]);
    assert_eq!(b, [[4.0, 0.0], [0.0, 6.0]]);
    let j = called_jacobian(&x);
    let r = few(&x);
    for k in 0..8 {
        assert!((j[0][k] - (want[0][k] * r[1] + r[0] * want[1][k])).abs() < 1e-13);
        assert_eq!(j[1][k], want[0][k]);
    }
    let m = M { w: vec![1.0, 2.0], b: 3.0 };
    let j = m.outputs_jacobian(&[5.0, 7.0]);
    assert_eq!(j, [M { w: vec![5.0, 7.0], b: 1.0 }, M { w: vec![15.0, 21.0], b: 19.0 }]);
    assert_eq!(m.inputs_jacobian(&[5.0, 7.0]), [[1.0, 2.0], [3.0, 6.0]]);
}

#[differentiate(jacobian, wrt(y, k, dy))]
fn mixed(y: &[f64], k: f64, dy: &mut Vec<f64>) {
    for i in 0..y.len() {
        dy[i] = y[i] * k * dy[i];
    }
}
#[differentiate(jacobian, jacobian_into, wrt(y, dy))]
fn mixed_array<T: differentiate::Float>(y: [T; 3], dy: &mut [T; 3]) {
    for i in 0..3 {
        dy[i] = y[i] * y[(i + 1) % 3];
    }
}
#[test]
fn jacobians_of_mut() {
    let mut dy = vec![2.0, 3.0];
    let (a, b) = mixed_jacobian(&[5.0, 7.0], 0.5, &mut dy);
    assert_eq!(dy, [5.0, 10.5]);
    assert_eq!(a, [[1.0, 0.0], [0.0, 1.5]]);
    assert_eq!(b, [10.0, 21.0]);
    let mut dy = [0.0; 3];
    let j = mixed_array_jacobian([2.0f32, 3.0, 5.0], &mut dy);
    assert_eq!(j, [[3.0, 2.0, 0.0], [0.0, 5.0, 3.0], [5.0, 0.0, 2.0]]);
    let mut rows = [0.0; 9];
    mixed_array_jacobian_into([2.0f32, 3.0, 5.0], &mut dy, &mut rows);
    assert_eq!(rows, [3.0, 2.0, 0.0, 0.0, 5.0, 3.0, 5.0, 0.0, 2.0]);
}

#[differentiate(jacobian, jvp)]
fn logarithms(x: &[f64]) -> Result<Vec<f64>, String> {
    if x.is_empty() {
        return Err("empty".into());
    }
    Ok(x.iter().map(|v| v.ln()).collect())
}

#[differentiate(hessian, hessian_into)]
fn ends(x: Vec<f64>) -> Option<f64> {
    Some(x.first()? * x.last()? * x.last()?)
}

#[test]
fn without_a_value_there_are_no_rows() {
    assert_eq!(logarithms_jacobian(&[0.5, 4.0]), Ok(vec![vec![2.0, 0.0], vec![0.0, 0.25]]));
    assert_eq!(logarithms_jacobian(&[]), Err("empty".into()));
    assert_eq!(logarithms_jvp(&[], &[]), Err("empty".into()));
    assert_eq!(ends_hessian(vec![2.0, 3.0]), Some(vec![vec![0.0, 6.0], vec![6.0, 4.0]]));
    assert_eq!(ends_hessian(vec![]), None);
    assert_eq!(ends_hessian_into(vec![], &mut []), None);
    assert_eq!(ends_hessian_into(vec![2.0], &mut [0.0]), Some(()));
}

#[differentiate(jacobian, jacobian_into, vjp)]
fn as_many_as_asked(x: &[f64], outputs: usize) -> Vec<f64> {
    note();
    let mut out = vec![0.0; outputs];
    for (i, x) in x.iter().enumerate() {
        out[i % outputs] += x.sin() * x;
    }
    out
}

#[differentiate(jacobian, vjp)]
fn of_two_by_value(x: Vec<f64>, k: f64) -> Result<Vec<f64>, String> {
    let sum: f64 = x.iter().map(|x| x * k).sum();
    if sum > 100.0 { Err("too much".into()) } else { Ok(vec![sum, sum * x[0], k]) }
}

#[differentiate(jacobian)]
fn through_a_call(x: &[f64], outputs: usize) -> Vec<f64> {
    as_many_as_asked(x, outputs).iter().map(|y| y * y).collect()
}

#[test]
fn of_a_vec_the_function_is_asked_how_many_outputs_there_are() {
    let x: Vec<f64> = (0..12).map(|i| 0.3 + 0.1 * f64::from(i)).collect();
    // Up to eight directions it is not worth while to ask, and behind a call a row costs two columns.
    for (directions, outputs, expected) in [(12, 3, 1), (12, 15, 13), (12, 12, 13), (8, 2, 8), (9, 8, 1)] {
        let x = &x[..directions];
        let (count, rows) = runs(|| as_many_as_asked_jacobian(x, outputs));
        assert_eq!(count, expected, "{directions} {outputs}");
        let mut flat = vec![0.0; directions * outputs];
        as_many_as_asked_jacobian_into(x, outputs, &mut flat);
        assert_eq!(flat, rows.concat());
        let squares = through_a_call_jacobian(x, outputs);
        let values = as_many_as_asked(x, outputs);
        assert_eq!((rows.len(), squares.len()), (outputs, outputs));
        for i in 0..outputs {
            let mut d_value = vec![0.0; outputs];
            d_value[i] = 1.0;
            let row = as_many_as_asked_vjp(x, outputs, d_value);
            for (k, own) in row.iter().enumerate() {
                assert!((rows[i][k] - own).abs() < 1e-14);
                assert!((squares[i][k] - 2.0 * values[i] * own).abs() < 1e-14);
            }
        }
    }
    let (by_x, by_k) = of_two_by_value_jacobian(x.clone(), 2.0).unwrap();
    let sum: f64 = x.iter().sum();
    assert_eq!((&by_x[0], &by_x[2], by_k[0], by_k[2]), (&vec![2.0; 12], &vec![0.0; 12], sum, 1.0));
    assert!((by_x[1][0] - (2.0 * x[0] + 2.0 * sum)).abs() < 1e-13 && by_x[1][5] == 2.0 * x[0]);
    assert_eq!(of_two_by_value_jacobian(x, 200.0), Err("too much".into()));
}

/// What a constant `&mut` leads to is changed once, however many rows or columns there are.
#[differentiate(hessian, jvp, wrt(p))]
fn counted(p: [f64; 2], n: &mut usize, log: &mut [f64], scale: impl Fn(f64) -> f64) -> f64 {
    *n += 1;
    log[0] += 0.5;
    *n as f64 * log[0] * (p[0] * p[0] + p[1] * p[1] * scale(2.0))
}
#[differentiate(hessian, wrt(x, y))]
fn counted_apart(x: f64, y: f64, n: &mut usize) -> f64 {
    *n += 1;
    *n as f64 * x * x * y
}
#[differentiate(jacobian, wrt(p))]
fn counted_outputs(p: [f64; 2], n: &mut usize) -> [f64; 3] {
    *n += 1;
    let r = *n as f64;
    [r * p[0], r * p[1], r]
}
#[test]
fn a_constant_that_changes_in_each_row() {
    let (mut n, mut log) = (0, [0.5]);
    let scale = 3.0;
    assert_eq!(counted_hessian([0.3, 0.4], &mut n, &mut log, |x| x * scale), [[2.0, 0.0], [0.0, 12.0]]);
    assert_eq!((n, log), (1, [1.0]));
    let mut n = 0;
    assert_eq!(counted_apart_hessian(3.0, 5.0, &mut n), ((10.0, 6.0), (6.0, 0.0)));
    assert_eq!(n, 1);
    let mut n = 0;
    assert_eq!(counted_outputs_jacobian([0.3, 0.4], &mut n), [[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]);
    assert_eq!(n, 1);
}

/// What a function without a result writes to is its result: `wrt` names what it is differentiated with respect to.
struct Pendulum {
    length: f64,
    damping: f64,
}
#[differentiate]
impl Pendulum {
    #[differentiate(jacobian, jvp, vjp, wrt(y))]
    fn right_side(&self, y: &[f64], dy: &mut [f64]) {
        dy[0] = y[1];
        dy[1] = -9.81 / self.length * y[0].sin() - self.damping * y[1];
    }
}
#[differentiate(vjp, wrt(k))]
fn decayed(x: &mut f64, k: f64, t: f64) {
    *x *= (-k * t).exp();
}
#[test]
fn outputs_that_wrt_does_not_name() {
    let (pendulum, mut dy) = (Pendulum { length: 9.81, damping: 0.5 }, [0.0; 2]);
    assert_eq!(pendulum.right_side_jacobian(&[0.0, 3.0], &mut dy), [[0.0, 1.0], [-1.0, -0.5]]);
    assert_eq!(dy, [3.0, -1.5]);
    let mut tangent = [0.0; 2];
    pendulum.right_side_jvp(&[0.0, 3.0], &mut dy, &[1.0, 2.0], &mut tangent);
    assert_eq!(tangent, [2.0, -2.0]);
    let mut cotangent = [1.0, 2.0];
    assert_eq!(pendulum.right_side_vjp(&[0.0, 3.0], &mut dy, &mut cotangent), [-2.0, 0.0]);
    assert_eq!(cotangent, [0.0, 0.0]);
    // x e⁻ᵏᵗ: -t x e⁻ᵏᵗ with respect to k, e⁻ᵏᵗ with respect to x.
    let (mut x, mut d_x) = (3.0, 1.0);
    let d_k = decayed_vjp(&mut x, 0.5, 2.0, &mut d_x);
    let e = (-1.0_f64).exp();
    assert_eq!((x, d_k, d_x), (3.0 * e, -2.0 * (3.0 * e), e));
}
