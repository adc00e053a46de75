//! Whatever tokens come in: code that parses or a diagnostic inside of the input comes out, soon, and never a panic.

use super::annotated;
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Inputs of each kind in a run of the tests.
const INPUTS: u32 = 20_000;

fn runner() -> TestRunner {
    let seed = super::random::seed();
    println!("DIFFERENTIATE_SEED={seed}");
    let config = Config { cases: INPUTS, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, super::random::generator(seed, 2))
}

/// What comes out parses, unless what came in did not; and the same comes out again.
fn holds(arguments: &TokenStream, item: &TokenStream) -> Result<(), TestCaseError> {
    let expand = || crate::expand_for(true, arguments.clone(), item.clone());
    let outcome = std::panic::catch_unwind(expand);
    let Ok(out) = outcome else {
        return Err(TestCaseError::fail(format!("panics: #[differentiate({arguments})] {item}")));
    };
    let valid = syn::parse2::<syn::File>(item.clone()).is_ok();
    if valid && syn::parse2::<syn::File>(out.clone()).is_err() {
        return Err(TestCaseError::fail(format!("does not parse: {out}")));
    }
    prop_assert_eq!(out.to_string(), expand().to_string());
    Ok(())
}

const WORDS: [&str; 48] = [
    "fn", "let", "mut", "if", "else", "match", "for", "in", "while", "loop", "return", "break", "continue",
    "as", "f64", "f32", "usize", "i32", "x", "y", "v", "sin", "max", "len", "iter", "map", "sum", "push",
    "pop", "collect", "fold", "vec", "Vec", "Some", "None", "unwrap", "self", "Self", "move", "ref", "const",
    "unsafe", "async", "dyn", "impl", "struct", "where", "r#type",
];
const SIGNS: [char; 20] =
    ['+', '-', '*', '/', '%', '&', '|', '^', '!', '=', '<', '>', '.', ',', ';', ':', '#', '?', '@', '$'];

/// One token by a choice.
fn token(choice: u16) -> TokenTree {
    let at = usize::from(choice / 4);
    match choice % 4 {
        0 => match WORDS[at % WORDS.len()].strip_prefix("r#") {
            Some(raw) => Ident::new_raw(raw, Span::call_site()).into(),
            None => Ident::new(WORDS[at % WORDS.len()], Span::call_site()).into(),
        },
        1 => {
            let spacing = if at % 3 == 0 { Spacing::Joint } else { Spacing::Alone };
            Punct::new(SIGNS[at % SIGNS.len()], spacing).into()
        }
        2 => match at % 4 {
            0 => Literal::u32_unsuffixed(u32::from(choice)).into(),
            1 => Literal::f64_unsuffixed(f64::from(choice) / 7.0).into(),
            2 => Literal::u128_suffixed(u128::MAX).into(),
            _ => Literal::string("text {x}").into(),
        },
        _ => {
            let delimiter =
                [Delimiter::Parenthesis, Delimiter::Brace, Delimiter::Bracket, Delimiter::None][at % 4];
            Group::new(delimiter, TokenStream::new()).into()
        }
    }
}

/// Changes a stream at the places that the choices pick, at any depth.
fn mutated(stream: TokenStream, choices: &mut std::slice::Iter<'_, u16>) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    for tree in stream {
        let tree = match tree {
            TokenTree::Group(group) => Group::new(group.delimiter(), mutated(group.stream(), choices)).into(),
            other => other,
        };
        let Some(choice) = choices.next().copied() else {
            out.push(tree);
            continue;
        };
        // Most tokens stay, or hardly any function would get far.
        match choice % 97 {
            0 => {}
            1 => out.extend([tree.clone(), tree]),
            2 => out.push(token(choice / 97)),
            3 => out.extend([tree, token(choice / 97)]),
            4 => {
                let last = out.pop();
                out.push(tree);
                out.extend(last);
            }
            5 => out.push(Group::new(Delimiter::Parenthesis, tree.into()).into()),
            _ => out.push(tree),
        }
    }
    out.into_iter().collect()
}

/// The annotated functions of the behaviour tests.
fn functions() -> Vec<(TokenStream, TokenStream)> {
    let files =
        ["straight_line", "branches", "calls", "kinks", "loops", "memory", "lists", "exchange", "common/gmm"];
    let all = files.iter().flat_map(|file| annotated(&format!("{file}.rs")));
    let all = all.map(|(arguments, item)| (arguments, quote::quote!(#item)));
    all.collect()
}

#[test]
fn mutated_functions_do_not_panic() {
    let functions = functions();
    assert!(functions.len() > 100, "{}", functions.len());
    let strategy = (0..functions.len(), prop::collection::vec(any::<u16>(), 0..300));
    let outcome = runner().run(&strategy, |(at, choices)| {
        let (arguments, item) = &functions[at];
        holds(arguments, &mutated(item.clone(), &mut choices.iter()))
    });
    assert!(outcome.is_ok(), "{outcome:?}");
}

#[test]
fn arbitrary_tokens_do_not_panic() {
    let tokens = |most| prop::collection::vec(any::<u16>(), 0..most);
    let outcome = runner().run(&(tokens(6), tokens(40)), |(arguments, body)| {
        let stream = |choices: &[u16]| choices.iter().map(|choice| token(*choice)).collect::<TokenStream>();
        let (arguments, body) = (stream(&arguments), stream(&body));
        holds(&arguments, &body)?;
        holds(&TokenStream::new(), &quote::quote!(fn f(x: f64, v: &[f64]) -> f64 { #body }))
    });
    assert!(outcome.is_ok(), "{outcome:?}");
}

/// In a thread with the stack that rustc gives its main thread.
fn expand(text: String) -> String {
    let run = move || {
        let item: TokenStream = text.parse().expect("tokens");
        crate::expand_for(true, TokenStream::new(), item).to_string()
    };
    let thread = std::thread::Builder::new().stack_size(8 << 20).spawn(run).expect("a thread");
    thread.join().expect("no panic")
}

#[test]
fn deep_nesting_is_refused_and_long_rows_are_not() {
    let deep = |open: &str, close: &str, n: usize| {
        format!("fn f(x: f64) -> f64 {{ {}x{} }}", open.repeat(n), close.repeat(n))
    };
    let shapes = [
        ("(", ")"),
        ("{", "}"),
        ("-", ""),
        ("if x > 0.0 { ", " } else { x }"),
        ("[", "][0]"),
        ("(|y: f64| y + ", ")(x)"),
    ];
    for (open, close) in shapes {
        // The parser of tokens is not ours, and recurses too.
        let refused = expand(deep(open, close, 400));
        assert!(refused.contains("[too-deep]"), "{open} {refused}");
        let _ = expand(deep(open, close, 60));
    }
    let sum = format!("fn f(x: f64) -> f64 {{ x{} }}", " + x * 0.5".repeat(590));
    assert!(!expand(sum).contains("compile_error"));
    let sum = format!("fn f(x: f64) -> f64 {{ x{} }}", " + x".repeat(5_000));
    assert!(expand(sum).contains("[too-deep]"));
    let chain: String = (0..150).map(|i| format!("if x > {i}.0 {{ x * {i}.0 }} else ")).collect();
    assert!(!expand(format!("fn f(x: f64) -> f64 {{ {chain} {{ x }} }}")).contains("compile_error"));
}

/// Shapes that could grow by a power of their length, ten thousand characters of each.
#[test]
fn expansion_is_quick() {
    let lets: String = (1..400).map(|i| format!("let a{i} = a{} * x + {i}.0;", i - 1)).collect();
    let loops: String = (0..12).map(|i| format!("for i{i} in 0..n {{ s += x * i{i} as f64;")).collect();
    let returns: String = (0..60).map(|i| format!("if x > {i}.0 {{ return x * {i}.0; }}")).collect();
    let closures: String =
        (1..30).map(|i| format!("let f{i} = |y: f64| f{}(y) + f{}(y * 0.5);", i - 1, i - 1)).collect();
    let arms: String = (0..200).map(|i| format!("{i} => x * {i}.0,")).collect();
    let stores: String = (0..300).map(|i| format!("v[{i} % 7] = v[{}] * x;", i % 5)).collect();
    let array = vec!["x"; 1_500].join(", ");
    let inputs = [
        format!("fn f(x: f64) -> f64 {{ let a0 = x; {lets} a399 }}"),
        format!(
            "fn f(x: f64, n: usize) -> f64 {{ let mut s = x; {loops} s = s * 0.5; {} s }}",
            "}".repeat(12)
        ),
        format!("fn f(x: f64) -> f64 {{ {returns} x }}"),
        format!("fn f(x: f64) -> f64 {{ let f0 = |y: f64| y * y; {closures} f29(x) }}"),
        format!("fn f(x: f64, n: usize) -> f64 {{ match n {{ {arms} _ => x }} }}"),
        format!("fn f(x: f64) -> f64 {{ let mut v = [x; 7]; {stores} v[3] }}"),
        format!("fn f(x: f64) -> f64 {{ let v = [{array}]; v[3] * v[7] }}"),
    ];
    for input in inputs {
        let begin: String = input.chars().take(60).collect();
        let began = std::time::Instant::now();
        let out = expand(input);
        let took = began.elapsed();
        println!("{took:.2?} {} kB {begin}", out.len() / 1024);
        // Unoptimised, beside other tests.
        assert!(took.as_secs() < 10, "{took:?} for {begin}");
    }
}
