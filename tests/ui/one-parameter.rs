use differentiate::differentiate;

#[differentiate(hessian_into)]
fn decay(p: &[f64], t: f64) -> f64 {
    p[0] * (p[1] * t).exp()
}

fn main() {}
