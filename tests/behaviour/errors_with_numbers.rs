//! Numbers and texts in errors: they have no derivative, and what made them is a constant there.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate, stop_gradient};

#[derive(Debug, PartialEq)]
enum E {
    Negative(f64),
    Singular { det: f64, step: usize },
    Text(String),
    Both(f64, String),
    Inner(Box<E>),
}

#[differentiate]
fn square_of_positive(x: f64) -> Result<f64, E> {
    if x < 0.0 { Err(E::Negative(x)) } else { Ok(x * x) }
}

#[differentiate]
fn in_all_ways(x: f64) -> Result<f64, E> {
    let y = square_of_positive(x - 1.0).map_err(|e| E::Inner(Box::new(e)))?;
    let z = (y > 0.5).then_some(y).ok_or(E::Singular { det: y, step: 3 })?;
    let w = Some(z).filter(|v| *v < 100.0).ok_or_else(|| E::Both(z * 2.0, format!("{z}")))?;
    if w > 50.0 {
        return Err(E::Text(w.to_string()));
    }
    Ok(w * y)
}

#[differentiate]
fn shown(x: f64) -> f64 {
    match in_all_ways(x) {
        Ok(v) => v,
        Err(e) => {
            println!("{e:?}");
            x
        }
    }
}

#[differentiate]
fn error_is_a_number(x: f64) -> Result<f64, f64> {
    if x < 0.0 {
        return Err(x);
    }
    Ok(x.sqrt())
}

#[differentiate]
fn in_a_loop(x: &[f64]) -> Result<f64, E> {
    let mut s = 0.0;
    for (i, v) in x.iter().enumerate() {
        if *v < 0.0 {
            return Err(E::Singular { det: *v, step: i });
        }
        s += v * v;
    }
    Ok(s)
}

#[test]
fn the_error_is_that_of_the_function() {
    assert_eq!(square_of_positive_grad(3.0), Ok(6.0));
    assert_eq!(square_of_positive_grad(-3.0), Err(E::Negative(-3.0)));
    assert_eq!(in_all_ways_grad(3.0), Ok(32.0));
    for x in [0.5, 1.5, 20.0, 9.0] {
        assert_eq!(in_all_ways_grad(x).unwrap_err(), in_all_ways(x).unwrap_err());
    }
    assert_eq!((shown_grad(3.0), shown_grad(0.5)), (32.0, 1.0));
    assert_eq!((error_is_a_number_grad(4.0), error_is_a_number_grad(-4.0)), (Ok(0.25), Err(-4.0)));
    assert_eq!(in_a_loop_grad(&[1.0, 2.0]), Ok(vec![2.0, 4.0]));
    assert_eq!(in_a_loop_grad(&[1.0, -2.0]), Err(E::Singular { det: -2.0, step: 1 }));
}

/// A number of an error counts where the user says that it is a constant.
#[differentiate]
fn read_again(x: f64) -> f64 {
    match square_of_positive(x) {
        Ok(v) => v,
        Err(E::Negative(v)) => stop_gradient(v) * x,
        Err(_) => 0.0,
    }
}

#[test]
fn a_number_read_out_of_an_error() {
    assert_eq!((read_again_grad(3.0), read_again_grad(-3.0)), (6.0, -3.0));
}

struct Fallback {
    v: f64,
}

fn opaque(k: u8) -> Result<f64, Fallback> {
    if k > 1 { Ok(2.0) } else { Err(Fallback { v: 5.0 }) }
}

#[differentiate]
fn errors_of_opaque_code(x: f64, k: u8) -> f64 {
    let a = match opaque(k) {
        Ok(v) => v,
        Err(e) => e.v,
    };
    let b = match opaque(k) {
        Ok(v) => v,
        Err(Fallback { v }) => v,
    };
    (a + b + opaque(k).unwrap_or_else(|e| e.v * 2.0)) * x
}

#[test]
fn constants_in_errors_of_opaque_code() {
    assert_eq!((errors_of_opaque_code_grad(1.0, 0), errors_of_opaque_code_grad(1.0, 2)), (20.0, 6.0));
}

#[derive(Clone, Differentiable)]
struct Species {
    growth: f64,
    name: &'static str,
    label: String,
}

#[derive(Debug, PartialEq)]
enum Extinct {
    Static(String),
    Owned(String, f64),
}

#[differentiate]
impl Species {
    #[differentiate(wrt(self))]
    fn rate(&self) -> Result<f64, Extinct> {
        if self.growth < 0.0 {
            return Err(Extinct::Static(self.name.to_string()));
        }
        if self.growth < 1.0 {
            return Err(Extinct::Static(String::from(self.name)));
        }
        if self.growth > 9.0 {
            return Err(Extinct::Owned(self.label.clone(), self.growth));
        }
        Ok(self.growth.powi(2))
    }
}

#[test]
fn names_of_fields_in_errors() {
    let of = |growth| Species { growth, name: "a", label: "b".to_string() };
    assert_eq!(of(2.0).rate_grad().unwrap().growth, 4.0);
    for growth in [-1.0, 0.5, 10.0] {
        assert_eq!(of(growth).rate_grad().map(|_| ()), of(growth).rate().map(|_| ()));
    }
}
