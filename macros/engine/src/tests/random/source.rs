//! Random Rust functions, read off a sequence of bytes: each statement has a chunk of its own, so that a program
//! without a chunk is the program without that statement, and a byte that is zero is the simplest choice.

mod change;
mod expression;
mod list;
mod statement;

use proptest::prelude::*;
use std::fmt::Write;

/// The choices for one statement.
pub type Chunk = [u8; 20];

/// The choices for one function: its signature, then its statements.
pub type Choices = (Chunk, Vec<Chunk>);

/// The choices for a program: helpers, the function itself, and what it is called with.
pub type Tape = (Vec<Choices>, Choices, [u8; 4]);

/// Random programs.
pub fn tapes() -> impl Strategy<Value = Tape> {
    let chunk = || prop::array::uniform20(any::<u8>());
    let function = move |most| (chunk(), prop::collection::vec(chunk(), 0..most));
    (prop::collection::vec(function(5), 0..3), function(9), any::<[u8; 4]>())
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
            Kind::Unit => "()".into(),
        }
    }

    /// Is it passed by `&mut`?
    pub fn is_exchanged(self) -> bool {
        matches!(self, Kind::FloatMut | Kind::SliceMut | Kind::ArrayMut(_))
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
    /// What it gives.
    pub result: Kind,
    /// The whole of it.
    pub text: String,
}

/// Functions that call only those before them.
#[derive(Clone, Debug)]
pub struct Program {
    /// The last one is what is tested.
    pub functions: Vec<Function>,
    /// Only the first parameter is differentiated.
    pub wrt_first: bool,
    /// From which numbers the arguments are made.
    pub input: [u8; 4],
}

impl Program {
    /// Reads a program off its choices.
    pub fn read((helpers, main, input): &Tape) -> Program {
        let mut functions = Vec::new();
        for choices in helpers.iter().chain([main]) {
            let function = Writer::function(choices, &functions);
            functions.push(function);
        }
        Program { functions, wrt_first: input[3] % 8 == 7, input: *input }
    }

    /// The only parameter of a function that is differentiated, where that is said.
    pub fn wrt(&self, function: usize) -> Option<String> {
        let main = self.functions.get(function)?;
        let exchanges = main.params.iter().any(|kind| kind.is_exchanged());
        let is_last = function + 1 == self.functions.len();
        (is_last && self.wrt_first && !exchanges && main.params[0] != Kind::Int).then(|| "p0".to_owned())
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
    /// How many loops are open; the labels of those that have one.
    loops: Vec<Option<usize>>,
    depth: usize,
    text: String,
}

impl<'w> Writer<'w> {
    fn function((header, body): &'w Choices, helpers: &'w [Function]) -> Function {
        let mut writer = Writer {
            chunk: *header,
            cursor: 0,
            chunks: body.iter(),
            helpers,
            locals: Vec::new(),
            result: Kind::Float,
            names: 0,
            loops: Vec::new(),
            depth: 1,
            text: String::new(),
        };
        let name = format!("f{}", helpers.len());
        let mut params = vec![];
        let mut declared = Vec::new();
        for index in 0..1 + writer.below(4) {
            let (kind, mutable) = match writer.below(18) {
                _ if index == 0 && params.is_empty() && writer.below(2) == 0 => (Kind::Float, false),
                0..=2 => (Kind::Float, false),
                3 => (Kind::Float, true),
                4..=6 => (Kind::Slice, false),
                7 => (Kind::Array(3), false),
                8 => (Kind::Array(3), true),
                9 => (Kind::ArrayRef(3), false),
                10 => (Kind::Ref, false),
                11 => (Kind::Pair, false),
                12 => (Kind::Int, false),
                13 => (Kind::SliceMut, false),
                14 => (Kind::FloatMut, false),
                15 => (Kind::ArrayMut(3), false),
                16 => (Kind::List, false),
                _ => (Kind::List, true),
            };
            let param = format!("p{index}");
            declared.push(format!("{}{param}: {}", if mutable { "mut " } else { "" }, kind.show()));
            params.push(kind);
            let mutable = mutable || kind.is_exchanged();
            writer.locals.push(Local { name: param, kind, mutable });
        }
        if params.iter().all(|kind| *kind == Kind::Int) {
            declared.push("p9: f64".into());
            params.push(Kind::Float);
            writer.locals.push(Local { name: "p9".into(), kind: Kind::Float, mutable: false });
        }
        writer.result = match writer.below(8) {
            0..=4 => Kind::Float,
            5 => Kind::Pair,
            6 => Kind::Array(2),
            _ if params.iter().any(|kind| kind.is_exchanged()) => Kind::Unit,
            _ => Kind::Float,
        };
        let last = writer.chunk;
        while !writer.chunks.as_slice().is_empty() {
            writer.statement();
        }
        (writer.chunk, writer.cursor) = (last, 10);
        let value = writer.of_kind(writer.result, 2);
        let value = if writer.result == Kind::Unit { String::new() } else { format!("    {value}\n") };
        let arrow =
            if writer.result == Kind::Unit { String::new() } else { format!(" -> {}", writer.result.show()) };
        let text = format!("fn {name}({}){arrow} {{\n{}{value}}}", declared.join(", "), writer.text);
        Function { name, params, result: writer.result, text }
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

    fn fresh(&mut self) -> String {
        self.names += 1;
        format!("v{}", self.names)
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
