//! A function of any parameters against central differences, over one flat list of its numbers.

#[path = "../common/mod.rs"]
mod common;

pub use common::derivative;

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
