use differentiate::differentiate;

#[differentiate(wrt(k, x))]
fn decay(x: &mut f64, k: f64, t: f64) -> f64 {
    *x *= (-k * t).exp();
    *x
}

fn main() {
    let (mut x, mut d_x) = (3.0, 1.0);
    let d_k = decay_vjp(&mut x, 0.0, 2.0, 0.0, &mut d_x);
    assert_eq!((d_k, d_x), (-6.0, 1.0));
}
