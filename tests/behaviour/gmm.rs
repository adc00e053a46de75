//! ADBench's GMM objective against the gradient of ADBench's manual implementation.

#![allow(clippy::needless_range_loop, clippy::too_many_arguments, reason = "as ADBench writes it")]

mod model;

use model::{Data, gmm, gmm_accumulate_grad, gmm_value_and_grad};

fn expected() -> Vec<f64> {
    let text = include_str!("gmm/gmm_d10_K25.gradient.txt");
    text.split_whitespace().map(|word| word.parse().expect("a number")).collect()
}

#[test]
fn the_gradient_is_adbenchs() {
    let Data { d, alphas, means, icf, x, gamma, m } = Data::read();
    let (value, (da, dm, di)) = gmm_value_and_grad(d, &alphas, &means, &icf, &x, gamma, m);
    assert_eq!(value, gmm(d, &alphas, &means, &icf, &x, gamma, m));
    let ours: Vec<f64> = [da, dm, di].concat();
    let theirs = expected();
    assert_eq!(ours.len(), theirs.len());
    for (i, (a, b)) in ours.iter().zip(&theirs).enumerate() {
        assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "{i}: {a} is not {b}");
    }
    let (mut da, mut dm, mut di) = (vec![0.0; alphas.len()], vec![0.0; means.len()], vec![0.0; icf.len()]);
    gmm_accumulate_grad(d, &alphas, &means, &icf, &x, gamma, m, &mut da, &mut dm, &mut di);
    let again: Vec<f64> = [da, dm, di].concat();
    assert!(again.iter().zip(&ours).all(|(a, b)| (a - b).abs() <= 1e-9 * b.abs().max(1.0)));
}
