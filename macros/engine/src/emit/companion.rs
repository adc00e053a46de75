//! The generated functions around their bodies: signatures, documentation, the hidden rule.

use super::{Emit, expression::tuple};
use crate::ir::{Argument, Block, Body, Op, Plain, Stmt};
use crate::lower::{Param, Primal, Signature, Spelt};
use crate::names::{self, Rules};
use crate::options::Companion;
use crate::rules::Form;
use crate::types::Ty;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::visit_mut::VisitMut;

/// A companion: `f_grad`, `f_value_and_grad`, `f_vjp`. Where its body trusts callees, a second one is for those that
/// do not keep to it.
pub fn public(
    function: &syn::ItemFn,
    primal: &Primal,
    companion: Companion,
    bodies: &[Body],
    cost: &str,
) -> TokenStream {
    let signature = &primal.signature;
    let mut params: Vec<Ident> = signature.params.iter().map(|p| p.ident.clone()).collect();
    if companion == Companion::Vjp && !is_unit(signature) {
        params.push(cotangent_name(signature));
    }
    let buffers: Vec<&Param> = match companion {
        Companion::Vjp => signature.exchanged().collect(),
        Companion::AccumulateGrad => signature.active().collect(),
        Companion::Grad | Companion::ValueAndGrad => Vec::new(),
    };
    let reserved = params.iter().cloned().chain(buffers.iter().map(|p| buffer_name(signature, &p.ident)));
    let reserved: Vec<Ident> = reserved.collect();
    let checks = buffers.iter().filter(|p| p.ty.is_list()).map(|p| {
        let (param, buffer) = (&p.ident, buffer_name(signature, &p.ident));
        let message = format!("`{buffer}` must be as long as `{param}`");
        quote!(::core::assert_eq!(#buffer.len(), #param.len(), #message);)
    });
    let checks: TokenStream = checks.collect();
    let with_value = companion == Companion::ValueAndGrad;
    let shape = |results: Vec<TokenStream>| match companion {
        Companion::AccumulateGrad => quote!(#(#results)*),
        _ => arranged(results, with_value),
    };
    let rules = Rules::of(&bodies.iter().collect::<Vec<_>>());
    let inside = |body: &Body| {
        let mut emit = Emit::new(body, &rules, &reserved, &primal.items);
        emit.external(primal, |param| buffer_name(signature, param));
        let block = emit.block(&body.block, &shape);
        let tapes = emit.tapes();
        quote!(#tapes #block)
    };
    let uses = rules.imports();
    let block = match bodies {
        [trusting, careful] => {
            let (condition, careful) = (overwritten(trusting, &rules), inside(careful));
            let trusting = inside(trusting);
            quote!(if #condition { #trusting } else { #careful })
        }
        bodies => bodies.iter().map(inside).collect(),
    };
    let traits = traits(&block);
    let (head, items) = (signature_of(function, signature, companion), &primal.items);
    let constness = function.sig.constness.filter(|_| bodies.iter().all(constant));
    let vis = &function.vis;
    let docs = documentation(signature, companion, cost);
    let attributes = attributes(function);
    quote! {
        #docs
        #attributes
        #vis #constness #head {
            #(#items)*
            #uses
            #traits
            #checks
            #block
        }
    }
}

/// Do the callees overwrite what the body trusts them to? Known when the caller is compiled.
fn overwritten(body: &Body, rules: &Rules) -> TokenStream {
    let mut conditions: Vec<TokenStream> = Vec::new();
    for Argument { callee, argument } in &body.trusts {
        let (rule, argument) = (rules.name(callee), proc_macro2::Literal::usize_unsuffixed(*argument));
        let condition = quote!(#rule::OVERWRITES[#argument]);
        if !conditions.iter().any(|known| known.to_string() == condition.to_string()) {
            conditions.push(condition);
        }
    }
    quote!(#(#conditions)&&*)
}

/// The trait behind the methods of iterators, for crates without a prelude.
fn traits(body: &TokenStream) -> Option<TokenStream> {
    let used = names::mentions(body, &["rev", "iter"]);
    used.then(|| {
        quote!(
            use ::core::iter::Iterator as _;
        )
    })
}

/// `value, gradient…` as `(value, gradient)`, one gradient bare and several as a tuple.
fn arranged(mut results: Vec<TokenStream>, with_value: bool) -> TokenStream {
    let value = with_value.then(|| results.remove(0));
    let gradient = match results.as_slice() {
        [one] => one.clone(),
        many => tuple(many),
    };
    match value {
        Some(value) => quote!((#value, #gradient)),
        None => gradient,
    }
}

/// Can the body run at compile time? What it took from the user can where the function can; of what the
/// derivative table adds, only some methods are `const` in `std`.
fn constant(body: &Body) -> bool {
    const METHODS: [&str; 9] =
        ["abs", "signum", "copysign", "max", "min", "clamp", "recip", "to_degrees", "to_radians"];
    fn stmts(arena: &crate::ir::Arena, block: &Block) -> bool {
        block.stmts.iter().all(|stmt| match stmt {
            Stmt::Let(id) => match arena.op(*id) {
                Op::Apply(rule, _) => !matches!(rule.form, Form::Method(name) if !METHODS.contains(&name)),
                Op::Zero(like) => like.is_none(),
                Op::Plain(Plain::Method(name, _), _) => name == "is_nan" || !arena.get(*id).adjoint,
                _ => true,
            },
            Stmt::Branch(branch) => branch.arms.iter().all(|arm| stmts(arena, &arm.body)),
            Stmt::Add(_, value) => arena.ty(*value).is_float(),
            Stmt::Var(..) | Stmt::Effect(..) | Stmt::Store(..) => true,
            Stmt::Replace(..)
            | Stmt::Grow(..)
            | Stmt::Shrink(..)
            | Stmt::Call(_)
            | Stmt::Pull(_)
            | Stmt::Give(..)
            | Stmt::Adopt(..)
            | Stmt::Loop(_)
            | Stmt::Push(..)
            | Stmt::Pop(..) => false,
        })
    }
    stmts(&body.arena, &body.block)
}

/// `fn f_grad(…) -> …`, without a body.
pub fn signature_of(function: &syn::ItemFn, signature: &Signature, companion: Companion) -> TokenStream {
    let name = names::companion(&signature.name, companion.name());
    let (generics, _, bounds) = function.sig.generics.split_for_impl();
    let mut params = parameters(signature);
    let tangents: Vec<_> = signature.active().map(|p| p.ty.tangent().unwrap_or_else(|| quote!(()))).collect();
    let gradient = match tangents.as_slice() {
        [one] => one.clone(),
        many => tuple(many),
    };
    let result = &signature.result_tokens;
    let output = match companion {
        Companion::Grad => gradient,
        Companion::ValueAndGrad => quote!((#result, #gradient)),
        Companion::Vjp => {
            if !is_unit(signature) {
                let cotangent = signature.result.tangent().unwrap_or_else(|| quote!(()));
                let name = cotangent_name(signature);
                params.push(quote!(#name: #cotangent));
            }
            params.extend(signature.exchanged().map(|p| buffer_parameter(signature, p)));
            gradient
        }
        Companion::AccumulateGrad => {
            params.extend(signature.active().map(|p| buffer_parameter(signature, p)));
            quote!(#result)
        }
    };
    quote!(fn #name #generics(#(#params),*) -> #output #bounds)
}

/// A function that only changes what it gets by `&mut`.
fn is_unit(signature: &Signature) -> bool {
    signature.result == Ty::Tuple(Vec::new())
}

/// The caller's buffer for the gradient by a parameter: `d_x: &mut [f64]`.
fn buffer_parameter(signature: &Signature, param: &Param) -> TokenStream {
    let (name, ty) = (buffer_name(signature, &param.ident), buffer_type(&param.ty));
    quote!(#name: &mut #ty)
}

fn buffer_name(signature: &Signature, param: &Ident) -> Ident {
    let all = buffer_names(signature);
    let at = signature.params.iter().position(|p| p.ident == *param).unwrap_or_default();
    all[at].clone()
}

/// The name of each parameter's buffer: none is a parameter's, another buffer's or that of a function that is called.
fn buffer_names(signature: &Signature) -> Vec<Ident> {
    let mut taken = taken(signature);
    let others = taken.len();
    for param in &signature.params {
        let wish = format!("d_{}", names::plain(&param.ident));
        taken.push(names::beside(taken.iter(), &wish));
    }
    taken.split_off(others)
}

fn taken(signature: &Signature) -> Vec<Ident> {
    signature.params.iter().map(|p| &p.ident).chain(&signature.called).cloned().collect()
}

/// What a gradient is added to: a slice where the length is known at run time only.
fn buffer_type(ty: &Ty) -> TokenStream {
    match ty.referent() {
        Ty::Slice(elem) | Ty::Vec(elem) => {
            let elem = elem.tangent().unwrap_or_else(|| quote!(()));
            quote!([#elem])
        }
        other => other.tangent().unwrap_or_else(|| quote!(())),
    }
}

fn parameters(signature: &Signature) -> Vec<TokenStream> {
    signature.params.iter().map(|Param { ident, tokens, .. }| quote!(#ident: #tokens)).collect()
}

/// `d_value`, unless something else is called that.
fn cotangent_name(signature: &Signature) -> Ident {
    let mut taken = taken(signature);
    taken.extend(signature.exchanged().map(|p| buffer_name(signature, &p.ident)));
    names::beside(taken.iter(), "d_value")
}

/// The user's conditional compilation holds for what is generated too.
fn attributes(function: &syn::ItemFn) -> TokenStream {
    let conditions = function.attrs.iter().filter(|attr| attr.path().is_ident("cfg"));
    // The names are the user's, who has been told.
    let style = (!names::are_snake_case(function)).then(|| quote!(#[allow(nonstandard_style)]));
    quote! {
        #(#conditions)*
        #style
        #[allow(unused, deprecated, arithmetic_overflow, unconditional_panic)]
        #[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
    }
}

/// Could the function come to call itself? Its reverse sweep would then contain itself, and must be boxed. Calls around
/// a corner cannot be seen, but every recursion goes through a call inside of a branch.
fn recursive(body: &Body, signature: &Signature) -> bool {
    let itself = |stmt: &Stmt| matches!(stmt, Stmt::Call(call) if call.callee.is_ident(&signature.name));
    let calls = |block: &Block| block.any(|stmt| matches!(stmt, Stmt::Call(_)));
    let inside = body.block.stmts.iter().flat_map(Stmt::blocks).any(calls);
    body.block.any(itself) || body.alloc && inside
}

fn documentation(signature: &Signature, companion: Companion, cost: &str) -> TokenStream {
    let names: Vec<String> = signature.active().map(|p| format!("`{}`", p.ident)).collect();
    let all = match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    };
    let function = &signature.name;
    let first = match companion {
        Companion::Grad => format!("The gradient of [`{function}`] with respect to {all}."),
        Companion::ValueAndGrad => {
            format!("The value of [`{function}`] and its gradient with respect to {all}.")
        }
        Companion::AccumulateGrad => format!(
            "The value of [`{function}`]; adds its gradient with respect to {all} to the buffers, which must have the \
             shapes of the parameters. Panics where a buffer has another length."
        ),
        Companion::Vjp if is_unit(signature) => format!(
            "The chain rule through [`{function}`]: the buffers hold the gradient of something with respect to what the function \
             leaves in its `&mut` parameters, and on return with respect to what it found there."
        ),
        Companion::Vjp => format!(
            "The chain rule through [`{function}`]: from `{}`, the gradient of something with respect to its \
             value, to the gradient of that with respect to {all}.",
            cotangent_name(signature)
        ),
    };
    let shape = match names.len() {
        1 => "The gradient has the shape of the parameter.",
        _ => {
            "The gradients come as a tuple in the order of the parameters, each in the shape of its parameter."
        }
    };
    let panics = "Panics where the function itself panics.";
    quote! {
        #[doc = #first]
        #[doc = ""]
        #[doc = #shape]
        #[doc = #cost]
        #[doc = #panics]
    }
}

/// The hidden rule by which other differentiated functions call this one. It has the function's name, in
/// the namespace of types, so that whoever imports the function imports its rule.
pub fn forward(function: &syn::ItemFn, primal: &Primal, body: &Body) -> TokenStream {
    let params: Vec<Ident> = primal.signature.params.iter().map(|p| p.ident.clone()).collect();
    let reserved = params.iter().cloned();
    let reserved =
        reserved.chain(primal.signature.exchanged().map(|p| buffer_name(&primal.signature, &p.ident)));
    let reserved: Vec<Ident> = reserved.collect();
    let rules = Rules::of(&[body]);
    let mut emit = Emit::new(body, &rules, &reserved, &primal.items);
    emit.external(primal, |param| buffer_name(&primal.signature, param));
    let Some(pullback) = &body.pullback else { return TokenStream::new() };
    let (sweep, value) = emit.statements(&body.block);
    let tapes = emit.tapes();
    // Parameters passed by value have a slot without content; a reference is handed over again.
    let cotangent = emit.name(pullback.params[0]);
    let mut inputs = vec![quote!(#cotangent)];
    for ((index, param), id) in primal.signature.params.iter().enumerate().zip(&pullback.params[1..]) {
        let (ident, buffer) = (&param.ident, emit.name(*id));
        if param.exchanged {
            let name = emit.buffer_of(index);
            inputs.push(quote!(#name));
            continue;
        }
        inputs.push(match (&param.ty, param.active) {
            (Ty::Ref(_), true) => quote!((#ident, #buffer)),
            (Ty::Ref(_), false) => quote!((#ident, _)),
            _ => quote!(()),
        });
    }
    let back = match body.block.diverges {
        true => quote!(::core::unreachable!()),
        false => emit.block(&pullback.body, &|results| tuple(&results)),
    };
    let uses = rules.imports();
    let traits = traits(&quote!(#sweep #back));
    let pullback = match recursive(body, &primal.signature) {
        true => {
            let private = names::private();
            quote!(#private::Box::new(move |#(#inputs),*| { #back }))
        }
        false => quote!(move |#(#inputs),*| { #back }),
    };
    let generics = function.sig.generics.params.iter().filter_map(|param| match param {
        syn::GenericParam::Lifetime(_) => None,
        syn::GenericParam::Type(syn::TypeParam { ident, .. })
        | syn::GenericParam::Const(syn::ConstParam { ident, .. }) => Some(ident),
    });
    let generics: Vec<_> = generics.collect();
    let turbofish = if generics.is_empty() { quote!() } else { quote!(::<#(#generics),*>) };
    let (name, items) = (&primal.signature.name, &primal.items);
    let (called, private) = (Called::of(function).name, names::private());
    // Also, a function of which only the gradient is used is not dead code.
    let paired = (!params.contains(name)).then(|| quote!(#private::paired(&#called, &#name #turbofish);));
    let told = told_by_spelling(&primal.spelt);
    let value = match body.block.diverges {
        true => quote!(::core::unreachable!()),
        false => quote!(#(#value)*),
    };
    rule(
        function,
        &primal.signature,
        recursive(body, &primal.signature),
        &crate::scratch::overwritten(primal),
        &quote! {
            #paired
            #(#items)*
            #told
            #uses
            #traits
            #tapes
            #sweep
            (#value, #pullback)
        },
    )
}

/// What lowering told by its spelling, for rustc to contradict.
fn told_by_spelling(spelt: &Spelt) -> TokenStream {
    let Spelt { constants, variables, functions } = spelt;
    let binds = (!variables.is_empty()).then(|| quote!(const _: () = { fn names(#(#variables: ()),*) {} };));
    let known = constants.iter().filter(|name| *name != "None");
    let constants = known.map(|name| quote_spanned!(name.span()=> const _: () = { let _ = &#name; };));
    let functions = functions.iter().filter_map(|path| {
        let name = &path.segments.last()?.ident;
        let (at, path) = (name.span(), names::without_arguments(path));
        let (module, types) = match name.to_string().as_str() {
            "stop_gradient" => (quote_spanned!(at=> ::differentiate), quote_spanned!(at=> <()>)),
            "from_fn" => (quote_spanned!(at=> ::core::array), quote_spanned!(at=> <(), 0, fn(usize)>)),
            _ => (quote_spanned!(at=> ::core::mem), quote_spanned!(at=> <()>)),
        };
        let private = names::private_at(at);
        Some(quote_spanned!(at=> const _: () = #private::known_by_its_name(#module::#name::#types, #path::#types);))
    });
    quote!(#(#constants)* #binds #(#functions)*)
}

/// The rule around the statements of its only function.
pub fn rule(
    function: &syn::ItemFn,
    signature: &Signature,
    recursive: bool,
    overwritten: &[bool],
    body: &TokenStream,
) -> TokenStream {
    let (vis, name) = (&function.vis, &signature.name);
    let called = Called::of(function);
    let mut params = parameters(signature);
    params.push(called.parameter());
    let generics = called.generics(function, signature);
    let (generics, _, where_clause) = generics.split_for_impl();
    let function_type = &called.ty;
    let captured = function.sig.generics.params.iter().filter_map(|param| match param {
        syn::GenericParam::Lifetime(_) => None,
        syn::GenericParam::Type(syn::TypeParam { ident, .. })
        | syn::GenericParam::Const(syn::ConstParam { ident, .. }) => Some(ident),
    });
    let captured = quote!(use<#(#captured,)* #function_type>);
    let private = names::private();
    let unit = || quote!(());
    let mut inputs = vec![signature.result.tangent().unwrap_or_else(unit)];
    let mut outputs = Vec::new();
    for param in &signature.params {
        let tangent = param.ty.tangent().filter(|_| param.active);
        if param.exchanged {
            let buffer = buffer_type(&param.ty);
            inputs.push(quote!(&mut #buffer));
            outputs.push(unit());
            continue;
        }
        let mut ty = param.tokens.clone();
        WithoutLifetimes.visit_type_mut(&mut ty);
        // What is held constant by `wrt` has a type of its own, for the message where a caller needs it.
        let held = match param.ty.is_differentiable() {
            true => quote!(#private::HeldConstantByWrt),
            false => unit(),
        };
        let (input, output) = match (tangent, &param.ty) {
            (Some(tangent), Ty::Ref(inner)) => {
                let buffer = match &**inner {
                    Ty::Slice(elem) | Ty::Vec(elem) => {
                        let elem = elem.tangent().unwrap_or_else(unit);
                        quote!([#elem])
                    }
                    _ => tangent,
                };
                (quote!((#ty, ::core::option::Option<&mut #buffer>)), unit())
            }
            (None, Ty::Ref(_)) => (quote!((#ty, #held)), unit()),
            (Some(tangent), _) => (unit(), tangent),
            (None, _) => (unit(), held),
        };
        inputs.push(input);
        outputs.push(output);
    }
    let outputs = tuple(&outputs);
    let count = proc_macro2::Literal::usize_unsuffixed(signature.params.len());
    let exchanged = signature.params.iter().map(|param| param.exchanged);
    // Callers ask only about arguments that may be lent.
    let by_reference = signature.params.iter().any(|param| param.exchanged || matches!(param.ty, Ty::Ref(_)));
    let overwrites = by_reference.then(|| {
        quote! {
            #[doc(hidden)]
            pub const EXCHANGES: [bool; #count] = [#(#exchanged),*];
            #[doc(hidden)]
            pub const OVERWRITES: [bool; #count] = [#(#overwritten),*];
        }
    });
    let (result, attributes) = (&signature.result_tokens, attributes(function));
    let pullback = match recursive {
        true => quote!(#private::Box<dyn ::core::ops::FnOnce(#(#inputs),*) -> #outputs>),
        false => quote!(impl ::core::ops::FnOnce(#(#inputs),*) -> #outputs + #captured),
    };
    quote! {
        #[doc(hidden)]
        #attributes
        #[allow(non_camel_case_types)]
        #vis struct #name {}
        #attributes
        impl #name {
            #overwrites
            #[doc(hidden)]
            #[inline]
            pub fn forward #generics(#(#params),*) -> (#result, #pullback)
            #where_clause
            {
                #body
            }
        }
    }
}

/// The last parameter of a rule: the function that is called, to be compared with the rule's own.
struct Called {
    name: Ident,
    ty: Ident,
}

impl Called {
    fn of(function: &syn::ItemFn) -> Called {
        let others = quote!(#function);
        let free = |wish: &str| {
            let mut name = wish.to_owned();
            while names::mentions(&others, &[&name]) {
                name.push('_');
            }
            Ident::new(&name, Span::call_site())
        };
        Called { name: free("primal"), ty: free("Primal") }
    }

    fn parameter(&self) -> TokenStream {
        let Called { name, ty } = self;
        quote!(#name: #ty)
    }

    /// The function's generics and the type of the function itself.
    fn generics(&self, function: &syn::ItemFn, signature: &Signature) -> syn::Generics {
        let (ty, result) = (&self.ty, &signature.result_tokens);
        let mut generics = function.sig.generics.clone();
        let params = signature.params.iter().enumerate().map(|(index, param)| match &param.tokens {
            // Not allowed in `Fn(…)`. It is an error anyway, which has been said.
            syn::Type::ImplTrait(ty) => {
                let (name, bounds) = (quote::format_ident!("{}{index}", self.ty), &ty.bounds);
                generics.params.push(syn::parse_quote!(#name: #bounds));
                quote!(#name)
            }
            ty => quote!(#ty),
        });
        let params: Vec<_> = params.collect();
        generics.params.push(syn::parse_quote!(#ty: ::core::ops::Fn(#(#params),*) -> #result));
        generics
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
