//! What generated code stores, and whether that needs an allocator.

use crate::ir::{Block, Body, Id, Op, Stmt};
use proc_macro2::Span;

/// The role of a list that is collected from something without indices.
pub const ITEMS: &str = "items";

/// Why a function needs an allocator.
pub enum Need {
    /// A loop keeps values for its reverse sweep, and how often it runs is not known.
    Recording(Span),
    /// A list is made.
    List(Span),
}

/// Does the function need an allocator?
pub fn need(body: &Body) -> Option<Need> {
    let kept = body.tapes.iter().find(|kept| kept.array(false).is_none());
    if let Some(first) = kept.and_then(|kept| kept.values.first()) {
        return Some(Need::Recording(body.arena.get(*first).span));
    }
    let list = body.sweeps().find_map(|block| list(body, block))?;
    Some(Need::List(body.arena.get(list).span))
}

/// The first list that is made.
fn list(body: &Body, block: &Block) -> Option<Id> {
    let mut found = None;
    block.each(&mut |stmt| {
        if let Stmt::Let(id) = stmt
            && found.is_none()
        {
            let makes = match body.arena.op(*id) {
                Op::List(..) | Op::ToVec(_) | Op::Aside(..) => true,
                Op::Load(_) | Op::Zeros(_) | Op::Zero(Some(_)) => body.arena.ty(*id).is_list(),
                Op::Plain(..) => body.arena.get(*id).role.as_deref() == Some(ITEMS),
                Op::Literal(_)
                | Op::Param(_)
                | Op::Apply(..)
                | Op::Select(..)
                | Op::Tuple(_)
                | Op::Array(_)
                | Op::Struct(..)
                | Op::Repeat(..)
                | Op::Field(..)
                | Op::Index(..)
                | Op::Slice(..)
                | Op::Borrow(_)
                | Op::Deref(_)
                | Op::Convert(_)
                | Op::Zero(None)
                | Op::Still(_)
                | Op::Read(_)
                | Op::Lvalue(_)
                | Op::Share(_)
                | Op::Len(_)
                | Op::Bound => false,
            };
            found = makes.then_some(*id);
        }
    });
    found
}
