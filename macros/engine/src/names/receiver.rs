//! Names of methods and their receivers.

use super::plain;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};

/// The name by which the engine calls `self`: one that nobody types.
pub fn receiver(at: Span) -> Ident {
    Ident::new(RECEIVER, at)
}

/// Is it the name of `self`?
pub fn is_receiver(name: &Ident) -> bool {
    *name == RECEIVER
}

/// Text for the user, in which the receiver is called `self`.
pub fn with_self(text: &str) -> String {
    text.replace(RECEIVER, "self")
}

/// The tokens with another name for the receiver.
pub fn with_receiver(tokens: TokenStream, name: &str) -> TokenStream {
    let one = |token: TokenTree| match token {
        TokenTree::Ident(ident) if is_receiver(&ident) => Ident::new(name, ident.span()).into(),
        TokenTree::Group(group) => super::inside(&group, |tokens| with_receiver(tokens, name)),
        other => other,
    };
    tokens.into_iter().map(one).collect()
}

/// The name of the rule of a method or an associated function, which stands beside it. rustc shows it where there is none.
pub fn rule_of(function: &Ident) -> Ident {
    Ident::new(&format!("annotate_{}_with_differentiate", plain(function)), function.span())
}

/// The method of core by which a method of a field, or its rule, is called, for arguments by value (`v`) and by reference (`r`).
pub fn either(forms: &str) -> Ident {
    let name = if forms.is_empty() { "either".to_owned() } else { format!("either_{forms}") };
    Ident::new(&name, Span::call_site())
}

/// The name of an argument in a macro of core.
pub fn argument(at: usize) -> Ident {
    Ident::new(&format!("argument_{at}"), Span::call_site())
}

/// The name of the rule with tangents of a method or an associated function. rustc shows it where there is none.
pub fn tangent_rule_of(function: &Ident) -> Ident {
    Ident::new(&format!("add_jvp_to_the_attribute_of_{}", plain(function)), function.span())
}

/// The name of the rule of a method or an associated function whose pullback is called more than once.
pub fn kept_rule_of(function: &Ident) -> Ident {
    Ident::new(&format!("add_pullback_to_the_attribute_of_{}", plain(function)), function.span())
}

/// The method of which the rule of a trait object is called after.
pub fn called_of_object(function: &Ident) -> Ident {
    Ident::new(&format!("{}_of_object", plain(function)), function.span())
}

/// The names of the functions that begin and end a call of a method through `dyn Trait`.
pub fn of_object(function: &Ident, tangents: bool) -> [Ident; 2] {
    let with = if tangents { "_jvp" } else { "" };
    ["begin", "end"].map(|what| {
        Ident::new(&format!("{what}_{}_of_object_with_differentiate{with}", plain(function)), function.span())
    })
}

/// The same of a function, where it stands beside the rule.
pub fn kept_rule(at: Span) -> Ident {
    Ident::new("add_pullback_to_the_attribute_of_this_function", at)
}

/// The name of the rule with tangents of a function, where it stands beside the rule.
pub fn tangent_rule(at: Span) -> Ident {
    Ident::new("add_jvp_to_the_attribute_of_this_function", at)
}

/// The function that a trait with the attribute has, and each of its implementations writes. rustc shows the name where one has no
/// attribute.
pub fn annotated_trait() -> Ident {
    Ident::new("annotate_the_trait_and_its_impls_with_differentiate", Span::call_site())
}

const RECEIVER: &str = "self\u{b7}";
