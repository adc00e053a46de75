//! Expansion is linear: a function of twice the size takes at most two and a half times the time and the output.

#[path = "../../../../benches/expansion/shapes.rs"]
#[allow(dead_code)]
mod shapes;

use proc_macro2::TokenStream;
use shapes::{SHAPES, Shape, running};

/// How much more twice the size may take.
const GROWTH: f64 = 2.5;

/// How often a shape is measured before it is found to grow too fast.
const ATTEMPTS: usize = 4;

/// How long the expansion of a function of the shape takes at least, and how much it writes.
fn expanded(shape: &Shape, size: usize, runs: usize) -> (f64, f64) {
    let [arguments, item] = [shape.arguments, &(shape.source)(size)]
        .map(|text| text.parse::<TokenStream>().expect("the shape is Rust"));
    let (mut least, mut bytes) = (f64::INFINITY, 0);
    for _ in 0..runs {
        let begin = running();
        let out = crate::expand_for(true, arguments.clone(), item.clone());
        least = least.min((running() - begin) as f64);
        let out = out.to_string();
        assert!(!out.contains("compile_error"), "{} of size {size} is refused: {out}", shape.name);
        bytes = out.len();
    }
    (least, bytes as f64)
}

/// By how much time and output grow from a size to twice the size.
fn growth(shape: &Shape, runs: usize) -> (f64, f64) {
    let (once, twice) = (expanded(shape, shape.size, runs), expanded(shape, 2 * shape.size, runs));
    (twice.0 / once.0, twice.1 / once.1)
}

#[test]
fn expansion_grows_with_the_source() {
    let measure = || {
        let mut grown = Vec::new();
        for shape in SHAPES {
            let mut growths = (0..ATTEMPTS).map(|attempt| growth(shape, 2 + attempt));
            let mut worst = (0.0, 0.0);
            if !growths.any(|(time, out)| {
                worst = (time, out);
                time <= GROWTH && out <= GROWTH
            }) {
                let (time, out) = worst;
                grown.push(format!("{}: {time:.2} times the time, {out:.2} times the output", shape.name));
            }
        }
        assert!(grown.is_empty(), "twice the source takes\n{}", grown.join("\n"));
    };
    // As large a stack as rustc gives a macro.
    let thread =
        std::thread::Builder::new().stack_size(8 << 20).spawn(measure).expect("a thread can be started");
    if let Err(failure) = thread.join() {
        std::panic::resume_unwind(failure);
    }
}

/// Where each of many closures calls the one before twice, the innermost is called more often than anybody can write out.
#[test]
fn closures_that_multiply_are_refused_soon() {
    let calls =
        (0..60).map(|i| format!("let c{} = |v: f64| c{i}(v) + c{i}(v * x);", i + 1)).collect::<String>();
    let function = format!("fn f(x: f64) -> f64 {{ let c0 = |v: f64| v * x; {calls} c30(x) }}");
    let out = crate::expand_for(true, TokenStream::new(), function.parse().expect("Rust")).to_string();
    assert!(out.contains("written out over a thousand times"), "{out}");
}
