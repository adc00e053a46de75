//! Where each node is defined.

use crate::ir::{Block, Few, Part, Pattern, Stmt, Table};
use std::rc::Rc;

/// The way to a block: which statement, which arm, from the outside in.
pub(super) type Path = Vec<(usize, usize)>;

/// The way to the reverse sweep that runs when the caller likes.
pub(super) const PULLBACK: (usize, usize) = (usize::MAX, 0);

/// The arm number of a loop's body.
pub(super) const BODY: usize = usize::MAX;

/// Where a node is defined.
#[derive(Clone)]
pub(super) struct Home {
    /// The way there.
    pub(super) way: Rc<Way>,
    pub(super) part: Part,
}

/// The way to a block.
#[derive(Clone, Default)]
pub(super) struct Way {
    pub(super) path: Path,
    /// Which block it is at each depth of the path, and of how many arms.
    pub(super) parts: Vec<Part>,
    pub(super) arms: Vec<usize>,
}

impl Way {
    pub(super) fn inside(&self, step: (usize, usize), part: Part, arms: usize) -> Rc<Way> {
        let mut way = self.clone();
        way.path.push(step);
        way.parts.push(part);
        way.arms.push(arms);
        Rc::new(way)
    }
}

/// Where each node is defined. A node of a mirrored pattern or counter is defined in the forward sweep first.
pub(super) fn places(block: &Block, way: &Rc<Way>, home: &mut Table<Home>) {
    let mut define = |ids: Few, way: &Rc<Way>, part: Part| {
        for id in ids {
            home.row(id).get_or_insert_with(|| Home { way: way.clone(), part });
        }
    };
    let mut inner = Vec::new();
    for (at, stmt) in block.stmts.iter().enumerate() {
        define(stmt.defines(), way, block.part);
        match stmt {
            Stmt::Branch(branch) => {
                for (index, arm) in branch.arms.iter().enumerate() {
                    let way = way.inside((at, index), arm.body.part, branch.arms.len());
                    if let Pattern::Rust(_, bound) = &arm.pattern {
                        define(bound.iter().map(|(_, id)| *id).collect(), &way, arm.body.part);
                    }
                    inner.push((&arm.body, way));
                }
            }
            Stmt::Loop(l) => {
                let way = way.inside((at, BODY), l.body.part, 0);
                define(l.binds().into_iter().collect(), &way, l.body.part);
                inner.push((&l.body, way));
            }
            _ => {}
        }
    }
    for (block, way) in inner {
        places(block, &way, home);
    }
}
