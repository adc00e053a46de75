//! Locals that may hold a number.

use super::{Kind, Writer};

impl Writer<'_> {
    pub(super) fn option(&mut self) {
        let (a, b, condition) = (self.tame(1), self.tame(1), self.condition(1));
        let (name, item) = (self.fresh(), self.fresh());
        let Some(old) = self.pick(|local| local.mutable && local.kind == Kind::Maybe) else {
            let value = match self.below(6) {
                0 => "None".to_owned(),
                1 => format!("Some({a})"),
                2 => format!("if {condition} {{ Some({a}) }} else {{ None }}"),
                3 => format!("({condition}).then_some({a})"),
                4 => match self.pick(|local| local.kind.is_indexed()) {
                    Some(list) => format!("{}.first().copied()", list.name),
                    None => format!("({condition}).then(|| {a})"),
                },
                _ => match self.pick(|local| local.kind.is_indexed()) {
                    Some(list) => format!("{}.iter().copied().find(|{item}| *{item} > 0.3)", list.name),
                    None => "None".to_owned(),
                },
            };
            self.line(&format!("let mut {name}: Option<f64> = {value};"));
            return self.declare(name, Kind::Maybe, true);
        };
        let old = old.name;
        match self.below(16) {
            0 => self.line(&format!("{old} = Some({a});")),
            1 => self.line(&format!("if {condition} {{ {old} = Some({a}); }}")),
            2 => self.line(&format!("{old} = None;")),
            3 => self.line(&format!("{old} = {old}.map(|{item}| {item} * 0.5 + {a});")),
            4 => self.line(&format!("{old} = {old}.filter(|{item}| *{item} > 0.1);")),
            5 => self.line(&format!("{old} = {old}.or(Some({a}));")),
            6 => self.line(&format!(
                "{old} = {old}.and_then(|{item}| if {item} > 0.2 {{ Some({item}.sin()) }} else {{ None }});"
            )),
            7 => {
                self.line(&format!("let {name}: f64 = {old}.take().unwrap_or({a});"));
                self.declare(name, Kind::Float, false);
            }
            8 => {
                self.line(&format!(
                    "let {name}: f64 = {old}.replace({a}).map_or({b}, |{item}| {item}.cos());"
                ));
                self.declare(name, Kind::Float, false);
            }
            9 => {
                self.line(&format!("if let Some({item}) = {old} {{"));
                self.held(item);
            }
            10 => {
                self.line(&format!("match {old} {{ Some({item}) if {item} > 0.4 => {{"));
                self.held(item.clone());
                self.line(&format!("Some({item}) => {{"));
                self.held(item);
                self.line("None => {");
                self.block();
                self.line("} }");
            }
            // The best so far.
            11 => match self.pick(|local| local.kind.is_indexed()) {
                Some(list) => {
                    self.line(&format!("for &{item} in {}.iter() {{", list.name));
                    self.line(&format!(
                        "    if {old}.is_none_or(|{name}| {item} > {name}) {{ {old} = Some({item}); }}"
                    ));
                    self.line("}");
                }
                None => self.line(&format!("{old} = Some({a}).filter(|_| {condition});")),
            },
            12 => {
                let leave = self.leave();
                self.line(&format!("let Some({name}) = {old} else {{ {leave} }};"));
                self.declare(name, Kind::Float, false);
            }
            13 => self.line(&format!(
                "if {old}.is_some_and(|{item}| {item} > 0.0) && {condition} {{ {old} = Some({b}); }}"
            )),
            14 => {
                self.line(&format!("let mut {name}: Option<f64> = {old};"));
                self.declare(name, Kind::Maybe, true);
            }
            _ => {
                self.line(&format!(
                    "let {name}: f64 = match {old} {{ Some({item}) => {item} * {a}, None => {b} }};"
                ));
                self.declare(name, Kind::Float, false);
            }
        }
    }
}
