//! The same functions over `f32`, over `T: Float`, and over dual numbers.

use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};

/// The float type of a program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// `f64`
    Double,
    /// `f32`
    Single,
    /// `T: Float`, called with `f64`.
    Generic,
}

impl Style {
    pub(super) fn read(choice: u8) -> Style {
        match choice % 16 {
            14 => Style::Single,
            15 | 13 => Style::Generic,
            _ => Style::Double,
        }
    }

    /// A function that is written over `f64`.
    pub(super) fn of(self, text: &str) -> String {
        match self {
            Style::Double => text.to_owned(),
            Style::Single => text.replace("f64", "f32"),
            Style::Generic => {
                let Ok(mut function) = syn::parse_str::<syn::ItemFn>(text) else { return text.to_owned() };
                visit_mut::visit_item_fn_mut(&mut Generic, &mut function);
                function.sig.generics.params.insert(0, syn::parse_quote!(T: Float));
                prettyplease::unparse(&syn::parse_quote!(#function))
            }
        }
    }

    /// As Rust calls the type where there are no generics.
    pub fn name(self) -> &'static str {
        if self == Style::Single { "f32" } else { "f64" }
    }
}

struct Generic;

impl VisitMut for Generic {
    fn visit_expr_mut(&mut self, expr: &mut syn::Expr) {
        visit_mut::visit_expr_mut(self, expr);
        match expr {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Float(lit), .. }) => {
                let digits: syn::LitFloat = syn::LitFloat::new(lit.base10_digits(), lit.span());
                *expr = syn::parse_quote!(T::from_f64(#digits));
            }
            syn::Expr::Cast(cast) if cast.ty.to_token_stream().to_string() == "T" => {
                let inner = &cast.expr;
                let text = inner.to_token_stream().to_string();
                *expr = match text.contains("i32") {
                    true => syn::parse_quote!(T::from_i32(#inner)),
                    false => syn::parse_quote!(T::from_usize(#inner)),
                };
            }
            _ => {}
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        in_macro(self, mac);
    }

    fn visit_ident_mut(&mut self, ident: &mut syn::Ident) {
        if *ident == "f64" {
            *ident = syn::Ident::new("T", ident.span());
        }
    }
}

/// A function's text where `f64` and `f32` are dual numbers.
pub fn on_duals(text: &str, style: Style) -> String {
    let Ok(mut function) = syn::parse_str::<syn::ItemFn>(text) else { return text.to_owned() };
    if style == Style::Generic {
        let types = |param: &syn::GenericParam| !matches!(param, syn::GenericParam::Type(_));
        let kept = std::mem::take(&mut function.sig.generics.params).into_iter().filter(types);
        function.sig.generics.params = kept.collect();
    }
    visit_mut::visit_item_fn_mut(&mut Duals(style), &mut function);
    function.vis = syn::parse_quote!(pub);
    quote!(#function).to_string()
}

struct Duals(Style);

impl VisitMut for Duals {
    fn visit_expr_mut(&mut self, expr: &mut syn::Expr) {
        if let syn::Expr::Call(call) = expr
            && call.func.to_token_stream().to_string().ends_with("from_f64")
        {
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
        match expr {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Float(lit), .. }) => {
                // `0.3_0` is an `f32` that only rustc knows as one.
                let told = lit.to_string().ends_with("_0");
                let suffix = match lit.suffix() {
                    "" if told => "f32",
                    "" => self.0.name(),
                    suffix => suffix,
                };
                let suffix = syn::Ident::new(suffix, lit.span());
                let digits = syn::LitFloat::new(lit.base10_digits(), lit.span());
                *expr = syn::parse_quote!(#suffix::of(#digits));
            }
            syn::Expr::Cast(cast) => {
                let (inner, ty) = (&cast.expr, &cast.ty);
                *expr = syn::parse_quote!(cast::<#ty, _>(#inner));
            }
            _ => {}
        }
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        in_macro(self, mac);
    }
}

/// What stands in a macro such as `assert!` and `vec!`.
fn in_macro(visitor: &mut impl VisitMut, mac: &mut syn::Macro) {
    type Args = syn::punctuated::Punctuated<syn::Expr, syn::Token![,]>;
    let tokens = &mac.tokens;
    if let Ok(mut repeat) = syn::parse2::<syn::ExprRepeat>(quote!([#tokens])) {
        visitor.visit_expr_repeat_mut(&mut repeat);
        let (value, len) = (&repeat.expr, &repeat.len);
        mac.tokens = quote!(#value; #len);
    } else if let Ok(mut args) = mac.parse_body_with(Args::parse_terminated) {
        args.iter_mut().for_each(|arg| visitor.visit_expr_mut(arg));
        mac.tokens = args.to_token_stream();
    }
}
