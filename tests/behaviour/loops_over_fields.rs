//! Innermost loops that add to lists in gradients of structs, which are borrowed before the loop.

use super::common::{assert_close, derivative};
use differentiate::{Differentiable, differentiate};
use std::ops::{Index, IndexMut};

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Row(Vec<f64>);

#[differentiate]
impl Index<usize> for Row {
    type Output = f64;
    fn index(&self, i: usize) -> &f64 {
        &self.0[i]
    }
}

#[differentiate]
impl IndexMut<usize> for Row {
    fn index_mut(&mut self, i: usize) -> &mut f64 {
        &mut self.0[i]
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Inner {
    list: Vec<f64>,
    own: Row,
}

#[derive(Differentiable, Clone, Debug)]
struct Model {
    flat: Vec<f64>,
    fixed: [f64; 4],
    #[differentiate(constant)]
    known: Vec<f64>,
    pair: (Vec<f64>, f64),
    inner: Inner,
    rows: Vec<Vec<f64>>,
}

#[differentiate(grad, wrt(self, x))]
impl Model {
    fn every_list(&self, x: &[f64], n: usize) -> f64 {
        let mut s = 0.0;
        for i in 0..n {
            let t = self.flat[i] * self.fixed[i] + self.known[i] * self.pair.0[i];
            s += t * self.inner.list[i] * x[i] + self.inner.own[i] * self.pair.1;
        }
        s
    }
    fn two_places_of_one_list(&self, x: &[f64], n: usize) -> f64 {
        let mut s = 0.0;
        for i in 1..n {
            s += self.flat[i] * self.flat[i - 1] * x[i];
            if x[i] > 0.0 {
                s += self.inner.list[i] * self.flat[0];
            } else {
                s -= self.fixed[i] * self.fixed[0];
            }
        }
        s
    }
    // The slice is out of range where the loop does not run.
    fn a_slice_that_is_not_taken(&self, x: &[f64], n: usize) -> f64 {
        let from = if n == 0 { 7 } else { 1 };
        let mut s = self.pair.1;
        for j in 0..n.min(3) {
            s += self.flat[from..from + 3][j] * x[j];
        }
        s
    }
    fn rows_and_whole_lists(&self, x: &[f64], n: usize) -> f64 {
        let mut s = 0.0;
        for row in &self.rows {
            for j in 0..n.min(row.len()) {
                s += row[j] * x[j] * self.flat[j];
            }
            s *= self.flat.iter().map(|v| v * v).sum::<f64>();
        }
        s
    }
}

fn model() -> Model {
    Model {
        flat: vec![0.5, -0.25, 1.5, 0.75],
        fixed: [1.0, 0.5, -0.5, 2.0],
        known: vec![0.25, 0.5, 1.0, -1.0],
        pair: (vec![0.1, 0.2, -0.3, 0.4], 1.25),
        inner: Inner { list: vec![0.3, 0.6, 0.9, -1.2], own: Row(vec![2.0, 1.0, 0.5, 0.25]) },
        rows: vec![vec![0.5, 1.5], vec![-1.0, 0.25, 2.0]],
    }
}

#[test]
fn each_number_of_each_list() {
    let x = [0.5, -1.0, 0.75, 2.0];
    let functions: [(
        fn(&Model, &[f64], usize) -> f64,
        fn(&Model, &[f64], usize) -> (ModelGradient, Vec<f64>),
    ); 4] = [
        (Model::every_list, Model::every_list_grad),
        (Model::two_places_of_one_list, Model::two_places_of_one_list_grad),
        (Model::a_slice_that_is_not_taken, Model::a_slice_that_is_not_taken_grad),
        (Model::rows_and_whole_lists, Model::rows_and_whole_lists_grad),
    ];
    for (f, grad) in functions {
        for n in [4, 2, 0] {
            let (model, (d_model, d_x)) = (model(), grad(&model(), &x, n));
            let by = |change: &dyn Fn(&mut Model, f64)| {
                let moved = |h| {
                    let mut model = model.clone();
                    change(&mut model, h);
                    f(&model, &x, n)
                };
                derivative(moved, 0.0)
            };
            for k in 0..4 {
                assert_close([d_model.flat[k]], [by(&|model, h| model.flat[k] += h)]);
                assert_close([d_model.fixed[k]], [by(&|model, h| model.fixed[k] += h)]);
                assert_close([d_model.pair.0[k]], [by(&|model, h| model.pair.0[k] += h)]);
                assert_close([d_model.inner.list[k]], [by(&|model, h| model.inner.list[k] += h)]);
                assert_close([d_model.inner.own.0[k]], [by(&|model, h| model.inner.own.0[k] += h)]);
            }
            assert_close([d_model.pair.1], [by(&|model, h| model.pair.1 += h)]);
            assert_close([d_model.rows[1][1]], [by(&|model, h| model.rows[1][1] += h)]);
            for k in 0..4 {
                let moved = |h| {
                    let mut x = x;
                    x[k] += h;
                    f(&model, &x, n)
                };
                assert_close([d_x[k]], [derivative(moved, 0.0)]);
            }
        }
    }
}
