//! Parts of the derivative that the forward sweep evaluates: one number is kept where several would be kept for it alone.

use super::{Need, Scope};
use crate::ir::{Arena, Block, Body, Id, Op, Part, Stmt, Table};

/// How often the reverse sweep mentions each node.
pub(super) fn mentions(body: &Body) -> Table<usize> {
    let mut blocks = Vec::new();
    reverse(&body.block, &mut blocks);
    let mut mentions = Table::default();
    for block in blocks.into_iter().chain(body.pullback.as_ref().map(|pullback| &pullback.body)) {
        for (id, times) in block.uses(&body.arena) {
            *mentions.row(id).get_or_insert_default() += times;
        }
    }
    mentions
}

/// The blocks of the reverse sweep that are in no other one of it.
fn reverse<'b>(block: &'b Block, blocks: &mut Vec<&'b Block>) {
    match block.part {
        Part::Reverse(_) => blocks.push(block),
        Part::None | Part::Forward(_) => {
            block.stmts.iter().flat_map(Stmt::blocks).for_each(|inner| reverse(inner, blocks));
        }
    }
}

impl Need {
    /// Lets the forward sweep evaluate a node that is made of several values of one of its blocks, if they would be kept for nothing else.
    pub(super) fn lift(&mut self, arena: &mut Arena, id: Id, scope: &mut Scope) -> bool {
        let Op::Apply(_, args) = arena.op(id) else { return false };
        let mut from = None;
        let mut kept = 0;
        for arg in args.iter().filter(|arg| !arena.is_free(**arg)) {
            let Some(Part::Forward(number)) = self.places.home.get(arg).map(|home| home.part) else {
                return false;
            };
            if from.is_some_and(|other| other != number) {
                return false;
            }
            from = Some(number);
            let alone = self.mentions.get(arg) == Some(&1);
            kept += usize::from(alone && !self.is_at_hand(arena, *arg, scope));
        }
        let Some(number) = from.filter(|_| kept > 1) else { return false };
        if !self.pop(arena, id, Part::Forward(number), scope) {
            return false;
        }
        self.lifted.entry(number).or_default().push(id);
        true
    }
}
