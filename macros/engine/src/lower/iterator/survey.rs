//! How an iterator in a local is used.

use crate::lower::expr::opaque::mentioned;
use crate::lower::expr::operator::bare;
use crate::lower::scan::changes::base;
use proc_macro2::Ident;
use syn::visit::Visit;
use syn::{Expr, ExprMethodCall, Stmt};

/// Methods that take items from an iterator which goes on afterwards.
pub(super) const ASKING: [&str; 20] = [
    "next",
    "next_back",
    "nth",
    "nth_back",
    "by_ref",
    "peek",
    "next_if",
    "next_if_eq",
    "find",
    "find_map",
    "rfind",
    "position",
    "rposition",
    "any",
    "all",
    "try_fold",
    "try_for_each",
    "try_fold_flow",
    "try_for_each_flow",
    "try_rfold",
];

/// Those that look at the next item.
const PEEKING: [&str; 3] = ["peek", "next_if", "next_if_eq"];

/// Those that begin at the end.
const FROM_BEHIND: [&str; 5] = ["next_back", "nth_back", "rfind", "rposition", "try_rfold"];

/// How an iterator is used.
#[derive(Default)]
pub(super) struct Survey {
    /// Something takes items and leaves the others.
    pub(super) asks: bool,
    /// Something takes items from the end and leaves the others.
    pub(super) from_behind: bool,
    /// It is used once, and that only once.
    pub(super) once: bool,
    /// An item is looked at before it is taken.
    pub(super) peeks: bool,
}

impl Survey {
    pub(super) fn of(name: &Ident, stmts: &[Stmt]) -> Survey {
        let mut counted = Counted { name, uses: 0, repeated: 0, depth: 0, survey: Survey::default() };
        stmts.iter().for_each(|stmt| counted.visit_stmt(stmt));
        Survey { once: counted.uses == 1 && counted.repeated == 0, ..counted.survey }
    }
}

/// Counts mentions; those of others of the name err on the safe side.
struct Counted<'n> {
    name: &'n Ident,
    uses: usize,
    /// Those in loops and closures.
    repeated: usize,
    depth: usize,
    survey: Survey,
}

impl Counted<'_> {
    fn inside(&mut self, visit: impl FnOnce(&mut Self)) {
        self.depth += 1;
        visit(self);
        self.depth -= 1;
    }
}

impl<'ast> Visit<'ast> for Counted<'_> {
    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        if path.path.is_ident(self.name) {
            self.uses += 1;
            self.repeated += usize::from(self.depth > 0);
        }
    }
    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.uses += 2 * mentioned(mac.tokens.clone()).iter().filter(|name| *name == self.name).count();
    }
    fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
        self.survey.asks |= reference.mutability.is_some() && is_named(&reference.expr, self.name);
        syn::visit::visit_expr_reference(self, reference);
    }
    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if is_named(&call.receiver, self.name) {
            self.survey.asks |= ASKING.iter().any(|method| call.method == *method);
            self.survey.peeks |= PEEKING.iter().any(|method| call.method == *method);
        }
        let of_this = base(&call.receiver).is_some_and(|of| of == *self.name);
        self.survey.from_behind |= of_this && FROM_BEHIND.iter().any(|method| call.method == *method);
        if let Expr::MethodCall(inner) = bare(&call.receiver) {
            self.survey.from_behind |= of_this && call.method == "rev" && inner.method == "by_ref";
        }
        syn::visit::visit_expr_method_call(self, call);
    }
    fn visit_expr_while(&mut self, l: &'ast syn::ExprWhile) {
        self.inside(|search| syn::visit::visit_expr_while(search, l));
    }
    fn visit_expr_loop(&mut self, l: &'ast syn::ExprLoop) {
        self.inside(|search| syn::visit::visit_expr_loop(search, l));
    }
    fn visit_expr_for_loop(&mut self, l: &'ast syn::ExprForLoop) {
        self.visit_expr(&l.expr);
        self.inside(|search| search.visit_block(&l.body));
    }
    fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
        self.inside(|search| syn::visit::visit_expr_closure(search, closure));
    }
}

/// Is the expression that name?
pub(super) fn is_named(expr: &Expr, name: &Ident) -> bool {
    matches!(bare(expr), Expr::Path(path) if path.path.is_ident(name))
}
