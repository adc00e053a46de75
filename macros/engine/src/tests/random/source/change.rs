//! Statements that change something: assignments, stores, calls that lend by `&mut`.

use super::{Kind, Local, Writer};

impl Writer<'_> {
    /// A float that stays small where a loop would let it grow.
    pub(super) fn tame(&mut self, depth: usize) -> String {
        let value = self.float(depth);
        match (self.loops.is_empty(), self.below(4)) {
            (true, _) | (false, 0) => value,
            (false, 1) => format!("({value} + 0.1).sin()"),
            (false, _) => format!("({value} + 0.0).tanh()"),
        }
    }

    pub(super) fn assign(&mut self) {
        let assignable = |local: &Local| {
            local.mutable && matches!(local.kind, Kind::Float | Kind::FloatMut | Kind::Int | Kind::Pair)
        };
        let Some(local) = self.pick(assignable) else { return self.bind(Kind::Float, true) };
        let target = self.read(&local);
        match (local.kind, self.below(5)) {
            (Kind::Int, _) => {
                let value = self.int();
                self.line(&format!("{} = ({value} + 1) % 3;", local.name));
            }
            (Kind::Pair, 0) => {
                let value = (self.tame(1), self.tame(1));
                self.line(&format!("{} = ({}, {});", local.name, value.0, value.1));
            }
            (_, 0 | 1) => {
                let value = self.tame(3);
                self.line(&format!("{target} = {value};"));
            }
            (_, 2 | 3) => {
                let value = self.tame(3);
                self.line(&format!("{target} += {value};"));
            }
            _ => {
                let (op, value) = (["*=", "-=", "/="][self.below(3)], self.float(2));
                let value = if op == "-=" { value } else { format!("(1.2 + ({value} + 0.1).sin() * 0.3)") };
                self.line(&format!("{target} {op} {value};"));
            }
        }
    }

    pub(super) fn store(&mut self) {
        let stored = |local: &Local| {
            local.mutable && (local.kind.is_indexed() || matches!(local.kind, Kind::Matrix | Kind::MatrixMut))
        };
        let Some(local) = self.pick(stored) else { return self.bind(Kind::Array(3), true) };
        let name = local.name.clone();
        match (local.kind, self.below(12)) {
            (_, 0..=3) => {
                let (place, value) = (self.read(&local), self.tame(2));
                self.line(&format!("{place} = {value};"));
            }
            (Kind::Matrix | Kind::MatrixMut, _) | (_, 4..=6) => {
                let (place, value) = (self.read(&local), self.tame(2));
                let op = ["+=", "-=", "*="][self.below(3)];
                let value = if op == "*=" { format!("({value} + 0.0).tanh()") } else { value };
                self.line(&format!("{place} {op} {value};"));
            }
            (Kind::Array(n) | Kind::ArrayMut(n), 7) => {
                let (i, j) = (self.below(n), self.index_below(n));
                self.line(&format!("{name}.swap({i}, {j});"));
            }
            (_, 7) => {
                let (j, last) = (self.int(), self.fresh());
                self.line(&format!("let {last} = {name}.len() - 1;"));
                self.line(&format!("{name}.swap({j} % ({last} + 1), {last});"));
            }
            (_, 8) => {
                let value = self.tame(2);
                let given = self.fresh();
                self.line(&format!("let {given} = {value};"));
                self.line(&format!("{name}.fill({given});"));
            }
            (_, 9) => {
                let (old, value) = (self.fresh(), self.tame(2));
                let at = match local.kind {
                    Kind::Array(n) | Kind::ArrayMut(n) => self.below(n),
                    _ => 0,
                };
                self.line(&format!("let {old} = {value};"));
                self.line(&format!("let {old} = std::mem::replace(&mut {name}[{at}], {old});"));
                self.declare(old, Kind::Float, false);
            }
            (Kind::Array(3), 10) => {
                let same = |other: &Local| {
                    other.name != name && matches!(other.kind, Kind::Array(3) | Kind::ArrayRef(3))
                };
                match self.pick(same) {
                    Some(Local { name: from, kind: Kind::Array(_), .. }) => {
                        self.line(&format!("{name}.copy_from_slice(&{from});"));
                    }
                    Some(Local { name: from, .. }) => {
                        self.line(&format!("{name}.copy_from_slice({from});"));
                    }
                    None => {}
                }
            }
            _ => {
                let item = self.fresh();
                let value = self.without(std::slice::from_ref(&name), |writer| {
                    writer.declare(item.clone(), Kind::FloatMut, true);
                    writer.tame(2)
                });
                self.line(&format!("for {item} in {name}.iter_mut() {{ *{item} = {value}; }}"));
            }
        }
    }

    /// A call that lends something by `&mut`.
    pub(super) fn exchange(&mut self) {
        let helpers: Vec<_> = self
            .helpers
            .iter()
            .filter(|f| !self.is_hidden(&f.name) && f.params.iter().any(|kind| kind.is_exchanged()))
            .collect();
        let Some(helper) = helpers.get(self.below(helpers.len())).copied() else {
            return self.store();
        };
        let mut lent: Vec<String> = Vec::new();
        let mut args = Vec::new();
        for kind in &helper.params {
            if !kind.is_exchanged() {
                args.push(None);
                continue;
            }
            let fits = |local: &Local| {
                let own = local.kind;
                local.mutable
                    && !lent.contains(&local.name)
                    && match kind {
                        Kind::FloatMut => matches!(own, Kind::Float | Kind::FloatMut | Kind::Array(_)),
                        Kind::MatrixMut => matches!(own, Kind::Matrix | Kind::MatrixMut),
                        Kind::SliceMut => matches!(own, Kind::SliceMut | Kind::List | Kind::Array(_)),
                        _ => matches!(own, Kind::Array(3) | Kind::ArrayMut(3)),
                    }
            };
            let Some(local) = self.pick(fits) else {
                let wanted = match kind {
                    Kind::FloatMut => Kind::Float,
                    Kind::MatrixMut => Kind::Matrix,
                    _ => Kind::Array(3),
                };
                return self.bind(wanted, true);
            };
            let name = &local.name;
            args.push(Some(match (kind, local.kind) {
                (Kind::FloatMut, Kind::Array(n)) => format!("&mut {name}[{}]", self.below(n)),
                (_, kind) if kind.is_exchanged() => name.clone(),
                _ => format!("&mut {name}"),
            }));
            lent.push(local.name);
        }
        // The others are computed before, or do not mention what is lent.
        self.length = None;
        let mut given = Vec::new();
        for (kind, arg) in helper.params.iter().zip(args) {
            given.push(match (kind, arg) {
                (_, Some(arg)) => arg,
                (Kind::Slice | Kind::ArrayRef(_) | Kind::Ref | Kind::Rows | Kind::Config, None) => {
                    self.without(&lent, |writer| writer.argument(*kind, 0))
                }
                (kind, None) => {
                    let (name, value) = (self.fresh(), self.argument(*kind, 1));
                    self.line(&format!("let {name} = {value};"));
                    name
                }
            });
        }
        let call = format!("{}({})", helper.name, given.join(", "));
        match (helper.result, self.below(3)) {
            (Kind::Unit, _) | (_, 0) => self.line(&format!("{call};")),
            (kind, _) => {
                let name = self.fresh();
                self.line(&format!("let {name}: {} = {call};", kind.show()));
                self.declare(name, kind, false);
            }
        }
    }
}
