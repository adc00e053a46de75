//! The attribute of `differentiate`. Use it through the crate `differentiate`.

use proc_macro::TokenStream;

/// Turns a function into the function and its gradient.
#[proc_macro_attribute]
pub fn differentiate(arguments: TokenStream, item: TokenStream) -> TokenStream {
    differentiate_engine::expand(arguments.into(), item.into()).into()
}
