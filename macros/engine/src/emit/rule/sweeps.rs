//! Both sweeps of a rule as tokens: the value, and the closure that is the pullback.

use super::slots::entry_of_receiver;
use crate::emit::Emit;
use crate::emit::companion::{buffer_name, traits};
use crate::emit::expression::{braced, joined, tuple};
use crate::ir::{Body, Id, Ids, Pullback, Stmt};
use crate::lower::Primal;
use crate::method::Home;
use crate::names::{self, Rules};
use crate::types::Ty;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// Both sweeps as tokens.
pub(super) struct Sweeps {
    pub(super) rules: Rules,
    pub(super) uses: TokenStream,
    pub(super) traits: TokenStream,
    pub(super) tapes: TokenStream,
    pub(super) sweep: TokenStream,
    pub(super) value: TokenStream,
    /// The parameters of the pullback.
    pub(super) cotangent: Ident,
    pub(super) inputs: Vec<TokenStream>,
    pub(super) buffers: Vec<Ident>,
    pub(super) back: TokenStream,
    /// What the pullback holds on to that may borrow.
    pub(super) borrowed: Borrowed,
    /// The function's name, where an error about what is kept belongs.
    at: Span,
}

/// The names of what the pullback holds on to of the forward sweep that may borrow: values, and stacks of them.
pub(super) struct Borrowed {
    /// What is kept as a whole.
    whole: Vec<Ident>,
    /// Stacks whose values are kept one by one.
    each: Vec<Ident>,
}

impl Sweeps {
    pub(super) fn of(primal: &Primal, body: &Body, pullback: &Pullback, kept: bool) -> Sweeps {
        let params: Vec<Ident> = primal.signature.params.iter().map(|p| p.ident.clone()).collect();
        let reserved = params.iter().cloned();
        let reserved =
            reserved.chain(primal.signature.exchanged().map(|p| buffer_name(&primal.signature, &p.ident)));
        let reserved: Vec<Ident> = reserved.collect();
        let rules = Rules::of(&[body], &primal.items);
        let mut emit = Emit::new(body, &rules, &reserved, &primal.items);
        emit.external(primal, |param| buffer_name(&primal.signature, param));
        emit.checks = true;
        emit.kept = kept;
        emit.outlives = body.alloc && !matches!(primal.signature.home, Home::Operator(_));
        if !kept {
            emit.give_zeros_to(&pullback.body);
        }
        let (sweep, value) = emit.statements(&body.block);
        emit.checks = false;
        let tapes = emit.tapes();
        // Parameters passed by value have a slot without content; a reference is handed over again.
        let cotangent = emit.name(pullback.params[0]);
        let mut inputs = vec![quote!(#cotangent)];
        let mut buffers = Vec::new();
        for ((index, param), id) in primal.signature.params.iter().enumerate().zip(&pullback.params[1..]) {
            let (ident, buffer) = (&param.ident, emit.name(*id));
            let name = if param.exchanged { emit.buffer_of(index) } else { buffer.clone() };
            buffers.push(name.clone());
            if param.exchanged {
                inputs.push(quote!(#name));
                continue;
            }
            inputs.push(match (&param.ty, param.active) {
                _ if param.slotless => quote!(()),
                (Ty::Ref(_), true) => quote!((#ident, #buffer)),
                (Ty::Ref(_), false) => quote!((#ident, _)),
                _ => quote!(()),
            });
        }
        let mut given = Vec::new();
        for (param, ident) in primal.signature.params.iter().zip(&buffers) {
            if let Some(member) = &param.given {
                let (of, private) = (&primal.signature.cotangent, names::private());
                let number = names::number_of_field(member);
                given.push(quote!(let #ident = <#of as #private::GivenField<#number>>::back(&#cotangent);));
            }
        }
        let back = match body.block.diverges {
            true => quote!(::core::unreachable!()),
            false => emit.block(&pullback.body, &|mut results| {
                for ((result, param), ident) in results.iter_mut().zip(&primal.signature.params).zip(&buffers)
                {
                    if param.given.is_some() {
                        *result = quote!(#ident);
                    }
                }
                if let (Some(first), Some(entry)) =
                    (results.first_mut(), entry_of_receiver(&primal.signature))
                {
                    *first = entry;
                }
                tuple(&results)
            }),
        };
        let back = joined([quote!(#(#given)*), back]);
        let borrowed = borrowed(&mut emit);
        let traits = traits(emit.wanted, body);
        let value = match body.block.diverges {
            true => quote!(::core::unreachable!()),
            false => quote!(#(#value)*),
        };
        let uses = rules.imports();
        Sweeps {
            uses,
            rules,
            traits,
            tapes,
            sweep,
            value,
            cotangent,
            inputs,
            buffers,
            back,
            borrowed,
            at: primal.signature.name.span(),
        }
    }

    /// The closure.
    pub(super) fn pullback(&self, boxed: bool) -> TokenStream {
        let (inputs, Borrowed { whole, each }, back) = (&self.inputs, &self.borrowed, self.back.clone());
        let private = names::private();
        let borrowed = whole.iter().chain(each);
        let back = braced(joined([
            quote!(#(let mut #borrowed = #borrowed; let mut #borrowed = #private::value_of(&mut #borrowed);)*),
            back,
        ]));
        let closure = match boxed {
            true => quote!(#private::Box::new(move |#(#inputs),*| #back)),
            false => quote!(move |#(#inputs),*| #back),
        };
        match &**whole {
            [] => closure,
            whole => {
                // What borrows from another is kept before that moves.
                let whole = whole.iter().rev();
                let kept = quote!(#(let #whole = #private::kept_each!(#whole);)*);
                let kept = names::moved_to(kept, self.at);
                quote!({ #kept #closure })
            }
        }
    }
}

fn borrowed(emit: &mut Emit) -> Borrowed {
    let body = emit.body;
    let mut borrowed = Borrowed { whole: Vec::new(), each: Vec::new() };
    let (arena, Some(pullback)) = (&body.arena, body.pullback.as_ref()) else { return borrowed };
    if !body.alloc {
        return borrowed;
    }
    let mut own = Ids::new();
    pullback.body.each(&mut |stmt| own.extend(stmt.defines()));
    // What an arm binds, the pullback binds again.
    let whole: Ids = body.block.stmts.iter().flat_map(Stmt::defines).filter(|id| !own.contains(id)).collect();
    let may_borrow = |id: &Id| crate::record::may_borrow(arena, *id);
    let held = emit.late.iter().filter(|id| whole.contains(id) && !emit.inline.contains(id));
    let held: Vec<Id> = held.filter(may_borrow).collect();
    borrowed.whole.extend(held.into_iter().map(|id| emit.name(id)));
    for stack in body.tapes.iter().filter(|stack| !stack.flat && stack.values.iter().any(may_borrow)) {
        let name = emit.tape(stack.tape);
        match emit.kept_alone(stack.tape) {
            Some(_) => borrowed.each.push(name),
            None => borrowed.whole.push(name),
        }
    }
    borrowed
}
