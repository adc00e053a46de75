use differentiate::differentiate;

type Matrix = [[f64; 2]; 2];

#[differentiate(wrt(m))]
fn determinant(m: Matrix) -> f64 {
    m[0][0] * m[1][1] - m[0][1] * m[1][0]
}

fn main() {
    assert_eq!(determinant_grad([[1.0, 2.0], [3.0, 4.0]]), [[4.0, -3.0], [-2.0, 1.0]]);
}
