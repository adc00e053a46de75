//! Types that a function declares inside, without the derive, in arrays, `Vec`s and branches.

use crate::common::{assert_close, gradient};
use differentiate::differentiate;

#[differentiate(grad, hessian)]
fn in_array(x: &[f64]) -> f64 {
    struct Point {
        at: f64,
    }
    let points = [Point { at: x[0] }, Point { at: x[1] * x[0] }];
    points[0].at * points[1].at
}

#[differentiate(grad, hessian)]
fn in_vec(x: &[f64]) -> f64 {
    #[derive(Debug, PartialEq)]
    struct Row {
        name: &'static str,
        value: f64,
        parts: [f64; 2],
        count: usize,
    }
    let mut rows: Vec<Row> = Vec::new();
    for (i, v) in x.iter().enumerate() {
        rows.push(Row { name: "row", value: *v, parts: [v * v, 2.0], count: i });
    }
    let mut sum = 1.0;
    for row in &rows {
        sum = sum * row.value + row.parts[0] * row.parts[1] * row.count as f64 + row.name.len() as f64;
    }
    sum
}

#[differentiate(grad, hessian)]
fn in_enum(x: &[f64]) -> f64 {
    enum Shape {
        Round(f64),
        Flat { width: f64, height: f64 },
        Nothing,
    }
    let shapes = [Shape::Round(x[0]), Shape::Flat { width: x[1], height: x[0] }, Shape::Nothing];
    let mut sum = 0.0;
    for shape in &shapes {
        sum += match shape {
            Shape::Round(r) => r * r * r,
            Shape::Flat { width, height } => width * height * height,
            Shape::Nothing => 1.0,
        };
    }
    sum
}

#[differentiate(grad, hessian)]
fn with_impls_of_its_own(x: &[f64]) -> f64 {
    struct Pair(f64, f64);
    impl Clone for Pair {
        fn clone(&self) -> Pair {
            Pair(self.0, self.1)
        }
    }
    let pairs: Vec<Pair> = x.windows(2).map(|w| Pair(w[0], w[1])).collect();
    let doubled = [pairs[0].clone(), pairs[0].clone()];
    doubled.iter().map(|p| p.0 * p.1 * p.1).sum()
}

#[differentiate(grad, hessian)]
fn sorted(x: &[f64]) -> f64 {
    struct Entry {
        key: f64,
        weight: f64,
    }
    let mut entries: Vec<Entry> = x.iter().map(|v| Entry { key: v * v, weight: v.sin() }).collect();
    entries.sort_by(|a, b| b.key.total_cmp(&a.key));
    entries[0].key * entries[1].weight
}

macro_rules! by_differences {
    ($($name:ident $grad:ident $hessian:ident;)*) => {
        mod tests {
            use super::*;
            $(
                #[test]
                fn $name() {
                    let at = [0.7, 1.3];
                    let theirs = gradient(|x: [f64; 2]| super::$name(&x), at);
                    assert_close($grad(&at).try_into().unwrap(), theirs);
                    for (i, row) in $hessian(&at).into_iter().enumerate() {
                        let theirs = gradient(|x: [f64; 2]| $grad(&x)[i], at);
                        assert_close(row.try_into().unwrap(), theirs);
                    }
                }
            )*
        }
    };
}

by_differences! {
    in_array in_array_grad in_array_hessian;
    in_vec in_vec_grad in_vec_hessian;
    in_enum in_enum_grad in_enum_hessian;
    with_impls_of_its_own with_impls_of_its_own_grad with_impls_of_its_own_hessian;
    sorted sorted_grad sorted_hessian;
}
