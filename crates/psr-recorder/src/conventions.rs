//! The few paths and event types that the recorder itself understands.
//!
//! Everything else in an event is the case file's to name. A path may carry a prefix (`lot/2/evidence/0/sha256`).

use crate::canonical::Value;
use crate::digest::Digest;

/// The type of the event that records an erasure; its fields `erased/<n>` name the digests of the erased disclosures.
pub const ERASURE: &str = "psr.erasure/1";

/// The type of the event that opens the register's own record; its field `register/origin` is the register's name then.
pub const REGISTER: &str = "psr.register/1";

/// The type of the event that records a key statement; its field [`KEY_NOTE`] is the whole signed note.
pub const KEY: &str = "psr.key/1";

/// The field of a key event that holds the signed statement.
pub const KEY_NOTE: &str = "key/note";

/// The type of the event that records a proof from outside; its fields `anchor/kind`, `anchor/size` and `anchor/sha256` name it.
pub const ANCHOR: &str = "psr.anchor/1";

/// The type of the event that records a step back of the clock, with `clock/from` and `clock/to`.
pub const CLOCK: &str = "psr.clock/1";

/// The type of the event that says that the register was restored from a backup, with the head it had (`restored/checkpoint`) and what
/// may be missing after it (`restored/gap`).
pub const RESTORED: &str = "psr.restored/1";

/// Tells whether a path names an evidence file by digest: `evidence/<n>/sha256`, or a path that ends so.
pub fn is_evidence(path: &str) -> bool {
    let Some(numbered) = path.strip_suffix("/sha256") else { return false };
    let mut parts = numbered.rsplit('/');
    parts.next().is_some_and(is_number) && parts.next() == Some("evidence")
}

/// Tells whether a path names a pack by digest: `pack/digest`, or a path that ends so.
pub fn is_pack(path: &str) -> bool {
    path == "pack/digest" || path.ends_with("/pack/digest")
}

/// Tells whether a path of an erasure event names an erased disclosure: `erased/<n>`.
pub fn is_erased(path: &str) -> bool {
    path.strip_prefix("erased/").is_some_and(is_number)
}

/// Returns the digest a field holds, written `sha256:` and 64 hexadecimal digits.
pub fn digest_of(value: &Value) -> Option<Digest> {
    value.as_text()?.parse().ok()
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}
