//! Forward mode and second derivatives through `Option`s and `Result`s whose values are lists, and whose errors are not `Clone`.

use crate::common::{assert_close, gradient};
use differentiate::differentiate;

#[derive(Debug, PartialEq)]
struct Negative(usize);

#[derive(Debug, PartialEq)]
struct Failed(String);

impl From<Negative> for Failed {
    fn from(from: Negative) -> Failed {
        Failed(format!("element {} is negative", from.0))
    }
}

#[differentiate(vjp, jvp)]
fn roots(a: &[f64]) -> Result<Vec<f64>, Negative> {
    if let Some(at) = a.iter().position(|v| *v < 0.0) {
        return Err(Negative(at));
    }
    Ok(a.iter().map(|v| v.sqrt()).collect())
}

#[differentiate(value_and_grad, jvp, hessian)]
fn product(x: &[f64]) -> Result<f64, Negative> {
    let l = roots(x)?;
    Ok(l[0] * l[1] * l[1])
}

#[differentiate(value_and_grad, jvp, hessian)]
fn converted(x: &[f64]) -> Result<f64, Failed> {
    let l = roots(x)?;
    let m = roots(&l)?;
    Ok(l[0] * m[1])
}

#[differentiate(vjp, jvp)]
fn parts(a: &[f64]) -> Option<(Vec<f64>, f64)> {
    let last = a.last()?;
    Some((a.iter().map(|v| v * last).collect(), last.sin()))
}

#[differentiate(value_and_grad, jvp, hessian)]
fn of_parts(x: &[f64]) -> Option<f64> {
    let (scaled, sine) = parts(x)?;
    let mut sum = 0.0;
    for v in &scaled {
        sum += v * v * sine;
    }
    Some(sum)
}

#[differentiate(value_and_grad, jvp, hessian)]
fn called_again(x: &[f64]) -> Result<f64, Failed> {
    let value = converted(x)?;
    Ok(value * value + product(x)?)
}

#[differentiate(value_and_grad, jvp, hessian)]
fn parsed(x: &[f64]) -> f64 {
    let parse = |s: &str, v: f64| -> Result<f64, std::num::ParseFloatError> { Ok(s.parse::<f64>()? * v * v) };
    parse("2.5", x[0]).unwrap_or_default() + parse("two", x[1]).unwrap_or(x[0] * x[1])
}

#[differentiate(value_and_grad, jvp, hessian)]
fn converted_by_hand(x: &[f64]) -> f64 {
    let checked = |v: f64, n: usize| -> Result<f64, Failed> {
        if n > 1 {
            return Err(Negative(n).into());
        }
        Ok(v * v * v)
    };
    checked(x[0], 1).unwrap_or_default() * x[1] + checked(x[1], 2).unwrap_or_default()
}

/// The slope and the second derivatives against differences, at a point.
macro_rules! second {
    ($name:ident, $function:expr, $value_and_grad:expr, $jvp:expr, $hessian:expr) => {
        #[test]
        fn $name() {
            let (at, direction) = ([0.7, 1.9], [0.3, -1.1]);
            let theirs = gradient(|x: [f64; 2]| $function(&x), at);
            let (value, own) = $value_and_grad(&at);
            assert_eq!(value, $function(&at));
            assert_close(own.try_into().unwrap(), theirs);
            let (value, tangent) = $jvp(&at, &direction);
            assert_eq!(value, $function(&at));
            assert_close([tangent], [theirs[0] * direction[0] + theirs[1] * direction[1]]);
            for (i, row) in $hessian(&at).into_iter().enumerate() {
                let theirs = gradient(|x: [f64; 2]| $value_and_grad(&x).1[i], at);
                assert_close(row.try_into().unwrap(), theirs);
            }
        }
    };
}

mod tests {
    use super::*;
    macro_rules! of_outcome {
        ($name:ident $value_and_grad:ident $jvp:ident $hessian:ident) => {
            second!(
                $name,
                |x: &[f64]| super::$name(x).unwrap(),
                |x: &[f64]| $value_and_grad(x).unwrap(),
                |x: &[f64], t: &[f64]| $jvp(x, t).unwrap(),
                |x: &[f64]| $hessian(x).unwrap()
            );
        };
    }
    of_outcome!(product product_value_and_grad product_jvp product_hessian);
    of_outcome!(converted converted_value_and_grad converted_jvp converted_hessian);
    of_outcome!(of_parts of_parts_value_and_grad of_parts_jvp of_parts_hessian);
    of_outcome!(called_again called_again_value_and_grad called_again_jvp called_again_hessian);
    second!(parsed, super::parsed, parsed_value_and_grad, parsed_jvp, parsed_hessian);
    second!(
        converted_by_hand,
        super::converted_by_hand,
        converted_by_hand_value_and_grad,
        converted_by_hand_jvp,
        converted_by_hand_hessian
    );

    #[test]
    fn without_a_value() {
        assert_eq!(product_jvp(&[1.0, -1.0], &[1.0, 0.0]), Err(Negative(1)));
        let failed = || Failed("element 0 is negative".into());
        assert_eq!(converted_jvp(&[-1.0, 1.0], &[1.0, 0.0]), Err(failed()));
        assert_eq!(called_again_hessian(&[-1.0, 1.0]), Err(failed()));
        assert_eq!(of_parts_jvp(&[], &[]), None);
    }
}
