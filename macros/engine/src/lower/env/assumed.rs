//! What lowering assumes of what comes later, and learns by starting anew.

use super::lent::Lent;
use crate::ir::{Flow, Made};
use crate::lower::typing::users_type;
use crate::types::Len;
use std::collections::{BTreeMap, BTreeSet};

/// What is assumed of what comes later.
#[derive(Default)]
pub(in crate::lower) struct Assumed {
    /// What flows into each value that a loop carries, by the loop and the value.
    pub(in crate::lower) carried: BTreeMap<(usize, usize), Flow>,
    /// The loops that are left for something further out.
    pub(in crate::lower) leaving: BTreeSet<usize>,
    /// What flows into each variable that is changed in place.
    pub(in crate::lower) stored: BTreeMap<usize, Flow>,
    /// Each `Option` and `Result` that is written down is a pair, also where nothing differentiated is in it.
    pub(in crate::lower) pairs: bool,
    /// The locals with an `Option`, by number, that hold references: where.
    pub(in crate::lower) references: BTreeMap<usize, Lent>,
    /// The `mut` locals, by name, whose type only rustc knows and that opaque code may change: variables, not values.
    pub(in crate::lower) opaque: BTreeSet<String>,
    /// Those that were taken for such and get something differentiated: they are not.
    pub(in crate::lower) transparent: BTreeSet<String>,
    /// The `mut` locals, by name, on which differentiated methods are called, which may change them: variables, not values.
    pub(in crate::lower) receivers: BTreeSet<String>,
    /// What was taken for a float and is of a type of the user's.
    pub(in crate::lower) users: BTreeSet<users_type::Origin>,
    /// What was taken for a float and may be of a type of the user's.
    pub(in crate::lower) either: BTreeSet<users_type::Origin>,
    /// What was taken for a differentiated value, which a method returned, and is an integer.
    pub(in crate::lower) integers: BTreeSet<users_type::Origin>,
    /// What was taken for a value of a type of the user's and is a float.
    pub(in crate::lower) floats: BTreeSet<users_type::Origin>,
    /// The sums of values of a type of the user's, by where they are written.
    pub(in crate::lower) sums: BTreeSet<String>,
    /// The variables, by name, whose number of elements opaque code may change.
    pub(in crate::lower) resized: BTreeSet<String>,
    /// The locals that hold slices of several lists, by name and by how many of that name there were before.
    pub(in crate::lower) copied: BTreeSet<(String, usize)>,
    /// The locals that get a struct of which all fields are seen, by name and by how many of that name there were before: how it is made.
    pub(in crate::lower) apart: BTreeMap<(String, usize), Made>,
    /// The lists and arrays that are made element by element and hold structs, by the order in which that begins: how these are made.
    pub(in crate::lower) filled: BTreeMap<usize, Option<Made>>,
    /// The arrays that are mapped, by where that is written, of which something else tells the length.
    pub(in crate::lower) lengths: BTreeMap<users_type::Origin, Len>,
    /// What was mapped as an array, by where that is written, and is an `Option` or a `Result`.
    pub(in crate::lower) options: BTreeSet<users_type::Origin>,
    /// What looks like the names of tuple structs and proved to be those of functions.
    pub(in crate::lower) functions: BTreeSet<String>,
    /// A local or a list is taken in another way than before, so that numbers of others mean others.
    pub(in crate::lower) reordered: bool,
    /// The variables run over by value, by the order in which that begins, that change meanwhile.
    pub(in crate::lower) changing: BTreeSet<usize>,
}

impl Assumed {
    /// Forgets what was assumed by number, where numbers mean something else from here on.
    pub(in crate::lower) fn forget_numbers(&mut self) {
        if std::mem::take(&mut self.reordered) {
            let Assumed {
                carried,
                leaving,
                stored,
                references,
                changing,
                // By name, or by an order that does not change.
                pairs: _,
                opaque: _,
                transparent: _,
                receivers: _,
                users: _,
                either: _,
                floats: _,
                integers: _,
                sums: _,
                resized: _,
                apart: _,
                copied: _,
                filled: _,
                lengths: _,
                options: _,
                functions: _,
                reordered: _,
            } = self;
            carried.clear();
            stored.clear();
            leaving.clear();
            references.clear();
            changing.clear();
        }
    }
}
