//! Statements and blocks.

mod branch;
mod call;

use super::Emit;
use super::expression::{joined, tuple};
use super::number::{known, spelled};
use crate::ir::{Block, Branch, Id, Op, Plain, Stmt};
use crate::names;
use crate::types::Ty;
use branch::{annotation, branching};
use call::{called, pulled};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

type Shape<'s> = &'s dyn Fn(Vec<TokenStream>) -> TokenStream;

/// A block without its braces.
pub(super) fn block(emit: &mut Emit<'_>, block: &Block, shape: Shape<'_>) -> TokenStream {
    let mut tokens = TokenStream::new();
    let (before, tail) = match block.stmts.split_last() {
        Some((Stmt::Branch(branch), before)) if !block.diverges && is_tail(branch, block) => {
            (before, Some(branch))
        }
        _ => (block.stmts.as_slice(), None),
    };
    let around = emit.yields.len();
    emit.yields.extend(&block.results);
    for stmt in before {
        tokens.extend(statement(emit, stmt));
    }
    emit.yields.truncate(around);
    if let Some(branch) = tail {
        tokens.extend(branching(emit, branch, shape));
    } else if !block.diverges && !block.results.is_empty() {
        let yields = emit.yields_of(block);
        let results = block.results.iter().map(|id| emit.yielded(&yields, *id)).collect();
        tokens.extend(shape(results));
    }
    tokens
}

/// Does the block yield just what the branch yields?
fn is_tail(branch: &Branch, block: &Block) -> bool {
    !branch.results.is_empty() && branch.results == block.results
}

fn flat(results: Vec<TokenStream>) -> TokenStream {
    match results.as_slice() {
        [one] => one.clone(),
        many => tuple(many),
    }
}

/// The values of a stack that are kept together, as one, and those that are kept alone.
fn apart(values: Vec<TokenStream>, alone: &[bool]) -> (TokenStream, Vec<TokenStream>) {
    let (alone, together): (Vec<_>, Vec<_>) = values.into_iter().zip(alone).partition(|(_, alone)| **alone);
    let values = |of: Vec<(TokenStream, &bool)>| of.into_iter().map(|(value, _)| value).collect::<Vec<_>>();
    (flat(values(together)), values(alone))
}

pub(super) fn statement(emit: &mut Emit<'_>, stmt: &Stmt) -> TokenStream {
    match stmt {
        Stmt::Let(id) => evaluate(emit, *id),
        Stmt::Branch(branch) => {
            let value = branching(emit, branch, &flat);
            if branch.results.is_empty() {
                return value;
            }
            let names: Vec<_> =
                branch.results.iter().map(|id| emit.name(*id)).map(|name| quote!(#name)).collect();
            let (pattern, ty) = (flat(names), annotation(emit, branch));
            quote!(let #pattern #ty = #value;)
        }
        Stmt::Loop(l) => super::looping::looping(emit, l),
        Stmt::Push(tape, ids) if emit.is_flat(*tape) => {
            let lists = ids.iter().map(|id| emit.referent(*id)).collect::<Vec<_>>();
            let tape = emit.tape(*tape);
            quote!(#(#tape.push(&#lists);)*)
        }
        Stmt::Push(tape, ids) => {
            // What the block yields is used after it was kept.
            let yields = std::mem::take(&mut emit.yields);
            let again = emit.mentioned(yields.iter().copied());
            let mut before = TokenStream::new();
            let kept = ids.iter().map(|id| {
                if again.contains(id) {
                    return emit.copied(*id);
                }
                let value = emit.expr(*id);
                // What is written in place is found out before what it mentions moves.
                let mentioned = emit.mentioned([*id]);
                let moves = |other: &Id| emit.ty(*other).moves() || matches!(emit.ty(*other), Ty::Named(_));
                let moved = ids.iter().any(|other| other != id && mentioned.contains(other) && moves(other));
                if !emit.inline.contains(id) || !moved {
                    return value;
                }
                let name = emit.names.fresh("kept");
                before.extend(quote!(let #name = #value;));
                quote!(#name)
            });
            let kept: Vec<_> = kept.collect();
            emit.yields = yields;
            let kept = match emit.kept_alone(*tape) {
                Some(alone) => {
                    let (private, at) = (names::private(), emit.body.arena.get(ids[0]).span);
                    let (together, kept) = apart(kept, &alone);
                    names::moved_to(quote!(#private::kept_each!(#together, #(#kept),*)), at)
                }
                None => flat(kept),
            };
            let tape = emit.tape(*tape);
            quote!(#before #tape.push(#kept);)
        }
        Stmt::Pop(tape, ids) => {
            let names = ids.iter().map(|id| match emit.uses(*id) {
                0 => quote!(_),
                _ => {
                    let name = emit.name(*id);
                    quote!(#name)
                }
            });
            let names: Vec<_> = names.collect();
            let names = match emit.kept_alone(*tape) {
                Some(alone) => {
                    let (together, names) = apart(names, &alone);
                    quote!((#together, #(#names),*))
                }
                None => flat(names),
            };
            let (is_flat, tape) = (emit.is_flat(*tape), emit.tape(*tape));
            match is_flat {
                true => quote!(let #names = #tape.pop();),
                false => quote!(let #names = #tape.pop().unwrap();),
            }
        }
        Stmt::Call(call) => called(emit, call),
        Stmt::Pull(pull) => pulled(emit, pull),
        Stmt::Var(var, init) => {
            let ty = &emit.type_of(*init);
            let known = emit.body.memory.iter().any(|variable| variable.var == *var);
            // A list says of which type it is, unless it is made of numbers.
            let says = matches!(ty, Ty::Vec(_)) && !emit.untyped(*init);
            let written = spelled(ty).filter(|_| known && !says).map(|ty| quote!(: #ty));
            let (name, init) = (emit.var(*var), emit.owned(*init));
            quote!(let mut #name #written = #init;)
        }
        // A field that is held constant may be assigned too.
        Stmt::Store(place, value) | Stmt::Replace(place, value, _)
            if emit.is_of_gradient(place) && emit.body.arena.is_none(*value) =>
        {
            let (place, private) = (emit.lent_place(place), names::private());
            quote!(#private::clear_field!(#place);)
        }
        Stmt::Store(place, value) | Stmt::Replace(place, value, _) if emit.is_of_any_gradient(place) => {
            let (place, value, private) = (emit.lent_place(place), emit.owned(*value), names::private());
            quote!(#private::set_field!(#place, #value);)
        }
        Stmt::Store(place, value) | Stmt::Replace(place, value, _) => {
            let (place, value) = (emit.assigned_place(place), emit.owned(*value));
            quote!(#place = #value;)
        }
        Stmt::Grow(place, value) => {
            let (place, value) = (emit.assigned_place(place), emit.owned(*value));
            quote!(#place.push(#value);)
        }
        Stmt::Shrink(place, id) => {
            let (place, name) = (emit.assigned_place(place), emit.name(*id));
            quote!(let #name = #place.pop().unwrap();)
        }
        Stmt::Add(place, value) if emit.ty(*value).is_float() && emit.ends_in_field_of_struct(place) => {
            let (place, value, private) = (emit.lent_place(place), emit.expr(*value), names::private());
            quote!(#private::add(#place, #value);)
        }
        Stmt::Add(place, value) if emit.ty(*value).is_float() => {
            let (place, value) = (emit.assigned_place(place), emit.expr(*value));
            quote!(#place += #value;)
        }
        // What a conversion gives is of the type of the field.
        Stmt::Add(place, value)
            if emit.ends_in_field_of_struct(place) && !matches!(emit.op(*value), Op::Convert(_)) =>
        {
            let (place, private) = (emit.lent_place(place), names::private());
            let add = match emit.ty(*value).is_list() {
                true => quote!(add_slice_to_field),
                false => quote!(add_to_field),
            };
            let value = emit.referent(*value);
            quote!(#private::#add!(#place, &#value);)
        }
        Stmt::Add(place, value) => {
            let place = emit.lent_place(place);
            accumulated(emit, &place, *value)
        }
        Stmt::Give(slot, value) => {
            let slot = emit.name(*slot);
            let added = accumulated(emit, &quote!(total), *value);
            quote!(if let ::core::option::Option::Some(total) = #slot { #added })
        }
        Stmt::Adopt(var, slot, zero) => {
            let is_list = emit.ty(*zero).is_list();
            // Lets rustc know that an index of the one is an index of the other.
            let checked = match emit.op(*zero) {
                Op::Zero(Some(like)) if is_list => {
                    let (like, name) = (emit.expr(*like), emit.var(*var));
                    quote!(::core::assert_eq!(#name.len(), #like.len());)
                }
                _ => TokenStream::new(),
            };
            let (name, slot, zero) = (emit.var(*var), emit.name(*slot), emit.expr(*zero));
            let own = emit.names.fresh("own");
            let lent = if is_list { quote!(&mut #own[..]) } else { quote!(&mut #own) };
            quote! {
                let mut #own;
                let #name = match #slot {
                    ::core::option::Option::Some(total) => total,
                    ::core::option::Option::None => {
                        #own = #zero;
                        #lent
                    }
                };
                #checked
            }
        }
        Stmt::Effect(tokens, captures) => {
            let (tokens, captures) = &emit.effect_named_as_here(tokens, captures.clone());
            let rebound = emit.rebind(captures);
            match rebound.is_empty() {
                true => tokens.clone(),
                false => quote!({ #rebound #tokens }),
            }
        }
    }
}

/// Adds an aggregate to what a reference leads to.
fn accumulated(emit: &mut Emit<'_>, target: &TokenStream, value: Id) -> TokenStream {
    let add = match emit.ty(value).is_list() {
        true => quote!(accumulate_slice),
        false => quote!(accumulate),
    };
    let (value, private) = (emit.referent(value), names::private());
    quote!(#private::#add(#target, &#value);)
}

/// Methods that give what is wanted around them, and those that take it out of what others of them gave.
const TOLD: [&str; 8] =
    ["into", "try_into", "parse", "unwrap", "expect", "unwrap_or", "unwrap_or_default", "unwrap_or_else"];

/// Does a call give what is wanted around it, as `Default::default()` and `num_traits::zero()` do? Then the user's annotation, which is gone, told
/// its type.
pub(super) fn is_told(emit: &Emit<'_>, id: Id) -> bool {
    const GIVES: [&str; 3] = [":: default", ":: zero", ":: one"];
    match emit.op(id) {
        Op::Plain(Plain::Call(path), args) => {
            let path = path.to_string();
            args.is_empty() && GIVES.iter().any(|of| path.ends_with(of) || path == of[3..])
        }
        _ => false,
    }
}

fn evaluate(emit: &mut Emit<'_>, id: Id) -> TokenStream {
    if emit.inline.contains(&id) {
        let arena = &emit.body.arena;
        if !(arena.is_required(id) && arena.is_in_place(id)) {
            return TokenStream::new();
        }
        // The part is looked for, and nothing else.
        let part = emit.definition(id);
        return match emit.op(id) {
            Op::Share(_) => quote!(let _ = #part;),
            _ => quote!(let _ = &#part;),
        };
    }
    if let Op::Still(of) = *emit.op(id) {
        let (of, owner, name, private) =
            (emit.expr(of), emit.names.fresh("nothing"), emit.name(id), names::private());
        return quote! {
            let mut #owner = ::core::default::Default::default();
            let #name = #private::still(&#of, &mut #owner);
        };
    }
    let mut value = emit.definition(id);
    if emit.captured.contains(&id) && emit.may_refer(id) {
        // The pullback outlives what a reference leads to.
        let private = names::private();
        value = quote!(#private::number(#value));
    }
    // What is run though nobody wants its value.
    let nameless = emit.uses(id) == 0 && emit.body.arena.get(id).name.is_none();
    let name = match emit.op(id) {
        Op::Plain(Plain::Call(_) | Plain::Invoke | Plain::Method(..) | Plain::Verbatim(..), _)
            if nameless && !is_told(emit, id) =>
        {
            return quote!(#value;);
        }
        _ if nameless => quote!(_),
        _ => emit.name(id).to_token_stream(),
    };
    // Numbers have no type of their own, and the user's annotation is gone.
    let aggregate = matches!(emit.op(id), Op::Array(_) | Op::Tuple(_) | Op::Repeat(..));
    let literal = (aggregate || emit.untyped(id)) && !emit.body.arena.get(id).adjoint;
    let ty = match emit.op(id) {
        Op::Plain(Plain::Typed(ty), _) => Some(quote!(#ty)),
        // Of what gives whatever is wanted only the user's annotation told the type.
        Op::Plain(Plain::Method(method, _), _) if TOLD.iter().any(|told| method == told) => {
            known(emit.ty(id))
        }
        Op::Plain(Plain::Call(_), _) if is_told(emit, id) => known(emit.ty(id)),
        _ => spelled(emit.ty(id)).filter(|_| literal),
    };
    match ty {
        Some(ty) => joined([quote!(let #name: #ty =), value, quote!(;)]),
        None => joined([quote!(let #name =), value, quote!(;)]),
    }
}
