//! Programs with types, methods and operators of their own: complex numbers, vectors, a network, a pendulum.

use crate::common::*;
use differentiate::*;
use std::ops::*;

// 1. Dual / complex numbers
#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Complex {
    pub re: f64,
    pub im: f64,
}

#[differentiate]
impl Complex {
    #[differentiate]
    pub fn new(re: f64, im: f64) -> Self {
        Self { re, im }
    }
    #[differentiate(wrt(self))]
    pub fn norm_sqr(self) -> f64 {
        self.re * self.re + self.im * self.im
    }
    #[differentiate(wrt(self))]
    pub fn conj(self) -> Self {
        Self::new(self.re, -self.im)
    }
    #[differentiate(wrt(self))]
    pub fn exp(self) -> Self {
        let r = self.re.exp();
        Complex { re: r * self.im.cos(), im: r * self.im.sin() }
    }
    #[differentiate(wrt(self, k))]
    pub fn scale(&self, k: f64) -> Complex {
        Complex { re: self.re * k, im: self.im * k }
    }
}
#[differentiate]
impl Mul for Complex {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        Complex::new(self.re * o.re - self.im * o.im, self.re * o.im + self.im * o.re)
    }
}
#[differentiate]
impl Add for Complex {
    type Output = Complex;
    fn add(self, rhs: Complex) -> Complex {
        Complex { re: self.re + rhs.re, im: self.im + rhs.im }
    }
}
#[differentiate]
impl Div for Complex {
    type Output = Complex;
    fn div(self, rhs: Complex) -> Complex {
        let d = rhs.norm_sqr();
        let n = self * rhs.conj();
        n.scale(1.0 / d)
    }
}
#[differentiate(wrt(c))]
fn mandel(c: Complex, n: usize) -> f64 {
    let mut z = Complex { re: 0.0, im: 0.0 };
    for _ in 0..n {
        z = z * z + c;
    }
    z.norm_sqr()
}
#[differentiate]
fn impedance(r: f64, l: f64, c: f64, w: f64) -> f64 {
    let zl = Complex::new(r, w * l);
    let zc = Complex::new(0.0, -1.0 / (w * c));
    let z = (zl * zc) / (zl + zc);
    z.norm_sqr().sqrt()
}
#[test]
fn complex() {
    let d = mandel_grad(Complex { re: 0.2, im: 0.3 }, 5);
    assert_close([d.re, d.im], gradient(|[re, im]| mandel(Complex { re, im }, 5), [0.2, 0.3]));
    let g = impedance_grad(1.0, 0.5, 0.2, 2.0);
    assert_close([g.0, g.1, g.2, g.3], gradient(|[a, b, c, d]| impedance(a, b, c, d), [1.0, 0.5, 0.2, 2.0]));
}

// 2. generic vector
#[derive(Differentiable, Clone, Copy, Debug)]
pub struct V3<T> {
    x: T,
    y: T,
    z: T,
}
#[differentiate]
impl<T: Float> Add for V3<T> {
    type Output = V3<T>;
    fn add(self, o: V3<T>) -> V3<T> {
        V3 { x: self.x + o.x, y: self.y + o.y, z: self.z + o.z }
    }
}
#[differentiate]
impl<T: Float> Mul<T> for V3<T> {
    type Output = Self;
    fn mul(self, k: T) -> Self {
        V3 { x: self.x * k, y: self.y * k, z: self.z * k }
    }
}
#[differentiate(wrt(self, o))]
impl<T: Float> V3<T> {
    fn dot(&self, o: &V3<T>) -> T {
        self.x * o.x + self.y * o.y + self.z * o.z
    }
    fn cross(&self, o: &Self) -> Self {
        V3 { x: self.y * o.z - self.z * o.y, y: self.z * o.x - self.x * o.z, z: self.x * o.y - self.y * o.x }
    }
    fn norm(&self) -> T {
        self.dot(self).sqrt()
    }
}
#[differentiate(wrt(a, b, k))]
fn volume<T: Float>(a: V3<T>, b: V3<T>, k: T) -> T {
    let c = a.cross(&b) + b * k;
    c.dot(&a) + c.norm()
}
#[test]
fn generic() {
    let at = [1.0, 2.0, -0.5, 0.3, 0.7, 1.1, 0.9];
    let f = |p: [f64; 7]| volume(V3 { x: p[0], y: p[1], z: p[2] }, V3 { x: p[3], y: p[4], z: p[5] }, p[6]);
    let (a, b, k) = volume_grad(V3 { x: 1.0, y: 2.0, z: -0.5 }, V3 { x: 0.3, y: 0.7, z: 1.1 }, 0.9);
    assert_close([a.x, a.y, a.z, b.x, b.y, b.z, k], gradient(f, at));
}

// 3. MLP with layers and activation enum
#[derive(Clone, Copy, Debug, Differentiable)]
enum Act {
    Tanh,
    Relu,
}
#[differentiate]
impl Act {
    #[differentiate(wrt(x))]
    fn apply(&self, x: f64) -> f64 {
        match self {
            Act::Tanh => x.tanh(),
            Act::Relu => x.max(0.0),
        }
    }
}
#[derive(Clone, Debug, Differentiable)]
struct Dense {
    w: Vec<Vec<f64>>,
    b: Vec<f64>,
    #[differentiate(constant)]
    act: Act,
}
#[differentiate(wrt(self, x))]
impl Dense {
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        let mut out = Vec::with_capacity(self.b.len());
        for i in 0..self.b.len() {
            let mut s = self.b[i];
            for j in 0..x.len() {
                s += self.w[i][j] * x[j];
            }
            out.push(self.act.apply(s));
        }
        out
    }
}
#[derive(Clone, Debug, Differentiable)]
struct Mlp {
    layers: Vec<Dense>,
}
#[differentiate(wrt(self, x))]
impl Mlp {
    fn forward(&self, x: &[f64]) -> Vec<f64> {
        let mut h = x.to_vec();
        for layer in &self.layers {
            h = layer.forward(&h);
        }
        h
    }
    fn loss(&self, x: &[f64], y: &[f64]) -> f64 {
        let out = self.forward(x);
        let mut s = 0.0;
        for i in 0..y.len() {
            let d = out[i] - y[i];
            s += d * d;
        }
        s
    }
}
fn mlp(p: [f64; 9]) -> Mlp {
    Mlp {
        layers: vec![
            Dense { w: vec![vec![p[0], p[1]], vec![p[2], p[3]]], b: vec![p[4], p[5]], act: Act::Tanh },
            Dense { w: vec![vec![p[6], p[7]]], b: vec![p[8]], act: Act::Relu },
        ],
    }
}
#[test]
fn network() {
    let p = [0.1, 0.5, -0.3, 0.8, 0.05, -0.1, 1.2, -0.7, 0.9];
    let (d, dx) = mlp(p).loss_grad(&[0.4, -0.6], &[0.2]);
    let f = [
        d.layers[0].w[0][0],
        d.layers[0].w[0][1],
        d.layers[0].w[1][0],
        d.layers[0].w[1][1],
        d.layers[0].b[0],
        d.layers[0].b[1],
        d.layers[1].w[0][0],
        d.layers[1].w[0][1],
        d.layers[1].b[0],
    ];
    assert_close(f, gradient(|p| mlp(p).loss(&[0.4, -0.6], &[0.2]), p));
    assert_close(dx.try_into().unwrap(), gradient(|x: [f64; 2]| mlp(p).loss(&x, &[0.2]), [0.4, -0.6]));
}

// 4. Pendulum with RK4 and methods
#[derive(Clone, Copy, Debug, Differentiable)]
struct State {
    th: f64,
    om: f64,
}
#[derive(Clone, Copy, Debug, Differentiable)]
struct Pendulum {
    g: f64,
    l: f64,
    damping: f64,
}
#[differentiate]
impl Add for State {
    type Output = State;
    fn add(self, o: State) -> State {
        State { th: self.th + o.th, om: self.om + o.om }
    }
}
#[differentiate]
impl Mul<f64> for State {
    type Output = State;
    fn mul(self, k: f64) -> State {
        State { th: self.th * k, om: self.om * k }
    }
}
#[differentiate(wrt(self, s, h))]
impl Pendulum {
    fn derivative(&self, s: State) -> State {
        State { th: s.om, om: -self.g / self.l * s.th.sin() - self.damping * s.om }
    }
    fn rk4(&self, s: State, h: f64) -> State {
        let k1 = self.derivative(s);
        let k2 = self.derivative(s + k1 * (h / 2.0));
        let k3 = self.derivative(s + k2 * (h / 2.0));
        let k4 = self.derivative(s + k3 * h);
        s + (k1 + k2 * 2.0 + k3 * 2.0 + k4) * (h / 6.0)
    }
    fn energy(&self, s: &State) -> f64 {
        0.5 * self.l * self.l * s.om * s.om + self.g * self.l * (1.0 - s.th.cos())
    }
}
#[differentiate(wrt(p, s))]
fn simulate(p: &Pendulum, s: State, n: usize) -> f64 {
    let mut s = s;
    for _ in 0..n {
        s = p.rk4(s, 0.05);
    }
    p.energy(&s)
}
#[test]
fn pendulum() {
    let f = |p: [f64; 5]| {
        simulate(&Pendulum { g: p[0], l: p[1], damping: p[2] }, State { th: p[3], om: p[4] }, 12)
    };
    let at = [9.81, 1.2, 0.1, 0.7, -0.2];
    let (p, s) = simulate_grad(&Pendulum { g: 9.81, l: 1.2, damping: 0.1 }, State { th: 0.7, om: -0.2 }, 12);
    assert_close([p.g, p.l, p.damping, s.th, s.om], gradient(f, at));
}
