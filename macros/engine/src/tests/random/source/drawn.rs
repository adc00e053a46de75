//! What opaque code may change: random generators, states by `&mut`, collections and `Option`s of integers.

use super::{Kind, Writer};

impl Writer<'_> {
    pub(super) fn drawn(&mut self) {
        let (name, draws, item) = (self.fresh(), self.fresh(), self.fresh());
        let (n, value) = (self.int(), self.tame(1));
        match self.below(9) {
            0 => {
                self.line(&format!("let mut {draws} = Draws::new(3);"));
                self.line(&format!(
                    "let {name}: f64 = {value} * ({draws}.draw(5) as i32 as f64 * 0.2 + 0.3);"
                ));
            }
            1 => {
                let other = self.tame(1);
                self.line(&format!("let mut {draws} = Draws::new({n} % 5);"));
                self.line(&format!("let mut {name}: f64 = 0.3;"));
                self.line(&format!("for {item} in 0..3 {{"));
                self.line(&format!(
                    "    {name} = ({name} + {value} * ({draws}.draw(4) as i32 as f64)).sin();"
                ));
                self.line(&format!("    if draw_from(&mut {draws}) == 1 {{ {name} = {name} + {other}; }}"));
                self.line("}");
            }
            2 => {
                self.line(&format!("let mut {draws} = 7u64;"));
                self.line(&format!("let {item} = advance(&mut {draws});"));
                self.line(&format!("{draws} += 3;"));
                let drawn = format!("({item} + advance(&mut {draws})) as i32 as f64");
                self.line(&format!(
                    "let {name}: f64 = {value} * {drawn} * 0.1 + {draws} as i32 as f64 * 0.01;"
                ));
            }
            3 => {
                self.line(&format!("let mut {draws} = [1, {n} % 3, 2];"));
                self.line(&format!("let {item} = {draws}[0];"));
                self.line(&format!("jumble(&mut {draws});"));
                let read = format!("({draws}[0] + {draws}[{item}]) as i32 as f64");
                self.line(&format!("let {name}: f64 = {value} * {read} * 0.2;"));
            }
            4 => {
                let condition = self.condition(1);
                self.line(&format!("let mut {draws} = Draws::new(5);"));
                self.line(&format!("if {condition} {{ {draws}.draw(2); }}"));
                self.line(&format!("let {name}: f64 = {value} * ({draws}.draw(6) as i32 as f64 * 0.2);"));
            }
            5 => {
                self.line(&format!("let mut {draws} = Some({n} % 3);"));
                self.line(&format!("let mut {name}: f64 = 0.3;"));
                self.line(&format!("while let Some({item}) = {draws} {{"));
                self.line(&format!("    {name} = ({name} + {value} * ({item} as i32 as f64 + 1.0)).sin();"));
                self.line(&format!("    {draws} = if {item} > 5 {{ None }} else {{ earlier({item}) }};"));
                self.line("}");
            }
            6 => {
                self.line(&format!("let mut {draws} = std::collections::VecDeque::from([{n} % 3]);"));
                self.line(&format!("let mut {name}: f64 = 0.3;"));
                self.line(&format!("while let Some({item}) = {draws}.pop_front() {{"));
                self.line(&format!("    {name} = ({name} + {value} * ({item} as i32 as f64 + 1.0)).sin();"));
                self.line(&format!("    if {item} > 0 {{ {draws}.push_back({item} - 1); }}"));
                self.line("}");
            }
            7 => {
                self.line(&format!("let mut {draws} = vec![{n} % 4, 1, 2];"));
                self.line(&format!("{draws}.sort();"));
                self.line(&format!("let {item} = {draws}.len();"));
                self.line(&format!("{draws}.dedup();"));
                let read = format!("({draws}.len() + {item} + {draws}[0]) as i32 as f64");
                self.line(&format!("let {name}: f64 = {value} * {read} * 0.2;"));
            }
            _ => {
                self.line(&format!("let mut {draws} = Draws::new(2);"));
                self.line(&format!("let mut {item} = || {draws}.draw(3) as i32 as f64 * 0.3;"));
                self.line(&format!("let {name}: f64 = {item}() * {value} + {item}();"));
            }
        }
        self.declare(name, Kind::Float, false);
    }
}
