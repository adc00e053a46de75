//! Test functions of optimisation, special functions, root finding, quadrature and complex numbers as people write them.

use crate::check::{arr, mat};
use differentiate::{Float, differentiate};
use std::f64::consts::{E, PI};

// ---- test functions: each in the style of another person
#[differentiate]
fn rosenbrock(x: &[f64]) -> f64 {
    x.windows(2).map(|w| 100.0 * (w[1] - w[0].powi(2)).powi(2) + (1.0 - w[0]).powi(2)).sum()
}
#[differentiate]
fn rosenbrock_zip(x: &[f64]) -> f64 {
    x.iter()
        .zip(x.iter().skip(1))
        .fold(0.0, |acc, (a, b)| acc + (1.0 - a).powi(2) + 100.0 * (b - a * a).powi(2))
}
#[differentiate]
fn rosenbrock_zip_slice(x: &[f64]) -> f64 {
    x.iter().zip(&x[1..]).map(|(&a, &b)| (1.0 - a).powi(2) + 100.0 * (b - a * a).powi(2)).sum()
}
#[differentiate]
fn rosenbrock_pairs(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in (1..x.len()).step_by(2) {
        let t1 = 1.0 - x[i - 1];
        let t2 = 10.0 * (x[i] - x[i - 1] * x[i - 1]);
        s += t1 * t1 + t2 * t2;
    }
    s
}
#[differentiate]
fn rastrigin(x: &[f64]) -> f64 {
    const A: f64 = 10.0;
    A * x.len() as f64 + x.iter().map(|&xi| xi * xi - A * (2.0 * PI * xi).cos()).sum::<f64>()
}
#[differentiate]
fn ackley(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let (mut sq, mut cs) = (0.0, 0.0);
    for xi in x {
        sq += xi.powi(2);
        cs += (2.0 * PI * xi).cos();
    }
    -20.0 * (-0.2 * (sq / n).sqrt()).exp() - (cs / n).exp() + 20.0 + E
}
#[differentiate]
fn ackley_fold(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let (s1, s2) = x.iter().fold((0.0, 0.0), |(a, b), v| (a + v * v, b + (2.0 * PI * v).cos()));
    -20.0 * (-0.2 * (s1 / n).sqrt()).exp() - (s2 / n).exp() + 20.0 + E
}
#[differentiate]
fn himmelblau(x: f64, y: f64) -> f64 {
    (x * x + y - 11.0).powi(2) + (x + y * y - 7.0).powi(2)
}
#[differentiate]
fn griewank(x: &[f64]) -> f64 {
    let sum: f64 = x.iter().map(|v| v * v / 4000.0).sum();
    let prod: f64 = x.iter().enumerate().map(|(i, v)| (v / ((i + 1) as f64).sqrt()).cos()).product();
    sum - prod + 1.0
}
#[differentiate]
fn griewank_loop(x: &[f64]) -> f64 {
    let mut p = 1.0;
    let mut s = 0.0;
    let mut i = 1;
    for v in x.iter() {
        s += v.powf(2.0);
        p *= (v / f64::sqrt(i as f64)).cos();
        i += 1;
    }
    1.0 + s / 4e3 - p
}
#[differentiate]
fn styblinski_tang(x: &[f64]) -> f64 {
    0.5 * x.iter().map(|x| x.powi(4) - 16.0 * x.powi(2) + 5.0 * x).sum::<f64>()
}
#[differentiate]
fn beale([x, y]: [f64; 2]) -> f64 {
    (1.5 - x + x * y).powi(2) + (2.25 - x + x * y * y).powi(2) + (2.625 - x + x * y.powi(3)).powi(2)
}
#[differentiate]
fn beale_loop(x: f64, y: f64) -> f64 {
    let c = [1.5, 2.25, 2.625];
    let mut f = 0.0;
    for (i, c) in c.into_iter().enumerate() {
        f += (c - x + x * y.powi(i as i32 + 1)).powi(2);
    }
    f
}
#[differentiate]
fn booth(p: (f64, f64)) -> f64 {
    let (x, y) = p;
    (x + 2. * y - 7.).powi(2) + (2. * x + y - 5.).powi(2)
}
#[differentiate]
fn goldstein_price(x: f64, y: f64) -> f64 {
    let a =
        1.0 + (x + y + 1.0).powi(2) * (19.0 - 14.0 * x + 3.0 * x * x - 14.0 * y + 6.0 * x * y + 3.0 * y * y);
    let b = 30.0
        + (2.0 * x - 3.0 * y).powi(2)
            * (18.0 - 32.0 * x + 12.0 * x * x + 48.0 * y - 36.0 * x * y + 27.0 * y * y);
    a * b
}
#[differentiate]
fn levy(x: &[f64]) -> f64 {
    let w: Vec<f64> = x.iter().map(|x| 1.0 + (x - 1.0) / 4.0).collect();
    let n = w.len();
    let mut s = (PI * w[0]).sin().powi(2);
    for wi in &w[..n - 1] {
        s += (wi - 1.0).powi(2) * (1.0 + 10.0 * (PI * wi + 1.0).sin().powi(2));
    }
    let last = w[n - 1];
    s + (last - 1.0).powi(2) * (1.0 + (2.0 * PI * last).sin().powi(2))
}
#[differentiate]
fn schwefel(x: &[f64]) -> f64 {
    418.9829 * x.len() as f64 - x.iter().map(|v| v * v.abs().sqrt().sin()).sum::<f64>()
}
#[differentiate]
fn zakharov(x: &[f64]) -> f64 {
    let s1 = x.iter().map(|v| v.powi(2)).sum::<f64>();
    let s2 = x.iter().enumerate().map(|(i, v)| 0.5 * (i + 1) as f64 * v).sum::<f64>();
    s1 + s2.powi(2) + s2.powi(4)
}
#[differentiate]
fn dixon_price(x: &[f64]) -> f64 {
    (1..x.len()).map(|i| (i + 1) as f64 * (2.0 * x[i] * x[i] - x[i - 1]).powi(2)).sum::<f64>()
        + (x[0] - 1.0).powi(2)
}
#[differentiate]
fn powell(x: &[f64]) -> f64 {
    x.chunks_exact(4)
        .map(|c| {
            let [a, b, c, d] = [c[0], c[1], c[2], c[3]];
            (a + 10.0 * b).powi(2) + 5.0 * (c - d).powi(2) + (b - 2.0 * c).powi(4) + 10.0 * (a - d).powi(4)
        })
        .sum()
}
#[differentiate]
fn wood(x: &[f64; 4]) -> f64 {
    let [x1, x2, x3, x4] = *x;
    100.0 * (x1 * x1 - x2).powi(2)
        + (x1 - 1.0).powi(2)
        + (x3 - 1.0).powi(2)
        + 90.0 * (x3 * x3 - x4).powi(2)
        + 10.1 * ((x2 - 1.0).powi(2) + (x4 - 1.0).powi(2))
        + 19.8 * (x2 - 1.0) * (x4 - 1.0)
}
#[differentiate]
fn hartmann3(x: [f64; 3]) -> f64 {
    const A: [[f64; 3]; 4] = [[3.0, 10.0, 30.0], [0.1, 10.0, 35.0], [3.0, 10.0, 30.0], [0.1, 10.0, 35.0]];
    const P: [[f64; 3]; 4] = [
        [0.3689, 0.1170, 0.2673],
        [0.4699, 0.4387, 0.7470],
        [0.1091, 0.8732, 0.5547],
        [0.0381, 0.5743, 0.8828],
    ];
    const ALPHA: [f64; 4] = [1.0, 1.2, 3.0, 3.2];
    let mut outer = 0.0;
    for i in 0..4 {
        let mut inner = 0.0;
        for j in 0..3 {
            inner += A[i][j] * (x[j] - P[i][j]).powi(2);
        }
        outer += ALPHA[i] * (-inner).exp();
    }
    -outer
}
#[differentiate]
fn hartmann_iter(x: [f64; 3]) -> f64 {
    let a = [[3.0, 10.0, 30.0], [0.1, 10.0, 35.0]];
    let p = [[0.3689, 0.1170, 0.2673], [0.4699, 0.4387, 0.7470]];
    -a.iter()
        .zip(p.iter())
        .map(|(ai, pi)| (-(0..3).map(|j| ai[j] * (x[j] - pi[j]).powi(2)).sum::<f64>()).exp())
        .sum::<f64>()
}
#[differentiate]
fn easom(x: f64, y: f64) -> f64 {
    -x.cos() * y.cos() * (-(x - PI).powi(2) - (y - PI).powi(2)).exp()
}
#[differentiate]
fn michalewicz(x: &[f64], m: i32) -> f64 {
    let mut s = 0.0;
    for (i, xi) in (1..).zip(x.iter()) {
        s -= xi.sin() * (i as f64 * xi * xi / PI).sin().powi(2 * m);
    }
    s
}
#[differentiate]
fn broyden_tridiagonal(x: &[f64]) -> f64 {
    let n = x.len();
    let mut f = 0.0;
    for i in 0..n {
        let left = if i > 0 { x[i - 1] } else { 0.0 };
        let right = x.get(i + 1).copied().unwrap_or(0.0);
        let r = (3.0 - 2.0 * x[i]) * x[i] - left - 2.0 * right + 1.0;
        f += r.abs().powf(7.0 / 3.0);
    }
    f
}

#[differentiate]
fn trid(x: &[f64]) -> f64 {
    let s: f64 = x.iter().map(|v| (v - 1.0).powi(2)).sum();
    let mut prev = None::<f64>;
    let mut t = 0.0;
    for &v in x {
        if let Some(p) = prev {
            t += p * v;
        }
        prev = Some(v);
    }
    s - t
}
#[differentiate]
fn camel6(x: f64, y: f64) -> f64 {
    let x2 = x * x;
    (4.0 - 2.1 * x2 + x2 * x2 / 3.0) * x2 + x * y + (-4.0 + 4.0 * y * y) * y * y
}
#[differentiate]
fn branin(x: f64, y: f64) -> f64 {
    let b = 5.1 / (4.0 * PI * PI);
    let (c, r, s, t) = (5.0 / PI, 6.0, 10.0, 1.0 / (8.0 * PI));
    (y - b * x * x + c * x - r).powi(2) + s * (1.0 - t) * x.cos() + s
}
#[differentiate]
fn generic_sphere<T: Float>(x: &[T]) -> T {
    x.iter().fold(T::ZERO, |a, &b| a + b * b)
}
#[differentiate]
fn mixed_precision(x: f32, y: f64) -> f64 {
    let z = f64::from(x) * y;
    generic_sphere(&[z, y]) + generic_sphere(&[x, x * 2.0]) as f64
}

#[test]
fn test_functions() {
    let x = [0.7, -1.2, 0.4, 1.1];
    check!(1e-6, x; |p| rosenbrock, rosenbrock_value_and_grad; (p));
    check!(1e-6, x; |p| rosenbrock_zip, rosenbrock_zip_value_and_grad; (p));
    check!(1e-6, x; |p| rosenbrock_zip_slice, rosenbrock_zip_slice_value_and_grad; (p));
    check!(1e-6, x; |p| rosenbrock_pairs, rosenbrock_pairs_value_and_grad; (p));
    check!(x; |p| rastrigin, rastrigin_value_and_grad; (p));
    check!(x; |p| ackley, ackley_value_and_grad; (p));
    check!(x; |p| ackley_fold, ackley_fold_value_and_grad; (p));
    check!([0.7, -1.2]; |p| himmelblau, himmelblau_value_and_grad; (p[0], p[1]));
    check!(x; |p| griewank, griewank_value_and_grad; (p));
    check!(x; |p| griewank_loop, griewank_loop_value_and_grad; (p));
    check!(x; |p| styblinski_tang, styblinski_tang_value_and_grad; (p));
    check!([0.7, -1.2]; |p| beale_loop, beale_loop_value_and_grad; (p[0], p[1]));
    check!([0.7, -1.2]; |p| booth, booth_value_and_grad; ((p[0], p[1])));
    check!(1e-6, [0.7, -1.2]; |p| goldstein_price, goldstein_price_value_and_grad; (p[0], p[1]));
    check!(1e-6, x; |p| levy, levy_value_and_grad; (p));
    check!(1e-6, x; |p| schwefel, schwefel_value_and_grad; (p));
    check!(1e-6, x; |p| zakharov, zakharov_value_and_grad; (p));
    check!(1e-6, x; |p| dixon_price, dixon_price_value_and_grad; (p));
    check!(1e-6, x; |p| powell, powell_value_and_grad; (p));
    check!(1e-6, x; |p| wood, wood_value_and_grad; (&arr(p)));
    check!(x[..3].to_vec(); |p| hartmann3, hartmann3_value_and_grad; (arr(p)));
    check!(x[..3].to_vec(); |p| hartmann_iter, hartmann_iter_value_and_grad; (arr(p)));
    check!([2.7, 3.2]; |p| easom, easom_value_and_grad; (p[0], p[1]));
    check!(1e-6, x; |p| broyden_tridiagonal, broyden_tridiagonal_value_and_grad; (p));
    check!([0.7, -1.2]; |p| camel6, camel6_value_and_grad; (p[0], p[1]));
    check!([0.7, -1.2]; |p| branin, branin_value_and_grad; (p[0], p[1]));
    check!(x; |p| generic_sphere, generic_sphere_value_and_grad; (p));
    let (v, (a, b)) = mixed_precision_value_and_grad(0.5, 1.5);
    assert_eq!(v, mixed_precision(0.5, 1.5));
    assert!((f64::from(a) - 7.25).abs() < 1e-6 && (b - 3.75).abs() < 1e-12, "{a} {b}");
}

#[test]
fn a_parameter_that_is_a_pattern() {
    check!([0.7, -1.2]; |p| beale, beale_value_and_grad; (arr(p)));
}

#[test]
fn endless_range_zipped() {
    check!([0.7, 1.2, 0.3]; |p| michalewicz, michalewicz_value_and_grad; (p, 2));
}

#[test]
fn previous_in_an_option() {
    check!([0.7, 1.2, 0.3]; |p| trid, trid_value_and_grad; (p));
}

// ---- special functions
#[differentiate]
fn gamma(x: f64) -> f64 {
    const G: f64 = 7.0;
    const C: [f64; 9] = [
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7,
    ];
    if x < 0.5 {
        return PI / ((PI * x).sin() * gamma(1.0 - x));
    }
    let x = x - 1.0;
    let mut a = C[0];
    let t = x + G + 0.5;
    for (i, c) in C.iter().enumerate().skip(1) {
        a += c / (x + i as f64);
    }
    (2.0 * PI).sqrt() * t.powf(x + 0.5) * (-t).exp() * a
}
#[differentiate]
fn ln_gamma(x: f64) -> f64 {
    let cof = [
        76.18009172947146,
        -86.50532032941677,
        24.01409824083091,
        -1.231739572450155,
        0.1208650973866179e-2,
        -0.5395239384953e-5,
    ];
    let mut y = x;
    let mut tmp = x + 5.5;
    tmp -= (x + 0.5) * tmp.ln();
    let mut ser = 1.000000000190015;
    for j in 0..6 {
        y += 1.0;
        ser += cof[j] / y;
    }
    -tmp + (2.5066282746310005 * ser / x).ln()
}
#[differentiate]
fn beta_fn(a: f64, b: f64) -> f64 {
    (ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)).exp()
}
#[differentiate]
fn erf_series(x: f64) -> f64 {
    let mut sum = x;
    let mut term = x;
    let mut n = 0;
    loop {
        n += 1;
        term *= -x * x / n as f64;
        let add = term / (2 * n + 1) as f64;
        sum += add;
        if add.abs() < 1e-16 {
            break;
        }
    }
    2.0 / PI.sqrt() * sum
}
#[differentiate]
fn erf_sum(x: f64, terms: u32) -> f64 {
    (0..terms)
        .scan(1.0, |fact, n| {
            if n > 0 {
                *fact *= n as f64;
            }
            Some((-1.0_f64).powi(n as i32) * x.powi(2 * n as i32 + 1) / (*fact * (2 * n + 1) as f64))
        })
        .sum::<f64>()
        * 2.0
        / PI.sqrt()
}
#[differentiate]
fn bessel_j0(x: f64) -> f64 {
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..30 {
        term *= -(x / 2.0).powi(2) / (k * k) as f64;
        sum += term;
    }
    sum
}
#[differentiate]
fn bessel_jn(n: i32, x: f64) -> f64 {
    let fact = |k: i32| (1..=k).map(|i| i as f64).product::<f64>();
    (0..20).map(|m| (-1f64).powi(m) / (fact(m) * fact(m + n)) * (x / 2.0).powi(2 * m + n)).sum()
}
#[differentiate]
fn sin_taylor(x: f64) -> f64 {
    let mut t = x;
    let mut s = 0.0;
    let mut n = 1;
    while t.abs() > 1e-15 {
        s += t;
        t = -t * x * x / ((2 * n) * (2 * n + 1)) as f64;
        n += 1;
    }
    s
}
#[differentiate]
fn zeta(s: f64, n: u32) -> f64 {
    (1..=n).rev().map(|k| (k as f64).powf(-s)).sum::<f64>() + (n as f64).powf(1.0 - s) / (s - 1.0)
}
#[differentiate]
fn agm(a: f64, b: f64) -> f64 {
    let (mut a, mut g) = (a, b);
    while (a - g).abs() > 1e-14 {
        (a, g) = ((a + g) / 2.0, (a * g).sqrt());
    }
    a
}
#[differentiate]
fn agm_rec(a: f64, g: f64) -> f64 {
    if (a - g).abs() < 1e-13 { a } else { agm_rec(0.5 * (a + g), (a * g).sqrt()) }
}
#[differentiate]
fn lambert_w(x: f64) -> f64 {
    let mut w = if x < E { 0.5 } else { x.ln() };
    for _ in 0..20 {
        let e = w.exp();
        let f = w * e - x;
        w -= f / (e * (w + 1.0) - (w + 2.0) * f / (2.0 * w + 2.0));
    }
    w
}
#[differentiate]
fn continued_fraction(x: f64, n: usize) -> f64 {
    let mut acc = 1.0 + x;
    for i in (1..=n).rev() {
        acc = i as f64 + x / acc;
    }
    acc
}

#[test]
fn special_functions() {
    for x in [0.3, 1.7, 4.2] {
        check!(1e-6, [x]; |p| gamma, gamma_value_and_grad; (p[0]));
        check!([x]; |p| ln_gamma, ln_gamma_value_and_grad; (p[0]));
        check!([x]; |p| bessel_j0, bessel_j0_value_and_grad; (p[0]));
        check!([x]; |p| bessel_jn, bessel_jn_value_and_grad; (2, p[0]));
        check!([x]; |p| sin_taylor, sin_taylor_value_and_grad; (p[0]));
        check!([x]; |p| lambert_w, lambert_w_value_and_grad; (p[0]));
        check!([x]; |p| continued_fraction, continued_fraction_value_and_grad; (p[0], 6));
    }
    check!([1.3, 2.1]; |p| beta_fn, beta_fn_value_and_grad; (p[0], p[1]));
    check!([0.8]; |p| erf_series, erf_series_value_and_grad; (p[0]));
    check!([2.5]; |p| zeta, zeta_value_and_grad; (p[0], 20));
    check!([1.5, 0.7]; |p| agm, agm_value_and_grad; (p[0], p[1]));
    check!([1.5, 0.7]; |p| agm_rec, agm_rec_value_and_grad; (p[0], p[1]));
}
#[test]
fn series_by_scan() {
    check!([0.8]; |p| erf_sum, erf_sum_value_and_grad; (p[0], 15));
}

// ---- roots
#[differentiate]
fn newton_sqrt(a: f64) -> f64 {
    let mut x = a;
    let mut prev = 0.0;
    while (x - prev).abs() > 1e-14 {
        prev = x;
        x = 0.5 * (x + a / x);
    }
    x
}
#[differentiate]
fn newton_poly(c: &[f64], x0: f64) -> f64 {
    let mut x = x0;
    for _ in 0..30 {
        let (mut p, mut dp) = (0.0, 0.0);
        for &ci in c.iter().rev() {
            dp = dp * x + p;
            p = p * x + ci;
        }
        if dp == 0.0 {
            break;
        }
        x -= p / dp;
    }
    x
}
#[differentiate]
fn secant(a: f64) -> f64 {
    let f = |x: f64| x.cos() - a * x;
    let (mut x0, mut x1) = (0.0, 1.0);
    let mut f0 = f(x0);
    for _ in 0..7 {
        let f1 = f(x1);
        if (f1 - f0).abs() < 1e-14 {
            break;
        }
        let x2 = x1 - f1 * (x1 - x0) / (f1 - f0);
        x0 = x1;
        f0 = f1;
        x1 = x2;
    }
    x1
}
#[differentiate]
fn bisect(a: f64, lo: f64, hi: f64) -> f64 {
    let (mut lo, mut hi) = (lo, hi);
    let mut mid = 0.5 * (lo + hi);
    for _ in 0..20 {
        mid = 0.5 * (lo + hi);
        if mid * mid - a > 0.0 {
            hi = mid;
        } else {
            lo = mid;
        }
    }
    mid - (mid * mid - a) / (2.0 * mid)
}
#[differentiate]
fn bisect_rec(lo: f64, hi: f64, target: f64, depth: u32) -> f64 {
    let mid = (lo + hi) / 2.0;
    if depth == 0 {
        return mid * target;
    }
    match mid.powi(3).partial_cmp(&target) {
        Some(std::cmp::Ordering::Greater) => bisect_rec(lo, mid, target, depth - 1),
        _ => bisect_rec(mid, hi, target, depth - 1),
    }
}
#[differentiate]
fn fixed_point(a: f64, b: f64) -> f64 {
    let mut x = 1.0;
    let mut iter = 0;
    let result = loop {
        let next = a * f64::cos(b * x);
        iter += 1;
        if f64::abs(next - x) < 1e-13 || iter == 200 {
            break next;
        }
        x = next;
    };
    result * result
}
#[differentiate]
fn kepler(m: f64, e: f64) -> f64 {
    let mut big_e = m;
    for _ in 0..10 {
        big_e = big_e - (big_e - e * big_e.sin() - m) / (1.0 - e * big_e.cos());
    }
    big_e
}
#[differentiate]
fn newton_2d(a: f64, b: f64) -> f64 {
    let mut x = [1.0, 1.0];
    for _ in 0..8 {
        let f = [x[0] * x[0] + x[1] - a, x[0] - x[1] * x[1] - b];
        let j = [[2.0 * x[0], 1.0], [1.0, -2.0 * x[1]]];
        let det = j[0][0] * j[1][1] - j[0][1] * j[1][0];
        let dx = [(f[0] * j[1][1] - f[1] * j[0][1]) / det, (j[0][0] * f[1] - j[1][0] * f[0]) / det];
        for (xi, d) in x.iter_mut().zip(dx) {
            *xi -= d;
        }
    }
    x[0] * x[1]
}

#[test]
fn roots() {
    check!([2.3]; |p| newton_sqrt, newton_sqrt_value_and_grad; (p[0]));
    check!([-6.0, 1.0, 1.0, 0.2, 1.3]; |p| newton_poly, newton_poly_value_and_grad; (&p[..4], p[4]));
    check!(1e-6, [1.3]; |p| secant, secant_value_and_grad; (p[0]));
    check!(1e-5, [2.0, 1.0, 2.1]; |p| bisect, bisect_value_and_grad; (p[0], p[1], p[2]));
    check!([0.7, 0.9]; |p| fixed_point, fixed_point_value_and_grad; (p[0], p[1]));
    check!([0.7, 0.3]; |p| kepler, kepler_value_and_grad; (p[0], p[1]));
    check!([2.1, 0.3]; |p| newton_2d, newton_2d_value_and_grad; (p[0], p[1]));
    check!([0.2, 1.9, 2.3]; |p| bisect_rec, bisect_rec_value_and_grad; (p[0], p[1], p[2], 4));
}

// ---- quadrature and polynomials
#[differentiate]
fn simpson(a: f64, b: f64, k: f64, n: usize) -> f64 {
    let f = |x: f64| (k * x).sin() / (1.0 + x * x);
    let h = (b - a) / n as f64;
    let mut s = f(a) + f(b);
    for i in 1..n {
        s += f(a + i as f64 * h) * if i % 2 == 0 { 2.0 } else { 4.0 };
    }
    s * h / 3.0
}
#[differentiate]
fn integrand(x: f64, k: f64) -> f64 {
    (-k * x * x).exp()
}
#[differentiate]
fn adaptive_simpson(a: f64, b: f64, k: f64, depth: usize) -> f64 {
    let m = 0.5 * (a + b);
    let h = b - a;
    let whole = h / 6.0 * (integrand(a, k) + 4.0 * integrand(m, k) + integrand(b, k));
    let left = h / 12.0 * (integrand(a, k) + 4.0 * integrand(0.5 * (a + m), k) + integrand(m, k));
    let right = h / 12.0 * (integrand(m, k) + 4.0 * integrand(0.5 * (m + b), k) + integrand(b, k));
    if depth == 0 || (left + right - whole).abs() < 1e-7 {
        left + right + (left + right - whole) / 15.0
    } else {
        adaptive_simpson(a, m, k, depth - 1) + adaptive_simpson(m, b, k, depth - 1)
    }
}
#[differentiate]
fn gauss_legendre(a: f64, b: f64, k: f64) -> f64 {
    const NODES: [(f64, f64); 3] = [
        (-0.7745966692414834, 0.5555555555555556),
        (0.0, 0.8888888888888888),
        (0.7745966692414834, 0.5555555555555556),
    ];
    let (c, d) = ((b - a) / 2.0, (a + b) / 2.0);
    c * NODES.iter().map(|(x, w)| w * integrand(c * x + d, k)).sum::<f64>()
}
#[differentiate]
fn gauss_legendre_loop(a: f64, b: f64, k: f64, panels: usize) -> f64 {
    let nodes = [-0.906179845938664, -0.5384693101056831, 0.0, 0.5384693101056831, 0.906179845938664];
    let weights =
        [0.2369268850561891, 0.4786286704993665, 0.5688888888888889, 0.4786286704993665, 0.2369268850561891];
    let mut total = 0.0;
    let w = (b - a) / panels as f64;
    for p in 0..panels {
        let lo = a + p as f64 * w;
        for (&n, &wt) in nodes.iter().zip(weights.iter()) {
            total += 0.5 * w * wt * integrand(lo + 0.5 * w * (n + 1.0), k);
        }
    }
    total
}
#[differentiate]
fn trapezoid_rich(a: f64, b: f64, levels: usize) -> f64 {
    // Romberg
    let mut r = [[0.0; 5]; 5];
    let mut h = b - a;
    r[0][0] = 0.5 * h * (a.exp() + b.exp());
    for i in 1..levels {
        h *= 0.5;
        let mut s = 0.0;
        for k in (1..(1usize << i)).step_by(2) {
            s += (a + k as f64 * h).exp();
        }
        r[i][0] = 0.5 * r[i - 1][0] + h * s;
        for j in 1..=i {
            let p = 4f64.powi(j as i32);
            r[i][j] = (p * r[i][j - 1] - r[i - 1][j - 1]) / (p - 1.0);
        }
    }
    r[levels - 1][levels - 1]
}
#[differentiate]
fn clenshaw(c: &[f64], x: f64) -> f64 {
    let (mut b1, mut b2) = (0.0, 0.0);
    for &ck in c[1..].iter().rev() {
        let b0 = ck + 2.0 * x * b1 - b2;
        b2 = b1;
        b1 = b0;
    }
    c[0] + x * b1 - b2
}
#[differentiate]
fn chebyshev_sum(c: &[f64], x: f64) -> f64 {
    let mut t = vec![1.0, x];
    for i in 2..c.len() {
        let next = 2.0 * x * t[i - 1] - t[i - 2];
        t.push(next);
    }
    c.iter().zip(t.iter()).map(|(a, b)| a * b).sum()
}
#[differentiate]
fn legendre(n: usize, x: f64) -> f64 {
    match n {
        0 => 1.0,
        1 => x,
        _ => ((2 * n - 1) as f64 * x * legendre(n - 1, x) - (n - 1) as f64 * legendre(n - 2, x)) / n as f64,
    }
}
#[differentiate]
fn poly_mul_eval(a: &[f64], b: &[f64], x: f64) -> f64 {
    let mut c = vec![0.0; a.len() + b.len() - 1];
    for (i, ai) in a.iter().enumerate() {
        for (j, bj) in b.iter().enumerate() {
            c[i + j] += ai * bj;
        }
    }
    c.iter().rev().fold(0.0, |acc, ci| acc * x + ci)
}
#[differentiate]
fn lagrange(xs: &[f64], ys: &[f64], x: f64) -> f64 {
    let mut total = 0.0;
    for i in 0..xs.len() {
        let mut l = ys[i];
        for j in 0..xs.len() {
            if i == j {
                continue;
            }
            l *= (x - xs[j]) / (xs[i] - xs[j]);
        }
        total += l;
    }
    total
}
#[differentiate]
fn neville(xs: &[f64], ys: &[f64], x: f64) -> f64 {
    let n = xs.len();
    let mut p = ys.to_vec();
    for k in 1..n {
        for i in 0..n - k {
            p[i] = ((x - xs[i + k]) * p[i] + (xs[i] - x) * p[i + 1]) / (xs[i] - xs[i + k]);
        }
    }
    p[0]
}
#[differentiate]
fn divided_differences(xs: &[f64], ys: &[f64], x: f64) -> f64 {
    let n = xs.len();
    let mut c = Vec::from(ys.to_vec());
    for j in 1..n {
        for i in (j..n).rev() {
            c[i] = (c[i] - c[i - 1]) / (xs[i] - xs[i - j]);
        }
    }
    let mut r = *c.last().unwrap();
    for i in (0..n - 1).rev() {
        r = r * (x - xs[i]) + c[i];
    }
    r
}
#[differentiate]
fn bezier(points: &[[f64; 2]], t: f64) -> f64 {
    let mut p = points.to_vec();
    while p.len() > 1 {
        for i in 0..p.len() - 1 {
            p[i] = [(1.0 - t) * p[i][0] + t * p[i + 1][0], (1.0 - t) * p[i][1] + t * p[i + 1][1]];
        }
        p.pop();
    }
    p[0][0] * p[0][1]
}
#[differentiate]
fn bezier_cubic(p0: [f64; 2], p1: [f64; 2], p2: [f64; 2], p3: [f64; 2], t: f64) -> [f64; 2] {
    let u = 1.0 - t;
    let mut out = [0.0; 2];
    for i in 0..2 {
        out[i] =
            u.powi(3) * p0[i] + 3.0 * u.powi(2) * t * p1[i] + 3.0 * u * t * t * p2[i] + t.powi(3) * p3[i];
    }
    out
}
#[differentiate]
fn bezier_length(p: [[f64; 2]; 4], n: usize) -> f64 {
    let mut len = 0.0;
    let mut last = p[0];
    for k in 1..=n {
        let q = bezier_cubic(p[0], p[1], p[2], p[3], k as f64 / n as f64);
        len += ((q[0] - last[0]).powi(2) + (q[1] - last[1]).powi(2)).sqrt();
        last = q;
    }
    len
}
#[differentiate]
fn cubic_spline(xs: &[f64], ys: &[f64], x: f64) -> f64 {
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
    y2[n - 1] = 0.0;
    for k in (0..n - 1).rev() {
        y2[k] = y2[k] * y2[k + 1] + u[k];
    }
    let mut lo = 0;
    let mut hi = n - 1;
    while hi - lo > 1 {
        let mid = (hi + lo) / 2;
        if xs[mid] > x {
            hi = mid;
        } else {
            lo = mid;
        }
    }
    let h = xs[hi] - xs[lo];
    let a = (xs[hi] - x) / h;
    let b = (x - xs[lo]) / h;
    a * ys[lo] + b * ys[hi] + ((a.powi(3) - a) * y2[lo] + (b.powi(3) - b) * y2[hi]) * h * h / 6.0
}
#[differentiate]
fn linear_interp(xs: &[f64], ys: &[f64], x: f64) -> f64 {
    match xs.iter().position(|&v| v > x) {
        Some(0) => ys[0],
        Some(i) => ys[i - 1] + (ys[i] - ys[i - 1]) * (x - xs[i - 1]) / (xs[i] - xs[i - 1]),
        None => ys[ys.len() - 1],
    }
}
#[differentiate]
fn linear_interp_loop(xs: &[f64], ys: &[f64], x: f64) -> f64 {
    for i in 1..xs.len() {
        if x < xs[i] {
            let w = (x - xs[i - 1]) / (xs[i] - xs[i - 1]);
            return ys[i - 1] * (1.0 - w) + ys[i] * w;
        }
    }
    *ys.last().expect("points")
}

#[test]
fn quadrature() {
    check!([0.1, 2.0, 1.3]; |p| simpson, simpson_value_and_grad; (p[0], p[1], p[2], 10));
    check!([0.1, 2.0, 1.3]; |p| adaptive_simpson, adaptive_simpson_value_and_grad; (p[0], p[1], p[2], 4));
    check!([0.1, 2.0, 1.3]; |p| gauss_legendre, gauss_legendre_value_and_grad; (p[0], p[1], p[2]));
    check!([0.1, 2.0, 1.3]; |p| gauss_legendre_loop, gauss_legendre_loop_value_and_grad; (p[0], p[1], p[2], 3));
    check!([0.1, 2.0]; |p| trapezoid_rich, trapezoid_rich_value_and_grad; (p[0], p[1], 4));
}
#[test]
fn polynomials() {
    let at = [0.3, -0.7, 1.2, 0.8, 0.45];
    check!(at; |p| clenshaw, clenshaw_value_and_grad; (&p[..4], p[4]));
    check!(at; |p| chebyshev_sum, chebyshev_sum_value_and_grad; (&p[..4], p[4]));
    for n in 0..6 {
        check!([0.3]; |p| legendre, legendre_value_and_grad; (n, p[0]));
    }
    check!(at; |p| poly_mul_eval, poly_mul_eval_value_and_grad; (&p[..2], &p[2..4], p[4]));
    let at = [0.0, 1.0, 2.5, 3.0, 0.3, -0.7, 1.2, 0.8, 1.45];
    check!(1e-6, at; |p| lagrange, lagrange_value_and_grad; (&p[..4], &p[4..8], p[8]));
    check!(1e-6, at; |p| neville, neville_value_and_grad; (&p[..4], &p[4..8], p[8]));
    check!(1e-6, at; |p| cubic_spline, cubic_spline_value_and_grad; (&p[..4], &p[4..8], p[8]));
    check!(1e-6, at; |p| linear_interp_loop, linear_interp_loop_value_and_grad; (&p[..4], &p[4..8], p[8]));
    check!(at; |p| bezier, bezier_value_and_grad; (&mat::<4, 2>(p), p[8]));
    check!(at[..8].to_vec(); |p| bezier_length, bezier_length_value_and_grad; (mat(p), 7));
}
#[test]
fn newton_form() {
    let at = [0.0, 1.0, 2.5, 3.0, 0.3, -0.7, 1.2, 0.8, 1.45];
    check!(1e-6, at; |p| divided_differences, divided_differences_value_and_grad; (&p[..4], &p[4..8], p[8]));
}
#[test]
fn interpolation_by_position() {
    let at = [0.0, 1.0, 2.5, 3.0, 0.3, -0.7, 1.2, 0.8, 1.45];
}

// ---- complex numbers
#[differentiate]
fn cmul(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}
#[differentiate]
fn cexp((re, im): (f64, f64)) -> (f64, f64) {
    (re.exp() * im.cos(), re.exp() * im.sin())
}
#[differentiate]
fn cpoly(c: &[(f64, f64)], z: (f64, f64)) -> f64 {
    let mut acc = (0.0, 0.0);
    for &ci in c.iter().rev() {
        acc = cmul(acc, z);
        acc.0 += ci.0;
        acc.1 += ci.1;
    }
    acc.0.hypot(acc.1)
}
#[differentiate]
fn cpoly_fold(c: &[(f64, f64)], z: (f64, f64)) -> f64 {
    let (re, im) = c.iter().rev().fold((0.0, 0.0), |acc, ci| {
        let (r, i) = cmul(acc, z);
        (r + ci.0, i + ci.1)
    });
    re * re + im * im
}
#[differentiate]
fn mandelbrot_smooth(cx: f64, cy: f64, max: usize) -> f64 {
    let (mut x, mut y) = (0.0, 0.0);
    for n in 0..max {
        let (x2, y2) = (x * x, y * y);
        if x2 + y2 > 256.0 {
            return n as f64 + 1.0 - (0.5 * (x2 + y2 as f64).ln() / 2f64.ln()).ln() / 2f64.ln();
        }
        let t = x2 - y2 + cx;
        y = 2.0 * x * y + cy;
        x = t;
    }
    0.0
}
#[differentiate]
fn mandelbrot_array(c: [f64; 2], max: usize) -> f64 {
    let mut z = [0.0; 2];
    let mut n = 0;
    while n < max && z[0] * z[0] + z[1] * z[1] <= 256.0 {
        z = [z[0] * z[0] - z[1] * z[1] + c[0], 2.0 * z[0] * z[1] + c[1]];
        n += 1;
    }
    if n == max { 0.0 } else { n as f64 - (z[0] * z[0] + z[1] * z[1]).ln().log2() }
}
#[differentiate]
fn dft(re: &[f64], im: &[f64], k: usize) -> (f64, f64) {
    let n = re.len() as f64;
    re.iter().zip(im).enumerate().fold((0.0, 0.0), |(sr, si), (t, (r, i))| {
        let a = -2.0 * PI * k as f64 * t as f64 / n;
        (sr + r * a.cos() - i * a.sin(), si + r * a.sin() + i * a.cos())
    })
}
#[differentiate]
fn dft_power(re: &[f64], im: &[f64]) -> f64 {
    (0..re.len()).map(|k| dft(re, im, k)).map(|(a, b)| (a * a + b * b).sqrt()).sum()
}

#[test]
fn complex_numbers() {
    let at = [0.3, -0.7, 1.2, 0.8, 0.45, 0.9, 0.2, -0.6];
    check!(at; |p| cpoly, cpoly_value_and_grad; (&[(p[0], p[1]), (p[2], p[3]), (p[4], p[5])], (p[6], p[7])));
    check!(at; |p| cpoly_fold, cpoly_fold_value_and_grad; (&[(p[0], p[1]), (p[2], p[3]), (p[4], p[5])], (p[6], p[7])));
    check!(1e-5, [0.4, 0.45]; |p| mandelbrot_smooth, mandelbrot_smooth_value_and_grad; (p[0], p[1], 50));
    check!(1e-5, [0.4, 0.45]; |p| mandelbrot_array, mandelbrot_array_value_and_grad; (arr(p), 50));
    check!(at; |p| dft_power, dft_power_value_and_grad; (&p[..4], &p[4..]));
}
