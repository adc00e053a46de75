//! Test functions, solvers and simulations: more styles of them.

use crate::check::{arr, mat};
use differentiate::differentiate;

fn nums(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 29 + 7) % 19) as f64 / 9.5 - 0.93).collect()
}

// ---- Speelpenning, and ways to write it
#[differentiate]
fn speelpenning(x: &[f64]) -> f64 {
    x.iter().fold(1.0, |acc, &xi| acc * xi)
}
#[test]
fn t_speelpenning() {
    every!(nums(6); |p| speelpenning, speelpenning_value_and_grad, speelpenning_grad, speelpenning_vjp; (p));
}
#[differentiate]
fn speelpenning_reduce(x: &[f64]) -> f64 {
    x.iter().copied().reduce(|a, b| a * b).unwrap_or(1.0)
}
#[test]
fn t_speelpenning_reduce() {
    every!(nums(6); |p| speelpenning_reduce, speelpenning_reduce_value_and_grad, speelpenning_reduce_grad, speelpenning_reduce_vjp; (p));
}
#[differentiate]
fn speelpenning_rec(x: &[f64]) -> f64 {
    match x {
        [] => 1.0,
        [only] => *only,
        _ => {
            let (left, right) = x.split_at(x.len() / 2);
            speelpenning_rec(left) * speelpenning_rec(right)
        }
    }
}
#[test]
fn t_speelpenning_rec() {
    every!(nums(7); |p| speelpenning_rec, speelpenning_rec_value_and_grad, speelpenning_rec_grad, speelpenning_rec_vjp; (p));
}
#[differentiate]
fn speelpenning_while(x: &[f64]) -> f64 {
    let mut y = 1.0;
    let mut rest = x;
    while let Some((head, tail)) = rest.split_first() {
        y *= head;
        rest = tail;
    }
    y
}

// ---- Moré, Garbow, Hillstrom
#[differentiate]
fn helical_valley(x: &[f64; 3]) -> f64 {
    const TWO_PI: f64 = 2.0 * std::f64::consts::PI;
    let theta = if x[0] > 0.0 {
        (x[1] / x[0]).atan() / TWO_PI
    } else if x[0] < 0.0 {
        (x[1] / x[0]).atan() / TWO_PI + 0.5
    } else {
        0.25f64.copysign(x[1])
    };
    let f = [10.0 * (x[2] - 10.0 * theta), 10.0 * ((x[0].powi(2) + x[1].powi(2)).sqrt() - 1.0), x[2]];
    f.iter().map(|r| r * r).sum()
}
#[test]
fn t_helical_valley() {
    every!([-1.0, 0.4, 0.7]; |p| helical_valley, helical_valley_value_and_grad, helical_valley_grad, helical_valley_vjp; (&arr(p)));
}
#[test]
fn t_helical_valley2() {
    every!([0.8, -0.4, 0.7]; |p| helical_valley, helical_valley_value_and_grad, helical_valley_grad, helical_valley_vjp; (&arr(p)));
}
const BARD_Y: [f64; 15] =
    [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39];
#[differentiate]
fn bard(x: [f64; 3]) -> f64 {
    BARD_Y
        .iter()
        .enumerate()
        .map(|(i, y)| {
            let u = (i + 1) as f64;
            let v = 16.0 - u;
            let w = u.min(v);
            (y - (x[0] + u / (v * x[1] + w * x[2]))).powi(2)
        })
        .sum::<f64>()
}
#[test]
fn t_bard() {
    every!([0.9, 1.1, 2.1]; |p| bard, bard_value_and_grad, bard_grad, bard_vjp; (arr(p)));
}
#[differentiate]
fn extended_powell_singular(x: &[f64]) -> f64 {
    assert!(x.len() % 4 == 0, "need a multiple of four");
    let mut f = 0.0;
    for q in x.chunks_exact(4) {
        let [a, b, c, d] = *q else { unreachable!() };
        f += (a + 10.0 * b).powi(2) + 5.0 * (c - d).powi(2) + (b - 2.0 * c).powi(4) + 10.0 * (a - d).powi(4);
    }
    f
}
#[test]
fn t_extended_powell_singular() {
    every!(nums(8); |p| extended_powell_singular, extended_powell_singular_value_and_grad, extended_powell_singular_grad, extended_powell_singular_vjp; (p));
}
#[differentiate]
fn penalty_1(x: &[f64]) -> f64 {
    let a = 1e-5;
    let first: f64 = x.iter().map(|&xi| a * (xi - 1.0) * (xi - 1.0)).sum();
    let s = x.iter().map(|&xi| xi.powi(2)).sum::<f64>() - 0.25;
    first + s * s
}
#[test]
fn t_penalty_1() {
    every!(nums(5); |p| penalty_1, penalty_1_value_and_grad, penalty_1_grad, penalty_1_vjp; (p));
}
#[differentiate]
fn variably_dimensioned(x: &[f64]) -> f64 {
    let s = x.iter().zip(1..).map(|(xi, i)| i as f64 * (xi - 1.0)).sum::<f64>();
    x.iter().map(|xi| (xi - 1.0).powi(2)).sum::<f64>() + s.powi(2) + s.powi(4)
}
#[test]
fn t_variably_dimensioned() {
    every!(1e-6, nums(4); |p| variably_dimensioned, variably_dimensioned_value_and_grad, variably_dimensioned_grad, variably_dimensioned_vjp; (p));
}
#[differentiate]
fn brown_almost_linear(x: &[f64]) -> f64 {
    let n = x.len();
    let sum: f64 = x.iter().sum();
    let product: f64 = x.iter().product();
    let mut f = (product - 1.0).powi(2);
    for xi in &x[..n - 1] {
        f += (xi + sum - (n as f64 + 1.0)).powi(2);
    }
    f
}
#[test]
fn t_brown_almost_linear() {
    every!(nums(5); |p| brown_almost_linear, brown_almost_linear_value_and_grad, brown_almost_linear_grad, brown_almost_linear_vjp; (p));
}
#[differentiate]
fn discrete_boundary_value(x: &[f64]) -> Vec<f64> {
    let n = x.len();
    let h = 1.0 / (n + 1) as f64;
    (0..n)
        .map(|i| {
            let t = (i + 1) as f64 * h;
            let left = if i == 0 { 0.0 } else { x[i - 1] };
            let right = if i + 1 < n { x[i + 1] } else { 0.0 };
            2.0 * x[i] - left - right + 0.5 * h.powi(2) * (x[i] + t + 1.0).powi(3)
        })
        .collect()
}
#[test]
fn t_discrete_boundary_value() {
    vjp!(nums(5); |p| discrete_boundary_value, discrete_boundary_value_vjp; (p));
}
#[differentiate]
fn broyden_banded(x: &[f64], ml: usize, mu: usize) -> f64 {
    let n = x.len();
    let mut f = 0.0;
    for i in 0..n {
        let lo = i.saturating_sub(ml);
        let hi = (i + mu).min(n - 1);
        let mut s = 0.0;
        for j in lo..=hi {
            if j != i {
                s += x[j] * (1.0 + x[j]);
            }
        }
        let r = x[i] * (2.0 + 5.0 * x[i] * x[i]) + 1.0 - s;
        f += r * r;
    }
    f
}
#[test]
fn t_broyden_banded() {
    every!(nums(7); |p| broyden_banded, broyden_banded_value_and_grad, broyden_banded_grad, broyden_banded_vjp; (p, 5, 1));
}
#[differentiate]
fn trigonometric(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let c = x.iter().map(|v| v.cos()).sum::<f64>();
    x.iter()
        .enumerate()
        .map(|(i, v)| n - c + (i as f64 + 1.0) * (1.0 - v.cos()) - v.sin())
        .map(|r| r * r)
        .sum()
}
#[test]
fn t_trigonometric() {
    every!(nums(5); |p| trigonometric, trigonometric_value_and_grad, trigonometric_grad, trigonometric_vjp; (p));
}
#[differentiate]
fn watson(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for i in 1..=29 {
        let t = i as f64 / 29.0;
        let mut s1 = 0.0;
        let mut d = 1.0;
        for j in 1..x.len() {
            s1 += j as f64 * d * x[j];
            d *= t;
        }
        let mut s2 = 0.0;
        d = 1.0;
        for &xj in x {
            s2 += d * xj;
            d *= t;
        }
        let r = s1 - s2 * s2 - 1.0;
        total += r * r;
    }
    total + x[0] * x[0] + (x[1] - x[0] * x[0] - 1.0).powi(2)
}
#[test]
fn t_watson() {
    every!(1e-6, nums(5); |p| watson, watson_value_and_grad, watson_grad, watson_vjp; (p));
}
#[differentiate]
fn hump_camel([x, y]: [f64; 2]) -> f64 {
    let (x2, y2) = (x * x, y * y);
    (4.0 - 2.1 * x2 + x2 * x2 / 3.0) * x2 + x * y + (-4.0 + 4.0 * y2) * y2
}
#[test]
fn t_hump_camel() {
    every!([0.3, -0.6]; |p| hump_camel, hump_camel_value_and_grad, hump_camel_grad, hump_camel_vjp; (arr(p)));
}
#[differentiate]
fn beale_terms(x: f64, y: f64) -> f64 {
    [1.5, 2.25, 2.625].iter().zip(1i32..).map(|(c, k)| c - x + x * y.powi(k)).map(|t| t * t).sum()
}
#[test]
fn t_beale_terms() {
    every!([1.1, 0.3]; |p| beale_terms, beale_terms_value_and_grad, beale_terms_grad, beale_terms_vjp; (p[0], p[1]));
}
#[differentiate]
fn shekel(x: &[f64; 4], m: usize) -> f64 {
    const A: [[f64; 4]; 5] = [
        [4.0, 4.0, 4.0, 4.0],
        [1.0, 1.0, 1.0, 1.0],
        [8.0, 8.0, 8.0, 8.0],
        [6.0, 6.0, 6.0, 6.0],
        [3.0, 7.0, 3.0, 7.0],
    ];
    const C: [f64; 5] = [0.1, 0.2, 0.2, 0.4, 0.4];
    -(0..m)
        .map(|i| {
            let d: f64 = x.iter().zip(A[i].iter()).map(|(xj, aj)| (xj - aj).powi(2)).sum();
            1.0 / (d + C[i])
        })
        .sum::<f64>()
}
#[test]
fn t_shekel() {
    every!([3.1, 4.2, 3.7, 5.0]; |p| shekel, shekel_value_and_grad, shekel_grad, shekel_vjp; (&arr(p), 5));
}
#[differentiate]
fn shekel_zip(x: &[f64; 4]) -> f64 {
    let a = [[4.0; 4], [1.0; 4], [8.0; 4]];
    let c = [0.1, 0.2, 0.2];
    let mut f = 0.0;
    for (ai, ci) in a.iter().zip(&c) {
        let mut s = *ci;
        for (xj, aij) in x.iter().zip(ai) {
            let d = xj - aij;
            s += d * d;
        }
        f -= s.recip();
    }
    f
}
#[test]
fn t_shekel_zip() {
    every!([3.1, 4.2, 3.7, 5.0]; |p| shekel_zip, shekel_zip_value_and_grad, shekel_zip_grad, shekel_zip_vjp; (&arr(p)));
}
#[differentiate]
fn drop_wave(x: f64, y: f64) -> f64 {
    let r2 = x.mul_add(x, y * y);
    -(1.0 + (12.0 * r2.sqrt()).cos()) / (0.5 * r2 + 2.0)
}
#[test]
fn t_drop_wave() {
    every!([0.4, -0.7]; |p| drop_wave, drop_wave_value_and_grad, drop_wave_grad, drop_wave_vjp; (p[0], p[1]));
}
#[differentiate]
fn bukin6(x: f64, y: f64) -> f64 {
    100.0 * (y - 0.01 * x.powi(2)).abs().sqrt() + 0.01 * (x + 10.0).abs()
}
#[test]
fn t_bukin6() {
    every!([-3.0, 1.5]; |p| bukin6, bukin6_value_and_grad, bukin6_grad, bukin6_vjp; (p[0], p[1]));
}
#[differentiate]
fn perm(x: &[f64], beta: f64) -> f64 {
    let d = x.len() as i32;
    (1..=d)
        .map(|i| {
            let inner = (1..=d)
                .map(|j| {
                    let jf = f64::from(j);
                    (jf.powi(i) + beta) * ((x[(j - 1) as usize] / jf).powi(i) - 1.0)
                })
                .sum::<f64>();
            inner.powi(2)
        })
        .sum()
}
#[test]
fn t_perm() {
    every!(1e-6, [0.7, 1.2, 2.1, 0.5]; |p| perm, perm_value_and_grad, perm_grad, perm_vjp; (&p[..3], p[3]));
}
#[differentiate]
fn langermann(x: &[f64; 2]) -> f64 {
    let c = [1.0, 2.0, 5.0, 2.0, 3.0];
    let a: [[f64; 2]; 5] = [[3.0, 5.0], [5.0, 2.0], [2.0, 1.0], [1.0, 4.0], [7.0, 9.0]];
    let mut out = 0.0;
    for (ci, [p, q]) in c.iter().zip(a) {
        let s = (x[0] - p).powi(2) + (x[1] - q).powi(2);
        out += ci * (-s / std::f64::consts::PI).exp() * (std::f64::consts::PI * s).cos();
    }
    out
}
#[test]
fn t_langermann() {
    every!(1e-6, [2.1, 1.3]; |p| langermann, langermann_value_and_grad, langermann_grad, langermann_vjp; (&arr(p)));
}

// ---- pieces of Tapenade's, ADOL-C's and CppAD's tutorials
#[differentiate]
fn adolc_power(x: f64, n: i32) -> f64 {
    if n == 0 {
        1.0
    } else if n > 0 {
        if n % 2 == 1 { x * adolc_power(x, n - 1) } else { adolc_power(x * x, n / 2) }
    } else {
        1.0 / adolc_power(x, -n)
    }
}
#[test]
fn t_adolc_power() {
    every!([1.3]; |p| adolc_power, adolc_power_value_and_grad, adolc_power_grad, adolc_power_vjp; (p[0], 7));
}
#[test]
fn t_adolc_power2() {
    every!([1.3]; |p| adolc_power, adolc_power_value_and_grad, adolc_power_grad, adolc_power_vjp; (p[0], -6));
}
#[differentiate]
fn adolc_determinant(a: &[[f64; 4]; 4], k: usize, m: u32) -> f64 {
    // as in the ADOL-C manual: k rows, the columns in the mask
    if m == 0 {
        return 1.0;
    }
    let column = &a[k - 1];
    let mut t = 0.0;
    let mut p = 1u32;
    let mut sign = if k % 2 == 1 { 1.0 } else { -1.0 };
    for i in 0..4 {
        let p1 = 2 * p;
        if m % p1 >= p {
            if m == p {
                t += sign * column[i];
            } else {
                t += sign * column[i] * adolc_determinant(a, k - 1, m - p);
            }
            sign = -sign;
        }
        p = p1;
    }
    t
}
#[test]
fn t_adolc_determinant() {
    every!(nums(16); |p| adolc_determinant, adolc_determinant_value_and_grad, adolc_determinant_grad, adolc_determinant_vjp; (&mat(p), 4, 15));
}
#[differentiate(value_and_grad, grad, vjp, wrt(x))]
fn exp_2(x: f64, epsilon: f64) -> f64 {
    // CppAD's exp_eps
    let mut r = 1.0;
    let mut q: f64 = 1.0;
    let mut e = 1.0;
    let mut k = 0.0;
    while q.abs() > epsilon {
        k += 1.0;
        q = e * x / k;
        r += q;
        e = q;
    }
    r
}
#[test]
fn t_exp_2() {
    every!(1e-6, [0.5]; |p| exp_2, exp_2_value_and_grad, exp_2_grad, exp_2_vjp; (p[0], 1e-14));
}
#[differentiate]
fn mat_sum_sq<const N: usize>(x: [[f64; N]; N], y: [[f64; N]; N]) -> [[f64; N]; N] {
    // CppAD speed: element-wise squares of a product
    let mut z = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..N {
            for k in 0..N {
                z[i][j] += x[i][k] * y[k][j];
            }
            z[i][j] = z[i][j].powi(2);
        }
    }
    z
}
#[test]
fn t_mat_sum_sq() {
    vjp!(nums(8); |p| mat_sum_sq, mat_sum_sq_vjp; (mat::<2, 2>(p), mat::<2, 2>(&p[4..])));
}
