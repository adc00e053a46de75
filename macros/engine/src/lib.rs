//! The compiler inside `differentiate`: the tokens of a function in, the function and its gradient out.
//!
//! The modules stand in the order in which data goes through them.

mod options;

mod custom;

mod diagnostics;

mod spanned;

mod fallback;

mod depth;

mod configured;

mod block;

mod types;

pub mod ir;

mod method;

mod lower;

mod tables;

mod analysis;

mod optimise;

mod checkpoint;

mod restore;

mod tangent;

mod adjoint;

mod record;

mod names;

mod emit;

mod argmin;

mod passes;

mod request;

mod generate;

mod derive;

#[cfg(test)]
mod tests;

#[cfg(test)]
use passes::{Prepared, Switches, alone, transform};

use configured::Configured;
pub use derive::derive;
use diagnostics::Sink;
use fallback::Stub;
use method::{Home, Place};
use options::{Companion, Options};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

/// Expands `#[differentiate(arguments)] item`.
///
/// Gives the item as it came, followed by its companions, or by the errors of all that
/// cannot be differentiated and stubs of the companions.
pub fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let has_checkpoints = names::mentions(&item, &[checkpoint::NAME]);
    let of_crate = options::of_crate(&arguments);
    let mut expanded = expand_for(cfg!(feature = "alloc"), arguments, item);
    if has_checkpoints {
        expanded = checkpoint::without_attributes(expanded);
    }
    match of_crate {
        Some(of_crate) => names::with_crate(expanded, &of_crate),
        None => expanded,
    }
}

/// The same for a target with or without an allocator.
fn expand_for(alloc: bool, arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut sink = Sink::default();
    let options = Options::parse(names::canonical(arguments), &mut sink);
    if let Some(token) = depth::excess(&item) {
        let at = match &token {
            TokenTree::Group(group) => group.span_open(),
            other => other.span(),
        };
        sink.report_at(at, &diagnostics::TOO_DEEP, &[]);
        let errors = sink.into_tokens();
        return quote!(#item #errors);
    }
    let (item, written_here) = match custom::of_foreign(&item, &options) {
        Some(function) => (quote!(#function), true),
        None => (item, false),
    };
    let function: syn::ItemFn = match syn::parse2(names::canonical(item.clone())) {
        Ok(function) => {
            if !written_here {
                custom::refuse_body(&function, &options, &mut sink);
            }
            function
        }
        Err(_) => {
            match fallback::keyword(&item).to_string().as_str() {
                // What does not parse, rustc reports.
                "trait" => {
                    let Ok(block) = syn::parse2(item.clone()) else { return item };
                    custom::refuse_on_block(&options, &mut sink);
                    return block::expand_trait(block, &options, alloc, sink);
                }
                "impl" => {
                    let Ok(block) = syn::parse2(item.clone()) else { return item };
                    custom::refuse_on_block(&options, &mut sink);
                    return block::expand(block, &options, alloc, sink);
                }
                _ => {}
            }
            if let Some(unfinished) = fallback::unfinished(&item, &options, alloc) {
                return quote!(#item #unfinished);
            }
            sink.report(&fallback::keyword(&item), &diagnostics::NOT_A_FUNCTION, &[]);
            let errors = sink.into_tokens();
            return quote!(#item #errors);
        }
    };
    // A function without `self` shows by `Self` that it stands in an `impl`.
    let home = match function.sig.receiver().is_some() || lower::type_of_impl(&function).is_some() {
        true => Home::Impl(Default::default()),
        false => Home::Module,
    };
    let mut generated = expanded(function.clone(), &options, &home, alloc, &mut sink);
    generated.extend(argmin::traits(&function, &options, &home, &mut sink));
    let errors = sink.into_tokens();
    // `f64` may mean something else where the function writes `::core::primitive::f64`.
    let generated = match names::mentions(&item, &["primitive"]) {
        true => names::with_primitive_paths(generated),
        false => generated,
    };
    quote!(#item #errors #generated)
}

/// What is generated for a function, for each case of its conditional compilation.
fn expanded(
    function: syn::ItemFn,
    options: &Options,
    home: &Home,
    alloc: bool,
    sink: &mut Sink,
) -> TokenStream {
    let mut function = names::lifetimes::of_result(method::with_named_receiver(function));
    if !options.custom.is_empty() {
        function = custom::calling_itself(&function, home);
    }
    let mut generated = TokenStream::new();
    for Configured { condition, function } in configured::configurations(function) {
        let mut own = Sink::default();
        let items = differentiated(&function, options, home, alloc, sink, &mut own);
        let errors = own.into_tokens();
        let items = quote!(#errors #items);
        let items = match &condition {
            Some(condition) => configured::only(condition, items),
            None => Some(items),
        };
        match items {
            Some(items) => generated.extend(items),
            None => sink.report(&function.sig.ident, &diagnostics::INTERNAL, &["no items"]),
        }
    }
    generated
}

/// What is generated for a function, or stubs of it; not at all where there are errors already.
fn differentiated(
    function: &syn::ItemFn,
    options: &Options,
    home: &Home,
    alloc: bool,
    before: &Sink,
    sink: &mut Sink,
) -> TokenStream {
    let mut wrt = options.wrt.clone();
    let mut rule = None;
    if !options.custom.is_empty() {
        (rule, wrt) = custom::rule(function, options, home, sink);
    }
    let mut primal = lower::lower_for(function, wrt.as_deref(), options.asked(), home, sink);
    primal.signature.called.extend(options.custom.mentioned());
    let mut options = options.clone();
    if let Some(twice) = &options.twice {
        // The gradient's rule is the Hessian-vector product.
        let usual = Companion::USUAL.into_iter().filter(|_| options.companions.is_empty());
        let added: Vec<_> = usual.chain([Companion::Grad, Companion::Hvp]).collect();
        for companion in added {
            if !options.companions.iter().any(|(asked, _)| *asked == companion) {
                options.companions.push((companion, twice.clone()));
            }
        }
        let method = function.sig.receiver().is_some()
            || matches!(primal.signature.params.first(), Some(first) if first.is_receiver());
        let help = "leave `order = 2` out, and ask for `hvp` or `hessian`";
        if home.place() != Place::Type || home.is_impl() && !method {
            let why = "`order` belongs to functions and to methods of inherent `impl`s";
            sink.report(twice, &diagnostics::OPTION_SYNTAX, &[why, help]);
        }
        if primal.signature.outcome {
            let why = "`order` belongs to functions that give a float, not an `Option` or a `Result`";
            sink.report(twice, &diagnostics::OPTION_SYNTAX, &[why, help]);
        }
    }
    let companions = request::companions(&options, &primal.signature, sink);
    let mut generated = TokenStream::new();
    let wrong = |sink: &Sink| !before.is_empty() || !sink.is_empty();
    let refused = !wrong(sink) && primal.refused;
    if !wrong(sink) && !refused {
        let twice = options.twice.is_some();
        let more = with_passed(function, &options, home, &primal);
        let lowered =
            generate::Lowered { function, primal: &primal, of_rule: more.as_ref().unwrap_or(&primal) };
        generated = generate::generate(lowered, &companions, rule.as_ref(), twice, alloc, sink);
    }
    // Without an allocator a stub's type could not be named.
    if (refused || wrong(sink)) && alloc {
        let stub = if refused { Stub::Refuses } else { Stub::Panics };
        let own = |companion: &Companion| !request::is_for_callers(*companion, &primal.signature);
        let companions: Vec<_> = companions.into_iter().filter(own).collect();
        generated = fallback::stubs(function, &primal.signature, &companions, stub);
    }
    generated
}

/// The same function, with respect to what functions of its block pass on to it too. If it cannot be differentiated so, they are told that
/// `wrt` leaves it out.
fn with_passed(
    function: &syn::ItemFn,
    options: &Options,
    home: &Home,
    primal: &lower::Primal,
) -> Option<lower::Primal> {
    if options.passed.is_empty() {
        return None;
    }
    let active = primal.signature.params.iter().filter(|param| param.active).map(|param| &param.ident);
    let wrt: Vec<_> = active.chain(&options.passed).cloned().collect();
    let mut sink = Sink::default();
    let more = lower::lower_for(function, Some(&wrt), options.asked(), home, &mut sink);
    (sink.is_empty() && !more.refused).then_some(more)
}

/// The rule of a function of a trait, without a body.
fn declared(function: syn::ItemFn, options: &Options, home: &Home, sink: &mut Sink) -> TokenStream {
    let function = method::with_named_receiver(function);
    let signature = lower::signature_of(&function, options.wrt.as_deref(), home, sink);
    if !sink.is_empty() {
        return TokenStream::new();
    }
    let rule = emit::rule(&function, &signature, false, &[], &TokenStream::new(), None);
    let beside = emit::declared(&function, &signature, options.has_tangents(), options.keeps());
    quote!(#rule #beside)
}

/// What a method needs to be called through `dyn Trait`, with the allocator that this takes.
fn of_object(
    function: syn::ItemFn,
    options: &Options,
    home: &Home,
    object: &TokenStream,
    written: emit::object::Written,
) -> TokenStream {
    let function = method::with_named_receiver(function);
    let mut sink = Sink::default();
    let signature = lower::signature_of(&function, options.wrt.as_deref(), home, &mut sink);
    if !sink.is_empty() {
        return TokenStream::new();
    }
    let with = |tangents| emit::object::functions(&function, &signature, object, written, tangents);
    let mut generated = with(false);
    if options.has_tangents() {
        generated.extend(with(true));
    }
    generated
}
