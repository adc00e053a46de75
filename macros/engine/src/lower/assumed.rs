//! What lowering assumes of what comes later, and learns by starting anew.

use super::users_type;
use crate::ir::{Flow, Made};
use std::collections::{BTreeMap, BTreeSet};

/// What is assumed of what comes later.
#[derive(Default)]
pub(super) struct Assumed {
    /// What flows into each value that a loop carries, by the loop and the value.
    pub(super) carried: BTreeMap<(usize, usize), Flow>,
    /// The loops that are left for something further out.
    pub(super) leaving: BTreeSet<usize>,
    /// What flows into each variable that is changed in place.
    pub(super) stored: BTreeMap<usize, Flow>,
    /// Each `Option` and `Result` that is written down is a pair, also where nothing differentiated is in it.
    pub(super) pairs: bool,
    /// The locals with an `Option`, by number, that hold references.
    pub(super) references: BTreeSet<usize>,
    /// The `mut` locals, by name, whose type only rustc knows and that opaque code may change: variables, not values.
    pub(super) opaque: BTreeSet<String>,
    /// Those that were taken for such and get something differentiated: they are not.
    pub(super) transparent: BTreeSet<String>,
    /// The `mut` locals, by name, on which differentiated methods are called, which may change them: variables, not values.
    pub(super) receivers: BTreeSet<String>,
    /// What was taken for a float and is of a type of the user's.
    pub(super) users: BTreeSet<users_type::Origin>,
    /// What was taken for a float and may be of a type of the user's.
    pub(super) either: BTreeSet<users_type::Origin>,
    /// What was taken for a differentiated value, which a method returned, and is an integer.
    pub(super) integers: BTreeSet<users_type::Origin>,
    /// What was taken for a value of a type of the user's and is a float.
    pub(super) floats: BTreeSet<users_type::Origin>,
    /// The sums of values of a type of the user's, by where they are written.
    pub(super) sums: BTreeSet<String>,
    /// The variables, by name, whose number of elements opaque code may change.
    pub(super) resized: BTreeSet<String>,
    /// The locals that get a struct of which all fields are seen, by name and by how many of that name there were before: how it is made.
    pub(super) apart: BTreeMap<(String, usize), Made>,
    /// The lists and arrays that are made element by element and hold structs, by the order in which that begins: how these are made.
    pub(super) filled: BTreeMap<usize, Option<Made>>,
    /// What looks like the names of tuple structs and proved to be those of functions.
    pub(super) functions: BTreeSet<String>,
    /// A local or a list is taken in another way than before, so that numbers of others mean others.
    pub(super) reordered: bool,
    /// The variables run over by value, by the order in which that begins, that change meanwhile.
    pub(super) changing: BTreeSet<usize>,
}

impl Assumed {
    /// Forgets what was assumed by number, where numbers mean something else from here on.
    pub(super) fn forget_numbers(&mut self) {
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
                filled: _,
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
