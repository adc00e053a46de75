//! The attribute of `differentiate`. Use it through the crate `differentiate`.
