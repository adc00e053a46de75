//! Whatever is wrong, the function itself comes out as it came in, so that an editor still completes in it; its companions have
//! stubs, and one mistake has one message.

use proc_macro2::TokenStream;
use quote::quote;

fn expand(item: &str) -> (TokenStream, String) {
    let item: TokenStream = item.parse().expect("tokens");
    (item.clone(), crate::expand_for(true, TokenStream::new(), item).to_string())
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

#[test]
fn what_is_being_written_comes_out_as_it_came_without_a_message() {
    for body in ["let y = x.", "x.s().", "let y = x * x y", "let", "match x", "x +", "for i in 0.."] {
        let rest = after(&format!("pub fn f(x: f64, w: [f64; 2]) -> f64 {{ {body} }}"));
        assert!(!rest.contains("compile_error"), "{body}: {rest}");
        // Were it no mistake to rustc, using a stub would be.
        assert!(
            rest.contains("pub fn f_grad (x : f64 , w : [f64 ; 2]) -> (f64 , [f64 ; 2]) { const {"),
            "{rest}"
        );
    }
    assert_eq!(after("fn f(x: f64, y) -> f64 { x }"), "");
    assert_eq!(after("fn forward(&self, x: f64) -> f64 { self. }"), "");
}

#[test]
fn what_rustc_refuses_has_stubs_that_do_not_compile() {
    for body in
        ["x * n", "2 * x", "x.max(0)", "x.powi(2.0)", "x * x;", "if n > 0 { x }", "(x, x).2", "x.atan2()"]
    {
        let rest = after(&format!("fn f(x: f64, n: usize) -> f64 {{ {body} }}"));
        assert!(!rest.contains("compile_error"), "{body}: {rest}");
        assert!(
            rest.contains("fn f_grad (x : f64 , n : usize) -> f64 { const { :: core :: panic !"),
            "{rest}"
        );
    }
}

#[test]
fn what_is_no_function_comes_out_as_it_came() {
    for item in [
        "struct S { x: f64 }",
        "fn f(x: f64) -> f64;",
        "impl S { fn f() {} }",
        "#[a] pub(crate) mod m {}",
        "x",
    ] {
        let rest = after(item);
        assert!(rest.contains("[not-a-function]"), "{rest}");
        assert_eq!(rest.matches("compile_error").count(), 1, "{rest}");
    }
    let out = crate::expand_for(true, TokenStream::new(), quote!());
    assert!(out.to_string().contains("[not-a-function]"));
}
