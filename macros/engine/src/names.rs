//! Every identifier the macro invents.
//!
//! A value keeps the name the user gave it; its adjoint is called `d_` and that name. Names that
//! are taken, by a parameter, by another value or by something from outside that the function mentions, get a number.

pub mod lifetimes;
mod receiver;

use crate::ir::{Arena, Block, Body, Id, Op, Plain, Stmt, Table, Tape, Var};
use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use std::collections::{BTreeMap, BTreeSet};

pub use receiver::{
    annotated_trait, argument, called_of_object, either, is_receiver, kept_rule, kept_rule_of, of_object,
    receiver, rule_of, tangent_rule, tangent_rule_of, with_receiver, with_self,
};

/// A group with other tokens in it, where it is.
pub fn inside(group: &Group, change: impl FnOnce(TokenStream) -> TokenStream) -> TokenTree {
    let mut same = Group::new(group.delimiter(), change(group.stream()));
    same.set_span(group.span());
    same.into()
}

/// The same tokens with one spelling for each identifier: `r#x` is `x`, unless that is a keyword.
pub fn canonical(tokens: TokenStream) -> TokenStream {
    let one = |token: TokenTree| match token {
        TokenTree::Ident(ident) => {
            let name = ident.to_string();
            let plain = name.strip_prefix("r#").filter(|plain| syn::parse_str::<Ident>(plain).is_ok());
            TokenTree::Ident(plain.map_or(ident.clone(), |plain| Ident::new(plain, ident.span())))
        }
        TokenTree::Group(group) => inside(&group, canonical),
        other => other,
    };
    tokens.into_iter().map(one).collect()
}

/// Are the names of a function, and what is made of them, such as Rust asks for?
pub fn are_snake_case(function: &syn::ItemFn) -> bool {
    struct Names(bool);
    impl<'ast> syn::visit::Visit<'ast> for Names {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            self.0 &= is_snake_case(&plain(&pat.ident));
        }
    }
    fn is_snake_case(name: &str) -> bool {
        !name.contains(char::is_uppercase) && !name.contains("__") && !name.ends_with('_')
    }
    let mut names = Names(is_snake_case(&plain(&function.sig.ident)));
    syn::visit::Visit::visit_item_fn(&mut names, function);
    names.0
}

/// The name of an operand that is taken out of its expression: one that nobody types.
pub fn operand(number: usize) -> Ident {
    Ident::new(&format!("{OPERAND}{number}"), Span::mixed_site())
}

/// The name of a float's method in the trait that bounds each type parameter which is a float, whatever other bounds it has.
pub fn of_any_float(method: &str) -> Ident {
    Ident::new(&format!("float_{method}"), Span::call_site())
}

/// The trait of core with the rules of methods of floats, where a value may be a float or of a type of the user's.
pub fn float_rules(tangents: bool) -> Ident {
    let name = if tangents { "FloatRulesWithTangents" } else { "FloatRules" };
    Ident::new(name, Span::call_site())
}

/// The label of a block that the engine writes: one that nobody types.
pub fn chain_label() -> syn::Lifetime {
    syn::Lifetime::new("'chain\u{b7}", Span::mixed_site())
}

/// The label of a `match` in two steps: another one, since what is in its arms may become a block with the label above.
pub fn steps_label() -> syn::Lifetime {
    syn::Lifetime::new("'steps\u{b7}", Span::mixed_site())
}

/// The label of what is not differentiated: one that nobody types.
pub fn aux_label(at: Span) -> syn::Lifetime {
    syn::Lifetime::new(AUX, at)
}

/// Is it that label?
pub fn is_aux(label: &syn::Lifetime) -> bool {
    label.to_string() == AUX
}

const AUX: &str = "'aux\u{b7}";

/// The label of the body of a closure with a `return`.
pub fn closure_label() -> syn::Lifetime {
    syn::Lifetime::new("'closure\u{b7}", Span::mixed_site())
}

const OPERAND: &str = "operand\u{b7}";

/// The name of a local in a function of the library: one that nobody types.
pub fn of_library(name: &Ident, at: Span) -> Ident {
    Ident::new(&format!("{name}{OWN}"), at)
}

/// The name of a local that belongs to one of the user's: one that nobody types.
pub fn hidden(name: &str, number: usize, at: Span) -> Ident {
    Ident::new(&format!("{name}{OWN}{number}{OWN}"), at)
}

/// Is it such a name?
pub fn is_hidden(name: &Ident) -> bool {
    name.to_string().ends_with(OWN)
}

const OWN: char = '\u{b7}';

/// What something is called after a name: without the mark of a raw identifier.
pub fn plain(name: &Ident) -> String {
    let name = name.to_string();
    let taken_out = name.strip_prefix(OPERAND).is_some_and(|number| number.parse::<usize>().is_ok());
    let plain = if taken_out { "operand" } else { name.trim_start_matches("r#") };
    plain.split(OWN).next().unwrap_or_default().to_owned()
}

/// The method of an enum's gradient, or of its tangent, that gives a part of a variant by `&mut` or by `&`.
pub fn part_of_variant(variant: &str, member: &str, changes: bool) -> Ident {
    let [variant, member] = [variant, member].map(|name| name.trim_start_matches("r#"));
    let by = if changes { "_mut" } else { "" };
    Ident::new(&format!("differentiate_{variant}_{member}{by}"), Span::call_site())
}

/// The number of a field by its name, by which the derive says what goes back to what became the field (FNV-1a).
pub fn number_of_field(member: &str) -> TokenStream {
    let bytes = member.trim_start_matches("r#").bytes();
    let number = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    Literal::u64_unsuffixed(number).into_token_stream()
}

/// The name of a companion.
pub fn companion(function: &Ident, suffix: &str) -> Ident {
    Ident::new(&format!("{}_{suffix}", plain(function)), function.span())
}

/// The struct that stands for a function.
pub fn in_camel_case(function: &Ident) -> Ident {
    let capital = |word: &str| {
        let mut chars = word.chars();
        let first = chars.next().into_iter().flat_map(char::to_uppercase);
        first.chain(chars.clone()).collect::<String>()
    };
    let name: String = plain(function).split('_').map(capital).collect();
    // Of underscores alone nothing is left.
    let name = if name.is_empty() { plain(function) } else { name };
    Ident::new(&name, function.span())
}

/// What a trait of the crate argmin, or something in it, is called.
pub fn of_argmin(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// The names by which generated code mentions the rules of called functions. Such a name is what rustc
/// shows where there is none, so it says what to do.
#[derive(Default)]
pub struct Rules {
    named: Vec<(syn::Path, Ident)>,
    /// The functions of the body's own. Their rules hide others of their names, and an `use` could mean either.
    inner: Vec<Ident>,
}

impl Rules {
    /// Gives names to the callees of the bodies of one function.
    pub fn of(bodies: &[&Body], items: &[syn::Item]) -> Rules {
        let inner = items.iter().filter_map(|item| match item {
            syn::Item::Fn(function) if is_annotated(function) => Some(function.sig.ident.clone()),
            _ => None,
        });
        let mut rules = Rules { named: Vec::new(), inner: inner.collect() };
        for body in bodies {
            body.trusts
                .iter()
                .filter_map(|trust| trust.callee.function())
                .for_each(|path| rules.insert(path));
            body.quiet.iter().for_each(|callee| rules.insert(callee));
            body.block.each(&mut |stmt| match stmt {
                Stmt::Call(call) => call.callee.function().into_iter().for_each(|path| rules.insert(path)),
                Stmt::Let(id) => {
                    if let Op::Aside(argument, _) = body.arena.op(*id)
                        && let Some(path) = argument.callee.function()
                    {
                        rules.insert(path);
                    }
                }
                _ => {}
            });
        }
        rules
    }

    fn insert(&mut self, callee: &syn::Path) {
        if self.inner(callee).is_some() || self.named.iter().any(|(known, _)| same_path(known, callee)) {
            return;
        }
        let wish = wish_for(callee);
        // Functions of different modules may have the same name.
        let mut name = wish.to_string();
        while self.named.iter().any(|(_, known)| *known == name) {
            name.push_str("_again");
        }
        self.named.push((without_arguments(callee), Ident::new(&name, wish.span())));
    }

    /// The callee, if it is a function of the body's own.
    fn inner<'p>(&self, callee: &'p syn::Path) -> Option<&'p Ident> {
        callee.get_ident().filter(|name| self.inner.contains(name))
    }

    /// The name for a callee, at the place where it is called.
    pub fn name(&self, callee: &syn::Path) -> Ident {
        if let Some(inner) = self.inner(callee) {
            return inner.clone();
        }
        let wish = wish_for(callee);
        let known = self.named.iter().find(|(known, _)| same_path(known, callee));
        known.map_or(wish.clone(), |(_, name)| Ident::new(&name.to_string(), wish.span()))
    }

    /// Is there a name for a callee?
    pub fn knows(&self, callee: &syn::Path) -> bool {
        self.inner(callee).is_some() || self.named.iter().any(|(known, _)| same_path(known, callee))
    }

    /// One `use` for each of them, and the rules of tuple structs where one may be that.
    pub fn imports(&self) -> TokenStream {
        let private = private();
        let constructors = self.named.iter().any(|(path, _)| is_capital(path));
        let constructors = constructors.then(|| quote!(use #private::constructors::*;));
        let rules = self.named.iter().map(|(path, name)| quote!(use #path as #name;));
        quote!(#(#rules)* #constructors)
    }
}

/// Does a function have the attribute?
fn is_annotated(function: &syn::ItemFn) -> bool {
    let mut names = function.attrs.iter().filter_map(|attribute| attribute.path().segments.last());
    names.any(|name| name.ident == "differentiate")
}

fn wish_for(callee: &syn::Path) -> Ident {
    let last = callee.segments.last().map(|s| s.ident.clone());
    let last = last.unwrap_or_else(|| Ident::new("callee", Span::call_site()));
    // The functions of `std::mem` are known by their path.
    let remedy = match callee.get_ident() {
        Some(name) if ["swap", "replace", "take"].iter().any(|known| name == known) => {
            format!("_or_write_std_mem_{name}")
        }
        Some(_) => String::new(),
        // It may be another crate's.
        None if callee.segments.first().is_some_and(|first| !is_of_this_crate(&first.ident)) => {
            let path: Vec<String> = callee.segments.iter().map(|segment| plain(&segment.ident)).collect();
            format!("_or_declare_it_with_of_{}_and_partials", path.join("_"))
        }
        None => String::new(),
    };
    Ident::new(&format!("annotate_{}_with_differentiate{remedy}", plain(&last)), last.span())
}

fn is_of_this_crate(first: &Ident) -> bool {
    ["crate", "self", "super", "Self"].iter().any(|of| first == of)
}

/// A path without the types at its segments.
pub fn without_arguments(path: &syn::Path) -> syn::Path {
    let mut path = path.clone();
    path.segments.iter_mut().for_each(|segment| segment.arguments = syn::PathArguments::None);
    path
}

/// Are two paths written the same way, whatever the types in them?
pub fn same_path(a: &syn::Path, b: &syn::Path) -> bool {
    a.leading_colon.is_some() == b.leading_colon.is_some()
        && a.segments.len() == b.segments.len()
        && a.segments.iter().zip(&b.segments).all(|(a, b)| a.ident == b.ident)
}

/// A name for a generated parameter that none of the user's parameters has.
pub fn beside<'p>(params: impl Iterator<Item = &'p Ident> + Clone, wish: &str) -> Ident {
    let mut name = wish.to_owned();
    while params.clone().any(|param| *param == name) {
        name.push('_');
    }
    Ident::new(&name, Span::call_site())
}

/// A name that nothing in the function has: the wish, with as many suffixes as that takes.
pub fn unmentioned(function: &syn::ItemFn, wish: String, suffix: &str) -> Ident {
    unmentioned_in(&quote!(#function), wish, suffix)
}

/// The same for any tokens.
pub fn unmentioned_in(tokens: &TokenStream, wish: String, suffix: &str) -> Ident {
    let mut name = wish;
    while syn::parse_str::<Ident>(&name).is_err() || mentions(tokens, &[&name]) {
        name.push_str(suffix);
    }
    Ident::new(&name, Span::call_site())
}

/// Does a path end like the name of a type or of a variant?
pub fn is_capital(path: &syn::Path) -> bool {
    path.segments.last().is_some_and(|last| plain(&last.ident).starts_with(char::is_uppercase))
}

/// A name of the user's, as it is written.
pub fn written(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The type parameters and the constants of generics, without their lifetimes.
pub fn type_parameters(generics: &syn::Generics) -> Vec<&Ident> {
    let name = |param| match param {
        &syn::GenericParam::Lifetime(_) => None,
        syn::GenericParam::Type(syn::TypeParam { ident, .. })
        | syn::GenericParam::Const(syn::ConstParam { ident, .. }) => Some(ident),
    };
    generics.params.iter().filter_map(name).collect()
}

/// The path of a type as it stands in an expression: `Point::<f64>`.
pub fn in_expression(mut path: syn::Path) -> syn::Path {
    for segment in &mut path.segments {
        if let syn::PathArguments::AngleBracketed(args) = &mut segment.arguments {
            args.colon2_token.get_or_insert_default();
        }
    }
    path
}

/// The generic arguments of a function, written out.
pub fn turbofish(generics: &syn::Generics) -> TokenStream {
    match type_parameters(generics) {
        generics if generics.is_empty() => quote!(),
        generics => quote!(::<#(#generics),*>),
    }
}

/// The private module that generated code calls.
pub fn private() -> TokenStream {
    private_at(Span::call_site())
}

/// The same at another place.
pub fn private_at(at: Span) -> TokenStream {
    quote_spanned!(at=> ::differentiate::__private)
}

/// Generated code's own place is the attribute; this is the user's place for it, where an error of rustc's belongs.
pub fn place(at: Span) -> Span {
    Span::call_site().located_at(at)
}

/// The same tokens, all of them at another place.
pub fn moved_to(tokens: TokenStream, at: Span) -> TokenStream {
    let one = |token: TokenTree| match token {
        TokenTree::Group(group) => {
            let mut same = proc_macro2::Group::new(group.delimiter(), moved_to(group.stream(), at));
            same.set_span(group.span().located_at(at));
            TokenTree::Group(same)
        }
        mut other => {
            other.set_span(other.span().located_at(at));
            other
        }
    };
    tokens.into_iter().map(one).collect()
}

/// A name on its own, at another place.
pub fn placed(tokens: TokenStream, at: Span) -> TokenStream {
    let mut tokens: Vec<TokenTree> = tokens.into_iter().collect();
    if let [TokenTree::Ident(name)] = tokens.as_mut_slice() {
        // It means what it meant.
        name.set_span(name.span().located_at(at));
    }
    tokens.into_iter().collect()
}

/// The names of one generated function.
pub struct Names {
    taken: BTreeSet<String>,
    /// The last number that was tried for a wish. Names are never given back, so those before it are taken too.
    numbers: BTreeMap<String, usize>,
    values: Table<Ident>,
    vars: BTreeMap<Var, Ident>,
    tapes: BTreeMap<Tape, Ident>,
}

impl Names {
    /// Reserves the parameters' names and those of what the function mentions from outside.
    pub fn new(body: &Body, params: &[Ident], items: &[syn::Item]) -> Names {
        let mut taken: BTreeSet<String> = params.iter().map(Ident::to_string).collect();
        items.iter().for_each(|item| identifiers(quote!(#item), &mut taken));
        outside(&body.arena, &body.block, &mut taken);
        if let Some(pullback) = &body.pullback {
            outside(&body.arena, &pullback.body, &mut taken);
        }
        Names {
            taken,
            numbers: BTreeMap::new(),
            values: Table::default(),
            vars: BTreeMap::new(),
            tapes: BTreeMap::new(),
        }
    }

    /// The name of a value, given at the first call.
    pub fn value(&mut self, arena: &Arena, id: Id) -> Ident {
        if let Some(name) = self.values.get(&id) {
            return name.clone();
        }
        let node = arena.get(id);
        let wish = node.name.clone().or_else(|| node.role.clone()).unwrap_or_else(|| role(&node.op));
        let name = self.fresh(&wish);
        self.values.insert(id, name.clone());
        name
    }

    /// Gives a parameter its own name.
    pub fn parameter(&mut self, id: Id, name: &Ident) {
        self.values.insert(id, name.clone());
    }

    /// The name of an accumulator, called after its root.
    pub fn var(&mut self, var: Var, root: Option<&str>) -> Ident {
        if let Some(name) = self.vars.get(&var) {
            return name.clone();
        }
        let name = self.fresh(root.unwrap_or("d_part"));
        self.vars.insert(var, name.clone());
        name
    }

    /// Gives a variable its name.
    pub fn variable(&mut self, var: Var, name: Ident) {
        self.vars.insert(var, name);
    }

    /// Lets a value have a name that another has, since they are one variable.
    pub fn same(&mut self, id: Id, name: &Ident) {
        self.values.insert(id, name.clone());
    }

    /// The name of a stack, called after what it keeps.
    pub fn tape(&mut self, tape: Tape, kept: Option<&str>) -> Ident {
        if let Some(name) = self.tapes.get(&tape) {
            return name.clone();
        }
        let name = match kept {
            Some(kept) => self.fresh(&format!("kept_{kept}")),
            None => self.fresh("kept"),
        };
        self.tapes.insert(tape, name.clone());
        name
    }

    /// A name that nothing has.
    pub fn fresh(&mut self, wish: &str) -> Ident {
        // A wish may be made of another name: `into_r#type`.
        let wish = wish.replace("r#", "");
        let wish = wish.as_str();
        let usable = self.numbers.contains_key(wish) || is_name(wish);
        let wish = if usable { wish.to_owned() } else { format!("{wish}_value") };
        let number = self.numbers.entry(wish.clone()).or_default();
        let mut name = wish.clone();
        if *number > 0 {
            name = format!("{wish}_{number}");
        }
        while !self.taken.insert(name.clone()) {
            *number = (*number).max(1) + 1;
            name = format!("{wish}_{number}");
        }
        Ident::new(&name, Span::call_site())
    }
}

/// Can it be the name of a variable?
fn is_name(wish: &str) -> bool {
    // No keyword has a digit in it, nor an underscore. Parsing takes its time.
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let ordinary = wish.starts_with(|c: char| c.is_ascii_alphabetic())
        && wish.chars().all(plain)
        && wish.contains(|c: char| c.is_ascii_digit() || c == '_');
    ordinary || wish != "_" && syn::parse_str::<Ident>(wish).is_ok()
}

/// What to call a value that the user did not name.
fn role(op: &Op) -> String {
    match op {
        Op::Apply(rule, _) => match rule.form {
            crate::tables::rules::Form::Method(name) => name.to_owned(),
            crate::tables::rules::Form::Infix("+") => "sum".into(),
            crate::tables::rules::Form::Infix("-") => "difference".into(),
            crate::tables::rules::Form::Infix("*") => "product".into(),
            crate::tables::rules::Form::Infix("/") => "quotient".into(),
            crate::tables::rules::Form::Infix(_) => "remainder".into(),
            crate::tables::rules::Form::Prefix(_) => "negated".into(),
            crate::tables::rules::Form::Function(name) if crate::tables::rules::SLOPES.contains(&name) => {
                "slope".into()
            }
            crate::tables::rules::Form::Function(_) => "product".into(),
        },
        Op::Select(..) | Op::Bound => "chosen".into(),
        Op::Plain(Plain::Binary(op), _) => match op {
            syn::BinOp::Add(_) | syn::BinOp::Sub(_) | syn::BinOp::Mul(_) | syn::BinOp::Div(_) => "at".into(),
            _ => "decision".into(),
        },
        Op::Plain(Plain::Method(name, _), _) if name == "len" => "length".into(),
        _ => "part".into(),
    }
}

/// Identifiers of what is mentioned from outside, which a local must not hide.
fn outside(arena: &Arena, block: &Block, taken: &mut BTreeSet<String>) {
    block.results.iter().for_each(|id| outside_node(arena, *id, taken));
    for stmt in &block.stmts {
        match stmt {
            Stmt::Let(id) => outside_node(arena, *id, taken),
            stmt => stmt.uses(arena).into_iter().for_each(|id| outside_node(arena, id, taken)),
        }
        match stmt {
            Stmt::Branch(branch) => {
                for arm in &branch.arms {
                    if let crate::ir::Pattern::Rust(pat, _) = &arm.pattern {
                        identifiers(quote!(#pat), taken);
                    }
                }
            }
            Stmt::Call(call) => {
                let called = call.callee.function().and_then(|path| path.get_ident());
                taken.extend(called.map(Ident::to_string));
            }
            Stmt::Effect(tokens, captures) => unbound(tokens, captures.iter().map(|(name, _)| name), taken),
            _ => {}
        }
        stmt.blocks().into_iter().for_each(|block| outside(arena, block, taken));
    }
}

/// The identifiers in the user's tokens apart from the locals that are bound for them.
fn unbound<'n>(tokens: &TokenStream, bound: impl Iterator<Item = &'n Ident>, taken: &mut BTreeSet<String>) {
    let mut names = BTreeSet::new();
    identifiers(tokens.clone(), &mut names);
    bound.for_each(|name| {
        names.remove(&name.to_string());
    });
    taken.extend(names);
}

fn outside_node(arena: &Arena, id: Id, taken: &mut BTreeSet<String>) {
    match arena.op(id) {
        Op::Plain(Plain::Path(tokens) | Plain::Call(tokens), _) => identifiers(tokens.clone(), taken),
        Op::Repeat(_, tokens) => identifiers(tokens.clone(), taken),
        Op::Plain(Plain::Verbatim(tokens, captures), _) => unbound(tokens, captures.iter(), taken),
        Op::Plain(Plain::Typed(ty), _) => identifiers(quote!(#ty), taken),
        _ => {}
    }
    // All else that it is made of stands in a statement of its own.
    let args = arena.op(id).args().into_iter();
    args.filter(|arg| arena.is_free(*arg)).for_each(|arg| outside_node(arena, arg, taken));
}

fn identifiers(tokens: TokenStream, names: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                names.insert(ident.to_string());
            }
            TokenTree::Group(group) => identifiers(group.stream(), names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Does the code mention one of the names, at any depth?
pub fn mentions(tokens: &TokenStream, wanted: &[&str]) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => wanted.iter().any(|name| ident == name),
        TokenTree::Group(group) => mentions(&group.stream(), wanted),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The same code with paths to the primitive floats.
pub fn with_primitive_paths(tokens: TokenStream) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => out.push(inside(&group, with_primitive_paths)),
            TokenTree::Ident(ident) if ident == "f64" || ident == "f32" => {
                let after_path = matches!(out.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
                    && matches!(out.iter().rev().nth(1), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
                match after_path && matches!(out.iter().rev().nth(2), Some(TokenTree::Ident(_))) {
                    true => out.push(ident.into()),
                    false => out.extend(quote!(::core::primitive::#ident)),
                }
            }
            other => out.push(other),
        }
    }
    out.into_iter().collect()
}

/// The same code for a crate under another name.
pub fn with_crate(tokens: TokenStream, of_crate: &syn::Path) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    let is_colon =
        |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                out.push(inside(&group, |tokens| with_crate(tokens, of_crate)));
            }
            TokenTree::Ident(ident) if ident == "differentiate" => {
                let at = out.len();
                let before = |count: usize| at.checked_sub(count).and_then(|at| out.get(at));
                let begins = match before(3) {
                    Some(TokenTree::Ident(word)) => syn::parse_str::<Ident>(&word.to_string()).is_err(),
                    _ => true,
                };
                if is_colon(before(1)) && is_colon(before(2)) && begins {
                    out.truncate(at - 2);
                    out.extend(quote!(#of_crate));
                } else {
                    out.push(ident.into());
                }
            }
            other => out.push(other),
        }
    }
    out.into_iter().collect()
}
