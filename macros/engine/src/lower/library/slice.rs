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

pub fn select_nth_by<T: Copy, C: FnMut(&T, &T) -> Ordering>(list: &mut [T], n: usize, compare: C) {
    let before = list.to_vec();
    let order = library::order_by(&before, compare);
    let _nth = list[n];
    for i in 0..list.len() {
        list[i] = before[order[i]];
    }
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

pub fn partition_point<T: Copy, F: FnMut(&T) -> bool>(list: &[T], mut before: F) -> usize {
    let mut at = 0;
    while at < list.len() && before(&list[at]) {
        at += 1;
    }
    at
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
