//! What decides something: a `bool`, through which no derivative flows. So a function that gives one needs no attribute,
//! and rustc checks that it does give one.

use crate::ir::{Id, Op, Plain};
use crate::lower::Lower;
use crate::lower::expr::opaque::mentioned;
use crate::lower::expr::operator::bare;
use crate::lower::option::optional::As;
use crate::spanned::Spanned;
use crate::types::Ty;
use proc_macro2::{Ident, Span};
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::Visit;
use syn::{Expr, Pat, UnOp};

/// The locals that are mentioned in conditions alone.
pub(in crate::lower) fn only_deciding(block: &syn::Block) -> BTreeSet<String> {
    #[derive(Default)]
    struct Search {
        /// How often each name is declared, decides, and is mentioned in all.
        declared: BTreeMap<String, usize>,
        decides: BTreeMap<String, usize>,
        mentions: BTreeMap<String, usize>,
    }
    impl Search {
        fn decides(&mut self, expr: &Expr) {
            match bare(expr) {
                Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => self.decides(&unary.expr),
                Expr::Path(path) => {
                    if let Some(name) = path.path.get_ident() {
                        *self.decides.entry(name.to_string()).or_default() += 1;
                    }
                }
                _ => {}
            }
        }
    }
    impl<'ast> Visit<'ast> for Search {
        fn visit_local(&mut self, local: &'ast syn::Local) {
            if let Pat::Ident(name) = &local.pat {
                *self.declared.entry(name.ident.to_string()).or_default() += 1;
            }
            syn::visit::visit_local(self, local);
        }
        fn visit_expr_if(&mut self, branch: &'ast syn::ExprIf) {
            self.decides(&branch.cond);
            syn::visit::visit_expr_if(self, branch);
        }
        fn visit_expr_while(&mut self, l: &'ast syn::ExprWhile) {
            self.decides(&l.cond);
            syn::visit::visit_expr_while(self, l);
        }
        fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
            if matches!(binary.op, syn::BinOp::And(_) | syn::BinOp::Or(_)) {
                self.decides(&binary.left);
                self.decides(&binary.right);
            }
            syn::visit::visit_expr_binary(self, binary);
        }
        fn visit_ident(&mut self, name: &'ast Ident) {
            *self.mentions.entry(name.to_string()).or_default() += 1;
        }
        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            mentioned(mac.tokens.clone()).iter().for_each(|name| self.visit_ident(name));
        }
    }
    let mut search = Search::default();
    search.visit_block(block);
    let Search { declared, decides, mentions } = search;
    let alone = |name: &String, count: usize| {
        let declared = declared.get(name).copied().unwrap_or_default();
        mentions.get(name).copied().unwrap_or_default() == declared + count
    };
    decides.iter().filter(|(name, count)| alone(name, **count)).map(|(name, _)| name.clone()).collect()
}

impl Lower<'_> {
    /// Does a `let` hold nothing but a decision of a function's? Either it says so, or all that it is used for does.
    pub(in crate::lower) fn holds_decision(&self, pat: &Pat, init: &Expr) -> bool {
        let decides = match pat {
            Pat::Type(typed) => matches!(&*typed.ty, syn::Type::Path(path) if path.path.is_ident("bool")),
            Pat::Ident(name) => self.deciding.contains(&name.ident.to_string()),
            _ => false,
        };
        decides && matches!(bare(init), Expr::Call(_) | Expr::MethodCall(_) | Expr::Unary(_))
    }

    /// Does a `let` say that it holds an integer, of a method's?
    pub(in crate::lower) fn holds_count(&self, pat: &Pat, init: &Expr) -> bool {
        let Pat::Type(typed) = pat else { return false };
        let integer = |path: &syn::TypePath| {
            path.path.get_ident().is_some_and(|name| crate::types::INTEGERS.iter().any(|known| name == known))
        };
        matches!(bare(init), Expr::MethodCall(_))
            && matches!(&*typed.ty, syn::Type::Path(path) if integer(path))
    }

    /// What counts or indexes: an integer, through which no derivative flows.
    pub(in crate::lower) fn counting(&mut self, expr: &Expr) -> Id {
        use syn::BinOp;
        if let Expr::Binary(binary) = bare(expr)
            && let BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_) = binary.op
        {
            let [left, right] = [&binary.left, &binary.right].map(|side| {
                let side = self.counting(side);
                self.as_integer(side)
            });
            return self.arithmetic(&binary.op, left, right, binary.span(), &binary.op);
        }
        let ty = self.types.fresh_int();
        self.asking(expr, ty)
    }

    /// A number of elements that a list is to have.
    pub(in crate::lower) fn number_of_elements(&mut self, expr: &Expr) -> Id {
        let count = self.counting(expr);
        self.as_integer(count)
    }

    /// What is calculated with where something is counted is an integer, also the field of a struct that is differentiated, which rustc checks.
    fn as_integer(&mut self, id: Id) -> Id {
        let id = self.operand(id);
        if !matches!(self.ty(id), Ty::Infer(_)) || !self.varies(id) {
            return id;
        }
        let (ty, int) = (self.arena.ty(id).clone(), self.types.fresh_int());
        self.types.unify(&ty, &int);
        self.constant(id)
    }

    /// An expression of a type that carries no derivative. A method that gives it needs no attribute, and rustc checks the type.
    fn asking(&mut self, expr: &Expr, ty: Ty) -> Id {
        if let Expr::MethodCall(_) = bare(expr) {
            self.asks = Some(ty);
        }
        self.expr(expr)
    }

    /// A condition, or a part of one.
    pub(in crate::lower) fn decision(&mut self, expr: &Expr) -> Id {
        match bare(expr) {
            Expr::Call(call) => self.called(call, true),
            Expr::MethodCall(_) => self.asking(expr, Ty::Bool),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => {
                let inner = self.decision(&unary.expr);
                let inner = self.operand(inner);
                self.discrete(Op::Plain(Plain::Unary(unary.op), vec![inner]), Ty::Bool, unary.span())
            }
            _ => self.expr(expr),
        }
    }

    /// Calls what a method was given to decide with.
    pub(in crate::lower) fn decided(&mut self, function: &Expr, args: &[Id], span: Span) -> Id {
        match function {
            Expr::Closure(closure) => self.inline(closure, args, As::Decision),
            Expr::Path(path) if path.path.get_ident().and_then(|name| self.local(name)).is_none() => {
                match self.predicate(path, args, span) {
                    Some(decision) => decision,
                    None => self.call_handed(function, args, span),
                }
            }
            _ => self.call_handed(function, args, span),
        }
    }

    /// A call of a named function that decides; `None` if it may leave something in what it is given.
    pub(in crate::lower) fn predicate(
        &mut self,
        path: &syn::ExprPath,
        args: &[Id],
        span: Span,
    ) -> Option<Id> {
        let varies = args.iter().any(|id| self.varies(*id));
        if !varies
            || args.iter().any(|id| self.lends(*id).is_some())
            || crate::lower::library::mutator::is_of_memory(path)
            || crate::lower::expr::path::float_of(path, &self.generics).is_some()
        {
            return None;
        }
        let args: Vec<Id> = args.iter().map(|id| self.argument(*id)).collect();
        Some(self.discrete(Op::Plain(Plain::Call(quote!(#path)), args), Ty::Bool, span))
    }
}
