use differentiate::differentiate;

#[differentiate]
fn sum(x: [f64; 3]) -> f64 {
    let mut sum = 0.0;
    for i in 0..3 {
        sum += x[i];
    }
    while sum > 10.0 {
        sum /= 2.0;
    }
    sum
}

fn main() {}
