//! Locals: what a name stands for.

use crate::ir::{Id, Literal, Op};
use crate::lower::Lower;
use proc_macro2::{Ident, Span};
use std::collections::BTreeMap;

/// A name, by number: names are looked up often, and there may be thousands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::lower) struct Symbol(usize);

/// The names that locals have.
#[derive(Default)]
pub(in crate::lower) struct Symbols {
    numbers: BTreeMap<String, Symbol>,
    names: Vec<Ident>,
}

impl Symbols {
    fn of(&mut self, name: &Ident) -> Symbol {
        let next = Symbol(self.names.len());
        let symbol = *self.numbers.entry(name.to_string()).or_insert(next);
        if symbol == next {
            self.names.push(name.clone());
        }
        symbol
    }
}

/// A local variable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::lower) struct Local(pub(in crate::lower) usize);

/// The local of a name among names in scope.
pub(in crate::lower) fn local_in(names: &[(Symbol, Local)], name: Symbol) -> Option<Local> {
    names.iter().rev().find(|(other, _)| *other == name).map(|(_, local)| *local)
}

impl Lower<'_> {
    /// A local that no other ever was: what is known of locals is known by number.
    pub(in crate::lower) fn local_of(&mut self, value: Option<Id>) -> Local {
        let local = Local(self.locals);
        self.locals += 1;
        self.values.grow(local.0);
        self.values.push(value);
        local
    }

    /// A local that only the compiler knows.
    pub(in crate::lower) fn hidden(&mut self, init: Id) -> Local {
        self.local_of(Some(init))
    }

    /// A local with a name, and nothing said of its value.
    pub(in crate::lower) fn local_called(&mut self, name: &Ident, value: Option<Id>) -> Local {
        let local = self.local_of(value);
        let count = self.declared.get(&name.to_string()).copied().unwrap_or_default();
        self.keys.insert(local.0, (name.to_string(), count));
        let symbol = self.symbols.of(name);
        self.names.push((symbol, local));
        local
    }

    /// Another name of a local.
    pub(in crate::lower) fn name_again(&mut self, name: &Ident, local: Local) {
        let symbol = self.symbols.of(name);
        self.names.push((symbol, local));
    }

    pub(in crate::lower) fn declare(&mut self, name: &Ident, value: Id) -> Local {
        let local = self.local_called(name, Some(value));
        // A reference is written where it is used: the name is for what it refers to.
        let value = match *self.arena.op(value) {
            Op::Borrow(inner) if !self.arena.is_free(inner) && self.arena.get(inner).name.is_none() => inner,
            _ => value,
        };
        // A number may need a name, where it is bound.
        let number = matches!(self.arena.op(value), Op::Literal(Literal::Int(..) | Literal::Float(..)));
        let free = self.arena.is_free(value) && !number;
        let node = self.arena.get_mut(value);
        if node.name.is_none() && !free {
            node.name = Some(crate::names::plain(name));
        }
        local
    }

    pub(in crate::lower) fn local(&self, name: &Ident) -> Option<Local> {
        self.local_spelt(&name.to_string())
    }

    /// The local of a name, by its spelling.
    pub(in crate::lower) fn local_spelt(&self, name: &str) -> Option<Local> {
        local_in(&self.names, *self.symbols.numbers.get(name)?)
    }

    /// The number of a name.
    pub(in crate::lower) fn symbol(&self, name: &Ident) -> Option<Symbol> {
        self.symbols.numbers.get(&name.to_string()).copied()
    }

    /// The first name of a local.
    pub(in crate::lower) fn first_name(&self, local: Local) -> Option<&Ident> {
        self.names.iter().find(|(_, other)| *other == local).map(|(symbol, _)| &self.symbols.names[symbol.0])
    }

    pub(in crate::lower) fn value_of_local(&mut self, local: Local) -> Id {
        match self.values[local.0] {
            Some(value) => value,
            None if self.apart.contains_key(&local.0) => {
                self.put_together(local, Span::call_site()).unwrap_or_else(|| self.poison())
            }
            None => self.poison(),
        }
    }

    /// What the user's name of a local stands for.
    pub(in crate::lower) fn named(&mut self, local: Local, span: Span) -> Id {
        match (self.held.get(&local.0).copied(), self.referring.get(&local.0).copied()) {
            (Some(held), _) => self.held_as_option(local, held, span),
            (None, Some(referring)) => self.referred(local, referring),
            (None, None) => match self.put_together(local, span) {
                Some(whole) => whole,
                None => self.value_of_local(local),
            },
        }
    }

    /// Whether control has left this place, where that is known.
    pub(in crate::lower) fn left_known(&self) -> Option<bool> {
        match self.values[self.left.0].map(|id| self.arena.op(id)) {
            Some(Op::Literal(Literal::Bool(known))) => Some(*known),
            _ => None,
        }
    }
}
