//! Headers that every response carries: nothing from outside, nothing framed, nothing kept by caches that is not an asset.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::site::Site;

const POLICY: &str = "img-src 'self' data:; font-src 'self'; connect-src 'self'; \
     base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

const ALWAYS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
];

/// Adds the headers; a response that says its own keeps it.
pub(crate) async fn headers(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&policy(&site, "")) {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    if site.settings().secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    for (name, value) in ALWAYS {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Returns what a page may load and where its forms may go, with one more source of style.
///
/// Signing out is a form that ends at the provider of accounts, where there is one; nothing else is sent elsewhere.
pub(crate) fn policy(site: &Site, style: &str) -> String {
    let provider = site.sign_in().provider().map(|provider| format!(" {}", provider.origin()));
    format!("default-src 'none'; script-src 'self'; style-src 'self'{style}; {POLICY}{}", provider.unwrap_or_default())
}
