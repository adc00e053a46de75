//! Rules of one's own where something is unusual: names, patterns, lifetimes, macros, traits, places.

use crate::common::{assert_close, derivative, gradient};
use differentiate::{Differentiable, Float, differentiate};

// visibility and generics and where clauses
pub mod api {
    use differentiate::differentiate;
    #[differentiate(of = f64::tanh, partial(x) = 1.0 - value * value)]
    #[inline]
    #[must_use]
    pub fn squash(x: f64) -> f64;
    #[differentiate(vjp = scaled_vjp)]
    pub(crate) fn scaled<T>(x: T, k: usize) -> T
    where
        T: differentiate::Float,
    {
        x * T::from_usize(k)
    }
    fn scaled_vjp<T: differentiate::Float>(_: T, k: usize, d: T) -> T {
        d * T::from_usize(k)
    }
}
use api::*;
#[differentiate]
fn glob(x: f64) -> f64 {
    squash(x) * scaled(x, 3)
}
#[test]
fn glob_import() {
    assert_close([glob_grad(0.3)], [derivative(glob, 0.3)]);
}

// trait impl methods
#[differentiate]
trait Kernel {
    #[differentiate(wrt(r))]
    fn at(&self, r: f64) -> f64;
}
struct Black {
    s: f64,
}
impl Black {
    fn at_rule(&self, r: f64, d: f64) -> f64 {
        d * self.s * (self.s * r).cos()
    }
}
#[differentiate]
impl Kernel for Black {
    #[differentiate(wrt(r), vjp = Self::at_rule)]
    fn at(&self, r: f64) -> f64 {
        (self.s * r).sin()
    }
}
#[differentiate(wrt(r))]
fn through<K: Kernel>(k: &K, r: f64) -> f64 {
    k.at(r) * k.at(r * 2.0)
}
#[test]
fn trait_impl() {
    let k = Black { s: 1.5 };
    assert_close([through_grad(&k, 0.4)], [derivative(|r| through(&k, r), 0.4)]);
    assert_close([k.at_grad(0.4)], [derivative(|r| k.at(r), 0.4)]);
}

// value struct result
#[derive(Clone, Copy, Differentiable, Debug, PartialEq)]
struct V2 {
    x: f64,
    y: f64,
}
#[differentiate(wrt(v), vjp = turned_rule)]
fn turned(v: V2) -> V2 {
    V2 { x: -v.y, y: v.x }
}
fn turned_rule(_: V2, d: V2) -> V2 {
    V2 { x: d.y, y: -d.x }
}
#[differentiate(wrt(v))]
fn energy(v: V2) -> f64 {
    let t = turned(v);
    t.x * t.y * v.x
}
#[test]
fn struct_results() {
    let g = energy_grad(V2 { x: 0.5, y: 2.0 });
    assert_close([g.x, g.y], gradient(|[x, y]| energy(V2 { x, y }), [0.5, 2.0]));
    assert_eq!(turned_vjp(V2 { x: 1.0, y: 1.0 }, V2 { x: 1.0, y: 2.0 }), V2 { x: 2.0, y: -1.0 });
}

// names: parameters named like internals
#[differentiate(of = f64::hypot, partial(slope) = slope / value, partial(primal) = primal / value)]
fn named(slope: f64, primal: f64) -> f64;
#[differentiate(vjp = internals_rule)]
fn internals(value: f64, d_value: &[f64], into_d_value: f64) -> f64 {
    value * d_value[0] + into_d_value
}
fn internals_rule(value: f64, d_value: &[f64], _: f64, d: f64) -> (f64, Vec<f64>, f64) {
    (d_value[0] * d, vec![value * d], d)
}
#[differentiate(implicit = pull_residual)]
fn pull(row: f64, entry: &[f64], d_root: f64) -> f64 {
    row * entry[0] + d_root
}
#[differentiate]
fn pull_residual(value: f64, row: f64, entry: &[f64], d_root: f64) -> f64 {
    value - row * entry[0] - d_root
}
#[test]
fn names() {
    assert_eq!(named_grad(3.0, 4.0), (0.6, 0.8));
    assert_eq!(named_vjp(3.0, 4.0, 10.0), (6.0, 8.0));
    assert_eq!(internals_grad(2.0, &[5.0], 1.0), (5.0, vec![2.0], 1.0));
    assert_eq!(pull_grad(2.0, &[5.0], 1.0), (5.0, vec![2.0], 1.0));
    assert_eq!(internals_value_and_grad(2.0, &[5.0], 1.0), (11.0, (5.0, vec![2.0], 1.0)));
}

// patterns as parameters
#[differentiate(vjp = pattern_rule)]
fn pattern([a, b]: [f64; 2], (c, _n): (f64, i32)) -> f64 {
    a * b * c
}
fn pattern_rule([a, b]: [f64; 2], (c, _): (f64, i32), d: f64) -> ([f64; 2], (f64, ())) {
    ([b * c * d, a * c * d], (a * b * d, ()))
}
#[differentiate]
fn uses_pattern(a: f64) -> f64 {
    pattern([a, a * a], (a, 2))
}
#[test]
fn patterns() {
    assert_close([uses_pattern_grad(1.3)], [derivative(uses_pattern, 1.3)]);
}

// underscore and mut params
#[differentiate(vjp = mutated_rule)]
fn mutated(mut x: f64, _: u8, mut v: Vec<f64>) -> f64 {
    x += 1.0;
    v.push(x);
    v.iter().product()
}
fn mutated_rule(x: f64, _: u8, v: Vec<f64>, d: f64) -> (f64, Vec<f64>) {
    let p: f64 = v.iter().product();
    (p * d, v.iter().map(|e| p / e * (x + 1.0) * d).collect())
}
#[test]
fn mutable_parameters() {
    assert_eq!(mutated_grad(1.0, 0, vec![3.0, 5.0]), (15.0, vec![10.0, 6.0]));
    assert_eq!(mutated_value_and_grad(1.0, 0, vec![3.0, 5.0]).0, 30.0);
}

// lifetimes, static refs, strings
#[differentiate(vjp = borrowed_rule)]
fn borrowed<'a>(x: &'a [f64], label: &'static str, k: &'a str) -> f64 {
    x[0] * (label.len() + k.len()) as f64
}
fn borrowed_rule(x: &[f64], label: &str, k: &str, d: f64) -> Vec<f64> {
    let mut g = vec![0.0; x.len()];
    g[0] = d * (label.len() + k.len()) as f64;
    g
}
#[differentiate]
fn uses_borrowed(x: &[f64]) -> f64 {
    borrowed(x, "ab", "c") * borrowed(&x[1..], "a", "b")
}
#[test]
fn lifetimes() {
    assert_eq!(uses_borrowed_grad(&[2.0, 3.0]), [18.0, 12.0]);
}

// nested vec / arrays of arrays
#[differentiate(vjp = det_rule)]
fn det(m: [[f64; 2]; 2]) -> f64 {
    m[0][0] * m[1][1] - m[0][1] * m[1][0]
}
fn det_rule(m: [[f64; 2]; 2], d: f64) -> [[f64; 2]; 2] {
    [[m[1][1] * d, -m[1][0] * d], [-m[0][1] * d, m[0][0] * d]]
}
#[differentiate]
fn logdet(a: f64, b: f64) -> f64 {
    let mut s = 0.0;
    for i in 1..4 {
        let k = i as f64;
        if a * k > b {
            s += det([[a * k, b], [b, a]]).ln();
        }
    }
    s
}
#[test]
fn matrices() {
    let (a, b) = logdet_grad(2.0, 1.0);
    assert_close([a, b], gradient(|[a, b]| logdet(a, b), [2.0, 1.0]));
}

// only named companions
#[differentiate(value_and_grad, vjp = only_rule)]
fn only(x: f64) -> f64 {
    x * x
}
fn only_rule(x: f64, d: f64) -> f64 {
    2.0 * x * d
}
#[test]
fn named_companions() {
    assert_eq!((only_value_and_grad(3.0), only_vjp()), ((9.0, 6.0), "mine"));
}
// Its name is free, since `vjp` is not asked for.
fn only_vjp() -> &'static str {
    "mine"
}

// recursion through vjp in loops with opaque code
#[differentiate]
fn power_iteration(a: f64, n: usize) -> f64 {
    let mut x = 1.0;
    while x < 100.0 {
        x = named(x, a) * 1.5;
    }
    let mut y = x;
    for _ in 0..n {
        y = squash(y / 100.0) + only(y) * 0.001;
    }
    y
}
#[test]
fn loops() {
    assert_close([power_iteration_grad(3.0, 4)], [derivative(|a| power_iteration(a, 4), 3.0)]);
}

// in closures, iterators
#[differentiate]
fn mapped(x: &[f64], w: f64) -> f64 {
    x.iter().map(|v| squash(v * w)).sum::<f64>() + x.iter().fold(0.0, |s, v| named(s, *v))
}
#[test]
fn closures() {
    let (d, w) = mapped_grad(&[0.5, -1.0], 0.7);
    assert_close([d[0], d[1], w], gradient(|[a, b, w]| mapped(&[a, b], w), [0.5, -1.0, 0.7]));
}

// cfg attributes
#[cfg(any())]
#[differentiate(vjp = nowhere)]
fn absent(x: f64) -> f64 {
    x
}
#[differentiate(vjp = here_rule)]
fn here(x: f64) -> f64 {
    #[cfg(any())]
    let x = 2.0 * x;
    #[cfg(all())]
    let x = 3.0 * x;
    x
}
fn here_rule(_: f64, d: f64) -> f64 {
    3.0 * d
}
#[test]
fn conditional() {
    assert_eq!(here_grad(1.0), 3.0);
    assert_eq!(here_value_and_grad(2.0), (6.0, 3.0));
}

// from macros
macro_rules! rules { ($($name:ident = $path:path, $x:ident => $slope:expr;)*) => { $(
    #[differentiate(of = $path, partial($x) = $slope)]
    fn $name($x: f64) -> f64;
)* } }
rules! { my_sin = f64::sin, x => x.cos(); my_exp = f64::exp, y => y.exp(); }
#[differentiate]
fn made(x: f64) -> f64 {
    my_sin(my_exp(x))
}
#[test]
fn from_macros() {
    assert_close([made_grad(0.4)], [derivative(made, 0.4)]);
}

// Float-bounded partial generic with f32
#[differentiate(of = Float::powf, partial(x) = p * x.powf(p - T::ONE), partial(p) = value * x.ln())]
fn raised<T: Float>(x: T, p: T) -> T;
#[test]
fn generic_partials() {
    let (a, b) = raised_grad(2.0, 3.0);
    assert_close([a, b], [12.0, 8.0 * 2.0_f64.ln()]);
    assert_eq!(raised_grad(2.0_f32, 3.0).0, 12.0);
}
