//! Sets and tables of nodes. Nodes are numbered from zero, so they are rows of bits and rows of values.

use super::Id;
use std::ops::Index;

/// A set of nodes, in their order.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Ids {
    bits: Vec<u64>,
}

const WIDTH: usize = u64::BITS as usize;

impl Ids {
    /// No nodes.
    pub fn new() -> Ids {
        Ids::default()
    }

    /// Was it not there before?
    pub fn insert(&mut self, id: Id) -> bool {
        let (word, bit) = place(id);
        if word >= self.bits.len() {
            self.bits.resize(word + 1, 0);
        }
        let new = self.bits[word] & bit == 0;
        self.bits[word] |= bit;
        new
    }

    /// Was it there?
    pub fn remove(&mut self, id: &Id) -> bool {
        let was = self.contains(id);
        if was {
            let (word, bit) = place(*id);
            self.bits[word] &= !bit;
        }
        was
    }

    /// Is it there?
    pub fn contains(&self, id: &Id) -> bool {
        let (word, bit) = place(*id);
        self.bits.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// Keeps those that are such.
    pub fn retain(&mut self, mut is: impl FnMut(&Id) -> bool) {
        let gone: Vec<Id> = self.iter().filter(|id| !is(id)).collect();
        gone.iter().for_each(|id| {
            self.remove(id);
        });
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.bits.iter().all(|bits| *bits == 0)
    }

    /// All of them, in their order.
    pub fn iter(&self) -> impl Iterator<Item = Id> {
        self.bits
            .iter()
            .enumerate()
            .flat_map(|(word, bits)| Ones(*bits).map(move |bit| numbered(word * WIDTH + bit)))
    }
}

/// The positions of the ones in a word.
struct Ones(u64);

impl Iterator for Ones {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let bit = (self.0 != 0).then(|| self.0.trailing_zeros() as usize)?;
        self.0 &= self.0 - 1;
        Some(bit)
    }
}

fn place(id: Id) -> (usize, u64) {
    let at = id.0 as usize;
    (at / WIDTH, 1 << (at % WIDTH))
}

fn numbered(at: usize) -> Id {
    Id(u32::try_from(at).expect("fewer than 2^32 nodes"))
}

impl Extend<Id> for Ids {
    fn extend<I: IntoIterator<Item = Id>>(&mut self, ids: I) {
        ids.into_iter().for_each(|id| {
            self.insert(id);
        });
    }
}

impl<'a> Extend<&'a Id> for Ids {
    fn extend<I: IntoIterator<Item = &'a Id>>(&mut self, ids: I) {
        self.extend(ids.into_iter().copied());
    }
}

impl FromIterator<Id> for Ids {
    fn from_iter<I: IntoIterator<Item = Id>>(ids: I) -> Ids {
        let mut set = Ids::new();
        set.extend(ids);
        set
    }
}

/// A table with a row for each node of a function. It is as long as its last node's number says: for a few nodes of
/// many, a map is smaller.
#[derive(Clone, Debug)]
pub struct Table<T> {
    rows: Vec<Option<T>>,
}

impl<T> Default for Table<T> {
    fn default() -> Table<T> {
        Table { rows: Vec::new() }
    }
}

impl<T> Table<T> {
    /// What is there for a node.
    pub fn get(&self, id: &Id) -> Option<&T> {
        self.rows.get(id.0 as usize)?.as_ref()
    }

    /// The row of a node, whether or not there is something in it.
    pub fn row(&mut self, id: Id) -> &mut Option<T> {
        let at = id.0 as usize;
        if at >= self.rows.len() {
            self.rows.resize_with(at + 1, || None);
        }
        &mut self.rows[at]
    }

    /// Gives what was there.
    pub fn insert(&mut self, id: Id, value: T) -> Option<T> {
        self.row(id).replace(value)
    }

    /// Is there anything for it?
    pub fn contains_key(&self, id: &Id) -> bool {
        self.get(id).is_some()
    }

    /// Gives what was there.
    pub fn remove(&mut self, id: &Id) -> Option<T> {
        self.rows.get_mut(id.0 as usize)?.take()
    }

    /// All of it, in the order of the nodes.
    pub fn iter(&self) -> impl Iterator<Item = (Id, &T)> {
        self.rows.iter().enumerate().filter_map(|(at, row)| Some((numbered(at), row.as_ref()?)))
    }
}

impl<T> Index<&Id> for Table<T> {
    type Output = T;

    fn index(&self, id: &Id) -> &T {
        self.get(id).expect("the node is in the table")
    }
}

impl<T> Extend<(Id, T)> for Table<T> {
    fn extend<I: IntoIterator<Item = (Id, T)>>(&mut self, rows: I) {
        rows.into_iter().for_each(|(id, value)| {
            self.insert(id, value);
        });
    }
}

impl<T> FromIterator<(Id, T)> for Table<T> {
    fn from_iter<I: IntoIterator<Item = (Id, T)>>(rows: I) -> Table<T> {
        let mut table = Table::default();
        table.extend(rows);
        table
    }
}
