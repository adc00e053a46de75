use differentiate::differentiate;

#[differentiate]
fn std(x: &[f64]) -> f64 {
    x.iter().map(|x| x * x).sum::<f64>().sqrt()
}

struct Series;

impl Series {
    #[differentiate(wrt(x))]
    fn std(&self, x: f64) -> f64 {
        x * x
    }
}

fn main() {}
