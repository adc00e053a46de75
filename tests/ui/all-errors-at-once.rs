use differentiate::differentiate;

#[differentiate(grad, wrt(z))]
fn several(x: f64, n: &mut &mut f64) -> f64 {
    let y = x.gamma();
    let z = y as usize;
    for _ in 0..z {}
    x * y
}

fn main() {
    // The companions exist as stubs, so this is not another error.
    let _ = several_grad;
    let _ = several(1.0, &mut &mut 2.0);
}
