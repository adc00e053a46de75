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
                    Member::Index(index) if matches!(other, Ty::Tuple(_)) => other.part(*index),
                    Member::Index(_) | Member::Name(_) => None,
                };
                part.unwrap_or_else(|| self.fresh())
            }
        }
    }

    /// What is known of the fields of a type that turned out to be another.
    pub(super) fn join_rows(&mut self, variable: u32, ty: &Ty) {
        for (member, field) in self.rows.remove(&variable).unwrap_or_default() {
            let own = self.field(ty, &member);
            self.unify(&own, &field);
        }
    }
}
