//! What a node computes, to find another one that computes the same.

use crate::ir::{Arena, Id, Literal, Op, Plain};

/// The same for two nodes that compute the same; `None` for what must not be shared.
pub(super) fn key(arena: &Arena, id: Id) -> Option<String> {
    let op = arena.op(id);
    let args = |ids: &[Id]| {
        let ids: Vec<String> = ids.iter().map(|id| canonical(arena, *id)).collect();
        ids.join(",")
    };
    let text = match op {
        Op::Literal(literal) => text_of(literal),
        Op::Apply(rule, ids) => {
            let mut ids = ids.clone();
            if rule.name == "add" || rule.name == "mul" {
                ids.sort();
            }
            format!("{} {}", rule.name, operands(arena, &ids))
        }
        Op::Select(..) => format!("select {}", args(&op.args())),
        Op::Plain(plain, ids) => match plain {
            Plain::Binary(op) => format!("{} {}", quote::quote!(#op), operands(arena, ids)),
            Plain::Unary(op) => format!("unary {} {}", quote::quote!(#op), args(ids)),
            Plain::Cast(ty) => format!("as {} {}", quote::quote!(#ty), args(ids)),
            Plain::Path(path) => format!("path {path}"),
            Plain::Method(name, _) if crate::rules::DECISIONS.contains(&name.to_string().as_str()) => {
                format!(".{name} {}", args(ids))
            }
            Plain::Method(name, _) if name == "len" => format!(".len {}", args(ids)),
            Plain::Count { closed } => format!("count {closed} {}", args(ids)),
            Plain::Nth { backwards, closed } => format!("nth {backwards} {closed} {}", args(ids)),
            Plain::Method(..) | Plain::Call(_) | Plain::Number(_) | Plain::Typed(_) | Plain::Verbatim(..) => {
                return None;
            }
        },
        Op::Tuple(ids) => format!("tuple {}", args(ids)),
        Op::Array(ids) => format!("array {}", args(ids)),
        Op::Repeat(id, len) => format!("repeat {} {len}", args(&[*id])),
        Op::Field(id, crate::ir::Member::Index(index)) => format!("field {} {index}", args(&[*id])),
        Op::Field(id, crate::ir::Member::Name(name)) => format!("field {} {name}", args(&[*id])),
        Op::Index(a, b) => format!("index {}", operands(arena, &[*a, *b])),
        Op::Slice(a, b, c) => format!("slice {}", args(&[*a, *b, *c])),
        Op::Borrow(id) => format!("borrow {}", args(&[*id])),
        Op::Deref(id) => format!("deref {}", args(&[*id])),
        Op::Convert(id) => format!("convert {}", args(&[*id])),
        // Of a type that may not be `Copy`: each has its own.
        Op::Zero(Some(_)) => return None,
        Op::Zero(None) => "zero".into(),
        Op::Param(index) => format!("param {index}"),
        Op::Read(_)
        | Op::Load(_)
        | Op::Lvalue(_)
        | Op::Share(_)
        | Op::Len(_)
        | Op::Zeros(_)
        | Op::Aside(..)
        | Op::List(..)
        | Op::ToVec(_)
        | Op::Bound => return None,
    };
    Some(format!("{text} : {:?}", arena.ty(id)))
}

/// Operands of an operator, or what is indexed and the index. A literal is of the type that the other one tells.
fn operands(arena: &Arena, ids: &[Id]) -> String {
    let literal = |id: &Id| matches!(arena.op(*id), Op::Literal(_));
    let told = !ids.iter().all(literal);
    let ids = ids.iter().map(|id| match arena.op(*id) {
        Op::Literal(number) if told && arena.ty(*id).is_open() => text_of(number),
        _ => canonical(arena, *id),
    });
    ids.collect::<Vec<_>>().join(",")
}

fn text_of(literal: &Literal) -> String {
    match literal {
        Literal::Float(value, _) => format!("number {:x}", value.to_bits()),
        Literal::Bool(value) => format!("bool {value}"),
        Literal::Int(_, tokens) | Literal::Other(tokens) => format!("literal {tokens}"),
    }
}

/// A free node by what it is, any other by its number.
fn canonical(arena: &Arena, id: Id) -> String {
    match arena.is_free(id) {
        true => key(arena, id).unwrap_or_default(),
        false => format!("{id:?}"),
    }
}
