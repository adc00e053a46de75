//! Numbers that carry their derivatives along: the forward transformation, by formulas of its own.

use super::{Fallible, Number};
use crate::tables::rules::Rule;

/// A number and its derivatives in `K` directions.
#[derive(Clone, Copy, Debug)]
pub struct Dual<const K: usize> {
    /// The number.
    pub value: f64,
    /// The derivatives.
    pub slopes: [f64; K],
}

impl<const K: usize> Dual<K> {
    /// The number that changes in one direction only.
    pub fn seed(value: f64, direction: usize) -> Self {
        let mut slopes = [0.0; K];
        if let Some(slope) = slopes.get_mut(direction) {
            *slope = 1.0;
        }
        Dual { value, slopes }
    }

    fn chain(value: f64, terms: &[(f64, Self)]) -> Self {
        let mut slopes = [0.0; K];
        for (factor, dual) in terms {
            for (slope, own) in slopes.iter_mut().zip(&dual.slopes) {
                // A constant has no slope, also where the factor is infinite.
                if *own != 0.0 {
                    *slope += factor * own;
                }
            }
        }
        Dual { value, slopes }
    }
}

impl<const K: usize> Number for Dual<K> {
    fn constant(value: f64) -> Self {
        Dual { value, slopes: [0.0; K] }
    }

    fn value(self) -> f64 {
        self.value
    }

    fn size(self) -> f64 {
        self.slopes.iter().fold(self.value.abs(), |size, slope| size.max(slope.abs()))
    }

    fn apply(rule: &Rule, args: &[Self]) -> Fallible<Self> {
        let numbers: Vec<f64> = args.iter().map(|arg| arg.value).collect();
        let value = (rule.value)(&numbers);
        let tie = |half: f64| if numbers[0] == numbers[1] { half } else { 0.0 };
        let sign = |greater: bool| if greater { 1.0 } else { 0.0 };
        let factors: Vec<f64> = match (rule.name, numbers.as_slice()) {
            ("add", _) => vec![1.0, 1.0],
            ("sub", _) => vec![1.0, -1.0],
            ("mul" | "guarded_mul" | "saturated_mul", [a, b]) => vec![*b, *a],
            ("div", [a, b]) => vec![1.0 / b, -a / (b * b)],
            ("neg", _) => vec![-1.0],
            ("sin", [x]) => vec![x.cos()],
            ("cos", [x]) => vec![-x.sin()],
            ("rem" | "rem_euclid", [a, b]) => vec![1.0, -((a - value) / b).round()],
            ("tan", [x]) => vec![1.0 / (x.cos() * x.cos())],
            ("asin", [x]) => vec![1.0 / (1.0 - x * x).sqrt()],
            ("acos", [x]) => vec![-1.0 / (1.0 - x * x).sqrt()],
            ("atan2", [a, b]) => vec![b / (a * a + b * b), -a / (a * a + b * b)],
            ("sinh", [x]) => vec![x.cosh()],
            ("cosh", [x]) => vec![x.sinh()],
            ("asinh", [x]) => vec![1.0 / (1.0 + x * x).sqrt()],
            ("acosh", [x]) => vec![1.0 / (x * x - 1.0).sqrt()],
            ("atanh", [x]) => vec![1.0 / (1.0 - x * x)],
            ("exp2", [x]) => vec![x.exp2() * std::f64::consts::LN_2],
            ("exp_m1", [x]) => vec![x.exp()],
            ("tanh_slope", [x, _]) => vec![-2.0 * x.tanh() / (x.cosh() * x.cosh()), 0.0],
            ("exp_m1_slope", [x, _]) => vec![x.exp(), 0.0],
            ("powf_slope", [x, p, ..]) => {
                vec![x.powf(p - 1.0) * (1.0 + p * x.ln()), x.powf(*p) * x.ln() * x.ln(), 0.0, 0.0]
            }
            ("ln_1p", [x]) => vec![1.0 / (1.0 + x)],
            ("log2", [x]) => vec![std::f64::consts::LOG2_E / x],
            ("log10", [x]) => vec![std::f64::consts::LOG10_E / x],
            ("log", [x, b]) => vec![1.0 / (x * b.ln()), -x.ln() / (b * b.ln() * b.ln())],
            ("cbrt", [x]) => vec![x.cbrt() / (3.0 * x)],
            ("powf", [x, p]) if *x > 0.0 && *p != 0.0 => vec![p * x.powf(p - 1.0), x.powf(*p) * x.ln()],
            ("midpoint", _) => vec![0.5, 0.5],
            ("fract", _) => vec![1.0],
            ("to_radians", _) => vec![std::f64::consts::PI / 180.0],
            ("to_degrees", _) => vec![180.0 / std::f64::consts::PI],
            ("tanh", [x]) => vec![1.0 / (x.cosh() * x.cosh())],
            ("atan", [x]) => vec![1.0 / (1.0 + x * x)],
            ("exp", [x]) => vec![x.exp()],
            ("ln", [x]) => vec![1.0 / x],
            ("sqrt", [x]) => vec![0.5 / x.sqrt()],
            ("sqrt_of_squares", [0.0]) => vec![0.0],
            ("sqrt_of_squares", [x]) => vec![0.5 / x.sqrt()],
            ("powi", [x, n]) if *n == 0.0 => vec![0.0 * x, 0.0],
            ("powi", [x, n]) => vec![n * x.powf(n - 1.0), 0.0],
            ("recip", [x]) => vec![-1.0 / (x * x)],
            ("powf", [x, p]) if *x > 0.0 => vec![p * x.powf(p - 1.0), x.ln() * x.powf(*p)],
            ("clamp", [x, low, high]) => {
                let (below, above) = (x <= low, x >= high);
                vec![sign(!below && !above), sign(below), sign(above && !below)]
            }
            ("clamp_symmetric", [x, low, high]) => {
                let half = |at: bool| if at { 0.5 } else { 0.0 };
                let (below, above) = (sign(x < low) + half(x == low), sign(x > high) + half(x == high));
                vec![1.0 - below - above, below, above]
            }
            ("hypot", [a, b]) if *a == 0.0 && *b == 0.0 => vec![0.0, 0.0],
            ("hypot", [a, b]) => vec![a / a.hypot(*b), b / a.hypot(*b)],
            ("mul_add", [a, b, _]) => vec![*b, *a, 1.0],
            // Conventions at kinks, as the README states them.
            ("size", _) => vec![1.0],
            ("abs", [x]) => vec![if *x == 0.0 { 0.0 } else { x.signum() }],
            ("max", [a, b]) => vec![sign(a > b) + tie(0.5), sign(b > a) + tie(0.5)],
            ("min", [a, b]) => vec![sign(a < b) + tie(0.5), sign(b < a) + tie(0.5)],
            ("max_constant", [a, b]) => vec![sign(a > b), sign(b > a)],
            ("min_constant", [a, b]) => vec![sign(a < b), sign(b < a)],
            ("copysign", [x, s]) if *x != 0.0 => {
                vec![if (*x < 0.0) == s.is_sign_negative() { 1.0 } else { -1.0 }, 0.0]
            }
            ("copysign", _) => vec![0.0, 0.0],
            ("div_euclid", _) => vec![0.0, 0.0],
            ("round_ties_even" | "floor" | "ceil" | "round" | "trunc" | "signum", _) => vec![0.0],
            (name, _) if args.iter().all(|arg| arg.slopes == [0.0; K]) => {
                let _ = name;
                return Ok(Dual::constant(value));
            }
            (name, _) => return Err(format!("no slope of {name}")),
        };
        let terms: Vec<(f64, Self)> = factors.into_iter().zip(args.iter().copied()).collect();
        Ok(Dual::chain(value, &terms))
    }
}
