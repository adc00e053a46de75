//! Rules of one's own: `vjp = my_vjp`, and `of = path, partial(x) = …` for foreign functions.

use crate::common::{assert_close, derivative};
use differentiate::{Differentiable, Float, differentiate};
use std::cell::Cell;
use std::f64::consts::FRAC_2_SQRT_PI;

/// What is not ours, and cannot be read.
mod foreign {
    pub fn erf(x: f64) -> f64 {
        differentiate::erf(x)
    }
    pub fn erf32(x: f32) -> f32 {
        differentiate::erf(f64::from(x)) as f32
    }
    pub fn hypot(a: f64, b: f64) -> f64 {
        a.hypot(b)
    }
    pub fn power(base: f64, exponent: i32, scale: f64) -> f64 {
        scale * base.powi(exponent)
    }
    pub fn root(x: &f64) -> f64 {
        x.sqrt()
    }
    pub struct Normal {
        pub mean: f64,
    }
    impl Normal {
        pub fn density(&self, x: f64) -> f64 {
            (-0.5 * (x - self.mean).powi(2)).exp()
        }
    }
}

#[differentiate(of = foreign::erf, partial(x) = FRAC_2_SQRT_PI * (-x * x).exp())]
fn erf(x: f64) -> f64;

#[differentiate(of = foreign::erf32, partial(x) = std::f32::consts::FRAC_2_SQRT_PI * (-x * x).exp())]
/// A documented function.
pub fn erf32(x: f32) -> f32;

// `value` is the result.
#[differentiate(accumulate_grad, grad, value_and_grad, vjp, of = foreign::hypot, partial(a) = a / value, partial(b) = b / value)]
fn hypot(a: f64, b: f64) -> f64;

// An integer between them is constant, and its name may be anything.
#[differentiate(
    of = foreign::power,
    partial(d_value) = f64::from(primal) * scale * d_value.powi(primal - 1),
    partial(scale) = d_value.powi(primal)
)]
fn power(d_value: f64, primal: i32, scale: f64) -> f64;

// Parameters are what they are in the signature: here a reference.
#[differentiate(of = foreign::root, partial(x) = 0.5 / x.sqrt())]
fn root(x: &f64) -> f64;

// `wrt` holds the other constant.
#[differentiate(wrt(x), of = foreign::Normal::density, partial(x) = (normal.mean - x) * value)]
fn density(normal: &foreign::Normal, x: f64) -> f64;

#[differentiate]
fn through(x: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..3 {
        let a = x * f64::from(i);
        sum += if i == 1 { erf(a).sin() } else { hypot(a, x * x) * power(x, 3, a) };
    }
    sum * root(&x) * density(&foreign::Normal { mean: 0.25 }, x)
}

#[test]
fn partial_derivatives() {
    for x in [-1.5, -0.25, 0.0, 0.75, 2.0] {
        assert_eq!(erf(x).to_bits(), foreign::erf(x).to_bits());
        assert_eq!(erf_grad(x), FRAC_2_SQRT_PI * (-x * x).exp());
        assert_eq!(erf_value_and_grad(x), (foreign::erf(x), erf_grad(x)));
        assert_eq!(erf_vjp(x, -2.0), -2.0 * erf_grad(x));
        assert_close([erf_grad(x)], [derivative(erf, x)]);
        let y = x as f32;
        assert!((f64::from(erf32_grad(y)) - erf_grad(x)).abs() < 1e-6);
    }
    assert_eq!(erf_vjp(1.0, 0.0), 0.0);
    assert_eq!(hypot_grad(3.0, 4.0), (0.6, 0.8));
    assert_eq!(hypot_vjp(3.0, 4.0, 10.0), (6.0, 8.0));
    assert_eq!(hypot_value_and_grad(3.0, 4.0), (5.0, (0.6, 0.8)));
    let (mut d_a, mut d_b) = (100.0, 200.0);
    assert_eq!(hypot_accumulate_grad(3.0, 4.0, &mut d_a, &mut d_b), 5.0);
    assert_eq!((d_a, d_b), (100.6, 200.8));
    assert_eq!(power_grad(2.0, 3, 5.0), (60.0, 8.0));
    assert_eq!(root_grad(&4.0), 0.25);
    assert_eq!(density_grad(&foreign::Normal { mean: 1.0 }, 1.0), 0.0);
}

#[test]
fn a_caller_differentiates_through_them() {
    for x in [0.5, 1.25, 2.0] {
        let (value, slope) = through_value_and_grad(x);
        assert_eq!(value.to_bits(), through(x).to_bits());
        assert_close([slope], [derivative(through, x)]);
    }
}

thread_local! {
    static CALLS: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// A table that nobody can differentiate by reading.
fn cell(table: &[f64], at: f64) -> (usize, f64) {
    let k = (at.floor() as usize).min(table.len() - 2);
    (k, at - k as f64)
}

#[differentiate(vjp = looked_up_vjp, accumulate_grad, grad, value_and_grad, vjp)]
fn looked_up(table: &[f64], name: &str, at: f64) -> f64 {
    CALLS.with(|calls| calls.set((calls.get().0 + 1, calls.get().1)));
    assert!(!name.is_empty(), "a table has a name");
    let (k, t) = cell(table, at);
    let mut entries: std::collections::BTreeMap<usize, f64> = table.iter().copied().enumerate().collect();
    entries.remove(&k).unwrap() * (1.0 - t) + entries.remove(&(k + 1)).unwrap() * t
}

// It has the name of the function that would be generated, so that is this one.
fn looked_up_vjp(table: &[f64], _: &str, at: f64, d_value: f64) -> (Vec<f64>, f64) {
    CALLS.with(|calls| calls.set((calls.get().0, calls.get().1 + 1)));
    let (k, t) = cell(table, at);
    let mut d_table = vec![0.0; table.len()];
    d_table[k] = d_value * (1.0 - t);
    d_table[k + 1] = d_value * t;
    (d_table, d_value * (table[k + 1] - table[k]))
}

#[differentiate]
fn twice(table: &[f64], x: f64) -> f64 {
    let mut y = looked_up(table, "first", x);
    if y > 0.0 {
        y += 3.0 * looked_up(table, "second", x * 0.5) * x;
    }
    for _ in 0..2 {
        y = 0.5 * looked_up(table, "third", y.abs()) + y.sin();
    }
    y
}

#[test]
fn a_function_of_the_users_gives_the_gradients() {
    let table = [1.0, 3.0, 2.5, -1.0];
    assert_eq!(looked_up_grad(&table, "a", 1.25), (vec![0.0, 0.75, 0.25, 0.0], -0.5));
    assert_eq!(looked_up_value_and_grad(&table, "a", 1.25).0, 2.875);
    assert_eq!(looked_up_vjp(&table, "a", 1.25, 0.0), (vec![0.0; 4], 0.0));
    // What there is stays.
    let (mut d_table, mut d_at) = ([10.0, 20.0, 30.0, 40.0], 50.0);
    assert_eq!(looked_up_accumulate_grad(&table, "a", 1.25, &mut d_table, &mut d_at), 2.875);
    assert_eq!((d_table, d_at), ([10.0, 20.75, 30.25, 40.0], 49.5));
}

#[test]
fn it_is_called_once_for_each_call() {
    let table = [1.0, 3.0, 2.5, -1.0];
    CALLS.set((0, 0));
    let value = twice(&table, 1.2);
    assert_eq!(CALLS.get(), (4, 0));
    CALLS.set((0, 0));
    let (ours, (d_table, d_x)) = twice_value_and_grad(&table, 1.2);
    assert_eq!(CALLS.get(), (4, 4));
    assert_eq!(ours.to_bits(), value.to_bits());
    let gradient = crate::common::gradient(
        |[a, b, c, d, x]: [f64; 5]| twice(&[a, b, c, d], x),
        [1.0, 3.0, 2.5, -1.0, 1.2],
    );
    assert_close([d_table[0], d_table[1], d_table[2], d_table[3], d_x], gradient);
}

#[test]
#[should_panic = "a table has a name"]
fn its_panics_are_the_functions() {
    let _ = looked_up_value_and_grad(&[1.0, 2.0], "", 0.5);
}

// Results of several numbers, arrays, `Vec`s by value.
#[differentiate(vjp = rotated_rule)]
fn rotated(v: [f64; 2], steps: usize, angle: f64) -> [f64; 2] {
    let (s, c) = (angle * steps as f64).sin_cos();
    [c * v[0] - s * v[1], s * v[0] + c * v[1]]
}

fn rotated_rule(v: [f64; 2], steps: usize, angle: f64, d: [f64; 2]) -> ([f64; 2], f64) {
    let (s, c) = (angle * steps as f64).sin_cos();
    let n = steps as f64;
    let d_angle = d[0] * (-s * v[0] - c * v[1]) + d[1] * (c * v[0] - s * v[1]);
    ([c * d[0] + s * d[1], c * d[1] - s * d[0]], n * d_angle)
}

#[differentiate(vjp = sorted_rule)]
fn sorted(mut list: Vec<f64>) -> Vec<f64> {
    list.sort_by(f64::total_cmp);
    list
}

fn sorted_rule(list: Vec<f64>, d_value: Vec<f64>) -> Vec<f64> {
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by(|&i, &j| list[i].total_cmp(&list[j]));
    let mut gradient = vec![0.0; list.len()];
    order.iter().zip(d_value).for_each(|(&i, d)| gradient[i] = d);
    gradient
}

#[differentiate]
fn quantile(x: [f64; 3], angle: f64) -> f64 {
    let turned = rotated([x[0], x[1]], 2, angle);
    let list = sorted(vec![turned[0], turned[1] * x[2], x[2]]);
    list[0] * list[1] + list[2]
}

#[test]
fn arrays_and_vecs() {
    let x = [0.75, -1.5, 2.0];
    let (value, (d_x, d_angle)) = quantile_value_and_grad(x, 0.3);
    assert_eq!(value.to_bits(), quantile(x, 0.3).to_bits());
    let theirs =
        crate::common::gradient(|[a, b, c, d]: [f64; 4]| quantile([a, b, c], d), [0.75, -1.5, 2.0, 0.3]);
    assert_close([d_x[0], d_x[1], d_x[2], d_angle], theirs);
    assert_eq!(sorted_vjp(vec![3.0, 1.0, 2.0], vec![10.0, 20.0, 30.0]), [30.0, 10.0, 20.0]);
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Spring {
    stiffness: f64,
    rest: f64,
    name: String,
}

#[differentiate(wrt(spring, x), vjp = energy_rule)]
fn energy(spring: &Spring, x: f64) -> f64 {
    let stretch = x - spring.rest;
    0.5 * spring.stiffness * stretch * stretch
}

fn energy_rule(spring: &Spring, x: f64, d_value: f64) -> (SpringGradient, f64) {
    let stretch = x - spring.rest;
    let force = spring.stiffness * stretch * d_value;
    (SpringGradient { stiffness: 0.5 * stretch * stretch * d_value, rest: -force, name: () }, force)
}

// Without `wrt` the struct is constant, and the rule has no gradient for it.
#[differentiate(vjp = moved_rule)]
fn moved(spring: Spring, x: f64) -> f64 {
    spring.stiffness * x
}

fn moved_rule(spring: Spring, _: f64, d_value: f64) -> f64 {
    spring.stiffness * d_value
}

#[differentiate(wrt(spring, x))]
fn chain(spring: &Spring, x: f64) -> f64 {
    energy(spring, x * x) * spring.rest + moved(Spring { stiffness: 2.0, rest: 0.0, name: "own".into() }, x)
}

#[test]
fn structs() {
    let spring = Spring { stiffness: 3.0, rest: 0.5, name: "s".into() };
    let (d_spring, d_x) = chain_grad(&spring, 1.5);
    let with = |stiffness, rest| Spring { stiffness, rest, name: String::new() };
    let theirs = crate::common::gradient(|[k, r, x]: [f64; 3]| chain(&with(k, r), x), [3.0, 0.5, 1.5]);
    assert_close([d_spring.stiffness, d_spring.rest, d_x], theirs);
    assert_eq!(moved_grad(spring, 1.0), 3.0);
}

impl Spring {
    #[differentiate(wrt(self, x), vjp = Self::force_rule)]
    fn force(&self, x: f64) -> f64 {
        self.stiffness * (x - self.rest)
    }

    fn force_rule(&self, x: f64, d_value: f64) -> (SpringGradient, f64) {
        let stiffness = (x - self.rest) * d_value;
        let rest = -self.stiffness * d_value;
        (SpringGradient { stiffness, rest, name: () }, self.stiffness * d_value)
    }

    #[differentiate(wrt(self))]
    fn work(&self) -> f64 {
        self.force(1.0) * self.force(2.0)
    }
}

#[differentiate]
impl Spring {
    #[differentiate(vjp = Self::cubed_rule)]
    fn cubed(x: f64) -> f64 {
        x.powi(3)
    }

    #[differentiate]
    fn calls(x: f64) -> f64 {
        Self::cubed(x) * x
    }
}

impl Spring {
    fn cubed_rule(x: f64, d_value: f64) -> f64 {
        3.0 * x * x * d_value
    }
}

#[test]
fn methods() {
    let spring = Spring { stiffness: 3.0, rest: 0.5, name: "s".into() };
    let (d_spring, d_x) = spring.force_grad(2.0);
    assert_eq!((d_spring.stiffness, d_spring.rest, d_x), (1.5, -3.0, 3.0));
    let work = spring.work_grad();
    assert_eq!((work.stiffness, work.rest), (4.5, -18.0));
    assert_eq!((Spring::cubed_grad(2.0), Spring::calls_grad(2.0)), (12.0, 32.0));
}

#[differentiate(vjp = weighted_rule)]
fn weighted<T: Float, const N: usize>(x: [T; N], w: &[T; N], bias: T) -> T {
    x.iter().zip(w).fold(bias, |sum, (x, w)| sum + *x * *w)
}

fn weighted_rule<T: Float, const N: usize>(x: [T; N], w: &[T; N], _: T, d: T) -> ([T; N], [T; N], T) {
    (w.map(|w| w * d), x.map(|x| x * d), d)
}

#[differentiate(of = Float::sinh, partial(x) = x.cosh())]
fn hyperbolic<T: Float>(x: T) -> T;

#[differentiate]
fn layer<T: Float>(x: [T; 2], w: &[T; 2]) -> T {
    hyperbolic(weighted(x, w, x[0]) * w[1])
}

#[test]
fn generic_functions() {
    assert_eq!(weighted_grad([1.0_f32, 2.0], &[3.0, 4.0], 5.0), ([3.0, 4.0], [1.0, 2.0], 1.0));
    let (d_x, d_w) = layer_grad([0.25, -0.5], &[0.75, 0.5]);
    let theirs =
        crate::common::gradient(|[a, b, c, d]: [f64; 4]| layer([a, b], &[c, d]), [0.25, -0.5, 0.75, 0.5]);
    assert_close([d_x[0], d_x[1], d_w[0], d_w[1]], theirs);
}

// A rule whose partial derivative is infinite where the branch is not taken.
#[differentiate(of = f64::sqrt, partial(x) = 0.5 / value)]
fn square_root(x: f64) -> f64;

#[differentiate]
fn guarded(x: f64, y: f64) -> f64 {
    let r = square_root(x);
    if x > 0.0 { r * y } else { y }
}

#[test]
fn what_is_not_taken_passes_nothing_back() {
    assert_eq!(guarded_grad(0.0, 3.0), (0.0, 1.0));
    assert_eq!(guarded_grad(4.0, 3.0), (0.75, 2.0));
    assert_eq!(square_root_grad(0.0), f64::INFINITY);
}

// Both rules of one function.
#[differentiate(vjp = product_vjp, jvp = product_tangent)]
fn product(a: f64, b: &[f64]) -> f64 {
    b.iter().fold(a, |product, b| product * b)
}

fn product_vjp(a: f64, b: &[f64], d_value: f64) -> (f64, Vec<f64>) {
    let others =
        |i: usize| b.iter().enumerate().filter(|(j, _)| *j != i).fold(a, |product, (_, b)| product * b);
    (b.iter().product::<f64>() * d_value, (0..b.len()).map(|i| others(i) * d_value).collect())
}

fn product_tangent(a: f64, b: &[f64], t_a: f64, t_b: &[f64]) -> (f64, f64) {
    let (d_a, d_b) = product_vjp(a, b, 1.0);
    (product(a, b), d_a * t_a + d_b.iter().zip(t_b).map(|(d, t)| d * t).sum::<f64>())
}

#[test]
fn a_rule_for_each_direction() {
    assert_eq!(product_grad(2.0, &[3.0, 5.0]), (15.0, vec![10.0, 6.0]));
    assert_eq!(product_tangent(2.0, &[3.0, 5.0], 1.0, &[0.5, 0.0]).1, 20.0);
}

/// Rules are items like others: they stand in modules and functions, and are imported with their functions.
mod elsewhere {
    use differentiate::differentiate;

    #[differentiate(of = super::foreign::erf, partial(x) = super::FRAC_2_SQRT_PI * (-x * x).exp())]
    pub(crate) fn imported(x: f64) -> f64;
}

use elsewhere::imported;

#[test]
fn inside_of_functions() {
    #[differentiate(of = foreign::erf, partial(x) = { let y = x * x; FRAC_2_SQRT_PI * (-y).exp() })]
    fn inner(x: f64) -> f64;

    #[differentiate]
    fn both(x: f64) -> f64 {
        inner(x) * imported(2.0 * x) - elsewhere::imported(x)
    }

    assert_close([both_grad(0.4)], [derivative(both, 0.4)]);
}
