//! What a function changes in place, looked for before it is lowered: by name, so that shadowing errs on the safe side.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::Expr;
use syn::visit::Visit;

/// The methods whose changes are followed, element by element.
pub(in crate::lower) const FOLLOWED: [&str; 12] = [
    "push",
    "pop",
    "clear",
    "truncate",
    "extend",
    "extend_from_slice",
    "resize",
    "reverse",
    "swap",
    "fill",
    "copy_from_slice",
    "clone_from_slice",
];
/// Those of them that only lend parts to be changed.
pub(in crate::lower) const VIEWS: [&str; 7] = [
    "iter_mut",
    "rchunks_mut",
    "rchunks_exact_mut",
    "chunks_mut",
    "chunks_exact_mut",
    "split_at_mut",
    "as_chunks_mut",
];

/// Those after which a list may have another number of elements.
pub(in crate::lower) const RESIZERS: [&str; 8] =
    ["push", "pop", "clear", "truncate", "extend", "extend_from_slice", "drain", "resize"];

/// Is it the name of a method that changes what it is called on? Those of the library apart.
pub(in crate::lower) fn mutates(method: &str) -> bool {
    FOLLOWED.contains(&method) || VIEWS.contains(&method) || method == "drain"
}

/// The names of locals that are changed.
#[derive(Clone, Default)]
pub(in crate::lower) struct Changes {
    /// Those of which a part is changed, or all by `&mut`.
    pub(in crate::lower) mutated: Vec<String>,
    /// Those that are changed as a whole, by `&mut` or by a method.
    pub(in crate::lower) whole: Vec<String>,
    /// The fields of locals of which a part is changed, or all by `&mut` or by a method: the local, the field.
    pub(in crate::lower) members: Vec<(String, String)>,
    /// Those of which a field is assigned.
    pub(in crate::lower) fields: Vec<String>,
    /// Those whose number of elements may change: by a method, or because all of them are assigned.
    pub(in crate::lower) resized: Vec<String>,
}

impl Changes {
    /// Looks through a function.
    pub(in crate::lower) fn of(block: &syn::Block) -> Changes {
        let mut changes = Changes::default();
        changes.visit_block(block);
        changes
    }

    /// Looks through an expression.
    pub(in crate::lower) fn of_expr(expr: &Expr) -> Changes {
        let mut changes = Changes::default();
        changes.visit_expr(expr);
        changes
    }

    /// Is anything changed?
    pub(in crate::lower) fn any(&self) -> bool {
        !self.mutated.is_empty() || !self.resized.is_empty() || !self.fields.is_empty()
    }

    fn mutates(&mut self, changed: &Expr) {
        let Some(name) = named(changed) else { return };
        match first_field(changed) {
            Some(member) => self.members.push((name.clone(), member)),
            None => self.whole.push(name.clone()),
        }
        self.mutated.push(name);
    }

    fn assigned(&mut self, target: &Expr) {
        match target {
            Expr::Index(index) => self.mutates(&index.expr),
            // A part of an element; a part of a tuple makes a new tuple.
            Expr::Field(field) => {
                self.fields.extend(named(&field.base));
                self.assigned(&field.base);
            }
            Expr::Paren(inner) => self.assigned(&inner.expr),
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|elem| self.assigned(elem)),
            Expr::Array(array) => array.elems.iter().for_each(|elem| self.assigned(elem)),
            _ => {}
        }
    }

    fn replaced(&mut self, target: &Expr) {
        match target {
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|elem| self.replaced(elem)),
            Expr::Array(array) => array.elems.iter().for_each(|elem| self.replaced(elem)),
            Expr::Paren(inner) => self.replaced(&inner.expr),
            // As many elements as before.
            Expr::Index(_) => {}
            whole => self.resized.extend(named(whole)),
        }
    }
}

fn named(expr: &Expr) -> Option<String> {
    base(expr).map(|name| name.to_string())
}

/// The field of a local that a place is, or is a part of.
fn first_field(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Field(field) => first_field(&field.base).or_else(|| match &field.member {
            syn::Member::Named(name) => Some(name.to_string()),
            syn::Member::Unnamed(index) => Some(format!("part_{}", index.index)),
        }),
        Expr::Index(index) => first_field(&index.expr),
        Expr::Paren(inner) => first_field(&inner.expr),
        Expr::Unary(unary) => first_field(&unary.expr),
        Expr::MethodCall(call) => first_field(&call.receiver),
        Expr::Reference(reference) => first_field(&reference.expr),
        _ => None,
    }
}

/// The local that a place is a part of.
pub(in crate::lower) fn base(expr: &Expr) -> Option<Ident> {
    match expr {
        Expr::Path(path) => path.path.get_ident().cloned(),
        Expr::Index(index) => base(&index.expr),
        Expr::Field(field) => base(&field.base),
        Expr::Paren(inner) => base(&inner.expr),
        Expr::Unary(unary) => base(&unary.expr),
        Expr::MethodCall(call) => base(&call.receiver),
        Expr::Reference(reference) => base(&reference.expr),
        _ => None,
    }
}

/// Is it an `Ordering`, whose `reverse` changes nothing?
fn compares(expr: &Expr) -> bool {
    let Expr::MethodCall(call) = crate::lower::expr::operator::bare(expr) else { return false };
    match call.method.to_string().as_str() {
        "cmp" | "partial_cmp" | "total_cmp" => true,
        "unwrap" | "expect" | "unwrap_or" | "then" | "then_with" => compares(&call.receiver),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Changes {
    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        crate::lower::expr::macros::arguments(mac)
            .iter()
            .flatten()
            .for_each(|argument| self.visit_expr(argument));
    }
    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        self.assigned(&assign.left);
        self.replaced(&assign.left);
        syn::visit::visit_expr_assign(self, assign);
    }
    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        if crate::ir::compound(&binary.op).is_some() {
            self.assigned(&binary.left);
        }
        syn::visit::visit_expr_binary(self, binary);
    }
    fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
        if reference.mutability.is_some() {
            self.mutates(&reference.expr);
            self.replaced(&reference.expr);
        }
        syn::visit::visit_expr_reference(self, reference);
    }
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let name = call.method.to_string();
        let library = crate::lower::library::changes(&name);
        if (mutates(&name) || library.is_some()) && !compares(&call.receiver) {
            self.mutates(&call.receiver);
        }
        if RESIZERS.contains(&name.as_str()) || library == Some(crate::lower::library::On::Resized) {
            self.resized.extend(named(&call.receiver));
        }
        syn::visit::visit_expr_method_call(self, call);
    }
}

impl crate::lower::Lower<'_> {
    /// Is it an element of a list that may not be changed, or such a list, so that rustc refuses to change it?
    pub(in crate::lower) fn is_immutable(&mut self, target: &Expr) -> bool {
        match target {
            Expr::Paren(inner) => self.is_immutable(&inner.expr),
            Expr::Index(index) => self.is_immutable(&index.expr),
            Expr::Path(path) => {
                let Some(local) = path.path.get_ident().and_then(|name| self.local(name)) else {
                    return false;
                };
                let value = self.value_of_local(local);
                let plain = !self.held.contains_key(&local.0) && !self.referring.contains_key(&local.0);
                plain
                    && !self.mutable.contains(&local.0)
                    && self.ty(value).has_elements()
                    && self.place_of(value).is_none()
            }
            _ => false,
        }
    }
}

/// The functions that a body calls by a bare name.
pub fn called(body: &syn::Block) -> Vec<Ident> {
    struct Called(Vec<Ident>);
    impl<'ast> Visit<'ast> for Called {
        fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
            if let syn::Expr::Path(path) = &*call.func {
                self.0.extend(path.path.get_ident().cloned());
            }
            syn::visit::visit_expr_call(self, call);
        }
        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            self.tokens(mac.tokens.clone());
        }
    }
    impl Called {
        /// Inside of a macro, a name in front of parentheses.
        fn tokens(&mut self, tokens: TokenStream) {
            let mut before = None;
            for token in tokens {
                if let TokenTree::Group(group) = &token {
                    let calls = group.delimiter() == Delimiter::Parenthesis;
                    self.0.extend(before.take().filter(|_| calls));
                    self.tokens(group.stream());
                }
                before = match token {
                    TokenTree::Ident(name) => Some(name),
                    _ => None,
                };
            }
        }
    }
    let mut called = Called(Vec::new());
    called.visit_block(body);
    called.0
}
