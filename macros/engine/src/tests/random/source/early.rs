//! Loops over ranges of integers that are left before their end: the way back counts in the type of the way there.

use super::{Kind, Writer};

/// A type, ends of a range of it, and after which value the loop is left at the latest.
const ENDS: [(&str, &str, &str, &str); 12] = [
    ("", "0", "4", "2"),
    ("", "-3", "2", "0"),
    ("", "1", "5", "3"),
    ("i32", "-2", "3", "1"),
    ("u8", "250", "255", "253"),
    ("i8", "-100", "100", "-97"),
    ("u8", "0", "200", "3"),
    ("u64", "5", "9", "7"),
    ("i64", "-4", "1", "-1"),
    ("usize", "0", "5", "3"),
    ("i16", "-1", "4", "2"),
    ("u32", "3", "8", "5"),
];

impl Writer<'_> {
    /// `told`: what gives the type is not annotated.
    pub(super) fn early(&mut self, told: bool) {
        if self.depth > 3 || self.loops.len() > 1 {
            return self.bind(Kind::Float, true);
        }
        let (ty, from, to, last) = match self.below(2) {
            0 => ENDS[self.below(ENDS.len())],
            // Ordinary code.
            _ => ENDS[self.below(3)],
        };
        let (item, total, upper) = (self.fresh(), self.fresh(), ty.to_uppercase());
        // Without any sign of a type it is an `i32`.
        let known = if ty.is_empty() { "i32" } else { ty };
        let value = self.tame(1);
        self.line(&format!("let mut {total}: f64 = {value};"));
        self.declare(total.clone(), Kind::Float, true);
        let mut first = String::new();
        let (mut low, mut high) = (from.to_owned(), to.to_owned());
        match (told, ty) {
            (_, "") if from.starts_with('-') && self.below(4) == 3 => {
                let (start, condition) = (self.fresh(), self.condition(0));
                self.line(&format!("let {start} = if {condition} {{ {from} }} else {{ 0 }};"));
                low = start;
            }
            (true, "") if self.below(3) == 2 => low = "START".to_owned(),
            (_, "") => {}
            (false, _) => low = format!("{from}{ty}"),
            (true, _) => match self.below(6) {
                0 => high = format!("{to} + zero_{ty}()"),
                1 => low = format!("zero_{ty}() + {from}"),
                2 => first = format!("take_{ty}({item});"),
                3 => first = format!("assert!({item} != LIMIT_{upper});"),
                4 => {
                    let end = self.fresh();
                    self.line(&format!("let {end}: Alias{upper} = {to};"));
                    high = end;
                }
                _ => high = format!("{to} + FEW_{upper}"),
            },
        }
        let mut head = match self.below(8) {
            0 => format!("({low}..{high}).rev()"),
            1 => format!("{low}..={high}"),
            2 => format!("({low}..={high}).rev()"),
            3 => format!("({low}..{high}).step_by(2)"),
            _ => format!("{low}..{high}"),
        };
        if self.below(6) == 5 {
            let range = self.fresh();
            self.line(&format!("let {range} = {head};"));
            head = range;
        }
        let all = self.locals.clone();
        let label = match self.below(3) {
            2 => {
                self.loops.push(Some(self.names));
                format!("'l{}: ", self.names)
            }
            _ => {
                self.loops.push(None);
                String::new()
            }
        };
        self.declare(item.clone(), Kind::Whole(known), false);
        self.line(&format!("{label}for {item} in {head} {{"));
        self.depth += 1;
        if !first.is_empty() {
            self.line(&first);
        }
        let (own, x) = (self.observed(&item, known), format!("({} + 0.1)", self.leaf()));
        let backwards = head.contains("rev");
        let (limit, order) = (if backwards { from } else { last }, if backwards { "<=" } else { ">=" });
        let condition = match self.below(3) {
            0 => format!("{total}.abs() > 0.9"),
            1 => format!("{total}.abs() > 0.6 || {item} {order} {limit}"),
            _ => format!("{item} {order} {limit}"),
        };
        // A long range ends here at the latest.
        let condition = match to.len() {
            3 if !backwards => format!("{condition} || {item} {order} {limit}"),
            3 => format!("{condition} || {item} < {to} - 3"),
            _ => condition,
        };
        let leave = match self.below(5) {
            0 => self.leave(),
            _ if label.is_empty() => "break".to_owned(),
            _ => format!("break {}", label.trim_end_matches(": ")),
        };
        // What may go on must not go on for long.
        let leave = if to.len() == 3 && leave == "continue" { "break".to_owned() } else { leave };
        let leaves = format!("if {condition} {{ {leave}; }}");
        let signed = super::whole::is_signed(known);
        let rustc = self.checker == super::Checker::Rustc;
        let cast = if rustc { "as i32 as f64" } else { "as f64" };
        let step = match (self.below(10), signed, rustc) {
            (0 | 1, true, _) => {
                format!("{total} = {total} * {x}.tanh() + ({item} - 2) {cast} * {total} * 0.3;")
            }
            (2, true, true) => format!(
                "match {item} - 1 {{ -1 => {total} *= {x}, k => {total} += {x} * (k % 9) as i32 as f64 * 0.1 }}"
            ),
            (3, true, true) => {
                let d = self.fresh();
                format!(
                    "let {d} = {item} - 2; {total} = if {d} < 0 {{ {total} * 0.5 - {x} }} else {{ {total} + {x}.sin() }};"
                )
            }
            (4, true, true) => {
                format!("{total} = {total} * {x}.tanh() + (-{item} % 7) as i32 as f64 * {total} * 0.1;")
            }
            (5, _, true) => {
                format!("{total} = {total} * {x}.tanh() + (!{item} % 11) as i32 as f64 * {total} * 0.1;")
            }
            (6, true, _) => format!("{total} = {total} * ({x} + (1 - {item}) {cast} * 0.4);"),
            (7, ..) => format!("{total} = {total} * {x}.tanh() + {own} * {total};"),
            _ => format!("{total} = ({total} * {x} * 0.7 + {own} * {total} + 0.2 * {own}).sin();"),
        };
        let at = self.below(2);
        let lines = if at == 0 { [leaves, step] } else { [step, leaves] };
        lines.iter().for_each(|line| self.line(line));
        self.depth -= 1;
        if self.below(2) == 1 {
            self.block();
        }
        self.line("}");
        self.loops.pop();
        self.locals = all;
    }

    /// The same in chains.
    pub(super) fn early_chain(&mut self) {
        let (name, i, v, value) = (self.fresh(), self.fresh(), self.fresh(), self.leaf());
        let (range, known) = [
            ("(0..6)", "i32"),
            ("(-2..3)", "i32"),
            ("(250..255u8)", "u8"),
            ("(-3i8..4).rev()", "i8"),
            ("(1..=5u64)", "u64"),
            ("(0usize..5)", "usize"),
        ][self.below(6)];
        let own = self.observed(&i, known);
        let limit = ["2", "-1", "252", "0", "3", "3"];
        let limit = limit[["(0", "(-2", "(250", "(-3", "(1", "(0u"]
            .iter()
            .rposition(|start| range.starts_with(start))
            .unwrap_or(0)];
        let text = match self.below(7) {
            0 | 1 => format!("{range}.map(|{i}| {own} * {value}).take_while(|{v}| *{v} < 0.3).sum::<f64>()"),
            2 => format!("{range}.map_while(|{i}| ({i} != {limit}).then(|| {own} * {value})).sum::<f64>()"),
            3 => format!("{range}.take_while(|{i}| *{i} != {limit}).map(|{i}| {own} * {value}).sum::<f64>()"),
            4 => format!("{range}.find(|{i}| *{i} == {limit}).map_or(0.5, |{i}| {own} * {value})"),
            5 => format!(
                "(if {range}.any(|{i}| {own} * {value} > 0.4) {{ {value} * 0.5 }} else {{ {value} * {value} }})"
            ),
            _ => format!(
                "{range}.scan(0.5, |{v}, {i}| {{ *{v} = (*{v} * {value} + {own}).sin(); (*{v} < 0.9).then_some(*{v}) }}).sum::<f64>()"
            ),
        };
        self.line(&format!("let {name}: f64 = {text};"));
        self.declare(name, Kind::Float, false);
    }
}
