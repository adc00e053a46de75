//! Texts in errors: they have no derivative, and what they are made of is a constant there.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate, stop_gradient};

#[derive(Debug, PartialEq)]
enum E {
    Negative(f64),
    Text(String),
}

#[differentiate]
fn in_all_ways(x: f64) -> Result<f64, E> {
    if x < 0.0 {
        return Err(E::Negative(stop_gradient(x)));
    }
    let y = (x > 0.5).then_some(x * x).ok_or(E::Text(x.to_string()))?;
    let z = Some(y).filter(|v| *v < 100.0).ok_or_else(|| E::Text(format!("{y}")))?;
    Ok(z * x)
}

#[test]
fn the_error_is_that_of_the_function() {
    assert_eq!(in_all_ways_grad(2.0), Ok(12.0));
    for x in [-1.0, 0.5, 20.0] {
        assert_eq!(in_all_ways_grad(x).unwrap_err(), in_all_ways(x).unwrap_err());
    }
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
    Owned(String, usize),
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
            return Err(Extinct::Owned(self.label.to_string(), 3));
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
