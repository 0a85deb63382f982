//! The engine, held against independent statements of the law and against trying everything out.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../folder/mod.rs"]
mod folder;

mod brute;
mod closure;
mod difference;
mod england;
mod fifteen;
mod grounds;
mod horizon;
mod interview;
mod naive;
mod proof;
mod random;
mod regulation_13;
mod regulation_6;
mod small_decisions;
