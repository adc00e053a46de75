use differentiate::differentiate;

type Matrix = [[f64; 2]; 2];

#[differentiate]
fn determinant(m: Matrix) -> f64 {
    m[0][0] * m[1][1] - m[0][1] * m[1][0]
}

fn main() {}
