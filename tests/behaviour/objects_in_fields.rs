//! Trait objects behind pointers of all kinds in the fields of constants.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;
use std::rc::Rc;
use std::sync::Arc;

#[differentiate]
pub trait Kernel {
    #[differentiate(wrt(r))]
    fn eval(&self, r: f64) -> f64;

    #[differentiate(wrt(x))]
    fn weighed(&self, x: &[f64], w: &[f64], n: usize) -> Vec<f64>;
}

#[derive(Clone)]
pub struct Square {
    s: f64,
}

#[differentiate]
impl Kernel for Square {
    #[differentiate(wrt(r))]
    fn eval(&self, r: f64) -> f64 {
        self.s * r * r
    }

    #[differentiate(wrt(x))]
    fn weighed(&self, x: &[f64], w: &[f64], n: usize) -> Vec<f64> {
        (0..n).map(|i| self.s * x[i] * x[i] * w[i]).collect()
    }
}

pub struct Models<'a> {
    borrowed: &'a dyn Kernel,
    counted: Rc<dyn Kernel>,
    shared: Arc<dyn Kernel>,
    owned: Box<dyn Kernel>,
    sent: Box<dyn Kernel + Send>,
    everywhere: Arc<dyn Kernel + Send + Sync>,
    plain: Square,
    list: Vec<Rc<dyn Kernel>>,
    references: Vec<&'a dyn Kernel>,
    sent_list: Vec<Box<dyn Kernel + Send + Sync>>,
}

#[differentiate]
impl<'a> Models<'a> {
    #[differentiate(wrt(x))]
    fn each(&self, x: f64) -> f64 {
        self.borrowed.eval(x)
            + 2.0 * self.counted.eval(x)
            + 3.0 * self.shared.eval(x.sin())
            + self.owned.eval(2.0 * x)
            + 5.0 * self.sent.eval(x) * self.everywhere.eval(x)
            + self.plain.eval(x)
    }

    #[differentiate(wrt(x))]
    fn run_over(&self, x: f64) -> f64 {
        let mut total: f64 = 0.0;
        for k in &self.list {
            total += k.eval(x) * total.cos();
        }
        for k in &self.references {
            total += k.eval(x);
        }
        for i in 0..self.sent_list.len() {
            total *= self.sent_list[i].eval(x);
        }
        total
    }

    #[differentiate(wrt(x))]
    fn chained(&self, x: f64) -> f64 {
        let one: f64 = self.list.iter().map(|k| k.eval(x)).sum();
        let other: f64 = self.sent_list.iter().map(|k| k.eval(x * one)).sum();
        one * other
    }

    #[differentiate(wrt(x))]
    fn of_slices(&self, x: &[f64], w: &[f64]) -> f64 {
        let y = self.counted.weighed(x, w, x.len());
        let z = self.everywhere.weighed(&y, &[1.0, 2.0, 3.0], 2);
        y[0] * z[1] + self.borrowed.weighed(x, w, 1)[0]
    }
}

#[differentiate(wrt(x))]
fn outside(models: &Models<'_>, x: f64) -> f64 {
    models.counted.eval(x) * models.sent.eval(x)
}

#[test]
fn objects_behind_pointers() {
    let square = |s| Square { s };
    let (one, two) = (square(0.5), square(1.5));
    let models = Models {
        borrowed: &one,
        counted: Rc::new(square(0.3)),
        shared: Arc::new(square(0.7)),
        owned: Box::new(square(1.1)),
        sent: Box::new(square(0.9)),
        everywhere: Arc::new(square(0.4)),
        plain: square(0.2),
        list: vec![Rc::new(square(0.3)), Rc::new(square(0.6))],
        references: vec![&one, &two],
        sent_list: vec![Box::new(square(0.8)), Box::new(square(1.2))],
    };
    let at = 0.7;
    let pairs: [(&dyn Fn(f64) -> f64, f64); 4] = [
        (&|x| models.each(x), models.each_grad(at)),
        (&|x| models.run_over(x), models.run_over_grad(at)),
        (&|x| models.chained(x), models.chained_grad(at)),
        (&|x| outside(&models, x), outside_grad(&models, at)),
    ];
    for (f, slope) in pairs {
        crate::common::assert_close([slope], [crate::common::derivative(f, at)]);
    }
    let (x, w) = ([0.7, -1.2, 0.4], [2.0, 0.5, 1.0]);
    crate::common::assert_close(
        models.of_slices_grad(&x, &w).try_into().unwrap(),
        crate::common::gradient(|x| models.of_slices(&x, &w), x),
    );
}
