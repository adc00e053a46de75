use differentiate::differentiate;

fn my_vjp(x: f64, d_value: f64) -> f64 {
    x * d_value
}

#[differentiate(vjp = 2.0)]
fn number(x: f64) -> f64 {
    x
}

#[differentiate(vjp = my_vjp, of = f64::exp, partial(x) = value)]
fn two(x: f64) -> f64;

#[differentiate(partial(x) = 1.0)]
fn of_nothing(x: f64) -> f64 {
    x
}

#[differentiate(of = f64::exp)]
fn without(x: f64) -> f64;

#[differentiate(of = f64::exp, partial = 2.0)]
fn unnamed(x: f64) -> f64;

#[differentiate(of = f64::exp, partial(x) = value)]
fn with_body(x: f64) -> f64 {
    x.exp()
}

#[differentiate(of = f64::hypot, partial(value) = value / 2.0, partial(y) = y)]
fn ambiguous(value: f64, y: f64) -> f64;

#[differentiate(of = f64::powi, partial(x) = 1.0, partial(n) = 0.0)]
fn discrete(x: f64, n: i32) -> f64;

#[differentiate(of = f64::exp, partial(x) = return 1.0)]
fn jumps(x: f64) -> f64;

struct Model;

#[differentiate(vjp = my_vjp)]
impl Model {
    fn energy(&self, x: f64) -> f64 {
        x
    }
}

fn main() {}
