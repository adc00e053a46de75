//! The independent oracle: central differences, extrapolated.

#![allow(dead_code, reason = "each test file uses a part")]

/// The derivative of a function of one number, to about ten digits for a smooth function.
pub fn derivative(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let h = 1e-3 * x.abs().max(1.0);
    let central = |h: f64| (f(x + h) - f(x - h)) / (2.0 * h);
    // Richardson: the errors of order h² and h⁴ cancel.
    let (a, b, c) = (central(h), central(h / 2.0), central(h / 4.0));
    let (ab, bc) = ((4.0 * b - a) / 3.0, (4.0 * c - b) / 3.0);
    (16.0 * bc - ab) / 15.0
}

/// The gradient of a function of several numbers.
pub fn gradient<const N: usize>(f: impl Fn([f64; N]) -> f64, at: [f64; N]) -> [f64; N] {
    std::array::from_fn(|i| {
        let along = |x: f64| {
            let mut point = at;
            point[i] = x;
            f(point)
        };
        derivative(along, at[i])
    })
}

/// Asserts that two gradients agree to nine digits.
#[track_caller]
pub fn assert_close<const N: usize>(ours: [f64; N], theirs: [f64; N]) {
    for i in 0..N {
        let scale = ours[i].abs().max(theirs[i].abs()).max(1.0);
        assert!((ours[i] - theirs[i]).abs() <= 1e-8 * scale, "part {i}: {ours:?} is not {theirs:?}");
    }
}

/// A test for each function of a slice: its value to the bit, its gradient against central differences, at each of the points.
#[allow(unused_macros)]
macro_rules! by_differences {
    ($points:expr; $($function:ident $value_and_grad:ident),* $(,)?) => {$(
        #[test]
        fn $function() {
            for x in $points {
                let (value, slope) = super::$value_and_grad(&x);
                assert_eq!(value.to_bits(), super::$function(&x).to_bits());
                let theirs = crate::common::gradient(|x| super::$function(&x), x);
                crate::common::assert_close(slope.try_into().unwrap(), theirs);
            }
        }
    )*};
}
