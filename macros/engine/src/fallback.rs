//! What is emitted after an error: the user's function as it stands, so that the rest of the crate compiles, and
//! stubs of the companions, so that one mistake is one message.

use crate::diagnostics::Sink;
use crate::emit;
use crate::lower::Signature;
use crate::method::{self, Home, Place};
use crate::names;
use crate::options::{Companion, Options};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

/// What a stub does.
#[derive(Clone, Copy)]
pub enum Stub {
    /// There is an error for it already.
    Panics,
    /// rustc reports the mistake; the engine saw that there is one. Had it seen wrongly, so that rustc accepts the function,
    /// a stub would be a wrong program: then there is this error. It is in a constant of a generic function, which rustc
    /// evaluates last of all, when it generates code, and so only where nothing else is wrong.
    Refuses,
}

/// For a function that does not parse, as while it is being written: stubs, as far as its signature can be understood.
/// What is wrong rustc says itself, at the tokens. `None` if it is no function.
pub fn unfinished(item: &TokenStream, options: &Options, alloc: bool) -> Option<TokenStream> {
    let Parts { head, body, .. } = Parts::of(item);
    body?;
    let is_function = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == "fn");
    head.iter().find(|token| is_function(token))?;
    let head: TokenStream = head.into_iter().collect();
    let function = syn::parse2::<syn::ItemFn>(quote!(#head {})).ok();
    let stubs = function.filter(|_| alloc).map(|function| {
        let home = match function.sig.receiver() {
            Some(_) => Home::Impl(Default::default()),
            None => Home::Module,
        };
        let function = method::with_named_receiver(function);
        let (wrt, mut sink) = (options.wrt.as_deref(), Sink::default());
        let primal = crate::lower::lower_for(&function, wrt, options.asked(), &home, &mut sink);
        let companions = crate::request::companions(options, &primal.signature, &mut Sink::default());
        stubs(&function, &primal.signature, &companions, Stub::Refuses)
    });
    Some(stubs.unwrap_or_default())
}

/// The token that says what an item is, behind its attributes and its visibility.
pub fn keyword(item: &TokenStream) -> TokenStream {
    let mut words = Parts::of(item).head.into_iter().peekable();
    if words.next_if(|word| word.to_string() == "pub").is_some() {
        words.next_if(|word| matches!(word, TokenTree::Group(_)));
    }
    words.next().map(TokenStream::from).unwrap_or_default()
}

/// An item taken apart without being parsed, behind its attributes.
struct Parts {
    head: Vec<TokenTree>,
    /// The braces at its end.
    body: Option<Group>,
}

impl Parts {
    fn of(item: &TokenStream) -> Parts {
        let mut tokens = item.clone().into_iter().peekable();
        while tokens.next_if(|t| matches!(t, TokenTree::Punct(p) if p.as_char() == '#')).is_some() {
            tokens.next_if(|t| matches!(t, TokenTree::Group(_)));
        }
        let mut head: Vec<TokenTree> = tokens.collect();
        let body = match head.pop() {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => Some(group),
            last => {
                head.extend(last);
                None
            }
        };
        Parts { head, body }
    }
}

/// The companions' signatures with bodies that are never run, as far as the signature can be understood.
pub fn stubs(
    function: &syn::ItemFn,
    signature: &Signature,
    companions: &[Companion],
    stub: Stub,
) -> TokenStream {
    let name = &signature.name;
    let panics = match stub {
        Stub::Panics => quote!(::core::unreachable!("the function could not be differentiated")),
        Stub::Refuses => {
            let why = format!(
                "`differentiate` misreads `{name}`: annotate the types of its locals; where they are, move what has no derivative in it \
                 (maps, operators of your own types, methods named like those of `std`) into functions without `#[differentiate]`"
            );
            quote! {
                fn refused<T>() -> ! {
                    const { ::core::panic!(#why) }
                }
                refused::<()>()
            }
        }
    };
    let nameable = signature.params.iter().all(|p| !p.active || p.ty.written_tangent().is_some());
    let has_receiver = function.sig.receiver().is_some()
        || !signature.home.is_impl() && crate::lower::type_of_impl(function).is_some();
    // What `impl Trait` hides could be anything, also something for which a stub's type does not do.
    let hides = names::mentions(&signature.result_tokens, &["impl"]);
    // Callers find an operator by its trait.
    let is_operator = matches!(signature.home, Home::Operator(_));
    if is_operator || !nameable || has_receiver || hides || signature.active().next().is_none() {
        return TokenStream::new();
    }
    let vis = &function.vis;
    let place = signature.home.place();
    // What a closure that is never made would be, rustc cannot infer.
    let written = companions.iter().filter(|companion| {
        matches!(place, Place::Type | Place::Provided) && **companion != Companion::Pullback
    });
    let companions = written.map(|companion| {
        let head = emit::signature_of(signature, *companion);
        quote! {
            #[doc(hidden)]
            #[allow(unused, clippy::all, clippy::pedantic, missing_docs)]
            #vis #head { #panics }
        }
    });
    let inputs = std::iter::once(quote!(_)).chain(signature.params.iter().map(|_| quote!(_)));
    if place == Place::Provided {
        return quote!(#(#companions)*);
    }
    // In a box, since a pullback of no name cannot be returned where a parameter is `impl Trait`.
    let private = names::private();
    let rule = emit::rule(
        function,
        signature,
        true,
        &vec![false; signature.params.len()],
        &quote!(false),
        Some(quote!(({ #panics }, #private::Box::new(move |#(#inputs),*| ::core::unreachable!())))),
    );
    quote!(#(#companions)* #rule)
}
