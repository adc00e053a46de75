//! Where values are computed that only one arm uses, and what happens to those that sinking cannot reach.

use super::functions::lowered;
use crate::adjoint::Mode;
use crate::ir::{Block, Body, Op, Stmt};
use crate::{Switches, alone};
use proc_macro2::TokenStream;

fn body(text: &str, mode: Mode) -> Body {
    let function = syn::parse_str(text).expect("a function");
    let primal = lowered(TokenStream::new(), &function).expect("it is accepted");
    alone(&primal, mode, Switches::default())
}

/// The functions of the derivative table that a block itself evaluates.
fn evaluated(body: &Body, block: &Block) -> Vec<&'static str> {
    let rule = |stmt: &Stmt| match stmt {
        Stmt::Let(id) => match body.arena.op(*id) {
            Op::Apply(rule, _) => Some(rule.name),
            _ => None,
        },
        _ => None,
    };
    block.stmts.iter().filter_map(rule).collect()
}

/// The arms of the only branch of a function.
fn arms(body: &Body) -> Vec<&Block> {
    let mut arms = Vec::new();
    body.block.each(&mut |stmt| {
        if let Stmt::Branch(branch) = stmt {
            arms.extend(branch.arms.iter().map(|arm| &arm.body));
        }
    });
    arms
}

fn choices(body: &Body) -> usize {
    let mut choices = 0;
    body.block.each(&mut |stmt| {
        choices += usize::from(matches!(stmt, Stmt::Let(id) if matches!(body.arena.op(*id), Op::Select(..))));
    });
    choices
}

#[test]
fn a_value_is_computed_in_the_arm_that_uses_it() {
    let text =
        "fn f(x: f64, y: f64) -> f64 { let l = x.ln(); let w = l * y; if x > 0.0 { w } else { 5.0 * x } }";
    for mode in [Mode::Grad, Mode::ValueAndGrad, Mode::Vjp, Mode::Accumulate, Mode::Fill] {
        let body = body(text, mode);
        assert!(
            evaluated(&body, &body.block).iter().all(|rule| !["ln", "div", "mul"].contains(rule)),
            "{mode:?}"
        );
        let [taken, other] = arms(&body)[..] else { panic!("two arms") };
        assert!(evaluated(&body, taken).contains(&"ln"), "{mode:?}");
        assert!(!evaluated(&body, other).contains(&"ln"), "{mode:?}");
        assert!(!evaluated(&body, other).contains(&"div"), "{mode:?}");
    }
}

#[test]
fn a_value_that_decides_is_computed_once_and_reversed_in_its_arm() {
    let text = "fn f(x: f64) -> f64 { let r = 1.0 / x; if r.is_finite() { r } else { x } }";
    let body = body(text, Mode::ValueAndGrad);
    assert_eq!(evaluated(&body, &body.block), ["div"]);
    let [taken, other] = arms(&body)[..] else { panic!("two arms") };
    assert!(!evaluated(&body, taken).is_empty());
    assert!(evaluated(&body, other).is_empty());
    assert_eq!(choices(&body), 0);
}

#[test]
fn what_acts_or_may_panic_stays() {
    for (kept, text) in [
        ("[]", "fn f(x: &[f64], k: usize) -> f64 { let u = x[k]; if x[0] > 0.0 { u } else { 0.0 } }"),
        ("/", "fn f(x: f64, n: u32) -> f64 { let q = 12 / n; if x > 0.0 { x * q as f64 } else { 0.0 } }"),
        ("()", "fn f(x: f64, n: u32) -> f64 { let q = ask(n); if x > 0.0 { x * q as f64 } else { 0.0 } }"),
    ] {
        let body = body(text, Mode::ValueAndGrad);
        let stays = body.block.stmts.iter().any(|stmt| match stmt {
            Stmt::Let(id) => matches!(
                (kept, body.arena.op(*id)),
                ("[]", Op::Index(..))
                    | ("/", Op::Plain(crate::ir::Plain::Binary(syn::BinOp::Div(_)), _))
                    | ("()", Op::Plain(crate::ir::Plain::Call(_), _))
            ),
            _ => false,
        });
        assert!(stays, "{text}");
    }
}

#[test]
fn nothing_moves_into_a_loop() {
    let text = "fn f(x: f64, k: usize) -> f64 {
        let u = x.exp(); let mut s = 0.0; for i in 0..k { if i > 2 { s += u; } } s
    }";
    let body = body(text, Mode::ValueAndGrad);
    assert!(evaluated(&body, &body.block).contains(&"exp"));
}

/// What may be chosen is guarded, and nothing else.
#[test]
fn guards_stand_where_something_is_chosen() {
    for (guards, text) in [
        (2, "fn f(x: f64, k: usize) -> f64 { let v = [x, 1.0 / x, x.ln()]; v[k] }"),
        (0, "fn f(x: f64, k: usize) -> f64 { let v = [x, x * x, x.sin()]; v[k] }"),
        (0, "fn f(x: f64) -> f64 { let v = [x, 1.0 / x, x.ln()]; v[0] + v[1] * v[2] }"),
        (
            0,
            "fn f(x: f64) -> f64 { let v = [x, 1.0 / x, x.ln()]; let mut s = 0.0; for i in 0..3 { s += v[i]; } s }",
        ),
        (
            0,
            "fn f(x: &[f64]) -> f64 {
            let mean = x.iter().sum::<f64>() / x.len() as f64;
            x.iter().map(|v| (v - mean).powi(2)).sum()
        }",
        ),
        (
            1,
            "fn f(x: f64, n: usize) -> f64 {
            let h = x / n as f64; let mut s = 0.0; for i in 0..n { s += h * i as f64; } s
        }",
        ),
        (
            0,
            "fn f(a: &[f64], b: f64, out: &mut [f64]) -> f64 {
            let mut s = 0.0; for i in 0..a.len() { out[i] = a[i].sin() / b; s += a[i].ln(); } s
        }",
        ),
    ] {
        assert_eq!(choices(&body(text, Mode::Vjp)), guards, "{text}");
    }
}

/// Nested decisions, each of which a value decides: what is generated grows with the source.
#[test]
fn the_output_is_linear_in_the_depth() {
    let nested = |depth: usize| {
        let values: String = (0..depth).map(|i| format!("let v{i} = x.ln() / {}.0; ", i + 1)).collect();
        let opens: String = (0..depth).map(|i| format!("if v{i} > 0.5 {{ v{i} + ")).collect();
        let text = format!("fn f(x: f64) -> f64 {{ {values} {opens} x {} }}", "} else { x }".repeat(depth));
        let body = body(&text, Mode::ValueAndGrad);
        let mut statements = 0;
        body.block.each(&mut |_| statements += 1);
        statements
    };
    let (some, twice) = (nested(8), nested(16));
    assert!(twice * 2 <= some * 5, "{some} and {twice} statements");
}
