//! Lists that grow and shrink, and values that may not be there.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, gradient};
use differentiate::differentiate;

/// Checks the companions of a function of a slice against central differences, and the value to the bit.
macro_rules! check {
    ($f:ident, $grad:ident, $both:ident, $($at:expr),+) => {$(
        let at = $at;
        let ours: Vec<f64> = $grad(&at);
        assert_close(ours.clone().try_into().unwrap(), gradient(|x| $f(&x), at));
        assert_eq!($both(&at), ($f(&at), ours));
    )+};
}

#[differentiate]
fn pushed(x: &[f64]) -> f64 {
    let mut powers = Vec::new();
    let mut p = 1.0;
    for v in x {
        p *= v;
        powers.push(p * p);
    }
    powers[1] = powers[0] * powers[2];
    powers.iter().sum::<f64>() + powers.len() as f64 * powers[1]
}

#[test]
fn a_list_that_grows_in_a_loop() {
    check!(pushed, pushed_grad, pushed_value_and_grad, [0.7, -1.2, 0.4], [1.0, 2.0, 3.0]);
}

/// Pushes where it pops: an adjoint list that grew where the list grew would be read past its end.
#[differentiate]
fn stack_machine(x: &[f64]) -> f64 {
    let mut stack: Vec<f64> = Vec::with_capacity(x.len());
    for (i, v) in x.iter().enumerate() {
        stack.push(*v);
        if i % 2 == 1 {
            let b = stack.pop().unwrap();
            let a = stack.pop().unwrap();
            stack.push(a * b.sin());
        }
    }
    let mut total = 0.0;
    while let Some(top) = stack.pop() {
        total = total * 0.5 + top * top;
    }
    total
}

#[test]
fn a_stack_machine() {
    check!(stack_machine, stack_machine_grad, stack_machine_value_and_grad, [0.7, -1.2, 0.4, 2.0, 0.3]);
    check!(stack_machine, stack_machine_grad, stack_machine_value_and_grad, [0.7, -1.2, 0.4, 2.0]);
}

#[differentiate]
fn within_a_loop(x: &[f64]) -> f64 {
    let mut total = 0.0_f64;
    for i in 0..x.len() {
        let mut parts = vec![x[i]];
        for j in 0..i {
            parts.push(parts[j] * x[j]);
        }
        if i == 2 {
            parts.truncate(2);
        }
        if i == 1 {
            parts.clear();
            parts.extend_from_slice(&x[..2]);
        }
        parts.reverse();
        total += parts.iter().enumerate().map(|(k, p)| p * (k as f64 + 1.0)).sum::<f64>() * total.cos();
        total += parts.len() as f64 * parts[0];
    }
    total
}

#[test]
fn a_list_of_another_length_in_each_iteration() {
    check!(
        within_a_loop,
        within_a_loop_grad,
        within_a_loop_value_and_grad,
        [0.7, -1.2, 0.4, 1.1],
        [0.2, 0.3, 0.5, 0.1]
    );
}

#[differentiate]
fn replaced(x: &[f64], n: usize) -> f64 {
    let mut a = vec![x[0], x[1]];
    let before = a.len();
    let y = a[1] * 3.0;
    a = vec![x[0] * x[1]; n];
    let mut b = x.to_vec();
    std::mem::swap(&mut a, &mut b);
    y * before as f64 + a.len() as f64 * a[2] * b[0] + b.len() as f64 * b[n - 1]
}

#[test]
fn a_list_that_is_replaced_by_one_of_another_length() {
    for n in [1, 2, 5] {
        let at = [0.7, -1.2, 0.4];
        let ours = replaced_grad(&at, n);
        assert_close(ours.clone().try_into().unwrap(), gradient(|x| replaced(&x, n), at));
        assert_eq!(replaced_value_and_grad(&at, n), (replaced(&at, n), ours));
    }
}

#[differentiate]
fn extended(x: &[f64]) -> f64 {
    let mut all = x.to_vec();
    all.extend(x.iter().filter(|v| **v > 0.0).map(|v| v.sqrt()));
    all.extend(x);
    all.resize(9, x[0] * x[1]);
    all.resize(8, 0.0);
    all.iter().enumerate().map(|(i, v)| v.sin() * (i + 1) as f64).sum()
}

#[test]
fn extend_and_resize() {
    check!(
        extended,
        extended_grad,
        extended_value_and_grad,
        [0.7, -1.2, 0.4],
        [0.7, 1.2, 0.4],
        [-0.7, -1.2, -0.4]
    );
}

#[differentiate]
fn early(x: &[f64]) -> f64 {
    let mut seen = Vec::new();
    for v in x {
        if *v < 0.0 {
            return seen.iter().map(|s: &f64| s * v).sum();
        }
        seen.push(v * v);
    }
    let Some(last) = seen.pop() else { return 1.0 };
    last + seen.first().copied().unwrap_or(5.0) * 2.0
}

#[test]
fn a_return_while_a_list_grows() {
    check!(early, early_grad, early_value_and_grad, [0.7, 1.2, 0.4], [0.7, 1.2, -0.4], [-0.7, 1.2, 0.4]);
    check!(early, early_grad, early_value_and_grad, [0.7], [-0.7]);
    assert_eq!(early_value_and_grad(&[]), (1.0, vec![]));
}

#[differentiate]
fn largest(x: &[f64]) -> f64 {
    let a = x.iter().copied().reduce(f64::max).unwrap();
    let b = x.iter().map(|v| v * v).reduce(|a, b| if a < b { a } else { b }).unwrap_or(7.0);
    let c = x.iter().copied().max_by(|a, b| a.total_cmp(b)).unwrap();
    let d = x.iter().min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    let e = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    a * b + c.sin() * d + e * e
}

#[test]
fn reductions() {
    check!(largest, largest_grad, largest_value_and_grad, [0.7, -1.2, 0.4], [-0.7, -1.2, 3.4]);
}

#[differentiate]
fn nothing_left(x: f64, n: usize) -> f64 {
    (0..n).map(|i| x * i as f64).reduce(|a, b| a + b).map_or(x * 9.0, |v| v * v)
}

#[test]
fn a_reduction_of_nothing() {
    assert_eq!(nothing_left_value_and_grad(2.0, 0), (18.0, 9.0));
    assert_eq!(nothing_left_value_and_grad(2.0, 3), (36.0, 36.0));
}

#[differentiate]
fn chosen(x: &[f64]) -> f64 {
    let logs: f64 = x.iter().filter_map(|v| if *v > 0.0 { Some(v.ln()) } else { None }).sum();
    let roots: f64 = x.iter().filter_map(|&v| (v > 0.5).then(|| v.sqrt())).product();
    let kept: Vec<f64> = x.iter().copied().filter(|v| v.abs() > 0.5).collect();
    let few: f64 = x.iter().filter(|v| **v > 0.0).take(2).enumerate().map(|(i, v)| v * (i + 1) as f64).sum();
    let late: f64 = x.iter().filter(|v| **v > 0.0).skip(1).copied().sum();
    let mut odd = 0.0;
    for v in x.iter().filter(|v| **v < 1.0) {
        if *v < -2.0 {
            continue;
        }
        odd += v.exp();
    }
    let up_to: f64 = x.iter().map_while(|v| if *v > 0.0 { Some(v * 3.0) } else { None }).sum();
    logs + roots + kept.iter().map(|v| v * v).sum::<f64>() * few + late * odd + up_to
}

#[test]
fn stages_after_which_items_have_no_index() {
    check!(
        chosen,
        chosen_grad,
        chosen_value_and_grad,
        [0.7, -1.2, 0.4, 2.0],
        [0.9, 0.8, 0.7, 0.6],
        [-1.0, -3.0, -0.2, 0.1]
    );
}

#[differentiate]
fn ends(x: &[f64], at: usize) -> f64 {
    let head = match x.first() {
        Some(v) => v * v,
        None => 0.5,
    };
    let tail = if let Some(&v) = x.last() { v.sin() } else { 0.0 };
    let there = x.get(at).map_or(1.0, |v| v * 3.0);
    let missing = x.get(99).is_none();
    head * tail + there + if missing { x[0] } else { 0.0 }
}

#[test]
fn elements_that_may_not_be_there() {
    for at in [0, 2, 5] {
        let point = [0.7, -1.2, 0.4];
        let ours = ends_grad(&point, at);
        assert_close(ours.clone().try_into().unwrap(), gradient(|x| ends(&x, at), point));
        assert_eq!(ends_value_and_grad(&point, at), (ends(&point, at), ours));
    }
}

#[differentiate]
fn in_fours(x: &[f64], w: [f64; 4]) -> f64 {
    let (chunks, rest) = x.as_chunks::<4>();
    let mut total = 0.0;
    for chunk in chunks {
        total += chunk.iter().zip(&w).map(|(a, b)| a * b).sum::<f64>() * chunk[3];
    }
    for v in rest {
        total += v * v;
    }
    total + chunks.len() as f64 * chunks[1][0]
}

#[test]
fn as_chunks() {
    let x = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];
    let w = [1.0, -2.0, 0.5, 3.0];
    let (dx, dw) = in_fours_grad(&x, w);
    assert_close(dx.try_into().unwrap(), gradient(|x| in_fours(&x, w), x));
    assert_close(dw, gradient(|w| in_fours(&x, w), w));
}

/// Pairs, an index list beside the numbers, and a list in a function that is called.
#[differentiate]
fn pairs(x: &[f64]) -> f64 {
    let mut open: Vec<usize> = Vec::new();
    let mut done = vec![];
    for i in 0..x.len() {
        if x[i] > 0.5 {
            open.push(i);
        } else if let Some(j) = open.pop() {
            done.push((x[i] * x[j], x[j] - x[i]));
        }
    }
    done.iter().map(|(a, b)| a * b).sum::<f64>() + open.len() as f64 * x[0]
}

#[differentiate]
fn calls_pairs(x: &[f64]) -> f64 {
    let mut shifted = Vec::new();
    for v in x {
        shifted.push(v + 0.01);
    }
    pairs(&shifted) * pairs(x)
}

#[test]
fn lists_of_pairs_and_of_indices() {
    let at = [0.7, 0.2, 1.4, 0.9, 0.3, 0.1];
    check!(pairs, pairs_grad, pairs_value_and_grad, at);
    check!(calls_pairs, calls_pairs_grad, calls_pairs_value_and_grad, at);
}

/// Rows are written, replaced by longer ones, and all of them at once.
#[differentiate]
fn rows(x: &[f64], all: bool) -> f64 {
    let mut m = vec![vec![0.5; 3]; 2];
    m[1] = vec![x[2]; 4];
    m[0][1] = x[0] * x[1];
    m[1][3] *= m[0][1];
    if all {
        m = vec![m[1].to_vec(), x.to_vec(), vec![x[0]]];
    }
    let mut sum = 0.0;
    for row in &m {
        for (j, v) in row.iter().enumerate() {
            sum += v * v * (j as f64 + 1.0) * row.len() as f64;
        }
    }
    sum
}

#[differentiate]
fn calls_rows(x: &[f64]) -> f64 {
    rows(x, true) * rows(x, false)
}

#[test]
fn lists_of_lists_of_different_lengths() {
    let at = [0.7, -1.2, 0.4];
    for all in [false, true] {
        let ours = rows_grad(&at, all);
        assert_close(ours.clone().try_into().unwrap(), gradient(|x| rows(&x, all), at));
        assert_eq!(rows_value_and_grad(&at, all), (rows(&at, all), ours));
    }
    check!(calls_rows, calls_rows_grad, calls_rows_value_and_grad, at);
}

/// The type of what is pushed says what the elements are.
#[differentiate]
fn known_by_what_is_pushed(x: &[f64]) -> f64 {
    let mut out = Vec::with_capacity(x.len());
    for v in x {
        out.push(*v);
    }
    out.iter().map(|v| v.sin()).sum()
}

#[test]
fn elements_whose_type_only_a_push_tells() {
    check!(
        known_by_what_is_pushed,
        known_by_what_is_pushed_grad,
        known_by_what_is_pushed_value_and_grad,
        [0.7, -1.2]
    );
}

/// Lists that a chain makes are the function's result, directly or from a branch: the gradient was zero.
mod made_by_chains {
    use super::*;

    #[differentiate]
    fn sums(x: &[f64]) -> Vec<f64> {
        x.windows(2).map(|w| w.iter().sum()).collect()
    }

    #[differentiate]
    fn chosen(x: &[f64], squares: bool) -> Vec<f64> {
        if squares {
            x.iter().map(|v| v * v).collect()
        } else {
            x.iter().filter(|v| **v > 0.0).map(|v| v * 2.0).collect()
        }
    }

    #[differentiate]
    fn with_a_number(x: &[f64], early: bool) -> (Vec<f64>, f64) {
        if early {
            return (x.iter().map(|v| v.exp()).collect(), x[0]);
        }
        let sines: Vec<f64> = x.iter().map(|v| v.sin()).collect();
        (sines, x[1])
    }

    #[test]
    fn by_hand() {
        assert_eq!(sums_vjp(&[1.0, 2.0, 3.0], vec![1.0, 10.0]), [1.0, 11.0, 10.0]);
        assert_eq!(chosen_vjp(&[3.0, -2.0], true, vec![1.0, 10.0]), [6.0, -40.0]);
        assert_eq!(chosen_vjp(&[3.0, -2.0], false, vec![7.0]), [14.0, 0.0]);
        assert_eq!(with_a_number_vjp(&[0.0, 0.0], true, (vec![2.0, 3.0], 5.0)), [7.0, 3.0]);
        assert_eq!(with_a_number_vjp(&[0.0, 0.0], false, (vec![2.0, 3.0], 5.0)), [2.0, 8.0]);
    }
}

/// Rows that are lists cannot be taken out of what holds them.
mod rows_of_lists {
    use super::*;

    #[differentiate]
    fn energy(x: &[Vec<f64>], order: &[usize]) -> f64 {
        let mut sum = 0.0;
        for i in 0..x.len() {
            let row = &x[order[i]];
            for j in 0..row.len() {
                sum = sum * 0.5 + row[j].sin() * x[i][0];
            }
        }
        sum
    }

    #[differentiate(wrt(slope))]
    fn loss(slope: f64, data: &[(Vec<f64>, f64)]) -> f64 {
        let mut loss = 0.0;
        for (inputs, target) in data.iter() {
            let error = slope * inputs[0] + inputs[1] - target;
            loss += error * error;
        }
        loss
    }

    #[test]
    fn against_differences() {
        let of = |p: [f64; 4]| energy(&[vec![p[0], p[1]], vec![p[2], p[3]]], &[1, 0]);
        let at = [0.3, 0.7, -0.4, 1.1];
        let ours = energy_grad(&[vec![at[0], at[1]], vec![at[2], at[3]]], &[1, 0]).concat();
        assert_close([ours[0], ours[1], ours[2], ours[3]], gradient(of, at));
        let data = [(vec![2.0, 1.0], 3.0), (vec![-1.0, 0.5], 1.0)];
        // 2 (2w - 2) 2 + 2 (-w - 0.5) (-1) at w = 3
        assert_eq!(loss_grad(3.0, &data), 16.0 + 7.0);
    }
}

/// What a list begins with says in which shape its adjoint does.
#[differentiate]
fn begun_with(x: &[f64], y: f64) -> f64 {
    let mut copied = x.to_vec();
    let mut listed = vec![y, x[0]];
    copied[0] *= y;
    listed[1] += copied[0] * y;
    listed[0] * listed[1] + copied[1].sin()
}

#[test]
fn lists_begin_with_a_copy() {
    let (dx, dy) = begun_with_grad(&[0.4, 0.9], 1.3);
    assert_close([dx[0], dx[1], dy], gradient(|[a, b, y]| begun_with(&[a, b], y), [0.4, 0.9, 1.3]));
}

/// What is collected without a `let` of its own.
mod collected {
    use differentiate::differentiate;

    #[differentiate]
    pub fn last(p: &[f64]) -> Vec<f64> {
        p.iter().map(|v| v * v).collect()
    }

    #[differentiate]
    pub fn filtered(p: &[f64]) -> Vec<f64> {
        p.iter().map(|v| v * v).filter(|v| *v > 0.1).collect::<Vec<f64>>()
    }

    #[differentiate]
    pub fn in_an_arm(p: &[f64], n: usize) -> f64 {
        let l = if n > 0 { p.iter().map(|v| v * v).collect::<Vec<f64>>() } else { p.to_vec() };
        l[0] * l[1]
    }

    #[differentiate]
    pub fn returned(p: &[f64], n: usize) -> Vec<f64> {
        if n > 0 {
            return p.iter().map(|v| v * v).collect();
        }
        p.to_vec()
    }

    #[differentiate]
    pub fn in_a_tuple(p: &[f64]) -> (Vec<f64>, f64) {
        (p.iter().filter(|v| **v > 0.0).map(|v| v * v).collect(), p[0])
    }

    #[differentiate]
    pub fn later(p: &[f64]) -> Vec<f64> {
        let l;
        l = p.iter().map(|v| v * v).collect();
        l
    }

    #[differentiate]
    pub fn assigned(p: &[f64]) -> Vec<f64> {
        let mut l = p.to_vec();
        l.push(p[0]);
        l = p.iter().map(|v| v * v).collect();
        l
    }
}

#[test]
fn collected_lists_have_gradients_anywhere() {
    let (p, d) = ([0.5, 3.0], || vec![1.0, 2.0]);
    let expected = vec![1.0, 12.0];
    assert_eq!(collected::last_vjp(&p, d()), expected);
    assert_eq!(collected::filtered_vjp(&p, d()), expected);
    assert_eq!(collected::in_an_arm_grad(&p, 1), [9.0, 1.5]);
    assert_eq!(collected::in_an_arm_grad(&p, 0), [3.0, 0.5]);
    assert_eq!(collected::returned_vjp(&p, 1, d()), expected);
    assert_eq!(collected::returned_vjp(&p, 0, d()), d());
    assert_eq!(collected::in_a_tuple_vjp(&p, (d(), 10.0)), [11.0, 12.0]);
    assert_eq!(collected::later_vjp(&p, d()), expected);
    assert_eq!(collected::assigned_vjp(&p, d()), expected);
}

#[differentiate]
fn same_rows(x: f64, y: f64) -> f64 {
    let mut rows: Vec<Vec<f64>> = vec![vec![x * y; 2]; 2];
    rows[0][1] = y;
    let pairs = vec![[x, y * y]; 3];
    let mut sum = pairs[2][1] * pairs[0][0];
    for row in rows.iter() {
        sum += row[0] * row[1];
    }
    sum
}

#[test]
fn the_same_list_several_times() {
    let (a, b) = same_rows_grad(0.7, 1.3);
    assert_close([a, b], gradient(|[x, y]| same_rows(x, y), [0.7, 1.3]));
}

/// A polynomial times `t - root`: a coefficient more.
#[differentiate]
fn with_root(p: &[f64], root: f64) -> Vec<f64> {
    let mut q = vec![0.0; p.len() + 1];
    for (i, c) in p.iter().enumerate() {
        q[i + 1] += c;
        q[i] -= root * c;
    }
    q
}

#[differentiate]
fn from_roots(roots: &[f64]) -> f64 {
    let mut p = vec![1.0];
    for root in roots {
        p = with_root(&p, *root);
    }
    p[0] * p[1]
}

#[differentiate]
fn neighbours(x: &[f64]) -> Vec<f64> {
    x.windows(2).map(|w| w[0] * w[1]).collect()
}

#[differentiate]
fn pyramid(x: &[f64]) -> f64 {
    let mut layer = x.to_vec();
    while layer.len() > 1 {
        let next = neighbours(&layer);
        layer = next;
    }
    layer[0]
}

#[differentiate]
fn longer_or_shorter(x: &[f64]) -> f64 {
    let mut p = vec![1.0];
    if x[0] > 0.0 {
        p = with_root(&p, x[0]);
    }
    p = with_root(&p, x[1]);
    if p.len() > 2 {
        p = neighbours(&p);
    }
    p.iter().sum()
}

#[test]
fn a_call_may_give_a_list_of_another_length() {
    // -abc (ab + bc + ca)
    let at = [1.0, 2.0, 3.0];
    assert_eq!(from_roots_value_and_grad(&at), (-66.0, vec![-96.0, -57.0, -40.0]));
    check!(from_roots, from_roots_grad, from_roots_value_and_grad, at);
    assert_eq!(pyramid_value_and_grad(&[2.0, 3.0, 5.0]), (90.0, vec![45.0, 60.0, 18.0]));
    // ab (-a - b) + (-a - b), or 1 - b
    assert_eq!(longer_or_shorter_value_and_grad(&[2.0, 3.0]), (-35.0, vec![-22.0, -17.0]));
    assert_eq!(longer_or_shorter_value_and_grad(&[-2.0, 3.0]), (-2.0, vec![0.0, -1.0]));
}

/// Lists cannot be copied into each element of an array.
#[differentiate]
fn arrays_of_lists(x: f64, y: &[f64; 3]) -> f64 {
    let a: [Vec<f64>; 3] = std::array::from_fn(|i| vec![x; i + 1]);
    let b: [Vec<f64>; 3] = y.map(|v| vec![v * x, v]);
    a[0][0] * a[1][1] * a[2][0] + b[0][0] * b[1][1] + b[2][0]
}

#[test]
fn lists_in_an_array() {
    // x³ + y0 x y1 + y2 x
    assert_eq!(arrays_of_lists_grad(2.0, &[3.0, 4.0, 5.0]), (12.0 + 12.0 + 5.0, [8.0, 6.0, 2.0]));
}
