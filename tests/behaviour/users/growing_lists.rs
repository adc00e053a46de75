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
fn b4(x: [f64; 3]) -> f64 {
    gen_::<f64, 3>(x) * gen_::<_, 2>([x[0], x[1]]) + gen_([x[2]])
}
#[test]
fn t_b4() {
    every!(nums(3); |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (arr(p)));
}
#[differentiate]
fn b5(x: f64, y: f64) -> f64 {
    let a = f64::powi(x, 2) + f64::hypot(x, y);
    let b = x.clone() * (&y).cos() - -&x;
    &a * &b + a * &x
}
#[test]
fn t_b5() {
    every!(nums(2); |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p[0], p[1]));
}
#[differentiate]
fn a1(x: &[f64]) -> f64 {
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
fn t_a1() {
    every!(nums(5); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[differentiate]
fn a2(x: &[f64]) -> f64 {
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
fn t_a2() {
    every!(nums(5); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p));
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
fn a3(roots: &[f64], at: f64) -> f64 {
    let mut p = vec![1.0];
    for r in roots {
        p = poly_mul(&p, &[-r, 1.0]);
    }
    p.iter().rev().fold(0.0, |acc, c| acc * at + c)
}
#[test]
fn t_a3() {
    every!(nums(4); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (&p[..3], p[3]));
}
#[differentiate]
fn a4(x: &[f64]) -> Vec<f64> {
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
fn t_a4() {
    vjp!(nums(4); |p| a4, a4_vjp; (p));
}
#[differentiate]
fn a5(x: &[f64]) -> f64 {
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
fn t_a5() {
    every!(nums(4); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p));
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
fn a6(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let n = v.len();
    let mut acc = 0.0;
    permute(&mut v, n, &mut acc);
    acc * v[0]
}
#[test]
fn t_a6() {
    every!(nums(3); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p));
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
fn a7(x: &[f64]) -> f64 {
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
fn t_a7() {
    every!(nums(9); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p));
}
#[differentiate]
fn a8(x: &[f64]) -> f64 {
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
fn t_a8() {
    every!(nums(6); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p));
}
#[differentiate]
fn a9(x: &[f64], w: usize) -> Vec<f64> {
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
fn t_a9() {
    vjp!(nums(6); |p| a9, a9_vjp; (p, 3));
}
#[differentiate]
fn b1(a: &[f64], b: &[f64]) -> f64 {
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
fn t_b1() {
    every!([0.1, 0.5, 0.9, 0.2, 0.55, 0.8, 0.35]; |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (&p[..3], &p[3..]));
}
#[differentiate]
fn b2(x: &[f64]) -> f64 {
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
fn t_b2() {
    every!(nums(4); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p));
}
#[differentiate]
fn b3(x: &[f64]) -> f64 {
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
fn t_b3() {
    every!(nums(4); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p));
}
#[differentiate]
fn b4b(x: &[f64]) -> Vec<(f64, f64)> {
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
fn t_b4b() {
    vjp!([0.0, 0.1, 0.4, -0.3, 0.7, 0.9, 1.1, 0.2, 1.5, 0.5]; |p| b4b, b4b_vjp; (p));
}
#[differentiate]
fn b5b(x: &[f64]) -> f64 {
    let mut tree = vec![0.0; 2 * x.len()];
    let n = x.len();
    tree[n..].copy_from_slice(x);
    for i in (1..n).rev() {
        tree[i] = tree[2 * i].max(tree[2 * i + 1]) + 0.1 * tree[2 * i] * tree[2 * i + 1];
    }
    tree[1]
}
#[test]
fn t_b5b() {
    every!(nums(4); |p| b5b, b5b_value_and_grad, b5b_grad, b5b_vjp; (p));
}
#[differentiate]
fn b6(x: &[f64]) -> f64 {
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
fn t_b6() {
    every!(nums(6); |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p));
}
#[differentiate]
fn b7(x: &[f64], parent: &mut Vec<usize>) -> f64 {
    x[parent[0]] * x[0]
}
#[differentiate]
fn b8(x: &[f64]) -> f64 {
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
fn t_b8() {
    every!(nums(4); |p| b8, b8_value_and_grad, b8_grad, b8_vjp; (p));
}
#[differentiate]
fn b9(x: &[f64]) -> f64 {
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
fn t_b9() {
    every!(nums(5); |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (p));
}
#[differentiate]
fn c1(x: &[f64]) -> f64 {
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
fn t_c1() {
    every!(nums(7); |p| c1, c1_value_and_grad, c1_grad, c1_vjp; (p));
}
#[differentiate]
fn c2(x: &[f64]) -> f64 {
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
fn t_c2() {
    every!(nums(5); |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (p));
}
