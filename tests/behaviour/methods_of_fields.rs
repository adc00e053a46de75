//! Methods of `std` on fields, whose types only rustc sees; arrays made element by element from them; elements by an `Index` of another type.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, derivative};
use differentiate::{Differentiable, differentiate};
use std::ops::{Index, IndexMut, Mul, Sub};

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Fields {
    v: Vec<f64>,
    #[differentiate(constant)]
    grid: [f64; 4],
    #[differentiate(constant)]
    times: Vec<f64>,
    rows: Vec<Vec<f64>>,
    a: [f64; 4],
}

#[differentiate(grad, jvp, hvp)]
impl Fields {
    #[differentiate(wrt(self))]
    fn windows_of_a_constant(&self) -> f64 {
        self.grid.windows(2).map(|t| (t[1] - t[0]) * self.v[0] * self.v[0]).sum()
    }

    #[differentiate(wrt(self))]
    fn windows_zipped(&self) -> f64 {
        self.times.windows(2).zip(self.v.windows(2)).map(|(t, v)| (t[1] - t[0]) * (v[0] + v[1]) * v[0]).sum()
    }

    #[differentiate(wrt(self))]
    fn sorted(&self) -> f64 {
        let mut v = self.v.clone();
        v.sort_by(|a, b| a.total_cmp(b));
        v[0] * v[1]
    }

    #[differentiate(wrt(self))]
    fn matched(&self) -> f64 {
        match self.v.as_slice() {
            [] => 0.0,
            [x] => *x,
            [x, y, ..] => x * y * y,
        }
    }

    #[differentiate(wrt(self))]
    fn flat(&self) -> f64 {
        self.rows.concat().iter().map(|x| x.powi(3)).sum()
    }

    #[differentiate(wrt(self))]
    fn rotated(mut self) -> f64 {
        self.v.rotate_left(1);
        self.v[0] * self.v[0] * self.v[3]
    }

    #[differentiate(wrt(self))]
    fn mapped(mut self) -> f64 {
        self.a = self.a.map(|x| x * x);
        self.a[0] * self.a[1] + self.a.map(|x| x * self.v[1])[2]
    }

    #[differentiate(wrt(self))]
    fn copied(&self) -> f64 {
        let mut out = self.a.to_vec();
        out[0] *= self.v[0];
        out.iter().product()
    }

    #[differentiate(wrt(self))]
    fn interpolated(&self) -> f64 {
        let at = self.times.partition_point(|&t| t < 2.0);
        let same = self.times.binary_search_by(|t| t.total_cmp(&2.0)).unwrap_or_else(|at| at);
        self.v[at] * self.v[same - 1]
    }
}

fn fields() -> Fields {
    Fields {
        v: vec![1.5, 2.0, 1.0, 4.0],
        grid: [0.0, 1.0, 3.0, 6.0],
        times: vec![0.0, 1.0, 3.0, 6.0],
        rows: vec![vec![1.0, 3.0], vec![2.0]],
        a: [1.0, 2.0, 3.0, 4.0],
    }
}

/// The gradient against differences of the function, and the second derivatives along a direction against differences of the gradient.
macro_rules! agree {
    ($($f:ident $grad:ident $jvp:ident $hvp:ident($($by:tt)?);)*) => {$(
        let at = fields();
        let size = at.flat_len();
        let moved = |k: usize, by: f64| {
            let (mut flat, mut moved) = (vec![0.0; size], fields());
            moved.write_flat(&mut flat);
            flat[k] += by;
            moved.read_flat(&flat);
            moved
        };
        let flat = |of: &FieldsGradient| {
            let mut flat = vec![0.0; size];
            of.write_flat(&mut flat);
            flat
        };
        let (grad, step) = (flat(&at.clone().$grad()), 1e-5);
        for k in 0..size {
            let mut direction = fields().zero();
            let mut unit = vec![0.0; size];
            unit[k] = 1.0;
            direction.read_flat(&unit);
            let slope = (moved(k, step).$f() - moved(k, -step).$f()) / (2.0 * step);
            assert!((grad[k] - slope).abs() < 1e-7 * (1.0 + slope.abs()), "{} {k}: {} for {slope}", stringify!($f), grad[k]);
            assert_close([at.clone().$jvp($($by)? direction.clone()).1], [grad[k]]);
            let (up, down) = (flat(&moved(k, step).$grad()), flat(&moved(k, -step).$grad()));
            let along = flat(&at.clone().$hvp($($by)? direction));
            for ((up, down), ours) in up.iter().zip(&down).zip(&along) {
                let theirs = (up - down) / (2.0 * step);
                assert!((ours - theirs).abs() < 1e-7 * (1.0 + theirs.abs()), "{}: {ours} for {theirs}", stringify!($f));
            }
        }
    )*};
}

#[test]
fn lists_in_fields_have_the_methods_of_lists() {
    agree! {
        windows_of_a_constant windows_of_a_constant_grad windows_of_a_constant_jvp windows_of_a_constant_hvp(&);
        windows_zipped windows_zipped_grad windows_zipped_jvp windows_zipped_hvp(&);
        sorted sorted_grad sorted_jvp sorted_hvp(&);
        matched matched_grad matched_jvp matched_hvp(&);
        flat flat_grad flat_jvp flat_hvp(&);
        rotated rotated_grad rotated_jvp rotated_hvp();
        mapped mapped_grad mapped_jvp mapped_hvp();
        copied copied_grad copied_jvp copied_hvp(&);
        interpolated interpolated_grad interpolated_jvp interpolated_hvp(&);
    }
    assert_eq!(fields().flat_grad().rows, [vec![3.0, 27.0], vec![12.0]]);
    assert_eq!(fields().interpolated_grad().v, [0.0, 1.0, 2.0, 0.0]);
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Point([f64; 3]);

#[differentiate]
impl Sub for Point {
    type Output = Point;
    fn sub(self, other: Point) -> Point {
        Point(std::array::from_fn(|i| self.0[i] - other.0[i]))
    }
}

#[differentiate]
impl Mul<Point> for f64 {
    type Output = Point;
    fn mul(self, point: Point) -> Point {
        Point(point.0.map(|c| self * c))
    }
}

#[differentiate]
impl Point {
    #[differentiate(wrt(self, other))]
    fn dot(&self, other: &Point) -> f64 {
        self.0.iter().zip(&other.0).map(|(a, b)| a * b).sum()
    }
}

#[differentiate(wrt(a, b, s))]
fn stretched(a: Point, b: Point, s: f64) -> f64 {
    let d = s * (a - b);
    d.dot(&d)
}

#[test]
fn operators_written_with_from_fn_and_map() {
    let (a, b) = (Point([1.0, 2.0, 3.0]), Point([0.5, -1.0, 0.25]));
    let (d_a, d_b, d_s) = stretched_grad(a, b, 1.5);
    // 2 s² (a - b), and 2 s |a - b|².
    assert_close(d_a.0, [2.25, 13.5, 12.375]);
    assert_close(d_b.0, [-2.25, -13.5, -12.375]);
    assert_close([d_s], [derivative(|s| stretched(a, b, s), 1.5)]);
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Own {
    d: Vec<f64>,
}

#[differentiate]
impl Index<usize> for Own {
    type Output = f64;
    fn index(&self, i: usize) -> &f64 {
        &self.d[i]
    }
}

#[differentiate]
impl IndexMut<usize> for Own {
    fn index_mut(&mut self, i: usize) -> &mut f64 {
        &mut self.d[i]
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct State {
    n: usize,
    x: Own,
}

#[differentiate]
impl State {
    fn zeros(n: usize) -> State {
        State { n, x: Own { d: vec![0.0; n] } }
    }

    #[differentiate(wrt(self))]
    fn energy(&self) -> f64 {
        self.x[0] * self.x[1]
    }

    #[differentiate(wrt(self, u))]
    fn step(&mut self, u: f64) -> f64 {
        for i in 0..2 {
            self.x[i] += u * self.x[1 - i];
        }
        self.x[0]
    }

    #[differentiate(wrt(self))]
    fn at(&self, i: usize) -> f64 {
        self.x[i]
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Column {
    n: usize,
    data: Vec<f64>,
}

#[differentiate]
impl Column {
    fn zeros(n: usize) -> Column {
        Column { n, data: vec![0.0; n] }
    }

    #[differentiate(wrt(self))]
    fn get(&self, i: usize) -> f64 {
        self.data[i]
    }

    #[differentiate(wrt(self, other))]
    fn times(&self, other: &Column) -> Column {
        let mut out = Column::zeros(self.n);
        for i in 0..self.n {
            out.data[i] += self.get(i) * other.get(i);
        }
        for i in 0..self.n {
            out.data[i] += other.get(i);
        }
        out
    }
}

#[test]
fn elements_by_an_index_of_the_type_of_a_field() {
    let state = State { n: 2, x: Own { d: vec![2.0, 3.0] } };
    assert_eq!(state.energy_grad().x.d, [3.0, 2.0]);
    assert_eq!(state.at_grad(1).x.d, [0.0, 1.0]);
    let (mut stepped, mut d_state) = (state.clone(), State::zeros(2).zero());
    // x0 + u x1: with respect to u it is x1.
    assert_eq!(stepped.step_vjp(2.0, 1.0, &mut d_state), 3.0);
    assert_eq!(d_state.x.d, [1.0, 2.0]);
}

#[test]
fn fields_of_what_opaque_code_made_are_added_to() {
    let (a, b) = (Column { n: 2, data: vec![1.0, 2.0] }, Column { n: 2, data: vec![3.0, 4.0] });
    let (d_a, d_b) = a.times_vjp(&b, ColumnGradient { n: (), data: vec![1.0, 10.0] });
    assert_eq!((d_a.data, d_b.data), (vec![3.0, 40.0], vec![2.0, 30.0]));
}

/// The root of a complex number: `copysign` of fields, whose types only rustc knows.
#[derive(differentiate::Differentiable, Clone, Copy, Debug, PartialEq)]
struct Pair {
    re: f64,
    im: f64,
}

#[differentiate]
impl Pair {
    #[differentiate(wrt(self))]
    fn imaginary_part_of_root(self) -> f64 {
        ((self.re.hypot(self.im) - self.re) / 2.0).sqrt().copysign(self.im)
    }
}

#[test]
fn imaginary_part_of_root() {
    // √(3 + 4i) = 2 + i; its derivative is 1 / (2 √z) = 0.2 - 0.1i.
    let gradient = Pair { re: 3.0, im: 4.0 }.imaginary_part_of_root_grad();
    crate::common::assert_close([gradient.re, gradient.im], [-0.1, 0.2]);
    let gradient = Pair { re: 3.0, im: -4.0 }.imaginary_part_of_root_grad();
    crate::common::assert_close([gradient.re, gradient.im], [0.1, 0.2]);
}

/// An `Index` without `IndexMut`, of a type that has the name of one of `glam`'s, in operators of references.
mod read_by_index {
    use differentiate::{Differentiable, differentiate};
    use std::ops::{Index, Mul};

    #[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
    struct Mat2([[f64; 2]; 2]);

    #[differentiate]
    impl Index<(usize, usize)> for Mat2 {
        type Output = f64;
        fn index(&self, (i, j): (usize, usize)) -> &f64 {
            &self.0[i][j]
        }
    }

    #[differentiate]
    impl<'a> Mul<&'a Mat2> for &'a Mat2 {
        type Output = Mat2;
        fn mul(self, o: &Mat2) -> Mat2 {
            let mut m = [[0.0; 2]; 2];
            for i in 0..2 {
                for j in 0..2 {
                    for k in 0..2 {
                        m[i][j] += self[(i, k)] * o[(k, j)];
                    }
                }
            }
            Mat2(m)
        }
    }

    #[differentiate(wrt(self))]
    impl Mat2 {
        fn squared(&self) -> f64 {
            let m = self * self;
            m[(0, 0)] + 2.0 * m[(1, 0)]
        }
    }

    #[test]
    fn a_product_of_references() {
        // a² + b c + 2 (c a + d c)
        let m = Mat2([[2.0, 3.0], [5.0, 7.0]]);
        assert_eq!(m.squared(), 19.0 + 2.0 * 45.0);
        assert_eq!(m.squared_grad(), Mat2([[4.0 + 10.0, 5.0], [3.0 + 18.0, 10.0]]));
    }
}
