//! What the locals stand for. There are copies of that for every branch and every way in which a method call may be read, of which few
//! differ in much: they share what is the same.

use crate::ir::Id;
use std::ops::{Index, IndexMut, Range};
use std::rc::Rc;

/// So many stand together.
const ROW: usize = 32;

type Row = [Option<Id>; ROW];

/// A value for each local, where it has one.
#[derive(Clone, Default)]
pub(in crate::lower) struct Values {
    rows: Vec<Rc<Row>>,
    count: usize,
}

impl Values {
    /// How many locals there are.
    pub(in crate::lower) fn len(&self) -> usize {
        self.count
    }

    /// The value of a local, if there is that local.
    pub(in crate::lower) fn get(&self, local: usize) -> Option<&Option<Id>> {
        (local < self.count).then(|| &self.rows[local / ROW][local % ROW])
    }

    /// A new local.
    pub(in crate::lower) fn push(&mut self, value: Option<Id>) {
        if self.count.is_multiple_of(ROW) {
            self.rows.push(Rc::new([None; ROW]));
        }
        let local = self.count;
        self.count += 1;
        self[local] = value;
    }

    /// There are at least so many locals, of which the new ones have no value.
    pub(in crate::lower) fn grow(&mut self, count: usize) {
        while self.count < count {
            self.push(None);
        }
    }

    /// All values, in order.
    pub(in crate::lower) fn iter(&self) -> impl Iterator<Item = Option<Id>> {
        self.rows.iter().flat_map(|row| row.iter().copied()).take(self.count)
    }

    /// Some locals get their values from the other one.
    pub(in crate::lower) fn copy_from(&mut self, locals: Range<usize>, other: &Values) {
        let differing: Vec<usize> = self.differing(other).filter(|local| locals.contains(local)).collect();
        differing.into_iter().for_each(|local| self[local] = other[local]);
    }

    /// Are these the values of the first locals?
    pub(in crate::lower) fn starts_with(&self, first: &Values) -> bool {
        let (whole, rest) = (first.count / ROW, first.count % ROW);
        let same = |at: usize| Rc::ptr_eq(&self.rows[at], &first.rows[at]) || self.rows[at] == first.rows[at];
        first.count <= self.count
            && (0..whole).all(same)
            && (rest == 0 || self.rows[whole][..rest] == first.rows[whole][..rest])
    }

    /// The locals that have another value in the other one, among those that both have.
    pub(in crate::lower) fn differing(&self, other: &Values) -> impl Iterator<Item = usize> {
        let rows = self.rows.iter().zip(&other.rows).enumerate();
        let count = self.count.min(other.count);
        rows.filter(|(_, (own, others))| !Rc::ptr_eq(own, others)).flat_map(move |(at, (own, others))| {
            let locals = (at * ROW..count).zip(own.iter().zip(others.iter()));
            locals.filter(|(_, (own, other))| own != other).map(|(local, _)| local)
        })
    }
}

impl Index<usize> for Values {
    type Output = Option<Id>;

    fn index(&self, local: usize) -> &Option<Id> {
        assert!(local < self.count, "the local is known");
        &self.rows[local / ROW][local % ROW]
    }
}

impl IndexMut<usize> for Values {
    fn index_mut(&mut self, local: usize) -> &mut Option<Id> {
        assert!(local < self.count, "the local is known");
        &mut Rc::make_mut(&mut self.rows[local / ROW])[local % ROW]
    }
}
