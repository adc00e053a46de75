//! Operations without a derivative, and the operators and methods of numbers.

use super::level::{
    AND, ANY, ATOM, BIT_AND, BIT_OR, BIT_XOR, CAST, COMPARE, Level, OR, POSTFIX, PREFIX, PRODUCT, SHIFT, SUM,
};
use super::{is_word, joined};
use crate::emit::Emit;
use crate::emit::number::known;
use crate::ir::{Id, Op, Plain, compound};
use crate::lower::iterator::rename;
use crate::names;
use crate::types::{Float, Int, Ty};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::BinOp;

impl Emit<'_> {
    pub(super) fn plain(&mut self, plain: &Plain, args: &[Id], id: Id, says: bool) -> (TokenStream, Level) {
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
                    false if any || *self.ty(id) == Ty::Maybe || matches!(self.ty(*arg), Ty::Vec(_)) => {
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
            Plain::Item => {
                let (list, item, private) = (self.base(args[0]), self.base(args[1]), names::private());
                (quote!(#private::item!(&#list, &#item)), ATOM)
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
                if let Op::Borrow(_) = self.op(args[0])
                    && let Some(held) = self.gradient_in(args[0])
                {
                    let held = names::moved_to(held, span);
                    return (quote_spanned!(span=> #private::without_gradient(#held, #operand)), ATOM);
                }
                (quote_spanned!(span=> #private::discrete(#operand)), ATOM)
            }
            Plain::Constant => match self.op(args[0]) {
                Op::Borrow(_) => (self.at(args[0], PREFIX), PREFIX),
                _ => (self.at(args[0], POSTFIX), POSTFIX),
            },
            Plain::PassedOn => self.passed_on(args[0], args[1]),
            // The statement that binds it has the annotation.
            Plain::Typed(_) => (self.expr(args[0]), ANY),
            Plain::Verbatim(tokens, captures) => {
                let captures: Vec<_> = captures.iter().cloned().zip(args.iter().copied()).collect();
                let open = |id: &Id| self.ty(*id).is_open() || matches!(self.ty(*id), Ty::Infer(_));
                let borrows = plain.is_closure()
                    && !matches!(tokens.clone().into_iter().next(), Some(TokenTree::Ident(word)) if word == "move")
                    && !args.iter().all(|id| is_word(self.ty(*id)) || open(id));
                let (tokens, captures) = &self.named_as_here(tokens, captures, borrows);
                let rebound = self.rebind(captures);
                let mut closure = tokens.clone().into_iter().peekable();
                let takes =
                    closure.next_if(|token| matches!(token, TokenTree::Ident(word) if word == "move"));
                let open = |id: &Id| self.ty(*id).is_open() || matches!(self.ty(*id), Ty::Infer(_));
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

    /// The user's own tokens with the names that locals have here, or the elements that they stand for, where another binding would move what only
    /// rustc knows the type of, or be gone before what `borrows` from it, and the locals that are left.
    pub(super) fn named_as_here(
        &mut self,
        tokens: &TokenStream,
        captures: Vec<(Ident, Id)>,
        borrows: bool,
    ) -> (TokenStream, Vec<(Ident, Id)>) {
        let Ok(expr) = syn::parse2::<syn::Expr>(tokens.clone()) else { return (tokens.clone(), captures) };
        let (mut instead, mut left) = (Vec::new(), Vec::new());
        for (name, id) in captures {
            let unseen = borrows || matches!(self.ty(id), Ty::Infer(_) | Ty::Named(_) | Ty::Discrete);
            let here = syn::parse2::<syn::Expr>(self.said(id, POSTFIX));
            let place = |here: &syn::Expr| match here {
                syn::Expr::Path(path) => !path.path.is_ident(&name),
                syn::Expr::Index(_) => true,
                syn::Expr::Lit(_) => borrows,
                _ => false,
            };
            match here {
                Ok(here) if unseen && place(&here) && !rename::binds_again(&expr, &name) => {
                    instead.push((name, here));
                }
                _ => left.push((name, id)),
            }
        }
        match instead.is_empty() {
            true => (tokens.clone(), left),
            false => (rename::renamed(&expr, &instead).to_token_stream(), left),
        }
    }

    /// The same of statements.
    pub(in crate::emit) fn effect_named_as_here(
        &mut self,
        tokens: &TokenStream,
        captures: Vec<(Ident, Id)>,
    ) -> (TokenStream, Vec<(Ident, Id)>) {
        let (block, left) = self.named_as_here(&quote!({ #tokens }), captures.clone(), false);
        match left.len() == captures.len() {
            true => (tokens.clone(), captures),
            false => (block, left),
        }
    }

    /// `let x = …;` for locals that the user's own tokens mention by another name than they have here.
    pub(in crate::emit) fn rebind(&mut self, captures: &[(Ident, Id)]) -> TokenStream {
        let mut rebound = Vec::new();
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
                rebound.push((name, value));
            }
        }
        let is_mentioned = |(at, (_, value)): (usize, &(&Ident, TokenStream))| {
            rebound[..at].iter().any(|(bound, _)| names::mentions(value, &[&bound.to_string()]))
        };
        let crossed = rebound.iter().enumerate().any(is_mentioned);
        let (bound, values): (Vec<_>, Vec<_>) = rebound.into_iter().unzip();
        match crossed {
            // Each value is what it was before any of them had another name.
            true => quote!(let (#(#bound),*) = (#(#values),*);),
            false => quote!(#(let #bound = #values;)*),
        }
    }

    /// The name of a method. What the user calls of a type parameter, a bound of the user's has; a derivative calls what it needs.
    pub(super) fn method_name(&self, name: &str, receiver: Id, id: Id) -> Ident {
        let generic = matches!(self.ty(receiver).referent(), Ty::Float(Float::Generic(_)));
        match generic && self.body.arena.get(id).adjoint {
            true => names::of_any_float(name),
            false => Ident::new(name, Span::call_site()),
        }
    }

    pub(super) fn method(
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

    pub(super) fn binary(
        &mut self,
        op: &BinOp,
        a: Id,
        b: Id,
        says: bool,
        checks: bool,
    ) -> (TokenStream, Level) {
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
    pub(super) fn is_beside_unseen(&self, number: Id, other: Id) -> bool {
        matches!(self.ty(number), Ty::Int(Int::Named(_)))
            && matches!(self.ty(other), Ty::Infer(_) | Ty::Named(_))
            && self.is_number(number)
    }
}
