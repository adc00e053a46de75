//! The algebra table applied to a node.

use super::Simplifier;
use super::key::key;
use crate::ir::{Flow, Id, Node, Op};
use crate::tables::rewrites::{Rewrite, rewrites};
use crate::tables::rules::Rule;
use crate::tables::term::Term;
use crate::types::Ty;
use proc_macro2::Span;
use std::collections::BTreeMap;

/// The rows of the table by the function that they rewrite.
pub(in crate::optimise::simplify) type ByRoot = BTreeMap<&'static str, Vec<Rewrite>>;

pub(in crate::optimise::simplify) fn by_root() -> ByRoot {
    let mut by_root = ByRoot::new();
    for rewrite in rewrites() {
        if let Term::Apply(name, _) = rewrite.from {
            by_root.entry(name).or_default().push(rewrite);
        }
    }
    by_root
}

impl Simplifier {
    /// `d * if c { 1 } else { 0 }` is `if c { d } else { 0 }`: nothing flows through the other side.
    pub(in crate::optimise::simplify) fn distribute(
        &mut self,
        rule: &'static Rule,
        args: &[Id],
        ty: &Ty,
        adjoint: bool,
    ) -> Option<Id> {
        let [a, b] = args else { return None };
        if rule.name != "mul" || !adjoint {
            return None;
        }
        let (factor, select) = match (self.arena.op(*a), self.arena.op(*b)) {
            (_, Op::Select(..)) => (*a, *b),
            (Op::Select(..), _) => (*b, *a),
            _ => return None,
        };
        let Op::Select(cond, yes, no) = self.arena.op(select).clone() else { return None };
        let simple = |id: Id| self.arena.number(id).is_some();
        if !self.arena.get(select).adjoint
            || !(simple(yes) || simple(no))
            || self.arena.get(select).role.is_some()
        {
            return None;
        }
        let yes = self.build(Op::Apply(rule, vec![factor, yes]), ty);
        let no = self.build(Op::Apply(rule, vec![factor, no]), ty);
        Some(self.build(Op::Select(cond, yes, no), ty))
    }

    /// `(d * c) * a` with a number `c` is `d * (c * a)` where the function has computed `c * a`: the derivative of `c * a * a` is twice one product.
    pub(in crate::optimise::simplify) fn regrouped(
        &mut self,
        rule: &'static Rule,
        args: &[Id],
        ty: &Ty,
        adjoint: bool,
    ) -> Option<Id> {
        let [a, b] = args else { return None };
        if rule.name != "mul" || !adjoint {
            return None;
        }
        for (product, factor) in [(*a, *b), (*b, *a)] {
            let node = self.arena.get(product);
            let Op::Apply(inner, of) = &node.op else { continue };
            let (true, [c, d]) = (inner.name == "mul" && node.adjoint && node.role.is_none(), &of[..]) else {
                continue;
            };
            for (number, rest) in [(*c, *d), (*d, *c)] {
                if self.arena.number(number).is_none_or(|number| !number.is_finite()) {
                    continue;
                }
                if let Some(known) = self.known_product(rule, number, factor, ty) {
                    return Some(self.build(Op::Apply(rule, vec![rest, known]), ty));
                }
            }
        }
        None
    }

    /// `r * (c / b)` with `r = 1 / b`, what flows through the function's own reciprocal, is `r * (c * r)`: no division, and `b` is not
    /// needed. By a reciprocal that the differentiator wrote the algebra table divides.
    pub(in crate::optimise::simplify) fn squared(
        &mut self,
        rule: &'static Rule,
        args: &[Id],
        ty: &Ty,
        adjoint: bool,
    ) -> Option<Id> {
        let (true, [reciprocal, of]) = (adjoint, args) else { return None };
        let by = self.inverted(*reciprocal)?;
        let flow = match (rule.name, self.arena.op(*of)) {
            ("div", _) if *of == by => *reciprocal,
            ("mul", Op::Apply(inner, parts)) if inner.name == "div" && parts[1] == by => {
                let (mul, flow) = (Rule::named("mul"), parts[0]);
                self.arena
                    .get(*of)
                    .adjoint
                    .then(|| self.build(Op::Apply(mul, vec![flow, *reciprocal]), ty))?
            }
            _ => return None,
        };
        Some(self.build(Op::Apply(Rule::named("mul"), vec![*reciprocal, flow]), ty))
    }

    /// What the function takes the reciprocal of.
    fn inverted(&self, id: Id) -> Option<Id> {
        let node = self.arena.get(id);
        let (Op::Apply(rule, parts), false) = (&node.op, node.adjoint) else { return None };
        (rule.name == "div" && self.arena.number(parts[0]) == Some(1.0)).then(|| parts[1])
    }

    /// A product that the function has computed and that is in scope. That of a derivative may be the one which is regrouped.
    fn known_product(&mut self, rule: &'static Rule, a: Id, b: Id, ty: &Ty) -> Option<Id> {
        let node = Node::new(Op::Apply(rule, vec![a, b]), ty.clone(), Flow::default(), Span::call_site());
        let id = self.arena.add(Node { adjoint: true, ..node });
        let known = self.known.get(&key(&self.arena, id)?).copied();
        known.filter(|known| !self.arena.get(*known).adjoint)
    }

    pub(in crate::optimise::simplify) fn rewritten(
        &mut self,
        rule: &Rule,
        args: &[Id],
        ty: &Ty,
        adjoint: bool,
    ) -> Option<Id> {
        let rewrites = self.rewrites.clone();
        rewrites.get(rule.name)?.iter().find_map(|rewrite| {
            let mut bound = [None; 3];
            let matches = (rewrite.exact || adjoint)
                && self.matches_apply(&rewrite.from, rule, args, &mut bound, rewrite.exact);
            matches.then(|| self.instantiate(&rewrite.to, &bound, ty))
        })
    }

    pub(in crate::optimise::simplify) fn matches_apply(
        &self,
        from: &Term,
        rule: &Rule,
        args: &[Id],
        bound: &mut [Option<Id>; 3],
        exact: bool,
    ) -> bool {
        let Term::Apply(name, terms) = from else { return false };
        *name == rule.name
            && terms.len() == args.len()
            && terms.iter().zip(args).all(|(term, id)| self.matches(term, *id, bound, exact))
    }

    pub(in crate::optimise::simplify) fn matches(
        &self,
        from: &Term,
        id: Id,
        bound: &mut [Option<Id>; 3],
        exact: bool,
    ) -> bool {
        match from {
            Term::Arg(index) => match bound[*index] {
                Some(other) => other == id,
                None => {
                    bound[*index] = Some(id);
                    true
                }
            },
            Term::Number(number) => self.arena.number(id).is_some_and(|n| n.to_bits() == number.to_bits()),
            Term::Apply(..) => match self.arena.op(id) {
                // What the user wrote and named stays as written.
                Op::Apply(rule, args) if exact || self.arena.get(id).adjoint => {
                    self.matches_apply(from, rule, args, bound, exact)
                }
                _ => false,
            },
            Term::Value
            | Term::Flow
            | Term::Integer(_)
            | Term::If(..)
            | Term::FromInt(_)
            | Term::Predecessor(_) => false,
        }
    }

    pub(in crate::optimise::simplify) fn instantiate(
        &mut self,
        to: &Term,
        bound: &[Option<Id>; 3],
        ty: &Ty,
    ) -> Id {
        match to {
            Term::Arg(index) => bound[*index].expect("the algebra table binds what it uses"),
            Term::Apply(name, terms) => {
                let args = terms.iter().map(|term| self.instantiate(term, bound, ty)).collect();
                self.build(Op::Apply(Rule::named(name), args), ty)
            }
            Term::Number(number) => self.number(*number, ty),
            Term::Value
            | Term::Flow
            | Term::Integer(_)
            | Term::If(..)
            | Term::FromInt(_)
            | Term::Predecessor(_) => {
                unreachable!("the algebra table has no such terms")
            }
        }
    }
}
