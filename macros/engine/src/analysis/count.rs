//! Operation counts: what a gradient costs by comparison with the function.

use crate::ir::{Arena, Block, Body, Op, Plain, Stmt};
use crate::lower::Primal;
use crate::tables::rules::{Form, Rule, SLOPES};

/// The cost of a function: an addition, a product or a comparison counts 1, a quotient or a root 4, any other
/// function 16, a call of another differentiated function 16; of a branch the dearest arm counts.
pub fn count(arena: &Arena, block: &Block) -> usize {
    block.stmts.iter().map(|stmt| cost(arena, stmt)).sum()
}

fn cost(arena: &Arena, stmt: &Stmt) -> usize {
    match stmt {
        Stmt::Let(id) => match arena.op(*id) {
            Op::Apply(rule, _) => weight(rule),
            Op::Select(..) | Op::Convert(_) | Op::Plain(Plain::Binary(_) | Plain::Method(..), _) => 1,
            Op::Literal(_)
            | Op::Param(_)
            | Op::Plain(..)
            | Op::Tuple(_)
            | Op::Array(_)
            | Op::Struct(..)
            | Op::Repeat(..)
            | Op::Field(..)
            | Op::Index(..)
            | Op::Slice(..)
            | Op::Borrow(_)
            | Op::Deref(_)
            | Op::Zero(_)
            | Op::Still(_)
            | Op::Read(_)
            | Op::Load(_)
            | Op::Lvalue(_)
            | Op::Share(_)
            | Op::Len(_)
            | Op::Zeros(_)
            | Op::Aside(..)
            | Op::List(..)
            | Op::ToVec(_)
            | Op::Bound => 0,
        },
        Stmt::Branch(branch) => {
            let arm = |arm: &crate::ir::Arm| {
                count(arena, &arm.body) + arm.guard.as_ref().map_or(0, |guard| count(arena, guard))
            };
            branch.arms.iter().map(arm).max().unwrap_or(0)
        }
        // Of a loop, one iteration.
        Stmt::Loop(l) => count(arena, &l.body),
        Stmt::Call(_) | Stmt::Pull(_) => 16,
        Stmt::Add(..) | Stmt::Push(..) | Stmt::Pop(..) | Stmt::Grow(..) | Stmt::Shrink(..) => 1,
        Stmt::Store(..) | Stmt::Replace(..) => 0,
        Stmt::Var(..) | Stmt::Give(..) | Stmt::Adopt(..) | Stmt::Effect(..) => 0,
    }
}

/// What a function costs that is no operation of the processor.
const FUNCTION: usize = 16;

/// Does a block evaluate such a function?
pub fn calls_function(arena: &Arena, block: &Block) -> bool {
    block.any(|stmt| match stmt {
        Stmt::Let(id) => matches!(arena.op(*id), Op::Apply(rule, _) if weight(rule) >= FUNCTION),
        _ => false,
    })
}

fn weight(rule: &Rule) -> usize {
    match rule.form {
        Form::Infix("/" | "%") => 4,
        Form::Infix(_) | Form::Prefix(_) => 1,
        Form::Method("sqrt" | "recip") => 4,
        Form::Method(
            "abs" | "size" | "max" | "min" | "clamp" | "copysign" | "signum" | "mul_add" | "midpoint"
            | "fract" | "floor" | "ceil" | "round" | "round_ties_even" | "trunc" | "to_radians"
            | "to_degrees",
        ) => 1,
        Form::Function(name) if SLOPES.contains(&name) => 3,
        Form::Function(_) => 1,
        Form::Method("powi") => 2,
        Form::Method(_) => FUNCTION,
    }
}

/// A line of documentation that states the cost.
pub fn statement(primal: &Primal, body: &Body) -> String {
    let function = count(&primal.arena, &primal.block);
    let companion = count(&body.arena, &body.block);
    let looped = body.tapes.iter().filter(|kept| kept.times != Some(1));
    let kept = match looped.map(|kept| kept.values.len()).sum::<usize>() {
        0 => "stores nothing".to_owned(),
        1 => "stores one value for each iteration of a loop".to_owned(),
        n => format!("stores {n} values for each iteration of its loops"),
    };
    format!(
        "Costs about {companion} operations where the function costs {function} (an addition or a product counts 1, a quotient or a \
         root 4, any other function 16; a loop counts as one iteration), and {kept}."
    )
}
