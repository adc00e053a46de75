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

/// A stack of lists whose elements lie one behind the other, so that a list costs no allocation of its own.
#[cfg(feature = "alloc")]
#[derive(Debug)]
pub struct Lists<T> {
    elements: alloc::vec::Vec<T>,
    /// Where each list begins.
    begins: alloc::vec::Vec<usize>,
    /// How many elements are kept; those behind them were taken last and are overwritten next.
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

    /// Keeps a copy of a list.
    #[inline]
    pub fn push(&mut self, list: &[T]) {
        self.elements.truncate(self.length);
        self.begins.push(self.length);
        self.elements.extend_from_slice(list);
        self.length = self.elements.len();
    }

    /// Takes the list kept last.
    ///
    /// # Panics
    /// If no list is there.
    #[inline]
    pub fn pop(&mut self) -> &[T] {
        let end = self.length;
        self.length = self.begins.pop().expect("as many are taken as were kept");
        &self.elements[self.length..end]
    }
}
