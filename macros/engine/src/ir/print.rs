//! The representation as text, for snapshots and for debugging.

use super::{Arena, Block, Id, Literal, Member, Op, Plain, Stmt};
use std::fmt::Write;

/// Writes a block, a line a statement.
pub fn print(arena: &Arena, block: &Block) -> String {
    let mut text = String::new();
    print_block(arena, block, 0, &mut text);
    text
}

fn print_block(arena: &Arena, block: &Block, depth: usize, text: &mut String) {
    let indent = "    ".repeat(depth);
    for stmt in &block.stmts {
        match stmt {
            Stmt::Let(id) => {
                let _ = writeln!(text, "{indent}%{} = {}: {:?}", id.0, show(arena.op(*id)), arena.ty(*id));
            }
            Stmt::Branch(branch) => {
                let _ = writeln!(text, "{indent}{} = branch {}", list(&branch.results), list(&[branch.on]));
                for arm in &branch.arms {
                    let _ = writeln!(text, "{indent}  arm:");
                    print_block(arena, &arm.body, depth + 1, text);
                }
            }
            Stmt::Loop(l) => {
                let _ =
                    writeln!(text, "{indent}{} = loop {}", list(&stmt.defines()), list(&stmt.uses(arena)));
                let _ = writeln!(text, "{indent}  binds {} exit {:?}", list(&l.binds()), l.exit);
                print_block(arena, &l.body, depth + 1, text);
            }
            other => {
                let kind = match other {
                    Stmt::Call(call) => format!("call {}", call.callee.shown()),
                    Stmt::Pull(_) => "pull".into(),
                    Stmt::Var(var, _) => format!("var v{}", var.0),
                    Stmt::Add(place, _) => format!("add v{}", place.var.0),
                    Stmt::Store(place, _) => format!("store v{}", place.var.0),
                    Stmt::Replace(place, ..) => format!("replace v{}", place.var.0),
                    Stmt::Grow(place, _) => format!("grow v{}", place.var.0),
                    Stmt::Shrink(place, _) => format!("shrink v{}", place.var.0),
                    Stmt::Give(..) => "give".into(),
                    Stmt::Adopt(var, ..) => format!("adopt v{}", var.0),
                    Stmt::Effect(..) => "effect".into(),
                    Stmt::Push(tape, _) => format!("push t{}", tape.0),
                    Stmt::Pop(tape, _) => format!("pop t{}", tape.0),
                    Stmt::Let(_) | Stmt::Branch(_) | Stmt::Loop(_) => unreachable!("matched above"),
                };
                let _ = writeln!(
                    text,
                    "{indent}{} = {kind} {}",
                    list(&other.defines()),
                    list(&other.uses(arena))
                );
            }
        }
    }
    let _ = writeln!(text, "{indent}yield {}", list(&block.results));
}

/// An operation and its arguments.
pub(super) fn show(op: &Op) -> String {
    let name = match op {
        Op::Literal(literal) => show_literal(literal),
        Op::Param(index) => format!("param {index}"),
        Op::Apply(rule, _) => rule.name.to_owned(),
        Op::Select(..) => "select".into(),
        Op::Plain(plain, _) => show_plain(plain),
        Op::Tuple(_) => "tuple".into(),
        Op::Struct(made, _) => format!("struct {}", made.path),
        Op::Array(_) => "array".into(),
        Op::Repeat(_, len) => format!("repeat {len}"),
        Op::Field(_, Member::Index(index)) => format!("field {index}"),
        Op::Field(_, Member::Inside) => "inside".into(),
        Op::Field(_, Member::Variant(path, _)) => format!("field of {path}"),
        Op::Field(_, Member::Name(name)) => format!("field {name}"),
        Op::Index(..) => "index".into(),
        Op::Slice(..) => "slice".into(),
        Op::Borrow(_) => "borrow".into(),
        Op::Deref(_) => "deref".into(),
        Op::Convert(_) => "convert".into(),
        Op::Zero(_) => "zero".into(),
        Op::Still(_) => "still".into(),
        Op::Read(var) => format!("read v{}", var.0),
        Op::Load(place) => format!("load v{}", place.var.0),
        Op::Lvalue(place) => format!("place v{}", place.var.0),
        Op::Share(place) => format!("share v{}", place.var.0),
        Op::Len(place) => format!("len v{}", place.var.0),
        Op::Zeros(place) => format!("zeros v{}", place.var.0),
        Op::Aside(_, place) => format!("aside v{}", place.var.0),
        Op::List(..) => "list".into(),
        Op::ToVec(_) => "to_vec".into(),
        Op::Bound => "bound".into(),
    };
    format!("{name} {}", list(&op.args())).trim_end().to_owned()
}

fn show_literal(literal: &Literal) -> String {
    match literal {
        Literal::Float(value, _) => format!("{value:?}"),
        Literal::Int(_, tokens) | Literal::Other(tokens) => tokens.to_string(),
        Literal::Bool(value) => value.to_string(),
    }
}

fn show_plain(plain: &Plain) -> String {
    match plain {
        Plain::Binary(op) => quote::quote!(#op).to_string(),
        Plain::Unary(op) => quote::quote!(#op).to_string(),
        Plain::Cast(ty) => quote::quote!(as #ty).to_string(),
        Plain::Method(name, turbofish) => format!(".{name}{turbofish}"),
        Plain::Call(path) => format!("{path}()"),
        Plain::Invoke => "()".into(),
        Plain::Path(path) => path.to_string(),
        Plain::Count { closed } => format!("count{}", if *closed { " closed" } else { "" }),
        Plain::Nth { backwards, closed } => {
            format!("nth{}{}", if *backwards { "_back" } else { "" }, if *closed { " closed" } else { "" })
        }
        Plain::Number(number) => format!("number {}", show_literal(number)),
        Plain::At => "at".into(),
        Plain::Item => "item".into(),
        Plain::Constant => "constant".into(),
        Plain::PassedOn => "passed on".into(),
        Plain::Typed(ty) => quote::quote!(: #ty).to_string(),
        Plain::Verbatim(tokens, _) => format!("{{ {tokens} }}"),
    }
}

fn list(ids: &[Id]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("%{}", id.0)).collect();
    ids.join(", ")
}
