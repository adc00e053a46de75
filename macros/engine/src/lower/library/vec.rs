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
