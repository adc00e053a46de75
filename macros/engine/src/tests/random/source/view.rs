//! Parts of lists under names of their own, and places that change theirs.

use super::{Kind, Local, Writer};

impl Writer<'_> {
    /// A part of a list as a list.
    pub(super) fn view(&mut self) {
        let still = |local: &Local| !local.mutable && local.kind.is_indexed();
        let (a, b) = (self.fresh(), self.fresh());
        match self.below(10) {
            0 | 1 => {
                let Some(list) = self.pick(still) else { return self.places() };
                self.line(&format!("let ({a}, {b}) = {}.split_at(1);", list.name));
                self.declare(a, Kind::Slice, false);
                self.declare(b, Kind::Slice, false);
            }
            2 | 3 => {
                let Some(list) = self.pick(still) else { return self.places() };
                let name = &list.name;
                let range = ["0..1", "..1", "1..", "..", "0..=0", "1..2"][self.below(6)];
                self.line(&format!("let {a} = &{name}[{range}];"));
                self.declare(a, Kind::Slice, false);
            }
            4 => {
                let Some(list) = self.pick(still) else { return self.places() };
                let (rest, total) = (self.fresh(), self.fresh());
                self.line(&format!("let ({a}, {rest}) = {}.as_chunks::<2>();", list.name));
                self.line(&format!("let mut {total}: f64 = {rest}.len() as f64 * 0.2;"));
                let (x, y) = (self.fresh(), self.fresh());
                self.line(&format!("for [{x}, {y}] in {a} {{ {total} += {x} * {y}; }}"));
                self.declare(total, Kind::Float, true);
            }
            5..=7 => self.lent_view(a, b),
            _ => self.places(),
        }
    }

    /// A part that can be changed, in a block of its own.
    fn lent_view(&mut self, a: String, b: String) {
        let changed = |local: &Local| local.mutable && local.kind.is_indexed();
        let Some(list) = self.pick(changed) else { return self.places() };
        let (name, all) = (list.name, self.locals.clone());
        self.locals.retain(|local| local.name != name);
        let choice = self.below(4);
        match choice {
            0 => {
                self.line(&format!("{{ let ({a}, {b}) = {name}.split_at_mut(1);"));
                self.declare(a, Kind::SliceMut, true);
                self.declare(b, Kind::SliceMut, true);
            }
            1 => {
                self.line(&format!("{{ let {a} = &mut {name}[0..1];"));
                self.declare(a, Kind::SliceMut, true);
            }
            2 => {
                self.line(&format!("for ({b}, {a}) in {name}.iter_mut().enumerate() {{"));
                self.declare(a, Kind::FloatMut, true);
                self.declare(b, Kind::Int, false);
            }
            _ => {
                let other = self.argument(Kind::Slice, 1);
                self.line(&format!("for ({a}, {b}) in {name}.iter_mut().zip({other}) {{"));
                self.declare(a, Kind::FloatMut, true);
                self.declare(b, Kind::Ref, false);
            }
        }
        if choice >= 2 {
            self.loops.push(None);
        }
        self.block();
        if choice >= 2 {
            self.loops.pop();
        }
        self.line("}");
        self.locals = all;
    }

    /// Places that exchange what they hold.
    pub(super) fn places(&mut self) {
        let all = self.visible(|local| local.mutable && local.kind == Kind::Float);
        let lists = self.visible(|local| local.mutable && local.kind.is_indexed());
        let value = self.tame(1);
        match (self.below(8), all.as_slice(), lists.as_slice()) {
            (0, [.., a, b], _) => self.line(&format!("std::mem::swap(&mut {}, &mut {});", a.name, b.name)),
            (1, [.., a], [.., list]) => {
                self.line(&format!("std::mem::swap(&mut {}[0], &mut {});", list.name, a.name));
            }
            (2, [.., a], _) => {
                let old = self.fresh();
                self.line(&format!("let {old} = std::mem::replace(&mut {}, {value});", a.name));
                self.declare(old, Kind::Float, false);
            }
            (3, [.., a, b], _) => {
                self.line(&format!("[{}, {}] = [{}, {value}];", a.name, b.name, b.name));
            }
            (4, [.., a], [.., list]) => {
                let other = self.tame(1);
                self.line(&format!("({}[0], {}) = ({value}, {other});", list.name, a.name));
            }
            (5, [.., a], _) => {
                let place = self.fresh();
                let name = &a.name;
                self.line(&format!(
                    "{{ let {place} = &mut {name}; *{place} = (*{place} + {value}).sin(); }}"
                ));
            }
            (6, _, _) => {
                let Some(array) = self.pick(|local| local.mutable && local.kind == Kind::Array(3)) else {
                    return self.bind(Kind::Array(3), true);
                };
                let parts = [self.tame(1), self.tame(1), self.tame(1)];
                self.line(&format!("{} = [{}];", array.name, parts.join(", ")));
            }
            (_, [.., a], _) => {
                let (name, place) = (a.name.clone(), self.fresh());
                self.line(&format!("let {place} = &{name};"));
                let total = self.fresh();
                self.line(&format!("let {total} = *{place} * {value};"));
                self.declare(total, Kind::Float, false);
            }
            _ => self.bind(Kind::Float, true),
        }
    }
}
