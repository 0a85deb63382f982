//! Checks of readiness: each test of the language finds what it should and nothing else, and what is not known is never a breach.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../folder/mod.rs"]
mod folder;
mod properties;
mod speed;
mod toy;
mod views;
