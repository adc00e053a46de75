//! The compiler inside `differentiate`: the tokens of a function in, the function and its gradient out.
//!
//! The modules stand in the order in which data goes through them.

mod options;

mod diagnostics;

mod fallback;

mod depth;

mod configured;

mod block;

mod types;

pub mod ir;

mod method;

mod lower;

mod settle;

mod roots;

mod sink;

mod scratch;

mod term;

mod rules;

mod panics;

mod adjoint;

mod fuse;

mod rewrites;

mod simplify;

mod share;

mod record;

mod scatter;

mod views;

mod storage;

mod names;

mod emit;

mod count;

mod derive;

#[cfg(test)]
mod tests;

use adjoint::{Guards, Mode, Once};
use configured::Configured;
pub use derive::derive;
use diagnostics::Sink;
use fallback::Stub;
use ir::Body;
use lower::Primal;
use method::{Home, Place};
use options::{Companion, Options};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use scratch::Scratch;

/// Expands `#[differentiate(arguments)] item`.
///
/// Gives the item as it came, followed by its companions, or by the errors of all that
/// cannot be differentiated and stubs of the companions.
pub fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand_for(cfg!(feature = "alloc"), arguments, item)
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
    let function: syn::ItemFn = match syn::parse2(names::canonical(item.clone())) {
        Ok(function) => function,
        Err(_) => {
            match fallback::keyword(&item).to_string().as_str() {
                // What does not parse, rustc reports.
                "trait" => {
                    let Ok(block) = syn::parse2(item.clone()) else { return item };
                    return block::expand_trait(block, &options, alloc, sink);
                }
                "impl" => {
                    let Ok(block) = syn::parse2(item.clone()) else { return item };
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
        true => Home::Impl(Box::default()),
        false => Home::Module,
    };
    let generated = expanded(function, &options, &home, alloc, &mut sink);
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
    let function = method::with_named_receiver(function);
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
    let primal = lower::lower_for(function, options.wrt.as_deref(), options.symmetric, home, sink);
    let companions = companions(options, &primal, sink);
    let mut generated = TokenStream::new();
    let wrong = |sink: &Sink| !before.is_empty() || !sink.is_empty();
    let refused = !wrong(sink) && primal.refused;
    if !wrong(sink) && !refused {
        generated = generate(function, &primal, &companions, alloc, sink);
    }
    // Without an allocator a stub's type could not be named.
    if (refused || wrong(sink)) && alloc {
        let stub = if refused { Stub::Refuses } else { Stub::Panics };
        generated = fallback::stubs(function, &primal.signature, &companions, stub);
    }
    generated
}

/// The rule of a function of a trait, without a body.
fn declared(function: syn::ItemFn, options: &Options, home: &Home, sink: &mut Sink) -> TokenStream {
    let function = method::with_named_receiver(function);
    let signature = lower::signature_of(&function, options.wrt.as_deref(), home, sink);
    if !sink.is_empty() {
        return TokenStream::new();
    }
    emit::rule(&function, &signature, false, &[], &TokenStream::new(), None)
}

fn generate(
    function: &syn::ItemFn,
    primal: &Primal,
    companions: &[Companion],
    alloc: bool,
    sink: &mut Sink,
) -> TokenStream {
    let mut generated = TokenStream::new();
    let prepared = Prepared::of(primal, Switches::default().sink);
    let place = primal.signature.home.place();
    for companion in companions.iter().filter(|_| matches!(place, Place::Type | Place::Provided)) {
        let mode = match companion {
            Companion::Grad => Mode::Grad,
            Companion::ValueAndGrad => Mode::ValueAndGrad,
            Companion::Vjp => Mode::Vjp,
            Companion::AccumulateGrad => Mode::Accumulate,
        };
        let mut bodies = vec![transform(&prepared, mode, alloc, true)];
        if !bodies[0].trusts.is_empty() || !bodies[0].quiet.is_empty() {
            bodies.push(transform(&prepared, mode, alloc, false));
        }
        for body in &bodies {
            check(primal, body, sink);
            if !alloc && sink.is_empty() {
                check_storage(primal, *companion, body, sink);
            }
        }
        if !sink.is_empty() {
            return TokenStream::new();
        }
        let cost = count::statement(primal, &bodies[0]);
        generated.extend(emit::public(function, primal, *companion, &bodies, &cost));
    }
    if place == Place::Provided {
        return generated;
    }
    let rule = transform(&prepared, Mode::Forward, alloc, false);
    check(primal, &rule, sink);
    if !sink.is_empty() {
        return TokenStream::new();
    }
    if alloc || storage::need(&rule).is_none() {
        check_references(primal, &rule, sink);
        if !sink.is_empty() {
            return TokenStream::new();
        }
        generated.extend(emit::forward(function, primal, &rule));
    }
    generated
}

/// What the passes give must be well-formed; where it is not, the mistake is ours, and nothing is generated.
fn check(primal: &Primal, body: &Body, sink: &mut Sink) {
    if let Err(error) = ir::verify(body) {
        sink.report(&primal.signature.name, &diagnostics::INTERNAL, &[&error]);
    }
}

/// Reports what cannot be without an allocator.
fn check_storage(primal: &Primal, companion: Companion, body: &Body, sink: &mut Sink) {
    let is_list = |p: &&lower::Param| p.ty.is_list();
    match primal.signature.active().find(is_list) {
        Some(param) if companion != Companion::AccumulateGrad => {
            sink.report(&param.tokens, &diagnostics::ALLOC_GRADIENT, &[&param.ident.to_string()]);
        }
        _ => match storage::need(body) {
            Some(storage::Need::Recording(at)) => sink.report_at(at, &diagnostics::ALLOC_LOOP, &[]),
            Some(storage::Need::List(at)) => sink.report_at(at, &diagnostics::ALLOC_LIST, &[]),
            None => {}
        },
    }
}

/// Reports references that the pullback would keep.
fn check_references(primal: &Primal, rule: &Body, sink: &mut Sink) {
    let Some(pullback) = &rule.pullback else { return };
    if let Some(reference) = record::kept_reference(rule) {
        let (span, what) =
            (rule.arena.get(reference).span, "a reference that the reverse sweep would have to keep");
        sink.report_at(span, &diagnostics::UNSUPPORTED, &[what]);
        return;
    }
    let mut kept = pullback.body.uses(&rule.arena).into_keys().collect::<Vec<_>>();
    kept.sort();
    for id in kept {
        if let ir::Op::Param(index) = rule.arena.op(id)
            && let Some(at) = primal.signature.params[*index].inner_reference()
        {
            let name = primal.signature.params[*index].ident.to_string();
            sink.report(&at, &diagnostics::INNER_REFERENCE, &[&name]);
        }
    }
}

/// A function to a companion of it. Where callees are trusted, the body says with what.
fn transform(prepared: &Prepared, mode: Mode, alloc: bool, trust: bool) -> Body {
    passes(prepared, mode, Switches { alloc, trust, ..Switches::default() })
}

#[cfg(test)]
fn alone(primal: &Primal, mode: Mode, switches: Switches) -> Body {
    passes(&Prepared::of(primal, switches.sink), mode, switches)
}

/// What all companions of a function begin with.
struct Prepared {
    primal: Primal,
    guards: Guards,
}

impl Prepared {
    fn of(primal: &Primal, sink: bool) -> Prepared {
        before("lower", primal);
        let primal = if sink { sink::sink(primal) } else { primal.clone() };
        before("sink", &primal);
        let guards = if sink { adjoint::guards(&primal) } else { Guards::new() };
        Prepared { primal, guards }
    }
}

/// What must not matter for what the output computes; tests turn it.
#[derive(Clone, Copy, Debug)]
struct Switches {
    simplify: bool,
    /// Is what is not taken kept from the adjoint?
    sink: bool,
    /// Up to this many operations are repeated rather than recorded.
    cheap: u32,
    /// Is there an allocator?
    alloc: bool,
    /// Do callees overwrite what they are given by `&mut`, and run no opaque code, where it helps?
    trust: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Switches { simplify: true, sink: true, cheap: record::CHEAP, alloc: true, trust: false }
    }
}

/// Both sweeps, without what nobody needs.
fn swept(prepared: &Prepared, mode: Mode, switches: Switches, scratch: &Scratch, once: Once) -> Body {
    let Prepared { primal, guards } = prepared;
    let mut body = adjoint::reverse(primal, mode, switches, guards, scratch.clone(), once);
    after("adjoint", &body, false);
    if switches.simplify {
        let instead = fuse::fuse(&mut body);
        after("fuse", &body, false);
        simplify::simplify(&mut body, instead);
        after("simplify", &body, false);
    }
    share::remove_dead(&mut body);
    after("share", &body, false);
    body
}

/// In the engine's tests what a pass leaves must be well-formed; `recorded`: also values that the reverse sweep mentions.
fn after(pass: &str, body: &Body, recorded: bool) {
    #[cfg(test)]
    if let Err(error) = if recorded { ir::verify(body) } else { ir::verify_swept(body) } {
        let pullback = body.pullback.as_ref().map(|back| ir::print(&body.arena, &back.body));
        let shown = ir::print(&body.arena, &body.block);
        panic!("after {pass}: {error}\n{shown}pullback\n{}", pullback.unwrap_or_default());
    }
    #[cfg(not(test))]
    let _ = (pass, body, recorded);
}

/// The same for what stands before the sweeps.
fn before(pass: &str, primal: &Primal) {
    #[cfg(test)]
    if let Err(error) = ir::verify_primal(&primal.arena, &primal.block, &primal.memory) {
        panic!("after {pass}: {error}\n{}", ir::print(&primal.arena, &primal.block));
    }
    #[cfg(not(test))]
    let _ = (pass, primal);
}

/// The passes, in order.
fn passes(prepared: &Prepared, mode: Mode, switches: Switches) -> Body {
    let primal = &prepared.primal;
    let scratch = Scratch::find(primal, switches.trust);
    let mut body = swept(prepared, mode, switches, &scratch, Once::default());
    let once = Once {
        foreign: fuse::repeats_foreign_code(&primal.block, &body),
        // Without an allocator there is nowhere to keep the pullbacks. Only the rules of functions can be trusted.
        calls: switches.alloc
            && fuse::repeated_callees(&primal.block, &body)
                .iter()
                .any(|callee| !switches.trust || callee.function().is_none()),
    };
    if once != Once::default() {
        body = swept(prepared, mode, switches, &scratch, once);
    }
    if switches.trust && switches.alloc {
        let repeated = fuse::repeated_callees(&primal.block, &body);
        body.quiet = repeated.iter().filter_map(|callee| callee.function().cloned()).collect();
    }
    record::record(&mut body, switches.cheap);
    after("record", &body, true);
    share::remove_dead(&mut body);
    record::forget(&mut body);
    share::remove_dead(&mut body);
    after("forget", &body, true);
    if switches.simplify {
        scatter::split(&mut body);
        share::remove_dead(&mut body);
        after("scatter", &body, true);
        views::views(&mut body);
        after("views", &body, true);
    }
    body
}

/// The companions that were asked for, or the usual ones for this result.
fn companions(options: &Options, primal: &Primal, sink: &mut Sink) -> Vec<Companion> {
    let result = &primal.signature.value();
    let scalar = result.is_float();
    let exchanges = primal.signature.exchanged().next().is_some();
    if options.companions.is_empty() {
        return Companion::USUAL.into_iter().filter(|c| scalar && !exchanges || !c.needs_scalar()).collect();
    }
    for (companion, token) in &options.companions {
        if companion.needs_scalar() && exchanges {
            sink.report(token, &diagnostics::GRAD_OF_EXCHANGE, &[companion.name()]);
        } else if companion.needs_scalar() && !scalar && result.is_differentiable() {
            let shown = primal.signature.result_tokens.to_string();
            sink.report(token, &diagnostics::GRAD_OF_AGGREGATE, &[companion.name(), &shown]);
        }
    }
    Companion::ALL.into_iter().filter(|c| options.companions.iter().any(|(asked, _)| asked == c)).collect()
}
