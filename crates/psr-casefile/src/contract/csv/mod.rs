//! Tables in comma-separated values, read strictly: every fault with its line and column, all at once.

mod cells;
mod changes;
mod contracts;
mod row;

pub(crate) use changes::changes;
pub(crate) use contracts::contracts;
pub use row::Fault;

/// How many bytes of a table are read.
pub const TABLE_LIMIT: usize = 8 * 1024 * 1024;
