//! The algorithms of time-stamp tokens, by their names.

use rustls_pki_types::SignatureVerificationAlgorithm;
use sha2::{Digest as _, Sha256, Sha384, Sha512};
use webpki::ring::{
    ECDSA_P256_SHA256, ECDSA_P256_SHA384, ECDSA_P384_SHA256, ECDSA_P384_SHA384, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512,
};

use super::der::{Element, tag, write};

/// Object identifiers, as the bytes that stand in DER.
pub(super) mod oid {
    pub const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2];
    pub const TST_INFO: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 4];
    pub const CONTENT_TYPE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 3];
    pub const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 4];
    pub const SIGNING_CERTIFICATE_V2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 47];
    pub const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x25];
    pub const TIME_STAMPING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 8];
    pub const COMMON_NAME: &[u8] = &[0x55, 4, 3];
    pub const SHA256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
    pub const SHA384: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2];
    pub const SHA512: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3];
    pub const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
    pub const RSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11];
    pub const RSA_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 12];
    pub const RSA_SHA512: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 13];
    pub const ECDSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
    pub const ECDSA_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3];
}

/// A hash that tokens use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// Reads an `AlgorithmIdentifier`.
    pub fn of(algorithm: Element<'_>) -> Result<Hash, String> {
        match name(algorithm)? {
            oid::SHA256 => Ok(Hash::Sha256),
            oid::SHA384 => Ok(Hash::Sha384),
            oid::SHA512 => Ok(Hash::Sha512),
            other => Err(format!("a hash is used that is not SHA-256, SHA-384 or SHA-512: {}", dotted(other))),
        }
    }

    pub fn digest(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Hash::Sha256 => Sha256::digest(bytes).to_vec(),
            Hash::Sha384 => Sha384::digest(bytes).to_vec(),
            Hash::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }
}

/// Writes the `AlgorithmIdentifier` of SHA-256.
pub(super) fn sha256() -> Vec<u8> {
    write(tag::SEQUENCE, &[&write(tag::OID, &[oid::SHA256]), &write(tag::NULL, &[])])
}

/// Returns the ways in which a signature of this algorithm may have been made; the certificate's key decides among them.
pub(super) fn signature(
    algorithm: Element<'_>,
    hash: Hash,
) -> Result<Vec<&'static dyn SignatureVerificationAlgorithm>, String> {
    match (name(algorithm)?, hash) {
        (oid::RSA, Hash::Sha256) | (oid::RSA_SHA256, _) => Ok(vec![RSA_PKCS1_2048_8192_SHA256]),
        (oid::RSA, Hash::Sha384) | (oid::RSA_SHA384, _) => Ok(vec![RSA_PKCS1_2048_8192_SHA384]),
        (oid::RSA, Hash::Sha512) | (oid::RSA_SHA512, _) => Ok(vec![RSA_PKCS1_2048_8192_SHA512]),
        (oid::ECDSA_SHA256, _) => Ok(vec![ECDSA_P256_SHA256, ECDSA_P384_SHA256]),
        (oid::ECDSA_SHA384, _) => Ok(vec![ECDSA_P384_SHA384, ECDSA_P256_SHA384]),
        (other, _) => Err(format!("its signature is of a kind that this program cannot check: {}", dotted(other))),
    }
}

/// Returns the name an `AlgorithmIdentifier` begins with.
fn name<'d>(algorithm: Element<'d>) -> Result<&'d [u8], String> {
    Ok(algorithm.inside().take(tag::OID, "an algorithm's name")?.body)
}

/// Writes an object identifier as people do.
fn dotted(bytes: &[u8]) -> String {
    let mut arcs: Vec<u64> = Vec::new();
    let mut arc = 0_u64;
    for byte in bytes {
        arc = arc << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            arcs.push(arc);
            arc = 0;
        }
    }
    let first = arcs.first().copied().unwrap_or_default();
    let top = (first / 40).min(2);
    let start = [top, first - top * 40];
    let texts = start.iter().chain(arcs.iter().skip(1)).map(u64::to_string);
    texts.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_written_as_people_do() {
        assert_eq!(dotted(oid::ECDSA_SHA384), "1.2.840.10045.4.3.3");
        assert_eq!(dotted(oid::SHA512), "2.16.840.1.101.3.4.2.3");
        assert_eq!(dotted(oid::EXTENDED_KEY_USAGE), "2.5.29.37");
        assert_eq!(dotted(&[]), "0.0");
    }
}
