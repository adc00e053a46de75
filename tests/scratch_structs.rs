#![allow(unused, missing_docs)]
#[path = "behaviour/common.rs"]
#[macro_use]
mod common;
#[path = "behaviour/structs.rs"]
mod structs;
