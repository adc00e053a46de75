use differentiate::differentiate;

struct Rates {
    growth: f64,
    decay: f64,
}

#[differentiate]
fn grown(x: f64) -> f64 {
    let mut rates = Rates { growth: x, decay: 0.5 };
    rates.decay *= x;
    rates.growth * rates.decay
}

fn main() {
    assert_eq!(grown_grad(3.0), 3.0);
}
