//! Layers of different widths, lists of lists.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn dense(w: &[Vec<f64>], x: &[f64]) -> Vec<f64> {
    w.iter().map(|r| r.iter().zip(x).map(|(a, b)| a * b).sum::<f64>().tanh()).collect()
}
#[differentiate]
fn dense_layers(x: &[f64], w: &[Vec<Vec<f64>>]) -> f64 {
    let mut h = x.to_vec();
    for l in w {
        h = dense(l, &h);
    }
    h[0]
}
#[test]
fn t_dense_layers() {
    every!(nums(10); |p| dense_layers, dense_layers_value_and_grad, dense_layers_grad, dense_layers_vjp; (&p[..2], &[vec![p[2..4].to_vec(), p[4..6].to_vec()], vec![p[6..8].to_vec(), p[8..].to_vec()]].iter().map(|l| l.clone()).collect::<Vec<_>>()));
}
#[differentiate]
fn dense2(w: &[f64], x: &[f64]) -> Vec<f64> {
    let n = x.len();
    w.chunks(n).map(|r| r.iter().zip(x).map(|(a, b)| a * b).sum::<f64>().tanh()).collect()
}
#[differentiate]
fn dense_layers_of_flat_weights(x: &[f64], w: &[f64], sizes: &[usize]) -> f64 {
    let mut h = x.to_vec();
    let mut off = 0;
    for &m in sizes {
        let n = h.len() * m;
        h = dense2(&w[off..off + n], &h);
        off += n;
    }
    h[0]
}
#[test]
fn t_dense_layers_of_flat_weights() {
    every!(nums(13); |p| dense_layers_of_flat_weights, dense_layers_of_flat_weights_value_and_grad, dense_layers_of_flat_weights_grad, dense_layers_of_flat_weights_vjp; (&p[..2], &p[2..], &[3, 1]));
}
#[differentiate]
fn dense_layers_by_index(x: &[f64], w: &[f64], sizes: &[usize]) -> f64 {
    let mut h = x.to_vec();
    let mut rest = 0;
    for &m in sizes {
        let n = h.len();
        let mut next = vec![0.0; m];
        for i in 0..m {
            for j in 0..n {
                next[i] += w[rest + i * n + j] * h[j];
            }
            next[i] = next[i].tanh();
        }
        rest += n * m;
        h = next;
    }
    h[0]
}
#[test]
fn t_dense_layers_by_index() {
    every!(nums(13); |p| dense_layers_by_index, dense_layers_by_index_value_and_grad, dense_layers_by_index_grad, dense_layers_by_index_vjp; (&p[..2], &p[2..], &[3, 1]));
}
#[differentiate]
fn halving_layers(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut t = 0.0;
    for k in 0..3 {
        let y: Vec<f64> = h.iter().step_by(2).map(|v| v * v + k as f64).collect();
        t += y[0];
        h = y;
    }
    t * h[0]
}
#[test]
fn t_halving_layers() {
    every!(nums(9); |p| halving_layers, halving_layers_value_and_grad, halving_layers_grad, halving_layers_vjp; (p));
}
#[differentiate]
fn halves_multiplied(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    for _ in 0..2 {
        let (a, b) = h.split_at(h.len() / 2);
        h = a.iter().zip(b).map(|(p, q)| p * q + p).collect();
    }
    h[0] * h[1]
}
#[test]
fn t_halves_multiplied() {
    every!(nums(8); |p| halves_multiplied, halves_multiplied_value_and_grad, halves_multiplied_grad, halves_multiplied_vjp; (p));
}
#[differentiate]
fn pairwise_sums(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    while h.len() > 1 {
        h = h.chunks(2).map(|c| c.iter().sum::<f64>().sin()).collect();
    }
    h[0]
}
#[test]
fn t_pairwise_sums() {
    every!(nums(8); |p| pairwise_sums, pairwise_sums_value_and_grad, pairwise_sums_grad, pairwise_sums_vjp; (p));
}
#[differentiate]
fn lists_of_growing_length(x: &[f64]) -> f64 {
    let mut h = vec![x[0]];
    for i in 1..4 {
        h = vec![x[i]; i + 1];
        h[0] *= 2.0;
    }
    h.iter().product()
}
#[test]
fn t_lists_of_growing_length() {
    every!(nums(8); |p| lists_of_growing_length, lists_of_growing_length_value_and_grad, lists_of_growing_length_grad, lists_of_growing_length_vjp; (p));
}
#[differentiate]
fn list_replaced_by_decision(x: &[f64]) -> f64 {
    let mut h = vec![x[0]];
    if x[1] < 5.0 {
        h = x.to_vec();
    }
    h[1] * h[0]
}
#[test]
fn t_list_replaced_by_decision() {
    every!(nums(8); |p| list_replaced_by_decision, list_replaced_by_decision_value_and_grad, list_replaced_by_decision_grad, list_replaced_by_decision_vjp; (p));
}
#[differentiate]
fn list_by_decision(x: &[f64], n: usize) -> f64 {
    let h = if n > 2 { vec![x[0]; n] } else { x[..2].to_vec() };
    let mut g = h;
    g[1] *= 2.0;
    g.iter().product()
}
#[test]
fn t_list_by_decision() {
    every!(nums(8); |p| list_by_decision, list_by_decision_value_and_grad, list_by_decision_grad, list_by_decision_vjp; (p, 1));
}
#[test]
fn t_a92() {
    every!(nums(8); |p| list_by_decision, list_by_decision_value_and_grad, list_by_decision_grad, list_by_decision_vjp; (p, 3));
}
#[differentiate]
fn rows_grown_from_the_last(x: &[f64]) -> f64 {
    let mut rows = vec![vec![x[0]]];
    for i in 1..4 {
        let last = rows[rows.len() - 1].clone();
        let mut r = last;
        r.push(x[i] * r[0]);
        rows.push(r);
    }
    rows[3].iter().product::<f64>() * rows[1][1]
}
#[test]
fn t_rows_grown_from_the_last() {
    every!(nums(4); |p| rows_grown_from_the_last, rows_grown_from_the_last_value_and_grad, rows_grown_from_the_last_grad, rows_grown_from_the_last_vjp; (p));
}
#[differentiate]
fn prefixes(x: &[f64]) -> f64 {
    let mut rows = vec![vec![0.0; 1]; 3];
    for i in 0..3 {
        rows[i] = x[..=i].to_vec();
        rows[i][0] += 1.0;
    }
    rows.iter().map(|r| r.iter().product::<f64>()).sum()
}
#[test]
fn t_prefixes() {
    every!(nums(4); |p| prefixes, prefixes_value_and_grad, prefixes_grad, prefixes_vjp; (p));
}
#[cfg(any())] // FOUND
#[differentiate]
fn pushed_by_callees(x: &[f64]) -> f64 {
    let mut o = vec![];
    b5(x, &mut o);
    b5(&x[1..], &mut o);
    o.iter().sum()
}
#[cfg(any())] // FOUND
#[test]
fn t_pushed_by_callees() {
    every!(nums(4); |p| pushed_by_callees, pushed_by_callees_value_and_grad, pushed_by_callees_grad, pushed_by_callees_vjp; (p));
}
#[differentiate]
fn rotated_by_recursion(x: &[f64], k: usize) -> Vec<f64> {
    if k == 0 {
        return x.to_vec();
    }
    let y = rotated_by_recursion(x, k - 1);
    let mut z = rotated_by_recursion(&y[1..], 0);
    z.push(y[0]);
    z
}
#[test]
fn t_rotated_by_recursion() {
    vjp!(nums(4); |p| rotated_by_recursion, rotated_by_recursion_vjp; (p, 3));
}
#[differentiate]
fn products_extended(x: &[f64]) -> f64 {
    let mut p: Vec<f64> = Vec::new();
    for r in x {
        p = if p.is_empty() { vec![*r] } else { p.iter().map(|v| v * r).chain([*r]).collect() };
    }
    p.iter().sum()
}
#[test]
fn t_products_extended() {
    every!(nums(4); |p| products_extended, products_extended_value_and_grad, products_extended_grad, products_extended_vjp; (p));
}
#[differentiate]
fn two(x: &[f64]) -> (Vec<f64>, f64) {
    let mut y = x.to_vec();
    y.push(x[0] * x[0]);
    (y, x[0])
}
#[differentiate]
fn squared_twice(x: &[f64]) -> f64 {
    let (a, s) = two(x);
    let (b, t) = two(&a);
    b.iter().product::<f64>() * s * t
}
#[test]
fn t_squared_twice() {
    every!(nums(3); |p| squared_twice, squared_twice_value_and_grad, squared_twice_grad, squared_twice_vjp; (p));
}
#[differentiate]
fn doubled_transpose(a: &[Vec<f64>]) -> Vec<Vec<f64>> {
    (0..a[0].len()).map(|j| a.iter().map(|r| r[j] * 2.0).collect::<Vec<f64>>()).collect::<Vec<_>>()
}
#[differentiate]
fn transposed_three_times(x: &[Vec<f64>]) -> f64 {
    let mut m = x.to_vec();
    for _ in 0..3 {
        m = doubled_transpose(&m);
    }
    m[2][1] * m[0][0]
}
#[test]
fn t_transposed_three_times() {
    every!(nums(6); |p| transposed_three_times, transposed_three_times_value_and_grad, transposed_three_times_grad, transposed_three_times_vjp; (&[p[..3].to_vec(), p[3..].to_vec()]));
}
#[differentiate]
fn matmul(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut c = vec![vec![0.0; b[0].len()]; a.len()];
    for i in 0..a.len() {
        for j in 0..b[0].len() {
            for k in 0..b.len() {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    c
}
#[differentiate]
fn matrix_power(x: &[Vec<f64>], n: usize) -> f64 {
    let mut m = x.to_vec();
    for _ in 0..n {
        m = matmul(&m, x);
    }
    m[0][1]
}
#[test]
fn t_matrix_power() {
    every!(nums(4); |p| matrix_power, matrix_power_value_and_grad, matrix_power_grad, matrix_power_vjp; (&[p[..2].to_vec(), p[2..].to_vec()], 3));
}
#[differentiate]
fn gram_determinant(x: &[Vec<f64>]) -> f64 {
    let t = doubled_transpose(x);
    let g = matmul(x, &t);
    g[0][0] * g[1][1] - g[0][1] * g[1][0]
}
#[test]
fn t_gram_determinant() {
    every!(nums(6); |p| gram_determinant, gram_determinant_value_and_grad, gram_determinant_grad, gram_determinant_vjp; (&[p[..3].to_vec(), p[3..].to_vec()]));
}
