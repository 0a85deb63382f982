//! Somebody's own key, in the file that `ssh-keygen` writes (`PROTOCOL.key`), where no passphrase protects it.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};

use super::wire::{Reader, Writer};
use super::{Hash, PublicKey, armoured, signed_bytes};

const BEGIN: &str = "-----BEGIN OPENSSH PRIVATE KEY-----";
const END: &str = "-----END OPENSSH PRIVATE KEY-----";
const MAGIC: &[u8] = b"openssh-key-v1\0";

/// Somebody's own key. It signs, and is never shown or stored.
pub struct PrivateKey(SigningKey);

impl PrivateKey {
    /// Reads a key from the text of its file; none when a passphrase protects it, when it is of another kind than `ssh-ed25519`, or when the text is no key.
    pub fn read(text: &str) -> Option<Self> {
        let inside = text.trim().strip_prefix(BEGIN)?.strip_suffix(END)?;
        let bytes = STANDARD.decode(inside.lines().collect::<String>()).ok()?;
        let mut reader = Reader::new(bytes.strip_prefix(MAGIC)?);
        let [cipher, derivation, _] = reader.strings()?;
        if cipher != b"none" || derivation != b"none" || reader.number()? != 1 {
            return None;
        }
        let [public, private] = reader.strings()?;
        let key = Self::from_private(private)?;
        (reader.is_done() && key.public().blob() == public).then_some(key)
    }

    fn from_private(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let same = reader.number()? == reader.number()?;
        let [kind, public, both, _comment] = reader.strings()?;
        let (seed, half) = both.split_at_checked(32)?;
        let key = SigningKey::from_bytes(seed.try_into().ok()?);
        let fits = kind == b"ssh-ed25519" && public == half && key.verifying_key().as_bytes() == public;
        // What fills the last block counts up from one.
        let filled = reader.rest().iter().zip(1_u8..).all(|(byte, count)| *byte == count);
        (same && fits && filled).then_some(Self(key))
    }

    /// Returns the public half.
    pub fn public(&self) -> PublicKey {
        PublicKey::of(self.0.verifying_key())
    }

    /// Signs a text for a purpose, as `ssh-keygen -Y sign` does, and returns the signature in its text form.
    pub fn sign(&self, namespace: &str, message: &[u8]) -> String {
        let made = self.0.sign(&signed_bytes(namespace, Hash::Sha512, message));
        let mut writer = Writer::new(b"");
        writer.string(b"ssh-ed25519");
        writer.string(&made.to_bytes());
        armoured(&self.public(), namespace, &writer.done())
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PrivateKey(…)")
    }
}
