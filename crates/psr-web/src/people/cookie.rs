//! Cookies: what they are called, how they are set and read. The desk keeps digests of them only, so that the desk alone lets nobody in.

use axum::http::{HeaderMap, header};
use sha2::{Digest as _, Sha256};

use crate::site::Site;

/// Returns the line that sets a cookie, for some seconds or until the browser is closed.
pub(crate) fn set(site: &Site, name: &str, value: &str, max_age: Option<i64>) -> String {
    let secure = if site.settings().secure { "; Secure" } else { "" };
    let age = max_age.map(|age| format!("; Max-Age={age}")).unwrap_or_default();
    format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", full_name(site, name))
}

/// Returns the value of a cookie that a request came with.
pub(crate) fn read(site: &Site, headers: &HeaderMap, name: &str) -> Option<String> {
    let full = full_name(site, name);
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == full).map(|(_, value)| value.to_owned())
}

/// Returns what a secret is kept under.
pub(crate) fn digest(secret: &str) -> String {
    Sha256::digest(secret.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Over HTTPS a browser holds a cookie with this beginning to this very host, so that no neighbour of it can plant one.
fn full_name(site: &Site, name: &str) -> String {
    if site.settings().secure { format!("__Host-{name}") } else { name.to_owned() }
}
