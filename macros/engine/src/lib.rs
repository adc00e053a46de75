//! The compiler inside `differentiate`.
