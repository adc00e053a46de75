use differentiate::differentiate;

#[differentiate]
fn twice(x: f64) -> f64 {
    let early = |y: f64| if y > 0.0 { x } else { x * y };
    early(x)
}

#[differentiate]
fn called_here(x: f64) -> f64 {
    let line = |t: f64| t * x;
    line(0.5)
}

fn main() {
    assert_eq!(called_here_grad(3.0), 0.5);
    assert_eq!(twice_grad(3.0), 1.0);
    assert_eq!(twice_grad(-3.0), -6.0);
}
