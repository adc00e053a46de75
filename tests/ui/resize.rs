use differentiate::differentiate;

#[differentiate]
fn collect_into(out: &mut Vec<f64>, x: f64) {
    out.push(x * x);
}

fn main() {}
