use differentiate::differentiate;

struct Params {
    weight: f64,
}

#[differentiate(wrt(p))]
fn scaled(x: f64, p: &Params) -> f64 {
    x * p.weight
}

fn main() {}
