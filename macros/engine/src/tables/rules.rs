//! THE derivative table: one line a function, and nothing else in the engine knows calculus.
//!
//! A row reads: the function and its arguments, its value, the partial derivative for each
//! argument, and intervals to test it on, an interval for each argument. A partial is a formula over the arguments
//! and the value `y`. From the row come the reverse rule, what it needs of the forward sweep (the
//! arguments and `y`, as far as they occur in the partials), and a test against central differences.
//!
//! At kinks: the derivative where it exists; else the subgradient of least norm; else the
//! limit, which may be infinite; else NaN. What a row does there stands beside it.

use crate::tables::term::Term;

/// A row of the table.
pub struct Rule {
    /// The row's name; two rows can serve one method (`max`, `max_constant`).
    pub name: &'static str,
    /// How it is written.
    pub form: Form,
    /// How many arguments, the receiver counted.
    pub arity: usize,
    /// Its value.
    pub value: fn(&[f64]) -> f64,
    /// The partial derivatives, one an argument.
    pub partials: fn() -> Vec<Term>,
    /// Where nothing flows even if the partial is infinite.
    pub guard: Guard,
    /// Where to test it: an interval for each argument.
    pub domain: &'static [(f64, f64)],
}

/// Where nothing flows even if the partial is infinite.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Guard {
    /// Nowhere: 0 · ∞ is NaN.
    Nowhere,
    /// Where the cotangent is 0, so that `x * x.sqrt()` has the derivative 0 at 0.
    Cotangent,
    /// Likewise where the value overflows and is then divided by or the like, so that `1 / (1 + (-x).exp())` has the derivative 0
    /// at -800.
    Overflow,
    /// Where the value is 0.
    Value,
}

/// How a function is written.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Form {
    /// `a + b`
    Infix(&'static str),
    /// `-a`
    Prefix(&'static str),
    /// `a.name(b)`
    Method(&'static str),
    /// `name(a, b)` of core's own.
    Function(&'static str),
}

impl Rule {
    /// The row of that name.
    ///
    /// # Panics
    /// If the table has no such row, which the tests of the tables exclude.
    pub fn named(name: &str) -> &'static Rule {
        RULES.iter().find(|rule| rule.name == name).expect("the tables name only rows that exist")
    }

    /// The row for a method of a float type.
    pub fn method(name: &str) -> Option<&'static Rule> {
        RULES.iter().find(|rule| rule.form == Form::Method(rule.name) && rule.name == name)
    }

    /// Does an infinite argument leave no finite value?
    pub fn keeps_infinity(&self, position: usize) -> bool {
        let with = |argument: f64, others: f64| {
            let args: Vec<f64> =
                (0..self.arity).map(|at| if at == position { argument } else { others }).collect();
            (self.value)(&args)
        };
        // A range to clamp to must not be empty.
        self.name.strip_prefix("clamp").is_none()
            && [f64::INFINITY, f64::NEG_INFINITY]
                .iter()
                .all(|end| !with(*end, 0.7).is_finite() && !with(*end, -1.3).is_finite())
    }

    /// The row that says what happens at ties, for arguments of which some depend on no parameter: an extremum against a
    /// constant takes the least subgradient, two varying operands share it; with `symmetric` all share it.
    pub fn at_ties(&'static self, symmetric: bool, parameter: &[bool]) -> &'static Rule {
        match self.name {
            "clamp" if symmetric => Rule::named("clamp_symmetric"),
            "max" if !symmetric && parameter != [true, true] => Rule::named("max_constant"),
            "min" if !symmetric && parameter != [true, true] => Rule::named("min_constant"),
            _ => self,
        }
    }
}

macro_rules! rules {
    ($($form:ident $name:ident($($arg:ident),*) $(as $shown:literal)? = $value:expr, $y:ident => [$($partial:expr),*] $guard:ident on $domain:expr;)*) => {
        /// The rows.
        pub static RULES: &[Rule] = &[$(Rule {
            name: stringify!($name),
            form: rules!(@form $form $name $($shown)?),
            arity: [$(stringify!($arg)),*].len(),
            value: |args| { let [$($arg),*] = *args else { unreachable!("arity") }; $value },
            partials: || {
                let mut _next = 0;
                $(let $arg = Term::Arg(_next); _next += 1;)*
                let $y = Term::Value;
                let _ = (&$y, $(&$arg),*);
                vec![$(Term::from($partial.clone())),*]
            },
            guard: rules!(@$guard),
            domain: &$domain,
        }),*];
    };
    (@form infix $name:ident $shown:literal) => { Form::Infix($shown) };
    (@form prefix $name:ident $shown:literal) => { Form::Prefix($shown) };
    (@form method $name:ident $shown:literal) => { Form::Method($shown) };
    (@form function $name:ident $shown:literal) => { Form::Function($shown) };
    (@form function $name:ident) => { Form::Function(stringify!($name)) };
    (@form method $name:ident) => { Form::Method(stringify!($name)) };
    (@regular) => { Guard::Nowhere };
    (@singular) => { Guard::Cotangent };
    (@cusp) => { Guard::Value };
    (@overflows) => { Guard::Overflow };
}

/// `term!(x)`: a use of an argument, which is a value that moves.
macro_rules! c {
    ($term:ident) => {
        $term.clone()
    };
}

use std::f64::consts::{LN_2, LN_10, PI};

const FLOW: Term = Term::Flow;

const ANY: (f64, f64) = (-3.0, 3.0);
const POSITIVE: (f64, f64) = (0.1, 4.0);
const OPEN: (f64, f64) = (-0.9, 0.9);
const ABOVE_ONE: (f64, f64) = (1.1, 5.0);

rules! {
    infix  add(a, b) as "+"  = a + b,  y => [1.0, 1.0] regular on [ANY, ANY];
    infix  sub(a, b) as "-"  = a - b,  y => [1.0, -1.0] regular on [ANY, ANY];
    infix  mul(a, b) as "*"  = a * b,  y => [c!(b), c!(a)] regular on [ANY, ANY];
    infix  div(a, b) as "/"  = a / b,  y => [1.0 / c!(b), -(c!(y) * (FLOW / c!(b)))] regular on [ANY, POSITIVE];
    // a - q b with the whole number q that the value was taken with: a / b may be rounded up to the next one.
    infix  rem(a, b) as "%"  = a % b,  y => [1.0, -((c!(a) - c!(y)) / c!(b)).round()] regular on [(7.1, 7.9), (2.1, 2.3)];
    prefix neg(a) as "-"     = -a,     y => [-1.0] regular on [ANY];

    // The tangent of a number in a field, which may be held constant.
    function tangent_of(x, t) = { let _ = x; t }, y => [0.0, 1.0] regular on [ANY, ANY];
    // A tangent times a partial, which counts for nothing where it is infinite and the tangent is 0.
    function guarded_mul(a, b) = if a == 0.0 { 0.0 } else { a * b }, y => [c!(b), c!(a)] singular on [ANY, ANY];

    // A factor times what flows, which counts for nothing where it is infinite and the factor is 0.
    function saturated_mul(a, b) as "guarded_mul" = if a == 0.0 { 0.0 } else { a * b }, y => [c!(a).eq(0.0).and(c!(b).is_infinite()).pick(0.0, c!(b)), c!(a)] singular on [POSITIVE, ANY];
    // The size of a root, whose only negative number is -0.
    method size(y0) as "abs" = y0.abs(), y => [1.0] regular on [POSITIVE];

    method sin(x)    = x.sin(),    y => [c!(x).cos()] regular on [ANY];
    method cos(x)    = x.cos(),    y => [-c!(x).sin()] regular on [ANY];
    method tan(x)    = x.tan(),    y => [1.0 + c!(y) * c!(y)] regular on [(-1.2, 1.2)];
    // Infinite at ±1.
    method asin(x)   = x.asin(),   y => [1.0 / ((1.0 - c!(x)) * (1.0 + c!(x))).sqrt()] singular on [OPEN];
    method acos(x)   = x.acos(),   y => [-(1.0 / ((1.0 - c!(x)) * (1.0 + c!(x))).sqrt())] singular on [OPEN];
    method atan(x)   = x.atan(),   y => [1.0 / (1.0 + c!(x) * c!(x))] regular on [ANY];
    // NaN at the origin, 0 at infinity. Divided twice, so that neither tiny nor huge arguments leave the range.
    method atan2(y0, x) = y0.atan2(x), y => [c!(y0).hypot(c!(x)).is_infinite().pick(c!(y) / c!(y0).hypot(c!(x)), c!(x) / c!(y0).hypot(c!(x)) / c!(y0).hypot(c!(x))), c!(y0).hypot(c!(x)).is_infinite().pick(c!(y) / c!(y0).hypot(c!(x)), -(c!(y0) / c!(y0).hypot(c!(x)) / c!(y0).hypot(c!(x))))] regular on [ANY, POSITIVE];
    method sinh(x)   = x.sinh(),   y => [c!(x).cosh()] overflows on [ANY];
    method cosh(x)   = x.cosh(),   y => [c!(x).sinh()] overflows on [ANY];
    method tanh(x)   = x.tanh(),   y => [c!(x).tanh_slope(c!(y))] regular on [ANY];
    // The value of tanh tells only how to calculate it: the first partial is the whole derivative.
    function tanh_slope(x, tanh) = if tanh.abs() < 0.9 { 1.0 - tanh * tanh } else { x.cosh().powi(-2) }, y => [-2.0 * (c!(x).tanh() * c!(y)), 0.0] regular on [(1.6, 3.0), (0.91, 0.99)];
    method asinh(x)  = x.asinh(),  y => [1.0 / c!(x).hypot(1.0)] regular on [ANY];
    // Infinite at 1.
    method acosh(x)  = x.acosh(),  y => [1.0 / ((c!(x) - 1.0).sqrt() * (c!(x) + 1.0).sqrt())] singular on [ABOVE_ONE];
    method atanh(x)  = x.atanh(),  y => [1.0 / ((1.0 - c!(x)) * (1.0 + c!(x)))] regular on [OPEN];

    method exp(x)    = x.exp(),    y => [c!(y)] overflows on [ANY];
    method exp2(x)   = x.exp2(),   y => [c!(y) * LN_2] overflows on [ANY];
    method exp_m1(x) = x.exp_m1(), y => [c!(x).exp_m1_slope(c!(y))] overflows on [ANY];
    // As `tanh_slope`.
    function exp_m1_slope(x, exp_m1) = if exp_m1 > -0.5 { exp_m1 + 1.0 } else { x.exp() }, y => [c!(y), 0.0] overflows on [(-3.0, -0.7), (-0.9, -0.6)];
    // ∞ at 0.
    method ln(x)     = x.ln(),     y => [1.0 / c!(x)] regular on [POSITIVE];
    method ln_1p(x)  = x.ln_1p(),  y => [1.0 / (1.0 + c!(x))] regular on [POSITIVE];
    method log2(x)   = x.log2(),   y => [1.0 / (c!(x) * LN_2)] regular on [POSITIVE];
    method log10(x)  = x.log10(),  y => [1.0 / (c!(x) * LN_10)] regular on [POSITIVE];
    method log(x, b) = x.log(b),   y => [1.0 / (c!(x) * c!(b).ln()), -(c!(y) * (FLOW / (c!(b) * c!(b).ln())))] regular on [POSITIVE, ABOVE_ONE];

    // ∞ at 0, also at -0.
    method sqrt(x)   = x.sqrt(),   y => [0.5 / c!(y).size()] singular on [POSITIVE];
    // The root of what is 0 only where its slope is 0 as well, such as a sum of squares: 0 at 0.
    method sqrt_of_squares(x) as "sqrt" = x.sqrt(), y => [0.5 / c!(y)] cusp on [POSITIVE];
    method cbrt(x)   = x.cbrt(),   y => [1.0 / (3.0 * c!(y) * c!(y))] singular on [POSITIVE];
    // Zero for the exponent 0, at every base. Below, the next power may be out of range where value and derivative are not.
    method powi(x, n) = x.powi(n as i32), y => [c!(n).is_int_zero().pick(0.0, c!(n).is_int_negative().pick(c!(n).float() * (c!(y) * (FLOW / c!(x))), FLOW * (c!(n).float() * c!(x).powi(c!(n).less_one())))), 0.0] regular on [POSITIVE, (3.0, 3.0)];
    // Zero for the exponent 0; 0 by the exponent where the value is 0, and at 0⁰.
    method powf(x, p) = x.powf(p), y => [c!(p).lt(0.0).pick(c!(p) * (c!(y) * (FLOW / c!(x))), FLOW * c!(p).guarded_mul(c!(x).powf(c!(p) - 1.0))), c!(x).powf_slope(c!(p), c!(y), c!(x).ln())] singular on [POSITIVE, ANY];
    // The slope of a power by the exponent, 0 where the power is 0, and at 0⁰. The power and the
    // logarithm only save their calculation, as the value of `tanh_slope`.
    function powf_slope(x, p, powf, ln) = { let _ = (powf, ln); if x == 0.0 && p >= 0.0 { 0.0 } else { x.powf(p) * x.ln() } }, y => [c!(x).powf(c!(p) - 1.0).guarded_mul(1.0 + c!(p).guarded_mul(c!(x).ln())), c!(y).guarded_mul(c!(x).ln()), 0.0, 0.0] singular on [POSITIVE, ANY, POSITIVE, ANY];
    method recip(x)  = x.recip(),  y => [-(c!(y) * (FLOW * c!(y)))] regular on [POSITIVE];
    // 0, 0 at the origin; by the quotient of the arguments where the value is infinite.
    method hypot(a, b) = a.hypot(b), y => [c!(y).eq(0.0).pick(0.0, c!(y).is_infinite().pick(c!(a).signum() / (c!(b) / c!(a)).hypot(1.0), c!(a) / c!(y))), c!(y).eq(0.0).pick(0.0, c!(y).is_infinite().pick(c!(b).signum() / (c!(a) / c!(b)).hypot(1.0), c!(b) / c!(y)))] regular on [ANY, ANY];
    method mul_add(a, b, k) = a.mul_add(b, k), y => [c!(b), c!(a), 1.0] regular on [ANY, ANY, ANY];
    method midpoint(a, b) = a.midpoint(b), y => [0.5, 0.5] regular on [ANY, ANY];

    // 0 at 0; NaN at NaN.
    method abs(x)    = x.abs(),    y => [c!(x).eq(0.0).pick(0.0, c!(x).signum())] regular on [ANY];
    // ½ and ½ at a tie; a NaN operand takes no part, as in the value.
    method max(a, b) = a.max(b),   y => [c!(a).gt(c!(b)).or(c!(b).is_nan()).pick(1.0, c!(a).eq(c!(b)).pick(0.5, 0.0)), c!(b).gt(c!(a)).or(c!(a).is_nan().and(c!(b).is_nan().not())).pick(1.0, c!(a).eq(c!(b)).pick(0.5, 0.0))] regular on [ANY, ANY];
    method min(a, b) = a.min(b),   y => [c!(a).lt(c!(b)).or(c!(b).is_nan()).pick(1.0, c!(a).eq(c!(b)).pick(0.5, 0.0)), c!(b).lt(c!(a)).or(c!(a).is_nan().and(c!(b).is_nan().not())).pick(1.0, c!(a).eq(c!(b)).pick(0.5, 0.0))] regular on [ANY, ANY];
    // 0 at a tie with a constant: ReLU'(0) = 0.
    method max_constant(a, b) as "max" = a.max(b), y => [c!(a).gt(c!(b)).or(c!(b).is_nan()).pick(1.0, 0.0), c!(b).gt(c!(a)).or(c!(a).is_nan()).pick(1.0, 0.0)] regular on [ANY, ANY];
    method min_constant(a, b) as "min" = a.min(b), y => [c!(a).lt(c!(b)).or(c!(b).is_nan()).pick(1.0, 0.0), c!(b).lt(c!(a)).or(c!(a).is_nan()).pick(1.0, 0.0)] regular on [ANY, ANY];
    // 1 strictly inside, 0 at the bounds; a varying bound has the rest.
    method clamp(x, lo, hi) = x.clamp(lo, hi), y => [c!(x).le(c!(lo)).or(c!(x).ge(c!(hi))).pick(0.0, 1.0), c!(x).le(c!(lo)).pick(1.0, 0.0), c!(x).ge(c!(hi)).and(c!(x).le(c!(lo)).not()).pick(1.0, 0.0)] regular on [ANY, (-1.0, -0.5), (0.5, 1.0)];
    // ½ and ½ at a bound.
    method clamp_symmetric(x, lo, hi) as "clamp" = x.clamp(lo, hi), y => [c!(x).lt(c!(lo)).or(c!(x).gt(c!(hi))).or(c!(lo).eq(c!(hi))).pick(0.0, c!(x).eq(c!(lo)).or(c!(x).eq(c!(hi))).pick(0.5, 1.0)), c!(x).lt(c!(lo)).pick(1.0, c!(x).eq(c!(lo)).pick(0.5, 0.0)), c!(x).gt(c!(hi)).pick(1.0, c!(x).eq(c!(hi)).pick(0.5, 0.0))] regular on [ANY, (-1.0, -0.5), (0.5, 1.0)];
    // 0 at 0, as abs.
    method copysign(x, s) = x.copysign(s), y => [c!(x).eq(0.0).pick(0.0, c!(x).signum() * c!(x).signum().copysign(c!(s))), 0.0] regular on [ANY, ANY];
    method rem_euclid(a, b) = a.rem_euclid(b), y => [1.0, -(c!(a) / c!(b) - c!(y) / c!(b)).round()] regular on [(7.1, 7.9), (2.1, 2.3)];
    method fract(x)  = x.fract(),  y => [1.0] regular on [(0.1, 0.9)];
    method to_radians(x) = x.to_radians(), y => [PI / 180.0] regular on [ANY];
    method to_degrees(x) = x.to_degrees(), y => [180.0 / PI] regular on [ANY];

    // Constant between their jumps.
    method floor(x)  = x.floor(),  y => [0.0] regular on [(0.1, 0.4)];
    method ceil(x)   = x.ceil(),   y => [0.0] regular on [(0.1, 0.4)];
    method round(x)  = x.round(),  y => [0.0] regular on [(0.1, 0.4)];
    method round_ties_even(x) = x.round_ties_even(), y => [0.0] regular on [(0.1, 0.4)];
    method trunc(x)  = x.trunc(),  y => [0.0] regular on [(0.1, 0.4)];
    method signum(x) = x.signum(), y => [0.0] regular on [POSITIVE];
    method div_euclid(a, b) = a.div_euclid(b), y => [0.0, 0.0] regular on [(7.1, 7.9), (2.1, 2.3)];
}

/// Methods of floats that answer with something that is not a float: they decide, and carry no derivative.
pub const DECISIONS: &[&str] = &[
    "is_nan",
    "is_finite",
    "is_infinite",
    "is_normal",
    "is_subnormal",
    "is_sign_positive",
    "is_sign_negative",
    "total_cmp",
    "partial_cmp",
    "cmp",
    "classify",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
];

/// The functions of core that give the slope of another one, of its argument and its value.
pub const SLOPES: [&str; 3] = ["tanh_slope", "exp_m1_slope", "powf_slope"];

/// The functions of core with a tie inside: their rule has a second way in, `forward_symmetric`, for callers with the option
/// `symmetric`. So has that of any other function of such a name.
pub const TIED: [&str; 3] = ["relu", "leaky_relu", "elu"];
