use differentiate::differentiate;

struct Neuron {
    weight: f64,
}

impl Neuron {
    #[differentiate]
    fn unit(x: f64) -> f64 {
        Self::activation(x)
    }

    fn activation(x: f64) -> f64 {
        x.tanh()
    }
}

fn main() {}
