//! Which type parameters are floats. A bound says what a type can do, and only rustc knows the trait that it names. So what is said here is an
//! assumption, which generated code states as a bound of its own, `T: Real`: rustc checks it wherever a type is put in place of the parameter.

use crate::lower::env::function;
use crate::method::{Home, Place};
use crate::tables::rules::{self, Rule};
use proc_macro2::Ident;
use quote::ToTokens;
use syn::visit::Visit;
use syn::{Expr, Type, TypeParamBound};

/// Traits that only floats implement, whichever crate they are of.
const OF_FLOATS: [&str; 4] = ["Float", "FloatCore", "Real", "RealField"];

/// Traits that floats do not implement, or that say that the type is of another kind.
const NOT_OF_FLOATS: [&str; 20] = [
    "Ord",
    "Eq",
    "Hash",
    "Integer",
    "PrimInt",
    "Unsigned",
    "ComplexField",
    "ComplexFloat",
    "Differentiable",
    "Tangent",
    "AsRef",
    "AsMut",
    "Borrow",
    "Deref",
    "DerefMut",
    "Index",
    "Iterator",
    "IntoIterator",
    "Rng",
    "Any",
];

/// Traits that let nothing be calculated.
const PASSIVE: [&str; 13] = [
    "Copy", "Clone", "Send", "Sync", "Sized", "Unpin", "Debug", "Display", "LowerExp", "Default", "From",
    "Into", "TryInto",
];

/// Traits with which numbers are calculated, and which a user's own type of numbers may implement as well.
const OF_NUMBERS: [&str; 42] = [
    "Add",
    "Sub",
    "Mul",
    "Div",
    "Rem",
    "Neg",
    "AddAssign",
    "SubAssign",
    "MulAssign",
    "DivAssign",
    "RemAssign",
    "Sum",
    "Product",
    "PartialEq",
    "PartialOrd",
    "Num",
    "NumOps",
    "NumRef",
    "NumAssign",
    "NumAssignOps",
    "NumAssignRef",
    "RefNum",
    "NumCast",
    "Zero",
    "One",
    "Signed",
    "Bounded",
    "FloatConst",
    "FromPrimitive",
    "ToPrimitive",
    "AsPrimitive",
    "MulAdd",
    "MulAddAssign",
    "Inv",
    "Pow",
    "Euclid",
    "TotalOrder",
    "SubsetOf",
    "SupersetOf",
    "SimdValue",
    "ClosedAdd",
    "ClosedMul",
];

/// What a method is called that floats have though the derivative table does not.
const OTHER_METHODS: [&str; 22] = [
    "clone",
    "to_owned",
    "into",
    "try_into",
    "partial_cmp",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "add",
    "sub",
    "mul",
    "div",
    "neg",
    "sin_cos",
    "is_zero",
    "is_one",
    "as_",
    "add_assign",
    "borrow",
];

/// The type parameters that are floats: those of a function, and those of the block around it.
pub fn floats(function: &syn::ItemFn, home: &Home, wrt: Option<&[Ident]>) -> Vec<String> {
    let all = home.all_generics(&function.sig.generics);
    let functions = function::type_parameters(&all);
    all.type_params()
        .filter(|param| functions.iter().all(|(function, _)| *function != param.ident))
        .filter(|param| is_float(&param.ident, &bounds_of(&all, &param.ident), function, home, wrt))
        .map(|param| param.ident.to_string())
        .collect()
}

/// The names of the traits that bound type parameters.
pub(in crate::lower) fn traits_of(generics: &syn::Generics, names: &[String]) -> Vec<String> {
    let params = generics.type_params().filter(|param| names.iter().any(|name| param.ident == name));
    let bounds = params.flat_map(|param| bounds_of(generics, &param.ident));
    let names = bounds.filter_map(|bound| match bound {
        TypeParamBound::Trait(bound) => bound.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    });
    names.collect()
}

/// Those of which every bound is known by name: what makes their numbers, `T::one()`, has no effect, and gives the same each time.
pub(in crate::lower) fn with_known_bounds(generics: &syn::Generics, floats: &[String]) -> Vec<String> {
    let known = |float: &&String| {
        let traits = traits_of(generics, std::slice::from_ref(*float));
        let known =
            |of: &String| OF_FLOATS.iter().chain(&OF_NUMBERS).chain(&PASSIVE).any(|known| of == known);
        traits.iter().all(known)
    };
    floats.iter().filter(known).cloned().collect()
}

/// The bounds of a type parameter, in its declaration and in the where-clause.
pub(in crate::lower) fn bounds_of<'g>(generics: &'g syn::Generics, name: &Ident) -> Vec<&'g TypeParamBound> {
    let declared =
        generics.type_params().filter(|param| param.ident == *name).flat_map(|param| &param.bounds);
    let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let clauses = clauses.filter_map(|predicate| match predicate {
        syn::WherePredicate::Type(clause) => is_exactly(&clause.bounded_ty, name).then_some(&clause.bounds),
        _ => None,
    });
    declared.chain(clauses.flatten()).collect()
}

fn is_float(
    name: &Ident,
    bounds: &[&TypeParamBound],
    function: &syn::ItemFn,
    home: &Home,
    wrt: Option<&[Ident]>,
) -> bool {
    let traits: Vec<&syn::PathSegment> = bounds
        .iter()
        .filter_map(|bound| match bound {
            TypeParamBound::Trait(bound) => bound.path.segments.last(),
            _ => None,
        })
        .collect();
    let any = |known: &[&str]| traits.iter().any(|of| known.iter().any(|known| of.ident == known));
    let other_operand = |of: &&syn::PathSegment| {
        OF_NUMBERS.iter().take(11).any(|operator| of.ident == operator)
            && !is_with_itself(&of.arguments, name)
    };
    if any(&NOT_OF_FLOATS) || traits.iter().any(other_operand) {
        return false;
    }
    if any(&OF_FLOATS) {
        return true;
    }
    // Nothing can be calculated with it.
    if traits.iter().all(|of| PASSIVE.iter().any(|known| of.ident == known)) {
        return false;
    }
    let of_numbers = traits.iter().all(|of| OF_NUMBERS.iter().chain(&PASSIVE).any(|known| of.ident == known));
    let mut methods = OtherMethods { params: params_of(function, name), found: false };
    methods.visit_block(&function.block);
    if methods.found {
        return false;
    }
    let results = results_of(function);
    if results.iter().any(|ty| is_made_of(ty, name)) {
        return true;
    }
    let around = match home {
        Home::Module => None,
        Home::Impl(block) => block.ty.clone(),
        Home::Operator(operator) => Some(operator.left.clone()),
    };
    let within = |ty: &&Type| {
        mentions(ty, name)
            || mentions_name(*ty, "Self") && around.as_ref().is_some_and(|around| mentions(around, name))
    };
    let calculates = calculates(function) || matches!(home.place(), Place::Trait | Place::Provided);
    if results.iter().any(within) && calculates {
        return true;
    }
    let chosen = function.sig.inputs.iter().any(|input| match input {
        syn::FnArg::Typed(typed) => {
            let named = matches!(&*typed.pat, syn::Pat::Ident(pat) if wrt.is_some_and(|wrt| wrt.contains(&pat.ident)));
            named && is_made_of(&typed.ty, name)
        }
        syn::FnArg::Receiver(_) => false,
    });
    chosen && of_numbers
}

/// Is the operand of an operator's bound, `Mul<T>`, the type itself or a reference to it?
fn is_with_itself(arguments: &syn::PathArguments, name: &Ident) -> bool {
    let syn::PathArguments::AngleBracketed(arguments) = arguments else { return true };
    arguments.args.iter().all(|argument| match argument {
        syn::GenericArgument::Type(Type::Reference(reference)) => is_exactly(&reference.elem, name),
        syn::GenericArgument::Type(ty) => is_exactly(ty, name),
        syn::GenericArgument::AssocType(of) => is_exactly(&of.ty, name),
        _ => true,
    })
}

/// Is it the type parameter, or `Self` in a bound of it?
fn is_exactly(ty: &Type, name: &Ident) -> bool {
    matches!(ty, Type::Path(path) if path.qself.is_none() && path.path.is_ident(name))
}

/// Is the type made of the parameter, as `[T; 3]` is?
fn is_made_of(ty: &Type, name: &Ident) -> bool {
    match ty {
        Type::Reference(reference) => is_made_of(&reference.elem, name),
        Type::Array(array) => is_made_of(&array.elem, name),
        Type::Slice(slice) => is_made_of(&slice.elem, name),
        Type::Paren(inner) => is_made_of(&inner.elem, name),
        Type::Group(inner) => is_made_of(&inner.elem, name),
        Type::Tuple(tuple) => tuple.elems.iter().any(|elem| is_made_of(elem, name)),
        Type::Path(path) => {
            let of = |known| crate::types::generic_argument(path, known);
            is_exactly(ty, name)
                || ["Vec", "Option", "Result", "Box"]
                    .into_iter()
                    .any(|known| of(known).is_some_and(|elem| is_made_of(elem, name)))
        }
        _ => false,
    }
}

fn mentions(tokens: &dyn ToTokens, name: &Ident) -> bool {
    mentions_name(tokens, &name.to_string())
}

fn mentions_name(tokens: &dyn ToTokens, name: &str) -> bool {
    crate::names::mentions(&tokens.to_token_stream(), &[name])
}

/// The types of what a function computes: its result, and what it gets by `&mut`.
fn results_of(function: &syn::ItemFn) -> Vec<&Type> {
    let result = match &function.sig.output {
        syn::ReturnType::Type(_, ty) => Some(&**ty),
        syn::ReturnType::Default => None,
    };
    let exchanged = function.sig.inputs.iter().filter_map(|input| match input {
        syn::FnArg::Typed(typed) => match &*typed.ty {
            Type::Reference(reference) if reference.mutability.is_some() => Some(&*reference.elem),
            _ => None,
        },
        syn::FnArg::Receiver(_) => None,
    });
    result.into_iter().chain(exchanged).collect()
}

/// The parameters of that type, by value or by reference.
fn params_of(function: &syn::ItemFn, name: &Ident) -> Vec<Ident> {
    let inputs = function.sig.inputs.iter();
    inputs
        .filter_map(|input| match input {
            syn::FnArg::Typed(typed) => {
                let ty = match &*typed.ty {
                    Type::Reference(reference) => &*reference.elem,
                    ty => ty,
                };
                match &*typed.pat {
                    syn::Pat::Ident(pat) => is_exactly(ty, name).then(|| pat.ident.clone()),
                    _ => None,
                }
            }
            syn::FnArg::Receiver(_) => None,
        })
        .collect()
}

/// Is a method called on a parameter of the type that no float has?
struct OtherMethods {
    params: Vec<Ident>,
    found: bool,
}

impl<'ast> Visit<'ast> for OtherMethods {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let name = call.method.to_string();
        let known = Rule::method(&name).is_some()
            || rules::DECISIONS.contains(&name.as_str())
            || OTHER_METHODS.contains(&name.as_str())
            || name.starts_with("to_");
        let on_it = match crate::lower::expr::operator::bare(&call.receiver) {
            Expr::Path(path) => self.params.iter().any(|param| path.path.is_ident(param)),
            _ => false,
        };
        self.found |= on_it && !known;
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_field(&mut self, field: &'ast syn::ExprField) {
        self.found |= matches!(crate::lower::expr::operator::bare(&field.base), Expr::Path(path) if self.params.iter().any(|param| path.path.is_ident(param)));
        syn::visit::visit_expr_field(self, field);
    }

    // There its parameters are others.
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// Has the function an operator of arithmetic in it?
fn calculates(function: &syn::ItemFn) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_bin_op(&mut self, op: &'ast syn::BinOp) {
            use syn::BinOp::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Sub, SubAssign};
            self.0 |= matches!(
                op,
                Add(_) | Sub(_) | Mul(_) | Div(_) | AddAssign(_) | SubAssign(_) | MulAssign(_) | DivAssign(_)
            );
        }
        fn visit_expr_unary(&mut self, unary: &'ast syn::ExprUnary) {
            self.0 |= matches!(unary.op, syn::UnOp::Neg(_));
            syn::visit::visit_expr_unary(self, unary);
        }
    }
    let mut search = Search(false);
    search.visit_block(&function.block);
    search.0
}

/// The generics of companions and rule: the user's, and that the type parameters which are floats are. A trait stays one that can be used as `dyn`.
pub(in crate::lower) fn own_generics(
    generics: &syn::Generics,
    home: &Home,
    floats: &[String],
) -> syn::Generics {
    let mut own = with_floats(generics, floats);
    // The `impl` of a trait has them around it, since no function in it may ask for more than the trait does.
    if let (Some(around), Place::Type | Place::Trait | Place::Provided) = (home.generics(), home.place()) {
        for param in around.type_params().filter(|param| floats.iter().any(|float| param.ident == float)) {
            let name = &param.ident;
            if !implies(&bounds_of(around, name)) {
                let real = real();
                own.make_where_clause().predicates.push(syn::parse_quote!(#name: #real));
            }
        }
    }
    if home.is_trait() {
        own.make_where_clause().predicates.push(syn::parse_quote!(Self: ::core::marker::Sized));
    }
    own
}

/// The same generics, where those of these type parameters that they declare are floats.
pub fn with_floats(generics: &syn::Generics, floats: &[String]) -> syn::Generics {
    let mut own = generics.clone();
    for name in floats {
        let Some(param) = generics.type_params().find(|param| param.ident == name) else { continue };
        if implies(&bounds_of(generics, &param.ident)) {
            continue;
        }
        let (name, real) = (&param.ident, real());
        match param.bounds.is_empty() {
            true => own.make_where_clause().predicates.push(syn::parse_quote!(#name: #real)),
            false => {
                let param = own.type_params_mut().find(|param| param.ident == *name);
                param.into_iter().for_each(|param| param.bounds.push(syn::parse_quote!(#real)));
            }
        }
    }
    own
}

/// The type parameters of which the methods may be of a trait of the user's: no bound names the crate that it is of.
pub(in crate::lower) fn compared(generics: &syn::Generics, floats: &[String]) -> Vec<String> {
    const CRATES: [&str; 6] = ["num_traits", "num", "nalgebra", "na", "simba", "differentiate"];
    let is_known = |bound: &&TypeParamBound| match bound {
        TypeParamBound::Trait(bound) => match bound.path.segments.iter().collect::<Vec<_>>()[..] {
            [of, .., name] => {
                CRATES.iter().any(|known| of.ident == known)
                    && OF_FLOATS.iter().any(|known| name.ident == known)
            }
            _ => false,
        },
        _ => false,
    };
    let of_user = |name: &&String| {
        let param = generics.type_params().find(|param| param.ident == **name);
        param.is_some_and(|param| !bounds_of(generics, &param.ident).iter().any(is_known))
    };
    floats.iter().filter(of_user).cloned().collect()
}

/// The bound that makes a type parameter a float.
fn real() -> proc_macro2::TokenStream {
    let private = crate::names::private();
    quote::quote!(#private::Real)
}

/// Is one of the bounds `differentiate::Float`, which says so already?
fn implies(bounds: &[&TypeParamBound]) -> bool {
    bounds.iter().any(|bound| match bound {
        TypeParamBound::Trait(bound) => {
            let names: Vec<_> = bound.path.segments.iter().map(|segment| &segment.ident).collect();
            matches!(names[..], [of, name] if of == "differentiate" && name == "Float")
        }
        _ => false,
    })
}

/// The parameters that are references to a type parameter with the bound `?Sized`, by their numbers.
pub(in crate::lower) fn without_size(
    generics: &syn::Generics,
    signature: &crate::lower::Signature,
) -> std::collections::BTreeMap<usize, Ident> {
    let relaxed = |bound: &syn::TypeParamBound| bound.to_token_stream().to_string().starts_with('?');
    let inline =
        generics.type_params().filter(|param| param.bounds.iter().any(relaxed)).map(|param| &param.ident);
    let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let clauses = clauses.filter_map(|predicate| match predicate {
        syn::WherePredicate::Type(bounded) if bounded.bounds.iter().any(relaxed) => match &bounded.bounded_ty
        {
            syn::Type::Path(path) => path.path.get_ident(),
            _ => None,
        },
        _ => None,
    });
    let names: Vec<&Ident> = inline.chain(clauses).collect();
    let referent = |param: &crate::lower::Param| match &param.tokens {
        syn::Type::Reference(syn::TypeReference { elem, mutability: None, .. }) => match &**elem {
            syn::Type::Path(path) => path.path.get_ident().filter(|name| names.contains(name)).cloned(),
            _ => None,
        },
        _ => None,
    };
    let params = signature.params.iter().enumerate();
    params.filter_map(|(index, param)| Some((index, referent(param)?))).collect()
}
