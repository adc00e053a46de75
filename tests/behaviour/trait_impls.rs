//! Implementations of annotated traits: types that the trait names by `Self` written out, for references, with `&mut self`; and receivers
//! behind `Box`es that a pattern takes out of a constant.

use crate::common::{derivative, gradient};
use differentiate::{Differentiable, differentiate};

#[differentiate]
trait Objective {
    type Param: Differentiable;
    type Data;
    #[differentiate(wrt(p))]
    fn cost(&self, p: &Self::Param, data: &Self::Data) -> f64;
}

struct Table {
    k: f64,
}

struct WrittenOut;

#[differentiate]
impl Objective for WrittenOut {
    type Param = [f64; 2];
    type Data = Table;
    #[differentiate(wrt(p))]
    fn cost(&self, p: &[f64; 2], data: &Table) -> f64 {
        p[0] * p[1] * data.k
    }
}

struct BySelf;

#[differentiate]
impl Objective for BySelf {
    type Param = [f64; 2];
    type Data = Table;
    #[differentiate(wrt(p))]
    fn cost(&self, p: &Self::Param, data: &Self::Data) -> f64 {
        p[0] * p[0] * p[1] * data.k
    }
}

#[differentiate(wrt(p))]
fn generic<O: Objective>(of: &O, p: &O::Param, data: &O::Data) -> f64 {
    of.cost(p, data)
}

#[test]
fn types_written_out() {
    let data = Table { k: 2.0 };
    assert_eq!(WrittenOut.cost_grad(&[2.0, 3.0], &data), [6.0, 4.0]);
    assert_eq!(BySelf.cost_grad(&[2.0, 3.0], &data), [24.0, 8.0]);
    assert_eq!(generic_grad(&WrittenOut, &[2.0, 3.0], &data), [6.0, 4.0]);
}

#[differentiate]
trait Kernel {
    #[differentiate(wrt(r))]
    fn eval(&self, r: f64) -> f64;
}

struct Gauss(f64);

#[differentiate]
impl Kernel for Gauss {
    #[differentiate(wrt(r))]
    fn eval(&self, r: f64) -> f64 {
        (-self.0 * r * r).exp()
    }
}

#[differentiate]
impl<K: Kernel> Kernel for &K {
    #[differentiate(wrt(r))]
    fn eval(&self, r: f64) -> f64 {
        (**self).eval(r)
    }
}

struct Scaled<K> {
    kernel: Box<K>,
    s: f64,
}

#[differentiate]
impl<K: Kernel> Kernel for Scaled<K> {
    #[differentiate(wrt(r))]
    fn eval(&self, r: f64) -> f64 {
        self.s * (*self.kernel).eval(r)
    }
}

#[differentiate(wrt(r))]
fn evaluated<K: Kernel>(kernel: K, r: f64) -> f64 {
    kernel.eval(r * r)
}

#[test]
fn for_references() {
    let gauss = Gauss(0.4);
    let theirs = derivative(|r| gauss.eval(r * r), 0.7);
    assert!((evaluated_grad(&gauss, 0.7) - theirs).abs() < 1e-9);
    assert!((evaluated_grad(&&gauss, 0.7) - theirs).abs() < 1e-9);
    let scaled = Scaled { kernel: Box::new(&gauss), s: 3.0 };
    assert!((evaluated_grad(scaled, 0.7) - 3.0 * theirs).abs() < 1e-9);
}

#[differentiate]
trait Processor {
    #[differentiate(wrt(self, x))]
    fn tick(&mut self, x: f64) -> f64;
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct OnePole {
    a: f64,
    y: f64,
}

#[differentiate]
impl Processor for OnePole {
    #[differentiate(wrt(self, x))]
    fn tick(&mut self, x: f64) -> f64 {
        self.y += self.a * (x - self.y);
        self.y
    }
}

#[differentiate(wrt(pole))]
fn ticks(pole: &OnePole, x: &[f64]) -> f64 {
    let mut pole: OnePole = pole.clone();
    let mut last = 0.0;
    for x in x {
        last = pole.tick(*x);
    }
    last
}

#[test]
fn of_what_changes() {
    let of = |[a, y]: [f64; 2]| ticks(&OnePole { a, y }, &[1.0, -0.5, 2.0]);
    let [a, y] = gradient(of, [0.3, 0.2]);
    let ours = ticks_grad(&OnePole { a: 0.3, y: 0.2 }, &[1.0, -0.5, 2.0]);
    assert!((ours.a - a).abs() < 1e-9 && (ours.y - y).abs() < 1e-9);
}

enum Expr {
    Constant(f64),
    Variable(usize),
    Sum(Box<Expr>, Box<Expr>),
    Product(Box<Expr>, Box<Expr>),
}

#[differentiate]
impl Expr {
    #[differentiate(wrt(x))]
    fn eval(&self, x: &[f64]) -> f64 {
        match self {
            Expr::Constant(c) => *c,
            Expr::Variable(i) => x[*i],
            Expr::Sum(a, b) => a.eval(x) + b.eval(x),
            Expr::Product(a, b) => a.eval(x) * b.eval(x),
        }
    }
}

struct Chosen {
    kernel: Option<Box<Gauss>>,
}

#[differentiate]
impl Chosen {
    #[differentiate(wrt(r))]
    fn eval(&self, r: f64) -> f64 {
        match &self.kernel {
            Some(kernel) => kernel.eval(r),
            None => r,
        }
    }
}

#[test]
fn inside_of_boxes() {
    let variable = || Box::new(Expr::Variable(0));
    let square = Expr::Product(variable(), variable());
    let tree = Expr::Sum(Box::new(square), Box::new(Expr::Constant(2.0)));
    assert_eq!((tree.eval(&[3.0]), tree.eval_grad(&[3.0])), (11.0, vec![6.0]));
    let chosen = Chosen { kernel: Some(Box::new(Gauss(0.4))) };
    let theirs = derivative(|r| chosen.eval(r), 0.7);
    assert!((chosen.eval_grad(0.7) - theirs).abs() < 1e-9);
}

struct Product<A, B>(A, B);

#[differentiate]
impl<A: Kernel, B: Kernel> Kernel for Product<A, B> {
    #[differentiate(wrt(r))]
    fn eval(&self, r: f64) -> f64 {
        self.0.eval(r) * self.1.eval(r)
    }
}

#[differentiate(wrt(r))]
fn through_object(kernel: &dyn Kernel, r: f64) -> f64 {
    kernel.eval(r * r)
}

#[differentiate]
trait Layer {
    #[differentiate(wrt(x, k))]
    fn forward(&self, x: &[f64], shift: [f64; 2], k: f64) -> Vec<f64>;
}

struct Twice<'a, L> {
    layer: &'a L,
}

struct Plain;

#[differentiate]
impl Layer for Plain {
    #[differentiate(wrt(x, k))]
    fn forward(&self, x: &[f64], shift: [f64; 2], k: f64) -> Vec<f64> {
        x.iter().zip(shift).map(|(x, s)| (x * k + s).sin()).collect()
    }
}

#[differentiate]
impl<L: Layer> Layer for Twice<'_, L> {
    #[differentiate(wrt(x, k))]
    fn forward(&self, x: &[f64], shift: [f64; 2], k: f64) -> Vec<f64> {
        let once = self.layer.forward(x, shift, k);
        self.layer.forward(&once, shift, k * k)
    }
}

#[differentiate(wrt(x, k))]
fn first(layer: &dyn Layer, x: &[f64], k: f64) -> f64 {
    let y: Vec<f64> = layer.forward(x, [0.1, 0.2], k);
    y[0] * y[1]
}

struct Counted<K>(K, std::cell::Cell<f64>);

#[differentiate]
impl<K: Kernel> Kernel for Counted<K> {
    #[differentiate(wrt(r))]
    fn eval(&self, r: f64) -> f64 {
        self.1.set(self.1.get() + 1.0);
        self.0.eval(r) * self.1.get()
    }
}

#[test]
fn generic_impls_through_objects() {
    let gauss = Gauss(0.4);
    let kernel = Product(&gauss, Scaled { kernel: Box::new(Gauss(0.2)), s: 2.0 });
    let theirs = derivative(|r| through_object(&kernel, r), 0.7);
    assert!((through_object_grad(&kernel, 0.7) - theirs).abs() < 1e-9);
    let layer = Twice { layer: &Plain };
    let theirs = gradient(|[a, b, k]: [f64; 3]| first(&layer, &[a, b], k), [0.5, -0.3, 0.8]);
    let (d_x, d_k) = first_grad(&layer, &[0.5, -0.3], 0.8);
    crate::common::assert_close([d_x[0], d_x[1], d_k], theirs);
}

#[test]
#[should_panic(expected = "gives another value each time")]
fn generic_impls_that_change() {
    let _ = through_object_grad(&Counted(Gauss(0.4), 0.0.into()), 0.7);
}
