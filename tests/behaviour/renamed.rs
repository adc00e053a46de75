//! `crate = path`: generated code finds this crate by the path.

use differentiate::{Differentiable, differentiate};

mod again {
    pub use differentiate as gradients;
}

#[differentiate(grad, hessian, crate = crate::renamed::again::gradients)]
fn cubed(x: f64) -> f64 {
    differentiate::relu(x) * x * x
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
#[differentiate(crate = crate::renamed::again::gradients)]
struct Line {
    slope: f64,
    points: usize,
}

#[differentiate(crate = "crate::renamed::again::gradients")]
impl Line {
    #[differentiate(grad, wrt(self, x))]
    fn at(&self, x: f64) -> f64 {
        self.slope * x
    }
}

#[test]
fn another_name_of_the_crate() {
    assert_eq!((cubed_grad(2.0), cubed_hessian(2.0)), (12.0, 12.0));
    let line = Line { slope: 3.0, points: 2 };
    assert_eq!(line.at_grad(5.0), (LineGradient { slope: 5.0, points: () }, 3.0));
}
