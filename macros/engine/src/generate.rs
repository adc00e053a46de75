//! What is generated for a function: its companions, its rule, and the rules with tangents and with kept pullbacks where it is
//! asked for them.

use crate::adjoint::Mode;
use crate::analysis::{count, storage};
use crate::diagnostics::{self, Sink};
use crate::emit::{Code, Fewer, Matrix};
use crate::ir::{self, Body};
use crate::lower::Primal;
use crate::method::{Home, Place};
use crate::options::Companion;
use crate::passes::{Prepared, Switches, polished, transform};
use crate::request::is_for_callers;
use crate::tangent::{self, Direction, Tangent};
use crate::{custom, emit, lower, record, types};
use proc_macro2::TokenStream;

/// A function, as it was read.
pub struct Lowered<'a> {
    pub function: &'a syn::ItemFn,
    /// With respect to what `wrt` says.
    pub primal: &'a Primal,
    /// With respect to what the rule takes part in.
    pub of_rule: &'a Primal,
}

/// All of it.
pub fn generate(
    Lowered { function, primal, of_rule }: Lowered<'_>,
    companions: &[Companion],
    custom: Option<&custom::Rule>,
    twice: bool,
    alloc: bool,
    sink: &mut Sink,
) -> TokenStream {
    let mut generated = TokenStream::new();
    let prepared = Prepared::of(primal, Switches::default().sink);
    let place = primal.signature.home.place();
    let own = companions.iter().filter(|companion| !is_for_callers(**companion, &primal.signature));
    for companion in own.filter(|_| matches!(place, Place::Type | Place::Provided)) {
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
        Place::TangentsInCore => {
            return rule_with_tangents(function, &prepared, companions, alloc, sink);
        }
        Place::KeptInCore => {
            return emit::kept(function, primal, &transform(&prepared, Mode::Forward, alloc, false));
        }
        Place::Type | Place::ImplOfTrait | Place::InCore | Place::Trait => {}
    }
    if let Some(rule) = custom {
        generated.extend(emit::custom::forward(function, &primal.signature, companions, rule));
        generated.extend(custom_with_tangents(function, &primal.signature, companions, rule, alloc, sink));
        return generated;
    }
    generated.extend(match std::ptr::eq(primal, of_rule) {
        true => rule(function, &prepared, companions, alloc, sink),
        false => rule_alone(function, of_rule, companions, alloc, sink),
    });
    if !sink.is_empty() {
        return TokenStream::new();
    }
    generated
}

/// The rule alone, for a function without companions; that with tangents too, if one that is `asked` of others needs it.
pub fn rule_alone(
    function: &syn::ItemFn,
    primal: &Primal,
    asked: &[Companion],
    alloc: bool,
    sink: &mut Sink,
) -> TokenStream {
    rule(function, &Prepared::of(primal, Switches::default().sink), asked, alloc, sink)
}

/// The rules of a function.
fn rule(
    function: &syn::ItemFn,
    prepared: &Prepared,
    companions: &[Companion],
    alloc: bool,
    sink: &mut Sink,
) -> TokenStream {
    let primal = &prepared.primal;
    let place = primal.signature.home.place();
    let mut generated = TokenStream::new();
    let rule = transform(prepared, Mode::Forward, alloc, false);
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
        if companions.contains(&Companion::Pullback) && place != Place::InCore {
            for (at, what) in not_kept(primal) {
                sink.report_at(at, &diagnostics::NO_TANGENT, &["pullback", what]);
            }
            generated.extend(emit::kept(function, primal, &rule));
        }
        if place != Place::InCore {
            generated.extend(rule_with_tangents(function, prepared, companions, alloc, sink));
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
                Fewer::Open if alloc => Matrix::Fewer(row(prepared, alloc), columns()),
                // That there are fewer rows has been seen above.
                Fewer::Open | Fewer::Columns | Fewer::Rows => Matrix::Along(columns()),
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
            && of_the_same_type(primal, call)
        {
            found.push((primal.arena.get(call.pullback).span, "a call of the function itself"));
        }
    });
    found
}

/// Is a function of that name the function itself? A method of anything but `self` is taken for that of another type, as layers call
/// those that they are made of.
fn of_the_same_type(primal: &Primal, call: &ir::Call) -> bool {
    let mut receiver = match (&call.callee, call.args.first()) {
        (ir::Callee::Method(..), Some(receiver)) => *receiver,
        _ => return true,
    };
    while let ir::Op::Borrow(inner) | ir::Op::Deref(inner) = *primal.arena.op(receiver) {
        receiver = inner;
    }
    matches!(primal.arena.op(receiver), ir::Op::Param(0) | ir::Op::Load(_))
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
        let help = "write the types of the locals in it, or compute it in another way; `stop_gradient(…)` makes a value a constant";
        return sink.report_at(body.arena.get(lost).span, &diagnostics::UNSUPPORTED, &[what, help]);
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
        let help = "copy what it refers to: `*x`, `x.clone()`, `x.to_vec()`";
        sink.report_at(span, &diagnostics::UNSUPPORTED, &[what, help]);
        return;
    }
    let mut kept = pullback.body.uses(&rule.arena).into_keys().collect::<Vec<_>>();
    kept.sort();
    for id in kept {
        if let ir::Op::Param(index) = rule.arena.op(id)
            && let param = &primal.signature.params[*index]
            && let Some(at) = param.inner_reference()
            && !primal.signature.may_hold(param)
        {
            let name = primal.signature.params[*index].ident.to_string();
            sink.report(&at, &diagnostics::INNER_REFERENCE, &[&name]);
        }
    }
}
