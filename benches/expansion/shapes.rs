//! Functions of growing size, one shape for each way in which a function can be large.

use std::fmt::Write;

/// A way in which a function can be large.
pub struct Shape {
    pub name: &'static str,
    /// The arguments of the attribute.
    pub arguments: &'static str,
    /// The source of the function of a size.
    pub source: fn(usize) -> String,
    /// The size at which the growth test measures; it doubles it.
    pub size: usize,
    /// The size at which the benchmark measures; it doubles it too.
    pub large: usize,
}

const fn shape(name: &'static str, size: usize, large: usize, source: fn(usize) -> String) -> Shape {
    Shape { name, arguments: "", source, size, large }
}

/// The same with arguments of the attribute.
const fn with(arguments: &'static str, shape: Shape) -> Shape {
    Shape { arguments, ..shape }
}

/// Nesting is limited to 96 brackets (`depth.rs` of the engine), so those shapes stay small.
pub const SHAPES: &[Shape] = &[
    shape("statements", 200, 1_000, statements),
    shape("statements of one name", 200, 1_000, |n| {
        function("x: f64", "let y = x;", &repeated(n, |_| "let y = y * x + 0.5;".into()), "y")
    }),
    shape("assignments to a local", 200, 1_000, |n| {
        function("x: f64", "let mut y = x;", &repeated(n, |i| format!("y = y * x + {i}.5;")), "y")
    }),
    shape("operands in a sum", 100, 200, |n| {
        function("x: f64", "", "", &(0..n).map(|i| format!("x*{i}.5")).collect::<Vec<_>>().join("+"))
    }),
    shape("nested ifs with a local", 20, 40, |n| {
        let body = nested(n, |i| format!("if x > {i}.0 {{ s = s * x; s += 1.0;"), "}");
        function("x: f64", "let mut s = x;", &body, "s")
    }),
    shape("nested ifs with values", 20, 40, |n| {
        let mut value = String::from("x");
        for i in 0..n {
            value = format!("if x > {i}.0 {{ let t = x * {i}.5; {value} * t }} else {{ x }}");
        }
        function("x: f64", "", "", &value)
    }),
    shape("links of a chain", 25, 100, |n| {
        let links = repeated(n, |i| format!(".map(|v| v * {i}.5)"));
        function("x: &[f64]", "", "", &format!("x.iter().copied(){links}.sum::<f64>()"))
    }),
    shape("closures that call the one before", 8, 16, |n| {
        let calls = repeated(n, |i| format!("let c{} = |v: f64| c{i}(v * x) + 0.5;", i + 1));
        function("x: f64", "let c0 = |v: f64| v * x;", &calls, &format!("c{n}(x)"))
    }),
    shape("calls of a closure", 100, 500, |n| {
        let calls = repeated(n, |_| "y = c(y);".into());
        function("x: f64", "let c = |v: f64| v * x + 0.5; let mut y = x;", &calls, "y")
    }),
    shape("early returns", 50, 400, |n| {
        let guards = repeated(n, |i| format!("if y > {i}.0 {{ return y * {i}.5; }} y = y * x;"));
        function("x: f64", "let mut y = x;", &guards, "y")
    }),
    shape("early returns in blocks", 25, 200, |n| {
        let guards = repeated(n, |i| {
            format!("if x > {i}.0 {{ if y > {i}.5 {{ return y * 2.0; }} y = y * x; }} else {{ y = y + x; }}")
        });
        function("x: f64", "let mut y = x;", &guards, "y")
    }),
    shape("locals per loop", 50, 200, |n| {
        let locals = repeated(n, |i| format!("let mut a{i} = x * {i}.5;"));
        let steps = repeated(n, |i| format!("a{i} = a{i} * x + 0.5;"));
        let sum = repeated(n, |i| format!("s += a{i};"));
        let body = format!("for _ in 0..k {{ {steps} }} let mut s = 0.0; {sum}");
        function("x: f64, k: usize", &locals, &body, "s")
    }),
    shape("locals that feed each other in a loop", 20, 80, |n| {
        let locals = repeated(n, |i| format!("let mut a{i} = {i}.5;"));
        let steps = repeated(n, |i| format!("a{} = a{i} * 0.5;", i + 1));
        let body = format!("let mut a{n} = 0.5; for _ in 0..k {{ {steps} a0 = a0 * x; }}");
        function("x: f64, k: usize", &locals, &body, &format!("a{n}"))
    }),
    shape("branches", 50, 400, |n| {
        let branches = repeated(n, |i| format!("y = if y > {i}.0 {{ y * x }} else {{ y.sin() + {i}.5 }};"));
        function("x: f64", "let mut y = x;", &branches, "y")
    }),
    shape("branches between locals", 50, 400, |n| {
        let branches = repeated(n, |i| {
            format!(
                "let v{} = v{i} * x; let v{} = if v{i} > 1.0 {{ v{i} }} else {{ v{} }};",
                i + 1,
                i + 1,
                i + 1
            )
        });
        function("x: f64", "let v0 = x;", &branches, &format!("v{n}"))
    }),
    // Not linear yet: each loop is looked through once more for each loop around it (`share::needed`). Up to 40 deep that does
    // not show.
    shape("nested loops", 6, 20, |n| {
        let body = nested(n, |i| format!("for _i{i} in 0..k {{ s = s * x;"), "}");
        function("x: f64, k: usize", "let mut s = x;", &body, "s")
    }),
    shape("nested loops with a local each", 10, 20, |n| {
        let body = nested(n, |i| format!("let mut t{i} = 0.0; for _ in 0..k {{ t{i} += s * x;"), "}");
        let body = body + "s += t0;";
        function("x: f64, k: usize", "let mut s = x;", &body, "s")
    }),
    shape("loops in a row", 50, 200, |n| {
        let loops = repeated(n, |_| "for i in 0..k { s = s * x + (i as f64); }".into());
        function("x: f64, k: usize", "let mut s = x;", &loops, "s")
    }),
    shape("loops over a slice in a row", 50, 200, |n| {
        let loops = repeated(n, |i| format!("for v in x.iter() {{ s += v * {i}.5; }}"));
        function("x: &[f64]", "let mut s = 0.0;", &loops, "s")
    }),
    shape("match arms", 100, 400, |n| {
        let arms = repeated(n, |i| format!("{i} => x * {i}.5 + x,"));
        function("x: f64, k: usize", "", "", &format!("match k {{ {arms} _ => x }}"))
    }),
    shape("match arms that assign", 50, 200, |n| {
        let arms = repeated(n, |i| format!("{i} => {{ y = y * x; z += {i}.5 * y; }}"));
        function(
            "x: f64, k: usize",
            "let mut y = x; let mut z = x;",
            &format!("match k {{ {arms} _ => {{}} }}"),
            "y + z",
        )
    }),
    shape("else ifs", 40, 60, |n| {
        let arms = repeated(n, |i| format!("if x > {i}.0 {{ x * {i}.5 }} else "));
        function("x: f64", "", "", &format!("{arms} {{ x }}"))
    }),
    shape("methods on a receiver of unseen type", 15, 60, |n| {
        let links = repeated(n, |i| format!(".map(|v: f64| v + {i}.5)"));
        function(
            "x: f64, k: Unseen",
            &format!("let r = k{links};"),
            "",
            "if r.len() > 3 { x * x } else { x }",
        )
    }),
    shape("parts of a receiver of unseen type", 15, 60, |n| {
        let links = repeated(n, |i| format!(".get({i}).unwrap()"));
        function(
            "x: f64, k: Unseen",
            &format!("let r = k{links};"),
            "",
            "if r.len() > 3 { x * x } else { x }",
        )
    }),
    shape("Option methods", 15, 60, |n| {
        let links = repeated(n, |i| format!(".map(|v: f64| v * {i}.5)"));
        let option = "let o = if x > 0.0 { Some(x) } else { None };";
        function("x: f64", option, "", &format!("o{links}.unwrap_or(0.0)"))
    }),
    shape("steps in a loop", 12, 48, |n| {
        let steps = repeated(n, |_| "let dv = -k * p; p += v * 0.01; v += dv * 0.01;".into());
        let body = format!("for _ in 0..m {{ {steps} }}");
        function("k: f64, m: usize", "let mut p = 1.0; let mut v = 0.0;", &body, "p")
    }),
    shape("steps in a loop that ends early", 12, 48, |n| {
        let steps = repeated(n, |_| "let dv = -k * p; p += v * 0.01; v += dv * 0.01;".into());
        let body = format!("for _ in 0..m {{ {steps} if p > 9.0 {{ break; }} }}");
        function("k: f64, m: usize", "let mut p = 1.0; let mut v = 0.0;", &body, "p")
    }),
    shape("loops that end early", 20, 80, |n| {
        let loops = repeated(n, |i| format!("for _ in 0..k {{ if s > {i}.5 {{ break; }} s = s * x; }}"));
        function("x: f64, k: usize", "let mut s = x;", &loops, "s")
    }),
    shape("breaks in a loop", 20, 80, |n| {
        let breaks = repeated(n, |i| format!("if s > {i}.5 {{ break; }} s = s * x;"));
        function("x: f64, k: usize", "let mut s = x;", &format!("for _ in 0..k {{ {breaks} }}"), "s")
    }),
    shape("continues in a loop", 20, 80, |n| {
        let breaks = repeated(n, |i| format!("if s > {i}.5 {{ s += 1.0; continue; }} s = s * x;"));
        function("x: f64, k: usize", "let mut s = x;", &format!("for _ in 0..k {{ {breaks} }}"), "s")
    }),
    shape("array elements", 100, 400, |n| {
        let elements = repeated(n, |i| format!("x * {i}.5,"));
        let sum = repeated(n, |i| format!("s += a[{i}] * x;"));
        function("x: f64", &format!("let a = [{elements}]; let mut s = 0.0;"), &sum, "s")
    }),
    shape("array elements summed", 100, 400, |n| {
        let elements = repeated(n, |i| format!("x * {i}.5,"));
        function("x: f64", &format!("let a = [{elements}];"), "", "a.iter().sum::<f64>()")
    }),
    shape("elements assigned", 50, 400, |n| {
        let stores = repeated(n, |i| format!("a[{}] = a[{}] * x;", i % 8, (i + 3) % 8));
        function("x: f64", "let mut a = [x; 8];", &stores, "a[0]")
    }),
    shape("elements read", 50, 400, |n| {
        let reads = repeated(n, |i| format!("s += x[{i}] * x[{}];", i + 1));
        function("x: &[f64]", "let mut s = 0.0;", &reads, "s")
    }),
    shape("parameters", 50, 200, |n| {
        let params = repeated(n, |i| format!("p{i}: f64,"));
        let sum = repeated(n, |i| format!("s += p{i} * p{i};"));
        function(&params, "let mut s = 0.0;", &sum, "s")
    }),
    shape("calls of differentiated functions", 50, 400, |n| {
        function("x: f64", "let mut y = x;", &repeated(n, |_| "y = other(y, x);".into()), "y")
    }),
    shape("opaque statements", 50, 400, |n| {
        let calls =
            repeated(n, |i| format!("let k{} = k{i}.next({i}); if k{i}.heavy() {{ y = y * x; }}", i + 1));
        function("x: f64, k0: Unseen", "let mut y = x;", &calls, "y")
    }),
    shape("blocks in a row", 50, 400, |n| {
        let blocks = repeated(n, |i| format!("let y = {{ let t = y * x; let u = t + {i}.5; t * u }};"));
        function("x: f64", "let y = x;", &blocks, "y")
    }),
    shape("tuples", 50, 400, |n| {
        let tuples = repeated(n, |_| "let (a, b) = (a * b + 0.5, a - b);".into());
        function("x: f64, y: f64", "let (a, b) = (x, y);", &tuples, "a + b")
    }),
    shape("vectors pushed to", 50, 200, |n| {
        let pushes = repeated(n, |i| format!("v.push(x * {i}.5);"));
        function("x: f64", "let mut v = Vec::new();", &pushes, "v.iter().sum::<f64>()")
    }),
    shape("nested closures", 5, 10, |n| {
        let open = repeated(n, |i| format!("let c{i} = |v{i}: f64| {{"));
        let calls = (0..n).rev().fold(String::new(), |all, i| all + &format!("}}; c{i}({i}.5)"));
        function("x: f64", &open, &format!("v{} * x {calls}", n - 1), "")
    }),
    shape("nested blocks", 10, 40, |n| {
        let value = (0..n).fold("x".into(), |value, i| format!("{{ let t{i} = {value} * x; t{i} + {i}.5 }}"));
        function("x: f64", "", "", &value)
    }),
    shape("parentheses", 10, 40, |n| {
        function("x: f64", "", "", &(0..n).fold("x".into(), |value, i| format!("({value} * x + {i}.5)")))
    }),
    shape("nested calls", 10, 40, |n| {
        function("x: f64", "", "", &(0..n).fold("x".into(), |value, _| format!("other({value}, x)")))
    }),
    shape("methods of floats in a chain", 20, 200, |n| {
        let links = repeated(n, |i| (if i % 2 == 0 { ".sin()" } else { ".max(0.5)" }).into());
        function("x: f64", "", "", &format!("x{links}"))
    }),
    shape("operands in a product", 50, 150, |n| {
        function("x: f64", "", "", &(0..n).map(|i| format!("(x+{i}.5)")).collect::<Vec<_>>().join("*"))
    }),
    shape("conditions", 20, 80, |n| {
        let conditions = (0..n).map(|i| format!("x > {i}.5")).collect::<Vec<_>>().join(" && ");
        function("x: f64", "", "", &format!("if {conditions} {{ x * x }} else {{ x }}"))
    }),
    shape("locals read in a loop", 50, 200, |n| {
        let locals = repeated(n, |i| format!("let a{i} = x * {i}.5;"));
        let steps = repeated(n, |i| format!("s += a{i} * s;"));
        let body = format!("let mut s = x; for _ in 0..k {{ {steps} }}");
        function("x: f64, k: usize", &locals, &body, "s")
    }),
    with(
        "wrt(p)",
        shape("fields read", 50, 200, |n| {
            let sum = repeated(n, |i| format!("s += p.f{i} * p.f{i};"));
            function("p: &P", "let mut s = 0.0;", &sum, "s")
        }),
    ),
    with(
        "wrt(x, p)",
        shape("fields assigned", 50, 200, |n| {
            let steps = repeated(n, |i| format!("q.f{i} = q.f{i} * x;"));
            function("x: f64, p: P", "let mut q = p;", &steps, "q.f0")
        }),
    ),
    shape("fields of a struct that is made", 50, 200, |n| {
        let fields = repeated(n, |i| format!("f{i}: x * {i}.5,"));
        let sum = repeated(n, |i| format!("s += p.f{i} * x;"));
        function("x: f64", &format!("let p = P {{ {fields} }}; let mut s = 0.0;"), &sum, "s")
    }),
    shape("elements of a tuple", 50, 200, |n| {
        let elements = repeated(n, |i| format!("x * {i}.5,"));
        let sum = repeated(n, |i| format!("s += t.{i} * x;"));
        function("x: f64", &format!("let t = ({elements}); let mut s = 0.0;"), &sum, "s")
    }),
    shape("numbers in an array", 200, 1_000, |n| {
        let elements = repeated(n, |i| format!("{i}.5,"));
        function("x: f64, k: usize", &format!("let t = [{elements}];"), "", "t[k] * x")
    }),
    shape("elements of a vector", 100, 400, |n| {
        let elements = repeated(n, |i| format!("x * {i}.5,"));
        function("x: f64", &format!("let t = vec![{elements}];"), "", "t.iter().map(|v| v * x).sum::<f64>()")
    }),
    shape("functions of a block", 10, 50, |n| {
        let functions =
            repeated(n, |i| format!("fn m{}(x: f64) -> f64 {{ Self::m{i}(x * x) + {i}.5 }}", i + 1));
        format!("impl M {{ fn m0(x: f64) -> f64 {{ x * x }} {functions} }}")
    }),
    shape("methods of a block that pass something on", 10, 50, |n| {
        let methods = repeated(n, |i| {
            format!(
                "#[differentiate(wrt(self))] fn m{}(&self, x: f64) -> f64 {{ self.m{i}(x * self.a) + {i}.5 }}",
                i + 1
            )
        });
        let first = "#[differentiate(wrt(self))] fn m0(&self, x: f64) -> f64 { self.a * x }";
        format!("impl M {{ {first} {methods} }}")
    }),
    shape("methods beside a marked one", 10, 50, |n| {
        let methods = repeated(n, |i| {
            format!("fn m{}(&self, x: f64) -> f64 {{ self.m{i}(x * self.a) + {i}.5 }}", i + 1)
        });
        let last = format!("#[differentiate(wrt(self, x))] fn last(&self, x: f64) -> f64 {{ self.m{n}(x) }}");
        format!("impl M {{ fn m0(&self, x: f64) -> f64 {{ self.a * x }} {methods} {last} }}")
    }),
    shape("functions of a trait", 10, 50, |n| {
        let functions = repeated(n, |i| format!("fn m{i}(&self, x: f64) -> f64 {{ x * {i}.5 }}"));
        format!("trait M {{ {functions} }}")
    }),
    shape("early returns in a loop", 20, 80, |n| {
        let guards = repeated(n, |i| format!("if s > {i}.5 {{ return s * {i}.5; }} s = s * x;"));
        function("x: f64, k: usize", "let mut s = x;", &format!("for _ in 0..k {{ {guards} }}"), "s")
    }),
    shape("early returns in nested loops", 3, 6, |n| {
        let open = |i| format!("for _i{i} in 0..k {{ if s > {i}.5 {{ return s * {i}.5; }} s = s * x;");
        function("x: f64, k: usize", "let mut s = x;", &nested(n, open, "}"), "s")
    }),
    with(
        "wrt(x, k)",
        shape("match arms of an enum", 50, 200, |n| {
            let arms = repeated(n, |i| format!("K::A{i}(v) => v * x,"));
            function("x: f64, k: &K", "", "", &format!("match k {{ {arms} }}"))
        }),
    ),
    shape("matches in a row", 50, 200, |n| {
        let matches = repeated(n, |i| format!("y = match k {{ 0 => y * x, 1 => y + {i}.5, _ => y }};"));
        function("x: f64, k: usize", "let mut y = x;", &matches, "y")
    }),
    shape("questions in a row", 25, 100, |n| {
        let steps = repeated(n, |i| format!("let y = y * g(k + {i})?;"));
        format!("fn f(x: f64, k: usize) -> Option<f64> {{ let y = x; {steps} Some(y) }}")
    }),
    shape("let else in a row", 25, 100, |n| {
        let steps = repeated(n, |i| {
            let option = format!("(if y > {i}.5 {{ Some(y * x) }} else {{ None }})");
            format!("let Some(v{i}) = {option} else {{ return 0.0; }}; y = y * v{i};")
        });
        function("x: f64", "let mut y = x;", &steps, "y")
    }),
    shape("Options in a row", 15, 60, |n| {
        let steps = repeated(n, |i| format!("let o{} = o{i}.map(|v: f64| v * x);", i + 1));
        let option = "let o0 = if x > 0.0 { Some(x) } else { None };";
        function("x: f64", option, &steps, &format!("o{n}.unwrap_or(0.0)"))
    }),
    shape("chains in a row", 25, 100, |n| {
        let chains = repeated(n, |_| "s += x.iter().zip(w.iter()).map(|(a, b)| a * b).sum::<f64>();".into());
        function("x: &[f64], w: &[f64]", "let mut s = 0.0;", &chains, "s")
    }),
    shape("collected chains in a row", 25, 100, |n| {
        let chains =
            repeated(n, |i| format!("let v{}: Vec<f64> = v{i}.iter().map(|a| a * s).collect();", i + 1));
        function("v0: &[f64], s: f64", "", &chains, &format!("v{n}.iter().sum::<f64>()"))
    }),
    shape("assertions", 50, 200, |n| {
        let checks = repeated(n, |i| format!("assert!(y < {i}.5, \"no {{y}}\"); y = y * x;"));
        function("x: f64", "let mut y = x;", &checks, "y")
    }),
    shape("closures in a row", 50, 200, |n| {
        let closures = repeated(n, |i| format!("let c{i} = |v: f64| v * x + {i}.5; y = c{i}(y);"));
        function("x: f64", "let mut y = x;", &closures, "y")
    }),
    shape("inner functions", 25, 100, |n| {
        let functions = repeated(n, |i| format!("fn g{i}(v: f64) -> f64 {{ v * {i}.5 }} y = g{i}(y);"));
        function("x: f64", "let mut y = x;", &functions, "y")
    }),
    shape("integers", 50, 200, |n| {
        let steps = repeated(n, |i| format!("let n{} = n{i} * 2 + {i}; y = y * n{} as f64;", i + 1, i + 1));
        function("x: f64, n0: usize", "let mut y = x;", &steps, "y")
    }),
    shape("outputs", 50, 200, |n| {
        format!("fn f(x: f64) -> [f64; {n}] {{ [{}] }}", repeated(n, |i| format!("x * {i}.5,")))
    }),
    shape("outputs by reference", 50, 200, |n| {
        format!("fn f(x: f64, y: &mut [f64]) {{ {} }}", repeated(n, |i| format!("y[{i}] = x * {i}.5;")))
    }),
    shape("structs that are made anew", 25, 100, |n| {
        let steps = repeated(n, |i| format!("s = S {{ p: s.p * x + s.q, q: s.q - {i}.5 * s.p }};"));
        function("x: f64", "let mut s = S { p: x, q: x };", &steps, "s.p")
    }),
];

/// `n` statements as a careful person writes them.
fn statements(n: usize) -> String {
    let line = |i: usize| match i % 4 {
        0 => format!("let v{} = v{i} * x + 0.5;", i + 1),
        1 => format!("let v{} = (v{i} - w).sin();", i + 1),
        2 => format!("let v{} = v{i} / (1.0 + x * x);", i + 1),
        _ => format!("let v{} = v{i} * v{} + w;", i + 1, i - 1),
    };
    function("x: f64, w: f64", "let v0 = x;", &repeated(n, line), &format!("v{n}"))
}

fn function(params: &str, before: &str, body: &str, value: &str) -> String {
    format!("fn f({params}) -> f64 {{ {before} {body} {value} }}")
}

fn repeated(n: usize, part: impl Fn(usize) -> String) -> String {
    (0..n).fold(String::new(), |mut all, i| {
        let _ = write!(all, "{} ", part(i));
        all
    })
}

fn nested(n: usize, open: impl Fn(usize) -> String, close: &str) -> String {
    repeated(n, open) + &close.repeat(n)
}

/// How long this thread has run, in nanoseconds: other processes must not count. Where the system does not say, the time of
/// day has to do.
pub fn running() -> u64 {
    std::thread::yield_now();
    let spent =
        || std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok();
    static BEGIN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    let elapsed =
        || u64::try_from(BEGIN.get_or_init(std::time::Instant::now).elapsed().as_nanos()).unwrap_or(u64::MAX);
    spent().unwrap_or_else(elapsed)
}
