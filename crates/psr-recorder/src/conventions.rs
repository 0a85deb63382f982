//! The few paths and event types that the recorder itself understands.
//!
//! Everything else in an event is the case file's to name. A path may carry a prefix (`lot/2/evidence/0/sha256`).

use crate::canonical::Value;
use crate::digest::Digest;

/// The type of the event that records an erasure; its fields `erased/<n>` name the digests of the erased disclosures.
pub const ERASURE: &str = "psr.erasure/1";

/// The type of the event by which the register's key was changed or revoked; it stands in the register's own record.
pub const KEY_STATEMENT: &str = "psr.key/1";

/// The field of that event that holds the signed statement.
pub const KEY_NOTE: &str = "key/note";

/// Tells whether a path names an evidence file by digest: `evidence/<n>/sha256`, or a path that ends so.
pub fn is_evidence(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    parts.next() == Some("sha256") && parts.next().is_some_and(is_number) && parts.next() == Some("evidence")
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
