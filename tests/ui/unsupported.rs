use differentiate::differentiate;

#[differentiate]
fn guarded(x: f64, n: usize) -> f64 {
    let mut y = x;
    match n {
        1 if {
            y *= x;
            y > 1.0
        } =>
        {
            2.0 * y
        }
        _ => y,
    }
}

fn main() {}
