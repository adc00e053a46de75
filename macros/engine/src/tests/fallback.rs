//! Whatever is wrong, the function itself comes out as it came in, so that an editor still completes in it; its companions have
//! stubs, and one mistake has one message.

use proc_macro2::TokenStream;
use quote::quote;

fn expand(item: &str) -> (TokenStream, String) {
    let item: TokenStream = item.parse().expect("tokens");
    (item.clone(), crate::expand_for(true, TokenStream::new(), item).to_string())
}

/// Functions whose types agree, though it takes a look to see it: a function a line.
const AGREE: &str = r##"
fn r#type(x: f64) -> f64 { x * x }
fn a(x: f64) -> f64 { let mut i = 0; loop { i += 1; if i > 3 { return x * x; } } }
fn a2(x: f64) -> (f64, f64) { let mut i = 0; loop { i += 1; if i > 3 { return (x * x, x); } } }
fn b(x: f64) -> f64 { let y = if x > 0.0 { x } else { panic!("no") }; y * y }
fn c(x: f64) -> f64 { let y = if x > 0.0 { x } else { return 1.0 }; y * y }
fn d(x: f64, n: usize) -> f64 { let y = match n { 0 => x, 1 => return x, _ => unreachable!() }; y * y }
fn e(xs: &[f64]) -> f64 { let mut n = 0; n += xs.len(); let m = n as f64; xs[0] / m }
fn f(xs: &[f64]) -> f64 { let y = loop { if xs[0] > 0.0 { break xs[1]; } break 2.0; }; y * y }
fn g(xs: &[f64]) -> f64 { let mut s = 0.0; for x in xs { let y = if *x > 0.0 { x } else { continue }; s += y * y; } s }
fn h(xs: &[f64]) -> f64 { let mut best = &xs[0]; for x in xs { if x > best { best = x; } } *best * 2.0 }
fn i(x: f64, n: i32) -> f64 { if n == 0 { x } else if n < 0 { return x * 2.0; } else { x.powi(n) } }
fn j(x: f64, n: u8) -> f64 { let k = n as usize; let a = [1.0, 2.0, 3.0]; a[k] * x + a[usize::from(n)] + (1 << n) as f64 }
fn k(x: f32) -> f64 { let y = f64::from(x) * 2.0; y * x as f64 }
fn l(xs: &[f64], w: &[f64; 3]) -> f64 { let v: &[f64] = w; let u = if xs.len() > 3 { xs } else { v }; u[0] * u[1] }
fn m(x: f64) -> f64 { let y; if x > 0.0 { y = x; } else { y = 2.0 * x; } let _ = (); y * 1f64 }
fn n(x: f64, i: i64) -> f64 { let j = (i + 1) as usize % 2; let t = [x, x * x]; let big = i > 3 && j == 0; if big { t[j] } else { t[1 - j] } }
fn o(x: f64) -> f64 { let c = |a: f64, b: i32| if b > 0 { a } else { -a }; c(x, 1) + c(x, -1) * 2.0 }
fn p(xs: &[f64]) -> f64 { let Some(x) = xs.first() else { return 0.0 }; x * x }
fn q(xs: &[f64]) -> f64 { xs.iter().enumerate().map(|(i, x)| if i % 2 == 0 { *x } else { 2.0 * x }).sum::<f64>() + xs.iter().zip(xs).fold(0.0, |a, (b, c)| a + b * c) }
fn r(x: (f64, [f64; 2]), t: (i32, f64)) -> f64 { let (a, [b, c]) = x; if t.0 > 0 { a * b } else { c * t.1 } }
fn s(v: &mut [f64], x: f64) { v[0] = x; v.swap(0, 1); }
fn t(x: f64, n: u64) -> f64 { let mut k = n; let mut y = x; while k > 0 { if k % 2 == 1 { y *= x; } k /= 2; } let z: f64; z = y; z }
fn u<T: differentiate::Float>(x: T, n: i32) -> T { let two = T::from_f64(2.0); if x > T::ZERO { x.powi(n) * two } else { x } }
fn v(x: f64) -> f64 { while x > 2.0 { return x; } for _ in 0..3 { if x < 0.0 { return 2.0 * x; } } x * x }
fn w(x: f64, s: &str) -> f64 { match s { "a" => x, "b" => x * x, _ => { let c = s.len(); x * c as f64 } } }
fn y(x: f64, k: Option<usize>) -> f64 { let n = match k { Some(n) => n, None => 0 }; x * n as f64 }
fn z(x: f64) -> f64 { let n = { let m = 3_i32; m.pow(2) }; let y = x.atan2(-1.0).max(0.) + x.mul_add(2., 3.); if n > 8 { unimplemented!() } y }
fn aa(xs: Vec<f64>, m: [[f64; 2]; 2]) -> f64 { let mut out = vec![0.0; xs.len()]; for (o, x) in out.iter_mut().zip(&xs) { *o = x * m[0][1]; } out.iter().sum() }
fn ab(x: f64) -> f64 { let t = std::time::Duration::from_secs(2); let u = 2 * t; let w = u.mul_f64(2.0); x * w.as_secs_f64() + (t / 2).as_secs_f64() }
fn ac(xs: &[f64]) -> f64 { let mut a = Vec::new(); for x in xs { a.push(*x * 2.0); } let l = a.len() - 1; a[l] + a.pop().unwrap() }
fn ad(x: [f64; N], f: bool) -> [f64; N] { let mut y = [0.0; N]; for i in 0..N { y[i] = if f & (i > 0) { x[i] } else { x[N - 1 - i] } } y }
"##;

#[test]
fn what_rustc_accepts_is_not_taken_for_mistyped() {
    let files =
        ["straight_line", "branches", "calls", "kinks", "loops", "memory", "lists", "exchange", "scratch"];
    let found = files.iter().flat_map(|file| super::annotated(&format!("{file}.rs")));
    let written = AGREE.lines().filter(|line| !line.is_empty()).map(|line| {
        let function = syn::parse_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        (TokenStream::new(), function)
    });
    for (arguments, function) in found.chain(written) {
        let out = crate::expand_for(true, arguments, quote!(#function)).to_string();
        let refused = out.contains(REFUSES) || out.contains("compile_error");
        assert!(!refused, "{}", quote!(#function));
        assert!(syn::parse_str::<syn::File>(&out).is_ok(), "{out}");
    }
}

/// What follows the item in the output.
fn after(item: &str) -> String {
    let (item, out) = expand(item);
    let rest = out.strip_prefix(&item.to_string());
    rest.unwrap_or_else(|| panic!("not as it came: {out}")).to_owned()
}

#[test]
fn a_function_with_an_error_comes_out_as_it_came_with_stubs() {
    let rest = after("/// Doc.\n#[inline] pub fn f(x: f64, n: &[f64]) -> f64 { n[x as usize] }");
    assert_eq!(rest.matches("compile_error").count(), 1, "{rest}");
    for stub in ["pub fn f_grad", "pub fn f_value_and_grad", "pub fn f_vjp", "pub struct f"] {
        assert!(rest.contains(stub), "{stub}: {rest}");
    }
}

/// What a stub does that is only there if rustc accepts the function.
const REFUSES: &str = "{ fn refused < T > () -> ! { const { :: core :: panic !";

#[test]
fn what_is_being_written_comes_out_as_it_came_without_a_message() {
    for body in ["let y = x.", "x.s().", "let y = x * x y", "let", "match x", "x +", "for i in 0.."] {
        let rest = after(&format!("pub fn f(x: f64, w: [f64; 2]) -> f64 {{ {body} }}"));
        assert!(!rest.contains("compile_error"), "{body}: {rest}");
        // Were it no mistake to rustc, using a stub would be.
        let stub = format!("pub fn f_grad (x : f64 , w : [f64 ; 2]) -> (f64 , [f64 ; 2]) {REFUSES}");
        assert!(rest.contains(&stub), "{rest}");
    }
    assert_eq!(after("fn f(x: f64, y) -> f64 { x }"), "");
    let method = after("fn forward(&self, x: f64) -> f64 { self. }");
    assert!(method.contains("fn forward_grad (& self , x : f64) -> f64"), "{method}");
}

#[test]
fn what_rustc_refuses_is_left_to_rustc() {
    let bodies = [
        "x * n",
        "2 * x",
        "x.max(0)",
        "x.powi(2.0)",
        "x * x;",
        "if n > 0 { x }",
        "(x, x).2",
        "x.atan2()",
        "if x { x } else { 1.0 }",
        "while n { } x",
        "(n > 2) as f64 * x",
        "x * (-n) as f64",
        "y = x; x",
        "let c = |a: f64, b: f64| a * b; c(x)",
        "let a: [f64; 3] = [x, x]; a[0]",
        "let mut m = 0.0; for v in &[x] { m = v; } m",
        "let k = &n; x * k as f64",
        "[x, x]",
        "x * \"2\"",
        "w[-1] * x",
        "w.len as f64 * x",
        "let mut s = x; for i in 0.0..2.0 { s += x; } s",
        "let mut s = x; for i in 10 { s += x; } s",
        "&w[0]",
        // What is not `mut`.
        "let a = [0.0; 2]; a[0] = x; a[0]",
        "let v = Vec::new(); v.push(x); v[0]",
        "w[0] = x; w[0]",
        "w.fill(x); w[0]",
    ];
    for body in bodies {
        let rest = after(&format!("fn f(x: f64, n: usize, w: &[f64]) -> f64 {{ {body} }}"));
        assert!(!rest.contains("compile_error"), "{body}: {rest}");
        assert!(rest.contains(REFUSES), "{body}: {rest}");
    }
}

#[test]
fn what_is_no_function_comes_out_as_it_came() {
    for item in ["struct S { x: f64 }", "fn f(x: f64) -> f64;", "#[a] pub(crate) mod m {}", "x"] {
        let rest = after(item);
        assert!(rest.contains("[not-a-function]"), "{rest}");
        assert_eq!(rest.matches("compile_error").count(), 1, "{rest}");
    }
    let block = after("impl S { fn f() {} }");
    assert!(block.contains("[empty-block]"), "{block}");
    let out = crate::expand_for(true, TokenStream::new(), quote!());
    assert!(out.to_string().contains("[not-a-function]"));
}
