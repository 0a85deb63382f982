//! Sessions: what a browser that signed in is recognised by. A session is kept on the desk under the digest of its cookie, so that the desk alone lets
//! nobody in; a new one begins at each sign-in.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Person;
use crate::books::blocking;
use crate::problem::Problem;
use crate::site::Site;

const COOKIE: &str = "psr-session";
const KIND: &str = "session";
/// A session is written again when it was last seen this many seconds ago.
const SEEN_EVERY: i64 = 60;

/// A session as the desk keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Who signed in.
    pub person: Person,
    /// What every form of this session carries.
    pub csrf: String,
    /// When it was last seen, in seconds since 1970.
    pub seen: i64,
}

/// Who is asking: nobody known, or somebody in a session.
#[derive(Debug, Clone, Default)]
pub struct Who(pub Option<Session>);

impl Who {
    /// Returns the person.
    pub fn person(&self) -> Option<&Person> {
        self.0.as_ref().map(|session| &session.person)
    }

    /// Returns the name to record what is done under.
    ///
    /// # Errors
    /// When nobody is signed in; a route's permission sees to that beforehand.
    pub fn name(&self) -> Result<String, Problem> {
        self.person().map(|person| person.name.clone()).ok_or_else(|| Problem::forbidden("You are not signed in."))
    }

    /// Returns what forms of this session carry.
    pub fn csrf(&self) -> &str {
        self.0.as_ref().map_or("", |session| &session.csrf)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Who {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Who>().cloned().unwrap_or_default())
    }
}

/// Recognises who is asking.
pub(crate) async fn come_in(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let who = match cookie(request.headers()) {
        Some(cookie) => recognise(&site, cookie).await,
        None => Ok(None),
    };
    match who {
        Ok(session) => {
            request.extensions_mut().insert(Who(session));
            next.run(request).await
        }
        Err(problem) => axum::response::IntoResponse::into_response(problem),
    }
}

async fn recognise(site: &Site, cookie: String) -> Result<Option<Session>, Problem> {
    let (site, now) = (site.clone(), site.now().timestamp());
    blocking(move || {
        let key = key(&cookie);
        let Some(body) = site.desk().get(KIND, &key, now)? else { return Ok(None) };
        let Ok(mut session) = serde_json::from_str::<Session>(&body) else { return Ok(None) };
        if now - session.seen >= SEEN_EVERY {
            session.seen = now;
            keep(&site, &key, &session)?;
        }
        Ok(Some(session))
    })
    .await
}

/// Begins a session, and returns the cookie that it is recognised by.
pub(crate) async fn begin(site: &Site, person: Person) -> Result<String, Problem> {
    let (site, secret) = (site.clone(), site.secret());
    blocking(move || {
        let now = site.now().timestamp();
        let session = Session { person, csrf: site.secret(), seen: now };
        site.desk().sweep(now)?;
        keep(&site, &key(&secret), &session)?;
        Ok(set_cookie(&site, &secret, None))
    })
    .await
}

/// Ends the session that a request came with, and returns the cookie that forgets it.
pub(crate) async fn end(site: &Site, headers: &HeaderMap) -> Result<String, Problem> {
    let (site, cookie) = (site.clone(), cookie(headers));
    blocking(move || {
        if let Some(cookie) = cookie {
            site.desk().remove(KIND, &key(&cookie))?;
        }
        Ok(set_cookie(&site, "", Some(0)))
    })
    .await
}

fn keep(site: &Site, key: &str, session: &Session) -> Result<(), Problem> {
    let body = serde_json::to_string(session).map_err(|error| Problem::fault(error.to_string()))?;
    let until = session.seen + site.settings().session_seconds;
    Ok(site.desk().put(KIND, key, &body, Some(until))?)
}

fn key(cookie: &str) -> String {
    Sha256::digest(cookie.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn set_cookie(site: &Site, value: &str, max_age: Option<u32>) -> String {
    let secure = if site.settings().secure { "; Secure" } else { "" };
    let age = max_age.map(|age| format!("; Max-Age={age}")).unwrap_or_default();
    format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_owned())
}
