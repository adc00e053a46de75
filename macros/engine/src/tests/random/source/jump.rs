//! Jumps where a value stands: what comes after them in the statement must not happen.

use super::{Kind, Local, Writer};

impl Writer<'_> {
    pub(super) fn jump(&mut self) {
        let (name, condition, leave) = (self.fresh(), self.condition(1), self.leave());
        let (a, b) = (self.tame(1), self.tame(1));
        let target = self.pick(|local| local.mutable && matches!(local.kind, Kind::Float | Kind::FloatMut));
        let target = target.map(|local| self.read(&local));
        let stored =
            |local: &Local| local.mutable && matches!(local.kind, Kind::Array(_) | Kind::ArrayMut(_));
        let place = self.pick(stored).map(|local| self.read(&local));
        let list = self.pick(|local| local.mutable && local.kind == Kind::List).map(|local| local.name);
        let either = format!("if {condition} {{ {leave} }} else {{ {a} }}");
        let on = self.int();
        let arms = format!("match {on} {{ 0 => {a}, 1 => {leave}, _ => {b} }}");
        match (self.below(9), target, place, list) {
            (0, Some(target), ..) => self.line(&format!("{target} = {either};")),
            (1, Some(target), ..) => self.line(&format!("{target} += {arms};")),
            (2, Some(target), ..) => self.line(&format!("{target} = {b} * ({either});")),
            (3, _, Some(place), _) => self.line(&format!("{place} = {either};")),
            (4, _, Some(place), _) => self.line(&format!("{place} += {arms};")),
            (5, _, _, Some(list)) => self.line(&format!("{list}.push({either});")),
            (6, ..) => {
                self.line(&format!("let {name}: f64 = {{ if {condition} {{ {leave}; }} {a} }};"));
                self.declare(name, Kind::Float, false);
            }
            (7, ..) => {
                self.line(&format!("let {name}: f64 = {arms};"));
                self.declare(name, Kind::Float, false);
            }
            _ => {
                self.line(&format!("let {name} = ({b}, {either});"));
                self.declare(name, Kind::Pair, false);
            }
        }
    }

    /// `&&` and `||` decide whether something changes.
    pub(super) fn guarded(&mut self) {
        let Some(list) = self.pick(|local| local.mutable && local.kind == Kind::List) else {
            return self.jump();
        };
        let (list, condition, item) = (list.name, self.condition(1), self.fresh());
        let value = self.tame(1);
        let op = ["&&", "||"][self.below(2)];
        let own = match self.below(4) {
            0 => format!("{list}.pop().is_some()"),
            1 => format!("{list}.pop().is_some_and(|{item}| {item} > 0.1)"),
            2 => format!("{{ {list}.push({value}); true }}"),
            _ => format!("!{list}.is_empty() && {list}[0] > 0.2"),
        };
        let (name, again) = (self.fresh(), self.tame(1));
        match self.below(3) {
            0 => {
                self.line(&format!("let {name} = ({condition}) {op} {own};"));
                self.declare(name, Kind::Bool, false);
            }
            1 => {
                self.line(&format!("if ({condition}) {op} {own} {{"));
                self.block();
                self.line("}");
            }
            _ => {
                self.line(&format!(
                    "let {name}: f64 = if ({condition}) {op} {own} {{ {value} }} else {{ {again} }};"
                ));
                self.declare(name, Kind::Float, false);
            }
        }
    }
}
