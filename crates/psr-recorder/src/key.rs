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

/// The type byte of Ed25519 in signed notes.
const ED25519: u8 = 1;

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
        VerifierKey { name: origin.to_owned(), key: self.0.verifying_key() }
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

/// The key that checks a register's checkpoints, written `name+key id+key` (C2SP vkey).
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key: VerifyingKey,
}

impl VerifierKey {
    /// Returns the name the key signs under.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the four bytes that stand before each signature.
    pub fn key_id(&self) -> [u8; 4] {
        let digest = Digest::of(&[self.name.as_bytes(), b"\n", &[ED25519], self.key.as_bytes()]);
        let [a, b, c, d, ..] = *digest.as_bytes();
        [a, b, c, d]
    }

    /// Tells whether this key made the signature. Strict: weak keys and second spellings of a signature are refused.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|signature| self.key.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key_id = u32::from_be_bytes(self.key_id());
        let key = STANDARD.encode([&[ED25519], self.key.as_bytes().as_slice()].concat());
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
        let [ED25519, key @ ..] = bytes.as_slice() else { return Err(malformed()) };
        let key =
            <[u8; 32]>::try_from(key).ok().and_then(|key| VerifyingKey::from_bytes(&key).ok()).ok_or_else(malformed)?;
        let verifier = VerifierKey { name: name.to_owned(), key };
        if verifier.to_string() == text { Ok(verifier) } else { Err(malformed()) }
    }
}
