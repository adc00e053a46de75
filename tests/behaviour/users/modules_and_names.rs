//! Where numbers and functions come from: clones, modules, names, consts.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    for v in a.clone() {
        a[1] += v * a[0];
    }
    a[1]
}
#[test]
fn t_a1() {
    every!(nums(3); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[differentiate]
fn a2(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    for (i, v) in a.clone().into_iter().enumerate() {
        a[(i + 1) % 3] *= v;
    }
    a[0] * a[1] + a[2]
}
#[test]
fn t_a2() {
    every!(nums(3); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p));
}
#[differentiate]
fn a3(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    for (i, v) in a.to_vec().iter().enumerate() {
        a[(i + 1) % 3] *= v;
    }
    a[0] * a[1] + a[2]
}
#[test]
fn t_a3() {
    every!(nums(3); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p));
}
#[differentiate]
fn a4(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    for w in a.clone().windows(2) {
        a[0] += w[0] * w[1];
        a[1] = w[1];
    }
    a[0] * a[1]
}
#[test]
fn t_a4() {
    every!(nums(4); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p));
}
#[differentiate]
fn a5(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let b = a.clone();
    for i in 0..3 {
        a[i] = b[(i + 1) % 3] * b[i];
    }
    let c = a.clone();
    a[0] = 1.0;
    a.iter().zip(&b).zip(&c).map(|((p, q), r)| p * q * r).sum()
}
#[test]
fn t_a5() {
    every!(nums(3); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p));
}
#[differentiate]
fn a6(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let mut b = vec![1.0; 3];
    for i in 0..4 {
        if x[i % 3] > 0.0 {
            let t = a;
            a = b;
            b = t;
        } else {
            std::mem::swap(&mut a, &mut b);
            b[0] += 1.0;
        }
        a[i % 3] *= b[(i + 1) % 3];
    }
    a[0] + a[1] * b[2]
}
#[test]
fn t_a6() {
    every!(nums(3); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p));
}
#[differentiate]
fn a7(x: &[f64]) -> f64 {
    let m = x.iter().copied().max_by(|a, b| a.total_cmp(b)).unwrap();
    let n = x.iter().min_by(|a, b| a.total_cmp(b)).unwrap();
    m * 2.0 + n
}
#[test]
fn ties() {
    assert_eq!(a7_grad(&[1.0, 1.0]), [1.0, 2.0]);
}
#[differentiate]
fn a8(x: &[f64]) -> f64 {
    let s: f64 = x.iter().sum();
    1.0 / s
}
#[differentiate]
fn a8b(x: &[f64]) -> f64 {
    x.iter().sum()
}
#[differentiate]
fn a8c(x: &[f64]) -> f64 {
    x.iter().map(|v| v * 1.0).sum()
}
#[differentiate]
fn a8d(x: &[f64]) -> f64 {
    x.iter().filter(|v| **v > 0.0).sum()
}
#[differentiate]
fn a8e(x: &[f64]) -> f64 {
    x.iter().product::<f64>() + x.iter().rev().sum::<f64>()
}
#[test]
fn empty_sums() {
    for x in [vec![], vec![-0.0], vec![-0.0, 0.0]] {
        assert_eq!(a8_value_and_grad(&x).0.to_bits(), a8(&x).to_bits());
        assert_eq!(a8b_value_and_grad(&x).0.to_bits(), a8b(&x).to_bits());
        assert_eq!(a8c_value_and_grad(&x).0.to_bits(), a8c(&x).to_bits());
        assert_eq!(a8d_value_and_grad(&x).0.to_bits(), a8d(&x).to_bits());
        assert_eq!(a8e_value_and_grad(&x).0.to_bits(), a8e(&x).to_bits());
    }
}
#[differentiate]
fn a9(x: &[f64]) -> f64 {
    x.windows(9).map(|w| w[0]).sum::<f64>()
        + x.iter().skip(7).sum::<f64>()
        + x.iter().take(99).product::<f64>()
        + x.iter().step_by(5).sum::<f64>()
}
#[test]
fn t_a9() {
    every!(nums(3); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p));
}
#[differentiate]
fn b1(x: f64) -> f64 {
    let n = -1.7f64 as usize;
    let m = f64::NAN as i32;
    let k = 300.7 as u8;
    let j = -5i32 as u8;
    x.powi(m) * k as f64 + x * n as f64 + j as f64 * x
}
#[test]
fn t_b1() {
    every!(nums(1); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p[0]));
}
#[differentiate]
fn b2(kept: f64, part: f64, d_kept: f64, chosen: f64) -> f64 {
    let value = kept * part;
    let exp = value.exp();
    let sum = exp + d_kept;
    let d_value = sum * chosen;
    let part_2 = d_value * d_kept;
    let mut d_part = 0.0;
    for pullback in 0..3 {
        d_part += part_2 * pullback as f64;
    }
    d_part * exp
}
#[test]
fn t_b2() {
    every!(nums(4); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p[0], p[1], p[2], p[3]));
}
mod m {
    use differentiate::differentiate;
    #[differentiate]
    pub fn sq(x: f64) -> f64 {
        x * x
    }
    pub mod n {
        use differentiate::differentiate;
        #[differentiate]
        pub fn cube(x: f64) -> f64 {
            x * super::sq(x)
        }
    }
}
use m::sq as square_of;
#[differentiate]
fn b3(x: f64) -> f64 {
    m::sq(x) + m::n::cube(x) * square_of(x) + self::m::sq(2.0 * x) + crate::held_sources::m::n::cube(x)
}
#[test]
fn t_b3() {
    every!(nums(1); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p[0]));
}
/// Documented.
#[inline]
#[must_use]
#[differentiate]
pub(crate) fn b6(#[allow(unused)] x: f64, y: f64) -> f64 {
    x * y
}
#[test]
fn t_b6() {
    every!(nums(2); |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p[0], p[1]));
}
#[differentiate]
#[inline(always)]
pub const fn b7(x: f64) -> f64 {
    x * x
}
#[test]
fn t_b7() {
    every!(nums(1); |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p[0]));
}
#[differentiate]
fn c1(c1: f64) -> f64 {
    c1 * c1
}
#[test]
fn t_c1() {
    every!(nums(1); |p| c1, c1_value_and_grad, c1_grad, c1_vjp; (p[0]));
}
#[differentiate]
fn c2(x: f64) -> f64 {
    let sq = m::sq(x);
    let m = sq * 2.0;
    m + m::sq(m)
}
#[test]
fn t_c2() {
    every!(nums(1); |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (p[0]));
}
#[differentiate]
fn c3(x: f64) -> f64 {
    use m::n::*;
    use std::f64::consts::{E as EULER, PI};
    (x * PI).sin() * EULER + cube(x)
}
#[test]
fn t_c3() {
    every!(nums(1); |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (p[0]));
}
#[differentiate]
fn c4(x: f64) -> f64 {
    let Some(y) = Some(x) else { return 0.0 };
    let z = Some(y * 2.0).map(|v| v + 1.0).unwrap_or(0.0);
    if let Some(w) = (z > 0.0).then_some(z) { w * y } else { y }
}
#[test]
fn t_c4() {
    every!(nums(1); |p| c4, c4_value_and_grad, c4_grad, c4_vjp; (p[0]));
}
#[differentiate]
fn c6(x: f64) -> f64 {
    if x.is_nan() || x.is_infinite() {
        return f64::NAN;
    }
    let t = x.to_radians().to_degrees();
    t.signum() * t.abs().powf(1.5)
        + t.exp_m1()
        + t.abs().ln_1p()
        + t.cbrt()
        + t.sinh().atan()
        + t.asinh()
        + t.log10().max(-9.0)
        + t.log(3.0)
        + t.exp2()
        + t.log2()
}
#[test]
fn t_c6() {
    every!([0.6]; |p| c6, c6_value_and_grad, c6_grad, c6_vjp; (p[0]));
}
#[differentiate]
fn c7(x: f64, y: f64) -> f64 {
    x.max(y).min(1.0).clamp(-0.5, 0.8)
        + (x - y).abs()
        + x.copysign(y)
        + y.rem_euclid(0.3)
        + x.atan2(y)
        + x.powf(y.abs())
        + x.div_euclid(0.2)
        + x.midpoint(y)
        + f64::mul_add(x, y, 1.0)
}
#[test]
fn t_c7() {
    every!([0.61, 0.35]; |p| c7, c7_value_and_grad, c7_grad, c7_vjp; (p[0], p[1]));
}
