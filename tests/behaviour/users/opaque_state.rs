//! Random generators, cursors and collections that hold no differentiated value.

#![allow(clippy::all, unused, reason = "people write it")]

use differentiate::{Float, differentiate, sigmoid};
use std::collections::*;

#[derive(Clone, Copy)]
struct Lcg(u64);
impl Lcg {
    fn seeded(seed: u64) -> Self {
        Lcg(seed)
    }
    fn uniform(&mut self) -> f64 {
        self.0 = self.0 * 48271 % 2147483647;
        self.0 as f64 / 2147483647.0
    }
    fn normal(&mut self) -> f64 {
        let (a, b) = (self.uniform(), self.uniform());
        (-2.0 * a.ln()).sqrt() * (6.283185307 * b).cos()
    }
    fn shuffle(&mut self, list: &mut [usize]) {
        for i in (1..list.len()).rev() {
            let j = (self.uniform() * (i + 1) as f64) as usize;
            list.swap(i, j);
        }
    }
}
struct Normal {
    mean: f64,
    sd: f64,
}
impl Normal {
    fn new(mean: f64, sd: f64) -> Option<Normal> {
        Some(Normal { mean, sd })
    }
    fn sample(&self, rng: &mut Lcg) -> f64 {
        self.mean + self.sd * rng.normal()
    }
}

// Monte Carlo option price, pathwise.
#[differentiate]
fn monte_carlo(s0: f64, sigma: f64, paths: usize) -> f64 {
    let mut rng = Lcg::seeded(42);
    let normal = Normal::new(0.0, 1.0).unwrap();
    let (dt, steps) = (0.25f64, 4);
    let mut payoff = 0.0;
    for _ in 0..paths {
        let mut s = s0;
        for _ in 0..steps {
            let z = normal.sample(&mut rng);
            s *= (-0.5 * sigma * sigma * dt + sigma * dt.sqrt() * z).exp();
        }
        payoff += (s - 1.0).max(0.0);
    }
    payoff / paths as f64
}
#[test]
fn t_monte_carlo() {
    every!([1.1, 0.3]; |p| monte_carlo, monte_carlo_value_and_grad, monte_carlo_grad, monte_carlo_vjp; (p[0], p[1], 7));
}

// Minibatches: shuffled indices.
#[differentiate(wrt(w))]
fn minibatch(w: &[f64], data: &[(f64, f64)], rng: &mut Lcg) -> f64 {
    let mut order: Vec<usize> = (0..data.len()).collect();
    rng.shuffle(&mut order);
    let mut loss = 0.0;
    for &i in order.iter().take(3) {
        let (x, y) = data[i];
        let e = sigmoid(w[0] * x + w[1]) - y;
        loss += e * e * rng.uniform();
    }
    loss
}
#[test]
fn t_minibatch() {
    let data = [(0.1, 1.0), (0.7, 0.0), (-0.4, 1.0), (1.3, 0.0)];
    every!([0.4, -0.2]; |p| minibatch, minibatch_value_and_grad, minibatch_grad, minibatch_vjp; (p, &data, &mut Lcg(3)));
    let mut a = Lcg(3);
    let mut b = Lcg(3);
    minibatch(&[0.4, 0.2], &data, &mut a);
    minibatch_grad(&[0.4, 0.2], &data, &mut b);
    assert_eq!(a.0, b.0);
}

// Dijkstra on constants, weights differentiated along the path.
#[differentiate]
fn shortest(w: &[f64], edges: &[(usize, usize)], hops: &[u32]) -> f64 {
    let mut dist: Vec<Option<u32>> = vec![None; 4];
    let mut cost = vec![0.0; 4];
    let mut heap = BinaryHeap::new();
    heap.push((std::cmp::Reverse(0u32), 0usize));
    dist[0] = Some(0);
    while let Some((std::cmp::Reverse(d), at)) = heap.pop() {
        if dist[at] != Some(d) {
            continue;
        }
        for (k, &(a, b)) in edges.iter().enumerate() {
            if a == at {
                let next = d + hops[k];
                if dist[b].map_or(true, |old| next < old) {
                    dist[b] = Some(next);
                    cost[b] = cost[a] + w[k] * w[k];
                    heap.push((std::cmp::Reverse(next), b));
                }
            }
        }
    }
    cost[3] * cost[1]
}
#[test]
fn t_shortest() {
    every!([0.4, -0.2, 1.1, 0.8, 0.5]; |p| shortest, shortest_value_and_grad, shortest_grad, shortest_vjp; (p, &[(0, 1), (1, 2), (0, 2), (2, 3), (1, 3)], &[1, 1, 3, 1, 5]));
}

// Parser with a cursor.
fn number(text: &str, at: &mut usize) -> f64 {
    let digit = text.as_bytes()[*at];
    *at += 1;
    (digit - b'0') as f64
}
#[differentiate]
fn polynomial(x: f64, text: &str) -> f64 {
    let mut at = 0;
    let mut s = 0.0;
    while at < text.len() {
        s = s * x + number(text, &mut at);
    }
    s * at as f64
}
#[test]
fn t_polynomial() {
    every!([0.7]; |p| polynomial, polynomial_value_and_grad, polynomial_grad, polynomial_vjp; (p[0], "3141"));
}

// untyped state
fn step(state: &mut u8) -> f64 {
    *state = state.wrapping_mul(7).wrapping_add(3);
    *state as f64 / 256.0
}
#[differentiate]
fn untyped(x: f64) -> f64 {
    let mut state = 100;
    let a = step(&mut state);
    let b = x * state as f64 * a;
    state = 200;
    let c = (state >> 1) as f64;
    b * c + step(&mut state) * x * x
}
#[test]
fn t_untyped() {
    every!([0.7]; |p| untyped, untyped_value_and_grad, untyped_grad, untyped_vjp; (p[0]));
}

// branches that draw
#[differentiate]
fn metropolis(x: f64, y: f64) -> f64 {
    let mut rng = Lcg(9);
    let mut at = x;
    let mut accepted = 0;
    for i in 0..12 {
        let proposal = at + 0.5 * rng.normal() * y;
        let ratio = (at * at - proposal * proposal).exp();
        if ratio >= 1.0 || rng.uniform() < ratio {
            at = proposal;
            accepted += 1;
        }
        if i == 8 && rng.uniform() > 0.99 {
            return at;
        }
        if accepted > 9 {
            break;
        }
    }
    at * y + accepted as f64 * x
}
#[test]
fn t_metropolis() {
    every!([0.3, 0.9]; |p| metropolis, metropolis_value_and_grad, metropolis_grad, metropolis_vjp; (p[0], p[1]));
}

// dropout with a mask from opaque
fn mask(rng: &mut Lcg, n: usize, keep: f64) -> Vec<bool> {
    (0..n).map(|_| rng.uniform() < keep).collect()
}
#[differentiate(wrt(w))]
fn dropout_net(w: &[f64], x: &[f64]) -> f64 {
    let mut rng = Lcg(5);
    let mut h = vec![0.0; 3];
    for layer in 0..2 {
        let kept = mask(&mut rng, h.len(), 0.7);
        for (j, v) in h.iter_mut().enumerate() {
            if kept[j] {
                *v += (w[j] * x[layer] + w[layer]).tanh() / 0.7;
            }
        }
    }
    h.iter().map(|v| v * v).sum::<f64>() * rng.uniform()
}
#[test]
fn t_dropout_net() {
    every!([0.3, 0.9, -0.4]; |p| dropout_net, dropout_net_value_and_grad, dropout_net_grad, dropout_net_vjp; (p, &[0.4, 1.2]));
}

// passes a generator through differentiated functions, recursion
#[differentiate(wrt(x))]
fn tree(x: f64, depth: u32, rng: &mut Lcg, leaves: &mut usize) -> f64 {
    if depth == 0 {
        *leaves += 1;
        return x * rng.uniform();
    }
    let left = tree(x * 0.5, depth - 1, rng, leaves);
    let right = tree(x * x, depth - 1, rng, leaves);
    left * right + rng.uniform() * x
}
#[differentiate]
fn whole_tree(x: f64) -> f64 {
    let mut rng = Lcg(5);
    let mut leaves = 0;
    let s = tree(x, 3, &mut rng, &mut leaves);
    s * leaves as f64 + rng.uniform() * x
}
#[test]
fn t_whole_tree() {
    every!([0.8]; |p| whole_tree, whole_tree_value_and_grad, whole_tree_grad, whole_tree_vjp; (p[0]));
}

// A callee may run it under a loop, f32 and generic
#[differentiate(wrt(x))]
fn noisy<T: Float>(x: T, rng: &mut Lcg) -> T {
    x * T::from_f64(rng.uniform()) + x * x
}
#[differentiate]
fn generic_noise(x: &[f64]) -> f64 {
    let mut rng = Lcg(8);
    let first: f64 = x.iter().map(|v| noisy(*v, &mut rng)).sum();
    let mut s = 0.0;
    for v in x {
        s += noisy(*v, &mut rng);
    }
    first * s
}
#[test]
fn t_generic_noise() {
    every!([0.8, 0.3]; |p| generic_noise, generic_noise_value_and_grad, generic_noise_grad, generic_noise_vjp; (p));
}

// Cells, iterators of constants
#[differentiate(wrt(x))]
fn cursor(x: &[f64], weights: &[f64]) -> f64 {
    let mut it = weights.iter();
    let mut s = 0.0;
    for v in x {
        let Some(w) = it.next() else { break };
        s += v * v * w;
    }
    let rest: f64 = it.sum();
    let mut words = "one two three".split(' ');
    let mut n = words.next().map(|w| w.len());
    while let Some(k) = n {
        s *= x[0] + k as f64;
        n = words.next().map(|w| w.len());
    }
    s * rest
}
#[test]
fn t_cursor() {
    every!([0.8, 0.3]; |p| cursor, cursor_value_and_grad, cursor_grad, cursor_vjp; (p, &[0.5, 0.25, 2.0, 3.0]));
}

// state copied, restored
#[differentiate]
fn copied_state(x: f64) -> f64 {
    let mut rng = Lcg(5);
    let a = rng.uniform();
    let saved = rng;
    let b = rng.uniform();
    rng = saved;
    let c = rng.uniform();
    let mut twin = rng.clone();
    let d = twin.uniform() - rng.uniform();
    let mut list = [Lcg(1), Lcg(2)];
    let e = list[1].uniform() * list[0].uniform() * list[1].uniform();
    x * a * b + x * x * c + d * x + e * x
}
#[test]
fn t_copied_state() {
    every!([0.8]; |p| copied_state, copied_state_value_and_grad, copied_state_grad, copied_state_vjp; (p[0]));
}

// histogram with entry API
#[differentiate]
fn histogram(x: &[f64], classes: &[u8]) -> f64 {
    let mut count = HashMap::new();
    for c in classes {
        let old = count.get(c).copied().unwrap_or(0);
        count.insert(*c, old + 1);
    }
    let mut s = 0.0;
    for (v, c) in x.iter().zip(classes) {
        s += v * v / count[c] as f64;
    }
    s
}
#[test]
fn t_histogram() {
    every!([0.8, 0.3, 0.4]; |p| histogram, histogram_value_and_grad, histogram_grad, histogram_vjp; (p, &[1, 2, 1]));
}

#[differentiate]
fn powers_by_kind(x: &[f64], kinds: &[&str]) -> f64 {
    let mut seen: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    let mut sum = 0.0;
    for (v, kind) in x.iter().zip(kinds) {
        let count = seen.get(kind).copied().unwrap_or(0) + 1;
        seen.insert(kind, count);
        sum += v.powi(seen[kind] as i32);
    }
    sum
}
#[test]
fn t_powers_by_kind() {
    // x + y + x², by the counts as they were: 1, 1 and 2.
    assert_eq!(powers_by_kind_grad(&[2.0, 3.0, 5.0], &["a", "b", "a"]), [1.0, 1.0, 10.0]);
    every!([0.3, -0.7, 1.1, 0.4]; |p| powers_by_kind, powers_by_kind_value_and_grad, powers_by_kind_grad, powers_by_kind_vjp; (p, &["a", "b", "a", "a"]));
}
