//! Structs whose declaration the macro does not see: the fields that the function mentions, with what inference finds of their types.

use super::{Ty, Types};
use crate::ir::Member;

impl Types {
    /// The type of a field: the same wherever a field of that name of the same struct is mentioned.
    pub fn field(&mut self, of: &Ty, member: &Member) -> Ty {
        match self.shallow(of) {
            Ty::Ref(inner) => self.field(&inner, member),
            Ty::Infer(variable) => {
                let known =
                    self.rows.get(&variable).and_then(|row| row.iter().find(|(name, _)| name == member));
                if let Some((_, ty)) = known {
                    return ty.clone();
                }
                let ty = self.fresh();
                self.rows.entry(variable).or_default().push((member.clone(), ty.clone()));
                ty
            }
            other => {
                let part = match member {
                    Member::Index(index) if matches!(other, Ty::Tuple(_) | Ty::Outcome(..)) => {
                        other.part(*index)
                    }
                    Member::Index(_) | Member::Name(_) | Member::Inside | Member::Variant(..) => None,
                };
                part.unwrap_or_else(|| self.fresh())
            }
        }
    }

    /// The type is taken for one of the user's.
    pub fn mark_users(&mut self, ty: &Ty) {
        if let Ty::Infer(variable) = self.shallow(ty).referent() {
            self.users.insert(*variable);
        }
    }

    /// The type is one of the user's.
    pub fn mark_struct(&mut self, ty: &Ty) {
        self.mark_users(ty);
        if let Ty::Infer(variable) = self.shallow(ty).referent() {
            self.structs.insert(*variable);
        }
    }

    /// The type is written as a name that the attribute does not know.
    pub fn mark_written(&mut self, ty: &Ty) {
        if let Ty::Infer(variable) = self.shallow(ty).referent() {
            self.written.insert(*variable);
        }
    }

    /// Is the type, or what it refers to, written as such a name, and nothing shows that it is another one of a float?
    pub fn is_written(&self, ty: &Ty) -> bool {
        matches!(self.shallow(ty).referent(), Ty::Infer(variable) if self.written.contains(variable))
    }

    /// Is the type, or what it refers to, one of the user's for certain?
    pub fn is_struct(&self, ty: &Ty) -> bool {
        match self.shallow(ty).referent() {
            Ty::Infer(variable) => self.structs.contains(variable) || self.has_fields(*variable),
            _ => false,
        }
    }

    /// Is the type, or what it refers to, one of the user's, or taken for one?
    pub fn is_users(&self, ty: &Ty) -> bool {
        match self.shallow(ty).referent() {
            Ty::Infer(variable) => self.users.contains(variable) || self.has_fields(*variable),
            _ => false,
        }
    }

    fn has_fields(&self, variable: u32) -> bool {
        let named = |(member, _): &(Member, Ty)| matches!(member, Member::Name(_));
        self.rows.get(&variable).is_some_and(|row| row.iter().any(named))
    }

    /// What is known of the fields of a type that turned out to be another.
    pub(super) fn join_rows(&mut self, variable: u32, ty: &Ty) {
        for (member, field) in self.rows.remove(&variable).unwrap_or_default() {
            let own = self.field(ty, &member);
            self.unify(&own, &field);
        }
    }
}
