//! Dual numbers that stand for `f64` and `f32` in a random program: the oracle that knows nothing of the engine. Text for the
//! programs that `../rustc.rs` compiles, where `f64` and `f32` are these types.

use std::cell::Cell;
use std::ops::*;

pub const K: usize = 16;
type Double = f64;
type Single = f32;

thread_local! {
    /// The largest number so far, whether a kink was met, and how many operations may still run.
    pub static SIZE: Cell<Double> = const { Cell::new(1.0) };
    pub static KINK: Cell<bool> = const { Cell::new(false) };
    pub static FUEL: Cell<u64> = const { Cell::new(0) };
}

/// A number and its derivatives.
#[derive(Clone, Copy, Debug, Default)]
pub struct Dual<F> {
    pub re: F,
    pub eps: [Double; K],
}

pub type D64 = Dual<Double>;
pub type D32 = Dual<Single>;

fn kink(at: bool) {
    if at {
        KINK.set(true);
    }
}

fn slopes(terms: &[(Double, &[Double; K])]) -> [Double; K] {
    let mut eps = [0.0; K];
    for (factor, own) in terms {
        for (sum, slope) in eps.iter_mut().zip(*own) {
            // A constant has no slope, also where the factor is infinite.
            if *slope != 0.0 {
                *sum += factor * slope;
            }
        }
    }
    FUEL.set(FUEL.get().checked_sub(1).expect("runs long"));
    eps
}

fn saw(re: Double, eps: &[Double; K]) {
    let size = eps.iter().fold(re.abs(), |a, b| if b.is_nan() { *b } else { a.max(b.abs()) });
    // What is no number on the way may not be taken; what comes out is looked at again.
    if size.is_finite() && size > SIZE.get() {
        SIZE.set(size);
    }
}

macro_rules! operator {
    ($dual:ident $float:ident $op:ident $name:ident $assign:ident $assigned:ident, ($a:ident, $b:ident) $value:expr => [$da:expr, $db:expr]) => {
        impl $op<$dual> for $dual {
            type Output = $dual;
            fn $name(self, other: $dual) -> $dual {
                let ($a, $b) = (self.re, other.re);
                let re: $float = $value;
                let ($a, $b) = (Double::from($a), Double::from($b));
                let eps = slopes(&[($da, &self.eps), ($db, &other.eps)]);
                saw(re.into(), &eps);
                Dual { re, eps }
            }
        }
        impl $op<&$dual> for $dual { type Output = $dual; fn $name(self, other: &$dual) -> $dual { self.$name(*other) } }
        impl $op<$dual> for &$dual { type Output = $dual; fn $name(self, other: $dual) -> $dual { (*self).$name(other) } }
        impl $op<&$dual> for &$dual { type Output = $dual; fn $name(self, other: &$dual) -> $dual { (*self).$name(*other) } }
        impl $assign<$dual> for $dual { fn $assigned(&mut self, other: $dual) { *self = (*self).$name(other); } }
        impl $assign<&$dual> for $dual { fn $assigned(&mut self, other: &$dual) { *self = (*self).$name(*other); } }
    };
}

/// A method, its value, and its derivative by each argument in terms of the arguments and of `y`.
macro_rules! methods {
    ($dual:ident $float:ident $($name:ident($x:ident $(, $arg:ident)*) [$($d:expr),*] $y:ident $kink:expr;)*) => {
        impl $dual {
            $(pub fn $name(self $(, $arg: $dual)*) -> $dual {
                let re: $float = self.re.$name($($arg.re),*);
                let all = [&self.eps $(, &$arg.eps)*];
                let moves = all.iter().any(|eps| eps.iter().any(|slope| *slope != 0.0));
                let ($x, $($arg,)* $y) = (Double::from(self.re), $(Double::from($arg.re),)* Double::from(re));
                kink(moves && $kink);
                let factors = [$($d),*];
                let mut terms = [(0.0, &self.eps); 3];
                for ((term, eps), factor) in terms.iter_mut().zip(all).zip(factors) {
                    *term = (factor, eps);
                }
                let eps = slopes(&terms[..all.len()]);
                saw(re.into(), &eps);
                Dual { re, eps }
            })*
        }
    };
}

macro_rules! dual {
    ($dual:ident $float:ident) => {
        operator!($dual $float Add add AddAssign add_assign, (a, b) a + b => [1.0, 1.0]);
        operator!($dual $float Sub sub SubAssign sub_assign, (a, b) a - b => [1.0, -1.0]);
        operator!($dual $float Mul mul MulAssign mul_assign, (a, b) a * b => [b, a]);
        operator!($dual $float Div div DivAssign div_assign, (a, b) a / b => [1.0 / b, -a / (b * b)]);
        operator!($dual $float Rem rem RemAssign rem_assign, (a, b) a % b => [1.0, -((a - a % b) / b).round()]);
        methods! { $dual $float
            sin(x) [x.cos()] _y false;
            cos(x) [-x.sin()] _y false;
            tan(x) [1.0 / (x.cos() * x.cos())] _y false;
            asin(x) [1.0 / (1.0 - x * x).sqrt()] _y x.abs() == 1.0;
            acos(x) [-1.0 / (1.0 - x * x).sqrt()] _y x.abs() == 1.0;
            atan(x) [1.0 / (1.0 + x * x)] _y false;
            atan2(y0, x) [x / (x * x + y0 * y0), -y0 / (x * x + y0 * y0)] _y x == 0.0 && y0 == 0.0;
            sinh(x) [x.cosh()] _y false;
            cosh(x) [x.sinh()] _y false;
            tanh(x) [1.0 / (x.cosh() * x.cosh())] _y false;
            asinh(x) [1.0 / (1.0 + x * x).sqrt()] _y false;
            acosh(x) [1.0 / (x * x - 1.0).sqrt()] _y x == 1.0;
            atanh(x) [1.0 / (1.0 - x * x)] _y x.abs() == 1.0;
            exp(x) [x.exp()] _y false;
            exp2(x) [x.exp2() * std::f64::consts::LN_2] _y false;
            exp_m1(x) [x.exp()] _y false;
            ln(x) [1.0 / x] _y x == 0.0;
            ln_1p(x) [1.0 / (1.0 + x)] _y x == -1.0;
            log2(x) [std::f64::consts::LOG2_E / x] _y x == 0.0;
            log10(x) [std::f64::consts::LOG10_E / x] _y x == 0.0;
            log(x, b) [1.0 / (x * b.ln()), -x.ln() / (b * b.ln() * b.ln())] _y x == 0.0;
            sqrt(x) [0.5 / x.sqrt()] _y x == 0.0;
            cbrt(x) [y / (3.0 * x)] y x == 0.0;
            powf(x, p) [p * x.powf(p - 1.0), y * x.ln()] y x == 0.0 || p == 0.0;
            recip(x) [-1.0 / (x * x)] _y false;
            hypot(a, b) [a / y, b / y] y y == 0.0;
            mul_add(a, b, c) [b, a, 1.0 + 0.0 * c] _y false;
            midpoint(a, b) [0.5 + 0.0 * a, 0.5 + 0.0 * b] _y false;
            abs(x) [if x < 0.0 { -1.0 } else { 1.0 }] _y x == 0.0;
            max(a, b) [if a > b { 1.0 } else { 0.0 }, if b > a { 1.0 } else { 0.0 }] _y a == b;
            min(a, b) [if a < b { 1.0 } else { 0.0 }, if b < a { 1.0 } else { 0.0 }] _y a == b;
            clamp(x, lo, hi) [if x > lo && x < hi { 1.0 } else { 0.0 }, if x < lo { 1.0 } else { 0.0 }, if x > hi { 1.0 } else { 0.0 }] _y x == lo || x == hi;
            copysign(x, s) [if (x < 0.0) == s.is_sign_negative() { 1.0 } else { -1.0 }, 0.0] _y x == 0.0;
            rem_euclid(a, b) [1.0, -((a - y) / b).round()] y false;
            div_euclid(a, b) [0.0 * a, 0.0 * b] _y false;
            fract(x) [1.0 + 0.0 * x] _y false;
            to_radians(x) [std::f64::consts::PI / 180.0 + 0.0 * x] _y false;
            to_degrees(x) [180.0 / std::f64::consts::PI + 0.0 * x] _y false;
            floor(x) [0.0 * x] _y false;
            ceil(x) [0.0 * x] _y false;
            round(x) [0.0 * x] _y false;
            round_ties_even(x) [0.0 * x] _y false;
            trunc(x) [0.0 * x] _y false;
            signum(x) [0.0 * x] _y false;
        }
        impl Neg for $dual {
            type Output = $dual;
            fn neg(self) -> $dual {
                Dual { re: -self.re, eps: self.eps.map(|slope| -slope) }
            }
        }
        impl Neg for &$dual { type Output = $dual; fn neg(self) -> $dual { -*self } }
        impl PartialEq for $dual { fn eq(&self, other: &$dual) -> bool { self.re == other.re } }
        impl PartialOrd for $dual {
            fn partial_cmp(&self, other: &$dual) -> Option<std::cmp::Ordering> { self.re.partial_cmp(&other.re) }
        }
        impl std::iter::Sum for $dual {
            fn sum<I: Iterator<Item = $dual>>(all: I) -> $dual { all.fold($dual::of(-0.0), |a, b| a + b) }
        }
        impl<'a> std::iter::Sum<&'a $dual> for $dual {
            fn sum<I: Iterator<Item = &'a $dual>>(all: I) -> $dual { all.copied().sum() }
        }
        impl std::iter::Product for $dual {
            fn product<I: Iterator<Item = $dual>>(all: I) -> $dual { all.fold($dual::of(1.0), |a, b| a * b) }
        }
        impl<'a> std::iter::Product<&'a $dual> for $dual {
            fn product<I: Iterator<Item = &'a $dual>>(all: I) -> $dual { all.copied().product() }
        }
        impl $dual {
            pub const INFINITY: $dual = $dual::of($float::INFINITY);
            pub const NEG_INFINITY: $dual = $dual::of($float::NEG_INFINITY);
            pub const MAX: $dual = $dual::of($float::MAX);
            pub const MIN: $dual = $dual::of($float::MIN);
            pub const EPSILON: $dual = $dual::of($float::EPSILON);
            pub const ZERO: $dual = $dual::of(0.0);
            pub const ONE: $dual = $dual::of(1.0);
            pub const PI: $dual = $dual::of(std::f64::consts::PI as $float);
            /// A number that depends on nothing.
            pub const fn of(re: $float) -> $dual { Dual { re, eps: [0.0; K] } }
            /// The number that changes in one direction only.
            pub fn seed(re: $float, direction: usize) -> $dual {
                let mut eps = [0.0; K];
                eps[direction] = 1.0;
                Dual { re, eps }
            }
            pub fn from_f64(re: Double) -> $dual { $dual::of(re as $float) }
            pub fn from_usize(n: usize) -> $dual { $dual::of(n as $float) }
            pub fn from_i32(n: i32) -> $dual { $dual::of(n as $float) }
            pub fn powi(self, n: i32) -> $dual {
                let (re, x) = (self.re.powi(n), Double::from(self.re));
                let factor = if n == 0 { 0.0 } else { Double::from(n) * x.powi(n - 1) };
                let eps = slopes(&[(factor, &self.eps)]);
                saw(re.into(), &eps);
                Dual { re, eps }
            }
            pub fn sin_cos(self) -> ($dual, $dual) { (self.sin(), self.cos()) }
            pub fn total_cmp(&self, other: &$dual) -> std::cmp::Ordering { self.re.total_cmp(&other.re) }
            pub fn is_nan(self) -> bool { self.re.is_nan() }
            pub fn is_finite(self) -> bool { self.re.is_finite() }
            pub fn is_infinite(self) -> bool { self.re.is_infinite() }
            pub fn is_normal(self) -> bool { self.re.is_normal() }
            pub fn is_sign_positive(self) -> bool { self.re.is_sign_positive() }
            pub fn is_sign_negative(self) -> bool { self.re.is_sign_negative() }
        }
        impl From<i32> for $dual { fn from(n: i32) -> $dual { $dual::of(n as $float) } }
        impl From<u8> for $dual { fn from(n: u8) -> $dual { $dual::of(n.into()) } }
        impl Cast<D64> for $dual { fn cast(self) -> D64 { Dual { re: self.re.into(), eps: self.eps } } }
        impl Cast<D32> for $dual { fn cast(self) -> D32 { Dual { re: self.re as Single, eps: self.eps } } }
        casts!(float $dual to usize i32 i64 u8 u32 u64 i8 u16 i16);
        impl Stop for $dual { fn stop(self) -> $dual { $dual::of(self.re) } }
        impl Parts<(Double, [Double; K])> for $dual {
            fn parts(&self, out: &mut Vec<(Double, [Double; K])>) { out.push((self.re.into(), self.eps)); }
        }
        impl Parts<Double> for $float { fn parts(&self, out: &mut Vec<Double>) { out.push((*self).into()); } }
        impl Activate for $dual {
            type Prim = $float;
            fn prim(self) -> $float { self.re }
            fn with(re: $float, terms: &[(Double, $dual)]) -> $dual {
                let mut eps = [0.0; K];
                for (factor, dual) in terms {
                    let own = slopes(&[(*factor, &dual.eps)]);
                    eps.iter_mut().zip(own).for_each(|(a, b)| *a += b);
                }
                saw(re.into(), &eps);
                Dual { re, eps }
            }
        }
    };
}

/// `as`
pub trait Cast<T> {
    fn cast(self) -> T;
}

pub fn cast<T, S: Cast<T>>(value: S) -> T {
    value.cast()
}

macro_rules! casts {
    (float $dual:ident to $($to:ident)*) => { $(impl Cast<$to> for $dual { fn cast(self) -> $to { self.re as $to } })* };
    ($($from:ident)*) => { $(
        impl Cast<D64> for $from { fn cast(self) -> D64 { D64::of(self as Double) } }
        impl Cast<D32> for $from { fn cast(self) -> D32 { D32::of(self as Single) } }
        casts!(@all $from to usize i32 i64 u8 u32 u64 i8 u16 i16);
    )* };
    (@all $from:ident to $($to:ident)*) => { $(impl Cast<$to> for $from { fn cast(self) -> $to { self as $to } })* };
}
casts!(usize i32 i64 u8 u32 u64 i8 u16 i16);

impl Cast<usize> for bool { fn cast(self) -> usize { self as usize } }
impl Cast<i32> for bool { fn cast(self) -> i32 { self as i32 } }

pub trait Stop { fn stop(self) -> Self; }
pub fn stop_gradient<S: Stop>(value: S) -> S { value.stop() }
impl Stop for usize { fn stop(self) -> usize { self } }
impl<S: Stop, const N: usize> Stop for [S; N] { fn stop(self) -> [S; N] { self.map(Stop::stop) } }
impl<A: Stop, B: Stop> Stop for (A, B) { fn stop(self) -> (A, B) { (self.0.stop(), self.1.stop()) } }

/// The numbers in a value, in order.
pub trait Parts<E> { fn parts(&self, out: &mut Vec<E>); }
impl<E> Parts<E> for usize { fn parts(&self, _: &mut Vec<E>) {} }
impl<E> Parts<E> for bool { fn parts(&self, _: &mut Vec<E>) {} }
impl<E> Parts<E> for () { fn parts(&self, _: &mut Vec<E>) {} }
impl<E, P: Parts<E>> Parts<E> for [P] { fn parts(&self, out: &mut Vec<E>) { self.iter().for_each(|part| part.parts(out)); } }
impl<E, P: Parts<E>, const N: usize> Parts<E> for [P; N] { fn parts(&self, out: &mut Vec<E>) { self[..].parts(out); } }
impl<E, P: Parts<E>> Parts<E> for Vec<P> { fn parts(&self, out: &mut Vec<E>) { self[..].parts(out); } }
macro_rules! tuples {
    ($($($name:ident $at:tt)*;)*) => { $(
        impl<E, $($name: Parts<E>),*> Parts<E> for ($($name,)*) { fn parts(&self, out: &mut Vec<E>) { $(self.$at.parts(out);)* } }
    )* };
}
tuples! { A 0; A 0 B 1; A 0 B 1 C 2; A 0 B 1 C 2 D 3; A 0 B 1 C 2 D 3 F 4; A 0 B 1 C 2 D 3 F 4 G 5; }

/// The functions of `differentiate`: values from there, derivatives by formulas of their own.
pub trait Activate: Copy {
    type Prim: differentiate::Float + Into<Double>;
    fn prim(self) -> Self::Prim;
    fn with(re: Self::Prim, terms: &[(Double, Self)]) -> Self;
}

macro_rules! activations {
    ($($name:ident($x:ident) $slope:expr, $kink:expr;)*) => { $(
        pub fn $name<D: Activate>(x: D) -> D {
            let $x: Double = x.prim().into();
            kink($kink);
            D::with(differentiate::$name(x.prim()), &[($slope, x)])
        }
    )* };
}

fn logistic(x: Double) -> Double {
    1.0 / (1.0 + (-x).exp())
}

fn gelu_slope(x: Double) -> Double {
    let (a, b) = ((2.0 / std::f64::consts::PI).sqrt(), 0.044715);
    let u = a * (x + b * x * x * x);
    0.5 * (1.0 + u.tanh()) + 0.5 * x * a * (1.0 + 3.0 * b * x * x) / (u.cosh() * u.cosh())
}

activations! {
    relu(x) if x > 0.0 { 1.0 } else { 0.0 }, x == 0.0;
    step(x) 0.0 * x, false;
    sigmoid(x) logistic(x) * (1.0 - logistic(x)), false;
    softplus(x) logistic(x), false;
    silu(x) logistic(x) + x * logistic(x) * (1.0 - logistic(x)), false;
    gelu(x) gelu_slope(x), false;
}

pub fn leaky_relu<D: Activate>(x: D, slope: D) -> D {
    let (a, b): (Double, Double) = (x.prim().into(), slope.prim().into());
    let (da, db) = if a > 0.0 { (1.0, 0.0) } else { (b, a) };
    D::with(differentiate::leaky_relu(x.prim(), slope.prim()), &[(da, x), (db, slope)])
}

fn prims<D: Activate>(all: &[D]) -> Vec<D::Prim> {
    all.iter().map(|x| x.prim()).collect()
}

fn doubles<D: Activate>(all: &[D]) -> Vec<Double> {
    all.iter().map(|x| x.prim().into()).collect()
}

pub fn dot<D: Activate>(a: &[D], b: &[D]) -> D {
    let re = differentiate::dot(&prims(a), &prims(b));
    let terms = a.iter().zip(b).flat_map(|(x, y)| [(y.prim().into(), *x), (x.prim().into(), *y)]);
    D::with(re, &terms.collect::<Vec<_>>())
}

pub fn norm_squared<D: Activate>(a: &[D]) -> D {
    let terms = a.iter().map(|x| (2.0 * x.prim().into(), *x));
    D::with(differentiate::norm_squared(&prims(a)), &terms.collect::<Vec<_>>())
}

fn shares(all: &[Double]) -> Vec<Double> {
    let total: Double = all.iter().map(|x| x.exp()).sum();
    all.iter().map(|x| x.exp() / total).collect()
}

pub fn logsumexp<D: Activate>(a: &[D]) -> D {
    let terms = shares(&doubles(a)).into_iter().zip(a).map(|(share, x)| (share, *x));
    D::with(differentiate::logsumexp(&prims(a)), &terms.collect::<Vec<_>>())
}

fn softened<D: Activate>(a: &[D], values: &[D::Prim]) -> Vec<D> {
    let shares = shares(&doubles(a));
    let one = |(at, value): (usize, &D::Prim)| {
        let own = |(j, x): (usize, &D)| (shares[at] * (if at == j { 1.0 } else { 0.0 } - shares[j]), *x);
        D::with(*value, &a.iter().enumerate().map(own).collect::<Vec<_>>())
    };
    values.iter().enumerate().map(one).collect()
}

/// An array gives an array, a list a list.
pub trait Soften { type Owned; fn soften(&self) -> Self::Owned; }
impl<D: Activate> Soften for [D] { type Owned = Vec<D>; fn soften(&self) -> Vec<D> { softened(self, &differentiate::softmax(&prims(self)[..])) } }
impl<D: Activate> Soften for Vec<D> { type Owned = Vec<D>; fn soften(&self) -> Vec<D> { self[..].soften() } }
impl<D: Activate, const N: usize> Soften for [D; N] {
    type Owned = [D; N];
    fn soften(&self) -> [D; N] {
        let values = differentiate::softmax(&self.map(|x| x.prim()));
        let all = softened(&self[..], &values[..]);
        std::array::from_fn(|at| all[at])
    }
}
pub fn softmax<S: Soften + ?Sized>(a: &S) -> S::Owned { a.soften() }

dual!(D64 Double);
dual!(D32 Single);

// What `outside.rs` has over floats.
pub type Real = D32;
pub fn take_f32(_: D32) {}
pub fn third() -> D32 { D32::of(1.0 / 3.0) }
pub fn first_times(weights: &[D32; 2], k: D32) -> D32 { weights[0] * k + weights[1] }
pub fn midway<F: Fn(D64) -> D64>(f: F) -> D64 { f(D64::of(0.5)) }
#[derive(Clone, Copy)]
pub struct Percent(pub D64);
pub const RATE: Percent = Percent(D64::of(12.5));
pub fn rate_of(n: usize) -> Percent { Percent(D64::of(10.0 * n as Double)) }
impl Add<Percent> for D64 { type Output = D64; fn add(self, p: Percent) -> D64 { self * (D64::of(1.0) + p.0 / D64::of(100.0)) } }
impl Sub<Percent> for D64 { type Output = D64; fn sub(self, p: Percent) -> D64 { self * (D64::of(1.0) - p.0 / D64::of(100.0)) } }
impl Mul<Percent> for D64 { type Output = D64; fn mul(self, p: Percent) -> D64 { self * p.0 / D64::of(100.0) } }
impl AddAssign<Percent> for D64 { fn add_assign(&mut self, p: Percent) { *self += p.0 / D64::of(100.0); } }

/// What the dual numbers say of a program.
pub struct Known {
    /// The numbers that come out, and their derivatives.
    pub numbers: Vec<(Double, [Double; K])>,
    /// How large numbers got on the way.
    pub scale: Double,
    /// Somewhere there is no derivative.
    pub kink: bool,
}

/// Runs a program on dual numbers, unless it panics.
pub fn known(run: impl FnOnce(&mut Vec<(Double, [Double; K])>)) -> Result<Known, String> {
    (SIZE.set(1.0), KINK.set(false), FUEL.set(100_000));
    let mut numbers = Vec::new();
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&mut numbers))).map_err(text)?;
    let finite = |(re, eps): &(Double, [Double; K])| re.is_finite() && eps.iter().all(|slope| slope.is_finite());
    if !numbers.iter().all(finite) {
        SIZE.set(Double::INFINITY);
    }
    numbers.iter().for_each(|(re, eps)| saw(*re, eps));
    Ok(Known { numbers, scale: SIZE.get(), kink: KINK.get() })
}

pub fn text(panic: Box<dyn std::any::Any + Send>) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}

/// The value of a function that is no wrong one may still panic.
pub fn runs(run: impl FnOnce(&mut Vec<Double>)) -> Result<Vec<Double>, String> {
    let mut numbers = Vec::new();
    crate::calls();
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&mut numbers))).map_err(text)?;
    Ok(numbers)
}

/// What a companion calls is what the function calls, in its order; where the function panics, up to there.
pub fn as_called(what: &str, ours: Vec<usize>, theirs: &[usize]) -> Result<(), String> {
    match ours == theirs {
        true => Ok(()),
        false => Err(format!("WRONG: {what} calls {ours:?}, should call {theirs:?}")),
    }
}

pub fn same(what: &str, ours: &[Double], known: &Known) -> Result<(), String> {
    let theirs: Vec<Double> = known.numbers.iter().map(|(re, _)| *re).collect();
    let bits = |all: &[Double]| all.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
    match bits(ours) == bits(&theirs) {
        true => Ok(()),
        false => Err(format!("WRONG: {what} is {ours:?}, should be {theirs:?}")),
    }
}

/// By what results are weighed: a single one counts as it is.
pub fn weights(single: bool, by: Double) -> impl FnMut() -> Double {
    let mut count = 0;
    move || {
        count += 1;
        if single { by } else { by * (0.7 + 0.4 * Double::from(count - 1)) }
    }
}

/// A gradient by the directions given, for cotangents in a ratio, where something stood in the buffer before. At kinks the
/// interpreter says what is due, if it knows.
pub fn close(
    what: &str,
    ours: &[Double],
    known: &Known,
    directions: &[usize],
    single: bool,
    [ratio, before, tolerance]: [Double; 3],
    at_kinks: &[Double],
) -> Result<(), String> {
    if known.kink && at_kinks.is_empty() {
        return Ok(());
    }
    let along = |at: &usize| {
        let mut next = weights(single, 1.0);
        let sum = known.numbers.iter().map(|(_, eps)| eps[*at] * next()).sum::<Double>();
        before + ratio * if known.kink { at_kinks[*at] } else { sum }
    };
    let theirs: Vec<Double> = directions.iter().map(along).collect();
    let near = |(a, b): (&Double, &Double)| (a - b).abs() <= tolerance * known.scale * ratio.abs().max(1.0);
    match ours.len() == theirs.len() && ours.iter().zip(&theirs).all(near) {
        true => Ok(()),
        false => Err(format!("WRONG: {what} is {ours:?}, should be {theirs:?}")),
    }
}
