//! Calls, method calls.

use crate::diagnostics as code;
use crate::ir::{Argument, Call, Callee, Flow, Id, Op, Plain, Stmt};
use crate::lower::env::attempt::Link;
use crate::lower::option::optional::As;
use crate::lower::typing::integer::{answer_of, keeps_type, takes_its_own_type};
use crate::lower::{Exit, Lower};
use crate::spanned::Spanned;
use crate::tables::rules::{self, Rule};
use crate::types::{Float, Int, Ty};
use quote::{ToTokens, quote};
use syn::Expr;

impl Lower<'_> {
    pub(in crate::lower) fn call(&mut self, call: &syn::ExprCall) -> Id {
        self.called(call, false)
    }

    /// A call. Where it `decides`, its value is a condition.
    pub(in crate::lower) fn called(&mut self, call: &syn::ExprCall, decides: bool) -> Id {
        if let Some(exchange) = self.exchange_in_memory(call) {
            let before = self.exchanged_in_memory(exchange);
            return self.outcome_of(before, call.span());
        }
        if let Some(value) = self.library_function(call) {
            return value;
        }
        let form = if decides { As::Decision } else { As::Value };
        if let Some(callee) = self.callee_behind(&call.func) {
            if !self.sink.is_empty() {
                // Where the closure was made is where it is reported.
                return self.poison();
            }
            return self.call_of_expr(call, callee, form);
        }
        let path = match super::operator::bare(&call.func) {
            Expr::Path(path) => path,
            // It is called where it is made.
            Expr::Closure(closure) => {
                let args: Vec<Id> = call.args.iter().map(|arg| self.expr(arg)).collect();
                return self.inline(closure, &args, form);
            }
            _ => return self.call_of_expr(call, None, form),
        };
        if let Some(array) = self.array_from_fn(&Expr::Call(call.clone()), None) {
            return array;
        }
        let fails = path.path.segments.last().is_some_and(|last| last.ident == "Err");
        if fails
            && let Some(error) = call.args.first()
            && let Some(number) = self.number_in_error(error)
        {
            return self.report(&number, &code::NO_DERIVATIVE, &["Err", &code::shown(&number)]);
        }
        let counts = path.path.segments.last().is_some_and(|last| last.ident == "with_capacity");
        let args: Vec<Id> = call
            .args
            .iter()
            .map(|arg| match fails {
                true => self.reason(arg, |lower, arg| lower.expr(arg)),
                false if counts => self.number_of_elements(arg),
                false => self.expr(arg),
            })
            .collect();
        if self.exit == Exit::Leaves {
            return self.poison();
        }
        if crate::lower::library::mutator::is_of_memory(path)
            && let Some(arg) = call.args.iter().find(|arg| self.leads_to_reference(arg))
        {
            return self.report(arg, &code::MUT_REFERENCE, &[]);
        }
        // `f(out)`: whether it is handed on by `&mut` or by `&` is decided by the callee.
        self.bare =
            call.args.iter().zip(&args).filter(|(arg, _)| !is_reference(arg)).map(|(_, id)| *id).collect();
        if let Some(list) = self.new_list(path, &args, call.span()) {
            return list;
        }
        if decides && let Some(decision) = self.predicate(path, &args, call.span()) {
            return decision;
        }
        self.call_path(path, args, &Expr::Call(call.clone()), call.span())
    }

    /// `Vec::new()`, `Vec::with_capacity(n)`, `Vec::from(list)`
    fn new_list(&mut self, path: &syn::ExprPath, args: &[Id], span: proc_macro2::Span) -> Option<Id> {
        let segments: Vec<_> = path.path.segments.iter().collect();
        if let (Some(of), [function]) = (&path.qself, segments.as_slice())
            && let syn::Type::Path(of) = &*of.ty
            && of.qself.is_none()
        {
            // `<Vec<f64>>::from(list)`
            let mut path = of.path.clone();
            path.segments.push((*function).clone());
            return self.new_list(&syn::ExprPath { attrs: Vec::new(), qself: None, path }, args, span);
        }
        let [.., list, function] = segments.as_slice() else { return None };
        if list.ident != "Vec" {
            return None;
        }
        let made_of = match (function.ident.to_string().as_str(), args) {
            ("new" | "with_capacity", _) => None,
            ("from", [list]) if self.ty(*list).has_elements() => Some(*list),
            _ => return None,
        };
        let elem = match crate::types::arguments(Some(list)).next() {
            Some(ty) => crate::types::read_value(ty, &self.generics.clone(), &mut self.types),
            None => self.types.fresh_inferred(),
        };
        let Some(made_of) = made_of else { return Some(self.empty_list(elem, span)) };
        let list = self.owned(made_of, span);
        self.says(list, &Ty::Vec(Box::new(elem)));
        Some(list)
    }

    /// A call of a function that is named.
    pub(in crate::lower) fn call_path(
        &mut self,
        path: &syn::ExprPath,
        args: Vec<Id>,
        at: &Expr,
        span: proc_macro2::Span,
    ) -> Id {
        if let Some(pair) = self.variant_of(path, &args, span) {
            return pair;
        }
        if let Some(value) = self.call_inner(path, &args) {
            return value;
        }
        let pair = args.iter().position(|id| self.is_outcome(*id) && self.varies(*id));
        let (args, pair) = match pair.filter(|_| may_be_differentiated(path)) {
            Some(at) => self.options_passed(args, at),
            None => (args, pair),
        };
        let argument = |id| {
            let id = self.out_of_references(id);
            self.argument(id)
        };
        let args: Vec<Id> = args.into_iter().map(argument).collect();
        let args = self.with_integers(path, args);
        let name = path.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
        let float = self.float_behind(path);
        if let Some(name) = self.method_by_trait(path, &args) {
            return self.float_method(&name, args, &path.path, span);
        }
        if name == "stop_gradient" {
            self.spelt.note_function(&path.path);
            let ty = args.first().map_or_else(|| self.types.fresh(), |id| self.arena.ty(*id).clone());
            return self.discrete(Op::Plain(Plain::Call(quote!(#path)), args), ty, span);
        }
        if let Some(float) = float.clone() {
            if Rule::method(&name).is_some() || name == "sin_cos" || rules::DECISIONS.contains(&name.as_str())
            {
                if let Some(of) = args.first().map(|id| self.arena.ty(*id).clone()).filter(Ty::is_float) {
                    self.types.unify(&of, &Ty::Float(float));
                }
                return self.float_method(&name, args, &path.path, span);
            }
            if is_operator(&name, args.len()) && args.iter().any(|id| self.varies(*id)) {
                let args = args.into_iter().map(|id| self.operand(id)).collect();
                return self.apply(Rule::named(&name), args, Ty::Float(float), span);
            }
            if matches!(name.as_str(), "from" | "from_f64")
                && args.iter().any(|id| self.varies(*id))
                && !args.iter().any(|id| self.types.is_users(self.arena.ty(*id)))
            {
                return self.node(Op::Convert(args[0]), Ty::Float(float), span);
            }
        }
        if let Some(inner) = self.behind_pointer(&path.path, &args, span) {
            return inner;
        }
        if crate::lower::library::mutator::is_of_memory(path) {
            self.spelt.note_function(&path.path);
            let value = self.memory_function(&name, &args);
            return value.unwrap_or_else(|| self.report(at, &code::MUT_REFERENCE, &[]));
        }
        let lends = args.iter().any(|id| self.lends(*id).is_some());
        let varies = args.iter().any(|id| self.varies(*id));
        if let Some(made) = self.tuple_struct(path, &args, span) {
            return made;
        }
        let constructs = name.starts_with(char::is_uppercase);
        if !varies && lends && constructs {
            // What is made would hold on to the place.
            return self.report(path, &code::MUT_REFERENCE, &[]);
        }
        if !varies {
            let conversion = float.filter(|float| Self::makes_number(float, &name, &args));
            if let Some(float) = &conversion
                && let Some(number) = self.constant_number(path, float, &args)
            {
                return number;
            }
            let converts = conversion.is_some();
            // Only `f64::from` takes a number of more than one type: any other function tells the type of what it takes.
            let tells = name != "from" || matches!(conversion, Some(Float::Generic(_)));
            let ty = conversion.map_or_else(|| self.types.fresh(), Ty::Float);
            let value = self.call_opaque(Plain::Call(quote!(#path)), args, ty, span);
            self.note_foreign_constructor(value, path);
            if !converts {
                self.made_by_user(path, value);
            } else if !tells {
                self.conversions.insert(value);
            }
            return value;
        }
        if let (Some(pair), Expr::Call(call)) = (pair, at)
            && let Some(argument) = call.args.iter().nth(pair)
        {
            return self.report(&crate::lower::fence::refuse::mark(argument), &code::OPTION, &[]);
        }
        if crate::lower::flow::pattern::is_of_option(&path.path) || pair.is_some() {
            return self.report(path, &code::OPTION, &[&name]);
        }
        // What is converted may be of a type of the user's.
        let converts = name == "from" && (float.is_some() || path.qself.is_some());
        if self.is_users_associated(path) || converts {
            let value = self.differentiated_call(Callee::Associated(path.clone()), args, span);
            self.note_foreign_constructor(value, path);
            return value;
        }
        if float.is_some() || path.qself.is_some() {
            let first = match at {
                Expr::Call(call) => call.args.first(),
                _ => None,
            };
            let shown = code::shown(path);
            return self.report(path, &code::NO_DERIVATIVE, &[&shown, &quote!(#first).to_string()]);
        }
        // By Rust's conventions a name in capitals before another is a type's. After a type's it is a variant's; alone it may be that of a
        // tuple struct or of a function, `F(t)`, which only rustc knows.
        let of = path.path.segments.iter().rev().nth(1);
        let declaration = || match at {
            Expr::Call(call) => crate::custom::declaration(path, &call.args.iter().collect::<Vec<_>>()),
            _ => crate::custom::declaration(path, &[]),
        };
        if of.is_some_and(|of| of.ident.to_string().starts_with(char::is_uppercase)) {
            if name.starts_with(char::is_uppercase)
                && let Some(value) = self.variant_value(path, &args, span)
            {
                return value;
            }
            return match name.starts_with(char::is_uppercase) {
                true => self.report(path, &code::AGGREGATE, &[&code::shown(path)]),
                false => self.report(path, &code::ASSOCIATED, &[&code::shown(path), &declaration()]),
            };
        }
        if path.path.segments.first().is_some_and(|first| {
            path.path.segments.len() > 1 && ["std", "core", "alloc"].iter().any(|of| first.ident == of)
        }) {
            return self.report(path, &code::UNKNOWN_FUNCTION, &[&code::shown(path), &declaration()]);
        }
        self.annotate_inner(&path.path);
        self.differentiated_call(Callee::Function(path.path.clone()), args, span)
    }

    /// A call of another differentiated function, by its companions.
    pub(in crate::lower) fn differentiated_call(
        &mut self,
        callee: Callee,
        args: Vec<Id>,
        span: proc_macro2::Span,
    ) -> Id {
        if self.carries_place(&args) {
            return self.poison();
        }
        for arg in &args {
            if self.bound_references.contains(arg)
                && let infer @ Ty::Infer(_) = self.ty(*arg)
            {
                let to = self.types.fresh();
                self.types.unify(&infer, &Ty::Ref(Box::new(to)));
            }
        }
        let before = usize::from(matches!(callee, Callee::Method(..)));
        let args = args.into_iter().enumerate();
        let args = args.map(|(at, id)| if at < before { id } else { self.as_item(id) });
        let args: Vec<Id> = args.collect();
        let args: Vec<Id> = args.into_iter().map(|id| self.kept_behind(id, span)).collect();
        let args = match &callee {
            Callee::Method(..) | Callee::Operator { .. } => {
                args.into_iter().map(|id| self.without_view(id)).collect()
            }
            Callee::Function(_) | Callee::Associated(_) | Callee::Sum { .. } => args,
        };
        let flow = args.iter().fold(Flow::default(), |flow, id| flow.and(self.arena.get(*id).flow));
        if self.shows_opaque(&callee, &args, flow) {
            return self.poison();
        }
        // What the callee gets by `&mut` may hold anything afterwards that it got.
        for arg in &args {
            if let Some(place) = self.lends(*arg) {
                let flow = self.flow_into_lent(*arg, flow);
                self.flows_into(&place, flow);
            }
        }
        let asides =
            args.iter().enumerate().filter_map(|(at, id)| Some((at, self.put_aside(&callee, at, *id)?)));
        let asides = asides.collect();
        let functions = (0..args.len()).filter(|at| self.is_function(args[*at])).collect();
        let (ty, of_value) = match &callee {
            Callee::Operator { assigns: true, .. } => (Ty::Tuple(Vec::new()), Flow::default()),
            Callee::Operator { assigns: false, .. }
            | Callee::Function(_)
            | Callee::Associated(_)
            | Callee::Sum { .. }
            | Callee::Method(..) => (self.types.fresh(), flow),
        };
        // A reference to what may change after this becomes a value of its own.
        let changes = args.iter().any(|arg| self.lends(*arg).is_some());
        if let Some(returned) = self.returned_in_block(&callee, &args)
            && !(changes && matches!(returned, Ty::Ref(_)))
        {
            self.types.unify(&ty, &returned);
        }
        let value = self.bound(ty, of_value, span);
        self.of_calls.insert(value);
        self.operand_of_struct(&callee, &args, value);
        if callee.function().is_none() {
            self.returned_by_user(value, &callee.shown());
            if self.makes_struct(&callee, &args) {
                let ty = self.arena.ty(value).clone();
                self.types.mark_struct(&ty);
            }
            match &callee {
                Callee::Method(name, _) => {
                    self.counts.insert(value);
                    if super::receiver::OF_RULES.iter().any(|known| name == known) {
                        // What is a float's or the user's gives a value that is a float or of a type of the user's.
                        self.operated.insert(value);
                    }
                }
                // What is called by the name of another type returns that type, as far as can be seen.
                Callee::Associated(path)
                    if path.path.segments.iter().all(|segment| segment.ident != "Self") =>
                {
                    self.operated.insert(value);
                }
                Callee::Sum { .. } => {
                    self.operated.insert(value);
                }
                Callee::Associated(_) | Callee::Function(_) | Callee::Operator { .. } => {}
            }
        }
        let pullback = self.bound(Ty::Pullback, Flow::default(), span);
        let name = callee.shown();
        self.arena.get_mut(pullback).name = Some(format!("{name}_pullback"));
        self.arena.get_mut(value).role = Some(format!("{name}_value"));
        self.block.stmts.push(Stmt::Call(Box::new(Call {
            callee,
            args,
            asides,
            functions,
            value,
            pullback,
            symmetric: self.symmetric,
            told: None,
            without_size: None,
            tangents: false,
        })));
        value
    }

    /// A copy of what is lent to a callee that may take it by `&`.
    fn put_aside(&mut self, callee: &Callee, argument: usize, id: Id) -> Option<Id> {
        let place = self.lends(id).filter(|_| self.bare.contains(&id))?;
        let span = self.arena.get(id).span;
        if self.is_opaque_place(id) {
            // It cannot be copied, and is taken to be passed by `&mut`, which rustc checks.
            return None;
        }
        let (op, ty) = match self.ty(id).referent() {
            Ty::Slice(elem) | Ty::Vec(elem) => {
                let argument = Argument { callee: callee.clone(), argument };
                (Op::Aside(Box::new(argument), place), Ty::Vec(elem.clone()))
            }
            other => (Op::Load(place), other.clone()),
        };
        // Its derivative goes to the variable itself.
        let copy = self.node_with(op, ty, Flow::default(), span);
        self.arena.get_mut(copy).role = Some("before".into());
        Some(copy)
    }

    pub(in crate::lower) fn method_call(&mut self, call: &syn::ExprMethodCall) -> Id {
        let asked = self.asks.take();
        if let Some(refused) = self.refuse_in_map(call) {
            return refused;
        }
        if let Some(value) = self.foreign_method(call) {
            return value;
        }
        if self.is_of_struct(&call.receiver) || self.is_none_of_std(call) || self.may_be_of_list(call) {
            let before = self.so_far(Link::Call(call));
            let receiver = self.receiver(call);
            if self.is_users_method(call, receiver) {
                self.receiver = None;
                return self.users_method(call, receiver, asked);
            }
            self.give_up(&before, Link::Call(call));
        }
        if let Some(pair) = self.outcome_method(call) {
            return pair;
        }
        if let Some(refused) = self.refuse_exchange(call) {
            return refused;
        }
        if let Some(inside) = self.inside_range(call) {
            return inside;
        }
        if let Some(value) = self.opaque_mutator(call) {
            return value;
        }
        let ways = [
            Self::converted_in_option,
            Self::unwrapped,
            Self::length_of_chain,
            Self::consumer,
            Self::of_library,
            Self::mutator,
            Self::mapped_array,
            Self::collect,
            Self::parts_of_slice,
        ];
        let before = self.so_far(Link::Call(call));
        for way in ways {
            if let Some(value) = way(self, call) {
                self.receiver = None;
                return value;
            }
            self.give_up(&before, Link::Call(call));
        }
        if let Some(value) = self.refused_chain(call) {
            return value;
        }
        let receiver = self.receiver(call);
        self.receiver = None;
        let name = call.method.to_string();
        if self.is_users_method(call, receiver) {
            // What was taken for a float may be of a type of the user's.
            if self.ty(receiver).referent().is_float() && self.learn_users_type(receiver) {
                return self.poison();
            }
            return self.users_method(call, receiver, asked);
        }
        if name == "to_vec" && call.args.is_empty() && self.is_unseen_list(receiver) {
            let list = &call.receiver;
            return self.lvalue(&syn::parse_quote!(#list.iter().cloned().collect::<Vec<_>>()));
        }
        if (self.ty(receiver).has_elements() || self.is_unseen_list(receiver))
            && (name == "len" || name == "is_empty")
        {
            return self.shape_method(call, receiver);
        }
        if let (Ty::Array(..) | Ty::Slice(_) | Ty::Vec(_), "to_vec" | "clone" | "to_owned") =
            (self.ty(receiver).referent(), name.as_str())
            && (name == "to_vec" || !matches!(self.ty(receiver).referent(), Ty::Array(..)))
        {
            return self.owned(receiver, call.span());
        }
        if let Some(array) = self.mapped_unseen(call, receiver) {
            return array;
        }
        if self.is_opaque_place(receiver) || self.may_run_opaque(call, receiver) {
            return self.opaque_method(call, receiver);
        }
        if matches!(self.ty(receiver).referent(), Ty::Float(_) | Ty::Int(_) | Ty::Bool)
            && !self.varies(receiver)
            && !crate::lower::typing::integer::is_of_std(&name)
            && is_place(&call.receiver)
            && (self.place_of(receiver).is_some() || self.is_mutable(&call.receiver))
        {
            return match self.place_of(receiver) {
                Some(_) => self.opaque_method(call, receiver),
                None => self.changed_by_users(call, receiver),
            };
        }
        if self.place_of(receiver).is_some()
            && call.args.is_empty()
            && matches!(name.as_str(), "clone" | "to_owned" | "to_vec")
            && matches!(self.ty(receiver).referent(), Ty::Infer(_))
        {
            // A copy of what is behind a `&mut` too.
            return self.operand(receiver);
        }
        // Of what varies, a method of floats is taken for that, which rustc checks.
        let of_float = Rule::method(&name).is_some() && self.varies(receiver);
        if self.place_of(receiver).is_some()
            && !matches!(self.ty(receiver).referent(), Ty::Float(_) | Ty::Int(_) | Ty::Bool)
            && !(of_float && matches!(self.ty(receiver).referent(), Ty::Infer(_)))
        {
            // A method that is not known could change what it is called on.
            return self.refuse_method(call, receiver);
        }
        let mut receiver = self.loaded(receiver);
        if matches!(self.ty(receiver), Ty::Outcome(..)) && !self.varies(receiver) {
            if self.keep_option(&call.receiver) {
                return self.poison();
            }
            receiver = self.as_rust(receiver);
        }
        let closure = call.args.iter().any(|arg| matches!(arg, Expr::Closure(_)));
        if closure && !self.varies(receiver) && !self.mentions_opaque_place(call) {
            if crate::lower::fence::refuse::takes_apart(&name) && self.mentions_varying(call) {
                return self.report(&call.method, &code::OPTION, &[]);
            }
            if self.is_lent_mutably(&call.receiver) {
                return self.refuse_method(call, receiver);
            }
            // It is written as a whole, with its receiver.
            self.take_back(&before);
            return self.opaque(&Expr::MethodCall(call.clone()), &code::CLOSURE, &[]);
        }
        let mut args = vec![receiver];
        match name.as_str() {
            "expect" => self.showing(|lower| args.extend(call.args.iter().map(|arg| lower.expr(arg)))),
            _ => args.extend(call.args.iter().map(|arg| self.expr(arg))),
        }
        if self.exit == Exit::Leaves {
            return self.poison();
        }
        let receiver = self.asked_of_constant(&name, receiver, &mut args);
        // An integer in a field.
        if let Ty::Int(_) = self.ty(receiver).referent() {
            for arg in &mut args {
                if self.varies(*arg) {
                    *arg = self.operand(*arg);
                    *arg = self.beside_integer(*arg, receiver);
                }
            }
        }
        let receiver = args[0];
        let ty = self.ty(receiver);
        let varies = args.iter().any(|id| self.varies(*id));
        let is_copy = matches!(name.as_str(), "clone" | "to_owned") && args.len() == 1;
        match ty.referent() {
            Ty::Float(_) | Ty::Infer(_) if is_copy && varies => self.operand(receiver),
            Ty::Array(..) | Ty::Tuple(_) if is_copy => self.operand(receiver),
            Ty::Float(_) => self.float_method(&name, args, &call.method, call.span()),
            Ty::Infer(_) if varies && crate::lower::fence::refuse::takes_apart(&name) => {
                self.refuse_method(call, receiver)
            }
            Ty::Infer(_) if varies => self.float_method(&name, args, &call.method, call.span()),
            _ if varies => self.refuse_method(call, receiver),
            other => {
                let scalar = matches!(other, Ty::Int(_) | Ty::Bool | Ty::Discrete);
                // Of a string that is the function's own only what asks it something is known.
                let asks = ty != Ty::Discrete || ASKING.contains(&name.as_str());
                if (!scalar || !asks) && self.is_mutable(&call.receiver) {
                    return self.changed_by_users(call, receiver);
                }
                let ty = match other {
                    Ty::Int(_) if keeps_type(&name) => {
                        if let (Some(arg), true) = (args.get(1), takes_its_own_type(&name)) {
                            let arg = self.ty(*arg).referent().clone();
                            self.types.unify(other, &arg);
                        }
                        other.clone()
                    }
                    Ty::Int(of) => answer_of(&name, of).unwrap_or_else(|| self.types.fresh()),
                    _ => self.types.fresh(),
                };
                let turbofish = call.turbofish.to_token_stream();
                let plain = Plain::Method(call.method.clone(), turbofish);
                let args = args.into_iter().map(|arg| self.as_rust(arg)).collect();
                let value = self.call_opaque(plain, args, ty, call.span());
                self.note_foreign_given(value, call);
                value
            }
        }
    }

    /// The receiver of a method that floats do not have, or not with an integer for an argument: without a derivative, as a field of a struct may be.
    fn asked_of_constant(&mut self, name: &str, receiver: Id, args: &mut [Id]) -> Id {
        let (ty, others) = (self.ty(receiver).referent().clone(), &args[1..]);
        if !self.varies(receiver)
            || !matches!(ty, Ty::Infer(_) | Ty::Int(_) | Ty::Discrete | Ty::Bool)
            || others.iter().any(|id| self.varies(*id))
        {
            return receiver;
        }
        let beside = others.iter().any(|id| matches!(self.ty(*id), Ty::Int(Int::Named(_) | Int::Some(_))));
        let of_integers = beside && keeps_type(name) || ty.is_discrete();
        let constant = match Rule::method(name).is_none() && !rules::DECISIONS.contains(&name) {
            _ if of_integers => self.constant(receiver),
            true if crate::lower::typing::integer::is_of_integers(name) => self.constant(receiver),
            true if ASKING.contains(&name) && name != "clone" => {
                let reference = self.borrow(receiver, self.arena.get(receiver).span);
                self.constant(reference)
            }
            _ => return receiver,
        };
        if of_integers && let Ty::Infer(_) = ty {
            let int = self.ty(args[1]);
            self.types.unify(&ty, &int);
        }
        args[0] = constant;
        constant
    }

    /// A copy of a slice as a `Vec`.
    pub(in crate::lower) fn owned(&mut self, receiver: Id, span: proc_macro2::Span) -> Id {
        let elem = self.ty(receiver).part(0);
        let elem = match elem {
            Some(elem) => elem,
            None => self.types.fresh(),
        };
        let ty = Ty::Vec(Box::new(elem));
        if let Op::Zero(None) = self.arena.op(receiver) {
            return self.zero(ty);
        }
        let flow = self.arena.get(receiver).flow;
        match self.place_of(receiver) {
            Some(place) => self.node_with(Op::Load(place), ty, flow, span),
            None => self.node_with(Op::ToVec(receiver), ty, flow, span),
        }
    }

    /// A method of a trait of the user's could change what it is called on, which would go unseen.
    fn changed_by_users(&mut self, call: &syn::ExprMethodCall, receiver: Id) -> Id {
        let changed = crate::lower::scan::changes::base(&call.receiver);
        match changed.is_some_and(|name| self.becomes_opaque(&name)) {
            true => self.poison(),
            false => self.refuse_method(call, receiver),
        }
    }

    /// A method of a float type, written as one or as a path; the receiver is the first argument.
    fn float_method(&mut self, name: &str, args: Vec<Id>, at: &dyn ToTokens, span: proc_macro2::Span) -> Id {
        if args.is_empty() {
            return self.report(at, &code::METHOD_ARITY, &[name, "a receiver"]);
        }
        if rules::DECISIONS.contains(&name) {
            let answers = name.starts_with("is_") || COMPARISONS.contains(&name);
            let ty = if answers { Ty::Bool } else { self.types.fresh() };
            let method = proc_macro2::Ident::new(name, span);
            let args = args.into_iter().map(|id| match self.lends(id) {
                // What is asked changes nothing.
                Some(_) => {
                    let value = self.operand(id);
                    self.borrow(value, span)
                }
                None => self.argument(id),
            });
            let args = args.collect();
            return self.discrete(Op::Plain(Plain::Method(method, quote!()), args), ty, span);
        }
        let args: Vec<Id> = args.into_iter().map(|id| self.operand(id)).collect();
        let receiver_ty = self.ty(args[0]);
        let float = match receiver_ty {
            float @ Ty::Float(_) => float,
            _ => {
                // Integers have some of these methods too, and what is in a field may be of a type of the user's that has them.
                let in_field = || self.generics.is_empty() && self.path_to(args[0]).1.contains('.');
                let float = match keeps_type(name) || super::receiver::OF_RULES.contains(&name) && in_field()
                {
                    true => self.types.fresh_assumed_float(),
                    false => self.types.fresh_unseen_float(),
                };
                self.types.unify(&receiver_ty, &float);
                float
            }
        };
        if is_operator(name, args.len()) && args.iter().any(|id| self.varies(*id)) {
            return self.apply(Rule::named(name), args, float, span);
        }
        if name == "sin_cos" {
            let parts =
                ["sin", "cos"].map(|name| self.apply(Rule::named(name), vec![args[0]], float.clone(), span));
            return self.node(Op::Tuple(parts.to_vec()), Ty::Tuple(vec![float.clone(), float]), span);
        }
        match Rule::method(name) {
            Some(rule) if rule.arity == args.len() => {
                for arg in &args {
                    let ty = self.arena.ty(*arg).clone();
                    if !matches!(self.types.shallow(&ty), Ty::Int(_)) && name != "powi" {
                        self.types.unify(&float, &ty);
                    }
                }
                for arg in &args[1..] {
                    let ty = self.arena.ty(*arg).clone();
                    match name {
                        "powi" => {
                            let exponent = Ty::Int(Int::Named("i32".into()));
                            match self.types.shallow(&ty) {
                                Ty::Int(_) | Ty::Infer(_) => self.types.unify(&ty, &exponent),
                                other => self.types.expect(&other, &exponent),
                            }
                        }
                        _ => self.types.expect(&ty, &float),
                    }
                }
                if !args.iter().any(|id| self.varies(*id)) && self.is_unseen(args[0]) {
                    let method = proc_macro2::Ident::new(name, span);
                    return self.rustcs_own(Op::Plain(Plain::Method(method, quote!()), args), &float, span);
                }
                self.apply(rule, args, float, span)
            }
            Some(rule) => {
                let wanted = match rule.arity {
                    1 => "no argument".to_owned(),
                    2 => "one argument".to_owned(),
                    n => format!("{} arguments", n - 1),
                };
                if let Ty::Float(Float::F64 | Float::F32) = self.ty(args[0]) {
                    // rustc says so too, and better.
                    self.types.disagree = true;
                    return self.poison();
                }
                self.report(at, &code::METHOD_ARITY, &[name, &wanted])
            }
            None if name == "to_f64" => self.node(Op::Convert(args[0]), Ty::Float(Float::F64), span),
            None if args.iter().any(|id| self.varies(*id)) => match name {
                "to_bits" | "to_string" | "next_up" | "next_down" => {
                    let whole = self.arena.get(args[0]).name.clone().unwrap_or_else(|| "x".into());
                    self.report(at, &code::NO_DERIVATIVE, &[name, &whole])
                }
                "into" | "try_into" => {
                    self.report(at, &code::UNKNOWN_TYPE, &[&at.to_token_stream().to_string()])
                }
                _ => self.report(at, &code::UNKNOWN_METHOD, &[name]),
            },
            None => {
                let ty = self.types.fresh();
                let method = match name.strip_prefix("r#") {
                    Some(raw) => proc_macro2::Ident::new_raw(raw, span),
                    None => proc_macro2::Ident::new(name, span),
                };
                self.node(Op::Plain(Plain::Method(method, quote!()), args), ty, span)
            }
        }
    }
}

/// Is it the function of an operator, with its operands?
pub(super) fn is_operator(name: &str, operands: usize) -> bool {
    ["add", "sub", "mul", "div", "rem"].contains(&name) && operands == 2 || name == "neg" && operands == 1
}

/// Is it a variable or a part of one?
pub(in crate::lower) fn is_place(expr: &Expr) -> bool {
    match super::operator::bare(expr) {
        Expr::Path(_) => true,
        Expr::Field(field) => is_place(&field.base),
        Expr::Index(index) => is_place(&index.expr),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)) && is_place(&unary.expr),
        _ => false,
    }
}

/// What gives a `bool`; one of the user's that gives something else is refused.
const COMPARISONS: [&str; 6] = ["eq", "ne", "lt", "le", "gt", "ge"];

/// What a string can be asked.
const ASKING: [&str; 12] = [
    "len",
    "is_empty",
    "as_str",
    "chars",
    "bytes",
    "trim",
    "contains",
    "starts_with",
    "ends_with",
    "clone",
    "to_uppercase",
    "to_lowercase",
];

/// `&a`, `&mut a`
pub(in crate::lower) fn is_reference(expr: &Expr) -> bool {
    matches!(super::operator::bare(expr), Expr::Reference(_))
}

/// May it be a function with the attribute: a path in small letters, and none that means something else?
fn may_be_differentiated(path: &syn::ExprPath) -> bool {
    let small = |segment: &syn::PathSegment| !segment.ident.to_string().starts_with(char::is_uppercase);
    let known = path.path.segments.last().is_some_and(|last| last.ident == "stop_gradient");
    path.qself.is_none()
        && path.path.segments.iter().all(small)
        && !known
        && !crate::lower::library::mutator::is_of_memory(path)
}
