//! The hidden rule by which other differentiated functions call this one. It has the function's name, in the namespace of
//! types, so that whoever imports the function imports its rule.

use super::Emit;
use super::companion::{attributes, buffer_name, buffer_type, owned_views, parameters, taken, traits};
use super::expression::{braced, joined, tuple};
use super::operator;
use crate::ir::{Block, Body, Callee, Id, Ids, Pullback, Stmt};
use crate::lower::{Primal, Signature, Spelt, function_parameters};
use crate::method::{Home, Place};
use crate::names::{self, Rules};
use crate::tables::rules::TIED;
use crate::types::{Float, Int, Ty};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::visit_mut::VisitMut;

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

/// Both sweeps as tokens.
struct Sweeps {
    rules: Rules,
    uses: TokenStream,
    traits: TokenStream,
    tapes: TokenStream,
    sweep: TokenStream,
    value: TokenStream,
    /// The parameters of the pullback.
    cotangent: Ident,
    inputs: Vec<TokenStream>,
    buffers: Vec<Ident>,
    back: TokenStream,
    /// What the pullback holds on to that may borrow.
    borrowed: Vec<Ident>,
}

impl Sweeps {
    fn of(primal: &Primal, body: &Body, pullback: &Pullback, kept: bool) -> Sweeps {
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
        let back = match body.block.diverges {
            true => quote!(::core::unreachable!()),
            false => emit.block(&pullback.body, &|mut results| {
                if let (Some(first), Some(entry)) =
                    (results.first_mut(), entry_of_receiver(&primal.signature))
                {
                    *first = entry;
                }
                tuple(&results)
            }),
        };
        let borrowed = borrowed(&mut emit);
        let traits = traits(emit.wanted, body);
        let value = match body.block.diverges {
            true => quote!(::core::unreachable!()),
            false => quote!(#(#value)*),
        };
        let uses = rules.imports();
        Sweeps { uses, rules, traits, tapes, sweep, value, cotangent, inputs, buffers, back, borrowed }
    }

    /// The closure.
    fn pullback(&self, boxed: bool) -> TokenStream {
        let (inputs, borrowed, back) = (&self.inputs, &self.borrowed, self.back.clone());
        let private = names::private();
        let back = braced(joined([
            quote!(#(let mut #borrowed = #borrowed; let mut #borrowed = #private::value_of(&mut #borrowed);)*),
            back,
        ]));
        let closure = match boxed {
            true => quote!(#private::Box::new(move |#(#inputs),*| #back)),
            false => quote!(move |#(#inputs),*| #back),
        };
        match &**borrowed {
            [] => closure,
            borrowed => quote!({
                use #private::KeptAsItIs as _;
                #(let #borrowed = #private::Borrowed(#borrowed).kept();)*
                #closure
            }),
        }
    }
}

/// The names of what the pullback holds on to of the forward sweep that may borrow: values, and stacks of them.
fn borrowed(emit: &mut Emit) -> Vec<Ident> {
    let body = emit.body;
    let (arena, Some(pullback)) = (&body.arena, body.pullback.as_ref()) else { return Vec::new() };
    if !body.alloc {
        return Vec::new();
    }
    let mut own = Ids::new();
    pullback.body.each(&mut |stmt| own.extend(stmt.defines()));
    // What an arm binds, the pullback binds again.
    let whole: Ids = body.block.stmts.iter().flat_map(Stmt::defines).filter(|id| !own.contains(id)).collect();
    let may_borrow = |id: &Id| crate::record::may_borrow(arena, *id);
    let held = emit.late.iter().filter(|id| whole.contains(id) && !emit.inline.contains(id));
    let held: Vec<Id> = held.filter(may_borrow).collect();
    let stacks = body.tapes.iter().filter(|stack| !stack.flat && stack.values.iter().any(may_borrow));
    let stacks: Vec<_> = stacks.map(|stack| stack.tape).collect();
    let values = held.into_iter().map(|id| emit.name(id)).collect::<Vec<_>>();
    values.into_iter().chain(stacks.into_iter().map(|stack| emit.tape(stack))).collect()
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

/// Checks that the function is the one that the rule belongs to. Also, a function of which only the gradient is used is not dead code.
pub(super) fn pairing(function: &syn::ItemFn, signature: &Signature, takes_itself: bool) -> TokenStream {
    let (name, private) = (&signature.name, names::private());
    let (called, turbofish) = (called(function), names::turbofish(&function.sig.generics));
    match has_early_lifetimes(function) {
        _ if signature.home.is_impl() && has_unnamed(function) => quote!(),
        // The function is `Sum`'s, of an iterator.
        _ if signature.home.place() == Place::Summed => quote!(),
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
        | (Callee::Sum(..), _)
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
    struct Search<F>(F, bool);
    impl<'ast, F: Fn(&Bounds) -> bool> syn::visit::Visit<'ast> for Search<F> {
        fn visit_type_impl_trait(&mut self, of: &'ast syn::TypeImplTrait) {
            self.1 |= (self.0)(&of.bounds);
            syn::visit::visit_type_impl_trait(self, of);
        }
    }
    let mut search = Search(is, false);
    function.sig.inputs.iter().for_each(|input| syn::visit::Visit::visit_fn_arg(&mut search, input));
    search.1
}

/// The name of the type around the function.
fn own_name(primal: &Primal) -> Option<Ident> {
    primal.signature.home.block().and_then(crate::method::Impl::name)
}

/// What lowering told by its spelling, for rustc to contradict.
fn told_by_spelling(spelt: &Spelt, own: Option<Ident>, alloc: bool) -> TokenStream {
    let Spelt { constants, variables, tuple_structs, functions, macros, known, vecs } = spelt;
    // The type around the function is known to be one, and its generics might not be told here.
    let others =
        tuple_structs.iter().filter(|(path, _)| own.as_ref().is_none_or(|own| *own != path.to_string()));
    let structs = others.map(|(path, types)| {
        let names: Vec<Ident> = (0..types.len()).map(|at| quote::format_ident!("part_{at}")).collect();
        // A number without a type is of whatever type the struct says, or of the usual one.
        let parts = types.iter().zip(&names).map(|(ty, name)| match ty {
            Ty::Int(Int::Some(_)) => quote!(0),
            Ty::Float(Float::Some(_)) => quote!(0.0),
            _ => quote!(#name),
        });
        let given = types.iter().zip(&names).filter(|(ty, _)| !ty.is_open()).map(|(ty, name)| {
            let ty = super::number::known(ty).unwrap_or_else(|| quote!(_));
            quote!(#name: #ty)
        });
        quote!(let _ = |#(#given),*| match #path(#(#parts),*) { #path(..) => {} _ => {} };)
    });
    let macros = macros.iter().filter_map(|name| macro_of_std(name, alloc));
    let vecs = vecs.iter().filter(|_| alloc).map(|name| {
        let private = names::private_at(name.span());
        quote_spanned!(name.span()=> const _: () = #private::another_vec::<#name>();)
    });
    let types = known.iter().filter_map(|name| known_of_std(name, alloc)).chain(vecs);
    let binds = (!variables.is_empty()).then(|| quote!(const _: () = { fn names(#(#variables: ()),*) {} };));
    let others = constants.iter().filter(|name| *name != "None");
    let constants = others.map(|name| quote_spanned!(name.span()=> const _: () = { let _ = &#name; };));
    let functions = functions.iter().filter_map(|path| {
        let name = &path.segments.last()?.ident;
        let (at, path) = (name.span(), names::without_arguments(path));
        let of_iter = path.segments.iter().rev().nth(1).is_some_and(|module| module.ident == "iter");
        let (module, types) = match name.to_string().as_str() {
            "stop_gradient" => (quote_spanned!(at=> ::differentiate), quote_spanned!(at=> <()>)),
            _ if of_iter => (quote_spanned!(at=> ::core::iter), quote_spanned!(at=> <()>)),
            "from_fn" => (quote_spanned!(at=> ::core::array), quote_spanned!(at=> <(), 0, fn(usize)>)),
            _ => (quote_spanned!(at=> ::core::mem), quote_spanned!(at=> <()>)),
        };
        let private = names::private_at(at);
        Some(quote_spanned!(at=> const _: () = #private::known_by_its_name(#module::#name::#types, #path::#types);))
    });
    quote!(#(#constants)* #(#structs)* #binds #(#functions)* #(#types)* #(#macros)*)
}

/// Uses the function where its type parameters are what the user says, since a function of which only the gradient is used is not dead code.
fn used_as_written(function: &syn::ItemFn, turbofish: &TokenStream) -> TokenStream {
    let (generics, _, where_clause) = function.sig.generics.split_for_impl();
    let name = &function.sig.ident;
    quote!(const _: () = { fn used #generics() #where_clause { let _ = #name #turbofish; } };)
}

/// Is compiled only where a macro's name means the one of `std`: names that macros import are ambiguous with any other that is in
/// scope.
fn macro_of_std(name: &Ident, alloc: bool) -> Option<TokenStream> {
    let (at, private) = (name.span(), names::private_at(name.span()));
    let (of, used) = match name.to_string().as_str() {
        "vec" if alloc => (quote!(), quote!(let _: #private::Vec<()> = #name![];)),
        "format" if alloc => (quote!(), quote!(let _ = #name!("");)),
        "assert" | "debug_assert" => (quote!(), quote!(#name!(true);)),
        "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => {
            (quote!(), quote!(#name!((), ());))
        }
        "print" | "println" | "eprint" | "eprintln" => (quote!(std), quote!(#name!("");)),
        "matches" => (quote!(), quote!(let _ = #name!((), ());)),
        "cfg" => (quote!(), quote!(let _ = #name!(all());)),
        "stringify" | "concat" | "line" | "column" | "file" | "module_path" => {
            (quote!(), quote!(let _ = #name!();))
        }
        _ => return None,
    };
    Some(quote_spanned!(at=> const _: () = { #private::macro_of_std!(#of #name); let _ = || { #used }; };))
}

/// Is compiled only where a name means the type or the variant of `std`.
fn known_of_std(name: &Ident, alloc: bool) -> Option<TokenStream> {
    let (at, private) = (name.span(), names::private_at(name.span()));
    let same_type = |ty: TokenStream, known: TokenStream| quote_spanned!(at=> const _: () = #private::type_of_std::<#ty, #known>(););
    let same = |module: TokenStream, types: TokenStream| quote_spanned!(at=> const _: () = #private::known_by_its_name(::core::#module::#name::#types, #name::#types););
    Some(match name.to_string().as_str() {
        "Vec" if alloc => same_type(quote!(#name<()>), quote!(#private::Vec<()>)),
        "VecDeque" if alloc => same_type(quote!(#name<()>), quote!(#private::VecDeque<()>)),
        "Box" if alloc => same_type(quote!(#name<()>), quote!(#private::Box<()>)),
        "Rc" if alloc => same_type(quote!(#name<()>), quote!(#private::Rc<()>)),
        "Arc" if alloc => same_type(quote!(#name<()>), quote!(#private::Arc<()>)),
        "Cow" if alloc => same_type(quote!(#name<'static, ()>), quote!(#private::Cow<'static, ()>)),
        "String" if alloc => same_type(quote!(#name), quote!(#private::String)),
        "Option" => same_type(quote!(#name<()>), quote_spanned!(at=> ::core::option::Option<()>)),
        "Some" => same(quote!(option::Option), quote!(<()>)),
        "Ok" | "Err" => same(quote!(result::Result), quote!(<(), ()>)),
        "None" => quote_spanned!(at=> const _: ::core::option::Option<()> = #name;),
        _ => return None,
    })
}

/// Checks that callees do not differentiate what they get by `&mut` and was taken for opaque: a pullback that is not needed would not show it.
fn constant_places(primal: &Primal, rules: &Rules) -> TokenStream {
    let arena = &primal.arena;
    let mut checks: Vec<TokenStream> = Vec::new();
    primal.block.each(&mut |stmt| {
        let Stmt::Call(call) = stmt else { return };
        let Some(callee) = call.callee.function().filter(|_| call.args.iter().any(|arg| arena.varies(*arg))) else {
            return;
        };
        for (at, arg) in call.args.iter().enumerate() {
            let opaque = matches!(arena.op(*arg), crate::ir::Op::Lvalue(_)) && !arena.varies(*arg);
            if opaque && rules.knows(callee) {
                let (rule, at) = (rules.name(callee), proc_macro2::Literal::usize_unsuffixed(at));
                let message = "`differentiate` does not see that this function differentiates what it gets by `&mut`: make it a method of that type";
                let check = quote!(const _: () = ::core::assert!(!#rule::DIFFERENTIATES[#at], #message););
                if checks.iter().all(|known| known.to_string() != check.to_string()) {
                    checks.push(check);
                }
            }
        }
    });
    let uses = rules.imports();
    match checks.is_empty() {
        true => quote!(),
        false => quote!(const _: () = { #uses #(#checks)* };),
    }
}

/// Does the function run opaque code? Known when it is compiled, and its callees are.
fn opaque_code(primal: &Primal, rules: &Rules) -> TokenStream {
    let (own, callees) = crate::analysis::panics::opaque_code(primal);
    // A call that was removed as dead has no name to ask by.
    let own = own || !callees.iter().all(|callee| rules.knows(callee));
    if own || callees.is_empty() {
        return quote!(#own);
    }
    let mut asked: Vec<TokenStream> = Vec::new();
    for callee in &callees {
        let rule = rules.name(callee);
        let one = quote!(#rule::RUNS_OPAQUE_CODE);
        if !asked.iter().any(|known| known.to_string() == one.to_string()) {
            asked.push(one);
        }
    }
    let uses = rules.imports();
    quote!({ #uses #(#asked)||* })
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

/// The types of what a pullback takes, the cotangent first, and of what it returns.
pub(super) fn slots(signature: &Signature, params: &[syn::Type]) -> (Vec<TokenStream>, TokenStream) {
    let private = names::private();
    let unit = || quote!(());
    let cotangent = &signature.cotangent;
    let mut inputs = vec![match (signature.outcome, signature.aux) {
        (true, _) => quote!(((), #cotangent)),
        (false, true) => {
            let aux = signature.aux_cotangent();
            quote!((#cotangent, #aux))
        }
        (false, false) => cotangent.clone(),
    }];
    let mut outputs = Vec::new();
    for (param, ty) in signature.params.iter().zip(params) {
        let tangent = param.ty.written_tangent().filter(|_| param.active);
        if param.exchanged {
            let buffer = buffer_type(param);
            inputs.push(quote!(&mut #buffer));
            outputs.push(unit());
            continue;
        }
        let mut ty = ty.clone();
        WithoutLifetimes.visit_type_mut(&mut ty);
        // What is held constant by `wrt` has a type of its own, for the message where a caller needs it.
        let is_held = param.ty.is_differentiable() || param.is_receiver();
        let held = match is_held {
            true => quote!(#private::HeldConstantByWrtSoNameItThereOrPassStopGradient),
            false => unit(),
        };
        let (input, output) = match (tangent, &param.ty) {
            (Some(tangent), Ty::Ref(inner)) => {
                let buffer = match &**inner {
                    Ty::Slice(elem) | Ty::Vec(elem) => {
                        let elem = elem.written_tangent().unwrap_or_else(unit);
                        quote!([#elem])
                    }
                    _ => tangent,
                };
                (quote!((#ty, ::core::option::Option<&mut #buffer>)), unit())
            }
            // A caller may pass a field of its own whose gradient is `()`, as that of a field that is held constant.
            (None, Ty::Ref(_)) if !param.slotless && !is_held => {
                (quote!((#ty, ::core::option::Option<&mut ()>)), unit())
            }
            (None, Ty::Ref(_)) if !param.slotless => (quote!((#ty, #held)), unit()),
            (Some(tangent), _) => (unit(), tangent),
            (None, _) => (unit(), held),
        };
        inputs.push(input);
        outputs.push(output);
    }
    if let (Some(first), Some(entry)) = (outputs.first_mut(), entry_of_receiver(signature)) {
        *first = quote!(#entry);
    }
    (inputs, tuple(&outputs))
}

/// The type of a pullback.
fn pullback_type(
    signature: &Signature,
    params: &[syn::Type],
    boxed: bool,
    kept: bool,
    captured: &TokenStream,
) -> TokenStream {
    // It is called more than once, each time a clone of it.
    let clone = kept.then(|| quote!(+ ::core::clone::Clone));
    let private = names::private();
    let (inputs, outputs) = slots(signature, params);
    match boxed {
        true => {
            let held = signature.held.first().map(|lifetime| quote!(+ #lifetime));
            quote!(#private::Box<dyn ::core::ops::FnOnce(#(#inputs),*) -> #outputs #held>)
        }
        false if signature.home.is_seen() => {
            quote!(impl ::core::ops::FnOnce(#(#inputs),*) -> #outputs #clone + #captured)
        }
        // Of which type parameters the pullback may be made, the attribute does not see.
        false => quote!(#private::pullback_of_method!(::core::ops::FnOnce(#(#inputs),*) -> #outputs #clone)),
    }
}

/// What the pullback of a method has in place of the gradient of a receiver by reference, to which it adds.
fn entry_of_receiver(signature: &Signature) -> Option<TokenStream> {
    let receiver = signature.params.first().filter(|param| param.is_receiver())?;
    let private = names::private();
    (receiver.exchanged || matches!(receiver.ty, Ty::Ref(_))).then(|| quote!(#private::ByReference))
}

/// What stands around the statements of a rule. Its last parameter is the function that is called, to be compared with the
/// rule's own.
pub(super) struct Head {
    pub(super) generics: syn::Generics,
    pub(super) params: Vec<syn::Type>,
    pub(super) result: syn::Type,
    /// The type of the last parameter.
    called: syn::Type,
    /// The types that the pullback may hold on to.
    captured: TokenStream,
}

impl Head {
    pub(super) fn of(function: &syn::ItemFn, signature: &Signature) -> Head {
        let mut generics = signature.own_generics.clone();
        let result = &signature.result_tokens;
        let mut params: Vec<syn::Type> = signature.params.iter().map(|param| param.tokens.clone()).collect();
        let mut result: syn::Type = syn::parse_quote!(#result);
        let pair = signature.pair_tokens();
        if let Home::Impl(block) = &signature.home {
            let lifetimes = block.generics.lifetimes().map(|lifetime| &lifetime.lifetime);
            let (around, own) = (names::type_parameters(&block.generics), names::type_parameters(&generics));
            let of_trait = signature.home.is_trait().then(|| quote!(Self));
            let lifetimes = lifetimes.chain(&signature.held).map(|lifetime| quote!(#lifetime));
            let lifetimes: Vec<_> = lifetimes.chain(of_trait).collect();
            let types = around.into_iter().chain(own).map(|name| quote!(#name));
            let captured: Vec<_> = lifetimes.into_iter().chain(types).collect();
            let (captured, called) = (quote!(use<#(#captured),*>), syn::parse_quote!(()));
            let result = if signature.outcome { syn::parse_quote!(#pair) } else { result };
            return Head { generics, params, result, called, captured };
        }
        let name = names::unmentioned(function, "Primal".to_owned(), "_");
        let mut named = NamedTraits { prefix: &name, generics: &mut generics };
        params.iter_mut().chain([&mut result]).for_each(|ty| named.visit_type_mut(ty));
        let called = match has_early_lifetimes(function) {
            true => syn::parse_quote!(fn(#(#params),*) -> #result),
            false => {
                generics.params.push(syn::parse_quote!(#name: ::core::ops::Fn(#(#params),*) -> #result));
                syn::parse_quote!(#name)
            }
        };
        let captured = captured(signature, &generics);
        let result = if signature.outcome { syn::parse_quote!(#pair) } else { result };
        Head { generics, params, result, called, captured }
    }
}

/// What the pullback of a function may hold on to: type parameters, and the lifetimes of what is passed by value.
fn captured(signature: &Signature, generics: &syn::Generics) -> TokenStream {
    let (lifetimes, types) = (&signature.held, names::type_parameters(generics));
    let lifetimes = lifetimes.iter().map(|lifetime| quote!(#lifetime));
    let all = lifetimes.chain(types.into_iter().map(|name| quote!(#name)));
    quote!(use<#(#all),*>)
}

/// The signature of a rule with this pullback.
fn holding(signature: &Signature, body: &Body) -> Signature {
    let needed = crate::record::params_needed(body);
    let held = (0..signature.params.len())
        .filter(|at| signature.may_hold(&signature.params[*at]) && needed.contains(at));
    signature.holding(&held.collect::<Vec<_>>())
}

/// The name of the last parameter.
fn called(function: &syn::ItemFn) -> Ident {
    names::unmentioned(function, "primal".to_owned(), "_")
}

/// Lifetimes that are a part of the function's type, which a pullback must not hold on to. So it is not known by its type.
fn has_early_lifetimes(function: &syn::ItemFn) -> bool {
    let generics = &function.sig.generics;
    let bounded = generics.lifetimes().any(|lifetime| !lifetime.bounds.is_empty());
    let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    bounded || clauses.into_iter().any(|clause| quote!(#clause).to_string().contains('\''))
}

/// `impl Trait` is not allowed in `Fn(…)`: here it gets a name.
struct NamedTraits<'a> {
    prefix: &'a Ident,
    generics: &'a mut syn::Generics,
}

impl VisitMut for NamedTraits<'_> {
    fn visit_type_mut(&mut self, ty: &mut syn::Type) {
        if let syn::Type::ImplTrait(syn::TypeImplTrait { bounds, .. }) = ty {
            let name = quote::format_ident!("{}{}", self.prefix, self.generics.params.len());
            self.generics.params.push(syn::parse_quote!(#name: #bounds));
            *ty = syn::parse_quote!(#name);
        }
        syn::visit_mut::visit_type_mut(self, ty);
    }
}

/// A reference that is handed over again may live shorter than the first one.
struct WithoutLifetimes;

impl VisitMut for WithoutLifetimes {
    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        reference.lifetime = None;
        syn::visit_mut::visit_type_reference_mut(self, reference);
    }
}
