//! Tangents through `Option`s and enums in fields that are held constant, and through references that a decision yields.

use crate::common::assert_close;
use differentiate::{Differentiable, Tangent, differentiate};

#[derive(Clone, Debug, Differentiable)]
enum Kind {
    List(Vec<f64>, #[differentiate(constant)] Vec<f64>),
    Pair { k: (f64, f64) },
    Nothing,
}

#[derive(Clone, Debug, Differentiable)]
struct Layer {
    g: Vec<f64>,
    #[differentiate(constant)]
    running: Option<(Vec<f64>, Vec<f64>)>,
    moving: Option<(Vec<f64>, f64)>,
    kind: Kind,
    #[differentiate(constant)]
    held: Kind,
    #[differentiate(constant)]
    times: Vec<f64>,
    #[differentiate(constant)]
    last: Option<f64>,
}

#[differentiate]
impl Layer {
    #[differentiate(wrt(self), grad, jvp, hvp)]
    fn of_running(&self, c: usize) -> f64 {
        let (m, v) = match &self.running {
            Some((m, v)) => (m[c], v[c]),
            None => (self.g[1], 1.0),
        };
        self.g[0] * m / v
    }

    #[differentiate(wrt(self), grad, jvp, hvp)]
    fn of_moving(&self, c: usize) -> f64 {
        let (m, v) = match &self.moving {
            Some((m, v)) => (m[c], *v),
            None => (self.g[1], 1.0),
        };
        self.g[0] * m / v
    }

    #[differentiate(wrt(self), grad, jvp, hvp)]
    fn of_kinds(&self, c: usize) -> f64 {
        let own = match &self.kind {
            Kind::List(a, by) => a[c] * by[0] * a[c],
            Kind::Pair { k } => k.0 * k.1,
            Kind::Nothing => self.g[0],
        };
        let held = match &self.held {
            Kind::List(a, by) => a[c] * by[0] * self.g[1],
            Kind::Pair { k } => k.0 * k.1 * self.g[1],
            Kind::Nothing => self.g[1],
        };
        own * held
    }

    #[differentiate(wrt(self), grad, jvp, hvp)]
    fn of_last(&self, c: usize) -> f64 {
        let mut sum = self.g[c];
        match self.times.last() {
            Some(&last) if last > 0.9 => sum += self.g[1] * (2.0 - last) * self.g[1],
            _ => {}
        }
        let own = match self.g.last() {
            Some(last) if *last > 1.5 => self.g[0] * (2.0 - last) * last,
            Some(last) => last * last,
            None => 2.0,
        };
        let held = match self.last {
            Some(last) if last > 0.5 => last * self.g[0],
            _ => self.g[1] * self.g[1],
        };
        sum * own * held
    }

    #[differentiate(wrt(self), grad, jvp, hvp)]
    fn of_references(&self, c: usize) -> f64 {
        let own = if c > 0 { &self.g[0] } else { &self.g[1] };
        let either = if c > 0 { &self.times[0] } else { &self.g[1] };
        own * *either * own
    }
}

fn layers() -> [Layer; 3] {
    let list = Kind::List(vec![0.4, 0.6], vec![0.7]);
    let pair = Kind::Pair { k: (0.3, 0.7) };
    let first = Layer {
        g: vec![1.0, 2.0],
        running: None,
        moving: None,
        kind: list.clone(),
        held: pair.clone(),
        times: vec![0.3, 1.0],
        last: None,
    };
    let second = Layer {
        g: vec![1.2, 1.4],
        running: Some((vec![0.5, 0.2], vec![0.4, 0.6])),
        moving: Some((vec![0.4, 0.2], 3.0)),
        kind: pair,
        held: list,
        times: vec![0.2],
        last: Some(0.8),
    };
    let third = Layer { kind: Kind::Nothing, held: Kind::Nothing, last: Some(0.1), ..first.clone() };
    [first, second, third]
}

macro_rules! check {
    ($($f:ident $grad:ident $jvp:ident $hvp:ident)*) => {$(
        for layer in layers() {
            for c in 0..2 {
                let with = |g: [f64; 2]| Layer { g: g.to_vec(), ..layer.clone() };
                let at: [f64; 2] = layer.g.clone().try_into().unwrap();
                let gradient = layer.$grad(c);
                assert_close(gradient.g.clone().try_into().unwrap(), crate::common::gradient(|g| with(g).$f(c), at));
                let (value, tangent) = layer.$jvp(c, &gradient);
                assert_eq!(value, layer.$f(c));
                assert_close([tangent], [gradient.dot(&gradient)]);
                for i in 0..2 {
                    let mut unit = layer.zero();
                    unit.g[i] = 1.0;
                    let theirs = crate::common::gradient(|g| with(g).$grad(c).g[i], at);
                    assert_close(layer.$hvp(c, &unit).g.try_into().unwrap(), theirs);
                }
            }
        }
    )*};
}

#[test]
fn of_what_is_held_constant() {
    check! {
        of_running of_running_grad of_running_jvp of_running_hvp
        of_moving of_moving_grad of_moving_jvp of_moving_hvp
        of_kinds of_kinds_grad of_kinds_jvp of_kinds_hvp
        of_last of_last_grad of_last_jvp of_last_hvp
        of_references of_references_grad of_references_jvp of_references_hvp
    }
}
