//! Prints what `#[differentiate]` makes of the functions in a file.

fn main() {
    let path = std::env::args().nth(1).expect("usage: expand FILE");
    let source = std::fs::read_to_string(path).expect("the file can be read");
    let file = syn::parse_file(&source).expect("the file is Rust");
    for item in file.items {
        if let syn::Item::Fn(mut function) = item {
            let Some(at) = function.attrs.iter().position(|a| a.path().is_ident("differentiate")) else {
                continue;
            };
            let arguments = match &function.attrs.remove(at).meta {
                syn::Meta::List(list) => list.tokens.clone(),
                _ => Default::default(),
            };
            let out = differentiate_engine::expand(arguments, quote::quote!(#function));
            match syn::parse2::<syn::File>(out.clone()) {
                Ok(file) => println!("{}", prettyplease::unparse(&file)),
                Err(error) => println!("DOES NOT PARSE: {error}\n{out}"),
            }
        }
    }
}
