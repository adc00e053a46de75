use differentiate::differentiate;

fn my_vjp(x: f64, d_value: f64) -> f64 {
    x * d_value
}

#[differentiate(vjp = my_vjp)]
fn number(x: f64) -> f64 {
    x * x / 2.0
}

#[differentiate(of = f64::exp, partial(x) = value)]
fn two(x: f64) -> f64;

#[differentiate(of = f64::hypot, partial(x) = x / value, partial(y) = y / value)]
fn ambiguous(x: f64, y: f64) -> f64;

#[differentiate(of = f64::powi, partial(x) = f64::from(n) * x.powi(n - 1))]
fn discrete(x: f64, n: i32) -> f64;

struct Model;

impl Model {
    #[differentiate(vjp = Self::energy_vjp)]
    fn energy(&self, x: f64) -> f64 {
        x
    }

    fn energy_vjp(&self, _x: f64, d_value: f64) -> f64 {
        d_value
    }
}

fn main() {
    assert_eq!((number_grad(3.0), two_grad(0.0), discrete_grad(2.0, 3)), (3.0, 1.0, 12.0));
    assert_eq!((ambiguous_grad(3.0, 4.0), Model.energy_grad(1.0)), ((0.6, 0.8), 1.0));
}
