//! Checks, generators and benchmarks for maintainers.

pub mod fuzzing;
pub mod pages;
pub mod seeding;
