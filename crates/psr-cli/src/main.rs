//! The `psr` program.

fn main() {}
