//! Constant lists of a type of one's own that is neither `Clone` nor `Default`, in functions that are differentiated with respect to something else.

use crate::common::derivative;
use differentiate::{Differentiable, differentiate};

#[derive(PartialEq)]
enum Kind {
    Flat,
    Sloped,
    Scaled(f64),
}

struct Row {
    key: usize,
    group: u8,
    name: String,
    time: f64,
    value: f64,
    bad: bool,
    kind: Kind,
}

fn rows() -> Vec<Row> {
    let kind = |i: usize| match i % 3 {
        0 => Kind::Flat,
        1 => Kind::Sloped,
        _ => Kind::Scaled(0.25 * i as f64),
    };
    let row = |i: usize| Row {
        key: i % 4,
        group: u8::from(i % 2 == 1),
        name: format!("n{i}"),
        time: 0.5 * i as f64,
        value: 1.25 + ((7 * i) % 5) as f64,
        bad: i == 4,
        kind: kind(i),
    };
    (0..6).map(row).collect()
}

#[differentiate(wrt(w))]
fn of_the_row_with_a_key(rows: &[Row], w: f64) -> f64 {
    let row = rows.iter().find(|r| r.key == 1).unwrap();
    row.value * w * w
}
#[differentiate(wrt(w))]
fn of_the_row_with_a_name(rows: &[Row], w: f64) -> f64 {
    if let Some(row) = rows.iter().find(|r| r.name == "n3") { row.value * w * w } else { w }
}
#[differentiate(wrt(w))]
fn of_a_row_that_is_not_there(rows: &[Row], w: f64) -> f64 {
    let Some(row) = rows.iter().find(|r| r.key == 17) else { return w.sin() };
    row.value * w * w
}
#[differentiate(wrt(w))]
fn of_the_first_row_or_of_none(rows: &[Row], w: f64) -> Option<f64> {
    let row = rows.iter().find(|r| r.time > 0.7)?;
    Some(row.value * w.exp())
}
#[differentiate(wrt(w))]
fn of_the_value_with_a_key(rows: &[Row], w: f64) -> f64 {
    rows.iter().find(|r| r.key == 1).map(|r| r.value).unwrap_or(0.5) * w * w
}
#[differentiate(wrt(w))]
fn of_what_is_made_of_a_row(rows: &[Row], w: f64) -> f64 {
    rows.iter().find(|r| r.key == 1).map_or(0.5, |r| r.value * w * w)
        + rows.iter().find(|r| r.bad).map(|r| r.value * w).unwrap()
}
#[differentiate(wrt(w))]
fn in_a_loop_with_one_row(rows: &[Row], w: f64) -> f64 {
    let row = rows.iter().find(|r| r.key == 1).unwrap();
    let mut s = 1.0;
    for _ in 0..3 {
        s = (s * w * row.value).sin();
    }
    s
}
#[differentiate(wrt(w))]
fn in_a_loop_with_others(rows: &[Row], w: f64) -> f64 {
    let mut s = 1.0;
    for k in 0..5 {
        let Some(row) = rows.iter().find(|r| r.key == k) else { continue };
        s = (s * w * row.value).sin();
    }
    s
}
#[differentiate(wrt(w))]
fn in_a_loop_in_an_arm(rows: &[Row], w: f64) -> f64 {
    let mut s = w;
    if let Some(row) = rows.iter().max_by_key(|r| r.key) {
        for _ in 0..3 {
            s = (s * w + row.value).sin();
        }
    }
    s
}
#[differentiate(wrt(w))]
fn by_a_match_with_a_guard(rows: &[Row], w: f64) -> f64 {
    match rows.iter().find(|r| r.key == 1) {
        Some(row) if row.value > w => row.value * w * w,
        Some(row) => row.time * w,
        None => 0.0,
    }
}
#[differentiate(wrt(w))]
fn of_the_greatest(rows: &[Row], w: f64) -> f64 {
    let row = rows.iter().max_by(|a, b| a.value.total_cmp(&b.value)).unwrap();
    let least = rows.iter().min_by(|a, b| a.value.partial_cmp(&b.value).unwrap()).unwrap();
    row.value * w * w - least.value * w
}
#[differentiate(wrt(w))]
fn of_the_greatest_of_a_group(rows: &[Row], w: f64) -> f64 {
    let mut s = 1.0;
    for group in 0..2 {
        let row =
            rows.iter().filter(|r| r.group == group).max_by(|a, b| a.value.total_cmp(&b.value)).unwrap();
        s = (s * w * row.value).sin();
    }
    s
}
#[differentiate(wrt(w))]
fn of_the_greater_of_two(rows: &[Row], w: f64) -> f64 {
    let row = rows.iter().reduce(|a, b| if a.value > b.value { a } else { b }).unwrap();
    row.value * w * w
}
#[differentiate(wrt(w))]
fn of_the_row_after_what_varies(rows: &[Row], w: f64) -> f64 {
    let row = rows.iter().find(|r| r.time > w).unwrap();
    row.value * w * w
}
#[differentiate(wrt(w))]
fn of_the_row_nearest_to_what_varies(rows: &[Row], w: f64) -> f64 {
    let row = rows.iter().min_by(|a, b| (a.value - w).abs().total_cmp(&(b.value - w).abs())).unwrap();
    row.time * w * w
}
#[differentiate(wrt(w))]
fn of_the_rows_nearest_to_a_state(rows: &[Row], w: f64) -> f64 {
    let mut s = w;
    for k in 0..3 {
        let others = rows.iter().filter(|r| r.key != k);
        let row = others.min_by(|a, b| (a.time - s).abs().total_cmp(&(b.time - s).abs())).unwrap();
        s = (s * w + row.value).sin();
    }
    s
}
#[differentiate(wrt(w))]
fn of_the_last_before_what_varies(rows: &[Row], w: f64) -> f64 {
    let row = rows.iter().take_while(|r| r.time < w).last().unwrap();
    let next = rows.iter().skip_while(|r| r.time < w).nth(1).unwrap();
    row.value * w * w + next.value * w
}
#[differentiate(wrt(w))]
fn by_a_number_that_varies(rows: &[Row], w: f64) -> f64 {
    let (i, row) = rows.iter().enumerate().rev().find(|(_, r)| r.time < w).unwrap();
    let (before, after) =
        rows.iter().zip(rows.iter().skip(1)).find(|(a, b)| a.time < w && w <= b.time).unwrap();
    let w = w + 0.1 * (after.value - before.value) * w;
    let pair = rows.windows(2).find(|p| p[0].time > w).unwrap();
    row.value * w * i as f64 + (pair[1].value - pair[0].value) * w * w
}
#[differentiate(wrt(w))]
fn interpolated(rows: &[Row], w: f64) -> f64 {
    let i = rows.partition_point(|r| r.time < w);
    let (a, b) = (&rows[i - 1], &rows[i]);
    a.value + (w - a.time) / (b.time - a.time) * (b.value - a.value) * w
}
#[differentiate(wrt(w))]
fn by_the_names(rows: &[Row], w: f64) -> f64 {
    let names: Vec<&str> = rows.iter().map(|r| r.name.as_str()).collect();
    let keys: std::collections::HashMap<&str, &Row> = rows.iter().map(|r| (r.name.as_str(), r)).collect();
    if names.contains(&"n3") { w * w * keys["n2"].value } else { w }
}
#[differentiate(wrt(w))]
fn by_the_kind(rows: &[Row], w: f64) -> f64 {
    let term = |r: &Row| match r.kind {
        Kind::Flat => w,
        Kind::Sloped => w * r.time,
        Kind::Scaled(scale) => scale * w.sin(),
    };
    let sloped = rows.iter().filter(|r| r.kind == Kind::Sloped).count();
    rows.iter().map(term).sum::<f64>() * sloped as f64
}
#[differentiate(wrt(w))]
fn of_sums_of_constants(rows: &[Row], w: f64) -> f64 {
    let latest = rows.iter().map(|r| r.time).fold(f64::NEG_INFINITY, f64::max);
    let (n, sum) = rows.iter().fold((0, 0.0), |(n, sum), r| (n + 1, sum + r.value));
    let mean = sum / n as f64;
    rows.iter().map(|r| (r.value - mean) * w * r.time / latest).map(|e| e * e).sum()
}
#[differentiate(wrt(w))]
fn of_the_rates(rates: &[(String, f64)], w: f64) -> f64 {
    let rate = rates.iter().find(|(name, _)| *name == "b").map(|(_, rate)| *rate).unwrap_or(0.1);
    rate * w * w
}
#[differentiate(wrt(w))]
fn of_two_rows_that_may_not_be_there(rows: &[Row], w: f64) -> f64 {
    let second: Option<&Row> = rows.get(1);
    let s = if let Some(row) = second { row.value * w * w } else { w };
    match (rows.iter().find(|r| r.bad), rows.last()) {
        (Some(a), Some(b)) => s + (a.value - b.value) * w * w,
        (None, Some(b)) => b.value * w,
        _ => w,
    }
}
#[differentiate]
fn of_rows_that_a_function_makes(w: f64) -> f64 {
    let rows = rows();
    let row = rows.iter().find(|r| r.key == 1).unwrap();
    let nearest = rows.iter().min_by_key(|r| (7.0 * (r.time - w).abs()) as i64).unwrap();
    let mut s = w;
    for _ in 0..3 {
        s = (0.25 * s * row.value + nearest.value * w).sin();
    }
    s
}

struct Table {
    rows: Vec<Row>,
}
impl Table {
    #[differentiate(wrt(w))]
    fn weighed(&self, w: f64) -> f64 {
        let row = self.rows.iter().max_by(|a, b| a.value.total_cmp(&b.value)).unwrap();
        let next = self.rows.iter().find(|r| r.time > w).unwrap();
        let mut s = w;
        for (i, r) in self.rows.iter().enumerate() {
            s = (0.25 * s * row.value + next.value * w * r.time * i as f64).sin();
        }
        s
    }
}

impl Table {
    #[differentiate(wrt(w))]
    fn interpolated(&self, w: f64) -> f64 {
        let i = self.rows.partition_point(|r| r.time < w);
        let (a, b) = (&self.rows[i - 1], &self.rows[i]);
        let s = a.value + (w - a.time) / (b.time - a.time) * (b.value - a.value);
        match self.rows.binary_search_by(|r| r.time.total_cmp(&w)) {
            Ok(_) => w,
            Err(next) => s * w * next as f64,
        }
    }
}

#[differentiate(wrt(w))]
fn of_the_longest_name(rows: &[Row], w: f64) -> f64 {
    let mut best = &rows[0];
    for row in &rows[1..] {
        if row.name.len() >= best.name.len() {
            best = row;
        }
    }
    best.value * w * w * best.name.len() as f64
}

#[derive(Differentiable)]
struct Model {
    #[differentiate(constant)]
    rows: Vec<Row>,
    w: f64,
}
impl Model {
    #[differentiate(wrt(self))]
    fn weighed(&self) -> f64 {
        let row = self.rows.iter().find(|r| r.key == 1).unwrap();
        let best = self.rows.iter().max_by_key(|r| r.key).unwrap();
        let distance = |r: &Row| (r.time - self.w).abs();
        let nearest = self.rows.iter().min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap();
        (row.value * self.w + best.value).sin() * nearest.value * self.w
    }
}

/// A test for each function of rows: its value to the bit, its derivative against central differences.
macro_rules! of_rows {
    ($($function:ident $value_and_grad:ident),* $(,)?) => {$(
        #[test]
        fn $function() {
            let rows = rows();
            let (value, slope) = super::$value_and_grad(&rows, 0.8);
            assert_eq!(value.to_bits(), super::$function(&rows, 0.8).to_bits());
            let theirs = derivative(|w| super::$function(&rows, w), 0.8);
            assert!((slope - theirs).abs() <= 1e-8 * theirs.abs().max(1.0), "{slope} is not {theirs}");
        }
    )*};
}

mod are {
    use super::{derivative, rows};

    of_rows! {
        of_the_row_with_a_key of_the_row_with_a_key_value_and_grad,
        of_the_row_with_a_name of_the_row_with_a_name_value_and_grad,
        of_a_row_that_is_not_there of_a_row_that_is_not_there_value_and_grad,
        of_the_value_with_a_key of_the_value_with_a_key_value_and_grad,
        of_what_is_made_of_a_row of_what_is_made_of_a_row_value_and_grad,
        in_a_loop_with_one_row in_a_loop_with_one_row_value_and_grad,
        in_a_loop_with_others in_a_loop_with_others_value_and_grad,
        in_a_loop_in_an_arm in_a_loop_in_an_arm_value_and_grad,
        by_a_match_with_a_guard by_a_match_with_a_guard_value_and_grad,
        of_the_greatest of_the_greatest_value_and_grad,
        of_the_greatest_of_a_group of_the_greatest_of_a_group_value_and_grad,
        of_the_greater_of_two of_the_greater_of_two_value_and_grad,
        of_the_row_after_what_varies of_the_row_after_what_varies_value_and_grad,
        of_the_row_nearest_to_what_varies of_the_row_nearest_to_what_varies_value_and_grad,
        of_the_rows_nearest_to_a_state of_the_rows_nearest_to_a_state_value_and_grad,
        of_the_last_before_what_varies of_the_last_before_what_varies_value_and_grad,
        by_a_number_that_varies by_a_number_that_varies_value_and_grad,
        interpolated interpolated_value_and_grad,
        by_the_names by_the_names_value_and_grad,
        by_the_kind by_the_kind_value_and_grad,
        of_sums_of_constants of_sums_of_constants_value_and_grad,
        of_the_longest_name of_the_longest_name_value_and_grad,
        of_two_rows_that_may_not_be_there of_two_rows_that_may_not_be_there_value_and_grad,
    }
}

#[track_caller]
fn assert_slope(slope: f64, function: impl Fn(f64) -> f64) {
    let theirs = derivative(function, 0.8);
    assert!((slope - theirs).abs() <= 1e-8 * theirs.abs().max(1.0), "{slope} is not {theirs}");
}

#[test]
fn of_options() {
    let rows = rows();
    let slope = of_the_first_row_or_of_none_grad(&rows, 0.8).unwrap();
    assert_slope(slope, |w| of_the_first_row_or_of_none(&rows, w).unwrap());
    assert_eq!(of_the_first_row_or_of_none_grad(&rows[..1], 0.8), None);
}

#[test]
fn of_pairs() {
    let rates = [("a".to_owned(), 3.0), ("b".to_owned(), 5.0)];
    assert_eq!(of_the_rates_grad(&rates, 2.0), 20.0);
    assert_eq!(of_the_rates_grad(&rates[..1], 2.0), 0.4);
}

#[test]
fn of_what_others_hold() {
    assert_slope(of_rows_that_a_function_makes_grad(0.8), of_rows_that_a_function_makes);
    let table = Table { rows: rows() };
    assert_slope(table.weighed_grad(0.8), |w| table.weighed(w));
    assert_slope(table.interpolated_grad(0.8), |w| table.interpolated(w));
    let model = |w| Model { rows: rows(), w };
    assert_slope(model(0.8).weighed_grad().w, |w| model(w).weighed());
}
