// Methods that end a chain of iterators, where the function that they are given gives a `ControlFlow`, as a pair of `Option`s.

pub fn try_fold_flow<T, A: Copy, B, I: Iterator<Item = T>, F: FnMut(A, T) -> (Option<B>, Option<A>)>(items: I, start: A, mut next: F) -> (Option<B>, Option<A>) {
    let mut ended = None;
    let mut total = start;
    for item in items {
        let (broken, going) = next(total, item);
        if broken.is_some() {
            ended = broken;
            break;
        }
        total = going.unwrap();
    }
    if ended.is_some() { (ended, None) } else { (None, Some(total)) }
}

pub fn try_for_each_flow<T, B, I: Iterator<Item = T>, F: FnMut(T) -> (Option<B>, Option<()>)>(items: I, mut next: F) -> (Option<B>, Option<()>) {
    let mut ended = None;
    for item in items {
        let (broken, _) = next(item);
        if broken.is_some() {
            ended = broken;
            break;
        }
    }
    if ended.is_some() { (ended, None) } else { (None, Some(())) }
}
