//! Checks, generators and benchmarks for maintainers.

pub mod components;
pub mod fuzzing;
pub mod pages;
pub mod seeding;
