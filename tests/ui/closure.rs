use differentiate::differentiate;

#[differentiate]
fn twice(x: f64) -> f64 {
    let early = |y: f64| {
        if y > 0.0 {
            return x;
        }
        x * y
    };
    early(x)
}

fn main() {}
