//! Checkpoints: a loop that the user asks for them becomes a loop over segments. What a segment begins with is stored, and its
//! reverse sweep runs it again and stores what it needs of this segment only.

use crate::diagnostics::{self, Sink};
use crate::ir::{
    Arena, Block, Carried, Counter, Flow, Id, Literal, Loop, Node, Op, Part, Place, Plain, Replay, Stmt, Var,
};
use crate::lower::Primal;
use crate::names;
use crate::types::Ty;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use syn::Token;
use syn::parse::{ParseStream, Parser};

/// The name of the attribute.
pub const NAME: &str = "checkpoint";

/// The same tokens without the attribute on loops, which rustc does not know: a statement takes its place that uses what it says.
pub fn without_attributes(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut out = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        if let Some(asked) = attribute(&tokens[at..]).filter(|_| is_on_loop(&tokens[at + 2..])) {
            let asked = asked.filter(|every| !matches!(every, syn::Expr::Lit(_)));
            out.extend(asked.map(|every| quote!(let _: usize = #every;)).unwrap_or_default());
            at += 2;
            continue;
        }
        out.push(match &tokens[at] {
            TokenTree::Group(group) => names::inside(group, without_attributes),
            other => other.clone(),
        });
        at += 1;
    }
    out.into_iter().collect()
}

/// The attribute that begins here, as far as it can be read.
fn attribute(tokens: &[TokenTree]) -> Option<Option<syn::Expr>> {
    let [TokenTree::Punct(hash), TokenTree::Group(group), ..] = tokens else { return None };
    let meta: syn::Meta = syn::parse2(group.stream()).ok()?;
    (hash.as_char() == '#' && meta.path().is_ident(NAME)).then(|| every(&meta))
}

/// After how many iterations an attribute asks for a checkpoint.
pub fn every(attribute: &syn::Meta) -> Option<syn::Expr> {
    let every = |input: ParseStream| {
        let name: syn::Ident = input.parse()?;
        input.parse::<Token![=]>()?;
        let every = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        if name == "every" { Ok(every) } else { Err(input.error("another option")) }
    };
    let every = every.parse2(attribute.require_list().ok()?.tokens.clone()).ok()?;
    match &every {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(n), .. }) if n.base10_digits() == "0" => None,
        _ => Some(every),
    }
}

/// Does a loop begin here, after other attributes and a label?
fn is_on_loop(tokens: &[TokenTree]) -> bool {
    match tokens {
        [TokenTree::Punct(hash), TokenTree::Group(_), rest @ ..] if hash.as_char() == '#' => is_on_loop(rest),
        [TokenTree::Punct(quote), TokenTree::Ident(_), TokenTree::Punct(colon), rest @ ..]
            if quote.as_char() == '\'' && colon.as_char() == ':' =>
        {
            is_on_loop(rest)
        }
        [TokenTree::Ident(word), ..] => word == "for" || word == "while" || word == "loop",
        _ => false,
    }
}

/// Reports the loops that ask for checkpoints and cannot run twice.
pub fn check(arena: &Arena, block: &Block, sink: &mut Sink) {
    block.each(&mut |stmt| {
        if let Stmt::Loop(l) = stmt
            && let Some(every) = l.every()
            && l.body.any(|stmt| arena.runs_foreign_code(stmt))
        {
            let what = "one that runs code which is not differentiated";
            sink.report_at(arena.get(every).span, &diagnostics::CHECKPOINT, &[what]);
        }
    });
}

/// The function with loops over segments.
pub fn segmented(primal: &Primal) -> Cow<'_, Primal> {
    let asks = |stmt: &Stmt| matches!(stmt, Stmt::Loop(l) if l.every().is_some());
    if !primal.block.any(asks) {
        return Cow::Borrowed(primal);
    }
    let mut primal = primal.clone();
    let params = primal.memory.iter().filter_map(|variable| {
        let param = &primal.signature.params[variable.param?];
        Some((variable.var, param.ty.referent().clone()))
    });
    let mut types: BTreeMap<Var, Ty> = params.collect();
    primal.block.each(&mut |stmt| {
        if let Stmt::Var(var, init) = stmt {
            types.insert(*var, primal.arena.ty(*init).referent().clone());
        }
    });
    let varying = primal.memory.iter().filter(|variable| variable.adjoint.is_some());
    let varying = varying.map(|variable| variable.var).collect();
    let block = std::mem::take(&mut primal.block);
    let mut segments = Segments { arena: &mut primal.arena, parts: &mut primal.parts, types, varying };
    primal.block = segments.block(block);
    Cow::Owned(primal)
}

/// The function with checkpoints in every loop that may have them.
#[cfg(test)]
pub fn everywhere(primal: &Primal) -> Primal {
    fn mark(arena: &mut Arena, block: &mut Block) {
        for stmt in &mut block.stmts {
            if let Stmt::Loop(l) = stmt
                && l.counter.is_some()
                && l.exit.is_none()
                && !l.body.any(|stmt| arena.runs_foreign_code(stmt))
            {
                let tokens = proc_macro2::Literal::usize_suffixed(2);
                let every = Op::Literal(Literal::Int(Some(2), quote!(#tokens)));
                let every = Node::new(every, Ty::usize(), Flow::default(), Span::call_site());
                l.replay = Replay::Every(arena.add(every));
            }
            stmt.blocks_mut().into_iter().for_each(|block| mark(arena, block));
        }
    }
    let mut primal = primal.clone();
    mark(&mut primal.arena, &mut primal.block);
    primal
}

struct Segments<'a> {
    arena: &'a mut Arena,
    /// The last number given to a block.
    parts: &'a mut u32,
    /// The types of the variables.
    types: BTreeMap<Var, Ty>,
    /// Those that hold differentiated values.
    varying: BTreeSet<Var>,
}

impl Segments<'_> {
    fn block(&mut self, mut block: Block) -> Block {
        let mut stmts = Vec::with_capacity(block.stmts.len());
        for mut stmt in block.stmts {
            for inner in stmt.blocks_mut() {
                *inner = self.block(std::mem::take(inner));
            }
            match stmt {
                Stmt::Loop(l) if l.every().is_some() => self.segments(l, &mut stmts),
                other => stmts.push(other),
            }
        }
        block.stmts = stmts;
        block
    }

    /// A loop over the segments of a loop.
    fn segments(&mut self, mut l: Box<Loop>, out: &mut Vec<Stmt>) {
        let (Some(counter), Replay::Every(every)) = (l.counter.take(), std::mem::take(&mut l.replay)) else {
            return;
        };
        // None would be a panic that the function does not have.
        let every = match self.arena.integer(every) {
            Some(1..) => every,
            _ => {
                let one = self.literal(1);
                self.integer(Op::Plain(Plain::method("max"), vec![every, one]), Some("every"), out)
            }
        };
        let (count, segments) = self.count(&counter, every, out);
        let index = self.node(Op::Bound, Some("segment"));
        let mut body = Vec::new();
        let from = self.binary("*", index, every, Some("from"), &mut body);
        let to = self.binary("+", from, every, None, &mut body);
        let to = self.integer(Op::Plain(Plain::method("min"), vec![to, count]), Some("to"), &mut body);
        let entries = self.entries(&l, &mut body);

        let mut outer = Vec::new();
        for carried in &mut l.carried {
            let (inner, between) = (self.same(carried.inner), self.same(carried.out));
            outer.push(Carried { init: carried.init, inner, out: carried.out });
            (carried.init, carried.out) = (inner, between);
        }
        let results = l.carried.iter().map(|carried| carried.out).collect();
        l.counter = Some(self.counter(counter, from, to, &mut l.body));
        l.replay = Replay::From(entries);
        body.push(Stmt::Loop(l));
        *self.parts += 1;
        let body = Block { stmts: body, results, diverges: false, part: Part::Forward(*self.parts) };
        let first = self.literal(0);
        let counter = Counter { index, from: first, to: segments, closed: false, backwards: false };
        out.push(Stmt::Loop(Box::new(Loop {
            counter: Some(counter),
            carried: outer,
            body,
            exit: None,
            reached: None,
            replay: Replay::Free,
        })));
    }

    /// How many iterations and how many segments there are.
    fn count(&mut self, counter: &Counter, every: Id, out: &mut Vec<Stmt>) -> (Id, Id) {
        let known = self.arena.integer(counter.to).filter(|_| self.begins_at_zero(counter));
        let known = known.and_then(|to| u32::try_from(to.max(0)).ok());
        let known_every = self.arena.integer(every).and_then(|every| u32::try_from(every).ok());
        let count = match known {
            Some(count) => self.literal(count),
            None if self.counts_from_zero(counter) && *self.arena.ty(counter.to) == Ty::usize() => counter.to,
            None => {
                let count = Plain::Count { closed: counter.closed };
                self.integer(Op::Plain(count, vec![counter.from, counter.to]), Some("count"), out)
            }
        };
        if let (Some(count), Some(every)) = (known, known_every) {
            let segments = self.literal(count.div_ceil(every));
            return (self.literal(count), segments);
        }
        (count, self.integer(Op::Plain(Plain::method("div_ceil"), vec![count, every]), Some("segments"), out))
    }

    fn begins_at_zero(&self, counter: &Counter) -> bool {
        self.arena.integer(counter.from) == Some(0) && !counter.closed && !counter.backwards
    }

    /// Is it what the counters of segments count?
    fn counts_from_zero(&self, counter: &Counter) -> bool {
        self.begins_at_zero(counter) && *self.arena.ty(counter.index) == Ty::usize()
    }

    /// The counter of a segment, and the index of the loop as a value in its body where that is another one.
    fn counter(&mut self, of: Counter, from: Id, to: Id, body: &mut Block) -> Counter {
        if self.counts_from_zero(&of) {
            return Counter { from, to, ..of };
        }
        let index = self.node(Op::Bound, Some("step"));
        let nth = Plain::Nth { backwards: of.backwards, closed: of.closed };
        self.arena.get_mut(of.index).op = Op::Plain(nth, vec![of.from, of.to, index]);
        self.arena.assure(of.index);
        body.stmts.insert(0, Stmt::Let(of.index));
        Counter { index, from, to, closed: false, backwards: false }
    }

    /// What the variables from outside that the loop uses hold where a segment begins.
    fn entries(&mut self, l: &Loop, out: &mut Vec<Stmt>) -> Vec<(Var, Id)> {
        let mut vars = BTreeSet::new();
        let mut own = BTreeSet::new();
        l.body.each(&mut |stmt| {
            own.extend(stmt.declares());
            vars.extend(stmt.writes(self.arena));
            if let Stmt::Let(id) = stmt
                && !self.arena.is_settled(*id)
            {
                let args = self.arena.op(*id).args();
                let ops = std::iter::once(*id).chain(args).map(|id| self.arena.op(id));
                vars.extend(ops.filter_map(Op::place).map(|place| place.var));
            }
        });
        let mut entries = Vec::new();
        for var in vars.difference(&own) {
            let Some(ty) = self.types.get(var).cloned() else { continue };
            let ty = match ty {
                Ty::Slice(elem) => Ty::Vec(elem),
                other => other,
            };
            let varies = self.varying.contains(var);
            let flow = Flow { varies, parameter: varies, undecided: 0 };
            let whole = Op::Load(Place { var: *var, path: Vec::new() });
            let entry = self.arena.add(Node::new(whole, ty, flow, Span::call_site()));
            out.push(Stmt::Let(entry));
            entries.push((*var, entry));
        }
        entries
    }

    /// A node like another one, which a statement defines.
    fn same(&mut self, id: Id) -> Id {
        let node = Node { op: Op::Bound, ..self.arena.get(id).clone() };
        self.arena.add(node)
    }

    fn node(&mut self, op: Op, role: Option<&str>) -> Id {
        let node = Node::new(op, Ty::usize(), Flow::default(), Span::call_site());
        self.arena.add(Node { role: role.map(str::to_string), ..node })
    }

    /// An integer that is computed here, without a panic.
    fn integer(&mut self, op: Op, role: Option<&str>, out: &mut Vec<Stmt>) -> Id {
        let id = self.node(op, role);
        self.arena.assure(id);
        out.push(Stmt::Let(id));
        id
    }

    fn binary(&mut self, op: &str, a: Id, b: Id, role: Option<&str>, out: &mut Vec<Stmt>) -> Id {
        self.integer(Op::Plain(Plain::operator(op), vec![a, b]), role, out)
    }

    fn literal(&mut self, value: u32) -> Id {
        let tokens = proc_macro2::Literal::usize_suffixed(value as usize);
        self.node(Op::Literal(Literal::Int(Some(value.into()), quote!(#tokens))), None)
    }
}
