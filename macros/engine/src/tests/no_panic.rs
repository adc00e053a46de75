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
    // A run with fewer random programs has fewer inputs too.
    let fewer = super::random::setting("DIFFERENTIATE_PROGRAMS").map(|programs| 4 * programs as u32);
    let cases = fewer.map_or(INPUTS, |fewer| fewer.min(INPUTS));
    let config = Config { cases, failure_persistence: None, ..Config::default() };
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

const WORDS: [&str; 80] = [
    "fn",
    "let",
    "mut",
    "if",
    "else",
    "match",
    "for",
    "in",
    "while",
    "loop",
    "return",
    "break",
    "continue",
    "as",
    "f64",
    "f32",
    "usize",
    "i32",
    "x",
    "y",
    "v",
    "sin",
    "max",
    "len",
    "iter",
    "map",
    "sum",
    "push",
    "pop",
    "collect",
    "fold",
    "vec",
    "Vec",
    "Some",
    "None",
    "unwrap",
    "self",
    "Self",
    "move",
    "ref",
    "const",
    "unsafe",
    "async",
    "dyn",
    "impl",
    "struct",
    "where",
    "r#type",
    "r#fn",
    "r#match",
    "größe",
    "Δx",
    "变量",
    "_",
    "_x",
    "d_x",
    "d_value",
    "kept",
    "tape",
    "static",
    "enum",
    "use",
    "mod",
    "crate",
    "super",
    "trait",
    "extern",
    "macro_rules",
    "yield",
    "try",
    "await",
    "true",
    "false",
    "bool",
    "u8",
    "i128",
    "str",
    "box",
    "zip",
    "enumerate",
];
const SIGNS: [char; 22] = [
    '+', '-', '*', '/', '%', '&', '|', '^', '!', '=', '<', '>', '.', ',', ';', ':', '#', '?', '@', '$', '~',
    '_',
];
/// Tokens that stand together, and literals that are hard to read.
const SNIPPETS: [&str; 56] = [
    "1e400",
    "1_000u128",
    "b\"x\"",
    "c\"x\"",
    "0x_1",
    "0b1_",
    "0o17",
    "1e-400f64",
    "1f32",
    "1.",
    "1.0e3_f32",
    "340282366920938463463374607431768211456",
    "br#\"x\"#",
    "r\"x\"",
    "b'x'",
    "'x'",
    "'\\u{1F600}'",
    "-1.0",
    "-0",
    "'a",
    "'static",
    "'a:",
    "break 'a",
    "continue 'r#a",
    "#[allow(unused)]",
    "#[cfg(test)]",
    "#![a]",
    "const { 1 }",
    "async {}",
    "unsafe { x }",
    "|| x",
    "move |&(a, b), [c, ..]| a",
    "&raw const x",
    "..",
    "..=",
    "0..",
    "..=1",
    "x @ 1..=2",
    "ref mut y",
    "Some(ref z)",
    "(a, .., b)",
    "[a, rest @ ..]",
    "S { a, b: c, .. }",
    "<f64>::sin",
    "<f64 as Trait>::C",
    "::<f64>",
    "vec![x; 2]",
    "vec!{x}",
    "assert!(x > 0.0)",
    "format!{\"{x}\"}",
    "m!(a b => c)",
    "impl Fn(f64) -> f64",
    "dyn Fn()",
    "if let Some(a) = b && a > 0.0 {}",
    "let A = b else { return };",
    "fn g() {}",
];

/// Tokens by a choice.
fn tokens(choice: u16) -> TokenStream {
    let at = usize::from(choice / 5);
    match choice % 5 {
        0 => match WORDS[at % WORDS.len()].strip_prefix("r#") {
            Some(raw) => TokenTree::from(Ident::new_raw(raw, Span::call_site())).into(),
            None => WORDS[at % WORDS.len()].parse().unwrap_or_default(),
        },
        1 => {
            let spacing = if at % 3 == 0 { Spacing::Joint } else { Spacing::Alone };
            match SIGNS[at % SIGNS.len()] {
                '_' => quote::quote!(_),
                sign => TokenTree::from(Punct::new(sign, spacing)).into(),
            }
        }
        2 => TokenTree::from(match at % 6 {
            0 => Literal::u32_unsuffixed(u32::from(choice)),
            1 => Literal::f64_unsuffixed(f64::from(choice) / 7.0),
            2 => Literal::u128_suffixed(u128::MAX),
            // Where they are made and not parsed, literals can be negative.
            3 => Literal::f64_suffixed(-1.5),
            4 => Literal::i32_unsuffixed(-3),
            _ => Literal::string("text {x}"),
        })
        .into(),
        3 => SNIPPETS[at % SNIPPETS.len()].parse().unwrap_or_default(),
        _ => {
            let delimiter =
                [Delimiter::Parenthesis, Delimiter::Brace, Delimiter::Bracket, Delimiter::None][at % 4];
            TokenTree::from(Group::new(delimiter, TokenStream::new())).into()
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
            2 => out.extend(tokens(choice / 97)),
            3 => {
                out.push(tree);
                out.extend(tokens(choice / 97));
            }
            4 => {
                let last = out.pop();
                out.push(tree);
                out.extend(last);
            }
            5 => out.push(Group::new(Delimiter::Parenthesis, tree.into()).into()),
            // As `macro_rules!` hands on what it captured.
            6 => out.push(Group::new(Delimiter::None, tree.into()).into()),
            7 if matches!(tree, TokenTree::Ident(_)) => {
                let raw = ["type", "match", "x", "fn", "value"][usize::from(choice / 97) % 5];
                out.push(Ident::new_raw(raw, Span::call_site()).into());
            }
            _ => out.push(tree),
        }
    }
    out.into_iter().collect()
}

/// The annotated functions of the behaviour tests.
fn functions() -> Vec<(TokenStream, TokenStream)> {
    let files =
        ["straight_line", "branches", "calls", "kinks", "loops", "memory", "lists", "exchange", "gmm"];
    let all = files.iter().flat_map(|file| annotated(&format!("{file}.rs")));
    let all = all.map(|(arguments, item)| (arguments, quote::quote!(#item)));
    // As often as all of the others together, so that the rest of Rust is met too.
    let mut all: Vec<_> = all.collect();
    let syntax: Vec<_> = syntax().into_iter().map(|item| (TokenStream::new(), item)).collect();
    all.extend(syntax.into_iter().cycle().take(all.len()));
    all
}

/// Functions with all that Rust has, and a few that are none.
fn syntax() -> Vec<TokenStream> {
    let lines = include_str!("syntax.rs.txt").lines();
    lines.map(|line| line.parse().unwrap_or_else(|_| panic!("no tokens: {line}"))).collect()
}

/// What Rust has, in one form each.
#[test]
fn all_of_the_syntax_does_not_panic() {
    let choices: Vec<TokenStream> = [
        quote::quote!(),
        quote::quote!(accumulate_grad),
        quote::quote!(vjp, wrt(x)),
        quote::quote!(wrt(r#type)),
        quote::quote!(grad, wrt(y, s)),
    ]
    .into();
    let items = syntax();
    let rust = items.iter().filter(|item| syn::parse2::<syn::ItemFn>((*item).clone()).is_ok()).count();
    assert!(rust * 10 > items.len() * 8, "{rust} of {} are functions", items.len());
    let failures: Vec<String> = items
        .iter()
        .flat_map(|item| choices.iter().filter_map(|arguments| holds(arguments, item).err()))
        .map(|error| error.to_string())
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
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
    let choices = |most| prop::collection::vec(any::<u16>(), 0..most);
    let outcome = runner().run(&(choices(6), choices(40)), |(arguments, body)| {
        let stream = |choices: &[u16]| choices.iter().map(|choice| tokens(*choice)).collect::<TokenStream>();
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
