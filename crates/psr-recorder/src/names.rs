//! Names of things in the record, parsed once where they arrive.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};
use uuid::{Builder, Uuid};

use crate::malformed::Malformed;

/// Where bytes drawn at random come from; handed down, so that a test can draw the same ones again.
pub type Randomness<'r> = dyn FnMut(&mut [u8]) + 'r;

/// A record's id: a UUID of version 7, so that ids sort by the time they were drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RecordId(Uuid);

impl RecordId {
    /// Draws an id for a record that begins now.
    pub fn draw(now: DateTime<Utc>, randomness: &mut Randomness<'_>) -> RecordId {
        let mut bytes = [0; 10];
        randomness(&mut bytes);
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        RecordId(Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
    }
}

impl RecordId {
    /// Wraps 16 bytes that are a UUID of version 7.
    pub(crate) fn from_bytes(bytes: [u8; 16]) -> Option<RecordId> {
        let id = Uuid::from_bytes(bytes);
        (id.get_version_num() == 7).then_some(RecordId(id))
    }
}

impl Ord for RecordId {
    /// Compares the bytes, all of them at once.
    fn cmp(&self, other: &RecordId) -> Ordering {
        self.0.as_u128().cmp(&other.0.as_u128())
    }
}

impl PartialOrd for RecordId {
    fn partial_cmp(&self, other: &RecordId) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(formatter)
    }
}

impl FromStr for RecordId {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let id = Uuid::try_parse(text).ok().filter(|id| id.get_version_num() == 7).map(RecordId);
        // One id has one spelling: braces, capitals and missing hyphens are refused.
        let spelled = id.filter(|id| id.to_string() == text);
        spelled.ok_or(Malformed::Form { what: "rec", expected: "a UUID of version 7 in lower case with hyphens" })
    }
}

impl Serialize for RecordId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// An operation's id: 128 random bits, drawn once for each act and kept when it is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId(pub [u8; 16]);

impl OperationId {
    /// Draws an id for a new act.
    pub fn draw(randomness: &mut Randomness<'_>) -> OperationId {
        let mut bytes = [0; 16];
        randomness(&mut bytes);
        OperationId(bytes)
    }
}

impl fmt::Display for OperationId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl FromStr for OperationId {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
        bytes.map(OperationId).ok_or(Malformed::Form { what: "op", expected: "16 bytes in base64url without padding" })
    }
}

/// Tells whether a character could mislead a reader of an identifier: controls and changes of writing direction.
pub(crate) fn is_misleading(character: char) -> bool {
    let direction =
        matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    character.is_control() || direction
}

/// Checks the handle of who acted: `a1`, `a2`, … inside one record.
pub(crate) fn check_actor(act: &str) -> Result<(), Malformed> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let fits = (1..=32).contains(&act.len()) && act.bytes().all(allowed);
    fits.then_some(()).ok_or(Malformed::Form { what: "act", expected: "1 to 32 of a-z, 0-9 and hyphen" })
}

/// Checks an event's type: a name, a slash and a number, as in `psr.answer/1`.
pub(crate) fn check_type(typ: &str) -> Result<(), Malformed> {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
    let fits = typ.len() <= 64
        && typ.split_once('/').is_some_and(|(name, number)| {
            let counts = !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit());
            !name.is_empty() && name.bytes().all(allowed) && !number.is_empty() && counts
        });
    fits.then_some(())
        .ok_or(Malformed::Form { what: "typ", expected: "a name, a slash and a number, as in psr.answer/1" })
}

/// Checks a field's path.
pub(crate) fn check_path(path: &str) -> Result<(), Malformed> {
    if path.len() > crate::limits::MAX_PATH {
        return Err(Malformed::TooLong { what: "a path", length: path.len(), limit: crate::limits::MAX_PATH });
    }
    let fits = !path.is_empty() && !path.chars().any(is_misleading);
    fits.then_some(()).ok_or(Malformed::Form { what: "path", expected: "text without control characters" })
}

/// Checks a register's name, the origin line of its checkpoints.
pub(crate) fn check_origin(origin: &str) -> Result<(), Malformed> {
    let misfit = |character: char| character.is_whitespace() || character == '+' || is_misleading(character);
    let fits = (1..=128).contains(&origin.len()) && !origin.chars().any(misfit);
    fits.then_some(())
        .ok_or(Malformed::Form { what: "origin", expected: "1 to 128 bytes without white space, `+` or controls" })
}
