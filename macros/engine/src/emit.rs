//! The representation to tokens that read as if written by hand.

mod companion;
pub mod custom;
mod disjoint;
mod expression;
mod held;
mod hoisted;
pub mod implicit;
mod looping;
mod matrix;
mod methods;
mod moves;
mod number;
pub mod object;
mod operator;
mod pullback;
mod rule;
mod statement;
mod structs;
mod twice;

pub use companion::{Code, public, signature_of};
pub use matrix::{Fewer, Matrix, fewer, fills_rows, has_outputs, rows};
pub use rule::types_of_source;
pub use rule::{declared, forward, given, kept, rule, with_tangents, with_tangents_only};
pub use twice::of_gradient;

use crate::ir::{Block, Body, Few, Id, Ids, Op, Pattern, Plain, Stmt, Table, Var};
use crate::names::{Names, Rules};
use crate::types::Ty;
use proc_macro2::{Ident, TokenStream};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// The traits whose methods the code calls, which may not be in scope.
#[derive(Clone, Copy, Default)]
struct Wanted {
    /// That behind `rev`: a loop runs backwards.
    iterator: bool,
    /// Those behind the parts of what may be held constant.
    held: bool,
}

impl Wanted {
    fn and(self, other: Wanted) -> Wanted {
        Wanted { iterator: self.iterator || other.iterator, held: self.held || other.held }
    }
}

/// The state of writing one function.
struct Emit<'a> {
    body: &'a Body,
    /// What the callees' rules are called.
    rules: &'a Rules,
    names: Names,
    /// Nodes written where they are used rather than in a `let`.
    inline: Ids,
    /// How often each node is used.
    count: Table<usize>,
    /// Reads that take a list away.
    moves: Ids,
    /// Nodes that another block than that which defines them uses.
    elsewhere: Ids,
    /// Where errors may be in what is used, and that may be moved where it is.
    given_away: Ids,
    /// Nodes that the reverse sweep uses when the caller likes.
    late: Ids,
    /// What the receivers of methods were before they may have been changed.
    asides: Ids,
    /// The root of each accumulator, for its name.
    roots: BTreeMap<Var, String>,
    /// The integers that methods are called on.
    receivers: Ids,
    /// What the blocks around this place yield.
    yields: Vec<Id>,
    /// Operations that begin with a number which says its type.
    say: Ids,
    /// What blocks yield as derivatives.
    slopes: Ids,
    /// What the pullback uses.
    captured: Ids,
    /// The traits whose methods it calls.
    wanted: Wanted,
    /// Operands that are assumed to be floats are written so that rustc checks it.
    checks: bool,
    /// Is the pullback called more than once, and so those of callees?
    kept: bool,
    /// Does the pullback live on after what it was given may be gone?
    outlives: bool,
    /// What is borrowed before a loop that is written now.
    hoisted: Vec<hoisted::Hoisted>,
    /// The function has type parameters that are floats.
    generic: bool,
    /// May a name be that of a type parameter?
    parametric: bool,
    /// The place that is being written is assigned.
    assigning: bool,
    /// Nodes that are used as numbers, and not only as indices.
    counted: Ids,
    /// Nodes of which parts are used.
    taken_apart: Ids,
    /// Whether a node is made of nothing but numbers, where that has been asked.
    untyped: RefCell<Table<bool>>,
}

impl<'a> Emit<'a> {
    fn new(body: &'a Body, rules: &'a Rules, params: &[Ident], items: &[syn::Item]) -> Emit<'a> {
        let mut names = Names::new(body, params, items);
        let roots = body.roots.iter();
        let named =
            |(root, var): &(Id, Var)| Some((*var, format!("d_{}", body.arena.get(*root).name.clone()?)));
        let variables = body.memory.iter().flat_map(|variable| {
            let own = (variable.var, variable.name.clone());
            [Some(own), variable.adjoint.map(|var| (var, format!("d_{}", variable.name)))]
        });
        let roots = roots.filter_map(named).chain(variables.flatten()).collect();
        for (id, name) in body.arena.params(params.len()).into_iter().zip(params) {
            if let Some(id) = id {
                names.parameter(id, name);
            }
        }
        let mut usage = Usage::default();
        usage.block(body, &body.block, Vec::new());
        let mut late: Ids = Ids::new();
        let mut own = Ids::new();
        if let Some(pullback) = &body.pullback {
            usage.block(body, &pullback.body, Vec::new());
            late = pullback.body.uses(&body.arena).into_keys().collect();
            pullback.body.each(&mut |stmt| own.extend(stmt.defines()));
        }
        let moves::Moves { last: mut moves, exchanged } = moves::moves(body);
        let inline = usage.inline(body, &moves, &late.iter().filter(|id| !own.contains(id)).collect());
        moves.extend(exchanged.iter());
        let given_away = moves::given_away(&usage.statuses, &late);
        let Usage { count, elsewhere, .. } = usage;
        let mut open: Vec<Id> = late.iter().filter(|id| inline.contains(id)).collect();
        while let Some(id) = open.pop() {
            let args = body.arena.op(id).args().into_iter().filter(|arg| late.insert(*arg));
            open.extend(args.filter(|arg| inline.contains(arg)));
        }
        let mut asides = Ids::new();
        body.block.each(&mut |stmt| {
            // What is copied before it changes, in whatever way the user's type is copied.
            let copies: Vec<Id> = match stmt {
                Stmt::Call(call) => call.asides.iter().map(|(_, id)| *id).collect(),
                Stmt::Loop(l) => l.entries().iter().map(|(_, id)| *id).collect(),
                _ => Vec::new(),
            };
            let moves = |id: &Id| matches!(body.arena.ty(*id), Ty::Infer(_) | Ty::Named(_));
            asides.extend(copies.into_iter().filter(moves));
        });
        let receiver = |op: &Op| match op {
            Op::Plain(Plain::Method(..), args) => args.first().copied(),
            _ => None,
        };
        let receivers = body.arena.iter().filter_map(|(_, node)| receiver(&node.op));
        let receivers = receivers.filter(|id| matches!(body.arena.ty(*id), Ty::Int(_))).collect();
        let (yields, untyped, counted) = (Vec::new(), RefCell::default(), number::counted(&body.arena));
        Emit {
            body,
            rules,
            names,
            inline,
            count,
            moves,
            elsewhere,
            given_away,
            late,
            asides,
            roots,
            receivers,
            yields,
            say: number::saying(body),
            slopes: moves::slopes(body),
            captured: moves::captured(body),
            wanted: Wanted::default(),
            checks: false,
            kept: false,
            outlives: false,
            hoisted: Vec::new(),
            generic: false,
            parametric: true,
            assigning: false,
            counted,
            taken_apart: moves::taken_apart(&body.arena),
            untyped,
        }
    }

    fn ty(&self, id: Id) -> &Ty {
        self.body.arena.ty(id)
    }

    fn op(&self, id: Id) -> &'a Op {
        self.body.arena.op(id)
    }

    fn name(&mut self, id: Id) -> Ident {
        self.names.value(&self.body.arena, id)
    }

    fn var(&mut self, var: Var) -> Ident {
        self.names.var(var, self.roots.get(&var).map(String::as_str))
    }

    /// Names the caller's variables: a parameter by `&mut` as it is called, the buffer for its adjoint by `name`.
    fn external(&mut self, primal: &crate::lower::Primal, name: impl Fn(&Ident) -> Ident) {
        let signature = &primal.signature;
        self.generic = !signature.generics.is_empty();
        let of_block = signature.home.block().map(|block| &block.generics);
        let mut generics = of_block.into_iter().chain([&signature.own_generics]);
        self.parametric = self.generic || generics.any(|of| of.lifetimes().count() != of.params.len());
        for variable in &self.body.memory {
            let Some(param) = variable.param.map(|index| &primal.signature.params[index].ident) else {
                continue;
            };
            self.names.variable(variable.var, param.clone());
            if let Some(adjoint) = variable.adjoint {
                self.names.variable(adjoint, name(param));
            }
        }
        for (id, var) in &self.body.lent {
            if let Op::Param(index) = self.body.arena.op(*id) {
                self.names.variable(*var, name(&primal.signature.params[*index].ident));
            }
        }
    }

    /// The name of the buffer for the adjoint of a parameter by `&mut`; something unused where there is none.
    fn buffer_of(&mut self, param: usize) -> Ident {
        let adjoint = self.body.memory.iter().find(|v| v.param == Some(param)).and_then(|v| v.adjoint);
        match adjoint {
            Some(var) => self.var(var),
            None => self.names.fresh("unused"),
        }
    }

    fn tape(&mut self, tape: crate::ir::Tape) -> Ident {
        let kept = self.body.tapes.iter().find(|kept| kept.tape == tape).map(|kept| kept.values.as_slice());
        let name = match kept {
            Some([one]) => self.body.arena.get(*one).name.clone(),
            _ => None,
        };
        self.names.tape(tape, name.as_deref())
    }

    /// Does the stack keep the elements of lists?
    fn is_flat(&self, tape: crate::ir::Tape) -> bool {
        self.body.tapes.iter().any(|kept| kept.tape == tape && kept.flat)
    }

    /// Which values of a stack of a rule are kept one by one, since they may borrow and stand beside a pullback, whose type nobody can name.
    fn kept_alone(&self, tape: crate::ir::Tape) -> Option<Vec<bool>> {
        /// So many values a tuple of those has, and one with all the others.
        const MOST: usize = 11;
        let arena = &self.body.arena;
        let kept = self.body.tapes.iter().find(|kept| self.outlives && kept.tape == tape && !kept.flat)?;
        let alone: Vec<bool> = kept
            .values
            .iter()
            .map(|id| crate::record::may_borrow(arena, *id) && !arena.get(*id).adjoint)
            .collect();
        let pullback = kept.values.iter().any(|id| matches!(arena.ty(*id), Ty::Pullback));
        let count = alone.iter().filter(|alone| **alone).count();
        (pullback && (1..=MOST).contains(&count)).then_some(alone)
    }

    /// The stacks' declarations.
    fn tapes(&mut self) -> TokenStream {
        let private = crate::names::private();
        let tapes = self.body.tapes.iter().map(|kept| {
            let name = self.tape(kept.tape);
            match kept.array(self.body.alloc) {
                _ if kept.flat => quote::quote!(let mut #name = #private::Lists::new();),
                Some(times) => quote::quote!(let mut #name = #private::Stack::<_, #times>::new();),
                None => quote::quote!(let mut #name = #private::Vec::new();),
            }
        });
        tapes.collect()
    }

    /// How often a node is used.
    fn uses(&self, id: Id) -> usize {
        self.count.get(&id).copied().unwrap_or(0)
    }

    /// What writing the nodes in place mentions.
    fn mentioned(&self, nodes: impl IntoIterator<Item = Id>) -> Ids {
        let mut open: Vec<Id> = nodes.into_iter().collect();
        let mut mentioned = Ids::new();
        while let Some(id) = open.pop() {
            if mentioned.insert(id) && (self.inline.contains(&id) || self.body.arena.is_free(id)) {
                open.extend(self.op(id).args());
            }
        }
        mentioned
    }

    /// A block without its braces; `shape` arranges the results.
    fn block(&mut self, block: &Block, shape: &dyn Fn(Vec<TokenStream>) -> TokenStream) -> TokenStream {
        statement::block(self, block, shape)
    }

    /// The statements of a block, every result in a name or an expression of its own.
    fn statements(&mut self, block: &Block) -> (TokenStream, Vec<TokenStream>) {
        self.yields.extend(&block.results);
        let stmts = block.stmts.iter().map(|stmt| statement::statement(self, stmt)).collect();
        let yields = self.yields_of(block);
        (stmts, block.results.iter().map(|id| self.yielded(&yields, *id)).collect())
    }
}

/// How often and where nodes are used.
#[derive(Default)]
struct Usage {
    count: Table<usize>,
    /// The nodes that are evaluated by a statement of their own, in that order.
    lets: Vec<Id>,
    /// The block that defines a node.
    home: Table<usize>,
    elsewhere: Ids,
    /// The nodes that hold the status of a `Result`, whose error need not be `Clone`.
    statuses: BTreeMap<Id, moves::Taken>,
    /// A status is only asked whether there is an error.
    asking: bool,
    /// The blocks around this place, and whether each is the body of a loop.
    around: Vec<(usize, bool)>,
    /// The condition of the loop whose body comes next.
    looped: Option<Option<Id>>,
    next: usize,
    /// Where we are: which block, which statement.
    now: (usize, usize),
    /// Where each node is computed, and where it was last used.
    computed: Table<(usize, usize)>,
    last_used: Table<(usize, usize)>,
    /// The statements that do something besides giving a value, and those that may panic.
    acting: BTreeSet<(usize, usize)>,
    panicking: BTreeSet<(usize, usize)>,
    /// The statements that read or write variables.
    touching: BTreeSet<(usize, usize)>,
    /// Nodes that are written where it depends on a condition whether they are evaluated.
    conditional: Ids,
}

/// What a statement may do besides giving a value.
#[derive(Clone, Copy, Default)]
struct Does {
    acts: bool,
    panics: bool,
    /// It reads or writes a variable.
    touches: bool,
}

impl std::ops::BitOrAssign for Does {
    fn bitor_assign(&mut self, other: Does) {
        self.acts |= other.acts;
        self.panics |= other.panics;
        self.touches |= other.touches;
    }
}

impl Usage {
    /// `binds` is what is bound where the block begins. Gives what the block may do besides giving values.
    fn block(&mut self, body: &Body, block: &Block, binds: Vec<Id>) -> Does {
        self.next += 1;
        let number = self.next;
        self.home.extend(binds.into_iter().map(|id| (id, number)));
        let looped = self.looped.take();
        self.around.push((number, looped.is_some()));
        let exit = looped.flatten();
        let mut all = Does::default();
        for (at, stmt) in block.stmts.iter().enumerate() {
            self.now = (number, at);
            self.computed.extend(stmt.defines().into_iter().map(|id| (id, self.now)));
            let mut does = Does {
                acts: body.arena.statement_acts(stmt),
                panics: body.arena.statement_panics(stmt),
                touches: touches(body, stmt),
            };
            self.home.extend(stmt.defines().into_iter().map(|id| (id, number)));
            let uses = match stmt {
                Stmt::Let(id) => {
                    self.lets.push(*id);
                    self.conditional.extend(conditional(body.arena.op(*id)));
                    // What is required is written where it stands, too.
                    let stands = body.arena.is_required(*id) && body.arena.is_in_place(*id);
                    match body.arena.is_inside(*id) && !stands {
                        true => Few::new(),
                        false => body.arena.op(*id).args(),
                    }
                }
                other => other.uses(&body.arena),
            };
            self.asking = moves::asks(body, stmt);
            uses.into_iter().for_each(|id| self.used(body, id));
            self.asking = false;
            if let Stmt::Branch(branch) = stmt {
                for arm in &branch.arms {
                    let binds = match &arm.pattern {
                        Pattern::Rust(_, bound) => bound.iter().map(|(_, id)| *id).collect(),
                        Pattern::Is(_) => Vec::new(),
                    };
                    if let Some(guard) = &arm.guard {
                        does |= self.block(body, guard, Vec::new());
                    }
                    does |= self.block(body, &arm.body, binds);
                }
            }
            if let Stmt::Loop(l) = stmt {
                self.looped = Some(l.exit);
                does |= self.block(body, &l.body, l.binds());
            }
            // A callee may do something, too.
            if does.acts || matches!(stmt, Stmt::Call(_)) {
                self.acting.insert((number, at));
            }
            if does.panics {
                self.panicking.insert((number, at));
            }
            if does.touches {
                self.touching.insert((number, at));
            }
            all |= does;
        }
        self.now = (number, block.stmts.len());
        if !block.diverges {
            block.results.iter().for_each(|id| self.used(body, *id));
        }
        exit.iter().for_each(|id| self.used(body, *id));
        self.around.pop();
        all
    }

    fn used(&mut self, body: &Body, id: Id) {
        *self.count.row(id).get_or_insert(0) += 1;
        self.last_used.insert(id, self.now);
        if self.home.get(&id).is_some_and(|home| *home != self.now.0) {
            self.elsewhere.insert(id);
        }
        if body.arena.ty(id).has_status() {
            let home = self.home.get(&id).copied().unwrap_or(0);
            let mut inside = self.around.iter().rev().take_while(|(block, _)| *block != home);
            let (repeated, asking) = (inside.any(|(_, looped)| *looped), self.asking);
            self.statuses.entry(id).or_default().used(asking, repeated);
        }
        // What is always written in place uses its arguments each time.
        if body.arena.is_free(id) || body.arena.is_inside(id) {
            body.arena.op(id).args().into_iter().for_each(|arg| self.used(body, arg));
        }
    }

    /// A node is written in place if it is a plain part of something named, or if it is used once, in the
    /// block that computes it, and the user gave it no name.
    /// `late` is what the pullback uses of what was computed before.
    fn inline(&self, body: &Body, moves: &Ids, late: &Ids) -> Ids {
        let arena = &body.arena;
        let mut inline = Ids::new();
        // What is not to change its place among what acts, because it acts or may panic, or has such in it; and what opaque
        // code gets a variable for, which is not to change its place among what reads and writes that.
        let (mut acting, mut panicking, mut lending) = (Ids::new(), Ids::new(), Ids::new());
        let mut depth: Table<usize> = Table::default();
        // Arguments come before what is made of them, so their size is known.
        for id in &self.lets {
            let args = arena.op(*id).args();
            let size =
                1 + args.iter().map(|arg| if inline.contains(arg) { depth[arg] } else { 0 }).sum::<usize>();
            depth.insert(*id, size);
            let node = arena.get(*id);
            let bound = match &node.op {
                Op::Plain(Plain::Number(_) | Plain::Typed(_), _) => true,
                // The status of a `Result` may have been moved where it is used.
                Op::Plain(Plain::Method(..), args) => {
                    args.first().is_some_and(|of| *arena.ty(*of) == Ty::Status)
                }
                _ => false,
            };
            let named = node.name.is_some() && !node.adjoint || bound;
            let once = self.count.get(id).copied().unwrap_or(0) <= 1 && !self.elsewhere.contains(id);
            let ordered = matches!(
                arena.op(*id),
                Op::Load(_) | Op::Len(_) | Op::Zeros(_) | Op::Aside(..) | Op::Still(_)
            ) && !moves.contains(id);
            let acts = arena.acts(*id) || args.iter().any(|arg| inline.contains(arg) && acting.contains(arg));
            if acts {
                acting.insert(*id);
            }
            let lends = args.iter().any(|arg| matches!(arena.op(*arg), Op::Lvalue(_)))
                || args.iter().any(|arg| inline.contains(arg) && lending.contains(arg));
            if lends {
                lending.insert(*id);
            }
            let panics = arena.may_panic(*id)
                || args.iter().any(|arg| inline.contains(arg) && panicking.contains(arg));
            if panics {
                panicking.insert(*id);
            }
            let unused = self.count.get(id).copied().unwrap_or(0) == 0 || self.conditional.contains(id);
            let kept = acts || arena.is_required(*id);
            let ordered = ordered
                || kept && unused
                || acts && (self.passes(*id, &self.acting) || self.passes(*id, &self.panicking))
                || panics && self.passes(*id, &self.acting)
                || lends && self.passes(*id, &self.touching);
            let place = arena.is_inside(*id) || matches!(arena.op(*id), Op::Lvalue(_));
            // A pullback keeps the part, and not the reference.
            let late_reference = late.contains(id) && crate::record::behind_reference(arena, *id);
            let separate = named || late_reference || panics && ordered;
            let inside = place || self.is_part(body, *id) && !separate;
            if inside || once && !named && !ordered && size <= LARGE {
                inline.insert(*id);
            }
        }
        inline
    }

    /// Does one of the statements stand between a node and its use?
    fn passes(&self, id: Id, others: &BTreeSet<(usize, usize)>) -> bool {
        let (Some(from), Some(to)) = (self.computed.get(&id), self.last_used.get(&id)) else { return false };
        from.0 == to.0 && others.range((from.0, from.1 + 1)..*to).next().is_some()
    }

    /// `x`, `x.0`, `x[1]`, `&x`, `*x`: nothing is gained by giving it another name.
    fn is_part(&self, body: &Body, id: Id) -> bool {
        let arena = &body.arena;
        match arena.op(id) {
            Op::Field(base, _) | Op::Borrow(base) | Op::Deref(base) => self.is_simple(body, *base),
            // A value of the user's type would be moved out of what it is behind.
            Op::Plain(Plain::Unary(syn::UnOp::Deref(_)), of) => {
                matches!(arena.ty(id), Ty::Infer(_) | Ty::Named(_)) && self.is_simple(body, of[0])
            }
            Op::Index(base, at) => self.is_simple(body, *base) && arena.integer(*at).is_some(),
            Op::Read(_) | Op::Lvalue(_) | Op::Share(_) => true,
            Op::Zero(_) => arena.ty(id).is_float(),
            // No result yet. It is not copied, since an error need not be `Clone`.
            Op::Tuple(parts) => arena.ty(id).has_status() && parts.iter().all(|part| arena.is_free(*part)),
            _ => false,
        }
    }

    fn is_simple(&self, body: &Body, id: Id) -> bool {
        matches!(body.arena.op(id), Op::Param(_) | Op::Bound) || self.is_part(body, id)
    }
}

/// Does a statement itself read or write a variable? Where one is says nothing of what is in it.
fn touches(body: &Body, stmt: &Stmt) -> bool {
    let arena = &body.arena;
    let reads = |id: &Id| !matches!(arena.op(*id), Op::Lvalue(_)) && arena.op(*id).place().is_some();
    let reads = matches!(stmt, Stmt::Let(id) if reads(id));
    reads
        || stmt.uses(arena).iter().any(|id| arena.op(*id).place().is_some())
        || !stmt.writes(arena).is_empty()
}

/// The arguments that an operation evaluates only where a condition holds.
fn conditional(op: &Op) -> Vec<Id> {
    match op {
        Op::Select(_, yes, no) => vec![*yes, *no],
        Op::Plain(Plain::Binary(syn::BinOp::And(_) | syn::BinOp::Or(_)), args) => args[1..].to_vec(),
        _ => Vec::new(),
    }
}

/// An expression of more operations than this is given a name.
const LARGE: usize = 12;
