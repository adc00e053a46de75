use differentiate::differentiate;

#[differentiate]
struct Neuron {
    weight: f64,
}

trait Layer {
    #[differentiate]
    fn forward(&self, x: f64) -> f64;
}

fn main() {}
