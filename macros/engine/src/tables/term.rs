//! Formulas: the language in which the derivative table and the algebra table are written.

use crate::tables::rules::Rule;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// A formula over the arguments and the value of a function.
#[derive(Clone, Debug)]
pub enum Term {
    /// The argument at that position; in the algebra table, whatever stands there.
    Arg(usize),
    /// The value of the function itself, so that it need not be computed again.
    Value,
    /// What flows through the function: the cotangent of its value on the way back, the tangent of the argument on the way forward.
    Flow,
    /// A number.
    Number(f64),
    /// An integer.
    Integer(i32),
    /// A function of the derivative table.
    Apply(&'static str, Vec<Term>),
    /// `if cond { yes } else { no }`
    If(Box<Cond>, Box<Term>, Box<Term>),
    /// An integer argument as a float.
    FromInt(Box<Term>),
    /// An integer argument less one, if there is a smaller one.
    Predecessor(Box<Term>),
}

/// A condition.
#[derive(Clone, Debug)]
pub enum Cond {
    /// `a < b`
    Less(Term, Term),
    /// `a > b`
    Greater(Term, Term),
    /// `a <= b`
    AtMost(Term, Term),
    /// `a >= b`
    AtLeast(Term, Term),
    /// `a == b`
    Equal(Term, Term),
    /// `a == 0` of an integer
    IsIntZero(Term),
    /// `a < 0` of an integer
    IsIntNegative(Term),
    /// `a.is_nan()`
    IsNan(Term),
    /// `a.is_infinite()`
    IsInfinite(Term),
    /// `a || b`
    Or(Box<Cond>, Box<Cond>),
    /// `a && b`
    And(Box<Cond>, Box<Cond>),
    /// `!a`
    Not(Box<Cond>),
}

#[allow(clippy::wrong_self_convention, reason = "a formula is a value that is used up")]
impl Term {
    fn call(name: &'static str, args: Vec<Term>) -> Term {
        Term::Apply(name, args)
    }

    /// `a < b`
    pub fn lt(self, other: impl Into<Term>) -> Cond {
        Cond::Less(self, other.into())
    }
    /// `a > b`
    pub fn gt(self, other: impl Into<Term>) -> Cond {
        Cond::Greater(self, other.into())
    }
    /// `a <= b`
    pub fn le(self, other: impl Into<Term>) -> Cond {
        Cond::AtMost(self, other.into())
    }
    /// `a >= b`
    pub fn ge(self, other: impl Into<Term>) -> Cond {
        Cond::AtLeast(self, other.into())
    }
    /// `a == b`
    pub fn eq(self, other: impl Into<Term>) -> Cond {
        Cond::Equal(self, other.into())
    }
    /// `a == 0` of an integer
    pub fn is_int_zero(self) -> Cond {
        Cond::IsIntZero(self)
    }
    /// `a < 0` of an integer
    pub fn is_int_negative(self) -> Cond {
        Cond::IsIntNegative(self)
    }
    /// `a.is_nan()`
    pub fn is_nan(self) -> Cond {
        Cond::IsNan(self)
    }
    /// `a.is_infinite()`
    pub fn is_infinite(self) -> Cond {
        Cond::IsInfinite(self)
    }
    /// An integer as a float.
    pub fn float(self) -> Term {
        Term::FromInt(Box::new(self))
    }
    /// An integer less one.
    pub fn less_one(self) -> Term {
        Term::Predecessor(Box::new(self))
    }

    /// Does it say what becomes of what flows? Otherwise it is a factor of that.
    pub fn takes_flow(&self) -> bool {
        match self {
            Term::Flow => true,
            Term::Apply(_, terms) => terms.iter().any(Term::takes_flow),
            Term::If(_, yes, no) => yes.takes_flow() || no.takes_flow(),
            Term::Arg(_)
            | Term::Value
            | Term::Number(_)
            | Term::Integer(_)
            | Term::FromInt(_)
            | Term::Predecessor(_) => false,
        }
    }

    /// What becomes of what flows.
    pub fn of_flow(self) -> Term {
        if self.takes_flow() { self } else { Term::Flow * self }
    }

    /// The same, and nothing where nothing flows, even if what it is multiplied by is infinite.
    pub fn guarded(self) -> Term {
        self.along(&|flow, factor| flow.guarded_mul(factor), &|flow, by| flow.guarded_mul(1.0 / by))
    }

    /// The same, and nothing through a factor of 0, even if what flows is infinite.
    pub fn through_zeros(self) -> Term {
        self.along(&|flow, factor| factor.saturated_mul(flow), &|flow, by| (1.0 / by).saturated_mul(flow))
    }

    /// Rewrites the products and quotients through which something flows.
    fn along(self, product: &dyn Fn(Term, Term) -> Term, quotient: &dyn Fn(Term, Term) -> Term) -> Term {
        match self {
            Term::Apply(name, mut terms) if terms.iter().any(Term::takes_flow) => {
                let at = terms.iter().position(Term::takes_flow).unwrap_or(0);
                let flow = terms.remove(at).along(product, quotient);
                match (name, terms.pop()) {
                    ("mul", Some(factor)) => product(flow, factor),
                    ("div", Some(by)) => quotient(flow, by),
                    (_, other) => Term::Apply(name, [flow].into_iter().chain(other).collect()),
                }
            }
            Term::If(cond, yes, no) => {
                let [yes, no] = [yes, no].map(|term| Box::new(term.along(product, quotient)));
                Term::If(cond, yes, no)
            }
            term => term,
        }
    }

    /// The formula at a point, where `value` is the function's value. A unit flows.
    pub fn at(&self, args: &[f64], value: f64) -> f64 {
        match self {
            Term::Arg(index) => args[*index],
            Term::Value => value,
            Term::Flow => 1.0,
            Term::Number(number) => *number,
            Term::Integer(number) => f64::from(*number),
            Term::Apply(rule, terms) => {
                let terms: Vec<f64> = terms.iter().map(|term| term.at(args, value)).collect();
                (Rule::named(rule).value)(&terms)
            }
            Term::If(cond, yes, no) => (if cond.holds(args, value) { yes } else { no }).at(args, value),
            Term::FromInt(term) => term.at(args, value),
            Term::Predecessor(term) => term.at(args, value) - 1.0,
        }
    }
}

/// The functions that formulas use, as methods.
macro_rules! methods {
    ($($name:ident($($arg:ident),*))*) => {
        impl Term {$(
            #[doc = concat!("`a.", stringify!($name), "(…)`")]
            pub fn $name(self $(, $arg: impl Into<Term>)*) -> Term {
                Term::call(stringify!($name), vec![self $(, $arg.into())*])
            }
        )*}
    };
}

methods! {
    sin() cos() tan() sinh() cosh() tanh() exp() ln() sqrt() abs() signum() round()
    powf(exponent) powi(exponent) hypot(other) copysign(sign) guarded_mul(other) saturated_mul(other) size()
    tanh_slope(value) exp_m1_slope(value) powf_slope(exponent, value, ln)
}

impl Cond {
    /// `self || other`
    pub fn or(self, other: Cond) -> Cond {
        Cond::Or(Box::new(self), Box::new(other))
    }
    /// `self && other`
    pub fn and(self, other: Cond) -> Cond {
        Cond::And(Box::new(self), Box::new(other))
    }
    /// `!self`
    pub fn not(self) -> Cond {
        Cond::Not(Box::new(self))
    }
    /// Does it hold at a point?
    pub fn holds(&self, args: &[f64], value: f64) -> bool {
        let of = |term: &Term| term.at(args, value);
        match self {
            Cond::Less(a, b) => of(a) < of(b),
            Cond::Greater(a, b) => of(a) > of(b),
            Cond::AtMost(a, b) => of(a) <= of(b),
            Cond::AtLeast(a, b) => of(a) >= of(b),
            Cond::Equal(a, b) => of(a) == of(b),
            Cond::IsIntZero(a) => of(a) == 0.0,
            Cond::IsIntNegative(a) => of(a) < 0.0,
            Cond::IsNan(a) => of(a).is_nan(),
            Cond::IsInfinite(a) => of(a).is_infinite(),
            Cond::Or(a, b) => a.holds(args, value) || b.holds(args, value),
            Cond::And(a, b) => a.holds(args, value) && b.holds(args, value),
            Cond::Not(a) => !a.holds(args, value),
        }
    }
    /// `if self { yes } else { no }`
    pub fn pick(self, yes: impl Into<Term>, no: impl Into<Term>) -> Term {
        Term::If(Box::new(self), Box::new(yes.into()), Box::new(no.into()))
    }
}

impl From<f64> for Term {
    fn from(value: f64) -> Term {
        Term::Number(value)
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident)*) => {$(
        impl<T: Into<Term>> $trait<T> for Term {
            type Output = Term;
            fn $method(self, other: T) -> Term {
                Term::call(stringify!($method), vec![self, other.into()])
            }
        }
        impl $trait<Term> for f64 {
            type Output = Term;
            fn $method(self, other: Term) -> Term {
                Term::call(stringify!($method), vec![self.into(), other])
            }
        }
    )*};
}

operators! { Add add Sub sub Mul mul Div div }

impl Neg for Term {
    type Output = Term;
    fn neg(self) -> Term {
        Term::call("neg", vec![self])
    }
}
