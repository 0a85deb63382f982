//! SHA-256 digests, and the text forms they take.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::{Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::malformed::Malformed;

/// A SHA-256 digest; shown as `sha256:` and 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest before the first event: 32 zero bytes.
    pub const ZERO: Digest = Digest([0; 32]);

    /// Returns the digest of the parts, one after the other.
    pub fn of(parts: &[&[u8]]) -> Digest {
        let mut hasher = Sha256::new();
        parts.iter().for_each(|part| hasher.update(part));
        Digest(hasher.finalize().into())
    }

    /// Wraps 32 bytes that are a digest already.
    pub fn from_bytes(bytes: [u8; 32]) -> Digest {
        Digest(bytes)
    }

    /// Returns the SHA-256 of a file, read piece by piece.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn of_file(path: &std::path::Path) -> std::io::Result<Digest> {
        crate::store::sqlite::hash_file(path)
    }

    /// Wraps a slice, if it has 32 bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Digest> {
        bytes.try_into().ok().map(Digest)
    }

    /// Returns the 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns 64 lower-case hexadecimal digits, the form of `prev`.
    pub fn hex(&self) -> String {
        const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
        let mut text = String::with_capacity(64);
        for byte in self.0 {
            text.push(DIGITS[usize::from(byte >> 4)]);
            text.push(DIGITS[usize::from(byte & 15)]);
        }
        text
    }

    /// Reads 64 lower-case hexadecimal digits.
    pub fn from_hex(hex: &str) -> Option<Digest> {
        let mut bytes = [0; 32];
        if hex.len() != 64 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(hex.as_bytes().chunks(2)) {
            *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
        }
        Some(Digest(bytes))
    }

    /// Returns base64url without padding, the form of the members of `sd`.
    pub fn base64url(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Writes the same text behind another.
    pub(crate) fn push_base64url(&self, text: &mut String) {
        URL_SAFE_NO_PAD.encode_string(self.0, text);
    }

    /// Returns the same text as bytes, to sort by.
    pub(crate) fn base64url_bytes(&self) -> [u8; 43] {
        let mut text = [0; 43];
        // 32 bytes are 43 characters without padding, so this always fits.
        let _ = URL_SAFE_NO_PAD.encode_slice(self.0, &mut text);
        text
    }

    /// Reads base64url without padding.
    pub fn from_base64url(text: &str) -> Option<Digest> {
        Digest::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?)
    }

    /// Returns base64 with padding, the form of a checkpoint's root.
    pub fn base64(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// Reads base64 with padding.
    pub fn from_base64(text: &str) -> Option<Digest> {
        Digest::from_slice(&STANDARD.decode(text).ok()?)
    }
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "sha256:{}", self.hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}

impl FromStr for Digest {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let hex = text.strip_prefix("sha256:").and_then(Digest::from_hex);
        hex.ok_or(Malformed::Form { what: "digest", expected: "`sha256:` and 64 lower-case hexadecimal digits" })
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
