//! Canonical JSON checked in one pass over its bytes, without a value being made.
//!
//! Accepts what [`super::parse`] accepts, to the byte; where this gives up, that says why.

use crate::limits::{MAX_DEPTH, MAX_INTEGER};

/// Checks that one canonical value begins the text, and returns what follows it.
pub fn scan(text: &str) -> Option<&str> {
    scan_within(text, MAX_DEPTH)
}

/// Checks one canonical value that may nest only so many levels, and returns what follows it.
pub(crate) fn scan_within(text: &str, levels: usize) -> Option<&str> {
    let end = text.len() - value(text.as_bytes(), levels)?.len();
    text.get(end..)
}

/// Passes over one value and returns the bytes behind it.
fn value(bytes: &[u8], levels: usize) -> Option<&[u8]> {
    match bytes.first()? {
        b'"' => text(bytes).map(|(_, rest)| rest),
        b'[' => list(&bytes[1..], levels.checked_sub(1)?),
        b'{' => map(&bytes[1..], levels.checked_sub(1)?),
        b't' => bytes.strip_prefix(b"true"),
        b'f' => bytes.strip_prefix(b"false"),
        b'n' => bytes.strip_prefix(b"null"),
        _ => number(bytes),
    }
}

/// Passes over text between quotation marks; returns what stands between them, as written, and the bytes behind.
pub(crate) fn text(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let inner = bytes.strip_prefix(b"\"")?;
    let mut at = 0;
    loop {
        at += plain(&inner[at..]);
        match inner.get(at)? {
            b'"' => return Some((&inner[..at], &inner[at + 1..])),
            b'\\' => at += escape(&inner[at..])?,
            _ => return None,
        }
    }
}

/// Counts the bytes that stand for themselves.
fn plain(bytes: &[u8]) -> usize {
    // Without an early end inside it, a chunk is looked at as a whole.
    let is_plain = |chunk: &&[u8; 16]| !chunk.iter().fold(false, |seen, byte| seen | is_special(*byte));
    let passed = bytes.as_chunks().0.iter().take_while(is_plain).count() * 16;
    let rest = &bytes[passed..];
    passed + rest.iter().position(|byte| is_special(*byte)).unwrap_or(rest.len())
}

/// Tells whether a byte ends or interrupts text: quotation mark, backslash, controls.
pub(super) fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Returns the length of an escape, if it is the one RFC 8785 has for its character.
fn escape(bytes: &[u8]) -> Option<usize> {
    match bytes.get(1)? {
        b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => {
            let [b'0', b'0', high @ b'0'..=b'1', low @ (b'0'..=b'9' | b'a'..=b'f')] = bytes.get(2..6)? else {
                return None;
            };
            // \b, \t, \n, \f and \r have their own escapes.
            let short = *high == b'0' && matches!(low, b'8' | b'9' | b'a' | b'c' | b'd');
            (!short).then_some(6)
        }
        _ => None,
    }
}

fn number(bytes: &[u8]) -> Option<&[u8]> {
    let digits = bytes.strip_prefix(b"-").unwrap_or(bytes);
    let count = digits.iter().take(17).take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = digits.split_at(count);
    let negative = digits.len() + rest.len() < bytes.len();
    let plain = match digits {
        [] => false,
        [b'0'] => !negative,
        [first, ..] => *first != b'0',
    };
    let number = digits.iter().fold(0_u64, |number, digit| number * 10 + u64::from(digit - b'0'));
    (plain && number <= MAX_INTEGER.unsigned_abs()).then_some(rest)
}

fn list(bytes: &[u8], levels: usize) -> Option<&[u8]> {
    if let Some(rest) = bytes.strip_prefix(b"]") {
        return Some(rest);
    }
    let mut rest = bytes;
    loop {
        rest = value(rest, levels)?;
        match rest.split_first()? {
            (b',', behind) => rest = behind,
            (b']', behind) => return Some(behind),
            _ => return None,
        }
    }
}

/// Passes over a map, whose keys must ascend.
fn map(bytes: &[u8], levels: usize) -> Option<&[u8]> {
    if let Some(rest) = bytes.strip_prefix(b"}") {
        return Some(rest);
    }
    let (mut rest, mut before): (_, &[u8]) = (bytes, &[]);
    loop {
        let (key, behind) = text(rest)?;
        let allowed = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'_';
        // The first key is not empty, and so is greater than nothing.
        if key <= before || !key.iter().all(allowed) {
            return None;
        }
        before = key;
        rest = value(behind.strip_prefix(b":")?, levels)?;
        match rest.split_first()? {
            (b',', behind) => rest = behind,
            (b'}', behind) => return Some(behind),
            _ => return None,
        }
    }
}
