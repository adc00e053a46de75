//! Blocks with labels, `'a: { … break 'a value; … }`: what follows a `break` in the block is skipped, as after a jump in a loop.

use crate::ir::{Id, Literal, Op, Plain};
use crate::lower::option::optional::As;
use crate::lower::{Exit, Local, Lower};
use crate::types::Ty;
use syn::visit::Visit;
use syn::{Expr, Lifetime, Stmt};

/// What a jump may leave: a loop, or a block with a label, that is being lowered.
pub(in crate::lower) struct Context {
    pub(in crate::lower) number: usize,
    pub(in crate::lower) label: Option<String>,
    /// Has it been left?
    pub(in crate::lower) broke: Local,
    /// Is the rest of its iteration skipped, by a `continue` in a loop inside?
    pub(in crate::lower) skipped: Local,
    /// What `break` gave.
    pub(in crate::lower) value: Local,
    pub(in crate::lower) kind: Kind,
}

/// What it is.
#[derive(Clone, Copy)]
pub(in crate::lower) enum Kind {
    /// A loop.
    Loop,
    /// A loop over a row of what `flatten` and `flat_map` make: to the user it is one with the loop around it.
    Row,
    /// A block, whose value is asked for in that form.
    Block(As),
}

impl Context {
    pub(in crate::lower) fn is_row(&self) -> bool {
        matches!(self.kind, Kind::Row)
    }

    pub(in crate::lower) fn is_block(&self) -> bool {
        matches!(self.kind, Kind::Block(_))
    }
}

impl Lower<'_> {
    /// The value of a block with a label, in the form that is asked for.
    pub(in crate::lower) fn labelled(&mut self, label: &Lifetime, block: &syn::Block, form: As) -> Id {
        let flags: Vec<Local> = self.contexts.iter().flat_map(|c| [c.broke, c.skipped]).collect();
        let flags = flags.into_iter().chain([self.returned]);
        let before: Vec<(Local, Option<Id>)> = flags.map(|flag| (flag, self.values[flag.0])).collect();
        let none = self.types.fresh_inferred();
        let none = self.zero(none);
        let (broke, skipped, value) = (self.lowered_flag(), self.lowered_flag(), self.hidden(none));
        self.contexts.push(Context {
            number: usize::MAX,
            label: Some(label.ident.to_string()),
            broke,
            skipped,
            value,
            kind: Kind::Block(form),
        });
        let scope = self.names.len();
        let stmts = with_break_at_end(label, block);
        self.inner(|lower| lower.sequence(&stmts, As::Value));
        self.names.truncate(scope);
        self.contexts.pop();

        let never = matches!(
            self.values[broke.0].map(|id| self.arena.op(id)),
            Some(Op::Literal(Literal::Bool(false)))
        );
        if self.exit == Exit::Leaves && never {
            return self.poison();
        }
        self.exit = Exit::Falls;
        // The block may have been left for something further out.
        let raised = before.into_iter().filter(|(flag, value)| self.values[flag.0] != *value);
        let raised = raised.map(|(flag, _)| flag).collect();
        self.left_by(raised, label.ident.span());
        match self.values[value.0] {
            Some(value) if value != none => value,
            _ => self.unit(),
        }
    }

    /// Control has left this place if one of the flags is raised.
    pub(in crate::lower) fn left_by(&mut self, raised: Vec<Local>, span: proc_macro2::Span) {
        let no = self.literal(Literal::Bool(false), Ty::Bool);
        let left = raised.into_iter().fold(no, |left, flag| {
            let flag = self.value_of_local(flag);
            match self.arena.op(left) {
                Op::Literal(_) => flag,
                _ => self.node(Op::Plain(Plain::operator("||"), vec![left, flag]), Ty::Bool, span),
            }
        });
        self.values[self.left.0] = Some(left);
    }

    /// Does the expression contain a `return`, or a `break` out of a block around it?
    pub(in crate::lower) fn leaves_block(&self, expr: &Expr) -> bool {
        struct Search<'l> {
            labels: Vec<&'l str>,
            found: bool,
        }
        impl<'ast> Visit<'ast> for Search<'_> {
            fn visit_expr_return(&mut self, _: &'ast syn::ExprReturn) {
                self.found = true;
            }
            fn visit_expr_break(&mut self, jump: &'ast syn::ExprBreak) {
                let label = jump.label.as_ref().map(|label| label.ident.to_string());
                self.found |= label.is_some_and(|label| self.labels.contains(&label.as_str()));
                syn::visit::visit_expr_break(self, jump);
            }
            fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
            fn visit_item(&mut self, _: &'ast syn::Item) {}
        }
        let labels = self.contexts.iter().filter(|context| context.is_block());
        let mut search =
            Search { labels: labels.filter_map(|context| context.label.as_deref()).collect(), found: false };
        search.visit_expr(expr);
        search.found
    }
}

/// The statements of a block, which end in a `break` with its value.
pub(in crate::lower) fn with_break_at_end(label: &Lifetime, block: &syn::Block) -> Vec<Stmt> {
    let mut stmts = block.stmts.clone();
    if let Some(Stmt::Expr(value, semicolon @ None)) = stmts.last_mut() {
        let jump = syn::ExprBreak {
            attrs: Vec::new(),
            break_token: Default::default(),
            label: Some(label.clone()),
            expr: Some(Box::new(std::mem::replace(value, Expr::Verbatim(Default::default())))),
        };
        *value = Expr::Break(jump);
        *semicolon = Some(Default::default());
    }
    stmts
}
