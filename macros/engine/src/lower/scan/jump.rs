//! Jumps out of the middle of an expression: `s += if done { break } else { x };`. What is evaluated up to the jump becomes
//! statements of its own, so that what comes after it runs only if it was not taken.

use crate::diagnostics as code;
use crate::ir::{Id, compound};
use crate::lower::Lower;
use crate::lower::expr::operator::bare;
use crate::lower::option::optional::As;
use syn::visit::Visit;
use syn::{BinOp, Expr, Stmt, parse_quote};

impl Lower<'_> {
    /// The statements that a statement is as good as, where it has a jump in an operand.
    pub(in crate::lower) fn unfolded(&mut self, stmt: &Stmt) -> Option<Vec<Stmt>> {
        let expr = match stmt {
            Stmt::Local(local) => &*local.init.as_ref()?.expr,
            Stmt::Expr(expr, _) => expr,
            Stmt::Item(_) | Stmt::Macro(_) => return None,
        };
        let (mut before, after) = self.taken_apart(expr)?;
        before.push(match stmt {
            Stmt::Expr(_, semicolon) => Stmt::Expr(after, *semicolon),
            stmt => {
                let mut stmt = stmt.clone();
                if let Stmt::Local(syn::Local { init: Some(init), .. }) = &mut stmt {
                    *init.expr = after;
                }
                stmt
            }
        });
        Some(before)
    }

    /// The value of an expression with a jump in an operand; `None` if it has none.
    pub(in crate::lower) fn jumping(&mut self, expr: &Expr, form: As) -> Option<Id> {
        let (mut stmts, after) = self.taken_apart(expr)?;
        stmts.push(Stmt::Expr(after, None));
        let scope = self.names.len();
        let value = self.sequence(&stmts, form);
        self.names.truncate(scope);
        Some(value)
    }

    /// What an expression evaluates up to its last jump, and what is left of it; `None` if it has none in an operand.
    fn taken_apart(&mut self, expr: &Expr) -> Option<(Vec<Stmt>, Expr)> {
        if !jumps(expr) {
            return None;
        }
        let (mut before, mut expr) = (Vec::new(), expr.clone());
        self.unfold(&mut expr, &mut before).then_some((before, expr))
    }

    /// Takes out what an expression evaluates up to its last jump; a jump that the expression itself decides stays. Was there
    /// anything to do?
    fn unfold(&mut self, expr: &mut Expr, before: &mut Vec<Stmt>) -> bool {
        if !jumps(expr) {
            return false;
        }
        let decided = if_of(expr);
        let mut changed = decided.is_some();
        if let Some(decided) = decided {
            *expr = decided;
        }
        let mut operands = operands(expr);
        let Some(last) = operands.iter().rposition(|operand| jumps(operand)) else { return changed };
        let assigns = operands[..=last].iter().any(|operand| self.changes_something(operand));
        for (at, operand) in operands[..=last].iter_mut().enumerate() {
            let decides = jumps(operand) && decides(operand);
            changed |= self.unfold(operand, before);
            // What only names a place is the same after the jump.
            if decides || at < last && (assigns || !is_place(operand)) && !is_lent(operand) {
                self.take_out(operand, before);
                changed = true;
            }
        }
        changed
    }

    fn take_out(&mut self, operand: &mut Expr, before: &mut Vec<Stmt>) {
        self.operands += 1;
        let name = crate::names::operand(self.operands);
        let value = std::mem::replace(operand, parse_quote!(#name));
        // Not written out and parsed: it may be what a macro made, which reads otherwise.
        let mut local: Stmt = parse_quote!(let #name = (););
        if let Stmt::Local(syn::Local { init: Some(init), .. }) = &mut local {
            *init.expr = value;
        }
        before.push(local);
    }

    /// A guard has no place for statements before it.
    pub(in crate::lower) fn refuse_jump(&mut self, guard: &Expr) {
        if jumps(guard) {
            self.report(
                &crate::lower::fence::refuse::mark(guard),
                &code::UNSUPPORTED,
                &[
                    "a jump or a panic in a guard",
                    "write it before the `match`, or use an `if` instead of the arm",
                ],
            );
        }
    }
}

/// `a && b` and `a || b` as an `if`, where `b` may leave.
fn if_of(expr: &Expr) -> Option<Expr> {
    let Expr::Binary(binary) = expr else { return None };
    let (left, right) = (&binary.left, &*binary.right);
    let (yes, no) = match binary.op {
        _ if !jumps(right) && !panics(right) => return None,
        BinOp::And(_) => (right.clone(), parse_quote!(false)),
        BinOp::Or(_) => (parse_quote!(true), right.clone()),
        _ => return None,
    };
    let block = |value| syn::Block { brace_token: Default::default(), stmts: vec![Stmt::Expr(value, None)] };
    let otherwise = syn::ExprBlock { attrs: Vec::new(), label: None, block: block(no) };
    Some(Expr::If(syn::ExprIf {
        attrs: Vec::new(),
        if_token: Default::default(),
        cond: left.clone(),
        then_branch: block(yes),
        else_branch: Some((Default::default(), Box::new(Expr::Block(otherwise)))),
    }))
}

/// What an expression evaluates, in Rust's order, before it does anything itself.
fn operands(expr: &mut Expr) -> Vec<&mut Expr> {
    match expr {
        Expr::Assign(assign) => {
            let mut operands = vec![&mut *assign.right];
            operands.extend(operands_of_place(&mut assign.left));
            operands
        }
        Expr::Binary(binary) => match compound(&binary.op) {
            None => vec![&mut binary.left, &mut binary.right],
            // As Rust does with numbers.
            Some(_) => {
                let mut operands = vec![&mut *binary.right];
                operands.extend(operands_of_place(&mut binary.left));
                operands
            }
        },
        Expr::Unary(unary) => vec![&mut unary.expr],
        Expr::Paren(inner) => vec![&mut inner.expr],
        Expr::Group(inner) => vec![&mut inner.expr],
        Expr::Cast(cast) => vec![&mut cast.expr],
        Expr::Reference(reference) => vec![&mut reference.expr],
        // A place is read when it is known which.
        Expr::Field(_) | Expr::Index(_) => operands_of_place(expr),
        Expr::Call(call) => call.args.iter_mut().collect(),
        Expr::MethodCall(call) => std::iter::once(&mut *call.receiver).chain(&mut call.args).collect(),
        Expr::Tuple(tuple) => tuple.elems.iter_mut().collect(),
        Expr::Array(array) => array.elems.iter_mut().collect(),
        Expr::Repeat(repeat) => vec![&mut repeat.expr],
        Expr::Range(range) => range.start.iter_mut().chain(&mut range.end).map(|end| &mut **end).collect(),
        Expr::Struct(made) => made.fields.iter_mut().map(|field| &mut field.expr).collect(),
        Expr::If(branch) => match &mut *branch.cond {
            Expr::Let(condition) => vec![&mut condition.expr],
            // Of several conditions each has an `if` of its own.
            condition if crate::lower::flow::let_chain::has_let(condition) => Vec::new(),
            condition => vec![condition],
        },
        Expr::Match(branch) => vec![&mut branch.expr],
        Expr::ForLoop(l) => vec![&mut l.expr],
        Expr::Return(ret) => ret.expr.iter_mut().map(|value| &mut **value).collect(),
        Expr::Break(b) => b.expr.iter_mut().map(|value| &mut **value).collect(),
        _ => Vec::new(),
    }
}

/// What is evaluated to find a place.
fn operands_of_place(place: &mut Expr) -> Vec<&mut Expr> {
    match place {
        Expr::Index(index) => {
            let mut operands = operands_of_place(&mut index.expr);
            operands.push(&mut index.index);
            operands
        }
        Expr::Field(field) => operands_of_place(&mut field.base),
        Expr::Paren(inner) => operands_of_place(&mut inner.expr),
        Expr::Unary(unary) => operands_of_place(&mut unary.expr),
        Expr::Path(_) => Vec::new(),
        value => vec![value],
    }
}

/// May the expression leave by its own decision?
fn decides(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::If(_) | Expr::Match(_) | Expr::Block(_) | Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => {
            true
        }
        expr => if_of(expr).is_some(),
    }
}

/// A literal, or a name with its parts: looking at it does nothing.
fn is_place(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Path(_) | Expr::Lit(_) => true,
        Expr::Field(field) => is_place(&field.base),
        _ => false,
    }
}

/// `&mut a`
fn is_lent(expr: &Expr) -> bool {
    matches!(bare(expr), Expr::Reference(reference) if reference.mutability.is_some())
}

/// Does the expression contain a macro that does not come back?
fn panics(expr: &Expr) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            self.0 |= crate::lower::expr::macros::diverges(mac);
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut search = Search(false);
    search.visit_expr(expr);
    search.0
}

/// May the expression be left by a `return`, for a loop or a block around it, or by a panic that `&&` or `||` decides?
pub(in crate::lower) fn jumps(expr: &Expr) -> bool {
    #[derive(Default)]
    struct Search {
        /// How many loops inside of the expression are around this place.
        loops: usize,
        /// The labels of the loops and blocks inside of the expression that are around this place.
        labels: Vec<String>,
        found: bool,
    }
    impl Search {
        fn looped(&mut self, label: Option<&syn::Label>, visit: impl FnOnce(&mut Self)) {
            self.loops += 1;
            self.within(label, visit);
            self.loops -= 1;
        }

        fn within(&mut self, label: Option<&syn::Label>, visit: impl FnOnce(&mut Self)) {
            self.labels.extend(label.map(|label| label.name.ident.to_string()));
            visit(self);
            self.labels.truncate(self.labels.len() - usize::from(label.is_some()));
        }

        fn jump(&mut self, label: Option<&syn::Lifetime>) {
            self.found |= match label {
                Some(label) => !self.labels.contains(&label.ident.to_string()),
                None => self.loops == 0,
            };
        }
    }
    impl<'ast> Visit<'ast> for Search {
        fn visit_expr_return(&mut self, _: &'ast syn::ExprReturn) {
            self.found = true;
        }
        fn visit_expr_break(&mut self, b: &'ast syn::ExprBreak) {
            self.jump(b.label.as_ref());
            syn::visit::visit_expr_break(self, b);
        }
        fn visit_expr_continue(&mut self, c: &'ast syn::ExprContinue) {
            self.jump(c.label.as_ref());
        }
        fn visit_expr_for_loop(&mut self, l: &'ast syn::ExprForLoop) {
            self.visit_expr(&l.expr);
            self.looped(l.label.as_ref(), |search| search.visit_block(&l.body));
        }
        fn visit_expr_while(&mut self, l: &'ast syn::ExprWhile) {
            self.looped(l.label.as_ref(), |search| syn::visit::visit_expr_while(search, l));
        }
        fn visit_expr_loop(&mut self, l: &'ast syn::ExprLoop) {
            self.looped(l.label.as_ref(), |search| syn::visit::visit_expr_loop(search, l));
        }
        fn visit_expr_block(&mut self, block: &'ast syn::ExprBlock) {
            self.within(block.label.as_ref(), |search| syn::visit::visit_expr_block(search, block));
        }
        fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
            let decides = matches!(binary.op, BinOp::And(_) | BinOp::Or(_));
            self.found |= decides && panics(&binary.right);
            syn::visit::visit_expr_binary(self, binary);
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut search = Search::default();
    search.visit_expr(expr);
    search.found
}
