//! Functions generic over traits of other crates, and over the user's own: `num_traits::Float` and what stands beside it.

/// A function in double precision against central differences, and in single precision against itself in double.
macro_rules! floats {
    ($at:expr; |$p:ident| $f:path, $both:path, $grad:path, $vjp:path; ($($arg:expr),* $(,)?)) => {{
        every!($at; |$p| $f, $both, $grad, $vjp; ($($arg),*));
        let double = {
            let $p: &[f64] = &$at;
            crate::check::flat($grad($($arg),*))
        };
        let single: Vec<f32> = $at.iter().map(|x| *x as f32).collect();
        let $p: &[f32] = &single;
        let (value, gradient) = $both($($arg),*);
        assert_eq!(value.to_bits(), $f($($arg),*).to_bits());
        for (a, b) in crate::check::flat(gradient).iter().zip(&double) {
            assert!((a - b).abs() <= 2e-4 * b.abs().max(1.0), "{a} in single precision, {b} in double");
        }
    }};
}

fn arr<T: Copy + std::fmt::Debug, const N: usize>(x: &[T]) -> [T; N] {
    x[..N].try_into().unwrap()
}

mod bounds;
mod models;
mod numerics;
mod programs;
mod statistics;
