//! Lists and arrays that get another name, or are made of others.

use super::{Kind, Local, Writer};

impl Writer<'_> {
    pub(super) fn moved(&mut self) {
        let name = self.fresh();
        let mutable = self.below(2) == 1;
        let mark = if mutable { "mut " } else { "" };
        // In a loop or a branch it may move a second time.
        let owned = self.depth == 1;
        let held =
            |local: &Local| matches!(local.kind, Kind::Array(3)) || owned && matches!(local.kind, Kind::List);
        let Some(old) = self.pick(held) else { return self.bind(Kind::List, mutable) };
        let (from, kind, item) = (old.name.clone(), old.kind, self.fresh());
        let gone = kind == Kind::List;
        let value = self.without(std::slice::from_ref(&from), |writer| writer.tame(1));
        let condition = self.condition(0);
        let filled = if gone { format!("vec![{value}; 3]") } else { format!("[{value}; 3]") };
        match (self.below(8), gone) {
            (0 | 1, _) => self.line(&format!("let {mark}{name} = {from};")),
            (2, _) => {
                self.line(&format!("let {mark}{name} = if {condition} {{ {from} }} else {{ {filled} }};"))
            }
            (3, true) => self.line(&format!(
                "let {mark}{name}: Vec<f64> = {from}.into_iter().map(|{item}| {item} * {value}).collect();"
            )),
            (3, false) => self.line(&format!("let {mark}{name} = {from}.map(|{item}| {item} * {value});")),
            (4, _) => self.line(&format!("let ({mark}{name}, {item}) = ({from}, {value});")),
            (5, true) if old.mutable => {
                self.line(&format!("let {mark}{name} = std::mem::take(&mut {from});"));
                self.line(&format!("{from}.push({value});"));
                self.declare(name.clone(), kind, mutable);
                return self.referred(&name);
            }
            (5, false) if old.mutable => {
                self.line(&format!("let {mark}{name} = std::mem::replace(&mut {from}, {filled});"))
            }
            (6, _) => self.line(&format!("let {mark}{name} = {{ let {item} = {from}; {item} }};")),
            _ => {
                self.line(&format!("let {mark}{name} = {from}.clone();"));
                self.declare(name.clone(), kind, mutable);
                return self.referred(&name);
            }
        }
        if gone {
            self.locals.retain(|local| local.name != from);
        }
        self.declare(name.clone(), kind, mutable);
        self.referred(&name);
    }

    /// Two locals get each other's names, and what stays as it is written mentions them.
    pub(super) fn exchanged_names(&mut self) {
        let [a, b] = [self.fresh(), self.fresh()];
        for name in [&a, &b] {
            let value = self.int();
            self.line(&format!("let {name} = {value};"));
            self.declare(name.clone(), Kind::Int, false);
        }
        let before = self.plain_name();
        self.line(&format!("let {before} = {a}.wrapping_mul(3).wrapping_add({b});"));
        self.line(&format!("let ({a}, {b}) = ({b}, {a});"));
        self.line(&format!(
            "assert_eq!({b}.wrapping_mul(3).wrapping_add({a}), {before}, \"{{{a}}} and {{{b}}}\");"
        ));
        self.declare(before, Kind::Int, false);
    }

    /// What has moved is referred to.
    fn referred(&mut self, list: &str) {
        let name = self.fresh();
        match self.below(4) {
            0 => {
                self.line(&format!("let {name} = &{list};"));
                let total = self.fresh();
                self.line(&format!("let {total}: f64 = {name}.iter().sum::<f64>() * 0.3;"));
                self.declare(total, Kind::Float, false);
            }
            1 => {
                self.line(&format!("let {name}: f64 = {list}.iter().fold(0.1, |a, b| a + 0.5 * b);"));
                self.declare(name, Kind::Float, false);
            }
            _ => {}
        }
    }

    /// Something in which some locals do not stand.
    pub(super) fn without<T>(&mut self, names: &[String], write: impl FnOnce(&mut Self) -> T) -> T {
        let all = self.locals.clone();
        self.locals.retain(|local| !names.contains(&local.name));
        let written = write(self);
        self.locals = all;
        written
    }
}
