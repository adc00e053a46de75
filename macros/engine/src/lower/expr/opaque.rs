//! Rust that is copied as it stands because nothing differentiated is in it.

use crate::diagnostics::{self as code, Code};
use crate::ir::{Callee, Flow, Id, Op, Place, Plain};
use crate::lower::Exit;
use crate::lower::scan::mentions::Mentions;
use crate::lower::{Local, Lower};
use crate::spanned::Spanned;
use crate::types::Ty;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Expr;

impl Lower<'_> {
    /// Keeps an expression as written if no differentiated value is in it, else reports.
    pub(in crate::lower) fn opaque(&mut self, expr: &syn::Expr, code: &Code, fill: &[&str]) -> Id {
        let tokens = expr.to_token_stream();
        let captures = self.captures(expr);
        if let Some((name, _)) = captures.iter().find(|(_, id)| self.varies(*id)) {
            let name = name.to_string();
            let fill = if fill.is_empty() { &[name.as_str()] } else { fill };
            return self.report(&crate::lower::fence::refuse::mark(expr), code, fill);
        }
        if self.changes_outside(expr) || captures.iter().any(|(_, id)| self.is_opaque_place(*id)) {
            // What is only copied must not change what is around it.
            return self.report(&crate::lower::fence::refuse::mark(expr), code, fill);
        }
        let captures: Vec<_> = captures.into_iter().map(|(name, id)| (name, self.argument(id))).collect();
        let ty = self.types.fresh();
        let (names, ids): (Vec<_>, Vec<_>) = captures.into_iter().unzip();
        let span = tokens.span();
        self.node(Op::Plain(Plain::Verbatim(tokens, names), ids), ty, span)
    }

    /// Do tokens mention a local into which something differentiated flows?
    pub(in crate::lower) fn mentions_varying(&mut self, code: impl Mentions) -> bool {
        self.captures(code).iter().any(|(_, id)| self.varies(*id))
    }

    /// What tokens that are copied mention.
    pub(in crate::lower) fn captured(&mut self, code: impl Mentions) -> Vec<(Ident, Id)> {
        let captures = self.captures(code);
        captures.into_iter().map(|(name, id)| (name, self.as_rust(id))).collect()
    }

    /// The locals that tokens mention by name, also inside format strings. A name that means something else
    /// there (a field, a method) is bound needlessly, which does no harm.
    pub(in crate::lower) fn captures(&mut self, code: impl Mentions) -> Vec<(Ident, Id)> {
        let mut locals: Vec<(Ident, Option<Local>)> = Vec::new();
        code.each_name(&mut |name| {
            if !locals.iter().any(|(known, _)| known == name) {
                locals.push((name.clone(), self.local(name)));
            }
        });
        let locals = locals.into_iter().filter_map(|(name, local)| Some((name, local?)));
        let value = |(name, local): (Ident, Local)| {
            let value = self.named(local, name.span());
            (name, value)
        };
        locals.map(value).collect()
    }
}

impl Lower<'_> {
    /// Is it a part of a variable that nothing differentiated flows into, whose type only rustc knows? Opaque code may change it.
    pub(in crate::lower) fn is_opaque_place(&self, id: Id) -> bool {
        let unknown = matches!(self.ty(id).referent(), Ty::Infer(_) | Ty::Named(_) | Ty::Discrete);
        unknown && self.place_of(id).is_some() && !self.varies(id)
    }

    /// What a differentiated function that gets a place by `&mut` may leave of a derivative there. Nothing in an integer, and
    /// nothing in a value of a type of the user's, for which rustc checks the type of the slot.
    pub(in crate::lower) fn flow_into_lent(&mut self, id: Id, flow: Flow) -> Flow {
        let ty = self.ty(id).referent().clone();
        let place = self.place_of(id);
        let opaque = place.and_then(|place| self.memory(&place)).is_some_and(|memory| memory.opaque);
        match ty {
            Ty::Infer(_) | Ty::Named(_) if opaque => Flow { varies: false, ..flow },
            ty if ty.is_discrete() => Flow::default(),
            _ => flow,
        }
    }

    /// A variable was taken for opaque, since nothing differentiated was seen to flow into it, and has a method that gets something
    /// differentiated: lowering starts again and knows.
    pub(in crate::lower) fn shows_opaque(&mut self, callee: &Callee, args: &[Id], flow: Flow) -> bool {
        let changes = matches!(callee, Callee::Method(..) | Callee::Operator { assigns: true, .. });
        let receiver = args.first().copied().filter(|_| changes);
        let lent: Vec<Id> = args.iter().copied().filter(|id| self.lends(*id).is_some()).collect();
        // A function whose value is not used fills what it alone gets by `&mut`.
        let fills = lent.iter().filter(|id| Some(**id) != receiver).count() == 1;
        let found = lent.iter().filter(|_| flow.varies).find_map(|id| {
            let place = self.lends(*id)?;
            let memory = self.memory(&place).filter(|memory| memory.opaque)?;
            let name = memory.name.clone();
            let filled = fills && self.filled_by_calls.contains(&name);
            (Some(*id) == receiver || filled).then_some(name)
        });
        let Some(name) = found else { return false };
        let new = self.assumed.transparent.insert(name.clone());
        if new {
            self.assumed.opaque.remove(&name);
            self.assumed.receivers.insert(name);
            (self.assumed.reordered, self.again) = (true, true);
        }
        new
    }

    /// What an expression gives that asks something of a variable whose type only rustc knows, evaluated where it stands.
    pub(in crate::lower) fn as_written_here(&mut self, expr: &Expr) -> Id {
        let captures = self.captures(expr);
        let value = |(name, id): (Ident, Id)| match self.is_opaque_place(id) {
            true => (name, id),
            false => (name, self.argument(id)),
        };
        let (names, ids): (Vec<_>, Vec<_>) = captures.into_iter().map(value).unzip();
        let ty = self.types.fresh();
        self.node(Op::Plain(Plain::Verbatim(quote!(#expr), names), ids), ty, expr.span())
    }

    /// Does an expression mention a variable that opaque code may change, so that it is not copied as a whole?
    pub(in crate::lower) fn mentions_opaque_place(&mut self, code: impl Mentions) -> bool {
        self.captures(code).iter().any(|(_, id)| self.is_opaque_place(*id))
    }

    /// Is it a local of which only rustc knows the type, and that nothing differentiated is in? What its methods give is then opaque.
    pub(in crate::lower) fn is_of_rustcs_own(&self, receiver: &Expr) -> bool {
        if self.is_text(receiver) {
            return true;
        }
        let path = match super::operator::bare(receiver) {
            Expr::Path(path) => path,
            Expr::Field(field) => return self.is_of_rustcs_own(&field.base),
            Expr::Index(at) => {
                return self.is_of_rustcs_own(&at.expr) && self.is_made_of_constants(&at.index);
            }
            _ => return false,
        };
        let local = path.path.get_ident().and_then(|name| self.local(name));
        let value =
            local.filter(|local| !self.held.contains_key(&local.0)).and_then(|local| self.values[local.0]);
        value.is_some_and(|value| {
            matches!(self.ty(value).referent(), Ty::Infer(_) | Ty::Named(_)) && !self.varies(value)
        })
    }

    /// Is it a string, or asked of one?
    pub(in crate::lower) fn is_text(&self, expr: &Expr) -> bool {
        match super::operator::bare(expr) {
            Expr::Lit(literal) => matches!(literal.lit, syn::Lit::Str(_)),
            Expr::MethodCall(call) => self.is_text(&call.receiver),
            Expr::Path(path) => {
                let local = path.path.get_ident().and_then(|name| self.local(name));
                let value = local.and_then(|local| self.values[local.0]);
                value.is_some_and(|value| *self.ty(value).referent() == Ty::Discrete)
            }
            _ => false,
        }
    }

    /// A call of opaque code, which may change what it gets by `&mut`: its arguments, of which none varies, may be there
    /// afterwards.
    pub(in crate::lower) fn call_opaque(&mut self, plain: Plain, args: Vec<Id>, ty: Ty, span: Span) -> Id {
        if self.carries_place(&args) {
            return self.reported();
        }
        // Before the arguments stands what is called, or called on.
        let before = usize::from(matches!(plain, Plain::Invoke | Plain::Method(..)));
        let args = args.into_iter().enumerate();
        let args: Vec<Id> = args.map(|(at, id)| if at < before { id } else { self.as_item(id) }).collect();
        let flow = args.iter().fold(Flow::default(), |flow, id| flow.and(self.arena.get(*id).flow));
        let lent: Vec<Place> = args.iter().filter_map(|id| self.place_of(*id)).collect();
        for (at, place) in lent.iter().enumerate() {
            self.flows_into(place, flow);
            self.may_be_resized(place);
            if lent[..at].iter().any(|other| other.var == place.var) {
                // Both parts are in use at once, which the text of the companions would have to show to rustc.
                self.sink.report_at(span, &code::MUT_REFERENCE, &[]);
                return self.reported();
            }
        }
        self.node(Op::Plain(plain, args), ty, span)
    }

    /// What a call gets for an item of a list of which only rustc knows whether a loop over it gets references.
    pub(in crate::lower) fn as_item(&mut self, id: Id) -> Id {
        match *self.arena.op(id) {
            Op::Index(list, _)
                if self.either.contains(&id)
                    && !self.varies(id)
                    && matches!((self.ty(list), self.ty(id)), (Ty::Infer(_), Ty::Infer(_))) =>
            {
                let (ty, span) = (self.types.fresh(), self.arena.get(id).span);
                self.discrete(Op::Plain(Plain::Item, vec![list, id]), ty, span)
            }
            _ => id,
        }
    }

    /// Opaque code that gets a `Vec` by `&mut` may change how many elements it has.
    fn may_be_resized(&mut self, place: &Place) {
        let Some(memory) = self.memory(place) else { return };
        let fixed = memory.resized || matches!(memory.ty.referent(), Ty::Array(..) | Ty::Slice(_));
        let name = memory.name.clone();
        if !fixed && self.assumed.resized.insert(name) {
            self.again = true;
        }
    }

    /// Makes a `mut` local whose type only rustc knows a variable, which opaque code may change; `false` if it cannot be one.
    pub(in crate::lower) fn becomes_opaque(&mut self, name: &Ident) -> bool {
        let Some(local) = self.local(name) else { return false };
        let value = self.value_of_local(local);
        let is_value = !self.held.contains_key(&local.0)
            && !self.referring.contains_key(&local.0)
            && !self.inlined_only(value)
            && self.place_of(value).is_none();
        let ty = self.ty(value);
        let unknown = !matches!(ty, Ty::Ref(_) | Ty::Slice(_) | Ty::Tuple(_) | Ty::Outcome(..));
        let may = is_value
            && unknown
            && !self.varies(value)
            && self.mutable.contains(&local.0)
            && !self.assumed.transparent.contains(&name.to_string());
        let new = may && self.assumed.opaque.insert(name.to_string());
        if new {
            (self.assumed.reordered, self.again) = (true, true);
        }
        new
    }

    /// Is it an `Option` or a `Result` as it is written down?
    pub(in crate::lower) fn is_of_option(&self, value: Id) -> bool {
        let Op::Plain(Plain::Call(path) | Plain::Path(path), _) = self.arena.op(value) else {
            return false;
        };
        syn::parse2::<syn::Path>(path.clone())
            .is_ok_and(|path| crate::lower::flow::pattern::is_of_option(&path) || path.is_ident("None"))
    }

    /// Is the value made by a function that is named like a constructor of the user's, or by a struct literal?
    pub(in crate::lower) fn constructs(&self, init: Id) -> bool {
        match self.arena.op(init) {
            Op::Plain(Plain::Call(path), _) => mentioned(path.clone())
                .iter()
                .any(|name| name.to_string().starts_with(char::is_uppercase) && name != "Vec"),
            Op::Plain(Plain::Verbatim(tokens, _), _) => {
                syn::parse2::<syn::ExprStruct>(tokens.clone()).is_ok()
            }
            Op::Struct(..) => !self.varies(init),
            _ => matches!(self.ty(init), Ty::Named(_)),
        }
    }

    /// A method with the name of one that changes a slice or a `Vec`, of a variable whose type only rustc knows.
    pub(in crate::lower) fn opaque_mutator(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        let name = call.method.to_string();
        let of_local = matches!(super::operator::bare(&call.receiver), Expr::Path(_) | Expr::Field(_));
        let copies = crate::lower::library::copies_elements(&name);
        let changes = copies || crate::lower::scan::changes::mutates(&name);
        if !of_local || !changes {
            return None;
        }
        let args = &call.args;
        if self.mentions_varying(args) {
            return None;
        }
        let receiver = self.receiver(call);
        let opaque = self.is_opaque_place(receiver) || copies && self.is_place_of_others(receiver);
        opaque.then(|| self.opaque_method(call, receiver))
    }

    /// Is it a variable with a list in which nothing differentiated is, and of whose elements only rustc knows whether they can be copied?
    fn is_place_of_others(&self, receiver: Id) -> bool {
        let list = self.ty(receiver).referent().clone();
        let Some(elem) = list.part(0).filter(|_| list.has_elements()) else { return false };
        let of_others = match self.types.shallow(&elem) {
            Ty::Infer(_) => true,
            // What such a reference leads to is found by its index.
            Ty::Ref(to) => *to == Ty::Discrete,
            _ => self.is_list_of_others(&list),
        };
        of_others && self.place_of(receiver).is_some() && !self.varies(receiver)
    }

    /// Is a method, of which nothing is known, called on a list that nothing differentiated is in, and given nothing differentiated?
    pub(in crate::lower) fn may_run_opaque(&mut self, call: &syn::ExprMethodCall, receiver: Id) -> bool {
        let args = &call.args;
        self.place_of(receiver).is_some()
            && self.ty(receiver).has_elements()
            && !self.varies(receiver)
            && !self.mentions_varying(args)
    }

    /// A method of a variable whose type only rustc knows: it may change the variable.
    pub(in crate::lower) fn opaque_method(&mut self, call: &syn::ExprMethodCall, receiver: Id) -> Id {
        let args: Vec<Id> = call.args.iter().map(|arg| self.expr(arg)).collect();
        if self.exit == Exit::Leaves {
            return self.poison();
        }
        if args.iter().any(|arg| self.varies(*arg)) {
            return self.refuse_method(call, receiver);
        }
        let args = args.into_iter().map(|arg| self.argument(arg));
        let args = std::iter::once(receiver).chain(args).collect();
        let (turbofish, ty) = (call.turbofish.to_token_stream(), self.types.fresh());
        if call.method == "len" || call.method == "is_empty" {
            // It may be a method of the user's: what the engine asks of a list it may ask at another place too.
            return self.as_written_here(&Expr::MethodCall(call.clone()));
        }
        self.call_opaque(Plain::Method(call.method.clone(), turbofish), args, ty, call.span())
    }
}

/// The names that tokens mention.
pub(in crate::lower) fn mentioned(tokens: TokenStream) -> Vec<Ident> {
    let mut names = Vec::new();
    collect(tokens, &mut names);
    names
}

/// What is between the braces of a text: `{x:width$}` is about variables, the rest is not.
fn inside_braces(text: &str) -> String {
    let mut inside = String::new();
    let mut rest = text.replace("{{", "").replace("}}", "");
    while let Some((_, after)) = rest.split_once('{') {
        let (braced, after) = after.split_once('}').unwrap_or((after, ""));
        inside = inside + braced + " ";
        rest = after.to_owned();
    }
    inside
}

fn collect(tokens: TokenStream, names: &mut Vec<Ident>) {
    // What stands behind a single dot is a field or a method.
    let mut dots = 0;
    for token in tokens {
        let member = std::mem::take(&mut dots) == 1;
        match token {
            TokenTree::Ident(_) if member => {}
            TokenTree::Ident(ident) => names.push(ident),
            TokenTree::Group(group) => collect(group.stream(), names),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                if !text.contains('{') {
                    continue;
                }
                let braced = inside_braces(&text);
                let words = braced.split(|c: char| !c.is_alphanumeric() && c != '_');
                let words = words.filter(|word| syn::parse_str::<Ident>(word).is_ok());
                names.extend(words.map(|word| Ident::new(word, literal.span())));
            }
            TokenTree::Punct(dot) if dot.as_char() == '.' => dots = if member { 2 } else { 1 },
            TokenTree::Punct(_) => {}
        }
    }
}
