use differentiate::differentiate;

#[differentiate(argmin)]
fn with_data(x: &[f64], data: &[f64]) -> f64 {
    x[0] * data[0]
}

#[differentiate(argmin)]
fn perhaps(x: &[f64]) -> Option<f64> {
    x.first().copied()
}

struct Fit(f64);

impl Fit {
    #[differentiate(argmin, wrt(x))]
    fn alone(&self, x: &[f64]) -> f64 {
        x[0] * self.0
    }
}

#[differentiate]
impl Fit {
    #[differentiate(argmin)]
    fn moved(self, x: &[f64]) -> f64 {
        x[0] * self.0
    }

    #[differentiate(argmin = argmin)]
    fn with_value(&self, x: &[f64]) -> f64 {
        x[0]
    }
}

#[differentiate(argmin)]
impl Fit {
    fn on_the_block(&self, x: &[f64]) -> f64 {
        x[0]
    }
}

fn main() {}
