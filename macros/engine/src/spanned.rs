//! Where something stands. `syn` writes out all tokens of an expression to find its first and its last one; these are found by
//! walking down its edges.

use proc_macro2::Span;
use quote::ToTokens;
use syn::Expr;

/// From the first to the last token, as `syn::spanned::Spanned` says it.
pub trait Spanned: ToTokens {
    /// The span of the first token, or of all where that is as good.
    fn first(&self) -> Span {
        syn::spanned::Spanned::span(self)
    }

    /// The span of the last token, or of all where that is as good.
    fn last(&self) -> Span {
        syn::spanned::Spanned::span(self)
    }

    /// On a compiler that cannot join spans: that of the first token.
    fn span(&self) -> Span {
        let first = self.first();
        first.join(self.last()).unwrap_or(first)
    }
}

/// What begins or ends with another expression, or with a token that is at hand.
macro_rules! edges {
    ($($variant:ident: $ty:ident, |$it:ident| $first:expr, $last:expr;)*) => {
        $(impl Spanned for syn::$ty {
            fn first(&self) -> Span {
                let $it = self;
                $first
            }

            fn last(&self) -> Span {
                let $it = self;
                $last
            }
        })*

        impl Spanned for Expr {
            fn first(&self) -> Span {
                match self {
                    $(Expr::$variant(it) => it.first(),)*
                    other => syn::spanned::Spanned::span(other),
                }
            }

            fn last(&self) -> Span {
                match self {
                    $(Expr::$variant(it) => it.last(),)*
                    other => syn::spanned::Spanned::span(other),
                }
            }
        }
    };
}

edges! {
    Binary: ExprBinary, |it| it.left.first(), it.right.last();
    Assign: ExprAssign, |it| it.left.first(), it.right.last();
    MethodCall: ExprMethodCall, |it| it.receiver.first(), it.paren_token.span.join();
    Call: ExprCall, |it| it.func.first(), it.paren_token.span.join();
    Field: ExprField, |it| it.base.first(), it.member.last();
    Index: ExprIndex, |it| it.expr.first(), it.bracket_token.span.join();
    Try: ExprTry, |it| it.expr.first(), it.question_token.span;
    Cast: ExprCast, |it| it.expr.first(), it.ty.last();
    Unary: ExprUnary, |it| it.op.first(), it.expr.last();
    Reference: ExprReference, |it| it.and_token.span, it.expr.last();
    Paren: ExprParen, |it| it.paren_token.span.join(), it.paren_token.span.join();
    Tuple: ExprTuple, |it| it.paren_token.span.join(), it.paren_token.span.join();
    Array: ExprArray, |it| it.bracket_token.span.join(), it.bracket_token.span.join();
    If: ExprIf, |it| begun(&it.attrs, None, it.if_token.span), match &it.else_branch {
        Some((_, otherwise)) => otherwise.last(),
        None => it.then_branch.last(),
    };
    Match: ExprMatch, |it| begun(&it.attrs, None, it.match_token.span), it.brace_token.span.join();
    ForLoop: ExprForLoop, |it| begun(&it.attrs, it.label.as_ref(), it.for_token.span), it.body.last();
    While: ExprWhile, |it| begun(&it.attrs, it.label.as_ref(), it.while_token.span), it.body.last();
    Loop: ExprLoop, |it| begun(&it.attrs, it.label.as_ref(), it.loop_token.span), it.body.last();
    Range: ExprRange, |it| it.start.as_ref().map_or_else(|| limits(it), |start| start.first()),
        it.end.as_ref().map_or_else(|| limits(it), |end| end.last());
    Let: ExprLet, |it| it.let_token.span, it.expr.last();
    Block: ExprBlock, |it| begun(&it.attrs, it.label.as_ref(), it.block.first()), it.block.last();
}

/// The first token of what may have attributes and a label.
fn begun(attributes: &[syn::Attribute], label: Option<&syn::Label>, token: Span) -> Span {
    match (attributes.first(), label) {
        (Some(attribute), _) => attribute.pound_token.span,
        (None, Some(label)) => label.name.apostrophe,
        (None, None) => token,
    }
}

fn limits(range: &syn::ExprRange) -> Span {
    syn::spanned::Spanned::span(&range.limits)
}

impl Spanned for syn::Local {
    fn first(&self) -> Span {
        begun(&self.attrs, None, self.let_token.span)
    }

    fn last(&self) -> Span {
        self.semi_token.span
    }
}

impl Spanned for syn::Block {
    fn first(&self) -> Span {
        self.brace_token.span.join()
    }

    fn last(&self) -> Span {
        self.brace_token.span.join()
    }
}

/// What is short, or asked for once.
macro_rules! whole {
    ($($ty:ty),* $(,)?) => {
        $(impl Spanned for $ty {})*
    };
}

whole! {
    proc_macro2::TokenStream, syn::ExprClosure, syn::ExprConst, syn::ExprPath, syn::ExprRepeat, syn::ExprStruct, syn::FieldPat,
    syn::Macro, syn::Member, syn::Pat, syn::PatIdent, syn::PatSlice, syn::Type, syn::UnOp,
}
