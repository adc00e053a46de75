//! Expressions. Numbers stay tame: what could grow goes through a function that is bounded.

use super::{Kind, Local, Writer};

const NUMBERS: [&str; 8] = ["0.5", "1.0", "0.0", "-0.7", "1.3", "2.0", "-1.0", "0.25"];

impl Writer<'_> {
    /// A value of a kind that can be made of others.
    pub(super) fn of_kind(&mut self, kind: Kind, depth: usize) -> String {
        match kind {
            Kind::Pair => match self.pick(|local| local.kind == kind) {
                Some(local) if self.below(3) == 1 => local.name,
                _ => format!("({}, {})", self.float(depth), self.float(depth)),
            },
            Kind::Array(n) => match self.pick(|local| local.kind == kind) {
                Some(local) if self.below(3) != 0 => local.name,
                _ if self.below(5) == 4 => format!("[{}; {n}]", self.float(depth)),
                _ => {
                    let parts: Vec<String> = (0..n).map(|_| self.float(depth)).collect();
                    format!("[{}]", parts.join(", "))
                }
            },
            Kind::Matrix => {
                let mut row = || format!("[{}, {}]", self.float(depth), self.float(depth));
                format!("[{}, {}]", row(), row())
            }
            Kind::List => format!("vec![{}; 3]", self.float(depth)),
            Kind::Int => self.int(),
            Kind::Unit => "()".into(),
            _ => self.float(depth),
        }
    }

    /// A float.
    pub(super) fn float(&mut self, depth: usize) -> String {
        let choice = self.below(32);
        if depth == 0 || choice < 12 {
            return self.leaf();
        }
        let d = depth - 1;
        match choice {
            12 | 13 => format!("({} + {})", self.float(d), self.float(d)),
            14 => format!("({} - {})", self.float(d), self.float(d)),
            15 | 16 => format!("({} * {})", self.float(d), self.float(d)),
            17 => format!("{}.sin()", self.receiver(d)),
            18 => format!("{}.tanh()", self.receiver(d)),
            19 => format!("({} / (1.5 + {}.cos()))", self.float(d), self.receiver(d)),
            20 => self.rarer(d),
            21 | 22 => {
                format!("(if {} {{ {} }} else {{ {} }})", self.condition(d), self.float(d), self.float(d))
            }
            23 => {
                let on = self.int();
                let guard =
                    if self.below(3) == 2 { format!(" if {}", self.condition(d)) } else { String::new() };
                let (a, b, c) = (self.float(d), self.float(d), self.float(d));
                format!("(match {on} {{ 0 => {a}, 1 | 2{guard} => {b}, _ => {c} }})")
            }
            24 | 25 => self.call(d).unwrap_or_else(|| self.leaf()),
            26 => match self.pick(|local| local.kind == Kind::Closure) {
                Some(local) => format!("{}({})", local.name, self.float(d)),
                None => self.leaf(),
            },
            27..=29 => self.chain(d),
            30 => {
                let (name, value) = (self.fresh(), self.float(d));
                self.locals.push(Local { name: name.clone(), kind: Kind::Float, mutable: false });
                let inner = self.float(d);
                self.locals.pop();
                format!("{{ let {name} = {value}; {inner} * {name} }}")
            }
            _ => format!("stop_gradient({})", self.float(d)),
        }
    }

    /// A function that is rarer.
    fn rarer(&mut self, d: usize) -> String {
        match self.below(8) {
            0 => format!("(-{})", self.float(d)),
            1 => {
                let x = self.receiver(d);
                format!("({x} * {x} + 0.1).sqrt()")
            }
            2 => format!("{}.tanh().exp()", self.receiver(d)),
            3 => format!("{}.powi({})", self.receiver(d), 2 + self.below(2)),
            4 => format!("{}.abs()", self.receiver(d)),
            5 => format!("{}.max({})", self.receiver(d), self.float(d)),
            6 => format!("{}.mul_add({}, {})", self.receiver(d), self.float(d), self.float(d)),
            _ => format!("{}.hypot({})", self.receiver(d), self.float(d)),
        }
    }

    /// A float that a method can be called on.
    fn receiver(&mut self, depth: usize) -> String {
        format!("({} + {})", self.float(depth), self.leaf())
    }

    fn leaf(&mut self) -> String {
        let found = match self.below(8) {
            0 => None,
            1..=3 => self.pick(|local| matches!(local.kind, Kind::Float | Kind::Ref | Kind::FloatMut)),
            4 => self.pick(|local| matches!(local.kind, Kind::Pair | Kind::Matrix | Kind::Int)),
            _ => self.pick(|local| local.kind.is_indexed()),
        };
        match found {
            Some(local) => self.read(&local),
            None => {
                let number = NUMBERS[self.below(NUMBERS.len())];
                if number.starts_with('-') { format!("({number}_f64)") } else { format!("{number}_f64") }
            }
        }
    }

    /// A float out of a local.
    pub(super) fn read(&mut self, local: &Local) -> String {
        let name = &local.name;
        match local.kind {
            Kind::Ref | Kind::FloatMut => format!("*{name}"),
            Kind::Pair => format!("{name}.{}", self.below(2)),
            Kind::Matrix => format!("{name}[{}][{}]", self.index_below(2), self.index_below(2)),
            Kind::Int => format!("({name} as f64 * 0.3)"),
            kind if kind.is_indexed() => format!("{name}[{}]", self.index(local)),
            _ => name.clone(),
        }
    }

    /// An index into a local.
    pub(super) fn index(&mut self, local: &Local) -> String {
        match local.kind {
            Kind::Array(n) | Kind::ArrayRef(n) | Kind::ArrayMut(n) => self.index_below(n),
            _ => {
                let name = &local.name;
                match self.below(5) {
                    0 => "0".into(),
                    1 => format!("{name}.len() - 1"),
                    _ => format!("{} % {name}.len()", self.int()),
                }
            }
        }
    }

    pub(super) fn index_below(&mut self, n: usize) -> String {
        match self.below(4) {
            0 | 1 => self.below(n).to_string(),
            _ => format!("{} % {n}", self.int()),
        }
    }

    /// A small integer.
    pub(super) fn int(&mut self) -> String {
        let found = match self.below(4) {
            0 => None,
            _ => self.pick(|local| local.kind == Kind::Int),
        };
        match (found, self.below(6)) {
            (Some(local), 0..=2) => local.name,
            (Some(local), 3 | 4) => format!("({} + {})", local.name, 1 + self.below(2)),
            (Some(local), _) => format!("({} * 2)", local.name),
            (None, 5) => format!("(if {} {{ 1 }} else {{ 0usize }})", self.condition(0)),
            (None, _) => format!("{}usize", self.below(3)),
        }
    }

    pub(super) fn condition(&mut self, depth: usize) -> String {
        match self.below(9) {
            0..=2 => {
                let number = NUMBERS[self.below(NUMBERS.len())];
                format!("({} > {number})", self.float(depth))
            }
            3 | 4 => format!("({} < {})", self.float(depth), self.float(depth)),
            5 => format!("({} == {})", self.int(), self.below(3)),
            6 if depth > 0 => format!("({} && {})", self.condition(depth - 1), self.condition(depth - 1)),
            7 if depth > 0 => format!("({} || {})", self.condition(depth - 1), self.condition(depth - 1)),
            8 if depth > 0 => format!("!{}", self.condition(depth - 1)),
            _ => format!("({} <= {})", self.leaf(), self.leaf()),
        }
    }

    /// A list that can be iterated over.
    fn source(&mut self) -> String {
        match self.pick(|local| local.kind.is_indexed()) {
            Some(Local { name, .. }) => match self.below(8) {
                0..=4 => format!("{name}.iter()"),
                5 => format!("{name}.iter().rev()"),
                6 => format!("{name}.iter().skip(1)"),
                _ => format!("{name}.iter().take(2)"),
            },
            None => format!("[{}, {}].iter()", self.leaf(), self.leaf()),
        }
    }

    /// A chain of iterators that ends in a float.
    fn chain(&mut self, depth: usize) -> String {
        let source = self.source();
        let (name, other) = (self.fresh(), self.fresh());
        let scope = self.locals.len();
        let local = |name: &str, kind: Kind| Local { name: name.to_owned(), kind, mutable: false };
        let text = match self.below(8) {
            0 | 1 => {
                self.locals.push(local(&name, Kind::Ref));
                format!("{source}.map(|{name}| {}).sum::<f64>()", self.float(depth))
            }
            2 => {
                let with = self.source();
                self.locals.extend([local(&name, Kind::Ref), local(&other, Kind::Ref)]);
                format!("{source}.zip({with}).map(|({name}, {other})| {}).sum::<f64>()", self.float(depth))
            }
            3 => {
                let init = self.float(depth);
                self.locals.extend([local(&name, Kind::Float), local(&other, Kind::Ref)]);
                let next = self.float(depth);
                format!("{source}.fold({init}, |{name}, {other}| ({next} + 0.3 * {name} * {other}).sin())")
            }
            4 => {
                self.locals.push(local(&name, Kind::Ref));
                let body = self.float(depth);
                format!("{source}.filter(|{name}| **{name} > -0.3).map(|{name}| {body}).sum::<f64>()")
            }
            5 => {
                self.locals.extend([local(&name, Kind::Int), local(&other, Kind::Ref)]);
                format!("{source}.enumerate().map(|({name}, {other})| {}).sum::<f64>()", self.float(depth))
            }
            6 => {
                let to = self.int();
                self.locals.push(local(&name, Kind::Int));
                format!("(0..{to}).map(|{name}| {}).sum::<f64>()", self.float(depth))
            }
            _ => match self.pick(|local| local.kind == Kind::Slice) {
                Some(slice) => {
                    let slice = slice.name;
                    format!("{slice}.windows(2).map(|{name}| {name}[0] * {name}[1]).sum::<f64>()")
                }
                None => format!("{source}.product::<f64>()"),
            },
        };
        self.locals.truncate(scope);
        text
    }

    /// A call of an earlier function that lends nothing by `&mut`.
    fn call(&mut self, depth: usize) -> Option<String> {
        let callable = |helper: &&super::Function| !helper.params.iter().any(|kind| kind.is_exchanged());
        let helpers: Vec<_> = self.helpers.iter().filter(callable).collect();
        let helper = *helpers.get(self.below(helpers.len()))?;
        let args: Vec<String> = helper.params.iter().map(|kind| self.argument(*kind, depth.min(1))).collect();
        let call = format!("{}({})", helper.name, args.join(", "));
        Some(match helper.result {
            Kind::Pair => format!("{call}.{}", self.below(2)),
            Kind::Array(_) => format!("{call}[{}]", self.below(2)),
            _ => call,
        })
    }

    /// An argument that is not lent by `&mut`.
    pub(super) fn argument(&mut self, kind: Kind, depth: usize) -> String {
        match kind {
            Kind::Ref => {
                let found = self.pick(|local| matches!(local.kind, Kind::Float | Kind::Ref));
                match (found, self.below(3)) {
                    (Some(local), 0 | 1) if local.kind == Kind::Ref => local.name,
                    (Some(local), 0 | 1) => format!("&{}", local.name),
                    _ => format!("&({})", self.float(depth)),
                }
            }
            Kind::Slice => match self.pick(|local| local.kind.is_indexed()) {
                Some(Local { name, kind: Kind::Slice, .. }) => match self.below(4) {
                    3 => format!("&{name}[0..1]"),
                    _ => name,
                },
                Some(Local { name, kind: Kind::Array(_), .. }) => match self.below(3) {
                    2 => format!("&{name}[1..2]"),
                    _ => format!("&{name}"),
                },
                Some(Local { name, kind: Kind::List, .. }) => format!("&{name}"),
                Some(Local { name, kind: Kind::ArrayRef(_), .. }) => name,
                Some(Local { name, .. }) => format!("&{name}[0..1]"),
                None => format!("&[{}, {}]", self.float(depth), self.float(depth)),
            },
            Kind::ArrayRef(n) => match self.pick(|local| local.kind == Kind::Array(n)) {
                Some(local) => format!("&{}", local.name),
                None => format!("&{}", self.of_kind(Kind::Array(n), depth)),
            },
            other => self.of_kind(other, depth),
        }
    }
}
