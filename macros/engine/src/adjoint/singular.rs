//! Where a partial derivative may be infinite or NaN, found by asking the derivative table at a few points.

use crate::ir::{Arena, Block, Id, Op, Plain, Stmt, Var};
use crate::tables::rules::Rule;
use crate::tables::term::{Cond, Term};
use crate::types::Ty;
use std::collections::BTreeMap;

/// What is known of the values of a function whose arguments are finite.
#[derive(Default)]
pub struct Singular {
    values: BTreeMap<Id, Known>,
    vars: BTreeMap<Var, Known>,
    /// For an operation on such arguments.
    judged: BTreeMap<(&'static str, Vec<Kind>), Judgement>,
    /// Something became known that counts earlier.
    again: bool,
}

/// What is known of a value.
#[derive(Clone, Copy, Default, PartialEq)]
struct Known {
    /// It may be infinite or NaN.
    unbounded: bool,
    /// A cotangent of zero may become NaN on its way back to a parameter.
    taints: bool,
}

impl Known {
    const UNKNOWN: Known = Known { unbounded: true, taints: true };

    fn and(self, other: Known) -> Known {
        Known { unbounded: self.unbounded || other.unbounded, taints: self.taints || other.taints }
    }
}

/// What an argument may be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// That number, by its bits.
    Constant(u64),
    Integer,
    /// Any finite number.
    Finite,
    Any,
}

/// What an operation may give.
#[derive(Clone, Copy)]
struct Judgement {
    unbounded: bool,
    /// The arguments whose partial may be infinite or NaN, a bit each.
    partials: u32,
}

impl Singular {
    /// Looks through a function.
    pub fn find(arena: &Arena, block: &Block) -> Singular {
        /// A value that takes longer to come around its loops is taken for unbounded.
        const ROUNDS: usize = 4;
        let mut singular = Singular::default();
        for _ in 0..ROUNDS {
            singular.again = false;
            singular.block(arena, block);
            if !singular.again {
                return singular;
            }
        }
        singular.values = arena.iter().map(|(id, _)| (id, Known::UNKNOWN)).collect();
        singular
    }

    /// May a cotangent of zero become NaN between here and a parameter?
    pub fn taints(&self, id: Id) -> bool {
        self.known(id).taints
    }

    /// May the partial derivative with respect to that argument be infinite or NaN?
    pub fn is_singular(&self, arena: &Arena, id: Id, argument: usize) -> bool {
        match arena.op(id) {
            Op::Apply(rule, args) => {
                let kinds: Vec<Kind> = args.iter().map(|arg| self.kind(arena, *arg)).collect();
                let judgement = self.judged.get(&(rule.name, kinds));
                judgement.is_none_or(|judgement| judgement.partials >> argument & 1 == 1)
            }
            // A call.
            _ => true,
        }
    }

    fn known(&self, id: Id) -> Known {
        self.values.get(&id).copied().unwrap_or_default()
    }

    fn kind(&self, arena: &Arena, id: Id) -> Kind {
        let constant = arena.number(id).or_else(|| arena.integer(id).map(|integer| integer as f64));
        match (constant, arena.ty(id)) {
            (Some(number), _) => Kind::Constant(number.to_bits()),
            (None, Ty::Int(_)) => Kind::Integer,
            (None, _) if self.known(id).unbounded => Kind::Any,
            (None, _) => Kind::Finite,
        }
    }

    /// Learns something of a value that is used before it is known.
    fn learn(&mut self, id: Id, known: Known) {
        let before = self.known(id);
        let after = before.and(known);
        if before != after {
            self.values.insert(id, after);
            self.again = true;
        }
    }

    fn learn_of_variable(&mut self, var: Var, known: Known) {
        let before = self.vars.get(&var).copied().unwrap_or_default();
        let after = before.and(known);
        if before != after {
            self.vars.insert(var, after);
            self.again = true;
        }
    }

    fn block(&mut self, arena: &Arena, block: &Block) {
        for stmt in &block.stmts {
            match stmt {
                Stmt::Let(id) => {
                    let known = self.node(arena, *id);
                    self.values.insert(*id, known);
                }
                Stmt::Branch(branch) => {
                    for arm in &branch.arms {
                        self.block(arena, &arm.body);
                        if arm.body.diverges {
                            continue;
                        }
                        for (result, yielded) in branch.results.iter().zip(&arm.body.results) {
                            let known = self.known(*result).and(self.known(*yielded));
                            self.values.insert(*result, known);
                        }
                    }
                }
                Stmt::Loop(l) => {
                    l.carried.iter().for_each(|c| self.learn(c.inner, self.known(c.init)));
                    self.block(arena, &l.body);
                    for (carried, next) in l.carried.iter().zip(&l.body.results) {
                        self.learn(carried.inner, self.known(*next));
                        self.values.insert(carried.out, self.known(carried.inner));
                    }
                }
                Stmt::Call(call) => {
                    self.values.insert(call.value, Known::UNKNOWN);
                    let lent: Vec<Var> = call.lent(arena).map(|(_, place)| place.var).collect();
                    lent.into_iter().for_each(|var| self.learn_of_variable(var, Known::UNKNOWN));
                }
                Stmt::Var(var, value) => self.learn_of_variable(*var, self.known(*value)),
                Stmt::Store(place, value) | Stmt::Replace(place, value, _) | Stmt::Grow(place, value) => {
                    self.learn_of_variable(place.var, self.known(*value));
                }
                Stmt::Shrink(place, id) => {
                    let known = self.vars.get(&place.var).copied().unwrap_or_default();
                    self.values.insert(*id, known);
                }
                // None of these is in a primal, or defines a value.
                Stmt::Add(..)
                | Stmt::Push(..)
                | Stmt::Pop(..)
                | Stmt::Pull(_)
                | Stmt::Give(..)
                | Stmt::Adopt(..)
                | Stmt::Effect(..) => {}
            }
        }
    }

    fn node(&mut self, arena: &Arena, id: Id) -> Known {
        let op = arena.op(id);
        let args = op.args();
        let of_args = args.iter().fold(Known::default(), |known, arg| known.and(self.known(*arg)));
        if let Some(place) = op.place() {
            return self.vars.get(&place.var).copied().unwrap_or_default();
        }
        let (rule, args) = match op {
            Op::Apply(rule, args) => (rule, args),
            // What the user's own code gives, only running it tells.
            Op::Plain(Plain::Call(_) | Plain::Invoke | Plain::Method(..) | Plain::Verbatim(..), _) => {
                return Known { unbounded: true, ..of_args };
            }
            _ => return of_args,
        };
        let kinds: Vec<Kind> = args.iter().map(|arg| self.kind(arena, *arg)).collect();
        let judgement =
            *self.judged.entry((rule.name, kinds)).or_insert_with_key(|(_, kinds)| judge(rule, kinds));
        let own = (0..).zip(args).any(|(at, arg)| arena.varies(*arg) && judgement.partials >> at & 1 == 1);
        Known { unbounded: judgement.unbounded, taints: own || of_args.taints }
    }
}

/// Asks the table.
fn judge(rule: &Rule, kinds: &[Kind]) -> Judgement {
    // It panics where its bounds are in the wrong order; its partials are 0 and 1.
    if rule.name.starts_with("clamp") {
        return Judgement { unbounded: kinds.contains(&Kind::Any), partials: 0 };
    }
    let partials = (rule.partials)();
    let mut judgement = Judgement { unbounded: false, partials: 0 };
    let mut args = Vec::new();
    ask(rule, &partials, kinds, &mut args, &mut judgement);
    judgement
}

/// Asks at every combination of points.
fn ask(rule: &Rule, partials: &[Term], kinds: &[Kind], args: &mut Vec<f64>, judgement: &mut Judgement) {
    const NUMBERS: &[f64] = &[-1.0, 0.0, 1000.0, f64::INFINITY, f64::NAN];
    const FINITE: usize = 3;
    let points = match kinds.get(args.len()) {
        None => {
            let value = (rule.value)(args);
            judgement.unbounded |= !value.is_finite();
            for (at, partial) in partials.iter().enumerate() {
                let singular = !partial.at(args, value).is_finite();
                judgement.partials |= u32::from(singular) << at;
            }
            return;
        }
        Some(Kind::Constant(bits)) => &[f64::from_bits(*bits)],
        Some(Kind::Integer) => &[-1.0, 0.0, 2.0][..],
        Some(Kind::Finite) => &NUMBERS[..FINITE],
        Some(Kind::Any) => NUMBERS,
    };
    for point in points {
        args.push(*point);
        ask(rule, partials, kinds, args, judgement);
        args.pop();
    }
}

/// Does a partial derivative choose to be 0 in some region, as that of an extremum where the other operand is taken?
pub fn chooses(partial: &Term) -> bool {
    match partial {
        Term::If(cond, yes, no) => is_region(cond) && (may_be_nothing(yes) || may_be_nothing(no)),
        _ => false,
    }
}

fn may_be_nothing(partial: &Term) -> bool {
    match partial {
        Term::Number(number) => *number == 0.0,
        Term::If(_, yes, no) => may_be_nothing(yes) || may_be_nothing(no),
        _ => false,
    }
}

/// Does it hold at more than a few points, and not everywhere?
fn is_region(cond: &Cond) -> bool {
    match cond {
        Cond::Less(..) | Cond::Greater(..) | Cond::AtMost(..) | Cond::AtLeast(..) => true,
        Cond::Equal(..)
        | Cond::IsIntZero(_)
        | Cond::IsIntNegative(_)
        | Cond::IsNan(_)
        | Cond::IsInfinite(_) => false,
        Cond::Or(a, b) => is_region(a) || is_region(b),
        Cond::And(a, b) => is_region(a) && is_region(b),
        Cond::Not(a) => is_region(a),
    }
}
