//! A value that is computed and not taken has no part in the gradient, also where its slope is infinite there.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, gradient};
use differentiate::{differentiate, softmax, stop_gradient};

/// For functions of two numbers: the gradient where something that is not taken is singular, derived by hand, and central
/// differences at regular points on either side of the decision.
macro_rules! of_two {
    ($($(#[$at:meta])* fn $function:ident($x:ident, $n:ident) $body:block at ($a:expr, $b:expr) => ($da:expr, $db:expr), near $points:expr;)*) => {$(
        mod $function {
            use super::*;

            #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
            #[allow(clippy::all)]
            fn f($x: f64, $n: f64) -> f64 $body

            #[test]
            fn has_the_slope_of_what_is_taken() {
                assert_eq!(f_grad($a, $b), ($da, $db));
                let (value, slope) = f_value_and_grad($a, $b);
                assert_eq!(value.to_bits(), f($a, $b).to_bits());
                assert_eq!(slope, ($da, $db));
                assert_eq!(f_vjp($a, $b, 2.0), (2.0 * $da, 2.0 * $db));
                let (mut dx, mut dn) = (1.0, 1.0);
                assert_eq!(f_accumulate_grad($a, $b, &mut dx, &mut dn).to_bits(), value.to_bits());
                assert_eq!((dx, dn), ($da + 1.0, $db + 1.0));
            }

            #[test]
            fn has_the_slope_of_central_differences() {
                for (x, n) in $points {
                    let (value, (dx, dn)) = f_value_and_grad(x, n);
                    assert_eq!(value.to_bits(), f(x, n).to_bits());
                    assert_close([dx, dn], gradient(|[x, n]| f(x, n), [x, n]));
                }
            }
        }
    )*};
}

/// Annotated functions that are called.
#[differentiate]
fn inverse(x: f64) -> f64 {
    1.0 / x
}

#[differentiate]
fn quotient_and_logarithm(x: f64, n: f64) -> [f64; 2] {
    [x / n, n.ln()]
}

const AROUND: [(f64, f64); 3] = [(3.0, 2.0), (0.7, 1.3), (1.5, -2.5)];
const ABOVE: [(f64, f64); 2] = [(3.0, 2.0), (0.7, 1.3)];

of_two! {
    fn quotient_before_the_test(x, n) {
        let u = x / n;
        if n > 0.0 { u } else { 0.0 }
    } at (3.0, 0.0) => (0.0, 0.0), near AROUND;

    fn logarithm_before_the_test(x, n) {
        let l = x.ln() * n;
        if x > 0.0 { l } else { 5.0 * x }
    } at (0.0, 2.0) => (5.0, 0.0), near AROUND;

    fn quotient_before_a_return(x, n) {
        let u = x / n;
        if n == 0.0 {
            return 2.0 * x;
        }
        u * x
    } at (3.0, 0.0) => (2.0, 0.0), near AROUND;

    fn quotient_before_two_returns(x, n) {
        let u = x / n;
        let w = u.ln();
        if n == 0.0 {
            return 2.0 * x;
        }
        if u < 0.0 {
            return u;
        }
        w * n
    } at (3.0, 0.0) => (2.0, 0.0), near AROUND;

    fn quotient_before_a_match(x, n) {
        let u = x / n;
        match n == 0.0 {
            true => x * x,
            false => u.sin(),
        }
    } at (3.0, 0.0) => (6.0, 0.0), near AROUND;

    fn quotient_in_two_of_three_arms(x, n) {
        let u = x / n;
        let side = if n > 0.0 { 1 } else if n < 0.0 { -1 } else { 0 };
        match side {
            1 => u,
            -1 => u * u,
            _ => 4.0 * x,
        }
    } at (3.0, 0.0) => (4.0, 0.0), near AROUND;

    fn quotient_that_decides(x, n) {
        let u = x / n;
        if u.is_finite() { u * u } else { 7.0 * x }
    } at (3.0, 0.0) => (7.0, 0.0), near AROUND;

    fn quotient_that_decides_through_others(x, n) {
        let u = x / n;
        let w = u.cos() * u + x;
        let ok = w.is_finite() && w < 100.0;
        if !ok { x - n } else { w }
    } at (3.0, 0.0) => (1.0, -1.0), near AROUND;

    fn quotient_that_decides_at_two_levels(x, n) {
        let u = x / n;
        if u < 10.0 {
            let w = u.ln();
            if w.is_finite() { w } else { u }
        } else {
            x
        }
    } at (3.0, 0.0) => (1.0, 0.0), near AROUND;

    fn two_decisions_one_behind_the_other(x, n) {
        let u = x / n;
        let v = if n == 0.0 { x } else { u };
        let w = 1.0 / (v - 3.0);
        if v == 3.0 { v * n } else { w * u.min(50.0) }
    } at (3.0, 0.0) => (0.0, 3.0), near AROUND;

    fn joined_and_used_further(x, n) {
        let u = x / n;
        let v = if n > 0.0 { u } else { 0.5 };
        v * v + x * v
    } at (3.0, 0.0) => (0.5, 0.0), near AROUND;

    fn pair_of_which_one_is_taken(x, n) {
        let u = x / n;
        let l = n.ln();
        let (a, b) = if n > 0.0 { (u, l) } else { (x, 1.0) };
        a * b
    } at (3.0, 0.0) => (1.0, 0.0), near AROUND;

    fn assigned_under_a_condition(x, n) {
        let u = x / n;
        let mut y = x;
        if n != 0.0 {
            y = u + y;
            y *= u;
        }
        y
    } at (3.0, 0.0) => (1.0, 0.0), near AROUND;

    fn some_where_it_is_finite(x, n) {
        let u = x / n;
        Some(u).filter(|u| u.is_finite()).unwrap_or(2.0 * x)
    } at (3.0, 0.0) => (2.0, 0.0), near AROUND;

    fn option_made_by_an_if(x, n) {
        let u = x / n;
        let o = if n > 0.0 { Some(u) } else { None };
        o.unwrap_or(x)
    } at (3.0, 0.0) => (1.0, 0.0), near AROUND;

    fn option_mapped_and_matched(x, n) {
        let u = x / n;
        let l = u.ln();
        let o = (u > 0.0 && u.is_finite()).then_some(l).map(|l| l * x);
        match o {
            Some(v) => v,
            None => x * n,
        }
    } at (3.0, 0.0) => (0.0, 3.0), near AROUND;

    fn option_that_is_there_and_not_taken(x, n) {
        let o = if x > 0.0 { Some(x / n) } else { None };
        match o {
            Some(v) if v.is_finite() => v,
            _ => 3.0 * x,
        }
    } at (3.0, 0.0) => (3.0, 0.0), near AROUND;

    fn let_else_leaves(x, n) {
        let u = 1.0 / n;
        let Some(k) = Some(n).filter(|n| *n != 0.0) else { return x };
        u * k * x
    } at (3.0, 0.0) => (1.0, 0.0), near AROUND;

    fn negative_power_before_the_test(x, n) {
        let r = (x - n).powi(-2);
        if x == n { 0.0 } else { r }
    } at (2.0, 2.0) => (0.0, 0.0), near AROUND;

    fn negative_float_power_before_the_test(x, n) {
        let r = x * n.powf(-0.5);
        if n <= 0.0 { x } else { r }
    } at (2.0, 0.0) => (1.0, 0.0), near AROUND;

    fn angle_before_the_test(x, n) {
        let a = x.atan2(n);
        if x == 0.0 && n == 0.0 { 2.0 * x + n } else { a }
    } at (0.0, 0.0) => (2.0, 1.0), near AROUND;

    fn exponential_before_the_test(x, n) {
        let e = x.exp();
        let s = (1.0 + e * n.abs()).ln();
        if x > 700.0 { x + n } else { s }
    } at (1000.0, 2.0) => (1.0, 1.0), near AROUND;

    fn arcs_before_the_test(x, n) {
        let a = (x / n).acosh() + (n / x).atanh();
        if x <= n { x } else { a }
    } at (2.0, 2.0) => (1.0, 0.0), near [(3.0, 2.0), (0.7, 1.3)];

    fn product_with_something_infinite(x, n) {
        let r = 1.0 / n;
        let features = [x, r * x, r];
        features[if n == 0.0 { 0 } else { 1 }]
    } at (3.0, 0.0) => (1.0, 0.0), near AROUND;

    fn extremum_of_a_logarithm(x, n) {
        x.ln().max(-100.0) * n
    } at (0.0, 2.0) => (0.0, -100.0), near [(3.0, 2.0), (0.7, 1.3)];

    fn extremum_of_a_quotient(x, n) {
        (x / n).min(4.0) + (n / x).clamp(-50.0, 50.0)
    } at (3.0, 0.0) => (0.0, 1.0 / 3.0), near AROUND;

    fn call_before_the_test(x, n) {
        let u = inverse(n);
        if n != 0.0 { u * x } else { 2.0 * x }
    } at (3.0, 0.0) => (2.0, 0.0), near AROUND;

    fn call_that_decides(x, n) {
        let u = inverse(n) * x;
        if u.is_finite() { u } else { 2.0 * x }
    } at (3.0, 0.0) => (2.0, 0.0), near AROUND;

    fn closure_that_takes_another(x, n) {
        let u = x / n;
        let pick = |a: f64, b: f64| if n == 0.0 { a } else { b };
        pick(x, u * u)
    } at (3.0, 0.0) => (1.0, 0.0), near AROUND;

    fn element_overwritten_under_a_condition(x, n) {
        let mut a = [x / n, x];
        if n == 0.0 {
            a[0] = 2.0 * x;
        }
        a[0] * a[1]
    } at (3.0, 0.0) => (12.0, 0.0), near AROUND;

    fn element_of_a_pushed_list(x, n) {
        let mut v = Vec::new();
        v.push(x);
        v.push(x / n);
        v.push(n.ln());
        let k = if n == 0.0 { 0 } else { 1 };
        v[k]
    } at (3.0, 0.0) => (1.0, 0.0), near AROUND;

    fn element_that_may_be_there(x, n) {
        let v = [x, x / n];
        let k = if n == 0.0 { 5 } else { 1 };
        v.get(k).copied().unwrap_or(3.0 * x)
    } at (3.0, 0.0) => (3.0, 0.0), near AROUND;

    fn loop_without_an_iteration(x, n) {
        let m = stop_gradient(n) as usize;
        let h = x / n;
        let mut s = x;
        for i in 0..m {
            s += h * i as f64;
        }
        s
    } at (3.0, 0.0) => (1.0, 0.0), near [(3.0, 2.5), (0.7, 1.5)];

    fn while_without_an_iteration(x, n) {
        let h = x / n;
        let mut t = 0.0;
        let mut s = x;
        while t < n {
            s += h * h;
            t += 1.0;
        }
        s
    } at (3.0, 0.0) => (1.0, 0.0), near [(3.0, 2.5), (0.7, 1.5)];

    fn square_root_before_the_test(x, n) {
        let s = (x - n).sqrt();
        let y = x * s;
        if x > n { y } else { n * x }
    } at (1.0, 2.0) => (2.0, 1.0), near ABOVE;

    fn sine_over_its_argument(x, n) {
        let s = x.sin() / x;
        if x == 0.0 { 1.0 + n } else { s * n }
    } at (0.0, 2.0) => (0.0, 1.0), near AROUND;

    fn singular_system(x, n) {
        let det = x * n - 6.0;
        let inverse = 1.0 / det;
        if det.abs() < 1e-12 {
            return x;
        }
        let (a, b) = (n * inverse, -x * inverse);
        a * b + x
    } at (3.0, 2.0) => (1.0, 0.0), near [(3.5, 2.0), (0.7, 1.3)];

    fn iteration_that_stops(x, n) {
        let mut r = x;
        for _ in 0..20 {
            let step = (r * r - n * n) / (2.0 * r);
            if r == 0.0 {
                break;
            }
            r -= step;
            if step.abs() < 1e-15 {
                break;
            }
        }
        r
    } at (0.0, 2.0) => (1.0, 0.0), near [(3.0, 2.0), (0.7, 1.3)];

    fn pair_from_a_call(x, n) {
        let h = quotient_and_logarithm(x, n);
        if n > 0.0 { h[0] * h[1] } else { x }
    } at (3.0, 0.0) => (1.0, 0.0), near AROUND;

    fn list_from_a_call(x, n) {
        let v = [x / n, n];
        let p = softmax(&v);
        if n == 0.0 { x } else { p[0] }
    } at (3.0, 0.0) => (1.0, 0.0), near AROUND;

    fn match_on_a_pair(x, n) {
        let r = x / n;
        match (x > 0.0, n == 0.0) {
            (true, true) => x,
            (true, false) => r,
            (false, _) => n,
        }
    } at (3.0, 0.0) => (1.0, 0.0), near AROUND;

    fn best_of_the_finite_ones(x, n) {
        let mut best: Option<f64> = None;
        for k in 0..3 {
            let c = x / (n - k as f64);
            if c.is_finite() {
                best = Some(best.map_or(c, |b: f64| b.max(c)));
            }
        }
        best.unwrap_or(0.0)
    } at (3.0, 0.0) => (-0.5, -0.75), near [(3.0, 2.5), (0.7, 1.5)];

    fn swapped_under_a_condition(x, n) {
        let mut a = x / n;
        let mut b = x;
        if n == 0.0 {
            std::mem::swap(&mut a, &mut b);
        }
        a * n + x
    } at (3.0, 0.0) => (1.0, 3.0), near AROUND;

    fn first_terms_of_a_series(x, n) {
        let c = [1.0, x, x / n];
        let terms = if n == 0.0 { 2 } else { 3 };
        let mut s = 0.0;
        for k in 0..terms {
            s += c[k] * x;
        }
        s + c[..terms].iter().sum::<f64>()
    } at (3.0, 0.0) => (8.0, 0.0), near AROUND;
}

/// For functions of a slice.
macro_rules! of_many {
    ($(fn $function:ident($x:ident) $body:block at $at:expr => $slope:expr, near $point:expr;)*) => {$(
        mod $function {
            use super::*;

            #[differentiate]
            #[allow(clippy::all)]
            fn f($x: &[f64]) -> f64 $body

            #[test]
            fn has_the_slope_of_what_is_taken() {
                assert_eq!(f_grad(&$at), $slope);
                let (value, slope) = f_value_and_grad(&$at);
                assert_eq!(value.to_bits(), f(&$at).to_bits());
                assert_eq!(slope, $slope);
                assert_eq!(f_vjp(&$at, 2.0), $slope.map(|slope: f64| 2.0 * slope));
            }

            #[test]
            fn has_the_slope_of_central_differences() {
                let ours = f_grad(&$point).try_into().unwrap();
                assert_close(ours, gradient(|x| f(&x), $point));
            }
        }
    )*};
}

of_many! {
    fn only_finite_ones(x) {
        x.iter().map(|v| v.recip()).filter(|r| r.is_finite()).sum()
    } at [0.0, 4.0] => [0.0, -0.0625], near [2.0, 4.0];

    fn pairs_without_oneself(p) {
        let mut energy = 0.0;
        for i in 0..p.len() {
            for j in 0..p.len() {
                let r = (p[i] - p[j]).powi(-2);
                energy += if i == j { 0.0 } else { r };
            }
        }
        energy
    } at [0.0, 2.0] => [0.5, -0.5], near [0.5, 2.0, 3.5];

    fn continues_where_it_is_not_positive(x) {
        let mut s = 0.0;
        for v in x {
            let l = v.ln();
            if *v <= 0.0 {
                continue;
            }
            s += l;
        }
        s
    } at [0.0, 4.0] => [0.0, 0.25], near [2.0, -1.0, 4.0];

    fn breaks_where_it_is_not_positive(x) {
        let mut s = 1.0;
        for v in x {
            let l = v.ln();
            if *v <= 0.0 {
                break;
            }
            s = s * l + l;
        }
        s
    } at [1.0, 0.0, 4.0] => [2.0, 0.0, 0.0], near [2.0, 3.0, -4.0];

    fn returns_out_of_the_loop(x) {
        let mut s = 1.0;
        for v in x {
            let l = 1.0 / v;
            if *v == 0.0 {
                return s * s;
            }
            s *= l;
        }
        s
    } at [2.0, 0.0, 4.0] => [-0.25, 0.0, 0.0], near [2.0, 3.0, -4.0];

    fn goes_on_to_the_next_row(x) {
        let mut s = 0.0;
        'rows: for i in 0..x.len() {
            for j in 0..x.len() {
                let d = 1.0 / (x[i] - x[j]);
                if i == j {
                    continue 'rows;
                }
                s += d * x[j];
            }
        }
        s
    } at [1.0, 3.0] => [0.75, -0.25], near [1.0, 3.0, 4.5];

    fn kept_by_filter_map(x) {
        x.iter().filter_map(|v| { let l = v.ln(); if l.is_finite() { Some(l * l) } else { None } }).sum()
    } at [0.0, 1.0] => [0.0, 0.0], near [2.0, 4.0];

    fn as_long_as_it_is_finite(x) {
        x.iter().map(|v| 1.0 / v).take_while(|r| r.is_finite()).sum()
    } at [2.0, 0.0, 4.0] => [-0.25, 0.0, 0.0], near [2.0, 4.0];

    fn first_that_is_finite(x) {
        x.iter().map(|v| 1.0 / v).find(|r| r.is_finite()).unwrap_or(1.0)
    } at [0.0, 2.0, 0.0] => [0.0, -0.25, 0.0], near [2.0, 4.0];

    fn last_one_counts(x) {
        let mut last = 0.0;
        for v in x {
            last = 1.0 / v;
        }
        last
    } at [0.0, 2.0] => [0.0, -0.25], near [2.0, 4.0];

    fn one_before_counts(x) {
        let mut s = 0.0;
        let mut before = 1.0;
        for v in x {
            s += before * v;
            before = 1.0 / v;
        }
        s
    } at [2.0, 0.0] => [1.0, 0.5], near [2.0, 4.0, 3.0];

    fn largest_logarithm(x) {
        let mut best = -1000.0;
        for v in x {
            let l = v.ln();
            if l > best {
                best = l;
            }
        }
        best
    } at [0.0, 2.0] => [0.0, 0.5], near [2.0, 4.0];

    fn folded_extremum(x) {
        x.iter().map(|v| v.ln()).fold(-30.0, |m: f64, l| m.max(l))
    } at [0.0, 2.0] => [0.0, 0.5], near [2.0, 4.0];

    fn elements_looked_up(x) {
        let logs: Vec<f64> = x.iter().map(|v| v.ln()).collect();
        let chosen = [1usize, 1, 2];
        chosen.iter().map(|k| logs[*k] * logs[*k]).sum()
    } at [0.0, 1.0, 1.0] => [0.0, 0.0, 0.0], near [3.0, 2.0, 4.0];

    fn row_of_an_array(x) {
        let k = if x[0] == 0.0 { 1 } else { 0 };
        let rows = [[1.0 / x[0], x[0]], [x[1], x[0] * x[1]]];
        rows[k][0] * rows[k][1]
    } at [0.0, 3.0] => [9.0, 0.0], near [2.0, 3.0];

    fn sum_over_what_is_taken(x) {
        let total: f64 = x.iter().map(|v| v.ln()).sum();
        if total.is_finite() { total } else { x[1] }
    } at [0.0, 3.0] => [0.0, 1.0], near [2.0, 3.0];

    fn mean_of_the_positive_ones(x) {
        let mut n = 0;
        let mut s = 0.0;
        for v in x {
            if *v > 0.0 {
                s += v;
                n += 1;
            }
        }
        let mean = s / n as f64;
        if n == 0 { x[0] } else { mean }
    } at [-1.0, -2.0] => [1.0, 0.0], near [2.0, -3.0, 5.0];

    fn lennard_jones(p) {
        let mut e = 0.0;
        for i in 0..p.len() {
            for j in 0..p.len() {
                let d = p[i] - p[j];
                let s = 1.0 / (d * d);
                let s3 = s * s * s;
                if i == j || d * d > 25.0 {
                    continue;
                }
                e += s3 * s3 - s3;
            }
        }
        e
    } at [0.0, 1.0] => [12.0, -12.0], near [0.5, 2.0, 3.5];

    fn relative_entropy(p) {
        let (a, b) = p.split_at(p.len() / 2);
        let mut s = 0.0;
        for (p, q) in a.iter().zip(b) {
            let t = p * (p / q).ln();
            s += if *p > 0.0 { t } else { 0.0 };
        }
        s
    } at [0.0, 1.0, 0.5, 1.0] => [0.0, 1.0, 0.0, -1.0], near [0.5, 0.25, 0.7, 0.3];

    fn kept_by_a_mask(x) {
        let keep = [true, false, true];
        let inverses: Vec<f64> = x.iter().map(|v| 1.0 / v).collect();
        inverses.iter().zip(keep).map(|(v, k)| if k { *v } else { 0.0 }).sum()
    } at [1.0, 0.0, 2.0] => [-1.0, 0.0, -0.25], near [2.0, 3.0, 4.0];

    fn all_but_the_first(x) {
        let inverses: Vec<f64> = x.iter().map(|v| 1.0 / v).collect();
        inverses.iter().skip(1).sum()
    } at [0.0, 2.0] => [0.0, -0.25], near [2.0, 3.0];

    fn all_but_the_last(x) {
        let mut logs: Vec<f64> = x.iter().map(|v| v.ln()).collect();
        logs.pop();
        logs.iter().sum()
    } at [2.0, 0.0] => [0.5, 0.0], near [2.0, 3.0];

    fn only_the_first(x) {
        let mut logs: Vec<f64> = x.iter().map(|v| v.ln()).collect();
        logs.truncate(1);
        logs.iter().sum()
    } at [2.0, 0.0] => [0.5, 0.0], near [2.0, 3.0];

    fn replaced_where_it_is_zero(x) {
        let mut m = [0.0; 2];
        for i in 0..2 {
            m[i] = 1.0 / x[i];
        }
        for i in 0..2 {
            if x[i] == 0.0 {
                m[i] = 3.0 * x[i];
            }
        }
        m[0] + m[1]
    } at [0.0, 2.0] => [3.0, -0.25], near [2.0, 3.0];
}

#[differentiate]
fn another_element(x: f64, k: usize) -> f64 {
    let features = [x, 1.0 / x, x.ln()];
    features[k]
}

#[test]
fn index_chooses_another_element() {
    assert_eq!(another_element_grad(0.0, 0), 1.0);
    assert_eq!(another_element_grad(2.0, 1), -0.25);
    assert_eq!(another_element_grad(2.0, 2), 0.5);
    assert_eq!(another_element_grad(0.0, 2), f64::INFINITY);
}

#[differentiate]
fn single(x: f32, n: f32) -> f32 {
    let u = x / n;
    if n > 0.0 { u } else { x }
}

#[test]
fn quotient_of_single_precision() {
    assert_eq!(single_grad(3.0, 0.0), (1.0, 0.0));
    assert_eq!(single_grad(3.0, 2.0), (0.5, -0.75));
}

#[differentiate]
fn generic<T: differentiate::Float>(x: T, n: T) -> T {
    let u = x / n;
    let features = [x, u];
    if n > T::from_f64(0.0) { u } else { features[0] }
}

#[test]
fn quotient_of_a_generic_float() {
    assert_eq!(generic_grad(3.0_f64, 0.0), (1.0, 0.0));
    assert_eq!(generic_grad(3.0_f32, 2.0), (0.5, -0.75));
}

/// What only looks at a value keeps it where it is.
#[differentiate]
fn looked_at(x: f64, n: f64) -> f64 {
    let u = x / n;
    assert!(u != 1.0);
    if n > 5.0 { u * u } else { x }
}

#[test]
fn what_is_looked_at_is_computed_in_its_place() {
    assert_eq!(looked_at_value_and_grad(3.0, 0.0), (3.0, (1.0, 0.0)));
    assert!(std::panic::catch_unwind(|| looked_at_value_and_grad(2.0, 2.0)).is_err());
}

/// An index or an integer division that panics does so whatever is taken.
#[differentiate]
fn panics_before_the_test(x: &[f64], k: usize, n: u32) -> f64 {
    let share = 12 / n;
    let v = x[k] * f64::from(share);
    if x[0] > 0.0 { v } else { 0.0 }
}

#[test]
fn what_panics_stays_before_the_test() {
    let panics = |k, n| {
        std::panic::catch_unwind(|| panics_before_the_test_value_and_grad(&[-1.0, 2.0], k, n)).is_err()
    };
    assert!(!panics(1, 3));
    assert!(panics(2, 3));
    assert!(panics(1, 0));
    assert_eq!(panics_before_the_test_grad(&[1.0, 2.0], 1, 3), [0.0, 4.0]);
}
