//! A tamper-evident record: events, chain, register tree, checkpoints, stores, verification.
//!
//! On the line *text → answer → event → bytes → chain → state* this crate is **event → bytes → chain**: an [`Append`] becomes
//! an [`EventHeader`] and its [`Disclosure`]s, those become bytes, and the bytes are chained in their record and gathered in
//! the register's tree. It knows nothing of procurement. The clock, randomness and the acting person are handed in.
//!
//! `docs/record-format.md` describes every byte.
//!
//! ```
//! use psr_recorder::{Append, OperationId, Options, RecordId, Register, SigningKey, Value, verify};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let dir = folder.path();
//! # let mut count = 0;
//! # let mut randomness = |bytes: &mut [u8]| bytes.fill_with(|| { count += 1; count });
//! # let now = "2026-04-01T12:00:00Z".parse()?;
//! let key = SigningKey::draw(&mut randomness);
//! let mut register = Register::create(dir, "register.example.org", &key, now, &mut randomness)?;
//! let opened = Append {
//!     rec: RecordId::draw(now, &mut randomness),
//!     base: None, // the first event of its record
//!     op: OperationId::draw(&mut randomness),
//!     at: now,
//!     act: "a1".to_owned(),
//!     typ: "psr.opened/1".to_owned(),
//!     fields: vec![("title".to_owned(), Value::from("Community podiatry"))],
//!     checkpoint: false,
//! };
//! let receipt = register.append(&opened, &mut randomness)?;
//! assert_eq!(register.events(opened.rec)?[0].leaf, receipt.leaf);
//! assert!(verify(dir, &Options::default(), &mut |_, _| {})?.is_sound());
//! # Ok(())
//! # }
//! ```

pub mod anchor;
pub mod bundle;
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
mod plain;
pub mod register;
pub mod signature;
pub mod store;
pub mod time;
pub mod trust;
pub mod verify;

pub use canonical::Value;
pub use checkpoint::Checkpoint;
pub use digest::Digest;
pub use disclosure::Disclosure;
pub use error::{Conflict, Error, Result};
pub use header::EventHeader;
pub use key::{SignatureType, SigningKey, VerifierKey};
pub use malformed::Malformed;
pub use names::{OperationId, Randomness, RecordId};
pub use register::{
    Append, ClockNotice, ClockStep, Entry, Field, FieldState, NewAnchor, NewKey, Receipt, Register, Restore,
    StoredEvidence, Tiles, WriterQueue, pack_digest,
};
pub use store::{Place, ServerPlace, verify_place};
pub use verify::{Fault, NotProved, Options, Report, verify, verify_bundle, verify_bundle_in, verify_files};
