//! The compiler inside `differentiate`: the tokens of a function in, the function and its gradient out.
//!
//! The modules stand in the order in which data goes through them.

mod options;

mod custom;

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

mod checkpoint;

mod formula;

mod tangent;

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

mod argmin;

mod derive;

#[cfg(test)]
mod tests;

use adjoint::{Guards, Mode, Once};
use configured::Configured;
pub use derive::derive;
use diagnostics::Sink;
use emit::{Code, Fewer, Matrix};
use fallback::Stub;
use ir::Body;
use lower::Primal;
use method::{Home, Place};
use options::{Companion, Options};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use scratch::Scratch;
use tangent::{Direction, Tangent};

/// Expands `#[differentiate(arguments)] item`.
///
/// Gives the item as it came, followed by its companions, or by the errors of all that
/// cannot be differentiated and stubs of the companions.
pub fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let has_checkpoints = names::mentions(&item, &[checkpoint::NAME]);
    let expanded = expand_for(cfg!(feature = "alloc"), arguments, item);
    if has_checkpoints { checkpoint::without_attributes(expanded) } else { expanded }
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
        true => Home::Impl(Box::default()),
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
    let mut function = method::with_named_receiver(function);
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
        if home.place() != Place::Type || home.is_impl() && !method {
            let why = "`order` belongs to functions and to methods of inherent `impl`s";
            sink.report(twice, &diagnostics::OPTION_SYNTAX, &[why]);
        }
    }
    let companions = companions(&options, &primal.signature, sink);
    let mut generated = TokenStream::new();
    let wrong = |sink: &Sink| !before.is_empty() || !sink.is_empty();
    let refused = !wrong(sink) && primal.refused;
    if !wrong(sink) && !refused {
        let twice = options.twice.is_some();
        generated = generate(function, &primal, &companions, rule.as_ref(), twice, alloc, sink);
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
    match sink.is_empty() {
        true => emit::object::functions(&function, &signature, object, written),
        false => TokenStream::new(),
    }
}

fn generate(
    function: &syn::ItemFn,
    primal: &Primal,
    companions: &[Companion],
    custom: Option<&custom::Rule>,
    twice: bool,
    alloc: bool,
    sink: &mut Sink,
) -> TokenStream {
    let mut generated = TokenStream::new();
    let prepared = Prepared::of(primal, Switches::default().sink);
    let place = primal.signature.home.place();
    for companion in companions.iter().filter(|_| matches!(place, Place::Type | Place::Provided)) {
        if twice && *companion == Companion::Grad {
            generated.extend(emit::of_gradient(function, &primal.signature));
        }
        let own = custom.and_then(|rule| {
            emit::custom::companion(function, &primal.signature, companions, *companion, rule)
        });
        if let Some(own) = own {
            generated.extend(own);
            continue;
        }
        if custom.is_some_and(|rule| !rule.has_tangents())
            && needs_tangents(*companion, &primal.signature, custom)
        {
            // It is reported where the rule with tangents is written.
            continue;
        }
        let code = code(&prepared, *companion, custom, alloc, sink);
        for body in code.bodies() {
            check(primal, body, sink);
            if !alloc && sink.is_empty() {
                check_storage(primal, *companion, body, sink);
            }
        }
        if !sink.is_empty() {
            return TokenStream::new();
        }
        let cost = count::statement(primal, code.bodies()[0]);
        generated.extend(emit::public(function, primal, *companion, &code, &cost));
    }
    match place {
        Place::Provided => return generated,
        Place::SummedWithTangents => {
            return rule_with_tangents(function, &prepared, companions, alloc, sink);
        }
        Place::KeptSummed => {
            return emit::kept(function, primal, &transform(&prepared, Mode::Forward, alloc, false));
        }
        Place::Type | Place::ImplOfTrait | Place::Summed | Place::Trait => {}
    }
    if let Some(rule) = custom {
        generated.extend(emit::custom::forward(function, &primal.signature, companions, rule));
        generated.extend(custom_with_tangents(function, &primal.signature, companions, rule, alloc, sink));
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
        if companions.contains(&Companion::Pullback) && place != Place::Summed {
            for (at, what) in not_kept(primal) {
                sink.report_at(at, &diagnostics::NO_TANGENT, &["pullback", what]);
            }
            generated.extend(emit::kept(function, primal, &rule));
        }
        if place != Place::Summed {
            generated.extend(rule_with_tangents(function, &prepared, companions, alloc, sink));
        }
    }
    generated
}

/// What computes a companion.
fn code(
    prepared: &Prepared,
    companion: Companion,
    custom: Option<&custom::Rule>,
    alloc: bool,
    sink: &mut Sink,
) -> Code {
    let reversed = |mode: Mode| {
        let trusting = transform(prepared, mode, alloc, true);
        match trusting.trusts.is_empty() && trusting.quiet.is_empty() {
            true => Code::Body(trusting),
            false => Code::Trusting(trusting, transform(prepared, mode, alloc, false)),
        }
    };
    let mut tangent = |direction: Direction| {
        let tangent = tangent::forward(&prepared.primal, direction);
        for (at, what) in &tangent.refused {
            sink.report_at(*at, &diagnostics::NO_TANGENT, &[companion.name(), what]);
        }
        tangent
    };
    let signature = &prepared.primal.signature;
    let second = |tangent: Tangent| {
        let function = Prepared::of(&tangent.function(), Switches::default().sink);
        let mode = if emit::fills_rows(signature, companion) { Mode::Fill } else { Mode::Grad };
        transform(&function, mode, alloc, false)
    };
    let active = signature.params.iter().filter(|param| param.active).enumerate();
    let directions = active.filter(|(_, param)| !param.exchanged).map(|(number, _)| Direction::Along(number));
    match companion {
        Companion::Grad => reversed(Mode::Grad),
        Companion::ValueAndGrad => reversed(Mode::ValueAndGrad),
        Companion::Vjp => reversed(Mode::Vjp),
        Companion::AccumulateGrad | Companion::ValueAndGradInto => reversed(Mode::Accumulate),
        Companion::GradInto => reversed(Mode::Fill),
        Companion::Pullback => Code::Pullback(transform(prepared, Mode::Pullback, alloc, false)),
        Companion::Jvp => {
            Code::Body(polished(tangent(Direction::Given).companion(alloc), Switches::default()))
        }
        Companion::Hvp => Code::Body(second(tangent(Direction::Given))),
        Companion::Hessian | Companion::HessianInto => {
            Code::Matrix(Matrix::Along(directions.map(|along| second(tangent(along))).collect()))
        }
        Companion::Jacobian | Companion::JacobianInto if !needs_tangents(companion, signature, custom) => {
            Code::Matrix(Matrix::Rows(row(prepared, alloc)))
        }
        Companion::Jacobian | Companion::JacobianInto => {
            let mut columns = || {
                let column = |along| polished(tangent(along).companion(alloc), Switches::default());
                directions.clone().map(column).collect()
            };
            Code::Matrix(match emit::fewer(signature) {
                Fewer::Rows => Matrix::Rows(row(prepared, alloc)),
                Fewer::Open if alloc => Matrix::Fewer(row(prepared, alloc), columns()),
                Fewer::Open | Fewer::Columns => Matrix::Along(columns()),
            })
        }
    }
}

/// Does it go forward? A Jacobian has a row for each output where these are fewer, where parameters have no directions, or where
/// the function has no tangents.
fn needs_tangents(companion: Companion, signature: &lower::Signature, custom: Option<&custom::Rule>) -> bool {
    let rows = || {
        emit::fewer(signature) == Fewer::Rows
            || custom.is_some_and(|rule| !rule.has_tangents())
                && matches!(signature.value(), types::Ty::Array(..))
    };
    match companion {
        Companion::Jacobian | Companion::JacobianInto => !rows(),
        other => other.has_tangents(),
    }
}

/// Calls whose pullbacks cannot be called more than once.
fn not_kept(primal: &Primal) -> Vec<(proc_macro2::Span, &'static str)> {
    let mut found = Vec::new();
    primal.block.each(&mut |stmt| {
        if let ir::Stmt::Call(call) = stmt
            && call.callee.name() == Some(&primal.signature.name)
        {
            found.push((primal.arena.get(call.pullback).span, "a call of the function itself"));
        }
    });
    found
}

/// What computes the rows of a Jacobian: the pullback, or else the vector-Jacobian product.
fn row(prepared: &Prepared, alloc: bool) -> Body {
    // A pullback stores more than a reverse sweep that may follow each iteration.
    let shared = alloc.then(|| transform(prepared, Mode::Pullback, alloc, false));
    shared.filter(|body| !calls_others(body)).unwrap_or_else(|| transform(prepared, Mode::Vjp, alloc, false))
}

/// Does it call differentiated functions, whose pullbacks can be called only once?
fn calls_others(body: &Body) -> bool {
    body.sweeps().any(|block| block.any(|stmt| matches!(stmt, ir::Stmt::Call(_) | ir::Stmt::Pull(_))))
}

/// The value and its tangent, without unused values.
fn polished(mut body: Body, switches: Switches) -> Body {
    after("tangent", &body, false);
    if switches.simplify {
        simplify::simplify(&mut body, Default::default());
        after("simplify", &body, false);
    }
    share::remove_dead(&mut body);
    after("share", &body, true);
    body
}

/// The rule that callers with tangents call: of a function that was asked for derivatives which need tangents.
fn rule_with_tangents(
    function: &syn::ItemFn,
    prepared: &Prepared,
    companions: &[Companion],
    alloc: bool,
    sink: &mut Sink,
) -> TokenStream {
    let home = &prepared.primal.signature.home;
    let asked = companions.iter().find(|companion| companion.has_tangents());
    // An operator has no companions, by which it could be asked for, and is short. What it calls need not have tangents.
    let calls = |stmt: &ir::Stmt| matches!(stmt, ir::Stmt::Call(_));
    let is_short = || matches!(home, Home::Operator(_)) && !prepared.primal.block.any(calls);
    if asked.is_none() && !is_short() {
        return TokenStream::new();
    }
    let tangent = tangent::forward(&prepared.primal, Direction::Rule);
    if !tangent.refused.is_empty() {
        // Companions, where there are some, have said so.
        for (at, what) in tangent.refused.iter().filter(|_| home.place() != Place::Type) {
            let Some(asked) = asked else { continue };
            sink.report_at(*at, &diagnostics::NO_TANGENT, &[asked.name(), what]);
        }
        return TokenStream::new();
    }
    let with_tangents = Prepared::of(&tangent.rule(), Switches::default().sink);
    let mut body = transform(&with_tangents, Mode::Forward, alloc, false);
    tangent::zeros_of_values(&mut body, prepared.primal.signature.params.len());
    check(&with_tangents.primal, &body, sink);
    if !sink.is_empty() {
        return TokenStream::new();
    }
    emit::with_tangents(function, &with_tangents.primal, &body)
}

/// The same of a function with a rule of its own.
fn custom_with_tangents(
    function: &syn::ItemFn,
    signature: &lower::Signature,
    companions: &[Companion],
    rule: &custom::Rule,
    alloc: bool,
    sink: &mut Sink,
) -> TokenStream {
    if let custom::Rule::Implicit(path) = rule {
        // The residual has tangents only where it is asked for them.
        let asked = companions.iter().any(|companion| needs_tangents(*companion, signature, Some(rule)));
        return match asked {
            true => emit::implicit::with_tangents(function, signature, path),
            false => TokenStream::new(),
        };
    }
    let Some(written) = custom::with_tangents(function, signature, rule) else {
        for asked in companions.iter().filter(|companion| needs_tangents(**companion, signature, Some(rule)))
        {
            sink.report(&signature.name, &diagnostics::NO_JVP, &[asked.name()]);
        }
        return TokenStream::new();
    };
    let second = companions.iter().any(|companion| companion.is_second());
    let (home, asked) = (&signature.home, lower::Asked::default());
    let mut own = Sink::default();
    let varying = custom::varying(signature);
    let mut primal = lower::lower_for(&written, Some(&varying), asked, home, &mut own);
    // What else a rule calls need not be differentiated, and is not unless second derivatives are asked for.
    let is_own = |callee: &ir::Callee| callee.name() == Some(&signature.name);
    let others = primal.block.any(|stmt| matches!(stmt, ir::Stmt::Call(call) if !is_own(&call.callee)));
    if !second && (others || !own.is_empty() || primal.refused) {
        return emit::with_tangents_only(function, &signature.with_tangents(), &written.block);
    }
    sink.append(own);
    if !sink.is_empty() || primal.refused {
        return TokenStream::new();
    }
    primal.signature = signature.with_tangents();
    let body = transform(&Prepared::of(&primal, Switches::default().sink), Mode::Forward, alloc, false);
    check(&primal, &body, sink);
    emit::with_tangents(function, &primal, &body)
}

/// What the passes give must be well-formed; where it is not, the mistake is ours, and nothing is generated. A loss is more often
/// an error of types, which rustc reports as well.
fn check(primal: &Primal, body: &Body, sink: &mut Sink) {
    if let Some(lost) = body.lost {
        let what = "this operation on a differentiated value";
        return sink.report_at(body.arena.get(lost).span, &diagnostics::UNSUPPORTED, &[what]);
    }
    if let Err(error) = ir::verify(body) {
        sink.report(&primal.signature.name, &diagnostics::INTERNAL, &[&error]);
    }
}

/// Reports what cannot be without an allocator.
fn check_storage(primal: &Primal, companion: Companion, body: &Body, sink: &mut Sink) {
    let is_list = |p: &&lower::Param| p.ty.is_list();
    match primal.signature.active().find(is_list) {
        Some(param) if !companion.fills() => {
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
    let primal = if switches.checkpoints { &checkpoint::everywhere(primal) } else { primal };
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
    /// Has every loop checkpoints that may have them?
    #[cfg(test)]
    checkpoints: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Switches {
            simplify: true,
            sink: true,
            cheap: record::CHEAP,
            alloc: true,
            trust: false,
            #[cfg(test)]
            checkpoints: false,
        }
    }
}

/// Both sweeps, without what nobody needs.
fn swept(
    primal: &Primal,
    guards: &Guards,
    mode: Mode,
    switches: Switches,
    scratch: &Scratch,
    once: Once,
) -> Body {
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
    let primal = &*checkpoint::segmented(&prepared.primal);
    before("checkpoint", primal);
    let guards = &prepared.guards;
    let scratch = Scratch::find(primal, switches.trust);
    let mut body = swept(primal, guards, mode, switches, &scratch, Once::default());
    let once = Once {
        foreign: fuse::repeats_foreign_code(&primal.block, &body),
        // Without an allocator there is nowhere to keep the pullbacks. Only the rules of functions can be trusted.
        calls: switches.alloc
            && fuse::repeated_callees(&primal.block, &body)
                .iter()
                .any(|callee| !switches.trust || callee.function().is_none()),
    };
    if once != Once::default() {
        body = swept(primal, guards, mode, switches, &scratch, once);
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

/// Has the function the rows and the columns of a matrix?
fn check_matrix(
    companion: Companion,
    token: &proc_macro2::Ident,
    signature: &lower::Signature,
    sink: &mut Sink,
) {
    let into = matches!(companion, Companion::JacobianInto | Companion::HessianInto);
    let jacobian = matches!(companion, Companion::Jacobian | Companion::JacobianInto);
    if jacobian && !emit::has_outputs(signature) {
        sink.report(token, &diagnostics::JACOBIAN_RESULT, &[companion.name()]);
    } else if into && signature.active().count() != 1 {
        sink.report(token, &diagnostics::ONE_PARAMETER, &[companion.name()]);
    }
    // A row of a Jacobian may have any shape where there is one for each element of an array.
    let rows = jacobian && !into && matches!(signature.value(), types::Ty::Array(..));
    // The numbers of one parameter have the order of `write_flat`.
    if let Some(param) =
        signature.active().find(|param| !emit::has_directions(param)).filter(|_| !rows && !into)
    {
        let ty = &param.tokens;
        let shown = quote!(#ty).to_string();
        sink.report(&param.tokens, &diagnostics::MATRIX_PARAMETER, &[companion.name(), &shown]);
    }
}

/// The companions that were asked for, or the usual ones for this result.
fn companions(options: &Options, signature: &lower::Signature, sink: &mut Sink) -> Vec<Companion> {
    let result = &signature.value();
    let scalar = result.is_float();
    let exchanges = signature.exchanged().next().is_some();
    if options.companions.is_empty() && options.argmin.is_some() {
        let asked = if scalar { &Companion::MINIMISED[..] } else { &[Companion::Jacobian] };
        return asked.to_vec();
    }
    if options.companions.is_empty() {
        return Companion::USUAL.into_iter().filter(|c| scalar && !exchanges || !c.needs_scalar()).collect();
    }
    for (companion, token) in &options.companions {
        // Of an operator it is only for callers.
        let kept = *companion == Companion::Pullback && !matches!(signature.home, Home::Operator(_));
        if (companion.needs_scalar() || kept) && exchanges {
            sink.report(token, &diagnostics::GRAD_OF_EXCHANGE, &[companion.name()]);
        } else if companion.needs_scalar() && !scalar && result.is_differentiable() {
            let shown = signature.result_tokens.to_string();
            sink.report(token, &diagnostics::GRAD_OF_AGGREGATE, &[companion.name(), &shown]);
        } else if companion.is_matrix() {
            check_matrix(*companion, token, signature, sink);
        }
    }
    Companion::ALL.into_iter().filter(|c| options.companions.iter().any(|(asked, _)| asked == c)).collect()
}
