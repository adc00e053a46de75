//! What users see when something cannot be differentiated: one case a code of the catalogue.

#[test]
fn diagnostics() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
