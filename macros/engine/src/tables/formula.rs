//! The formulas of the derivative table as nodes, for the transformations that write derivatives.

use crate::ir::{Arena, Flow, Id, Literal, Node, Op, Plain, Stmt};
use crate::tables::rules::Rule;
use crate::tables::term::{Cond, Term};
use crate::types::{Int, Ty};
use proc_macro2::Span;

/// Where a formula is taken.
#[derive(Clone, Copy)]
pub struct At<'a> {
    /// The arguments of the function.
    pub args: &'a [Id],
    /// Its value.
    pub value: Id,
    /// What flows; formulas that do not mention it need none.
    pub flow: Option<Id>,
    /// The type of the numbers.
    pub ty: &'a Ty,
}

/// What writes derivatives into a block.
pub trait Formulas {
    /// Where the nodes are.
    fn arena(&mut self) -> &mut Arena;

    /// Writes a statement at the end of the block.
    fn write(&mut self, stmt: Stmt);

    /// What flows into a node that is a part of the derivative: nothing, where nobody differentiates that again.
    fn flow(&self, _: &Op) -> Flow {
        Flow::default()
    }

    /// A part of the derivative.
    fn node(&mut self, op: Op, ty: Ty) -> Id {
        let flow = self.flow(&op);
        let node = Node::new(op, ty, flow, Span::call_site());
        let id = self.arena().add(Node { adjoint: true, ..node });
        if !self.arena().is_free(id) && !matches!(self.arena().op(id), Op::Bound) {
            self.write(Stmt::Let(id));
        }
        id
    }

    /// The same with a name.
    fn named(&mut self, op: Op, ty: Ty, name: &str) -> Id {
        let id = self.node(op, ty);
        self.arena().get_mut(id).role = Some(name.to_owned());
        id
    }

    /// A zero in the shape of a value, which is not used for it where something else says what shape that is.
    fn zero_like(&mut self, init: Id) -> Id {
        let ty = self.arena().ty(init).referent().clone();
        match self.arena().op(init).clone() {
            Op::List(elem, len) => {
                let zero = self.zero_like(elem);
                self.node(Op::List(zero, len), ty)
            }
            Op::ToVec(inner) if matches!(self.arena().ty(inner).referent(), Ty::Array(..)) => {
                let zero = self.zero_like(inner);
                self.node(Op::ToVec(zero), ty)
            }
            // A list among the parts is as long as that of the value.
            parts @ (Op::Array(_) | Op::Tuple(_) | Op::Repeat(..)) if !ty.has_known_shape() => {
                let zeros = parts.map(|part| self.zero_like(part));
                self.node(zeros, ty)
            }
            Op::ToVec(inner) => self.node(Op::Zero(Some(inner)), ty),
            // What stands where there is no value has no type of its own to take a zero of.
            Op::Zero(None) => self.node(Op::Zero(None), ty),
            _ => {
                let like = (!ty.has_known_shape()).then_some(init);
                self.node(Op::Zero(like), ty)
            }
        }
    }

    /// A function of the derivative table.
    fn apply(&mut self, rule: &str, args: Vec<Id>, ty: Ty) -> Id {
        self.node(Op::Apply(Rule::named(rule), args), ty)
    }

    /// A formula of the derivative table at a node.
    fn term(&mut self, term: &Term, at: At<'_>) -> Id {
        match term {
            Term::Arg(index) => at.args[*index],
            Term::Value => at.value,
            Term::Flow => at.flow.expect("who takes such a formula says what flows"),
            Term::Number(number) => self.node(Op::Literal(Literal::Float(*number, None)), at.ty.clone()),
            Term::Integer(number) => self.integer((*number).into()),
            Term::Apply(rule, terms) => {
                let terms = terms.iter().map(|term| self.term(term, at)).collect();
                self.apply(rule, terms, at.ty.clone())
            }
            Term::If(cond, yes, no) => {
                let cond = self.cond(cond, at);
                let yes = self.term(yes, at);
                let no = self.term(no, at);
                self.node(Op::Select(cond, yes, no), at.ty.clone())
            }
            Term::FromInt(term) => {
                let inner = self.term(term, at);
                match self.arena().integer(inner) {
                    Some(known) => self.node(Op::Literal(Literal::Float(known as f64, None)), at.ty.clone()),
                    None => self.node(Op::Convert(inner), at.ty.clone()),
                }
            }
            Term::Predecessor(term) => {
                let inner = self.term(term, at);
                let ty = self.arena().ty(inner).clone();
                match self.arena().integer(inner) {
                    Some(known) => self.integer((known - 1).max(i32::MIN.into())),
                    None => {
                        let one = self.integer(1);
                        self.node(Op::Plain(Plain::method("saturating_sub"), vec![inner, one]), ty)
                    }
                }
            }
        }
    }

    fn integer(&mut self, value: i128) -> Id {
        let tokens = proc_macro2::Literal::i128_unsuffixed(value.abs());
        let tokens = if value < 0 { quote::quote!(-#tokens) } else { quote::quote!(#tokens) };
        self.node(Op::Literal(Literal::Int(Some(value), tokens)), Ty::Int(Int::Any))
    }

    fn cond(&mut self, cond: &Cond, at: At<'_>) -> Id {
        let binary = |this: &mut Self, op: &str, a: &Term, b: &Term| {
            let (a, b) = (this.term(a, at), this.term(b, at));
            this.compare(op, a, b)
        };
        match cond {
            Cond::Less(a, b) => binary(self, "<", a, b),
            Cond::Greater(a, b) => binary(self, ">", a, b),
            Cond::AtMost(a, b) => binary(self, "<=", a, b),
            Cond::AtLeast(a, b) => binary(self, ">=", a, b),
            Cond::Equal(a, b) => binary(self, "==", a, b),
            Cond::IsIntZero(a) | Cond::IsIntNegative(a) => {
                let op = if let Cond::IsIntZero(_) = cond { "==" } else { "<" };
                let (a, zero) = (self.term(a, at), self.integer(0));
                self.compare(op, a, zero)
            }
            Cond::IsNan(a) => self.question("is_nan", a, at),
            Cond::IsInfinite(a) => self.question("is_infinite", a, at),
            Cond::Or(a, b) | Cond::And(a, b) => {
                let op = if let Cond::Or(..) = cond { "||" } else { "&&" };
                let (a, b) = (self.cond(a, at), self.cond(b, at));
                self.compare(op, a, b)
            }
            Cond::Not(a) => {
                let inner = self.cond(a, at);
                self.node(Op::Plain(Plain::Unary(syn::parse_quote!(!)), vec![inner]), Ty::Bool)
            }
        }
    }

    fn question(&mut self, method: &str, of: &Term, at: At<'_>) -> Id {
        let inner = self.term(of, at);
        self.node(Op::Plain(Plain::method(method), vec![inner]), Ty::Bool)
    }

    fn compare(&mut self, op: &str, a: Id, b: Id) -> Id {
        self.node(Op::Plain(Plain::operator(op), vec![a, b]), Ty::Bool)
    }
}
