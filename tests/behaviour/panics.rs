//! Where a function panics, and what it calls until then, its companions do too. Every function takes a slice and an index,
//! and runs on many of both; the log of its calls, its value and whether it panics are compared.

#![allow(clippy::all, unused, unconditional_panic, reason = "people write it")]

use differentiate::differentiate;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static LOG: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// Opaque code that leaves a trace.
fn log(label: usize) -> usize {
    LOG.with(|log| log.borrow_mut().push(label));
    1 + label % 3
}

/// How a run ended: the bits of the value, or `None` where it panicked; and what it called.
type Outcome = (Option<u64>, Vec<usize>);

fn outcome(run: impl FnOnce() -> f64) -> Outcome {
    LOG.with(|log| log.borrow_mut().clear());
    let value = catch_unwind(AssertUnwindSafe(run)).ok().map(f64::to_bits);
    (value, LOG.with(|log| log.borrow().clone()))
}

fn against_central_differences(f: &dyn Fn(&[f64]) -> f64, x: &[f64], slope: &[f64], at: &str) {
    for (i, ours) in slope.iter().enumerate() {
        let along = |v: f64| {
            let mut x = x.to_vec();
            x[i] = v;
            f(&x)
        };
        let theirs = crate::common::derivative(along, x[i]);
        let scale = ours.abs().max(theirs.abs()).max(1.0);
        assert!((ours - theirs).abs() <= 1e-6 * scale, "{at}: part {i} of {slope:?} is not {theirs}");
    }
}

/// All companions that give the value of the function beside it, and a caller, end as it does; its gradient calls the same.
macro_rules! ends_alike {
    () => {
        #[differentiate]
        fn caller(x: &[f64], k: usize) -> f64 {
            f(x, k)
        }

        #[test]
        fn ends_alike() {
            for n in 0..6 {
                for k in (0..8).chain([usize::MAX]) {
                    let x: Vec<f64> = (0..n).map(|i| 0.33 + 0.71 * i as f64).collect();
                    let at = format!("{n} elements, k = {k}");
                    let own = outcome(|| f(&x, k));
                    let mut buffer = vec![0.0; n];
                    assert_eq!(outcome(|| f_value_and_grad(&x, k).0), own, "value_and_grad, {at}");
                    assert_eq!(
                        outcome(|| f_accumulate_grad(&x, k, &mut buffer)),
                        own,
                        "accumulate_grad, {at}"
                    );
                    assert_eq!(outcome(|| caller_value_and_grad(&x, k).0), own, "a caller, {at}");
                    if own.0.is_some() {
                        against_central_differences(&|x| f(x, k), &x, &f_value_and_grad(&x, k).1, &at);
                        against_central_differences(&|x| f(x, k), &x, &f_grad(&x, k), &at);
                        against_central_differences(&|x| f(x, k), &x, &caller_grad(&x, k), &at);
                    }
                    for (what, (value, calls)) in [
                        ("grad", outcome(|| f_grad(&x, k).len() as f64)),
                        ("vjp", outcome(|| f_vjp(&x, k, 1.0).len() as f64)),
                        ("the gradient of a caller", outcome(|| caller_grad(&x, k).len() as f64)),
                    ] {
                        assert_eq!(calls, own.1, "{what}, {at}");
                        assert!(value.is_some() || own.0.is_none(), "{what} panics, {at}");
                    }
                }
            }
        }
    };
}

mod copies_another_length {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = [0.0; 4];
        v[..k].copy_from_slice(&x[..2]);
        v[0] * v[1]
    }

    ends_alike!();
}

mod copies_all {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = vec![0.0; k.min(9)];
        v.copy_from_slice(x);
        v.iter().sum()
    }

    ends_alike!();
}

mod clones_a_slice {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = [0.0; 3];
        v.clone_from_slice(&x[k..]);
        v[0] * x[0]
    }

    ends_alike!();
}

mod behind_the_part {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = x.to_vec();
        let head = &mut v[..2];
        head[k] *= 3.0;
        v.iter().sum()
    }

    ends_alike!();
}

mod before_the_part {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = x.to_vec();
        let tail = &mut v[1..];
        tail[k.wrapping_sub(1)] *= 3.0;
        v.iter().sum()
    }

    ends_alike!();
}

mod behind_an_unnamed_part {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        x[1..3][k] * x[..2][0]
    }

    ends_alike!();
}

mod behind_a_window {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        x.windows(2).map(|w| w[k] * w[0]).sum()
    }

    ends_alike!();
}

mod behind_a_chunk {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = x.to_vec();
        for c in v.chunks_mut(2) {
            c[k] *= 2.0;
        }
        v.iter().map(|v| v * v).sum()
    }

    ends_alike!();
}

mod part_of_a_part {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let head = &x[..3];
        let rest = &head[1..k];
        rest.iter().map(|v| v * v).sum::<f64>() + x[0]
    }

    ends_alike!();
}

mod part_of_a_mutable_part {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = x.to_vec();
        let head = &mut v[..3];
        let rest = &mut head[1..k];
        for r in rest.iter_mut() {
            *r *= 2.0;
        }
        log(1);
        v.iter().sum()
    }

    ends_alike!();
}

mod computed_and_not_used {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let _rest = &x[k..];
        let _share = 12 / (k - 3);
        x[0] * 2.0
    }

    ends_alike!();
}

mod unused_index {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let _ = x[k];
        let _first = x.first().unwrap();
        2.0
    }

    ends_alike!();
}

mod unused_variable {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut scratch = [0.0; 3];
        scratch[k] = x[0] * 2.0;
        x[0] * 3.0
    }

    ends_alike!();
}

mod unused_loop {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut unused = 0.0;
        for i in 0..k.min(9) {
            unused += x[i];
        }
        x[0] * x[0]
    }

    ends_alike!();
}

mod unused_pop {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = vec![1.0, 2.0];
        for _ in 0..k.min(9) {
            v.pop().unwrap();
        }
        x[0] * x[0]
    }

    ends_alike!();
}

mod pops_values {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = x.to_vec();
        let mut s = 1.0;
        for i in 0..k.min(9) {
            log(i);
            s *= v.pop().expect("there is one");
        }
        s
    }

    ends_alike!();
}

mod unused_overflow {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let narrow = 252u8 + k as u8;
        let product = (k as i32 - 4) * i32::MAX;
        let shift = 1u32 << (k + 28);
        let negated = -(i32::MIN + k as i32);
        let power = 3i32.pow(k as u32 * 5);
        x[0] * 2.0
    }

    ends_alike!();
}

mod unused_remainder {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let left = 7 % k;
        let all = 7usize.div_ceil(k);
        log(left);
        x[0] * all as f64
    }

    ends_alike!();
}

mod euclid {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let a = 7i32.div_euclid(k as i32 - 2);
        let b = 7i32.rem_euclid(k as i32 - 3);
        let c = (k as i32 - 4).abs() + (k as u32).ilog2() as i32;
        x[0] * 2.0
    }

    ends_alike!();
}

mod splits {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let (a, b) = x.split_at(k);
        log(5);
        a.iter().sum::<f64>() * b.iter().sum::<f64>()
    }

    ends_alike!();
}

mod splits_unused {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let (_a, _b) = x.split_at(k);
        x[0]
    }

    ends_alike!();
}

mod splits_to_change {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = x.to_vec();
        let (a, b) = v.split_at_mut(k);
        log(5);
        a[0] += b[0] * 2.0;
        b[1] *= a[0];
        v.iter().sum()
    }

    ends_alike!();
}

mod pieces_of_none {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let a: f64 = x.chunks(k).map(|c| c[0]).sum();
        log(1);
        a
    }

    ends_alike!();
}

mod exact_pieces_of_none {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        for _ in x.chunks_exact(k) {}
        log(1);
        x[0]
    }

    ends_alike!();
}

mod pieces_from_behind {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        x.rchunks(k).map(|c| c[0] * c[0]).sum()
    }

    ends_alike!();
}

mod windows_of_none {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let a: f64 = x.windows(k.min(9)).map(|w| w[0] * w[0]).sum();
        a * log(3) as f64
    }

    ends_alike!();
}

mod windows_without_items {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        for _ in x.windows(k.min(9)) {}
        x[0]
    }

    ends_alike!();
}

mod steps_by_none {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let a: f64 = x.iter().step_by(k).sum();
        log(2);
        a
    }

    ends_alike!();
}

mod steps_of_a_range {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut s = 0.0;
        for i in (0..x.len()).step_by(k) {
            s += x[i] * log(i) as f64;
        }
        s
    }

    ends_alike!();
}

mod steps_behind_a_stage {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        x.iter().filter(|v| **v > 0.5).step_by(k.min(9)).sum()
    }

    ends_alike!();
}

mod swaps {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = x.to_vec();
        v.swap(0, k);
        log(1);
        v[0] * 2.0
    }

    ends_alike!();
}

mod swaps_in_a_part {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = x.to_vec();
        v[1..3].swap(0, k);
        v.iter().enumerate().map(|(i, v)| i as f64 * v).sum()
    }

    ends_alike!();
}

mod first_of_a_part {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        x[1..k].first().unwrap() * x[..k].last().unwrap()
    }

    ends_alike!();
}

mod first_of_a_mutable_part {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = x.to_vec();
        v[0] *= 2.0;
        v[1..k].first().unwrap() * v[..k].last().unwrap()
    }

    ends_alike!();
}

mod element_of_a_part {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        x[1..3].get(k).unwrap() * 2.0
    }

    ends_alike!();
}

mod best_of_none {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let best = x[k..].iter().copied().reduce(f64::max).unwrap();
        log(1);
        best * 2.0
    }

    ends_alike!();
}

mod unused_best {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let _best = x.iter().skip(k.min(9)).max_by(|a, b| a.total_cmp(b)).unwrap();
        log(1);
        2.0
    }

    ends_alike!();
}

mod found {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let at = x.iter().position(|v| *v > 0.3 * k as f64).unwrap();
        x[at] * x[at]
    }

    ends_alike!();
}

mod asserts {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        assert!(k < 3, "k is {k}");
        assert_eq!(x.len(), 3);
        log(1);
        debug_assert!(x[0] > 0.0);
        x[k] * x[k]
    }

    ends_alike!();
}

mod clamps {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let _unused = x[0].clamp(1.0, k as f64);
        x[0] * x[0]
    }

    ends_alike!();
}

mod sums_of_integers {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let total: u8 = (0..k.min(9)).map(|i| 40 * i as u8).sum();
        x[0] * 2.0
    }

    ends_alike!();
}

mod rows_of_rows {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let rows = vec![x.to_vec(), vec![1.0, 2.0]];
        let row = &rows[k];
        log(1);
        let _ = &rows[k][1..];
        x[0] * 2.0
    }

    ends_alike!();
}

mod a_call_before_overflow {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let y = x[0] * log(1) as f64;
        y * (250u8 + k as u8) as f64
    }

    ends_alike!();
}

mod a_call_before_an_index {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        x[0] * log(1) as f64 * x[k] * log(2) as f64
    }

    ends_alike!();
}

mod an_index_before_a_call {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let y = x[k] * x[0];
        y + log(1) as f64 * x[0]
    }

    ends_alike!();
}

mod a_value_before_a_call {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let share = (12 / k) as f64;
        log(1);
        x[0] * x[0] + share
    }

    ends_alike!();
}

mod a_sum_before_a_call {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut s = 0.0;
        for i in 0..k.min(9) {
            s += x[i] * x[i];
        }
        log(1);
        s
    }

    ends_alike!();
}

mod a_linear_sum_before_a_call {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut s = 0.0;
        for i in 0..k.min(9) {
            s += 2.0 * x[i];
        }
        log(1);
        s * 3.0
    }

    ends_alike!();
}

mod calls_in_a_loop {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut s = 0.0;
        for i in 0..4 {
            let t = x[i];
            s += t * log(i) as f64;
        }
        s
    }

    ends_alike!();
}

mod calls_after_elements {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut s = 0.0;
        for i in 0..4 {
            s += x[i] + x[k];
            log(i);
        }
        s
    }

    ends_alike!();
}

mod a_product_in_a_loop {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut s = 1.0;
        for i in 0..4 {
            let n = 10 / (k - i);
            log(i);
            s *= x[0] * n as f64;
        }
        s
    }

    ends_alike!();
}

mod behind_a_condition {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let both = k > 2 && log(1) > 0 && x[k] > 0.5;
        let either = k > 4 || log(2) > 5;
        let y = if both { x[0] * log(3) as f64 } else { x[1] };
        if either { y } else { y * log(4) as f64 }
    }

    ends_alike!();
}

mod chosen_values {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let (a, b) = (log(1), log(2));
        let (c, d) = (k > 2, log(3) > 1);
        let e = c && d;
        let y = if e { a as f64 } else { b as f64 };
        y * x[0]
    }

    ends_alike!();
}

mod after_a_return {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        if k > 3 {
            return x[0] * log(1) as f64;
        }
        let y = x[1] * log(2) as f64;
        if x[k] > 1.0 {
            return y;
        }
        y * log(3) as f64
    }

    ends_alike!();
}

mod after_a_panic {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let y = x[0] * log(1) as f64;
        if k > 3 {
            panic!("too large");
        }
        y * log(2) as f64
    }

    ends_alike!();
}

mod in_a_match {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let y = match k {
            0 => x[0] * log(1) as f64,
            1 if log(2) > 2 => x[1],
            2 => unreachable!(),
            _ => x[k] * log(3) as f64,
        };
        log(4);
        y * x[0]
    }

    ends_alike!();
}

mod ends_early {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut s = 0.0;
        for (i, v) in x.iter().enumerate() {
            if i == k {
                break;
            }
            s += v * log(i) as f64 * x[i + 1];
        }
        s
    }

    ends_alike!();
}

mod stores_before_a_call {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = [0.0; 3];
        v[k] = 2.0 * x[0];
        log(1);
        v[0] + v[1]
    }

    ends_alike!();
}

mod stores_after_a_call {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = vec![0.0; 3];
        let t = log(1) as f64;
        v[k] = x[0] * t;
        v[log(2)] += x[0];
        v[0] * v[1]
    }

    ends_alike!();
}

mod a_part_before_a_call {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = x.to_vec();
        let part = &mut v[1..k];
        log(1);
        for p in part.iter_mut() {
            *p *= log(2) as f64;
        }
        v.iter().sum()
    }

    ends_alike!();
}

mod in_arguments {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let y = squared(x[k], log(1));
        y + squared(x[0], log(2)) * x[log(3)]
    }

    ends_alike!();
}

mod an_unused_callee {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let _unused = noisy(x, k);
        x[0] * 2.0
    }

    ends_alike!();
}

mod a_callee_between {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let a = x[0] * log(1) as f64;
        let b = noisy(x, k);
        a * b + x[k / 2] * log(2) as f64
    }

    ends_alike!();
}

mod prints {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let y = x[0] * x[k];
        print!("{}", if log(1) > 5 { "never" } else { "" });
        y * log(2) as f64
    }

    ends_alike!();
}

mod in_a_closure {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let scaled = |i: usize| x[i] * log(i) as f64;
        scaled(0) + scaled(k) * scaled(1)
    }

    ends_alike!();
}

mod in_a_fold {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let y = x.iter().map(|v| v * log(1) as f64).fold(1.0, |a, b| a * b + x[k]);
        y * log(2) as f64
    }

    ends_alike!();
}

#[differentiate]
fn squared(x: f64, times: usize) -> f64 {
    x * x * times as f64
}

#[differentiate]
fn noisy(x: &[f64], k: usize) -> f64 {
    let y = x[0] * log(11) as f64;
    y * x[k] * log(12) as f64
}

/// Noise that a differentiated function makes.
#[differentiate]
fn noised(v: f64) -> f64 {
    v * log(7) as f64
}

#[differentiate]
fn quiet(v: f64) -> f64 {
    v * v
}

#[differentiate]
fn through_another(v: f64) -> f64 {
    noised(v) * 2.0
}

mod a_callee_that_acts_in_a_loop {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut s = 0.0;
        for v in x {
            s += noised(*v) + quiet(*v);
        }
        s * s
    }

    ends_alike!();
}

mod a_callee_of_a_callee_that_acts {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let s: f64 = x.iter().map(|v| through_another(*v)).sum();
        (s + x[k]).exp()
    }

    ends_alike!();
}

// As people write it.

mod forward_elimination {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let n = k.min(3);
        let mut a = x.to_vec();
        for p in 0..n {
            let (top, below) = a.split_at_mut(p + 1);
            log(p);
            for r in 0..below.len() {
                below[r] -= top[p] * 0.5 / (1.0 + r as f64);
            }
        }
        a.iter().map(|v| v * v).sum()
    }

    ends_alike!();
}

mod a_ring_buffer {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut ring = [0.0; 4];
        let size = k.min(9);
        let mut s = 0.0;
        for (t, v) in x.iter().enumerate() {
            let slot = t % size;
            s += ring[slot] * v;
            log(slot);
            ring[slot] = *v;
        }
        s
    }

    ends_alike!();
}

mod a_strided_convolution {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let kernel = &x[..2];
        let signal = &x[1..];
        let mut out = vec![0.0; signal.len().div_ceil(k)];
        for (o, piece) in out.iter_mut().zip(signal.chunks(k)) {
            for (w, v) in kernel.iter().zip(piece) {
                *o += w * v;
            }
            *o *= log(piece.len()) as f64;
        }
        out.iter().map(|o| o * o).sum()
    }

    ends_alike!();
}

mod a_binary_search {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut rest = &x[..];
        while rest.len() > 1 {
            let middle = rest.len() / 2;
            log(middle);
            if rest[middle] > 0.4 * k.min(9) as f64 {
                rest = &rest[..middle];
            } else {
                rest = &rest[middle..];
            }
        }
        rest[0] * rest[0]
    }

    ends_alike!();
}

mod interpolation_in_a_table {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let cell = k / 2;
        let (left, right) = (x[cell], x[cell + 1]);
        let t = log(cell) as f64 / 4.0;
        left * (1.0 - t) + right * t * x[..=cell].iter().product::<f64>()
    }

    ends_alike!();
}

mod a_stack_machine {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut stack = Vec::new();
        for v in x {
            stack.push(*v);
        }
        for i in 0..k.min(5) {
            let a = stack.pop().unwrap();
            log(i);
            let b = stack.pop().unwrap();
            stack.push(a * b + 1.0);
        }
        stack.pop().unwrap() * 2.0
    }

    ends_alike!();
}

mod shares_of_a_budget {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut left: u8 = 5;
        let mut total = 0.0;
        for v in x {
            left -= k.min(9) as u8;
            total += v * f64::from(left) * log(usize::from(left)) as f64;
        }
        total
    }

    ends_alike!();
}

mod columns_of_a_matrix {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut m = vec![0.0; 6];
        m[..x.len()].copy_from_slice(x);
        let mut s = 0.0;
        for row in m.chunks_exact_mut(2) {
            let (left, right) = row.split_at_mut(1);
            right[0] += 0.5 * left[0];
            s += right[k.min(9)] * log(3) as f64;
        }
        s
    }

    ends_alike!();
}

mod an_early_answer {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let Some(first) = x.first() else { return log(9) as f64 };
        let mut best = *first;
        for i in 1..k.min(9) {
            if x[i] > 2.0 && log(i) > 1 {
                return best * x[i];
            }
            best += x[i - 1] * x[i];
        }
        best * log(10) as f64
    }

    ends_alike!();
}

mod dropout {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut hidden = [0.0; 3];
        for (h, v) in hidden.iter_mut().zip(x) {
            *h = noised(*v).tanh();
        }
        let norm: f64 = hidden.iter().map(|h| noised(*h * h)).sum();
        (norm + 1.0).sqrt() * hidden[k]
    }

    ends_alike!();
}

mod a_part_handed_to_a_callee {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = x.to_vec();
        let head = &mut v[..k.min(9)];
        log(1);
        doubled(&mut head[1..]);
        doubled(&mut v[1..3][..1]);
        summed(&v[1..][..k.min(9) / 2]) + x[0]
    }

    ends_alike!();
}

#[differentiate]
fn doubled(v: &mut [f64]) {
    for v in v.iter_mut() {
        *v *= 2.0;
    }
}

#[differentiate]
fn summed(v: &[f64]) -> f64 {
    v.iter().map(|v| v * v).sum()
}

mod unused_parts {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut v = [0.5; 3];
        v[0] = x[0];
        {
            let (_a, _b) = v.split_at_mut(k);
        }
        let mut list = Vec::new();
        list.push(1.0);
        for _ in list[..k.min(9)].iter().copied() {
            let _unused = 0.5;
        }
        log(1);
        x[0] * 2.0
    }

    ends_alike!();
}

mod unused_parts_of_aggregates {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let (a, [_unused, b]) = (x[0], [if x[0] <= x[k % x.len()] { x[1] } else { x[k] }, x[0]]);
        let pair = (log(1), x[2]);
        a * b + pair.0 as f64
    }

    ends_alike!();
}

mod a_condition_that_decides_nothing {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let factor = if x[k] <= 0.5 { 0.5 } else { 0.5 };
        log(1);
        x[0] * factor
    }

    ends_alike!();
}

mod a_nested_condition_that_decides_nothing {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut sum = x[0];
        for i in 0..k.min(4) {
            let n = if x[i] > 0.0 { if x[i + 1] > 1.0 { 2 } else { 2 } } else { 2 };
            sum *= n as f64;
        }
        sum
    }

    ends_alike!();
}

mod a_guard_that_decides_nothing {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let factor = match k {
            0 => 3.0,
            n if x[n] > 1.0 => 3.0,
            _ => 3.0,
        };
        x[0] * factor
    }

    ends_alike!();
}

mod a_range_over_nothing_that_changes {
    use super::*;

    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn f(x: &[f64], k: usize) -> f64 {
        let mut same = x[0];
        for _ in 0..usize::from(x[k] > 0.5) {
            same = x[0];
            if x[k - 1] > 3.0 {
                same = x[0];
            }
        }
        same * x[1]
    }

    ends_alike!();
}
