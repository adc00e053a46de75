//! Hessians against num-dual's hyper-dual numbers: each function is written once, and compiled for `f64` with the attribute and for those.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use num_dual::HyperDual64;

macro_rules! hessians {
    ($($name:ident |$x:ident| $body:block at $at:expr)*) => {$(
        mod $name {
            #[differentiate::differentiate(hessian, hessian_into, hvp)]
            pub fn own($x: &[f64]) -> f64 $body

            pub fn dual($x: &[num_dual::HyperDual64]) -> num_dual::HyperDual64 {
                #[allow(unused, reason = "not each body calls one of its methods")]
                use num_dual::DualNum;
                $body
            }
        }

        #[test]
        fn $name() {
            let x: Vec<f64> = $at.to_vec();
            let mut flat = vec![0.0; x.len() * x.len()];
            $name::own_hessian_into(&x, &mut flat);
            compare(&x, $name::dual, &$name::own_hessian(&x), &flat, |t| $name::own_hvp(&x, t));
        }
    )*};
}

fn compare(
    x: &[f64],
    dual: fn(&[HyperDual64]) -> HyperDual64,
    hessian: &[Vec<f64>],
    flat: &[f64],
    hvp: impl Fn(&[f64]) -> Vec<f64>,
) {
    let n = x.len();
    let second = |i: usize, j: usize| {
        let moved = |k: usize| HyperDual64::new(x[k], f64::from(k == i), f64::from(k == j), 0.0);
        dual(&(0..n).map(moved).collect::<Vec<_>>()).eps1eps2
    };
    let size = (0..n * n).fold(0.0, |size: f64, k| size.max(second(k / n, k % n).abs()));
    assert!(size > 0.0);
    for i in 0..n {
        let direction: Vec<f64> = (0..n).map(|k| f64::from(k == i)).collect();
        let column = hvp(&direction);
        for j in 0..n {
            let reference = second(i, j);
            for own in [hessian[i][j], hessian[j][i], flat[i * n + j], column[j]] {
                assert!((own - reference).abs() <= 1e-12 * size, "{i}, {j}: {own} and {reference}");
            }
        }
    }
}

hessians! {
    rosenbrock |x| {
        let mut sum = x[0] * 0.0;
        for i in 0..x.len() - 1 {
            let a = x[i + 1] - x[i] * x[i];
            sum += a * a * 100.0 + (x[i] - 1.0).powi(2);
        }
        sum
    } at [-1.2, 1.0, 0.7, -0.3]

    functions |x| {
        let (a, b) = (x[0], x[1]);
        (a * b).sin() + (a / b).exp() * b.cos() + (a * a + 1.0).ln() * a.tanh() + (a + b * b).sqrt() + b.powf(1.7) + a.atan() * b.tan()
            + (a * 0.3).asin() * b.sinh() + b.recip() * a.cosh() + b.cbrt() * a.exp_m1() + (b * a).ln_1p() + (a * 0.2).acos() * b.log2() + b.log10()
            + a.asinh() * (b + 1.0).acosh() + (a * 0.1).atanh() + b.exp2() + a.powi(5)
    } at [0.4, 1.3]

    both_sides_of_a_power |x| { (x[1] * x[0].ln()).exp() + x[0].powf(2.5) * x[1].powi(-3) } at [1.7, -0.6]

    a_branch |x| {
        if x[0] > x[1] { x[0].powi(3) * x[1] } else { (x[0] * x[1]).exp() }
    } at [0.4, 0.9]

    carried_through_a_loop |x| {
        let mut s = x[0];
        for _ in 0..5 {
            s = s * s * x[1] - s.sin() + x[2];
        }
        s
    } at [0.5, 0.8, -0.3]

    changed_in_place |x| {
        let mut v = x.to_vec();
        for i in 1..v.len() {
            v[i] = v[i] * v[i - 1] + v[i - 1] * v[i - 1];
            v[i - 1] = v[i].cos();
        }
        v.swap(0, 2);
        v[0] * v[1] + v[2] * v[3]
    } at [0.5, 0.8, -0.3, 1.1]

    statistics |x| {
        let n = x.len() as f64;
        let mean = x.iter().fold(x[0] * 0.0, |s, v| s + v) / n;
        let variance = x.iter().map(|v| (v - mean) * (v - mean)).fold(x[0] * 0.0, |s, v| s + v) / n;
        variance.sqrt() / mean + variance.ln()
    } at [0.9, -0.8, 1.5, 0.4]

    a_factorisation |x| {
        let (a, b, c) = (x[0] * x[0] + 2.0, x[0] * x[1], x[1] * x[1] + 1.5);
        let l = a.sqrt();
        let m = b / l;
        let n = (c - m * m).sqrt();
        (l.ln() + n.ln()) * 2.0 + (x[2] / l) * (x[2] / l) + ((x[1] - m * x[2] / l) / n).powi(2)
    } at [0.7, -1.1, 0.6]

    a_chain_of_quotients |x| {
        let mut s = x[0] * 0.0;
        for w in x.windows(3) {
            s += w[0] * w[2] / (w[1] * w[1] + 1.0 + s * s);
        }
        s
    } at [0.9, -0.8, 1.5, 0.4, 2.2]

    at_a_zero |x| { (x[0] - 1.0).powi(2) * x[1] + x[1].powi(3) * x[0] + (x[1] * x[2]).powi(2) + x[2] * x[0].sin() } at [1.0, 0.0, 0.0]
}
