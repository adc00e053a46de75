#![allow(dead_code)]
use differentiate::differentiate;

mod alias { pub type Real = f64; pub const K: Real = 3.0; pub const R: &f64 = &2.0; }
use alias::*;
pub struct Config { pub rate: f64, pub weights: Vec<f64>, pub boxed: Box<[f64]>, pub name: String }
fn scale(n: usize) -> f64 { n as f64 }
fn lookup(t: &[f64], n: usize) -> &f64 { &t[n] }
static TABLE: [f64; 3] = [1.0, 2.0, 3.0];

#[differentiate(wrt(x))]
fn consts(c: &Config, x: f64, n: usize) -> f64 {
    let a = x * K + scale(n) - c.rate;
    let k: Real = 2.0;
    let b = a / k - K * 2.0 + x % K;
    let mut s = 0.0;
    s += c.rate * x;
    s -= TABLE[n];
    for v in c.weights.iter() { s += x * v; }
    for (i, w) in c.boxed.iter().enumerate() { s += x * w * i as f64; }
    let t = 0.5 * c.rate;
    s + b + t * x + x * *lookup(&TABLE, 1) + (2.0 * K).sqrt() * x + x.powf(K)
}
#[test]
fn constants_of_every_kind() {
    let c = Config { rate: 0.5, weights: vec![1.0, 2.0], boxed: vec![3.0, 4.0].into(), name: String::new() };
    let g = consts_grad(&c, 1.2, 2);
    let h = 1e-6;
    let d = (consts(&c, 1.2 + h, 2) - consts(&c, 1.2 - h, 2)) / (2.0 * h);
    assert!((g - d).abs() < 1e-6, "{g} {d}");
}

#[differentiate]
fn closure_renamed(x: f64) -> f64 { let line = |t: f64| t * x; let also = line; also(2.0) }
#[differentiate]
fn closure_borrowed(x: f64) -> f64 {
    let line = |t: f64| t * x;
    let also = &line;
    let third = line.clone();
    also(2.0) * third(1.0) + line.clone()(2.0) + (&line)(1.0) + (*also)(3.0)
}
fn integrate<F: Fn(f64) -> f64>(f: F) -> f64 { f(1.0) + f(2.0) }
#[differentiate]
fn plain_closure_passed(x: f64) -> f64 { let sq = |t: f64| t * t; let also = sq; x * integrate(sq) + also(x) }
#[differentiate]
fn called_at_once(x: f64) -> f64 { (|t: f64| t * x)(2.0) }
#[test]
fn closures() {
    assert_eq!(closure_renamed_grad(3.0), 2.0);
    let x = 3.0; let h = 1e-6;
    assert!((closure_borrowed_grad(x) - (closure_borrowed(x + h) - closure_borrowed(x - h)) / (2.0 * h)).abs() < 1e-6);
    assert_eq!(plain_closure_passed_grad(3.0), 5.0 + 6.0);
    assert_eq!(called_at_once_grad(3.0), 2.0);
}

#[differentiate]
fn shown(x: f64) -> f64 {
    let text = format!("x = {x}");
    if x < 0.0 { panic!("{text}"); }
    println!("{text}");
    assert!(x < 100.0, "{}", format!("{x}"));
    x * x
}
#[differentiate]
fn text_of_constant(x: f64) -> f64 {
    let text = format!("{}", differentiate::stop_gradient(x));
    let y: f64 = text.parse().unwrap();
    x * y
}
#[test]
fn texts() { assert_eq!(shown_grad(3.0), 6.0); assert_eq!(text_of_constant_grad(3.0), 3.0); }

#[differentiate]
fn part(a: f64) -> f64 { a * 50.0 }
#[differentiate]
fn hidden_by_an_inner_function(x: f64) -> f64 {
    #[differentiate]
    fn part(a: f64) -> f64 { a * a }
    part(x)
}
fn negligible(x: f64) -> bool { x.abs() < 1e-9 }
fn positive(x: &f64) -> bool { *x > 0.0 }
struct Domain; impl Domain { fn contains(x: f64) -> bool { x > 0.0 } }
#[differentiate]
fn predicate(x: f64) -> f64 { if negligible(x) { 1.0 } else { x.sin() / x } }
#[differentiate]
fn predicates(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut i = 0;
    while i < x.len() && !negligible(x[i]) { s += x[i] * x[i]; i += 1; }
    s += x.iter().filter(|v| positive(v)).map(|v| v * v).sum::<f64>();
    s += x.iter().filter(|v| !negligible(**v)).map(|v| v.exp()).sum::<f64>();
    match x[0] { v if Domain::contains(v) => s * v, v => s + v }
}
#[test]
fn names() {
    assert_eq!(hidden_by_an_inner_function_grad(3.0), 6.0);
    assert!((predicate_grad(2.0) - (2.0f64.cos() / 2.0 - 2.0f64.sin() / 4.0)).abs() < 1e-12);
    let x = [0.5, -1.0, 2.0, 0.0, 3.0];
    let g = predicates_grad(&x);
    for k in [0, 1, 2, 4] {
        let h = 1e-6;
        let (mut a, mut b) = (x, x);
        a[k] += h; b[k] -= h;
        let d = (predicates(&a) - predicates(&b)) / (2.0 * h);
        assert!((g[k] - d).abs() < 1e-5, "{k} {} {d}", g[k]);
    }
}
fn floats<T: differentiate::Float>(n: i32) -> T { T::from_i32(n) }
#[differentiate]
fn generic<T: differentiate::Float>(x: T) -> T { x * floats(3) + floats::<T>(2) }
#[differentiate]
fn lists(x: &[f64]) -> f64 {
    let mut v = Vec::new();
    let w = vec![1.0, 2.0];
    for (k, y) in x.iter().enumerate() { v.push(y * w[k % 2]); }
    assert_eq!(v.len(), x.len());
    debug_assert!(matches!(v.first(), Some(_)));
    match v.last() { Some(l) => v[0] * l, None => 0.0 }
}
#[test]
fn others() { assert_eq!(generic_grad(2.0), 3.0); assert_eq!(lists_grad(&[2.0, 3.0]), [6.0, 4.0]); }
trait Named2: differentiate::Float {}
mod aliased { pub trait Float: differentiate::Float {} impl Float for f64 {} 
 #[differentiate::differentiate] pub fn f<T: Float>(x: T) -> T { x.sin() * T::from_f64(2.0) }
 #[differentiate::differentiate] pub fn g<T>(x: T) -> T where T: differentiate::Float + Send { x.sin() * f2(x) }
 #[differentiate::differentiate] pub fn f2<T: differentiate::Float>(x: T) -> T { x * x } }
#[test]
fn generics() { assert_eq!(aliased::f_grad(0.0), 2.0); assert!((aliased::g_grad(0.5f64) - (0.5f64.cos() * 0.25 + 0.5f64.sin())).abs() < 1e-12); }
