#[path = "behaviour/common.rs"] mod common;
#[path = "behaviour/user_methods.rs"] mod user_methods;
