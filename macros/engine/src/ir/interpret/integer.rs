//! Integers of a type with so many bits.

use super::{Fallible, Value};
use crate::types::{Int, Ty};

/// The range of a type; `usize` has 64 bits here.
#[derive(Clone, Copy)]
pub(super) struct Range {
    bits: u32,
    signed: bool,
}

impl Range {
    /// Of a type by its name.
    pub(super) fn named(name: &str) -> Option<Range> {
        let bits = match name.get(1..)? {
            "size" => 64,
            bits => bits.parse().ok().filter(|bits| [8, 16, 32, 64].contains(bits))?,
        };
        let signed = match name.get(..1)? {
            "u" => false,
            "i" => true,
            _ => return None,
        };
        Some(Range { bits, signed })
    }

    /// Of a type that is known.
    pub(super) fn of(ty: &Ty) -> Option<Range> {
        match ty {
            Ty::Int(Int::Named(name)) => Range::named(name),
            _ => None,
        }
    }

    pub(super) fn least(self) -> i128 {
        if self.signed { -(1 << (self.bits - 1)) } else { 0 }
    }

    pub(super) fn most(self) -> i128 {
        (1 << (self.bits - u32::from(self.signed))) - 1
    }

    /// What is left of a number in so many bits.
    pub(super) fn wrap(self, n: i128) -> i128 {
        let low = n.rem_euclid(1 << self.bits);
        if low > self.most() { low - (1 << self.bits) } else { low }
    }

    fn holds(self, n: i128) -> bool {
        self.least() <= n && n <= self.most()
    }
}

/// The outcome of arithmetic, where it is none too large for its type.
pub(super) fn checked<N>(value: Option<i128>, ty: &Ty) -> Fallible<Value<N>> {
    let fits = |n: &i128| Range::of(ty).is_none_or(|range| range.holds(*n));
    value.filter(fits).map(Value::Int).ok_or_else(|| "arithmetic overflow".into())
}

/// A method of integers that has no derivative.
pub(super) fn method<N>(name: &str, args: &[i128], ty: &Ty) -> Fallible<Value<N>> {
    let unknown = || format!("the method {name} of integers is not known");
    let exponent = |b: i128| u32::try_from(b).map_err(|_| unknown());
    let plain = |name: &str| match (name, args) {
        ("add", [a, b]) => Some(a.checked_add(*b)),
        ("sub", [a, b]) => Some(a.checked_sub(*b)),
        ("mul", [a, b]) => Some(a.checked_mul(*b)),
        ("pow", [a, b]) => Some(a.checked_pow(exponent(*b).ok()?)),
        ("abs", [a]) => Some(a.checked_abs()),
        ("neg", [a]) => Some(a.checked_neg()),
        ("min", [a, b]) => Some(Some(*a.min(b))),
        ("max", [a, b]) => Some(Some(*a.max(b))),
        ("div_ceil", [a, b]) if *a >= 0 && *b > 0 => Some(Some((a + b - 1) / b)),
        ("rem_euclid", [a, b]) => Some(a.checked_rem_euclid(*b)),
        ("div_euclid", [a, b]) => Some(a.checked_div_euclid(*b)),
        _ => None,
    };
    if let Some(value) = plain(name) {
        return checked(value, ty);
    }
    // The others are told apart by the type.
    let range = Range::of(ty).ok_or_else(unknown)?;
    let value = |name: &str| plain(name).flatten().ok_or_else(unknown);
    if let Some(name) = name.strip_prefix("wrapping_") {
        return Ok(Value::Int(range.wrap(value(name)?)));
    }
    if let Some(name) = name.strip_prefix("saturating_") {
        return Ok(Value::Int(value(name)?.clamp(range.least(), range.most())));
    }
    Err(unknown())
}

/// A constant of a type, as `u32::MAX`.
pub(super) fn constant(path: &str) -> Option<i128> {
    let (ty, name) = path.rsplit_once("::")?;
    let range = Range::named(ty.rsplit("::").next()?)?;
    match name {
        "MAX" => Some(range.most()),
        "MIN" => Some(range.least()),
        _ => None,
    }
}
