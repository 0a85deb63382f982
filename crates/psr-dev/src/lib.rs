//! Checks, generators and benchmarks for maintainers.
