//! What is iterated over, and what comes of it.

use super::{Kind, Local, Writer};

/// Something that is iterated over: an iterator, a pattern for its items, and what that binds.
pub(super) struct Head {
    pub(super) iter: String,
    pub(super) pattern: String,
    pub(super) bound: Vec<Local>,
    /// The local that is borrowed meanwhile.
    pub(super) over: Option<String>,
}

fn local(name: &str, kind: Kind) -> Local {
    Local { name: name.to_owned(), kind, mutable: false }
}

impl Writer<'_> {
    /// A list that can be iterated over.
    fn source(&mut self) -> (String, Option<String>) {
        match self.pick(|local| local.kind.is_indexed()) {
            Some(Local { name, .. }) => match self.below(12) {
                0..=4 => (format!("{name}.iter()"), Some(name)),
                5 => (format!("{name}.iter().rev()"), Some(name)),
                6 => (format!("{name}.iter().skip(1)"), Some(name)),
                7 => (format!("{name}.iter().step_by(2)"), Some(name)),
                8 => (format!("{name}[..1].iter()"), Some(name)),
                9 => (format!("{name}.iter().skip(1).rev().take(2)"), Some(name)),
                _ => (format!("{name}.iter().take(2)"), Some(name)),
            },
            None => (format!("[{}, {}].iter()", self.leaf(), self.leaf()), None),
        }
    }

    /// Anything that can be iterated over.
    pub(super) fn head(&mut self) -> Head {
        let (a, b) = (self.fresh(), self.fresh());
        let rows = |local: &Local| matches!(local.kind, Kind::Matrix | Kind::Rows | Kind::MatrixMut);
        let choice = self.below(20);
        if let 15 | 16 = choice
            && let Some(Local { name, .. }) = self.pick(rows)
        {
            return match self.below(3) {
                0 => Head {
                    iter: format!("{name}.iter()"),
                    pattern: a.clone(),
                    bound: vec![local(&a, Kind::ArrayRef(2))],
                    over: Some(name),
                },
                1 => Head {
                    iter: format!("{name}.iter()"),
                    pattern: format!("[{a}, {b}]"),
                    bound: vec![local(&a, Kind::Ref), local(&b, Kind::Ref)],
                    over: Some(name),
                },
                _ => Head {
                    iter: format!("{name}.iter().enumerate()"),
                    pattern: format!("({a}, {b})"),
                    bound: vec![local(&a, Kind::Int), local(&b, Kind::ArrayRef(2))],
                    over: Some(name),
                },
            };
        }
        if let 0 = choice {
            let to = self.int();
            let iter = ["(0..{})", "(0..{}).rev()", "(1..{} + 2).step_by(2)", "(0..={})"][self.below(4)];
            let iter = iter.replace("{}", &to);
            return Head { iter, pattern: a.clone(), bound: vec![local(&a, Kind::Int)], over: None };
        }
        let (source, over) = self.source();
        let whole = over.clone().filter(|_| self.below(2) == 0 || choice > 10);
        let of = |iter: String, pattern: String, bound: Vec<Local>| Head { iter, pattern, bound, over };
        match (choice, whole) {
            (1, _) => of(format!("{source}.copied()"), a.clone(), vec![local(&a, Kind::Float)]),
            (2 | 3, _) => of(source, format!("&{a}"), vec![local(&a, Kind::Float)]),
            (4 | 5, _) => of(
                format!("{source}.enumerate()"),
                format!("({a}, {b})"),
                vec![local(&a, Kind::Int), local(&b, Kind::Ref)],
            ),
            (6 | 7, _) => {
                let (other, _) = self.source();
                of(
                    format!("{source}.zip({other})"),
                    format!("({a}, {b})"),
                    vec![local(&a, Kind::Ref), local(&b, Kind::Ref)],
                )
            }
            (8, _) => {
                let (other, c) = (self.source().0, self.fresh());
                of(
                    format!("{source}.zip({other}).enumerate()"),
                    format!("({c}, ({a}, {b}))"),
                    vec![local(&a, Kind::Ref), local(&b, Kind::Ref), local(&c, Kind::Int)],
                )
            }
            (9, _) => of(format!("{source}.map(|{b}| {b} * 0.5)"), a.clone(), vec![local(&a, Kind::Float)]),
            (11, Some(name)) => {
                of(format!("{name}.windows(2)"), a.clone(), vec![local(&a, Kind::ArrayRef(2))])
            }
            (12, Some(name)) => of(format!("{name}.chunks(2)"), a.clone(), vec![local(&a, Kind::Slice)]),
            (13, Some(name)) => {
                of(format!("{name}.chunks_exact(2)"), a.clone(), vec![local(&a, Kind::ArrayRef(2))])
            }
            (14, Some(name)) => of(
                format!("{name}.windows(2).enumerate()"),
                format!("({b}, {a})"),
                vec![local(&b, Kind::Int), local(&a, Kind::ArrayRef(2))],
            ),
            _ => of(source, a.clone(), vec![local(&a, Kind::Ref)]),
        }
    }

    /// An iterator over floats.
    fn floats(&mut self, depth: usize) -> String {
        let head = self.head();
        let scope = self.locals.len();
        self.locals.extend(head.bound);
        let body = self.float(depth);
        self.locals.truncate(scope);
        let (iter, pattern, u) = (head.iter, head.pattern, self.fresh());
        let stage = match self.below(16) {
            0 => format!(".filter(|{u}| *{u} > -0.5)"),
            1 => format!(".take_while(|{u}| *{u} < 0.9)"),
            2 => format!(".filter_map(|{u}| if {u} > 0.0 {{ Some({u}.sin()) }} else {{ None }})"),
            3 => format!(".map_while(|{u}| ({u} < 0.9).then(|| {u}.cos()))"),
            4 => format!(".flat_map(|{u}| [{u}, {u} * 0.5])"),
            5 => ".skip(1)".to_owned(),
            6 => ".take(2)".to_owned(),
            7 => format!(".map(|{u}| {u}.tanh())"),
            _ => String::new(),
        };
        format!("{iter}.map(|{pattern}| {body}){stage}")
    }

    /// A chain of iterators that ends in a float.
    pub(super) fn chain(&mut self, depth: usize) -> String {
        let floats = self.floats(depth);
        let (a, b) = (self.fresh(), self.fresh());
        match self.below(16) {
            0..=5 => format!("{floats}.sum::<f64>()"),
            6 => format!("{floats}.map(|{a}| {a}.tanh()).product::<f64>()"),
            7 | 8 => {
                let init = self.float(depth);
                let scope = self.locals.len();
                self.locals.extend([local(&a, Kind::Float), local(&b, Kind::Float)]);
                let next = self.float(depth);
                self.locals.truncate(scope);
                format!("{floats}.fold({init}, |{a}, {b}| ({next} + 0.3 * {a} * {b}).sin())")
            }
            9 => format!("{floats}.reduce(|{a}, {b}| ({a} + 0.3 * {b}).sin()).unwrap_or(0.5)"),
            10 => format!("{floats}.max_by(|{a}, {b}| {a}.total_cmp({b})).unwrap_or(0.5)"),
            11 => format!("{floats}.min_by(|{a}, {b}| {a}.total_cmp({b})).map_or(0.5, |{a}| {a} * 0.5)"),
            12 => format!("{floats}.fold(-1.0, f64::max)"),
            13 => format!("({floats}.count() as f64 * 0.3)"),
            14 => format!("{floats}.collect::<Vec<f64>>().iter().copied().sum::<f64>()"),
            _ => format!("{floats}.reduce(f64::min).unwrap_or(0.25)"),
        }
    }

    /// A list made of a chain.
    pub(super) fn collected(&mut self, depth: usize) -> String {
        format!("{}.collect::<Vec<f64>>()", self.floats(depth))
    }

    /// A chain that decides.
    pub(super) fn decided(&mut self, depth: usize) -> String {
        let (word, floats, a) = (["any", "all"][self.below(2)], self.floats(depth), self.fresh());
        format!("{floats}.{word}(|{a}| {a} > 0.2)")
    }

    /// A chain that adds up as a statement.
    pub(super) fn for_each(&mut self) {
        let (total, floats, a) = (self.fresh(), self.floats(1), self.fresh());
        self.line(&format!("let mut {total}: f64 = 0.0;"));
        self.line(&format!("{floats}.for_each(|{a}| {total} += {a} * 0.5);"));
        self.declare(total, Kind::Float, true);
    }
}
