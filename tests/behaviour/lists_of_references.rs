//! What a function looks up in data of types that only rustc knows: references, which the rule that a caller runs keeps for its reverse sweep.

use differentiate::differentiate;
use std::collections::BTreeMap;

#[derive(Clone)]
struct Sample {
    x: Vec<f64>,
    y: f64,
}

struct Data {
    samples: Vec<Sample>,
    named: BTreeMap<String, Sample>,
    pairs: Vec<(f64, f64)>,
}

impl Data {
    fn iter(&self) -> impl Iterator<Item = &Sample> + '_ {
        self.samples.iter()
    }
    fn batch(&self, n: usize) -> Vec<&Sample> {
        self.samples.iter().take(n).collect()
    }
    fn get(&self, n: usize) -> Option<&Sample> {
        self.samples.get(n)
    }
    fn slice(&self) -> &[Sample] {
        &self.samples
    }
    fn named(&self) -> impl Iterator<Item = (&String, &Sample)> {
        self.named.iter()
    }
    fn find(&self, name: &str) -> &Sample {
        &self.named[name]
    }
    fn pairs(&self) -> impl Iterator<Item = (&f64, &f64)> + '_ {
        self.pairs.iter().map(|(a, b)| (a, b))
    }
    fn rows(&self) -> impl Iterator<Item = (&[f64], f64)> + '_ {
        self.samples.iter().map(|s| (&s.x[..], s.y))
    }
    fn vectors(&self) -> impl Iterator<Item = &Vec<f64>> + '_ {
        self.samples.iter().map(|s| &s.x)
    }
    fn arrays(&self) -> Vec<Box<[f64; 2]>> {
        self.pairs.iter().map(|(a, b)| Box::new([*a, *b])).collect()
    }
}

#[differentiate(wrt(w, b))]
fn predict(w: [f64; 2], b: f64, x: &[f64]) -> f64 {
    (b + x.iter().zip(&w).map(|(a, b)| a * b).sum::<f64>()).tanh()
}

#[differentiate(wrt(w, b))]
fn residual(w: [f64; 2], b: f64, s: &Sample) -> f64 {
    predict(w, b, &s.x) - s.y
}

#[differentiate(wrt(w, b))]
fn line(w: [f64; 2], b: f64, x: f64) -> f64 {
    b + w[0] * x
}

#[differentiate(wrt(w, b))]
fn weighted_loop(w: [f64; 2], b: f64, data: &Data) -> f64 {
    let mut s = 0.0;
    for q in data.iter() {
        s += q.y * residual(w, b, q).powi(2);
    }
    s
}

#[differentiate(wrt(w, b))]
fn by_chain(w: [f64; 2], b: f64, data: &Data) -> f64 {
    data.iter().map(|q| residual(w, b, q).powi(2)).sum::<f64>()
}

#[differentiate(wrt(w, b))]
fn of_a_batch(w: [f64; 2], b: f64, data: &Data) -> f64 {
    data.batch(2).iter().map(|q| residual(w, b, q).powi(2)).sum::<f64>()
}

#[differentiate(wrt(w, b))]
fn of_a_batch_by_value(w: [f64; 2], b: f64, data: &Data) -> f64 {
    data.batch(2).into_iter().map(|q| residual(w, b, q).powi(2)).sum::<f64>()
}

#[differentiate(wrt(w, b))]
fn of_what_may_be_there(w: [f64; 2], b: f64, data: &Data) -> f64 {
    match data.get(1) {
        Some(q) => residual(w, b, q).powi(2),
        None => 0.0,
    }
}

#[differentiate(wrt(w, b))]
fn of_a_slice(w: [f64; 2], b: f64, data: &Data) -> f64 {
    data.slice().iter().map(|q| residual(w, b, q).powi(2)).sum::<f64>()
}

#[differentiate(wrt(w, b))]
fn of_names_that_begin_by_a(w: [f64; 2], b: f64, data: &Data) -> f64 {
    data.named().filter(|(n, _)| n.starts_with("a")).map(|(_, q)| residual(w, b, q).powi(2)).sum::<f64>()
}

#[differentiate(wrt(w, b))]
fn of_one_by_its_name(w: [f64; 2], b: f64, data: &Data) -> f64 {
    let q = data.find("ab");
    residual(w, b, q).powi(2)
}

#[differentiate(wrt(w, b))]
fn by_index(w: [f64; 2], b: f64, data: &Data) -> f64 {
    let batch = data.batch(2);
    let mut s = 0.0;
    for k in 0..batch.len() {
        s += residual(w, b, batch[k]).powi(2);
    }
    s / batch.len() as f64
}

#[differentiate(wrt(w, b))]
fn numbered(w: [f64; 2], b: f64, data: &Data) -> f64 {
    let mut s = 0.0;
    for (k, q) in data.iter().enumerate() {
        let r = residual(w, b, q);
        s += r * r * k as f64;
    }
    s
}

#[differentiate(wrt(w, b))]
fn folded(w: [f64; 2], b: f64, data: &Data) -> f64 {
    let (n, t) = data.iter().fold((0usize, 0.0), |(n, t), q| (n + 1, t + residual(w, b, q).powi(2)));
    t / n as f64
}

#[differentiate(wrt(w, b))]
fn of_pairs(w: [f64; 2], b: f64, data: &Data) -> f64 {
    data.pairs().map(|(x, y)| (line(w, b, *x) - y).powi(2)).sum()
}

#[differentiate(wrt(w, b))]
fn of_rows(w: [f64; 2], b: f64, data: &Data) -> f64 {
    data.rows().map(|(x, y)| (predict(w, b, x) - y).powi(2)).sum::<f64>()
}

#[differentiate(wrt(w, b))]
fn of_vectors_as_slices(w: [f64; 2], b: f64, data: &Data) -> f64 {
    data.vectors().map(|r| predict(w, b, r).powi(2)).sum()
}

#[differentiate(wrt(w, b))]
fn of_boxed_arrays_as_slices(w: [f64; 2], b: f64, data: &Data) -> f64 {
    let mut s = 0.0;
    for r in data.arrays().iter() {
        s += predict(w, b, &r[..]).powi(2);
    }
    s
}

/// Each by its rule.
#[differentiate(wrt(w, b))]
fn all_of_them(w: [f64; 2], b: f64, data: &Data) -> f64 {
    let mut total = 0.0;
    total += 1.0 * weighted_loop(w, b, data);
    total += 1.25 * by_chain(w, b, data);
    total += 1.5 * of_a_batch(w, b, data);
    total += 1.75 * of_a_batch_by_value(w, b, data);
    total += 2.0 * of_what_may_be_there(w, b, data);
    total += 2.25 * of_a_slice(w, b, data);
    total += 2.5 * of_names_that_begin_by_a(w, b, data);
    total += 2.75 * of_one_by_its_name(w, b, data);
    total += 3.0 * by_index(w, b, data);
    total += 3.25 * numbered(w, b, data);
    total += 3.5 * folded(w, b, data);
    total += 3.75 * of_pairs(w, b, data);
    total += 4.0 * of_rows(w, b, data);
    total += 4.25 * of_vectors_as_slices(w, b, data);
    total += 4.5 * of_boxed_arrays_as_slices(w, b, data);
    total
}

fn data() -> Data {
    let sample = |x: f64, y: f64| Sample { x: vec![x, y], y: x - 0.5 * y };
    Data {
        samples: vec![sample(0.5, 1.0), sample(-1.0, 0.75), sample(2.0, 0.25)],
        named: BTreeMap::from([("ab".into(), sample(0.25, -1.0)), ("b".into(), sample(1.5, 2.0))]),
        pairs: vec![(1.0, 2.0), (3.0, -1.0)],
    }
}

macro_rules! agree {
    ($($name:ident $both:ident $grad:ident $vjp:ident;)*) => {$(
        #[test]
        fn $name() {
            let data = data();
            every!([0.5, -0.25, 0.125]; |p| super::$name, super::$both, super::$grad, super::$vjp; ([p[0], p[1]], p[2], &data));
        }
    )*};
}

mod agree {
    use super::data;

    agree! {
        weighted_loop weighted_loop_value_and_grad weighted_loop_grad weighted_loop_vjp;
        by_chain by_chain_value_and_grad by_chain_grad by_chain_vjp;
        of_a_batch of_a_batch_value_and_grad of_a_batch_grad of_a_batch_vjp;
        of_a_batch_by_value of_a_batch_by_value_value_and_grad of_a_batch_by_value_grad of_a_batch_by_value_vjp;
        of_what_may_be_there of_what_may_be_there_value_and_grad of_what_may_be_there_grad of_what_may_be_there_vjp;
        of_a_slice of_a_slice_value_and_grad of_a_slice_grad of_a_slice_vjp;
        of_names_that_begin_by_a of_names_that_begin_by_a_value_and_grad of_names_that_begin_by_a_grad of_names_that_begin_by_a_vjp;
        of_one_by_its_name of_one_by_its_name_value_and_grad of_one_by_its_name_grad of_one_by_its_name_vjp;
        by_index by_index_value_and_grad by_index_grad by_index_vjp;
        numbered numbered_value_and_grad numbered_grad numbered_vjp;
        folded folded_value_and_grad folded_grad folded_vjp;
        of_pairs of_pairs_value_and_grad of_pairs_grad of_pairs_vjp;
        of_rows of_rows_value_and_grad of_rows_grad of_rows_vjp;
        of_vectors_as_slices of_vectors_as_slices_value_and_grad of_vectors_as_slices_grad of_vectors_as_slices_vjp;
        of_boxed_arrays_as_slices of_boxed_arrays_as_slices_value_and_grad of_boxed_arrays_as_slices_grad of_boxed_arrays_as_slices_vjp;
        all_of_them all_of_them_value_and_grad all_of_them_grad all_of_them_vjp;
    }
}
