//! The attribute on the `impl` of `Index` or `IndexMut`: `#[differentiate] impl Index<(usize, usize)> for Matrix { … }`. Its function ends in an
//! element, such as `&self.data[i * self.columns + j]`. Where that is, the indices in it, is found out apart from taking it; there is also
//! the gradient of the element.

use crate::configured;
use crate::method::{Home, Impl};
use crate::names;
use proc_macro2::TokenStream;
use quote::quote;
use std::rc::Rc;
use syn::{Expr, ImplItem, ItemImpl};

/// The implementations beside the block; none, where the function ends in something else.
pub fn beside(block: &ItemImpl) -> Option<TokenStream> {
    let (of, _) = block.trait_.as_ref()?;
    let last = of.segments.last()?;
    let mutable = last.ident == "IndexMut";
    let syn::PathArguments::AngleBracketed(args) = &last.arguments else { return None };
    let syn::GenericArgument::Type(index) = args.args.first()? else { return None };
    let function = block.items.iter().find_map(|item| match item {
        ImplItem::Fn(function) => Some(function),
        _ => None,
    })?;
    let mut found = Found::default();
    let mut body = function.block.clone();
    found.block(&mut body)?;
    let (self_ty, private) = (&block.self_ty, names::private());
    let home = Home::Impl(Rc::new(Impl { generics: block.generics.clone(), ..Impl::default() }));
    let floats = crate::lower::floats(&super::free(function)?, &home, None);
    if block.generics.type_params().any(|param| floats.iter().all(|float| param.ident != float)) {
        return None;
    }
    let generics = crate::lower::with_floats(&block.generics, &floats);
    let (generics, _, bounds) = generics.split_for_impl();
    let conditions = configured::conditions(&block.attrs);
    let at = quote!(#private::At<Self, #index>);
    let place = names::of_library(&syn::parse_quote!(place), proc_macro2::Span::call_site());
    let taken = |root: TokenStream, borrow: TokenStream| {
        let arms = found.elements.iter().enumerate().map(|(number, element)| {
            let element = element.tokens(&root, &place);
            quote!(#number => #borrow #element,)
        });
        quote!(match #place.0 { #(#arms)* _ => ::core::unreachable!() })
    };
    if mutable {
        let element = taken(quote!(self), quote!(&mut));
        return Some(quote! {
            #conditions
            #[doc(hidden)]
            impl #generics #private::IndexedMut<#index> for #self_ty #bounds {
                #[inline]
                fn differentiate_element_mut(&mut self, at: #at) -> &mut Self::Element {
                    let #place = at.place;
                    #element
                }
            }
        });
    }
    let output = block.items.iter().find_map(|item| match item {
        ImplItem::Type(output) if output.ident == "Output" => Some(&output.ty),
        _ => None,
    })?;
    let argument = function.sig.inputs.iter().nth(1)?;
    let syn::FnArg::Typed(argument) = argument else { return None };
    let pattern = &argument.pat;
    let gradient = names::of_library(&syn::parse_quote!(gradient), proc_macro2::Span::call_site());
    let (element, entry) = (taken(quote!(self), quote!(&)), taken(quote!(#gradient), quote!(&mut)));
    let read = taken(quote!(#gradient), quote!(&));
    let width = found.elements.iter().map(|element| element.indices).max().unwrap_or(0);
    let stmts = found.placed(&body, width);
    Some(quote! {
        #conditions
        #[doc(hidden)]
        #[allow(unused, clippy::all, clippy::pedantic)]
        impl #generics #private::Indexed<#index> for #self_ty #bounds {
            type Element = #output;
            type Place = (usize, [usize; #width]);
            type Gradient = <Self as ::differentiate::Differentiable>::Tangent;
            type Entry = <#output as ::differentiate::Differentiable>::Tangent;
            #[inline]
            fn differentiate_at(&self, #pattern: #index) -> #at {
                #private::At { place: #stmts }
            }
            #[inline]
            fn differentiate_element(&self, at: #at) -> &Self::Element {
                let #place = at.place;
                #element
            }
            #[inline]
            fn differentiate_gradient(#gradient: &Self::Gradient, at: #at) -> &Self::Entry {
                let #place = at.place;
                #read
            }
            #[inline]
            fn differentiate_entry(#gradient: &mut Self::Gradient, at: #at) -> &mut Self::Entry {
                let #place = at.place;
                #entry
            }
        }
    })
}

/// An element, behind `self`.
struct Element {
    steps: Vec<Step>,
    indices: usize,
}

enum Step {
    Field(syn::Member),
    Index,
}

impl Element {
    /// The element of a root, by the indices that were found out.
    fn tokens(&self, root: &TokenStream, place: &proc_macro2::Ident) -> TokenStream {
        let (mut tokens, mut index) = (root.clone(), 0_usize);
        for step in &self.steps {
            match step {
                Step::Field(member) => tokens = quote!(#tokens.#member),
                Step::Index => {
                    let at = proc_macro2::Literal::usize_unsuffixed(index);
                    tokens = quote!(#tokens[#place.1[#at]]);
                    index += 1;
                }
            }
        }
        tokens
    }
}

/// The elements in which a function ends. What it ends in becomes the number of the element and its indices.
#[derive(Default)]
struct Found {
    elements: Vec<Element>,
}

/// Stands for the end of an array of indices until it is known how many there are.
const REST: &str = "rest_of_indices";

impl Found {
    fn block(&mut self, block: &mut syn::Block) -> Option<()> {
        match block.stmts.last_mut()? {
            syn::Stmt::Expr(end, None) => self.end(end),
            _ => None,
        }
    }

    fn end(&mut self, end: &mut Expr) -> Option<()> {
        match end {
            Expr::Paren(inner) => self.end(&mut inner.expr),
            Expr::Block(inner) if inner.label.is_none() => self.block(&mut inner.block),
            Expr::If(branch) => {
                self.block(&mut branch.then_branch)?;
                self.end(&mut branch.else_branch.as_mut()?.1)
            }
            Expr::Match(branch) => branch.arms.iter_mut().try_for_each(|arm| self.end(&mut arm.body)),
            Expr::Macro(_) => Some(()),
            Expr::Reference(reference) => {
                let (mut steps, mut indices) = (Vec::new(), Vec::new());
                place(&reference.expr, &mut steps, &mut indices)?;
                let (number, rest) = (self.elements.len(), quote::format_ident!("{REST}"));
                self.elements.push(Element { steps, indices: indices.len() });
                *end = syn::parse_quote!((#number, [#(#indices,)* #rest]));
                Some(())
            }
            _ => None,
        }
    }

    /// The body, with as many indices everywhere.
    fn placed(&self, body: &syn::Block, width: usize) -> TokenStream {
        struct Filled(usize);
        impl syn::visit_mut::VisitMut for Filled {
            fn visit_expr_array_mut(&mut self, array: &mut syn::ExprArray) {
                syn::visit_mut::visit_expr_array_mut(self, array);
                let is_rest = |expr: &Expr| matches!(expr, Expr::Path(path) if path.path.is_ident(REST));
                if array.elems.last().is_some_and(is_rest) {
                    array.elems.pop();
                    while array.elems.len() < self.0 {
                        array.elems.push(syn::parse_quote!(0));
                    }
                }
            }
        }
        let mut body = body.clone();
        syn::visit_mut::VisitMut::visit_block_mut(&mut Filled(width), &mut body);
        quote!(#body)
    }
}

/// A place behind `self`: its steps, and the indices among them.
fn place(expr: &Expr, steps: &mut Vec<Step>, indices: &mut Vec<Expr>) -> Option<()> {
    match expr {
        Expr::Paren(inner) => place(&inner.expr, steps, indices),
        Expr::Path(path) => path.path.is_ident("self").then_some(()),
        Expr::Field(field) => {
            place(&field.base, steps, indices)?;
            steps.push(Step::Field(field.member.clone()));
            Some(())
        }
        Expr::Index(index) if !matches!(*index.index, Expr::Range(_)) => {
            place(&index.expr, steps, indices)?;
            steps.push(Step::Index);
            indices.push((*index.index).clone());
            Some(())
        }
        _ => None,
    }
}
