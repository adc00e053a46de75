use differentiate::differentiate;

struct Params {
    weight: f64,
}

#[differentiate(wrt(weight))]
fn scaled(x: f64, weight: f64) -> f64 {
    x * weight
}

fn main() {
    let p = Params { weight: 2.0 };
    assert_eq!(scaled_grad(3.0, p.weight), 3.0);
}
