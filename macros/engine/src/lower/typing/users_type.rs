//! Types of the user's, of which the operators are the user's too. That a value is of such a type is assumed where something shows it: a
//! field or a method of the value, or the differentiated method that returned it. Operators of such values go through a trait of core
//! that floats implement too, so that the assumption need not be right.

use crate::ir::{Callee, Id, Member, Op, Place, Step};
use crate::lower::Lower;
use crate::lower::scan::changes::base;
use crate::types::Ty;
use proc_macro2::Span;
use syn::BinOp;

/// A value whose type is assumed: where it is written, and what it is.
pub(in crate::lower) type Origin = String;

impl Lower<'_> {
    /// Is the value, or what it refers to, of a type of the user's?
    pub(in crate::lower) fn is_of_users_type(&self, id: Id) -> bool {
        self.types.is_users(self.arena.ty(id)) || matches!(self.ty(id).referent(), Ty::Named(_))
    }

    /// The value of an operator without a derivative is of a type of the user's, if that of an operand is.
    pub(in crate::lower) fn operated(&mut self, value: Id, operands: [Id; 2]) {
        if operands.into_iter().any(|id| self.is_of_users_type(id)) {
            let ty = self.arena.ty(value).clone();
            self.types.mark_users(&ty);
            self.note_operated(value, &operands);
        }
    }

    /// The value of an operator of a struct may have methods of the user's, and operators with floats.
    fn note_operated(&mut self, value: Id, operands: &[Id]) {
        let certain = |id: &Id| {
            self.types.is_struct(self.arena.ty(*id))
                || matches!(self.ty(*id).referent(), Ty::Named(_))
                || self.operated.contains(id)
        };
        if operands.iter().any(certain) {
            self.operated.insert(value);
        }
    }

    /// Where a value comes from: from which field of which local, or from where it is written. That is asked when it is made: what it is
    /// called may be decided later.
    fn origin(&self, id: Id, of: &str) -> Origin {
        let (root, path) = self.path_to(id);
        match (root, path.is_empty()) {
            (Some(root), false) => format!("{root}{path}"),
            _ => format!("{:?} {of} {path}", self.arena.get(id).span),
        }
    }

    /// The local that a value is a part of, and the fields that lead there.
    pub(in crate::lower) fn path_to(&self, id: Id) -> (Option<String>, String) {
        let mut steps: Vec<String> = Vec::new();
        let mut at = id;
        let root = loop {
            at = match self.arena.op(at) {
                Op::Field(base, member) => {
                    steps.push(written(member));
                    *base
                }
                Op::Index(base, _) => {
                    steps.push("[]".into());
                    *base
                }
                Op::Load(place) | Op::Lvalue(place) | Op::Share(place) => {
                    steps.extend(place.path.iter().rev().map(step));
                    let memory = self.memories.iter().find(|memory| memory.var == place.var);
                    break memory.map(|memory| memory.name.clone());
                }
                Op::Param(_) => break self.arena.get(at).name.clone(),
                Op::Borrow(base) | Op::Deref(base) => *base,
                _ => break None,
            };
        };
        (root, steps.into_iter().rev().collect())
    }

    /// The same of the value of a method that is about to be called.
    pub(in crate::lower) fn origin_of_call(callee: &proc_macro2::Ident) -> Origin {
        format!("{:?} {callee} ", callee.span())
    }

    /// The operand of unknown type that is scaled by a float, if it is scaled.
    pub(in crate::lower) fn scaled_by_float(&self, op: &BinOp, left: Id, right: Id) -> Option<Id> {
        let assumed = |id: Id| self.varies(id) && self.types.is_assumed_float(self.arena.ty(id));
        match op {
            BinOp::Mul(_) | BinOp::Div(_) if assumed(left) && !assumed(right) => Some(left),
            BinOp::Mul(_) if assumed(right) && !assumed(left) => Some(right),
            _ => None,
        }
    }

    /// The type of a value that was returned by a method of the user's: probably a type of the user's too.
    pub(in crate::lower) fn returned_by_user(&mut self, id: Id, callee: &str) {
        let (ty, origin) = (self.arena.ty(id).clone(), self.origin(id, callee));
        if !self.assumed.floats.contains(&origin) {
            self.types.mark_users(&ty);
            self.origins.push((ty, origin));
        }
    }

    /// A value without a derivative that a function gave: of a type of the user's, where the function is that of such a type.
    pub(in crate::lower) fn made_by_user(&mut self, path: &syn::ExprPath, value: Id) {
        /// What is called so returns the type by Rust's conventions.
        const MAKERS: [&str; 3] = ["new", "default", "from"];
        let Some(last) = path.path.segments.last() else { return };
        let associated = self.is_users_associated(path);
        let ty = self.arena.ty(value).clone();
        if associated && MAKERS.iter().any(|maker| last.ident == maker) {
            self.types.mark_struct(&ty);
        } else if associated || crate::lower::expr::structs::names_type(&last.ident) {
            self.returned_by_user(value, &last.ident.to_string());
        }
    }

    /// Is it a function in the block around the function, if there is one of that name?
    fn is_in_block(&self, callee: &Callee, args: &[Id]) -> bool {
        match callee {
            Callee::Method(..) => args
                .first()
                .is_some_and(|receiver| self.path_to(*receiver) == (Some("self".into()), String::new())),
            Callee::Associated(path) => {
                let of = path.path.segments.iter().rev().nth(1).map(|segment| &segment.ident);
                path.qself.is_none()
                    && of.is_some_and(|of| of == "Self" || self.own_types.contains(&of.to_string()))
            }
            Callee::Function(_) | Callee::Sum { .. } | Callee::Operator { .. } => false,
        }
    }

    /// Is it a function in the block around the function that returns a struct?
    pub(in crate::lower) fn makes_struct(&self, callee: &Callee, args: &[Id]) -> bool {
        let is_new = match callee {
            Callee::Associated(path) => path.qself.is_none() && callee.shown() == "new",
            Callee::Method(..) | Callee::Function(_) | Callee::Sum { .. } | Callee::Operator { .. } => false,
        };
        is_new || self.is_in_block(callee, args) && self.makers.contains(&callee.shown())
    }

    /// The type that a function in the block around the function returns, by its signature; names in it are those of structs.
    pub(in crate::lower) fn returned_in_block(&mut self, callee: &Callee, args: &[Id]) -> Option<Ty> {
        if !self.is_in_block(callee, args) {
            return None;
        }
        let syn::ReturnType::Type(_, ty) = self.signatures.get(&callee.shown())?.output.clone() else {
            return None;
        };
        if let syn::Type::Path(path) = &*ty
            && let Some(inner) = crate::types::generic_argument(path, "Option")
            && let int @ (Ty::Int(_) | Ty::Bool) = crate::types::read(inner, &[], &mut self.types)
        {
            return Some(Ty::Outcome(Box::new(Ty::Bool), Box::new(int)));
        }
        let generics = self.generics.clone();
        let ty = crate::lower::signature::numbers_by_value(*ty, &generics);
        let ty = crate::types::read(&ty, &generics, &mut self.types);
        let made = crate::lower::signature::named::opened(&ty, &mut self.types);
        (!made.referent().refers()).then(|| {
            self.named_in_block(&ty, &made);
            made
        })
    }

    /// The arguments of a function, where those that are integers, as fields of structs may be, have no derivative.
    pub(in crate::lower) fn with_integers(&mut self, path: &syn::ExprPath, args: Vec<Id>) -> Vec<Id> {
        let callee = Callee::Associated(path.clone());
        let in_block = self.is_in_block(&callee, &args);
        let signature = in_block.then(|| self.signatures.get(&callee.shown()).cloned()).flatten();
        let mut takes = Vec::new();
        for input in signature.iter().flat_map(|sig| &sig.inputs) {
            takes.push(match input {
                syn::FnArg::Typed(typed) => crate::types::read(&typed.ty, &[], &mut self.types),
                syn::FnArg::Receiver(_) => Ty::Named(String::new()),
            });
        }
        let with = |(at, id): (usize, Id)| {
            if !self.varies(id) {
                return id;
            }
            let (ty, origin) = (self.arena.ty(id).clone(), self.origin(id, "argument"));
            match (self.ty(id), takes.get(at)) {
                (Ty::Infer(_), Some(int @ Ty::Int(_))) => self.types.unify(&ty, int),
                (Ty::Infer(_), _) if self.assumed.integers.contains(&origin) => {
                    let int = self.types.fresh_int();
                    self.types.unify(&ty, &int);
                }
                (Ty::Int(_), _) => {}
                _ => {
                    self.arguments.push((ty, origin));
                    return id;
                }
            }
            self.constant(id)
        };
        args.into_iter().enumerate().map(with).collect()
    }

    fn named_in_block(&mut self, written: &Ty, opened: &Ty) {
        match written {
            Ty::Named(name) if self.own_types.contains(name) || self.structs.contains(name) => {
                self.types.mark_struct(opened);
            }
            Ty::Named(_) => self.types.mark_users(opened),
            written => {
                let parts: Vec<Ty> = opened.values().to_vec();
                written.values().iter().zip(&parts).for_each(|(a, b)| self.named_in_block(a, b));
            }
        }
    }

    /// A sum with a struct is a struct.
    pub(in crate::lower) fn operand_of_struct(&mut self, callee: &Callee, operands: &[Id], value: Id) {
        let is_struct = |id: &Id| self.types.is_struct(self.arena.ty(*id));
        if let Callee::Operator { marker: "Add" | "Sub" | "Neg", assigns: false } = callee
            && operands.iter().any(is_struct)
        {
            let ty = self.arena.ty(value).clone();
            self.types.mark_struct(&ty);
        }
    }

    /// A value of a type that is written and known by name only, which inference has `opened`: probably a type of the user's.
    pub(in crate::lower) fn named_by_user(&mut self, written: &Ty, opened: &Ty, value: Id) {
        match (written, opened) {
            (Ty::Named(name), ty) if self.own_types.contains(name) => self.types.mark_struct(ty),
            (written @ Ty::Named(_), ty) if let Some(family) = self.types.family(written) => {
                self.types.mark_foreign(ty, family);
            }
            // Another name of a float is none.
            (Ty::Named(type_name), ty) if matches!(self.types.shallow(ty), Ty::Infer(_)) => {
                let name = self.arena.get(value).name.clone().unwrap_or_default();
                let origin = self.origin(value, &name);
                if !self.assumed.floats.contains(&origin) {
                    self.types.mark_users(ty);
                    // What is returned too may be another name of a float: how many numbers there are decides what is generated.
                    if !self.returned_names.contains(type_name) || self.structs.contains(type_name) {
                        self.types.mark_written(ty);
                    }
                    self.origins.push((ty.clone(), origin));
                }
            }
            (Ty::Ref(a), Ty::Ref(b))
            | (Ty::Slice(a) | Ty::Vec(a) | Ty::Array(a, _), Ty::Slice(b) | Ty::Vec(b) | Ty::Array(b, _)) => {
                self.named_by_user(a, b, value);
            }
            (Ty::Tuple(a), Ty::Tuple(b)) => {
                a.iter().zip(b).for_each(|(a, b)| self.named_by_user(a, b, value));
            }
            _ => {}
        }
    }

    /// Notes where a value of unknown type comes from, and what has been found out about it.
    pub(in crate::lower) fn recall(&mut self, id: Id, of: &str) {
        let ty = self.arena.ty(id).clone();
        if !self.types.is_unseen(&ty) {
            return;
        }
        let origin = self.origin(id, of);
        if self.assumed.integers.contains(&origin) {
            let integer = self.types.fresh_int();
            self.types.unify(&ty, &integer);
            return;
        }
        if self.assumed.users.contains(&origin) && !self.assumed.floats.contains(&origin) {
            self.types.mark_struct(&ty);
        }
        self.recall_either(&ty, &origin);
        self.noted.insert(id, origin);
    }

    /// The same of a value that has a name.
    pub(in crate::lower) fn recall_local(&mut self, id: Id, name: &proc_macro2::Ident) {
        let ty = self.arena.ty(id).clone();
        if !self.types.is_unseen(&ty) && !matches!(self.ty(id).referent(), Ty::Infer(_)) {
            return;
        }
        let origin = format!("local {name}");
        if self.assumed.integers.contains(&origin) {
            let integer = self.types.fresh_int();
            self.types.unify(&ty, &integer);
            return;
        }
        if self.assumed.users.contains(&origin) {
            self.types.mark_struct(&ty);
        }
        self.recall_either(&ty, &origin);
        self.noted.entry(id).or_insert(origin);
    }

    /// A field with a name on which methods are called elsewhere may be of a type of the user's.
    fn recall_by_field(&mut self, id: Id) {
        let (_, path) = self.path_to(id);
        let is_field = path.rsplit('.').next().is_some_and(|name| self.fields_with_methods.contains(name));
        if is_field && matches!(self.ty(id).referent(), Ty::Infer(_)) {
            let (ty, origin) = (self.arena.ty(id).clone(), self.origin(id, "field"));
            // What it turns out to be beside a float that is only assumed says nothing.
            if !self.assumed.floats.contains(&origin) {
                self.types.mark_users(&ty);
            }
        }
    }

    /// What may be of a type of the user's is taken for one, unless it proved to be a float.
    fn recall_either(&mut self, ty: &Ty, origin: &Origin) {
        if self.assumed.either.contains(origin) && !self.assumed.floats.contains(origin) {
            self.types.mark_users(ty);
            self.origins.push((ty.clone(), origin.clone()));
        }
    }

    /// What was taken for a float for no other reason than being calculated with, and is the same as something of a type of the user's,
    /// may be of such a type.
    fn check_assumed_floats(&mut self) {
        for float in self.types.contradicted() {
            for origin in self.origins_of(&float, |_| true) {
                self.again |= !self.assumed.floats.contains(&origin) && self.assumed.either.insert(origin);
            }
        }
        // A field that is returned by a name is rather of a type of the user's than that another name of a float, unless what is asked for
        // tells.
        for float in self.types.returned() {
            let origins = self.origins_of(&float, |id| self.path_to(id).1.contains('.'));
            for origin in origins.into_iter().filter(|_| !self.scalar) {
                self.again |= !self.assumed.floats.contains(&origin) && self.assumed.either.insert(origin);
            }
        }
        // What is the same as an integer is one.
        for float in self.types.counted() {
            self.types.disagree |= !self.learn_counts(&float);
        }
        for (a, b) in std::mem::take(&mut self.same_floats) {
            self.types.unify(&a, &b);
        }
    }

    /// What is only assumed to be a float is more probably an integer.
    pub(in crate::lower) fn probably_counts(&mut self, ty: &Ty) {
        if self.types.is_assumed_float(ty) {
            let float = self.types.shallow(ty);
            self.learn_counts(&float);
        }
    }

    /// A place that is assigned what may be of a type of the user's may be of that type wherever it is read.
    pub(in crate::lower) fn stored_by_user(&mut self, place: &Place, of: &Ty) {
        let Some(memory) = self.memories.iter().find(|memory| memory.var == place.var) else { return };
        if !self.types.is_users(of) {
            return;
        }
        let steps: String = place.path.iter().map(step).collect();
        let origin = format!("{}{steps}", memory.name);
        let is_read = self.noted.values().any(|read| *read == origin);
        self.again |= is_read && !self.assumed.floats.contains(&origin) && self.assumed.either.insert(origin);
    }

    /// What was taken for a float is an integer: lowering starts again and knows. `false` if nothing can be learnt.
    fn learn_counts(&mut self, float: &Ty) -> bool {
        let origins = self.origins_of(float, |_| true).into_iter();
        let learnt = origins.filter(|origin| self.assumed.integers.insert(origin.clone())).count() > 0;
        self.again |= learnt;
        learnt
    }

    /// Where the values of a type come from.
    fn origins_of(&self, ty: &Ty, is: impl Fn(Id) -> bool) -> Vec<Origin> {
        let noted = self.noted.iter().filter(|(id, _)| *self.ty(**id).referent() == *ty && is(**id));
        noted.map(|(_, origin)| origin.clone()).collect()
    }

    /// What was taken for a float is of a type of the user's: lowering starts again and knows. `false` if nothing can be learnt.
    pub(in crate::lower) fn learn_users_type(&mut self, id: Id) -> bool {
        // So may be whatever it was made of, in a list for example.
        self.types.is_none_of_floats(&self.arena.ty(id).clone());
        let mut open = vec![id];
        let mut learnt = false;
        while let Some(id) = open.pop() {
            match self.arena.op(id).clone() {
                Op::Apply(_, args) => open.extend(args),
                Op::Borrow(inner) | Op::Deref(inner) => open.push(inner),
                _ => {
                    let reads =
                        matches!(self.arena.op(id), Op::Load(_) | Op::Lvalue(_)) && self.is_unseen(id);
                    let origin = self.noted.get(&id).cloned();
                    if let Some(origin) = origin.or_else(|| reads.then(|| self.origin(id, "field"))) {
                        learnt |= !self.assumed.floats.contains(&origin) && self.assumed.users.insert(origin);
                    }
                }
            }
        }
        self.again |= learnt;
        learnt
    }

    /// Takes a value of unseen type for a list, since a method of lists is called on it. `false` if types did not agree where that was assumed.
    pub(in crate::lower) fn taken_for_list(&mut self, id: Id) -> bool {
        let origin = self.noted.get(&id).cloned().unwrap_or_else(|| self.origin(id, "list"));
        let proved = self.assumed.users.contains(&origin);
        self.lists.insert(origin, id);
        !proved
    }

    /// Where types do not agree, a method that lists have too may be one of the user's: lowering starts again with that. `false` if nothing was
    /// taken for a list.
    pub(in crate::lower) fn learn_no_lists(&mut self) -> bool {
        let lists = std::mem::take(&mut self.lists);
        lists.into_keys().filter(|origin| self.assumed.users.insert(origin.clone())).count() > 0
    }

    /// What turned out to be a float is one from the beginning.
    pub(in crate::lower) fn check_users_types(&mut self) {
        self.check_assumed_floats();
        self.check_sums();
        for (origin, list) in &self.lists {
            // Fields of it were read later.
            let is_struct = self.types.is_struct(self.arena.ty(*list));
            self.again |= is_struct && self.assumed.users.insert(origin.clone());
        }
        let is_float = |lower: &Self, id: &Id| lower.ty(*id).referent().is_float();
        for (value, operands) in std::mem::take(&mut self.operators) {
            // What makes a number of a number is one, as far as can be seen.
            if is_float(self, &value) && operands.iter().any(|id| is_float(self, id)) {
                let float = self.arena.ty(value).clone();
                for id in operands {
                    let of = Ty::clone(self.arena.ty(id).referent());
                    self.types.unify(&of, &float);
                }
            }
        }
        for (ty, origin) in std::mem::take(&mut self.arguments) {
            let is_integer = matches!(self.types.shallow(&ty), Ty::Int(_));
            self.again |= is_integer && self.assumed.integers.insert(origin);
        }
        for (ty, origin) in std::mem::take(&mut self.origins) {
            let found = self.types.shallow(&ty);
            self.again |= match found.referent() {
                Ty::Float(_) => self.assumed.floats.insert(origin),
                Ty::Int(_) => self.assumed.integers.insert(origin),
                _ => false,
            };
        }
    }

    /// A number of items, which a method returned, beside an integer: lowering starts again and takes it for an integer, which rustc checks.
    pub(in crate::lower) fn counted_by_method(
        &mut self,
        op: &BinOp,
        left: Id,
        right: Id,
        span: Span,
    ) -> Option<Id> {
        let (integer, other) = match (self.ty(left), self.ty(right)) {
            (Ty::Int(_), Ty::Infer(_)) => (left, right),
            (Ty::Infer(_), Ty::Int(_)) => (right, left),
            _ => return None,
        };
        if !self.counts.contains(&other) || self.types.is_struct(self.arena.ty(other)) {
            return None;
        }
        let (ty, of) = (self.ty(integer), self.arena.ty(other).clone());
        self.types.unify(&of, &ty);
        Some(self.discrete(Op::Plain(crate::ir::Plain::Binary(*op), vec![left, right]), ty, span))
    }

    /// What is added to a value of a type of the user's is probably of that type.
    pub(in crate::lower) fn same_type_of_user(&mut self, op: &BinOp, operands: [Id; 2]) {
        if let BinOp::Add(_) | BinOp::Sub(_) = op {
            for id in operands {
                let ty = self.arena.ty(id).clone();
                self.types.mark_users(&ty);
            }
        }
    }

    /// Is it an operator of the user's? A number that is added or subtracted shows that it is not.
    pub(in crate::lower) fn is_users_operator(&mut self, op: &BinOp, left: Id, right: Id) -> bool {
        let adds = matches!(op, BinOp::Add(_) | BinOp::Sub(_));
        let is_struct = |lower: &Self, id: Id| lower.types.is_struct(lower.arena.ty(id));
        if adds
            && (is_struct(self, left) || is_struct(self, right))
            && (self.varies(left) || self.varies(right))
        {
            // What was taken for a float is added to what is none.
            for id in [left, right] {
                if self.ty(id).referent().is_float() {
                    self.learn_users_type(id);
                }
            }
            return true;
        }
        if self.varies(left) || self.varies(right) {
            self.recall_by_field(left);
            self.recall_by_field(right);
        }
        let is_float = |id: Id| self.ty(id).referent().is_float();
        marker(op).is_some()
            && (self.varies(left) || self.varies(right))
            && (self.is_of_users_type(left) || self.is_of_users_type(right))
            && (self.operated.contains(&left)
                || self.operated.contains(&right)
                || !(adds && (is_float(left) || is_float(right))))
    }

    /// `a + b`, `-a`
    pub(in crate::lower) fn users_operator(
        &mut self,
        marker: &'static str,
        operands: Vec<Id>,
        span: Span,
    ) -> Id {
        let operands: Vec<Id> = operands.into_iter().map(|id| self.argument(id)).collect();
        self.made_beside_users(&operands);
        let callee = Callee::Operator { marker, assigns: false };
        let value = self.differentiated_call(callee, operands.clone(), span);
        self.note_operated(value, &operands);
        self.note_foreign_operator(value, &operands);
        self.operators.push((value, operands));
        value
    }

    /// What a method of floats makes of a field, as in `self.z.sqrt() * dual`, may be of a type of the user's where it is calculated with beside one.
    fn made_beside_users(&mut self, operands: &[Id]) {
        for operand in operands.iter().filter(|_| self.generics.is_empty()) {
            let of_field = |args: &[Id]| args.first().is_some_and(|of| self.path_to(*of).1.contains('.'));
            let made = matches!(self.arena.op(*operand), Op::Apply(rule, args) if crate::lower::expr::receiver::OF_RULES.contains(&rule.name) && of_field(args))
                && self.types.is_assumed_float(self.arena.ty(*operand));
            let beside = operands.iter().any(|other| other != operand && self.is_of_users_type(*other));
            if !made || !beside {
                continue;
            }
            let float = self.ty(*operand);
            for origin in self.origins_of(&float, |id| self.path_to(id).1.contains('.')) {
                self.again |= !self.assumed.floats.contains(&origin) && self.assumed.either.insert(origin);
            }
        }
    }

    /// `a += b`, where `target` is `a`, and `left` what that is.
    pub(in crate::lower) fn users_assignment(
        &mut self,
        marker: &'static str,
        target: &syn::Expr,
        left: Id,
        right: Id,
        span: Span,
    ) -> Id {
        let Some(place) = self.place_of(left) else {
            // It becomes a variable that can be passed by `&mut`.
            if let Some(name) = base(target)
                && self.assumed.receivers.insert(name.to_string())
            {
                (self.assumed.reordered, self.again) = (true, true);
                return self.poison();
            }
            return self.report(target, &crate::diagnostics::ASSIGN_TARGET, &[]);
        };
        if !self.is_of_users_type(left) && !self.learn_users_type(left) {
            let ty = self.arena.ty(left).clone();
            self.types.mark_users(&ty);
        }
        let ty = match self.ty(left) {
            reference @ Ty::Ref(_) => reference,
            ty => Ty::Ref(Box::new(ty)),
        };
        let lent = self.place(place, ty, span);
        self.lent.insert(lent);
        let right = self.argument(right);
        self.differentiated_call(Callee::Operator { marker, assigns: true }, vec![lent, right], span);
        self.unit()
    }
}

/// A step as it is written.
fn step(step: &Step) -> String {
    match step {
        Step::Field(member) => written(member),
        Step::Index(_) => "[]".into(),
        Step::Range(..) => String::new(),
    }
}

/// A field as it is written.
fn written(member: &Member) -> String {
    match member {
        Member::Index(index) => format!(".{index}"),
        Member::Name(name) => format!(".{name}"),
        Member::Inside => ".?".into(),
        Member::Variant(variant, member) => format!(".{variant}{}", written(member)),
    }
}

/// The name of an operator's trait.
pub(in crate::lower) fn marker(op: &BinOp) -> Option<&'static str> {
    Some(match op {
        BinOp::Add(_) => "Add",
        BinOp::Sub(_) => "Sub",
        BinOp::Mul(_) => "Mul",
        BinOp::Div(_) => "Div",
        BinOp::Rem(_) => "Rem",
        _ => return None,
    })
}
