//! Parts of one list that are lent by `&mut` to one call.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;
#[differentiate]
fn g(h: &mut [f64], c: &mut [f64]) {
    for i in 0..h.len() {
        h[i] *= c[i];
        c[i] += 0.5;
    }
}
#[differentiate]
fn axpy(h: &mut [f64], c: &[f64]) {
    for i in 0..h.len() {
        h[i] -= 0.5 * c[i] * c[0];
    }
}
#[differentiate]
fn scale(h: &mut f64, c: &mut [f64]) {
    for i in 0..c.len() {
        c[i] *= *h;
    }
    *h += 1.0;
}
#[differentiate]
fn three(a: &mut [f64], b: &mut [f64], c: &mut [f64]) {
    for i in 0..c.len() {
        c[i] *= a[0];
        b[0] *= c[i];
    }
    a[0] += b[0];
}
#[differentiate]
fn halves(x: &[f64]) -> f64 {
    let mut s = x.to_vec();
    let (h, c) = s.split_at_mut(2);
    g(h, c);
    s[0] * s[1]
}
#[differentiate]
fn halves_of_a_window(x: &[f64]) -> f64 {
    let mut s = x.to_vec();
    for i in 0..2 {
        let (h, c) = s[2 * i..2 * i + 2].split_at_mut(1);
        g(h, c);
    }
    s[0] * s[1]
}
#[differentiate]
fn of_the_callers(s: &mut [f64]) {
    for _ in 0..2 {
        let (h, c) = s.split_at_mut(2);
        g(h, c);
    }
}
#[differentiate]
fn of_an_array(s: &mut [f64; 4]) {
    let (h, c) = s.split_at_mut(2);
    g(&mut h[..1], &mut c[1..]);
}
#[differentiate]
fn one_by_reference(x: &[f64]) -> f64 {
    let mut s = x.to_vec();
    let (top, rest) = s.split_at_mut(2);
    axpy(&mut rest[..2], &top[..2]);
    axpy(rest, top);
    s[2] * s[3]
}
#[differentiate]
fn an_element_and_a_half(x: &[f64]) -> f64 {
    let mut s = x.to_vec();
    let n = s.len();
    let (top, rest) = s.split_at_mut(1);
    scale(&mut top[0], rest);
    scale(&mut rest[n - 2], &mut top[..]);
    s[0] * s[2]
}
#[differentiate]
fn thirds(x: &[f64]) -> f64 {
    let mut s = [x[0], x[1], x[2], x[3]];
    let (a, b) = s.split_at_mut(1);
    let (b, c) = b.split_at_mut(1);
    three(a, b, c);
    s[0] * s[2]
}
#[differentiate]
fn rows(x: &[f64]) -> f64 {
    let mut m = vec![x.to_vec(), x.to_vec(), x.to_vec()];
    for i in 0..2 {
        let (top, rest) = m.split_at_mut(i + 1);
        axpy(&mut rest[0], &top[i]);
        g(&mut rest[0], &mut top[i]);
        let (a, b) = top[0].split_at_mut(2);
        three(a, b, &mut rest[0][1..]);
    }
    m[2][3] * m[1][1]
}
#[differentiate]
fn fields(x: &[f64]) -> f64 {
    let mut s = ([x[0], x[1]], x[2]);
    let (a, b) = (&mut s.0, &mut s.1);
    scale(b, a);
    s.0[0] * s.1
}
#[differentiate]
fn shrinking(x: &[f64]) -> f64 {
    let mut s = x.to_vec();
    let mut w = s.len() / 2;
    let mut y = 0.0;
    while w > 0 {
        let (a, b) = s.split_at_mut(w);
        g(&mut a[..w], &mut b[..w]);
        y += b[0];
        w /= 2;
    }
    y * s[0]
}
#[differentiate]
fn of_chunks(x: &[f64]) -> f64 {
    let mut s = x.to_vec();
    for w in s.chunks_mut(2) {
        let (a, b) = w.split_at_mut(1);
        g(a, b);
    }
    s[0] * s[2]
}
#[differentiate]
fn outer(x: &[f64]) -> f64 {
    let mut s = x.to_vec();
    of_the_callers(&mut s);
    let mut a = [s[0], s[1], s[2], s[3]];
    of_an_array(&mut a);
    halves(x) + halves_of_a_window(x) * one_by_reference(x) + an_element_and_a_half(&s) - thirds(x)
        + rows(x)
        + fields(x) * a[0] * a[3]
        + shrinking(x)
        + of_chunks(x)
}

/// The value bit for bit, and the gradient against central differences.
macro_rules! check {
    ($($function:ident $with:ident),* $(,)?) => {$({
        let at = [0.7, -1.3, 0.4, 1.1];
        let (value, gradient) = $with(&at);
        assert_eq!(value.to_bits(), $function(&at).to_bits(), stringify!($function));
        let gradient: [f64; 4] = gradient.try_into().expect("as long as the parameter");
        crate::common::assert_close(gradient, crate::common::gradient(|x| $function(&x), at));
    })*};
}

#[test]
fn are_disjoint() {
    check! {
        halves halves_value_and_grad,
        halves_of_a_window halves_of_a_window_value_and_grad,
        one_by_reference one_by_reference_value_and_grad,
        an_element_and_a_half an_element_and_a_half_value_and_grad,
        thirds thirds_value_and_grad,
        rows rows_value_and_grad,
        fields fields_value_and_grad,
        shrinking shrinking_value_and_grad,
        of_chunks of_chunks_value_and_grad,
        outer outer_value_and_grad,
    }
    // s = (a c², b d², …), twice; by hand for the first of the four.
    let (mut s, mut d_s) = ([2.0, 3.0, 0.5, 0.25], [1.0, 0.0, 0.0, 0.0]);
    of_the_callers(&mut s);
    assert_eq!(s, [2.0 * 0.5 * 1.0, 3.0 * 0.25 * 0.75, 1.5, 1.25]);
    of_the_callers_vjp(&mut [2.0, 3.0, 0.5, 0.25], &mut d_s);
    // a c (c + 1/2)
    assert_eq!(d_s, [0.5, 0.0, 2.0 * (2.0 * 0.5 + 0.5), 0.0]);
}
