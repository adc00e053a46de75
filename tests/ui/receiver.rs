use differentiate::differentiate;
use std::rc::Rc;

struct Line {
    slope: f64,
}

impl Line {
    #[differentiate(wrt(x))]
    fn at(self: Rc<Self>, x: f64) -> f64 {
        self.slope * x
    }
}

fn main() {}
