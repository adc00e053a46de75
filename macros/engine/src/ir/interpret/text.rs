//! Rust that the representation carries along as it stands, and the constants of the function's own: run by their text.
//! It decides and counts; nothing that is differentiated is in it.

use super::op::cast;
use super::{Fallible, Machine, Number, Value};
use crate::ir::Member;
use crate::ir::interpret::place::{member, part};
use crate::types::{Int, Ty};
use proc_macro2::Ident;
use quote::ToTokens;
use syn::{BinOp, Expr};

impl<N: Number> Machine<'_, N> {
    /// The value of an expression that mentions these locals.
    pub(super) fn text(&self, expr: &Expr, locals: &[(Ident, Value<N>)]) -> Fallible<Value<N>> {
        let text = |expr: &Expr| self.text(expr, locals);
        Ok(match expr {
            Expr::Paren(inner) => text(&inner.expr)?,
            Expr::Group(inner) => text(&inner.expr)?,
            Expr::Reference(inner) => text(&inner.expr)?,
            Expr::Lit(lit) => literal(&lit.lit)?,
            Expr::Path(path) => {
                let local = path.path.get_ident().and_then(|name| locals.iter().find(|(own, _)| own == name));
                match local {
                    Some((_, value)) => value.clone(),
                    None => self.constant(&path.to_token_stream().to_string())?,
                }
            }
            Expr::Unary(unary) => match (&unary.op, text(&unary.expr)?) {
                (syn::UnOp::Not(_), Value::Bool(b)) => Value::Bool(!b),
                (syn::UnOp::Neg(_), Value::Int(n)) => Value::Int(-n),
                (syn::UnOp::Neg(_), Value::Float(n)) => {
                    Value::Float(N::apply(crate::tables::rules::Rule::named("neg"), &[n])?)
                }
                (syn::UnOp::Deref(_), value) => value,
                (_, value) => return Err(format!("an unknown prefix of {value:?}")),
            },
            Expr::Binary(binary) => match (&binary.op, text(&binary.left)?) {
                (BinOp::And(_), Value::Bool(false)) => Value::Bool(false),
                (BinOp::Or(_), Value::Bool(true)) => Value::Bool(true),
                (op, left) => self.binary(op, &left, &text(&binary.right)?, &Ty::Int(Int::Any))?,
            },
            Expr::Cast(value) => cast(&text(&value.expr)?, &value.ty.to_token_stream().to_string())?,
            Expr::Field(field) => {
                let name = match &field.member {
                    syn::Member::Named(name) => Member::Name(name.clone()),
                    syn::Member::Unnamed(index) => Member::Index(index.index),
                };
                member(&text(&field.base)?, &name)?.clone()
            }
            Expr::Index(index) => part(&text(&index.expr)?, text(&index.index)?.index()?)?.clone(),
            Expr::MethodCall(call) => {
                let args = std::iter::once(&*call.receiver).chain(&call.args).map(text);
                self.method(
                    &call.method.to_string(),
                    &args.collect::<Fallible<Vec<_>>>()?,
                    &Ty::Int(Int::Any),
                )?
            }
            Expr::Call(call) => {
                let args = call.args.iter().map(text).collect::<Fallible<Vec<_>>>()?;
                self.called(&call.func.to_token_stream().to_string(), &args)?
            }
            Expr::Struct(made) if made.rest.is_none() => {
                let name = made.path.segments.last().map(|part| part.ident.to_string());
                let field = |field: &syn::FieldValue| {
                    Ok((field.member.to_token_stream().to_string(), text(&field.expr)?))
                };
                let fields = made.fields.iter().map(field).collect::<Fallible<_>>()?;
                Value::Named(name.unwrap_or_default(), fields)
            }
            Expr::If(branch) => match (text(&branch.cond)?.bool()?, &branch.else_branch) {
                (true, _) => self.text_block(&branch.then_branch, locals)?,
                (false, Some((_, otherwise))) => text(otherwise)?,
                (false, None) => Value::unit(),
            },
            Expr::Block(block) => self.text_block(&block.block, locals)?,
            // It is written where it is called, and nobody looks at it otherwise.
            Expr::Closure(_) => Value::unit(),
            other => return Err(format!("{} is not understood", other.to_token_stream())),
        })
    }

    fn text_block(&self, block: &syn::Block, locals: &[(Ident, Value<N>)]) -> Fallible<Value<N>> {
        match block.stmts.as_slice() {
            [syn::Stmt::Expr(value, None)] => self.text(value, locals),
            _ => Err(format!("{} is not understood", block.to_token_stream())),
        }
    }
}

fn literal<N: Number>(lit: &syn::Lit) -> Fallible<Value<N>> {
    let wrong = |error: syn::Error| error.to_string();
    Ok(match lit {
        syn::Lit::Int(int) => Value::Int(int.base10_parse().map_err(wrong)?),
        syn::Lit::Float(float) => Value::Float(N::constant(float.base10_parse().map_err(wrong)?)),
        syn::Lit::Bool(b) => Value::Bool(b.value),
        other => return Err(format!("{} is not understood", other.to_token_stream())),
    })
}
