//! Types that only rustc sees: of constants, of fields, of what calls give. What inference makes of them is an assumption, which the
//! generated code states for rustc to check.

use super::{Float, Ty, Types};

impl Types {
    /// The type of what only rustc sees: a constant, a field, what a call gives.
    pub fn fresh(&mut self) -> Ty {
        let ty = self.fresh_inferred();
        self.unseen.insert(self.variable());
        ty
    }

    /// A type to be inferred from what is done here, as that of the elements of an empty list.
    pub fn fresh_inferred(&mut self) -> Ty {
        self.add();
        Ty::Infer(self.variable())
    }

    /// A type that only rustc sees and that is assumed to be another.
    pub fn fresh_assumed(&mut self, other: &Ty) -> Ty {
        let ty = self.fresh();
        self.unify(&ty, other);
        ty
    }

    /// What is calculated with, and nothing else shows to be a float.
    pub fn fresh_assumed_float(&mut self) -> Ty {
        let float = self.fresh_unseen_float();
        self.assumed.insert(self.variable());
        float
    }

    /// A float that only rustc sees.
    pub fn fresh_unseen_float(&mut self) -> Ty {
        let float = self.fresh_float();
        self.untold.insert(self.variable());
        float
    }

    /// Is a type taken for a float only because values of it are calculated with?
    pub fn is_assumed_float(&self, ty: &Ty) -> bool {
        matches!(self.shallow(ty).referent(), Ty::Float(Float::Some(v)) if self.assumed.contains(v))
    }

    /// Two floats are one: it is one for the better of the reasons.
    pub(super) fn confirm(&mut self, variable: u32, other: &Ty) {
        let Ty::Float(Float::Some(other)) = other else { return };
        for reasons in [&mut self.assumed, &mut self.untold] {
            if !reasons.contains(&variable) {
                reasons.remove(other);
            }
        }
    }

    /// A type of the user's is one that was taken for a float.
    pub(super) fn contradict(&mut self, variable: u32, other: &Ty) {
        if let Ty::Float(Float::Some(float)) = other
            && self.assumed.contains(float)
        {
            match self.is_users(&Ty::Infer(variable)) {
                true => self.contradicted.push(*float),
                false if self.named_results.contains(&variable) => self.returned.push(*float),
                false => {}
            }
        }
    }

    /// Takes note of something that no float has.
    pub fn is_none_of_floats(&mut self, ty: &Ty) {
        if let Ty::Float(Float::Some(float)) = self.shallow(ty).referent()
            && self.assumed.contains(float)
        {
            self.contradicted.push(*float);
        }
    }

    /// The type is that of a result, which is known by a name: that of a struct, or another one of a float.
    pub fn mark_named_result(&mut self, ty: &Ty) {
        if let Ty::Infer(variable) = self.shallow(ty) {
            self.named_results.insert(variable);
        }
    }

    /// The type is that of what is in an `Option` or a `Result` that is a result, and is known by a name.
    pub fn name_inside(&mut self, ty: &Ty, name: &str) {
        if let Ty::Infer(variable) = self.shallow(ty) {
            self.named_inside = Some((variable, name.to_owned()));
        }
    }

    /// The name of that type.
    pub(super) fn named_inside(&self, variable: u32) -> Option<Ty> {
        let (named, name) = self.named_inside.as_ref()?;
        (self.shallow(&Ty::Infer(*named)) == Ty::Infer(variable)).then(|| Ty::Named(name.clone()))
    }

    /// The types that were taken for floats and are results with a name, as far as nothing shows that they are floats.
    pub fn returned(&mut self) -> Vec<Ty> {
        let found = std::mem::take(&mut self.returned);
        let found = found.into_iter().map(|float| self.shallow(&Ty::Float(Float::Some(float))));
        found.filter(|ty| self.is_assumed_float(ty)).collect()
    }

    /// The types that were taken for floats and are of the user's, as far as nothing shows that they are floats.
    pub fn contradicted(&mut self) -> Vec<Ty> {
        let found = std::mem::take(&mut self.contradicted);
        let found = found.into_iter().map(|float| self.shallow(&Ty::Float(Float::Some(float))));
        found.filter(|ty| self.is_assumed_float(ty)).collect()
    }

    /// The floats that were only taken for floats and are the same as an integer.
    pub fn counted(&mut self) -> Vec<Ty> {
        let found = std::mem::take(&mut self.counted);
        found.into_iter().map(|float| self.shallow(&Ty::Float(Float::Some(float)))).collect()
    }

    /// The type that a reference refers to, with what is only assumed of it.
    pub fn referred(&self, ty: &Ty) -> Option<Ty> {
        match ty {
            Ty::Infer(v) => self.referred(self.known[*v as usize].as_ref()?),
            Ty::Ref(inner) => Some((**inner).clone()),
            _ => None,
        }
    }

    /// The user said that the type is a float's.
    pub fn say(&mut self, ty: &Ty) {
        if let Ty::Infer(v) = ty {
            self.unseen.remove(v);
            if let Some(known) = self.known[*v as usize].clone() {
                self.say(&known);
            }
        }
    }

    /// Is it, or what it refers to, a type that only rustc sees, whatever is assumed of it?
    pub fn is_unseen(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Infer(v) => {
                self.unseen.contains(v)
                    || self.known[*v as usize].as_ref().is_some_and(|ty| self.is_unseen(ty))
            }
            Ty::Ref(inner) => self.is_unseen(inner),
            Ty::Named(_) => true,
            Ty::Float(_)
            | Ty::Int(_)
            | Ty::Bool
            | Ty::Discrete
            | Ty::Status
            | Ty::Tuple(_)
            | Ty::Array(..)
            | Ty::Slice(_)
            | Ty::Vec(_)
            | Ty::Outcome(..)
            | Ty::Pullback
            | Ty::At
            | Ty::Maybe => false,
        }
    }

    /// What is inferred only from something unseen is unseen too.
    pub(super) fn infer_as_unseen(&mut self, ty: &Ty) {
        match self.shallow(ty) {
            Ty::Infer(v) => {
                self.unseen.insert(v);
            }
            made => made.values().iter().for_each(|value| self.infer_as_unseen(value)),
        }
    }
}
