use differentiate::differentiate;

struct Neuron {
    weight: f64,
}

#[differentiate]
impl Neuron {
    #[differentiate]
    fn unit(x: f64) -> f64 {
        Self::activation(x)
    }

    #[differentiate]
    fn activation(x: f64) -> f64 {
        x.tanh()
    }
}

fn main() {
    let neuron = Neuron { weight: 2.0 };
    assert_eq!(neuron.weight, 2.0);
    assert_eq!(Neuron::unit_grad(0.0), 1.0);
}
