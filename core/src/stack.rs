//! The stacks on which generated code stores values for the reverse sweep.

/// A stack of at most `N` values that does not allocate.
#[derive(Clone, Debug)]
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

    /// Pushes a value.
    ///
    /// # Panics
    /// If the stack already has `N` values.
    #[inline]
    pub fn push(&mut self, value: T) {
        self.values[self.length] = Some(value);
        self.length += 1;
    }

    /// Pops the value that was pushed last.
    #[inline]
    pub fn pop(&mut self) -> Option<T> {
        self.length = self.length.checked_sub(1)?;
        self.values[self.length].take()
    }

    /// Its values, the one that was pushed first at the front.
    #[cfg(feature = "alloc")]
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.values.iter_mut().flatten()
    }
}

/// A stack of slices, stored contiguously, so that a slice needs no allocation of its own.
#[cfg(feature = "alloc")]
#[derive(Clone, Debug)]
pub struct Lists<T> {
    elements: alloc::vec::Vec<T>,
    /// Where each slice begins.
    begins: alloc::vec::Vec<usize>,
    /// The number of elements on the stack; those behind them were popped last, and the next push overwrites them.
    length: usize,
}

#[cfg(feature = "alloc")]
impl<T: Clone> Lists<T> {
    /// An empty stack.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "only generated code makes one")]
    pub fn new() -> Self {
        Lists { elements: alloc::vec::Vec::new(), begins: alloc::vec::Vec::new(), length: 0 }
    }

    /// Pushes a copy of a slice.
    #[inline]
    pub fn push(&mut self, list: &[T]) {
        self.elements.truncate(self.length);
        self.begins.push(self.length);
        self.elements.extend_from_slice(list);
        self.length = self.elements.len();
    }

    /// Pops the slice that was pushed last.
    ///
    /// # Panics
    /// If the stack is empty.
    #[inline]
    pub fn pop(&mut self) -> &[T] {
        let end = self.length;
        self.length = self.begins.pop().expect("a slice is popped as often as one is pushed");
        &self.elements[self.length..end]
    }
}
