//! Backpropagation through one neuron, the textbook's example: by hand, and by `#[differentiate]`.

use differentiate::differentiate;

/// The weighted sum of three inputs and a bias, through a ReLU.
#[differentiate]
fn neuron(x: [f64; 3], w: [f64; 3], b: f64) -> f64 {
    let sum = x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + b;
    sum.max(0.0)
}

/// Computes the example by hand, then with the generated gradient, and checks that they agree.
fn main() {
    let (x, w, b) = ([1.0, -2.0, 3.0], [-3.0, -1.0, 2.0], 1.0);
    let dvalue = 1.0;

    println!("One neuron: inputs x = {}, weights w = {}, bias b = {b}, ReLU\n", list(x), list(w));

    println!("Forward pass");
    let xw = [x[0] * w[0], x[1] * w[1], x[2] * w[2]];
    let z = xw[0] + xw[1] + xw[2] + b;
    let y = z.max(0.0);
    println!("  products    x0 w0 = {}   x1 w1 = {}   x2 w2 = {}", xw[0], xw[1], xw[2]);
    println!("  sum         z = {z}");
    println!("  ReLU        y = {y}\n");

    println!("Backward pass, by hand; the gradient from the next layer is {dvalue:?}");
    let drelu_dz = dvalue * if z > 0.0 { 1.0 } else { 0.0 };
    println!("  chain rule    drelu/dz    = {drelu_dz:?}");
    // The derivative of a sum with respect to each of its terms is 1.
    let (drelu_dxw, drelu_db) = ([drelu_dz; 3], drelu_dz);
    println!("  sum rule      drelu/dxw   = {}   drelu/db = {drelu_db}", list(drelu_dxw));
    // The derivative of a product with respect to one factor is the other factor.
    let dx = std::array::from_fn(|i| drelu_dxw[i] * w[i]);
    let dw = std::array::from_fn(|i| drelu_dxw[i] * x[i]);
    println!("  product rule  drelu/dx    = {}   drelu/dw = {}\n", list(dx), list(dw));

    let (auto_dx, auto_dw, auto_db) = neuron_vjp(x, w, b, dvalue);
    println!("        by hand        by #[differentiate]");
    println!("  dx  = {:<14} {}", list(dx), list(auto_dx));
    println!("  dw  = {:<14} {}", list(dw), list(auto_dw));
    println!("  db  = {:<14} {}", drelu_db, auto_db);

    assert_eq!((neuron(x, w, b), auto_dx, auto_dw, auto_db), (y, dx, dw, drelu_db));
}

/// Numbers separated by spaces.
fn list(numbers: [f64; 3]) -> String {
    numbers.map(|n| n.to_string()).join(" ")
}
