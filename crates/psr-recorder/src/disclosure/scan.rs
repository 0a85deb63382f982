//! A disclosure checked in one pass, without a value being made.
//!
//! What is accepted here is what [`super::Disclosure::parse`] accepts, less a few rare paths; where this gives up, that says why.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::canonical::{scan_text, scan_within};
use crate::limits::{MAX_BODY, MAX_DEPTH, MAX_PATH, MIN_SALT};
use crate::plain;

/// Where the parts of a disclosure stand in the memory it was decoded to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    /// The path.
    pub path: Range<usize>,
    /// The value's canonical JSON.
    pub value: Range<usize>,
}

/// Decodes a body to the end of `memory` and checks it; nothing when it is not a disclosure in its one form, or has a rare path.
pub fn scan(body: &[u8], memory: &mut Vec<u8>) -> Option<Scanned> {
    if body.len() > MAX_BODY {
        return None;
    }
    let start = memory.len();
    memory.resize(start + body.len() / 4 * 3 + 3, 0);
    let length = URL_SAFE_NO_PAD.decode_slice(body, &mut memory[start..]).ok()?;
    memory.truncate(start + length);
    let json = std::str::from_utf8(&memory[start..]).ok()?;
    let inner = json.strip_prefix('[')?.strip_suffix(']')?;
    let (salt, rest) = scan_text(inner.as_bytes())?;
    let (path, rest) = scan_text(rest.strip_prefix(b",")?)?;
    let value = inner.get(inner.len() - rest.strip_prefix(b",")?.len()..)?;
    // A path with an escape or beyond ASCII is left to the longer reader.
    let plain_path = path.iter().all(|byte| (0x20..0x7f).contains(byte) && *byte != b'\\');
    let salted = plain::base64url_length(salt)? >= MIN_SALT;
    // The list around it is the first level.
    let whole = scan_within(value, MAX_DEPTH - 1)?.is_empty();
    if !plain_path || path.is_empty() || path.len() > MAX_PATH || !salted || !whole {
        return None;
    }
    let value_at = memory.len() - 1 - value.len();
    Some(Scanned { path: value_at - 2 - path.len()..value_at - 2, value: value_at..memory.len() - 1 })
}
