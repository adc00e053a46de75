//! Maps, lists and options in the fields of constants: asked by key and by index, run over, taken apart.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, derivative};
use differentiate::{Differentiable, differentiate};
use std::collections::{BTreeMap, HashMap};

#[derive(Differentiable, Clone, Debug)]
struct Ability {
    of: Vec<f64>,
}

struct Responses {
    answers: Vec<(String, f64)>,
    students: HashMap<String, usize>,
    weights: BTreeMap<String, f64>,
}

#[differentiate]
impl Ability {
    #[differentiate(wrt(self))]
    fn asked(&self, data: &Responses) -> f64 {
        let mut total = 0.0;
        for (name, y) in &data.answers {
            let Some(&student) = data.students.get(name) else { continue };
            total += self.of[student] * y;
        }
        total
    }

    #[differentiate(wrt(self))]
    fn indexed(&self, data: &Responses) -> f64 {
        let mut total = 0.0;
        for (name, y) in &data.answers {
            let student = data.students[name];
            total += self.of[student] * y;
        }
        total
    }

    #[differentiate(wrt(self))]
    fn weighted(&self, data: &Responses) -> f64 {
        let mut total = 0.0;
        for k in data.weights.values() {
            total += k * self.of[0] * self.of[0];
        }
        if let Some(k) = data.weights.get("a") {
            total += k * self.of[0];
        }
        let other = data.weights.get("b").map_or(0.0, |k| k * self.of[0]);
        total + other + data.weights.values().map(|k| k * self.of[0]).sum::<f64>()
    }
}

#[test]
fn maps_in_fields_of_constants() {
    let of_each = [("a".to_string(), 2.0), ("b".to_string(), 3.0)];
    let data = Responses {
        answers: of_each.to_vec(),
        students: HashMap::from([("a".to_string(), 1), ("b".to_string(), 0)]),
        weights: BTreeMap::from(of_each),
    };
    let ability = Ability { of: vec![1.5, 2.5] };
    assert_eq!(ability.asked_grad(&data).of, [3.0, 2.0]);
    assert_eq!(ability.indexed_grad(&data).of, [3.0, 2.0]);
    // (2 + 3) x², and 2 x, 3 x, 5 x.
    assert_eq!(ability.weighted_grad(&data).of, [25.0, 0.0]);
}

struct Table {
    knots: Vec<f64>,
    rows: Vec<Vec<f64>>,
    pairs: Vec<(f64, f64)>,
    name: String,
}

#[differentiate(wrt(x))]
fn looked_up(table: &Table, x: f64) -> f64 {
    let last = table.knots.last().unwrap();
    let first = table.knots.first().copied().unwrap_or(0.0);
    let second = table.knots.get(1).map_or(x, |k| k * x);
    let of_row = table.rows[0].last().map(|k| k * x).unwrap_or(x);
    let mut s = x * last + first * x * x + second + of_row;
    if let Some(pair) = table.pairs.last() {
        s += pair.0 * x;
    }
    let Some((a, b)) = table.pairs.first() else { return s };
    for w in table.knots.windows(2) {
        s += w[0] * w[1] * x;
    }
    if let Some(k) = table.knots.iter().position(|k| *k > x) {
        s += table.knots[k] * x;
    }
    s + a * b * x + table.name.len() as f64 * x
}

#[test]
fn lists_in_fields_of_constants() {
    let table = Table {
        knots: vec![1.0, 2.0, 3.0],
        rows: vec![vec![4.0, 5.0]],
        pairs: vec![(1.0, 2.0), (3.0, 4.0)],
        name: "ab".into(),
    };
    assert_close([looked_up_grad(&table, 0.7)], [derivative(|x| looked_up(&table, x), 0.7)]);
    let empty = Table { pairs: Vec::new(), ..table };
    assert_close([looked_up_grad(&empty, 0.7)], [derivative(|x| looked_up(&empty, x), 0.7)]);
}
