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
