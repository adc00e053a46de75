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
    fn of_wide_integers(x: f64, y: f64) -> f64 {
        fn low() -> i64 {
            -2
        }
        const HIGH: i64 = 3;
        let r = low()..=HIGH;
        let mut s = x;
        for k in r.clone() {
            if r.contains(&(k + 4)) {
                s = s * y + (k - 1) as f64;
            } else {
                break;
            }
        }
        s * (*r.end() - *r.start()) as f64
    }

    #[test]
    fn a_range_that_is_asked_for_a_sum() {
        // (x y² - 3 y - 2) · 5, as only -2 + 4 and -1 + 4 are inside.
        assert_eq!(of_wide_integers_value_and_grad(2.0, 3.0), (35.0, (45.0, 45.0)));
        check!([0.7, 1.3]; |p| of_wide_integers, of_wide_integers_value_and_grad; (p[0], p[1]));
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

    #[differentiate]
    fn in_bands(x: &[f64], mid: f64, w: f64) -> f64 {
        let band = mid - w..mid + w;
        let outer = (mid - 2.0 * w)..=mid + 2.0 * w;
        let all = 0..x.len();
        let beyond = |y: f64| !outer.clone().contains(&y);
        let mut s = 0.0;
        for i in all {
            if band.contains(&x[i]) {
                s += x[i] * w;
            } else if outer.contains(&x[i]) {
                s += mid;
            } else if beyond(x[i] - 1.0) {
                s -= w * x[i];
            }
        }
        s
    }

    #[test]
    fn bound_to_names() {
        assert_eq!(in_bands_grad(&[0.5, 2.0, 9.0], 1.0, 0.75), (vec![0.75, 0.0, -0.75], 1.0, -8.5));
        every!([0.3, 1.9, -0.4, 2.6, 0.9, 0.8]; |p| in_bands, in_bands_value_and_grad, in_bands_grad, in_bands_vjp; (&p[..4], p[4], p[5]));
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
            if *v < 0.0 {
                [low, high] = [*v, 1.0]
            } else {
                (low, high) = (-1.0, *v)
            }
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
        if n > 1 && {
            s *= x;
            s > 1.0
        } {
            s * 3.0
        } else {
            s
        }
    }

    #[differentiate]
    fn assigned_in_an_alternative(x: f64, y: f64) -> f64 {
        let (mut s, mut k) = (x, 1);
        let enough = x > 2.0
            || {
                s += y;
                k += 1;
                s > 2.0
            }
            || {
                s *= y;
                false
            };
        if enough { s * k as f64 } else { -s }
    }

    #[differentiate]
    fn assigned_in_a_while(x: f64, n: usize) -> f64 {
        let (mut s, mut k) = (x, 0);
        while k < n && {
            s *= x;
            k += 1;
            s < 10.0
        } {
            s += 0.5;
        }
        s
    }

    #[differentiate]
    fn left_in_a_condition(x: f64, n: usize) -> f64 {
        let (mut y, mut k) = (x, 0);
        while {
            k += 1;
            if k > n {
                return y * x;
            }
            y > 1.0 && (k < 20 || panic!("it does not converge"))
        } {
            y *= 0.5 * x.sin();
        }
        y + x
    }

    #[differentiate]
    fn element_assigned(x: &[f64]) -> f64 {
        let mut best = [0.0; 2];
        let mut at = 0;
        for v in x {
            if *v > 0.0
                && {
                    best[at] += v * v;
                    best[at] > 1.0
                }
                && at < 1
            {
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
        assert_eq!(left_in_a_condition_grad(0.5, 3), 2.0);
        assert_eq!(left_in_a_condition_grad(2.5, 0), 5.0);
        for n in 0..4 {
            every!([1.5]; |p| left_in_a_condition, left_in_a_condition_value_and_grad, left_in_a_condition_grad, left_in_a_condition_vjp; (p[0], n));
            every!([7.3]; |p| left_in_a_condition, left_in_a_condition_value_and_grad, left_in_a_condition_grad, left_in_a_condition_vjp; (p[0], n));
        }
        every!([0.4, -0.3, 1.2, 0.7, -2.0, 0.6]; |p| element_assigned, element_assigned_value_and_grad, element_assigned_grad, element_assigned_vjp; (p));
    }
}

mod labelled_blocks {
    use super::*;

    #[differentiate]
    fn value_of_a_block(x: f64, y: f64) -> f64 {
        let s = 'a: {
            if x > 1.0 {
                break 'a x * y;
            }
            if y > 1.0 {
                break 'a y * y;
            }
            x
        };
        s * y
    }

    #[differentiate]
    fn checks(x: f64, n: usize) -> f64 {
        let mut y = x;
        'checks: {
            y *= 2.0;
            if n < 1 {
                break 'checks;
            }
            y *= x;
            if n < 2 {
                break 'checks;
            }
            y += x.sin();
        }
        y * y
    }

    #[differentiate]
    fn found(x: &[f64], low: f64) -> f64 {
        let hit = 'found: {
            for (i, v) in x.iter().enumerate() {
                for w in &x[i + 1..] {
                    if v * w > low {
                        break 'found v * w * w;
                    }
                }
            }
            -low
        };
        hit * x[0]
    }

    #[differentiate]
    fn every_way_out(x: &[f64]) -> f64 {
        let mut s = 0.5;
        'all: for v in x {
            let t = 'b: {
                if *v < 0.0 {
                    continue 'all;
                }
                if *v > 5.0 {
                    break 'all;
                }
                if *v > 1.0 {
                    break 'b v * v;
                }
                if *v == 0.5 {
                    return s * s;
                }
                v * s
            };
            s += t;
        }
        s * x[0]
    }

    #[differentiate]
    fn nested(x: &[f64], n: usize) -> f64 {
        'outer: {
            let a = 'inner: {
                if n == 0 {
                    break 'outer x[0] * x[1];
                }
                let k = match n {
                    1 => break 'inner x[0] + x[1],
                    2 => break 'outer x[1],
                    k => k,
                };
                k as f64 * x[0]
            };
            if a > 1.0 {
                break 'outer a * a;
            }
            a * x[1]
        }
    }

    #[differentiate]
    fn in_an_operand(x: f64, y: f64) -> f64 {
        1.0 + x * 'a: { if y > 0.0 { break 'a y.sin() } else { 2.0 * y } }
    }

    #[differentiate]
    fn of_an_option(x: &[f64]) -> f64 {
        let best = 'search: {
            for v in x {
                if *v > 1.0 {
                    break 'search Some(v * v);
                }
            }
            None
        };
        best.unwrap_or(x[0]) * x[1]
    }

    #[differentiate]
    fn changes_in_place(x: &[f64], n: usize) -> f64 {
        let mut v = x.to_vec();
        'a: {
            v[0] *= v[1];
            for i in 1..v.len() {
                if i == n {
                    break 'a;
                }
                v[i] *= v[i - 1];
            }
            v.push(2.0 * x[0]);
        }
        v.iter().sum()
    }

    #[test]
    fn blocks() {
        assert_eq!(value_of_a_block_grad(2.0, 3.0), (9.0, 12.0));
        assert_eq!(value_of_a_block_grad(0.5, 3.0), (0.0, 27.0));
        assert_eq!(value_of_a_block_grad(0.5, 0.25), (0.25, 0.5));
        for at in [[2.0, 3.0], [0.5, 3.0], [0.5, 0.25]] {
            every!(at; |p| value_of_a_block, value_of_a_block_value_and_grad, value_of_a_block_grad, value_of_a_block_vjp; (p[0], p[1]));
        }
        // (2 x)², (2 x²)²
        assert_eq!(checks_grad(3.0, 0), 24.0);
        assert_eq!(checks_grad(3.0, 1), 16.0 * 27.0);
        for n in 0..3 {
            every!([0.7]; |p| checks, checks_value_and_grad, checks_grad, checks_vjp; (p[0], n));
        }
        assert_eq!(found_grad(&[2.0, 3.0], 1.0), (vec![2.0 * 2.0 * 9.0, 2.0 * 4.0 * 3.0], 0.0));
        assert_eq!(found_grad(&[2.0, 3.0], 7.0), (vec![-7.0, 0.0], -2.0));
        for low in [0.1, 0.5, 9.0] {
            every!([0.4, 0.9, -0.5, 1.1, low]; |p| found, found_value_and_grad, found_grad, found_vjp; (&p[..4], p[4]));
        }
    }

    #[test]
    fn ways_out() {
        assert_eq!(every_way_out_grad(&[2.0, -1.0, 0.25]), [15.625, 0.0, 9.0]);
        for at in [[2.0, -1.0, 0.25, 0.3], [0.25, 0.75, 6.0, 0.5], [1.5, 0.6, -0.2, 7.0]] {
            every!(at; |p| every_way_out, every_way_out_value_and_grad, every_way_out_grad, every_way_out_vjp; (p));
        }
        // At a half it returns, so that the value is not continuous there; the gradient is that of the square.
        assert_eq!(every_way_out_grad(&[2.0, 0.5, 1.0]), [2.0 * 4.5 * 4.0, 0.0, 0.0]);
        for n in 0..5 {
            every!([0.4, 0.9]; |p| nested, nested_value_and_grad, nested_grad, nested_vjp; (p, n));
        }
        assert_eq!(nested_grad(&[2.0, 3.0], 1), [10.0, 10.0]);
        assert_eq!(nested_grad(&[2.0, 3.0], 2), [0.0, 1.0]);
        for y in [0.7, -0.7] {
            every!([0.4, y]; |p| in_an_operand, in_an_operand_value_and_grad, in_an_operand_grad, in_an_operand_vjp; (p[0], p[1]));
        }
        for at in [[0.4, 0.9, 2.0], [0.4, 0.9, 0.7], [1.4, 3.0, 2.0]] {
            every!(at; |p| of_an_option, of_an_option_value_and_grad, of_an_option_grad, of_an_option_vjp; (p));
        }
        assert_eq!(of_an_option_grad(&[0.5, 2.0]), [0.0, 12.0]);
        for n in 1..5 {
            every!([0.4, 0.9, 2.0]; |p| changes_in_place, changes_in_place_value_and_grad, changes_in_place_grad, changes_in_place_vjp; (p, n));
        }
    }
}

mod let_chains {
    use super::*;

    #[differentiate]
    fn first_if_positive(x: &[f64]) -> f64 {
        if let Some(v) = x.first()
            && *v > 0.0
        {
            v * v
        } else {
            0.0
        }
    }

    #[differentiate]
    fn or_the_sum(x: &[f64]) -> f64 {
        let top = if let Some(v) = x.last()
            && v * v > 1.0
        {
            v * v * v
        } else {
            x.iter().sum()
        };
        top * x[0]
    }

    #[differentiate]
    fn without_else(x: &[f64], n: usize) -> f64 {
        let mut s = x[0];
        if n > 0
            && let Some(v) = x.get(n)
            && *v > 0.0
            && let Some(w) = x.get(n + 1)
        {
            s += v * w;
            if *w < 0.0 {
                return s * s;
            }
        }
        s * x[1]
    }

    #[differentiate]
    fn several(x: &[f64], y: &[f64], n: usize) -> f64 {
        if n > 2
            && n < 7
            && let Some(a) = x.get(n)
            && let Some(b) = y.get(n)
            && a > b
        {
            a * b
        } else if let Some(c) = x.last()
            && n > 1
        {
            c * c
        } else {
            return x[0];
        }
    }

    #[differentiate]
    fn while_positive(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut s = 0.0;
        while let Some(a) = v.pop()
            && a > 0.0
        {
            if a > 3.0 {
                continue;
            }
            s += a * a;
        }
        s + v.len() as f64 * x[0]
    }

    #[differentiate]
    fn pairs(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut s = 1.0;
        'all: while s < 50.0
            && let Some(a) = v.pop()
            && let Some(b) = v.pop()
        {
            for _ in 0..2 {
                if a * b < 0.0 {
                    continue 'all;
                }
                if a > 2.5 {
                    break 'all;
                }
                s += a * b;
            }
        }
        s
    }

    #[differentiate]
    fn patterns(x: &[f64], mode: Option<usize>) -> f64 {
        let mut s = 0.0;
        for row in x.chunks(2) {
            if let [a, b] = row
                && a > b
            {
                s += a * b;
            } else if let Some(k) = mode
                && k > 1
                && let [a, ..] = row
            {
                s -= k as f64 * a;
            } else {
                for v in row {
                    s += v.sin();
                }
                if s > 3.0 {
                    break;
                }
            }
        }
        s
    }

    /// What the patterns bind is not what is meant otherwise.
    #[differentiate]
    fn shadowed(x: &[f64], v: f64) -> f64 {
        let a = if let Some(v) = x.first()
            && *v > 1.0
        {
            *v * *v
        } else {
            v
        };
        let b = if let Some(v) = x.last()
            && *v > 1.0
        {
            v.sin()
        } else {
            -v
        };
        let mut s = a * b;
        while let Some(s) = x.get(2)
            && *s > 9.0
        {}
        if let Some(s) = x.get(1)
            && let [s, ..] = [s * s]
            && s > 4.0
        {
            return s;
        } else {
            s += v
        }
        s
    }

    #[differentiate]
    fn in_closures(x: &[f64], low: f64) -> f64 {
        let clipped = |i: usize| {
            if let Some(v) = x.get(i)
                && *v > low
            {
                v * v
            } else {
                low * low
            }
        };
        let part = if let Some(v) = x.first()
            && *v > 0.0
        {
            Some(v * low)
        } else {
            None
        };
        (0..4).map(|i| clipped(i) * 0.5).sum::<f64>() + part.unwrap_or(low)
    }

    #[test]
    fn ifs() {
        assert_eq!(first_if_positive_grad(&[3.0, 1.0]), [6.0, 0.0]);
        assert_eq!(first_if_positive_grad(&[-3.0]), [0.0]);
        assert_eq!(first_if_positive_grad(&[]), []);
        every!([0.7, 0.1]; |p| first_if_positive, first_if_positive_value_and_grad, first_if_positive_grad, first_if_positive_vjp; (p));
        assert_eq!(or_the_sum_grad(&[1.0, 2.0]), [8.0, 12.0]);
        assert_eq!(or_the_sum_grad(&[1.0, 0.5]), [2.5, 1.0]);
        for x in [2.0, 0.5] {
            every!([1.3, x]; |p| or_the_sum, or_the_sum_value_and_grad, or_the_sum_grad, or_the_sum_vjp; (p));
        }
        for n in 0..4 {
            for x in [0.6, -0.6] {
                every!([1.3, 0.7, x, 0.4]; |p| without_else, without_else_value_and_grad, without_else_grad, without_else_vjp; (p, n));
            }
        }
        assert_eq!(without_else_grad(&[1.0, 2.0, -0.25], 1), [1.0, -0.25, 2.0]);
        for n in 0..9 {
            for x in [0.6, -0.6] {
                every!([1.3, 0.7, x, 0.4, x + 0.1, 0.2, 0.3, -0.1, -0.3, 0.1]; |p| several, several_value_and_grad, several_grad, several_vjp; (&p[..5], &p[5..], n));
            }
        }
        assert_eq!(shadowed_grad(&[0.5, 1.0, 0.5], 3.0), (vec![0.0, 0.0, 0.0], -5.0));
        for at in [[2.0, 1.0, 0.5, 0.3], [0.5, 1.0, 1.5, 0.3], [0.5, 3.0, 1.5, 0.3]] {
            every!(at; |p| shadowed, shadowed_value_and_grad, shadowed_grad, shadowed_vjp; (&p[..3], p[3]));
        }
        for low in [0.3, 0.9] {
            every!([1.3, 0.7, 0.4, low]; |p| in_closures, in_closures_value_and_grad, in_closures_grad, in_closures_vjp; (&p[..3], p[3]));
            every!([-1.3, 0.7, 0.4, low]; |p| in_closures, in_closures_value_and_grad, in_closures_grad, in_closures_vjp; (&p[..3], p[3]));
        }
    }

    #[test]
    fn loops() {
        assert_eq!(while_positive_grad(&[1.0, -1.0, 4.0, 2.0]), [1.0, 0.0, 0.0, 4.0]);
        for x in [0.3, -0.3] {
            every!([0.4, x, 3.5, 1.2, 0.6]; |p| while_positive, while_positive_value_and_grad, while_positive_grad, while_positive_vjp; (p));
            every!([0.4, 1.3, x, 1.2, 0.6]; |p| pairs, pairs_value_and_grad, pairs_grad, pairs_vjp; (p));
            every!([0.4, 1.3, x, 0.5, 2.6, 0.6, 1.2, 1.1]; |p| pairs, pairs_value_and_grad, pairs_grad, pairs_vjp; (p));
            for mode in [None, Some(1), Some(3)] {
                every!([0.4, 1.3, x, 0.1, 0.9]; |p| patterns, patterns_value_and_grad, patterns_grad, patterns_vjp; (p, mode));
            }
        }
    }
}

/// What is there only in some configurations: these tests run in at least two.
mod configurations {
    use super::*;

    #[differentiate]
    fn checked_when_debugged(x: f64, n: usize) -> f64 {
        let mut y = x;
        #[cfg(debug_assertions)]
        assert!(n < 10, "{n} is too many");
        #[cfg(debug_assertions)]
        let scale = 2.0;
        #[cfg(not(debug_assertions))]
        let scale = 3.0;
        for _ in 0..n {
            #[cfg(target_pointer_width = "64")]
            {
                y *= scale * x;
            }
            #[cfg(not(target_pointer_width = "64"))]
            return y;
        }
        match n {
            #[cfg(not(debug_assertions))]
            0 => x * x,
            #[cfg(debug_assertions)]
            1 => y + x,
            _ => y,
        }
    }

    #[differentiate]
    fn in_the_last_place(x: f64) -> f64 {
        #[cfg(debug_assertions)]
        {
            x.sin()
        }
        #[cfg(not(debug_assertions))]
        {
            x.cos()
        }
    }

    #[differentiate]
    fn calls_them(x: f64) -> f64 {
        in_the_last_place(x) * checked_when_debugged(x, 2)
    }

    #[test]
    fn either() {
        if cfg!(debug_assertions) {
            assert_eq!(in_the_last_place_grad(0.0), 1.0);
            assert_eq!(checked_when_debugged_grad(3.0, 0), 1.0);
            assert_eq!(checked_when_debugged_grad(3.0, 1), 13.0);
            assert!(std::panic::catch_unwind(|| checked_when_debugged_value_and_grad(1.0, 10)).is_err());
        } else {
            assert_eq!(in_the_last_place_grad(0.0), 0.0);
            assert_eq!(checked_when_debugged_grad(3.0, 0), 6.0);
            assert_eq!(checked_when_debugged_grad(3.0, 1), 18.0);
        }
        for n in 0..3 {
            every!([0.7]; |p| checked_when_debugged, checked_when_debugged_value_and_grad, checked_when_debugged_grad, checked_when_debugged_vjp; (p[0], n));
        }
        every!([0.7]; |p| in_the_last_place, in_the_last_place_value_and_grad, in_the_last_place_grad, in_the_last_place_vjp; (p[0]));
        every!([0.7]; |p| calls_them, calls_them_value_and_grad, calls_them_grad, calls_them_vjp; (p[0]));
    }
}

mod methods_of_integers {
    use super::*;

    #[differentiate]
    fn of_a_variable(x: f64, n: u32, k: i32) -> f64 {
        let (mut n, mut k) = (n, k);
        if n.is_power_of_two() {
            n = n.next_power_of_two().ilog2().max(1);
        }
        k = k.clamp(-2, 3).abs().pow(2) - k.signum();
        let far = k.abs_diff(1).min(4).isqrt() + k.unsigned_abs().div_ceil(2).count_ones();
        x.powi(k) * n.div_ceil(2) as f64 + x * far as f64
    }

    #[differentiate]
    fn of_indices(x: &[f64], at: &[i64]) -> f64 {
        let last = x.len().max(1) - 1;
        let near: f64 = at.iter().map(|k| x[k.unsigned_abs().min(last as u64) as usize]).sum();
        let wrapped: f64 =
            at.iter().map(|&k| x[k.rem_euclid(3).clamp(0, 2) as usize] * k.signum() as f64).sum();
        near * wrapped + (0..x.len()).map(|i| x[i.min(1)] * i.pow(2) as f64).sum::<f64>()
    }

    #[test]
    fn integers() {
        // n = 2, k = 4 - 1 = 3, far = 1 + 1
        assert_eq!(of_a_variable_grad(3.0, 4, 2), 29.0);
        for (n, k) in [(4, 2), (5, -7), (8, 5)] {
            every!([0.7]; |p| of_a_variable, of_a_variable_value_and_grad, of_a_variable_grad, of_a_variable_vjp; (p[0], n, k));
        }
        every!([0.7, 1.2, -0.4]; |p| of_indices, of_indices_value_and_grad, of_indices_grad, of_indices_vjp; (p, &[1, -2, 7]));
    }
}

/// Programs of several trades that are written so.
mod programs {
    use super::*;
    use crate::check::nums;

    /// The normal distribution function as textbooks write it.
    #[allow(non_snake_case)]
    #[differentiate]
    fn N(x: f64) -> f64 {
        let t = 1.0 / (1.0 + 0.2316419 * x.abs());
        let poly =
            t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        let tail = (-0.5 * x * x).exp() * 0.3989422804 * poly;
        if (0.0..).contains(&x) { 1.0 - tail } else { tail }
    }

    #[allow(non_snake_case)]
    #[differentiate]
    fn call_price(S: f64, K: f64, r: f64, sigma: f64, T: f64) -> f64 {
        let (d1, d2): (f64, f64);
        d1 = ((S / K).ln() + (r + sigma * sigma / 2.0) * T) / (sigma * <f64>::sqrt(T));
        d2 = d1 - sigma * <f64>::sqrt(T);
        S * N(d1) - K * (-r * T).exp() * N(d2)
    }

    /// Newton's method with a bracket.
    #[differentiate]
    fn root(a: f64, b: f64, steps: usize) -> f64 {
        let (mut low, mut high) = (0.0, 4.0);
        let mut x = 1.5;
        let mut k = 0;
        while {
            k += 1;
            k <= steps
        } && !(-1e-14..=1e-14).contains(&(x * x * x + a * x - b))
        {
            let f = x * x * x + a * x - b;
            let newton = x - f / (3.0 * x * x + a);
            if f > 0.0 {
                high = x
            } else {
                low = x
            }
            x = if (low..high).contains(&newton) { newton } else { 0.5 * (low + high) };
        }
        x
    }

    /// Exponential backoff of a learning rate, left by the first step that is small enough.
    #[differentiate]
    fn line_search(x: f64, g: f64, rate: f64) -> f64 {
        let f = |z: f64| (z - 1.0) * (z - 1.0) + 0.1 * z.powi(4);
        let step = 'search: {
            let mut t = rate;
            for _ in 0..8 {
                if f(x - t * g) < f(x) - 0.1 * t * g * g {
                    break 'search t;
                }
                t *= 0.5;
            }
            0.0
        };
        f(x - step * g)
    }

    /// A thermostat: what it does depends on what it knows.
    #[differentiate(wrt(room, gain, band))]
    fn thermostat(room: &[f64], target: Option<f64>, gain: f64, band: f64) -> f64 {
        let mut heat = 0.0;
        let mut last: Option<f64> = None;
        for t in room {
            let wanted = target.unwrap_or(20.0);
            if let Some(before) = last
                && !(wanted - band..wanted + band).contains(t)
                && *t < before
            {
                heat += gain * (wanted - t);
            } else if let Some(before) = last {
                heat += 0.1 * (t - before) * gain;
            }
            last = Some(*t);
        }
        heat
    }

    /// Run lengths above a level, by a stack.
    #[differentiate]
    fn largest_rectangle(heights: &[f64], width: f64) -> f64 {
        let mut stack: Vec<(usize, f64)> = Vec::new();
        let mut best = 0.0;
        for (i, h) in heights.iter().enumerate() {
            let mut from = i;
            while let Some((at, top)) = stack.last().copied()
                && top >= *h
            {
                stack.pop();
                best = f64::max(best, top * width * (i - at) as f64);
                from = at;
            }
            stack.push((from, *h));
        }
        while let Some((at, top)) = stack.pop() {
            best = f64::max(best, top * width * (heights.len() - at) as f64);
        }
        best
    }

    /// A table with linear interpolation, and what lies outside of it.
    #[differentiate]
    fn interpolated(x: f64, xs: &[f64], ys: &[f64]) -> f64 {
        let (i, t);
        'cell: {
            if x < xs[0] {
                (i, t) = (0, 0.0);
                break 'cell;
            }
            for k in 0..xs.len() - 1 {
                if (xs[k]..xs[k + 1]).contains(&x) {
                    return ys[k] + (ys[k + 1] - ys[k]) * (x - xs[k]) / (xs[k + 1] - xs[k]);
                }
            }
            i = xs.len() - 1;
            t = x - xs[xs.len() - 1];
        }
        ys[i] + 0.5 * t
    }

    /// A mixed-precision sum.
    #[differentiate]
    fn mixed(x: &[f32], scale: f64) -> f64 {
        let mut s = 0.0;
        for v in x {
            let wide: f64 = (*v).into();
            s += wide * wide * scale;
        }
        s
    }

    /// A chain of events in which each may stop the rest.
    #[differentiate]
    fn events(rate: f64, load: f64, day: usize) -> f64 {
        let mut wear = load;
        let broken = day > 2 && {
            wear += rate;
            wear > 1.0
        } || day > 5 && {
            wear *= 1.0 + rate;
            wear > 1.2
        };
        let season = match day.clamp(1, 7).rem_euclid(3) {
            0 => 1.0,
            k if (1..=1).contains(&k) => 1.5,
            _ => 2.0,
        };
        if broken { wear * wear * season } else { wear * season }
    }

    #[test]
    fn of_all_trades() {
        for (s, k) in [(100.0, 95.0), (80.0, 95.0)] {
            every!([s, k, 0.03, 0.2, 0.7]; |p| call_price, call_price_value_and_grad, call_price_grad, call_price_vjp; (p[0], p[1], p[2], p[3], p[4]));
        }
        every!(1e-5, [0.7, 2.0]; |p| root, root_value_and_grad, root_grad, root_vjp; (p[0], p[1], 12));
        every!([0.7, 2.0]; |p| root, root_value_and_grad, root_grad, root_vjp; (p[0], p[1], 2));
        for rate in [0.1, 1.7, 6.0] {
            every!([2.0, 1.9, rate]; |p| line_search, line_search_value_and_grad, line_search_grad, line_search_vjp; (p[0], p[1], p[2]));
        }
        for target in [None, Some(21.0)] {
            every!([19.0, 18.2, 18.6, 21.3, 20.9, 17.0, 1.3, 0.8]; |p| thermostat, thermostat_value_and_grad, thermostat_grad, thermostat_vjp; (&p[..6], target, p[6], p[7]));
        }
        every!([2.1, 1.0, 5.2, 6.3, 2.4, 3.1, 0.7]; |p| largest_rectangle, largest_rectangle_value_and_grad, largest_rectangle_grad, largest_rectangle_vjp; (&p[..6], p[6]));
        for x in [-0.5, 0.3, 1.6, 2.7] {
            every!([x, 0.0, 1.0, 2.2, 0.4, 0.9, -0.3]; |p| interpolated, interpolated_value_and_grad, interpolated_grad, interpolated_vjp; (p[0], &p[1..4], &p[4..]));
        }
        assert_eq!(mixed_grad(&[0.5, -1.0], 3.0), (vec![3.0, -6.0], 1.25));
        for day in 0..9 {
            every!([0.3, 0.85]; |p| events, events_value_and_grad, events_grad, events_vjp; (p[0], p[1], day));
        }
        every!(nums(6); |p| folded_events, folded_events_value_and_grad, folded_events_grad, folded_events_vjp; (p));
    }

    /// Events of which only some count.
    #[differentiate]
    fn folded_events(x: &[f64]) -> f64 {
        let mut state = (0.0, 1.0);
        'all: for (i, v) in x.iter().enumerate() {
            let (level, count) = state;
            let next = 'next: {
                if let Some(w) = x.get(i + 1)
                    && (-0.5..0.5).contains(w)
                    && v * w < 0.2
                {
                    break 'next level + v * w;
                }
                if level > 4.0 {
                    break 'all;
                }
                if *v < -0.8 {
                    continue 'all;
                }
                level * 0.5 + v.cos()
            };
            state = (next, count * 1.1);
        }
        state.0 * state.1
    }
}

/// The same in company: with slices, arrays that change, calls, closures, type parameters, recursion.
mod mixed {
    use super::*;
    use crate::check::nums;
    use differentiate::Float;

    #[differentiate]
    fn slice_from_block(x: &[f64], n: usize) -> f64 {
        let part = 'a: {
            if n > 1 {
                break 'a &x[1..];
            }
            &x[..1]
        };
        part.iter().map(|v| v * v).sum()
    }
    #[differentiate]
    fn pair(x: f64, y: f64) -> f64 {
        let (a, mut b) = 'p: {
            if x > y {
                break 'p (x, y * y);
            }
            if x > 0.0 {
                break 'p (y, 1.0);
            }
            (1.0, x * x)
        };
        b += a;
        a * b
    }
    #[differentiate]
    fn closure_blocks(x: &[f64], c: f64) -> f64 {
        x.iter()
            .map(|v| 'q: {
                if *v > c {
                    break 'q c * v;
                }
                if (-0.3..0.3).contains(v) {
                    break 'q 0.0;
                }
                v * v
            })
            .sum()
    }
    #[differentiate]
    fn sq(x: f64) -> f64 {
        if x < 0.0 { -x } else { x * x }
    }
    #[differentiate]
    fn calls(x: &[f64]) -> f64 {
        let mut s = 1.0;
        let mut k = 0;
        loop {
            let t = 'b: {
                let u = sq(x[k] * s);
                if u > 0.5 {
                    break 'b sq(u) + 0.1;
                }
                if u < 0.1 {
                    k += 1;
                    if k >= x.len() {
                        break 'b u;
                    }
                    break 'b sq(x[k]);
                }
                u
            };
            s += t;
            k += 1;
            if k >= x.len() {
                break;
            }
        }
        s
    }
    #[differentiate]
    fn pushes(x: &[f64], n: usize) -> f64 {
        let mut v: Vec<f64> = Vec::new();
        for a in x {
            'b: {
                if *a < 0.0 {
                    break 'b;
                }
                v.push(a * a);
                if v.len() > n {
                    v.pop();
                    break 'b;
                }
                v[0] += 1.0 * a;
            }
        }
        v.iter().zip(x).map(|(p, q)| p * q).sum::<f64>() + x[0]
    }
    #[differentiate]
    fn patterns(x: &[f64], y: f64) -> f64 {
        let arr = [x[0], y];
        let mut s = 0.0;
        let held = if y > 0.2 { Some(y * y) } else { None };
        if let &[a, b] = &arr
            && a > b
        {
            s += a * b;
        }
        if let (a, Some(b)) = (x[1], held)
            && b > a
        {
            s += a * b * b;
        } else {
            s -= y;
        }
        if let Some(b) = held
            && let [p, q, ..] = x
            && *p < *q
        {
            s += b * p;
        }
        s
    }
    #[differentiate]
    fn slices(x: &[f64]) -> f64 {
        let mut s = x;
        let mut t = 0.0;
        while let [first, rest @ ..] = s
            && *first > 0.0
        {
            t += first * first * rest.len() as f64;
            s = rest;
        }
        t + s.len() as f64 * x[0]
    }
    #[differentiate]
    fn popped(x: &[f64]) -> f64 {
        let mut v = x.to_vec();
        let mut s = 0.5;
        while let Some(a) = v.pop()
            && {
                s += a * s;
                s > 0.1
            }
            && let Some(b) = v.last()
        {
            if (s..).contains(b) {
                break;
            }
            s *= *b;
        }
        s
    }
    #[differentiate]
    fn later(x: &[f64]) -> f64 {
        let mut total = 0.0;
        for (i, v) in x.iter().enumerate() {
            let (k, w, [p, q]): (usize, f64, [f64; 2]);
            'c: {
                (p, q) = (v.sin(), 2.0);
                if i % 2 == 0 {
                    (k, w) = (i, *v);
                    break 'c;
                }
                k = 1;
                w = p * q;
            }
            total += w * k as f64 + p * q;
        }
        total
    }
    #[differentiate]
    fn mutated(x: &mut [f64], c: f64) -> f64 {
        'a: {
            x[0] *= c;
            if x[0] > 1.0 {
                break 'a;
            }
            for i in 1..x.len() {
                if x[i] < 0.0 {
                    break 'a;
                }
                x[i] *= x[i - 1];
            }
            x[0] += x[1];
        }
        x.iter().sum()
    }
    #[differentiate]
    fn generic<T: Float>(x: T, y: T) -> T {
        let s = 'g: {
            if (T::ZERO..y).contains(&x) {
                break 'g x * y;
            }
            if x > y {
                break 'g x;
            }
            y * y
        };
        let (mut a, b): (T, T);
        b = s * s;
        a = b;
        if x < y && {
            a = a + x;
            true
        } {
            a * s
        } else {
            b
        }
    }
    #[differentiate]
    fn nested_loops(x: &[f64], lim: f64) -> f64 {
        let mut s = 0.0;
        'o: for i in 0..x.len() {
            'b: {
                for j in 0..i {
                    if x[j] > lim {
                        break 'b;
                    }
                    if x[j] < -lim {
                        continue 'o;
                    }
                    s += x[i] * x[j];
                    if s > 5.0 {
                        return s * lim;
                    }
                }
                s *= 1.1;
            }
            s += x[i];
        }
        s * s
    }
    #[differentiate]
    fn cond_value(x: f64, y: f64) -> f64 {
        let mut n = 0;
        let mut s = x;
        let ok = (x > 0.0 && {
            n += 1;
            s *= y;
            s > 0.3
        }) || {
            n += 2;
            s += y;
            false
        };
        let w = if !ok
            && (n < 1 || {
                s -= 2.0 * y;
                true
            }) {
            s
        } else {
            s * s
        };
        w * n as f64
    }
    #[differentiate]
    fn option_block(x: &[f64], c: f64) -> f64 {
        let best = 'b: {
            let Some(f) = x.first() else {
                break 'b None;
            };
            if let Some(g) = x.get(1)
                && g > f
            {
                break 'b Some(g * c);
            }
            if *f < 0.0 { None } else { Some(f * f) }
        };
        match best {
            Some(v) if v > 0.5 => v * v,
            Some(v) => v,
            None => c,
        }
    }
    #[differentiate]
    fn tail(x: f64, n: usize) -> (f64, f64) {
        't: {
            if n == 0 {
                break 't (x, 1.0);
            }
            if n == 1 {
                return (x * x, x);
            }
            (x.sin(), x.cos())
        }
    }
    #[differentiate]
    fn memo(x: f64, n: usize) -> f64 {
        if n == 0 {
            return x;
        }
        'm: {
            let r = memo(x, n - 1);
            if r > 1.5 {
                break 'm r.sqrt();
            }
            if let Some(k) = n.checked_sub(2)
                && k > 0
            {
                break 'm r * memo(x, k);
            }
            r * x + 0.5
        }
    }
    #[differentiate]
    fn f32s(x: f32, y: f32) -> f32 {
        let t = 'a: {
            if (0.0..=y).contains(&x) {
                break 'a x * y;
            }
            y
        };
        if x > 0.0 && { true } { t * t } else { t }
    }

    #[test]
    fn in_company() {
        for n in 0..3 {
            every!(nums(4); |p| slice_from_block, slice_from_block_value_and_grad, slice_from_block_grad, slice_from_block_vjp; (p, n));
        }
        for at in [[1.2, 0.3], [0.3, 1.2], [-0.3, 1.2]] {
            every!(at; |p| pair, pair_value_and_grad, pair_grad, pair_vjp; (p[0], p[1]));
            every!(at; |p| generic::<f64>, generic_value_and_grad::<f64>, generic_grad::<f64>, generic_vjp::<f64>; (p[0], p[1]));
            every!(at; |p| cond_value, cond_value_value_and_grad, cond_value_grad, cond_value_vjp; (p[0], p[1]));
        }
        every!([0.1, -0.7, 1.4, 0.6, 0.5]; |p| closure_blocks, closure_blocks_value_and_grad, closure_blocks_grad, closure_blocks_vjp; (&p[..4], p[4]));
        for seed in 0..6 {
            let at: Vec<f64> = nums(12)[seed..seed + 6].to_vec();
            let at: [f64; 6] = at.try_into().unwrap();
            every!(at; |p| calls, calls_value_and_grad, calls_grad, calls_vjp; (p));
            for n in 0..3 {
                every!(at; |p| pushes, pushes_value_and_grad, pushes_grad, pushes_vjp; (p, n));
            }
            every!(at; |p| slices, slices_value_and_grad, slices_grad, slices_vjp; (p));
            every!(at; |p| popped, popped_value_and_grad, popped_grad, popped_vjp; (p));
            every!(at; |p| later, later_value_and_grad, later_grad, later_vjp; (p));
            every!(at; |p| nested_loops, nested_loops_value_and_grad, nested_loops_grad, nested_loops_vjp; (&p[..5], p[5]));
            every!(at; |p| option_block, option_block_value_and_grad, option_block_grad, option_block_vjp; (&p[..5], p[5]));
            for n in 0..5 {
                every!([at[0].abs()]; |p| memo, memo_value_and_grad, memo_grad, memo_vjp; (p[0], n));
            }
            for n in 0..3 {
                vjp!([at[1]]; |p| tail, tail_vjp; (p[0], n));
            }
            for c in [0.5, 3.0] {
                for o in [0.7, 1.3] {
                    let x: [f64; 3] = [at[0] * o, at[1], at[2]];
                    let run = |x: [f64; 4]| {
                        let mut v = x[..3].to_vec();
                        mutated(&mut v, x[3]) + 0.3 * v[0] - 0.7 * v[1] + v[2]
                    };
                    let theirs = crate::common::gradient(run, [x[0], x[1], x[2], c]);
                    let mut v = x.to_vec();
                    let mut d = vec![0.3, -0.7, 1.0];
                    let dc = mutated_vjp(&mut v, c, 1.0, &mut d);
                    crate::common::assert_close([d[0], d[1], d[2], dc], theirs);
                }
            }
        }
        for y in [0.5, 0.1] {
            every!([0.3, 0.4, 0.9, y]; |p| patterns, patterns_value_and_grad, patterns_grad, patterns_vjp; (&p[..3], p[3]));
            every!([0.9, 0.1, 0.9, y]; |p| patterns, patterns_value_and_grad, patterns_grad, patterns_vjp; (&p[..3], p[3]));
        }
        assert_eq!(f32s_grad(2.0, 3.0), (2.0 * 6.0 * 3.0, 2.0 * 6.0 * 2.0));
    }
}
