//! Functions that are values, such as a parameter `f: impl Fn(f64) -> f64`: what they take and give is known by their type, and nothing
//! else of them. So no differentiated value may enter one.

use super::callee::Callee;
use crate::diagnostics as code;
use crate::ir::{Id, Op, Plain};
use crate::lower::Lower;
use crate::lower::expr::operator::bare;
use crate::lower::option::optional::As;
use crate::spanned::Spanned;
use crate::types::{self, Ty};
use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Expr, Token, Type, TypeParamBound};

/// The type parameters that are functions, each with the arguments of its bound, `(f64) -> f64`.
pub type Functions = Vec<(Ident, syn::ParenthesizedGenericArguments)>;

/// Is it the bound of a function?
pub fn is_function_bound(bounds: &Punctuated<TypeParamBound, Token![+]>) -> bool {
    function_bound(bounds).is_some()
}

/// `Fn(…)` and the like among bounds.
pub(in crate::lower) fn function_bound(
    bounds: &Punctuated<TypeParamBound, Token![+]>,
) -> Option<&syn::ParenthesizedGenericArguments> {
    bounds.iter().find_map(|bound| {
        let TypeParamBound::Trait(bound) = bound else { return None };
        let last = bound.path.segments.last()?;
        let is_function = ["Fn", "FnMut", "FnOnce"].iter().any(|name| last.ident == name);
        match &last.arguments {
            syn::PathArguments::Parenthesized(args) if is_function => Some(args),
            _ => None,
        }
    })
}

/// The type parameters with such a bound, in their declarations or in the where-clause.
pub fn type_parameters(generics: &syn::Generics) -> Functions {
    let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let clauses = clauses.filter_map(|predicate| match predicate {
        syn::WherePredicate::Type(clause) => match &clause.bounded_ty {
            Type::Path(path) => Some((path.path.get_ident()?, &clause.bounds)),
            _ => None,
        },
        _ => None,
    });
    let declared = generics.type_params().map(|param| (&param.ident, &param.bounds));
    let found = declared.chain(clauses);
    found.filter_map(|(name, bounds)| Some((name.clone(), function_bound(bounds)?.clone()))).collect()
}

/// Is it the type of a function, or of several in a slice?
pub(in crate::lower) fn is_function(ty: &Type, functions: &Functions) -> bool {
    match ty {
        Type::Reference(reference) => is_function(&reference.elem, functions),
        Type::Slice(slice) => is_function(&slice.elem, functions),
        Type::Array(array) => is_function(&array.elem, functions),
        Type::Paren(inner) => is_function(&inner.elem, functions),
        Type::Group(inner) => is_function(&inner.elem, functions),
        Type::Path(path) if let Some(elem) = argument(path, &["Vec", "Option"]) => {
            is_function(elem, functions)
        }
        other => call_of(other, functions).is_some(),
    }
}

/// Is it the type of one function?
pub(in crate::lower) fn is_one(ty: &Type, functions: &Functions) -> bool {
    call_of(ty, functions).is_some()
}

/// What a function of that type takes and gives.
fn call_of<'t>(ty: &'t Type, functions: &'t Functions) -> Option<(Vec<&'t Type>, &'t syn::ReturnType)> {
    let of_bound = |args: &'t syn::ParenthesizedGenericArguments| {
        (args.inputs.iter().map(|input| &input.ty).collect(), &args.output)
    };
    match ty {
        Type::FnPtr(function) => {
            Some((function.inputs.iter().map(|input| &input.ty).collect(), &function.output))
        }
        Type::ImplTrait(object) => function_bound(&object.bounds).map(of_bound),
        Type::TraitObject(object) => function_bound(&object.bounds).map(of_bound),
        Type::Reference(reference) => call_of(&reference.elem, functions),
        Type::Paren(inner) => call_of(&inner.elem, functions),
        Type::Group(inner) => call_of(&inner.elem, functions),
        Type::Path(path) => match path.path.get_ident() {
            Some(name) => functions.iter().find(|(known, _)| known == name).map(|(_, args)| of_bound(args)),
            None => call_of(argument(path, &["Box", "Rc", "Arc"])?, functions),
        },
        _ => None,
    }
}

/// The type in `Box<…>`.
fn argument<'t>(path: &'t syn::TypePath, of: &[&str]) -> Option<&'t Type> {
    let last = path.path.segments.last().filter(|last| of.iter().any(|name| last.ident == name))?;
    let syn::PathArguments::AngleBracketed(args) = &last.arguments else { return None };
    match args.args.first() {
        Some(syn::GenericArgument::Type(ty)) if args.args.len() == 1 => Some(ty),
        _ => None,
    }
}

/// The type and the function in `Box::new` and the like, whose value stands for what it is given.
pub(in crate::lower) fn pointer(path: &syn::Path) -> Option<(&Ident, &Ident)> {
    let mut last = path.segments.iter().rev().map(|segment| &segment.ident);
    let (name, of) = (last.next()?, last.next()?);
    let known = match of.to_string().as_str() {
        "Box" => name == "new",
        "Rc" | "Arc" => name == "new" || name == "clone",
        "Cow" => name == "Borrowed" || name == "Owned",
        _ => false,
    };
    known.then_some((of, name))
}

/// `Box<T>` and the like: `T`.
fn pointed_to(ty: &Type) -> Option<&Type> {
    match ty {
        Type::Path(path) => argument(path, &["Box", "Rc", "Arc"]),
        _ => None,
    }
}

impl Lower<'_> {
    /// `Box::new(x)`, `Rc::clone(&x)`, `Cow::Borrowed(&x)` of a differentiated value, or of a function that cannot be a value: it is `x`.
    pub(in crate::lower) fn behind_pointer(
        &mut self,
        path: &syn::Path,
        args: &[Id],
        span: Span,
    ) -> Option<Id> {
        let (of, name) = pointer(path)?;
        let [arg] = args[..] else { return None };
        let varies = self.varies(arg);
        if !varies && self.callee_of(arg).is_none() {
            return None;
        }
        if path.segments.first().is_some_and(|first| first.ident == *of) {
            crate::lower::Spelt::note(&mut self.spelt.known, of);
        }
        if !varies {
            return None;
        }
        Some(if name == "clone" { self.deref(arg, span) } else { arg })
    }

    /// Is an annotation not that of the value which stands for what is bound: a function that cannot be a value, or what a `Box` holds?
    pub(in crate::lower) fn goes_without_type(&mut self, ty: &Type, value: Id) -> bool {
        if self.inlined_only(value) || self.holds_hidden(value) {
            return true;
        }
        let Some(inner) = pointed_to(ty) else { return false };
        if !self.varies(value) || matches!(self.ty(value), Ty::Named(_) | Ty::Infer(_)) {
            return false;
        }
        let inner = types::read(inner, &self.generics.clone(), &mut self.types);
        let of = self.arena.ty(value).clone();
        self.types.unify(&of, &inner);
        true
    }

    /// What a function takes and gives, as far as its type is known.
    fn call_of_value(&mut self, function: Id) -> Option<(Vec<Ty>, Ty)> {
        let Ty::Named(name) = self.ty(function).referent().clone() else { return None };
        let ty: Type = syn::parse_str(&name).ok()?;
        let functions = self.functions.clone();
        let (inputs, output) = call_of(&ty, &functions)?;
        let generics = self.generics.clone();
        let inputs = inputs.into_iter().map(|ty| types::read(ty, &generics, &mut self.types)).collect();
        let output = match output {
            syn::ReturnType::Default => Ty::Tuple(Vec::new()),
            syn::ReturnType::Type(_, ty) => types::read(ty, &generics, &mut self.types),
        };
        Some((inputs, output))
    }

    /// A call of a function that is a value; `name` is what it is called, `at` its arguments as written.
    pub(in crate::lower) fn call_value(
        &mut self,
        function: Id,
        name: &Expr,
        args: &[Id],
        at: &[TokenStream],
    ) -> Id {
        if self.is_poisoned(function) {
            return self.poison();
        }
        if self.varies(function) {
            return self.report(name, &code::UNKNOWN_CALLEE, &[]);
        }
        let known = self.call_of_value(function);
        // Through a `bool`, an integer or nothing at all no derivative flows back: it may look at differentiated values.
        let looks = known.as_ref().is_some_and(|(_, output)| output.is_discrete())
            && args.iter().all(|arg| self.lends(*arg).is_none());
        if let Some(entering) = args.iter().position(|arg| self.varies(*arg) && !looks) {
            let Expr::Path(path) = bare(name) else { return self.report(name, &code::UNKNOWN_CALLEE, &[]) };
            let (path, at) = (code::shown(path), at.get(entering).cloned().unwrap_or_default());
            let arg = if at.is_empty() { "x".into() } else { code::shown(&at) };
            let at = if at.is_empty() { name.to_token_stream() } else { at };
            return self.report(&at, &code::FUNCTION_PARAMETER, &[&path, &arg]);
        }
        let result = match known {
            Some((inputs, output)) => {
                for (input, arg) in inputs.iter().zip(args) {
                    if input.is_float() || matches!(input, Ty::Int(_)) {
                        self.given(input, *arg);
                    }
                }
                output
            }
            None => self.types.fresh(),
        };
        let function = match *self.arena.op(function) {
            Op::Borrow(inner) => inner,
            _ => function,
        };
        // What has to be `mut` to be called may change.
        let changing = match bare(name) {
            Expr::Path(path) => path.path.get_ident().filter(|name| self.is_mutable_name(name)),
            _ => None,
        };
        if let Some(changing) = changing
            && self.becomes_opaque(changing)
        {
            return self.poison();
        }
        let args = args.iter().map(|arg| {
            let arg = self.out_of_references(*arg);
            self.argument(arg)
        });
        let args: Vec<Id> = std::iter::once(function).chain(args.collect::<Vec<_>>()).collect();
        match looks {
            true => self.discrete(Op::Plain(Plain::Invoke, args), result, name.span()),
            false => self.call_opaque(Plain::Invoke, args, result, name.span()),
        }
    }

    /// Is it a function: a closure, one that is known by its type, or a path in small letters, which is no constant's?
    pub(in crate::lower) fn is_function(&mut self, value: Id) -> bool {
        if let Op::Borrow(inner) = *self.arena.op(value) {
            return self.is_function(inner);
        }
        match self.arena.op(value) {
            Op::Plain(Plain::Verbatim(tokens, _), _) => {
                matches!(syn::parse2(tokens.clone()), Ok(Expr::Closure(_)))
            }
            Op::Plain(Plain::Path(tokens), _) => {
                syn::parse2(tokens.clone()).is_ok_and(|path| crate::lower::expr::path::is_function(&path))
            }
            _ => self.call_of_value(value).is_some(),
        }
    }

    fn is_mutable_name(&self, name: &Ident) -> bool {
        self.local(name).is_some_and(|local| self.mutable.contains(&local.0))
    }

    /// A call of what is not a path to a function: of a local, an element of a slice, a field.
    pub(in crate::lower) fn call_of_expr(
        &mut self,
        call: &syn::ExprCall,
        callee: Option<Callee>,
        form: As,
    ) -> Id {
        let function = if callee.is_some() { None } else { Some(self.lvalue(&call.func)) };
        let callee = callee.or_else(|| self.callee_of(function?));
        let args: Vec<Id> = call.args.iter().map(|arg| self.expr(arg)).collect();
        if self.exit == crate::lower::Exit::Leaves {
            return self.poison();
        }
        let whole = Expr::Call(call.clone());
        let callee = match (callee, function) {
            (Some(callee), _) => callee,
            (None, Some(function)) => Callee::Value(function),
            (None, None) => return self.poison(),
        };
        if let Some(index) = function.filter(|id| matches!(self.arena.op(*id), Op::Index(..))) {
            // It panics out of bounds.
            self.arena.require(index);
        }
        // Whether such an argument is passed on by `&mut` is decided by the callee.
        let bare =
            call.args.iter().zip(&args).filter(|(arg, _)| !crate::lower::expr::call::is_reference(arg));
        self.bare = bare.map(|(_, id)| *id).collect();
        self.call_callee(&callee, &args, form, &whole, call.span())
    }
}
