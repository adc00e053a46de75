//! Slopes that are ordinary numbers where the arguments, the values or the cotangents are not, and limits that are numbers.

use crate::common::{assert_close, derivative};
use differentiate::{Float, differentiate, gelu, logsumexp, norm_squared, sigmoid, silu, softmax};

const INF: f64 = f64::INFINITY;

#[track_caller]
fn near(ours: f64, right: f64) {
    assert!((ours - right).abs() <= 1e-13 * right.abs(), "{ours:e} is not {right:e}");
}

mod remainders {
    use super::*;

    #[differentiate]
    fn phase(t: f64, period: f64) -> f64 {
        t % period
    }

    #[differentiate]
    fn assigned(t: f64, period: f64) -> f64 {
        let mut r = t * t;
        r %= period;
        r * 2.0
    }

    #[differentiate]
    fn euclidean(t: f64, period: f64) -> f64 {
        t.rem_euclid(period)
    }

    #[differentiate]
    fn wrapped<T: Float>(angle: T, turn: T) -> T {
        (angle % turn + turn) % turn
    }

    /// 1.0 / 0.2 is rounded to 5, and the remainder is 0.2, less 4e-17.
    #[test]
    fn the_quotient_is_that_of_the_value() {
        assert_eq!(phase_grad(1.0, 0.2), (1.0, -4.0));
        assert_eq!(phase_grad(1.0, 0.1), (1.0, -9.0));
        assert_eq!(phase_grad(-1.0, 0.2), (1.0, 4.0));
        assert_eq!(phase_grad(1.0, INF), (1.0, 0.0));
        assert_eq!(assigned_grad(1.0, 0.2), (4.0, -8.0));
        assert_eq!(euclidean_grad(1.0, 0.2), (1.0, -4.0));
        assert_eq!(euclidean_grad(-1.0, 0.2), (1.0, 5.0));
        // The remainder is so little below 0 that the value is rounded up to the divisor.
        assert_eq!((euclidean(-1e-20, 1.0), euclidean_grad(-1e-20, 1.0)), (1.0, (1.0, 1.0)));
    }

    #[test]
    fn every_quotient_belongs_to_its_value() {
        for n in 1..200 {
            let (t, p) = (f64::from(n) * 0.1, 0.1 + f64::from(n % 7) * 0.05);
            for t in [t, -t] {
                let (_, dp) = phase_grad(t, p);
                near(t + dp * p + 1.0, phase(t, p) + 1.0);
                let (_, dp) = euclidean_grad(t, -p);
                near(t - dp * p + 1.0, euclidean(t, -p) + 1.0);
            }
        }
    }

    #[test]
    fn an_angle_within_a_turn() {
        for (angle, turn) in [(7.3, 2.1), (-7.3, 2.1), (0.4, 2.1)] {
            let (da, dt) = wrapped_grad(angle, turn);
            near(da, derivative(|a| wrapped(a, turn), angle).round());
            near(dt, derivative(|t| wrapped(angle, t), turn).round());
            let (da32, dt32) = wrapped_grad(angle as f32, turn as f32);
            assert_eq!((f64::from(da32), f64::from(dt32)), (da, dt));
        }
    }
}

mod far_out {
    use super::*;

    #[differentiate]
    fn hyperbolic<T: Float>(x: T) -> T {
        x.tanh()
    }

    #[differentiate]
    fn logistic(x: f64) -> f64 {
        sigmoid(x)
    }

    #[differentiate]
    fn grown(x: f64) -> f64 {
        x.exp_m1()
    }

    #[differentiate]
    fn two_classes(x: [f64; 2]) -> f64 {
        softmax(&x)[0]
    }

    #[differentiate]
    fn arc(x: f64) -> f64 {
        x.atan() + x.asinh()
    }

    #[test]
    fn a_value_rounded_to_its_limit_has_a_slope() {
        near(hyperbolic_grad(22.0_f64), 3.112_452_896_453_518e-19);
        near(hyperbolic_grad(-300.0_f64), 4.0 * (-600.0_f64).exp());
        for x in [0.0, 0.3, -1.0, 1.47, 1.48, -2.0, 5.0] {
            near(hyperbolic_grad(x), 1.0 / x.cosh() / x.cosh());
        }
        assert!((hyperbolic_grad(10.0_f32) / 8.244_614e-9 - 1.0).abs() < 1e-6);
        near(logistic_grad(38.0), (-38.0_f64).exp());
        near(logistic_grad(-38.0), (-38.0_f64).exp());
        near(grown_grad(-40.0), (-40.0_f64).exp());
        near(grown_grad(-0.7), (-0.7_f64).exp());
        near(grown_grad(0.5), 0.5_f64.exp());
        near(two_classes_grad([50.0, 0.0])[0], (-50.0_f64).exp());
        near(two_classes_grad([50.0, 0.0])[1], -(-50.0_f64).exp());
        near(arc_grad(1e150), 1e-150);
    }
}

mod products_and_quotients {
    use super::*;

    #[differentiate(vjp)]
    fn length(x: f32, y: f32) -> f32 {
        x.hypot(y)
    }

    #[differentiate(vjp)]
    fn divided(a: f64, b: f64) -> f64 {
        a / b
    }

    #[differentiate(vjp)]
    fn angle(y: f64, x: f64) -> f64 {
        y.atan2(x)
    }

    #[test]
    fn a_product_that_is_a_number_is_not_lost_on_the_way() {
        let (dx, dy) = length_vjp(1e-15, 1e-15, 1e-31);
        assert!((dx / 7.071_068e-32 - 1.0).abs() < 1e-6 && dx == dy);
        near(divided_vjp(1e17, 1e5, 1e299).1, -1e306);
        near(divided_vjp(1e17, 1e5, 1e299).0, 1e294);
        near(angle_vjp(3e-300, 4e-300, 1e-20).0, 1e-20 * 0.16e300);
        near(angle_vjp(3e200, 4e200, 1e10).1, -1e10 * 0.12e-200);
    }
}

mod powers {
    use super::*;

    #[differentiate]
    fn power(x: f64, n: i32) -> f64 {
        x.powi(n)
    }

    #[differentiate]
    fn least(x: f64) -> f64 {
        x.powi(i32::MIN) + x.powi(-2147483648)
    }

    #[differentiate]
    fn sum_of_powers(x: f64) -> f64 {
        (0..4).map(|n| x.powi(n)).sum()
    }

    #[differentiate]
    fn exponent(x: f64, p: f64) -> f64 {
        x.powf(p)
    }

    #[test]
    fn the_least_exponent() {
        assert_eq!(power_grad(2.0, i32::MIN), 0.0);
        assert_eq!(power_grad(1.0, i32::MIN), f64::from(i32::MIN));
        assert_eq!(power_grad(0.5, i32::MIN), -INF);
        assert_eq!(power_grad(2.0, i32::MIN + 1), 0.0);
        assert_eq!(least_grad(2.0), 0.0);
        assert_eq!(power_grad(3.0, 4), 108.0);
        assert_eq!(sum_of_powers_grad(2.0), 1.0 + 4.0 + 12.0);
    }

    #[test]
    fn an_infinite_base() {
        assert_eq!(exponent_grad(INF, -1.0), (0.0, 0.0));
        assert_eq!(exponent_grad(INF, 1.0), (1.0, INF));
        assert_eq!(exponent_grad(0.0, 2.0), (0.0, 0.0));
        assert_eq!(exponent_grad(0.0, -1.0).1, -INF);
    }
}

mod single_precision {
    use super::*;

    #[differentiate]
    fn scaled(x: f64) -> f64 {
        let y = x as f32;
        (y * 0.3) as f64
    }

    #[differentiate]
    fn scaled_twice(x: f64) -> f64 {
        let y = x as f32;
        (y * 0.1 * 0.7) as f64 * 3.0
    }

    #[differentiate]
    fn generic<T: Float>(x: T) -> T {
        x * T::from_f64(0.1) * T::from_f64(0.7)
    }

    #[differentiate]
    fn logistic(x: f32) -> f32 {
        1.0 / (1.0 + (-x).exp())
    }

    #[differentiate]
    fn hyperbolic_secant(x: f64) -> f64 {
        1.0 / x.cosh() + 1.0 / (2.0 + x.exp2()) + 1.0 / (3.0 + x.exp_m1())
    }

    #[test]
    fn a_constant_has_the_digits_of_its_type() {
        assert_eq!(scaled_grad(1.0), f64::from(0.3_f32));
        assert_eq!(scaled_vjp(1.0, 1.0), f64::from(0.3_f32));
        assert_eq!(scaled_value_and_grad(1.0), (f64::from(0.3_f32), f64::from(0.3_f32)));
        let (slope, cotangent) = (scaled_twice_grad(1.0), scaled_twice_vjp(1.0, 1.0));
        assert_eq!((slope, slope), (f64::from(3.0_f32 * 0.7 * 0.1), cotangent));
        assert_eq!((generic_grad(1.0_f32), generic_grad(1.0_f64)), (0.7 * 0.1, 0.7 * 0.1));
    }

    #[test]
    fn an_exponential_that_overflows_under_a_fraction() {
        assert_eq!((logistic(-95.0), logistic_grad(-95.0)), (0.0, 0.0));
        for x in [-20.0_f32, -3.0, 0.0, 2.5] {
            let y = logistic(x);
            assert!((logistic_grad(x) - y * (1.0 - y)).abs() < 1e-6);
        }
        assert_eq!(hyperbolic_secant_grad(2000.0), 0.0);
    }
}

mod roots_of_sums {
    use super::*;

    #[differentiate]
    fn length(v: &[f64]) -> f64 {
        norm_squared(v).sqrt()
    }

    #[differentiate]
    fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
        let d = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
        (d[0] * d[0] + d[1].powi(2) + d[2] * d[2]).sqrt()
    }

    #[differentiate]
    fn looped(a: &[f64], b: &[f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..a.len() {
            let d = a[i] - b[i];
            sum += d * d;
        }
        sum.sqrt()
    }

    #[differentiate]
    fn deviation(v: &[f64]) -> f64 {
        let n = v.len() as f64;
        let mean = v.iter().sum::<f64>() / n;
        (v.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt()
    }

    #[differentiate]
    fn sample_deviation<T: Float>(v: &[T]) -> T {
        let n = T::from_usize(v.len());
        let mean = v.iter().copied().sum::<T>() / n;
        let mut squares = T::ZERO;
        for x in v {
            squares += (*x - mean) * (*x - mean);
        }
        (squares / (n - T::ONE)).sqrt()
    }

    #[differentiate]
    fn squared(a: &[f64], b: &[f64]) -> f64 {
        a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
    }

    #[differentiate]
    fn square<T: Float>(x: T) -> T {
        x * x
    }

    #[differentiate]
    fn by_others(a: &[f64], b: &[f64]) -> f64 {
        squared(a, b).sqrt() + (square(a[0] - b[0]) + square(a[1] - b[1])).sqrt()
    }

    #[differentiate(grad, wrt(w))]
    fn without_weight(w: f64, x: f64) -> f64 {
        let y = w * x;
        ((y * y).sqrt() - 2.0).powi(2)
    }

    #[differentiate]
    fn some(v: &[f64], all: bool) -> f64 {
        let mut sum = 0.0;
        for x in v {
            if all || *x > 0.0 {
                sum += 0.5 * x * x;
            }
        }
        (2.0 * sum).sqrt()
    }

    /// Not a sum: 0 where the two are equal, with an infinite slope.
    #[differentiate]
    fn difference(a: f64, b: f64) -> f64 {
        (a * a - b * b).sqrt()
    }

    #[differentiate]
    fn weighted(w: f64, x: f64) -> f64 {
        (w * (x * x)).sqrt()
    }

    #[test]
    fn the_subgradient_of_least_norm_at_the_origin() {
        assert_eq!(length_grad(&[0.0, 0.0]), [0.0, 0.0]);
        assert_close(length_grad(&[3.0, 0.0, 4.0]).try_into().unwrap(), [0.6, 0.0, 0.8]);
        assert_eq!(distance_grad([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]), ([0.0; 3], [0.0; 3]));
        assert_close(distance_grad([3.0, 0.0, 4.0], [0.0; 3]).0, [0.6, 0.0, 0.8]);
        assert_close(distance_grad([3.0, 0.0, 4.0], [0.0; 3]).1, [-0.6, 0.0, -0.8]);
        assert_eq!(looped_grad(&[1.0, 2.0], &[1.0, 2.0]), (vec![0.0; 2], vec![0.0; 2]));
        assert_close(looped_grad(&[3.0, 4.0], &[0.0, 0.0]).0.try_into().unwrap(), [0.6, 0.8]);
        assert_eq!(by_others_grad(&[1.0, 2.0], &[1.0, 2.0]), (vec![0.0; 2], vec![0.0; 2]));
        assert_close(by_others_grad(&[3.0, 4.0], &[0.0, 0.0]).0.try_into().unwrap(), [1.2, 1.6]);
        assert_eq!(deviation_grad(&[3.0, 3.0]), [0.0, 0.0]);
        assert_close(deviation_grad(&[1.0, 3.0]).try_into().unwrap(), [-0.5, 0.5]);
        assert_eq!(sample_deviation_grad(&[3.0_f32, 3.0, 3.0]), [0.0; 3]);
        assert_eq!(some_grad(&[0.0, -1.0], false), [0.0, 0.0]);
        assert_eq!(some_grad(&[0.0, -1.0], true), [0.0, -1.0]);
    }

    #[test]
    fn what_a_parameter_does_not_reach_is_zero() {
        assert_eq!(without_weight_grad(1.0, 0.0), 0.0);
        assert_eq!(without_weight_grad(1.5, 2.0), 2.0 * (3.0 - 2.0) * 2.0);
    }

    #[test]
    fn other_roots_keep_their_infinite_slope() {
        let (da, db) = difference_grad(2.0, 2.0);
        assert_eq!((da, db), (INF, -INF));
        assert_eq!(weighted_grad(0.0, 2.0).0, INF);
    }
}

mod infinite_arguments {
    use super::*;

    #[differentiate]
    fn units(x: f64) -> f64 {
        silu(x) + gelu(x)
    }

    #[differentiate]
    fn length(x: f64, y: f64) -> f64 {
        x.hypot(y)
    }

    #[differentiate]
    fn angle(y: f64, x: f64) -> f64 {
        y.atan2(x)
    }

    #[differentiate]
    fn log_of_sum(a: &[f64]) -> f64 {
        logsumexp(a)
    }

    #[differentiate]
    fn generic<T: Float>(x: T, y: T) -> T {
        x.hypot(y) + y.atan2(x)
    }

    #[test]
    fn limits() {
        assert_eq!((units_grad(INF), units_grad(-INF)), (2.0, 0.0));
        assert_eq!(log_of_sum_grad(&[1.0, INF]), [0.0, 1.0]);
        assert_eq!(length_grad(INF, 1.0), (1.0, 0.0));
        assert_eq!(length_grad(1.0, -INF), (0.0, -1.0));
        assert_eq!(length_grad(-INF, 0.0), (-1.0, 0.0));
        // The value overflows, its slope does not.
        let (dx, dy) = length_grad(1.5e308, -1.5e308);
        near(dx, std::f64::consts::FRAC_1_SQRT_2);
        near(dy, -std::f64::consts::FRAC_1_SQRT_2);
        let (dx, dy) = length_grad(INF, INF);
        assert!(dx.is_nan() && dy.is_nan(), "it depends on the way there");
        for (y, x) in [(1.0, INF), (1.0, -INF), (INF, 1.0), (-INF, 0.0), (INF, INF), (INF, -INF)] {
            assert_eq!(angle_grad(y, x), (0.0, 0.0));
        }
        assert!(angle_grad(f64::NAN, INF).0.is_nan());
        assert_eq!(generic_grad(f32::INFINITY, 1.0), (1.0, 0.0));
    }
}
