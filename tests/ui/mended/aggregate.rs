use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone)]
enum Shape {
    Circle(f64),
    Square { side: f64 },
}

#[differentiate]
fn area(x: f64) -> f64 {
    let shape = if x < 1.0 { Shape::Circle(x) } else { Shape::Square { side: x } };
    match shape {
        Shape::Circle(radius) => 3.0 * radius * radius,
        Shape::Square { side } => side * side,
    }
}

fn main() {
    assert_eq!((area_grad(0.5), area_grad(2.0)), (3.0, 4.0));
}
