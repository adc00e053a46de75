use differentiate::differentiate;

#[differentiate]
fn double(x: &mut f64) {
    *x *= 2.0;
}

#[differentiate]
fn temporary(x: f64) -> f64 {
    double(&mut (x + 1.0));
    x
}

/// A `Vec` of these would hold copies.
#[differentiate]
fn in_a_list(xs: &[f64]) -> f64 {
    let mut copy = xs.to_vec();
    let mut places: Vec<&mut f64> = copy.iter_mut().collect();
    *places[0] *= 2.0;
    copy[0]
}

/// What the callee does with it would not be seen.
#[differentiate]
fn carried_along(x: f64) -> f64 {
    let mut y = x;
    all_of((x, [(2.0, &mut y)]));
    y
}

fn main() {}
