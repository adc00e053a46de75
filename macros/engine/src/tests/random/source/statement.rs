//! Statements; one takes the chunk at its beginning, and those of the statements in it.

use super::{Kind, Local, Writer};

impl Writer<'_> {
    /// The next statement, if there is another chunk.
    pub(super) fn statement(&mut self) {
        let Some(chunk) = self.chunks.next() else { return };
        (self.chunk, self.cursor) = (*chunk, 0);
        let nested = self.depth > 3;
        let plain = 84;
        match self.below(plain + self.constructs()) {
            choice if choice >= plain => self.construct(choice - plain),
            0 => self.bind(Kind::Float, false),
            1..=3 => self.bind(Kind::Float, true),
            4..=8 => self.assign(),
            9 | 10 => self.bind(Kind::Array(3), true),
            11 => match self.below(4) {
                0 => self.bind(Kind::Pair, true),
                1 => self.bind(Kind::Matrix, true),
                2 => self.bind(Kind::List, true),
                _ => self.bind(Kind::Int, true),
            },
            12..=16 => self.store(),
            17..=19 if !nested => self.branch(),
            20..=23 if !nested && self.loops.len() < 2 => self.for_loop(),
            24 | 25 if !nested && self.loops.len() < 2 => self.while_loop(),
            26 => self.leave_loop(),
            27 => self.early_return(),
            28 | 29 => self.exchange(),
            30 => self.closure(),
            31 => self.tuple(),
            32 => self.shadow(),
            34..=37 => self.list(),
            38 | 39 => self.maybe(),
            40..=44 => self.pattern(),
            45..=48 if !nested => self.there(),
            49..=52 if !nested && self.loops.len() < 2 => self.handed(),
            53..=55 if !nested && self.loops.len() < 2 => self.view(),
            56 | 57 => self.places(),
            58 | 59 => self.bundle(),
            60 => self.for_each(),
            61 => self.again(),
            62 => self.closure(),
            63 if !nested && self.loops.len() < 2 => self.for_loop(),
            64..=66 => self.integer(),
            67..=69 => self.moved(),
            70..=72 => self.jump(),
            73 if !nested => self.guarded(),
            74..=78 if !nested => self.option(),
            79..=82 => self.rest(),
            _ => self.declare_later(),
        }
    }

    /// A few statements of their own scope.
    pub(super) fn block(&mut self) {
        let (chunk, cursor) = (self.chunk, self.cursor);
        let count = 1 + self.below(3);
        let scope = self.locals.len();
        self.depth += 1;
        for _ in 0..count {
            self.statement();
        }
        self.depth -= 1;
        self.locals.truncate(scope);
        (self.chunk, self.cursor) = (chunk, cursor + 1);
    }

    pub(super) fn declare(&mut self, name: String, kind: Kind, mutable: bool) {
        self.locals.push(Local { name, kind, mutable });
    }

    pub(super) fn bind(&mut self, kind: Kind, mutable: bool) {
        let name = self.fresh();
        let copied = match kind {
            Kind::List => self.pick(|local| matches!(local.kind, Kind::Slice | Kind::Array(_))),
            _ => None,
        };
        let value = match (copied, self.below(4)) {
            (Some(local), 0 | 1) => format!("{}.to_vec()", local.name),
            (Some(local), 2) => {
                let (over, item) = (local.name, self.fresh());
                self.declare(item.clone(), Kind::Ref, false);
                let value = self.float(1);
                self.locals.pop();
                format!("{over}.iter().map(|{item}| {value}).collect::<Vec<f64>>()")
            }
            _ => self.of_kind(kind, 3),
        };
        let mark = if mutable { "mut " } else { "" };
        self.line(&format!("let {mark}{name}: {} = {value};", kind.show()));
        self.declare(name, kind, mutable);
    }

    fn shadow(&mut self) {
        let constant = |local: &Local| local.name.starts_with('C');
        let Some(local) = self.pick(|local| local.kind == Kind::Float && !constant(local)) else { return };
        let value = self.float(2);
        let mutable = self.below(2) == 1;
        self.line(&format!("let {}{} = {value};", if mutable { "mut " } else { "" }, local.name));
        self.declare(local.name, Kind::Float, mutable);
    }

    fn declare_later(&mut self) {
        let name = self.fresh();
        let (condition, a, b) = (self.condition(1), self.float(1), self.float(1));
        self.line(&format!("let {name}: f64;"));
        self.line(&format!("if {condition} {{ {name} = {a}; }} else {{ {name} = {b}; }}"));
        self.declare(name, Kind::Float, false);
    }

    fn branch(&mut self) {
        match self.below(4) {
            0 | 1 => {
                let condition = self.condition(1);
                let otherwise = self.below(2) == 1;
                self.line(&format!("if {condition} {{"));
                self.block();
                if otherwise {
                    self.line("} else {");
                    self.block();
                }
                self.line("}");
            }
            2 => {
                let (a, b) = (self.condition(1), self.condition(1));
                self.line(&format!("if {a} {{"));
                self.block();
                self.line(&format!("}} else if {b} {{"));
                self.block();
                self.line("}");
            }
            _ => {
                let on = self.int();
                let guard = self.condition(0);
                self.line(&format!("match {on} {{ 0 => {{"));
                self.block();
                self.line(&format!("}} 1 if {guard} => {{"));
                self.block();
                self.line("} _ => {} }");
            }
        }
    }

    fn labelled(&mut self) -> String {
        let label = (self.below(3) == 2).then_some(self.names);
        self.loops.push(label);
        match label {
            Some(label) => format!("'l{label}: "),
            None => String::new(),
        }
    }

    fn for_loop(&mut self) {
        let item = self.fresh();
        let (head, bound, over) = match self.below(10) {
            0 => (format!("{item} in 0..3"), vec![(item, Kind::Int)], None),
            1 => (format!("{item} in (0..3).rev()"), vec![(item, Kind::Int)], None),
            2 => (format!("{item} in 0..{}", self.int()), vec![(item, Kind::Int)], None),
            3 => (format!("{item} in (0..4).step_by(2)"), vec![(item, Kind::Int)], None),
            4 => (format!("{item} in 1..=2"), vec![(item, Kind::Int)], None),
            5 => match self.pick(|local| local.kind.is_indexed()) {
                None => ("_ in 0..2".to_owned(), vec![], None),
                Some(Local { name, kind: Kind::Array(_), .. }) => match self.below(2) {
                    0 => (format!("{item} in {name}"), vec![(item, Kind::Float)], None),
                    _ => (format!("{item} in &{name}"), vec![(item, Kind::Ref)], Some(name)),
                },
                Some(Local { name, .. }) => {
                    (format!("{item} in 0..{name}.len()"), vec![(item, Kind::Int)], Some(name))
                }
            },
            _ => {
                let head = self.head();
                let bound = head.bound.into_iter().map(|local| (local.name, local.kind)).collect();
                (format!("{} in {}", head.pattern, head.iter), bound, head.over)
            }
        };
        let all = self.locals.clone();
        if let Some(over) = over {
            self.freeze(&over);
        }
        let label = self.labelled();
        bound.into_iter().for_each(|(name, kind)| self.declare(name, kind, false));
        self.line(&format!("{label}for {head} {{"));
        self.block();
        self.line("}");
        self.locals = all;
        self.loops.pop();
    }

    fn while_loop(&mut self) {
        let (counter, most) = (self.fresh(), 1 + self.below(3));
        let condition = self.condition(1);
        let label = self.labelled();
        let scope = self.locals.len();
        self.line(&format!("let mut {counter} = 0usize;"));
        self.declare(counter.clone(), Kind::Int, false);
        match self.below(4) {
            0 => {
                self.line(&format!("{label}while {counter} < {most} {{"));
                self.line(&format!("    {counter} += 1;"));
            }
            1 => {
                self.line(&format!("{label}while {counter} < {most} && {condition} {{"));
                self.line(&format!("    {counter} += 1;"));
            }
            _ => {
                self.line(&format!("{label}loop {{"));
                self.line(&format!("    {counter} += 1;"));
                self.line(&format!("    if {counter} > {most} || {condition} {{ break; }}"));
            }
        }
        self.block();
        self.line("}");
        self.loops.pop();
        self.locals.truncate(scope);
        // What it counted is there afterwards.
        self.declare(counter, Kind::Int, false);
    }

    fn leave_loop(&mut self) {
        if self.loops.is_empty() {
            return self.bind(Kind::Float, true);
        }
        let at = self.below(self.loops.len());
        let label = self.loops[at].map(|label| format!(" 'l{label}")).unwrap_or_default();
        let (condition, word) = (self.condition(1), ["continue", "break"][self.below(2)]);
        self.line(&format!("if {condition} {{ {word}{label}; }}"));
    }

    fn early_return(&mut self) {
        let condition = self.condition(1);
        let value = match self.result {
            Kind::Unit => String::new(),
            kind => format!(" {}", self.of_kind(kind, 1)),
        };
        self.line(&format!("if {condition} {{ return{value}; }}"));
    }

    fn closure(&mut self) {
        let (name, param, other) = (self.fresh(), self.fresh(), self.fresh());
        // What it refers to must not change while it lives.
        let all = self.locals.clone();
        self.locals = self.visible(|local| !local.mutable);
        self.declare(param.clone(), Kind::Float, false);
        let value = match self.below(5) {
            0 => {
                let own = self.float(1);
                self.declare(other.clone(), Kind::Float, false);
                format!("{{ let {other} = {own}; {} * {other} }}", self.float(1))
            }
            1 => {
                let end = self.float(1);
                format!("{{ if {} {{ return {end}; }} {} }}", self.condition(0), self.float(1))
            }
            2 => {
                self.declare(other.clone(), Kind::Float, false);
                let value = self.float(2);
                self.locals = all;
                // Of two numbers; the one that is declared has one of them already.
                let (both, x) = (self.fresh(), self.leaf());
                self.line(&format!("let {both} = |{param}: f64, {other}: f64| {value};"));
                self.line(&format!("let {name}: f64 = {both}({x}, 0.5) - {both}(0.25, {x});"));
                return self.declare(name, Kind::Float, false);
            }
            _ => self.float(2),
        };
        self.locals = all;
        self.line(&format!("let {name} = |{param}: f64| {value};"));
        self.declare(name, Kind::Closure, false);
    }

    /// A name that something has already.
    fn again(&mut self) {
        let free = |local: &Local| {
            !local.name.starts_with('C')
                && matches!(
                    local.kind,
                    Kind::Float | Kind::Int | Kind::Array(_) | Kind::Pair | Kind::Ref | Kind::Slice
                )
        };
        let Some(local) = self.pick(free) else { return self.bind(Kind::Float, true) };
        let kind = [Kind::Float, Kind::Array(3), Kind::Int, Kind::Pair][self.below(4)];
        let (value, mutable) = (self.of_kind(kind, 2), self.below(2) == 1);
        let mark = if mutable { "mut " } else { "" };
        self.line(&format!("let {mark}{}: {} = {value};", local.name, kind.show()));
        self.declare(local.name, kind, mutable);
    }

    fn tuple(&mut self) {
        let all = self.visible(|local| local.mutable && local.kind == Kind::Float);
        match (all.as_slice(), self.below(2)) {
            ([a, b, ..], 1) => {
                let value = (self.tame(1), self.tame(1));
                self.line(&format!("({}, {}) = ({}, {});", a.name, b.name, value.0, value.1));
            }
            _ => {
                let (a, b, value) = (self.fresh(), self.fresh(), self.of_kind(Kind::Pair, 1));
                self.line(&format!("let ({a}, mut {b}) = {value};"));
                self.declare(a, Kind::Float, false);
                self.declare(b, Kind::Float, true);
            }
        }
    }
}
