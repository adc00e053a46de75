use differentiate::differentiate;

#[differentiate(vjp = any_vjp)]
fn changes(x: &mut [f64], y: f64) -> f64 {
    x[0] = y;
    y
}

#[differentiate(vjp = any_vjp)]
fn applies(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    f(x)
}

#[differentiate(vjp = any_vjp)]
fn perhaps(x: f64) -> Option<f64> {
    Some(x)
}

#[differentiate(of = sum, partial(x) = 1.0)]
fn of_slice(x: &[f64]) -> f64;

#[differentiate(of = sin_cos, partial(x) = 1.0)]
fn both(x: f64) -> (f64, f64);

#[differentiate(implicit = any_vjp)]
fn pair(x: f64) -> (f64, f64) {
    (x, x)
}

#[differentiate(aux, vjp = any_vjp)]
fn beside(x: f64) -> (f64, usize) {
    (x, 1)
}

fn main() {}
