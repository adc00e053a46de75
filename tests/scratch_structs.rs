#[path = "behaviour/derived.rs"] mod derived;
