use differentiate::differentiate;

struct Neuron {
    weight: f64,
}

impl Neuron {
    fn forward(&self, x: f64) -> f64 {
        forward(self.weight, x)
    }
}

#[differentiate]
fn forward(weight: f64, x: f64) -> f64 {
    weight * x
}

fn main() {
    let neuron = Neuron { weight: 2.0 };
    assert_eq!(neuron.forward(3.0), 6.0);
    assert_eq!(forward_grad(neuron.weight, 3.0), (3.0, 2.0));
}
