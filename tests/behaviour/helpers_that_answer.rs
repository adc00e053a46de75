//! Helper methods that answer by tuples of integers, and by `Option`s and `Result`s without a derivative.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
#[derive(Debug, PartialEq)]
enum E {
    Length { expected: usize, got: usize },
    Late,
}
#[derive(Differentiable, Clone, Debug)]
struct Grid {
    data: Vec<f64>,
    rows: usize,
    cols: usize,
    names: Vec<String>,
}
#[differentiate]
impl Grid {
    fn shape(&self) -> (usize, usize) {
        (self.rows, self.cols)
    }
    fn check(&self) -> Result<(), E> {
        if self.data.len() != self.rows * self.cols {
            return Err(E::Length { expected: self.rows * self.cols, got: self.data.len() });
        }
        Ok(())
    }
    fn above(&self, least: f64) -> Option<usize> {
        self.data.iter().position(|x| *x > least)
    }
    fn checked(&self, row: usize) -> Result<usize, E> {
        if row < self.rows { Ok(row) } else { Err(E::Late) }
    }
    #[differentiate(wrt(self))]
    fn sum(&self, row: usize) -> Result<f64, E> {
        self.check()?;
        let (n, m) = self.shape();
        let row = self.checked(row)?;
        let mut s = 0.0;
        for j in 0..m {
            s += self.data[row * m + j].powi(2);
        }
        let first = match self.above(0.3) {
            Some(i) => self.data[i],
            None => 0.0,
        };
        if let Some(i) = self.above(0.9) {
            s += self.data[i].sin();
        }
        Ok(s * first / n as f64)
    }
}
#[differentiate(wrt(g))]
fn outside(g: &Grid, row: usize) -> Result<f64, E> {
    g.check()?;
    let (n, m) = g.shape();
    let k = g.checked(row)?;
    let i = match g.above(0.3) {
        Some(i) => i,
        None => 0,
    };
    Ok(g.data[k * m] * g.data[i] + g.sum(k)? * n as f64)
}
#[test]
fn a_grid_that_is_checked() {
    let make = |p: &[f64]| Grid { data: p.to_vec(), rows: 2, cols: 2, names: vec![] };
    for row in 0..2 {
        crate::check::agrees(
            &[0.1, 0.5, 1.2, 0.4],
            |p| make(p).sum(row).unwrap(),
            |p| {
                let (v, g) = make(p).sum_value_and_grad(row).unwrap();
                (v, g.data)
            },
            1e-7,
        );
        crate::check::agrees(
            &[0.1, 0.5, 1.2, 0.4],
            |p| outside(&make(p), row).unwrap(),
            |p| {
                let (v, g) = outside_value_and_grad(&make(p), row).unwrap();
                (v, g.data)
            },
            1e-7,
        );
    }
    assert_eq!(make(&[0.1, 0.5, 1.2]).sum_grad(0).err(), Some(E::Length { expected: 4, got: 3 }));
    assert_eq!(make(&[0.1, 0.5, 1.2]).sum_grad(0).err(), make(&[0.1, 0.5, 1.2]).sum(0).err());
    assert_eq!(outside_grad(&make(&[0.1, 0.5, 1.2, 0.4]), 2).err(), Some(E::Late));
}
