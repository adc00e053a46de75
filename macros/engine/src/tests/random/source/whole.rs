//! Integers of every type, of which nothing says the type but what they meet.

use super::{Kind, Local, Writer};

/// A type, and literals of it at which another type gives another number.
pub(super) const WHOLE: [(&str, [&str; 4]); 9] = [
    ("u8", ["130", "200", "7", "250"]),
    ("u64", ["80_000", "5", "98765", "5_000_000_000"]),
    ("i8", ["-100", "100", "77", "-3"]),
    ("u16", ["40_000", "300", "65000", "9"]),
    ("i16", ["-20_000", "30_000", "500", "-5"]),
    ("u32", ["70", "80_000", "3_000_000_000", "4_000_000_000"]),
    ("i64", ["-5", "4", "100_000", "3_000_000_000"]),
    ("usize", ["2", "0", "70_000", "1"]),
    ("i32", ["-7", "100_000", "70", "3"]),
];

pub(super) fn is_signed(ty: &str) -> bool {
    ty.starts_with('i')
}

impl Writer<'_> {
    pub(super) fn whole_type(&mut self) -> (&'static str, &'static str) {
        let (ty, literals) = WHOLE[self.below(WHOLE.len())];
        (ty, literals[self.below(4)])
    }

    /// A float that tells of what type an integer is: it is `ty`, whether or not rustc knows that already.
    pub(super) fn observed(&mut self, k: &str, ty: &str) -> String {
        let inner = match (self.below(10), is_signed(ty)) {
            // Without a type that is not known.
            (0 | 1, _) if self.checker == super::Checker::Rustc => format!("!{k}"),
            (0 | 1, _) => format!("({k} ^ 3)"),
            (2 | 3, _) => format!("({k} << 1)"),
            (4, _) => format!("({k} >> 1)"),
            (5, true) => format!("({k} - 2)"),
            (6, true) => format!("-{k}"),
            (7, _) => format!("({k} ^ 5)"),
            (8, _) => format!("({k} / 3)"),
            _ => k.to_owned(),
        };
        // `T: Float` has no cast.
        let cast = if self.style == super::Style::Generic { " as i32 as f64" } else { " as f64" };
        match (self.below(8), ty) {
            (0, _) => format!("(({inner} & 31){cast} * 0.03)"),
            (1, _) => format!("(if {inner} > 3 {{ 0.4_f64 }} else {{ -0.3 }})"),
            (2, _) => format!("(match {inner} % 3 {{ 0 => 0.2_f64, 1 => 0.7, _ => -0.6 }})"),
            (3, "i8" | "u8" | "i16" | "u16") => format!("({inner}{cast} * 0.01)"),
            (4, _) if self.checker == super::Checker::Rustc => format!("(width_of({k}){cast} * 0.02)"),
            (5, "i32" | "i64") => format!("(({inner} - 1) % 100){cast} * 0.01"),
            _ => format!("(({inner} % 11){cast} * 0.05)"),
        }
    }

    /// A statement, or the beginning of one, after which rustc knows the type of `k`.
    pub(super) fn tell(&mut self, k: &str, ty: &str) {
        let (name, n) = (self.fresh(), self.int());
        let (upper, a) = (ty.to_uppercase(), self.leaf());
        let text = match self.below(22) {
            0 | 1 => format!("let {name} = {k} < LIMIT_{upper};"),
            2 | 3 => format!("take_{ty}({k});"),
            4 => format!("assert!({k} <= LIMIT_{upper});"),
            5 => format!("debug_assert!({k} <= LIMIT_{upper}, \"too large\");"),
            6 => format!("let {name} = {k} + zero_{ty}();"),
            7 => format!("let {name} = [{k}, LIMIT_{upper}];"),
            8 => format!("let {name} = matches!({k}, LIMIT_{upper});"),
            9 => format!("let {name} = [LIMIT_{upper}, 1].contains(&{k});"),
            10 => format!("let {name} = {k} == {n} as {ty};"),
            11 => format!("let {name} = std::convert::identity({k}) < {n} as {ty};"),
            12 => format!("let {name}: ({ty}, f64) = ({k}, {a});"),
            13 => format!("let {name} = same_{ty}({k});"),
            14 => format!("read_{ty}(&[{k}, 1]);"),
            15 => format!("let {name} = |q| -> {ty} {{ q }}; let {name} = {name}({k});"),
            16 => format!("let {name} = Some({k}) == Some(LIMIT_{upper});"),
            17 => format!("let {name} = ({k}, {n}) == (LIMIT_{upper}, 1);"),
            18 => format!("let {name} = LIMIT_{upper}.wrapping_add({k});"),
            19 => format!("let {name} = std::cmp::max({k}, zero_{ty}());"),
            20 => format!("assert_ne!(({k} & 1) + 2, zero_{ty}());"),
            _ => format!("let {name} = LIMIT_{upper} - {k} > 1;"),
        };
        self.line(&text);
    }

    /// What is bound is a float with a part of an integer in it.
    fn use_of(&mut self, k: &str, ty: &str) {
        let (name, a, own) = (self.fresh(), self.tame(1), self.observed(k, ty));
        match self.pick(|local| local.kind == Kind::Float && local.mutable) {
            Some(local) if self.below(3) == 1 => {
                self.line(&format!("{} = ({} * 0.5 + {own} * {a}).sin();", local.name, local.name));
            }
            _ => {
                self.line(&format!("let {name}: f64 = {a} * {own};"));
                self.declare(name, Kind::Float, false);
            }
        }
    }

    /// The next statement, in the middle of this one.
    fn between(&mut self) {
        let (chunk, cursor) = (self.chunk, self.cursor);
        self.statement();
        (self.chunk, self.cursor) = (chunk, cursor);
    }

    /// A literal whose type something else tells, before its use or after.
    pub(super) fn told(&mut self) {
        let (k, (ty, literal)) = (self.fresh(), self.whole_type());
        let mutable = self.below(3) == 2;
        self.line(&format!("let {}{k} = {literal};", if mutable { "mut " } else { "" }));
        let (before, changed, between) = (self.below(2) == 0, self.below(5), self.below(3));
        if before {
            self.tell(&k, ty);
        }
        if mutable {
            let condition = self.condition(0);
            match changed {
                0 => self.line(&format!("{k} ^= {k} << 3;")),
                1 => self.line(&format!("if {condition} {{ {k} = {k} >> 1; }}")),
                2 => self.line(&format!("for _ in 0..2 {{ {k} = ({k} / 2) ^ 9; }}")),
                3 => self.line(&format!("while {k} > 20 {{ {k} /= 3; }}")),
                _ => self.line(&format!("{k} = !{k};")),
            }
        }
        self.declare(k.clone(), Kind::Whole(ty), false);
        if between == 2 && self.depth < 4 {
            self.between();
        }
        self.use_of(&k, ty);
        if !before {
            self.tell(&k, ty);
        }
    }

    /// Its elements are of one type, and one of them or a callee tells which.
    pub(super) fn told_list(&mut self) {
        let (name, (ty, a), n) = (self.fresh(), self.whole_type(), self.int());
        let upper = ty.to_uppercase();
        let literals = WHOLE.iter().find(|(own, _)| *own == ty).map_or([a; 4], |(_, all)| *all);
        let b = literals[self.below(4)];
        match self.below(6) {
            0 => {
                self.line(&format!("let {name} = [{a}, {b}];"));
                self.line(&format!("read_{ty}(&{name});"));
                self.use_of(&format!("{name}[{n} % 2]"), ty);
            }
            1 => {
                self.line(&format!("let {name} = [{a}, LIMIT_{upper}];"));
                self.use_of(&format!("{name}[0]"), ty);
            }
            2 => {
                self.line(&format!("let {name} = ({a}, {b});"));
                self.tell(&format!("{name}.0"), ty);
                self.use_of(&format!("{name}.0"), ty);
                self.use_of(&format!("{name}.1"), "i32");
            }
            3 => {
                let item = self.fresh();
                self.line(&format!("let mut {name}: f64 = 0.1;"));
                self.line(&format!("for {item} in [{a}, {b}, zero_{ty}()] {{"));
                let own = self.observed(&item, ty);
                self.line(&format!("    {name} = ({name} + {own}).sin();"));
                self.line("}");
                self.declare(name, Kind::Float, true);
            }
            4 => {
                self.line(&format!("let {name} = vec![{a}, {b}];"));
                self.tell(&format!("{name}[1]"), ty);
                self.use_of(&format!("{name}[0]"), ty);
            }
            // An index tells all of them.
            _ => {
                let list = self.pick(|local| matches!(local.kind, Kind::Array(3) | Kind::ArrayRef(3)));
                let list = list.map_or("[0.3_f64, -0.2, 0.9]".to_owned(), |list| list.name);
                self.line(&format!("let {name} = [2, 0];"));
                let (value, own) = (self.fresh(), self.fresh());
                self.line(&format!("let {value}: f64 = {list}[{name}[1]] * 0.5;"));
                self.line(&format!("let {own}: usize = {n} % 2;"));
                self.line(&format!(
                    "let {own}: f64 = {value} + (!{name}[{own}] >> 60) as i32 as f64 * 0.02;"
                ));
                self.declare(own, Kind::Float, false);
            }
        }
    }

    /// Arms that leave different literals.
    pub(super) fn told_join(&mut self) {
        let (k, (ty, a), condition) = (self.fresh(), self.whole_type(), self.condition(1));
        let literals = WHOLE.iter().find(|(own, _)| *own == ty).map_or([a; 4], |(_, all)| *all);
        let (b, n, item) = (literals[self.below(4)], self.int(), self.fresh());
        match self.below(6) {
            0 => self.line(&format!("let {k} = if {condition} {{ {a} }} else {{ {b} }};")),
            1 => {
                self.line(&format!("let mut {k} = {a};"));
                self.line(&format!("if {condition} {{ {k} = {b}; }}"));
            }
            2 => self.line(&format!("let {k} = match {n} {{ 0 => {a}, 1 => zero_{ty}(), _ => {b} }};")),
            3 => {
                self.line(&format!("let mut {k} = {a};"));
                self.line(&format!("for _ in 0..3 {{ {k} = ({k} / 3) ^ {n} as {ty}; }}"));
            }
            // A generator of numbers: the product does not fit a smaller type.
            4 => {
                self.line(&format!("let mut {k} = 1;"));
                self.line(&format!(
                    "for _ in 0..2 + {n} % 3 {{ {k} = ({k} * 1_000_033 + 11) % 998_244_353; }}"
                ));
                self.line(&format!("let {item} = {k} == zero_u64();"));
                return self.use_of(&k, "u64");
            }
            _ => {
                self.line(&format!("let {k};"));
                self.line(&format!("if {condition} {{ {k} = {a}; }} else {{ {k} = {b}; }}"));
            }
        }
        self.declare(k.clone(), Kind::Whole(ty), false);
        let after = self.below(2) == 0;
        if after {
            self.use_of(&k, ty);
        }
        self.tell(&k, ty);
        if !after {
            self.use_of(&k, ty);
        }
    }

    /// A type by another name than its own.
    pub(super) fn alias(&mut self) {
        let (k, (ty, literal), n) = (self.fresh(), self.whole_type(), self.int());
        let upper = ty.to_uppercase();
        let name = match self.below(5) {
            0 | 1 => format!("Alias{upper}"),
            2 => format!("<Of{upper} as Settings>::Count"),
            3 => format!("std::primitive::{ty}"),
            _ => format!("alias::Inner{upper}"),
        };
        let mutable = self.below(2) == 1;
        match (self.below(4), mutable) {
            (0, false) => self.line(&format!("let ({k}, _): ({name}, f64) = ({literal}, 0.5);")),
            (1, false) => {
                let item = self.fresh();
                self.line(&format!("let {item} = |q| -> {name} {{ q }};"));
                self.line(&format!("let {k} = {item}({literal});"));
            }
            (2, false) => self.line(&format!("let {k} = {literal} as {name};")),
            (_, false) => self.line(&format!("let {k}: {name} = {literal};")),
            (choice, true) => {
                self.line(&format!("let mut {k}: {name} = {literal};"));
                match choice {
                    0 => self.line(&format!("{k} ^= {k} << 5; {k} ^= {k} >> 3;")),
                    1 => self.line(&format!("for _ in 0..2 + {n} % 2 {{ {k} = !({k} / 2); }}")),
                    2 => {
                        let condition = self.condition(1);
                        self.line(&format!("if {condition} {{ {k} = !{k}; }}"));
                    }
                    _ => self.line(&format!("{k} <<= 2;")),
                }
            }
        }
        self.declare(k.clone(), Kind::Whole(ty), false);
        self.use_of(&k, ty);
    }

    /// A range whose type a callee, a constant or a cast tells.
    pub(super) fn told_range(&mut self) {
        let (total, item, n) = (self.fresh(), self.fresh(), self.int());
        let (ty, from, to) = [
            ("u8", "126", "130"),
            ("u64", "5", "8"),
            ("i8", "-2", "2"),
            ("u16", "32766", "32769"),
            ("usize", "0", "3"),
            ("i64", "-1", "2"),
        ][self.below(6)];
        let upper = ty.to_uppercase();
        let value = self.tame(1);
        self.line(&format!("let mut {total}: f64 = 0.2;"));
        let mut told = String::new();
        let head = match self.below(7) {
            0 | 1 => {
                told = format!("take_{ty}({item}); ");
                format!("{from}..{to}")
            }
            2 => {
                told = format!("if {item} == LIMIT_{upper} {{ {total} += 1.0; }} ");
                format!("({from}..{to}).rev()")
            }
            3 => {
                let end = self.fresh();
                self.line(&format!("let {end} = {to};"));
                self.line(&format!("take_{ty}({end});"));
                format!("{from}..{end}")
            }
            4 => format!("{from}..{to} + zero_{ty}()"),
            5 => format!("{from}..={from} + ({n} % 3) as {ty}"),
            _ => {
                let range = self.fresh();
                self.line(&format!("let {range} = {from}..{to} + zero_{ty}();"));
                range
            }
        };
        let own = self.observed(&item, ty);
        self.line(&format!("for {item} in {head} {{"));
        self.line(&format!("    {told}{total} = ({total} + {own} * {value}).sin();"));
        self.line("}");
        self.declare(total, Kind::Float, true);
    }

    /// What a function of the user's says without a derivative decides, counts, indexes.
    pub(super) fn opaque(&mut self) {
        let (name, n, value) = (self.fresh(), self.int(), self.tame(1));
        match self.below(5) {
            0 => {
                self.line(&format!("let {name}: f64 = {value} * (three_of({n}) as i32 as f64) * 0.2;"));
            }
            1 => {
                let (condition, other) = (self.fresh(), self.tame(1));
                self.line(&format!("let {condition} = is_odd({n});"));
                self.line(&format!("let {name}: f64 = if {condition} {{ {value} }} else {{ {other} }};"));
            }
            2 => {
                let item = self.fresh();
                self.line(&format!("let mut {name}: f64 = 0.3;"));
                self.line(&format!("for {item} in 0..three_of({n}) {{"));
                self.line(&format!("    {name} = ({name} + {value} * ({item} as i32 as f64)).sin();"));
                self.line("}");
            }
            3 => {
                self.line(&format!("let mut {name}: f64 = {value};"));
                self.line(&format!("if is_odd({n}) {{ {name} = {name}.sin(); }}"));
            }
            _ => {
                let list = self.pick(|local| matches!(local.kind, Kind::Array(3) | Kind::ArrayRef(3)));
                let list = list.map_or(format!("[{value}, 0.5]"), |Local { name, .. }| name);
                self.line(&format!("let {name}: f64 = {list}[three_of({n}) as usize % 2] * 0.5;"));
            }
        }
        self.declare(name, Kind::Float, false);
    }

    /// Calls that are seen: how often and in which order they happen must not change.
    pub(super) fn counted(&mut self) {
        let (name, n, value) = (self.fresh(), self.int(), self.tame(1));
        match self.below(11) {
            0 => self.line(&format!("let {name} = tick({n});")),
            1 => self.line(&format!("assert!(tick({n}) < 3, \"counted\");")),
            // These panic now and then, and nobody wants their values.
            8 => self.line(&format!("assert!(tick({n}) < 2);")),
            9 => self.line(&format!("let {name} = 252u8 + tick({n}) as u8 * 2;")),
            10 => match self.pick(|local| local.kind == Kind::Slice) {
                Some(list) => self.line(&format!("let {name} = &{}[tick({n})..];", list.name)),
                None => self.line(&format!("let {name} = 12 / (2 - tick({n}));")),
            },
            2 => {
                let condition = self.condition(1);
                self.line(&format!(
                    "let {name}: f64 = if {condition} && tick({n}) > 0 {{ {value} }} else {{ 0.3 }};"
                ));
                self.declare(name, Kind::Float, false);
            }
            3 => {
                let item = self.fresh();
                self.line(&format!("let mut {name}: f64 = 0.3;"));
                self.line(&format!("for {item} in 0..tick({n}) {{"));
                self.line(&format!("    {name} = ({name} + {value} * (tick({item}) as i32 as f64)).sin();"));
                self.line("}");
                self.declare(name, Kind::Float, false);
            }
            4 => {
                let other = self.tame(1);
                self.line(&format!(
                    "let {name}: f64 = match tick({n}) {{ 0 => {value}, 1 => {other}, _ => 0.1 }};"
                ));
                self.declare(name, Kind::Float, false);
            }
            5 => {
                self.line(&format!("let {name} = [tick({n}), tick({n} + 1), tick(2)];"));
                self.line(&format!("let {name}: f64 = {value} * ({name}[{n} % 3] as i32 as f64);"));
                self.declare(name, Kind::Float, false);
            }
            _ => {
                self.line(&format!("let {name}: f64 = {value} * (tick({n}) as i32 as f64 + 0.5);"));
                self.declare(name, Kind::Float, false);
            }
        }
    }
}
