// Methods that end a chain of iterators.

pub fn partition<T: Copy, I: Iterator<Item = T>, F: FnMut(&T) -> bool>(items: I, mut is: F) -> (Vec<T>, Vec<T>) {
    let mut yes = Vec::new();
    let mut no = Vec::new();
    for item in items {
        if is(&item) {
            yes.push(item);
        } else {
            no.push(item);
        }
    }
    (yes, no)
}

pub fn unzip<A: Copy, B: Copy, I: Iterator<Item = (A, B)>>(items: I) -> (Vec<A>, Vec<B>) {
    let mut left = Vec::new();
    let mut right = Vec::new();
    for (a, b) in items {
        left.push(a);
        right.push(b);
    }
    (left, right)
}

pub fn is_sorted<T: Copy + PartialOrd, I: Iterator<Item = T>>(items: I) -> bool {
    let all: Vec<_> = items.collect();
    all.windows(2).all(|pair| pair[0] <= pair[1])
}
