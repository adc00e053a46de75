//! Where numbers and functions come from: clones, modules, names, consts.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn cloned_in_the_head(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    for v in a.clone() {
        a[1] += v * a[0];
    }
    a[1]
}
#[test]
fn t_cloned_in_the_head() {
    every!(nums(3); |p| cloned_in_the_head, cloned_in_the_head_value_and_grad, cloned_in_the_head_grad, cloned_in_the_head_vjp; (p));
}
#[differentiate]
fn cloned_and_consumed(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    for (i, v) in a.clone().into_iter().enumerate() {
        a[(i + 1) % 3] *= v;
    }
    a[0] * a[1] + a[2]
}
#[test]
fn t_cloned_and_consumed() {
    every!(nums(3); |p| cloned_and_consumed, cloned_and_consumed_value_and_grad, cloned_and_consumed_grad, cloned_and_consumed_vjp; (p));
}
#[differentiate]
fn copied_in_the_head(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    for (i, v) in a.to_vec().iter().enumerate() {
        a[(i + 1) % 3] *= v;
    }
    a[0] * a[1] + a[2]
}
#[test]
fn t_copied_in_the_head() {
    every!(nums(3); |p| copied_in_the_head, copied_in_the_head_value_and_grad, copied_in_the_head_grad, copied_in_the_head_vjp; (p));
}
#[differentiate]
fn windows_of_a_clone(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    for w in a.clone().windows(2) {
        a[0] += w[0] * w[1];
        a[1] = w[1];
    }
    a[0] * a[1]
}
#[test]
fn t_windows_of_a_clone() {
    every!(nums(4); |p| windows_of_a_clone, windows_of_a_clone_value_and_grad, windows_of_a_clone_grad, windows_of_a_clone_vjp; (p));
}
#[differentiate]
fn three_generations(x: &[f64]) -> f64 {
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
fn t_three_generations() {
    every!(nums(3); |p| three_generations, three_generations_value_and_grad, three_generations_grad, three_generations_vjp; (p));
}
#[differentiate]
fn exchanged_in_a_loop(x: &[f64]) -> f64 {
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
fn t_exchanged_in_a_loop() {
    every!(nums(3); |p| exchanged_in_a_loop, exchanged_in_a_loop_value_and_grad, exchanged_in_a_loop_grad, exchanged_in_a_loop_vjp; (p));
}
#[differentiate]
fn largest_and_smallest(x: &[f64]) -> f64 {
    let m = x.iter().copied().max_by(|a, b| a.total_cmp(b)).unwrap();
    let n = x.iter().min_by(|a, b| a.total_cmp(b)).unwrap();
    m * 2.0 + n
}
#[test]
fn ties() {
    assert_eq!(largest_and_smallest_grad(&[1.0, 1.0]), [1.0, 2.0]);
}
#[differentiate]
fn reciprocal_of_a_sum(x: &[f64]) -> f64 {
    let s: f64 = x.iter().sum();
    1.0 / s
}
#[differentiate]
fn plain_sum(x: &[f64]) -> f64 {
    x.iter().sum()
}
#[differentiate]
fn scaled_sum(x: &[f64]) -> f64 {
    x.iter().map(|v| v * 1.0).sum()
}
#[differentiate]
fn filtered_sum(x: &[f64]) -> f64 {
    x.iter().filter(|v| **v > 0.0).sum()
}
#[differentiate]
fn product_and_reversed_sum(x: &[f64]) -> f64 {
    x.iter().product::<f64>() + x.iter().rev().sum::<f64>()
}
#[test]
fn empty_sums() {
    for x in [vec![], vec![-0.0], vec![-0.0, 0.0]] {
        assert_eq!(reciprocal_of_a_sum_value_and_grad(&x).0.to_bits(), reciprocal_of_a_sum(&x).to_bits());
        assert_eq!(plain_sum_value_and_grad(&x).0.to_bits(), plain_sum(&x).to_bits());
        assert_eq!(scaled_sum_value_and_grad(&x).0.to_bits(), scaled_sum(&x).to_bits());
        assert_eq!(filtered_sum_value_and_grad(&x).0.to_bits(), filtered_sum(&x).to_bits());
        assert_eq!(
            product_and_reversed_sum_value_and_grad(&x).0.to_bits(),
            product_and_reversed_sum(&x).to_bits()
        );
    }
}
#[differentiate]
fn windows_and_steps_past_the_end(x: &[f64]) -> f64 {
    x.windows(9).map(|w| w[0]).sum::<f64>()
        + x.iter().skip(7).sum::<f64>()
        + x.iter().take(99).product::<f64>()
        + x.iter().step_by(5).sum::<f64>()
}
#[test]
fn t_windows_and_steps_past_the_end() {
    every!(nums(3); |p| windows_and_steps_past_the_end, windows_and_steps_past_the_end_value_and_grad, windows_and_steps_past_the_end_grad, windows_and_steps_past_the_end_vjp; (p));
}
#[differentiate]
fn saturating_casts(x: f64) -> f64 {
    let n = -1.7f64 as usize;
    let m = f64::NAN as i32;
    let k = 300.7 as u8;
    let j = -5i32 as u8;
    x.powi(m) * k as f64 + x * n as f64 + j as f64 * x
}
#[test]
fn t_saturating_casts() {
    every!(nums(1); |p| saturating_casts, saturating_casts_value_and_grad, saturating_casts_grad, saturating_casts_vjp; (p[0]));
}
#[differentiate]
fn names_of_generated_code(kept: f64, part: f64, d_kept: f64, chosen: f64) -> f64 {
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
fn t_names_of_generated_code() {
    every!(nums(4); |p| names_of_generated_code, names_of_generated_code_value_and_grad, names_of_generated_code_grad, names_of_generated_code_vjp; (p[0], p[1], p[2], p[3]));
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
fn functions_by_path(x: f64) -> f64 {
    m::sq(x)
        + m::n::cube(x) * square_of(x)
        + self::m::sq(2.0 * x)
        + crate::users::modules_and_names::m::n::cube(x)
}
#[test]
fn t_functions_by_path() {
    every!(nums(1); |p| functions_by_path, functions_by_path_value_and_grad, functions_by_path_grad, functions_by_path_vjp; (p[0]));
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
fn named_like_its_parameter(named_like_its_parameter: f64) -> f64 {
    named_like_its_parameter * named_like_its_parameter
}
#[test]
fn t_named_like_its_parameter() {
    every!(nums(1); |p| named_like_its_parameter, named_like_its_parameter_value_and_grad, named_like_its_parameter_grad, named_like_its_parameter_vjp; (p[0]));
}
#[differentiate]
fn local_named_like_a_module(x: f64) -> f64 {
    let sq = m::sq(x);
    let m = sq * 2.0;
    m + m::sq(m)
}
#[test]
fn t_local_named_like_a_module() {
    every!(nums(1); |p| local_named_like_a_module, local_named_like_a_module_value_and_grad, local_named_like_a_module_grad, local_named_like_a_module_vjp; (p[0]));
}
#[differentiate]
fn imported_inside(x: f64) -> f64 {
    use m::n::*;
    use std::f64::consts::{E as EULER, PI};
    (x * PI).sin() * EULER + cube(x)
}
#[test]
fn t_imported_inside() {
    every!(nums(1); |p| imported_inside, imported_inside_value_and_grad, imported_inside_grad, imported_inside_vjp; (p[0]));
}
#[differentiate]
fn options_bound(x: f64) -> f64 {
    let Some(y) = Some(x) else { return 0.0 };
    let z = Some(y * 2.0).map(|v| v + 1.0).unwrap_or(0.0);
    if let Some(w) = (z > 0.0).then_some(z) { w * y } else { y }
}
#[test]
fn t_options_bound() {
    every!(nums(1); |p| options_bound, options_bound_value_and_grad, options_bound_grad, options_bound_vjp; (p[0]));
}
#[differentiate]
fn functions_of_one_float(x: f64) -> f64 {
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
fn t_functions_of_one_float() {
    every!([0.6]; |p| functions_of_one_float, functions_of_one_float_value_and_grad, functions_of_one_float_grad, functions_of_one_float_vjp; (p[0]));
}
#[differentiate]
fn functions_of_two_floats(x: f64, y: f64) -> f64 {
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
fn t_functions_of_two_floats() {
    every!([0.61, 0.35]; |p| functions_of_two_floats, functions_of_two_floats_value_and_grad, functions_of_two_floats_grad, functions_of_two_floats_vjp; (p[0], p[1]));
}
