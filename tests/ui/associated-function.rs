use differentiate::differentiate;

struct Layer;

impl Layer {
    fn activation(x: f64) -> f64 {
        x.tanh()
    }
}

#[differentiate]
fn output(x: f64) -> f64 {
    let boxed = Box::new(2.0 * x);
    Layer::activation(x) + *boxed
}

fn main() {}
