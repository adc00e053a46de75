//! Types, as far as a macro can know them, and their inference.
//!
//! Inference is lenient: where two types do not agree the first one stays, since rustc
//! will report the disagreement in the user's own function; that there was one is remembered.

mod agree;
mod foreign;
mod rows;
mod unseen;

use crate::ir::Member;
use proc_macro2::TokenStream;
use quote::quote;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use agree::clash;
pub use agree::may_cast;
pub use foreign::Family;

/// A type.
#[derive(Clone, PartialEq)]
pub enum Ty {
    /// A float: `f64`, `f32`, or a type parameter bounded by `Float`.
    Float(Float),
    /// An integer.
    Int(Int),
    /// `bool`
    Bool,
    /// A string, a `char`, an `Option` of an integer: something known to have no derivative.
    Discrete,
    /// A tuple; `()` has no elements.
    Tuple(Vec<Ty>),
    /// `[T; LEN]`
    Array(Box<Ty>, Len),
    /// `[T]`
    Slice(Box<Ty>),
    /// `Vec<T>`
    Vec(Box<Ty>),
    /// An `Option` or a `Result`, as the pair of its status and its value. The status says whether there is a value, and that of a
    /// `Result` why there is none. Inference makes it a tuple.
    Outcome(Box<Ty>, Box<Ty>),
    /// The status of a `Result<T, E>`: a `Result<(), E>`.
    Status,
    /// `&T`
    Ref(Box<Ty>),
    /// A type that only rustc knows.
    Named(String),
    /// The reverse sweep of a call, which only rustc can name.
    Pullback,
    /// An `Option` of a value that an arm may not have computed.
    Maybe,
    /// Where an element is in a value with an operator `Index` of the user's.
    At,
    /// To be inferred.
    Infer(u32),
}

/// A float type.
#[derive(Clone, PartialEq, Debug)]
pub enum Float {
    /// `f64`
    F64,
    /// `f32`
    F32,
    /// A type parameter.
    Generic(String),
    /// A float of either size: a literal, or a number only seen in arithmetic. After inference: one whose type only rustc
    /// knows.
    Some(u32),
}

/// An integer type.
#[derive(Clone, PartialEq, Debug)]
pub enum Int {
    /// By its name.
    Named(String),
    /// A literal, to be inferred. After inference: one whose type only rustc knows.
    Some(u32),
    /// Of the engine's own, in a place that tells the type.
    Any,
}

/// The length of an array type.
#[derive(Clone)]
pub struct Len {
    /// As written.
    pub tokens: TokenStream,
    /// Its value, where it is a literal.
    pub value: Option<u32>,
}

impl Len {
    /// Is it another length, or may it be one?
    pub fn is_other_than(&self, other: &Len) -> bool {
        match (self.value, other.value) {
            (Some(one), Some(other)) => one != other,
            _ => self != other,
        }
    }
}

impl PartialEq for Len {
    fn eq(&self, other: &Len) -> bool {
        self.tokens.to_string() == other.tokens.to_string()
    }
}

impl Ty {
    /// The variable that it is.
    fn variable(&self) -> Option<u32> {
        match self {
            Ty::Infer(v) | Ty::Float(Float::Some(v)) | Ty::Int(Int::Some(v)) => Some(*v),
            _ => None,
        }
    }

    /// A float of any kind?
    pub fn is_float(&self) -> bool {
        matches!(self, Ty::Float(_))
    }

    /// Made of other values?
    pub fn is_aggregate(&self) -> bool {
        matches!(self, Ty::Tuple(_) | Ty::Array(..) | Ty::Slice(_) | Ty::Vec(_))
    }

    /// Is it gone where it was taken from, or may it be?
    pub fn moves(&self) -> bool {
        match self {
            Ty::Vec(_) | Ty::Status | Ty::Infer(_) => true,
            Ty::Array(elem, _) => elem.moves(),
            Ty::Tuple(elems) => elems.iter().any(Ty::moves),
            Ty::Outcome(status, value) => status.moves() || value.moves(),
            _ => false,
        }
    }

    /// Is there the status of a `Result` in it, whose error may be of any type?
    pub fn has_status(&self) -> bool {
        match self {
            Ty::Status => true,
            Ty::Outcome(status, value) => status.has_status() || value.has_status(),
            other => other.values().iter().any(Ty::has_status),
        }
    }

    /// Is it a reference, or made of some?
    pub fn refers(&self) -> bool {
        match self {
            Ty::Ref(_) => true,
            Ty::Array(elem, _) => elem.refers(),
            Ty::Tuple(elems) => elems.iter().any(Ty::refers),
            Ty::Outcome(_, value) => value.refers(),
            _ => false,
        }
    }

    /// After inference: a number whose type only rustc knows.
    pub fn is_open(&self) -> bool {
        matches!(self, Ty::Float(Float::Some(_)) | Ty::Int(Int::Some(_)))
    }

    /// What counts and indexes.
    pub fn usize() -> Ty {
        Ty::Int(Int::Named("usize".into()))
    }

    /// A slice or a `Vec`, also behind references: its length is known at run time only.
    pub fn is_list(&self) -> bool {
        matches!(self.referent(), Ty::Slice(_) | Ty::Vec(_))
    }

    /// The same, or an array.
    pub fn has_elements(&self) -> bool {
        self.is_list() || matches!(self.referent(), Ty::Array(..))
    }

    /// Without its references.
    pub fn referent(&self) -> &Ty {
        match self {
            Ty::Ref(inner) => inner.referent(),
            other => other,
        }
    }

    /// The types of what may carry a derivative in it.
    pub fn values(&self) -> &[Ty] {
        match self {
            Ty::Tuple(elems) => elems,
            Ty::Array(elem, _) | Ty::Slice(elem) | Ty::Vec(elem) | Ty::Ref(elem) | Ty::Outcome(_, elem) => {
                std::slice::from_ref(elem)
            }
            Ty::Float(_)
            | Ty::Int(_)
            | Ty::Bool
            | Ty::Discrete
            | Ty::Status
            | Ty::Named(_)
            | Ty::Pullback
            | Ty::At
            | Ty::Maybe
            | Ty::Infer(_) => &[],
        }
    }

    /// The type takes no gradient, whatever stands in it.
    pub fn is_discrete(&self) -> bool {
        match self {
            Ty::Int(_) | Ty::Bool | Ty::Discrete | Ty::Status | Ty::At => true,
            Ty::Tuple(_) | Ty::Array(..) | Ty::Slice(_) | Ty::Vec(_) | Ty::Ref(_) | Ty::Outcome(..) => {
                self.values().iter().all(Ty::is_discrete)
            }
            Ty::Float(_) | Ty::Named(_) | Ty::Pullback | Ty::Maybe | Ty::Infer(_) => false,
        }
    }

    /// Built from floats, so that the macro knows its gradient.
    pub fn is_differentiable(&self) -> bool {
        match self {
            Ty::Float(_) => true,
            made => {
                let values = made.values();
                values.iter().any(Ty::is_differentiable)
                    && values.iter().all(|t| t.is_differentiable() || t.is_discrete())
            }
        }
    }

    /// Is it known to be copied rather than moved?
    pub fn is_copy(&self) -> bool {
        match self {
            Ty::Float(_) | Ty::Int(_) | Ty::Bool | Ty::Ref(_) | Ty::At => true,
            Ty::Tuple(elems) => elems.iter().all(Ty::is_copy),
            Ty::Array(elem, _) => elem.is_copy(),
            Ty::Outcome(status, value) => status.is_copy() && value.is_copy(),
            Ty::Discrete
            | Ty::Status
            | Ty::Slice(_)
            | Ty::Vec(_)
            | Ty::Named(_)
            | Ty::Pullback
            | Ty::Maybe
            | Ty::Infer(_) => false,
        }
    }

    /// Can a zero of the type itself be written down?
    pub fn has_zero(&self) -> bool {
        match self {
            Ty::Float(_) | Ty::Int(_) | Ty::Bool => true,
            Ty::Tuple(elems) => elems.iter().all(Ty::has_zero),
            Ty::Array(elem, _) => elem.has_zero(),
            Ty::Outcome(_, value) => value.has_zero(),
            Ty::Status => true,
            Ty::Slice(_)
            | Ty::Vec(_)
            | Ty::Ref(_)
            | Ty::Discrete
            | Ty::Named(_)
            | Ty::Pullback
            | Ty::At
            | Ty::Maybe
            | Ty::Infer(_) => false,
        }
    }

    /// The type of the gradient; `None` where the macro cannot name it.
    pub fn tangent(&self) -> Option<TokenStream> {
        self.gradient(false)
    }

    /// The same of a type as it is written in a signature: what is known by name only has a gradient of the type that it says itself.
    pub fn written_tangent(&self) -> Option<TokenStream> {
        self.gradient(true)
    }

    fn gradient(&self, named: bool) -> Option<TokenStream> {
        Some(match self {
            Ty::Named(name) if named => {
                let ty = without_lifetimes(syn::parse_str(name).ok()?);
                quote!(<#ty as ::differentiate::Differentiable>::Tangent)
            }
            Ty::Float(Float::F64) => quote!(f64),
            Ty::Float(Float::F32) => quote!(f32),
            Ty::Float(Float::Generic(name)) => {
                let name = crate::names::written(name);
                quote!(#name)
            }
            Ty::Float(Float::Some(_)) | Ty::Named(_) | Ty::Pullback | Ty::At | Ty::Maybe | Ty::Infer(_) => {
                return None;
            }
            Ty::Int(_) | Ty::Bool | Ty::Discrete | Ty::Status => quote!(()),
            Ty::Outcome(_, value) => value.gradient(named)?,
            Ty::Tuple(elems) => {
                let elems = elems.iter().map(|elem| elem.gradient(named)).collect::<Option<Vec<_>>>()?;
                quote!((#(#elems,)*))
            }
            Ty::Array(elem, len) => {
                let (elem, len) = (elem.gradient(named)?, &len.tokens);
                quote!([#elem; #len])
            }
            Ty::Slice(elem) | Ty::Vec(elem) => {
                let (elem, private) = (elem.gradient(named)?, crate::names::private());
                quote!(#private::Vec<#elem>)
            }
            Ty::Ref(inner) => inner.gradient(named)?,
        })
    }

    /// Can the zero of its tangent be written without a value of the type at hand?
    pub fn has_known_shape(&self) -> bool {
        match self {
            Ty::Float(_) | Ty::Int(_) | Ty::Bool | Ty::Discrete | Ty::Status => true,
            Ty::Tuple(elems) => elems.iter().all(Ty::has_known_shape),
            Ty::Array(elem, _) | Ty::Ref(elem) | Ty::Outcome(_, elem) => elem.has_known_shape(),
            Ty::Slice(_) | Ty::Vec(_) | Ty::Named(_) | Ty::Pullback | Ty::At | Ty::Maybe | Ty::Infer(_) => {
                false
            }
        }
    }

    /// How many parts it has, where that is known and not many.
    pub fn arity(&self) -> Option<u32> {
        /// Beyond this an adjoint is an accumulator rather than so many values.
        const FEW: u32 = 32;
        match self.referent() {
            Ty::Tuple(elems) => u32::try_from(elems.len()).ok(),
            Ty::Outcome(..) => Some(2),
            Ty::Array(_, len) => len.value.filter(|n| *n <= FEW),
            _ => None,
        }
    }

    /// The type of a part.
    pub fn part(&self, index: u32) -> Option<Ty> {
        match self.referent() {
            Ty::Tuple(elems) => elems.get(index as usize).cloned(),
            Ty::Outcome(status, value) => [status, value].get(index as usize).map(|part| (***part).clone()),
            Ty::Array(elem, _) | Ty::Slice(elem) | Ty::Vec(elem) => Some((**elem).clone()),
            _ => None,
        }
    }
}

/// A gradient holds on to nothing that the value holds on to.
fn without_lifetimes(mut ty: syn::Type) -> syn::Type {
    struct Static;
    impl syn::visit_mut::VisitMut for Static {
        fn visit_lifetime_mut(&mut self, lifetime: &mut syn::Lifetime) {
            *lifetime = syn::Lifetime::new("'static", proc_macro2::Span::call_site());
        }
        fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
            let lifetime = || syn::Lifetime::new("'static", proc_macro2::Span::call_site());
            reference.lifetime.get_or_insert_with(lifetime);
            syn::visit_mut::visit_type_reference_mut(self, reference);
        }
        // That of a view may be left out.
        fn visit_path_segment_mut(&mut self, segment: &mut syn::PathSegment) {
            if let syn::PathArguments::AngleBracketed(args) = &mut segment.arguments
                && foreign::names_view(&segment.ident.to_string())
                && !args.args.iter().any(|arg| matches!(arg, syn::GenericArgument::Lifetime(_)))
            {
                args.args.insert(0, syn::parse_quote!('static));
            }
            syn::visit_mut::visit_path_segment_mut(self, segment);
        }
    }
    syn::visit_mut::VisitMut::visit_type_mut(&mut Static, &mut ty);
    ty
}

/// Is it a trait object, or in a `Box` or the like?
pub fn is_object(ty: &Ty) -> bool {
    fn is_object(ty: &syn::Type) -> bool {
        match ty {
            syn::Type::TraitObject(_) => true,
            syn::Type::Reference(reference) => is_object(&reference.elem),
            syn::Type::Paren(inner) => is_object(&inner.elem),
            syn::Type::Path(path) => {
                let inside = ["Box", "Rc", "Arc"].iter().find_map(|name| generic_argument(path, name));
                inside.is_some_and(is_object)
            }
            _ => false,
        }
    }
    match ty {
        Ty::Named(name) => syn::parse_str(name).is_ok_and(|ty| is_object(&ty)),
        _ => false,
    }
}

/// Reads the type of a parameter as the user wrote it; `generics` are the type parameters bounded by `Float`.
pub fn read(ty: &syn::Type, generics: &[String], types: &mut Types) -> Ty {
    read_as(ty, generics, types, false)
}

/// The same of a value that the function computes: there, an `Option` or a `Result` of floats is a pair.
pub fn read_value(ty: &syn::Type, generics: &[String], types: &mut Types) -> Ty {
    read_as(ty, generics, types, true)
}

fn read_as(ty: &syn::Type, generics: &[String], types: &mut Types, pairs: bool) -> Ty {
    let read = |ty: &syn::Type, types: &mut Types| read_as(ty, generics, types, pairs);
    match ty {
        syn::Type::Group(group) => read(&group.elem, types),
        syn::Type::Paren(paren) => read(&paren.elem, types),
        syn::Type::Reference(reference) => Ty::Ref(Box::new(read(&reference.elem, types))),
        syn::Type::Tuple(tuple) => Ty::Tuple(tuple.elems.iter().map(|t| read(t, types)).collect()),
        syn::Type::Array(array) => {
            let elem = read(&array.elem, types);
            Ty::Array(Box::new(elem), Len::read(&array.len))
        }
        syn::Type::Slice(slice) => Ty::Slice(Box::new(read(&slice.elem, types))),
        syn::Type::Infer(_) => types.fresh_inferred(),
        syn::Type::Path(path) => {
            let Some(name) = primitive(path) else {
                if let Some(elem) = generic_argument(path, "Vec") {
                    return Ty::Vec(Box::new(read(elem, types)));
                }
                let named = || Ty::Named(quote!(#ty).to_string());
                let (of, status) = match generic_argument(path, "Option") {
                    Some(of) => (Some(of), Ty::Bool),
                    None => (generic_argument(path, "Result").filter(|_| pairs), Ty::Status),
                };
                return match of.map(|of| read(of, types)) {
                    Some(of) if status == Ty::Bool && of.is_discrete() => Ty::Discrete,
                    Some(of) if pairs && of.is_differentiable() => {
                        Ty::Outcome(Box::new(status), Box::new(of))
                    }
                    _ => named(),
                };
            };
            match name.as_str() {
                "f64" => Ty::Float(Float::F64),
                "f32" => Ty::Float(Float::F32),
                "bool" => Ty::Bool,
                "str" | "char" | "String" => Ty::Discrete,
                int if INTEGERS.contains(&int) => Ty::Int(Int::Named(name)),
                other if generics.iter().any(|g| g == other) => Ty::Float(Float::Generic(name)),
                _ => Ty::Named(name),
            }
        }
        other => Ty::Named(quote!(#other).to_string()),
    }
}

/// The integer types.
pub const INTEGERS: [&str; 12] =
    ["usize", "isize", "u8", "u16", "u32", "u64", "u128", "i8", "i16", "i32", "i64", "i128"];

/// Does a primitive type have that name?
pub fn is_primitive(name: &proc_macro2::Ident) -> bool {
    let name = name.to_string();
    ["f64", "f32", "bool", "str", "char"].contains(&name.as_str()) || INTEGERS.contains(&name.as_str())
}

/// The name of a type without a path, or with the path of the primitives.
fn primitive(path: &syn::TypePath) -> Option<String> {
    let segments: Vec<_> = path.path.segments.iter().collect();
    let (last, before) = segments.split_last()?;
    let plain = before.is_empty()
        || (before.len() == 2
            && (before[0].ident == "std" || before[0].ident == "core")
            && before[1].ident == "primitive");
    (path.qself.is_none() && plain && last.arguments.is_none()).then(|| last.ident.to_string())
}

/// The `T` of an `Option<T>` or a `Vec<T>`.
pub fn generic_argument<'t>(path: &'t syn::TypePath, name: &str) -> Option<&'t syn::Type> {
    path.path.segments.last().filter(|s| s.ident == name)?;
    arguments(path.path.segments.last()).next()
}

/// Is it an `Option` or a `Result`, as it is written?
pub fn is_outcome(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(path) if is_outcome_path(path))
}

/// The same of a path.
pub fn is_outcome_path(path: &syn::TypePath) -> bool {
    ["Option", "Result"].iter().any(|name| generic_argument(path, name).is_some())
}

/// The `E` of a `Result<T, E>`.
pub fn second_argument(path: &syn::TypePath) -> Option<&syn::Type> {
    arguments(path.path.segments.last()).nth(1)
}

/// The types between the angle brackets of a part of a path.
pub fn arguments(segment: Option<&syn::PathSegment>) -> impl Iterator<Item = &syn::Type> {
    let args = segment.and_then(|segment| match &segment.arguments {
        syn::PathArguments::AngleBracketed(args) => Some(&args.args),
        _ => None,
    });
    args.into_iter().flatten().filter_map(|arg| match arg {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

impl Len {
    /// Reads a length as the user wrote it.
    pub fn read(expr: &syn::Expr) -> Len {
        let value = match expr {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(int), .. }) => int.base10_parse().ok(),
            _ => None,
        };
        Len { tokens: quote!(#expr), value }
    }

    /// The length of a list of elements.
    pub fn of(count: usize) -> Len {
        let literal = proc_macro2::Literal::usize_unsuffixed(count);
        Len { tokens: quote!(#literal), value: u32::try_from(count).ok() }
    }
}

/// The state of inference: what each variable turned out to be.
#[derive(Default)]
pub struct Types {
    known: Vec<Option<Ty>>,
    /// For each variable one on the way to what it turned out to be, so that long ways are gone once: itself, or one that is known.
    ahead: Vec<Cell<u32>>,
    /// The variables of which Rust that only rustc understands may say what they are.
    told: Vec<bool>,
    /// The variables that stand for what only rustc sees. What is inferred of them is an assumption.
    unseen: BTreeSet<u32>,
    /// The fields that are mentioned of what may be a struct.
    rows: BTreeMap<u32, Vec<(Member, Ty)>>,
    /// The variables that stand for a type of the user's, or are taken to.
    users: BTreeSet<u32>,
    /// Those of them of which something besides a name shows it.
    structs: BTreeSet<u32>,
    /// Those that are written, as the names of types that the attribute does not know.
    written: BTreeSet<u32>,
    /// The floats of which no number tells the type.
    untold: BTreeSet<u32>,
    /// The floats that are taken for such because they are calculated with, and for no other reason.
    assumed: BTreeSet<u32>,
    /// Those of them that are of a type of the user's elsewhere.
    contradicted: Vec<u32>,
    /// The types of results that are known by a name.
    named_results: BTreeSet<u32>,
    /// What is in an `Option` or a `Result` that is a result, where it is known by a name.
    named_inside: Option<(u32, String)>,
    /// Floats, by what is assumed, that are such results.
    returned: Vec<u32>,
    /// The same, by an integer.
    counted: Vec<u32>,
    /// The only type parameter that is a float, where there is one.
    pub generic: Option<String>,
    /// Those of them that are types of other crates.
    foreign: BTreeMap<u32, Family>,
    /// Something was found that rustc refuses.
    pub disagree: bool,
    /// An `Option` that was taken for opaque met one of a differentiated value.
    pub mixed: bool,
}

impl Types {
    /// A float whose size is to be inferred.
    pub fn fresh_float(&mut self) -> Ty {
        self.add();
        Ty::Float(Float::Some(self.variable()))
    }

    /// An integer whose type is to be inferred.
    pub fn fresh_int(&mut self) -> Ty {
        self.add();
        Ty::Int(Int::Some(self.variable()))
    }

    fn add(&mut self) {
        self.known.push(None);
        self.told.push(false);
        self.ahead.push(Cell::new(self.variable()));
    }

    fn variable(&self) -> u32 {
        u32::try_from(self.known.len() - 1).expect("fewer than 2^32 types")
    }

    /// What is known of a type, on the outside and behind references.
    pub fn shallow(&self, ty: &Ty) -> Ty {
        match self.led_to(ty) {
            Ty::Ref(inner) => Ty::Ref(Box::new(self.shallow(inner))),
            other => other.clone(),
        }
    }

    /// What is known of a type, on the outside.
    fn led_to<'t>(&'t self, ty: &'t Ty) -> &'t Ty {
        let (mut at, mut last) = (ty, None);
        while let Some(variable) = at.variable() {
            let by = self.ahead[variable as usize].get();
            let Some(next) = &self.known[by as usize] else { break };
            (at, last) = (next, Some(by));
        }
        let mut behind = ty.variable().filter(|_| last.is_some());
        while let (Some(variable), Some(last)) = (behind, last) {
            let by = self.ahead[variable as usize].replace(last);
            let next = self.known[by as usize].as_ref().and_then(Ty::variable);
            behind = next.filter(|next| by != last && *next != last);
        }
        at
    }

    /// Makes two types one, as far as they agree.
    pub fn unify(&mut self, a: &Ty, b: &Ty) {
        match (self.shallow(a), self.shallow(b)) {
            (Ty::Infer(v), Ty::Infer(w)) if v == w => {}
            (Ty::Float(Float::Some(v)), Ty::Float(Float::Some(w)))
            | (Ty::Int(Int::Some(v)), Ty::Int(Int::Some(w)))
                if v == w => {}
            (Ty::Infer(v), other) | (other, Ty::Infer(v)) => {
                self.contradict(v, &other);
                self.bind(v, other);
            }
            (Ty::Float(Float::Some(v)), other @ Ty::Float(_))
            | (other @ Ty::Float(_), Ty::Float(Float::Some(v))) => {
                self.confirm(v, &other);
                self.bind(v, other);
            }
            (Ty::Named(_), Ty::Float(Float::Some(v))) | (Ty::Float(Float::Some(v)), Ty::Named(_))
                if self.assumed.contains(&v) =>
            {
                self.contradicted.push(v);
            }
            (Ty::Int(_), Ty::Float(Float::Some(v))) | (Ty::Float(Float::Some(v)), Ty::Int(_))
                if self.assumed.contains(&v) =>
            {
                self.counted.push(v);
            }
            (Ty::Int(Int::Any), Ty::Int(_)) | (Ty::Int(_), Ty::Int(Int::Any)) => {}
            (Ty::Int(Int::Some(v)), other @ Ty::Int(_)) | (other @ Ty::Int(_), Ty::Int(Int::Some(v))) => {
                self.bind(v, other);
            }
            (Ty::Tuple(xs), Ty::Tuple(ys)) if xs.len() == ys.len() => {
                xs.iter().zip(&ys).for_each(|(x, y)| self.unify(x, y));
            }
            (Ty::Array(x, n), Ty::Array(y, m)) => {
                self.disagree |= n.value.zip(m.value).is_some_and(|(n, m)| n != m);
                self.unify(&x, &y);
            }
            (Ty::Slice(x), Ty::Slice(y)) | (Ty::Vec(x), Ty::Vec(y)) => self.unify(&x, &y),
            (Ty::Outcome(status, value), Ty::Outcome(other_status, other)) => {
                self.unify(&status, &other_status);
                self.unify(&value, &other);
            }
            (Ty::Ref(x), Ty::Ref(y)) => match (self.shallow(&x), self.shallow(&y)) {
                // Behind references, arrays of several lengths become slices.
                (Ty::Array(x, _) | Ty::Vec(x), Ty::Array(y, _) | Ty::Slice(y))
                | (Ty::Array(x, _) | Ty::Slice(x), Ty::Vec(y))
                | (Ty::Slice(x), Ty::Array(y, _)) => self.unify(&x, &y),
                (x, y) => self.unify(&x, &y),
            },
            // What was taken for opaque is an `Option` or a `Result` of a differentiated value.
            (Ty::Outcome(..), Ty::Discrete) | (Ty::Discrete, Ty::Outcome(..)) => self.mixed = true,
            // What is only assumed of a type, rustc checks.
            (x, y) => self.disagree |= clash(&x, &y) && !self.is_unseen(a) && !self.is_unseen(b),
        }
    }

    /// Takes note where a type cannot be the one that is needed, and infers nothing from it.
    pub fn expect(&mut self, ty: &Ty, needed: &Ty) {
        if let (Ty::Float(Float::Some(float)), Ty::Int(_)) = (self.shallow(ty), needed)
            && self.assumed.contains(&float)
        {
            self.counted.push(float);
            return;
        }
        self.disagree |= clash(&self.shallow(ty), needed) && !self.is_unseen(ty);
    }

    fn bind(&mut self, variable: u32, ty: Ty) {
        if !self.occurs(variable, &ty) {
            if self.told[variable as usize] {
                self.tell(&ty);
            }
            if self.unseen.contains(&variable) {
                self.infer_as_unseen(&ty);
            }
            self.known[variable as usize] = Some(ty.clone());
            if self.users.contains(&variable) {
                self.mark_users(&ty);
            }
            if self.structs.contains(&variable) {
                self.mark_struct(&ty);
            }
            if self.written.contains(&variable) {
                self.mark_written(&ty);
            }
            if let Some(family) = self.foreign.get(&variable).copied() {
                self.mark_foreign(&ty, family);
            }
            self.join_rows(variable, &ty);
        }
    }

    fn occurs(&self, variable: u32, ty: &Ty) -> bool {
        match self.shallow(ty) {
            Ty::Infer(v) | Ty::Float(Float::Some(v)) | Ty::Int(Int::Some(v)) => v == variable,
            Ty::Outcome(status, value) => self.occurs(variable, &status) || self.occurs(variable, &value),
            made => made.values().iter().any(|value| self.occurs(variable, value)),
        }
    }

    /// Takes note that something which only rustc understands may say what the type is.
    pub fn tell(&mut self, ty: &Ty) {
        match self.shallow(ty) {
            Ty::Infer(v) | Ty::Float(Float::Some(v)) | Ty::Int(Int::Some(v)) => self.told[v as usize] = true,
            made => made.values().iter().for_each(|value| self.tell(value)),
        }
    }

    /// Two types that rustc makes one. Where inference cannot, each may tell the other something that is not seen.
    pub fn same(&mut self, a: &Ty, b: &Ty) {
        match (self.shallow(a), self.shallow(b)) {
            (Ty::Ref(a), b) if !matches!(b, Ty::Ref(_)) => self.same(&a, &b),
            (a, Ty::Ref(b)) if !matches!(a, Ty::Ref(_)) => self.same(&a, &b),
            (Ty::Array(x, _) | Ty::Slice(x) | Ty::Vec(x), Ty::Array(y, _) | Ty::Slice(y) | Ty::Vec(y))
            | (Ty::Ref(x), Ty::Ref(y))
            | (Ty::Outcome(_, x), Ty::Outcome(_, y)) => self.same(&x, &y),
            (Ty::Tuple(xs), Ty::Tuple(ys)) if xs.len() == ys.len() => {
                xs.iter().zip(&ys).for_each(|(x, y)| self.same(x, y));
            }
            // The engine's own integers are of whatever type is beside them.
            (Ty::Int(Int::Any), Ty::Int(_)) | (Ty::Int(_), Ty::Int(Int::Any)) => {}
            (a, b) => {
                self.unify(&a, &b);
                if self.shallow(&a) != self.shallow(&b) {
                    self.tell(&a);
                    self.tell(&b);
                }
            }
        }
    }

    /// What is known of a type, all through. As in Rust, a number of which nothing tells the type is an `f64` or an `i32`.
    pub fn resolve(&self, ty: &Ty) -> Ty {
        match self.shallow(ty) {
            // No number tells its type: it is a field of the function's float.
            Ty::Float(Float::Some(v)) if self.untold.contains(&v) && self.generic.is_some() => {
                Ty::Float(self.generic.clone().map_or(Float::F64, Float::Generic))
            }
            Ty::Float(Float::Some(v)) if !self.told[v as usize] => Ty::Float(Float::F64),
            Ty::Int(Int::Some(v)) if !self.told[v as usize] => Ty::Int(Int::Named("i32".into())),
            Ty::Tuple(elems) => Ty::Tuple(elems.iter().map(|t| self.resolve(t)).collect()),
            Ty::Array(elem, len) => Ty::Array(Box::new(self.resolve(&elem)), len),
            Ty::Slice(elem) => Ty::Slice(Box::new(self.resolve(&elem))),
            Ty::Vec(elem) => Ty::Vec(Box::new(self.resolve(&elem))),
            Ty::Ref(inner) => Ty::Ref(Box::new(self.resolve(&inner))),
            Ty::Outcome(status, value) => Ty::Tuple(vec![self.resolve(&status), self.resolve(&value)]),
            Ty::Infer(v) => self.named_inside(v).unwrap_or(Ty::Infer(v)),
            other => other,
        }
    }
}

impl fmt::Debug for Ty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ty::Float(Float::F64) => f.write_str("f64"),
            Ty::Float(Float::F32) => f.write_str("f32"),
            Ty::Float(Float::Generic(name)) | Ty::Int(Int::Named(name)) | Ty::Named(name) => {
                f.write_str(name)
            }
            Ty::Float(Float::Some(v)) => write!(f, "{{float {v}}}"),
            Ty::Int(Int::Some(v)) => write!(f, "{{integer {v}}}"),
            Ty::Int(Int::Any) => f.write_str("{integer}"),
            Ty::Bool => f.write_str("bool"),
            Ty::Discrete => f.write_str("str"),
            Ty::Pullback => f.write_str("pullback"),
            Ty::At => f.write_str("at"),
            Ty::Maybe => f.write_str("Option"),
            Ty::Tuple(elems) => {
                f.write_str("(")?;
                elems.iter().try_for_each(|t| write!(f, "{t:?},"))?;
                f.write_str(")")
            }
            Ty::Array(elem, len) => write!(f, "[{elem:?}; {}]", len.tokens),
            Ty::Slice(elem) => write!(f, "[{elem:?}]"),
            Ty::Vec(elem) => write!(f, "Vec<{elem:?}>"),
            Ty::Outcome(status, value) => write!(f, "({status:?}?, {value:?})"),
            Ty::Status => f.write_str("status"),
            Ty::Ref(inner) => write!(f, "&{inner:?}"),
            Ty::Infer(_) => f.write_str("_"),
        }
    }
}
