//! Where each node is defined.

use crate::ir::{Block, Few, Id, Part, Pattern, Stmt, Table};
use std::collections::HashMap;
use std::rc::Rc;

/// From a block into one inside of it: which statement, which arm.
pub(super) type Step = (usize, usize);

/// The way to a block, from the outside in: the number of each block, and whether it is the body of a loop.
pub(super) type Path = Vec<(usize, bool)>;

/// Into the reverse sweep that runs when the caller likes.
pub(super) const PULLBACK: Step = (usize::MAX, 0);

/// The arm number of a loop's body.
pub(super) const BODY: usize = usize::MAX;

/// Where a node is defined.
#[derive(Clone)]
pub(super) struct Home {
    /// The block.
    pub(super) way: Rc<Way>,
    pub(super) part: Part,
}

/// A block, with those around it.
#[derive(Default)]
pub(super) struct Way {
    pub(super) up: Option<Rc<Way>>,
    /// How many are around it.
    pub(super) depth: usize,
    number: usize,
    /// Which block of the function it is, and one of how many arms.
    pub(super) part: Part,
    pub(super) arms: usize,
    /// Is it the body of a loop?
    pub(super) is_body: bool,
}

impl Way {
    /// Does a way lead to it or through it?
    pub(super) fn is_on(&self, path: &Path) -> bool {
        match self.depth.checked_sub(1) {
            Some(last) => path.get(last).is_some_and(|(number, _)| *number == self.number),
            None => true,
        }
    }
}

/// Where all nodes are defined.
#[derive(Default)]
pub(super) struct Places {
    pub(super) home: Table<Home>,
    /// The number of a block, by that of the block around it and the step from there.
    numbers: HashMap<(usize, Step), usize>,
}

impl Places {
    /// The number of a block inside of that to which a way leads; what is inside of a guard has none.
    pub(super) fn inside(&self, path: &Path, step: Step) -> (usize, bool) {
        let around = path.last().map_or(0, |(number, _)| *number);
        (self.numbers.get(&(around, step)).copied().unwrap_or(usize::MAX), step.1 == BODY)
    }

    fn way(&mut self, up: &Rc<Way>, step: Step, part: Part, arms: usize) -> Rc<Way> {
        let number = self.numbers.len() + 1;
        self.numbers.insert((up.number, step), number);
        Rc::new(Way {
            up: Some(up.clone()),
            depth: up.depth + 1,
            number,
            part,
            arms,
            is_body: step.1 == BODY,
        })
    }

    fn define(&mut self, ids: Few, way: &Rc<Way>, part: Part) {
        for id in ids {
            self.home.row(id).get_or_insert_with(|| Home { way: way.clone(), part });
        }
    }

    /// Looks through the forward sweep.
    pub(super) fn of(block: &Block) -> Places {
        let mut places = Places::default();
        places.block(block, &Rc::default());
        places
    }

    /// Looks through the reverse sweep that runs when the caller likes.
    pub(super) fn pullback(&mut self, block: &Block) {
        let way = self.way(&Rc::default(), PULLBACK, Part::None, 0);
        self.block(block, &way);
    }

    /// A node of a mirrored pattern or counter is defined in the forward sweep first.
    fn block(&mut self, block: &Block, way: &Rc<Way>) {
        let mut inner = Vec::new();
        for (at, stmt) in block.stmts.iter().enumerate() {
            self.define(stmt.defines(), way, block.part);
            match stmt {
                Stmt::Branch(branch) => {
                    for (index, arm) in branch.arms.iter().enumerate() {
                        let way = self.way(way, (at, index), arm.body.part, branch.arms.len());
                        if let Pattern::Rust(_, bound) = &arm.pattern {
                            let bound: Few = bound.iter().map(|(_, id): &(_, Id)| *id).collect();
                            self.define(bound, &way, arm.body.part);
                        }
                        inner.push((&arm.body, way));
                    }
                }
                Stmt::Loop(l) => {
                    let way = self.way(way, (at, BODY), l.body.part, 0);
                    self.define(l.binds().into_iter().collect(), &way, l.body.part);
                    inner.push((&l.body, way));
                }
                _ => {}
            }
        }
        for (block, way) in inner {
            self.block(block, &way);
        }
    }
}
