//! References that are assigned, and such that are chosen.

use super::{Kind, Local, Writer};

impl Writer<'_> {
    pub(super) fn rest(&mut self) {
        let (name, total, item) = (self.fresh(), self.fresh(), self.fresh());
        let still = |local: &Local| !local.mutable && local.kind.is_indexed();
        let found = self.pick(|local| local.kind == Kind::Rest);
        let Some(list) = self.pick(still) else { return self.chosen(name) };
        let list = list.name;
        let condition = self.condition(1);
        match (self.below(7), found) {
            (0 | 1, Some(Local { name: rest, .. })) => {
                let part = ["1..", "..1", "..", "0..0"][self.below(4)];
                self.line(&format!("if {rest}.len() > 1 {{ {rest} = &{rest}[{part}]; }}"));
            }
            (2, Some(Local { name: rest, .. })) => {
                self.line(&format!("if {condition} {{ {rest} = &{list}[..]; }}"));
            }
            (3, _) => {
                self.line(&format!("let mut {name}: &[f64] = &{list}[..];"));
                self.line(&format!("let mut {total}: f64 = 0.2;"));
                let tail = self.fresh();
                let split = ["split_first", "split_last"][self.below(2)];
                self.line(&format!("while let Some(({item}, {tail})) = {name}.{split}() {{"));
                self.line(&format!("    {total} = ({total} + {item} * 0.7).sin();"));
                self.line(&format!("    {name} = {tail};"));
                self.line("}");
                self.declare(total, Kind::Float, true);
            }
            (4, _) => {
                let other = self.pick(still).map_or(list.clone(), |local| local.name);
                self.line(&format!(
                    "let {name}: &[f64] = if {condition} {{ &{list}[..] }} else {{ &{other}[..] }};"
                ));
                self.declare(name, Kind::Slice, false);
            }
            (5, _) => self.chosen(name),
            _ => {
                self.line(&format!("let mut {name}: &[f64] = &{list}[..];"));
                self.declare(name, Kind::Rest, true);
            }
        }
    }

    /// One of two numbers, by reference.
    fn chosen(&mut self, name: String) {
        let floats = self.visible(|local| local.kind == Kind::Float && !local.name.starts_with('C'));
        let [.., a, b] = floats.as_slice() else { return self.bind(Kind::Float, true) };
        let (a, b, condition, value) = (a.clone(), b.clone(), self.condition(1), self.tame(1));
        let out = self.fresh();
        match (self.below(3), a.mutable && b.mutable) {
            (0, true) => self.line(&format!(
                "{{ let {name} = if {condition} {{ &mut {} }} else {{ &mut {} }}; *{name} = {value}; }}",
                a.name, b.name
            )),
            (1, _) => {
                self.line(&format!("let mut {name} = &{};", a.name));
                self.line(&format!("if {condition} {{ {name} = &{}; }}", b.name));
                self.line(&format!("let {out}: f64 = *{name} * {value};"));
                self.declare(out, Kind::Float, false);
            }
            _ => {
                self.line(&format!("let {name} = if {condition} {{ &{} }} else {{ &{} }};", a.name, b.name));
                self.line(&format!("let {out}: f64 = {name}.sin() + {value};"));
                self.declare(out, Kind::Float, false);
            }
        }
    }
}
