//! Iterators that functions of `std::iter` make, as chains that mean the same: `successors`, `from_fn`, `repeat_with`, `zip`.

use crate::lower::expr::operator::bare;
use crate::lower::sequence::in_iter;
use crate::names;
use crate::spanned::Spanned;
use quote::ToTokens;
use std::borrow::Cow;
use syn::visit_mut::{VisitMut, visit_expr_mut};
use syn::{Expr, ExprCall, Stmt, parse_quote};

const MAKERS: [&str; 4] = ["successors", "from_fn", "repeat_with", "zip"];

/// The function with such calls written as chains.
pub(in crate::lower) fn written_as_chains(function: &syn::ItemFn) -> Cow<'_, syn::ItemFn> {
    let mentioned = crate::lower::expr::opaque::mentioned(function.block.to_token_stream());
    if !mentioned.iter().any(|name| MAKERS.iter().any(|maker| name == maker)) {
        return Cow::Borrowed(function);
    }
    let mut function = function.clone();
    let mut chains = Chains { before: Vec::new(), repeated: false, made: 0 };
    chains.visit_block_mut(&mut function.block);
    Cow::Owned(function)
}

struct Chains {
    /// What stands before the statement that is being read.
    before: Vec<Stmt>,
    /// What is being read is evaluated more often than the statement.
    repeated: bool,
    made: usize,
}

impl Chains {
    /// `successors(first, next)`: the next item is a local.
    fn successors(&mut self, call: &ExprCall) -> Option<Expr> {
        let [first, next] = call.args.iter().collect::<Vec<_>>()[..] else { return None };
        if self.repeated || does_something(first) {
            return None;
        }
        self.made += 1;
        let name = names::hidden("next", self.made, call.span());
        let item = names::hidden("item", self.made, call.span());
        self.before.push(parse_quote!(let mut #name = #first;));
        let following: Expr = match bare(next) {
            Expr::Closure(closure) => {
                let (pat, body) = (closure.inputs.first()?, &closure.body);
                parse_quote!({
                    let #pat = &#item;
                    #body
                })
            }
            function => parse_quote!(#function(&#item)),
        };
        Some(parse_quote!((0_usize..).map_while(|_| match #name {
            Some(#item) => {
                #name = #following;
                Some(#item)
            }
            None => None,
        })))
    }

    fn made(&mut self, call: &ExprCall) -> Option<Expr> {
        let name = in_iter(call)?;
        match (name.as_str(), call.args.iter().collect::<Vec<_>>().as_slice()) {
            ("successors", _) => self.successors(call),
            ("from_fn", [function]) => {
                let closure = of_anything(function)?;
                Some(parse_quote!((0_usize..).map_while(#closure)))
            }
            ("repeat_with", [function]) => {
                let closure = of_anything(function)?;
                Some(parse_quote!((0_usize..).map(#closure)))
            }
            ("zip", [a, b]) => Some(parse_quote!((#a).into_iter().zip(#b))),
            _ => None,
        }
    }
}

/// A function without parameters as a closure that ignores its argument.
fn of_anything(function: &Expr) -> Option<Expr> {
    match bare(function) {
        Expr::Closure(closure) if closure.inputs.is_empty() => {
            let mut closure = closure.clone();
            closure.inputs.push(parse_quote!(_));
            Some(Expr::Closure(closure))
        }
        Expr::Path(path) => Some(parse_quote!(|_| #path())),
        _ => None,
    }
}

/// May evaluating it earlier make a difference?
fn does_something(expr: &Expr) -> bool {
    struct Search(bool);
    impl<'ast> syn::visit::Visit<'ast> for Search {
        fn visit_expr_call(&mut self, call: &'ast ExprCall) {
            self.0 |= !matches!(bare(&call.func), Expr::Path(path) if path.path.is_ident("Some"));
            syn::visit::visit_expr_call(self, call);
        }
        fn visit_macro(&mut self, _: &'ast syn::Macro) {
            self.0 = true;
        }
        fn visit_expr_assign(&mut self, _: &'ast syn::ExprAssign) {
            self.0 = true;
        }
    }
    let mut search = Search(false);
    syn::visit::Visit::visit_expr(&mut search, expr);
    search.0
}

impl VisitMut for Chains {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_expr_mut(self, expr);
        if let Expr::Call(call) = expr
            && let Some(chain) = self.made(call)
        {
            *expr = chain;
        }
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        let (before, repeated) = (std::mem::take(&mut self.before), std::mem::take(&mut self.repeated));
        let mut stmts = Vec::new();
        for mut stmt in std::mem::take(&mut block.stmts) {
            self.visit_stmt_mut(&mut stmt);
            stmts.append(&mut self.before);
            stmts.push(stmt);
        }
        block.stmts = stmts;
        (self.before, self.repeated) = (before, repeated);
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut syn::ExprClosure) {
        let (before, repeated) = (std::mem::take(&mut self.before), std::mem::take(&mut self.repeated));
        self.visit_expr_mut(&mut closure.body);
        let own = std::mem::replace(&mut self.before, before);
        self.repeated = repeated;
        if !own.is_empty() {
            let body = &closure.body;
            *closure.body = parse_quote!({ #(#own)* #body });
        }
    }

    fn visit_expr_while_mut(&mut self, l: &mut syn::ExprWhile) {
        let repeated = std::mem::replace(&mut self.repeated, true);
        self.visit_expr_mut(&mut l.cond);
        self.repeated = repeated;
        self.visit_block_mut(&mut l.body);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
