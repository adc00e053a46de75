//! Loops.

use super::Emit;
use super::expression::{braced, joined};
use super::moves::Yields;
use super::number::spelled;
use super::statement::statement;
use crate::ir::{Counter, Id, Ids, Kept, Loop, Op, Plain, Stmt};
use crate::types::Ty;
use proc_macro2::TokenStream;
use quote::quote;
use syn::BinOp;

/// A loop: what it carries becomes variables that the body assigns.
pub(super) fn looping(emit: &mut Emit<'_>, l: &Loop) -> TokenStream {
    let mut tokens = TokenStream::new();
    for carried in &l.carried {
        let init = emit.owned(carried.init);
        let name = emit.name(carried.inner);
        emit.names.same(carried.out, &name);
        let arena = &emit.body.arena;
        let told = super::statement::is_told(emit, carried.init);
        let bare = arena.is_free(carried.init) || emit.untyped(carried.init) || told;
        let bare = bare && !arena.get(carried.inner).adjoint;
        let ty = arena.ty(carried.inner);
        let called = [carried.inner, carried.out].iter().find_map(|id| emit.told_to_method(*id));
        let ty = called.or_else(|| spelled(ty)).filter(|_| bare).map(|ty| quote!(: #ty));
        tokens.extend(quote!(let mut #name #ty = #init;));
    }
    let hoisted = emit.borrowed_before(l);
    let around = emit.yields.len();
    emit.yields.extend(l.body.results.iter().chain(&l.exit));
    let body: TokenStream = l.body.stmts.iter().map(|stmt| statement(emit, stmt)).collect();
    emit.yields.truncate(around);
    let exit = l.exit.map(|id| emit.expr(id));
    let next = assigned(emit, l);
    if !hoisted.is_empty() {
        emit.hoisted.clear();
    }
    let leave = exit.as_ref().map(|exit| quote!(if #exit { break; }));
    // What decides is computed before the variables change.
    let (decide, leave) = match &exit {
        Some(exit) if exit.to_string().contains(' ') => {
            let name = emit.names.fresh("last");
            (quote!(let #name = #exit;), Some(quote!(if #name { break; })))
        }
        _ => (TokenStream::new(), leave),
    };
    let body = braced(joined([body, decide, next, leave.unwrap_or_default()]));
    if let Some(counter) = &l.counter {
        tokens.extend(reserved(emit, l, counter));
    }
    let head = match &l.counter {
        None => quote!(loop),
        Some(counter) => {
            let says = emit.counts(counter.index);
            let range = emit.range(counter.from, counter.to, counter.closed, says);
            let used = emit.uses(counter.index) > 0;
            let backwards = counter.backwards && used;
            emit.wanted.iterator |= backwards;
            let index = match used {
                true => {
                    let name = emit.name(counter.index);
                    quote!(#name)
                }
                false => quote!(_),
            };
            match backwards {
                true => quote!(for #index in (#range).rev()),
                false => quote!(for #index in #range),
            }
        }
    };
    tokens.extend([hoisted, head, body]);
    tokens
}

/// Room on the stacks for what every iteration keeps.
fn reserved(emit: &mut Emit<'_>, l: &Loop, counter: &Counter) -> TokenStream {
    let arena = &emit.body.arena;
    if l.exit.is_some() || counter.closed {
        // It may end long before.
        return TokenStream::new();
    }
    let counts = |id: Id| *arena.ty(id) == Ty::usize();
    // A few too many do no harm.
    let from = arena.integer(counter.from).filter(|from| (0..8).contains(from));
    let (Some(from), true) = (from, counts(counter.to) || arena.integer(counter.to).is_some()) else {
        return TokenStream::new();
    };
    let mut tokens = TokenStream::new();
    for stmt in &l.body.stmts {
        if let Stmt::Push(tape, _) = stmt {
            let on_array = |kept: &Kept| kept.tape == *tape && kept.array(emit.body.alloc).is_some();
            if emit.is_flat(*tape) || emit.body.tapes.iter().any(on_array) {
                continue;
            }
            let tape = emit.tape(*tape);
            let room = match arena.integer(counter.to) {
                // Of whatever type the counter is.
                Some(count) => {
                    let count = proc_macro2::Literal::i128_unsuffixed((count - from).max(0));
                    quote!(#count)
                }
                None => emit.expr(counter.to),
            };
            tokens.extend(quote!(#tape.reserve(#room);));
        }
    }
    tokens
}

/// The values of the next iteration, assigned one by one where none of them reads one that was assigned
/// before it, else all at once.
fn assigned(emit: &mut Emit<'_>, l: &Loop) -> TokenStream {
    let changed: Vec<_> =
        l.carried.iter().zip(&l.body.results).filter(|(carried, next)| carried.inner != **next).collect();
    let mut written: Ids = Ids::new();
    let mut in_order = true;
    for (carried, next) in &changed {
        in_order &= emit.mentioned([**next]).iter().all(|id| !written.contains(&id));
        written.insert(carried.inner);
    }
    let yields = emit.yields_of(&l.body);
    if in_order {
        return changed.iter().map(|(carried, next)| update(emit, &yields, carried.inner, **next)).collect();
    }
    let names: Vec<_> = changed.iter().map(|(carried, _)| emit.name(carried.inner)).collect();
    let values: Vec<_> = changed.iter().map(|(_, next)| emit.yielded(&yields, **next)).collect();
    quote!((#(#names),*) = (#(#values),*);)
}

/// `a = b;`, or `a += b;` where that is the same.
fn update(emit: &mut Emit<'_>, yields: &Yields, inner: Id, next: Id) -> TokenStream {
    let name = emit.name(inner);
    let operation = match emit.op(next) {
        Op::Apply(rule, args) => Some((rule.name, args)),
        Op::Plain(Plain::Binary(BinOp::Add(_)), args) => Some(("add", args)),
        Op::Plain(Plain::Binary(BinOp::Mul(_)), args) => Some(("mul", args)),
        _ => None,
    };
    // Of a type that only rustc sees `a += b` need not be `a = a + b`.
    let own = matches!(emit.op(next), Op::Plain(..)) && emit.body.arena.get(next).unseen;
    if let (Some((operation, args)), true) = (operation, emit.inline.contains(&next) && !own)
        && args[0] == inner
        && !(emit.checks && emit.body.arena.get(inner).unseen)
        && !emit.mentioned([args[args.len() - 1]]).contains(&inner)
    {
        let value = match emit.op(next) {
            Op::Apply(..) => emit.summand(args[args.len() - 1]),
            _ => emit.expr(args[args.len() - 1]),
        };
        match operation {
            "add" => return quote!(#name += #value;),
            "sub" => return quote!(#name -= #value;),
            "mul" => return quote!(#name *= #value;),
            _ => {}
        }
    }
    let value = emit.yielded(yields, next);
    quote!(#name = #value;)
}
