use differentiate::differentiate;

#[differentiate]
fn twice(x: f64) -> f64 {
    let early = |y: f64| if y > 0.0 { x } else { x * y };
    early(x)
}

fn main() {
    assert_eq!(twice_grad(3.0), 1.0);
    assert_eq!(twice_grad(-3.0), -6.0);
}
