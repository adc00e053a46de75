//! Where the nodes live, and what can be said of one.

use super::{Id, Ids, Literal, Member, Node, Op, Place, Plain, Step, Stmt, Var};
use crate::types::Ty;
use std::collections::BTreeSet;

/// All nodes of a function.
#[derive(Clone, Default)]
pub struct Arena {
    pub(super) nodes: Vec<Node>,
    /// The loads of variables that do not change any more once they are read.
    settled: Ids,
    /// Nodes that are known not to panic, though others of their kind may.
    sure: Ids,
    /// Nodes, and values of calls, that are evaluated though unused, because the function would panic there.
    required: Ids,
    /// Variables that are written though never read, for the same reason.
    required_vars: BTreeSet<Var>,
    /// The float literals whose type something tells.
    told: Ids,
    vars: u32,
}

impl Arena {
    /// Adds a node.
    pub fn add(&mut self, node: Node) -> Id {
        let id = Id(u32::try_from(self.nodes.len()).expect("fewer than 2^32 nodes"));
        self.nodes.push(node);
        id
    }

    /// A new accumulator.
    pub fn var(&mut self) -> Var {
        let var = Var(self.vars);
        self.vars += 1;
        var
    }

    /// The node.
    pub fn get(&self, id: Id) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The node, to be changed.
    pub fn get_mut(&mut self, id: Id) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }

    /// The operation.
    pub fn op(&self, id: Id) -> &Op {
        &self.get(id).op
    }

    /// The type.
    pub fn ty(&self, id: Id) -> &Ty {
        &self.get(id).ty
    }

    /// Does a differentiated parameter flow into it?
    pub fn varies(&self, id: Id) -> bool {
        self.get(id).flow.varies
    }

    /// Every node, with its number.
    pub fn iter(&self) -> impl Iterator<Item = (Id, &Node)> {
        (0u32..).map(Id).zip(&self.nodes)
    }

    /// Every node, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Node> {
        self.nodes.iter_mut()
    }

    /// These nodes, and all that they are made of.
    pub fn made_of(&self, mut open: Vec<Id>) -> Ids {
        let mut found = Ids::new();
        while let Some(id) = open.pop() {
            if found.insert(id) {
                open.extend(self.op(id).args());
            }
        }
        found
    }

    /// Says that what a load reads does not change any more.
    pub fn settle(&mut self, id: Id) {
        self.settled.insert(id);
    }

    /// Does what the load reads not change any more?
    pub fn is_settled(&self, id: Id) -> bool {
        self.settled.contains(&id)
    }

    /// Says that a node cannot panic: an index that the engine made for a loop over all elements, say.
    pub fn assure(&mut self, id: Id) {
        self.sure.insert(id);
    }

    /// Is it known not to panic?
    pub fn is_sure(&self, id: Id) -> bool {
        self.sure.contains(&id)
    }

    /// Says that a node is evaluated, used or not: the function would panic there, or rustc finds the type of a number there.
    pub fn require(&mut self, id: Id) {
        self.required.insert(id);
    }

    /// Is it evaluated, used or not?
    pub fn is_required(&self, id: Id) -> bool {
        self.required.contains(&id)
    }

    /// The same of a variable: the function would panic where it writes there.
    pub fn require_var(&mut self, var: Var) {
        self.required_vars.insert(var);
    }

    /// The variables that are written though nobody may read them.
    pub fn required_vars(&self) -> &BTreeSet<Var> {
        &self.required_vars
    }

    /// Says that something tells of which type a float literal is.
    pub fn tell(&mut self, id: Id) {
        self.told.insert(id);
    }

    /// Does something tell of which type a float literal is?
    pub fn is_told(&self, id: Id) -> bool {
        self.told.contains(&id)
    }

    /// A part of something that cannot be taken out of it: it is always written as that part.
    pub fn is_inside(&self, id: Id) -> bool {
        matches!(self.op(id), Op::Field(..) | Op::Index(..) | Op::Deref(_)) && !self.ty(id).is_copy()
    }

    /// The parameter nodes, in order.
    pub fn params(&self, count: usize) -> Vec<Option<Id>> {
        let mut params = vec![None; count];
        for (at, node) in (0..).zip(&self.nodes) {
            if let Op::Param(index) = node.op
                && let Some(param) = params.get_mut(index)
            {
                *param = Some(Id(at));
            }
        }
        params
    }

    /// The value, if it is a number known here.
    pub fn number(&self, id: Id) -> Option<f64> {
        match self.op(id) {
            Op::Literal(Literal::Float(value, _)) => Some(*value),
            Op::Zero(_) if self.ty(id).is_float() => Some(0.0),
            _ => None,
        }
    }

    /// The value, if it is an integer known here.
    pub fn integer(&self, id: Id) -> Option<i128> {
        match self.op(id) {
            Op::Literal(Literal::Int(value, _)) => *value,
            _ => None,
        }
    }

    /// The parts of variables that opaque code gets by `&mut`, as its receiver or as arguments.
    pub fn lent_to_opaque(&self, id: Id) -> impl Iterator<Item = &Place> {
        let args: &[Id] = match self.op(id) {
            Op::Plain(Plain::Call(_) | Plain::Invoke, args) => args,
            // What the engine asks of the shape.
            Op::Plain(Plain::Method(name, _), args) if name != "len" && name != "is_empty" => args,
            // What is written as it stands may call any method of what it mentions.
            Op::Plain(Plain::Verbatim(..), args) => args,
            _ => &[],
        };
        args.iter().filter_map(|arg| self.may_be_changed(*arg))
    }

    /// The part of a variable that opaque code may change where it mentions it.
    pub fn may_be_changed(&self, mentioned: Id) -> Option<&Place> {
        match self.op(mentioned) {
            Op::Lvalue(place) if !self.varies(mentioned) => Some(place),
            _ => None,
        }
    }

    /// Is it the user's own code, which may answer differently each time and so is run as often as it stands there?
    pub fn is_foreign(&self, id: Id) -> bool {
        let Op::Plain(plain, args) = self.op(id) else { return false };
        if self.lent_to_opaque(id).next().is_some() {
            return true;
        }
        match plain {
            Plain::Verbatim(..) | Plain::Invoke => true,
            // A function that is only put into a `Box`.
            Plain::Call(path) if self.wraps_function(path, args) => false,
            Plain::Call(path) => {
                let path = path.to_string();
                !VARIANTS.contains(&path.as_str())
                    && !UNDERSTOOD.iter().chain(&CHECKS).any(|known| path.ends_with(known))
            }
            // Of a list, which rustc checks.
            Plain::Method(name, _)
                if (name == "len" || name == "is_empty")
                    && args.iter().any(|list| self.get(*list).ordered) =>
            {
                false
            }
            Plain::Method(..) => args.first().is_none_or(|receiver| match self.ty(*receiver).referent() {
                Ty::Named(_) | Ty::Discrete | Ty::Infer(_) => true,
                Ty::Float(_)
                | Ty::Int(_)
                | Ty::Bool
                | Ty::Tuple(_)
                | Ty::Array(..)
                | Ty::Slice(_)
                | Ty::Vec(_)
                | Ty::Outcome(..)
                | Ty::Status
                | Ty::Ref(_)
                | Ty::Pullback
                | Ty::At
                | Ty::Maybe => false,
            }),
            Plain::Binary(_)
            | Plain::Unary(_)
            | Plain::Cast(_)
            | Plain::Path(_)
            | Plain::Count { .. }
            | Plain::Nth { .. }
            | Plain::At
            | Plain::Item
            | Plain::Number(_)
            | Plain::Constant
            | Plain::PassedOn
            | Plain::Typed(_) => false,
        }
    }

    /// `Box::new` and the like of a closure, or of a function by its path.
    fn wraps_function(&self, path: &proc_macro2::TokenStream, args: &[Id]) -> bool {
        let [inner] = args else { return false };
        let is_function = match self.op(*inner) {
            Op::Plain(Plain::Verbatim(..), _) => !self.acts(*inner),
            Op::Plain(Plain::Path(_), _) => true,
            Op::Plain(Plain::Call(path), args) => self.wraps_function(path, args),
            _ => false,
        };
        let path = path.to_string();
        is_function && ["Box :: new", "Rc :: new", "Arc :: new"].iter().any(|known| path.ends_with(known))
    }

    /// May evaluating it do something besides giving a value? Then it is evaluated in its place, used or not.
    pub fn acts(&self, id: Id) -> bool {
        match self.op(id) {
            // A closure is only made.
            Op::Plain(plain @ Plain::Verbatim(..), _) => !plain.is_closure(),
            // What is run for its effect is given its type there too.
            Op::Plain(Plain::Typed(_), args) => args.iter().any(|of| self.acts(*of)),
            // What strings and the like are asked is only asked.
            Op::Plain(Plain::Method(..), args) => {
                let asked =
                    args.first().is_some_and(|receiver| *self.ty(*receiver).referent() == Ty::Discrete);
                self.lent_to_opaque(id).next().is_some() || !asked && self.is_foreign(id)
            }
            _ => self.is_foreign(id),
        }
    }

    /// Is it always written where it is used, so that it is evaluated there and not where its statement stands?
    pub fn is_in_place(&self, id: Id) -> bool {
        self.is_inside(id) || matches!(self.op(id), Op::Lvalue(_) | Op::Share(_))
    }

    /// May evaluating it panic?
    pub fn may_panic(&self, id: Id) -> bool {
        let inside = |op: &Op| op.args().into_iter().any(|arg| self.is_in_place(arg) && self.may_panic(arg));
        match self.op(id) {
            // Its parts are taken apart again, or have names.
            Op::Tuple(_) => false,
            op => !self.is_sure(id) && self.own_panic(id) || inside(op),
        }
    }

    /// The nodes that are computed from something that may panic, themselves included.
    pub fn behind_panics(&self) -> Ids {
        let mut behind = Ids::new();
        // What a node is computed from stands before it.
        for (id, node) in self.iter() {
            let own = !self.is_sure(id) && self.own_panic(id);
            if own || node.op.args().iter().any(|arg| behind.contains(arg)) {
                behind.insert(id);
            }
        }
        behind
    }

    /// May the operation itself panic?
    fn own_panic(&self, id: Id) -> bool {
        match self.op(id) {
            Op::Index(base, at) => match (self.ty(*base).referent().arity(), self.integer(*at)) {
                (Some(length), Some(at)) => !(0..i128::from(length)).contains(&at),
                _ => true,
            },
            Op::Slice(..) => true,
            Op::Load(place)
            | Op::Lvalue(place)
            | Op::Share(place)
            | Op::Len(place)
            | Op::Zeros(place)
            | Op::Aside(_, place) => place.may_panic(),
            Op::Apply(rule, _) => rule.name.starts_with("clamp"),
            Op::Plain(plain, args) => match plain {
                Plain::Binary(op) => self.operator_panics(op, args, self.ty(id)),
                Plain::Unary(op) => matches!(op, syn::UnOp::Neg(_)) && !self.ty(id).is_float(),
                Plain::Method(name, _) => {
                    !is_total(&name.to_string()) || self.lent_to_opaque(id).next().is_some()
                }
                Plain::Call(path) => {
                    let path = path.to_string();
                    self.is_foreign(id) || CHECKS.iter().any(|check| path.ends_with(check))
                }
                Plain::Verbatim(..) | Plain::Invoke => self.acts(id),
                Plain::At => true,
                Plain::Path(_)
                | Plain::Cast(_)
                | Plain::Count { .. }
                | Plain::Nth { .. }
                | Plain::Item
                | Plain::Number(_)
                | Plain::Constant
                | Plain::PassedOn
                | Plain::Typed(_) => false,
            },
            Op::Literal(_)
            | Op::Param(_)
            | Op::Select(..)
            | Op::Tuple(_)
            | Op::Array(_)
            | Op::Struct(..)
            | Op::Repeat(..)
            | Op::Field(..)
            | Op::Borrow(_)
            | Op::Deref(_)
            | Op::Convert(_)
            | Op::Still(_)
            | Op::Zero(_)
            | Op::Read(_)
            | Op::List(..)
            | Op::ToVec(_)
            | Op::Bound => false,
        }
    }

    /// Integers overflow and are divided by zero; a user's type may do anything.
    fn operator_panics(&self, op: &syn::BinOp, args: &[Id], ty: &Ty) -> bool {
        use syn::BinOp;
        match op {
            BinOp::Div(_) | BinOp::Rem(_) => {
                args.get(1).and_then(|by| self.integer(*by)).is_none_or(|by| by <= 0)
            }
            BinOp::Add(_) | BinOp::Sub(_) | BinOp::Mul(_) | BinOp::Shl(_) | BinOp::Shr(_) => !ty.is_float(),
            _ => false,
        }
    }

    /// May a statement panic where it stands? What the reverse sweep adds repeats what was evaluated before.
    pub fn statement_panics(&self, stmt: &Stmt) -> bool {
        match stmt {
            Stmt::Let(id) => !self.get(*id).adjoint && self.may_panic(*id),
            Stmt::Store(place, _) | Stmt::Replace(place, ..) | Stmt::Grow(place, _) => place.may_panic(),
            Stmt::Call(_) | Stmt::Shrink(..) | Stmt::Effect(..) => true,
            Stmt::Branch(_)
            | Stmt::Loop(_)
            | Stmt::Push(..)
            | Stmt::Pop(..)
            | Stmt::Pull(_)
            | Stmt::Var(..)
            | Stmt::Add(..)
            | Stmt::Give(..)
            | Stmt::Adopt(..) => false,
        }
    }

    /// May it, or a statement inside of it?
    pub fn panics_inside(&self, stmt: &Stmt) -> bool {
        let mut blocks = stmt.blocks().into_iter();
        self.statement_panics(stmt) || blocks.any(|block| block.any(|stmt| self.statement_panics(stmt)))
    }

    /// May a statement do something besides giving a value?
    pub fn statement_acts(&self, stmt: &Stmt) -> bool {
        matches!(stmt, Stmt::Effect(..)) || self.runs_foreign_code(stmt)
    }

    /// Is it `None`, by any of its names?
    pub fn is_none(&self, id: Id) -> bool {
        let Op::Plain(Plain::Path(path), args) = self.op(id) else { return false };
        let path = path.to_string().replace(' ', "");
        args.is_empty()
            && (path == "None" || path == "Option::None" || path.ends_with("::option::Option::None"))
    }

    /// Does a statement run code of the user's that may do something? A differentiated function may, where it is handed
    /// something of the user's. What it does with a differentiated struct a function says itself, by `RUNS_OPAQUE_CODE`.
    pub fn runs_foreign_code(&self, stmt: &Stmt) -> bool {
        match stmt {
            Stmt::Let(id) => self.acts(*id),
            Stmt::Call(call) => call.args.iter().any(|arg| {
                matches!(self.ty(*arg).referent(), Ty::Named(_) | Ty::Infer(_))
                    && !(self.varies(*arg) && call.callee.function().is_some())
            }),
            _ => false,
        }
    }

    /// May it, or a statement inside of it?
    pub fn acts_inside(&self, stmt: &Stmt) -> bool {
        let mut blocks = stmt.blocks().into_iter();
        self.statement_acts(stmt) || blocks.any(|block| block.any(|stmt| self.statement_acts(stmt)))
    }

    /// Does it give the same wherever it stands and however often it is evaluated?
    pub fn is_pure(&self, id: Id) -> bool {
        match self.op(id) {
            // Where an element is depends on what is in the whole.
            Op::Plain(Plain::At, _) => false,
            Op::Plain(..) => !self.is_foreign(id),
            Op::Literal(_)
            | Op::Param(_)
            | Op::Apply(..)
            | Op::Select(..)
            | Op::Tuple(_)
            | Op::Array(_)
            | Op::Repeat(..)
            | Op::Field(..)
            | Op::Index(..)
            | Op::Slice(..)
            | Op::Borrow(_)
            | Op::Deref(_)
            | Op::Convert(_)
            | Op::Zero(_)
            | Op::Share(_) => true,
            // What is in a variable changes, and a list or a struct is made each time.
            Op::Struct(..)
            | Op::Still(_)
            | Op::Read(_)
            | Op::Load(_)
            | Op::Lvalue(_)
            | Op::Len(_)
            | Op::Zeros(_)
            | Op::Aside(..)
            | Op::List(..)
            | Op::ToVec(_)
            | Op::Bound => false,
        }
    }

    /// The value of a member, where the node makes a struct with it.
    pub fn member(&self, id: Id, member: &Member) -> Option<Id> {
        match self.op(id) {
            Op::Struct(made, parts) => {
                let at = made.members.iter().position(|known| known == member);
                at.and_then(|at| parts.get(at)).copied()
            }
            _ => None,
        }
    }

    /// Is the node in scope everywhere, without a statement?
    pub fn is_free(&self, id: Id) -> bool {
        match self.op(id) {
            Op::Literal(_) | Op::Param(_) | Op::Plain(Plain::Path(_), _) => true,
            Op::Zero(like) => like.is_none(),
            Op::Tuple(parts) => parts.is_empty(),
            _ => false,
        }
    }
}

/// The operator of a compound assignment.
pub fn compound(op: &syn::BinOp) -> Option<syn::BinOp> {
    use syn::BinOp;
    Some(match op {
        BinOp::AddAssign(_) => BinOp::Add(Default::default()),
        BinOp::SubAssign(_) => BinOp::Sub(Default::default()),
        BinOp::MulAssign(_) => BinOp::Mul(Default::default()),
        BinOp::DivAssign(_) => BinOp::Div(Default::default()),
        BinOp::RemAssign(_) => BinOp::Rem(Default::default()),
        BinOp::BitXorAssign(_) => BinOp::BitXor(Default::default()),
        BinOp::BitAndAssign(_) => BinOp::BitAnd(Default::default()),
        BinOp::BitOrAssign(_) => BinOp::BitOr(Default::default()),
        BinOp::ShlAssign(_) => BinOp::Shl(Default::default()),
        BinOp::ShrAssign(_) => BinOp::Shr(Default::default()),
        _ => return None,
    })
}

/// An operator that the engine itself writes.
///
/// # Panics
/// If Rust has no such operator.
pub fn operator(op: &str) -> syn::BinOp {
    use syn::BinOp;
    match op {
        // Parsing takes its time, and these are everywhere.
        "+" => BinOp::Add(Default::default()),
        "-" => BinOp::Sub(Default::default()),
        "*" => BinOp::Mul(Default::default()),
        "/" => BinOp::Div(Default::default()),
        "&&" => BinOp::And(Default::default()),
        "||" => BinOp::Or(Default::default()),
        other => syn::parse_str(other).expect("the engine writes Rust's operators"),
    }
}

impl Place {
    /// May looking for the part panic?
    pub fn may_panic(&self) -> bool {
        self.path.iter().any(|step| !matches!(step, Step::Field(_)))
    }
}

/// The variants of `Option` and `Result`, which rustc checks that they are.
const VARIANTS: [&str; 3] = ["Some", "Ok", "Err"];

/// Functions that only give a value.
const UNDERSTOOD: [&str; 10] = [
    "stop_gradient",
    "f64 :: from",
    "f32 :: from",
    "__private :: number",
    "__private :: is_zero",
    "bool :: then_some",
    "option :: Option :: Some",
    "result :: Result :: Ok",
    "result :: Result :: Err",
    "__private :: holds",
];

/// Functions that only check what they are given, and panic.
const CHECKS: [&str; 2] = ["__private :: same_length", "__private :: nonzero"];

/// Methods of numbers, lists and strings that never panic.
pub fn is_total(name: &str) -> bool {
    const TOTAL: [&str; 14] = [
        "len",
        "is_empty",
        "clone",
        "min",
        "max",
        "signum",
        "unsigned_abs",
        "abs_diff",
        "swap_bytes",
        "to_le_bytes",
        "to_be_bytes",
        "to_ne_bytes",
        "count_ones",
        "count_zeros",
    ];
    const BEGINNINGS: [&str; 8] =
        ["wrapping_", "saturating_", "checked_", "overflowing_", "leading_", "trailing_", "rotate_", "is_"];
    crate::tables::rules::DECISIONS.contains(&name)
        || TOTAL.contains(&name)
        || BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
}
