//! Stacks: what the forward sweep keeps of a block, the reverse sweep takes where it mirrors that block.

use super::types::fits;
use crate::ir::{Arena, Block, Body, Id, Part, Stmt, Tape};
use std::collections::BTreeMap;

/// Where something is kept or taken: the blocks around it, from the outside in, and the values.
struct Site {
    around: Vec<Part>,
    values: Vec<Id>,
}

#[derive(Default)]
struct Sites {
    kept: BTreeMap<Tape, Vec<Site>>,
    taken: BTreeMap<Tape, Vec<Site>>,
}

pub(super) fn verify(body: &Body) -> Result<(), String> {
    let mut sites = Sites::default();
    sites.block(&body.block, &mut vec![body.block.part]);
    if let Some(pullback) = &body.pullback {
        sites.block(&pullback.body, &mut vec![pullback.body.part]);
    }
    for kept in &body.tapes {
        let Some([site]) = sites.kept.get(&kept.tape).map(Vec::as_slice) else {
            return Err(format!("stack {} is not filled in one place", kept.tape.0));
        };
        if site.values != kept.values {
            return Err(format!("stack {} keeps {:?} and not {:?}", kept.tape.0, site.values, kept.values));
        }
    }
    for (tape, pushed) in &sites.kept {
        let (Some([pushed]), Some([popped])) =
            (Some(pushed.as_slice()), sites.taken.get(tape).map(Vec::as_slice))
        else {
            return Err(format!("stack {} is not filled in one place and emptied in one", tape.0));
        };
        if !body.tapes.iter().any(|kept| kept.tape == *tape) {
            return Err(format!("stack {} is not declared", tape.0));
        }
        let flat = body.tapes.iter().any(|kept| kept.tape == *tape && kept.flat);
        matching(&body.arena, *tape, pushed, popped, flat)?;
    }
    match sites.taken.keys().find(|tape| !sites.kept.contains_key(tape)) {
        Some(tape) => Err(format!("nothing is kept on stack {}", tape.0)),
        None => Ok(()),
    }
}

fn matching(arena: &Arena, tape: Tape, pushed: &Site, popped: &Site, flat: bool) -> Result<(), String> {
    if pushed.values.len() != popped.values.len() {
        return Err(format!("stack {} keeps {:?}, {:?} are taken", tape.0, pushed.values, popped.values));
    }
    for (kept, taken) in pushed.values.iter().zip(&popped.values) {
        if !fits(arena.ty(*kept), arena.ty(*taken)) {
            return Err(format!("{kept:?} is kept on stack {}, {taken:?} of another type is taken", tape.0));
        }
    }
    if flat && pushed.values.len() != 1 {
        return Err(format!("stack {} holds elements of several lists", tape.0));
    }
    let mirrored = |(forward, back): (&Part, &Part)| match (forward, back) {
        (Part::Forward(a), Part::Forward(b) | Part::Reverse(b)) => a == b,
        (Part::None, Part::None) => true,
        (Part::Forward(_) | Part::Reverse(_) | Part::None, _) => forward == back,
    };
    let same =
        pushed.around.len() == popped.around.len() && pushed.around.iter().zip(&popped.around).all(mirrored);
    match same && matches!(pushed.around.last(), Some(Part::Forward(_))) {
        true => Ok(()),
        false => Err(format!(
            "stack {} is filled in {:?} and emptied in {:?}",
            tape.0, pushed.around, popped.around
        )),
    }
}

impl Sites {
    fn block(&mut self, block: &Block, around: &mut Vec<Part>) {
        for stmt in &block.stmts {
            let (sites, tape, values) = match stmt {
                Stmt::Push(tape, values) => (&mut self.kept, tape, values),
                Stmt::Pop(tape, values) => (&mut self.taken, tape, values),
                _ => {
                    for inside in stmt.blocks() {
                        around.push(inside.part);
                        self.block(inside, around);
                        around.pop();
                    }
                    continue;
                }
            };
            let site = Site { around: around.clone(), values: values.clone() };
            sites.entry(*tape).or_default().push(site);
        }
    }
}
