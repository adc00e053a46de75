//! The catalogue of diagnostics, and the only place that builds errors.
//!
//! A row is a code, a message, a help line and the cause, which is printed on the page that the message
//! links to. [`Sink::report`] fills in each `{}`. Lowering collects all errors of a function in a [`Sink`].

use proc_macro2::TokenStream;
use quote::ToTokens;

/// One kind of error.
#[derive(Debug, PartialEq)]
pub struct Code {
    /// The name, in brackets after the message.
    pub name: &'static str,
    /// What is wrong.
    pub message: &'static str,
    /// What to do.
    pub help: &'static str,
    /// Why, for the page.
    #[cfg(test)]
    pub cause: &'static str,
}

/// The address of the page, which has an anchor for each code.
const PAGE: &str = "https://docs.rs/differentiate/latest/differentiate/diagnostics/";

macro_rules! catalogue {
    ($($constant:ident $name:literal $message:literal $help:literal $cause:literal;)*) => {
        $(#[doc = $message] pub const $constant: Code = Code {
            name: $name,
            message: $message,
            help: $help,
            #[cfg(test)]
            cause: $cause,
        };)*
        /// All diagnostics.
        #[cfg(test)]
        pub const CATALOGUE: &[Code] = &[$($constant),*];
    };
}

catalogue! {
    // The attribute and what it stands on.
    NOT_A_FUNCTION "not-a-function"
        "`#[differentiate]` goes on a function with a body"
        "put it on a free function: `#[differentiate] fn f(x: f64) -> f64 { … }`"
        "The attribute differentiates the computation that a function's body describes. A struct, the declaration of a trait \
         and a module contain no such computation";
    DERIVE "derive"
        "`#[derive(Differentiable)]` goes on a struct or an enum"
        "write a struct with these fields, or implement `Differentiable` by hand"
        "Which field of a union holds a value is known to the program that uses it only, so there is no gradient of its shape";
    FIELD_OPTION "field-option"
        "a field has one option, `constant`"
        "write `#[differentiate(constant)]`: the field has no part in the gradient, in which its type is `()`"
        "Everything else about the gradient of a field follows from the type of the field";
    RECEIVER "receiver"
        "a method with the receiver `{}` cannot be differentiated"
        "take `self`, `&self` or `&mut self`"
        "The gradient of a method is taken with respect to the value itself, and behind a `Box`, an `Rc` or a `Pin` the attribute does not see that value";
    TRAIT "trait"
        "`#[differentiate]` does not work on the `impl` of this trait"
        "put the attribute on the trait as well, `#[differentiate] trait …`, or put it on methods of the type's own `impl` and call them from here"
        "The generated functions stand beside the function, and in the `impl` of a trait only the trait's own functions may stand";
    EMPTY_BLOCK "empty-block"
        "no function in this block can be differentiated"
        "name `self`, or parameters of your own types, in `wrt`: `#[differentiate(wrt(self, x))]`"
        "Without an attribute of its own, a function in a block is left as it is if it has no parameter made of floats, or a result that has no gradient. Here that holds for each";
    UNKNOWN_OPTION "unknown-option"
        "`{}` is not an option of `#[differentiate]`"
        "the options are `grad`, `value_and_grad`, `vjp`, `accumulate_grad`, `grad_into`, `value_and_grad_into`, `pullback`, `jvp`, `jacobian`, `jacobian_into`, `hvp`, `hessian`, `hessian_into`, `order = 2`, `symmetric`, `aux`, `argmin`, `crate = path`, `wrt(parameter, …)`, and a rule of one's own: `vjp = …` with or without `jvp = …`, `of = …, partial(x) = …`, `implicit = …`"
        "The options name the functions to generate, `wrt` names the parameters to differentiate, `symmetric` chooses the derivative at ties, and `aux` says that the result is a pair of which the first is differentiated";
    AUX "aux"
        "with `aux`, the result is a pair of a value and what comes with it, and not `{}`"
        "write the result as a tuple of two, `(f64, Info)`: the first is differentiated, and the second returned beside it"
        "The option says that the second part of a pair has no derivative. An `Option` or a `Result` may have no value to differentiate";
    ARGMIN "argmin"
        "`argmin` needs {}"
        "write `#[differentiate(argmin)] fn cost(x: &[f64]) -> f64` or, in an `impl` with `#[differentiate]`, `#[differentiate(argmin)] fn cost(&self, x: &[f64]) -> f64`, with the data in `self`"
        "The traits of the crate argmin, `CostFunction`, `Gradient` and `Hessian`, are implemented for a type and know one parameter. For a free function that type is a new struct without \
         fields, named after the function in CamelCase; for a method it is that of the `impl`, beside which the attribute can only write if it stands on the `impl` as well";
    RULE_SYNTAX "rule-syntax"
        "this rule cannot be read: {}"
        "write `vjp = my_vjp`, `of = libm::erf, partial(x) = …` or `implicit = residual`"
        "A function can have one rule of its own: a function that gives the gradients, the partial derivatives of a foreign function, which the attribute calls, or the residual \
         that is zero at the value";
    RULE_SHAPE "rule-shape"
        "a function with {} cannot have {}"
        "`partial` is for floats as parameters and result, `implicit` for a float, an array or a `Vec` of floats as result; `vjp = my_vjp` takes any other shape, except `&mut` \
         parameters, functions as parameters, and an `Option` or a `Result` as result"
        "A rule has a gradient for each differentiated parameter, and calls the function for its value. Where a `&mut` parameter is changed, or a function is called, more would be needed";
    NO_PARTIAL "no-partial"
        "`{}` has no partial derivative"
        "add `partial({}) = …`, or hold it constant: name the others in `wrt`"
        "The body of a foreign function is not read, so its derivatives are those that are given, and a missing one is not zero";
    OPTION_TWICE "option-twice"
        "`{}` is given twice"
        "give each option and each parameter once"
        "The second mention has no effect, so it is probably a mistake for another name";
    OPTION_SYNTAX "option-syntax"
        "the options of `#[differentiate]` cannot be parsed: {}"
        "{}"
        "The options are names separated by commas";
    WRT_SYNTAX "wrt-syntax"
        "`wrt` takes the names of parameters"
        "write `wrt(x, w)`"
        "`wrt` lists the parameters to differentiate with respect to: one name or several, in parentheses";
    WRT_UNKNOWN "wrt-unknown"
        "`{}` is not a parameter of `{}`"
        "the parameters are {}"
        "A gradient is taken with respect to whole parameters, not to local variables or parts of a parameter";
    WRT_DISCRETE "wrt-discrete"
        "`{}` has the type `{}`, which has no derivative"
        "name parameters made of `f64` or `f32` in `wrt`"
        "A derivative describes the effect of an arbitrarily small change, and an integer, a `bool` or a string cannot change by an arbitrarily small amount";
    WRT_NAMED "wrt-named"
        "`{}` has the type `{}`, which the attribute does not know how to differentiate"
        "pass its numbers as `f64`, `f32`, arrays or tuples of them"
        "A gradient has the shape of the value, and of collections other than slices and `Vec`s the attribute does not know the shape";

    TOO_DEEP "too-deep"
        "this is nested too deeply, or is one expression of too many tokens"
        "bind parts of it to names with `let`"
        "The attribute visits expressions recursively, and the compiler's stack is finite. Usually only generated code reaches this limit";
    INTERNAL "internal"
        "`differentiate` made a mistake of its own in this function: {}"
        "please report it together with the function; until it is corrected, split the function into smaller ones"
        "The engine verifies its output before rustc sees it, and here the output was not well-formed. It is rejected because it might be wrong";

    // Signatures.
    UNSAFE "unsafe"
        "`unsafe` code cannot be differentiated"
        "move the unsafe part into a function of its own and differentiate the safe part"
        "The attribute cannot determine from its text what `unsafe` code reads and writes, and generated code is safe code";
    CRATE_NAME "crate-name"
        "a differentiated function cannot be called `{}`"
        "choose another name, such as `{}_of`"
        "The rule of a function is a type of the same name. It would hide the crate of that name from all paths in the module";
    ASYNC "async"
        "`async` code cannot be differentiated"
        "compute the numbers in an ordinary function and differentiate that"
        "The reverse sweep visits the computation in reverse order, and a suspended computation cannot be reversed";
    EXTERN "extern"
        "a function with a foreign calling convention cannot be differentiated"
        "differentiate an ordinary function and call it from this one"
        "The signatures of generated functions contain tuples, `Vec`s and closures, which other languages do not have";
    FUNCTION_PARAMETER "function-parameter"
        "a differentiated value enters `{}`, which can be any function"
        "declare this function inside of the one that calls it, where both it and what it is given are inlined; or call a function with `#[differentiate]` by its name, `match` on an enum that selects one, or pass a constant: `stop_gradient({})`"
        "The derivative of a function is found by the function's name. A function that is a parameter has none: it can be called with constants only. \
         In a function that is declared inside of another it is known which function the parameter is";
    DYN "dyn"
        "the type of a value behind `{}` is not known, so it cannot be differentiated"
        "leave it out of `wrt(…)`, which holds it constant, or use a concrete type, a type parameter or an enum"
        "The shape of a gradient follows from the type of the parameter, and a trait object hides the type";
    MUT_REFERENCE "mut-reference"
        "this use of `&mut` cannot be differentiated"
        "pass a `&mut` of a local, a parameter or a part of one directly to a function with `#[differentiate]`"
        "The reverse sweep restores overwritten values, so it must see the place that a `&mut` refers to: a local, a parameter, or a part of one. \
         A temporary, a `Vec` in a tuple and a reference behind another reference are no such places";
    PARAMETER_PATTERN "parameter-pattern"
        "this pattern of a parameter cannot be differentiated"
        "give the parameter a name and destructure it with `let`"
        "The generated functions have the same parameters, and their gradients are named after them, so each parameter needs a name";
    INNER_REFERENCE "inner-reference"
        "`{}` is passed by value with a reference in it, which the reverse sweep would have to keep"
        "pass it by reference as a whole, `{}: &…`, or each reference as a parameter of its own"
        "The reverse sweep runs later, when the referenced value may no longer exist, so its caller passes references a second time. \
         This works for a parameter that is a reference, not for a reference inside another value";
    NO_TANGENT "no-tangent"
        "`{}` cannot be generated through {}"
        "write the code out in this function, or ask for the gradient only"
        "Forward mode carries a tangent beside each value. Not everything that reverse mode understands has one yet";
    NO_JVP "no-jvp"
        "`{}` needs tangents, and the rule of the function has none"
        "add `jvp = …` beside `vjp = …`: a function of the arguments and the tangent of each differentiated one, which returns the value and its tangent"
        "A vector-Jacobian product says how a cotangent goes back, and not how a tangent goes forward";
    DISCRETE_RESULT "discrete-result"
        "the result `{}` has no derivative"
        "return `f64`, `f32`, or an array or a tuple of them; or leave the attribute out here: functions with the attribute may call this one"
        "A result that is an integer, a `bool` or `()` is piecewise constant: its derivative is zero wherever it exists";
    UNKNOWN_RESULT "unknown-result"
        "the attribute does not know how to differentiate a result of type `{}`"
        "return `f64`, `f32`, an array or a tuple of them, or an `Option` or a `Result` of these"
        "The cotangent of a result has its shape. An `Option` or a `Result` may contain no number at all, and of collections other than slices and `Vec`s the attribute does not know the shape";
    REFERENCE_RESULT "reference-result"
        "the reference that is returned is not to a part of one parameter"
        "return the value itself, with `.clone()`, `.to_vec()` or `*`; or return an index, and let the caller take the reference"
        "A caller's gradient flows back into the part that the reference is to: `&self.data[i..j]` and `&self.weights` say which it is, \
         a reference that branches or loops choose, or to something that was computed, does not";
    RESULT_ALIAS "result-alias"
        "the attribute does not see that `{}` is an `Option` or a `Result`"
        "write the result as `Option<…>` or as `Result<…, …>`"
        "The companions of a function that may give no number are an `Option` or a `Result` of what they give, with the same \
         error, and of another name the attribute sees neither which it is nor the type of the error";
    NOTHING_TO_DIFFERENTIATE "nothing-to-differentiate"
        "no parameter of `{}` can be differentiated"
        "{}"
        "A gradient has one entry for each float among the parameters, and the attribute sees none here. A struct counts only if `wrt` names it, since the attribute does not see its fields";
    HELD_RESULT "held-result"
        "differentiated values are written to `{}`, which `wrt` does not name"
        "add it to `wrt`, `wrt(…, {})`: `f_vjp` then takes a buffer for its cotangent at the end"
        "The final value of a `&mut` parameter is a result too. Its buffer holds the cotangent of the final value on entry and that of the initial value on return";
    ALIAS "alias"
        "of the type of `{}` the attribute sees only the name, `{}`"
        "if that is another name of `f64`, `f32`, or of arrays, `Vec`s or tuples of them, write `#[differentiate(wrt({}))]`; so too if it is a struct with `#[derive(Differentiable)]`"
        "An attribute sees tokens: it cannot tell a type alias from a struct or an enum, so it asks before it differentiates. If the type has no gradient, rustc says so";
    STRUCT "struct"
        "`{}: {}` is a struct, which is differentiated only if `wrt` names it"
        "write `#[differentiate(wrt({}))]` here, and `#[derive(Differentiable)]` on the struct"
        "An attribute sees the name of a type, but neither its fields nor their types. Whether a struct is a set of weights or of settings only you can say, and what its gradient is says the struct itself";
    CHOICE "choice"
        "`{}` flows into the result, but the attribute cannot tell whether to differentiate it"
        "to treat it as a constant, name the other parameters: `#[differentiate(wrt({}))]`; to differentiate it too, name it as well"
        "The result depends on numbers inside a type that the attribute knows by name only. Leaving them out of the gradient is a decision that only you can make";
    GRAD_OF_AGGREGATE "grad-of-aggregate"
        "`{}` needs a result that is one float, and this is `{}`"
        "use `vjp`, which takes a cotangent in the shape of the result, or `jacobian` for an array or a slice"
        "A function with several numbers as its result has one gradient for each of them. `vjp` computes the gradient of any weighted sum of them";

    GRAD_OF_EXCHANGE "grad-of-exchange"
        "`{}` is not defined for a function with a differentiated `&mut` parameter"
        "use `vjp`: it takes a buffer with the cotangent of the parameter's final value"
        "The final value of a `&mut` parameter is a result too, so the function has more than one number as its result";

    ONE_PARAMETER "one-parameter"
        "`{}` writes rows of numbers, so it needs exactly one differentiated parameter"
        "name one: `wrt(…)`"
        "With several parameters the second derivatives are a tuple of blocks, and a Jacobian one matrix for each parameter";

    JACOBIAN_RESULT "jacobian-result"
        "`{}` needs several numbers as the result: an array, a slice or a tuple of floats, or `()` and one `&mut` parameter that is an array or a slice, beside what it is differentiated with respect to"
        "use `grad` for one float; of a struct `jacobian_into` writes the rows into a slice, in the order of `write_flat`, and `jvp` computes a column, `vjp` a row"
        "Each output is a row";

    // What a function stores.
    ALLOC_GRADIENT "alloc-gradient"
        "the gradient with respect to `{}` is a `Vec`, which needs an allocator"
        "turn on the feature `alloc` of `differentiate`, use `accumulate_grad`, or take an array"
        "The length of a slice is known at run time only, so a gradient of its shape must be allocated";
    CHECKPOINT "checkpoint"
        "`#[checkpoint]` does not work on this loop, {}"
        "put it on a `for` loop that runs to its end: write `continue` behind a condition for `break` and `return`, compute before the loop what is not differentiated, and call functions with the attribute rather than methods"
        "The reverse sweep runs such a loop again, a segment at a time, so it must know how many iterations there are, and that a second run does nothing but compute";
    CHECKPOINT_SYNTAX "checkpoint-syntax"
        "this checkpoint cannot be read"
        "write `#[checkpoint(every = 100)]`, with any `usize` but 0 for the number of iterations between two checkpoints"
        "With N iterations between checkpoints, a loop of n iterations stores its state n / N times, and the values of one segment of N iterations";
    ALLOC_LOOP "alloc-loop"
        "this value is stored for each iteration of a loop with an unknown number of iterations, which needs an allocator"
        "turn on the feature `alloc` of `differentiate`, or use a range with constant ends for the loop"
        "The reverse sweep needs values from every iteration, in reverse order, so they must be stored";
    ALLOC_LIST "alloc-list"
        "this is a `Vec`, which needs an allocator"
        "turn on the feature `alloc` of `differentiate`, or use an array"
        "A `Vec` lives on the heap, and so does its gradient";

    // Statements and expressions.
    ITERATOR "iterator"
        "`{}` is not an iterator that can be differentiated"
        "use ranges, arrays and slices with the adapters that README lists (`iter`, `rev`, `zip`, `map`, `filter`, …), or write a loop over indices"
        "The reverse sweep visits the items in reverse order, so the attribute must know the source of the items and every adapter. \
         It does not know an adapter that is not of `std`";
    ITERATOR_STATE "iterator-state"
        "{} cannot be followed here, since the iterator in the local goes on afterwards"
        "collect its items first and run over those: `let items: Vec<_> = ….collect();`, `let mut it = items.iter();`"
        "An iterator in a local becomes a position in what it runs over. Where the items behind some of its adapters have no position, or making \
         them changes something, the attribute cannot stop between two items";
    CLOSURE "closure"
        "this use of a closure cannot be differentiated"
        "bind it with `let` and call it by its name here; a function that takes it must be declared inside of this one, where both are inlined: one that calls itself as a loop, one that is called \
         inside of its own argument as a closure, and one that takes `FnMut` as a loop. If it is passed to a method of an `Option` that a call returns, bind that with its type: `let o: Option<f64> = …;`"
        "Closures are inlined where they are called. So the attribute must see the call, and a closure \
         that changes state of its own cannot be inlined";
    MACRO "macro"
        "the expansion of the macro `{}!` is not visible here"
        "write out its expansion or, if it is a constant, `const K: … = {}!(…);`; the assertion, printing and `Vec` macros of `std` (`assert!`, `println!`, `vec!`, …) are supported"
        "An attribute sees the name and the arguments of a macro, but not its expansion, which could contain anything, including a `return` or a `continue`";
    HOMONYM "homonym"
        "two variables called `{}` differ only in the macro that they come from"
        "rename the one that the macro declares"
        "Rust distinguishes variables of the same name by the macro that wrote them; the attribute distinguishes variables by name only";
    TRY "try"
        "it is not visible here what this `?` returns"
        "write the result of the closure, as in `|x: f64| -> Option<f64> { … }`, or `match` on the value"
        "Whether `?` is of an `Option` or of a `Result` is read from the result of the function or of the closure around it";
    OPTION "option"
        "an `Option` or a `Result` of differentiated values cannot be followed here"
        "take it apart in this function, as in `if let Some(x) = xs.first() { … }`, and pass on what is in it; a function with the attribute may return either, and takes an `Option` that is named in its `wrt`"
        "Generated code replaces an `Option` or a `Result` by the pair of its status and its value. What is written down here, and what a function with \
         the attribute returns, is such a pair; what other code makes or takes is not";
    UNKNOWN_METHOD "unknown-method"
        "the derivative of the method `{}` is not known"
        "use a method that README lists; if the type of what it is called on is not written here, bind that with its type, `let v: [f64; 3] = …;`; or move the computation into a free function with `#[differentiate]`"
        "The derivative table has a row for each method of floats. A method of another type could compute anything";
    LIST_METHOD "list-method"
        "the method `{}` of a slice or `Vec` is not supported"
        "use the methods that README lists (`iter`, `swap`, `sort_by`, `push`, `insert`, `retain`, `split_off`, …), or a loop over the indices; a `Vec` of constants may be prepared in a function without `#[differentiate]`"
        "The reverse sweep must undo every change of a slice or a `Vec`, and move each cotangent to where its number came from. For this method it is not known how";
    UNSEEN_CHANGE "unseen-change"
        "it is not visible here whether `{}` changes the value it is called on"
        "give it a name and a value at once, `let mut v = …;`, or do this in a function without `#[differentiate]`"
        "Opaque code, which is not differentiated, is copied as written. It may change a local that is declared with `let mut` and a value, and that no differentiated value enters. \
         Any other value that the attribute tracks must not change, and of the result of a call, or of a value of your own type, the attribute does not know what its methods do";
    ASSOCIATED "associated-function"
        "the derivative of the associated function `{}` is not known"
        "put `#[differentiate]` on its `impl` and call it from there, or on a free function that computes the same; a function of floats that is not yours can be given a rule: `{}`"
        "The derivative of a free function stands beside it, under its name. An `impl` has no such place, and the attribute does not know \
         the contents of a `Box` or a struct";
    UNKNOWN_FUNCTION "unknown-function"
        "the derivative of `{}` is not known"
        "write what it computes with the methods of floats, here or in a function of your own with `#[differentiate]`, or give it a rule: `{}`"
        "The derivative of a function stands beside it, where `#[differentiate]` wrote it. The functions of the standard library have no such attribute";
    NO_DERIVATIVE "no-derivative"
        "`{}` has no derivative"
        "to treat its argument as a constant, write `stop_gradient({})`"
        "It converts a number into a value that is piecewise constant, such as bits or text. If that is converted back into a number, the gradient is lost, \
         and the attribute does not drop a gradient unless told to";
    METHOD_ARITY "method-arity"
        "`{}` takes {} here"
        "see the method's documentation in the standard library"
        "A method with the name of a float's method is assumed to be that method";
    CAST "cast"
        "casting `{}` to `{}` would lose its gradient"
        "to treat it as a constant, write `stop_gradient({}) as {}`"
        "An integer is piecewise constant, so everything computed from it would have derivative zero. That may be intended, \
         as for an index, or a mistake, so it must be written";
    UNKNOWN_TYPE "unknown-type"
        "the result type of `{}` is not visible here"
        "name the type: `f64::from(x)` or `x as f64`"
        "rustc infers the result type of `into` from its context. An attribute cannot, and the derivative depends on whether that type is a float";
    UNKNOWN_CALLEE "unknown-callee"
        "differentiated code can only call functions by name"
        "call a function with `#[differentiate]` by its name, or `match` on an enum that selects one, `Activation::Tanh => z.tanh()`"
        "The derivative of a function is found by the function's name; a field or an array element can be any function";
    AGGREGATE "aggregate"
        "a `{}` made of differentiated values cannot be differentiated yet"
        "write the variant by the name of its enum alone, as in `Shape::Circle(r)`, of an enum with `#[derive(Differentiable)]`; a struct must not hold closures"
        "The gradient is taken apart by the same path as the value, which must mean the same everywhere in the function, so it has no type arguments, and no `Self` \
         where the attribute does not see what that is";
    PATTERN "pattern"
        "this pattern of differentiated values is not supported"
        "use names, tuples, arrays and slices, as in `let (a, [b, c]) = …`; if an arm has a guard, give what is matched a name with `let`"
        "Each name in a pattern must stand for a part that has a gradient of its own: a part of a tuple, an element of an array or a slice. \
         A guard that looks at elements asks again for what is matched, so that must be a local or a part of one";
    UNINITIALISED "uninitialised"
        "`{}` is declared without values"
        "declare a name for each part, as in `let (a, b): (f64, f64);`, or one name at a time"
        "The attribute must see the parts of what is assigned later: a `..` in the pattern or an alias of a tuple type hides them";
    RESIZE "resize"
        "`{}` would change the length of a `Vec` that this function does not own"
        "change the length of a `Vec` of floats only in the function that declares it with `let mut`"
        "The gradient with respect to a parameter has the shape of the parameter, so that shape must not change";
    ASSIGN_PART "assign-part"
        "assigning to a part of `{}` cannot be differentiated yet"
        "bind the whole to a name with `let mut`, or build it from its parts: `let b = [a[0], y];`"
        "The reverse sweep restores the values that an assignment overwrote, and it cannot determine the value of this place";
    ASSIGN_TARGET "assign-target"
        "assigning to this cannot be differentiated"
        "assign to a local variable, or to the field or the element itself: `self.data[i] += x`"
        "Other code can also change a variable outside of the function, and of what a method returns by `&mut` the attribute does not see which part it is, so no gradient can be computed through it";
    OPERATOR "operator"
        "`{}` of differentiated values has no derivative"
        "use `+`, `-`, `*`, `/`, `%` and the methods of `f64`"
        "The bitwise operators work on integers and `bool`s, which are piecewise constant";
    UNSUPPORTED "unsupported"
        "{} cannot be differentiated"
        "{}"
        "The attribute supports a large part of Rust, and rejects the rest instead of guessing";
}

/// The tokens as text, spaced as a person would.
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
    /// The code of each, and the tokens that it points at.
    #[cfg(test)]
    pub places: Vec<(&'static str, String)>,
}

impl Sink {
    /// Reports an error at the given tokens, which must be the user's.
    pub fn report(&mut self, at: &dyn ToTokens, code: &Code, fill: &[&str]) {
        let message = format!("{} [{}]\n= help: {}", code.message, code.name, code.help);
        let fill: Vec<String> = fill.iter().map(|text| crate::names::with_self(text)).collect();
        let mut parts = message.split("{}");
        let mut text = parts.next().unwrap_or_default().to_owned();
        for (i, part) in parts.enumerate() {
            text.push_str(fill.get(i % fill.len().max(1)).map_or("…", String::as_str));
            text.push_str(part);
        }
        #[cfg(test)]
        self.places.push((code.name, at.to_token_stream().to_string()));
        // The link comes last, since the text that fills in `{}` may itself contain braces.
        text.push_str(&format!("\n= note: {PAGE}#{}", code.name));
        #[allow(clippy::disallowed_methods, reason = "this is the catalogue")]
        self.errors.push(syn::Error::new_spanned(at, text));
    }

    /// Reports an error at a span.
    pub fn report_at(&mut self, at: proc_macro2::Span, code: &Code, fill: &[&str]) {
        let mut token = proc_macro2::Literal::u8_unsuffixed(0);
        token.set_span(at);
        self.report(&token, code, fill);
    }

    /// Adds the errors of another sink.
    pub fn append(&mut self, other: Sink) {
        self.errors.extend(other.errors);
        #[cfg(test)]
        self.places.extend(other.places);
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
