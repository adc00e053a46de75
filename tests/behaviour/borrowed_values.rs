//! Values that borrow from a constant, such as a part of a text, where the reverse sweep needs them: the pullback keeps a copy, or borrows again.

use crate::common::derivative;
use differentiate::differentiate;

#[differentiate]
trait Kernel {
    #[differentiate(wrt(r))]
    fn eval(&self, r: f64) -> f64;
}

struct Gauss(f64);

#[differentiate]
impl Kernel for Gauss {
    #[differentiate(wrt(r))]
    fn eval(&self, r: f64) -> f64 {
        (-self.0 * r * r).exp()
    }
}

struct Layer {
    weights: Vec<f64>,
    kernel: Box<dyn Kernel>,
    names: Vec<String>,
    rows: std::collections::HashMap<String, usize>,
}

impl Layer {
    fn list(&self) -> &[f64] {
        &self.weights
    }
}

#[differentiate(wrt(w))]
fn lengths(text: &str, w: f64) -> f64 {
    text.split(' ').map(|part| (w * part.len() as f64).sin()).sum()
}

#[differentiate(wrt(w))]
fn program(text: &str, w: f64) -> f64 {
    let mut s = 0.5;
    for part in text.split_whitespace() {
        match part {
            "a" => s = (s * w).sin(),
            _ => s += w * w,
        }
    }
    s
}

#[differentiate(wrt(w))]
fn owned_program(text: String, w: f64) -> f64 {
    let words: Vec<&str> = text.split(' ').collect();
    let mut s = 0.5;
    for word in words {
        if word == "a" {
            s = (s * w).sin();
        } else {
            s += w * w;
        }
    }
    s
}

#[differentiate(wrt(x))]
fn weighted(layer: &Layer, x: &[f64]) -> f64 {
    layer.list().iter().zip(x).map(|(w, x)| w * x * x).sum()
}

#[differentiate(wrt(x))]
fn seen_as_object(layer: &Layer, x: f64) -> f64 {
    let kernel: &dyn Kernel = layer.kernel.as_ref();
    kernel.eval(x) * x
}

#[differentiate(wrt(x))]
fn by_key(layer: &Layer, x: &[f64]) -> f64 {
    let mut total = 0.0;
    for name in &layer.names {
        total += x[layer.rows[name.as_str()]].powi(2);
    }
    total
}

struct Weights<'a> {
    q: &'a [f64],
}

#[differentiate(wrt(r))]
fn of_struct(weights: &Weights<'_>, r: f64) -> f64 {
    weights.q[0] * r.sin()
}

#[differentiate(wrt(x))]
fn through_struct(x: f64, q: &[f64]) -> f64 {
    let weights = Weights { q };
    of_struct(&weights, x * x)
}

/// All of them through their rules, which keep pullbacks.
#[differentiate(wrt(x))]
fn together(text: &str, layer: &Layer, x: f64) -> f64 {
    let parts = [x, 2.0 * x];
    lengths(text, x)
        + program(text, x) * weighted(layer, &parts)
        + seen_as_object(layer, x)
        + by_key(layer, &parts)
        + through_struct(x, &[3.0])
}

#[differentiate(pullback, wrt(w))]
fn twice(text: &str, w: f64) -> f64 {
    text.split(',').fold(1.0, |s, part| if part == "x" { s * w } else { s + w })
}

fn layer() -> Layer {
    Layer {
        weights: vec![0.5, 1.5],
        kernel: Box::new(Gauss(0.3)),
        names: ["u", "v", "u"].map(String::from).into(),
        rows: [("u".to_owned(), 1), ("v".to_owned(), 0)].into(),
    }
}

#[test]
fn parts_of_texts() {
    let theirs = derivative(|w| lengths("a bc def", w), 0.3);
    assert!((lengths_grad("a bc def", 0.3) - theirs).abs() < 1e-9);
    let theirs = derivative(|w| program("a b a  c", w), 0.7);
    assert!((program_grad("a b a  c", 0.7) - theirs).abs() < 1e-9);
    let theirs = derivative(|w| owned_program("a b a c".to_owned(), w), 0.7);
    assert!((owned_program_grad("a b a c".to_owned(), 0.7) - theirs).abs() < 1e-9);
}

#[test]
fn what_getters_return() {
    assert_eq!(weighted_grad(&layer(), &[2.0, 3.0]), [2.0, 9.0]);
    assert_eq!(by_key_grad(&layer(), &[2.0, 3.0]), [4.0, 12.0]);
    let theirs = derivative(|x| seen_as_object(&layer(), x), 0.7);
    assert!((seen_as_object_grad(&layer(), 0.7) - theirs).abs() < 1e-9);
}

#[test]
fn through_their_rules() {
    let layer = layer();
    let theirs = derivative(|x| together("a bc a", &layer, x), 0.4);
    assert!((together_grad("a bc a", &layer, 0.4) - theirs).abs() < 1e-8);
}

#[test]
fn pullbacks_that_run_twice() {
    let text = "x,y,x".to_owned();
    let (value, pull) = twice_pullback(&text, 2.0);
    // ((1 w) + w) w = 2 w²
    assert_eq!((value, pull(1.0), pull(0.5)), (8.0, 8.0, 4.0));
}

mod numbers_in_pairs {
    use differentiate::differentiate;

    fn pick<'a>(t: &'a [(u8, f64)], k: u8) -> (&'a u8, &'a f64) {
        let r = t.iter().find(|r| r.0 >= k).unwrap();
        (&r.0, &r.1)
    }

    fn largest(t: &[f64]) -> &f64 {
        t.iter().max_by(|a, b| a.total_cmp(b)).unwrap()
    }

    /// References into a list of the function's own, which no pullback can keep.
    #[differentiate]
    fn of_a_list(x: &[f64]) -> f64 {
        let t = vec![(1u8, 0.5), (200, 3.0)];
        let (k, w) = pick(&t, 100);
        let (j, v) = pick(&t, 0);
        let most = largest(&vec![0.5; 3]).floor() + 2.0;
        x[0] * x[0] * w * *k as f64 + x[1] * v * x[2] * (*j + 1) as f64 * most
    }

    #[test]
    fn differences() {
        // 600 x² + 2 y z.
        assert_eq!(of_a_list_value_and_grad(&[1.0, 2.0, 3.0]), (612.0, vec![1200.0, 6.0, 4.0]));
        check!([0.7, 0.3, 1.9]; |p| of_a_list, of_a_list_value_and_grad; (p));
    }
}
