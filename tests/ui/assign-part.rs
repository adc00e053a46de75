use differentiate::differentiate;

struct Rates {
    growth: f64,
    decay: f64,
}

#[differentiate]
fn grown(x: f64) -> f64 {
    match (Rates { growth: x, decay: 0.5 }) {
        mut rates => {
            rates.decay *= x;
            rates.growth * rates.decay
        }
    }
}

fn main() {}
