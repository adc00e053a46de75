use differentiate::differentiate;

struct Neuron {
    weight: f64,
}

impl Neuron {
    #[differentiate]
    fn forward(&self, x: f64) -> f64 {
        self.weight * x
    }
}

fn main() {}
