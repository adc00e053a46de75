//! The passes: from a function to the body of a companion.

use crate::adjoint::{self, Guards, Mode, Once};
use crate::analysis::scratch::Scratch;
#[cfg(test)]
use crate::ir;
use crate::ir::{Body, Callee, Stmt};
use crate::lower::Primal;
use crate::optimise::{exchange, fuse, scatter, share, simplify, sink, views};
use crate::restore::{self, Restored};
use crate::{checkpoint, record};

/// A function to a companion of it. Where callees are trusted, the body says with what.
pub fn transform(prepared: &Prepared, mode: Mode, alloc: bool, trust: bool) -> Body {
    passes(prepared, mode, Switches { alloc, trust, ..Switches::default() })
}

#[cfg(test)]
pub fn alone(primal: &Primal, mode: Mode, switches: Switches) -> Body {
    let primal = if switches.checkpoints { &checkpoint::everywhere(primal) } else { primal };
    passes(&Prepared::of(primal, switches.sink), mode, switches)
}

/// What all companions of a function begin with.
pub struct Prepared {
    pub primal: Primal,
    guards: Guards,
}

impl Prepared {
    pub fn of(primal: &Primal, sink: bool) -> Prepared {
        before("lower", primal);
        let primal = if sink { sink::sink(primal) } else { primal.clone() };
        before("sink", &primal);
        let guards = if sink { adjoint::guards(&primal) } else { Guards::new() };
        Prepared { primal, guards }
    }
}

/// What must not matter for what the output computes; tests turn it.
#[derive(Clone, Copy, Debug)]
pub struct Switches {
    pub simplify: bool,
    /// Is what is not taken kept from the adjoint?
    pub sink: bool,
    /// Up to this many operations are repeated rather than recorded.
    pub cheap: u32,
    /// Is there an allocator?
    pub alloc: bool,
    /// Do callees overwrite what they are given by `&mut`, and run no opaque code, where it helps?
    pub trust: bool,
    /// Has every loop checkpoints that may have them?
    #[cfg(test)]
    pub checkpoints: bool,
    /// Are variables restored also where that costs more than it saves?
    pub restores: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Switches {
            simplify: true,
            sink: true,
            cheap: record::CHEAP,
            alloc: true,
            trust: false,
            #[cfg(test)]
            checkpoints: false,
            restores: false,
        }
    }
}

/// Both sweeps, without unused values.
fn swept(
    primal: &Primal,
    guards: &Guards,
    mode: Mode,
    switches: Switches,
    scratch: &Scratch,
    restored: &Restored,
    once: Once,
) -> Body {
    let mut body = adjoint::reverse(primal, mode, switches, guards, scratch.clone(), restored.clone(), once);
    adjoint::shapes_of_values(&mut body);
    after("adjoint", &body, false);
    if switches.simplify {
        let instead = fuse::fuse(&mut body);
        after("fuse", &body, false);
        simplify::simplify(&mut body, instead);
        after("simplify", &body, false);
        exchange::exchange(&mut body);
        after("exchange", &body, false);
    }
    share::remove_dead(&mut body);
    after("share", &body, false);
    body
}

/// In the engine's tests what a pass leaves must be well-formed; `recorded`: also values that the reverse sweep mentions.
fn after(pass: &str, body: &Body, recorded: bool) {
    #[cfg(test)]
    if let Err(error) = if recorded { ir::verify(body) } else { ir::verify_swept(body) } {
        let pullback = body.pullback.as_ref().map(|back| ir::print(&body.arena, &back.body));
        let shown = ir::print(&body.arena, &body.block);
        panic!("after {pass}: {error}\n{shown}pullback\n{}", pullback.unwrap_or_default());
    }
    #[cfg(not(test))]
    let _ = (pass, body, recorded);
}

/// The same for what stands before the sweeps.
fn before(pass: &str, primal: &Primal) {
    #[cfg(test)]
    if let Err(error) = ir::verify_primal(&primal.arena, &primal.block, &primal.memory) {
        panic!("after {pass}: {error}\n{}", ir::print(&primal.arena, &primal.block));
    }
    #[cfg(not(test))]
    let _ = (pass, primal);
}

/// The passes, in order.
fn passes(prepared: &Prepared, mode: Mode, switches: Switches) -> Body {
    let primal = &*checkpoint::segmented(&prepared.primal);
    before("checkpoint", primal);
    let guards = &prepared.guards;
    let scratch = Scratch::find(primal, switches.trust);
    let (primal, restored) = restore::prepared(primal, mode, &scratch, switches.restores);
    let primal = &*primal;
    before("restore", primal);
    let mut body = swept(primal, guards, mode, switches, &scratch, &restored, Once::default());
    let once = Once {
        foreign: fuse::repeats_foreign_code(&primal.block, &body),
        // Without an allocator there is nowhere to keep the pullbacks. Only the rules of functions can be trusted.
        calls: switches.alloc
            && fuse::repeated_callees(&primal.block, &body).iter().any(|callee| {
                !switches.trust || callee.function().is_none() || may_construct(primal, callee)
            }),
    };
    if once != Once::default() {
        body = swept(primal, guards, mode, switches, &scratch, &restored, once);
    }
    if switches.trust && switches.alloc {
        let repeated = fuse::repeated_callees(&primal.block, &body);
        body.quiet = repeated.iter().filter_map(|callee| callee.function().cloned()).collect();
    }
    record::record(&mut body, switches.cheap);
    after("record", &body, true);
    share::remove_dead(&mut body);
    // What ran only to record may itself take what is recorded.
    while record::forget(&mut body) {
        share::remove_dead(&mut body);
    }
    after("forget", &body, true);
    if switches.simplify {
        scatter::split(&mut body);
        share::remove_dead(&mut body);
        after("scatter", &body, true);
        views::views(&mut body);
        after("views", &body, true);
    }
    body
}

/// May a call of the callee make a tuple struct?
fn may_construct(primal: &Primal, callee: &Callee) -> bool {
    primal.block.any(|stmt| match stmt {
        Stmt::Call(call) => call.callee.same(callee) && call.may_construct(&primal.arena),
        _ => false,
    })
}

/// The value and its tangent, without unused values.
pub fn polished(mut body: Body, switches: Switches) -> Body {
    after("tangent", &body, false);
    if switches.simplify {
        simplify::simplify(&mut body, Default::default());
        after("simplify", &body, false);
        exchange::exchange(&mut body);
        after("exchange", &body, false);
    }
    share::remove_dead(&mut body);
    after("share", &body, true);
    body
}
