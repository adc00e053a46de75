//! What the function mentions by a name of `std`. Where that is the user's own, rustc refuses what is generated.

use crate::lower::expr::macros::arguments;
use crate::lower::primal::Spelt;
use proc_macro2::Ident;
use syn::visit::Visit;

/// The types and variants whose meaning the engine knows.
const KNOWN: [&str; 7] = ["Vec", "String", "Option", "Some", "None", "Ok", "Err"];

impl Spelt {
    /// Notes the macros, types and variants that go by a bare name.
    pub(in crate::lower) fn note_names(&mut self, function: &syn::ItemFn) {
        function.sig.inputs.iter().for_each(|input| self.visit_fn_arg(input));
        self.visit_return_type(&function.sig.output);
        self.visit_block(&function.block);
    }

    pub(in crate::lower) fn note(names: &mut Vec<Ident>, name: &Ident) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
}

impl<'ast> Visit<'ast> for Spelt {
    // An item is kept as it stands.
    fn visit_item(&mut self, _: &'ast syn::Item) {}

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        if let Some(name) = mac.path.get_ident() {
            Spelt::note(&mut self.macros, name);
        }
        arguments(mac).iter().flatten().for_each(|argument| self.visit_expr(argument));
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let (None, Some(first)) = (path.leading_colon, path.segments.first())
            && KNOWN.iter().any(|known| first.ident == known)
        {
            Spelt::note(&mut self.known, &first.ident);
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        if pat.ident == "None" {
            Spelt::note(&mut self.known, &pat.ident);
        }
        syn::visit::visit_pat_ident(self, pat);
    }
}

/// The first `Self` in a function, which then stands in an `impl`.
pub fn type_of_impl(function: &syn::ItemFn) -> Option<Ident> {
    struct Search(Option<Ident>);
    impl<'ast> Visit<'ast> for Search {
        // There it is another type.
        fn visit_item(&mut self, _: &'ast syn::Item) {}
        fn visit_ident(&mut self, name: &'ast Ident) {
            if name == "Self" {
                self.0.get_or_insert_with(|| name.clone());
            }
        }
        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            arguments(mac).iter().flatten().for_each(|argument| self.visit_expr(argument));
        }
    }
    let mut search = Search(None);
    search.visit_signature(&function.sig);
    search.visit_block(&function.block);
    search.0
}
