//! Constants of types of one's own and texts that a function changes, takes apart or compares: lists of which only rustc knows whether their elements
//! can be copied.

use differentiate::differentiate;
use std::collections::BTreeMap;

struct Record {
    tag: String,
    weight: f64,
}

#[derive(Clone)]
struct Sample {
    time: f64,
    name: String,
}

fn records() -> Vec<Record> {
    vec![Record { tag: "a".into(), weight: 0.5 }, Record { tag: "b".into(), weight: 1.5 }]
}

fn table() -> &'static [u8] {
    &[200, 3]
}

#[differentiate]
fn swapped_names(x: f64) -> f64 {
    let mut names = vec!["b".to_string(), "aa".to_string()];
    names.swap(0, 1);
    names.push("ccc".into());
    let last = names.pop().unwrap();
    x * names[0].len() as f64 * last.len() as f64
}
#[differentiate]
fn sorted_names(x: f64) -> f64 {
    let mut names = vec!["b".to_string(), "aa".to_string()];
    names.sort();
    names.reverse();
    x * x * names[1].len() as f64
}
#[differentiate]
fn different_names(x: f64) -> f64 {
    let mut names: Vec<&str> = vec!["a", "a", "ab"];
    names.dedup();
    names.retain(|name| name.len() < 2);
    names.insert(0, "abc");
    x * names.len() as f64 + x * x * names[0].len() as f64
}
#[differentiate(wrt(w))]
fn in_the_order_of_time(samples: &[Sample], w: f64) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(|a, b| a.time.total_cmp(&b.time));
    let mut s = w;
    for sample in &sorted {
        s = s * w * sample.time;
    }
    s * sorted[0].name.len() as f64
}
#[differentiate]
fn by_tags(x: f64) -> f64 {
    let mut weights: BTreeMap<String, f64> = BTreeMap::default();
    for record in records() {
        *weights.entry(record.tag.clone()).or_insert(0.0) += record.weight;
    }
    weights["b"] * x
}
#[differentiate(wrt(w))]
fn by_a_part_of_a_text(text: &str, w: f64) -> f64 {
    let first = &text[..1];
    if &text[1..] == "b" || first == "x" { w } else { w * w }
}
#[differentiate]
fn by_a_part_of_a_string(x: f64) -> f64 {
    let text = String::from("def");
    let end = &text[1..];
    if &text[..2] == "de" { x * end.len() as f64 } else { x * x }
}
#[differentiate]
fn by_a_table(x: f64) -> f64 {
    let numbers = [200, 3];
    let same = table() == &numbers[..];
    if same { x * x } else { x }
}

#[test]
fn names() {
    assert_eq!(swapped_names_value_and_grad(2.0), (12.0, 6.0));
    assert_eq!(sorted_names_value_and_grad(2.0), (8.0, 8.0));
    assert_eq!(different_names_value_and_grad(2.0), (16.0, 14.0));
}

#[test]
fn samples() {
    let samples = [("a", 3.0), ("bc", 2.0)].map(|(name, time)| Sample { time, name: name.into() });
    assert_eq!(in_the_order_of_time_value_and_grad(&samples, 2.0), (96.0, 144.0));
    assert_eq!(by_tags_value_and_grad(2.0), (3.0, 1.5));
}

#[test]
fn parts_of_texts() {
    assert_eq!(by_a_part_of_a_text_value_and_grad("ab", 3.0), (3.0, 1.0));
    assert_eq!(by_a_part_of_a_text_value_and_grad("xc", 3.0), (3.0, 1.0));
    assert_eq!(by_a_part_of_a_text_value_and_grad("ac", 3.0), (9.0, 6.0));
    assert_eq!(by_a_part_of_a_string_value_and_grad(3.0), (6.0, 2.0));
    assert_eq!(by_a_table_value_and_grad(3.0), (9.0, 6.0));
}
