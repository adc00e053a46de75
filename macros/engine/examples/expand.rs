//! Prints what `#[differentiate]` makes of the functions and blocks in a file.

use proc_macro2::TokenStream;
use quote::quote;

fn main() {
    let path = std::env::args().nth(1).expect("usage: expand FILE");
    let source = std::fs::read_to_string(path).expect("the file can be read");
    let file = syn::parse_file(&source).expect("the file is Rust");
    for item in file.items {
        match item {
            syn::Item::Fn(mut function) => {
                let arguments = arguments(&mut function.attrs);
                show(arguments, quote!(#function));
            }
            syn::Item::Impl(mut block) => match arguments(&mut block.attrs) {
                Some(arguments) => show(Some(arguments), quote!(#block)),
                None => {
                    for item in &mut block.items {
                        if let syn::ImplItem::Fn(method) = item {
                            let arguments = arguments(&mut method.attrs);
                            show(arguments, quote!(#method));
                        }
                    }
                }
            },
            syn::Item::Trait(mut block) => {
                let arguments = arguments(&mut block.attrs);
                show(arguments, quote!(#block));
            }
            // A function without a body.
            syn::Item::Verbatim(tokens) => {
                if let Ok(mut function) = syn::parse2::<syn::ForeignItemFn>(tokens) {
                    let arguments = arguments(&mut function.attrs);
                    show(arguments, quote!(#function));
                }
            }
            _ => {}
        }
    }
}

/// The arguments of the attribute, which is removed.
fn arguments(attributes: &mut Vec<syn::Attribute>) -> Option<TokenStream> {
    let at = attributes.iter().position(|a| a.path().is_ident("differentiate"))?;
    Some(match &attributes.remove(at).meta {
        syn::Meta::List(list) => list.tokens.clone(),
        _ => TokenStream::new(),
    })
}

fn show(arguments: Option<TokenStream>, item: TokenStream) {
    let Some(arguments) = arguments else { return };
    let out = differentiate_engine::expand(arguments, item);
    match syn::parse2::<syn::File>(out.clone()) {
        Ok(file) => println!("{}", prettyplease::unparse(&file)),
        Err(error) => println!("DOES NOT PARSE: {error}\n{out}"),
    }
}
