//! `&mut` parameters, in and out; `accumulate_grad`; calls that lend by `&mut`.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, gradient};
use differentiate::differentiate;

#[differentiate]
fn update(x: f64, state: &mut f64) -> f64 {
    let before = *state;
    *state = x * before.sin();
    *state += before;
    before * *state
}

#[test]
fn a_number_in_and_out() {
    // The loss is 3 · value + 5 · state afterwards.
    let loss = |[x, s]: [f64; 2]| {
        let mut state = s;
        let value = update(x, &mut state);
        3.0 * value + 5.0 * state
    };
    let (mut state, mut d_state) = (0.7, 5.0);
    let dx = update_vjp(1.3, &mut state, 3.0, &mut d_state);
    assert_close([dx, d_state], gradient(loss, [1.3, 0.7]));
    let mut expected = 0.7;
    update(1.3, &mut expected);
    assert_eq!(state, expected);
}

#[differentiate]
fn dense(w: &[f64], x: &[f64], out: &mut [f64]) {
    let n = x.len();
    for i in 0..out.len() {
        let mut sum = 0.0;
        for j in 0..n {
            sum += w[i * n + j] * x[j];
        }
        out[i] = sum.tanh();
    }
}

#[test]
fn a_slice_that_is_written() {
    let (w, x) = ([0.3, -0.8, 1.2, 0.5], [0.9, -0.4]);
    let (mut out, mut d_out) = ([7.0; 2], [2.0, 3.0]);
    let (dw, dx) = dense_vjp(&w, &x, &mut out, &mut d_out);
    let loss = |[a, b, c, d, e, f]: [f64; 6]| {
        let mut out = [0.0; 2];
        dense(&[a, b, c, d], &[e, f], &mut out);
        2.0 * out[0] + 3.0 * out[1]
    };
    assert_close(
        [dw[0], dw[1], dw[2], dw[3], dx[0], dx[1]],
        gradient(loss, [0.3, -0.8, 1.2, 0.5, 0.9, -0.4]),
    );
    // What was there before the call has no influence.
    assert_eq!(d_out, [0.0, 0.0]);
}

#[differentiate(value_and_grad, vjp, accumulate_grad)]
fn network(w: &[f64], x: &[f64; 2], b: f64) -> f64 {
    let mut hidden = [0.0; 3];
    let mut out = vec![0.0; 2];
    dense(&w[..6], x, &mut hidden);
    dense(&w[6..12], &hidden, &mut out);
    let mut total = b;
    scale(&mut total, out[0]);
    scale(&mut out[1], total);
    total * out[1] + hidden[2]
}

#[differentiate]
fn scale(a: &mut f64, by: f64) {
    *a *= by;
}

#[test]
fn layers_called_through_out_parameters() {
    let at = [0.3, -0.8, 1.2, 0.5, 0.9, -0.4, 0.7, 0.2, -0.6, 1.1, 0.4, -0.3, 0.8, -0.5, 1.4];
    let run = |p: [f64; 15]| network(&p[..12], &[p[12], p[13]], p[14]);
    let (value, (dw, dx, db)) = network_value_and_grad(&at[..12], &[0.8, -0.5], 1.4);
    let mut ours = [0.0; 15];
    ours[..12].copy_from_slice(&dw);
    (ours[12], ours[13], ours[14]) = (dx[0], dx[1], db);
    assert_eq!(value, run(at));
    assert_close(ours, gradient(run, at));

    let (mut aw, mut ax, mut ab) = (vec![1.0; 12], [2.0; 2], 3.0);
    let value = network_accumulate_grad(&at[..12], &[0.8, -0.5], 1.4, &mut aw, &mut ax, &mut ab);
    assert_eq!(value, run(at));
    for i in 0..12 {
        assert!((aw[i] - 1.0 - dw[i]).abs() < 1e-12);
    }
    assert!((ax[0] - 2.0 - dx[0]).abs() < 1e-12 && (ab - 3.0 - db).abs() < 1e-12);
    let wrong = std::panic::catch_unwind(move || {
        network_accumulate_grad(&at[..12], &[0.8, -0.5], 1.4, &mut [0.0; 3], &mut ax, &mut ab)
    });
    let message = *wrong.unwrap_err().downcast::<String>().unwrap();
    assert!(message.contains("`d_w` must be as long as `w`"), "{message}");
}

#[differentiate]
fn step(state: &mut [f64; 2], force: &[f64; 2], dt: f64) {
    for i in 0..2 {
        state[i] = state[i] * (1.0 - dt) + dt * force[i] * state[1 - i];
    }
}

#[differentiate]
fn simulate(start: [f64; 2], force: &[f64; 2], n: usize) -> f64 {
    let mut state = start;
    let mut energy = 0.0;
    for i in 0..n {
        step(&mut state, force, 0.1 * (i + 1) as f64);
        if state[0] > 0.3 {
            energy += state[0] * state[1];
        }
    }
    energy + state[0]
}

#[test]
fn a_callee_that_changes_its_argument_in_a_loop() {
    for n in 0..5 {
        let ([a, b], [c, d]) = simulate_grad([0.5, 0.9], &[1.1, -0.6], n);
        let numeric = gradient(|[a, b, c, d]| simulate([a, b], &[c, d], n), [0.5, 0.9, 1.1, -0.6]);
        assert_close([a, b, c, d], numeric);
    }
}

#[differentiate]
fn fft(re: &mut [f64], im: &mut [f64]) {
    let n = re.len();
    if n <= 1 {
        return;
    }
    let half = n / 2;
    let mut a = vec![0.0; n];
    let mut b = vec![0.0; n];
    for i in 0..half {
        a[i] = re[2 * i];
        a[half + i] = re[2 * i + 1];
        b[i] = im[2 * i];
        b[half + i] = im[2 * i + 1];
    }
    fft(&mut a[..half], &mut b[..half]);
    fft(&mut a[half..], &mut b[half..]);
    for k in 0..half {
        let angle = -2.0 * std::f64::consts::PI * k as f64 / n as f64;
        let (s, c) = angle.sin_cos();
        let tr = a[half + k] * c - b[half + k] * s;
        let ti = a[half + k] * s + b[half + k] * c;
        re[k] = a[k] + tr;
        im[k] = b[k] + ti;
        re[half + k] = a[k] - tr;
        im[half + k] = b[k] - ti;
    }
}

#[differentiate]
fn spectrum(x: &[f64]) -> f64 {
    let mut re = x.to_vec();
    let mut im = vec![0.0; x.len()];
    fft(&mut re, &mut im);
    let mut sum = 0.0;
    for k in 0..x.len() {
        sum += (re[k] * re[k] + im[k] * im[k]) * (k + 1) as f64;
    }
    sum
}

#[test]
fn a_recursive_fft_in_place() {
    let at = [0.3, -0.8, 1.2, 0.5, 0.9, -0.4, 0.7, 0.2];
    assert_close(spectrum_grad(&at).try_into().unwrap(), gradient(|x| spectrum(&x), at));
}

#[differentiate]
fn exchanged(x: f64, y: f64, n: usize) -> f64 {
    let (mut a, mut b) = (x, y * y);
    let mut rows = [[x, y], [1.0, x * y]];
    for _ in 0..n {
        std::mem::swap(&mut a, &mut b);
        a *= x;
        rows[0][1] += a;
        rows.swap(0, 1);
    }
    let old = std::mem::replace(&mut a, 3.0 * y);
    old * a - b + rows[0][1] * rows[1][0]
}

#[test]
fn mem_swap_and_replace() {
    for n in 0..4 {
        let (dx, dy) = exchanged_grad(0.7, 1.3, n);
        assert_close([dx, dy], gradient(|[x, y]| exchanged(x, y, n), [0.7, 1.3]));
    }
}

#[differentiate(vjp, wrt(x))]
fn held_state(x: f64, state: &mut [f64; 2]) -> f64 {
    let mut d_state = [x, 2.0 * x];
    d_state[0] *= x;
    d_state[0] + d_state[1] + state[0]
}

#[differentiate]
fn same_name(x: f64, state: &mut [f64; 2]) -> f64 {
    let mut d_state = [x, 2.0 * x];
    d_state[0] *= state[1];
    state[0] = d_state[0];
    d_state[0] + d_state[1] + state[0]
}

#[test]
fn a_users_variable_called_like_a_buffer() {
    assert_eq!(held_state_vjp(3.0, &mut [1.0, 2.0], 1.0), 8.0);
    let mut d = [0.0, 0.0];
    // x · s₁ + 2x + x · s₁
    assert_eq!(same_name_vjp(3.0, &mut [1.0, 2.0], 1.0, &mut d), 6.0);
    assert_eq!(d, [0.0, 6.0]);
}

/// What is handed on without `&` or `&mut` is taken by either, as the callee likes.
mod handed_on {
    use super::*;
    use differentiate::dot;

    #[differentiate]
    fn g(y: &[f64], out: &mut [f64]) {
        out[0] += y[0] * y[0];
        out[1] *= y[1];
    }
    #[differentiate]
    fn f(tmp: &mut [f64], out: &mut [f64]) {
        tmp[0] += 1.0;
        g(tmp, out);
        tmp[0] *= 3.0;
        g(tmp, out);
    }
    #[differentiate]
    fn f2(tmp: &mut [f64], out: &mut [f64]) {
        tmp[0] *= out[0];
        g(&tmp, out);
        tmp[1] *= 2.0;
        g(&*tmp, &mut *out);
    }
    #[differentiate]
    fn h(y: &f64) -> f64 {
        y * y
    }
    #[differentiate]
    fn h2(y: &mut f64) -> f64 {
        *y *= 2.0;
        *y * *y
    }
    #[differentiate]
    fn f3(tmp: &mut f64) -> f64 {
        *tmp += 1.0;
        let a = h(tmp);
        *tmp *= 3.0;
        a * h2(tmp) * h(&*tmp) * h(&tmp)
    }
    #[differentiate]
    fn s3(a: &[f64; 3], b: &mut [f64]) {
        for i in 0..3 {
            b[i] += a[i] * a[i];
        }
    }
    #[differentiate]
    fn f4(a: &mut [f64; 3], b: &mut [f64; 3]) {
        s3(a, b);
        a[0] *= 2.0;
        s3(a, &mut b[..]);
        g(a, b);
        b[0] += dot(a, b);
    }
    #[differentiate]
    fn all(x: &[f64]) -> f64 {
        let mut t = x.to_vec();
        let mut o = vec![x[1], x[0]];
        f(&mut t, &mut o);
        f2(&mut t, &mut o);
        let mut s = 0.0;
        for v in t.iter_mut() {
            s += h(v);
            *v *= x[0];
            s += h2(v);
        }
        let mut a = [x[0], x[1], 2.0];
        let mut b = [1.0; 3];
        f4(&mut a, &mut b);
        let mut u = x[0];
        s + f3(&mut u) * u + o[0] * o[1] + a[0] * b[0] * b[1] + b[2] + t[0]
    }

    #[test]
    fn against_differences() {
        let at = [0.3, 0.4];
        let ours = all_grad(&at);
        assert_close([ours[0], ours[1]], gradient(|x| all(&x), at));
        assert_eq!(all_value_and_grad(&at).0, all(&at));
    }
}

/// Nothing but what is lent leaves the branch, and the loop.
#[differentiate]
fn lent_in_passing(x: f64, y: f64) -> f64 {
    let mut a = [x, y];
    if x > 0.0 {
        scale(&mut a[0], y);
    }
    for _ in 0..2 {
        scale(&mut a[1], x);
    }
    a[0] * a[1]
}

#[test]
fn only_what_is_lent_leaves_a_branch_or_a_loop() {
    for at in [[0.7, 1.3], [-0.7, 1.3]] {
        let (dx, dy) = lent_in_passing_grad(at[0], at[1]);
        assert_close([dx, dy], gradient(|[x, y]| lent_in_passing(x, y), at));
    }
}

#[differentiate]
fn scaled(x: f64, v: &mut [f64]) {
    v.iter_mut().for_each(|a| *a *= x);
}

/// A call without a value in last place, in a function without a value.
#[differentiate]
fn hands_on(x: f64, v: &mut [f64]) {
    v[0] += x;
    scaled(x, v)
}

#[test]
fn a_call_without_a_value_comes_last() {
    let (mut v, mut dv) = ([0.3, 0.7], [1.0, 2.0]);
    let dx = hands_on_vjp(1.5, &mut v, &mut dv);
    let loss = |[x, a, b]: [f64; 3]| {
        let mut v = [a, b];
        hands_on(x, &mut v);
        v[0] + 2.0 * v[1]
    };
    assert_close([dx, dv[0], dv[1]], gradient(loss, [1.5, 0.3, 0.7]));
}

#[differentiate]
fn scaled_one(x: f64, v: &mut f64) {
    *v *= x;
}

/// What `iter_mut` gives is lent on.
#[differentiate]
fn items_are_lent(x: f64, mut v: [f64; 3], w: &[f64]) -> f64 {
    for a in v.iter_mut() {
        scaled_one(x, a);
    }
    for (a, b) in v.iter_mut().zip(w) {
        scaled_one(*b, a);
    }
    for a in &mut v {
        scaled_one(x, a);
    }
    v.iter_mut().for_each(|a| scaled_one(x, a));
    v[0] * v[1] * v[2]
}

#[differentiate]
fn rows_are_lent(x: f64, mut m: [[f64; 2]; 2], v: &mut [f64]) -> f64 {
    for row in m.iter_mut() {
        scaled(x, row);
    }
    for a in v {
        scaled_one(x, a);
    }
    m[0][1] * m[1][0]
}

#[test]
fn items_that_change_in_a_call() {
    let (x, v, w) = (1.3, [0.5, 0.7, -0.4], [1.1, 0.9]);
    let (dx, dv, dw) = items_are_lent_grad(x, v, &w);
    let run = |[x, a, b, c, d, e]: [f64; 6]| items_are_lent(x, [a, b, c], &[d, e]);
    assert_close([dx, dv[0], dv[1], dv[2], dw[0], dw[1]], gradient(run, [x, v[0], v[1], v[2], w[0], w[1]]));
    let (mut v, mut d_v) = ([0.3], [2.0]);
    let (dx, dm) = rows_are_lent_vjp(x, [[0.2, 0.3], [0.4, 0.5]], &mut v, 1.0, &mut d_v);
    let run = |[x, a, b, c]: [f64; 4]| {
        let mut v = [c];
        rows_are_lent(x, [[0.2, a], [b, 0.5]], &mut v) + 2.0 * v[0]
    };
    assert_close([dx, dm[0][1], dm[1][0], d_v[0]], gradient(run, [x, 0.3, 0.4, 0.3]));
}

/// What an assertion mentions is what stands there.
#[differentiate]
fn asserts(x: f64, m: &mut f64, v: &mut [f64]) -> f64 {
    let mut list = vec![x];
    list.push(*m);
    assert!(*m > -100.0 && v[0] > -100.0 && list.len() == 2, "{m} {v:?} {list:?}");
    *m *= list[1];
    assert!(*m > -100.0 && v[0] > -100.0 && list[0] == x);
    v[0] * x
}

#[test]
fn assertions_about_what_is_lent() {
    let (mut m, mut v, mut d_m, mut d_v) = (3.0, [2.0], 1.0, [0.0]);
    assert_eq!(asserts_vjp(5.0, &mut m, &mut v, 1.0, &mut d_m, &mut d_v), 2.0);
    assert_eq!((d_m, d_v), (6.0, [5.0]));
}
