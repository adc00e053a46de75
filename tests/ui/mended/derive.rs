use differentiate::Differentiable;

#[derive(Differentiable)]
struct Number {
    single: f32,
    double: f64,
}
