//! How each adjoint is held: as values, or in an accumulator.

use crate::ir::{Arena, Block, Id, Ids, Literal, Loop, Member, Op, Plain, Step, Stmt, Var};
use crate::types::Ty;
use std::collections::BTreeMap;

/// The value a projection starts from, and the step; `None` for a root.
pub(super) fn step(arena: &Arena, id: Id) -> Option<(Id, Option<Step>)> {
    match arena.op(id) {
        Op::Field(base, member) => Some((*base, Some(Step::Field(member.clone())))),
        Op::Index(base, at) => Some((*base, Some(Step::Index(*at)))),
        Op::Slice(base, from, to) => Some((*base, Some(Step::Range(*from, *to)))),
        Op::Borrow(base) | Op::Deref(base) => Some((*base, None)),
        Op::Plain(Plain::Unary(syn::UnOp::Deref(_)), args) => Some((args[0], None)),
        Op::Literal(_)
        | Op::Param(_)
        | Op::Apply(..)
        | Op::Select(..)
        | Op::Plain(..)
        | Op::Tuple(_)
        | Op::Array(_)
        | Op::Struct(..)
        | Op::Repeat(..)
        | Op::Convert(_)
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
        | Op::Bound => None,
    }
}

/// A root and the steps from it.
pub(super) fn locate(arena: &Arena, id: Id) -> (Id, Vec<Step>) {
    let mut path = Vec::new();
    let mut root = id;
    while let Some((base, step)) = step(arena, root) {
        path.extend(step);
        root = base;
    }
    path.reverse();
    (root, path)
}

/// The number of a step, where it is known here.
pub(super) fn constant(arena: &Arena, step: &Step) -> Option<u32> {
    match step {
        Step::Field(Member::Index(index)) => Some(*index),
        Step::Field(Member::Name(_) | Member::Inside | Member::Variant(..)) | Step::Range(..) => None,
        Step::Index(at) => match arena.op(*at) {
            Op::Literal(Literal::Int(Some(value), _)) => u32::try_from(*value).ok(),
            _ => None,
        },
    }
}

/// The roots whose adjoint is an accumulator: those with parts picked at run time, of unknown shape and
/// used more than once, or lent to a call.
pub(super) fn accumulators(arena: &mut Arena, block: &Block) -> BTreeMap<Id, Var> {
    let mut demand = Demand::default();
    demand.block(arena, block);
    let found = demand.found;
    found.iter().map(|root| (root, arena.var())).collect()
}

#[derive(Default)]
struct Demand {
    whole: BTreeMap<Id, u32>,
    /// The roots that were used, in that order.
    used: Vec<Id>,
    found: Ids,
}

impl Demand {
    fn block(&mut self, arena: &Arena, block: &Block) {
        for stmt in &block.stmts {
            match stmt {
                Stmt::Let(id) => {
                    if step(arena, *id).is_none() {
                        arena.op(*id).args().into_iter().for_each(|arg| self.used(arena, arg));
                        // The adjoint of a `Vec` is a `Vec`, whatever it was copied from.
                        if let (Op::ToVec(from), true) = (arena.op(*id), arena.varies(*id)) {
                            self.found.insert(locate(arena, *from).0);
                        }
                    }
                }
                Stmt::Branch(branch) => {
                    for arm in &branch.arms {
                        self.block(arena, &arm.body);
                    }
                }
                Stmt::Call(call) => {
                    for arg in &call.args {
                        if matches!(arena.op(*arg), Op::Lvalue(_) | Op::Share(_)) {
                            continue;
                        }
                        self.used(arena, *arg);
                        if let (Ty::Ref(_), true) = (arena.ty(*arg), arena.varies(*arg)) {
                            self.found.insert(locate(arena, *arg).0);
                        }
                    }
                }
                Stmt::Loop(l) => self.looped(arena, l),
                Stmt::Var(_, init) => self.used(arena, *init),
                Stmt::Store(_, value) | Stmt::Replace(_, value, _) | Stmt::Grow(_, value) => {
                    self.used(arena, *value)
                }
                Stmt::Shrink(..)
                | Stmt::Push(..)
                | Stmt::Pop(..)
                | Stmt::Pull(_)
                | Stmt::Add(..)
                | Stmt::Give(..)
                | Stmt::Adopt(..)
                | Stmt::Effect(..) => {}
            }
        }
        block.results.iter().for_each(|id| self.used(arena, *id));
    }

    /// Values from outside that have no parts to carry along are added up in an accumulator.
    fn looped(&mut self, arena: &Arena, l: &Loop) {
        l.carried.iter().for_each(|carried| self.used(arena, carried.init));
        let before = self.used.len();
        self.block(arena, &l.body);
        let mut inside: Ids = l.binds().into_iter().collect();
        l.body.each(&mut |stmt| inside.extend(stmt.defines()));
        // Of a tuple with lists only some parts may be used, and the zeros of the others have shapes.
        let whole = |root: &Id| inside.contains(root) && arena.ty(*root).arity().is_none();
        let used = self.used[before..].iter().filter(|root| !whole(root));
        self.found.extend(used.filter(|root| !is_composed(arena.ty(**root))));
    }

    fn used(&mut self, arena: &Arena, id: Id) {
        if !arena.varies(id) {
            return;
        }
        let (root, path) = locate(arena, id);
        let mut ty = arena.ty(root).referent().clone();
        for step in &path {
            let part = constant(arena, step).filter(|i| ty.arity().is_some_and(|n| i < &n));
            match part.and_then(|index| ty.part(index)) {
                Some(part) => ty = part.referent().clone(),
                None => {
                    self.found.insert(root);
                    return;
                }
            }
        }
        self.used.push(root);
        let times = self.whole.entry(root).or_default();
        *times += 1;
        if *times > 1 && !ty.is_float() && !is_composed(&ty) {
            self.found.insert(root);
        }
    }
}

/// Can two values of the type be added part by part?
fn is_composed(ty: &Ty) -> bool {
    match ty {
        Ty::Float(_) | Ty::Int(_) | Ty::Bool | Ty::Discrete | Ty::Status => true,
        Ty::Ref(inner) => is_composed(inner),
        Ty::Tuple(_) | Ty::Array(..) | Ty::Outcome(..) => {
            ty.arity().is_some_and(|n| (0..n).all(|i| ty.part(i).is_some_and(|part| is_composed(&part))))
        }
        Ty::Slice(_) | Ty::Vec(_) | Ty::Named(_) | Ty::Pullback | Ty::At | Ty::Maybe | Ty::Infer(_) => false,
    }
}
