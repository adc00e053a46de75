//! A function of any parameters against central differences, over one flat list of its numbers.

#![allow(dead_code, reason = "each test file uses a part")]

pub use crate::common::derivative;

/// The numbers of a gradient, in order.
pub trait Flat {
    fn flat(&self, into: &mut Vec<f64>);
}

impl Flat for f64 {
    fn flat(&self, into: &mut Vec<f64>) {
        into.push(*self);
    }
}

impl Flat for f32 {
    fn flat(&self, into: &mut Vec<f64>) {
        into.push(f64::from(*self));
    }
}

impl Flat for () {
    fn flat(&self, _: &mut Vec<f64>) {}
}

impl<T: Flat> Flat for Vec<T> {
    fn flat(&self, into: &mut Vec<f64>) {
        self.iter().for_each(|x| x.flat(into));
    }
}

impl<T: Flat, const N: usize> Flat for [T; N] {
    fn flat(&self, into: &mut Vec<f64>) {
        self.iter().for_each(|x| x.flat(into));
    }
}

macro_rules! tuples {
    ($($($t:ident)*;)*) => {$(
        #[allow(non_snake_case)]
        impl<$($t: Flat),*> Flat for ($($t,)*) {
            fn flat(&self, into: &mut Vec<f64>) {
                let ($($t,)*) = self;
                $($t.flat(into);)*
            }
        }
    )*};
}

tuples! { A; A B; A B C; A B C D; A B C D E; A B C D E F; A B C D E F G; A B C D E F G H; A B C D E F G H I; }

/// Numbers of either sign, none like another.
pub fn nums(n: usize) -> Vec<f64> {
    (0..n).map(|i| ((i * 61 + 23) % 43) as f64 / 21.5 - 0.95).collect()
}

pub fn flat(x: impl Flat) -> Vec<f64> {
    let mut list = Vec::new();
    x.flat(&mut list);
    list
}

#[track_caller]
pub fn agrees(
    at: &[f64],
    f: impl Fn(&[f64]) -> f64,
    both: impl Fn(&[f64]) -> (f64, Vec<f64>),
    tolerance: f64,
) {
    let (value, ours) = both(at);
    assert_eq!(value.to_bits(), f(at).to_bits(), "value {value} is not {}", f(at));
    assert_eq!(ours.len(), at.len(), "{ours:?}");
    let theirs: Vec<f64> = (0..at.len())
        .map(|i| {
            derivative(
                |x| {
                    let mut p = at.to_vec();
                    p[i] = x;
                    f(&p)
                },
                at[i],
            )
        })
        .collect();
    for i in 0..at.len() {
        let scale = ours[i].abs().max(theirs[i].abs()).max(1.0);
        assert!((ours[i] - theirs[i]).abs() <= tolerance * scale, "part {i}:\n{ours:?} is not\n{theirs:?}");
    }
}

/// `check!(at; |p| f, f_value_and_grad; (arguments from p))`.
#[allow(unused_macros)]
macro_rules! check {
    ($at:expr; |$p:ident| $f:path, $both:path; ($($arg:expr),* $(,)?)) => {
        check!(1e-7, $at; |$p| $f, $both; ($($arg),*))
    };
    ($tol:expr, $at:expr; |$p:ident| $f:path, $both:path; ($($arg:expr),* $(,)?)) => {
        crate::check::agrees(
            &$at,
            |$p: &[f64]| $f($($arg),*),
            |$p: &[f64]| {
                let (v, g) = $both($($arg),*);
                (v, crate::check::flat(g))
            },
            $tol,
        )
    };
}

/// The first `N` numbers of a list.
pub fn arr<const N: usize>(x: &[f64]) -> [f64; N] {
    x[..N].try_into().unwrap()
}

/// The first `N × M` numbers of a list.
pub fn mat<const N: usize, const M: usize>(x: &[f64]) -> [[f64; M]; N] {
    std::array::from_fn(|i| arr(&x[i * M..]))
}

/// A cotangent of the shape of a result, of numbers that differ.
pub trait Outcome {
    type Cotangent;
    fn cotangent(&self, n: &mut f64) -> Self::Cotangent;
    /// The floats of it, in order.
    fn numbers(&self, into: &mut Vec<f64>);
}

impl Outcome for f64 {
    type Cotangent = f64;
    fn cotangent(&self, n: &mut f64) -> f64 {
        *n = (*n * 1.7 + 0.4) % 2.3;
        *n - 0.9
    }
    fn numbers(&self, into: &mut Vec<f64>) {
        into.push(*self);
    }
}

impl<T: Outcome> Outcome for Vec<T> {
    type Cotangent = Vec<T::Cotangent>;
    fn cotangent(&self, n: &mut f64) -> Self::Cotangent {
        self.iter().map(|x| x.cotangent(n)).collect()
    }
    fn numbers(&self, into: &mut Vec<f64>) {
        self.iter().for_each(|x| x.numbers(into));
    }
}

impl<T: Outcome, const N: usize> Outcome for [T; N] {
    type Cotangent = [T::Cotangent; N];
    fn cotangent(&self, n: &mut f64) -> Self::Cotangent {
        std::array::from_fn(|i| self[i].cotangent(n))
    }
    fn numbers(&self, into: &mut Vec<f64>) {
        self.iter().for_each(|x| x.numbers(into));
    }
}

macro_rules! constants {
    ($($t:ty)*) => {$(
        impl Outcome for $t {
            type Cotangent = ();
            fn cotangent(&self, _: &mut f64) {}
            fn numbers(&self, _: &mut Vec<f64>) {}
        }
    )*};
}

constants! { usize i32 u32 bool }

macro_rules! results {
    ($($($t:ident)*;)*) => {$(
        #[allow(non_snake_case)]
        impl<$($t: Outcome),*> Outcome for ($($t,)*) {
            type Cotangent = ($($t::Cotangent,)*);
            fn cotangent(&self, n: &mut f64) -> Self::Cotangent {
                let ($($t,)*) = self;
                ($($t.cotangent(n),)*)
            }
            fn numbers(&self, into: &mut Vec<f64>) {
                let ($($t,)*) = self;
                $($t.numbers(into);)*
            }
        }
    )*};
}

results! { A B; A B C; A B C D; A B C D E; A B C D E F; }

/// The weighted sum of a result's numbers, and the weights.
pub fn weighted<R: Outcome>(result: &R, cotangent: &R::Cotangent) -> f64
where
    R::Cotangent: Flat,
{
    let (mut numbers, mut weights) = (Vec::new(), Vec::new());
    result.numbers(&mut numbers);
    cotangent.flat(&mut weights);
    assert_eq!(numbers.len(), weights.len());
    numbers.iter().zip(&weights).map(|(x, w)| x * w).sum()
}

/// Two companions give the same numbers.
#[track_caller]
pub fn same(name: &str, ours: &[f64], theirs: &[f64]) {
    assert_eq!(ours.len(), theirs.len(), "{name}");
    for (a, b) in ours.iter().zip(theirs) {
        let scale = a.abs().max(b.abs()).max(1.0);
        assert!((a - b).abs() <= 1e-10 * scale, "{name}:\n{ours:?} is not\n{theirs:?}");
    }
}

/// `every!(at; |p| f, f_value_and_grad, f_grad, f_vjp; (arguments from p))`.
#[allow(unused_macros)]
macro_rules! every {
    ($at:expr; |$p:ident| $f:path, $both:path, $grad:path, $vjp:path; ($($arg:expr),* $(,)?)) => {
        every!(1e-7, $at; |$p| $f, $both, $grad, $vjp; ($($arg),*))
    };
    ($tol:expr, $at:expr; |$p:ident| $f:path, $both:path, $grad:path, $vjp:path; ($($arg:expr),* $(,)?)) => {{
        check!($tol, $at; |$p| $f, $both; ($($arg),*));
        let $p: &[f64] = &$at;
        let both = crate::check::flat($both($($arg),*).1);
        crate::check::same("grad", &crate::check::flat($grad($($arg),*)), &both);
        let twice: Vec<f64> = both.iter().map(|x| 2.0 * x).collect();
        crate::check::same("vjp", &crate::check::flat($vjp($($arg),*, 2.0)), &twice);
    }};
}

/// `vjp!(at; |p| f, f_vjp; (arguments from p))` of a function with several results.
#[allow(unused_macros)]
macro_rules! vjp {
    ($at:expr; |$p:ident| $f:path, $vjp:path; ($($arg:expr),* $(,)?)) => {
        vjp!(1e-7, $at; |$p| $f, $vjp; ($($arg),*))
    };
    ($tol:expr, $at:expr; |$p:ident| $f:path, $vjp:path; ($($arg:expr),* $(,)?)) => {
        crate::check::agrees(
            &$at,
            |$p: &[f64]| {
                let result = $f($($arg),*);
                let cotangent = crate::check::Outcome::cotangent(&result, &mut 1.3);
                crate::check::weighted(&result, &cotangent)
            },
            |$p: &[f64]| {
                let result = $f($($arg),*);
                let cotangent = crate::check::Outcome::cotangent(&result, &mut 1.3);
                let value = crate::check::weighted(&result, &cotangent);
                (value, crate::check::flat($vjp($($arg),*, cotangent)))
            },
            $tol,
        )
    };
}
