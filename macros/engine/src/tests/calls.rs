//! What the user's own code does is done as often as it stands there: no companion writes a call out twice.

use super::annotated;
use super::functions::FILES;
use super::random::{generator, seed, source};
use crate::expand_for;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
use quote::{ToTokens, quote};
use std::collections::BTreeMap;

/// So many random programs.
const PROGRAMS: usize = 1_500;

/// What may stand there again: it always answers the same.
const PURE: [&str; 4] = ["Some", "Ok", "Err", "stop_gradient"];

/// How often each function is called as it is: by a bare name, in front of parentheses.
fn called(tokens: TokenStream, counts: &mut BTreeMap<String, usize>) {
    let mut before: Option<String> = None;
    // After a dot, a colon, or a keyword it is no bare name.
    let mut bare = true;
    for token in tokens {
        match token {
            TokenTree::Ident(name) => {
                let name = name.to_string();
                // A keyword is no name.
                bare = bare && syn::parse_str::<syn::Ident>(&name).is_ok();
                before = Some(name).filter(|_| bare);
                bare = true;
            }
            TokenTree::Group(group) => {
                if let (Some(name), Delimiter::Parenthesis) = (before.take(), group.delimiter()) {
                    *counts.entry(name).or_default() += 1;
                }
                called(group.stream(), counts);
                bare = true;
            }
            TokenTree::Punct(punct) => {
                before = None;
                bare = !matches!(punct.as_char(), '.' | ':');
            }
            TokenTree::Literal(_) => before = None,
        }
    }
}

/// The functions that are generated, also those of an `impl`.
fn functions(file: &syn::File, own: &syn::Ident) -> Vec<(String, TokenStream)> {
    let of = |item: &syn::Item| match item {
        syn::Item::Fn(f) if f.sig.ident != *own => {
            vec![(f.sig.ident.to_string(), f.block.to_token_stream())]
        }
        syn::Item::Impl(item) => {
            let of = |item: &syn::ImplItem| match item {
                syn::ImplItem::Fn(f) => Some((f.sig.ident.to_string(), f.block.to_token_stream())),
                _ => None,
            };
            item.items.iter().filter_map(of).collect()
        }
        _ => Vec::new(),
    };
    file.items.iter().flat_map(of).collect()
}

/// Says which companion calls what too often.
fn check(arguments: TokenStream, function: &syn::ItemFn) -> Result<(), String> {
    let expanded = expand_for(true, arguments, quote!(#function));
    let file: syn::File = syn::parse2(expanded).map_err(|error| error.to_string())?;
    let source = function.block.to_token_stream();
    // The body of a closure with a name is written out where it is called.
    if source.to_string().contains("= |") {
        return Ok(());
    }
    let mut theirs = BTreeMap::new();
    called(source, &mut theirs);
    for (name, body) in functions(&file, &function.sig.ident) {
        // Where callees say whether they overwrite what they are lent, both bodies stand there, and one of them runs.
        let bodies = 1 + usize::from(body.to_string().contains("OVERWRITES"));
        let mut ours = BTreeMap::new();
        called(body.clone(), &mut ours);
        for (callee, count) in theirs.iter().filter(|(callee, _)| !PURE.contains(&callee.as_str())) {
            let times = ours.get(callee).copied().unwrap_or(0);
            if times > count * bodies {
                return Err(format!(
                    "{name} calls {callee} {times} times, not {count}:\n{body}\n{}",
                    quote!(#function)
                ));
            }
        }
    }
    Ok(())
}

#[test]
fn what_the_user_calls_is_called_as_often() {
    let mut wrong = Vec::new();
    for file in FILES {
        wrong.extend(annotated(file).into_iter().filter_map(|(arguments, f)| check(arguments, &f).err()));
    }
    let seed = seed();
    println!("DIFFERENTIATE_SEED={seed}");
    let mut runner = TestRunner::new_with_rng(Config::default(), generator(seed, 2));
    for _ in 0..PROGRAMS {
        let tape = source::tapes().new_tree(&mut runner).expect("a tape").current();
        for function in &source::Program::read(&tape).functions {
            let parsed: syn::ItemFn = syn::parse_str(&function.text).expect("Rust");
            wrong.extend(check(TokenStream::new(), &parsed).err());
        }
    }
    assert!(wrong.is_empty(), "DIFFERENTIATE_SEED={seed}: {}\n{}", wrong.len(), wrong.join("\n\n"));
}
