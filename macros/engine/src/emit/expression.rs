//! Expressions, with parentheses only where the grammar needs them.

use super::Emit;
use super::number::{is_usual, known, own_type};
use crate::ir::{Id, Member, Op, Place, Plain, Step, compound};
use crate::names;
use crate::tables::rules::Form;
use crate::types::{Float, Int, Ty};
use proc_macro2::{Delimiter, Group, Ident, Literal as Token, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::BinOp;

/// How tightly an expression binds; what an operand needs at least.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(super) struct Level(u8);

pub(super) const ANY: Level = Level(0);
const CONDITION: Level = Level(1);
const OR: Level = Level(2);
const AND: Level = Level(3);
const COMPARE: Level = Level(4);
const BIT_OR: Level = Level(5);
const BIT_XOR: Level = Level(6);
const BIT_AND: Level = Level(7);
const SHIFT: Level = Level(8);
pub(super) const SUM: Level = Level(9);
const PRODUCT: Level = Level(10);
const CAST: Level = Level(11);
pub(super) const PREFIX: Level = Level(12);
const POSTFIX: Level = Level(13);
pub(super) const ATOM: Level = Level(14);

impl Level {
    fn above(self) -> Level {
        Level(self.0 + 1)
    }
}

impl Emit<'_> {
    /// A use of a node.
    pub(super) fn expr(&mut self, id: Id) -> TokenStream {
        self.at(id, ANY)
    }

    /// A use as the condition of an `if`.
    pub(super) fn condition(&mut self, id: Id) -> TokenStream {
        self.at(id, CONDITION)
    }

    /// A use as the scrutinee of a `match`: patterns are of its type, and do not tell it.
    pub(super) fn scrutinee(&mut self, id: Id) -> TokenStream {
        self.said(id, CONDITION)
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
                let own = !self.body.arena.get(*base).adjoint;
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
            Op::Borrow(inner) => {
                let inner = self.said(*inner, PREFIX);
                (quote!(&#inner), PREFIX)
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
                None => {
                    let (private, inner) = (crate::names::private(), self.said(inner, ANY));
                    (quote!(#private::converted(#inner)), ATOM)
                }
            },
        }
    }

    fn plain(&mut self, plain: &Plain, args: &[Id], id: Id, says: bool) -> (TokenStream, Level) {
        match plain {
            // It need not be what the operator gives.
            Plain::Binary(op) if compound(op).is_some() => {
                let ty = known(self.ty(args[0])).map(|ty| quote!(: #ty));
                let (value, before, by) =
                    (Ident::new("value", Span::mixed_site()), self.owned(args[0]), self.expr(args[1]));
                (quote!({ let mut #value #ty = #before; #value #op #by; #value }), ATOM)
            }
            Plain::Binary(op) => self.binary(op, args[0], args[1], says, false),
            Plain::Unary(op) => {
                let inner = self.saying(args[0], PREFIX, says);
                // `--x` looks like a decrement, of which rustc warns.
                let minus = |token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '-');
                match matches!(op, syn::UnOp::Neg(_)) && inner.clone().into_iter().next().is_some_and(minus) {
                    true => (quote!(#op (#inner)), PREFIX),
                    false => (quote!(#op #inner), PREFIX),
                }
            }
            // Of a bare number rustc would make what it is cast to.
            Plain::Cast(ty) => {
                let other =
                    matches!(self.ty(args[0]), Ty::Int(Int::Named(_))) && self.ty(id) != self.ty(args[0]);
                let says = other && self.is_number(args[0]) && matches!(self.ty(id), Ty::Int(_));
                let inner = match says {
                    true => self.saying(args[0], CAST, true),
                    false => self.said(args[0], CAST),
                };
                (quote!(#inner as #ty), CAST)
            }
            Plain::Method(name, turbofish) if self.body.arena.get(id).adjoint => {
                let name = self.method_name(&name.to_string(), args[0], id);
                self.method(&name, turbofish, args, false)
            }
            Plain::Method(name, turbofish) => self.method(name, turbofish, args, false),
            Plain::Call(path) => {
                // This one takes any number and would not tell it its type.
                let any = path.to_string().ends_with("stop_gradient");
                let args = args.iter().map(|arg| match any && self.is_number(*arg) {
                    _ if matches!(self.op(*arg), Op::Lvalue(_)) => self.lent_to_opaque(*arg),
                    true => self.saying(*arg, ANY, true),
                    // What the engine hands out, and what a function of the user's takes, is gone.
                    false if *self.ty(id) == Ty::Maybe || matches!(self.ty(*arg), Ty::Vec(_)) => {
                        self.owned(*arg)
                    }
                    false => self.said(*arg, ANY),
                });
                (quote!(#path(#(#args),*)), POSTFIX)
            }
            Plain::Invoke => {
                let function = match self.op(args[0]) {
                    // `(a.f)(…)`: `a.f(…)` is a method.
                    Op::Field(..) => {
                        let function = self.expr(args[0]);
                        quote!((#function))
                    }
                    _ => self.at(args[0], POSTFIX),
                };
                let args = args[1..].iter().map(|arg| match self.op(*arg) {
                    Op::Lvalue(_) => self.lent_to_opaque(*arg),
                    _ if matches!(self.ty(*arg), Ty::Vec(_)) => self.owned(*arg),
                    _ => self.said(*arg, ANY),
                });
                (quote!(#function(#(#args),*)), POSTFIX)
            }
            Plain::Path(path) => (path.clone(), ATOM),
            Plain::Count { closed } => {
                let (private, range) = (names::private(), self.range(args[0], args[1], *closed, true));
                (quote!(#private::count(#range)), ATOM)
            }
            Plain::Nth { backwards, closed } => {
                let (private, range) = (names::private(), self.range(args[0], args[1], *closed, true));
                let function = if *backwards { quote!(nth_back) } else { quote!(nth) };
                let at = self.expr(args[2]);
                (quote!(#private::#function(#range, #at)), ATOM)
            }
            Plain::At => {
                let (whole, index) = (self.base(args[0]), self.expr(args[1]));
                (quote!(#whole.differentiate_at(#index)), POSTFIX)
            }
            Plain::Number(number) => self.literal(number, id, !self.ty(id).is_open()),
            Plain::Constant if self.checks => {
                let span = names::place(self.body.arena.get(args[0]).span);
                let (private, operand) = (names::private_at(span), self.expr(args[0]));
                let operand = names::moved_to(operand, span);
                (quote_spanned!(span=> #private::discrete(#operand)), ATOM)
            }
            Plain::Constant => match self.op(args[0]) {
                Op::Borrow(_) => (self.at(args[0], PREFIX), PREFIX),
                _ => (self.at(args[0], POSTFIX), POSTFIX),
            },
            // The statement that binds it has the annotation.
            Plain::Typed(_) => (self.expr(args[0]), ANY),
            Plain::Verbatim(tokens, captures) => {
                let captures: Vec<_> = captures.iter().cloned().zip(args.iter().copied()).collect();
                let rebound = self.rebind(&captures);
                let mut closure = tokens.clone().into_iter().peekable();
                let takes =
                    closure.next_if(|token| matches!(token, TokenTree::Ident(word) if word == "move"));
                let open = |id: &Id| self.ty(*id).is_open();
                match rebound.is_empty() {
                    // One that is only to say types takes nothing away.
                    true if plain.is_closure() && self.uses(id) == 0 => (closure.collect(), ANY),
                    // A pullback that is returned may hold on to it, and not to the locals around it.
                    true if self.kept
                        && plain.is_closure()
                        && takes.is_none()
                        && !args.is_empty()
                        && args
                            .iter()
                            .all(|id| is_word(self.ty(*id)) && !matches!(self.op(*id), Op::Lvalue(_))) =>
                    {
                        (quote!(move #tokens), ANY)
                    }
                    true => (tokens.clone(), ANY),
                    // What it borrowed would be gone; a value is as large as the reference to it that the user's closure has.
                    false
                        if plain.is_closure()
                            && takes.is_none()
                            && args.iter().all(|id| is_word(self.ty(*id)) || open(id)) =>
                    {
                        let private = names::private();
                        let unseen = captures.iter().filter(|(_, id)| open(id));
                        let checked = unseen.map(|(name, _)| quote!(let #name = #private::captured(#name);));
                        (quote!({ #rebound #(#checked)* move #tokens }), ANY)
                    }
                    false => (quote!({ #rebound #tokens }), ANY),
                }
            }
        }
    }

    /// `let x = …;` for locals that the user's own tokens mention by another name than they have here.
    pub(super) fn rebind(&mut self, captures: &[(Ident, Id)]) -> TokenStream {
        let mut rebound = TokenStream::new();
        for (name, id) in captures {
            let mut value = self.said(*id, ANY);
            let reference = matches!(self.ty(*id), Ty::Ref(_));
            if let Op::Lvalue(_) = self.op(*id)
                && (reference || matches!(self.ty(*id), Ty::Vec(_)))
            {
                if reference && value.to_string() == quote!(*#name).to_string() {
                    continue;
                }
                value = quote!(&#value);
            }
            // A place by that name is the user's own; anything else that is borrowed was a reference by that name.
            let is_place = match self.op(*id) {
                Op::Lvalue(_) => true,
                Op::Borrow(inner) => matches!(self.op(*inner), Op::Load(_)),
                _ => false,
            };
            let is_own = is_place && quote!(&#name).to_string() == value.to_string();
            if *name != value.to_string() && !is_own {
                // It may be used again.
                if matches!(self.ty(*id), Ty::Vec(_)) && !matches!(self.op(*id), Op::Lvalue(_)) {
                    value = self.owned(*id);
                }
                rebound.extend(quote!(let #name = #value;));
            }
        }
        rebound
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

    /// The name of a method. What the user calls of a type parameter, a bound of the user's has; a derivative calls what it needs.
    fn method_name(&self, name: &str, receiver: Id, id: Id) -> Ident {
        let generic = matches!(self.ty(receiver).referent(), Ty::Float(Float::Generic(_)));
        match generic && self.body.arena.get(id).adjoint {
            true => names::of_any_float(name),
            false => Ident::new(name, Span::call_site()),
        }
    }

    fn method(
        &mut self,
        name: &Ident,
        turbofish: &TokenStream,
        args: &[Id],
        checks: bool,
    ) -> (TokenStream, Level) {
        // What is calculated of counters does not always say on what these, which count pieces of a list, are called.
        let counts = ["div_ceil", "saturating_sub"].iter().any(|of| name == of);
        // Nor is it always known of an exponent before it is raised to.
        let exponent = |op: &Op, of: &str| of == "i32" && !matches!(op, Op::Param(_));
        if let (true, op, Ty::Int(Int::Named(of))) = (counts, self.op(args[0]), self.ty(args[0]))
            && (matches!(op, Op::Plain(Plain::Binary(_), _)) || exponent(op, of))
        {
            let of = Ident::new(of, Span::call_site());
            let args = args.iter().map(|arg| self.expr(*arg));
            return (quote!(::core::primitive::#of::#name #turbofish(#(#args),*)), POSTFIX);
        }
        let receiver = match *name == "len" || *name == "is_empty" {
            true if self.checks && self.body.arena.get(args[0]).ordered => {
                let span = names::place(self.body.arena.get(args[0]).span);
                let (private, base) = (names::private_at(span), names::moved_to(self.base(args[0]), span));
                quote_spanned!(span=> #private::in_order(&#base))
            }
            true => self.base(args[0]),
            false => match self.op(args[0]) {
                // The method takes it by reference itself.
                Op::Lvalue(place) => self.place_in_front(place),
                _ => self.number_at(args[0], POSTFIX, true, checks),
            },
        };
        let args = args[1..].iter().map(|arg| match self.op(*arg) {
            Op::Lvalue(_) => self.lent_to_opaque(*arg),
            _ => self.expr(*arg),
        });
        (joined([receiver, quote!(.#name #turbofish(#(#args),*))]), POSTFIX)
    }

    fn binary(&mut self, op: &BinOp, a: Id, b: Id, says: bool, checks: bool) -> (TokenStream, Level) {
        let level = match op {
            BinOp::Or(_) => OR,
            BinOp::And(_) => AND,
            BinOp::BitOr(_) => BIT_OR,
            BinOp::BitXor(_) => BIT_XOR,
            BinOp::BitAnd(_) => BIT_AND,
            BinOp::Shl(_) | BinOp::Shr(_) => SHIFT,
            BinOp::Add(_) | BinOp::Sub(_) => SUM,
            BinOp::Mul(_) | BinOp::Div(_) | BinOp::Rem(_) => PRODUCT,
            _ => COMPARE,
        };
        // `a as f64 < b` would begin a generic argument; comparisons do not chain.
        let left = match op {
            BinOp::Lt(_) | BinOp::Shl(_) => PREFIX,
            _ if level == COMPARE => level.above(),
            _ => level,
        };
        // The distance of a shift has a type of its own; numbers are compared with each other.
        let (alone, beside) = (self.is_beside_unseen(a, b), self.is_beside_unseen(b, a));
        let a = match (level == COMPARE && self.is_number(b), says || alone) {
            (true, _) => self.said(a, left),
            (false, says) => self.number_at(a, left, says && self.is_number(a), checks),
        };
        let b = match level {
            SHIFT => self.said(b, level.above()),
            _ => self.number_at(b, level.above(), beside, checks),
        };
        (joined([a, op.to_token_stream(), b]), level)
    }

    /// Is it a number of a type that was written, beside an operand that does not tell it?
    fn is_beside_unseen(&self, number: Id, other: Id) -> bool {
        matches!(self.ty(number), Ty::Int(Int::Named(_)))
            && matches!(self.ty(other), Ty::Infer(_) | Ty::Named(_))
            && self.is_number(number)
    }

    /// What opaque code gets by `&mut`.
    fn lent_to_opaque(&mut self, id: Id) -> TokenStream {
        let place = self.at(id, PREFIX);
        quote!(&mut #place)
    }

    fn place_level(&self, place: &Place) -> Level {
        let inside = matches!(place.path.last(), Some(Step::Field(Member::Inside)));
        match inside || place.path.is_empty() && self.body.external.contains(&place.var) {
            true => PREFIX,
            false => POSTFIX,
        }
    }

    /// A part of a variable in front of `.` or `[`, which look through references themselves.
    pub(super) fn place_in_front(&mut self, place: &Place) -> TokenStream {
        match place.path.is_empty() {
            true => {
                let name = self.var(place.var);
                quote!(#name)
            }
            false if matches!(place.path.last(), Some(Step::Field(Member::Inside))) => {
                let place = self.place(place);
                quote!((#place))
            }
            false => self.place(place),
        }
    }

    /// A part of a variable.
    pub(super) fn place(&mut self, place: &Place) -> TokenStream {
        let (tokens, refers) = self.place_or_reference(place);
        if refers { quote!((*#tokens)) } else { tokens }
    }

    /// A part of a variable by `&mut`.
    pub(super) fn lent_place(&mut self, place: &Place) -> TokenStream {
        self.assigning = true;
        let (tokens, refers) = self.place_or_reference(place);
        self.assigning = false;
        if refers { tokens } else { quote!(&mut #tokens) }
    }

    /// A part of a variable that is assigned.
    pub(super) fn assigned_place(&mut self, place: &Place) -> TokenStream {
        self.assigning = true;
        let tokens = self.place(place);
        self.assigning = false;
        tokens
    }

    /// A part of a variable, or a `&mut` to it.
    fn place_or_reference(&mut self, place: &Place) -> (TokenStream, bool) {
        let name = self.var(place.var);
        let mut tokens = match place.path.is_empty() && self.body.external.contains(&place.var) {
            true => quote!(*#name),
            false => quote!(#name),
        };
        let variable = self.body.memory.iter().find(|variable| variable.var == place.var);
        let own = variable.is_some();
        let tangent = variable.is_some_and(|variable| variable.tangent);
        let place_of_root = place.var;
        // A field may be held constant: its gradient is then `()`, which has neither elements nor parts.
        let held = !own || tangent && self.body.external.contains(&place.var);
        // A gradient is the function's alone.
        let changes = !own || self.assigning;
        let lent = if changes { quote!(&mut) } else { quote!(&) };
        let (mut of_field, mut refers) = (false, false);
        for (at, step) in place.path.iter().enumerate() {
            if refers && matches!(step, Step::Field(Member::Variant(..))) {
                tokens = quote!((*#tokens));
            }
            if at == 0
                && matches!(step, Step::Field(Member::Variant(..)))
                && self.body.external.contains(&place.var)
            {
                tokens = quote!(*#tokens);
            }
            match step {
                Step::Field(Member::Variant(path, member)) if own => {
                    let borrow = if self.assigning { quote!(&mut) } else { quote!(&) };
                    let part = self.of_variant(tokens, path, member, borrow);
                    tokens = quote!((#part));
                }
                Step::Index(at_place) if *self.ty(*at_place) == Ty::At => {
                    let place = self.expr(*at_place);
                    tokens = match (own, self.assigning) {
                        (true, false) if tangent => quote!((*#place.of_gradient(&#tokens))),
                        (true, true) if tangent => quote!((*#place.entry(&mut #tokens))),
                        (true, false) => quote!((*#tokens.differentiate_element(#place))),
                        (true, true) => quote!((*#tokens.differentiate_element_mut(#place))),
                        (false, _) if refers => quote!((*#place.entry(#tokens))),
                        (false, _) if at == 0 && self.body.external.contains(&place_of_root) => {
                            quote!((*#place.entry(&mut *#tokens)))
                        }
                        (false, _) => quote!((*#place.entry(&mut #tokens))),
                    };
                }
                Step::Field(Member::Variant(path, member)) => {
                    let of = (path.as_str(), &**member);
                    let may_be_held = of_field || !self.is_gradient_of_param(place);
                    let part = self.of_variant_of_gradient(quote!(&mut #tokens), of, true, may_be_held);
                    tokens = quote!((*#part));
                }
                Step::Index(_) | Step::Field(_) | Step::Range(..) if of_field && held => {
                    let whole = if refers { tokens } else { quote!(#lent #tokens) };
                    (tokens, refers) = self.part_of_gradient(whole, step, changes);
                    continue;
                }
                step => tokens.extend(self.step(step)),
            }
            of_field |= matches!(step, Step::Field(Member::Name(_)));
            refers = false;
        }
        match place.path.last() {
            Some(Step::Field(Member::Inside)) if !refers => (quote!(*#tokens), false),
            _ => (tokens, refers),
        }
    }

    /// A step into a variable, behind what it steps into.
    pub(super) fn step(&mut self, step: &Step) -> TokenStream {
        match step {
            Step::Field(member) => {
                let member = field(member);
                quote!(.#member)
            }
            Step::Index(at) => {
                let at = self.expr(*at);
                quote!([#at])
            }
            Step::Range(from, to) => {
                let (from, to) = (self.bound(*from), self.bound(*to));
                quote!([#from..#to])
            }
        }
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
