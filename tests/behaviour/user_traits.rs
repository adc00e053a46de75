//! Traits of the user's, and functions that are generic over them.

use crate::common::{assert_close, derivative, gradient};
use differentiate::{Differentiable, differentiate};

#[differentiate]
trait Kernel {
    const SMOOTH: bool;
    fn eval(&self, r: f64) -> f64;
    fn name(&self) -> &str;
}

struct Gaussian {
    width: f64,
}

struct Cauchy;

#[differentiate(wrt(r))]
impl Kernel for Gaussian {
    const SMOOTH: bool = true;
    fn eval(&self, r: f64) -> f64 {
        (-(r / self.width).powi(2)).exp()
    }
    fn name(&self) -> &str {
        "gaussian"
    }
}

#[differentiate]
impl Kernel for Cauchy {
    const SMOOTH: bool = true;
    fn eval(&self, r: f64) -> f64 {
        1.0 / (1.0 + r * r)
    }
    fn name(&self) -> &str {
        "cauchy"
    }
}

struct Scaled<K> {
    inner: K,
    by: f64,
}

#[differentiate(wrt(r))]
impl<K: Kernel> Kernel for Scaled<K> {
    const SMOOTH: bool = K::SMOOTH;
    fn eval(&self, r: f64) -> f64 {
        self.by * self.inner.eval(r / self.by)
    }
    fn name(&self) -> &str {
        self.inner.name()
    }
}

#[differentiate(wrt(x))]
fn density<K: Kernel>(kernel: &K, data: &[f64], x: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..data.len() {
        sum += kernel.eval(x - data[i]);
    }
    sum / data.len() as f64
}

#[test]
fn generic_over_kernels() {
    let data = [0.0, 0.5, -1.0];
    fn check(kernel: &impl Kernel, data: &[f64]) {
        assert_close([kernel.eval_grad(0.7)], [derivative(|r| kernel.eval(r), 0.7)]);
        assert_eq!(kernel.eval_value_and_grad(0.7).0, kernel.eval(0.7));
        assert_close([density_grad(kernel, data, 0.3)], [derivative(|x| density(kernel, data, x), 0.3)]);
        assert!(!kernel.name().is_empty());
    }
    check(&Gaussian { width: 0.8 }, &data);
    check(&Cauchy, &data);
    check(&Scaled { inner: Gaussian { width: 2.0 }, by: 3.0 }, &data);
    let kernels: [&dyn Kernel2; 2] = [&1.0, &2.0];
    assert_eq!(kernels.map(|k| k.at(3.0)), [3.0, 6.0]);
}

/// It can still be used as `dyn`.
#[differentiate]
trait Kernel2 {
    #[differentiate(wrt(x))]
    fn at(&self, x: f64) -> f64;
}

#[differentiate]
impl Kernel2 for f64 {
    #[differentiate(wrt(x))]
    fn at(&self, x: f64) -> f64 {
        self * x
    }
}

#[differentiate]
trait Layer {
    #[differentiate(wrt(self, x))]
    fn forward(&self, x: &[f64]) -> Vec<f64>;

    #[differentiate(wrt(self, x))]
    fn energy(&self, x: &[f64]) -> f64 {
        let y = self.forward(x);
        let mut sum = 0.0;
        for i in 0..y.len() {
            sum += y[i] * y[i];
        }
        sum
    }
}

#[derive(Differentiable, Clone, Debug)]
struct Dense {
    w: Vec<f64>,
    b: f64,
}

#[differentiate]
impl Layer for Dense {
    #[differentiate(wrt(self, x))]
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        let mut y = vec![0.0; x.len()];
        for i in 0..x.len() {
            y[i] = (self.w[i] * x[i] + self.b).tanh();
        }
        y
    }
}

#[derive(Differentiable, Clone, Debug)]
struct Twice(f64);

#[differentiate]
impl Layer for Twice {
    #[differentiate(wrt(self, x))]
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        vec![x[0] * self.0, x[0] * x[1]]
    }

    #[differentiate(wrt(self, x))]
    fn energy(&self, x: &[f64]) -> f64 {
        x[0] * self.0
    }
}

#[differentiate(wrt(a, b, x))]
fn chained<A: Layer, B: Layer>(a: &A, b: &B, x: &[f64]) -> f64 {
    let h = a.forward(x);
    b.energy(&h) + a.energy(x)
}

#[test]
fn generic_over_layers() {
    let at = [0.3, -0.7, 0.2, 1.5, 0.4, 0.9];
    let f = |[u, v, b, t, x, y]: [f64; 6]| chained(&Dense { w: vec![u, v], b }, &Twice(t), &[x, y]);
    let g = |[u, v, b, t, x, y]: [f64; 6]| chained(&Twice(t), &Dense { w: vec![u, v], b }, &[x, y]);
    let (dense, twice) = (Dense { w: vec![0.3, -0.7], b: 0.2 }, Twice(1.5));
    let (a, b, x) = chained_grad(&dense, &twice, &at[4..]);
    assert_close([a.w[0], a.w[1], a.b, b.0, x[0], x[1]], gradient(f, at));
    let (b, a, x) = chained_grad(&twice, &dense, &at[4..]);
    assert_close([a.w[0], a.w[1], a.b, b.0, x[0], x[1]], gradient(g, at));
}

#[differentiate]
trait Activation {
    #[differentiate(wrt(self))]
    fn act(self) -> Self;
}

#[differentiate]
impl Activation for f64 {
    #[differentiate(wrt(self))]
    fn act(self) -> Self {
        self / (1.0 + self.abs())
    }
}

#[differentiate]
fn activated(x: f64, y: f64) -> f64 {
    (x * y).act() + x.act() * 2.0
}

#[test]
fn extension_of_floats() {
    let (x, y) = activated_grad(0.5, -2.0);
    assert_close([x, y], gradient(|[x, y]| activated(x, y), [0.5, -2.0]));
    assert_eq!(1.0_f64.act_vjp(1.0), 0.25);
}

#[derive(Differentiable, Clone, Debug)]
struct Forgotten(f64);

#[differentiate]
impl Layer for Forgotten {
    #[differentiate(wrt(self, x))]
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        vec![x[0] * self.0]
    }

    fn energy(&self, x: &[f64]) -> f64 {
        7.0 * x[0]
    }
}

#[test]
#[should_panic(expected = "annotate `energy` there with `#[differentiate]`")]
fn overridden_without_its_gradient() {
    assert_eq!(Forgotten(1.0).energy(&[1.0]), 7.0);
    let _ = Forgotten(1.0).energy_grad(&[1.0]);
}

/// A trait below another with the attribute, and methods that are called like those of core's traits.
mod named_alike {
    use differentiate::{Differentiable, differentiate};

    #[differentiate(wrt(self, x))]
    trait Function {
        fn eval(&self, x: f64) -> f64;
        fn twice(&self, x: f64) -> f64 {
            2.0 * self.eval(x)
        }
    }
    #[differentiate(wrt(self, x))]
    trait Solved: Function {
        fn step(&self, x: f64) -> f64 {
            x - self.eval(x) * self.twice(x)
        }
        fn scale(&self, x: f64) -> f64;
    }
    #[derive(Differentiable, Clone)]
    struct Cubic {
        a: f64,
    }
    #[differentiate(wrt(self, x))]
    impl Function for Cubic {
        fn eval(&self, x: f64) -> f64 {
            self.a * x * x * x
        }
    }
    #[differentiate(wrt(self, x))]
    impl Solved for Cubic {
        fn scale(&self, x: f64) -> f64 {
            self.a * x
        }
    }
    #[differentiate(wrt(s, x))]
    fn solved<S: Solved + Differentiable>(s: &S, x: f64) -> f64 {
        s.step(x) * s.scale(x)
    }

    #[test]
    fn supertraits_and_methods_called_like_those_of_core() {
        let f = |a: f64, x: f64| solved(&Cubic { a }, x);
        let (s, dx) = solved_grad(&Cubic { a: 0.5 }, 0.75);
        let h = 1e-6;
        assert!((s.a - (f(0.5 + h, 0.75) - f(0.5 - h, 0.75)) / (2.0 * h)).abs() < 1e-8);
        assert!((dx - (f(0.5, 0.75 + h) - f(0.5, 0.75 - h)) / (2.0 * h)).abs() < 1e-8);
        let (of_self, of_x) = Cubic { a: 0.5 }.step_grad(0.75);
        // x - 2 a² x⁶
        assert!((of_self.a + 4.0 * 0.5 * 0.75_f64.powi(6)).abs() < 1e-12);
        assert!((of_x - (1.0 - 12.0 * 0.25 * 0.75_f64.powi(5))).abs() < 1e-12);
    }
}
