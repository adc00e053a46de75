//! Tuples of every number of parts.

/// Gives a macro the parts of each tuple that begins like the longest one: `(A 0)`, `(A 0, B 1)`, ….
macro_rules! each_tuple {
    ($of:ident: $($parts:tt)+) => {
        $crate::tuples::each_tuple! { @ $of [] $($parts)+ }
    };
    (@ $of:ident [$($before:tt)*]) => {};
    (@ $of:ident [$($before:ident $at_before:tt,)*] $part:ident $at:tt $(, $($rest:tt)+)?) => {
        $of! { ($($before $at_before,)* $part $at) }
        $crate::tuples::each_tuple! { @ $of [$($before $at_before,)* $part $at,] $($($rest)+)? }
    };
}

pub(crate) use each_tuple;
