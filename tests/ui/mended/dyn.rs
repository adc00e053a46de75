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

#[differentiate(wrt(x))]
fn output(model: &dyn Model, x: f64) -> f64 {
    model.weight() * x
}

fn main() {
    assert_eq!(output_grad(&Fixed, 3.0), 2.0);
}
