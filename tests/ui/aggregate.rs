use differentiate::differentiate;

enum Shape<T> {
    Circle(T),
    Square { side: T },
}

#[differentiate]
fn area(x: f64) -> f64 {
    let shape = Shape::<f64>::Circle(x);
    match shape {
        Shape::Circle(radius) => 3.0 * radius * radius,
        Shape::Square { side } => side * side,
    }
}

fn main() {}
