use differentiate::differentiate;

#[differentiate(wrt(k))]
fn decay(x: &mut f64, k: f64, t: f64) -> f64 {
    *x *= (-k * t).exp();
    *x
}

#[differentiate(wrt(k))]
fn smooth(v: &mut [f64], k: f64) -> f64 {
    v[1] += k * v[0];
    v[1]
}

fn main() {}
