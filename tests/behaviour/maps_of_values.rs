//! Maps that the function makes, with differentiated values in them.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;
use std::collections::{BTreeMap, HashMap};

#[differentiate]
fn totals_of_groups(x: &[f64]) -> f64 {
    let ids = [3, 1, 3, 2, 1];
    let mut totals: BTreeMap<u32, f64> = BTreeMap::new();
    for (id, v) in ids.iter().zip(x) {
        *totals.entry(*id).or_insert(0.0) += v;
    }
    totals.values().map(|t| t * t).sum()
}

#[differentiate]
fn by_key_and_default(x: &[f64]) -> f64 {
    let mut totals = BTreeMap::new();
    for (i, id) in [3usize, 1, 3, 2, 1].into_iter().enumerate() {
        *totals.entry(id).or_default() += x[i] * x[i];
    }
    totals.into_iter().map(|(k, t): (usize, f64)| t * k as f64).sum()
}

#[differentiate]
fn means_of_lists(x: &[f64]) -> f64 {
    let mut groups: BTreeMap<i32, Vec<f64>> = BTreeMap::new();
    for (id, v) in [3, 1, 3, 2, 1].iter().zip(x) {
        groups.entry(*id).or_default().push(*v);
    }
    groups.values().map(|g| g.iter().sum::<f64>().powi(2) / g.len() as f64).sum()
}

#[differentiate]
fn put_and_changed(x: &[f64]) -> f64 {
    let mut m = HashMap::new();
    m.insert(1, x[0] * x[1]);
    m.insert(2, x[2]);
    m.insert(1, x[0] * x[3]);
    if let Some(v) = m.get_mut(&1) {
        *v += x[3];
    }
    m[&1] * m[&2] * m.len() as f64
}

#[differentiate]
fn looked_up_again(x: f64, y: f64) -> f64 {
    let mut memo: HashMap<usize, f64> = HashMap::new();
    memo.insert(0, x);
    memo.insert(1, y);
    for i in 2..8 {
        let v = memo[&(i - 1)] * 0.5 + memo[&(i - 2)] * y;
        memo.insert(i, v);
    }
    memo[&7]
}

#[differentiate]
fn pairs_by_text(x: &[f64]) -> f64 {
    let mut m: HashMap<String, (f64, usize)> = HashMap::new();
    for (i, v) in x.iter().enumerate() {
        let e = m.entry(format!("k{}", i % 2)).or_insert((0.0, 0));
        e.0 += v * v;
        e.1 += 1;
    }
    let mean = |k: &str| m[k].0 / m[k].1 as f64;
    mean("k0") * mean("k1")
}

#[differentiate]
fn times_transposed(x: &[f64]) -> f64 {
    let mut m: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for i in 0..3 {
        for j in 0..2 {
            m.insert((i, j), x[i * 2 + j] * (i + 1) as f64);
        }
    }
    let mut s = 0.0;
    for (&(i, j), v) in &m {
        s += v * m.get(&(j, i)).copied().unwrap_or(0.5);
    }
    s
}

#[differentiate]
fn collected(x: &[f64]) -> f64 {
    let m: BTreeMap<usize, f64> = x.iter().enumerate().map(|(i, v)| (i * i % 5, v * v)).collect();
    m.iter().map(|(k, v)| *k as f64 * v).sum::<f64>() + m[&4]
}

#[differentiate]
fn from_pairs(x: &[f64]) -> f64 {
    let m = HashMap::from([("a", x[0] * x[1]), ("b", x[2])]);
    let b = m.get("b").unwrap();
    m["a"] * b + if let Some(c) = m.get("c") { *c } else { x[3] }
}

#[differentiate]
fn all_changed(x: &[f64]) -> f64 {
    let mut m = BTreeMap::new();
    for (i, &v) in x.iter().enumerate() {
        m.entry(i / 2).and_modify(|t| *t *= v).or_insert(v);
    }
    for v in m.values_mut() {
        *v += 1.0;
    }
    for (k, v) in &mut m {
        *v *= *k as f64 + 1.0;
    }
    m.into_values().sum()
}

#[differentiate]
fn made_once(x: &[f64], made: &mut Vec<usize>) -> f64 {
    let mut cache = HashMap::new();
    let mut s = 0.0;
    for k in [1, 2, 1, 3, 2] {
        let v = *cache.entry(k).or_insert_with(|| {
            made.push(k);
            x[k] * x[k].sin()
        });
        s += v * k as f64;
    }
    s * cache.len() as f64
}

/// What is put there changes the key of the next.
#[differentiate]
fn keys_counted_inside(x: &[f64]) -> f64 {
    let mut m = BTreeMap::new();
    let mut k = 0usize;
    m.insert(k, {
        k += 1;
        x[0]
    });
    m.insert(k, {
        k += 1;
        x[1] * x[0]
    });
    let mut n: BTreeMap<usize, f64> = BTreeMap::new();
    for v in x {
        *n.entry(k % 3).or_insert(0.0) += {
            k += 2;
            v * k as f64
        };
    }
    m[&0] * m[&1] + n.iter().map(|(k, v)| v * v * (*k as f64 + 1.0)).sum::<f64>()
}

fn noted(log: &mut Vec<usize>, k: usize) -> usize {
    log.push(k);
    k
}

/// What is added is evaluated before the key.
#[differentiate]
fn in_order(x: f64, log: &mut Vec<usize>) -> f64 {
    let mut m = BTreeMap::new();
    m.insert(noted(log, 1), x * noted(log, 2) as f64);
    *m.entry(noted(log, 1)).or_insert(noted(log, 4) as f64) += x * noted(log, 3) as f64;
    m[&1] * x
}

#[differentiate]
fn taken_out(x: &[f64]) -> f64 {
    let mut m: BTreeMap<i32, f64> = BTreeMap::new();
    for (i, v) in x.iter().enumerate() {
        let key = i as i32 % 4;
        if m.contains_key(&key) {
            continue;
        }
        m.insert(key, *v);
    }
    let gone = m.remove(&2).unwrap_or(1.0);
    m.insert(2, gone * gone);
    let (k, first) = m.iter().next().unwrap();
    let last = m.last_key_value().unwrap().1;
    let mut s = gone * first * last + *k as f64;
    while let Some((k, v)) = m.pop_first() {
        s = s * v + k as f64;
    }
    s
}

/// Counts beside sums.
#[differentiate]
fn means(x: &[f64]) -> f64 {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    let mut sums: HashMap<usize, f64> = HashMap::new();
    for (i, v) in x.iter().enumerate() {
        *counts.entry(i % 2).or_insert(0) += 1;
        *sums.entry(i % 2).or_default() += v * v;
    }
    let mut s = 0.0;
    for k in 0..2 {
        s += sums[&k] / counts[&k] as f64;
    }
    s
}

#[differentiate]
fn parts_of_a_range(x: &[f64]) -> f64 {
    let mut m = BTreeMap::new();
    for (i, v) in x.iter().enumerate() {
        m.insert(i as i32 * 10, *v);
    }
    m.range(5..=30).map(|(k, v)| v * v * *k as f64).sum::<f64>()
        + m.range(..20).next_back().map_or(0.0, |(_, v)| *v)
}

/// Keys that comparisons give.
#[differentiate]
fn above_and_below(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x {
        let mut m: HashMap<bool, f64> = HashMap::new();
        for w in x {
            *m.entry(w > v).or_insert(1.0) *= w - v * 2.0;
        }
        s += m.get(&true).unwrap_or(&0.5) * m.get(&false).unwrap_or(&0.25);
    }
    s
}

/// Of constants, by a range and at an end.
#[differentiate]
fn knots(x: &[f64], k: usize) -> f64 {
    let m = BTreeMap::from([(0usize, 0.5), (1, 2.0), (3, 1.5), (4, 7.0)]);
    let low = 1;
    let a: f64 = m.range(low..=k + 1).map(|(i, w)| w * x[*i] * x[*i]).sum();
    let (i, w) = m.range(..k).next_back().unwrap();
    let (last, most) = m.last_key_value().unwrap();
    let mut s = a * w * x[*i] + most * x[*last];
    for (i, w) in m.range(k..) {
        s += x[*i] * w;
    }
    s
}

#[test]
fn values() {
    // 10 y² + 20 z² + y.
    assert_eq!(parts_of_a_range_value_and_grad(&[2.0, 3.0, 5.0]), (593.0, vec![0.0, 61.0, 200.0]));
    // (2 x₁² + 1.5 x₃²) · 2 x₁ + 7 x₄ + 1.5 x₃ + 7 x₄, at ones.
    assert_eq!(knots_value_and_grad(&[1.0; 5], 2), (22.5, vec![0.0, 15.0, 0.0, 7.5, 14.0]));
    // x₀² x₁, and at the keys 4 % 3 and 6 % 3 twice and once the squares of 4 x₀ and 6 x₁.
    assert_eq!(
        keys_counted_inside_value_and_grad(&[1.0, 2.0]),
        (2.0 + 32.0 + 144.0, vec![4.0 + 64.0, 1.0 + 144.0])
    );
    // (1 + 3)² + (2 + 5)² + 4².
    let (value, slope) = totals_of_groups_value_and_grad(&[1.0, 2.0, 3.0, 4.0, 5.0]);
    assert_eq!((value, slope), (16.0 + 49.0 + 16.0, vec![8.0, 14.0, 8.0, 8.0, 14.0]));
    // (x₀ x₃ + x₃) · x₂ · 2.
    assert_eq!(put_and_changed_value_and_grad(&[2.0, 9.0, 3.0, 5.0]), (90.0, vec![30.0, 0.0, 30.0, 18.0]));
    assert_eq!(from_pairs_value_and_grad(&[2.0, 3.0, 5.0, 7.0]), (37.0, vec![15.0, 10.0, 6.0, 1.0]));
    // 2 x² + 3 x².
    let mut log = vec![];
    assert_eq!(in_order_value_and_grad(2.0, &mut log), (20.0, 20.0));
    let mut expected = vec![];
    in_order(2.0, &mut expected);
    assert_eq!(log, expected);
    let mut made = vec![];
    let x = [0.0, 1.0, 2.0, 3.0];
    let (_, slope) = made_once_value_and_grad(&x, &mut made);
    assert_eq!(made, [1, 2, 3]);
    let d = |x: f64| x.sin() + x * x.cos();
    crate::common::assert_close(slope.try_into().unwrap(), [0.0, 6.0 * d(1.0), 12.0 * d(2.0), 9.0 * d(3.0)]);
}

#[test]
fn differences() {
    let at = [0.77, -1.8, 0.59, 0.99, 1.06, 0.78];
    every!(at[..5]; |p| totals_of_groups, totals_of_groups_value_and_grad, totals_of_groups_grad, totals_of_groups_vjp; (p));
    every!(at[..5]; |p| by_key_and_default, by_key_and_default_value_and_grad, by_key_and_default_grad, by_key_and_default_vjp; (p));
    every!(at[..5]; |p| means_of_lists, means_of_lists_value_and_grad, means_of_lists_grad, means_of_lists_vjp; (p));
    every!(at; |p| put_and_changed, put_and_changed_value_and_grad, put_and_changed_grad, put_and_changed_vjp; (p));
    every!(at[..2]; |p| looked_up_again, looked_up_again_value_and_grad, looked_up_again_grad, looked_up_again_vjp; (p[0], p[1]));
    every!(at; |p| pairs_by_text, pairs_by_text_value_and_grad, pairs_by_text_grad, pairs_by_text_vjp; (p));
    every!(at; |p| times_transposed, times_transposed_value_and_grad, times_transposed_grad, times_transposed_vjp; (p));
    every!(at; |p| collected, collected_value_and_grad, collected_grad, collected_vjp; (p));
    every!(at; |p| from_pairs, from_pairs_value_and_grad, from_pairs_grad, from_pairs_vjp; (p));
    every!(at; |p| all_changed, all_changed_value_and_grad, all_changed_grad, all_changed_vjp; (p));
    every!(at; |p| taken_out, taken_out_value_and_grad, taken_out_grad, taken_out_vjp; (p));
    every!(at; |p| parts_of_a_range, parts_of_a_range_value_and_grad, parts_of_a_range_grad, parts_of_a_range_vjp; (p));
    every!(at; |p| above_and_below, above_and_below_value_and_grad, above_and_below_grad, above_and_below_vjp; (p));
    every!(at; |p| knots, knots_value_and_grad, knots_grad, knots_vjp; (p, 2));
    every!(at; |p| keys_counted_inside, keys_counted_inside_value_and_grad, keys_counted_inside_grad, keys_counted_inside_vjp; (p));
    every!(at; |p| means, means_value_and_grad, means_grad, means_vjp; (p));
}
