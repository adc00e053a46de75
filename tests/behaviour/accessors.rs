//! Methods of the block that return a part of `self` by reference or by `&mut`: callers in the block see which part it is.

#![allow(clippy::all, reason = "people write it")]

use crate::common::derivative;
use differentiate::{Differentiable, differentiate};

const WIDTH: usize = 2;

#[derive(Differentiable, Clone, Debug)]
struct Grid {
    n: usize,
    name: String,
    u: Vec<f64>,
    corner: [f64; 2],
}

#[differentiate(wrt(self, x))]
impl Grid {
    fn name(&self) -> &str {
        &self.name
    }
    fn at_mut(&mut self, i: usize, j: usize) -> &mut f64 {
        &mut self.u[i * self.n + j]
    }
    fn row(&self, i: usize) -> &[f64] {
        let n = self.n;
        let from = i * n;
        &self.u[from..from + n]
    }
    fn row_mut(&mut self, i: usize) -> &mut [f64] {
        let n: usize = self.n;
        &mut self.u[i * n..(i + 1) * n]
    }
    fn wide(&self, i: usize) -> &[f64] {
        &self.u[i * WIDTH..i * WIDTH + WIDTH]
    }
    fn narrow(&self, i: i8) -> &f64 {
        &self.u[(i + 100) as usize % 4]
    }
    fn at_time(&self, t: f32) -> &f64 {
        &self.u[(t * 10.0) as usize]
    }
    fn corner(&self) -> &[f64; 2] {
        &self.corner
    }
    fn corner_mut(&mut self) -> &mut [f64; 2] {
        &mut self.corner
    }

    fn step(&mut self, x: f64) -> f64 {
        for i in 0..self.n {
            let v = self.u[i * self.n] * x;
            *self.at_mut(i, 1) += v;
        }
        for v in self.row_mut(0) {
            *v *= x;
        }
        self.row_mut(1)[0] = x * x;
        self.corner_mut()[1] *= x;
        let [a, b] = *self.corner();
        let r = self.row_mut(1);
        r[1] += a * b;
        self.u[0] * self.u[3] + self.u[2]
    }

    /// Names of the caller that are also names of the methods'.
    fn names(&self, x: f64) -> f64 {
        let (n, from, i) = (1, 0, 1usize);
        let a = self.row(n)[from] * self.row(from)[i];
        let k = match self.name() {
            "steep" => 2.0,
            _ => 1.0,
        };
        a * x * k + self.wide(i - n)[1] + self.corner().iter().sum::<f64>() * self.row(n).len() as f64
    }

    /// The type of what is passed is that of the parameter.
    fn narrowed(&self, x: f64) -> f64 {
        self.narrow(27) * x
    }
    fn too_narrow(&self, x: f64) -> f64 {
        self.narrow(100) * x
    }
    /// As an `f32` the product is 2, as an `f64` a little less.
    fn timed(&self, x: f64) -> f64 {
        self.at_time(0.2) * x
    }
}

fn grid() -> Grid {
    Grid { n: 2, name: "steep".to_owned(), u: vec![0.3, -0.4, 0.7, 1.2], corner: [0.5, -0.6] }
}

#[track_caller]
fn agrees(f: impl Fn(&Grid, f64) -> f64, (d_grid, d_x): (GridGradient, f64)) {
    let (grid, x) = (grid(), 0.6);
    let close = |ours: f64, theirs: f64| assert!((ours - theirs).abs() < 1e-7, "{ours} is not {theirs}");
    for i in 0..4 {
        let at = |v: f64| {
            let mut grid = grid.clone();
            grid.u[i] = v;
            f(&grid, x)
        };
        close(d_grid.u[i], derivative(at, grid.u[i]));
    }
    for i in 0..2 {
        let at = |v: f64| {
            let mut grid = grid.clone();
            grid.corner[i] = v;
            f(&grid, x)
        };
        close(d_grid.corner[i], derivative(at, grid.corner[i]));
    }
    close(d_x, derivative(|x| f(&grid, x), x));
}

#[test]
fn parts_that_change() {
    let mut d_grid = Differentiable::zero(&grid());
    let d_x = grid().step_vjp(0.6, 1.0, &mut d_grid);
    agrees(|grid, x| grid.clone().step(x), (d_grid, d_x));
}

#[test]
fn names_of_the_caller() {
    agrees(Grid::names, grid().names_grad(0.6));
}

#[test]
fn types_of_parameters() {
    agrees(Grid::narrowed, grid().narrowed_grad(0.6));
    agrees(Grid::timed, grid().timed_grad(0.6));
    assert_eq!(grid().timed_grad(0.6).0.u[2], 0.6);
    if cfg!(debug_assertions) {
        assert!(std::panic::catch_unwind(|| grid().too_narrow(0.6)).is_err());
        assert!(std::panic::catch_unwind(|| grid().too_narrow_grad(0.6)).is_err());
    } else {
        assert_eq!(grid().too_narrow_grad(0.6).1, grid().too_narrow(1.0));
    }
}

#[derive(Differentiable, Clone)]
struct Table {
    u: Vec<f64>,
    places: Vec<usize>,
}

#[differentiate(wrt(self))]
impl Table {
    fn wide(&self, i: usize) -> &f64 {
        &self.u[i * WIDTH]
    }
    fn with_check(&self, i: usize) -> &f64 {
        let _place = self.places[i];
        &self.u[0]
    }
    fn without_place(&self, _i: usize) -> &f64 {
        &self.u[1]
    }
    fn byte(&self, i: u8) -> &f64 {
        &self.u[i as usize % 4]
    }

    /// Constants of the caller that are called as those of the module.
    fn own_constant(&self) -> f64 {
        const WIDTH: usize = 3;
        *self.wide(1) * WIDTH as f64
    }
    fn own_parameter<const WIDTH: usize>(&self) -> f64 {
        *self.wide(1) * WIDTH as f64
    }
    fn checked(&self, i: usize) -> f64 {
        2.0 * *self.with_check(i)
    }
    fn asked_for(&self, i: usize) -> f64 {
        3.0 * *self.without_place(self.places[i])
    }
    fn shifted(&self, bits: u8) -> f64 {
        *self.byte(1 << bits)
    }
}

fn table() -> Table {
    Table { u: vec![0.3, -0.4, 0.7, 1.2], places: vec![3, 0] }
}

#[test]
fn constants_of_the_caller() {
    assert_eq!(
        (table().own_constant_grad().u, table().own_constant()),
        (vec![0.0, 0.0, 3.0, 0.0], 3.0 * 0.7)
    );
    assert_eq!(table().own_constant_value_and_grad().0, table().own_constant());
    assert_eq!(table().own_parameter_value_and_grad::<5>().0, table().own_parameter::<5>());
    assert_eq!(table().own_parameter_grad::<5>().u, [0.0, 0.0, 5.0, 0.0]);
}

#[test]
fn panics_of_what_is_not_needed() {
    use std::panic::catch_unwind;
    assert_eq!(table().checked_grad(1).u, [2.0, 0.0, 0.0, 0.0]);
    assert_eq!(table().asked_for_grad(1).u, [0.0, 3.0, 0.0, 0.0]);
    assert!(catch_unwind(|| table().checked(2)).is_err());
    assert!(catch_unwind(|| table().checked_value_and_grad(2)).is_err());
    assert!(catch_unwind(|| table().asked_for(2)).is_err());
    assert!(catch_unwind(|| table().asked_for_value_and_grad(2)).is_err());
}

#[test]
fn literals_that_are_shifted() {
    assert_eq!(table().shifted_grad(1).u, [0.0, 0.0, 1.0, 0.0]);
    if cfg!(debug_assertions) {
        assert!(std::panic::catch_unwind(|| table().shifted(8)).is_err());
        assert!(std::panic::catch_unwind(|| table().shifted_value_and_grad(8)).is_err());
    } else {
        assert_eq!(table().shifted_value_and_grad(8).0, table().shifted(8));
    }
}
