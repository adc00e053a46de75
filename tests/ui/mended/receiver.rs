use differentiate::differentiate;
use std::rc::Rc;

struct Line {
    slope: f64,
}

impl Line {
    #[differentiate(wrt(x))]
    fn at(&self, x: f64) -> f64 {
        self.slope * x
    }
}

fn main() {
    assert_eq!(Rc::new(Line { slope: 2.0 }).at_grad(3.0), 2.0);
}
