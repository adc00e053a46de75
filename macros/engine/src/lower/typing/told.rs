//! What a type that is written beside an expression tells it: `sum` of what it is, `from_fn` how long its array is, `into` and `try_into`
//! what they make.

use crate::lower::expr::operator::bare;
use crate::types::generic_argument;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Expr, PathArguments, ReturnType, Stmt, Type};

/// The expression with what the type tells it; `None` if that is nothing.
pub(in crate::lower) fn told(expr: &Expr, ty: &Type) -> Option<Expr> {
    let mut told = expr.clone();
    tell(&mut told, ty, true).then_some(told)
}

/// The same of what ends a function. Chains are told there by its result.
pub(in crate::lower) fn told_result(function: &syn::ItemFn) -> Option<syn::ItemFn> {
    let ReturnType::Type(_, ty) = &function.sig.output else { return None };
    let mut told = function.clone();
    tell_block(&mut told.block, ty, false).then_some(told)
}

fn tell_block(block: &mut syn::Block, ty: &Type, chains: bool) -> bool {
    match block.stmts.last_mut() {
        Some(Stmt::Expr(last, None)) => tell(last, ty, chains),
        _ => false,
    }
}

/// Tells an expression its type; `chains` too. Was there anything to be told?
fn tell(expr: &mut Expr, ty: &Type, chains: bool) -> bool {
    match (expr, ty) {
        (expr, Type::Paren(inner)) => tell(expr, &inner.elem, chains),
        (expr, Type::Group(inner)) => tell(expr, &inner.elem, chains),
        (Expr::Paren(inner), ty) => tell(&mut inner.expr, ty, chains),
        (Expr::Group(inner), ty) => tell(&mut inner.expr, ty, chains),
        (Expr::Block(block), ty) => tell_block(&mut block.block, ty, chains),
        (Expr::If(branch), ty) => {
            let then = tell_block(&mut branch.then_branch, ty, false);
            let otherwise = branch.else_branch.as_mut().is_some_and(|(_, other)| tell(other, ty, false));
            then || otherwise
        }
        (Expr::Match(branch), ty) => {
            branch.arms.iter_mut().filter_map(|arm| tell(&mut arm.body, ty, false).then_some(())).count() > 0
        }
        (Expr::Tuple(parts), Type::Tuple(types)) if parts.elems.len() == types.elems.len() => {
            let parts = parts.elems.iter_mut().zip(&types.elems);
            parts.fold(false, |any, (part, ty)| tell_part(part, ty, chains) || any)
        }
        (Expr::Array(array), Type::Array(ty)) => {
            array.elems.iter_mut().filter_map(|elem| tell_part(elem, &ty.elem, chains).then_some(())).count()
                > 0
        }
        (Expr::Macro(list), Type::Path(ty)) => tell_list(&mut list.mac, ty, chains).is_some_and(|any| any),
        (Expr::Reference(reference), Type::Reference(ty)) => tell(&mut reference.expr, &ty.elem, chains),
        (Expr::Call(call), Type::Array(ty)) => tell_from_fn(call, ty),
        (Expr::Call(call), Type::Path(ty)) => {
            let name = match &*call.func {
                Expr::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
                _ => None,
            };
            let inside = match name.as_deref() {
                Some("Some") => generic_argument(ty, "Option"),
                Some("Ok") => generic_argument(ty, "Result"),
                _ => None,
            };
            let inside = inside.or_else(|| generic_argument(ty, "Box"));
            match (inside, call.args.len(), call.args.first_mut()) {
                (Some(ty), 1, Some(inner)) => tell_part(inner, ty, chains),
                _ => match &mut *call.func {
                    Expr::Path(path) => tell_constructor(&mut path.path, ty),
                    _ => false,
                },
            }
        }
        (Expr::Struct(made), Type::Path(ty)) => tell_constructor(&mut made.path, ty),
        (Expr::Closure(closure), ty) => tell_parameters(closure, ty),
        (Expr::Range(range), Type::Path(ty)) => {
            let ends = ["Range", "RangeInclusive", "RangeFrom", "RangeTo", "RangeToInclusive"];
            let Some(end) = ends.iter().find_map(|name| generic_argument(ty, name)) else { return false };
            range.start.iter_mut().chain(&mut range.end).for_each(|expr| **expr = of_type(expr, end));
            true
        }
        (expr @ Expr::MethodCall(_), ty) => tell_method(expr, ty, chains),
        _ => false,
    }
}

/// Tells the elements of a `vec![…]` their type; `None` if it is no such.
fn tell_list(mac: &mut syn::Macro, ty: &syn::TypePath, chains: bool) -> Option<bool> {
    let of = generic_argument(ty, "Vec").filter(|_| mac.path.is_ident("vec"))?;
    let tokens = &mac.tokens;
    let mut list: syn::ExprArray = syn::parse2(quote!([#tokens])).ok()?;
    // Numbers learn their type from the list.
    let told = list.elems.iter_mut().filter_map(|elem| tell(elem, of, chains).then_some(())).count() > 0;
    if told {
        mac.tokens = list.elems.to_token_stream();
    }
    Some(told)
}

/// Tells a part its type: of a number, also the name of a type that only rustc knows.
fn tell_part(expr: &mut Expr, ty: &Type, chains: bool) -> bool {
    match bare(expr) {
        Expr::Lit(_) | Expr::Path(_) | Expr::Unary(_) if is_name(ty) => {
            *expr = of_type(expr, ty);
            true
        }
        _ => tell(expr, ty, chains),
    }
}

/// Is it a name without arguments?
fn is_name(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.arguments.is_none()))
}

/// A value of that type.
fn of_type(expr: &Expr, ty: &Type) -> Expr {
    syn::parse_quote!({
        let value: #ty = #expr;
        value
    })
}

/// A closure that is taken for a function of that type: the types of its parameters.
fn tell_parameters(closure: &mut syn::ExprClosure, ty: &Type) -> bool {
    let types: Vec<&Type> = match ty {
        Type::FnPtr(ty) => ty.inputs.iter().map(|input| &input.ty).collect(),
        Type::TraitObject(syn::TypeTraitObject { bounds, .. })
        | Type::ImplTrait(syn::TypeImplTrait { bounds, .. }) => {
            crate::lower::env::function::function_bound(bounds)
                .map(|bound| bound.inputs.iter().map(|input| &input.ty).collect())
                .unwrap_or_default()
        }
        _ => return false,
    };
    let mut any = false;
    for (pat, ty) in closure.inputs.iter_mut().zip(types) {
        let pat: &mut syn::Pat = pat;
        // What refers to something differentiated is as it is.
        if !matches!(pat, syn::Pat::Type(_)) && !matches!(ty, Type::Reference(_) | Type::Infer(_)) {
            *pat = syn::Pat::Type(syn::PatType {
                attrs: Vec::new(),
                pat: Box::new(pat.clone()),
                colon_token: Default::default(),
                ty: Box::new(ty.clone()),
            });
            any = true;
        }
    }
    any
}

/// `W(0.1)` and `G { t: 200 }` of a `W<f32>` and a `G<u8>`.
fn tell_constructor(path: &mut syn::Path, ty: &syn::TypePath) -> bool {
    let (Some(made), Some(of)) = (path.segments.last_mut(), ty.path.segments.last()) else { return false };
    let tells = made.ident == of.ident && made.arguments.is_none() && !of.arguments.is_none();
    if let (true, PathArguments::AngleBracketed(arguments)) = (tells, &of.arguments) {
        let mut arguments = arguments.clone();
        arguments.colon2_token = Some(Default::default());
        made.arguments = PathArguments::AngleBracketed(arguments);
    }
    tells
}

/// `std::array::from_fn(f)`
fn tell_from_fn(call: &mut syn::ExprCall, ty: &syn::TypeArray) -> bool {
    let Expr::Path(path) = &mut *call.func else { return false };
    let mut segments = path.path.segments.iter_mut().rev();
    let Some(last) = segments.next().filter(|last| last.ident == "from_fn") else { return false };
    if segments.next().is_none_or(|module| module.ident != "array") {
        return false;
    }
    if let Some(Expr::Closure(closure)) = call.args.first_mut() {
        tell(&mut closure.body, &ty.elem, false);
    }
    if !last.arguments.is_empty() {
        return true;
    }
    let length = argument(&ty.len);
    last.arguments = PathArguments::AngleBracketed(syn::parse_quote!(::<_, #length, _>));
    true
}

/// A number between angle brackets.
fn argument(length: &Expr) -> TokenStream {
    match length {
        Expr::Lit(_) | Expr::Path(_) | Expr::Block(_) => quote!(#length),
        other => quote!({ #other }),
    }
}

fn tell_method(expr: &mut Expr, ty: &Type, chains: bool) -> bool {
    let Expr::MethodCall(call) = expr else { return false };
    let bare_call = call.turbofish.is_none();
    match call.method.to_string().as_str() {
        // A sum of values of a type of the user's is found by that type.
        "sum" if is_named(ty) && bare_call => {
            call.turbofish = Some(syn::parse_quote!(::<#ty>));
            true
        }
        "sum" | "product" | "collect" if (chains || crate::types::is_outcome(ty)) && bare_call => {
            if call.method == "collect"
                && let Some(elem) = element(ty)
            {
                tell_items(&mut call.receiver, elem);
            }
            call.turbofish = Some(syn::parse_quote!(::<#ty>));
            true
        }
        "into" if is_vec(ty) && call.args.is_empty() => {
            let receiver = &call.receiver;
            *expr = syn::parse_quote!(<#ty>::from(#receiver));
            true
        }
        "unwrap" | "expect" => tell_checked(&mut call.receiver, ty),
        "unwrap_or" | "unwrap_or_else" | "unwrap_or_default" => tell_checked(&mut call.receiver, ty),
        _ => false,
    }
}

/// What the items of a chain are.
fn tell_items(chain: &mut Expr, ty: &Type) {
    const KEEPING: [&str; 8] =
        ["rev", "filter", "take", "skip", "step_by", "take_while", "skip_while", "inspect"];
    match chain {
        Expr::Paren(inner) => tell_items(&mut inner.expr, ty),
        Expr::Range(range) if is_name(ty) => {
            range.start.iter_mut().chain(&mut range.end).for_each(|expr| **expr = of_type(expr, ty));
        }
        Expr::MethodCall(call) if KEEPING.iter().any(|name| call.method == name) => {
            tell_items(&mut call.receiver, ty);
        }
        Expr::MethodCall(call) if call.method == "map" => {
            if let Some(Expr::Closure(closure)) = call.args.first_mut() {
                tell_part(&mut closure.body, ty, false);
            }
        }
        _ => {}
    }
}

/// The `T` of `Vec<T>`.
fn element(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    generic_argument(path, "Vec")
}

/// What `unwrap` is called on.
fn tell_checked(expr: &mut Expr, ty: &Type) -> bool {
    let Expr::MethodCall(call) = bare(expr) else { return false };
    let receiver = &call.receiver;
    let length = match ty {
        Type::Array(array) => &array.len,
        Type::Reference(reference) => match &*reference.elem {
            Type::Array(array) => &array.len,
            _ => return false,
        },
        _ => return false,
    };
    match call.method.to_string().as_str() {
        "try_into" if call.args.is_empty() => {
            *expr = syn::parse_quote!(<#ty>::try_from(#receiver));
            true
        }
        "first_chunk" | "last_chunk" | "first_chunk_mut" | "last_chunk_mut" if call.turbofish.is_none() => {
            let method = &call.method;
            let length = argument(length);
            *expr = syn::parse_quote!(#receiver.#method::<#length>());
            true
        }
        "copied" | "cloned" => {
            let (of, mut call) = (syn::parse_quote!(&#ty), call.clone());
            let told = tell_checked(&mut call.receiver, &of);
            *expr = Expr::MethodCall(call);
            told
        }
        _ => false,
    }
}

/// Is it a type that is known by its name only?
fn is_named(ty: &Type) -> bool {
    matches!(crate::types::read(ty, &[], &mut crate::types::Types::default()), crate::types::Ty::Named(_))
}

fn is_vec(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Vec"))
}

/// The array that `<[T; N]>::try_from` or `<&[T; N]>::try_from` makes: its length, and whether it is a reference.
pub(in crate::lower) fn array_made(call: &syn::ExprCall) -> Option<(&Expr, bool)> {
    let Expr::Path(path) = bare(&call.func) else { return None };
    path.path.segments.last().filter(|last| last.ident == "try_from")?;
    match &*path.qself.as_ref()?.ty {
        Type::Array(array) => Some((&array.len, false)),
        Type::Reference(reference) => match &*reference.elem {
            Type::Array(array) => Some((&array.len, true)),
            _ => None,
        },
        _ => None,
    }
}
