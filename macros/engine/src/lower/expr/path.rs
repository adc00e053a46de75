//! Names and paths: locals, and constants and functions from outside.

use crate::diagnostics as code;
use crate::ir::{Flow, Id, Literal, Op, Plain};
use crate::lower::Lower;
use crate::lower::option::outcome::Variant;
use crate::spanned::Spanned;
use crate::types::{Float, Int, Ty};
use quote::quote;

impl Lower<'_> {
    /// A local, or a constant from outside.
    pub(in crate::lower) fn path(&mut self, path: &syn::ExprPath) -> Id {
        if let Some(local) = path.path.get_ident().and_then(|name| self.local(name)) {
            let value = self.named(local, path.span());
            if self.inlined_only(value) {
                return self.mentioned_function(value, path);
            }
            if self.is_asked_only(value) {
                return self.report(
                    path,
                    &code::UNSUPPORTED,
                    &[
                        "this use of a range of differentiated values",
                        "compare with its ends: `a <= x && x < b`",
                    ],
                );
            }
            return value;
        }
        if self.assumed.pairs && Variant::of(&path.path) == Some(Variant::None) {
            let (never, nothing) = (self.literal(Literal::Bool(false), Ty::Bool), self.poison());
            return self.outcome(never, nothing, path.span());
        }
        let ty = match (integer_of(path), float_of(path, &self.generics)) {
            (Some(integer), _) => Ty::Int(Int::Named(integer)),
            // What is in small letters is a function, such as `f64::sin`.
            (None, Some(float)) if !is_function(path) => Ty::Float(float),
            (None, None) if Variant::of(&path.path) == Some(Variant::None) => Ty::Discrete,
            (None, _) => self.types.fresh(),
        };
        self.node_with(Op::Plain(Plain::Path(quote!(#path)), Vec::new()), ty, Flow::default(), path.span())
    }
}

/// By Rust's conventions a constant is in capitals.
pub(in crate::lower) fn is_function(path: &syn::ExprPath) -> bool {
    let last = path.path.segments.last();
    last.is_some_and(|last| crate::names::plain(&last.ident).starts_with(char::is_lowercase))
}

/// The float type that a path goes through: `f64::max`, `<f64>::max`, `std::f64::consts::PI`, `T::from`.
pub(in crate::lower) fn float_of(path: &syn::ExprPath, generics: &[String]) -> Option<Float> {
    let segments = segments(path)?;
    let (_, before) = segments.split_last()?;
    match before {
        [name] | [.., name] if name == "f64" || name == "f32" => Some(to_float(name)),
        [.., name, module] if module == "consts" && (name == "f64" || name == "f32") => Some(to_float(name)),
        [name] if generics.contains(name) => Some(Float::Generic(name.clone())),
        _ => None,
    }
}

/// The integer type of constants of the primitive types, such as `u8::MAX` and `f64::DIGITS`.
fn integer_of(path: &syn::ExprPath) -> Option<String> {
    let segments = segments(path)?;
    let [.., of, constant] = segments.as_slice() else { return None };
    let is_integer = crate::types::INTEGERS.contains(&of.as_str());
    let is_float = of == "f64" || of == "f32";
    match constant.as_str() {
        "MAX" | "MIN" if is_integer => Some(of.clone()),
        "BITS" if is_integer => Some("u32".into()),
        "MANTISSA_DIGITS" | "DIGITS" | "RADIX" if is_float => Some("u32".into()),
        "MAX_EXP" | "MIN_EXP" | "MAX_10_EXP" | "MIN_10_EXP" if is_float => Some("i32".into()),
        _ => None,
    }
}

/// The names of a path: `<f64>::max` is `f64::max`. `None` for others that begin with a type in angle brackets: `<f64 as Trait>::max` may be
/// any function of that name.
fn segments(path: &syn::ExprPath) -> Option<Vec<String>> {
    let names = |path: &syn::Path| path.segments.iter().map(|s| s.ident.to_string()).collect::<Vec<_>>();
    let Some(qself) = &path.qself else { return Some(names(&path.path)) };
    match &*qself.ty {
        syn::Type::Path(ty) if ty.qself.is_none() && qself.as_token.is_none() => {
            Some([names(&ty.path), names(&path.path)].concat())
        }
        _ => None,
    }
}

fn to_float(name: &str) -> Float {
    if name == "f32" { Float::F32 } else { Float::F64 }
}
