//! Matrices on flat slices and on arrays of arrays.

use crate::check::{arr, mat};
use differentiate::{Float, differentiate};

const A9: [f64; 9] = [4.0, 1.0, 0.5, 1.0, 5.0, -0.7, 0.5, -0.7, 6.0];
const AB12: [f64; 12] = [4.0, 1.0, 0.5, 1.0, 5.0, -0.7, 0.5, -0.7, 6.0, 1.0, -2.0, 0.5];

// ---- matmul: four styles
#[differentiate]
fn matmul_c(a: &[f64], b: &[f64], n: usize, m: usize, k: usize, c: &mut [f64]) {
    for i in 0..n {
        for j in 0..m {
            c[i * m + j] = 0.0;
            for l in 0..k {
                c[i * m + j] += a[i * k + l] * b[l * m + j];
            }
        }
    }
}

#[differentiate]
fn matmul_c_loss(a: &[f64], b: &[f64]) -> f64 {
    let mut c = [0.0; 4];
    matmul_c(a, b, 2, 2, 3, &mut c);
    let mut d = vec![0.0; 4];
    matmul_c(&c, &c, 2, 2, 2, &mut d);
    d.iter().map(|x| x.sin()).sum()
}

#[test]
fn matmul_c_style() {
    check!(AB12; |p| matmul_c_loss, matmul_c_loss_value_and_grad; (&p[..6], &p[6..]));
}

#[differentiate]
fn matmul_arrays(a: &[[f64; 3]; 2], b: &[[f64; 2]; 3]) -> [[f64; 2]; 2] {
    let mut c = [[0.0; 2]; 2];
    for (i, row) in c.iter_mut().enumerate() {
        for (j, out) in row.iter_mut().enumerate() {
            *out = a[i].iter().zip(b.iter()).map(|(x, r)| x * r[j]).sum();
        }
    }
    c
}

#[differentiate]
fn trace_of_square(a: [[f64; 3]; 2], b: [[f64; 2]; 3]) -> f64 {
    let c = matmul_arrays(&a, &b);
    let mut t = 0.0;
    for i in 0..2 {
        for j in 0..2 {
            t += c[i][j] * c[j][i];
        }
    }
    t
}

#[test]
fn matmul_array_style() {
    check!(AB12; |p| trace_of_square, trace_of_square_value_and_grad; (mat(p), mat(&p[6..])));
}

#[differentiate]
fn matmul_chunks(a: &[f64], b: &[f64], k: usize, m: usize) -> f64 {
    let mut c = vec![0.0; a.len() / k * m];
    for (row, out) in a.chunks_exact(k).zip(c.chunks_exact_mut(m)) {
        for (x, brow) in row.iter().zip(b.chunks_exact(m)) {
            for (o, y) in out.iter_mut().zip(brow) {
                *o += x * y;
            }
        }
    }
    c.iter().enumerate().map(|(i, v)| v.powi(2) * (i as f64 + 1.0)).sum::<f64>()
}

#[test]
fn matmul_chunk_style() {
    check!(AB12; |p| matmul_chunks, matmul_chunks_value_and_grad; (&p[..6], &p[6..], 3, 2));
}

#[differentiate]
fn matmul_flat_map(a: &[f64], b: &[f64], n: usize) -> f64 {
    let c: Vec<f64> = (0..n)
        .flat_map(|i| (0..n).map(move |j| (0..n).map(|k| a[i * n + k] * b[k * n + j]).sum::<f64>()))
        .collect();
    c.iter().map(|x| x * x).sum::<f64>().sqrt()
}

#[test]
fn matmul_flat_map_style() {
    check!([1., 2., 3., 4., -1., 0.5, 0.3, 0.2]; |p| matmul_flat_map, matmul_flat_map_value_and_grad; (&p[..4], &p[4..], 2));
}

#[differentiate]
fn matmul_generic<T: Float, const N: usize>(a: &[[T; N]; N], b: &[[T; N]; N]) -> [[T; N]; N] {
    let mut c = [[T::ZERO; N]; N];
    for i in 0..N {
        for j in 0..N {
            let mut s = T::ZERO;
            for k in 0..N {
                s += a[i][k] * b[k][j];
            }
            c[i][j] = s;
        }
    }
    c
}

#[differentiate]
fn matpow(a: &[[f64; 2]; 2], n: usize) -> f64 {
    let mut r = [[1.0, 0.0], [0.0, 1.0]];
    for _ in 0..n {
        r = matmul_generic(&r, a);
    }
    r[0][0] + r[1][1] - r[0][1] * r[1][0]
}

#[test]
fn matrix_power() {
    for n in 0..4 {
        check!([0.5, 1.0, -0.3, 0.8]; |p| matpow, matpow_value_and_grad; (&mat(p), n));
    }
}

#[differentiate]
fn matpow_by_squaring(a: [[f64; 2]; 2], mut n: u32) -> f64 {
    let mut base = a;
    let mut acc = [[1.0, 0.0], [0.0, 1.0]];
    while n > 0 {
        if n & 1 == 1 {
            acc = matmul_generic(&acc, &base);
        }
        base = matmul_generic(&base, &base);
        n >>= 1;
    }
    acc.iter().flatten().sum()
}

#[test]
fn matrix_power_by_squaring() {
    for n in 0..7 {
        check!([0.5, 1.0, -0.3, 0.8]; |p| matpow_by_squaring, matpow_by_squaring_value_and_grad; (mat(p), n));
    }
}

// ---- Cholesky
#[differentiate]
fn chol_inplace(a: &mut [f64], n: usize) {
    for j in 0..n {
        let mut d = a[j * n + j];
        for k in 0..j {
            d -= a[j * n + k] * a[j * n + k];
        }
        let d = d.sqrt();
        a[j * n + j] = d;
        for i in (j + 1)..n {
            let mut s = a[i * n + j];
            for k in 0..j {
                s -= a[i * n + k] * a[j * n + k];
            }
            a[i * n + j] = s / d;
        }
        for i in 0..j {
            a[i * n + j] = 0.0;
        }
    }
}

#[differentiate]
fn logdet(a: &[f64], n: usize) -> f64 {
    let mut l = a.to_vec();
    chol_inplace(&mut l, n);
    2.0 * (0..n).map(|i| l[i * n + i].ln()).sum::<f64>()
}

#[test]
fn log_determinant() {
    check!(A9; |p| logdet, logdet_value_and_grad; (p, 3));
}

#[differentiate]
fn chol_nested<const N: usize>(a: &[[f64; N]; N]) -> [[f64; N]; N] {
    let mut l = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..=i {
            let sum: f64 = (0..j).map(|k| l[i][k] * l[j][k]).sum();
            if i == j {
                l[i][j] = (a[i][i] - sum).sqrt();
            } else {
                l[i][j] = (a[i][j] - sum) / l[j][j];
            }
        }
    }
    l
}

#[differentiate]
fn solve_spd(a: [[f64; 3]; 3], b: [f64; 3]) -> f64 {
    let l = chol_nested(&a);
    let mut y = [0.0; 3];
    for i in 0..3 {
        let mut s = b[i];
        for k in 0..i {
            s -= l[i][k] * y[k];
        }
        y[i] = s / l[i][i];
    }
    let mut x = y;
    for i in (0..3).rev() {
        for k in i + 1..3 {
            x[i] -= l[k][i] * x[k];
        }
        x[i] /= l[i][i];
    }
    x[0] * b[0] + x[1] * b[1] + x[2] * b[2]
}

#[test]
fn solve_by_cholesky() {
    check!(AB12; |p| solve_spd, solve_spd_value_and_grad; (mat(p), arr(&p[9..])));
}

// ---- LU with partial pivoting
#[differentiate]
fn lu_solve(a: &[f64], b: &[f64], n: usize) -> f64 {
    let mut lu = a.to_vec();
    let mut x = b.to_vec();
    for k in 0..n {
        let mut p = k;
        for i in k + 1..n {
            if lu[i * n + k].abs() > lu[p * n + k].abs() {
                p = i;
            }
        }
        if p != k {
            for j in 0..n {
                lu.swap(k * n + j, p * n + j);
            }
            x.swap(k, p);
        }
        for i in k + 1..n {
            let f = lu[i * n + k] / lu[k * n + k];
            lu[i * n + k] = f;
            for j in k + 1..n {
                lu[i * n + j] -= f * lu[k * n + j];
            }
            x[i] -= f * x[k];
        }
    }
    for i in (0..n).rev() {
        let mut s = x[i];
        for j in i + 1..n {
            s -= lu[i * n + j] * x[j];
        }
        x[i] = s / lu[i * n + i];
    }
    x.iter().map(|v| v * v).sum()
}

#[test]
fn lu_with_pivoting() {
    let at = [0.5, 1.0, 4.0, 1.0, 5.0, -0.7, 6.5, -0.7, 2.0, 1.0, -2.0, 0.5];
    check!(at; |p| lu_solve, lu_solve_value_and_grad; (&p[..9], &p[9..], 3));
}

#[differentiate]
fn lu_rows(mut a: [[f64; 3]; 3]) -> f64 {
    let mut det = 1.0;
    for k in 0..3 {
        let mut best = k;
        let mut max = a[k][k].abs();
        for i in k + 1..3 {
            if a[i][k].abs() > max {
                max = a[i][k].abs();
                best = i;
            }
        }
        if max < 1e-12 {
            return 0.0;
        }
        if best != k {
            a.swap(best, k);
            det = -det;
        }
        det *= a[k][k];
        for i in k + 1..3 {
            let f = a[i][k] / a[k][k];
            for j in k..3 {
                a[i][j] -= f * a[k][j];
            }
        }
    }
    det
}

#[test]
fn determinant_by_lu() {
    let at = [0.5, 1.0, 4.0, 1.0, 5.0, -0.7, 6.5, -0.7, 2.0];
    check!(at; |p| lu_rows, lu_rows_value_and_grad; (mat(p)));
}

#[differentiate]
fn det_recursive(a: &[f64], n: usize) -> f64 {
    if n == 1 {
        return a[0];
    }
    let mut sign = 1.0;
    let mut sum = 0.0;
    for col in 0..n {
        let mut minor = Vec::with_capacity((n - 1) * (n - 1));
        for i in 1..n {
            for j in 0..n {
                if j != col {
                    minor.push(a[i * n + j]);
                }
            }
        }
        sum += sign * a[col] * det_recursive(&minor, n - 1);
        sign = -sign;
    }
    sum
}

#[test]
fn determinant_by_minors() {
    let at = [0.5, 1.0, 4.0, 1.0, 5.0, -0.7, 6.5, -0.7, 2.0];
    check!(at; |p| det_recursive, det_recursive_value_and_grad; (p, 3));
}

// ---- gaussian elimination with split_at_mut
#[differentiate]
fn gauss_split(a: &[f64], n: usize) -> f64 {
    let mut m = a.to_vec();
    for k in 0..n {
        let (top, bottom) = m.split_at_mut((k + 1) * n);
        let pivot = &top[k * n..];
        for row in bottom.chunks_mut(n) {
            let f = row[k] / pivot[k];
            for j in k..n {
                row[j] -= f * pivot[j];
            }
        }
    }
    let mut det = 1.0;
    for i in 0..n {
        det *= m[i * n + i];
    }
    det
}

#[test]
fn gauss_with_split() {
    check!(A9; |p| gauss_split, gauss_split_value_and_grad; (p, 3));
}

// ---- Gram-Schmidt / QR
#[differentiate]
fn gram_schmidt(a: [[f64; 3]; 3]) -> [[f64; 3]; 3] {
    let mut q = a;
    for i in 0..3 {
        for j in 0..i {
            let mut d = 0.0;
            for k in 0..3 {
                d += q[i][k] * q[j][k];
            }
            for k in 0..3 {
                q[i][k] -= d * q[j][k];
            }
        }
        let n = (q[i][0] * q[i][0] + q[i][1] * q[i][1] + q[i][2] * q[i][2]).sqrt();
        for k in 0..3 {
            q[i][k] /= n;
        }
    }
    q
}

#[differentiate]
fn gs_loss(a: [[f64; 3]; 3], w: [f64; 3]) -> f64 {
    let q = gram_schmidt(a);
    let mut s = 0.0;
    for (row, wi) in q.iter().zip(&w) {
        for (k, v) in row.iter().enumerate() {
            s += wi * v * (k + 1) as f64;
        }
    }
    s
}

#[test]
fn gram_schmidt_rows() {
    check!(AB12; |p| gs_loss, gs_loss_value_and_grad; (mat(p), arr(&p[9..])));
}

#[differentiate]
fn mgs_slices(a: &[f64], m: usize, n: usize) -> f64 {
    let mut v = a.to_vec();
    let mut r = vec![0.0; n * n];
    for i in 0..n {
        let (done, rest) = v.split_at_mut((i + 1) * m);
        let qi = &mut done[i * m..];
        let norm = qi.iter().map(|x| x * x).sum::<f64>().sqrt();
        r[i * n + i] = norm;
        qi.iter_mut().for_each(|x| *x /= norm);
        for (j, vj) in rest.chunks_exact_mut(m).enumerate() {
            let proj = qi.iter().zip(vj.iter()).map(|(a, b)| a * b).sum::<f64>();
            r[i * n + i + 1 + j] = proj;
            for (b, a) in vj.iter_mut().zip(qi.iter()) {
                *b -= proj * *a;
            }
        }
    }
    r.iter().enumerate().map(|(i, x)| x * (i as f64 * 0.3 + 1.0)).sum()
}

#[test]
fn modified_gram_schmidt() {
    check!(AB12; |p| mgs_slices, mgs_slices_value_and_grad; (p, 4, 3));
}

#[differentiate]
fn householder(a: &[f64], m: usize, n: usize) -> f64 {
    let mut r = a.to_vec();
    for k in 0..n {
        let mut alpha = 0.0;
        for i in k..m {
            alpha += r[i * n + k].powi(2);
        }
        let alpha = -alpha.sqrt() * r[k * n + k].signum();
        let mut v = vec![0.0; m];
        v[k] = r[k * n + k] - alpha;
        for i in k + 1..m {
            v[i] = r[i * n + k];
        }
        let vv: f64 = v.iter().map(|x| x * x).sum();
        if vv == 0.0 {
            continue;
        }
        for j in k..n {
            let mut dot = 0.0;
            for i in k..m {
                dot += v[i] * r[i * n + j];
            }
            let s = 2.0 * dot / vv;
            for i in k..m {
                r[i * n + j] -= s * v[i];
            }
        }
    }
    let mut s = 0.0;
    for i in 0..n {
        for j in i..n {
            s += r[i * n + j].abs() * (1 + i + 2 * j) as f64;
        }
    }
    s
}

#[test]
fn householder_qr() {
    check!(AB12; |p| householder, householder_value_and_grad; (p, 4, 3));
}

// ---- triangular solve through &mut
#[differentiate]
fn forward_sub(l: &[f64], b: &mut [f64]) {
    let n = b.len();
    for i in 0..n {
        let (solved, rest) = b.split_at_mut(i);
        let dot: f64 = l[i * n..i * n + i].iter().zip(solved.iter()).map(|(a, x)| a * x).sum();
        rest[0] = (rest[0] - dot) / l[i * n + i];
    }
}

#[differentiate]
fn tri_loss(l: &[f64], b: &[f64]) -> f64 {
    let mut x = b.to_vec();
    forward_sub(l, &mut x);
    forward_sub(&l, &mut x[..]);
    x.into_iter().map(|v| v.cos()).sum()
}

#[test]
fn triangular() {
    check!(AB12; |p| tri_loss, tri_loss_value_and_grad; (&p[..9], &p[9..]));
}

// ---- Thomas, Jacobi, CG, power iteration
#[differentiate]
fn thomas(a: &[f64], b: &[f64], c: &[f64], d: &[f64]) -> f64 {
    let n = d.len();
    let mut cp = vec![0.0; n];
    let mut dp = vec![0.0; n];
    cp[0] = c[0] / b[0];
    dp[0] = d[0] / b[0];
    for i in 1..n {
        let m = b[i] - a[i] * cp[i - 1];
        cp[i] = c[i] / m;
        dp[i] = (d[i] - a[i] * dp[i - 1]) / m;
    }
    let mut x = vec![0.0; n];
    x[n - 1] = dp[n - 1];
    for i in (0..n - 1).rev() {
        x[i] = dp[i] - cp[i] * x[i + 1];
    }
    x.iter().zip(x.iter().skip(1)).map(|(p, q)| p * q).sum()
}

#[test]
fn tridiagonal() {
    let at = [0.0, 1.0, 0.5, 4.0, 5.0, 6.0, 0.7, -0.3, 0.0, 1.0, 2.0, 3.0];
    check!(at; |p| thomas, thomas_value_and_grad; (&p[..3], &p[3..6], &p[6..9], &p[9..]));
}

#[differentiate]
fn matvec(a: &[f64], x: &[f64], y: &mut [f64]) {
    let n = x.len();
    for (row, out) in a.chunks(n).zip(y.iter_mut()) {
        *out = 0.0;
        for j in 0..n {
            *out += row[j] * x[j];
        }
    }
}

#[differentiate]
fn dot_product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[differentiate]
fn conjugate_gradient(a: &[f64], b: &[f64], iters: usize) -> f64 {
    let n = b.len();
    let mut x = vec![0.0; n];
    let mut r = b.to_vec();
    let mut p = r.clone();
    let mut ap = vec![0.0; n];
    let mut rs = dot_product(&r, &r);
    for _ in 0..iters {
        matvec(a, &p, &mut ap);
        let alpha = rs / dot_product(&p, &ap);
        for i in 0..n {
            x[i] += alpha * p[i];
            r[i] -= alpha * ap[i];
        }
        let rs_new = dot_product(&r, &r);
        if rs_new.sqrt() < 1e-12 {
            break;
        }
        let beta = rs_new / rs;
        for i in 0..n {
            p[i] = r[i] + beta * p[i];
        }
        rs = rs_new;
    }
    dot_product(&x, &x)
}

#[test]
fn cg() {
    check!(AB12; |p| conjugate_gradient, conjugate_gradient_value_and_grad; (&p[..9], &p[9..], 2));
}

#[differentiate]
fn power_iteration(a: &[[f64; 3]; 3], iters: usize) -> f64 {
    let mut v = [1.0, 1.0, 1.0];
    let mut lambda = 0.0;
    for _ in 0..iters {
        let mut w = [0.0; 3];
        for i in 0..3 {
            for j in 0..3 {
                w[i] += a[i][j] * v[j];
            }
        }
        let norm = w.iter().map(|x| x * x).sum::<f64>().sqrt();
        for (vi, wi) in v.iter_mut().zip(w.iter()) {
            *vi = wi / norm;
        }
        lambda = norm;
    }
    lambda
}

#[test]
fn dominant_eigenvalue() {
    check!(A9; |p| power_iteration, power_iteration_value_and_grad; (&mat(p), 8));
}

#[differentiate]
fn jacobi(a: &[f64], b: &[f64], steps: usize) -> f64 {
    let n = b.len();
    let mut x = vec![0.0; n];
    for _ in 0..steps {
        let old = x.clone();
        for i in 0..n {
            let sigma: f64 = (0..n).filter(|&j| j != i).map(|j| a[i * n + j] * old[j]).sum();
            x[i] = (b[i] - sigma) / a[i * n + i];
        }
    }
    x.iter().sum()
}

#[test]
fn jacobi_iteration() {
    check!(AB12; |p| jacobi, jacobi_value_and_grad; (&p[..9], &p[9..], 4));
}

#[differentiate]
fn transpose_inplace(a: &mut [f64], n: usize) {
    for i in 0..n {
        for j in (i + 1)..n {
            a.swap(i * n + j, j * n + i);
        }
    }
}

#[differentiate]
fn asym(a: Vec<f64>, n: usize) -> f64 {
    let mut t = a.clone();
    transpose_inplace(&mut t, n);
    let mut s = 0.0;
    for (p, q) in a.iter().zip(&t) {
        s += (p - q).powi(2) * p;
    }
    s
}

#[test]
fn transpose() {
    let at = [0.5, 1.0, 4.0, 1.0, 5.0, -0.7, 6.5, -0.7, 2.0];
    check!(at; |p| asym, asym_value_and_grad; (p.to_vec(), 3));
}

#[differentiate]
fn inverse_2x2(m: [[f64; 2]; 2]) -> [[f64; 2]; 2] {
    let [[a, b], [c, d]] = m;
    let det = a * d - b * c;
    [[d / det, -b / det], [-c / det, a / det]]
}

#[differentiate]
fn mahalanobis(x: &[f64], mu: &[f64; 2], cov: [[f64; 2]; 2]) -> f64 {
    let inv = inverse_2x2(cov);
    let mut total = 0.0;
    for p in x.chunks_exact(2) {
        let d = [p[0] - mu[0], p[1] - mu[1]];
        for i in 0..2 {
            for j in 0..2 {
                total += d[i] * inv[i][j] * d[j];
            }
        }
    }
    total
}

#[test]
fn mahalanobis_distance() {
    let at = [0.5, 1.0, 4.0, 1.0, 0.1, 0.2, 2.0, 0.3, 0.4, 1.5];
    check!(at; |p| mahalanobis, mahalanobis_value_and_grad; (&p[..4], &arr(&p[4..]), mat(&p[6..])));
}
