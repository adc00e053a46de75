#![allow(unused, missing_docs)]
#[path = "behaviour/common.rs"]
#[macro_use]
mod common;
#[path = "behaviour/derived.rs"]
mod derived;
#[path = "behaviour/structs.rs"]
mod structs;
#[path = "behaviour/structs_adverse.rs"]
mod structs_adverse;
#[path = "behaviour/structs_made.rs"]
mod structs_made;
#[path = "behaviour/structs_more.rs"]
mod structs_more;
#[path = "behaviour/structs_programs.rs"]
mod structs_programs;
