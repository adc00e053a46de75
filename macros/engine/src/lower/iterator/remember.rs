//! Links that remember something from one item to the next, in an iterator that goes on after items were taken from it: what they
//! remember is a local beside the iterator.

use super::hoist::local;
use super::{Chain, STATELESS};
use crate::lower::Lower;
use proc_macro2::Ident;
use syn::{Expr, ExprMethodCall, Stmt, parse_quote};

impl Lower<'_> {
    /// Gives the links that remember something locals for it, as far as they can have them.
    pub(super) fn remember(&mut self, chain: &mut Chain, stmts: &mut Vec<Stmt>) {
        for call in &mut chain.calls {
            if STATELESS.iter().any(|name| call.method == *name) {
                continue;
            }
            let declared = stmts.len();
            // These would ask for one item more than they do.
            if !chain.acts || !["take", "take_while"].iter().any(|name| call.method == *name) {
                *call = self.remembering(call.clone(), stmts);
            }
            if stmts.len() == declared {
                chain.remembers.get_or_insert_with(|| call.method.clone());
            }
            chain.counts |= stmts.len() > declared;
        }
    }

    /// The call with what it remembers in a local of its own; the same call if it is none of these.
    fn remembering(&mut self, call: ExprMethodCall, stmts: &mut Vec<Stmt>) -> ExprMethodCall {
        let span = call.method.span();
        let mut state = |lower: &mut Self, part: &str, init: Expr| {
            let name = lower.hidden_name(part, span);
            let mut declared = local(&name, init);
            if let Stmt::Local(syn::Local { pat: syn::Pat::Ident(pat), .. }) = &mut declared {
                pat.mutability = Some(Default::default());
            }
            stmts.push(declared);
            name
        };
        let [item, at, more] =
            ["item", "at", "more"].map(|name| crate::names::of_library(&Ident::new(name, span), span));
        let (name, closure): (&str, Expr) = match (call.method.to_string().as_str(), call.args.first()) {
            ("enumerate", None) => {
                let count = state(self, "count", parse_quote!(0_usize));
                let closure = parse_quote!(|#item| {
                    let #at = #count;
                    #count += 1;
                    (#at, #item)
                });
                ("map", closure)
            }
            ("take_while", Some(goes_on)) => {
                let ended = state(self, "ended", parse_quote!(false));
                let closure = parse_quote!(|#item| {
                    if !#ended {
                        #ended = !(#goes_on)(#item);
                    }
                    !#ended
                });
                ("take_while", closure)
            }
            ("skip_while", Some(skips)) => {
                let begun = state(self, "begun", parse_quote!(false));
                let closure = parse_quote!(|#item| {
                    if !#begun {
                        #begun = !(#skips)(#item);
                    }
                    #begun
                });
                ("filter", closure)
            }
            ("take", Some(count)) => {
                let left = state(self, "left", count.clone());
                let closure = parse_quote!(|_| {
                    let #more = #left > 0;
                    if #more {
                        #left -= 1;
                    }
                    #more
                });
                ("take_while", closure)
            }
            ("skip", Some(count)) => {
                let left = state(self, "left", count.clone());
                let closure = parse_quote!(|_| {
                    let #more = #left > 0;
                    if #more {
                        #left -= 1;
                    }
                    !#more
                });
                ("filter", closure)
            }
            ("step_by", Some(step)) => {
                let count = state(self, "count", parse_quote!(0_usize));
                let closure = parse_quote!(|_| {
                    let #at = #count;
                    #count += 1;
                    #at % #step == 0
                });
                ("filter", closure)
            }
            _ => return call,
        };
        let method = Ident::new(name, span);
        ExprMethodCall { method, args: [closure].into_iter().collect(), ..call }
    }
}
