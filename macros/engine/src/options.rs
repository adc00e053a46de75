//! The attribute's arguments.

use crate::custom::{Partial, Written};
use crate::diagnostics::{OPTION_SYNTAX, OPTION_TWICE, Sink, UNKNOWN_OPTION, WRT_SYNTAX};
use crate::lower::Asked;
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Meta, Token};

/// A function to be generated beside the user's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Companion {
    /// `f_grad(args…) -> gradient`
    Grad,
    /// `f_value_and_grad(args…) -> (value, gradient)`
    ValueAndGrad,
    /// `f_vjp(args…, cotangent) -> gradient`
    Vjp,
    /// `f_accumulate_grad(args…, buffers…) -> value`
    AccumulateGrad,
    /// `f_jvp(args…, tangents…) -> (value, tangent)`
    Jvp,
    /// `f_hvp(args…, directions…) -> gradient`
    Hvp,
    /// `f_jacobian(args…) -> rows`
    Jacobian,
    /// `f_jacobian_into(args…, rows)`
    JacobianInto,
    /// `f_hessian(args…) -> rows`
    Hessian,
    /// `f_hessian_into(args…, rows)`
    HessianInto,
    /// `f_pullback(args…) -> (value, pull)`
    Pullback,
    /// `f_grad_into(args…, buffers…)`
    GradInto,
    /// `f_value_and_grad_into(args…, buffers…) -> value`
    ValueAndGradInto,
}

impl Companion {
    /// All of them, in the order in which they are generated.
    pub const ALL: [Companion; 13] = [
        Companion::Grad,
        Companion::ValueAndGrad,
        Companion::Vjp,
        Companion::AccumulateGrad,
        Companion::Jvp,
        Companion::Hvp,
        Companion::Jacobian,
        Companion::JacobianInto,
        Companion::Hessian,
        Companion::HessianInto,
        Companion::Pullback,
        Companion::GradInto,
        Companion::ValueAndGradInto,
    ];

    /// Those generated where none are named.
    pub const USUAL: [Companion; 3] = [Companion::Grad, Companion::ValueAndGrad, Companion::Vjp];

    /// Those that the crate argmin asks for, of a function to minimise.
    pub const MINIMISED: [Companion; 2] = [Companion::Grad, Companion::Hessian];

    /// Its name as an option and as the suffix of the generated function.
    pub fn name(self) -> &'static str {
        match self {
            Companion::Grad => "grad",
            Companion::ValueAndGrad => "value_and_grad",
            Companion::Vjp => "vjp",
            Companion::AccumulateGrad => "accumulate_grad",
            Companion::Jvp => "jvp",
            Companion::Hvp => "hvp",
            Companion::Jacobian => "jacobian",
            Companion::JacobianInto => "jacobian_into",
            Companion::Hessian => "hessian",
            Companion::HessianInto => "hessian_into",
            Companion::Pullback => "pullback",
            Companion::GradInto => "grad_into",
            Companion::ValueAndGradInto => "value_and_grad_into",
        }
    }

    /// Does it need tangents, and those of callees?
    pub fn has_tangents(self) -> bool {
        self.is_matrix() || matches!(self, Companion::Jvp | Companion::Hvp)
    }

    /// Does it need second derivatives?
    pub fn is_second(self) -> bool {
        matches!(self, Companion::Hvp | Companion::Hessian | Companion::HessianInto)
    }

    /// Does it give a row for each output or input?
    pub fn is_matrix(self) -> bool {
        matches!(
            self,
            Companion::Jacobian | Companion::JacobianInto | Companion::Hessian | Companion::HessianInto
        )
    }

    /// Does it overwrite buffers of the caller's with the gradient?
    pub fn overwrites(self) -> bool {
        matches!(self, Companion::GradInto | Companion::ValueAndGradInto)
    }

    /// Does it add the gradient to buffers of the caller's, or overwrite these?
    pub fn fills(self) -> bool {
        self == Companion::AccumulateGrad || self.overwrites()
    }

    /// Does it ask for a result that is one float?
    pub fn needs_scalar(self) -> bool {
        match self {
            Companion::Grad
            | Companion::ValueAndGrad
            | Companion::AccumulateGrad
            | Companion::GradInto
            | Companion::ValueAndGradInto
            | Companion::Hvp
            | Companion::Hessian
            | Companion::HessianInto => true,
            Companion::Vjp
            | Companion::Pullback
            | Companion::Jvp
            | Companion::Jacobian
            | Companion::JacobianInto => false,
        }
    }
}

/// What the attribute asks for.
#[derive(Clone, Default)]
pub struct Options {
    /// The companions named, each with the token that names it; empty: the usual ones.
    pub companions: Vec<(Companion, Ident)>,
    /// The block around the function names them, for those of its functions that can have them.
    pub of_block: bool,
    /// The parameters to differentiate; `None`: all that can be.
    pub wrt: Option<Vec<Ident>>,
    /// Further parameters that the rule takes part in, since functions of the same block pass differentiated values for them.
    pub passed: Vec<Ident>,
    /// At ties with constants too, the mean of the one-sided derivatives.
    pub symmetric: bool,
    /// The result is a pair, of which the second part is not differentiated: the token that says so.
    pub aux: Option<Ident>,
    /// The gradient is a differentiated function too.
    pub twice: Option<Ident>,
    /// The traits of the crate argmin are implemented: the token that says so.
    pub argmin: Option<Ident>,
    /// What this crate is called where the attribute stands.
    pub of_crate: Option<syn::Path>,
    /// The user's rule, as it is written.
    pub custom: Written,
}

/// One of the attribute's arguments.
enum Argument {
    /// Of the form that all attributes have.
    Usual(Meta),
    /// `partial(x) = …`
    Partial(Ident, Partial),
}

impl Parse for Argument {
    fn parse(input: ParseStream) -> syn::Result<Argument> {
        let starts = input.peek(Ident::peek_any) && input.peek2(syn::token::Paren);
        let word = input.fork().call(Ident::parse_any).ok().filter(|word| starts && word == "partial");
        match word {
            Some(word) => {
                input.call(Ident::parse_any)?;
                Ok(Argument::Partial(word, input.parse()?))
            }
            None => input.parse().map(Argument::Usual),
        }
    }
}

impl Options {
    /// Reads the tokens between the attribute's parentheses.
    pub fn parse(tokens: TokenStream, sink: &mut Sink) -> Options {
        let mut options = Options::default();
        let arguments = match Punctuated::<Argument, Token![,]>::parse_terminated.parse2(tokens) {
            Ok(arguments) => arguments,
            Err(error) => {
                // The parser's error has the place, also where that is the end.
                sink.report_at(
                    error.span(),
                    &OPTION_SYNTAX,
                    &[&error.to_string(), "separate them with commas: `#[differentiate(grad, wrt(x, w))]`"],
                );
                return options;
            }
        };
        for argument in arguments {
            match argument {
                Argument::Usual(meta) => options.read(&meta, sink),
                Argument::Partial(word, partial) => options.custom.add(word, partial, sink),
            }
        }
        options.custom.check(sink);
        options
    }

    /// What lowering heeds.
    pub fn asked(&self) -> Asked {
        let scalar = self.companions.iter().any(|(companion, _)| companion.needs_scalar());
        Asked { symmetric: self.symmetric, aux: self.aux.is_some(), scalar }
    }

    /// With the options of the block around the function, where it has none of its own; `wrt` as far as it has the parameters.
    pub fn within(mut self, block: &Options, sig: &syn::Signature) -> Options {
        if self.companions.is_empty() {
            self.companions.clone_from(&block.companions);
            self.of_block = true;
        }
        self.symmetric |= block.symmetric;
        let has = |name: &Ident| {
            sig.inputs.iter().any(|input| match input {
                syn::FnArg::Receiver(_) => crate::names::is_receiver(name),
                syn::FnArg::Typed(typed) => matches!(&*typed.pat, syn::Pat::Ident(pat) if pat.ident == *name),
            })
        };
        if self.wrt.is_none() {
            let own = block.wrt.iter().flatten().filter(|name| has(name)).cloned().collect::<Vec<_>>();
            self.wrt = (!own.is_empty()).then_some(own);
        }
        // A problem of argmin's has one parameter, and all else in it is data.
        if self.argmin.is_some() && self.wrt.is_none() {
            let mut names = sig.inputs.iter().filter_map(|input| match input {
                syn::FnArg::Typed(typed) => match &*typed.pat {
                    syn::Pat::Ident(pat) => Some(pat.ident.clone()),
                    _ => None,
                },
                syn::FnArg::Receiver(_) => None,
            });
            self.wrt = names.next().filter(|_| names.next().is_none()).map(|name| vec![name]);
        }
        self
    }

    /// Is something asked for that needs tangents?
    pub fn has_tangents(&self) -> bool {
        self.companions.iter().any(|(companion, _)| companion.has_tangents())
    }

    /// Is the pullback to be called more than once?
    pub fn keeps(&self) -> bool {
        self.companions.iter().any(|(companion, _)| *companion == Companion::Pullback)
    }

    fn read(&mut self, meta: &Meta, sink: &mut Sink) {
        let path = meta.path();
        let name = path.get_ident().map(Ident::to_string).unwrap_or_default();
        let companion = Companion::ALL.into_iter().find(|c| c.name() == name);
        match (meta, companion, path.get_ident()) {
            (Meta::Path(_), Some(companion), Some(ident)) => {
                if self.companions.iter().any(|(c, _)| *c == companion) {
                    sink.report(path, &OPTION_TWICE, &[&name]);
                }
                self.companions.push((companion, ident.clone()));
            }
            (Meta::Path(_), None, _) if name == "symmetric" => {
                if std::mem::replace(&mut self.symmetric, true) {
                    sink.report(path, &OPTION_TWICE, &[&name]);
                }
            }
            (Meta::Path(_), None, Some(ident)) if name == "aux" => {
                if self.aux.replace(ident.clone()).is_some() {
                    sink.report(path, &OPTION_TWICE, &[&name]);
                }
            }
            (Meta::NameValue(value), None, Some(ident)) if name == "order" => {
                match value.value.to_token_stream().to_string().as_str() {
                    "2" if self.twice.is_some() => sink.report(path, &OPTION_TWICE, &[&name]),
                    "2" => self.twice = Some(ident.clone()),
                    _ => sink.report(meta, &OPTION_SYNTAX, &["`order` is 2, or not given", "write `order = 2`; third derivatives are those of the `hessian` of a function in which the gradient is written out"]),
                }
            }
            (Meta::Path(_), None, Some(ident)) if name == "argmin" => {
                if self.argmin.replace(ident.clone()).is_some() {
                    sink.report(path, &OPTION_TWICE, &[&name]);
                }
            }
            (Meta::NameValue(value), None, Some(_)) if name == "crate" => match crate_path(&value.value) {
                Some(of_crate) if self.of_crate.is_none() => self.of_crate = Some(of_crate),
                Some(_) => sink.report(path, &OPTION_TWICE, &[&name]),
                None => sink.report(
                    meta,
                    &OPTION_SYNTAX,
                    &["`crate` is a path", "write the path of this crate: `crate = ::gradients`"],
                ),
            },
            _ if name == "aux" || name == "argmin" => {
                let why = format!("`{name}` stands alone, without a value");
                sink.report(meta, &OPTION_SYNTAX, &[&why, &format!("write `{name}`")]);
            }
            (_, _, Some(word)) if self.custom.takes(word, meta) => self.custom.read(word, meta, sink),
            _ if name == "symmetric" => {
                sink.report(
                    meta,
                    &OPTION_SYNTAX,
                    &["`symmetric` stands alone, without a value", "write `symmetric`"],
                );
            }
            (Meta::List(list), None, _) if name == "wrt" => self.read_wrt(list, sink),
            (Meta::Path(_) | Meta::NameValue(_), None, _) if name == "wrt" => {
                sink.report(meta, &WRT_SYNTAX, &[]);
            }
            (Meta::NameValue(_), Some(_), _) => {
                let why = format!("`{name}` names a function to generate, and has no value");
                sink.report(meta, &OPTION_SYNTAX, &[&why, &format!("write `{name}`")]);
            }
            _ => {
                let shown = quote::quote!(#path).to_string().replace(' ', "");
                sink.report(path, &UNKNOWN_OPTION, &[&shown]);
            }
        }
    }

    fn read_wrt(&mut self, list: &syn::MetaList, sink: &mut Sink) {
        if self.wrt.is_some() {
            sink.report(&list.path, &OPTION_TWICE, &["wrt"]);
        }
        let name = |input: ParseStream| {
            let name = input.call(Ident::parse_any)?;
            Ok(if name == "self" { crate::names::receiver(name.span()) } else { name })
        };
        let names = |input: ParseStream| Punctuated::<Ident, Token![,]>::parse_terminated_with(input, name);
        let names = names.parse2(list.tokens.clone());
        let wrt = self.wrt.get_or_insert_default();
        match names {
            Ok(names) if !names.is_empty() => {
                for name in names {
                    if wrt.contains(&name) {
                        sink.report(&name, &OPTION_TWICE, &[&name.to_string()]);
                    }
                    wrt.push(name);
                }
            }
            _ => sink.report(list, &WRT_SYNTAX, &[]),
        }
    }
}

/// What the arguments say that this crate is called.
pub fn of_crate(arguments: &TokenStream) -> Option<syn::Path> {
    let asks = crate::names::mentions(arguments, &["crate"]);
    asks.then(|| Options::parse(arguments.clone(), &mut Sink::default()).of_crate).flatten()
}

/// The path after `crate =`, which other attributes write as a text.
fn crate_path(value: &syn::Expr) -> Option<syn::Path> {
    match value {
        syn::Expr::Path(path) if path.qself.is_none() => Some(path.path.clone()),
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => text.parse().ok(),
        _ => None,
    }
}
