use differentiate::differentiate;

#[differentiate]
fn neuron(weight: f64, x: f64) -> f64 {
    (weight * x).tanh()
}

fn main() {
    assert_eq!(neuron_grad(1.0, 0.0), (0.0, 1.0));
}
