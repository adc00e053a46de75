use differentiate::differentiate;

#[differentiate(hessian)]
fn area(size: [f64; 2]) -> f64 {
    size[0] * size[1]
}

fn main() {
    assert_eq!(area_hessian([2.0, 3.0]), [[0.0, 1.0], [1.0, 0.0]]);
}
