//! Numbers, and the types that they say or that are said beside them: the user's annotations are gone, and rustc must find what
//! it found in the user's function.

use super::Emit;
use super::expression::level::{ATOM, Level, PREFIX};
use super::expression::tuple;
use crate::ir::{Arena, Body, Id, Ids, Literal, Op, Plain};
use crate::names;
use crate::tables::rules::{Form, Rule};
use crate::types::{Float, Int, Ty};
use proc_macro2::{Literal as Token, TokenStream};
use quote::{quote, quote_spanned};
use syn::BinOp;

impl Emit<'_> {
    pub(super) fn literal(&mut self, literal: &Literal, id: Id, says: bool) -> (TokenStream, Level) {
        match literal {
            Literal::Float(_, Some(tokens)) if !says || self.ty(id).is_open() => (tokens.clone(), ATOM),
            Literal::Float(value, _) => self.number(*value, id, says),
            Literal::Int(Some(value), tokens) if says && !has_suffix(tokens) && !self.ty(id).is_open() => {
                let name = match self.ty(id) {
                    Ty::Int(Int::Named(name)) => name.as_str(),
                    // Only the engine calls methods on a number that does not say its type, and counts with it.
                    _ => "usize",
                };
                let digits = match tokens.to_string() {
                    digits if *value >= 0 => digits,
                    _ => value.unsigned_abs().to_string(),
                };
                let token = syn::parse_str::<Token>(&format!("{digits}_{name}")).ok();
                let token = token.map_or_else(|| tokens.clone(), |token| quote!(#token));
                if *value < 0 { (quote!(-#token), PREFIX) } else { (token, ATOM) }
            }
            Literal::Int(Some(value), tokens) => (tokens.clone(), if *value < 0 { PREFIX } else { ATOM }),
            Literal::Int(None, tokens) | Literal::Other(tokens) => (tokens.clone(), ATOM),
            Literal::Bool(value) => (quote!(#value), ATOM),
        }
    }

    /// A float literal of the node's type; with a suffix where rustc needs to be told.
    fn number(&self, value: f64, id: Id, receiver: bool) -> (TokenStream, Level) {
        let float = match self.ty(id) {
            Ty::Float(float) => float.clone(),
            _ => Float::F64,
        };
        // Beside type parameters a number whose type only rustc knows need not be an `f64`.
        let open = matches!(float, Float::Some(_)) || !matches!(self.ty(id), Ty::Float(_));
        let of = match &float {
            Float::Generic(name) => {
                let name = names::written(name);
                Some(quote!(#name))
            }
            _ if open && self.generic && !receiver => {
                let private = names::private();
                Some(quote!(<_ as #private::Real>))
            }
            _ => None,
        };
        if let Some(name) = of {
            let tokens = match value {
                _ if value.is_nan() => quote!(#name::FLOAT_NAN),
                _ if value.is_infinite() => quote!(#name::FLOAT_INFINITY),
                0.0 => quote!(#name::FLOAT_ZERO),
                1.0 => quote!(#name::FLOAT_ONE),
                _ => {
                    let value = Token::f64_unsuffixed(value.abs());
                    quote!(#name::float_from(#value))
                }
            };
            return match value < 0.0 {
                true => (quote!(-#tokens), PREFIX),
                false => (tokens, ATOM),
            };
        }
        if !value.is_finite() {
            let ty = self.ty(id).tangent().unwrap_or_else(|| quote!(f64));
            let name = match (value.is_nan(), value > 0.0) {
                (true, _) => quote!(NAN),
                (false, true) => quote!(INFINITY),
                (false, false) => quote!(NEG_INFINITY),
            };
            return (quote!(#ty::#name), ATOM);
        }
        let size = value.abs();
        let token = match (receiver, float) {
            (true, Float::Some(_)) => Some(Token::f64_unsuffixed(size)),
            (true, Float::F32) if (size as f32).is_finite() => {
                syn::parse_str(&format!("{:?}_f32", size as f32)).ok()
            }
            (true, Float::F32) => syn::parse_str(&format!("{size:?}_f32")).ok(),
            (true, _) => syn::parse_str(&format!("{size:?}_f64")).ok(),
            (false, Float::F32) if (size as f32).is_finite() => Some(Token::f32_unsuffixed(size as f32)),
            (false, _) => Some(Token::f64_unsuffixed(size)),
        };
        let token = token.unwrap_or_else(|| Token::f64_suffixed(size));
        match value.is_sign_negative() {
            true => (quote!(-#token), PREFIX),
            false => (quote!(#token), ATOM),
        }
    }

    pub(super) fn zero(&mut self, like: Option<Id>, id: Id, receiver: bool) -> (TokenStream, Level) {
        if let Some(like) = like {
            // Where the type has no gradient, rustc says so at the value.
            let span = names::place(self.body.arena.get(like).span);
            let private = names::private_at(span);
            let constant = self.body.arena.get(like);
            let constant = !constant.flow.varies && matches!(constant.ty, Ty::Infer(_) | Ty::Named(_))
                || self.is_field_of_param(like);
            if let Some(gradient) = self.gradient_of_argument(like) {
                let like = names::placed(self.at(self.pointer(like), PREFIX), span);
                return (quote_spanned!(span=> #private::zero_of_argument!(#like, &#gradient)), ATOM);
            }
            let like = names::placed(self.at(self.pointer(like), PREFIX), span);
            if constant {
                // It is put where a field is held constant, or rustc says that the types differ.
                return (quote_spanned!(span=> #private::zero_of_field!(&#like)), ATOM);
            }
            return (quote_spanned!(span=> #private::zero(&#like)), ATOM);
        }
        let adjoint = self.body.arena.get(id).adjoint;
        match self.ty(id).clone() {
            Ty::Float(_) => self.number(0.0, id, receiver),
            ty => (self.zero_of(&ty, adjoint), ATOM),
        }
    }

    /// The type as it is written: what is part of the derivative has `()` in place of what has none.
    pub(super) fn type_of(&self, id: Id) -> Ty {
        match self.body.arena.get(id).adjoint {
            true => self.ty(id).of_derivative(),
            false => self.ty(id).clone(),
        }
    }

    /// The type of an integer that a method is called on: rustc has to know it before.
    pub(super) fn told_to_method(&self, id: Id) -> Option<TokenStream> {
        self.receivers.contains(&id).then(|| known(self.ty(id)))?
    }

    /// Is it made of nothing but numbers, which do not say of which type they are?
    pub(super) fn untyped(&self, id: Id) -> bool {
        if let Some(known) = self.untyped.borrow().get(&id) {
            return *known;
        }
        let untyped = self.is_untyped(id);
        self.untyped.borrow_mut().insert(id, untyped);
        untyped
    }

    fn is_untyped(&self, id: Id) -> bool {
        match self.op(id) {
            Op::Literal(Literal::Float(..)) => true,
            Op::Literal(Literal::Int(_, tokens)) => !has_suffix(tokens),
            Op::Zero(like) => like.is_none(),
            // The distance of a shift has a type of its own.
            Op::Plain(Plain::Binary(BinOp::Shl(_) | BinOp::Shr(_)) | Plain::Unary(_), args) => {
                self.is_number(args[0])
            }
            Op::Plain(Plain::Binary(_), args) => {
                matches!(self.ty(id), Ty::Int(_)) && args.iter().all(|arg| self.is_number(*arg))
            }
            Op::Apply(rule, args) => {
                !matches!(rule.form, Form::Method(_)) && args.iter().all(|arg| self.untyped(*arg))
            }
            Op::Select(_, yes, no) => self.untyped(*yes) && self.untyped(*no),
            Op::Tuple(parts) | Op::Array(parts) => parts.iter().any(|part| self.untyped(*part)),
            Op::Repeat(value, _) | Op::List(value, _) | Op::ToVec(value) => self.untyped(*value),
            _ => false,
        }
    }

    /// Is it written in place, and made of nothing but numbers?
    pub(super) fn is_number(&self, id: Id) -> bool {
        (self.inline.contains(&id) || self.body.arena.is_free(id)) && self.untyped(id)
    }
}

/// Operations with a number in front whose result has methods called, and whose other operand is what a call gives. Where the callee
/// has no rule, rustc knows nothing of that operand; its only complaint is to be that there is none.
pub(super) fn saying(body: &Body) -> Ids {
    let arena = &body.arena;
    let mut say = Ids::new();
    for (_, node) in arena.iter() {
        let Op::Apply(Rule { form: Form::Method(_), .. }, args) = &node.op else { continue };
        let mut at = args[0];
        while let Op::Apply(rule, args) = arena.op(at)
            && !matches!(rule.form, Form::Method(_))
        {
            if arena.is_told(args[0]) && args.get(1).is_some_and(|other| rests_on_call(arena, *other)) {
                say.insert(at);
            }
            at = args[0];
        }
    }
    say
}

fn rests_on_call(arena: &Arena, id: Id) -> bool {
    match arena.op(id) {
        Op::Bound => arena.get(id).unseen,
        Op::Apply(rule, args) if !matches!(rule.form, Form::Method(_)) => {
            args.iter().any(|arg| rests_on_call(arena, *arg))
        }
        _ => false,
    }
}

/// The type that rustc gives to a number that nothing says a type of.
pub(super) fn is_usual(ty: &Ty) -> bool {
    match ty {
        Ty::Float(float) => !matches!(float, Float::F32),
        Ty::Int(Int::Named(name)) => name == "i32",
        Ty::Tuple(elems) => elems.iter().all(is_usual),
        Ty::Array(elem, _) => is_usual(elem),
        _ => true,
    }
}

fn has_suffix(literal: &TokenStream) -> bool {
    syn::parse2::<syn::LitInt>(literal.clone()).is_ok_and(|literal| !literal.suffix().is_empty())
}

/// A type as Rust, where it can be named; else what rustc is to find out.
pub(super) fn own_type(ty: &Ty) -> TokenStream {
    match ty {
        Ty::Int(Int::Named(name)) => {
            let name = names::written(name);
            quote!(#name)
        }
        Ty::Bool => quote!(bool),
        Ty::Tuple(elems) => {
            let elems: Vec<_> = elems.iter().map(own_type).collect();
            tuple(&elems)
        }
        Ty::Array(elem, len) => {
            let (elem, len) = (own_type(elem), &len.tokens);
            quote!([#elem; #len])
        }
        Ty::Vec(elem) => {
            let (elem, private) = (own_type(elem), names::private());
            quote!(#private::Vec<#elem>)
        }
        Ty::Float(_) => ty.tangent().unwrap_or_else(|| quote!(_)),
        _ => quote!(_),
    }
}

/// A type, if all of it is known.
pub(super) fn known(ty: &Ty) -> Option<TokenStream> {
    fn is_known(ty: &Ty) -> bool {
        match ty {
            Ty::Float(_) | Ty::Int(Int::Named(_)) | Ty::Bool => true,
            Ty::Tuple(elems) => elems.iter().all(is_known),
            Ty::Array(elem, _) | Ty::Vec(elem) => is_known(elem),
            _ => false,
        }
    }
    is_known(ty).then(|| own_type(ty))
}

/// A type, if there is a number in it that does not say of which type it is: a bare `0.0` has no methods.
pub(super) fn spelled(ty: &Ty) -> Option<TokenStream> {
    fn has_numbers(ty: &Ty) -> bool {
        match ty {
            Ty::Float(_) => ty.tangent().is_some(),
            Ty::Int(Int::Named(_)) => !is_usual(ty),
            Ty::Tuple(elems) => elems.iter().any(has_numbers),
            Ty::Array(elem, _) | Ty::Vec(elem) => has_numbers(elem),
            _ => false,
        }
    }
    has_numbers(ty).then(|| own_type(ty))
}

impl Emit<'_> {
    /// The zero of an aggregate: of its tangent, or of itself where it only fills a place nobody reads.
    fn zero_of(&self, ty: &Ty, adjoint: bool) -> TokenStream {
        match ty {
            Ty::Float(Float::Generic(name)) => {
                let name = names::written(name);
                quote!(#name::FLOAT_ZERO)
            }
            Ty::Float(_) => quote!(0.0),
            Ty::Int(_) | Ty::Bool | Ty::Discrete | Ty::Status if adjoint => quote!(()),
            Ty::Status => quote!(::core::result::Result::Ok(())),
            Ty::Outcome(status, value) => tuple(&[status, value].map(|part| self.zero_of(part, adjoint))),
            Ty::Int(_) => quote!(0),
            Ty::Bool => quote!(false),
            Ty::Tuple(elems) => {
                let elems: Vec<_> = elems.iter().map(|elem| self.zero_of(elem, adjoint)).collect();
                tuple(&elems)
            }
            Ty::Array(elem, len) => {
                let (elem, len) = (self.zero_of(elem, adjoint), &len.tokens);
                quote!([#elem; #len])
            }
            Ty::Ref(inner) if adjoint => self.zero_of(inner, adjoint),
            Ty::Ref(inner) if matches!(**inner, Ty::Discrete) => quote!(::core::default::Default::default()),
            // Nothing else may say what is in the list.
            Ty::Ref(inner) => match &**inner {
                Ty::Slice(elem) => {
                    let elem = own_type(elem);
                    quote!(<&[#elem] as ::core::default::Default>::default())
                }
                list @ Ty::Vec(_) => {
                    let list = own_type(list);
                    quote!(&<#list as ::core::default::Default>::default())
                }
                inner => {
                    let inner = self.zero_of(inner, adjoint);
                    quote!(&#inner)
                }
            },
            Ty::Named(name) if !adjoint => match syn::parse_str::<syn::Type>(name) {
                Ok(syn::Type::Path(path)) if path.qself.is_none() => self.blank_of(&path.path),
                Ok(ty) => quote!(<#ty as ::core::default::Default>::default()),
                Err(_) => quote!(::core::default::Default::default()),
            },
            Ty::Discrete
            | Ty::Slice(_)
            | Ty::Vec(_)
            | Ty::Named(_)
            | Ty::Pullback
            | Ty::At
            | Ty::Maybe
            | Ty::Infer(_) => {
                quote!(::core::default::Default::default())
            }
        }
    }

    /// What stands for a value of a type where there is none.
    pub(super) fn blank_of(&self, path: &syn::Path) -> TokenStream {
        let private = names::private();
        let alone = |segment: &syn::PathSegment| segment.arguments.is_none() && segment.ident != "Self";
        match !self.parametric && path.segments.iter().all(alone) {
            true => quote!(#private::blank!(#path)),
            false => quote!(#private::blank!(#path, which may be generic)),
        }
    }
}

/// The nodes that are used as numbers. A sum tells nothing of its operands, but where it is used does.
pub(super) fn counted(arena: &Arena) -> Ids {
    let is_sum = |op: &Op| matches!(op, Op::Plain(Plain::Binary(BinOp::Add(_) | BinOp::Sub(_)), _));
    let mut open: Vec<Id> = Vec::new();
    for (_, node) in arena.iter() {
        if let Op::Plain(..) | Op::Convert(_) | Op::Apply(..) | Op::Tuple(_) = &node.op
            && !is_sum(&node.op)
        {
            open.extend(node.op.args());
        }
    }
    let mut counted = Ids::new();
    while let Some(id) = open.pop() {
        if counted.insert(id) && is_sum(arena.op(id)) {
            open.extend(arena.op(id).args());
        }
    }
    counted
}
