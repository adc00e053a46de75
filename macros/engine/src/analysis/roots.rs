//! Finds the roots of sums of squares, such as lengths and standard deviations.
//!
//! The slope of a root is infinite at 0. Where the argument is 0 only where its own slope is 0 too, their product would be 0 · ∞,
//! and the subgradient of least norm is 0: that is the row `sqrt_of_squares` of the derivative table.

use crate::ir::{Arena, Block, Id, Literal, Op, Plain, Stmt};
use crate::tables::rules::Rule;
use crate::types::{Float, Int, Ty};
use std::collections::BTreeMap;

/// Gives the roots of sums of squares their row.
pub fn find(arena: &mut Arena, block: &Block) {
    let roots: Vec<(Id, Id)> = arena
        .iter()
        .filter_map(|(id, node)| match &node.op {
            Op::Apply(rule, args) if rule.name == "sqrt" && node.flow.varies => Some((id, args[0])),
            _ => None,
        })
        .collect();
    if roots.is_empty() {
        return;
    }
    let squares = Squares::of(arena, block);
    let found: Vec<(Id, Id)> = roots.into_iter().filter(|(_, arg)| squares.scaled(arena, *arg)).collect();
    for (root, arg) in found {
        arena.get_mut(root).op = Op::Apply(Rule::named("sqrt_of_squares"), vec![arg]);
    }
}

/// Is a function's value a sum of squares? Its caller may take the root of it.
pub fn is_sum_of_squares(arena: &Arena, block: &Block, value: Id) -> bool {
    let sums = match arena.op(value) {
        Op::Apply(rule, args) => match rule.name {
            "add" | "mul" | "mul_add" | "powi" | "powf" => true,
            "div" => arena.varies(args[0]),
            _ => false,
        },
        op => matches!(op, Op::Bound | Op::Deref(_) | Op::Convert(_)),
    };
    sums && arena.varies(value) && arena.ty(value).is_float() && Squares::of(arena, block).has(value)
}

/// The values that are never negative, and 0 only where their slope is 0.
struct Squares {
    is: BTreeMap<Id, bool>,
    /// What a join is one of.
    sources: BTreeMap<Id, Vec<Id>>,
}

impl Squares {
    /// All are assumed to be squares, until nothing contradicts any more: what a loop carries depends on itself.
    fn of(arena: &Arena, block: &Block) -> Squares {
        let mut squares = Squares { is: BTreeMap::new(), sources: BTreeMap::new() };
        squares.joins(block);
        squares.is = arena.iter().map(|(id, _)| (id, true)).collect();
        loop {
            let mut changed = false;
            for (id, _) in arena.iter() {
                if squares.has(id) && !squares.holds(arena, id) {
                    squares.is.insert(id, false);
                    changed = true;
                }
            }
            if !changed {
                return squares;
            }
        }
    }

    fn joins(&mut self, block: &Block) {
        block.each(&mut |stmt| match stmt {
            Stmt::Branch(branch) => {
                for (index, result) in branch.results.iter().enumerate() {
                    let arms = branch.arms.iter().filter(|arm| !arm.body.diverges);
                    self.sources.insert(*result, arms.map(|arm| arm.body.results[index]).collect());
                }
            }
            Stmt::Loop(l) => {
                for (carried, next) in l.carried.iter().zip(&l.body.results) {
                    for join in [carried.inner, carried.out] {
                        self.sources.insert(join, vec![carried.init, *next]);
                    }
                }
            }
            _ => {}
        });
    }

    fn has(&self, id: Id) -> bool {
        self.is.get(&id).copied().unwrap_or(false)
    }

    /// A square times or by something that does not vary, of either sign.
    fn scaled(&self, arena: &Arena, id: Id) -> bool {
        self.has(id)
            || match arena.op(id) {
                Op::Apply(rule, args) => match (rule.name, args.as_slice()) {
                    ("mul", [a, b]) => {
                        !arena.varies(*b) && self.scaled(arena, *a)
                            || !arena.varies(*a) && self.scaled(arena, *b)
                    }
                    ("div", [a, b]) => !arena.varies(*b) && self.scaled(arena, *a),
                    _ => false,
                },
                Op::Convert(inner) | Op::Borrow(inner) | Op::Deref(inner) => self.scaled(arena, *inner),
                _ => false,
            }
    }

    fn holds(&self, arena: &Arena, id: Id) -> bool {
        let all = |ids: &[Id]| ids.iter().all(|id| self.has(*id));
        match arena.op(id) {
            Op::Literal(Literal::Float(value, _)) => *value >= 0.0,
            Op::Literal(Literal::Int(value, _)) => value.is_some_and(|value| value >= 0),
            Op::Zero(None) => true,
            // `T::ZERO` or `T::zero()`, with which sums begin.
            Op::Plain(Plain::Path(path), _) => {
                let path = path.to_string().replace(' ', "");
                let name = path.trim_end_matches("()").rsplit("::").next();
                matches!(arena.ty(id), Ty::Float(Float::Generic(_)))
                    && matches!(name, Some("ZERO" | "ONE" | "zero" | "one" | "epsilon"))
            }
            Op::Apply(rule, args) => match (rule.name, args.as_slice()) {
                ("mul", [a, b]) => same(arena, *a, *b, DEEP) || all(args),
                ("mul_add", [a, b, c]) => (same(arena, *a, *b, DEEP) || all(&[*a, *b])) && self.has(*c),
                ("add" | "div" | "max" | "max_constant" | "midpoint", _) => all(args),
                ("powi", [x, n]) => match arena.integer(*n) {
                    Some(n) if n >= 2 && n % 2 == 0 => true,
                    Some(n) => n >= 1 && self.has(*x),
                    None => false,
                },
                ("powf", [_, p]) => arena.number(*p).is_some_and(|p| p > 1.0),
                ("exp" | "exp2" | "cosh", _) => true,
                ("abs" | "sqrt", [x]) => !arena.varies(*x),
                _ => false,
            },
            Op::Select(_, yes, no) => all(&[*yes, *no]),
            Op::Convert(inner) => match arena.ty(*inner) {
                Ty::Int(Int::Named(name)) if name.starts_with('u') => true,
                _ => self.has(*inner),
            },
            Op::Borrow(inner) | Op::Deref(inner) => self.has(*inner),
            Op::Bound => self.sources.get(&id).is_some_and(|sources| all(sources)),
            _ => false,
        }
    }
}

/// So deep are expressions compared.
const DEEP: u32 = 4;

/// Are two values the same, for all that is seen?
fn same(arena: &Arena, a: Id, b: Id, depth: u32) -> bool {
    let both = |a: &Id, b: &Id| same(arena, *a, *b, depth - 1);
    if a == b || depth == 0 {
        return a == b;
    }
    match (arena.op(a), arena.op(b)) {
        (Op::Param(a), Op::Param(b)) => a == b,
        (Op::Literal(Literal::Int(Some(a), _)), Op::Literal(Literal::Int(Some(b), _))) => a == b,
        (Op::Literal(Literal::Float(a, _)), Op::Literal(Literal::Float(b, _))) => a == b,
        (Op::Index(x, i), Op::Index(y, j)) => both(x, y) && both(i, j),
        (Op::Field(x, of), Op::Field(y, other)) => of == other && both(x, y),
        (Op::Borrow(x), Op::Borrow(y)) | (Op::Deref(x), Op::Deref(y)) => both(x, y),
        (Op::Apply(rule, x), Op::Apply(other, y)) => {
            rule.name == other.name && x.iter().zip(y).all(|(x, y)| both(x, y))
        }
        _ => false,
    }
}
