//! The authorities a verifier trusts for time: their certificates, from a file.

use chrono::{DateTime, Utc};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, UnixTime};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};

use super::algorithm::oid;
use super::token::Token;

/// Certificates that are trusted for time stamps, and with them every authority they certify.
#[derive(Debug, Clone, Default)]
pub struct Authorities(Vec<CertificateDer<'static>>);

impl Authorities {
    /// Reads certificates in PEM, one after the other.
    pub fn from_pem(pem: &[u8]) -> Result<Authorities, String> {
        let malformed = |error| format!("it is not a list of certificates in PEM: {error}");
        let certificates = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>().map_err(malformed)?;
        if certificates.is_empty() {
            return Err("it holds no certificate in PEM".to_owned());
        }
        for certificate in &certificates {
            anchor_from_trusted_cert(certificate).map_err(|error| format!("one of its certificates: {error}"))?;
        }
        Ok(Authorities(certificates))
    }

    /// Checks that one of these certifies the authority that made a token, at the token's own time.
    pub(super) fn check(&self, token: &Token<'_>) -> Result<(), String> {
        let anchors: Vec<_> =
            self.0.iter().filter_map(|certificate| anchor_from_trusted_cert(certificate).ok()).collect();
        let signer = CertificateDer::from(token.signer.whole);
        let unusable = |error| format!("the certificate that signed cannot be used: {error}");
        let signer = EndEntityCert::try_from(&signer).map_err(unusable)?;
        let usage = KeyUsage::required_if_present(oid::TIME_STAMPING);
        let time = unix(token.at);
        let path =
            signer.verify_for_usage(ALL_VERIFICATION_ALGS, &anchors, &token.certificates, time, usage, None, None);
        let uncertified =
            |error| format!("none of the certificates given certifies “{}” at that time: {error}", token.signer.name());
        path.map(drop).map_err(uncertified)
    }
}

fn unix(at: DateTime<Utc>) -> UnixTime {
    UnixTime::since_unix_epoch(std::time::Duration::from_secs(u64::try_from(at.timestamp()).unwrap_or(0)))
}
