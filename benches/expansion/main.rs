//! How long the attribute takes, and how much it writes, for functions of growing size: `cargo bench --bench expansion`.
//!
//! With a word as argument, only the shapes that have it in their name.

#[allow(dead_code, reason = "the growth test measures at sizes of its own")]
mod shapes;

use proc_macro2::TokenStream;
use shapes::{SHAPES, Shape, running};
use std::time::Instant;

/// A proc macro runs on a thread with a stack of this size or more.
const STACK: usize = 8 << 20;

struct Measured {
    milliseconds: f64,
    bytes: usize,
    refused: bool,
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let table = move || {
        println!("{:<40}{:>7}{:>10}{:>10}{:>8}{:>8}", "shape", "size", "ms", "bytes", "×time", "×out");
        let wanted = |shape: &&Shape| words.iter().all(|word| shape.name.contains(word.as_str()));
        for shape in SHAPES.iter().filter(wanted) {
            let [half, full] = [shape.large, 2 * shape.large].map(|size| measured(shape, size));
            for (size, measured) in [(shape.large, &half), (2 * shape.large, &full)] {
                print!("{:<40}{size:>7}{:>10.1}{:>10}", shape.name, measured.milliseconds, measured.bytes);
                match size == shape.large {
                    true => println!(),
                    false => println!(
                        "{:>8.2}{:>8.2}",
                        full.milliseconds / half.milliseconds,
                        full.bytes as f64 / half.bytes as f64
                    ),
                }
                if measured.refused {
                    println!("    refused");
                }
            }
        }
    };
    let table = std::thread::Builder::new().stack_size(STACK).spawn(table).expect("a thread can be started");
    table.join().expect("the table is complete");
}

/// The least of several runs, of the time for which the thread runs: the rest of the machine disturbs that least.
fn measured(shape: &Shape, size: usize) -> Measured {
    let [arguments, item] = [shape.arguments, &(shape.source)(size)]
        .map(|text| text.parse::<TokenStream>().expect("the shape is Rust"));
    let mut measured = Measured { milliseconds: f64::INFINITY, bytes: 0, refused: false };
    let begin = Instant::now();
    for run in 0.. {
        if run > 0 && (run >= 7 || run >= 3 && begin.elapsed().as_millis() > 300) {
            break;
        }
        let start = running();
        let out = differentiate_engine::expand(arguments.clone(), item.clone());
        measured.milliseconds = measured.milliseconds.min((running() - start) as f64 * 1e-6);
        let out = out.to_string();
        measured.bytes = out.len();
        measured.refused = out.contains("compile_error");
    }
    measured
}
