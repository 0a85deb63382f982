//! The law as data: read a pack, ask, determine, explain.
//!
//! A *pack* is a folder of small files that follow an instrument. This crate turns its bytes into a [`Pack`](pack::model::Pack), compiles each
//! decision of the pack once, and then determines what a set of answers, complete or not, leads to. It reads no clock, no disk and no network:
//! files come in as bytes, answers as values, and what goes out depends on nothing else.
//!
//! ```text
//! text → answer → determination
//! ```
//!
//! Rust here knows the shape of a decision; the pack knows the law.

pub mod answer;
pub mod calendar;
pub mod coverage;
pub mod engine;
pub mod facts;
pub mod graph;
pub mod id;
pub mod money;
pub mod pack;
pub mod readiness;
pub mod timetable;
pub mod written;
