//! Iterators in locals: chains that are used later, and iterators that are asked for one item after another.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, derivative};
use differentiate::differentiate;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static TICKS: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
}

/// An effect.
fn tick(k: usize) -> usize {
    TICKS.with(|ticks| ticks.borrow_mut().push(k));
    k
}

/// The effects since it was asked last.
fn ticks() -> Vec<usize> {
    TICKS.with(RefCell::take)
}

/// Lists of every length up to eight, and some with a longer run of a sign.
fn lists() -> Vec<Vec<f64>> {
    let all = [0.7, -1.3, 0.4, 2.1, -0.6, 1.9, 0.35, -0.8];
    let mut lists: Vec<Vec<f64>> = (0..=all.len()).map(|n| all[..n].to_vec()).collect();
    lists.push(vec![1.2, 1.7, 2.5, 3.1, 4.4]);
    lists.push(vec![-1.2, -1.7, 2.5, 3.1]);
    lists.push(vec![0.3, 0.52, 0.9, -1.1, 0.2, 0.8, -2.0]);
    lists
}

/// The value to the bit, the effects, whether it panics, and the gradient against central differences.
#[track_caller]
pub(crate) fn check(
    function: fn(&[f64]) -> f64,
    value_and_grad: fn(&[f64]) -> (f64, Vec<f64>),
    grad: fn(&[f64]) -> Vec<f64>,
) {
    for x in lists() {
        ticks();
        let value = catch_unwind(AssertUnwindSafe(|| function(&x))).ok();
        let effects = ticks();
        let ours = catch_unwind(AssertUnwindSafe(|| value_and_grad(&x))).ok();
        assert_eq!(effects, ticks(), "effects at {x:?}");
        assert_eq!(value.is_some(), ours.is_some(), "panics at {x:?}");
        let (Some(value), Some((ours, slope))) = (value, ours) else { continue };
        assert_eq!(ours.to_bits(), value.to_bits(), "value at {x:?}");
        assert_eq!(grad(&x), slope, "both gradients at {x:?}");
        for i in 0..x.len() {
            let along = |t: f64| {
                let mut x = x.clone();
                x[i] = t;
                function(&x)
            };
            assert_close([slope[i]], [derivative(along, x[i])]);
        }
    }
}

macro_rules! by_differences {
    ($($test:ident: $($function:ident $value_and_grad:ident $grad:ident),* $(,)?;)*) => {$(
        #[test]
        fn $test() {
            $(check($function, $value_and_grad, $grad);)*
        }
    )*};
}

// Chains bound and used later.

#[differentiate]
fn sum_of_squares(x: &[f64]) -> f64 {
    let it = x.iter().map(|v| v * v);
    it.sum()
}

#[differentiate]
fn mean_of_squares(x: &[f64]) -> f64 {
    let sq = x.iter().map(|v| v * v);
    let n = sq.clone().count() as f64;
    sq.sum::<f64>() / (n + 1.0)
}

#[differentiate]
fn products_of_neighbours(x: &[f64]) -> f64 {
    let it = x.iter().zip(x.iter().skip(1));
    let mut s = 0.0;
    for (a, b) in it {
        s += a * b;
    }
    s
}

#[differentiate]
fn skips_what_the_binding_says(x: &[f64]) -> f64 {
    let n = 1;
    let it = x.iter().skip(n);
    let n = 3.0;
    it.map(|v| v * n).sum()
}

#[differentiate]
fn closure_sees_the_binding(x: &[f64]) -> f64 {
    let c = x.len() as f64;
    let it = x.iter().map(|v| v.sin() * c);
    let c = 2.0;
    c * it.sum::<f64>()
}

#[differentiate]
fn skips_before_the_count_changes(x: &[f64]) -> f64 {
    let mut n = 1;
    let it = x.iter().skip(n);
    n += 1;
    it.map(|v| v * v).sum::<f64>() * n as f64
}

#[differentiate]
fn moved_factor(x: &[f64]) -> f64 {
    let mut c = 2.0;
    let it = x.iter().map(move |v| v * c);
    c += 5.0;
    it.sum::<f64>() * c
}

#[differentiate]
fn products_of_pieces(x: &[f64]) -> f64 {
    let it = x.chunks(2);
    let mut s = 0.0;
    for c in it {
        s += c.iter().product::<f64>();
    }
    s
}

#[differentiate]
fn made_in_a_block(x: &[f64]) -> f64 {
    let it = {
        let n = 2;
        x.iter().skip(n)
    };
    it.sum()
}

#[differentiate]
fn link_by_link(x: &[f64]) -> f64 {
    let it = x.iter();
    let it = it.map(|v| v * v);
    let it = it.filter(|v| *v > 0.3);
    it.sum()
}

#[differentiate]
fn zipped_with_another_part(x: &[f64]) -> f64 {
    let mut y = x;
    let it = y.iter();
    y = &y[y.len() / 2..];
    it.zip(y).map(|(a, b)| a * b).sum()
}

#[differentiate]
fn copied_array(x: &[f64]) -> f64 {
    let mut a = [1.0, 2.0, 3.0];
    if x.len() > 1 {
        a[1] = x[1];
    }
    let it = a.into_iter();
    a[0] = 10.0;
    it.map(|v| v * v).sum::<f64>() * a[0] + x.iter().sum::<f64>()
}

#[differentiate]
fn taken_list(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.push(2.0);
    let it = v.into_iter();
    v = vec![1.5];
    it.map(|a| a * a).sum::<f64>() * v[0]
}

#[differentiate]
fn pieces_of_no_size(x: &[f64]) -> f64 {
    let n = x.len() / 4;
    let it = x.chunks(n);
    it.map(|c| c[0] * c[0]).sum()
}

#[differentiate]
fn made_in_a_loop(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        let it = x.iter().skip(i).take(2);
        s += it.clone().product::<f64>() * it.sum::<f64>();
    }
    s
}

#[differentiate]
fn log_sum_of_running_sums(x: &[f64]) -> f64 {
    let it = x.iter().scan(0.0, |a, v| {
        *a += v;
        Some(*a)
    });
    let m = it.clone().fold(f64::NEG_INFINITY, f64::max);
    if m.is_finite() { it.map(|v| (v - m).exp()).sum() } else { 0.0 }
}

#[differentiate]
fn flattened_and_numbered(x: &[f64]) -> f64 {
    let it = x.iter().flat_map(|v| [*v, v * v]);
    it.enumerate().map(|(i, v)| i as f64 * v).sum()
}

#[differentiate]
fn factor_of_the_same_name(x: &[f64]) -> f64 {
    let c = 3.0;
    let it = x.iter().map(|v| v * c);
    let total = |c: f64| c * 2.0;
    let s: f64 = it.sum();
    total(s) * c
}

#[differentiate]
fn mean_with_a_prior(x: &[f64]) -> f64 {
    let it = std::iter::once(2.0).chain(x.iter().copied());
    let n = it.clone().count() as f64;
    it.map(|v| v * v).sum::<f64>() / n
}

#[differentiate]
fn called_in_a_closure(x: &[f64]) -> f64 {
    let it = x.iter();
    let f = |s: f64| it.clone().map(|v| v * s).sum::<f64>();
    f(2.0) + f(f(0.1))
}

#[differentiate]
fn either_way(x: &[f64]) -> f64 {
    let r = x.len() % 2 == 0;
    let it: Box<dyn Iterator<Item = &f64>> = if r { Box::new(x.iter().rev()) } else { Box::new(x.iter()) };
    it.fold(0.0, |a, v| a * 0.5 + v)
}

#[differentiate]
fn boxed_sines(x: &[f64]) -> f64 {
    let it: Box<dyn Iterator<Item = f64>> = Box::new(x.iter().map(|v| v.sin()));
    it.sum()
}

#[differentiate]
fn closure_of_the_same_name(x: &[f64]) -> f64 {
    let sq = |v: &f64| v * v;
    let it = x.iter().map(sq);
    let sq = 3.0;
    it.sum::<f64>() * sq
}

// Iterators that are asked for one item after another.

#[differentiate]
fn product_from_the_first(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let first = it.next().unwrap();
    it.fold(*first, |a, b| a * b)
}

#[differentiate]
fn first_two_by_the_rest(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let a: f64 = it.by_ref().take(2).sum();
    let b: f64 = it.sum();
    a * b
}

#[differentiate]
fn next_to_each_other(x: &[f64]) -> f64 {
    let mut it = x.iter().peekable();
    let mut s = 0.0;
    while let Some(v) = it.next() {
        if let Some(n) = it.peek() {
            s += v * **n;
        } else {
            s += v;
        }
    }
    s
}

#[differentiate]
fn pairs_and_the_rest(x: &[f64]) -> f64 {
    let c = x.chunks_exact(2);
    let r: f64 = c.remainder().iter().sum();
    c.map(|w| w[0] * w[1]).sum::<f64>() + r
}

#[differentiate]
fn skips_behind_a_positive(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut s = 0.0;
    if let Some(v) = it.next() {
        if *v > 0.0 {
            it.next();
        }
        s += v;
    }
    for v in it {
        s = s * 0.5 + v * v;
    }
    s
}

#[differentiate]
fn from_both_ends(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut s = 0.0;
    while let (Some(a), Some(b)) = (it.next(), it.next_back()) {
        s += a * b;
    }
    s
}

#[differentiate]
fn meets_in_the_middle(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut s = 0.0;
    while let Some(a) = it.next() {
        s += a * a;
        if let Some(b) = it.next_back() {
            s += a * b;
        }
    }
    s
}

#[differentiate]
fn stopped_and_resumed(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut s = 0.0;
    for v in it.by_ref() {
        if *v < 0.0 {
            break;
        }
        s += v * v;
    }
    for v in it {
        s += v * v.sin();
    }
    s
}

#[differentiate]
fn after_the_second(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let a = it.nth(1).copied().unwrap_or(3.0);
    let n = it.len() as f64;
    a * n + it.map(|v| v * v).sum::<f64>()
}

#[differentiate]
fn ends_without_the_first(x: &[f64]) -> f64 {
    let mut it = x.iter().skip(1).rev();
    let a = it.next().copied().unwrap_or(1.0);
    let b = it.next_back().copied().unwrap_or(2.0);
    a * b + it.map(|v| v.exp()).sum::<f64>()
}

#[differentiate]
fn what_is_left(x: &[f64]) -> f64 {
    let mut it = x.iter();
    it.next();
    it.next();
    let rest = it.as_slice();
    rest.iter().map(|v| v * v).sum::<f64>() + rest.len() as f64
}

#[differentiate]
fn while_positive(x: &[f64]) -> f64 {
    let mut it = x.iter().peekable();
    let mut s = 0.0;
    while let Some(v) = it.next_if(|v| **v > 0.0) {
        s += v * v;
    }
    let n = it.peek().map_or(0.5, |v| v.sin());
    s * n + it.count() as f64
}

#[differentiate]
fn squares_of_steps(x: &[f64]) -> f64 {
    let mut it = x.iter().copied();
    let Some(mut prev) = it.next() else { return -1.0 };
    let mut s = 0.0;
    for v in it {
        s += (v - prev).powi(2);
        prev = v;
    }
    s
}

#[differentiate]
fn two_iterators(x: &[f64]) -> f64 {
    let (mut a, mut b) = (x.iter(), x.iter().rev());
    let mut s = 0.0;
    loop {
        match (a.next(), b.next()) {
            (Some(p), Some(q)) => s += p * q,
            _ => break,
        }
    }
    s
}

#[differentiate]
fn from_the_first_negative(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let found = it.find(|v| **v < 0.0).copied().unwrap_or(1.0);
    found * it.map(|v| v * v).sum::<f64>()
}

#[differentiate]
fn after_any(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let any = it.any(|v| *v < 0.0);
    let s: f64 = it.map(|v| v * v).sum();
    if any { s } else { 2.0 - s }
}

#[differentiate]
fn two_at_a_time(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut s = 0.0;
    loop {
        let Some(v) = it.next() else { break };
        if *v < 0.0 {
            continue;
        }
        s += v * v;
        let Some(w) = it.next() else {
            s += 1.0;
            break;
        };
        s += w * v;
    }
    s
}

#[differentiate]
fn next_in_a_closure(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut next = || it.next().copied().unwrap_or(0.25);
    let a = next();
    let b = next();
    a.sin() * b + next()
}

#[differentiate]
fn copy_of_an_iterator(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let it2 = it.clone();
    it.next();
    let d: f64 = it.zip(it2).map(|(a, b)| (a - b) * (a - b)).sum();
    d
}

#[differentiate]
fn moved_iterator(x: &[f64]) -> f64 {
    let mut it = x.iter();
    it.next();
    let mut rest = it;
    let a = rest.next().copied().unwrap_or(1.0);
    a * rest.map(|v| v * v).sum::<f64>()
}

#[differentiate]
fn changed_items(x: &[f64]) -> f64 {
    let mut v: Vec<f64> = x.to_vec();
    let mut it = v.iter_mut();
    if let Some(a) = it.next() {
        *a *= 3.0;
    }
    for b in it {
        *b = b.sin();
    }
    v.iter().map(|v| v * v).sum()
}

#[differentiate]
fn every_second_skipped(x: &[f64]) -> f64 {
    let mut it = x.iter().enumerate();
    let mut s = 0.0;
    while let Some((i, v)) = it.next() {
        if i % 2 == 0 {
            it.next();
        }
        s += i as f64 * v * v;
    }
    s
}

#[differentiate]
fn windows_from_both_ends(x: &[f64]) -> f64 {
    let mut it = x.windows(2);
    let mut s = 0.0;
    while let Some(w) = it.next() {
        s += (w[1] - w[0]).powi(2);
        if let Some(w) = it.next_back() {
            s += w[0] * w[1];
        }
    }
    s
}

#[differentiate]
fn rest_of_each(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut s: f64 = 0.0;
    for _ in 0..3 {
        if let Some(v) = it.next() {
            s += v * s.cos();
            for w in it.clone() {
                s += w * v;
            }
        }
    }
    s
}

#[differentiate]
fn until_two_are_left(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut s = 0.0;
    while it.len() > 2 {
        let v = it.next().unwrap();
        s += v * v;
    }
    s * it.as_slice().iter().product::<f64>()
}

#[differentiate]
fn while_positive_then_the_rest(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let a: Vec<f64> = it.by_ref().take_while(|v| **v > 0.0).copied().collect();
    let b: f64 = it.sum();
    a.iter().product::<f64>() * b
}

#[differentiate]
fn two_more_if_positive(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut s = 0.0;
    while let Some(v) = it.next() {
        if *v > 0.0 {
            let m = it.by_ref().take(2).fold(1.0, |a, b| a * b);
            s += v * m;
        } else {
            s += v.sin();
        }
    }
    s
}

#[differentiate]
fn reversed_and_skipped(x: &[f64]) -> f64 {
    let mut it = x.iter().rev().skip(1);
    let mut s = 0.0;
    if let Some(v) = it.next_back() {
        s += v * v;
    }
    while let Some(v) = it.next() {
        s = s * 0.5 + v;
    }
    s
}

#[differentiate]
fn whole_chunks(x: &[f64]) -> f64 {
    let mut it = x.chunks_exact(2);
    let mut s = 0.0;
    while let Some(c) = it.next() {
        s += c[0] * c[1];
    }
    for v in it.remainder() {
        s += v * v * v;
    }
    s
}

#[differentiate]
fn runs_of_a_sign(x: &[f64]) -> f64 {
    let mut it = x.iter().peekable();
    let mut s = 0.0;
    while let Some(v) = it.next() {
        let mut run = *v;
        while let Some(w) = it.peek() {
            if (**w > 0.0) == (*v > 0.0) {
                run += **w;
                it.next();
            } else {
                break;
            }
        }
        s += run * run;
    }
    s
}

#[differentiate]
fn taken_if_positive(x: &[f64]) -> f64 {
    let mut it = x.iter().copied().peekable();
    let mut s = 0.0;
    while let Some(&v) = it.peek() {
        it.next();
        if v < 0.0 {
            if let Some(w) = it.next_if(|w| *w > 0.0) {
                s += v * w;
            }
        } else {
            s += v;
        }
    }
    s
}

#[differentiate]
fn evens_and_odds(x: &[f64]) -> f64 {
    let mut evens = x.iter().step_by(2);
    let mut odds = x.iter().skip(1).step_by(2);
    let mut s = 0.0;
    loop {
        match (evens.next(), odds.next()) {
            (Some(a), Some(b)) => s += a * b,
            (Some(a), None) => {
                s += a * a;
                break;
            }
            _ => break,
        }
    }
    s
}

#[differentiate]
fn merged(x: &[f64]) -> f64 {
    let mut a = x.iter().peekable();
    let mut b = x.iter().map(|v| v * 0.5 + 0.1).peekable();
    let mut s = 0.0;
    let mut w = 1.0;
    loop {
        let take = match (a.peek(), b.peek()) {
            (Some(p), Some(q)) => **p < *q,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => break,
        };
        let v = if take { *a.next().unwrap() } else { b.next().unwrap() };
        s += v * w;
        w *= 0.9;
    }
    s
}

#[differentiate]
fn continued_outside(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut s = 0.0;
    'a: while let Some(v) = it.next() {
        for w in it.by_ref() {
            if *w < *v {
                s += v * w;
                continue 'a;
            }
            s += w;
        }
        break;
    }
    s
}

#[differentiate]
fn counted(x: &[f64]) -> f64 {
    let mut it = (0..x.len()).map(|i| x[i] * i as f64);
    let a = it.next().unwrap_or(1.0);
    let b = it.next().unwrap_or(2.0);
    (a + b) * it.map(|v| v.cos()).sum::<f64>()
}

#[differentiate]
fn again_and_again(x: &[f64]) -> f64 {
    let mut it = x.iter().cycle();
    let mut s = 0.0;
    for k in 0..5 {
        if let Some(v) = it.next() {
            s += v * k as f64;
        }
    }
    s
}

#[differentiate]
fn chained_from_both_ends(x: &[f64]) -> f64 {
    let mut it = x.iter().chain([0.5, 0.25].iter());
    let a = it.next().unwrap();
    let b = it.next_back().unwrap();
    a * b * it.sum::<f64>()
}

#[differentiate]
fn first_two_or_nothing(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let (Some(a), Some(b)) = (it.next(), it.next()) else { return 1.0 };
    a * b + it.map(|v| v * a).sum::<f64>()
}

#[differentiate]
fn skipped_in_a_branch(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut s = 0.0;
    if x.len() > 3 {
        it.next();
        it.nth(1);
    } else {
        s += 1.0;
    }
    s + it.map(|v| v * v).sum::<f64>()
}

#[differentiate]
fn last_before_the_rest(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let a = it.by_ref().rev().take(1).sum::<f64>();
    let b = it.sum::<f64>();
    a * b
}

#[differentiate]
fn head_and_tail_of_chunks(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for w in x.chunks(3) {
        let mut it = w.iter();
        let lead = it.next().unwrap();
        let tail: f64 = it.map(|v| v * lead).sum();
        total += tail;
    }
    total
}

#[differentiate]
fn guarded(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut s = 1.0;
    for _ in 0..2 {
        s += match it.next() {
            Some(v) if *v > 0.45 => v * v,
            Some(v) => v.sin(),
            None => 0.25,
        };
    }
    if let Some(v) = it.next() {
        s *= v;
    } else if let Some(w) = x.first() {
        s += w;
    }
    s
}

#[differentiate]
fn one_minus_the_other(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let r = it.next().unwrap() - it.next().unwrap() * 2.0;
    r + it.sum::<f64>()
}

#[differentiate]
fn in_an_assignment(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut s = 1.0;
    s += it.next().map_or(0.0, |v| v * s) + s * it.next().copied().unwrap_or(0.3);
    s
}

#[differentiate]
fn by_indices(x: &[f64]) -> f64 {
    let order = [2usize, 0, 1];
    let mut ix = order.iter();
    let mut s = 0.0;
    while let Some(&i) = ix.next() {
        if i < x.len() {
            s = s * 0.5 + x[i] * x[i];
        }
    }
    s
}

#[differentiate]
fn peeked_chunks(x: &[f64]) -> f64 {
    let mut it = x.chunks(2).peekable();
    let mut s = 0.0;
    while let Some(c) = it.next() {
        let last = it.peek().is_none();
        s += if last { c[0] } else { c[0] * c[1] };
        if let Some(n) = it.peek() {
            s += n[0] * c[0];
        }
    }
    s
}

#[differentiate]
fn inner_of_the_same_name(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut s = 0.0;
    while let Some(v) = it.next() {
        let it = [1.0, 2.0];
        s += it.iter().map(|w| w * v).sum::<f64>();
    }
    s
}

#[differentiate]
fn returned_inside(x: &[f64]) -> f64 {
    let mut it = x.iter();
    while let Some(v) = it.next() {
        if *v < 0.0 {
            return it.next().map_or(-1.0, |w| w * v);
        }
    }
    2.0
}

#[differentiate]
fn let_else_in_a_loop(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut s = 0.0;
    let mut k = 0;
    while k < 3 {
        k += 1;
        let Some(v) = it.next() else { continue };
        s += v * k as f64;
    }
    s + it.len() as f64 * x.iter().sum::<f64>()
}

#[differentiate]
fn pairs_taken_apart(x: &[f64]) -> f64 {
    let pairs: Vec<(f64, f64)> = x.iter().map(|v| (*v, v * v)).collect();
    let mut it = pairs.iter();
    let mut s = 0.0;
    while let Some((a, b)) = it.next() {
        s += a * b;
    }
    let mut jt = pairs.iter().copied();
    if let Some((a, b)) = jt.next_back() {
        s += a - b;
    }
    s + jt.map(|(a, _)| a).sum::<f64>()
}

#[differentiate]
fn condition_with_let(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut s = 0.0;
    while let Some(v) = it.next()
        && *v > 0.0
    {
        s += v * v;
    }
    s * (it.len() as f64 + 1.0)
}

#[differentiate]
fn asked_in_a_condition(x: &[f64]) -> f64 {
    let mut it = x.iter();
    if it.next().is_some_and(|v| *v > 0.5) && it.next().is_some() { it.sum() } else { it.product() }
}

#[differentiate]
fn pushed_pairs(x: &[f64]) -> f64 {
    let mut it = x.iter().copied();
    let mut y = vec![];
    while let Some(a) = it.next() {
        match it.next() {
            Some(b) => y.push(a * b),
            None => y.push(a),
        }
    }
    y.iter().map(|v| v * v).sum()
}

#[differentiate]
fn state_in_a_closure(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut f = |s: f64| match it.next() {
        Some(v) => s * 0.5 + v,
        None => s - 1.0,
    };
    let mut s = 0.0;
    for _ in 0..4 {
        s = f(s);
    }
    s
}

#[differentiate]
fn pairs_by_a_closure(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut pair = || {
        let a = it.next()?;
        let b = it.next()?;
        Some((a, b))
    };
    let mut s = 0.0;
    while let Some((a, b)) = pair() {
        s += a * b;
    }
    s
}

#[differentiate]
fn value_of_a_loop(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let r = loop {
        match it.next() {
            Some(v) if *v < 0.0 => break v * v,
            Some(_) => {}
            None => break 1.0,
        }
    };
    r * it.sum::<f64>()
}

// Which items `zip` takes.

#[differentiate]
fn taken_by_the_second(x: &[f64]) -> f64 {
    let w = [1.0, 2.0, 3.0];
    let mut it = x.iter();
    let mut s = 0.0;
    for (b, a) in w.iter().zip(it.by_ref()) {
        s += a * b;
    }
    for v in it {
        s += v * v;
    }
    s
}

#[differentiate]
fn taken_by_the_first(x: &[f64]) -> f64 {
    let w = [1.0, 2.0];
    let mut it = x.iter();
    let mut s = 0.0;
    for (a, b) in it.by_ref().zip(w) {
        s += a * b;
    }
    for v in it {
        s += v * v;
    }
    s
}

#[differentiate]
fn taken_by_both(x: &[f64]) -> f64 {
    let mut a = x.iter();
    let mut b = x.iter();
    let mut s = 0.0;
    b.next();
    for (p, q) in a.by_ref().zip(b.by_ref()) {
        s += p * q;
        if s > 1.0 {
            break;
        }
    }
    s + a.next().copied().unwrap_or(0.0) * 2.0 + b.next().copied().unwrap_or(0.0) * 3.0
}

#[differentiate]
fn numbered_pairs(x: &[f64]) -> f64 {
    let mut a = x.iter();
    let mut b = x.iter().skip(1).step_by(2);
    let mut s = 0.0;
    for (i, (p, q)) in a.by_ref().zip(b.by_ref()).enumerate() {
        s += p * q * i as f64;
    }
    s + a.sum::<f64>() * 2.0 + b.count() as f64
}

#[differentiate]
fn taken_by_a_reference(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let mut s = 0.0;
    for (a, b) in (&mut it).zip(x.iter().skip(3)) {
        s += a * b;
    }
    s + 2.0 * it.next().copied().unwrap_or(0.5)
}

// Adapters behind which items have no index.

#[differentiate]
fn positive_ones(x: &[f64]) -> f64 {
    let mut it = x.iter().filter(|v| **v > 0.0);
    let mut s = 0.0;
    while let Some(v) = it.next() {
        s = s * v + v;
    }
    s
}

#[differentiate]
fn logarithms(x: &[f64]) -> f64 {
    let mut it = x.iter().filter(|v| **v > 0.0).map(|v| v.ln());
    let first = it.next().unwrap_or(0.5);
    first * it.sum::<f64>()
}

#[differentiate]
fn filtered_pairs(x: &[f64]) -> f64 {
    let mut it = x.iter().enumerate().filter(|(i, v)| i % 2 == 0 || **v > 0.0);
    let mut s = 0.0;
    while let Some((i, v)) = it.next() {
        s += v * v * (i + 1) as f64;
    }
    s
}

#[differentiate]
fn positive_neighbours(x: &[f64]) -> f64 {
    let mut it = x.iter().map(|v| v * 2.0).filter(|v| *v > 0.0).peekable();
    let mut s = 0.0;
    while let Some(v) = it.next() {
        match it.peek() {
            Some(n) => s += v * n,
            None => s += v,
        }
    }
    s
}

#[differentiate]
fn numbered_positive_ones(x: &[f64]) -> f64 {
    let mut it = x.iter().filter(|v| **v > 0.0).enumerate();
    let mut s = 0.0;
    while let Some((i, v)) = it.next() {
        s += v * v * (i + 1) as f64;
    }
    s
}

#[differentiate]
fn until_negative(x: &[f64]) -> f64 {
    let mut it = x.iter().take_while(|v| **v > 0.0);
    let a = it.next().copied().unwrap_or(2.0);
    let b = it.next().copied().unwrap_or(3.0);
    a * b + it.sum::<f64>() + as_float(x.len())
}
fn as_float(n: usize) -> f64 {
    n as f64
}

#[differentiate]
fn from_the_first_negative_on(x: &[f64]) -> f64 {
    let mut it = x.iter().skip_while(|v| **v > 0.0).map(|v| v * v);
    let a = it.next().unwrap_or(0.5);
    let mut s = a;
    for v in it.by_ref() {
        s += v;
        if s > 2.0 {
            break;
        }
    }
    s * it.next().unwrap_or(1.5)
}

#[differentiate]
fn first_three_large(x: &[f64]) -> f64 {
    let mut it = x.iter().filter(|v| v.abs() > 0.45).take(3);
    let a = it.next().copied().unwrap_or(2.0);
    let r: f64 = it.by_ref().take(1).sum();
    a * r + it.product::<f64>()
}

#[differentiate]
fn every_second_large(x: &[f64]) -> f64 {
    let mut it = x.iter().filter(|v| v.abs() > 0.45).skip(1).step_by(2);
    let mut s = 0.0;
    while let Some(v) = it.next() {
        s = s * 0.3 + v * v;
    }
    s
}

#[differentiate]
fn ended_for_good(x: &[f64]) -> f64 {
    let mut it = x.iter().take_while(|v| **v > 0.0);
    let mut s = 0.0;
    for _ in 0..x.len() {
        if let Some(v) = it.next() {
            s += v * v;
        } else {
            s += 1.0;
        }
    }
    s
}

#[differentiate]
fn ended_for_now(x: &[f64]) -> f64 {
    let mut it = x.iter().map_while(|v| (*v > 0.0).then(|| v.ln()));
    let mut s = 0.0;
    for _ in 0..x.len() {
        if let Some(v) = it.next() {
            s += v * v;
        } else {
            s += 1.0;
        }
    }
    s
}

// Effects happen as often as in the function.

#[differentiate]
fn two_squares_are_made(x: &[f64]) -> f64 {
    let mut k = 0;
    let mut it = x.iter().map(|v| {
        k += 1;
        tick(k);
        v * v
    });
    let a = it.next().unwrap_or(0.1);
    let b = it.next().unwrap_or(0.2);
    a * b
}

#[differentiate]
fn made_until_enough(x: &[f64]) -> f64 {
    let mut k = 0;
    let mut it = x.iter().map(|v| {
        k += 1;
        tick(k);
        v * v
    });
    let mut s = 0.0;
    while let Some(v) = it.next() {
        s += v;
        if s > 2.0 {
            break;
        }
    }
    s + it.next().unwrap_or(0.0)
}

#[differentiate]
fn counted_on_the_way(x: &[f64]) -> f64 {
    let mut n = 0;
    let it = x.iter().inspect(|v| {
        if **v > 0.0 {
            n += 1;
            tick(n);
        }
    });
    let p: f64 = it.take(3).product();
    p * n as f64
}

#[differentiate]
fn counted_while_summed(x: &[f64]) -> f64 {
    let mut k = 0;
    let it = x
        .iter()
        .map(|v| {
            k += 1;
            tick(k);
            v * v
        })
        .filter(|v| *v > 0.3);
    let s: f64 = it.sum();
    s * k as f64
}

#[differentiate]
fn dropped_in_between(x: &[f64]) -> f64 {
    let mut k = 0;
    let mut it = x
        .iter()
        .map(|v| {
            k += 1;
            tick(k);
            v * v
        })
        .filter(|v| *v > 0.3);
    let a = it.next();
    let b = it.next();
    drop(it);
    tick(100);
    a.unwrap_or(1.0) * b.unwrap_or(2.0) * k as f64
}

#[differentiate]
fn numbered_effects(x: &[f64]) -> f64 {
    let mut it = x
        .iter()
        .map(|v| {
            tick(1);
            v * v
        })
        .filter(|v| *v > 0.3)
        .enumerate();
    let a = it.next().map_or(1.0, |(i, v)| v * (i + 2) as f64);
    let b = it.next().map_or(1.0, |(i, v)| v * (i + 2) as f64);
    a * b
}

#[differentiate]
fn counted_and_left(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let n = it.by_ref().filter(|v| **v > 0.0).count();
    let m = it.count();
    (n * 10 + m) as f64 * x.iter().sum::<f64>()
}

// Iterators that functions of `std::iter` make.

#[differentiate]
fn iterated_squares(x: &[f64]) -> f64 {
    std::iter::successors(Some(x[0]), |v| if *v < 10.0 { Some(v * v + 1.5) } else { None }).sum()
}

#[differentiate]
fn multiples(x: &[f64]) -> f64 {
    let mut k = 0;
    std::iter::from_fn(|| {
        k += 1;
        if k < 4 { Some(x[0] * k as f64) } else { None }
    })
    .sum::<f64>()
        * x.len() as f64
}

#[differentiate]
fn zipped_by_a_function(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (a, b) in std::iter::zip(x, x.iter().rev()) {
        s += a * b;
    }
    s + std::iter::zip(&x[1..], x).map(|(a, b)| a - b).product::<f64>()
}

#[differentiate]
fn series(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (n, term) in
        std::iter::successors(Some((1.0, x[0])), |(n, t)| (*n < 6.0).then(|| (n + 1.0, t * x[0] / (n + 1.0))))
            .enumerate()
    {
        s += term.1 * n as f64;
    }
    s
}

#[differentiate]
fn halves(x: &[f64]) -> f64 {
    let mut it = std::iter::successors(Some(x[0].sin()), |v| Some(v * 0.5));
    let a = it.next().unwrap();
    let b = it.nth(1).unwrap();
    a * b + it.take_while(|v| v.abs() > 0.01).sum::<f64>()
}

#[differentiate]
fn products_of_pairs_by_question_mark(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let pairs = std::iter::from_fn(|| {
        let a = it.next()?;
        let b = it.next()?;
        Some(a * b)
    });
    pairs.sum()
}

#[differentiate]
fn products_of_pairs(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let pairs = std::iter::from_fn(|| match (it.next(), it.next()) {
        (Some(a), Some(b)) => Some(a * b),
        _ => None,
    });
    pairs.sum()
}

#[differentiate]
fn grown_by_a_closure(x: &[f64]) -> f64 {
    let step = |v: f64| if v.abs() < 4.3 { Some(v * 1.5 - 0.1) } else { None };
    std::iter::successors(x.first().copied(), |v| step(*v)).take(20).map(|v| v * v).sum()
}

#[differentiate]
fn squared_by_a_closure(x: &[f64]) -> f64 {
    let next = |v: &f64| (*v < 2.0).then(|| v * v + 0.7);
    std::iter::successors(Some(x[0]), next).sum()
}

#[differentiate]
fn grown(x: &[f64]) -> f64 {
    (0..x.len())
        .map(|i| {
            std::iter::successors(Some(x[i]), |v| (v.abs() < 3.0).then(|| v * 2.0 - 0.5))
                .take(4)
                .last()
                .unwrap()
        })
        .sum()
}

// What else ends a chain.

#[differentiate]
fn sum_unless_small(x: &[f64]) -> f64 {
    x.iter().try_fold(0.0, |a, &v| if v > -0.7 { Some(a + v * v) } else { None }).unwrap_or(0.5)
}

#[differentiate]
fn squares_before_a_negative(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let _ = x.iter().try_for_each(|&v| {
        if v < 0.0 {
            return Err(());
        }
        s += v * v;
        Ok(())
    });
    s
}

#[differentiate]
fn squares_with_effects(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let r = x.iter().enumerate().try_for_each(|(i, &v)| {
        if v < -1.0 {
            return None;
        }
        tick(i);
        s += v * v;
        Some(())
    });
    if r.is_some() { s } else { s * 2.0 }
}

#[differentiate]
fn product_or_reason(x: &[f64]) -> f64 {
    let r: Result<f64, i32> = x.iter().try_fold(1.0, |a, &v| if v > -0.7 { Ok(a * v) } else { Err(3) });
    match r {
        Ok(v) => v * v,
        Err(e) => e as f64 * x[0],
    }
}

#[differentiate]
fn folded_until_one(x: &[f64]) -> f64 {
    let mut it = x.iter();
    let a = it.try_fold(0.0, |a, &v| if a < 1.0 { Some(a + v.abs()) } else { None });
    a.unwrap_or(2.0) * it.map(|v| v * v).sum::<f64>()
}

#[differentiate]
fn from_behind(x: &[f64]) -> f64 {
    let a = x.iter().rfold(0.0, |a, v| a * 0.5 + v);
    let b = x.iter().rfind(|v| **v > 0.0).copied().unwrap_or(1.0);
    let c = x.iter().rposition(|v| *v > 0.0).unwrap_or(9) as f64;
    a * b + c * a
}

#[differentiate]
fn nearest_to_two(x: &[f64]) -> f64 {
    let i = (0..x.len()).min_by_key(|&i| (i as i64 - 2).abs()).unwrap();
    x[i] * x[i]
}

#[differentiate]
fn least_thousandths(x: &[f64]) -> f64 {
    let m = x.iter().min_by_key(|&&v| (v * 1000.0) as i64).unwrap();
    m * m
}

#[differentiate]
fn numbered_with_the_greatest_key(x: &[f64]) -> f64 {
    let (i, m) = x.iter().enumerate().max_by_key(|(i, v)| (i + 1) as i64 - (**v * 3.0) as i64).unwrap();
    m * m * i as f64
}

#[differentiate]
fn two_keys(x: &[f64]) -> f64 {
    let i = (0..x.len()).min_by_key(|&i| (i as i64 - 2).abs()).unwrap();
    let j = (0..x.len()).max_by_key(|&i| (x[i] * 1e4) as i64).unwrap();
    x[i] * x[j]
}

#[differentiate]
fn key_of_squares(x: &[f64]) -> f64 {
    x.iter().map(|v| v * v).filter(|v| *v > 0.2).min_by_key(|v| (v * 1e3) as u64).unwrap_or(0.5)
}

#[differentiate]
fn keys_of_indices(x: &[f64]) -> f64 {
    let idx: Vec<usize> = (0..5).map(|i| (i * 3) % 5).collect();
    let i = *idx.iter().min_by_key(|&&i| (i as i64 - 2).abs()).unwrap();
    let j = (0..4usize).max_by_key(|&j| (j * 7) % 4).unwrap_or(0);
    x.iter().map(|v| v * v).sum::<f64>() * (i + j) as f64
}

#[differentiate]
fn compared(x: &[f64]) -> f64 {
    let h = x.len() / 2;
    let y = &x[..h];
    let z: Vec<f64> = x.iter().rev().copied().collect();
    let mut s = 0.0;
    let mut w = 1.0;
    let (a, b) = (x, y);
    let e = a.iter().eq(b.iter());
    let n = a.iter().ne(b);
    let l = a.iter().lt(b.iter());
    let le = a.iter().le(b.iter());
    let g = a.iter().gt(b.iter());
    let ge = a.iter().ge(b.iter());
    for f in [e, n, l, le, g, ge] {
        if f {
            s += w;
        }
        w *= 2.0;
    }
    let (a, b) = (y, &z);
    let e = a.iter().eq(b.iter());
    let n = a.iter().ne(b);
    let l = a.iter().lt(b.iter());
    let le = a.iter().le(b.iter());
    let g = a.iter().gt(b.iter());
    let ge = a.iter().ge(b.iter());
    for f in [e, n, l, le, g, ge] {
        if f {
            s += w;
        }
        w *= 2.0;
    }
    s * x.iter().map(|v| v * v).sum::<f64>()
}

#[differentiate]
fn lengths(x: &[f64]) -> f64 {
    let n = x.iter().skip(2).len();
    let m = x.iter().zip(&[1.0, 2.0, 3.0]).len();
    let k = x.chunks(2).len();
    (n * 100 + m * 10 + k) as f64 * x[0]
}

#[differentiate]
fn sorted_or_not(x: &[f64]) -> f64 {
    if x.iter().is_sorted() {
        x.iter().map(|v| v * v).sum()
    } else if x
        .iter()
        .map(|v| {
            tick(2);
            v.abs()
        })
        .is_sorted_by(|a, b| a >= b)
    {
        1.0
    } else if x.iter().copied().rev().is_sorted() {
        x.iter().product()
    } else {
        x[0]
    }
}

#[differentiate]
fn largest_index(x: &[f64]) -> f64 {
    let ix: Vec<usize> = (0..x.len()).map(|i| (i * 5) % 7).collect();
    let m = ix.iter().max().copied().unwrap_or(0) as f64;
    let n = *ix.iter().min().unwrap_or(&3) as f64;
    m * x.iter().sum::<f64>() + n
}

by_differences! {
    chains_used_later: sum_of_squares sum_of_squares_value_and_grad sum_of_squares_grad, mean_of_squares mean_of_squares_value_and_grad mean_of_squares_grad, products_of_neighbours products_of_neighbours_value_and_grad products_of_neighbours_grad, skips_what_the_binding_says skips_what_the_binding_says_value_and_grad skips_what_the_binding_says_grad, closure_sees_the_binding closure_sees_the_binding_value_and_grad closure_sees_the_binding_grad, skips_before_the_count_changes skips_before_the_count_changes_value_and_grad skips_before_the_count_changes_grad, moved_factor moved_factor_value_and_grad moved_factor_grad, products_of_pieces products_of_pieces_value_and_grad products_of_pieces_grad, made_in_a_block made_in_a_block_value_and_grad made_in_a_block_grad, link_by_link link_by_link_value_and_grad link_by_link_grad, zipped_with_another_part zipped_with_another_part_value_and_grad zipped_with_another_part_grad, copied_array copied_array_value_and_grad copied_array_grad, taken_list taken_list_value_and_grad taken_list_grad, pieces_of_no_size pieces_of_no_size_value_and_grad pieces_of_no_size_grad, made_in_a_loop made_in_a_loop_value_and_grad made_in_a_loop_grad, log_sum_of_running_sums log_sum_of_running_sums_value_and_grad log_sum_of_running_sums_grad, flattened_and_numbered flattened_and_numbered_value_and_grad flattened_and_numbered_grad, factor_of_the_same_name factor_of_the_same_name_value_and_grad factor_of_the_same_name_grad, mean_with_a_prior mean_with_a_prior_value_and_grad mean_with_a_prior_grad, called_in_a_closure called_in_a_closure_value_and_grad called_in_a_closure_grad, either_way either_way_value_and_grad either_way_grad, boxed_sines boxed_sines_value_and_grad boxed_sines_grad, closure_of_the_same_name closure_of_the_same_name_value_and_grad closure_of_the_same_name_grad;
    one_item_after_another: product_from_the_first product_from_the_first_value_and_grad product_from_the_first_grad, first_two_by_the_rest first_two_by_the_rest_value_and_grad first_two_by_the_rest_grad, next_to_each_other next_to_each_other_value_and_grad next_to_each_other_grad, pairs_and_the_rest pairs_and_the_rest_value_and_grad pairs_and_the_rest_grad, skips_behind_a_positive skips_behind_a_positive_value_and_grad skips_behind_a_positive_grad, from_both_ends from_both_ends_value_and_grad from_both_ends_grad, meets_in_the_middle meets_in_the_middle_value_and_grad meets_in_the_middle_grad, stopped_and_resumed stopped_and_resumed_value_and_grad stopped_and_resumed_grad, after_the_second after_the_second_value_and_grad after_the_second_grad, ends_without_the_first ends_without_the_first_value_and_grad ends_without_the_first_grad, what_is_left what_is_left_value_and_grad what_is_left_grad, while_positive while_positive_value_and_grad while_positive_grad, squares_of_steps squares_of_steps_value_and_grad squares_of_steps_grad, two_iterators two_iterators_value_and_grad two_iterators_grad, from_the_first_negative from_the_first_negative_value_and_grad from_the_first_negative_grad, after_any after_any_value_and_grad after_any_grad, two_at_a_time two_at_a_time_value_and_grad two_at_a_time_grad, next_in_a_closure next_in_a_closure_value_and_grad next_in_a_closure_grad, copy_of_an_iterator copy_of_an_iterator_value_and_grad copy_of_an_iterator_grad, moved_iterator moved_iterator_value_and_grad moved_iterator_grad, changed_items changed_items_value_and_grad changed_items_grad, every_second_skipped every_second_skipped_value_and_grad every_second_skipped_grad, windows_from_both_ends windows_from_both_ends_value_and_grad windows_from_both_ends_grad, rest_of_each rest_of_each_value_and_grad rest_of_each_grad, until_two_are_left until_two_are_left_value_and_grad until_two_are_left_grad, while_positive_then_the_rest while_positive_then_the_rest_value_and_grad while_positive_then_the_rest_grad, two_more_if_positive two_more_if_positive_value_and_grad two_more_if_positive_grad, reversed_and_skipped reversed_and_skipped_value_and_grad reversed_and_skipped_grad, whole_chunks whole_chunks_value_and_grad whole_chunks_grad, runs_of_a_sign runs_of_a_sign_value_and_grad runs_of_a_sign_grad, taken_if_positive taken_if_positive_value_and_grad taken_if_positive_grad, evens_and_odds evens_and_odds_value_and_grad evens_and_odds_grad, merged merged_value_and_grad merged_grad, continued_outside continued_outside_value_and_grad continued_outside_grad, counted counted_value_and_grad counted_grad, again_and_again again_and_again_value_and_grad again_and_again_grad, chained_from_both_ends chained_from_both_ends_value_and_grad chained_from_both_ends_grad, first_two_or_nothing first_two_or_nothing_value_and_grad first_two_or_nothing_grad, skipped_in_a_branch skipped_in_a_branch_value_and_grad skipped_in_a_branch_grad, last_before_the_rest last_before_the_rest_value_and_grad last_before_the_rest_grad, head_and_tail_of_chunks head_and_tail_of_chunks_value_and_grad head_and_tail_of_chunks_grad, guarded guarded_value_and_grad guarded_grad, one_minus_the_other one_minus_the_other_value_and_grad one_minus_the_other_grad, in_an_assignment in_an_assignment_value_and_grad in_an_assignment_grad, by_indices by_indices_value_and_grad by_indices_grad, peeked_chunks peeked_chunks_value_and_grad peeked_chunks_grad, inner_of_the_same_name inner_of_the_same_name_value_and_grad inner_of_the_same_name_grad, returned_inside returned_inside_value_and_grad returned_inside_grad, let_else_in_a_loop let_else_in_a_loop_value_and_grad let_else_in_a_loop_grad, pairs_taken_apart pairs_taken_apart_value_and_grad pairs_taken_apart_grad, condition_with_let condition_with_let_value_and_grad condition_with_let_grad, asked_in_a_condition asked_in_a_condition_value_and_grad asked_in_a_condition_grad, pushed_pairs pushed_pairs_value_and_grad pushed_pairs_grad, state_in_a_closure state_in_a_closure_value_and_grad state_in_a_closure_grad, pairs_by_a_closure pairs_by_a_closure_value_and_grad pairs_by_a_closure_grad, value_of_a_loop value_of_a_loop_value_and_grad value_of_a_loop_grad;
    what_zip_takes: taken_by_the_second taken_by_the_second_value_and_grad taken_by_the_second_grad, taken_by_the_first taken_by_the_first_value_and_grad taken_by_the_first_grad, taken_by_both taken_by_both_value_and_grad taken_by_both_grad, numbered_pairs numbered_pairs_value_and_grad numbered_pairs_grad, taken_by_a_reference taken_by_a_reference_value_and_grad taken_by_a_reference_grad;
    without_an_index: positive_ones positive_ones_value_and_grad positive_ones_grad, logarithms logarithms_value_and_grad logarithms_grad, filtered_pairs filtered_pairs_value_and_grad filtered_pairs_grad, positive_neighbours positive_neighbours_value_and_grad positive_neighbours_grad, numbered_positive_ones numbered_positive_ones_value_and_grad numbered_positive_ones_grad, until_negative until_negative_value_and_grad until_negative_grad, from_the_first_negative_on from_the_first_negative_on_value_and_grad from_the_first_negative_on_grad, first_three_large first_three_large_value_and_grad first_three_large_grad, every_second_large every_second_large_value_and_grad every_second_large_grad, ended_for_good ended_for_good_value_and_grad ended_for_good_grad, ended_for_now ended_for_now_value_and_grad ended_for_now_grad;
    effects: two_squares_are_made two_squares_are_made_value_and_grad two_squares_are_made_grad, made_until_enough made_until_enough_value_and_grad made_until_enough_grad, counted_on_the_way counted_on_the_way_value_and_grad counted_on_the_way_grad, counted_while_summed counted_while_summed_value_and_grad counted_while_summed_grad, dropped_in_between dropped_in_between_value_and_grad dropped_in_between_grad, numbered_effects numbered_effects_value_and_grad numbered_effects_grad, counted_and_left counted_and_left_value_and_grad counted_and_left_grad;
    made_by_functions: iterated_squares iterated_squares_value_and_grad iterated_squares_grad, multiples multiples_value_and_grad multiples_grad, zipped_by_a_function zipped_by_a_function_value_and_grad zipped_by_a_function_grad, series series_value_and_grad series_grad, halves halves_value_and_grad halves_grad, products_of_pairs_by_question_mark products_of_pairs_by_question_mark_value_and_grad products_of_pairs_by_question_mark_grad, products_of_pairs products_of_pairs_value_and_grad products_of_pairs_grad, grown_by_a_closure grown_by_a_closure_value_and_grad grown_by_a_closure_grad, squared_by_a_closure squared_by_a_closure_value_and_grad squared_by_a_closure_grad, grown grown_value_and_grad grown_grad;
    other_ends: sum_unless_small sum_unless_small_value_and_grad sum_unless_small_grad, squares_before_a_negative squares_before_a_negative_value_and_grad squares_before_a_negative_grad, squares_with_effects squares_with_effects_value_and_grad squares_with_effects_grad, product_or_reason product_or_reason_value_and_grad product_or_reason_grad, folded_until_one folded_until_one_value_and_grad folded_until_one_grad, from_behind from_behind_value_and_grad from_behind_grad, nearest_to_two nearest_to_two_value_and_grad nearest_to_two_grad, least_thousandths least_thousandths_value_and_grad least_thousandths_grad, numbered_with_the_greatest_key numbered_with_the_greatest_key_value_and_grad numbered_with_the_greatest_key_grad, two_keys two_keys_value_and_grad two_keys_grad, key_of_squares key_of_squares_value_and_grad key_of_squares_grad, keys_of_indices keys_of_indices_value_and_grad keys_of_indices_grad, compared compared_value_and_grad compared_grad, lengths lengths_value_and_grad lengths_grad, sorted_or_not sorted_or_not_value_and_grad sorted_or_not_grad, largest_index largest_index_value_and_grad largest_index_grad;
}

#[test]
fn by_hand() {
    let x = [2.0, 3.0, 5.0];
    // x₀² + x₁² + x₂²
    assert_eq!(sum_of_squares_value_and_grad(&x), (38.0, vec![4.0, 6.0, 10.0]));
    // x₀ x₁ x₂, which begins with the first
    assert_eq!(product_from_the_first_value_and_grad(&x), (30.0, vec![15.0, 10.0, 6.0]));
    // (x₀ + x₁) x₂
    assert_eq!(first_two_by_the_rest_value_and_grad(&x), (25.0, vec![5.0, 5.0, 5.0]));
    // x₀ x₁ + x₁ x₂ + x₂
    assert_eq!(next_to_each_other_value_and_grad(&x), (26.0, vec![3.0, 7.0, 4.0]));
    // x₀ x₂: the one in the middle is alone
    assert_eq!(from_both_ends_value_and_grad(&x), (10.0, vec![5.0, 0.0, 2.0]));
    // x₀ + 2 x₁; `zip` took the third before it saw that there is no other
    assert_eq!(taken_by_the_first_value_and_grad(&x), (8.0, vec![1.0, 2.0, 0.0]));
    // x₀ + 2 x₁ + 3 x₂, where the other one is longer by none
    assert_eq!(taken_by_the_second_value_and_grad(&x), (23.0, vec![1.0, 2.0, 3.0]));
    // The empty sum is -0 in `std`.
    assert_eq!(sum_of_squares_value_and_grad(&[]).0.to_bits(), (-0.0_f64).to_bits());
}
