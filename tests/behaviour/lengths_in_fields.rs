//! Lengths that are integer fields of a differentiated struct.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};

#[derive(Clone, Debug, Differentiable)]
struct Net {
    w: f64,
    n: usize,
    v: Vec<f64>,
}

#[differentiate]
fn total(x: &[f64]) -> f64 {
    x.iter().sum()
}

#[differentiate(wrt(net))]
fn of_a_macro(net: &Net) -> f64 {
    let h = vec![1.0; net.n];
    total(&h) * net.w
}

#[differentiate(wrt(net))]
fn of_a_sum(net: &Net) -> f64 {
    let h = vec![net.w; net.n + 1];
    total(&h) * net.w
}

#[differentiate(wrt(net))]
fn of_a_local(net: &Net) -> f64 {
    let n = net.n;
    let mut h = vec![0.0; n];
    for i in 0..n {
        h[i] = net.w * i as f64;
    }
    total(&h)
}

#[differentiate(wrt(net))]
fn of_a_resized_list(net: &Net) -> f64 {
    let mut v = net.v.clone();
    v.resize(net.n, net.w);
    v.truncate(net.n);
    let mut zeros = Vec::with_capacity(net.n);
    zeros.push(0.0);
    total(&v) + total(&zeros)
}

#[differentiate]
impl Net {
    #[differentiate(wrt(self))]
    fn state(&self) -> f64 {
        let mut state = vec![0.5; self.n];
        for _ in 0..2 {
            state = state.iter().map(|x| x * self.w).collect();
        }
        total(&state)
    }
}

#[test]
fn gradients() {
    let net = Net { w: 2.0, n: 3, v: vec![1.0] };
    assert_eq!(of_a_macro_grad(&net).w, 3.0);
    assert_eq!(of_a_sum_grad(&net).w, 16.0);
    assert_eq!(of_a_local_grad(&net).w, 3.0);
    let d = of_a_resized_list_grad(&net);
    assert_eq!((d.w, d.v), (2.0, vec![1.0]));
    assert_eq!(net.state_grad().w, 6.0);
}
