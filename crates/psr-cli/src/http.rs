//! Requests over the network: made only by commands that were told where to, with limits on time and size.

use std::time::Duration;

use ureq::Agent;
use ureq::http::{Request, Response};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

/// How long a whole exchange may take, unless told.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// What is sent.
#[derive(Debug, Clone, Copy)]
pub struct Post<'p> {
    /// Where to.
    pub url: &'p str,
    /// What the body is.
    pub content_type: &'p str,
    /// The body.
    pub body: &'p [u8],
    /// The most bytes the answer may have.
    pub largest: usize,
    /// How long the exchange may take.
    pub patience: Duration,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// Posts a body, follows no redirection, and returns the answer whatever its status; or says why there is none.
pub fn post(post: &Post<'_>) -> Result<Answer, String> {
    let unanswered = |error: ureq::Error| format!("{} did not answer as it should: {error}", post.url);
    let request = agent(post.patience, RootCerts::WebPki).post(post.url).header("Content-Type", post.content_type);
    let mut answer = request.send(post.body).map_err(unanswered)?;
    let limit = u64::try_from(post.largest).unwrap_or(u64::MAX);
    let body = answer.body_mut().with_config().limit(limit).read_to_vec().map_err(unanswered)?;
    Ok(Answer { status: answer.status().as_u16(), body })
}

/// Returns what sends any request, trusting the certificates that this machine trusts, an authority's own among them.
pub fn sender(patience: Duration, largest: u64) -> impl Fn(Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String> {
    let native = rustls_native_certs::load_native_certs().certs;
    let roots: Vec<Certificate<'static>> = native.iter().map(|one| Certificate::from_der(one).to_owned()).collect();
    let agent = agent(patience, if roots.is_empty() { RootCerts::WebPki } else { RootCerts::from(roots) });
    move |request| {
        let url = request.uri().to_string();
        let unanswered = |error: ureq::Error| format!("{url} did not answer as it should: {error}");
        let (parts, mut body) = agent.run(request).map_err(unanswered)?.into_parts();
        let body = body.with_config().limit(largest).read_to_vec().map_err(unanswered)?;
        Ok(Response::from_parts(parts, body))
    }
}

fn agent(patience: Duration, roots: RootCerts) -> Agent {
    Agent::config_builder()
        .timeout_global(Some(patience))
        .max_redirects(0)
        .http_status_as_error(false)
        .tls_config(TlsConfig::builder().root_certs(roots).build())
        .user_agent(concat!("psr/", env!("CARGO_PKG_VERSION")))
        .build()
        .new_agent()
}
