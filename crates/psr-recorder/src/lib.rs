//! A tamper-evident record: events, chain, register tree, checkpoints, stores, verification.
//!
//! On the line *text → answer → event → bytes → chain → state* this crate is **event → bytes → chain**: an [`Append`] becomes
//! an [`EventHeader`] and its [`Disclosure`]s, those become bytes, and the bytes are chained in their record and gathered in
//! the register's tree. It knows nothing of procurement. The clock, randomness and the acting person are handed in.
//!
//! `docs/record-format.md` describes every byte.

pub mod canonical;
pub mod checkpoint;
pub mod conventions;
pub mod digest;
pub mod disclosure;
pub mod error;
pub mod header;
pub mod key;
pub mod limits;
pub mod malformed;
pub mod merkle;
pub mod names;
pub mod note;
pub mod register;
pub mod time;
pub mod verify;

pub use canonical::Value;
pub use checkpoint::Checkpoint;
pub use digest::Digest;
pub use disclosure::Disclosure;
pub use error::{Conflict, Error, Result};
pub use header::EventHeader;
pub use key::{SigningKey, VerifierKey};
pub use malformed::Malformed;
pub use names::{OperationId, Randomness, RecordId};
pub use register::{Append, Entry, Field, FieldState, Receipt, Register, StoredEvidence, WriterQueue, pack_digest};
pub use verify::{Fault, NotProved, Options, Report, verify};
