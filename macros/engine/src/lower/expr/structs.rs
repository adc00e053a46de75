//! Structs that the function makes: literals, and locals that hold one, or a tuple with a list that changes. Such a local is taken apart: each of its fields is a local of its own, so that
//! nothing of the struct is left where only its fields are used.

use crate::diagnostics as code;
use crate::ir::{Block, Flow, Id, Ids, Literal, Made, Member, Op, Plain, Step, Stmt};
use crate::lower::option::optional::Optional;
use crate::lower::{Local, Lower};
use crate::names;
use crate::spanned::Spanned;
use crate::types::{Float, Int, Ty};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Expr;

/// A local that is taken apart.
#[derive(Clone)]
pub(in crate::lower) struct Apart {
    made: Made,
    /// One for each of the members.
    pub(in crate::lower) fields: Vec<Local>,
}

/// A member as the user wrote it.
pub(in crate::lower) fn member(member: &syn::Member) -> Member {
    match member {
        syn::Member::Named(name) => Member::Name(name.clone()),
        syn::Member::Unnamed(index) => Member::Index(index.index),
    }
}

/// By Rust's conventions, is it the name of a type or of a variant? One in capitals alone may be a function's, as in `F(t)`.
pub(in crate::lower) fn names_type(name: &Ident) -> bool {
    let name = names::plain(name);
    name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase)
}

/// Does a path lead to a variant: a name of a type before another?
fn is_variant(path: &syn::Path) -> bool {
    let before = path.segments.iter().rev().nth(1);
    before.is_some_and(|before| before.ident.to_string().starts_with(char::is_uppercase))
}

impl Lower<'_> {
    /// `Path { x: a, ..base }`
    pub(in crate::lower) fn struct_literal(&mut self, made: &syn::ExprStruct) -> Id {
        let whole = Expr::Struct(made.clone());
        let holds_code = made.fields.iter().any(|field| matches!(field.expr, Expr::Closure(_)));
        if is_variant(&made.path)
            && !holds_code
            && let Some(variant) = self.variant_literal(made)
        {
            return variant;
        }
        let variant = is_variant(&made.path).then(|| self.variant_path(&made.path));
        let no_value = variant == Some(None) || variant.is_some() && made.rest.is_some();
        if made.qself.is_some()
            || no_value
            || holds_code
            || variant.is_some() && !self.mentions_varying(quote!(#made))
        {
            return self.opaque(&whole, &code::AGGREGATE, &[&code::shown(&made.path)]);
        }
        let of_variant = |member: Member| match variant.clone().flatten() {
            Some(path) => Member::Variant(path, Box::new(member)),
            None => member,
        };
        let mut members: Vec<Member> =
            made.fields.iter().map(|field| of_variant(member(&field.member))).collect();
        let mut parts: Vec<Id> = made.fields.iter().map(|field| self.expr(&field.expr)).collect();
        if let Some(rest) = &made.rest {
            let base = match is_default(rest) {
                true => self.default_of(made),
                false => self.expr(rest),
            };
            let Some(of_base) = self.closed(base) else {
                parts.push(base);
                let path = made.path.to_token_stream();
                return self.build(Made { path, members, base: true }, parts, made.span());
            };
            for member in of_base.members {
                if !members.contains(&member) {
                    parts.push(self.part(base, member.clone(), made.span()));
                    members.push(member);
                }
            }
        }
        if let Some(refused) = self.lent_to_struct(&made.path, &parts) {
            return refused;
        }
        let path = made.path.to_token_stream();
        self.build(Made { path, members, base: false }, parts, made.span())
    }

    /// `Default::default()` for the fields of a struct that are not written: its type is told by the struct.
    fn default_of(&mut self, made: &syn::ExprStruct) -> Id {
        let (private, path, ty) = (names::private(), &made.path, self.types.fresh());
        let base = names::of_library(&Ident::new("base", Span::call_site()), Span::call_site());
        let members = made.fields.iter().map(|field| &field.member);
        let call = quote!(#private::default_base(|#base| #path { #(#members: loop {},)* ..#base }));
        self.node(Op::Plain(Plain::Verbatim(call, Vec::new()), Vec::new()), ty, made.span())
    }

    /// `Path::Variant { x: a }` that is made of constants alone, also where these are calculated of something differentiated.
    fn variant_literal(&mut self, made: &syn::ExprStruct) -> Option<Id> {
        if made.rest.is_some() || !self.mentions_varying(made.to_token_stream()) {
            return None;
        }
        self.tried(|lower| {
            let parts: Vec<Id> = made.fields.iter().map(|field| lower.expr(&field.expr)).collect();
            if parts.iter().any(|part| lower.varies(*part) || lower.lends(*part).is_some()) {
                return None;
            }
            let parts = parts.into_iter().map(|part| lower.argument(part)).collect();
            let members = made.fields.iter().map(|field| &field.member);
            let names: Vec<Ident> = (1..=made.fields.len())
                .map(|at| Ident::new(&format!("part_{at}"), Span::call_site()))
                .collect();
            let path = &made.path;
            let literal = quote!(#path { #(#members: #names),* });
            let ty = lower.types.fresh();
            Some(lower.node(Op::Plain(Plain::Verbatim(literal, names), parts), ty, made.span()))
        })
    }

    /// `Path(a, b)`, where that is the name of a tuple struct.
    pub(in crate::lower) fn tuple_struct(
        &mut self,
        path: &syn::ExprPath,
        args: &[Id],
        span: Span,
    ) -> Option<Id> {
        let last = path.path.segments.last()?;
        // What nothing differentiated goes into may as well be any function's.
        let varies = args.iter().any(|arg| self.varies(*arg));
        // `V3(x, y, z)` is more often a struct, `F1(x)` a function.
        let has_digit = last.ident.to_string().contains(|c: char| c.is_ascii_digit());
        let looks = names_type(&last.ident)
            || last.ident.to_string().starts_with(char::is_uppercase) && has_digit && args.len() > 1;
        let is_type = varies && looks || self.named_types.contains(&last.ident.to_string());
        if !is_type
            || self.assumed.functions.contains(&quote!(#path).to_string())
            || path.qself.is_some()
            || is_variant(&path.path)
            || crate::lower::flow::pattern::is_of_option(&path.path)
        {
            return None;
        }
        if args.iter().any(|arg| self.lends(*arg).is_some()) {
            // A function takes places by `&mut`.
            return None;
        }
        let members = (0..).take(args.len()).map(Member::Index).collect();
        Some(self.build(Made { path: quote!(#path), members, base: false }, args.to_vec(), span))
    }

    /// `Shape::Circle(r)` of something differentiated; `None` where it cannot be told which enum that is.
    pub(in crate::lower) fn variant_value(
        &mut self,
        path: &syn::ExprPath,
        args: &[Id],
        span: Span,
    ) -> Option<Id> {
        let variant =
            self.variant_path(&path.path).filter(|_| path.qself.is_none() && is_variant(&path.path))?;
        if let Some(refused) = self.lent_to_struct(&path.path, args) {
            return Some(refused);
        }
        let members =
            (0..).take(args.len()).map(|at| Member::Variant(variant.clone(), Box::new(Member::Index(at))));
        let made = Made { path: quote!(#path), members: members.collect(), base: false };
        Some(self.build(made, args.to_vec(), span))
    }

    /// A pair as the `Option` that a field of a struct holds; `None` of a `Result`.
    pub(in crate::lower) fn option_value(&mut self, pair: Id, span: Span) -> Option<Id> {
        let none = |lower: &mut Self| {
            let (path, ty) = (quote!(::core::option::Option::None), lower.types.fresh());
            lower.node(Op::Plain(Plain::Path(path), Vec::new()), ty, span)
        };
        if !self.is_outcome(pair) {
            return Some(if self.arena.is_none(pair) { none(self) } else { pair });
        }
        let [status, value] = [0, 1].map(|index| self.part(pair, Member::Index(index), span));
        let [status, value] = [self.loaded(status), self.loaded(value)];
        if self.ty(status) != Ty::Bool {
            return None;
        }
        let some = |lower: &mut Self| {
            let path = quote!(::core::option::Option::Some);
            lower.build(Made { path, members: vec![Member::Inside], base: false }, vec![value], span)
        };
        Some(match self.arena.op(status) {
            Op::Literal(Literal::Bool(true)) => some(self),
            Op::Literal(Literal::Bool(false)) => none(self),
            _ => self.branch_on(status, some, none),
        })
    }

    /// A struct would hold on to a place that it gets by `&mut`.
    fn lent_to_struct(&mut self, path: &syn::Path, parts: &[Id]) -> Option<Id> {
        let lends = parts.iter().any(|part| self.lends(*part).is_some());
        lends.then(|| self.report(path, &code::MUT_REFERENCE, &[]))
    }

    /// What is calculated with is none: it is what a function gives that is called like a struct.
    pub(in crate::lower) fn check_tuple_structs(&mut self) {
        let mut indexed = Ids::new();
        for (_, node) in self.arena.iter() {
            if let Op::Index(of, _) | Op::Slice(of, ..) = node.op {
                indexed.insert(of);
            }
        }
        let is_struct = |id: Id| matches!(self.ty(id), Ty::Infer(_) | Ty::Named(_)) && !indexed.contains(&id);
        let functions: Vec<String> = self
            .tuple_structs()
            .filter(|(_, id)| !is_struct(*id))
            .map(|(made, _)| made.path.to_string())
            .collect();
        for function in functions {
            self.assumed.apart.retain(|_, made| made.path.to_string() != function);
            self.assumed
                .filled
                .retain(|_, made| made.as_ref().is_none_or(|made| made.path.to_string() != function));
            if self.assumed.functions.insert(function) {
                self.assumed.reordered = true;
                self.again = true;
            }
        }
    }

    /// Notes the tuple structs, which rustc checks to be that.
    pub(in crate::lower) fn note_tuple_structs(&mut self) {
        let mut noted: Vec<(TokenStream, Vec<Ty>)> = Vec::new();
        for (made, id) in self.tuple_structs() {
            let types =
                self.arena.op(id).args().into_iter().map(|part| self.arena.ty(part).clone()).collect();
            if !noted.iter().any(|(path, _)| path.to_string() == made.path.to_string()) {
                noted.push((made.path.clone(), types));
            }
        }
        self.spelt.tuple_structs = noted;
    }

    fn tuple_structs(&self) -> impl Iterator<Item = (&Made, Id)> {
        self.arena.iter().filter_map(|(id, node)| match &node.op {
            Op::Struct(made, _) if made.is_tuple() => Some((&**made, id)),
            _ => None,
        })
    }

    pub(in crate::lower) fn build(&mut self, made: Made, parts: Vec<Id>, span: Span) -> Id {
        if made.path.is_empty() {
            return self.tuple_of(parts, span);
        }
        let part = |part| {
            // A field holds an `Option`, and no pair.
            let part = self.option_value(part, span).unwrap_or(part);
            self.argument(part)
        };
        let parts: Vec<Id> = parts.into_iter().map(part).collect();
        let ty = self.types.fresh();
        for (member, part) in made.members.iter().zip(&parts) {
            let (field, own) = (self.types.field(&ty, member), self.arena.ty(*part).clone());
            self.types.unify(&field, &own);
        }
        match made.is_tuple() {
            true => self.types.mark_users(&ty),
            false => self.types.mark_struct(&ty),
        }
        if let Some(base) = parts.last().filter(|_| made.base) {
            let own = self.arena.ty(*base).clone();
            self.types.unify(&ty, &own);
        }
        self.node(Op::Struct(Box::new(made), parts), ty, span)
    }

    /// The value of a member of a struct that is made here. The type of a number may be told by the declaration of the struct only.
    pub(in crate::lower) fn part_of_made(&mut self, whole: Id, member: &Member) -> Option<Id> {
        let Op::Struct(made, parts) = self.arena.op(whole) else { return None };
        match self.arena.member(whole, member) {
            Some(part) => {
                let untold = matches!(self.ty(part), Ty::Float(Float::Some(_)) | Ty::Int(Int::Some(_)))
                    && !matches!(self.arena.op(part), Op::Bound);
                (!untold).then_some(part)
            }
            None => {
                let base = parts.last().filter(|_| made.base).copied()?;
                let span = self.arena.get(whole).span;
                Some(self.part(base, member.clone(), span))
            }
        }
    }

    /// How a struct is made, if all of its fields are seen.
    pub(in crate::lower) fn closed(&self, value: Id) -> Option<Made> {
        match self.arena.op(value) {
            // What is assigned later may be another variant.
            Op::Struct(made, _)
                if !made.base && !made.members.iter().any(|member| matches!(member, Member::Variant(..))) =>
            {
                Some((**made).clone())
            }
            _ => None,
        }
    }

    // Locals that are taken apart.

    /// Declares a `mut` local that holds a struct of which all fields are seen; `false` for any other.
    pub(in crate::lower) fn declare_apart(&mut self, name: &Ident, value: Id) -> bool {
        let text = name.to_string();
        let count = self.declared.entry(text.clone()).or_default();
        *count += 1;
        let key = (text, *count);
        let made = self.closed(value).or_else(|| self.assumed.apart.get(&key).cloned());
        let made = made.or_else(|| self.changed_tuple(&key.0, value));
        let Some(made) = made.filter(|_| !self.changes.whole.contains(&key.0)) else { return false };
        let local = self.local_called(name, None);
        self.mutable.insert(local.0);
        self.take_apart(local, made, value, &name.to_string(), None);
        true
    }

    /// A tuple with a list in it, of which a part is changed: elsewhere it would have to be copied.
    fn changed_tuple(&self, name: &String, value: Id) -> Option<Made> {
        let Ty::Tuple(parts) = self.types.resolve(&self.ty(value)) else { return None };
        let with_list = parts.iter().any(|part| matches!(part, Ty::Vec(_)));
        let members = (0..).take(parts.len()).map(Member::Index).collect();
        let made = || Made { path: TokenStream::new(), members, base: false };
        (with_list && self.changes.mutated.contains(name)).then(made)
    }

    /// The `Option` that a field holds as a pair, which it is in a local of its own.
    fn pair_of_option(&mut self, option: Id, span: Span) -> Id {
        let (some, value) = match self.arena.op(option) {
            Op::Struct(made, parts) if made.members.first() == Some(&Member::Inside) => (true, parts[0]),
            _ if self.arena.is_none(option) => {
                let ty = self.types.fresh();
                (false, self.zero(ty))
            }
            _ => return option,
        };
        let status = self.literal(Literal::Bool(some), Ty::Bool);
        self.outcome(status, value, span)
    }

    /// `of` is the name of the local, `first` the field of it that this is a part of.
    fn take_apart(&mut self, local: Local, made: Made, value: Id, of: &str, first: Option<&Member>) {
        let span = self.arena.get(value).span;
        let mut fields = Vec::new();
        for member in &made.members {
            let part = self.part(value, member.clone(), span);
            let part = self.pair_of_option(part, span);
            let own = names::of_library(&named(member), span);
            let first = first.unwrap_or(member);
            let field = self.local_of(None);
            self.field_names.insert(field.0, own.clone());
            self.mutable.insert(field.0);
            let changed = self.changes.members.contains(&(of.to_owned(), named(first).to_string()));
            let resized = self.changes.resized.iter().any(|name| name == of);
            let ty = self.ty(part);
            let is_list = matches!(ty, Ty::Vec(_)) && resized;
            if (changed || is_list) && !matches!(ty, Ty::Ref(_)) {
                let place = self.anonymous(part, span);
                self.unnamed.remove(&place);
                if let Some(memory) = self.place_of(place).and_then(|place| self.memory(&place)) {
                    memory.name = names::plain(&own);
                    memory.resized |= resized;
                }
                self.values[field.0] = Some(place);
            } else if let Some(inner) = self.closed(part) {
                self.take_apart(field, inner, part, of, Some(first));
            } else {
                self.values[field.0] = Some(part);
                self.call_it(part, &own);
            }
            fields.push(field);
        }
        self.apart.insert(local.0, Apart { made, fields });
    }

    /// The local that a field of a local is, if that is taken apart.
    pub(in crate::lower) fn field_local(&self, field: &syn::ExprField) -> Option<Local> {
        let base = match super::operator::bare(&field.base) {
            Expr::Path(path) => self.local(path.path.get_ident()?)?,
            Expr::Field(inner) => self.field_local(inner)?,
            _ => return None,
        };
        self.field_of(base, &member(&field.member))
    }

    /// The local that holds a field of another.
    pub(in crate::lower) fn field_of(&self, local: Local, member: &Member) -> Option<Local> {
        let Apart { made, fields } = self.apart.get(&local.0)?;
        let at = made.members.iter().position(|known| known == member)?;
        fields.get(at).copied()
    }

    /// The struct that such a local holds.
    pub(in crate::lower) fn put_together(&mut self, local: Local, span: Span) -> Option<Id> {
        let Apart { made, fields } = self.apart.get(&local.0)?.clone();
        let parts = fields.into_iter().map(|field| {
            let part = self.value_of_local(field);
            self.loaded(part)
        });
        let parts = parts.collect();
        Some(self.build(made, parts, span))
    }

    /// Assigns a local that is taken apart; `false` for any other.
    pub(in crate::lower) fn assign_apart(&mut self, local: Local, value: Id) -> bool {
        let Some(Apart { made, fields }) = self.apart.get(&local.0).cloned() else { return false };
        let span = self.arena.get(value).span;
        let parts: Vec<Id> =
            made.members.iter().map(|member| self.part(value, member.clone(), span)).collect();
        for (field, part) in fields.into_iter().zip(parts) {
            let part = self.loaded(part);
            self.assign_field_local(field, part);
        }
        true
    }

    /// Assigns a field that is a local.
    pub(in crate::lower) fn assign_field_local(&mut self, field: Local, value: Id) {
        if self.assign_apart(field, value) {
            return;
        }
        let before = self.value_of_local(field);
        let span = self.arena.get(value).span;
        let value = match self.is_outcome(before) {
            true => value,
            false => self.option_value(value, span).unwrap_or(value),
        };
        if let Some(place) = self.place_of(before) {
            return self.store(place, value);
        }
        let old = self.arena.ty(before).clone();
        self.given(&old, value);
        self.alike_in_field(before, value);
        self.values[field.0] = Some(value);
        if let Some(name) = self.field_names.get(&field.0).cloned() {
            self.call_it(value, &name);
        }
    }

    /// Gives a value the name of a field, if it has none.
    fn call_it(&mut self, value: Id, name: &Ident) {
        let free = self.arena.is_free(value);
        let node = self.arena.get_mut(value);
        if node.name.is_none() && !free {
            node.name = Some(names::plain(name));
        }
    }

    /// A local gets a struct of which all fields are seen: it should have been taken apart.
    pub(in crate::lower) fn should_be_apart(&mut self, local: Local, value: Id) {
        let Some(made) = self.closed(value) else { return };
        let Some(key) = self.keys.get(&local.0).cloned() else { return };
        if !self.changes.whole.contains(&key.0) && !self.assumed.apart.contains_key(&key) {
            self.assumed.apart.insert(key, made);
            self.assumed.reordered = true;
            self.again = true;
        }
    }

    /// The elements of what is made element by element are structs: lists of them grow, arrays begin with zeros of their own.
    pub(in crate::lower) fn fills_with(&mut self, number: usize, item: Id) {
        let unknown = matches!(self.ty(item), Ty::Infer(_)) && self.varies(item);
        let made = self.closed(item);
        if (unknown || made.is_some()) && !self.assumed.filled.contains_key(&number) {
            self.assumed.filled.insert(number, made);
            self.assumed.reordered = true;
            self.again = true;
        }
    }

    /// What stands in an array before its elements do.
    pub(in crate::lower) fn placeholder(&mut self, number: usize, elem: &Ty, span: Span) -> Id {
        match self.assumed.filled.get(&number).cloned().flatten() {
            Some(made) => {
                let parts = made.members.iter().map(|member| {
                    let ty = self.types.field(elem, member);
                    self.zero(ty)
                });
                let parts = parts.collect();
                let whole = self.build(made, parts, span);
                let own = self.arena.ty(whole).clone();
                self.types.unify(elem, &own);
                whole
            }
            None => self.zero(elem.clone()),
        }
    }

    /// How a pattern with a path takes a differentiated value apart: into the fields of a struct, or of a variant of an enum. `None`
    /// where it cannot be told which type that is.
    pub(in crate::lower) fn taken_apart_by(
        &self,
        path: &syn::Path,
        whole: Id,
        member: Member,
    ) -> Option<Member> {
        if !self.varies(whole) || !matches!(self.ty(whole).referent(), Ty::Infer(_) | Ty::Named(_)) {
            return None;
        }
        if !is_variant(path) {
            let last = path.segments.last()?;
            // Before fields with names stands a type, whatever it is called.
            return (names_type(&last.ident) || matches!(member, Member::Name(_))).then_some(member);
        }
        self.variant_path(path).map(|path| Member::Variant(path, Box::new(member)))
    }

    /// The path of a variant as it is written where `Self` has no meaning; `None` where that cannot be told.
    fn variant_path(&self, path: &syn::Path) -> Option<String> {
        let mut path = path.clone();
        let first = path.segments.first_mut()?;
        if first.ident == "Self" {
            first.ident = self.own_name.clone()?;
        }
        path.segments.iter().all(|segment| segment.arguments.is_none()).then(|| quote!(#path).to_string())
    }

    /// The field that is taken for an `Option`, or that a reference refers to: of a struct of the user's, which holds no pair.
    pub(in crate::lower) fn option_in_field(&self, id: Id) -> Option<Id> {
        let unseen = |of: Id| matches!(self.ty(of).referent(), Ty::Infer(_) | Ty::Named(_));
        match self.arena.op(id) {
            Op::Borrow(field) => self.option_in_field(*field),
            Op::Field(base, Member::Name(_) | Member::Index(_)) => {
                (self.varies(id) && unseen(id) && unseen(*base)).then_some(id)
            }
            // An element of a list in a field.
            Op::Index(list, _) => {
                (self.varies(id) && unseen(id) && self.option_in_field(*list).is_some()).then_some(id)
            }
            Op::Load(place) | Op::Lvalue(place) => {
                let named = matches!(place.path.last(), Some(Step::Field(Member::Name(_))));
                (named && self.varies(id) && unseen(id)).then_some(id)
            }
            _ => None,
        }
    }

    /// Such a field as an `Option`.
    pub(in crate::lower) fn of_field<'e>(&mut self, id: Id, field: Id, span: Span) -> Optional<'e> {
        let by_reference = matches!(self.ty(id), Ty::Ref(_));
        let some = self.discrete(Op::Plain(Plain::method("is_some"), vec![field]), Ty::Bool, span);
        Optional::new(some, move |lower| {
            let value = lower.part(field, Member::Inside, span);
            if by_reference { lower.borrow(value, span) } else { value }
        })
    }

    /// Has control left the arm in which a local was?
    pub(in crate::lower) fn is_gone(&self, local: Local) -> bool {
        match self.apart.get(&local.0) {
            Some(apart) => apart.fields.iter().any(|field| self.is_gone(*field)),
            None => self.values.get(local.0).is_none_or(Option::is_none),
        }
    }

    /// What stands for a struct that nobody looks at is made of zeros, where it is seen how such a struct is made.
    pub(in crate::lower) fn settle_placeholders(&mut self, block: &mut Block) {
        // Any variant of an enum will do.
        let how = |op: &Op| match op {
            Op::Struct(made, _) if !made.base && made.members.first() != Some(&Member::Inside) => {
                Some((**made).clone())
            }
            _ => None,
        };
        let made: Vec<(Ty, Made)> =
            self.arena.iter().filter_map(|(_, node)| Some((node.ty.clone(), how(&node.op)?))).collect();
        let is_made = |ty: &Ty| made.iter().any(|(known, _)| known == ty);
        let placeholders: Vec<Id> = self
            .arena
            .iter()
            .filter(|(_, node)| matches!(node.op, Op::Zero(None)) && is_made(&node.ty))
            .map(|(id, _)| id)
            .collect();
        for id in placeholders {
            let ty = self.arena.ty(id).clone();
            if let Some((op, _)) = self.zero_struct(&ty, &made, 0) {
                self.arena.get_mut(id).op = op;
                self.block.stmts.push(Stmt::Let(id));
            }
        }
        let stmts = std::mem::take(&mut self.block.stmts);
        block.stmts.splice(0..0, stmts);
    }

    fn zero_struct(&mut self, ty: &Ty, made: &[(Ty, Made)], depth: usize) -> Option<(Op, Ty)> {
        let (_, how) = made.iter().find(|(known, _)| known == ty && depth < 8)?;
        let parts = how.members.iter().map(|member| {
            let field = self.types.field(ty, member);
            let field = self.types.resolve(&field);
            match self.zero_struct(&field, made, depth + 1) {
                Some((op, ty)) => self.node_with(op, ty, Flow::default(), Span::call_site()),
                None => self.zero(field),
            }
        });
        let parts = parts.collect();
        Some((Op::Struct(Box::new(how.clone()), parts), ty.clone()))
    }

    /// The locals that hold the fields of a local, however deep.
    pub(in crate::lower) fn locals_inside(&self, local: Local, into: &mut Vec<Local>) {
        for field in self.apart.get(&local.0).iter().flat_map(|apart| &apart.fields) {
            into.push(*field);
            self.locals_inside(*field, into);
        }
    }
}

/// `Default::default()`
fn is_default(expr: &Expr) -> bool {
    let Expr::Call(call) = expr else { return false };
    let Expr::Path(path) = &*call.func else { return false };
    let names: Vec<String> = path.path.segments.iter().map(|name| name.ident.to_string()).collect();
    path.qself.is_none() && call.args.is_empty() && names.ends_with(&["Default".into(), "default".into()])
}

/// What the field is called.
fn named(member: &Member) -> Ident {
    match member {
        Member::Name(name) => name.clone(),
        Member::Index(index) => Ident::new(&format!("part_{index}"), Span::call_site()),
        Member::Inside | Member::Variant(..) => Ident::new("inside", Span::call_site()),
    }
}
