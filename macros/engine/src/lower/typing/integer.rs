//! Of which types the methods of integers are.

use crate::types::{Int, Ty};

/// Is it a method of numbers, of `bool`s or of characters in `std`? None of these changes what it is called on.
pub(in crate::lower) fn is_of_std(name: &str) -> bool {
    const PREFIXES: [&str; 8] =
        ["wrapping_", "checked_", "saturating_", "overflowing_", "unbounded_", "strict_", "is_", "to_"];
    const OTHERS: [&str; 50] = [
        "count_ones",
        "count_zeros",
        "leading_zeros",
        "trailing_zeros",
        "leading_ones",
        "trailing_ones",
        "cast_signed",
        "cast_unsigned",
        "swap_bytes",
        "reverse_bits",
        "signum",
        "ilog",
        "ilog2",
        "ilog10",
        "abs_diff",
        "unsigned_abs",
        "next_up",
        "next_down",
        "len_utf8",
        "then",
        "then_some",
        "clone",
        "into",
        "try_into",
        "as_ref",
        "borrow",
        "add",
        "sub",
        "mul",
        "div",
        "rem",
        "neg",
        "not",
        "shl",
        "shr",
        "bitand",
        "bitor",
        "bitxor",
        "hash",
        "fmt",
        "type_id",
        "div_floor",
        "isolate_highest_one",
        "isolate_lowest_one",
        "highest_one",
        "lowest_one",
        "carrying_add",
        "carrying_mul",
        "borrowing_sub",
        "widening_mul",
    ];
    keeps_type(name)
        || crate::tables::rules::Rule::method(name).is_some()
        || crate::tables::rules::DECISIONS.contains(&name)
        || OTHERS.contains(&name)
        || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Methods of integers that answer with the same type.
pub(in crate::lower) fn keeps_type(name: &str) -> bool {
    const KEEPING: [&str; 16] = [
        "pow",
        "abs",
        "min",
        "max",
        "clamp",
        "rem_euclid",
        "div_euclid",
        "div_ceil",
        "midpoint",
        "next_multiple_of",
        "next_power_of_two",
        "isqrt",
        "rotate_left",
        "rotate_right",
        "clone",
        "signum",
    ];
    ["wrapping_", "saturating_"].iter().any(|prefix| name.starts_with(prefix)) || KEEPING.contains(&name)
}

/// Methods that integers have, and floats do not.
pub(in crate::lower) fn is_of_integers(name: &str) -> bool {
    const OF_INTEGERS: [&str; 9] = [
        "pow",
        "div_ceil",
        "next_multiple_of",
        "next_power_of_two",
        "is_power_of_two",
        "isqrt",
        "rotate_left",
        "rotate_right",
        "abs_diff",
    ];
    ["wrapping_", "saturating_"].iter().any(|prefix| name.starts_with(prefix))
        || OF_INTEGERS.contains(&name)
        || answer_of(name, &Int::Any).is_some_and(|ty| ty != Ty::Bool)
}

/// Methods of integers whose argument is of the same type.
pub(in crate::lower) fn takes_its_own_type(name: &str) -> bool {
    const TAKING: [&str; 8] = [
        "wrapping_div",
        "wrapping_rem",
        "rem_euclid",
        "div_euclid",
        "div_ceil",
        "midpoint",
        "next_multiple_of",
        "abs_diff",
    ];
    let (_, operation) = name.rsplit_once('_').unwrap_or(("", name));
    ["add", "sub", "mul", "min", "max", "clamp"].contains(&operation) || TAKING.contains(&name)
}

/// The type of what other methods of an integer type answer with, where it is known.
pub(in crate::lower) fn answer_of(name: &str, of: &Int) -> Option<Ty> {
    const COUNTING: [&str; 9] = [
        "count_ones",
        "count_zeros",
        "leading_ones",
        "leading_zeros",
        "trailing_ones",
        "trailing_zeros",
        "ilog",
        "ilog2",
        "ilog10",
    ];
    match (name, of) {
        ("is_positive" | "is_negative" | "is_power_of_two", _) => Some(Ty::Bool),
        ("abs_diff" | "unsigned_abs", Int::Named(of)) => {
            Some(Ty::Int(Int::Named(format!("u{}", of.trim_start_matches(['i', 'u'])))))
        }
        _ => COUNTING.contains(&name).then(|| Ty::Int(Int::Named("u32".into()))),
    }
}
