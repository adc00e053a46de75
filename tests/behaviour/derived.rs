//! `#[derive(Differentiable)]`: tangent types and their arithmetic.

use differentiate::{Differentiable, Float, Tangent, differentiate};

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Linear {
    w: Vec<f64>,
    b: f64,
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Point(f64, f64);

#[derive(Differentiable, Debug, PartialEq)]
struct Nothing;

#[derive(Differentiable, Clone, Copy)]
enum Kind {
    Relu,
    Tanh,
}

#[derive(Differentiable)]
#[allow(dead_code, reason = "their gradients are looked at")]
struct Mixed<'a> {
    name: String,
    n: usize,
    w: f64,
    point: Point,
    layers: Vec<Linear>,
    data: &'a [f64],
    bias: Option<f64>,
    #[differentiate(constant)]
    scale: f64,
    kind: Kind,
    tuple: (f64, usize, [f32; 2]),
}

fn mixed(data: &[f64]) -> Mixed<'_> {
    Mixed {
        name: "m".into(),
        n: 3,
        w: 2.0,
        point: Point(1.0, 2.0),
        layers: vec![Linear { w: vec![1.0, 2.0], b: 3.0 }],
        data,
        bias: Some(4.0),
        scale: 9.0,
        kind: Kind::Tanh,
        tuple: (5.0, 1, [6.0, 7.0]),
    }
}

const FLOATS: [f64; 14] = [2.0, 1.0, 2.0, 1.0, 2.0, 3.0, 10.0, 20.0, 4.0, 5.0, 6.0, 7.0, 0.0, 0.0];

#[test]
fn zero_has_the_shape_of_the_value() {
    // The gradient does not hold on to the data.
    let zero: MixedGradient = mixed(&vec![10.0, 20.0]).zero();
    assert_eq!(zero.layers, vec![Linear { w: vec![0.0; 2], b: 0.0 }]);
    assert_eq!(
        (zero.w, zero.point, zero.data.clone(), zero.bias),
        (0.0, Point(0.0, 0.0), vec![0.0; 2], Some(0.0))
    );
    assert_eq!((zero.name, zero.n, zero.scale, zero.kind, zero.tuple), ((), (), (), (), (0.0, (), [0.0; 2])));
    assert_eq!((Nothing.zero(), Kind::Relu.zero()), (Nothing, ()));
}

#[test]
fn floats_in_the_order_of_declaration() {
    let value = mixed(&[10.0, 20.0]);
    let mut floats = [0.0; 12];
    assert_eq!(value.flat_len(), floats.len());
    value.write_flat(&mut floats);
    assert_eq!(floats, FLOATS[..12]);
    let mut gradient = value.zero();
    gradient.read_flat(&floats);
    assert_eq!((gradient.bias, gradient.tuple), (Some(4.0), (5.0, (), [6.0, 7.0])));
}

#[test]
fn arithmetic_of_gradients() {
    let mut gradient = mixed(&[10.0, 20.0]).zero();
    assert!(gradient.is_zero());
    gradient.read_flat(&FLOATS[..12]);
    assert!(!gradient.is_zero());
    let mut twice = gradient.clone();
    twice.accumulate(&gradient);
    assert_eq!((twice.w, twice.layers[0].b, twice.data[1]), (4.0, 6.0, 40.0));
    twice.scale(0.5);
    assert_eq!(twice, gradient);
    assert_eq!(twice.dot(&gradient), FLOATS.iter().map(|x| x * x).sum::<f64>());
}

#[test]
fn a_step_changes_the_value() {
    let mut linear = Linear { w: vec![1.0, 2.0], b: 3.0 };
    linear.step(-0.5, &Linear { w: vec![2.0, 4.0], b: 1.0 });
    assert_eq!(linear, Linear { w: vec![0.0, 0.0], b: 2.5 });
}

#[test]
#[should_panic(expected = "`step` cannot change what `&[f64]` refers to")]
fn a_step_does_not_change_what_is_behind_a_reference() {
    let mut value = mixed(&[10.0, 20.0]);
    let gradient = value.zero();
    value.step(1.0, &gradient);
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Line<T> {
    a: T,
    b: [T; 2],
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Bounded<T: Float>(T, Vec<T>);

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Outer<T>
where
    T: Clone,
{
    a: T,
    inner: Line<T>,
    count: u8,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Poly<const N: usize> {
    c: [f64; N],
    degree: u32,
}

#[test]
fn generic_structs() {
    let mut line = Line { a: 1.0_f32, b: [2.0, 3.0] };
    line.step(-1.0, &Line { a: 1.0, b: [1.0, 1.0] });
    assert_eq!(line, Line { a: 0.0, b: [1.0, 2.0] });
    assert_eq!(Line { a: (1.0, 2), b: [(1.0, 2); 2] }.zero(), Line { a: (0.0, ()), b: [(0.0, ()); 2] });
    let outer = Outer { a: 1.0, inner: Line { a: 2.0, b: [3.0, 4.0] }, count: 1 };
    let expected = OuterGradient { a: 0.0, inner: Line { a: 0.0, b: [0.0; 2] }, count: () };
    assert_eq!(outer.zero(), expected);
    assert_eq!(Bounded(1.0_f32, vec![2.0]).zero(), Bounded(0.0, vec![0.0]));
    assert_eq!(Poly { c: [1.0; 3], degree: 2 }.zero(), PolyGradient { c: [0.0; 3], degree: () });
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
enum Shape {
    Circle(f64),
    Rectangle { w: f64, h: f64, name: &'static str },
    Empty,
}

#[test]
fn the_gradient_of_the_variant_that_is_there() {
    let mut gradient = Shape::Rectangle { w: 1.0, h: 2.0, name: "r" }.zero();
    gradient.accumulate(&ShapeGradient::Rectangle { w: 1.0, h: 3.0, name: () });
    assert_eq!(gradient, ShapeGradient::Rectangle { w: 1.0, h: 3.0, name: () });
    let mut shape = Shape::Circle(1.0);
    shape.step(2.0, &ShapeGradient::Circle(3.0));
    assert_eq!((shape, Shape::Empty.flat_len()), (Shape::Circle(7.0), 0));
}

#[test]
#[should_panic(expected = "gradients of different variants cannot be added")]
fn gradients_of_different_variants() {
    Shape::Empty.zero().accumulate(&Shape::Circle(1.0).zero());
}

/// With the methods that must be implemented only.
#[allow(dead_code, reason = "its gradient is looked at")]
struct Angle(f64);

impl Differentiable for Angle {
    type Tangent = Turn;
    fn zero(&self) -> Turn {
        Turn { z: 0.0 }
    }
}

struct Turn {
    z: f64,
}

impl Tangent for Turn {
    fn accumulate(&mut self, other: &Self) {
        self.z += other.z;
    }
}

#[derive(Differentiable)]
#[allow(dead_code, reason = "its gradient is looked at")]
struct Joint {
    angle: Angle,
    length: f64,
}

#[test]
fn a_field_with_a_tangent_written_by_hand() {
    let mut gradient = Joint { angle: Angle(1.0), length: 2.0 }.zero();
    gradient.accumulate(&JointGradient { angle: Turn { z: 3.0 }, length: 4.0 });
    assert_eq!((gradient.angle.z, gradient.length), (3.0, 4.0));
}

#[test]
#[should_panic(expected = "Angle` does not implement `Differentiable::flat_len`")]
fn a_method_that_is_left_out() {
    Joint { angle: Angle(1.0), length: 2.0 }.flat_len();
}

#[derive(Clone, Copy)]
struct Config {
    rate: f64,
    hidden: usize,
}

#[derive(Differentiable)]
struct Configured {
    w: f64,
    #[differentiate(constant)]
    config: Config,
    n: usize,
}

#[differentiate(wrt(y))]
fn scaled(y: f64, config: &Config, n: &usize) -> f64 {
    y * y * config.rate + y * config.rate * (config.hidden * n) as f64
}

#[differentiate(wrt(net))]
fn configured(net: &Configured) -> f64 {
    scaled(3.0 * net.w, &net.config, &net.n)
}

#[test]
fn constant_fields_are_passed_by_reference() {
    let config = Config { rate: 2.0, hidden: 5 };
    let mut net = Configured { w: 0.5, config, n: 4 };
    // With y = 3 w: (2 · 2 y + 2 · 20) · 3.
    assert_eq!(configured_grad(&net).w, 138.0);
    let slope = [1e-6, -2e-6].map(|by| {
        net.w += by;
        configured(&net)
    });
    assert!(((slope[0] - slope[1]) / 2e-6 - 138.0).abs() < 1e-6);
}
