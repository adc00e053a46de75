#[path = "behaviour/common.rs"] mod common;
#[path = "behaviour/user_traits.rs"] mod user_traits;
