// Methods of `Vec`s.

pub fn insert<T: Copy>(list: &mut Vec<T>, at: usize, value: T) {
    let rest = list.len() - at;
    list.push(value);
    for i in 0..rest {
        list[at + rest - i] = list[at + rest - i - 1];
    }
    list[at] = value;
}

pub fn remove<T: Copy>(list: &mut Vec<T>, at: usize) -> T {
    let taken = list[at];
    for i in at + 1..list.len() {
        list[i - 1] = list[i];
    }
    list.pop();
    taken
}

pub fn swap_remove<T: Copy>(list: &mut Vec<T>, at: usize) -> T {
    let taken = list[at];
    list[at] = list[list.len() - 1];
    list.pop();
    taken
}

pub fn append<T: Copy>(list: &mut Vec<T>, other: &mut Vec<T>) {
    list.extend_from_slice(other);
    other.clear();
}

pub fn split_off<T: Copy>(list: &mut Vec<T>, at: usize) -> Vec<T> {
    let rest = list[at..].to_vec();
    list.truncate(at);
    rest
}

pub fn retain<T: Copy, F: FnMut(&T) -> bool>(list: &mut Vec<T>, mut keeps: F) {
    let mut kept = 0;
    for i in 0..list.len() {
        let item = list[i];
        if keeps(&item) {
            list[kept] = item;
            kept += 1;
        }
    }
    list.truncate(kept);
}

pub fn dedup<T: Copy + PartialEq>(list: &mut Vec<T>) {
    let mut kept = 0;
    for i in 0..list.len() {
        let item = list[i];
        if kept == 0 || list[kept - 1] != item {
            list[kept] = item;
            kept += 1;
        }
    }
    list.truncate(kept);
}

pub fn extend_from_within<T: Copy>(list: &mut Vec<T>, source: Range<usize>) {
    let part = list[source].to_vec();
    list.extend_from_slice(&part);
}

pub fn resize_with<T: Copy, F: FnMut() -> T>(list: &mut Vec<T>, length: usize, mut value: F) {
    list.truncate(length);
    for _ in list.len()..length {
        list.push(value());
    }
}

pub fn retain_mut<T: Copy, F: FnMut(&mut T) -> bool>(list: &mut Vec<T>, mut keeps: F) {
    let mut kept = 0;
    for i in 0..list.len() {
        if keeps(&mut list[i]) {
            list[kept] = list[i];
            kept += 1;
        }
    }
    list.truncate(kept);
}

pub fn dedup_by<T: Copy, F: FnMut(&mut T, &mut T) -> bool>(list: &mut Vec<T>, mut same: F) {
    let mut kept = 1;
    for i in 1..list.len() {
        let (before, rest) = list.split_at_mut(i);
        if !same(&mut rest[0], &mut before[kept - 1]) {
            list[kept] = list[i];
            kept += 1;
        }
    }
    list.truncate(kept);
}

pub fn dedup_by_key<T: Copy, K: PartialEq, F: FnMut(&mut T) -> K>(list: &mut Vec<T>, mut key: F) {
    let mut kept = 1;
    for i in 1..list.len() {
        if key(&mut list[i]) != key(&mut list[kept - 1]) {
            list[kept] = list[i];
            kept += 1;
        }
    }
    list.truncate(kept);
}

pub fn pop_if<T: Copy, F: FnOnce(&mut T) -> bool>(list: &mut Vec<T>, is: F) -> Option<T> {
    if list.is_empty() {
        None
    } else {
        let last = list.len() - 1;
        if is(&mut list[last]) { list.pop() } else { None }
    }
}

pub fn drain<T: Copy>(list: &mut Vec<T>, range: Range<usize>) -> IntoIter<T> {
    let taken = list[range.start..range.end].to_vec();
    let rest = list.len() - range.end;
    for i in 0..rest {
        list[range.start + i] = list[range.end + i];
    }
    list.truncate(range.start + rest);
    taken.into_iter()
}

pub fn splice<T: Copy, I: IntoIterator<Item = T>>(
    list: &mut Vec<T>,
    range: Range<usize>,
    with: I,
) -> IntoIter<T> {
    let taken = list[range.start..range.end].to_vec();
    let new: Vec<_> = with.into_iter().collect();
    let after = list[range.end..].to_vec();
    list.truncate(range.start);
    list.extend_from_slice(&new);
    list.extend_from_slice(&after);
    taken.into_iter()
}

pub fn reserve<T>(list: &mut [T], _more: usize) {}

pub fn reserve_exact<T>(list: &mut [T], _more: usize) {}

pub fn shrink_to_fit<T>(list: &mut [T]) {}

pub fn shrink_to<T>(list: &mut [T], _least: usize) {}

pub fn into_boxed_slice<T>(list: Vec<T>) -> Vec<T> {
    list
}

pub fn into_vec<T>(list: Vec<T>) -> Vec<T> {
    list
}
