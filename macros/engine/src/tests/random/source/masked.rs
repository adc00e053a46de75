//! Values that are computed and then not taken, at arguments where their derivative is no number; remainders at which a quotient is rounded.

use super::{Kind, Writer};

impl Writer<'_> {
    /// A float that is exactly zero, and varies where a parameter offers itself.
    fn zero(&mut self) -> String {
        match self.zero.clone() {
            Some((param, value)) if self.visible(|local| local.name == param).iter().any(still) => {
                format!("({param} - {value})")
            }
            _ => format!("({} * 0.0)", self.leaf()),
        }
    }

    /// A float that is exactly that number.
    fn exactly(&mut self, number: &str) -> String {
        format!("({} + {number})", self.zero())
    }

    pub(super) fn remainder(&mut self) {
        let (name, value) = (self.fresh(), self.tame(1));
        let (a, b) =
            [("1.0", "0.2"), ("1.0", "0.1"), ("0.6", "0.2"), ("-0.7", "0.3"), ("2.5", "-0.5")][self.below(5)];
        let (a, b) = (self.exactly(a), self.exactly(b));
        let text = match self.below(6) {
            0 | 1 => format!("({a} % {b}) * {value}"),
            2 => format!("{a}.rem_euclid({b}) * {value}"),
            3 => format!("(({value} * 3.0) % {b})"),
            4 => format!("({value} * 3.0).rem_euclid({b})"),
            _ => {
                self.line(&format!("let mut {name}: f64 = {a};"));
                self.line(&format!("{name} %= {b};"));
                format!("{name} + {value} * 0.1")
            }
        };
        self.line(&format!("let {name}: f64 = {text};"));
        self.declare(name, Kind::Float, false);
    }

    /// A value whose derivative is no number at zero.
    fn singular(&mut self, z: &str) -> String {
        let a = self.leaf();
        match self.below(8) {
            0 | 1 => format!("{a} / {z}"),
            2 => format!("{z}.ln()"),
            3 => format!("{z}.recip()"),
            4 => format!("{z}.powi(-2)"),
            5 => format!("1.0 / {z}.sqrt()"),
            6 => format!("({a} / {z}).exp()"),
            _ => format!("{z}.sqrt()"),
        }
    }

    pub(super) fn masked(&mut self) {
        let (name, z, u) = (self.fresh(), self.fresh(), self.fresh());
        let (zero, b) = (self.zero(), self.tame(1));
        let decided = [format!("{z} > 0.0"), format!("{z} != 0.0"), format!("{z}.abs() > 1e-9")];
        let decided = decided[self.below(3)].clone();
        self.line(&format!("let {z}: f64 = {zero};"));
        let value = self.singular(&z);
        let plain = match self.below(12) {
            choice @ 0..=2 => {
                self.line(&format!("let {u}: f64 = {value};"));
                match choice {
                    0 => format!("if {decided} {{ {u} }} else {{ {b} }}"),
                    1 => format!("if !({decided}) {{ {b} }} else {{ {u} * 0.5 + {b} }}"),
                    _ => format!("match {decided} {{ true => {u}, false => {b} }}"),
                }
            }
            3 => {
                self.line(&format!("let {u}: f64 = {value};"));
                let leave = self.leave();
                self.line(&format!("if !({decided}) {{ {leave}; }}"));
                format!("{u} * {b}")
            }
            4 => {
                self.line(&format!("let {u}: [f64; 3] = [{b}, {value}, {z}];"));
                let n = self.int();
                format!("{u}[{n} % 2 * 2]")
            }
            5 => {
                let (v, a) = (self.fresh(), self.leaf());
                format!(
                    "[{z}, {a} + 2.5].iter().map(|{v}| {v}.recip()).filter(|{v}| {v}.is_finite()).sum::<f64>()"
                )
            }
            6 => format!("({decided}).then_some({value}).unwrap_or({b})"),
            7 => {
                self.line(&format!(
                    "let {u}: Option<f64> = if {decided} {{ Some({value}) }} else {{ None }};"
                ));
                format!("{u}.unwrap_or({b})")
            }
            8 => {
                let (i, a) = (self.fresh(), self.leaf());
                self.line(&format!("let mut {name}: f64 = {b};"));
                self.line(&format!("for {i} in 0..2 {{"));
                self.line(&format!("    let {u}: f64 = ({z} + {i} as f64 * ({a} + 2.0)).recip();"));
                self.line(&format!("    if {i} == 0 {{ continue; }}"));
                self.line(&format!("    {name} = ({name} + {u}).sin();"));
                self.line("}");
                return self.declare(name, Kind::Float, true);
            }
            9 => {
                self.line(&format!("let {u}: f64 = {value};"));
                self.line(&format!("let mut {name}: f64 = {b};"));
                self.line(&format!("if {decided} {{ {name} += {u}; }}"));
                return self.declare(name, Kind::Float, true);
            }
            // Two uses, both not taken.
            10 => {
                self.line(&format!("let {u}: f64 = {value};"));
                let (v, a) = (self.fresh(), self.leaf());
                self.line(&format!("let {v}: f64 = if {decided} {{ {u} * {a} }} else {{ {b} }};"));
                format!("if {decided} {{ {u}.sin() }} else {{ {v} }}")
            }
            _ => {
                self.line(&format!("let {u}: f64 = {value};"));
                format!("Some({u}).filter(|_| {decided}).map_or({b}, |{u}| {u} * 0.5)")
            }
        };
        self.line(&format!("let {name}: f64 = {plain};"));
        self.declare(name, Kind::Float, false);
    }
}

fn still(local: &super::Local) -> bool {
    local.kind == Kind::Float && !local.mutable
}
