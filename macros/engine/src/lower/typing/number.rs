//! Which numbers have a type that only rustc knows.
//!
//! A literal is written wherever its value is used, with the type that inference found. That is right only where all of its
//! uses were understood: a constant, a call or an annotation of unknown type may say that a number which looks like an `i32`
//! is a `u8`. Here every use is looked at once more, on the finished representation. A number that may be told its
//! type by something unseen is bound once, at the beginning of the function, so that rustc finds one type for all of its
//! uses in both sweeps; and what may tell the type stays, even where its value is not needed.

use crate::ir::{Arena, Block, Branch, Id, Ids, Literal, Loop, Node, Op, Pattern, Plain, Step, Stmt};
use crate::lower::Lower;
use crate::lower::typing::annotation::has;
use crate::lower::typing::integer::{keeps_type, takes_its_own_type};
use crate::types::{Float, Int, Len, Ty};
use proc_macro2::{Span, TokenStream, TokenTree};
use std::collections::BTreeMap;
use syn::visit::Visit;
use syn::{BinOp, UnOp};

/// How a literal is used.
#[derive(Clone, Copy, Default)]
struct Uses {
    times: u32,
    /// Somewhere nothing beside it says of which type it is.
    alone: bool,
    /// A closure that is copied as it stands borrows it, so that it has to live as long.
    borrowed: bool,
}

/// What is found while the uses are looked at.
#[derive(Default)]
struct Search {
    literals: BTreeMap<Id, Uses>,
    /// The nodes that use other nodes.
    users: Vec<Id>,
    /// Those that are made of nothing but literals.
    numbers: Ids,
    /// The results of branches and loops, each with a value that it may be.
    joins: Vec<(Id, Id)>,
}

impl Lower<'_> {
    /// Looks at every use of every number, so that types are resolved knowing which are told by what is not seen.
    pub(in crate::lower) fn understand_numbers(&mut self, block: &Block, result: &Ty) -> Numbers {
        let mut search = Search::default();
        let mut stmts = Vec::new();
        block.each(&mut |stmt| stmts.push(stmt));
        stmts.into_iter().for_each(|stmt| self.understand(stmt, &mut search));
        for id in &block.results {
            self.alike(*id, &result.clone());
            self.used(*id, true, &mut search);
        }
        Numbers(search)
    }

    /// What a local holds one after the other is of one type: a number that is assigned where opaque code gave what was there, or the
    /// other way round.
    pub(in crate::lower) fn alike_to_rustc(&mut self, before: Id, value: Id) {
        let pair = [before, value];
        let tells = |at: usize| is_opaque(&self.arena, pair[at]) && self.is_open_number(pair[1 - at]);
        if tells(0) || tells(1) {
            self.bound_together(pair);
        } else if pair.iter().any(|id| is_opaque(&self.arena, *id))
            && pair.iter().any(|id| self.may_be_open(*id))
        {
            // It is written if the type is open to the end.
            self.together(pair);
        }
    }

    /// Is it a constant with numbers of which nothing has said the type so far?
    pub(in crate::lower) fn may_be_open(&self, id: Id) -> bool {
        let open =
            |ty: &Ty| matches!(self.types.shallow(ty), Ty::Int(Int::Some(_)) | Ty::Float(Float::Some(_)));
        !self.varies(id) && self.is_number_within(id, &open, 4)
    }

    /// Is it made of such numbers in so many steps?
    fn is_number_within(&self, id: Id, open: &dyn Fn(&Ty) -> bool, steps: u32) -> bool {
        has(self.arena.ty(id), open)
            || steps > 0
                && is_made_of_numbers(&self.arena, id, &|id| self.is_number_within(id, open, steps - 1))
    }

    /// What a pattern with a name in it says of which type a number is, also where no arm does anything.
    pub(in crate::lower) fn told_by_pattern(&mut self, on: Id, pattern: &Pattern, span: Span) {
        let Pattern::Rust(pat, _) = pattern else { return };
        if is_simple(pat) || !self.may_be_open(on) || self.place_of(on).is_some() {
            return;
        }
        let name = syn::Ident::new("on", Span::call_site());
        let fits = Plain::Verbatim(quote::quote!(match #name { #pat => true, _ => false }), vec![name]);
        self.discrete(Op::Plain(fits, vec![on]), Ty::Bool, span);
    }

    /// The same of a field, whose type its struct says.
    pub(in crate::lower) fn alike_in_field(&mut self, before: Id, value: Id) {
        if self.is_open_number(before) || self.is_open_number(value) {
            self.bound_together([before, value]);
        }
    }

    fn is_open_number(&self, id: Id) -> bool {
        matches!(self.arena.op(id), Op::Literal(Literal::Int(..) | Literal::Float(..)))
            && self.ty(id).is_open()
    }

    fn bound_together(&mut self, pair: [Id; 2]) {
        let together = self.together(pair);
        self.arena.require(together);
    }

    fn together(&mut self, pair: [Id; 2]) -> Id {
        let ty = Ty::Array(Box::new(self.arena.ty(pair[1]).clone()), Len::of(2));
        self.node(Op::Array(pair.to_vec()), ty, self.arena.get(pair[1]).span)
    }

    fn type_of(&self, id: Id) -> Ty {
        self.arena.ty(id).clone()
    }

    fn alike(&mut self, id: Id, ty: &Ty) {
        let own = self.type_of(id);
        self.types.same(&own, ty);
    }

    fn told(&mut self, id: Id) {
        let own = self.type_of(id);
        self.types.tell(&own);
    }

    /// A use of a node; `beside` says that something beside it tells its type.
    fn used(&mut self, id: Id, beside: bool, search: &mut Search) {
        match self.arena.op(id) {
            Op::Literal(Literal::Int(..) | Literal::Float(..)) => {
                let uses = search.literals.entry(id).or_default();
                uses.times += 1;
                uses.alone |= !beside;
            }
            Op::Plain(Plain::Path(_), _) => self.told(id),
            _ => {}
        }
    }

    fn understand(&mut self, stmt: &Stmt, search: &mut Search) {
        match stmt {
            Stmt::Let(id) => self.understand_node(*id, search),
            Stmt::Branch(branch) => self.understand_branch(branch, search),
            Stmt::Loop(l) => self.understand_loop(l, search),
            Stmt::Call(call) => {
                for arg in &call.args {
                    self.told(*arg);
                    self.used(*arg, true, search);
                }
                self.told(call.value);
            }
            Stmt::Effect(_, captures) => {
                for (_, id) in captures {
                    self.told(*id);
                    self.used(*id, true, search);
                }
            }
            Stmt::Var(var, init) => {
                if let Some(ty) = self.memories.iter().find(|memory| memory.var == *var).map(|m| m.ty.clone())
                {
                    self.alike(*init, &ty);
                }
                self.used(*init, true, search);
            }
            Stmt::Store(place, value) | Stmt::Replace(place, value, _) => {
                let ty = self.type_of_place(place);
                self.put(*value, ty, &place.path, search);
                self.used(*value, true, search);
            }
            Stmt::Grow(place, value) => {
                let ty = self.type_of_place(place).and_then(|ty| self.types.shallow(&ty).part(0));
                self.put(*value, ty, &place.path, search);
                self.used(*value, true, search);
            }
            Stmt::Shrink(place, taken) => {
                let ty = self.type_of_place(place).and_then(|ty| self.types.shallow(&ty).part(0));
                self.put(*taken, ty, &place.path, search);
            }
            // Only the reverse sweep has these.
            Stmt::Push(..)
            | Stmt::Pop(..)
            | Stmt::Pull(_)
            | Stmt::Add(..)
            | Stmt::Give(..)
            | Stmt::Adopt(..) => {}
        }
    }

    /// A value that is put into a part of a variable, or taken out of it, of that type if it is seen.
    fn put(&mut self, value: Id, ty: Option<Ty>, path: &[Step], search: &mut Search) {
        match ty {
            Some(ty) => self.alike(value, &ty),
            None => self.told(value),
        }
        self.indices(path, search);
    }

    fn understand_branch(&mut self, branch: &Branch, search: &mut Search) {
        let mut simple = true;
        for arm in &branch.arms {
            if let Pattern::Rust(pat, bound) = &arm.pattern {
                simple &= is_simple(pat);
                bound.iter().for_each(|(_, id)| self.told(*id));
            }
            if !arm.body.diverges {
                for (value, result) in arm.body.results.iter().zip(&branch.results) {
                    search.joins.push((*result, *value));
                    let ty = self.type_of(*result);
                    self.alike(*value, &ty);
                    self.used(*value, true, search);
                }
            }
        }
        if !simple {
            self.told(branch.on);
        }
        self.used(branch.on, false, search);
    }

    fn understand_loop(&mut self, l: &Loop, search: &mut Search) {
        for (carried, next) in l.carried.iter().zip(&l.body.results) {
            let ty = self.type_of(carried.inner);
            [carried.init, carried.out, *next].into_iter().for_each(|id| self.alike(id, &ty));
            search.joins.extend([carried.init, *next].map(|value| (carried.out, value)));
            // The end of the part that was run over is as the range.
            let own = l.counter.as_ref().is_some_and(|c| [c.from, c.to].contains(&carried.init));
            if !own {
                self.used(carried.init, true, search);
            }
            self.used(*next, true, search);
        }
        if let Some(counter) = &l.counter {
            let ty = self.type_of(counter.index);
            [counter.from, counter.to].into_iter().for_each(|id| self.alike(id, &ty));
            self.used(counter.from, !self.is_number(counter.to, search), search);
            self.used(counter.to, !self.is_number(counter.from, search), search);
            if let Some(last) = self.inclusive.get(&counter.to).copied() {
                self.used(last, !self.is_number(counter.from, search), search);
            }
        }
    }

    fn indices(&mut self, path: &[Step], search: &mut Search) {
        for step in path {
            match step {
                Step::Field(_) => {}
                Step::Index(at) => self.index_of(*at, search),
                Step::Range(from, to) => [from, to].into_iter().for_each(|at| self.index_of(*at, search)),
            }
        }
    }

    /// What indexes an array, a slice or a `Vec` is a `usize`; what indexes a matrix has several of them.
    fn index_of(&mut self, at: Id, search: &mut Search) {
        match self.ty(at) {
            Ty::Tuple(_) | Ty::Array(..) => self.told(at),
            _ => self.alike(at, &Ty::usize()),
        }
        self.used(at, true, search);
    }

    fn understand_node(&mut self, id: Id, search: &mut Search) {
        let (op, ty) = (self.arena.op(id).clone(), self.type_of(id));
        search.users.push(id);
        self.note_number(id, search);
        match &op {
            Op::Literal(_) | Op::Param(_) | Op::Zero(_) | Op::Still(_) | Op::Bound | Op::Read(_) => {}
            Op::Load(place)
            | Op::Lvalue(place)
            | Op::Share(place)
            | Op::Len(place)
            | Op::Zeros(place)
            | Op::Aside(_, place) => self.indices(&place.path, search),
            Op::Apply(rule, args) => {
                for (at, arg) in args.iter().enumerate() {
                    match rule.name == "powi" && at == 1 {
                        true => self.alike(*arg, &Ty::Int(Int::Named("i32".into()))),
                        false => self.alike(*arg, &ty),
                    }
                    let others = args.iter().enumerate().filter(|(other, _)| *other != at);
                    let beside = others.map(|(_, id)| *id).any(|other| !self.is_number(other, search));
                    self.used(*arg, beside, search);
                }
            }
            Op::Select(cond, yes, no) => {
                self.used(*cond, true, search);
                for side in [yes, no] {
                    self.alike(*side, &ty);
                    self.used(*side, false, search);
                }
            }
            Op::Plain(plain, args) => self.understand_plain(id, plain, args, &ty, search),
            Op::Tuple(parts) => {
                for (at, part) in (0..).zip(parts) {
                    if let Some(of) = self.types.shallow(&ty).part(at) {
                        self.alike(*part, &of);
                    }
                    self.used(*part, true, search);
                }
            }
            Op::Struct(_, parts) => {
                for part in parts {
                    self.told(*part);
                    self.used(*part, true, search);
                }
            }
            Op::Array(parts) => parts.iter().for_each(|part| self.understand_element(*part, &ty, search)),
            Op::Repeat(part, _) => self.understand_element(*part, &ty, search),
            Op::List(part, len) => {
                self.understand_element(*part, &ty, search);
                self.index_of(*len, search);
            }
            Op::ToVec(list) => self.alike(*list, &ty),
            Op::Field(base, member) => {
                let part = match member {
                    crate::ir::Member::Index(at) => self.ty(*base).part(*at),
                    crate::ir::Member::Name(_)
                    | crate::ir::Member::Inside
                    | crate::ir::Member::Variant(..) => None,
                };
                match part {
                    Some(part) => self.types.same(&part, &ty),
                    None => self.types.tell(&ty),
                }
            }
            Op::Index(base, at) => match self.ty(*base).part(0) {
                Some(part) if self.ty(*base).has_elements() => {
                    self.types.same(&part, &ty);
                    self.index_of(*at, search);
                }
                _ => {
                    self.types.tell(&ty);
                    match self.ty(*at) {
                        // Taken for a `usize`, which rustc checks.
                        Ty::Int(Int::Some(_)) => self.alike(*at, &Ty::usize()),
                        _ => self.told(*at),
                    }
                    self.used(*at, true, search);
                }
            },
            Op::Slice(base, from, to) => {
                if let (Some(part), Some(own)) = (self.ty(*base).part(0), self.types.shallow(&ty).part(0)) {
                    self.types.same(&part, &own);
                }
                [from, to].into_iter().for_each(|at| self.index_of(*at, search));
            }
            Op::Borrow(inner) | Op::Deref(inner) => {
                self.alike(*inner, &ty);
                self.used(*inner, true, search);
            }
            Op::Convert(inner) => self.used(*inner, false, search),
        }
    }

    fn understand_element(&mut self, part: Id, whole: &Ty, search: &mut Search) {
        if let Some(of) = self.types.shallow(whole).part(0) {
            self.alike(part, &of);
        }
        self.used(part, true, search);
    }

    fn understand_plain(&mut self, id: Id, plain: &Plain, args: &[Id], ty: &Ty, search: &mut Search) {
        match (plain, args) {
            (Plain::Binary(BinOp::And(_) | BinOp::Or(_)), _) => {}
            // The distance has a type of its own.
            (Plain::Binary(BinOp::Shl(_) | BinOp::Shr(_)), [bits, distance]) => {
                match self.ty(*bits) {
                    Ty::Int(_) => self.alike(*bits, ty),
                    _ => args.iter().for_each(|arg| self.told(*arg)),
                }
                self.used(*bits, false, search);
                self.used(*distance, !self.is_number(*bits, search), search);
            }
            (Plain::Binary(op), [a, b]) => {
                let is_number = |lower: &Self, id: Id| matches!(lower.ty(id), Ty::Int(_) | Ty::Float(_));
                match is_number(self, *a) && is_number(self, *b) {
                    true => {
                        let of = self.type_of(*b);
                        self.alike(*a, &of);
                        if !crate::lower::expr::operator::is_comparison(op) {
                            self.alike(*a, ty);
                        }
                    }
                    // Numbers of one type, or an operator of a type of the user's.
                    false => {
                        args.iter().for_each(|arg| self.told(*arg));
                        self.types.tell(ty);
                    }
                }
                self.used(*a, !self.is_number(*b, search), search);
                self.used(*b, !self.is_number(*a, search), search);
            }
            (Plain::Unary(UnOp::Neg(_) | UnOp::Not(_)), [a]) => {
                self.alike(*a, ty);
                self.used(*a, false, search);
            }
            (Plain::Cast(_), [a]) => self.used(*a, false, search),
            (Plain::Count { .. }, [from, to]) | (Plain::Nth { .. }, [from, to, _]) => {
                let of = self.type_of(*to);
                self.alike(*from, &of);
                if let Plain::Nth { .. } = plain {
                    self.alike(*from, ty);
                }
                self.used(*from, !self.is_number(*to, search), search);
                self.used(*to, !self.is_number(*from, search), search);
            }
            (Plain::Method(name, _), [receiver, rest @ ..]) => {
                let name = name.to_string();
                match self.ty(*receiver) {
                    of @ Ty::Int(_) => {
                        let own = takes_its_own_type(&name);
                        for arg in rest {
                            if own { self.alike(*arg, &of) } else { self.told(*arg) }
                        }
                        if keeps_type(&name) { self.types.same(&of, ty) } else { self.types.tell(ty) }
                    }
                    _ => {
                        args.iter().for_each(|arg| self.told(*arg));
                        self.types.tell(ty);
                    }
                }
                self.used(*receiver, false, search);
                rest.iter().for_each(|arg| self.used(*arg, true, search));
            }
            (Plain::Call(_), [number]) if self.conversions.contains(&id) => self.used(*number, false, search),
            (Plain::Binary(_) | Plain::Unary(_) | Plain::Cast(_) | Plain::Call(_) | Plain::Method(..), _)
            | (
                Plain::Invoke
                | Plain::Count { .. }
                | Plain::Nth { .. }
                | Plain::At
                | Plain::Item
                | Plain::Path(_)
                | Plain::Number(_)
                | Plain::Constant
                | Plain::PassedOn
                | Plain::Typed(_)
                | Plain::Verbatim(..),
                _,
            ) => {
                self.types.tell(ty);
                for arg in args {
                    self.told(*arg);
                    self.used(*arg, true, search);
                    if let (true, Some(uses)) = (plain.is_closure(), search.literals.get_mut(arg)) {
                        uses.borrowed = true;
                    }
                }
            }
        }
    }

    /// Is it made of nothing but literals? What it is made of was looked at before.
    fn is_number(&self, id: Id, search: &Search) -> bool {
        matches!(self.arena.op(id), Op::Literal(_)) || search.numbers.contains(&id)
    }

    /// Takes note of a node that is made of nothing but literals.
    fn note_number(&self, id: Id, search: &mut Search) {
        let is_number = match self.arena.op(id) {
            // Of the type of what it is beside.
            Op::Plain(Plain::Cast(to), _) => matches!(**to, syn::Type::Infer(_)),
            Op::Plain(Plain::Binary(_) | Plain::Unary(_), args) | Op::Apply(_, args) => {
                args.iter().all(|arg| self.is_number(*arg, search))
            }
            _ => false,
        };
        if is_number {
            search.numbers.insert(id);
        }
    }
}

/// The uses of the numbers of a function.
pub(in crate::lower) struct Numbers(Search);

impl Numbers {
    /// Is a negative number of a type without a sign? rustc says so of the user's function.
    pub(in crate::lower) fn lack_sign(&self, arena: &Arena) -> bool {
        let negative = |id: &Id| matches!(arena.op(*id), Op::Literal(Literal::Int(Some(..0), _)));
        let unsigned = |ty: &Ty| matches!(ty, Ty::Int(Int::Named(name)) if name.starts_with('u'));
        self.0.literals.keys().any(|id| negative(id) && unsigned(arena.ty(*id)))
    }

    /// Binds the numbers whose type only rustc knows, once types are resolved. One that is used in a single place, beside
    /// something that tells its type, is written there.
    pub(in crate::lower) fn bind(self, arena: &mut Arena, block: &mut Block, unused: &Ids) {
        let mut open = false;
        let mut bound: BTreeMap<String, Vec<Id>> = BTreeMap::new();
        for (id, uses) in &self.0.literals {
            let ty = arena.ty(*id);
            open |= ty.is_open();
            let written_there = uses.times == 1 && !uses.alone || !ty.is_open();
            if !unused.contains(id) && (uses.borrowed || !written_there) {
                bound.entry(format!("{ty:?}")).or_default().push(*id);
            }
        }
        let mut stmts = Vec::new();
        for ids in bound.into_values() {
            for id in &ids {
                let node = arena.get_mut(*id);
                if let Op::Literal(literal) = &node.op {
                    node.role = Some("number".into());
                    node.op = Op::Plain(Plain::Number(literal.clone()), Vec::new());
                    stmts.push(Stmt::Let(*id));
                }
            }
            if let [first, _, ..] = ids[..]
                && arena.ty(first).is_open()
            {
                // Numbers of one type are of one type also where nothing else that is left says so.
                let ty = Ty::Array(Box::new(arena.ty(first).clone()), Len::of(ids.len()));
                let node = Node { op: Op::Array(ids), ty, ..arena.get(first).clone() };
                let together = arena.add(Node { name: None, role: None, ..node });
                arena.require(together);
                stmts.push(Stmt::Let(together));
            }
        }
        block.stmts.splice(0..0, stmts);
        // What a node is made of was looked at before it.
        let mut made = Ids::new();
        for id in &self.0.users {
            if is_made_of_numbers(arena, *id, &|id| made.contains(&id)) {
                made.insert(*id);
            }
        }
        if !open && made.is_empty() {
            return;
        }
        let is_number = |arena: &Arena, id: Id| has_open(arena.ty(id)) || made.contains(&id);
        let mut results: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
        for (result, value) in self.0.joins {
            results.entry(result).or_default().push(value);
        }
        for (result, values) in results {
            let number = arena.ty(result).is_open() || values.iter().any(|id| made.contains(id));
            if number && values.iter().any(|id| is_opaque(arena, *id)) {
                arena.require(result);
            }
        }
        for id in self.0.users {
            let op = arena.op(id);
            let tells = match op {
                Op::Plain(Plain::Cast(_), _) => false,
                Op::Apply(_, args) => {
                    let number = args.iter().any(|arg| arena.ty(*arg).is_open());
                    number && args.iter().any(|arg| is_opaque(arena, *arg))
                }
                Op::Plain(Plain::Binary(_), args) => args.iter().any(|arg| is_opaque(arena, *arg)),
                Op::Array(parts) => {
                    let number = parts.iter().any(|part| is_number(arena, *part));
                    number && parts.iter().any(|part| is_opaque(arena, *part))
                }
                Op::Plain(_, args) => {
                    args.iter().any(|arg| has_open(arena.ty(*arg)) || is_opaque(arena, *arg))
                }
                // Its fields say of which type their numbers are.
                Op::Struct(_, parts) => parts.iter().any(|part| is_number(arena, *part)),
                _ => false,
            };
            let own = arena.is_sure(id) && matches!(arena.op(id), Op::Plain(Plain::Binary(_), _));
            if tells && !own {
                arena.require(id);
            }
        }
    }
}

/// Is there a number in it whose type only rustc knows?
fn has_open(ty: &Ty) -> bool {
    has(ty, &Ty::is_open)
}

/// Is it what opaque code makes of numbers that do not say their type, so that rustc finds its type where it is used? `made` says
/// that of what it is made of.
fn is_made_of_numbers(arena: &Arena, id: Id, made: &dyn Fn(Id) -> bool) -> bool {
    let of = |args: &[Id]| args.iter().any(|arg| has_open(arena.ty(*arg)) || made(*arg));
    match arena.op(id) {
        // The numbers in a closure are its own.
        Op::Plain(plain, _) if plain.is_closure() => false,
        Op::Plain(Plain::Verbatim(text, _), args) => has_open_literal(text.clone()) || of(args),
        Op::Plain(Plain::Call(_) | Plain::Method(..) | Plain::Unary(UnOp::Deref(_)), args) => of(args),
        Op::Deref(inner) | Op::Borrow(inner) => made(*inner),
        // Of a collection that only rustc knows, an element may tell the type.
        Op::Load(_) => matches!(arena.ty(id), Ty::Infer(_)) && !arena.varies(id),
        _ => false,
    }
}

/// Is there a number without a suffix in the text?
fn has_open_literal(text: TokenStream) -> bool {
    text.into_iter().any(|token| match token {
        TokenTree::Literal(literal) => match syn::parse_str::<syn::Lit>(&literal.to_string()) {
            Ok(syn::Lit::Int(number)) => number.suffix().is_empty(),
            Ok(syn::Lit::Float(number)) => number.suffix().is_empty(),
            _ => false,
        },
        TokenTree::Group(group) => has_open_literal(group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) => false,
    })
}

/// May it pass on what only rustc is told of its type?
fn is_opaque(arena: &Arena, id: Id) -> bool {
    match arena.op(id) {
        Op::Plain(plain, _) => match plain {
            Plain::Call(_)
            | Plain::Invoke
            | Plain::Method(..)
            | Plain::Verbatim(..)
            | Plain::Constant
            | Plain::PassedOn
            | Plain::Typed(_)
            | Plain::Path(_) => true,
            Plain::Unary(op) => matches!(op, UnOp::Deref(_)),
            Plain::Binary(_)
            | Plain::Cast(_)
            | Plain::Number(_)
            | Plain::Count { .. }
            | Plain::Nth { .. }
            | Plain::At
            | Plain::Item => false,
        },
        Op::Tuple(parts) | Op::Array(parts) => parts.iter().any(|part| is_opaque(arena, *part)),
        Op::Struct(..) => true,
        Op::Borrow(inner)
        | Op::Deref(inner)
        | Op::ToVec(inner)
        | Op::List(inner, _)
        | Op::Repeat(inner, _) => is_opaque(arena, *inner),
        // What is in a value of the user's is of the type that its declaration says.
        Op::Field(whole, _) | Op::Index(whole, _) if is_opaque(arena, *whole) => true,
        _ => matches!(arena.ty(id).referent(), Ty::Infer(_) | Ty::Named(_)),
    }
}

/// Does the pattern say nothing of the type of a number?
fn is_simple(pat: &syn::Pat) -> bool {
    struct Names(bool);
    impl<'ast> Visit<'ast> for Names {
        fn visit_path(&mut self, _: &'ast syn::Path) {
            self.0 = true;
        }
        fn visit_lit_int(&mut self, lit: &'ast syn::LitInt) {
            self.0 |= !lit.suffix().is_empty();
        }
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            // A name in capitals is a constant's.
            self.0 |= pat.ident.to_string().starts_with(char::is_uppercase);
            syn::visit::visit_pat_ident(self, pat);
        }
    }
    let mut names = Names(false);
    names.visit_pat(pat);
    !names.0
}
