//! References that a pullback would hold on to, though what they lead to may be gone when it runs.

use crate::ir::{Arena, Body, Few, Id, Ids, Op, Plain, Stmt, Var};
use crate::types::Ty;
use std::collections::{BTreeMap, BTreeSet};

/// A reference into a parameter or a local that the pullback would hold on to. What a constant holds lives long enough.
pub fn kept_reference(body: &Body) -> Option<Id> {
    let (arena, crate::ir::Pullback { params, body: pullback }) = (&body.arena, body.pullback.as_ref()?);
    let refers = |ty: &Ty| ty.refers() || ty.part(0).is_some_and(|elem| elem.refers());
    if !arena.iter().any(|(_, node)| refers(&node.ty)) {
        return None;
    }
    let mut own: Ids = Ids::new();
    pullback.each(&mut |stmt| own.extend(stmt.defines()));
    let mut of_references: BTreeSet<Var> = BTreeSet::new();
    body.block.each(&mut |stmt| {
        if let Stmt::Var(var, init) = stmt
            && arena.ty(*init).part(0).is_some_and(|elem| elem.refers())
        {
            of_references.insert(*var);
        }
    });
    let mut open: Vec<Id> = pullback.uses(arena).into_keys().chain(own.iter()).collect();
    let mut seen: Ids = open.iter().copied().collect();
    let mut found = None;
    while let Some(id) = open.pop() {
        let of_list = arena.op(id).place().is_some_and(|place| of_references.contains(&place.var));
        let chosen = matches!(arena.op(id), Op::Bound) && !own.contains(&id) && !params.contains(&id);
        let refers = chosen && arena.ty(id).refers();
        if of_list || refers && leads_inside(body, id, &mut Ids::new()) {
            found = found.max(Some(id));
        }
        if own.contains(&id) || arena.is_inside(id) {
            open.extend(arena.op(id).args().into_iter().filter(|arg| seen.insert(*arg)));
        }
    }
    found
}

/// Does a reference that a branch or a loop chose lead into a parameter or a local?
fn leads_inside(body: &Body, id: Id, seen: &mut Ids) -> bool {
    if !seen.insert(id) {
        return false;
    }
    let arena = &body.arena;
    match arena.op(id) {
        Op::Param(_) | Op::Load(_) | Op::Lvalue(_) | Op::Share(_) => true,
        Op::Borrow(of) | Op::Deref(of) | Op::Field(of, _) | Op::Index(of, _) | Op::Slice(of, ..) => {
            leads_inside(body, *of, seen)
        }
        Op::Tuple(parts) | Op::Struct(_, parts) => parts.iter().any(|part| leads_inside(body, *part, seen)),
        Op::Bound => {
            let mut from = Vec::new();
            body.block.each(&mut |stmt| match stmt {
                Stmt::Branch(branch) => {
                    if let Some(at) = branch.results.iter().position(|result| *result == id) {
                        from.extend(branch.arms.iter().filter_map(|arm| arm.body.results.get(at).copied()));
                    }
                }
                Stmt::Loop(l) => {
                    if let Some(at) =
                        l.carried.iter().position(|carried| [carried.inner, carried.out].contains(&id))
                    {
                        from.extend(
                            [Some(l.carried[at].init), l.body.results.get(at).copied()].into_iter().flatten(),
                        );
                    }
                }
                _ => {}
            });
            from.into_iter().any(|id| leads_inside(body, id, seen))
        }
        _ => false,
    }
}

/// May the value borrow from what the function was given, or from a local, as far as its type is seen?
pub fn may_borrow(arena: &Arena, id: Id) -> bool {
    // Of a `Result` the error may have been moved where the function hands it out.
    let whole = !arena.ty(id).has_status();
    let unseen = match arena.ty(id) {
        // Of what an arm that was not taken does not give.
        Ty::Maybe => arena.get(id).unseen,
        ty => is_unseen(ty),
    };
    whole && unseen && is_derived(arena, id, &mut Ids::new())
}

/// Is it a number at a fixed place behind a parameter by reference?
pub(super) fn is_element_of_param(arena: &Arena, id: Id) -> bool {
    match arena.op(id) {
        Op::Index(base, at) => {
            matches!(arena.op(*base), Op::Param(_))
                && matches!(arena.ty(*base), Ty::Ref(_))
                && arena.is_free(*at)
                && arena.ty(id).is_float()
        }
        _ => false,
    }
}

/// Is there something of a type in it that only rustc knows, or a text, or a reference?
pub(super) fn is_unseen(ty: &Ty) -> bool {
    match ty {
        Ty::Infer(_) | Ty::Named(_) | Ty::Discrete | Ty::Ref(_) => true,
        Ty::Tuple(_) | Ty::Array(..) | Ty::Slice(_) | Ty::Vec(_) | Ty::Outcome(..) => {
            ty.values().iter().any(is_unseen)
        }
        Ty::Float(_) | Ty::Int(_) | Ty::Bool | Ty::Status | Ty::Pullback | Ty::Maybe | Ty::At => false,
    }
}

/// Is it computed from a parameter or a local, and not only from numbers and from what lives as long as the program?
fn is_derived(arena: &Arena, id: Id, seen: &mut Ids) -> bool {
    let is_made = |id: Id| matches!(arena.op(id), Op::Plain(Plain::Call(_), _) | Op::ToVec(_) | Op::List(..));
    match arena.op(id) {
        Op::Param(_) | Op::Load(_) | Op::Lvalue(_) | Op::Share(_) | Op::Bound => true,
        op => op
            .args()
            .into_iter()
            .any(|arg| seen.insert(arg) && (is_made(arg) || is_derived(arena, arg, seen))),
    }
}

/// Is it another way to look at what a reference leads to, of which the type is not seen: a struct made of references, or what such methods as
/// `as_ref` give?
pub fn is_view(arena: &Arena, id: Id) -> bool {
    match arena.op(id) {
        Op::Struct(_, parts) if !arena.varies(id) => {
            let light =
                |part: &Id| matches!(arena.ty(*part), Ty::Ref(_) | Ty::Float(_) | Ty::Int(_) | Ty::Bool);
            parts.iter().all(light) && parts.iter().any(|part| arena.ty(*part).refers())
        }
        Op::Plain(Plain::Method(name, _), args) => {
            args.len() == 1 && VIEWS.iter().any(|view| name == view) && !arena.varies(id)
        }
        Op::Plain(Plain::Item, _) => !arena.varies(id),
        Op::Plain(Plain::Typed(_), args) => {
            args.iter().all(|arg| is_view(arena, *arg) || refers_to_lists(arena, *arg))
        }
        Op::Plain(Plain::Verbatim(tokens, _), _) => {
            syn::parse2(tokens.clone()).is_ok_and(|expr| is_written_view(&expr))
        }
        _ => false,
    }
}

/// Is it an array of references to lists, or a reference to one or to a local, which is cheap to make again?
fn refers_to_lists(arena: &Arena, id: Id) -> bool {
    fn refers(ty: &Ty) -> bool {
        match ty {
            Ty::Ref(to) => to.has_elements(),
            Ty::Tuple(parts) => parts.iter().any(refers),
            _ => false,
        }
    }
    match arena.op(id) {
        Op::Borrow(array) if arena.get(*array).name.is_some() => {
            !arena.varies(id) && arena.ty(*array).is_copy() && arena.ty(*array).has_elements()
        }
        Op::Borrow(array) => refers_to_lists(arena, *array),
        Op::Array(_) => !arena.varies(id) && arena.ty(id).part(0).is_some_and(|element| refers(&element)),
        _ => false,
    }
}

/// Methods that only look at a value in another way, each time in the same.
const VIEWS: [&str; 5] = ["as_ref", "as_deref", "as_slice", "as_str", "as_bytes"];

/// Is the expression such a view, as in `&*self.kernel` or `self.kernel.as_ref()`?
fn is_written_view(expr: &syn::Expr) -> bool {
    match expr {
        syn::Expr::Reference(of) => of.mutability.is_none() && is_written_place(&of.expr),
        syn::Expr::MethodCall(call) => {
            call.args.is_empty()
                && VIEWS.iter().any(|view| call.method == view)
                && (is_written_place(&call.receiver) || is_written_view(&call.receiver))
        }
        _ => false,
    }
}

/// A name, or fields of it, behind references or not.
fn is_written_place(expr: &syn::Expr) -> bool {
    match expr {
        syn::Expr::Path(_) => true,
        syn::Expr::Field(of) => is_written_place(&of.base),
        syn::Expr::Paren(inside) => is_written_place(&inside.expr),
        syn::Expr::Unary(syn::ExprUnary { op: syn::UnOp::Deref(_), expr, .. }) => is_written_place(expr),
        _ => false,
    }
}

/// The parameters that the pullback needs, as they are, in what it keeps or in the pullbacks of calls.
pub fn params_needed(body: &Body) -> BTreeSet<usize> {
    let mut needed = BTreeSet::new();
    let Some(pullback) = &body.pullback else { return needed };
    let mut called: BTreeMap<Id, &[Id]> = BTreeMap::new();
    body.block.each(&mut |stmt| {
        if let Stmt::Call(call) = stmt {
            called.insert(call.pullback, &call.args);
        }
    });
    let mut open: Vec<Id> = pullback.body.uses(&body.arena).into_keys().collect();
    let mut seen: Ids = open.iter().copied().collect();
    while let Some(id) = open.pop() {
        if let Op::Param(index) = body.arena.op(id) {
            needed.insert(*index);
        }
        let args = called.get(&id).map_or_else(|| body.arena.op(id).args(), |args| Few::from(&args[..]));
        open.extend(args.into_iter().filter(|arg| seen.insert(*arg)));
    }
    needed
}
