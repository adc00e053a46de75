//! Rules of functions of a block that have no attribute of their own, such as constructors: functions that are differentiated call them.
//!
//! Nobody asked for such a rule, so it must not be what rustc refuses: it stands only where the types in the signature are known to have
//! gradients, and the body calls nothing that may be without a rule.

use super::operator;
use crate::diagnostics::Sink;
use crate::ir::{Callee, Id, Op, Stmt};
use crate::lower::{self, Asked, Primal};
use crate::method::{self, Home};
use crate::options::{Companion, Options};
use crate::{configured, generate, names};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use std::collections::BTreeSet;
use syn::{FnArg, GenericArgument, ItemFn, PathArguments, ReceiverKind, ReturnType, Signature, Type};

/// The types that have gradients, as the functions show that are asked for them.
#[derive(Default)]
pub(super) struct Known {
    types: BTreeSet<String>,
    /// The functions that have rules.
    functions: BTreeSet<String>,
    /// What needs tangents, and is asked of one of them.
    asked: Vec<Companion>,
    /// What their bodies mention.
    mentioned: TokenStream,
}

/// A rule that may stand.
struct Written {
    name: Ident,
    tokens: TokenStream,
    calls: BTreeSet<String>,
}

impl Known {
    /// A function with a rule, which is asked for gradients with respect to these parameters.
    pub fn asked(&mut self, function: &ItemFn, options: &Options, home: &Home) {
        self.functions.insert(function.sig.ident.to_string());
        self.mentioned.extend(function.block.to_token_stream());
        let asked = options.companions.iter().map(|(companion, _)| *companion);
        self.asked
            .extend(asked.filter(|companion| companion.has_tangents() || *companion == Companion::Pullback));
        let function = method::with_named_receiver(function.clone());
        for input in &function.sig.inputs {
            let FnArg::Typed(typed) = input else { continue };
            let is_named = |name: &Ident| matches!(&*typed.pat, syn::Pat::Ident(pat) if pat.ident == *name);
            if options.wrt.iter().flatten().any(is_named) {
                self.learn(&typed.ty, home);
            }
        }
        if let (ReturnType::Type(_, ty), false) = (&function.sig.output, options.asked().aux) {
            self.learn(ty, home);
        }
    }

    /// A function whose rule says that it has no gradient.
    pub fn constant(&mut self, name: &Ident) {
        self.functions.insert(name.to_string());
    }

    /// Has a function of the block a rule, as far as has been seen?
    pub fn has_rule(&self, name: &str) -> bool {
        self.functions.contains(name)
    }

    fn learn(&mut self, ty: &Type, home: &Home) {
        each_leaf(ty, &mut |leaf| {
            self.types.insert(name_of(leaf, home));
            true
        });
    }

    /// Has a value of that type a gradient?
    pub fn has_gradient(&self, ty: &Type, floats: &[String], home: &Home) -> bool {
        each_leaf(ty, &mut |leaf| {
            let read = crate::types::read(leaf, floats, &mut crate::types::Types::default());
            read.is_differentiable() || self.types.contains(&name_of(leaf, home))
        })
    }

    /// The rules of these functions, as far as they can have one. `all`: the attribute stands for each of them.
    pub fn rules(&self, functions: Vec<ItemFn>, home: &Home, all: bool, alloc: bool) -> TokenStream {
        let called = self.called(&functions);
        let mut written: Vec<Written> = functions
            .iter()
            .zip(&called)
            .filter(|(function, called)| all || **called || function.sig.receiver().is_none())
            .filter_map(|(function, _)| self.rule(function, home, all, alloc))
            .collect();
        loop {
            let names: BTreeSet<String> = written.iter().map(|rule| rule.name.to_string()).collect();
            let before = written.len();
            let has_rule = |name: &String| self.functions.contains(name) || names.contains(name);
            written.retain(|rule| rule.calls.iter().all(has_rule));
            if written.len() == before {
                let others =
                    functions.iter().filter(|function| !names.contains(&function.sig.ident.to_string()));
                let without = others.map(without_rule);
                return written.into_iter().map(|rule| rule.tokens).chain(without).collect();
            }
        }
    }

    /// Where others are marked: which of them the functions with rules mention, or others of them that are mentioned. The rest may calculate
    /// with fields of types whose operators have no rules; associated functions calculate with their parameters, whose types are known.
    fn called(&self, functions: &[ItemFn]) -> Vec<bool> {
        let mut called = vec![false; functions.len()];
        let mut bodies = vec![self.mentioned.clone()];
        let associated = functions.iter().filter(|function| function.sig.receiver().is_none());
        bodies.extend(associated.map(|function| function.block.to_token_stream()));
        while let Some(body) = bodies.pop() {
            for (called, function) in called.iter_mut().zip(functions) {
                if !*called && names::mentions(&body, &[&function.sig.ident.to_string()]) {
                    *called = true;
                    bodies.push(function.block.to_token_stream());
                }
            }
        }
        called
    }

    fn rule(&self, function: &ItemFn, home: &Home, all: bool, alloc: bool) -> Option<Written> {
        let wrt = self.wrt(&function.sig, home)?;
        let function = method::with_named_receiver(function.clone());
        let mut sink = Sink::default();
        let primal = lower::lower_for(&function, Some(&wrt), Asked::default(), home, &mut sink);
        let calls = calls(&primal, home, all).filter(|_| sink.is_empty() && !primal.refused)?;
        let tokens = generate::rule_alone(&function, &primal, &self.asked, alloc, &mut sink);
        sink.is_empty().then(|| Written { name: function.sig.ident.clone(), tokens, calls })
    }

    /// The parameters to differentiate with respect to: all that are no integers, if each of them is known to have a gradient, and the result too.
    fn wrt(&self, sig: &Signature, home: &Home) -> Option<Vec<Ident>> {
        let plain = sig.generics.params.is_empty() && sig.generics.where_clause.is_none();
        if !plain || sig.asyncness.is_some() || sig.variadic.is_some() || sig.abi.is_some() {
            return None;
        }
        let function: ItemFn = syn::parse_quote!(#sig {});
        let floats = lower::floats(&function, home, None);
        let function = method::with_named_receiver(function);
        let wrt = operator::operands(&function);
        let mut changes = false;
        for input in &function.sig.inputs {
            let FnArg::Typed(typed) = input else { return None };
            let syn::Pat::Ident(pat) = &*typed.pat else { return None };
            changes |= matches!(&*typed.ty, Type::Reference(of) if of.mutability.is_some());
            if wrt.contains(&pat.ident) && !self.has_gradient(&typed.ty, &floats, home) {
                return None;
            }
        }
        let has_result = match &function.sig.output {
            ReturnType::Type(_, ty) => self.has_gradient(ty, &floats, home),
            ReturnType::Default => changes,
        };
        (has_result && !wrt.is_empty()).then_some(wrt)
    }
}

/// What stands for the rule of a function without one, so that rustc says what to do where it is called.
fn without_rule(function: &ItemFn) -> TokenStream {
    let sig = &function.sig;
    let receiver = match sig.receiver().map(|receiver| &receiver.kind) {
        None => TokenStream::new(),
        Some(ReceiverKind::Value) => quote!(&self,),
        Some(ReceiverKind::Reference(_, _, None)) => quote!(&self,),
        Some(ReceiverKind::Reference(..)) => quote!(&mut self,),
        Some(_) => return TokenStream::new(),
    };
    // A call may write the generic arguments.
    if sig.generics.type_params().next().is_some() || sig.generics.const_params().next().is_some() {
        return TokenStream::new();
    }
    let (vis, rule, private) = (&function.vis, names::rule_of(&sig.ident), names::private());
    let conditions = configured::conditions(&function.attrs);
    let count = sig.inputs.len() - usize::from(sig.receiver().is_some());
    let types: Vec<Ident> = (0..count).map(|at| quote::format_ident!("Argument{at}")).collect();
    quote! {
        #conditions
        #[doc(hidden)]
        #[allow(unused, clippy::all, clippy::pedantic)]
        #vis fn #rule<#(#types,)* Value, Pullback>(#receiver #(_: #types),*) -> (Value, Pullback)
        where
            for<'rule> #private::Unmarked: #private::HasRule,
        {
            ::core::unreachable!()
        }
    }
}

/// The functions of the block that it calls; `None` if it calls others, or operators of the user's.
fn calls(primal: &Primal, home: &Home, all: bool) -> Option<BTreeSet<String>> {
    let whole = |mut of: Id| {
        while let Op::Borrow(inner) | Op::Deref(inner) = *primal.arena.op(of) {
            of = inner;
        }
        match primal.arena.op(of) {
            Op::Param(_) => true,
            Op::Load(place) | Op::Lvalue(place) | Op::Share(place) => place.path.is_empty(),
            _ => false,
        }
    };
    let is_users = |of: Id| whole(of) && !primal.arena.ty(of).referent().is_differentiable();
    let own = home.block().and_then(method::Impl::name);
    let is_own = |path: &syn::Path, at: usize| {
        let first = &path.segments[0].ident;
        path.segments.len() == at + 1 && (first == "Self" || own.as_ref() == Some(first))
    };
    let (mut names, mut others) = (BTreeSet::new(), false);
    primal.block.each(&mut |stmt| {
        let Stmt::Call(call) = stmt else { return };
        match &call.callee {
            Callee::Operator { .. } => others |= !all && call.args.iter().any(|arg| is_users(*arg)),
            Callee::Function(path) if is_own(path, 0) || is_of_core(path) => {}
            Callee::Associated(of) if of.qself.is_none() && is_own(&of.path, 1) => {
                names.extend(call.callee.name().map(Ident::to_string));
            }
            Callee::Method(name, _) if call.args.first().is_some_and(|receiver| whole(*receiver)) => {
                names.insert(name.to_string());
            }
            Callee::Function(_) | Callee::Associated(_) | Callee::Method(..) | Callee::Sum { .. } => {
                others = true;
            }
        }
    });
    (!others).then_some(names)
}

/// Is it probably a function of this crate?
pub(super) fn is_of_core(path: &syn::Path) -> bool {
    const FUNCTIONS: [&str; 25] = [
        "relu",
        "leaky_relu",
        "elu",
        "sigmoid",
        "log_sigmoid",
        "softplus",
        "silu",
        "gelu",
        "step",
        "huber",
        "bce_with_logits",
        "cross_entropy",
        "dot",
        "norm_squared",
        "logsumexp",
        "softmax",
        "log_softmax",
        "erf",
        "erfc",
        "norm_cdf",
        "norm_pdf",
        "ln_gamma",
        "digamma",
        "trigamma",
        "stop_gradient",
    ];
    path.segments.last().is_some_and(|last| FUNCTIONS.iter().any(|known| last.ident == known))
}

/// The name of a type, without its arguments where it is the block's own.
fn name_of(leaf: &Type, home: &Home) -> String {
    let shown = quote!(#leaf).to_string();
    let own = home.block().and_then(|block| block.ty.as_ref().map(|ty| quote!(#ty).to_string()));
    if own.as_ref() == Some(&shown) { "Self".to_owned() } else { shown }
}

/// Does it hold for all types that a type is made of, behind references, in lists, tuples and options?
fn each_leaf(ty: &Type, holds: &mut impl FnMut(&Type) -> bool) -> bool {
    const MADE: [&str; 5] = ["Vec", "Option", "Box", "VecDeque", "Cow"];
    match ty {
        Type::Reference(of) => each_leaf(&of.elem, holds),
        Type::Paren(of) => each_leaf(&of.elem, holds),
        Type::Slice(of) => each_leaf(&of.elem, holds),
        Type::Array(of) => each_leaf(&of.elem, holds),
        Type::Tuple(of) => !of.elems.is_empty() && of.elems.iter().all(|elem| each_leaf(elem, holds)),
        Type::Path(path) => match path.path.segments.last() {
            Some(last) if MADE.iter().any(|made| last.ident == made) => match &last.arguments {
                PathArguments::AngleBracketed(of) => of.args.iter().all(|argument| match argument {
                    GenericArgument::Type(elem) => each_leaf(elem, holds),
                    _ => true,
                }),
                _ => holds(ty),
            },
            _ => holds(ty),
        },
        other => holds(other),
    }
}
