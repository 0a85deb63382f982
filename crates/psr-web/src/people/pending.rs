//! A sign-in that is under way: what was sent along with somebody to the provider, kept on the desk until they come back, once, in the same browser.

use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};

use super::cookie;
use super::provider::Secrets;
use crate::books::blocking;
use crate::problem::Problem;
use crate::site::Site;

const KIND: &str = "sign-in";
const COOKIE: &str = "psr-sign-in";
/// For how long somebody may be at the provider, in seconds.
const FOR: i64 = 10 * 60;

#[derive(Serialize, Deserialize)]
struct Pending {
    browser: String,
    secrets: Secrets,
}

/// Somebody on their way to the provider.
pub(crate) struct Sent {
    /// What the provider gives back.
    pub state: String,
    /// What only the site and the provider see.
    pub secrets: Secrets,
    /// What the browser is recognised by when it comes back.
    pub cookie: String,
}

/// Begins a sign-in.
pub(crate) async fn begin(site: &Site) -> Result<Sent, Problem> {
    let (state, browser) = (site.secret(), site.secret());
    let secrets = Secrets { nonce: site.secret(), verifier: site.secret() };
    let pending = Pending { browser: cookie::digest(&browser), secrets: secrets.clone() };
    let body = serde_json::to_string(&pending).map_err(|error| Problem::fault(error.to_string()))?;
    let (desk, key, now) = (site.desk().clone(), cookie::digest(&state), site.now().timestamp());
    blocking(move || {
        desk.sweep(now)?;
        Ok(desk.put(KIND, &key, &body, Some(now + FOR))?)
    })
    .await?;
    Ok(Sent { state, secrets, cookie: cookie::set(site, COOKIE, &browser, Some(FOR)) })
}

/// Takes up a sign-in that somebody came back from; nothing where there is none, it was taken up before, or it began in another browser.
pub(crate) async fn take(site: &Site, headers: &HeaderMap, state: String) -> Result<Option<Secrets>, Problem> {
    let Some(browser) = cookie::read(site, headers, COOKIE) else { return Ok(None) };
    let (desk, now) = (site.desk().clone(), site.now().timestamp());
    let taken = blocking(move || Ok(desk.take(KIND, &cookie::digest(&state), now)?)).await?;
    let pending = taken.and_then(|body| serde_json::from_str::<Pending>(&body).ok());
    Ok(pending.filter(|pending| pending.browser == cookie::digest(&browser)).map(|pending| pending.secrets))
}

/// Returns the cookie that forgets a sign-in.
pub(crate) fn forget(site: &Site) -> String {
    cookie::set(site, COOKIE, "", Some(0))
}
