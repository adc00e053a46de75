// a guard that is not asked again in the reverse sweep.
// Generated; see macros/engine/src/tests/golden.rs.

fn guarded(x: f64, n: usize) -> f64 {
    let mut y = x;
    let z = match n {
        0 => x * x,
        k if y > 0.5 => {
            y = x.sin();
            y * k as f64
        }
        _ => y.cos(),
    };
    y * z
}
///The gradient of [`guarded`] with respect to `x`.
///
///The gradient has the shape of the parameter.
///Costs about 37 operations where the function costs 19 (an addition or a product counts 1, a quotient or a root 4, any other function 16; a loop counts as one iteration), and stores nothing.
///Panics where the function itself panics, but leaves out what only its value needs.
#[must_use]
#[allow(
    unused,
    unused_comparisons,
    invalid_nan_comparisons,
    deprecated,
    arithmetic_overflow,
    unconditional_panic
)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn guarded_grad(x: f64, n: usize) -> f64 {
    let (y_2, z, arm) = match n {
        0 => (x, x * x, 0),
        _ if x > 0.5 => {
            let y = x.sin();
            (y, y * n as f64, 1)
        }
        _ => (x, x.cos(), 2),
    };
    match arm {
        0 => {
            let product = y_2 * x;
            z + product + product
        }
        1 => (z + y_2 * n as f64) * x.cos(),
        _ => z - y_2 * x.sin(),
    }
}
