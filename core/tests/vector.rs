//! Functions of vectors: rules against central differences, by hand at extremes, and how a caller writes them.
#![cfg(any(feature = "std", feature = "libm"))]

use differentiate_core::{Float, cross_entropy, dot, log_softmax, logsumexp, norm_squared, softmax};

const A: [f64; 4] = [0.3, -1.2, 2.0, 0.7];
const B: [f64; 4] = [1.5, 0.4, -0.6, 2.2];
const INFINITY: f64 = f64::INFINITY;

#[track_caller]
fn close<T: Float>(a: &[T], b: &[f64], tolerance: f64) {
    assert_eq!(a.len(), b.len());
    for (a, b) in a.iter().zip(b) {
        assert!((a.to_f64() - b).abs() <= tolerance * b.abs().max(1.0), "{a:?} and {b:?}");
    }
}

fn differences<const N: usize>(f: impl Fn(&[f64; N]) -> f64, x: [f64; N]) -> [f64; N] {
    let h = 1e-5;
    std::array::from_fn(|i| {
        let (mut above, mut below) = (x, x);
        above[i] += h;
        below[i] -= h;
        (f(&above) - f(&below)) / (2.0 * h)
    })
}

#[test]
fn dot_of_references() {
    let (w, x) = (A, B);
    let (mut dw, mut dx) = ([0.0; 4], [100.0; 4]);
    let (y, back) = dot::forward(&w, &x, dot);
    assert_eq!(y, dot(&w, &x));
    let ((), ()) = back(2.0, (&w, Some(&mut dw)), (&x, Some(&mut dx)));
    close(&dw, &differences(|w| 2.0 * dot(w, &B), A), 1e-9);
    close(&dx, &differences(|x| 100.0 * x.iter().sum::<f64>() + 2.0 * dot(&A, x), B), 1e-8);
    // One of them is not wanted.
    let mut dw = [0.0; 4];
    dot::forward(&w, &x, dot).1(1.0, (&w, Some(&mut dw)), (&x, Default::default()));
    assert_eq!(dw, B);
}

#[test]
fn dot_of_one_vector_with_itself() {
    let (mut left, mut right) = ([0.0; 4], [0.0; 4]);
    dot::forward(&A, &A, dot).1(1.0, (&A, Some(&mut left)), (&A, Some(&mut right)));
    let sum: [f64; 4] = std::array::from_fn(|i| left[i] + right[i]);
    close(&sum, &differences(|a| dot(a, a), A), 1e-9);
}

#[test]
fn dot_of_slices_and_vectors_of_f32() {
    let (a, b) = (vec![1.0_f32, 2.0], [3.0_f32, 4.0, 5.0]);
    let (y, back) = dot::forward(&a, &b[1..], dot);
    let mut da = vec![0.0; 2];
    back(1.0, (&a, Some(&mut da)), (&b[1..], None));
    assert_eq!((y, da), (14.0, vec![4.0, 5.0]));
}

/// A pullback keeps no reference, so the memory may be overwritten and restored before it is called.
#[test]
fn a_pullback_borrows_nothing() {
    let (mut a, mut da) = (A.to_vec(), [0.0; 4]);
    let (_, of_dot) = dot::forward(&a, &B, dot);
    let (_, of_norm) = norm_squared::forward(&a, norm_squared);
    let (_, of_sum) = logsumexp::forward(&a, logsumexp);
    let (_, of_softmax) = softmax::forward(&A, softmax);
    a[0] = 9.0;
    a[0] = A[0];
    of_dot(1.0, (&a, Some(&mut da)), (&B, None));
    of_norm(1.0, (&a, Some(&mut da)));
    of_sum(1.0, (&a, Some(&mut da)));
    of_softmax(B, (&A, Some(&mut da)));
    let f = |a: &[f64; 4]| dot(a, &B) + norm_squared(a) + logsumexp(a) + dot(&softmax(a), &B);
    close(&da, &differences(f, A), 1e-9);
}

#[test]
#[should_panic(expected = "dot takes vectors of the same length")]
fn dot_of_different_lengths() {
    dot(&[1.0, 2.0], &[1.0]);
}

#[test]
#[should_panic(expected = "a gradient and its buffer differ in length")]
fn a_buffer_that_is_too_short() {
    norm_squared::forward(&A, norm_squared).1(1.0, (&A, Some(&mut [0.0; 3][..])));
}

#[test]
fn norm_squared_and_logsumexp() {
    let (mut norm, mut sum) = ([0.0; 4], [0.0; 4]);
    let (y, back) = norm_squared::forward(&A, norm_squared);
    assert_eq!(y, norm_squared(&A));
    back(-3.0, (&A, Some(&mut norm)));
    close(&norm, &differences(|a| -3.0 * norm_squared(a), A), 1e-9);
    let (y, back) = logsumexp::forward(&A, logsumexp);
    assert_eq!(y, logsumexp(&A));
    back(-3.0, (&A, Some(&mut sum)));
    close(&sum, &differences(|a| -3.0 * logsumexp(a), A), 1e-9);
    close(&[y], &[A.iter().map(|x| x.exp()).sum::<f64>().ln()], 1e-15);

    let (single, mut buffer) = (A.map(|x| x as f32), [0.0_f32; 4]);
    logsumexp::forward(&single, logsumexp).1(-3.0, (&single, Some(&mut buffer)));
    close(&buffer, &sum, 1e-6);
    // Nobody wants it.
    logsumexp::forward(&A, logsumexp).1(1.0, (&A, Default::default()));
}

fn gradient_of_logsumexp<const N: usize>(a: [f64; N]) -> [f64; N] {
    let mut gradient = [0.0; N];
    logsumexp::forward(&a, logsumexp).1(1.0, (&a, Some(&mut gradient)));
    gradient
}

#[test]
fn logsumexp_at_extremes() {
    assert_eq!(logsumexp(&[800.0, -800.0]), 800.0);
    assert_eq!(gradient_of_logsumexp([800.0, -800.0]), [1.0, 0.0]);
    assert_eq!(logsumexp(&[-800.0, -800.0]), -800.0 + 2.0_f64.ln());
    // Exact, however coarse the floats around the value are.
    assert_eq!(gradient_of_logsumexp([1e15, 1e15]), [0.5, 0.5]);
    assert_eq!(logsumexp::<f64>(&[]), -INFINITY);
    assert_eq!(logsumexp(&[-INFINITY, -INFINITY]), -INFINITY);
    assert_eq!(logsumexp(&[-INFINITY, 3.0]), 3.0);
    assert_eq!(gradient_of_logsumexp([-INFINITY, 3.0]), [0.0, 1.0]);
    assert_eq!(logsumexp(&[INFINITY, 3.0]), INFINITY);
    assert_eq!(gradient_of_logsumexp([1.0, INFINITY]), [0.0, 1.0]);
    assert_eq!(gradient_of_logsumexp([-INFINITY]), [1.0]);
    assert_eq!(logsumexp(&[INFINITY, INFINITY]), INFINITY);
    assert!(gradient_of_logsumexp([INFINITY; 2]).iter().all(|d| d.is_nan()), "there is no limit");
    // Digits of what is small beside 1.
    assert_eq!(logsumexp(&[0.0, -40.0]), (-40.0_f64).exp());
    for a in [[f64::NAN, 3.0], [3.0, f64::NAN], [f64::NAN, INFINITY], [f64::NAN, -INFINITY]] {
        assert!(logsumexp(&a).is_nan());
        assert!(gradient_of_logsumexp(a).iter().all(|d| d.is_nan()));
    }
    assert!(gradient_of_logsumexp([-INFINITY; 2]).iter().all(|d| d.is_nan()), "as softmax");
}

#[test]
fn softmax_of_an_array() {
    let (y, back) = softmax::forward(&A, softmax);
    assert_eq!(y, softmax(&A));
    close(&y, &A.map(|x| x.exp() / A.iter().map(|x| x.exp()).sum::<f64>()), 1e-15);
    let mut gradient = [0.0; 4];
    back(B, (&A, Some(&mut gradient)));
    close(&gradient, &differences(|a| dot(&softmax(a), &B), A), 1e-9);

    let (a, b) = (A.map(|x| x as f32), B.map(|x| x as f32));
    let mut single = [0.0; 4];
    softmax::forward(&a, softmax).1(b, (&a, Some(&mut single)));
    close(&single, &gradient, 1e-6);
}

#[test]
fn softmax_at_extremes() {
    assert_eq!(softmax(&[800.0, -800.0]), [1.0, 0.0]);
    assert_eq!(softmax(&[-800.0, -800.0]), [0.5, 0.5]);
    assert_eq!(softmax(&[-INFINITY, 3.0]), [0.0, 1.0]);
    let mut gradient = [0.0; 2];
    softmax::forward(&[-INFINITY, 3.0], softmax).1([1.0, 5.0], (&[-INFINITY, 3.0], Some(&mut gradient)));
    assert_eq!(gradient, [0.0, 0.0]);
    assert_eq!(softmax(&[INFINITY, 3.0]), [1.0, 0.0]);
    assert_eq!(softmax(&[-INFINITY]), [1.0]);
    for a in [[-INFINITY; 2], [INFINITY; 2], [f64::NAN, 3.0], [INFINITY, f64::NAN]] {
        assert!(softmax(&a).iter().all(|y| y.is_nan()));
        assert!(log_softmax(&a).iter().all(|y| y.is_nan()));
    }
}

/// Weights of 1 less very little: the slopes are ordinary numbers.
#[test]
fn softmax_where_one_weight_is_nearly_1() {
    let (a, e) = ([50.0, 0.0], (-50.0_f64).exp());
    for (d, right) in [([1.0, 0.0], e), ([0.0, 1.0], -e), ([3.0, 7.0], -4.0 * e)] {
        let mut gradient = [0.0; 2];
        softmax::forward(&a, softmax).1(d, (&a, Some(&mut gradient)));
        assert_eq!(gradient, [right, -right]);
    }
    let mut gradient = [0.0; 2];
    log_softmax::forward(&a, log_softmax).1([1.0, 0.0], (&a, Some(&mut gradient)));
    assert_eq!(gradient, [e, -e]);
}

#[test]
fn log_softmax_of_an_array() {
    let (y, back) = log_softmax::forward(&A, log_softmax);
    assert_eq!(y, log_softmax(&A));
    close(&y, &softmax(&A).map(f64::ln), 1e-15);
    let mut gradient = [0.0; 4];
    back(B, (&A, Some(&mut gradient)));
    close(&gradient, &differences(|a| dot(&log_softmax(a), &B), A), 1e-9);

    let (a, b) = (A.map(|x| x as f32), B.map(|x| x as f32));
    let mut single = [0.0; 4];
    log_softmax::forward(&a, log_softmax).1(b, (&a, Some(&mut single)));
    close(&single, &gradient, 1e-6);
    assert_eq!(log_softmax(&[-800.0, 800.0, -INFINITY]), [-1600.0, 0.0, -INFINITY]);
    assert_eq!(log_softmax(&[INFINITY, 3.0]), [0.0, -INFINITY]);
    assert_eq!(log_softmax(&[0.0, -40.0])[0], -(-40.0_f64).exp());
}

fn gradient_of_cross_entropy<const N: usize>(a: [f64; N], index: usize) -> [f64; N] {
    let mut gradient = [0.0; N];
    let (value, back) = cross_entropy::forward(&a, index, cross_entropy);
    assert!(Float::total_cmp(&value, &cross_entropy(&a, index)).is_eq());
    let ((), ()) = back(1.0, (&a, Some(&mut gradient)), ());
    gradient
}

#[test]
fn cross_entropy_of_slices() {
    for index in 0..4 {
        close(&[cross_entropy(&A, index)], &[-softmax(&A)[index].ln()], 1e-15);
        close(&gradient_of_cross_entropy(A, index), &differences(|a| cross_entropy(a, index), A), 1e-9);
        let (single, mut buffer) = (A.map(|x| x as f32), [1.0_f32; 4]);
        cross_entropy::forward(&single, index, cross_entropy).1(-2.0, (&single, Some(&mut buffer)), ());
        close(&buffer, &gradient_of_cross_entropy(A, index).map(|d| 1.0 - 2.0 * d), 1e-6);
    }
    // Nobody wants it.
    cross_entropy::forward(&A, 1, cross_entropy).1(1.0, (&A, Default::default()), ());
}

#[test]
fn cross_entropy_at_extremes() {
    let e = (-40.0_f64).exp();
    assert_eq!((cross_entropy(&[40.0, 0.0], 0), gradient_of_cross_entropy([40.0, 0.0], 0)), (e, [-e, e]));
    assert_eq!(cross_entropy(&[800.0, -800.0], 1), 1600.0);
    assert_eq!(gradient_of_cross_entropy([800.0, -800.0], 1), [1.0, -1.0]);
    assert_eq!(
        (cross_entropy(&[INFINITY, 3.0], 0), gradient_of_cross_entropy([INFINITY, 3.0], 0)),
        (0.0, [0.0, 0.0])
    );
    assert_eq!(
        (cross_entropy(&[INFINITY, 3.0], 1), gradient_of_cross_entropy([INFINITY, 3.0], 1)),
        (INFINITY, [1.0, -1.0])
    );
    assert_eq!(
        (cross_entropy(&[-INFINITY, 3.0], 1), gradient_of_cross_entropy([-INFINITY, 3.0], 1)),
        (0.0, [0.0, 0.0])
    );
    assert_eq!(cross_entropy(&[2.5], 0), 0.0);
    for a in [[INFINITY; 2], [-INFINITY; 2], [f64::NAN, 1.0], [1.0, f64::NAN], [f64::NAN, INFINITY]] {
        assert!(cross_entropy(&a, 0).is_nan());
    }
}

#[test]
#[should_panic(expected = "index out of bounds")]
fn cross_entropy_of_a_class_that_is_not_there() {
    cross_entropy(&[1.0, 2.0], 2);
}

/// The root of a sum of squares has an infinite cotangent for it at the origin.
#[test]
fn nothing_flows_to_a_zero() {
    let mut gradient = [0.0; 2];
    norm_squared::forward(&[0.0, 0.0], norm_squared).1(INFINITY, (&[0.0, 0.0], Some(&mut gradient)));
    assert_eq!(gradient, [0.0, 0.0]);
    let (a, b) = ([0.0, 2.0], [1.0, 0.0]);
    let (mut da, mut db) = ([0.0; 2], [0.0; 2]);
    dot::forward(&a, &b, dot).1(INFINITY, (&a, Some(&mut da)), (&b, Some(&mut db)));
    assert_eq!((da, db), ([INFINITY, 0.0], [0.0, INFINITY]));
}

#[cfg(feature = "alloc")]
mod alloc {
    use super::*;

    #[test]
    fn softmax_of_slices_and_vectors() {
        let (vector, mut gradient) = (A.to_vec(), vec![0.0; 4]);
        let (y, back) = softmax::forward(&vector, softmax);
        assert_eq!(y, softmax(&A));
        back(B.to_vec(), (&vector, Some(&mut gradient)));
        close(&gradient, &differences(|a| dot(&softmax(a), &B), A), 1e-9);

        let (mut y, back) = softmax::forward(&vector[..], softmax);
        // The value is the caller's, to change as well.
        y.fill(0.0);
        let mut slice = [0.0; 4];
        back(B.to_vec(), (&vector[..], Some(&mut slice[..])));
        assert_eq!(slice[..], gradient);
        assert_eq!(softmax::<[f64]>(&[]), vec![]);
    }

    #[test]
    #[should_panic(expected = "softmax and its cotangent differ in length")]
    fn a_cotangent_that_is_too_short() {
        softmax::forward(&A[..], softmax).1(vec![1.0], (&A[..], None));
    }
}
