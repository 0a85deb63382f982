//! What an event says: one field, salted so that its digest alone tells nothing (RFC 9901).

mod scan;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::canonical::{self, Value};
use crate::conventions::{digest_of, is_evidence};
use crate::digest::Digest;
use crate::limits::{MAX_BODY, MAX_FIELD, MIN_SALT};
use crate::malformed::Malformed;
use crate::names::{Randomness, check_path};

pub use scan::{Scanned, scan};

/// One field of an event, with the salt that hides it when only its digest is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    /// At least 16 random bytes.
    pub salt: Vec<u8>,
    /// Which field this is.
    pub path: String,
    /// What the field says.
    pub value: Value,
}

impl Disclosure {
    /// Makes a disclosure with a freshly drawn salt.
    pub fn draw(path: impl Into<String>, value: Value, randomness: &mut Randomness<'_>) -> Disclosure {
        let mut salt = vec![0; MIN_SALT];
        randomness(&mut salt);
        Disclosure { salt, path: path.into(), value }
    }

    /// Writes the body: base64url of the canonical JSON `[salt,path,value]`.
    pub fn to_body(&self) -> Result<String, Malformed> {
        self.check()?;
        let salt = URL_SAFE_NO_PAD.encode(&self.salt);
        let json = canonical::list_to_bytes([&salt, &self.path], &self.value)?;
        if json.len() > MAX_FIELD {
            return Err(Malformed::TooLong { what: "a field", length: json.len(), limit: MAX_FIELD });
        }
        Ok(URL_SAFE_NO_PAD.encode(json))
    }

    /// Reads a body strictly.
    pub fn parse(body: &[u8]) -> Result<Disclosure, Malformed> {
        if body.len() > MAX_BODY {
            return Err(Malformed::TooLong { what: "a disclosure", length: body.len(), limit: MAX_BODY });
        }
        let base64 = |what| Malformed::Form { what, expected: "base64url without padding" };
        let json = URL_SAFE_NO_PAD.decode(body).map_err(|_| base64("disclosure"))?;
        let form = Malformed::Form { what: "disclosure", expected: "a list of salt, path and value" };
        let Value::List(parts) = canonical::parse(&json)? else { return Err(form) };
        let Ok([Value::Text(salt), Value::Text(path), value]) = <[Value; 3]>::try_from(parts) else { return Err(form) };
        let salt = URL_SAFE_NO_PAD.decode(salt).map_err(|_| base64("salt"))?;
        let disclosure = Disclosure { salt, path, value };
        disclosure.check()?;
        Ok(disclosure)
    }

    /// Returns the digest of a body: SHA-256 of its base64url text.
    pub fn digest(body: &[u8]) -> Digest {
        Digest::of(&[body])
    }

    /// Returns the evidence that the field names.
    pub(crate) fn evidence(&self) -> Option<Digest> {
        if is_evidence(&self.path) { digest_of(&self.value) } else { None }
    }

    fn check(&self) -> Result<(), Malformed> {
        check_path(&self.path)?;
        let salted = self.salt.len() >= MIN_SALT;
        salted.then_some(()).ok_or(Malformed::Form { what: "salt", expected: "at least 16 bytes" })
    }
}
