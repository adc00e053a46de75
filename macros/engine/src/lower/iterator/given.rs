//! Chains of iterators that closures and inner functions give, `let column = |j: usize| rows.iter().map(move |r| r[j]);`, are written where these
//! are called, and so are inner functions that take an iterator. A chain is no value of generated code.

use crate::lower::env::closure::framed;
use crate::lower::expr::opaque::mentioned;
use crate::lower::expr::operator::bare;
use crate::lower::iterator::rename::{binds_again, renamed};
use crate::names;
use crate::spanned::Spanned;
use proc_macro2::Ident;
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, FnArg, Item, ItemFn, Pat, ReturnType, Stmt, Type, TypeParamBound, parse_quote};

/// What only a chain of iterators ends in.
const ADAPTERS: [&str; 22] = [
    "map",
    "filter",
    "filter_map",
    "flat_map",
    "enumerate",
    "zip",
    "rev",
    "take",
    "skip",
    "step_by",
    "chain",
    "cycle",
    "take_while",
    "skip_while",
    "map_while",
    "scan",
    "copied",
    "cloned",
    "inspect",
    "windows",
    "chunks",
    "iter",
];

/// So often such a function may be written out inside of another.
const DEEP: usize = 8;

/// The function with such chains where they are asked for; `None` if there are none.
pub(in crate::lower) fn written_out(function: &ItemFn) -> Option<ItemFn> {
    let mut search = Search::default();
    search.visit_block(&function.block);
    if search.given.is_empty() {
        return None;
    }
    function.sig.inputs.iter().for_each(|input| search.visit_fn_arg(input));
    let Search { mut given, bound, mutable } = search;
    let times = |name: &Ident| bound.iter().filter(|other| *other == name).count();
    // A name means the same everywhere, also those in the chain. What a closure has captured gets a name of its own where that is not sure.
    let mut number = 0;
    given.retain_mut(|given| {
        let mut apart: Vec<Ident> = Vec::new();
        for name in mentioned(given.body.to_token_stream()) {
            let input = given.inputs.iter().any(|(input, ..)| *input == name);
            let again = times(&name) > usize::from(given.is_closure);
            let changes = given.moves && mutable.contains(&name);
            if (again || changes) && !input && !apart.contains(&name) && is_free(&given.body, &name) {
                apart.push(name);
            }
        }
        let named = apart.iter().all(|name| given.captures_apart(name, &mut number));
        times(&given.name) <= usize::from(given.is_closure) && named
    });
    let mut written = WrittenOut { given: &given, depth: 0, number: 0, any: false };
    let mut function = function.clone();
    written.visit_block_mut(&mut function.block);
    written.any.then_some(function)
}

/// A closure or an inner function with a chain as its value, or with one as an argument.
struct Given {
    name: Ident,
    inputs: Vec<(Ident, Pat, Option<Type>)>,
    body: Expr,
    /// The type of the value; `None` if that is a chain.
    value: Option<Type>,
    is_closure: bool,
    /// A `move` closure has what it captured as it was.
    moves: bool,
    /// What it captured under another name: written before the closure.
    captured: Vec<Stmt>,
}

impl Given {
    /// The names that it binds.
    fn own(&self) -> Vec<Ident> {
        let mut search = Search::default();
        search.visit_expr(&self.body);
        search.bound.extend(self.inputs.iter().map(|(name, ..)| name.clone()));
        search.bound
    }

    /// Gives what the closure captured by that name another one; `false` if that is not possible.
    fn captures_apart(&mut self, name: &Ident, number: &mut usize) -> bool {
        let (places, others) = uses(&self.body, name);
        if !self.is_closure || binds_again(&self.body, name) || places > 0 && others > 0 {
            return false;
        }
        *number += 1;
        let own = names::hidden("captured", *number, name.span());
        self.captured.push(match places > 0 {
            true => parse_quote!(let #own = &#name;),
            false => parse_quote!(let #own = #name;),
        });
        self.body = renamed(&self.body, &[(name.clone(), parse_quote!(#own))]);
        true
    }

    fn closure(local: &syn::Local) -> Option<Given> {
        let (Pat::Ident(name), Some(init)) = (&local.pat, &local.init) else { return None };
        let Expr::Closure(closure) = bare(&init.expr) else { return None };
        if name.mutability.is_some() || name.by_ref.is_some() {
            return None;
        }
        let inputs = closure.inputs.iter().map(|input| match input {
            Pat::Type(typed) => {
                simple(&typed.pat).map(|name| (name, (*typed.pat).clone(), Some((*typed.ty).clone())))
            }
            pat => simple(pat).map(|name| (name, pat.clone(), None)),
        });
        let body = chain(&closure.body)?.clone();
        Some(Given {
            name: name.ident.clone(),
            inputs: inputs.collect::<Option<_>>()?,
            body,
            value: None,
            is_closure: true,
            moves: closure.capture.is_some(),
            captured: Vec::new(),
        })
    }

    fn function(function: &ItemFn) -> Option<Given> {
        let sig = &function.sig;
        let names = mentioned(function.block.to_token_stream());
        if names.contains(&sig.ident) || !function.attrs.is_empty() || sig.constness.is_some() {
            return None;
        }
        let types: Vec<&Ident> = sig.generics.type_params().map(|param| &param.ident).collect();
        let inputs = sig.inputs.iter().map(|input| match input {
            FnArg::Typed(typed) => {
                let name = simple(&typed.pat)?;
                let generic = mentioned(typed.ty.to_token_stream())
                    .iter()
                    .any(|name| types.contains(&name) || name == "impl");
                let ty = (!generic).then(|| without_lifetimes(&typed.ty)).filter(|ty| !has_lifetime(ty));
                Some((name, (*typed.pat).clone(), ty))
            }
            FnArg::Receiver(_) => None,
        });
        let inputs: Vec<_> = inputs.collect::<Option<_>>()?;
        let block = &function.block;
        let (name, is_closure) = (sig.ident.clone(), false);
        match &sig.output {
            ReturnType::Type(_, ty) if matches!(&**ty, Type::ImplTrait(of) if of.bounds.iter().any(is_iterator)) =>
            {
                let body = chain(&parse_quote!(#block))?.clone();
                let (moves, captured) = (false, Vec::new());
                Some(Given { name, inputs, body, value: None, is_closure, moves, captured })
            }
            ReturnType::Type(_, ty) => {
                let takes = sig.inputs.iter().any(|input| takes_iterator(input, &sig.generics));
                let generic = mentioned(ty.to_token_stream())
                    .iter()
                    .any(|name| types.contains(&name) || name == "impl");
                (takes && !generic && !asks(block)).then(|| {
                    let body: Expr = parse_quote!(#block);
                    let body = framed(&body).into_owned();
                    let (value, moves, captured) = (Some((**ty).clone()), false, Vec::new());
                    Given { name, inputs, body, value, is_closure, moves, captured }
                })
            }
            ReturnType::Default => None,
        }
    }
}

/// The chain that is all of an expression.
fn chain(expr: &Expr) -> Option<&Expr> {
    match bare(expr) {
        Expr::Block(block) if block.label.is_none() => match &block.block.stmts[..] {
            [Stmt::Expr(last, None)] => chain(last),
            _ => None,
        },
        expr @ Expr::MethodCall(call) if ADAPTERS.iter().any(|name| call.method == name) => Some(expr),
        _ => None,
    }
}

/// The name that is all of a pattern.
fn simple(pat: &Pat) -> Option<Ident> {
    match pat {
        Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => Some(name.ident.clone()),
        _ => None,
    }
}

fn is_iterator(bound: &TypeParamBound) -> bool {
    let TypeParamBound::Trait(of) = bound else { return false };
    of.path.segments.last().is_some_and(|last| {
        ["Iterator", "IntoIterator", "DoubleEndedIterator", "ExactSizeIterator"]
            .iter()
            .any(|name| last.ident == name)
    })
}

/// Is a parameter an iterator, or what gives one?
fn takes_iterator(input: &FnArg, generics: &syn::Generics) -> bool {
    let FnArg::Typed(typed) = input else { return false };
    match &*typed.ty {
        Type::ImplTrait(of) => of.bounds.iter().any(is_iterator),
        Type::Path(path) => {
            let is = |name: &Ident| path.path.is_ident(name);
            let bounded =
                generics.type_params().any(|param| is(&param.ident) && param.bounds.iter().any(is_iterator));
            let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
            bounded
                || predicates.into_iter().any(|predicate| match predicate {
                    syn::WherePredicate::Type(of) => {
                        matches!(&of.bounded_ty, Type::Path(of) if of.path.get_ident().is_some_and(is))
                            && of.bounds.iter().any(is_iterator)
                    }
                    _ => false,
                })
        }
        _ => false,
    }
}

/// Is there a `?` in it?
fn asks(block: &syn::Block) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_expr_try(&mut self, _: &'ast syn::ExprTry) {
            self.0 = true;
        }
    }
    let mut search = Search(false);
    search.visit_block(block);
    search.0
}

/// The type without the names of lifetimes, which are known in the function only.
fn without_lifetimes(ty: &Type) -> Type {
    struct Elided;
    impl VisitMut for Elided {
        fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
            reference.lifetime = None;
            visit_mut::visit_type_reference_mut(self, reference);
        }
    }
    let mut ty = ty.clone();
    Elided.visit_type_mut(&mut ty);
    ty
}

fn has_lifetime(ty: &Type) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_lifetime(&mut self, _: &'ast syn::Lifetime) {
            self.0 = true;
        }
    }
    let mut search = Search(false);
    search.visit_type(ty);
    search.0
}

/// What gives chains, and what is bound anywhere, apart from inner functions.
#[derive(Default)]
struct Search {
    given: Vec<Given>,
    bound: Vec<Ident>,
    /// What is bound as `mut`.
    mutable: Vec<Ident>,
}

impl<'ast> Visit<'ast> for Search {
    fn visit_local(&mut self, local: &'ast syn::Local) {
        self.given.extend(Given::closure(local));
        visit::visit_local(self, local);
    }

    fn visit_pat_ident(&mut self, name: &'ast syn::PatIdent) {
        self.bound.push(name.ident.clone());
        if name.mutability.is_some() {
            self.mutable.push(name.ident.clone());
        }
        visit::visit_pat_ident(self, name);
    }

    fn visit_item(&mut self, item: &'ast Item) {
        if let Item::Fn(function) = item {
            self.given.extend(Given::function(function));
        }
    }
}

struct WrittenOut<'g> {
    given: &'g [Given],
    depth: usize,
    /// How many arguments have a name of their own.
    number: usize,
    any: bool,
}

impl WrittenOut<'_> {
    fn written(&mut self, call: &syn::ExprCall) -> Option<Expr> {
        let Expr::Path(path) = bare(&call.func) else { return None };
        let name = path.path.get_ident()?;
        let given = self.given.iter().find(|given| given.name == *name)?;
        if given.inputs.len() != call.args.len() || self.depth > DEEP {
            return None;
        }
        let mut written = match &given.value {
            None => Self::chain(given, call)?,
            Some(ty) => self.block(given, call, ty)?,
        };
        self.depth += 1;
        self.visit_expr_mut(&mut written);
        self.depth -= 1;
        Some(written)
    }

    /// The chain with the arguments in it.
    fn chain(given: &Given, call: &syn::ExprCall) -> Option<Expr> {
        let (own, mentions) = (given.own(), mentioned(given.body.to_token_stream()));
        let mut instead = Vec::new();
        for ((name, _, ty), argument) in given.inputs.iter().zip(&call.args) {
            let free = mentioned(argument.to_token_stream());
            let inputs = given.inputs.iter().filter(|(input, ..)| input == name).count();
            let bound = own.iter().filter(|own| *own == name).count();
            // Neither means a name in the argument something else in the chain, nor the other way round.
            if bound > inputs
                || free
                    .iter()
                    .any(|free| own.contains(free) && !given.inputs.iter().any(|(input, ..)| input == free))
            {
                return None;
            }
            let once =
                mentions.iter().filter(|mention| *mention == name).count() <= 1 && given.inputs.len() == 1;
            let argument: Expr = match bare(argument) {
                argument @ Expr::Lit(_) => match ty {
                    Some(ty) => parse_quote!((#argument as #ty)),
                    None => argument.clone(),
                },
                argument
                    if is_simple(argument)
                        || ty.as_ref().is_some_and(is_float) && is_sum(argument)
                        || once && !in_closure(&given.body, name) =>
                {
                    parse_quote!((#argument))
                }
                _ => return None,
            };
            instead.push((name.clone(), argument));
        }
        let body = renamed(&given.body, &instead);
        Some(parse_quote!((#body)))
    }

    /// The body with the parameters bound to the arguments.
    fn block(&mut self, given: &Given, call: &syn::ExprCall, ty: &Type) -> Option<Expr> {
        let [mut values, mut chains, mut bound]: [Vec<Stmt>; 3] = Default::default();
        let (mut known, mut body): (Vec<&Ident>, Expr) = (Vec::new(), given.body.clone());
        for ((input, pat, ty), argument) in given.inputs.iter().zip(&call.args) {
            match ty {
                Some(ty) => {
                    self.number += 1;
                    let name = names::hidden("given", self.number, call.span());
                    values.push(parse_quote!(let #name: #ty = #argument;));
                    bound.push(parse_quote!(let #pat = #name;));
                }
                None => {
                    if mentioned(argument.to_token_stream()).iter().any(|name| known.contains(&name)) {
                        return None;
                    }
                    chains.push(parse_quote!(let #pat = #argument;));
                    known.push(input);
                    if chain(argument).is_some() {
                        AsItIs(input).visit_expr_mut(&mut body);
                    }
                }
            }
        }
        let value = names::hidden("given", 0, call.span());
        Some(match crate::types::is_outcome(ty) {
            // An `Option` is followed where it ends a block.
            true => parse_quote!({ #(#values)* #(#chains)* #(#bound)* #body }),
            false => parse_quote!({ #(#values)* #(#chains)* #(#bound)* let #value: #ty = #body; #value }),
        })
    }
}

/// `it` for `it.into_iter()`, where it is an iterator already.
struct AsItIs<'n>(&'n Ident);

impl VisitMut for AsItIs<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::MethodCall(call) = expr
            && call.method == "into_iter"
            && matches!(bare(&call.receiver), Expr::Path(path) if path.path.is_ident(self.0))
        {
            *expr = (*call.receiver).clone();
        }
    }
}

/// Is it a name, or a reference to one or to a field of one?
fn is_simple(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Path(_) => true,
        Expr::Field(field) => is_simple(&field.base),
        Expr::Reference(reference) => reference.mutability.is_none() && is_simple(&reference.expr),
        _ => false,
    }
}

fn is_float(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("f64") || path.path.is_ident("f32"))
}

/// Is it calculated from names and numbers?
fn is_sum(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Binary(binary) => is_sum(&binary.left) && is_sum(&binary.right),
        Expr::Unary(unary) => is_sum(&unary.expr),
        Expr::Lit(_) => true,
        other => is_simple(other),
    }
}

/// Does the name in an expression mean something around it?
fn is_free(expr: &Expr, name: &Ident) -> bool {
    let times = |expr: &Expr| mentioned(expr.to_token_stream()).iter().filter(|other| *other == name).count();
    let left = renamed(expr, &[(name.clone(), parse_quote!(()))]);
    // In a macro it may.
    binds_again(expr, name) || times(&left) < times(expr)
}

/// How often a name is what a method is called on or an index taken of, and how often something else.
fn uses(expr: &Expr, name: &Ident) -> (usize, usize) {
    struct Search<'n>(&'n Ident, usize, usize);
    impl Search<'_> {
        fn place(&mut self, expr: &Expr) {
            let is_name = matches!(bare(expr), Expr::Path(path) if path.path.is_ident(self.0));
            self.1 += usize::from(is_name);
            self.2 -= usize::from(is_name).min(self.2);
        }
    }
    impl<'ast> Visit<'ast> for Search<'_> {
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            visit::visit_expr_method_call(self, call);
            self.place(&call.receiver);
        }
        fn visit_expr_index(&mut self, index: &'ast syn::ExprIndex) {
            visit::visit_expr_index(self, index);
            self.place(&index.expr);
        }
        fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
            self.2 += usize::from(path.path.is_ident(self.0));
        }
    }
    let mut search = Search(name, 0, 0);
    search.visit_expr(expr);
    (search.1, search.2)
}

/// Is the name mentioned in a closure, which may run often?
fn in_closure(expr: &Expr, name: &Ident) -> bool {
    struct Search<'n>(&'n Ident, bool);
    impl<'ast> Visit<'ast> for Search<'_> {
        fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
            self.1 |= mentioned(closure.to_token_stream()).contains(self.0);
        }
    }
    let mut search = Search(name, false);
    search.visit_expr(expr);
    search.1
}

impl VisitMut for WrittenOut<'_> {
    // An item is kept as it stands.
    fn visit_item_mut(&mut self, _: &mut Item) {}

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::Call(call) = expr
            && let Some(written) = self.written(call)
        {
            *expr = written;
            self.any = true;
        }
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        visit_mut::visit_block_mut(self, block);
        // A closure that nobody mentions any more is gone.
        let given = |stmt: &Stmt| match stmt {
            Stmt::Local(local) => simple(&local.pat)
                .and_then(|name| self.given.iter().find(|given| given.is_closure && given.name == name)),
            _ => None,
        };
        let is_given = |stmt: &Stmt| given(stmt).map(|given| given.name.clone());
        if block.stmts.iter().any(|stmt| is_given(stmt).is_some()) {
            let names = mentioned(block.to_token_stream());
            let mentions = |name: &Ident| names.iter().filter(|other| *other == name).count();
            let stmts = std::mem::take(&mut block.stmts).into_iter().flat_map(|stmt| {
                let captured = given(&stmt).map(|given| given.captured.clone()).unwrap_or_default();
                let stays = is_given(&stmt).is_none_or(|name| mentions(&name) > 1);
                captured.into_iter().chain(Some(stmt).filter(|_| stays))
            });
            block.stmts = stmts.collect();
        }
    }
}
