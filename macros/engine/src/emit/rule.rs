//! The hidden rule by which other differentiated functions call this one. It has the function's name, in the namespace of
//! types, so that whoever imports the function imports its rule.

mod assumed;
pub(super) mod head;
pub(super) mod slots;
mod sweeps;

use super::companion::{attributes, owned_views, parameters, taken};
use super::expression::{braced, joined, tuple};
use super::operator;
use crate::ir::{Block, Body, Callee, Stmt};
use crate::lower::{Primal, Signature, function_parameters};
use crate::method::{Home, Place};
use crate::names;
use crate::tables::rules::TIED;
use crate::types::Ty;
use assumed::{constant_places, opaque_code, own_name, told_by_spelling};
use head::{Head, captured, has_early_lifetimes, holding};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use slots::pullback_type;
use sweeps::Sweeps;

/// A rule beside the rule.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// With tangents, of a signature with tangents.
    Tangents,
    /// Whose pullback is called more than once.
    Kept,
}

impl Beside {
    /// The name of the rule of a method.
    pub(super) fn of(self, function: &Ident) -> Ident {
        match self {
            Beside::Tangents => names::tangent_rule_of(function),
            Beside::Kept => names::kept_rule_of(function),
        }
    }

    /// The name of the rule of a function, which stands beside its rule.
    fn name(self) -> Ident {
        match self {
            Beside::Tangents => names::tangent_rule(Span::call_site()),
            Beside::Kept => names::kept_rule(Span::call_site()),
        }
    }
}

/// The rule with tangents, beside the rule.
pub fn with_tangents(function: &syn::ItemFn, primal: &Primal, body: &Body) -> TokenStream {
    let Some(pullback) = &body.pullback else { return TokenStream::new() };
    let signature = &primal.signature;
    let sweeps = Sweeps::of(primal, body, pullback, false);
    let boxed = recursive(body, signature) || body.alloc && takes_function(function);
    let closure = sweeps.pullback(boxed);
    let Sweeps { uses, traits, tapes, sweep, value, cotangent, buffers, back, .. } = sweeps;
    let (items, views) = (&primal.items, owned_views(signature));
    let private = names::private();
    // What the function holds constant has no tangent.
    let held = signature.params[signature.params.len() / 2..].iter().zip(&signature.params);
    let held = held.filter(|(tangent, _)| !tangent.active && tangent.ty.is_differentiable());
    let checks = held.map(|(tangent, of)| {
        let (name, message) = (&tangent.ident, format!("`wrt` holds `{}` constant", of.name()));
        let nothing = match (tangent.ty.is_list(), &tangent.ty) {
            (true, _) => quote!(#name.iter().all(#private::is_zero)),
            (false, Ty::Ref(_)) => quote!(#private::is_zero(#name)),
            (false, _) => quote!(#private::is_zero(&#name)),
        };
        quote!(::core::assert!(#nothing, #message);)
    });
    let statements = joined([quote!(#(#items)* #uses #traits #(#checks)* #views #tapes), sweep]);
    if let Home::Operator(operator) = &signature.home {
        let parts =
            operator::Parts { statements, value, cotangent, buffers, back, beside: Some(Beside::Tangents) };
        return operator::rule(function, signature, operator, parts);
    }
    let held = holding(signature, body);
    placed(function, &held, Beside::Tangents, boxed, joined([statements, quote!((#value, #closure))]))
}

/// The rule whose pullback is called more than once, beside the rule.
pub fn kept(function: &syn::ItemFn, primal: &Primal, body: &Body) -> TokenStream {
    let Some(pullback) = &body.pullback else { return TokenStream::new() };
    let signature = &primal.signature;
    let sweeps = Sweeps::of(primal, body, pullback, true);
    let closure = sweeps.pullback(false);
    let Sweeps { uses, traits, tapes, sweep, value, cotangent, buffers, back, .. } = sweeps;
    let (items, views) = (&primal.items, owned_views(signature));
    if let Home::Operator(operator) = &signature.home {
        let statements = joined([quote!(#(#items)* #uses #traits #views #tapes), sweep]);
        let beside = Some(Beside::Kept);
        let parts = operator::Parts { statements, value, cotangent, buffers, back, beside };
        return operator::rule(function, signature, operator, parts);
    }
    let statements =
        joined([quote!(#(#items)* #uses #traits #views #tapes), sweep, quote!((#value, #closure))]);
    placed(function, &holding(signature, body), Beside::Kept, false, statements)
}

/// The rule with tangents of a function whose second derivatives nobody has asked for: it gives what the block gives, of a signature
/// with tangents, and its pullback is not compiled.
pub fn with_tangents_only(function: &syn::ItemFn, signature: &Signature, block: &syn::Block) -> TokenStream {
    let (private, name) = (names::private(), names::unmentioned(function, "both".to_owned(), "_"));
    let slots = signature.params.iter().map(|_| quote!(_));
    let statements = quote! {
        let #name = #block;
        (#name, move |_, #(#slots),*| #private::no_second_derivative())
    };
    placed(function, signature, Beside::Tangents, false, statements)
}

/// Such a rule where it belongs.
pub(super) fn placed(
    function: &syn::ItemFn,
    signature: &Signature,
    beside: Beside,
    boxed: bool,
    statements: TokenStream,
) -> TokenStream {
    let Head { mut generics, params, result, .. } = Head::of(function, signature);
    if signature.home.is_impl() {
        return method_beside(function, signature, beside, boxed, Some(statements));
    }
    // The function itself is not handed in.
    if !has_early_lifetimes(function) {
        generics.params.pop();
    }
    let captured = captured(signature, &generics);
    let pullback = pullback_type(signature, &params, boxed, beside == Beside::Kept, &captured);
    let (generics, _, where_clause) = generics.split_for_impl();
    let (name, attributes) = (beside.name(), attributes(function));
    let (names, of, body) =
        (signature.params.iter().map(|param| &param.ident), &signature.name, braced(statements));
    quote! {
        #attributes
        impl #of {
            #[doc(hidden)]
            pub fn #name #generics(#(#names: #params),*) -> (#result, #pullback)
            #where_clause
            #body
        }
    }
}

/// Such a rule of a method. Without a body in a trait.
fn method_beside(
    function: &syn::ItemFn,
    signature: &Signature,
    beside: Beside,
    boxed: bool,
    body: Option<TokenStream>,
) -> TokenStream {
    let Head { params, result, captured, .. } = Head::of(function, signature);
    let pullback = pullback_type(signature, &params, boxed, beside == Beside::Kept, &captured);
    let output = quote!((#result, #pullback));
    let body = body.map(|body| (not_overridden(signature), body));
    method(function, signature, &beside.of(&signature.name), &output, body)
}

/// The rules beside the rule of a function of a trait, without bodies: that with tangents, and that whose pullback is kept.
pub fn declared(function: &syn::ItemFn, signature: &Signature, tangents: bool, kept: bool) -> TokenStream {
    let tangents =
        tangents.then(|| method_beside(function, &signature.with_tangents(), Beside::Tangents, false, None));
    let kept = kept.then(|| method_beside(function, signature, Beside::Kept, false, None));
    quote!(#tangents #kept)
}

/// An implementation may write the function and not its rule.
fn not_overridden(signature: &Signature) -> Option<TokenStream> {
    signature.home.is_trait().then(|| {
        let (annotated, name) = (names::annotated_trait(), signature.name.to_string());
        let private = names::private();
        let own = signature.home.own(&annotated);
        quote!(#private::not_overridden(#own(), #name);)
    })
}

/// The rule of a function that does nothing but make a struct of its parameters, or assign them to fields of `self`, which are `assigned`. It calls the
/// function, so that nothing need be `Clone`.
pub fn given(function: &syn::ItemFn, signature: &Signature, assigned: &[syn::Member]) -> TokenStream {
    let (private, cotangent, own) = (names::private(), &signature.cotangent, &signature.name);
    let params: Vec<&Ident> = signature.params.iter().map(|param| &param.ident).collect();
    let slots = params.iter().map(|_| quote!(()));
    let zeros: Vec<Ident> =
        (1..=assigned.len()).map(|at| names::hidden("zero", at, Span::mixed_site())).collect();
    let this = names::receiver(Span::call_site());
    let (mut back, mut results) = (TokenStream::new(), Vec::new());
    for (at, param) in signature.params.iter().enumerate() {
        results.push(match &param.given {
            _ if param.is_receiver() => quote!(d_self),
            Some(member) => {
                let (name, number) =
                    (names::hidden("given", at, Span::mixed_site()), names::number_of_field(member));
                back.extend(
                    quote!(let #name = <#cotangent as #private::GivenField<#number>>::back(&d_value);),
                );
                quote!(#name)
            }
            None => quote!(()),
        });
    }
    let of_self = (!assigned.is_empty()).then(|| {
        quote! {
            let mut d_self = d_value;
            #(#private::set_field!(&mut d_self.#assigned, #zeros);)*
        }
    });
    let results = tuple(&results);
    let statements = quote! {
        #(let #zeros = #private::zero_of_field!(&#this.#assigned);)*
        (Self::#own(#(#params),*), move |d_value: #cotangent, #(#slots),*| {
            #back
            #of_self
            #results
        })
    };
    rule(function, signature, false, &[], &TokenStream::new(), Some(statements))
}

/// The rule of a function.
pub fn forward(function: &syn::ItemFn, primal: &Primal, body: &Body) -> TokenStream {
    let Some(pullback) = &body.pullback else { return TokenStream::new() };
    let params: Vec<Ident> = primal.signature.params.iter().map(|p| p.ident.clone()).collect();
    let sweeps = Sweeps::of(primal, body, pullback, false);
    let boxed = recursive(body, &primal.signature) || body.alloc && takes_function(function);
    let pullback = sweeps.pullback(boxed);
    let Sweeps { rules, uses, traits, tapes, sweep, value, cotangent, buffers, back, .. } = sweeps;
    if let Home::Operator(operator) = &primal.signature.home {
        let (told, compared) =
            (told_by_spelling(&primal.spelt, own_name(primal), body.alloc), super::methods::compared(primal));
        let items = &primal.items;
        let statements = joined([quote!(#(#items)* #told #compared #uses #traits #tapes), sweep]);
        let parts = operator::Parts { statements, value, cotangent, buffers, back, beside: None };
        return operator::rule(function, &primal.signature, operator, parts);
    }
    let items = &primal.items;
    let takes_itself = params.contains(&primal.signature.name);
    let paired = pairing(function, &primal.signature, takes_itself);
    let turbofish = names::turbofish(&function.sig.generics);
    let (told, compared) =
        (told_by_spelling(&primal.spelt, own_name(primal), body.alloc), super::methods::compared(primal));
    let hidden = takes_itself || has_unnamed(function);
    let generic = !primal.signature.generics.is_empty() && !primal.signature.home.is_impl();
    let used = (generic && !hidden).then(|| used_as_written(function, &turbofish));
    let views = owned_views(&primal.signature);
    let told = joined([told, constant_places(primal, &rules)]);
    rule(
        function,
        &holding(&primal.signature, body),
        boxed,
        &crate::analysis::scratch::overwritten(primal),
        &opaque_code(primal, &rules),
        Some(joined([
            quote!(#paired #(#items)* #used #told #compared #uses #traits #views #tapes),
            sweep,
            quote!((#value, #pullback)),
        ])),
    )
}

/// The types of the gradient and of the tangent of what a function converts, its only parameter.
pub fn types_of_source(signature: &Signature) -> (TokenStream, TokenStream) {
    let with_tangents = signature.with_tangents();
    let [source, tangent] = [signature.params.first(), with_tangents.params.last()];
    let gradient = source.and_then(|param| param.ty.written_tangent()).unwrap_or_else(|| quote!(()));
    let tangent = tangent.map_or_else(
        || quote!(()),
        |param| {
            let ty = &param.tokens;
            quote!(#ty)
        },
    );
    (gradient, tangent)
}

/// Checks that the function is the one that the rule belongs to. Also, a function of which only the gradient is used is not dead code.
pub(super) fn pairing(function: &syn::ItemFn, signature: &Signature, takes_itself: bool) -> TokenStream {
    let (name, private) = (&signature.name, names::private());
    let (called, turbofish) = (called(function), names::turbofish(&function.sig.generics));
    match has_early_lifetimes(function) {
        _ if signature.home.is_impl() && has_unnamed(function) => quote!(),
        // The function is that of `Sum`, of an iterator, or of `From`, of which a type may have several.
        _ if signature.home.place() == Place::InCore => quote!(),
        // The rule of a method is found as the method is.
        _ if signature.home.is_impl() && turbofish.is_empty() => {
            // Of two traits in scope that have it none is known by its name.
            const OF_CORE: [&str; 9] = [
                "zero",
                "accumulate",
                "step",
                "scale",
                "dot",
                "flat_len",
                "write_flat",
                "read_flat",
                "is_zero",
            ];
            match signature.home.trait_of_impl() {
                Some(_) if OF_CORE.iter().any(|known| name == known) => quote!(),
                // A method of the type's own would hide it where it is called, but not its rule.
                Some(of) => quote!(#private::known_by_its_name(Self::#name, <Self as #of>::#name);),
                None => {
                    let called = crate::custom::called(function, &signature.home);
                    quote!(let _ = #called;)
                }
            }
        }
        _ if signature.home.is_impl() || takes_itself => quote!(),
        true if has_unnamed(function) => quote!(),
        false if has_unnamed(function) => quote!(#private::paired_with_rule::<_, Self>(&#called);),
        true if signature.generics.is_empty() => quote!(let _ = #name #turbofish;),
        true => quote!(),
        false if signature.generics.is_empty() => quote!(#private::paired(&#called, &#name #turbofish);),
        false => quote!(#private::paired_with_rule::<_, Self>(&#called);),
    }
}

/// A name that nothing in the signature has.
pub(super) fn names_beside(signature: &Signature, wish: &str) -> Ident {
    names::beside(taken(signature).iter(), wish)
}

/// Could the function come to call itself? Its reverse sweep would then contain itself, and must be boxed. Calls around
/// a corner cannot be seen, but every recursion goes through a call inside of a branch.
fn recursive(body: &Body, signature: &Signature) -> bool {
    let is_own = |callee: &Callee| match (callee, signature.home.is_impl()) {
        (Callee::Function(path), false) => path.is_ident(&signature.name),
        (Callee::Associated(_) | Callee::Method(..), true) => callee.name() == Some(&signature.name),
        (Callee::Function(_), true)
        | (Callee::Sum { .. }, _)
        | (Callee::Associated(_) | Callee::Method(..), false)
        | (Callee::Operator { .. }, _) => false,
    };
    // What is in a box must not be made of types that may hold references.
    let all = signature.home.all_generics(&signature.own_generics);
    let itself = |stmt: &Stmt| matches!(stmt, Stmt::Call(call) if is_own(&call.callee));
    if !signature.home.is_seen() {
        return body.block.any(itself);
    }
    if signature.home.is_trait()
        || all.type_params().any(|param| !signature.generics.iter().any(|float| param.ident == float))
    {
        return false;
    }
    let calls = |block: &Block| block.any(|stmt| matches!(stmt, Stmt::Call(_)));
    let inside = body.block.stmts.iter().flat_map(Stmt::blocks).any(calls);
    body.block.any(itself) || body.alloc && inside
}

/// Is a type parameter a function? The type of such a function may hold on to locals of the caller, and an opaque type of the pullback would
/// count as holding on to them too, so that it could not leave the caller. A boxed one does not.
fn takes_function(function: &syn::ItemFn) -> bool {
    !function_parameters(&function.sig.generics).is_empty()
        || has_unnamed_such(function, crate::lower::is_function_bound)
}

/// Has it a parameter `impl Trait`? Then its generic arguments cannot be written down.
fn has_unnamed(function: &syn::ItemFn) -> bool {
    has_unnamed_such(function, |_| true)
}

/// The bounds of an `impl Trait`.
type Bounds = syn::punctuated::Punctuated<syn::TypeParamBound, syn::Token![+]>;

fn has_unnamed_such(function: &syn::ItemFn, is: impl Fn(&Bounds) -> bool) -> bool {
    function.sig.inputs.iter().any(|input| match input {
        syn::FnArg::Typed(typed) => is_unnamed(&typed.ty, &is),
        syn::FnArg::Receiver(_) => false,
    })
}

/// Is there an `impl Trait` with such bounds in the type of a parameter: a type parameter without a name?
pub(super) fn is_unnamed(ty: &syn::Type, is: impl Fn(&Bounds) -> bool) -> bool {
    struct Search<F>(F, bool);
    impl<'ast, F: Fn(&Bounds) -> bool> syn::visit::Visit<'ast> for Search<F> {
        fn visit_type_impl_trait(&mut self, of: &'ast syn::TypeImplTrait) {
            self.1 |= (self.0)(&of.bounds);
            syn::visit::visit_type_impl_trait(self, of);
        }
    }
    let mut search = Search(is, false);
    syn::visit::Visit::visit_type(&mut search, ty);
    search.1
}

/// Uses the function where its type parameters are what the user says, since a function of which only the gradient is used is not dead code.
fn used_as_written(function: &syn::ItemFn, turbofish: &TokenStream) -> TokenStream {
    let (generics, _, where_clause) = function.sig.generics.split_for_impl();
    let name = &function.sig.ident;
    quote!(const _: () = { fn used #generics() #where_clause { let _ = #name #turbofish; } };)
}

/// The rule around the statements of its only function.
pub fn rule(
    function: &syn::ItemFn,
    signature: &Signature,
    boxed: bool,
    overwritten: &[bool],
    opaque: &TokenStream,
    body: Option<TokenStream>,
) -> TokenStream {
    let (vis, name) = (&function.vis, &signature.name);
    let Head { generics, params, result, called: called_type, captured } = Head::of(function, signature);
    let (generics, _, where_clause) = generics.split_for_impl();
    let called = called(function);
    let names: Vec<&Ident> = signature.params.iter().map(|param| &param.ident).collect();
    let count = proc_macro2::Literal::usize_unsuffixed(signature.params.len());
    let exchanged = signature.params.iter().map(|param| param.exchanged);
    let differentiated = signature.params.iter().map(|param| param.exchanged && param.active);
    // Callers ask only about arguments that may be lent.
    let by_reference = signature.params.iter().any(|param| param.exchanged || matches!(param.ty, Ty::Ref(_)));
    // A function that is passed may itself be a `&mut`.
    let differentiates = (by_reference || signature.params.iter().any(|param| param.slotless)).then(|| {
        quote! {
            #[doc(hidden)]
            pub const DIFFERENTIATES: [bool; #count] = [#(#differentiated),*];
        }
    });
    let overwrites = by_reference.then(|| {
        quote! {
            #[doc(hidden)]
            pub const EXCHANGES: [bool; #count] = [#(#exchanged),*];
            #[doc(hidden)]
            pub const OVERWRITES: [bool; #count] = [#(#overwritten),*];
        }
    });
    let attributes = attributes(function);
    let pullback = pullback_type(signature, &params, boxed, false, &captured);
    if signature.home.is_impl() {
        let body = body.map(|body| (not_overridden(signature), body));
        return method(function, signature, &names::rule_of(name), &quote!((#result, #pullback)), body);
    }
    let body = braced(body.unwrap_or_default());
    // A caller may take it for the one of core.
    let symmetric = TIED.iter().any(|tied| name == tied).then(|| {
        quote! {
            #[doc(hidden)]
            #[inline]
            pub fn forward_symmetric #generics(#(#names: #params,)* #called: #called_type) -> (#result, #pullback)
            #where_clause
            {
                Self::forward(#(#names,)* #called)
            }
        }
    });
    quote! {
        #[doc(hidden)]
        #attributes
        #[allow(non_camel_case_types)]
        #vis struct #name {}
        #attributes
        impl #name {
            #overwrites
            #differentiates
            #[doc(hidden)]
            pub const RUNS_OPAQUE_CODE: bool = #opaque;
            #[doc(hidden)]
            #[inline]
            pub fn forward #generics(#(#names: #params,)* #called: #called_type) -> (#result, #pullback)
            #where_clause
            #body
            #symmetric
        }
    }
}

/// A rule that is a method or an associated function: what stands before its statements, and these. Without a body in a trait.
fn method(
    function: &syn::ItemFn,
    signature: &Signature,
    name: &Ident,
    output: &TokenStream,
    body: Option<(Option<TokenStream>, TokenStream)>,
) -> TokenStream {
    let (mut head, attributes, vis) = (parameters(signature), attributes(function), &function.vis);
    let (generics, _, where_clause) = signature.own_generics.split_for_impl();
    let this = names::unmentioned(function, "this".to_owned(), "_");
    let own = signature.params.first().filter(|param| param.is_receiver());
    let by_value = own.is_some_and(|param| !matches!(param.tokens, syn::Type::Reference(_)));
    let taken = by_value && signature.home.place() == Place::Type;
    if let (Some(receiver), true) = (head.first_mut(), taken) {
        // The caller still asks what it is called on for its shape.
        *receiver = quote!(&self);
    }
    let own = own.map(|_| match taken {
        true => {
            let private = names::private();
            quote!(let #this = { use #private::TakenWithoutClone as _; #private::Taken(self).taken() };)
        }
        false => quote!(let #this = self;),
    });
    let body = match body {
        Some((before, body)) => {
            braced(joined([quote!(#before #own), names::with_receiver(body, &this.to_string())]))
        }
        None => quote!(;),
    };
    quote! {
        #[doc(hidden)]
        #[inline]
        #attributes
        #[allow(refining_impl_trait)]
        #vis fn #name #generics(#(#head),*) -> #output
        #where_clause
        #body
    }
}

/// The name of the last parameter.
fn called(function: &syn::ItemFn) -> Ident {
    names::unmentioned(function, "primal".to_owned(), "_")
}
