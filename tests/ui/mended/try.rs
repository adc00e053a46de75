use differentiate::differentiate;

#[differentiate]
fn half_of_the_first(xs: &[f64]) -> f64 {
    let half = |at: usize| -> Option<f64> {
        let x = xs.get(at)?;
        let made: Option<f64> = Some(x / 2.0);
        made
    };
    half(0).unwrap_or(0.0)
}

#[differentiate]
fn quarter_of_the_first(xs: &[f64]) -> Option<f64> {
    let x = xs.first()?;
    Some(x / 4.0)
}

fn main() {
    assert_eq!(half_of_the_first_grad(&[3.0, 2.0]), [0.5, 0.0]);
    assert_eq!(quarter_of_the_first_grad(&[3.0, 2.0]), Some(vec![0.25, 0.0]));
    assert_eq!(quarter_of_the_first_grad(&[]), None);
}
