//! Iterators in locals: chains that are used later, and iterators that are asked for one item after another.

use super::{Kind, Writer};

impl Writer<'_> {
    /// Links that leave items numbers, and whether there is a last item.
    fn links(&mut self) -> (String, bool) {
        let (value, at) = (self.tame(1), self.below(3));
        match self.below(10) {
            0 => (String::new(), true),
            1 => (".rev()".into(), true),
            2 => (format!(".skip({at})"), true),
            3 => (format!(".map(|v| v * {value})"), true),
            4 => (format!(".take({at}).chain([0.3, -0.2])"), true),
            5 => (format!(".rev().skip({at}).map(|v| (v + 0.1).sin())"), true),
            6 => (".filter(|v| *v > 0.0)".into(), false),
            7 => (format!(".skip({at}).filter_map(|v| (v > -0.5).then(|| v * {value}))"), false),
            8 => (".take_while(|v| *v < 0.7)".into(), false),
            _ => (".filter(|v| *v < 0.5).enumerate().map(|(i, v)| v * i as f64)".into(), false),
        }
    }

    /// One way to take items.
    fn take_some(&mut self, it: &str, name: &str, has_last: bool) {
        let (item, value, condition) = (self.fresh(), self.tame(1), self.condition(1));
        let line = match self.below(13) {
            0 => format!("if {condition} {{ {it}.next(); }}"),
            1 => format!("{name} += {it}.next().unwrap_or(0.25) * 0.5;"),
            2 => format!("if let Some({item}) = {it}.next() {{ {name} = ({name} + {item}).sin(); }}"),
            3 => format!("for {item} in {it}.by_ref().take(2) {{ {name} = ({name} * {item}).cos(); }}"),
            4 => format!(
                "for {item} in {it}.by_ref() {{ if {item} > 0.3 {{ break; }} {name} += {item} * 0.1; }}"
            ),
            5 => format!("{name} += {it}.find(|v| *v > 0.2).unwrap_or({value});"),
            6 => format!("{name} += {it}.nth(1).map_or({value}, |v| v * v);"),
            7 => format!(
                "while let Some({item}) = {it}.next() {{ {name} = ({name} + {item} * 0.2).sin(); if {name} > 0.5 {{ break; }} }}"
            ),
            8 if has_last => format!("{name} += {it}.next_back().unwrap_or(0.5);"),
            9 if has_last => format!(
                "if let (Some({item}), Some(w)) = ({it}.next(), {it}.next_back()) {{ {name} += {item} * w; }}"
            ),
            10 => format!("if {it}.any(|v| v > 0.6) {{ {name} = {name} * 0.5 + {value}; }}"),
            11 => format!("{name} += {it}.clone().map(|v| v * 0.2).sum::<f64>();"),
            _ => format!(
                "match {it}.next() {{ Some({item}) if {item} > 0.1 => {name} += {item}, Some(_) => {{ {it}.next(); }} None => {name} -= 0.1 }}"
            ),
        };
        // What links remember is not copied.
        if line.contains(".clone()") && !has_last {
            return;
        }
        self.line(&line);
    }

    pub(super) fn iterated(&mut self) {
        let Some(list) = self.pick(|local| local.kind.is_indexed()).map(|local| local.name) else {
            let (name, a, b) = (self.fresh(), self.tame(1), self.tame(1));
            self.line(&format!("let {name}: f64 = [{a}, {b}].into_iter().map(|v| v * 0.5).sum::<f64>();"));
            return self.declare(name, Kind::Float, false);
        };
        let (it, name, value) = (self.fresh(), self.fresh(), self.tame(1));
        let (links, has_last) = self.links();
        self.line(&format!("let mut {name}: f64 = {value};"));
        if self.below(4) == 0 {
            self.line(&format!("let {it} = {list}.iter().copied(){links};"));
            self.line(&format!("{name} += {it}.map(|v| v * 0.3).sum::<f64>();"));
            return self.declare(name, Kind::Float, true);
        }
        self.line(&format!("let mut {it} = {list}.iter().copied(){links};"));
        for _ in 0..1 + self.below(3) {
            self.take_some(&it, &name, has_last);
        }
        if self.below(2) == 0 {
            self.line(&format!("{name} += {it}.fold(0.1, |a, v| (a + v * 0.4).sin());"));
        }
        self.declare(name, Kind::Float, true);
    }
}
