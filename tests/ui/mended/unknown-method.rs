use differentiate::differentiate;

/// An approximation of the error function.
#[differentiate]
fn erf(x: f64) -> f64 {
    (1.128_379_167 * (x + 0.089_43 * x * x * x)).tanh()
}

#[differentiate]
fn smooth(x: f64) -> f64 {
    erf(x) + 1.0
}

#[derive(differentiate::Differentiable)]
struct Body {
    position: [f64; 2],
}

/// The type of a field is not visible where it is used, unless it is written there.
#[differentiate(wrt(body))]
fn squares(body: &Body) -> f64 {
    let position: [f64; 2] = body.position;
    position.map(|x| x * x).iter().sum()
}

fn main() {
    assert_eq!(squares_grad(&Body { position: [1.0, 2.0] }).position, [2.0, 4.0]);
    assert_eq!(smooth_grad(0.0), 1.128_379_167);
}
