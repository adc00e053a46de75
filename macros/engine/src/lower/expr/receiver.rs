//! Calls of the user's methods and associated functions, whose rules stand beside them.

use super::call::is_place;
use crate::ir::{Callee, Flow, Id, Op, Plain, Stmt};
use crate::lower::scan::changes::{FOLLOWED, RESIZERS, base};
use crate::lower::{Exit, Lower, code};
use crate::names;
use crate::spanned::Spanned;
use crate::tables::rules::{self, Rule};
use crate::types::{self, Ty};
use quote::ToTokens;
use syn::Expr;

/// Types of `std` whose associated functions have no rule.
const OF_STD: [&str; 14] = [
    "Option", "Result", "Box", "Rc", "Arc", "Cell", "RefCell", "HashMap", "BTreeMap", "HashSet", "BTreeSet",
    "VecDeque", "Vec", "String",
];

/// Is a type with this name, as it is written, one of the user's?
pub(in crate::lower) fn is_users_name(written: &str) -> bool {
    let name = written.split(['<', ' ']).next().unwrap_or_default();
    name.starts_with(char::is_uppercase) && !OF_STD.contains(&name)
}

impl Lower<'_> {
    /// Is it a method of the user's, called on or with a differentiated value? Of a value whose type only rustc knows, a name of the
    /// standard library has the meaning of the standard library.
    pub(in crate::lower) fn is_users_method(&mut self, call: &syn::ExprMethodCall, receiver: Id) -> bool {
        let name = call.method.to_string();
        if ["cmp", "partial_cmp", "total_cmp"].contains(&name.as_str()) {
            // What is greater has no derivative.
            return false;
        }
        let of_user = match self.ty(receiver).referent() {
            Ty::Named(_) => !COPIES.contains(&name.as_str()),
            Ty::Infer(_) if self.types.is_struct(self.arena.ty(receiver)) => !COPIES.contains(&name.as_str()),
            // The value of an operator of the user's has methods of the user's, or those of floats, which have rules of that name too. So
            // has what is written as the name of a type.
            Ty::Infer(_) if self.has_users_methods(receiver) && OF_RULES.contains(&name.as_str()) => true,
            Ty::Infer(_) if self.is_no_method_of_floats(call) || self.is_none_of_std(call) => true,
            Ty::Infer(_) if self.is_no_list(call, receiver) => true,
            // What is no iterator has a sum of its own, such as that of a matrix.
            Ty::Infer(_) if name == "sum" || name == "product" => {
                call.turbofish.is_none() && !self.is_chain(&call.receiver)
            }
            Ty::Infer(_) => !is_of_std(&name),
            // A trait of the user's may be implemented for floats.
            Ty::Float(_) if self.types.is_assumed_float(self.arena.ty(receiver)) => {
                !is_of_std(&name) && !OF_FLOATS.contains(&name.as_str()) || self.is_no_method_of_floats(call)
            }
            Ty::Float(_) => {
                !is_of_std(&name)
                    && !OF_FLOATS.contains(&name.as_str())
                    && !super::call::is_operator(&name, call.args.len() + 1)
            }
            Ty::Int(_)
            | Ty::Bool
            | Ty::Discrete
            | Ty::Tuple(_)
            | Ty::Array(..)
            | Ty::Slice(_)
            | Ty::Vec(_)
            | Ty::Pullback
            | Ty::At
            | Ty::Maybe
            | Ty::Outcome(..)
            | Ty::Status
            | Ty::Ref(_) => false,
        };
        let args = &call.args;
        let closure = args.iter().any(|arg| matches!(super::operator::bare(arg), Expr::Closure(_)));
        // A method of `std` may do anything with a closure.
        let known = matches!(self.ty(receiver).referent(), Ty::Named(_))
            || self.types.is_struct(self.arena.ty(receiver));
        let taken = !closure || known && !is_of_std(&name);
        if !of_user || !taken {
            return false;
        }
        self.varies(receiver) || args.iter().any(|arg| self.mentions_varying(without_lengths(arg)))
    }

    /// Does an operator of the user's, a name that is written for its type, or what it is the same as, show that the value may be of a type of the user's?
    fn has_users_methods(&self, value: Id) -> bool {
        let origin = self.noted.get(&value);
        let found = origin.is_some_and(|origin| {
            // A type parameter has no rules of methods.
            let known = self.generics.is_empty() && self.assumed.either.contains(origin);
            known && !self.assumed.floats.contains(origin)
        });
        self.operated.contains(&value) || self.types.is_written(self.arena.ty(value)) || found
    }

    /// Does it have the name of a method of floats, but not its number of arguments?
    fn is_no_method_of_floats(&self, call: &syn::ExprMethodCall) -> bool {
        let rule = Rule::method(&call.method.to_string());
        rule.is_some_and(|rule| rule.arity != call.args.len() + 1) && !self.is_chain(&call.receiver)
    }

    /// Does `std` have no method of that name for the place that it is called on and these arguments? What is differentiated is no iterator.
    pub(in crate::lower) fn is_none_of_std(&self, call: &syn::ExprMethodCall) -> bool {
        /// Methods of iterators, and of nothing else that is known by its elements.
        const OF_ITERATORS: [&str; 20] = [
            "next",
            "next_back",
            "nth",
            "nth_back",
            "count",
            "rev",
            "zip",
            "chain",
            "cycle",
            "skip",
            "step_by",
            "enumerate",
            "scan",
            "fold",
            "position",
            "all",
            "any",
            "reduce",
            "find",
            "partition",
        ];
        /// What takes nothing but a function on anything.
        const WITH_FUNCTION: [&str; 4] = ["map", "filter", "and_then", "retain"];
        /// Methods of lists that floats and `Option`s have, too: what they are with another number of arguments is not known.
        const WITH_ARITY: [(&str, usize); 6] =
            [("take", 0), ("push", 1), ("pop", 0), ("swap", 2), ("reverse", 0), ("fill", 1)];
        let (name, args) = (call.method.to_string(), &call.args);
        let has = |names: &[&str]| names.contains(&name.as_str());
        let number = |arg: &Expr| match super::operator::bare(arg) {
            Expr::Closure(_) => false,
            Expr::Path(path) => {
                let local = path.path.get_ident().and_then(|name| self.local(name));
                let value = local.and_then(|local| self.values[local.0]);
                value.is_some_and(|value| self.varies(value) || self.ty(value).referent().is_float())
            }
            _ => true,
        };
        let other_arity = || WITH_ARITY.iter().any(|(of, arity)| *of == name && *arity != args.len());
        let unlike = (has(&OF_ITERATORS) || other_arity()) && self.is_one_value(&call.receiver)
            || has(&WITH_FUNCTION) && args.first().is_some_and(number)
            // Floats are passed by value.
            || Rule::method(&name).is_some() && args.iter().any(|arg| self.is_reference_to(arg));
        unlike && !self.is_iterator(&call.receiver)
    }

    /// Is it a place, or what a method gives that is none of `std`'s?
    fn is_one_value(&self, expr: &Expr) -> bool {
        match super::operator::bare(expr) {
            Expr::MethodCall(call) => !is_of_std(&call.method.to_string()) || self.is_none_of_std(call),
            expr => is_place(expr),
        }
    }

    /// `&a`, or a local with a reference to a single value.
    fn is_reference_to(&self, expr: &Expr) -> bool {
        let Expr::Path(path) = super::operator::bare(expr) else { return super::call::is_reference(expr) };
        let local = path.path.get_ident().and_then(|name| self.local(name));
        let value = local.and_then(|local| self.values[local.0]);
        value.is_some_and(|value| {
            matches!(self.ty(value), Ty::Ref(_))
                && matches!(self.ty(value).referent(), Ty::Infer(_) | Ty::Named(_))
        })
    }

    /// May a method that lists have too be one of the user's here?
    pub(in crate::lower) fn may_be_of_list(&self, call: &syn::ExprMethodCall) -> bool {
        let name = call.method.to_string();
        let changes = FOLLOWED.contains(&name.as_str()) && is_place(&call.receiver);
        (changes || OF_LISTS.contains(&name.as_str())) && self.is_one_value(&call.receiver)
    }

    /// Is it a method that lists have too, of what is no list? A list of which only rustc knows that it is one may be changed as far as its
    /// length stays.
    fn is_no_list(&mut self, call: &syn::ExprMethodCall, receiver: Id) -> bool {
        let name = call.method.to_string();
        if name == "swap_remove" && self.is_unseen_list(receiver) {
            // Core has the rule of that of a `Vec` in a field.
            return self.place_of(receiver).is_some_and(|place| !self.may_resize(&place));
        }
        if !self.may_be_of_list(call) || !self.is_unseen_list(receiver) {
            return false;
        }
        let resizes = RESIZERS.contains(&name.as_str());
        let cannot_change = match self.place_of(receiver) {
            Some(place) if self.extends_by_rule(call, &place, receiver) => false,
            Some(place) => resizes && !self.may_resize(&place),
            None => !self.is_immutable(&call.receiver),
        };
        FOLLOWED.contains(&name.as_str()) && cannot_change
            || OF_LISTS.contains(&name.as_str())
                && (self.types.is_struct(self.arena.ty(receiver)) || !self.taken_for_list(receiver))
    }

    /// Is it a local with a struct of the user's? Its methods are the user's, whatever they are called.
    pub(in crate::lower) fn is_of_struct(&self, receiver: &Expr) -> bool {
        let Expr::Path(path) = super::operator::bare(receiver) else { return false };
        let local = path.path.get_ident().and_then(|name| self.local(name));
        let value = local.and_then(|local| self.values[local.0]);
        value.is_some_and(|value| {
            self.types.is_struct(self.arena.ty(value))
                && self.family(value).is_none()
                && !self.ty(value).has_elements()
        })
    }

    /// A method of the user's, whose rule is a method of the same type.
    pub(in crate::lower) fn users_method(
        &mut self,
        call: &syn::ExprMethodCall,
        receiver: Id,
        asked: Option<Ty>,
    ) -> Id {
        let changes = self.changes_receiver(call);
        if changes
            && let Some(name) = base(&call.receiver)
            && let Some(local) = self.local(&name)
            && self.mutable.contains(&local.0)
            && self.assumed.receivers.insert(name.to_string())
        {
            // The method may change it: it becomes a variable.
            (self.assumed.reordered, self.again) = (true, true);
            return self.poison();
        }
        let args: Vec<Id> = call.args.iter().map(|arg| self.expr(arg)).collect();
        if self.exit == Exit::Leaves {
            return self.poison();
        }
        self.bare = call
            .args
            .iter()
            .zip(&args)
            .filter(|(arg, _)| !matches!(super::operator::bare(arg), Expr::Reference(_)))
            .map(|(_, id)| *id)
            .collect();
        let args = match args.iter().position(|id| self.is_outcome(*id) && self.varies(*id)) {
            Some(at) => match self.options_passed(args, at) {
                (args, None) => args,
                (_, Some(at)) => {
                    let argument = crate::lower::fence::refuse::mark(&call.args[at]);
                    return self.report(&argument, &code::OPTION, &[]);
                }
            },
            None => args,
        };
        let receiver = match self.place_of(receiver) {
            // Whether the method changes it is known to rustc only.
            Some(place) => {
                let ty = match self.ty(receiver) {
                    reference @ Ty::Ref(_) => reference,
                    ty => Ty::Ref(Box::new(ty)),
                };
                let lent = self.place(place, ty, call.receiver.span());
                match changes {
                    true => {
                        self.lent.insert(lent);
                        self.bare.insert(lent);
                        lent
                    }
                    false => self.argument(lent),
                }
            }
            None => match self.ty(receiver) {
                Ty::Ref(_) => receiver,
                _ => self.borrow(receiver, call.receiver.span()),
            },
        };
        let argument = |id| {
            let id = self.out_of_references(id);
            self.argument(id)
        };
        let args: Vec<Id> = std::iter::once(receiver).chain(args.into_iter().map(argument)).collect();
        let turbofish = call.turbofish.to_token_stream();
        let callee = &call.method;
        let counted = self.assumed.integers.contains(&Self::origin_of_call(callee));
        let asked = asked.or_else(|| counted.then(|| self.types.fresh_int()));
        let lends = args.iter().any(|id| self.lends(*id).is_some());
        if let Some(ty) = asked.clone().filter(|_| !lends) {
            let method = Plain::Method(call.method.clone(), turbofish);
            let value = self.discrete(Op::Plain(method, args), ty.clone(), call.span());
            // rustc checks that no gradient is lost.
            return match ty {
                Ty::Int(_) => self.discrete(Op::Plain(Plain::Constant, vec![value]), ty, call.span()),
                _ => value,
            };
        }
        let of_object = types::is_object(self.ty(receiver).referent());
        let name = if of_object { names::called_of_object(&call.method) } else { call.method.clone() };
        let without_size = self.without_size(receiver);
        let value = self.differentiated_call(Callee::Method(name, turbofish), args, call.method.span());
        if let Some(Stmt::Call(call)) = self.block.stmts.last_mut()
            && call.value == value
        {
            call.without_size = without_size;
        }
        if self.may_adapt_option(call) {
            self.mapped.push((self.arena.ty(value).clone(), Self::origin_of_call(callee)));
        }
        match asked {
            // It changes what it is called on, and says so by something without a derivative, which rustc checks.
            Some(ty) => {
                let of = self.arena.ty(value).clone();
                self.types.unify(&of, &ty);
                self.arena.get_mut(value).flow = Flow::default();
                self.discrete(Op::Plain(Plain::Constant, vec![value]), ty, call.span())
            }
            None => value,
        }
    }

    /// The type parameter that the receiver of a method is a reference to, where it may stand for a type without a size.
    fn without_size(&self, receiver: Id) -> Option<proc_macro2::Ident> {
        match self.arena.op(receiver) {
            Op::Borrow(of) | Op::Deref(of) => self.without_size(*of),
            Op::Param(index) => self.without_size.get(index).cloned(),
            _ => None,
        }
    }

    /// Is the path that of an associated function of a type of the user's?
    pub(in crate::lower) fn is_users_associated(&self, path: &syn::ExprPath) -> bool {
        let segments: Vec<_> = path.path.segments.iter().collect();
        let [.., of, function] = segments.as_slice() else { return path.qself.is_some() };
        let capital = |name: &proc_macro2::Ident| name.to_string().starts_with(char::is_uppercase);
        capital(&of.ident)
            && !capital(&function.ident)
            && !OF_STD.iter().any(|known| of.ident == known)
            && !self.generics.iter().any(|float| of.ident == float)
    }
}

/// An expression without what asks how many elements there are: that is not differentiated.
pub(super) fn without_lengths(expr: &Expr) -> proc_macro2::TokenStream {
    struct Lengths;
    impl syn::visit_mut::VisitMut for Lengths {
        fn visit_expr_mut(&mut self, expr: &mut Expr) {
            match expr {
                Expr::MethodCall(call)
                    if call.args.is_empty() && ["len", "is_empty"].iter().any(|name| call.method == name) =>
                {
                    *expr = syn::parse_quote!(0);
                }
                expr => syn::visit_mut::visit_expr_mut(self, expr),
            }
        }
    }
    let mut expr = expr.clone();
    syn::visit_mut::VisitMut::visit_expr_mut(&mut Lengths, &mut expr);
    expr.to_token_stream()
}

/// Methods of floats in the standard library that have no derivative here, and those that people look for there.
const OF_FLOATS: [&str; 24] = [
    "gamma",
    "ln_gamma",
    "lgamma",
    "erf",
    "erfc",
    "next_up",
    "next_down",
    "midpoint",
    "maximum",
    "minimum",
    "div_euclid",
    "rem_euclid",
    "round_ties_even",
    "lerp",
    "total_cmp",
    "to_int_unchecked",
    "to_be_bytes",
    "to_le_bytes",
    "to_ne_bytes",
    "abs_sub",
    "clamp_magnitude",
    "partial_cmp",
    "cmp",
    "eq",
];

/// Methods of floats for which core has rules that are found as those of the user's methods are.
pub const OF_RULES: [&str; 10] = ["abs", "sqrt", "exp", "ln", "sin", "cos", "tan", "tanh", "recip", "powi"];

/// Methods of lists that a type of the user's may have as well.
const OF_LISTS: [&str; 8] = ["len", "is_empty", "first", "last", "get", "fill", "reverse", "swap"];

/// What makes another value of the same type.
const COPIES: [&str; 3] = ["clone", "to_owned", "into"];

/// Is it the name of a method of floats, of slices or of options?
pub(in crate::lower) fn is_of_std(name: &str) -> bool {
    /// Of texts, lists and maps.
    const OF_CONSTANTS: [&str; 22] = [
        "as_str",
        "as_bytes",
        "push_str",
        "trim",
        "trim_start",
        "trim_end",
        "to_lowercase",
        "to_uppercase",
        "to_ascii_lowercase",
        "to_ascii_uppercase",
        "eq_ignore_ascii_case",
        "starts_with",
        "ends_with",
        "strip_prefix",
        "strip_suffix",
        "parse",
        "contains_key",
        "capacity",
        "as_deref",
        "is_some",
        "is_none",
        "elapsed",
    ];
    const OTHERS: [&str; 14] = [
        "sin_cos",
        "to_f64",
        "to_vec",
        "len",
        "is_empty",
        "try_into",
        "to_bits",
        "to_string",
        "as_slice",
        "as_ref",
        "as_mut",
        "borrow",
        "get",
        "deref",
    ];
    Rule::method(name).is_some()
        || rules::DECISIONS.contains(&name)
        || COPIES.contains(&name)
        || OTHERS.contains(&name)
        || OF_CONSTANTS.contains(&name)
        || crate::lower::fence::refuse::takes_apart(name)
        || crate::lower::fence::refuse::is_of_chain(name)
        || crate::lower::scan::changes::mutates(name)
}
