//! Methods and operators of `std` that are called by a path, `Iterator::sum(items)`, or are passed on by one, `map(Vec::len)`: what is rewritten
//! is what everybody writes, `items.sum()` and `map(|list| list.len())`.

use super::operator::bare;
use crate::lower::Spelt;
use crate::names;
use crate::spanned::Spanned;
use proc_macro2::Ident;
use std::borrow::Cow;
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprCall, ExprPath, Token, parse_quote};

/// Types and traits whose methods are known by their names.
const OF: [&str; 12] = [
    "Vec",
    "Option",
    "Result",
    "Iterator",
    "IntoIterator",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "Clone",
    "ToOwned",
    "PartialOrd",
    "PartialEq",
    "Ord",
];

/// The traits of operators, with the operators.
const OPERATORS: [(&str, &str); 6] =
    [("Add", "+"), ("Sub", "-"), ("Mul", "*"), ("Div", "/"), ("Rem", "%"), ("Neg", "-")];

/// What takes no receiver.
const FUNCTIONS: [&str; 5] = ["new", "with_capacity", "from", "from_iter", "default"];

/// Methods with an argument, of those that are passed on by their names.
const BINARY: [&str; 16] = [
    "or",
    "and",
    "xor",
    "zip",
    "unwrap_or",
    "chain",
    "cmp",
    "partial_cmp",
    "max",
    "min",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
];

/// The function with methods in place of such paths, and the names that are taken for those of `std`.
pub(in crate::lower) fn as_methods(function: &syn::ItemFn) -> (Cow<'_, syn::ItemFn>, Vec<Ident>) {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_expr_path(&mut self, path: &'ast ExprPath) {
            let of = path.path.segments.iter().rev().nth(1).map(|of| of.ident.to_string());
            let known = |of: String| {
                ["cmp", "slice", "array", "convert"].iter().chain(&OF).any(|known| of == *known)
                    || OPERATORS.iter().any(|(known, _)| of == *known)
            };
            self.0 |= path.qself.is_some() || of.is_some_and(known);
        }
    }
    let mut search = Search(false);
    search.visit_block(&function.block);
    if !search.0 {
        return (Cow::Borrowed(function), Vec::new());
    }
    let mut function = function.clone();
    let mut methods = Methods { names: Vec::new() };
    methods.visit_block_mut(&mut function.block);
    (Cow::Owned(function), methods.names)
}

struct Methods {
    names: Vec<Ident>,
}

impl VisitMut for Methods {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        match expr {
            Expr::MethodCall(call) => self.written_out(&mut call.args),
            Expr::Call(call) => {
                self.written_out(&mut call.args);
                if let Some(method) = self.method(call) {
                    *expr = method;
                }
            }
            Expr::Path(path) if is_identity(&path.path) => {
                let value = names::hidden("input", 0, path.span());
                *expr = parse_quote!(|#value| #value);
            }
            _ => {}
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

impl Methods {
    /// The type or the trait that a path goes through, and the function.
    fn known<'p>(&mut self, path: &'p ExprPath) -> Option<(String, &'p syn::PathSegment)> {
        let (function, before) = {
            let mut segments: Vec<_> = path.path.segments.iter().collect();
            (segments.pop()?, segments)
        };
        if !function.ident.to_string().starts_with(char::is_lowercase) {
            return None;
        }
        if let Some(of) = &path.qself {
            let of_slice = matches!(&*of.ty, syn::Type::Slice(_)) && before.is_empty();
            return of_slice.then(|| ("Vec".to_owned(), function));
        }
        let of = match before.as_slice() {
            [of] => *of,
            [first, .., of] if ["std", "core", "alloc"].iter().any(|name| first.ident == name) => *of,
            _ => return None,
        };
        let name = of.ident.to_string();
        if !OF.contains(&name.as_str()) && OPERATORS.iter().all(|(known, _)| *known != name) {
            return None;
        }
        if before.len() == 1 {
            Spelt::note(&mut self.names, &of.ident);
        }
        Some((name, function))
    }

    /// What a call is as a method or an operator.
    fn method(&mut self, call: &ExprCall) -> Option<Expr> {
        let Expr::Path(path) = bare(&call.func) else { return None };
        if let Some(written) = written_otherwise(&path.path, call) {
            return Some(written);
        }
        let (of, function) = self.known(path)?;
        let args: Vec<&Expr> = call.args.iter().collect();
        if let Some((_, operator)) = OPERATORS.iter().find(|(known, _)| *known == of) {
            let operator: proc_macro2::TokenStream = operator.parse().ok()?;
            return match (of.as_str(), args.as_slice()) {
                ("Neg", [a]) => Some(parse_quote!((-(#a)))),
                ("Neg", _) => None,
                (_, [a, b]) => Some(parse_quote!(((#a) #operator (#b)))),
                _ => None,
            };
        }
        let (first, rest) = args.split_first()?;
        if of == "Vec" && function.ident == "from_iter" {
            return Some(parse_quote!((#first).into_iter().collect::<Vec<_>>()));
        }
        if FUNCTIONS.iter().any(|name| function.ident == name) {
            return None;
        }
        // A method borrows what it is called on.
        let receiver = match bare(first) {
            Expr::Reference(reference) => &reference.expr,
            other => other,
        };
        let turbofish = match &function.arguments {
            syn::PathArguments::AngleBracketed(of) => Some(of),
            _ => None,
        };
        let method = &function.ident;
        Some(parse_quote!((#receiver).#method #turbofish (#(#rest),*)))
    }

    /// Puts a closure in the place of each argument that is such a path.
    fn written_out(&mut self, args: &mut Punctuated<Expr, Token![,]>) {
        for arg in args {
            let Expr::Path(path) = bare(arg) else { continue };
            let Some((of, function)) = self.known(path) else { continue };
            let method = function.ident.to_string();
            let of_operator = OPERATORS.iter().any(|(known, _)| *known == of) && of != "Neg";
            let binary = of_operator
                || BINARY.contains(&method.as_str())
                    && !(of.ends_with("Iterator") && method.starts_with('m'));
            let inputs: Vec<Ident> =
                (0..=usize::from(binary)).map(|at| names::hidden("input", at, path.span())).collect();
            let call: ExprCall = parse_quote!(#path(#(#inputs),*));
            let body = self.method(&call).unwrap_or(Expr::Call(call));
            *arg = parse_quote!(|#(#inputs),*| #body);
        }
    }
}

/// Is it `std::convert::identity`?
fn is_identity(path: &syn::Path) -> bool {
    let names: Vec<&Ident> = path.segments.iter().map(|segment| &segment.ident).collect();
    matches!(names[..], [root, module, function]
        if (root == "std" || root == "core") && module == "convert" && function == "identity")
}

/// What a call of a function of `std` is without it: `std::cmp::max_by(a, b, f)`, `std::slice::from_ref(x)`.
fn written_otherwise(path: &syn::Path, call: &ExprCall) -> Option<Expr> {
    let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let args: Vec<&Expr> = call.args.iter().collect();
    let ["std" | "core" | "alloc", module, function] = names[..] else { return None };
    match (module, function, args.as_slice()) {
        ("cmp", "max_by" | "min_by" | "max_by_key" | "min_by_key", [a, b, order]) => {
            let method = &path.segments.last()?.ident;
            Some(parse_quote!([#a, #b].into_iter().#method(#order).unwrap()))
        }
        ("slice", "from_ref", [one]) => Some(parse_quote!((&[*(#one)][..]))),
        ("array", "from_ref", [one]) => Some(parse_quote!((&[*(#one)]))),
        _ => None,
    }
}
