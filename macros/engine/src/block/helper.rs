//! Rules of functions of a block that have no attribute of their own, such as constructors: functions that are differentiated call them.
//!
//! Nobody asked for such a rule, so it must not be what rustc refuses: it stands only where the types in the signature are known to have
//! gradients, and the body calls nothing that may be without a rule.

use super::operator;
use crate::diagnostics::Sink;
use crate::ir::{self, Callee, Id, Op, Plain, Var};
use crate::lower::{self, Asked, Primal};
use crate::method::{self, Home};
use crate::options::{Companion, Options};
use crate::{configured, generate, names};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use std::collections::{BTreeMap, BTreeSet};
use syn::{
    Expr, FnArg, GenericArgument, ItemFn, PathArguments, ReceiverKind, ReturnType, Signature, Stmt, Type,
};

/// The types that have gradients, as the functions show that are asked for them.
#[derive(Default)]
pub(super) struct Known {
    types: BTreeSet<String>,
    /// The functions that have rules.
    functions: BTreeSet<String>,
    /// What needs tangents, and is asked of one of them.
    asked: Vec<Companion>,
    /// What their bodies mention.
    mentioned: TokenStream,
    /// What they pass on shows which others need a rule.
    callers: Vec<(ItemFn, Vec<Ident>, Asked)>,
}

/// A rule that may stand.
struct Written {
    name: Ident,
    tokens: TokenStream,
    calls: BTreeSet<String>,
    passes: Vec<Passes>,
}

/// A call of a function of the block for a value of the block's type: the name, and the arguments, the receiver among them.
struct Passes {
    name: String,
    varies: Vec<Varies>,
}

/// Is what is passed differentiated?
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Varies {
    No,
    /// A part of a differentiated value, which may be a field that is held constant.
    Part,
    Yes,
}

impl Known {
    /// A function with a rule, which is asked for gradients with respect to these parameters.
    pub fn asked(&mut self, function: &ItemFn, options: &Options, home: &Home) {
        self.functions.insert(function.sig.ident.to_string());
        self.mentioned.extend(function.block.to_token_stream());
        let asked = options.companions.iter().map(|(companion, _)| *companion);
        self.asked
            .extend(asked.filter(|companion| companion.has_tangents() || *companion == Companion::Pullback));
        let function = method::with_named_receiver(function.clone());
        if let (Some(wrt), true) = (&options.wrt, options.custom.is_empty()) {
            let wrt = wrt.iter().chain(&options.passed).cloned().collect();
            self.callers.push((function.clone(), wrt, options.asked()));
        }
        for input in &function.sig.inputs {
            let FnArg::Typed(typed) = input else { continue };
            if options.wrt.iter().flatten().any(|name| is_named(&typed.pat, name)) {
                self.learn(&typed.ty, home);
            }
        }
        if let (ReturnType::Type(_, ty), false) = (&function.sig.output, options.asked().aux) {
            self.learn(ty, home);
        }
    }

    /// A function whose rule says that it has no gradient.
    pub fn constant(&mut self, name: &Ident) {
        self.functions.insert(name.to_string());
    }

    /// Has a function of the block a rule, as far as has been seen?
    pub fn has_rule(&self, name: &str) -> bool {
        self.functions.contains(name)
    }

    fn learn(&mut self, ty: &Type, home: &Home) {
        each_leaf(ty, &mut |leaf| {
            self.types.insert(name_of(leaf, home));
            true
        });
    }

    /// Has a value of that type a gradient?
    pub fn has_gradient(&self, ty: &Type, floats: &[String], home: &Home) -> bool {
        each_leaf(ty, &mut |leaf| {
            let read = crate::types::read(leaf, floats, &mut crate::types::Types::default());
            read.is_differentiable() || self.types.contains(&name_of(leaf, home))
        })
    }

    /// The rules of these functions, as far as they can have one. `all`: the attribute stands for each of them.
    pub fn rules(&self, functions: Vec<ItemFn>, home: &Home, all: bool, alloc: bool) -> TokenStream {
        let called = self.called(&functions);
        let mut written: Vec<Written> = functions
            .iter()
            .zip(&called)
            .filter(|(function, called)| {
                all || **called || function.sig.receiver().is_none() || self.builds(function, home)
            })
            .filter_map(|(function, _)| self.rule(function, home, all, alloc))
            .collect();
        loop {
            let names: BTreeSet<String> = written.iter().map(|rule| rule.name.to_string()).collect();
            let before = written.len();
            let has_rule = |name: &String| self.functions.contains(name) || names.contains(name);
            written.retain(|rule| rule.calls.iter().all(has_rule));
            if written.len() == before {
                break;
            }
        }
        self.needed(&functions, &mut written, home, alloc);
        let names: BTreeSet<String> = written.iter().map(|rule| rule.name.to_string()).collect();
        let others = functions.iter().filter(|function| !names.contains(&function.sig.ident.to_string()));
        let without = others.map(without_rule);
        written.into_iter().map(|rule| rule.tokens).chain(without).collect()
    }

    /// The rules that calls in the block need, since what they are called on has a gradient. Whatever these functions call is needed then, too.
    fn needed(&self, functions: &[ItemFn], written: &mut Vec<Written>, home: &Home, alloc: bool) {
        let left: Vec<&ItemFn> =
            functions.iter().filter(|of| written.iter().all(|rule| rule.name != of.sig.ident)).collect();
        let names: Vec<String> = left.iter().map(|function| function.sig.ident.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut passes = Vec::new();
        for (function, wrt, asked) in &self.callers {
            if names::mentions(&function.block.to_token_stream(), &names) {
                let mut sink = Sink::default();
                let primal = lower::lower_for(function, Some(wrt), *asked, home, &mut sink);
                passes.extend(own_calls(&primal, home).into_iter().filter(|_| sink.is_empty()));
            }
        }
        passes.extend(written.iter_mut().flat_map(|rule| std::mem::take(&mut rule.passes)));
        let mut needed: BTreeMap<String, (Vec<Varies>, Option<Written>)> = BTreeMap::new();
        while let Some(call) = passes.pop() {
            let Some(function) = left.iter().find(|function| function.sig.ident == call.name) else {
                continue;
            };
            let mut varies = call.varies;
            let before = needed.get(&call.name).map(|(varies, _)| varies.clone());
            for (varies, before) in varies.iter_mut().zip(before.iter().flatten()) {
                *varies = (*varies).max(*before);
            }
            if before.as_ref() == Some(&varies) {
                continue;
            }
            let wrt = self.wrt_of_needed(&function.sig, &varies, home);
            let mut rule =
                wrt.and_then(|wrt| self.rule_for(function, &wrt, home, alloc, |_| Some(BTreeSet::new())));
            passes.extend(rule.iter_mut().flat_map(|rule| std::mem::take(&mut rule.passes)));
            needed.insert(call.name, (varies, rule));
        }
        written.extend(needed.into_values().filter_map(|(_, rule)| rule));
    }

    /// Where others are marked: which of them the functions with rules mention, or others of them that are mentioned. The rest may calculate
    /// with fields of types whose operators have no rules; associated functions calculate with their parameters, whose types are known.
    fn called(&self, functions: &[ItemFn]) -> Vec<bool> {
        let mut called = vec![false; functions.len()];
        let mut bodies = vec![self.mentioned.clone()];
        let associated = functions.iter().filter(|function| function.sig.receiver().is_none());
        bodies.extend(associated.map(|function| function.block.to_token_stream()));
        while let Some(body) = bodies.pop() {
            for (called, function) in called.iter_mut().zip(functions) {
                if !*called && names::mentions(&body, &[&function.sig.ident.to_string()]) {
                    *called = true;
                    bodies.push(function.block.to_token_stream());
                }
            }
        }
        called
    }

    /// Does a method do nothing but assign parameters and numbers to fields? Then nothing is calculated with these.
    fn builds(&self, function: &ItemFn, home: &Home) -> bool {
        let assigns = |stmt: &Stmt| match stmt {
            Stmt::Expr(Expr::Assign(assign), _) => {
                let value = match &*assign.right {
                    Expr::Lit(lit) => {
                        matches!(lit.lit, syn::Lit::Float(_) | syn::Lit::Int(_) | syn::Lit::Bool(_))
                    }
                    Expr::Path(path) => path.path.get_ident().is_some(),
                    _ => false,
                };
                value && field_of_self(&assign.left).is_some()
            }
            _ => false,
        };
        let stmts = function.block.stmts.as_slice();
        match (&function.sig.output, stmts) {
            (ReturnType::Type(..), [assigned @ .., Stmt::Expr(_, None)]) if !assigned.is_empty() => {
                let given = given(function, home).len();
                let all = given == assigned.len() && given + 1 == function.sig.inputs.len();
                self.asked.is_empty() && all && assigned.iter().all(assigns)
            }
            (ReturnType::Default, assigned) => !assigned.is_empty() && assigned.iter().all(assigns),
            _ => false,
        }
    }

    /// The fields that a function assigns its parameters to, if it does nothing else; none, if it makes a struct of them and of integers and does nothing else.
    fn only_gives(&self, function: &ItemFn, home: &Home) -> Option<Vec<syn::Member>> {
        if !self.asked.is_empty() || matches!(function.sig.output, ReturnType::Default) {
            return None;
        }
        if function.sig.receiver().is_some() {
            let by_value = matches!(function.sig.receiver()?.kind, ReceiverKind::Value);
            let fields = function.block.stmts.iter().filter_map(|stmt| match stmt {
                Stmt::Expr(Expr::Assign(assign), _) => field_of_self(&assign.left).cloned(),
                _ => None,
            });
            return (by_value && self.builds(function, home)).then(|| fields.collect());
        }
        let given = given(function, home);
        let operands = operator::operands(function);
        let all = function.sig.inputs.iter().all(|input| match input {
            FnArg::Typed(typed) => match &*typed.pat {
                syn::Pat::Ident(pat) => {
                    given.contains_key(&pat.ident.to_string()) || !operands.contains(&pat.ident)
                }
                _ => false,
            },
            FnArg::Receiver(_) => false,
        });
        (all && !given.is_empty()).then(Vec::new)
    }

    fn rule(&self, function: &ItemFn, home: &Home, all: bool, alloc: bool) -> Option<Written> {
        let wrt = self.wrt(function, home)?;
        self.rule_for(function, &wrt, home, alloc, |primal| calls(primal, home, all))
    }

    fn rule_for(
        &self,
        source: &ItemFn,
        wrt: &[Ident],
        home: &Home,
        alloc: bool,
        calls: impl Fn(&Primal) -> Option<BTreeSet<String>>,
    ) -> Option<Written> {
        let given = match self.asked.is_empty() {
            true => given(source, home),
            false => BTreeMap::new(),
        };
        // What is assigned to a field is lowered as a constant.
        let assigned = source.sig.receiver().is_some();
        let constant = |name: &Ident| assigned && given.contains_key(&name.to_string());
        let wrt: Vec<Ident> = wrt.iter().filter(|name| !constant(name)).cloned().collect();
        let function = method::with_named_receiver(source.clone());
        let mut sink = Sink::default();
        let mut primal = lower::lower_for(&function, Some(&wrt), Asked::default(), home, &mut sink);
        let counts = |param: &lower::Param| param.active || constant(&param.ident);
        for param in primal.signature.params.iter_mut().filter(|param| counts(param)) {
            param.given = given.get(&param.ident.to_string()).cloned();
        }
        if let Some(assigned) = self.only_gives(source, home) {
            let tokens = crate::emit::given(&function, &primal.signature, &assigned);
            let name = function.sig.ident.clone();
            return Some(Written { name, tokens, calls: BTreeSet::new(), passes: Vec::new() });
        }
        let calls = calls(&primal).filter(|_| sink.is_empty() && !primal.refused)?;
        let tokens = generate::rule_alone(&function, &primal, &self.asked, alloc, &mut sink);
        let passes = own_calls(&primal, home);
        sink.is_empty().then(|| Written { name: function.sig.ident.clone(), tokens, calls, passes })
    }

    /// The parameters with respect to which a rule is needed: those for which a differentiated value is passed.
    fn wrt_of_needed(&self, sig: &Signature, varies: &[Varies], home: &Home) -> Option<Vec<Ident>> {
        let plain = sig.generics.type_params().next().is_none() && sig.generics.where_clause.is_none();
        if !plain || sig.asyncness.is_some() || sig.variadic.is_some() || sig.abi.is_some() {
            return None;
        }
        let function: ItemFn = syn::parse_quote!(#sig {});
        let floats = lower::floats(&function, home, None);
        let function = method::with_named_receiver(function);
        let operands = operator::operands(&function);
        let mut wrt = Vec::new();
        for (input, varies) in function.sig.inputs.iter().zip(varies) {
            let FnArg::Typed(typed) = input else { return None };
            let syn::Pat::Ident(pat) = &*typed.pat else { continue };
            let takes_part = match varies {
                Varies::No => false,
                Varies::Part => self.has_gradient(&typed.ty, &floats, home),
                Varies::Yes => true,
            };
            wrt.extend((takes_part && operands.contains(&pat.ident)).then(|| pat.ident.clone()));
        }
        (!wrt.is_empty()).then_some(wrt)
    }

    /// The parameters to differentiate with respect to: all that are no integers, if each of them is known to have a gradient, and the result too.
    fn wrt(&self, function: &ItemFn, home: &Home) -> Option<Vec<Ident>> {
        let sig = &function.sig;
        let plain = sig.generics.params.is_empty() && sig.generics.where_clause.is_none();
        if !plain || sig.asyncness.is_some() || sig.variadic.is_some() || sig.abi.is_some() {
            return None;
        }
        let floats = lower::floats(&syn::parse_quote!(#sig {}), home, None);
        let given = if self.asked.is_empty() { given(function, home) } else { BTreeMap::new() };
        let only_gives = self.only_gives(function, home).is_some();
        let function = method::with_named_receiver(function.clone());
        let wrt = operator::operands(&function);
        let mut changes = false;
        for input in &function.sig.inputs {
            let FnArg::Typed(typed) = input else { return None };
            let syn::Pat::Ident(pat) = &*typed.pat else { return None };
            changes |= matches!(&*typed.ty, Type::Reference(of) if of.mutability.is_some());
            // What only is handed on is moved; elsewhere an `Option` is taken apart, and what is in it copied.
            let moved = only_gives
                || matches!(&*typed.ty, Type::Path(path) if path.path.segments.iter().all(|of| of.arguments.is_none()));
            let given = moved && given.contains_key(&pat.ident.to_string());
            if wrt.contains(&pat.ident) && !given && !self.has_gradient(&typed.ty, &floats, home) {
                return None;
            }
        }
        let has_result = match &function.sig.output {
            ReturnType::Type(_, ty) => self.has_gradient(ty, &floats, home),
            ReturnType::Default => changes,
        };
        (has_result && !wrt.is_empty()).then_some(wrt)
    }
}

/// The parameters that become fields of the struct that a function of the block makes, or gets and gives back, and are used for nothing else: the
/// field, by the parameter's name. Whether it is held constant only the derive knows.
fn given(function: &ItemFn, home: &Home) -> BTreeMap<String, String> {
    let own = home.block().and_then(method::Impl::name);
    let is_own =
        |path: &syn::Path| path.is_ident("Self") || own.as_ref().is_some_and(|own| path.is_ident(own));
    let returns_own = match &function.sig.output {
        ReturnType::Type(_, ty) => matches!(&**ty, Type::Path(path) if is_own(&path.path)),
        ReturnType::Default => false,
    };
    let named = |expr: &Expr| match expr {
        Expr::Path(path) => path.path.get_ident().map(Ident::to_string),
        _ => None,
    };
    let mut found = BTreeMap::new();
    match function.block.stmts.as_slice() {
        _ if !returns_own => {}
        [.., Stmt::Expr(Expr::Struct(made), None)] if is_own(&made.path) => {
            let fields = made.fields.iter();
            found.extend(fields.filter_map(|field| Some((named(&field.expr)?, member(&field.member)))));
        }
        [assigned @ .., Stmt::Expr(Expr::Path(path), None)] if path.path.is_ident("self") => {
            for stmt in assigned {
                let Stmt::Expr(Expr::Assign(assign), _) = stmt else { continue };
                let Some(field) = field_of_self(&assign.left) else { continue };
                found.extend(named(&assign.right).map(|name| (name, member(field))));
            }
        }
        _ => {}
    }
    let by_value = |name: &str| {
        function.sig.inputs.iter().any(|input| match input {
            FnArg::Typed(typed) => {
                matches!(&*typed.pat, syn::Pat::Ident(pat) if pat.ident == name)
                    && !matches!(*typed.ty, Type::Reference(_))
            }
            FnArg::Receiver(_) => false,
        })
    };
    found.retain(|name, _| by_value(name) && mentioned(&function.block, name) == 1);
    found
}

/// The function with a name for each parameter that is a pattern, which its body takes apart.
pub(super) fn with_named_params(mut function: ItemFn) -> ItemFn {
    let mut taken_apart: Vec<Stmt> = Vec::new();
    for at in 0..function.sig.inputs.len() {
        let name = crate::names::unmentioned(&function, format!("parts_{at}"), "_");
        let Some(FnArg::Typed(typed)) = function.sig.inputs.iter_mut().nth(at) else { continue };
        if let syn::Pat::Tuple(_) | syn::Pat::Slice(_) | syn::Pat::Reference(_) = &*typed.pat {
            let pattern = std::mem::replace(&mut *typed.pat, syn::parse_quote!(#name));
            taken_apart.push(syn::parse_quote!(let #pattern = #name;));
        }
    }
    function.block.stmts.splice(0..0, taken_apart);
    function
}

fn is_named(pat: &syn::Pat, name: &Ident) -> bool {
    matches!(pat, syn::Pat::Ident(pat) if pat.ident == *name)
}

/// The field in `self.field`.
fn field_of_self(place: &Expr) -> Option<&syn::Member> {
    let Expr::Field(field) = place else { return None };
    matches!(&*field.base, Expr::Path(base) if base.path.is_ident("self")).then_some(&field.member)
}

/// How often a name is mentioned, apart from assertions and lengths.
fn mentioned(block: &syn::Block, name: &str) -> usize {
    struct Mentions<'n>(&'n str, usize);
    impl<'ast> syn::visit::Visit<'ast> for Mentions<'_> {
        fn visit_ident(&mut self, ident: &'ast Ident) {
            self.1 += usize::from(ident == self.0);
        }
        fn visit_macro(&mut self, of: &'ast syn::Macro) {
            let asserts =
                of.path.segments.last().is_some_and(|last| last.ident.to_string().contains("assert"));
            let mentions = names::mentions(&of.tokens, &[self.0]);
            self.1 += usize::from(mentions && !asserts);
        }
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            let length = ["len", "is_empty"].iter().any(|known| call.method == known);
            if !length || !matches!(&*call.receiver, Expr::Path(_)) {
                syn::visit::visit_expr_method_call(self, call);
            }
        }
        fn visit_field_value(&mut self, field: &'ast syn::FieldValue) {
            self.visit_expr(&field.expr);
        }
        fn visit_member(&mut self, _: &'ast syn::Member) {}
    }
    let mut mentions = Mentions(name, 0);
    syn::visit::Visit::visit_block(&mut mentions, block);
    mentions.1
}

fn member(of: &syn::Member) -> String {
    of.to_token_stream().to_string()
}

/// What stands for the rule of a function without one, so that rustc says what to do where it is called.
fn without_rule(function: &ItemFn) -> TokenStream {
    let sig = &function.sig;
    let receiver = match sig.receiver().map(|receiver| &receiver.kind) {
        None => TokenStream::new(),
        Some(ReceiverKind::Value) => quote!(&self,),
        Some(ReceiverKind::Reference(_, _, None)) => quote!(&self,),
        Some(ReceiverKind::Reference(..)) => quote!(&mut self,),
        Some(_) => return TokenStream::new(),
    };
    // A call may write the generic arguments.
    if sig.generics.type_params().next().is_some() || sig.generics.const_params().next().is_some() {
        return TokenStream::new();
    }
    let (vis, rule, private) = (&function.vis, names::rule_of(&sig.ident), names::private());
    let conditions = configured::conditions(&function.attrs);
    let count = sig.inputs.len() - usize::from(sig.receiver().is_some());
    let types: Vec<Ident> = (0..count).map(|at| quote::format_ident!("Argument{at}")).collect();
    quote! {
        #conditions
        #[doc(hidden)]
        #[allow(unused, clippy::all, clippy::pedantic)]
        #vis fn #rule<#(#types,)* Value, Pullback>(#receiver #(_: #types),*) -> (Value, Pullback)
        where
            for<'rule> #private::Unmarked: #private::HasRule,
        {
            ::core::unreachable!()
        }
    }
}

/// The functions of the block that it calls; `None` if it calls others, or operators of the user's.
fn calls(primal: &Primal, home: &Home, all: bool) -> Option<BTreeSet<String>> {
    let whole = |mut of: Id| {
        while let Op::Borrow(inner) | Op::Deref(inner) = *primal.arena.op(of) {
            of = inner;
        }
        match primal.arena.op(of) {
            Op::Param(_) => true,
            Op::Load(place) | Op::Lvalue(place) | Op::Share(place) => place.path.is_empty(),
            _ => false,
        }
    };
    let is_users = |of: Id| whole(of) && !primal.arena.ty(of).referent().is_differentiable();
    let own = home.block().and_then(method::Impl::name);
    let is_own = |path: &syn::Path, at: usize| {
        let first = &path.segments[0].ident;
        path.segments.len() == at + 1 && (first == "Self" || own.as_ref() == Some(first))
    };
    let (mut names, mut others) = (BTreeSet::new(), false);
    primal.block.each(&mut |stmt| {
        let ir::Stmt::Call(call) = stmt else { return };
        match &call.callee {
            Callee::Operator { .. } => others |= !all && call.args.iter().any(|arg| is_users(*arg)),
            Callee::Function(path) if is_own(path, 0) || is_of_core(path) => {}
            Callee::Associated(of) if of.qself.is_none() && is_own(&of.path, 1) => {
                names.extend(call.callee.name().map(Ident::to_string));
            }
            Callee::Method(name, _) if call.args.first().is_some_and(|receiver| whole(*receiver)) => {
                names.insert(name.to_string());
            }
            Callee::Function(_) | Callee::Associated(_) | Callee::Method(..) | Callee::Sum { .. } => {
                others = true;
            }
        }
    });
    (!others).then_some(names)
}

/// The calls of functions of the block for a differentiated value of the block's own type.
fn own_calls(primal: &Primal, home: &Home) -> Vec<Passes> {
    let arena = &primal.arena;
    let mut made: BTreeMap<Var, Id> = BTreeMap::new();
    let mut returned: BTreeMap<Id, &Callee> = BTreeMap::new();
    primal.block.each(&mut |stmt| match stmt {
        ir::Stmt::Var(var, from) => _ = made.insert(*var, *from),
        ir::Stmt::Call(call) => _ = returned.insert(call.value, &call.callee),
        _ => {}
    });
    let makes_own = |callee: &Callee| {
        let name = callee.name().map(Ident::to_string);
        name.is_some_and(|name| home.makers().contains(&name)) && is_associated(callee, home)
    };
    let is_own = |mut of: Id| {
        loop {
            of = match arena.op(of) {
                Op::Borrow(inner) | Op::Deref(inner) => *inner,
                Op::Plain(Plain::Method(name, _), args) if name == "clone" => args[0],
                Op::Load(place) | Op::Lvalue(place) | Op::Share(place) if place.path.is_empty() => {
                    let exchanged =
                        primal.memory.iter().find(|of| of.var == place.var).and_then(|of| of.param);
                    match (exchanged, made.get(&place.var)) {
                        (Some(at), _) => return primal.signature.params[at].is_receiver(),
                        (None, Some(from)) => *from,
                        (None, None) => return false,
                    }
                }
                Op::Param(at) => return primal.signature.params[*at].is_receiver(),
                Op::Bound => return returned.get(&of).is_some_and(|callee| makes_own(callee)),
                _ => return false,
            }
        }
    };
    // A part of a struct may be held constant; what a function returned, and what is calculated, is not.
    let is_part = |mut of: Id| {
        loop {
            of = match arena.op(of) {
                Op::Borrow(inner) | Op::Deref(inner) => *inner,
                Op::Load(place) | Op::Lvalue(place) | Op::Share(place) => break !place.path.is_empty(),
                Op::Field(..) | Op::Index(..) | Op::Slice(..) => break true,
                Op::Bound => break !returned.contains_key(&of),
                _ => break false,
            }
        }
    };
    let mut found = Vec::new();
    primal.block.each(&mut |stmt| {
        let ir::Stmt::Call(call) = stmt else { return };
        let Some(name) = call.callee.name().map(Ident::to_string) else { return };
        let of_own = match &call.callee {
            Callee::Method(..) => {
                call.args.first().is_some_and(|receiver| is_own(*receiver) && arena.varies(*receiver))
            }
            callee => is_associated(callee, home),
        };
        let varies = |arg: &Id| match (arena.varies(*arg), is_part(*arg)) {
            (false, _) => Varies::No,
            (true, true) => Varies::Part,
            (true, false) => Varies::Yes,
        };
        let varies = call.args.iter().map(varies).collect();
        found.extend(of_own.then_some(Passes { name, varies }));
    });
    found
}

/// Is it a function of the block's type, by its path?
fn is_associated(callee: &Callee, home: &Home) -> bool {
    let own = home.block().and_then(method::Impl::name);
    let Callee::Associated(of) = callee else { return false };
    let first = &of.path.segments[0].ident;
    of.qself.is_none() && of.path.segments.len() == 2 && (first == "Self" || own.as_ref() == Some(first))
}

/// Is it probably a function of this crate?
pub(super) fn is_of_core(path: &syn::Path) -> bool {
    const FUNCTIONS: [&str; 25] = [
        "relu",
        "leaky_relu",
        "elu",
        "sigmoid",
        "log_sigmoid",
        "softplus",
        "silu",
        "gelu",
        "step",
        "huber",
        "bce_with_logits",
        "cross_entropy",
        "dot",
        "norm_squared",
        "logsumexp",
        "softmax",
        "log_softmax",
        "erf",
        "erfc",
        "norm_cdf",
        "norm_pdf",
        "ln_gamma",
        "digamma",
        "trigamma",
        "stop_gradient",
    ];
    path.segments.last().is_some_and(|last| FUNCTIONS.iter().any(|known| last.ident == known))
}

/// The name of a type, without its arguments where it is the block's own.
fn name_of(leaf: &Type, home: &Home) -> String {
    let shown = quote!(#leaf).to_string();
    let own = home.block().and_then(|block| block.ty.as_ref().map(|ty| quote!(#ty).to_string()));
    if own.as_ref() == Some(&shown) { "Self".to_owned() } else { shown }
}

/// Does it hold for all types that a type is made of, behind references, in lists, tuples and options?
fn each_leaf(ty: &Type, holds: &mut impl FnMut(&Type) -> bool) -> bool {
    const MADE: [&str; 5] = ["Vec", "Option", "Box", "VecDeque", "Cow"];
    match ty {
        Type::Reference(of) => each_leaf(&of.elem, holds),
        Type::Paren(of) => each_leaf(&of.elem, holds),
        Type::Slice(of) => each_leaf(&of.elem, holds),
        Type::Array(of) => each_leaf(&of.elem, holds),
        Type::Tuple(of) => !of.elems.is_empty() && of.elems.iter().all(|elem| each_leaf(elem, holds)),
        Type::Path(path) => match path.path.segments.last() {
            Some(last) if MADE.iter().any(|made| last.ident == made) => match &last.arguments {
                PathArguments::AngleBracketed(of) => of.args.iter().all(|argument| match argument {
                    GenericArgument::Type(elem) => each_leaf(elem, holds),
                    _ => true,
                }),
                _ => holds(ty),
            },
            _ => holds(ty),
        },
        other => holds(other),
    }
}
