//! Chains of iterators: over what the macro does not see the type of, with functions handed by name, and every adapter.

#![allow(
    clippy::needless_range_loop,
    clippy::explicit_iter_loop,
    clippy::explicit_into_iter_loop,
    clippy::needless_borrow,
    clippy::redundant_closure,
    clippy::manual_flatten,
    reason = "people write it"
)]

mod common;

use common::{assert_close, derivative, gradient};
use differentiate::differentiate;

const C: [f64; 3] = [1.5, 2.0, -3.0];
const D: &[f64] = &[0.5, 0.25];
static NODES: [(f64, f64); 2] = [(1.0, 2.0), (3.0, 4.0)];

struct Cfg {
    w: Vec<f64>,
    n: usize,
}

#[differentiate]
fn constants(x: f64) -> f64 {
    const INNER: [f64; 2] = [0.3, 0.7];
    let mut s = x.sin();
    for c in C.iter() {
        s += c * x * s;
    }
    for c in C {
        s += c * x.cos();
    }
    for c in &C {
        s -= *c * x * x;
    }
    for (i, d) in D.iter().enumerate().skip(1) {
        s += d * x.powi(i as i32 + 1);
    }
    for &d in D {
        s = s * d + x;
    }
    for d in D {
        s += *d * x * s;
    }
    for v in INNER.iter().rev() {
        s = (s * v).sin();
    }
    s + NODES.iter().map(|(n, w)| w * (n * x).sin()).sum::<f64>()
        + C.iter().rev().fold(0.0, |acc, c| acc * x + c)
}

#[differentiate(wrt(x))]
fn configured(x: &[f64; 3], cfg: &Cfg) -> f64 {
    let mut s = 0.0;
    for w in cfg.w.iter() {
        s += x[0].sin() * w * s + x[1];
    }
    for w in &cfg.w {
        s += x[2] * w;
    }
    s + x.iter().zip(cfg.w.iter()).map(|(a, b)| a * b).sum::<f64>()
        + x.iter().zip(&cfg.w).map(|(a, b)| a * a * b).sum::<f64>()
        + x.iter().zip(C).map(|(a, b)| a * b).product::<f64>()
        + cfg.w.iter().sum::<f64>() * x[0] * cfg.n as f64
}

#[differentiate]
fn unseen(x: f64, k: f64) -> f64 {
    let w = Cfg { w: vec![1.0, 2.0, 3.0], n: 2 };
    let list = C.iter().map(|c| c * x * k).collect::<Vec<f64>>();
    constants(x) * k + configured(&[x, k, list[1]], &w)
}

#[test]
fn constants_of_any_type() {
    for x in [0.3, -0.7] {
        assert_close([constants_grad(x)], [derivative(constants, x)]);
        let g = unseen_grad(x, 0.4);
        assert_close([g.0, g.1], gradient(|[x, k]| unseen(x, k), [x, 0.4]));
    }
    let cfg = Cfg { w: vec![0.3, -0.4], n: 3 };
    let at = [0.4, 0.8, -0.3];
    assert_close(configured_grad(&at, &cfg), gradient(|x| configured(&x, &cfg), at));
}

#[differentiate]
fn row(a: f64, b: &[f64]) -> [f64; 3] {
    [a * b[0], a.sin() + b[1], b[0] * b[1]]
}

#[differentiate]
fn list(a: f64, n: usize) -> Vec<f64> {
    (0..n).map(|i| (a * i as f64).cos()).collect()
}

#[differentiate]
fn results(a: f64, b: &[f64]) -> f64 {
    let q = row(a, b);
    let mut s = a * a;
    for v in q.iter() {
        s += v * v * s.cos();
    }
    for v in q {
        s = s * v + a;
    }
    for (i, v) in list(a, 4).iter().enumerate() {
        s += v * q[i % 3];
    }
    let l = list(s, 3);
    s + q.iter().zip(&l).map(|(x, y)| x * y).sum::<f64>() + l.iter().copied().fold(0.0, f64::max)
}

#[differentiate]
fn results_twice(a: f64) -> f64 {
    let b = list(a, 2);
    results(a * a, &b) * b.iter().product::<f64>()
}

#[test]
fn results_of_calls() {
    for a in [0.3, 1.2] {
        let (da, db) = results_grad(a, &[0.4, -0.6]);
        assert_close([da, db[0], db[1]], gradient(|[a, b, c]| results(a, &[b, c]), [a, 0.4, -0.6]));
        assert_close([results_twice_grad(a)], [derivative(results_twice, a)]);
    }
}

#[differentiate]
fn square(v: f64) -> f64 {
    v * v
}

#[differentiate]
fn cubed(v: &f64) -> f64 {
    v * v * v
}

fn half(i: usize) -> f64 {
    0.5 * i as f64
}

#[differentiate]
fn by_name(x: &[f64]) -> f64 {
    let k = x[0];
    let sq = |v: f64| v * v * k;
    let small = |v: &f64| v.abs() < 1.0;
    let mut total = 0.0;
    let add = |v: f64| total += v.sin();
    let a = x.iter().copied().map(sq).sum::<f64>();
    let b = x.iter().copied().map(square).sum::<f64>();
    let c = x.iter().map(cubed).sum::<f64>();
    let d = x.iter().copied().map(f64::sin).product::<f64>();
    let e = x.iter().copied().filter(small).map(&sq).map(&square).sum::<f64>();
    let f: Vec<f64> =
        (0..x.len()).map(half).zip(x.iter().copied().map(f64::exp)).map(|(a, b)| a * b).collect();
    x.iter().copied().filter(small).for_each(add);
    a + b * c + d + e + f.iter().copied().reduce(f64::max).unwrap() * total
}

#[differentiate]
fn by_name_twice(a: f64) -> f64 {
    let l = list(a, 3);
    by_name(&[a, a * a, -a]) * by_name(&l)
}

#[test]
fn functions_by_name() {
    let at = [0.3, -0.8, 1.7];
    assert_close(by_name_grad(&at).try_into().unwrap(), gradient(|x| by_name(&x), at));
    assert_close([by_name_twice_grad(0.6)], [derivative(by_name_twice, 0.6)]);
}
