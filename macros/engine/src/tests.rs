//! The tables, held against numbers; the house, held against its rules.

mod calls;
mod carets;
mod fallback;
mod functions;
mod golden;
mod growth;
mod ledger;
mod library;
mod no_panic;
mod random;
mod sunk;
mod verify;

use crate::adjoint::Mode;
use crate::analysis::count::count;
use crate::diagnostics::{CATALOGUE, Sink};
use crate::tables::rewrites::rewrites;
use crate::tables::rules::RULES;
use proc_macro2::TokenStream;
use quote::quote;
use std::path::Path;

// The derivative table and the algebra table as numbers.

/// Points spread over the domains, off any grid on which kinks lie.
fn points(domain: &[(f64, f64)]) -> Vec<Vec<f64>> {
    (0..17)
        .map(|i| {
            let spread = |(at, (low, high)): (usize, &(f64, f64))| {
                let fraction = (0.5 + 0.618_034 * (i as f64 + 0.37 * at as f64)).fract();
                low + (high - low) * fraction
            };
            domain.iter().enumerate().map(spread).collect()
        })
        .collect()
}

#[test]
fn every_partial_is_the_slope() {
    for rule in RULES {
        let partials = (rule.partials)();
        assert_eq!(partials.len(), rule.arity, "{}", rule.name);
        assert_eq!(rule.domain.len(), rule.arity, "{}", rule.name);
        let wide = rule.domain.iter().all(|(low, high)| low < high);
        assert!(wide || rule.name == "powi", "the test of {} is at a point", rule.name);
        for at in points(rule.domain) {
            for (index, partial) in partials.iter().enumerate() {
                // An exponent that is an integer has no slope.
                if rule.name == "powi" && index == 1 {
                    continue;
                }
                let h = 1e-4;
                let along = |step: f64| {
                    let mut at = at.clone();
                    at[index] += step;
                    (rule.value)(&at)
                };
                let slope = (8.0 * (along(h) - along(-h)) - (along(2.0 * h) - along(-2.0 * h))) / (12.0 * h);
                let ours = partial.at(&at, (rule.value)(&at));
                let close = (ours - slope).abs() <= 1e-8 * slope.abs().max(1.0);
                assert!(close, "{} by argument {index} at {at:?}: {ours} is not {slope}", rule.name);
            }
        }
    }
}

/// Where numbers of a type that only rustc knows reach the result, also twice or from two parameters, it is asked.
#[test]
fn unknown_types_that_reach_the_result_are_asked_about() {
    for body in [quote!(x * p.a), quote!(p.a * x * p.a), quote!(p.a + x * q.b)] {
        let function = quote!(fn f(x: f64, p: Pair, q: Pair) -> f64 { #body });
        let expanded = crate::expand_for(true, TokenStream::new(), function).to_string();
        assert!(expanded.contains("[choice]"), "{expanded}");
    }
}

/// Which row stands for an extremum is decided when it is lowered.
#[test]
fn extrema_against_constants() {
    for (body, row) in [
        (quote!(x.max(y)), "max"),
        (quote!(x.min(y)), "min"),
        (quote!(x.max(2.0)), "max_constant"),
        (quote!(2.0_f64.max(x)), "max_constant"),
        (quote!(x.min(2.0)), "min_constant"),
        (quote!(2.0_f64.min(x)), "min_constant"),
    ] {
        let function = syn::parse_quote!(fn f(x: f64, y: f64) -> f64 { #body });
        let primal = functions::lowered(TokenStream::new(), &function).expect("it is accepted");
        let printed = crate::ir::print(&primal.arena, &primal.block);
        assert!(printed.contains(&format!("= {row} ")), "{body}: {printed}");
    }
}

const EXTREMES: [f64; 14] = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -3.7,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    f64::MAX,
    f64::MIN,
    f64::MIN_POSITIVE,
    5e-324,
    -5e-324,
];

#[test]
fn exact_rewrites_keep_every_bit() {
    for (row, rewrite) in rewrites().iter().enumerate().filter(|(_, rewrite)| rewrite.exact) {
        for a in EXTREMES {
            for b in EXTREMES {
                let (from, to) = (rewrite.from.at(&[a, b, 1.0], 0.0), rewrite.to.at(&[a, b, 1.0], 0.0));
                let same = from.to_bits() == to.to_bits() || from.is_nan() && to.is_nan();
                assert!(same, "row {row} at {a}, {b}: {from} is not {to}");
            }
        }
    }
}

#[test]
fn loose_rewrites_hold_over_the_reals() {
    for (row, rewrite) in rewrites().iter().enumerate() {
        for at in points(&[(-3.0, 3.0); 3]) {
            let (from, to) = (rewrite.from.at(&at, 0.0), rewrite.to.at(&at, 0.0));
            // Division by zero and powers of negative numbers are outside the reals.
            let same = (from - to).abs() <= 1e-12 * to.abs().max(1.0) || from.is_nan();
            assert!(same, "row {row} at {at:?}: {from} is not {to}");
        }
    }
}

// The house.

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn every_code_has_a_ui_case_and_every_ui_case_a_code() {
    let folder = std::fs::read_dir(root().join("tests/ui")).expect("tests/ui");
    let mut cases: Vec<String> = folder
        .filter_map(|entry| {
            entry.ok()?.file_name().into_string().ok()?.strip_suffix(".rs").map(str::to_owned)
        })
        .collect();
    cases.sort();
    // rustc meets these without the feature `alloc` only; see below.
    let mut codes: Vec<&str> =
        CATALOGUE.iter().map(|code| code.name).filter(|name| !name.starts_with("alloc-")).collect();
    // No known function shows it.
    codes.retain(|code| *code != "internal");
    codes.sort();
    let own: Vec<&String> =
        cases.iter().filter(|case| !case.starts_with("rustc-") && *case != "all-errors-at-once").collect();
    assert_eq!(own, codes);
    for mended in std::fs::read_dir(root().join("tests/ui/mended")).expect("tests/ui/mended").flatten() {
        let name = mended.file_name().into_string().unwrap_or_default();
        assert!(
            codes.iter().any(|code| format!("{code}.rs") == name),
            "tests/ui/mended/{name} is of no code"
        );
    }
    for code in codes {
        let stderr =
            std::fs::read_to_string(root().join(format!("tests/ui/{code}.stderr"))).expect("its stderr");
        assert!(stderr.contains(&format!("[{code}]")), "tests/ui/{code}.stderr does not show its code");
    }
}

/// The annotated functions of a file, also those in modules and in other functions.
fn annotated(file: &str) -> Vec<(TokenStream, syn::ItemFn)> {
    use syn::visit::Visit;
    struct Found(Vec<(TokenStream, syn::ItemFn)>);
    impl<'ast> Visit<'ast> for Found {
        fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
            let last = |attr: &syn::Attribute| {
                attr.path().segments.last().is_some_and(|s| s.ident == "differentiate")
            };
            if let Some(at) = function.attrs.iter().position(last) {
                let mut function = function.clone();
                let arguments = match &function.attrs.remove(at).meta {
                    syn::Meta::List(list) => list.tokens.clone(),
                    _ => TokenStream::new(),
                };
                self.0.push((arguments, function));
            }
            syn::visit::visit_item_fn(self, function);
        }
    }
    let text = std::fs::read_to_string(root().join("tests/behaviour").join(file)).expect("a test file");
    let mut found = Found(Vec::new());
    found.visit_file(&syn::parse_file(&text).expect("Rust"));
    found.0
}

#[test]
fn a_gradient_costs_less_than_five_times_the_function() {
    let functions = annotated("straight_line.rs");
    assert!(functions.len() > 15);
    for (arguments, function) in functions {
        let mut sink = Sink::default();
        let options = crate::options::Options::parse(arguments, &mut sink);
        let primal = crate::lower::lower(&function, options.wrt.as_deref(), &mut sink);
        let body = crate::transform(&crate::Prepared::of(&primal, true), Mode::Vjp, true, false);
        let (ours, theirs) = (count(&body.arena, &body.block), count(&primal.arena, &primal.block));
        assert!(ours < 5 * theirs.max(1), "{}: {ours} for {theirs}", function.sig.ident);
    }
}

#[test]
fn expansion_is_deterministic_and_parses() {
    for file in ["straight_line.rs", "branches.rs", "calls.rs"] {
        for (arguments, function) in annotated(file) {
            let once = crate::expand_for(true, arguments.clone(), quote!(#function)).to_string();
            let again = crate::expand_for(true, arguments, quote!(#function)).to_string();
            assert_eq!(once, again);
            let parsed = syn::parse_str::<syn::File>(&once);
            assert!(parsed.is_ok_and(|file| file.items.len() >= 3), "{once}");
        }
    }
}

#[test]
fn the_readme_shows_the_code_that_is_generated() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("README.md");
    let (_, after) = readme.split_once("<!-- generated: neuron_grad -->").expect("the mark");
    let shown =
        after.split("```").nth(1).and_then(|block| block.strip_prefix("rust,ignore")).expect("the code");
    let (_, neuron) = annotated("straight_line.rs").remove(0);
    let generated =
        syn::parse2::<syn::File>(crate::expand_for(true, TokenStream::new(), quote!(#neuron))).expect("Rust");
    let grad = generated.items.into_iter().find_map(|item| match item {
        syn::Item::Fn(function) if function.sig.ident == "neuron_grad" => Some(function),
        _ => None,
    });
    let grad = syn::ItemFn { attrs: Vec::new(), ..grad.expect("a gradient") };
    let shown: syn::ItemFn = syn::parse_str(shown).expect("Rust");
    // The shown code has the comma that rustfmt puts after the last line of a tuple.
    assert_eq!(quote!(#grad).to_string(), quote!(#shown).to_string().replace(" ,)", ")"));
}

/// Without an allocator: what can be generated is, on arrays; for what cannot the reason is given.
#[test]
fn without_an_allocator() {
    let expanded = |arguments: TokenStream, function: TokenStream| {
        crate::expand_for(false, arguments, function).to_string()
    };
    let constant = expanded(
        quote!(),
        quote! {
            fn f(x: f64) -> f64 {
                let mut y = x;
                for _ in 1..4 { for _ in 0..2 { y = (y * x).sin(); } }
                y
            }
        },
    );
    assert!(constant.contains("Stack :: < _ , 6usize > :: new"), "{constant}");
    // A callee that may overwrite what it is lent gets a copy of an array; of a list there is none.
    let lends = |ty: TokenStream| {
        expanded(
            quote!(vjp),
            quote! {
                fn f(x: f64, v: &mut #ty) -> f64 {
                    g(x, v);
                    v[0] * v[1]
                }
            },
        )
    };
    assert!(lends(quote!([f64; 2])).contains(":: handed ("), "{}", lends(quote!([f64; 2])));
    assert!(!lends(quote!([f64])).contains(":: handed ("), "{}", lends(quote!([f64])));
    let cases = [
        (
            quote!(),
            quote!(
                fn f(x: &[f64]) -> f64 {
                    x[0]
                }
            ),
            "alloc-gradient",
        ),
        (
            quote!(),
            quote!(
                fn f(x: f64, n: usize) -> f64 {
                    let mut y = x;
                    for _ in 0..n {
                        y = (y * x).sin();
                    }
                    y
                }
            ),
            "alloc-loop",
        ),
        (
            quote!(),
            quote!(
                fn f(x: f64, n: usize) -> f64 {
                    let mut v = vec![x; n];
                    v[0] *= x;
                    v[1]
                }
            ),
            "alloc-list",
        ),
    ];
    for (arguments, function, code) in cases {
        let text = expanded(arguments, function);
        assert!(text.contains(&format!("[{code}]")), "{text}");
        assert!(!text.contains("__private :: Vec"), "{text}");
    }
    for without in [
        &constant,
        &expanded(
            quote!(accumulate_grad),
            quote!(
                fn f(x: &[f64]) -> f64 {
                    x[0] * x[1]
                }
            ),
        ),
    ] {
        assert!(!without.contains("compile_error"), "{without}");
        for list in ["__private :: Vec", "__private :: vec", "__private :: Box"] {
            assert!(!without.contains(list), "{without}");
        }
    }
}

/// The page of all diagnostics agrees with the catalogue and the cases. `UPDATE=1 cargo test` writes it. Its examples are documentation tests of
/// `differentiate::diagnostics`: the first must not compile, the corrected one must compile and run.
#[test]
fn every_diagnostic_stands_on_the_page() {
    let mut page = "# Diagnostics\n\nEvery message ends in its code and links to this page. For each code, the page gives the cause, the remedy, an example \
        and, unless it is obvious, a corrected version. A test generates the page from `macros/engine/src/diagnostics.rs` and `tests/ui`.\n"
        .to_owned();
    for code in CATALOGUE {
        page += &format!(
            "\n## {}\n\n```text\nerror: {} [{}]\n```\n\n**Cause.** {}{}\n\n**Remedy.** {}.\n",
            code.name,
            code.message.replace("{}", "…"),
            code.name,
            code.cause,
            if code.cause.ends_with(')') { "" } else { "." },
            sentence(&code.help.replace("{}", "…"))
        );
        let case = |folder: &str| {
            let text = std::fs::read_to_string(root().join(format!("{folder}/{}.rs", code.name))).ok()?;
            Some(text.replace("\nfn main() {}\n", "").trim_end().to_owned())
        };
        if let Some(case) = case("tests/ui") {
            page += &format!("\n```rust,compile_fail\n{case}\n```\n");
        }
        if let Some(mended) = case("tests/ui/mended") {
            page += &format!("\nCorrected:\n\n```rust\n{mended}\n```\n");
        }
    }
    page += RUSTC;
    let path = root().join("docs/diagnostics.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &page).expect("the page is written");
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(found == page, "run `UPDATE=1 cargo test -p differentiate-engine every_diagnostic`");
}

/// The mutants that no test can kill are explained, and what is explained is there. With `MUTANTS=mutants.out/missed.txt` the
/// list that `cargo mutants` wrote is held against the page.
#[test]
fn surviving_mutants_are_explained() {
    let page = std::fs::read_to_string(root().join("docs/mutants.md")).expect("docs/mutants.md");
    let page = page.replace("\\|", "|");
    let explained: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` |").map(|(mutant, _)| mutant))
        .collect();
    for mutant in &explained {
        let (file, what) = mutant.split_once(": ").expect("a file and a mutation");
        let source =
            std::fs::read_to_string(root().join("macros/engine/src").join(file)).expect("a source file");
        let function = what.rsplit_once(" in ").map_or(what, |(_, function)| function);
        let function = function.trim_start_matches("replace ").split(" ->").next().unwrap_or(function);
        let name =
            function.split(" with ").next().and_then(|path| path.rsplit("::").next()).unwrap_or(function);
        assert!(source.contains(&format!("fn {name}")), "{file} has no function {name}: {mutant}");
    }
    let Ok(missed) = std::env::var("MUTANTS") else { return };
    let missed = std::fs::read_to_string(&missed).expect("what `cargo mutants` wrote");
    let without_position = |line: &str| {
        let (place, what) = line.split_once(": ").expect("a mutant");
        let file = place.split(':').next().unwrap_or(place).trim_start_matches("macros/engine/src/");
        format!("{file}: {what}")
    };
    let missed: Vec<String> = missed.lines().map(without_position).collect();
    let new: Vec<&String> = missed.iter().filter(|mutant| !explained.contains(&mutant.as_str())).collect();
    assert!(new.is_empty(), "not explained in docs/mutants.md: {new:#?}");
    let killed: Vec<&&str> =
        explained.iter().filter(|mutant| !missed.iter().any(|m| m == **mutant)).collect();
    assert!(killed.is_empty(), "explained, but killed: {killed:#?}");
}

/// With a capital.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Errors in generated code that only rustc can detect.
const RUSTC: &str = "
## Messages of rustc

Some errors only rustc can detect. Its messages then point at the same tokens:

- ``cannot find module or crate `annotate_f_with_differentiate` ``: the function `f` is called with a differentiated argument, and has no derivative. Put \
`#[differentiate]` on it; if it is not yours, give it a rule and call that: `#[differentiate(of = libm::erf, partial(x) = …)] fn erf(x: f64) -> f64;`; or treat the argument as a constant with `stop_gradient`. Generated functions such as `f_grad` have \
no derivatives themselves yet.
- `expected a pattern, found a function call`: a name such as `Point` that is called is taken for that of a tuple struct. Give the function a name in small letters.
- `cannot multiply HeldConstantByWrtSoNameItThereOrPassStopGradient by …`, `expected HeldConstantByWrtSoNameItThereOrPassStopGradient, found Option<&mut …>`, ``expected `&mut ()`, found `&mut P` ``, ``expected `NoTangent`, found `&P` ``, at a call: the called function has a `wrt` without a parameter whose gradient is needed here. Add the parameter to that `wrt`.
- `P has no gradient`: a differentiated value flows through a type of yours, or stands in a field of it. Write `#[derive(Differentiable)]` on it.
- `P has a gradient, which would be lost here`: a value of a type that the attribute does not see, such as a field of a struct, is used as only an integer can be.
- `P is calculated with as if it were a float, which it is not`: an operand beside a differentiated number is of a type of yours, whose operators could compute anything. Calculate with the \
floats in it.
- `whether P is iterated in the order of its indices is not known`: a type of yours is run over. Run over a slice of it.
- `` `vec` is ambiguous ``, `a type called like Vec is another one here`: the macro or the type is not that of `std`, for which the attribute takes it. Give it another name.
- `V is not a float`: a differentiated function calculates with a type parameter, and is called with a type that is not `f64` or `f32`.
- `struct is not supported in traits or impls`: `#[differentiate]` stands on a function in an `impl` that mentions neither `self` nor `Self`. Put it on the `impl` as well: `#[differentiate] impl …`.
- If a call does not fit the called function, or a `match` lacks an arm, rustc reports it once for the function as written and again for the generated code, \
at the same place. Fixing the first error also removes the others.
";

#[test]
fn a_renamed_crate_is_nowhere_called_by_its_name() {
    let function = quote! {
        fn f(x: &[f64]) -> f64 {
            let y = relu(x[0]);
            x.iter().fold(y, |sum, x| sum * x.hypot(y))
        }
    };
    let usual = crate::expand_for(true, quote!(grad, hvp, pullback), function);
    let renamed = crate::names::with_crate(usual.clone(), &syn::parse_quote!(::gradients)).to_string();
    let usual = usual.to_string();
    assert!(usual.contains(":: differentiate ::") && !renamed.contains(":: differentiate ::"));
    assert_eq!(usual.replace(":: differentiate ::", ":: gradients ::"), renamed);
}
