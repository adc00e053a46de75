//! Each error stands at the smallest token that is responsible for it, and alone: nothing that only follows from it is reported.

use crate::diagnostics::Sink;
use proc_macro2::TokenStream;

/// Functions with carets under the tokens at which an error is reported, and its code.
const FUNCTIONS: &str = r#"
fn cast(x: f64, t: &[f64]) -> f64 {
    t[x as usize] * x
    //  ^^ cast
}

fn operator(x: f64) -> f64 {
    x * 2.0 + (x << 2)
    //           ^^ operator
}

fn hidden_jump(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x {
        let n = next!();
        //      ^^^^ macro
        assert!(n > 0 || { if *v > 0.0 { continue } true }, "not {n}");
        //                               ^^^^^^^^ unsupported
        s += vec![if *v < 0.0 { return 0.0 } else { *v }][0];
        //                      ^^^^^^ unsupported
        s += mine::vec![*v][0];
        //   ^^^^^^^^^ macro
    }
    s
}

fn changed_in_a_macro(x: f64) -> f64 {
    let mut n = 0;
    assert!({ n += 1; n < 2 }, "only once");
    //      ^^^^^^^^^^^^^^^^^ unsupported
    let m = matches!(n, 1 if { n += 1; true });
    //                       ^^^^^^^^^^^^^^^^ unsupported
    if m { x } else { x * n as f64 }
}

fn constant_in_a_text(x: f64) -> f64 {
    const K: usize = 2;
    let n = { const K: usize = 33; format!("{K}").len() };
    //                                     ^^^^^ unsupported
    x * (n * K) as f64
}

fn moved_what_changes(x: &[f64]) -> f64 {
    let mut k = x[0];
    let s: f64 = x.iter().map(move |v| { k += v; k }).sum();
    //                                   ^ unsupported
    s * k
}

fn changed_as_an_option(x: f64) -> f64 {
    let mut best: Option<f64> = None;
    best.get_or_insert_default();
    //   ^^^^^^^^^^^^^^^^^^^^^ unsupported
    best.unwrap_or(3.0) * x
}

fn changed_unseen(x: f64) -> f64 {
    let mut order;
    order = ranks(3);
    order.retain(|rank| *rank > 0);
    //    ^^^^^^ unseen-change
    order.pop();
    //    ^^^ unseen-change
    x * first(&order)
}

fn by_reference(x: &[f64]) -> f64 {
    let mut a = [x[0], x[1]];
    let (ref mut b, _) = (a, 1.0);
    //   ^^^^^^^^^ mut-reference
    b[0] * a[0]
}

fn passed_over(x: &[f64]) -> f64 {
    let mut log = Vec::new();
    let s = x.iter().map(|v| { log.push(*v); v * v }).skip(1).sum::<f64>();
    //                                                ^^^^ unsupported
    let u = x.iter().map(|v| v * noise()).last().unwrap();
    let r = x.iter().map(|v| v * noise()).step_by(2).sum::<f64>();
    //                                    ^^^^^^^ unsupported
    let t = x.iter().map(|v| { log.push(*v); v * v }).zip(x).map(|(a, b)| a * b).sum::<f64>();
    //                                                ^^^ unsupported
    s * t * u * r
}

fn takes_none(x: &[f64], n: usize) -> f64 {
    let mut k = 0.0;
    let s: f64 = x.iter().filter(|v| { k += **v; true }).take(n).sum();
    //                                                   ^^^^ unsupported
    s * k
}

fn tried(x: f64) -> f64 {
    let y = checked(2.0 * x)?;
    //                      ^ try
    y * x
}

fn aggregate(x: f64) -> f64 {
    let p = Self::Square { side: 2.0 * x };
    //      ^^^^^^^^^^^^ aggregate
    geometry::area(&p)
}

fn variant(x: f64) -> f64 {
    let shape = Self::Circle(x);
    //          ^^^^^^^^^^^^ aggregate
    area(&shape)
}

fn kept(xs: &[f64]) -> f64 {
    let mut best = Err("there is none");
    for x in xs {
        best = Ok(*x);
    }
    or_zero(best)
    //      ^^^^ option
}

fn chains(xs: &[f64]) -> f64 {
    let a: f64 = xs.iter().map(|x| x * x).intersperse(0.0).sum();
    //                                    ^^^^^^^^^^^ iterator
    let b = xs.iter().rev().map_windows(|[a, b]| **a > **b);
    //                      ^^^^^^^^^^^ iterator
    let mut c = xs.iter();
    while let Some(x) = c.next() {}
    c = xs[1..].iter();
//    ^ unsupported
    a
}

fn lists(xs: &[f64]) -> f64 {
    let mut sorted = xs.to_vec();
    sorted.extract_if(.., |x| *x < 0.0).count();
    //     ^^^^^^^^^^ list-method
    sorted[0]
}

fn methods(x: f64) -> f64 {
    x.max(0.0) + x.sin().gamma()
    //                   ^^^^^ unknown-method
}

fn callees(x: f64, model: &Model) -> f64 {
    x + (model.activation)(x) + (table[3])(x)
    //  ^^^^^^^^^^^^^^^^^^ unknown-callee
    //                          ^^^^^^^^^^ unknown-callee
}

fn guarded(x: f64, k: Option<usize>) -> f64 {
    let mut y = x;
    match k {
        Some(1) if { y *= x; y > 1.0 } => y,
        //         ^^^^^^^^^^^^^^^^^^^ unsupported
        _ if let Some(k) = k => x,
        //   ^^^ unsupported
        _ => 2.0 * x,
    }
}

fn later(x: f64) -> f64 {
    let (a, b): Pair;
    //  ^^^^^^ uninitialised
    (a, b) = (x, x);
    a * b
}

fn functions<F: Fn(f64) -> f64>(f: F, x: f64) -> f64 {
    f(x) + x
    //^ function-parameter
}

fn places(x: f64) -> f64 {
    let n = 1; *cell.borrow_mut() += x;
    //         ^^^^^^^^^^^^^^^^^^ assign-target
    own(&mut (x + 1.0), x)
    //   ^^^ mut-reference
}

fn guard(x: f64, n: usize) -> f64 {
    let mut a = [x, 1.0];
    match n {
        0 if bump(&mut a) > 9.0 => 1.0,
        //   ^^^^^^^^^^^^^^^^^^ unsupported
        _ => a[0],
    }
}

fn references_change_places(x: f64) -> f64 {
    let (mut a, mut b) = ([x], [2.0 * x]);
    let (mut p, mut q) = (&mut a, &mut b);
    std::mem::swap(&mut p, &mut q);
    //             ^^^^^^ mut-reference
    p[0]
}

fn conditional(x: f64) -> f64 {
    #[cfg(any())]
    //^^^ unsupported
    let x = 2.0 * x;
    x
}

fn trimmed(x: &[f64]) -> f64 {
    let mut n = 0.0;
    x.iter().map(|v| { n += 1.0; v * n }).take(1).rev().sum()
    //                                            ^^^ unsupported
}

fn overloaded<T: Float>(x: [T; 2]) -> T {
    let (mut v, mut i) = (x, 0);
    v[{ i += 1; i }] *= x[i];
//  ^^^^^^^^^^^^^^^^ unsupported
    v[1]
}

fn decides_by_the_first(x: &[f64]) -> f64 {
    let mut r = 0..4;
    let found = r.any(|i| x[i] > 0.5);
//                ^^^ unseen-change
    let mut s = if found { x[0] } else { 0.0 };
    for i in r {
//           ^ iterator
        s += x[i];
    }
    s
}

fn differentiated_in_a_map(x: f64) -> f64 {
    let mut map = HashMap::new();
    map.insert("x", x);
    //              ^ unsupported
    let same = map.clone();
    same["x"]
}

fn closure_passed_on(x: f64) -> f64 {
    let line = |t: f64| t * x;
    let a = midpoint(line);
    //               ^^^^ closure
    a
}

fn number_in_a_text(x: f64) -> f64 {
    let shown = format!("{x}");
    let read = format!("{}", x + 1.0);
    //         ^^^^^^ no-derivative
    let constant = format!("{}", stop_gradient(x));
    if x < 0.0 { panic!("{shown}") }
    let y: f64 = read.parse().unwrap();
    x * y * constant.len() as f64
}

fn adapters_of_a_slice(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x.skip(1) {
    //         ^^^^ iterator
        s += v;
    }
    for (k, v) in x[1..].enumerate() {
    //                   ^^^^^^^^^ iterator
        s += k as f64 * v;
    }
    for v in x.take_while(|v| **v > 0.0) {
    //         ^^^^^^^^^^ iterator
        s += v;
    }
    s + x.take(1)[0]
    //    ^^^^ list-method
}

fn function_of_std(x: f64, y: f64) -> f64 {
    std::hint::black_box(x * y) * x
//  ^^^^^^^^^^^^^^^^^^^^ unknown-function
}
"#;

/// The tokens at which something is said, and the code.
type Said = (String, String);

/// Each function with what the carets under its lines say.
fn cases() -> Vec<(String, Vec<Said>)> {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("tokens").to_string();
    let cases = FUNCTIONS.split("\n\n").map(|text| {
        let text = text.trim_start_matches('\n');
        let mut said = Vec::new();
        let mut source = "";
        for line in text.lines() {
            let Some(comment) = line.trim_start().strip_prefix("//") else {
                source = line;
                continue;
            };
            let at = match (line.find('^'), line.rfind('^')) {
                (Some(from), Some(to)) => &source[from..=to],
                // `<-`: the first word of the line, where a comment would hide the caret.
                _ => source.split([' ', '(']).find(|word| !word.is_empty()).unwrap_or_default(),
            };
            let code = comment.rsplit(' ').next().unwrap_or_default();
            said.push((code.to_owned(), tokens(at)));
        }
        (text.to_owned(), said)
    });
    cases.collect()
}

#[test]
fn errors_stand_at_the_smallest_token() {
    let mut wrong = Vec::new();
    for (text, mut wanted) in cases() {
        let function: syn::ItemFn = syn::parse_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let mut sink = Sink::default();
        crate::lower::lower(&function, None, &mut sink);
        let mut found: Vec<Said> =
            sink.places.iter().map(|(code, at)| (code.to_string(), at.clone())).collect();
        found.sort();
        wanted.sort();
        if found != wanted {
            wrong.push(format!("{text}\nfound {found:?}, not {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
