use differentiate::differentiate;

#[differentiate]
trait Kernel {
    fn eval(&self, r: f64) -> f64;
}

struct Gaussian;

impl Kernel for Gaussian {
    fn eval(&self, r: f64) -> f64 {
        (-r * r).exp()
    }
}

fn main() {}
