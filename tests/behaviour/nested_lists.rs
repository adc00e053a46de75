//! Lists of lists that grow and shrink: buckets, rows, edges, layers.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::differentiate;

#[differentiate(value_and_grad, grad, jvp, hvp)]
fn bins_of_each_round(x: &[f64]) -> f64 {
    let mut total: f64 = 0.0;
    for k in 1..4 {
        let mut bins: Vec<Vec<f64>> = vec![Vec::new(); k];
        for (i, v) in x.iter().enumerate() {
            bins[i % k].push(v * total.cos());
        }
        total += bins.iter().map(|b| b.iter().sum::<f64>().sin()).sum::<f64>();
    }
    total
}
#[differentiate(value_and_grad, grad, jvp, hvp)]
fn lists_that_begin_with_constants(x: &[f64]) -> f64 {
    let first = vec![0.5];
    let mut series: Vec<Vec<f64>> = vec![first.clone(), vec![1.0, 2.0]];
    series.push(vec![3.0]);
    for v in x {
        series[0].push(v * v);
        let second = series[1][1];
        series[2].push(v.sin() * second);
    }
    let mut t = [vec![0.5], vec![1.0, 2.0]];
    t[0].push(x[0] * x[1]);
    t[1].push(x[2]);
    series[0][1] * series[2][2] + t[0][1] * t[1][2]
}
#[differentiate(value_and_grad, grad, jvp, hvp)]
fn pascal(x: &[f64]) -> f64 {
    let mut t = vec![vec![x[0]]];
    for i in 1..5 {
        let prev = t[i - 1].clone();
        let mut row = vec![1.0];
        for w in prev.windows(2) {
            row.push(w[0] + w[1]);
        }
        row.push(x[1]);
        t.push(row);
    }
    t[4].iter().sum()
}
#[differentiate(value_and_grad, grad, jvp, hvp)]
fn edges(x: &[f64]) -> f64 {
    let mut adj: Vec<Vec<(usize, f64)>> = vec![vec![]; 4];
    for i in 0..3 {
        adj[i].push((i + 1, x[i]));
        adj[i + 1].push((i, x[i] * 2.0));
    }
    let mut dist = vec![0.0; 4];
    for _ in 0..3 {
        for u in 0..4 {
            for &(v, w) in &adj[u] {
                dist[v] += 0.5 * w + 0.1 * dist[u] * w;
            }
        }
    }
    dist.iter().sum()
}
#[differentiate(value_and_grad, grad, jvp, hvp)]
fn cube(x: &[f64]) -> f64 {
    let mut cube = vec![vec![Vec::new(); 2]; 2];
    for (i, v) in x.iter().enumerate() {
        cube[i / 2][i % 2].push(*v);
        cube[i % 2][i / 2].push(v * v);
    }
    cube.iter().flatten().map(|c| c.iter().product::<f64>()).sum()
}
#[differentiate(value_and_grad, grad, jvp, hvp)]
fn groups(x: &[f64]) -> f64 {
    let mut groups: Vec<Vec<f64>> = Vec::new();
    let mut cur = Vec::new();
    for &v in x {
        if v < 0.0 {
            groups.push(std::mem::take(&mut cur));
        }
        cur.push(v);
    }
    groups.push(cur);
    groups.iter().map(|g| g.iter().sum::<f64>().powi(2)).sum()
}
#[differentiate(value_and_grad, grad, jvp, hvp)]
fn two_queues(x: &[f64]) -> f64 {
    let mut q = vec![vec![]; 2];
    let mut s = 0.0;
    for (i, &v) in x.iter().enumerate() {
        q[i % 2].push(v);
        if q[0].len() > 1 {
            if let Some(p) = q[0].pop() {
                s += p * v;
                q[1].push(p);
            }
        }
    }
    s + q[1].iter().map(|v| v * v).sum::<f64>()
}
#[differentiate(value_and_grad, grad, jvp, hvp)]
fn several_resizers(x: &[f64]) -> f64 {
    let mut rows = vec![vec![]; 2];
    for v in x {
        rows[0].push(*v);
    }
    rows[1] = rows[0].iter().map(|v| v * 2.0).collect();
    rows[1].retain(|v| *v > 0.0);
    rows[0].swap_remove(0);
    rows[0][0] * rows[1][1]
}
#[differentiate(value_and_grad, grad, jvp, hvp)]
fn rows_by_reference(x: &[f64]) -> f64 {
    let mut lo: Vec<Vec<f64>> = x.chunks(2).map(|c| c.to_vec()).collect();
    for row in lo.iter_mut() {
        let s = row[0] * row[1];
        row.push(s);
    }
    for row in &mut lo {
        row.reverse();
        row.drain(..1);
    }
    lo.concat().iter().map(|v| v * v).sum()
}
#[differentiate(value_and_grad, grad, jvp, hvp)]
fn rows_by_index(x: &[f64]) -> f64 {
    let mut rows: Vec<Vec<f64>> = (0..3).map(|_| Vec::new()).collect();
    for (i, v) in x.iter().enumerate() {
        rows[i % 3].push(*v);
    }
    rows.iter().map(|r| r.iter().sum::<f64>().powi(2)).sum()
}
#[differentiate(value_and_grad, grad, jvp, hvp)]
fn rows_of_two(x: &[f64]) -> f64 {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for v in x {
        let r = vec![*v, v * v];
        rows.push(r);
    }
    rows.iter().map(|r| r.iter().product::<f64>()).sum()
}
#[differentiate(value_and_grad, grad, jvp, hvp)]
fn last_row(x: &[f64]) -> f64 {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for v in x {
        if *v > 0.0 {
            rows.push(vec![]);
        }
        if let Some(last) = rows.last_mut() {
            last.push(*v);
        }
    }
    rows.iter().map(|r| r.iter().sum::<f64>().powi(2)).sum()
}
#[differentiate(value_and_grad, grad, jvp, hvp)]
fn two_kinds(x: &[f64]) -> f64 {
    let mut rows = vec![vec![]; 2];
    for v in x {
        rows[if *v > 1.0 { 1 } else { 0 }].push(v * v);
    }
    let last = rows[0].pop().unwrap_or(1.0);
    last * rows[1].iter().sum::<f64>() + rows[0].len() as f64 * x[0]
}
#[differentiate(value_and_grad, grad, jvp, hvp)]
fn stack_of_lists(x: &[f64]) -> f64 {
    let mut stack = vec![vec![x[0]], vec![x[1], x[2]]];
    let mut s = 0.0;
    while let Some(top) = stack.pop() {
        s += top.iter().map(|v| v * v).sum::<f64>();
        if top.len() > 1 {
            stack.push(vec![top[0] * 2.0]);
        }
    }
    s
}
#[differentiate(value_and_grad, grad, jvp, hvp)]
fn array_of_lists(x: &[f64]) -> f64 {
    let mut a = [vec![], vec![]];
    for (i, v) in x.iter().enumerate() {
        a[i % 2].push(*v);
    }
    a[0].iter().zip(&a[1]).map(|(p, q)| p * q).sum()
}
#[differentiate(value_and_grad, grad, jvp, hvp)]
fn every_resizer(x: &[f64]) -> f64 {
    let mut rows: Vec<Vec<f64>> = vec![vec![1.0]; 2];
    rows[0].clear();
    rows[0].extend(x.iter().map(|v| v * 2.0));
    rows[1].truncate(0);
    rows[1].extend_from_slice(&x[1..]);
    rows[0].insert(1, x[3]);
    rows[1].remove(0);
    rows.iter().flatten().map(|v| v * v).sum()
}
#[differentiate(value_and_grad, grad, jvp, hvp)]
fn activations(x: &[f64]) -> f64 {
    let mut acts = vec![x.to_vec()];
    for l in 0..3 {
        let next: Vec<f64> = acts[l].iter().map(|v| v.tanh() + 0.1 * l as f64).collect();
        acts.push(next);
    }
    acts.iter().map(|a| a[0] * a[1]).sum::<f64>() + acts.last().unwrap().iter().sum::<f64>()
}

mod gradients {
    by_differences! {
        [[0.5, 1.5, -0.7, 2.0], [0.3, -0.4, 1.2, 0.9], [-1.0, -2.0, 0.25, 1.75]];
        bins_of_each_round bins_of_each_round_value_and_grad, lists_that_begin_with_constants lists_that_begin_with_constants_value_and_grad, pascal pascal_value_and_grad, edges edges_value_and_grad, cube cube_value_and_grad, groups groups_value_and_grad, two_queues two_queues_value_and_grad, several_resizers several_resizers_value_and_grad, rows_by_reference rows_by_reference_value_and_grad, rows_by_index rows_by_index_value_and_grad, rows_of_two rows_of_two_value_and_grad, last_row last_row_value_and_grad, two_kinds two_kinds_value_and_grad, stack_of_lists stack_of_lists_value_and_grad, array_of_lists array_of_lists_value_and_grad, every_resizer every_resizer_value_and_grad, activations activations_value_and_grad
    }
}

/// Forward mode agrees, and second derivatives are differences of the gradient.
#[test]
fn forward_and_second_order() {
    type Of = (fn(&[f64]) -> Vec<f64>, fn(&[f64], &[f64]) -> (f64, f64), fn(&[f64], &[f64]) -> Vec<f64>);
    let all: [Of; 17] = [
        (
            lists_that_begin_with_constants_grad,
            lists_that_begin_with_constants_jvp,
            lists_that_begin_with_constants_hvp,
        ),
        (bins_of_each_round_grad, bins_of_each_round_jvp, bins_of_each_round_hvp),
        (pascal_grad, pascal_jvp, pascal_hvp),
        (edges_grad, edges_jvp, edges_hvp),
        (cube_grad, cube_jvp, cube_hvp),
        (groups_grad, groups_jvp, groups_hvp),
        (two_queues_grad, two_queues_jvp, two_queues_hvp),
        (several_resizers_grad, several_resizers_jvp, several_resizers_hvp),
        (rows_by_reference_grad, rows_by_reference_jvp, rows_by_reference_hvp),
        (rows_by_index_grad, rows_by_index_jvp, rows_by_index_hvp),
        (rows_of_two_grad, rows_of_two_jvp, rows_of_two_hvp),
        (last_row_grad, last_row_jvp, last_row_hvp),
        (two_kinds_grad, two_kinds_jvp, two_kinds_hvp),
        (stack_of_lists_grad, stack_of_lists_jvp, stack_of_lists_hvp),
        (array_of_lists_grad, array_of_lists_jvp, array_of_lists_hvp),
        (every_resizer_grad, every_resizer_jvp, every_resizer_hvp),
        (activations_grad, activations_jvp, activations_hvp),
    ];
    let (x, t, h) = ([0.5, 1.5, -0.7, 2.0], [0.3, -0.2, 0.7, 0.4], 1e-5);
    for (at, (grad, jvp, hvp)) in all.into_iter().enumerate() {
        let along: f64 = grad(&x).iter().zip(t).map(|(d, t)| d * t).sum();
        assert!((jvp(&x, &t).1 - along).abs() < 1e-12, "{at}: {} {along}", jvp(&x, &t).1);
        let moved = |sign: f64| grad(&std::array::from_fn::<f64, 4, _>(|i| x[i] + sign * h * t[i]));
        for ((own, up), down) in hvp(&x, &t).iter().zip(moved(1.0)).zip(moved(-1.0)) {
            assert!((own - (up - down) / (2.0 * h)).abs() < 1e-7, "{at}: {own}");
        }
    }
}
