//! Integers whose type matters: it is named, and they wrap, go below zero, or have a largest.

use super::{Kind, Writer};

impl Writer<'_> {
    pub(super) fn integer(&mut self) {
        let (name, own, k) = (self.fresh(), self.fresh(), self.fresh());
        let (value, n) = (self.tame(1), self.int());
        match self.below(12) {
            // A generator of random numbers, of which only the type says when it wraps.
            0 => {
                self.line(&format!("let mut {own}: u32 = 12345;"));
                self.line(&format!("let mut {name}: f64 = 0.0;"));
                self.line(&format!("for {k} in 0..2 {{"));
                self.line(&format!("    {own} = {own}.wrapping_mul(1664525).wrapping_add(1013904223);"));
                self.line(&format!("    {name} += ({own} >> 8) as usize as f64 / 16777216.0 * {value};"));
                self.line("}");
            }
            1 => {
                self.line(&format!("let mut {own}: u64 = 88172645463325252;"));
                for (shift, by) in [("<<", 13), (">>", 7), ("<<", 17)] {
                    self.line(&format!("{own} ^= {own} {shift} {by};"));
                }
                self.line(&format!("let {name}: f64 = ({own} % 7) as usize as f64 * 0.1 + {value};"));
            }
            2 => {
                let range = ["253..=255u8", "250u8..255", "(251..=255u8).step_by(2)", "(253..=255u8).rev()"];
                let range = range[self.below(range.len())];
                self.line(&format!("let mut {name}: f64 = 0.1;"));
                self.line(&format!("for {k} in {range} {{ {name} = ({name} + {k} as f64 * 0.01).sin(); }}"));
            }
            3 => {
                let form = [
                    ".rem_euclid(3)",
                    " / 2",
                    " % 3",
                    " >> 1",
                    ".div_euclid(3)",
                    ".abs() % 5",
                    ".pow(2) % 5",
                ];
                let form = form[self.below(form.len())];
                self.line(&format!("let {own}: i32 = -7;"));
                self.line(&format!("let {name}: f64 = {value} * ({own}{form}) as f64 * 0.1;"));
            }
            4 => {
                self.line(&format!("let mut {own}: u8 = 200;"));
                self.line(&format!("{own} = {own}.wrapping_add({n} as u8 + 100);"));
                self.line(&format!("let {name}: f64 = {own} as f64 * 0.01 + {value};"));
            }
            5 => {
                self.line(&format!("let {own}: usize = (1..={n} % 4 + 1).product();"));
                self.line(&format!("let {name}: f64 = {own} as f64 * 0.1 * {value};"));
            }
            6 => {
                self.line(&format!("let {own} = (0..{n} % 4).map(|{k}| {k} * {k} + 1).sum::<usize>();"));
                self.line(&format!("let {name}: f64 = ({own} as f64 * 0.1 + {value}).cos();"));
            }
            7 => {
                self.line(&format!("let mut {own}: i64 = 3;"));
                self.line(&format!("let mut {name}: f64 = 0.2;"));
                self.line(&format!("while {own} >= 0 {{ {own} -= 2; {name} = ({name} + {own} as f64 * {value} * 0.1).sin(); }}"));
            }
            // The shift of the larger type, and the cast to the smaller one.
            8 => {
                self.line(&format!("let {own}: u32 = 1 << ({n} % 4 + 6);"));
                // No cast to `u8`: unoptimised, rustc 1.95 forgets that in some loops.
                self.line(&format!("let {name}: f64 = ({own} & 255) as f64 * 0.01 + {value};"));
            }
            9 => {
                let (a, b) = (self.fresh(), self.condition(0));
                self.line(&format!("let ({own}, mut {a}) = ({n}, 1);"));
                self.line(&format!("if {b} {{ {a} += {own}; }}"));
                self.line(&format!("let {name}: f64 = {value} * {a} as f64 * 0.1;"));
            }
            10 => {
                self.line(&format!("let {own}: [usize; 3] = [2, 0, 1];"));
                let list = self.pick(|local| matches!(local.kind, Kind::Array(3) | Kind::ArrayRef(3)));
                let list = list.map_or(format!("[{value}; 3]"), |list| list.name);
                self.line(&format!("let {name}: f64 = {list}[{own}[{n} % 3]] * 0.5 + {list}[{own}[0]];"));
            }
            _ => {
                self.line(&format!("let {own} = u32::MAX;"));
                self.line(&format!("let {name}: f64 = {own}.wrapping_add(3) as f64 * 0.1 * {value} + {own}.leading_zeros() as f64;"));
            }
        }
        let float = |local: &super::Local| local.kind == Kind::Float && local.mutable;
        match self.pick(float) {
            Some(other) if self.below(4) == 3 => self.line(&format!("{} += {name} * 0.1;", other.name)),
            _ => {}
        }
        self.declare(name, Kind::Float, false);
    }
}
