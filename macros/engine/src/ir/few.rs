//! Rows of nodes that are short in general: what an operation is made of, what a statement uses and defines.

use super::Id;
use std::ops::Deref;

/// So many nodes need no list of their own.
const INLINE: usize = 4;

/// Nodes, in order.
#[derive(Clone, Debug)]
pub enum Few {
    /// As many as the number says.
    Inline([Id; INLINE], u8),
    /// More than that.
    List(Vec<Id>),
}

impl Few {
    /// No nodes.
    pub fn new() -> Few {
        Few::Inline([Id(0); INLINE], 0)
    }

    /// Adds one at the end.
    pub fn push(&mut self, id: Id) {
        match self {
            Few::Inline(ids, count) => match ids.get_mut(usize::from(*count)) {
                Some(free) => (*free, *count) = (id, *count + 1),
                None => {
                    let mut list = ids.to_vec();
                    list.push(id);
                    *self = Few::List(list);
                }
            },
            Few::List(list) => list.push(id),
        }
    }
}

impl Default for Few {
    fn default() -> Few {
        Few::new()
    }
}

impl Deref for Few {
    type Target = [Id];

    fn deref(&self) -> &[Id] {
        match self {
            Few::Inline(ids, count) => &ids[..usize::from(*count)],
            Few::List(list) => list,
        }
    }
}

impl From<&[Id]> for Few {
    fn from(all: &[Id]) -> Few {
        let mut ids = [Id(0); INLINE];
        match ids.get_mut(..all.len()) {
            Some(inline) => {
                inline.copy_from_slice(all);
                Few::Inline(ids, all.len() as u8)
            }
            None => Few::List(all.to_vec()),
        }
    }
}

impl<const N: usize> From<[Id; N]> for Few {
    fn from(all: [Id; N]) -> Few {
        Few::from(&all[..])
    }
}

impl Extend<Id> for Few {
    fn extend<I: IntoIterator<Item = Id>>(&mut self, ids: I) {
        ids.into_iter().for_each(|id| self.push(id));
    }
}

impl FromIterator<Id> for Few {
    fn from_iter<I: IntoIterator<Item = Id>>(ids: I) -> Few {
        let mut few = Few::new();
        few.extend(ids);
        few
    }
}

/// One after the other.
#[derive(Clone, Debug)]
pub struct Each {
    of: Few,
    at: usize,
}

impl Iterator for Each {
    type Item = Id;

    fn next(&mut self) -> Option<Id> {
        let id = self.of.get(self.at).copied()?;
        self.at += 1;
        Some(id)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.of.len() - self.at;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Each {}

impl IntoIterator for Few {
    type Item = Id;
    type IntoIter = Each;

    fn into_iter(self) -> Each {
        Each { of: self, at: 0 }
    }
}

impl<'a> IntoIterator for &'a Few {
    type Item = &'a Id;
    type IntoIter = std::slice::Iter<'a, Id>;

    fn into_iter(self) -> std::slice::Iter<'a, Id> {
        self.iter()
    }
}
