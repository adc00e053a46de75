//! Linear algebra and differential equations on grids: more styles of them.

use crate::check::{arr, mat};
use differentiate::differentiate;

fn nums(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 41 + 3) % 23) as f64 / 11.5 - 0.93).collect()
}

// ---- linear algebra
#[differentiate]
fn lu_pivot_flat(a: &[f64], b: &[f64]) -> Vec<f64> {
    let n = b.len();
    let mut lu = a.to_vec();
    let mut perm: Vec<usize> = (0..n).collect();
    for k in 0..n {
        let mut p = k;
        for i in k + 1..n {
            if lu[i * n + k].abs() > lu[p * n + k].abs() {
                p = i;
            }
        }
        if p != k {
            perm.swap(p, k);
            for j in 0..n {
                lu.swap(p * n + j, k * n + j);
            }
        }
        for i in k + 1..n {
            lu[i * n + k] /= lu[k * n + k];
            let f = lu[i * n + k];
            for j in k + 1..n {
                lu[i * n + j] -= f * lu[k * n + j];
            }
        }
    }
    let mut x = vec![0.0; n];
    for i in 0..n {
        let mut s = b[perm[i]];
        for j in 0..i {
            s -= lu[i * n + j] * x[j];
        }
        x[i] = s;
    }
    for i in (0..n).rev() {
        for j in i + 1..n {
            x[i] -= lu[i * n + j] * x[j];
        }
        x[i] /= lu[i * n + i];
    }
    x
}
#[test]
fn t_lu_pivot_flat() {
    vjp!(1e-5, nums(12); |p| lu_pivot_flat, lu_pivot_flat_vjp; (&p[..9], &p[9..]));
}
#[cfg(any())] // FOUND D3
#[differentiate]
fn gauss_elim_rows(a: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let n = b.len();
    let mut m: Vec<Vec<f64>> = a.to_vec();
    for i in 0..n {
        m[i].push(b[i]);
    }
    for col in 0..n {
        let pivot = (col..n).fold(col, |best, r| if m[r][col].abs() > m[best][col].abs() { r } else { best });
        m.swap(col, pivot);
        for r in col + 1..n {
            let f = m[r][col] / m[col][col];
            for c in col..=n {
                m[r][c] -= f * m[col][c];
            }
        }
    }
    let mut x = vec![0.0; n];
    for i in (0..n).rev() {
        let s: f64 = (i + 1..n).map(|j| m[i][j] * x[j]).sum();
        x[i] = (m[i][n] - s) / m[i][i];
    }
    x
}
#[cfg(any())] // FOUND D3
#[test]
fn t_gauss_elim_rows() {
    vjp!(1e-5, nums(12); |p| gauss_elim_rows, gauss_elim_rows_vjp; (&[p[..3].to_vec(), p[3..6].to_vec(), p[6..9].to_vec()], &p[9..]));
}
#[differentiate]
fn qr_classical_gs(a: [[f64; 3]; 3]) -> f64 {
    let mut q = [[0.0; 3]; 3];
    let mut r = [[0.0; 3]; 3];
    for j in 0..3 {
        let mut v = [a[0][j], a[1][j], a[2][j]];
        for i in 0..j {
            r[i][j] = (0..3).map(|k| q[k][i] * a[k][j]).sum();
            for k in 0..3 {
                v[k] -= r[i][j] * q[k][i];
            }
        }
        r[j][j] = v.iter().map(|x| x * x).sum::<f64>().sqrt();
        for k in 0..3 {
            q[k][j] = v[k] / r[j][j];
        }
    }
    r[0][0] * r[1][2] + q[2][1] * r[2][2] - r[0][2]
}
#[test]
fn t_qr_classical_gs() {
    every!(1e-5, nums(9); |p| qr_classical_gs, qr_classical_gs_value_and_grad, qr_classical_gs_grad, qr_classical_gs_vjp; (mat(p)));
}
#[differentiate]
fn householder_ls(a: &[[f64; 2]], y: &[f64]) -> [f64; 2] {
    let m = a.len();
    let mut a = a.to_vec();
    let mut y = y.to_vec();
    for k in 0..2 {
        let mut alpha = 0.0;
        for row in a.iter().skip(k) {
            alpha += row[k] * row[k];
        }
        alpha = -alpha.sqrt() * a[k][k].signum();
        let mut v = vec![0.0; m];
        for i in k..m {
            v[i] = a[i][k];
        }
        v[k] -= alpha;
        let vv: f64 = v.iter().map(|t| t * t).sum();
        for j in k..2 {
            let s = 2.0 * v.iter().zip(a.iter()).map(|(vi, row)| vi * row[j]).sum::<f64>() / vv;
            for (row, vi) in a.iter_mut().zip(&v) {
                row[j] -= s * vi;
            }
        }
        let s = 2.0 * v.iter().zip(&y).map(|(a, b)| a * b).sum::<f64>() / vv;
        for (yi, vi) in y.iter_mut().zip(v) {
            *yi -= s * vi;
        }
    }
    let x1 = y[1] / a[1][1];
    [(y[0] - a[0][1] * x1) / a[0][0], x1]
}
#[test]
fn t_householder_ls() {
    vjp!(1e-5, nums(12); |p| householder_ls, householder_ls_vjp; (&mat::<4, 2>(p), &p[8..]));
}
#[differentiate]
fn givens(a: f64, b: f64) -> (f64, f64, f64) {
    if b == 0.0 {
        (1.0, 0.0, a)
    } else if b.abs() > a.abs() {
        let tau = -a / b;
        let s = 1.0 / (1.0 + tau * tau).sqrt();
        (s * tau, s, a * s * tau - s * b)
    } else {
        let tau = -b / a;
        let c = 1.0 / (1.0 + tau * tau).sqrt();
        (c, c * tau, c * a - c * tau * b)
    }
}
#[test]
fn t_givens() {
    vjp!([0.8, -0.3]; |p| givens, givens_vjp; (p[0], p[1]));
}
#[differentiate]
fn hessenberg_ls(mut h: [[f64; 3]; 4], mut g: [f64; 4]) -> f64 {
    for k in 0..3 {
        let (c, s, _) = givens(h[k][k], h[k + 1][k]);
        for j in k..3 {
            let (u, v) = (h[k][j], h[k + 1][j]);
            h[k][j] = c * u - s * v;
            h[k + 1][j] = s * u + c * v;
        }
        let (u, v) = (g[k], g[k + 1]);
        g[k] = c * u - s * v;
        g[k + 1] = s * u + c * v;
    }
    g[3].abs()
}
#[test]
fn t_hessenberg_ls() {
    every!(1e-5, nums(16); |p| hessenberg_ls, hessenberg_ls_value_and_grad, hessenberg_ls_grad, hessenberg_ls_vjp; (mat(p), arr(&p[12..])));
}
#[differentiate]
fn inverse_gauss_jordan(a: &[f64], n: usize) -> Vec<f64> {
    let w = 2 * n;
    let mut aug = vec![0.0; n * w];
    for i in 0..n {
        aug[i * w..i * w + n].copy_from_slice(&a[i * n..(i + 1) * n]);
        aug[i * w + n + i] = 1.0;
    }
    for i in 0..n {
        let pivot = aug[i * w + i];
        for v in aug[i * w..(i + 1) * w].iter_mut() {
            *v /= pivot;
        }
        for r in 0..n {
            if r != i {
                let factor = aug[r * w + i];
                for c in 0..w {
                    let t = aug[i * w + c];
                    aug[r * w + c] -= factor * t;
                }
            }
        }
    }
    let mut inv = Vec::with_capacity(n * n);
    for row in aug.chunks(w) {
        inv.extend_from_slice(&row[n..]);
    }
    inv
}
#[test]
fn t_inverse_gauss_jordan() {
    vjp!(1e-5, nums(9); |p| inverse_gauss_jordan, inverse_gauss_jordan_vjp; (p, 3));
}
#[differentiate]
fn power_rayleigh(a: &[f64], n: usize, iters: usize) -> f64 {
    let matvec = |v: &[f64]| -> Vec<f64> {
        a.chunks(n).map(|row| row.iter().zip(v).map(|(r, x)| r * x).sum()).collect()
    };
    let mut v = vec![1.0; n];
    for _ in 0..iters {
        let w = matvec(&v);
        let norm = w.iter().map(|x| x * x).sum::<f64>().sqrt();
        v = w.iter().map(|x| x / norm).collect();
    }
    let av = matvec(&v);
    v.iter().zip(av.iter()).map(|(a, b)| a * b).sum()
}
#[test]
fn t_power_rayleigh() {
    every!(1e-6, [2.0, 0.3, 0.1, 0.3, 1.0, 0.2, 0.1, 0.2, 3.0]; |p| power_rayleigh, power_rayleigh_value_and_grad, power_rayleigh_grad, power_rayleigh_vjp; (p, 3, 6));
}
#[differentiate]
fn qr_iteration_2x2(a: f64, b: f64, c: f64, iters: u32) -> (f64, f64) {
    let (mut p, mut q, mut r) = (a, b, c);
    for _ in 0..iters {
        let n = p.hypot(q);
        let (cs, sn) = (p / n, q / n);
        let r00 = n;
        let r01 = cs * q + sn * r;
        let r11 = cs * r - sn * q;
        (p, q, r) = (r00 * cs + r01 * sn, r11 * sn, r11 * cs);
    }
    (p, r)
}
#[test]
fn t_qr_iteration_2x2() {
    vjp!([2.0, 0.5, 1.0]; |p| qr_iteration_2x2, qr_iteration_2x2_vjp; (p[0], p[1], p[2], 5));
}
#[differentiate]
fn jacobi_eigen(a: [[f64; 3]; 3], sweeps: usize) -> [f64; 3] {
    let mut a = a;
    for _ in 0..sweeps {
        for p in 0..2 {
            for q in p + 1..3 {
                if a[p][q].abs() < 1e-14 {
                    continue;
                }
                let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
                let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
                let c = 1.0 / (t * t + 1.0).sqrt();
                let s = t * c;
                for k in 0..3 {
                    let (akp, akq) = (a[k][p], a[k][q]);
                    a[k][p] = c * akp - s * akq;
                    a[k][q] = s * akp + c * akq;
                }
                for k in 0..3 {
                    let (apk, aqk) = (a[p][k], a[q][k]);
                    a[p][k] = c * apk - s * aqk;
                    a[q][k] = s * apk + c * aqk;
                }
            }
        }
    }
    [a[0][0], a[1][1], a[2][2]]
}
#[test]
fn t_jacobi_eigen() {
    vjp!(1e-6, [2.0, 0.3, 0.1, 0.3, 1.0, 0.2, 0.1, 0.2, 3.0]; |p| jacobi_eigen, jacobi_eigen_vjp; (mat(p), 3));
}
#[differentiate]
fn sor(a: &[f64], b: &[f64], omega: f64, sweeps: usize) -> f64 {
    let n = b.len();
    let mut x = vec![0.0; n];
    for _ in 0..sweeps {
        for i in 0..n {
            let row = &a[i * n..(i + 1) * n];
            let sigma: f64 =
                row.iter().zip(&x).enumerate().filter(|&(j, _)| j != i).map(|(_, (a, x))| a * x).sum();
            x[i] = (1.0 - omega) * x[i] + omega / row[i] * (b[i] - sigma);
        }
    }
    x.iter().sum::<f64>()
}
#[test]
fn t_sor() {
    every!([3.0, 0.5, -0.2, 0.4, 2.0, 0.3, 0.1, -0.3, 2.5, 1.0, -0.5, 0.7, 1.1]; |p| sor, sor_value_and_grad, sor_grad, sor_vjp; (&p[..9], &p[9..12], p[12], 4));
}
#[differentiate]
fn cg_with_break(a: &[Vec<f64>], b: &[f64]) -> f64 {
    let n = b.len();
    let mut x = vec![0.0; n];
    let mut r = b.to_vec();
    let mut p = r.clone();
    let mut rs: f64 = r.iter().map(|v| v * v).sum();
    for it in 0.. {
        let ap: Vec<f64> = a.iter().map(|row| row.iter().zip(&p).map(|(u, v)| u * v).sum::<f64>()).collect();
        let alpha = rs / p.iter().zip(&ap).map(|(u, v)| u * v).sum::<f64>();
        for i in 0..n {
            x[i] += alpha * p[i];
            r[i] -= alpha * ap[i];
        }
        let new: f64 = r.iter().map(|v| v * v).sum();
        if new < 1e-9 || it >= 1 {
            break;
        }
        let beta = new / rs;
        p.iter_mut().zip(r.iter()).for_each(|(p, r)| *p = r + beta * *p);
        rs = new;
    }
    x.iter().enumerate().map(|(i, v)| v * (i + 1) as f64).sum()
}
#[test]
fn t_cg_with_break() {
    every!(1e-6, [3.0, 0.5, 0.2, 0.5, 2.0, 0.3, 0.2, 0.3, 2.5, 1.0, -0.5, 0.7]; |p| cg_with_break, cg_with_break_value_and_grad, cg_with_break_grad, cg_with_break_vjp; (&[p[..3].to_vec(), p[3..6].to_vec(), p[6..9].to_vec()], &p[9..]));
}
#[differentiate]
fn thomas_into(a: &[f64], b: &[f64], c: &[f64], d: &mut [f64], scratch: &mut [f64]) {
    let n = d.len();
    scratch[0] = c[0] / b[0];
    d[0] /= b[0];
    for i in 1..n {
        let m = 1.0 / (b[i] - a[i] * scratch[i - 1]);
        scratch[i] = c[i] * m;
        d[i] = (d[i] - a[i] * d[i - 1]) * m;
    }
    for i in (0..n - 1).rev() {
        d[i] -= scratch[i] * d[i + 1];
    }
}
#[differentiate]
fn crank_nicolson(u0: &[f64], alpha: f64, steps: usize) -> f64 {
    let n = u0.len();
    let mut u = u0.to_vec();
    let lower = vec![-0.5 * alpha; n];
    let diag = vec![1.0 + alpha; n];
    let upper = lower.clone();
    let mut scratch = vec![0.0; n];
    for _ in 0..steps {
        let mut rhs = vec![0.0; n];
        for i in 0..n {
            let l = if i == 0 { 0.0 } else { u[i - 1] };
            let r = if i == n - 1 { 0.0 } else { u[i + 1] };
            rhs[i] = 0.5 * alpha * (l + r) + (1.0 - alpha) * u[i];
        }
        thomas_into(&lower, &diag, &upper, &mut rhs, &mut scratch);
        u.copy_from_slice(&rhs);
    }
    u.iter().map(|v| v.powi(2)).sum()
}
#[test]
fn t_crank_nicolson() {
    every!([0.3, 0.8, -0.2, 0.5, 0.4]; |p| crank_nicolson, crank_nicolson_value_and_grad, crank_nicolson_grad, crank_nicolson_vjp; (&p[..4], p[4], 3));
}
#[differentiate]
fn natural_spline(xs: &[f64], ys: &[f64], at: f64) -> f64 {
    let n = xs.len();
    let mut y2 = vec![0.0; n];
    let mut u = vec![0.0; n];
    for i in 1..n - 1 {
        let sig = (xs[i] - xs[i - 1]) / (xs[i + 1] - xs[i - 1]);
        let p = sig * y2[i - 1] + 2.0;
        y2[i] = (sig - 1.0) / p;
        u[i] = (ys[i + 1] - ys[i]) / (xs[i + 1] - xs[i]) - (ys[i] - ys[i - 1]) / (xs[i] - xs[i - 1]);
        u[i] = (6.0 * u[i] / (xs[i + 1] - xs[i - 1]) - sig * u[i - 1]) / p;
    }
    for k in (0..n - 1).rev() {
        y2[k] = y2[k] * y2[k + 1] + u[k];
    }
    let (mut lo, mut hi) = (0, n - 1);
    while hi - lo > 1 {
        let k = (hi + lo) >> 1;
        if xs[k] > at {
            hi = k;
        } else {
            lo = k;
        }
    }
    let h = xs[hi] - xs[lo];
    let a = (xs[hi] - at) / h;
    let b = (at - xs[lo]) / h;
    a * ys[lo] + b * ys[hi] + ((a.powi(3) - a) * y2[lo] + (b.powi(3) - b) * y2[hi]) * h * h / 6.0
}
#[test]
fn t_natural_spline() {
    every!(1e-6, [0.0, 1.1, 2.0, 3.2, 0.3, -0.4, 0.9, 0.2, 1.45]; |p| natural_spline, natural_spline_value_and_grad, natural_spline_grad, natural_spline_vjp; (&p[..4], &p[4..8], p[8]));
}
#[differentiate]
fn de_boor(k: usize, x: f64, t: &[f64], c: &[f64], p: usize) -> f64 {
    let mut d: Vec<f64> = (0..=p).map(|j| c[j + k - p]).collect();
    for r in 1..=p {
        for j in (r..=p).rev() {
            let i = j + k - p;
            let alpha = (x - t[i]) / (t[j + 1 + k - r] - t[i]);
            d[j] = (1.0 - alpha) * d[j - 1] + alpha * d[j];
        }
    }
    d[p]
}
#[test]
fn t_de_boor() {
    every!(1e-6, [2.4, 0.0, 0.1, 0.9, 2.0, 3.1, 4.2, 5.0, 5.5, 0.3, -0.5, 0.8, 0.1]; |p| de_boor, de_boor_value_and_grad, de_boor_grad, de_boor_vjp; (3, p[0], &p[1..9], &p[9..], 3));
}
#[differentiate]
fn cox_de_boor(i: usize, k: usize, t: &[f64], x: f64) -> f64 {
    if k == 0 {
        return if t[i] <= x && x < t[i + 1] { 1.0 } else { 0.0 };
    }
    let d1 = t[i + k] - t[i];
    let d2 = t[i + k + 1] - t[i + 1];
    let left = if d1 > 0.0 { (x - t[i]) / d1 * cox_de_boor(i, k - 1, t, x) } else { 0.0 };
    let right = if d2 > 0.0 { (t[i + k + 1] - x) / d2 * cox_de_boor(i + 1, k - 1, t, x) } else { 0.0 };
    left + right
}
#[test]
fn t_cox_de_boor() {
    every!([0.0, 0.7, 1.5, 2.3, 3.0, 1.2]; |p| cox_de_boor, cox_de_boor_value_and_grad, cox_de_boor_grad, cox_de_boor_vjp; (0, 3, &p[..5], p[5]));
}

// ---- grids
#[differentiate]
fn lid_driven_pressure(p0: [[f64; 4]; 4], b: [[f64; 4]; 4], its: usize) -> f64 {
    let mut p = p0;
    let (dx, dy) = (0.1, 0.2);
    let mut pn;
    for _ in 0..its {
        pn = p;
        for j in 1..3 {
            for i in 1..3 {
                p[j][i] = ((pn[j][i + 1] + pn[j][i - 1]) * dy * dy + (pn[j + 1][i] + pn[j - 1][i]) * dx * dx
                    - b[j][i] * dx * dx * dy * dy)
                    / (2.0 * (dx * dx + dy * dy));
            }
        }
        for k in 0..4 {
            p[k][3] = p[k][2];
            p[0][k] = p[1][k];
            p[k][0] = p[k][1];
            p[3][k] = 0.0;
        }
    }
    p.iter().flatten().map(|v| v * v).sum()
}
#[test]
fn t_lid_driven_pressure() {
    every!(nums(32); |p| lid_driven_pressure, lid_driven_pressure_value_and_grad, lid_driven_pressure_grad, lid_driven_pressure_vjp; (mat(p), mat(&p[16..]), 3));
}
#[differentiate]
fn navier_velocity(u: &[f64], v: &[f64], n: usize, nu: f64, dt: f64) -> (Vec<f64>, Vec<f64>) {
    let mut un = u.to_vec();
    let mut vn = v.to_vec();
    let at = |j: usize, i: usize| j * n + i;
    for j in 1..n - 1 {
        for i in 1..n - 1 {
            let c = at(j, i);
            let (w, e, s, nn) = (at(j, i - 1), at(j, i + 1), at(j - 1, i), at(j + 1, i));
            un[c] = u[c] - dt * (u[c] * (u[c] - u[w]) + v[c] * (u[c] - u[s]))
                + nu * dt * (u[e] - 2.0 * u[c] + u[w] + u[nn] - 2.0 * u[c] + u[s]);
            vn[c] = v[c] - dt * (u[c] * (v[c] - v[w]) + v[c] * (v[c] - v[s]))
                + nu * dt * (v[e] - 2.0 * v[c] + v[w] + v[nn] - 2.0 * v[c] + v[s]);
        }
    }
    for k in 0..n {
        un[at(0, k)] = 0.0;
        vn[at(0, k)] = 0.0;
        un[at(n - 1, k)] = 1.0;
    }
    (un, vn)
}
#[test]
fn t_navier_velocity() {
    vjp!(nums(34); |p| navier_velocity, navier_velocity_vjp; (&p[..16], &p[16..32], 4, p[32], p[33]));
}
#[differentiate]
fn cavity_steps(u0: &[f64], v0: &[f64], nu: f64) -> f64 {
    let mut u = u0.to_vec();
    let mut v = v0.to_vec();
    for _ in 0..3 {
        let (nu_, nv) = navier_velocity(&u, &v, 4, nu, 0.1);
        u = nu_;
        v = nv;
    }
    u.iter().chain(&v).map(|x| x * x).sum()
}
#[test]
fn t_cavity_steps() {
    every!(nums(33); |p| cavity_steps, cavity_steps_value_and_grad, cavity_steps_grad, cavity_steps_vjp; (&p[..16], &p[16..32], p[32]));
}
#[differentiate]
fn lax_wendroff(u: &mut Vec<f64>, c: f64) {
    let n = u.len();
    let old = u.clone();
    for i in 0..n {
        let l = old[(i + n - 1) % n];
        let r = old[(i + 1) % n];
        u[i] = old[i] - 0.5 * c * (r - l) + 0.5 * c * c * (r - 2.0 * old[i] + l);
    }
}
#[differentiate]
fn advect(u0: &[f64], c: f64, n: usize) -> f64 {
    let mut u = u0.to_vec();
    for _ in 0..n {
        lax_wendroff(&mut u, c);
    }
    u.iter().zip(u0).map(|(a, b)| (a - b).powi(2)).sum::<f64>()
}
#[test]
fn t_advect() {
    every!(nums(7); |p| advect, advect_value_and_grad, advect_grad, advect_vjp; (&p[..6], p[6], 4));
}
#[differentiate]
fn minmod(a: f64, b: f64) -> f64 {
    match (a > 0.0, b > 0.0) {
        (true, true) => a.min(b),
        (false, false) => a.max(b),
        _ => 0.0,
    }
}
#[differentiate]
fn muscl(u: &[f64], dt: f64, steps: usize) -> f64 {
    let n = u.len();
    let mut u = u.to_vec();
    for _ in 0..steps {
        let slope: Vec<f64> =
            (0..n).map(|i| minmod(u[i] - u[(i + n - 1) % n], u[(i + 1) % n] - u[i])).collect();
        let flux: Vec<f64> = u.iter().zip(&slope).map(|(u, s)| u + 0.5 * s).map(|f| 0.5 * f * f).collect();
        for i in 0..n {
            let left = if i == 0 { flux[n - 1] } else { flux[i - 1] };
            u[i] -= dt * (flux[i] - left);
        }
    }
    u.iter().map(|v| v * v * v).sum()
}
#[test]
fn t_muscl() {
    every!([0.3, 0.8, 1.1, 0.7, 0.2, 0.5, 0.13]; |p| muscl, muscl_value_and_grad, muscl_grad, muscl_vjp; (&p[..6], p[6], 3));
}
#[differentiate]
fn multigrid_restrict(fine: &[f64]) -> Vec<f64> {
    fine.windows(3).step_by(2).map(|w| 0.25 * w[0] + 0.5 * w[1] + 0.25 * w[2]).collect()
}
#[test]
fn t_multigrid_restrict() {
    vjp!(nums(7); |p| multigrid_restrict, multigrid_restrict_vjp; (p));
}
#[differentiate]
fn v_cycle(u: &[f64], f: &[f64], h: f64) -> Vec<f64> {
    let n = u.len();
    let mut u = u.to_vec();
    let smooth = |u: &mut Vec<f64>| {
        for i in 1..n - 1 {
            u[i] = 0.5 * (u[i - 1] + u[i + 1] + h * h * f[i]);
        }
    };
    smooth(&mut u);
    if n > 3 {
        let mut r = vec![0.0; n];
        for i in 1..n - 1 {
            r[i] = f[i] + (u[i - 1] - 2.0 * u[i] + u[i + 1]) / (h * h);
        }
        let m = n / 2 + 1;
        let mut rc = vec![0.0; m];
        for i in 1..m - 1 {
            rc[i] = 0.25 * r[2 * i - 1] + 0.5 * r[2 * i] + 0.25 * r[2 * i + 1];
        }
        let e = v_cycle(&vec![0.0; m], &rc, 2.0 * h);
        for i in 0..m - 1 {
            u[2 * i] += e[i];
            u[2 * i + 1] += 0.5 * (e[i] + e[i + 1]);
        }
        u[n - 1] += e[m - 1];
    }
    smooth(&mut u);
    u
}
#[test]
fn t_v_cycle() {
    vjp!(nums(18).into_iter().chain([0.125]).collect::<Vec<_>>(); |p| v_cycle, v_cycle_vjp; (&p[..9], &p[9..18], p[18]));
}
