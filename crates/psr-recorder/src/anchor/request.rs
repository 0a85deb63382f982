//! Requests for time stamps (RFC 3161, 2.4.1).

use super::algorithm;
use super::der::{Element, tag, write, write_unsigned};
use crate::digest::Digest;

/// A request for a time stamp over a checkpoint that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeStampRequest {
    /// SHA-256 of the checkpoint's note.
    pub imprint: Digest,
    /// A number drawn for this request, which the reply repeats.
    pub nonce: [u8; 8],
}

impl TimeStampRequest {
    /// Makes the request for a note.
    pub fn new(note: &str, nonce: [u8; 8]) -> TimeStampRequest {
        TimeStampRequest { imprint: Digest::of(&[note.as_bytes()]), nonce }
    }

    /// Writes the request in DER. It asks for the authority's certificate, so that the reply can be checked by itself later.
    pub fn to_der(&self) -> Vec<u8> {
        let imprint = write(tag::OCTET_STRING, &[self.imprint.as_bytes()]);
        let imprint = write(tag::SEQUENCE, &[&algorithm::sha256(), &imprint]);
        let certificate = write(tag::BOOLEAN, &[&[0xff]]);
        write(tag::SEQUENCE, &[&write_unsigned(&[1]), &imprint, &write_unsigned(&self.nonce), &certificate])
    }

    /// Reads a request that [`TimeStampRequest::to_der`] wrote.
    pub fn parse(der: &[u8]) -> Result<TimeStampRequest, String> {
        let mut parts = Element::only(der, tag::SEQUENCE, "a time-stamp request")?.inside();
        parts.take(tag::INTEGER, "the request's version")?;
        let mut imprint = parts.take(tag::SEQUENCE, "the request's imprint")?.inside();
        imprint.take(tag::SEQUENCE, "the imprint's algorithm")?;
        let digest = Digest::from_slice(imprint.take(tag::OCTET_STRING, "the imprint's digest")?.body);
        let number = parts.take(tag::INTEGER, "the request's nonce")?.body;
        let digits: Vec<u8> = number.iter().copied().skip_while(|byte| *byte == 0).collect();
        let mut nonce = [0; 8];
        let start = nonce.len().checked_sub(digits.len()).ok_or("the request's nonce is too long")?;
        nonce[start..].copy_from_slice(&digits);
        let request = TimeStampRequest { imprint: digest.ok_or("the imprint is not of SHA-256")?, nonce };
        if request.to_der() == der { Ok(request) } else { Err("the request is not one that psr wrote".to_owned()) }
    }

    /// Returns the nonce as it stands in a reply.
    pub(super) fn nonce_der(&self) -> Vec<u8> {
        write_unsigned(&self.nonce)
    }
}
