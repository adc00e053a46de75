//! Walks through trees whose nodes hold `Option`s of indices: a local `Option` is assigned a field.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
#[derive(Differentiable, Clone, Debug)]
struct Node {
    #[differentiate(constant)]
    feature: usize,
    #[differentiate(constant)]
    threshold: f64,
    left: Option<usize>,
    right: Option<usize>,
    weight: f64,
    next: Option<f64>,
}
#[derive(Differentiable, Clone, Debug)]
struct Tree {
    nodes: Vec<Node>,
    root: Option<usize>,
}
#[differentiate]
impl Tree {
    #[differentiate(wrt(self))]
    fn predict(&self, x: &[f64]) -> f64 {
        let mut at = Some(0);
        let mut sum = 0.0;
        while let Some(k) = at {
            let node = &self.nodes[k];
            sum += node.weight * x[node.feature];
            at = if x[node.feature] < node.threshold { node.left } else { node.right };
        }
        sum
    }
    #[differentiate(wrt(self))]
    fn values(&self) -> f64 {
        let mut last = Some(1.0);
        let mut total = 0.0;
        for node in &self.nodes {
            if let Some(v) = last {
                total += v * v * node.weight;
            }
            last = node.next;
        }
        total
    }
}
#[test]
fn walks_through_a_tree() {
    let node = |w: f64, l: Option<usize>, r: Option<usize>| Node {
        feature: 0,
        threshold: 0.5,
        left: l,
        right: r,
        weight: w,
        next: l.map(|_| w * 2.0),
    };
    let make = |p: &[f64]| Tree {
        nodes: vec![node(p[0], Some(1), Some(2)), node(p[1], None, Some(2)), node(p[2], None, None)],
        root: Some(0),
    };
    for x in [[0.2], [0.9]] {
        crate::check::agrees(
            &[0.3, -0.4, 0.8],
            |p| make(p).predict(&x),
            |p| {
                let (v, g) = make(p).predict_value_and_grad(&x);
                (v, g.nodes.iter().map(|n| n.weight).collect())
            },
            1e-7,
        );
    }
    crate::check::agrees(
        &[0.3, -0.4, 0.8],
        |p| make(p).values(),
        |p| {
            let (v, g) = make(p).values_value_and_grad();
            (v, g.nodes.iter().map(|n| n.weight + 2.0 * n.next.unwrap_or(0.0)).collect())
        },
        1e-7,
    );
    // From the root to its left child, both weighted by x.
    let gradient = make(&[0.3, -0.4, 0.8]).predict_grad(&[0.2]);
    assert_eq!(gradient.nodes.iter().map(|n| n.weight).collect::<Vec<_>>(), [0.2, 0.2, 0.0]);
}
