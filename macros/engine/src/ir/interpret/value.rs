//! What nodes are worth.

use super::{Closure, Fallible};
use crate::tables::rules::Rule;
use crate::types::{Len, Ty};
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

/// What floats are worth.
pub trait Number: Copy + fmt::Debug + 'static {
    /// A number that depends on nothing.
    fn constant(value: f64) -> Self;
    /// The number.
    fn value(self) -> f64;
    /// A function of the derivative table.
    ///
    /// # Errors
    /// If the function is not known.
    fn apply(rule: &Rule, args: &[Self]) -> Fallible<Self>;
    /// The larger of the number and what is carried along with it.
    fn size(self) -> f64;
}

impl Number for f64 {
    fn constant(value: f64) -> f64 {
        value
    }
    fn value(self) -> f64 {
        self
    }
    fn apply(rule: &Rule, args: &[f64]) -> Fallible<f64> {
        Ok((rule.value)(args))
    }
    fn size(self) -> f64 {
        self.abs()
    }
}

/// A value; a reference is what it refers to.
pub enum Value<N> {
    /// A float.
    Float(N),
    /// An integer of any type.
    Int(i128),
    /// `bool`
    Bool(bool),
    /// A tuple.
    Tuple(Vec<Value<N>>),
    /// An array, a slice, a `Vec`.
    List(Rc<Vec<Value<N>>>),
    /// An `Option`.
    Maybe(Option<Box<Value<N>>>),
    /// A struct or a variant of an enum, by the last part of its path, and its fields; those of a tuple have numbers.
    Named(String, Vec<(String, Value<N>)>),
    /// `Default::default()` of a type that only rustc knows.
    Default,
    /// The caller's buffer, if it gave one.
    Slot(Option<usize>),
    /// The reverse sweep of a call; a primal's call has none.
    Pullback(Option<Rc<Closure<N>>>),
}

impl<N: Clone> Clone for Value<N> {
    fn clone(&self) -> Self {
        match self {
            Value::Float(n) => Value::Float(n.clone()),
            Value::Int(n) => Value::Int(*n),
            Value::Bool(b) => Value::Bool(*b),
            Value::Tuple(parts) => Value::Tuple(parts.clone()),
            Value::List(parts) => Value::List(parts.clone()),
            Value::Maybe(inner) => Value::Maybe(inner.clone()),
            Value::Named(name, fields) => Value::Named(name.clone(), fields.clone()),
            Value::Default => Value::Default,
            Value::Slot(at) => Value::Slot(*at),
            Value::Pullback(closure) => Value::Pullback(closure.clone()),
        }
    }
}

impl<N: fmt::Debug> fmt::Debug for Value<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Float(n) => n.fmt(f),
            Value::Int(n) => n.fmt(f),
            Value::Bool(b) => b.fmt(f),
            Value::Tuple(parts) => f.debug_tuple("").field(parts).finish(),
            Value::List(parts) => f.debug_list().entries(parts.iter()).finish(),
            Value::Maybe(inner) => inner.fmt(f),
            Value::Named(name, fields) => write!(f, "{name} {fields:?}"),
            Value::Default => f.write_str("default"),
            Value::Slot(at) => write!(f, "slot {at:?}"),
            Value::Pullback(_) => f.write_str("pullback"),
        }
    }
}

impl<N: Number> Value<N> {
    /// `()`
    pub fn unit() -> Self {
        Value::Tuple(Vec::new())
    }

    /// A list.
    pub fn list(parts: Vec<Value<N>>) -> Self {
        Value::List(Rc::new(parts))
    }

    /// As a float; an integer where one is due, such as an exponent, counts as one.
    pub(super) fn float(&self) -> Fallible<N> {
        match self {
            Value::Float(n) => Ok(*n),
            Value::Default => Ok(N::constant(0.0)),
            Value::Int(n) => Ok(N::constant(*n as f64)),
            other => Err(format!("{other:?} is no float")),
        }
    }

    pub(super) fn int(&self) -> Fallible<i128> {
        match self {
            Value::Int(n) => Ok(*n),
            Value::Default => Ok(0),
            other => Err(format!("{other:?} is no integer")),
        }
    }

    pub(super) fn index(&self) -> Fallible<usize> {
        usize::try_from(self.int()?).map_err(|_| format!("{self:?} is no index"))
    }

    pub(super) fn bool(&self) -> Fallible<bool> {
        match self {
            Value::Bool(b) => Ok(*b),
            other => Err(format!("{other:?} is no bool")),
        }
    }

    /// The elements of a list, the parts of a tuple.
    pub fn parts(&self) -> Fallible<&[Value<N>]> {
        match self {
            Value::List(parts) => Ok(parts),
            Value::Tuple(parts) => Ok(parts),
            other => Err(format!("{other:?} has no parts")),
        }
    }

    /// A field of a struct or a variant.
    pub(super) fn field(&self, name: &str) -> Option<&Value<N>> {
        match self {
            Value::Named(_, fields) => fields.iter().find(|(own, _)| own == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The same with other floats.
    pub fn map<M: Number>(&self, f: &mut impl FnMut(N) -> M) -> Fallible<Value<M>> {
        let mut all = |parts: &[Value<N>]| parts.iter().map(|part| part.map(f)).collect::<Fallible<Vec<_>>>();
        Ok(match self {
            Value::Tuple(parts) => Value::Tuple(all(parts)?),
            Value::List(parts) => Value::list(all(parts)?),
            Value::Float(n) => Value::Float(f(*n)),
            Value::Int(n) => Value::Int(*n),
            Value::Bool(b) => Value::Bool(*b),
            Value::Default => Value::Default,
            Value::Named(name, fields) => {
                let fields = fields.iter().map(|(field, value)| Ok((field.clone(), value.map(f)?)));
                Value::Named(name.clone(), fields.collect::<Fallible<_>>()?)
            }
            Value::Maybe(None) => Value::Maybe(None),
            Value::Maybe(Some(inner)) => Value::Maybe(Some(Box::new(inner.map(f)?))),
            Value::Slot(_) | Value::Pullback(_) => return Err(format!("{self:?} has no floats")),
        })
    }

    /// The zero of the value's tangent type.
    pub fn zero(&self) -> Fallible<Value<N>> {
        let all = |parts: &[Value<N>]| parts.iter().map(Value::zero).collect::<Fallible<Vec<_>>>();
        Ok(match self {
            Value::Float(_) => Value::Float(N::constant(0.0)),
            Value::Int(_) | Value::Bool(_) => Value::unit(),
            Value::Tuple(parts) => Value::Tuple(all(parts)?),
            Value::List(parts) => Value::list(all(parts)?),
            Value::Default => Value::Default,
            Value::Maybe(_) | Value::Named(..) | Value::Slot(_) | Value::Pullback(_) => {
                return Err(format!("{self:?} has no tangent"));
            }
        })
    }

    /// A zero of a type that only rustc knows, once that is known.
    pub(super) fn in_shape(self, ty: &Ty, lengths: &Lengths) -> Fallible<Value<N>> {
        Ok(match (self, ty) {
            (Value::Default, ty) => zero_of(ty, true, lengths)?,
            (Value::Tuple(parts), Ty::Tuple(elems)) if parts.len() == elems.len() => {
                let parts = parts.into_iter().zip(elems).map(|(part, elem)| part.in_shape(elem, lengths));
                Value::Tuple(parts.collect::<Fallible<_>>()?)
            }
            (other, _) => other,
        })
    }

    /// Adds a gradient to another.
    pub(super) fn accumulate(&mut self, other: &Value<N>) -> Fallible<()> {
        match (&mut *self, other) {
            (_, Value::Default) => Ok(()),
            (own @ Value::Default, other) => {
                *own = other.clone();
                Ok(())
            }
            (Value::Float(a), Value::Float(b)) => {
                *a = N::apply(Rule::named("add"), &[*a, *b])?;
                Ok(())
            }
            (Value::Tuple(a), Value::Tuple(b)) if a.len() == b.len() => {
                a.iter_mut().zip(b).try_for_each(|(a, b)| a.accumulate(b))
            }
            (Value::List(a), Value::List(b)) if a.len() == b.len() => {
                Rc::make_mut(a).iter_mut().zip(b.iter()).try_for_each(|(a, b)| a.accumulate(b))
            }
            (own, other) => Err(format!("{other:?} cannot be added to {own:?}")),
        }
    }

    /// Is a cotangent zero in all its parts?
    pub(super) fn is_zero(&self) -> bool {
        match self {
            Value::Float(n) => n.value() == 0.0,
            Value::Tuple(parts) => parts.iter().all(Value::is_zero),
            Value::List(parts) => parts.iter().all(Value::is_zero),
            Value::Int(_)
            | Value::Bool(_)
            | Value::Maybe(_)
            | Value::Named(..)
            | Value::Default
            | Value::Slot(_)
            | Value::Pullback(_) => true,
        }
    }

    /// The largest float in it.
    pub(super) fn size(&self) -> f64 {
        match self {
            Value::Float(n) => n.size(),
            Value::Tuple(_)
            | Value::List(_)
            | Value::Int(_)
            | Value::Bool(_)
            | Value::Maybe(_)
            | Value::Named(..)
            | Value::Default
            | Value::Slot(_)
            | Value::Pullback(_) => 0.0,
        }
    }
}

/// The zero of a type, or of its tangent type.
pub(super) fn zero_of<N: Number>(ty: &Ty, adjoint: bool, lengths: &Lengths) -> Fallible<Value<N>> {
    Ok(match ty {
        Ty::Float(_) => Value::Float(N::constant(0.0)),
        Ty::Int(_) | Ty::Bool | Ty::Discrete | Ty::Status if adjoint => Value::unit(),
        Ty::Int(_) => Value::Int(0),
        Ty::Bool => Value::Bool(false),
        Ty::Tuple(elems) => {
            let elems = elems.iter().map(|elem| zero_of(elem, adjoint, lengths));
            Value::Tuple(elems.collect::<Fallible<_>>()?)
        }
        Ty::Array(elem, len) => Value::list(vec![zero_of(elem, adjoint, lengths)?; length(len, lengths)?]),
        Ty::Ref(inner) => zero_of(inner, adjoint, lengths)?,
        Ty::Slice(_) | Ty::Vec(_) => Value::list(Vec::new()),
        Ty::Maybe => Value::Maybe(None),
        Ty::Outcome(status, value) => {
            Value::Tuple(vec![zero_of(status, adjoint, lengths)?, zero_of(value, adjoint, lengths)?])
        }
        Ty::Discrete | Ty::Status | Ty::Named(_) | Ty::Infer(_) => Value::Default,
        Ty::At => return Err("an index of the user's has no zero".into()),
        Ty::Pullback => return Err("a pullback has no zero".into()),
    })
}

/// What the parameters of a function that are lengths are worth: its arguments say it.
pub(super) type Lengths = BTreeMap<String, usize>;

/// Learns the lengths that a type names from a value of that type.
pub(super) fn learn<N>(ty: &Ty, value: &Value<N>, lengths: &mut Lengths) {
    match (ty, value) {
        (Ty::Ref(inner), value) => learn(inner, value, lengths),
        (Ty::Tuple(elems), Value::Tuple(parts)) => {
            elems.iter().zip(parts).for_each(|(elem, part)| learn(elem, part, lengths));
        }
        (Ty::Array(elem, len), Value::List(parts)) => {
            if len.value.is_none() {
                lengths.insert(len.tokens.to_string(), parts.len());
            }
            parts.iter().for_each(|part| learn(elem, part, lengths));
        }
        (Ty::Slice(elem) | Ty::Vec(elem), Value::List(parts)) => {
            parts.iter().for_each(|part| learn(elem, part, lengths));
        }
        _ => {}
    }
}

pub(super) fn length(len: &Len, lengths: &Lengths) -> Fallible<usize> {
    match len.value {
        Some(len) => Ok(len as usize),
        None => {
            let name = len.tokens.to_string();
            lengths.get(&name).copied().ok_or_else(|| format!("the length {name} is not known"))
        }
    }
}
