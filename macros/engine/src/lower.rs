//! Lowering: Rust syntax to the intermediate representation.
//!
//! One file a construct. Assignment disappears here: a local is a name for its current
//! value, and where control flow joins, values that differ become a join. Lowering never stops
//! at the first error; what could not be lowered becomes a value without a derivative, and
//! nothing after this stage runs.

mod env;
mod expr;
mod fence;
mod flow;
pub mod iterator;
mod library;
mod option;
mod primal;
mod scan;
mod sequence;
mod signature;
mod typing;

use crate::diagnostics::{self as code, Sink};
use crate::ir::{Arena, Block, Callee, Flow, Id, Ids, Literal, Member, Node, Op, Stmt, Var, Variable};
use crate::method::Home;
use crate::types::{Ty, Types};
use proc_macro2::{Ident, Span};
use std::collections::{BTreeMap, BTreeSet};

pub use env::function::{is_function_bound, type_parameters as function_parameters};
pub use expr::receiver::OF_RULES;
pub use flow::accessors::{Accessor, Hidden, Names};
pub use flow::statement::idents_in;
pub use library::map_fields::in_block as maps_in_block;
#[cfg(test)]
pub use library::names as library_methods;
pub use primal::{Outcome, Primal, Spelt};
pub use scan::spelt::type_of_impl;
pub use signature::generics::{floats, with_floats};
pub use signature::named::{fields_with_methods, names_of_structs};
pub use signature::{Param, Signature};

use env::assumed::Assumed;
use env::local::{Local, Symbol};
use env::values::Values;
use env::{activity, attempt, callee, function, local, memory, referring};
use expr::{by_path, macros, structs, text};
use fence::{hygiene, refuse};
use flow::{accessors, alternatives, decision, inner, items, labelled, mutable_parts, question};
use library::{deque, map_fields, maps, maps_of_values};
use option::{control_flow, held, in_two_steps, option_place, places, walked};
use scan::changes;
use sequence::{adapter, consumer, range};
use signature::{aux, generics, named};
use std::rc::Rc;
use typing::{foreign, sized, told, users_type};

/// Lowers a function. The result means something only while the sink stays empty.
#[cfg(test)]
pub fn lower(function: &syn::ItemFn, wrt: Option<&[Ident]>, sink: &mut Sink) -> Primal {
    lower_for(function, wrt, Asked::default(), &Home::default(), sink)
}

/// What the signature of a function says, without its body.
pub fn signature_of(
    function: &syn::ItemFn,
    wrt: Option<&[Ident]>,
    home: &Home,
    sink: &mut Sink,
) -> Signature {
    signature::read(function, wrt, home, Asked::default(), &mut Types::default(), sink)
}

/// Does the signature of a function have a parameter to differentiate with respect to, and a result that has a gradient?
pub fn has_gradient(function: &syn::ItemFn, wrt: Option<&[Ident]>, home: &Home) -> bool {
    let mut sink = Sink::default();
    signature::read(function, wrt, home, Asked::default(), &mut Types::default(), &mut sink);
    sink.is_empty()
}

/// What the attribute asks for that lowering heeds.
#[derive(Clone, Copy, Default)]
pub struct Asked {
    /// At ties with constants too, the mean of the one-sided derivatives.
    pub symmetric: bool,
    /// The result is a pair, of which the second part is not differentiated.
    pub aux: bool,
    /// The result is a float, or what is asked for does not exist.
    pub scalar: bool,
}

/// The same, where ties may be shared by all operands, of a function that may stand in an `impl`.
pub fn lower_for(
    function: &syn::ItemFn,
    wrt: Option<&[Ident]>,
    asked: Asked,
    home: &Home,
    sink: &mut Sink,
) -> Primal {
    let mut errors = Sink::default();
    let primal = lowered(function, wrt, asked, home, &mut errors);
    // A map holds constants unless that fails.
    if !errors.is_empty()
        && let Some((by_index, names)) = maps_of_values::by_index(function)
    {
        let mut others = Sink::default();
        let mut primal = lowered(&by_index, wrt, asked, home, &mut others);
        if others.is_empty() {
            primal.spelt.known.extend(names);
            return primal;
        }
    }
    sink.append(errors);
    primal
}

fn lowered(
    function: &syn::ItemFn,
    wrt: Option<&[Ident]>,
    asked: Asked,
    home: &Home,
    sink: &mut Sink,
) -> Primal {
    refuse::refuse_conditional(function, sink);
    macros::refuse_macros(function, sink);
    hygiene::refuse_homonyms(function, sink);
    let function = items::apart(function, sink);
    let parts = home.block().and_then(|block| accessors::written_out(&function, block));
    let function = parts.as_ref().unwrap_or(&function);
    let given = iterator::written_out(function);
    let function = given.as_ref().unwrap_or(function);
    let apart = alternatives::apart(function);
    let function = apart.as_ref().unwrap_or(function);
    let (function, of_std) = by_path::as_methods(function);
    let function = question::matched(&function);
    let named = mutable_parts::named(&function);
    let function = named.as_ref().unwrap_or(&function);
    let function = option_place::taken_out(function);
    let function = walked::taken_apart(&function);
    let function = &*iterator::written_as_chains(&function);
    let told = told::told_result(function);
    let function = told.as_ref().unwrap_or(function);
    let in_turn = places::asked_in_turn(function);
    let function = in_turn.as_ref().unwrap_or(function);
    let in_two_steps = in_two_steps::in_two_steps(function);
    let function = in_two_steps.as_ref().unwrap_or(function);
    let sized = sized::sized(function);
    let function = sized.as_ref().unwrap_or(function);
    let marked = asked.aux.then(|| aux::marked(function));
    let function = marked.as_ref().unwrap_or(function);
    let known = home.block().map(|block| block.maps.clone()).unwrap_or_default();
    let (function, maps) = map_fields::taken_out(function, &known);
    let (function, maps) = (&maps::with_constant_keys(function, &maps), &maps);
    let read = |function: &syn::ItemFn| read(function, wrt, asked, home, maps);
    let (mut primal, errors) = read(function);
    // A `VecDeque` or a `Box<[T]>` is opaque unless that fails, or a method is called that may be one of its own.
    let calls = primal.block.any(|stmt| match stmt {
        Stmt::Call(call) => !matches!(call.callee, Callee::Function(_) | Callee::Operator { .. }),
        _ => false,
    });
    if (calls || !errors.is_empty())
        && let Some((lists, name)) = deque::as_lists(function)
    {
        let (mut as_lists, others) = read(&lists);
        if others.is_empty() || !errors.is_empty() {
            as_lists.spelt.known.extend(name);
            as_lists.spelt.known.extend(of_std);
            sink.append(others);
            return as_lists;
        }
    }
    let flows = primal.arena.iter().any(|(_, node)| {
        node.flow.varies && matches!(&node.op, Op::Struct(made, _) if control_flow::is_variant(&made.path))
    });
    if (flows || !errors.is_empty())
        && let Some(flows) = control_flow::as_options(function)
        && let (mut as_options, others) = read(&flows)
        && others.is_empty()
    {
        as_options.spelt.known.extend(of_std);
        return as_options;
    }
    sink.append(errors);
    primal.spelt.known.extend(of_std);
    primal
}

fn read(
    function: &syn::ItemFn,
    wrt: Option<&[Ident]>,
    asked: Asked,
    home: &Home,
    maps: &map_fields::Fields,
) -> (Primal, Sink) {
    let changes = changes::Changes::of(&function.block);
    let inner = inner::functions_in(function, &generics::floats(function, home, wrt));
    let (shown, deciding) = (text::only_shown(&function.block), decision::only_deciding(&function.block));
    // What flows into the values that a loop carries is assumed to be little at first; where that proves wrong,
    // lowering starts anew and knows more. Assumptions only grow, so this ends.
    let mut assumed = Assumed::default();
    loop {
        let mut attempt = Sink::default();
        let mut types = Types::default();
        let mut signature = signature::read(function, wrt, home, asked, &mut types, &mut attempt);
        signature.called = changes::called(&function.block);
        let mut lower = Lower::new(types, &mut attempt, signature.generics.clone());
        lower.assumed = assumed;
        if let [float] = lower.generics.as_slice() {
            lower.types.generic = Some(float.clone());
        }
        (lower.symmetric, lower.scalar) = (asked.symmetric, asked.scalar);
        let all = home.all_generics(&function.sig.generics);
        lower.without_size = generics::without_size(&all, &signature);
        lower.float_traits = generics::traits_of(&all, &signature.generics);
        lower.known_floats = generics::with_known_bounds(&all, &signature.generics);
        lower.changes.clone_from(&changes);
        lower.changes.mutated.extend(lower.assumed.receivers.iter().cloned());
        // A method changes the whole of its receiver, which is then not taken apart.
        lower.changes.whole.extend(lower.assumed.receivers.iter().cloned());
        (lower.shown, lower.deciding) = (shown.clone(), deciding.clone());
        lower.spelt.note_names(function);
        lower.functions = function::type_parameters(&function.sig.generics);
        lower.inner.clone_from(&inner);
        lower.named_types = named::types_in(function);
        lower.returned_names = named::types_returned(function);
        lower.own_types = named::names_in(&signature, |name| home.is_own_type(name));
        lower.generic_names = all.type_params().map(|param| param.ident.to_string()).collect();
        lower.structs = home.structs();
        lower.structs.extend(named::names_of_structs(&quote::quote!(#function)));
        // A type parameter may stand for a float.
        lower.structs.retain(|name| all.type_params().all(|param| param.ident != *name));
        lower.maps = maps::declared(function);
        lower.map_fields = maps;
        lower.called_for_effect = foreign::called_for_effect(&function.block);
        lower.filled_by_calls = foreign::filled_by_calls(&function.block);
        lower.makers = home.makers().iter().cloned().collect();
        if let Some(block) = home.block() {
            lower.signatures.clone_from(&block.signatures);
            lower.own_name = block.name();
            let generic = !block.generics.params.is_empty() || block.declares.is_some();
            lower.generic_names.extend(generic.then(|| "Self".to_owned()));
            lower.fields_with_methods.clone_from(&block.fields);
        }
        lower.fields_with_methods.extend(named::fields_with_methods(&quote::quote!(#function)));
        let result = lower.function(function, &signature);
        lower.check_assumptions();
        lower.check_tuple_structs();
        lower.check_mapped();
        if lower.types.mixed && !std::mem::replace(&mut lower.assumed.pairs, true) {
            (lower.again, lower.assumed.reordered) = (true, true);
        }
        lower.check_users_types();
        if lower.again {
            lower.follow_flows();
            assumed = std::mem::take(&mut lower.assumed);
            assumed.forget_numbers();
            continue;
        }
        match lower.finish(signature, result) {
            Ok(primal) => return (*primal, attempt),
            Err(learnt) => assumed = *learnt,
        }
    }
}

/// How control leaves a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Exit {
    /// At its end.
    Falls,
    /// By `return` or a panic: what follows does not run.
    Leaves,
}

/// The state of lowering.
struct Lower<'a> {
    arena: Arena,
    types: Types,
    sink: &'a mut Sink,
    generics: Vec<String>,
    /// The names of the traits that bound these.
    float_traits: Vec<String>,
    /// Those of them whose numbers are made without an effect.
    known_floats: Vec<String>,
    /// At a tie with a constant too, the mean of the one-sided derivatives is taken.
    symmetric: bool,
    /// The type parameters that are functions.
    functions: function::Functions,
    /// Names in scope, innermost last.
    names: Vec<(Symbol, Local)>,
    /// The numbers of names, and the names of numbers.
    symbols: local::Symbols,
    /// The current value of each local.
    values: Values,
    /// How many locals there have been.
    locals: usize,
    /// The block being filled.
    block: Block,
    /// The last number given to a block.
    parts: u32,
    /// Items declared in the body.
    items: Vec<syn::Item>,
    /// What was told by its spelling.
    spelt: Spelt,
    /// Statements to stand before the branch that is being lowered.
    hoisted: Vec<Stmt>,
    /// How control leaves what has been lowered so far.
    exit: Exit,
    /// The value of what is being lowered is the function's.
    tail: bool,
    /// Has control left this place: by `return`, or inside of a loop by `break` or `continue`?
    left: Local,
    /// The value of a `return` that was taken.
    result: Local,
    /// What comes with that value, by the option `aux`: it is not differentiated, so it is apart.
    aux_result: Option<Local>,
    /// Has a `return` been taken?
    returned: Local,
    /// The loops around this place, innermost last.
    contexts: Vec<labelled::Context>,
    /// What the chain of iterators that is being lowered assigns.
    chains: Vec<Local>,
    /// How many `flat_map`s deep in that chain.
    flattened: usize,
    /// How many operands have been taken out of their expressions.
    operands: usize,
    /// How many loops have been lowered.
    loops: usize,
    /// How often something has been run over by value.
    runs: usize,
    /// How many lists and arrays have been made element by element.
    filled: usize,
    /// The variables that are, in the loops around this place.
    running: Vec<sequence::Run>,
    /// What is assumed of what comes later.
    assumed: Assumed,
    /// Variables that were made without a name.
    unnamed: Ids,
    /// Views that `as_chunks` made.
    chunked: BTreeMap<Id, sequence::Chunked>,
    /// The ends of ranges that are values.
    ranges: BTreeMap<Id, range::Ends>,
    /// Items of something whose type is not seen: values, or what the references are to that the user sees there.
    either: Ids,
    /// What patterns bound to references of which nothing else is known.
    bound_references: Ids,
    /// What calls of differentiated functions returned.
    of_calls: Ids,
    /// The arrays of copies of what references lead to, with these references.
    arrays_of_copies: BTreeMap<Id, Vec<Id>>,
    /// What patterns took out of an `Option` that a method of opaque code gave.
    taken_out: Ids,
    /// Lists that keep what the user's have references to.
    of_references: BTreeSet<Var>,
    /// What such a list of slices begins as, where its type says that it is one.
    rows: Ids,
    /// Places that were borrowed by `&mut`.
    lent: Ids,
    /// The arguments of the call that is being lowered that are handed on without `&` or `&mut`.
    bare: Ids,
    /// The locals that are declared `mut`.
    mutable: BTreeSet<usize>,
    /// Something is changed that is not `mut`.
    immutable: bool,
    /// The locals that are changed in place somewhere.
    changes: changes::Changes,
    /// The variables that are changed in place, with what has flowed into them.
    memories: Vec<memory::Memory>,
    /// What flows where.
    flows: activity::Flows,
    /// An assumption was too small.
    again: bool,
    /// The receiver that was read last for a way of reading its call that did not fit.
    receiver: Option<attempt::Receiver>,
    /// The locals that hold an `Option`.
    held: BTreeMap<usize, held::Held>,
    /// The locals that hold a reference and are assigned.
    referring: BTreeMap<usize, referring::Referring>,
    /// The locals that are taken apart into their fields, and what these are called.
    apart: BTreeMap<usize, structs::Apart>,
    field_names: BTreeMap<usize, Ident>,
    /// How many `mut` locals of each name there have been, and which of them each is.
    declared: BTreeMap<String, usize>,
    keys: BTreeMap<usize, (String, usize)>,
    /// The names that stand as types in the signature.
    named_types: BTreeSet<String>,
    /// One past the last of each inclusive range, with the last.
    inclusive: BTreeMap<Id, Id>,
    /// Calls that make a float of a number of whatever type.
    conversions: Ids,
    /// The user's numbers with an annotation that only rustc understands.
    annotated: Vec<Id>,
    /// Integers of ranges whose types are written when they are known.
    recounted: Vec<adapter::Recounted>,
    /// The locals with a text that is only shown, by name.
    shown: BTreeSet<String>,
    /// Those that are used in conditions alone.
    deciding: BTreeSet<String>,
    /// What is being lowered is only shown.
    shows: bool,
    /// The functions that the function declares, as far as they can be inlined.
    inner: inner::Inner,
    /// The functions that values are known to be.
    callees: BTreeMap<Id, callee::Callee>,
    /// Those that cannot be values of the generated code, and how each is written: they have differentiated values, or change something.
    hidden_functions: BTreeMap<Id, proc_macro2::TokenStream>,
    /// The type of the value of the method call that comes next, if it is known to carry no derivative.
    asks: Option<Ty>,
    /// The values that are taken for those of a type of the user's.
    origins: Vec<(Ty, users_type::Origin)>,
    /// The names in the type of the result.
    returned_names: BTreeSet<String>,
    /// The types of parameters that are known to be the user's: that of the block around the function.
    own_types: BTreeSet<String>,
    /// The names that are those of structs.
    structs: BTreeSet<String>,
    /// The functions in the block around the function that return structs.
    makers: BTreeSet<String>,
    /// What is asked for exists only where the result is a float.
    scalar: bool,
    /// The name of the type around the function.
    own_name: Option<Ident>,
    /// What may not be mentioned in the length of an array: type parameters, and `Self` where the block has some or declares a trait.
    generic_names: BTreeSet<String>,
    /// The functions of the block around the function.
    signatures: Rc<BTreeMap<String, syn::Signature>>,
    /// The arrays that are mapped and of which only rustc sees the length, and where that is written.
    mapped: Vec<(Ty, users_type::Origin)>,
    /// The arguments of functions, and where they come from.
    arguments: Vec<(Ty, users_type::Origin)>,
    /// The names of the fields in that block that have methods of the user's.
    fields_with_methods: BTreeSet<String>,
    /// The locals of which a method is called for what it does.
    called_for_effect: BTreeSet<String>,
    /// The locals that a function gets by `&mut` whose value is not used.
    filled_by_calls: BTreeSet<String>,
    /// What methods of the user's returned: it may be an integer.
    counts: Ids,
    /// Where values of unknown type come from.
    noted: BTreeMap<Id, users_type::Origin>,
    /// The values of operators of the user's, also without a derivative.
    operated: Ids,
    /// What is taken for a list because a method of lists is called on it.
    lists: BTreeMap<typing::users_type::Origin, Id>,
    /// Floats that are of one type unless one of them is of a type of the user's.
    same_floats: Vec<(Ty, Ty)>,
    /// The values of operators of the user's, with the operands.
    operators: Vec<(Id, Vec<Id>)>,
    /// The names of maps and sets, and whether each holds pairs.
    maps: BTreeMap<String, bool>,
    /// The maps in fields of parameters that are locals of their own.
    map_fields: &'a [(Ident, syn::Expr)],
    /// The parameters that are references to what may have no size, and the type parameters for that.
    without_size: BTreeMap<usize, Ident>,
    /// How deeply closures are nested in each other's bodies.
    depth: usize,
    /// How often the body of a closure has been written out inside of another's.
    inlined: usize,
    /// What sums and products begin with.
    neutrals: Vec<(Id, consumer::Neutral)>,
    /// Stands for what has been reported, or is made of such.
    poisoned: Ids,
}

impl<'a> Lower<'a> {
    fn function(&mut self, function: &syn::ItemFn, signature: &Signature) -> Id {
        self.parameters(signature);
        for input in &function.sig.inputs {
            if let syn::FnArg::Typed(typed) = input
                && let syn::Pat::Ident(pat) = &*typed.pat
                && pat.mutability.is_some()
                && let Some(local) = self.local(&pat.ident)
            {
                let value = self.value_of_local(local);
                if self.declare_referring(&pat.ident, value) {
                    continue;
                }
                self.mutable.insert(local.0);
            }
        }
        self.declare_map_fields();
        self.block.part = self.number_block();
        self.function_body(&function.block, signature)
    }

    /// The function that was lowered; else what has been learnt for the next time.
    fn finish(mut self, mut signature: Signature, result: Id) -> Result<Box<Primal>, Box<Assumed>> {
        let outcome = self.is_outcome(result).then(|| {
            let [status, value] =
                [0, 1].map(|index| self.part(result, Member::Index(index), Span::call_site()));
            Outcome { status, value }
        });
        let aux = signature.aux.then(|| self.part(result, Member::Index(0), Span::call_site()));
        let mut block = std::mem::take(&mut self.block);
        block.results = vec![result];
        let undecided = self.arena.get(result).flow.undecided;
        self.settle_functions(&mut block);
        self.settle_neutrals();
        let annotated = self.annotated.iter().copied().map(Stmt::Let);
        block.stmts.splice(0..0, annotated);
        let numbers = self.understand_numbers(&block, &signature.result);
        self.settle_types();
        self.settle_placeholders(&mut block);
        let result_type = self.types.resolve(&signature.result);
        if result_type.is_discrete() && !signature.result.is_discrete() && self.sink.is_empty() {
            let shown = code::shown(&signature.result_tokens);
            self.sink.report(&signature.result_tokens, &code::DISCRETE_RESULT, &[&shown]);
        }
        if matches!(result_type, Ty::Ref(_)) && self.sink.is_empty() && !self.is_part_of_parameter(result) {
            self.sink.report(&signature.result_tokens, &code::REFERENCE_RESULT, &[]);
        }
        match signature.result {
            _ if outcome.is_none() || signature.outcome || signature.aux => {}
            Ty::Infer(_) | Ty::Named(_) if self.sink.is_empty() => {
                let shown = code::shown(&signature.result_tokens);
                self.sink.report(&signature.result_tokens, &code::RESULT_ALIAS, &[&shown]);
                // Of a `Result` rustc would say that it has no cotangent.
                signature.cotangent = quote::quote!(());
            }
            _ => self.types.disagree = true,
        }
        signature.result = result_type;
        self.settle_recounted();
        let unused = self.settle_inclusive(&mut block);
        self.types.disagree |= numbers.lack_sign(&self.arena);
        numbers.bind(&mut self.arena, &mut block, &unused);
        let failed = !self.sink.is_empty();
        let changed = |index| self.memories.iter().any(|m| m.param == Some(index) && m.flow.varies);
        for (index, param) in signature.params.iter().enumerate() {
            let is_struct = param.has_fields && changed(index);
            if param.undecided && undecided >> index.min(63) & 1 == 1 && !failed && !is_struct {
                let others: Vec<_> = signature.active().map(|p| p.ident.to_string()).collect();
                self.sink.report(
                    &param.ident,
                    &code::CHOICE,
                    &[&param.ident.to_string(), &others.join(", ")],
                );
            }
        }
        let mut memories = std::mem::take(&mut self.memories);
        for memory in memories.iter().filter(|memory| memory.flow.varies && !failed) {
            let left = memory.param.map(|index| &signature.params[index]);
            if let Some(param) = left.filter(|param| !param.active) {
                if param.has_fields {
                    let (name, ty) = (param.ident.to_string(), code::shown(&param.tokens));
                    self.sink.report(&param.tokens, &code::STRUCT, &[&name, &ty, &name]);
                    continue;
                }
                self.sink.report(&param.ident, &code::HELD_RESULT, &[&param.ident.to_string()]);
            }
        }
        memories.iter_mut().for_each(|memory| memory.ty = self.types.resolve(&memory.ty));
        memory::settle_stores(&self.arena, &mut block, &memories);
        let shapes = memory::measure(&mut self.arena, &mut block, &memories);
        let memory: Vec<Variable> = memories
            .into_iter()
            .map(|memory| Variable {
                shape: shapes.get(&memory.var).copied(),
                adjoint: memory.flow.varies.then(|| self.arena.var()),
                var: memory.var,
                name: memory.name,
                param: memory.param,
                tangent: false,
            })
            .collect();
        let external: Vec<Var> = memory.iter().filter(|m| m.param.is_some()).map(|m| m.var).collect();
        crate::analysis::settle::settle(&mut self.arena, &block, &external);
        crate::analysis::roots::find(&mut self.arena, &block);
        self.note_tuple_structs();
        crate::checkpoint::check(&self.arena, &block, self.sink);
        if self.types.disagree && self.learn_no_lists() {
            return Err(Box::new(self.assumed));
        }
        let refused = self.types.disagree || self.immutable;
        let items = self.annotated_items();
        Ok(Box::new(Primal {
            signature,
            arena: self.arena,
            block,
            outcome,
            aux,
            items,
            spelt: self.spelt,
            parts: self.parts,
            memory,
            refused,
        }))
    }

    fn new(types: Types, sink: &'a mut Sink, generics: Vec<String>) -> Self {
        Lower {
            arena: Arena::default(),
            types,
            sink,
            generics,
            float_traits: Vec::new(),
            known_floats: Vec::new(),
            symmetric: false,
            functions: Vec::new(),
            names: Vec::new(),
            symbols: local::Symbols::default(),
            values: Values::default(),
            locals: 0,
            block: Block::default(),
            parts: 0,
            items: Vec::new(),
            spelt: Spelt::default(),
            hoisted: Vec::new(),
            exit: Exit::Falls,
            tail: false,
            left: Local(0),
            result: Local(1),
            aux_result: None,
            returned: Local(2),
            contexts: Vec::new(),
            chains: Vec::new(),
            flattened: 0,
            operands: 0,
            loops: 0,
            runs: 0,
            filled: 0,
            running: Vec::new(),
            assumed: Assumed::default(),
            flows: activity::Flows::default(),
            again: false,
            receiver: None,
            unnamed: Ids::new(),
            chunked: BTreeMap::new(),
            ranges: BTreeMap::new(),
            either: Ids::new(),
            bound_references: Ids::new(),
            of_calls: Ids::new(),
            arrays_of_copies: BTreeMap::new(),
            taken_out: Ids::new(),
            of_references: BTreeSet::new(),
            rows: Ids::new(),
            lent: Ids::new(),
            bare: Ids::new(),
            mutable: BTreeSet::new(),
            immutable: false,
            changes: changes::Changes::default(),
            memories: Vec::new(),
            held: BTreeMap::new(),
            referring: BTreeMap::new(),
            apart: BTreeMap::new(),
            field_names: BTreeMap::new(),
            declared: BTreeMap::new(),
            keys: BTreeMap::new(),
            named_types: BTreeSet::new(),
            inclusive: BTreeMap::new(),
            conversions: Ids::new(),
            annotated: Vec::new(),
            recounted: Vec::new(),
            shown: BTreeSet::new(),
            deciding: BTreeSet::new(),
            shows: false,
            inner: inner::Inner::default(),
            callees: BTreeMap::new(),
            hidden_functions: BTreeMap::new(),
            asks: None,
            origins: Vec::new(),
            noted: BTreeMap::new(),
            returned_names: BTreeSet::new(),
            own_types: BTreeSet::new(),
            structs: BTreeSet::new(),
            makers: BTreeSet::new(),
            signatures: Rc::default(),
            own_name: None,
            generic_names: BTreeSet::new(),
            scalar: false,
            mapped: Vec::new(),
            arguments: Vec::new(),
            fields_with_methods: BTreeSet::new(),
            called_for_effect: BTreeSet::new(),
            filled_by_calls: BTreeSet::new(),
            counts: Ids::new(),
            operators: Vec::new(),
            operated: Ids::new(),
            lists: BTreeMap::new(),
            same_floats: Vec::new(),
            maps: BTreeMap::new(),
            map_fields: &[],
            without_size: BTreeMap::new(),
            depth: 0,
            inlined: 0,
            neutrals: Vec::new(),
            poisoned: Ids::new(),
        }
    }

    fn parameters(&mut self, signature: &Signature) {
        let none = self.literal(Literal::Bool(false), Ty::Bool);
        let result = self.nothing(&signature.value_or_outcome());
        if signature.aux {
            let ty = self.types.fresh();
            let aux = self.zero(ty);
            self.aux_result = Some(self.hidden(aux));
        }
        [self.left, self.result, self.returned] = [none, result, none].map(|value| self.hidden(value));
        for (index, param) in signature.params.iter().enumerate() {
            let flow = Flow {
                varies: param.active,
                parameter: !param.ty.is_discrete() && !param.function,
                undecided: if param.undecided { 1 << index.min(63) } else { 0 },
            };
            let ty = match param.active {
                true => named::opened(&param.ty, &mut self.types),
                false => param.ty.clone(),
            };
            let id = self.arena.add(Node {
                op: Op::Param(index),
                ty: ty.clone(),
                flow,
                span: param.ident.span(),
                name: Some(param.name()),
                role: None,
                adjoint: false,
                unseen: false,
                ordered: false,
            });
            if param.active {
                self.named_by_user(&param.ty, &ty, id);
            }
            if param.active && self.holds_option(param, id) {
                continue;
            }
            if param.exchanged {
                self.declare_exchanged(&param.ident, index, ty, flow);
                continue;
            }
            if let Some(pattern) = &param.pattern {
                self.bind(pattern, id);
                continue;
            }
            let name = param.ident.to_string();
            let list = matches!(param.ty, Ty::Vec(_)) && self.changes.resized.contains(&name);
            let part = self.changes.fields.contains(&name) && named::is_named(&param.ty);
            let changed =
                list || part || self.changes.mutated.contains(&name) || self.assumed.opaque.contains(&name);
            match changed && !matches!(param.ty, Ty::Ref(_)) {
                true => self.declare_memory(&param.ident, id),
                false => {
                    self.declare(&param.ident, id);
                }
            }
        }
    }
}
