//! A `VecDeque` or a `Box<[T]>` of differentiated values: a `Vec` in what is generated. What only rustc looks into stays one.

use proc_macro2::{Ident, Span};
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{GenericArgument, PathArguments, Type};

/// The methods that a `Vec` has by another name. The text of the library has those that it does not have.
const METHODS: [(&str, &str); 9] = [
    ("push_back", "push"),
    ("push_front", "deque_push_front"),
    ("pop_back", "pop"),
    ("pop_front", "deque_pop_front"),
    ("front", "first"),
    ("front_mut", "first_mut"),
    ("back", "last"),
    ("back_mut", "last_mut"),
    ("make_contiguous", "as_mut_slice"),
];

/// The same function with a `Vec` for each `VecDeque` and `Box<[T]>` in its body, and the bare name of the first; `None` if there is none.
pub(in crate::lower) fn as_lists(function: &syn::ItemFn) -> Option<(syn::ItemFn, Option<Ident>)> {
    let mut search = Search::default();
    search.visit_block(&function.block);
    if !search.found {
        return None;
    }
    let mut function = function.clone();
    let Search { bare, deques, others, .. } = search;
    let deques = deques.into_iter().filter(|name| !others.contains(name)).collect();
    Lists { deques }.visit_block_mut(&mut function.block);
    Some((function, bare))
}

#[derive(Default)]
struct Search {
    found: bool,
    bare: Option<Ident>,
    /// The locals that are declared with a mention of the type, and the others.
    deques: Vec<Ident>,
    others: Vec<Ident>,
}

impl<'ast> Visit<'ast> for Search {
    // An item is kept as it stands.
    fn visit_item(&mut self, _: &'ast syn::Item) {}

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let found = std::mem::take(&mut self.found);
        syn::visit::visit_local(self, local);
        let names = crate::lower::flow::statement::names_in(&local.pat);
        if self.found {
            self.deques.extend(names)
        } else {
            self.others.extend(names)
        }
        self.found |= found;
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let Some(at) = path.segments.iter().position(|segment| segment.ident == "VecDeque") {
            self.found = true;
            if at == 0 && path.leading_colon.is_none() {
                self.bare.get_or_insert_with(|| path.segments[0].ident.clone());
            }
        }
        self.found |= path.segments.last().is_some_and(|last| boxed_elements(last).is_some());
        syn::visit::visit_path(self, path);
    }
}

/// The `T` of `Box<[T]>`.
fn boxed_elements(segment: &syn::PathSegment) -> Option<&Type> {
    let PathArguments::AngleBracketed(args) = &segment.arguments else { return None };
    match args.args.first()? {
        GenericArgument::Type(Type::Slice(slice)) if segment.ident == "Box" => Some(&slice.elem),
        _ => None,
    }
}

struct Lists {
    /// Locals.
    deques: Vec<Ident>,
}

impl Lists {
    fn is_deque(&self, expr: &syn::Expr) -> bool {
        match crate::lower::expr::operator::bare(expr) {
            syn::Expr::Path(path) => path.path.get_ident().is_some_and(|name| self.deques.contains(name)),
            _ => false,
        }
    }
}

impl VisitMut for Lists {
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if let Some(at) = path.segments.iter().position(|segment| segment.ident == "VecDeque") {
            path.leading_colon = None;
            path.segments = path.segments.iter().skip(at).cloned().collect();
            path.segments[0].ident = Ident::new("Vec", path.segments[0].ident.span());
        }
        if let Some(last) = path.segments.last_mut()
            && let Some(elem) = boxed_elements(last)
        {
            *last = syn::parse_quote!(Vec<#elem>);
            let last = last.clone();
            path.leading_colon = None;
            path.segments = std::iter::once(last).collect();
        }
        syn::visit_mut::visit_path_mut(self, path);
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut syn::ExprMethodCall) {
        syn::visit_mut::visit_expr_method_call_mut(self, call);
        let span: Span = call.method.span();
        let name = match METHODS.iter().find(|(name, _)| call.method == name) {
            Some((_, name)) => name,
            // That of a `Vec` takes out of it what must be there.
            None if call.method == "remove" && self.is_deque(&call.receiver) => "deque_remove",
            None => return,
        };
        call.method = Ident::new(name, span);
    }
}
