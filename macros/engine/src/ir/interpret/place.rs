//! Variables and their parts.

use super::{Fallible, Machine, Number, Value};
use crate::ir::{Member, Place, Step};
use std::rc::Rc;

/// A step whose indices are known.
enum At {
    Part(usize),
    Range(usize, usize),
}

impl<N: Number> Machine<'_, N> {
    fn steps(&self, place: &Place) -> Fallible<Vec<At>> {
        let step = |step: &Step| {
            Ok(match step {
                Step::Field(member) => At::Part(number(member)?),
                Step::Index(at) => At::Part(self.get(*at)?.index()?),
                Step::Range(from, to) => At::Range(self.get(*from)?.index()?, self.get(*to)?.index()?),
            })
        };
        place.path.iter().map(step).collect()
    }

    /// What is there now.
    pub(super) fn load(&self, place: &Place) -> Fallible<Value<N>> {
        let missing = || format!("variable {} is not in scope", place.var.0);
        let mut value = self.store.vars.get(&place.var).ok_or_else(missing)?.clone();
        for step in self.steps(place)? {
            value = match step {
                At::Part(at) => part(&value, at)?.clone(),
                At::Range(from, to) => Value::list(range(value.parts()?, from, to)?.to_vec()),
            };
        }
        Ok(value)
    }

    /// Assigns.
    pub(super) fn assign(&mut self, place: &Place, value: &Value<N>) -> Fallible<()> {
        self.edit(place, &mut |part| {
            *part = value.clone();
            Ok(())
        })
    }

    /// Adds an element to the end of a list.
    pub(super) fn grow(&mut self, place: &Place, value: Value<N>) -> Fallible<()> {
        self.edit(place, &mut |list| match list {
            Value::List(parts) => {
                Rc::make_mut(parts).push(value.clone());
                Ok(())
            }
            other => Err(format!("{other:?} is no list")),
        })
    }

    /// Takes the last element off a list.
    pub(super) fn shrink(&mut self, place: &Place) -> Fallible<Value<N>> {
        let mut taken = None;
        self.edit(place, &mut |list| match list {
            Value::List(parts) => {
                taken = Rc::make_mut(parts).pop();
                Ok(())
            }
            other => Err(format!("{other:?} is no list")),
        })?;
        taken.ok_or_else(|| "no part of an empty list".into())
    }

    /// Adds up.
    pub(super) fn add(&mut self, place: &Place, value: &Value<N>) -> Fallible<()> {
        self.edit(place, &mut |part| part.accumulate(value))
    }

    fn edit(&mut self, place: &Place, f: &mut dyn FnMut(&mut Value<N>) -> Fallible<()>) -> Fallible<()> {
        let steps = self.steps(place)?;
        let missing = || format!("variable {} is not in scope", place.var.0);
        edit(self.store.vars.get_mut(&place.var).ok_or_else(missing)?, &steps, f)
    }
}

fn edit<N: Number>(
    value: &mut Value<N>,
    steps: &[At],
    f: &mut dyn FnMut(&mut Value<N>) -> Fallible<()>,
) -> Fallible<()> {
    let Some((step, rest)) = steps.split_first() else { return f(value) };
    let parts = match value {
        Value::List(parts) => Rc::make_mut(parts),
        Value::Tuple(parts) => parts,
        other => return Err(format!("{other:?} has no parts")),
    };
    match step {
        At::Part(at) => {
            let len = parts.len();
            edit(parts.get_mut(*at).ok_or_else(|| format!("no part {at} of {len}"))?, rest, f)
        }
        At::Range(from, to) => {
            let mut own = Value::list(range(parts, *from, *to)?.to_vec());
            edit(&mut own, rest, f)?;
            let own = own.parts()?;
            if own.len() != to - from {
                return Err("a part of a list is assigned another length".into());
            }
            parts[*from..*to].clone_from_slice(own);
            Ok(())
        }
    }
}

pub(super) fn part<N: Number>(value: &Value<N>, at: usize) -> Fallible<&Value<N>> {
    let parts = value.parts()?;
    parts.get(at).ok_or_else(|| format!("no part {at} of {}", parts.len()))
}

pub(super) fn range<N>(parts: &[Value<N>], from: usize, to: usize) -> Fallible<&[Value<N>]> {
    parts.get(from..to).ok_or_else(|| format!("no range {from}..{to} of {}", parts.len()))
}

/// `value.member`
pub(super) fn member<'v, N: Number>(value: &'v Value<N>, member: &Member) -> Fallible<&'v Value<N>> {
    let name = match (value, member) {
        (Value::Named(..), Member::Index(index)) => index.to_string(),
        (Value::Named(..), Member::Name(name)) => name.to_string(),
        _ => return part(value, number(member)?),
    };
    let found = value.field(&name);
    found.ok_or_else(|| format!("{value:?} has no field {name}"))
}

fn number(member: &Member) -> Fallible<usize> {
    match member {
        Member::Index(index) => Ok(*index as usize),
        Member::Name(name) => Err(format!("field {name} of a type only rustc knows")),
        Member::Variant(path, _) => Err(format!("the variant {path}")),
        Member::Inside => Err("an `Option` of a type only rustc knows".into()),
    }
}
