//! Zeros and sums of gradients, shape by shape.

use differentiate_core::private::{accumulate, accumulate_slice, zero};
use differentiate_core::{Differentiable, stop_gradient};

#[test]
fn zeros_have_the_shape_of_the_value() {
    assert_eq!(zero(&1.5_f64).to_bits(), 0);
    assert_eq!(zero(&1.5_f32).to_bits(), 0);
    assert_eq!(zero(&[[1.0, 2.0], [3.0, 4.0]]), [[0.0; 2]; 2]);
    assert_eq!(zero(&(1.0, [2.0_f32], (3.0, 4_u8))), (0.0, [0.0], (0.0, ())));
    assert_eq!(zero(&(1., 2., 3., 4., 5., 6., 7., 8.)), (0., 0., 0., 0., 0., 0., 0., 0.));
    assert_eq!(zero(&&&[1.0]), [0.0]);
    assert_eq!(zero(&&mut [1.0, 2.0]), [0.0, 0.0]);
}

#[test]
fn discrete_values_have_none() {
    fn discrete<D: Differentiable<Tangent = ()> + ?Sized>(value: &D) {
        zero(value);
    }
    discrete(&());
    discrete(&true);
    discrete(&'a');
    discrete("text");
    discrete(&"text");
    discrete(&1_i8);
    discrete(&1_u128);
    discrete(&1_usize);
    #[cfg(feature = "alloc")]
    discrete(&String::from("text"));
}

#[test]
fn sums_go_element_by_element() {
    let mut total = (1.0, [2.0_f32, 3.0], ((), 4.0));
    accumulate(&mut total, &(10.0, [20.0, 30.0], ((), 40.0)));
    assert_eq!(total, (11.0, [22.0, 33.0], ((), 44.0)));
    let mut slice = [1.0, 2.0, 3.0];
    accumulate_slice(&mut slice[1..], &[10.0, 20.0]);
    assert_eq!(slice, [1.0, 12.0, 23.0]);
}

#[test]
#[should_panic(expected = "gradients of different lengths cannot be added")]
fn slices_of_different_lengths() {
    accumulate_slice(&mut [1.0, 2.0], &[1.0]);
}

#[cfg(feature = "alloc")]
mod alloc {
    use super::*;
    use differentiate_core::Tangent;

    #[test]
    fn vectors() {
        assert_eq!(zero(&vec![[1.0], [2.0]]), vec![[0.0], [0.0]]);
        assert_eq!(zero(&[1.0, 2.0][..]), vec![0.0, 0.0]);
        assert_eq!(zero(&&[1.0, 2.0][..]), vec![0.0, 0.0]);
        let mut total = vec![vec![1.0], vec![2.0, 3.0]];
        total.accumulate(&vec![vec![10.0], vec![20.0, 30.0]]);
        assert_eq!(total, vec![vec![11.0], vec![22.0, 33.0]]);
    }

    #[test]
    #[should_panic(expected = "gradients of different lengths cannot be added")]
    fn vectors_of_different_lengths() {
        vec![1.0].accumulate(&vec![1.0, 2.0]);
    }
}

#[test]
fn stop_gradient_is_the_identity() {
    assert_eq!(stop_gradient(2.5), 2.5);
    assert_eq!(stop_gradient("text"), "text");
}
