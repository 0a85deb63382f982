//! The register's signing key, the key that checks it, and the file the first is kept in.

use std::fmt;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey, KeypairBytes, spki::der::pem::LineEnding};
use ed25519_dalek::{Signature, Signer, VerifyingKey};

use crate::digest::Digest;
use crate::error::{Error, Result, io};
use crate::malformed::Malformed;
use crate::names::{Randomness, check_origin};
use crate::register::DATABASE;
use crate::trust::cosignature;

/// What a key signs, as the type byte in its text form says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignatureType {
    /// The text of a note as it is (Ed25519, type 0x01): a register's own signature.
    Note,
    /// The text of a checkpoint together with the time at which it was seen (type 0x04): the cosignature of a witness.
    Cosignature,
}

impl SignatureType {
    fn byte(self) -> u8 {
        match self {
            Self::Note => 1,
            Self::Cosignature => 4,
        }
    }

    fn of(byte: u8) -> Option<Self> {
        [Self::Note, Self::Cosignature].into_iter().find(|kind| kind.byte() == byte)
    }
}

/// The key that signs a register's checkpoints. Keep it outside the register: whoever has both can rewrite history.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// Draws a key.
    pub fn draw(randomness: &mut Randomness<'_>) -> SigningKey {
        let mut seed = [0; 32];
        randomness(&mut seed);
        SigningKey::from_seed(&seed)
    }

    /// Makes the key of a seed.
    pub fn from_seed(seed: &[u8; 32]) -> SigningKey {
        SigningKey(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// Returns the key that checks this key's signatures, under a register's name.
    pub fn verifier(&self, origin: &str) -> VerifierKey {
        VerifierKey { name: origin.to_owned(), kind: SignatureType::Note, key: self.0.verifying_key() }
    }

    /// Returns the key that checks this key's cosignatures, under a witness's name.
    pub fn cosigner(&self, name: &str) -> VerifierKey {
        VerifierKey { kind: SignatureType::Cosignature, ..self.verifier(name) }
    }

    /// Writes the key to a new file that only its owner may read (PKCS#8, PEM). An existing file is never overwritten, and a
    /// file inside a register is refused.
    pub fn create_file(&self, path: &Path) -> Result<()> {
        if let Some(register) = path.ancestors().skip(1).find(|folder| folder.join(DATABASE).exists()) {
            return Err(Error::KeyInsideRegister { path: path.to_owned(), register: register.to_owned() });
        }
        let plain = KeypairBytes { secret_key: self.0.to_bytes(), public_key: None };
        let malformed =
            |_| Error::KeyFile { path: path.to_owned(), reason: "the key cannot be written as PKCS#8".to_owned() };
        let pem = plain.to_pkcs8_pem(LineEnding::LF).map_err(malformed)?;
        let mut file = owner_only().open(path).map_err(io("create the key file", path))?;
        file.write_all(pem.as_bytes()).map_err(io("write the key file", path))?;
        file.sync_all().map_err(io("store the key file", path))
    }

    /// Reads a key from its file.
    pub fn read_file(path: &Path) -> Result<SigningKey> {
        let pem = std::fs::read_to_string(path).map_err(io("read the key file", path))?;
        let key = ed25519_dalek::SigningKey::from_pkcs8_pem(&pem);
        key.map(SigningKey).map_err(|error| Error::KeyFile { path: path.to_owned(), reason: error.to_string() })
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

#[cfg(unix)]
fn owner_only() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    options
}

#[cfg(not(unix))]
fn owner_only() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    options
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SigningKey(…)")
    }
}

/// The key that checks a register's checkpoints, or a witness's cosignatures, written `name+key id+key` (C2SP vkey).
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: SignatureType,
    key: VerifyingKey,
}

impl VerifierKey {
    /// Returns the name the key signs under.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns what the key signs.
    pub fn kind(&self) -> SignatureType {
        self.kind
    }

    /// Returns the public key alone, which two names may share.
    pub fn public_key(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// Returns the four bytes that stand before each signature.
    pub fn key_id(&self) -> [u8; 4] {
        let digest = Digest::of(&[self.name.as_bytes(), b"\n", &[self.kind.byte()], self.key.as_bytes()]);
        let [a, b, c, d, ..] = *digest.as_bytes();
        [a, b, c, d]
    }

    /// Returns a short text by which people compare the whole key line, read out or on paper: the first 16 bytes of its SHA-256, in
    /// groups of four hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        let hex = Digest::of(&[self.to_string().as_bytes()]).hex();
        let group = |at: usize| hex.get(at..at + 4).unwrap_or_default();
        (0..32).step_by(4).map(group).collect::<Vec<_>>().join(" ")
    }

    /// Tells whether this key made the signature under a note's text. Strict: weak keys and second spellings of a signature are refused.
    pub fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        match self.kind {
            SignatureType::Note => self.verify_bytes(text, signature),
            SignatureType::Cosignature => cosignature::time_of(signature)
                .is_some_and(|(time, rest)| self.verify_bytes(&cosignature::message(time, text), rest)),
        }
    }

    fn verify_bytes(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key_id = u32::from_be_bytes(self.key_id());
        let key = STANDARD.encode([&[self.kind.byte()], self.key.as_bytes().as_slice()].concat());
        write!(formatter, "{}+{key_id:08x}+{key}", self.name)
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}

impl FromStr for VerifierKey {
    type Err = Malformed;

    fn from_str(text: &str) -> std::result::Result<Self, Malformed> {
        let malformed =
            || Malformed::Form { what: "verifier key", expected: "name+key id+key, as in example+1a2b3c4d+AQ…" };
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(_), Some(encoded)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(malformed());
        };
        check_origin(name)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| malformed())?;
        let [kind, key @ ..] = bytes.as_slice() else { return Err(malformed()) };
        let kind = SignatureType::of(*kind).ok_or_else(malformed)?;
        let key =
            <[u8; 32]>::try_from(key).ok().and_then(|key| VerifyingKey::from_bytes(&key).ok()).ok_or_else(malformed)?;
        let verifier = VerifierKey { name: name.to_owned(), kind, key };
        if verifier.to_string() == text { Ok(verifier) } else { Err(malformed()) }
    }
}
