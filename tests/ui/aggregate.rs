use differentiate::{Differentiable, differentiate};

#[derive(Clone, Differentiable)]
enum Shape {
    Circle(f64),
    Square { side: f64 },
}

#[differentiate]
fn area(x: f64) -> f64 {
    let square = Shape::Square { side: x };
    let shape = if x < 1.0 { Shape::Circle(x) } else { Shape::Square { ..square } };
    match shape {
        Shape::Circle(radius) => 3.0 * radius * radius,
        Shape::Square { side } => side * side,
    }
}

fn main() {}
