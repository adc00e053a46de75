// Methods of a `VecDeque`, which is a `Vec` here.

pub fn deque_push_front<T: Copy>(list: &mut Vec<T>, value: T) {
    list.push(value);
    for i in 1..list.len() {
        let at = list.len() - i;
        list[at] = list[at - 1];
    }
    list[0] = value;
}

pub fn deque_pop_front<T: Copy>(list: &mut Vec<T>) -> Option<T> {
    if list.is_empty() {
        None
    } else {
        let taken = list[0];
        for i in 1..list.len() {
            list[i - 1] = list[i];
        }
        list.pop();
        Some(taken)
    }
}

pub fn deque_remove<T: Copy>(list: &mut Vec<T>, at: usize) -> Option<T> {
    if at < list.len() {
        let taken = list[at];
        for i in at + 1..list.len() {
            list[i - 1] = list[i];
        }
        list.pop();
        Some(taken)
    } else {
        None
    }
}
