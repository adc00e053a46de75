//! What a method of an `Option` takes beside a closure is evaluated after what the closure before it does.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;
use std::cell::RefCell;

thread_local!(static CALLS: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) });

fn draw(k: u8) -> f64 {
    CALLS.with_borrow_mut(|calls| {
        calls.push(k);
        k as f64 + 0.1 * calls.len() as f64
    })
}

fn called<T>(run: impl FnOnce() -> T) -> (T, Vec<u8>) {
    CALLS.take();
    let value = run();
    (value, CALLS.take())
}

#[differentiate]
fn unwrap_or(x: &[f64]) -> f64 {
    x.first().map(|v| draw(1) * v * v).unwrap_or(draw(2)) + x[1]
}

#[differentiate]
fn map_or(x: &[f64]) -> f64 {
    let o = x.iter().position(|v| *v > 0.5).map(|p| draw(2) * x[p]);
    o.map_or(draw(3), |v| v * draw(4)) * x[0]
}

#[differentiate]
fn or(x: &[f64]) -> f64 {
    x.get(1).map(|v| v * draw(5)).or(Some(draw(6))).unwrap_or(draw(7)) * x[0]
}

#[differentiate]
fn zip(x: &[f64]) -> f64 {
    let z = x.get(1).map(|v| v * draw(5)).zip(Some(draw(6) * x[0]));
    z.map_or(0.0, |(a, b)| a * b)
}

struct Generator(u32);

impl Generator {
    fn next(&mut self) -> f64 {
        self.0 = self.0 * 7 % 31;
        CALLS.with_borrow_mut(|calls| calls.push(self.0 as u8));
        self.0 as f64
    }
}

#[differentiate]
fn generator(x: &[f64]) -> f64 {
    let mut g = Generator(3);
    let a = x.first().map(|v| v * g.next()).unwrap_or(g.next());
    let b = (x[1] > 0.0).then(|| x[1] * g.next()).ok_or(g.next() as u8).unwrap_or(0.0);
    let c = x.iter().copied().reduce(|a, b| a * b + g.next()).map_or(g.next(), |v| v * x[0]);
    a * b + c
}

#[differentiate]
fn inspected(x: &[f64]) -> f64 {
    let a = x
        .first()
        .inspect(|_| {
            draw(1);
        })
        .map(|v| v * draw(2))
        .ok_or(draw(3))
        .unwrap_or(draw(4));
    let b = x
        .iter()
        .max_by(|a, b| {
            draw(5);
            a.total_cmp(b)
        })
        .map(|v| v * v)
        .unwrap_or(draw(6));
    a * b
}

#[test]
fn in_the_order_of_the_function() {
    let x = [0.3, 0.9];
    macro_rules! check {
        ($($f:ident $companion:ident),*) => {$(
            let (value, order) = called(|| $f(&x));
            let ((ours, slope), own_order) = called(|| $companion(&x));
            assert_eq!((value.to_bits(), &order), (ours.to_bits(), &own_order), stringify!($f));
            let theirs = crate::common::gradient(|x: [f64; 2]| called(|| $f(&x)).0, x);
            crate::common::assert_close(slope.try_into().unwrap(), theirs);
        )*};
    }
    check!(unwrap_or unwrap_or_value_and_grad, map_or map_or_value_and_grad, or or_value_and_grad, zip zip_value_and_grad, generator generator_value_and_grad, inspected inspected_value_and_grad);
}
