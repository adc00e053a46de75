//! Expressions, with parentheses only where the grammar needs them.

pub(super) mod level;
mod place;
mod plain;

use super::Emit;
use super::number::{is_usual, own_type};
use crate::ir::{Id, Member, Op, Step};
use crate::names;
use crate::tables::rules::Form;
use crate::types::{Float, Int, Ty};
use level::{ANY, ATOM, CAST, CONDITION, Level, OR, POSTFIX, PREFIX};
use proc_macro2::{Delimiter, Group, Ident, Literal as Token, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Pat;

impl Emit<'_> {
    /// A use of a node.
    pub(super) fn expr(&mut self, id: Id) -> TokenStream {
        self.at(id, ANY)
    }

    /// A use as the condition of an `if`.
    pub(super) fn condition(&mut self, id: Id) -> TokenStream {
        self.at(id, CONDITION)
    }

    /// A use as the scrutinee of a `match`: patterns are of its type, and do not tell it. What a pattern in a tuple asks for elements is a slice in
    /// the user's function, also where it is kept as a list.
    pub(super) fn scrutinee(&mut self, id: Id, pats: &[&Pat]) -> TokenStream {
        let named = matches!(self.op(id), Op::Tuple(_)) && !self.inline.contains(&id);
        let written = named.then(|| self.name(id).into_token_stream());
        self.part_of_scrutinee(id, written, pats)
    }

    /// The same of a part; `written` is what it is called, if it has a name or is in something that has one.
    fn part_of_scrutinee(&mut self, id: Id, written: Option<TokenStream>, pats: &[&Pat]) -> TokenStream {
        match self.op(id) {
            Op::Tuple(parts) if pats.iter().any(|pat| asks_elements(pat)) => {
                let parts: Vec<TokenStream> = std::iter::zip(0.., parts.clone())
                    .map(|(at, part)| {
                        let pats: Vec<&Pat> = pats.iter().flat_map(|pat| parts_at(pat, at)).collect();
                        let slice =
                            self.ty(part).is_list() && pats.iter().any(|pat| matches!(pat, Pat::Slice(_)));
                        let at = Token::usize_unsuffixed(at);
                        let on = match &written {
                            Some(whole) => self.part_of_scrutinee(part, Some(quote!(#whole.#at)), &pats),
                            None => self.scrutinee(part, &pats),
                        };
                        if slice { quote!(&(#on)[..]) } else { on }
                    })
                    .collect();
                tuple(&parts)
            }
            _ => written.unwrap_or_else(|| self.said(id, CONDITION)),
        }
    }

    /// A use as a bound of a range.
    pub(super) fn bound(&mut self, id: Id) -> TokenStream {
        self.at(id, OR)
    }

    /// An index. Where only rustc knows what is indexed, it is taken for a `usize`, which the rule has rustc check.
    fn index(&mut self, base: Id, at: Id) -> TokenStream {
        let assumed = self.checks
            && *self.ty(at) == Ty::usize()
            && matches!(self.ty(base).referent(), Ty::Infer(_) | Ty::Named(_));
        let at = self.expr(at);
        let private = names::private();
        if assumed { quote!(#private::index(#at)) } else { at }
    }

    /// `from..to` or `from..=to`; `says` where nothing else tells rustc of which type they are.
    pub(super) fn range(&mut self, from: Id, to: Id, closed: bool, says: bool) -> TokenStream {
        let says = says && self.is_number(to);
        let from = if says { self.said(from, OR) } else { self.bound(from) };
        let to = self.bound(to);
        if closed { quote!(#from..=#to) } else { quote!(#from..#to) }
    }

    /// Is it used as a number, and not only as an index, which tells its type?
    pub(super) fn counts(&self, id: Id) -> bool {
        self.counted.contains(&id)
    }

    /// A use behind `&`.
    pub(super) fn referent(&mut self, id: Id) -> TokenStream {
        self.at(id, PREFIX)
    }

    /// The reference behind a `*r` that is written where it is used.
    pub(super) fn pointer(&self, id: Id) -> Id {
        match self.op(id) {
            Op::Deref(reference)
                if self.inline.contains(&id) && matches!(self.op(*reference), Op::Bound | Op::Param(_)) =>
            {
                *reference
            }
            _ => id,
        }
    }

    /// A use in front of `.` or `[`, which look through references themselves.
    pub(super) fn base(&mut self, id: Id) -> TokenStream {
        match self.op(id) {
            Op::Slice(whole, from, to) if self.inline.contains(&id) && !self.may_be_held(*whole) => {
                let (whole, from, to) = (self.base(*whole), self.bound(*from), self.bound(*to));
                quote!(#whole[#from..#to])
            }
            _ => self.at(self.pointer(id), POSTFIX),
        }
    }

    /// Is it written as a reference?
    pub(super) fn is_reference(&self, id: Id) -> bool {
        matches!(self.ty(id), Ty::Ref(_)) || matches!(self.op(id), Op::Slice(..))
    }

    pub(super) fn at(&mut self, id: Id, least: Level) -> TokenStream {
        self.saying(id, least, least >= POSTFIX)
    }

    /// A use where nothing else tells rustc of which type it is.
    fn said(&mut self, id: Id, least: Level) -> TokenStream {
        let said = self.is_number(id) && !is_usual(self.ty(id));
        self.saying(id, least, said || least >= POSTFIX)
    }

    /// A use that says of which type it is, if it is made of numbers only and is to say it.
    fn saying(&mut self, id: Id, least: Level, says: bool) -> TokenStream {
        let written = self.inline.contains(&id) || self.body.arena.is_free(id);
        if !written || matches!(self.op(id), Op::Param(_)) {
            return TokenTree::Ident(self.name(id)).into();
        }
        let (tokens, level) = self.operation(id, says);
        if level < least { quote!((#tokens)) } else { tokens }
    }

    /// The node's operation, whether or not it has a name.
    pub(super) fn definition(&mut self, id: Id) -> TokenStream {
        self.operation(id, false).0
    }

    fn operation(&mut self, id: Id, says: bool) -> (TokenStream, Level) {
        match self.op(id) {
            Op::Literal(literal) => self.literal(literal, id, says),
            Op::Param(_) | Op::Bound => {
                let name = self.name(id);
                (quote!(#name), ATOM)
            }
            Op::Read(var) => {
                let name = self.var(*var);
                if self.body.external.contains(var) {
                    return (quote!(*#name), PREFIX);
                }
                (quote!(#name), ATOM)
            }
            // The gradient of a field by `&mut`, which may be held constant.
            Op::Load(place)
                if self.ty(id).is_float()
                    && self.body.arena.get(id).adjoint
                    && self.is_of_gradient(place) =>
            {
                let (tokens, private) = (self.place(place), names::private());
                match self.ty(id).tangent() {
                    Some(float) => (quote!(#private::gradient_of::<#float, _>(#tokens)), POSTFIX),
                    // Nothing else may tell.
                    None => (quote!(#private::tangent_of(0.0, #tokens)), POSTFIX),
                }
            }
            Op::Load(place) => {
                let ends_in_range = matches!(place.path.last(), Some(Step::Range(..)));
                let tokens = self.place(place);
                match self.ty(id) {
                    _ if self.moves.contains(&id) => (tokens, POSTFIX),
                    _ if ends_in_range => (quote!(#tokens.to_vec()), POSTFIX),
                    Ty::Vec(_) if place.path.is_empty() && self.body.external.contains(&place.var) => {
                        let name = self.var(place.var);
                        (quote!(#name.to_vec()), POSTFIX)
                    }
                    Ty::Vec(_) => (quote!(#tokens.to_vec()), POSTFIX),
                    // It is `Copy`, or the user wrote `clone`. What is opaque is moved as the user moves it.
                    Ty::Infer(_) | Ty::Named(_)
                        if self.asides.contains(&id)
                            || matches!(self.ty(id), Ty::Infer(_))
                                && (self.body.arena.get(id).adjoint || self.body.arena.varies(id)) =>
                    {
                        (quote!(::core::clone::Clone::clone(&#tokens)), ATOM)
                    }
                    // Nothing can be moved out of an element.
                    ty if ty.has_status() && place.path.iter().any(|step| matches!(step, Step::Index(_))) => {
                        (quote!(::core::clone::Clone::clone(&#tokens)), ATOM)
                    }
                    // Parts with `Vec`s in them.
                    ty if ty.is_aggregate()
                        && ty.moves()
                        && !ty.has_status()
                        && (self.body.arena.get(id).adjoint || self.body.arena.varies(id)) =>
                    {
                        (quote!(::core::clone::Clone::clone(&#tokens)), ATOM)
                    }
                    _ => (tokens, self.place_level(place)),
                }
            }
            Op::Lvalue(place) => {
                let level = self.place_level(place);
                (self.place(place), level)
            }
            Op::Share(place) => {
                let tokens = self.place(place);
                (quote!(&#tokens), PREFIX)
            }
            Op::Aside(argument, place) => {
                let (place, private) = (self.place_in_front(place), names::private());
                let Some(callee) = argument.callee.function() else {
                    return (quote!(#place.to_vec()), POSTFIX);
                };
                let rule = self.rules.name(callee);
                let at = Token::usize_unsuffixed(argument.argument);
                (quote!(if #rule::EXCHANGES[#at] { #private::Vec::new() } else { #place.to_vec() }), ANY)
            }
            Op::Zeros(place) => {
                // A field that is held constant need not have a gradient.
                let of_field = self.body.external.contains(&place.var)
                    && matches!(place.path.last(), Some(Step::Field(Member::Name(_))));
                let (place, private) = (self.place(place), names::private());
                match of_field {
                    true => (quote!(#private::zero_of_field!(&#place)), ATOM),
                    false => (quote!(#private::zero(&#place)), ATOM),
                }
            }
            Op::Len(place) if self.checks && self.body.arena.get(id).ordered => {
                let (place, private) = (self.place(place), names::private());
                (quote!(#private::in_order(&#place).len()), POSTFIX)
            }
            Op::Len(place) if place.path.is_empty() => {
                let name = self.var(place.var);
                (quote!(#name.len()), POSTFIX)
            }
            Op::Len(place) => {
                let place = self.place_in_front(place);
                (quote!(#place.len()), POSTFIX)
            }
            Op::List(_, len) if self.body.arena.integer(*len) == Some(0) => {
                let private = names::private();
                let elem = self.type_of(id).part(0).map(|elem| own_type(&elem));
                (quote!(#private::Vec::<#elem>::new()), ATOM)
            }
            Op::List(value, len) => {
                let (value, len) = (self.expr(*value), self.expr(*len));
                let private = names::private();
                (quote!(#private::vec![#value; #len]), ATOM)
            }
            Op::ToVec(inner) => match self.op(*inner).clone() {
                // The elements need not be `Clone`.
                Op::Array(parts) if self.inline.contains(inner) && self.ty(*inner).moves() => {
                    let private = names::private();
                    let parts: Vec<_> = parts.iter().map(|part| self.owned(*part)).collect();
                    (quote!(#private::vec![#(#parts),*]), ATOM)
                }
                _ => {
                    let inner = self.base(*inner);
                    (quote!(#inner.to_vec()), POSTFIX)
                }
            },
            Op::Apply(rule, args) => match rule.form {
                Form::Infix(op) => {
                    let says = says || self.say.contains(&id);
                    self.binary(&crate::ir::operator(op), args[0], args[1], says, self.checks)
                }
                Form::Prefix(op) => {
                    let op: syn::UnOp =
                        syn::parse_str(op).expect("the derivative table has Rust's operators");
                    let inner = self.number_at(args[0], PREFIX, says, self.checks);
                    (quote!(#op #inner), PREFIX)
                }
                Form::Method(name) => {
                    let name = self.method_name(name, args[0], id);
                    self.method(&name, &quote!(), args, self.checks)
                }
                Form::Function(name) => {
                    let (name, private) = (Ident::new(name, Span::call_site()), names::private());
                    let args = args.iter().map(|arg| self.said(*arg, ANY)).collect::<Vec<_>>();
                    (quote!(#private::#name(#(#args),*)), ATOM)
                }
            },
            Op::Select(cond, yes, no) => {
                let (cond, yes, no) = (self.condition(*cond), self.expr(*yes), self.otherwise(*no));
                (quote!(if #cond { #yes } else #no), ANY)
            }
            Op::Plain(plain, args) => self.plain(plain, args, id, says),
            Op::Tuple(parts) => {
                let part = |part: &Id| if says { self.said(*part, ANY) } else { self.owned(*part) };
                let parts: Vec<_> = parts.iter().map(part).collect();
                (tuple(&parts), ATOM)
            }
            // In a condition or before a `.` its braces would be those of a block.
            Op::Struct(made, parts) => (self.made(made, parts), ANY),
            Op::Array(parts) => {
                let parts = parts.iter().map(|part| match says {
                    true => self.said(*part, ANY),
                    false => self.owned(*part),
                });
                (quote!([#(#parts),*]), ATOM)
            }
            Op::Repeat(value, len) => {
                let copies = self.ty(*value).is_copy();
                let value = self.expr(*value);
                match copies {
                    true => (quote!([#value; #len]), ATOM),
                    false => (quote!(::core::array::from_fn::<_, { #len }, _>(|_| #value)), ATOM),
                }
            }
            Op::Field(base, Member::Variant(path, member)) => {
                // A reference to a tangent does not say that it is one.
                let own = ![id, *base].iter().any(|id| self.body.arena.get(*id).adjoint);
                let held = self.param_behind(*base).is_none();
                let base = self.base(*base);
                let part = match own {
                    true => self.of_variant(base, path, member, quote!(&)),
                    false => {
                        let part = self.of_variant_of_gradient(quote!(&#base), (path, member), false, held);
                        quote!(*#part)
                    }
                };
                (part, PREFIX)
            }
            Op::Field(base, Member::Inside) if self.made_option(*base) => {
                let (private, base) = (names::private(), self.base(*base));
                (quote!(#private::inside_of_gradient(&#base)), ATOM)
            }
            Op::Field(base, member) if self.may_be_held(*base) => {
                let whole = self.base(*base);
                match self.part_of_gradient(quote!(&#whole), &Step::Field(member.clone()), false) {
                    (part, true) => (quote!(*#part), PREFIX),
                    (part, false) => (part, POSTFIX),
                }
            }
            Op::Field(base, Member::Inside) => {
                let base = self.base(*base);
                (quote!(*#base.as_ref().unwrap()), PREFIX)
            }
            Op::Field(base, member) => {
                let (base, member) = (self.base(*base), field(member));
                (quote!(#base.#member), POSTFIX)
            }
            Op::Index(base, at) if *self.ty(*at) == Ty::At => {
                let (of_derivative, whole) = (self.body.arena.get(id).adjoint, self.base(*base));
                let at = self.expr(*at);
                match of_derivative {
                    true => (quote!(*#at.of_gradient(&#whole)), PREFIX),
                    false => (quote!(*#whole.differentiate_element(#at)), PREFIX),
                }
            }
            Op::Index(base, at) if self.may_be_held(*base) => {
                let (whole, at) = (self.base(*base), self.index(*base, *at));
                let lent = (!self.is_reference(*base)).then(|| quote!(&));
                let element = self.element_of_tangent(quote!(#lent #whole), at);
                (quote!(*#element), PREFIX)
            }
            Op::Index(base, at) => {
                let (base, at) = (self.base(*base), self.index(*base, *at));
                (quote!(#base[#at]), POSTFIX)
            }
            Op::Slice(base, from, to) if self.may_be_held(*base) => {
                self.wanted.held = true;
                let lent = (!self.is_reference(*base)).then(|| quote!(&));
                let (base, from, to) = (self.base(*base), self.bound(*from), self.bound(*to));
                let private = names::private();
                (quote!(#private::Fields(#lent #base).slice(#from..#to)), POSTFIX)
            }
            Op::Slice(base, from, to) => {
                let (base, from, to) = (self.base(*base), self.bound(*from), self.bound(*to));
                (quote!(&#base[#from..#to]), PREFIX)
            }
            Op::Borrow(inner) if self.pointer(*inner) != *inner => {
                let pointer = self.pointer(*inner);
                self.operation(pointer, says)
            }
            // Opaque code may keep a reference to an element, which outlives its copy.
            Op::Borrow(inner) if self.is_copied_element(*inner) => {
                let (element, _) = self.operation(*inner, says);
                (quote!(&#element), PREFIX)
            }
            Op::Borrow(inner) => {
                let inner = self.said(*inner, PREFIX);
                (quote!(&#inner), PREFIX)
            }
            // The function that returned it may have returned the number.
            Op::Deref(inner) if !matches!(self.ty(*inner), Ty::Ref(_)) => {
                let (inner, private) = (self.expr(*inner), names::private());
                (quote!(#private::behind!(#inner)), POSTFIX)
            }
            Op::Deref(inner) => {
                let inner = self.at(*inner, PREFIX);
                (quote!(*#inner), PREFIX)
            }
            Op::Convert(inner) => self.convert(*inner, id),
            Op::Zero(like) => self.zero(*like, id, says),
            // It is a statement, by which it has a name.
            Op::Still(_) => (self.name(id).to_token_stream(), POSTFIX),
        }
    }

    /// Is it the copy of an element without a derivative, of a list behind a reference?
    fn is_copied_element(&self, id: Id) -> bool {
        let Op::Index(base, at) = *self.op(id) else { return false };
        let copied = match self.ty(id) {
            Ty::Int(_) | Ty::Bool => true,
            Ty::Ref(to) => **to == Ty::Discrete,
            _ => false,
        };
        let named =
            |id: Id| !self.inline.contains(&id) || matches!(self.op(id), Op::Literal(_) | Op::Param(_));
        copied
            && matches!(self.ty(base), Ty::Ref(_))
            && !self.inline.contains(&id)
            && named(base)
            && named(at)
    }

    /// Is it the gradient of an `Option` as a whole, which a call gave?
    fn made_option(&self, id: Id) -> bool {
        self.body.arena.get(id).adjoint && matches!(self.op(id), Op::Bound | Op::Field(_, Member::Index(_)))
    }

    /// The other side of a choice; `else if` rather than a block in a block.
    fn otherwise(&mut self, id: Id) -> TokenStream {
        let tokens = self.expr(id);
        let chained = matches!(self.op(id), Op::Select(..)) && self.inline.contains(&id);
        if chained { tokens } else { quote!({ #tokens }) }
    }

    fn convert(&mut self, inner: Id, id: Id) -> (TokenStream, Level) {
        match self.ty(id).clone() {
            ty if *self.ty(inner) == ty && matches!(ty, Ty::Float(Float::Generic(_))) => {
                (self.at(inner, PREFIX), PREFIX)
            }
            Ty::Float(Float::Generic(name)) => {
                let name = names::written(&name);
                let inner = match self.ty(inner) {
                    Ty::Float(Float::F64) => self.expr(inner),
                    Ty::Float(Float::Generic(_)) => {
                        let inner = self.at(inner, POSTFIX);
                        quote!(#inner.float_to_f64())
                    }
                    Ty::Int(_) => {
                        let inner = self.said(inner, CAST);
                        quote!(#inner as f64)
                    }
                    _ => {
                        let (private, inner) = (names::private(), self.said(inner, ANY));
                        quote!(#private::Real::float_to_f64(#inner))
                    }
                };
                (quote!(#name::float_from(#inner)), ATOM)
            }
            ty if ty.is_float() && matches!(self.ty(inner), Ty::Float(Float::Generic(_))) => {
                let inner = self.at(inner, POSTFIX);
                match ty {
                    Ty::Float(Float::F32) => (quote!(#inner.float_to_f64() as f32), CAST),
                    _ => (quote!(#inner.float_to_f64()), POSTFIX),
                }
            }
            ty => match ty.tangent() {
                // Of an integer, which a later use told: `()`.
                Some(none) if ty.is_discrete() => (none, ATOM),
                // The tangent of what may be an integer.
                Some(ty)
                    if self.body.arena.get(id).adjoint
                        && matches!(self.ty(inner), Ty::Infer(_) | Ty::Named(_)) =>
                {
                    let (private, inner) = (crate::names::private(), self.said(inner, ANY));
                    (quote!(#private::converted_tangent::<_, #ty>(#inner)), ATOM)
                }
                Some(ty) => {
                    let inner = self.said(inner, CAST);
                    (quote!(#inner as #ty), CAST)
                }
                // Beside what it is multiplied by.
                None if matches!(self.ty(inner), Ty::Int(_)) => {
                    let (private, inner) = (crate::names::private(), self.said(inner, ANY));
                    (quote!(#private::IntegerFactor(#inner)), ATOM)
                }
                None => {
                    let (private, inner) = (crate::names::private(), self.said(inner, ANY));
                    (quote!(#private::converted(#inner)), ATOM)
                }
            },
        }
    }

    /// An operand of what has a derivative. That it is a float may be an assumption, for rustc to check.
    fn number_at(&mut self, id: Id, least: Level, says: bool, checks: bool) -> TokenStream {
        if !checks || !self.body.arena.get(id).unseen {
            return self.saying(id, least, says);
        }
        let span = names::place(self.body.arena.get(id).span);
        let (private, operand) = (names::private_at(span), self.saying(id, ANY, says));
        let operand = names::moved_to(operand, span);
        quote_spanned!(span=> #private::float(#operand))
    }

    /// What a number is changed by.
    pub(super) fn summand(&mut self, id: Id) -> TokenStream {
        self.number_at(id, ANY, false, self.checks)
    }
}

pub(super) fn field(member: &Member) -> TokenStream {
    match member {
        Member::Index(index) => {
            let index = Token::u32_unsuffixed(*index);
            quote!(#index)
        }
        Member::Name(name) => quote!(#name),
        // In a place; what is only read is written otherwise.
        Member::Inside => quote!(as_mut().unwrap()),
        Member::Variant(_, member) => field(member),
    }
}

/// `(a, b)`, `(a,)`, `()`.
/// Is it as large as a reference?
fn is_word(ty: &Ty) -> bool {
    match ty {
        Ty::Float(Float::F64) => true,
        Ty::Int(Int::Named(name)) => ["usize", "isize", "u64", "i64"].contains(&name.as_str()),
        _ => false,
    }
}

/// One after the other. Interpolation would copy them, and what is written is copied into what is around it again and again.
pub(super) fn joined(parts: impl IntoIterator<Item = TokenStream>) -> TokenStream {
    parts.into_iter().collect()
}

/// A block of these statements.
pub(super) fn braced(inside: TokenStream) -> TokenStream {
    TokenTree::Group(Group::new(Delimiter::Brace, inside)).into()
}

pub(super) fn tuple(parts: &[TokenStream]) -> TokenStream {
    match parts {
        [one] => quote!((#one,)),
        parts => quote!((#(#parts),*)),
    }
}

/// Asks a pattern for elements, itself or in a part of a tuple?
fn asks_elements(pat: &Pat) -> bool {
    alternatives(pat).into_iter().any(|pat| match pat {
        Pat::Tuple(parts) => parts.elems.iter().any(asks_elements),
        pat => matches!(pat, Pat::Slice(_)),
    })
}

/// The alternatives of a pattern, without parentheses and `&`.
fn alternatives(pat: &Pat) -> Vec<&Pat> {
    match pat {
        Pat::Paren(inner) => alternatives(&inner.pat),
        Pat::Reference(inner) => alternatives(&inner.pat),
        Pat::Or(cases) => cases.cases.iter().flat_map(alternatives).collect(),
        pat => vec![pat],
    }
}

/// What the alternatives of a pattern ask of a part of a tuple.
fn parts_at<'p>(pat: &'p Pat, at: usize) -> Vec<&'p Pat> {
    let part = |pat: &'p Pat| match pat {
        Pat::Tuple(parts) if !parts.elems.iter().any(|part| matches!(part, Pat::Rest(_))) => {
            parts.elems.iter().nth(at)
        }
        _ => None,
    };
    alternatives(pat).into_iter().filter_map(part).flat_map(alternatives).collect()
}
