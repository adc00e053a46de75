use differentiate::{Differentiable, differentiate};

#[derive(Differentiable)]
struct Spring {
    k: f64,
}

#[differentiate(wrt(self))]
impl Spring {
    fn doubled(&self) -> f64 {
        2.0 * self.k
    }
}

fn main() {
    assert_eq!(Spring { k: 1.0 }.doubled_grad().k, 2.0);
}
