//! Statements and blocks.

use super::Emit;
use super::disjoint::Part;
use super::expression::{joined, tuple};
use super::number::{known, own_type, spelled};
use super::operator::contract;
use super::rule::Beside;
use crate::ir::{Arm, Block, Branch, Call, Callee, Id, Op, Pattern, Plain, Pull, Pulled, Slot, Stmt};
use crate::names;
use crate::tables::rules::TIED;
use crate::types::Ty;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::visit_mut::VisitMut;

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
            let kept = ids.iter().map(|id| match again.contains(id) {
                true => emit.copied(*id),
                false => emit.expr(*id),
            });
            let kept = flat(kept.collect());
            emit.yields = yields;
            let tape = emit.tape(*tape);
            quote!(#tape.push(#kept);)
        }
        Stmt::Pop(tape, ids) => {
            let names = ids.iter().map(|id| match emit.uses(*id) {
                0 => quote!(_),
                _ => {
                    let name = emit.name(*id);
                    quote!(#name)
                }
            });
            let names = flat(names.collect());
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
        Stmt::Store(place, value) | Stmt::Replace(place, value, _) if emit.is_of_gradient(place) => {
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

/// The type of a branch whose arms may yield bare numbers.
fn annotation(emit: &Emit<'_>, branch: &Branch) -> TokenStream {
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

fn branching(emit: &mut Emit<'_>, branch: &Branch, shape: Shape<'_>) -> TokenStream {
    if let [yes, no] = branch.arms.as_slice()
        && let (Pattern::Is(first), Pattern::Is(_)) = (&yes.pattern, &no.pattern)
    {
        let on = emit.condition(branch.on);
        let (yes, no) = if *first { (yes, no) } else { (no, yes) };
        return if_else(emit, &on, branch, yes, no, shape);
    }
    let on = emit.scrutinee(branch.on);
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
    let otherwise = block(emit, &no.body, shape);
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

fn called(emit: &mut Emit<'_>, call: &Call) -> TokenStream {
    let places: Vec<_> = call.lent(&emit.body.arena).map(|(_, place)| place).collect();
    let (before, lent) = emit.lent_at_once(&places);
    let mut lent = lent.into_iter();
    let of_method = matches!(call.callee, Callee::Method(..));
    let args: Vec<_> = call
        .args
        .iter()
        .enumerate()
        .map(|(at, arg)| match emit.op(*arg) {
            Op::Lvalue(_) => {
                let Part { whole, base } = lent.next().unwrap_or_default();
                if at == 0 && of_method { base } else { whole }
            }
            // In front of the method rustc borrows it.
            Op::Borrow(inner) if at == 0 && of_method && emit.inline.contains(arg) => emit.base(*inner),
            _ if at == 0 && of_method => emit.base(*arg),
            _ => emit.owned(*arg),
        })
        .collect();
    let (value, pullback) = (emit.name(call.value), emit.name(call.pullback));
    let beside = match (call.tangents, emit.kept) {
        (true, _) => Some(Beside::Tangents),
        (false, true) => Some(Beside::Kept),
        (false, false) => None,
    };
    let rule =
        |function: &Ident| beside.map_or_else(|| names::rule_of(function), |beside| beside.of(function));
    let span = emit.body.arena.get(call.pullback).span;
    let callee = match &call.callee {
        Callee::Operator { marker, assigns } => {
            let private = names::private();
            let (at, marker) = (names::place(span), Ident::new(marker, names::place(span)));
            let mut args = args.into_iter();
            let (left, right) = (args.next(), args.next().unwrap_or_else(|| quote!(())));
            let private_at = names::private_at(at);
            let [implemented, rule] = contract(*assigns, beside, at);
            let bound = match assigns {
                true => quote!(#pullback),
                false => quote!((#value, #pullback)),
            };
            return quote_spanned! {at=>
                #before
                let #bound = #private_at::#implemented::<#private::#marker, _>::#rule(#left, #right #(, #args)*);
            };
        }
        Callee::Function(callee) => callee,
        Callee::Sum(of, item) => {
            let private = names::private();
            let (summed, name) = match beside {
                Some(Beside::Tangents) => {
                    (quote!(SummedWithTangents), quote!(add_jvp_to_the_attribute_of_sum))
                }
                Some(Beside::Kept) => (quote!(KeptSummed), quote!(add_pullback_to_the_attribute_of_sum)),
                None => (quote!(Summed), quote!(annotate_sum_with_differentiate)),
            };
            return quote!(#before let (#value, #pullback) = <#of as #private::#summed<#item>>::#name(#(#args),*););
        }
        Callee::Associated(path) => {
            let mut path = path.clone();
            if let Some(last) = path.path.segments.last_mut() {
                last.ident = rule(&last.ident);
            }
            if let ([first, rest @ ..], Some(id)) = (&args[..], call.args.first())
                && matches!(emit.ty(*id), Ty::Infer(_) | Ty::Named(_))
                && !matches!(emit.op(*id), Op::Lvalue(_))
            {
                // It may be the receiver of a method, whose rule takes a reference.
                let private = names::private();
                return quote! {
                    #before
                    let (#value, #pullback) = match ::core::option::Option::Some(#first) {
                        mut held => #path(#private::given(&mut held) #(, #rest)*),
                    };
                };
            }
            return quote!(#before let (#value, #pullback) = #path(#(#args),*););
        }
        Callee::Method(name, turbofish) => {
            let rule = rule(name);
            let mut args = args.into_iter();
            let receiver = args.next();
            if crate::lower::OF_RULES.iter().any(|known| name == known) {
                // The value may be a float, whose rules are those of a trait.
                let private = names::private();
                return quote! {
                    #before
                    let (#value, #pullback) = {
                        use #private::FloatRules as _;
                        #receiver.#rule #turbofish(#(#args),*)
                    };
                };
            }
            return quote!(#before let (#value, #pullback) = #receiver.#rule #turbofish(#(#args),*););
        }
    };
    let rule = emit.rules.name(callee);
    let tied = |name: &Ident| TIED.iter().any(|tied| name == tied);
    let shares = call.symmetric && callee.segments.last().is_some_and(|last| tied(&last.ident));
    let generics = callee.segments.last().map(|s| match &s.arguments {
        syn::PathArguments::AngleBracketed(args) => {
            let (args, last) = (args.args.iter(), s.ident.span());
            match call.tangents || emit.kept && !shares {
                true => quote_spanned!(last=> ::<#(#args),*>),
                // The last type is the function's own.
                false => quote_spanned!(last=> ::<#(#args,)* _>),
            }
        }
        _ => quote!(),
    });
    // Behind the arguments, which rustc counts where the call does not fit.
    let at = names::place(rule.span());
    let forward = if shares { quote_spanned!(at=> forward_symmetric) } else { quote_spanned!(at=> forward) };
    if call.tangents {
        let with_tangents = names::tangent_rule(at);
        return quote_spanned!(at=> #before let (#value, #pullback) = #rule::#with_tangents #generics(#(#args),*););
    }
    if emit.kept && !shares {
        let kept = names::kept_rule(at);
        return quote_spanned!(at=> #before let (#value, #pullback) = #rule::#kept #generics(#(#args),*););
    }
    // Where the call does not fit the callee, rustc says so at the callee's name.
    quote_spanned!(at=> #before let (#value, #pullback) = #rule::#forward #generics(#(#args,)* #callee);)
}

fn pulled(emit: &mut Emit<'_>, pull: &Pull) -> TokenStream {
    let places: Vec<_> = pull.slots.iter().filter_map(Slot::place).collect();
    let (before, lent) = emit.lent_at_once(&places);
    let mut lent = lent.into_iter();
    let mut args = vec![emit.owned(pull.cotangent)];
    let mut owned = TokenStream::new();
    let span = names::place(emit.body.arena.get(pull.pullback).span);
    // The gradient of a receiver that is taken by value comes back, which only rustc knows.
    let mut receiver = None;
    for (at, slot) in pull.slots.iter().enumerate() {
        let Part { mut whole, base } = slot.place().and_then(|_| lent.next()).unwrap_or_default();
        if at == 0 && pull.of == Pulled::Method && slot.place().is_some() {
            let own = emit.names.fresh("d_receiver");
            owned.extend(quote!(let #own = #whole;));
            whole = quote!(&mut *#own);
            receiver = Some((emit.names.fresh("d_returned"), own));
        }
        args.push(match slot {
            Slot::Value => quote!(()),
            Slot::Function => {
                let private = names::private();
                quote!(#private::function_slot(&mut ()))
            }
            // A field that is held constant is passed to what holds it constant.
            Slot::Into(arg, _) if emit.is_field_of_param(*arg) => {
                let (arg, private) = (again(emit, *arg, &mut owned), names::private_at(span));
                let whole = names::moved_to(whole, span);
                let wanted = quote_spanned!(span=> #private::wanted!(#whole));
                quote!((#arg, #wanted))
            }
            Slot::Into(arg, _) => {
                let unseen = matches!(emit.ty(*arg).referent(), Ty::Infer(_) | Ty::Named(_));
                let (arg, private) = (again(emit, *arg, &mut owned), names::private_at(span));
                // The callee may hold the argument constant.
                let whole = names::moved_to(whole, span);
                let wanted = match unseen {
                    true => quote_spanned!(span=> #private::added_by(#whole)),
                    false => quote_spanned!(span=> ::core::option::Option::Some(#whole)),
                };
                quote!((#arg, #wanted))
            }
            Slot::Either(arg, _) if receiver.is_some() && at == 0 => {
                let (arg, private) = (emit.base(*arg), names::private());
                quote!(#private::changed_receiver(&#arg, #whole))
            }
            Slot::Either(arg, _) => {
                let is_list = emit.ty(*arg).is_list();
                let (arg, private) = (emit.base(*arg), names::private());
                let handed = match is_list {
                    // The callee may take it as a `Vec`.
                    true => quote!(#private::handed(&#arg, &mut #base[..])),
                    false => quote!(#private::handed(&#arg, #whole)),
                };
                names::moved_to(handed, span)
            }
            Slot::Exchange(_) => whole,
            Slot::Constant(arg, aside) => constant_slot(emit, *arg, *aside),
            Slot::Lent(arg) => {
                let arg = again(emit, *arg, &mut owned);
                quote!((#arg, ::core::default::Default::default()))
            }
            Slot::Receiver(arg, place) => {
                let (arg, private) = (again(emit, *arg, &mut owned), names::private());
                match place {
                    Some(_) => quote!(#private::receiver(#arg, #whole)),
                    None => quote!(#private::constant_receiver(#arg)),
                }
            }
            Slot::Still(arg) => {
                let (arg, private) = (emit.expr(*arg), names::private());
                quote!(#private::still_slot(&#arg, &mut ::core::default::Default::default()))
            }
            Slot::Unknown(arg) => {
                let (arg, private) = (emit.referent(*arg), names::private());
                quote!(#private::unwanted(&#arg))
            }
        });
    }
    let mut pullback = emit.name(pull.pullback);
    pullback.set_span(span);
    if let Pulled::Operator | Pulled::Assignment = pull.of {
        return pulled_operator(emit, pull, &quote!(#before #owned), args);
    }
    let results: Vec<_> = pull
        .results
        .iter()
        .enumerate()
        .map(|(at, result)| match (result, &receiver) {
            (Some(id), _) => {
                let name = emit.name(*id);
                quote!(#name)
            }
            (None, Some((returned, _))) if at == 0 => quote!(#returned),
            (None, _) => quote!(_),
        })
        .collect();
    let before = quote!(#before #owned);
    if let Some((returned, own)) = receiver {
        let private = names::private();
        let comma = (results.len() == 1).then(|| quote!(,));
        return quote_spanned! {span=>
            #before
            let (#(#results),* #comma) = #pullback(#(#args),*);
            #private::returned(#returned, #own);
        };
    }
    match pull.results.iter().any(Option::is_some) {
        true => {
            let comma = (results.len() == 1).then(|| quote!(,));
            quote_spanned!(span=> #before let (#(#results),* #comma) = #pullback(#(#args),*);)
        }
        false => quote_spanned!(span=> #before #pullback(#(#args),*);),
    }
}

/// The reverse of an operator.
fn pulled_operator(
    emit: &mut Emit<'_>,
    pull: &Pull,
    before: &TokenStream,
    args: Vec<TokenStream>,
) -> TokenStream {
    let pullback = emit.name(pull.pullback);
    let mut results: Vec<TokenStream> = Vec::new();
    for result in &pull.results {
        results.push(match result {
            Some(id) => {
                let name = emit.name(*id);
                quote!(#name)
            }
            None => quote!(_),
        });
    }
    if pull.of == Pulled::Assignment {
        // The adjoint of the left operand is the cotangent. The right operand's gradient comes back, and behind it that of its tangent.
        let adjoints = &args[1..];
        let rights: Vec<_> = results.iter().skip(1).step_by(2).collect();
        let rights = if let [right] = rights[..] { quote!(#right) } else { quote!((#(#rights),*)) };
        return quote!(#before let #rights = #pullback(#(#adjoints),*););
    }
    let cotangent = args.first();
    if results.len() == 1 {
        results.push(quote!(_));
    }
    quote!(#before let (#(#results),*) = #pullback(#cotangent);)
}

/// The slot of a `&mut` through which no derivative flows: its buffer is made of `()`.
fn constant_slot(emit: &mut Emit<'_>, arg: Id, aside: Option<Id>) -> TokenStream {
    let ty = emit.ty(arg).referent().clone();
    let nothing = match &ty {
        Ty::Slice(_) | Ty::Vec(_) if aside.is_some() => quote!([(); 0][..]),
        Ty::Slice(_) | Ty::Vec(_) => quote!([]),
        Ty::Array(elem, len) if matches!(**elem, Ty::Int(_) | Ty::Bool | Ty::Discrete) => {
            let len = &len.tokens;
            quote!([(); #len])
        }
        Ty::Tuple(_) | Ty::Array(..) => quote!(::core::default::Default::default()),
        _ => quote!(()),
    };
    match aside {
        Some(aside) => {
            let (aside, private) = (emit.base(aside), names::private());
            quote!(#private::handed(&#aside, &mut #nothing))
        }
        None => quote!(&mut #nothing),
    }
}

/// An argument that the callee's pullback is handed again. A `Vec` of which a stack kept the elements is a slice now, and
/// becomes a `Vec` where the callee takes one.
fn again(emit: &mut Emit<'_>, arg: Id, owned: &mut TokenStream) -> TokenStream {
    let was_list = matches!(emit.ty(arg), Ty::Ref(to) if matches!(**to, Ty::Vec(_)));
    match emit.op(arg) {
        Op::Borrow(inner) if was_list && matches!(emit.ty(*inner), Ty::Slice(_)) => {
            let (own, private) = (emit.names.fresh("own"), names::private());
            let slice = emit.expr(arg);
            owned.extend(quote!(let mut #own = #private::Vec::new();));
            quote!(#private::kept(#slice, &mut #own))
        }
        _ => emit.expr(arg),
    }
}
