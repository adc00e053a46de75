//! Golden expansions: what is generated for a handful of functions, as it is printed. They are functions of the behaviour tests,
//! which compile the same and run it.
//!
//! `UPDATE=1 cargo test -p differentiate-engine golden` writes `macros/engine/tests/golden`; review them like source.

use super::{annotated, root};
use quote::quote;

/// The file of the behaviour tests, the function, and what it is there to show.
const GOLDEN: &[(&str, &str, &str)] = &[
    ("straight_line.rs", "neuron", "straight-line code: a closed form, no value computed"),
    ("methods.rs", "everything", "exponents that are integers"),
    ("branches.rs", "guarded", "a guard that is not asked again in the reverse sweep"),
    ("calls.rs", "weighs_a_part", "a part of what is given by a function that only rustc knows"),
    ("loops.rs", "rosenbrock", "a loop that only adds up: run once, and split in two"),
    ("loops.rs", "iterated", "a recurrence: what is kept of each iteration"),
    ("loops.rs", "newton", "a `while`: how many iterations ran"),
    ("loops.rs", "labelled", "`break`, `continue`: flags, and which arm was taken"),
    ("memory.rs", "overwritten", "an array that is changed in place"),
    ("lists.rs", "begun_with", "the shapes of lists"),
    ("lists.rs", "pushed", "a list that grows"),
    ("exchange.rs", "dense", "a layer of a network, through `&mut`"),
    ("exchange.rs", "hands_on", "no result, and so no cotangent of it"),
    ("exchange.rs", "network", "calls that are lent what they change"),
    ("scratch.rs", "callee_fills", "a buffer that each iteration fills anew: both bodies, and rustc chooses"),
];

#[test]
fn golden_expansions() {
    let mut changed = Vec::new();
    for (file, name, shows) in GOLDEN {
        let found = annotated(file).into_iter().find(|(_, function)| function.sig.ident == name);
        let (_, function) = found.unwrap_or_else(|| panic!("{file} has no function {name}"));
        let by_mut = |arg: &syn::FnArg| matches!(arg, syn::FnArg::Typed(arg) if matches!(&*arg.ty, syn::Type::Reference(r) if r.mutability.is_some()));
        let companion = if function.sig.inputs.iter().any(by_mut) { quote!(vjp) } else { quote!(grad) };
        let expanded = crate::expand_for(true, companion, quote!(#function));
        let mut parsed = syn::parse2::<syn::File>(expanded).expect("Rust");
        // The rule is the same once more, in two halves; one shows it.
        parsed.items.retain(|item| *name == "dense" || matches!(item, syn::Item::Fn(_)));
        let text = format!(
            "// {shows}.\n// Generated; see macros/engine/src/tests/golden.rs.\n\n{}",
            prettyplease::unparse(&parsed)
        );
        let path = root().join(format!("macros/engine/tests/golden/{name}.rs"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &text).expect("the expansion is written");
        }
        if std::fs::read_to_string(path).unwrap_or_default() != text {
            changed.push(*name);
        }
    }
    assert!(
        changed.is_empty(),
        "the expansions of {changed:?} have changed; if for the better, run `UPDATE=1 cargo test -p differentiate-engine golden`"
    );
}
