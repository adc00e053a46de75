use differentiate::differentiate;

#[differentiate(hessian_into, wrt(p))]
fn decay(p: &[f64], t: f64) -> f64 {
    p[0] * (p[1] * t).exp()
}

fn main() {
    let mut rows = [0.0; 4];
    decay_hessian_into(&[2.0, 0.0], 3.0, &mut rows);
    assert_eq!(rows, [0.0, 3.0, 3.0, 18.0]);
}
