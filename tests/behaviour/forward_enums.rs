//! Tangents of enums whose tangents are types of their own.

use crate::common::assert_close;
use differentiate::{Differentiable, Tangent, differentiate};

#[derive(Clone, Debug, Differentiable)]
struct Norm {
    scale: Vec<f64>,
}

#[differentiate]
impl Norm {
    #[differentiate(wrt(self, x), vjp, jvp)]
    fn forward(&self, x: f64) -> f64 {
        self.scale[0] * x.sin()
    }
}

/// Its gradient lacks the `bool`.
#[derive(Clone, Debug, Differentiable)]
struct Square {
    weights: Vec<f64>,
    on: bool,
}

#[differentiate]
impl Square {
    #[differentiate(wrt(self, x), vjp, jvp)]
    fn forward(&self, x: f64) -> f64 {
        if self.on { self.weights[0] * x * x } else { 1.0 }
    }
}

#[derive(Clone, Debug, Differentiable)]
enum Inner {
    Square(Square),
    Pair(f64, Norm),
}

#[differentiate]
impl Inner {
    #[differentiate(wrt(self, x), grad, jvp)]
    fn forward(&self, x: f64) -> f64 {
        match self {
            Inner::Square(square) => square.forward(x),
            Inner::Pair(a, norm) => a * norm.forward(x * a),
        }
    }
}

#[derive(Clone, Debug, Differentiable)]
enum Block {
    Square(Square),
    Norm(Norm),
    Drop { rate: f64, layers: Vec<f64> },
    Skip,
    Nested(Inner),
}

#[differentiate]
impl Block {
    #[differentiate(wrt(self, x), grad, jvp, hvp)]
    fn forward(&self, x: f64) -> f64 {
        match self {
            Block::Square(square) => square.forward(x),
            Block::Norm(norm) => norm.forward(x),
            Block::Drop { rate, layers } => *rate * x * layers[0] * rate,
            Block::Skip => x,
            Block::Nested(inner) => inner.forward(x),
        }
    }
}

#[derive(Clone, Debug, Differentiable)]
struct Net {
    blocks: Vec<Block>,
    last: Block,
}

#[differentiate]
impl Net {
    #[differentiate(wrt(self, x), grad, jvp, hvp)]
    fn forward(&self, x: f64) -> f64 {
        let mut y = x;
        for block in &self.blocks {
            y = block.forward(y);
        }
        let direct = match &self.last {
            Block::Square(square) => square.weights[0] * y,
            Block::Norm(norm) => norm.scale[0] * y * norm.forward(y),
            Block::Drop { rate, layers } => layers[0] * rate * y,
            _ => y,
        };
        y + direct + self.last.forward(y)
    }

    #[differentiate(wrt(self), grad, jvp)]
    fn rate(&self) -> f64 {
        if let Block::Drop { rate, layers } = &self.last { rate * layers[0] } else { 0.0 }
    }
}

fn square() -> Square {
    Square { weights: vec![1.5], on: true }
}

fn norm() -> Norm {
    Norm { scale: vec![0.7] }
}

fn blocks() -> [Block; 5] {
    let (square, norm) = (square(), norm());
    let drop = Block::Drop { rate: 0.3, layers: vec![0.4] };
    [
        Block::Square(square),
        Block::Norm(norm.clone()),
        drop,
        Block::Skip,
        Block::Nested(Inner::Pair(0.3, norm)),
    ]
}

#[test]
fn of_a_block() {
    for block in blocks() {
        let (gradient, of_x) = block.forward_grad(0.8);
        assert_close([of_x], crate::common::gradient(|[x]: [f64; 1]| block.forward(x), [0.8]));
        let (value, tangent) = block.forward_jvp(0.8, &gradient, of_x);
        assert_eq!(value, block.forward(0.8));
        assert_close([tangent], [gradient.dot(&gradient) + of_x * of_x]);
        let second = crate::common::gradient(|[x]: [f64; 1]| block.forward_grad(x).1, [0.8]);
        assert_close([block.forward_hvp(0.8, &block.zero(), 1.0).1], second);
    }
}

#[test]
fn of_a_net_of_blocks() {
    for last in blocks() {
        let net = Net { blocks: vec![Block::Nested(Inner::Square(square())), Block::Norm(norm())], last };
        let (gradient, of_x) = net.forward_grad(0.8);
        assert_close([of_x], crate::common::gradient(|[x]: [f64; 1]| net.forward(x), [0.8]));
        let (value, tangent) = net.forward_jvp(0.8, &gradient, of_x);
        assert_eq!(value, net.forward(0.8));
        assert_close([tangent], [gradient.dot(&gradient) + of_x * of_x]);
        let second = crate::common::gradient(|[x]: [f64; 1]| net.forward_grad(x).1, [0.8]);
        assert_close([net.forward_hvp(0.8, &net.zero(), 1.0).1], second);
        let gradient = net.rate_grad();
        assert_close([net.rate_jvp(&gradient).1], [gradient.dot(&gradient)]);
    }
}

mod with_gradients_of_their_own {
    use crate::common::assert_close;
    use differentiate::{Differentiable, differentiate};

    #[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
    struct Point {
        x: f64,
        y: f64,
    }

    // The gradient is of a type of its own, since a field is.
    #[derive(Differentiable, Clone, Debug, PartialEq)]
    enum Shape {
        Round(f64),
        Flat { a: f64, b: Point },
    }

    #[derive(Differentiable, Clone, Debug, PartialEq)]
    struct Thing {
        t: f64,
        shape: Shape,
    }

    #[differentiate(grad, jvp, hvp)]
    fn of_one(x: f64, flat: bool) -> f64 {
        let shape =
            if flat { Shape::Flat { a: x, b: Point { x: x * x, y: 1.0 } } } else { Shape::Round(x * x) };
        match shape {
            Shape::Round(r) => r * x,
            Shape::Flat { a, b } => a * b.x * b.y,
        }
    }

    #[differentiate(vjp, jvp)]
    fn made(x: f64) -> Thing {
        Thing { t: x * x, shape: Shape::Flat { a: 3.0 * x, b: Point { x: x * x, y: 1.0 } } }
    }

    // x³ either way.
    #[differentiate(grad, jvp, hvp)]
    fn through_another(x: f64) -> f64 {
        match made(x).shape {
            Shape::Round(r) => r,
            Shape::Flat { a, b } => a * b.x / 3.0,
        }
    }

    #[test]
    fn cubes() {
        for flat in [true, false] {
            assert_close(
                [of_one_grad(2.0, flat), of_one_jvp(2.0, flat, 0.5).1, of_one_hvp(2.0, flat, 1.0)],
                [12.0, 6.0, 12.0],
            );
        }
        assert_close(
            [through_another_grad(2.0), through_another_jvp(2.0, 0.5).1, through_another_hvp(2.0, 1.0)],
            [12.0, 6.0, 12.0],
        );
        let (thing, tangent) = made_jvp(2.0, 0.5);
        assert_eq!(thing.t, 4.0);
        let shape = ShapeGradient::Flat { a: 1.5, b: Point { x: 2.0, y: 0.0 } };
        assert_eq!(tangent, ThingGradient { t: 2.0, shape });
    }
}
