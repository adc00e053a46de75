//! Values that are known to be functions: closures, paths, and which of several was chosen at run time. A call of one is a call of the
//! function itself, wherever the value went before: into an array, a tuple, another closure, or through a branch.

use super::branch::ArmBody;
use super::closure::Closure;
use super::operator::bare;
use super::optional::As;
use super::{Exit, Local, Lower};
use crate::diagnostics as code;
use crate::ir::{Block, Flow, Id, Ids, Literal, Member, Node, Op, Pattern, Plain, Step, Stmt};
use crate::types::{Len, Ty};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use syn::Expr;

/// What is called.
#[derive(Clone)]
pub(super) enum Callee {
    Closure(Rc<Closure>),
    Path(syn::ExprPath),
    /// A function of which nothing else is known, such as a parameter.
    Value(Id),
    /// The one at the index that the node gives.
    Chosen(Id, Rc<[Callee]>),
}

/// The functions that the arms of a branch give, and the local that holds which arm's it is.
pub(super) struct Choice {
    selector: Local,
    found: Rc<RefCell<Found>>,
    /// Some cannot be values of the generated code.
    hides: bool,
    at: TokenStream,
}

#[derive(Default)]
struct Found {
    callees: Vec<Callee>,
    /// An arm gave something else.
    other: bool,
}

impl<'a> Lower<'a> {
    /// The function that a value is known to be.
    pub(super) fn callee_of(&self, value: Id) -> Option<Callee> {
        self.callee_at(value, &mut Vec::new())
    }

    /// The same of a part of a value, the outermost step last.
    fn callee_at(&self, value: Id, path: &mut Vec<Step>) -> Option<Callee> {
        if let Some(callee) = self.callees.get(&value) {
            return path.is_empty().then(|| callee.clone());
        }
        match self.arena.op(value) {
            Op::Borrow(inner) | Op::Deref(inner) | Op::ToVec(inner) => self.callee_at(*inner, path),
            Op::Plain(Plain::Typed(_) | Plain::Cast(_) | Plain::Unary(syn::UnOp::Deref(_)), args) => {
                self.callee_at(args[0], path)
            }
            Op::Plain(Plain::Method(name, _), args) if name == "clone" => self.callee_at(args[0], path),
            Op::Plain(Plain::Call(wrapper), args) => {
                let wrapper: syn::Path = syn::parse2(wrapper.clone()).ok()?;
                super::function::pointer(&wrapper)?;
                self.callee_at(*args.first()?, path)
            }
            Op::Plain(Plain::Path(tokens), _) => {
                let path_of = syn::parse2(tokens.clone()).ok()?;
                self.callee_of_path(&path_of, path)
            }
            Op::Field(base, member) => {
                path.push(Step::Field(member.clone()));
                self.callee_at(*base, path)
            }
            Op::Index(list, at) => {
                path.push(Step::Index(*at));
                self.callee_at(*list, path)
            }
            Op::Tuple(parts) => match path.pop()? {
                Step::Field(Member::Index(index)) => self.callee_at(*parts.get(index as usize)?, path),
                Step::Field(Member::Name(_)) | Step::Index(_) | Step::Range(..) => None,
            },
            Op::Repeat(part, _) => match path.pop()? {
                Step::Index(_) => self.callee_at(*part, path),
                Step::Field(_) | Step::Range(..) => None,
            },
            Op::Array(parts) => {
                let Step::Index(at) = path.pop()? else { return None };
                let part = |part: &Id| {
                    let known = self.callee_at(*part, &mut path.clone());
                    known.or_else(|| path.is_empty().then_some(Callee::Value(*part)))
                };
                let callees: Vec<Callee> = parts.iter().map(part).collect::<Option<_>>()?;
                let known = callees.iter().any(|callee| !matches!(callee, Callee::Value(_)));
                one_of(at, self.arena.integer(at), callees).filter(|_| known)
            }
            _ => None,
        }
    }

    /// The function that a path names, or a part of a constant of the function's own.
    fn callee_of_path(&self, named: &syn::ExprPath, path: &mut Vec<Step>) -> Option<Callee> {
        let value = self.items.iter().find_map(|item| match item {
            syn::Item::Const(item) if named.path.is_ident(&item.ident) => Some(&*item.expr),
            syn::Item::Static(item) if named.path.is_ident(&item.ident) => Some(&*item.expr),
            _ => None,
        });
        match value {
            Some(value) => self.callee_of_constant(value, path),
            None => path.is_empty().then(|| Callee::Path(named.clone())),
        }
    }

    fn callee_of_constant(&self, value: &Expr, path: &mut Vec<Step>) -> Option<Callee> {
        match (bare(value), path.pop()) {
            (Expr::Reference(inner), step) => {
                path.extend(step);
                self.callee_of_constant(&inner.expr, path)
            }
            (Expr::Cast(cast), step) => {
                path.extend(step);
                self.callee_of_constant(&cast.expr, path)
            }
            (Expr::Path(named), step) => {
                path.extend(step);
                self.callee_of_path(named, path)
            }
            (Expr::Closure(closure), None) => Some(Callee::Closure(Rc::new(Closure::of_constant(closure)))),
            (Expr::Tuple(tuple), Some(Step::Field(Member::Index(index)))) => {
                self.callee_of_constant(tuple.elems.get(index as usize)?, path)
            }
            (Expr::Array(array), Some(Step::Index(at))) => {
                let part = |part| self.callee_of_constant(part, &mut path.clone());
                one_of(at, self.arena.integer(at), array.elems.iter().map(part).collect::<Option<_>>()?)
            }
            _ => None,
        }
    }

    /// A call of a function that is known, which `at` asks for.
    pub(super) fn call_callee(
        &mut self,
        callee: &Callee,
        args: &[Id],
        form: As,
        at: &Expr,
        span: Span,
    ) -> Id {
        match callee {
            Callee::Closure(closure) => self.call_closure(closure, args, form),
            Callee::Path(path) => {
                let decided = match form {
                    As::Decision => self.predicate(path, args, span),
                    As::Value | As::Pair => None,
                };
                decided.unwrap_or_else(|| self.call_path(path, args.to_vec(), at, span))
            }
            Callee::Value(function) => {
                let (name, given) = match at {
                    Expr::Call(call) => (&*call.func, call.args.iter().map(Expr::to_token_stream).collect()),
                    name => (name, Vec::new()),
                };
                self.call_value(*function, name, args, &given)
            }
            Callee::Chosen(chosen, callees) => self.call_chosen(*chosen, callees, args, form, at, span),
        }
    }

    /// A branch over which function was chosen.
    fn call_chosen(
        &mut self,
        chosen: Id,
        callees: &[Callee],
        args: &[Id],
        form: As,
        at: &Expr,
        span: Span,
    ) -> Id {
        let arms = callees.iter().enumerate().map(|(index, callee)| -> ArmBody<'_, 'a> {
            Box::new(move |lower: &mut Lower<'a>| {
                let value = lower.call_callee(callee, args, form, at, span);
                (numbered(index, callees.len()), None, value)
            })
        });
        let arms: Vec<ArmBody<'_, 'a>> = arms.collect();
        self.inner(|lower| lower.branch(chosen, arms, span, None))
    }

    /// A value that stands for a function which cannot be a value of the generated code.
    pub(super) fn hidden_function(&mut self, callee: Callee, at: TokenStream, span: Span) -> Id {
        let ty = self.types.fresh();
        let value = self.bound(ty, Flow { varies: true, parameter: true, undecided: 0 }, span);
        self.callees.insert(value, callee);
        self.hidden_functions.insert(value, at);
        value
    }

    /// Is it such a value?
    pub(super) fn inlined_only(&self, value: Id) -> bool {
        self.hidden_functions.contains_key(&value)
    }

    /// Is it an array or a `Vec` of such?
    pub(super) fn holds_hidden(&self, value: Id) -> bool {
        match self.arena.op(value) {
            Op::Array(parts) | Op::Tuple(parts) => {
                parts.iter().any(|part| self.inlined_only(*part) || self.holds_hidden(*part))
            }
            Op::Repeat(part, _) | Op::ToVec(part) | Op::Borrow(part) => {
                self.inlined_only(*part) || self.holds_hidden(*part)
            }
            _ => false,
        }
    }

    /// Where the arms of a branch give functions, notes which arm was taken.
    pub(super) fn choosing<'s>(
        &mut self,
        arms: Vec<ArmBody<'s, 'a>>,
        tails: &[&Expr],
    ) -> (Vec<ArmBody<'s, 'a>>, Option<Choice>)
    where
        'a: 's,
    {
        if !tails.iter().all(|tail| leaves(tail) || self.may_be_function(tail)) {
            return (arms, None);
        }
        let hides = tails.iter().any(|tail| self.hides(tail));
        let first = self.count_of(0);
        let (selector, found) = (self.hidden(first), Rc::new(RefCell::new(Found::default())));
        let before = Rc::new(self.values.clone());
        let wrapped = arms.into_iter().map(|arm| -> ArmBody<'s, 'a> {
            let (found, before) = (Rc::clone(&found), Rc::clone(&before));
            Box::new(move |lower: &mut Lower<'a>| {
                let (pattern, guard, value) = arm(lower);
                if lower.exit == Exit::Leaves {
                    return (pattern, guard, value);
                }
                let callee = lower.callee_of(value).filter(|callee| lower.outlives(callee, &before));
                lower.choose_callee(callee, selector, &mut found.borrow_mut());
                let value = if hides { lower.unit() } else { value };
                (pattern, guard, value)
            })
        });
        let at = tails.first().map(|tail| super::refuse::mark(last(tail))).unwrap_or_default();
        (wrapped.collect(), Some(Choice { selector, found, hides, at }))
    }

    fn choose_callee(&mut self, callee: Option<Callee>, selector: Local, found: &mut Found) {
        let offset = u32::try_from(found.callees.len()).unwrap_or(u32::MAX);
        let at = self.count_of(offset);
        let index = match callee {
            Some(Callee::Chosen(inner, callees)) => {
                found.callees.extend(callees.iter().cloned());
                self.total(at, inner, Span::call_site())
            }
            Some(callee) => {
                found.callees.push(callee);
                at
            }
            None => {
                found.other = true;
                at
            }
        };
        self.values[selector.0] = Some(index);
    }

    /// Is a function made in an arm the same after the branch: does it use nothing of the arm's own?
    pub(super) fn outlives(&self, callee: &Callee, before: &[Option<Id>]) -> bool {
        match callee {
            Callee::Closure(closure) => closure.uses_only(self, before),
            Callee::Path(_) | Callee::Value(_) => true,
            Callee::Chosen(_, callees) => callees.iter().all(|callee| self.outlives(callee, before)),
        }
    }

    /// The value of the branch, with what it may be.
    pub(super) fn chosen(&mut self, value: Id, choice: Option<Choice>) -> Id {
        let Some(Choice { selector, found, hides, at }) = choice else { return value };
        if self.exit == Exit::Leaves {
            return value;
        }
        let Found { callees, other } = found.take();
        if other || callees.is_empty() {
            return if hides { self.report(&at, &code::CLOSURE, &[]) } else { value };
        }
        let index = self.value_of_local(selector);
        let callee = match &callees[..] {
            [one] => one.clone(),
            _ => Callee::Chosen(index, callees.into()),
        };
        let span = self.arena.get(value).span;
        match hides {
            true => self.hidden_function(callee, at, span),
            false => {
                let value = self.chosen_value(&callee, span).unwrap_or(value);
                if matches!(self.arena.op(value), Op::Bound) {
                    self.callees.insert(value, callee);
                }
                value
            }
        }
    }

    /// One of several functions, which was chosen at run time.
    pub(super) fn chosen_function(&mut self, callee: Callee, span: Span) -> Id {
        match self.chosen_value(&callee, span) {
            Some(value) => {
                self.callees.insert(value, callee);
                value
            }
            None => self.hidden_function(callee, quote::quote_spanned!(span=> f), span),
        }
    }

    /// The chosen function as a value, in a branch of its own: only there rustc makes paths and closures of one type, a pointer's.
    fn chosen_value(&mut self, callee: &Callee, span: Span) -> Option<Id> {
        let Callee::Chosen(chosen, callees) = callee else { return None };
        let values = callees.iter().map(|callee| match callee {
            Callee::Path(path) => Some(Expr::Path(path.clone())),
            Callee::Closure(closure) if closure.captured(self).is_empty() => Some(closure.written()),
            Callee::Closure(_) | Callee::Value(_) | Callee::Chosen(..) => None,
        });
        let values = values.collect::<Option<Vec<Expr>>>()?;
        let count = values.len();
        let arms = values.iter().enumerate().map(|(index, value)| -> ArmBody<'_, 'a> {
            Box::new(move |lower: &mut Lower<'a>| {
                let value = match value {
                    Expr::Path(path) => lower.path(path),
                    other => lower.opaque(other, &code::CLOSURE, &[]),
                };
                (numbered(index, count), None, value)
            })
        });
        let arms: Vec<ArmBody<'_, 'a>> = arms.collect();
        Some(self.inner(|lower| lower.branch(*chosen, arms, span, None)))
    }

    /// May it give a function?
    fn may_be_function(&self, tail: &Expr) -> bool {
        match last(tail) {
            Expr::Closure(_) => true,
            Expr::Reference(inner) => self.may_be_function(&inner.expr),
            Expr::Call(call) => behind_pointer(call).is_some_and(|inner| self.may_be_function(inner)),
            Expr::Cast(cast) => matches!(*cast.ty, syn::Type::FnPtr(_)),
            Expr::If(branch) => {
                branch.else_branch.is_some() && self.may_be_function_of_block(&branch.then_branch)
            }
            Expr::Match(branch) => branch.arms.first().is_some_and(|arm| self.may_be_function(&arm.body)),
            Expr::Path(path) => match path.path.get_ident().and_then(|name| self.local(name)) {
                Some(local) => self.callee_of_local(local).is_some(),
                None => super::path::is_function(path),
            },
            Expr::Index(index) => match bare(&index.expr) {
                Expr::Path(path) => {
                    let local = path.path.get_ident().and_then(|name| self.local(name));
                    let list = local.and_then(|local| self.values[local.0]);
                    list.is_some_and(|list| self.callee_at(list, &mut vec![Step::Index(list)]).is_some())
                }
                _ => false,
            },
            _ => false,
        }
    }

    fn may_be_function_of_block(&self, block: &syn::Block) -> bool {
        matches!(block.stmts.last(), Some(syn::Stmt::Expr(value, None)) if self.may_be_function(value))
    }

    /// Is there one that cannot be a value of the generated code?
    fn hides(&mut self, tail: &Expr) -> bool {
        match last(tail) {
            Expr::Closure(closure) => self.mentions_varying(closure.body.to_token_stream()),
            Expr::Reference(inner) => self.hides(&inner.expr),
            Expr::Call(call) => behind_pointer(call).is_some_and(|inner| self.hides(inner)),
            Expr::If(branch) => {
                let otherwise = branch.else_branch.as_ref().is_some_and(|(_, tail)| self.hides(tail));
                let then = Expr::Block(syn::ExprBlock {
                    attrs: Vec::new(),
                    label: None,
                    block: branch.then_branch.clone(),
                });
                otherwise || self.hides(&then)
            }
            Expr::Match(branch) => branch.arms.iter().any(|arm| self.hides(&arm.body)),
            path @ (Expr::Path(_) | Expr::Index(_)) => self.mentions_varying(path.to_token_stream()),
            _ => false,
        }
    }

    /// The function that a local is known to be.
    pub(super) fn callee_of_local(&self, local: Local) -> Option<Callee> {
        self.callee_of(self.values[local.0]?)
    }

    /// The closures that a value may stand for.
    pub(super) fn closures_of(&self, local: Local) -> Vec<Rc<Closure>> {
        fn of(callee: Callee) -> Vec<Rc<Closure>> {
            match callee {
                Callee::Closure(closure) => vec![closure],
                Callee::Path(_) | Callee::Value(_) => Vec::new(),
                Callee::Chosen(_, callees) => callees.iter().cloned().flat_map(of).collect(),
            }
        }
        self.callee_of_local(local).map(of).unwrap_or_default()
    }

    /// Takes out what holds functions that cannot be values, which nobody needs once their calls are written out, and reports where one
    /// would have to be a value.
    pub(super) fn settle_functions(&mut self, block: &mut Block) {
        if self.hidden_functions.is_empty() || !self.sink.is_empty() {
            return;
        }
        // What is made of them, and of which.
        let mut of: BTreeMap<Id, Id> = self.hidden_functions.keys().map(|id| (*id, *id)).collect();
        let mut lengths = Vec::new();
        for (id, node) in self.arena.iter() {
            if let Op::Plain(Plain::Method(name, _), args) = &node.op
                && name == "len"
                && of.contains_key(&args[0])
                && let Some(length) = self.length_of_functions(args[0])
            {
                lengths.push((id, length));
            } else if let Some(first) = node.op.args().iter().find_map(|arg| of.get(arg)) {
                of.insert(id, *first);
            }
        }
        for (id, length) in lengths {
            let tokens = proc_macro2::Literal::usize_unsuffixed(length);
            self.arena.get_mut(id).op = Op::Literal(Literal::Int(Some(length as i128), quote!(#tokens)));
        }
        let mut needed = Ids::new();
        self.take_out_functions(block, &of, &mut needed);
        for id in needed.iter().collect::<Vec<_>>() {
            if let Some(at) = self.hidden_functions.get(&id).cloned() {
                self.report(&at, &code::CLOSURE, &[]);
            }
        }
    }

    fn take_out_functions(&mut self, block: &mut Block, of: &BTreeMap<Id, Id>, needed: &mut Ids) {
        let mut kept = Vec::new();
        for mut stmt in std::mem::take(&mut block.stmts) {
            if let Stmt::Let(id) = stmt
                && self.arena.is_free(id)
            {
                continue;
            }
            if let Stmt::Let(id) = stmt
                && of.contains_key(&id)
            {
                kept.extend(self.bounds_check(id).into_iter().flatten());
                continue;
            }
            let joined = match &stmt {
                Stmt::Loop(l) => l.carried.iter().map(|carried| carried.init).collect(),
                stmt => stmt.uses(&self.arena),
            };
            joined.iter().filter_map(|id| of.get(id)).for_each(|id| {
                needed.insert(*id);
            });
            stmt.blocks_mut().into_iter().for_each(|inner| self.take_out_functions(inner, of, needed));
            kept.push(stmt);
        }
        block.stmts = kept;
        block.results.iter().filter_map(|id| of.get(id)).for_each(|id| {
            needed.insert(*id);
        });
    }

    /// How many functions there are in an array or a `Vec` of them.
    fn length_of_functions(&self, list: Id) -> Option<usize> {
        match self.arena.op(list) {
            Op::Borrow(inner) | Op::Deref(inner) | Op::ToVec(inner) => self.length_of_functions(*inner),
            Op::Array(parts) => Some(parts.len()),
            _ => None,
        }
    }

    /// What is left of `functions[i]`: it panics out of bounds.
    fn bounds_check(&mut self, id: Id) -> Option<[Stmt; 2]> {
        let Op::Index(list, at) = *self.arena.op(id) else { return None };
        let length = self.length_of_functions(list)?;
        let inside = self.arena.integer(at).is_some_and(|at| (0..length as i128).contains(&at));
        if inside || self.arena.is_sure(id) {
            return None;
        }
        let unit = self.arena.add(Node {
            op: Op::Tuple(Vec::new()),
            ty: Ty::Tuple(Vec::new()),
            name: None,
            role: None,
            flow: Flow::default(),
            ..self.arena.get(id).clone()
        });
        let (len, count) = (proc_macro2::Literal::usize_unsuffixed(length), Len::of(length));
        let list = self.arena.add(Node {
            op: Op::Repeat(unit, quote!(#len)),
            ty: Ty::Array(Box::new(Ty::Tuple(Vec::new())), count),
            ..self.arena.get(unit).clone()
        });
        let check = self.arena.add(Node {
            op: Op::Index(list, at),
            ty: Ty::Tuple(Vec::new()),
            ..self.arena.get(unit).clone()
        });
        self.arena.require(check);
        Some([Stmt::Let(list), Stmt::Let(check)])
    }
}

/// The function at an index, which is known when the macro runs or not.
fn one_of(at: Id, known: Option<i128>, mut callees: Vec<Callee>) -> Option<Callee> {
    match known {
        Some(at) => {
            usize::try_from(at).ok().filter(|at| *at < callees.len()).map(|at| callees.swap_remove(at))
        }
        None if callees.is_empty() => None,
        None => Some(Callee::Chosen(at, callees.into())),
    }
}

/// The pattern of an arm of a branch over a number.
fn numbered(index: usize, arms: usize) -> Pattern {
    let number = proc_macro2::Literal::usize_unsuffixed(index);
    let pattern: syn::Pat = match index + 1 == arms {
        true => syn::parse_quote!(_),
        false => syn::parse_quote!(#number),
    };
    Pattern::Rust(Box::new(pattern), Vec::new())
}

/// The argument of `Box::new` and the like.
fn behind_pointer(call: &syn::ExprCall) -> Option<&Expr> {
    match bare(&call.func) {
        Expr::Path(path) => super::function::pointer(&path.path).and(call.args.first()),
        _ => None,
    }
}

/// Does it leave, instead of giving a value?
fn leaves(tail: &Expr) -> bool {
    match last(tail) {
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => true,
        Expr::Macro(mac) => super::macros::diverges(&mac.mac),
        _ => false,
    }
}

/// The expression whose value a block has.
fn last(expr: &Expr) -> &Expr {
    match bare(expr) {
        Expr::Block(syn::ExprBlock { label: None, block, .. }) => match block.stmts.last() {
            Some(syn::Stmt::Expr(value, None)) => last(value),
            _ => expr,
        },
        expr => expr,
    }
}
