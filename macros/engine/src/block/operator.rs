//! The attribute on the `impl` of an operator: `#[differentiate] impl Add for Vec3 { … }`. Beside it stands the `impl` of a trait of core by
//! which callers find the rule, of whatever types the operands are.

use crate::method::{Home, Impl, Operator, Place};
use crate::names;
use proc_macro2::Ident;
use syn::visit_mut::{self, VisitMut};
use syn::{ImplItem, ItemFn, ItemImpl, Type};

/// The traits of operators, with their functions.
const OPERATORS: [(&str, &str); 10] = [
    ("Add", "add"),
    ("Sub", "sub"),
    ("Mul", "mul"),
    ("Div", "div"),
    ("Rem", "rem"),
    ("Neg", "neg"),
    ("AddAssign", "add_assign"),
    ("SubAssign", "sub_assign"),
    ("MulAssign", "mul_assign"),
    ("DivAssign", "div_assign"),
];

/// The operator that a block implements.
pub fn of(block: &ItemImpl) -> Option<Operator> {
    let (of, _) = block.trait_.as_ref()?;
    let last = of.segments.last()?;
    let (name, function) = OPERATORS.into_iter().find(|(name, _)| last.ident == name)?;
    let assigns = name.ends_with("Assign");
    let marker = Ident::new(name.trim_end_matches("Assign"), last.ident.span());
    let left = (*block.self_ty).clone();
    let mut right = match &last.arguments {
        syn::PathArguments::AngleBracketed(args) => args.args.iter().find_map(|arg| match arg {
            syn::GenericArgument::Type(ty) => Some(ty.clone()),
            _ => None,
        }),
        _ => None,
    };
    right = right.or_else(|| (name != "Neg").then(|| syn::parse_quote!(Self)));
    if let Some(right) = &mut right {
        OfSelf(&left).visit_type_mut(right);
    }
    let output = block.items.iter().find_map(|item| match item {
        ImplItem::Type(output) if output.ident == "Output" => Some(output.ty.clone()),
        _ => None,
    });
    let block = Impl {
        generics: block.generics.clone(),
        place: Place::ImplOfTrait,
        of: Some(of.clone()),
        ty: Some((*block.self_ty).clone()),
        ..Impl::default()
    };
    Some(Operator { block, marker, function: function.to_owned(), left, right, output, assigns })
}

/// The function of an operator with the types of its operands written out.
pub fn with_types(mut function: ItemFn, operator: &Operator) -> ItemFn {
    if let (syn::ReturnType::Type(_, ty), Some(output)) = (&mut function.sig.output, &operator.output) {
        let is_output = matches!(&**ty, Type::Path(path) if path.path.segments.len() == 2
            && path.path.segments[0].ident == "Self" && path.path.segments[1].ident == "Output");
        if is_output {
            **ty = output.clone();
        }
    }
    let right = operator.right.iter();
    for (input, ty) in function.sig.inputs.iter_mut().skip(1).zip(right) {
        if let syn::FnArg::Typed(typed) = input {
            *typed.ty = ty.clone();
        }
    }
    if let (Type::Reference(_), Some(syn::FnArg::Receiver(receiver))) =
        (&operator.left, function.sig.inputs.first_mut())
    {
        let colon = syn::Token![:](receiver.self_token.span);
        receiver.kind = syn::ReceiverKind::Typed(colon, Box::new(operator.left.clone()));
    }
    function
}

/// A function in an `impl` for a float, with the float written for `Self`.
pub fn of_float(function: ItemFn, self_ty: &Type, home: &Home) -> ItemFn {
    let floats = crate::lower::floats(&function, home, None);
    let read = crate::types::read(self_ty, &floats, &mut crate::types::Types::default());
    if !read.is_differentiable() {
        return function;
    }
    let mut function = crate::method::with_named_receiver(function);
    OfSelf(self_ty).visit_signature_mut(&mut function.sig);
    function
}

/// The functions of operators in the block, by their names.
pub fn is_function(operator: &Operator, name: &Ident) -> bool {
    *name == operator.function
}

/// The home of an operator's function.
pub fn home(operator: Operator) -> Home {
    Home::Operator(Box::new(operator))
}

/// Writes the type of the block for `Self`.
struct OfSelf<'a>(&'a Type);

impl VisitMut for OfSelf<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        match ty {
            Type::Path(path) if path.path.is_ident("Self") => *ty = self.0.clone(),
            _ => visit_mut::visit_type_mut(self, ty),
        }
    }
}

/// The parameters that an operator differentiates with respect to, unless it is told otherwise: both operands.
pub fn operands(function: &ItemFn) -> Vec<Ident> {
    let names = function.sig.inputs.iter().filter_map(|input| match input {
        syn::FnArg::Receiver(receiver) => Some(names::receiver(receiver.self_token.span)),
        syn::FnArg::Typed(typed) => match &*typed.pat {
            syn::Pat::Ident(pat) if !is_discrete(&typed.ty) => Some(pat.ident.clone()),
            _ => None,
        },
    });
    names.collect()
}

/// An integer, behind a reference or not.
fn is_discrete(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => is_discrete(&reference.elem),
        Type::Path(path) => path
            .path
            .get_ident()
            .is_some_and(|name| name == "bool" || crate::types::INTEGERS.iter().any(|known| name == known)),
        _ => false,
    }
}
