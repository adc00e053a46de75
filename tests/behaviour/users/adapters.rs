//! Chains of adapters.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: &[f64]) -> f64 {
    x.iter().zip(x.iter().skip(1)).zip(x.iter().skip(2)).map(|((a, b), c)| a * b * c).sum()
}
#[test]
fn t_a1() {
    every!(nums(6); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[differentiate]
fn a2(x: &[f64]) -> f64 {
    x.iter().rev().skip(1).step_by(2).enumerate().map(|(i, v)| v * i as f64).sum::<f64>()
}
#[test]
fn t_a2() {
    every!(nums(6); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p));
}
#[differentiate]
fn a3(x: &[f64]) -> f64 {
    x.iter()
        .enumerate()
        .skip(1)
        .rev()
        .take(3)
        .filter(|(i, _)| i % 2 == 0)
        .fold(1.0, |a, (i, v)| a * v + i as f64)
}
#[test]
fn t_a3() {
    every!(nums(6); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p));
}
#[differentiate]
fn a4(x: &[f64]) -> f64 {
    x.chunks(3).rev().map(|c| c.iter().rev().fold(0.0, |a, v| a * 0.5 + v)).product()
}
#[test]
fn t_a4() {
    every!(nums(7); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p));
}
#[differentiate]
fn a5(x: &[f64]) -> f64 {
    x.windows(3).map(|w| (w[0] + w[2]) / 2.0 - w[1]).filter(|d| d.abs() > 0.1).map(|d| d * d).sum()
}
#[test]
fn t_a5() {
    every!(nums(7); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p));
}
#[differentiate]
fn a6(x: &[f64]) -> f64 {
    x.windows(2).flat_map(|w| w.iter().map(|v| v * w[0])).sum()
}
#[test]
fn t_a6() {
    every!(nums(5); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p));
}
#[differentiate]
fn a7(x: &[f64]) -> f64 {
    (0..x.len()).flat_map(|i| [x[i], x[i] * x[i]]).enumerate().map(|(k, v)| v / (k + 1) as f64).sum()
}
#[test]
fn t_a7() {
    every!(nums(5); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p));
}
#[differentiate]
fn a8(x: &[f64]) -> f64 {
    x.iter()
        .scan(0.0, |s, v| {
            *s = 0.9 * *s + v;
            Some(*s * *s)
        })
        .skip(1)
        .sum()
}
#[test]
fn t_a8() {
    every!(nums(5); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p));
}
#[differentiate]
fn a9(x: &[f64]) -> f64 {
    x.iter()
        .scan((1.0, 0.0), |st, &v| {
            st.0 *= 0.5;
            st.1 += v * st.0;
            if st.1 > 2.0 { None } else { Some(st.1) }
        })
        .fold(0.0, |a, b| a + b * b)
}
#[test]
fn t_a9() {
    every!(nums(5); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p));
}
#[differentiate]
fn b1(x: &[f64]) -> f64 {
    x.iter().map_while(|v| if *v > -0.5 { Some(v.sqrt().max(0.1)) } else { None }).sum()
}
#[test]
fn t_b1() {
    every!([0.3, 0.5, 0.9, -0.8, 0.3]; |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p));
}
#[differentiate]
fn b2(x: &[f64]) -> f64 {
    x.iter().skip_while(|v| v.abs() < 0.5).take_while(|v| **v > -0.9).map(|v| v * v).sum()
}
#[test]
fn t_b2() {
    every!(nums(8); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p));
}
#[differentiate]
fn b3(x: &[f64]) -> f64 {
    let (a, b) = x.split_at(x.len() / 2);
    a.iter().chain(b.iter().rev()).zip(1..).map(|(v, k)| v * k as f64).sum()
}
#[test]
fn t_b3() {
    every!(nums(7); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p));
}
#[differentiate]
fn b4(x: &[f64]) -> f64 {
    x.iter().cycle().skip(2).take(7).zip(x.iter().cycle()).map(|(a, b)| a * b).sum()
}
#[test]
fn t_b4() {
    every!(nums(4); |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (p));
}
#[differentiate]
fn b6(x: &[Vec<f64>]) -> f64 {
    x.iter().flatten().map(|v| v * v).sum::<f64>()
        + x.iter().flat_map(|r| r.iter()).product::<f64>()
        + x.iter().map(|r| r.len()).sum::<usize>() as f64 * x[0][0]
}
#[test]
fn t_b6() {
    every!(nums(4); |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (&[p[..1].to_vec(), p[1..].to_vec()]));
}
#[differentiate]
fn b7(x: &[f64]) -> f64 {
    let v: Vec<f64> = x.iter().map(|v| v * 2.0).filter(|v| *v > 0.0).collect();
    let n = v.len();
    v.into_iter().sum::<f64>() / n.max(1) as f64
}
#[test]
fn t_b7() {
    every!(nums(6); |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p));
}
#[differentiate]
fn b9(x: &[f64]) -> f64 {
    let mut sums = [0.0; 3];
    x.iter().enumerate().for_each(|(i, v)| sums[i % 3] += v * v);
    sums.iter().product()
}
#[test]
fn t_b9() {
    every!(nums(7); |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (p));
}
#[differentiate]
fn c1(x: &[f64]) -> f64 {
    let mut prev = 0.0;
    x.iter()
        .map(|v| {
            let d = v - prev;
            prev = *v;
            d * d
        })
        .sum::<f64>()
        + prev
}
#[test]
fn t_c1() {
    every!(nums(7); |p| c1, c1_value_and_grad, c1_grad, c1_vjp; (p));
}
#[differentiate]
fn c2(x: &[f64]) -> f64 {
    x.iter().enumerate().map(|(i, a)| x[i + 1..].iter().map(|b| (a - b).powi(2)).sum::<f64>()).sum()
}
#[test]
fn t_c2() {
    every!(nums(5); |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (p));
}
#[differentiate]
fn c3(x: &[f64]) -> f64 {
    (1..x.len())
        .map(|i| (0..i).map(|j| x[i] * x[j]).fold(f64::INFINITY, |a, b| a.min(b)))
        .fold(0.0, |a: f64, b| a.max(b))
}
#[test]
fn t_c3() {
    every!(nums(5); |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (p));
}
#[differentiate]
fn c4(x: &[f64]) -> f64 {
    x.iter().zip(&x[1..]).any(|(a, b)| a > b).then(|| x[0] * x[1]).unwrap_or(0.0)
}
#[test]
fn t_c4() {
    every!(nums(5); |p| c4, c4_value_and_grad, c4_grad, c4_vjp; (p));
}
#[differentiate]
fn c5(x: &[f64], k: f64) -> f64 {
    let i = x.iter().position(|&v| v > k).unwrap_or(x.len() - 1).max(1);
    let t = (k - x[i - 1]) / (x[i] - x[i - 1]);
    t * t
}
#[test]
fn t_c5() {
    every!([0.1, 0.4, 0.9, 1.3, 0.6]; |p| c5, c5_value_and_grad, c5_grad, c5_vjp; (&p[..4], p[4]));
}
#[differentiate]
fn c7(x: &[f64], k: f64) -> f64 {
    let i = x.iter().filter(|&&v| v <= k).count();
    x[i] * k
}
#[test]
fn t_c7() {
    every!([0.1, 0.4, 0.9, 1.3, 0.6]; |p| c7, c7_value_and_grad, c7_grad, c7_vjp; (&p[..4], p[4]));
}
#[differentiate]
fn d1(x: &[f64]) -> f64 {
    x.iter().sum::<f64>().powi(2) - x.iter().map(|v| v.powi(2)).sum::<f64>()
}
#[test]
fn t_d1() {
    every!(nums(5); |p| d1, d1_value_and_grad, d1_grad, d1_vjp; (p));
}
#[differentiate]
fn d2(x: &[f64; 4], w: &[[f64; 4]; 2]) -> [f64; 2] {
    w.map(|row| row.iter().zip(x).map(|(a, b)| a * b).sum::<f64>().tanh())
}
#[test]
fn t_d2() {
    vjp!(nums(12); |p| d2, d2_vjp; (&arr(p), &mat(&p[4..])));
}
#[differentiate]
fn d3(x: [f64; 3], y: [f64; 3]) -> f64 {
    let z: [f64; 3] = core::array::from_fn(|i| x[i] * y[(i + 1) % 3]);
    z.into_iter().zip(x).map(|(a, b)| a - b).map(f64::abs).sum()
}
#[test]
fn t_d3() {
    every!(nums(6); |p| d3, d3_value_and_grad, d3_grad, d3_vjp; (arr(p), arr(&p[3..])));
}
#[differentiate]
fn d5(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, [a, b]) in x.as_chunks::<2>().0.iter().enumerate() {
        s += a * b * i as f64;
    }
    s
}
#[test]
fn t_d5() {
    every!(nums(6); |p| d5, d5_value_and_grad, d5_grad, d5_vjp; (p));
}
#[differentiate]
fn d7(x: f64) -> f64 {
    std::iter::repeat(x).take(5).enumerate().map(|(i, v)| v.powi(i as i32)).sum()
}
#[test]
fn t_d7() {
    every!([0.4]; |p| d7, d7_value_and_grad, d7_grad, d7_vjp; (p[0]));
}
#[differentiate]
fn d8(x: f64) -> f64 {
    std::iter::repeat_n(x, 4).chain(std::iter::once(2.0)).product()
}
#[test]
fn t_d8() {
    every!([0.4]; |p| d8, d8_value_and_grad, d8_grad, d8_vjp; (p[0]));
}
#[differentiate]
fn d9(x: &[f64]) -> f64 {
    let total: f64 = x.iter().sum();
    x.iter().map(|v| v / total).map(|p| p * (p + 1e-12).ln()).sum::<f64>().mul_add(-1.0, 0.0)
}
#[test]
fn t_d9() {
    every!([0.1, 0.4, 0.9]; |p| d9, d9_value_and_grad, d9_grad, d9_vjp; (p));
}
