//! What every store does, shown for each of them by the same tests.

#[path = "../support/mod.rs"]
mod support;

mod register;
mod writers;
