//! Closures and inner functions that give chains of iterators, and inner functions that take one.

use differentiate::differentiate;

#[differentiate]
fn columns(rows: &[Vec<f64>]) -> f64 {
    let col = |j: usize| rows.iter().map(move |r| r[j]);
    let mut s = 0.0;
    for j in 0..rows[0].len() {
        let mean = col(j).sum::<f64>() / rows.len() as f64;
        s += col(j).map(|v| (v - mean).powi(2)).sum::<f64>();
    }
    s + col(0).zip(col(1)).map(|(a, b)| a * b).sum::<f64>()
}

#[differentiate]
fn root_mean_square(x: &[f64]) -> f64 {
    fn rms(values: impl Iterator<Item = f64>) -> f64 {
        let (mut n, mut s) = (0, 0.0);
        for v in values {
            n += 1;
            s += v * v;
        }
        (s / n as f64).sqrt()
    }
    rms(x.iter().copied()) + rms(x.windows(2).map(|w| w[1] - w[0]))
}

#[differentiate]
fn differences_of_neighbours(x: &[f64]) -> f64 {
    fn diffs(x: &[f64]) -> impl Iterator<Item = f64> + '_ {
        x.windows(2).map(|w| w[1] - w[0])
    }
    diffs(x).map(|d| d * d).sum::<f64>() + diffs(&x[1..]).last().unwrap()
}

#[differentiate]
fn geometric_means(x: &[f64]) -> f64 {
    fn geo<'a, I: IntoIterator<Item = &'a f64>>(it: I) -> f64 {
        it.into_iter().map(|v| v.abs().ln()).sum::<f64>().exp()
    }
    geo(x) + geo(&[x[0], 2.0]) + geo(x.iter().skip(1))
}

#[differentiate]
fn weighted_sums(x: &[f64]) -> f64 {
    fn weighted<I>(items: I, w: &[f64], k: f64) -> f64
    where
        I: Iterator<Item = f64>,
    {
        if w.is_empty() {
            return 0.0;
        }
        let total: f64 = items.zip(w).map(|(a, b)| a * b).sum();
        if total > 100.0 {
            return k;
        }
        total * k
    }
    let k = x[0];
    let w = [x[1], x[2]];
    weighted(x.iter().map(|v| v * k), &w, x[3]) + weighted(w.iter().copied(), &x[4..], k)
}

#[differentiate]
fn without_parameters(x: &[f64]) -> f64 {
    let squares = || x.iter().map(|v| v * v);
    let big = || squares().filter(|v| *v > 0.1);
    squares().sum::<f64>() * big().count() as f64 + big().sum::<f64>()
}

#[differentiate]
fn in_a_loop(x: &[f64]) -> f64 {
    let scaled = |k: f64| x.iter().map(move |v| v * k);
    let mut s = 0.0;
    for k in [1.0, 2.0] {
        let y = s + k;
        s += scaled(y).sum::<f64>() * y;
    }
    s
}

#[differentiate]
fn with_numbers(x: &[f64]) -> f64 {
    let scaled = |k: f64| x.iter().map(move |v| v * k);
    let k = x[1];
    scaled(k).sum::<f64>() * scaled(0.5 * k + 1.0).sum::<f64>() + scaled(2.0).sum::<f64>()
}

/// The names in the chain mean what they do where the closure is.
#[differentiate]
fn constants_with_other_names(x: &[f64], n: usize) -> f64 {
    let steps = || (0..n).map(|i| i as f64 * 0.5);
    let count = |n: usize| steps().take(n);
    let mut s = 0.0;
    for n in 1..=3 {
        for t in count(n) {
            s += x[0] * t + x[1];
        }
    }
    s * steps().sum::<f64>()
}

/// What a closure captured keeps its meaning where its name is bound again or, of a `move` closure, assigned.
#[differentiate]
fn captured_before(x: &[f64]) -> f64 {
    let k = 2.0;
    let scaled = || x.iter().map(move |v| v * k);
    let k = 5.0;
    scaled().sum::<f64>() * k + scaled().product::<f64>()
}

#[differentiate]
fn moved_in(x: &[f64]) -> f64 {
    let mut i = 1;
    let tail = move |k: usize| x.iter().skip(i + k);
    i = 4;
    tail(0).sum::<f64>() * tail(1).product::<f64>() + i as f64
}

#[differentiate]
fn weights_of_before(x: &[f64]) -> f64 {
    let w = [x[0], 2.0];
    let weighted = || x.iter().zip(w.iter().cycle()).map(|(a, b)| a * b);
    let a: f64 = weighted().sum();
    let x = [a, 1.0];
    let w = x[0] * 2.0;
    weighted().map(|v| v * w).sum::<f64>() + x[1]
}

#[differentiate]
fn counters_of_before(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for k in 0..3 {
        let scale = x[k];
        let row = |i: usize| (i..4).map(move |j| x[j] * scale + k as f64);
        let scale = 3.0;
        s += row(k).map(|k| k * scale).sum::<f64>() * row(0).next().unwrap();
    }
    for scale in x {
        s += scale;
    }
    s
}

#[test]
fn values() {
    // 10 (x + y) + 4 x y, (y + z) z + 4, 2 (x² + 2 y)² + 1.
    assert_eq!(captured_before_value_and_grad(&[2.0, 3.0]), (74.0, vec![22.0, 18.0]));
    assert_eq!(moved_in_value_and_grad(&[2.0, 3.0, 5.0]), (44.0, vec![0.0, 5.0, 13.0]));
    assert_eq!(weights_of_before_value_and_grad(&[2.0, 3.0]), (201.0, vec![160.0, 80.0]));
    assert_eq!(differences_of_neighbours_value_and_grad(&[1.0, 3.0, 6.0]), (16.0, vec![-4.0, -3.0, 7.0]));
    assert_eq!(without_parameters_value_and_grad(&[1.0, 2.0]), (15.0, vec![6.0, 12.0]));
    // t is 0; 0, 0.5; 0, 0.5, 1. All four steps are 3.
    assert_eq!(constants_with_other_names_value_and_grad(&[1.0, 2.0], 4), (42.0, vec![6.0, 18.0]));
}

#[test]
fn differences() {
    let at = [0.7, 0.3, 1.9, -0.4, 1.3, 0.6];
    check!(at; |p| columns, columns_value_and_grad; (&[p[..3].to_vec(), p[3..].to_vec()]));
    check!(at; |p| root_mean_square, root_mean_square_value_and_grad; (p));
    check!(at; |p| differences_of_neighbours, differences_of_neighbours_value_and_grad; (p));
    check!(at; |p| geometric_means, geometric_means_value_and_grad; (p));
    check!(at; |p| weighted_sums, weighted_sums_value_and_grad; (p));
    check!(at; |p| without_parameters, without_parameters_value_and_grad; (p));
    check!(at; |p| in_a_loop, in_a_loop_value_and_grad; (p));
    check!(at; |p| with_numbers, with_numbers_value_and_grad; (p));
    check!(at; |p| captured_before, captured_before_value_and_grad; (p));
    check!(at; |p| moved_in, moved_in_value_and_grad; (p));
    check!(at; |p| weights_of_before, weights_of_before_value_and_grad; (p));
    check!(at; |p| counters_of_before, counters_of_before_value_and_grad; (p));
    check!(at[..2]; |p| constants_with_other_names, constants_with_other_names_value_and_grad; (p, 4));
}
