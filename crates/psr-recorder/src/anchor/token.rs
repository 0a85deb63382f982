//! Time-stamp tokens (RFC 3161): a reply, the signed data in it (RFC 5652), and what it says about time.

use chrono::{DateTime, Utc};
use rustls_pki_types::CertificateDer;
use webpki::EndEntityCert;

use super::algorithm::{self, Hash, oid};
use super::certificate::{Certificate, instant};
use super::der::{Element, Reader, all, tag, write};

/// The largest reply that is read, in bytes: a token with a long chain of certificates has a tenth of this.
pub const LARGEST_REPLY: usize = 256 * 1024;
/// The most certificates a token may carry.
const MOST_CERTIFICATES: usize = 32;

/// A token whose signature was found to be right, by the certificate it carries.
#[derive(Debug)]
pub(super) struct Token<'d> {
    /// The hash and the digest of what was stamped.
    pub hash: Hash,
    pub imprint: &'d [u8],
    /// When, by the authority's clock.
    pub at: DateTime<Utc>,
    /// The number that the request asked to be repeated, as it stands in DER.
    pub nonce: Option<&'d [u8]>,
    /// The certificate that signed.
    pub signer: Certificate<'d>,
    /// Every certificate the token carries.
    pub certificates: Vec<CertificateDer<'d>>,
}

impl<'d> Token<'d> {
    /// Reads a reply, and checks the signature of the token in it.
    pub fn open(reply: &'d [u8]) -> Result<Token<'d>, String> {
        if reply.len() > LARGEST_REPLY {
            return Err(format!("a time-stamp reply has at most {LARGEST_REPLY} bytes, and this has {}", reply.len()));
        }
        let signed = SignedData::parse(token_of(reply)?)?;
        let signer = signed.signer()?;
        signed.check(&signer)?;
        let said = Said::parse(signed.content)?;
        signer.check(said.at)?;
        let certificates = signed.certificates.iter().map(|certificate| CertificateDer::from(certificate.whole));
        let Said { hash, imprint, at, nonce } = said;
        Ok(Token { hash, imprint, at, nonce, signer, certificates: certificates.collect() })
    }
}

/// Returns the token in a reply that grants one.
fn token_of(reply: &[u8]) -> Result<Element<'_>, String> {
    let mut parts = Element::only(reply, tag::SEQUENCE, "a time-stamp reply")?.inside();
    let mut status = parts.take(tag::SEQUENCE, "the reply's status")?.inside();
    let number = status.take(tag::INTEGER, "the reply's status")?;
    if !matches!(number.body, [0 | 1]) {
        let said = status.next().map(|texts| texts.inside()).and_then(|mut texts| texts.next());
        let said =
            said.and_then(|text| std::str::from_utf8(text.body).ok()).filter(|text| !text.contains(char::is_control));
        return Err(format!("the authority refused the request: {}", said.unwrap_or("it does not say why")));
    }
    let token = parts.take(tag::SEQUENCE, "the time-stamp token")?;
    parts.end("the reply")?;
    Ok(token)
}

/// The parts of CMS signed data that matter here.
struct SignedData<'d> {
    content: &'d [u8],
    certificates: Vec<Element<'d>>,
    hash: Hash,
    issuer: &'d [u8],
    serial: &'d [u8],
    attributes: Element<'d>,
    algorithm: Element<'d>,
    signature: &'d [u8],
}

impl<'d> SignedData<'d> {
    fn parse(token: Element<'d>) -> Result<SignedData<'d>, String> {
        let mut parts =
            inside_explicit(token, oid::SIGNED_DATA, "signed data")?.take(tag::SEQUENCE, "signed data")?.inside();
        parts.take(tag::INTEGER, "the signed data's version")?;
        parts.take(tag::SET, "the signed data's hashes")?;
        let content = parts.take(tag::SEQUENCE, "what was signed")?;
        let mut content = inside_explicit(content, oid::TST_INFO, "a time stamp")?;
        let content = content.take(tag::OCTET_STRING, "the time stamp")?.body;
        let certificates = parts.optional(tag::CONTEXT_0).map(all).transpose()?.unwrap_or_default();
        parts.optional(tag::CONTEXT_1);
        let signers = all(parts.take(tag::SET, "the signatures")?)?;
        parts.end("the signed data")?;
        let [signer] = signers.as_slice() else {
            return Err(format!("one signature is expected, not {}", signers.len()));
        };
        SignedData::of_signer(*signer, content, certificates)
    }

    fn of_signer(signer: Element<'d>, content: &'d [u8], certificates: Vec<Element<'d>>) -> Result<Self, String> {
        let mut parts = signer.inside();
        parts.take(tag::INTEGER, "the signature's version")?;
        let mut identity = parts.take(tag::SEQUENCE, "the signer's issuer and number")?.inside();
        let issuer = identity.take(tag::SEQUENCE, "the signer's issuer")?.whole;
        let serial = identity.take(tag::INTEGER, "the signer's number")?.body;
        let hash = Hash::of(parts.take(tag::SEQUENCE, "the signature's hash")?)?;
        let attributes = parts.take(tag::CONTEXT_0, "the signed attributes")?;
        let algorithm = parts.take(tag::SEQUENCE, "the signature's algorithm")?;
        let signature = parts.take(tag::OCTET_STRING, "the signature")?.body;
        Ok(SignedData { content, certificates, hash, issuer, serial, attributes, algorithm, signature })
    }

    /// Finds the certificate that the signature names.
    fn signer(&self) -> Result<Certificate<'d>, String> {
        if self.certificates.len() > MOST_CERTIFICATES {
            return Err(format!("it carries more than {MOST_CERTIFICATES} certificates"));
        }
        let mut parsed =
            self.certificates.iter().filter(|element| element.tag == tag::SEQUENCE).map(|it| Certificate::parse(*it));
        let named =
            |certificate: &Certificate<'_>| certificate.issuer == self.issuer && certificate.serial == self.serial;
        let found = parsed.find(|certificate| certificate.as_ref().map_or(true, named));
        let missing = "the certificate that signed is not in it; the request must ask for the certificate";
        found.unwrap_or_else(|| Err(missing.to_owned()))
    }

    /// Checks what the signature covers, and the signature.
    fn check(&self, signer: &Certificate<'_>) -> Result<(), String> {
        if self.attribute(oid::CONTENT_TYPE)?.is_none_or(|kind| kind.body != oid::TST_INFO) {
            return Err("the signature does not say that it is over a time stamp".to_owned());
        }
        let digest = self.hash.digest(self.content);
        if self.attribute(oid::MESSAGE_DIGEST)?.is_none_or(|signed| signed.body != digest) {
            return Err("the time stamp is not what was signed: its digest is another".to_owned());
        }
        self.check_named(signer)?;
        // The attributes are signed under the tag of a set, and stand in the token under another (RFC 5652, 5.4).
        let signed = write(tag::SET, &[self.attributes.body]);
        let certificate = CertificateDer::from(signer.whole);
        let unusable = |error| format!("the certificate that signed cannot be used: {error}");
        let key = EndEntityCert::try_from(&certificate).map_err(unusable)?;
        let ways = algorithm::signature(self.algorithm, self.hash)?;
        let right = ways.iter().any(|way| key.verify_signature(*way, &signed, self.signature).is_ok());
        if right { Ok(()) } else { Err("the authority's signature is not over this time stamp".to_owned()) }
    }

    /// Checks that the signature names the certificate by its digest (RFC 5816). Older tokens name it by SHA-1, which is not looked at.
    fn check_named(&self, signer: &Certificate<'_>) -> Result<(), String> {
        let Some(named) = self.attribute(oid::SIGNING_CERTIFICATE_V2)? else { return Ok(()) };
        let list = named.inside().take(tag::SEQUENCE, "the list of certificates that signed")?;
        let mut first = list.inside().take(tag::SEQUENCE, "the certificate that signed")?.inside();
        let hash = first.optional(tag::SEQUENCE).map_or(Ok(Hash::Sha256), Hash::of)?;
        let digest = first.take(tag::OCTET_STRING, "the digest of the certificate that signed")?.body;
        if digest == hash.digest(signer.whole) {
            return Ok(());
        }
        Err("the signature names another certificate than the one that is here".to_owned())
    }

    /// Returns the one value of a signed attribute, which may stand once.
    fn attribute(&self, name: &[u8]) -> Result<Option<Element<'d>>, String> {
        let mut found = None;
        for attribute in all(self.attributes)? {
            let mut parts = attribute.inside();
            if parts.take(tag::OID, "a signed attribute's name")?.body != name {
                continue;
            }
            let values = all(parts.take(tag::SET, "a signed attribute's values")?)?;
            match (values.as_slice(), found) {
                ([value], None) => found = Some(*value),
                _ => return Err("a signed attribute has not one value".to_owned()),
            }
        }
        Ok(found)
    }
}

/// Reads `SEQUENCE { name, [0] { … } }`, where the name must be this one.
fn inside_explicit<'d>(element: Element<'d>, name: &[u8], what: &'static str) -> Result<Reader<'d>, String> {
    let mut parts = element.inside();
    if parts.take(tag::OID, what)?.body != name {
        return Err(format!("{what} is expected, and it holds something else"));
    }
    Ok(parts.take(tag::CONTEXT_0, what)?.inside())
}

/// What a token says (`TSTInfo`).
struct Said<'d> {
    hash: Hash,
    imprint: &'d [u8],
    at: DateTime<Utc>,
    nonce: Option<&'d [u8]>,
}

impl<'d> Said<'d> {
    fn parse(content: &'d [u8]) -> Result<Said<'d>, String> {
        let mut parts = Element::only(content, tag::SEQUENCE, "the time stamp")?.inside();
        if parts.take(tag::INTEGER, "the time stamp's version")?.body != [1] {
            return Err("the time stamp has a version that this program does not read".to_owned());
        }
        parts.take(tag::OID, "the authority's policy")?;
        let mut imprint = parts.take(tag::SEQUENCE, "the imprint")?.inside();
        let hash = Hash::of(imprint.take(tag::SEQUENCE, "the imprint's hash")?)?;
        let imprint = imprint.take(tag::OCTET_STRING, "the imprint's digest")?.body;
        parts.take(tag::INTEGER, "the time stamp's number")?;
        let at = instant(parts.take(tag::GENERALIZED_TIME, "the time")?)?;
        parts.optional(tag::SEQUENCE);
        parts.optional(tag::BOOLEAN);
        let nonce = parts.optional(tag::INTEGER).map(|nonce| nonce.whole);
        Ok(Said { hash, imprint, at, nonce })
    }
}
