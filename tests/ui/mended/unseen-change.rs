use differentiate::differentiate;

fn ranks() -> Vec<usize> {
    vec![2, 0, 1]
}

#[differentiate]
fn chosen(x: &[f64]) -> f64 {
    let mut order = ranks();
    order.retain(|rank| *rank > 0);
    order.pop();
    x[order[0]]
}

fn main() {
    assert_eq!(chosen_grad(&[3.0, 5.0, 7.0]), [0.0, 0.0, 1.0]);
}
