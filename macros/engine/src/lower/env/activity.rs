//! What flows where. What flows into the values that loops carry is assumed while the loops are lowered; where that proves too
//! little, it is followed through all loops at once, so that lowering starts anew once rather than for each of them.

use crate::ir::{Flow, Id};
use crate::lower::flow::labelled::Context;
use crate::lower::{Local, Lower};
use std::collections::BTreeMap;

/// What flows where, as far as it is a union.
#[derive(Default)]
pub(in crate::lower) struct Flows {
    /// The nodes into which flows what flows into their arguments.
    pub(in crate::lower) unions: Vec<Id>,
    /// What an arm yields, and the join.
    pub(in crate::lower) joins: Vec<(Id, Id)>,
    /// What loops carry.
    pub(in crate::lower) carried: Vec<Carries>,
}

/// A value that a loop carries.
pub(in crate::lower) struct Carries {
    /// The loop, and which of its values.
    pub(in crate::lower) of: (usize, usize),
    pub(in crate::lower) init: Id,
    pub(in crate::lower) inner: Id,
    pub(in crate::lower) next: Id,
    pub(in crate::lower) out: Id,
}

impl Lower<'_> {
    /// A loop is left for something further out, and so are the loops around it up to the one to which the flag belongs.
    pub(in crate::lower) fn leaves(&mut self, number: usize, flag: Local) {
        let owns = |context: &Context| [context.broke, context.skipped, context.value].contains(&flag);
        let inside = self.contexts.iter().rposition(owns).map_or(0, |owner| owner + 1);
        let around = self.contexts[inside..].iter().map(|context| context.number);
        self.assumed.leaving.extend(around.chain([number]));
        self.again = true;
    }

    /// Follows what flows into the values that loops carry, from what was found to where that leads.
    pub(in crate::lower) fn follow_flows(&mut self) {
        let mut users: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
        for id in &self.flows.unions {
            self.arena.op(*id).args().iter().for_each(|arg| users.entry(*arg).or_default().push(*id));
        }
        let carried = self.flows.carried.iter();
        let loops = carried.flat_map(|c| [(c.init, c.inner), (c.next, c.inner), (c.inner, c.out)]);
        for (from, to) in self.flows.joins.iter().copied().chain(loops) {
            users.entry(from).or_default().push(to);
        }
        let mut more: Vec<(Id, Flow)> = Vec::new();
        for carried in &self.flows.carried {
            more.extend(self.assumed.carried.get(&carried.of).map(|flow| (carried.inner, *flow)));
        }
        while let Some((id, flow)) = more.pop() {
            let node = self.arena.get(id);
            let all = node.flow.and(flow);
            // As where the node was made.
            if all == node.flow || self.types.shallow(&node.ty).is_discrete() {
                continue;
            }
            self.arena.get_mut(id).flow = all;
            more.extend(users.get(&id).into_iter().flatten().map(|user| (*user, all)));
        }
        for carried in &self.flows.carried {
            let (flow, init) = (self.arena.get(carried.inner).flow, self.arena.get(carried.init).flow);
            if init.and(flow) != init {
                let assumed = self.assumed.carried.entry(carried.of).or_default();
                *assumed = assumed.and(flow);
            }
        }
    }
}
