//! Macros: `vec!`, those that check or print, and those without a derivative.

use crate::diagnostics::{self as code, Sink};
use crate::ir::{Id, Literal, Op, Plain};
use crate::lower::{Exit, Lower};
use crate::spanned::Spanned;
use crate::types::{Len, Ty};
use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::{Expr, Macro, Token};

/// What a macro does.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Checks or prints, and gives nothing back.
    Effect,
    /// Does not come back.
    Diverges,
    /// Has a value without a derivative.
    Constant,
    /// As `Constant`, of tokens that are not run.
    Unread,
    /// Writes a text to its first argument.
    Writes,
    /// `vec!`
    List,
    /// `s![1.., ..]` of `ndarray`, which `slice` is given.
    Part,
}

/// The macros that are known. What any other expands to could be anything, also a `continue`.
const KNOWN: &[(Kind, &[&str])] = &[
    (
        Kind::Effect,
        &[
            "assert",
            "assert_eq",
            "assert_ne",
            "debug_assert",
            "debug_assert_eq",
            "debug_assert_ne",
            "print",
            "println",
            "eprint",
            "eprintln",
        ],
    ),
    (Kind::Diverges, &["panic", "unreachable", "todo", "unimplemented"]),
    (Kind::Constant, &["matches", "format"]),
    (Kind::Writes, &["write", "writeln"]),
    (
        Kind::Unread,
        &[
            "stringify",
            "concat",
            "line",
            "column",
            "file",
            "module_path",
            "cfg",
            "env",
            "option_env",
            "include_str",
        ],
    ),
    (Kind::List, &["vec"]),
];

impl Kind {
    fn of(mac: &Macro) -> Option<Kind> {
        let segments: Vec<String> = mac.path.segments.iter().map(|s| s.ident.to_string()).collect();
        let (name, module) = segments.split_last()?;
        if name == "s" && (module.is_empty() || module == ["ndarray"]) {
            return Some(Kind::Part);
        }
        let is_std = module.iter().all(|part| ["std", "core", "alloc"].contains(&part.as_str()));
        let known = KNOWN.iter().filter(|_| is_std).find(|(_, names)| names.contains(&name.as_str()));
        known.map(|(kind, _)| *kind)
    }
}

/// Is it `s![1.., ..]`, without a jump?
pub(super) fn is_part(mac: &Macro) -> bool {
    Kind::of(mac) == Some(Kind::Part) && jump(mac.tokens.clone()).is_none()
}

/// Does the macro not come back?
pub(in crate::lower) fn diverges(mac: &Macro) -> bool {
    Kind::of(mac) == Some(Kind::Diverges)
}

/// Does the macro only show to a person what it is given?
pub(in crate::lower) fn shows(mac: &Macro) -> bool {
    matches!(Kind::of(mac), Some(Kind::Effect | Kind::Diverges))
}

/// `format!`
pub(in crate::lower) fn is_format(mac: &Macro) -> bool {
    Kind::of(mac) == Some(Kind::Constant) && mac.path.segments.last().is_some_and(|s| s.ident == "format")
}

/// `write!`, `writeln!`
pub(in crate::lower) fn is_write(mac: &Macro) -> bool {
    Kind::of(mac) == Some(Kind::Writes)
}

/// The expressions that a macro is given; `None` if they are no such.
pub(in crate::lower) fn arguments(mac: &Macro) -> Option<Vec<Expr>> {
    let list = |input: syn::parse::ParseStream| Punctuated::<Expr, Token![,]>::parse_terminated(input);
    let tokens = mac.tokens.clone();
    match Kind::of(mac)? {
        Kind::Unread => Some(Vec::new()),
        Kind::Part => None,
        Kind::List if syn::parse2::<syn::ExprRepeat>(quote!([#tokens])).is_ok() => {
            let repeat = syn::parse2::<syn::ExprRepeat>(quote!([#tokens])).ok()?;
            Some(vec![*repeat.expr, *repeat.len])
        }
        Kind::Constant if mac.path.segments.last()?.ident == "matches" => {
            let parts = |input: syn::parse::ParseStream| {
                let value = input.parse::<Expr>()?;
                input.parse::<Token![,]>()?;
                syn::Pat::parse_multi_with_leading_vert(input)?;
                let guard =
                    input.parse::<Option<Token![if]>>()?.map(|_| input.parse::<Expr>()).transpose()?;
                input.parse::<Option<Token![,]>>()?;
                Ok(std::iter::once(value).chain(guard).collect())
            };
            parts.parse2(tokens).ok()
        }
        _ => {
            let named = |arg| match arg {
                // `format!("{x}", x = …)`
                Expr::Assign(assign) => *assign.right,
                arg => arg,
            };
            Some(list.parse2(tokens).ok()?.into_iter().map(named).collect())
        }
    }
}

/// Reports macros that may expand to anything, and jumps out of the arguments of others.
pub(in crate::lower) fn refuse_macros(function: &syn::ItemFn, sink: &mut Sink) {
    struct Search<'s>(&'s mut Sink);
    impl<'ast> Visit<'ast> for Search<'_> {
        // An item is handed on as it stands.
        fn visit_item(&mut self, _: &'ast syn::Item) {}
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            self.visit_expr(&call.receiver);
            for arg in &call.args {
                let is_part = matches!(arg, Expr::Macro(mac) if call.method == "slice" && is_part(&mac.mac));
                if !is_part {
                    self.visit_expr(arg);
                }
            }
        }
        fn visit_macro(&mut self, mac: &'ast Macro) {
            let name = mac.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
            match (Kind::of(mac), jump(mac.tokens.clone()), arguments(mac)) {
                (Some(Kind::Unread), ..) => {}
                (Some(_), Some(jump), _) => {
                    self.0.report(
                        &jump,
                        &code::UNSUPPORTED,
                        &["a jump inside of a macro", "write it in a statement before the macro"],
                    );
                }
                (Some(_), None, Some(arguments)) => arguments.iter().for_each(|arg| self.visit_expr(arg)),
                _ => self.0.report(&mac.path, &code::MACRO, &[&name]),
            }
        }
    }
    Search(sink).visit_block(&function.block);
}

/// The first token that may leave what is around it.
fn jump(tokens: TokenStream) -> Option<TokenTree> {
    tokens.into_iter().find_map(|token| match &token {
        TokenTree::Group(group) => jump(group.stream()),
        TokenTree::Ident(name) => {
            ["return", "break", "continue"].iter().any(|jump| name == jump).then_some(token)
        }
        TokenTree::Punct(punct) => (punct.as_char() == '?').then_some(token),
        TokenTree::Literal(_) => None,
    })
}

impl Lower<'_> {
    /// A macro for its value.
    pub(in crate::lower) fn macro_call(&mut self, mac: &Macro) -> Id {
        match Kind::of(mac) {
            Some(Kind::Effect | Kind::Diverges) => self.macro_statement(mac),
            Some(Kind::Constant | Kind::Unread) => {
                let captures = self.captured(mac.tokens.clone());
                if self.refuse_inlined(&captures) || self.refuse_change(mac) {
                    return self.reported();
                }
                if let Some(refused) = self.refuse_text(mac) {
                    return refused;
                }
                let (names, ids): (Vec<_>, Vec<_>) = captures.into_iter().unzip();
                let is_match = mac.path.segments.last().is_some_and(|s| s.ident == "matches");
                let ty = if is_match { Ty::Bool } else { self.types.fresh() };
                self.discrete(Op::Plain(Plain::Verbatim(quote!(#mac), names), ids), ty, mac.span())
            }
            Some(Kind::Writes) => self.written_text(mac),
            Some(Kind::List) => self.vec_macro(mac),
            Some(Kind::Part) => super::part::macro_of_part(self, mac),
            None => self.reported(),
        }
    }

    /// `write!(log, "{k}")`: what is written to is changed where it is.
    fn written_text(&mut self, mac: &Macro) -> Id {
        let to = arguments(mac).and_then(|arguments| arguments.into_iter().next());
        if let Some(name) = to.as_ref().and_then(crate::lower::scan::changes::base)
            && self.becomes_opaque(&name)
        {
            return self.poison();
        }
        if self.refuse_change(mac) {
            return self.reported();
        }
        match self.refuse_text(mac) {
            Some(refused) => refused,
            None => self.as_written_here(&syn::parse_quote!(#mac)),
        }
    }

    /// What is only carried along must not change what is around it.
    fn refuse_change(&mut self, mac: &Macro) -> bool {
        let arguments = arguments(mac).unwrap_or_default();
        let written = usize::from(is_write(mac));
        let change = arguments.iter().skip(written).find(|argument| self.changes_something(argument));
        if let Some(change) = change {
            self.report(
                change,
                &code::UNSUPPORTED,
                &["a change inside of a macro", "write it in a statement before the macro"],
            );
        }
        change.is_some()
    }

    /// `vec![a; n]`, `vec![a, b]`
    fn vec_macro(&mut self, mac: &Macro) -> Id {
        let span = mac.span();
        if let Ok(repeat) = syn::parse2::<syn::ExprRepeat>({
            let tokens = &mac.tokens;
            quote!([#tokens])
        }) {
            let (value, len) = (self.expr(&repeat.expr), self.number_of_elements(&repeat.len));
            if self.varies(value) && self.ty(value).is_aggregate() {
                return self.copies(value, len, &repeat);
            }
            let ty = Ty::Vec(Box::new(self.arena.ty(value).clone()));
            return self.node(Op::List(value, len), ty, span);
        }
        match syn::parse2::<syn::ExprArray>({
            let tokens = &mac.tokens;
            quote!([#tokens])
        }) {
            Ok(array) if array.elems.is_empty() => {
                let elem = self.types.fresh_inferred();
                self.empty_list(elem, span)
            }
            Ok(array) => {
                let array = self.array(&array);
                if let Some(list) = self.list_of_slices(array) {
                    return list;
                }
                let elem = self.ty(array).part(0).unwrap_or(Ty::Bool);
                self.node(Op::ToVec(array), Ty::Vec(Box::new(elem)), span)
            }
            Err(_) => self.reported(),
        }
    }

    /// `vec![a; 2]` of arrays or lists: only floats can be added up over a length that is not known.
    fn copies(&mut self, value: Id, len: Id, repeat: &syn::ExprRepeat) -> Id {
        const FEW: i128 = 64;
        let Op::Literal(Literal::Int(Some(count @ 1..=FEW), _)) = *self.arena.op(len) else {
            return self.report(
                repeat,
                &code::UNSUPPORTED,
                &[
                    "`vec![a; n]` where `a` is no number,",
                    "collect copies of it: `let v: Vec<_> = (0..n).map(|_| a.clone()).collect();`",
                ],
            );
        };
        let (elem, span) = (self.arena.ty(value).clone(), repeat.span());
        let parts = vec![value; count as usize];
        let ty = Ty::Array(Box::new(elem.clone()), Len::of(parts.len()));
        let array = self.node(Op::Array(parts), ty, span);
        self.node(Op::ToVec(array), Ty::Vec(Box::new(elem)), span)
    }

    /// A macro for its effect.
    pub(in crate::lower) fn macro_statement(&mut self, mac: &Macro) -> Id {
        let kind = Kind::of(mac);
        if kind == Some(Kind::Writes) {
            self.written_text(mac);
            return self.unit();
        }
        let captures = self.captured(mac.tokens.clone());
        if kind.is_none() || self.refuse_inlined(&captures) || self.refuse_change(mac) {
            return self.reported();
        }
        self.effect(quote!(#mac;), captures);
        if kind == Some(Kind::Diverges) {
            self.exit = Exit::Leaves;
            self.block.diverges = true;
        }
        self.unit()
    }
}
