//! Other ways to write a branch: labelled blocks, `let` chains, ranges that are asked, conditions that assign, names that get their
//! values later.

use super::{Kind, Writer};

impl Writer<'_> {
    /// Writes what no `break` or `continue` without a label may leave, as Rust asks of labelled blocks.
    fn in_label(&mut self, write: impl FnOnce(&mut Self)) {
        let (loops, locals) = (std::mem::take(&mut self.loops), self.locals.len());
        self.depth += 1;
        write(self);
        self.depth -= 1;
        self.loops = loops;
        self.locals.truncate(locals);
    }

    /// Statements whose names end with them, so that what stands behind them means what it meant.
    fn in_braces(&mut self) {
        self.line("{");
        self.block();
        self.line("}");
    }

    pub(super) fn block_with_label(&mut self) {
        let (name, number) = (self.fresh(), self.names);
        let (a, b, again) = (self.tame(1), self.tame(1), self.condition(1));
        let own = format!("break 'b{number} {a}");
        let target = self.pick(|local| local.mutable && local.kind == Kind::Float).map(|local| local.name);
        match (self.below(6), target) {
            (0 | 1, Some(target)) => {
                self.line(&format!("'b{number}: {{"));
                self.in_label(|w| {
                    w.line(&format!("{target} = ({target} + {a}).sin();"));
                    w.line(&format!("if {again} {{ break 'b{number}; }}"));
                    w.in_braces();
                    w.line(&format!("{target} = ({target} * {b}).cos();"));
                });
                self.line("}");
                return;
            }
            (2, _) => {
                let (item, total) = (self.fresh(), self.fresh());
                self.line(&format!("let {name}: f64 = 'b{number}: {{"));
                self.in_label(|w| {
                    w.line(&format!("let mut {total}: f64 = {b};"));
                    w.line(&format!("for {item} in 0..3 {{"));
                    w.line(&format!("    {total} = ({total} * {a} + {item} as f64 * 0.3).sin();"));
                    w.line(&format!("    if {total} > 0.2 {{ break 'b{number} {total} * {b}; }}"));
                    w.line("}");
                    w.line(&total);
                });
            }
            (3, _) => {
                self.line(&format!("let {name}: f64 = 'b{number}: {{"));
                self.in_label(|w| {
                    w.in_braces();
                    let on = w.int();
                    w.line(&format!("let {name} = match {on} {{ 0 => {own}, 1 => {b}, _ => {a} }};"));
                    w.line(&format!("{name} * {b}"));
                });
            }
            _ => {
                let (leave, last) = (self.condition(1), self.tame(1));
                self.line(&format!("let {name}: f64 = 'b{number}: {{"));
                self.in_label(|w| {
                    w.line(&format!("if {again} {{ {own}; }}"));
                    w.in_braces();
                    match w.below(3) {
                        0 => {
                            let out = w.leave();
                            w.line(&format!("if {leave} {{ {out}; }}"));
                        }
                        _ => w.line(&format!("if {leave} {{ break 'b{number} {b}; }}")),
                    }
                    w.line(&last);
                });
            }
        }
        self.line("};");
        self.declare(name, Kind::Float, false);
    }

    /// `if let … && …`, `while let … && …`
    pub(super) fn chained(&mut self) {
        let (name, item, other) = (self.fresh(), self.fresh(), self.fresh());
        let (a, b, more) = (self.tame(1), self.tame(1), self.condition(1));
        let (held, at) = (self.perhaps(), self.int());
        let list = self.pick(|local| local.mutable && local.kind == Kind::List).map(|local| local.name);
        let any = self.pick(|local| local.kind.is_indexed()).map(|local| local.name);
        let second = match &any {
            Some(any) => format!("let Some({other}) = {any}.get({at}).copied()"),
            None => format!("let Some({other}) = ({more}).then_some({b})"),
        };
        let chain = match self.below(5) {
            0 => format!("let Some({item}) = {held} && {item} > 0.1"),
            1 => format!("{more} && let Some({item}) = {held}"),
            2 => format!("let Some({item}) = {held} && {second} && {item} > {other}"),
            3 => format!("{more} && {second} && let Some({item}) = {held} && {item} < {other} && {more}"),
            _ => format!("let Some({item}) = {held} && {second}"),
        };
        match (self.below(6), list) {
            (0, Some(list)) => {
                self.line(&format!("let mut {name}: f64 = {a};"));
                self.line(&format!("while let Some({item}) = {list}.pop() && {item} < 0.4 {{"));
                self.line(&format!("    {name} = ({name} + {item} * {b}).sin();"));
                self.line("}");
            }
            (1 | 2, _) => {
                self.line(&format!("let mut {name}: f64 = {b};"));
                self.line(&format!("if {chain} {{"));
                self.line(&format!("    {name} = {name} * {item} + {a};"));
                self.held(item);
                if self.below(2) == 0 {
                    self.line("else {");
                    self.block();
                    self.line("}");
                }
            }
            (3, _) => {
                self.line(&format!("let mut {name}: f64 = {b};"));
                let leave = self.leave();
                self.line(&format!("if {chain} {{ {name} += {item}; }} else if {more} {{ {leave}; }}"));
            }
            _ => {
                let other = if self.below(2) == 0 { "0.25".to_owned() } else { format!("{b} * 0.5") };
                self.line(&format!("let {name}: f64 = if {chain} {{ {item} * {a} }} else {{ {other} }};"));
                return self.declare(name, Kind::Float, false);
            }
        }
        self.declare(name, Kind::Float, true);
    }

    /// An `Option<f64>`.
    fn perhaps(&mut self) -> String {
        if let Some(held) = self.pick(|local| local.kind == Kind::Maybe) {
            return held.name;
        }
        let (value, condition) = (self.tame(1), self.condition(1));
        format!("({condition}).then_some({value})")
    }

    /// `(a..b).contains(&x)`
    pub(super) fn inside(&mut self) {
        let (name, x) = (self.fresh(), self.fresh());
        let (value, low, high, a, b) = (self.tame(1), self.leaf(), self.leaf(), self.tame(1), self.tame(1));
        self.line(&format!("let {x}: f64 = {value};"));
        let n = self.int();
        let decided = match self.below(7) {
            0 => format!("({low}..{high}).contains(&{x})"),
            1 => format!("({low}..=0.7).contains(&{x})"),
            2 => format!("!(-0.3..0.3).contains(&{x})"),
            3 => format!("(..{high}).contains(&{x})"),
            4 => format!("({low}..).contains(&{x})"),
            5 => format!("(1..3).contains(&{n})"),
            _ => format!("(..=1).contains(&{n}) || (-0.2..=0.9).contains(&{x})"),
        };
        match self.below(2) {
            0 => self.line(&format!("let {name}: f64 = if {decided} {{ {x} * {a} }} else {{ {b} }};")),
            _ => {
                let flag = self.fresh();
                self.line(&format!("let {flag} = {decided};"));
                self.line(&format!("let {name}: f64 = if {flag} {{ {a} }} else {{ {x} * {b} }};"));
            }
        }
        self.declare(name, Kind::Float, false);
    }

    /// A condition that assigns.
    pub(super) fn assigning(&mut self) {
        let (name, other) = (self.fresh(), self.fresh());
        let (a, b, first) = (self.tame(1), self.tame(1), self.condition(1));
        self.line(&format!("let (mut {name}, {other}): (f64, f64);"));
        self.line(&format!("{other} = {a};"));
        self.line(&format!("{name} = {other} * {b};"));
        let op = ["&&", "||"][self.below(2)];
        let own = format!("{{ {name} = ({name} + {b}).sin(); {name} > 0.1 }}");
        self.declare(other, Kind::Float, false);
        match self.below(3) {
            0 => {
                self.line(&format!("if ({first}) {op} {own} {{"));
                self.declare(name.clone(), Kind::Float, true);
                self.block();
                self.line("}");
                return;
            }
            1 => {
                let count = self.fresh();
                self.line(&format!("let mut {count} = 0;"));
                self.line(&format!("while {count} < 3 && {own} {{ {name} *= {a}; {count} += 1; }}"));
            }
            _ => self.line(&format!("let _ = ({first}) {op} {own};")),
        }
        self.declare(name, Kind::Float, true);
    }
}
