//! The stack that generated code keeps values on where it knows how many there will be.

/// A stack of at most `N` values, without an allocation.
#[derive(Debug)]
pub struct Stack<T, const N: usize> {
    values: [Option<T>; N],
    length: usize,
}

impl<T, const N: usize> Stack<T, N> {
    /// An empty stack.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "only generated code makes one")]
    pub fn new() -> Self {
        Stack { values: [const { None }; N], length: 0 }
    }

    /// Keeps a value.
    ///
    /// # Panics
    /// If `N` values are there.
    #[inline]
    pub fn push(&mut self, value: T) {
        self.values[self.length] = Some(value);
        self.length += 1;
    }

    /// Takes the value kept last.
    #[inline]
    pub fn pop(&mut self) -> Option<T> {
        self.length = self.length.checked_sub(1)?;
        self.values[self.length].take()
    }
}
