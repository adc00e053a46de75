//! Calls of rules, and of the pullbacks that they return.

use crate::emit::Emit;
use crate::emit::disjoint::Part;
use crate::emit::operator::contract;
use crate::emit::rule::Beside;
use crate::ir::{Call, Callee, Id, Op, Pull, Pulled, Slot};
use crate::names;
use crate::tables::rules::TIED;
use crate::types::Ty;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

pub(super) fn called(emit: &mut Emit<'_>, call: &Call) -> TokenStream {
    let called = called_as_it_is(emit, call);
    let lends = call.args.iter().any(|arg| matches!(emit.op(*arg), Op::Lvalue(_)));
    let unseen = |ty: &Ty| matches!(ty, Ty::Infer(_));
    let may_refer = match emit.ty(call.value) {
        Ty::Tuple(parts) => call.tangents && parts.first().is_some_and(unseen),
        ty => unseen(ty),
    };
    let may_refer = may_refer && emit.body.alloc;
    if !(lends && may_refer && emit.taken_apart.contains(&call.value)) {
        return called;
    }
    // It may be a reference to what changes after this.
    let (value, private) = (emit.name(call.value), names::private());
    quote!(#called let #value = #private::owned!(#value);)
}

fn called_as_it_is(emit: &mut Emit<'_>, call: &Call) -> TokenStream {
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
            _ => {
                let of = if call.tangents { at.checked_sub(call.args.len() / 2) } else { None };
                let tangent = of.and_then(|of| emit.tangent_of_argument(*arg, call.args[of]));
                tangent.unwrap_or_else(|| emit.passed(*arg))
            }
        })
        .collect();
    let (value, pullback) = (emit.name(call.value), emit.name(call.pullback));
    let told = call.told.as_ref().filter(|_| !call.tangents).map(|told| quote!(: (#told, _)));
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
        Callee::Sum { of, references } => {
            let private = names::private();
            let rule = match (beside, references) {
                (Some(Beside::Tangents), false) => quote!(summed_with_tangents),
                (Some(Beside::Tangents), true) => quote!(references_summed_with_tangents),
                (Some(Beside::Kept), false) => quote!(summed_and_kept),
                (Some(Beside::Kept), true) => quote!(references_summed_and_kept),
                (None, false) => quote!(summed),
                (None, true) => quote!(references_summed),
            };
            return quote!(#before let (#value, #pullback) = #private::#rule::<#of, _>(#(#args),*););
        }
        Callee::Associated(path) => {
            let mut path = path.clone();
            let at = path.path.segments.last().map(|last| last.ident.span());
            // It may be the function of `From`, whose rule is that of a trait of core.
            let converts = call.callee.name().is_some_and(|name| name == "from");
            if let Some(last) = path.path.segments.last_mut() {
                last.ident = rule(&last.ident);
            }
            let at = at.unwrap_or_else(Span::call_site);
            if let ([first, rest @ ..], Some(id)) = (&args[..], call.args.first())
                && matches!(emit.ty(*id), Ty::Infer(_) | Ty::Named(_))
                && !matches!(emit.op(*id), Op::Lvalue(_))
                && !converts
            {
                // It may be the receiver of a method, whose rule takes a reference.
                let private = names::private();
                return quote! {
                    #before
                    let (#value, #pullback) #told = match ::core::option::Option::Some(#first) {
                        mut held => #path(#private::given(&mut held) #(, #rest)*),
                    };
                };
            }
            // Where there is no rule, rustc says so at the whole call.
            let mut args = proc_macro2::Group::new(proc_macro2::Delimiter::Parenthesis, quote!(#(#args),*));
            args.set_span(names::place(at));
            if converts {
                let private = names::private();
                let of = match beside {
                    Some(Beside::Tangents) => quote!(ConvertedFromWithTangents),
                    Some(Beside::Kept) => quote!(KeptConvertedFrom),
                    None => quote!(ConvertedFrom),
                };
                return quote! {
                    #before
                    let (#value, #pullback) #told = {
                        use #private::#of as _;
                        #path #args
                    };
                };
            }
            return quote!(#before let (#value, #pullback) #told = #path #args;);
        }
        Callee::Method(name, turbofish) => {
            let rule = rule(name);
            if let Some(called) = emit.called_on_field(call, &args, &rule) {
                return quote!(#before #called);
            }
            if let Some(called) = emit.called_without_size(call, &args) {
                return quote!(#before #called);
            }
            if let Some(called) = emit.called_on_pointer(call, &args, &rule) {
                return quote!(#before #called);
            }
            let mut args = args.into_iter();
            let receiver = args.next();
            if crate::lower::OF_RULES.iter().any(|known| name == known) {
                // The value may be a float, whose rules are those of a trait.
                let (private, rules) = (names::private(), names::float_rules(call.tangents));
                return quote! {
                    #before
                    let (#value, #pullback) = {
                        use #private::#rules as _;
                        #receiver.#rule #turbofish(#(#args),*)
                    };
                };
            }
            return quote!(#before let (#value, #pullback) #told = #receiver.#rule #turbofish(#(#args),*););
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
        return quote_spanned!(at=> #before let (#value, #pullback) #told = #rule::#kept #generics(#(#args),*););
    }
    // Where the call does not fit the callee, rustc says so at the callee's name.
    quote_spanned!(at=> #before let (#value, #pullback) #told = #rule::#forward #generics(#(#args,)* #callee);)
}

pub(super) fn pulled(emit: &mut Emit<'_>, pull: &Pull) -> TokenStream {
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
        let tangent =
            match (slot, at.checked_sub(pull.slots.len() / 2).and_then(|of| pull.slots[of].argument())) {
                (Slot::Into(tangent, _), Some(of)) => emit.slot_of_tangent((*tangent, Some(&whole)), of),
                (Slot::Lent(tangent), Some(of)) => emit.slot_of_tangent((*tangent, None), of),
                _ => None,
            };
        if let Some(tangent) = tangent {
            args.push(tangent);
            continue;
        }
        args.push(match slot {
            Slot::Value => quote!(()),
            Slot::Returned => {
                let private = names::private_at(span);
                quote_spanned!(span=> #private::by_value())
            }
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
            // What changes may be a field that is held constant.
            Slot::Exchange(place) if receiver.is_some() && at == 0 && emit.ends_in_field_of_struct(place) => {
                let private = names::private();
                quote!(#private::changed_field!(#whole))
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
                    // A field that is held constant has no gradient.
                    Some(place) if emit.ends_in_field_of_struct(place) => {
                        quote!(#private::receiver_of_field!(#whole, #arg))
                    }
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
        let of_field = pull.slots[0].place().is_some_and(|place| emit.ends_in_field_of_struct(place));
        let add = match of_field {
            true => quote!(#private::returned_to_field!(#own, #returned);),
            false => quote!(#private::returned(#returned, #own);),
        };
        let comma = (results.len() == 1).then(|| quote!(,));
        return quote_spanned! {span=>
            #before
            let (#(#results),* #comma) = #pullback(#(#args),*);
            #add
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
