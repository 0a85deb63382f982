//! What is shown and asked on a terminal, or in plain text where there is none.

pub mod list;
pub mod page;
pub mod progress;
pub mod prompt;
pub mod screen;
mod wrap;

pub use wrap::{plain, plain_line};
