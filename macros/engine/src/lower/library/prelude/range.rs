// Methods of slices that take a range, where those of the same names take an index.

pub fn get<T>(list: &[T], range: Range<usize>) -> Option<&[T]> {
    (range.start <= range.end && range.end <= list.len()).then(|| &list[range.start..range.end])
}

pub fn get_mut<T>(list: &mut [T], range: Range<usize>) -> Option<&mut [T]> {
    (range.start <= range.end && range.end <= list.len()).then(|| &mut list[range.start..range.end])
}
