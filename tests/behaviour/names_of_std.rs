//! Methods of the user's types that are called like methods of `std`, on values whose type is not written where they are called.

#![allow(clippy::all, reason = "people write it")]

use crate::check::agrees;
use differentiate::{Differentiable, differentiate};

/// A filter of the first order.
#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Pole {
    a: f64,
    y: f64,
}

#[differentiate]
impl Pole {
    #[differentiate(wrt(self, x))]
    fn next(&mut self, x: f64) -> f64 {
        self.y += self.a * (x - self.y);
        self.y
    }
    #[differentiate(wrt(self, x))]
    fn push(&mut self, x: f64) -> f64 {
        self.y = 2.0 * self.y + self.a * x * x;
        self.y
    }
    #[differentiate(wrt(self))]
    fn clear(&mut self) {
        self.y *= self.a;
    }
    #[differentiate(wrt(self, x))]
    fn filter(&self, x: f64) -> f64 {
        self.a * x + self.y * x * x
    }
    #[differentiate(wrt(self))]
    fn map(&self, by: f64) -> Pole {
        Pole { a: self.a * by, y: self.y + by }
    }
    #[differentiate(wrt(self, x))]
    fn fold(&self, x: f64, k: usize) -> f64 {
        (self.a * x + self.y).powi(k as i32)
    }
    #[differentiate(wrt(self, other))]
    fn max(&self, other: &Pole) -> f64 {
        (self.a * other.y).max(self.y * other.a)
    }
    #[differentiate(wrt(self, other))]
    fn zip(&self, other: &Pole) -> Pole {
        Pole { a: self.a * other.a, y: self.y * other.y }
    }
    #[differentiate(wrt(self))]
    fn get(&self, i: usize) -> f64 {
        if i == 0 { self.a } else { self.y * self.y }
    }
    #[differentiate(wrt(self))]
    fn first(&self) -> f64 {
        self.a.exp()
    }
    #[differentiate(wrt(self))]
    fn len(&self) -> f64 {
        self.a.hypot(self.y)
    }
    #[differentiate(wrt(self))]
    fn count(&self) -> f64 {
        self.a * self.y
    }
}

#[derive(Differentiable, Clone, Debug)]
struct Chain {
    pole: Pole,
    other: Pole,
    gain: f64,
}

#[differentiate]
impl Chain {
    #[differentiate(wrt(self, x))]
    fn changed(&mut self, x: f64) -> f64 {
        let y = self.gain * self.pole.next(x);
        self.pole.clear();
        y + self.other.push(y) * self.pole.y
    }
    #[differentiate(wrt(self, x))]
    fn asked(&self, x: f64) -> f64 {
        let turned = self.pole.map(0.5).zip(&self.other);
        let ends = self.pole.get(1) * self.gain + self.other.first() * x;
        turned.filter(x) + self.pole.filter(x) * self.pole.max(&self.other) + ends
    }
    #[differentiate(wrt(self, x))]
    fn measured(&self, x: f64) -> f64 {
        self.pole.len() * x + self.other.count() * self.pole.fold(x, 3)
    }
}

#[differentiate]
fn run(p: &[f64], xs: &[f64]) -> f64 {
    let mut chain = Chain { pole: Pole { a: p[0], y: p[1] }, other: Pole { a: p[2], y: p[3] }, gain: p[4] };
    let mut sum = 0.0;
    for x in xs {
        sum += chain.changed(*x) * chain.asked(*x) + chain.measured(*x);
    }
    sum
}

#[differentiate(wrt(poles, x))]
fn of_each(poles: &[Pole], x: f64) -> f64 {
    let mut sum = 0.0;
    for (i, pole) in poles.iter().enumerate() {
        sum += pole.filter(x) * pole.max(&poles[0]) + pole.get(i) * 2.0 + pole.len() * x;
    }
    sum
}

#[differentiate(wrt(a, b))]
fn of_parameters(a: &Pole, b: &Pole) -> f64 {
    a.max(b) + a.max(&b.map(2.0)) * b.count() + a.zip(b).len() + a.get(1) * 3.0
}

#[test]
fn by_hand() {
    // y = ½ + ½ (3 − ½) = 1.75, times 2; cleared, y = 0.875; the other: 2 · 1 + ¼ · 3.5².
    let mut chain = Chain { pole: Pole { a: 0.5, y: 0.5 }, other: Pole { a: 0.25, y: 1.0 }, gain: 2.0 };
    assert_eq!(chain.changed(3.0), 3.5 + (2.0 + 0.25 * 12.25) * 0.875);
    let pole = Pole { a: 3.0, y: 4.0 };
    assert_eq!(pole.count_grad(), Pole { a: 4.0, y: 3.0 });
    assert_eq!(pole.get_grad(1), Pole { a: 0.0, y: 8.0 });
}

#[test]
fn in_fields() {
    let at = [0.3, 1.4, 0.7, 0.2, 1.1, 0.5, -0.8];
    agrees(
        &at,
        |p| run(&p[..5], &p[5..]),
        |p| {
            let (value, (a, b)) = run_value_and_grad(&p[..5], &p[5..]);
            (value, [a, b].concat())
        },
        1e-8,
    );
}

#[test]
fn in_lists_and_parameters() {
    let poles = |p: &[f64]| vec![Pole { a: p[0], y: p[1] }, Pole { a: p[2], y: p[3] }];
    let at = [0.3, 1.4, 0.7, 0.2, 0.9];
    agrees(
        &at,
        |p| of_each(&poles(p), p[4]),
        |p| {
            let (value, (d, x)) = of_each_value_and_grad(&poles(p), p[4]);
            (value, vec![d[0].a, d[0].y, d[1].a, d[1].y, x])
        },
        1e-8,
    );
    let at = [0.3, 1.4, 0.7, 0.2];
    agrees(
        &at,
        |p| of_parameters(&poles(p)[0], &poles(p)[1]),
        |p| {
            let (value, (a, b)) = of_parameters_value_and_grad(&poles(p)[0], &poles(p)[1]);
            (value, vec![a.a, a.y, b.a, b.y])
        },
        1e-8,
    );
}

/// A local has the name of a method.
mod named_as_methods {
    use differentiate::differentiate;
    use std::collections::BTreeMap;

    #[differentiate]
    fn by_cluster(x: &[f64], cluster: &[usize]) -> f64 {
        let mut index: BTreeMap<usize, usize> = BTreeMap::new();
        let mut values = vec![];
        for (&c, v) in cluster.iter().zip(x) {
            let at = *index.entry(c).or_insert(values.len());
            if at == values.len() {
                values.push(0.0);
            }
            values[at] += v * v;
        }
        index.values().map(|&at| values[at]).product()
    }

    #[test]
    fn differences() {
        // (1 + 9) · 4
        assert_eq!(by_cluster_value_and_grad(&[1.0, 2.0, 3.0], &[1, 0, 1]), (40.0, vec![8.0, 40.0, 24.0]));
        check!([0.7, 0.3, 1.9, -0.4]; |p| by_cluster, by_cluster_value_and_grad; (p, &[1, 0, 1, 2]));
    }
}
