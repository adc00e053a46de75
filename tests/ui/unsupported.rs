use differentiate::differentiate;

#[differentiate]
fn labelled(x: f64) -> f64 {
    'a: {
        if x > 0.0 {
            break 'a x * x;
        }
        -x
    }
}

fn main() {}
