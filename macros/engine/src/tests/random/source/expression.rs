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
                _ if self.below(8) == 7 => {
                    let (a, b) = (self.of_kind(kind, depth.min(1)), self.of_kind(kind, depth.min(1)));
                    format!("if {} {{ {a} }} else {{ {b} }}", self.condition(0))
                }
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
            Kind::List => match self.below(4) {
                0 => self.collected(depth.min(1)),
                1 => match self.pick(|local| local.kind.is_indexed()) {
                    Some(local) => format!("{}.to_vec()", local.name),
                    None => format!("vec![{}]", self.float(depth)),
                },
                _ => format!("vec![{}; 3]", self.float(depth)),
            },
            Kind::Nested => match self.pick(|local| local.kind == kind) {
                Some(local) if self.below(2) == 1 => local.name,
                _ => format!("({}, {})", self.float(depth), self.of_kind(Kind::Array(2), depth.min(1))),
            },
            Kind::Bool => self.condition(depth.min(1)),
            Kind::Int => self.int(),
            Kind::Unit => "()".into(),
            _ => self.float(depth),
        }
    }

    /// A float.
    pub(super) fn float(&mut self, depth: usize) -> String {
        let choice = self.below(36);
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
                None => match self.call_itself(d) {
                    Some(call) => call,
                    None => self.method(d),
                },
            },
            27..=29 => self.chain(d),
            30 => {
                let (name, value) = (self.fresh(), self.float(d));
                self.locals.push(Local { name: name.clone(), kind: Kind::Float, mutable: false });
                let inner = self.float(d);
                self.locals.pop();
                format!("{{ let {name} = {value}; {inner} * {name} }}")
            }
            31 => format!("stop_gradient({})", self.float(d)),
            32 if self.scheme % 4 == 1 => self.activation(d),
            _ => self.method(d),
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

    pub(super) fn leaf(&mut self) -> String {
        let found = match self.below(8) {
            0 => None,
            1..=3 => self.pick(|local| matches!(local.kind, Kind::Float | Kind::Ref | Kind::FloatMut)),
            4 => self.pick(|local| {
                matches!(
                    local.kind,
                    Kind::Pair
                        | Kind::Matrix
                        | Kind::Int
                        | Kind::Rows
                        | Kind::MatrixMut
                        | Kind::Nested
                        | Kind::Lists
                        | Kind::Bool
                        | Kind::Maybe
                        | Kind::Rest
                        | Kind::Whole(_)
                )
            }),
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
            Kind::Matrix | Kind::MatrixMut => {
                format!("{name}[{}][{}]", self.index_below(2), self.index_below(2))
            }
            Kind::Rows => format!("{name}[{} % {name}.len()][{}]", self.int(), self.index_below(2)),
            Kind::Lists => format!("{name}[{} % {name}.len()][0]", self.int()),
            Kind::Maybe => match self.below(3) {
                0 => format!("{name}.unwrap_or(0.5)"),
                1 => format!("{name}.map_or(0.25, |inner| inner.sin())"),
                _ => format!("(if {name}.is_some() {{ 0.4_f64 }} else {{ -0.1 }})"),
            },
            Kind::Rest => match self.below(3) {
                0 => format!("{name}.first().copied().unwrap_or(0.5)"),
                1 => format!("{name}.iter().sum::<f64>()"),
                _ => format!("({name}.len() as f64 * 0.2)"),
            },
            Kind::Nested if self.below(2) == 0 => format!("{name}.0"),
            Kind::Nested => format!("{name}.1[{}]", self.index_below(2)),
            Kind::Bool => format!("(if {name} {{ 0.3_f64 }} else {{ -0.4 }})"),
            Kind::Int => format!("({name} as f64 * 0.3)"),
            Kind::Whole(ty) => self.observed(name, ty),
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
            (None, 5) => self.rarer_int(),
            (None, _) => format!("{}usize", self.below(3)),
        }
    }

    fn rarer_int(&mut self) -> String {
        let small = self.below(3);
        match self.below(12) {
            0 | 1 => format!("(if {} {{ 1 }} else {{ 0usize }})", self.condition(0)),
            2 => format!("(stop_gradient({}) as usize % 4)", self.float(1)),
            3 => match self.pick(|local| local.kind.is_indexed()) {
                Some(local) => format!("{}.len()", local.name),
                None => "1usize".into(),
            },
            4 => format!("({} / 2)", self.int()),
            5 => format!("{}.min({small})", self.named_int()),
            6 => format!("{}.saturating_sub({small})", self.named_int()),
            7 => format!("({} & 1)", self.int()),
            8 => format!("(({} as i32 - 1).abs() as usize)", self.named_int()),
            9 => format!("{}.max(1)", self.named_int()),
            10 => format!("({} ^ 1)", self.int()),
            _ => match self.pick(|local| local.kind == Kind::Config) {
                Some(local) => format!("{}.n", local.name),
                None => format!("({} << 1)", self.int()),
            },
        }
    }

    /// An integer that a method can be called on.
    fn named_int(&mut self) -> String {
        let found = self.pick(|local| local.kind == Kind::Int);
        found.map_or("2usize".into(), |local| local.name)
    }

    pub(super) fn condition(&mut self, depth: usize) -> String {
        match self.below(12) {
            9 => match self.pick(|local| local.kind == Kind::Bool) {
                Some(local) => local.name,
                None => format!("{}.is_finite()", self.receiver(0)),
            },
            10 if depth > 0 => self.decided(depth - 1),
            11 => format!("({} % 2 {} 0)", self.int(), ["==", "!="][self.below(2)]),
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

    /// A call of an earlier function that lends nothing by `&mut`.
    fn call(&mut self, depth: usize) -> Option<String> {
        let callable = |helper: &&super::Function| {
            let value = !matches!(helper.result, Kind::List | Kind::Unit);
            value && !self.is_hidden(&helper.name) && !helper.params.iter().any(|kind| kind.is_exchanged())
        };
        let helpers: Vec<_> = self.helpers.iter().filter(callable).collect();
        let helper = *helpers.get(self.below(helpers.len()))?;
        let outer = self.length.take();
        let args: Vec<String> = helper.params.iter().map(|kind| self.argument(*kind, depth.min(1))).collect();
        self.length = outer;
        let call = format!("{}({})", helper.name, args.join(", "));
        Some(match helper.result {
            Kind::Pair => format!("{call}.{}", self.below(2)),
            Kind::Array(_) => format!("{call}[{}]", self.below(2)),
            Kind::Nested => format!("{call}.1[{}]", self.below(2)),
            _ => call,
        })
    }

    /// A call of the function itself, a step nearer to its end.
    pub(super) fn call_itself(&mut self, depth: usize) -> Option<String> {
        let own = self.itself.clone()?;
        let left = self.visible(|local| local.kind == Kind::Depth).into_iter().next()?;
        if self.is_hidden(&own.name) {
            return None;
        }
        let outer = self.length.take();
        let mut args = Vec::new();
        for kind in &own.params {
            args.push(match kind {
                Kind::Depth => format!("{} - 1", left.name),
                kind => self.argument(*kind, depth.min(1)),
            });
        }
        self.length = outer;
        Some(format!("{}({})", own.name, args.join(", ")))
    }

    /// A struct or a variant with a number and a decision; made directly it is refused where that depends on floats.
    fn made(&mut self, path: &str) -> String {
        let (n, on) = (self.int(), self.condition(0));
        if self.below(8) == 7 {
            return format!("{path} {{ n: {n}, on: {on} }}");
        }
        let (a, b) = (self.fresh(), self.fresh());
        format!("{{ let {a} = {n}; let {b} = {on}; {path} {{ n: {a}, on: {b} }} }}")
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
            Kind::Generic => {
                let length = self.length;
                let fits = |local: &Local| match length {
                    Some(kind) => local.kind == kind,
                    None => matches!(local.kind, Kind::Generic | Kind::Array(_)),
                };
                match (self.pick(fits), length) {
                    (Some(local), _) => {
                        self.length = Some(local.kind);
                        local.name
                    }
                    (None, Some(Kind::Generic)) => format!("[{}; N]", self.float(depth)),
                    (None, length) => {
                        let kind = length.unwrap_or(Kind::Array(2));
                        self.length = Some(kind);
                        self.of_kind(kind, depth)
                    }
                }
            }
            Kind::Rows => match self.pick(|local| matches!(local.kind, Kind::Rows | Kind::Matrix)) {
                Some(Local { name, kind: Kind::Rows, .. }) => name,
                Some(Local { name, .. }) => format!("&{name}"),
                None => format!("&{}", self.of_kind(Kind::Matrix, depth)),
            },
            Kind::Depth => format!("{} % 3", self.int()),
            Kind::Config => match self.pick(|local| local.kind == kind) {
                Some(local) => local.name,
                None => format!("&{}", self.made("Config")),
            },
            Kind::Way => match self.pick(|local| local.kind == kind) {
                Some(local) => local.name,
                None => match self.below(3) {
                    0 => "Way::Left".into(),
                    1 => format!("Way::Right({})", self.int()),
                    _ => self.made("Way::Both"),
                },
            },
            other => self.of_kind(other, depth),
        }
    }
}
