//! Fields that are `Option`s: where a local begins that walks along them, behind a `&mut`, and under a guard of a struct without a default value.

use crate::check::agrees;
use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone)]
struct Node {
    gain: f64,
    #[differentiate(constant)]
    next: Option<usize>,
}

#[derive(Differentiable, Clone)]
struct Walk {
    scale: f64,
    nodes: Vec<Node>,
    #[differentiate(constant)]
    root: Option<usize>,
}

#[differentiate]
impl Walk {
    #[differentiate(wrt(self))]
    fn total(&self) -> f64 {
        let mut total = self.scale;
        let mut at = self.root;
        while let Some(k) = at {
            let node = &self.nodes[k];
            total += node.gain * total;
            at = node.next;
        }
        total
    }
    #[differentiate(wrt(self))]
    fn two_steps(&self) -> f64 {
        let mut at = self.root;
        let mut product = self.scale;
        for _ in 0..2 {
            at = match at {
                Some(k) => {
                    product *= self.nodes[k].gain;
                    self.nodes[k].next
                }
                None => None,
            };
        }
        product
    }
}

#[test]
fn along_indices() {
    let walk = |p: &[f64]| Walk {
        scale: p[0],
        nodes: (0..3).map(|k: usize| Node { gain: p[k + 1], next: k.checked_sub(1) }).collect(),
        root: Some(2),
    };
    let flat = |(value, g): (f64, WalkGradient)| {
        (value, [vec![g.scale], g.nodes.iter().map(|node| node.gain).collect()].concat())
    };
    let at = [0.4, 0.7, 1.6, 0.3];
    agrees(&at, |p| walk(p).total(), |p| flat(walk(p).total_value_and_grad()), 1e-8);
    agrees(&at, |p| walk(p).two_steps(), |p| flat(walk(p).two_steps_value_and_grad()), 1e-8);
    // scale · gain₂ · gain₁
    let gradient = walk(&[2.0, 9.0, 3.0, 5.0]).two_steps_grad();
    assert_eq!((gradient.scale, gradient.nodes[1].gain, gradient.nodes[2].gain), (15.0, 10.0, 6.0));
}

/// Has no default value.
#[derive(Differentiable, Clone, Copy)]
struct Lockdown {
    strength: f64,
    #[differentiate(constant)]
    from: usize,
    #[differentiate(constant)]
    until: usize,
}

#[derive(Differentiable, Clone)]
struct Cell {
    beta: f64,
    lockdown: Option<Lockdown>,
    heat: Option<f64>,
    parts: Option<Vec<f64>>,
}

#[differentiate]
impl Cell {
    fn contact(&self, day: usize) -> f64 {
        match &self.lockdown {
            Some(l) if (l.from..l.until).contains(&day) => self.beta * (1.0 - l.strength),
            _ => self.beta,
        }
    }
    #[differentiate(wrt(self, x))]
    fn tick(&mut self, x: f64, day: usize) -> f64 {
        if let Some(heat) = self.heat.as_mut() {
            *heat += 0.5 * x * x;
        }
        match self.parts.as_mut() {
            Some(parts) => parts.iter_mut().for_each(|part| *part *= x),
            None => self.beta *= 2.0,
        }
        self.contact(day) * self.heat.unwrap_or(1.0)
    }
    #[differentiate(wrt(self, x))]
    fn days(&self, x: f64) -> f64 {
        let mut cell = self.clone();
        let mut sum = 0.0;
        for day in 0..4 {
            sum += cell.tick(x, day);
        }
        sum + cell.parts.map_or(0.0, |parts| parts[0] * parts[1])
    }
}

#[test]
fn behind_a_reference() {
    for none in [false, true] {
        let cell = |p: &[f64]| Cell {
            beta: p[0],
            lockdown: (!none).then_some(Lockdown { strength: p[1], from: 1, until: 3 }),
            heat: (!none).then_some(p[2]),
            parts: (!none).then(|| p[3..5].to_vec()),
        };
        let with_gradient = |p: &[f64]| {
            let (value, (g, x)) = cell(p).days_value_and_grad(p[5]);
            let mut all = vec![g.beta, g.lockdown.map_or(0.0, |l| l.strength), g.heat.unwrap_or(0.0)];
            all.extend(g.parts.unwrap_or(vec![0.0; 2]));
            all.push(x);
            (value, all)
        };
        agrees(&[0.4, 0.3, 1.1, 0.6, -0.8, 1.2], |p| cell(p).days(p[5]), with_gradient, 1e-8);
    }
    let cell = Cell {
        beta: 2.0,
        lockdown: Some(Lockdown { strength: 0.25, from: 0, until: 1 }),
        heat: Some(3.0),
        parts: None,
    };
    // Twice beta, since there are no parts: 2 β (1 - s) (h + x² / 2).
    let (gradient, x) = cell.clone().tick_grads(2.0);
    assert_eq!((gradient.beta, gradient.lockdown.unwrap().strength, x), (7.5, -20.0, 6.0));
}

impl Cell {
    fn tick_grads(&self, x: f64) -> (CellGradient, f64) {
        once_grad(self, x)
    }
}

#[differentiate(wrt(cell, x))]
fn once(cell: &Cell, x: f64) -> f64 {
    let mut cell = cell.clone();
    cell.tick(x, 0)
}

struct Chain {
    head: Option<usize>,
    cap: f64,
    weights: Vec<(f64, Option<usize>)>,
}

/// Another local of the same name begins as a number.
#[differentiate(wrt(x))]
fn another_of_the_name(chain: &Chain, x: f64) -> f64 {
    let mut at = chain.head;
    let mut s = x;
    while let Some(k) = at {
        s = s * x + chain.weights[k].0;
        at = chain.weights[k].1;
    }
    {
        let mut at = chain.cap;
        at += 1.0;
        s *= at;
    }
    s
}

#[test]
fn names_that_are_used_again() {
    let chain = Chain { head: Some(1), cap: 2.0, weights: vec![(0.5, None), (1.5, Some(0))] };
    // 3 ((x² + 1.5) x + 0.5).
    assert_eq!(another_of_the_name_value_and_grad(&chain, 2.0), (34.5, 3.0 * (3.0 * 4.0 + 1.5)));
}
