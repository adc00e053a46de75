use differentiate::differentiate;

#[differentiate(of = f64::powf, partial(x) = y * x.powf(y - 1.0), partial(y) = value * x.ln())]
fn power(x: f64, y: f64) -> f64;

#[differentiate(wrt(x), of = f64::powf, partial(x) = y * x.powf(y - 1.0))]
fn power_of(x: f64, y: f64) -> f64;

fn main() {
    assert_eq!((power_grad(1.0, 3.0), power_of_grad(2.0, 3.0)), ((3.0, 0.0), 12.0));
}
