//! `?` behind `try_into` and `collect`, where the type beside it tells what is made, and lists that are parsed.

use differentiate::differentiate;
use std::array::TryFromSliceError;
use std::error::Error;

#[differentiate]
fn head_and_tail(x: &[f64]) -> Option<f64> {
    let head: [f64; 3] = x.get(..3)?.try_into().ok()?;
    let [a, b]: [f64; 2] = x[3..].try_into().ok()?;
    Some(head.iter().sum::<f64>() * a * b)
}

#[differentiate]
fn with_message(x: &[f64]) -> Result<f64, String> {
    let head: &[f64; 3] = x[..3].try_into().map_err(|_| "too short".to_string())?;
    let all: [f64; 5] = x.try_into().map_err(|e: TryFromSliceError| e.to_string())?;
    Ok(head[0] * all[4] + all.iter().product::<f64>())
}

#[differentiate]
fn with_its_error(x: &[f64]) -> Result<f64, TryFromSliceError> {
    let v: [f64; 3] = x.try_into()?;
    Ok(v.iter().product())
}

#[differentiate]
fn weights(x: &[f64], line: &str) -> Option<f64> {
    let w: Vec<f64> = line.split(' ').map(|t| t.parse().ok()).collect::<Option<_>>()?;
    let exps: Vec<f64> =
        x.iter().map(|v| if *v < 9.0 { Some(v.exp()) } else { None }).collect::<Option<_>>()?;
    Some(w.iter().zip(&exps).map(|(w, x)| w * x).sum())
}

#[differentiate]
fn parsed(x: &[f64], line: &str) -> Result<f64, Box<dyn Error>> {
    let w: Vec<f64> = line.split(' ').map(|t| t.parse::<f64>()).collect::<Result<_, _>>()?;
    let v = line.split(' ').map(str::parse::<f64>).collect::<Result<Vec<_>, _>>()?;
    let k = match line.split(' ').map(|t| t.parse::<i32>()).collect::<Result<Vec<i32>, _>>() {
        Ok(list) => list.len() as f64,
        Err(_) => 7.0,
    };
    Ok(w.iter().zip(x).zip(&v).map(|((w, x), v)| w * x * x * v).sum::<f64>() * k)
}

#[test]
fn differences() {
    let at = [0.7, 0.3, 1.9, -0.4, 1.3];
    assert_eq!(with_its_error_value_and_grad(&[2.0, 3.0, 5.0]).unwrap(), (30.0, vec![15.0, 10.0, 6.0]));
    assert_eq!(with_its_error_grad(&at).unwrap_err().to_string(), with_its_error(&at).unwrap_err().to_string());
    assert_eq!(with_message_grad(&at[..3]), Err(with_message(&at[..3]).unwrap_err()));
    assert_eq!(head_and_tail_grad(&at[..4]), None);
    // (1 + 2 + 3) · 5 · 7.
    let (value, slope) = head_and_tail_value_and_grad(&[1.0, 2.0, 3.0, 5.0, 7.0]).unwrap();
    assert_eq!((value, slope), (210.0, vec![35.0, 35.0, 35.0, 42.0, 30.0]));
    let theirs = crate::common::gradient(|x| with_message(&x).unwrap(), at);
    crate::common::assert_close(with_message_grad(&at).unwrap().try_into().unwrap(), theirs);
    let at = [0.7, 0.3, 1.9];
    let theirs = crate::common::gradient(|x| weights(&x, "1 2 0.5").unwrap(), at);
    crate::common::assert_close(weights_grad(&at, "1 2 0.5").unwrap().try_into().unwrap(), theirs);
    let theirs = crate::common::gradient(|x| parsed(&x, "1 2 0.5").unwrap(), at);
    crate::common::assert_close(parsed_grad(&at, "1 2 0.5").unwrap().try_into().unwrap(), theirs);
    assert_eq!(weights_grad(&at, "1 two"), None);
    assert!(parsed_grad(&at, "1 two").is_err());
}
