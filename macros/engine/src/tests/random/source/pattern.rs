//! Patterns, and blocks that have a value.

use super::{Kind, Local, Writer};

impl Writer<'_> {
    pub(super) fn pattern(&mut self) {
        let (a, b, c) = (self.fresh(), self.fresh(), self.fresh());
        match self.below(6) {
            0 => {
                let value = self.of_kind(Kind::Array(3), 1);
                self.line(&format!("let [{a}, mut {b}, {c}] = {value};"));
                self.floats_of([(a, false), (b, true), (c, false)]);
            }
            1 => {
                let value = self.of_kind(Kind::Array(3), 1);
                let rest = ["..", "_"][self.below(2)];
                self.line(&format!("let [{a}, {rest}, {c}] = {value};"));
                self.floats_of([(a, false), (c, false)]);
            }
            2 => {
                let (x, y, z) = (self.float(1), self.float(1), self.float(1));
                self.line(&format!("let ({a}, ({b}, mut {c})) = ({x}, ({y}, {z}));"));
                self.floats_of([(a, false), (b, false), (c, true)]);
            }
            3 => {
                let value = self.of_kind(Kind::Nested, 1);
                self.line(&format!("let (mut {a}, [{b}, {c}]): (f64, [f64; 2]) = {value};"));
                self.floats_of([(a, true), (b, false), (c, false)]);
            }
            4 => {
                let (condition, x, y) =
                    (self.condition(1), self.of_kind(Kind::Pair, 1), self.of_kind(Kind::Pair, 1));
                self.line(&format!("let ({a}, mut {b}) = if {condition} {{ {x} }} else {{ {y} }};"));
                self.floats_of([(a, false), (b, true)]);
            }
            _ => self.config(a, b),
        }
    }

    fn floats_of<const N: usize>(&mut self, names: [(String, bool); N]) {
        names.into_iter().for_each(|(name, mutable)| self.declare(name, Kind::Float, mutable));
    }

    /// What the engine does not know, where it decides.
    fn config(&mut self, a: String, b: String) {
        match self.pick(|local| matches!(local.kind, Kind::Config | Kind::Way)) {
            Some(Local { name, kind: Kind::Config, .. }) => {
                match self.below(2) {
                    0 => self.line(&format!("let Config {{ n: {a}, on: {b} }} = *{name};")),
                    _ => self.line(&format!("let ({a}, {b}) = ({name}.n, {name}.on);")),
                }
                self.declare(a, Kind::Int, false);
                self.declare(b, Kind::Bool, false);
            }
            Some(Local { name, .. }) => {
                self.line(&format!("match {name} {{ Way::Left => {{"));
                self.block();
                self.line(&format!("}} Way::Right({a}) => {{"));
                let scope = self.locals.len();
                self.declare(a, Kind::Int, false);
                self.block();
                self.locals.truncate(scope);
                let guard = if self.below(2) == 0 { " if on".to_owned() } else { String::new() };
                self.line(&format!("}} Way::Both {{ n, on }}{guard} => {{"));
                self.declare("n".into(), Kind::Int, false);
                self.declare("on".into(), Kind::Bool, false);
                self.block();
                self.locals.truncate(scope);
                self.line("} _ => {} }");
            }
            None => {
                let condition = self.condition(1);
                self.line(&format!("let {a} = {condition};"));
                self.declare(a, Kind::Bool, false);
            }
        }
    }

    /// How to go away from here.
    pub(super) fn leave(&mut self) -> String {
        match (self.loops.is_empty(), self.below(3)) {
            (false, 0) => "continue".into(),
            (false, 1) => "break".into(),
            _ => match self.result {
                Kind::Unit => "return".into(),
                kind => format!("return {}", self.of_kind(kind, 1)),
            },
        }
    }

    /// `let … else`, `if let`, `match` on what may not be there.
    pub(super) fn there(&mut self) {
        let list = self.pick(|local| local.mutable && local.kind == Kind::List);
        let Some(any) = self.pick(|local| local.kind.is_indexed()) else { return self.list() };
        let (list, any, a) = (list.map(|local| local.name), any.name, self.fresh());
        match (self.below(8), list) {
            (0, Some(list)) => {
                let leave = self.leave();
                self.line(&format!("let Some({a}) = {list}.pop() else {{ {leave} }};"));
                self.declare(a, Kind::Float, false);
            }
            (1, _) => {
                let leave = self.leave();
                self.line(&format!("let Some(&{a}) = {any}.first() else {{ {leave}; }};"));
                self.declare(a, Kind::Float, false);
            }
            (2, _) => {
                let (leave, at) = (self.leave(), self.int());
                self.line(&format!("let Some({a}) = {any}.get({at}).copied() else {{ {leave} }};"));
                self.declare(a, Kind::Float, false);
            }
            (3, Some(list)) => {
                self.line(&format!("match {list}.pop() {{"));
                // With a guard it is refused.
                if self.below(8) == 7 {
                    self.line(&format!("Some({a}) if {a} > 0.2 => {{"));
                    self.held(a.clone());
                }
                self.line(&format!("Some({a}) => {{"));
                self.held(a);
                self.line("None => {} }");
            }
            (4, _) => {
                let at = self.int();
                self.line(&format!("if let Some(&{a}) = {any}.get({at}) {{"));
                let scope = self.locals.len();
                let all = self.freeze(&any);
                self.declare(a, Kind::Float, false);
                self.block();
                self.locals = all;
                self.locals.truncate(scope);
                self.line("} else {");
                self.block();
                self.line("}");
            }
            (5, _) => {
                let (total, i) = (self.fresh(), self.fresh());
                self.line(&format!("let mut {i} = 0usize;"));
                self.line(&format!("let mut {total}: f64 = 0.25;"));
                self.line(&format!(
                    "while let Some({a}) = {any}.get({i}) {{ {i} += 1; {total} = ({total} + 0.4 * {a}).sin(); }}"
                ));
                self.declare(total, Kind::Float, true);
            }
            (6, _) => {
                let value = self.float(1);
                self.line(&format!(
                    "let {a}: f64 = if let Some({a}) = {any}.last() {{ {a} * {value} }} else {{ {value} }};"
                ));
                self.declare(a, Kind::Float, false);
            }
            (_, _) => {
                let (condition, value) = (self.condition(1), self.float(1));
                let form = match self.below(4) {
                    0 => format!("({condition}).then(|| {value}).unwrap_or(0.5)"),
                    1 => format!("({condition}).then_some({value}).map_or(0.25, |{a}| {a}.sin())"),
                    2 => format!("if {any}.first().is_some() {{ {value} }} else {{ 0.5 }}"),
                    _ => format!("{any}.first().copied().map(|{a}| {a} * 0.5).unwrap() + {value}"),
                };
                self.line(&format!("let {a}: f64 = {form};"));
                self.declare(a, Kind::Float, false);
            }
        }
    }

    /// While it is borrowed it does not change; gives what to restore.
    pub(super) fn freeze(&mut self, name: &str) -> Vec<Local> {
        let all = self.locals.clone();
        self.locals.iter_mut().filter(|local| local.name == name).for_each(|local| local.mutable = false);
        all
    }

    /// A value that a block hands out.
    pub(super) fn handed(&mut self) {
        let (name, counter) = (self.fresh(), self.fresh());
        let (condition, a, b) = (self.condition(1), self.float(2), self.float(1));
        match self.below(6) {
            0 | 1 => {
                let scope = self.locals.len();
                let label = self.names;
                self.line(&format!("let mut {counter} = 0usize;"));
                self.line(&format!("let {name}: f64 = 'l{label}: loop {{"));
                self.line(&format!("    {counter} += 1;"));
                self.line(&format!("    if {counter} > 2 || {condition} {{ break 'l{label} {a}; }}"));
                // `break` alone would have no value.
                let loops = std::mem::take(&mut self.loops);
                self.declare(counter, Kind::Int, false);
                self.block();
                self.loops = loops;
                self.line("};");
                self.locals.truncate(scope);
            }
            // It is refused.
            2 if self.below(8) == 7 => {
                let label = self.names;
                let other = self.float(1);
                self.line(&format!("let {name}: f64 = 'l{label}: {{"));
                self.line(&format!("    if {condition} {{ break 'l{label} {a}; }}"));
                let scope = self.locals.len();
                self.line(&format!("    let {counter} = {other};"));
                self.declare(counter, Kind::Float, false);
                let value = self.float(1);
                self.line(&format!("    {value}"));
                self.line("};");
                self.locals.truncate(scope);
            }
            3 => {
                let (i, j, k) = (self.int(), self.int(), self.fresh());
                let (c, d) = (self.float(1), self.condition(0));
                self.line(&format!("let {name}: f64 = match ({i}, {j} % 3) {{"));
                self.line(&format!("    (0, _) => {a}, (1..=2, 1) if {d} => {b},"));
                self.line(&format!(
                    "    ({k} @ 1..=3, 0 | 2) => ({c}) * {k} as f64, (_, {k}) => {k} as f64 * 0.1 }};"
                ));
            }
            4 => {
                self.line(&format!("let mut {name}: f64;"));
                let (i, c) = (self.int(), self.float(1));
                self.line(&format!(
                    "match {i} {{ 0 => {name} = {a}, 1 => {{ {name} = {b}; }} _ => {name} = {c} }}"
                ));
                self.line(&format!("{name} += 0.1;"));
                return self.declare(name, Kind::Float, true);
            }
            _ => {
                let constant = format!("C{}", self.names);
                self.line(&format!("const {constant}: f64 = 0.75;"));
                self.line(&format!("let {name}: f64 = {constant} * {a};"));
                self.line(&format!("assert!({name}.is_finite() || {condition} || true);"));
                self.line(&format!("if {name} > 1e5 {{ panic!(\"too large\"); }}"));
            }
        }
        self.declare(name, Kind::Float, false);
    }
}
