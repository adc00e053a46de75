//! Types that only rustc knows: of literals, counters, constants, aliases and results of calls. A companion calculates in the
//! types of the function, whatever they are, so that its integers have the same bits.

#![allow(clippy::all, missing_docs, reason = "people write it")]

/// A loop over a range that can be left early: its counter has one type in both sweeps.
pub mod counters_of_loops_left_early {
    use differentiate::differentiate;

    #[differentiate]
    pub fn product_until_large(x: f64) -> f64 {
        let mut p = 1.0;
        for k in 0..5 {
            if p > 50.0 {
                break;
            }
            p = p * x + (k - 3) as f64 * p;
        }
        p
    }

    #[differentiate]
    pub fn returns_from_the_loop(x: f64) -> f64 {
        let mut s = 2.0;
        for i in (0..4).rev() {
            s = s * x + (1 - i) as f64 * s;
            if s > 40.0 {
                return s * s;
            }
        }
        s
    }

    #[differentiate]
    pub fn sign_of_the_counter(x: f64) -> f64 {
        let mut s = 1.5;
        for i in 0..5 {
            if s > 90.0 {
                break;
            }
            let d = i - 2;
            s = if d < 0 { s * x - 0.5 * s } else { s + s * x };
        }
        s
    }

    #[differentiate]
    pub fn series_with_tolerance(x: f64) -> f64 {
        let (mut term, mut sum) = (1.0, 1.0);
        for k in 1..40 {
            term *= x * (3 - 2 * k) as f64 / (2 * k) as f64;
            if term.abs() < 1e-14 {
                break;
            }
            sum += term;
        }
        sum
    }

    #[differentiate]
    pub fn chain_that_stops(x: f64) -> f64 {
        (0..6).map(|i| (i - 4) as f64 * x).take_while(|v| *v < 0.6).sum()
    }

    const ROUNDS: u8 = 4;

    #[differentiate]
    pub fn bits_of_the_counter(x: f64) -> f64 {
        let mut s = 1.0;
        for i in 0..ROUNDS {
            if s > 30.0 {
                break;
            }
            s = s * x + (!i) as f64 * s * 0.002;
        }
        s
    }

    #[differentiate]
    pub fn starts_below_zero(x: f64) -> f64 {
        let mut s = 1.0;
        for i in -100i8..100 {
            if s > 1e6 {
                break;
            }
            s += 0.002 * x * s * f64::from(i);
        }
        s
    }
}

/// What tells the type of a number may be anywhere in the function.
pub mod types_of_literals {
    use differentiate::differentiate;

    pub type Seed = u64;

    #[differentiate]
    pub fn seed_of_an_alias(x: f64) -> f64 {
        let mut s: Seed = 98765;
        s ^= s << 21;
        s ^= s >> 35;
        s ^= s << 4;
        x * (s >> 40) as f64
    }

    pub type Real = f32;

    #[differentiate]
    pub fn single_precision_alias(x: f64) -> f64 {
        let weight: Real = 33554433.0;
        x * (weight as f64 - 33554432.0)
    }

    pub trait Settings {
        type Count;
    }
    pub struct Small;
    impl Settings for Small {
        type Count = u8;
    }

    #[differentiate]
    pub fn associated_type(x: f64) -> f64 {
        let k: <Small as Settings>::Count = 150;
        x * (k << 1) as f64
    }

    #[differentiate]
    pub fn result_of_a_closure(x: f64) -> f64 {
        let same = |k| -> u8 { k };
        x * (same(150) << 1) as f64
    }

    const LIMIT: u64 = 7;

    #[differentiate]
    pub fn compared_with_a_constant(x: f64) -> f64 {
        let big = 80_000;
        if big > LIMIT { x * (big * big) as f64 } else { x }
    }

    fn small() -> u8 {
        5
    }

    #[differentiate]
    pub fn added_to_a_result(x: f64) -> f64 {
        let k = 130;
        let total = k + small();
        x * ((k << 1) as f64 + total as f64)
    }

    fn take(_: u8) {}

    #[differentiate]
    pub fn range_told_by_a_callee(x: f64) -> f64 {
        let mut s = 0.0;
        for k in 126..130 {
            take(k);
            s += x * (k << 1) as f64;
        }
        s
    }

    fn read(_: &[u8; 2]) {}

    #[differentiate]
    pub fn array_lent_to_a_callee(x: f64) -> f64 {
        let codes = [130, 9];
        read(&codes);
        x * (codes[0] << 1) as f64
    }

    #[differentiate]
    pub fn array_of_indices(x: &[f64]) -> f64 {
        let order = [2, 0];
        x[order[1]] * (!order[0] >> 60) as f64
    }

    #[differentiate]
    pub fn told_by_an_assertion(x: f64, n: usize) -> f64 {
        let k = 140;
        assert!(k > n as u8);
        x * (k << 1) as f64
    }

    pub trait Width {
        fn width(&self) -> f64;
    }
    impl Width for u8 {
        fn width(&self) -> f64 {
            8.0
        }
    }
    impl Width for i32 {
        fn width(&self) -> f64 {
            32.0
        }
    }
    fn width_of<T: Width>(t: T) -> f64 {
        t.width()
    }

    #[differentiate]
    pub fn chooses_an_implementation(x: f64, n: usize) -> f64 {
        let k = 6;
        let _below = std::convert::identity(k) < n as u8;
        x * width_of(k)
    }

    fn stop() -> u64 {
        4
    }

    const BYTE: u8 = 7;

    #[differentiate]
    pub fn told_by_another_arm(x: f64, wide: bool) -> f64 {
        let k = 130;
        let _other = if wide { k } else { BYTE };
        x * (k << 1) as f64
    }

    #[differentiate]
    pub fn told_by_a_later_iteration(x: f64, n: usize) -> f64 {
        let k = 130;
        let mut last = k;
        for _ in 0..n {
            last = BYTE;
        }
        x * (k << 1) as f64 + if last > 9 { 1.0 } else { 0.0 }
    }

    #[differentiate]
    pub fn told_by_a_cast(x: f64) -> f64 {
        let mut sum = x;
        for i in (0..4).step_by(2) {
            sum += x * (i as i32 - 1).abs() as f64;
        }
        sum
    }

    #[differentiate]
    pub fn matched_bits(x: f64) -> f64 {
        let bits: u64 = 5;
        match !bits % 3 {
            0 => x * 2.0,
            1 => x * 3.0,
            _ => x * 5.0,
        }
    }

    #[differentiate]
    pub fn matched_in_a_tuple(x: f64, n: usize) -> f64 {
        let (bits, _): (std::primitive::u64, f64) = (5, 0.5);
        match (!bits % 3, n) {
            (0, _) => x * 2.0,
            (1, 1) => x * 3.0,
            _ => x * 5.0,
        }
    }

    #[differentiate]
    pub fn told_beside_in_an_array(x: f64) -> f64 {
        let k = 130;
        let _codes = [k, BYTE];
        x * (k << 1) as f64
    }

    #[differentiate]
    pub fn hash_in_a_loop(x: f64, n: usize) -> f64 {
        let mut h = 1;
        for _ in 0..n {
            h = (h * 1_000_033 + 11) % 998_244_353;
        }
        x * h as f64 + if h == stop() { 1.0 } else { 0.0 }
    }
}

/// Counters whose type is not that of an index.
pub mod counters {
    use differentiate::differentiate;

    const FROM: i32 = -3;

    #[differentiate]
    pub fn from_a_constant(x: f64) -> f64 {
        let mut s = 1.0;
        for i in FROM..2 {
            if s > 20.0 {
                break;
            }
            s *= x + f64::from(i);
        }
        s
    }

    #[differentiate]
    pub fn negated(x: f64) -> f64 {
        let mut s = 1.0;
        for i in 1..5 {
            if s > 20.0 {
                break;
            }
            s = s * x + (-i) as f64 * s;
        }
        s
    }

    #[differentiate]
    pub fn matched(x: f64) -> f64 {
        let mut s = 2.0;
        for i in 0..4 {
            if s > 20.0 {
                break;
            }
            match i - 1 {
                -1 => s *= x,
                k => s += x * k as f64,
            }
        }
        s
    }

    #[differentiate]
    pub fn start_by_decision(x: f64, wide: bool) -> f64 {
        let mut s = 1.0;
        let from = if wide { -2 } else { 0 };
        for j in from..3 {
            s = s * x + j as f64;
            if s > 20.0 {
                break;
            }
        }
        s
    }

    fn start() -> u8 {
        2
    }

    #[differentiate]
    pub fn start_by_a_function(x: f64) -> f64 {
        let end = 250;
        let mut s = 0.0;
        for i in start()..end {
            if i > 4 {
                break;
            }
            s += x * x;
        }
        s
    }
}

/// Numbers that are written more than once.
pub mod types_of_numbers {
    use differentiate::differentiate;

    #[differentiate]
    pub fn cast_of_a_negative(x: f64) -> f64 {
        let k = -1;
        x * (k as u32 >> 28) as f64
    }

    pub type Serial = u64;

    #[differentiate]
    pub fn large_by_alias(x: f64) -> f64 {
        let k: Serial = 5_000_000_000;
        x * k as f64
    }

    #[differentiate]
    pub fn first_times(weights: &[f32; 2], k: f32) -> f32 {
        weights[0] * k
    }

    #[differentiate]
    pub fn single_precision_list(k: f32) -> f32 {
        let weights = [1.5, 2.0];
        first_times(&weights, k)
    }
}

/// Integers whose type only rustc sees.
pub mod integers_of_unseen_types {
    use differentiate::differentiate;

    fn three() -> u64 {
        3
    }
    const FLOOR: i32 = 1;
    const FROM: u64 = 1;

    #[differentiate]
    pub fn narrow_range_in_a_while(x: &[f64]) -> f64 {
        let mut v = x[1];
        while v > 2.0 {
            for i in 0..3_u8 {
                v *= i as f64 * x[2];
            }
        }
        v
    }

    #[differentiate]
    pub fn bits_of_a_difference(x: f64) -> f64 {
        x * (3 - FLOOR).count_ones() as f64
    }

    #[differentiate]
    pub fn signed_remainder(x: f64, n: usize) -> f64 {
        let k: i32 = if n > 3 { -100 } else { 5 };
        x * k.rem_euclid(5) as f64
    }

    #[differentiate]
    pub fn collected_then_run_over(x: f64) -> f64 {
        let w: Vec<f64> = (0..three()).map(|i| i as f64 * x).collect();
        let mut t = x;
        for v in &w {
            t += *v * t;
        }
        t
    }

    #[differentiate]
    pub fn stepped_fold(x: f64) -> f64 {
        (FROM..4).step_by(2).fold(x, |s, i| s * x + i as f64)
    }
}

/// Inclusive ranges up to the largest number of a type: one past the last is no number of it.
pub mod inclusive_ranges {
    use differentiate::differentiate;

    const LAST: u8 = 255;
    fn last() -> i8 {
        127
    }

    #[differentiate]
    pub fn all_bytes(x: f64) -> f64 {
        let mut s = x;
        for i in 0..=LAST {
            s += x * f64::from(i >> 7);
        }
        s
    }

    #[differentiate]
    pub fn all_bytes_left_early(x: f64) -> f64 {
        let mut s = 0.0;
        for i in 250..=LAST {
            if s > 700.0 {
                break;
            }
            s += x * x * f64::from(i);
        }
        s
    }

    #[differentiate]
    pub fn backwards_left_early(x: f64) -> f64 {
        let mut s = 1.0;
        for i in (120..=last()).rev() {
            if s > 1e5 {
                return s * x;
            }
            s = s * x + f64::from(i);
        }
        s
    }

    #[differentiate]
    pub fn none(x: f64, from: i8) -> f64 {
        let mut s = x;
        for i in from..=last() - 1 {
            if s > 1e5 {
                break;
            }
            s *= x * f64::from(i);
        }
        s
    }

    #[differentiate]
    pub fn stepped(x: f64) -> f64 {
        (0..=LAST).rev().step_by(5).map(|i| x * f64::from(i)).sum()
    }

    #[differentiate]
    pub fn told_by_a_callee(x: f64) -> f64 {
        fn take(_: u8) {}
        let mut s = x;
        for i in 253..=255 {
            take(i);
            s *= x * (!i + 1) as f64;
        }
        s
    }
}

/// Compares a derivative with its value, and with a central difference of the function, which is exact to a relative 1e-6.
macro_rules! derivative {
    ($name:ident, $module:ident :: $function:ident, $grad:ident, $value_and_grad:ident, ($x:expr $(, $more:expr)*), $right:expr) => {
        #[test]
        fn $name() {
            let right: f64 = $right;
            let found = $module::$grad($x $(, $more)*);
            let (value, again) = $module::$value_and_grad($x $(, $more)*);
            assert_eq!(value.to_bits(), $module::$function($x $(, $more)*).to_bits());
            assert_eq!(found.to_bits(), again.to_bits());
            let h = 1e-5;
            let (up, down) = ($module::$function($x + h $(, $more)*), $module::$function($x - h $(, $more)*));
            let difference = (up - down) / (2.0 * h);
            let close = |a: f64, b: f64, tolerance: f64| (a - b).abs() <= tolerance * (1.0 + b.abs());
            assert!(close(found, right, 1e-5), "{found} is not {right}");
            assert!(close(found, difference, 1e-4), "{found} is not the difference {difference}");
        }
    };
}

derivative!(
    product_until_large,
    counters_of_loops_left_early::product_until_large,
    product_until_large_grad,
    product_until_large_value_and_grad,
    (0.5),
    0.5625
);
derivative!(
    returns_from_the_loop,
    counters_of_loops_left_early::returns_from_the_loop,
    returns_from_the_loop_grad,
    returns_from_the_loop_value_and_grad,
    (0.7),
    -1.936
);
derivative!(
    sign_of_the_counter,
    counters_of_loops_left_early::sign_of_the_counter,
    sign_of_the_counter_grad,
    sign_of_the_counter_value_and_grad,
    (0.8),
    6.561
);
derivative!(
    series_with_tolerance,
    counters_of_loops_left_early::series_with_tolerance,
    series_with_tolerance_grad,
    series_with_tolerance_value_and_grad,
    (0.4),
    0.5 / 1.4_f64.sqrt()
);
derivative!(
    chain_that_stops,
    counters_of_loops_left_early::chain_that_stops,
    chain_that_stops_grad,
    chain_that_stops_value_and_grad,
    (0.5),
    -9.0
);
derivative!(
    bits_of_the_counter,
    counters_of_loops_left_early::bits_of_the_counter,
    bits_of_the_counter_grad,
    bits_of_the_counter_value_and_grad,
    (0.6),
    5.42627
);
derivative!(
    starts_below_zero,
    counters_of_loops_left_early::starts_below_zero,
    starts_below_zero_grad,
    starts_below_zero_value_and_grad,
    (0.3),
    -0.83718
);
derivative!(
    seed_of_an_alias,
    types_of_literals::seed_of_an_alias,
    seed_of_an_alias_grad,
    seed_of_an_alias_value_and_grad,
    (1.0),
    3.0
);
derivative!(
    single_precision_alias,
    types_of_literals::single_precision_alias,
    single_precision_alias_grad,
    single_precision_alias_value_and_grad,
    (1.0),
    0.0
);
derivative!(
    associated_type,
    types_of_literals::associated_type,
    associated_type_grad,
    associated_type_value_and_grad,
    (1.0),
    44.0
);
derivative!(
    result_of_a_closure,
    types_of_literals::result_of_a_closure,
    result_of_a_closure_grad,
    result_of_a_closure_value_and_grad,
    (1.0),
    44.0
);
derivative!(
    compared_with_a_constant,
    types_of_literals::compared_with_a_constant,
    compared_with_a_constant_grad,
    compared_with_a_constant_value_and_grad,
    (1.0),
    6_400_000_000.0
);
derivative!(
    added_to_a_result,
    types_of_literals::added_to_a_result,
    added_to_a_result_grad,
    added_to_a_result_value_and_grad,
    (1.0),
    139.0
);
derivative!(
    range_told_by_a_callee,
    types_of_literals::range_told_by_a_callee,
    range_told_by_a_callee_grad,
    range_told_by_a_callee_value_and_grad,
    (1.0),
    508.0
);
derivative!(
    array_lent_to_a_callee,
    types_of_literals::array_lent_to_a_callee,
    array_lent_to_a_callee_grad,
    array_lent_to_a_callee_value_and_grad,
    (1.0),
    4.0
);
derivative!(
    told_by_an_assertion,
    types_of_literals::told_by_an_assertion,
    told_by_an_assertion_grad,
    told_by_an_assertion_value_and_grad,
    (1.0, 3),
    24.0
);
derivative!(
    chooses_an_implementation,
    types_of_literals::chooses_an_implementation,
    chooses_an_implementation_grad,
    chooses_an_implementation_value_and_grad,
    (1.0, 1),
    8.0
);
derivative!(
    told_by_a_cast,
    types_of_literals::told_by_a_cast,
    told_by_a_cast_grad,
    told_by_a_cast_value_and_grad,
    (1.0),
    3.0
);
derivative!(
    matched_bits,
    types_of_literals::matched_bits,
    matched_bits_grad,
    matched_bits_value_and_grad,
    (1.0),
    3.0
);
derivative!(
    matched_in_a_tuple,
    types_of_literals::matched_in_a_tuple,
    matched_in_a_tuple_grad,
    matched_in_a_tuple_value_and_grad,
    (1.0, 1),
    3.0
);
derivative!(
    told_by_another_arm,
    types_of_literals::told_by_another_arm,
    told_by_another_arm_grad,
    told_by_another_arm_value_and_grad,
    (1.0, true),
    4.0
);
derivative!(
    told_by_a_later_iteration,
    types_of_literals::told_by_a_later_iteration,
    told_by_a_later_iteration_grad,
    told_by_a_later_iteration_value_and_grad,
    (1.0, 2),
    4.0
);
derivative!(
    told_beside_in_an_array,
    types_of_literals::told_beside_in_an_array,
    told_beside_in_an_array_grad,
    told_beside_in_an_array_value_and_grad,
    (1.0),
    4.0
);
derivative!(
    hash_in_a_loop,
    types_of_literals::hash_in_a_loop,
    hash_in_a_loop_grad,
    hash_in_a_loop_value_and_grad,
    (1.0, 2),
    834_404_110.0
);
derivative!(
    from_a_constant,
    counters::from_a_constant,
    from_a_constant_grad,
    from_a_constant_value_and_grad,
    (0.5),
    0.5625
);
derivative!(negated, counters::negated, negated_grad, negated_value_and_grad, (0.5), -22.0);
derivative!(matched, counters::matched, matched_grad, matched_value_and_grad, (0.5), 5.0);
derivative!(
    start_by_decision,
    counters::start_by_decision,
    start_by_decision_grad,
    start_by_decision_value_and_grad,
    (0.5, true),
    -0.4375
);
derivative!(
    start_by_a_function,
    counters::start_by_a_function,
    start_by_a_function_grad,
    start_by_a_function_value_and_grad,
    (0.5),
    3.0
);
derivative!(
    cast_of_a_negative,
    types_of_numbers::cast_of_a_negative,
    cast_of_a_negative_grad,
    cast_of_a_negative_value_and_grad,
    (1.0),
    15.0
);
derivative!(
    large_by_alias,
    types_of_numbers::large_by_alias,
    large_by_alias_grad,
    large_by_alias_value_and_grad,
    (1.0),
    5_000_000_000.0
);
derivative!(
    bits_of_a_difference,
    integers_of_unseen_types::bits_of_a_difference,
    bits_of_a_difference_grad,
    bits_of_a_difference_value_and_grad,
    (0.7),
    1.0
);
derivative!(
    signed_remainder,
    integers_of_unseen_types::signed_remainder,
    signed_remainder_grad,
    signed_remainder_value_and_grad,
    (2.0, 4),
    0.0
);
derivative!(
    collected_then_run_over,
    integers_of_unseen_types::collected_then_run_over,
    collected_then_run_over_grad,
    collected_then_run_over_value_and_grad,
    (0.5),
    5.5
);
derivative!(
    stepped_fold,
    integers_of_unseen_types::stepped_fold,
    stepped_fold_grad,
    stepped_fold_value_and_grad,
    (2.0),
    13.0
);

#[test]
fn array_of_indices() {
    assert_eq!(types_of_literals::array_of_indices_grad(&[1.0; 3]), [15.0, 0.0, 0.0]);
}

#[test]
fn single_precision_list() {
    assert_eq!(types_of_numbers::single_precision_list_grad(2.0), 1.5);
}

#[test]
fn narrow_range_in_a_while() {
    assert_eq!(integers_of_unseen_types::narrow_range_in_a_while_grad(&[0.0, 3.0, 0.5]), [0.0; 3]);
}
derivative!(all_bytes, inclusive_ranges::all_bytes, all_bytes_grad, all_bytes_value_and_grad, (0.5), 129.0);
derivative!(
    all_bytes_left_early,
    inclusive_ranges::all_bytes_left_early,
    all_bytes_left_early_grad,
    all_bytes_left_early_value_and_grad,
    (1.5),
    2.0 * 1.5 * (250.0 + 251.0)
);
derivative!(
    backwards_left_early,
    inclusive_ranges::backwards_left_early,
    backwards_left_early_grad,
    backwards_left_early_value_and_grad,
    (9.0),
    436_129.0
);
derivative!(none, inclusive_ranges::none, none_grad, none_value_and_grad, (0.5, 127), 1.0);
derivative!(stepped, inclusive_ranges::stepped, stepped_grad, stepped_value_and_grad, (0.5), 6630.0);
derivative!(
    told_by_a_callee,
    inclusive_ranges::told_by_a_callee,
    told_by_a_callee_grad,
    told_by_a_callee_value_and_grad,
    (1.5),
    4.0 * 1.5_f64.powi(3) * 6.0
);
