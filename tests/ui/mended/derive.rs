use differentiate::Differentiable;

#[derive(Differentiable, Debug, PartialEq)]
struct Number {
    single: f32,
    double: f64,
}

fn main() {
    assert_eq!(Number { single: 1.0, double: 2.0 }.zero(), Number { single: 0.0, double: 0.0 });
}
