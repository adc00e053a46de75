//! Values that are known to be functions: closures, paths, and which of several was chosen at run time. A call of one is a call of the
//! function itself, wherever the value went before: into an array, a tuple, another closure, or through a branch.

use super::chosen::Again;
use super::closure::Closure;
use crate::ir::{Id, Member, Op, Pattern, Plain, Step};
use crate::lower::expr::operator::bare;
use crate::lower::flow::branch::ArmBody;
use crate::lower::option::optional::As;
use crate::lower::{Local, Lower};
use proc_macro2::Span;
use quote::ToTokens;
use std::rc::Rc;
use syn::Expr;

/// What is called.
#[derive(Clone)]
pub(in crate::lower) enum Callee {
    Closure(Rc<Closure>),
    Path(syn::ExprPath),
    /// A function of which nothing else is known, such as a parameter.
    Value(Id),
    /// What a `match` gives that is repeated at the call.
    Again(Rc<Again>),
    /// The one at the index that the node gives.
    Chosen(Id, Rc<[Callee]>),
}

impl<'a> Lower<'a> {
    /// The function that a value is known to be.
    pub(in crate::lower) fn callee_of(&self, value: Id) -> Option<Callee> {
        self.callee_at(value, &mut Vec::new())
    }

    /// The same of a part of a value, the outermost step last.
    pub(in crate::lower) fn callee_at(&self, value: Id, path: &mut Vec<Step>) -> Option<Callee> {
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
                Step::Field(Member::Name(_) | Member::Inside | Member::Variant(..))
                | Step::Index(_)
                | Step::Range(..) => None,
            },
            Op::Struct(made, parts) => match path.pop()? {
                Step::Field(member) => {
                    let at = made.members.iter().position(|known| *known == member)?;
                    self.callee_at(*parts.get(at)?, path)
                }
                Step::Index(_) | Step::Range(..) => None,
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
    pub(in crate::lower) fn call_callee(
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
            Callee::Again(again) => self.call_again(again, args, form, at, span),
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

    /// The function that a local is known to be.
    pub(in crate::lower) fn callee_of_local(&self, local: Local) -> Option<Callee> {
        self.callee_of(self.values[local.0]?)
    }

    /// The closures that a value may stand for.
    pub(in crate::lower) fn closures_of(&self, local: Local) -> Vec<Rc<Closure>> {
        fn of(callee: Callee) -> Vec<Rc<Closure>> {
            match callee {
                Callee::Closure(closure) => vec![closure],
                Callee::Path(_) | Callee::Value(_) | Callee::Again(_) => Vec::new(),
                Callee::Chosen(_, callees) => callees.iter().cloned().flat_map(of).collect(),
            }
        }
        self.callee_of_local(local).map(of).unwrap_or_default()
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
pub(in crate::lower) fn numbered(index: usize, arms: usize) -> Pattern {
    let number = proc_macro2::Literal::usize_unsuffixed(index);
    let pattern: syn::Pat = match index + 1 == arms {
        true => syn::parse_quote!(_),
        false => syn::parse_quote!(#number),
    };
    Pattern::Rust(Box::new(pattern), Vec::new())
}
