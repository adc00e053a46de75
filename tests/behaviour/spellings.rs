//! Ordinary spellings of what can also be said in other words.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

/// The names in capitals that books give to functions.
mod capital_names {
    use super::*;

    #[allow(non_snake_case)]
    #[differentiate]
    pub fn F(t: f64) -> f64 {
        0.5 + 2.0 * t
    }

    #[differentiate]
    fn capital_name(t: f64) -> f64 {
        F(t) * F(t)
    }

    #[allow(non_snake_case)]
    pub mod distributions {
        use differentiate::differentiate;

        /// Not quite the normal distribution.
        #[differentiate]
        pub fn Phi(x: f64) -> f64 {
            1.0 / (1.0 + (-1.702 * x).exp())
        }

        #[differentiate]
        pub fn N(x: &[f64], k: usize) -> f64 {
            x[k] * x[k] - x[0]
        }
    }

    #[differentiate]
    fn in_a_module(x: &[f64]) -> f64 {
        use distributions::Phi;
        let sums: f64 = x.iter().map(|v| Phi(*v)).sum();
        let mapped: Vec<f64> = x.iter().copied().map(Phi).collect();
        sums * mapped[0] + distributions::N(x, 1)
    }

    #[test]
    fn capitals() {
        assert_eq!(capital_name_grad(1.0), 10.0);
        every!([0.7]; |p| capital_name, capital_name_value_and_grad, capital_name_grad, capital_name_vjp; (p[0]));
        every!([0.7, -0.3, 1.1]; |p| in_a_module, in_a_module_value_and_grad, in_a_module_grad, in_a_module_vjp; (p));
    }
}

mod inside_ranges {
    use super::*;
    use crate::check::*;

    #[differentiate]
    fn inside_a_range(x: f64) -> f64 {
        if (-1.0..=1.0).contains(&x) { x * x } else { 2.0 * x }
    }

    #[test]
    fn a_closed_range() {
        for (x, slope) in [(0.25, 0.5), (3.0, 2.0), (1.0, 2.0), (-1.0, -2.0), (-1.5, 2.0)] {
            assert_eq!(inside_a_range_grad(x), slope);
        }
        assert_eq!(inside_a_range_grad(f64::NAN), 2.0);
        every!([0.25]; |p| inside_a_range, inside_a_range_value_and_grad, inside_a_range_grad, inside_a_range_vjp; (p[0]));
    }

    #[differentiate]
    fn half_open(x: f64, from: f64, to: f64) -> f64 {
        let inside = (from..to).contains(&x);
        let below = (..from).contains(&x);
        let small = !(1e3..).contains(&x) && (..=1e3).contains(&x);
        if inside && small {
            x * to
        } else if below {
            x * from
        } else {
            x + from + to
        }
    }

    #[test]
    fn half_open_ranges() {
        assert_eq!(half_open_grad(1.0, 1.0, 2.0), (2.0, 0.0, 1.0));
        assert_eq!(half_open_grad(2.0, 1.0, 2.0), (1.0, 1.0, 1.0));
        assert_eq!(half_open_grad(0.5, 1.0, 2.0), (1.0, 0.5, 0.0));
        assert_eq!(half_open_grad(1e3, 1.0, 2e3), (1.0, 1.0, 1.0));
        assert_eq!(half_open_grad(1.0, f64::NAN, 2.0), (1.0, 1.0, 1.0));
        for x in [1.5, 0.3, 2.6] {
            every!([x, 1.0, 2.0]; |p| half_open, half_open_value_and_grad, half_open_grad, half_open_vjp; (p[0], p[1], p[2]));
        }
    }

    #[differentiate]
    fn of_integers(x: &[f64], window: usize) -> f64 {
        let mut s = 0.0;
        let near = 1..x.len() - 1;
        for (i, v) in x.iter().enumerate() {
            let inner = near.contains(&i);
            if (window..window + 2).contains(&i) && inner {
                s += v * v;
            } else if !(0..=x.len() / 2).contains(&i) {
                s -= v;
            }
        }
        s
    }

    #[test]
    fn ranges_of_integers() {
        assert_eq!(of_integers_grad(&[1.0, 2.0, 3.0, 4.0], 1), [0.0, 4.0, 6.0, -1.0]);
        every!(nums(7); |p| of_integers, of_integers_value_and_grad, of_integers_grad, of_integers_vjp; (p, 2));
    }

    #[differentiate]
    fn counted(x: &[f64], y: f32) -> f64 {
        let unit = 0.0..1.0;
        let inside: f64 = x.iter().filter(|v| unit.contains(*v)).sum();
        let low = x.iter().filter(|&&v| (-1.0..0.0).contains(&v)).count();
        let z: f64 = y.into();
        inside * low as f64 + z * z
    }

    #[test]
    fn in_closures() {
        assert_eq!(counted_grad(&[0.5, -0.5, 0.25, 1.0], 2.0), (vec![1.0, 0.0, 1.0, 0.0], 4.0));
        let (x, y) = ([0.5, -0.5, -0.25, 1.0], 0.5);
        let theirs = derivative(|v| counted(&[v, -0.5, -0.25, 1.0], y), x[0]);
        assert!((counted_grad(&x, y).0[0] - theirs).abs() < 1e-9);
    }
}

mod type_in_angle_brackets {
    use super::*;
    use crate::check::*;

    #[differentiate]
    fn associated(x: f64, y: f64) -> f64 {
        <f64>::sqrt(x) * <f64>::max(x, y) + <f64>::powi(y, 3) * <f64>::from(x)
    }

    #[differentiate]
    fn folded(x: &[f64]) -> f64 {
        x.iter().copied().map(<f64>::exp).fold(<f64>::NEG_INFINITY, <f64>::max)
    }

    #[differentiate]
    fn single(x: f32, y: f32) -> f32 {
        <f32>::max(x, y) * <f32>::abs(y)
    }

    #[test]
    fn types() {
        assert_eq!(associated_grad(4.0, 2.0), (0.25 * 4.0 + 2.0 + 8.0, 12.0 * 4.0));
        every!([4.0, 2.0]; |p| associated, associated_value_and_grad, associated_grad, associated_vjp; (p[0], p[1]));
        every!(nums(4); |p| folded, folded_value_and_grad, folded_grad, folded_vjp; (p));
        assert_eq!(single_grad(3.0, -2.0), (2.0, -3.0));
    }
}

mod later_by_pattern {
    use super::*;
    use crate::check::*;

    #[differentiate]
    fn two_values_later(x: f64) -> f64 {
        let (mut a, b): (f64, f64);
        b = x * x;
        a = b + 1.0;
        a *= b;
        a
    }

    #[differentiate]
    fn in_either_arm(x: f64, y: f64) -> f64 {
        let (a, [p, q]);
        let (mut n, _): (usize, f64);
        n = 2;
        if x > y {
            (a, [p, q]) = (x, [x * x, 3.0]);
            n += 1;
        } else {
            a = 1.0;
            p = y;
            q = x;
        }
        a * p + q * n as f64
    }

    #[differentiate]
    fn in_a_loop(x: &[f64]) -> f64 {
        let mut s = 0.0;
        for v in x {
            let [low, high]: [f64; 2];
            if *v < 0.0 { [low, high] = [*v, 1.0] } else { (low, high) = (-1.0, *v) }
            s += low * high * high;
        }
        s
    }

    #[test]
    fn patterns() {
        assert_eq!(two_values_later_grad(2.0), 36.0);
        every!([0.6]; |p| two_values_later, two_values_later_value_and_grad, two_values_later_grad, two_values_later_vjp; (p[0]));
        assert_eq!(in_either_arm_grad(3.0, 2.0), (27.0, 0.0));
        assert_eq!(in_either_arm_grad(1.0, 2.0), (2.0, 1.0));
        every!([3.0, 2.0]; |p| in_either_arm, in_either_arm_value_and_grad, in_either_arm_grad, in_either_arm_vjp; (p[0], p[1]));
        every!(nums(5); |p| in_a_loop, in_a_loop_value_and_grad, in_a_loop_grad, in_a_loop_vjp; (p));
    }
}

mod conditions_that_assign {
    use super::*;

    #[differentiate]
    fn assigned_in_a_condition(x: f64, n: usize) -> f64 {
        let mut s = x;
        if n > 1 && { s *= x; s > 1.0 } { s * 3.0 } else { s }
    }

    #[differentiate]
    fn assigned_in_an_alternative(x: f64, y: f64) -> f64 {
        let (mut s, mut k) = (x, 1);
        let enough = x > 2.0 || { s += y; k += 1; s > 2.0 } || { s *= y; false };
        if enough { s * k as f64 } else { -s }
    }

    #[differentiate]
    fn assigned_in_a_while(x: f64, n: usize) -> f64 {
        let (mut s, mut k) = (x, 0);
        while k < n && { s *= x; k += 1; s < 10.0 } {
            s += 0.5;
        }
        s
    }

    #[differentiate]
    fn element_assigned(x: &[f64]) -> f64 {
        let mut best = [0.0; 2];
        let mut at = 0;
        for v in x {
            if *v > 0.0 && { best[at] += v * v; best[at] > 1.0 } && at < 1 {
                at += 1;
            }
        }
        best[0] * best[1] + best[1]
    }

    #[test]
    fn conditions() {
        assert_eq!(assigned_in_a_condition_grad(2.0, 2), 12.0);
        assert_eq!(assigned_in_a_condition_grad(2.0, 1), 1.0);
        assert_eq!(assigned_in_a_condition_grad(0.5, 2), 1.0);
        for n in 0..3 {
            every!([1.3]; |p| assigned_in_a_condition, assigned_in_a_condition_value_and_grad, assigned_in_a_condition_grad, assigned_in_a_condition_vjp; (p[0], n));
        }
        assert_eq!(assigned_in_an_alternative_grad(3.0, 1.0), (1.0, 0.0));
        assert_eq!(assigned_in_an_alternative_grad(1.5, 1.0), (2.0, 2.0));
        assert_eq!(assigned_in_an_alternative_grad(0.5, 1.0), (-1.0, -2.5));
        for x in [2.5, 1.5, 0.5] {
            every!([x, 1.0]; |p| assigned_in_an_alternative, assigned_in_an_alternative_value_and_grad, assigned_in_an_alternative_grad, assigned_in_an_alternative_vjp; (p[0], p[1]));
        }
        for x in [1.3, 0.4, 3.0] {
            every!([x]; |p| assigned_in_a_while, assigned_in_a_while_value_and_grad, assigned_in_a_while_grad, assigned_in_a_while_vjp; (p[0], 5));
        }
        every!([0.4, -0.3, 1.2, 0.7, -2.0, 0.6]; |p| element_assigned, element_assigned_value_and_grad, element_assigned_grad, element_assigned_vjp; (p));
    }
}
