//! Chains of iterators that end in something: stages that decide which items get through, and consumers. Each chain
//! becomes one loop.

use super::optional::Optional;
use super::sequence::{Item, Sequence, is_chain};
use super::{Local, Lower};
use crate::diagnostics as code;
use crate::ir::{Id, Literal, Op, Plain};
use crate::types::Ty;
use proc_macro2::Span;
use syn::Expr;
use syn::spanned::Spanned;

/// What stands between source and consumer, from where on items have no index of their own.
pub(super) struct Stage<'e> {
    name: String,
    method: &'e proc_macro2::Ident,
    argument: Option<&'e Expr>,
    /// How many items came by, and the number that `take` and `skip` compare it with.
    counter: Option<(Local, Option<Id>)>,
}

/// Stages that leave every item its index.
const INDEXED: [&str; 6] = ["map", "enumerate", "copied", "cloned", "take", "skip"];

/// Stages after which items have none.
const DECIDING: [&str; 5] = ["filter", "filter_map", "take_while", "map_while", "flat_map"];

impl<'a> Lower<'a> {
    /// `for` over a chain with stages; `None` if there are none.
    pub(super) fn for_staged(&mut self, l: &syn::ExprForLoop) -> Option<Id> {
        let (stages, source) = self.stages(&l.expr)?;
        if let Some(flat) = stages.iter().find(|stage| stage.name == "flat_map") {
            let at = flat.method;
            return Some(self.report(at, &code::ITERATOR, &["flat_map"]));
        }
        let sequence = self.inner(|lower| lower.sequence_of(source))?;
        let assigned = self.assigned(&[&l.expr], &l.body);
        let label = l.label.as_ref().map(|label| &label.name);
        self.through(&stages, sequence, assigned, label, l.span(), &mut |lower, item| {
            lower.bind(&l.pat, item);
            lower.block_expr(&l.body);
        });
        Some(self.unit())
    }

    /// A chain of iterators that is collected; `None` if the call is not one. The list is a variable of its own.
    pub(super) fn collect(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        if call.method != "collect" || !is_chain(&call.receiver) {
            return None;
        }
        let span = call.span();
        let elem = self.types.fresh();
        if deciding(&call.receiver) {
            let list = self.growing(elem, span);
            let place = self.place_of(list)?;
            self.each(&call.receiver, &[], Vec::new(), span, &mut |lower, item| {
                lower.push(place.clone(), item);
            })?;
            return Some(list);
        }
        let sequence = self.sequence_of(&call.receiver)?;
        let sequence = self.counted_from_zero(sequence, span);
        let zero = self.zero(elem.clone());
        let ty = Ty::Vec(Box::new(elem.clone()));
        let empty = self.node(Op::List(zero, sequence.to), ty, span);
        let list = self.anonymous(empty, span);
        let assigned = self.assigned_in(&[&call.receiver]);
        let Sequence { from, to, backwards, item } = sequence;
        let both: Item<'_> = Box::new(move |lower, index| {
            let item = item(lower, index);
            lower.pair(index, item, span)
        });
        self.over(Sequence { from, to, backwards, item: both }, assigned, None, span, |lower, pair| {
            let Op::Tuple(parts) = lower.arena.op(pair).clone() else { return };
            let of = lower.arena.ty(parts[1]).clone();
            lower.types.unify(&elem, &of);
            let target = lower.element(list, parts[0], span);
            lower.store_at(target, parts[1]);
        });
        Some(list)
    }

    /// Runs `then` for each item that gets through a chain; `None` if the expression is no chain. `also` is what else
    /// may assign, beside `locals`.
    pub(super) fn each(
        &mut self,
        chain: &Expr,
        also: &[&Expr],
        locals: Vec<Local>,
        span: Span,
        then: &mut dyn FnMut(&mut Self, Id),
    ) -> Option<()> {
        let (stages, source) = self.stages(chain).unwrap_or((Vec::new(), chain));
        let sequence = self.sequence_of(source)?;
        let mut inside = also.to_vec();
        inside.push(chain);
        let mut assigned = self.assigned_in(&inside);
        assigned.extend(locals);
        self.through(&stages, sequence, assigned, None, span, then);
        Some(())
    }

    /// One loop over a sequence, each item through the stages.
    fn through(
        &mut self,
        stages: &[Stage<'_>],
        sequence: Sequence<'_>,
        mut assigned: Vec<Local>,
        label: Option<&syn::Lifetime>,
        span: Span,
        then: &mut dyn FnMut(&mut Self, Id),
    ) {
        assigned.extend(stages.iter().filter_map(|stage| Some(stage.counter?.0)));
        let outer = std::mem::replace(&mut self.chains, assigned.clone());
        let outer_depth = std::mem::take(&mut self.flattened);
        self.over(sequence, assigned, label, span, |lower, item| lower.staged(stages, item, then));
        self.chains = outer;
        self.flattened = outer_depth;
    }

    /// A local that only the compiler knows.
    fn hidden(&mut self, init: Id) -> Local {
        self.values.push(Some(init));
        Local(self.values.len() - 1)
    }

    /// A chain of iterators that ends in a value; `None` if the call is not one.
    pub(super) fn consumer(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        const CONSUMERS: [&str; 7] = ["sum", "product", "fold", "for_each", "count", "any", "all"];
        let name = call.method.to_string();
        if !CONSUMERS.contains(&name.as_str()) || !is_chain(&call.receiver) {
            return None;
        }
        let span = call.span();
        let scope = self.names.len();
        let start = self.start(call, &name)?;
        let total = self.hidden(start);
        let closure = call.args.iter().find_map(|arg| match arg {
            Expr::Closure(closure) => Some(closure),
            _ => None,
        });
        let function = call.args.last();
        let arguments: Vec<&Expr> = call.args.iter().collect();
        self.each(&call.receiver, &arguments, vec![total], span, &mut |lower, item| {
            let before = lower.value_of_local(total);
            let next = match (name.as_str(), closure) {
                ("sum", _) => lower.rule_of_two("add", before, item, span),
                ("product", _) => lower.rule_of_two("mul", before, item, span),
                ("count", _) => lower.plus(before, 1),
                ("fold", Some(closure)) => lower.inline(closure, &[before, item]),
                ("fold", None) => lower.call_by_name(function, &[before, item], span),
                ("any" | "all", Some(closure)) => {
                    let found = lower.inline(closure, &[item]);
                    let op = if name == "any" { syn::parse_quote!(||) } else { syn::parse_quote!(&&) };
                    lower.discrete(Op::Plain(Plain::Binary(op), vec![before, found]), Ty::Bool, span)
                }
                ("for_each", Some(closure)) => {
                    lower.inline(closure, &[item]);
                    before
                }
                _ => lower.report(&call.method, &code::UNKNOWN_METHOD, &[&name]),
            };
            lower.values[total.0] = Some(next);
        })?;
        self.names.truncate(scope);
        Some(self.value_of_local(total))
    }

    /// `reduce`, `max_by` and `min_by`: was there an item, and the one that is left.
    pub(super) fn reduced(&mut self, call: &syn::ExprMethodCall, name: &str) -> Option<(Id, Id)> {
        let span = call.span();
        let function = call.args.first()?;
        let none = self.literal(Literal::Bool(false), Ty::Bool);
        let ty = self.types.fresh();
        let nothing = self.zero(ty);
        let (found, best) = (self.hidden(none), self.hidden(nothing));
        let mut lent = false;
        self.each(&call.receiver, &[function], vec![found, best], span, &mut |lower, item| {
            lent = matches!(lower.ty(item), Ty::Ref(_));
            let item = if lent { lower.operand(item) } else { item };
            let (was, before) = (lower.value_of_local(found), lower.value_of_local(best));
            let next = lower.branch_on(
                was,
                |lower| lower.better(name, function, before, item, lent, span),
                |_| item,
            );
            let yes = lower.literal(Literal::Bool(true), Ty::Bool);
            lower.values[found.0] = Some(yes);
            lower.values[best.0] = Some(next);
        })?;
        let (found, best) = (self.value_of_local(found), self.value_of_local(best));
        Some((found, if lent { self.borrow(best, span) } else { best }))
    }

    /// Which of two items a reduction goes on with.
    fn better(&mut self, name: &str, function: &Expr, before: Id, item: Id, lent: bool, span: Span) -> Id {
        let compares = name != "reduce";
        let borrows = usize::from(lent) + usize::from(compares);
        let [a, b] = [before, item].map(|id| (0..borrows).fold(id, |id, _| self.borrow(id, span)));
        let answer = match function {
            Expr::Closure(closure) => self.inline(closure, &[a, b]),
            _ => self.call_by_name(Some(function), &[a, b], span),
        };
        if !compares {
            return self.operand(answer);
        }
        // As in `std`: of equals, `max_by` gives the last and `min_by` the first.
        let greater = Plain::Path(quote::quote!(::core::cmp::Ordering::Greater));
        let ty = self.types.fresh();
        let greater = self.node(Op::Plain(greater, Vec::new()), ty, span);
        let is_greater =
            self.discrete(Op::Plain(Plain::operator("=="), vec![answer, greater]), Ty::Bool, span);
        let (yes, no) = if name == "max_by" { (before, item) } else { (item, before) };
        self.choose(is_greater, yes, no)
    }

    /// What a consumer begins with.
    fn start(&mut self, call: &syn::ExprMethodCall, name: &str) -> Option<Id> {
        let float = |lower: &mut Self, value: f64| {
            let ty = lower.turbofish_type(call);
            lower.literal(Literal::Float(value, None), ty)
        };
        Some(match name {
            // As in `std`, where the empty sum is -0.
            "sum" => float(self, -0.0),
            "product" => float(self, 1.0),
            "fold" => self.expr(call.args.first()?),
            "count" => self.index_literal(0),
            "any" => self.literal(Literal::Bool(false), Ty::Bool),
            "all" => self.literal(Literal::Bool(true), Ty::Bool),
            "for_each" => self.unit(),
            _ => return None,
        })
    }

    fn turbofish_type(&mut self, call: &syn::ExprMethodCall) -> Ty {
        let written = call.turbofish.as_ref().and_then(|t| match t.args.first() {
            Some(syn::GenericArgument::Type(ty)) => Some(ty),
            _ => None,
        });
        match written {
            Some(ty) => crate::types::read(ty, &self.generics.clone(), &mut self.types),
            None => self.types.fresh_float(),
        }
    }

    fn rule_of_two(&mut self, rule: &str, a: Id, b: Id, span: Span) -> Id {
        let b = self.operand(b);
        let (x, y) = (self.ty(a), self.ty(b));
        if let Ty::Int(_) = y {
            // The empty sum of integers is 0, which is written as a float until the items are known.
            let op: syn::BinOp = if rule == "add" { syn::parse_quote!(+) } else { syn::parse_quote!(*) };
            return self.node(Op::Plain(Plain::Binary(op), vec![a, b]), y, span);
        }
        self.types.unify(&x, &y);
        let ty = if x.is_float() { x } else { y };
        self.apply(crate::rules::Rule::named(rule), vec![a, b], ty, span)
    }

    /// The stages from the first one on that decides which items get through, since from there on items have no
    /// index, and what is before them; `None` if no stage decides.
    fn stages<'e>(&mut self, chain: &'e Expr) -> Option<(Vec<Stage<'e>>, &'e Expr)> {
        let (calls, source) = split(chain)?;
        let stages = calls.into_iter().map(|call| {
            let name = call.method.to_string();
            let argument = call.args.first();
            let counts = matches!(name.as_str(), "enumerate" | "take" | "skip");
            let counter = counts.then(|| {
                let bound = argument.map(|count| self.expr(count));
                let zero = self.index_literal(0);
                (self.hidden(zero), bound)
            });
            Stage { name, method: &call.method, argument, counter }
        });
        Some((stages.collect(), source))
    }

    /// One item through the stages, and to the consumer if it gets there.
    fn staged(&mut self, stages: &[Stage<'_>], item: Id, then: &mut dyn FnMut(&mut Self, Id)) {
        let Some((Stage { name, argument, counter, .. }, rest)) = stages.split_first() else {
            return then(self, item);
        };
        if let Some((local, bound)) = counter {
            return self.counted(*local, *bound, name, rest, item, then);
        }
        let closure = match argument {
            Some(Expr::Closure(closure)) => closure,
            Some(other) => {
                self.report(other, &code::CLOSURE, &[]);
                return;
            }
            None => {
                let item = self.deref(item, Span::call_site());
                let item = self.loaded(item);
                return self.staged(rest, item, then);
            }
        };
        match name.as_str() {
            "filter" | "take_while" => {
                let lent = self.lent_again(item, closure.span());
                let wanted = self.inline(closure, &[lent]);
                let ends = name == "take_while";
                self.branch_on(
                    wanted,
                    |lower| {
                        lower.staged(rest, item, then);
                        lower.unit()
                    },
                    |lower| if ends { lower.end_chain() } else { lower.unit() },
                );
            }
            "filter_map" | "map_while" => {
                let ends = name == "map_while";
                self.with_item(closure, item, |lower| match lower.optional_of(&closure.body) {
                    Some(Optional { some, make, .. }) => {
                        lower.branch_on(
                            some,
                            |lower| {
                                let value = make(lower);
                                lower.staged(rest, value, then);
                                lower.unit()
                            },
                            |lower| if ends { lower.end_chain() } else { lower.unit() },
                        );
                    }
                    None => {
                        lower.report(&super::refuse::bars(closure), &code::OPTION, &[]);
                    }
                });
            }
            "flat_map" => self.with_item(closure, item, |lower| {
                let assigned = lower.chains.clone();
                lower.flattened += 1;
                match lower.sequence_of(&closure.body) {
                    Some(sequence) => lower.over(sequence, assigned, None, closure.span(), |lower, item| {
                        lower.staged(rest, item, then);
                    }),
                    None => {
                        lower.refuse_iterator(&closure.body);
                    }
                }
                lower.flattened -= 1;
            }),
            _ => {
                let item = self.inline(closure, &[item]);
                self.staged(rest, item, then);
            }
        }
    }

    /// With the names of a closure's parameter bound to an item.
    fn with_item(&mut self, closure: &syn::ExprClosure, item: Id, then: impl FnOnce(&mut Self)) {
        let scope = self.names.len();
        if let [pat] = closure.inputs.iter().collect::<Vec<_>>().as_slice() {
            self.bind(pat, item);
        }
        then(self);
        self.names.truncate(scope);
    }

    /// `enumerate`, `take` and `skip` where items have no index of their own.
    fn counted(
        &mut self,
        local: Local,
        bound: Option<Id>,
        name: &str,
        rest: &[Stage<'_>],
        item: Id,
        then: &mut dyn FnMut(&mut Self, Id),
    ) {
        let span = Span::call_site();
        let count = self.value_of_local(local);
        let next = self.plus(count, 1);
        self.values[local.0] = Some(next);
        let Some(bound) = bound else {
            let item = self.pair(count, item, span);
            return self.staged(rest, item, then);
        };
        let takes = name == "take";
        let before = Op::Plain(Plain::operator("<"), vec![count, bound]);
        let before = self.discrete(before, Ty::Bool, span);
        let mut through = |lower: &mut Self| {
            lower.staged(rest, item, then);
            lower.unit()
        };
        match takes {
            true => self.branch_on(before, through, |lower| lower.end_chain()),
            false => self.branch_on(before, |lower| lower.unit(), &mut through),
        };
    }

    /// `&item`, also of an item that is a reference to a place.
    fn lent_again(&mut self, item: Id, span: Span) -> Id {
        match (self.place_of(item), self.ty(item)) {
            (Some(_), ty @ Ty::Ref(_)) => self.node(Op::Borrow(item), Ty::Ref(Box::new(ty)), span),
            _ => self.borrow(item, span),
        }
    }

    /// The whole chain ends, not only the innermost of its loops.
    fn end_chain(&mut self) -> Id {
        self.break_from(self.flattened, None)
    }
}

/// Does a stage of the chain decide which items get through?
fn deciding(chain: &Expr) -> bool {
    split(chain).is_some()
}

/// The calls from the first stage on that decides, from the inside out, and what is before them.
fn split(chain: &Expr) -> Option<(Vec<&syn::ExprMethodCall>, &Expr)> {
    let (mut calls, mut at) = (Vec::new(), chain);
    let (mut kept, mut source) = (0, chain);
    while let Expr::MethodCall(call) = super::operator::bare(at) {
        let name = call.method.to_string();
        let decides = DECIDING.contains(&name.as_str());
        if !decides && !INDEXED.contains(&name.as_str()) {
            break;
        }
        calls.push(call);
        at = &call.receiver;
        if decides {
            source = at;
            kept = calls.len();
        }
    }
    calls.truncate(kept);
    calls.reverse();
    (kept > 0).then_some((calls, source))
}
