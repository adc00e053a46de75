//! Traits behind `dyn`: gradients with respect to the arguments.

use crate::structs::check;
use differentiate::differentiate;
use std::cell::Cell;
use std::rc::Rc;

#[differentiate(vjp)]
trait Layer: std::fmt::Debug {
    #[differentiate(wrt(x))]
    fn forward(&self, x: &[f64]) -> Vec<f64>;

    #[differentiate(wrt(x, k))]
    fn pair(&self, x: [f64; 2], k: f64) -> [f64; 2];

    #[differentiate(wrt(x))]
    fn shift(&self, x: &mut [f64], by: f64);

    fn name(&self) -> String {
        format!("{self:?}")
    }
}

#[derive(Debug)]
struct Tanh(f64);

#[derive(Debug)]
struct Affine {
    w: Vec<f64>,
    calls: Cell<u32>,
}

#[differentiate]
impl Layer for Tanh {
    #[differentiate(wrt(x))]
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        x.iter().map(|v| (v * self.0).tanh()).collect()
    }

    #[differentiate(wrt(x, k))]
    fn pair(&self, x: [f64; 2], k: f64) -> [f64; 2] {
        [x[0] * k.sin(), x[1] * self.0]
    }

    #[differentiate(wrt(x))]
    fn shift(&self, x: &mut [f64], by: f64) {
        for v in x.iter_mut() {
            *v = *v * *v + by * self.0;
        }
    }
}

#[differentiate]
impl Layer for Affine {
    #[differentiate(wrt(x))]
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        self.calls.set(self.calls.get() + 1);
        (0..2).map(|i| self.w[2 * i] * x[0] + self.w[2 * i + 1] * x[1]).collect()
    }

    #[differentiate(wrt(x, k))]
    fn pair(&self, x: [f64; 2], k: f64) -> [f64; 2] {
        [x[1] * k, x[0] * k * k]
    }

    #[differentiate(wrt(x))]
    fn shift(&self, x: &mut [f64], by: f64) {
        x[0] *= by;
    }
}

#[differentiate(grad, wrt(x))]
fn stack(layers: &[Box<dyn Layer>], x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    for layer in layers {
        h = layer.forward(&h);
        layer.shift(&mut h, 0.5);
    }
    let pair = layers[0].pair([h[0], h[1]], h[0]);
    pair[0] + pair[1] * h[1]
}

#[differentiate(grad, value_and_grad, wrt(x))]
fn often(layer: &dyn Layer, x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..3 {
        let y = layer.forward(x);
        sum += y[0] * y[1] * i as f64;
    }
    sum
}

#[differentiate(grad, wrt(x))]
fn called(layer: &dyn Layer, x: &[f64]) -> f64 {
    often(layer, x) * x[0]
}

#[differentiate(grad, wrt(x))]
fn shared(layer: Rc<dyn Layer>, x: &[f64]) -> f64 {
    let y = layer.forward(x);
    y[0] + y[1].sin()
}

#[differentiate(grad, wrt(x))]
fn of_any(layer: &impl Layer, x: &[f64]) -> f64 {
    let y = layer.forward(x);
    y[0] * y[1]
}

struct Network {
    layers: Vec<Box<dyn Layer>>,
}

#[differentiate(grad)]
impl Network {
    #[differentiate(wrt(x))]
    fn loss(&self, x: &[f64]) -> f64 {
        let last = self.layers.iter().fold(x.to_vec(), |h, layer| layer.forward(&h));
        last.iter().map(|v| v * v).sum()
    }
}

#[test]
fn gradients_through_trait_objects() {
    let affine = || Affine { w: vec![0.3, -0.2, 0.5, 0.9], calls: Cell::new(0) };
    let layers = || -> Vec<Box<dyn Layer>> { vec![Box::new(Tanh(0.7)), Box::new(affine())] };
    let (x, all) = (vec![0.4, 0.8], layers());
    check(&x, |x| stack(&all, x), &stack_grad(&all, &x));
    check(&x, |x| often(&*all[1], x), &often_grad(&*all[1], &x));
    check(&x, |x| called(&*all[0], x), &called_grad(&*all[0], &x));
    let tanh: Rc<dyn Layer> = Rc::new(Tanh(0.3));
    check(&x, |x| shared(tanh.clone(), x), &shared_grad(tanh.clone(), &x));
    check(&x, |x| of_any(&all[1], x), &of_any_grad(&all[1], &x));
    check(&x, |x| of_any(&Tanh(0.6), x), &of_any_grad(&Tanh(0.6), &x));
    let network = Network { layers: layers() };
    check(&x, |x| network.loss(x), &network.loss_grad(&x));
    // The code of an implementation runs as often as it is called.
    let counted = affine();
    assert_eq!(often_value_and_grad(&counted, &x).0, often(&affine(), &x));
    assert_eq!((counted.calls.get(), all[0].name()), (3, "Tanh(0.7)".into()));
}

#[differentiate]
trait Potential {
    #[differentiate(grad, jvp, hvp, wrt(x))]
    fn energy(&self, x: f64, scale: &[f64]) -> f64;
}

struct Spring(f64);
struct Well;

#[differentiate]
impl Potential for Spring {
    #[differentiate(grad, jvp, hvp, wrt(x))]
    fn energy(&self, x: f64, scale: &[f64]) -> f64 {
        self.0 * x * x * x * scale[0]
    }
}

#[differentiate]
impl Potential for Well {
    #[differentiate(grad, jvp, hvp, wrt(x))]
    fn energy(&self, x: f64, scale: &[f64]) -> f64 {
        -(x * scale[1]).cos()
    }
}

#[differentiate(grad, jvp, hvp, wrt(x))]
fn in_a_field(first: &dyn Potential, rest: &[Box<dyn Potential>], x: f64) -> f64 {
    let scale = [0.5, 2.0];
    let mut sum = first.energy(x, &scale);
    for potential in rest {
        sum += potential.energy(x * x, &scale);
    }
    sum
}

#[test]
fn forward_mode_through_objects() {
    let rest: Vec<Box<dyn Potential>> = vec![Box::new(Well), Box::new(Spring(1.5))];
    let (first, x, t, h) = (Spring(3.0), 0.7, 1.25, 1e-6);
    let f = |x: f64| in_a_field(&first, &rest, x);
    let g = |x: f64| in_a_field_grad(&first, &rest, x);
    let (value, tangent) = in_a_field_jvp(&first, &rest, x, t);
    assert_eq!(value, f(x));
    assert!((tangent - t * (f(x + h) - f(x - h)) / (2.0 * h)).abs() < 1e-7);
    assert!((tangent - t * g(x)).abs() < 1e-12);
    let of_gradient = t * (g(x + h) - g(x - h)) / (2.0 * h);
    assert!((in_a_field_hvp(&first, &rest, x, t) - of_gradient).abs() < 1e-7);
}
