use differentiate::differentiate;

trait Model {
    fn weight(&self) -> f64;
}

#[differentiate(wrt(model, x))]
fn output(model: &dyn Model, x: f64) -> f64 {
    model.weight() * x
}

fn main() {}
