//! Methods and associated functions. `self` becomes a parameter like any other, under a name that nobody types; where the generated
//! code is written, it is `self` again.

use crate::names;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use std::rc::Rc;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, FnArg, ReceiverKind};

/// Where a function stands.
#[derive(Clone, Default)]
pub enum Home {
    /// In a module or in the body of a function.
    #[default]
    Module,
    /// In an `impl`.
    Impl(Rc<Impl>),
    /// In the `impl` of an operator.
    Operator(Box<Operator>),
}

/// The `impl` of an operator.
#[derive(Clone)]
pub struct Operator {
    /// The block.
    pub block: Impl,
    /// The name of its trait, without `Assign`.
    pub marker: proc_macro2::Ident,
    /// The name of its function.
    pub function: String,
    /// The type of the left operand, the block's.
    pub left: syn::Type,
    /// The type of the right operand; none of a unary operator.
    pub right: Option<syn::Type>,
    /// The type of the value.
    pub output: Option<syn::Type>,
    /// It changes the left operand.
    pub assigns: bool,
}

/// What is known of the `impl` in which a function stands: nothing, if the attribute does not stand on it too.
#[derive(Clone, Default)]
pub struct Impl {
    /// Its generics, with the bounds as they are written.
    pub generics: syn::Generics,
    /// What may be written there.
    pub place: Place,
    /// The trait that it implements.
    pub of: Option<syn::Path>,
    /// The type that it is of.
    pub ty: Option<syn::Type>,
    /// The trait that it declares or implements has associated types.
    pub has_types: bool,
    /// The trait that it declares.
    pub declares: Option<syn::Path>,
    /// Its functions that return structs.
    pub makers: Vec<String>,
    /// Its functions, apart from those with generics of their own.
    pub signatures: Rc<std::collections::BTreeMap<String, syn::Signature>>,
    /// Its methods that return a part of `self` by reference.
    pub accessors: Rc<std::collections::BTreeMap<String, crate::lower::Accessor>>,
    /// The names in it that are those of structs.
    pub structs: std::collections::BTreeSet<String>,
    /// The names of the fields in it that have methods, which floats have not.
    pub fields: std::collections::BTreeSet<String>,
    /// The names of the fields of `self` in it that are maps.
    pub maps: std::collections::BTreeSet<String>,
}

/// What is generated for a function of a block.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Place {
    /// In the `impl` of a type: the companions and the rule.
    #[default]
    Type,
    /// In the `impl` of a trait: the rule.
    ImplOfTrait,
    /// In the `impl` of core's trait for sums, or for conversions: the rule.
    InCore,
    /// In the `impl` of that trait with tangents: the rule with tangents.
    TangentsInCore,
    /// In the `impl` of that trait for pullbacks that are kept: that rule.
    KeptInCore,
    /// In a trait: the rule.
    Trait,
    /// In a trait: the companions.
    Provided,
}

impl Impl {
    /// The name of the type, if that is all there is before its arguments.
    pub fn name(&self) -> Option<proc_macro2::Ident> {
        let mut ty = self.ty.as_ref()?;
        while let syn::Type::Reference(reference) = ty {
            ty = &reference.elem;
        }
        match ty {
            syn::Type::Path(path) if path.qself.is_none() && path.path.segments.len() == 1 => {
                Some(path.path.segments[0].ident.clone())
            }
            _ => None,
        }
    }
}

impl Home {
    /// The generics around the function.
    pub fn generics(&self) -> Option<&syn::Generics> {
        match self {
            Home::Module => None,
            Home::Impl(block) => Some(&block.generics),
            Home::Operator(operator) => Some(&operator.block.generics),
        }
    }

    /// The generics in scope in a function: its own and those around it.
    pub fn all_generics(&self, own: &syn::Generics) -> syn::Generics {
        let Some(around) = self.generics() else { return own.clone() };
        let mut all = around.clone();
        all.params.extend(own.params.iter().cloned());
        if let Some(clauses) = &own.where_clause {
            all.make_where_clause().predicates.extend(clauses.predicates.iter().cloned());
        }
        all
    }

    /// How a function of the block is called in it. In a trait by the name of the trait, since a supertrait may have one that is called alike.
    pub fn own(&self, function: &Ident) -> TokenStream {
        match self {
            Home::Impl(block) => match &block.declares {
                Some(of) => quote!(<Self as #of>::#function),
                None => quote!(Self::#function),
            },
            _ => quote!(Self::#function),
        }
    }

    /// The trait that the `impl` around the function implements.
    pub fn trait_of_impl(&self) -> Option<&syn::Path> {
        match self {
            Home::Impl(block) => block.of.as_ref(),
            Home::Module | Home::Operator(_) => None,
        }
    }

    /// Has the trait around the function, or the one that is implemented there, names for types: type parameters or associated types? Where it is
    /// declared, what they stand for is not seen; where it is implemented, which types are theirs.
    pub fn is_of_generic_trait(&self) -> bool {
        let is_type = |argument: &syn::GenericArgument| matches!(argument, syn::GenericArgument::Type(_));
        match self {
            Home::Impl(block) if block.has_types => true,
            Home::Impl(block) if self.is_trait() => block.generics.type_params().next().is_some(),
            Home::Impl(block) => block.of.as_ref().and_then(|of| of.segments.last()).is_some_and(|last| {
                matches!(&last.arguments, syn::PathArguments::AngleBracketed(of) if of.args.iter().any(is_type))
            }),
            Home::Module | Home::Operator(_) => false,
        }
    }

    /// Is it the name of the type around the function, or of that to which the block's type refers?
    pub fn is_own_type(&self, name: &str) -> bool {
        let block = match self {
            Home::Module => return false,
            Home::Impl(block) => &**block,
            Home::Operator(operator) => &operator.block,
        };
        let mut own = block.ty.as_ref();
        while let Some(syn::Type::Reference(reference)) = own {
            own = Some(&*reference.elem);
        }
        name == "Self" || own.is_some_and(|ty| quote!(#ty).to_string() == name)
    }

    /// The names that are those of structs, as the code around the function shows.
    pub fn structs(&self) -> std::collections::BTreeSet<String> {
        match self {
            Home::Module => Default::default(),
            Home::Impl(block) => block.structs.clone(),
            Home::Operator(operator) => operator.block.structs.clone(),
        }
    }

    /// The block around the function.
    pub fn block(&self) -> Option<&Impl> {
        match self {
            Home::Module => None,
            Home::Impl(block) => Some(block),
            Home::Operator(operator) => Some(&operator.block),
        }
    }

    /// The functions beside it that return structs.
    pub fn makers(&self) -> &[String] {
        match self {
            Home::Module => &[],
            Home::Impl(block) => &block.makers,
            Home::Operator(operator) => &operator.block.makers,
        }
    }

    /// What is generated.
    pub fn place(&self) -> Place {
        match self {
            Home::Module => Place::Type,
            Home::Impl(block) => block.place,
            // Callers find it by its trait.
            Home::Operator(_) => Place::ImplOfTrait,
        }
    }

    /// Does the attribute see the generics around the function?
    pub fn is_seen(&self) -> bool {
        match self {
            Home::Impl(block) => block.ty.is_some() || self.is_trait(),
            Home::Module | Home::Operator(_) => true,
        }
    }

    /// Does the function stand in the declaration of a trait?
    pub fn is_trait(&self) -> bool {
        match self.place() {
            Place::Trait | Place::Provided => true,
            Place::Type | Place::ImplOfTrait | Place::InCore | Place::TangentsInCore | Place::KeptInCore => {
                false
            }
        }
    }

    /// Does the function stand in an `impl`?
    pub fn is_impl(&self) -> bool {
        match self {
            Home::Module => false,
            Home::Impl(_) | Home::Operator(_) => true,
        }
    }
}

/// The method with its receiver as a typed parameter, unless that has none of the usual forms.
pub fn with_named_receiver(mut function: syn::ItemFn) -> syn::ItemFn {
    let Some(FnArg::Receiver(receiver)) = function.sig.inputs.first().cloned() else {
        return function;
    };
    let name = names::receiver(receiver.self_token.span);
    let own = quote::quote_spanned!(name.span()=> Self);
    let (mutability, ty): (_, syn::Type) = match &receiver.kind {
        ReceiverKind::Value => (receiver.mutability, syn::parse_quote!(#own)),
        ReceiverKind::Reference(and, lifetime, mutability) => {
            (None, syn::parse_quote!(#and #lifetime #mutability #own))
        }
        ReceiverKind::Typed(_, ty) => {
            // Behind a reference stands the type of the block, or rustc says so.
            let usual = match &**ty {
                syn::Type::Reference(_) => true,
                ty => matches!(ty, syn::Type::Path(path) if path.path.is_ident("Self")),
            };
            if !usual {
                return function;
            }
            (receiver.mutability, (**ty).clone())
        }
        _ => return function,
    };
    if let Some(first) = function.sig.inputs.first_mut() {
        *first = FnArg::Typed(syn::PatType {
            attrs: receiver.attrs.clone(),
            pat: Box::new(syn::parse_quote!(#mutability #name)),
            colon_token: syn::Token![:](receiver.self_token.span),
            ty: Box::new(ty),
        });
    }
    Renamed.visit_block_mut(&mut function.block);
    function
}

/// The receiver as it is written in a signature, of its type.
pub fn receiver(ty: &syn::Type) -> TokenStream {
    match ty {
        syn::Type::Reference(syn::TypeReference { and_token, lifetime, mutability, .. }) => {
            quote!(#and_token #lifetime #mutability self)
        }
        _ => quote!(self),
    }
}

/// Gives `self` its name.
struct Renamed;

impl VisitMut for Renamed {
    // There it is another one.
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Verbatim(tokens) = expr {
            *tokens = renamed(tokens.clone());
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        if path.path.is_ident("self") {
            let name = &mut path.path.segments[0].ident;
            *name = names::receiver(name.span());
        }
        visit_mut::visit_expr_path_mut(self, path);
    }

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        mac.tokens = renamed(std::mem::take(&mut mac.tokens));
    }
}

/// The tokens of a macro with `self` by its name, apart from paths that begin with it.
fn renamed(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == ':');
    let one = |(at, token): (usize, &TokenTree)| match token {
        TokenTree::Ident(ident) if ident == "self" && !(is_colon(at + 1) && is_colon(at + 2)) => {
            names::receiver(ident.span()).into()
        }
        TokenTree::Group(group) => names::inside(group, renamed),
        other => other.clone(),
    };
    tokens.iter().enumerate().map(one).collect()
}
