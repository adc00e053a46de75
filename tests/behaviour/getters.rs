//! Functions that return a reference to a part of a parameter, and what calls them.

#![allow(clippy::all, reason = "people write it")]

use crate::common::derivative;
use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone)]
struct Matrix {
    data: Vec<f64>,
    rows: usize,
    cols: usize,
}

#[differentiate]
fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[differentiate(wrt(self, x))]
impl Matrix {
    fn row(&self, i: usize) -> &[f64] {
        &self.data[i * self.cols..(i + 1) * self.cols]
    }
    fn entry(&self, i: usize, j: usize) -> &f64 {
        &self.data[i * self.cols + j]
    }
    fn by_index(&self, x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..self.rows {
            let r = self.row(i);
            let mut d = 0.0;
            for j in 0..self.cols {
                d += r[j] * x[j];
            }
            s += d * d * self.entry(i, i) + *self.entry(0, i);
        }
        s
    }
    fn by_iterators(&self, x: &[f64]) -> f64 {
        (0..self.rows)
            .map(|i| self.row(i).iter().zip(x).map(|(a, b)| a * b).sum::<f64>())
            .map(|v| v.sin())
            .sum()
    }
    fn passed(&self, x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..self.rows {
            for (&a, b) in self.row(i).iter().zip(x) {
                s += (a * b).sin();
            }
            s += dot(self.row(i), x) * self.row(0)[i];
        }
        s
    }
}

#[derive(Differentiable, Clone)]
struct Layer {
    weights: Matrix,
    bias: Vec<f64>,
}

#[differentiate(wrt(self, x))]
impl Layer {
    fn weights(&self) -> &Matrix {
        &self.weights
    }
    fn bias(&self) -> &Vec<f64> {
        &self.bias
    }
    fn energy(&self, x: &[f64]) -> f64 {
        let w = self.weights();
        let mut s = 0.0;
        for v in &w.data {
            s += v * v * x[0];
        }
        for b in self.bias() {
            s += b.exp();
        }
        s + w.row(0)[1].sin() + self.weights().by_index(x)
    }
    fn of_another_block(&self, x: &[f64]) -> f64 {
        let first: &[f64] = self.weights.row(0);
        dot(first, x) + dot(&self.weights.row(1)[..], first)
    }
}

#[derive(Differentiable, Clone)]
struct Net {
    layers: Vec<Layer>,
}

#[differentiate(wrt(self, x))]
impl Net {
    fn last(&self) -> &Layer {
        &self.layers[self.layers.len() - 1]
    }
    fn all(&self) -> &[Layer] {
        &self.layers
    }
    fn total(&self, x: &[f64]) -> f64 {
        self.last().energy(x)
            + self.layers.iter().map(|l| l.bias()[0] * l.weights().row(1)[0]).sum::<f64>()
            + self.all().iter().map(|l| l.of_another_block(x)).sum::<f64>()
    }
}

fn matrix() -> Matrix {
    Matrix { data: vec![1.0, 2.0, 3.0, 4.0], rows: 2, cols: 2 }
}

#[track_caller]
fn agrees<M: Differentiable + Clone>(
    model: &M,
    f: impl Fn(&M, &[f64]) -> f64,
    (d_model, d_x): (M::Tangent, Vec<f64>),
) where
    M::Tangent: Differentiable,
{
    let x = [0.5, 2.0];
    let numbers = |length, write: &dyn Fn(&mut [f64])| {
        let mut into = vec![0.0; length];
        write(&mut into);
        into
    };
    let at = numbers(model.flat_len(), &|into| model.write_flat(into));
    let ours = numbers(d_model.flat_len(), &|into| d_model.write_flat(into));
    assert_eq!(at.len(), ours.len());
    for i in 0..at.len() {
        let theirs = derivative(
            |v| {
                let (mut at, mut model) = (at.clone(), model.clone());
                at[i] = v;
                model.read_flat(&at);
                f(&model, &x)
            },
            at[i],
        );
        assert!((ours[i] - theirs).abs() < 1e-6 * theirs.abs().max(1.0), "{i}: {ours:?}, {theirs}");
    }
    for i in 0..2 {
        let theirs = derivative(
            |v| {
                let mut x = x;
                x[i] = v;
                f(model, &x)
            },
            x[i],
        );
        assert!((d_x[i] - theirs).abs() < 1e-6 * theirs.abs().max(1.0), "{i}: {d_x:?}, {theirs}");
    }
}

#[test]
fn rows_of_a_matrix() {
    let (m, x) = (matrix(), [0.5, 2.0]);
    agrees(&m, Matrix::by_index, m.by_index_grad(&x));
    agrees(&m, Matrix::by_iterators, m.by_iterators_grad(&x));
    agrees(&m, Matrix::passed, m.passed_grad(&x));
}

#[test]
fn structs_by_reference() {
    let layer = |bias: [f64; 2]| Layer { weights: matrix(), bias: bias.to_vec() };
    let (net, x) = (Net { layers: vec![layer([0.3, 0.4]), layer([0.5, -0.4])] }, [0.5, 2.0]);
    agrees(&net.layers[0], Layer::energy, net.layers[0].energy_grad(&x));
    agrees(&net.layers[0], Layer::of_another_block, net.layers[0].of_another_block_grad(&x));
    agrees(&net, Net::total, net.total_grad(&x));
}

#[differentiate(vjp, jvp, pullback, jacobian)]
fn pick(x: &[f64], i: usize) -> &[f64] {
    &x[i..i + 2]
}

#[differentiate(grad, hvp, hessian)]
fn picked(x: &[f64]) -> f64 {
    let r = pick(x, 1);
    r[0] * r[1] * x[0]
}

#[differentiate(vjp, jvp)]
fn halves(x: &[f64]) -> (&[f64], &[f64]) {
    x.split_at(x.len() / 2)
}

#[test]
fn a_part_of_a_slice() {
    let x = [2.0, 3.0, 5.0];
    assert_eq!(picked_grad(&x), [15.0, 10.0, 6.0]);
    assert_eq!(picked_hvp(&x, &[1.0, 0.0, 0.0]), [0.0, 5.0, 3.0]);
    assert_eq!(picked_hessian(&x), [[0.0, 5.0, 3.0], [5.0, 0.0, 2.0], [3.0, 2.0, 0.0]]);
    assert_eq!(pick_vjp(&x, 1, vec![1.0, 2.0]), [0.0, 1.0, 2.0]);
    assert_eq!(pick_jvp(&x, 1, &[1.0, 2.0, 3.0]), (&[3.0, 5.0][..], vec![2.0, 3.0]));
    assert_eq!(pick_jacobian(&x, 1), [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]);
    let (value, pull) = pick_pullback(&x, 1);
    assert_eq!((value, pull(vec![1.0, 2.0])), (&[3.0, 5.0][..], vec![0.0, 1.0, 2.0]));
    assert_eq!(
        halves_jvp(&x, &[0.5, 1.5, 2.5]),
        ((&[2.0][..], &[3.0, 5.0][..]), (vec![0.5], vec![1.5, 2.5]))
    );
    assert_eq!(halves_vjp(&x, (vec![1.0], vec![2.0, 3.0])), [1.0, 2.0, 3.0]);
}

#[differentiate(grad, vjp, jvp)]
fn first(x: &[f64]) -> Option<&f64> {
    x.first()
}

#[differentiate(grad, hvp)]
fn squared_first(x: &[f64]) -> f64 {
    match first(x) {
        Some(v) => v * v * x[1],
        None => 0.0,
    }
}

#[test]
fn perhaps_a_reference() {
    assert_eq!(first_grad(&[2.0, 3.0]), Some(vec![1.0, 0.0]));
    assert_eq!(first_jvp(&[2.0, 3.0], &[0.5, 1.5]), Some((2.0, 0.5)));
    assert_eq!(first_jvp(&[], &[]), None);
    assert_eq!(squared_first_grad(&[2.0, 3.0]), [12.0, 4.0]);
    assert_eq!(squared_first_grad(&[]), [0.0; 0]);
    assert_eq!(squared_first_hvp(&[2.0, 3.0], &[1.0, 0.0]), [6.0, 4.0]);
}

/// Changes itself between two reads of a row, which the pullback of the first must not see.
#[derive(Differentiable, Clone)]
struct State {
    at: Vec<f64>,
}

#[differentiate(wrt(self))]
impl State {
    fn front(&self) -> &[f64] {
        &self.at[..2]
    }
    fn step(&mut self) -> f64 {
        let before = self.front()[0] * self.front()[1];
        self.at[0] = before * before;
        self.at[1] = self.front()[0] + self.front()[1];
        let after = self.front();
        before + after[0] * after[1]
    }
}

#[test]
fn a_struct_that_changes() {
    let of = |a: f64, b: f64| State { at: vec![a, b] }.step();
    let mut state = State { at: vec![1.5, 0.5] };
    let (dx, dy) = (derivative(|a| of(a, 0.5), 1.5), derivative(|b| of(1.5, b), 0.5));
    let mut zero = Differentiable::zero(&state);
    let ours = {
        state.step_vjp(1.0, &mut zero);
        zero.at
    };
    assert!((ours[0] - dx).abs() < 1e-7 && (ours[1] - dy).abs() < 1e-7, "{ours:?} {dx} {dy}");
}

/// Another block's getters, of which the caller sees no signature.
#[differentiate(wrt(m, x))]
fn elsewhere(m: &Matrix, x: &[f64]) -> f64 {
    let diagonal = m.entry(0, 0);
    let v = *m.entry(1, 1) * x[0];
    let mut s = diagonal * diagonal * x[1] + v;
    for i in 0..2 {
        let r = m.row(i);
        s += square(*m.entry(i, 0)) * r.len() as f64 + r.iter().sum::<f64>().sin();
        let (a, b) = r.split_at(1);
        s += a[0] * b[0] * r.first().unwrap() * *r.last().unwrap();
    }
    s
}

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiate(grad, value_and_grad)]
fn second(x: &[f64; 3]) -> &f64 {
    &x[1]
}

#[test]
fn getters_of_another_block() {
    let m = matrix();
    agrees(&m, elsewhere, elsewhere_grad(&m, &[0.5, 2.0]));
    assert_eq!(second_value_and_grad(&[2.0, 3.0, 5.0]), (3.0, [0.0, 1.0, 0.0]));
}

#[differentiate(wrt(self, v, other))]
impl Matrix {
    fn zeros(rows: usize, cols: usize) -> Self {
        Matrix { data: vec![0.0; rows * cols], rows, cols }
    }
    fn at(&self, i: usize, j: usize) -> f64 {
        self.data[i * self.cols + j]
    }
    fn at_mut(&mut self, i: usize, j: usize) -> &mut f64 {
        &mut self.data[i * self.cols + j]
    }
    fn row_mut(&mut self, i: usize) -> &mut [f64] {
        let cols = self.cols;
        &mut self.data[i * cols..(i + 1) * cols]
    }
    fn transposed(&self) -> Matrix {
        let mut out = Matrix::zeros(self.cols, self.rows);
        for i in 0..self.rows {
            for j in 0..self.cols {
                *out.at_mut(j, i) = self.at(i, j);
            }
        }
        out
    }
    fn times(&self, other: &Matrix) -> Matrix {
        let mut out = Self::zeros(self.rows, other.cols);
        for i in 0..self.rows {
            for k in 0..self.cols {
                let a = self.at(i, k);
                for (o, b) in out.row_mut(i).iter_mut().zip(other.row(k)) {
                    *o += a * b;
                }
            }
        }
        out
    }
    fn halved_below(&self) -> Matrix {
        let mut a = self.clone();
        let mut b = a.clone();
        for i in 1..self.rows {
            for j in 0..i {
                *b.at_mut(i, j) *= 0.5 * a.at(j, i);
                a.row_mut(i)[j] -= b.at(i, j);
            }
        }
        a.times(&b)
    }
    fn gram(&self, v: &[f64]) -> f64 {
        let gram = self.transposed().times(&self.halved_below());
        let mut s = 0.0;
        for i in 0..gram.rows {
            let row: &[f64] = gram.row(i);
            s += dot(row, v).sin() * v[i];
        }
        s
    }
}

#[test]
fn parts_of_locals_that_are_changed() {
    let m = matrix();
    agrees(&m, Matrix::gram, m.gram_grad(&[0.5, 2.0]));
}

/// Another type with methods of these names: what is bound to one of them is not the block's.
#[derive(Differentiable, Clone)]
struct Column(Vec<f64>);

#[differentiate(wrt(self))]
impl Column {
    fn entry(&self, i: usize, _: usize) -> f64 {
        2.0 * self.0[i]
    }
}

#[differentiate(wrt(self, x))]
impl Matrix {
    fn of_another_type(&self, x: &[f64]) -> f64 {
        let mut s = 0.0;
        for i in 0..2 {
            let m = Column(x.to_vec());
            s += m.entry(i, 0) * self.at(i, 1);
        }
        let m = self.clone();
        s + m.at(1, 0) * s
    }
}

#[test]
fn a_name_for_two_types() {
    let m = matrix();
    agrees(&m, Matrix::of_another_type, m.of_another_type_grad(&[0.5, 2.0]));
}

#[derive(Differentiable, Clone)]
struct Series {
    terms: Vec<f64>,
}

#[differentiate(wrt(self, x))]
impl Series {
    fn last(&self) -> Option<&f64> {
        self.terms.last()
    }
    fn leading(&self) -> Option<&f64> {
        self.terms.last()
    }
    fn root(&self, x: f64) -> Result<f64, String> {
        if x < 0.0 {
            return Err("negative".into());
        }
        Ok(self.terms[0] * x.sqrt())
    }
}

#[derive(Differentiable, Clone)]
struct Ratio {
    above: Series,
    below: Series,
}

#[differentiate(wrt(self, x))]
impl Ratio {
    fn answered(&self, x: &[f64]) -> f64 {
        let a = *self.above.leading().unwrap();
        let b = self.below.leading().map_or(1.0, |b| b * x[0]);
        let c = self.above.root(x[1]).unwrap_or(3.0) * self.below.root(-x[1]).unwrap_or(3.0);
        a * a / b + c + self.below.root(x[0]).expect("positive")
    }
}

#[test]
fn answers_of_another_type() {
    let r = Ratio { above: Series { terms: vec![2.0, 3.0] }, below: Series { terms: vec![0.5, 4.0] } };
    agrees(&r, Ratio::answered, r.answered_grad(&[0.5, 2.0]));
}
