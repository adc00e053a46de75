use differentiate::differentiate;

struct Layer;

impl Layer {
    fn activation(x: f64) -> f64 {
        activation(x)
    }
}

#[differentiate]
fn activation(x: f64) -> f64 {
    x.tanh()
}

#[differentiate]
fn output(x: f64) -> f64 {
    let doubled = 2.0 * x;
    activation(x) + doubled
}

fn main() {
    assert_eq!(Layer::activation(0.0), 0.0);
    assert_eq!(output_grad(0.0), 3.0);
}
