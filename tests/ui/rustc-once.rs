use differentiate::differentiate;

/// Mistakes that beginners make: each has rustc's message, at the user's tokens, and no other one.
#[differentiate]
fn condition_of_a_number(x: f64, n: usize) -> f64 {
    let mut k = 3;
    while k {
        k -= 1;
    }
    if x { x } else { x * n as f64 }
}

#[differentiate]
fn number_of_a_decision(x: f64) -> f64 {
    x * (x > 0.0) as f64
}

#[differentiate]
fn negative_length(x: &[f64], n: usize) -> f64 {
    x[0] * (-n) as f64
}

#[differentiate]
fn power_of_a_count(x: f64, n: usize) -> f64 {
    x.powi(n)
}

#[differentiate]
fn largest(x: &[f64]) -> f64 {
    let mut most = 0.0;
    for v in x {
        if *v > most {
            most = v;
        }
    }
    most
}

#[differentiate]
fn first(x: &[f64]) -> f64 {
    x.first().unwrap()
}

#[differentiate]
fn wrong_length(x: f64) -> [f64; 3] {
    [x, x * x]
}

#[differentiate]
fn undeclared(x: f64) -> f64 {
    y = x * 2.0;
    x
}

#[differentiate]
fn closure_of_two(x: f64) -> f64 {
    let product = |a: f64, b: f64| a * b;
    product(x)
}

#[differentiate]
fn not_mut(x: f64) -> f64 {
    let a = [0.0; 3];
    a[0] = x;
    let v = Vec::new();
    v.push(x);
    a[0] + v[0]
}

enum Activation {
    Relu,
    Tanh,
}

#[differentiate]
fn activated(x: f64, activation: &Activation) -> f64 {
    match activation {
        Activation::Relu => x.max(0.0),
    }
}

#[differentiate]
fn parts_of_a_number(x: f64) -> f64 {
    let (a, b) = x;
    let [c] = x;
    if let Some(d) = x { a + b } else { c }
}

#[differentiate]
fn option_of_a_number(x: f64) -> f64 {
    let y: Option<f64> = x;
    y.unwrap()
}

#[differentiate]
fn element_of_a_number(x: f64) -> f64 {
    x[0]
}

#[differentiate]
fn field_of_a_number(x: f64) -> f64 {
    x.0
}

#[differentiate]
fn number_as_a_decision(x: f64) -> f64 {
    x * (x as bool) as u8 as f64
}

#[differentiate]
fn negative_count(x: f64) -> f64 {
    let k: usize = -1;
    x * k as f64
}

fn main() {}
