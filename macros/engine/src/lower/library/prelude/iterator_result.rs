// Methods that end a chain of iterators, where the function that they are given gives a `Result`.

pub fn try_fold<T, A, E, I: Iterator<Item = T>, F: FnMut(A, T) -> Result<A, E>>(items: I, start: A, mut next: F) -> Result<A, E> {
    let mut total = Ok(start);
    for item in items {
        total = match total {
            Ok(before) => next(before, item),
            Err(error) => Err(error),
        };
        if total.is_err() {
            break;
        }
    }
    total
}

pub fn try_for_each<T, E, I: Iterator<Item = T>, F: FnMut(T) -> Result<(), E>>(items: I, mut next: F) -> Result<(), E> {
    let mut outcome = Ok(());
    for item in items {
        outcome = next(item);
        if outcome.is_err() {
            break;
        }
    }
    outcome
}
