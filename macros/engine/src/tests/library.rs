//! The functions of the library against the methods of `std` that they stand for: what they give, what they leave, when they panic.

use crate::lower::library_methods;
use std::collections::{BTreeSet, VecDeque};
use std::fmt::Debug;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

mod text {
    #![allow(unused_variables, clippy::all, clippy::pedantic, reason = "it is written to be lowered")]

    use std::cmp::Ordering;
    use std::ops::Range;
    use std::vec::IntoIter;

    mod library {
        use std::cmp::Ordering;

        pub fn array<const N: usize, T>(list: &[T]) -> &[T; N] {
            list.try_into().unwrap()
        }

        pub fn array_mut<const N: usize, T>(list: &mut [T]) -> &mut [T; N] {
            list.try_into().unwrap()
        }

        pub fn partition_point<T>(list: &[T], before: impl FnMut(&T) -> bool) -> usize {
            list.partition_point(before)
        }

        pub fn is_sorted_by_key<T, K: PartialOrd>(list: &[T], key: impl FnMut(&T) -> K) -> bool {
            list.is_sorted_by_key(key)
        }

        fn found(result: Result<usize, usize>) -> (bool, usize) {
            (result.is_ok(), result.unwrap_or_else(|at| at))
        }

        pub fn binary_search<T: Ord>(list: &[T], value: &T) -> (bool, usize) {
            found(list.binary_search(value))
        }

        pub fn binary_search_by<T>(list: &[T], compare: impl FnMut(&T) -> Ordering) -> (bool, usize) {
            found(list.binary_search_by(compare))
        }

        pub fn binary_search_by_key<T, K: Ord>(
            list: &[T],
            value: &K,
            key: impl FnMut(&T) -> K,
        ) -> (bool, usize) {
            found(list.binary_search_by_key(value, key))
        }

        pub fn order_by<T>(list: &[T], mut compare: impl FnMut(&T, &T) -> Ordering) -> Vec<usize> {
            let mut order: Vec<usize> = (0..list.len()).collect();
            order.sort_by(|a, b| compare(&list[*a], &list[*b]));
            order
        }

        pub fn order_by_key<T, K: Ord>(list: &[T], mut key: impl FnMut(&T) -> K) -> Vec<usize> {
            order_by(list, |a, b| key(a).cmp(&key(b)))
        }
    }

    include!("../lower/library/prelude/slice.rs");
    include!("../lower/library/prelude/vec.rs");
    include!("../lower/library/prelude/deque.rs");
    pub mod ranges {
        use std::ops::Range;
        include!("../lower/library/prelude/range.rs");
    }
    pub mod chains {
        use std::cmp::Ordering;

        include!("../lower/library/prelude/iterator.rs");
    }
    pub mod of_results {
        include!("../lower/library/prelude/iterator_result.rs");
    }
    pub mod of_flows {
        include!("../lower/library/prelude/iterator_flow.rs");
    }
    pub use chains::{cmp, eq, ge, gt, le, lt, max, min, ne, partial_cmp, try_fold, try_for_each};
    pub use chains::{next_back, nth_back, partition, rfind, rfold, rposition, unzip};
    pub use of_flows::{try_fold_flow, try_for_each_flow};
}

fn as_options<B, C>(flow: ControlFlow<B, C>) -> (Option<B>, Option<C>) {
    match flow {
        ControlFlow::Break(end) => (Some(end), None),
        ControlFlow::Continue(next) => (None, Some(next)),
    }
}

/// Lists of few different numbers, of every length up to six.
fn lists() -> Vec<Vec<i32>> {
    let mut state = 1u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as i32 % 5 - 2
    };
    (0..60).map(|n| (0..n % 7).map(|_| next()).collect()).collect()
}

/// What a call gives and what it leaves in two lists; `None` where it panics.
type Outcome<R> = Option<(R, Vec<i32>, Vec<i32>)>;

fn run<R>(list: &[i32], other: &[i32], call: impl FnOnce(&mut Vec<i32>, &mut Vec<i32>) -> R) -> Outcome<R> {
    let (mut list, mut other) = (list.to_vec(), other.to_vec());
    catch_unwind(AssertUnwindSafe(|| {
        let given = call(&mut list, &mut other);
        (given, list, other)
    }))
    .ok()
}

/// Holds two functions against each other on many lists and numbers.
fn same<R: PartialEq + Debug>(
    name: &str,
    ours: impl Fn(&mut Vec<i32>, &mut Vec<i32>, usize, usize) -> R,
    theirs: impl Fn(&mut Vec<i32>, &mut Vec<i32>, usize, usize) -> R,
) {
    let lists = lists();
    for (at, list) in lists.iter().enumerate() {
        let other = &lists[(at * 7 + 3) % lists.len()];
        for k in 0..8 {
            let n = (k * 3 + at) % 5;
            let ours = run(list, other, |a, b| ours(a, b, k, n));
            let theirs = run(list, other, |a, b| theirs(a, b, k, n));
            assert_eq!(ours, theirs, "{name}: {list:?}, {other:?}, {k}, {n}");
        }
    }
}

/// By size, the largest first.
fn descending(a: &i32, b: &i32) -> std::cmp::Ordering {
    b.abs().cmp(&a.abs())
}

/// Does something to a list as a `VecDeque`.
fn as_deque<R>(list: &mut Vec<i32>, change: impl FnOnce(&mut VecDeque<i32>) -> R) -> R {
    let mut deque = VecDeque::from(std::mem::take(list));
    let given = change(&mut deque);
    *list = deque.into();
    given
}

/// The slices that an iterator gives.
fn pieces<'a>(iterator: impl Iterator<Item = &'a [i32]>) -> Vec<Vec<i32>> {
    iterator.map(<[i32]>::to_vec).collect()
}

macro_rules! same {
    ($($name:ident |$list:ident, $other:ident, $k:ident, $n:ident| $ours:expr => $theirs:expr;)*) => {
        #[test]
        fn the_library_is_std() {
            let hook = std::panic::take_hook();
            std::panic::set_hook(Box::new(|_| {}));
            let outcome = catch_unwind(|| {
                $(
                    #[allow(unused_variables, unused_imports, reason = "not every method takes all of them")]
                    {
                        use text::*;
                        same(stringify!($name), |$list, $other, $k, $n| $ours, |$list, $other, $k, $n| $theirs);
                    }
                )*
            });
            std::panic::set_hook(hook);
            if let Err(cause) = outcome {
                std::panic::resume_unwind(cause);
            }
            let compared: BTreeSet<&str> = [$(stringify!($name)),*].into();
            assert_eq!(compared, library_methods().collect(), "each method is compared");
        }
    };
}

same! {
    append |list, other, k, n| append(list, other) => list.append(other);
    partial_cmp |list, other, k, n| {
        let float = |n: &i32| if *n == 3 { f64::NAN } else { f64::from(*n) };
        partial_cmp(list.iter().map(float), other.iter().map(float))
    } => {
        let float = |n: &i32| if *n == 3 { f64::NAN } else { f64::from(*n) };
        list.iter().map(float).partial_cmp(other.iter().map(float))
    };
    cmp |list, other, k, n| cmp(list.iter(), other.iter()) => list.iter().cmp(other.iter());
    concat |list, other, k, n| concat(&[[list[0], k as i32], [other[0], 3]]) => [[list[0], k as i32], [other[0], 3]].concat();
    contains |list, other, k, n| contains(list, &(k as i32 - 2)) => list.contains(&(k as i32 - 2));
    copy_within |list, other, k, n| copy_within(list, n..k, n / 2) => list.copy_within(n..k, n / 2);
    dedup |list, other, k, n| dedup(list) => list.dedup();
    ends_with |list, other, k, n| ends_with(list, &list[k..]) => list.ends_with(&list[k..]);
    eq |list, other, k, n| (eq(list.iter(), other.iter()), eq(list.iter(), &*list)) => (list.iter().eq(other.iter()), list.iter().eq(&*list));
    extend_from_within |list, other, k, n| extend_from_within(list, n..k) => list.extend_from_within(n..k);
    fill_with |list, other, k, n| fill_with(list, || k as i32) => list.fill_with(|| k as i32);
    ge |list, other, k, n| ge(list.iter(), other.iter()) => list.iter().ge(other.iter());
    gt |list, other, k, n| gt(list.iter(), other.iter()) => list.iter().gt(other.iter());
    insert |list, other, k, n| insert(list, k, n as i32) => list.insert(k, n as i32);
    is_sorted |list, other, k, n| {
        (is_sorted(list), text::chains::is_sorted(other.iter()))
    } => (list.is_sorted(), other.iter().is_sorted());
    le |list, other, k, n| le(list.iter(), other.iter()) => list.iter().le(other.iter());
    lt |list, other, k, n| lt(list.iter(), other.iter()) => list.iter().lt(other.iter());
    max |list, other, k, n| max(list.iter().copied()) => list.iter().copied().max();
    min |list, other, k, n| min(list.iter().copied()) => list.iter().copied().min();
    ne |list, other, k, n| ne(list.iter(), other.iter()) => list.iter().ne(other.iter());
    next_back |list, other, k, n| next_back(list.iter().copied()) => list.iter().copied().next_back();
    nth_back |list, other, k, n| nth_back(list.iter().copied(), k) => list.iter().copied().nth_back(k);
    partition |list, other, k, n| partition(list.iter().copied(), |v| *v > 0) => {
        list.iter().copied().partition::<Vec<i32>, _>(|v| *v > 0)
    };
    partition_point |list, other, k, n| { list.sort(); partition_point(list, |v| *v < n as i32) } => {
        list.sort();
        list.partition_point(|v| *v < n as i32)
    };
    remove |list, other, k, n| remove(list, k) => list.remove(k);
    repeat |list, other, k, n| repeat(list, n) => list.repeat(n);
    resize_with |list, other, k, n| resize_with(list, k, || 7) => list.resize_with(k, || 7);
    retain |list, other, k, n| retain(list, |v| *v != n as i32 - 2) => list.retain(|v| *v != n as i32 - 2);
    rfind |list, other, k, n| rfind(list.iter().copied(), |v| *v > 0) => list.iter().copied().rfind(|v| *v > 0);
    rfold |list, other, k, n| rfold(list.iter().copied(), 1, |a, v| a * 3 + v) => list.iter().copied().rfold(1, |a, v| a * 3 + v);
    rposition |list, other, k, n| rposition(list.iter(), |v| *v > 0) => list.iter().rposition(|v| *v > 0);
    rotate_left |list, other, k, n| rotate_left(list, k) => list.rotate_left(k);
    rotate_right |list, other, k, n| rotate_right(list, k) => list.rotate_right(k);
    select_nth_by |list, other, k, n| *select_nth_by(list, k, Ord::cmp).1 => {
        let nth = *list.select_nth_unstable(k).1;
        list.sort();
        nth
    };
    sort |list, other, k, n| sort(list) => list.sort();
    sort_by |list, other, k, n| sort_by(list, descending) => list.sort_by(descending);
    sort_by_key |list, other, k, n| sort_by_key(list, |v| v.abs()) => list.sort_by_key(|v| v.abs());
    split_off |list, other, k, n| split_off(list, k) => list.split_off(k);
    starts_with |list, other, k, n| starts_with(list, &other[..n]) => list.starts_with(&other[..n]);
    swap_remove |list, other, k, n| swap_remove(list, k) => list.swap_remove(k);
    swap_with_slice |list, other, k, n| swap_with_slice(list, other) => list.swap_with_slice(other);
    try_fold |list, other, k, n| {
        let (mut items, mut left) = (list.iter(), list.iter());
        let of_options = try_fold(&mut items, 1_i32, |a, v| (*v > -2).then(|| a * 3 + v));
        let of_results = text::of_results::try_fold(&mut left, 1, |a, v| if *v < 2 { Ok(a * 3 + v) } else { Err(*v) });
        (of_options, items.count(), of_results, left.count())
    } => {
        let (mut items, mut left) = (list.iter(), list.iter());
        let of_options = items.try_fold(1_i32, |a, v| (*v > -2).then(|| a * 3 + v));
        let of_results = left.try_fold(1, |a, v| if *v < 2 { Ok(a * 3 + v) } else { Err(*v) });
        (of_options, items.count(), of_results, left.count())
    };
    try_for_each |list, other, k, n| {
        let (mut items, mut left) = (list.iter(), list.iter());
        let of_options = try_for_each(&mut items, |v| (*v > -2).then_some(()));
        let of_results = text::of_results::try_for_each(&mut left, |v| if *v < 2 { Ok(()) } else { Err(*v) });
        (of_options, items.count(), of_results, left.count())
    } => {
        let (mut items, mut left) = (list.iter(), list.iter());
        let of_options = items.try_for_each(|v| (*v > -2).then_some(()));
        let of_results = left.try_for_each(|v| if *v < 2 { Ok(()) } else { Err(*v) });
        (of_options, items.count(), of_results, left.count())
    };
    try_fold_flow |list, other, k, n| {
        let mut items = list.iter();
        let flow = try_fold_flow(&mut items, 1_i32, |a, v| if *v < 2 { (None, Some(a * 3 + v)) } else { (Some(*v), None) });
        (flow, items.count())
    } => {
        let mut items = list.iter();
        let flow = items.try_fold(1_i32, |a, v| if *v < 2 { ControlFlow::Continue(a * 3 + v) } else { ControlFlow::Break(*v) });
        (as_options(flow), items.count())
    };
    try_for_each_flow |list, other, k, n| {
        let mut items = list.iter();
        let flow = try_for_each_flow(&mut items, |v| if *v < 2 { (None, Some(())) } else { (Some(*v), None) });
        (flow, items.count())
    } => {
        let mut items = list.iter();
        let flow = items.try_for_each(|v| if *v < 2 { ControlFlow::Continue(()) } else { ControlFlow::Break(*v) });
        (as_options(flow), items.count())
    };
    unzip |list, other, k, n| unzip(list.iter().map(|v| (*v, v + 1))) => list.iter().map(|v| (*v, v + 1)).unzip::<i32, i32, Vec<i32>, Vec<i32>>();
    as_flattened |list, other, k, n| as_flattened(&[[list[0], k as i32], [other[0], 3]]) => [[list[0], k as i32], [other[0], 3]].as_flattened().to_vec();
    as_mut_slice |list, other, k, n| as_mut_slice(list)[k] = 3 => list.as_mut_slice()[k] = 3;
    as_slice |list, other, k, n| as_slice(list)[k] => list.as_slice()[k];
    binary_search |list, other, k, n| { list.sort(); binary_search(list, &(n as i32 - 2)) } => {
        list.sort();
        list.binary_search(&(n as i32 - 2))
    };
    binary_search_by |list, other, k, n| { list.sort(); binary_search_by(list, |v| v.cmp(&0)) } => {
        list.sort();
        list.binary_search_by(|v| v.cmp(&0))
    };
    binary_search_by_key |list, other, k, n| { list.sort(); binary_search_by_key(list, &(2 * n as i32), |v| 2 * v) } => {
        list.sort();
        list.binary_search_by_key(&(2 * n as i32), |v| 2 * v)
    };
    chunk_by |list, other, k, n| pieces(chunk_by(list, |a, b| a <= b)) => pieces(list.chunk_by(|a, b| a <= b));
    dedup_by |list, other, k, n| {
        dedup_by(list, |a, b| { let same = a.abs() == b.abs(); *b += n as i32; *a += 1; same })
    } => list.dedup_by(|a, b| { let same = a.abs() == b.abs(); *b += n as i32; *a += 1; same });
    dedup_by_key |list, other, k, n| dedup_by_key(list, |a| { *a += n as i32; a.abs() / 2 }) => {
        list.dedup_by_key(|a| { *a += n as i32; a.abs() / 2 })
    };
    deque_pop_front |list, other, k, n| deque_pop_front(list) => as_deque(list, VecDeque::pop_front);
    deque_push_front |list, other, k, n| deque_push_front(list, k as i32) => as_deque(list, |d| d.push_front(k as i32));
    deque_remove |list, other, k, n| deque_remove(list, k) => as_deque(list, |d| d.remove(k));
    drain |list, other, k, n| drain(list, n..k).rev().collect::<Vec<_>>() => list.drain(n..k).rev().collect::<Vec<_>>();
    each_mut |list, other, k, n| { let mut a = [list[0], list[1]]; each_mut(&mut a)[1] += 2; a } => {
        let mut a = [list[0], list[1]];
        *a.each_mut()[1] += 2;
        a
    };
    each_ref |list, other, k, n| each_ref(&[list[0], list[1]])[1] => *[list[0], list[1]].each_ref()[1];
    first_chunk |list, other, k, n| first_chunk::<_, 2>(list).copied() => list.first_chunk::<2>().copied();
    first_chunk_mut |list, other, k, n| first_chunk_mut::<_, 2>(list).map(|c| c.swap(0, 1)) => {
        list.first_chunk_mut::<2>().map(|c| c.swap(0, 1))
    };
    first_mut |list, other, k, n| first_mut(list).map(|v| *v += 3) => list.first_mut().map(|v| *v += 3);
    get |list, other, k, n| text::ranges::get(list, n..k).map(<[i32]>::to_vec) => list.get(n..k).map(<[i32]>::to_vec);
    get_mut |list, other, k, n| {
        if let Some(part) = text::ranges::get_mut(list, n..k) {
            part.fill(7);
        }
        get_mut(list, n).map(|v| *v += 3)
    } => {
        if let Some(part) = list.get_mut(n..k) {
            part.fill(7);
        }
        list.get_mut(n).map(|v| *v += 3)
    };
    into_boxed_slice |list, other, k, n| into_boxed_slice(list.clone()) => list.clone().into_boxed_slice().into_vec();
    into_vec |list, other, k, n| into_vec(list.clone()) => list.clone().into_boxed_slice().into_vec();
    is_sorted_by |list, other, k, n| {
        let mut calls = Vec::new();
        let of_chain = text::chains::is_sorted_by(list.iter(), |a, b| a <= b);
        (is_sorted_by(list, |a, b| { calls.push((*a, *b)); a < b }), of_chain, calls)
    } => {
        let mut calls = Vec::new();
        let of_chain = list.iter().is_sorted_by(|a, b| a <= b);
        (list.is_sorted_by(|a, b| { calls.push((*a, *b)); a < b }), of_chain, calls)
    };
    is_sorted_by_key |list, other, k, n| {
        let mut calls = Vec::new();
        let of_chain = text::chains::is_sorted_by_key(list.iter(), |v| v.abs());
        (is_sorted_by_key(list, |a| { calls.push(*a); a / 2 }), of_chain, calls)
    } => {
        let mut calls = Vec::new();
        let of_chain = list.iter().is_sorted_by_key(|v| v.abs());
        (list.is_sorted_by_key(|a| { calls.push(*a); a / 2 }), of_chain, calls)
    };
    join |list, other, k, n| (join(&[list.clone(), other.clone()], &[5]), join(&[list.clone(), other.clone()], &other[..])) =>
        ([list.clone(), other.clone()].join(&5), [list.clone(), other.clone()].join(&other[..]));
    last_chunk |list, other, k, n| last_chunk::<_, 2>(list).copied() => list.last_chunk::<2>().copied();
    last_chunk_mut |list, other, k, n| last_chunk_mut::<_, 2>(list).map(|c| c.swap(0, 1)) => {
        list.last_chunk_mut::<2>().map(|c| c.swap(0, 1))
    };
    last_mut |list, other, k, n| last_mut(list).map(|v| *v += 3) => list.last_mut().map(|v| *v += 3);
    pop_if |list, other, k, n| pop_if(list, |v| { *v += 1; *v > 0 }) => list.pop_if(|v| { *v += 1; *v > 0 });
    reserve |list, other, k, n| reserve(list, k) => list.reserve(k);
    reserve_exact |list, other, k, n| reserve_exact(list, k) => list.reserve_exact(k);
    retain_mut |list, other, k, n| retain_mut(list, |v| { *v += n as i32 - 2; *v > 0 }) => {
        list.retain_mut(|v| { *v += n as i32 - 2; *v > 0 })
    };
    rsplit |list, other, k, n| pieces(rsplit(list, |v| *v == 0)) => pieces(list.rsplit(|v| *v == 0));
    rsplitn |list, other, k, n| {
        let mut calls = Vec::new();
        (pieces(rsplitn(list, n, |v| { calls.push(*v); *v == 0 })), calls)
    } => {
        let mut calls = Vec::new();
        (pieces(list.rsplitn(n, |v| { calls.push(*v); *v == 0 })), calls)
    };
    shrink_to |list, other, k, n| shrink_to(list, k) => list.shrink_to(k);
    shrink_to_fit |list, other, k, n| shrink_to_fit(list) => list.shrink_to_fit();
    sort_by_cached_key |list, other, k, n| sort_by_cached_key(list, |v| v.abs()) => list.sort_by_cached_key(|v| v.abs());
    splice |list, other, k, n| splice(list, n..k, other.iter().copied()).collect::<Vec<_>>() => {
        list.splice(n..k, other.iter().copied()).collect::<Vec<_>>()
    };
    split |list, other, k, n| pieces(split(list, |v| *v == 0)) => pieces(list.split(|v| *v == 0));
    split_at_checked |list, other, k, n| split_at_checked(list, k).map(|(a, b)| (a.to_vec(), b.to_vec())) => {
        list.split_at_checked(k).map(|(a, b)| (a.to_vec(), b.to_vec()))
    };
    split_at_mut_checked |list, other, k, n| split_at_mut_checked(list, k).map(|(a, b)| { a.fill(1); b.fill(2) }) => {
        list.split_at_mut_checked(k).map(|(a, b)| { a.fill(1); b.fill(2) })
    };
    split_first_chunk |list, other, k, n| split_first_chunk::<_, 2>(list).map(|(a, b)| (*a, b.to_vec())) => {
        list.split_first_chunk::<2>().map(|(a, b)| (*a, b.to_vec()))
    };
    split_first_mut |list, other, k, n| split_first_mut(list).map(|(a, b)| { *a += 1; b.fill(2) }) => {
        list.split_first_mut().map(|(a, b)| { *a += 1; b.fill(2) })
    };
    split_inclusive |list, other, k, n| pieces(split_inclusive(list, |v| *v == 0)) => {
        pieces(list.split_inclusive(|v| *v == 0))
    };
    split_last_chunk |list, other, k, n| split_last_chunk::<_, 2>(list).map(|(a, b)| (a.to_vec(), *b)) => {
        list.split_last_chunk::<2>().map(|(a, b)| (a.to_vec(), *b))
    };
    split_last_mut |list, other, k, n| split_last_mut(list).map(|(a, b)| { *a += 1; b.fill(2) }) => {
        list.split_last_mut().map(|(a, b)| { *a += 1; b.fill(2) })
    };
    splitn |list, other, k, n| {
        let mut calls = Vec::new();
        (pieces(splitn(list, n, |v| { calls.push(*v); *v == 0 })), calls)
    } => {
        let mut calls = Vec::new();
        (pieces(list.splitn(n, |v| { calls.push(*v); *v == 0 })), calls)
    };
    strip_prefix |list, other, k, n| strip_prefix(list, &other[..n]).map(<[i32]>::to_vec) => {
        list.strip_prefix(&other[..n]).map(<[i32]>::to_vec)
    };
    strip_suffix |list, other, k, n| strip_suffix(list, &other[..n]).map(<[i32]>::to_vec) => {
        list.strip_suffix(&other[..n]).map(<[i32]>::to_vec)
    };
}
