use differentiate::differentiate;

fn sum(x: &[f64]) -> f64 {
    x.iter().sum()
}

#[differentiate(vjp = sum_vjp)]
fn of_slice(x: &[f64]) -> f64 {
    sum(x)
}

fn sum_vjp(x: &[f64], d_value: f64) -> Vec<f64> {
    vec![d_value; x.len()]
}

#[differentiate(vjp = both_rule)]
fn both(x: f64) -> (f64, f64) {
    x.sin_cos()
}

fn both_rule(x: f64, d_value: (f64, f64)) -> f64 {
    d_value.0 * x.cos() - d_value.1 * x.sin()
}

fn main() {
    assert_eq!((of_slice_grad(&[1.0, 2.0]), both_vjp(0.0, (1.0, 1.0))), (vec![1.0; 2], 1.0));
}
