//! What each operation gives.

use super::{Fallible, Machine, Number, Value};
use crate::ir::interpret::integer::{self, Range};
use crate::ir::interpret::place::{member, part, range};
use crate::ir::interpret::value::{length, zero_of};
use crate::ir::{Id, Literal, Op, Plain};
use crate::tables::rules::Rule;
use crate::types::Ty;
use quote::ToTokens;

impl<N: Number> Machine<'_, N> {
    /// The value of a node that has been evaluated, or needs no statement.
    pub(super) fn get(&self, id: Id) -> Fallible<Value<N>> {
        match self.arena.op(id) {
            // A place that is only looked at: what is there when somebody looks.
            Op::Lvalue(place) | Op::Share(place) => self.load(place),
            Op::Param(index) => match self.store.args.get(*index) {
                Some(Some(value)) => Ok(value.clone()),
                Some(None) => Err(format!("parameter {index} was not handed over again")),
                None => Err(format!("there is no argument {index}")),
            },
            _ if self.arena.is_free(id) => self.evaluate(id),
            _ => match self.store.values.get(id.0 as usize) {
                Some(Some(value)) => Ok(value.clone()),
                // What `as_chunks` gives stands for its parts only; nobody looks at it.
                _ if self.is_primal && matches!(self.arena.op(id), Op::Bound) => Ok(Value::Default),
                _ => Err(format!("%{} has no value here", id.0)),
            },
        }
    }

    fn all(&self, ids: &[Id]) -> Fallible<Vec<Value<N>>> {
        ids.iter().map(|id| self.get(*id)).collect()
    }

    pub(super) fn evaluate(&self, id: Id) -> Fallible<Value<N>> {
        Ok(match self.arena.op(id) {
            Op::Literal(literal) => return self.literal(literal, self.arena.ty(id)),
            Op::Param(_) | Op::Lvalue(_) | Op::Share(_) => return self.get(id),
            Op::Bound => return Err("a statement defines this".into()),
            Op::Apply(rule, args) => {
                let args: Vec<N> =
                    args.iter().map(|id| self.get(*id)?.float()).collect::<Fallible<Vec<N>>>()?;
                Value::Float(self.apply(rule, &args)?)
            }
            Op::Select(cond, yes, no) => {
                let (yes, no) = (self.get(*yes)?, self.get(*no)?);
                if self.get(*cond)?.bool()? { yes } else { no }
            }
            Op::Plain(plain, args) => return self.plain(plain, args, self.arena.ty(id)),
            Op::Tuple(parts) => Value::Tuple(self.all(parts)?),
            Op::Array(parts) => Value::list(self.all(parts)?),
            Op::Struct(made, _) => return Err(format!("the struct {}", made.path)),
            Op::Repeat(value, len) => {
                let Ty::Array(_, known) = self.arena.ty(id).referent() else {
                    return Err(format!("[_; {len}] is no array"));
                };
                Value::list(vec![self.get(*value)?; length(known, &self.store.lengths)?])
            }
            Op::Field(base, name) => member(&self.get(*base)?, name)?.clone(),
            Op::Index(base, at) => part(&self.get(*base)?, self.get(*at)?.index()?)?.clone(),
            Op::Slice(base, from, to) => {
                let (from, to) = (self.get(*from)?.index()?, self.get(*to)?.index()?);
                Value::list(range(self.get(*base)?.parts()?, from, to)?.to_vec())
            }
            Op::Borrow(inner) | Op::Deref(inner) => self.get(*inner)?,
            Op::Convert(inner) => match self.get(*inner)? {
                Value::Float(n) => Value::Float(n),
                Value::Int(n) => Value::Float(N::constant(n as f64)),
                // The tangent of an integer.
                Value::Tuple(parts) if parts.is_empty() => Value::Float(N::constant(0.0)),
                other => return Err(format!("{other:?} is converted to a float")),
            },
            Op::Still(of) => self.get(*of)?.zero()?,
            Op::Zero(None) => zero_of(self.arena.ty(id), self.arena.get(id).adjoint, &self.store.lengths)?,
            Op::Zero(Some(like)) => self.get(*like)?.zero()?,
            Op::Read(var) => {
                let missing = || format!("accumulator {} is not in scope", var.0);
                self.store.vars.get(var).cloned().ok_or_else(missing)?
            }
            Op::Load(place) => self.load(place)?,
            Op::Aside(_, place) => self.load(place)?,
            Op::Zeros(place) => self.load(place)?.zero()?,
            Op::Len(place) => Value::Int(self.load(place)?.parts()?.len() as i128),
            Op::List(value, len) => Value::list(vec![self.get(*value)?; self.get(*len)?.index()?]),
            Op::ToVec(inner) => Value::list(self.get(*inner)?.parts()?.to_vec()),
        })
    }

    fn apply(&self, rule: &Rule, args: &[N]) -> Fallible<N> {
        // On which side of its kink the function is decides like a branch.
        if let (
            "abs" | "size" | "max" | "min" | "max_constant" | "min_constant" | "clamp" | "clamp_symmetric"
            | "copysign",
            Some(a),
        ) = (rule.name, args.first())
        {
            let b = args.get(1).map_or(0.0, |b| b.value());
            self.world.meter.decide(u64::from(a.value() > b));
            let high = args.get(2).map_or(0.0, |high| high.value());
            self.world.meter.decide(u64::from(a.value() > high));
        }
        // And in which step.
        if let ("floor" | "ceil" | "round" | "round_ties_even" | "trunc" | "fract", [a]) = (rule.name, args) {
            self.world.meter.decide((a.value() * 2.0).floor().to_bits());
        }
        if let ("rem" | "rem_euclid" | "div_euclid", [a, b]) = (rule.name, args) {
            self.world.meter.decide((a.value() / b.value()).floor().to_bits());
        }
        if let ("signum", [a]) = (rule.name, args) {
            self.world.meter.decide(u64::from(a.value() > 0.0));
        }
        if let ("clamp" | "clamp_symmetric", [_, low, high]) = (rule.name, args)
            && low.value().partial_cmp(&high.value()).is_none_or(|order| order.is_gt())
        {
            return Err("no range to clamp to".into());
        }
        N::apply(rule, args)
    }

    fn literal(&self, literal: &Literal, ty: &Ty) -> Fallible<Value<N>> {
        Ok(match (literal, ty) {
            // The empty sum is written as a float until its type is known.
            (Literal::Float(value, _), Ty::Int(_)) => Value::Int(*value as i128),
            (Literal::Float(value, _), _) => Value::Float(N::constant(*value)),
            (Literal::Int(Some(value), _), _) => Value::Int(*value),
            (Literal::Bool(value), _) => Value::Bool(*value),
            (Literal::Int(None, tokens) | Literal::Other(tokens), _) => {
                return Err(format!("{tokens} is not understood"));
            }
        })
    }

    fn plain(&self, plain: &Plain, ids: &[Id], ty: &Ty) -> Fallible<Value<N>> {
        let args = self.all(ids)?;
        match (plain, args.as_slice()) {
            (Plain::Binary(op), [a, b]) => self.binary(op, a, b, ty),
            (Plain::Unary(op), [a]) => match (op, a) {
                (syn::UnOp::Not(_), Value::Bool(b)) => Ok(Value::Bool(!b)),
                (syn::UnOp::Neg(_), Value::Int(n)) => Ok(Value::Int(-n)),
                (syn::UnOp::Neg(_), Value::Float(n)) => {
                    Ok(Value::Float(self.apply(Rule::named("neg"), &[*n])?))
                }
                (syn::UnOp::Deref(_), value) => Ok(value.clone()),
                _ => Err(format!("an unknown prefix of {a:?}")),
            },
            (Plain::Cast(ty), [a]) => cast(a, &ty.to_token_stream().to_string()),
            (Plain::Method(name, _), _) => self.method(&name.to_string(), &args, ty),
            (Plain::Call(path), _) => self.called(&path.to_string(), &args),
            (Plain::Invoke, _) => Err("a function that is a value".into()),
            (Plain::At, _) => Err("an index of the user's".into()),
            (Plain::Item, [_, item]) => Ok(item.clone()),
            (Plain::Path(path), _) => self.constant(&path.to_string()),
            (Plain::Number(number), _) => self.literal(number, ty),
            (Plain::Typed(_) | Plain::Constant, [a]) | (Plain::PassedOn, [a, _]) => Ok(a.clone()),
            (Plain::Count { closed }, [from, to]) => {
                Ok(Value::Int((to.int()? + i128::from(*closed) - from.int()?).max(0)))
            }
            (Plain::Nth { backwards: false, .. }, [from, _, at]) => Ok(Value::Int(from.int()? + at.int()?)),
            (Plain::Nth { backwards: true, closed }, [_, to, at]) => {
                Ok(Value::Int(to.int()? + i128::from(*closed) - 1 - at.int()?))
            }
            (
                Plain::Binary(_)
                | Plain::Unary(_)
                | Plain::Cast(_)
                | Plain::Constant
                | Plain::PassedOn
                | Plain::Typed(_),
                _,
            )
            | (Plain::Count { .. } | Plain::Nth { .. } | Plain::Item, _) => {
                Err("arguments are missing".into())
            }
            (Plain::Verbatim(tokens, names), _) => {
                let expr = syn::parse2(tokens.clone()).map_err(|error| error.to_string())?;
                let locals: Vec<_> = names.iter().cloned().zip(args).collect();
                self.text(&expr, &locals)
            }
        }
    }

    /// A function that carries no derivative, by its path.
    pub(super) fn called(&self, path: &str, args: &[Value<N>]) -> Fallible<Value<N>> {
        let path = path.replace(' ', "");
        match (path.rsplit("::").next().unwrap_or_default(), args) {
            ("Some", [value]) => Ok(Value::Maybe(Some(Box::new(value.clone())))),
            ("then_some", [there, value]) => Ok(Value::Maybe(there.bool()?.then(|| Box::new(value.clone())))),
            ("from_f64" | "from_usize" | "from_i32", [value]) => {
                Ok(Value::Float(N::constant(value.float()?.value())))
            }
            ("default", []) => Ok(Value::Default),
            ("same_length", [a, b]) => match a.index()? == b.index()? {
                true => Ok(Value::Tuple(Vec::new())),
                false => Err("a list is copied to one of another length".into()),
            },
            ("nonzero", [count]) => match count.index()? {
                0 => Err("pieces without elements".into()),
                _ => Ok(Value::Tuple(Vec::new())),
            },
            ("is_zero", [cotangent]) => Ok(Value::Bool(cotangent.is_zero())),
            ("stop_gradient", [value]) => value.map(&mut |n| N::constant(n.value())),
            (name, args)
                if is_constructor(name) && !self.world.callees.iter().any(|callee| callee.name == name) =>
            {
                let fields = args.iter().cloned().enumerate().map(|(at, value)| (at.to_string(), value));
                Ok(Value::Named(name.to_owned(), fields.collect()))
            }
            // Of constants a function is called as it stands.
            (name, args) => {
                let callee = self.world.callees.iter().find(|callee| callee.name == name);
                let callee = callee.ok_or_else(|| format!("the function {path} is not known"))?;
                Ok(super::run_primal(self.world, &callee.primal, args)?.0)
            }
        }
    }

    /// A name that is no local.
    pub(super) fn constant(&self, path: &str) -> Fallible<Value<N>> {
        let name = path.rsplit(' ').next().unwrap_or_default();
        if let Some(length) = self.store.lengths.get(name) {
            return Ok(Value::Int(*length as i128));
        }
        let own = self.primal.items.iter().find_map(|item| match item {
            syn::Item::Const(item) if item.ident == name => Some(&item.expr),
            _ => None,
        });
        match (name, own) {
            (_, Some(expr)) => self.text(expr, &[]),
            ("None", _) => Ok(Value::Maybe(None)),
            ("INFINITY", _) => Ok(Value::Float(N::constant(f64::INFINITY))),
            ("NEG_INFINITY", _) => Ok(Value::Float(N::constant(f64::NEG_INFINITY))),
            _ if is_constructor(name) => Ok(Value::Named(name.to_owned(), Vec::new())),
            _ => match integer::constant(&path.replace(' ', "")) {
                Some(value) => Ok(Value::Int(value)),
                None => Err(format!("the constant {path} is not known")),
            },
        }
    }

    pub(super) fn binary(&self, op: &syn::BinOp, a: &Value<N>, b: &Value<N>, ty: &Ty) -> Fallible<Value<N>> {
        use syn::BinOp;
        if let (Value::Bool(a), Value::Bool(b)) = (a, b) {
            return Ok(Value::Bool(match op {
                BinOp::And(_) | BinOp::BitAnd(_) => *a && *b,
                BinOp::Or(_) | BinOp::BitOr(_) => *a || *b,
                BinOp::Eq(_) => a == b,
                BinOp::Ne(_) | BinOp::BitXor(_) => a != b,
                _ => return Err("an unknown operator of bools".into()),
            }));
        }
        if let (Value::Int(a), Value::Int(b)) = (a, b) {
            if let Some(order) = compare(op, a, b) {
                return Ok(Value::Bool(order));
            }
            let value = match op {
                BinOp::Add(_) => a.checked_add(*b),
                BinOp::Sub(_) => a.checked_sub(*b),
                BinOp::Mul(_) => a.checked_mul(*b),
                BinOp::Div(_) => a.checked_div(*b),
                BinOp::Rem(_) => a.checked_rem(*b),
                BinOp::BitAnd(_) => Some(a & b),
                BinOp::BitOr(_) => Some(a | b),
                BinOp::BitXor(_) => Some(a ^ b),
                // What is shifted out is gone.
                BinOp::Shl(_) if (0..32).contains(b) => {
                    Some(Range::of(ty).map_or(a << b, |range| range.wrap(a << b)))
                }
                BinOp::Shr(_) if (0..32).contains(b) => Some(a >> b),
                _ => return Err("an unknown operator of integers".into()),
            };
            return integer::checked(value, ty);
        }
        // An `Ordering`.
        if let (Value::Named(a, fields), Value::Named(b, _)) = (a, b)
            && fields.is_empty()
        {
            return match op {
                BinOp::Eq(_) => Ok(Value::Bool(a == b)),
                BinOp::Ne(_) => Ok(Value::Bool(a != b)),
                _ => Err("an unknown operator of variants".into()),
            };
        }
        let (a, b) = (a.float()?, b.float()?);
        if let Some(order) = compare(op, &a.value(), &b.value()) {
            return Ok(Value::Bool(order));
        }
        let rule = match op {
            BinOp::Add(_) => "add",
            BinOp::Sub(_) => "sub",
            BinOp::Mul(_) => "mul",
            BinOp::Div(_) => "div",
            BinOp::Rem(_) => "rem",
            _ => return Err("an unknown operator of floats".into()),
        };
        Ok(Value::Float(self.apply(Rule::named(rule), &[a, b])?))
    }

    pub(super) fn method(&self, name: &str, args: &[Value<N>], ty: &Ty) -> Fallible<Value<N>> {
        Ok(match (name, args) {
            ("len", [list]) => Value::Int(list.parts()?.len() as i128),
            ("is_empty", [list]) => Value::Bool(list.parts()?.is_empty()),
            ("unwrap", [Value::Maybe(Some(value))]) => (**value).clone(),
            ("as_ref", [maybe @ Value::Maybe(_)]) => maybe.clone(),
            ("unwrap", [Value::Maybe(None)]) => return Err("None is unwrapped".into()),
            ("iter" | "copied" | "clone" | "to_vec" | "to_owned", [list]) => list.clone(),
            ("sum", [list]) => {
                let mut sum = Value::Float(N::constant(-0.0));
                list.parts()?.iter().try_for_each(|part| sum.accumulate(part))?;
                sum
            }
            ("total_cmp", [a, b]) => {
                let order = a.float()?.value().total_cmp(&b.float()?.value());
                Value::Named(format!("{order:?}"), Vec::new())
            }
            ("is_nan", [n]) => Value::Bool(n.float()?.value().is_nan()),
            ("is_infinite", [n]) => Value::Bool(n.float()?.value().is_infinite()),
            ("is_finite", [n]) => Value::Bool(n.float()?.value().is_finite()),
            (_, [Value::Int(a)]) => return integer::method(name, &[*a], ty),
            (_, [Value::Int(a), Value::Int(b)]) => return integer::method(name, &[*a, *b], ty),
            (_, floats) => {
                let rule = Rule::method(name).ok_or_else(|| format!("the method {name} is not known"))?;
                let floats = floats.iter().map(Value::float).collect::<Fallible<Vec<N>>>()?;
                Value::Float(self.apply(rule, &floats)?)
            }
        })
    }
}

fn compare<T: PartialOrd>(op: &syn::BinOp, a: &T, b: &T) -> Option<bool> {
    use syn::BinOp;
    Some(match op {
        BinOp::Eq(_) => a == b,
        BinOp::Ne(_) => a != b,
        BinOp::Lt(_) => a < b,
        BinOp::Le(_) => a <= b,
        BinOp::Gt(_) => a > b,
        BinOp::Ge(_) => a >= b,
        _ => return None,
    })
}

/// Is it what makes a struct or a variant, by Rust's conventions?
pub(super) fn is_constructor(name: &str) -> bool {
    name.starts_with(|c: char| c.is_uppercase()) && name.contains(|c: char| c.is_lowercase())
}

/// `a as T`
pub(super) fn cast<N: Number>(a: &Value<N>, ty: &str) -> Fallible<Value<N>> {
    Ok(match (a, ty, Range::named(ty)) {
        (Value::Int(n), "f64" | "f32", _) => Value::Float(N::constant(*n as f64)),
        (Value::Float(n), "f64" | "f32", _) => Value::Float(*n),
        (Value::Bool(b), _, Some(_)) => Value::Int(i128::from(*b)),
        (Value::Int(n), _, Some(range)) => Value::Int(range.wrap(*n)),
        // A cast from a float saturates.
        (Value::Float(n), _, Some(range)) => {
            Value::Int((n.value() as i128).clamp(range.least(), range.most()))
        }
        (Value::Int(n), "_", _) => Value::Int(*n),
        _ => return Err(format!("{a:?} as {ty} is not known")),
    })
}
