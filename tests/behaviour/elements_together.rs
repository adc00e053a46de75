//! Elements of lists in fields that are asked for together, also beside an `Option` that is constant.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Copy, Debug)]
struct Knot {
    x: f64,
    y: f64,
}

#[derive(Differentiable, Clone, Debug)]
struct Path {
    w: Vec<[f64; 2]>,
    v: Vec<f64>,
    knots: Vec<Knot>,
}

struct Problem {
    goal: Option<f64>,
}

#[differentiate]
impl Problem {
    #[differentiate(wrt(t))]
    fn cost(&self, t: &Path) -> f64 {
        let mut cost = 0.0;
        if let (Some(weight), Some(last)) = (self.goal, t.w.last()) {
            cost += weight * (last[0] - 1.0).powi(2);
        }
        cost
    }

    #[differentiate(wrt(t))]
    fn chosen(&self, t: &Path) -> f64 {
        match (self.goal, t.v.first()) {
            (Some(weight), Some(first)) if *first > 0.0 => weight * first * first,
            (Some(weight), Some(first)) => weight * first,
            (None, Some(x)) => x.sin(),
            _ => 0.0,
        }
    }
}

#[differentiate]
impl Path {
    #[differentiate(wrt(self))]
    fn ends(&self) -> f64 {
        match (self.v.first(), self.v.last()) {
            (Some(a), Some(b)) => a * b,
            _ => 0.0,
        }
    }

    #[differentiate(wrt(self))]
    fn chord(&self) -> f64 {
        if let (Some(a), Some(b)) = (self.knots.first(), self.knots.last()) {
            (a.x - b.x).hypot(a.y - b.y)
        } else {
            0.0
        }
    }

    #[differentiate(wrt(self))]
    fn neighbours(&self, i: usize) -> f64 {
        let (Some(a), Some(b)) = (self.w.get(i), self.v.get(i + 1)) else { return self.v[0] };
        a[0] * b * a[1]
    }

    #[differentiate(wrt(self))]
    fn summed(&self) -> f64 {
        let mut total = 0.0;
        for i in 0..self.knots.len() {
            total += match (self.knots.get(i), self.knots.get(i + 1)) {
                (Some(a), Some(b)) => (b.x - a.x) * (a.y + b.y) / 2.0,
                (Some(a), None) => a.y,
                (None, _) => 0.0,
            };
        }
        total
    }
}

fn path(x: [f64; 6]) -> Path {
    let [a, b, c, d, e, f] = x;
    Path { w: vec![[a, b]], v: vec![c, d], knots: vec![Knot { x: a, y: c }, Knot { x: e, y: f }] }
}

const AT: [f64; 6] = [0.7, -1.2, 0.4, 2.0, -0.3, 1.1];

fn by_numbers(d: &PathGradient) -> [f64; 6] {
    let (one, two) = (&d.knots[0], &d.knots[1]);
    [d.w[0][0] + one.x, d.w[0][1], d.v[0] + one.y, d.v[1], two.x, two.y]
}

macro_rules! agree {
    ($($value:expr, $slope:expr;)*) => {$({
        let (value, slope) = ($value, $slope);
        crate::common::assert_close(by_numbers(&slope(&path(AT))), crate::common::gradient(|x| value(&path(x)), AT));
    })*};
}

#[test]
fn elements_of_fields_together() {
    agree! {
        |p: &Path| p.ends(), |p: &Path| p.ends_grad();
        |p: &Path| p.chord(), |p: &Path| p.chord_grad();
        |p: &Path| p.neighbours(0), |p: &Path| p.neighbours_grad(0);
        |p: &Path| p.neighbours(1), |p: &Path| p.neighbours_grad(1);
        |p: &Path| p.summed(), |p: &Path| p.summed_grad();
    }
}

#[test]
fn elements_beside_constants() {
    for goal in [Some(2.0), None] {
        let problem = Problem { goal };
        agree! {
            |p: &Path| problem.cost(p), |p: &Path| problem.cost_grad(p);
            |p: &Path| problem.chosen(p), |p: &Path| problem.chosen_grad(p);
        }
    }
    let mut empty = path(AT);
    empty.v[0] = -0.5;
    let slope = Problem { goal: Some(2.0) }.chosen_grad(&empty);
    assert_eq!(slope.v, [2.0, 0.0]);
    empty.v.clear();
    assert_eq!(empty.ends_grad().v, [0.0; 0]);
}
