use differentiate::differentiate;

#[differentiate(grad)]
fn both(x: f64) -> [f64; 2] {
    [x.sin(), x.cos()]
}

fn main() {}
