//! Scalars and language: special functions, series, solvers; matches, labels, blocks, precisions.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn lanczos_ln_gamma(x: f64) -> f64 {
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
        return (std::f64::consts::PI / (std::f64::consts::PI * x).sin()).ln() - lanczos_ln_gamma(1.0 - x);
    }
    let x = x - 1.0;
    let t = x + G + 0.5;
    let a = C[1..].iter().enumerate().fold(C[0], |a, (i, c)| a + c / (x + i as f64 + 1.0));
    0.5 * (2.0 * std::f64::consts::PI).ln() + (x + 0.5) * t.ln() - t + a.ln()
}
#[test]
fn t_lanczos_ln_gamma() {
    every!([3.3]; |p| lanczos_ln_gamma, lanczos_ln_gamma_value_and_grad, lanczos_ln_gamma_grad, lanczos_ln_gamma_vjp; (p[0]));
}
#[test]
fn t_lanczos_ln_gamma2() {
    every!([0.3]; |p| lanczos_ln_gamma, lanczos_ln_gamma_value_and_grad, lanczos_ln_gamma_grad, lanczos_ln_gamma_vjp; (p[0]));
}
#[differentiate]
fn digamma(mut x: f64) -> f64 {
    let mut r = 0.0;
    while x < 6.0 {
        r -= 1.0 / x;
        x += 1.0;
    }
    let f = 1.0 / (x * x);
    r + x.ln() - 0.5 / x - f * (1.0 / 12.0 - f * (1.0 / 120.0 - f * (1.0 / 252.0 - f / 240.0)))
}
#[test]
fn t_digamma() {
    every!([1.3]; |p| digamma, digamma_value_and_grad, digamma_grad, digamma_vjp; (p[0]));
}
#[differentiate]
fn betacf(a: f64, b: f64, x: f64) -> f64 {
    const FPMIN: f64 = 1e-300;
    let (qab, qap, qam) = (a + b, a + 1.0, a - 1.0);
    let mut c = 1.0;
    let mut d = 1.0 - qab * x / qap;
    if d.abs() < FPMIN {
        d = FPMIN;
    }
    d = 1.0 / d;
    let mut h = d;
    for m in 1..=100 {
        let m = m as f64;
        let m2 = 2.0 * m;
        let aa = m * (b - m) * x / ((qam + m2) * (a + m2));
        d = 1.0 + aa * d;
        if d.abs() < FPMIN {
            d = FPMIN;
        }
        c = 1.0 + aa / c;
        d = 1.0 / d;
        h *= d * c;
        let aa = -(a + m) * (qab + m) * x / ((a + m2) * (qap + m2));
        d = 1.0 + aa * d;
        c = 1.0 + aa / c;
        d = 1.0 / d;
        let del = d * c;
        h *= del;
        if (del - 1.0).abs() <= 3e-16 {
            break;
        }
    }
    h
}
#[test]
fn t_betacf() {
    every!(1e-6, [2.3, 1.7, 0.4]; |p| betacf, betacf_value_and_grad, betacf_grad, betacf_vjp; (p[0], p[1], p[2]));
}
#[differentiate]
fn clenshaw_rev(c: &[f64], x: f64) -> f64 {
    let (mut b1, mut b2) = (0.0, 0.0);
    for &ck in c[1..].iter().rev() {
        (b1, b2) = (2.0 * x * b1 - b2 + ck, b1);
    }
    x * b1 - b2 + c[0]
}
#[test]
fn t_clenshaw_rev() {
    every!(nums(6); |p| clenshaw_rev, clenshaw_rev_value_and_grad, clenshaw_rev_grad, clenshaw_rev_vjp; (&p[..5], p[5]));
}
#[differentiate]
fn horner_powi(c: &[f64], x: f64) -> f64 {
    c.iter().enumerate().map(|(k, ck)| ck * x.powi(k as i32)).sum::<f64>()
        - c.iter().rev().fold(0.0, |acc, ck| acc * x + ck) * 0.5
}
#[test]
fn t_horner_powi() {
    every!(nums(5); |p| horner_powi, horner_powi_value_and_grad, horner_powi_grad, horner_powi_vjp; (&p[..4], p[4]));
}
#[differentiate]
fn lentz_tan(x: f64) -> f64 {
    let mut f = 1e-30;
    let mut c: f64 = f;
    let mut d = 0.0;
    let mut n = 0u32;
    loop {
        let a = if n == 0 { x } else { -x * x };
        let b = f64::from(2 * n + 1);
        d = 1.0 / (b + a * d);
        c = b + a / c;
        let delta = c * d;
        f *= delta;
        n += 1;
        if n > 30 {
            break f;
        }
    }
}
#[test]
fn t_lentz_tan() {
    every!(1e-6, [0.6]; |p| lentz_tan, lentz_tan_value_and_grad, lentz_tan_grad, lentz_tan_vjp; (p[0]));
}
#[differentiate]
fn complex_mandel(cr: f64, ci: f64, n: usize) -> (f64, f64) {
    let mul = |a: (f64, f64), b: (f64, f64)| (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0);
    let add = |a: (f64, f64), b: (f64, f64)| (a.0 + b.0, a.1 + b.1);
    let mut z = (0.0, 0.0);
    for _ in 0..n {
        z = add(mul(z, z), (cr, ci));
    }
    z
}
#[test]
fn t_complex_mandel() {
    vjp!([0.2, 0.3]; |p| complex_mandel, complex_mandel_vjp; (p[0], p[1], 5));
}
#[differentiate]
fn c_exp((re, im): (f64, f64)) -> (f64, f64) {
    let r = re.exp();
    (r * im.cos(), r * im.sin())
}
#[differentiate]
fn c_div(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    let (ar, ai) = a;
    let (br, bi) = b;
    let d = br * br + bi * bi;
    ((ar * br + ai * bi) / d, (ai * br - ar * bi) / d)
}
#[differentiate]
fn transfer_function(num: &[f64], den: &[f64], w: f64) -> f64 {
    let eval = |c: &[f64]| c.iter().rev().fold((0.0, 0.0), |(re, im), k| (-w * im + k, w * re));
    let h = c_div(eval(num), eval(den));
    let (re, im) = c_exp((h.0 * 0.1, h.1));
    (re * re + im * im).sqrt().ln() + im.atan2(re)
}
#[test]
fn t_transfer_function() {
    every!(1e-6, nums(7); |p| transfer_function, transfer_function_value_and_grad, transfer_function_grad, transfer_function_vjp; (&p[..3], &p[3..6], p[6]));
}
#[differentiate]
fn newton_generic(x0: f64, a: f64, max: usize) -> f64 {
    let f = |x: f64| x.powi(3) - a * x - 1.0;
    let df = |x: f64| 3.0 * x.powi(2) - a;
    let mut x = x0;
    'outer: for _ in 0..max {
        let mut step = f(x) / df(x);
        for _ in 0..5 {
            if f(x - step).abs() < f(x).abs() {
                x -= step;
                continue 'outer;
            }
            step *= 0.5;
        }
        break 'outer;
    }
    x
}
#[test]
fn t_newton_generic() {
    every!(1e-4, [1.4, 0.7]; |p| newton_generic, newton_generic_value_and_grad, newton_generic_grad, newton_generic_vjp; (p[0], p[1], 3));
}
#[differentiate]
fn bisection(a: f64, b: f64, k: f64) -> f64 {
    let (mut lo, mut hi) = (a, b);
    while hi - lo > 0.2 {
        let mid = 0.5 * (lo + hi);
        if mid * mid.exp() > k { hi = mid } else { lo = mid }
    }
    0.5 * (lo + hi)
}
#[test]
fn t_bisection() {
    every!([0.0, 1.0, 1.2]; |p| bisection, bisection_value_and_grad, bisection_grad, bisection_vjp; (p[0], p[1], p[2]));
}
#[differentiate]
fn secant_tuple(x0: f64, x1: f64, k: f64) -> f64 {
    let g = |x: f64| x.cos() - k * x;
    let mut pair = (x0, x1);
    let mut values = (g(x0), g(x1));
    let mut i = 0;
    let root = loop {
        let next = pair.1 - values.1 * (pair.1 - pair.0) / (values.1 - values.0);
        pair = (pair.1, next);
        values = (values.1, g(next));
        i += 1;
        if i == 3 {
            break next;
        }
    };
    root * pair.0
}
#[test]
fn t_secant_tuple() {
    every!(1e-5, [0.2, 0.9, 1.3]; |p| secant_tuple, secant_tuple_value_and_grad, secant_tuple_grad, secant_tuple_vjp; (p[0], p[1], p[2]));
}
#[differentiate]
fn gauss_legendre_5(a: f64, b: f64, k: f64) -> f64 {
    const NODES: [(f64, f64); 3] = [
        (0.0, 0.5688888888888889),
        (0.5384693101056831, 0.47862867049936647),
        (0.906179845938664, 0.23692688505618908),
    ];
    let (mid, half) = (0.5 * (a + b), 0.5 * (b - a));
    let f = |x: f64| (-k * x * x).exp();
    let mut sum = NODES[0].1 * f(mid);
    for (x, w) in NODES.iter().skip(1) {
        sum += w * (f(mid + half * x) + f(mid - half * x));
    }
    half * sum
}
#[test]
fn t_gauss_legendre_5() {
    every!([0.1, 1.3, 0.7]; |p| gauss_legendre_5, gauss_legendre_5_value_and_grad, gauss_legendre_5_grad, gauss_legendre_5_vjp; (p[0], p[1], p[2]));
}
#[differentiate]
fn romberg(a: f64, b: f64, k: f64) -> f64 {
    const M: usize = 4;
    let f = |x: f64| (k * x).sin() / (1.0 + x * x);
    let mut r = [[0.0; M]; M];
    let mut h = b - a;
    r[0][0] = 0.5 * h * (f(a) + f(b));
    for i in 1..M {
        h /= 2.0;
        let mut sum = 0.0;
        let mut k = 1;
        while k < 1 << i {
            sum += f(a + k as f64 * h);
            k += 2;
        }
        r[i][0] = 0.5 * r[i - 1][0] + h * sum;
        for j in 1..=i {
            let p = 4f64.powi(j as i32);
            r[i][j] = r[i][j - 1] + (r[i][j - 1] - r[i - 1][j - 1]) / (p - 1.0);
        }
    }
    r[M - 1][M - 1]
}
#[test]
fn t_romberg() {
    every!([0.1, 1.3, 1.7]; |p| romberg, romberg_value_and_grad, romberg_grad, romberg_vjp; (p[0], p[1], p[2]));
}
#[differentiate]
fn piecewise_match(x: f64, kind: u8) -> f64 {
    match kind {
        0 => x,
        1 | 2 => x * x,
        3..=5 => x.sin() * f64::from(kind),
        k if k % 2 == 0 => x.exp(),
        _ => {
            let y = x + 1.0;
            y.ln()
        }
    }
}
#[test]
fn t_piecewise_match() {
    every!([0.7]; |p| piecewise_match, piecewise_match_value_and_grad, piecewise_match_grad, piecewise_match_vjp; (p[0], 0));
}
#[test]
fn t_piecewise_match2() {
    every!([0.7]; |p| piecewise_match, piecewise_match_value_and_grad, piecewise_match_grad, piecewise_match_vjp; (p[0], 2));
}
#[test]
fn t_piecewise_match3() {
    every!([0.7]; |p| piecewise_match, piecewise_match_value_and_grad, piecewise_match_grad, piecewise_match_vjp; (p[0], 4));
}
#[test]
fn t_piecewise_match4() {
    every!([0.7]; |p| piecewise_match, piecewise_match_value_and_grad, piecewise_match_grad, piecewise_match_vjp; (p[0], 8));
}
#[test]
fn t_piecewise_match5() {
    every!([0.7]; |p| piecewise_match, piecewise_match_value_and_grad, piecewise_match_grad, piecewise_match_vjp; (p[0], 9));
}
#[derive(Clone, Copy, PartialEq)]
enum Kernel {
    Rbf { gamma: f64 },
    Poly(u32),
    Linear,
}
#[differentiate(value_and_grad, grad, vjp, wrt(x, y))]
fn kernel(x: &[f64], y: &[f64], k: Kernel) -> f64 {
    match k {
        Kernel::Rbf { gamma } => (-gamma * x.iter().zip(y).map(|(a, b)| (a - b).powi(2)).sum::<f64>()).exp(),
        Kernel::Poly(d) => (1.0 + x.iter().zip(y).map(|(a, b)| a * b).sum::<f64>()).powi(d as i32),
        Kernel::Linear => x.iter().zip(y).map(|(a, b)| a * b).sum(),
    }
}
#[test]
fn t_kernel() {
    every!(nums(4); |p| kernel, kernel_value_and_grad, kernel_grad, kernel_vjp; (&p[..2], &p[2..], Kernel::Rbf { gamma: 0.7 }));
}
#[test]
fn t_kernel2() {
    every!(nums(4); |p| kernel, kernel_value_and_grad, kernel_grad, kernel_vjp; (&p[..2], &p[2..], Kernel::Poly(3)));
}
#[test]
fn t_kernel3() {
    every!(nums(4); |p| kernel, kernel_value_and_grad, kernel_grad, kernel_vjp; (&p[..2], &p[2..], Kernel::Linear));
}
#[differentiate]
fn labelled_search(m: &[[f64; 3]; 3], limit: f64) -> f64 {
    let mut acc = 0.0;
    'rows: for (i, row) in m.iter().enumerate() {
        for (j, v) in row.iter().enumerate() {
            if *v > limit {
                acc += v * (i * 3 + j) as f64;
                break 'rows;
            }
            if *v < -limit {
                continue 'rows;
            }
            acc += v * v;
        }
        acc *= 1.1;
    }
    acc
}
#[test]
fn t_labelled_search() {
    every!(nums(10); |p| labelled_search, labelled_search_value_and_grad, labelled_search_grad, labelled_search_vjp; (&mat(p), p[9].abs() + 0.5));
}
#[differentiate]
fn loop_with_value(x: f64) -> f64 {
    let mut n = 0;
    let mut y = x;
    let z = loop {
        y = y * y + 0.1;
        n += 1;
        if y > 0.9 {
            break y.sqrt();
        }
        if n == 4 {
            break -y;
        }
    };
    z * n as f64
}
#[test]
fn t_loop_with_value() {
    every!([0.7]; |p| loop_with_value, loop_with_value_value_and_grad, loop_with_value_grad, loop_with_value_vjp; (p[0]));
}
#[test]
fn t_loop_with_value2() {
    every!([0.95]; |p| loop_with_value, loop_with_value_value_and_grad, loop_with_value_grad, loop_with_value_vjp; (p[0]));
}
#[differentiate]
fn while_let_stack(x: &[f64]) -> f64 {
    let mut stack = vec![(0usize, 1.0)];
    let mut total = 0.0;
    while let Some((i, w)) = stack.pop() {
        total += w * x[i];
        for c in [2 * i + 1, 2 * i + 2] {
            if c < x.len() {
                stack.push((c, w * x[i]));
            }
        }
    }
    total
}
#[test]
fn t_while_let_stack() {
    every!(nums(6); |p| while_let_stack, while_let_stack_value_and_grad, while_let_stack_grad, while_let_stack_vjp; (p));
}
#[differentiate]
fn block_values(x: f64, y: f64) -> f64 {
    let a = {
        let x = x * y;
        let y = x.sin();
        x + y
    };
    let b = if a > y {
        let t = a - y;
        t * t
    } else {
        y
    };
    let x = {
        let z = b + x;
        z
    } * if y > 0.0 { 2.0 } else { 3.0 };
    x * a
        + match b {
            b if b > 1.0 => b.ln(),
            b => b,
        }
}
#[test]
fn t_block_values() {
    every!([0.7, 0.4]; |p| block_values, block_values_value_and_grad, block_values_grad, block_values_vjp; (p[0], p[1]));
}
#[test]
fn t_block_values2() {
    every!([0.7, -0.4]; |p| block_values, block_values_value_and_grad, block_values_grad, block_values_vjp; (p[0], p[1]));
}
#[cfg(any())] // FOUND D7
#[differentiate]
fn labelled_block(x: f64) -> f64 {
    let y = 'b: {
        if x > 1.0 {
            break 'b x.ln();
        }
        x * x
    };
    y * x
}
#[cfg(any())] // FOUND D7
#[test]
fn t_labelled_block() {
    every!([0.7]; |p| labelled_block, labelled_block_value_and_grad, labelled_block_grad, labelled_block_vjp; (p[0]));
}
#[differentiate]
fn early_returns(x: &[f64]) -> f64 {
    if x.is_empty() {
        return 0.0;
    }
    let mut s = 0.0;
    for (i, v) in x.iter().enumerate() {
        if *v < -0.9 {
            return s;
        }
        if i > 3 {
            return s * v;
        }
        s += v * v;
    }
    s.sqrt()
}
#[test]
fn t_early_returns() {
    every!(nums(3); |p| early_returns, early_returns_value_and_grad, early_returns_grad, early_returns_vjp; (p));
}
#[test]
fn t_early_returns2() {
    every!(nums(7); |p| early_returns, early_returns_value_and_grad, early_returns_grad, early_returns_vjp; (p));
}
#[differentiate]
fn int_arithmetic(x: f64, n: i32, m: u8) -> f64 {
    let k = (n.pow(2) - 3).rem_euclid(5);
    let l = i64::from(n) << 2 | 1;
    let q = (m / 3) as u16 * 100 + u16::from(m % 3);
    let b = n.signum() as f64 * (l as f64).sqrt() + (q >> 1) as f64;
    x.powi(k) * b + x / (1 + n.abs()) as f64 - (m as i8 as f64) * x
}
#[test]
fn t_int_arithmetic() {
    every!([0.7]; |p| int_arithmetic, int_arithmetic_value_and_grad, int_arithmetic_grad, int_arithmetic_vjp; (p[0], 4, 200));
}
#[differentiate]
fn f32_chain(x: f32, y: f32) -> f32 {
    let z: f32 = x.mul_add(y, 0.5);
    let w = z.sqrt().max(x);
    (w as f64).powi(2) as f32 + y.recip()
}
#[test]
fn t_f32_chain() {
    let (v, (dx, dy)) = f32_chain_value_and_grad(0.7, 0.4);
    assert_eq!(v, f32_chain(0.7, 0.4));
    // w² = x·y + ½, as z.sqrt() is greater than x
    assert!((dx - 0.4).abs() < 1e-5 && (dy - (0.7 - 1.0 / 0.16)).abs() < 1e-4, "{dx} {dy}");
}
#[differentiate]
fn mixed_precision_dot(a: &[f32], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| f64::from(*x) * y).sum::<f64>()
}
#[test]
fn t_mixed_precision_dot() {
    let (v, (a, b)) = mixed_precision_dot_value_and_grad(&[0.5, 0.25], &[3.0, 4.0]);
    assert_eq!((v, a, b), (2.5, vec![3.0f32, 4.0], vec![0.5, 0.25]));
}
#[differentiate]
fn nested_tuples(t: ((f64, f64), [f64; 2], f64)) -> ((f64, f64), f64) {
    let ((a, b), [c, d], e) = t;
    let u = ((a * c, b * d), e);
    ((u.0.0 + u.1, (u.0).1 * a), u.1 * d)
}
#[test]
fn t_nested_tuples() {
    vjp!(nums(5); |p| nested_tuples, nested_tuples_vjp; (((p[0], p[1]), [p[2], p[3]], p[4])));
}
#[differentiate]
fn let_else_if_let(x: &[f64]) -> f64 {
    let [a, b, rest @ ..] = x else { return -1.0 };
    let c = if let [c, ..] = rest { *c } else { 1.0 };
    let d = if let [.., d] = rest { d * 2.0 } else { 0.5 };
    a * b + c * d
}
#[test]
fn t_let_else_if_let() {
    every!(nums(2); |p| let_else_if_let, let_else_if_let_value_and_grad, let_else_if_let_grad, let_else_if_let_vjp; (p));
}
#[test]
fn t_let_else_if_let2() {
    every!(nums(4); |p| let_else_if_let, let_else_if_let_value_and_grad, let_else_if_let_grad, let_else_if_let_vjp; (p));
}
#[cfg(any())] // FOUND D7
#[differentiate]
fn let_chain(x: &[f64], k: f64) -> f64 {
    if let Some(a) = x.first()
        && let Some(b) = x.get(2)
        && a < b
    {
        a * b * k
    } else if let [a, ..] = x
        && *a > 0.0
    {
        a.sqrt()
    } else {
        k
    }
}
#[cfg(any())] // FOUND D7
#[test]
fn t_let_chain() {
    every!([0.3, 0.1, 0.8, 0.6]; |p| let_chain, let_chain_value_and_grad, let_chain_grad, let_chain_vjp; (&p[..3], p[3]));
}
#[cfg(any())] // FOUND D7
#[test]
fn t_let_chain2() {
    every!([0.3, 0.6]; |p| let_chain, let_chain_value_and_grad, let_chain_grad, let_chain_vjp; (&p[..1], p[1]));
}
#[cfg(any())] // FOUND D7
#[test]
fn t_let_chain3() {
    every!([-0.3, 0.6]; |p| let_chain, let_chain_value_and_grad, let_chain_grad, let_chain_vjp; (&p[..1], p[1]));
}
#[differentiate]
fn saturating_index(x: &[f64], at: f64) -> f64 {
    let i = stop_gradient(at).floor() as isize;
    let n = x.len() as isize;
    let get = |k: isize| x[k.clamp(0, n - 1) as usize];
    let t = at - i as f64;
    let (a, b, c, d) = (get(i - 1), get(i), get(i + 1), get(i + 2));
    b + 0.5 * t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)))
}
#[test]
fn t_saturating_index() {
    every!(1e-6, [0.3, 0.1, 0.8, 0.6, 1.3]; |p| saturating_index, saturating_index_value_and_grad, saturating_index_grad, saturating_index_vjp; (&p[..4], p[4]));
}
#[test]
fn t_saturating_index2() {
    every!(1e-6, [0.3, 0.1, 0.8, 0.6, -0.7]; |p| saturating_index, saturating_index_value_and_grad, saturating_index_grad, saturating_index_vjp; (&p[..4], p[4]));
}
#[differentiate]
fn bilinear(img: &[[f64; 4]; 3], x: f64, y: f64) -> f64 {
    let (x0, y0) = (x.floor(), y.floor());
    let (fx, fy) = (x - x0, y - y0);
    let (i, j) = (stop_gradient(y0) as usize, stop_gradient(x0) as usize);
    let top = img[i][j] * (1.0 - fx) + img[i][j + 1] * fx;
    let bottom = img[i + 1][j] * (1.0 - fx) + img[i + 1][j + 1] * fx;
    top * (1.0 - fy) + bottom * fy
}
#[test]
fn t_bilinear() {
    every!([0.1, 0.3, 0.5, 0.2, 0.7, 0.9, 0.4, 0.6, 0.8, 0.15, 0.35, 0.55, 1.3, 0.6]; |p| bilinear, bilinear_value_and_grad, bilinear_grad, bilinear_vjp; (&mat(p), p[12], p[13]));
}
#[differentiate]
fn const_fn_use(x: f64) -> f64 {
    const fn fact(n: u64) -> u64 {
        if n == 0 { 1 } else { n * fact(n - 1) }
    }
    (0..15).map(|k| x.powi(k) / fact(k as u64) as f64).sum::<f64>()
}
#[test]
fn t_const_fn_use() {
    every!([0.7]; |p| const_fn_use, const_fn_use_value_and_grad, const_fn_use_grad, const_fn_use_vjp; (p[0]));
}
static TABLE: [[f64; 2]; 2] = [[1.5, 2.5], [0.5, 0.25]];
#[differentiate]
fn statics(x: f64, i: usize) -> f64 {
    let row = &TABLE[i % 2];
    let [a, b] = TABLE[0];
    row.iter().map(|k| k * x).product::<f64>() + a * x - b
}
#[test]
fn t_statics() {
    every!([0.7]; |p| statics, statics_value_and_grad, statics_grad, statics_vjp; (p[0], 3));
}
