#[path = "behaviour/common.rs"]
mod common;
#[path = "behaviour/user_methods.rs"]
mod user_methods;
#[path = "behaviour/user_operators.rs"]
mod user_operators;
#[path = "behaviour/user_traits.rs"]
mod user_traits;
