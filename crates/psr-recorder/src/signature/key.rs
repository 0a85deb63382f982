//! The keys that personal signatures are checked with.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest as _, Sha256};

use super::BadSignature;
use super::wire::{Reader, Writer};

const ED25519: &str = "ssh-ed25519";
const SECURITY_KEY: &str = "sk-ssh-ed25519@openssh.com";
/// The flag by which a token says that somebody touched it.
const TOUCHED: u8 = 1;

/// The public half of somebody's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    blob: Vec<u8>,
    key: VerifyingKey,
    /// For a key that lives in a token: the purpose for which the token made it.
    application: Option<Vec<u8>>,
}

impl PublicKey {
    /// Reads a key as SSH's formats hold it.
    pub(super) fn from_blob(blob: &[u8]) -> Result<Self, BadSignature> {
        let malformed = || BadSignature::Form("the key in it has not the form of a key");
        let mut reader = Reader::new(blob);
        let kind = reader.string().and_then(|kind| std::str::from_utf8(kind).ok()).ok_or_else(malformed)?;
        if ![ED25519, SECURITY_KEY].contains(&kind) {
            return Err(BadSignature::KeyKind(kind.chars().filter(|c| !c.is_control()).take(64).collect()));
        }
        let key = reader.string().and_then(|key| <[u8; 32]>::try_from(key).ok()).ok_or_else(malformed)?;
        let application = (kind == SECURITY_KEY).then(|| reader.string().map(<[u8]>::to_vec).ok_or_else(malformed));
        let application = application.transpose()?;
        let key = VerifyingKey::from_bytes(&key).ok().filter(|key| !key.is_weak()).ok_or_else(malformed)?;
        if reader.is_done() { Ok(Self { blob: blob.to_vec(), key, application }) } else { Err(malformed()) }
    }

    /// Makes the key from the 32 bytes of its public half.
    pub(super) fn of(key: VerifyingKey) -> Self {
        let mut writer = Writer::new(b"");
        writer.string(ED25519.as_bytes());
        writer.string(key.as_bytes());
        Self { blob: writer.done(), key, application: None }
    }

    /// Reads a key as `.pub` files and lists of signers have it: its kind and base64.
    pub fn read(kind: &str, encoded: &str) -> Result<Self, BadSignature> {
        let blob = STANDARD.decode(encoded).map_err(|_| BadSignature::Form("a key is not base64"))?;
        let key = Self::from_blob(&blob)?;
        if key.kind() == kind { Ok(key) } else { Err(BadSignature::Form("a key is not of the kind it says")) }
    }

    /// Returns the kind of key, as SSH names it.
    pub fn kind(&self) -> &'static str {
        if self.application.is_some() { SECURITY_KEY } else { ED25519 }
    }

    /// Returns the key as SSH's formats hold it.
    pub fn blob(&self) -> &[u8] {
        &self.blob
    }

    /// Returns the fingerprint by which people compare keys, as `ssh-keygen -l` prints it.
    pub fn fingerprint(&self) -> String {
        format!("SHA256:{}", STANDARD_NO_PAD.encode(Sha256::digest(&self.blob)))
    }

    /// Takes what this kind of key makes out of its own envelope: 64 bytes, and of a token its flags and counter after them.
    pub(super) fn signature_from_blob(&self, blob: &[u8]) -> Option<Vec<u8>> {
        let mut reader = Reader::new(blob);
        let kind = reader.string()?;
        let signature = reader.string().filter(|signature| signature.len() == 64)?;
        let more = reader.rest();
        let expected = if self.application.is_some() { 5 } else { 0 };
        (kind == self.kind().as_bytes() && more.len() == expected).then(|| [signature, more].concat())
    }

    /// Tells whether this key made the signature over these bytes. Strict: weak keys and second spellings of a signature are refused, and a token must have
    /// been touched.
    pub(super) fn made(&self, signature: &[u8], signed: &[u8]) -> bool {
        let Some((signature, more)) = signature.split_at_checked(64) else { return false };
        let Ok(signature) = Signature::from_slice(signature) else { return false };
        let message = match &self.application {
            None => signed.to_vec(),
            Some(_) if more.first().is_none_or(|flags| flags & TOUCHED == 0) => return false,
            Some(application) => [&Sha256::digest(application)[..], more, &Sha256::digest(signed)[..]].concat(),
        };
        self.key.verify_strict(&message, &signature).is_ok()
    }
}
