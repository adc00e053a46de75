//! Operators of the user's own types, closures under other names and as arguments, and literals that are `f32` in an `f64` function.

use super::{Kind, Style, Writer};

impl Writer<'_> {
    pub(super) fn operator(&mut self) {
        if self.style != Style::Double {
            return self.bind(Kind::Float, true);
        }
        let (name, value, p) = (self.fresh(), self.tame(1), self.fresh());
        let text = match self.below(8) {
            0 | 1 => format!("{value} + Percent(25.0)"),
            2 => format!("{value} - Percent(50.0)"),
            3 => format!("{value} + RATE"),
            4 => {
                self.line(&format!("let {p} = Percent(10.0);"));
                format!("({value} + {p}) * 0.5")
            }
            5 => {
                self.line(&format!("let mut {name}: f64 = {value};"));
                self.line(&format!("{name} += Percent(25.0);"));
                return self.declare(name, Kind::Float, true);
            }
            6 => format!("{value} + rate_of({})", self.int()),
            _ => format!("{value} * RATE"),
        };
        self.line(&format!("let {name}: f64 = {text};"));
        self.declare(name, Kind::Float, false);
    }

    /// A closure of one float.
    fn of_one(&mut self) -> String {
        if let Some(local) = self.pick(|local| local.kind == Kind::Closure)
            && self.below(2) == 0
        {
            return local.name;
        }
        let (name, param) = (self.fresh(), self.fresh());
        let all = self.locals.clone();
        self.locals = self.visible(|local| !local.mutable);
        self.declare(param.clone(), Kind::Float, false);
        let value = self.float(1);
        self.locals = all;
        self.line(&format!("let {name} = |{param}: f64| {value} * {param};"));
        self.declare(name.clone(), Kind::Closure, false);
        name
    }

    /// Another name for a closure.
    pub(super) fn closure_named(&mut self) {
        let (closure, other, name, x) = (self.of_one(), self.plain_name(), self.fresh(), self.leaf());
        let text = match self.below(5) {
            0 => {
                self.line(&format!("let {other} = {closure};"));
                format!("{other}({x})")
            }
            1 => {
                self.line(&format!("let {other} = &{closure};"));
                format!("{other}({x}) + {closure}(0.5)")
            }
            2 => format!("Some({x}).map_or(0.5, &{closure})"),
            3 => format!("Some({x}).map({closure}).unwrap_or(0.5)"),
            _ => format!("[{x}, 0.3].iter().copied().map(&{closure}).sum::<f64>()"),
        };
        self.line(&format!("let {name}: f64 = {text};"));
        // It may have moved.
        self.locals.retain(|local| local.name != closure);
        self.declare(name, Kind::Float, false);
    }

    /// A closure handed to a function of the user's, or measured.
    pub(super) fn closure_passed(&mut self) {
        let (closure, other, name, x) = (self.of_one(), self.plain_name(), self.fresh(), self.leaf());
        let text = match self.below(5) {
            0 | 1 => format!("midway({closure})"),
            2 => format!("midway(&{closure}) * {x}"),
            3 => format!("(size_of_val(&{closure}) as f64 * 0.05) * {x} + {closure}({x})"),
            _ => {
                self.line(&format!("let {other} = Some({closure});"));
                format!("{other}.map_or(0.5, |it| it({x}))")
            }
        };
        self.line(&format!("let {name}: f64 = {text};"));
        self.locals.retain(|local| local.name != closure);
        self.declare(name, Kind::Float, false);
    }

    /// Literals whose float type something else tells. One that is an `f32` in an `f64` function ends in `_0`, so that the dual
    /// numbers know it.
    pub(super) fn single(&mut self) {
        if self.style != Style::Double {
            return self.bind(Kind::Float, true);
        }
        let (name, a, w, y) = (self.fresh(), self.tame(1), self.fresh(), self.fresh());
        let literal = ["0.1_0", "0.3_0", "0.7_0", "1.9_0"][self.below(4)];
        let text = match self.below(10) {
            0 => {
                self.line(&format!("let {w}: Real = 33554433.0_0;"));
                format!("{a} * ({w} as f64 - 33554432.0)")
            }
            1 | 2 => {
                self.line(&format!("let {y} = ({a}) as f32;"));
                format!("({y} * {literal}) as f64")
            }
            3 => {
                self.line(&format!("let {w}: Real = {literal};"));
                format!("{a} * {w} as f64")
            }
            4 => {
                self.line(&format!("let {w} = [1.5_0, {literal}];"));
                self.line(&format!("let {y} = ({a}) as f32;"));
                format!("first_times(&{w}, {y}) as f64")
            }
            5 => {
                let condition = self.condition(0);
                self.line(&format!("let {w}: f32 = if {condition} {{ {literal} }} else {{ 0.9_0 }};"));
                format!("{a} * ({w} * 3.0_0) as f64")
            }
            6 => {
                self.line(&format!("let {w} = {literal};"));
                self.line(&format!("let {y} = ({a}) as f32 * {w};"));
                format!("{y} as f64 + ({w} * 3.0_0) as f64")
            }
            7 => {
                self.line(&format!("let {w} = {literal};"));
                self.line(&format!("take_f32({w});"));
                format!("{a} * ({w} * {w}) as f64")
            }
            8 => {
                let item = self.fresh();
                self.line(&format!("let mut {w}: f32 = ({a}) as f32;"));
                self.line(&format!("for {item} in [{literal}, 0.9_0] {{ {w} = ({w} * {item}).sin(); }}"));
                format!("{w} as f64")
            }
            _ => format!("{a} * (third() + {literal}) as f64"),
        };
        self.line(&format!("let {name}: f64 = {text};"));
        self.declare(name, Kind::Float, false);
    }
}
