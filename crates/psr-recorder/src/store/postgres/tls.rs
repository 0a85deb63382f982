//! TLS to the server: its certificate must lead to one that is trusted, and be for the name it was reached by.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::{Error, Result};

/// Makes what connects by TLS, trusting the certificates in a file, or else those that this machine trusts.
pub(super) fn connector(roots: Option<&Path>) -> Result<MakeRustlsConnect> {
    let certificates = match roots {
        Some(path) => in_file(path)?,
        None => rustls_native_certs::load_native_certs().certs,
    };
    let mut store = RootCertStore::empty();
    let (added, _) = store.add_parsable_certificates(certificates);
    if added == 0 {
        let whose = roots.map_or("of this machine".to_owned(), |path| format!("in {}", path.display()));
        return Err(Error::NotAnAddress {
            reason: format!("it asks for TLS, and no certificate {whose} can be trusted"),
        });
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let versions = versions.map_err(|error| Error::NotAnAddress { reason: error.to_string() })?;
    Ok(MakeRustlsConnect::new(versions.with_root_certificates(store).with_no_client_auth()))
}

fn in_file(path: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let unreadable = |error: rustls::pki_types::pem::Error| Error::NotAnAddress {
        reason: format!("the certificates in {} cannot be read: {error}", path.display()),
    };
    CertificateDer::pem_file_iter(path).and_then(Iterator::collect).map_err(unreadable)
}
