//! `if` and `match`.

use super::{Shape, block, flat, is_tail};
use crate::emit::Emit;
use crate::emit::expression::tuple;
use crate::emit::number::{own_type, spelled};
use crate::ir::{Arm, Branch, Id, Op, Pattern, Plain, Stmt};
use crate::types::Ty;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::visit_mut::VisitMut;

/// The type of a branch whose arms may yield bare numbers.
pub(super) fn annotation(emit: &Emit<'_>, branch: &Branch) -> TokenStream {
    let arena = &emit.body.arena;
    let bare = |index: usize| {
        let said = |id: &Id| emit.is_number(*id) || has_reference_to_array(emit, *id);
        branch.arms.iter().any(|arm| arm.body.results.get(index).is_some_and(said))
    };
    let primal = |id: &Id| !arena.get(*id).adjoint;
    let written = |id: &Id| {
        let ty = arena.ty(*id);
        with_slice(ty).or_else(|| emit.told_to_method(*id)).or_else(|| spelled(ty)).filter(|_| primal(id))
    };
    let types: Vec<_> = branch.results.iter().map(written).collect();
    if !types.iter().enumerate().any(|(index, ty)| ty.is_some() && bare(index)) {
        return TokenStream::new();
    }
    let ty = flat(types.into_iter().map(|ty| ty.unwrap_or_else(|| quote!(_))).collect());
    quote!(: #ty)
}

/// A type with a `&[f64]` in it, which arrays become where the user's annotation says so.
fn with_slice(ty: &Ty) -> Option<TokenStream> {
    match ty {
        Ty::Ref(inner) => match &**inner {
            Ty::Slice(elem) => {
                let elem = own_type(elem);
                Some(quote!(&[#elem]))
            }
            _ => None,
        },
        Ty::Tuple(parts) => {
            let slices: Vec<_> = parts.iter().map(with_slice).collect();
            slices.iter().any(Option::is_some).then(|| {
                let parts = slices
                    .into_iter()
                    .zip(parts)
                    .map(|(slice, part)| slice.unwrap_or_else(|| own_type(part)));
                tuple(&parts.collect::<Vec<_>>())
            })
        }
        _ => None,
    }
}

/// Is there a `&array` in it, or may there be?
fn has_reference_to_array(emit: &Emit<'_>, id: Id) -> bool {
    match emit.op(id) {
        Op::Borrow(inner) => {
            matches!(emit.ty(*inner), Ty::Array(..))
                || matches!(emit.op(*inner), Op::Plain(Plain::Path(_), _))
        }
        Op::Tuple(parts) => parts.iter().any(|part| has_reference_to_array(emit, *part)),
        _ => false,
    }
}

pub(super) fn branching(emit: &mut Emit<'_>, branch: &Branch, shape: Shape<'_>) -> TokenStream {
    if let [yes, no] = branch.arms.as_slice()
        && let (Pattern::Is(first), Pattern::Is(_)) = (&yes.pattern, &no.pattern)
    {
        let on = emit.condition(branch.on);
        let (yes, no) = if *first { (yes, no) } else { (no, yes) };
        return if_else(emit, &on, branch, yes, no, shape);
    }
    let pats: Vec<&syn::Pat> = branch
        .arms
        .iter()
        .filter_map(|arm| match &arm.pattern {
            Pattern::Rust(pat, _) => Some(&**pat),
            Pattern::Is(_) => None,
        })
        .collect();
    let on = emit.scrutinee(branch.on, &pats);
    let mut arms = TokenStream::new();
    for arm in &branch.arms {
        let pattern = match &arm.pattern {
            Pattern::Is(value) => quote!(#value),
            Pattern::Rust(pat, bound) => renamed(emit, pat, bound),
        };
        let guard = arm.guard.as_ref().map(|guard| {
            let guard_tokens = block(emit, guard, &flat);
            match guard.stmts.iter().all(|stmt| matches!(stmt, Stmt::Let(id) if emit.inline.contains(id))) {
                true => quote!(if #guard_tokens),
                false => quote!(if { #guard_tokens }),
            }
        });
        let body = block(emit, &arm.body, shape);
        arms.extend(quote!(#pattern #guard => { #body }));
    }
    // Where an arm is missing, rustc says so in the user's function.
    if !branch.arms.last().is_some_and(takes_the_rest) {
        arms.extend(quote!(_ => ::core::unreachable!(),));
    }
    quote!(match #on { #arms })
}

/// Does an arm take whatever is left?
fn takes_the_rest(arm: &Arm) -> bool {
    let whole = match &arm.pattern {
        Pattern::Is(_) => false,
        Pattern::Rust(pat, bound) => match &**pat {
            syn::Pat::Wild(_) => true,
            syn::Pat::Ident(name) => {
                bound.iter().any(|(bound, _)| *bound == name.ident) && name.subpat.is_none()
            }
            _ => false,
        },
    };
    whole && arm.guard.is_none()
}

fn if_else(
    emit: &mut Emit<'_>,
    on: &TokenStream,
    branch: &Branch,
    yes: &Arm,
    no: &Arm,
    shape: Shape<'_>,
) -> TokenStream {
    let then = block(emit, &yes.body, shape);
    let is_empty = branch.results.is_empty() && no.body.stmts.is_empty();
    if is_empty {
        return quote!(if #on { #then });
    }
    let otherwise = match is_blank(emit, branch, no) && is_clone(&then) {
        true => {
            let private = crate::names::private();
            quote!(#private::blank_like!(#then))
        }
        false => block(emit, &no.body, shape),
    };
    if branch.results.is_empty() && yes.body.stmts.is_empty() {
        return match emit.op(branch.on) {
            Op::Plain(Plain::Unary(syn::UnOp::Not(_)), args) if emit.inline.contains(&branch.on) => {
                let on = emit.condition(args[0]);
                quote!(if #on { #otherwise })
            }
            _ if on.clone().into_iter().count() == 1 => quote!(if !#on { #otherwise }),
            _ => quote!(if !(#on) { #otherwise }),
        };
    }
    match no.body.stmts.as_slice() {
        [Stmt::Branch(inner)]
            if is_tail(inner, &no.body) && matches!(inner.arms[0].pattern, Pattern::Is(_)) =>
        {
            quote!(if #on { #then } else #otherwise)
        }
        _ => quote!(if #on { #then } else { #otherwise }),
    }
}

/// Is it what stands for a value of a type that only rustc knows, and nothing else?
fn is_blank(emit: &Emit<'_>, branch: &Branch, arm: &Arm) -> bool {
    match (branch.results.as_slice(), arm.body.results.as_slice()) {
        ([_], [blank]) => {
            let unseen = matches!(emit.ty(*blank), Ty::Infer(_));
            let zero = matches!(emit.op(*blank), Op::Zero(None)) && !emit.body.arena.get(*blank).adjoint;
            unseen && zero && arm.body.stmts.iter().all(|stmt| matches!(stmt, Stmt::Let(id) if id == blank))
        }
        _ => false,
    }
}

/// Is a clone of something all that is written? It can be written a second time, where it only tells its type.
fn is_clone(tokens: &TokenStream) -> bool {
    let shown = tokens.to_string();
    shown.starts_with(":: core :: clone :: Clone :: clone") && tokens.clone().into_iter().count() == 13
}

/// The user's pattern with the names that its bindings have here.
fn renamed(emit: &mut Emit<'_>, pat: &syn::Pat, bound: &[(Ident, Id)]) -> TokenStream {
    struct Rename(Vec<(Ident, Ident)>);
    impl VisitMut for Rename {
        fn visit_pat_ident_mut(&mut self, pat: &mut syn::PatIdent) {
            if let Some((_, to)) = self.0.iter().find(|(from, _)| *from == pat.ident) {
                pat.ident = to.clone();
            }
            syn::visit_mut::visit_pat_ident_mut(self, pat);
        }
        fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
            // `Circle { r }` is `Circle { r: r }`.
            field.colon_token.get_or_insert_default();
            syn::visit_mut::visit_field_pat_mut(self, field);
        }
    }
    let mut rename = Rename(Vec::new());
    for (name, id) in bound {
        let to = emit.name(*id);
        if to != *name {
            rename.0.push((name.clone(), to));
        }
    }
    if rename.0.is_empty() {
        return quote!(#pat);
    }
    let mut pat = pat.clone();
    rename.visit_pat_mut(&mut pat);
    quote!(#pat)
}
