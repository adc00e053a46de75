//! Rules of one's own: `vjp = my_vjp`, `of = path, partial(x) = …`, `implicit = residual`.
//!
//! The body of such a function is not read. In its place stands a call of the function itself, through its rule; so whatever is
//! generated from a function is generated here too. What is special is written by `emit/custom.rs`: the rule, and the companions that
//! need not compute the value.

mod tangents;

use crate::diagnostics::{
    ARGMIN, NO_PARTIAL, OPTION_TWICE, RULE_SHAPE, RULE_SYNTAX, Sink, UNSUPPORTED, WRT_UNKNOWN, shown,
};
use crate::lower::{Param, Signature};
use crate::method::Home;
use crate::names;
use crate::options::Options;
use crate::types::Ty;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Expr, ExprPath, ItemFn, Meta, Token};
pub use tangents::{varying, with_tangents};

/// The options that say a rule, as they are written.
#[derive(Clone, Default)]
pub struct Written {
    /// The options that take the path of a function, each once.
    paths: Vec<(Ident, ExprPath)>,
    /// The partial derivatives.
    partials: Vec<(Ident, Partial)>,
}

/// `(x) = expression`, of an option `partial`.
#[derive(Clone)]
pub struct Partial {
    /// The parameter.
    pub name: Ident,
    /// The derivative with respect to it.
    pub derivative: Expr,
}

impl Parse for Partial {
    fn parse(input: ParseStream) -> syn::Result<Partial> {
        let inside;
        syn::parenthesized!(inside in input);
        let name = inside.parse()?;
        if !inside.is_empty() {
            return Err(inside.error("one partial derivative is with respect to one parameter"));
        }
        input.parse::<Token![=]>()?;
        Ok(Partial { name, derivative: input.parse()? })
    }
}

/// Where the gradients of a function come from.
pub enum Rule {
    /// The user's functions: that of the arguments and the cotangent, and that of the arguments and their tangents.
    Vjp(ExprPath, Option<ExprPath>),
    /// A derivative for each parameter that is differentiated, in their order.
    Partials(Vec<Expr>),
    /// The function whose root the function finds.
    Implicit(ExprPath),
}

impl Rule {
    /// Does it say how a tangent goes forward?
    pub fn has_tangents(&self) -> bool {
        match self {
            Rule::Vjp(_, jvp) => jvp.is_some(),
            Rule::Partials(_) | Rule::Implicit(_) => true,
        }
    }
}

impl Written {
    /// Is it an option that takes the path of a function?
    pub fn takes(&self, word: &Ident, meta: &Meta) -> bool {
        let named = |names: &[&str]| names.iter().any(|name| word == name);
        // Without a value they name a function to generate.
        named(&["of", "implicit", "partial"]) || named(&["vjp", "jvp"]) && matches!(meta, Meta::NameValue(_))
    }

    /// Reads one.
    pub fn read(&mut self, word: &Ident, meta: &Meta, sink: &mut Sink) {
        if word == "partial" {
            sink.report(meta, &RULE_SYNTAX, &["`partial` takes one parameter and an expression"]);
            return;
        }
        let path = match meta {
            Meta::NameValue(option) => match &option.value {
                Expr::Path(path) => Some(path.clone()),
                Expr::Group(group) => match &*group.expr {
                    Expr::Path(path) => Some(path.clone()),
                    _ => None,
                },
                _ => None,
            },
            Meta::Path(_) | Meta::List(_) => None,
        };
        match path {
            None => sink.report(meta, &RULE_SYNTAX, &[&format!("`{word}` takes the path of a function")]),
            Some(_) if self.paths.iter().any(|(known, _)| known == word) => {
                sink.report(word, &OPTION_TWICE, &[&word.to_string()]);
            }
            Some(path) => self.paths.push((word.clone(), path)),
        }
    }

    /// Adds a partial derivative.
    pub fn add(&mut self, word: Ident, partial: Partial, sink: &mut Sink) {
        if self.partials.iter().any(|(_, known)| known.name == partial.name) {
            sink.report(&partial.name, &OPTION_TWICE, &[&partial.name.to_string()]);
        }
        self.partials.push((word, partial));
    }

    /// Do the options go together?
    pub fn check(&self, sink: &mut Sink) {
        let sources = self.paths.iter().filter(|(word, _)| word != "jvp").collect::<Vec<_>>();
        if let [_, (second, _), ..] = sources[..] {
            sink.report(second, &RULE_SYNTAX, &["a function has one rule"]);
        }
        let of = self.path("of");
        match self.partials.first() {
            Some((word, _)) if of.is_none() => {
                sink.report(
                    word,
                    &RULE_SYNTAX,
                    &["`partial` belongs to `of`, which names the function that it is the derivative of"],
                );
            }
            _ => {}
        }
        if let Some((word, _)) =
            self.paths.iter().find(|(word, _)| word == "jvp" && self.path("vjp").is_none())
        {
            sink.report(word, &RULE_SYNTAX, &["`jvp` stands beside `vjp`"]);
        }
    }

    /// The value of an option.
    pub fn path(&self, option: &str) -> Option<&ExprPath> {
        self.paths.iter().find(|(word, _)| word == option).map(|(_, path)| path)
    }

    /// The first of the options.
    pub fn word(&self) -> Option<&Ident> {
        self.paths.first().map(|(word, _)| word).or(self.partials.first().map(|(word, _)| word))
    }

    /// The names in it, which nothing generated may have.
    pub fn mentioned(&self) -> Vec<Ident> {
        let mut found = Vec::new();
        let paths = self.paths.iter().map(|(_, path)| path.to_token_stream());
        let partials = self.partials.iter().map(|(_, partial)| partial.derivative.to_token_stream());
        paths.chain(partials).for_each(|tokens| identifiers(tokens, &mut found));
        found
    }

    /// Is there a rule?
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }
}

/// The function whose body is a call of another one, which the attribute names: `fn erf(x: f64) -> f64;`. `None` if the item is none
/// such.
pub fn of_foreign(item: &TokenStream, options: &Options) -> Option<ItemFn> {
    let path = options.custom.path("of")?;
    let syn::ForeignItemFn { attrs, vis, sig, .. } = syn::parse2(names::canonical(item.clone())).ok()?;
    let arguments = sig.inputs.iter().map(|input| match input {
        syn::FnArg::Receiver(receiver) => receiver.self_token.to_token_stream(),
        syn::FnArg::Typed(typed) => typed.pat.to_token_stream(),
    });
    syn::parse2(quote!(#(#attrs)* #vis #sig { #path(#(#arguments),*) })).ok()
}

/// The function with a call of itself as its body.
pub fn calling_itself(function: &ItemFn, home: &Home) -> ItemFn {
    let mut function = with_names(function);
    let name = &function.sig.ident;
    let arguments: Vec<TokenStream> = function
        .sig
        .inputs
        .iter()
        .filter_map(|input| match input {
            syn::FnArg::Typed(typed) => match &*typed.pat {
                syn::Pat::Ident(pat) => Some(pat.ident.to_token_stream()),
                _ => None,
            },
            syn::FnArg::Receiver(_) => None,
        })
        .collect();
    let called = called(&function, home);
    function.block = match (home.is_impl(), arguments.split_first()) {
        (true, Some((receiver, others))) if has_receiver(&function) => {
            syn::parse_quote!({ #receiver.#name(#(#others),*) })
        }
        _ => syn::parse_quote!({ #called(#(#arguments),*) }),
    };
    function
}

/// The function with a name for each parameter. What else its patterns say, only its body needs.
fn with_names(function: &ItemFn) -> ItemFn {
    let mut named = function.clone();
    for (index, input) in named.sig.inputs.iter_mut().enumerate() {
        let syn::FnArg::Typed(typed) = input else { continue };
        let name = match &*typed.pat {
            syn::Pat::Ident(pat) => pat.ident.clone(),
            _ => names::unmentioned(function, format!("argument_{index}"), "_"),
        };
        *typed.pat = syn::parse_quote!(#name);
    }
    named
}

fn has_receiver(function: &ItemFn) -> bool {
    matches!(function.sig.inputs.first(), Some(syn::FnArg::Typed(typed))
        if matches!(&*typed.pat, syn::Pat::Ident(pat) if names::is_receiver(&pat.ident)))
}

/// The function as it is called by a path.
pub fn called(function: &ItemFn, home: &Home) -> TokenStream {
    let name = &function.sig.ident;
    let turbofish = names::turbofish(&function.sig.generics);
    match home.is_impl() {
        true => {
            let own = home.own(name);
            quote!(#own #turbofish)
        }
        false => quote!(#name #turbofish),
    }
}

/// The declaration that gives a foreign function a rule, for the message where it has none.
pub fn declaration(path: &ExprPath, arguments: &[&Expr]) -> String {
    let mut names: Vec<String> = Vec::new();
    for argument in arguments {
        let own = match argument {
            Expr::Path(path) => path.path.get_ident().map(names::plain),
            _ => None,
        };
        let letters = ["x", "y", "z", "u", "v", "w"].map(str::to_owned).into_iter();
        let numbered = (1..).map(|number| format!("x{number}"));
        let mut wishes = own.into_iter().chain(letters).chain(numbered);
        names.extend(wishes.find(|wish| !names.contains(wish) && wish != "value"));
    }
    let partials: String = names.iter().map(|name| format!(", partial({name}) = …")).collect();
    let parameters: Vec<String> = names.iter().map(|name| format!("{name}: f64")).collect();
    let name = path.path.segments.last().map(|last| names::plain(&last.ident)).unwrap_or_default();
    let (path, parameters) = (shown(path), parameters.join(", "));
    format!("#[differentiate(of = {path}{partials})] fn {name}({parameters}) -> f64;")
}

/// Reports a rule that stands on a block.
pub fn refuse_on_block(options: &Options, sink: &mut Sink) {
    if let Some(word) = options.custom.word() {
        sink.report(word, &RULE_SYNTAX, &["it stands on a block, and belongs to one function"]);
    }
    if let Some(word) = &options.argmin {
        sink.report(word, &ARGMIN, &["to stand on a method, since a type is one problem"]);
    }
}

/// Reports a body where the attribute writes one.
pub fn refuse_body(function: &ItemFn, options: &Options, sink: &mut Sink) {
    if options.custom.path("of").is_some() {
        let why = "with `of` the attribute writes the body; end the function with `;`";
        sink.report_at(function.block.brace_token.span.open(), &RULE_SYNTAX, &[why]);
    }
}

/// The rule that the options say, where it suits the function, and the parameters that are differentiated. Those of which only the
/// name of the type is known are constants unless `wrt` names them: the rule shows that it gives no gradient for them.
pub fn rule(
    function: &ItemFn,
    options: &Options,
    home: &Home,
    sink: &mut Sink,
) -> (Option<Rule>, Option<Vec<Ident>>) {
    let mut own = Sink::default();
    let signature = crate::lower::signature_of(function, options.wrt.as_deref(), home, &mut own);
    if !own.is_empty() {
        // They are reported where the function is lowered.
        return (None, options.wrt.clone());
    }
    let active = signature.params.iter().filter(|param| param.active).map(|param| param.ident.clone());
    (suiting(options, &signature, sink), options.wrt.clone().or(Some(active.collect())))
}

fn suiting(options: &Options, signature: &Signature, sink: &mut Sink) -> Option<Rule> {
    let written = &options.custom;
    let before = sink.is_empty();
    shape(options, signature, sink);
    let rule = if let Some(path) = written.path("vjp") {
        Rule::Vjp(path.clone(), written.path("jvp").cloned())
    } else if let Some(path) = written.path("implicit") {
        root(signature, sink);
        Rule::Implicit(path.clone())
    } else {
        Rule::Partials(partials(written, signature, sink))
    };
    (sink.is_empty() && before).then_some(rule)
}

/// Reports what no rule can have.
fn shape(options: &Options, signature: &Signature, sink: &mut Sink) {
    if matches!(signature.home, Home::Operator(_)) {
        sink.report(&options.custom.word(), &RULE_SHAPE, &["an operator", "a rule of its own"]);
    }
    if let Some(aux) = &options.aux {
        sink.report(aux, &RULE_SHAPE, &["the option `aux`", "a rule of its own"]);
    }
    if signature.outcome {
        let what = format!("the result `{}`", shown(&signature.result_tokens));
        sink.report(&signature.result_tokens, &RULE_SHAPE, &[&what, "a rule of its own"]);
    }
    for param in &signature.params {
        let what = match param {
            Param { exchanged: true, .. } => format!("the parameter `{}` by `&mut`", param.name()),
            Param { function: true, .. } => {
                format!("the parameter `{}`, which is a function,", param.name())
            }
            _ if param.ident == signature.name => "a parameter of its own name".to_owned(),
            _ => {
                if let Some(at) = param.inner_reference() {
                    sink.report(&at, &crate::diagnostics::INNER_REFERENCE, &[&param.name()]);
                }
                continue;
            }
        };
        sink.report(&param.tokens, &RULE_SHAPE, &[&what, "a rule of its own"]);
    }
}

/// Reports a root that is not a number or a list of them.
fn root(signature: &Signature, sink: &mut Sink) {
    let is_root = match &signature.result {
        Ty::Float(_) => true,
        Ty::Array(elem, _) | Ty::Vec(elem) => elem.is_float(),
        _ => false,
    };
    if !is_root {
        let what = format!("the result `{}`", shown(&signature.result_tokens));
        sink.report(&signature.result_tokens, &RULE_SHAPE, &[&what, "an implicit rule"]);
    }
}

/// The derivatives, in the order of the parameters.
fn partials(written: &Written, signature: &Signature, sink: &mut Sink) -> Vec<Expr> {
    if !signature.result.is_float() {
        let what = format!("the result `{}`", shown(&signature.result_tokens));
        sink.report(&signature.result_tokens, &RULE_SHAPE, &[&what, "partial derivatives"]);
    }
    for (_, Partial { name, derivative }) in &written.partials {
        let param = signature.params.iter().find(|param| param.ident == *name);
        if param.is_none() {
            let all: Vec<_> = signature.params.iter().map(|p| format!("`{}`", p.name())).collect();
            let function = signature.name.to_string();
            sink.report(name, &WRT_UNKNOWN, &[&name.to_string(), &function, &all.join(", ")]);
        }
        if param.is_some_and(|param| !param.active) {
            let why = format!("`{name}` is constant, and has no partial derivative");
            sink.report(name, &RULE_SYNTAX, &[&why]);
        }
        if let Some(value) = signature.params.iter().find(|param| param.ident == "value")
            && names::mentions(&derivative.to_token_stream(), &["value"])
        {
            let why = "`value` is the result, and here a parameter too: give the parameter another name";
            sink.report(&value.ident, &RULE_SYNTAX, &[why]);
        }
        if let Some(jump) = jump_in(derivative) {
            sink.report(
                &jump,
                &UNSUPPORTED,
                &[
                    "a jump out of a partial derivative",
                    "write a derivative as an expression, or call a function that has the jump",
                ],
            );
        }
    }
    let partial_of = |param: &Param| written.partials.iter().find(|(_, partial)| partial.name == param.ident);
    let mut found = Vec::new();
    for param in signature.active() {
        match partial_of(param) {
            Some((_, partial)) if param.ty.referent().is_float() => found.push(partial.derivative.clone()),
            Some(_) => {
                let what = format!("the parameter `{}: {}`", param.name(), shown(&param.tokens));
                sink.report(&param.tokens, &RULE_SHAPE, &[&what, "partial derivatives"]);
            }
            None => {
                let name = param.name();
                sink.report(&param.ident, &NO_PARTIAL, &[&name]);
            }
        }
    }
    found
}

fn identifiers(tokens: TokenStream, found: &mut Vec<Ident>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if !found.contains(&ident) => found.push(ident),
            TokenTree::Group(group) => identifiers(group.stream(), found),
            _ => {}
        }
    }
}

/// What leaves an expression, if it does.
pub fn jump_in(expr: &Expr) -> Option<TokenStream> {
    let mut jump = Jump(None);
    syn::visit::Visit::visit_expr(&mut jump, expr);
    jump.0
}

/// Finds what leaves an expression.
struct Jump(Option<TokenStream>);

impl<'ast> syn::visit::Visit<'ast> for Jump {
    fn visit_expr_return(&mut self, jump: &'ast syn::ExprReturn) {
        self.0.get_or_insert_with(|| jump.return_token.to_token_stream());
    }
    fn visit_expr_try(&mut self, jump: &'ast syn::ExprTry) {
        self.0.get_or_insert_with(|| jump.question_token.to_token_stream());
    }
    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
