//! Lists that grow and shrink.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn gen_<T: Float, const N: usize>(x: [T; N]) -> T {
    let mut s = T::ZERO;
    for v in x {
        s += v * v;
    }
    s
}
#[differentiate]
fn generic_by_turbofish(x: [f64; 3]) -> f64 {
    gen_::<f64, 3>(x) * gen_::<_, 2>([x[0], x[1]]) + gen_([x[2]])
}
#[test]
fn t_generic_by_turbofish() {
    every!(nums(3); |p| generic_by_turbofish, generic_by_turbofish_value_and_grad, generic_by_turbofish_grad, generic_by_turbofish_vjp; (arr(p)));
}
#[differentiate]
fn methods_by_path(x: f64, y: f64) -> f64 {
    let a = f64::powi(x, 2) + f64::hypot(x, y);
    let b = x.clone() * (&y).cos() - -&x;
    &a * &b + a * &x
}
#[test]
fn t_methods_by_path() {
    every!(nums(2); |p| methods_by_path, methods_by_path_value_and_grad, methods_by_path_grad, methods_by_path_vjp; (p[0], p[1]));
}
#[differentiate]
fn rows_cloned_and_cleared(x: &[f64]) -> f64 {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    let mut row = Vec::new();
    for (i, v) in x.iter().enumerate() {
        row.push(v * v);
        if i % 2 == 1 {
            rows.push(row.clone());
            row.clear();
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    rows.iter().map(|r| r.iter().product::<f64>()).sum()
}
#[test]
fn t_rows_cloned_and_cleared() {
    every!(nums(5); |p| rows_cloned_and_cleared, rows_cloned_and_cleared_value_and_grad, rows_cloned_and_cleared_grad, rows_cloned_and_cleared_vjp; (p));
}
#[differentiate]
fn rows_taken(x: &[f64]) -> f64 {
    let mut rows = Vec::new();
    let mut row: Vec<f64> = vec![];
    for (i, v) in x.iter().enumerate() {
        row.push(v * v);
        if i % 2 == 1 {
            rows.push(std::mem::take(&mut row));
        }
    }
    rows.push(row);
    rows.iter().map(|r| r.iter().sum::<f64>().powi(2)).sum()
}
#[test]
fn t_rows_taken() {
    every!(nums(5); |p| rows_taken, rows_taken_value_and_grad, rows_taken_grad, rows_taken_vjp; (p));
}
#[differentiate]
fn poly_mul(a: &[f64], b: &[f64]) -> Vec<f64> {
    let mut c = vec![0.0; a.len() + b.len() - 1];
    for (i, u) in a.iter().enumerate() {
        for (j, v) in b.iter().enumerate() {
            c[i + j] += u * v;
        }
    }
    c
}
#[differentiate]
fn polynomial_from_roots(roots: &[f64], at: f64) -> f64 {
    let mut p = vec![1.0];
    for r in roots {
        p = poly_mul(&p, &[-r, 1.0]);
    }
    p.iter().rev().fold(0.0, |acc, c| acc * at + c)
}
#[test]
fn t_polynomial_from_roots() {
    every!(nums(4); |p| polynomial_from_roots, polynomial_from_roots_value_and_grad, polynomial_from_roots_grad, polynomial_from_roots_vjp; (&p[..3], p[3]));
}
#[differentiate]
fn symmetric_polynomials(x: &[f64]) -> Vec<f64> {
    let mut row = vec![1.0];
    for v in x {
        let mut next = vec![v * row[0]];
        for w in row.windows(2) {
            next.push(w[0] + v * w[1]);
        }
        next.push(row[row.len() - 1]);
        row = next;
    }
    row
}
#[test]
fn t_symmetric_polynomials() {
    vjp!(nums(4); |p| symmetric_polynomials, symmetric_polynomials_vjp; (p));
}
#[differentiate]
fn expected_number_of_ones(x: &[f64]) -> f64 {
    let n = x.len();
    let mut total = 0.0;
    for mask in 0u32..1 << n {
        let mut p = 1.0;
        for (i, v) in x.iter().enumerate() {
            if mask >> i & 1 == 1 {
                p *= v;
            } else {
                p *= 1.0 - v;
            }
        }
        total += p * mask.count_ones() as f64;
    }
    total
}
#[test]
fn t_expected_number_of_ones() {
    every!(nums(4); |p| expected_number_of_ones, expected_number_of_ones_value_and_grad, expected_number_of_ones_grad, expected_number_of_ones_vjp; (p));
}
#[differentiate]
fn permute(v: &mut [f64], k: usize, acc: &mut f64) {
    if k == 1 {
        *acc += v.iter().enumerate().map(|(i, a)| a * (i + 1) as f64).product::<f64>();
        return;
    }
    for i in 0..k {
        permute(v, k - 1, acc);
        if k % 2 == 0 {
            v.swap(i, k - 1);
        } else {
            v.swap(0, k - 1);
        }
    }
}
#[differentiate]
fn permanent_by_permutation(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let n = v.len();
    let mut acc = 0.0;
    permute(&mut v, n, &mut acc);
    acc * v[0]
}
#[test]
fn t_permanent_by_permutation() {
    every!(nums(3); |p| permanent_by_permutation, permanent_by_permutation_value_and_grad, permanent_by_permutation_grad, permanent_by_permutation_vjp; (p));
}
#[differentiate]
fn permanent(m: &[Vec<f64>], row: usize, used: u32) -> f64 {
    if row == m.len() {
        return 1.0;
    }
    (0..m.len())
        .filter(|c| used & (1 << c) == 0)
        .map(|c| m[row][c] * permanent(m, row + 1, used | 1 << c))
        .sum()
}
#[test]
fn t_permanent() {
    every!(nums(9); |p| permanent, permanent_value_and_grad, permanent_grad, permanent_vjp; (&[p[..3].to_vec(), p[3..6].to_vec(), p[6..].to_vec()], 0, 0));
}
#[differentiate]
fn sparse_product(x: &[f64]) -> f64 {
    let mut vals = Vec::new();
    let mut cols = Vec::new();
    let mut ptr = vec![0usize];
    for i in 0..3 {
        for j in 0..3 {
            if (i + j) % 2 == 0 {
                vals.push(x[i * 3 + j] * 2.0);
                cols.push(j);
            }
        }
        ptr.push(vals.len());
    }
    let mut y = [0.0; 3];
    for i in 0..3 {
        for k in ptr[i]..ptr[i + 1] {
            y[i] += vals[k] * x[cols[k]];
        }
    }
    y.iter().product()
}
#[test]
fn t_sparse_product() {
    every!(nums(9); |p| sparse_product, sparse_product_value_and_grad, sparse_product_grad, sparse_product_vjp; (p));
}
#[differentiate]
fn best_sum_of_a_part(x: &[f64]) -> f64 {
    let mut prefix = vec![0.0];
    for v in x {
        prefix.push(prefix.last().unwrap() + v);
    }
    let mut best = f64::NEG_INFINITY;
    for i in 0..x.len() {
        for j in i + 1..=x.len() {
            let s = prefix[j] - prefix[i];
            if s > best {
                best = s;
            }
        }
    }
    best * prefix[x.len()]
}
#[test]
fn t_best_sum_of_a_part() {
    every!(nums(6); |p| best_sum_of_a_part, best_sum_of_a_part_value_and_grad, best_sum_of_a_part_grad, best_sum_of_a_part_vjp; (p));
}
#[differentiate]
fn moving_average(x: &[f64], w: usize) -> Vec<f64> {
    let mut out = Vec::new();
    let mut acc = 0.0;
    for i in 0..x.len() {
        acc += x[i];
        if i >= w {
            acc -= x[i - w];
        }
        if i + 1 >= w {
            out.push(acc / w as f64);
        }
    }
    out
}
#[test]
fn t_moving_average() {
    vjp!(nums(6); |p| moving_average, moving_average_vjp; (p, 3));
}
#[differentiate]
fn soft_longest_common(a: &[f64], b: &[f64]) -> f64 {
    let mut t = vec![vec![0.0; b.len() + 1]; a.len() + 1];
    for (i, x) in a.iter().enumerate() {
        for (j, y) in b.iter().enumerate() {
            t[i + 1][j + 1] = if (x - y).abs() < 0.3 {
                t[i][j] + 1.0 - (x - y).powi(2)
            } else {
                f64::max(t[i][j + 1], t[i + 1][j])
            };
        }
    }
    t[a.len()][b.len()]
}
#[test]
fn t_soft_longest_common() {
    every!([0.1, 0.5, 0.9, 0.2, 0.55, 0.8, 0.35]; |p| soft_longest_common, soft_longest_common_value_and_grad, soft_longest_common_grad, soft_longest_common_vjp; (&p[..3], &p[3..]));
}
#[differentiate]
fn beam_search(x: &[f64]) -> f64 {
    let mut beams: Vec<(f64, Vec<usize>)> = vec![(0.0, vec![])];
    for step in 0..2 {
        let mut next = vec![];
        for (score, path) in &beams {
            for k in 0..2 {
                let mut p = path.clone();
                p.push(k);
                next.push((score + x[step * 2 + k] * (p.len() as f64), p));
            }
        }
        beams = next;
    }
    beams.iter().map(|(s, p)| s * s * p[0] as f64).sum()
}
#[test]
fn t_beam_search() {
    every!(nums(4); |p| beam_search, beam_search_value_and_grad, beam_search_grad, beam_search_vjp; (p));
}
#[differentiate]
fn truncated_tree(x: &[f64]) -> f64 {
    let mut cand = vec![(0.0, 1.0)];
    for v in x {
        let mut next = Vec::new();
        for &(s, p) in cand.iter() {
            next.push((s + v, p * 0.6));
            next.push((s - v * v, p * 0.4));
        }
        if next.len() > 4 {
            next.truncate(4);
        }
        cand = next;
    }
    cand.iter().map(|(s, p)| s * p).sum()
}
#[test]
fn t_truncated_tree() {
    every!(nums(4); |p| truncated_tree, truncated_tree_value_and_grad, truncated_tree_grad, truncated_tree_vjp; (p));
}
#[differentiate]
fn lower_hull(x: &[f64]) -> Vec<(f64, f64)> {
    let mut hull: Vec<(f64, f64)> = Vec::new();
    for c in x.chunks(2) {
        let p = (c[0], c[1]);
        while hull.len() >= 2 {
            let (a, b) = (hull[hull.len() - 2], hull[hull.len() - 1]);
            if (b.0 - a.0) * (p.1 - a.1) - (b.1 - a.1) * (p.0 - a.0) <= 0.0 {
                hull.pop();
            } else {
                break;
            }
        }
        hull.push(p);
    }
    hull
}
#[test]
fn t_lower_hull() {
    vjp!([0.0, 0.1, 0.4, -0.3, 0.7, 0.9, 1.1, 0.2, 1.5, 0.5]; |p| lower_hull, lower_hull_vjp; (p));
}
#[differentiate]
fn segment_tree(x: &[f64]) -> f64 {
    let mut tree = vec![0.0; 2 * x.len()];
    let n = x.len();
    tree[n..].copy_from_slice(x);
    for i in (1..n).rev() {
        tree[i] = tree[2 * i].max(tree[2 * i + 1]) + 0.1 * tree[2 * i] * tree[2 * i + 1];
    }
    tree[1]
}
#[test]
fn t_segment_tree() {
    every!(nums(4); |p| segment_tree, segment_tree_value_and_grad, segment_tree_grad, segment_tree_vjp; (p));
}
#[differentiate]
fn fenwick_tree(x: &[f64]) -> f64 {
    let mut bit = vec![0.0; x.len() + 1];
    for (i, v) in x.iter().enumerate() {
        let mut k = i + 1;
        while k < bit.len() {
            bit[k] += v * v;
            k += k & k.wrapping_neg();
        }
    }
    let mut s = 0.0;
    let mut k = 5;
    while k > 0 {
        s += bit[k];
        k &= k - 1;
    }
    s
}
#[test]
fn t_fenwick_tree() {
    every!(nums(6); |p| fenwick_tree, fenwick_tree_value_and_grad, fenwick_tree_grad, fenwick_tree_vjp; (p));
}
#[differentiate]
fn element_by_parent(x: &[f64], parent: &mut Vec<usize>) -> f64 {
    x[parent[0]] * x[0]
}
#[differentiate]
fn spanning_tree(x: &[f64]) -> f64 {
    let mut parent: Vec<usize> = (0..x.len()).collect();
    let mut cost = 0.0;
    for (a, b) in [(0, 1), (1, 2), (0, 2), (2, 3)] {
        let (mut ra, mut rb) = (a, b);
        while parent[ra] != ra {
            ra = parent[ra];
        }
        while parent[rb] != rb {
            rb = parent[rb];
        }
        if ra != rb {
            parent[ra] = rb;
            cost += (x[a] - x[b]).powi(2);
        }
    }
    cost
}
#[test]
fn t_spanning_tree() {
    every!(nums(4); |p| spanning_tree, spanning_tree_value_and_grad, spanning_tree_grad, spanning_tree_vjp; (p));
}
#[differentiate]
fn digits_with_carry(x: &[f64]) -> f64 {
    let mut digits = vec![0.0; 4];
    for v in x {
        let mut carry = *v;
        for d in digits.iter_mut() {
            let t = *d + carry;
            *d = t.fract();
            carry = t.trunc() * 0.1 + 0.01 * t;
            if carry.abs() < 1e-9 {
                break;
            }
        }
    }
    digits.iter().enumerate().map(|(i, d)| d * (i + 1) as f64).sum()
}
#[test]
fn t_digits_with_carry() {
    every!(nums(5); |p| digits_with_carry, digits_with_carry_value_and_grad, digits_with_carry_grad, digits_with_carry_vjp; (p));
}
#[differentiate]
fn stack_machine(x: &[f64]) -> f64 {
    let mut out = vec![];
    let mut i = 0;
    while i < x.len() {
        if x[i] > 0.0 {
            out.push(x[i]);
            out.push(x[i] * x[i]);
        } else if let Some(top) = out.pop() {
            out.push(top * x[i]);
        }
        i += 1;
    }
    while out.len() > 3 {
        let a = out.pop().unwrap();
        let k = out.len();
        out[k - 1] += a;
    }
    out.iter().product()
}
#[test]
fn t_stack_machine() {
    every!(nums(7); |p| stack_machine, stack_machine_value_and_grad, stack_machine_grad, stack_machine_vjp; (p));
}
#[differentiate]
fn pyramid(x: &[f64]) -> f64 {
    let mut levels: Vec<Vec<f64>> = vec![x.to_vec()];
    while levels[levels.len() - 1].len() > 1 {
        let cur = &levels[levels.len() - 1];
        let next: Vec<f64> =
            cur.chunks(2).map(|c| if c.len() == 2 { c[0] * c[1] + c[0] } else { c[0] }).collect();
        levels.push(next);
    }
    levels.iter().map(|l| l[0]).sum()
}
#[test]
fn t_pyramid() {
    every!(nums(5); |p| pyramid, pyramid_value_and_grad, pyramid_grad, pyramid_vjp; (p));
}
