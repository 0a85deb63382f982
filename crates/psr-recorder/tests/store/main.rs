//! What every store does, shown for each of them by the same tests; and what only one does.

#[path = "../support/mod.rs"]
mod support;

mod copying;
mod opening;
mod register;
mod server;
mod writers;
