//! The signature: which parameters take part, and what can be differentiated at all.

pub(super) mod aux;
pub(super) mod generics;
mod held;
pub(super) mod named;

use crate::diagnostics::{self as code, Sink, shown};
use crate::lower::env::function::{self, Functions};
use crate::method::Home;
use crate::types::{self, Ty, Types};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;

/// What the passes know of a signature.
#[derive(Clone)]
pub struct Signature {
    /// The function's name.
    pub name: Ident,
    /// In order.
    pub params: Vec<Param>,
    /// The type of the result. What it is known by name only is inferred.
    pub result: Ty,
    /// The type of its cotangent.
    pub cotangent: TokenStream,
    /// The same in Rust: as written, but numbers by value.
    pub result_tokens: TokenStream,
    /// What the function itself returns, as written.
    pub returned: TokenStream,
    /// It is an `Option` or a `Result`, as a pair.
    pub outcome: bool,
    /// It is a pair, of which the second part is not differentiated.
    pub aux: bool,
    /// The type of the cotangent of that part, in which there is nothing: what a caller has that does not look at it.
    pub aux_cotangent: Option<TokenStream>,
    /// The type parameters that are floats.
    pub generics: Vec<String>,
    /// Those of them whose methods may be of a trait of the user's.
    pub compared: Vec<String>,
    /// The generics of companions and rule, with the bound that these are floats.
    pub own_generics: syn::Generics,
    /// What the body calls by a bare name, which no parameter of a companion may have.
    pub called: Vec<Ident>,
    /// Where the function stands.
    pub home: Home,
    /// The lifetimes that the pullback holds on to.
    pub held: Vec<syn::Lifetime>,
}

/// A parameter.
#[derive(Clone)]
pub struct Param {
    /// Its name; made up where the user wrote a pattern.
    pub ident: Ident,
    /// The pattern that takes it apart.
    pub pattern: Option<syn::Pat>,
    /// Its type as written.
    pub tokens: syn::Type,
    /// Its type as understood.
    pub ty: Ty,
    /// It is differentiated.
    pub active: bool,
    /// Of a named type and not decided by `wrt`.
    pub undecided: bool,
    /// By `&mut`: in and out. `ty` is then what it refers to.
    pub exchanged: bool,
    /// The body takes fields with names out of it: it is a struct.
    pub has_fields: bool,
    /// It is a function, or several: a constant.
    pub function: bool,
    /// It is one function, which has no slot in the rule.
    pub slotless: bool,
    /// The field of the result that it becomes, and nothing else. The field may be held constant.
    pub given: Option<String>,
}

impl Param {
    /// Is it the receiver of a method?
    pub fn is_receiver(&self) -> bool {
        crate::names::is_receiver(&self.ident)
    }

    /// As the user calls it.
    pub fn name(&self) -> String {
        crate::names::with_self(&self.ident.to_string())
    }

    /// The type by which a caller passes the tangent of the parameter, where that of its values is known: that of a receiver and that of an
    /// operand by reference, since the caller does not know how a method or an operator takes them.
    pub fn type_of_tangent(&self, ty: &Ty, home: &Home) -> Ty {
        let unknown = self.is_receiver() || matches!(home, Home::Operator(_));
        match ty {
            Ty::Ref(_) => ty.clone(),
            ty if unknown && !self.exchanged => Ty::Ref(Box::new(ty.clone())),
            ty => ty.clone(),
        }
    }

    /// The first reference, or lifetime, in a type that is no reference itself.
    pub fn inner_reference(&self) -> Option<TokenStream> {
        struct Inner(Option<TokenStream>);
        impl<'ast> syn::visit::Visit<'ast> for Inner {
            fn visit_type_reference(&mut self, reference: &'ast syn::TypeReference) {
                if reference.lifetime.as_ref().is_none_or(|lifetime| lifetime.ident != "static") {
                    self.0.get_or_insert(reference.and_token.to_token_stream());
                }
                syn::visit::visit_type_reference(self, reference);
            }
            fn visit_lifetime(&mut self, lifetime: &'ast syn::Lifetime) {
                if lifetime.ident != "static" {
                    self.0.get_or_insert(lifetime.to_token_stream());
                }
            }
            // What a function takes it does not hold.
            fn visit_type_fn_ptr(&mut self, _: &'ast syn::TypeFnPtr) {}
            fn visit_parenthesized_generic_arguments(&mut self, _: &'ast syn::ParenthesizedGenericArguments) {
            }
        }
        let mut inner = Inner(None);
        if !matches!(self.ty, Ty::Ref(_)) && !self.exchanged {
            syn::visit::Visit::visit_type(&mut inner, &self.tokens);
        }
        inner.0
    }
}

impl Signature {
    /// Are there references to numbers in the result, as the function returns it?
    pub fn returns_references_to_numbers(&self) -> bool {
        self.returned.to_string() != self.result_tokens.to_string()
    }

    /// The type of the value: that of the result, or what is in it where that is an `Option` or a `Result`.
    pub fn value(&self) -> Ty {
        let part = match (self.outcome, self.aux) {
            (true, _) => Some(1),
            (false, true) => Some(0),
            (false, false) => None,
        };
        part.and_then(|part| self.result.part(part)).unwrap_or_else(|| self.result.clone())
    }

    /// Has the result no cotangent: does the function only change what it gets by `&mut`, and perhaps return an integer or a `bool`?
    pub fn is_without_cotangent(&self) -> bool {
        self.value() == Ty::Tuple(Vec::new()) || self.value().is_discrete()
    }

    /// The type of what a `return` gives that is differentiated.
    pub fn value_or_outcome(&self) -> Ty {
        if self.aux { self.value() } else { self.result.clone() }
    }

    /// The type of the result, with a value of another type in the `Option` or the `Result`.
    pub fn result_of(&self, value: &TokenStream) -> TokenStream {
        let of_other = || -> Option<TokenStream> {
            let mut ty: syn::TypePath = syn::parse2(self.result_tokens.clone()).ok()?;
            let last = ty.path.segments.last_mut()?;
            let syn::PathArguments::AngleBracketed(arguments) = &mut last.arguments else { return None };
            let first =
                arguments.args.iter_mut().find(|argument| matches!(argument, syn::GenericArgument::Type(_)));
            *first? = syn::parse_quote!(#value);
            Some(quote!(#ty))
        };
        match self.outcome {
            true => of_other().unwrap_or_else(|| value.clone()),
            false => value.clone(),
        }
    }

    /// The type of the value as written.
    pub fn value_tokens(&self) -> TokenStream {
        let written = || -> Option<TokenStream> {
            let ty: syn::TypePath = syn::parse2(self.result_tokens.clone()).ok()?;
            ["Option", "Result"]
                .iter()
                .find_map(|name| types::generic_argument(&ty, name))
                .map(|of| quote!(#of))
        };
        match self.outcome {
            true => written().unwrap_or_else(|| self.result_tokens.clone()),
            false => self.result_tokens.clone(),
        }
    }

    /// The type that the rule gives: an `Option` or a `Result` as the pair of its status and its value.
    pub fn pair_tokens(&self) -> TokenStream {
        let value = self.value_tokens();
        match (self.outcome, &self.result) {
            (false, _) => value,
            (true, result) if matches!(result.part(0), Some(Ty::Bool)) => {
                quote!((::core::primitive::bool, #value))
            }
            (true, _) => {
                let status = self.result_of(&quote!(()));
                quote!((#status, #value))
            }
        }
    }

    /// The type of the cotangent of what comes with the value.
    pub fn aux_cotangent(&self) -> TokenStream {
        let private = crate::names::private();
        self.aux_cotangent.clone().unwrap_or_else(|| quote!(#private::NoTangent))
    }

    /// The signature with a tangent for each parameter behind the parameters. The value is that of the function and its tangent.
    #[must_use]
    pub fn with_tangents(&self) -> Signature {
        let mut taken: Vec<Ident> = self.params.iter().map(|param| param.ident.clone()).collect();
        taken.extend(self.called.iter().cloned());
        let mut params = self.params.clone();
        let private = crate::names::private();
        for param in &self.params {
            let wish = format!("t_{}", crate::names::plain(&param.ident));
            let ident = crate::names::beside(taken.iter(), &wish);
            taken.push(ident.clone());
            let is_seen = !self.home.is_of_generic_trait() || param.is_receiver();
            let own = param
                .ty
                .written_tangent()
                .filter(|_| param.active || param.ty.is_differentiable() && is_seen);
            let buffer = match param.ty.referent() {
                Ty::Slice(elem) | Ty::Vec(elem) => elem.written_tangent().map(|elem| quote!([#elem])),
                _ => own.clone(),
            };
            let passed = param.type_of_tangent(&param.ty, &self.home);
            let (tokens, ty): (syn::Type, Ty) = match own.zip(buffer) {
                Some((_, buffer)) if param.exchanged => (syn::parse_quote!(&mut #buffer), passed),
                Some((_, buffer)) if matches!(passed, Ty::Ref(_)) => (syn::parse_quote!(&#buffer), passed),
                Some((own, _)) => (syn::parse_quote!(#own), passed),
                None if matches!(self.home, Home::Operator(_)) => {
                    (syn::parse_quote!(&#private::NoTangent), Ty::Ref(Box::new(Ty::Discrete)))
                }
                None => (syn::parse_quote!(#private::NoTangent), Ty::Discrete),
            };
            params.push(Param {
                ident,
                pattern: None,
                tokens,
                ty,
                active: param.active,
                undecided: false,
                exchanged: param.exchanged && param.active,
                has_fields: false,
                function: false,
                slotless: false,
                given: None,
            });
        }
        let value = self.pair_tokens();
        let (cotangent, aux) = (&self.cotangent, self.aux_cotangent());
        let tangent = match (self.outcome, self.aux) {
            (true, _) => quote!(((), #cotangent)),
            (false, true) => quote!((#cotangent, #aux)),
            (false, false) => cotangent.clone(),
        };
        Signature {
            params,
            result: Ty::Tuple(vec![self.result.clone(), self.result.clone()]),
            cotangent: quote!((#tangent, #tangent)),
            result_tokens: quote!((#value, #tangent)),
            returned: quote!((#value, #tangent)),
            outcome: false,
            aux: false,
            ..self.clone()
        }
    }

    /// The parameters that are differentiated.
    pub fn active(&self) -> impl Iterator<Item = &Param> {
        self.params.iter().filter(|p| p.active && !p.exchanged)
    }

    /// The parameters by `&mut` that are differentiated.
    pub fn exchanged(&self) -> impl Iterator<Item = &Param> {
        self.params.iter().filter(|p| p.active && p.exchanged)
    }
}

/// Reads a signature and reports what in it cannot be differentiated.
pub fn read(
    function: &syn::ItemFn,
    wrt_as_written: Option<&[Ident]>,
    home: &Home,
    asked: super::Asked,
    types: &mut Types,
    sink: &mut Sink,
) -> Signature {
    let sig = &function.sig;
    refuse_qualifiers(sig, home, sink);
    // The hidden rule would be the type of that name.
    if types::is_primitive(&sig.ident) && !home.is_impl() {
        let help = format!("give it another name, such as `{}_of`", sig.ident);
        sink.report(&sig.ident, &code::UNSUPPORTED, &["a function with the name of a primitive type", &help]);
    }
    // Names that do not exist choose nothing; they are reported below.
    let named = |name: &Ident| sig.inputs.iter().any(|input| is_named(input, name));
    let of_trait = named_by_trait(function, wrt_as_written, home);
    let wrt = wrt_as_written.filter(|names| of_trait.is_some() || names.iter().any(named));
    let generics = generics::floats(function, home, wrt_as_written);
    let functions = function::type_parameters(&sig.generics);
    let mut params = Vec::new();
    for (index, input) in sig.inputs.iter().enumerate() {
        match input {
            syn::FnArg::Receiver(receiver) => sink.report(receiver, &code::RECEIVER, &[&shown(receiver)]),
            syn::FnArg::Typed(typed) => {
                let place = (index, of_trait.as_ref());
                params.push(parameter(typed, place, function, wrt, (&generics, &functions), types, sink));
            }
        }
    }
    if home.place() == crate::method::Place::Provided {
        // What the function does with them, each implementation decides.
        params.iter_mut().for_each(|param| param.undecided = false);
    }
    let differentiated = if asked.aux { aux::differentiated(function, home, sink) } else { None };
    let aux = differentiated.is_some();
    let mut returned = sig.output.clone();
    if let syn::ReturnType::Type(_, ty) = &mut returned {
        **ty = numbers_by_value((**ty).clone(), &generics);
    }
    let output = differentiated.as_ref().unwrap_or(&returned);
    if matches!(output, syn::ReturnType::Default) {
        take_outputs(&mut params);
    }
    let written = result((&sig.ident, output), &generics, &params, types, sink);
    let mut structs = home.structs();
    structs.extend(named::names_of_structs(&quote!(#function)));
    let all = home.all_generics(&function.sig.generics);
    structs.retain(|name| all.type_params().all(|param| param.ident != *name));
    let is_struct = |name: &str| structs.contains(name) || home.is_own_type(name);
    let opened = named::opened_as_users(&written, is_struct, types);
    let signature = Signature {
        name: sig.ident.clone(),
        cotangent: match output {
            syn::ReturnType::Type(_, ty) if !named::may_be_alias(named::within(ty)) => written.tangent(),
            _ => written.written_tangent(),
        }
        .unwrap_or_else(|| quote!(())),
        outcome: matches!(written, Ty::Outcome(..)),
        result: if aux { Ty::Tuple(vec![opened, types.fresh()]) } else { opened },
        aux,
        aux_cotangent: aux::cotangent(function, &generics, types),
        result_tokens: match &returned {
            syn::ReturnType::Default => quote!(()),
            syn::ReturnType::Type(_, ty) => quote!(#ty),
        },
        returned: match &sig.output {
            syn::ReturnType::Default => quote!(()),
            syn::ReturnType::Type(_, ty) => quote!(#ty),
        },
        params,
        own_generics: generics::own_generics(&sig.generics, home, &generics),
        compared: generics::compared(&home.all_generics(&sig.generics), &generics),
        generics,
        called: Vec::new(),
        home: home.clone(),
        held: Vec::new(),
    };
    check_wrt(&signature, wrt_as_written, sink);
    let any = signature.active().chain(signature.exchanged()).next().is_some();
    if sink.is_empty() && !any && !refuse_names(&signature.params, sink) {
        let help = match sig.inputs.is_empty() {
            true => {
                "leave the attribute out: the result is a constant, and functions with the attribute may call it"
            }
            false => {
                "give it a parameter made of `f64` or `f32`, name one of a type of yours in `wrt(…)`, or leave the attribute out: functions with the attribute may call it"
            }
        };
        sink.report(&sig.ident, &code::NOTHING_TO_DIFFERENTIATE, &[&sig.ident.to_string(), help]);
    }
    signature
}

fn is_named(input: &syn::FnArg, name: &Ident) -> bool {
    match input {
        syn::FnArg::Typed(typed) => matches!(&*typed.pat, syn::Pat::Ident(pat) if pat.ident == *name),
        syn::FnArg::Receiver(_) => false,
    }
}

fn refuse_qualifiers(sig: &syn::Signature, home: &Home, sink: &mut Sink) {
    let shown = sig.ident.to_string();
    if matches!(home, Home::Module) && ["std", "core", "alloc"].contains(&shown.as_str()) {
        sink.report(&sig.ident, &code::CRATE_NAME, &[&shown, &shown]);
    }
    if let syn::Safety::Unsafe(token) = &sig.safety {
        sink.report(token, &code::UNSAFE, &[]);
    }
    if let Some(token) = &sig.asyncness {
        sink.report(token, &code::ASYNC, &[]);
    }
    if let Some(abi) = &sig.abi {
        sink.report(abi, &code::EXTERN, &[]);
    }
    if let Some(variadic) = &sig.variadic {
        sink.report(variadic, &code::EXTERN, &[]);
    }
}

/// A name for a parameter that is a pattern, made of the names in it; the function mentions no such name.
fn name_of(pattern: &syn::Pat, function: &syn::ItemFn) -> Ident {
    struct Names(Vec<String>);
    impl<'ast> syn::visit::Visit<'ast> for Names {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            self.0.push(crate::names::plain(&pat.ident));
        }
    }
    let mut names = Names(Vec::new());
    syn::visit::Visit::visit_pat(&mut names, pattern);
    crate::names::unmentioned(function, names.0.join("_and_"), "_parts")
}

/// The name that a trait has for the only parameter that is a pattern in its `impl`: the only one in `wrt` that the `impl` does not have.
fn named_by_trait(function: &syn::ItemFn, wrt: Option<&[Ident]>, home: &Home) -> Option<Ident> {
    if home.place() != crate::method::Place::ImplOfTrait {
        return None;
    }
    let inputs = &function.sig.inputs;
    let is_pattern = |input: &&syn::FnArg| matches!(input, syn::FnArg::Typed(typed) if !matches!(*typed.pat, syn::Pat::Ident(_) | syn::Pat::Wild(_)));
    let unknown = |name: &&Ident| !inputs.iter().any(|input| is_named(input, name));
    let unknown: Vec<&Ident> = wrt?.iter().filter(unknown).collect();
    match unknown[..] {
        [name] if inputs.iter().filter(is_pattern).count() == 1 => {
            let free = crate::names::unmentioned(function, name.to_string(), "_") == *name;
            free.then(|| name.clone())
        }
        _ => None,
    }
}

fn parameter(
    typed: &syn::PatType,
    (index, of_trait): (usize, Option<&Ident>),
    function: &syn::ItemFn,
    wrt: Option<&[Ident]>,
    (generics, functions): (&[String], &Functions),
    types: &mut Types,
    sink: &mut Sink,
) -> Param {
    let (ident, pattern) = match &*typed.pat {
        syn::Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none() => (pat.ident.clone(), None),
        syn::Pat::Wild(_) => (Ident::new(&format!("unused_{index}"), Span::call_site()), None),
        pattern @ (syn::Pat::Tuple(_) | syn::Pat::Slice(_) | syn::Pat::Reference(_) | syn::Pat::Paren(_)) => {
            (of_trait.cloned().unwrap_or_else(|| name_of(pattern, function)), Some(pattern.clone()))
        }
        other => {
            sink.report(other, &code::PARAMETER_PATTERN, &[]);
            (Ident::new(&format!("argument_{index}"), Span::call_site()), None)
        }
    };
    let chosen = wrt.is_some_and(|names| names.contains(&ident));
    refuse_type(&typed.ty, chosen, sink);
    let (exchanged, ty) = match &*typed.ty {
        syn::Type::Reference(reference) if reference.mutability.is_some() => {
            (true, types::read(&reference.elem, generics, types))
        }
        other => (false, types::read(other, generics, types)),
    };
    if exchanged && pattern.is_some() {
        sink.report(&typed.pat, &code::PARAMETER_PATTERN, &[]);
    }
    let is_function = function::is_function(&typed.ty, functions);
    let has_fields = named::is_named(&ty) && named::has_fields(function, &ident);
    let named = chosen
        && named::is_named(&ty)
        && (named::may_be_alias(&typed.ty) || named::is_option(&typed.ty))
        && !is_function;
    let active = named || ty.is_differentiable() && (wrt.is_none() || chosen);
    let undecided = !ty.is_differentiable() && !ty.is_discrete() && !is_function && wrt.is_none();
    let (tokens, function) = ((*typed.ty).clone(), is_function);
    let slotless = function::is_one(&typed.ty, functions);
    Param {
        ident,
        pattern,
        tokens,
        ty,
        active,
        undecided,
        exchanged,
        has_fields,
        function,
        slotless,
        given: None,
    }
}

/// Inside of a reference another `&mut` cannot be followed.
fn refuse_inner(ty: &syn::Type, chosen: bool, sink: &mut Sink) {
    if let syn::Type::Reference(syn::TypeReference { mutability: Some(mutability), .. }) = ty {
        sink.report(mutability, &code::MUT_REFERENCE, &[]);
    }
    refuse_type(ty, chosen, sink);
}

/// What is known by a trait only, unless it is a function, has no gradient that could be named. It may be a constant.
fn refuse_trait(
    ty: &dyn quote::ToTokens,
    bounds: &Punctuated<syn::TypeParamBound, syn::Token![+]>,
    chosen: bool,
    sink: &mut Sink,
) {
    if chosen && function::function_bound(bounds).is_none() {
        sink.report(ty, &code::DYN, &[&shown(ty)]);
    }
}

/// Is it known by a trait only, behind references or not?
fn is_object(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::TraitObject(_) | syn::Type::ImplTrait(_) => true,
        syn::Type::Reference(reference) => is_object(&reference.elem),
        syn::Type::Paren(inner) => is_object(&inner.elem),
        _ => false,
    }
}

/// Reports what can never be differentiated in a type.
fn refuse_type(ty: &syn::Type, chosen: bool, sink: &mut Sink) {
    match ty {
        syn::Type::TraitObject(object) => refuse_trait(object, &object.bounds, chosen, sink),
        syn::Type::ImplTrait(object) => refuse_trait(object, &object.bounds, chosen, sink),
        syn::Type::Reference(reference) => {
            refuse_inner(&reference.elem, chosen, sink);
        }
        syn::Type::Slice(slice) => refuse_type(&slice.elem, chosen, sink),
        syn::Type::Path(path) => {
            let last = path.path.segments.last().map(|s| &s.arguments);
            if let Some(syn::PathArguments::AngleBracketed(args)) = last {
                for arg in &args.args {
                    if let syn::GenericArgument::Type(inner @ syn::Type::TraitObject(_)) = arg {
                        refuse_type(inner, chosen, sink);
                    }
                }
            }
        }
        syn::Type::Tuple(tuple) => tuple.elems.iter().for_each(|elem| refuse_type(elem, chosen, sink)),
        syn::Type::Array(array) => refuse_type(&array.elem, chosen, sink),
        _ => {}
    }
}

/// Reports parameters of which only the name of the type is known, where there are no others: to be differentiated they have to be
/// named in `wrt`, and a struct cannot be.
fn refuse_names(params: &[Param], sink: &mut Sink) -> bool {
    let named: Vec<&Param> = params
        .iter()
        .filter(|param| named::is_named(&param.ty) && named::may_be_alias(&param.tokens))
        .filter(|param| !param.function)
        .collect();
    for param in &named {
        let (name, ty) = (param.ident.to_string(), shown(&param.tokens));
        match param.has_fields {
            true => sink.report(&param.tokens, &code::STRUCT, &[&name, &ty, &name]),
            false => sink.report(&param.tokens, &code::ALIAS, &[&name, &ty, &name]),
        }
    }
    !named.is_empty()
}

/// What a function without a result writes to is its result, also where `wrt` names only what it is differentiated with respect to.
fn take_outputs(params: &mut [Param]) {
    if params.iter().any(|param| param.active && param.exchanged) {
        return;
    }
    for param in params.iter_mut().filter(|param| param.exchanged && param.ty.is_differentiable()) {
        param.active = true;
    }
}

fn result(
    (name, output): (&Ident, &syn::ReturnType),
    generics: &[String],
    params: &[Param],
    types: &mut Types,
    sink: &mut Sink,
) -> Ty {
    let syn::ReturnType::Type(_, ty) = output else {
        let left: Vec<&Param> = params.iter().filter(|p| p.exchanged && p.ty.is_differentiable()).collect();
        let named = params.iter().any(|param| param.active && param.exchanged);
        match left[..] {
            [] if named || refuse_exchanged_structs(params, sink) => {}
            [] => sink.report(name, &code::DISCRETE_RESULT, &["()"]),
            _ => {}
        }
        return Ty::Tuple(Vec::new());
    };
    let read = named::result_of(types::read_value(ty, generics, types), ty);
    let text = shown(ty);
    if let syn::Type::TraitObject(syn::TypeTraitObject { bounds, .. })
    | syn::Type::ImplTrait(syn::TypeImplTrait { bounds, .. }) = &**ty
    {
        let is_function = function::function_bound(bounds).is_some();
        sink.report(ty, if is_function { &code::UNKNOWN_RESULT } else { &code::DYN }, &[&text]);
    } else if !read.is_discrete() && refers_by_mut(ty) {
        sink.report(ty, &code::UNKNOWN_RESULT, &[&text]);
    } else if read.is_discrete() && params.iter().any(|param| param.active && param.exchanged) {
        // What the function leaves in a parameter by `&mut` has a derivative.
    } else if read.is_discrete() || matches!(**ty, syn::Type::Never(_)) {
        sink.report(ty, &code::DISCRETE_RESULT, &[&text]);
    } else if named::is_alias(&read, ty) {
        // Another name of a type that is made of floats, or rustc says that it has no gradient.
    } else if (!read.is_differentiable() || named::holds_outcome(ty)) && sink.is_empty() {
        sink.report(ty, &code::UNKNOWN_RESULT, &[&text]);
    }
    read
}

/// The type of a result in which references to numbers are the numbers, also in a tuple, an `Option` or a `Result`.
pub(super) fn numbers_by_value(mut ty: syn::Type, generics: &[String]) -> syn::Type {
    fn by_value(ty: &mut syn::Type, generics: &[String]) {
        match ty {
            syn::Type::Reference(of) if of.mutability.is_none() => {
                if let Ty::Float(_) = types::read(&of.elem, generics, &mut Types::default()) {
                    *ty = (*of.elem).clone();
                }
            }
            syn::Type::Tuple(tuple) => tuple.elems.iter_mut().for_each(|ty| by_value(ty, generics)),
            syn::Type::Path(path) if types::is_outcome_path(path) => {
                let last = path.path.segments.last_mut().map(|last| &mut last.arguments);
                if let Some(syn::PathArguments::AngleBracketed(of)) = last
                    && let Some(syn::GenericArgument::Type(ty)) = of.args.first_mut()
                {
                    by_value(ty, generics);
                }
            }
            _ => {}
        }
    }
    by_value(&mut ty, generics);
    ty
}

/// Is it a `&mut`?
fn refers_by_mut(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Reference(reference) if reference.mutability.is_some())
}

/// Reports structs by `&mut`, where nothing else is left by the function.
fn refuse_exchanged_structs(params: &[Param], sink: &mut Sink) -> bool {
    let structs: Vec<&Param> = params.iter().filter(|param| param.exchanged && param.has_fields).collect();
    for param in &structs {
        let (name, ty) = (param.ident.to_string(), shown(&param.tokens));
        sink.report(&param.tokens, &code::STRUCT, &[&name, &ty, &name]);
    }
    !structs.is_empty()
}

fn check_wrt(signature: &Signature, wrt: Option<&[Ident]>, sink: &mut Sink) {
    for name in wrt.into_iter().flatten() {
        let text = name.to_string();
        match signature.params.iter().find(|p| p.ident == *name) {
            None => {
                let all: Vec<_> = signature.params.iter().map(|p| format!("`{}`", p.name())).collect();
                // The message has the unknown name and the function, its help the parameters.
                let function = signature.name.to_string();
                sink.report(name, &code::WRT_UNKNOWN, &[&text, &function, &all.join(", ")]);
            }
            Some(param) if param.ty.is_discrete() => {
                let ty = &param.tokens;
                sink.report(name, &code::WRT_DISCRETE, &[&text, &shown(ty)]);
            }
            // A type that was reported above is not reported again.
            Some(param) if !param.active && !param.ty.is_differentiable() && !is_object(&param.tokens) => {
                let ty = &param.tokens;
                sink.report(name, &code::WRT_NAMED, &[&text, &shown(ty)]);
            }
            Some(_) => {}
        }
    }
}
