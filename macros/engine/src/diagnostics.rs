//! THE catalogue of what can be wrong with a function, and the only place that builds errors.
//!
//! A row is a code, a message and a help line; `{}` is filled in at the report. Lowering
//! collects all errors of a function in a [`Sink`].

use proc_macro2::TokenStream;
use quote::ToTokens;

/// One kind of error.
#[derive(Debug, PartialEq)]
pub struct Code {
    /// Stands in brackets after the message.
    pub name: &'static str,
    /// What is wrong.
    pub message: &'static str,
    /// What to do.
    pub help: &'static str,
}

macro_rules! catalogue {
    ($($constant:ident $name:literal $message:literal $help:literal;)*) => {
        $(#[doc = $message] pub const $constant: Code =
            Code { name: $name, message: $message, help: $help };)*
        /// All of them.
        #[cfg(test)]
        pub const CATALOGUE: &[Code] = &[$($constant),*];
    };
}

catalogue! {
    // The attribute and what it stands on.
    NOT_A_FUNCTION "not-a-function"
        "`#[differentiate]` goes on a function with a body"
        "put it on a free function: `#[differentiate] fn f(x: f64) -> f64 { … }`";
    METHOD "method"
        "`#[differentiate]` does not yet work on methods"
        "move the body into a free function and call that from the method";
    UNKNOWN_OPTION "unknown-option"
        "`{}` is not an option of `#[differentiate]`"
        "the options are `grad`, `value_and_grad`, `vjp`, `accumulate_grad` and `wrt(parameter, …)`";
    OPTION_NOT_YET "option-not-yet"
        "the companion `{}` cannot be generated yet"
        "the companions that can be are `grad`, `value_and_grad`, `vjp` and `accumulate_grad`";
    OPTION_TWICE "option-twice"
        "`{}` is given twice"
        "give each option and each parameter once";
    WRT_SYNTAX "wrt-syntax"
        "`wrt` takes the names of parameters"
        "write `wrt(x, w)`";
    WRT_UNKNOWN "wrt-unknown"
        "`{}` is not a parameter of `{}`"
        "the parameters are {}";
    WRT_DISCRETE "wrt-discrete"
        "`{}` has the type `{}`, which has no derivative"
        "name parameters made of `f64` or `f32` in `wrt`";
    WRT_NAMED "wrt-named"
        "`{}` has the type `{}`, and how to differentiate it is not known"
        "pass its numbers as `f64`, `f32`, arrays or tuples of them";

    TOO_DEEP "too-deep"
        "this is nested too deeply, or is one expression of too many tokens"
        "give parts of it names with `let`";
    INTERNAL "internal"
        "this function shows a mistake in `differentiate` itself: {}"
        "please report it together with the function; until it is mended, take the function apart";

    // Signatures.
    UNSAFE "unsafe"
        "`unsafe` code cannot be differentiated"
        "move the unsafe part into a function of its own and differentiate the safe part";
    ASYNC "async"
        "`async` code cannot be differentiated"
        "compute the numbers in an ordinary function and differentiate that";
    EXTERN "extern"
        "a function with a foreign calling convention cannot be differentiated"
        "differentiate an ordinary function and call it from this one";
    GENERIC_BOUND "generic-bound"
        "the type parameter `{}` is not known to be a float"
        "bound it: `{}: differentiate::Float`";
    DYN "dyn"
        "a value behind `{}` has no type to differentiate"
        "use a concrete type, or a type parameter bounded by `differentiate::Float`";
    MUT_REFERENCE "mut-reference"
        "this use of `&mut` cannot be differentiated"
        "lend arrays, slices and numbers with differentiated content to functions with `#[differentiate]`, each by a `&mut` of its own";
    PARAMETER_PATTERN "parameter-pattern"
        "this pattern of a parameter cannot be differentiated"
        "give the parameter a name and take it apart with `let`";
    DISCRETE_RESULT "discrete-result"
        "the result `{}` has no derivative"
        "return `f64`, `f32`, or an array or a tuple of them";
    UNKNOWN_RESULT "unknown-result"
        "how to differentiate a result of type `{}` is not known"
        "return `f64`, `f32`, or an array or a tuple of them";
    NOTHING_TO_DIFFERENTIATE "nothing-to-differentiate"
        "no parameter of `{}` can be differentiated"
        "give it a parameter made of `f64` or `f32`";
    CHOICE "choice"
        "`{}` flows into the result, and whether to differentiate it is not said"
        "to hold it constant, name the others: `#[differentiate(wrt({}))]`";
    GRAD_OF_AGGREGATE "grad-of-aggregate"
        "`{}` needs a result that is one float, and this is `{}`"
        "use `vjp`, which takes a cotangent of the result's shape";

    GRAD_OF_EXCHANGE "grad-of-exchange"
        "`{}` is not defined for a function with a `&mut` parameter"
        "use `vjp`: it takes a buffer with the cotangent of what the function leaves there";

    // What a function stores.
    ALLOC_GRADIENT "alloc-gradient"
        "the gradient by `{}` is a `Vec`, and there is no allocator"
        "turn on the feature `alloc` of `differentiate`, use `accumulate_grad`, or take an array";
    ALLOC_LOOP "alloc-loop"
        "this is kept for each iteration of a loop whose number of iterations is not known, and there is no allocator"
        "turn on the feature `alloc` of `differentiate`, or let the loop run over a constant range";
    ALLOC_LIST "alloc-list"
        "this is a list, and there is no allocator"
        "turn on the feature `alloc` of `differentiate`, or use an array";

    // Statements and expressions.
    ITERATOR "iterator"
        "what this loop runs over is not supported"
        "use ranges, arrays and slices with `iter`, `rev`, `enumerate`, `zip`, `skip`, `take`, `step_by`, `windows`, `chunks`, `map`";
    CLOSURE "closure"
        "this use of a closure cannot be differentiated"
        "bind it with `let` and call it, or write a function with `#[differentiate]`";
    MACRO "macro"
        "what the macro `{}!` does to the derivative is not known"
        "write what it expands to; macros that only check or print (`assert!`, `debug_assert!`, `println!`, …) are fine";
    TRY "try"
        "`?` cannot be differentiated"
        "return the number itself, or `match` on the result";
    UNKNOWN_METHOD "unknown-method"
        "the derivative of the method `{}` is not known"
        "use a method of `f64`, or move it into a function with `#[differentiate]`";
    NO_DERIVATIVE "no-derivative"
        "`{}` has no derivative"
        "if its argument is to count as constant, say so: `stop_gradient({})`";
    METHOD_ARITY "method-arity"
        "`{}` takes {} here"
        "see the method's documentation in the standard library";
    CAST "cast"
        "casting `{}` to `{}` would cut off its gradient"
        "if it is to count as constant, say so: `stop_gradient({}) as {}`";
    UNKNOWN_TYPE "unknown-type"
        "the type that `{}` gives cannot be told here"
        "name the type: `f64::from(x)` or `x as f64`";
    UNKNOWN_CALLEE "unknown-callee"
        "only functions that are named can be called in differentiated code"
        "call a function with `#[differentiate]` by its name";
    AGGREGATE "aggregate"
        "a `{}` made of differentiated values cannot be differentiated yet"
        "use a tuple or an array";
    PATTERN "pattern"
        "this pattern takes differentiated values apart in a way that is not supported"
        "use names, tuples and arrays: `let (a, b) = …`, `let [a, b] = …`";
    UNINITIALISED "uninitialised"
        "`{}` is declared without values"
        "declare one name at a time, or give it a value";
    RESIZE "resize"
        "`{}` would change the length of a list that is not this function's own"
        "let a list of numbers grow or shrink in the function that declares it with `let mut`";
    ASSIGN_PART "assign-part"
        "assigning to a part of `{}` cannot be differentiated yet"
        "build the array or the tuple from its parts: `let b = [a[0], y];`";
    ASSIGN_TARGET "assign-target"
        "assigning to this cannot be differentiated"
        "assign to a local variable";
    OPERATOR "operator"
        "`{}` of differentiated values has no derivative"
        "use `+`, `-`, `*`, `/`, `%` and the methods of `f64`";
    UNSUPPORTED "unsupported"
        "{} cannot be differentiated"
        "move it into a function of its own; what is not differentiated may contain anything";
}

/// Tokens as a person would space them.
pub fn shown(tokens: &dyn ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, tight) in [
        ("& ", "&"),
        (" :: ", "::"),
        (" . ", "."),
        (" ,", ","),
        (" [", "["),
        ("[ ", "["),
        (" ]", "]"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" < ", "<"),
        (" >", ">"),
        (" ;", ";"),
        ("- ", "-"),
        (" !", "!"),
    ] {
        text = text.replace(spaced, tight);
    }
    text
}

/// Collects the errors of a function.
#[derive(Default)]
pub struct Sink {
    errors: Vec<syn::Error>,
}

impl Sink {
    /// Reports an error at the given tokens, which must be the user's.
    pub fn report(&mut self, at: &dyn ToTokens, code: &Code, fill: &[&str]) {
        let message = format!("{} [{}]\n= help: {}", code.message, code.name, code.help);
        let mut parts = message.split("{}");
        let mut text = parts.next().unwrap_or_default().to_owned();
        for (i, part) in parts.enumerate() {
            text.push_str(fill.get(i % fill.len().max(1)).copied().unwrap_or("…"));
            text.push_str(part);
        }
        #[allow(clippy::disallowed_methods, reason = "this is the catalogue")]
        self.errors.push(syn::Error::new_spanned(at, text));
    }

    /// Reports an error where only the place is known.
    pub fn report_at(&mut self, at: proc_macro2::Span, code: &Code, fill: &[&str]) {
        let mut token = proc_macro2::Literal::u8_unsuffixed(0);
        token.set_span(at);
        self.report(&token, code, fill);
    }

    /// Takes over what another sink has collected.
    pub fn append(&mut self, other: Sink) {
        self.errors.extend(other.errors);
    }

    /// Passes on an error of the parser.
    pub fn parse_error(&mut self, error: syn::Error) {
        self.errors.push(error);
    }

    /// Has nothing been reported?
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// The errors as tokens that rustc reports.
    pub fn into_tokens(self) -> TokenStream {
        self.errors.iter().map(syn::Error::to_compile_error).collect()
    }
}
