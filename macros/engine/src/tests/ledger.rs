//! What each function of the behaviour tests costs: a saving that is lost changes no number, but it shows here.
//!
//! `UPDATE=1 cargo test -p differentiate-engine ledger` writes `macros/engine/tests/ledger.txt`; review it like source.

use super::{annotated, root};
use crate::adjoint::Mode;
use crate::analysis::count::count;
use crate::ir::{Arena, Block, Body, Op, Stmt};
use crate::tests::functions::{FILES, lowered};
use crate::{Prepared, transform};
use std::fmt::Write;

/// What is counted of a companion.
#[derive(Default)]
struct Cost {
    /// As the documentation of the companion counts them.
    operations: usize,
    statements: usize,
    loops: usize,
    /// Values kept for the reverse sweep, each time their block runs.
    kept: usize,
    /// Variables and accumulators.
    variables: usize,
    /// Aggregates that are copied.
    copies: usize,
    /// Callees that have to overwrite what they get.
    trusts: usize,
}

impl Cost {
    fn of(body: &Body) -> Cost {
        let kept = body.tapes.iter().map(|kept| kept.values.len()).sum();
        let mut cost = Cost { kept, trusts: body.trusts.len(), ..Cost::default() };
        for block in body.sweeps() {
            cost.operations += count(&body.arena, block);
            cost.block(&body.arena, block);
        }
        cost
    }

    fn block(&mut self, arena: &Arena, block: &Block) {
        block.each(&mut |stmt| {
            self.statements += 1;
            match stmt {
                Stmt::Loop(_) => self.loops += 1,
                Stmt::Var(..) | Stmt::Adopt(..) => self.variables += 1,
                Stmt::Let(id) => {
                    let copied = matches!(arena.op(*id), Op::Load(_) | Op::ToVec(_) | Op::Read(_));
                    self.copies += usize::from(copied && !arena.ty(*id).is_float());
                }
                _ => {}
            }
        });
    }
}

impl std::fmt::Display for Cost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Cost { operations, statements, loops, kept, variables, copies, trusts } = self;
        write!(f, "{operations:4}{statements:4}{loops:3}{kept:3}{variables:3}{copies:3}{trusts:3}")
    }
}

#[test]
fn the_ledger_of_costs() {
    let mut ledger = "Written by a test: `UPDATE=1 cargo test -p differentiate-engine ledger`. Of the gradient (with trust \
        in callees), then of the rule:\noperations, statements, loops, values kept, variables, copies, callees trusted.\n"
        .to_owned();
    for file in FILES {
        let _ = writeln!(ledger, "\n{file}");
        for (arguments, function) in annotated(file) {
            let Some(primal) = lowered(arguments, &function) else { continue };
            let scalar = primal.signature.result.is_float();
            let mode = if scalar && primal.memory.iter().all(|v| v.param.is_none()) {
                Mode::Grad
            } else {
                Mode::Vjp
            };
            let prepared = Prepared::of(&primal, true);
            let gradient = Cost::of(&transform(&prepared, mode, true, true));
            let rule = Cost::of(&transform(&prepared, Mode::Forward, true, false));
            let _ = writeln!(ledger, "{:28}{gradient}  |{rule}", function.sig.ident.to_string());
        }
    }
    let path = root().join("macros/engine/tests/ledger.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &ledger).expect("the ledger is written");
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    let changed: Vec<String> = found
        .lines()
        .zip(ledger.lines())
        .filter(|(before, now)| before != now)
        .map(|(before, now)| format!("- {before}\n+ {now}"))
        .collect();
    assert!(
        found == ledger,
        "costs have changed; if for the better, run `UPDATE=1 cargo test -p differentiate-engine ledger`\n{}",
        changed.join("\n")
    );
}
