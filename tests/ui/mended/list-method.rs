use differentiate::{differentiate, stop_gradient};

/// Which one it is, is decided outside of what is differentiated; its value is taken from the list.
fn middle(xs: &[f64]) -> usize {
    let mut order: Vec<usize> = (0..xs.len()).collect();
    order.sort_by(|i, j| xs[*i].total_cmp(&xs[*j]));
    order[order.len() / 2]
}

#[differentiate]
fn median(xs: &[f64]) -> f64 {
    let at = middle(stop_gradient(xs));
    xs[at]
}

fn main() {
    assert_eq!(median(&[5.0, 1.0, 3.0]), 3.0);
    assert_eq!(median_grad(&[5.0, 1.0, 3.0]), [0.0, 0.0, 1.0]);
}
