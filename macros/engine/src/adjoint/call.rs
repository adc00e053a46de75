//! The reverse of a call: the callee's own reverse sweep.

use super::{Adjoint, Sweep};
use crate::ir::{
    Arm, Block, Branch, Call, Callee, Id, Ids, Op, Pattern, Place, Plain, Pull, Pulled, Slot, Stmt, Var,
};
use crate::tables::formula::Formulas;
use crate::types::Ty;
use proc_macro2::Span;

impl Sweep {
    /// The reverse of a call: the callee's own reverse sweep.
    pub(super) fn call(&mut self, call: &Call) {
        let exchanges = call.args.iter().any(|arg| self.exchanged(*arg).is_some());
        let adjoint = match self.take(call.value) {
            Some(adjoint) => adjoint,
            None if exchanges || self.shows_constants(call) => Adjoint::default(),
            None => return,
        };
        let cotangent = self.value(&adjoint, call.value);
        self.unused_parts(cotangent);
        let mut slots = Vec::new();
        let mut results = Vec::new();
        let mut contributions = Vec::new();
        // What is handed in and out cannot be lent a second time in the same call.
        let mut lent: Vec<Var> =
            call.lent(&self.arena).filter_map(|(_, place)| self.memory.get(&place.var).copied()).collect();
        let mut copies = Vec::new();
        let of = match &call.callee {
            Callee::Function(_) | Callee::Associated(_) | Callee::Sum { .. } => Pulled::Function,
            Callee::Method(..) => Pulled::Method,
            Callee::Operator { assigns: false, .. } => Pulled::Operator,
            Callee::Operator { assigns: true, .. } => Pulled::Assignment,
        };
        for (at, arg) in call.args.iter().enumerate() {
            if let Op::Still(of) = self.arena.op(*arg) {
                slots.push(Slot::Still(*of));
                results.push(None);
                continue;
            }
            let ty = self.arena.ty(*arg).clone();
            let shared = match self.arena.op(*arg) {
                Op::Share(place) => self.adjoint_of(place),
                Op::Borrow(read) if self.reads.lent.contains(read) => match self.arena.op(*read) {
                    Op::Load(place) => self.adjoint_of(place),
                    _ => None,
                },
                _ => None,
            };
            let var = match &shared {
                Some(place) => Some(place.var),
                None => self.vars.get(&self.locate(*arg).0).copied(),
            };
            if let Op::Lvalue(_) = self.arena.op(*arg) {
                let aside = call.asides.iter().find(|(argument, _)| *argument == at).map(|(_, id)| *id);
                // Without an allocator there is no copy of a list.
                let aside = aside.filter(|id| self.alloc || !self.arena.ty(*id).is_list());
                slots.push(match (self.exchanged(*arg), aside) {
                    _ if call.functions.contains(&at) => Slot::Function,
                    (Some(place), Some(copy)) => Slot::Either(copy, place),
                    (Some(place), None) => Slot::Exchange(place),
                    (None, aside) => Slot::Constant(*arg, aside),
                });
                results.push(None);
                continue;
            }
            let changed = matches!(self.arena.op(*arg), Op::Lvalue(_));
            if let (Pulled::Operator | Pulled::Assignment, false) = (of, changed) {
                // The gradient of what a reference refers to.
                let ty = ty.referent().clone();
                results.push(self.arena.varies(*arg).then(|| {
                    let id = self.node(Op::Bound, ty);
                    contributions.push((*arg, id));
                    id
                }));
                continue;
            }
            let receives = at == 0 && of == Pulled::Method;
            let (slot, result) = match (self.arena.varies(*arg), &ty, var) {
                (false, _, _) if call.functions.contains(&at) => (Slot::Value, None),
                (true, Ty::Ref(_), Some(var)) => {
                    let mut place = shared.unwrap_or_else(|| Place { var, path: self.locate(*arg).1 });
                    if lent.contains(&var) {
                        // Lent twice in one call: the second time a buffer of its own, added afterwards.
                        let own = self.buffer(*arg);
                        copies.push((
                            std::mem::replace(&mut place, Place { var: own, path: Vec::new() }),
                            own,
                            *arg,
                        ));
                    }
                    lent.push(var);
                    match receives {
                        true => (Slot::Receiver(*arg, Some(place)), None),
                        false => (Slot::Into(*arg, place), None),
                    }
                }
                _ if receives => (Slot::Receiver(*arg, None), None),
                (_, Ty::Ref(_), _) => (Slot::Lent(*arg), None),
                (false, Ty::Infer(_), _) if !self.arena.is_none(*arg) => (Slot::Unknown(*arg), None),
                (false, _, _) => (Slot::Value, None),
                (true, _, _) => {
                    let id = self.node(Op::Bound, ty);
                    self.arena.get_mut(id).role = self.role(self.locate(*arg).0);
                    contributions.push((*arg, id));
                    match self.reads.returned.contains(arg) {
                        true => (Slot::Returned, Some(id)),
                        false => (Slot::Value, Some(id)),
                    }
                }
            };
            slots.push(slot);
            results.push(result);
        }
        let pull = Pull { pullback: call.pullback, cotangent, slots, results, of };
        match self.guards.contains(&(call.value, 0)) && !exchanges {
            true => self.guarded_pull(call, pull),
            false => {
                self.out.push(Stmt::Pull(pull));
                contributions =
                    contributions.into_iter().map(|(arg, id)| (arg, self.passed_on(arg, id))).collect();
            }
        }
        for (place, own, arg) in copies {
            let ty = self.arena.ty(arg).referent().clone();
            let read = self.node(Op::Read(own), ty);
            self.out.push(Stmt::Add(place, read));
        }
        for (arg, id) in contributions {
            self.add(arg, id);
        }
    }

    /// The gradient with respect to an argument, which the callee may hold constant where it comes from an integer in a field.
    fn passed_on(&mut self, arg: Id, gradient: Id) -> Id {
        let direct = matches!(self.arena.op(arg), Op::Convert(_));
        match self.cast_field(arg).filter(|_| !direct && self.arena.ty(arg).is_float()) {
            Some(field) => {
                let ty = self.arena.ty(arg).clone();
                self.node(Op::Plain(Plain::PassedOn, vec![gradient, field]), ty)
            }
            None => gradient,
        }
    }

    /// The field from which a value comes by a cast, and from nothing else that varies.
    fn cast_field(&self, id: Id) -> Option<Id> {
        let (mut open, mut seen, mut field) = (vec![id], Ids::new(), None);
        while let Some(id) = open.pop() {
            if !self.arena.varies(id) || !seen.insert(id) {
                continue;
            }
            match self.arena.op(id) {
                Op::Convert(of) if field.is_none_or(|field| field == *of) => field = Some(*of),
                Op::Apply(..) | Op::Select(..) => open.extend(self.arena.op(id).args()),
                _ => return None,
            }
        }
        field
    }

    /// Parts of a callee's value that nobody uses: of those whose type only rustc knows, the callee chooses that of the zero.
    fn unused_parts(&mut self, cotangent: Id) {
        let Op::Tuple(parts) = self.arena.op(cotangent).clone() else { return };
        for part in parts {
            self.unused_parts(part);
            if let (Op::Zero(Some(like)), Ty::Infer(_) | Ty::Named(_)) =
                (self.arena.op(part).clone(), self.arena.ty(part))
            {
                self.arena.get_mut(part).op = Op::Still(like);
            }
        }
    }

    /// The callee's reverse sweep, unless its value was not taken.
    fn guarded_pull(&mut self, call: &Call, mut pull: Pull) {
        let on = self.is_nothing(pull.cotangent);
        let outer = std::mem::take(&mut self.out);
        let (mut joins, mut nothing, mut given) = (Vec::new(), Vec::new(), Vec::new());
        for (arg, result) in call.args.iter().zip(&mut pull.results) {
            let Some(join) = *result else { continue };
            let ty = self.arena.ty(join).clone();
            let own = self.node(Op::Bound, ty.clone());
            self.arena.get_mut(own).role = self.arena.get(join).role.clone();
            *result = Some(own);
            nothing.push(self.node(Op::Zero((!ty.has_known_shape()).then_some(*arg)), ty));
            joins.push(join);
            given.push((*arg, own));
        }
        let zeros = std::mem::replace(&mut self.out, vec![Stmt::Pull(pull)]);
        let given = given.into_iter().map(|(arg, own)| self.passed_on(arg, own)).collect();
        let pulled = std::mem::replace(&mut self.out, outer);
        let arm = |is: bool, stmts: Vec<Stmt>, results: Vec<Id>| Arm {
            pattern: Pattern::Is(is),
            guard: None,
            body: Block { stmts, results, ..Block::default() },
        };
        let arms = vec![arm(true, zeros, nothing), arm(false, pulled, given)];
        self.out.push(Stmt::Branch(Branch { on, arms, results: joins, taken: None, at: Span::call_site() }));
    }

    /// Is a cotangent zero?
    fn is_nothing(&mut self, cotangent: Id) -> Id {
        let ty = self.arena.ty(cotangent).clone();
        if ty.is_float() {
            let zero = self.node(Op::Zero(None), ty);
            return self.compare("==", cotangent, zero);
        }
        let reference = self.node(Op::Borrow(cotangent), Ty::Ref(Box::new(ty)));
        let private = crate::names::private();
        let is_zero = Plain::Call(quote::quote!(#private::is_zero));
        self.node(Op::Plain(is_zero, vec![reference]), Ty::Bool)
    }

    /// Is a value of the user's type lent by `&mut` together with differentiated values? That these leave no derivative there rests
    /// on the callee: the types of its pullback show that it does not hold them constant, so it is called though its value is unused.
    fn shows_constants(&self, call: &Call) -> bool {
        let opaque = |arg: &Id| {
            matches!(self.arena.op(*arg), Op::Lvalue(_)) && !self.arena.ty(*arg).referent().is_discrete()
        };
        call.args.iter().any(opaque) && call.args.iter().any(|arg| self.arena.varies(*arg))
    }

    /// The adjoint of an argument that is passed by `&mut`, if it has one.
    fn exchanged(&self, arg: Id) -> Option<Place> {
        match self.arena.op(arg) {
            Op::Lvalue(place) if !self.arena.ty(arg).referent().is_discrete() => self.adjoint_of(place),
            _ => None,
        }
    }

    /// The same part of the adjoint of a variable.
    fn adjoint_of(&self, place: &Place) -> Option<Place> {
        self.memory.get(&place.var).map(|own| Place { var: *own, path: place.path.clone() })
    }

    /// A new accumulator in the shape of what a reference refers to.
    pub(super) fn buffer(&mut self, reference: Id) -> Var {
        let var = self.arena.var();
        let ty = self.arena.ty(reference).referent().clone();
        let zero = self.node(Op::Zero((!ty.has_known_shape()).then_some(reference)), ty);
        self.out.push(Stmt::Var(var, zero));
        var
    }
}
