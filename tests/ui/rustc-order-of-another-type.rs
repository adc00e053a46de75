use differentiate::differentiate;

struct Backwards(Vec<f64>);

impl Backwards {
    fn len(&self) -> usize {
        self.0.len()
    }
    fn iter(&self) -> impl Iterator<Item = &f64> {
        self.0.iter().rev()
    }
}

impl std::ops::Index<usize> for Backwards {
    type Output = f64;
    fn index(&self, at: usize) -> &f64 {
        &self.0[at]
    }
}

struct Polynomial {
    coefficients: Backwards,
}

#[differentiate(wrt(x))]
fn horner(polynomial: &Polynomial, x: f64) -> f64 {
    let mut sum = 0.0;
    for c in polynomial.coefficients.iter() {
        sum = sum * x + c;
    }
    sum
}

fn main() {}
