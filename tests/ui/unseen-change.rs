use differentiate::differentiate;

fn ranks() -> Vec<usize> {
    vec![2, 0, 1]
}

#[differentiate]
fn chosen(x: &[f64]) -> f64 {
    let mut order;
    order = ranks();
    order.retain(|rank| *rank > 0);
    order.pop();
    x[order[0]]
}

fn main() {}
