//! What rustc refuses to convert, so that a mistake of the user's is left to it.

use super::{Float, Int, Ty, Types};

impl Ty {
    /// A type of elements, where a list keeps numbers instead of references to them.
    pub fn without_references(&self) -> Ty {
        match self {
            Ty::Ref(to) if to.is_copy() => to.without_references(),
            Ty::Ref(to) if to.is_list() => Ty::Vec(Box::new(to.part(0).unwrap_or(Ty::Bool))),
            Ty::Ref(to) if matches!(**to, Ty::Ref(_)) => to.without_references(),
            Ty::Tuple(elems) => Ty::Tuple(elems.iter().map(Ty::without_references).collect()),
            other => other.clone(),
        }
    }

    /// The type of the value, of a `Result` as a pair.
    pub fn value_of_result(&self) -> Option<&Ty> {
        match self {
            Ty::Tuple(parts) => match &parts[..] {
                [Ty::Status, value] => Some(value),
                _ => None,
            },
            _ => None,
        }
    }

    /// Is it a `Result` as a pair, or a tuple with one in it?
    pub fn holds_result(&self) -> bool {
        match self {
            Ty::Tuple(parts) => self.value_of_result().is_some() || parts.iter().any(Ty::holds_result),
            _ => false,
        }
    }

    /// The type with `()` in place of what has no derivative.
    pub fn of_derivative(&self) -> Ty {
        match self {
            Ty::Int(_) | Ty::Bool | Ty::Discrete | Ty::Status => Ty::Tuple(Vec::new()),
            Ty::Tuple(elems) => Ty::Tuple(elems.iter().map(Ty::of_derivative).collect()),
            Ty::Array(elem, len) => Ty::Array(Box::new(elem.of_derivative()), len.clone()),
            Ty::Vec(elem) => Ty::Vec(Box::new(elem.of_derivative())),
            other => other.clone(),
        }
    }

    /// What a `Vec` of such a type keeps: no references, which may not live as long as it does in the gradient.
    pub fn kept(&self) -> Ty {
        match self {
            Ty::Vec(elem) => Ty::Vec(Box::new(elem.without_references())),
            other => other.clone(),
        }
    }
}

impl Types {
    /// Makes the types of a place and of what is assigned to it one. A reference to a number is no number, and an array no
    /// `Vec`.
    pub fn assign(&mut self, to: &Ty, value: &Ty) {
        let clashes = match (self.shallow(to), self.shallow(value)) {
            (Ty::Float(_) | Ty::Int(_), Ty::Ref(inner)) => matches!(*inner, Ty::Float(_) | Ty::Int(_)),
            (Ty::Array(..), Ty::Vec(_)) | (Ty::Vec(_), Ty::Array(..)) => true,
            _ => false,
        };
        self.disagree |= clashes && !self.is_unseen(to) && !self.is_unseen(value);
        self.unify(to, value);
    }
}

/// May a value of the first type be cast to the second by `as`? `false` only where that is sure.
/// `refers`: the first is a reference in the user's function too.
pub fn may_cast(from: &Ty, to: &Ty, refers: bool) -> bool {
    match (from, to) {
        (Ty::Bool, Ty::Float(_)) | (Ty::Float(_) | Ty::Int(_), Ty::Bool) => false,
        (Ty::Tuple(_) | Ty::Array(..) | Ty::Vec(_), Ty::Float(_) | Ty::Int(_) | Ty::Bool) => false,
        (Ty::Ref(inner), Ty::Float(_) | Ty::Int(_) | Ty::Bool) => match **inner {
            Ty::Float(_) | Ty::Int(_) | Ty::Bool => !refers,
            ref inner => *inner != Ty::Discrete,
        },
        _ => true,
    }
}

/// Can two types not be one, whatever coercions and unknown names stand for? Only where that is sure.
pub(super) fn clash(a: &Ty, b: &Ty) -> bool {
    let text = |ty: &Ty| matches!(ty, Ty::Ref(inner) if **inner == Ty::Discrete);
    match (a, b) {
        (a, b) if text(a) && text(b) => false,
        (a, other) | (other, a) if text(a) => clash(&Ty::Discrete, other),
        (Ty::Float(a), Ty::Float(b)) => a != b && ![a, b].iter().any(|float| matches!(float, Float::Some(_))),
        (Ty::Int(Int::Named(a)), Ty::Int(Int::Named(b))) => a != b,
        (Ty::Int(_), Ty::Int(_)) | (Ty::Bool, Ty::Bool) | (Ty::Discrete, Ty::Discrete) => false,
        (Ty::Tuple(a), Ty::Tuple(b)) => a.len() != b.len(),
        (Ty::Outcome(..), other) | (other, Ty::Outcome(..)) => matches!(other, Ty::Float(_) | Ty::Int(_)),
        // A string may be a list of bytes.
        (Ty::Discrete, b) if b.has_elements() => false,
        (a, Ty::Discrete) if a.has_elements() => false,
        (a, b) if a.has_elements() && b.has_elements() => false,
        (a, b) => [a, b].iter().all(|ty| {
            matches!(ty, Ty::Float(_) | Ty::Int(_) | Ty::Bool | Ty::Discrete | Ty::Tuple(_))
                || ty.has_elements()
        }),
    }
}
