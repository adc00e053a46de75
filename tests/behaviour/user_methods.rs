//! Methods and associated functions of the user's types.

use crate::common::{assert_close, derivative, gradient};
use differentiate::{Differentiable, Float, differentiate};

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Spring {
    k: f64,
    rest: f64,
}

impl Spring {
    const HALF: f64 = 0.5;

    #[differentiate(wrt(self, x))]
    fn energy(&self, x: f64) -> f64 {
        let stretch = x - self.rest;
        Self::HALF * self.k * stretch * stretch
    }

    #[differentiate(wrt(x))]
    fn force(&self, x: f64) -> f64 {
        assert!(self.k > 0.0, "{}", self.k);
        -self.k * (x - self.rest) * Self::taper(self.rest)
    }

    fn taper(x: f64) -> f64 {
        1.0 / (1.0 + x)
    }

    #[differentiate(wrt(self, xs))]
    fn total(&self, xs: &[f64]) -> f64 {
        let mut sum = 0.0;
        for i in 0..xs.len() {
            if xs[i] > 0.0 {
                sum += self.energy(xs[i]);
            }
        }
        sum * self.energy(sum).sqrt()
    }
}

const SPRING: Spring = Spring { k: 3.0, rest: 0.25 };

#[test]
fn energy() {
    let (d_spring, d_x) = SPRING.energy_grad(1.25);
    // ½ k (x - r)²: ½, -k (x - r), k (x - r) at x - r = 1.
    assert_eq!((d_spring.k, d_spring.rest, d_x), (0.5, -3.0, 3.0));
    let (value, (again, _)) = SPRING.energy_value_and_grad(1.25);
    assert_eq!((value, again), (1.5, d_spring));
    assert_eq!(SPRING.energy_vjp(1.25, 2.0).1, 6.0);
}

#[test]
fn force() {
    assert_eq!(SPRING.force_grad(7.0), -3.0 * 0.8);
}

#[test]
fn total() {
    let at = [3.0, 0.25, 1.0, -1.0, 2.0];
    let f = |[k, rest, a, b, c]: [f64; 5]| Spring { k, rest }.total(&[a, b, c]);
    let (d_spring, d_xs) = SPRING.total_grad(&at[2..]);
    assert_close([d_spring.k, d_spring.rest, d_xs[0], d_xs[1], d_xs[2]], gradient(f, at));
    assert_eq!(SPRING.total_value_and_grad(&at[2..]).0, f(at));
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Layer {
    w: Vec<f64>,
    b: f64,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Model {
    layers: Vec<Layer>,
    scale: f64,
    steps: usize,
}

#[differentiate]
impl Layer {
    #[differentiate(wrt(self, x))]
    fn forward(&self, x: f64) -> f64 {
        let mut y = self.b;
        for i in 0..self.w.len() {
            y = y * x + self.w[i];
        }
        Self::activation(y)
    }

    #[differentiate]
    fn activation(y: f64) -> f64 {
        y.tanh()
    }
}

#[differentiate(wrt(self, x))]
impl Model {
    fn predict(&self, x: f64) -> f64 {
        let mut h = x;
        for layer in &self.layers {
            h = layer.forward(h) + 0.1 * x;
        }
        for _ in 0..self.steps {
            h = h.sin();
        }
        self.scale * h
    }

    fn loss(&self, x: &[f64], y: &[f64]) -> f64 {
        let mut sum = 0.0;
        for (x, y) in x.iter().zip(y) {
            sum += (self.predict(*x) - y).powi(2);
        }
        sum / x.len() as f64
    }

    fn depth(&self) -> usize {
        self.layers.len()
    }

    fn name(&self) -> &str {
        "model"
    }

    fn print(&self) {
        println!("{}", self.scale);
    }
}

#[differentiate(wrt(model, x))]
fn by_index(model: &Model, x: f64) -> f64 {
    let mut h = x;
    for i in 0..model.depth() {
        h = model.layers[i].forward(h);
    }
    h * model.predict(x)
}

fn model([a, b, c, d, e, scale]: [f64; 6]) -> Model {
    Model { layers: vec![Layer { w: vec![a, b], b: c }, Layer { w: vec![d], b: e }], scale, steps: 2 }
}

const WEIGHTS: [f64; 6] = [0.3, -0.7, 0.4, 0.9, -1.1, 1.7];

fn flat(d: &<Model as Differentiable>::Tangent) -> [f64; 6] {
    let [first, second] = &d.layers[..] else { panic!() };
    [first.w[0], first.w[1], first.b, second.w[0], second.b, d.scale]
}

#[test]
fn loss() {
    let (x, y) = ([0.5, -0.25, 1.5], [1.0, 0.0, -1.0]);
    let (value, (d_model, d_x)) = model(WEIGHTS).loss_value_and_grad(&x, &y);
    assert_eq!(value, model(WEIGHTS).loss(&x, &y));
    assert_close(flat(&d_model), gradient(|w| model(w).loss(&x, &y), WEIGHTS));
    assert_close(d_x.try_into().unwrap(), gradient(|x| model(WEIGHTS).loss(&x, &y), x));
    assert_eq!((model(WEIGHTS).depth(), model(WEIGHTS).name()), (2, "model"));
    model(WEIGHTS).print();
}

#[test]
fn chosen_by_index() {
    let (d_model, d_x) = by_index_grad(&model(WEIGHTS), 0.6);
    assert_close(flat(&d_model), gradient(|w| by_index(&model(w), 0.6), WEIGHTS));
    assert_close([d_x], [derivative(|x| by_index(&model(WEIGHTS), x), 0.6)]);
}

struct Poly<'a, T, const N: usize> {
    c: &'a [T; N],
}

#[differentiate]
impl<'a, T: Float, const N: usize> Poly<'a, T, N> {
    #[differentiate(wrt(x))]
    fn eval(&self, x: T) -> T {
        let mut y = T::from_f64(0.0);
        for i in (0..N).rev() {
            y = y * x + self.c[i];
        }
        y
    }

    #[differentiate(wrt(x))]
    fn squared(&self, x: T) -> T
    where
        T: Copy,
    {
        let y = self.eval(x);
        y * y
    }

    #[differentiate]
    fn kernel(r: T) -> T {
        (-r * r).exp()
    }
}

#[test]
fn poly() {
    let poly = Poly { c: &[1.0, 2.0, 3.0] };
    // 1 + 2x + 3x²
    assert_eq!(poly.eval_grad(2.0), 14.0);
    assert_eq!(poly.squared_grad(2.0), 2.0 * 17.0 * 14.0);
    assert_eq!(Poly { c: &[1.0_f32, 2.0] }.squared_grad(2.0_f32), 20.0);
    assert_close([Poly::<f64, 2>::kernel_grad(0.5)], [-(-0.25_f64).exp()]);
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct V2 {
    x: f64,
    y: f64,
}

#[differentiate(wrt(self, other))]
impl V2 {
    fn dot(self, other: V2) -> f64 {
        self.x * other.x + self.y * other.y
    }

    fn norm(self) -> f64 {
        self.dot(self).sqrt()
    }
}

#[differentiate(wrt(a, b))]
fn cosine(a: V2, b: &V2) -> f64 {
    a.dot(*b) / (a.norm() * b.norm())
}

#[test]
fn by_value() {
    let f = |[x, y, u, v]: [f64; 4]| cosine(V2 { x, y }, &V2 { x: u, y: v });
    let at = [1.0, 2.0, -0.5, 0.75];
    let (d_a, d_b) = cosine_grad(V2 { x: 1.0, y: 2.0 }, &V2 { x: -0.5, y: 0.75 });
    assert_close([d_a.x, d_a.y, d_b.x, d_b.y], gradient(f, at));
}

struct Decay {
    rate: f64,
}

impl Decay {
    #[differentiate(wrt(x))]
    fn repeated(&self, x: f64, n: usize) -> f64 {
        if n == 0 { x } else { self.repeated(x * self.rate, n - 1) }
    }
}

#[test]
fn recursive() {
    assert_eq!(Decay { rate: 0.5 }.repeated_grad(3.0, 4), 0.0625);
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Pid {
    kp: f64,
    ki: f64,
    kd: f64,
    integral: f64,
    last: f64,
}

#[differentiate]
impl Pid {
    #[differentiate(wrt(kp, ki, kd))]
    fn new(kp: f64, ki: f64, kd: f64) -> Self {
        Self { kp, ki, kd, integral: 0.0, last: 0.0 }
    }

    #[differentiate(wrt(self, error, dt))]
    fn update(&mut self, error: f64, dt: f64) -> f64 {
        self.integral += error * dt;
        let slope = (error - self.last) / dt;
        self.last = error;
        self.output(error, slope)
    }

    #[differentiate(wrt(self, error, slope))]
    fn output(&self, error: f64, slope: f64) -> f64 {
        self.kp * error + self.ki * self.integral + self.kd * slope
    }
}

#[differentiate]
fn settled(kp: f64, ki: f64, kd: f64, target: f64) -> f64 {
    let mut pid = Pid::new(kp, ki, kd);
    let (mut x, mut v, mut cost) = (0.0, 0.0, 0.0);
    for step in 0..20 {
        let u = pid.update(target - x, 0.1);
        v += (u - x) * 0.1;
        x += v * 0.1;
        if step > 5 {
            cost += (x - target).powi(2) + 0.01 * pid.output(u, 0.0).powi(2);
        }
    }
    cost
}

#[differentiate(wrt(pid, target))]
fn from_state(pid: &Pid, target: f64) -> f64 {
    let mut own = *pid;
    let mut x = 0.0;
    for _ in 0..4 {
        x += own.update(target - x, 0.5);
    }
    x * own.integral
}

#[differentiate(wrt(pid, errors))]
fn drive(pid: &mut Pid, errors: &[f64]) -> f64 {
    let mut sum = 0.0;
    for e in errors {
        sum += pid.update(*e, 0.25);
    }
    sum
}

#[test]
fn pid_loop() {
    let at = [1.2, 0.4, 0.05, 1.0];
    let (kp, ki, kd, target) = settled_grad(1.2, 0.4, 0.05, 1.0);
    assert_close([kp, ki, kd, target], gradient(|[p, i, d, t]| settled(p, i, d, t), at));
    let pid = |[kp, ki, kd, integral, last]: [f64; 5]| Pid { kp, ki, kd, integral, last };
    let state = [1.2, 0.4, 0.05, 0.3, -0.2];
    let (d, t) = from_state_grad(&pid(state), 0.8);
    assert_close([d.kp, d.ki, d.kd, d.integral, d.last], gradient(|s| from_state(&pid(s), 0.8), state));
    assert_close([t], [derivative(|t| from_state(&pid(state), t), 0.8)]);
    let errors = [0.5, -0.25, 1.0];
    // The result plus what is left in the state.
    let f = |s: [f64; 5]| {
        let mut pid = pid(s);
        drive(&mut pid, &errors) + 2.0 * pid.integral + 3.0 * pid.last
    };
    let mut d = Pid { kp: 0.0, ki: 0.0, kd: 0.0, integral: 2.0, last: 3.0 };
    let d_errors = drive_vjp(&mut pid(state), &errors, 1.0, &mut d);
    assert_close([d.kp, d.ki, d.kd, d.integral, d.last], gradient(f, state));
    let g = |e: [f64; 3]| {
        let mut pid = pid(state);
        drive(&mut pid, &e) + 2.0 * pid.integral + 3.0 * pid.last
    };
    assert_close(d_errors.try_into().unwrap(), gradient(g, errors));
}

#[derive(Differentiable, Clone, Debug)]
struct Table {
    data: Vec<f64>,
    #[differentiate(constant)]
    width: usize,
}

impl Table {
    fn cols(&self) -> usize {
        self.width
    }

    fn rows(&self) -> usize {
        self.data.len() / self.width
    }

    fn is_wide(&self, x: f64) -> bool {
        self.width as f64 > x
    }

    #[differentiate(wrt(self, x))]
    fn form(&self, x: &[f64]) -> f64 {
        let n = self.rows();
        let mut sum = 0.0;
        for i in 0..n {
            for j in 0..self.cols() {
                sum += x[i] * self.data[i * self.cols() + j] * x[j];
            }
        }
        if self.rows() % 2 == 0 && !self.is_wide(x[0]) { sum } else { sum * sum }
    }
}

#[test]
fn methods_that_count_need_no_attribute() {
    let table = |d: &[f64]| Table { data: d.to_vec(), width: 2 };
    for x0 in [0.5, 2.5] {
        let at = [1.0, -0.5, 2.0, 0.25, x0, 1.5];
        let (d, x) = table(&at[..4]).form_grad(&at[4..]);
        let ours: Vec<f64> = d.data.iter().chain(&x).copied().collect();
        assert_close(ours.try_into().unwrap(), gradient(|p: [f64; 6]| table(&p[..4]).form(&p[4..]), at));
    }
}

#[derive(Differentiable, Clone, Debug)]
enum Shape {
    Circle(f64),
    Rectangle { w: f64, h: f64 },
}

#[differentiate]
impl Shape {
    #[differentiate(wrt(self))]
    fn area(&self) -> f64 {
        match self {
            Shape::Circle(r) => 3.0 * r * r,
            Shape::Rectangle { w, h } => w * h,
        }
    }

    #[differentiate(wrt(self, density))]
    fn mass(&self, density: f64) -> f64 {
        density * self.area().sqrt()
    }
}

#[test]
fn of_an_enum() {
    let (d, density) = Shape::Circle(2.0).mass_grad(0.5);
    let Shape::Circle(r) = d else { panic!() };
    assert_close([r, density], gradient(|[r, d]| Shape::Circle(r).mass(d), [2.0, 0.5]));
    let of = |[w, h, d]: [f64; 3]| Shape::Rectangle { w, h }.mass(d);
    let (d, density) = Shape::Rectangle { w: 2.0, h: 3.0 }.mass_grad(0.5);
    let Shape::Rectangle { w, h } = d else { panic!() };
    assert_close([w, h, density], gradient(of, [2.0, 3.0, 0.5]));
}
