//! What generated code may call.
#![no_std]
