//! The verifiers in Rust, Python and JavaScript, held against each other and against attacks.
//!
//! Where `python3` or `node` is not installed, its part is skipped, and the test says so.
#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;

mod agreement;
mod command;
mod flips;
mod matrix;
mod trusting;
