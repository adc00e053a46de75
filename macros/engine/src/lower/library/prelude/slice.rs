// Methods of slices.

pub fn rotate_left<T: Copy>(list: &mut [T], mid: usize) {
    let (before, rest) = (list.to_vec(), list.len() - mid);
    for i in 0..rest {
        list[i] = before[i + mid];
    }
    for i in 0..mid {
        list[rest + i] = before[i];
    }
}

pub fn rotate_right<T: Copy>(list: &mut [T], k: usize) {
    let (before, rest) = (list.to_vec(), list.len() - k);
    for i in 0..k {
        list[i] = before[rest + i];
    }
    for i in 0..rest {
        list[k + i] = before[i];
    }
}

pub fn copy_within<T: Copy>(list: &mut [T], source: Range<usize>, to: usize) {
    let part = list[source].to_vec();
    list[to..to + part.len()].copy_from_slice(&part);
}

pub fn swap_with_slice<T: Copy>(list: &mut [T], other: &mut [T]) {
    let before = list.to_vec();
    list.copy_from_slice(other);
    other.copy_from_slice(&before);
}

pub fn fill_with<T: Copy, F: FnMut() -> T>(list: &mut [T], mut value: F) {
    for i in 0..list.len() {
        list[i] = value();
    }
}

pub fn sort_by<T: Copy, C: FnMut(&T, &T) -> Ordering>(list: &mut [T], compare: C) {
    let before = list.to_vec();
    let order = library::order_by(&before, compare);
    for i in 0..list.len() {
        list[i] = before[order[i]];
    }
}

pub fn sort_by_key<T: Copy, K: Ord, C: FnMut(&T) -> K>(list: &mut [T], key: C) {
    let before = list.to_vec();
    let order = library::order_by_key(&before, key);
    for i in 0..list.len() {
        list[i] = before[order[i]];
    }
}

pub fn sort<T: Copy + Ord>(list: &mut [T]) {
    let before = list.to_vec();
    let order = library::order_by(&before, |a, b| a.cmp(b));
    for i in 0..list.len() {
        list[i] = before[order[i]];
    }
}

pub fn select_nth_by<T: Copy, C: FnMut(&T, &T) -> Ordering>(
    list: &mut [T],
    n: usize,
    compare: C,
) -> (&mut [T], &mut T, &mut [T]) {
    let before = list.to_vec();
    let order = library::order_by(&before, compare);
    let _nth = list[n];
    for i in 0..list.len() {
        list[i] = before[order[i]];
    }
    let (less, rest) = list.split_at_mut(n);
    let (nth, more) = rest.split_at_mut(1);
    (less, &mut nth[0], more)
}

pub fn contains<T: Copy + PartialEq>(list: &[T], value: &T) -> bool {
    list.iter().any(|item| *item == *value)
}

pub fn is_sorted<T: Copy + PartialOrd>(list: &[T]) -> bool {
    list.windows(2).all(|pair| pair[0] <= pair[1])
}

pub fn starts_with<T: Copy + PartialEq>(list: &[T], start: &[T]) -> bool {
    start.len() <= list.len() && list.iter().zip(start).all(|(a, b)| *a == *b)
}

pub fn ends_with<T: Copy + PartialEq>(list: &[T], end: &[T]) -> bool {
    end.len() <= list.len() && list[list.len() - end.len()..].iter().zip(end).all(|(a, b)| *a == *b)
}

pub fn partition_point<T, C: FnMut(&T) -> bool>(list: &[T], before: C) -> usize {
    library::partition_point(list, before)
}

pub fn repeat<T: Copy>(list: &[T], times: usize) -> Vec<T> {
    let mut all = Vec::new();
    for _ in 0..times {
        all.extend_from_slice(list);
    }
    all
}

pub fn concat<T: Copy, const N: usize>(list: &[[T; N]]) -> Vec<T> {
    let mut all = Vec::new();
    for part in list {
        all.extend_from_slice(part);
    }
    all
}

pub fn as_flattened<T: Copy, const N: usize>(list: &[[T; N]]) -> Vec<T> {
    let mut all = Vec::new();
    for part in list {
        all.extend_from_slice(part);
    }
    all
}

type OneOrMore<'a, T> = &'a [T];

pub fn join<T: Copy>(list: &[Vec<T>], between: OneOrMore<T>) -> Vec<T> {
    let mut all = Vec::new();
    for i in 0..list.len() {
        if i > 0 {
            all.extend_from_slice(between);
        }
        all.extend_from_slice(&list[i]);
    }
    all
}

pub fn as_slice<T>(list: &[T]) -> &[T] {
    &list[..]
}

pub fn each_ref<T>(list: &[T]) -> &[T] {
    list
}

pub fn as_mut_slice<T>(list: &mut [T]) -> &mut [T] {
    &mut list[..]
}

pub fn each_mut<T>(list: &mut [T]) -> &mut [T] {
    &mut list[..]
}

pub fn first_mut<T>(list: &mut [T]) -> Option<&mut T> {
    (!list.is_empty()).then(|| &mut list[0])
}

pub fn last_mut<T>(list: &mut [T]) -> Option<&mut T> {
    (!list.is_empty()).then(|| {
        let last = list.len() - 1;
        &mut list[last]
    })
}

pub fn get_mut<T>(list: &mut [T], at: usize) -> Option<&mut T> {
    (at < list.len()).then(|| &mut list[at])
}

pub fn split_first_mut<T>(list: &mut [T]) -> Option<(&mut T, &mut [T])> {
    (!list.is_empty()).then(|| {
        let (first, rest) = list.split_at_mut(1);
        (&mut first[0], rest)
    })
}

pub fn split_last_mut<T>(list: &mut [T]) -> Option<(&mut T, &mut [T])> {
    (!list.is_empty()).then(|| {
        let (rest, last) = list.split_at_mut(list.len() - 1);
        (&mut last[0], rest)
    })
}

pub fn split_at_checked<T>(list: &[T], mid: usize) -> Option<(&[T], &[T])> {
    (mid <= list.len()).then(|| list.split_at(mid))
}

pub fn split_at_mut_checked<T>(list: &mut [T], mid: usize) -> Option<(&mut [T], &mut [T])> {
    (mid <= list.len()).then(|| list.split_at_mut(mid))
}

pub fn first_chunk<T, const N: usize>(list: &[T]) -> Option<&[T; N]> {
    (N <= list.len()).then(|| library::array::<N, _>(&list[..N]))
}

pub fn last_chunk<T, const N: usize>(list: &[T]) -> Option<&[T; N]> {
    (N <= list.len()).then(|| library::array::<N, _>(&list[list.len() - N..]))
}

pub fn split_first_chunk<T, const N: usize>(list: &[T]) -> Option<(&[T; N], &[T])> {
    (N <= list.len()).then(|| (library::array::<N, _>(&list[..N]), &list[N..]))
}

pub fn split_last_chunk<T, const N: usize>(list: &[T]) -> Option<(&[T], &[T; N])> {
    (N <= list.len()).then(|| {
        let mid = list.len() - N;
        (&list[..mid], library::array::<N, _>(&list[mid..]))
    })
}

pub fn first_chunk_mut<T, const N: usize>(list: &mut [T]) -> Option<&mut [T; N]> {
    (N <= list.len()).then(|| library::array_mut::<N, _>(&mut list[..N]))
}

pub fn last_chunk_mut<T, const N: usize>(list: &mut [T]) -> Option<&mut [T; N]> {
    (N <= list.len()).then(|| {
        let mid = list.len() - N;
        library::array_mut::<N, _>(&mut list[mid..])
    })
}

pub fn strip_prefix<'a, T: PartialEq>(list: &'a [T], start: &[T]) -> Option<&'a [T]> {
    let is = start.len() <= list.len() && list.iter().zip(start).all(|(a, b)| *a == *b);
    is.then(|| &list[start.len()..])
}

pub fn strip_suffix<'a, T: PartialEq>(list: &'a [T], end: &[T]) -> Option<&'a [T]> {
    let is = end.len() <= list.len() && list[list.len() - end.len()..].iter().zip(end).all(|(a, b)| *a == *b);
    is.then(|| &list[..list.len() - end.len()])
}

pub fn is_sorted_by<T, F: FnMut(&T, &T) -> bool>(list: &[T], mut are: F) -> bool {
    list.windows(2).all(|pair| are(&pair[0], &pair[1]))
}

pub fn is_sorted_by_key<T, K: PartialOrd, C: FnMut(&T) -> K>(list: &[T], key: C) -> bool {
    library::is_sorted_by_key(list, key)
}

pub fn sort_by_cached_key<T: Copy, K: Ord, C: FnMut(&T) -> K>(list: &mut [T], key: C) {
    let before = list.to_vec();
    let order = library::order_by_key(&before, key);
    for i in 0..list.len() {
        list[i] = before[order[i]];
    }
}

pub fn binary_search<T: Ord>(list: &[T], value: &T) -> Result<usize, usize> {
    let (found, at) = library::binary_search(list, value);
    if found { Ok(at) } else { Err(at) }
}

pub fn binary_search_by<T, C: FnMut(&T) -> Ordering>(list: &[T], compare: C) -> Result<usize, usize> {
    let (found, at) = library::binary_search_by(list, compare);
    if found { Ok(at) } else { Err(at) }
}

pub fn binary_search_by_key<T, K: Ord, C: FnMut(&T) -> K>(
    list: &[T],
    value: &K,
    key: C,
) -> Result<usize, usize> {
    let (found, at) = library::binary_search_by_key(list, value, key);
    if found { Ok(at) } else { Err(at) }
}

pub fn chunk_by<T, F: FnMut(&T, &T) -> bool>(list: &[T], mut same: F) -> impl Iterator<Item = &[T]> {
    let mut ends = Vec::new();
    let mut from = 0;
    for to in 1..list.len() {
        if !same(&list[to - 1], &list[to]) {
            ends.push((from, to));
            from = to;
        }
    }
    if !list.is_empty() {
        ends.push((from, list.len()));
    }
    ends.into_iter().map(move |(from, to)| &list[from..to])
}

pub fn split<T, F: FnMut(&T) -> bool>(list: &[T], mut is: F) -> impl Iterator<Item = &[T]> {
    let mut ends = Vec::new();
    let mut from = 0;
    for at in 0..list.len() {
        if is(&list[at]) {
            ends.push((from, at));
            from = at + 1;
        }
    }
    ends.push((from, list.len()));
    ends.into_iter().map(move |(from, to)| &list[from..to])
}

pub fn split_inclusive<T, F: FnMut(&T) -> bool>(list: &[T], mut is: F) -> impl Iterator<Item = &[T]> {
    let mut ends = Vec::new();
    let mut from = 0;
    for at in 0..list.len() {
        if is(&list[at]) {
            ends.push((from, at + 1));
            from = at + 1;
        }
    }
    if from < list.len() {
        ends.push((from, list.len()));
    }
    ends.into_iter().map(move |(from, to)| &list[from..to])
}

pub fn rsplit<T, F: FnMut(&T) -> bool>(list: &[T], mut is: F) -> impl Iterator<Item = &[T]> {
    let mut ends = Vec::new();
    let mut to = list.len();
    for at in (0..list.len()).rev() {
        if is(&list[at]) {
            ends.push((at + 1, to));
            to = at;
        }
    }
    ends.push((0, to));
    ends.into_iter().map(move |(from, to)| &list[from..to])
}

pub fn splitn<T, F: FnMut(&T) -> bool>(list: &[T], n: usize, mut is: F) -> impl Iterator<Item = &[T]> {
    let mut ends = Vec::new();
    let mut from = 0;
    for at in 0..list.len() {
        if ends.len() + 1 < n && is(&list[at]) {
            ends.push((from, at));
            from = at + 1;
        }
    }
    if n > 0 {
        ends.push((from, list.len()));
    }
    ends.into_iter().map(move |(from, to)| &list[from..to])
}

pub fn rsplitn<T, F: FnMut(&T) -> bool>(list: &[T], n: usize, mut is: F) -> impl Iterator<Item = &[T]> {
    let mut ends = Vec::new();
    let mut to = list.len();
    for at in (0..list.len()).rev() {
        if ends.len() + 1 < n && is(&list[at]) {
            ends.push((at + 1, to));
            to = at;
        }
    }
    if n > 0 {
        ends.push((0, to));
    }
    ends.into_iter().map(move |(from, to)| &list[from..to])
}
