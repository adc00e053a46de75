//! Generic callers of a trait for types that may have no size, `K: Kernel + ?Sized`.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

#[differentiate]
pub trait Kernel {
    #[differentiate(wrt(r))]
    fn eval(&self, r: f64) -> f64;

    #[differentiate(wrt(x))]
    fn dot(&self, x: &[f64], w: &[f64], n: usize) -> f64;
}

struct Scale {
    s: f64,
}

#[differentiate]
impl Kernel for Scale {
    #[differentiate(wrt(r))]
    fn eval(&self, r: f64) -> f64 {
        self.s * r * r
    }

    #[differentiate(wrt(x))]
    fn dot(&self, x: &[f64], w: &[f64], n: usize) -> f64 {
        (0..n).map(|i| self.s * x[i] * x[i] * w[i]).sum()
    }
}

#[differentiate(wrt(r))]
fn once<K: Kernel + ?Sized>(k: &K, r: f64) -> f64 {
    k.eval(r)
}

#[differentiate(wrt(r))]
fn repeated<K: ?Sized>(k: &K, r: f64) -> f64
where
    K: Kernel,
{
    let mut total = 0.0;
    for _ in 0..3 {
        total += k.eval(r * total + 1.0);
    }
    total * once(k, r)
}

#[differentiate(wrt(x))]
fn of_slices<K: Kernel + ?Sized>(k: &K, x: &[f64]) -> f64 {
    let mut total = 0.0;
    for i in 1..x.len() {
        let w = vec![0.5; i];
        let y: Vec<f64> = x.iter().map(|x| x * total + 1.0).collect();
        total += k.dot(&y, &w, i) + k.dot(x, &w, 1);
    }
    total
}

struct Borrowing<'a, K: ?Sized> {
    k: &'a K,
}

#[differentiate]
impl<'a, K: Kernel + ?Sized> Borrowing<'a, K> {
    #[differentiate(wrt(r))]
    fn eval(&self, r: f64) -> f64 {
        once(self.k, r.sin())
    }
}

#[test]
fn callers_of_what_may_have_no_size() {
    let scale = Scale { s: 0.7 };
    let object: &dyn Kernel = &scale;
    let at = 0.4;
    let pairs: [(&dyn Fn(f64) -> f64, f64); 5] = [
        (&|r| once(object, r), once_grad(object, at)),
        (&|r| once(&scale, r), once_grad(&scale, at)),
        (&|r| repeated(object, r), repeated_grad(object, at)),
        (&|r| repeated(&scale, r), repeated_grad(&scale, at)),
        (&|r| Borrowing { k: object }.eval(r), Borrowing { k: object }.eval_grad(at)),
    ];
    for (f, slope) in pairs {
        crate::common::assert_close([slope], [crate::common::derivative(f, at)]);
    }
    let x = [0.7, -1.2, 0.4];
    let theirs = crate::common::gradient(|x| of_slices(object, &x), x);
    crate::common::assert_close(of_slices_grad(object, &x).try_into().unwrap(), theirs);
    crate::common::assert_close(of_slices_grad(&scale, &x).try_into().unwrap(), theirs);
}
