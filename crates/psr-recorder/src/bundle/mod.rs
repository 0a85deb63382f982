//! Bundles: one file that holds a whole record, for a stranger to verify with no other help.
//!
//! ```text
//! README.txt             what this is and how it is verified
//! FORMAT.md              docs/record-format.md
//! events.jsonl           the record's lines, each ended by a line end
//! disclosures.txt        the disclosures, one a line
//! checkpoint             the signed head of the register
//! key                    the key the register says it signs with
//! proof                  where the newest event stands in the register's tree, and the hashes that lead from it to the root
//! evidence/<sha256>      the files that were relied on
//! pack/<sha256>/<path>   the rules the record was decided by
//! attached/<name>        what the writer of the bundle put beside it; nothing vouches for it
//! ```
//!
//! Every entry has the same date, so that two bundles of one state are equal to the byte.

mod read;
mod selection;
mod write;

pub(crate) use read::files;
pub use read::{Contents, read};
pub use selection::{Selection, Withheld};
pub use write::write;

/// The name of the file that holds the lines.
pub const EVENTS: &str = "events.jsonl";
/// The name of the file that holds the disclosures.
pub const DISCLOSURES: &str = "disclosures.txt";
/// The name of the file that holds the signed head.
pub const CHECKPOINT: &str = "checkpoint";
/// The name of the file that holds the key.
pub const KEY: &str = "key";
/// The name of the file that holds the proof of the newest event.
pub const PROOF: &str = "proof";
