//! Personal signatures: OpenSSH's signatures over plain text (SSHSIG, `PROTOCOL.sshsig`), read and checked strictly.
//!
//! A register's key says that the register kept something. A personal signature says that somebody who holds a key agreed to a text. What a text says and
//! whose a key is are others' concern: this module tells whether a key signed exactly these bytes for this purpose.
//!
//! Keys of the kinds `ssh-ed25519` and `sk-ssh-ed25519@openssh.com` are understood. Another kind is refused by its name.

mod key;
mod private;
mod signers;
mod wire;

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256, Sha512};

pub use key::PublicKey;
pub use private::PrivateKey;
pub use signers::{AllowedSigners, BadSigners};

use wire::{Reader, Writer};

const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";
const MAGIC: &[u8] = b"SSHSIG";
const VERSION: u32 = 1;
/// The most characters that a signature's text may have.
const LONGEST: usize = 8 * 1024;
/// How many characters of base64 OpenSSH writes on a line.
const WIDTH: usize = 70;

/// A signature as it was read, with the key that it says made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalSignature {
    /// The key.
    pub key: PublicKey,
    /// The purpose for which it was made.
    pub namespace: String,
    hash: Hash,
    signature: Vec<u8>,
}

/// How a text is brought to a fixed length before it is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hash {
    Sha256,
    Sha512,
}

/// Says why a signature does not stand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSignature {
    /// It has not the form of a signature.
    #[error("this is no signature by OpenSSH: {0}")]
    Form(&'static str),
    /// It was made by a kind of key that is not understood.
    #[error(
        "it was made with a key of the kind `{0}`, and only ssh-ed25519 and sk-ssh-ed25519@openssh.com can be checked"
    )]
    KeyKind(String),
    /// It was made for another purpose.
    #[error("it was made for the purpose `{found}`, not for `{expected}`")]
    Namespace {
        /// The purpose it was made for.
        found: String,
        /// The purpose it should have been made for.
        expected: String,
    },
    /// The key did not sign these bytes.
    #[error(
        "the key {0} did not sign this text: the text or the signature is not what it was, or it belongs to another text"
    )]
    Mismatch(String),
}

impl Hash {
    fn named(name: &[u8]) -> Option<Self> {
        match name {
            b"sha256" => Some(Self::Sha256),
            b"sha512" => Some(Self::Sha512),
            _ => None,
        }
    }

    fn name(self) -> &'static [u8] {
        match self {
            Self::Sha256 => b"sha256",
            Self::Sha512 => b"sha512",
        }
    }

    fn of(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(message).to_vec(),
            Self::Sha512 => Sha512::digest(message).to_vec(),
        }
    }
}

impl PersonalSignature {
    /// Reads a signature from its text form.
    ///
    /// # Errors
    /// When the text has not that form in every byte, or the key is of a kind that is not understood.
    pub fn read(text: &str) -> Result<Self, BadSignature> {
        let form = BadSignature::Form;
        let bytes = unarmoured(text)?;
        let mut reader = Reader::new(bytes.strip_prefix(MAGIC).ok_or(form("it does not begin with SSHSIG"))?);
        let short = || form("it ends too early");
        if reader.number().ok_or_else(short)? != VERSION {
            return Err(form("it is of another version than 1"));
        }
        let [key, namespace, reserved, hash, signature] = reader.strings().ok_or_else(short)?;
        if !reader.is_done() || !reserved.is_empty() {
            return Err(form("something stands in it that does not belong there"));
        }
        let key = PublicKey::from_blob(key)?;
        let namespace = std::str::from_utf8(namespace).ok().filter(|text| !text.is_empty());
        Ok(Self {
            namespace: namespace.ok_or(form("it does not say what it was made for"))?.to_owned(),
            hash: Hash::named(hash).ok_or(form("it names a hash other than sha256 and sha512"))?,
            signature: key.signature_from_blob(signature).ok_or(form("what the key made has not its form"))?,
            key,
        })
    }

    /// Checks that the key signed this text for this purpose.
    ///
    /// # Errors
    /// When it did not.
    pub fn verify(&self, namespace: &str, message: &[u8]) -> Result<(), BadSignature> {
        if self.namespace != namespace {
            let (found, expected) = (self.namespace.clone(), namespace.to_owned());
            return Err(BadSignature::Namespace { found, expected });
        }
        let signed = signed_bytes(namespace, self.hash, message);
        let made = self.key.made(&self.signature, &signed);
        made.then_some(()).ok_or_else(|| BadSignature::Mismatch(self.key.fingerprint()))
    }
}

/// Returns the bytes that a key signs for a text.
fn signed_bytes(namespace: &str, hash: Hash, message: &[u8]) -> Vec<u8> {
    let mut writer = Writer::new(MAGIC);
    [namespace.as_bytes(), b"", hash.name(), &hash.of(message)].into_iter().for_each(|part| writer.string(part));
    writer.done()
}

/// Writes a signature in its text form.
fn armoured(key: &PublicKey, namespace: &str, signature: &[u8]) -> String {
    let mut writer = Writer::new(MAGIC);
    writer.number(VERSION);
    let parts = [key.blob(), namespace.as_bytes(), b"", Hash::Sha512.name(), signature];
    parts.into_iter().for_each(|part| writer.string(part));
    let encoded = STANDARD.encode(writer.done());
    let mut text = format!("{BEGIN}\n");
    for line in encoded.as_bytes().chunks(WIDTH) {
        text.push_str(&String::from_utf8_lossy(line));
        text.push('\n');
    }
    text + END + "\n"
}

fn unarmoured(text: &str) -> Result<Vec<u8>, BadSignature> {
    let form = BadSignature::Form;
    if text.len() > LONGEST {
        return Err(form("it is too long"));
    }
    let inside = text.trim_ascii_end().strip_prefix(BEGIN).and_then(|text| text.strip_suffix(END));
    let inside = inside.ok_or(form("its first and last lines are not those of an SSH signature"))?;
    let encoded: String = inside.lines().collect();
    STANDARD.decode(encoded).map_err(|_| form("what stands between its first and last lines is not base64"))
}

impl fmt::Display for PublicKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.kind(), STANDARD.encode(self.blob()))
    }
}
