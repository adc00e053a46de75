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

#[differentiate]
fn in_a_tuple(x: &[f64]) -> f64 {
    let mut t = (x.to_vec(), x[0]);
    let (a, b) = t.0.split_at_mut(1);
    double(&mut a[0]);
    for v in b.iter_mut() {
        double(v);
    }
    t.0[0] * t.1
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
