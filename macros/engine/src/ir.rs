//! The intermediate representation: a small structured language in single-assignment form.
//!
//! *Nodes* live in an arena and are named by [`Id`]. A node is a pure expression over other
//! nodes: a literal, a parameter, a mathematical function with a derivative rule, other Rust
//! that is only carried along, an aggregate, a projection. *Statements* form a tree of
//! [`Block`]s: [`Stmt::Let`] says where a node is evaluated, [`Stmt::Branch`] is `if` and `match`,
//! [`Stmt::Call`] runs the forward sweep of another differentiated function and [`Stmt::Pull`] its
//! reverse sweep, [`Stmt::Var`] and [`Stmt::Add`] are the accumulators of adjoints that are too large or too
//! irregular to be single values, [`Stmt::Effect`] is what the user wrote for its side effect.
//!
//! A node is in scope in the block whose statement defines it, after that statement, and in the
//! blocks inside. Literals, parameters and zeros are in scope everywhere and need no statement. Names,
//! spans and types stand beside the operation and do not take part in comparing nodes.

mod arena;
mod callee;
mod dense;
mod few;
#[cfg(test)]
pub mod interpret;
mod print;
mod verify;
mod walk;

use crate::types::Ty;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use std::collections::BTreeSet;

pub use arena::{Arena, compound, is_total, operator};
pub use callee::{Callee, Pulled};
pub use dense::{Ids, Table};
pub use few::Few;
pub use print::print;
pub use verify::verify;
#[cfg(test)]
pub use verify::{verify_primal, verify_swept};

/// A node of the arena.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Id(u32);

/// A variable that is changed in place: an array of the user's, or the accumulator of an adjoint.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Var(pub u32);

/// An expression: a value, and no side effect.
#[derive(Clone)]
#[allow(
    clippy::large_enum_variant,
    reason = "an arena of some hundred nodes; boxes would cost more words than bytes"
)]
pub enum Op {
    /// A number, `true`, `"text"`.
    Literal(Literal),
    /// The function's parameter at that position.
    Param(usize),
    /// A function of the derivative table.
    Apply(&'static crate::tables::rules::Rule, Vec<Id>),
    /// `if cond { yes } else { no }` over values that are cheap on either side.
    Select(Id, Id, Id),
    /// Rust that carries no derivative and is evaluated as written.
    Plain(Plain, Vec<Id>),
    /// `(a, b)`.
    Tuple(Vec<Id>),
    /// `[a, b]`.
    Array(Vec<Id>),
    /// `Path { x: a, y: b }`, `Path(a, b)`: a value for each of the members and, where it says so, the value that has the others.
    Struct(Box<Made>, Vec<Id>),
    /// `[a; LEN]`.
    Repeat(Id, TokenStream),
    /// `a.0`, `a.name`.
    Field(Id, Member),
    /// `a[i]`.
    Index(Id, Id),
    /// `&a[from..to]`.
    Slice(Id, Id, Id),
    /// `&a`.
    Borrow(Id),
    /// `*a`.
    Deref(Id),
    /// A float converted to the node's float type.
    Convert(Id),
    /// The zero of the node's type; of the given primal's tangent type where that type is not known.
    Zero(Option<Id>),
    /// The tangent of an argument that does not vary, in the form in which the callee takes it.
    Still(Id),
    /// What has been added up in an accumulator.
    Read(Var),
    /// A part of a variable as it is when this is evaluated.
    Load(Place),
    /// A part of a variable that is only looked at from outside: its length, or where it is. A call gets it by `&mut`.
    Lvalue(Place),
    /// A reference to a part of a variable that does not change any more.
    Share(Place),
    /// How many elements a list that grows and shrinks has when this is evaluated.
    Len(Place),
    /// The zero in the shape that a part of a variable has when this is evaluated.
    Zeros(Place),
    /// A copy of a part of a variable, put aside for a callee that takes it by `&`; nothing, if it takes it by `&mut`.
    Aside(Box<Argument>, Place),
    /// `vec![a; n]`
    List(Id, Id),
    /// `a.to_vec()`
    ToVec(Id),
    /// Defined by the statement that lists it: a join, a binding of a pattern, a result of a call.
    Bound,
}

/// A literal; numbers keep their value for folding and the user's own spelling for printing.
#[derive(Clone, Debug)]
pub enum Literal {
    /// A number of a float type.
    Float(f64, Option<TokenStream>),
    /// An integer (`None`: too large to fold).
    Int(Option<i128>, TokenStream),
    /// `true` or `false`.
    Bool(bool),
    /// Anything else.
    Other(TokenStream),
}

/// Rust without a derivative.
#[derive(Clone)]
pub enum Plain {
    /// `a op b`.
    Binary(syn::BinOp),
    /// `!a`, `-a`, `*a` of something whose type is not known.
    Unary(syn::UnOp),
    /// `a as T`.
    Cast(Box<syn::Type>),
    /// `a.name::<…>(…)`.
    Method(Ident, TokenStream),
    /// `path(…)`.
    Call(TokenStream),
    /// `f(…)` of a function that is a value: the first argument.
    Invoke,
    /// A constant, a static, a unit variant: an expression that mentions no local.
    Path(TokenStream),
    /// How many integers there are in a range, of its ends.
    Count {
        /// `from..=to`
        closed: bool,
    },
    /// The integer at an index of a range, of its ends and the index.
    Nth {
        /// Counted from the end.
        backwards: bool,
        /// `from..=to`
        closed: bool,
    },
    /// Where the element with an index is in a value with an operator `Index` of the user's, of these two.
    At,
    /// An item of a list of which only rustc knows whether it is owned: a copy of the item, or a reference to it.
    Item,
    /// A number whose type only rustc knows: it is bound once, so that it is of one type wherever it is used.
    Number(Literal),
    /// A differentiated value of a type that only rustc knows, taken for one without a derivative, which rustc checks.
    Constant,
    /// The gradient with respect to an argument of a call, which goes on to a field by a cast: of that and the field. Of an integer there is none, and
    /// the callee may hold the argument constant.
    PassedOn,
    /// A value with the user's annotation, whose type only rustc knows: `let a: T = …;`.
    Typed(Box<syn::Type>),
    /// Anything else; the names are the locals it mentions, one for each argument.
    Verbatim(TokenStream, Vec<Ident>),
}

/// How a struct is made.
#[derive(Clone)]
pub struct Made {
    /// The path as the user wrote it; a tuple has none.
    pub path: TokenStream,
    /// The members that have a value of their own.
    pub members: Vec<Member>,
    /// `..base`: the last argument.
    pub base: bool,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Member {
    /// `.0`
    Index(u32),
    /// `.name`
    Name(Ident),
    /// What is in an `Option`, where there is something: a struct may have such a field.
    Inside,
    /// A field of a variant of an enum, by the path of the variant, where the value is that variant.
    Variant(String, Box<Member>),
}

/// What flows into a value, apart from what only decides branches and indices.
#[derive(Clone, Copy, Default, Debug, PartialEq)]
pub struct Flow {
    /// A parameter that is differentiated.
    pub varies: bool,
    /// A parameter that could be differentiated; decides the convention at kinks.
    pub parameter: bool,
    /// Parameters of a named type, a bit each, whose part in the result must be chosen by `wrt`.
    pub undecided: u64,
}

impl Flow {
    /// The union.
    pub fn and(self, other: Flow) -> Flow {
        Flow {
            varies: self.varies || other.varies,
            parameter: self.parameter || other.parameter,
            undecided: self.undecided | other.undecided,
        }
    }
}

/// A node: its operation and what stands beside it.
#[derive(Clone)]
pub struct Node {
    /// The operation.
    pub op: Op,
    /// The type, as far as inference got.
    pub ty: Ty,
    /// What flows into it.
    pub flow: Flow,
    /// Where the user wrote it.
    pub span: Span,
    /// What the user called it.
    pub name: Option<String>,
    /// What to call it otherwise.
    pub role: Option<String>,
    /// Part of the derivative: rewrites that are exact only over the reals may touch it.
    pub adjoint: bool,
    /// Only rustc sees its type: what is calculated with it rests on the assumption that it is a float.
    pub unseen: bool,
    /// It is run over by index, which rests on the assumption that it is iterated in that order.
    pub ordered: bool,
}

impl Node {
    /// A node of which nothing else is known.
    pub fn new(op: Op, ty: Ty, flow: Flow, span: Span) -> Node {
        Node { op, ty, flow, span, name: None, role: None, adjoint: false, unseen: false, ordered: false }
    }
}

/// Statements and the values the block yields.
#[derive(Clone, Default)]
pub struct Block {
    /// In order.
    pub stmts: Vec<Stmt>,
    /// As many as the statement that holds the block has results.
    pub results: Vec<Id>,
    /// The block ends in a panic and yields nothing.
    pub diverges: bool,
    /// Which block of the function this is, or of which it is the reverse sweep; 0 where neither matters.
    pub part: Part,
}

/// Which block of the function a block is.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Part {
    /// Made up.
    #[default]
    None,
    /// The block of the function with that number.
    Forward(u32),
    /// Its reverse sweep.
    Reverse(u32),
}

/// A statement.
#[derive(Clone)]
pub enum Stmt {
    /// Evaluate the node here.
    Let(Id),
    /// `if` and `match`.
    Branch(Branch),
    /// Any loop.
    Loop(Box<Loop>),
    /// Keep values of the forward sweep for the reverse sweep.
    Push(Tape, Vec<Id>),
    /// Take the values kept last.
    Pop(Tape, Vec<Id>),
    /// The forward sweep of another differentiated function.
    Call(Box<Call>),
    /// The reverse sweep of a call.
    Pull(Pull),
    /// Declare a variable.
    Var(Var, Id),
    /// Add to a part of a variable.
    Add(Place, Id),
    /// Assign a part of a variable.
    Store(Place, Id),
    /// Assign a whole list, whose shape was that of the second node: the number of elements, or a zero.
    Replace(Place, Id, Id),
    /// Add an element at the end of a list.
    Grow(Place, Id),
    /// Take the last element off a list and define the node as that.
    Shrink(Place, Id),
    /// Add to the caller's buffer, if it gave one.
    Give(Id, Id),
    /// Declare an accumulator: the caller's buffer, if it gave one, else a zero of one's own.
    Adopt(Var, Id, Id),
    /// A macro such as `assert!`, with the locals it mentions.
    Effect(TokenStream, Vec<(Ident, Id)>),
}

/// `if on { … } else { … }`, `match on { … }`.
#[derive(Clone)]
pub struct Branch {
    /// The condition or the scrutinee.
    pub on: Id,
    /// At least one.
    pub arms: Vec<Arm>,
    /// The joins.
    pub results: Vec<Id>,
    /// Which arm was taken, among the joins where a guard decides.
    pub taken: Option<Id>,
    /// Where the user wrote the scrutinee.
    pub at: proc_macro2::Span,
}

/// A loop. It runs over a range, or until the body says so, or both.
#[derive(Clone)]
pub struct Loop {
    /// `for index in from..to`.
    pub counter: Option<Counter>,
    /// The values handed from one iteration to the next; the body yields the next ones.
    pub carried: Vec<Carried>,
    /// One iteration.
    pub body: Block,
    /// Computed by the body: this iteration was the last.
    pub exit: Option<Id>,
    /// How far it got, where `exit` decides: the outcome of a value that it carries. For a loop over a range it is the end
    /// of the part that was run over: one past the last index, or the last index itself where it runs backwards or is closed. For any
    /// other it is the number of iterations.
    pub reached: Option<Id>,
    /// How its reverse sweep gets the values that it needs.
    pub replay: Replay,
}

/// How the reverse sweep of a loop gets the values that it needs.
#[derive(Clone, Default)]
pub enum Replay {
    /// As is cheapest.
    #[default]
    Free,
    /// The user asks for a checkpoint every so many iterations.
    Every(Id),
    /// It runs the loop again, with variables of its own that begin with these values.
    From(Vec<(Var, Id)>),
}

/// `for index in from..to`, or backwards.
#[derive(Clone)]
pub struct Counter {
    /// Bound in the body.
    pub index: Id,
    /// First.
    pub from: Id,
    /// One past the last; the last one itself where the range is closed.
    pub to: Id,
    /// `from..=to`, where one past the last need not be a number of the type.
    pub closed: bool,
    /// `.rev()`
    pub backwards: bool,
}

/// A value handed from one iteration to the next.
#[derive(Clone)]
pub struct Carried {
    /// Before the loop.
    pub init: Id,
    /// At the beginning of an iteration.
    pub inner: Id,
    /// After the loop.
    pub out: Id,
}

/// A stack of values kept for the reverse sweep.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Tape(pub u32);

/// What a stack keeps of each time a block runs.
#[derive(Clone)]
pub struct Kept {
    /// The stack.
    pub tape: Tape,
    /// What it keeps.
    pub values: Vec<Id>,
    /// How often the block runs at most, where that is known here.
    pub times: Option<u64>,
    /// It keeps one list each time, and the lists' elements lie one behind the other.
    pub flat: bool,
}

/// One way through a branch.
#[derive(Clone)]
pub struct Arm {
    /// When it is taken.
    pub pattern: Pattern,
    /// `if …` after the pattern: a block that yields one `bool`.
    pub guard: Option<Block>,
    /// What is done.
    pub body: Block,
}

/// When an arm is taken.
#[derive(Clone)]
pub enum Pattern {
    /// The condition holds, or not: an `if`.
    Is(bool),
    /// A Rust pattern; the nodes are bound to the identifiers in it.
    Rust(Box<syn::Pat>, Vec<(Ident, Id)>),
}

/// `let (value, pullback) = callee::forward(args)`.
#[derive(Clone)]
pub struct Call {
    /// The callee as the user wrote it.
    pub callee: Callee,
    /// The arguments.
    pub args: Vec<Id>,
    /// For an argument that is lent and may be taken by `&` or by `&mut`: a copy, as it was before.
    pub asides: Vec<(usize, Id)>,
    /// The arguments that are functions: they have no slot, also where they are references.
    pub functions: Vec<usize>,
    /// The callee's value.
    pub value: Id,
    /// The callee's reverse sweep.
    pub pullback: Id,
    /// The caller shares ties, and so are those of a function of core.
    pub symmetric: bool,
    /// The user's annotation of the value, which may tell the callee's generic arguments.
    pub told: Option<Box<syn::Type>>,
    /// The type of the receiver, where that may be without a size: it is called as a trait object is.
    pub without_size: Option<proc_macro2::Ident>,
    /// What is called is the callee with tangents: a tangent for each argument follows the arguments, and the value is that of the
    /// callee and its tangent.
    pub tangents: bool,
}

impl Call {
    /// May it make a tuple struct? The rule of one with generics cannot be asked about it, since only the call tells these.
    pub fn may_construct(&self, arena: &Arena) -> bool {
        self.callee.function().is_some_and(crate::names::is_capital)
            && matches!(arena.ty(self.value), Ty::Infer(_) | Ty::Named(_))
    }
}

/// `let (…) = pullback(cotangent, slots…)`.
#[derive(Clone)]
pub struct Pull {
    /// From the call.
    pub pullback: Id,
    /// The adjoint of the callee's value.
    pub cotangent: Id,
    /// One for each argument.
    pub slots: Vec<Slot>,
    /// The gradient of each argument that is passed by value and wanted.
    pub results: Vec<Option<Id>>,
    /// What it is the reverse sweep of.
    pub of: Pulled,
}

/// How the callee gives an argument's gradient back. A reference is handed over again, so that the
/// callee's reverse sweep need not keep it from the forward sweep.
#[derive(Clone)]
pub enum Slot {
    /// By value, as a result.
    Value,
    /// The same of what a method returned, which only rustc knows to be no reference.
    Returned,
    /// Added into a part of an accumulator, since the argument is a reference.
    Into(Id, Place),
    /// The argument is a reference whose gradient nobody asks for.
    Lent(Id),
    /// A function by `&mut`, where only rustc knows whether the callee takes it so, or as a function of any type.
    Function,
    /// Nobody asks, and only rustc knows whether the argument is a reference.
    Unknown(Id),
    /// The tangent of that argument, which does not vary: only rustc knows whether it is a reference.
    Still(Id),
    /// A reference to the receiver of a method, which only rustc knows to be taken by reference or by value, and the part of an
    /// accumulator to which its gradient is added, if anybody asks for it.
    Receiver(Id, Option<Place>),
    /// In and out: the callee takes the adjoint of what it left there, and leaves the adjoint of what it found.
    Exchange(Place),
    /// Only rustc knows which of the two: the copy that was put aside, and the accumulator.
    Either(Id, Place),
    /// In and out, without an adjoint, as an integer or a random generator is. Where only rustc knows whether the callee takes it
    /// by `&mut` or by `&`: the copy that was put aside.
    Constant(Id, Option<Id>),
}

/// A part of an accumulator.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The accumulator.
    pub var: Var,
    /// From the outside in.
    pub path: Vec<Step>,
}

/// One step into an aggregate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// `.0`
    Field(Member),
    /// `[i]`
    Index(Id),
    /// `[from..to]`
    Range(Id, Id),
}

impl Made {
    /// Is it written as a call?
    pub fn is_call(&self) -> bool {
        let by_position = |member: &Member| match member {
            Member::Index(_) | Member::Inside => true,
            Member::Variant(_, member) => matches!(**member, Member::Index(_)),
            Member::Name(_) => false,
        };
        !self.base && self.members.first().is_some_and(by_position)
    }

    /// Is it a tuple struct?
    pub fn is_tuple(&self) -> bool {
        !self.base && matches!(self.members.first(), Some(Member::Index(_)))
    }

    /// The path, if it is that of a struct all of whose fields are given.
    pub fn of_struct(&self) -> Option<syn::Path> {
        let path: syn::Path = syn::parse2(self.path.clone()).ok()?;
        let is_type = |name: &Ident| name.to_string().starts_with(char::is_uppercase);
        let of_enum = path.segments.iter().rev().nth(1).is_some_and(|of| is_type(&of.ident));
        (!self.base && !of_enum && self.members.first() != Some(&Member::Inside)).then_some(path)
    }

    /// What stands for a field where the struct is the value of an `Option` that has none.
    pub fn blank(&self, member: &Member) -> Option<TokenStream> {
        let path = self.of_struct()?;
        let private = crate::names::private();
        match member {
            Member::Index(index) => {
                let index = syn::Index::from(*index as usize);
                Some(quote::quote!(#private::blank_part!(#path, #index)))
            }
            Member::Name(name) => Some(quote::quote!(#private::blank_part!(#path, #name))),
            Member::Inside | Member::Variant(..) => None,
        }
    }

    /// Is another one made of the same members?
    pub fn has_members_of(&self, other: &Made) -> bool {
        self.members.len() == other.members.len()
            && self.members.iter().all(|member| other.members.contains(member))
    }
}

impl Plain {
    /// A method without type arguments.
    pub fn method(name: &str) -> Plain {
        Plain::Method(Ident::new(name, Span::call_site()), TokenStream::new())
    }

    /// Is it a closure of the user's?
    pub fn is_closure(&self) -> bool {
        let Plain::Verbatim(tokens, _) = self else { return false };
        match tokens.clone().into_iter().next() {
            Some(TokenTree::Punct(bar)) => bar.as_char() == '|',
            Some(TokenTree::Ident(word)) => word == "move",
            _ => false,
        }
    }

    /// An operator that the engine itself writes.
    ///
    /// # Panics
    /// If Rust has no such operator.
    pub fn operator(op: &str) -> Plain {
        Plain::Binary(operator(op))
    }
}

impl Kept {
    /// The size of the array on which the values are kept, where one will do.
    pub fn array(&self, alloc: bool) -> Option<usize> {
        /// A larger array could be too large for the thread's stack; a list is as quick then.
        const FEW: u64 = 64;
        let most = if alloc { FEW } else { u64::MAX };
        if self.flat {
            return None;
        }
        self.times.filter(|times| *times <= most).and_then(|times| usize::try_from(times).ok())
    }
}

/// A variable of the user's that is changed in place.
#[derive(Clone)]
pub struct Variable {
    /// How the representation calls it.
    pub var: Var,
    /// How the user calls it.
    pub name: String,
    /// Its adjoint, if it holds differentiated values at some time.
    pub adjoint: Option<Var>,
    /// The parameter by `&mut` that it is.
    pub param: Option<usize>,
    /// Its shape at the end of the block that declares it, if that may not be how it began: the number of elements, or a
    /// zero where that does not say all.
    pub shape: Option<Id>,
    /// Does it hold tangents?
    pub tangent: bool,
}

/// The reverse sweep of a companion that hands it out as a closure.
#[derive(Clone)]
pub struct Pullback {
    /// The cotangent, then one slot for each parameter.
    pub params: Vec<Id>,
    /// The sweep.
    pub body: Block,
}

/// An argument of a call. What the callee does with it is known to its rule: whether it takes it by `&mut` (`EXCHANGES`), and
/// whether it leaves nothing of what it held and does not look at it (`OVERWRITES`).
#[derive(Clone)]
pub struct Argument {
    /// The callee.
    pub callee: Callee,
    /// The position of the argument.
    pub argument: usize,
}

/// One function of the output.
#[derive(Clone)]
pub struct Body {
    /// Is there an allocator?
    pub alloc: bool,
    /// The nodes.
    pub arena: Arena,
    /// What is done; its results are the function's.
    pub block: Block,
    /// Runs after the block, when the caller likes.
    pub pullback: Option<Pullback>,
    /// The value whose adjoint each accumulator is.
    pub roots: Vec<(Id, Var)>,
    /// The user's variables that are changed in place.
    pub memory: Vec<Variable>,
    /// Variables that belong to the caller: parameters by `&mut`, and the buffers for their adjoints.
    pub external: Vec<Var>,
    /// The parameters whose gradient is added to a buffer of the caller's.
    pub lent: Vec<(Id, Var)>,
    /// The loops that are run again for their reverse: what each carried out the first time, and the second time.
    pub again: Vec<Vec<(Id, Id)>>,
    /// The variables whose elements the reverse sweep gives back what they held. Empty once values are recorded.
    pub restored: BTreeSet<Var>,
    /// Nodes of the forward sweep that a node of the reverse sweep is equal to, where that is in scope.
    pub stands: Vec<(Id, Id)>,
    /// An operation without a derivative that an adjoint reached: lowering should have refused it, and the gradient would be wrong.
    pub lost: Option<Id>,
    /// Right only if all of these are overwritten.
    pub trusts: Vec<Argument>,
    /// Right only if none of these functions runs opaque code, since they are called here more often than in the function.
    pub quiet: Vec<syn::Path>,
    /// The stacks.
    pub tapes: Vec<Kept>,
}
