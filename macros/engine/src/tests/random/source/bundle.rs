//! Arrays of arrays, lists of lists, tuples with arrays.

use super::{Kind, Local, Writer};

impl Writer<'_> {
    pub(super) fn bundle(&mut self) {
        match self.below(3) {
            0 => self.lists(),
            1 => self.rows(),
            _ => self.nested(),
        }
    }

    /// A list of lists.
    fn lists(&mut self) {
        let found = self.pick(|local| local.mutable && local.kind == Kind::Lists);
        let Some(Local { name, .. }) = found else {
            let (name, i) = (self.fresh(), self.fresh());
            let (a, b) = (self.tame(1), self.tame(1));
            match self.below(3) {
                0 => self.line(&format!("let mut {name}: Vec<Vec<f64>> = vec![vec![{a}, {b}], vec![{b}]];")),
                1 => self.line(&format!("let mut {name}: Vec<Vec<f64>> = vec![vec![{a}; 2]; 2];")),
                _ => {
                    self.line(&format!("let mut {name}: Vec<Vec<f64>> = Vec::new();"));
                    self.line(&format!(
                        "for {i} in 0..2 {{ {name}.push(vec![{a} + {i} as f64; {i} + 1]); }}"
                    ));
                }
            }
            return self.declare(name, Kind::Lists, true);
        };
        let (value, at, item, total) = (self.tame(2), self.int(), self.fresh(), self.fresh());
        match self.below(7) {
            0 => self.line(&format!("{name}.push(vec![{value}; 2]);")),
            1 => self.line(&format!("{name}[0].push({value});")),
            2 => {
                let row = self.fresh();
                self.line(&format!("let {row} = {at} % {name}.len();"));
                self.line(&format!("{name}[{row}][0] = {value};"));
            }
            3 => self.line(&format!("{name}[0][0] += {value};")),
            4 => {
                self.line(&format!(
                    "let {total}: f64 = {name}.iter().map(|{item}| {item}.iter().copied().sum::<f64>()).sum::<f64>();"
                ));
                self.declare(total, Kind::Float, false);
            }
            5 => {
                self.line(&format!("let mut {total}: f64 = 0.0;"));
                self.line(&format!(
                    "for {item} in {name}.iter() {{ {total} = ({total} + {item}[0]).sin(); }}"
                ));
                self.declare(total, Kind::Float, true);
            }
            _ => {
                self.line(&format!("for {item} in {name}.iter_mut() {{ {item}[0] = {item}[0] * 0.5; }}"));
            }
        }
    }

    /// Rows of a matrix.
    fn rows(&mut self) {
        let found = self.pick(|local| local.mutable && matches!(local.kind, Kind::Matrix | Kind::MatrixMut));
        let Some(Local { name, .. }) = found else { return self.bind(Kind::Matrix, true) };
        let (a, b, at) = (self.tame(1), self.tame(1), self.index_below(2));
        let (row, item) = (self.fresh(), self.fresh());
        match self.below(6) {
            0 => self.line(&format!("{name}[{at}] = [{a}, {b}];")),
            1 => self.line(&format!("{name}.swap(0, {at});")),
            2 => {
                self.line(&format!("for {row} in {name}.iter_mut() {{"));
                self.line(&format!("    {row}[0] = ({row}[1] + 0.3).sin();"));
                self.line(&format!("    for {item} in {row}.iter_mut() {{ *{item} *= 0.9; }}"));
                self.line("}");
            }
            3 => {
                self.line(&format!("let {row} = {name}[{at}];"));
                self.declare(row, Kind::Array(2), false);
            }
            4 => {
                self.line(&format!(
                    "let [[{row}, _], [_, {item}]] = {};",
                    if self.is_lent(&name) { format!("*{name}") } else { name.clone() }
                ));
                self.declare(row, Kind::Float, false);
                self.declare(item, Kind::Float, false);
            }
            _ => self.line(&format!("{name}[{at}].reverse();")),
        }
    }

    fn is_lent(&self, name: &str) -> bool {
        self.locals.iter().rev().find(|local| local.name == name).is_some_and(|l| l.kind == Kind::MatrixMut)
    }

    /// A tuple with an array in it.
    fn nested(&mut self) {
        let Some(local) = self.pick(|local| local.mutable && local.kind == Kind::Nested) else {
            return self.bind(Kind::Nested, true);
        };
        let (name, value, at) = (local.name, self.tame(2), self.index_below(2));
        match self.below(4) {
            0 => self.line(&format!("{name}.0 += {value};")),
            1 => self.line(&format!("{name}.1[{at}] = {value};")),
            2 => self.line(&format!("{name}.1 = [{value}, {name}.0];")),
            _ => {
                let (a, b, c) = (self.fresh(), self.fresh(), self.fresh());
                self.line(&format!("let ({a}, [{b}, mut {c}]) = {name};"));
                self.declare(a, Kind::Float, false);
                self.declare(b, Kind::Float, false);
                self.declare(c, Kind::Float, true);
            }
        }
    }
}
