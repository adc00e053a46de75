// a `while`: how many iterations ran.
// Generated; see macros/engine/src/tests/golden.rs.

fn newton(a: f64) -> f64 {
    let mut x = a;
    while (x * x - a).abs() > 1e-12 {
        x = 0.5 * (x + a / x);
    }
    x
}
///The gradient of [`newton`] with respect to `a`.
///
///The gradient has the shape of the parameter.
///Costs about 26 operations where the function costs 11 (an addition or a product counts 1, a quotient or a root 4, any other function 16; a loop counts as one iteration), and stores 2 values for each iteration of its loops.
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
fn newton_grad(a: f64) -> f64 {
    let mut kept = ::differentiate::__private::Vec::new();
    let mut x: f64 = a;
    let mut trips: usize = 0;
    loop {
        let decision = (x * x - a).abs() > 1e-12;
        let x_3 = if decision {
            let x_2 = 0.5 * (x + a / x);
            x_2
        } else {
            x
        };
        kept.push((decision, x));
        let last = !decision;
        x = x_3;
        trips += 1;
        if last {
            break;
        }
    }
    let mut d_x = 1.0;
    let mut d_a = 0.0;
    for _ in 0..trips {
        let (chosen, x_4) = kept.pop().unwrap();
        let (d_a_2, d_x_2) = if chosen {
            let product = d_x * 0.5;
            let quotient = product / x_4;
            (quotient, product - a / x_4 * quotient)
        } else {
            (0.0, d_x)
        };
        d_x = d_x_2;
        d_a += d_a_2;
    }
    d_a + d_x
}
