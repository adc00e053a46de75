//! What a node computes, to find another one that computes the same.

use crate::ir::{Arena, Id, Literal, Op, Plain};
use crate::types::{Float, Ty};

/// What a node computes. Most nodes are functions of the derivative table, and most of their types `f64`.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(in crate::optimise::simplify) enum Key {
    /// A function of the table, its arguments, and its type unless that is `f64`.
    Function(&'static str, Vec<Argument>, Option<String>),
    /// Anything else, as text.
    Other(String),
}

/// A free node by what it is, any other by its number.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(in crate::optimise::simplify) enum Argument {
    /// An `f64`, by its bits.
    Number(u64),
    Free(String),
    Node(Id),
}

/// The same for two nodes that compute the same; `None` for what must not be shared.
pub(in crate::optimise::simplify) fn key(arena: &Arena, id: Id) -> Option<Key> {
    let Op::Apply(rule, args) = arena.op(id) else { return Some(Key::Other(text(arena, id)?)) };
    let mut args = args.clone();
    if rule.name == "add" || rule.name == "mul" {
        args.sort();
    }
    let told = is_told(arena, &args);
    let argument = |id: Id| match (arena.op(id), arena.ty(id)) {
        (Op::Literal(Literal::Float(value, _)), Ty::Float(Float::F64)) => Argument::Number(value.to_bits()),
        _ if arena.is_free(id) => Argument::Free(operand(arena, id, told)),
        _ => Argument::Node(id),
    };
    let ty = match arena.ty(id) {
        Ty::Float(Float::F64) => None,
        ty => Some(format!("{ty:?}")),
    };
    Some(Key::Function(rule.name, args.into_iter().map(argument).collect(), ty))
}

fn text(arena: &Arena, id: Id) -> Option<String> {
    let op = arena.op(id);
    let args = |ids: &[Id]| {
        let ids: Vec<String> = ids.iter().map(|id| canonical(arena, *id)).collect();
        ids.join(",")
    };
    let text = match op {
        Op::Literal(literal) => text_of(literal),
        Op::Apply(rule, ids) => format!("{} {}", rule.name, operands(arena, ids)),
        Op::Select(..) => format!("select {}", args(&op.args())),
        Op::Plain(plain, ids) => match plain {
            Plain::Binary(op) => format!("{} {}", quote::quote!(#op), operands(arena, ids)),
            Plain::Unary(op) => format!("unary {} {}", quote::quote!(#op), args(ids)),
            Plain::Cast(ty) => format!("as {} {}", quote::quote!(#ty), args(ids)),
            Plain::Path(path) => format!("path {path}"),
            Plain::Method(name, _)
                if crate::tables::rules::DECISIONS.contains(&name.to_string().as_str()) =>
            {
                format!(".{name} {}", args(ids))
            }
            Plain::Method(name, _) if name == "len" => format!(".len {}", args(ids)),
            Plain::Count { closed } => format!("count {closed} {}", args(ids)),
            Plain::Nth { backwards, closed } => format!("nth {backwards} {closed} {}", args(ids)),
            Plain::Method(..)
            | Plain::At
            | Plain::Item
            | Plain::Call(_)
            | Plain::Invoke
            | Plain::Number(_)
            | Plain::Constant
            | Plain::PassedOn
            | Plain::Typed(_)
            | Plain::Verbatim(..) => return None,
        },
        Op::Tuple(ids) => format!("tuple {}", args(ids)),
        Op::Struct(made, ids) => format!("struct {} {}", made.path, args(ids)),
        Op::Array(ids) => format!("array {}", args(ids)),
        Op::Repeat(id, len) => format!("repeat {} {len}", args(&[*id])),
        Op::Field(id, crate::ir::Member::Index(index)) => format!("field {} {index}", args(&[*id])),
        Op::Field(id, crate::ir::Member::Inside) => format!("inside {}", args(&[*id])),
        Op::Field(id, member @ crate::ir::Member::Variant(..)) => {
            format!("field {} {member:?}", args(&[*id]))
        }
        Op::Field(id, crate::ir::Member::Name(name)) => format!("field {} {name}", args(&[*id])),
        Op::Index(a, b) => format!("index {}", operands(arena, &[*a, *b])),
        Op::Slice(a, b, c) => format!("slice {}", args(&[*a, *b, *c])),
        Op::Borrow(id) => format!("borrow {}", args(&[*id])),
        Op::Deref(id) => format!("deref {}", args(&[*id])),
        Op::Convert(id) => format!("convert {}", args(&[*id])),
        // Of a type that may not be `Copy`: each has its own.
        Op::Zero(Some(_)) | Op::Still(_) => return None,
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

/// Operands of an operator, or what is indexed and the index.
fn operands(arena: &Arena, ids: &[Id]) -> String {
    let told = is_told(arena, ids);
    ids.iter().map(|id| operand(arena, *id, told)).collect::<Vec<_>>().join(",")
}

/// Does one of the operands tell the type of those that are literals?
fn is_told(arena: &Arena, ids: &[Id]) -> bool {
    !ids.iter().all(|id| matches!(arena.op(*id), Op::Literal(_)))
}

/// A literal is of the type that the other operand tells, if it does.
fn operand(arena: &Arena, id: Id, told: bool) -> String {
    match arena.op(id) {
        Op::Literal(number) if told && arena.ty(id).is_open() => text_of(number),
        _ => canonical(arena, id),
    }
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
        true => text(arena, id).unwrap_or_default(),
        false => format!("{id:?}"),
    }
}
