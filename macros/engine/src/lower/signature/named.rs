//! Types that a signature knows by name only: other names of types made of floats, which `wrt` and results may have, and structs.

use crate::lower::expr::operator::bare;
use crate::types::{Ty, Types};
use proc_macro2::Ident;
use std::collections::BTreeSet;
use syn::visit::Visit;
use syn::{Expr, Pat};

/// Types of `std` and the like through which no gradient is taken.
const WITHOUT: [&str; 13] = [
    "Option", "Result", "Box", "Rc", "Arc", "Cell", "RefCell", "HashMap", "BTreeMap", "HashSet", "BTreeSet",
    "VecDeque", "Range",
];

/// May the name be another one of a type that is made of floats?
pub(in crate::lower) fn may_be_alias(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Path(path) => {
            let last = path.path.segments.last();
            // Those of `std` have arguments; without any it is the user's own.
            let of_std = |last: &syn::PathSegment| {
                !last.arguments.is_empty() && WITHOUT.iter().any(|of| last.ident == of)
            };
            last.is_some_and(|last| !of_std(last))
        }
        syn::Type::Reference(reference) => may_be_alias(&reference.elem),
        syn::Type::Slice(slice) => may_be_alias(&slice.elem),
        syn::Type::Array(array) => may_be_alias(&array.elem),
        syn::Type::Paren(inner) => may_be_alias(&inner.elem),
        syn::Type::Group(inner) => may_be_alias(&inner.elem),
        syn::Type::Tuple(tuple) => !tuple.elems.is_empty() && tuple.elems.iter().all(may_be_alias),
        _ => false,
    }
}

/// Is it the name of a result that may be another one of a type made of floats, or an `Option` or a `Result` of such?
pub(in crate::lower) fn is_alias(read: &Ty, ty: &syn::Type) -> bool {
    is_named(read) && may_be_alias(within(ty))
}

/// A result as it is read, which may be an `Option` or a `Result` of what is known by name only.
pub(in crate::lower) fn result_of(read: Ty, ty: &syn::Type) -> Ty {
    let (Ty::Named(_), syn::Type::Path(path)) = (&read, ty) else { return read };
    let status = if crate::types::generic_argument(path, "Option").is_some() { Ty::Bool } else { Ty::Status };
    let inside = within(ty);
    match crate::types::is_outcome(ty) && may_be_alias(inside) && matches!(inside, syn::Type::Path(_)) {
        true => {
            let name = Ty::Named(quote::quote!(#inside).to_string());
            Ty::Outcome(Box::new(status), Box::new(name))
        }
        false => read,
    }
}

/// What a result is of: of an `Option` or a `Result` what is in it.
pub(in crate::lower) fn within(ty: &syn::Type) -> &syn::Type {
    match ty {
        syn::Type::Path(path) => {
            let of = ["Option", "Result"].iter().find_map(|name| crate::types::generic_argument(path, name));
            of.unwrap_or(ty)
        }
        _ => ty,
    }
}

/// Is there an `Option` or a `Result` in a part of the type?
pub(in crate::lower) fn holds_outcome(ty: &syn::Type) -> bool {
    let is_or_holds = |ty: &syn::Type| crate::types::is_outcome(ty) || holds_outcome(ty);
    match ty {
        syn::Type::Path(path) => match crate::types::generic_argument(path, "Vec") {
            Some(elem) => is_or_holds(elem),
            None => crate::types::is_outcome(ty) && is_or_holds(within(ty)),
        },
        syn::Type::Tuple(tuple) => tuple.elems.iter().any(is_or_holds),
        syn::Type::Array(array) => is_or_holds(&array.elem),
        syn::Type::Paren(inner) => holds_outcome(&inner.elem),
        syn::Type::Group(inner) => holds_outcome(&inner.elem),
        _ => false,
    }
}

/// Is it an `Option`, or a reference to one?
pub(in crate::lower) fn is_option(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Path(path) => crate::types::generic_argument(path, "Option").is_some_and(may_be_alias),
        syn::Type::Reference(reference) if reference.mutability.is_none() => is_option(&reference.elem),
        _ => false,
    }
}

/// The names of types, also of those that patterns take apart.
struct Names(BTreeSet<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_type_path(&mut self, path: &'ast syn::TypePath) {
        self.0.extend(path.path.segments.last().map(|last| last.ident.to_string()));
        syn::visit::visit_type_path(self, path);
    }
    fn visit_pat_tuple_struct(&mut self, pat: &'ast syn::PatTupleStruct) {
        self.0.extend(pat.path.segments.last().map(|last| last.ident.to_string()));
        syn::visit::visit_pat_tuple_struct(self, pat);
    }
}

/// The names of the types in a function.
pub(in crate::lower) fn types_in(function: &syn::ItemFn) -> BTreeSet<String> {
    let mut names = Names(BTreeSet::new());
    names.visit_item_fn(function);
    names.0
}

/// The names of the types in its result.
pub(in crate::lower) fn types_returned(function: &syn::ItemFn) -> BTreeSet<String> {
    let mut names = Names(BTreeSet::new());
    names.visit_return_type(&function.sig.output);
    names.0
}

/// The names of the types of parameters for which something holds.
pub(in crate::lower) fn names_in(
    signature: &crate::lower::Signature,
    holds: impl Fn(&str) -> bool,
) -> BTreeSet<String> {
    fn collect(ty: &Ty, names: &mut BTreeSet<String>) {
        match ty {
            Ty::Named(name) => {
                names.insert(name.clone());
            }
            Ty::Tuple(elems) => elems.iter().for_each(|elem| collect(elem, names)),
            Ty::Array(elem, _) | Ty::Slice(elem) | Ty::Vec(elem) | Ty::Ref(elem) => collect(elem, names),
            _ => {}
        }
    }
    let mut names = BTreeSet::new();
    signature.params.iter().for_each(|param| collect(&param.ty, &mut names));
    names.retain(|name| holds(name));
    names
}

/// Is it of a type that is known by name only, or made of such?
pub(in crate::lower) fn is_named(ty: &Ty) -> bool {
    matches!(ty, Ty::Named(_)) || ty.values().iter().any(is_named)
}

/// The type with something for inference to find out in place of each name.
pub(in crate::lower) fn opened(ty: &Ty, types: &mut Types) -> Ty {
    let mut open = |elem: &Ty| Box::new(opened(elem, types));
    match ty {
        Ty::Named(_) => types.fresh(),
        Ty::Tuple(elems) => Ty::Tuple(elems.iter().map(|elem| opened(elem, types)).collect()),
        Ty::Array(elem, len) => Ty::Array(open(elem), len.clone()),
        Ty::Slice(elem) => Ty::Slice(open(elem)),
        Ty::Vec(elem) => Ty::Vec(open(elem)),
        Ty::Ref(elem) => Ty::Ref(open(elem)),
        Ty::Outcome(status, value) => Ty::Outcome(status.clone(), open(value)),
        Ty::Float(_)
        | Ty::Int(_)
        | Ty::Bool
        | Ty::Discrete
        | Ty::Status
        | Ty::Pullback
        | Ty::At
        | Ty::Maybe
        | Ty::Infer(_) => ty.clone(),
    }
}

/// The names of types in `Name::new(…)`, `Name::ZERO`, `Name { … }` and `Name(…)`: no other names of floats.
pub fn names_of_structs(tokens: &proc_macro2::TokenStream) -> BTreeSet<String> {
    use proc_macro2::TokenTree;
    const OF_FLOATS: [&str; 9] =
        ["from", "consts", "MAX", "MIN", "EPSILON", "INFINITY", "NEG_INFINITY", "NAN", "MIN_POSITIVE"];
    fn collect(tokens: proc_macro2::TokenStream, names: &mut BTreeSet<String>) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let text = |at: usize| tokens.get(at).map(ToString::to_string).unwrap_or_default();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => collect(group.stream(), names),
                TokenTree::Ident(name) if name.to_string().starts_with(char::is_uppercase) => {
                    let before = if at == 0 { String::new() } else { text(at - 1) };
                    let is_type = ["impl", "for", "struct", "enum", ">"].contains(&before.as_str());
                    let item = text(at + 3);
                    let has_item = text(at + 1) == ":"
                        && text(at + 2) == ":"
                        && !OF_FLOATS.contains(&item.as_str())
                        && crate::tables::rules::Rule::method(&item).is_none();
                    let is_made = matches!(tokens.get(at + 1), Some(TokenTree::Group(_))) && !is_type;
                    if has_item || is_made {
                        names.insert(name.to_string());
                    }
                }
                _ => {}
            }
        }
    }
    let mut names = BTreeSet::new();
    collect(tokens.clone(), &mut names);
    names
}

/// The names of fields on which methods are called that floats have not.
pub fn fields_with_methods(tokens: &proc_macro2::TokenStream) -> BTreeSet<String> {
    use proc_macro2::TokenTree;
    fn collect(tokens: proc_macro2::TokenStream, names: &mut BTreeSet<String>) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for window in tokens.windows(5) {
            let [dot, TokenTree::Ident(field), then, TokenTree::Ident(method), TokenTree::Group(_)] = window
            else {
                continue;
            };
            let method = method.to_string();
            let is_dot = |token: &TokenTree| matches!(token, TokenTree::Punct(dot) if dot.as_char() == '.');
            let of_floats = crate::tables::rules::Rule::method(&method).is_some()
                || crate::tables::rules::DECISIONS.contains(&method.as_str());
            if is_dot(dot) && is_dot(then) && !of_floats {
                names.insert(field.to_string());
            }
        }
        for token in tokens {
            if let TokenTree::Group(group) = token {
                collect(group.stream(), names);
            }
        }
    }
    let mut names = BTreeSet::new();
    collect(tokens.clone(), &mut names);
    names
}

/// The same of a result, where a name is that of a struct.
pub(in crate::lower) fn opened_as_users(ty: &Ty, is_struct: impl Fn(&str) -> bool, types: &mut Types) -> Ty {
    let open = opened(ty, types);
    let (ty, value) = match (ty, &open) {
        (Ty::Outcome(_, ty), Ty::Outcome(_, value)) => {
            if let Ty::Named(name) = &**ty {
                types.name_inside(value, name);
            }
            (&**ty, &**value)
        }
        _ => (ty, &open),
    };
    mark_named(ty, value, &is_struct, types);
    open
}

/// Notes what is known by a name, also in lists and tuples.
fn mark_named(written: &Ty, opened: &Ty, is_struct: &impl Fn(&str) -> bool, types: &mut Types) {
    match written {
        Ty::Named(name) if is_struct(name) => types.mark_users(opened),
        Ty::Named(_) => types.mark_named_result(opened),
        _ => {
            let parts = opened.values().to_vec();
            written.values().iter().zip(&parts).for_each(|(a, b)| mark_named(a, b, is_struct, types));
        }
    }
}

/// Does the body take fields with names out of a parameter? Then it is a struct.
pub(in crate::lower) fn has_fields(function: &syn::ItemFn, param: &Ident) -> bool {
    struct Search<'p> {
        param: &'p Ident,
        found: bool,
    }
    impl Search<'_> {
        fn is_param(&self, expr: &Expr) -> bool {
            match bare(expr) {
                Expr::Path(path) => path.path.is_ident(self.param),
                Expr::Unary(unary) => self.is_param(&unary.expr),
                Expr::Reference(reference) => self.is_param(&reference.expr),
                Expr::Index(index) => self.is_param(&index.expr),
                _ => false,
            }
        }
    }
    impl<'ast> Visit<'ast> for Search<'_> {
        fn visit_expr_field(&mut self, field: &'ast syn::ExprField) {
            self.found |= matches!(field.member, syn::Member::Named(_)) && self.is_param(&field.base);
            syn::visit::visit_expr_field(self, field);
        }
        fn visit_local(&mut self, local: &'ast syn::Local) {
            let struct_pattern = matches!(local.pat, Pat::Struct(_));
            self.found |= struct_pattern && local.init.as_ref().is_some_and(|init| self.is_param(&init.expr));
            syn::visit::visit_local(self, local);
        }
    }
    let mut search = Search { param, found: false };
    search.visit_block(&function.block);
    search.found
}
