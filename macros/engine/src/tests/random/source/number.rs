//! Every function of floats, where it is defined and tame.

use super::{Kind, Writer};

/// `x`, `y` and `z` stand for floats; `{x}` is one that a method can be called on.
const METHODS: [&str; 46] = [
    "{x}.sin().tan()",
    "({x}.sin() * 0.9).asin()",
    "({x}.sin() * 0.9).acos()",
    "{x}.atan()",
    "{x}.atan2(1.5 + {y}.cos())",
    "{x}.tanh().sinh()",
    "{x}.tanh().cosh()",
    "{x}.asinh()",
    "({x}.abs() + 1.1).acosh()",
    "({x}.sin() * 0.9).atanh()",
    "{x}.tanh().exp2()",
    "{x}.tanh().exp_m1()",
    "({x}.cos() + 1.3).ln()",
    "({x}.cos() + 1.1).ln_1p()",
    "({x}.cos() + 1.3).log2()",
    "({x}.cos() + 1.3).log10()",
    "({x}.cos() + 1.3).log({y}.sin() + 3.0)",
    "({x}.cos() + 1.2).cbrt()",
    "({x}.cos() + 1.2).powf({y}.tanh())",
    "({x}.cos() + 1.2).powf(2.0)",
    "({x}.cos() + 1.5).recip()",
    "{x}.midpoint({y})",
    "(({x} * {x} + {y}.powi(2)) / 3.0).sqrt()",
    "(1.0 / (1.0 + (-{x}).exp()))",
    "{x}.min({y})",
    "{x}.max(0.0)",
    "{x}.clamp(-0.5, 0.8)",
    "{x}.clamp({y}.tanh() - 1.1, {z}.tanh() + 1.1)",
    "{x}.copysign({y})",
    "{x}.rem_euclid(1.5 + {y}.cos())",
    "({x} % (1.5 + {y}.cos()))",
    "{x}.fract()",
    "{x}.to_radians()",
    "({x}.to_degrees() * 0.01)",
    "{x}.floor()",
    "{x}.ceil()",
    "{x}.round()",
    "{x}.round_ties_even()",
    "{x}.trunc()",
    "{x}.signum()",
    "{x}.div_euclid(1.5)",
    "f64::max({x}, {y})",
    "f64::sin({x})",
    "({x}.sin_cos().1)",
    "f64::hypot({x}, 0.5)",
    "({x}.tanh().powi(-2 + 4))",
];

impl Writer<'_> {
    /// One of the rarer functions.
    pub(super) fn method(&mut self, depth: usize) -> String {
        let form = METHODS[self.below(METHODS.len())];
        let mut text = form.to_owned();
        for hole in ["{x}", "{y}", "{z}"] {
            if text.contains(hole) {
                let value = format!("({} + {})", self.float(depth), self.leaf());
                text = text.replace(hole, &value);
            }
        }
        text
    }

    /// A function of the crate's.
    pub(super) fn activation(&mut self, depth: usize) -> String {
        const SCALAR: [&str; 6] = ["relu", "sigmoid", "softplus", "silu", "gelu", "step"];
        const VECTOR: [&str; 4] = ["dot", "norm_squared", "logsumexp", "softmax"];
        match self.below(10) {
            at @ 0..=5 if !self.is_hidden(SCALAR[at]) => format!("{}({})", SCALAR[at], self.float(depth)),
            6 if !self.is_hidden("leaky_relu") => {
                format!("leaky_relu({}, {})", self.float(depth), self.leaf())
            }
            at @ 6..=9 if !self.is_hidden(VECTOR[at - 6]) => {
                let list = self.argument(Kind::Slice, depth);
                match at {
                    6 => format!("(dot({list}, {list}) * 0.1)"),
                    7 => format!("norm_squared({list})"),
                    8 => format!("logsumexp({list})"),
                    _ => match self.pick(|local| matches!(local.kind, Kind::Array(_))) {
                        Some(local) => {
                            let (name, at) = (local.name, self.int());
                            format!("softmax(&{name})[{at} % {name}.len()]")
                        }
                        None => format!("softmax({list})[0]"),
                    },
                }
            }
            _ => self.leaf(),
        }
    }
}
