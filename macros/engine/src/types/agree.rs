//! What rustc refuses to convert, so that a mistake of the user's is left to it.

use super::{Ty, Types};

impl Ty {
    /// A type of elements, where a list keeps numbers instead of references to them.
    pub fn without_references(&self) -> Ty {
        match self {
            Ty::Ref(to) if to.is_copy() => to.without_references(),
            Ty::Tuple(elems) => Ty::Tuple(elems.iter().map(Ty::without_references).collect()),
            other => other.clone(),
        }
    }
}

impl Types {
    /// Makes the types of a place and of what is assigned to it one. A reference to a number is no number, and an array no
    /// `Vec`.
    pub fn assign(&mut self, to: &Ty, value: &Ty) {
        self.disagree |= match (self.shallow(to), self.shallow(value)) {
            (Ty::Float(_) | Ty::Int(_), Ty::Ref(inner)) => matches!(*inner, Ty::Float(_) | Ty::Int(_)),
            (Ty::Array(..), Ty::Vec(_)) | (Ty::Vec(_), Ty::Array(..)) => true,
            _ => false,
        };
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
