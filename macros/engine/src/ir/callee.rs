//! What a call calls: a function, a method, an operator.

use proc_macro2::{Ident, TokenStream};

/// How a call names the differentiated function that it calls, and so its rule.
#[derive(Clone)]
pub enum Callee {
    /// `f`: the rule has the same path.
    Function(syn::Path),
    /// `Type::f`: the rule stands beside it, under another name.
    Associated(syn::ExprPath),
    /// `.f::<…>`, a method of the first argument: the rule is a method too.
    Method(Ident, TokenStream),
    /// A sum of values of the user's type.
    Sum {
        /// The type of the sum: `_` where it is not told.
        of: TokenStream,
        /// The items are references.
        references: bool,
    },
    /// An operator of the user's, which is found by the types of its operands.
    Operator {
        /// The name of its trait, without `Assign`.
        marker: &'static str,
        /// It changes the first operand.
        assigns: bool,
    },
}

impl Callee {
    /// The path of a function, whose rule can be asked about it.
    pub fn function(&self) -> Option<&syn::Path> {
        match self {
            Callee::Function(path) => Some(path),
            Callee::Associated(_) | Callee::Method(..) | Callee::Sum { .. } | Callee::Operator { .. } => None,
        }
    }

    /// The name of what is called.
    pub fn name(&self) -> Option<&Ident> {
        match self {
            Callee::Function(path) | Callee::Associated(syn::ExprPath { path, .. }) => {
                path.segments.last().map(|last| &last.ident)
            }
            Callee::Method(name, _) => Some(name),
            Callee::Sum { .. } | Callee::Operator { .. } => None,
        }
    }

    /// What values are called after it.
    pub fn shown(&self) -> String {
        match self {
            Callee::Function(_) | Callee::Associated(_) | Callee::Method(..) => {
                self.name().map(ToString::to_string).unwrap_or_default()
            }
            Callee::Sum { .. } => "sum".to_owned(),
            Callee::Operator { marker, .. } => match *marker {
                "Add" => "sum",
                "Sub" => "difference",
                "Mul" => "product",
                "Div" => "quotient",
                "Rem" => "remainder",
                _ => "negated",
            }
            .to_owned(),
        }
    }

    /// Are both written the same way, whatever the types in them?
    pub fn same(&self, other: &Callee) -> bool {
        match (self, other) {
            (Callee::Function(a), Callee::Function(b)) => crate::names::same_path(a, b),
            (Callee::Associated(a), Callee::Associated(b)) => {
                quote::quote!(#a).to_string() == quote::quote!(#b).to_string()
            }
            (Callee::Sum { of: a, references: b }, Callee::Sum { of: c, references: d }) => {
                a.to_string() == c.to_string() && b == d
            }
            (Callee::Method(a, _), Callee::Method(b, _)) => a == b,
            (Callee::Operator { marker: a, .. }, Callee::Operator { marker: b, .. }) => a == b,
            (
                Callee::Function(_)
                | Callee::Associated(_)
                | Callee::Method(..)
                | Callee::Sum { .. }
                | Callee::Operator { .. },
                _,
            ) => false,
        }
    }
}

/// What a pullback takes besides the cotangent, and what it returns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pulled {
    /// A slot and an entry for each argument.
    Function,
    /// The same, and the first argument is the receiver of a method.
    Method,
    /// The gradients of two operands.
    Operator,
    /// The adjoint of the left operand in place of the cotangent; the gradient of the right operand.
    Assignment,
}
