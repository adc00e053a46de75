// a layer of a network, through `&mut`.
// Generated; see macros/engine/src/tests/golden.rs.

fn dense(w: &[f64], x: &[f64], out: &mut [f64]) {
    let n = x.len();
    for i in 0..out.len() {
        let mut sum = 0.0;
        for j in 0..n {
            sum += w[i * n + j] * x[j];
        }
        out[i] = sum.tanh();
    }
}
///The vector-Jacobian product of [`dense`] with respect to `w` and `x`. Each buffer holds the cotangent of a `&mut` parameter: on entry that of its final value, on return that of its initial value.
///
///The gradients are a tuple in the order of the parameters, each in the shape of its parameter.
///Costs about 34 operations where the function costs 22 (an addition or a product counts 1, a quotient or a root 4, any other function 16; a loop counts as one iteration), and stores one value for each iteration of a loop.
///Panics where the function itself panics, but leaves out what only its value needs.
#[allow(
    unused,
    unused_comparisons,
    invalid_nan_comparisons,
    deprecated,
    arithmetic_overflow,
    unconditional_panic
)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn dense_vjp(
    w: &[f64],
    x: &[f64],
    out: &mut [f64],
    d_out: &mut [f64],
) -> (::differentiate::__private::Vec<f64>, ::differentiate::__private::Vec<f64>) {
    use ::core::iter::Iterator as _;
    ::core::assert_eq!(d_out.len(), out.len(), "`d_out` must be as long as `out`");
    let mut kept = ::differentiate::__private::Vec::new();
    let n = x.len();
    let length = (*out).len();
    kept.reserve(length);
    for i in 0..length {
        let mut sum: f64 = 0.0;
        for j in 0..n {
            let sum_2 = sum + w[i * n + j] * x[j];
            sum = sum_2;
        }
        let tanh = sum.tanh();
        out[i] = tanh;
        kept.push(::differentiate::__private::tanh_slope(sum, tanh));
    }
    let mut d_w = ::differentiate::__private::zero(&w);
    let mut d_x = ::differentiate::__private::zero(&x);
    for i in (0..length).rev() {
        let chosen = kept.pop().unwrap();
        let part = d_out[i];
        d_out[i] = 0.0;
        let d_sum = part * chosen;
        for j_2 in 0..n {
            let at = i * n + j_2;
            d_w[at] += d_sum * x[j_2];
            d_x[j_2] += d_sum * w[at];
        }
    }
    (d_w, d_x)
}
#[doc(hidden)]
#[allow(
    unused,
    unused_comparisons,
    invalid_nan_comparisons,
    deprecated,
    arithmetic_overflow,
    unconditional_panic
)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
#[allow(non_camel_case_types)]
struct dense {}
#[allow(
    unused,
    unused_comparisons,
    invalid_nan_comparisons,
    deprecated,
    arithmetic_overflow,
    unconditional_panic
)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
impl dense {
    #[doc(hidden)]
    pub const EXCHANGES: [bool; 3] = [false, false, true];
    #[doc(hidden)]
    pub const OVERWRITES: [bool; 3] = [false, false, true];
    #[doc(hidden)]
    pub const DIFFERENTIATES: [bool; 3] = [false, false, true];
    #[doc(hidden)]
    pub const RUNS_OPAQUE_CODE: bool = false;
    #[doc(hidden)]
    #[inline]
    pub fn forward<Primal: ::core::ops::Fn(&[f64], &[f64], &mut [f64]) -> ()>(
        w: &[f64],
        x: &[f64],
        out: &mut [f64],
        primal: Primal,
    ) -> (
        (),
        impl ::core::ops::FnOnce(
            (),
            (&[f64], ::core::option::Option<&mut [f64]>),
            (&[f64], ::core::option::Option<&mut [f64]>),
            &mut [f64],
        ) -> ((), (), ()) + use<Primal>,
    ) {
        ::differentiate::__private::paired(&primal, &dense);
        use ::core::iter::Iterator as _;
        let mut kept = ::differentiate::__private::Vec::new();
        let n = x.len();
        let length = (*out).len();
        kept.reserve(length);
        for i in 0..length {
            let mut sum: f64 = 0.0;
            for j in 0..n {
                let sum_2 = sum + w[i * n + j] * x[j];
                sum = sum_2;
            }
            let tanh = sum.tanh();
            out[i] = tanh;
            kept.push(::differentiate::__private::tanh_slope(sum, tanh));
        }
        (
            (),
            move |d_value, (w, into_w), (x, into_x), d_out| {
                let mut own;
                let d_w = match into_w {
                    ::core::option::Option::Some(total) => total,
                    ::core::option::Option::None => {
                        own = ::differentiate::__private::zero(&w);
                        &mut own[..]
                    }
                };
                ::core::assert_eq!(d_w.len(), w.len());
                let mut own_2;
                let d_x = match into_x {
                    ::core::option::Option::Some(total) => total,
                    ::core::option::Option::None => {
                        own_2 = ::differentiate::__private::zero(&x);
                        &mut own_2[..]
                    }
                };
                ::core::assert_eq!(d_x.len(), x.len());
                for i in (0..length).rev() {
                    let chosen = kept.pop().unwrap();
                    let part = d_out[i];
                    d_out[i] = 0.0;
                    let d_sum = part * chosen;
                    for j_2 in 0..n {
                        let at = i * n + j_2;
                        d_w[at] += d_sum * x[j_2];
                        d_x[j_2] += d_sum * w[at];
                    }
                }
                ((), (), ())
            },
        )
    }
}
