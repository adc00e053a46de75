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

pub fn is_sorted<T: PartialOrd, I: Iterator<Item = T>>(items: I) -> bool {
    items.is_sorted_by(|a, b| *a <= *b)
}

pub fn is_sorted_by<T, I: Iterator<Item = T>, F: FnMut(&T, &T) -> bool>(items: I, mut are: F) -> bool {
    let mut rest = items.into_iter();
    let mut sorted = true;
    if let Some(first) = rest.next() {
        let mut last = first;
        for item in rest {
            sorted = are(&last, &item);
            if !sorted {
                break;
            }
            last = item;
        }
    }
    sorted
}

pub fn is_sorted_by_key<T, K: PartialOrd, I: Iterator<Item = T>, F: FnMut(T) -> K>(items: I, key: F) -> bool {
    items.map(key).is_sorted()
}

pub fn rfold<T, A, I: DoubleEndedIterator<Item = T>, F: FnMut(A, T) -> A>(items: I, start: A, next: F) -> A {
    items.rev().fold(start, next)
}

pub fn rfind<T, I: DoubleEndedIterator<Item = T>, C: FnMut(&T) -> bool>(items: I, is: C) -> Option<T> {
    items.rev().find(is)
}

pub fn next_back<T, I: DoubleEndedIterator<Item = T>>(items: I) -> Option<T> {
    items.rev().next()
}

pub fn nth_back<T, I: DoubleEndedIterator<Item = T>>(items: I, at: usize) -> Option<T> {
    items.rev().nth(at)
}

pub fn rposition<T, I: ExactSizeIterator<Item = T> + DoubleEndedIterator, F: FnMut(T) -> bool>(items: I, mut is: F) -> Option<usize> {
    let mut rest = items.into_iter();
    let mut at = rest.len();
    let mut found = false;
    while !found && at > 0 {
        at -= 1;
        found = rest.next_back().is_some_and(|item| is(item));
    }
    if found { Some(at) } else { None }
}

pub fn max<T: Ord, I: Iterator<Item = T>>(items: I) -> Option<T> {
    items.max_by(|a, b| a.cmp(b))
}

pub fn min<T: Ord, I: Iterator<Item = T>>(items: I) -> Option<T> {
    items.min_by(|a, b| a.cmp(b))
}

pub fn eq<T: PartialEq, I: Iterator<Item = T>, J: IntoIterator<Item = T>>(items: I, other: J) -> bool {
    let mut others = other.into_iter();
    let mut same = true;
    for item in items {
        same = others.next().is_some_and(|value| item == value);
        if !same {
            break;
        }
    }
    same && others.next().is_none()
}

pub fn ne<T: PartialEq, I: Iterator<Item = T>, J: IntoIterator<Item = T>>(items: I, other: J) -> bool {
    let mut others = other.into_iter();
    let mut same = true;
    for item in items {
        same = others.next().is_some_and(|value| item == value);
        if !same {
            break;
        }
    }
    !same || others.next().is_some()
}

pub fn lt<T: PartialOrd, I: Iterator<Item = T>, J: IntoIterator<Item = T>>(items: I, other: J) -> bool {
    let mut others = other.into_iter();
    let (mut same, mut less) = (true, false);
    for item in items {
        same = false;
        less = others.next().is_some_and(|value| {
            same = item == value;
            item < value
        });
        if !same {
            break;
        }
    }
    if same { others.next().is_some() } else { less }
}

pub fn le<T: PartialOrd, I: Iterator<Item = T>, J: IntoIterator<Item = T>>(items: I, other: J) -> bool {
    let mut others = other.into_iter();
    let (mut same, mut less) = (true, false);
    for item in items {
        same = false;
        less = others.next().is_some_and(|value| {
            same = item == value;
            item < value
        });
        if !same {
            break;
        }
    }
    same || less
}

pub fn gt<T: PartialOrd, I: Iterator<Item = T>, J: IntoIterator<Item = T>>(items: I, other: J) -> bool {
    let mut others = other.into_iter();
    let (mut same, mut greater) = (true, false);
    for item in items {
        same = false;
        greater = others.next().is_none_or(|value| {
            same = item == value;
            item > value
        });
        if !same {
            break;
        }
    }
    !same && greater
}

pub fn ge<T: PartialOrd, I: Iterator<Item = T>, J: IntoIterator<Item = T>>(items: I, other: J) -> bool {
    let mut others = other.into_iter();
    let (mut same, mut greater) = (true, false);
    for item in items {
        same = false;
        greater = others.next().is_none_or(|value| {
            same = item == value;
            item > value
        });
        if !same {
            break;
        }
    }
    if same { others.next().is_none() } else { greater }
}

pub fn cmp<T: Ord, I: Iterator<Item = T>, J: IntoIterator<Item = T>>(items: I, other: J) -> Ordering {
    let mut others = other.into_iter();
    let mut order = ::core::cmp::Ordering::Equal;
    for item in items {
        order = others.next().map_or(::core::cmp::Ordering::Greater, |value| item.cmp(&value));
        if order != ::core::cmp::Ordering::Equal {
            break;
        }
    }
    let same = order == ::core::cmp::Ordering::Equal;
    if same && others.next().is_some() { ::core::cmp::Ordering::Less } else { order }
}

pub fn partial_cmp<T: PartialOrd, I: Iterator<Item = T>, J: IntoIterator<Item = T>>(items: I, other: J) -> Option<Ordering> {
    let mut others = other.into_iter();
    let mut order = ::core::cmp::Ordering::Equal;
    let mut ordered = true;
    for item in items {
        order = others.next().map_or(::core::cmp::Ordering::Greater, |value| {
            ordered = item < value || item >= value;
            if item < value {
                ::core::cmp::Ordering::Less
            } else if item == value {
                ::core::cmp::Ordering::Equal
            } else {
                ::core::cmp::Ordering::Greater
            }
        });
        if !ordered || order != ::core::cmp::Ordering::Equal {
            break;
        }
    }
    let shorter = ordered && order == ::core::cmp::Ordering::Equal && others.next().is_some();
    let order = if shorter { ::core::cmp::Ordering::Less } else { order };
    ordered.then(|| order)
}

pub fn try_fold<T, A, I: Iterator<Item = T>, F: FnMut(A, T) -> Option<A>>(items: I, start: A, mut next: F) -> Option<A> {
    let mut total = Some(start);
    for item in items {
        total = match total {
            Some(before) => next(before, item),
            None => None,
        };
        if total.is_none() {
            break;
        }
    }
    total
}

pub fn try_for_each<T, I: Iterator<Item = T>, F: FnMut(T) -> Option<()>>(items: I, mut next: F) -> Option<()> {
    let mut done = true;
    for item in items {
        done = next(item).is_some();
        if !done {
            break;
        }
    }
    if done { Some(()) } else { None }
}
