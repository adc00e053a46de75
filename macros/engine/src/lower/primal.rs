//! What lowering makes.

use super::Signature;
use crate::ir::{Arena, Block, Id, Variable};
use crate::types::Ty;
use proc_macro2::{Ident, TokenStream};

/// A function as the passes see it.
#[derive(Clone)]
pub struct Primal {
    /// Names, parameters and types.
    pub signature: Signature,
    /// The nodes.
    pub arena: Arena,
    /// The body; it yields the result.
    pub block: Block,
    /// The parts of the result, where that is an `Option` or a `Result`.
    pub outcome: Option<Outcome>,
    /// The part of the result that is differentiated, where that is a pair by the option `aux`.
    pub aux: Option<Id>,
    /// Constants, imports and functions declared inside the body.
    pub items: Vec<syn::Item>,
    /// What was told by its spelling.
    pub spelt: Spelt,
    /// The last number given to a block.
    pub parts: u32,
    /// The variables that are changed in place.
    pub memory: Vec<Variable>,
    /// rustc will refuse the function itself: types do not agree, or something is changed that is not `mut`.
    pub refused: bool,
}

/// The parts of an `Option` or a `Result`.
#[derive(Clone, Copy)]
pub struct Outcome {
    /// Is there a value, and in a `Result`: why not?
    pub status: Id,
    /// The value; a zero where there is none.
    pub value: Id,
}

/// What lowering tells by its spelling alone. Where rustc reads it otherwise, what is generated does not compile.
#[derive(Clone, Default)]
pub struct Spelt {
    /// The names in patterns that are to be constants, and those that are not.
    pub constants: Vec<Ident>,
    pub variables: Vec<Ident>,
    /// The tuple structs that are made, with the types of their fields as far as they are known.
    pub tuple_structs: Vec<(TokenStream, Vec<Ty>)>,
    /// The functions that are to be those of their names that everybody knows.
    pub functions: Vec<syn::Path>,
    /// The macros that go by a bare name.
    pub macros: Vec<Ident>,
    /// The types and variants that go by a bare name of `std`.
    pub known: Vec<Ident>,
    /// The types that are to be other names of a `Vec`.
    pub vecs: Vec<Ident>,
}

impl Spelt {
    pub(super) fn note_function(&mut self, path: &syn::Path) {
        if !self.functions.iter().any(|known| crate::names::same_path(known, path)) {
            self.functions.push(path.clone());
        }
    }
}
