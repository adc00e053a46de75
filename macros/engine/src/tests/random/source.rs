//! Random Rust functions, read off a sequence of bytes: each statement has a chunk of its own, so that a program
//! without a chunk is the program without that statement, and a byte that is zero is the simplest choice.

mod bundle;
mod change;
mod construct;
mod drawn;
mod early;
mod expression;
mod foreign;
mod head;
mod integer;
mod iterated;
mod jump;
mod list;
mod masked;
mod moved;
mod name;
mod number;
mod option;
mod pattern;
mod rest;
mod spelling;
mod statement;
mod style;
mod view;
mod whole;

use crate::ir::interpret::Value;
pub use construct::{Checker, interpreted};
use proptest::prelude::*;
use std::fmt::Write;
pub use style::{Style, on_duals};

/// The choices for one statement.
pub type Chunk = [u8; 32];

/// The choices for one function: its signature, then its statements.
pub type Choices = (Chunk, Vec<Chunk>);

/// The choices for a program: helpers, the function itself, and what it is called with.
pub type Tape = (Vec<Choices>, Choices, Input);

/// What the arguments are made of, the float type, how things are called.
pub type Input = [u8; 8];

/// Random programs.
pub fn tapes() -> impl Strategy<Value = Tape> {
    let chunk = || prop::array::uniform32(any::<u8>());
    let function = move |most| (chunk(), prop::collection::vec(chunk(), 0..most));
    (prop::collection::vec(function(5), 0..3), function(9), any::<Input>())
}

/// The type of a local.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `f64`
    Float,
    /// `&f64`
    Ref,
    /// `[f64; N]`
    Array(usize),
    /// `&[f64; N]`
    ArrayRef(usize),
    /// `&[f64]`
    Slice,
    /// `Vec<f64>`
    List,
    /// `(f64, f64)`
    Pair,
    /// `[[f64; 2]; 2]`
    Matrix,
    /// `usize`
    Int,
    /// `&mut f64`
    FloatMut,
    /// `&mut [f64]`
    SliceMut,
    /// `&mut [f64; N]`
    ArrayMut(usize),
    /// A closure of one float.
    Closure,
    /// `bool`
    Bool,
    /// `&[[f64; 2]]`
    Rows,
    /// `&mut [[f64; 2]; 2]`
    MatrixMut,
    /// `(f64, [f64; 2])`
    Nested,
    /// `Vec<Vec<f64>>`
    Lists,
    /// `Option<f64>`
    Maybe,
    /// A `&[f64]` that is assigned.
    Rest,
    /// `[f64; N]`
    Generic,
    /// How often a function still calls itself: `usize`
    Depth,
    /// A struct and an enum that the engine knows nothing of.
    Config,
    Way,
    /// An integer of that type, whether or not rustc knows that already.
    Whole(&'static str),
    /// Nothing.
    Unit,
}

impl Kind {
    fn show(self) -> String {
        match self {
            Kind::Float => "f64".into(),
            Kind::Ref => "&f64".into(),
            Kind::Array(n) => format!("[f64; {n}]"),
            Kind::ArrayRef(n) => format!("&[f64; {n}]"),
            Kind::Slice => "&[f64]".into(),
            Kind::List => "Vec<f64>".into(),
            Kind::Pair => "(f64, f64)".into(),
            Kind::Matrix => "[[f64; 2]; 2]".into(),
            Kind::Int => "usize".into(),
            Kind::FloatMut => "&mut f64".into(),
            Kind::SliceMut => "&mut [f64]".into(),
            Kind::ArrayMut(n) => format!("&mut [f64; {n}]"),
            Kind::Closure => "_".into(),
            Kind::Bool => "bool".into(),
            Kind::Rows => "&[[f64; 2]]".into(),
            Kind::MatrixMut => "&mut [[f64; 2]; 2]".into(),
            Kind::Nested => "(f64, [f64; 2])".into(),
            Kind::Lists => "Vec<Vec<f64>>".into(),
            Kind::Maybe => "Option<f64>".into(),
            Kind::Rest => "&[f64]".into(),
            Kind::Generic => "[f64; N]".into(),
            Kind::Depth => "usize".into(),
            Kind::Config => "&Config".into(),
            Kind::Way => "Way".into(),
            Kind::Whole(ty) => ty.into(),
            Kind::Unit => "()".into(),
        }
    }

    /// Is it passed by `&mut`?
    pub fn is_exchanged(self) -> bool {
        matches!(self, Kind::FloatMut | Kind::SliceMut | Kind::ArrayMut(_) | Kind::MatrixMut)
    }

    /// Has it no derivative?
    pub fn is_discrete(self) -> bool {
        matches!(
            self,
            Kind::Int | Kind::Bool | Kind::Depth | Kind::Config | Kind::Way | Kind::Whole(_) | Kind::Unit
        )
    }

    /// Do its elements have an index?
    fn is_indexed(self) -> bool {
        matches!(
            self,
            Kind::Array(_)
                | Kind::ArrayRef(_)
                | Kind::Slice
                | Kind::List
                | Kind::SliceMut
                | Kind::ArrayMut(_)
                | Kind::Generic
        )
    }
}

/// A function of a program.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Its parameters.
    pub params: Vec<Kind>,
    /// How they are called.
    pub names: Vec<String>,
    /// What it gives.
    pub result: Kind,
    /// The whole of it.
    pub text: String,
    /// The constructs in it.
    pub held: Vec<&'static str>,
}

/// Functions that call only those before them.
#[derive(Clone, Debug)]
pub struct Program {
    /// The last one is what is tested.
    pub functions: Vec<Function>,
    /// Only the first parameter is differentiated.
    pub wrt_first: bool,
    /// From which numbers the arguments are made.
    pub input: Input,
    /// The float type.
    pub style: Style,
    /// The constructs in it.
    pub held: Vec<&'static str>,
}

impl Program {
    /// Reads a program off its choices.
    pub fn read((helpers, main, input): &Tape, checker: Checker) -> Program {
        let style = Style::read(input[4]);
        let mut functions: Vec<Function> = Vec::new();
        for choices in helpers.iter().chain([main]) {
            let is_main = functions.len() == helpers.len();
            let function = Writer::function(choices, &functions, input, is_main, checker);
            functions.push(function);
        }
        functions.iter_mut().for_each(|function| function.text = style.of(&function.text));
        let mut held: Vec<_> = functions.iter().flat_map(|function| function.held.clone()).collect();
        held.sort();
        held.dedup();
        Program { functions, wrt_first: input[3] % 8 == 7, input: *input, style, held }
    }

    /// The only parameters of a function that are differentiated, where that is said.
    pub fn wrt(&self, function: usize) -> Option<Vec<String>> {
        let main = self.functions.get(function)?;
        if main.params.iter().any(|kind| kind.is_exchanged()) {
            return None;
        }
        let active = main.params.iter().zip(&main.names).filter(|(kind, _)| !kind.is_discrete());
        let active = active.map(|(_, name)| name.clone());
        let is_last = function + 1 == self.functions.len();
        if is_last && self.wrt_first {
            return Some(active.take(1).collect());
        }
        // What is of no known type would ask for the choice.
        let unknown = |kind: &Kind| matches!(kind, Kind::Config | Kind::Way);
        main.params.iter().any(unknown).then(|| active.collect())
    }

    /// The functions as Rust.
    pub fn text(&self) -> String {
        self.functions.iter().fold(String::new(), |mut text, function| {
            let _ = writeln!(text, "{}", function.text);
            text
        })
    }
}

/// A local of the function that is being written.
#[derive(Clone, Debug)]
struct Local {
    name: String,
    kind: Kind,
    mutable: bool,
}

/// Writes one function.
struct Writer<'w> {
    /// The chunk that is being read, and how far.
    chunk: Chunk,
    cursor: usize,
    chunks: std::slice::Iter<'w, Chunk>,
    helpers: &'w [Function],
    locals: Vec<Local>,
    result: Kind,
    names: usize,
    /// How locals are called, and what is taken.
    scheme: usize,
    used: Vec<String>,
    /// The function, if it may call itself.
    itself: Option<Function>,
    /// What the `[f64; N]` of the call that is being written are: arrays of one length.
    length: Option<Kind>,
    /// How many loops are open; the labels of those that have one.
    loops: Vec<Option<usize>>,
    depth: usize,
    text: String,
    style: Style,
    checker: Checker,
    /// A parameter of the function under test, and what it is called with.
    zero: Option<(String, String)>,
    /// The constructs so far, and the floats that they made.
    held: Vec<&'static str>,
    made: Vec<String>,
}

impl<'w> Writer<'w> {
    fn function(
        (header, body): &'w Choices,
        helpers: &'w [Function],
        input: &Input,
        is_main: bool,
        checker: Checker,
    ) -> Function {
        let mut writer = Writer {
            chunk: *header,
            cursor: 0,
            chunks: body.iter(),
            helpers,
            locals: Vec::new(),
            result: Kind::Float,
            names: 0,
            scheme: usize::from(input[5]),
            used: Vec::new(),
            itself: None,
            length: None,
            loops: Vec::new(),
            depth: 1,
            text: String::new(),
            style: Style::read(input[4]),
            checker,
            zero: None,
            held: Vec::new(),
            made: Vec::new(),
        };
        let name = writer.function_name();
        let (mut params, mut names, mut declared) = (vec![], vec![], Vec::new());
        let mut add = |writer: &mut Writer<'_>, kind: Kind, mutable: bool| {
            let param = writer.param_name(params.len());
            declared.push(format!("{}{param}: {}", if mutable { "mut " } else { "" }, kind.show()));
            params.push(kind);
            names.push(param.clone());
            writer.locals.push(Local { name: param, kind, mutable: mutable || kind.is_exchanged() });
        };
        let mut floats = 0;
        for index in 0..1 + writer.below(4) {
            let (kind, mutable) = match writer.below(30) {
                _ if index == 0 && writer.below(2) == 0 => (Kind::Float, false),
                0..=3 => (Kind::Float, false),
                4 | 5 => (Kind::Float, true),
                6..=9 => (Kind::Slice, false),
                10 => (Kind::Array(3), false),
                11 => (Kind::Array(3), true),
                12 => (Kind::ArrayRef(3), false),
                13 => (Kind::Ref, false),
                14 => (Kind::Pair, false),
                15 | 16 => (Kind::Int, false),
                17 | 18 => (Kind::SliceMut, false),
                19 => (Kind::FloatMut, false),
                20 => (Kind::ArrayMut(3), false),
                21 => (Kind::List, false),
                22 => (Kind::List, true),
                23 => (Kind::Matrix, writer.below(2) == 1),
                24 => (Kind::Rows, false),
                25 => (Kind::MatrixMut, false),
                26 => (Kind::Nested, false),
                27 => (Kind::Generic, writer.below(2) == 1),
                28 => (Kind::Bool, false),
                _ => (if writer.below(2) == 0 { Kind::Config } else { Kind::Way }, false),
            };
            floats += usize::from(!kind.is_discrete());
            add(&mut writer, kind, mutable);
        }
        if floats == 0 {
            add(&mut writer, Kind::Float, false);
        }
        writer.result = match writer.below(12) {
            0..=6 => Kind::Float,
            7 => Kind::Pair,
            8 => Kind::Array(2),
            9 => Kind::Nested,
            10 => Kind::List,
            _ if params_exchange(&writer.locals) => Kind::Unit,
            _ => Kind::Float,
        };
        let recursive = !is_main
            && writer.result == Kind::Float
            && !params_exchange(&writer.locals)
            && writer.below(5) == 4;
        if recursive {
            add(&mut writer, Kind::Depth, false);
        }
        if let (true, Some(own)) = (recursive, names.last()) {
            let end = writer.float(1);
            writer.line(&format!("if {own} == 0 {{ return {end}; }}"));
            writer.itself = Some(Function {
                name: name.clone(),
                params: params.clone(),
                names: names.clone(),
                result: writer.result,
                text: String::new(),
                held: Vec::new(),
            });
        }
        if is_main {
            let arguments = super::check::arguments(&params, *input);
            writer.zero = params.iter().zip(&names).zip(&arguments).find_map(|((kind, name), value)| {
                let Value::Float(number) = value else { return None };
                (*kind == Kind::Float).then(|| (name.clone(), format!("{number:?}")))
            });
        }
        let last = writer.chunk;
        while !writer.chunks.as_slice().is_empty() {
            writer.statement();
        }
        (writer.chunk, writer.cursor) = (last, 16);
        let value = match writer.itself.is_some() {
            true => {
                let own = writer.call_itself(1).unwrap_or_else(|| "0.5_f64".into());
                format!("({own} * 0.5 + {}).sin()", writer.float(1))
            }
            false => writer.of_kind(writer.result, 2),
        };
        // What a construct made comes out.
        let made = std::mem::take(&mut writer.made);
        let made = writer.visible(|local| local.kind == Kind::Float && made.contains(&local.name));
        let value = match (writer.result, made.as_slice()) {
            (Kind::Float, [.., last]) => format!("({value} + {})", last.name),
            _ => value,
        };
        let value = if writer.result == Kind::Unit { String::new() } else { format!("    {value}\n") };
        let arrow =
            if writer.result == Kind::Unit { String::new() } else { format!(" -> {}", writer.result.show()) };
        let generics = if params.contains(&Kind::Generic) { "<const N: usize>" } else { "" };
        let text =
            format!("fn {name}{generics}({}){arrow} {{\n{}{value}}}", declared.join(", "), writer.text);
        Function { name, params, names, result: writer.result, text, held: writer.held }
    }

    /// The next choice.
    fn byte(&mut self) -> u8 {
        self.cursor += 1;
        self.chunk.get(self.cursor - 1).copied().unwrap_or(0)
    }

    fn below(&mut self, count: usize) -> usize {
        usize::from(self.byte()) % count.max(1)
    }

    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{}{line}", "    ".repeat(self.depth));
    }

    /// The locals that the test picks and no other hides.
    fn visible(&self, test: impl Fn(&Local) -> bool) -> Vec<Local> {
        let hidden = |at: usize| self.locals[at + 1..].iter().any(|other| other.name == self.locals[at].name);
        (0..self.locals.len())
            .filter(|at| test(&self.locals[*at]) && !hidden(*at))
            .map(|at| self.locals[at].clone())
            .collect()
    }

    fn pick(&mut self, test: impl Fn(&Local) -> bool) -> Option<Local> {
        let mut all = self.visible(test);
        all.reverse();
        let at = self.below(all.len());
        all.into_iter().nth(at)
    }
}

fn params_exchange(params: &[Local]) -> bool {
    params.iter().any(|local| local.kind.is_exchanged())
}
