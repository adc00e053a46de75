use differentiate::differentiate;

trait Model {
    fn weight(&self) -> f64;
}

struct Fixed;

impl Model for Fixed {
    fn weight(&self) -> f64 {
        2.0
    }
}

#[differentiate]
fn output(weight: f64, x: f64) -> f64 {
    weight * x
}

fn main() {
    let model: &dyn Model = &Fixed;
    assert_eq!(output_grad(model.weight(), 3.0), (3.0, 2.0));
}
