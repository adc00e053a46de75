//! What people do with structs: elements by operators of their own, `Option`s in fields, variants that are made, copies of `self`, values filled in
//! loops.

use crate::structs::check;
use differentiate::{Differentiable, Float, differentiate};
use std::ops::{Index, IndexMut};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq, Default)]
struct V3 {
    x: f64,
    y: f64,
    z: f64,
}

#[differentiate]
impl Index<usize> for V3 {
    type Output = f64;
    fn index(&self, i: usize) -> &f64 {
        match i {
            0 => &self.x,
            1 => &self.y,
            2 => &self.z,
            _ => panic!("there is no coordinate {i}"),
        }
    }
}

#[differentiate]
impl IndexMut<usize> for V3 {
    fn index_mut(&mut self, i: usize) -> &mut Self::Output {
        match i {
            0 => &mut self.x,
            1 => &mut self.y,
            2 => &mut self.z,
            _ => panic!("there is no coordinate {i}"),
        }
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Grid<T> {
    rows: usize,
    columns: usize,
    cells: Vec<T>,
}

#[differentiate]
impl<T: Float> Index<(usize, usize)> for Grid<T> {
    type Output = T;
    fn index(&self, (i, j): (usize, usize)) -> &T {
        assert!(i < self.rows, "there is no row {i}");
        &self.cells[i * self.columns + j]
    }
}

#[differentiate]
impl<T: Float> IndexMut<(usize, usize)> for Grid<T> {
    fn index_mut(&mut self, (i, j): (usize, usize)) -> &mut T {
        let at = i * self.columns + j;
        &mut self.cells[at]
    }
}

#[differentiate(vjp)]
impl<T: Float> Grid<T> {
    fn zeros(rows: usize, columns: usize) -> Self {
        Grid { rows, columns, cells: vec![T::ZERO; rows * columns] }
    }

    #[differentiate(wrt(self))]
    fn transposed(&self) -> Self {
        let mut t = Self::zeros(self.columns, self.rows);
        for i in 0..self.rows {
            for j in 0..self.columns {
                t[(j, i)] = self[(i, j)];
            }
        }
        t
    }

    /// The old values are those from before: `clone` copies what is behind `&mut`.
    #[differentiate(wrt(self))]
    fn diffuse(&mut self, k: T) {
        let old = self.clone();
        for i in 1..self.rows - 1 {
            for j in 0..self.columns {
                self[(i, j)] += k * (old[(i - 1, j)] + old[(i + 1, j)] - old[(i, j)]);
            }
        }
    }

    #[differentiate(wrt(self, v))]
    fn put(&mut self, i: usize, j: usize, v: T) {
        self[(i, j)] = v;
    }
}

#[differentiate(grad, wrt(a, b))]
fn product(a: &Grid<f64>, b: &Grid<f64>) -> f64 {
    let mut c = Grid::zeros(a.rows, b.columns);
    for i in 0..a.rows {
        for j in 0..b.columns {
            let mut s = 0.0;
            for k in 0..a.columns {
                s += a[(i, k)] * b[(k, j)];
            }
            // Only in the second attempt `s` is known to be differentiated.
            c.put(i, j, s);
        }
    }
    c.diffuse(0.3);
    let mut t = c.transposed();
    let x = t[(0, 1)] * t[(1, 0)];
    // The places of the first matrix are not those of the second.
    t = Grid { rows: 1, columns: 2, cells: vec![x, a[(0, 1)]] };
    t[(0, 1)] * t[(0, 0)] + c.cells.iter().map(|v| v * v).sum::<f64>()
}

#[differentiate(grad, wrt(v))]
fn coordinates(v: &V3) -> f64 {
    let mut w = V3::default();
    for i in 0..3 {
        w[i] += v[2 - i] * v.x;
        w[i] *= w[i];
    }
    w.x + w[1] * v.z
}

#[test]
fn elements_by_operators_of_ones_own() {
    let grid = |k: f64| Grid { rows: 3, columns: 3, cells: (0..9).map(|i| (k * i as f64).sin()).collect() };
    let (a, b) = (grid(1.0), grid(0.7));
    check(&(a.clone(), b.clone()), |(a, b)| product(a, b), &product_grad(&a, &b));
    let v = V3 { x: 0.5, y: -0.3, z: 0.8 };
    check(&v, coordinates, &coordinates_grad(&v));
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Filter {
    alpha: f64,
    last: Option<f64>,
    seen: Option<usize>,
}

#[differentiate(vjp)]
impl Filter {
    #[differentiate(wrt(self, x))]
    fn feed(&mut self, x: f64) -> f64 {
        let y = match self.last {
            Some(last) if last > 1.0 => last * x,
            Some(last) => self.alpha * x + (1.0 - self.alpha) * last,
            None => x.exp(),
        };
        self.last = if y > 1.5 { None } else { Some(y) };
        y
    }

    #[differentiate(wrt(self))]
    fn reset(&mut self) {
        self.last = None;
    }
}

#[differentiate(grad)]
fn filtered(alpha: f64, xs: &[f64]) -> f64 {
    let mut filter = Filter { alpha, last: None, seen: None };
    let mut sum = 0.0;
    for (i, x) in xs.iter().enumerate() {
        sum += filter.feed(*x).powi(2);
        if i == 3 {
            filter.reset();
        }
    }
    // Taken apart, its fields are locals.
    let mut apart = Filter { alpha, last: Some(xs[0]), seen: None };
    for x in xs {
        if let Some(last) = apart.last {
            sum += last * apart.alpha * x;
        }
        apart.last = Some(x * x);
    }
    sum
}

#[test]
fn options_in_fields() {
    let xs = vec![0.5, -0.3, 1.2, 0.8, 0.2, 1.4];
    check(&(0.4, xs.clone()), |(a, xs)| filtered(*a, xs), &filtered_grad(0.4, &xs));
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
enum Shape {
    Circle(f64),
    Rectangle { width: f64, height: f64 },
    Empty,
}

#[differentiate(vjp)]
impl Shape {
    #[differentiate(wrt(self))]
    fn area(self) -> f64 {
        match self {
            Shape::Circle(r) => 3.0 * r * r,
            Self::Rectangle { width, height } => width * height,
            Self::Empty => 0.0,
        }
    }

    #[differentiate(wrt(self, k))]
    fn scaled(&self, k: f64) -> Shape {
        match self {
            Shape::Circle(r) => Self::Circle(r * k),
            Shape::Rectangle { width, height } => Shape::Rectangle { width: width * k, height: *height },
            Shape::Empty => Shape::Empty,
        }
    }
}

#[differentiate(grad, wrt(shapes, r))]
fn areas(shapes: &[Shape], r: f64) -> f64 {
    let own = if r > 1.0 { Shape::Circle(r) } else { Shape::Rectangle { width: r, height: r * r } };
    shapes.iter().map(|shape| shape.scaled(r).area()).sum::<f64>() + own.area() * own.scaled(2.0).area()
}

#[test]
fn variants_that_are_made() {
    let shapes = vec![Shape::Circle(1.2), Shape::Rectangle { width: 0.5, height: 0.7 }, Shape::Empty];
    for r in [0.6, 1.4] {
        check(&(shapes.clone(), r), |(shapes, r)| areas(shapes, *r), &areas_grad(&shapes, r));
    }
}

#[derive(Clone, Differentiable)]
enum Piece {
    Arc { radius: f64, turns: usize },
    Line(f64, f64),
    Gap,
}

#[differentiate(vjp, wrt(piece))]
fn length(piece: &Piece) -> f64 {
    match piece {
        Piece::Arc { radius, turns } => 2.0 * radius * radius * *turns as f64,
        Piece::Line(x, y) => x * y,
        Piece::Gap => 0.0,
    }
}

/// A local that becomes another variant, also in a loop, and a variant that is changed in place.
#[differentiate(value_and_grad)]
fn becomes(x: f64, steps: usize) -> f64 {
    let (mut piece, mut sum) = (Piece::Arc { radius: x, turns: 3 }, 0.0);
    for step in 0..steps {
        sum += length(&piece);
        if step % 3 == 0 {
            piece = Piece::Line(x, sum);
        } else if step % 3 == 1 {
            piece = Piece::Gap;
        } else {
            piece = Piece::Arc { radius: sum.sin(), turns: step };
        }
        if let Piece::Arc { radius, .. } = &mut piece {
            *radius *= x;
        }
    }
    let mut last = Piece::Gap;
    if steps > 1 {
        last = Piece::Line(sum, x);
    }
    sum * x + length(&piece) + length(&last)
}

#[test]
fn variants_that_change() {
    for steps in [0, 1, 2, 3, 4, 6] {
        let theirs = crate::common::derivative(|x| becomes(x, steps), 0.4);
        let (value, slope) = becomes_value_and_grad(0.4, steps);
        assert!(value == becomes(0.4, steps) && (slope - theirs).abs() < 1e-7, "{slope} is not {theirs}");
    }
}
