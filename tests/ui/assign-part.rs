use differentiate::differentiate;

struct Rates {
    decay: f64,
}

#[differentiate(wrt(x))]
fn decayed(x: f64, rates: Rates) -> f64 {
    let mut rates = rates;
    rates.decay = 2.0 * x;
    rates.decay * x
}

fn main() {}
