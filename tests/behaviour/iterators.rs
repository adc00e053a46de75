//! Chains of iterators: over what the macro does not see the type of, with functions handed by name, and every adapter.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, derivative, gradient};
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

#[differentiate]
fn flattened(x: &[[f64; 2]], rows: &[Vec<f64>]) -> f64 {
    let mut s = x.iter().flatten().sum::<f64>() * rows.iter().flatten().map(|v| v * v).sum::<f64>();
    for v in x.iter().flatten() {
        if *v < -5.0 {
            continue;
        }
        if *v > 5.0 {
            break;
        }
        s = s.sin() + v * v;
    }
    'outer: for (i, v) in rows.iter().flat_map(|r| r.iter()).enumerate() {
        for k in 0..3 {
            if k == 1 && i == 1 {
                continue 'outer;
            }
            if i == 4 {
                break 'outer;
            }
            s = s * 0.5 + v * v * k as f64;
        }
    }
    s
}

#[differentiate]
fn flattened_twice(a: f64, rows: &[Vec<f64>]) -> f64 {
    let x = [[a, a * a], [7.0, a]];
    flattened(&x, rows) * a
}

#[test]
fn rows_of_rows() {
    for big in [0.9, 7.0, -7.0] {
        let f = |[a, b, c, d, e, f, g]: [f64; 7]| {
            flattened(&[[a, b], [c, d]], &[vec![e], vec![f, g, 0.4], vec![1.1]])
        };
        let (dx, dr) =
            flattened_grad(&[[0.3, 0.8], [big, 1.2]], &[vec![0.2], vec![-0.4, 1.3, 0.4], vec![1.1]]);
        let ours = [dx[0][0], dx[0][1], dx[1][0], dx[1][1], dr[0][0], dr[1][0], dr[1][1]];
        assert_close(ours, gradient(f, [0.3, 0.8, big, 1.2, 0.2, -0.4, 1.3]));
    }
    let rows = [vec![0.2, 0.6], vec![-0.4]];
    assert_close([flattened_twice_grad(0.6, &rows).0], [derivative(|a| flattened_twice(a, &rows), 0.6)]);
}

#[differentiate]
fn interpolated(x: f64, xs: &[f64], ys: &[f64]) -> f64 {
    let i = xs.iter().position(|&v| v > x).unwrap_or(xs.len() - 1).max(1);
    let t = (x - xs[i - 1]) / (xs[i] - xs[i - 1]);
    ys[i - 1] * (1.0 - t) + ys[i] * t
}

#[differentiate]
fn searched(x: &[f64], t: f64) -> f64 {
    let mut s = t;
    if let Some(v) = x.iter().find(|v| **v > t) {
        s += v * v;
    }
    if let Some((i, v)) = x.iter().enumerate().find(|(_, v)| **v < t) {
        s = s.sin() + v * i as f64;
    }
    s += x.iter().find_map(|v| if *v > 1.0 { Some(v * t) } else { None }).unwrap_or(t * t);
    s += x.iter().filter(|v| **v < 1.0).last().unwrap() * s;
    s += x.iter().last().unwrap() * x.iter().next().unwrap() * x.iter().nth(1).unwrap();
    s += x.iter().skip(1).next().unwrap().exp();
    s += x.iter().filter(|v| **v < 1.0).nth(1).copied().unwrap_or(0.5) * s;
    let (at, most) = x.iter().enumerate().max_by(|a, b| a.1.partial_cmp(b.1).unwrap()).unwrap();
    let least = x.iter().copied().enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
    let small = |v: &f64| *v < 0.5;
    match x.iter().copied().position(|v| small(&v)) {
        Some(i) => s * x[i] + most * at as f64,
        None => s * most + least.1,
    }
}

#[differentiate]
fn searched_twice(a: f64) -> f64 {
    let l = list(a, 4);
    searched(&l, a) + interpolated(a, &[0.0, 0.5, a + 1.0], &l)
}

#[test]
fn what_may_not_be_there() {
    for t in [0.2, 0.9, 3.0] {
        let (dx, dt) = searched_grad(&[0.3, 0.7, 1.4, -0.2], t);
        let ours = [dx[0], dx[1], dx[2], dx[3], dt];
        assert_close(ours, gradient(|[a, b, c, d, t]| searched(&[a, b, c, d], t), [0.3, 0.7, 1.4, -0.2, t]));
        let (xs, ys) = ([0.0, 0.5, 1.0, 1.7], [1.0, -2.0, 0.5, 3.0]);
        let (dx, _, dy) = interpolated_grad(t, &xs, &ys);
        assert_close([dx], [derivative(|t| interpolated(t, &xs, &ys), t)]);
        assert_close(dy.try_into().unwrap(), gradient(|ys| interpolated(t, &xs, &ys), ys));
        assert_close([searched_twice_grad(t)], [derivative(searched_twice, t)]);
    }
}

#[differentiate]
fn endless(x: &[f64], n: usize) -> f64 {
    let mut s = 0.5;
    for (i, v) in (1..).zip(x.iter()) {
        s = s * v + i as f64;
    }
    for (v, i) in x.iter().zip(2i32..) {
        s += v.powi(i);
    }
    for (i, v) in (1u32..).zip(x) {
        s += v * f64::from(i);
    }
    for i in 0.. {
        if i == n {
            break;
        }
        if i == 1 {
            continue;
        }
        s = s.sin() * x[i % x.len()];
    }
    s += (0..).take(n).map(|i| x[i % 2] * i as f64).sum::<f64>();
    s += (3..n).zip(x).map(|(i, v)| v * i as f64).sum::<f64>();
    s + (0..).step_by(2).take_while(|i| *i < n).map(|i| x[i % 3].cos()).product::<f64>()
}

#[differentiate]
fn endless_twice(a: f64) -> f64 {
    endless(&[a, 0.3, a * a], 3) * endless(&list(a, 3), 2)
}

#[test]
fn ranges_without_an_end() {
    for n in 0..5 {
        let at = [0.3, 0.8, -0.6];
        assert_close(endless_grad(&at, n).try_into().unwrap(), gradient(|x| endless(&x, n), at));
    }
    assert_close([endless_twice_grad(0.6)], [derivative(endless_twice, 0.6)]);
}

#[differentiate]
fn joined(x: &[f64], y: &[f64; 2]) -> f64 {
    let mut s = 0.3;
    for v in x.iter().chain(y.iter()) {
        s = s * v + v.sin();
    }
    for (i, v) in x.iter().copied().chain(std::iter::once(s)).chain(C).enumerate() {
        s += v * v * i as f64;
    }
    for ((i, a), b) in x.iter().enumerate().chain(y.iter().enumerate()).zip(std::iter::repeat(s)) {
        s += a * b * i as f64;
    }
    s + x.iter().chain(y).map(|v| v * v).sum::<f64>()
}

#[differentiate]
fn area(p: &[(f64, f64)]) -> f64 {
    let twice = p.iter().zip(p.iter().cycle().skip(1)).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>();
    let mut s = 0.0;
    for (i, q) in p.iter().cycle().enumerate() {
        if i > 6 {
            break;
        }
        s += q.0 * q.1 * i as f64;
    }
    0.5 * twice + s + p.iter().cycle().take(5).map(|q| q.0.sin()).product::<f64>()
}

#[differentiate]
fn adapted(x: &[f64], t: f64) -> f64 {
    let mut s = x.iter().skip_while(|v| **v < t).map(|v| v * v).sum::<f64>();
    for v in x.iter().skip_while(|v| **v < t).step_by(2) {
        s = s * v + t;
    }
    for c in x.rchunks(2) {
        s = s * c[0] + c.iter().sum::<f64>();
    }
    let mut seen = 0.0;
    s += x.iter().inspect(|v| seen += **v * t).map(|v| v.sin()).sum::<f64>() * seen;
    s += x.iter().filter(|v| **v > t).inspect(|v| s += **v).map(|v| v.cos()).sum::<f64>();
    s
}

#[differentiate]
fn running(x: &[f64], k: f64) -> f64 {
    let sums: Vec<f64> = x
        .iter()
        .scan(k, |acc, v| {
            *acc = *acc * k + v * v;
            Some(*acc)
        })
        .collect();
    let mut s = sums[0];
    for (i, v) in x
        .iter()
        .scan(1.0, |p, v| {
            *p *= v;
            if *p > 2.0 { None } else { Some(*p + k) }
        })
        .enumerate()
    {
        s += v * v * i as f64 * sums[i];
    }
    s
}

#[differentiate]
fn adapted_twice(a: f64) -> f64 {
    let l = list(a, 3);
    let p = [(a, 0.5), (a * a, 1.0), (0.4, a)];
    adapted(&l, a * 0.5) * running(&l, a) + joined(&l, &[a, 0.3]) * area(&p)
}

#[test]
fn every_adapter() {
    let at = [0.3, 0.8, -0.6, 1.4, 0.9];
    let (dx, dy) = joined_grad(&at[..3], &[1.4, 0.9]);
    assert_close(
        [dx[0], dx[1], dx[2], dy[0], dy[1]],
        gradient(|[a, b, c, d, e]| joined(&[a, b, c], &[d, e]), at),
    );
    for t in [0.4, 0.7, -1.0, 2.0] {
        let (dx, dt) = adapted_grad(&at, t);
        assert_close(dx.try_into().unwrap(), gradient(|x| adapted(&x, t), at));
        assert_close([dt], [derivative(|t| adapted(&at, t), t)]);
        let (dx, dt) = running_grad(&at, t);
        assert_close(dx.try_into().unwrap(), gradient(|x| running(&x, t), at));
        assert_close([dt], [derivative(|t| running(&at, t), t)]);
    }
    let flat = [0.1, 0.4, 1.2, 0.3, 0.8, 1.5];
    let points = |[a, b, c, d, e, f]: [f64; 6]| [(a, b), (c, d), (e, f)];
    let d = area_grad(&points(flat));
    assert_close([d[0].0, d[0].1, d[1].0, d[1].1, d[2].0, d[2].1], gradient(|x| area(&points(x)), flat));
    assert_eq!(area_value_and_grad(&[]).0, area(&[]));
    assert_close([adapted_twice_grad(0.6)], [derivative(adapted_twice, 0.6)]);
}

#[differentiate]
fn scaled<const N: usize>(x: [f64; N], k: f64) -> [f64; N] {
    let n = x.iter().map(|v| v * v).sum::<f64>().sqrt();
    let y = x.map(|v| v / n * k).map(f64::sin);
    let z: [f64; N] = std::array::from_fn(|i| y[i] * x[i] + k);
    std::array::from_fn(|i| z[i] * y[N - 1 - i])
}

#[differentiate]
fn pairs(x: &[f64; 3], k: f64) -> f64 {
    let mut seen = 0.0;
    let p = x.map(|v| {
        seen += v * k;
        (v * seen, seen)
    });
    let q = core::array::from_fn::<_, 4, _>(|i| k * i as f64 + p[i % 3].1);
    let r = scaled(q, p[0].0);
    p.iter().map(|(a, b)| a * b).sum::<f64>() * r.iter().sum::<f64>()
}

#[test]
fn arrays_made_by_functions() {
    let at = [0.3, 0.8, -0.6, 1.4];
    let (dx, dk) = pairs_grad(&[0.3, 0.8, -0.6], 1.4);
    assert_close([dx[0], dx[1], dx[2], dk], gradient(|[a, b, c, k]| pairs(&[a, b, c], k), at));
    let (y, pullback) = (scaled([0.3, 0.8], 0.7), scaled_vjp([0.3, 0.8], 0.7, [1.0, -2.0]));
    let (dx, dk) = pullback;
    let f = |[a, b, k]: [f64; 3]| {
        let y = scaled([a, b], k);
        y[0] - 2.0 * y[1]
    };
    assert!(y[0].is_finite());
    assert_close([dx[0], dx[1], dk], gradient(f, [0.3, 0.8, 0.7]));
}

#[differentiate]
fn spelled(x: f64, s: &str) -> f64 {
    let mut t = x;
    for (i, c) in s.chars().enumerate() {
        t = if c == 'a' { t.sin() } else { t * x + i as f64 };
    }
    for b in s.bytes().rev() {
        t += x * f64::from(b);
    }
    t * s.chars().filter(|c| *c == 'a').count() as f64
        + s.char_indices().map(|(i, _)| x * i as f64).sum::<f64>()
}

#[test]
fn characters() {
    assert_close([spelled_grad(0.6, "bad cat")], [derivative(|x| spelled(x, "bad cat"), 0.6)]);
}

#[differentiate]
fn made_all(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let last = x
        .iter()
        .map(|v| {
            s += v * v;
            s * v
        })
        .last()
        .unwrap_or(1.0);
    let mut t = 1.0;
    let third = x
        .iter()
        .map(|v| {
            t *= v;
            v.sin()
        })
        .nth(2)
        .unwrap_or(0.5);
    last * third * t + s
}

#[test]
fn what_is_passed_over_is_made() {
    let at = [0.3, 0.8, -0.6, 1.4];
    assert_eq!(made_all_value_and_grad(&at).0, made_all(&at));
    assert_close(made_all_grad(&at).try_into().unwrap(), gradient(|x| made_all(&x), at));
}

/// Sums and products of integers: of which type, the annotation says, or the turbofish, or the items.
mod counts {
    use differentiate::differentiate;

    fn weight(i: usize) -> usize {
        i * 3 + 1
    }

    fn share(i: usize) -> f64 {
        i as f64 * 0.5 + 0.1
    }

    #[differentiate]
    fn annotated(x: f64, a: &[usize], b: &[u8]) -> f64 {
        let s: usize = a.iter().sum();
        let p: usize = (1..=a.len()).product();
        let t: u32 = b.iter().map(|&v| v as u32).sum();
        let u: u32 = b.iter().map(|&v| u32::from(v)).sum();
        let w: usize = (0..a.len()).map(|i| weight(i)).sum();
        let none: i64 = b[..0].iter().map(|&v| i64::from(v)).product();
        x * s as f64 + x * x / p as f64 - x * (t + u) as f64 * w as f64 + none as f64 * x.sin()
    }

    #[differentiate]
    fn by_turbofish(x: f64, a: &[usize], n: u64) -> f64 {
        let s = a.iter().sum::<usize>();
        let p = (1..=n).product::<u64>();
        let q = a.iter().filter(|i| **i > 1).sum::<usize>() % 3;
        x * s as f64 / p as f64 + x.powi(q as i32)
    }

    #[differentiate]
    fn exponential(x: f64, n: usize) -> f64 {
        (0..n)
            .map(|k| {
                let f: usize = (1..=k).product();
                x.powi(k as i32) / f as f64
            })
            .sum()
    }

    #[differentiate]
    fn of_names(x: f64, names: &[&str]) -> f64 {
        let s: usize = names.iter().map(|n| n.len()).sum();
        x * s as f64 * names.iter().map(|n| n.len()).product::<usize>() as f64
    }

    /// Floats of which only the annotation says that they are.
    #[differentiate]
    fn of_shares(x: f64, n: usize) -> f64 {
        let t: f64 = (0..n).map(|i| share(i)).sum();
        let p: f64 = (0..n).map(share).product();
        x * t * p.sin()
    }

    #[differentiate]
    fn decides(x: f64, c: &[i64]) -> f64 {
        let s: i64 = c.iter().map(|c| c * c).sum();
        if s > 3 { x * x } else { x * c.iter().sum::<i64>() as f64 }
    }

    #[differentiate]
    fn outer(x: f64, y: f64) -> f64 {
        annotated(x * y, &[1, 2, 5], &[200, 100]) * by_turbofish(y, &[1, 2, 5], 4)
            + exponential(x, 6) * of_names(y, &["ab", "cde"])
            + of_shares(x, 4) * decides(y, &[1, -1]) * decides(x, &[2, 2])
    }

    #[test]
    fn of_integers() {
        let (value, (dx, dy)) = outer_value_and_grad(0.7, -1.3);
        assert_eq!(value.to_bits(), outer(0.7, -1.3).to_bits());
        crate::common::assert_close([dx, dy], crate::common::gradient(|[x, y]| outer(x, y), [0.7, -1.3]));
        // 8 + 2x/6 − 600 · 12 + cos x
        let x = 0.5f64;
        let by_hand = 8.0 + x / 3.0 - 600.0 * 12.0 + x.cos();
        assert!((annotated_grad(x, &[1, 2, 5], &[200, 100]) - by_hand).abs() < 1e-9);
        assert_eq!(by_turbofish_grad(2.0, &[1, 2, 5], 4), 8.0 / 24.0 + 1.0);
        assert_eq!(of_names_grad(2.0, &["ab", "cde"]), 30.0);
        assert_eq!(exponential_grad(2.0, 4), 1.0 + 2.0 + 2.0);
        assert_eq!((decides_grad(2.0, &[1, -1]), decides_grad(2.0, &[2, 2])), (0.0, 4.0));
    }
}

/// Ranges of negative numbers and of characters, and names that are compared.
mod ranges {
    use differentiate::differentiate;

    #[differentiate]
    fn negative(x: f64, n: i32) -> f64 {
        let mut y = 1.0;
        for i in (-3..=3).rev().step_by(2) {
            y = y * x + i as f64;
        }
        for i in (-3..4).step_by(3).skip(1) {
            y = y * x + i as f64;
        }
        for i in (-n..=n).rev().step_by(2) {
            y = y * x + i as f64;
        }
        y
    }

    #[differentiate]
    fn characters(x: f64, to: char) -> f64 {
        let mut y = 0.0;
        for c in 'a'..='e' {
            y = y * x + (c as u8 - b'a') as f64;
        }
        y + ('a'..to).map(|c| x * (c as u32 as f64)).sum::<f64>()
            + ('a'..=to).rev().enumerate().map(|(i, c)| x.powi(i as i32) * (c as u32 as f64)).sum::<f64>()
    }

    #[differentiate]
    fn named(x: &[f64], names: &[&str], want: &str) -> f64 {
        let found: f64 = names.iter().zip(x).filter(|(n, _)| **n == want).map(|(_, v)| v * v).sum();
        let again: f64 =
            names.iter().zip(x).filter(|&(n, _)| *n == want).map(|(n, v)| v * n.len() as f64).sum();
        let begins =
            names.iter().enumerate().filter(|(_, n)| n.starts_with("a")).map(|(i, _)| x[i]).sum::<f64>();
        found + again * begins
    }

    #[differentiate]
    fn owned(x: &[f64], names: &[String], pairs: &[(&str, usize)], want: &str) -> f64 {
        let found: f64 = names.iter().zip(x).filter(|(n, _)| **n == want).map(|(_, v)| v * v).sum();
        let sum: f64 = pairs.iter().filter(|(n, _)| *n == want).map(|(_, i)| x[*i]).sum();
        found + sum * pairs.iter().map(|(n, i)| if *n == want { x[*i] } else { 0.5 }).sum::<f64>()
    }

    #[differentiate]
    fn outer(x: f64, y: f64, names: &[String]) -> f64 {
        let n = named(&[x, y, x * y], &["a", "bc", "a"], "a") + named(&[x, y], &["bc", "bc"], "bc");
        negative(x, 2) * characters(y, 'c') + n * owned(&[x, y], names, &[("a", 1), ("b", 0)], "a")
    }

    #[test]
    fn of_numbers_and_characters() {
        let names = ["a".to_owned(), "b".to_owned()];
        let (value, (dx, dy)) = outer_value_and_grad(0.7, -1.3, &names);
        assert_eq!(value.to_bits(), outer(0.7, -1.3, &names).to_bits());
        crate::common::assert_close(
            [dx, dy],
            crate::common::gradient(|[x, y]| outer(x, y, &names), [0.7, -1.3]),
        );
        // x⁴ + 3 x³ + x² − x − 3, then + 0 and + 3, then + 0
        assert_eq!(negative(2.0, 0), (16.0 + 24.0 + 4.0 - 2.0 - 3.0) * 8.0 + 3.0 * 2.0);
        // x³ + 2 x² + 3 x + 4 with 97 x and 98 + 97 x
        assert_eq!(characters_grad(2.0, 'b'), 12.0 + 8.0 + 3.0 + 97.0 + 97.0);
        assert_eq!(named_grad(&[3.0, 4.0], &["b", "c"], "c"), [0.0, 8.0]);
    }
}

/// Ranges that have names.
mod named_ranges {
    use differentiate::differentiate;

    /// What the ends are made of changes later.
    #[differentiate]
    fn twice(x: &[f64]) -> f64 {
        let mut from = 1;
        let r = from..x.len();
        from = 0;
        let inner = 0..=1;
        let mut s = 0.0;
        for i in r.clone() {
            for j in inner.clone() {
                s += x[i] * x[j] * (i + 1) as f64;
            }
        }
        s * x[r.start] * x[r][1] + x[from] * inner.map(|i| x[i]).product::<f64>()
    }

    /// Other ends in each iteration, the end of another type, none, and a range of characters.
    #[differentiate]
    fn several(x: &[f64], n: u32) -> f64 {
        let (first, letters, all) = (0..n, 'a'..='c', 2..);
        let mut s = 0.0;
        for k in first {
            let r = k as usize..k as usize + 2;
            let window = &x[r.clone()];
            s += window[0] * window[1] * f64::from(k + 1);
            for i in r.rev() {
                s = s * 0.5 + x[i];
            }
        }
        for letter in letters {
            if letter == 'b' {
                s *= x[1];
            }
        }
        for (i, v) in all.zip(x) {
            s += v * v * i as f64;
        }
        s
    }

    #[test]
    fn run_over_and_indexed_with() {
        let x = [0.5, -1.5, 2.0, 0.75];
        let (value, gradient) = twice_value_and_grad(&x);
        assert_eq!(value.to_bits(), twice(&x).to_bits());
        super::assert_close(gradient.try_into().unwrap(), super::gradient(|x| twice(&x), x));
        let (value, gradient) = several_value_and_grad(&x, 3);
        assert_eq!(value.to_bits(), several(&x, 3).to_bits());
        super::assert_close(gradient.try_into().unwrap(), super::gradient(|x| several(&x, 3), x));
    }
}
