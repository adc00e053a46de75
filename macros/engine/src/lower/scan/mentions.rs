//! The names that code mentions, in the order in which they stand there. Expressions are not written out to find them.

use proc_macro2::{Ident, TokenStream};
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Expr, Token};

/// Code in which names stand.
pub(in crate::lower) trait Mentions {
    /// All of its names, also those inside of format strings.
    fn each_name(&self, visit: &mut dyn FnMut(&Ident));

    /// Is there such a name?
    fn has_name(&self, mut is: impl FnMut(&Ident) -> bool) -> bool {
        let mut found = false;
        self.each_name(&mut |name| found = found || is(name));
        found
    }
}

struct Names<'v>(&'v mut dyn FnMut(&Ident));

impl<'ast> Visit<'ast> for Names<'_> {
    fn visit_ident(&mut self, name: &'ast Ident) {
        (self.0)(name);
    }

    // What stands behind a single dot is a field or a method.
    fn visit_expr_field(&mut self, field: &'ast syn::ExprField) {
        self.visit_expr(&field.base);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.visit_expr(&call.receiver);
        if let Some(turbofish) = &call.turbofish {
            self.visit_angle_bracketed_generic_arguments(turbofish);
        }
        call.args.iter().for_each(|arg| self.visit_expr(arg));
    }

    fn visit_lit(&mut self, literal: &'ast syn::Lit) {
        if let syn::Lit::Str(_) | syn::Lit::ByteStr(_) | syn::Lit::CStr(_) = literal {
            self.visit_token_stream(&quote::quote!(#literal));
        }
    }

    fn visit_token_stream(&mut self, tokens: &'ast TokenStream) {
        tokens.each_name(self.0);
    }
}

impl Mentions for TokenStream {
    fn each_name(&self, visit: &mut dyn FnMut(&Ident)) {
        crate::lower::expr::opaque::mentioned(self.clone()).iter().for_each(visit);
    }
}

impl Mentions for Expr {
    fn each_name(&self, visit: &mut dyn FnMut(&Ident)) {
        Names(visit).visit_expr(self);
    }
}

impl Mentions for syn::ExprMethodCall {
    fn each_name(&self, visit: &mut dyn FnMut(&Ident)) {
        Names(visit).visit_expr_method_call(self);
    }
}

impl Mentions for syn::ExprCall {
    fn each_name(&self, visit: &mut dyn FnMut(&Ident)) {
        visit::visit_expr_call(&mut Names(visit), self);
    }
}

impl Mentions for syn::ExprField {
    fn each_name(&self, visit: &mut dyn FnMut(&Ident)) {
        Names(visit).visit_expr_field(self);
    }
}

impl Mentions for Punctuated<Expr, Token![,]> {
    fn each_name(&self, visit: &mut dyn FnMut(&Ident)) {
        self.iter().for_each(|expr| expr.each_name(visit));
    }
}

impl<T: Mentions> Mentions for Box<T> {
    fn each_name(&self, visit: &mut dyn FnMut(&Ident)) {
        (**self).each_name(visit);
    }
}

impl<T: Mentions> Mentions for &T {
    fn each_name(&self, visit: &mut dyn FnMut(&Ident)) {
        (**self).each_name(visit);
    }
}
