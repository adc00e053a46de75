use differentiate::differentiate;

struct Shape {
    round: bool,
    size: f64,
}

#[differentiate]
fn area(x: f64) -> f64 {
    let shape = Shape { round: x < 1.0, size: x };
    if shape.round { 3.0 * shape.size * shape.size } else { shape.size * shape.size }
}

fn main() {
    assert_eq!((area_grad(0.5), area_grad(2.0)), (3.0, 4.0));
}
