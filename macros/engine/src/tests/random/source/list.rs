//! Lists that grow and shrink, and values that may not be there.

use super::{Kind, Writer};

impl Writer<'_> {
    /// Changes the length of a list of the function's own, or declares one.
    pub(super) fn list(&mut self) {
        let Some(list) = self.pick(|local| local.mutable && local.kind == Kind::List) else {
            let (name, item) = (self.fresh(), self.fresh());
            match self.below(3) {
                0 => self.line(&format!("let mut {name}: Vec<f64> = Vec::new();")),
                1 => self.line(&format!("let mut {name}: Vec<f64> = Vec::with_capacity(2);")),
                _ => {
                    let value = self.tame(1);
                    self.line(&format!("let mut {name}: Vec<f64> = vec![];"));
                    self.line(&format!("for {item} in 0..2 {{ {name}.push({value} + {item} as f64); }}"));
                }
            }
            // Mostly there is something in it, or what reads it would panic.
            if self.below(4) != 3 {
                let value = self.tame(1);
                self.line(&format!("{name}.push({value});"));
            }
            return self.declare(name, Kind::List, true);
        };
        let (list, item) = (list.name, self.fresh());
        match self.below(14) {
            10 => {
                let (most, value) = (self.int(), self.tame(1));
                self.line(&format!("{list}.resize({most} + 1, {value});"));
            }
            11 => self.line(&format!("{list}.clear();")),
            12 => {
                let value = self.collected(1);
                self.line(&format!("{list} = {value};"));
            }
            13 => {
                let (value, at) = (self.tame(1), self.int());
                self.line(&format!("{list}.extend([{value}, 0.5]);"));
                self.line(&format!("{list}.truncate({at} + 1);"));
            }
            0..=2 => {
                let value = self.tame(1);
                self.line(&format!("{list}.push({value});"));
            }
            3 => {
                self.line(&format!("if let Some({item}) = {list}.pop() {{"));
                self.held(item);
            }
            4 => {
                let total = self.fresh();
                self.line(&format!("let mut {total}: f64 = 0.5;"));
                self.line(&format!(
                    "while let Some({item}) = {list}.pop() {{ {total} = ({total} + 0.3 * {item}).sin(); }}"
                ));
                self.declare(total, Kind::Float, true);
            }
            5 => self.line(&format!("{list}.reverse();")),
            6 => {
                let most = self.int();
                self.line(&format!("{list}.truncate({most});"));
            }
            7 => {
                match self.pick(|local| !local.mutable && matches!(local.kind, Kind::Slice | Kind::Array(_)))
                {
                    Some(other) => self.line(&format!("{list}.extend_from_slice(&{});", other.name)),
                    None => self.line(&format!("{list}.pop();")),
                }
            }
            8 => {
                let value = self.tame(1);
                self.line(&format!("{list} = vec![{value}; 2];"));
            }
            _ => self.line(&format!("{list}.extend((0..2).map(|{item}| {item} as f64 * 0.25));")),
        }
    }

    /// A number out of a list, or something else where there is none.
    pub(super) fn maybe(&mut self) {
        let still = |local: &super::Local| local.kind.is_indexed();
        let Some(list) = self.pick(still) else { return self.list() };
        let (list, name, item) = (list.name, self.fresh(), self.fresh());
        match self.below(6) {
            0 => return self.packed(&list, name),
            1 => return self.scratch(&list, name),
            _ => {}
        }
        let value = match self.below(8) {
            0 => format!("{list}.first().copied().unwrap_or(0.5)"),
            1 => format!("{list}.last().map_or(0.25, |{item}| {item} * 0.5)"),
            2 => format!("{list}.iter().copied().reduce(|a, b| (a + 0.3 * b).sin()).unwrap_or(0.5)"),
            3 => format!(
                "{list}.iter().filter_map(|{item}| if *{item} > 0.0 {{ Some({item}.sin()) }} else {{ None }}).sum::<f64>()"
            ),
            4 => format!("{list}.get(1).copied().unwrap_or(0.75)"),
            5 => format!(
                "{list}.iter().filter(|{item}| **{item} > -0.5).take(2).map(|{item}| *{item} * 0.5).sum::<f64>()"
            ),
            6 => format!(
                "{list}.iter().map_while(|{item}| (*{item} < 0.9).then(|| {item}.cos())).sum::<f64>()"
            ),
            _ => format!("match {list}.last() {{ Some({item}) => {item}.sin(), None => 0.5 }}"),
        };
        let mutable = self.below(2) == 1;
        self.line(&format!("let {}{name}: f64 = {value};", if mutable { "mut " } else { "" }));
        self.declare(name, Kind::Float, mutable);
    }

    /// A counter that runs through nested loops, beside an array that they fill.
    fn packed(&mut self, list: &str, name: String) {
        let (buffer, k, i, j) = (self.fresh(), self.fresh(), self.fresh(), self.fresh());
        self.line(&format!("let mut {k} = 0usize;"));
        self.line(&format!("let mut {buffer} = [0.5_f64; 3];"));
        self.line(&format!("for {i} in 0..3 {{ for {j} in 0..{i} + 1 {{"));
        self.line(&format!("    {buffer}[{j}] = ({list}[{k} % {list}.len()] * 0.5 + {buffer}[{j}]).sin();"));
        self.line(&format!("    {k} += 1;"));
        self.line("} }");
        self.line(&format!("let {name}: f64 = {buffer}[0] + {buffer}[1] * {buffer}[2];"));
        self.declare(name, Kind::Float, false);
    }

    /// A sum over iterations that each have an array of their own.
    fn scratch(&mut self, list: &str, name: String) {
        let (own, i) = (self.fresh(), self.fresh());
        self.line(&format!("let mut {name}: f64 = 0.0;"));
        self.line(&format!("for {i} in 0..3 {{"));
        self.line(&format!("    let mut {own} = [0.0_f64; 2];"));
        self.line(&format!("    {own}[0] = {list}[{i} % {list}.len()] * 0.7;"));
        self.line(&format!("    {own}[1] = {own}[0].sin();"));
        self.line(&format!("    {name} += {own}[1] * {own}[0];"));
        self.line("}");
        self.declare(name, Kind::Float, true);
    }

    /// A few statements that know a number.
    pub(super) fn held(&mut self, item: String) {
        let scope = self.locals.len();
        self.declare(item, Kind::Float, false);
        self.block();
        self.line("}");
        self.locals.truncate(scope);
    }
}
