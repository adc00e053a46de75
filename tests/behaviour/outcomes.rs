//! `Option`s and `Result`s as values: in locals, tuples, arrays and `Vec`s, from closures and other functions, as results and with `?`. Each
//! against central differences, where there is a value; where there is none, the gradient is none either, for the same reason.

#![allow(clippy::all, reason = "people write it")]

use crate::check::{Flat, derivative, flat};
use differentiate::differentiate;

/// What a function gives, as a number.
trait Outcome {
    fn number(&self) -> Option<f64>;
    fn reason(&self) -> String;
}

impl Outcome for f64 {
    fn number(&self) -> Option<f64> {
        Some(*self)
    }
    fn reason(&self) -> String {
        String::new()
    }
}

impl Outcome for Option<f64> {
    fn number(&self) -> Option<f64> {
        *self
    }
    fn reason(&self) -> String {
        String::new()
    }
}

impl<E: std::fmt::Debug> Outcome for Result<f64, E> {
    fn number(&self) -> Option<f64> {
        self.as_ref().ok().copied()
    }
    fn reason(&self) -> String {
        format!("{:?}", self.as_ref().err())
    }
}

/// The value and the gradient, if there are.
trait Gradient {
    fn parts(self) -> Result<(f64, Vec<f64>), String>;
}

impl<G: Flat> Gradient for (f64, G) {
    fn parts(self) -> Result<(f64, Vec<f64>), String> {
        Ok((self.0, flat(self.1)))
    }
}

impl<G: Flat> Gradient for Option<(f64, G)> {
    fn parts(self) -> Result<(f64, Vec<f64>), String> {
        self.map(|(value, gradient)| (value, flat(gradient))).ok_or_else(String::new)
    }
}

impl<G: Flat, E: std::fmt::Debug> Gradient for Result<(f64, G), E> {
    fn parts(self) -> Result<(f64, Vec<f64>), String> {
        self.map(|(value, gradient)| (value, flat(gradient))).map_err(|error| format!("{:?}", Some(error)))
    }
}

#[track_caller]
fn agrees<O: Outcome, G: Gradient>(at: &[f64], f: impl Fn(&[f64]) -> O, both: impl Fn(&[f64]) -> G) {
    let value = f(at);
    match (value.number(), both(at).parts()) {
        (Some(value), Ok((again, ours))) => {
            assert_eq!(value.to_bits(), again.to_bits(), "at {at:?}");
            assert_eq!(ours.len(), at.len());
            for (i, ours) in ours.into_iter().enumerate() {
                let along = |x: f64| {
                    let mut point = at.to_vec();
                    point[i] = x;
                    f(&point).number().unwrap_or(f64::NAN)
                };
                let theirs = derivative(along, at[i]);
                let scale = ours.abs().max(theirs.abs()).max(1.0);
                assert!((ours - theirs).abs() <= 1e-7 * scale, "part {i} at {at:?}: {ours} is not {theirs}");
            }
        }
        (None, Err(reason)) => assert_eq!(value.reason(), reason),
        (value, ours) => panic!("at {at:?}: {value:?} and {ours:?}"),
    }
}

/// The function at several points, some of which have no value.
macro_rules! outcomes {
    ($points:expr; $p:ident; $($function:ident $both:ident ($($argument:expr),*);)*) => {$(
        #[test]
        fn $function() {
            for at in $points {
                let (f, both) = (super::super::$function, super::super::$both);
                super::super::agrees(&at, |$p: &[f64]| f($($argument),*), |$p: &[f64]| both($($argument),*));
            }
        }
    )*};
}

#[derive(Debug, PartialEq, Clone)]
pub enum Oops {
    Negative,
    Zero(i32),
}

#[differentiate]
fn map_or(x: f64, n: usize) -> f64 {
    let o = if n > 2 { Some(x * x) } else { None };
    o.map_or(1.0, |v| v * 2.0)
}
#[differentiate]
fn map_or_else(x: f64, n: usize) -> f64 {
    let o = if n > 2 { Some(x * x) } else { None };
    o.map_or_else(|| x, |v| v * 2.0)
}
#[differentiate]
fn and_then(x: f64) -> f64 {
    Some(x).and_then(|v| if v > 0.0 { Some(v.ln()) } else { None }).unwrap_or(0.0)
}
#[differentiate]
fn filter(x: f64) -> f64 {
    Some(x).filter(|v| *v > 0.0).map(|v| v.sqrt()).unwrap_or_default()
}
#[differentiate]
fn zip(x: f64, y: f64) -> f64 {
    match Some(x).zip(Some(y)) {
        Some((a, b)) => a * b,
        None => 0.0,
    }
}
#[differentiate]
fn or(x: f64, y: f64) -> f64 {
    let a: Option<f64> = if x > 0.0 { Some(x) } else { None };
    a.or(Some(y)).unwrap()
}
#[differentiate]
fn xor(x: f64, y: f64) -> f64 {
    let a: Option<f64> = if x > 0.0 { Some(x) } else { None };
    a.xor(None).unwrap_or(y)
}
#[differentiate]
fn get_or_insert(x: f64) -> f64 {
    let mut a: Option<f64> = None;
    *a.get_or_insert(x) * 2.0
}
#[differentiate]
fn taken(x: f64) -> f64 {
    let mut a = Some(x);
    let b = a.take();
    b.unwrap_or(0.0) + a.unwrap_or(1.0)
}
#[differentiate]
fn replace(x: f64, y: f64) -> f64 {
    let mut a = Some(x);
    let b = a.replace(y);
    b.unwrap() * a.unwrap()
}
#[differentiate]
fn insert_used(x: f64, y: f64) -> f64 {
    let mut a = Some(x);
    *a.insert(y) += 1.0;
    a.unwrap()
}
#[differentiate]
fn as_mut(x: f64) -> f64 {
    let mut a = Some(x);
    if let Some(v) = a.as_mut() {
        *v *= 3.0;
    }
    a.unwrap()
}
#[differentiate]
fn ok_or(x: f64) -> f64 {
    let a = Some(x);
    match a.ok_or("none") {
        Ok(v) => v * v,
        Err(_) => 0.0,
    }
}
#[differentiate]
fn run_over(x: f64) -> f64 {
    let a = Some(x);
    a.iter().map(|v| v * v).sum()
}
#[differentiate]
fn into_iter_chain(x: f64, y: f64) -> f64 {
    [y, y].into_iter().chain(Some(x)).sum()
}
#[differentiate]
fn is_some_and(x: f64) -> f64 {
    let a = Some(x);
    if a.is_some_and(|v| v > 1.0) { x * x } else { x }
}
#[differentiate]
fn is_none_or(x: f64) -> f64 {
    let a = Some(x);
    if a.is_none_or(|v| v > 1.0) { x * x } else { x }
}
#[differentiate]
fn tuple(x: f64, y: f64) -> f64 {
    let (a, b) = (Some(x), Some(y));
    if let (Some(a), Some(b)) = (a, b) { a * b } else { 0.0 }
}
#[differentiate]
fn vec(x: &[f64]) -> f64 {
    let v: Vec<Option<f64>> = x.iter().map(|&a| if a > 0.0 { Some(a * a) } else { None }).collect();
    v.iter().flatten().sum()
}
#[differentiate]
fn array(x: f64, y: f64) -> f64 {
    let v = [Some(x), None, Some(y)];
    let mut s = 0.0;
    for o in v {
        if let Some(a) = o {
            s += a * a;
        }
    }
    s
}
#[differentiate]
fn result(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x.ln()) } else { None }
}
#[differentiate]
fn closure_used(x: f64) -> f64 {
    let f = |v: f64| if v > 0.0 { Some(v.sqrt()) } else { None };
    f(x).unwrap_or(0.0) + f(x - 3.0).unwrap_or(x)
}
#[differentiate]
fn q_closure(x: &[f64]) -> f64 {
    let f = |i: usize| -> Option<f64> {
        let a = x.get(i)?;
        Some(a * a)
    };
    f(0).unwrap_or(0.0) + f(5).unwrap_or(1.0)
}
#[differentiate]
fn match_guard(x: f64) -> f64 {
    match Some(x) {
        Some(v) if v > 0.0 => v.sqrt(),
        Some(v) => -v,
        None => 0.0,
    }
}
#[differentiate]
fn let_else_used(x: &[f64]) -> f64 {
    let Some(a) = x.get(2) else { return 0.0 };
    a * a
}
#[differentiate]
fn while_let_used(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut s = 0.0;
    while let Some(a) = v.pop() {
        s = s * 0.5 + a;
    }
    s
}
#[differentiate]
fn assign(x: &[f64]) -> f64 {
    let mut best: Option<f64> = None;
    for &v in x {
        best = match best {
            None => Some(v),
            Some(b) => Some(b.max(v)),
        };
    }
    best.unwrap_or(0.0)
}
#[differentiate]
fn flatten(x: f64) -> f64 {
    let a = Some(Some(x));
    a.flatten().unwrap_or(0.0) * x
}
#[differentiate]
fn unzip(x: f64) -> f64 {
    let (a, b) = Some((x, x * x)).unzip();
    a.unwrap_or(0.0) + b.unwrap_or(0.0)
}
#[differentiate]
fn bool_then(x: f64) -> f64 {
    (x > 0.0).then(|| x.sqrt()).unwrap_or(0.0)
}
#[differentiate]
fn bool_then_some(x: f64) -> f64 {
    (x > 0.0).then_some(x * x).unwrap_or(0.0)
}
#[differentiate]
fn sum_of_options(x: &[f64]) -> f64 {
    let s: Option<f64> = x.iter().map(|&v| if v > 0.0 { Some(v.ln()) } else { None }).sum();
    s.unwrap_or(0.0)
}
#[differentiate]
fn collected(x: &[f64]) -> f64 {
    let s: Option<Vec<f64>> = x.iter().map(|&v| (v > 0.0).then(|| v.ln())).collect();
    match s {
        Some(v) => v.iter().sum(),
        None => 0.0,
    }
}
#[differentiate]
fn logarithm(x: f64) -> Result<f64, String> {
    if x > 0.0 { Ok(x.ln()) } else { Err("neg".to_string()) }
}
#[differentiate]
fn quotient(x: f64, y: f64) -> Result<f64, &'static str> {
    if y == 0.0 {
        return Err("zero");
    }
    Ok(x / y)
}
#[differentiate]
fn first_squared(x: &[f64]) -> Result<f64, &'static str> {
    let a = x.first().ok_or("empty")?;
    Ok(a * a)
}
#[differentiate]
fn local(x: f64) -> f64 {
    let r: Result<f64, ()> = if x > 0.0 { Ok(x.sqrt()) } else { Err(()) };
    r.unwrap_or(0.0)
}
#[differentiate]
fn map_of_result(x: f64) -> f64 {
    let r: Result<f64, f64> = Ok(x);
    r.map(|v| v * v).unwrap()
}
#[differentiate]
fn and_then_again(x: f64) -> f64 {
    let r: Result<f64, &str> = Ok(x);
    r.and_then(|v| if v > 0.0 { Ok(v.ln()) } else { Err("no") }).unwrap_or(1.0)
}
#[differentiate]
fn closure_used_again(x: f64) -> f64 {
    let f = |v: f64| -> Result<f64, String> {
        if v < 0.0 {
            return Err(format!("neg {v}"));
        }
        Ok(v.sqrt())
    };
    f(x).unwrap_or(0.0)
}
#[differentiate]
fn ok(x: f64) -> f64 {
    let r: Result<f64, ()> = Ok(x * 2.0);
    r.ok().unwrap_or(0.0)
}
#[differentiate]
fn matched(x: f64) -> f64 {
    let r: Result<f64, i32> = if x > 0.0 { Ok(x) } else { Err(3) };
    match r {
        Ok(v) => v * v,
        Err(e) => x * e as f64,
    }
}
#[differentiate]
fn if_ok(x: f64) -> f64 {
    let r: Result<f64, i32> = if x > 0.0 { Ok(x) } else { Err(3) };
    if let Ok(v) = r { v * 3.0 } else { x }
}
#[differentiate]
fn collected_again(x: &[f64]) -> Result<f64, String> {
    let v: Result<Vec<f64>, String> =
        x.iter().map(|&a| if a > 0.0 { Ok(a.ln()) } else { Err("bad".into()) }).collect();
    Ok(v?.iter().sum())
}
#[differentiate]
fn is_ok_used(x: f64) -> f64 {
    let r: Result<f64, i32> = if x > 0.0 { Ok(x) } else { Err(3) };
    if r.is_ok() { x * x } else { x }
}
#[differentiate]
fn parse(x: f64, s: &str) -> f64 {
    let k: f64 = s.parse().unwrap_or(1.0);
    x * k
}
#[differentiate]
fn try_fold(x: &[f64]) -> f64 {
    x.iter().try_fold(1.0, |a, &v| if v > 0.0 { Ok(a * v) } else { Err(()) }).unwrap_or(0.0)
}
#[differentiate]
fn boxed_error(x: f64) -> Result<f64, Box<dyn std::error::Error>> {
    if x < 0.0 {
        return Err("negative".into());
    }
    Ok(x.sqrt())
}
#[differentiate]
fn safe_ln(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x.ln()) } else { None }
}
#[differentiate]
fn ratio(x: f64, y: f64) -> Result<f64, String> {
    if y == 0.0 {
        return Err(format!("zero {x}"));
    }
    Ok(x / y)
}
#[differentiate]
fn squared_logarithm(x: f64) -> f64 {
    match safe_ln(x) {
        Some(v) => v * v,
        None => 0.0,
    }
}
#[differentiate]
fn squared_ratio(x: f64, y: f64) -> Result<f64, String> {
    let v = ratio(x, y)?;
    Ok(v * v)
}
#[differentiate]
fn scaled_logarithm(x: f64) -> f64 {
    safe_ln(x).unwrap_or(0.0) * x
}
#[differentiate]
fn logarithm_or_square(x: f64) -> f64 {
    if let Some(v) = safe_ln(x) { v + x } else { x * x }
}
#[differentiate]
fn logarithm_by_name(x: f64) -> f64 {
    let r = safe_ln(x);
    match r {
        Some(v) => v,
        None => -x,
    }
}
#[differentiate]
fn asked_and_unwrapped(x: f64) -> f64 {
    let r = safe_ln(x);
    if r.is_some() { r.unwrap() * 2.0 } else { x }
}
#[differentiate]
fn product_of_logarithms(x: f64, y: f64) -> Option<f64> {
    let a = safe_ln(x)?;
    let b = safe_ln(y)?;
    Some(a * b)
}
#[differentiate]
fn ratio_or_else(x: f64, y: f64) -> f64 {
    ratio(x, y).unwrap_or_else(|_| 0.0)
}
#[differentiate]
fn ratio_by_guards(x: f64, y: f64) -> f64 {
    match ratio(x, y) {
        Ok(v) if v > 1.0 => v,
        Ok(v) => v * v,
        Err(_) => 0.0,
    }
}
#[differentiate]
fn sum_of_logarithms(x: &[f64]) -> Option<f64> {
    let mut s = 0.0;
    for &v in x {
        s += safe_ln(v)?;
    }
    Some(s)
}
#[differentiate]
fn logarithms_that_exist(x: &[f64]) -> f64 {
    x.iter().filter_map(|&v| safe_ln(v)).sum()
}
#[differentiate]
fn doubled_logarithm(x: f64) -> Option<f64> {
    safe_ln(x).map(|v| v * 2.0)
}
#[differentiate]
fn iterated_logarithm(x: f64) -> Option<f64> {
    safe_ln(x).and_then(safe_ln)
}
#[differentiate]
fn ratio_without_reason(x: f64, y: f64) -> Option<f64> {
    ratio(x, y).ok()
}
#[differentiate]
fn logarithm_with_reason(x: f64) -> Result<f64, String> {
    safe_ln(x).ok_or_else(|| format!("bad {x}"))
}
#[differentiate]
fn bisect(a: f64, b: f64) -> Option<f64> {
    let (mut lo, mut hi) = (a, b);
    if lo >= hi {
        return None;
    }
    for _ in 0..5 {
        let m = 0.5 * (lo + hi);
        if m * m * m < 2.0 {
            lo = m;
        } else {
            hi = m;
        }
    }
    Some(0.5 * (lo + hi))
}
#[differentiate]
fn mean(x: &[f64]) -> Option<f64> {
    if x.is_empty() { None } else { Some(x.iter().sum::<f64>() / x.len() as f64) }
}
#[differentiate]
fn variance(x: &[f64]) -> Option<f64> {
    let m = mean(x)?;
    Some(x.iter().map(|v| (v - m).powi(2)).sum::<f64>() / x.len() as f64)
}
#[differentiate]
fn err_enum(x: f64) -> Result<f64, Oops> {
    if x < 0.0 {
        Err(Oops::Negative)
    } else if x == 0.0 {
        Err(Oops::Zero(1))
    } else {
        Ok(x.sqrt())
    }
}
#[differentiate]
fn err_into(x: f64) -> Result<f64, Box<dyn std::error::Error>> {
    if x < 0.0 {
        return Err("negative".into());
    }
    Ok(x.sqrt())
}
#[differentiate]
fn loop_used(x: &[f64]) -> Option<f64> {
    let mut best: Option<f64> = None;
    for &v in x {
        if v > 0.0 {
            best = Some(match best {
                Some(b) => b.max(v),
                None => v,
            });
        }
    }
    best
}
#[differentiate]
fn let_else2(x: &[f64]) -> Option<f64> {
    let Some(a) = x.get(1) else { return None };
    let b = x.get(0)?;
    Some(a / b)
}
#[differentiate]
fn match3(x: f64, y: f64) -> f64 {
    match (safe_ln(x), safe_ln(y)) {
        (Some(a), Some(b)) => a * b,
        (Some(a), None) => a,
        (None, Some(b)) => b,
        (None, None) => 0.0,
    }
}
#[differentiate]
fn arr(x: f64, y: f64) -> f64 {
    let v = [safe_ln(x), None, Some(y)];
    let mut s = 0.0;
    for o in v.iter() {
        if let Some(a) = o {
            s += a * a;
        }
    }
    s
}
#[differentiate]
fn vecpush(x: &[f64]) -> f64 {
    let mut v: Vec<Option<f64>> = Vec::new();
    for &a in x {
        if a > 1.0 {
            v.push(Some(a * a));
        } else {
            v.push(None);
        }
    }
    let mut s = 0.0;
    for o in &v {
        match o {
            Some(a) => s += a,
            None => s += 1.0,
        }
    }
    s
}
#[differentiate]
fn state(x: &[f64]) -> f64 {
    let mut prev = None;
    let mut s = 0.0;
    for &v in x {
        if let Some(p) = prev {
            s += (v - p) * (v - p);
        }
        prev = Some(v);
    }
    s
}
#[differentiate]
fn tuple_payload(x: &[f64]) -> f64 {
    let mut best: Option<(usize, f64)> = None;
    for (i, &v) in x.iter().enumerate() {
        match best {
            Some((_, b)) if b >= v => {}
            _ => best = Some((i, v)),
        }
    }
    best.map(|(i, b)| i as f64 * b).unwrap_or(0.0)
}
#[differentiate]
fn chain(x: f64, y: f64) -> f64 {
    ratio(x, y)
        .and_then(|v| if v > 0.0 { Ok(v.ln()) } else { Err("neg".to_string()) })
        .map(|v| v * 3.0)
        .unwrap_or(0.5)
}
#[differentiate]
fn parse2(x: f64, s: &str) -> Result<f64, std::num::ParseFloatError> {
    let k: f64 = s.parse()?;
    Ok(k * x)
}
#[differentiate]
fn maperr(x: f64, y: f64) -> Result<f64, usize> {
    ratio(x, y).map_err(|e| e.len())
}
#[differentiate]
fn iserr(x: f64, y: f64) -> f64 {
    let r = ratio(x, y);
    if r.is_err() {
        return 0.0;
    }
    r.unwrap() * 2.0
}
#[differentiate]
fn array_result(x: f64) -> Option<[f64; 2]> {
    if x > 0.0 { Some([x.ln(), x * x]) } else { None }
}
#[differentiate]
fn vec_result(x: &[f64]) -> Option<Vec<f64>> {
    if x.len() > 1 { Some(x.iter().map(|v| v * v).collect()) } else { None }
}
#[differentiate]
fn if_else(x: f64) -> f64 {
    let v = if x > 1.0 { safe_ln(x) } else { Some(x) };
    v.map_or(0.0, |a| a * a)
}
#[differentiate]
fn result_alias(x: f64) -> std::result::Result<f64, String> {
    if x > 0.0 { std::result::Result::Ok(x.ln()) } else { Err(String::from("n")) }
}
#[differentiate]
fn nested(x: f64) -> f64 {
    let o = if x > 0.5 {
        Some(Some(x * x))
    } else if x > 0.0 {
        Some(None)
    } else {
        None
    };
    match o {
        Some(Some(v)) => v,
        Some(None) => x,
        None => -x,
    }
}
#[differentiate]
fn ref_used(x: &[f64]) -> f64 {
    let o = x.iter().max_by(|a, b| a.total_cmp(b));
    match o {
        Some(&v) => v * v,
        None => 0.0,
    }
}
#[differentiate]
fn as_ref(x: &[f64]) -> f64 {
    let o = x.first().map(|v| v * v);
    let a = o.as_ref().map(|v| v + 1.0).unwrap_or(0.0);
    a + o.unwrap_or(2.0)
}
#[differentiate]
fn slice(x: &[f64]) -> f64 {
    let o = if x.len() > 2 { Some(&x[1..]) } else { None };
    o.map(|s| s.iter().sum::<f64>()).unwrap_or(1.0)
}
#[differentiate]
fn flat_of_collected(x: &[f64]) -> f64 {
    let v: Vec<Option<f64>> = x.iter().map(|&a| if a > 0.0 { Some(a * a) } else { None }).collect();
    v.iter().flatten().sum()
}
#[differentiate]
fn flat_of_made(x: &[f64]) -> f64 {
    x.iter().map(|&a| (a > 0.0).then(|| a.ln())).flatten().map(|v| v * v).sum()
}
#[differentiate]
fn run_over_again(x: f64) -> f64 {
    let a = Some(x * 2.0);
    a.iter().map(|v| v * v).sum()
}
#[differentiate]
fn in_a_loop(x: f64) -> f64 {
    let a = Some(x * 2.0);
    let mut s = 1.0;
    #[allow(for_loops_over_fallibles)]
    for v in a {
        s *= v;
    }
    s
}
#[differentiate]
fn chain_again(x: f64, y: f64) -> f64 {
    [y, y].into_iter().chain(Some(x)).sum()
}
#[differentiate]
fn sum_of_options_again(x: &[f64]) -> f64 {
    let s: Option<f64> = x.iter().map(|&v| if v > 0.0 { Some(v.ln()) } else { None }).sum();
    s.unwrap_or(0.0)
}
#[differentiate]
fn collected_again_again(x: &[f64]) -> f64 {
    let s: Option<Vec<f64>> = x.iter().map(|&v| (v > 0.0).then(|| v.ln())).collect();
    match s {
        Some(v) => v.iter().sum(),
        None => 0.0,
    }
}
#[differentiate]
fn collect_q(x: &[f64]) -> Option<f64> {
    let v: Vec<f64> = x.iter().map(|&v| (v > 0.0).then(|| v.ln())).collect::<Option<Vec<f64>>>()?;
    Some(v.iter().sum())
}
#[differentiate]
fn collect_r(x: &[f64]) -> Result<f64, String> {
    let v: Result<Vec<f64>, String> =
        x.iter().map(|&a| if a > 0.0 { Ok(a.ln()) } else { Err("bad".into()) }).collect();
    Ok(v?.iter().sum())
}
#[differentiate]
fn sum_r(x: &[f64]) -> Result<f64, String> {
    x.iter().map(|&a| if a > 0.0 { Ok(a.ln()) } else { Err(format!("bad {a}")) }).sum()
}
#[differentiate]
fn try_fold_again(x: &[f64]) -> Option<f64> {
    x.iter().try_fold(1.0, |a, &v| if v > 0.0 { Some(a * v) } else { None })
}
#[differentiate]
fn unzip_again(x: f64) -> f64 {
    let (a, b) = Some((x, x * x)).unzip();
    a.unwrap_or(0.0) + b.unwrap_or(0.0)
}
#[differentiate]
fn get_or_insert_again(x: f64) -> f64 {
    let mut a: Option<f64> = None;
    let v = *a.get_or_insert(x * x);
    v * 2.0 + a.unwrap()
}
#[differentiate]
fn get_or_insert_with(x: f64) -> f64 {
    let mut a: Option<f64> = None;
    let mut s = 0.0;
    for _ in 0..3 {
        s += *a.get_or_insert_with(|| x.sin());
    }
    s
}
#[differentiate]
fn as_mut_again(x: f64) -> f64 {
    let mut a = Some(x);
    if let Some(v) = a.as_mut() {
        *v *= 3.0;
    }
    a.unwrap()
}
#[differentiate]
fn ref_mut(x: f64) -> f64 {
    let mut a = Some(x);
    if let Some(v) = &mut a {
        *v = v.sin();
    }
    a.unwrap() * x
}
#[differentiate]
fn insert_used_again(x: f64, y: f64) -> f64 {
    let mut a = Some(x);
    *a.insert(y) += 1.0;
    a.unwrap() * x
}
#[differentiate]
fn array_opt(x: &[f64]) -> f64 {
    let mut cache = [None; 4];
    let mut s = 0.0;
    for i in 0..x.len() {
        let k = i % 4;
        let v = match cache[k] {
            Some(v) => v,
            None => {
                let v = x[i].sin();
                cache[k] = Some(v);
                v
            }
        };
        s += v;
    }
    s
}
#[differentiate]
fn vec_none(x: &[f64]) -> f64 {
    let mut memo = vec![None; x.len()];
    for i in 0..x.len() {
        if i % 2 == 0 {
            memo[i] = Some(x[i] * x[i]);
        }
    }
    memo.iter().map(|m| m.unwrap_or(1.0)).sum()
}
#[differentiate]
fn closure_q(x: &[f64]) -> f64 {
    let f = |i: usize| -> Option<f64> {
        let a = x.get(i)?;
        Some(a * a)
    };
    f(0).unwrap_or(0.0) + f(5).unwrap_or(1.0)
}
#[differentiate]
fn opt_eq(x: f64) -> f64 {
    let a = if x > 1.0 { Some(x) } else { None };
    if a == None { x * x } else { x }
}
#[differentiate]
fn matches(x: f64) -> f64 {
    let a = if x > 1.0 { Some(x) } else { None };
    if matches!(a, Some(v) if v > 2.0) { x * x } else { x }
}
#[differentiate]
fn tuple_state(x: &[f64]) -> f64 {
    let mut st = (None, 0.0);
    for &v in x {
        st = match st {
            (None, s) => (Some(v), s + v),
            (Some(p), s) => (Some(v), s + v * p),
        };
    }
    st.1
}
#[differentiate]
fn loop_break_opt(x: &[f64]) -> Option<f64> {
    let mut i = 0;
    let r = loop {
        if i >= x.len() {
            break None;
        }
        if x[i] > 1.0 {
            break Some(x[i] * x[i]);
        }
        i += 1;
    };
    r
}
#[differentiate]
fn while_let_fn(x: f64) -> f64 {
    let step = |v: f64| if v < 10.0 { Some(v * 1.5) } else { None };
    let mut v = x.abs() + 0.1;
    while let Some(n) = step(v) {
        v = n;
    }
    v
}
#[differentiate]
fn option_of_tuple_fn(x: f64, y: f64) -> Option<(f64, f64)> {
    if x > 0.0 { Some((x * y, x + y)) } else { None }
}
#[differentiate]
fn use_tuple(x: f64, y: f64) -> f64 {
    match option_of_tuple_fn(x, y) {
        Some((a, b)) => a * b,
        None => 0.0,
    }
}
#[differentiate]
fn nested_fn(x: f64) -> f64 {
    let solve =
        |a: f64, b: f64| -> Result<f64, String> { if b == 0.0 { Err("zero".into()) } else { Ok(a / b) } };
    match solve(x, x + 1.0) {
        Ok(v) => v,
        Err(_) => 0.0,
    }
}
#[differentiate]
fn newton(a: f64) -> Result<f64, String> {
    let mut x = a;
    for _ in 0..50 {
        let f = x * x - a;
        if f.abs() < 1e-12 {
            return Ok(x);
        }
        x -= f / (2.0 * x);
    }
    Err("no convergence".to_string())
}
mod at_points {
    mod numbers {
        outcomes! {
            [[1.3], [-0.7], [2.9], [0.4]]; p;
            map_or map_or_value_and_grad (p[0], 3);
            map_or_else map_or_else_value_and_grad (p[0], 3);
            and_then and_then_value_and_grad (p[0]);
            filter filter_value_and_grad (p[0]);
            get_or_insert get_or_insert_value_and_grad (p[0]);
            taken taken_value_and_grad (p[0]);
            as_mut as_mut_value_and_grad (p[0]);
            ok_or ok_or_value_and_grad (p[0]);
            run_over run_over_value_and_grad (p[0]);
            is_some_and is_some_and_value_and_grad (p[0]);
            is_none_or is_none_or_value_and_grad (p[0]);
            result result_value_and_grad (p[0]);
            closure_used closure_used_value_and_grad (p[0]);
            match_guard match_guard_value_and_grad (p[0]);
            flatten flatten_value_and_grad (p[0]);
            unzip unzip_value_and_grad (p[0]);
            bool_then bool_then_value_and_grad (p[0]);
            bool_then_some bool_then_some_value_and_grad (p[0]);
            logarithm logarithm_value_and_grad (p[0]);
            local local_value_and_grad (p[0]);
            map_of_result map_of_result_value_and_grad (p[0]);
            and_then_again and_then_again_value_and_grad (p[0]);
            closure_used_again closure_used_again_value_and_grad (p[0]);
            ok ok_value_and_grad (p[0]);
            matched matched_value_and_grad (p[0]);
            if_ok if_ok_value_and_grad (p[0]);
            is_ok_used is_ok_used_value_and_grad (p[0]);
            parse parse_value_and_grad (p[0], "2.5");
            boxed_error boxed_error_value_and_grad (p[0]);
            safe_ln safe_ln_value_and_grad (p[0]);
            squared_logarithm squared_logarithm_value_and_grad (p[0]);
            scaled_logarithm scaled_logarithm_value_and_grad (p[0]);
            logarithm_or_square logarithm_or_square_value_and_grad (p[0]);
            logarithm_by_name logarithm_by_name_value_and_grad (p[0]);
            asked_and_unwrapped asked_and_unwrapped_value_and_grad (p[0]);
            doubled_logarithm doubled_logarithm_value_and_grad (p[0]);
            iterated_logarithm iterated_logarithm_value_and_grad (p[0]);
            logarithm_with_reason logarithm_with_reason_value_and_grad (p[0]);
            err_enum err_enum_value_and_grad (p[0]);
            err_into err_into_value_and_grad (p[0]);
            parse2 parse2_value_and_grad (p[0], "2.5");
            if_else if_else_value_and_grad (p[0]);
            result_alias result_alias_value_and_grad (p[0]);
            nested nested_value_and_grad (p[0]);
            run_over_again run_over_again_value_and_grad (p[0]);
            in_a_loop in_a_loop_value_and_grad (p[0]);
            unzip_again unzip_again_value_and_grad (p[0]);
            get_or_insert_again get_or_insert_again_value_and_grad (p[0]);
            get_or_insert_with get_or_insert_with_value_and_grad (p[0]);
            as_mut_again as_mut_again_value_and_grad (p[0]);
            ref_mut ref_mut_value_and_grad (p[0]);
            opt_eq opt_eq_value_and_grad (p[0]);
            matches matches_value_and_grad (p[0]);
            while_let_fn while_let_fn_value_and_grad (p[0]);
            nested_fn nested_fn_value_and_grad (p[0]);
            newton newton_value_and_grad (p[0]);
        }
    }
    mod pairs {
        outcomes! {
            [[1.3, -0.7], [-0.7, 2.9], [2.9, 0.4], [0.4, 1.3]]; p;
            zip zip_value_and_grad (p[0], p[1]);
            or or_value_and_grad (p[0], p[1]);
            xor xor_value_and_grad (p[0], p[1]);
            replace replace_value_and_grad (p[0], p[1]);
            insert_used insert_used_value_and_grad (p[0], p[1]);
            into_iter_chain into_iter_chain_value_and_grad (p[0], p[1]);
            tuple tuple_value_and_grad (p[0], p[1]);
            array array_value_and_grad (p[0], p[1]);
            quotient quotient_value_and_grad (p[0], p[1]);
            ratio ratio_value_and_grad (p[0], p[1]);
            squared_ratio squared_ratio_value_and_grad (p[0], p[1]);
            product_of_logarithms product_of_logarithms_value_and_grad (p[0], p[1]);
            ratio_or_else ratio_or_else_value_and_grad (p[0], p[1]);
            ratio_by_guards ratio_by_guards_value_and_grad (p[0], p[1]);
            ratio_without_reason ratio_without_reason_value_and_grad (p[0], p[1]);
            bisect bisect_value_and_grad (p[0], p[1]);
            match3 match3_value_and_grad (p[0], p[1]);
            arr arr_value_and_grad (p[0], p[1]);
            chain chain_value_and_grad (p[0], p[1]);
            maperr maperr_value_and_grad (p[0], p[1]);
            iserr iserr_value_and_grad (p[0], p[1]);
            chain_again chain_again_value_and_grad (p[0], p[1]);
            insert_used_again insert_used_again_value_and_grad (p[0], p[1]);
            use_tuple use_tuple_value_and_grad (p[0], p[1]);
        }
    }
    mod slices {
        outcomes! {
            [[1.3, 0.7, 2.9, 0.4], [-1.2, 2.1, 0.3, 1.9], [2.0, -3.0, 1.1, 4.0]]; p;
            vec vec_value_and_grad (p);
            q_closure q_closure_value_and_grad (p);
            let_else_used let_else_used_value_and_grad (p);
            while_let_used while_let_used_value_and_grad (p);
            assign assign_value_and_grad (p);
            sum_of_options sum_of_options_value_and_grad (p);
            collected collected_value_and_grad (p);
            first_squared first_squared_value_and_grad (p);
            collected_again collected_again_value_and_grad (p);
            try_fold try_fold_value_and_grad (p);
            sum_of_logarithms sum_of_logarithms_value_and_grad (p);
            logarithms_that_exist logarithms_that_exist_value_and_grad (p);
            mean mean_value_and_grad (p);
            variance variance_value_and_grad (p);
            loop_used loop_used_value_and_grad (p);
            let_else2 let_else2_value_and_grad (p);
            vecpush vecpush_value_and_grad (p);
            state state_value_and_grad (p);
            tuple_payload tuple_payload_value_and_grad (p);
            ref_used ref_used_value_and_grad (p);
            as_ref as_ref_value_and_grad (p);
            slice slice_value_and_grad (p);
            flat_of_collected flat_of_collected_value_and_grad (p);
            flat_of_made flat_of_made_value_and_grad (p);
            sum_of_options_again sum_of_options_again_value_and_grad (p);
            collected_again_again collected_again_again_value_and_grad (p);
            collect_q collect_q_value_and_grad (p);
            collect_r collect_r_value_and_grad (p);
            sum_r sum_r_value_and_grad (p);
            try_fold_again try_fold_again_value_and_grad (p);
            array_opt array_opt_value_and_grad (p);
            vec_none vec_none_value_and_grad (p);
            closure_q closure_q_value_and_grad (p);
            tuple_state tuple_state_value_and_grad (p);
            loop_break_opt loop_break_opt_value_and_grad (p);
        }
    }
}

/// What central differences do not see: other companions, masks, recursion, reasons.
mod by_hand {
    use differentiate::differentiate;
    #[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
    fn safe_ln(x: f64) -> Option<f64> {
        let y = x.ln();
        if x > 0.0 { Some(y) } else { None }
    }
    #[differentiate(grad, accumulate_grad, vjp)]
    fn dot(x: &[f64], y: &[f64]) -> Result<f64, String> {
        if x.len() != y.len() {
            return Err("lengths".into());
        }
        Ok(x.iter().zip(y).map(|(a, b)| a * b).sum())
    }
    #[differentiate]
    fn masked(x: f64) -> f64 {
        Some(x.ln()).filter(|_| x > 0.0).unwrap_or(0.0)
    }
    #[differentiate]
    fn masked2(x: f64) -> f64 {
        let v = Some(x.sqrt());
        let n = if x > 0.0 { v } else { None };
        n.unwrap_or(1.0)
    }
    #[differentiate]
    fn masked3(x: f64) -> f64 {
        safe_ln(x).unwrap_or(0.0)
    }
    #[differentiate]
    fn masked4(x: f64, y: f64) -> f64 {
        let a = [Some(x.ln()), None];
        let k = if x > 0.0 { 0 } else { 1 };
        a[k].unwrap_or(y)
    }
    #[differentiate]
    fn generic<T: differentiate::Float>(x: T, y: T) -> Option<T> {
        if y == T::from_f64(0.0) { None } else { Some(x / y) }
    }
    #[differentiate]
    fn single(x: f32) -> Option<f32> {
        let v = (x > 0.0).then(|| x.sqrt())?;
        Some(v * 2.0)
    }
    #[differentiate]
    fn mutates(x: &[f64], out: &mut [f64]) -> Option<f64> {
        if x.len() != out.len() {
            return None;
        }
        for (o, v) in out.iter_mut().zip(x) {
            *o *= v;
        }
        Some(out[0] * x[1])
    }
    #[differentiate]
    fn rec(x: f64, n: usize) -> Option<f64> {
        if n == 0 {
            return Some(x);
        }
        let below = rec(x * 0.5, n - 1)?;
        Some(below * x)
    }
    #[differentiate]
    fn tuple(x: f64, y: f64) -> Result<(f64, f64), String> {
        let q = ratio(x, y)?;
        Ok((q, q * x))
    }
    #[differentiate]
    fn ratio(x: f64, y: f64) -> Result<f64, String> {
        if y == 0.0 { Err(format!("{x}/0")) } else { Ok(x / y) }
    }
    #[differentiate]
    fn early(xs: &[f64]) -> Result<f64, String> {
        let mut s = 1.0;
        for (i, w) in xs.windows(2).enumerate() {
            s *= ratio(w[0], w[1]).map_err(|e| format!("{i}: {e}"))?;
            if s > 100.0 {
                return Err("large".to_string());
            }
        }
        Ok(s)
    }
    #[test]
    fn values_by_hand() {
        assert_eq!(safe_ln_grad(2.0), Some(0.5));
        assert_eq!(safe_ln_grad(0.0), None);
        assert_eq!(safe_ln_vjp(2.0, 3.0), Some(1.5));
        let mut d = 1.0;
        assert_eq!(safe_ln_accumulate_grad(2.0, &mut d), Some(2f64.ln()));
        assert_eq!(d, 1.5);
        assert_eq!(safe_ln_accumulate_grad(0.0, &mut d), None);
        assert_eq!(d, 1.5);
        assert_eq!(dot_grad(&[1.0, 2.0], &[3.0, 4.0]), Ok((vec![3.0, 4.0], vec![1.0, 2.0])));
        assert_eq!(dot_grad(&[1.0], &[3.0, 4.0]), Err("lengths".to_string()));
        let (mut a, mut b) = ([0.0; 1], [0.0; 2]);
        assert!(dot_accumulate_grad(&[1.0], &[3.0, 4.0], &mut a, &mut b).is_err());
        assert_eq!((a, b), ([0.0], [0.0, 0.0]));
        assert_eq!(masked_grad(0.0), 0.0);
        assert_eq!(masked_grad(2.0), 0.5);
        assert_eq!(masked2_grad(0.0), 0.0);
        assert_eq!(masked2_grad(4.0), 0.25);
        assert_eq!(masked3_grad(0.0), 0.0);
        assert_eq!(masked3_grad(4.0), 0.25);
        assert_eq!(masked4_grad(0.0, 2.0), (0.0, 1.0));
        assert_eq!(masked4_grad(4.0, 2.0), (0.25, 0.0));
        assert_eq!(generic_grad(1.0f32, 2.0), Some((0.5, -0.25)));
        assert_eq!(generic_grad(1.0, 0.0), None);
        assert_eq!(single_grad(4.0), Some(0.5));
        assert_eq!(single_grad(-4.0), None);
        let mut out = [2.0, 3.0];
        let mut dout = [0.0, 0.0];
        let g = mutates_vjp(&[5.0, 7.0], &mut out, 1.0, &mut dout);
        assert_eq!(g, Some(vec![14.0, 10.0]));
        assert_eq!(dout, [35.0, 0.0]);
        assert_eq!(out, [10.0, 21.0]);
        // x/2^n … : rec(x, 2) = x/4 · x/2 · x
        let x = 3.0;
        assert!((rec_grad(x, 2).unwrap() - 3.0 * x * x / 8.0).abs() < 1e-12);
        assert_eq!(tuple_vjp(6.0, 2.0, (1.0, 0.0)), Ok((0.5, -1.5)));
        assert_eq!(tuple_vjp(6.0, 0.0, (1.0, 0.0)), Err("6/0".to_string()));
        assert_eq!(early(&[1.0, 0.0, 2.0]), Err("0: 1/0".to_string()));
        assert_eq!(early_grad(&[1.0, 0.0, 2.0]), Err("0: 1/0".to_string()));
        let g = early_grad(&[4.0, 2.0, 5.0]).unwrap();
        assert!((g[0] - 0.2).abs() < 1e-12 && g[1].abs() < 1e-12 && (g[2] + 0.16).abs() < 1e-12, "{g:?}");
        assert_eq!(early_grad(&[400.0, 2.0, 5.0]), Err("large".to_string()));
    }
}

/// What an assertion asks of an `Option` that is always `None` keeps its type.
#[differentiate]
fn asserts_none(x: f32) -> f32 {
    let none: Option<f32> = None;
    assert!(none.map_or(true, |v| v.sin() > 0.0));
    debug_assert!(none.map(|v| v.sin()).is_none(), "{}", none.map_or(0.0, |v| v.cos()));
    x * x
}
#[test]
fn asserts_none_at_three() {
    assert_eq!(asserts_none_grad(3.0), 6.0);
}

#[differentiate(vjp)]
fn roots(x: &[f64]) -> Result<Vec<f64>, String> {
    let root = |v: &f64| if *v < 0.0 { Err(format!("{v}")) } else { Ok(v.sqrt()) };
    x.iter().map(root).collect()
}
#[differentiate(vjp, wrt(x, y))]
fn fill(x: f64, y: &mut [f64]) -> Result<f64, String> {
    if x < 0.0 {
        return Err("negative".into());
    }
    y[0] *= x;
    Ok(x)
}

/// The error of what is questioned may be handed out, and its value have a shape.
#[differentiate]
fn questioned(x: &[f64]) -> Result<f64, String> {
    let roots = roots(x)?;
    let mut y = [x[0], 2.0];
    for v in x {
        fill(*v, &mut y)?;
    }
    Ok(roots[0] * roots[1] * y[0])
}
#[differentiate]
fn looked_at(x: f64) -> f64 {
    let r: Result<f64, String> = if x > 0.0 { Ok(x * x) } else { Err("no".into()) };
    let mut length = 0;
    if let Err(e) = &r {
        length += e.len();
    }
    match &r {
        Ok(v) if *v > 100.0 => return 3.0 * v,
        Ok(_) => {}
        Err(e) => length += e.len(),
    }
    length += r.as_ref().map_or_else(|e| e.len(), |_| 1);
    r.unwrap_or(7.0 * x) * length as f64
}
#[test]
fn errors_by_reference_and_by_value() {
    let f = |a: f64, b: f64| questioned(&[a, b]).unwrap();
    let g = questioned_grad(&[1.5, 2.5]).unwrap();
    let h = 1e-6;
    let expected =
        [(f(1.5 + h, 2.5) - f(1.5 - h, 2.5)) / (2.0 * h), (f(1.5, 2.5 + h) - f(1.5, 2.5 - h)) / (2.0 * h)];
    assert!((g[0] - expected[0]).abs() < 1e-7 && (g[1] - expected[1]).abs() < 1e-7, "{g:?} {expected:?}");
    assert_eq!(questioned_grad(&[1.0, -2.0]), Err("-2".to_string()));
    assert_eq!([2.0, 20.0, -1.0].map(looked_at_grad), [4.0, 120.0, 42.0]);
}

#[derive(Debug, Clone, PartialEq)]
struct Code(usize);

/// Copies of an `Option` and a `Result`, and what is asked of an error.
#[differentiate]
fn copied_and_asked(x: &[f64]) -> Result<f64, Code> {
    let log = if x[0] > 0.0 { Ok(x[0].ln()) } else { Err(Code(3)) };
    let other = log.clone();
    let square = Some(x[1] * x[1]);
    let again = square.clone();
    if other.is_err_and(|code| code.0 == 4) {
        return Ok(x[1]);
    }
    let both = square.unwrap() + again.map_or(0.0, |v| v * v);
    log.inspect_err(|code| assert_eq!(code.0, 3)).map(|log| log * x[1] + both)
}
#[test]
fn t_copied_and_asked() {
    // b ln a + b² + b⁴, at (1, 2).
    assert_eq!(copied_and_asked_value_and_grad(&[1.0, 2.0]), Ok((20.0, vec![2.0, 4.0 + 32.0])));
    assert_eq!(copied_and_asked_grad(&[-1.0, 2.0]), Err(Code(3)));
}

/// What a comparison gives is taken apart.
#[differentiate]
fn compared_in_part(x: &[f64]) -> f64 {
    use std::cmp::Ordering;
    let less = x[0].partial_cmp(&x[1]).is_some_and(|order| order.is_lt());
    let order = x[1].partial_cmp(&x[2]).unwrap_or(Ordering::Equal);
    let Some(last) = x[0].partial_cmp(&x[2]) else { return x[0] };
    match x[2].partial_cmp(&1.0) {
        Some(Ordering::Less) if less => x[0] * x[0],
        Some(same) if same == last => x[1] * x[2],
        Some(_) => x[0] * f64::from(order as i8),
        None => 0.0,
    }
}
#[test]
fn t_compared_in_part() {
    assert_eq!(compared_in_part_grad(&[2.0, 3.0, 0.5]), [4.0, 0.0, 0.0]);
    assert_eq!(compared_in_part_grad(&[4.0, 3.0, 2.0]), [0.0, 2.0, 3.0]);
    assert_eq!(compared_in_part_grad(&[1.0, 3.0, 2.0]), [1.0, 0.0, 0.0]);
    assert_eq!(compared_in_part_grad(&[1.0, 3.0, f64::NAN]), [1.0, 0.0, 0.0]);
}
