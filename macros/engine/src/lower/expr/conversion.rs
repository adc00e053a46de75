//! Numbers by traits of others: conversions whose result is in an `Option`, `T::from(x).unwrap()`, `x.to_f64().unwrap()`; functions by the trait that
//! they belong to, `Float::max(a, b)`.

use super::operator::bare;
use super::path::float_of;
use crate::ir::{Id, Op, Plain};
use crate::lower::Lower;
use crate::spanned::Spanned;
use crate::tables::rules::{self, Rule};
use crate::types::{Float, Ty};
use quote::quote;
use syn::Expr;

/// Functions of a float type that take nothing and give a number.
const NUMBERS: [&str; 16] = [
    "zero",
    "one",
    "epsilon",
    "infinity",
    "neg_infinity",
    "neg_zero",
    "nan",
    "min_value",
    "max_value",
    "min_positive_value",
    "pi",
    "two_pi",
    "e",
    "ln_2",
    "ln_10",
    "default_epsilon",
];

impl Lower<'_> {
    /// A conversion that is taken out of its `Option`; `None` if the call is something else.
    pub(in crate::lower) fn converted_in_option(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        let name = call.method.to_string();
        if self.generics.is_empty()
            || !["unwrap", "expect", "unwrap_or", "unwrap_or_default", "unwrap_or_else"]
                .contains(&name.as_str())
        {
            return None;
        }
        match bare(&call.receiver) {
            Expr::Call(inner) if inner.args.len() == 1 => {
                let Expr::Path(path) = bare(&inner.func) else { return None };
                let to = self.target_of(path)?;
                let number = self.expr(inner.args.first()?);
                let plain = Plain::Call(quote!(#path));
                self.number_in_option(call, number, plain, to)
            }
            Expr::MethodCall(inner) if inner.args.is_empty() => {
                let to = match inner.method.to_string().as_str() {
                    "to_f64" => Float::F64,
                    "to_f32" => Float::F32,
                    _ => return None,
                };
                let number = self.expr(&inner.receiver);
                let number = self.operand(number);
                if !matches!(self.ty(number), Ty::Float(Float::Generic(_))) {
                    return None;
                }
                let plain = Plain::Method(inner.method.clone(), quote!());
                self.number_in_option(call, number, plain, Ty::Float(to))
            }
            _ => None,
        }
    }

    fn number_in_option(
        &mut self,
        call: &syn::ExprMethodCall,
        number: Id,
        conversion: Plain,
        to: Ty,
    ) -> Option<Id> {
        let span = call.span();
        if self.varies(number) {
            // There is one for each float.
            let number = self.operand(number);
            return Some(self.node(Op::Convert(number), to, span));
        }
        // A local that is a literal may be no name of the generated code, or that of something else.
        let is_literal =
            matches!(self.arena.op(number), Op::Literal(_)) && self.captures(quote!(#call)).is_empty();
        if is_literal && call.args.is_empty() && self.is_known(&to) {
            return Some(self.node(Op::Plain(Plain::Path(quote!(#call)), Vec::new()), to, span));
        }
        let (name, number) = (call.method.to_string(), self.argument(number));
        let mut args = Vec::new();
        match (name.as_str(), call.args.first()) {
            (_, None) => {}
            ("expect", Some(message)) => args.push(self.showing(|lower| lower.expr(message))),
            ("unwrap_or", Some(default)) => {
                let default = self.expr(default);
                if self.varies(default) {
                    return None;
                }
                args.push(self.argument(default));
            }
            _ => return None,
        }
        let option = self.types.fresh();
        let option = self.call_opaque(conversion, vec![number], option, span);
        args.insert(0, option);
        Some(self.call_opaque(Plain::Method(call.method.clone(), quote!()), args, to, span))
    }

    /// The float that such a function makes: `T::from`, `<T as NumCast>::from`, `NumCast::from`, `num_traits::cast`.
    fn target_of(&mut self, path: &syn::ExprPath) -> Option<Ty> {
        let (before, name) = of_and_name(path)?;
        if let Some(float @ Float::Generic(_)) = self.float_behind(path) {
            return name.starts_with("from").then_some(Ty::Float(float));
        }
        let known = match (before.as_str(), name.as_str()) {
            ("NumCast", "from") | ("num_traits" | "num", "cast") => true,
            ("FromPrimitive", name) => name.starts_with("from_"),
            _ => false,
        };
        (known && path.qself.is_none()).then(|| self.types.fresh_float())
    }

    /// The float type whose function a path names, also by one of its traits.
    pub(in crate::lower) fn float_behind(&self, path: &syn::ExprPath) -> Option<Float> {
        if let Some(float) = float_of(path, &self.generics) {
            return Some(float);
        }
        match &*path.qself.as_ref()?.ty {
            syn::Type::Path(ty) if ty.qself.is_none() => {
                let name = ty.path.get_ident()?.to_string();
                // `<f64 as From<T>>::from`
                let from = matches!(of_and_name(path), Some((of, name)) if of == "From" && name == "from");
                match name.as_str() {
                    "f64" if from => Some(Float::F64),
                    "f32" if from => Some(Float::F32),
                    _ => self.generics.contains(&name).then_some(Float::Generic(name)),
                }
            }
            _ => None,
        }
    }

    /// The name of a float's method that is called by the trait which bounds a type parameter: `Float::max(a, b)`.
    pub(in crate::lower) fn method_by_trait(&self, path: &syn::ExprPath, args: &[Id]) -> Option<String> {
        let (before, name) = of_and_name(path)?;
        let known =
            Rule::method(&name).is_some() || name == "sin_cos" || rules::DECISIONS.contains(&name.as_str());
        let first = self.ty(*args.first()?);
        let generic = matches!(first.referent(), Ty::Float(Float::Generic(_)));
        (known && generic && path.qself.is_none() && self.float_traits.contains(&before)).then_some(name)
    }

    /// Are numbers of the type made without an effect, the same each time?
    fn is_known(&self, ty: &Ty) -> bool {
        matches!(ty, Ty::Float(Float::Generic(name)) if self.known_floats.contains(name))
    }

    /// A number that a function makes of nothing, `T::one()`, where it is a constant.
    pub(in crate::lower) fn constant_number(
        &mut self,
        path: &syn::ExprPath,
        float: &Float,
        args: &[Id],
    ) -> Option<Id> {
        let ty = Ty::Float(float.clone());
        (args.is_empty() && self.is_known(&ty))
            .then(|| self.node(Op::Plain(Plain::Path(quote!(#path())), Vec::new()), ty, path.span()))
    }

    /// Does a function of a float type make a number of that type?
    pub(in crate::lower) fn makes_number(float: &Float, name: &str, args: &[Id]) -> bool {
        let constant = NUMBERS.contains(&name) || !name.contains(char::is_lowercase);
        ["from", "from_f64", "from_usize", "from_i32"].contains(&name)
            || matches!(float, Float::Generic(_)) && args.is_empty() && constant
    }
}

/// The last two names of a path.
fn of_and_name(path: &syn::ExprPath) -> Option<(String, String)> {
    let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let name = names.next()?;
    Some((names.next().unwrap_or_default(), name))
}
