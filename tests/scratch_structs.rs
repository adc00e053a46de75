#![allow(unused, missing_docs)]
#[path = "behaviour/common.rs"]
#[macro_use]
mod common;
#[path = "behaviour/structs.rs"]
mod structs;
#[path = "behaviour/structs_adverse.rs"]
mod structs_adverse;
