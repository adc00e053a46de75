//! What the user's own code does is done as often as it stands there: no companion writes a call out twice.

use super::annotated;
use super::functions::FILES;
use crate::expand_for;
use crate::tests::random::{generator, seed, setting, source};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
use quote::{ToTokens, quote};
use std::collections::BTreeMap;

/// So many random programs.
const PROGRAMS: u64 = 1_500;

/// What may stand there again: it always answers the same.
const PURE: [&str; 4] = ["Some", "Ok", "Err", "stop_gradient"];

/// How often each function is called as it is: by a bare name, in front of parentheses.
fn called(tokens: TokenStream, counts: &mut BTreeMap<String, usize>) {
    let mut before: Option<String> = None;
    // After a dot, a colon, or a keyword it is no bare name.
    let mut bare = true;
    // Which functions of std are meant is said by their names and parameters.
    let mut names = false;
    for token in tokens {
        match token {
            TokenTree::Ident(name) if name == "as_in_std" => names = true,
            TokenTree::Group(_) if std::mem::take(&mut names) => {}
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
        // Where callees say whether they overwrite what they are lent and run opaque code, both bodies stand there, and one runs.
        let asked = ["OVERWRITES", "RUNS_OPAQUE_CODE"].iter().any(|name| body.to_string().contains(name));
        let bodies = 1 + usize::from(asked);
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
    let programs = setting("DIFFERENTIATE_PROGRAMS").map_or(PROGRAMS, |programs| programs.min(PROGRAMS));
    for _ in 0..programs {
        let tape = source::tapes().new_tree(&mut runner).expect("a tape").current();
        for function in &source::Program::read(&tape, source::Checker::Interpreter).functions {
            let parsed: syn::ItemFn = syn::parse_str(&function.text).expect("Rust");
            wrong.extend(check(TokenStream::new(), &parsed).err());
        }
    }
    assert!(wrong.is_empty(), "DIFFERENTIATE_SEED={seed}: {}\n{}", wrong.len(), wrong.join("\n\n"));
}

/// The gradient of a function, without spaces.
fn gradient(function: TokenStream) -> String {
    let expanded = expand_for(true, TokenStream::new(), function);
    let file: syn::File = syn::parse2(expanded).expect("it parses");
    let own = quote::format_ident!("f");
    let gradient = functions(&file, &own).into_iter().find(|(name, _)| name == "f_grad");
    gradient.expect("it has a gradient").1.to_string().replace(' ', "")
}

#[test]
fn what_acts_is_kept_and_nothing_else() {
    let gradient = gradient(quote! {
        fn f(x: f64, name: &str) -> f64 {
            let _drawn = draw();
            let _length = name.len();
            let _made = |a: u8| a;
            let _moved = move |a: u8| a;
            let state = make();
            let _asked = state.ask();
            let _seen: usize = parts(2).iter().map(|part| part + 1).sum();
            x * x
        }
    });
    for kept in ["draw()", "make()", "state.ask()", "parts(2)"] {
        assert_eq!(gradient.matches(kept).count(), 1, "{kept}: {gradient}");
    }
    for gone in ["name.len()", "|a"] {
        assert!(!gradient.contains(gone), "{gone}: {gradient}");
    }
}

/// A differentiated function may call code of the user's own, with what it is handed and without.
#[test]
fn what_a_callee_may_do_is_kept() {
    let gradient = gradient(quote! {
        fn f(x: f64, log: &Log) -> f64 {
            let _noted = notes(x, log);
            let _unused = squares(x);
            x * x
        }
    });
    for callee in ["notes", "squares"] {
        let forward = format!("{callee}_with_differentiate::forward");
        assert_eq!(gradient.matches(&forward).count(), 1, "{gradient}");
    }
}

#[test]
fn what_acts_keeps_its_order() {
    let bodies = [
        quote!(
            x * scale() + {
                note(n);
                x
            }
        ),
        quote!(
            x * scale()
                + if n > 2 {
                    note(n);
                    x
                } else {
                    0.0
                }
        ),
        quote!(
            x * scale() + {
                for i in 0..n {
                    note(i);
                }
                x
            }
        ),
    ];
    for body in bodies {
        let gradient = gradient(quote!(fn f(x: f64, n: usize) -> f64 { #body }));
        let (scale, note) = (gradient.find("scale()"), gradient.find("note("));
        assert!(scale.is_some() && scale < note, "{gradient}");
    }
}

#[test]
fn a_pullback_keeps_no_references() {
    let expanded = expand_for(
        true,
        TokenStream::new(),
        quote! {
            fn f(a: &[f64; 3], b: &[f64; 3]) -> f64 {
                let mut s = 1.0;
                for list in [a, b] {
                    s *= total(list, a);
                }
                s
            }
        },
    );
    let rule = expanded.to_string().replace(' ', "");
    let (_, rule) = rule.split_once("fnforward").expect("it has a rule");
    // The array is made again, and an element of it taken again: what is kept holds neither.
    let (_, pullback) = rule.split_once("move|").expect("it has a pullback");
    assert!(pullback.contains("[a,b]"), "{pullback}");
    let kept: Vec<&str> =
        rule.split("kept.push(").skip(1).filter_map(|rest| rest.split(");").next()).collect();
    assert!(!kept.is_empty() && kept.iter().all(|kept| !kept.contains("list")), "{kept:?}");
}
